use base::UnixMillis;
use proptest::prelude::*;

use super::*;
use crate::message::{Message, Origin};

const V2016: SqlVersion = SqlVersion::V2016_03_23;

fn with_message<T>(payload: &[u8], check: impl FnOnce(&Message<'_>) -> T) -> T {
    let random = || 7;
    let origin = Origin::of_nobody("a/b", "123456789012".parse().unwrap(), UnixMillis(1000), &random);
    check(&Message::new(payload, origin))
}

fn evaluate(sql: &str, payload: &[u8]) -> Result<usize, EvalError> {
    let statement = Statement::compile(sql, V2016).unwrap();
    with_message(payload, |message| {
        statement.evaluate(message).map(|outcome| match outcome {
            Outcome::NoMatch => 0,
            Outcome::Output(output) => output.bytes.len(),
        })
    })
}

#[test]
fn nesting_is_limited_without_exhausting_the_stack() {
    for (open, inner, close) in [
        ("(", "a", ")"),
        ("[", "a", "]"),
        ("{'k': ", "a", "}"),
        ("abs(", "a", ")"),
        ("- ", "a", ""),
        ("NOT ", "a", ""),
        ("CASE a WHEN 1 THEN ", "a", " END"),
        ("(SELECT ", "a", " FROM b)"),
        ("cast(", "a", " AS Int)"),
        ("a IN (", "a", ")"),
    ] {
        let nested = |depth: usize| {
            let close = close.repeat(depth);
            Statement::compile(
                &format!("SELECT VALUE (1 + {}{inner}{close}) FROM 'a'", open.repeat(depth)),
                V2016,
            )
        };
        assert!(nested(12).is_ok(), "{open}: {:?}", nested(12).err());
        // The deepest that is accepted also fits the stack when it is evaluated.
        let deepest = (12..64).rev().find_map(|depth| nested(depth).ok()).unwrap();
        with_message(br#"{"a":1,"b":[{"a":2}]}"#, |message| {
            assert!(deepest.evaluate(message).is_ok(), "{open}");
        });
        let too_deep = nested(2000).unwrap_err();
        assert!(too_deep.message.contains("nested at most 64 deep"), "{open}: {too_deep}");
    }
}

