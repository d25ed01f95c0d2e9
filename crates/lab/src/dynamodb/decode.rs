//! From a request's body to the engine's request type, and the errors on that way.
//!
//! The engine's own server, which is not built in, tells these errors apart; here it is done again: the
//! engine's types mark the class of an error by a prefix of its text, and everything else is what serde
//! says of a wrong type.

use dynoxide::DynoxideError;
use serde::de::DeserializeOwned;
use serde_json::Value;

const EMPTY_VALUE: &str =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
/// How serde begins when a value is of another type than the one it has to be.
const WRONG_TYPE: &str = "invalid type: ";
const TOO_DEEP: &str = "Nesting Levels have exceeded supported limits: Attributes in the item have nested \
                        levels beyond supported limit";

/// Reads a body, which is one JSON object.
pub(super) fn document(body: &[u8]) -> Result<Value, DynoxideError> {
    match serde_json::from_slice(body) {
        Ok(document @ Value::Object(_)) => Ok(document),
        // serde_json stops at 128 levels; DynamoDB's values end at 32, which are at most 64 of JSON.
        Err(error) if error.to_string().starts_with("recursion limit exceeded") => {
            Err(DynoxideError::ValidationException(TOO_DEEP.into()))
        }
        // Without a message, as DynamoDB.
        Ok(_) | Err(_) => Err(DynoxideError::SerializationException(String::new())),
    }
}

/// Reads the request of an operation.
pub(super) fn request<Q: DeserializeOwned>(operation: &str, document: Value) -> Result<Q, DynoxideError> {
    serde_json::from_value(document).map_err(|error| wire_form(operation, classify(&error.to_string())))
}

/// The form that an error has on the wire where the operation makes a difference.
pub(super) fn wire_form(operation: &str, error: DynoxideError) -> DynoxideError {
    match (operation, error) {
        ("PutItem" | "UpdateItem" | "DeleteItem", DynoxideError::EnvelopedValidation(message)) => {
            DynoxideError::ValidationException(format!("1 validation error detected: {message}"))
        }
        (_, DynoxideError::EnvelopedValidation(message)) => DynoxideError::ValidationException(message),
        ("ExecuteStatement", DynoxideError::ConditionalCheckFailedException(message, Some(item))) => {
            DynoxideError::StatementConditionalCheckFailed(message, item)
        }
        (_, error) => error,
    }
}

/// The error that a text of serde stands for.
fn classify(text: &str) -> DynoxideError {
    use DynoxideError::{EnvelopedValidation, SerializationException, ValidationException};
    type Class = fn(String) -> DynoxideError;
    let marks: [(&str, Class); 5] = [
        ("VALIDATION_REQUEST:", EnvelopedValidation),
        ("VALIDATION_AS_READ:", ValidationException),
        ("SERIALIZATION_AS_READ:", SerializationException),
        ("VALIDATION:", ValidationException),
        ("SERIALIZATION:", SerializationException),
    ];
    // A wrong type below a member that the engine looks at itself is one like every other.
    let text = text.strip_prefix("VALIDATION:").filter(|rest| rest.starts_with(WRONG_TYPE)).unwrap_or(text);
    for (mark, class) in marks {
        if let Some(message) = text.strip_prefix(mark) {
            return class(message.into());
        }
    }
    if let Some(member) = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return ValidationException(format!(
            "1 validation error detected: Value null at '{}' failed to satisfy constraint: \
             Member must not be null",
            lower_first(member)
        ));
    }
    if text.contains("empty AttributeValue") {
        return ValidationException(EMPTY_VALUE.into());
    }
    if let Some(mismatch) = text.strip_prefix(WRONG_TYPE) {
        return match mismatch.split_once(", expected ") {
            Some(("null", _)) | None => ValidationException(text.into()),
            Some((given, expected)) => SerializationException(mismatch_message(given, expected)),
        };
    }
    let of_a_value = ["unknown variant", "invalid value", "Supplied AttributeValue"];
    if of_a_value.iter().any(|start| text.starts_with(start)) {
        return ValidationException(text.into());
    }
    SerializationException(text.into())
}

/// What DynamoDB says of a member of a wrong type, from serde's words for both types.
fn mismatch_message(given: &str, expected: &str) -> String {
    let expected = match expected {
        "a string" => "String",
        "a boolean" => "Boolean",
        "i32" | "i64" | "u32" | "u64" | "usize" => "Long",
        _ if given == "map" => return "Start of structure or map found where not expected".into(),
        _ => return "Unexpected field type".into(),
    };
    let given = match given.split(' ').next().unwrap_or_default() {
        "map" => return "Start of structure or map found where not expected".into(),
        "sequence" => return format!("Unrecognized collection type class java.lang.{expected}"),
        "string" if expected == "Boolean" => return "Unexpected token received from parser".into(),
        "string" => "STRING_VALUE",
        "integer" => "NUMBER_VALUE",
        "floating" => "DECIMAL_VALUE",
        "boolean" if given.contains("true") => "TRUE_VALUE",
        _ => "FALSE_VALUE",
    };
    format!("{given} cannot be converted to {expected}")
}

fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_errors() {
        let table = [
            ("VALIDATION:a", "com.amazon.coral.validate#ValidationException", "a"),
            ("VALIDATION_AS_READ:a", "com.amazon.coral.validate#ValidationException", "a"),
            ("SERIALIZATION:", "com.amazon.coral.service#SerializationException", ""),
            (
                "VALIDATION:invalid type: map, expected a sequence",
                "com.amazon.coral.service#SerializationException",
                "Start of structure or map found where not expected",
            ),
            (
                "missing field `StreamArn`",
                "com.amazon.coral.validate#ValidationException",
                "1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: \
                 Member must not be null",
            ),
            (
                "invalid type: integer `23`, expected a string",
                "com.amazon.coral.service#SerializationException",
                "NUMBER_VALUE cannot be converted to String",
            ),
            (
                "invalid type: boolean `true`, expected i64",
                "com.amazon.coral.service#SerializationException",
                "TRUE_VALUE cannot be converted to Long",
            ),
            (
                "invalid type: sequence, expected a boolean",
                "com.amazon.coral.service#SerializationException",
                "Unrecognized collection type class java.lang.Boolean",
            ),
            (
                "invalid type: map, expected a sequence",
                "com.amazon.coral.service#SerializationException",
                "Start of structure or map found where not expected",
            ),
            (
                "invalid type: string \"x\", expected a sequence",
                "com.amazon.coral.service#SerializationException",
                "Unexpected field type",
            ),
            ("empty AttributeValue object", "com.amazon.coral.validate#ValidationException", EMPTY_VALUE),
        ];
        for (text, kind, message) in table {
            let error = classify(text);
            assert_eq!((error.error_type(), error.to_string().as_str()), (kind, message), "{text}");
        }
    }

    #[test]
    fn the_envelope_is_that_of_single_writes() {
        let tagged = || DynoxideError::EnvelopedValidation("bad".into());
        assert_eq!(wire_form("PutItem", tagged()).to_string(), "1 validation error detected: bad");
        assert_eq!(wire_form("GetItem", tagged()).to_string(), "bad");
    }
}
