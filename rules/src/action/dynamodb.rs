//! `dynamoDB` and `dynamoDBv2`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::attribute::{AttributeValue, Attributes, top_level};
use crate::definition::DefinitionError;
use crate::sql::Output;
use crate::template::Template;

/// Writes the whole payload into one attribute of an item.
#[derive(Debug)]
pub struct DynamoDbAction {
    role_arn: String,
    table_name: Template,
    hash_key: KeyTemplates,
    range_key: Option<KeyTemplates>,
    payload_field: Template,
    operation: Template,
}

/// A key attribute: name, type and value.
#[derive(Debug)]
struct KeyTemplates {
    field: Template,
    key_type: Template,
    value: Template,
}

/// The type of a key attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyType {
    /// `STRING`
    String,
    /// `NUMBER`
    Number,
}

impl KeyType {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "STRING" => Some(Self::String),
            "NUMBER" => Some(Self::Number),
            _ => None,
        }
    }
}

/// What to do with the item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// `INSERT`: put the item.
    Insert,
    /// `UPDATE`: set the payload attribute of the item.
    Update,
    /// `DELETE`: delete the item.
    Delete,
}

impl Operation {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "INSERT" => Some(Self::Insert),
            "UPDATE" => Some(Self::Update),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }
}

/// What a `dynamoDB` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DynamoDbRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The table.
    pub table_name: String,
    /// What to do.
    pub operation: Operation,
    /// The hash key.
    pub hash_key: KeyAttribute,
    /// The range key, if the action has one.
    pub range_key: Option<KeyAttribute>,
    /// The attribute for the payload.
    pub payload_field: String,
    /// The payload as attribute value: JSON by type, anything else binary.
    pub payload: AttributeValue,
}

/// The name and value of a key attribute; the value is an `S` or an `N`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyAttribute {
    /// The attribute's name.
    pub name: String,
    /// Its value.
    pub value: AttributeValue,
}

impl DynamoDbRequest {
    pub(super) fn resource(&self) -> &str {
        &self.table_name
    }

    /// The item to put: keys and payload.
    pub fn item(&self) -> Attributes {
        let keys = std::iter::once(&self.hash_key).chain(&self.range_key);
        let mut item: Attributes = keys.map(|key| (key.name.clone(), key.value.clone())).collect();
        // A payload field that is named like a key does not overwrite it.
        if item.iter().all(|(name, _)| *name != self.payload_field) {
            item.push((self.payload_field.clone(), self.payload.clone()));
        }
        item
    }
}

impl DynamoDbAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        const DEFAULT_PAYLOAD_FIELD: &str = "payload";
        const DEFAULT_OPERATION: &str = "INSERT";
        let hash_key = KeyTemplates::from_fields(fields, ["hashKeyField", "hashKeyType", "hashKeyValue"])?;
        let range_key_parts = ["rangeKeyField", "rangeKeyType", "rangeKeyValue"];
        let has_range_key = range_key_parts.iter().any(|name| fields.get(name).is_some());
        let range_key =
            has_range_key.then(|| KeyTemplates::from_fields(fields, range_key_parts)).transpose()?;
        let payload_field = match fields.optional_template("payloadField")? {
            Some(template) => template,
            None => fields.compile("payloadField", DEFAULT_PAYLOAD_FIELD)?,
        };
        Ok(Self {
            role_arn: fields.role_arn()?,
            table_name: fields.template("tableName")?,
            hash_key,
            range_key,
            payload_field,
            operation: fields.choice("operation", DEFAULT_OPERATION, Operation::parse)?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<DynamoDbRequest, Refusal> {
        let table_name = rendering.text(&self.table_name, "")?;
        let Output { bytes, .. } = rendering.output;
        Ok(DynamoDbRequest {
            role_arn: self.role_arn.clone(),
            operation: rendering.choice(&self.operation, &table_name, Operation::parse)?,
            hash_key: self.hash_key.attribute(rendering, &table_name)?,
            range_key: self
                .range_key
                .as_ref()
                .map(|key| key.attribute(rendering, &table_name))
                .transpose()?,
            payload_field: rendering.text(&self.payload_field, &table_name)?,
            payload: AttributeValue::of_output(bytes, rendering.output_is_json()),
            table_name,
        })
    }
}

impl KeyTemplates {
    fn from_fields(fields: &Fields<'_>, names: [&str; 3]) -> Result<Self, DefinitionError> {
        const DEFAULT_TYPE: &str = "STRING";
        let [field, key_type, value] = names;
        Ok(Self {
            field: fields.template(field)?,
            key_type: fields.choice(key_type, DEFAULT_TYPE, KeyType::parse)?,
            value: fields.template(value)?,
        })
    }

    fn attribute(&self, rendering: &Rendering<'_, '_>, table: &str) -> Result<KeyAttribute, Refusal> {
        let name = rendering.text(&self.field, table)?;
        let value = match rendering.choice(&self.key_type, table, KeyType::parse)? {
            KeyType::String => AttributeValue::S(rendering.text(&self.value, table)?),
            KeyType::Number => {
                let value = self.value.value(rendering.evaluation);
                let value = value.map_err(|error| Refusal::new(table, error.to_string()))?;
                let number = value.to_decimal();
                let number = number
                    .ok_or_else(|| Refusal::new(table, format!("the value of key '{name}' is no number")))?;
                AttributeValue::N(number.to_string())
            }
        };
        Ok(KeyAttribute { name, value })
    }
}

/// Writes every top-level key of the payload as an attribute.
#[derive(Debug)]
pub struct DynamoDbV2Action {
    role_arn: String,
    table_name: Template,
}

/// What a `dynamoDBv2` action asks for: put this item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DynamoDbV2Request {
    /// The role to assume.
    pub role_arn: String,
    /// The table.
    pub table_name: String,
    /// The item.
    pub item: Attributes,
}

impl DynamoDbV2Action {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let put_item = fields.object("putItem")?.ok_or_else(|| fields.invalid("putItem", "is missing"))?;
        Ok(Self { role_arn: fields.role_arn()?, table_name: put_item.template("tableName")? })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<DynamoDbV2Request, Refusal> {
        let table_name = rendering.text(&self.table_name, "")?;
        let item = top_level(&rendering.output.bytes)
            .ok_or_else(|| Refusal::new(&table_name, "the payload is not a JSON object"))?;
        Ok(DynamoDbV2Request { role_arn: self.role_arn.clone(), table_name, item })
    }
}

impl DynamoDbV2Request {
    pub(super) fn resource(&self) -> &str {
        &self.table_name
    }
}
