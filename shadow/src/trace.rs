//! What the trace tells of a request: who asked for what, what changed, and which version came of it.

use std::sync::Arc;

use broker::{Publisher, ShadowOperation};
use serde_json::{Map, Value, json};
use trace::Detail;

use crate::tree::{Node, Tree};
use crate::{Document, Rejected, ShadowName};

/// Changes that are listed of one update.
const CHANGES_MAX: usize = 64;

/// A request that changed a shadow, or was rejected.
pub(crate) struct ShadowTrace {
    pub name: ShadowName,
    pub operation: ShadowOperation,
    pub by: Arc<Publisher>,
    pub over: &'static str,
    pub result: Result<Changed, Rejected>,
}

/// The document before and after.
pub(crate) struct Changed {
    pub before: Option<Arc<Document>>,
    pub after: Arc<Document>,
    pub client_token: Option<String>,
}

impl Detail for ShadowTrace {
    fn to_json(&self) -> Map<String, Value> {
        let Self { name, operation, by, over, result } = self;
        let mut json = Map::new();
        let mut tell = |name: &str, value: Value| drop(json.insert(name.into(), value));
        tell("thing", name.thing().into());
        tell("shadow", name.name().into());
        tell("operation", operation.level().into());
        tell("over", (*over).into());
        tell("clientId", by.client_id.as_deref().into());
        tell("principal", by.principal.as_deref().into());
        tell("sourceIp", by.source_ip.map(|ip| ip.to_string()).into());
        match result {
            Err(Rejected { error, client_token }) => {
                tell("result", "rejected".into());
                tell("code", error.code().into());
                tell("message", error.to_string().into());
                tell("clientToken", client_token.as_deref().into());
            }
            Ok(Changed { before, after, client_token }) => {
                tell("result", "accepted".into());
                tell("clientToken", client_token.as_deref().into());
                tell("previousVersion", before.as_ref().map(|document| document.version()).into());
                tell("version", after.version().into());
                let changes = changes(before.as_deref(), after);
                let more = changes.len().saturating_sub(CHANGES_MAX);
                tell("changes", changes.into_iter().take(CHANGES_MAX).collect());
                if more > 0 {
                    tell("furtherChanges", more.into());
                }
                let delta = after.delta();
                tell("delta", if delta.is_empty() { Value::Null } else { delta.to_value().into() });
            }
        }
        json
    }

    fn weight(&self) -> usize {
        // A tree takes some three times its JSON; earlier and later documents share most of theirs.
        match &self.result {
            Ok(Changed { before, after, .. }) => {
                let bytes = |document: &Document| 4 * document.to_stored().len();
                before.as_deref().map_or(0, bytes) + bytes(after)
            }
            Err(_) => 0,
        }
    }
}

/// What an update changed, leaf by leaf. What was written again with the value that it had is no change.
fn changes(before: Option<&Document>, after: &Document) -> Vec<Value> {
    let nothing = Tree::default();
    let mut found = Vec::new();
    for (section, of) in
        [("desired", Document::desired as fn(&Document) -> &Tree), ("reported", Document::reported)]
    {
        compare(section, before.map_or(&nothing, of), of(after), &mut found);
    }
    found
}

/// Recursion is bounded by the depth of documents.
fn compare(path: &str, before: &Tree, after: &Tree, found: &mut Vec<Value>) {
    if before.shares_with(after) {
        return;
    }
    for (name, old) in before.members() {
        if after.get(name).is_none() {
            found.push(json!({"path": format!("{path}.{name}"), "before": old.to_value()}));
        }
    }
    for (name, new) in after.members() {
        let path = format!("{path}.{name}");
        match (before.get(name), new) {
            (None, new) => found.push(json!({"path": path, "after": new.to_value()})),
            (Some(Node::Object(old)), Node::Object(new)) => compare(&path, old, new, found),
            (Some(old), new) if old.to_value() != new.to_value() => {
                found.push(json!({"path": path, "before": old.to_value(), "after": new.to_value()}));
            }
            (Some(_), _) => {}
        }
    }
}
