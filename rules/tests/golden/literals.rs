//! rules.md §1: literals, CASE, nested queries, variables.

use crate::{V2016, Whole, check_expressions, check_statements};

#[test]
fn literals_and_names() {
    check_expressions(
        V2016,
        &[
            ("§1 strings", "\"base64\"", "\"base64\""),
            ("§1 strings", "'it''s'", "\"it's\""),
            ("§1 strings", "\"a\"\"b'c\"", "\"a\\\"b'c\""),
            ("§1 literals", "NULL", "null"),
            ("§1 literals", "True", "true"),
            ("§1 literals", "1E3", "1000"),
            ("§1 literals", "1.5e-2", "0.015"),
            ("§1 literals", "[]", "[]"),
            ("§1 literals", "{}", "{}"),
            ("§1 literals", "[1, missing, 'x', null]", "[1,\"x\",null]"),
            ("§1 literals", "{'k': n, \"k2\": [s]}", "{\"k\":7,\"k2\":[\"hello\"]}"),
            ("§1 literals", "{'k': missing, 'l': 1}", "{\"l\":1}"),
            ("§1 names", "obj.b.c", "\"deep\""),
            ("§1 names", "obj.B.c", ""),
            ("§1 names", "obj.b.c.d", ""),
            ("§1 names", "arr.k", ""),
            ("§1 names", "n.x", ""),
            ("§1 names", "(obj).b.c", "\"deep\""),
            ("§1 names", "dup", "2"),
            ("§1 names", "esc", "\"a\\\"b\\u00e9\""),
            ("§1 VALUE", "obj", "{\"a\":1,\"b\":{\"c\":\"deep\"},\"key-with-hyphen\":\"red\"}"),
            ("§1 VALUE", "arr", "[10,20.5,\"x\",{\"k\":1}]"),
            ("§1 VALUE", "value", "5"),
            ("§1 VALUE", "from", "6"),
            ("§1 VALUE", "missing", ""),
        ],
    );
}

#[test]
fn case_compares_for_equality() {
    check_expressions(
        V2016,
        &[
            ("§1 CASE", "CASE n WHEN 7 THEN 'seven' ELSE 'other' END", "\"seven\""),
            ("§1 CASE", "CASE n WHEN 1 THEN 'a' WHEN 7.0 THEN 'b' WHEN 7 THEN 'c' END", "\"b\""),
            ("§1 CASE", "CASE n WHEN 1 THEN 'a' ELSE 'other' END", "\"other\""),
            ("§1 CASE", "CASE n WHEN 1 THEN 'a' END", ""),
            ("§1 CASE", "CASE missing WHEN 1 THEN 'a' ELSE 'other' END", ""),
            ("§1 CASE", "CASE z WHEN null THEN 'null' END", "\"null\""),
            ("§1 CASE", "CASE s WHEN 'hello' THEN CASE t WHEN true THEN 1 END END", "1"),
            ("§1 CASE", "CASE n > 5 WHEN true THEN 'high' ELSE 'low' END", "\"high\""),
        ],
    );
}

/// The message of the documentation's page about nested queries.
const SENSORS: &str = r#"{"e":[{"n":"temperature","u":"Cel","t":1234,"v":22.5},{"n":"light","u":"lm","t":1235,"v":135},{"n":"acidity","u":"pH","t":1235,"v":7}]}"#;

