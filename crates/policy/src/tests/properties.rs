//! Matchers against slow, obvious references, and a parser that never panics.

use proptest::prelude::*;

use super::*;
use crate::pattern::{Pattern, Residuals};

/// Wildcard matching by its definition.
fn slow_match(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|taken| slow_match(rest, &text[taken..])),
        Some(('?', rest)) => !text.is_empty() && slow_match(rest, &text[1..]),
        Some((literal, rest)) => text.first() == Some(literal) && slow_match(rest, &text[1..]),
    }
}

fn reference(pattern: &str, text: &str) -> bool {
    slow_match(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>())
}

/// MQTT filter matching by its definition, as AWS does it: `#` needs at least an empty level.
fn slow_filter_match(filter: &[&str], topic: &[&str]) -> bool {
    match (filter.split_first(), topic.split_first()) {
        (Some((&"#", _)), Some(_)) => true,
        (Some((&"+", filter)), Some((_, topic))) => slow_filter_match(filter, topic),
        (Some((a, filter)), Some((b, topic))) => a == b && slow_filter_match(filter, topic),
        (None, None) => true,
        _ => false,
    }
}

/// Short names over a small alphabet, so that matches are frequent.
fn name() -> impl Strategy<Value = String> {
    "[ab/é:+#]{0,6}"
}

/// A resource: an ARN of this tenant of which pieces are replaced by wildcards.
fn resource() -> impl Strategy<Value = String> {
    let part = |own: &'static str| {
        prop_oneof![
            4 => Just(own.to_owned()),
            1 => Just("*".to_owned()),
            1 => (0..own.len()).prop_map(move |at| format!("{}*", &own[..at])),
            1 => (0..own.len()).prop_map(move |at| format!("{}?{}", &own[..at], &own[at + 1..])),
            1 => Just("?".repeat(own.len())),
        ]
    };
    let own = (part("aws:iot"), part("us-east-1"), part("111122223333:topic/"), "[ab/é*?:+#]{0,6}");
    prop_oneof![
        8 => own.prop_map(|(service, region, account, name)| format!("arn:{service}:{region}:{account}{name}")),
        1 => "[a*?]{0,4}".prop_map(|tail| format!("arn:*{tail}")),
        1 => "[ab/]{0,3}".prop_map(|tail| format!("arn:*topic/*{tail}")),
        1 => Just("*".to_owned()),
    ]
}

fn topic_level() -> impl Strategy<Value = String> {
    "[ab]{0,2}"
}

/// Levels of which some are replaced by `+`, and perhaps a `#`: a filter and a topic that it matches.
fn filter_and_topic() -> impl Strategy<Value = (String, String)> {
    let levels = prop::collection::vec((topic_level(), any::<bool>()), 1..4);
    let tail = prop::option::of(prop::collection::vec(topic_level(), 1..3));
    (levels, tail).prop_map(|(levels, tail)| {
        let mut filter: Vec<&str> =
            levels.iter().map(|(level, wild)| if *wild { "+" } else { level }).collect();
        let mut topic: Vec<&str> = levels.iter().map(|(level, _)| level.as_str()).collect();
        if let Some(tail) = &tail {
            filter.push("#");
            topic.extend(tail.iter().map(String::as_str));
        }
        (filter.join("/"), topic.join("/"))
    })
}

fn statements() -> impl Strategy<Value = String> {
    let statement = (any::<bool>(), any::<bool>(), "[ab/*?+]{0,4}").prop_map(|(deny, except, name)| {
        let effect = if deny { "Deny" } else { "Allow" };
        let element = if except { "NotResource" } else { "Resource" };
        format!(r#"{{"Effect": "{effect}", "Action": "iot:Receive", "{element}": "A:topic/{name}"}}"#)
    });
    prop::collection::vec(statement, 1..4).prop_map(|list| list.join(","))
}

const VALID: &str = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Allow",
    "Action": ["iot:Publish", "iot:*"], "Resource": "arn:aws:iot:us-east-1:111122223333:topic/${iot:ClientId}/${*}",
    "Condition": {"ForAnyValue:StringLikeIfExists": {"iot:ConnectAttributes": ["P*", "${iot:ClientId}"]},
        "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "NumericLessThan": {"aws:EpochTime": 1e9},
        "DateGreaterThan": {"aws:CurrentTime": "2026-11-05T10:20:30.5+01:00"}, "BinaryEquals": {"x": "QQ=="},
        "ArnLike": {"iot:LastWillTopic": "arn:aws:iot:*:*:topic/*"}, "Null": {"iot:DomainName": true}}},
    {"Effect": "Deny", "NotAction": "iot:Connect", "NotResource": "*"}]}"#;

