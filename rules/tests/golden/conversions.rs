//! rules.md §2.

use crate::{V2015, V2016, Whole, check_expressions, check_statements};

#[test]
fn casts() {
    check_expressions(
        V2016,
        &[
            ("§2 cast", "cast(5 as String)", "\"5\""),
            ("§2 cast", "cast(temp as nvarchar)", "\"23.5\""),
            ("§2 cast", "cast(temp as TEXT)", "\"23.5\""),
            ("§2 cast", "cast(true as ntext)", "\"true\""),
            ("§2 cast", "cast(s as varchar)", "\"hello\""),
            ("§2 cast", "cast(arr as string)", "\"[10,20.5,\\\"x\\\",{\\\"k\\\":1}]\""),
            ("§2 cast", "cast(null as string)", ""),
            ("§2 cast", "cast(missing as string)", ""),
            ("§2 cast", "cast(whole as string)", "\"10\""),
            ("§2 cast", "cast(5.9 as Int)", "5"),
            ("§2 cast", "cast(-5.1 as integer)", "-6"),
            ("§2 cast", "cast('5.9' as int)", "5"),
            ("§2 cast", "cast('-2.5' as int)", "-3"),
            ("§2 cast", "cast('x' as int)", ""),
            ("§2 cast", "cast(true as int)", "1"),
            ("§2 cast", "cast(false as int)", "0"),
            ("§2 cast", "cast(null as int)", ""),
            ("§2 cast", "cast(arr as int)", ""),
            ("§2 cast", "cast('1.50' as decimal)", "1.5"),
            ("§2 cast", "cast(true as decimal)", "1"),
            ("§2 cast", "cast(whole as decimal)", "10"),
            ("§2 cast", "cast('0.1' as double)", "0.1"),
            ("§2 cast", "cast('1234567890.12345678901234567890' as double)", "1234567890.1234567"),
            ("§2 cast", "cast(0 as bool)", "false"),
            ("§2 cast", "cast(-0.5 as boolean)", "true"),
            ("§2 cast", "cast('TRUE' as boolean)", "true"),
            ("§2 cast", "cast('yes' as boolean)", ""),
            ("§2 cast", "cast(null as boolean)", ""),
        ],
    );
}

#[test]
fn strings_convert_to_numbers_by_the_regular_expression() {
    check_expressions(
        V2016,
        &[
            ("§2 string", "'5' * 1", "5"),
            ("§2 string", "'-5.25' * 1", "-5.25"),
            ("§2 string", "'1e3' * 1", "1000"),
            ("§2 string", "'1E-3' * 1", "0.001"),
            ("§2 string", "'007' * 1", "7"),
            ("§2 string", "'+5' * 1", ""),
            ("§2 string", "' 5' * 1", ""),
            ("§2 string", "'5 ' * 1", ""),
            ("§2 string", "'.5' * 1", ""),
            ("§2 string", "'5.' * 1", ""),
            ("§2 string", "'1e+5' * 1", ""),
            ("§2 string", "'' * 1", ""),
            ("§2 string", "'0x10' * 1", ""),
            ("§2 string", "'٣' * 1", ""),
        ],
    );
}

#[test]
fn texts_of_values() {
    check_expressions(
        V2016,
        &[
            ("§2 to String", "concat('', whole)", "\"10\""),
            ("§2 to String", "concat('', 0.0000001)", "\"1E-7\""),
            ("§2 to String", "concat('', 0.000001)", "\"0.000001\""),
            ("§2 to String", "concat('', big)", "\"123456789012345678901234567890\""),
            ("§2 to String", "concat('', t)", "\"true\""),
            (
                "§2 to String",
                "concat('', obj)",
                "\"{\\\"a\\\":1,\\\"b\\\":{\\\"c\\\":\\\"deep\\\"},\\\"key-with-hyphen\\\":\\\"red\\\"}\"",
            ),
            ("§2 to String", "concat('', z)", ""),
            ("§2 to String", "concat('', esc)", "\"a\\\"bé\""),
        ],
    );
}

#[test]
fn numbers_have_34_digits() {
    check_expressions(
        V2016,
        &[
            ("§2 Int", "9999999999999999999999999999999999 + 0", "9999999999999999999999999999999999"),
            ("§2 Int", "9999999999999999999999999999999999 + 1", "1E+34"),
            ("§2 Decimal", "1 / 3", "0.3333333333333333333333333333333333"),
            ("§2 Decimal", "2 / 3", "0.6666666666666666666666666666666667"),
            ("§2 Decimal", "1E-30 + 1", "1.000000000000000000000000000001"),
            ("§2 Decimal", "9.99E999 * 1", "9.99E+999"),
            ("§2 Decimal", "9.99E999 * 10", ""),
            ("§2 Decimal", "1E-999 * 1", "1E-999"),
            ("§2 Decimal", "1E-999 / 10", ""),
        ],
    );
}

