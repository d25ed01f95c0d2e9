//! Options: a flag, an environment variable `THINGCORE_<NAME>` and a key of one TOML file, in that
//! order of precedence, under one name.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use actions::Trust;
use base::{AccountId, Profile, Region, Tenant};
use clap::Args;
use clap::builder::BoolishValueParser;
use lab::ServiceSet;
use serde::Deserialize;
use store::Durability;

/// What can be set. Everything is optional here, so that the three sources can be laid over each other.
#[derive(Args, Deserialize, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Options {
    /// TOML file with any of these options, named as the flags
    #[arg(long, env = "THINGCORE_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Everything durable: CA, keys, store, queues. ":memory:" keeps nothing [default: ./thingcore-data]
    #[arg(long, env = "THINGCORE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Address of every listener [default: 127.0.0.1]
    #[arg(long, env = "THINGCORE_BIND", value_name = "ADDRESS")]
    pub bind: Option<IpAddr>,
    /// Allow open APIs on an address that others can reach
    #[arg(long, env = "THINGCORE_OPEN_APIS", num_args = 0..=1, default_missing_value = "true",
          value_parser = BoolishValueParser::new(), value_name = "BOOL")]
    pub open_apis: Option<bool>,
    /// What DescribeEndpoint returns; a name of the server certificate [default: localhost]
    #[arg(long, env = "THINGCORE_ENDPOINT_HOST", value_name = "NAME")]
    pub endpoint_host: Option<String>,
    /// Further names of the server certificate
    #[arg(long, env = "THINGCORE_EXTRA_HOST", value_delimiter = ',', value_name = "NAME")]
    #[serde(default)]
    pub extra_host: Vec<String>,
    /// Server names (SNI) that TLS clients may ask for: any, or known (those of the server certificate, as on
    /// AWS) [default: any]
    #[arg(long, env = "THINGCORE_SERVER_NAMES", value_name = "WHICH")]
    pub server_names: Option<String>,
    /// Default region [default: us-east-1]
    #[arg(long, env = "THINGCORE_REGION")]
    pub region: Option<String>,
    /// Default account, 12 digits [default: 123456789012]
    #[arg(long, env = "THINGCORE_ACCOUNT")]
    pub account: Option<String>,
    /// HTTP: the AWS APIs and /_thingcore/ [default: 4566]
    #[arg(long, env = "THINGCORE_API_PORT", value_name = "PORT")]
    pub api_port: Option<u16>,
    /// MQTT with client certificate [default: 8883]
    #[arg(long, env = "THINGCORE_MQTTS_PORT", value_name = "PORT")]
    pub mqtts_port: Option<u16>,
    /// TLS as on AWS 443 and 8443 [default: 8443]
    #[arg(long, env = "THINGCORE_HTTPS_PORT", value_name = "PORT")]
    pub https_port: Option<u16>,
    /// Plain MQTT, for benchmarks and cheap boards: a port or "off" [default: off]
    #[arg(long, env = "THINGCORE_MQTT_PORT", value_name = "PORT")]
    pub mqtt_port: Option<Port>,
    /// Policy document that connections of the plain port act under [default: everything is allowed]
    #[arg(long, env = "THINGCORE_PLAIN_POLICY", value_name = "FILE")]
    pub plain_policy: Option<PathBuf>,
    /// Limits: aws (all quotas and rates), lab (sizes and depths), off [default: lab]
    #[arg(long, env = "THINGCORE_LIMITS")]
    pub limits: Option<String>,
    /// strict (survives power loss) or relaxed (survives SIGKILL) [default: strict]
    #[arg(long, env = "THINGCORE_DURABILITY")]
    pub durability: Option<String>,
    /// File of access keys; when set, every request must be signed by one of them
    #[arg(long, env = "THINGCORE_CREDENTIALS", value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// Embedded AWS services: all, none, or a list [default: all]
    #[arg(long, env = "THINGCORE_SERVICES", value_name = "LIST")]
    #[serde(default, deserialize_with = "list")]
    pub services: Option<String>,
    /// Python that functions run in [default: python3.x of the function, else python3]
    #[arg(long, env = "THINGCORE_LAMBDA_PYTHON", value_name = "PROGRAM")]
    pub lambda_python: Option<String>,
    /// Processes that a version of a function may have at a time [default: 10]
    #[arg(long, env = "THINGCORE_LAMBDA_PROCESSES", value_name = "NUMBER")]
    pub lambda_processes: Option<u16>,
    /// AWS-compatible endpoint of the services that are not embedded: for rule actions, and for requests to the API
    /// port, which are passed on
    #[arg(long, env = "THINGCORE_COMPANION", value_name = "URL")]
    pub companion: Option<String>,
    /// Endpoint for the rule actions of one service, such as lambda=http://localhost:5000; SERVICE=aws is AWS itself
    #[arg(long, env = "THINGCORE_SINK", value_delimiter = ',', value_name = "SERVICE=URL")]
    #[serde(default)]
    pub sink: Vec<String>,
    /// What happened lately (shadow updates, messages through rules) to keep in memory, entries for each account;
    /// 0 switches it off [default: 200]
    #[arg(long, env = "THINGCORE_TRACES", value_name = "N")]
    pub traces: Option<usize>,
    /// PEM file of certificate authorities that rule actions trust besides those of the system
    #[arg(long, env = "THINGCORE_TRUST", value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Written when every listener accepts: JSON with addresses, CA path and process id
    #[arg(long, env = "THINGCORE_READY_FILE", value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
    /// Log filter, such as "info" or "warn,broker=debug" [default: info]
    #[arg(long, env = "THINGCORE_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// text or json [default: text]
    #[arg(long, env = "THINGCORE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<String>,
}

