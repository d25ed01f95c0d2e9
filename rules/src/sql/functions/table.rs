//! The table itself.

use super::{
    Body, Function, Implementation, PatternFunction, Special, bits, external, hash, math, message, pattern,
    structure, text,
};
use crate::sql::SqlVersion;

/// No upper bound of arguments.
const ANY: usize = usize::MAX;

/// A function of the arguments alone, in every version.
const fn pure(name: &'static str, arity: (usize, usize), implementation: Implementation) -> Function {
    let body = Body::Plain(implementation);
    Function { name, arity, since: SqlVersion::V2015_10_08, is_pure: true, body }
}

/// A function that reads the message, the clock or the random source.
const fn of_message(name: &'static str, arity: (usize, usize), implementation: Implementation) -> Function {
    let function = pure(name, arity, implementation);
    Function { is_pure: false, ..function }
}

/// A function that the compiler treats in its own way.
const fn special(name: &'static str, arity: (usize, usize), special: Special) -> Function {
    let body = Body::Special(special);
    Function { name, arity, since: SqlVersion::V2016_03_23, is_pure: true, body }
}

/// A function of the arguments alone, with patterns among them.
const fn of_pattern(
    name: &'static str,
    arity: (usize, usize),
    since: SqlVersion,
    function: PatternFunction,
) -> Function {
    Function { name, arity, since, is_pure: true, body: Body::Pattern(function) }
}

/// A function that statements cannot use yet.
const fn not_yet(name: &'static str, since: SqlVersion) -> Function {
    Function { name, arity: (0, ANY), since, is_pure: false, body: Body::NotYet }
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
    of_message("accountid", (0, 0), message::account_id),
    of_message("clientid", (0, 0), message::client_id),
    of_message("get_mqtt_property", (1, 1), message::mqtt_property),
    of_message("get_user_properties", (0, 1), message::user_properties),
    of_message("newuuid", (0, 0), message::new_uuid),
    of_message("principal", (0, 0), message::principal),
    of_message("rand", (0, 0), message::rand),
    newer(of_message("sourceip", (0, 0), message::source_ip)),
    pure("sql_version", (0, 0), message::sql_version),
    of_message("timestamp", (0, 0), message::timestamp),
    of_message("topic", (0, 1), message::topic),
    of_message("traceid", (0, 0), message::trace_id),
    // Numbers.
    pure("abs", (1, 1), math::abs),
    pure("acos", (1, 1), math::acos),
    pure("asin", (1, 1), math::asin),
    pure("atan", (1, 1), math::atan),
    pure("atan2", (2, 2), math::atan2),
    pure("ceil", (1, 1), math::ceil),
    pure("cos", (1, 1), math::cos),
    pure("cosh", (1, 1), math::cosh),
    pure("exp", (1, 1), math::exp),
    pure("floor", (1, 1), math::floor),
    pure("ln", (1, 1), math::ln),
    pure("log", (1, 1), math::log),
    pure("mod", (2, 2), math::remainder),
    pure("power", (2, 2), math::power),
    pure("remainder", (2, 2), math::remainder),
    pure("round", (1, 1), math::round),
    pure("sign", (1, 1), math::sign),
    pure("sin", (1, 1), math::sin),
    pure("sinh", (1, 1), math::sinh),
    pure("sqrt", (1, 1), math::sqrt),
    pure("tan", (1, 1), math::tan),
    pure("tanh", (1, 1), math::tanh),
    pure("trunc", (2, 2), math::trunc),
    pure("bitand", (2, 2), bits::and),
    pure("bitnot", (1, 1), bits::not),
    pure("bitor", (2, 2), bits::or),
    pure("bitxor", (2, 2), bits::xor),
    // Strings.
    pure("chr", (1, 1), text::chr),
    pure("concat", (0, ANY), structure::concat),
    pure("endswith", (2, 2), text::ends_with),
    newer(pure("indexof", (2, 2), text::index_of)),
    newer(pure("length", (1, 1), text::length)),
    pure("lower", (1, 1), text::lower),
    pure("lpad", (2, 2), text::left_pad),
    pure("ltrim", (1, 1), text::left_trim),
    newer(pure("numbytes", (1, 1), text::bytes)),
    pure("replace", (3, 3), text::replace),
    pure("rpad", (2, 2), text::right_pad),
    pure("rtrim", (1, 1), text::right_trim),
    pure("startswith", (2, 2), text::starts_with),
    pure("substring", (2, 3), text::substring),
    pure("trim", (1, 1), text::trim),
    pure("upper", (1, 1), text::upper),
    // Patterns.
    of_pattern("parse_time", (2, 3), NEW, pattern::PARSE_TIME),
    of_pattern("regexp_matches", (2, 2), OLD, pattern::REGEXP_MATCHES),
    of_pattern("regexp_replace", (3, 3), OLD, pattern::REGEXP_REPLACE),
    of_pattern("regexp_substr", (2, 2), OLD, pattern::REGEXP_SUBSTR),
    of_pattern("time_to_epoch", (2, 2), NEW, pattern::TIME_TO_EPOCH),
    // Hashes.
    pure("md2", (1, 1), hash::md2),
    pure("md5", (1, 1), hash::md5),
    pure("sha1", (1, 1), hash::sha1),
    pure("sha224", (1, 1), hash::sha224),
    pure("sha256", (1, 1), hash::sha256),
    pure("sha384", (1, 1), hash::sha384),
    pure("sha512", (1, 1), hash::sha512),
    // Structure.
    pure("get", (2, 2), structure::get),
    special("get_or_default", (1, 2), Special::OrDefault),
    pure("isnull", (1, 1), structure::is_null),
    newer(pure("isundefined", (1, 1), structure::is_undefined)),
    pure("nanvl", (2, 2), structure::nanvl),
    special("transform", (3, 3), Special::Transform),
    // Encodings.
    special("decode", (2, 6), Special::Decode),
    special("encode", (2, 2), Special::Encode),
    // External.
    of_message("aws_lambda", (2, 2), external::lambda),
    newer(of_message("get_dynamodb", (4, 6), external::dynamodb)),
    newer(of_message("get_registry_data", (3, 3), external::registry)),
    of_message("get_secret", (3, 4), external::secret),
    newer(of_message("get_thing_shadow", (2, 3), external::shadow)),
    // Not available yet.
    not_yet("machinelearning_predict", OLD),
];
