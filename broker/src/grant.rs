//! Whether a CONNECT is granted, and on what terms.

use std::net::SocketAddr;
use std::sync::Arc;

use base::{Limit, Limits, UnixMillis};
use mqtt::{Connect, Properties, Property, PropertyId, QoS, ReasonCode, Version, Will, topic};
use policy::{Action, Authorizer};

use crate::broker::{Peer, Shared};
use crate::lifecycle;
use crate::message::forwarded;
use crate::open_points;
use crate::ports::{Admitted, Attempt};
use crate::reserved;
use crate::{Message, NewMessage};

/// A CONNECT that is not granted.
#[derive(Debug)]
pub(crate) struct Rejection {
    /// The MQTT 3 return code; `None` closes without a CONNACK, as AWS does for denials (mqtt.md §2).
    pub v3: Option<u8>,
    pub v5: ReasonCode,
    pub message: String,
}

impl Rejection {
    fn new(v3: Option<u8>, v5: ReasonCode, message: impl Into<String>) -> Self {
        Self { v3, v5, message: message.into() }
    }

    fn silent(v5: ReasonCode, message: impl Into<String>) -> Self {
        Self::new(None, v5, message)
    }
}

/// MQTT 3 return codes.
pub(crate) const UNACCEPTABLE_VERSION: u8 = 1;
const IDENTIFIER_REJECTED: u8 = 2;

/// Everything that a CONNECT and the policies decide.
pub(crate) struct Granted {
    pub attempt: Attempt,
    pub admitted: Admitted,
    /// What [`Shared::policy_changes`] was before it was admitted.
    pub policy_changes: u64,
    /// The client id is of our making.
    pub assigned: bool,
    /// Seconds; 0 for none.
    pub keep_alive: u16,
    /// Seconds that the session outlives the connection.
    pub expiry_seconds: u32,
    pub will: Option<Message>,
    /// The address of ours that the client connected to.
    pub target: Option<SocketAddr>,
    /// The transport is a WebSocket.
    pub websocket: bool,
}

/// Judges a CONNECT: its form, its sender, and what its sender may do.
///
/// # Errors
/// When it is refused, with what the client is told.
pub(crate) fn grant(shared: &Shared, connect: &Connect<'_>, peer: &Peer) -> Result<Granted, Rejection> {
    if shared.is_closing() {
        return Err(Rejection::new(Some(3), ReasonCode::ServerUnavailable, "the server is shutting down"));
    }
    let limits = &shared.limits;
    let (client_id, assigned) = client_id(connect, limits)?;
    check_properties(connect, limits)?;
    let will = connect.will.map(|will| will_message(&will, limits)).transpose()?;
    let expiry_seconds = session_expiry(connect, limits);
    let attempt = Attempt {
        identity: peer.identity.clone(),
        server_name: peer.server_name.clone(),
        source: peer.source,
        client_id,
        persistent: expiry_seconds > 0,
        will_topic: connect.will.map(|will| will.topic.to_owned()),
    };
    let policy_changes = shared.policy_changes();
    let admitted = shared
        .admission
        .admit(&attempt)
        .map_err(|refusal| Rejection::silent(ReasonCode::NotAuthorized, refusal.0))?;
    let throttled = |limit: Limit| {
        limits.hit(limit);
        let message = format!("beyond the limit {}: {}", limit.name(), limit.info().meaning);
        Rejection::new(open_points::CONNECT_THROTTLED_V3, open_points::THROTTLED, message)
    };
    let named = (!assigned).then_some(&*attempt.client_id);
    shared.account(&admitted.tenant).may_connect(named).map_err(throttled)?;
    authorize(&admitted.authorizer, &attempt, will.as_ref()).inspect_err(|_| {
        let account = shared.account(&admitted.tenant);
        lifecycle::connect_failed(&account, &admitted, &attempt, UnixMillis::now());
    })?;
    let keep_alive = keep_alive(connect.keep_alive, limits);
    let (target, websocket) = (peer.target, peer.websocket);
    Ok(Granted {
        attempt,
        admitted,
        policy_changes,
        assigned,
        keep_alive,
        expiry_seconds,
        will,
        target,
        websocket,
    })
}

