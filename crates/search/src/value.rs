//! Values of documents.

/// A value of a field. A field with an array has one for each element.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value<'a> {
    /// A text of a shadow: its words are looked for, and it is no number, whatever it looks like.
    Text(&'a str),
    /// A text of the registry, which has no other types: it is a number when it reads as one
    /// (*Managing thing indexing*, numeric values).
    Attribute(&'a str),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}

impl Value<'_> {
    /// The value as a number, if it is one.
    pub fn as_number(self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(value),
            Self::Attribute(text) => number(text),
            Self::Text(_) | Self::Boolean(_) => None,
        }
    }

    /// Hands over the value as text.
    pub(crate) fn with_text<T>(self, take: impl FnOnce(&str) -> T) -> T {
        match self {
            Self::Text(text) | Self::Attribute(text) => take(text),
            Self::Number(value) => take(&value.to_string()),
            Self::Boolean(true) => take("true"),
            Self::Boolean(false) => take("false"),
        }
    }
}

/// The number that a text is, when it is a number literal of JSON that a double can hold.
pub fn number(text: &str) -> Option<f64> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return None;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let count = digits(fraction);
        if count == 0 {
            return None;
        }
        rest = &fraction[count..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let count = digits(exponent);
        if count == 0 {
            return None;
        }
        rest = &exponent[count..];
    }
    if !rest.is_empty() {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}
