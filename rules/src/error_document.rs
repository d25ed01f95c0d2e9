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
    let mut out = Vec::with_capacity(512 + message.payload().len() / 3 * 4);
    out.push(b'{');
    member(&mut out, "ruleName", rule_name);
    member(&mut out, "topic", topic(message));
    origin(&mut out, message);
    out.extend_from_slice(b",\"failures\":[");
    for (index, failure) in failures.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"{" } else { b",{" });
        cause(&mut out, failure);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    out
}

/// A failure, and the messages of a batch that it is about, by their numbers from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchFailure {
    /// What failed.
    pub failure: ActionFailure,
    /// For which messages.
    pub affected: Vec<usize>,
}

/// The document for the messages of a batch that an HTTP action could not deliver, and for what else failed
/// for them. With `across_topics` every message has its own topic.
pub fn batch_error_document(
    rule_name: &str,
    messages: &[Message<'_>],
    across_topics: bool,
    failures: &[BatchFailure],
) -> Vec<u8> {
    let mut out = vec![b'{'];
    member(&mut out, "ruleName", rule_name);
    if let (false, Some(first)) = (across_topics, messages.first()) {
        member(&mut out, "topic", topic(first));
    }
    out.extend_from_slice(b",\"payloadsWithMetadata\":[");
    for (index, message) in messages.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"{" } else { b",{" });
        out.extend_from_slice(format!("\"id\":{}", index + 1).as_bytes());
        if across_topics {
            member(&mut out, "topic", topic(message));
        }
        origin(&mut out, message);
        out.push(b'}');
    }
    out.extend_from_slice(b"],\"failures\":[");
    for (index, BatchFailure { failure, affected }) in failures.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"{" } else { b",{" });
        let ids: Vec<String> = affected.iter().map(ToString::to_string).collect();
        out.extend_from_slice(format!("\"affectedIds\":[{}]", ids.join(",")).as_bytes());
        cause(&mut out, failure);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    out
}

fn topic<'a>(message: &Message<'a>) -> &'a str {
    if open_points::ERROR_DOCUMENT_HAS_PUBLISHED_TOPIC { message.origin().topic } else { message.topic() }
}

/// Where a message came from, and what it was.
fn origin(out: &mut Vec<u8>, message: &Message<'_>) {
    let origin = message.origin();
    if let Some(trace_id) = origin.trace_id {
        member(out, "cloudwatchTraceId", trace_id);
    }
    // Upper case here, unlike clientid() (measured).
    member(out, "clientId", origin.client_id.unwrap_or("N/A"));
    if let Some(source_ip) = origin.source_ip {
        member(out, "sourceIp", &source_ip.to_string());
    }
    member(out, "base64OriginalPayload", &STANDARD.encode(message.payload()));
}

fn cause(out: &mut Vec<u8>, failure: &ActionFailure) {
    member(out, "failedAction", failure.failed_action);
    member(out, "failedResource", &failure.failed_resource);
    member(out, "errorMessage", &failure.error_message);
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
