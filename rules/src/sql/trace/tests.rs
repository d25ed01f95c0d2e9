use base::UnixMillis;
use proptest::prelude::*;

use super::*;
use crate::explain::{Explanation, explain};
use crate::message::{Message, Origin};
use crate::sql::Outcome;

const V2016: SqlVersion = SqlVersion::V2016_03_23;

const PAYLOAD: &str = r#"{"Temp":31.50,"n":7,"s":"hello","z":null,"t":true,"l":[1,{"k":2}],"o":{"deviceId":"d1","x":{"y":1},"far":-2e-1000},"huge":1e2000}"#;

fn with_message<T>(payload: &[u8], check: impl FnOnce(&Message<'_>) -> T) -> T {
    let random = || 0x0123_4567_89AB_CDEF_u64;
    let origin = Origin {
        client_id: Some("c"),
        ..Origin::of_nobody("dt/lamp/1", "123456789012".parse().unwrap(), UnixMillis(1000), &random)
    };
    check(&Message::new(payload, origin))
}

fn explained(sql: &str, payload: &str, templates: &[&str]) -> Explanation {
    with_message(payload.as_bytes(), |message| explain(sql, V2016, message, templates))
}

/// The expression that a statement selects by itself.
fn of_expression(expression: &str, payload: &str) -> Expression {
    let explanation = explained(&format!("SELECT {expression} AS v FROM 'dt/#'"), payload, &[]);
    assert_eq!(explanation.refused, None, "{expression}");
    explanation.items.into_iter().next().unwrap().expression
}

/// An expression and why it is Undefined.
const REASONS: &[(&str, &str)] = &[
    ("temp", "`temp` is Undefined: the payload has `Temp`"),
    ("voltage", "`voltage` is Undefined: the payload has no `voltage`"),
    ("o.device_id", "`o.device_id` is Undefined: `o` has `deviceId`"),
    ("o.colour", "`o.colour` is Undefined: `o` has no `colour`"),
    ("o.x.z", "`o.x.z` is Undefined: `o.x` has no `z`"),
    ("s.length", "`s.length` is Undefined: there is no `s.length`: `s` is a String"),
    ("l.k", "`l.k` is Undefined: there is no `l.k`: `l` is an Array"),
    ("z.a.b", "`z.a.b` is Undefined: there is no `z.a.b`: `z` is Null"),
    ("huge * 2", "`huge` is Undefined: it is beyond 1E-999 to 1E+999"),
    ("huge", "`huge` is Undefined: it is beyond 1E-999 to 1E+999"),
    ("o.far", "`o.far` is Undefined: it is beyond 1E-999 to 1E+999"),
    ("o.far.x", "`o.far.x` is Undefined: `o.far` is beyond 1E-999 to 1E+999"),
    ("get(l, 1).q", "`get(l, 1).q` is Undefined: `get(l, 1)` has no `q`"),
    ("get(l, 1).k.x", "`get(l, 1).k.x` is Undefined: there is no `get(l, 1).k.x`: `get(l, 1).k` is a number"),
    // The reason of a part is the reason of the whole.
    ("temp > 30", "`temp` is Undefined: the payload has `Temp`"),
    ("n > 1 AND NOT temp > 30", "`temp` is Undefined: the payload has `Temp`"),
    ("upper(voltage)", "`voltage` is Undefined: the payload has no `voltage`"),
    ("CASE temp WHEN 1 THEN 2 END", "`temp` is Undefined: the payload has `Temp`"),
    ("cast(temp AS Int) + 1", "`temp` is Undefined: the payload has `Temp`"),
    // Operands of the wrong type.
    ("s > 5", "`s > 5` is Undefined: `s` is the String \"hello\", not a number"),
    ("n + z", "`n + z` is Undefined: `z` is Null, not a number"),
    ("n AND t", "`n AND t` is Undefined: `n` is the number 7, not a Boolean"),
    ("NOT s", "`NOT s` is Undefined: `s` is the String \"hello\", not a Boolean"),
    ("-o", "`-o` is Undefined: `o` is an Object, not a number"),
    ("n BETWEEN 1 AND l", "`n BETWEEN 1 AND l` is Undefined: `l` is an Array, not a number"),
    ("n LIKE '7'", "`n LIKE '7'` is Undefined: `n` is the number 7, not a String"),
    ("n IN s", "`n IN s` is Undefined: what stands behind IN is the String \"hello\", not an Array"),
    ("n / (n - 7)", "`n / (n - 7)` is Undefined: the result is no number, as for a division by zero"),
    ("s + z", "`s + z` is Undefined: `z` is Null, which has no text"),
    // Functions.
    ("lower(null)", "`lower(null)` is Undefined: the argument is Null"),
    ("concat(s, z)", "`concat(s, z)` is Undefined: the second argument is Null"),
    ("abs(s)", "`abs(s)` is Undefined: the argument is the String \"hello\", not a number"),
    ("abs(l)", "`abs(l)` is Undefined: the argument is an Array, not a number"),
    ("sqrt(0 - n)", "`sqrt(0 - n)` is Undefined: the argument is the number -7, which has no such result"),
    (
        "power(0 - n, 0.5)",
        "`power(0 - n, 0.5)` is Undefined: it has no result for the number -7 and the number 0.5",
    ),
    // The argument that is to blame, and no other.
    ("lpad(s, t)", "`lpad(s, t)` is Undefined: the second argument is the Boolean true, not a number"),
    ("lpad(s, 'x')", "`lpad(s, 'x')` is Undefined: the second argument is the String \"x\", not a number"),
    ("substring(s, o)", "`substring(s, o)` is Undefined: the second argument is an Object, not a number"),
    (
        "substring(s, 1, s)",
        "`substring(s, 1, s)` is Undefined: the third argument is the String \"hello\", not a number",
    ),
    (
        "bitand(n, 'x')",
        "`bitand(n, 'x')` is Undefined: the second argument is the String \"x\", not a number",
    ),
    ("power(n, s)", "`power(n, s)` is Undefined: the second argument is the String \"hello\", not a number"),
    ("trunc(n, '2')", "`trunc(n, '2')` is Undefined: the second argument is the String \"2\", not a number"),
    ("indexof(s, l)", "`indexof(s, l)` is Undefined: the second argument is an Array, not a String"),
    ("mod(n, 0)", "`mod(n, 0)` is Undefined: it divides by zero"),
    ("remainder(n, n - 7)", "`remainder(n, n - 7)` is Undefined: it divides by zero"),
    ("mod(n, s)", "`mod(n, s)` is Undefined: the second argument is the String \"hello\", not a number"),
    ("concat(1, 2)", "`concat(1, 2)` is Undefined: none of the arguments is a String or an Array"),
    ("concat(n, t)", "`concat(n, t)` is Undefined: none of the arguments is a String or an Array"),
    (
        "transform('enrich', o, l)",
        "`transform('enrich', o, l)` is Undefined: there is no mode 'enrich', only 'enrichArray'",
    ),
    (
        "transform('enrichArray', o, s)",
        "`transform('enrichArray', o, s)` is Undefined: the third argument is the String \"hello\", not an Array",
    ),
    (
        "transform('enrichArray', l, l)",
        "`transform('enrichArray', l, l)` is Undefined: the second argument is an Array, not an Object",
    ),
    ("get(l, 7)", "`get(l, 7)` is Undefined: there is no index 7, `l` has 2 elements"),
    ("get([1], n)", "`get([1], n)` is Undefined: there is no index 7, `[1]` has 1 element"),
    ("get(l, s)", "`get(l, s)` is Undefined: the second argument is the String \"hello\", not a number"),
    ("get(s, -1)", "`get(s, -1)` is Undefined: there is no index -1, `s` has 5 characters"),
    ("get(o, 'q')", "`get(o, 'q')` is Undefined: `o` has no `q`"),
    ("get(o, 'device_id')", "`get(o, 'device_id')` is Undefined: `o` has `deviceId`"),
    ("get(*, 'temp')", "`get(*, 'temp')` is Undefined: the payload has `Temp`"),
    ("get(*, 'huge')", "`get(*, 'huge')` is Undefined: it is beyond 1E-999 to 1E+999"),
    ("get([1], 1E40)", "`get([1], 1E40)` is Undefined: there is no index 1E+40, `[1]` has 1 element"),
    ("get(o, 1)", "`get(o, 1)` is Undefined: the second argument is the number 1, and keys are Strings"),
    (
        "get(n, 1)",
        "`get(n, 1)` is Undefined: the first argument is the number 7, not an Array, an Object or a String",
    ),
    ("regexp_substr(s, 'q')", "`regexp_substr(s, 'q')` is Undefined: nothing in the first argument matches"),
    (
        "regexp_substr(s, s + '(')",
        "`regexp_substr(s, s + '(')` is Undefined: the second argument is no regular expression: unclosed group",
    ),
    (
        "regexp_matches(s, s + '(?=x)')",
        "`regexp_matches(s, s + '(?=x)')` is Undefined: the second argument is no regular expression: look-ahead and look-behind are not supported",
    ),
    (
        "regexp_replace(s, 'l', concat('$', n))",
        "`regexp_replace(s, 'l', concat('$', n))` is Undefined: the third argument is no replacement: there is no group 7",
    ),
    ("topic(5)", "`topic(5)` is Undefined: there is no level 5, the topic has 3 levels"),
    ("topic(0)", "`topic(0)` is Undefined: there is no level 0, the topic has 3 levels"),
    ("topic(s)", "`topic(s)` is Undefined: the argument is the String \"hello\", not a number"),
    (
        "time_to_epoch(s, 'yyyy-MM-dd')",
        "`time_to_epoch(s, 'yyyy-MM-dd')` is Undefined: the first argument does not fit the pattern",
    ),
    (
        "time_to_epoch(s, s)",
        "`time_to_epoch(s, s)` is Undefined: the second argument is no pattern: the pattern letter 'e' is not supported",
    ),
    (
        "time_to_epoch(n, 'yyyy-MM-dd')",
        "`time_to_epoch(n, 'yyyy-MM-dd')` is Undefined: the first argument is the number 7, not a String",
    ),
    ("parse_time('HH', 0, s)", "`parse_time('HH', 0, s)` is Undefined: there is no time zone 'hello'"),
    (
        "parse_time('yyyy', 99999999999999999)",
        "`parse_time('yyyy', 99999999999999999)` is Undefined: the moment is beyond the years ±9999",
    ),
    (
        "get_mqtt_property('content_type')",
        "`get_mqtt_property('content_type')` is Undefined: the message does not have it",
    ),
    ("concat()", "`concat()` is Undefined: it has no arguments"),
    ("traceid()", "`traceid()` is Undefined: the message does not have it"),
    ("cast(l AS Int)", "`cast(l AS Int)` is Undefined: an Array does not convert to Int"),
    (
        "CASE n WHEN 1 THEN 2 END",
        "`CASE n WHEN 1 THEN 2 END` is Undefined: no WHEN is equal and there is no ELSE, or its result is Undefined",
    ),
    (
        "(SELECT VALUE k FROM s)",
        "`(SELECT VALUE k FROM s)` is Undefined: FROM is neither an array nor an object, or the object does not pass WHERE",
    ),
    ("(SELECT VALUE k FROM list)", "`list` is Undefined: the payload has no `list`"),
];

#[test]
fn undefined_values_say_where_they_come_from() {
    let mut wrong = Vec::new();
    for (expression, expected) in REASONS {
        let found = of_expression(expression, PAYLOAD);
        if found.value.kind != "Undefined" || found.why.as_deref() != Some(*expected) {
            wrong.push(format!(
                "{expression}: {}\n  is       {:?}\n  expected {expected:?}",
                found.value.kind, found.why
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn payloads_that_are_not_json_are_the_reason() {
    for (payload, problem) in [
        ("{\"temp\":", "the payload is not JSON: unexpected end at byte 8"),
        ("temp=5", "the payload is not JSON: unexpected byte at byte 0"),
        ("", "the payload is empty"),
        ("80", "the payload is a bare value, and only objects and arrays are read as JSON"),
    ] {
        let found = of_expression("temp", payload);
        assert_eq!(found.why, Some(format!("`temp` is Undefined: {problem}")));
        assert_eq!(explained("SELECT *", payload, &[]).payload.problem.as_deref(), Some(problem));
    }
    assert_eq!(
        of_expression("temp", "[1]").why.as_deref(),
        Some("`temp` is Undefined: the payload is an Array")
    );
}

#[test]
fn conditions_say_why_they_do_not_hold() {
    for (condition, why) in [
        ("n", Some("`n` is the number 7, not a Boolean")),
        ("s", Some("`s` is the String \"hello\", not a Boolean")),
        ("z", Some("`z` is Null, not a Boolean")),
        ("l", Some("`l` is an Array, not a Boolean")),
        ("t AND n", Some("`t AND n` is Undefined: `n` is the number 7, not a Boolean")),
        ("NOT t", None),
        ("t", None),
        ("'TRUE'", None),
        ("'false'", None),
    ] {
        let found = explained(&format!("SELECT 1 FROM 'dt/#' WHERE {condition}"), PAYLOAD, &[]);
        assert_eq!(found.condition.unwrap().why.as_deref(), why, "{condition}");
    }
}

#[test]
fn a_payload_that_passes_as_it_is_has_its_bytes() {
    let star = |sql: &str, payload: &str| {
        let items = explained(sql, payload, &[]).items;
        let shown = |item: NamedExpression| {
            (item.name, item.expression.value.kind, item.expression.value.json, item.expression.why)
        };
        items.into_iter().map(shown).collect::<Vec<_>>()
    };
    let left_out = |what: &str| {
        Some(format!(
            "it is left out: `*` passes the payload as it is, and fields are added to objects only ({what})"
        ))
    };
    let one = |what: &str| ("x".to_owned(), "Int", Some("1".to_owned()), left_out(what));
    let bytes = ("*".to_owned(), "Bytes", None, None);
    let not_json = "the payload is not JSON: unexpected byte at byte 0";
    assert_eq!(star("SELECT * FROM 'dt/#'", "hello"), std::slice::from_ref(&bytes));
    assert_eq!(star("SELECT * FROM 'dt/#'", ""), std::slice::from_ref(&bytes));
    assert_eq!(star("SELECT *, 1 AS x FROM 'dt/#'", "hello"), [bytes.clone(), one(not_json)]);
    assert_eq!(
        star("SELECT *, 1 AS x FROM 'dt/#'", "80"),
        [bytes.clone(), one("the payload is a bare value, and only objects and arrays are read as JSON")]
    );
    let array = ("*".to_owned(), "Array", Some("[1]".to_owned()), None);
    assert_eq!(star("SELECT *, 1 AS x FROM 'dt/#'", "[1]"), [array, one("the payload is an Array")]);
    // An empty payload is like an empty object, and there is nothing of it.
    let x = ("x".to_owned(), "Int", Some("1".to_owned()), None);
    assert_eq!(star("SELECT *, 1 AS x FROM 'dt/#'", "")[1], x);
    assert_eq!(star("SELECT *, 1 AS x FROM 'dt/#'", "{}")[1], x);
    // What is Undefined anyway says that.
    let why = star("SELECT *, a FROM 'dt/#'", "hello")[1].3.clone();
    assert_eq!(why, Some(format!("`a` is Undefined: {not_json}")));

    let encoded = of_expression("encode(*, 'base64')", "hi");
    assert_eq!((encoded.value.json.as_deref(), encoded.parts[0].value.kind), (Some("\"aGk=\""), "Bytes"));
    assert_eq!(encoded.parts[0].why, None);
    assert_eq!(of_expression("upper(*)", "hi").parts[0].value.kind, "Undefined");
}

#[test]
fn every_part_has_its_text_and_value() {
    let sql = "SET @c = (Temp - 32) * 5 / 9 SELECT @c AS celsius, *, o.x, upper(s) FROM 'dt/+/1' WHERE @c < 0 AND (n = 7 OR t)";
    let found = explained(sql, PAYLOAD, &["a/${s}/${@c}/${nn}", "plain", "${"]);
    assert!(found.fires && found.topic.matches && found.payload.is_json);
    let show = |expression: &Expression| {
        assert_eq!(&sql[expression.start..expression.end], expression.text);
        format!("{} = {}", expression.text, expression.value.json.clone().unwrap_or("Undefined".to_owned()))
    };
    fn flat<'e>(expression: &'e Expression, all: &mut Vec<&'e Expression>) {
        all.push(expression);
        expression.parts.iter().for_each(|part| flat(part, all));
    }
    let mut all = Vec::new();
    flat(&found.variables[0].expression, &mut all);
    flat(found.condition.as_ref().unwrap(), &mut all);
    assert_eq!(
        all.into_iter().map(show).collect::<Vec<_>>(),
        [
            "(Temp - 32) * 5 / 9 = -0.2777777777777777777777777777777778",
            "(Temp - 32) = -0.5",
            "Temp = 31.50",
            "@c < 0 AND (n = 7 OR t) = true",
            "@c < 0 = true",
            "@c = -0.2777777777777777777777777777777778",
            "(n = 7 OR t) = true",
            "n = 7 = true",
            "n = 7",
            "t = true",
        ]
    );
    let items: Vec<_> =
        found.items.iter().map(|item| (item.name.as_str(), item.expression.value.kind)).collect();
    assert_eq!(items, [("celsius", "Decimal"), ("*", "Object"), ("x", "Object"), ("upper", "String")]);
    let templates: Vec<_> = found.templates.iter().map(|trace| trace.rendered.as_deref()).collect();
    assert_eq!(templates, [Some("a/hello/-0.2777777777777777777777777777777778/"), Some("plain"), None]);
    assert_eq!(
        found.templates[0].expressions[2].why.as_deref(),
        Some("`nn` is Undefined: the payload has no `nn`")
    );
    assert_eq!(found.templates[2].refused.as_ref().unwrap().message, "Expected '}' at line 1, column 3");
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["condition"]["parts"][0]["value"]["type"], "Boolean");
}

#[test]
fn what_goes_wrong_is_told() {
    let refused = explained("SELECT a\nFROM 'a' WHERE b != 1", "{}", &[]).refused.unwrap();
    assert_eq!((refused.line, refused.column), (2, 18));
    let large = format!(r#"{{"a":"{}"}}"#, "x".repeat(100_000));
    let found = explained("SET @b = concat(a, a) SELECT @b FROM 'dt/#'", &large, &[]);
    assert_eq!(found.failure.as_deref(), Some("variable '@b' is too large"));
    let found = explained("SELECT replace(a, 'x', a) AS b FROM 'dt/#'", &large, &[]);
    assert_eq!(found.failure.as_deref(), Some("the result is too large"));
    assert_eq!(found.items[0].expression.value.kind, "Failure");
    assert!(found.items[0].expression.parts[0].value.is_cut);
    let found = explained("SET @m = Tempp SELECT 1 FROM 'dt/#' WHERE @m > 1", PAYLOAD, &[]);
    assert_eq!(
        found.condition.unwrap().why.as_deref(),
        Some("`@m` is Undefined: `Tempp` is Undefined: the payload has `Temp`")
    );
    let binary = explained("SELECT * AS data FROM 'dt/#'", "hi", &[]);
    assert_eq!(binary.items[0].expression.value.json.as_deref(), Some("\"aGk=\""));
    assert_eq!(binary.output.unwrap().text, r#"{"data":"aGk="}"#);
    let elsewhere = explained("SELECT * FROM 'other'", "{}", &[]);
    assert!(!elsewhere.topic.matches && elsewhere.fires && elsewhere.output.unwrap().is_payload);
}

#[test]
fn random_values_agree_and_large_statements_are_cut() {
    let found = of_expression("newuuid() = newuuid() AND rand() = rand()", "{}");
    assert_eq!(found.value.json.as_deref(), Some("true"));
    let sql = format!("SELECT VALUE n{} FROM 'a'", " + n".repeat(15_000));
    let found = explained(&sql, PAYLOAD, &[]);
    let expression = &found.items[0].expression;
    assert_eq!(expression.value.json.as_deref(), Some("105007"));
    assert!(expression.parts.len() < EXPRESSIONS_MAX && expression.text.len() == SHOWN_BYTES);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// What is shown is what the rule makes.
    #[test]
    fn explanations_agree_with_evaluations(
        a in prop::sample::select(vec!["n", "s", "temp", "o.x", "l", "z", "t", "get(l, 1).k", "upper(s)", "rand()"]),
        b in prop::sample::select(vec!["1", "7", "'hello'", "o", "huge", "null", "n * 2", "topic(2)"]),
        operator in prop::sample::select(vec!["+", "-", "=", "<>", "<", "AND", "OR", "LIKE", "IN"]),
    ) {
        let sql = format!("SELECT {a} {operator} ({b}) AS v FROM 'dt/#' WHERE NOT ({a} = ({b}))");
        with_message(PAYLOAD.as_bytes(), |message| {
            let found = explain(&sql, V2016, message, &[]);
            let statement = Statement::compile(&sql, V2016).unwrap();
            let Ok(Outcome::Output(output)) = statement.evaluate(message) else {
                assert!(!found.fires);
                return;
            };
            assert!(found.fires);
            let shown = found.items[0].expression.value.json.clone().map(|json| format!("{{\"v\":{json}}}"));
            assert_eq!(String::from_utf8_lossy(&output.bytes), shown.unwrap_or("{}".to_owned()), "{sql}");
        });
    }
}
