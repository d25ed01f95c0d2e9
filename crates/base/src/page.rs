//! Pages of listings, as every List operation returns them.

use std::collections::BTreeMap;
use std::ops::Bound;

/// Which page a caller wants.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// The size; a default when absent.
    pub size: Option<usize>,
    /// What the page before returned.
    pub token: Option<String>,
}

impl PageRequest {
    /// The number of entries wanted.
    pub fn size(&self) -> usize {
        self.size.unwrap_or(DEFAULT_SIZE)
    }

    /// The key of the last entry that was seen, for a listing too long to be put in order at once.
    ///
    /// # Errors
    /// When the token is not one of ours.
    pub fn place(&self) -> Result<Option<String>, InvalidToken> {
        self.token.as_deref().map(decode).transpose()
    }
}

/// One page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// For the next page; `None` on the last.
    pub next: Option<String>,
}

/// A page token that no page returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("Next token is invalid.")]
pub struct InvalidToken;

/// The size of a page when the caller does not say (api-facts.md §7 leaves it open between 25 and 250).
const DEFAULT_SIZE: usize = 25;

/// Cuts one page out of entries in listing order. `key` is an entry's place in it and `after` tells
/// whether an entry comes after such a place. A token is the key of the last entry that was seen,
/// so entries that come and go in between neither repeat nor hide others.
///
/// # Errors
/// When the token is not one of ours.
pub fn cut_page<T, U>(
    entries: impl Iterator<Item = T>,
    request: &PageRequest,
    key: impl Fn(&T) -> String,
    after: impl Fn(&T, &str) -> bool,
    make: impl Fn(T) -> U,
) -> Result<Page<U>, InvalidToken> {
    let start = request.place()?;
    let size = request.size();
    let mut entries = entries.filter(|entry| start.as_deref().is_none_or(|last| after(entry, last)));
    let mut items = Vec::new();
    let mut last = None;
    for entry in entries.by_ref().take(size) {
        last = Some(key(&entry));
        items.push(make(entry));
    }
    let more = entries.next().is_some();
    Ok(Page { items, next: last.filter(|_| more).map(|key| encode(&key)) })
}

/// Cuts one page out of a map, in the order of its names, of those entries that are `wanted`. What comes before
/// the page is not looked at.
///
/// # Errors
/// When the token is not one of ours.
pub fn cut_named<V, U>(
    map: &BTreeMap<String, V>,
    request: &PageRequest,
    wanted: impl Fn(&str, &V) -> bool,
    make: impl Fn(&str, &V) -> U,
) -> Result<Page<U>, InvalidToken> {
    let seen = request.place()?;
    let start = seen.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
    let left = map.range::<str, _>((start, Bound::Unbounded)).filter(|(name, value)| wanted(name, value));
    cut_page(left, request, |(name, _)| (*name).clone(), |_, _| true, |(name, value)| make(name, value))
}

/// Opaque to callers: hexadecimal.
fn encode(key: &str) -> String {
    key.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn decode(token: &str) -> Result<String, InvalidToken> {
    let digits: Option<Vec<u8>> = token.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let bytes = digits
        .filter(|digits| digits.len() % 2 == 0)
        .map(|digits| digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect());
    bytes.and_then(|bytes: Vec<u8>| String::from_utf8(bytes).ok()).ok_or(InvalidToken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(request: &PageRequest) -> Result<Page<u32>, InvalidToken> {
        let names = ["a", "b", "c", "d", "e"];
        cut_page(
            names.iter().zip(1..),
            request,
            |(name, _)| name.to_string(),
            |(name, _), last| **name > last,
            |(_, n)| n,
        )
    }

    #[test]
    fn pages_follow_each_other_without_gaps() {
        let first = page(&PageRequest { size: Some(2), token: None }).unwrap();
        assert_eq!(first.items, [1, 2]);
        let second = page(&PageRequest { size: Some(2), token: first.next }).unwrap();
        assert_eq!(second.items, [3, 4]);
        let last = page(&PageRequest { size: Some(2), token: second.next }).unwrap();
        assert_eq!((last.items.as_slice(), last.next), (&[5][..], None));
    }

    #[test]
    fn pages_of_a_map_are_of_what_is_wanted() {
        let map: BTreeMap<String, u32> =
            [("a", 1), ("b", 2), ("c", 3), ("d", 4)].map(|(k, v)| (k.into(), v)).into();
        let list = |token| {
            let request = PageRequest { size: Some(2), token };
            cut_named(&map, &request, |name, _| name != "b", |name, value| format!("{name}{value}")).unwrap()
        };
        let first = list(None);
        assert_eq!(first.items, ["a1", "c3"]);
        let last = list(first.next);
        assert_eq!((last.items.as_slice(), last.next), (&["d4".to_owned()][..], None));
    }

    #[test]
    fn full_last_page_has_no_token() {
        assert_eq!(page(&PageRequest { size: Some(5), token: None }).unwrap().next, None);
    }

    #[test]
    fn foreign_token_is_refused() {
        for token in ["xyz", "6", "é", "ff"] {
            let request = PageRequest { size: None, token: Some(token.into()) };
            assert_eq!(page(&request), Err(InvalidToken), "{token}");
        }
    }
}
