//! What is refused, with reason and place.

use crate::{DEPTH_MAX, Query, QueryError, Reason};

fn error(query: &str) -> QueryError {
    Query::parse(query).expect_err(query)
}

#[test]
fn syntax_errors_say_where_and_what_was_expected() {
    let (value, clause) = ("a value", "a term, a field or a group");
    let whole = "an operator, a term or the end of the query";
    for (query, at, expected) in [
        ("", 1, clause),
        (" ", 2, clause),
        ("a AND", 6, clause),
        ("AND a", 1, clause),
        ("a OR", 5, clause),
        ("a AND OR b", 7, clause),
        ("NOT", 4, clause),
        ("a NOT", 6, clause),
        ("a -", 4, clause),
        ("NOT NOT a", 5, clause),
        ("NOT -a", 5, clause),
        ("()", 2, clause),
        ("(a", 3, "a closing parenthesis"),
        ("a)", 2, whole),
        ("f:", 3, value),
        ("f: AND a", 4, value),
        ("f:>5", 3, value),
        ("f>", 3, value),
        ("f>(1)", 3, value),
        ("f<[1 TO 2]", 3, value),
        (":a", 1, clause),
        ("f:g:a", 4, clause),
        ("f:\"a", 5, "a closing quotation mark"),
        ("a\"", 3, "a closing quotation mark"),
        ("a\\", 3, "a character after the backslash"),
        ("f:[1 TO 2", 10, "the end of the range, ] or }"),
        ("f:[1 2 3]", 8, "the end of the range, ] or }"),
        ("f:[1]", 5, "the upper end of the range"),
        ("f:[TO 2]", 4, "the lower end of the range"),
        ("f:[1 TO ]", 9, "the upper end of the range"),
        ("a]", 2, clause),
        ("ä }", 3, clause),
    ] {
        let error = error(query);
        assert_eq!((error.at, &error.reason), (Some(at), &Reason::Syntax { expected }), "{query}");
        let text = format!(
            "Unable to parse query, invalid syntax, query string: {query} (at character {at}: expected {expected})"
        );
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn features_of_other_languages_are_refused_by_name() {
    for (query, reason, at) in [
        ("+a", Reason::Operator('+'), 1),
        ("f:a~", Reason::Feature("fuzzy"), 4),
        ("f:a~2", Reason::Feature("fuzzy"), 4),
        ("\"a b\"~2", Reason::Feature("proximity"), 6),
        ("f:a^2", Reason::Feature("boost"), 4),
        ("f:/a/", Reason::Feature("regular expression"), 3),
        ("f:a@b", Reason::Character('@'), 4),
        ("f:50%", Reason::Character('%'), 5),
        ("a,b", Reason::Character(','), 2),
        ("f:geo_distance,47.6,-122.3,10km", Reason::Geo("geo_distance".into()), 15),
    ] {
        let error = error(query);
        assert_eq!((error.reason, error.at), (reason, Some(at)), "{query}");
    }
    let text = "Unable to parse query, unsupported query type - fuzzy, query string: a~ (at character 2)";
    assert_eq!(error("a~").to_string(), text);
    // Escaped or quoted they are characters like any other.
    for query in ["f:a\\@b", "f:\"50%\"", "f:\"a,b\"", "f:[a,b TO c/d]"] {
        assert!(Query::parse(query).is_ok(), "{query}");
    }
}

#[test]
fn limits_hold_exactly() {
    let terms = |count| vec!["a"; count].join(" ");
    assert!(Query::parse(&terms(12)).is_ok());
    assert_eq!(error(&terms(13)).reason, Reason::TooManyTerms { max: 12, found: 13 });
    // Every value of a field's group is a term, a range is one.
    assert!(Query::parse(&format!("f:({}) g:[1 TO 2]", terms(11))).is_ok());
    assert_eq!(
        error(&format!("f:({}) g:[1 TO 2]", terms(12))).reason,
        Reason::TooManyTerms { max: 12, found: 13 }
    );
    let long = |bytes: usize| "ä".repeat(bytes / 2);
    assert!(Query::parse(&long(1000)).is_ok());
    assert_eq!(error(&long(1002)).reason, Reason::TooLong { max: 1000 });
    assert!(Query::parse("a*b* a????? *a").is_ok());
    assert_eq!(error("a*b*c*").reason, Reason::TooManyWildcards { wildcard: '*', max: 2 });
    assert_eq!(error("a??????").reason, Reason::TooManyWildcards { wildcard: '?', max: 5 });
    assert_eq!(error("f:?a").reason, Reason::LeadingOne);
    assert_eq!(error("f:?a").at, Some(3));
    assert_eq!(error("f:*a g:*b").reason, Reason::LeadingTwice);
    assert!(Query::parse("f:*a g:* *").is_ok(), "a bare asterisk is no pattern");
    let leading = |chars: usize| format!("*{}", "ä".repeat(chars - 1));
    assert!(Query::parse(&leading(100)).is_ok());
    assert_eq!(error(&leading(101)).reason, Reason::TooLongForLeading { max: 100 });
    let nested = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Query::parse(&nested(DEPTH_MAX)).is_ok());
    assert_eq!(error(&nested(DEPTH_MAX + 1)).reason, Reason::TooDeep { max: DEPTH_MAX });
    assert!(matches!(error(&"(".repeat(1000)).reason, Reason::TooDeep { .. }));
}

#[test]
fn syntax_is_reported_before_terms_and_terms_before_values() {
    assert!(matches!(error(&format!("?a {} AND", "a ".repeat(13))).reason, Reason::Syntax { .. }));
    assert!(matches!(error(&format!("?a {}", "a ".repeat(13))).reason, Reason::TooManyTerms { .. }));
    assert_eq!(error("?a *b*c*").reason, Reason::LeadingOne);
}

#[test]
fn names_that_are_no_fields_are_refused_in_order() {
    let query = Query::parse("a (f:1 OR g:2) AND NOT h:3").unwrap();
    let mut seen = Vec::new();
    let resolved = query.resolve(|name| {
        seen.push(name.to_owned());
        if name == "h" { Err(query.no_such_field(name)) } else { Ok(name.len()) }
    });
    assert_eq!(seen, ["f", "g", "h"]);
    assert_eq!(
        resolved.unwrap_err().to_string(),
        "Unable to parse query, invalid field name, field name: h, query string: a (f:1 OR g:2) AND NOT h:3"
    );
}
