//! Job documents: what may be one, its parameters, and the form in which devices get it.

use serde_json::Value;

use crate::JobError;

/// Where a presigned URL belongs; there is a second form, `…-url-v2:` (jobs.md §4).
const PRESIGNED: &str = "${aws:iot:s3-presigned-url";

/// Whether a document has a place for a presigned S3 URL.
pub fn has_presigned_url(document: &str) -> bool {
    document.contains(PRESIGNED)
}

/// Checks that a text can be a job document. AWS lets it nest 1000 levels deep; here it is as deep as the JSON
/// parser goes, 128 levels.
///
/// # Errors
/// When it is no JSON.
pub fn check(document: &str) -> Result<(), JobError> {
    serde_json::from_str::<Value>(document).map(|_| ()).map_err(|_| JobError::Document)
}

/// The document with its parameters filled in. They stand inside strings, so their values are escaped as such.
pub fn substitute(document: &str, parameters: &[(String, String)]) -> String {
    let mut text = document.to_owned();
    for (name, value) in parameters {
        let quoted = Value::from(value.as_str()).to_string();
        let escaped = &quoted[1..quoted.len() - 1];
        text = text.replace(&format!("${{aws:iot:parameter:{name}}}"), escaped);
    }
    text
}

/// The document as devices get it: members that are null are left out (jobs.md §1).
pub fn for_devices(document: &str, parameters: &[(String, String)]) -> Value {
    let mut value = serde_json::from_str(&substitute(document, parameters)).unwrap_or_default();
    drop_nulls(&mut value);
    value
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(elements) => elements.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