#[test]
fn whole_decimals_are_ints_from_2016_on() {
    check_expressions(
        V2016,
        &[
            ("§2 2016", "whole", "10"),
            ("§2 2016", "whole + 0", "10"),
            ("§2 2016", "2.5 * 2", "5"),
            ("§2 2016", "1.10 + 1", "2.1"),
            ("§2 2016", "10.0", "10"),
            ("§2 2016", "sqrt(9)", "3"),
            ("§2 2016", "temp", "23.5"),
            ("§2 2016", "big", "123456789012345678901234567890"),
        ],
    );
    check_expressions(
        V2015,
        &[
            ("§2 2015", "whole", "10.0"),
            ("§2 2015", "whole + 0", "10.0"),
            ("§2 2015", "2.5 * 2", "5.0"),
            ("§2 2015", "1.10 + 1", "2.10"),
            ("§2 2015", "10.0", "10.0"),
            ("§2 2015", "sqrt(9)", "3.0"),
            ("§2 2015", "power(2,5)", "32.0"),
            ("§2 2015", "cast(5 as double)", "5"),
            ("§2 2015", "cast('7' as double)", "7"),
            ("§2 2015", "cast('7.0' as double)", "7.0"),
            ("§2 2015", "cast(7.50 as double)", "7.5"),
            ("§2 2015", "cast(true as double)", "1.0"),
            ("§2 2015", "cast(-100000000000000000000 as double)", "-100000000000000000000"),
            ("§2 2015", "cast(12345678901234567890 as double)", "1.23456789012345670E+19"),
            ("§2 2015", "cast(5 as double) / 2", "2.5"),
            ("§2 2015", "concat('', whole)", "\"10.0\""),
            ("§2 2015", "10 / 5", "2"),
            ("§2 2015", "10.0 / 4", "2.5"),
            ("§2 2015", "sql_version()", "\"2015-10-08\""),
        ],
    );
}

/// As Python writes JSON, with blanks and escapes that need not be.
const ESCAPED: &str =
    r#"{ "u": ["\u00e9\/", 10.0, 1e2, 1.50, -0, null, true], "o": {"\u0061\u00df": "\t\"", "b": [ ]} }"#;

