//! `thingcore demo`: the whole story, from a device's TLS socket to a DynamoDB row.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use http::Method;
use serde_json::{Value, json};

use super::client::{Client, Failed};
use super::device::{Device, Identity};
use super::kit::{self, Credentials};
use crate::config::{DataDir, Options};
use crate::output;
use crate::server::{self, Running};

/// Readings that the sensor sends.
const READINGS: usize = 8;
/// Time that the rows have to land.
const ROWS_WITHIN: Duration = Duration::from_secs(10);

/// `thingcore demo`
#[derive(Args)]
pub struct Demo {
    /// API endpoint of a running server [default: where `thingcore` with these THINGCORE_ variables listens; where
    /// nothing answers, a server of the demo's own]
    #[arg(long, env = "THINGCORE_ENDPOINT", value_name = "URL")]
    pub endpoint: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// One line with the step that failed.
pub fn run(demo: &Demo) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let (client, embedded) = server_of(demo).await?;
        let mut story = Story { json: demo.json, step: 0 };
        let outcome = story.tell(&client).await;
        if let Some(running) = embedded {
            running.stop().await;
        }
        outcome
    })
}

/// The server to talk to: the one that is named, the one of this machine, or one of our own.
async fn server_of(demo: &Demo) -> Result<(Client, Option<Running>), String> {
    if let Some(endpoint) = &demo.endpoint {
        return Ok((Client::new(endpoint)?, None));
    }
    if let Ok(endpoint) = super::local_endpoint() {
        let client = Client::new(&endpoint)?;
        if client.text("/_thingcore/health").await.is_ok() {
            return Ok((client, None));
        }
    }
    let mut config = Options::default().resolve()?;
    config.data_dir = DataDir::Memory;
    (config.api_port, config.mqtts_port, config.https_port) = (0, 0, 0);
    let running = server::start(&config, Arc::default()).await?;
    let client = Client::new(&format!("http://{}", running.addresses.api))?;
    Ok((client, Some(running)))
}

struct Story {
    json: bool,
    step: usize,
}

/// Names that do not collide with those of another run.
struct Names {
    thing: String,
    table: String,
    rule: String,
}

impl Story {
    fn show(&mut self, name: &str, text: &str, detail: &Value) {
        self.step += 1;
        if self.json {
            output::line(
                &json!({"step": self.step, "name": name, "text": text, "detail": detail}).to_string(),
            );
        } else {
            output::line(&format!("{:>2}  {text}", self.step));
        }
    }

    async fn tell(&mut self, client: &Client) -> Result<(), String> {
        let suffix = uuid::Uuid::new_v4().simple().to_string();
        let suffix = suffix.get(..6).unwrap_or_default();
        let names = Names {
            thing: format!("demo-sensor-{suffix}"),
            table: format!("demo_readings_{suffix}"),
            rule: format!("demo_rule_{suffix}"),
        };
        let made = step("provision the thing", kit::provision(client, &names.thing).await)?;
        self.show(
            "provision",
            &format!("thing {} with certificate {:.12}… and policy {}", names.thing, made.certificate_id, made.policy),
            &json!({"thingName": names.thing, "certificateId": made.certificate_id, "policyName": made.policy}),
        );
        let outcome = self.with_thing(client, &names, &made).await;
        // Also when the story broke off: the server may be somebody's own.
        let cleaned = clean_up(client, &names, &made).await;
        outcome?;
        step("clean up", cleaned)?;
        self.show("clean up", "everything of the demo is deleted again", &Value::Null);
        Ok(())
    }

    async fn with_thing(&mut self, client: &Client, names: &Names, made: &Credentials) -> Result<(), String> {
        let table = create_table(client, &names.table).await;
        step("create the table", table.map_err(String::from))?;
        self.show(
            "table",
            &format!("DynamoDB table {} with hash key hostname and range key timestamp", names.table),
            &json!({"tableName": names.table}),
        );
        let topic = format!("{}/data", names.thing);
        let sql = format!("SELECT time, quality, hostname, value FROM '{topic}' WHERE value > 20");
        let rule = create_rule(client, names, &sql).await;
        step("create the rule", rule.map_err(String::from))?;
        self.show(
            "rule",
            &format!("rule {}: {sql}", names.rule),
            &json!({"ruleName": names.rule, "sql": sql}),
        );

        let health = client.text("/_thingcore/health").await;
        let health: Value =
            serde_json::from_str(&step("ask for the MQTT port", health.map_err(String::from))?)
                .unwrap_or_default();
        let address = health["mqtts"].as_str().unwrap_or_default().to_owned();
        let port = address.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(8883);
        let root_ca = client.text("/_thingcore/ca.pem").await;
        let root_ca = step("get the root CA", root_ca.map_err(String::from))?;
        let identity = Identity {
            root_ca: &root_ca,
            certificate: &made.certificate_pem,
            private_key: &made.private_key,
            client_id: &names.thing,
        };
        let device = Device::connect(client.host_name(), port, &identity).await;
        let mut device = step("connect the device over mutual TLS", device)?;
        self.show(
            "connect",
            &format!("device {} connected to {address} over mutual TLS", names.thing),
            &json!({"address": address}),
        );
        let expected = step("publish", publish_readings(&mut device, &topic, &names.thing).await)?;
        step("disconnect", device.disconnect().await)?;
        self.show(
            "publish",
            &format!("{READINGS} readings published with QoS 1, {expected} of them above 20"),
            &json!({"published": READINGS, "expectedRows": expected}),
        );
        self.await_rows(client, names, expected).await
    }

