//! Where rule actions go.

use base::{AccountId, Region};

use crate::http::client::Trust;

/// A service that rule actions use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Service {
    /// The name in `--sink`, which is that of boto3's client.
    pub name: &'static str,
    /// The name that requests are signed for.
    pub(crate) signing_name: &'static str,
    /// What AWS's endpoint begins with, before the region.
    host: &'static str,
}

impl Service {
    const fn new(name: &'static str, signing_name: &'static str, host: &'static str) -> Self {
        Self { name, signing_name, host }
    }
}

/// Services that rule actions use.
pub const SERVICES: [Service; 16] = [
    Service::new("cloudwatch", "monitoring", "monitoring"),
    Service::new("dynamodb", "dynamodb", "dynamodb"),
    Service::new("firehose", "firehose", "firehose"),
    Service::new("iotevents-data", "ioteventsdata", "data.iotevents"),
    Service::new("iotsitewise", "iotsitewise", "data.iotsitewise"),
    Service::new("kinesis", "kinesis", "kinesis"),
    Service::new("lambda", "lambda", "lambda"),
    Service::new("location", "geo", "tracking.geo"),
    Service::new("logs", "logs", "logs"),
    // Every domain has an endpoint of its own, which the action names.
    Service::new("opensearch", "es", ""),
    Service::new("s3", "s3", "s3"),
    Service::new("secretsmanager", "secretsmanager", "secretsmanager"),
    Service::new("sns", "sns", "sns"),
    Service::new("sqs", "sqs", "sqs"),
    Service::new("stepfunctions", "states", "states"),
    Service::new("timestream-write", "timestream", "ingest.timestream"),
];

/// Instead of a URL: the real service, in the tenant's region.
pub const AWS: &str = "aws";

/// Endpoints and credentials of rule actions.
#[derive(Clone, Debug, Default)]
pub struct Sinks {
    /// Our own API port.
    pub embedded: String,
    /// Services that it serves.
    pub embedded_services: Vec<String>,
    /// Where other services are served, if anywhere.
    pub companion: Option<String>,
    /// Endpoints of single services, which win: URLs, or [`AWS`].
    pub overrides: Vec<(String, String)>,
    /// The secret of our own access keys, when the API port asks for one.
    pub internal_secret: Option<String>,
    /// Certificate authorities of the lab.
    pub trust: Trust,
}

/// Where one service is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Endpoint {
    pub url: String,
    pub place: Place,
}

/// Whose an endpoint is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// Our own API port.
    Ours,
    /// AWS's.
    Aws,
    /// Anybody else's.
    Elsewhere,
}

/// The access key with which this process calls its own API port on behalf of an account.
pub fn internal_access_key(account: AccountId) -> String {
    format!("THINGCOREINTERNAL{account}")
}

impl Sinks {
    /// The endpoint of a service.
    ///
    /// # Errors
    /// When nothing serves it; the text says what would.
    pub(crate) fn endpoint(&self, service: &str, region: &Region) -> Result<Endpoint, String> {
        if let Some(endpoint) = self.override_of(service, region) {
            return Ok(endpoint);
        }
        if self.embedded_services.iter().any(|name| name == service) {
            return Ok(Endpoint { url: self.embedded.clone(), place: Place::Ours });
        }
        let companion = self.companion.as_ref();
        companion.map(|url| Endpoint { url: url.clone(), place: Place::Elsewhere }).ok_or_else(|| {
            format!(
                "the service {service} is not embedded: start with --sink {service}=URL or --companion URL \
                 to say where it is"
            )
        })
    }

    /// The endpoint that `--sink` names for a service.
    pub(crate) fn override_of(&self, service: &str, region: &Region) -> Option<Endpoint> {
        let (_, url) = self.overrides.iter().rev().find(|(name, _)| name == service)?;
        if url != AWS {
            return Some(Endpoint { url: url.clone(), place: Place::Elsewhere });
        }
        let service = SERVICES.iter().find(|known| known.name == service)?;
        let region = region.as_str();
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        Some(Endpoint { url: format!("https://{}.{region}.{suffix}", service.host), place: Place::Aws })
    }

