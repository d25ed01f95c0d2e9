//! The table itself.

use super::{
    Body, Function, Implementation, PatternFunction, Special, Wanted, bits, external, hash, math, message,
    pattern, structure, text,
};
use crate::sql::SqlVersion;

/// No upper bound of arguments.
const ANY: usize = usize::MAX;

/// What is wanted of the arguments.
type Wants = &'static [Wanted];
const ANYTHING: Wants = &[Wanted::Anything];
const NUMBERS: Wants = &[Wanted::Number];
const TEXTS: Wants = &[Wanted::Text];
const TEXT_AND_NUMBERS: Wants = &[Wanted::Text, Wanted::Number];
const PLAIN_TEXTS: Wants = &[Wanted::PlainText];

/// A function of the arguments alone, in every version.
const fn pure(
    name: &'static str,
    arity: (usize, usize),
    wants: Wants,
    implementation: Implementation,
) -> Function {
    let body = Body::Plain(implementation);
    Function { name, arity, wants, since: SqlVersion::V2015_10_08, is_pure: true, body }
}

/// A function that reads the message, the clock or the random source.
const fn of_message(
    name: &'static str,
    arity: (usize, usize),
    wants: Wants,
    implementation: Implementation,
) -> Function {
    let function = pure(name, arity, wants, implementation);
    Function { is_pure: false, ..function }
}

/// A function that the compiler treats in its own way.
const fn special(name: &'static str, arity: (usize, usize), wants: Wants, special: Special) -> Function {
    let body = Body::Special(special);
    Function { name, arity, wants, since: SqlVersion::V2016_03_23, is_pure: true, body }
}

/// A function of the arguments alone, with patterns among them.
const fn of_pattern(
    name: &'static str,
    arity: (usize, usize),
    wants: Wants,
    since: SqlVersion,
    function: PatternFunction,
) -> Function {
    Function { name, arity, wants, since, is_pure: true, body: Body::Pattern(function) }
}

/// A function that statements cannot use yet.
const fn not_yet(name: &'static str, since: SqlVersion) -> Function {
    Function { name, arity: (0, ANY), wants: ANYTHING, since, is_pure: false, body: Body::NotYet }
}

/// The function from version 2016-03-23 on.
const fn newer(function: Function) -> Function {
    Function { since: SqlVersion::V2016_03_23, ..function }
}

const OLD: SqlVersion = SqlVersion::V2015_10_08;
const NEW: SqlVersion = SqlVersion::V2016_03_23;

