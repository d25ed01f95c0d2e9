//! `kafka`: a record for a topic of Apache Kafka (rules.md §7).

use std::fmt;

use serde_json::Value as Json;

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::http_url::{Strictness, is_near};
use crate::template::Template;

/// Headers of one record, by the service model.
const HEADERS_MAX: usize = 100;
/// Ports that brokers may have (limits.md).
const PORTS: std::ops::RangeInclusive<u16> = 9000..=9100;

/// Produces a record.
#[derive(Debug)]
pub struct KafkaAction {
    destination_arn: String,
    topic: Template,
    key: Option<Template>,
    partition: Option<Template>,
    headers: Vec<(Template, Template)>,
    brokers: Vec<String>,
    security: Security,
    sasl: Option<SaslTemplates>,
    compression: Compression,
}

#[derive(Debug)]
struct SaslTemplates {
    mechanism: Mechanism,
    username: Template,
    password: Template,
}

/// What a `kafka` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KafkaRequest {
    /// The destination that leads to the brokers.
    pub destination_arn: String,
    /// The topic.
    pub topic: String,
    /// The record's key.
    pub key: Option<String>,
    /// The partition; `None` lets the key choose, or chance.
    pub partition: Option<i32>,
    /// Header fields; no name is there twice.
    pub headers: Vec<(String, String)>,
    /// How records are compressed.
    pub compression: Compression,
    /// Who produces, and where.
    pub client: KafkaClient,
}

/// What makes one client different from another.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KafkaClient {
    /// Brokers to begin with, `host:port`.
    pub brokers: Vec<String>,
    /// The transport.
    pub security: Security,
    /// Who the client is.
    pub sasl: Option<Sasl>,
}

/// The transport (`security.protocol`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Security {
    /// Neither TLS nor a name; labs only.
    Plaintext,
    /// A name without TLS; labs only.
    SaslPlaintext,
    /// TLS.
    Ssl,
    /// A name, over TLS.
    SaslSsl,
}

/// How a client says who it is (`sasl.mechanism`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mechanism {
    /// `PLAIN`
    Plain,
    /// `SCRAM-SHA-512`
    ScramSha512,
}

/// A name and its secret.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sasl {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// The name.
    pub username: String,
    /// The secret.
    pub password: String,
}

impl fmt::Debug for Sasl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sasl").field("mechanism", &self.mechanism).field("username", &self.username).finish()
    }
}

/// How records are compressed (`compression.type`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compression {
    /// Not at all.
    None,
    /// `gzip`
    Gzip,
    /// `snappy`
    Snappy,
}

impl Security {
    fn is_secure(self) -> bool {
        matches!(self, Self::Ssl | Self::SaslSsl)
    }

    fn names_somebody(self) -> bool {
        matches!(self, Self::SaslPlaintext | Self::SaslSsl)
    }
}

/// The client properties of an action, each looked at once.
struct Properties<'f, 'j> {
    fields: &'f Fields<'j>,
}

