//! What of the engine's expressions is read here: names and placeholders, in expressions that the engine
//! has found to be well formed.

use std::collections::HashMap;

/// The attribute that a name in an expression stands for.
pub(super) fn attribute<'t>(name: &'t str, names: Option<&'t HashMap<String, String>>) -> &'t str {
    let written = names.filter(|_| name.starts_with('#')).and_then(|names| names.get(name));
    written.map_or(name, String::as_str)
}

/// The names of a key condition, each with the placeholder of a value that it is compared with.
pub(super) fn compared(condition: &str) -> Vec<(&str, &str)> {
    let words = condition
        .split(|c: char| !c.is_alphanumeric() && !"_#:".contains(c))
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("begins_with"));
    let (mut found, mut name, mut values) = (Vec::new(), None, Vec::new());
    let mut is_range = false;
    // Every comparison ends with an AND, which BETWEEN has inside, too.
    for word in words.chain(["AND"]) {
        if word.eq_ignore_ascii_case("BETWEEN") {
            is_range = true;
        } else if word.eq_ignore_ascii_case("AND") {
            if !std::mem::take(&mut is_range) {
                let name = name.take();
                found.extend(values.drain(..).filter_map(|value| Some((name?, value))));
            }
        } else if word.starts_with(':') {
            values.push(word);
        } else {
            name = Some(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_they_are_compared_with() {
        for (condition, expected) in [
            ("pk = :p", vec![("pk", ":p")]),
            ("(#p=:p)AND(begins_with(sk,:s))", vec![("#p", ":p"), ("sk", ":s")]),
            (":p = pk and :s<=sk", vec![("pk", ":p"), ("sk", ":s")]),
            ("sk between :a AND :b AND pk = :p", vec![("sk", ":a"), ("sk", ":b"), ("pk", ":p")]),
            ("pk = :p AND sk BETWEEN :a AND :b", vec![("pk", ":p"), ("sk", ":a"), ("sk", ":b")]),
            ("", vec![]),
        ] {
            assert_eq!(compared(condition), expected, "{condition}");
        }
    }

    #[test]
    fn a_name_stands_for_an_attribute() {
        let names = HashMap::from([("#a".to_owned(), "the a".to_owned())]);
        assert_eq!(attribute("#a", Some(&names)), "the a");
        assert_eq!(attribute("#b", Some(&names)), "#b");
        assert_eq!(attribute("a", None), "a");
    }
}