/// Client ids: mqtt.md §2.
fn client_id(connect: &Connect<'_>, limits: &Limits) -> Result<(Arc<str>, bool), Rejection> {
    let refused = |message: &str| {
        Rejection::new(Some(IDENTIFIER_REJECTED), ReasonCode::ClientIdentifierNotValid, message)
    };
    let id = connect.client_id;
    if id.is_empty() {
        let may_assign =
            connect.version == Version::V5 || (connect.version == Version::V311 && connect.clean);
        if !may_assign {
            return Err(refused("CONNACK:ClientId is invalid: it is empty"));
        }
        return Ok((format!("$GEN/{}", uuid::Uuid::new_v4()).into(), true));
    }
    if id.starts_with('$') {
        return Err(refused("CONNACK:ClientId is invalid: it begins with $"));
    }
    if id.len() > limits.client_id_bytes {
        limits.hit(Limit::ClientIdBytes);
        return Err(refused("CONNACK:ClientId is invalid: it is too long"));
    }
    Ok((id.into(), false))
}

fn check_properties(connect: &Connect<'_>, limits: &Limits) -> Result<(), Rejection> {
    for property in connect.properties.iter() {
        match property {
            Property::Text(PropertyId::AuthenticationMethod, _) => {
                return Err(Rejection::silent(
                    open_points::ENHANCED_AUTHENTICATION,
                    "enhanced authentication is not supported",
                ));
            }
            Property::Number(PropertyId::MaximumPacketSize, size)
                if size < limits.client_packet_bytes_min =>
            {
                limits.hit(Limit::ClientPacketBytesMin);
                return Err(Rejection::silent(
                    open_points::PACKET_SIZE_TOO_SMALL,
                    "the maximum packet size is too small",
                ));
            }
            _ => {}
        }
    }
    user_properties_fit(&connect.properties, limits).map_err(|message| {
        limits.hit(Limit::PropertyBytes);
        Rejection::silent(ReasonCode::QuotaExceeded, message)
    })
}

