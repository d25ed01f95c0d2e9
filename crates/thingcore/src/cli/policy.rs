//! `thingcore policy`: what policies allow, and why.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use http::Method;
use serde_json::{Map, Value, json};

use super::Target;
use super::client::Client;
use crate::output;

/// `thingcore policy`
#[derive(Args)]
pub struct Policy {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say whether policies allow an action, which statement decides, and what is missing
    Explain(Box<Explain>),
}

/// `thingcore policy explain`
#[derive(Args)]
struct Explain {
    /// Action, such as iot:Publish
    action: String,
    /// ARN of the resource, such as arn:aws:iot:us-east-1:123456789012:topic/a/b
    resource: String,
    /// ARN of the certificate whose policies decide
    #[arg(long, value_name = "ARN", required_unless_present = "policy", conflicts_with = "policy")]
    principal: Option<String>,
    /// Policy document; may be given several times
    #[arg(long, value_name = "FILE")]
    policy: Vec<PathBuf>,
    /// MQTT client id
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// MQTT or HTTP
    #[arg(long, value_name = "PROTOCOL", value_parser = ["MQTT", "HTTP"])]
    protocol: Option<String>,
    /// Address of the client
    #[arg(long, value_name = "ADDRESS")]
    source_ip: Option<String>,
    /// Further members of the context, as a JSON object: attachedThings, certificate, connectAttributes, …
    #[arg(long, value_name = "JSON")]
    context: Option<String>,
    #[command(flatten)]
    target: Target,
}

/// Runs the command.
///
/// # Errors
/// One line on what went wrong. That something is denied is an answer and no error.
pub fn run(policy: &Policy) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    match &policy.command {
        Command::Explain(command) => runtime.block_on(command.run()),
    }
}

impl Explain {
    async fn run(&self) -> Result<(), String> {
        let client = Client::new(&self.target.endpoint()?)?;
        let answer = client.iot(Method::POST, "/_thingcore/policies/explain", &self.question()?).await?;
        if self.target.json {
            output::line(&answer.to_string());
            return Ok(());
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        output::line(&format!("{}: {}", text(&answer["decision"]), text(&answer["explanation"])));
        for (variable, reason) in answer["unresolvedBecause"].as_object().into_iter().flatten() {
            output::line(&format!("${{{variable}}} has no value: {}", text(reason)));
        }
        Ok(())
    }

    fn question(&self) -> Result<Value, String> {
        let mut context: Map<String, Value> = match &self.context {
            Some(text) => serde_json::from_str(text).map_err(|error| format!("--context: {error}"))?,
            None => Map::new(),
        };
        let options =
            [("clientId", &self.client_id), ("protocol", &self.protocol), ("sourceIp", &self.source_ip)];
        for (name, value) in options {
            if let Some(value) = value {
                context.insert(name.into(), value.as_str().into());
            }
        }
        let mut question = json!({"action": self.action, "resource": self.resource, "context": context});
        match &self.principal {
            Some(principal) => question["principal"] = principal.as_str().into(),
            None => {
                let read = |path: &PathBuf| {
                    std::fs::read_to_string(path)
                        .map(Value::from)
                        .map_err(|error| format!("cannot read {}: {error}", path.display()))
                };
                question["policies"] = self.policy.iter().map(read).collect::<Result<Value, _>>()?;
            }
        }
        Ok(question)
    }
}
