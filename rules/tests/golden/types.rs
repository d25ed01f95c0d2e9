//! Every function over every type of argument (rules.md §4), and the conversions over every type (§2).

use crate::{Cells, V2015, V2016, check_cells};

/// Int, Decimal, Boolean, numeric String, other String, Array, Object, Null, Undefined.
const NUMBERS: &[&str] = &["1", "0.5", "true", "'0.5'", "'x'", "[1]", "{'a':1}", "null", "missing"];

/// Numbers and numeric Strings; nothing else has a number.
#[rustfmt::skip]
const OF_NUMBERS: &[Cells] = &[
    ("§4 acos", "acos($)", "0 | 1.0471975511965979 | U | 1.0471975511965979 | U | U | U | U | U"),
    ("§4 asin", "asin($)", "1.5707963267948966 | 0.5235987755982989 | U | 0.5235987755982989 | U | U | U | U | U"),
    ("§4 atan", "atan($)", "0.7853981633974483 | 0.4636476090008061 | U | 0.4636476090008061 | U | U | U | U | U"),
    ("§4 cos", "cos($)", "0.5403023058681398 | 0.8775825618903728 | U | 0.8775825618903728 | U | U | U | U | U"),
    ("§4 cosh", "cosh($)", "1.5430806348152437 | 1.1276259652063807 | U | 1.1276259652063807 | U | U | U | U | U"),
    ("§4 sin", "sin($)", "0.8414709848078965 | 0.479425538604203 | U | 0.479425538604203 | U | U | U | U | U"),
    ("§4 sinh", "sinh($)", "1.1752011936438014 | 0.5210953054937474 | U | 0.5210953054937474 | U | U | U | U | U"),
    ("§4 tan", "tan($)", "1.5574077246549023 | 0.5463024898437905 | U | 0.5463024898437905 | U | U | U | U | U"),
    ("§4 tanh", "tanh($)", "0.7615941559557649 | 0.46211715726000974 | U | 0.46211715726000974 | U | U | U | U | U"),
    ("§4 exp", "exp($)", "2.718281828459045 | 1.6487212707001282 | U | 1.6487212707001282 | U | U | U | U | U"),
    ("§4 ln", "ln($)", "0 | -0.6931471805599453 | U | -0.6931471805599453 | U | U | U | U | U"),
    ("§4 log", "log($)", "0 | -0.3010299956639812 | U | -0.3010299956639812 | U | U | U | U | U"),
    ("§4 sqrt", "sqrt($)", "1 | 0.7071067811865476 | U | 0.7071067811865476 | U | U | U | U | U"),
    ("§4 atan2", "atan2($, 1)", "0.7853981633974483 | 0.4636476090008061 | U | 0.4636476090008061 | U | U | U | U | U"),
    ("§4 atan2", "atan2(1, $)", "0.7853981633974483 | 1.1071487177940904 | U | 1.1071487177940904 | U | U | U | U | U"),
    ("§4 power", "power($, 2)", "1 | 0.25 | U | 0.25 | U | U | U | U | U"),
    ("§4 power", "power(4, $)", "4 | 2 | U | 2 | U | U | U | U | U"),
    ("§4 abs", "abs($)", "1 | 0.5 | U | 0.5 | U | U | U | U | U"),
    ("§4 ceil", "ceil($)", "1 | 1 | U | 1 | U | U | U | U | U"),
    ("§4 floor", "floor($)", "1 | 0 | U | 0 | U | U | U | U | U"),
    ("§4 round", "round($)", "1 | 1 | U | 1 | U | U | U | U | U"),
    ("§4 sign", "sign($)", "1 | 1 | U | 1 | U | U | U | U | U"),
    ("§4 trunc", "trunc($, 0)", "1 | 0 | U | 0 | U | U | U | U | U"),
    ("§4 trunc", "trunc(2.88, $)", "2.8 | 2 | U | U | U | U | U | U | U"),
    ("§4 mod", "mod($, 2)", "1 | 0.5 | U | 0.5 | U | U | U | U | U"),
    ("§4 mod", "mod(8.25, $)", "0.25 | 0.25 | U | 0.25 | U | U | U | U | U"),
    ("§4 remainder", "remainder($, 2)", "1 | 0.5 | U | 0.5 | U | U | U | U | U"),
    ("§4 remainder", "remainder(-8, $)", "0 | 0 | U | 0 | U | U | U | U | U"),
    ("§4 bitand", "bitand($, 3)", "1 | 0 | U | 0 | U | U | U | U | U"),
    ("§4 bitand", "bitand(3, $)", "1 | 0 | U | 0 | U | U | U | U | U"),
    ("§4 bitor", "bitor($, 2)", "3 | 2 | U | 2 | U | U | U | U | U"),
    ("§4 bitor", "bitor(2, $)", "3 | 2 | U | 2 | U | U | U | U | U"),
    ("§4 bitxor", "bitxor($, 3)", "2 | 3 | U | 3 | U | U | U | U | U"),
    ("§4 bitxor", "bitxor(3, $)", "2 | 3 | U | 3 | U | U | U | U | U"),
    ("§4 bitnot", "bitnot($)", "-2 | -1 | U | -1 | U | U | U | U | U"),
    ("§4 chr", "chr($)", r#""\u0001" | "\u0000" | U | "\u0000" | U | U | U | U | U"#),
    ("§4 lpad", "lpad('a', $)", r#"" a" | "a" | U | "a" | U | U | U | U | U"#),
    ("§4 rpad", "rpad('a', $)", r#""a " | "a" | U | "a" | U | U | U | U | U"#),
    ("§4 substring", "substring('abc', $)", r#""bc" | "abc" | U | "abc" | U | U | U | U | U"#),
    ("§4 substring", "substring('abc', 0, $)", r#""a" | "" | U | "" | U | U | U | U | U"#),
    ("§4 parse_time", "parse_time('ss.SSS', $)", r#""00.001" | "00.000" | U | "00.000" | U | U | U | U | U"#),
];

/// Int, Decimal, Boolean, String, Array, Object, Null, Undefined.
const STRINGS: &[&str] = &["12", "1.5", "true", "'aB'", "[1]", "{'a':1}", "null", "missing"];

/// Everything but Null and Undefined has a String; some functions want one as it is.
#[rustfmt::skip]
const OF_STRINGS: &[Cells] = &[
    ("§4 lower", "lower($)", r#""12" | "1.5" | "true" | "ab" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§4 upper", "upper($)", r#""12" | "1.5" | "TRUE" | "AB" | "[1]" | "{\"A\":1}" | U | U"#),
    ("§4 length", "length($)", "2 | 3 | 4 | 2 | 3 | 7 | U | U"),
    ("§4 numbytes", "numbytes($)", "2 | 3 | 4 | 2 | 3 | 7 | U | U"),
    ("§4 trim", "trim($)", r#""12" | "1.5" | "true" | "aB" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§4 ltrim", "ltrim($)", r#""12" | "1.5" | "true" | "aB" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§4 rtrim", "rtrim($)", r#""12" | "1.5" | "true" | "aB" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§4 lpad", "lpad($, 1)", r#"" 12" | " 1.5" | " true" | " aB" | " [1]" | " {\"a\":1}" | U | U"#),
    ("§4 rpad", "rpad($, 1)", r#""12 " | "1.5 " | "true " | "aB " | "[1] " | "{\"a\":1} " | U | U"#),
    ("§4 startswith", "startswith($, 'a')", "false | false | false | true | false | false | U | U"),
    ("§4 startswith", "startswith('true1', $)", "false | false | true | false | false | false | U | U"),
    ("§4 endswith", "endswith($, ']')", "false | false | false | false | true | false | U | U"),
    ("§4 endswith", "endswith('x12', $)", "true | false | false | false | false | false | U | U"),
    ("§4 replace", "replace($, '1', '_')", r#""_2" | "_.5" | "true" | "aB" | "[_]" | "{\"a\":_}" | U | U"#),
    ("§4 replace", "replace('true12', $, '_')", r#""true_" | "true12" | "_12" | "true12" | "true12" | "true12" | U | U"#),
    ("§4 replace", "replace('_', '_', $)", r#""12" | "1.5" | "true" | "aB" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§4 substring", "substring($, 1)", r#""2" | ".5" | "rue" | "B" | "1]" | "\"a\":1}" | U | U"#),
    ("§4 encode", "encode($, 'base64')", r#""MTI=" | "MS41" | "dHJ1ZQ==" | "YUI=" | "WzFd" | "eyJhIjoxfQ==" | U | U"#),
    ("§4 regexp_matches", "regexp_matches($, '[0-9]')", "true | true | false | false | true | true | U | U"),
    ("§4 regexp_replace", "regexp_replace($, '[0-9]', '~')", r#""~~" | "~.~" | "true" | "aB" | "[~]" | "{\"a\":~}" | U | U"#),
    ("§4 regexp_replace", "regexp_replace('_', '_', $)", r#""12" | "1.5" | "true" | "aB" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§4 regexp_substr", "regexp_substr($, '.')", r#""1" | "1" | "t" | "a" | "[" | "{" | U | U"#),
    ("§4 md5", "md5($)", r#""c20ad4d76fe97759aa27a0c99bff6710" | "6008647277c4454cecd97d33c069f0ca" | "b326b5062b2f0e69046810717534cb09" | "081b1f3a41c98110994e1b45a4a886ee" | "35dba5d75538a9bbe0b4da4422759a0e" | "bb6cb5c68df4652941caf652a366f2d8" | U | U"#),
    ("§4 sha1", "sha1($)", r#""7b52009b64fd0a2a49e6d8a939753077792b0554" | "aa8f289ebe6d4db1b4a1038b8931ec8c2b5399fb" | "5ffe533b830f08a0326348a9160afafc8ada44db" | "0f91e9beae97414416930ea959a27870845dd508" | "f629ae44b7b3dcfed444d363e626edf411ec69a8" | "9f89c740ceb46d7418c924a78ac57941d5e96520" | U | U"#),
    ("§4 sha224", "sha224($)", r#""3c794f0c67bd561ce841fc6a5999bf0df298a0f0ae3487efda9d0ef4" | "da17749a1ba0fd254cae0c10ba2c5e4cc558aa134f1da6091761a95d" | "6aedcf1f4f9595467c7483d7f5c216be2e7027d76c03e8eac4a2c32d" | "11dbb050ca2767ecbdb72644f7786922cdafdcdeaf1e6db91cd4eeec" | "9f3751d1e009843316e4c9441ff965ff254fc8b4f6cc0e3ea20ba776" | "43a7ffef7f9908f0e2d12ad769a97a707dfd0d1112fcf9ad295de28c" | U | U"#),
    ("§4 indexof", "indexof($, 'B')", "-1 | -1 | -1 | 1 | U | -1 | U | U"),
    ("§4 indexof", "indexof('xtrue12', $)", "5 | -1 | 1 | -1 | U | -1 | U | U"),
    ("§4 isnull", "isnull($)", "false | false | false | false | false | false | true | false"),
    ("§4 isundefined", "isundefined($)", "false | false | false | false | false | false | false | true"),
    ("§4 nanvl", "nanvl($, 'd')", r#"12 | 1.5 | true | "aB" | [1] | {"a":1} | "d" | "d""#),
    ("§4 get_or_default", "get_or_default($, 'd')", r#"12 | 1.5 | true | "aB" | [1] | {"a":1} | "d" | "d""#),
    ("§4 get_or_default", "get_or_default($)", r#"12 | 1.5 | true | "aB" | [1] | {"a":1} | U | U"#),
    ("§4 concat", "concat($)", r#"12 | 1.5 | true | "aB" | [1] | {"a":1} | null | U"#),
    ("§4 concat", "concat($, '!')", r#""12!" | "1.5!" | "true!" | "aB!" | [1,"!"] | "{\"a\":1}!" | U | U"#),
    ("§4 concat", "concat($, 5)", r#"U | U | U | "aB5" | [1,5] | U | U | U"#),
    ("§4 concat", "concat([0], $)", r#"[0,12] | [0,1.5] | [0,true] | [0,"aB"] | [0,1] | [0,{"a":1}] | [0,null] | [0]"#),
    ("§4 get", "get($, 0)", r#"U | U | U | "a" | 1 | U | U | U"#),
    ("§4 get", "get($, 'a')", "U | U | U | U | U | 1 | U | U"),
    ("§4 get", "get([5, 6, 7], $)", "U | 7 | U | U | U | U | U | U"),
    ("§4 topic", "topic($)", r#"U | "sensors" | U | U | U | U | U | U"#),
    ("§4 get_mqtt_property", "get_mqtt_property($)", "U | U | U | U | U | U | U | U"),
    ("§4 get_user_properties", "get_user_properties($)", "U | U | U | U | U | U | U | U"),
    ("§4 transform", "transform('enrichArray', $, [{'b': 2}])", r#"U | U | U | U | U | [{"b":2,"a":1}] | U | U"#),
    ("§4 transform", "transform('enrichArray', {'b': 2}, $)", "U | U | U | U | [1] | U | U | U"),
    ("§4 decode", "decode($, 'base64')", "null | null | null | null | null | null | U | U"),
    ("§4 time_to_epoch", "time_to_epoch($, 'yyyy-M-d')", "U | U | U | U | U | U | U | U"),
];

/// Ints, Decimals, Booleans, Strings of all kinds, Array, Object, Null, Undefined.
const ALL: &[&str] = &[
    "5", "2.7", "-2.7", "true", "false", "'2.7'", "'-2.7'", "'true'", "'x'", "[1]", "{'a':1}", "null",
    "missing",
];

/// `cast`, which rounds down, and the standard conversions.
#[rustfmt::skip]
const CONVERSIONS: &[Cells] = &[
    ("§2 cast", "cast($ AS String)", r#""5" | "2.7" | "-2.7" | "true" | "false" | "2.7" | "-2.7" | "true" | "x" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§2 cast", "cast($ AS Nvarchar)", r#""5" | "2.7" | "-2.7" | "true" | "false" | "2.7" | "-2.7" | "true" | "x" | "[1]" | "{\"a\":1}" | U | U"#),
    ("§2 cast", "cast($ AS Int)", "5 | 2 | -3 | 1 | 0 | 2 | -3 | U | U | U | U | U | U"),
    ("§2 cast", "cast($ AS INTEGER)", "5 | 2 | -3 | 1 | 0 | 2 | -3 | U | U | U | U | U | U"),
    ("§2 cast", "cast($ AS Decimal)", "5 | 2.7 | -2.7 | 1 | 0 | 2.7 | -2.7 | U | U | U | U | U | U"),
    ("§2 cast", "cast($ AS Double)", "5 | 2.7 | -2.7 | 1 | 0 | 2.7 | -2.7 | U | U | U | U | U | U"),
    ("§2 cast", "cast($ AS Boolean)", "true | true | true | true | false | U | U | true | U | U | U | U | U"),
    ("§2 cast", "cast($ AS Bool)", "true | true | true | true | false | U | U | true | U | U | U | U | U"),
    ("§2 to Decimal", "$ * 1", "5 | 2.7 | -2.7 | U | U | 2.7 | -2.7 | U | U | U | U | U | U"),
    ("§2 to Int", "get([0,1,2,3,4,5], $)", "5 | 3 | U | U | U | 2 | U | U | U | U | U | U | U"),
    ("§2 to Boolean", "$ AND true", "U | U | U | true | false | U | U | true | U | U | U | U | U"),
    ("§2 to String", "'' + $", r#""5" | "2.7" | "-2.7" | "true" | "false" | "2.7" | "-2.7" | "true" | "x" | "[1]" | "{\"a\":1}" | U | U"#),
];

/// Fields of the payload.
const FIELDS: &[&str] = &["whole", "temp", "n", "s", "num", "t", "yes", "z", "missing"];

/// A whole Decimal of the payload stays a Decimal.
#[rustfmt::skip]
const IN_2015: &[Cells] = &[
    ("§2 cast", "cast($ AS String)", r#""10.0" | "23.5" | "7" | "hello" | "42" | "true" | "TRUE" | U | U"#),
    ("§2 cast", "cast($ AS Int)", "10 | 23 | 7 | U | 42 | 1 | U | U | U"),
    ("§2 cast", "cast($ AS Double)", "10.0 | 23.5 | 7 | U | 42 | 1.0 | U | U | U"),
    ("§2 to Decimal", "$ * 1", "10.0 | 23.5 | 7 | U | 42 | U | U | U | U"),
    ("§2 to String", "$ + ''", r#""10.0" | "23.5" | "7" | "hello" | "42" | "true" | "TRUE" | U | U"#),
    ("§2 to Boolean", "$ OR false", "U | U | U | U | U | true | true | U | U"),
    ("§4 sqrt", "sqrt($ + 6)", "4.0 | 5.431390245600108 | 3.605551275463989 | U | 20.639767440550294 | U | U | U | U"),
    ("§4 floor", "floor($)", "10 | 23 | 7 | U | 42 | U | U | U | U"),
    ("§4 abs", "abs($)", "10.0 | 23.5 | 7 | U | 42 | U | U | U | U"),
    ("§4 upper", "upper($)", r#""10.0" | "23.5" | "7" | "HELLO" | "42" | "TRUE" | "TRUE" | U | U"#),
];

#[test]
fn functions_over_every_type() {
    check_cells(V2016, NUMBERS, OF_NUMBERS);
    check_cells(V2016, STRINGS, OF_STRINGS);
}

#[test]
fn conversions_over_every_type() {
    check_cells(V2016, ALL, CONVERSIONS);
    check_cells(V2015, FIELDS, IN_2015);
}
