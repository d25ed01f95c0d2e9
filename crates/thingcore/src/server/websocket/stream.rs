//! A WebSocket as a stream of bytes, which is how MQTT sees it.
//!
//! It holds no buffers: what is read is decoded in the reader's own memory, and what is written leaves from
//! the writer's, as one binary frame for each write.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

use super::frames::FrameReader;

/// The longest header of a frame without a mask, bytes.
const HEADER_MAX: usize = 10;

/// The server's side of an open WebSocket.
#[derive(Debug)]
pub struct WebSocketStream<T> {
    transport: T,
    reader: FrameReader,
    sending: DataFrame,
    control: ControlFrames,
    /// A close frame was sent, or is about to be: nothing follows it.
    closed: bool,
}

/// The data frame that is being sent.
#[derive(Debug, Default)]
struct DataFrame {
    header: [u8; HEADER_MAX],
    header_length: usize,
    /// Bytes of the header that were sent.
    sent: usize,
    /// Bytes of the payload that were not.
    left: usize,
}

impl DataFrame {
    fn new(left: usize) -> Self {
        let mut frame = Self { left, ..Self::default() };
        let unused = {
            let mut rest = frame.header.as_mut_slice();
            write_header(OpCode::Data(Data::Binary), left, &mut rest);
            rest.len()
        };
        frame.header_length = HEADER_MAX - unused;
        frame
    }

    /// A part of it was sent; only the rest of it can follow.
    fn is_begun(&self) -> bool {
        self.sent > 0
    }
}

fn write_header(opcode: OpCode, length: usize, output: &mut impl io::Write) {
    let header = FrameHeader { opcode, ..FrameHeader::default() };
    // The outputs here have room for every header.
    let _ = header.format(length as u64, output);
}

/// Control frames that wait to be sent: one that was begun, and the latest.
#[derive(Debug, Default)]
struct ControlFrames {
    bytes: Vec<u8>,
    sent: usize,
    /// Where the latest begins.
    latest: usize,
    unflushed: bool,
}

impl ControlFrames {
    /// Only the latest ping needs an answer (RFC 6455 §5.5.3), so that pings do not heap up.
    fn put(&mut self, opcode: Control, payload: &[u8]) {
        if self.sent <= self.latest {
            self.bytes.truncate(self.latest);
        }
        self.latest = self.bytes.len();
        write_header(OpCode::Control(opcode), payload.len(), &mut self.bytes);
        self.bytes.extend_from_slice(payload);
    }
}

impl<T> WebSocketStream<T> {
    /// A WebSocket whose opening handshake is done.
    pub fn new(transport: T) -> Self {
        Self {
            transport,
            reader: FrameReader::default(),
            sending: DataFrame::default(),
            control: ControlFrames::default(),
            closed: false,
        }
    }

    fn close(&mut self, code: CloseCode) {
        if !self.closed {
            self.closed = true;
            self.control.put(Control::Close, &u16::from(code).to_be_bytes());
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> WebSocketStream<T> {
    /// Sends control frames, unless a data frame must be finished first.
    fn poll_control(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.sending.is_begun() {
            return Poll::Ready(Ok(()));
        }
        while let Some(rest) = self.control.bytes.get(self.control.sent..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut self.transport).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => self.control.sent += count,
            }
            self.control.unflushed = true;
        }
        if self.control.unflushed {
            ready!(Pin::new(&mut self.transport).poll_flush(context))?;
            self.control = ControlFrames::default();
        }
        Poll::Ready(Ok(()))
    }

    /// Reads once and returns how many bytes of payload came, or `None` at the end.
    fn poll_payload(
        &mut self,
        context: &mut Context<'_>,
        space: &mut [u8],
    ) -> Poll<io::Result<Option<usize>>> {
        let mut chunk = ReadBuf::new(space);
        ready!(Pin::new(&mut self.transport).poll_read(context, &mut chunk))?;
        let count = chunk.filled().len();
        if count == 0 {
            return Poll::Ready(Ok(None));
        }
        let payload = self.reader.decode(&mut space[..count]);
        if let Some(ping) = self.reader.ping.take().filter(|_| !self.closed) {
            self.control.put(Control::Pong, &ping);
        }
        if let Some(ending) = &self.reader.ending {
            let code = ending.code;
            self.close(code);
        }
        Poll::Ready(Ok(Some(payload)))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncRead for WebSocketStream<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            // What cannot be sent now is tried again when the transport has room: it wakes this task.
            if let Poll::Ready(outcome) = self.poll_control(context) {
                outcome?;
            }
            if let Some(ending) = &self.reader.ending {
                return Poll::Ready(Err(io::Error::other(ending.end.clone())));
            }
            if buffer.remaining() == 0 {
                return Poll::Ready(Ok(()));
            }
            match ready!(self.poll_payload(context, buffer.initialize_unfilled()))? {
                // Without a close frame, which is how a lost connection looks.
                None => return Poll::Ready(Ok(())),
                Some(0) => {}
                Some(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for WebSocketStream<T> {
    /// A frame that was begun is finished with the first bytes of later writes.
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if bytes.is_empty() {
            return Poll::Ready(Ok(0));
        }
        if self.reader.ending.is_some() {
            // The client takes nothing any more, and the next read tells why.
            return Poll::Ready(Ok(bytes.len()));
        }
        let this = &mut *self;
        loop {
            if !this.sending.is_begun() {
                if this.closed {
                    return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
                }
                ready!(this.poll_control(context))?;
                this.sending = DataFrame::new(bytes.len());
            }
            let frame = &mut this.sending;
            let header = &frame.header[frame.sent..frame.header_length];
            let payload = &bytes[..bytes.len().min(frame.left)];
            let transport = Pin::new(&mut this.transport);
            let count = match header {
                [] => ready!(transport.poll_write(context, payload))?,
                _ => {
                    let slices = [IoSlice::new(header), IoSlice::new(payload)];
                    ready!(transport.poll_write_vectored(context, &slices))?
                }
            };
            if count == 0 {
                return Poll::Ready(Ok(0));
            }
            let of_header = count.min(header.len());
            frame.sent += of_header;
            frame.left -= count - of_header;
            if frame.left == 0 {
                this.sending = DataFrame::default();
            }
            if count > of_header {
                return Poll::Ready(Ok(count - of_header));
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_control(context))?;
        Pin::new(&mut self.transport).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.close(CloseCode::Normal);
        ready!(self.poll_control(context))?;
        Pin::new(&mut self.transport).poll_shutdown(context)
    }
}