/// A port that may be off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Port(pub Option<u16>);

impl FromStr for Port {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self(None)),
            number => number
                .parse()
                .map(|port| Self(Some(port)))
                .map_err(|_| format!("{number:?} is neither a port nor \"off\"")),
        }
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(u16),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Number(port) => Ok(Self(Some(port))),
            Form::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// Which server names (SNI) TLS clients may ask for. AWS lets connections with a wrong name fail (mqtt.md §1).
/// A lab's server has names that it does not know of, such as aliases in Docker networks, so this is not the
/// default; clients that verify names see a wrong one anyway.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServerNames {
    Any,
    /// Those of the server certificate, or none.
    Known,
}

/// Where everything durable is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DataDir {
    /// A directory.
    Path(PathBuf),
    /// Nowhere.
    Memory,
}

/// Entries of the trace that are kept of each account.
const TRACES: usize = 200;

/// The options in force.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: DataDir,
    pub bind: IpAddr,
    pub endpoint_host: String,
    pub extra_hosts: Vec<String>,
    pub server_names: ServerNames,
    pub tenant: Tenant,
    pub api_port: u16,
    pub mqtts_port: u16,
    pub https_port: u16,
    pub mqtt_port: Option<u16>,
    pub plain_policy: Option<String>,
    pub profile: Profile,
    pub durability: Durability,
    pub credentials: Option<PathBuf>,
    pub services: ServiceSet,
    pub lambda_python: Option<String>,
    pub lambda_processes: u16,
    pub companion: Option<String>,
    pub sinks: Vec<(String, String)>,
    pub traces: usize,
    pub trust: Trust,
    pub ready_file: Option<PathBuf>,
    pub log: String,
    pub log_json: bool,
}

