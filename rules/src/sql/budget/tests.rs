//! Every kind of step is charged for what it goes over.

use base::UnixMillis;

use super::*;
use crate::message::{Message, Mqtt5Properties, Origin};
use crate::sql::{SqlVersion, Statement};

const SQL_BYTES: usize = 64 << 10;

/// Nanoseconds that this thread has had a processor.
fn cpu() -> u128 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

struct Used {
    units: usize,
    outcome: Result<usize, EvalError>,
    nanos: u128,
}

fn run(sql: &str, payload: &[u8]) -> Used {
    let statement = Statement::compile(sql, SqlVersion::V2016_03_23).unwrap_or_else(|error| panic!("{error}: {}", &sql[..sql.len().min(500)]));
    let random = || 7;
    let user: Vec<(String, String)> = (0..800).map(|i| (format!("k{i}"), "v".to_owned())).collect();
    let properties = Mqtt5Properties {
        user_properties: user.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
        correlation_data: Some(&[7; 4000]),
        ..Default::default()
    };
    let account = "123456789012".parse().unwrap();
    let origin = Origin { properties: Some(&properties), ..Origin::of_nobody("a/b/c/d/e/f/g/h", account, UnixMillis(1000), &random) };
    let message = Message::new(payload, origin);
    message.json();
    let began = cpu();
    let (units, result);
    match statement.begin(&message) {
        Ok(evaluation) => {
            if std::env::var("PART").is_ok() { evaluation.work(WORK_MAX / 8 * 7).unwrap(); }
            let outcome = statement
                .matches(&evaluation)
                .and_then(|matches| if matches { statement.output(&evaluation).map(|output| output.bytes.len()) } else { Ok(0) });
            units = evaluation.work_done() - if std::env::var("PART").is_ok() { WORK_MAX / 8 * 7 } else { 0 };
            result = outcome;
        }
        Err(error) => (units, result) = (0, Err(error)),
    }
    Used { units, outcome: result, nanos: cpu() - began }
}

fn big_object(names: usize, name: impl Fn(usize) -> String) -> String {
    let members: Vec<String> = (0..names).map(|i| format!("\"{}\":0", name(i))).collect();
    format!("{{{}}}", members.join(","))
}

/// A query over `elements` elements whose condition is as many times `isNull(part)` as fit.
fn again(set: &str, part: &str, elements: usize, data: &str) -> (String, String) {
    let wanted = 128 << 10;
    let elements = elements.min((wanted - data.len().min(wanted)) / 2).max(10);
    let payload = format!("{{\"v\":{data},\"l\":[{}0]}}", "0,".repeat(elements));
    let condition = format!(" OR isNull({part})");
    let front = format!("{set} SELECT (SELECT VALUE 1 FROM l WHERE false");
    let patterns = ["regexp", "parse_time", "time_to"].iter().any(|name| part.contains(name));
    let times = ((SQL_BYTES - 200 - front.len()) / condition.len()).min(if patterns { 90 } else { usize::MAX });
    (format!("{front}{}) AS n", condition.repeat(times)), payload)
}

