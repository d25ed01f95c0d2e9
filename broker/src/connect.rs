//! From the first byte of a transport to an established connection, and its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use base::{Limits, UnixMillis};
use mqtt::encode::{self, PropertyList};
use mqtt::{Connect, DecodeError, PacketType, PropertyId, Version, connect_version, next_frame};
use store::QueueId;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::JoinHandle;

use crate::account::{Account, Connected};
use crate::broker::{Peer, Shared};
use crate::clients::ConnectionInfo;
use crate::connection::{Connection, Terms};
use crate::delivery::Delivery;
use crate::end::{Cause, End};
use crate::grant::{Granted, Rejection, UNACCEPTABLE_VERSION, grant};
use crate::lifecycle;
use crate::mailbox::Mailbox;
use crate::ports::Publisher;
use crate::session::Session;
use crate::sessions::Lease;
use crate::{Message, NewMessage};

/// Time from the handshake to the CONNECT.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Time that a client has to take its CONNACK.
const CONNACK_WITHIN: Duration = Duration::from_secs(10);

/// Lets a client in, or not. Its connection goes on in a task of its own: the states of getting there, of
/// the caller, too, are large, and an established connection keeps none of them.
pub(crate) async fn serve<T>(shared: Arc<Shared>, mut transport: T, peer: Peer) -> Option<JoinHandle<()>>
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Established { connection, lease, id, will } = *establish(&shared, &mut transport, &peer).await?;
    let connection = connection.with(transport);
    Some(tokio::spawn(run(shared, Box::new(Established { connection, lease, id, will }))))
}

/// Serves a connection until it ends.
async fn run<T>(shared: Arc<Shared>, mut established: Box<Established<Connection<T>>>)
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let end = (&mut established.connection).await;
    Box::pin(async move {
        let Established { connection, lease, id, will } = *established;
        let account = Arc::clone(&connection.account);
        account.disconnected(id);
        finish(&shared, &account, connection.into_remains(), lease, end, will).await;
    })
    .await;
}

/// A connection and what is due when it ends. In one box: the task itself is small.
struct Established<C> {
    connection: C,
    lease: Lease,
    id: u64,
    will: Option<Message>,
}

async fn establish<T>(
    shared: &Arc<Shared>,
    transport: &mut T,
    peer: &Peer,
) -> Option<Box<Established<Connection<()>>>>
where
    T: AsyncRead + AsyncWrite + Unpin + Send,
{
    let mut input = Vec::new();
    let read = read_connect(transport, &mut input, shared.limits.packet_bytes);
    let length = match tokio::time::timeout(CONNECT_WITHIN, read).await {
        Ok(Ok(length)) => length,
        Ok(Err(message)) => {
            tracing::info!(source = %peer.source, message, "closed before a CONNECT");
            return None;
        }
        Err(_) => {
            tracing::info!(source = %peer.source, "no CONNECT came in time");
            return None;
        }
    };
    shared.metrics.connections_accepted.fetch_add(1, Ordering::Relaxed);
    let frame = next_frame(&input, shared.limits.packet_bytes).ok()??;
    let connect = match Connect::decode(frame.body) {
        Ok(connect) => connect,
        Err(error) => {
            refuse_undecodable(shared, transport, peer, frame.body, error).await;
            return None;
        }
    };
    let granted = match grant(shared, &connect, peer) {
        Ok(granted) => granted,
        Err(rejection) => {
            reject(shared, transport, peer, &connect, &rejection).await;
            return None;
        }
    };
    let rest = input.get(length..).unwrap_or_default();
    open(shared, transport, &connect, granted, rest).await
}

/// Reads until the first packet is complete and returns its length. What follows it stays in `input`.
async fn read_connect<T: AsyncRead + Unpin>(
    transport: &mut T,
    input: &mut Vec<u8>,
    body_max: usize,
) -> Result<usize, String> {
    let mut chunk = [0; 512];
    loop {
        let count = transport.read(&mut chunk).await.map_err(|error| error.to_string())?;
        if count == 0 {
            return Err("the peer closed the connection".into());
        }
        input.extend_from_slice(&chunk[..count]);
        // Anything but a CONNECT is closed at its first byte (MQTT-3.1.0-1).
        if input.first().is_some_and(|&byte| PacketType::of(byte) != Some(PacketType::Connect)) {
            return Err("the first packet is not a CONNECT".into());
        }
        if let Some(frame) = next_frame(input, body_max).map_err(|error| error.to_string())? {
            return match frame.first_byte & 0b1111 {
                0 => Ok(frame.length),
                _ => Err("reserved header flags of the CONNECT are set".into()),
            };
        }
    }
}

