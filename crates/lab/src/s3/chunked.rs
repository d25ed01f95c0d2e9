//! `aws-chunked` bodies (S3 API Reference, "Signature calculations … transferring payload in multiple chunks"):
//! chunks with their sizes before them, and checksums behind the last. Signatures of chunks are not verified.

/// The longest line: a size with a signature, or a trailer.
const LINE_BYTES_MAX: usize = 1024;
/// Trailers of a body.
const TRAILERS_MAX: usize = 16;

/// Where in the body the decoder is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// In the line of a chunk's size.
    Size,
    /// In a chunk that has so many bytes left.
    Data(usize),
    /// In the line break behind a chunk.
    Break,
    Trailer,
    End,
}

/// A body that is being decoded.
#[derive(Debug)]
pub(super) struct Decoder {
    place: Place,
    line: Vec<u8>,
    trailers: Vec<(String, String)>,
}

/// The body is not what it claims to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Malformed;

impl Default for Decoder {
    fn default() -> Self {
        Self { place: Place::Size, line: Vec::new(), trailers: Vec::new() }
    }
}

impl Decoder {
    /// Takes bytes of the body and gives what they hold to `sink`.
    pub fn push(&mut self, mut bytes: &[u8], mut sink: impl FnMut(&[u8])) -> Result<(), Malformed> {
        while !bytes.is_empty() {
            match self.place {
                Place::Data(left) => {
                    let (data, rest) = bytes.split_at(left.min(bytes.len()));
                    sink(data);
                    bytes = rest;
                    self.place =
                        if data.len() == left { Place::Break } else { Place::Data(left - data.len()) };
                }
                Place::End => return Err(Malformed),
                Place::Size | Place::Break | Place::Trailer => {
                    let Some(rest) = self.line(bytes)? else { return Ok(()) };
                    bytes = rest;
                    let line = std::mem::take(&mut self.line);
                    let line = String::from_utf8(line).map_err(|_| Malformed)?;
                    self.take(line.trim_end_matches('\r'))?;
                }
            }
        }
        Ok(())
    }

    /// Collects a line; what follows it, once it is whole.
    fn line<'b>(&mut self, bytes: &'b [u8]) -> Result<Option<&'b [u8]>, Malformed> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        self.line.extend_from_slice(&bytes[..end.unwrap_or(bytes.len())]);
        if self.line.len() > LINE_BYTES_MAX {
            return Err(Malformed);
        }
        Ok(end.map(|end| &bytes[end + 1..]))
    }

    fn take(&mut self, line: &str) -> Result<(), Malformed> {
        self.place = match self.place {
            Place::Size => {
                let size = line.split(';').next().unwrap_or_default().trim();
                match usize::from_str_radix(size, 16).map_err(|_| Malformed)? {
                    0 => Place::Trailer,
                    size => Place::Data(size),
                }
            }
            Place::Break if line.is_empty() => Place::Size,
            Place::Trailer if line.is_empty() => Place::End,
            Place::Trailer if self.trailers.len() < TRAILERS_MAX => {
                let (name, value) = line.split_once(':').ok_or(Malformed)?;
                self.trailers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                Place::Trailer
            }
            _ => return Err(Malformed),
        };
        Ok(())
    }

    /// What came behind the last chunk.
    ///
    /// # Errors
    /// When the body broke off before.
    pub fn finish(self) -> Result<Vec<(String, String)>, Malformed> {
        // The last line break is missing from some clients.
        let is_whole = self.place == Place::End || (self.place == Place::Trailer && self.line.is_empty());
        if is_whole { Ok(self.trailers) } else { Err(Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Decoded = (Vec<u8>, Vec<(String, String)>);

    fn decode(body: &[u8], piece: usize) -> Result<Decoded, Malformed> {
        let (mut decoder, mut data) = (Decoder::default(), Vec::new());
        for bytes in body.chunks(piece) {
            decoder.push(bytes, |bytes| data.extend_from_slice(bytes))?;
        }
        Ok((data, decoder.finish()?))
    }

    #[test]
    fn chunks_in_pieces_of_any_size() {
        let body = b"5;chunk-signature=00\r\nhello\r\n1\r\n!\r\n0;chunk-signature=00\r\nx-amz-checksum-crc32: abc=\r\n\r\n";
        for piece in [1, 2, 7, body.len()] {
            let (data, trailers) = decode(body, piece).unwrap();
            assert_eq!(data, b"hello!");
            assert_eq!(trailers, [("x-amz-checksum-crc32".to_owned(), "abc=".to_owned())]);
        }
        assert_eq!(decode(b"0\r\n\r\n", 1).unwrap(), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_is_not_chunked_is_refused() {
        for bad in [
            &b"hello"[..],
            b"5\r\nhel",
            b"5\r\nhelloX\r\n0\r\n\r\n",
            b"zz\r\n",
            b"0\r\nno-colon\r\n\r\n",
            b"0\r\n\r\nmore",
            b"-1\r\n",
            b"",
        ] {
            assert!(decode(bad, 3).is_err(), "{bad:?}");
        }
        assert!(decode(&b"1".repeat(10_000), 100).is_err());
    }
}