#[test]
#[ignore = "prints"]
fn measure() {
    let b = 80 << 10;
    let many = big_object(9000, |i| format!("k{i}"));
    let same = big_object(7500, |i| format!("k{i:05}"));
    let escaped = big_object(5500, |i| format!("\\u006b{i}"));
    let longkeys = big_object(2, |i| format!("{}{i}", "k".repeat(20000)));
    let s = format!("\"{}\"", "a".repeat(b));
    let e = format!("\"{}\"", "\\n".repeat(b / 2));
    let u = format!("\"{}\"", "é".repeat(b / 2));
    let digits = "9".repeat(b);
    let dec = format!("0.{}0", "9".repeat(b));
    let expo = format!("{}e-5", "9".repeat(b));
    let arr = format!("[{}0]", "0,".repeat(b / 2));
    let arrdec = format!("[{}0]", "1.0,".repeat(b / 4));
    let arrobj = format!("[{}0]", "{},".repeat(b / 3));
    let n34 = "[1234567890123456789012345678901234,9.876543210987654321098765432109876E900,7E-999]".to_owned();
    let v = "SET @v = v";
    let cases: Vec<(&str, String, &str, &str)> = vec![
        ("constant", "0".into(), "", "1"),
        ("field of scalar", "0".into(), "", "x"),
        ("big v", many.clone(), v, "@v.x"),
        ("same-length names", same.clone(), v, "@v.k0000x"),
        ("escaped names", escaped, v, "@v.x"),
        ("long keys", longkeys, v, "@v.x"),
        ("get member", many.clone(), v, "get(@v,'x')"),
        ("long path on built", "0".into(), "SET @v = {'x':1}", "@v.y.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"),
        ("get element", arr.clone(), v, "get(@v,39999)"),
        ("in array", arr.clone(), v, "(1 IN @v)"),
        ("in array dec", arrdec.clone(), v, "(1 IN @v)"),
        ("in array first", arr.clone(), v, "(0 IN @v)"),
        ("in array obj", arrobj.clone(), v, "(v IN @v)"),
        ("equal arr", arr.clone(), v, "(@v=@v)"),
        ("equal arrdec", arrdec.clone(), v, "(@v=@v)"),
        ("equal obj", many.clone(), v, "(@v=@v)"),
        ("equal obj esc", big_object(5500, |i| format!("\\u006b{}", i * 7919 % 5500)), v, "(@v=@v)"),
        ("equal arr of obj", arrobj.clone(), v, "(@v=@v)"),
        ("equal built obj", "0".into(), "SET @v = {'a':1,'b':2,'c':3,'d':4}", "(@v=@v)"),
        ("equal text", s.clone(), v, "(@v=@v)"),
        ("equal esc", e.clone(), v, "(@v=@v)"),
        ("equal utf8", u.clone(), v, "(@v=@v)"),
        ("equal digits", digits.clone(), v, "(@v=@v)"),
        ("cmp digits", digits.clone(), v, "(@v>@v)"),
        ("cmp dec", dec.clone(), v, "(@v>@v)"),
        ("cmp exp", expo.clone(), v, "(@v>@v)"),
        ("cmp text", s.clone(), v, "(@v>1)"),
        ("cmp digits text", format!("\"{digits}\""), v, "(@v>1)"),
        ("cmp esc", e.clone(), v, "(@v>1)"),
        ("cmp utf8", u.clone(), v, "(@v>1)"),
        ("not", e.clone(), v, "(NOT @v)"),
        ("and", e.clone(), v, "(@v AND @v)"),
        ("between", e.clone(), v, "(@v BETWEEN 1 AND 2)"),
        ("negate", dec.clone(), v, "(-@v)"),
        ("cast int", e.clone(), v, "cast(@v AS Int)"),
        ("cast string arr", arr.clone(), v, "cast(@v AS String)"),
        ("cast string", e.clone(), v, "cast(@v AS String)"),
        ("like short", s.clone(), v, "(@v LIKE 'a%b')"),
        ("like esc", e.clone(), v, "(@v LIKE '_')"),
        ("like many", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"".into(), v, "(@v LIKE '%a%a%a%a%a%ab')"),
        ("arith", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@v*@w)"),
        ("div", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@v/@w)"),
        ("div2", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@v/@x)"),
        ("rem", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@w%@v)"),
        ("rem2", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@w%@x)"),
        ("plus", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@w+@x)"),
        ("minus", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "(@w-@v)"),
        ("sin", n34.clone(), "SET @v = get(v,0), @w = get(v,1), @x = get(v,2)", "sin(@v)"),
        ("tan", n34.clone(), "SET @v = 0.3456789", "tan(@v)"),
        ("exp", n34.clone(), "SET @v = 123.456789", "exp(@v)"),
        ("exp-", n34.clone(), "SET @v = -603.456789", "exp(@v)"),
        ("power", n34.clone(), "SET @v = 1.23456789", "power(@v,1000.123)"),
        ("power-", n34.clone(), "SET @v = 1.23456789", "power(@v,-3000.123)"),
        ("round", n34.clone(), "SET @v = get(v,1)", "round(@v)"),
        ("trunc", n34.clone(), "SET @v = get(v,2)", "trunc(@v,34)"),
        ("mod", n34.clone(), "SET @v = get(v,1)", "mod(@v,7)"),
        ("bitand", n34.clone(), "SET @v = get(v,0)", "bitand(@v,@v)"),
        ("concat num", n34.clone(), "SET @v = get(v,1)", "concat(@v,'')"),
        ("indexof", s.clone(), v, "indexof(@v,'b')"),
        ("indexof2", s.clone(), v, "indexof(@v,'aaaaaaaaaaaaaaaaaaaaaaaaab')"),
        ("indexof esc", e.clone(), v, "indexof(@v,'b')"),
        ("length", u.clone(), v, "length(@v)"),
        ("length esc", e.clone(), v, "length(@v)"),
        ("numbytes", u.clone(), v, "numbytes(@v)"),
        ("upper", u.clone(), v, "upper(@v)"),
        ("trim", format!("\"{}\"", " ".repeat(b)), v, "trim(@v)"),
        ("rtrim", format!("\"{}\"", " ".repeat(b)), v, "rtrim(@v)"),
        ("substring", u.clone(), v, "substring(@v,39990,39999)"),
        ("startswith", s.clone(), v, "startswith(@v,@v)"),
        ("replace", s.clone(), v, "replace(@v,'b','')"),
        ("replace a", s.clone(), v, "replace(@v,'a','')"),
        ("chr", "0".into(), "SET @v=65", "chr(@v)"),
        ("lpad", "0".into(), "SET @v='65'", "lpad(@v,1)"),
        ("lpad null", "0".into(), "SET @v='65'", "lpad(null,1000)"),
        ("md5", s.clone(), v, "md5(@v)"),
        ("md5 short", "0".into(), "SET @v='65'", "md5(@v)"),
        ("md2", s.clone(), v, "md2(@v)"),
        ("sha512", s.clone(), v, "sha512(@v)"),
        ("sha1", s.clone(), v, "sha1(@v)"),
        ("sha1 short", "0".into(), "SET @v='65'", "sha1(@v)"),
        ("sha512 short", "0".into(), "SET @v='65'", "sha512(@v)"),
        ("parse_time", "0".into(), "SET @v=1", "parse_time('yyyy-MM-dd HH:mm:ss.SSS zzz',@v,'Europe/Berlin')"),
        ("parse_time bad", "0".into(), "SET @v='x'", "parse_time('yyyy',@v,'Europe/Berlin')"),
        ("parse_time bad zone", "0".into(), "SET @v='x'", "parse_time('yyyy',@v,@v)"),
        ("parse_time long", "0".into(), "SET @v=1", &"parse_time('SSSSSS',@v)"),
        ("parse_time msg", "\"yyyy-MM-dd'T'HH:mm:ss\"".into(), v, "parse_time(@v,1)"),
        ("time_to_epoch", "\"2020-04-03 09:45:11\"".into(), v, "time_to_epoch(@v,'yyyy-MM-dd HH:mm:ss')"),
        ("time_to_epoch zone", "\"2020-04-03 Europe/Berlin\"".into(), v, "time_to_epoch(@v,'yyyy-MM-dd VV')"),
        ("time_to_epoch long", s.clone(), v, "time_to_epoch(@v,'yyyy-MM-dd')"),
        ("time_to_epoch spaces", format!("\"{}\"", "1".repeat(b)), v, "time_to_epoch(@v,'y')"),
        ("time_to_epoch esc", e.clone(), v, "time_to_epoch(@v,'y')"),
        ("user properties", "0".into(), "SET @v=1", "get_user_properties()"),
        ("user property", "0".into(), "SET @v=1", "get_user_properties('x')"),
        ("correlation", "0".into(), "SET @v=1", "get_mqtt_property('correlation_data')"),
        ("newuuid", "0".into(), "SET @v=1", "newuuid()"),
        ("rand", "0".into(), "SET @v=1", "rand()"),
        ("topic", "0".into(), "SET @v=1", "topic(8)"),
        ("accountid", "0".into(), "SET @v=1", "accountid()"),
        ("timestamp", "0".into(), "SET @v=1", "timestamp()"),
        ("nanvl", e.clone(), v, "nanvl(@v,1)"),
        ("case", e.clone(), v, "CASE @v WHEN 'x' THEN 1 WHEN 'y' THEN 2 END"),
        ("in", e.clone(), v, "(@v IN ('a','b','c'))"),
        ("regexp", s.clone(), v, "regexp_matches(@v,'b')"),
        ("regexp2", s.clone(), v, "regexp_matches(@v,@v)"),
        ("regexp short", "\"ab\"".into(), v, "regexp_matches(@v,@v)"),
        ("regexp_replace", s.clone(), v, "regexp_replace(@v,'b','')"),
        ("object", "0".into(), "SET @v=1", "{'a':1}"),
        ("array", "0".into(), "SET @v=1", "[1,2,3]"),
        ("query obj", many.clone(), v, "(SELECT VALUE 1 FROM @v)"),
        ("query obj where", many.clone(), v, "(SELECT VALUE 1 FROM @v WHERE x>1)"),
        ("query obj star", many.clone(), v, "(SELECT *,1 AS x FROM @v)"),
        ("query arr", arr.clone(), v, "(SELECT VALUE 1 FROM @v WHERE false)"),
        ("get_or_default query arr", arr.clone(), v, "get_or_default((SELECT VALUE 1 FROM @v WHERE false))"),
        ("god concat", arr.clone(), v, "get_or_default(concat(@v,@v))"),
        ("god upper", u.clone(), v, "get_or_default(upper(@v))"),
        ("god transform", arrobj.clone(), v, "get_or_default(transform('enrichArray',{'a':1},@v))"),
        ("god star", many.clone(), v, "get_or_default((SELECT *,1 AS x FROM @v))"),
        ("god cast", arr.clone(), v, "get_or_default(cast(@v AS String))"),
        ("god encode", s.clone(), v, "get_or_default(encode(@v,'base64'))"),
        ("god decode", s.clone(), v, "get_or_default(decode(@v,'base64'))"),
        ("god replace", s.clone(), v, "get_or_default(replace(@v,'a','bb'))"),
        ("god regexp_replace", s.clone(), v, "get_or_default(regexp_replace(@v,'a','bb'))"),
        ("god concat text", s.clone(), v, "get_or_default(concat(@v,@v))"),
        ("god plus text", s.clone(), v, "get_or_default(@v+@v)"),
        ("god lit", s.clone(), v, "get_or_default([@v,@v])"),
        ("copy built text", s.clone(), "SET @v = upper(v)", "get_or_default(@v)"),
        ("copy built member", s.clone(), "SET @v = {'x':upper(v)}", "get_or_default(@v.x)"),
        ("copy built element", s.clone(), "SET @v = [upper(v)]", "get_or_default(get(@v,0))"),
        ("query built", s.clone(), "SET @v = [upper(v)]", "get_or_default((SELECT VALUE 1 FROM @v))"),
        ("enrich built", s.clone(), "SET @v = [upper(v)]", "get_or_default(transform('enrichArray',{'a':get(@v,0)},[{},{}]))"),
        ("get built", many.clone(), "SET @v = transform('enrichArray',{'a':1},[v])", "get(get(@v,0),'x')"),
    ];
    let only = std::env::var("ONLY").ok();
    let mut rows = Vec::new();
    for (name, data, set, part) in cases {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) { continue; }
        let (sql, payload) = again(set, part, 60_000, &data);
        let used = run(&sql, payload.as_bytes());
        rows.push((used.nanos / 1_000_000, String::new())); println!("{}", format!(
            "{name:28} {:>9} units {:>6} ms {:.3} ns/unit {:?}",
            used.units, used.nanos / 1_000_000, used.nanos as f64 / used.units.max(1) as f64, used.outcome
        ));
    }
}
