//! Queries against a reference: expressions are made, written down, and evaluated by an interpreter that knows
//! neither parser nor conditions.

use proptest::prelude::*;

use super::{Listed, Owned, finds};
use crate::Query;

/// What a query is to ask for.
#[derive(Clone, Debug)]
enum Asked {
    Word(Option<String>, String),
    Pattern(Option<String>, String),
    Range(String, f64, bool, f64, bool),
    Exists(String),
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
    Space(Vec<Self>),
}

const FIELDS: [&str; 3] = ["f", "attributes.g", "shadow.reported.h.i"];

fn field() -> impl Strategy<Value = String> {
    prop::sample::select(FIELDS.to_vec()).prop_map(Into::into)
}

fn word() -> impl Strategy<Value = String> {
    "[abAB]{1,3}"
}

fn value() -> impl Strategy<Value = Owned> {
    prop_oneof![
        "[abAB]{0,3}( [abAB]{1,3}){0,2}".prop_map(Owned::Text),
        word().prop_map(Owned::Attribute),
        (-3_i32..4).prop_map(|number| Owned::Attribute(number.to_string())),
        (-6_i32..8).prop_map(|number| Owned::Number(f64::from(number) / 2.0)),
        any::<bool>().prop_map(Owned::Boolean),
    ]
}

fn document() -> impl Strategy<Value = Listed> {
    prop::collection::vec((field(), value()), 0..5).prop_map(Listed)
}

fn pattern() -> impl Strategy<Value = String> {
    // Patterns without a wildcard at their beginning, with one somewhere.
    ("[abAB]", "[abAB?]{0,2}", "[*?]", "[abAB]{0,2}", "[*]?")
        .prop_map(|(a, b, c, d, e)| format!("{a}{b}{c}{d}{e}"))
}

fn asked() -> impl Strategy<Value = Asked> {
    let bound = || (-6_i32..8).prop_map(|number| f64::from(number) / 2.0);
    let leaf = prop_oneof![
        (prop::option::of(field()), word()).prop_map(|(field, word)| Asked::Word(field, word)),
        (prop::option::of(field()), pattern()).prop_map(|(field, pattern)| Asked::Pattern(field, pattern)),
        (field(), bound(), any::<bool>(), bound(), any::<bool>()).prop_map(
            |(field, low, with_low, high, with_high)| Asked::Range(field, low, with_low, high, with_high)
        ),
        field().prop_map(Asked::Exists),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            inner.clone().prop_map(|node| Asked::Not(Box::new(node))),
            some().prop_map(Asked::And),
            some().prop_map(Asked::Or),
            some().prop_map(Asked::Space),
        ]
    })
}

impl Asked {
    /// As a query. Everything that has parts is in parentheses.
    fn write(&self) -> String {
        let at = |field: &Option<String>, value: &str| match field {
            Some(field) => format!("{field}:{value}"),
            None => value.to_owned(),
        };
        let join = |parts: &[Self], operator: &str| {
            format!("({})", parts.iter().map(Self::write).collect::<Vec<_>>().join(operator))
        };
        match self {
            Self::Word(field, word) | Self::Pattern(field, word) => at(field, word),
            Self::Range(field, low, with_low, high, with_high) => {
                let (open, close) = (if *with_low { '[' } else { '{' }, if *with_high { ']' } else { '}' });
                format!("{field}:{open}{low} TO {high}{close}")
            }
            Self::Exists(field) => format!("{field}:*"),
            Self::Not(node) => format!("NOT ({})", node.write()),
            Self::And(parts) => join(parts, " AND "),
            Self::Or(parts) => join(parts, " OR "),
            Self::Space(parts) => join(parts, " "),
        }
    }

    fn terms(&self) -> usize {
        match self {
            Self::Not(node) => node.terms(),
            Self::And(parts) | Self::Or(parts) | Self::Space(parts) => parts.iter().map(Self::terms).sum(),
            _ => 1,
        }
    }

