//! rules.md §4: hashes, regular expressions and dates.

use crate::{Expression, V2015, V2016, check_expressions, check_statements};

const HASHES: &[Expression] = &[
    ("§4 md2", "md2('hello')", "\"a9046c73e00331af68917d3804f70655\""),
    ("§4 md2", "md2('')", "\"8350e5a3e24c153df2275c9f80692773\""),
    ("§4 md2", "md2(z)", ""),
    ("§4 md2", "md2(missing)", ""),
    ("§4 md5", "md5('hello')", "\"5d41402abc4b2a76b9719d911017c592\""),
    ("§4 md5", "md5(s)", "\"5d41402abc4b2a76b9719d911017c592\""),
    ("§4 md5", "md5('')", "\"d41d8cd98f00b204e9800998ecf8427e\""),
    ("§4 sha1", "sha1('hello')", "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\""),
    ("§4 sha224", "sha224('hello')", "\"ea09ae9cc6768c50fcee903ed054556e5bfc8347907f12598aa24193\""),
    ("§4 sha256", "sha256('hello')", "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\""),
    (
        "§4 sha384",
        "sha384('hello')",
        "\"59e1748777448c69de6b800d7a33bbfb9ff1b463e44354c3553bcdb9c666fa90125a3c79f90397bdf5f6a13de828684f\"",
    ),
    (
        "§4 sha512",
        "sha512('hello')",
        "\"9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043\"",
    ),
    ("§4 sha256", "sha256(null)", ""),
    ("§4 sha512", "length(sha512(obj))", "128"),
];

const REGULAR: &[Expression] = &[
    ("§4 regexp_matches", "regexp_matches('aaaa', 'a{2,}')", "true"),
    ("§4 regexp_matches", "regexp_matches('aaaa', 'b')", "false"),
    ("§4 regexp_matches", "regexp_matches('xaay', 'a')", "true"),
    ("§4 regexp_matches", "regexp_matches('xaay', '^a')", "false"),
    ("§4 regexp_matches", "regexp_matches(n, 7)", "true"),
    ("§4 regexp_matches", "regexp_matches('x', '')", "true"),
    ("§4 regexp_matches", "regexp_matches(s, concat('h', '.*', s))", "false"),
    ("§4 regexp_matches", "regexp_matches(s, s)", "true"),
    // The guide's "invalid regex": Undefined when it comes with the message.
    ("§4 regexp_matches", "regexp_matches('x', s + '(')", ""),
    ("§4 regexp_matches", "regexp_matches('x', s + '(?=x)')", ""),
    ("§4 regexp_matches", "regexp_matches('x', z)", ""),
    ("§4 regexp_matches", "regexp_matches('x', obj)", ""),
    ("§4 regexp_matches", "regexp_matches('xtruex', t)", "true"),
    ("§4 regexp_replace", "regexp_replace('abcd', 'bc', 'x')", "\"axd\""),
    ("§4 regexp_replace", "regexp_replace(\"abcd\",\"b(.*)d\",\"$1\")", "\"ac\""),
    ("§4 regexp_replace", "regexp_replace('a1b22', '[0-9]+', '<$0>')", "\"a<1>b<22>\""),
    (
        "§4 regexp_replace",
        "regexp_replace('John Smith', '(?<f>\\w+) (?<l>\\w+)', '${l}, ${f}')",
        "\"Smith, John\"",
    ),
    ("§4 regexp_replace", "regexp_replace('a.b', '\\.', '\\$')", "\"a$b\""),
    ("§4 regexp_replace", "regexp_replace('abc', 'x*', '-')", "\"-a-b-c-\""),
    ("§4 regexp_replace", "regexp_replace('aXbX', s, '')", "\"aXbX\""),
    ("§4 regexp_replace", "regexp_replace(s, 'l', s)", "\"hehellohelloo\""),
    ("§4 regexp_replace", "regexp_replace('a', 'a', s + '$1')", ""),
    ("§4 regexp_replace", "regexp_replace('a', s + '[', 'x')", ""),
    ("§4 regexp_replace", "regexp_replace('a', 'a', missing)", ""),
    ("§4 regexp_substr", "regexp_substr(\"hihihello\",\"hi\")", "\"hi\""),
    ("§4 regexp_substr", "regexp_substr(\"hihihello\",\"(hi)*\")", "\"hihi\""),
    ("§4 regexp_substr", "regexp_substr('abc', 'x')", ""),
    ("§4 regexp_substr", "regexp_substr(topic(), '[^/]+$')", "\"temp\""),
    ("§4 regexp_substr", "regexp_substr(s, s)", "\"hello\""),
    ("§4 regexp_substr", "regexp_substr(s, missing)", ""),
];