impl<'j> Properties<'_, 'j> {
    /// The properties that AWS knows and this engine does not.
    const NOT_YET: [&'static str; 8] = [
        "ssl.truststore",
        "ssl.truststore.password",
        "ssl.keystore",
        "ssl.keystore.password",
        "ssl.key.password",
        "sasl.kerberos.keytab",
        "sasl.kerberos.krb5.kdc",
        "sasl.kerberos.service.name",
    ];
    const KNOWN: [&'static str; 10] = [
        "acks",
        "bootstrap.servers",
        "compression.type",
        "security.protocol",
        "key.serializer",
        "value.serializer",
        "sasl.mechanism",
        "sasl.plain.username",
        "sasl.plain.password",
        "sasl.scram.username",
    ];

    fn check_names(&self) -> Result<(), DefinitionError> {
        for name in self.fields.names() {
            if Self::NOT_YET.contains(&name) || name.starts_with("sasl.kerberos.") {
                let hint =
                    if name.starts_with("ssl.trust") { "; start with --trust FILE instead" } else { "" };
                return Err(self.fields.invalid(name, format!("is not available yet{hint}")));
            }
            if !Self::KNOWN.contains(&name) && name != "sasl.scram.password" {
                return Err(self.fields.invalid(name, "is not a property of the Kafka client"));
            }
        }
        Ok(())
    }

    /// The value of a property of a few, which may be `known` and beyond the client.
    fn choice<T: Copy>(
        &self,
        name: &str,
        default: Option<T>,
        values: &[(&str, T)],
        not_yet: &[&str],
    ) -> Result<T, DefinitionError> {
        let Some(text) = self.text(name)? else {
            return default.ok_or_else(|| self.fields.invalid(name, "is missing"));
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == text) {
            return Ok(*value);
        }
        let reason = if not_yet.contains(&text) { "is not available yet" } else { "is not a value of it" };
        Err(self.fields.invalid(name, format!("'{text}' {reason}")))
    }

    fn text(&self, name: &str) -> Result<Option<&'j str>, DefinitionError> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.fields.invalid(name, "is not a string")),
        }
    }

    fn brokers(&self) -> Result<Vec<String>, DefinitionError> {
        const NAME: &str = "bootstrap.servers";
        let text = self.fields.required_text(NAME)?;
        let brokers: Vec<String> = text.split(',').map(|broker| broker.trim().to_owned()).collect();
        match brokers.iter().find(|broker| host_and_port(broker).is_none()) {
            Some(broker) => {
                Err(self.fields.invalid(NAME, format!("'{broker}' is not of the form host:port")))
            }
            None => Ok(brokers),
        }
    }

    fn sasl(&self, security: Security) -> Result<Option<SaslTemplates>, DefinitionError> {
        if !security.names_somebody() {
            return Ok(None);
        }
        let mechanisms = [("PLAIN", Mechanism::Plain), ("SCRAM-SHA-512", Mechanism::ScramSha512)];
        let mechanism = self.choice("sasl.mechanism", None, &mechanisms, &["GSSAPI"])?;
        let (username, password) = match mechanism {
            Mechanism::Plain => ("sasl.plain.username", "sasl.plain.password"),
            Mechanism::ScramSha512 => ("sasl.scram.username", "sasl.scram.password"),
        };
        let (username, password) = (self.fields.template(username)?, self.fields.template(password)?);
        Ok(Some(SaslTemplates { mechanism, username, password }))
    }

    /// Values that the client has only one of. It waits for all replicas in sync, which is more than the
    /// one that `1` asks for, and cannot do without an answer.
    fn check_fixed(&self) -> Result<(), DefinitionError> {
        const TEXT: &str = "org.apache.kafka.common.serialization.StringSerializer";
        const BYTES: &str = "org.apache.kafka.common.serialization.ByteBufferSerializer";
        const ARRAY: &str = "org.apache.kafka.common.serialization.ByteArraySerializer";
        self.choice("acks", Some(()), &[("1", ()), ("all", ())], &["0"])?;
        self.choice("key.serializer", Some(()), &[(TEXT, ()), (BYTES, ()), (ARRAY, ())], &[])?;
        self.choice("value.serializer", Some(()), &[(TEXT, ()), (BYTES, ()), (ARRAY, ())], &[])
    }
}

impl KafkaRequest {
    pub(super) fn resource(&self) -> &str {
        &self.topic
    }
}

