//! `thingcore kit`: everything a device needs, in one directory.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use http::Method;
use serde_json::{Value, json};

use super::Target;
use super::client::{Client, Failed};
use super::firmware::{self, Connection};
use crate::output;

/// `thingcore kit THING --out DIR`
#[derive(Args)]
pub struct Kit {
    /// Name of the thing; also the client id of the device
    pub thing: String,
    /// Directory to write into; made when it does not exist
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How: PEM files with a sample in Python, or one C header for firmware
    #[arg(long, value_enum, default_value = "files")]
    pub format: Format,
    /// Name or address that the device connects to; it must be one of the server's (--endpoint-host, --extra-host)
    /// [default: that of the endpoint]
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
    #[command(flatten)]
    pub target: Target,
}

/// What is written.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Certificate, keys and root certificate as PEM files, `connect.json`, and a sample.
    Files,
    /// `thingcore_credentials.h`.
    C,
}

/// What was made for a thing.
pub struct Credentials {
    pub certificate_arn: String,
    pub certificate_id: String,
    pub certificate_pem: String,
    pub private_key: String,
    pub public_key: String,
    pub policy: String,
}

/// Runs the command.
///
/// # Errors
/// One line on what went wrong.
pub fn run(kit: &Kit) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(make(kit))
}

async fn make(kit: &Kit) -> Result<(), String> {
    let client = Client::new(&kit.target.endpoint()?)?;
    let name = check_name(&kit.thing)?;
    let health: Value = serde_json::from_str(&client.text("/_thingcore/health").await?)
        .map_err(|error| format!("the server's health is not JSON: {error}"))?;
    let ca = client.text("/_thingcore/ca.pem").await?;
    let made = provision(&client, name).await?;

    let host = kit.host.as_deref().unwrap_or(client.host_name());
    let port = port_of(&health["mqtts"]).ok_or("the server does not say where its MQTT port is")?;
    let (publish_topic, subscribe_topic) = (format!("{name}/data"), format!("{name}/#"));
    let connect = json!({
        "endpoint": host,
        "port": port,
        "clientId": name,
        "thingName": name,
        "certificateId": made.certificate_id,
        "rootCa": "AmazonRootCA1.pem",
        "certificate": "certificate.pem.crt",
        "privateKey": "private.pem.key",
        "publishTopic": publish_topic,
        "subscribeTopic": subscribe_topic,
    });
    let files = match kit.format {
        Format::Files => vec![
            ("certificate.pem.crt", made.certificate_pem.clone(), 0o644),
            ("private.pem.key", made.private_key.clone(), 0o600),
            ("public.pem.key", made.public_key.clone(), 0o644),
            ("AmazonRootCA1.pem", ca, 0o644),
            ("connect.json", format!("{connect:#}\n"), 0o644),
            ("sample.py", SAMPLE.to_owned(), 0o755),
        ],
        Format::C => {
            let connection = Connection {
                endpoint: host,
                port,
                thing: name,
                publish_topic: &publish_topic,
                subscribe_topic: &subscribe_topic,
            };
            vec![(firmware::FILE, firmware::header(&connection, &ca, &made), 0o600)]
        }
    };
    std::fs::create_dir_all(&kit.out).map_err(|error| cannot_write(&kit.out, &error))?;
    let mut written = Vec::new();
    for (file, content, mode) in files {
        let path = kit.out.join(file);
        write(&path, &content, mode).map_err(|error| cannot_write(&path, &error))?;
        written.push(file);
    }
    report(kit, &made, &connect, &written);
    Ok(())
}

fn report(kit: &Kit, made: &Credentials, connect: &Value, written: &[&str]) {
    if kit.target.json {
        let mut report = connect.clone();
        if kit.format == Format::C {
            // What it names is not there.
            for file in ["rootCa", "certificate", "privateKey"] {
                report.as_object_mut().map(|report| report.remove(file));
            }
        }
        report["certificateArn"] = made.certificate_arn.clone().into();
        report["policyName"] = made.policy.clone().into();
        report["directory"] = kit.out.display().to_string().into();
        output::line(&report.to_string());
        return;
    }
    let next = match kit.format {
        Format::Files => {
            format!("Next: pip install paho-mqtt && python3 {}", kit.out.join("sample.py").display())
        }
        Format::C => format!(
            "Next: #include \"{}\" in the firmware, which connects to {}",
            firmware::FILE,
            endpoint(connect)
        ),
    };
    output::line(&format!(
        "thing {}, policy {}, certificate {}\nwritten to {}: {}\n\n{next}",
        kit.thing,
        made.policy,
        made.certificate_id,
        kit.out.display(),
        written.join(", "),
    ));
}