impl Options {
    /// Lays the file under the flags and variables, and checks everything.
    ///
    /// # Errors
    /// One line that names the option and what is wrong with it.
    pub fn resolve(self) -> Result<Config, String> {
        let merged = match &self.config {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| format!("cannot read the config file {}: {error}", path.display()))?;
                let file: Options = toml::from_str(&text)
                    .map_err(|error| format!("config file {}: {}", path.display(), one_line(&error)))?;
                self.over(file)
            }
            None => self,
        };
        merged.check()
    }

    /// These options where they are set, those of the file elsewhere.
    fn over(self, file: Self) -> Self {
        Self {
            config: self.config,
            data_dir: self.data_dir.or(file.data_dir),
            bind: self.bind.or(file.bind),
            open_apis: self.open_apis.or(file.open_apis),
            endpoint_host: self.endpoint_host.or(file.endpoint_host),
            extra_host: either(self.extra_host, file.extra_host),
            server_names: self.server_names.or(file.server_names),
            region: self.region.or(file.region),
            account: self.account.or(file.account),
            api_port: self.api_port.or(file.api_port),
            mqtts_port: self.mqtts_port.or(file.mqtts_port),
            https_port: self.https_port.or(file.https_port),
            mqtt_port: self.mqtt_port.or(file.mqtt_port),
            plain_policy: self.plain_policy.or(file.plain_policy),
            limits: self.limits.or(file.limits),
            durability: self.durability.or(file.durability),
            credentials: self.credentials.or(file.credentials),
            services: self.services.or(file.services),
            lambda_python: self.lambda_python.or(file.lambda_python),
            lambda_processes: self.lambda_processes.or(file.lambda_processes),
            companion: self.companion.or(file.companion),
            sink: either(self.sink, file.sink),
            traces: self.traces.or(file.traces),
            trust: self.trust.or(file.trust),
            ready_file: self.ready_file.or(file.ready_file),
            log: self.log.or(file.log),
            log_format: self.log_format.or(file.log_format),
        }
    }

    fn check(self) -> Result<Config, String> {
        let bind = self.bind.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        let open = self.credentials.is_none() && !self.open_apis.unwrap_or(false);
        if !bind.is_loopback() && open {
            return Err(format!(
                "--bind {bind} would let others use the APIs without a key: set --credentials FILE, or \
                 --open-apis to allow it"
            ));
        }
        let account: AccountId = parse("account", self.account.as_deref(), "123456789012")?;
        let region: Region = parse("region", self.region.as_deref(), "us-east-1")?;
        let plain_policy = self.plain_policy.as_deref().map(read_plain_policy).transpose()?;
        Ok(Config {
            data_dir: match self.data_dir {
                Some(path) if path.as_os_str() == ":memory:" => DataDir::Memory,
                Some(path) => DataDir::Path(path),
                None => DataDir::Path("thingcore-data".into()),
            },
            bind,
            endpoint_host: self.endpoint_host.unwrap_or_else(|| "localhost".into()),
            extra_hosts: self.extra_host,
            server_names: match self.server_names.as_deref().unwrap_or("any") {
                "any" => ServerNames::Any,
                "known" => ServerNames::Known,
                other => return Err(format!("--server-names {other:?} is neither any nor known")),
            },
            tenant: Tenant::new(account, region),
            api_port: self.api_port.unwrap_or(4566),
            mqtts_port: self.mqtts_port.unwrap_or(8883),
            https_port: self.https_port.unwrap_or(8443),
            mqtt_port: self.mqtt_port.and_then(|port| port.0),
            plain_policy,
            profile: parse("limits", self.limits.as_deref(), "lab")?,
            durability: match self.durability.as_deref().unwrap_or("strict") {
                "strict" => Durability::Strict,
                "relaxed" => Durability::Relaxed,
                other => return Err(format!("--durability {other:?} is neither strict nor relaxed")),
            },
            credentials: self.credentials,
            services: parse("services", self.services.as_deref(), "all")?,
            lambda_python: self.lambda_python,
            lambda_processes: match self.lambda_processes {
                Some(0) => return Err("--lambda-processes 0 would let no function run".into()),
                given => given.unwrap_or(10),
            },
            companion: self.companion.map(check_companion).transpose()?,
            sinks: self.sink.iter().map(|sink| check_sink(sink)).collect::<Result<_, _>>()?,
            traces: self.traces.unwrap_or(TRACES),
            trust: self.trust.as_deref().map(read_trust).transpose()?.unwrap_or_default(),
            ready_file: self.ready_file,
            log: self.log.unwrap_or_else(|| "info".into()),
            log_json: match self.log_format.as_deref().unwrap_or("text") {
                "text" => false,
                "json" => true,
                other => return Err(format!("--log-format {other:?} is neither text nor json")),
            },
        })
    }
}