impl KafkaAction {
    /// The destination has the credentials.
    #[expect(clippy::unused_self, reason = "every action says which role it has")]
    pub(super) fn role_arn(&self) -> Option<&str> {
        None
    }

    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let client = fields.object("clientProperties")?;
        let client = client.ok_or_else(|| fields.invalid("clientProperties", "is missing"))?;
        let properties = Properties { fields: &client };
        properties.check_names()?;
        properties.check_fixed()?;
        let securities = [
            ("SSL", Security::Ssl),
            ("SASL_SSL", Security::SaslSsl),
            ("PLAINTEXT", Security::Plaintext),
            ("SASL_PLAINTEXT", Security::SaslPlaintext),
        ];
        let security = properties.choice("security.protocol", Some(Security::Ssl), &securities, &[])?;
        let compressions =
            [("none", Compression::None), ("gzip", Compression::Gzip), ("snappy", Compression::Snappy)];
        let compression = properties.choice(
            "compression.type",
            Some(Compression::None),
            &compressions,
            &["lz4", "zstd"],
        )?;
        let partition = fields.optional_template("partition")?;
        if let Some(literal) = partition.as_ref().and_then(Template::literal) {
            partition_of(literal).ok_or_else(|| fields.invalid("partition", "is not the number of one"))?;
        }
        Ok(Self {
            destination_arn: fields.required_text("destinationArn")?.to_owned(),
            topic: fields.template("topic")?,
            key: fields.optional_template("key")?,
            partition,
            headers: headers(fields)?,
            brokers: properties.brokers()?,
            security,
            sasl: properties.sasl(security)?,
            compression,
        })
    }

    /// The destination that the action goes through.
    pub fn destination_arn(&self) -> &str {
        &self.destination_arn
    }

    /// Checks brokers and transport: AWS wants TLS and the ports of brokers.
    ///
    /// # Errors
    /// What is wrong.
    pub(crate) fn check_brokers(&self, strictness: Strictness) -> Result<(), String> {
        for broker in &self.brokers {
            let Some((host, port)) = host_and_port(broker) else { continue };
            match strictness {
                Strictness::Aws if !self.security.is_secure() => {
                    return Err("security.protocol is neither SSL nor SASL_SSL".to_owned());
                }
                Strictness::Aws if !PORTS.contains(&port) => {
                    return Err(format!(
                        "'{broker}' has a port outside of {} to {}",
                        PORTS.start(),
                        PORTS.end()
                    ));
                }
                Strictness::Lab if !self.security.is_secure() && !is_near(host) => {
                    return Err(format!("'{broker}' is not a host of the lab, which alone may lack TLS"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<KafkaRequest, Refusal> {
        let topic = rendering.text(&self.topic, "")?;
        if topic.is_empty() {
            return Err(Refusal::new("", "the topic is empty"));
        }
        let text = |template: &Template| rendering.text(template, &topic);
        let key = self.key.as_ref().map(text).transpose()?;
        let partition = self.partition.as_ref().map(text).transpose()?.filter(|text| !text.is_empty());
        let partition = partition.map(|text| {
            partition_of(&text).ok_or_else(|| Refusal::new(&topic, format!("'{text}' is not a partition")))
        });
        let mut headers: Vec<(String, String)> = Vec::with_capacity(self.headers.len());
        for (name, value) in &self.headers {
            let (name, value) = (text(name)?, text(value)?);
            if headers.iter().any(|(known, _)| *known == name) {
                return Err(Refusal::new(&topic, format!("the header '{name}' is there twice")));
            }
            headers.push((name, value));
        }
        let sasl = self.sasl.as_ref().map(|sasl| {
            let (username, password) = (text(&sasl.username)?, text(&sasl.password)?);
            Ok(Sasl { mechanism: sasl.mechanism, username, password })
        });
        Ok(KafkaRequest {
            destination_arn: self.destination_arn.clone(),
            partition: partition.transpose()?,
            key,
            headers,
            compression: self.compression,
            client: KafkaClient {
                brokers: self.brokers.clone(),
                security: self.security,
                sasl: sasl.transpose()?,
            },
            topic,
        })
    }
}

fn headers(fields: &Fields<'_>) -> Result<Vec<(Template, Template)>, DefinitionError> {
    let headers = fields.list("headers")?;
    if headers.len() > HEADERS_MAX {
        return Err(fields.invalid("headers", format!("has more than {HEADERS_MAX} entries")));
    }
    headers.iter().map(|header| Ok((header.template("key")?, header.template("value")?))).collect()
}

fn partition_of(text: &str) -> Option<i32> {
    text.parse().ok().filter(|partition| *partition >= 0)
}

fn host_and_port(broker: &str) -> Option<(&str, u16)> {
    let (host, port) = broker.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port > 0)?;
    (!host.is_empty()).then_some((host.trim_matches(['[', ']']), port))
}

/// The partition that Java's producer chooses for a key: murmur2 over its bytes. `partitions` must not be empty.
pub fn partition_for(key: &[u8], partitions: &[i32]) -> i32 {
    let hash = murmur2(key) & 0x7FFF_FFFF;
    let index = hash as usize % partitions.len().max(1);
    partitions.get(index).copied().unwrap_or_default()
}

/// MurmurHash2 with the seed of Kafka (`org.apache.kafka.common.utils.Utils`).
fn murmur2(data: &[u8]) -> u32 {
    const SEED: u32 = 0x9747_B28C;
    const M: u32 = 0x5BD1_E995;
    const R: u32 = 24;
    // Records are far smaller than 4 GiB.
    let mut hash = SEED ^ data.len() as u32;
    let (words, rest) = data.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> R;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !rest.is_empty() {
        for (index, byte) in rest.iter().enumerate() {
            hash ^= u32::from(*byte) << (8 * index);
        }
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 15
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::definition::RuleDefinition;

    /// The rule of an action with these client properties and further members.
    fn rule(properties: &Json, more: &Json) -> Result<RuleDefinition, String> {
        let mut kafka = json!({"destinationArn": "arn:d", "topic": "t", "clientProperties": properties});
        let more = more.as_object().cloned().unwrap_or_default();
        kafka.as_object_mut().into_iter().for_each(|kafka| kafka.extend(more.clone()));
        let payload = json!({"sql": "SELECT * FROM 'a'", "actions": [{"kafka": kafka}]});
        RuleDefinition::from_json(&payload, "r").map_err(|error| error.to_string())
    }

    #[test]
    fn properties_are_those_that_the_client_has() {
        let servers = "localhost:9094, broker:9000";
        for good in [
            json!({"bootstrap.servers": servers}),
            json!({"bootstrap.servers": servers, "acks": "all", "compression.type": "gzip"}),
            json!({"bootstrap.servers": servers, "security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512",
                "sasl.scram.username": "u", "sasl.scram.password": "${get_secret('s', 'SecretString', 'p', 'r')}"}),
        ] {
            let given = json!({"key": "${a}", "partition": "3", "headers": [{"key": "k", "value": "${b}"}]});
            if let Err(error) = rule(&good, &given) {
                // Secrets need the newer version of the SQL only where they are used.
                panic!("{good}: {error}");
            }
        }
        for (wrong, expected) in [
            (json!({}), "bootstrap.servers: is missing"),
            (json!({"bootstrap.servers": "localhost"}), "'localhost' is not of the form host:port"),
            (json!({"bootstrap.servers": servers, "acks": "0"}), "acks: '0' is not available yet"),
            (json!({"bootstrap.servers": servers, "acks": "2"}), "acks: '2' is not a value of it"),
            (
                json!({"bootstrap.servers": servers, "compression.type": "zstd"}),
                "'zstd' is not available yet",
            ),
            (json!({"bootstrap.servers": servers, "ssl.truststore": "x"}), "start with --trust FILE"),
            (json!({"bootstrap.servers": servers, "linger.ms": "5"}), "linger.ms: is not a property"),
            (
                json!({"bootstrap.servers": servers, "security.protocol": "SASL_SSL"}),
                "sasl.mechanism: is missing",
            ),
            (
                json!({"bootstrap.servers": servers, "security.protocol": "SASL_SSL", "sasl.mechanism": "GSSAPI"}),
                "'GSSAPI' is not available yet",
            ),
            (
                json!({"bootstrap.servers": servers, "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN"}),
                "sasl.plain.username: is missing",
            ),
        ] {
            let error = rule(&wrong, &Json::Null).unwrap_err();
            assert!(error.contains(expected), "{wrong}: {error}");
        }
        let error = rule(&json!({"bootstrap.servers": servers}), &json!({"partition": "-1"})).unwrap_err();
        assert!(error.contains("partition"), "{error}");
    }

    #[test]
    fn lab_may_lack_tls_and_aws_wants_ports_of_brokers() {
        let check = |servers: &str, protocol: &str, strictness| {
            let properties = json!({"bootstrap.servers": servers, "security.protocol": protocol});
            rule(&properties, &Json::Null).unwrap().check_endpoints(strictness).is_ok()
        };
        assert!(check("broker.example.com:9094", "SSL", Strictness::Aws));
        assert!(!check("broker.example.com:443", "SSL", Strictness::Aws));
        assert!(!check("kafka:9094", "PLAINTEXT", Strictness::Aws));
        assert!(check("kafka:19092", "PLAINTEXT", Strictness::Lab));
        assert!(!check("broker.example.com:9094", "PLAINTEXT", Strictness::Lab));
    }

    #[test]
    fn secrets_are_not_shown() {
        let sasl = Sasl { mechanism: Mechanism::Plain, username: "u".into(), password: "hidden".into() };
        assert!(!format!("{sasl:?}").contains("hidden"));
    }

    /// The rows of Kafka's own test of its hash.
    #[test]
    fn hash_is_that_of_the_java_client() {
        for (key, expected) in [
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
            ("abc", 479_470_107),
        ] {
            assert_eq!(murmur2(key.as_bytes()) as i32, expected, "{key}");
        }
        assert_eq!(partition_for(b"abc", &[4, 5, 6]), [4, 5, 6][479_470_107 % 3]);
    }
}