/// Whether the user properties of a packet are within their limit (mqtt.md §10).
pub(crate) fn user_properties_fit(properties: &Properties<'_>, limits: &Limits) -> Result<(), &'static str> {
    let mut user_bytes = 0;
    let mut users = properties.iter().filter(|property| matches!(property, Property::User(..)));
    match users.find_map(|property| too_long(property, &mut user_bytes, limits)) {
        Some((_, message)) => Err(message),
        None => Ok(()),
    }
}

fn will_message(will: &Will<'_>, limits: &Limits) -> Result<Message, Rejection> {
    if will.qos == QoS::ExactlyOnce {
        return Err(Rejection::silent(ReasonCode::QoSNotSupported, "the will has QoS 2"));
    }
    if will.payload.len() > limits.payload_bytes {
        limits.hit(Limit::PayloadBytes);
        return Err(Rejection::silent(open_points::TOO_LARGE, "the payload of the will is too large"));
    }
    let reserved = topic::is_reserved(will.topic)
        && (will.retain || reserved::publish_class(will.topic) == reserved::TopicClass::Forbidden);
    let fits = fits(will.topic, limits).inspect_err(|limit| limits.hit(*limit));
    if reserved || fits.is_err() {
        return Err(Rejection::silent(ReasonCode::TopicNameInvalid, "the topic of the will is not allowed"));
    }
    let mut user_bytes = 0;
    for property in will.properties.iter() {
        if has_wildcard(property) {
            let message = "the response topic of the will has a wildcard";
            return Err(Rejection::silent(ReasonCode::TopicNameInvalid, message));
        }
        if let Some((limit, fault)) = too_long(property, &mut user_bytes, limits) {
            limits.hit(limit);
            return Err(Rejection::silent(ReasonCode::QuotaExceeded, format!("of the will: {fault}")));
        }
    }
    let (kept, expiry) = forwarded(&will.properties);
    let parts = NewMessage {
        topic: will.topic,
        payload: will.payload,
        qos: will.qos,
        retain: will.retain,
        properties: kept.as_raw(),
        expiry,
    };
    // The expiry counts from the moment of publishing; it is made again then.
    Ok(Message::new(&parts, UnixMillis::now()))
}

/// Whether a topic name or filter is within the limits of length and depth (mqtt.md §4).
///
/// # Errors
/// The limit that it goes beyond.
pub(crate) fn fits(topic: &str, limits: &Limits) -> Result<(), Limit> {
    let counted = topic.get(reserved::uncounted_prefix(topic)..).unwrap_or_default();
    if counted.len() > limits.topic_bytes {
        return Err(Limit::TopicBytes);
    }
    if topic::slashes(counted) > limits.topic_slashes {
        return Err(Limit::TopicSlashes);
    }
    Ok(())
}

/// Whether a property is a response topic with a wildcard (MQTT-3.3.2-14).
pub(crate) fn has_wildcard(property: Property<'_>) -> bool {
    matches!(property, Property::Text(PropertyId::ResponseTopic, text) if topic::has_wildcard(text))
}

/// The limit that a property of a message goes beyond, and what to say of it (mqtt.md §10). `user_bytes`
/// counts the user properties of the packet.
pub(crate) fn too_long(
    property: Property<'_>,
    user_bytes: &mut usize,
    limits: &Limits,
) -> Option<(Limit, &'static str)> {
    match property {
        Property::Text(PropertyId::ContentType, text) if text.len() > limits.content_type_bytes => {
            Some((Limit::ContentTypeBytes, "the content type is too long"))
        }
        Property::Binary(PropertyId::CorrelationData, data) if data.len() > limits.property_bytes => {
            Some((Limit::PropertyBytes, "the correlation data is too long"))
        }
        Property::User(key, value) => {
            *user_bytes += key.len() + value.len();
            let fault = (Limit::PropertyBytes, "the user properties are too long");
            (*user_bytes > limits.property_bytes).then_some(fault)
        }
        _ => None,
    }
}

/// Seconds that the session outlives the connection; 0 for a session that does not (mqtt.md §7).
fn session_expiry(connect: &Connect<'_>, limits: &Limits) -> u32 {
    match connect.version {
        Version::V5 => {
            let asked = connect.properties.number(PropertyId::SessionExpiryInterval).unwrap_or(0);
            if asked > limits.session_expiry_seconds {
                limits.hit(Limit::SessionExpirySeconds);
            }
            asked.min(limits.session_expiry_seconds)
        }
        _ if connect.clean => 0,
        _ => limits.session_expiry_seconds,
    }
}

/// The keep-alive in force: mqtt.md §2.
fn keep_alive(requested: u16, limits: &Limits) -> u16 {
    let granted = match (requested, limits.keep_alive_max) {
        (0, u16::MAX) => 0,
        (0, longest) => longest,
        (asked, longest) => asked.max(limits.keep_alive_min).min(longest),
    };
    if granted != requested {
        limits.hit(if granted == limits.keep_alive_min { Limit::KeepAliveMin } else { Limit::KeepAliveMax });
    }
    granted
}

fn authorize(authorizer: &Authorizer, attempt: &Attempt, will: Option<&Message>) -> Result<(), Rejection> {
    let now = UnixMillis::now();
    let check = |action: Action, name: &str| {
        if authorizer.allows(action, name, now) {
            return Ok(());
        }
        let explanation = authorizer.explain(action, name, now);
        Err(Rejection::silent(ReasonCode::NotAuthorized, explanation.explanation))
    };
    check(Action::Connect, &attempt.client_id)?;
    if let Some(will) = will {
        check(Action::Publish, will.topic())?;
        if will.retain() {
            check(Action::RetainPublish, will.topic())?;
        }
    }
    Ok(())
}
