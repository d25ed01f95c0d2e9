use proptest::prelude::*;
use serde_json::Value as Reference;

use super::*;

/// The value of a node, through everything that reads the tape.
fn rebuild(node: Node<'_>) -> Reference {
    match node.kind() {
        Kind::Null => Reference::Null,
        Kind::False => Reference::Bool(false),
        Kind::True => Reference::Bool(true),
        Kind::Integer | Kind::Decimal => serde_json::from_slice(node.raw()).unwrap(),
        Kind::String => Reference::String(node.text().unwrap().into_owned()),
        Kind::Array => node.elements().map(rebuild).collect(),
        Kind::Object => {
            Reference::Object(node.members().map(|(k, v)| (k.into_owned(), rebuild(v))).collect())
        }
    }
}

fn check(text: &[u8]) {
    let reference: Result<Reference, _> = serde_json::from_slice(text);
    match (Tape::parse(text), reference) {
        (Ok(tape), Ok(reference)) => {
            assert_eq!(rebuild(tape.root(text)), reference, "{}", String::from_utf8_lossy(text));
            let mut compact = Vec::new();
            push_compact(&mut compact, tape.root(text).raw());
            let again: Reference = serde_json::from_slice(&compact).unwrap();
            assert_eq!(again, reference);
            assert!(!tape.compact || compact == tape.root(text).raw());
        }
        (Err(_), Err(_)) => {}
        // serde_json refuses numbers beyond f64, which RFC 8259 allows.
        (Ok(_), Err(error)) if error.to_string().contains("number out of range") => {}
        (ours, theirs) => panic!("{:?}: {ours:?} against {theirs:?}", String::from_utf8_lossy(text)),
    }
}

/// JSON-like text: mostly valid pieces in an order that is sometimes wrong.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\"a\""),
        Just("\"b\\n\""),
        Just("\"\\u00e9\\ud83d\\ude00\""),
        Just("\"\\ud83d\""),
        Just("\"\\udc00\""),
        Just("\"\\x\""),
        Just("\"é\""),
        Just("1"),
        Just("-0.50"),
        Just("1e3"),
        Just("01"),
        Just("1."),
        Just("-"),
        Just("1E+2"),
        Just("true"),
        Just("null"),
        Just("fals"),
        Just(" "),
        Just("\n"),
        Just("\u{1}"),
        Just("\"\u{1}\""),
        Just("\""),
        Just("\\"),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn documents() -> impl Strategy<Value = Reference> {
    let leaf = prop_oneof![
        Just(Reference::Null),
        any::<bool>().prop_map(Reference::from),
        any::<i64>().prop_map(Reference::from),
        (-1e12..1e12f64).prop_map(Reference::from),
        "[a-c\"\\\\\n\u{e9}\u{1f600}]{0,6}".prop_map(Reference::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Reference::from),
            prop::collection::vec(("[a-c\"]{0,3}", inner), 0..6)
                .prop_map(|members| Reference::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn accepts_and_refuses_what_serde_json_does(text in pieces()) {
        check(text.as_bytes());
    }

    #[test]
    fn reads_the_same_values_as_serde_json(document in documents(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_vec_pretty(&document) } else { serde_json::to_vec(&document) };
        check(&text.unwrap());
    }

    #[test]
    fn survives_every_cut_and_every_changed_byte(document in documents(), at in any::<usize>(), byte in any::<u8>()) {
        let mut text = serde_json::to_vec(&document).unwrap();
        let at = at % text.len();
        check(&text[..at]);
        text[at] = byte;
        check(&text);
    }

    #[test]
    fn never_panics_on_arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes);
    }

    #[test]
    fn strings_survive_writing_and_reading(text in any::<String>()) {
        let mut json = Vec::new();
        push_string(&mut json, &text);
        let tape = Tape::parse(&json).unwrap();
        prop_assert_eq!(tape.root(&json).text().unwrap(), text);
    }
}

#[test]
fn depth_is_limited_without_recursion() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Tape::parse(nested(MAX_DEPTH as usize).as_bytes()).is_ok());
    let too_deep = Tape::parse(nested(MAX_DEPTH as usize + 1).as_bytes()).unwrap_err();
    assert_eq!(too_deep, JsonError { offset: MAX_DEPTH as usize, problem: Problem::Depth });
    assert!(Tape::parse("[".repeat(1 << 20).as_bytes()).is_err());
    check(nested(MAX_DEPTH as usize).as_bytes());
    check(nested(MAX_DEPTH as usize + 1).as_bytes());
}

#[test]
fn members_are_found_by_their_unescaped_names_and_the_last_duplicate_wins() {
    let text = br#"{"a":1,"b":{"a":2,"c":[1,{"d":3}]},"a":4,"\u0063":5,"":6}"#;
    let tape = Tape::parse(text).unwrap();
    let root = tape.root(text);
    assert_eq!(root.member("a").unwrap().raw(), b"4");
    assert_eq!(root.member("b").unwrap().member("a").unwrap().raw(), b"2");
    assert_eq!(root.member("c").unwrap().raw(), b"5");
    assert_eq!(root.member("").unwrap().raw(), b"6");
    assert!(root.member("d").is_none());
    assert!(root.member("a").unwrap().member("a").is_none());
    let elements: Vec<_> = root.member("b").unwrap().member("c").unwrap().elements().map(Node::raw).collect();
    assert_eq!(elements, [b"1".as_slice(), br#"{"d":3}"#]);
}

#[test]
fn numbers_keep_their_text_unless_they_are_something_else() {
    let numeral = |text: &str, wholes_are_ints: bool| {
        let tape = Tape::parse(text.as_bytes()).unwrap();
        match tape.root(text.as_bytes()).numeral(wholes_are_ints) {
            Numeral::AsWritten => text.to_owned(),
            Numeral::Number(number) => number.to_string(),
            Numeral::OutOfRange => "none".to_owned(),
        }
    };
    for (text, in_2015, in_2016) in [
        ("10.0", "10.0", "10"),
        ("1e2", "1e2", "100"),
        ("10", "10", "10"),
        ("1.50", "1.50", "1.50"),
        ("1.5e0", "1.5e0", "1.5e0"),
        ("-0.5", "-0.5", "-0.5"),
        ("-0", "0", "0"),
        ("-0.00", "0.00", "0"),
        ("-0e9", "0", "0"),
        ("9.9e999", "9.9e999", "9.9e999"),
        ("10e999", "none", "none"),
        ("1e-1000", "none", "none"),
        ("-1E+0001000", "none", "none"),
    ] {
        assert_eq!(
            (numeral(text, false).as_str(), numeral(text, true).as_str()),
            (in_2015, in_2016),
            "{text}"
        );
    }
    let long = |digits: usize| format!("-{}", "1".repeat(digits));
    assert_eq!(numeral(&long(1000), true), long(1000));
    assert_eq!(numeral(&long(1001), true), "none");
}

#[test]
fn errors_name_the_byte() {
    let error = |text: &[u8]| Tape::parse(text).unwrap_err().to_string();
    assert_eq!(error(b""), "unexpected end at byte 0");
    assert_eq!(error(br#"{"a":1,}"#), "unexpected byte at byte 7");
    assert_eq!(error(b"[1 2]"), "unexpected byte at byte 3");
    assert_eq!(error(b"[\"\xff\"]"), "invalid utf-8 at byte 2");
}
