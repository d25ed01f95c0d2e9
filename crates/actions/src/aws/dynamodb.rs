//! `dynamoDB` and `dynamoDBv2`.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeAction, AttributeValue as Sdk, AttributeValueUpdate};
use base::Tenant;
use rules::action::{DynamoDbRequest, DynamoDbV2Request, Operation};
use rules::attribute::{AttributeValue, Attributes};

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

impl Clients {
    pub(super) fn dynamodb(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.dynamodb.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_dynamodb, self, "dynamodb", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// `dynamoDB`: the payload in one attribute.
    pub(crate) async fn put_payload(&self, task: &Task, request: &DynamoDbRequest) -> Result<(), Failure> {
        let client = self.dynamodb(&task.tenant)?;
        let table = &request.table_name;
        let keys = || {
            let keys = std::iter::once(&request.hash_key).chain(&request.range_key);
            keys.map(|key| (key.name.clone(), value(&key.value))).collect::<HashMap<_, _>>()
        };
        match request.operation {
            Operation::Insert => {
                let item = item(&request.item());
                client
                    .put_item()
                    .table_name(table)
                    .set_item(Some(item))
                    .send()
                    .await
                    .map(drop)
                    .map_err(|error| failure(&error))
            }
            Operation::Update => {
                let update = AttributeValueUpdate::builder()
                    .action(AttributeAction::Put)
                    .value(value(&request.payload))
                    .build();
                let call = client.update_item().table_name(table).set_key(Some(keys()));
                let call = call.attribute_updates(&request.payload_field, update);
                call.send().await.map(drop).map_err(|error| failure(&error))
            }
            Operation::Delete => {
                let call = client.delete_item().table_name(table).set_key(Some(keys()));
                call.send().await.map(drop).map_err(|error| failure(&error))
            }
        }
    }

    /// `dynamoDBv2`: an attribute for each key of the payload.
    pub(crate) async fn put_item(&self, task: &Task, request: &DynamoDbV2Request) -> Result<(), Failure> {
        let client = self.dynamodb(&task.tenant)?;
        let call = client.put_item().table_name(&request.table_name).set_item(Some(item(&request.item)));
        call.send().await.map(drop).map_err(|error| failure(&error))
    }
}

fn item(attributes: &Attributes) -> HashMap<String, Sdk> {
    attributes.iter().map(|(name, attribute)| (name.clone(), value(attribute))).collect()
}

fn value(attribute: &AttributeValue) -> Sdk {
    match attribute {
        AttributeValue::S(text) => Sdk::S(text.clone()),
        AttributeValue::N(number) => Sdk::N(number.clone()),
        AttributeValue::Bool(flag) => Sdk::Bool(*flag),
        AttributeValue::Null => Sdk::Null(true),
        AttributeValue::L(list) => Sdk::L(list.iter().map(value).collect()),
        AttributeValue::M(map) => Sdk::M(item(map)),
        AttributeValue::B(bytes) => Sdk::B(Blob::new(bytes.clone())),
    }
}
