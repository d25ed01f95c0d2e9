//! Condition keys and policy variables: recognising their names and finding their values
//! (policy.md §5, §6).

use std::borrow::Cow;
use std::collections::BTreeMap;

use base::CertificateId;

use crate::context::{CertificateVariables, Context, Protocol, ThingVariables};

/// `….N` picks value number N counted from this: `.1` is the second value (policy.md §5 `[?]`).
const FIRST_INDEX: usize = 0;
/// Values of one certificate attribute that count; the rest is ignored.
const MAX_VALUES: usize = 5;
/// Longest value that is put in a variable's place, characters.
const MAX_SUBSTITUTED_CHARS: usize = 1024;
/// A certificate value or thing attribute with one of these is not put in a variable's place.
const UNSAFE_CHARS: [char; 5] = ['*', '$', '+', '?', '#'];
/// In conditions these stand with a backslash before them in certificate values.
const ESCAPED_IN_CONDITIONS: [char; 8] = [',', '"', '\\', '+', '=', '<', '>', ';'];

/// A condition key or policy variable, recognised once when the document is parsed. Names are compared
/// without regard to case, as IAM does; only the names of thing attributes are exact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Key {
    ClientId,
    SourceIp,
    CertificateId,
    ThingName,
    ThingTypeName,
    ThingAttribute(Box<str>),
    ThingIsAttached,
    Certificate {
        field: CertificateField,
        name: &'static str,
        pick: Pick,
    },
    CertificateSerialNumber,
    CertificateAvailableKeys,
    ConnectAttributes,
    LastWillTopic,
    DomainName,
    SecureTransport,
    CurrentTime,
    EpochTime,
    /// Nothing that AWS IoT has: never a value.
    Unknown,
}

/// One of the four maps of [`CertificateVariables`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CertificateField {
    Subject,
    Issuer,
    SubjectAlternativeName,
    IssuerAlternativeName,
}

impl CertificateField {
    /// The field, what its variables start with, and the names that may follow.
    const TABLE: [(Self, &'static str, &'static [&'static str]); 4] = [
        // The longer prefixes first: they start with the shorter ones.
        (
            Self::SubjectAlternativeName,
            "iot:Certificate.Subject.AlternativeName.",
            &CertificateVariables::ALTERNATIVE_NAMES,
        ),
        (
            Self::IssuerAlternativeName,
            "iot:Certificate.Issuer.AlternativeName.",
            &CertificateVariables::ALTERNATIVE_NAMES,
        ),
        (Self::Subject, "iot:Certificate.Subject.", &CertificateVariables::ATTRIBUTES),
        (Self::Issuer, "iot:Certificate.Issuer.", &CertificateVariables::ATTRIBUTES),
    ];

    fn of(self, certificate: &CertificateVariables) -> &BTreeMap<String, Vec<String>> {
        match self {
            Self::Subject => &certificate.subject,
            Self::Issuer => &certificate.issuer,
            Self::SubjectAlternativeName => &certificate.subject_alternative_names,
            Self::IssuerAlternativeName => &certificate.issuer_alternative_names,
        }
    }

    fn values<'c>(self, certificate: &'c CertificateVariables, name: &str) -> &'c [String] {
        let values = self.of(certificate).get(name).map_or(&[][..], Vec::as_slice);
        &values[..values.len().min(MAX_VALUES)]
    }
}

/// Which values of a multi-valued attribute are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pick {
    /// The bare name (the first value) or a `.N` suffix, as an index counted from 0.
    One(usize),
    /// `.List`
    All,
}

