//! What neither the documentation nor a measurement settles ([?] and [I] in rules.md), decided here once
//! and named, so that a new fact changes one line.
//!
//! Decided without a switch, because the other way would be another grammar or another number:
//! * `FROM a/b` without quotes, which a few examples of the guide have, is refused: no reader can tell it
//!   from a path, and every working rule quotes it (§1).
//! * `SELECT VALUE -a` is the field `VALUE` less `a`; `SELECT VALUE (-a)` is the other.
//! * Results beyond 10^±999, and payload numbers beyond it, have no value: they are Undefined (§2).
//! * Numbers inside of arrays and objects that are passed on keep their text, also `10.0` in 2016-03-23, `-0`
//!   and what is beyond 10^±999; a number that is selected by itself is printed as the version has it (§2).
//! * An array or object that becomes a String is written anew: numbers as each would be converted by itself,
//!   those beyond 10^±999 left out, and in strings only what JSON requires is escaped (§2).
//! * `cast(x as Double)` in 2015-10-08 leaves what is written without a point as it is, `7` and `'7'`, and
//!   makes 1.0 and 0.0 of Booleans, as the table of `cast` prints them (§2).
//! * Of duplicate keys in a payload the last one counts. `*` passes all of them on, unless another item
//!   replaces a key of the payload.
//! * A constant pattern that cannot be used (a regular expression, a date's pattern, a time zone) is
//!   refused when the rule is made, with its reason; the guide makes the call Undefined, which nobody would
//!   notice. A pattern from the message still makes it Undefined (§4).
//! * Regular expressions run in linear time, so look-around, back-references, atomic groups and possessive
//!   quantifiers, which Java has, cannot be used. Refused are, too: `\G`, `\X` and `\N{…}`; the flags `(?x)`,
//!   `(?d)` and `(?U)`; of the classes the blocks (`\p{InGreek}`), Java's own (`\p{javaLowerCase}`), the
//!   POSIX names behind `Is` (`\p{IsAlpha}`), and `\p{IsLetter}`, `\p{IsDigit}`, `\p{IsPunctuation}`,
//!   `\p{IsControl}`, `\p{IsTitlecase}`, `\p{IsAssigned}` and `\p{IsNoncharacter_Code_Point}`.
//! * In regular expressions `\Z`, and `$` without `(?m)`, is the end of the text only; in Java also the place
//!   before a last line end. `.` stops at `\r` and `\n`, in Java also at three rarer ones. `(?i)` folds case as
//!   Unicode does, in Java only with `u`.
//! * What one evaluation may build and how long it may take is bounded (`sql::eval`); AWS documents no
//!   such limits but those of SET and `transform`. Beyond them the evaluation is given up like after a failed
//!   function: no action runs, and the log says why.
//! * `regexp_substr` without a match is Undefined (§4).
//! * `parse_time`: zones that the time zone database has no letters for (`-03`) print as Joda-Time prints
//!   zones without a name, `-03:00`; the long names, `zzzz`, are refused. A moment beyond the years ±9999 is
//!   Undefined. The pattern and the zone are strings, nothing is converted to one.
//! * `time_to_epoch`: a text without a time is midnight, one without a zone UTC. Fields that depend on a
//!   locale's weeks are refused, and so is a pattern that names no moment: an hour of half a day without
//!   `a`, a date without its year.
//! * `LIKE` takes strings only; other types are Undefined. `indexof` converts everything but arrays, which its
//!   page excludes: with one it is Undefined.
//! * Points in time that actions take are cut off to their unit, since `${timestamp() / 1000}` has a fraction (§7).
//! * A `kinesis` action without partition key uses a random one, as `${newuuid()}` would (§7).
//! * `batchMode` of `firehose` and `iotEvents` with an output that is no array sends it as the one record. An
//!   element of a batch is sent as its JSON text, a string with its quotes. `cloudwatchLogs` takes nothing but
//!   an array of objects with `timestamp` and `message` (§7).
//! * A `stepFunctions` action without `executionNamePrefix` names the execution by a UUID alone (§7).
//! * A key whose value is null makes no Timestream record (§7).
//! * A literal that is none of a parameter's words, such as a `stateValue` that is no state of an alarm, is refused
//!   when the rule is made (§8).

use crate::number::Number;

// === Statement (rules.md §1) ===

/// An unknown function name is refused when the rule is made. An emulator claims that AWS accepts it and
/// evaluates it to Undefined; a rule that never does what it says helps nobody.
pub const UNKNOWN_FUNCTION_IS_REFUSED: bool = true;

/// A function, a literal or a nested query that needs 2016-03-23 is refused in a 2015-10-08 rule, which
/// is what a rule without a version is. The guide says "supported by 2016-03-23 and later" and not what
/// happens otherwise.
pub const NEWER_SYNTAX_IS_REFUSED: bool = true;

/// A call with a number of arguments that its function never takes is refused when the rule is made. The guide
/// has it evaluate to Undefined, for every message there will ever be; the author of such a rule is better told.
pub const WRONG_ARITY_IS_REFUSED: bool = true;