const NESTED_QUERIES: &[Whole] = &[
    (
        "§1 nested",
        "SELECT (SELECT VALUE n FROM e) as sensors FROM 'my/topic'",
        SENSORS,
        r#"{"sensors":["temperature","light","acidity"]}"#,
    ),
    (
        "§1 nested",
        "SELECT (SELECT v FROM e WHERE n = 'temperature') as temperature FROM 'my/topic'",
        SENSORS,
        r#"{"temperature":[{"v":22.5}]}"#,
    ),
    (
        "§1 nested",
        "SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as temperature FROM 'topic'",
        SENSORS,
        r#"{"temperature":22.5}"#,
    ),
    ("§1 nested", "SELECT VALUE (SELECT VALUE v FROM e WHERE v > 10) FROM 'a'", SENSORS, "[22.5,135]"),
    (
        "§1 nested",
        "SELECT VALUE (SELECT * FROM e WHERE n = 'light') FROM 'a'",
        SENSORS,
        r#"[{"n":"light","u":"lm","t":1235,"v":135}]"#,
    ),
    (
        "§1 nested",
        "SELECT VALUE (SELECT *, v * 2 AS v FROM e WHERE t = 1234) FROM 'a'",
        SENSORS,
        r#"[{"n":"temperature","u":"Cel","t":1234,"v":45}]"#,
    ),
    ("§1 nested", "SELECT VALUE (SELECT VALUE missing FROM e) FROM 'a'", SENSORS, "[]"),
    ("§1 nested", "SELECT VALUE (SELECT missing FROM e) FROM 'a'", SENSORS, "[{},{},{}]"),
    (
        "§1 nested",
        "SELECT VALUE (SELECT VALUE topic(1) + n FROM e WHERE n = 'light') FROM 'a'",
        SENSORS,
        "[\"dtlight\"]",
    ),
    ("§1 nested", "SELECT VALUE (SELECT VALUE v FROM missing) FROM 'a'", SENSORS, ""),
    (
        "§1 nested",
        "SELECT * FROM 'a' WHERE get((SELECT VALUE v FROM e WHERE n = 'light'), 0) > 100",
        r#"{"e":[{"n":"light","v":135}]}"#,
        r#"{"e":[{"n":"light","v":135}]}"#,
    ),
    (
        "§1 nested",
        "SELECT VALUE (SELECT a, b FROM o) FROM 'a'",
        r#"{"o":{"a":1,"b":2,"c":3}}"#,
        r#"{"a":1,"b":2}"#,
    ),
    ("§1 nested", "SELECT VALUE (SELECT VALUE c FROM o) FROM 'a'", r#"{"o":{"c":[1,2]}}"#, "[1,2]"),
    ("§1 nested", "SELECT VALUE (SELECT a FROM o WHERE a > 1) FROM 'a'", r#"{"o":{"a":1}}"#, ""),
    (
        "§1 nested",
        "SELECT VALUE (SELECT VALUE (SELECT VALUE x FROM ys) FROM xs) FROM 'a'",
        r#"{"xs":[{"ys":[{"x":1},{"x":2}]},{"ys":[{"x":3}]}]}"#,
        "[[1,2],[3]]",
    ),
    ("§1 nested", "SELECT (SELECT VALUE a FROM o) FROM 'a'", r#"{"o":{"a":1}}"#, r#"{"_1":1}"#),
];

#[test]
fn nested_queries() {
    check_statements(V2016, NESTED_QUERIES);
}

/// The message of the documentation's page about SET.
const DEVICE: &str = r#"{"device1":{"deviceId":"weather_sensor","deviceData":{"sensors":{"temp_fahrenheit":75,"humidity":60},"location":[47.606,-122.332]}}}"#;

#[test]
fn variables() {
    check_statements(
        V2016,
        &[
            (
                "§1 SET",
                "SET @temp_celsius = (temp_fahrenheit - 32) * 5 / 9 SELECT trunc(@temp_celsius, 2) AS celsius, humidity FROM 'device/data'",
                r#"{"temp_fahrenheit": 75, "humidity": 60}"#,
                r#"{"celsius":23.88,"humidity":60}"#,
            ),
            (
                "§1 SET",
                "SET @d = device1.deviceData.sensors SELECT @d.temp_fahrenheit AS temp_fahrenheit, @d.humidity as humidity FROM 'device/data'",
                DEVICE,
                r#"{"temp_fahrenheit":75,"humidity":60}"#,
            ),
            ("§1 SET", "SET @a = 2, @b = @a * 3 SELECT @b, @a + @b AS c FROM 'a'", "{}", r#"{"b":6,"c":8}"#),
            (
                "§1 SET",
                "SET @d = device1 SELECT @d.deviceId FROM 'a' WHERE @d.deviceData.sensors.humidity > 50",
                DEVICE,
                r#"{"deviceId":"weather_sensor"}"#,
            ),
            ("§1 SET", "SET @x = [1,2] SELECT VALUE concat(@x, @x) FROM 'a'", "{}", "[1,2,1,2]"),
            (
                "§1 SET",
                "SET @xs = xs SELECT VALUE (SELECT VALUE v + @xs.off FROM @xs.list) FROM 'a'",
                r#"{"xs":{"off":1,"list":[{"v":1},{"v":2}]}}"#,
                "[2,3]",
            ),
            (
                "§1 SET",
                "SET @p = decode(encode(*, 'base64'), 'base64') SELECT @p AS n FROM 'a' WHERE @p > 70",
                "80",
                r#"{"n":80}"#,
            ),
            ("§1 SET", "SET @m = missing SELECT @m AS m, 1 AS one FROM 'a'", "{}", r#"{"one":1}"#),
        ],
    );
}
