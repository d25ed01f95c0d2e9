//! Shortcuts of the evaluator against the long way round.

use base::UnixMillis;
use proptest::prelude::*;
use rules::message::{Message, Origin};
use rules::sql::{Outcome, SqlVersion, Statement};
use serde_json::Value as Json;

/// The output of a statement; `None` when it does not fire.
fn run(sql: &str, payload: &[u8]) -> Option<Vec<u8>> {
    let random = || 0;
    let origin =
        Origin::of_nobody("a/b", "123456789012".parse().expect("twelve digits"), UnixMillis(1000), &random);
    let statement =
        Statement::compile(sql, SqlVersion::V2016_03_23).unwrap_or_else(|error| panic!("{sql}: {error}"));
    match statement.evaluate(&Message::new(payload, origin)).expect("small results") {
        Outcome::NoMatch => None,
        Outcome::Output(output) => Some(output.bytes.into_owned()),
    }
}

fn payloads() -> impl Strategy<Value = Vec<u8>> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-50..50i64).prop_map(Json::from),
        (-50..50i32).prop_map(|tenths| Json::from(f64::from(tenths) / 10.0)),
        prop::sample::select(vec!["", "x", "5", "true", "FALSE", "a\"\n"]).prop_map(Json::from),
    ];
    let value = leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[abc]", inner, 0..3)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    });
    (prop::collection::btree_map("[abcd]", value, 0..5), any::<bool>()).prop_map(|(members, pretty)| {
        let document = Json::Object(members.into_iter().collect());
        let text = if pretty { serde_json::to_vec_pretty(&document) } else { serde_json::to_vec(&document) };
        text.expect("a document")
    })
}

fn items() -> impl Strategy<Value = String> {
    let item = prop::sample::select(vec![
        "a",
        "b",
        "a.b AS q",
        "b AS a",
        "c + 1 AS n",
        "topic() AS t",
        "missing AS m",
        "* AS all",
    ]);
    (any::<bool>(), prop::collection::vec(item, 1..4)).prop_map(|(star, items)| {
        let star = if star { "*, " } else { "" };
        format!("{star}{}", items.join(", "))
    })
}

fn conditions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a > 5",
        "b < 2.5",
        "c = 'x'",
        "a = b",
        "a <> c",
        "d",
        "true",
        "'true'",
        "missing",
        "a.b >= 0",
        "c IS NULL",
        "a IN (1, 2, 'x')",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|operands| format!("({})", operands.join(" AND "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|operands| format!("({})", operands.join(" OR "))),
            inner.prop_map(|operand| format!("(NOT {operand})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// An empty object literal adds nothing, but then the object is built before it is written.
    #[test]
    fn written_and_built_objects_are_the_same(items in items(), payload in payloads()) {
        let written = run(&format!("SELECT {items}"), &payload);
        let built = run(&format!("SELECT {items}, {{}}"), &payload);
        prop_assert_eq!(
            written.map(|text| String::from_utf8_lossy(&text).into_owned()),
            built.map(|text| String::from_utf8_lossy(&text).into_owned())
        );
    }

    /// A condition stops at the first operand that decides it; the same expression as a value does not.
    #[test]
    fn conditions_fire_when_their_value_is_true(condition in conditions(), payload in payloads()) {
        let fires = run(&format!("SELECT 1 WHERE {condition}"), &payload).is_some();
        let value = run(&format!("SELECT VALUE ({condition})"), &payload).expect("no condition");
        let is_true = value.trim_ascii().to_ascii_lowercase();
        prop_assert_eq!(fires, is_true == b"true" || is_true == b"\"true\"", "{}", condition);
    }

    /// A field of the payload, and the same field of a value that was decoded and built.
    #[test]
    fn received_and_built_values_behave_the_same(condition in conditions(), payload in payloads()) {
        let of_built = condition.replace("a.b", "@p.a.b");
        let of_built = ["a", "b", "c", "d"].iter().fold(of_built, |text, name| {
            let mut words: Vec<String> = Vec::new();
            for word in text.split(' ') {
                let bare = word.trim_matches(['(', ')', ',']);
                words.push(if bare == *name { word.replace(name, &format!("@p.{name}")) } else { word.to_owned() });
            }
            words.join(" ")
        });
        let built = format!("SET @p = decode(encode(*, 'base64'), 'base64') SELECT 1 WHERE {of_built}");
        let received = run(&format!("SELECT 1 WHERE {condition}"), &payload);
        prop_assert_eq!(received.is_some(), run(&built, &payload).is_some(), "{} / {}", condition, of_built);
    }
}
