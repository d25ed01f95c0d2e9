//! Cutting a byte stream into packets.

use crate::{DecodeError, ReasonCode};

/// One packet's first byte and everything after its fixed header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    /// Type and flags.
    pub first_byte: u8,
    /// The bytes after the fixed header.
    pub body: &'a [u8],
    /// The packet's whole length: how much of the stream it takes.
    pub length: usize,
}

/// Finds the packet at the start of `stream`, or `None` while it is incomplete. The length is checked
/// against `body_max` before the body has arrived, so a caller never buffers more than that.
///
/// ```
/// let frame = mqtt::next_frame(&[0xc0, 0x00, 0xc0], 1024).unwrap().unwrap();
/// assert_eq!((frame.first_byte, frame.length), (0xc0, 2));
/// assert_eq!(mqtt::next_frame(&[0x30, 0x05, 0x00], 1024), Ok(None));
/// ```
///
/// # Errors
/// When the remaining length is not in its shortest form, is longer than four bytes, or exceeds
/// `body_max` (0x95).
#[inline]
pub fn next_frame(stream: &[u8], body_max: usize) -> Result<Option<Frame<'_>>, DecodeError> {
    let Some((&first_byte, after)) = stream.split_first() else { return Ok(None) };
    let mut body_length = 0_usize;
    for (index, &byte) in after.iter().take(4).enumerate() {
        body_length |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 != 0 {
            continue;
        }
        if byte == 0 && index > 0 {
            return Err(DecodeError::malformed("remaining length is not in its shortest form"));
        }
        if body_length > body_max {
            return Err(DecodeError { reason: ReasonCode::PacketTooLarge, message: "packet is too large" });
        }
        let header = index + 2;
        let body = stream.get(header..header + body_length);
        return Ok(body.map(|body| Frame { first_byte, body, length: header + body_length }));
    }
    if after.len() >= 4 {
        return Err(DecodeError::malformed("remaining length is longer than four bytes"));
    }
    Ok(None)
}
