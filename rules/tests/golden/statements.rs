//! rules.md §1 and §5: whole statements.

use crate::{V2016, Whole, check_statements, run};

const COLOR: &str = r#"{"color":"red", "temperature":50}"#;

const SELECT_LISTS: &[Whole] = &[
    ("§1 *", "SELECT * FROM 'topic/subtopic'", COLOR, COLOR),
    ("§1 *", "SELECT VALUE * FROM 'topic/subtopic'", COLOR, COLOR),
    ("§1 item", "SELECT color FROM 'topic/subtopic'", COLOR, r#"{"color":"red"}"#),
    ("§1 AS", "SELECT color AS my_color FROM 'topic/subtopic'", COLOR, r#"{"my_color":"red"}"#),
    (
        "§1 items",
        "SELECT color as my_color, temperature as fahrenheit FROM 'a'",
        COLOR,
        r#"{"my_color":"red","fahrenheit":50}"#,
    ),
    (
        "§1 * and items",
        "SELECT *, 15 as speed FROM 'a'",
        COLOR,
        r#"{"color":"red","temperature":50,"speed":15}"#,
    ),
    ("§1 * and items", "SELECT *, 'blue' AS color FROM 'a'", COLOR, r#"{"color":"blue","temperature":50}"#),
    ("§1 * and items", "SELECT 1 AS color, * FROM 'a'", COLOR, r#"{"color":"red","temperature":50}"#),
    ("§1 * AS", "SELECT * AS message FROM 'a'", COLOR, r#"{"message":{"color":"red","temperature":50}}"#),
    (
        "§1 * AS",
        "SELECT * AS a.b, topic(1) AS t FROM 'a'",
        COLOR,
        r#"{"a":{"b":{"color":"red","temperature":50}},"t":"dt"}"#,
    ),
    ("§1 VALUE", "SELECT VALUE color FROM 'topic/subtopic'", COLOR, "\"red\""),
    ("§1 VALUE", "SELECT VALUE temperature + 1 FROM 'a'", COLOR, "51"),
    ("§1 VALUE", "SELECT VALUE missing FROM 'a'", COLOR, ""),
    ("§1 hyphen", "SELECT {\"key-with-hyphen\": color} FROM 'a'", COLOR, r#"{"key-with-hyphen":"red"}"#),
    (
        "§1 literal",
        "SELECT {'message': 'Hello'} AS foo, [10, 5] AS data FROM 'a'",
        COLOR,
        r#"{"foo":{"message":"Hello"},"data":[10,5]}"#,
    ),
    ("§1 literal", "SELECT color, {'color': 'blue', 'x': 1} FROM 'a'", COLOR, r#"{"color":"blue","x":1}"#),
    (
        "§1 dotted alias",
        "SELECT foo.bar AS bar.baz FROM 'a'",
        r#"{"foo":{"bar":"RED","bat":"BLUE"},"baz":"GREEN"}"#,
        r#"{"bar":{"baz":"RED"}}"#,
    ),
    (
        "§1 dotted alias",
        "SELECT color AS a.x, temperature AS a.y, 1 AS b.c.d FROM 'a'",
        COLOR,
        r#"{"a":{"x":"red","y":50},"b":{"c":{"d":1}}}"#,
    ),
    (
        "§1 dotted alias",
        "SELECT *, 1 AS o.new FROM 'a'",
        r#"{"o":{"old":0},"p":2}"#,
        r#"{"o":{"old":0,"new":1},"p":2}"#,
    ),
    ("§2 passed on", "SELECT *, 2.0 AS b FROM 'a'", r#"{"a":1.0,"b":3.0}"#, r#"{"a":1.0,"b":2}"#),
    ("§2 passed on", "SELECT *, 1 AS o.b FROM 'a'", r#"{"o":{"a":1.0}}"#, r#"{"o":{"a":1.0,"b":1}}"#),
    ("§1 dotted alias", "SELECT *, 1 AS p.new FROM 'a'", r#"{"p":2}"#, r#"{"p":{"new":1}}"#),
    ("§1 names", "SELECT a.b.c FROM 'a'", r#"{"a":{"b":{"c":1}}}"#, r#"{"c":1}"#),
    (
        "§1 names",
        "SELECT topic(), Timestamp(), upper(color) FROM 'a'",
        COLOR,
        r#"{"topic":"dt/sensors/room 1/temp","Timestamp":1579637878451,"upper":"RED"}"#,
    ),
    ("§1 names", "SELECT cast(temperature as string) FROM 'a'", COLOR, r#"{"cast":"50"}"#),
    ("§1 names", "SELECT get(*, 'o').x FROM 'a'", r#"{"o":{"x":1}}"#, r#"{"x":1}"#),
    ("§1 names", "SELECT 1, temperature * 2 FROM 'a'", COLOR, r#"{"_1":1,"_2":100}"#),
    ("§1 duplicates", "SELECT color, temperature AS color FROM 'a'", COLOR, r#"{"color":50}"#),
    ("§1 Undefined", "SELECT missing, color FROM 'a'", COLOR, r#"{"color":"red"}"#),
    ("§1 Undefined", "SELECT missing FROM 'a'", COLOR, "{}"),
    ("§1 Null", "SELECT n FROM 'a'", r#"{"n":null}"#, r#"{"n":null}"#),
    ("§1 case", "select COLOR, color from 'a' where temperature = 50", COLOR, r#"{"color":"red"}"#),
    ("§1 FROM", "SELECT color FROM \"a\"", COLOR, r#"{"color":"red"}"#),
    ("§1 FROM", "SELECT color", COLOR, r#"{"color":"red"}"#),
    ("§1 FROM", "SELECT color WHERE temperature > 0", COLOR, r#"{"color":"red"}"#),
];

#[test]
fn select_lists() {
    check_statements(V2016, SELECT_LISTS);
}

#[test]
fn keywords_are_field_names_where_nothing_else_fits() {
    let payload = r#"{"time":1,"quality":"good","hostname":"h","value":2,"timestamp":3,"order":4,"user":5,"group":6,"from":7,"select":8,"end":9,"case":10,"not":11,"as":12,"in":13,"where":14}"#;
    check_statements(
        V2016,
        &[
            (
                "brief",
                "SELECT time, quality, hostname, value FROM 'device/data'",
                payload,
                r#"{"time":1,"quality":"good","hostname":"h","value":2}"#,
            ),
            (
                "§1",
                "SELECT value, order, user, group, timestamp, end FROM 'a'",
                payload,
                r#"{"value":2,"order":4,"user":5,"group":6,"timestamp":3,"end":9}"#,
            ),
            ("§1", "SELECT value FROM 'a'", payload, r#"{"value":2}"#),
            ("§1", "SELECT value AS v FROM 'a'", payload, r#"{"v":2}"#),
            ("§1", "SELECT value * 2 AS v FROM 'a'", payload, r#"{"v":4}"#),
            ("§1", "SELECT value - 1 AS v FROM 'a'", payload, r#"{"v":1}"#),
            ("§1", "SELECT value IN (2) AS v FROM 'a'", payload, r#"{"v":true}"#),
            ("§1", "SELECT VALUE value FROM 'a'", payload, "2"),
            ("§1", "SELECT VALUE from FROM 'a'", payload, "7"),
            ("§1", "SELECT from, case, not FROM 'a'", payload, r#"{"from":7,"case":10,"not":11}"#),
            ("§1", "SELECT from FROM 'a'", payload, r#"{"from":7}"#),
            ("§1", "SELECT time AS from FROM 'a'", payload, r#"{"from":1}"#),
            ("§1", "SELECT time AS value.select FROM 'a'", payload, r#"{"value":{"select":1}}"#),
            ("§1", "SELECT CASE time WHEN 1 THEN end ELSE order END AS x FROM 'a'", payload, r#"{"x":9}"#),
            ("§1", "SELECT value WHERE value = 2 AND NOT not = 1", payload, r#"{"value":2}"#),
        ],
    );
}

#[test]
fn conditions() {
    let payload = r#"{"temp":23.5,"status":"on","ok":"true","z":null}"#;
    check_statements(
        V2016,
        &[
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE temp > 20", payload, r#"{"temp":23.5}"#),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE temp > 30", payload, "-"),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE missing > 30", payload, "-"),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE NOT missing > 30", payload, "-"),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE z", payload, "-"),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE temp", payload, "-"),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE ok", payload, r#"{"temp":23.5}"#),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE status", payload, "-"),
            (
                "§1 WHERE",
                "SELECT temp FROM 'a' WHERE status = 'on' AND temp > 20",
                payload,
                r#"{"temp":23.5}"#,
            ),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE status = 'on' AND missing", payload, "-"),
            ("§1 WHERE", "SELECT temp FROM 'a' WHERE true OR missing", payload, "-"),
            ("§1 WHERE", "SELECT temp AS t FROM 'a' WHERE t > 20", payload, "-"),
            (
                "§1 WHERE",
                "SELECT temp FROM 'a' WHERE topic(2) = 'sensors' AND isUndefined(missing)",
                payload,
                r#"{"temp":23.5}"#,
            ),
            ("§1 WHERE", "SELECT * FROM 'a' WHERE timestamp() % 12 = 11", payload, payload),
        ],
    );
}

#[test]
fn untouched_values_keep_their_text() {
    let payload = r#"{ "a" : 1.10, "b":{ "x" :1e2 , "y":[ 1.0 ,2 ], "x":3 }, "c":-0.50, "d":12345678901234567890123456789012345678901234567890 }"#;
    check_statements(
        V2016,
        &[
            ("§1 * alone", "SELECT * FROM 'a'", payload, payload),
            (
                "§1 items",
                "SELECT a, b, c, d FROM 'a'",
                payload,
                r#"{"a":1.10,"b":{"x":1e2,"y":[1.0,2],"x":3},"c":-0.50,"d":12345678901234567890123456789012345678901234567890}"#,
            ),
            (
                "§1 *",
                "SELECT *, 1 AS e FROM 'a'",
                r#"{ "a" : 1.10, "s": " x , \" y " }"#,
                r#"{"a":1.10,"s":" x , \" y ","e":1}"#,
            ),
        ],
    );
}

#[test]
fn payloads_that_are_not_json_objects() {
    check_statements(
        V2016,
        &[
            ("§5 scalar", "SELECT * FROM 'a'", "80", "80"),
            ("§5 scalar", "SELECT VALUE decode(encode(*, 'base64'), 'base64') FROM 'a'", "80", "80"),
            ("§5 scalar", "SELECT * FROM 'a' WHERE decode(encode(*, 'base64'), 'base64') > 70", "80", "80"),
            ("§5 scalar", "SELECT * FROM 'a' WHERE decode(encode(*, 'base64'), 'base64') > 90", "80", "-"),
            ("§5 field", "SELECT device_type, 1 AS one FROM 'a'", "not json", r#"{"one":1}"#),
            ("§5 field", "SELECT * FROM 'a' WHERE device_type = 'thermostat'", "not json", "-"),
            ("§5 WHERE", "SELECT * FROM 'a' WHERE timestamp() > 0", "not json", "not json"),
            (
                "§5 encode",
                "SELECT encode(*, 'base64') AS data, timestamp() AS ts FROM 'a'",
                "hi",
                r#"{"data":"aGk=","ts":1579637878451}"#,
            ),
            (
                "§5 * and items",
                "SELECT *, principal() as principal, timestamp() as time FROM 'a'",
                "not json",
                "not json",
            ),
            ("§5 * and items", "SELECT *, 1 AS one FROM 'a'", "[1]", "[1]"),
            ("§5 * AS", "SELECT * AS data FROM 'a'", "hi", r#"{"data":"aGk="}"#),
            ("§5 * AS", "SELECT * AS data FROM 'a'", "[1, 2]", r#"{"data":[1,2]}"#),
            ("§5 empty", "SELECT * FROM 'a'", "", ""),
            ("§5 empty", "SELECT *, 1 AS one FROM 'a'", "", r#"{"one":1}"#),
            ("§5 array", "SELECT VALUE get(*, 1) FROM 'a'", "[1,2]", "2"),
            ("§5 array", "SELECT a FROM 'a'", "[1,2]", "{}"),
        ],
    );
    assert_eq!(
        run(V2016, "SELECT encode(*, 'base64') AS d", b"\xff\x00").as_deref(),
        Some(r#"{"d":"/wA="}"#)
    );
}