    /// Shows the rows as they land, until all are there.
    async fn await_rows(&mut self, client: &Client, names: &Names, expected: usize) -> Result<(), String> {
        let deadline = Instant::now() + ROWS_WITHIN;
        let mut shown = 0;
        while shown < expected {
            let rows = query(client, &names.table, &names.thing).await;
            let rows = step("query the table", rows.map_err(String::from))?;
            for row in rows.iter().skip(shown) {
                let payload = &row["payload"]["M"];
                let number = |name: &str| payload[name]["N"].as_str().unwrap_or("?").to_owned();
                let text = format!(
                    "row: timestamp {}, value {}, quality {}",
                    row["timestamp"]["N"].as_str().unwrap_or("?"),
                    number("value"),
                    payload["quality"]["S"].as_str().unwrap_or("?"),
                );
                self.show("row", &text, row);
            }
            shown = rows.len().max(shown);
            if shown < expected {
                if Instant::now() > deadline {
                    return Err(format!("step \"rows\": {shown} of {expected} rows after {ROWS_WITHIN:?}"));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        if shown == expected {
            Ok(())
        } else {
            Err(format!("step \"rows\": {shown} rows instead of {expected}"))
        }
    }
}

/// Names the step that failed.
fn step<T>(name: &str, outcome: Result<T, String>) -> Result<T, String> {
    outcome.map_err(|error| format!("step \"{name}\" failed: {error}"))
}

async fn create_table(client: &Client, table: &str) -> Result<Value, Failed> {
    let definition = json!({
        "TableName": table,
        "AttributeDefinitions": [
            {"AttributeName": "hostname", "AttributeType": "S"},
            {"AttributeName": "timestamp", "AttributeType": "N"},
        ],
        "KeySchema": [
            {"AttributeName": "hostname", "KeyType": "HASH"},
            {"AttributeName": "timestamp", "KeyType": "RANGE"},
        ],
        "BillingMode": "PAY_PER_REQUEST",
    });
    client.dynamodb("CreateTable", &definition).await
}

async fn create_rule(client: &Client, names: &Names, sql: &str) -> Result<Value, Failed> {
    let payload = json!({
        "sql": sql,
        "awsIotSqlVersion": "2016-03-23",
        "actions": [{"dynamoDB": {
            "tableName": names.table,
            "roleArn": "arn:aws:iam::123456789012:role/demo",
            "hashKeyField": "hostname",
            "hashKeyValue": "${hostname}",
            "rangeKeyField": "timestamp",
            "rangeKeyValue": "${timestamp()}",
            "rangeKeyType": "NUMBER",
        }}],
    });
    client.iot(Method::POST, &format!("/rules/{}", names.rule), &payload).await
}

/// Publishes the readings and returns how many of them the rule lets through.
async fn publish_readings(device: &mut Device, topic: &str, thing: &str) -> Result<usize, String> {
    let mut expected = 0;
    for number in 0..READINGS {
        let value = 18.5 + number as f64;
        if value > 20.0 {
            expected += 1;
        }
        let seconds = server::now().0 as f64 / 1000.0;
        let reading = json!({"time": seconds, "quality": "GOOD", "hostname": thing, "value": value});
        device.publish(topic, reading.to_string().as_bytes()).await?;
        // The range key of a row is the millisecond.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(expected)
}

async fn query(client: &Client, table: &str, thing: &str) -> Result<Vec<Value>, Failed> {
    let query = json!({
        "TableName": table,
        "KeyConditionExpression": "hostname = :h",
        "ExpressionAttributeValues": {":h": {"S": thing}},
    });
    let answer = client.dynamodb("Query", &query).await?;
    Ok(answer["Items"].as_array().cloned().unwrap_or_default())
}

async fn clean_up(client: &Client, names: &Names, made: &Credentials) -> Result<(), String> {
    let none = Value::Null;
    let certificate = &made.certificate_id;
    client.iot(Method::DELETE, &format!("/rules/{}", names.rule), &none).await?;
    let table = json!({"TableName": names.table});
    match client.dynamodb("DeleteTable", &table).await {
        Ok(_) => {}
        // The story broke off before it.
        Err(Failed::Refused(refused)) if refused.code == "ResourceNotFoundException" => {}
        Err(failed) => return Err(failed.into()),
    }
    let principals = format!("/things/{}/principals", names.thing);
    client.iot_with_principal(Method::DELETE, &principals, &made.certificate_arn).await?;
    let inactive = format!("/certificates/{certificate}?newStatus=INACTIVE");
    client.iot(Method::PUT, &inactive, &none).await?;
    client.iot(Method::DELETE, &format!("/certificates/{certificate}?forceDelete=true"), &none).await?;
    client.iot(Method::DELETE, &format!("/policies/{}", made.policy), &none).await?;
    client.iot(Method::DELETE, &format!("/things/{}", names.thing), &none).await?;
    Ok(())
}
