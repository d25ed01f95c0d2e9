//! rules.md §2.

use crate::{V2015, V2016, check_expressions};

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
            ("§2 2015", "cast(5 as double)", "5.0"),
            ("§2 2015", "concat('', whole)", "\"10.0\""),
            ("§2 2015", "10 / 5", "2"),
            ("§2 2015", "10.0 / 4", "2.5"),
            ("§2 2015", "sql_version()", "\"2015-10-08\""),
        ],
    );
}
