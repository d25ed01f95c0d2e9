//! ARNs, regions and shard ids: the engine's inside, the caller's outside.
//!
//! dynoxide gives every table the region `dynoxide` and the account `000000000000`, and cannot be told
//! others. A database here belongs to one account and region, so the two forms stand for each other.
//! Only names are rewritten, never a user's data: the members looked at are strings, and an attribute's
//! value is never a bare string but an object such as `{"S": …}`.

use base::{Arn, Tenant};
use dynoxide::DynoxideError;
use dynoxide::streams::{LOCAL_ACCOUNT, LOCAL_REGION};
use serde_json::{Map, Value};

use super::answer::Refusal;

/// Shard ids of the engine are shorter than the 28 characters that SDKs demand of one.
const SHARD_INSIDE: &str = "shardId-00000001-";
/// As AWS writes them.
const SHARD_OUTSIDE: &str = "shardId-00000000000000000001-";

/// Rewrites the names in a request.
///
/// A table may be named by its ARN wherever a request has a `TableName`; not as a key of `RequestItems`,
/// where the engine refuses it.
///
/// # Errors
/// When an ARN is that of another account or region.
pub(super) fn inward(document: &mut Value, tenant: &Tenant) -> Result<(), DynoxideError> {
    let Some(members) = document.as_object_mut() else { return Ok(()) };
    names_inward(members, tenant)?;
    let Some(Value::Array(actions)) = members.get_mut("TransactItems") else { return Ok(()) };
    let actions = actions.iter_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    for action in actions.filter_map(Value::as_object_mut) {
        names_inward(action, tenant)?;
    }
    Ok(())
}

fn names_inward(members: &mut Map<String, Value>, tenant: &Tenant) -> Result<(), DynoxideError> {
    for member in ["TableName", "ResourceArn", "StreamArn", "ExclusiveStartStreamArn"] {
        let Some(Value::String(text)) = members.get_mut(member) else { continue };
        // What is no ARN is left to the engine, which knows how to refuse it.
        let Some(arn) = Arn::parse(text) else { continue };
        check_owner(text, &arn, tenant)?;
        *text = match arn.resource.strip_prefix("table/") {
            Some(table) if member == "TableName" => table.into(),
            _ => format!("arn:aws:dynamodb:{LOCAL_REGION}:{LOCAL_ACCOUNT}:{}", arn.resource),
        };
    }
    for member in ["ShardId", "ExclusiveStartShardId"] {
        if let Some(Value::String(text)) = members.get_mut(member)
            && let Some(table) = text.strip_prefix(SHARD_OUTSIDE)
        {
            *text = format!("{SHARD_INSIDE}{table}");
        }
    }
    Ok(())
}

/// There is no access to other accounts here, as on AWS without a resource policy. What AWS says of an
/// ARN of another region is not known.
fn check_owner(text: &str, arn: &Arn, tenant: &Tenant) -> Result<(), DynoxideError> {
    let (region, account) = (tenant.region.as_str(), tenant.account.as_str());
    if (arn.partition, arn.service, arn.region, arn.account)
        == (tenant.region.partition(), "dynamodb", region, account)
    {
        return Ok(());
    }
    Err(DynoxideError::AccessDeniedException(format!(
        "User: arn:{}:iam::{account}:root is not authorized to access the resource {text} \
         from the account {account} in the region {region}",
        tenant.region.partition()
    )))
}

/// Rewrites the names in an answer. As deep as the engine's answers are.
pub(super) fn outward(value: &mut Value, tenant: &Tenant) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| outward(item, tenant)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) => string_outward(key, text, tenant),
                    other => outward(other, tenant),
                }
            }
        }
        _ => {}
    }
}

fn string_outward(key: &str, text: &mut String, tenant: &Tenant) {
    if key.ends_with("Arn") {
        *text = text_outward(text, tenant);
    } else if key == "awsRegion" {
        *text = tenant.region.as_str().into();
    } else if let Some(table) = text.strip_prefix(SHARD_INSIDE)
        && key == "ShardId"
    {
        *text = format!("{SHARD_OUTSIDE}{table}");
    }
}

