//! Replacement texts: `$n` and `${name}` for groups, a backslash for the character behind it.

use super::PatternError;
use super::regex::Regex;

/// A replacement text that fits a regular expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Replacement {
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Literal(String),
    Group(usize),
}

impl Replacement {
    /// Reads a replacement text for an expression.
    ///
    /// # Errors
    /// A group that the expression does not have, or a `$` or `\` that nothing follows.
    pub(crate) fn compile(text: &str, regex: &Regex) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['$', '\\']) {
            let (plain, special) = rest.split_at(at);
            literal.push_str(plain);
            let (sign, after) = special.split_at(1);
            if sign == "\\" {
                let mut chars = after.chars();
                let escaped = chars.next().ok_or_else(|| PatternError::new("nothing follows a '\\'"))?;
                literal.push(escaped);
                rest = chars.as_str();
                continue;
            }
            let (group, after) = group(after, regex)?;
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            parts.push(Part::Group(group));
            rest = after;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(Self { parts })
    }

    /// The length of the text for one match, whose groups are given by number.
    pub(super) fn length<'t>(&self, group: impl Fn(usize) -> Option<&'t str>) -> usize {
        let length = |part: &Part| match part {
            Part::Literal(text) => text.len(),
            Part::Group(number) => group(*number).map_or(0, str::len),
        };
        self.parts.iter().map(length).fold(0, usize::saturating_add)
    }

    /// Appends the text for one match, whose groups are given by number.
    pub(super) fn push<'t>(&self, out: &mut String, group: impl Fn(usize) -> Option<&'t str>) {
        for part in &self.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                // A group that took no part in the match is empty.
                Part::Group(number) => out.push_str(group(*number).unwrap_or_default()),
            }
        }
    }
}

/// The group behind a `$`, and what follows it.
fn group<'t>(text: &'t str, regex: &Regex) -> Result<(usize, &'t str), PatternError> {
    if let Some(named) = text.strip_prefix('{') {
        let (name, after) = named.split_once('}').ok_or_else(|| PatternError::new("'${' without its '}'"))?;
        let number = regex
            .group_number(name)
            .ok_or_else(|| PatternError::new(format!("there is no group called '{name}'")))?;
        return Ok((number, after));
    }
    let digit = |text: &str| text.chars().next().and_then(|digit| digit.to_digit(10));
    let first = digit(text).ok_or_else(|| PatternError::new("no group number follows a '$'"))?;
    let (mut number, mut rest) = (first as usize, text.get(1..).unwrap_or_default());
    if number > regex.group_count() {
        return Err(PatternError::new(format!("there is no group {number}")));
    }
    // Further digits belong to the number as long as there is such a group.
    while let Some(next) = digit(rest).map(|digit| number * 10 + digit as usize) {
        if next > regex.group_count() {
            break;
        }
        (number, rest) = (next, rest.get(1..).unwrap_or_default());
    }
    Ok((number, rest))
}
