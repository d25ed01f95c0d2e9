//! The one pass that checks a JSON text and writes its tape. It never recurses: an open container keeps
//! its parent in its own `skip` field until it is closed.

use super::tape::{Entry, JsonError, Kind, MAX_DEPTH, Problem, Tape};

/// `Scanner::open` outside of every container.
const NONE: u32 = u32::MAX;

pub(super) fn scan(bytes: &[u8]) -> Result<Tape, JsonError> {
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(JsonError { offset: error.valid_up_to(), problem: Problem::Utf8 });
    }
    if u32::try_from(bytes.len()).is_err() {
        return Err(JsonError { offset: bytes.len(), problem: Problem::Length });
    }
    // Telemetry has a value every 12 bytes or so; one allocation is enough for most messages.
    let entries = Vec::with_capacity(bytes.len() / 8 + 4);
    let mut scanner = Scanner { bytes, at: 0, entries, open: NONE, depth: 0, blanks: false };
    match scanner.document() {
        Ok(()) => Ok(Tape { entries: scanner.entries, compact: !scanner.blanks }),
        Err(problem) => Err(JsonError { offset: scanner.at, problem }),
    }
}

struct Scanner<'b> {
    bytes: &'b [u8],
    /// The next byte to read.
    at: usize,
    entries: Vec<Entry>,
    /// The innermost open container.
    open: u32,
    depth: u32,
    /// A blank was seen between tokens.
    blanks: bool,
}

/// What follows a value.
enum After {
    /// Another element, or a member whose key has been read.
    Value,
    End,
}