/// Every function of rules.md §4.
pub(in crate::sql) static TABLE: &[Function] = &[
    // The message.
    of_message("accountid", (0, 0), ANYTHING, message::account_id),
    of_message("clientid", (0, 0), ANYTHING, message::client_id),
    of_message("get_mqtt_property", (1, 1), PLAIN_TEXTS, message::mqtt_property),
    of_message("get_user_properties", (0, 1), PLAIN_TEXTS, message::user_properties),
    of_message("newuuid", (0, 0), ANYTHING, message::new_uuid),
    of_message("principal", (0, 0), ANYTHING, message::principal),
    of_message("rand", (0, 0), ANYTHING, message::rand),
    newer(of_message("sourceip", (0, 0), ANYTHING, message::source_ip)),
    pure("sql_version", (0, 0), ANYTHING, message::sql_version),
    of_message("timestamp", (0, 0), ANYTHING, message::timestamp),
    of_message("topic", (0, 1), NUMBERS, message::topic),
    of_message("traceid", (0, 0), ANYTHING, message::trace_id),
    // Numbers.
    pure("abs", (1, 1), NUMBERS, math::abs),
    pure("acos", (1, 1), NUMBERS, math::acos),
    pure("asin", (1, 1), NUMBERS, math::asin),
    pure("atan", (1, 1), NUMBERS, math::atan),
    pure("atan2", (2, 2), NUMBERS, math::atan2),
    pure("ceil", (1, 1), NUMBERS, math::ceil),
    pure("cos", (1, 1), NUMBERS, math::cos),
    pure("cosh", (1, 1), NUMBERS, math::cosh),
    pure("exp", (1, 1), NUMBERS, math::exp),
    pure("floor", (1, 1), NUMBERS, math::floor),
    pure("ln", (1, 1), NUMBERS, math::ln),
    pure("log", (1, 1), NUMBERS, math::log),
    pure("mod", (2, 2), NUMBERS, math::remainder),
    pure("power", (2, 2), NUMBERS, math::power),
    pure("remainder", (2, 2), NUMBERS, math::remainder),
    pure("round", (1, 1), NUMBERS, math::round),
    pure("sign", (1, 1), NUMBERS, math::sign),
    pure("sin", (1, 1), NUMBERS, math::sin),
    pure("sinh", (1, 1), NUMBERS, math::sinh),
    pure("sqrt", (1, 1), NUMBERS, math::sqrt),
    pure("tan", (1, 1), NUMBERS, math::tan),
    pure("tanh", (1, 1), NUMBERS, math::tanh),
    pure("trunc", (2, 2), &[Wanted::Number, Wanted::PlainNumber], math::trunc),
    pure("bitand", (2, 2), NUMBERS, bits::and),
    pure("bitnot", (1, 1), NUMBERS, bits::not),
    pure("bitor", (2, 2), NUMBERS, bits::or),
    pure("bitxor", (2, 2), NUMBERS, bits::xor),
    // Strings.
    pure("chr", (1, 1), NUMBERS, text::chr),
    pure("concat", (0, ANY), ANYTHING, structure::concat),
    pure("endswith", (2, 2), TEXTS, text::ends_with),
    newer(pure("indexof", (2, 2), &[Wanted::TextOfNoArray], text::index_of)),
    newer(pure("length", (1, 1), TEXTS, text::length)),
    pure("lower", (1, 1), TEXTS, text::lower),
    pure("lpad", (2, 2), TEXT_AND_NUMBERS, text::left_pad),
    pure("ltrim", (1, 1), TEXTS, text::left_trim),
    newer(pure("numbytes", (1, 1), TEXTS, text::bytes)),
    pure("replace", (3, 3), TEXTS, text::replace),
    pure("rpad", (2, 2), TEXT_AND_NUMBERS, text::right_pad),
    pure("rtrim", (1, 1), TEXTS, text::right_trim),
    pure("startswith", (2, 2), TEXTS, text::starts_with),
    pure("substring", (2, 3), TEXT_AND_NUMBERS, text::substring),
    pure("trim", (1, 1), TEXTS, text::trim),
    pure("upper", (1, 1), TEXTS, text::upper),
    // Patterns.
    of_pattern(
        "parse_time",
        (2, 3),
        &[Wanted::PlainText, Wanted::Number, Wanted::PlainText],
        NEW,
        pattern::PARSE_TIME,
    ),
    of_pattern("regexp_matches", (2, 2), TEXTS, OLD, pattern::REGEXP_MATCHES),
    of_pattern("regexp_replace", (3, 3), TEXTS, OLD, pattern::REGEXP_REPLACE),
    of_pattern("regexp_substr", (2, 2), TEXTS, OLD, pattern::REGEXP_SUBSTR),
    of_pattern("time_to_epoch", (2, 2), PLAIN_TEXTS, NEW, pattern::TIME_TO_EPOCH),
    // Hashes.
    pure("md2", (1, 1), TEXTS, hash::md2),
    pure("md5", (1, 1), TEXTS, hash::md5),
    pure("sha1", (1, 1), TEXTS, hash::sha1),
    pure("sha224", (1, 1), TEXTS, hash::sha224),
    pure("sha256", (1, 1), TEXTS, hash::sha256),
    pure("sha384", (1, 1), TEXTS, hash::sha384),
    pure("sha512", (1, 1), TEXTS, hash::sha512),
    // Structure.
    pure("get", (2, 2), ANYTHING, structure::get),
    special("get_or_default", (1, 2), ANYTHING, Special::OrDefault),
    pure("isnull", (1, 1), ANYTHING, structure::is_null),
    newer(pure("isundefined", (1, 1), ANYTHING, structure::is_undefined)),
    pure("nanvl", (2, 2), ANYTHING, structure::nanvl),
    special("transform", (3, 3), &[Wanted::Anything, Wanted::Object, Wanted::Array], Special::Transform),
    // Encodings.
    special("decode", (2, 6), &[Wanted::Text, Wanted::Anything], Special::Decode),
    special("encode", (2, 2), &[Wanted::Text, Wanted::Anything], Special::Encode),
    // External.
    of_message("aws_lambda", (2, 2), ANYTHING, external::lambda),
    newer(of_message("get_dynamodb", (4, 6), ANYTHING, external::dynamodb)),
    newer(of_message("get_registry_data", (3, 3), ANYTHING, external::registry)),
    of_message("get_secret", (3, 4), ANYTHING, external::secret),
    newer(of_message("get_thing_shadow", (2, 3), ANYTHING, external::shadow)),
    // Not available yet.
    not_yet("machinelearning_predict", OLD),
];
