//! Reading a JSON text through its tape.

use std::borrow::Cow;

use super::tape::{Entry, Kind, Tape};
use super::text;
use crate::number::Number;

/// What writing a byte of a string without its escapes costs against looking at it.
const COST_OF_ESCAPES: usize = 8;

/// One value of a JSON text: a view, cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    bytes: &'a [u8],
    tape: &'a Tape,
    index: u32,
}

impl<'a> Node<'a> {
    pub(super) fn new(bytes: &'a [u8], tape: &'a Tape, index: u32) -> Self {
        Self { bytes, tape, index }
    }

    /// What the value is.
    pub fn kind(self) -> Kind {
        self.entry(self.index).map_or(Kind::Null, |entry| entry.kind)
    }

    /// The text of the value as it was received, a string with its quotes.
    pub fn raw(self) -> &'a [u8] {
        match self.entry(self.index) {
            Some(entry) if entry.kind == Kind::String => self.slice(entry.start - 1, entry.end + 1),
            Some(entry) => self.slice(entry.start, entry.end),
            None => b"null",
        }
    }

    /// Whether [`Node::raw`] is compact: without blanks between its tokens.
    pub fn is_compact(self) -> bool {
        self.tape.compact || !matches!(self.kind(), Kind::Array | Kind::Object)
    }

    /// The text of a string, unescaped; `None` for everything else.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let entry = self.entry(self.index).filter(|entry| entry.kind == Kind::String)?;
        Some(self.string(entry))
    }

    /// The value of a number with up to 34 digits; `None` for everything else, and for numbers beyond
    /// 10^±999.
    pub fn number(self) -> Option<Number> {
        match self.kind() {
            Kind::Integer | Kind::Decimal => Number::read(self.raw()),
            _ => None,
        }
    }

    /// What the SQL makes of a number. Nearly all numbers are done without being read.
    ///
    /// `wholes_are_ints`: `10.0` and `1e2` are Ints (rules.md §2, 2016-03-23).
    pub fn numeral(self, wholes_are_ints: bool) -> Numeral {
        /// Without an exponent it takes as many digits to leave the range of numbers.
        const FAR_BYTES: usize = 900;
        let Some(entry) = self.entry(self.index) else { return Numeral::AsWritten };
        let raw = self.raw();
        let may_be_far = entry.encoded || raw.len() > FAR_BYTES;
        let may_be_whole = wholes_are_ints && entry.kind == Kind::Decimal && raw.last() == Some(&b'0');
        if !may_be_far && !may_be_whole && !is_negative_zero(raw) {
            return Numeral::AsWritten;
        }
        let Some(number) = Number::read(raw) else { return Numeral::OutOfRange };
        let number = if wholes_are_ints { number.normalised() } else { number };
        // There is one zero, without a sign.
        let is_other =
            number.is_int() && entry.kind == Kind::Decimal || number.is_zero() && raw.starts_with(b"-");
        if is_other { Numeral::Number(number) } else { Numeral::AsWritten }
    }

    /// The member `key` of an object; the last one when the key is there several times, as most JSON
    /// readers have it. `None` when it is missing or this is not an object.
    pub fn member(self, key: &str) -> Option<Self> {
        self.find(key).0
    }

    /// [`Node::member`], and what finding it cost: every name of the object is looked at. In bytes of text
    /// that a plain look goes over in the same time.
    pub(crate) fn find(self, key: &str) -> (Option<Self>, usize) {
        const OF_NAME: usize = 6;
        /// Of a name that has to be written without its escapes.
        const OF_WRITING: usize = 64;
        let end = self.end_of(Kind::Object);
        let (mut found, mut cost) = (None, OF_NAME);
        let mut next = self.index + 1;
        while next < end
            && let Some(name) = self.entry(next)
        {
            let value = next + 1;
            let length = (name.end - name.start) as usize;
            let is_named = if name.encoded {
                cost += OF_WRITING + length * COST_OF_ESCAPES;
                self.string(name) == key
            } else {
                cost += OF_NAME + length / 8;
                length == key.len() && self.slice(name.start, name.end) == key.as_bytes()
            };
            if is_named {
                found = Some(value);
            }
            next = self.entry(value).map_or(end, |value| value.skip);
        }
        (found.map(|index| Self { index, ..self }), cost)
    }

    /// How many values and names this one is made of, itself included.
    pub(crate) fn part_count(self) -> usize {
        self.entry(self.index).map_or(1, |entry| (entry.skip - self.index) as usize)
    }

    /// What reading a number or a string costs, in bytes of text that a plain look goes over in the same
    /// time. Nothing for everything else.
    pub(crate) fn cost_of_reading(self) -> usize {
        let Some(entry) = self.entry(self.index) else { return 0 };
        let length = (entry.end - entry.start) as usize;
        match entry.kind {
            Kind::Integer | Kind::Decimal => length,
            Kind::String if entry.encoded => length * COST_OF_ESCAPES,
            Kind::String => length,
            _ => 0,
        }
    }

    /// The elements of an array; none for everything else.
    pub fn elements(self) -> Elements<'a> {
        let end = self.end_of(Kind::Array);
        Elements { node: self, next: self.index + 1, end }
    }

    /// The keys and values of an object in their order, duplicates included; none for everything else.
    pub fn members(self) -> Members<'a> {
        let end = self.end_of(Kind::Object);
        Members { node: self, next: self.index + 1, end }
    }

    /// The entry behind a container of that kind; the container's own entry for everything else.
    fn end_of(self, kind: Kind) -> u32 {
        self.entry(self.index).filter(|entry| entry.kind == kind).map_or(self.index, |entry| entry.skip)
    }

    fn entry(self, index: u32) -> Option<&'a Entry> {
        self.tape.entries.get(index as usize)
    }

    fn slice(self, start: u32, end: u32) -> &'a [u8] {
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    fn string(self, entry: &Entry) -> Cow<'a, str> {
        // The scan has checked that the text is UTF-8.
        let raw = std::str::from_utf8(self.slice(entry.start, entry.end)).unwrap_or_default();
        if entry.encoded { Cow::Owned(text::unescape(raw)) } else { Cow::Borrowed(raw) }
    }
}

/// What a number of a JSON text is to the SQL, made by [`Node::numeral`].
#[derive(Clone, Copy, Debug)]
pub enum Numeral {
    /// The number as it is written.
    AsWritten,
    /// A number that is printed otherwise than it is written.
    Number(Number),
    /// Beyond 10^±999: no value at all (open point).
    OutOfRange,
}

/// `-0`, `-0.00`; those with an exponent are read anyway.
fn is_negative_zero(raw: &[u8]) -> bool {
    raw.starts_with(b"-0") && raw.iter().all(|byte| matches!(byte, b'-' | b'0' | b'.'))
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.raw()))
    }
}

/// The elements of an array, made by [`Node::elements`].
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    node: Node<'a>,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        self.next = self.node.entry(index)?.skip;
        Some(Node { index, ..self.node })
    }
}

/// The members of an object, made by [`Node::members`].
#[derive(Clone, Debug)]
pub struct Members<'a> {
    node: Node<'a>,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let key = self.node.string(self.node.entry(self.next)?);
        let index = self.next + 1;
        self.next = self.node.entry(index)?.skip;
        Some((key, Node { index, ..self.node }))
    }
}
