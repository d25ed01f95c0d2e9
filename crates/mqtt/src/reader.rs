//! A cursor over the bytes of one packet.

use crate::DecodeError;

/// Reads the wire's basic types from the front of a slice.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) =
            self.rest.split_at_checked(count).ok_or(DecodeError::malformed("packet ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        let (&first, rest) =
            self.rest.split_first().ok_or(DecodeError::malformed("packet ends too early"))?;
        self.rest = rest;
        Ok(first)
    }

    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        let (first, rest) =
            self.rest.split_first_chunk().ok_or(DecodeError::malformed("packet ends too early"))?;
        self.rest = rest;
        Ok(u16::from_be_bytes(*first))
    }

    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        let (first, rest) =
            self.rest.split_first_chunk().ok_or(DecodeError::malformed("packet ends too early"))?;
        self.rest = rest;
        Ok(u32::from_be_bytes(*first))
    }

    /// A variable byte integer, in its shortest form only (MQTT-1.5.5-1).
    pub fn varint(&mut self) -> Result<u32, DecodeError> {
        let mut value = 0;
        for index in 0..4 {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                if byte == 0 && index > 0 {
                    return Err(DecodeError::malformed("variable byte integer is not in its shortest form"));
                }
                return Ok(value);
            }
        }
        Err(DecodeError::malformed("variable byte integer is longer than four bytes"))
    }

    /// Bytes after their two-byte length.
    pub fn binary(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.u16()?;
        self.bytes(length.into())
    }

    /// A UTF-8 string after its two-byte length, without U+0000 (MQTT-1.5.4-1, MQTT-1.5.4-2).
    pub fn string(&mut self) -> Result<&'a str, DecodeError> {
        let bytes = self.binary()?;
        let text = std::str::from_utf8(bytes).map_err(|_| DecodeError::malformed("string is not UTF-8"))?;
        if text.as_bytes().contains(&0) {
            return Err(DecodeError::malformed("string holds U+0000"));
        }
        Ok(text)
    }

    /// A packet identifier, which is never 0 (MQTT-2.2.1-3).
    pub fn packet_id(&mut self) -> Result<u16, DecodeError> {
        match self.u16()? {
            0 => Err(DecodeError::protocol("packet identifier is 0")),
            id => Ok(id),
        }
    }

    /// Fails when bytes are left over.
    pub fn end(&self) -> Result<(), DecodeError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::malformed("packet is longer than its content"))
        }
    }
}
