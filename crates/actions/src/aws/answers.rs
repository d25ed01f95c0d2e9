//! Calls whose answers external functions want.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue as Sdk;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvocationType;
use base::Tenant;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rules::external::KeyValue;

use super::Clients;
use super::failure::failure;

impl Clients {
    /// Invokes a function and waits for what it returns.
    pub(crate) async fn invoke_and_wait(
        &self,
        tenant: &Tenant,
        function_arn: &str,
        event: &[u8],
    ) -> Result<Vec<u8>, String> {
        let call = self
            .lambda(tenant)
            .map_err(|failure| failure.message)?
            .invoke()
            .function_name(function_arn)
            .invocation_type(InvocationType::RequestResponse)
            .payload(Blob::new(event));
        let response = call.send().await.map_err(|error| failure(&error).message)?;
        let payload = response.payload.map(Blob::into_inner).unwrap_or_default();
        match response.function_error {
            None => Ok(payload),
            Some(kind) => {
                let text: String = String::from_utf8_lossy(&payload).chars().take(500).collect();
                Err(format!("the function failed ({kind}): {text}"))
            }
        }
    }

    /// Reads one item, as a JSON object of plain values.
    pub(crate) async fn get_item(
        &self,
        tenant: &Tenant,
        table: &str,
        key: &[(String, KeyValue)],
    ) -> Result<Vec<u8>, String> {
        let typed = |value: &KeyValue| match value {
            KeyValue::Text(text) => Sdk::S(text.clone()),
            KeyValue::Number(number) => Sdk::N(number.clone()),
        };
        let key = key.iter().map(|(name, value)| (name.clone(), typed(value))).collect();
        let client = self.dynamodb(tenant).map_err(|failure| failure.message)?;
        let call = client.get_item().table_name(table).set_key(Some(key));
        let response = call.send().await.map_err(|error| failure(&error).message)?;
        let item = response.item.ok_or("the table has no item with this key")?;
        let mut json = String::new();
        write_object(&mut json, &item);
        Ok(json.into_bytes())
    }
}

/// Numbers keep their text, which serde_json would not let them.
fn write(json: &mut String, value: &Sdk) {
    match value {
        Sdk::S(text) => write_text(json, text),
        Sdk::N(number) => json.push_str(number),
        Sdk::Bool(flag) => json.push_str(if *flag { "true" } else { "false" }),
        Sdk::B(bytes) => write_text(json, &STANDARD.encode(bytes)),
        Sdk::L(list) => write_list(json, list, write),
        Sdk::M(map) => write_object(json, map),
        Sdk::Ss(set) => write_list(json, set, |json, text| write_text(json, text)),
        Sdk::Ns(set) => write_list(json, set, |json, number| json.push_str(number)),
        Sdk::Bs(set) => write_list(json, set, |json, bytes| write_text(json, &STANDARD.encode(bytes))),
        // NULL, and what DynamoDB may invent.
        _ => json.push_str("null"),
    }
}

fn write_text(json: &mut String, text: &str) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

fn write_list<T>(json: &mut String, list: &[T], element: impl Fn(&mut String, &T)) {
    json.push('[');
    for (index, value) in list.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        element(json, value);
    }
    json.push(']');
}

fn write_object(json: &mut String, map: &HashMap<String, Sdk>) {
    let mut members: Vec<_> = map.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    json.push('{');
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        write_text(json, name);
        json.push(':');
        write(json, value);
    }
    json.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn item_becomes_plain_json() {
        let item = HashMap::from([
            ("s".into(), Sdk::S("a\"b".into())),
            ("n".into(), Sdk::N("12345678901234567890123456789012345678".into())),
            ("l".into(), Sdk::L(vec![Sdk::Bool(true), Sdk::Null(true)])),
            (
                "m".into(),
                Sdk::M(HashMap::from([(
                    "b".into(),
                    Sdk::B(aws_sdk_dynamodb::primitives::Blob::new(*b"\0")),
                )])),
            ),
            ("ns".into(), Sdk::Ns(vec!["1".into(), "2.5".into()])),
        ]);
        let mut json = String::new();
        write_object(&mut json, &item);
        let expected = r#"{"l":[true,null],"m":{"b":"AA=="},"n":12345678901234567890123456789012345678,"ns":[1,2.5],"s":"a\"b"}"#;
        assert_eq!(json, expected);
    }
}
