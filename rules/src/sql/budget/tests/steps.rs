//! What an evaluation does again and again, each with data that makes much of it.

/// One kind of step.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// The JSON of `v` in the payload.
    pub(super) data: String,
    /// What is set once.
    pub(super) set: &'static str,
    /// The expression.
    pub(super) part: &'static str,
    /// The least units of it: what it goes over.
    pub(super) least: usize,
}

/// The bytes of most data.
const BYTES: usize = 80_000;

const V: &str = "SET @v = v";
/// Numbers of 34 digits that are far apart.
const NUMBERS: &str = "[1234567890123456789012345678901234,9.876543210987654321098765432109876E900,7E-999]";
const THREE: &str = "SET @v = get(v, 0), @w = get(v, 1), @x = get(v, 2)";

fn object(names: usize, name: impl Fn(usize) -> String) -> String {
    let members: Vec<String> = (0..names).map(|index| format!("\"{}\":0", name(index))).collect();
    format!("{{{}}}", members.join(","))
}

fn list(element: &str) -> String {
    let times = BYTES / (element.len() + 1);
    format!("[{}]", vec![element; times].join(","))
}

fn text(part: &str) -> String {
    format!("\"{}\"", part.repeat(BYTES / part.len()))
}

fn step(
    name: &'static str,
    data: impl Into<String>,
    set: &'static str,
    part: &'static str,
    least: usize,
) -> Step {
    Step { name, data: data.into(), set, part, least }
}

pub(super) fn steps() -> Vec<Step> {
    let mut all = members();
    all.extend(arrays());
    all.extend(comparisons());
    all.extend(numbers());
    all.extend(texts());
    all.extend(patterns());
    all.extend(of_the_message());
    all.extend(in_vain());
    all
}

fn members() -> Vec<Step> {
    let many = || object(9000, |name| format!("k{name}"));
    vec![
        step("names", many(), V, "@v.x", 9000),
        step("names of the same length", object(7500, |name| format!("k{name:05}")), V, "@v.k0000x", 7500),
        step("escaped names", object(5500, |name| format!("\\u006b{name}")), V, "@v.x", 5500 * 64),
        step("long names", object(2, |name| format!("{}{name}", "k".repeat(20_000))), V, "@v.x", 40_000 / 8),
        step("names by function", many(), V, "get(@v,'x')", 9000),
        step("a path through nothing", "0", "SET @v = {'x':1}", "@v.y.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a", 1),
        step("names of the element", many(), V, "(SELECT VALUE 1 FROM @v WHERE x > 1)", 9000),
        step("all members", many(), V, "(SELECT *, 1 AS x FROM @v)", 9000 * 32),
        step("names of a built object", many(), "SET @v = {'x':v}", "@v.x.y", 9000),
        step("an object without numbers", "0", V, "x", 1),
    ]
}

fn arrays() -> Vec<Step> {
    vec![
        step("an element", list("0"), V, "get(@v,39999)", 39_999),
        step("IN", list("0"), V, "(1 IN @v)", BYTES / 2 * 32),
        step("IN decimals", list("1.0"), V, "(2 IN @v)", BYTES / 4 * 32),
        step("IN, the first", list("0"), V, "(0 IN @v)", 32),
        step("IN objects", list("{}"), V, "(1 IN @v)", BYTES / 3 * 32),
        step("a query", list("0"), V, "(SELECT VALUE 1 FROM @v WHERE false)", BYTES / 2 * 64),
        step("an array", "0", "SET @v = 1", "[1,2,3]", 1),
        step("an object", "0", "SET @v = 1", "{'a':1}", 1),
    ]
}