fn either(first: Vec<String>, second: Vec<String>) -> Vec<String> {
    if first.is_empty() { second } else { first }
}

/// A list, or its text with commas.
fn list<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        List(Vec<String>),
    }
    Ok(Some(match Form::deserialize(deserializer)? {
        Form::Text(text) => text,
        Form::List(names) => names.join(","),
    }))
}

fn parse<T: FromStr>(option: &str, given: Option<&str>, default: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    given.unwrap_or(default).parse().map_err(|error| format!("--{option}: {error}"))
}

fn read_plain_policy(path: &Path) -> Result<String, String> {
    let problem = |error: String| format!("--plain-policy {}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?;
    policy::Document::parse(&text, usize::MAX).map_err(|error| problem(error.to_string()))?;
    Ok(text)
}

fn read_trust(path: &Path) -> Result<Trust, String> {
    let problem = |error: String| format!("--trust {}: {error}", path.display());
    let pem = std::fs::read(path).map_err(|error| problem(error.to_string()))?;
    Trust::of_pem(pem).map_err(problem)
}

fn check_url(option: &str, url: String) -> Result<String, String> {
    let parsed: Result<http::Uri, _> = url.parse();
    let usable = parsed.is_ok_and(|uri| {
        let port = uri.authority().and_then(|authority| authority.as_str().strip_prefix(authority.host()));
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && port.is_some_and(|port| port.is_empty() || uri.port_u16().is_some_and(|port| port > 0))
    });
    if usable { Ok(url) } else { Err(format!("--{option} {url:?} is no http or https URL")) }
}

/// Requests are passed on as they are, so the companion is spoken to as we are, and at their own paths.
fn check_companion(url: String) -> Result<String, String> {
    let url = check_url("companion", url)?;
    let rest = url.strip_prefix("http://").ok_or_else(|| format!("--companion {url:?} is no http URL"))?;
    if rest.trim_end_matches('/').contains(['/', '?']) {
        return Err(format!("--companion {url:?} has a path: requests are passed on with their own"));
    }
    Ok(url)
}

fn check_sink(text: &str) -> Result<(String, String), String> {
    let Some((service, url)) = text.split_once('=') else {
        return Err(format!("--sink {text:?} is not of the form SERVICE=URL"));
    };
    let service = service.to_lowercase();
    let known = actions::SERVICES.map(|known| known.name);
    if !known.contains(&service.as_str()) {
        return Err(format!(
            "--sink: no rule action uses a service {service:?}; known are {}",
            known.join(", ")
        ));
    }
    if url == actions::AWS {
        return check_aws_sink(service);
    }
    Ok((service, check_url("sink", url.into())?))
}

/// AWS itself: the keys are those of the environment.
fn check_aws_sink(service: String) -> Result<(String, String), String> {
    if service == "opensearch" {
        return Err("--sink opensearch=aws: the endpoint of a domain stands in the rule's action".into());
    }
    let given = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !given("AWS_ACCESS_KEY_ID") || !given("AWS_SECRET_ACCESS_KEY") {
        return Err(format!(
            "--sink {service}=aws needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
        ));
    }
    Ok((service, actions::AWS.into()))
}

/// TOML errors show the place in several lines; ours is one.
fn one_line(error: &toml::de::Error) -> String {
    error.to_string().lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(toml: &str) -> Options {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn defaults_are_those_of_the_contract() {
        let config = Options::default().resolve().unwrap();
        assert_eq!(config.data_dir, DataDir::Path("thingcore-data".into()));
        assert_eq!(config.bind.to_string(), "127.0.0.1");
        assert_eq!((config.api_port, config.mqtts_port, config.https_port), (4566, 8883, 8443));
        assert_eq!(config.mqtt_port, None);
        assert_eq!(config.tenant.to_string(), "123456789012/us-east-1");
        assert_eq!((config.profile, config.durability), (Profile::Lab, Durability::Strict));
        assert_eq!((config.log.as_str(), config.log_json), ("info", false));
    }

    #[test]
    fn flags_win_over_the_file() {
        let file = options("api-port = 1\nmqtts-port = 2\nmqtt-port = 'off'\nextra-host = ['a', 'b']\n");
        let flags = Options { api_port: Some(9), extra_host: vec!["c".into()], ..Options::default() };
        let config = flags.over(file).check().unwrap();
        assert_eq!((config.api_port, config.mqtts_port, config.mqtt_port), (9, 2, None));
        assert_eq!(config.extra_hosts, ["c"]);
    }

    #[test]
    fn mistakes_are_one_line_each_and_name_the_option() {
        let fails = |toml: &str| options(toml).check().unwrap_err();
        for (toml, expected) in [
            ("limits = 'none'", "--limits"),
            ("account = '123'", "--account"),
            ("region = 'Narnia!'", "--region"),
            ("durability = 'eventual'", "--durability"),
            ("server-names = 'mine'", "--server-names"),
            ("bind = '0.0.0.0'", "--open-apis"),
            ("sink = ['lambda']", "SERVICE=URL"),
            ("sink = ['toaster=http://x']", "toaster"),
            ("sink = ['opensearch=aws']", "opensearch=aws"),
            ("companion = 'moto'", "--companion"),
            ("companion = 'https://moto'", "no http URL"),
            ("companion = 'http://moto:99999'", "--companion"),
            ("companion = 'http://moto:0'", "--companion"),
            ("companion = 'http://somebody@moto'", "--companion"),
            ("companion = 'http://moto/path'", "has a path"),
            ("companion = 'http://moto?a=b'", "has a path"),
            ("sink = ['lambda=http://x:99999']", "--sink"),
            ("services = ['sqs', 'dynamo']", "--services"),
            ("services = 'dynamo'", "--services"),
            ("log-format = 'xml'", "--log-format"),
            ("plain-policy = 'no/such/file'", "--plain-policy"),
        ] {
            let message = fails(toml);
            assert!(message.contains(expected) && !message.contains('\n'), "{toml}: {message}");
        }
        let unknown = toml::from_str::<Options>("api-prot = 1").unwrap_err();
        assert!(one_line(&unknown).contains("api-prot"));
    }

    #[test]
    fn services_are_a_list_or_its_text() {
        let services = |toml: &str| options(toml).check().unwrap().services;
        let expected = "sns,sqs".parse().unwrap();
        assert_eq!(services("services = ['sqs', 'sns']"), expected);
        assert_eq!(services("services = 'sqs,sns'"), expected);
        assert_eq!(services("services = ['none']"), ServiceSet::none());
        assert_eq!(services(""), ServiceSet::all());
        assert!(toml::from_str::<Options>("services = 1").is_err());
    }

    #[test]
    fn a_companion_may_have_any_host_and_port() {
        for url in [
            "http://moto",
            "http://moto:5000/",
            "http://[::1]:5000",
            "http://[::1]",
            "http://127.0.0.1:65535",
        ] {
            assert!(options(&format!("companion = '{url}'")).check().is_ok(), "{url}");
        }
    }

    #[test]
    fn open_apis_must_be_allowed_on_an_address_that_others_reach() {
        assert!(options("bind = '0.0.0.0'\nopen-apis = true").check().is_ok());
        assert!(options("bind = '0.0.0.0'\ncredentials = 'keys.toml'").check().is_ok());
        assert!(options("bind = '::1'").check().is_ok());
    }
}