    /// What it is true of, worked out in the plainest way.
    fn is_true(&self, document: &Listed) -> bool {
        let values = |field: Option<&String>| -> Vec<Owned> {
            let of = |(name, _): &&(String, Owned)| field.is_none_or(|field| field == name);
            document.0.iter().filter(of).map(|(_, value)| value.clone()).collect()
        };
        match self {
            Self::Word(field, word) => {
                values(field.as_ref()).iter().any(|value| words(value).contains(&word.to_lowercase()))
            }
            Self::Pattern(field, pattern) => {
                let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
                let fits = |word: &String| glob(&pattern, &word.chars().collect::<Vec<_>>());
                values(field.as_ref()).iter().any(|value| words(value).iter().any(fits))
            }
            Self::Range(field, low, with_low, high, with_high) => values(Some(field)).iter().any(|value| {
                let number = match value {
                    Owned::Number(number) => *number,
                    Owned::Attribute(text) => match text.parse() {
                        Ok(number) => number,
                        Err(_) => return false,
                    },
                    _ => return false,
                };
                let is_above = if *with_low { number >= *low } else { number > *low };
                let is_below = if *with_high { number <= *high } else { number < *high };
                is_above && is_below
            }),
            Self::Exists(field) => !values(Some(field)).is_empty(),
            Self::Not(node) => !node.is_true(document),
            Self::And(parts) | Self::Space(parts) => parts.iter().all(|part| part.is_true(document)),
            Self::Or(parts) => parts.iter().any(|part| part.is_true(document)),
        }
    }
}

fn words(value: &Owned) -> Vec<String> {
    let text = match value {
        Owned::Text(text) | Owned::Attribute(text) => text.clone(),
        Owned::Number(number) => number.to_string(),
        Owned::Boolean(boolean) => boolean.to_string(),
    };
    text.to_lowercase().split_whitespace().map(Into::into).collect()
}

/// A pattern by trying everything.
fn glob(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('*', rest)) => (0..=word.len()).any(|taken| glob(rest, &word[taken..])),
        Some(('?', rest)) => !word.is_empty() && glob(rest, &word[1..]),
        Some((c, rest)) => word.first() == Some(c) && glob(rest, &word[1..]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn queries_find_what_the_reference_finds(asked in asked(), document in document()) {
        prop_assume!(asked.terms() <= crate::TERMS_MAX);
        let query = asked.write();
        prop_assert_eq!(finds(&query, &document), asked.is_true(&document), "{}", query);
    }

    #[test]
    fn patterns_find_what_the_reference_finds(pattern in "[ab*?]{1,8}", word in "[ab]{0,10}") {
        use crate::pattern::{Glyph, Pattern};
        let glyphs: Vec<Glyph> = pattern.chars().map(|c| match c {
            '*' => Glyph::AnyRun,
            '?' => Glyph::AnyOne,
            c => Glyph::Char(c),
        }).collect();
        let (pattern, letters): (Vec<char>, Vec<char>) = (pattern.chars().collect(), word.chars().collect());
        prop_assert_eq!(Pattern::new(&glyphs).matches(&word), glob(&pattern, &letters));
    }

    #[test]
    fn nothing_that_looks_like_a_query_panics(
        query in "([ab]|AND|OR|NOT|TO|[ \\\\\"()\\[\\]{}:=<>!*?+~^/,-]|f:|geo_|\u{a0}|é){0,20}",
        document in document(),
    ) {
        match Query::parse(&query) {
            Ok(parsed) => {
                parsed.matches(&document);
            }
            Err(error) => prop_assert!(error.at.is_none_or(|at| (1..=query.chars().count() + 1).contains(&at))),
        }
    }

    #[test]
    fn nothing_else_panics_either(query in any::<String>()) {
        let _ = Query::parse(&query);
    }

    #[test]
    fn what_is_quoted_is_found(text in "[^\\s\"\\\\]{1,20}") {
        // Java's white space is more than that of regular expressions; a text of nothing else has no words.
        prop_assume!(crate::text::words(&text).next().is_some());
        let document = Listed(vec![("f".into(), Owned::Attribute(text.clone()))]);
        let query = format!("f:\"{text}\"");
        prop_assert!(finds(&query, &document), "{}", query);
    }
}
