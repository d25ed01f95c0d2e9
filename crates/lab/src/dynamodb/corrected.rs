//! Operations that the engine does otherwise than AWS, with what AWS does before or behind it.
//!
//! The engine (dynoxide 3.2) is used as it is. What is looked at before a write is still so at the write:
//! these operations run alone ([`super::operations::Operation::is_alone`]).

use std::collections::HashMap;

use dynoxide::actions::create_table::{CreateTableRequest, CreateTableResponse};
use dynoxide::actions::describe_stream::{DescribeStreamRequest, DescribeStreamResponse};
use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::actions::describe_time_to_live::DescribeTimeToLiveRequest;
use dynoxide::actions::get_item::GetItemRequest;
use dynoxide::actions::get_records::{GetRecordsRequest, GetRecordsResponse, Record};
use dynoxide::actions::query::{QueryRequest, QueryResponse};
use dynoxide::actions::transact_get_items::{TransactGetItemsRequest, TransactGetItemsResponse};
use dynoxide::actions::update_item::{UpdateItemRequest, UpdateItemResponse};
use dynoxide::actions::update_table::{UpdateTableRequest, UpdateTableResponse};
use dynoxide::actions::update_time_to_live::{UpdateTimeToLiveRequest, UpdateTimeToLiveResponse};
use dynoxide::types::{AttributeValue, Item};
use dynoxide::{Database, DynoxideError};

use super::expression;

type Answer<T> = Result<T, DynoxideError>;

/// Capacity is provisioned unless the request says otherwise, and then has to be given. The engine knows
/// that only when the mode is written out.
pub(super) fn create_table(
    database: &Database,
    mut request: CreateTableRequest,
) -> Answer<CreateTableResponse> {
    if request.provisioned_throughput.is_none() {
        request.billing_mode.get_or_insert_with(|| "PROVISIONED".into());
    }
    database.create_table(request)
}

/// A shard is open as long as its stream is on, and then has no last number (`SequenceNumberRange` in the
/// API reference). The engine knows no streams that are off.
pub(super) fn describe_stream(
    database: &Database,
    request: DescribeStreamRequest,
) -> Answer<DescribeStreamResponse> {
    let mut answer = database.describe_stream(request)?;
    for shard in &mut answer.stream_description.shards {
        shard.sequence_number_range.ending_sequence_number = None;
    }
    Ok(answer)
}

/// Leaves out writes that changed nothing, of which AWS makes no record (Developer Guide, "Change data
/// capture for DynamoDB Streams"). It takes both images to know.
pub(super) fn get_records(database: &Database, request: GetRecordsRequest) -> Answer<GetRecordsResponse> {
    let mut answer = database.get_records(request)?;
    answer.records.retain(changes_something);
    Ok(answer)
}

fn changes_something(record: &Record) -> bool {
    match (&record.dynamodb.old_image, &record.dynamodb.new_image) {
        (Some(old), Some(new)) => !same_items(old, new),
        _ => true,
    }
}

fn same_items(one: &Item, other: &Item) -> bool {
    let same = |(name, value)| other.get(name).is_some_and(|other| same_values(value, other));
    one.len() == other.len() && one.iter().all(same)
}

/// Equality in which a set has no order.
fn same_values(one: &AttributeValue, other: &AttributeValue) -> bool {
    use AttributeValue::{BS, L, M, NS, SS};
    match (one, other) {
        (SS(one), SS(other)) | (NS(one), NS(other)) => same_sets(one, other),
        (BS(one), BS(other)) => same_sets(one, other),
        (L(one), L(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_values(one, other))
        }
        (M(one), M(other)) => same_items(one, other),
        _ => one == other,
    }
}

fn same_sets<T: Ord>(one: &[T], other: &[T]) -> bool {
    let [mut one, mut other] = [one, other].map(|set| set.iter().collect::<Vec<_>>());
    one.sort_unstable();
    other.sort_unstable();
    one == other
}

/// Says of a key condition what AWS says of it: operators that it does not have, and keys that are empty
/// (which the engine looks for, and finds nothing).
pub(super) fn query(database: &Database, request: QueryRequest) -> Answer<QueryResponse> {
    let empty = empty_key(&request);
    let answer = database.query(request).map_err(|error| match error {
        DynoxideError::ValidationException(text) => {
            DynoxideError::ValidationException(operator_refused(&text).unwrap_or(text))
        }
        other => other,
    })?;
    match empty {
        Some((name, kind)) => Err(DynoxideError::ValidationException(format!(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an \
             empty {kind} value. Key: {name}"
        ))),
        None => Ok(answer),
    }
}

