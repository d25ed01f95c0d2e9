//! `get_secret`: secrets of the Secrets Manager, kept for a while.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base::Tenant;
use parking_lot::Mutex;
use rules::external::SecretKind;
use serde_json::{Value, json};

use crate::aws::{Clients, JSON_1_1, Operation};

/// How long a secret is kept (rules.md §4).
const KEPT: Duration = Duration::from_secs(15 * 60);
/// Secrets that are kept.
const KEPT_MAX: usize = 1000;

const GET_SECRET_VALUE: Operation =
    Operation { service: "secretsmanager", content_type: JSON_1_1, target: "secretsmanager.GetSecretValue" };

/// A tenant's secret, by the name or ARN that rules use.
type Id = (Tenant, String);

/// Secrets, by name.
#[derive(Default)]
pub(super) struct Secrets {
    kept: Mutex<HashMap<Id, (Instant, Arc<Value>)>>,
}

impl Secrets {
    /// A secret, or one key of it, as JSON.
    pub async fn value(
        &self,
        clients: &Clients,
        tenant: &Tenant,
        id: &str,
        kind: SecretKind,
        key: Option<&str>,
    ) -> Result<Vec<u8>, String> {
        let response = self.response(clients, tenant, id).await?;
        let value = select(&response, kind, key)?;
        Ok(value.to_string().into_bytes())
    }

    /// The response of GetSecretValue for the version AWSCURRENT.
    async fn response(&self, clients: &Clients, tenant: &Tenant, id: &str) -> Result<Arc<Value>, String> {
        let entry = (tenant.clone(), id.to_owned());
        if let Some((at, response)) = self.kept.lock().get(&entry)
            && at.elapsed() < KEPT
        {
            return Ok(Arc::clone(response));
        }
        let response = clients.call_json(tenant, GET_SECRET_VALUE, &json!({"SecretId": id})).await;
        let response = Arc::new(response.map_err(|problem| problem.failure.message)?);
        let mut kept = self.kept.lock();
        if kept.len() >= KEPT_MAX {
            kept.retain(|_, (at, _)| at.elapsed() < KEPT);
        }
        if kept.len() < KEPT_MAX {
            kept.insert(entry, (Instant::now(), Arc::clone(&response)));
        }
        Ok(response)
    }
}

/// What a statement gets of a secret (rules.md §4).
fn select(response: &Value, kind: SecretKind, key: Option<&str>) -> Result<Value, String> {
    match (kind, key) {
        (SecretKind::Binary, Some(_)) => Err("a binary secret has no keys".to_owned()),
        // Base64 already, as every binary value in JSON.
        (SecretKind::Binary, None) => match &response["SecretBinary"] {
            Value::String(base64) => Ok(base64.as_str().into()),
            _ => Err("the secret has no SecretBinary".to_owned()),
        },
        (SecretKind::String, key) => {
            let text = response["SecretString"].as_str().ok_or("the secret has no SecretString")?;
            let object = serde_json::from_str(text).ok().filter(Value::is_object);
            match (object, key) {
                (Some(object), None) => Ok(object),
                (Some(object), Some(key)) => {
                    object.get(key).cloned().ok_or_else(|| "the secret has no such key".to_owned())
                }
                (None, None) => Ok(text.into()),
                (None, Some(_)) => Err("the secret is not a JSON object, so it has no keys".to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_read_as_its_kind_and_key_say() {
        use SecretKind::{Binary, String};
        let object = json!({"SecretString": r#"{"user":"u","n":1}"#});
        let text = json!({"SecretString": "plain"});
        let binary = json!({"SecretBinary": "AAE="});
        let rows = [
            (&object, String, None, Ok(json!({"user": "u", "n": 1}))),
            (&object, String, Some("user"), Ok(json!("u"))),
            (&object, String, Some("n"), Ok(json!(1))),
            (&object, String, Some("x"), Err("no such key")),
            (&object, Binary, None, Err("no SecretBinary")),
            (&text, String, None, Ok(json!("plain"))),
            (&text, String, Some("user"), Err("not a JSON object")),
            (&binary, Binary, None, Ok(json!("AAE="))),
            (&binary, Binary, Some("user"), Err("has no keys")),
            (&binary, String, None, Err("no SecretString")),
        ];
        for (response, kind, key, expected) in rows {
            match (select(response, kind, key), expected) {
                (Ok(value), Ok(expected)) => assert_eq!(value, expected),
                (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
                (found, expected) => panic!("{found:?} instead of {expected:?}"),
            }
        }
    }
}