async fn refuse_undecodable<T: AsyncWrite + Unpin>(
    shared: &Shared,
    transport: &mut T,
    peer: &Peer,
    body: &[u8],
    error: DecodeError,
) {
    shared.metrics.connects_refused.fetch_add(1, Ordering::Relaxed);
    tracing::info!(source = %peer.source, %error, "CONNECT refused");
    let mut out = Vec::new();
    match connect_version(body) {
        Ok(Ok(Version::V5)) => {
            encode::connack(&mut out, Version::V5, false, error.reason as u8, &PropertyList::new());
        }
        // MQTT-3.1.2-2: an unknown version is told so; anything else is closed.
        Ok(Err(_)) => {
            encode::connack(&mut out, Version::V311, false, UNACCEPTABLE_VERSION, &PropertyList::new());
        }
        _ => {}
    }
    send_last(transport, &out).await;
}

async fn reject<T: AsyncWrite + Unpin>(
    shared: &Shared,
    transport: &mut T,
    peer: &Peer,
    connect: &Connect<'_>,
    rejection: &Rejection,
) {
    shared.metrics.connects_refused.fetch_add(1, Ordering::Relaxed);
    tracing::warn!(
        source = %peer.source,
        client_id = connect.client_id,
        reason = rejection.v5.text(),
        explanation = rejection.message,
        "CONNECT refused"
    );
    let mut out = Vec::new();
    match (connect.version, rejection.v3) {
        (Version::V5, _) => {
            let list = reason_list(connect, &rejection.message);
            encode::connack(&mut out, Version::V5, false, rejection.v5 as u8, &list);
        }
        (version, Some(code)) => encode::connack(&mut out, version, false, code, &PropertyList::new()),
        (_, None) => {}
    }
    send_last(transport, &out).await;
}

/// A Reason String, for a client that did not switch them off (MQTT-3.1.2-29) and takes a packet that
/// holds it (MQTT-3.2.2-19).
fn reason_list(connect: &Connect<'_>, message: &str) -> PropertyList {
    // Header, flags, code, and the lengths of properties and string.
    const AROUND: usize = 16;
    let number = |id| connect.properties.number(id);
    let fits = number(PropertyId::MaximumPacketSize).is_none_or(|max| message.len() + AROUND <= max as usize);
    match number(PropertyId::RequestProblemInformation) {
        Some(1) | None if fits => PropertyList::new().text(PropertyId::ReasonString, message),
        _ => PropertyList::new(),
    }
}

/// Sends the last bytes of a connection; a client that does not take them gets no other chance.
async fn send_last<T: AsyncWrite + Unpin>(transport: &mut T, bytes: &[u8]) {
    let send = async {
        transport.write_all(bytes).await?;
        transport.shutdown().await
    };
    // The connection is over, whatever becomes of this.
    let _ = tokio::time::timeout(CONNACK_WITHIN, send).await;
}

