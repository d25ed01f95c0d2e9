use super::*;
use crate::json::Tape;

const VERSION: SqlVersion = SqlVersion::V2016_03_23;

fn with_json(text: &str, check: impl FnOnce(Value<'_>)) {
    let tape = Tape::parse(text.as_bytes()).unwrap();
    check(Value::from_node(tape.root(text.as_bytes()), VERSION));
}

fn number(text: &str) -> Value<'static> {
    Value::Number(Number::parse(text).unwrap())
}

fn written(value: &Value<'_>) -> String {
    let mut writer = JsonWriter::new(1000);
    writer.value(value);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn standard_conversions_follow_the_table() {
    let int = |value: &Value<'_>| value.to_int().map(|number| number.to_string());
    let decimal = |value: &Value<'_>| value.to_decimal().map(|number| number.to_string());
    let some = |text: &str| Some(text.to_owned());

    assert_eq!((int(&number("7")), decimal(&number("7"))), (some("7"), some("7")));
    assert_eq!(
        (int(&number("2.5")), int(&number("-2.5")), int(&number("2.4"))),
        (some("3"), some("-3"), some("2"))
    );
    assert_eq!((int(&Value::text("2.9")), decimal(&Value::text("2.90"))), (some("2"), some("2.90")));
    assert_eq!((int(&Value::text("x")), decimal(&Value::text(" 2"))), (None, None));
    for other in [
        Value::Undefined,
        Value::Null,
        Value::Bool(true),
        Value::array(vec![]),
        Value::object(Object::default()),
    ] {
        assert_eq!((int(&other), decimal(&other)), (None, None), "{other:?}");
    }
    assert_eq!(Value::text("TRUE").to_bool(), Some(true));
    assert_eq!(Value::text("fAlse").to_bool(), Some(false));
    for other in [number("1"), Value::text("1"), Value::Null, Value::Undefined, Value::array(vec![])] {
        assert_eq!(other.to_bool(), None, "{other:?}");
    }
    let text = |value: Value<'_>| value.stringify(100, VERSION).unwrap().map(|text| text.into_owned());
    assert_eq!(text(Value::Bool(false)), some("false"));
    assert_eq!(text(number("1.50")), some("1.50"));
    assert_eq!((text(Value::Null), text(Value::Undefined)), (None, None));
    with_json(r#"{"a": [1, "x"]}"#, |value| assert_eq!(text(value), some(r#"{"a":[1,"x"]}"#)));
}

#[test]
fn values_of_a_payload_stay_views_until_they_are_wanted() {
    with_json(r#"{"a":1.10,"b":2.0,"c":"x","d":null,"e":true,"f":1e400}"#, |value| {
        assert!(matches!(value.member("a", VERSION), Value::Json(_)));
        assert!(matches!(value.member("b", VERSION), Value::Number(number) if number.is_int()));
        assert!(matches!(value.member("c", VERSION).into_text(), Some(Cow::Borrowed("x"))));
        assert!(matches!(value.member("d", VERSION), Value::Null));
        assert!(matches!(value.member("e", VERSION), Value::Bool(true)));
        assert!(value.member("missing", VERSION).is_undefined());
        assert_eq!(written(&value.clone().into_owned(VERSION).member("a", VERSION)), "1.1");
    });
}

#[test]
fn built_and_received_values_are_equal() {
    with_json(r#"[1.0, {"b": 2, "a": [null, "\u0041"]}]"#, |received| {
        let inner: Object<'_> =
            [("a".into(), Value::array(vec![Value::Null, Value::text("A")])), ("b".into(), number("2.00"))]
                .into_iter()
                .collect();
        let built = Value::array(vec![number("1"), Value::object(inner)]);
        assert_eq!(received.equals(&built), Some(true));
        assert_eq!(built.equals(&received.clone().into_owned(VERSION)), Some(true));
        assert_eq!(built.equals(&Value::array(vec![number("1")])), Some(false));
        assert_eq!(built.equals(&Value::Undefined), None);
    });
}

#[test]
fn large_objects_are_found_by_key() {
    let mut object = Object::default();
    for index in 0..5000 {
        object.set(format!("k{index}").into(), number("1"));
    }
    for index in 0..5000 {
        object.set(format!("k{index}").into(), Value::Number(Number::from(index as i64)));
    }
    assert_eq!(object.entries().len(), 5000);
    assert_eq!(object.get("k4321").unwrap().as_number(), Some(Number::from(4321i64)));
    assert_eq!(object.entries()[4321].0, "k4321");
    assert!(object.get("k5000").is_none());
}

#[test]
fn writing_stops_at_its_limit() {
    let long = Value::text("x".repeat(50));
    let many = Value::array(vec![long; 1000]);
    let mut writer = JsonWriter::new(500);
    writer.value(&many);
    assert_eq!(writer.finish(), Err(TooLarge));
    assert_eq!(many.stringify(500, VERSION), Err(TooLarge));
}

#[test]
fn absent_members_and_elements_are_not_written() {
    let members = [("a".into(), Value::Undefined), ("b".into(), Value::Null)].into_iter();
    assert_eq!(written(&Value::object(members.collect())), r#"{"b":null}"#);
    assert_eq!(written(&Value::array(vec![Value::Undefined, number("1"), Value::Undefined])), "[1]");
    assert_eq!(written(&Value::text("a\"\n\u{1}é")), "\"a\\\"\\n\\u0001é\"");
}