impl Scanner<'_> {
    fn document(&mut self) -> Result<(), Problem> {
        loop {
            self.skip_blanks();
            let opened = self.value()?;
            if opened && !self.closed_at_once()? {
                continue;
            }
            if matches!(self.after_value()?, After::End) {
                return Ok(());
            }
        }
    }

    /// Reads a scalar, or opens a container and says so.
    fn value(&mut self) -> Result<bool, Problem> {
        let start = self.position();
        match self.peek().ok_or(Problem::End)? {
            b'"' => self.string()?,
            b'{' => return self.enter(Kind::Object),
            b'[' => return self.enter(Kind::Array),
            b'-' | b'0'..=b'9' => {
                let (kind, has_exponent) = self.number()?;
                self.push(kind, start, has_exponent);
            }
            b't' => self.word(b"true", Kind::True)?,
            b'f' => self.word(b"false", Kind::False)?,
            b'n' => self.word(b"null", Kind::Null)?,
            _ => return Err(Problem::Unexpected),
        }
        Ok(false)
    }

    fn enter(&mut self, kind: Kind) -> Result<bool, Problem> {
        if self.depth == MAX_DEPTH {
            return Err(Problem::Depth);
        }
        self.depth += 1;
        let start = self.position();
        let (parent, entry) = (self.open, self.next_entry());
        self.open = entry;
        self.entries.push(Entry { start, end: start, skip: parent, kind, encoded: false });
        self.at += 1;
        Ok(true)
    }

    /// Right behind an opening bracket: closes an empty container, or reads the first key of an object.
    fn closed_at_once(&mut self) -> Result<bool, Problem> {
        self.skip_blanks();
        match (self.open_kind(), self.peek().ok_or(Problem::End)?) {
            (Some(Kind::Object), b'}') | (Some(Kind::Array), b']') => {
                self.close();
                Ok(true)
            }
            (Some(Kind::Object), _) => self.key().map(|()| false),
            _ => Ok(false),
        }
    }

    /// Behind a complete value: closes what ends here, then reads the separator before the next value.
    fn after_value(&mut self) -> Result<After, Problem> {
        loop {
            self.skip_blanks();
            let Some(kind) = self.open_kind() else {
                return if self.at == self.bytes.len() { Ok(After::End) } else { Err(Problem::Unexpected) };
            };
            match (kind, self.peek().ok_or(Problem::End)?) {
                (Kind::Object, b',') => {
                    self.at += 1;
                    self.skip_blanks();
                    self.key()?;
                    return Ok(After::Value);
                }
                (Kind::Array, b',') => {
                    self.at += 1;
                    return Ok(After::Value);
                }
                (Kind::Object, b'}') | (Kind::Array, b']') => self.close(),
                _ => return Err(Problem::Unexpected),
            }
        }
    }

    fn open_kind(&self) -> Option<Kind> {
        self.entries.get(self.open as usize).map(|entry| entry.kind)
    }

    fn close(&mut self) {
        self.at += 1;
        let (end, next) = (self.position(), self.next_entry());
        if let Some(entry) = self.entries.get_mut(self.open as usize) {
            self.open = std::mem::replace(&mut entry.skip, next);
            entry.end = end;
            self.depth -= 1;
        }
    }

    fn key(&mut self) -> Result<(), Problem> {
        self.expect(b'"', |scanner| scanner.string())?;
        self.skip_blanks();
        self.expect(b':', |scanner| {
            scanner.at += 1;
            Ok(())
        })
    }

    fn expect(
        &mut self,
        byte: u8,
        then: impl FnOnce(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        match self.peek() {
            Some(found) if found == byte => then(self),
            Some(_) => Err(Problem::Unexpected),
            None => Err(Problem::End),
        }
    }

    /// Reads a string; the next byte is its opening quote.
    fn string(&mut self) -> Result<(), Problem> {
        self.at += 1;
        let start = self.position();
        let mut escaped = false;
        loop {
            let plain = plain_bytes(self.bytes.get(self.at..).unwrap_or_default());
            self.at += plain;
            match self.peek().ok_or(Problem::End)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                // A control character.
                _ => return Err(Problem::Unexpected),
            }
        }
        self.push(Kind::String, start, escaped);
        self.at += 1;
        Ok(())
    }

    /// Reads one escape; the next byte is the backslash.
    fn escape(&mut self) -> Result<(), Problem> {
        const HIGH_SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDBFF;
        const LOW_SURROGATES: std::ops::RangeInclusive<u32> = 0xDC00..=0xDFFF;
        self.at += 1;
        match self.peek().ok_or(Problem::End)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
            b'u' => {
                let unit = self.hex()?;
                if LOW_SURROGATES.contains(&unit) {
                    return Err(Problem::Escape);
                }
                if HIGH_SURROGATES.contains(&unit) {
                    if !self.bytes.get(self.at..).unwrap_or_default().starts_with(b"\\u") {
                        return Err(Problem::Escape);
                    }
                    self.at += 1;
                    if !LOW_SURROGATES.contains(&self.hex()?) {
                        return Err(Problem::Escape);
                    }
                }
            }
            _ => return Err(Problem::Escape),
        }
        Ok(())
    }

    /// Reads `uXXXX`.
    fn hex(&mut self) -> Result<u32, Problem> {
        let digits = self.bytes.get(self.at + 1..self.at + 5).ok_or(Problem::End)?;
        let mut unit = 0;
        for digit in digits {
            unit = unit * 16 + char::from(*digit).to_digit(16).ok_or(Problem::Escape)?;
        }
        self.at += 5;
        Ok(unit)
    }

    /// Reads a number, and says whether it has an exponent; the next byte is its sign or first digit.
    fn number(&mut self) -> Result<(Kind, bool), Problem> {
        let mut kind = Kind::Integer;
        let mut has_exponent = false;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            kind = Kind::Decimal;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            (kind, has_exponent) = (Kind::Decimal, true);
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok((kind, has_exponent))
    }

    fn digits(&mut self) -> Result<(), Problem> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        match self.peek() {
            _ if self.at > start => Ok(()),
            Some(_) => Err(Problem::Unexpected),
            None => Err(Problem::End),
        }
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<(), Problem> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(word) {
            let start = self.position();
            self.at += word.len();
            self.push(kind, start, false);
            return Ok(());
        }
        Err(if word.starts_with(rest) { Problem::End } else { Problem::Unexpected })
    }

    fn push(&mut self, kind: Kind, start: u32, encoded: bool) {
        let (end, skip) = (self.position(), self.next_entry() + 1);
        self.entries.push(Entry { start, end, skip, kind, encoded });
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
            self.blanks |= self.depth > 0;
        }
    }

    /// `scan` has checked that positions fit 32 bits; so do counts of entries, which are fewer.
    fn position(&self) -> u32 {
        self.at as u32
    }

    fn next_entry(&self) -> u32 {
        self.entries.len() as u32
    }
}

/// How many bytes at the front need no attention inside a string: neither quote, backslash nor control
/// character. Eight bytes at a time while there are as many.
fn plain_bytes(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH_BITS: u64 = ONES * 0x80;
    // The high bit of every byte that is zero, and possibly of bytes above a zero byte.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH_BITS;
    let mut plain = 0;
    while let Some(chunk) = bytes.get(plain..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let backslashes = zeros(word ^ (ONES * u64::from(b'\\')));
        let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGH_BITS;
        let special = quotes | backslashes | controls;
        if special != 0 {
            // The lowest marked byte is a true one.
            return plain + special.trailing_zeros() as usize / 8;
        }
        plain += chunk.len();
    }
    let rest = bytes.get(plain..).unwrap_or_default();
    plain + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).unwrap_or(rest.len())
}
