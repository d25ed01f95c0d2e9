//! The index of a JSON text.

use super::node::Node;
use super::scan;

/// The deepest nesting of arrays and objects that is accepted.
pub const MAX_DEPTH: u32 = 127;

/// What a JSON value is. Numbers are told apart by their text: [`Kind::Integer`] has neither a
/// fraction nor an exponent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number of digits only.
    Integer,
    /// A number with a fraction or an exponent.
    Decimal,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// One value or key: where it stands in the text and which entry follows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// First byte; for strings the first byte after the quote.
    pub(super) start: u32,
    /// One past the last byte; for strings the closing quote.
    pub(super) end: u32,
    /// The entry after this value and all that it contains. While a container is open: its parent.
    pub(super) skip: u32,
    pub(super) kind: Kind,
    /// The text is not the value as it stands: a string with escapes, a number with an exponent.
    pub(super) encoded: bool,
}

/// An index over one JSON text (RFC 8259, UTF-8, at most [`MAX_DEPTH`] deep). It holds positions only;
/// the text is handed in again by the readers.
///
/// The members of an object are pairs of entries, key and value, behind the object's own entry.
///
/// ```
/// use rules::json::Tape;
/// let payload = br#"{"temp": 22.50, "tags": ["a", "b"]}"#;
/// let tape = Tape::parse(payload).unwrap();
/// let root = tape.root(payload);
/// assert_eq!(root.member("temp").unwrap().raw(), b"22.50");
/// ```
#[derive(Debug)]
pub struct Tape {
    pub(super) entries: Vec<Entry>,
    /// The text has no blanks between tokens, so that slices of it are compact JSON.
    pub(super) compact: bool,
}

// The figures of docs/libraries.md rest on it.
const _: () = assert!(size_of::<Entry>() == 16);

impl Tape {
    /// Checks `bytes` and indexes it.
    ///
    /// # Errors
    /// Whatever is not exactly one JSON value between optional blanks, with the byte offset.
    pub fn parse(bytes: &[u8]) -> Result<Self, JsonError> {
        scan::scan(bytes)
    }

    /// How many values and keys the text has.
    pub fn value_count(&self) -> usize {
        self.entries.len()
    }

    /// The outermost value. `bytes` must be the text that the tape was made from.
    pub fn root<'a>(&'a self, bytes: &'a [u8]) -> Node<'a> {
        Node::new(bytes, self, 0)
    }
}

/// Why a text is not JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{problem} at byte {offset}")]
pub struct JsonError {
    /// Byte offset of the problem.
    pub offset: usize,
    /// The problem.
    pub problem: Problem,
}

/// The kinds of mistakes in a JSON text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// The bytes are not UTF-8.
    #[error("invalid utf-8")]
    Utf8,
    /// The text ends inside a value.
    #[error("unexpected end")]
    End,
    /// A byte that cannot stand here.
    #[error("unexpected byte")]
    Unexpected,
    /// A backslash sequence that JSON does not know, or half of a surrogate pair.
    #[error("invalid escape")]
    Escape,
    /// Arrays and objects deeper than [`MAX_DEPTH`].
    #[error("nested too deeply")]
    Depth,
    /// The text has 4 GiB or more.
    #[error("text too long")]
    Length,
}
