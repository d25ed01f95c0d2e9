//! The SQL of rules: statements that are nearly right over payloads that are nearly JSON. Whatever comes is
//! refused at a place inside of it, or evaluates in bounded time to what [`rules::explain`] says of it.

use std::time::{Duration, Instant};

use base::UnixMillis;
use rules::explain::explain;
use rules::message::{Message, Origin};
use rules::sql::{Evaluation, Outcome, OutputSource, SqlVersion, Statement};
use rules::template::Template;

use crate::Random;

/// The longest statement and the longest payload, bytes.
const LENGTH_MAX: usize = 64 << 10;

/// Beyond what the budget of an evaluation allows, on a machine that does other things too.
const TIME_MAX: Duration = Duration::from_secs(20);

/// Statements of all kinds, as a start.
const STATEMENTS: &[&str] = &[
    "SELECT * FROM 'a/+' WHERE temp > 30 AND NOT status = 'off'",
    "SELECT temp , o.x.y AS b.c , topic ( 2 ) AS t , 'it''s' AS q FROM \"a/#\" WHERE temp BETWEEN 1 AND 9.5e1",
    "SET @x = ( temp - 32 ) * 5 / 9 , @y = @x + 1 SELECT VALUE { 'k' : @x , 'l' : [ 1 , @y , null ] } FROM 'a'",
    "SELECT CASE s WHEN 'x' THEN 1 WHEN null THEN 'n' ELSE - n END AS c , cast ( s AS Decimal ) , n % 3 FROM 'a'",
    "SELECT ( SELECT VALUE v * 2 FROM l WHERE v > 1 AND k IN ( 1 , 'a' ) ) AS l FROM 'a' WHERE z IS NOT NULL",
    "SELECT get ( ( SELECT * , 1 AS one FROM l ) , 0 ) . v FROM 'a' WHERE s LIKE '%e_l%' OR n IN l",
    "SELECT regexp_replace ( s , '(h)(.*)' , '$2-$1' ) AS r , regexp_matches ( s , s ) , regexp_substr ( s , '[a-e]+' ) FROM 'a'",
    "SELECT parse_time ( 'yyyy-MM-dd HH:mm:ss z' , n , 'Europe/Berlin' ) , time_to_epoch ( s , 'dd MMMM yyyy' ) FROM 'a'",
    "SELECT md5 ( s ) , sha256 ( o ) , upper ( l ) , lpad ( s , n ) , substring ( s , 1 , 3 ) , replace ( s , 'l' , s ) FROM 'a'",
    "SELECT transform ( 'enrichArray' , o , l ) AS rows , concat ( l , [ n ] , s ) , decode ( encode ( * , 'base64' ) , 'base64' ) . n FROM 'a'",
    "SELECT * , timestamp ( ) AS at , newuuid ( ) AS id , get_or_default ( missing , 0 ) FROM 'a' WHERE rand ( ) < 1",
    "SELECT trunc ( n / 7 , 3 ) , round ( - 1.5 ) , power ( 2 , n ) , bitand ( n , 5 ) , sqrt ( n ) , nanvl ( z , 1 ) FROM 'a' WHERE isUndefined ( q )",
];

const PAYLOADS: &[&str] = &[
    r#"{"temp":31.50,"status":"on","n":7,"s":"hello","z":null,"t":true,"o":{"x":{"y":1},"k":"a"},"l":[{"v":1,"k":"a"},{"v":2.0},3,"x"]}"#,
    r#"{"n":99999999999999999999999999999999999999,"s":"18 December 2015","temp":1e-400,"l":[],"o":{}}"#,
    r#"{ "s" : "\u00e9\n" , "n" : "12" , "temp" : "1E3" , "l" : [ [ 1 ] , { "k" : { } } ] , "n" : -0.0 }"#,
    "[1,{\"n\":2}]",
    "80",
    "",
    "\u{1}binary",
];