/// Rewrites the names in the messages that have some.
pub(super) fn outward_error(refusal: Refusal, tenant: &Tenant) -> Refusal {
    let message = |text: String| text_outward(&text, tenant);
    match refusal {
        Refusal::Engine(DynoxideError::ResourceNotFoundException(text)) => {
            Refusal::Engine(DynoxideError::ResourceNotFoundException(message(text)))
        }
        Refusal::Engine(DynoxideError::AccessDeniedException(text)) => {
            Refusal::Engine(DynoxideError::AccessDeniedException(message(text)))
        }
        Refusal::Engine(DynoxideError::ValidationException(text)) => {
            Refusal::Engine(DynoxideError::ValidationException(message(text)))
        }
        other => other,
    }
}

fn text_outward(text: &str, tenant: &Tenant) -> String {
    let (partition, region, account) = (tenant.region.partition(), &tenant.region, tenant.account);
    let mut text = text.to_owned();
    for service in ["dynamodb", "kms"] {
        let inside = format!("arn:aws:{service}:{LOCAL_REGION}:{LOCAL_ACCOUNT}:");
        if text.contains(&inside) {
            text = text.replace(&inside, &format!("arn:{partition}:{service}:{region}:{account}:"));
        }
    }
    let user = format!("arn:aws:iam::{LOCAL_ACCOUNT}:");
    if text.contains(&user) { text.replace(&user, &format!("arn:{partition}:iam::{account}:")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tenant(region: &str) -> Tenant {
        Tenant::new("123456789012".parse().unwrap(), region.parse().unwrap())
    }

    #[test]
    fn a_name_goes_in_and_comes_out_again() {
        let table = "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/dust";
        let mut document = json!({
            "StreamArn": format!("{table}/stream/1.5"),
            "ShardId": "shardId-00000000000000000001-dust",
            "TransactItems": [{"Put": {"TableName": table}}],
        });
        let given = document.clone();
        inward(&mut document, &tenant("cn-north-1")).unwrap();
        let inside = json!({
            "StreamArn": "arn:aws:dynamodb:dynoxide:000000000000:table/dust/stream/1.5",
            "ShardId": "shardId-00000001-dust",
            "TransactItems": [{"Put": {"TableName": "dust"}}],
        });
        assert_eq!(document, inside);
        outward(&mut document, &tenant("cn-north-1"));
        assert_eq!((&document["StreamArn"], &document["ShardId"]), (&given["StreamArn"], &given["ShardId"]));
    }

    #[test]
    fn data_that_looks_like_a_name_is_left_alone() {
        let item = json!({
            "TableArn": {"S": "arn:aws:dynamodb:dynoxide:000000000000:table/dust"},
            "awsRegion": {"M": {"ShardId": {"S": "shardId-00000001-dust"}}},
        });
        let mut value = json!({"Records": [{"awsRegion": "dynoxide", "dynamodb": {"NewImage": item}}]});
        outward(&mut value, &tenant("us-east-1"));
        assert_eq!(value["Records"][0]["awsRegion"], "us-east-1");
        assert_eq!(value["Records"][0]["dynamodb"]["NewImage"], item);
        let mut document = json!({"Item": item});
        inward(&mut document, &tenant("us-east-1")).unwrap();
        assert_eq!(document["Item"], item);
    }

    #[test]
    fn an_arn_of_somebody_else_is_refused() {
        for arn in [
            "arn:aws:dynamodb:us-east-1:999999999999:table/dust",
            "arn:aws:dynamodb:eu-west-1:123456789012:table/dust",
            "arn:aws:dynamodb:dynoxide:000000000000:table/dust",
            "arn:aws-cn:dynamodb:us-east-1:123456789012:table/dust",
            "arn:aws:iot:us-east-1:123456789012:thing/dust",
        ] {
            for member in ["TableName", "ResourceArn", "StreamArn"] {
                let refused = inward(&mut json!({ member: arn }), &tenant("us-east-1"));
                assert!(matches!(refused, Err(DynoxideError::AccessDeniedException(_))), "{member} {arn}");
            }
        }
    }

    #[test]
    fn what_is_no_arn_is_left_to_the_engine() {
        for given in [json!({"TableName": "dust", "ResourceArn": "x", "ShardId": 5}), json!([1]), json!("x")]
        {
            let mut document = given.clone();
            inward(&mut document, &tenant("us-east-1")).unwrap();
            assert_eq!(document, given);
        }
    }
}
