//! The query language of fleet indexing, version 2017-09-30, and the aggregations over what it finds
//! (extras.md §2, *Query syntax*, *Querying for aggregate data*).
//!
//! A [`Query`] is parsed once and then asked of many documents, of which it knows nothing but that they have
//! [fields with values](Document). What the fields are called is the caller's business:
//! [`Query::resolve`] turns names into whatever a document finds its values by, and refuses those that are
//! not searchable. Matching allocates nothing but for patterns such as `i*t`.
//!
//! What the guide leaves open is decided so:
//! - Texts are words, as the guide says of queries: `new` finds "New York", `yor` does not, and a range or pattern
//!   is held against each word.
//! - The characters that the guide calls unsupported are refused unless they are escaped or quoted; a geo query is
//!   refused by its name.
//! - A range is one of numbers if its ends are numbers without quotes, otherwise one of texts. A text of the
//!   registry that reads as a number is both.
//! - A hyphen right behind a colon or comparison belongs to the value, so that `x:-5` asks for a number.
//! - `field:*` asks for a value of that very field: an object of a shadow is none, its members are.
//!
//! ```
//! use search::{Document, Query, Value};
//!
//! struct Lamp;
//!
//! impl Document for Lamp {
//!     type Field = String;
//!
//!     fn any(&self, field: Option<&String>, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
//!         let is_asked = |name: &str| field.is_none_or(|field| field == name);
//!         (is_asked("attributes.room") && test(Value::Attribute("Kitchen")))
//!             || (is_asked("shadow.reported.watts") && test(Value::Number(7.5)))
//!     }
//! }
//!
//! let finds = |text| Query::parse(text).map(|query| query.matches(&Lamp));
//! assert_eq!(finds("attributes.room:kit* AND shadow.reported.watts<10"), Ok(true));
//! assert_eq!(finds("attributes.room:(hall OR kitchen) NOT kitchen"), Ok(false));
//! let error = finds("attributes.room:").unwrap_err().to_string();
//! assert!(error.ends_with("(at character 17: expected a value)"), "{error}");
//! ```

pub mod aggregate;
mod condition;
mod error;
mod eval;
mod lexer;
mod parser;
mod pattern;
mod query;
mod text;
mod value;

#[cfg(test)]
mod tests;

pub use error::{QueryError, Reason};
pub use eval::Document;
pub use query::Query;
pub use value::{Value, number};

/// The longest query, bytes (AWS IoT quotas, *Fleet indexing*).
pub const QUERY_BYTES_MAX: usize = 1000;
/// The longest query with a pattern that begins with `*`, characters (*Query syntax*).
pub const LEADING_WILDCARD_CHARS_MAX: usize = 100;
/// Terms of a query (*Query syntax*).
pub const TERMS_MAX: usize = 12;
/// `*` in a term (AWS IoT quotas, *Fleet indexing*).
pub const ANY_RUN_MAX: usize = 2;
/// `?` in a term (AWS IoT quotas, *Fleet indexing*).
pub const ANY_ONE_MAX: usize = 5;
/// How deep groups may be nested. AWS names no limit; this one keeps the stack small.
pub const DEPTH_MAX: usize = 32;
