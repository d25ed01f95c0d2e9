//! What the broker needs from the rest of the program. It knows no registry, rules or shadows.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use base::{CertificateId, Tenant};
use policy::Authorizer;

use crate::{CommandAnswer, Message, Propagated, RuleId, ShadowRequest};

/// How a client proved who it is.
#[derive(Clone, Debug)]
pub enum Identity {
    /// With the private key of a certificate, which need not be registered.
    Certificate {
        /// The certificate's id.
        id: CertificateId,
    },
    /// With a request that is signed with an access key: over WebSocket.
    Signed {
        /// The account of the key and the region of the signature.
        tenant: Tenant,
        /// The public half of the key.
        access_key_id: Arc<str>,
    },
    /// Not at all: on the plain port.
    Anonymous,
}

/// A connection that asks to be let in. Kept as long as the connection, to ask again when policies
/// change.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Who it is.
    pub identity: Identity,
    /// The name that the client asked for in its TLS hello.
    pub server_name: Option<String>,
    /// Where it comes from.
    pub source: SocketAddr,
    /// The client id, assigned ones included.
    pub client_id: Arc<str>,
    /// Whether the session outlives the connection.
    pub persistent: bool,
    /// The topic of its will.
    pub will_topic: Option<String>,
}

/// A connection that is let in as far as its identity goes; what it may do is the authorizer's say.
pub struct Admitted {
    /// Whose the connection is.
    pub tenant: Tenant,
    /// The certificate id, or another name of who it is.
    pub principal: Arc<str>,
    /// Its policies, compiled for this connection.
    pub authorizer: Authorizer,
    /// The name of the thing that the connection is associated with.
    pub thing: Option<Arc<str>>,
    /// Whether the thing is the principal's alone (EXCLUSIVE_THING); only such a thing is named in
    /// lifecycle events (mqtt.md §11).
    pub exclusive: bool,
    /// What the type of the thing adds to messages.
    pub propagated: Propagated,
}

/// Why a connection is not let in, in a sentence that helps.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// Decides who is let in. Called on the connection's own task: answers from memory.
pub trait Admission: Send + Sync {
    /// Lets a connection in, or not. Called again for a live connection when policies, attachments,
    /// certificates, things or thing types of its account change.
    ///
    /// # Errors
    /// When the certificate is unknown, not ACTIVE, or of another account than the server name.
    fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal>;
}

/// Who published a message, as far as rules and services want to know.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    /// The MQTT client id; `None` when the message did not come over MQTT.
    pub client_id: Option<Arc<str>>,
    /// The certificate id or another principal.
    pub principal: Option<Arc<str>>,
    /// Where it came from.
    pub source_ip: Option<IpAddr>,
    /// How many rules republished it on its way here.
    pub republished: u8,
}

/// Where messages go besides subscribers. Every call only queues; none may block.
pub trait Services: Send + Sync {
    /// A message matched the topic filters of rules.
    fn rules(&self, tenant: &Tenant, rules: &Arc<[RuleId]>, message: &Message, publisher: &Arc<Publisher>);

    /// A message was published to one rule by name.
    fn basic_ingest(&self, tenant: &Tenant, rule: &str, message: &Message, publisher: &Arc<Publisher>);

    /// A message was published to a shadow's request topic.
    fn shadow(
        &self,
        tenant: &Tenant,
        request: ShadowRequest<'_>,
        message: &Message,
        publisher: &Arc<Publisher>,
    );

    /// A device answered the execution of a command.
    fn command(&self, tenant: &Tenant, answer: CommandAnswer<'_>, message: &Message);
}