proptest! {
    #[test]
    fn globs_agree_with_the_definition(pattern in "[ab/é*?]{0,10}", text in "[ab/é]{0,10}") {
        prop_assert_eq!(Pattern::glob(&pattern).matches(&text), reference(&pattern, &text));
    }

    #[test]
    fn residuals_agree_with_the_whole_arn(resource in resource(), name in name()) {
        let arn = Action::Publish.resource_arn(&tenant(), &name);
        let pattern = Pattern::glob(&resource);
        let residuals = pattern.residuals(&Action::Publish.resource_arn(&tenant(), ""));
        let matches = Residuals::new(residuals).match_name(&name);
        prop_assert_eq!(matches, reference(&resource, &arn), "{} on {}", resource, arn);
    }

    #[test]
    fn residuals_agree_for_any_prefix(pattern in "[ab*?]{0,8}", prefix in "[ab]{0,4}", name in "[abé]{0,5}") {
        let matches = Residuals::new(Pattern::glob(&pattern).residuals(&prefix)).match_name(&name);
        prop_assert_eq!(matches, reference(&pattern, &format!("{prefix}{name}")));
    }

    #[test]
    fn covers_implies_allows((filter, topic) in filter_and_topic(), statements in statements()) {
        let filter_levels: Vec<&str> = filter.split('/').collect();
        let topic_levels: Vec<&str> = topic.split('/').collect();
        prop_assert!(slow_filter_match(&filter_levels, &topic_levels));
        let authorizer = authorizer(&statements, client("c"));
        if authorizer.permissions().covers(Action::Receive, &filter) {
            prop_assert!(authorizer.allows(Action::Receive, &topic, NOW), "{} {} {}", statements, filter, topic);
        }
    }

    #[test]
    fn a_filter_without_wildcards_is_covered_when_it_is_allowed(topic in "[ab]{0,2}(/[ab]{0,2}){0,2}", statements in statements()) {
        // The only topic of a filter without wildcards is the filter itself, so here `covers` is exact.
        let authorizer = authorizer(&statements, client("c"));
        prop_assert_eq!(
            authorizer.permissions().covers(Action::Receive, &topic),
            authorizer.allows(Action::Receive, &topic, NOW)
        );
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = Document::parse(&text, 2048);
    }

    #[test]
    fn whatever_parses_can_be_compiled_and_explained(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, any::<char>()), 1..4),
        name in name(),
    ) {
        let mut chars: Vec<char> = VALID.chars().collect();
        for (index, kind, char) in edits {
            let at = index.index(chars.len());
            match kind {
                0 => chars[at] = char,
                1 => chars.insert(at, char),
                2 => { chars.remove(at); }
                _ => { let other = char as usize % chars.len(); chars.swap(at, other); }
            }
        }
        let text: String = chars.into_iter().collect();
        if let Ok(document) = Document::parse(&text, 2048) {
            let attached =
                AttachedPolicy { name: "p".into(), version: "1".into(), document: Arc::new(document) };
            let authorizer = Authorizer::compile(&[attached], Arc::new(device()), &tenant());
            for action in Action::ALL {
                let explained = authorizer.explain(action, &name, NOW);
                prop_assert_eq!(explained.decision, authorizer.decide(action, &name, NOW));
            }
        }
    }
}

#[test]
fn the_document_that_is_mutated_is_valid() {
    assert!(Document::parse(VALID, 2048).is_ok());
}
