//! Statements that are refused, with the whole text of the error: what is wrong, and where (rules.md §1 to
//! §4, api-errors.md §6).

use rules::sql::Statement;

use crate::V2016;

/// A statement and its error.
const REFUSED: &[(&str, &str)] = &[
    // Measured texts of AWS.
    ("SELECT * FROM 'a' WHERE b != 1", "Unexpected character '!' at line 1, column 27"),
    ("SELECT * FROM 'a' WHERE b == 1", "Unexpected token, 'EQ' at line 1, column 28"),
    ("SELECT * FROM 'a' WHERE EXISTS (SELECT 1 FROM b)", "Unexpected token, 'SELECT' at line 1, column 33"),
    // Whole statements.
    ("", "Expected SELECT, found the end at line 1, column 1"),
    ("FOO", "Expected SELECT, found 'FOO' at line 1, column 1"),
    ("SELECT", "Expected an expression, found the end at line 1, column 7"),
    ("SELECT FROM 'a'", "Unexpected token, 'FROM' at line 1, column 8"),
    ("SELECT a, FROM 'a'", "Unexpected token, 'FROM' at line 1, column 11"),
    ("SELECT a b FROM 'a'", "Unexpected token, 'b' at line 1, column 10"),
    ("SELECT a FROM", "Expected a quoted topic filter, found the end at line 1, column 14"),
    ("SELECT a FROM b", "Expected a quoted topic filter, found 'b' at line 1, column 15"),
    ("SELECT a FROM 'a/#/b'", "Expected a valid topic filter, found 'a/#/b' at line 1, column 15"),
    ("SELECT a FROM 'a' WHERE", "Expected an expression, found the end at line 1, column 24"),
    ("SELECT a FROM 'a' 'b'", "Unexpected token, '\"b\"' at line 1, column 19"),
    ("SELECT a FROM 'a' GROUP BY b", "Unexpected token, 'GROUP' at line 1, column 19"),
    ("SELECT a FROM 'a' ORDER BY b", "Unexpected token, 'ORDER' at line 1, column 19"),
    ("SELECT a FROM 'a' JOIN 'b'", "Unexpected token, 'JOIN' at line 1, column 19"),
    ("SELECT a FROM 'a', 'b'", "Unexpected token, ',' at line 1, column 18"),
    ("SELECT a FROM 'a';", "Unexpected character ';' at line 1, column 18"),
    ("SELECT a\nFROM 'a'\n  WHERE b ~ 1", "Unexpected character '~' at line 3, column 11"),
    ("SELECT 'é', ö FROM 'a'", "Unexpected character 'ö' at line 1, column 13"),
    ("SELECT a FROM 'a' -- note", "Comments are not supported at line 1, column 19"),
    ("SELECT a /* note */ FROM 'a'", "Comments are not supported at line 1, column 10"),
    ("INSERT INTO a", "Expected SELECT, found 'INSERT' at line 1, column 1"),
    ("SELECT VALUE a, b FROM 'a'", "Unexpected token, ',' at line 1, column 15"),
    ("SELECT DISTINCT a FROM 'a'", "Unexpected token, 'a' at line 1, column 17"),
    ("SELECT * EXCEPT a FROM 'a'", "Unexpected token, 'EXCEPT' at line 1, column 10"),
    ("SELECT a AS FROM 'a'", "Expected an alias, found 'FROM' at line 1, column 13"),
    ("SELECT a AS 'b' FROM 'a'", "Expected an alias, found '\"b\"' at line 1, column 13"),
    ("SELECT a.* FROM 'a'", "Expected a field name after '.', found '*' at line 1, column 10"),
    // Calls with a number of arguments that their function never takes.
    ("SELECT abs() FROM 'a'", "Function 'abs' takes 1 argument, not 0 at line 1, column 8"),
    ("SELECT abs(1, 2) FROM 'a'", "Function 'abs' takes 1 argument, not 2 at line 1, column 8"),
    (
        "SELECT * FROM 'a' WHERE topic(1, 2) = 'b'",
        "Function 'topic' takes 0 to 1 argument, not 2 at line 1, column 25",
    ),
    (
        "SELECT substring(a) FROM 'a'",
        "Function 'substring' takes 2 to 3 arguments, not 1 at line 1, column 8",
    ),
    (
        "SELECT get_dynamodb('t', 'pk', 'x', 'sk', 'r') FROM 'a'",
        "Function 'get_dynamodb' takes 4 or 6 arguments, not 5 at line 1, column 8",
    ),
    (
        "SELECT decode(a, 'base64', 1) FROM 'a'",
        "Function 'decode' takes 2 or 6 arguments, not 3 at line 1, column 8",
    ),
    (
        "SELECT decode(a, 'base64', 1, 2, 3, 4) FROM 'a'",
        "Function 'decode' with 'base64' takes 2 arguments, not 6 at line 1, column 8",
    ),
    (
        "SELECT decode(*, 'proto') FROM 'a'",
        "Function 'decode' with 'proto' takes 6 arguments, not 2 at line 1, column 8",
    ),
    // Expressions.
    ("SELECT a || b FROM 'a'", "Unexpected character '|' at line 1, column 10"),
    ("SELECT arr[0] FROM 'a'", "Unexpected token, '[' at line 1, column 11"),
    ("SELECT arr.0 FROM 'a'", "Expected a field name after '.', found '0' at line 1, column 12"),
    ("SELECT a. FROM 'b'", "Expected a field name after '.', found 'FROM' at line 1, column 11"),
    ("SELECT a < b < c FROM 'a'", "Unexpected token, '<' at line 1, column 14"),
    ("SELECT a = b = c FROM 'a'", "Unexpected token, 'EQ' at line 1, column 14"),
    ("SELECT (a FROM 'a'", "Expected ')', found 'FROM' at line 1, column 11"),
    ("SELECT a) FROM 'a'", "Unexpected token, ')' at line 1, column 9"),
    ("SELECT [1, FROM 'a'", "Unexpected token, 'FROM' at line 1, column 12"),
    ("SELECT [1 2] FROM 'a'", "Expected ',' or ']', found '2' at line 1, column 11"),
    ("SELECT {a: 1} FROM 'a'", "Expected a quoted key, found 'a' at line 1, column 9"),
    ("SELECT {'a' 1} FROM 'a'", "Expected ':', found '1' at line 1, column 13"),
    ("SELECT a + FROM 'a'", "Unexpected token, 'FROM' at line 1, column 12"),
    ("SELECT +a FROM 'a'", "Unexpected token, '+' at line 1, column 8"),
    ("SELECT 'abc FROM", "Expected a closing ' at line 1, column 8"),
    ("SELECT \"abc FROM 'a'", "Expected a closing \" at line 1, column 8"),
    ("SELECT 1. FROM 'a'", "Expected a digit after '.' at line 1, column 8"),
    ("SELECT .5 FROM 'a'", "Unexpected token, '.' at line 1, column 8"),
    ("SELECT 1e FROM 'a'", "Expected an exponent after 'E' at line 1, column 8"),
    ("SELECT 1abc FROM 'a'", "Expected an end of the number at line 1, column 8"),
    ("SELECT 1e1000 FROM 'a'", "Expected a number between 1E-999 and 1E+999 at line 1, column 8"),
    ("SELECT a-b-c, `d` FROM 'a'", "Unexpected character '`' at line 1, column 15"),
    (
        "SELECT CASE WHEN a > 1 THEN 2 END FROM 'a'",
        "Expected an expression between CASE and WHEN, found 'WHEN' at line 1, column 13",
    ),
    ("SELECT CASE a THEN 2 END FROM 'a'", "Expected WHEN, found 'THEN' at line 1, column 15"),
    ("SELECT CASE a WHEN 1 THEN 2 FROM 'a'", "Expected END, found 'FROM' at line 1, column 29"),
    ("SELECT a IS 1 FROM 'a'", "Expected NULL, found '1' at line 1, column 13"),
    ("SELECT a BETWEEN 1 FROM 'a'", "Expected AND, found 'FROM' at line 1, column 20"),
    ("SELECT a IN () FROM 'a'", "Unexpected token, ')' at line 1, column 14"),
    ("SELECT (SELECT a) FROM 'a'", "Expected FROM, found ')' at line 1, column 17"),
    (
        "SELECT (SELECT a FROM 'b') FROM 'a'",
        "Expected the path of an array or object, found '\"b\"' at line 1, column 23",
    ),
    ("SELECT cast(a) FROM 'a'", "Expected AS, found ')' at line 1, column 14"),
    (
        "SELECT cast(a AS date) FROM 'a'",
        "Expected String, Int, Decimal, Double or Boolean, found 'date' at line 1, column 18",
    ),
    // Variables.
    ("SET SELECT a", "Expected a variable, found 'SELECT' at line 1, column 5"),
    ("SET @a = 1 SET @b = 2 SELECT a", "Expected SELECT, found 'SET' at line 1, column 12"),
    ("SET @a = 1, @a = 2 SELECT a", "Variable '@a' is assigned twice at line 1, column 13"),
    ("SET @b = @c, @c = 1 SELECT a", "Unknown variable '@c' at line 1, column 10"),
    ("SELECT @x FROM 'a'", "Unknown variable '@x' at line 1, column 8"),
    (
        "SELECT @ FROM 'a'",
        "Expected a variable name of 1 to 64 letters, digits and '_' after '@' at line 1, column 8",
    ),
    // Functions.
    ("SELECT fooo(1) FROM 'a'", "Unknown function 'fooo' at line 1, column 8"),
    (
        "SELECT a FROM 'a' WHERE machinelearning_predict(a, 'b')",
        "Function 'machinelearning_predict' is not available yet at line 1, column 25",
    ),
    ("SELECT encode(*, 'hex') FROM 'a'", "Expected 'base64', found \"hex\" at line 1, column 18"),
    ("SELECT encode(*, a) FROM 'a'", "Expected a literal string at line 1, column 18"),
    ("SELECT transform(a, b, c) FROM 'a'", "Expected a literal string at line 1, column 18"),
    (
        "SELECT a FROM '$aws/rules/x/#'",
        "Expected a topic filter outside of '$aws/rules/', which rules cannot subscribe to at line 1, column 15",
    ),
    // Patterns.
    (
        "SELECT regexp_matches(a, '(') FROM 'a'",
        "Invalid pattern '(' of 'regexp_matches': unclosed group at line 1, column 26",
    ),
    (
        "SELECT a FROM 'a'\nWHERE regexp_matches(a,\n  concat('x', '(?=y)'))",
        "Invalid pattern 'x(?=y)' of 'regexp_matches': look-ahead and look-behind are not supported at line 3, column 3",
    ),
    (
        "SELECT regexp_substr(a, '(.)\\1') FROM 'a'",
        "Invalid pattern '(.)\\1' of 'regexp_substr': back-references are not supported at line 1, column 25",
    ),
    (
        "SELECT regexp_replace(a, 'a++', '') FROM 'a'",
        "Invalid pattern 'a++' of 'regexp_replace': possessive quantifiers are not supported at line 1, column 26",
    ),
    (
        "SELECT regexp_replace(a, '(a)', '$2') FROM 'a'",
        "Invalid pattern '$2' of 'regexp_replace': there is no group 2 at line 1, column 33",
    ),
    (
        "SELECT parse_time('yyyy-MM-ddTHH', 1) FROM 'a'",
        "Invalid pattern 'yyyy-MM-ddTHH' of 'parse_time': unknown pattern letter 'T' at line 1, column 19",
    ),
    (
        "SELECT parse_time('HH', 1, 'Europe/Berlino') FROM 'a'",
        "Invalid pattern 'Europe/Berlino' of 'parse_time': there is no such time zone at line 1, column 28",
    ),
    (
        "SELECT time_to_epoch(a, 'hh:mm yyyy-MM-dd') FROM 'a'",
        "Invalid pattern 'hh:mm yyyy-MM-dd' of 'time_to_epoch': an hour of half a day, 'h' or 'K', needs 'a' at line 1, column 25",
    ),
    // Many of a kind.
    (
        "SET @a=1, @b=1, @c=1, @d=1, @e=1, @f=1, @g=1, @h=1, @i=1, @j=1, @k=1 SELECT @a",
        "Expected at most 10 variables at line 1, column 65",
    ),
    (
        "SET @aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1 SELECT a",
        "Expected a variable name of 1 to 64 letters, digits and '_' after '@' at line 1, column 5",
    ),
    ("SET @a = 1, SELECT @a", "Expected a variable, found 'SELECT' at line 1, column 13"),
    ("SET @a 1 SELECT @a", "Expected '=', found '1' at line 1, column 8"),
    ("SET @a.b = 1 SELECT @a", "Expected '=', found '.' at line 1, column 7"),
    ("SELECT a AS @b FROM 'a'", "Expected an alias, found '@b' at line 1, column 13"),
    ("SELECT a AS b. FROM 'a'", "Expected an alias, found 'FROM' at line 1, column 16"),
    ("SELECT *, FROM 'a'", "Unexpected token, 'FROM' at line 1, column 11"),
    ("SELECT a FROM '' WHERE b", "Expected a valid topic filter, found '' at line 1, column 15"),
    ("SELECT a FROM 'a' WHERE b AND", "Expected an expression, found the end at line 1, column 30"),
    ("SELECT a FROM 'a' WHERE AND b", "Unexpected token, 'b' at line 1, column 29"),
    ("SELECT a FROM 'a' WHERE b NOT 1", "Unexpected token, 'NOT' at line 1, column 27"),
    ("SELECT a FROM 'a' WHERE b LIKE", "Expected an expression, found the end at line 1, column 31"),
    ("SELECT a FROM 'a' WHERE b IN (1", "Expected ')', found the end at line 1, column 32"),
    ("SELECT get(a 1) FROM 'a'", "Expected ',' or ')', found '1' at line 1, column 14"),
    ("SELECT get(a, FROM 'a'", "Unexpected token, 'FROM' at line 1, column 15"),
    ("SELECT 'a' 'b' FROM 'a'", "Unexpected token, '\"b\"' at line 1, column 12"),
    ("SELECT a\n\n  ,, b FROM 'a'", "Unexpected token, ',' at line 3, column 4"),
];

#[test]
fn statements_outside_the_grammar_are_refused_where_they_leave_it() {
    let mut wrong = Vec::new();
    for (sql, expected) in REFUSED {
        match Statement::compile(sql, V2016) {
            Ok(_) => wrong.push(format!("{sql}: accepted")),
            Err(error) if error.to_string() == *expected => {}
            Err(error) => wrong.push(format!("{sql}\n  is       {error}\n  expected {expected}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
