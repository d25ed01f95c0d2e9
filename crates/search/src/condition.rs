//! What a term asks of a value.

use std::cmp::Ordering;

use crate::pattern::Pattern;
use crate::text::{compare, fold, is_same, words};
use crate::value::{Value, number};

/// What a term asks of a value. Texts are folded.
#[derive(Clone, PartialEq, Debug)]
pub enum Condition {
    /// That there is one.
    Exists,
    /// A word of a text, or a number.
    Word {
        text: Box<str>,
        /// The number that the word is, unless it is quoted.
        number: Option<f64>,
    },
    /// Words of a text in a row. None at all are nowhere.
    Phrase(Box<[Box<str>]>),
    /// A word of a pattern.
    Pattern(Pattern),
    /// A number in a range.
    Numbers { low: Bound<f64>, high: Bound<f64> },
    /// A word in a range.
    Words { low: Bound<Box<str>>, high: Bound<Box<str>> },
}

/// The end of a range.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Bound<T> {
    /// There is none.
    Open,
    /// The value itself belongs to the range.
    With(T),
    /// The value itself does not.
    Without(T),
}

impl<T> Bound<T> {
    fn map<U>(&self, make: impl FnOnce(&T) -> U) -> Bound<U> {
        match self {
            Self::Open => Bound::Open,
            Self::With(value) => Bound::With(make(value)),
            Self::Without(value) => Bound::Without(make(value)),
        }
    }

    fn value(&self) -> Option<&T> {
        match self {
            Self::Open => None,
            Self::With(value) | Self::Without(value) => Some(value),
        }
    }

    /// Whether something is on the right side of this lower bound, given how it compares to the bound.
    fn is_below(&self, compare: impl FnOnce(&T) -> Option<Ordering>) -> bool {
        match self {
            Self::Open => true,
            Self::With(value) => compare(value).is_some_and(Ordering::is_ge),
            Self::Without(value) => compare(value).is_some_and(Ordering::is_gt),
        }
    }

    /// As [`is_below`](Self::is_below) for an upper bound.
    fn is_above(&self, compare: impl FnOnce(&T) -> Option<Ordering>) -> bool {
        match self {
            Self::Open => true,
            Self::With(value) => compare(value).is_some_and(Ordering::is_le),
            Self::Without(value) => compare(value).is_some_and(Ordering::is_lt),
        }
    }
}

/// A text of a query, and whether it is quoted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Literal {
    pub text: String,
    pub quoted: bool,
}

impl Literal {
    fn number(&self) -> Option<f64> {
        if self.quoted { None } else { number(&self.text) }
    }
}

impl Condition {
    /// That a text is there.
    pub fn literal(literal: &Literal) -> Self {
        let mut folded: Vec<Box<str>> = words(&literal.text).map(fold).collect();
        match folded.pop() {
            Some(text) if folded.is_empty() => Self::Word { text, number: literal.number() },
            last => {
                folded.extend(last);
                Self::Phrase(folded.into())
            }
        }
    }

    /// That a value is in a range. Numbers are compared as numbers when all bounds are such; otherwise texts
    /// are.
    pub fn range(low: &Bound<Literal>, high: &Bound<Literal>) -> Self {
        let bounds = || [low, high].into_iter().filter_map(Bound::value);
        if bounds().next().is_none() {
            return Self::Exists;
        }
        if bounds().all(|literal| literal.number().is_some()) {
            // All bounds were just seen to be numbers.
            let of = |bound: &Bound<Literal>| bound.map(|literal| literal.number().unwrap_or_default());
            return Self::Numbers { low: of(low), high: of(high) };
        }
        let of = |bound: &Bound<Literal>| bound.map(|literal| fold(&literal.text));
        Self::Words { low: of(low), high: of(high) }
    }

    /// Whether a value is what the term asks for.
    pub fn matches(&self, value: Value<'_>) -> bool {
        match self {
            Self::Exists => true,
            Self::Word { text, number: Some(number) } => match value.as_number() {
                Some(value) => value == *number,
                None => has_word(value, |word| is_same(word, text)),
            },
            // Most words are none that a number could be written as, which spares writing it.
            Self::Word { text, number: None } if matches!(value, Value::Number(_)) => {
                number(text).is_some() && has_word(value, |word| is_same(word, text))
            }
            Self::Word { text, number: None } => has_word(value, |word| is_same(word, text)),
            Self::Phrase(phrase) => value.with_text(|text| has_phrase(text, phrase)),
            Self::Pattern(pattern) => has_word(value, |word| pattern.matches(word)),
            Self::Numbers { low, high } => value.as_number().is_some_and(|value| {
                low.is_below(|bound| value.partial_cmp(bound))
                    && high.is_above(|bound| value.partial_cmp(bound))
            }),
            Self::Words { low, high } => has_word(value, |word| {
                low.is_below(|bound| Some(compare(word, bound)))
                    && high.is_above(|bound| Some(compare(word, bound)))
            }),
        }
    }
}

fn has_word(value: Value<'_>, is_wanted: impl Fn(&str) -> bool) -> bool {
    value.with_text(|text| words(text).any(is_wanted))
}

/// Whether the words of a phrase stand in a row. The words of a text are looked at again for every place where
/// the phrase could begin; a phrase is as short as a query.
fn has_phrase(text: &str, phrase: &[Box<str>]) -> bool {
    let words: Vec<&str> = words(text).collect();
    let is_here = |here: &[&str]| here.iter().zip(phrase).all(|(word, wanted)| is_same(word, wanted));
    !phrase.is_empty() && words.windows(phrase.len()).any(is_here)
}