fn comparisons() -> Vec<Step> {
    let shuffled = || object(5500, |name| format!("\\u006b{}", name * 7919 % 5500));
    vec![
        step("equal arrays", list("0"), V, "(@v=@v)", BYTES * 16),
        step("equal decimals", list("1.0"), V, "(@v=@v)", BYTES * 16),
        step("equal objects", object(9000, |name| format!("k{name}")), V, "(@v=@v)", 18_000 * 96),
        step("equal escaped objects", shuffled(), V, "(@v=@v)", 11_000 * 96),
        step("equal arrays of objects", list("{}"), V, "(@v=@v)", BYTES * 16),
        step("equal built objects", "0", "SET @v = {'a':1,'b':2,'c':3,'d':4}", "(@v=@v)", 256),
        step("equal texts", text("a"), V, "(@v=@v)", 2 * BYTES),
        step("equal escaped texts", text("\\n"), V, "(@v=@v)", 16 * BYTES),
        step("equal texts beyond ASCII", text("é"), V, "(@v=@v)", 2 * BYTES),
        step("equal numbers", "9".repeat(BYTES), V, "(@v=@v)", 2),
        step("order of numbers", "9".repeat(900), V, "(@v>@v)", 2 * 900),
        step("order of decimals", format!("0.{}0", "3".repeat(BYTES)), V, "(@v>@v)", BYTES),
        step("order of texts", text("a"), V, "(@v>1)", BYTES),
        step("order of numeric texts", text("9"), V, "(@v>1)", BYTES),
        step("order of escaped texts", text("\\n"), V, "(@v>1)", 8 * BYTES),
        step("NOT", text("\\n"), V, "(NOT @v)", 8 * BYTES),
        step("AND", text("\\n"), V, "(@v AND @v)", 8 * BYTES),
        step("BETWEEN", text("\\n"), V, "(@v BETWEEN 1 AND 2)", 8 * BYTES),
        step("CASE", text("\\n"), V, "CASE @v WHEN 'x' THEN 1 WHEN 'y' THEN 2 END", 16 * BYTES),
        step("IN of candidates", text("\\n"), V, "(@v IN ('a','b','c'))", 24 * BYTES),
        step("LIKE", text("a"), V, "(@v LIKE 'a%b')", BYTES),
        step("LIKE of an escaped text", text("\\n"), V, "(@v LIKE '_')", 8 * BYTES),
        step("LIKE many", format!("\"{}\"", "a".repeat(60)), V, "(@v LIKE '%a%a%a%a%a%ab')", 60),
    ]
}

fn numbers() -> Vec<Step> {
    let mut all: Vec<Step> = [
        ("a product", "(@v*@w)"),
        ("a quotient", "(@v/@w)"),
        ("a tiny quotient", "(@v/@x)"),
        ("a remainder", "(@w%@v)"),
        ("a remainder of all", "(@w%@x)"),
        ("a sum", "(@w+@x)"),
        ("a difference", "(@w-@v)"),
        ("round", "round(@w)"),
        ("trunc", "trunc(@x,34)"),
        ("mod", "mod(@w,7)"),
        ("bitand", "bitand(@v,@v)"),
        ("a number's text", "concat(@w,'')"),
        ("negation", "(-@w)"),
        ("sin", "sin(@v)"),
    ]
    .into_iter()
    .map(|(name, part)| step(name, NUMBERS, THREE, part, 64))
    .collect();
    all.extend([
        step("tan", "0", "SET @v = 0.3456789", "tan(@v)", 1024),
        step("exp", "0", "SET @v = -603.456789", "exp(@v)", 1024),
        step("power", "0", "SET @v = 1.23456789", "power(@v,-3000.123)", 1024),
        step("cast", text("\\n"), V, "cast(@v AS Int)", 8 * BYTES),
    ]);
    all
}

fn texts() -> Vec<Step> {
    vec![
        step("cast of an array", list("0"), V, "cast(@v AS String)", BYTES),
        step("cast of a text", text("\\n"), V, "cast(@v AS String)", 8 * BYTES),
        step("indexof", text("a"), V, "indexof(@v,'b')", BYTES),
        step("indexof, nearly", text("a"), V, "indexof(@v,'aaaaaaaaaaaaaaaaaaaaaaaaab')", BYTES),
        step("length", text("é"), V, "length(@v)", BYTES),
        step("length of an escaped text", text("\\n"), V, "length(@v)", 8 * BYTES),
        step("upper", text("é"), V, "upper(@v)", BYTES),
        step("trim", text(" "), V, "trim(@v)", BYTES),
        step("substring", text("é"), V, "substring(@v,39990,39999)", BYTES),
        step("startswith", text("a"), V, "startswith(@v,@v)", 2 * BYTES),
        step("replace", text("a"), V, "replace(@v,'a','')", BYTES),
        step("chr", "0", "SET @v = 65", "chr(@v)", 256),
        step("lpad", "0", "SET @v = '65'", "lpad(@v,1)", 256),
        step("nanvl", text("\\n"), V, "nanvl(@v,1)", 8 * BYTES),
        step("md2", text("a"), V, "md2(@v)", 128 * BYTES),
        step("md5", text("a"), V, "md5(@v)", 4 * BYTES),
        step("sha512", text("a"), V, "sha512(@v)", 4 * BYTES),
        step("sha512 of little", "0", "SET @v = '65'", "sha512(@v)", 1024),
    ]
}