const TIMES: &[Expression] = &[
    (
        "§4 parse_time",
        "parse_time(\"yyyy.MM.dd G 'at' HH:mm:ss z\", 100000000, 'America/Belize')",
        "\"1970.01.01 AD at 21:46:40 CST\"",
    ),
    ("§4 parse_time", "parse_time('yyyy-MM-dd', 1)", "\"1970-01-01\""),
    ("§4 parse_time", "parse_time(\"yyyy-MM-dd'T'HH:mm:ss'Z'\", timestamp())", "\"2020-01-21T20:17:58Z\""),
    (
        "§4 parse_time",
        "parse_time(\"yyyy-MM-dd'T'HH:mm:ssZZ\", timestamp(), 'America/Sao_Paulo')",
        "\"2020-01-21T17:17:58-03:00\"",
    ),
    ("§4 parse_time", "parse_time(\"EEE, d MMM yyyy h:mm a\", timestamp())", "\"Tue, 21 Jan 2020 8:17 PM\""),
    ("§4 parse_time", "parse_time('z', timestamp())", "\"UTC\""),
    ("§4 parse_time", "parse_time('HH:mm z', timestamp(), 'Europe/Berlin')", "\"21:17 CET\""),
    ("§4 parse_time", "parse_time('HH', 3600000.9)", "\"01\""),
    ("§4 parse_time", "parse_time('HH', '3600000')", "\"01\""),
    ("§4 parse_time", "parse_time('HH', s)", ""),
    ("§4 parse_time", "parse_time('HH', z)", ""),
    ("§4 parse_time", "parse_time('HH', 0, s)", ""),
    ("§4 parse_time", "parse_time('HH', 0, z)", ""),
    ("§4 parse_time", "parse_time(s + \"'\", 0)", ""),
    ("§4 parse_time", "parse_time(n, 0)", ""),
    ("§4 parse_time", "parse_time('yyyy', 99999999999999999)", ""),
    ("§4 parse_time", "parse_time('yyyy', -62135596800000)", "\"0001\""),
    ("§4 time_to_epoch", "time_to_epoch('18 December 2015', 'dd MMMM yyyy')", "1450396800000"),
    (
        "§4 time_to_epoch",
        "time_to_epoch('2020-04-03 09:45:18 UTC+01:00', 'yyyy-MM-dd HH:mm:ss VV')",
        "1585903518000",
    ),
    (
        "§4 time_to_epoch",
        "time_to_epoch('2007-12-03 10:15:30.592 America/Los_Angeles', 'yyyy-MM-dd HH:mm:ss.SSS z')",
        "1196705730592",
    ),
    (
        "§4 time_to_epoch",
        "time_to_epoch('2020-01-21T20:17:58Z', \"yyyy-MM-dd'T'HH:mm:ssX\")",
        "1579637878000",
    ),
    ("§4 time_to_epoch", "time_to_epoch('18 december 2015', 'dd MMMM yyyy')", ""),
    ("§4 time_to_epoch", "time_to_epoch('2015', 'dd MMMM yyyy')", ""),
    ("§4 time_to_epoch", "time_to_epoch(20151218, 'yyyyMMdd')", ""),
    ("§4 time_to_epoch", "time_to_epoch('20151218', 'yyyyMMdd')", "1450396800000"),
    ("§4 time_to_epoch", "time_to_epoch('20151218', concat('yyyy', 'MM', 'dd'))", "1450396800000"),
    ("§4 time_to_epoch", "time_to_epoch('20151218', s)", ""),
    ("§4 time_to_epoch", "time_to_epoch(z, 'yyyyMMdd')", ""),
    (
        "§4 time_to_epoch",
        "time_to_epoch(parse_time(\"yyyy-MM-dd HH:mm:ss.SSS\", timestamp()), 'yyyy-MM-dd HH:mm:ss.SSS')",
        "1579637878451",
    ),
];

#[test]
fn hashes() {
    check_expressions(V2016, HASHES);
    let in_every_version: Vec<_> = HASHES.iter().filter(|row| !row.1.contains("length")).copied().collect();
    check_expressions(V2015, &in_every_version);
}

#[test]
fn regular_expressions() {
    check_expressions(V2016, REGULAR);
    check_expressions(V2015, REGULAR);
}

#[test]
fn dates() {
    check_expressions(V2016, TIMES);
}

#[test]
fn patterns_in_whole_statements() {
    let payload = r#"{"id":"lamp-17","name":"ÄRGER","at":"2020-01-21","tz":"Asia/Tokyo","p":"[a-z]+"}"#;
    check_statements(
        V2016,
        &[
            (
                "§4 regexp_matches",
                "SELECT id FROM 'a' WHERE regexp_matches(id, '^lamp-\\d+$')",
                payload,
                r#"{"id":"lamp-17"}"#,
            ),
            ("§4 regexp_matches", "SELECT id FROM 'a' WHERE regexp_matches(id, '^fan')", payload, "-"),
            (
                "§4 regexp_substr",
                "SELECT regexp_substr(id, p) AS kind FROM 'a'",
                payload,
                r#"{"kind":"lamp"}"#,
            ),
            (
                "§4 regexp_replace",
                "SELECT regexp_replace(id, '(\\w+)-(\\d+)', '$2/$1') AS path FROM 'a'",
                payload,
                r#"{"path":"17/lamp"}"#,
            ),
            (
                "§4 parse_time",
                "SELECT parse_time('HH:mm Z', time_to_epoch(at, 'yyyy-MM-dd'), tz) AS t FROM 'a'",
                payload,
                r#"{"t":"09:00 +0900"}"#,
            ),
            (
                "§1 nested",
                "SELECT (SELECT VALUE regexp_replace(v, '[^0-9.]', '') FROM l) AS l FROM 'a'",
                r#"{"l":[{"v":"21.5 °C"},{"v":"7 %"},{"v":null}]}"#,
                r#"{"l":["21.5","7"]}"#,
            ),
        ],
    );
}
