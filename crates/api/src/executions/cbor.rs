//! JSON as CBOR (RFC 8949), for devices that want their payload so.

use serde_json::Value;

/// Major types, in the three upper bits of an item's first byte.
const UNSIGNED: u8 = 0 << 5;
const NEGATIVE: u8 = 1 << 5;
const TEXT: u8 = 3 << 5;
const ARRAY: u8 = 4 << 5;
const MAP: u8 = 5 << 5;

const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;
const DOUBLE: u8 = 0xfb;

/// Appends a value. The depth is that of the JSON parser, 128.
pub(super) fn encode(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(NULL),
        Value::Bool(flag) => out.push(if *flag { TRUE } else { FALSE }),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => head(UNSIGNED, number, out),
            // -1 is 0, -2 is 1, and so on: the complement.
            (None, Some(number)) => head(NEGATIVE, !number.cast_unsigned(), out),
            (None, None) => {
                out.push(DOUBLE);
                out.extend_from_slice(&number.as_f64().unwrap_or(f64::NAN).to_be_bytes());
            }
        },
        Value::String(string) => text(string, out),
        Value::Array(elements) => {
            head(ARRAY, elements.len() as u64, out);
            elements.iter().for_each(|element| encode(element, out));
        }
        Value::Object(members) => {
            head(MAP, members.len() as u64, out);
            for (name, value) in members {
                text(name, out);
                encode(value, out);
            }
        }
    }
}

fn text(text: &str, out: &mut Vec<u8>) {
    head(TEXT, text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// An item's type and number, in as few bytes as it takes.
fn head(major: u8, number: u64, out: &mut Vec<u8>) {
    let bytes = number.to_be_bytes();
    let (info, from) = match number {
        0..24 => return out.push(major | number as u8),
        24..=0xff => (24, 7),
        0x100..=0xffff => (25, 6),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 0),
    };
    out.push(major | info);
    out.extend_from_slice(&bytes[from..]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Examples of RFC 8949, appendix A.
    #[test]
    fn examples_of_the_standard() {
        for (value, expected) in [
            (json!(0), "00"),
            (json!(23), "17"),
            (json!(24), "1818"),
            (json!(1000), "1903e8"),
            (json!(1_000_000), "1a000f4240"),
            (json!(u64::MAX), "1bffffffffffffffff"),
            (json!(-1), "20"),
            (json!(-1000), "3903e7"),
            (json!(i64::MIN), "3b7fffffffffffffff"),
            (json!(1.1), "fb3ff199999999999a"),
            (json!([false, true, null]), "83f4f5f6"),
            (json!("\u{fc}"), "62c3bc"),
            (json!({"a": 1, "b": [2, 3]}), "a26161016162820203"),
        ] {
            let mut out = Vec::new();
            encode(&value, &mut out);
            let hex: String = out.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected, "{value}");
        }
    }
}
