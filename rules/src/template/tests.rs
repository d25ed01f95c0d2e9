use base::UnixMillis;

use super::*;
use crate::message::{Message, Origin};
use crate::number::Number;

const V2016: SqlVersion = SqlVersion::V2016_03_23;

fn with_message<T>(payload: &[u8], check: impl FnOnce(&Message<'_>) -> T) -> T {
    let random = || 7;
    let origin = Origin {
        client_id: Some("c"),
        ..Origin::of_nobody(
            "dt/lamp",
            "123456789012".parse().unwrap(),
            UnixMillis(1_579_637_878_451),
            &random,
        )
    };
    check(&Message::new(payload, origin))
}

fn rendered(text: &str) -> String {
    let template = Template::compile(text, V2016).unwrap();
    with_message(br#"{"id":"x1","n":7.50,"w":3.0,"o":{"k":[1, 2]},"z":null,"}":5}"#, |message| {
        template.render(&Evaluation::of_message(message, V2016)).unwrap().into_owned()
    })
}

#[test]
fn expressions_are_replaced_by_their_text() {
    for (text, expected) in [
        ("", ""),
        ("plain", "plain"),
        ("${topic()}/republish", "dt/lamp/republish"),
        ("device/${id}", "device/x1"),
        ("${id}-${n}-${w}", "x1-7.50-3"),
        ("${o.k}", "[1,2]"),
        ("a${missing}b${z}c", "abc"),
        ("${timestamp()}", "1579637878451"),
        ("${ topic(2) + '}' }", "lamp}"),
        ("${get({'a': {'b': 1}}, 'a').b}", "1"),
        ("${get(*, '}')}", "5"),
        ("$5 and $ and {id} and }", "$5 and $ and {id} and }"),
        ("$${id}", "$x1"),
        ("é${id}é", "éx1é"),
        ("${CASE n > 5 WHEN true THEN 'high' ELSE 'low' END}", "high"),
    ] {
        assert_eq!(rendered(text), expected, "{text}");
    }
}

#[test]
fn mistakes_are_refused_with_their_place() {
    for (text, expected) in [
        ("a/${topic()", "Expected '}' at line 1, column 12"),
        ("${", "Expected '}' at line 1, column 3"),
        ("${}", "Expected an expression, found the end at line 1, column 3"),
        ("ab${a != 1}", "Unexpected character '!' at line 1, column 7"),
        ("${a} ${b c}", "Unexpected token, 'c' at line 1, column 10"),
        ("${@x}", "Unknown variable '@x' at line 1, column 3"),
        (
            "${machinelearning_predict(a)}",
            "Function 'machinelearning_predict' is not available yet at line 1, column 3",
        ),
        (
            "${md5(a) + regexp_substr(a, '[')}",
            "Invalid pattern '[' of 'regexp_substr': a '[' without its ']' at line 1, column 29",
        ),
        ("${SELECT a FROM b}", "Unexpected token, 'SELECT' at line 1, column 3"),
        ("${'a}", "Expected a closing ' at line 1, column 3"),
    ] {
        assert_eq!(Template::compile(text, V2016).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn literals_are_known() {
    assert_eq!(Template::compile("a$b", V2016).unwrap().literal(), Some("a$b"));
    assert_eq!(Template::compile("", V2016).unwrap().literal(), Some(""));
    assert_eq!(Template::compile("a${'b'}", V2016).unwrap().literal(), None);
}

#[test]
fn a_single_expression_keeps_its_type() {
    with_message(br#"{"n":7.50}"#, |message| {
        let evaluation = Evaluation::of_message(message, V2016);
        let typed = Template::compile("${n * 2}", V2016).unwrap();
        assert_eq!(typed.value(&evaluation).unwrap().as_number(), Some(Number::from(15i64)));
        let mixed = Template::compile("${n}0", V2016).unwrap();
        assert_eq!(mixed.value(&evaluation).unwrap().as_text().as_deref(), Some("7.500"));
    });
}

#[test]
fn variables_of_the_statement_are_visible_and_aliases_are_not() {
    let statement = Statement::compile("SET @x = n + 1 SELECT n AS alias FROM 'a'", V2016).unwrap();
    let template = Template::of_statement("${@x}/${alias}/${n}", &statement).unwrap();
    with_message(br#"{"n":1}"#, |message| {
        let evaluation = statement.begin(message).unwrap();
        assert_eq!(template.render(&evaluation).unwrap(), "2//1");
    });
}

proptest::proptest! {
    #[test]
    fn any_text_is_accepted_or_refused(text in "[a${}'\"é@() ]{0,30}") {
        if let Ok(template) = Template::compile(&text, V2016) {
            with_message(b"{}", |message| {
                let _ = template.render(&Evaluation::of_message(message, V2016));
            });
        }
    }
}
