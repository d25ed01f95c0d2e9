//! What differs between the versions of the SQL (rules.md §1, §2), and Basic Ingest (§9).

use base::UnixMillis;
use rules::message::{Message, Origin};
use rules::sql::{Outcome, SqlVersion, Statement};

use crate::{V2015, check_statements};

#[test]
fn statements_of_2015() {
    let payload = r#"{"a": 10.0, "b": [1,2], "s": "x"}"#;
    check_statements(
        V2015,
        &[
            ("§2 2015", "SELECT a, b, s FROM 'a'", payload, r#"{"a":10.0,"b":[1,2],"s":"x"}"#),
            ("§2 2015", "SELECT a + 1 AS a FROM 'a'", payload, r#"{"a":11.0}"#),
            ("§1 VALUE", "SELECT VALUE s FROM 'a'", payload, "\"x\""),
            ("§1 CASE", "SELECT CASE s WHEN 'x' THEN 1 END AS c FROM 'a'", payload, r#"{"c":1}"#),
            (
                "§4 2015",
                "SELECT topic(2) AS t, clientid() AS c FROM 'a'",
                payload,
                r#"{"t":"sensors","c":"device-1"}"#,
            ),
            ("§3 2015", "SELECT a FROM 'a' WHERE a = 10", payload, r#"{"a":10.0}"#),
        ],
    );
}

#[test]
fn newer_syntax_is_refused_in_2015() {
    let refused = [
        (
            "SELECT [1] AS a FROM 'a'",
            "Expected awsIotSqlVersion 2016-03-23 or later for object and array literals at line 1, column 8",
        ),
        (
            "SELECT {'a': 1} FROM 'a'",
            "Expected awsIotSqlVersion 2016-03-23 or later for object and array literals at line 1, column 8",
        ),
        (
            "SELECT (SELECT a FROM b) AS c FROM 'a'",
            "Expected awsIotSqlVersion 2016-03-23 or later for nested queries at line 1, column 8",
        ),
        (
            "SELECT length(a) FROM 'a'",
            "Expected awsIotSqlVersion 2016-03-23 or later for function 'length' at line 1, column 8",
        ),
        (
            "SELECT encode(*, 'base64') AS d FROM 'a'",
            "Expected awsIotSqlVersion 2016-03-23 or later for function 'encode' at line 1, column 8",
        ),
        (
            "SELECT cast(a AS Boolean) FROM 'a'",
            "Expected awsIotSqlVersion 2016-03-23 or later for casts to Boolean at line 1, column 18",
        ),
    ];
    for (sql, message) in refused {
        assert_eq!(Statement::compile(sql, V2015).unwrap_err().to_string(), message);
        assert!(Statement::compile(sql, SqlVersion::Beta).is_ok(), "{sql}");
    }
}

/// The functions that the sheet marks with (16); `parse_time` and `time_to_epoch` among them.
#[test]
fn newer_functions_are_refused_in_2015() {
    const NEWER: [&str; 14] = [
        "decode",
        "encode",
        "get_dynamodb",
        "get_or_default",
        "get_registry_data",
        "get_thing_shadow",
        "indexof",
        "isundefined",
        "length",
        "numbytes",
        "parse_time",
        "sourceip",
        "time_to_epoch",
        "transform",
    ];
    let mut newer: Vec<_> = rules::sql::functions()
        .filter(|function| function.since != V2015)
        .map(|function| function.name)
        .collect();
    newer.sort_unstable();
    assert_eq!(newer, NEWER);
    for function in rules::sql::functions().filter(|function| function.is_available) {
        let sql = format!("SELECT {}(a) FROM 'a'", function.name);
        let is_newer = NEWER.contains(&function.name);
        // The version is looked at first, then the number of arguments.
        let error = Statement::compile(&sql, V2015).err().map(|error| error.message);
        let error = error.filter(|message| !message.contains(" takes "));
        let expected =
            format!("Expected awsIotSqlVersion 2016-03-23 or later for function '{}'", function.name);
        assert_eq!(error, is_newer.then_some(expected), "{sql}");
    }
}

#[test]
fn basic_ingest_topics_lose_their_prefix() {
    let topics = [
        ("$aws/rules/my_rule/dt/room/temp", r#"{"t":"dt/room/temp","first":"dt"}"#),
        ("$aws/rules/my_rule", r#"{"t":"","first":""}"#),
        ("dt/room/temp", r#"{"t":"dt/room/temp","first":"dt"}"#),
    ];
    let statement = Statement::compile("SELECT topic() AS t, topic(1) AS first", V2015).unwrap();
    assert_eq!(statement.topic_filter(), None);
    for (topic, expected) in topics {
        let random = || 0;
        let origin = Origin::of_nobody(topic, "123456789012".parse().unwrap(), UnixMillis(0), &random);
        let message = Message::new(b"{}", origin);
        let Outcome::Output(output) = statement.evaluate(&message).unwrap() else { panic!("no match") };
        assert_eq!(String::from_utf8_lossy(&output.bytes), expected);
    }
}

#[test]
fn messages_from_http_have_no_client() {
    let random = || 0;
    let origin = Origin::of_nobody("a", "123456789012".parse().unwrap(), UnixMillis(5), &random);
    let sql = "SELECT clientid() AS c, traceid() AS t, principal() AS p, sourceip() AS i, \
               get_mqtt_property('format_indicator') AS f, get_mqtt_property('content_type') AS ct, \
               get_user_properties() AS u";
    let statement = Statement::compile(sql, SqlVersion::V2016_03_23).unwrap();
    let message = Message::new(b"{}", origin);
    let Outcome::Output(output) = statement.evaluate(&message).unwrap() else { panic!("no match") };
    assert_eq!(String::from_utf8_lossy(&output.bytes), r#"{"c":"n/a","f":"UNSPECIFIED_BYTES"}"#);
}