impl Key {
    pub fn parse(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "iot:clientid" => Self::ClientId,
            "aws:sourceip" => Self::SourceIp,
            "iot:certificateid" => Self::CertificateId,
            "iot:connection.thing.thingname" => Self::ThingName,
            "iot:connection.thing.thingtypename" => Self::ThingTypeName,
            "iot:connection.thing.isattached" => Self::ThingIsAttached,
            "iot:certificate.serialnumber" => Self::CertificateSerialNumber,
            "iot:certificate.availablekeys" => Self::CertificateAvailableKeys,
            "iot:connectattributes" => Self::ConnectAttributes,
            "iot:lastwilltopic" => Self::LastWillTopic,
            "iot:domainname" => Self::DomainName,
            "aws:securetransport" => Self::SecureTransport,
            "aws:currenttime" => Self::CurrentTime,
            "aws:epochtime" => Self::EpochTime,
            _ => Self::parse_attribute(text).unwrap_or(Self::Unknown),
        }
    }

    /// Whether its value is written in the certificate.
    pub fn is_of_certificate(&self) -> bool {
        matches!(
            self,
            Self::Certificate { .. } | Self::CertificateSerialNumber | Self::CertificateAvailableKeys
        )
    }

    fn parse_attribute(text: &str) -> Option<Self> {
        if let Some(rest) = strip_prefix_ignoring_case(text, "iot:Connection.Thing.Attributes[") {
            let name = rest.strip_suffix(']').filter(|name| !name.is_empty())?;
            return Some(Self::ThingAttribute(name.into()));
        }
        for (field, prefix, names) in CertificateField::TABLE {
            let Some(rest) = strip_prefix_ignoring_case(text, prefix) else { continue };
            let (name, suffix) = rest.split_once('.').map_or((rest, None), |(name, end)| (name, Some(end)));
            let name = names.iter().find(|known| known.eq_ignore_ascii_case(name))?;
            let pick = match suffix {
                None => Pick::One(0),
                Some(list) if list.eq_ignore_ascii_case("List") => Pick::All,
                Some(index) => Pick::One(index.parse::<usize>().ok()?.checked_sub(FIRST_INDEX)?),
            };
            return Some(Self::Certificate { field, name, pick });
        }
        None
    }

    /// Whether the value changes while a connection lives.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::CurrentTime | Self::EpochTime)
    }

    /// Whether the value depends on the action: these keys exist in a CONNECT only.
    pub fn is_of_connect(&self) -> bool {
        matches!(self, Self::ConnectAttributes | Self::LastWillTopic)
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Where values come from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub context: &'a Context,
    /// `arn:PARTITION:iot:REGION:ACCOUNT:`
    pub arn_prefix: &'a str,
    /// Whether the action is iot:Connect.
    pub connecting: bool,
}

/// Where a variable stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Resource,
    Condition,
}

/// Why a variable has no value that can be put in its place. The texts complete "`${…}` has no value: ".
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unresolved {
    #[error("an HTTP request has neither a client id nor a thing")]
    OverHttp,
    #[error("the request has no client id")]
    NoClientId,
    #[error("client id `{0}` is not the name of a thing attached to this certificate")]
    NoThing(String),
    #[error("thing `{0}` has no thing type")]
    NoThingType(String),
    #[error("thing `{thing}` has no attribute `{attribute}`")]
    NoAttribute { thing: String, attribute: String },
    #[error("the request comes without a certificate")]
    NoCertificate,
    #[error("the certificate has no such value")]
    NotInCertificate,
    #[error("the source address is not known")]
    NoSourceIp,
    #[error("it is `{value}`, and a value with `{found}` is never put in a variable's place")]
    UnsafeCharacter { value: String, found: char },
    #[error("it is longer than {MAX_SUBSTITUTED_CHARS} characters")]
    TooLong,
    #[error("a list cannot stand inside a text")]
    List,
    #[error("it can only be a condition key")]
    ConditionKeyOnly,
    #[error("AWS IoT has no variable of this name")]
    Unknown,
}

impl<'a> Source<'a> {
    fn over_mqtt(&self) -> bool {
        self.context.protocol == Protocol::Mqtt
    }