/// A statement that looks at much again and again: its front, a condition that is repeated until the statement is
/// full, and its back; and its payload in the same way, with a list `l` behind it.
type Greedy = ([&'static str; 3], [&'static str; 3]);

const GREEDY: &[Greedy] = &[
    (
        [
            "SET @o = o SELECT ( SELECT VALUE 1 FROM l WHERE isNull ( ( SELECT VALUE 1 FROM @o WHERE isNull ( q )",
            " OR isNull ( x )",
            " ) ) ) AS n FROM 'a'",
        ],
        [r#"{"o":{"k":0"#, r#","k":0"#, "}"],
    ),
    (
        [
            "SET @v = o SELECT ( SELECT VALUE 1 FROM l WHERE NOT ( 1 IN @v.a )",
            " AND NOT ( 1 IN @v.a )",
            " ) AS n FROM 'a'",
        ],
        [r#"{"o":{"a":[0"#, ",0", "]}"],
    ),
    (
        [
            "SET @o = o SELECT ( SELECT VALUE 1 FROM l WHERE isNull ( get ( @o , 'x' ) )",
            " OR get ( @o , s ) > 1",
            " ) AS n FROM 'a'",
        ],
        [r#"{"o":{"\u006b":0"#, r#","\u006b":0"#, "}"],
    ),
    (
        [
            "SET @s = s SELECT ( SELECT VALUE 1 FROM l WHERE @s > 1",
            " OR NOT @s OR @s = @s OR indexof ( @s , 'x' ) = 1",
            " ) AS n FROM 'a'",
        ],
        [r#"{"s":"\n"#, r"\n", "\""],
    ),
    (
        [
            "SET @v = l , @o = o SELECT ( SELECT VALUE 1 FROM l WHERE false",
            " OR get ( @v , 7000 ) = @o OR @v = @v OR @o = @o",
            " ) AS n FROM 'a'",
        ],
        [r#"{"o":{"k":0"#, r#","k":{}"#, "}"],
    ),
    (
        [
            "SET @s = { 's' : upper ( s ) } SELECT ( SELECT VALUE 1 FROM l WHERE false",
            " OR isNull ( get_or_default ( transform ( 'enrichArray' , @s , [ @s ] ) ) ) OR @s.s = 'x'",
            " ) AS n FROM 'a'",
        ],
        [r#"{"s":"a"#, "a", "\""],
    ),
];

/// What is put in: words of the grammar, and values that break things more often than others.
const WORDS: &[&str] = &[
    "SELECT",
    "VALUE",
    "FROM",
    "WHERE",
    "AS",
    "SET",
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
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    ":",
    "=",
    "<>",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "@x",
    "@y",
    "'a'",
    "\"b\"",
    "''",
    "'",
    "!",
    "é",
    "--",
    "1",
    "0",
    "-1",
    "1e999",
    "1E-999",
    "9999999999999999999999999999999999",
    "0.1",
    "n",
    "s",
    "o",
    "l",
    "z",
    "temp",
    "missing",
    "true",
    "null",
    "get(",
    "concat(",
    "replace(",
    "abs(",
    "(SELECT",
    "'(a*)*'",
    "'$0$0'",
    "'[^'",
    "'yyyy-MM-dd'",
    "'%'",
    "Int)",
];

/// What may stand for another operand, so that most statements stay valid.
const OPERANDS: &[&str] = &[
    "n",
    "s",
    "o",
    "l",
    "z",
    "temp",
    "missing",
    "o.x.y",
    "t",
    "1",
    "0",
    "-7.50",
    "1E30",
    "'12'",
    "'hello'",
    "null",
    "true",
    "( n + 1 )",
    "( s + l )",
    "[ n , s , null ]",
    "{ 'k' : o , 'v' : 2 }",
    "( n > 1 )",
    "( NOT t )",
    "( SELECT VALUE v FROM l )",
    "( SELECT v , k AS n FROM l WHERE v > 1 )",
    "get ( l , 0 )",
    "upper ( s )",
    "concat ( s , n , t )",
    "cast ( s AS Int )",
    "CASE n WHEN 7 THEN l ELSE s END",
    "( n IN ( 1 , s , z ) )",
    "regexp_replace ( s , '(.)(.)' , '$2$1' )",
    "regexp_substr ( s , s )",
    "parse_time ( s , n )",
    "md5 ( l )",
    "time_to_epoch ( s , s )",
    "trunc ( n , temp )",
    "rand ( )",
    "decode ( s , 'base64' )",
    "replace ( s , s , l )",
    "substring ( s , n , temp )",
    "nanvl ( z , o )",
    "( s LIKE s )",
    "( n BETWEEN temp AND 1E3 )",
    "encode ( l , 'base64' )",
];

/// Feeds the SQL with statements and payloads from a seed.
pub struct StatementTarget {
    random: Random,
}

impl StatementTarget {
    /// A target whose inputs follow from the seed.
    pub fn new(seed: u64) -> Self {
        Self { random: Random(seed) }
    }

    /// One statement over one payload; whether it was accepted.
    ///
    /// # Panics
    /// When the SQL contradicts itself or takes too long; the message has the statement.
    pub fn run(&mut self) -> bool {
        let sql = self.statement();
        let payload = self.payload();
        let version = [SqlVersion::V2016_03_23, SqlVersion::V2016_03_23, SqlVersion::V2015_10_08];
        let version = version[self.random.below(version.len())];
        let explains = self.random.below(8) == 0;
        bounded(&sql, || with_message(&payload, |message| check(&sql, version, message, explains)))
    }

    /// A statement that looks at much again and again, over a payload that has much of it, with some operands
    /// exchanged.
    ///
    /// # Panics
    /// As [`StatementTarget::run`].
    pub fn run_greedy(&mut self) {
        let ([front, condition, back], [open, member, close]) = GREEDY[self.random.below(GREEDY.len())];
        let times = (LENGTH_MAX - front.len() - back.len()) / condition.len();
        let sql = [front, &condition.repeat(self.random.below(times)), back].concat();
        let mut words: Vec<&str> = sql.split(' ').collect();
        for _ in 0..self.random.below(4) {
            self.exchange(&mut words);
        }
        let mut sql = words.join(" ");
        sql.truncate(sql.floor_char_boundary(LENGTH_MAX));
        let object = [open, &member.repeat(self.random.below(LENGTH_MAX) / member.len()), close].concat();
        let elements = LENGTH_MAX.saturating_sub(object.len()) / 2;
        let payload = format!("{object},\"l\":[{}0]}}", "0,".repeat(elements));
        bounded(&sql, || {
            with_message(payload.as_bytes(), |message| check(&sql, SqlVersion::V2016_03_23, message, false))
        });
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.random.below(from.len())]
    }

    /// A statement with some words changed, some parts repeated, and other statements inside.
    fn statement(&mut self) -> String {
        let mut words: Vec<&'static str> = self.pick(STATEMENTS).split(' ').collect();
        for _ in 0..self.random.below(5) {
            self.exchange(&mut words);
        }
        for _ in 0..self.random.below(6).saturating_sub(2) {
            let at = self.random.below(words.len());
            let end = at + self.random.below((words.len() - at).min(12)) + 1;
            match self.random.below(7) {
                0 => drop(words.remove(at)),
                1 => words[at] = self.pick(WORDS),
                2 => words.insert(at, self.pick(WORDS)),
                3 => {
                    let part: Vec<&str> = self.pick(STATEMENTS).split(' ').collect();
                    let from = self.random.below(part.len());
                    let length = self.random.below(part.len() - from) + 1;
                    words.splice(at..at, part[from..from + length].iter().copied());
                }
                // Brackets around something.
                4 => {
                    let (open, close) = [("(", ")"), ("[", "]"), ("abs(", ")"), ("NOT (", ")"), ("- (", ")")]
                        [self.random.below(5)];
                    words.insert(end.min(words.len()), close);
                    words.insert(at, open);
                }
                // Mostly once more, sometimes very often.
                _ => {
                    let part = words[at..end.min(words.len())].to_vec();
                    let times = [1, 1, 1, 30, 3000][self.random.below(5)];
                    let copies = part.iter().copied().cycle().take(part.len() * times).collect::<Vec<_>>();
                    words.splice(at..at, copies);
                }
            }
            if words.is_empty() {
                words.push("SELECT");
            }
        }
        let mut sql = words.join(" ");
        sql.truncate(sql.floor_char_boundary(LENGTH_MAX));
        sql
    }

    /// Another operand in place of one.
    fn exchange(&mut self, words: &mut Vec<&str>) {
        let at = self.random.below(words.len());
        if let Some(found) = (at..words.len()).find(|at| OPERANDS.contains(&words[*at])) {
            let operand = self.pick(OPERANDS);
            words.splice(found..=found, operand.split(' '));
        }
    }

    /// A payload with some bytes changed or some part repeated.
    fn payload(&mut self) -> Vec<u8> {
        let mut payload = self.pick(PAYLOADS).as_bytes().to_vec();
        for _ in 0..self.random.below(4) {
            if payload.is_empty() {
                break;
            }
            let at = self.random.below(payload.len());
            let end = at + self.random.below((payload.len() - at).min(40)) + 1;
            match self.random.below(6) {
                0 => payload[at] = self.random.number() as u8,
                1 => drop(payload.remove(at)),
                2 => payload[at] = b"{}[]\",:0e-"[self.random.below(10)],
                3 => payload.truncate(at),
                _ => {
                    let times = [1, 20, 2000][self.random.below(3)];
                    let part = payload[at..end].repeat(times);
                    payload.splice(at..at, part);
                }
            }
        }
        payload.truncate(LENGTH_MAX);
        payload
    }
}

/// Does something with a statement, in bounded time.
fn bounded<T>(sql: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    let took = began.elapsed();
    assert!(took < TIME_MAX, "{took:?}: {sql}");
    done
}

fn with_message<T>(payload: &[u8], check: impl FnOnce(&Message<'_>) -> T) -> T {
    let random = || 0x0123_4567_89ab_cdef;
    let origin = Origin {
        client_id: Some("fuzz"),
        ..Origin::of_nobody(
            "a/b",
            "123456789012".parse().expect("twelve digits"),
            UnixMillis(1_579_637_878_451),
            &random,
        )
    };
    check(&Message::new(payload, origin))
}

fn check(sql: &str, version: SqlVersion, message: &Message<'_>, explains: bool) -> bool {
    let statement = match Statement::compile(sql, version) {
        Ok(statement) => statement,
        Err(error) => {
            let line = sql.split('\n').nth(error.line as usize - 1).expect("the line is in the statement");
            assert!(error.column as usize <= line.chars().count() + 1, "{error}: {sql}");
            return false;
        }
    };
    let outcome = statement.evaluate(message);
    if let Ok(Outcome::Output(output)) = &outcome
        && output.source == OutputSource::Statement
    {
        let json = rules::json::Tape::parse(&output.bytes);
        assert!(json.is_ok(), "{json:?}: {sql}");
    }
    // The expressions of a statement are those of templates too.
    let template = format!("x/${{{}}}/y", sql.trim_start_matches("SELECT "));
    if let Ok(template) = Template::compile(&template, version) {
        let _ = template.render(&Evaluation::of_message(message, version));
    }
    if explains {
        let explanation = explain(sql, version, message, &[&template]);
        match outcome {
            Ok(Outcome::NoMatch) => assert!(!explanation.fires && explanation.failure.is_none(), "{sql}"),
            Ok(Outcome::Output(output)) => {
                let text = explanation.output.expect("it fires, so there is an output").text;
                assert_eq!(text, String::from_utf8_lossy(&output.bytes), "{sql}");
            }
            Err(error) => assert_eq!(explanation.failure, Some(error.to_string()), "{sql}"),
        }
    }
    true
}