/// Where a device connects, and what is odd about it.
fn endpoint(connect: &Value) -> String {
    let host = text(&connect["endpoint"]);
    let loopback = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    let hint = if loopback { " (this machine only: a board needs --host NAME)" } else { "" };
    format!("{host}:{}{hint}", connect["port"])
}

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write {}: {error}", path.display())
}

fn write(path: &Path, content: &str, mode: u32) -> std::io::Result<()> {
    // An old file may have other rights.
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(content.as_bytes())
}

fn port_of(address: &Value) -> Option<u16> {
    address.as_str()?.rsplit_once(':')?.1.parse().ok()
}

/// Names go into paths and policies as they are.
fn check_name(name: &str) -> Result<&str, String> {
    let valid = (1..=128).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-'));
    if valid { Ok(name) } else { Err(format!("{name:?} is no thing name: letters, digits and : _ - only")) }
}

/// The policy of a device that speaks for itself: it connects as its thing, uses its own topics and its
/// own shadow.
fn policy_document(account_prefix: &str) -> String {
    let thing = "${iot:Connection.Thing.ThingName}";
    let resource = |kind: &str, rest: &str| format!("{account_prefix}{kind}/{rest}");
    let topics = |kind: &str| {
        json!([
            resource(kind, &format!("{thing}/*")),
            resource(kind, &format!("$aws/things/{thing}/shadow/*")),
        ])
    };
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "iot:Connect", "Resource": resource("client", thing)},
            {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive", "iot:RetainPublish"], "Resource": topics("topic")},
            {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": topics("topicfilter")},
        ],
    })
    .to_string()
}

/// Makes thing, keys, certificate and policy, and attaches them to each other. Only the certificate is
/// new every time.
///
/// # Errors
/// When the server cannot be reached or refuses.
pub async fn provision(client: &Client, thing: &str) -> Result<Credentials, String> {
    let none = Value::Null;
    let created = client.iot(Method::POST, &format!("/things/{thing}"), &json!({})).await;
    let thing_arn = match created {
        Ok(created) => text(&created["thingArn"]),
        // It has attributes; the thing is what is wanted.
        Err(Failed::Refused(refused)) if refused.code == "ResourceAlreadyExistsException" => {
            let described = client.iot(Method::GET, &format!("/things/{thing}"), &none).await?;
            text(&described["thingArn"])
        }
        Err(failed) => return Err(failed.into()),
    };
    let account_prefix = thing_arn.split("thing/").next().unwrap_or_default();
    let keys = client.iot(Method::POST, "/keys-and-certificate?setAsActive=true", &none).await?;
    let policy = format!("{thing}-policy").replace(':', "_");
    let document = json!({"policyDocument": policy_document(account_prefix)});
    match client.iot(Method::POST, &format!("/policies/{policy}"), &document).await {
        Ok(_) => {}
        Err(Failed::Refused(refused)) if refused.code == "ResourceAlreadyExistsException" => {}
        Err(failed) => return Err(failed.into()),
    }
    let certificate_arn = text(&keys["certificateArn"]);
    let target = json!({"target": certificate_arn});
    client.iot(Method::PUT, &format!("/target-policies/{policy}"), &target).await?;
    client.iot_with_principal(Method::PUT, &format!("/things/{thing}/principals"), &certificate_arn).await?;
    Ok(Credentials {
        certificate_id: text(&keys["certificateId"]),
        certificate_pem: text(&keys["certificatePem"]),
        private_key: text(&keys["keyPair"]["PrivateKey"]),
        public_key: text(&keys["keyPair"]["PublicKey"]),
        certificate_arn,
        policy,
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The sample that goes with the kit; it reads `connect.json` beside itself.
const SAMPLE: &str = include_str!("sample.py");
