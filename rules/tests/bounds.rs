//! Statements and payloads that try to take for ever: time is bounded, and so is the stack.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::time::{Duration, Instant};

use base::UnixMillis;
use rules::message::{Message, Origin};
use rules::sql::{SqlVersion, Statement};

/// What the SQL and the payload are filled to, bytes: the most that a statement may have.
const SIZE: usize = 64 << 10;

/// Far more than any of them takes alone on a machine: about a second.
const TIME_MAX: Duration = Duration::from_secs(10);

/// Repeats a part between two ends as often as fits.
fn filled(front: &str, part: &str, back: &str) -> String {
    let times = SIZE.saturating_sub(front.len() + back.len()) / part.len();
    [front, &part.repeat(times), back].concat()
}

/// Compiles and evaluates on the stack of a worker, and says how long it took.
fn time_of(sql: &str, payload: &[u8]) -> Duration {
    let work = || {
        let began = Instant::now();
        for version in [SqlVersion::V2016_03_23, SqlVersion::V2015_10_08] {
            let Ok(statement) = Statement::compile(sql, version) else { continue };
            let random = || 7;
            let origin = Origin::of_nobody("a/b", "123456789012".parse().unwrap(), UnixMillis(1000), &random);
            let _ = statement.evaluate(&Message::new(payload, origin));
        }
        began.elapsed()
    };
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(2 << 20);
        builder.spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

/// Name, statement, payload.
type Attack = (&'static str, String, String);

/// A statement with as many conditions of that kind as fit.
fn where_all(part: &str) -> String {
    filled("SELECT 1 WHERE true", part, "")
}

fn list() -> String {
    filled(r#"{"a":"x","l":["#, "1,", "1]}")
}

fn numbers() -> String {
    filled(r#"{"a":"#, "9", "}")
}

fn text() -> String {
    filled(r#"{"b":"aaaaaaaab","a":""#, "a", "\"}")
}

fn objects() -> String {
    filled(r#"{"l":["#, r#"{"k":1,"v":"x"},"#, "1]}")
}

/// Many keys, and `a` as the last.
fn keys() -> String {
    let keys: String = (0..SIZE / 12).map(|key| format!("\"k{key}\":1,")).collect();
    format!("{{{keys}\"a\":1}}")
}

/// Letters without an order.
fn ab() -> String {
    let mut state = 1u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if state >> 31 == 0 { 'a' } else { 'b' }
    };
    (0..SIZE - 100).map(letter).collect()
}

fn deep() -> String {
    format!("{}1{}", r#"{"a":"#.repeat(120), "}".repeat(120))
}

fn empty() -> String {
    "{}".to_owned()
}

/// Brackets and what looks like them.
fn nesting() -> Vec<Attack> {
    vec![
        ("deep brackets", filled("SELECT ", "(", ""), empty()),
        ("deep brackets that close", format!("SELECT {}a{}", "(".repeat(63), ")".repeat(63)), deep()),
        ("deep objects", filled("SELECT ", "{'a':", ""), empty()),
        ("deep calls", format!("SELECT {}a{}", "abs(".repeat(62), ")".repeat(62)), deep()),
        ("deep queries", format!("SELECT {}a{}", "(SELECT ".repeat(30), " FROM a)".repeat(30)), deep()),
        ("a long path", filled("SELECT a", ".a", " FROM 'a'"), deep()),
        ("many minus signs", filled("SELECT ", "- ", "1"), empty()),
        ("a huge exponent", filled("SELECT 1e", "9", ""), empty()),
        ("a huge number", filled("SELECT ", "9", "%7"), empty()),
        ("a long string", filled("SELECT '", "''", "'"), empty()),
        ("strings without an end", filled("SELECT ", "'a\"", ""), empty()),
    ]
}

/// Statements that are long.
fn length() -> Vec<Attack> {
    vec![
        ("a long sum", filled("SELECT a", "+a", " FROM 'a'"), numbers()),
        ("a long sum of texts", filled("SELECT a", "+a", " FROM 'a'"), text()),
        ("a long product", filled("SELECT a", "*9", " FROM 'a'"), numbers()),
        ("many comparisons", where_all(" AND a = a"), list()),
        ("many comparisons of arrays", where_all(" AND l=l"), list()),
        ("many comparisons of objects", where_all(" AND o=o"), format!("{{\"o\":{}}}", keys())),
        ("many members", filled("SELECT a", ",a", ""), keys()),
        (
            "many items",
            (0..SIZE / 16).fold("SELECT 1".to_owned(), |sql, i| sql + &format!(",a AS n{i}")),
            keys(),
        ),
        ("many dotted aliases", filled("SELECT 1", ",a AS b.c.d.e", ""), keys()),
        ("stars", filled("SELECT *", ",*", ""), keys()),
        ("IN with many items", filled("SELECT (SELECT VALUE 0 IN (1", ",1", ") FROM l)"), list()),
        ("CASE", filled("SELECT CASE a ", "WHEN a+1 THEN 1 ", "END"), numbers()),
        ("concat of arrays", filled("SELECT VALUE concat(l", ",l", ")"), list()),
        ("substring", where_all(" OR substring(a,60000)='x'"), text()),
        ("get of a long array", filled("SELECT get(l,30000)", "+get(l,30000)", ""), objects()),
    ]
}

/// Statements that do something again and again, or make much of little.
fn repetition() -> Vec<Attack> {
    vec![
        ("queries in queries", "SELECT (SELECT VALUE (SELECT VALUE (SELECT VALUE 1 FROM l) FROM l) FROM l)".to_owned(), list()),
        (
            "queries over a variable in queries",
            "SET @l = l SELECT (SELECT VALUE (SELECT VALUE (SELECT VALUE 1 FROM @l WHERE false) FROM @l WHERE false) FROM @l)".to_owned(),
            list(),
        ),
        (
            "a large text in every element",
            filled("SET @a = a SELECT (SELECT VALUE length(@a)", "+length(@a)", " FROM l)"),
            list().replace("\"x\"", &format!("\"{}\"", "x".repeat(30_000))),
        ),
        (
            "a large number in every element",
            filled("SET @a = a SELECT (SELECT VALUE @a", "+@a", " FROM l)"),
            list().replace("\"x\"", &"9".repeat(30_000)),
        ),
        ("transform of transform", format!("SELECT VALUE {}l{}", "transform('enrichArray',{'b':l},".repeat(20), ")".repeat(20)), objects()),
        ("replace", "SELECT replace(replace(a, 'a', a), 'a', a)".to_owned(), text()),
        ("replace by nothing", filled("SELECT VALUE a", "+replace(a,'','aa')", ""), text()),
        ("constants that grow", filled("SELECT 1", ",replace(rpad('',1000),' ',rpad('',1000))", ""), empty()),
        ("constants in brackets", filled(&format!("SELECT {}1", "[".repeat(60)), ",1", &"]".repeat(60)), empty()),
        ("an array as text", where_all(" OR length(l)=1"), list()),
        ("an array without a text", where_all(" OR length(l)=1"), list().replace("1,", "1e-1000,")),
        ("objects as text in every element", "SET @l = l SELECT (SELECT VALUE length(@l) FROM l)".to_owned(), objects()),
        ("casts in every element", "SET @l = l SELECT (SELECT VALUE cast(@l AS String) FROM l)".to_owned(), objects()),
        ("encode and decode", format!("SELECT VALUE {}*{}", "decode(encode(".repeat(15), ",'base64'),'base64')".repeat(15)), list()),
    ]
}

/// Searches and hashes.
fn patterns() -> Vec<Attack> {
    vec![
        ("md2", where_all(" OR md2(a)='x'"), text()),
        ("sha512", where_all(" OR sha512(a)='x'"), text()),
        ("LIKE", where_all(" OR a LIKE '%a%a%a%a%a%ab'"), text()),
        ("LIKE of itself", where_all(" OR a LIKE concat('%',a,'b')"), text()),
        ("a regular expression", "SELECT regexp_matches(a, '(a*)*b')".to_owned(), text()),
        (
            "a long regular expression",
            format!("SELECT regexp_matches(a, '{}c')", "(a|b)*".repeat(300)),
            text(),
        ),
        ("a large regular expression", "SELECT regexp_matches(a, '((a{0,40}){0,40})b')".to_owned(), text()),
        ("many regular expressions", where_all(" OR regexp_matches(a,'\\p{L}{3}x')"), text()),
        ("a regular expression of the message", where_all(" OR regexp_matches(a,a)"), text()),
        (
            "regular expressions of the message",
            "SELECT (SELECT VALUE regexp_matches(a, concat(k, rand())) FROM l)".to_owned(),
            objects(),
        ),
        (
            "searches that look far ahead",
            "SELECT regexp_replace(a, '.*[^A-Z]|[A-Z]', 'x')".to_owned(),
            text().to_ascii_uppercase().replace("\"A\":", "\"a\":"),
        ),
        (
            "searches that look far ahead with too many states",
            "SELECT regexp_replace(a, '[ab]*a[ab]{20}c|[ab]', 'x')".to_owned(),
            format!("{{\"a\":\"{}\"}}", ab()),
        ),
        (
            "the same over and over",
            format!("SELECT VALUE ''{}", "+regexp_replace(a, '[ab]*a[ab]{20}c|[ab]', 'x')".repeat(90)),
            format!("{{\"a\":\"{}\"}}", &ab()[..2000]),
        ),
        ("empty matches", "SELECT regexp_replace(a, '', a)".to_owned(), text()),
        (
            "many replacements",
            format!("SELECT 1 WHERE true{}", " OR regexp_replace(a,'a+?','$0$0')='x'".repeat(90)),
            text(),
        ),
        (
            "a long date",
            format!("SELECT 1 WHERE true{}", " OR time_to_epoch(a,'yyyy-MM-dd')=1".repeat(90)),
            numbers(),
        ),
        ("a long date's pattern", where_all(" OR parse_time(a,0)='x'"), text().replace('a', "S")),
    ]
}

/// The same looked at again and again.
fn looks() -> Vec<Attack> {
    let keys_and_list = || format!("{{\"o\":{},\"l\":[{}0]}}", keys(), "0,".repeat(20_000));
    let lists = || format!("{{\"o\":{{\"a\":[{}0]}},\"l\":[{}0]}}", "0,".repeat(25_000), "0,".repeat(25_000));
    vec![
        (
            "names that are missing in every element",
            filled(
                "SET @o = o SELECT (SELECT VALUE 1 FROM l WHERE isNull((SELECT VALUE 1 FROM @o WHERE isNull(x)",
                " OR isNull(x)",
                "))) AS y FROM 'a'",
            ),
            keys_and_list(),
        ),
        (
            "IN an array of a variable in every element",
            "SET @v = o SELECT (SELECT VALUE 1 FROM l WHERE NOT (1 IN @v.a)) AS n FROM 'a'".to_owned(),
            lists(),
        ),
        ("names that are missing", filled("SELECT x", ",x", ""), keys()),
        ("aliases beside all names", filled("SELECT *", ",1 AS x", ""), keys()),
        (
            "elements far behind in every element",
            filled("SET @v = o.a SELECT (SELECT VALUE 1 FROM l WHERE false", " OR get(@v,24999)=1", ")"),
            lists(),
        ),
        (
            "remainders of numbers that are far apart",
            filled(
                "SELECT (SELECT VALUE 1 FROM l WHERE false",
                " OR 9.87654321E900%12345678901234567890123=1",
                ")",
            ),
            list(),
        ),
    ]
}

fn run(attacks: Vec<Attack>) {
    let mut slow = Vec::new();
    for (name, sql, payload) in attacks {
        assert!(sql.len() <= SIZE, "{name}: {}", sql.len());
        let time = time_of(&sql, payload.as_bytes());
        if time > TIME_MAX {
            slow.push(format!("{name}: {time:?}"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn no_nesting_overflows_the_stack() {
    run(nesting());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "unoptimised, it takes minutes")]
fn no_statement_takes_for_ever() {
    run(length());
    run(repetition());
    run(looks());
    run(patterns());
}