/// The key of an item that has neither an alias nor a name of its own, such as `a + 1` or a literal:
/// `_1` for the first item, as PartiQL names them.
pub fn generated_name(position: usize) -> String {
    format!("_{position}")
}

/// The key of `SELECT @x` is `x`, of `SELECT @x.a.b` it is `b`.
pub const VARIABLE_NAMES_ITS_ITEM: bool = true;

/// `SELECT VALUE` of an array in version 2015-10-08. The guide allows arrays from 2016-03-23 on and
/// does not say what the older version makes of one; it is emitted all the same.
pub const VALUE_MAY_BE_ARRAY_IN_2015: bool = true;

/// What `SELECT VALUE` of something Undefined emits: no bytes at all. The actions run.
pub const UNDEFINED_VALUE: &[u8] = b"";

/// Undefined elements of an array, of a literal or of a nested query, are left out of it.
pub const UNDEFINED_IN_ARRAYS_IS_LEFT_OUT: bool = true;

/// `x IN array`, beside the list in brackets that the sheet names.
pub const IN_TAKES_ARRAYS: bool = true;

/// A field that is missing counts for `IS NULL` as in ANSI SQL, where a missing value is NULL: so
/// `IS NOT NULL` is the test for presence that people mean by it.
pub const UNDEFINED_IS_NULL: bool = true;

/// `* AS alias` over a payload that is not JSON: its bytes as base64 text (`true`), or nothing.
pub const STAR_WITH_ALIAS_ENCODES_BINARY: bool = true;

/// `SELECT *, f() AS x` over a payload without keys, which is binary, a scalar or an array: the payload
/// passes unchanged and the other items are dropped (`true`), or the payload is dropped. The guide
/// promises added fields for empty payloads and objects only.
pub const STAR_WITH_ITEMS_PASSES_BINARY: bool = true;

// === Types and operators (rules.md §2, §3) ===

/// Rounding of the 34th digit when exactly half of it is cut off: to the even neighbour, as IEEE 754
/// decimal128.
pub fn round_tie_up(coefficient: u128) -> bool {
    coefficient % 2 == 1
}

/// `NULL = NULL`; the table of the operator does not list it.
pub const NULL_EQUALS_NULL: bool = true;

/// `true OR <Undefined>` and `false AND <Undefined>` are Undefined by the table, which knows no short
/// circuit. `true` would decide by the one operand that is enough.
pub const LOGIC_SHORT_CIRCUITS: bool = false;

/// Two's complement, so that `bitnot(13)` is -14. The guide prints 2, which is no complement of any
/// width that a number can have.
pub fn bitnot(value: i128) -> i128 {
    !value
}

// === Functions (rules.md §4) ===

/// `concat(1)` is the number 1 by the table; the example beside it prints "1".
pub const CONCAT_OF_ONE_CONVERTS: bool = false;

/// `get_user_properties()` of a message without any: Undefined, as for a key without any (`true`), or an
/// empty array.
pub const NO_USER_PROPERTIES_IS_UNDEFINED: bool = true;

/// `indexof` when the text is not found.
pub const INDEX_NOT_FOUND: i64 = -1;

/// `transform('enrichArray', …)` when an element has a key of the attributes already: the element's own
/// value stays.
pub const ENRICHED_ELEMENT_WINS: bool = true;

/// Results of double-precision functions that are infinite, such as `ln(0)`.
pub const INFINITE_RESULT: Option<Number> = None;

/// External functions that one evaluation may call, those of templates and nested queries included; more end
/// the rule, as more than one `get_dynamodb` does. The guide limits single functions only. How often one is
/// called is counted while the statement is evaluated: what a condition passes over is not called.
pub const EXTERNAL_CALLS_MAX: u32 = 16;

// === Actions (rules.md §6, §7) ===

/// A header of a republish action whose template renders to nothing is not sent. An empty text is no
/// valid value for most of them, and `${get_mqtt_property('content_type')}` should copy what is there.
pub const EMPTY_HEADER_IS_ABSENT: bool = true;

/// A republish topic that begins with a single `$` is refused: reserved topics are written `$$aws/…`.
pub const SINGLE_DOLLAR_TOPIC_IS_REFUSED: bool = true;

/// The log stream that `cloudwatchLogs` writes to. AWS makes streams and does not say how they are named.
pub const LOG_STREAM: &str = "iot-rules";

/// `topic` in the error action's document is the topic as published, with its Basic Ingest prefix.
pub const ERROR_DOCUMENT_HAS_PUBLISHED_TOPIC: bool = true;

/// Payloads of a batch of an HTTP action that are UTF-8 but not JSON are strings in its array. The guide says
/// that batches are JSON arrays of UTF-8 payloads, and not what a text becomes.
pub const BATCHED_TEXT_IS_A_STRING: bool = true;

/// HTTP actions reach hosts of a lab without TLS and on any port ([`crate::http_url::Strictness::Lab`]), unless
/// the limits are those of AWS.
pub const LAB_ENDPOINTS_MAY_LACK_TLS: bool = true;