    fn client_id(&self) -> Result<&'a str, Unresolved> {
        if !self.over_mqtt() {
            return Err(Unresolved::OverHttp);
        }
        self.context.client_id.as_deref().ok_or(Unresolved::NoClientId)
    }

    fn thing(&self) -> Result<&'a ThingVariables, Unresolved> {
        match &self.context.thing {
            Some(thing) if self.over_mqtt() => Ok(thing),
            _ => Err(Unresolved::NoThing(self.client_id()?.into())),
        }
    }

    fn certificate_id(&self) -> Result<CertificateId, Unresolved> {
        self.context.certificate_id.ok_or(Unresolved::NoCertificate)
    }

    fn thing_type(&self) -> Result<&'a str, Unresolved> {
        let thing = self.thing()?;
        thing.type_name.as_deref().ok_or_else(|| Unresolved::NoThingType(thing.name.clone()))
    }

    fn thing_attribute(&self, attribute: &str) -> Result<&'a str, Unresolved> {
        let thing = self.thing()?;
        let missing = || Unresolved::NoAttribute { thing: thing.name.clone(), attribute: attribute.into() };
        thing.attributes.get(attribute).map(String::as_str).ok_or_else(missing)
    }

    /// The text that takes a variable's place.
    pub fn substitute(&self, key: &Key, place: Place) -> Result<Cow<'a, str>, Unresolved> {
        match key {
            Key::ClientId => self.client_id().map(Cow::Borrowed),
            Key::SourceIp => self.source_ip().map(Cow::Owned).ok_or(Unresolved::NoSourceIp),
            Key::CertificateId => Ok(Cow::Owned(self.certificate_id()?.to_string())),
            Key::ThingName => safe(&self.thing()?.name).map(Cow::Borrowed),
            Key::ThingTypeName => safe(self.thing_type()?).map(Cow::Borrowed),
            Key::ThingAttribute(name) => safe(self.thing_attribute(name)?).map(Cow::Borrowed),
            Key::ThingIsAttached => self.is_attached().map(Cow::Borrowed),
            Key::Certificate { pick: Pick::All, .. } | Key::CertificateAvailableKeys => Err(Unresolved::List),
            Key::Certificate { field, name, pick: Pick::One(index) } => {
                let values = field.values(&self.context.certificate, name);
                let value = safe(values.get(*index).ok_or(Unresolved::NotInCertificate)?)?;
                Ok(if place == Place::Condition { escaped(value) } else { Cow::Borrowed(value) })
            }
            Key::CertificateSerialNumber => {
                let serial = self.context.certificate.serial_number.as_deref();
                safe(serial.ok_or(Unresolved::NotInCertificate)?).map(Cow::Borrowed)
            }
            Key::ConnectAttributes
            | Key::LastWillTopic
            | Key::DomainName
            | Key::SecureTransport
            | Key::CurrentTime
            | Key::EpochTime => Err(Unresolved::ConditionKeyOnly),
            Key::Unknown => Err(Unresolved::Unknown),
        }
    }

    /// The values of a condition key; none when the key is missing. The time has none here, since it
    /// is not known when a policy is compiled.
    pub fn values(&self, key: &Key) -> Vec<Cow<'a, str>> {
        let one = |value: Result<&'a str, Unresolved>| value.ok().map(Cow::Borrowed).into_iter().collect();
        let context = self.context;
        match key {
            Key::ClientId => one(self.client_id()),
            Key::SourceIp => self.source_ip().map(Cow::Owned).into_iter().collect(),
            Key::CertificateId => {
                context.certificate_id.map(|id| Cow::Owned(id.to_string())).into_iter().collect()
            }
            Key::ThingName => one(self.thing().map(|thing| thing.name.as_str())),
            Key::ThingTypeName => one(self.thing_type()),
            Key::ThingAttribute(name) => one(self.thing_attribute(name)),
            Key::ThingIsAttached => one(self.is_attached()),
            Key::Certificate { field, name, pick } => {
                let values = field.values(&context.certificate, name);
                match pick {
                    Pick::All => values.iter().map(|value| escaped(value)).collect(),
                    Pick::One(index) => values.get(*index).map(|value| escaped(value)).into_iter().collect(),
                }
            }
            Key::CertificateSerialNumber => {
                context.certificate.serial_number.as_deref().map(Cow::Borrowed).into_iter().collect()
            }
            Key::CertificateAvailableKeys => self.available_keys(),
            Key::ConnectAttributes if self.connecting && self.over_mqtt() => {
                let flags =
                    [(context.persistent_connect, "PersistentConnect"), (context.last_will, "LastWill")];
                flags.into_iter().filter(|(set, _)| *set).map(|(_, name)| Cow::Borrowed(name)).collect()
            }
            Key::LastWillTopic if self.connecting && self.over_mqtt() => {
                let arn = |topic: &String| Cow::Owned(format!("{}topic/{topic}", self.arn_prefix));
                context.last_will_topic.as_ref().map(arn).into_iter().collect()
            }
            Key::DomainName => context.domain_name.as_deref().map(Cow::Borrowed).into_iter().collect(),
            Key::SecureTransport => vec![Cow::Borrowed(truth(context.secure_transport))],
            Key::ConnectAttributes | Key::LastWillTopic => Vec::new(),
            Key::CurrentTime | Key::EpochTime | Key::Unknown => Vec::new(),
        }
    }

    fn is_attached(&self) -> Result<&'static str, Unresolved> {
        if self.over_mqtt() { Ok(truth(self.context.thing.is_some())) } else { Err(Unresolved::OverHttp) }
    }

    fn source_ip(&self) -> Option<String> {
        Some(self.context.source_ip?.to_canonical().to_string())
    }

    /// `iot:Certificate.AvailableKeys`: the certificate variables that have a value, by their full names.
    fn available_keys(&self) -> Vec<Cow<'a, str>> {
        let certificate = &self.context.certificate;
        let mut keys = Vec::new();
        for (field, prefix, names) in CertificateField::TABLE {
            let present = names.iter().filter(|name| !field.values(certificate, name).is_empty());
            keys.extend(present.map(|name| Cow::Owned(format!("{prefix}{name}"))));
        }
        if certificate.serial_number.is_some() {
            keys.push(Cow::Borrowed("iot:Certificate.SerialNumber"));
        }
        keys
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Refuses what could change the meaning of a pattern or a filter.
fn safe(value: &str) -> Result<&str, Unresolved> {
    if let Some(found) = value.chars().find(|char| UNSAFE_CHARS.contains(char)) {
        return Err(Unresolved::UnsafeCharacter { value: value.into(), found });
    }
    if value.chars().count() > MAX_SUBSTITUTED_CHARS { Err(Unresolved::TooLong) } else { Ok(value) }
}

