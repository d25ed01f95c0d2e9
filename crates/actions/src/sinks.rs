//! Where rule actions go.

use base::AccountId;

use crate::http::client::Trust;

/// Services that rule actions use, by the names of `--sink`.
pub const SERVICES: [&str; 5] = ["dynamodb", "lambda", "s3", "secretsmanager", "sns"];

/// Endpoints and credentials of rule actions.
#[derive(Clone, Debug, Default)]
pub struct Sinks {
    /// Our own API port.
    pub embedded: String,
    /// Services that it serves.
    pub embedded_services: Vec<String>,
    /// Where other services are served, if anywhere.
    pub companion: Option<String>,
    /// Endpoints of single services, which win.
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
    /// It is our own API port.
    pub is_ours: bool,
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
    pub(crate) fn endpoint(&self, service: &str) -> Result<Endpoint, String> {
        let elsewhere = |url: &String| Endpoint { url: url.clone(), is_ours: false };
        if let Some((_, url)) = self.overrides.iter().rev().find(|(name, _)| name == service) {
            return Ok(elsewhere(url));
        }
        if self.embedded_services.iter().any(|name| name == service) {
            return Ok(Endpoint { url: self.embedded.clone(), is_ours: true });
        }
        self.companion.as_ref().map(elsewhere).ok_or_else(|| {
            format!(
                "the service {service} is not embedded: start with --sink {service}=URL or --companion URL \
                 to say where it is"
            )
        })
    }

    /// Access key id, secret and session token for an endpoint. Our own port takes the account for a key
    /// unless it asks for signed requests; others get what the environment has.
    pub(crate) fn credentials(
        &self,
        endpoint: &Endpoint,
        account: AccountId,
        environment: impl Fn(&str) -> Option<String>,
    ) -> (String, String, Option<String>) {
        const ANY: &str = "thingcore";
        match (&self.internal_secret, endpoint.is_ours) {
            (Some(secret), true) => return (internal_access_key(account), secret.clone(), None),
            (None, true) => return (account.to_string(), ANY.into(), None),
            (_, false) => {}
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

    #[test]
    fn override_wins_over_embedded_and_embedded_over_companion() {
        let mut sinks = sinks();
        assert_eq!(
            sinks.endpoint("dynamodb").unwrap(),
            Endpoint { url: "http://ours".into(), is_ours: true }
        );
        assert!(sinks.endpoint("sns").unwrap_err().contains("--sink sns=URL"));
        sinks.companion = Some("http://moto".into());
        assert_eq!(sinks.endpoint("sns").unwrap().url, "http://moto");
        assert!(sinks.endpoint("dynamodb").unwrap().is_ours);
        sinks.overrides.push(("dynamodb".into(), "http://other".into()));
        assert_eq!(
            sinks.endpoint("dynamodb").unwrap(),
            Endpoint { url: "http://other".into(), is_ours: false }
        );
    }

    #[test]
    fn credentials_of_the_environment_never_go_to_our_own_port() {
        let environment = |name: &str| Some(format!("value of {name}"));
        let account: AccountId = "123456789012".parse().unwrap();
        let mut sinks = sinks();
        let ours = sinks.endpoint("dynamodb").unwrap();
        let other = Endpoint { url: "http://moto".into(), is_ours: false };
        assert_eq!(sinks.credentials(&ours, account, environment).0, "123456789012");
        assert_eq!(sinks.credentials(&other, account, environment).0, "value of AWS_ACCESS_KEY_ID");
        assert_eq!(sinks.credentials(&other, account, |_| None).0, "123456789012");
        sinks.internal_secret = Some("s".into());
        let (id, secret, _) = sinks.credentials(&ours, account, environment);
        assert_eq!((id, secret.as_str()), (internal_access_key(account), "s"));
    }
}