fn patterns() -> Vec<Step> {
    const DATE: usize = 8 << 10;
    vec![
        step(
            "a date",
            "0",
            "SET @v = 1",
            "parse_time('yyyy-MM-dd HH:mm:ss.SSS zzz',@v,'Europe/Berlin')",
            DATE,
        ),
        step("no date", "0", "SET @v = 'x'", "parse_time('yyyy',@v,'Europe/Berlin')", DATE),
        step("no zone", "0", "SET @v = 'x'", "parse_time('yyyy',1,@v)", DATE),
        step("a date's pattern of the message", "\"yyyy-MM-dd'T'HH:mm:ss\"", V, "parse_time(@v,1)", DATE),
        step(
            "a date that is read",
            "\"2020-04-03 09:45:11\"",
            V,
            "time_to_epoch(@v,'yyyy-MM-dd HH:mm:ss')",
            DATE,
        ),
        step(
            "a date with a zone",
            "\"2020-04-03 Europe/Berlin\"",
            V,
            "time_to_epoch(@v,'yyyy-MM-dd VV')",
            DATE,
        ),
        step("a long date", text("1"), V, "time_to_epoch(@v,'yyyy-MM-dd')", DATE + BYTES),
        step("an escaped date", text("\\n"), V, "time_to_epoch(@v,'yyyy-MM-dd')", DATE + 8 * BYTES),
        step("a search", text("a"), V, "regexp_matches(@v,'b')", BYTES),
        step("an expression of the message", "\"ab\"", V, "regexp_matches(@v,@v)", 1),
        step("replaced by expression", text("a"), V, "regexp_replace(@v,'b','')", BYTES),
    ]
}

fn of_the_message() -> Vec<Step> {
    vec![
        step("user properties", "0", V, "get_user_properties()", 800 * 64),
        step("a user property", "0", V, "get_user_properties('x')", 800 * 64),
        step("correlation data", "0", V, "get_mqtt_property('correlation_data')", 1),
        step("newuuid", "0", V, "newuuid()", 2048),
        step("rand", "0", V, "rand()", 1024),
        step("topic", "0", V, "topic(8)", 256),
        step("accountid", "0", V, "accountid()", 256),
    ]
}

/// What is tried again although nothing more can be built.
fn in_vain() -> Vec<Step> {
    let many = || object(9000, |name| format!("k{name}"));
    vec![
        step("a query in vain", list("0"), V, "get_or_default((SELECT VALUE 1 FROM @v))", 32),
        step("concat in vain", list("0"), V, "get_or_default(concat(@v,@v))", 32),
        step("upper in vain", text("é"), V, "get_or_default(upper(@v))", BYTES),
        step("transform in vain", list("{}"), V, "get_or_default(transform('enrichArray',{'a':1},@v))", 32),
        step("members in vain", many(), V, "get_or_default((SELECT *,1 AS x FROM @v))", 32),
        step("cast in vain", list("0"), V, "get_or_default(cast(@v AS String))", BYTES),
        step("encode in vain", text("a"), V, "get_or_default(encode(@v,'base64'))", BYTES),
        step("decode in vain", text("a"), V, "get_or_default(decode(@v,'base64'))", BYTES),
        step("replace in vain", text("a"), V, "get_or_default(replace(@v,'a','bb'))", BYTES),
        step(
            "replace by expression in vain",
            text("a"),
            V,
            "get_or_default(regexp_replace(@v,'a','bb'))",
            BYTES,
        ),
        step("concat of texts in vain", text("a"), V, "get_or_default(concat(@v,@v))", 2 * BYTES),
        step("a sum of texts in vain", text("a"), V, "get_or_default(@v+@v)", 2 * BYTES),
        step("a copy in vain", text("a"), "SET @v = upper(v)", "get_or_default(@v)", 64),
        step("a member in vain", text("a"), "SET @v = {'x':upper(v)}", "get_or_default(@v.x)", 64),
        step("an element in vain", text("a"), "SET @v = [upper(v)]", "get_or_default(get(@v,0))", 64),
    ]
}