fn escaped(value: &str) -> Cow<'_, str> {
    if !value.contains(ESCAPED_IN_CONDITIONS) {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len() + 4);
    for char in value.chars() {
        if ESCAPED_IN_CONDITIONS.contains(&char) {
            text.push('\\');
        }
        text.push(char);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_names_are_recognised_in_any_case() {
        let common_name =
            |pick| Key::Certificate { field: CertificateField::Subject, name: "CommonName", pick };
        let cases = [
            ("IOT:clientid", Key::ClientId),
            ("aws:sourceIP", Key::SourceIp),
            ("iot:connection.thing.attributes[Room]", Key::ThingAttribute("Room".into())),
            ("iot:Connection.Thing.Attributes[]", Key::Unknown),
            ("iot:Connection.Thing.Attributes[a", Key::Unknown),
            ("iot:Certificate.Subject.CommonName", common_name(Pick::One(0))),
            ("iot:Certificate.Subject.CommonName.0", common_name(Pick::One(0))),
            ("iot:Certificate.Subject.CommonName.2", common_name(Pick::One(2))),
            ("iot:certificate.subject.commonname.list", common_name(Pick::All)),
            ("iot:Certificate.Subject.CommonName.x", Key::Unknown),
            ("iot:Certificate.Subject.Nickname", Key::Unknown),
            (
                "iot:Certificate.Issuer.AlternativeName.DNSName.1",
                Key::Certificate {
                    field: CertificateField::IssuerAlternativeName,
                    name: "DNSName",
                    pick: Pick::One(1),
                },
            ),
            ("iot:ClientId, 'default'", Key::Unknown),
            ("é", Key::Unknown),
        ];
        for (text, expected) in cases {
            assert_eq!(Key::parse(text), expected, "{text}");
        }
    }
}
