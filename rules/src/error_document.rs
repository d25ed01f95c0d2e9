//! The document that an error action gets (rules.md §7, *Error action*).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::json::push_string;
use crate::message::Message;
use crate::open_points;

/// An action that failed for a message, all its retries included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActionFailure {
    /// `DynamoDBAction`, `RepublishAction`, …
    pub failed_action: &'static str,
    /// What it was about: a table, a topic, an ARN.
    pub failed_resource: String,
    /// What went wrong.
    pub error_message: String,
}

/// The document for the failures of one rule over one message: compact JSON.
pub fn error_document(rule_name: &str, message: &Message<'_>, failures: &[ActionFailure]) -> Vec<u8> {
    let origin = message.origin();
    let topic = if open_points::ERROR_DOCUMENT_HAS_PUBLISHED_TOPIC { origin.topic } else { message.topic() };
    let source_ip = origin.source_ip.map(|address| address.to_string());
    let mut out = Vec::with_capacity(512 + message.payload().len() / 3 * 4);
    out.push(b'{');
    member(&mut out, "ruleName", rule_name);
    member(&mut out, "topic", topic);
    if let Some(trace_id) = origin.trace_id {
        member(&mut out, "cloudwatchTraceId", trace_id);
    }
    // Upper case here, unlike clientid() (measured).
    member(&mut out, "clientId", origin.client_id.unwrap_or("N/A"));
    if let Some(source_ip) = &source_ip {
        member(&mut out, "sourceIp", source_ip);
    }
    member(&mut out, "base64OriginalPayload", &STANDARD.encode(message.payload()));
    out.extend_from_slice(b",\"failures\":[");
    for (index, failure) in failures.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"{" } else { b",{" });
        member(&mut out, "failedAction", failure.failed_action);
        member(&mut out, "failedResource", &failure.failed_resource);
        member(&mut out, "errorMessage", &failure.error_message);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    out
}

/// Appends `"name":"value"`, with a comma unless it is the first member.
fn member(out: &mut Vec<u8>, name: &str, value: &str) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    push_string(out, name);
    out.push(b':');
    push_string(out, value);
}
