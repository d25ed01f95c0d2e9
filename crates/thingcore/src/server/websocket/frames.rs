//! What comes from the client of a WebSocket: frames, of which only the payloads of binary ones matter
//! (RFC 6455 §5).
//!
//! MQTT packets take no notice of frames (MQTT 5 §6.0), so nothing is ever gathered: payloads are unmasked
//! where they were read, and moved together over the headers.

use std::io::Cursor;

use broker::TransportEnd;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

/// The longest header, bytes (RFC 6455 §5.2).
const HEADER_MAX: usize = 14;
/// The longest payload of a control frame, bytes (RFC 6455 §5.5).
const CONTROL_MAX: usize = 125;
/// The longest payload of a data frame, bytes: far above what an MQTT packet may have.
const PAYLOAD_MAX: u64 = 32 << 20;

/// Why nothing more is read, and the code that the client is told.
#[derive(Clone, Debug)]
pub struct Ending {
    pub code: CloseCode,
    pub end: TransportEnd,
}

/// Takes frames apart, whatever pieces they come in.
#[derive(Debug, Default)]
pub struct FrameReader {
    /// The beginning of a header.
    header: [u8; HEADER_MAX],
    header_length: usize,
    frame: Option<Frame>,
    /// A message is under way whose next frame is a continuation.
    fragmented: bool,
    /// The payload of the control frame that is being read.
    control: Vec<u8>,
    /// The payload of the last ping that waits to be answered.
    pub ping: Option<Vec<u8>>,
    pub ending: Option<Ending>,
}

/// A frame whose payload is being read.
#[derive(Debug)]
struct Frame {
    opcode: OpCode,
    /// Turned so that its first byte is for the next byte of the payload.
    mask: [u8; 4],
    left: u64,
}

impl FrameReader {
    /// Leaves in `bytes` what they hold of the payload of binary frames, and returns how much that is.
    pub fn decode(&mut self, bytes: &mut [u8]) -> usize {
        let (mut from, mut to) = (0, 0);
        while from < bytes.len() && self.ending.is_none() {
            let Some(frame) = &mut self.frame else {
                from += self.take_header(&bytes[from..]);
                self.end_frame();
                continue;
            };
            let count = usize::try_from(frame.left).unwrap_or(usize::MAX).min(bytes.len() - from);
            let payload = &mut bytes[from..from + count];
            unmask(payload, frame.mask);
            match frame.opcode {
                OpCode::Control(_) => self.control.extend_from_slice(payload),
                OpCode::Data(_) => {
                    bytes.copy_within(from..from + count, to);
                    to += count;
                }
            }
            frame.mask.rotate_left(count % 4);
            frame.left -= count as u64;
            from += count;
            self.end_frame();
        }
        to
    }

    /// Returns how many of the bytes belong to the header.
    fn take_header(&mut self, bytes: &[u8]) -> usize {
        let before = self.header_length;
        let count = bytes.len().min(HEADER_MAX - before);
        let length = before + count;
        self.header[before..length].copy_from_slice(&bytes[..count]);
        let mut cursor = Cursor::new(&self.header[..length]);
        match FrameHeader::parse(&mut cursor) {
            Ok(None) => {
                self.header_length = length;
                count
            }
            Ok(Some((header, payload))) => {
                let used = cursor.position() as usize;
                self.header_length = 0;
                self.begin_frame(&header, payload);
                used - before
            }
            Err(error) => {
                self.fail(CloseCode::Protocol, error.to_string());
                count
            }
        }
    }

    fn begin_frame(&mut self, header: &FrameHeader, left: u64) {
        let Some(mask) = header.mask else {
            return self.fail(CloseCode::Protocol, "a frame of the client is not masked");
        };
        if header.rsv1 || header.rsv2 || header.rsv3 {
            return self.fail(CloseCode::Protocol, "a frame belongs to an extension that was not agreed on");
        }
        if left > PAYLOAD_MAX {
            return self.fail(CloseCode::Size, "a frame is too large");
        }
        match header.opcode {
            OpCode::Control(_) if !header.is_final || left > CONTROL_MAX as u64 => {
                return self.fail(CloseCode::Protocol, "a control frame is fragmented or too large");
            }
            OpCode::Control(_) => {}
            // MQTT-6.0.0-1.
            OpCode::Data(Data::Text) => {
                return self.fail(CloseCode::Unsupported, "MQTT came in a text frame, not a binary one");
            }
            OpCode::Data(data) => {
                if self.fragmented != (data == Data::Continue) {
                    return self.fail(CloseCode::Protocol, "a fragment is out of order");
                }
                self.fragmented = !header.is_final;
            }
        }
        self.frame = Some(Frame { opcode: header.opcode, mask, left });
    }

    /// Acts on a frame that is complete.
    fn end_frame(&mut self) {
        let Some(frame) = self.frame.take_if(|frame| frame.left == 0) else { return };
        let payload = std::mem::take(&mut self.control);
        match frame.opcode {
            OpCode::Control(Control::Close) => self.on_close(&payload),
            OpCode::Control(Control::Ping) => self.ping = Some(payload),
            OpCode::Control(_) | OpCode::Data(_) => {}
        }
    }

    /// The answer to a close frame has the same code (RFC 6455 §5.5.1).
    fn on_close(&mut self, payload: &[u8]) {
        let code = match payload {
            [] => CloseCode::Normal,
            [high, low, ..] => CloseCode::from(u16::from_be_bytes([*high, *low])),
            [_] => CloseCode::Bad(0),
        };
        match code.is_allowed() {
            true => self.ending = Some(Ending { code, end: TransportEnd::ByClient }),
            false => self.fail(CloseCode::Protocol, "a close frame has no valid code"),
        }
    }

    fn fail(&mut self, code: CloseCode, message: impl Into<String>) {
        self.ending = Some(Ending { code, end: TransportEnd::Broken(message.into()) });
    }
}

/// In words of four bytes, which the compiler makes wider ones of.
fn unmask(bytes: &mut [u8], mask: [u8; 4]) {
    let (words, rest) = bytes.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}
