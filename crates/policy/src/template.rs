//! Texts of a policy document with `${…}` in them, split once when the document is parsed.

use std::convert::Infallible;

use crate::pattern::Pattern;
use crate::variables::{Key, Place, Source, Unresolved};

/// A resource or a condition value as it stands in the document.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// As written.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    /// Plain text; `*` and `?` are wildcards where the place knows wildcards.
    Text(String),
    /// `${*}`, `${?}` or `${$}`: the character itself.
    Literal(char),
    Variable(Variable),
}

/// A `${…}`.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// What stands between the braces.
    pub name: String,
    pub key: Key,
}

impl Template {
    /// A text in which `${…}` has no meaning (documents of version 2008-10-17).
    pub fn verbatim(text: &str) -> Self {
        Self { text: text.into(), pieces: vec![Piece::Text(text.into())] }
    }

    /// A text with variables. A `${` without `}` is plain text.
    pub fn with_variables(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, (name, after))) =
            rest.split_once("${").and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
        {
            if !before.is_empty() {
                pieces.push(Piece::Text(before.into()));
            }
            pieces.push(match name {
                "*" => Piece::Literal('*'),
                "?" => Piece::Literal('?'),
                "$" => Piece::Literal('$'),
                _ => Piece::Variable(Variable { name: name.into(), key: Key::parse(name) }),
            });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.into()));
        }
        Self { text: text.into(), pieces }
    }

    /// Its variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Text(_) | Piece::Literal(_) => None,
        })
    }

    /// The pattern that it means; what comes out of a variable has no wildcards.
    pub fn pattern(&self, source: Source, place: Place) -> Result<Pattern, Unresolved> {
        self.build(Pattern::push_glob, |pattern, variable| {
            pattern.push_literal(&source.substitute(&variable.key, place)?);
            Ok(())
        })
    }

    /// The pattern with every variable replaced by `*`, for finding out what a statement is about.
    pub fn outline(&self) -> Pattern {
        self.altered_outline(str::to_owned)
    }

    /// [`Template::outline`] with the plain texts changed.
    pub fn altered_outline(&self, alter: impl Fn(&str) -> String) -> Pattern {
        let push_altered = |pattern: &mut Pattern, text: &str| pattern.push_glob(&alter(text));
        let outline: Result<Pattern, Infallible> = self.build(push_altered, |pattern, _| {
            pattern.push_any();
            Ok(())
        });
        match outline {
            Ok(pattern) => pattern,
        }
    }

    fn build<E>(
        &self,
        push_text: impl Fn(&mut Pattern, &str),
        push_variable: impl Fn(&mut Pattern, &Variable) -> Result<(), E>,
    ) -> Result<Pattern, E> {
        let mut pattern = Pattern::default();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => push_text(&mut pattern, text),
                Piece::Literal(char) => pattern.push_literal(char.encode_utf8(&mut [0; 4])),
                Piece::Variable(variable) => push_variable(&mut pattern, variable)?,
            }
        }
        Ok(pattern)
    }

    /// The text that a condition value means where there are no wildcards.
    pub fn plain(&self, source: Source) -> Result<String, Unresolved> {
        let mut plain = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => plain.push_str(text),
                Piece::Literal(char) => plain.push(*char),
                Piece::Variable(variable) => {
                    plain.push_str(&source.substitute(&variable.key, Place::Condition)?);
                }
            }
        }
        Ok(plain)
    }
}
