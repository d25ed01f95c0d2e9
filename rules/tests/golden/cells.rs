//! Every cell of the operators' tables (rules.md §3): each operator over every pair of types.

use crate::{Cells, V2015, V2016, check_cells};

/// One operand of each type: Int, Decimal, Boolean, numeric String, other String, Array, Object, Null,
/// Undefined.
const TYPES: &[&str] = &["7", "2.5", "true", "'5'", "'x'", "[1]", "{'a':1}", "null", "missing"];

/// `+` joins as soon as one side is a String; the others take numbers and numeric Strings.
#[rustfmt::skip]
const ARITHMETIC: &[Cells] = &[
    ("§3 +", "7 + $", r#"14 | 9.5 | U | "75" | "7x" | U | U | U | U"#),
    ("§3 +", "2.5 + $", r#"9.5 | 5 | U | "2.55" | "2.5x" | U | U | U | U"#),
    ("§3 +", "true + $", r#"U | U | U | "true5" | "truex" | U | U | U | U"#),
    ("§3 +", "'5' + $", r#""57" | "52.5" | "5true" | "55" | "5x" | "5[1]" | "5{\"a\":1}" | U | U"#),
    ("§3 +", "'x' + $", r#""x7" | "x2.5" | "xtrue" | "x5" | "xx" | "x[1]" | "x{\"a\":1}" | U | U"#),
    ("§3 +", "[1] + $", r#"U | U | U | "[1]5" | "[1]x" | U | U | U | U"#),
    ("§3 +", "{'a':1} + $", r#"U | U | U | "{\"a\":1}5" | "{\"a\":1}x" | U | U | U | U"#),
    ("§3 +", "null + $", "U | U | U | U | U | U | U | U | U"),
    ("§3 +", "missing + $", "U | U | U | U | U | U | U | U | U"),
    ("§3 -", "7 - $", "0 | 4.5 | U | 2 | U | U | U | U | U"),
    ("§3 -", "2.5 - $", "-4.5 | 0 | U | -2.5 | U | U | U | U | U"),
    ("§3 -", "true - $", "U | U | U | U | U | U | U | U | U"),
    ("§3 -", "'5' - $", "-2 | 2.5 | U | 0 | U | U | U | U | U"),
    ("§3 -", "'x' - $", "U | U | U | U | U | U | U | U | U"),
    ("§3 -", "[1] - $", "U | U | U | U | U | U | U | U | U"),
    ("§3 -", "{'a':1} - $", "U | U | U | U | U | U | U | U | U"),
    ("§3 -", "null - $", "U | U | U | U | U | U | U | U | U"),
    ("§3 -", "missing - $", "U | U | U | U | U | U | U | U | U"),
    ("§3 *", "7 * $", "49 | 17.5 | U | 35 | U | U | U | U | U"),
    ("§3 *", "2.5 * $", "17.5 | 6.25 | U | 12.5 | U | U | U | U | U"),
    ("§3 *", "true * $", "U | U | U | U | U | U | U | U | U"),
    ("§3 *", "'5' * $", "35 | 12.5 | U | 25 | U | U | U | U | U"),
    ("§3 *", "'x' * $", "U | U | U | U | U | U | U | U | U"),
    ("§3 *", "[1] * $", "U | U | U | U | U | U | U | U | U"),
    ("§3 *", "{'a':1} * $", "U | U | U | U | U | U | U | U | U"),
    ("§3 *", "null * $", "U | U | U | U | U | U | U | U | U"),
    ("§3 *", "missing * $", "U | U | U | U | U | U | U | U | U"),
    ("§3 /", "7 / $", "1 | 2.8 | U | 1.4 | U | U | U | U | U"),
    ("§3 /", "2.5 / $", "0.3571428571428571428571428571428571 | 1 | U | 0.5 | U | U | U | U | U"),
    ("§3 /", "true / $", "U | U | U | U | U | U | U | U | U"),
    ("§3 /", "'5' / $", "0.7142857142857142857142857142857143 | 2 | U | 1 | U | U | U | U | U"),
    ("§3 /", "'x' / $", "U | U | U | U | U | U | U | U | U"),
    ("§3 /", "[1] / $", "U | U | U | U | U | U | U | U | U"),
    ("§3 /", "{'a':1} / $", "U | U | U | U | U | U | U | U | U"),
    ("§3 /", "null / $", "U | U | U | U | U | U | U | U | U"),
    ("§3 /", "missing / $", "U | U | U | U | U | U | U | U | U"),
    ("§3 %", "7 % $", "0 | 2 | U | 2 | U | U | U | U | U"),
    ("§3 %", "2.5 % $", "2.5 | 0 | U | 2.5 | U | U | U | U | U"),
    ("§3 %", "true % $", "U | U | U | U | U | U | U | U | U"),
    ("§3 %", "'5' % $", "5 | 0 | U | 0 | U | U | U | U | U"),
    ("§3 %", "'x' % $", "U | U | U | U | U | U | U | U | U"),
    ("§3 %", "[1] % $", "U | U | U | U | U | U | U | U | U"),
    ("§3 %", "{'a':1} % $", "U | U | U | U | U | U | U | U | U"),
    ("§3 %", "null % $", "U | U | U | U | U | U | U | U | U"),
    ("§3 %", "missing % $", "U | U | U | U | U | U | U | U | U"),
];

/// Order is of numbers and numeric Strings only; equality is of everything but Undefined.
#[rustfmt::skip]
const COMPARISONS: &[Cells] = &[
    ("§3 >", "7 > $", "false | true | U | true | U | U | U | U | U"),
    ("§3 >", "2.5 > $", "false | false | U | false | U | U | U | U | U"),
    ("§3 >", "true > $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >", "'5' > $", "false | true | U | false | U | U | U | U | U"),
    ("§3 >", "'x' > $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >", "[1] > $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >", "{'a':1} > $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >", "null > $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >", "missing > $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >=", "7 >= $", "true | true | U | true | U | U | U | U | U"),
    ("§3 >=", "2.5 >= $", "false | true | U | false | U | U | U | U | U"),
    ("§3 >=", "true >= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >=", "'5' >= $", "false | true | U | true | U | U | U | U | U"),
    ("§3 >=", "'x' >= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >=", "[1] >= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >=", "{'a':1} >= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >=", "null >= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 >=", "missing >= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <", "7 < $", "false | false | U | false | U | U | U | U | U"),
    ("§3 <", "2.5 < $", "true | false | U | true | U | U | U | U | U"),
    ("§3 <", "true < $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <", "'5' < $", "true | false | U | false | U | U | U | U | U"),
    ("§3 <", "'x' < $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <", "[1] < $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <", "{'a':1} < $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <", "null < $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <", "missing < $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <=", "7 <= $", "true | false | U | false | U | U | U | U | U"),
    ("§3 <=", "2.5 <= $", "true | true | U | true | U | U | U | U | U"),
    ("§3 <=", "true <= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <=", "'5' <= $", "true | false | U | true | U | U | U | U | U"),
    ("§3 <=", "'x' <= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <=", "[1] <= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <=", "{'a':1} <= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <=", "null <= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <=", "missing <= $", "U | U | U | U | U | U | U | U | U"),
    ("§3 =", "7 = $", "true | false | false | false | false | false | false | false | U"),
    ("§3 =", "2.5 = $", "false | true | false | false | false | false | false | false | U"),
    ("§3 =", "true = $", "false | false | true | false | false | false | false | false | U"),
    ("§3 =", "'5' = $", "false | false | false | true | false | false | false | false | U"),
    ("§3 =", "'x' = $", "false | false | false | false | true | false | false | false | U"),
    ("§3 =", "[1] = $", "false | false | false | false | false | true | false | false | U"),
    ("§3 =", "{'a':1} = $", "false | false | false | false | false | false | true | false | U"),
    ("§3 =", "null = $", "false | false | false | false | false | false | false | true | U"),
    ("§3 =", "missing = $", "U | U | U | U | U | U | U | U | U"),
    ("§3 <>", "7 <> $", "false | true | true | true | true | true | true | true | U"),
    ("§3 <>", "2.5 <> $", "true | false | true | true | true | true | true | true | U"),
    ("§3 <>", "true <> $", "true | true | false | true | true | true | true | true | U"),
    ("§3 <>", "'5' <> $", "true | true | true | false | true | true | true | true | U"),
    ("§3 <>", "'x' <> $", "true | true | true | true | false | true | true | true | U"),
    ("§3 <>", "[1] <> $", "true | true | true | true | true | false | true | true | U"),
    ("§3 <>", "{'a':1} <> $", "true | true | true | true | true | true | false | true | U"),
    ("§3 <>", "null <> $", "true | true | true | true | true | true | true | false | U"),
    ("§3 <>", "missing <> $", "U | U | U | U | U | U | U | U | U"),
];

/// Booleans and what converts to one, and what does not.
const TRUTHS: &[&str] = &["true", "false", "'True'", "'FALSE'", "'x'", "1", "null", "missing", "[true]"];

/// Anything that is no Boolean makes the whole Undefined.
#[rustfmt::skip]
const LOGIC: &[Cells] = &[
    ("§3 AND", "true AND $", "true | false | true | false | U | U | U | U | U"),
    ("§3 AND", "false AND $", "false | false | false | false | U | U | U | U | U"),
    ("§3 AND", "'True' AND $", "true | false | true | false | U | U | U | U | U"),
    ("§3 AND", "'FALSE' AND $", "false | false | false | false | U | U | U | U | U"),
    ("§3 AND", "'x' AND $", "U | U | U | U | U | U | U | U | U"),
    ("§3 AND", "1 AND $", "U | U | U | U | U | U | U | U | U"),
    ("§3 AND", "null AND $", "U | U | U | U | U | U | U | U | U"),
    ("§3 AND", "missing AND $", "U | U | U | U | U | U | U | U | U"),
    ("§3 AND", "[true] AND $", "U | U | U | U | U | U | U | U | U"),
    ("§3 OR", "true OR $", "true | true | true | true | U | U | U | U | U"),
    ("§3 OR", "false OR $", "true | false | true | false | U | U | U | U | U"),
    ("§3 OR", "'True' OR $", "true | true | true | true | U | U | U | U | U"),
    ("§3 OR", "'FALSE' OR $", "true | false | true | false | U | U | U | U | U"),
    ("§3 OR", "'x' OR $", "U | U | U | U | U | U | U | U | U"),
    ("§3 OR", "1 OR $", "U | U | U | U | U | U | U | U | U"),
    ("§3 OR", "null OR $", "U | U | U | U | U | U | U | U | U"),
    ("§3 OR", "missing OR $", "U | U | U | U | U | U | U | U | U"),
    ("§3 OR", "[true] OR $", "U | U | U | U | U | U | U | U | U"),
    ("§3 NOT", "NOT $", "false | true | false | true | U | U | U | U | U"),
];

/// What ANSI SQL writes as words.
#[rustfmt::skip]
const OTHERS: &[Cells] = &[
    ("§3 unary minus", "-$", "-7 | -2.5 | U | -5 | U | U | U | U | U"),
    ("§3 LIKE", "$ LIKE '%'", "U | U | U | true | true | U | U | U | U"),
    ("§3 LIKE", "$ NOT LIKE '_'", "U | U | U | false | false | U | U | U | U"),
    ("§3 LIKE", "'5' LIKE $", "U | U | U | true | false | U | U | U | U"),
    ("§3 IN", "$ IN (7, 2.5, 'x', null)", "true | true | false | false | true | false | false | true | U"),
    ("§3 IN", "$ NOT IN (true, '5', [1], {'a': 1.0})", "true | true | false | false | true | false | false | true | U"),
    ("§3 IN", "7 IN ($)", "true | false | false | false | false | false | false | false | false"),
    ("§3 IN", "1 IN $", "U | U | U | U | U | true | U | U | U"),
    ("§3 BETWEEN", "$ BETWEEN 3 AND '7'", "true | false | U | true | U | U | U | U | U"),
    ("§3 BETWEEN", "4 BETWEEN $ AND 9", "false | true | U | false | U | U | U | U | U"),
    ("§3 BETWEEN", "4 BETWEEN 1 AND $", "true | false | U | true | U | U | U | U | U"),
    ("§3 IS NULL", "$ IS NULL", "false | false | false | false | false | false | false | true | true"),
    ("§3 IS NULL", "$ IS NOT NULL", "true | true | true | true | true | true | true | false | false"),
    ("§1 CASE", "CASE $ WHEN 7 THEN 'a' WHEN 2.50 THEN 'b' WHEN 'x' THEN 'c' WHEN [1.0] THEN 'd' ELSE 'e' END", r#""a" | "b" | "e" | "e" | "c" | "d" | "e" | "e" | U"#),
    ("§1 CASE", "CASE 7 WHEN $ THEN 'a' ELSE 'e' END", r#""a" | "e" | "e" | "e" | "e" | "e" | "e" | "e" | "e""#),
    ("§3 precedence", "2 + $ * 2", "16 | 7 | U | 12 | U | U | U | U | U"),
];

/// Numbers as version 2015-10-08 has them: a Decimal stays one.
const OLD_NUMBERS: &[&str] = &["7", "2.5", "whole"];

/// Whole Decimals keep their digits behind the point.
#[rustfmt::skip]
const IN_2015: &[Cells] = &[
    ("§3 +", "7 + $", "14 | 9.5 | 17.0"),
    ("§3 +", "2.5 + $", "9.5 | 5.0 | 12.5"),
    ("§3 +", "'x' + $", r#""x7" | "x2.5" | "x10.0""#),
    ("§3 -", "7 - $", "0 | 4.5 | -3.0"),
    ("§3 *", "2.5 * $", "17.5 | 6.25 | 25.00"),
    ("§3 /", "10 / $", "1.428571428571428571428571428571429 | 4 | 1"),
    ("§3 %", "10 % $", "3 | 0.0 | 0.0"),
    ("§3 =", "10 = $", "false | false | true"),
    ("§3 >=", "10 >= $", "true | true | true"),
];

#[test]
fn operators_over_every_pair_of_types() {
    check_cells(V2016, TYPES, ARITHMETIC);
    check_cells(V2016, TYPES, COMPARISONS);
    check_cells(V2016, TRUTHS, LOGIC);
    check_cells(V2016, TYPES, OTHERS);
}

#[test]
fn operators_in_2015() {
    check_cells(V2015, OLD_NUMBERS, IN_2015);
    let without_literals = |cells: &&Cells| !cells.1.contains(['[', '{']);
    let logic: Vec<Cells> = LOGIC.iter().filter(without_literals).copied().collect();
    // Array literals came later.
    let truths: Vec<&str> = TRUTHS.iter().copied().filter(|operand| !operand.starts_with('[')).collect();
    let cut = |row: &Cells| (row.0, row.1, row.2.rsplit_once(" | ").map_or("", |(cells, _)| cells));
    check_cells(V2015, &truths, &logic.iter().map(cut).collect::<Vec<_>>());
}