/// Takes the session over, answers the CONNECT, and makes the connection known.
async fn open<T: AsyncWrite + Unpin>(
    shared: &Arc<Shared>,
    transport: &mut T,
    connect: &Connect<'_>,
    granted: Granted,
    rest: &[u8],
) -> Option<Box<Established<Connection<()>>>> {
    let account = shared.account(&granted.admitted.tenant);
    // A change since the attempt was admitted is known by either number, because the account's is the
    // second to move; one that comes later is seen by the connection itself.
    let policy_generation = account.policy_generation();
    let is_current = shared.policy_changes() == granted.policy_changes;
    let policy_generation = is_current.then_some(policy_generation);
    let mut lease = account.sessions.acquire(&granted.attempt.client_id).await;
    let (mut session, present) = take_session(shared, &account, &mut lease, connect, &granted);
    session.version_number = account.clients.next_version(&session.client_id, UnixMillis::now());
    let stored = session.is_persistent().then(|| account.store_session(&session));

    if let Some(ticket) = stored {
        shared.store.committed(ticket).await;
    }
    let mut out = Vec::new();
    encode::connack(&mut out, connect.version, present, 0, &connack_list(connect, &granted, &shared.limits));
    let sent = tokio::time::timeout(CONNACK_WITHIN, async {
        transport.write_all(&out).await?;
        transport.flush().await
    })
    .await;

    let id = shared.next_connection();
    let connected = Arc::new(connected(shared, connect, &granted, &session));
    account.connected(id, &connected);
    lease.go_live(&connected.mailbox);
    if present {
        account.resume_groups(&session);
    }
    account.clients.came(&connected);
    lifecycle::connected(&account, &connected.info);
    log_connected(&account, connect, &granted, present);
    let terms = terms(connect, &shared.limits);
    let will = granted.will.clone();
    let connection = Connection::new(
        Arc::clone(shared),
        Arc::clone(&account),
        connected,
        (granted.admitted, policy_generation),
        (session, present),
        terms,
        rest,
    );
    let established = Box::new(Established { connection, lease, id, will });
    if !matches!(sent, Ok(Ok(()))) {
        account.disconnected(id);
        let remains = established.connection.into_remains();
        let end = End::lost("the client did not take its CONNACK");
        finish(shared, &account, remains, established.lease, end, established.will).await;
        return None;
    }
    Some(established)
}

/// The connection as others see it.
fn connected(shared: &Shared, connect: &Connect<'_>, granted: &Granted, session: &Session) -> Connected {
    let Granted { attempt, admitted, .. } = granted;
    Connected {
        publisher: Arc::new(Publisher {
            client_id: Some(Arc::clone(&attempt.client_id)),
            principal: Some(Arc::clone(&admitted.principal)),
            source_ip: Some(attempt.source.ip()),
            republished: 0,
        }),
        mailbox: Arc::clone(&session.mailbox),
        silence_max: match granted.keep_alive {
            0 => u32::MAX,
            seconds => (u32::from(seconds) * 3).div_ceil(2),
        },
        ends_at: match granted.websocket {
            true => shared.seconds().saturating_add(shared.limits.websocket_seconds),
            false => u32::MAX,
        },
        last_heard: AtomicU32::new(shared.seconds()),
        info: Arc::new(ConnectionInfo {
            attempt: attempt.clone(),
            principal: Arc::clone(&admitted.principal),
            thing: admitted.thing.clone(),
            exclusive: admitted.exclusive,
            session_identifier: session.identifier,
            version_number: session.version_number,
            expiry_seconds: session.expiry_seconds,
            keep_alive: connect.keep_alive,
            since: UnixMillis::now(),
            target: granted.target,
        }),
    }
}

fn log_connected(account: &Account, connect: &Connect<'_>, granted: &Granted, present: bool) {
    tracing::info!(
        tenant = %account.tenant(),
        client_id = %granted.attempt.client_id,
        principal = %granted.admitted.principal,
        thing = granted.admitted.thing.as_deref(),
        source = %granted.attempt.source,
        version = ?connect.version,
        persistent = granted.attempt.persistent,
        session_present = present,
        "connected"
    );
}

/// What the client did wrong is a warning: it is the only line that tells of a PUBLISH with QoS 2, for example.
fn log_disconnected(account: &Account, client_id: &str, end: &End) {
    let (tenant, reason, explanation) = (account.tenant(), end.cause.as_str(), &end.message);
    if matches!(end.cause, Cause::ClientError | Cause::AuthError) {
        tracing::warn!(%tenant, client_id, reason, explanation, "disconnected");
    } else {
        tracing::info!(%tenant, client_id, reason, explanation, "disconnected");
    }
}

/// The terms that the CONNECT set for what we send.
fn terms(connect: &Connect<'_>, limits: &Limits) -> Terms {
    let number = |id| connect.properties.number(id);
    let wanted = number(PropertyId::ReceiveMaximum).unwrap_or(u32::from(u16::MAX));
    Terms {
        version: connect.version,
        in_flight_max: usize::from(limits.receive_maximum).min(wanted as usize),
        packet_max: number(PropertyId::MaximumPacketSize).map_or(usize::MAX, |size| size as usize),
        problem_information: number(PropertyId::RequestProblemInformation) != Some(0),
    }
}