/// The first attribute that a key condition compares with an empty value, and what that is.
fn empty_key(request: &QueryRequest) -> Option<(String, &'static str)> {
    let values = request.expression_attribute_values.as_ref();
    let kind_of = |value: &AttributeValue| match value {
        AttributeValue::S(text) if text.is_empty() => Some("string"),
        AttributeValue::B(bytes) if bytes.is_empty() => Some("binary"),
        _ => None,
    };
    if let Some(expression) = &request.key_condition_expression {
        return expression::compared(expression).into_iter().find_map(|(name, placeholder)| {
            let kind = kind_of(values?.get(placeholder)?)?;
            Some((expression::attribute(name, request.expression_attribute_names.as_ref()).into(), kind))
        });
    }
    let conditions = request.key_conditions.as_ref()?.as_object()?;
    conditions.iter().find_map(|(name, condition)| {
        let kind = condition["AttributeValueList"].as_array()?.iter().find_map(|value| {
            [("S", "string"), ("B", "binary")].into_iter().find(|(member, _)| value[*member] == "")
        })?;
        Some((name.clone(), kind.1))
    })
}

/// The text of AWS for an operator that key conditions do not have.
fn operator_refused(text: &str) -> Option<String> {
    const PLACES: [&str; 4] = [
        "Expected attribute name, got ",
        "Unexpected token in KeyConditionExpression: ",
        "Unexpected operator in KeyConditionExpression: ",
        "Expected closing parenthesis in KeyConditionExpression, got ",
    ];
    let token = PLACES.iter().find_map(|place| Some(text.split_once(place)?.1))?;
    ["OR", "IN", "<>", "NOT"]
        .contains(&token)
        .then(|| format!("Invalid operator used in KeyConditionExpression: {token}"))
}

/// Returns of each item what the projection names. The engine returns the key with it.
pub(super) fn transact_get_items(
    database: &Database,
    request: TransactGetItemsRequest,
) -> Answer<TransactGetItemsResponse> {
    let projections: Vec<_> = request
        .transact_items
        .iter()
        .map(|item| {
            let get = &item.get;
            get.projection_expression.clone().map(|text| (text, get.expression_attribute_names.clone()))
        })
        .collect();
    let mut answer = database.transact_get_items(request)?;
    for (response, projection) in answer.responses.iter_mut().zip(projections) {
        let (Some(item), Some((text, names))) = (&mut response.item, projection) else { continue };
        item.retain(|name, value| is_projected(&text, names.as_ref(), name, value));
        if item.is_empty() {
            response.item = None;
        }
    }
    Ok(answer)
}

/// Whether a projection names an attribute. Of a path into an attribute only documents have something, so
/// that a key, which is none, has to be named itself.
fn is_projected(
    projection: &str,
    names: Option<&HashMap<String, String>>,
    name: &str,
    value: &AttributeValue,
) -> bool {
    let is_document = matches!(value, AttributeValue::M(_) | AttributeValue::L(_));
    projection.split(',').map(str::trim).any(|path| {
        let first = path.split(['.', '[']).next().unwrap_or_default().trim_end();
        expression::attribute(first, names) == name && (first.len() == path.len() || is_document)
    })
}

/// Of an item that was not there, nothing is returned. The engine returns the new item's key.
pub(super) fn update_item(database: &Database, request: UpdateItemRequest) -> Answer<UpdateItemResponse> {
    if request.return_values.as_deref() != Some("ALL_OLD") {
        return database.update_item(request);
    }
    let before = database.get_item(GetItemRequest {
        table_name: request.table_name.clone(),
        key: request.key.clone(),
        consistent_read: Some(true),
        ..GetItemRequest::default()
    });
    let mut answer = database.update_item(request)?;
    if before.is_ok_and(|before| before.item.is_none()) {
        answer.attributes = None;
    }
    Ok(answer)
}

