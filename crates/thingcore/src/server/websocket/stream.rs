//! A WebSocket as a stream of bytes, which is how MQTT sees it.
//!
//! What is read is decoded in the reader's own memory. What is written goes out as one binary frame for
//! each MQTT packet: packets need not take notice of frames (MQTT 5 §6.0), but there are clients, such as
//! the AWS IoT Device SDK v1 for Python, that look for one packet in a frame and for the next in the next.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

use super::frames::FrameReader;

/// The server's side of an open WebSocket.
#[derive(Debug)]
pub struct WebSocketStream<T> {
    transport: T,
    reader: FrameReader,
    output: Output,
    /// The answer to the latest ping. Only that needs one (RFC 6455 §5.5.3), so that pings do not heap up.
    pong: Option<Vec<u8>>,
    closing: Closing,
}

/// Frames on their way to the transport. Nothing is added before all of it is sent.
#[derive(Debug, Default)]
struct Output {
    frames: Vec<u8>,
    sent: usize,
    /// Bytes that the frame at the end still needs.
    left: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Closing {
    No,
    /// A close frame is to be sent, and nothing after it.
    Wanted(CloseCode),
    Done,
}

impl Output {
    fn put_control(&mut self, opcode: Control, payload: &[u8]) {
        self.put_header(OpCode::Control(opcode), payload.len());
        self.frames.extend_from_slice(payload);
    }

    fn put_packets(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.left == 0 {
                let first = mqtt::next_frame(bytes, usize::MAX).ok().flatten();
                self.left = first.map_or(bytes.len(), |packet| packet.length);
                self.put_header(OpCode::Data(Data::Binary), self.left);
            }
            let (now, later) = bytes.split_at(self.left.min(bytes.len()));
            self.frames.extend_from_slice(now);
            self.left -= now.len();
            bytes = later;
        }
    }

    fn put_header(&mut self, opcode: OpCode, length: usize) {
        let header = FrameHeader { opcode, ..FrameHeader::default() };
        // A vector takes everything.
        let _ = header.format(length as u64, &mut self.frames);
    }

    fn poll_send<T: AsyncWrite + Unpin>(
        &mut self,
        context: &mut Context<'_>,
        transport: &mut T,
    ) -> Poll<io::Result<()>> {
        while let Some(rest) = self.frames.get(self.sent..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut *transport).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => self.sent += count,
            }
        }
        // An idle connection holds no buffer.
        (self.frames, self.sent) = (Vec::new(), 0);
        Poll::Ready(Ok(()))
    }
}

impl<T> WebSocketStream<T> {
    /// A WebSocket whose opening handshake is done.
    pub fn new(transport: T) -> Self {
        let (reader, output) = (FrameReader::default(), Output::default());
        Self { transport, reader, output, pong: None, closing: Closing::No }
    }

    fn close(&mut self, code: CloseCode) {
        if self.closing == Closing::No {
            self.closing = Closing::Wanted(code);
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> WebSocketStream<T> {
    /// Passes on what waits, control frames behind it.
    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.output.poll_send(context, &mut self.transport))?;
            if self.output.left > 0 {
                return Poll::Ready(Ok(()));
            }
            if let Some(payload) = self.pong.take() {
                self.output.put_control(Control::Pong, &payload);
            } else if let Closing::Wanted(code) = self.closing {
                self.closing = Closing::Done;
                self.output.put_control(Control::Close, &u16::from(code).to_be_bytes());
            } else {
                return Poll::Ready(Ok(()));
            }
        }
    }

    /// Answers pings and says goodbye, if there is need to.
    fn poll_control(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.pong.is_none() && !matches!(self.closing, Closing::Wanted(_)) {
            return Poll::Ready(Ok(()));
        }
        ready!(self.poll_send(context))?;
        Pin::new(&mut self.transport).poll_flush(context)
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
        if let Some(ping) = self.reader.ping.take().filter(|_| self.closing == Closing::No) {
            self.pong = Some(ping);
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
    /// Takes everything, once what was taken before is passed on.
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.reader.ending.is_some() {
            // The client takes nothing any more, and the next read tells why.
            return Poll::Ready(Ok(bytes.len()));
        }
        if self.closing != Closing::No {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        ready!(self.poll_send(context))?;
        self.output.put_packets(bytes);
        match self.poll_send(context) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            _ => Poll::Ready(Ok(bytes.len())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_send(context))?;
        Pin::new(&mut self.transport).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.close(CloseCode::Normal);
        ready!(self.poll_send(context))?;
        Pin::new(&mut self.transport).poll_shutdown(context)
    }
}