/// The session to go on with, and whether it is an earlier one (mqtt.md §7).
fn take_session(
    shared: &Shared,
    account: &Account,
    lease: &mut Lease,
    connect: &Connect<'_>,
    granted: &Granted,
) -> (Session, bool) {
    if let Some(mut session) = lease.take() {
        let resumable = !connect.clean
            && session.is_v5 == connect.version.is_v5()
            && !session.is_expired(UnixMillis::now());
        if resumable {
            session.mailbox.go_online();
            session.disconnected_at = None;
            session.expiry_seconds = granted.expiry_seconds;
            return (session, true);
        }
        account.discard(&session);
    }
    let mailbox = if granted.attempt.persistent {
        Mailbox::persistent(QueueId(shared.next_queue()))
    } else {
        Mailbox::transient()
    };
    let client_id = Arc::clone(&granted.attempt.client_id);
    (Session::new(client_id, connect.version, Arc::new(mailbox), granted.expiry_seconds), false)
}

/// The properties of a granted CONNACK (mqtt.md §10); empty before MQTT 5.
fn connack_list(connect: &Connect<'_>, granted: &Granted, limits: &Limits) -> PropertyList {
    if !connect.version.is_v5() {
        return PropertyList::new();
    }
    let mut list = PropertyList::new();
    if connect
        .properties
        .number(PropertyId::SessionExpiryInterval)
        .is_some_and(|asked| asked != granted.expiry_seconds)
    {
        list = list.u32(PropertyId::SessionExpiryInterval, granted.expiry_seconds);
    }
    list = list
        .u16(PropertyId::ReceiveMaximum, limits.receive_maximum)
        .byte(PropertyId::MaximumQoS, 1)
        .byte(PropertyId::RetainAvailable, 1)
        .u32(PropertyId::MaximumPacketSize, limits.packet_bytes as u32);
    if granted.assigned {
        list = list.text(PropertyId::AssignedClientIdentifier, &granted.attempt.client_id);
    }
    list = list
        .u16(PropertyId::TopicAliasMaximum, limits.topic_alias_maximum)
        .byte(PropertyId::WildcardSubscriptionAvailable, 1)
        .byte(PropertyId::SubscriptionIdentifierAvailable, 0)
        .byte(PropertyId::SharedSubscriptionAvailable, 1);
    if granted.keep_alive != connect.keep_alive {
        list = list.u16(PropertyId::ServerKeepAlive, granted.keep_alive);
    }
    list
}

/// What has to be done when a connection is over: the session is kept or discarded, the client id
/// given up, the will published.
pub(crate) async fn finish(
    shared: &Shared,
    account: &Account,
    remains: crate::connection::Remains,
    mut lease: Lease,
    end: End,
    will: Option<Message>,
) {
    let crate::connection::Remains { mut session, unsent, connected, propagated } = remains;
    shared.metrics.connections_ended.fetch_add(1, Ordering::Relaxed);
    log_disconnected(account, &session.client_id, &end);
    let now = UnixMillis::now();
    lifecycle::disconnected(account, &connected.info, end.cause, now);
    let stays = session.is_persistent() && session.expiry_seconds > 0 && !end.discard;
    // Before the client id is given up: what the next connection says of itself comes after it.
    account.clients.gone(&connected, now, end.cause, stays.then_some(session.expiry_seconds));
    if stays {
        session.disconnected_at = Some(now);
        let shared = session.mailbox.go_offline(unsent.into_iter());
        account.give_back(&session, shared);
        account.store_session(&session);
        lease.put(session);
    } else {
        // Out of its groups first, or what it leaves could come back to it.
        account.discard(&session);
        account.give_back(&session, unsent.into_iter().filter(Delivery::is_shared).collect());
    }
    lease.release();
    if let Some(will) = will.filter(|_| end.will) {
        let own = PropertyList::new().raw(will.properties());
        let (properties, _) = propagated.append_to(own, shared.limits.property_bytes);
        let parts = NewMessage {
            topic: will.topic(),
            payload: will.payload(),
            qos: will.qos(),
            retain: will.retain(),
            properties: properties.as_raw(),
            expiry: will.expiry_left(will.received_at()),
        };
        account.publish(&parts, &connected.publisher);
    }
}
