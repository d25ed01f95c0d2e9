//! Messages: their attributes, their size, and the digests that SDKs compare.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};

use super::failure::invalid_parameter;
use crate::protocol::Failure;

/// The most attributes of a message.
const ATTRIBUTES_MAX: usize = 10;
/// The longest name or type of an attribute, characters.
const NAME_CHARS_MAX: usize = 256;

/// An attribute as it is on the wire.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Attribute {
    /// `String`, `Number` or `Binary`, with a dot and a type of the sender's own behind it.
    pub data_type: String,
    /// Of the first two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub string_value: Option<String>,
    /// Of the last, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binary_value: Option<String>,
}

impl Attribute {
    fn is_binary(&self) -> bool {
        self.data_type == "Binary" || self.data_type.starts_with("Binary.")
    }

    /// The value's bytes; text that is no base64 is none.
    fn bytes(&self) -> Vec<u8> {
        match (&self.string_value, &self.binary_value) {
            (_, Some(encoded)) if self.is_binary() => BASE64.decode(encoded).unwrap_or_default(),
            (Some(text), _) => text.clone().into_bytes(),
            _ => Vec::new(),
        }
    }
}

/// The attributes of a message, by name.
pub(crate) type Attributes = BTreeMap<String, Attribute>;

/// What a queue keeps of a message for as long as it is there.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Content {
    pub id: String,
    pub body: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: Attributes,
    /// `AWSTraceHeader`, the only system attribute that a sender may give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// Milliseconds since 1970.
    pub sent: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduplication: Option<String>,
    /// The queue that it came from as a dead letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
}

impl Content {
    /// Roughly what it holds in memory, bytes.
    pub fn weight(&self) -> usize {
        const FIXED: usize = 512;
        FIXED + self.body.len() + size_of(&self.attributes)
    }
}

/// What attributes count towards the size of a message, bytes.
pub(super) fn size_of(attributes: &Attributes) -> usize {
    let size = |(name, attribute): (&String, &Attribute)| {
        name.len() + attribute.data_type.len() + attribute.bytes().len()
    };
    attributes.iter().map(size).sum()
}

/// MD5 in lower-case hex.
pub(crate) fn md5_hex(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of attributes (SQS Developer Guide, "Calculating the MD5 message digest for message
/// attributes"); `None` without any.
pub(super) fn attributes_md5<'a>(
    attributes: impl IntoIterator<Item = (&'a String, &'a Attribute)>,
) -> Option<String> {
    let mut text = Vec::new();
    let add = |bytes: &[u8], text: &mut Vec<u8>| {
        // A message has at most a megabyte.
        text.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
        text.extend_from_slice(bytes);
    };
    // In the order of their names, as the map has them.
    for (name, attribute) in attributes {
        add(name.as_bytes(), &mut text);
        add(attribute.data_type.as_bytes(), &mut text);
        text.push(if attribute.is_binary() { 2 } else { 1 });
        add(&attribute.bytes(), &mut text);
    }
    if text.is_empty() { None } else { Some(md5_hex(&text)) }
}

/// Whether a body has only characters that XML can hold.
pub(super) fn is_text(body: &str) -> bool {
    body.chars()
        .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
}

/// Checks the attributes of a message.
///
/// # Errors
/// `InvalidParameterValue`.
pub(super) fn check_attributes(attributes: &Attributes) -> Result<(), Failure> {
    if attributes.len() > ATTRIBUTES_MAX {
        let count = attributes.len();
        return Err(invalid_parameter(format!(
            "Number of message attributes [{count}] exceeds the allowed maximum [{ATTRIBUTES_MAX}]."
        )));
    }
    attributes.iter().try_for_each(|(name, attribute)| check_attribute(name, attribute))
}

fn check_attribute(name: &str, attribute: &Attribute) -> Result<(), Failure> {
    let lower = name.to_ascii_lowercase();
    let well_named = !name.is_empty()
        && name.len() <= NAME_CHARS_MAX
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && !lower.starts_with("aws.")
        && !lower.starts_with("amazon.");
    if !well_named {
        return Err(invalid_parameter(format!("The message attribute name '{name}' is invalid.")));
    }
    let kind = attribute.data_type.split('.').next().unwrap_or_default();
    if !["Binary", "Number", "String"].contains(&kind) || attribute.data_type.len() > NAME_CHARS_MAX {
        return Err(invalid_parameter(format!(
            "The type of message (user) attribute '{name}' is invalid. You must use only the following supported \
             type prefixes: Binary, Number, String."
        )));
    }
    let given = if kind == "Binary" { &attribute.binary_value } else { &attribute.string_value };
    let Some(value) = given.as_deref().filter(|value| !value.is_empty()) else {
        return Err(invalid_parameter(format!(
            "The message (user) attribute '{name}' must contain a non-empty message attribute value for message \
             (user) attribute type '{kind}'."
        )));
    };
    if kind == "Number" && value.parse::<f64>().is_err() {
        return Err(invalid_parameter(format!(
            "Can't cast the value of message (user) attribute '{name}' to a number."
        )));
    }
    if kind == "Binary" && BASE64.decode(value).is_err() {
        return Err(invalid_parameter(format!(
            "The binary value of message (user) attribute '{name}' is no base64."
        )));
    }
    Ok(())
}

/// Which attributes a receiver wants.
pub(super) fn wants(wanted: &[String], name: &str) -> bool {
    wanted.iter().any(|wish| match wish.strip_suffix(".*") {
        _ if wish == "All" => true,
        Some(prefix) => prefix.is_empty() || name.starts_with(prefix),
        None => wish == name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: &str, value: &str) -> Attribute {
        Attribute { data_type: kind.into(), string_value: Some(value.into()), binary_value: None }
    }

    #[test]
    fn digests_are_those_that_sdks_compute() {
        assert_eq!(md5_hex(b"hello"), "5d41402abc4b2a76b9719d911017c592");
        // From moto's and the AWS SDK for Java's tests of the same attributes.
        let attributes = Attributes::from([("timestamp".to_owned(), text("Number", "1493147359900"))]);
        assert_eq!(attributes_md5(&attributes).as_deref(), Some("235c5c510d26fb653d073faed50ae77c"));
        assert_eq!(attributes_md5(&Attributes::new()), None);
    }

    #[test]
    fn attributes_are_checked() {
        let check =
            |name: &str, attribute| check_attributes(&Attributes::from([(name.to_owned(), attribute)]));
        check("a.b-c_1", text("String.mine", "x")).unwrap();
        check("n", text("Number", "-1.5e3")).unwrap();
        for (name, attribute) in [
            ("", text("String", "x")),
            ("a b", text("String", "x")),
            ("AWS.x", text("String", "x")),
            ("a", text("Strings", "x")),
            ("a", text("String", "")),
            ("a", text("Number", "x")),
            ("a", text("Binary", "eA==")),
        ] {
            assert!(check(name, attribute.clone()).is_err(), "{name:?} {attribute:?}");
        }
    }

    #[test]
    fn wishes_are_names_prefixes_or_all() {
        let wants = |wish: &str| wants(&[wish.to_owned()], "device.id");
        assert!(wants("All") && wants(".*") && wants("device.*") && wants("device.id"));
        assert!(!wants("device") && !wants("other.*"));
    }
}
