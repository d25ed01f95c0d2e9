//! What a policy may ask about a connection or a request: all that stays constant while it lives.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base::CertificateId;

/// How the request came in. HTTP requests have no client id and no thing (policy.md §4, §5).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Protocol {
    /// MQTT over TLS or WebSocket.
    #[default]
    Mqtt,
    /// An HTTP request.
    Http,
}

/// The source of all condition keys and policy variables but the time (policy.md §5, §6).
///
/// A field that is `None` or empty makes the keys and variables that come from it missing.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// How the request came in; over HTTP the client id, the thing, the connect attributes and the
    /// will are ignored.
    pub protocol: Protocol,
    /// `iot:ClientId`.
    pub client_id: Option<String>,
    /// `aws:SourceIp`.
    pub source_ip: Option<IpAddr>,
    /// `iot:CertificateId`.
    pub certificate_id: Option<CertificateId>,
    /// `iot:Certificate.…`.
    pub certificate: CertificateVariables,
    /// `iot:Connection.Thing.…`: the thing that [`associated_thing`] chose, if any.
    pub thing: Option<ThingVariables>,
    /// `PersistentConnect` in `iot:ConnectAttributes`.
    pub persistent_connect: bool,
    /// `LastWill` in `iot:ConnectAttributes`.
    pub last_will: bool,
    /// The topic of the will; `iot:LastWillTopic` is its ARN.
    pub last_will_topic: Option<String>,
    /// `iot:DomainName`: the endpoint that was used.
    pub domain_name: Option<String>,
    /// `aws:SecureTransport`.
    pub secure_transport: bool,
}

/// The fields of an X.509 certificate that policies can name (policy.md §5). An attribute may occur
/// several times; the values are kept in the certificate's order and as they stand there, without
/// escapes.
#[derive(Clone, Debug, Default)]
pub struct CertificateVariables {
    /// Attributes of the subject's name, by a name from [`CertificateVariables::ATTRIBUTES`].
    pub subject: BTreeMap<String, Vec<String>>,
    /// Attributes of the issuer's name, likewise.
    pub issuer: BTreeMap<String, Vec<String>>,
    /// Subject alternative names, by a kind from [`CertificateVariables::ALTERNATIVE_NAMES`].
    pub subject_alternative_names: BTreeMap<String, Vec<String>>,
    /// Issuer alternative names, likewise.
    pub issuer_alternative_names: BTreeMap<String, Vec<String>>,
    /// The serial number as text.
    pub serial_number: Option<String>,
}

impl CertificateVariables {
    /// The attributes of a name that policies know; others are ignored.
    pub const ATTRIBUTES: [&'static str; 13] = [
        "DistinguishedNameQualifier",
        "Country",
        "Organization",
        "OrganizationalUnit",
        "State",
        "CommonName",
        "SerialNumber",
        "Title",
        "Surname",
        "GivenName",
        "Initials",
        "Pseudonym",
        "GenerationQualifier",
    ];

    /// The kinds of alternative name that policies know; others are ignored.
    pub const ALTERNATIVE_NAMES: [&'static str; 5] =
        ["RFC822Name", "DNSName", "DirectoryName", "UniformResourceIdentifier", "IPAddress"];
}

/// What policies can ask about the thing that a connection is associated with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThingVariables {
    /// The thing's name.
    pub name: String,
    /// The name of its thing type.
    pub type_name: Option<String>,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
}

/// A thing that a certificate is attached to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThingAttachment {
    /// The thing's name.
    pub thing_name: String,
    /// Attached as EXCLUSIVE_THING rather than NON_EXCLUSIVE_THING.
    pub exclusive: bool,
}

/// The attachment that gives an MQTT connection its thing (policy.md §4): the exclusive one, whatever
/// the client id is, or else the one to the thing that has the client id for a name.
pub fn associated_thing<'a>(
    client_id: &str,
    attachments: &'a [ThingAttachment],
) -> Option<&'a ThingAttachment> {
    let exclusive = attachments.iter().find(|attachment| attachment.exclusive);
    exclusive.or_else(|| attachments.iter().find(|attachment| attachment.thing_name == client_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thing_is_the_namesake_of_the_client_unless_one_is_exclusive() {
        let to = |name: &str, exclusive| ThingAttachment { thing_name: name.into(), exclusive };
        let shared = [to("dev1", false), to("dev2", false)];
        assert_eq!(associated_thing("dev2", &shared), Some(&shared[1]));
        assert_eq!(associated_thing("dev3", &shared), None);
        assert_eq!(associated_thing("dev1", &[]), None);
        let exclusive = [to("dev1", true)];
        assert_eq!(associated_thing("anything", &exclusive), Some(&exclusive[0]));
    }
}
