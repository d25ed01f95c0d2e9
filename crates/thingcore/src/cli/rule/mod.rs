//! `thingcore rule`: statements tried without a broker.

mod check;
mod show;
mod spec;
mod verdict;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use http::Method;
use rules::external::Answers;
use rules::tester::{Question, Untestable};
use serde_json::{Map, Value, json};

use self::verdict::Verdict;
use super::client::Client;
use crate::output;

/// `thingcore rule`
#[derive(Args)]
pub struct Rule {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what a statement makes of a message, and every part of it with its value
    Test(Box<Test>),
    /// Run all *.rulespec.toml files of a directory; fails when one does not hold
    Check(check::Check),
}

/// `thingcore rule test`
#[derive(Args)]
struct Test {
    /// The statement
    sql: String,
    /// Topic of the message
    topic: String,
    /// Payload: JSON or any other text [default: none]
    payload: Option<String>,
    /// File with the payload
    #[arg(long, value_name = "FILE", conflicts_with = "payload")]
    payload_file: Option<PathBuf>,
    /// SQL version
    #[arg(long, value_name = "VERSION", default_value = "2016-03-23")]
    sql_version: String,
    /// MQTT client id of the publisher
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// What principal() answers
    #[arg(long, value_name = "ID")]
    principal: Option<String>,
    /// The publisher's address
    #[arg(long, value_name = "ADDRESS")]
    source_ip: Option<String>,
    /// The account that the rule is of
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// Name of the rule that the message is published to (Basic Ingest)
    #[arg(long, value_name = "RULE")]
    basic_ingest: Option<String>,
    /// The rule's actions, a JSON list as CreateTopicRule takes it
    #[arg(long, value_name = "JSON")]
    actions: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Where statements are evaluated.
#[derive(Args, Clone)]
struct Place {
    /// API endpoint of a server that evaluates, and answers external functions; without one this program does, and
    /// external functions have no answers
    #[arg(long, env = "THINGCORE_ENDPOINT", value_name = "URL")]
    endpoint: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// One line on what went wrong. That a rule does not fire is an answer and no error.
pub fn run(rule: &Rule) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    match &rule.command {
        Command::Test(test) => runtime.block_on(test.run()),
        Command::Check(check) => runtime.block_on(check.run()),
    }
}

impl Test {
    async fn run(&self) -> Result<(), String> {
        let verdict = self.place.ask(&self.question()?).await?.map_err(|refused| words(&refused))?;
        if self.json {
            output::line(verdict.text());
        } else {
            show::verdict(&verdict).iter().for_each(|line| output::line(line));
        }
        Ok(())
    }

    fn question(&self) -> Result<Value, String> {
        let mut question = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                question.insert(name.to_owned(), value);
            }
        };
        let text = |value: &Option<String>| value.as_deref().map(Value::from);
        set("sql", Some(self.sql.as_str().into()));
        set("topic", Some(self.topic.as_str().into()));
        set("awsIotSqlVersion", Some(self.sql_version.as_str().into()));
        set("payloadRaw", text(&self.payload));
        if let Some(path) = &self.payload_file {
            let bytes = std::fs::read(path);
            let bytes = bytes.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            set("payloadBase64", Some(base64(&bytes).into()));
        }
        set("clientId", text(&self.client_id));
        set("principal", text(&self.principal));
        set("sourceIp", text(&self.source_ip));
        set("accountId", text(&self.account));
        set("basicIngestRule", text(&self.basic_ingest));
        if let Some(actions) = &self.actions {
            let actions = serde_json::from_str(actions).map_err(|error| format!("--actions: {error}"))?;
            set("actions", Some(actions));
        }
        Ok(Value::Object(question))
    }
}

impl Place {
    /// The verdict on a question, or the refusal of the rule.
    ///
    /// # Errors
    /// When there can be neither.
    async fn ask(&self, question: &Value) -> Result<Result<Verdict, Value>, String> {
        if let Some(endpoint) = &self.endpoint {
            let client = Client::new(endpoint)?;
            return match client.iot_text(Method::POST, "/_thingcore/rules/test", question).await {
                Ok(verdict) => Verdict::read(verdict).map(Ok),
                Err(super::client::Failed::Refused(refused)) if refused.status == 400 => {
                    Ok(Err(json!({"__type": refused.code, "message": refused.message})))
                }
                Err(failed) => Err(failed.to_string()),
            };
        }
        // Through its text, in which numbers keep all their digits.
        let question: Question =
            serde_json::from_str(&question.to_string()).map_err(|error| error.to_string())?;
        match question.answer(&Answers::default(), crate::server::now()) {
            Ok(verdict) => {
                let text = serde_json::to_string(&verdict).map_err(|error| error.to_string())?;
                Verdict::read(text).map(Ok)
            }
            Err(Untestable::Awaits(call)) => {
                Err(format!("{} asks others: say with --endpoint which server answers", call.function()))
            }
            Err(refused) => Ok(Err(crate::server::rule_test::refusal(&refused))),
        }
    }
}

/// A refusal in one line.
fn words(refused: &Value) -> String {
    let text = |name: &str| refused[name].as_str().unwrap_or_default().to_owned();
    format!("{}: {}", text("__type"), text("message"))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