const WRITTEN_ANEW: &[Whole] = &[
    ("§2 to String", "SELECT VALUE upper(get(u, 0)) FROM 'a'", ESCAPED, r#""É/""#),
    ("§2 to String", "SELECT VALUE upper(u) FROM 'a'", ESCAPED, r#""[\"É/\",10,100,1.50,0,NULL,TRUE]""#),
    (
        "§2 to String",
        "SELECT VALUE cast(u AS String) FROM 'a'",
        ESCAPED,
        r#""[\"é/\",10,100,1.50,0,null,true]""#,
    ),
    ("§2 to String", "SELECT VALUE length(u) FROM 'a'", ESCAPED, "30"),
    ("§2 to String", "SELECT VALUE 'x' + o FROM 'a'", ESCAPED, r#""x{\"aß\":\"\\t\\\"\",\"b\":[]}""#),
    ("§2 to String", "SELECT VALUE regexp_matches(u, 'é/') FROM 'a'", ESCAPED, "true"),
    ("§2 to String", "SELECT VALUE startswith(o, '{\"aß') FROM 'a'", ESCAPED, "true"),
    (
        "§2 to String",
        "SELECT VALUE replace([u], '/', '') FROM 'a'",
        ESCAPED,
        r#""[[\"é\",10,100,1.50,0,null,true]]""#,
    ),
    (
        "§2 to String",
        "SELECT VALUE decode(encode(o, 'base64'), 'base64') FROM 'a'",
        ESCAPED,
        r#"{"aß":"\t\"","b":[]}"#,
    ),
    (
        "§2 to String",
        "SELECT VALUE md5(u) = md5('[\"é/\",10,100,1.50,0,null,true]') FROM 'a'",
        ESCAPED,
        "true",
    ),
    // What has no value alone has none inside.
    ("§2 to String", "SELECT VALUE '' + l FROM 'a'", r#"{"l":[1e2000,1]}"#, r#""[1]""#),
    (
        "§2 to String",
        "SELECT VALUE '' + o FROM 'a'",
        r#"{"o":{"h":1e-1000,"l":[1e2000,1]}}"#,
        r#""{\"l\":[1]}""#,
    ),
    // Passed on they keep their text.
    (
        "§1 items",
        "SELECT u, o, [u] AS l FROM 'a'",
        ESCAPED,
        r#"{"u":["\u00e9\/",10.0,1e2,1.50,-0,null,true],"o":{"\u0061\u00df":"\t\"","b":[]},"l":[["\u00e9\/",10.0,1e2,1.50,-0,null,true]]}"#,
    ),
];

#[test]
fn arrays_and_objects_become_strings_whatever_the_device_escapes() {
    check_statements(V2016, WRITTEN_ANEW);
    check_statements(
        V2015,
        &[
            (
                "§2 to String",
                "SELECT VALUE upper(u) FROM 'a'",
                ESCAPED,
                r#""[\"É/\",10.0,1E+2,1.50,0,NULL,TRUE]""#,
            ),
            (
                "§2 to String",
                "SELECT VALUE cast(o AS String) FROM 'a'",
                ESCAPED,
                r#""{\"aß\":\"\\t\\\"\",\"b\":[]}""#,
            ),
        ],
    );
}

#[test]
fn numbers_beyond_the_range_are_undefined() {
    let payload = r#"{"h":1e2000,"s":-1.5E-1200,"l":[1e1000],"o":{"h":10e999},"e":9.99e999,"z":0e5000}"#;
    let rows: &[Whole] = &[
        ("§2 range", "SELECT h, s, e, o.h AS oh, get(l, 0) AS l0 FROM 'a'", payload, r#"{"e":9.99e999}"#),
        ("§2 range", "SELECT nanvl(h, 3) AS n FROM 'a'", payload, r#"{"n":3}"#),
        ("§2 range", "SELECT 1 AS x FROM 'a' WHERE h IS NULL", payload, r#"{"x":1}"#),
        ("§2 range", "SELECT h AS x FROM 'a' WHERE h = h", payload, "-"),
        ("§2 range", "SELECT VALUE concat(h, '') FROM 'a'", payload, ""),
        // Passed on as a whole they stay.
        ("§2 range", "SELECT o, l FROM 'a'", payload, r#"{"o":{"h":10e999},"l":[1e1000]}"#),
        ("§2 range", "SELECT *, 1 AS x FROM 'a'", r#"{"h":1e2000}"#, r#"{"h":1e2000,"x":1}"#),
    ];
    check_statements(V2016, rows);
    check_statements(V2015, rows);
    let undefined = ("§2 range", "SELECT VALUE isUndefined(h) FROM 'a'", payload, "true");
    let zero = ("§2 range", "SELECT z FROM 'a'", payload, r#"{"z":0}"#);
    let decoded =
        ("§2 range", "SELECT VALUE o = decode(encode(o, 'base64'), 'base64') FROM 'a'", payload, "true");
    check_statements(V2016, &[undefined, zero, decoded]);
    for (digits, fits) in [(1000, true), (1001, false)] {
        for number in
            ["9".repeat(digits), format!("{}.5", "9".repeat(digits)), format!("-{}e0", "1".repeat(digits))]
        {
            // Rounded to 34 digits a thousand nines are beyond the range.
            let fits = fits && !number.starts_with('9');
            for version in [V2016, V2015] {
                let found =
                    crate::run(version, "SELECT n FROM 'a'", format!("{{\"n\":{number}}}").as_bytes());
                let expected = if fits { format!("{{\"n\":{number}}}") } else { "{}".to_owned() };
                assert!(found.as_ref() == Some(&expected), "{digits} {version:?} {found:?}");
            }
        }
    }
}

#[test]
fn zero_has_no_sign() {
    let payload = r#"{"i":-0,"d":-0.0,"e":-0e3,"n":-0.5,"l":[-0]}"#;
    check_statements(
        V2016,
        &[
            ("§2 Int", "SELECT i, d, e, n FROM 'a'", payload, r#"{"i":0,"d":0,"e":0,"n":-0.5}"#),
            ("§2 Int", "SELECT VALUE concat(i, d, e, '') FROM 'a'", payload, "\"000\""),
            ("§2 Int", "SELECT l, get(l, 0) AS z FROM 'a'", payload, r#"{"l":[-0],"z":0}"#),
            ("§1 * alone", "SELECT * FROM 'a'", payload, payload),
        ],
    );
    check_statements(V2015, &[("§2 Int", "SELECT i, d, n FROM 'a'", payload, r#"{"i":0,"d":0.0,"n":-0.5}"#)]);
}