    /// Access key id, secret and session token for an endpoint. Our own port takes the account for a key
    /// unless it asks for signed requests; others get what the environment has.
    pub(crate) fn credentials(
        &self,
        place: Place,
        account: AccountId,
        environment: impl Fn(&str) -> Option<String>,
    ) -> (String, String, Option<String>) {
        const ANY: &str = "thingcore";
        match (&self.internal_secret, place) {
            (Some(secret), Place::Ours) => return (internal_access_key(account), secret.clone(), None),
            (None, Place::Ours) => return (account.to_string(), ANY.into(), None),
            (_, Place::Aws | Place::Elsewhere) => {}
        }
        match (environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => (id, secret, environment("AWS_SESSION_TOKEN")),
            _ => (account.to_string(), ANY.into(), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sinks() -> Sinks {
        Sinks {
            embedded: "http://ours".into(),
            embedded_services: vec!["dynamodb".into()],
            ..Sinks::default()
        }
    }

    fn region() -> Region {
        "eu-west-1".parse().unwrap()
    }

    fn elsewhere(url: &str) -> Endpoint {
        Endpoint { url: url.into(), place: Place::Elsewhere }
    }

    #[test]
    fn override_wins_over_embedded_and_embedded_over_companion() {
        let mut sinks = sinks();
        let endpoint = |sinks: &Sinks, service| sinks.endpoint(service, &region());
        let ours = Endpoint { url: "http://ours".into(), place: Place::Ours };
        assert_eq!(endpoint(&sinks, "dynamodb"), Ok(ours.clone()));
        assert!(endpoint(&sinks, "sns").unwrap_err().contains("--sink sns=URL"));
        sinks.companion = Some("http://moto".into());
        assert_eq!(endpoint(&sinks, "sns"), Ok(elsewhere("http://moto")));
        assert_eq!(endpoint(&sinks, "dynamodb"), Ok(ours));
        sinks.overrides.push(("dynamodb".into(), "http://other".into()));
        assert_eq!(endpoint(&sinks, "dynamodb"), Ok(elsewhere("http://other")));
        assert_eq!(sinks.override_of("sns", &region()), None);
    }

    #[test]
    fn aws_has_an_endpoint_in_every_region() {
        let overrides = ["s3", "location"].map(|service| (service.into(), AWS.into())).into();
        let sinks = Sinks { overrides, ..sinks() };
        let aws = |url: &str| Ok(Endpoint { url: url.into(), place: Place::Aws });
        assert_eq!(sinks.endpoint("s3", &region()), aws("https://s3.eu-west-1.amazonaws.com"));
        let china = "cn-north-1".parse().unwrap();
        assert_eq!(
            sinks.endpoint("location", &china),
            aws("https://tracking.geo.cn-north-1.amazonaws.com.cn")
        );
    }

    #[test]
    fn credentials_of_the_environment_never_go_to_our_own_port() {
        let environment = |name: &str| Some(format!("value of {name}"));
        let account: AccountId = "123456789012".parse().unwrap();
        let mut sinks = sinks();
        assert_eq!(sinks.credentials(Place::Ours, account, environment).0, "123456789012");
        for place in [Place::Elsewhere, Place::Aws] {
            assert_eq!(sinks.credentials(place, account, environment).0, "value of AWS_ACCESS_KEY_ID");
        }
        assert_eq!(sinks.credentials(Place::Elsewhere, account, |_| None).0, "123456789012");
        sinks.internal_secret = Some("s".into());
        let (id, secret, _) = sinks.credentials(Place::Ours, account, environment);
        assert_eq!((id, secret.as_str()), (internal_access_key(account), "s"));
    }
}