#[test]
fn long_chains_are_not_deep() {
    let sql =
        format!("SELECT VALUE 0{} FROM 'a' WHERE a = 0{}", " + 1".repeat(5000), " OR a = 1".repeat(4000));
    assert_eq!(evaluate(&sql, br#"{"a":1}"#), Ok(4));
    let path = format!("SELECT a{} FROM 'a'", ".b".repeat(10_000));
    assert_eq!(evaluate(&path, b"{}"), Ok(2));
    let too_long = format!("SELECT '{}' FROM 'a'", "x".repeat(70_000));
    assert_eq!(
        Statement::compile(&too_long, V2016).unwrap_err().to_string(),
        "Expected a statement of at most 65536 bytes at line 1, column 1"
    );
}

#[test]
fn what_a_statement_reads_is_known() {
    let statement = Statement::compile(
        "SET @x = p.q SELECT a.b, a.b AS c, (SELECT v FROM e.f WHERE w > 1) AS g, get(*, 'k'), @x FROM 't' WHERE d.e > 1 AND d.e < 9 AND topic() = 'x'",
        V2016,
    )
    .unwrap();
    let joined = |paths: &[Box<[Box<str>]>]| paths.iter().map(|path| path.join(".")).collect::<Vec<_>>();
    let paths = statement.payload_paths();
    assert_eq!(joined(&paths.variables), ["p.q"]);
    assert_eq!(joined(&paths.condition), ["d.e"]);
    assert_eq!(joined(&paths.projection), ["", "a.b", "e.f"]);

    let reads = |sql: &str| Statement::compile(sql, V2016).unwrap().reads_payload();
    assert!(statement.reads_payload());
    assert!(
        reads("SELECT *, 1 AS a FROM 't'")
            && reads("SELECT * AS a FROM 't'")
            && reads("SELECT 1 FROM 't' WHERE a")
    );
    assert!(!reads("SELECT * FROM 't'") && !reads("SELECT VALUE * FROM 't' WHERE timestamp() > 1"));
    assert!(!reads("SELECT encode(*, 'base64') AS d, topic(1) FROM 't'"));
}

#[test]
fn payloads_are_parsed_only_when_a_rule_looks_inside() {
    let blind = Statement::compile("SELECT * FROM 't' WHERE timestamp() > 0", V2016).unwrap();
    let looking = Statement::compile("SELECT * FROM 't' WHERE a > 0", V2016).unwrap();
    with_message(b"{broken", |message| {
        blind.evaluate(message).unwrap();
        assert_eq!(message.parse_error(), None);
        assert_eq!(looking.evaluate(message), Ok(Outcome::NoMatch));
        assert_eq!(message.parse_error().unwrap().to_string(), "unexpected byte at byte 1");
    });
}

#[test]
fn the_whole_payload_is_borrowed() {
    let statement = Statement::compile("SELECT * FROM 't'", V2016).unwrap();
    with_message(b" {} ", |message| {
        let Outcome::Output(output) = statement.evaluate(message).unwrap() else { panic!("no match") };
        assert!(matches!(output.bytes, std::borrow::Cow::Borrowed(b" {} ")));
        assert_eq!(output.source, OutputSource::Payload);
        assert!(output.is_json(message));
    });
}

#[test]
fn constants_are_folded() {
    let condition = |sql: &str| format!("{:?}", Statement::compile(sql, V2016).unwrap().condition.unwrap());
    let folded =
        condition("SELECT a WHERE concat('a', upper('b'), cast(1 + 2 * 3 AS String)) = 'aB7' AND NOT false");
    assert_eq!(folded, "Constant(Bool(true))");
    for kept in ["timestamp() > 0", "rand() < 2", "newuuid() <> ''", "a = a", "topic() = 'x'"] {
        assert!(!condition(&format!("SELECT a WHERE {kept}")).starts_with("Constant"), "{kept}");
    }
}

#[test]
fn what_a_statement_builds_is_limited() {
    let payload = format!(r#"{{"a":"{}","l":[{}1]}}"#, "x".repeat(100_000), "1,".repeat(20_000));
    let large = [
        "SELECT replace(a, 'x', a) AS b".to_owned(),
        format!("SELECT concat(a{}) AS b", ", a".repeat(2000)),
        format!("SELECT VALUE a{}", " + a".repeat(2000)),
        format!("SELECT VALUE [a{}]", ", a".repeat(2000)),
        format!("SELECT a AS a0{}", (1..2000).map(|i| format!(", a AS a{i}")).collect::<String>()),
        format!("SELECT VALUE concat(l{})", ", l".repeat(2000)),
        "SET @l = l SELECT (SELECT VALUE (SELECT VALUE (SELECT VALUE 1 FROM @l) FROM @l) FROM @l) AS b"
            .to_owned(),
    ];
    for sql in large {
        assert_eq!(
            evaluate(&sql, payload.as_bytes()),
            Err(EvalError::TooLarge),
            "{}",
            &sql[..60.min(sql.len())]
        );
    }
    let variable = Statement::compile("SET @b = concat(a, a) SELECT @b", V2016).unwrap();
    with_message(payload.as_bytes(), |message| {
        assert_eq!(variable.evaluate(message), Err(EvalError::VariableTooLarge { name: "b".to_owned() }));
    });
    // 128 KiB for one variable and for all, as compact JSON: quotes and escapes count.
    let sized = |bytes: usize| format!(r#"{{"a":"{}","q":"{}"}}"#, "x".repeat(bytes), "\\n".repeat(70_000));
    let set = |sql: &str, bytes: usize| evaluate(sql, sized(bytes).as_bytes()).is_ok();
    assert!(set("SET @a = a SELECT 1", (128 << 10) - 2) && !set("SET @a = a SELECT 1", (128 << 10) - 1));
    assert!(set("SET @n = 12, @a = a SELECT 1", (128 << 10) - 4));
    assert!(!set("SET @a = a, @n = 12 SELECT 1", (128 << 10) - 3));
    assert!(!set("SET @q = concat(q, '') SELECT 1", 1) && !set("SET @q = concat(q, ''), @r = q SELECT 1", 1));
    // And for what transform() makes.
    let rows =
        |count: usize| format!(r#"{{"l":[{}{{}}],"o":{{"k":"{}"}}}}"#, "{},".repeat(count), "x".repeat(1000));
    let transform = "SELECT VALUE transform('enrichArray', o, l)";
    assert!(evaluate(transform, rows(127).as_bytes()).is_ok());
    assert_eq!(
        evaluate(transform, rows(140).as_bytes()),
        Err(EvalError::OutputTooLarge { function: "transform" })
    );
    assert_eq!(evaluate("SELECT get_or_default(replace(a, 'x', a), 'd') AS b", payload.as_bytes()), Ok(9));
    assert!(evaluate("SELECT *, concat(a, a) AS b", payload.as_bytes()).unwrap() > 300_000);
}

#[test]
fn every_function_of_the_reference_is_listed() {
    let available = functions().filter(|function| function.is_available).count();
    let refused: Vec<_> =
        functions().filter(|function| !function.is_available).map(|function| function.name).collect();
    assert_eq!((available, refused.len()), (80, 1));
    let mut names: Vec<_> = functions().map(|function| function.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 81);
    for name in refused {
        let error = Statement::compile(&format!("SELECT {name}(a) FROM 'a'"), V2016).unwrap_err();
        assert_eq!(error.message, format!("Function '{name}' is not available yet"));
    }
}

/// Statement-like text: mostly tokens of the grammar in some order.
fn token_soup() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "SELECT",
        "VALUE",
        "*",
        "FROM",
        "'a'",
        "WHERE",
        "AS",
        "AND",
        "OR",
        "NOT",
        "IN",
        "LIKE",
        "BETWEEN",
        "IS",
        "NULL",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "SET",
        "@x",
        "=",
        "<>",
        "<",
        ">=",
        "+",
        "-",
        "/",
        "%",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ":",
        "a",
        "b",
        "from",
        "value",
        "1",
        "2.5",
        "1e9",
        "'%x'",
        "\"k\"",
        "concat(",
        "get(",
        "cast(",
        "topic()",
        "(SELECT",
        "Int)",
        "true",
        "transform('enrichArray',",
        "encode(*,'base64')",
        "trunc(",
        "a.b",
        "!",
        "é",
    ]);
    prop::collection::vec(token, 0..25).prop_map(|tokens| tokens.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_text_is_accepted_or_refused(text in any::<String>()) {
        let _ = Statement::compile(&text, V2016);
        let _ = Statement::compile(&format!("SELECT {text} FROM 'a'"), V2016);
    }

    #[test]
    fn any_tokens_are_accepted_or_refused_and_evaluate(soup in token_soup(), payload in prop::sample::select(vec![
        r#"{"a":{"b":[1,{"a":2}]},"b":"x","from":1.5,"value":[{"a":1}]}"#, "80", "", "[1,2]", "\u{1}",
    ])) {
        for sql in [soup.clone(), format!("SELECT {soup} FROM 'a'"), format!("SELECT * FROM 'a' WHERE {soup}")] {
            for version in [V2016, SqlVersion::V2015_10_08] {
                match Statement::compile(&sql, version) {
                    Ok(statement) => with_message(payload.as_bytes(), |message| {
                        let _ = statement.evaluate(message);
                    }),
                    Err(error) => prop_assert!(error.line == 1 && error.column as usize <= sql.chars().count() + 1),
                }
            }
        }
    }

    /// What is emitted is JSON, unless it is the payload itself.
    #[test]
    fn output_is_json(expression in token_soup()) {
        if let Ok(statement) = Statement::compile(&format!("SELECT VALUE ({expression}) FROM 'a'"), V2016) {
            with_message(br#"{"a":{"b":"\u00e9\n"},"b":1e3}"#, |message| {
                if let Ok(Outcome::Output(output)) = statement.evaluate(message)
                    && output.source == OutputSource::Statement
                {
                    serde_json::from_slice::<serde_json::Value>(&output.bytes).unwrap();
                }
            });
        }
    }

    /// Order of precedence against the same expression with all brackets written.
    #[test]
    fn precedence_is_that_of_the_brackets(a in 1..50i64, b in 1..50i64, c in 1..50i64, d in 1..50i64) {
        let pairs = [
            (format!("{a} + {b} * {c} - {d}"), format!("(({a} + ({b} * {c})) - {d})")),
            (format!("{a} - {b} - {c} / {d}"), format!("(({a} - {b}) - ({c} / {d}))")),
            (format!("{a} / {b} * {c} % {d}"), format!("((({a} / {b}) * {c}) % {d})")),
            (format!("{a} < {b} AND {c} < {d} OR {b} = {c}"), format!("((({a} < {b}) AND ({c} < {d})) OR ({b} = {c}))")),
            (format!("NOT {a} + {b} > {c} AND {d} > 9"), format!("((NOT (({a} + {b}) > {c})) AND ({d} > 9))")),
        ];
        for (plain, bracketed) in pairs {
            let value = |expression: &str| format!("{:?}", Statement::compile(&format!("SELECT VALUE ({expression})"), V2016).unwrap().projection);
            prop_assert_eq!(value(&plain), value(&bracketed), "{}", plain);
        }
    }
}
