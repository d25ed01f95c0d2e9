//! What a domain configuration may say (api-facts.md §2, api-errors.md §5).

use base::Region;
use model::iot::{ApplicationProtocol, AuthenticationType, AuthorizerConfig};

use crate::error::ApiError;

/// The TLS policy of domains that name none.
const DEFAULT: &str = "IoTSecurityPolicy_TLS13_1_2_2022_10";
/// The predefined TLS policies and the regions that have them, where not all do (the page "Configuring TLS
/// settings in domain configurations").
const POLICIES: [(&str, Option<&[&str]>); 5] = [
    (DEFAULT, None),
    ("IoTSecurityPolicy_TLS13_1_3_2022_10", None),
    ("IoTSecurityPolicy_TLS12_1_2_2022_10", None),
    (
        "IoTSecurityPolicy_TLS12_1_0_2016_01",
        Some(&[
            "ap-east-1",
            "ap-northeast-2",
            "ap-south-1",
            "ap-southeast-2",
            "ca-central-1",
            "cn-north-1",
            "cn-northwest-1",
            "eu-north-1",
            "eu-west-2",
            "eu-west-3",
            "me-south-1",
            "sa-east-1",
            "us-east-2",
            "us-west-1",
        ]),
    ),
    (
        "IoTSecurityPolicy_TLS12_1_0_2015_01",
        Some(&["ap-northeast-1", "ap-southeast-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"]),
    ),
];

/// A TLS policy by its name in any case, as AWS spells it; without a name the default.
///
/// # Errors
/// InvalidRequestException when there is none of this name in the region.
pub fn security_policy(named: Option<&str>, region: &Region) -> Result<&'static str, ApiError> {
    let Some(named) = named.filter(|name| !name.is_empty()) else { return Ok(DEFAULT) };
    let found = POLICIES.into_iter().find(|(policy, _)| policy.eq_ignore_ascii_case(named));
    let Some((policy, regions)) = found else {
        return Err(ApiError::invalid_request(format!("SecurityPolicy {named} not recognized")));
    };
    if regions.is_none_or(|regions| regions.contains(&region.as_str())) {
        Ok(policy)
    } else {
        Err(ApiError::invalid_request(format!("SecurityPolicy {named} is not supported in region {region}")))
    }
}

/// How clients of a domain authenticate and what they speak; `None` when neither is given.
///
/// # Errors
/// InvalidRequestException when only one is given, they do not go together, or custom authentication has no
/// authorizer.
pub fn authentication(
    kind: Option<AuthenticationType>,
    protocol: Option<ApplicationProtocol>,
    authorizer: Option<&AuthorizerConfig>,
) -> Result<Option<(AuthenticationType, ApplicationProtocol)>, ApiError> {
    use ApplicationProtocol as P;
    use AuthenticationType as A;
    let invalid = |text: String| Err(ApiError::invalid_request(text));
    let (kind, protocol) = match (kind, protocol) {
        (None, None) => return Ok(None),
        (Some(kind), Some(protocol)) => (kind, protocol),
        (Some(_), None) => return invalid("applicationProtocol is required with authenticationType".into()),
        (None, Some(_)) => return invalid("authenticationType is required with applicationProtocol".into()),
    };
    // The page "Device communication protocols".
    let go_together = match protocol {
        P::SecureMqtt => matches!(kind, A::AwsX509 | A::CustomAuth | A::CustomAuthX509),
        P::MqttWss => matches!(kind, A::AwsSigv4 | A::CustomAuth),
        P::Https => matches!(kind, A::AwsX509 | A::AwsSigv4 | A::CustomAuth | A::CustomAuthX509),
        P::Default => kind == A::Default,
    };
    if !go_together {
        let (kind, protocol) = (kind.as_str(), protocol.as_str());
        return invalid(format!(
            "authenticationType {kind} cannot be used with applicationProtocol {protocol}. See \
             https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html"
        ));
    }
    let has_authorizer = authorizer.is_some_and(|config| config.default_authorizer_name.is_some());
    if matches!(kind, A::CustomAuth | A::CustomAuthX509) && !has_authorizer {
        let kind = kind.as_str();
        return invalid(format!("authorizerConfig is required with authenticationType {kind}"));
    }
    Ok(Some((kind, protocol)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(named: Option<&str>, region: &str) -> Result<&'static str, String> {
        security_policy(named, &region.parse().unwrap()).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn security_policies_are_of_regions_and_of_any_case() {
        assert_eq!(policy(None, "us-east-1"), Ok(DEFAULT));
        assert_eq!(policy(Some("iotsecuritypolicy_tls13_1_2_2022_10"), "us-east-1"), Ok(DEFAULT));
        let old = "IoTSecurityPolicy_TLS12_1_0_2016_01";
        assert_eq!(policy(Some(old), "eu-north-1"), Ok(old));
        let refused = format!("SecurityPolicy {old} is not supported in region us-east-1");
        assert_eq!(policy(Some(old), "us-east-1"), Err(refused));
        assert_eq!(policy(Some("TLS9"), "us-east-1"), Err("SecurityPolicy TLS9 not recognized".into()));
    }

    #[test]
    fn authentication_and_protocol_go_together() {
        use ApplicationProtocol as P;
        use AuthenticationType as A;
        let authorizer = AuthorizerConfig { default_authorizer_name: Some("a".into()), ..Default::default() };
        let ok = |kind, protocol| authentication(Some(kind), Some(protocol), Some(&authorizer)).is_ok();
        assert_eq!(authentication(None, None, None), Ok(None));
        assert!(authentication(Some(A::AwsX509), None, None).is_err());
        assert!(authentication(None, Some(P::Https), None).is_err());
        assert!(ok(A::AwsX509, P::SecureMqtt) && ok(A::CustomAuth, P::MqttWss) && ok(A::Default, P::Default));
        assert!(!ok(A::AwsX509, P::MqttWss) && !ok(A::AwsSigv4, P::SecureMqtt) && !ok(A::Default, P::Https));
        assert!(authentication(Some(A::CustomAuth), Some(P::Https), None).is_err());
    }
}