/// A stream is not replaced by another, nor put out twice (texts: scylladb#6939 and
/// terraform-provider-aws#18402, which quote AWS).
pub(super) fn update_table(database: &Database, request: UpdateTableRequest) -> Answer<UpdateTableResponse> {
    let name = &request.table_name;
    if let Some(wanted) = &request.stream_specification
        && (!wanted.stream_enabled || wanted.stream_view_type.is_some())
        && let Ok(current) = database.describe_table(DescribeTableRequest { table_name: name.clone() })
    {
        let is_on = current.table.stream_specification.is_some_and(|stream| stream.stream_enabled);
        let refused = match (is_on, wanted.stream_enabled) {
            (true, true) => Some("Table already has an enabled stream"),
            (false, false) => Some("Table has no stream to disable"),
            _ => None,
        };
        if let Some(text) = refused {
            return Err(DynoxideError::ValidationException(format!("{text}: TableName: {name}")));
        }
    }
    database.update_table(request)
}

/// Time to live is neither switched to what it is, nor moved to another attribute while it is on (texts:
/// terraform-provider-aws#10304, go-to-k/cdkd#932, which quote AWS).
pub(super) fn update_time_to_live(
    database: &Database,
    request: UpdateTimeToLiveRequest,
) -> Answer<UpdateTimeToLiveResponse> {
    let wanted = &request.time_to_live_specification;
    let described =
        database.describe_time_to_live(DescribeTimeToLiveRequest { table_name: request.table_name.clone() });
    if let Ok(described) = described
        && !wanted.attribute_name.is_empty()
    {
        let refused = match described.time_to_live_description.attribute_name {
            Some(current) if current != wanted.attribute_name => Some(format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is {current}"
            )),
            Some(_) if wanted.enabled => Some("TimeToLive is already enabled".into()),
            None if !wanted.enabled => Some("TimeToLive is already disabled".into()),
            _ => None,
        };
        if let Some(text) = refused {
            return Err(DynoxideError::ValidationException(text));
        }
    }
    database.update_time_to_live(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(value: serde_json::Value) -> Item {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_set_is_the_same_in_any_order_and_a_list_is_not() {
        let one = item(json!({"a": {"M": {"s": {"SS": ["x", "y"]}, "n": {"NS": ["1", "2"]}}}}));
        let same = item(json!({"a": {"M": {"s": {"SS": ["y", "x"]}, "n": {"NS": ["2", "1"]}}}}));
        assert!(same_items(&one, &same));
        for other in [
            json!({"a": {"M": {"s": {"SS": ["x", "z"]}, "n": {"NS": ["1", "2"]}}}}),
            json!({"a": {"M": {"s": {"SS": ["x"]}, "n": {"NS": ["1", "2"]}}}}),
            json!({"a": {"M": {}}}),
            json!({}),
        ] {
            assert!(!same_items(&one, &item(other.clone())), "{other}");
            assert!(!same_items(&item(other.clone()), &one), "{other}");
        }
        let list = |values| item(json!({"l": {"L": values}}));
        let (one, other) = (list(json!([{"S": "x"}, {"S": "y"}])), list(json!([{"S": "y"}, {"S": "x"}])));
        assert!(same_items(&one, &one) && !same_items(&one, &other));
    }

    #[test]
    fn what_a_projection_names() {
        let names = HashMap::from([("#k".to_owned(), "key".to_owned()), ("#d".to_owned(), "a.b".to_owned())]);
        let (text, map) = (AttributeValue::S("x".into()), AttributeValue::M(HashMap::new()));
        for (projection, name, value, expected) in [
            ("key", "key", &text, true),
            ("x , #k", "key", &text, true),
            ("#d", "a.b", &text, true),
            ("keys", "key", &text, false),
            ("x.key", "key", &text, false),
            ("#k.x, y", "key", &text, false),
            ("#k [0]", "key", &text, false),
            ("#k.x", "key", &map, true),
            ("#d[1].x", "a.b", &map, true),
        ] {
            assert_eq!(is_projected(projection, Some(&names), name, value), expected, "{projection} {name}");
        }
    }

    #[test]
    fn operators_that_a_key_condition_does_not_have() {
        let refused = |text: &str| operator_refused(text).unwrap_or_default();
        let said = "Invalid operator used in KeyConditionExpression: ";
        assert_eq!(refused("Unexpected token in KeyConditionExpression: OR"), format!("{said}OR"));
        assert_eq!(refused("Unexpected operator in KeyConditionExpression: IN"), format!("{said}IN"));
        assert_eq!(refused("Expected attribute name, got NOT"), format!("{said}NOT"));
        assert_eq!(refused("Unexpected operator in KeyConditionExpression: ("), "");
        assert_eq!(refused("Unexpected end of KeyConditionExpression"), "");
    }
}
