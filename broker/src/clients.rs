//! The clients that are connected or were not long ago: what GetConnection tells (mqtt.md §12), and the
//! version numbers of lifecycle events (§11).

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base::UnixMillis;
use parking_lot::Mutex;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::account::Connected;
use crate::end::Cause;
use crate::ports::Attempt;

/// How long a disconnect is remembered for GetConnection (mqtt.md §12).
const DISCONNECT_KEPT: Duration = Duration::from_secs(30 * 60);
/// How long a client's version number goes on after its disconnect (mqtt.md §11).
const VERSION_KEPT: Duration = Duration::from_secs(60 * 60);
/// Clients without a session that are remembered. Beyond it the oldest are forgotten early: clients
/// choose their ids, and must not fill the memory by choosing many.
const DEPARTED_MAX: usize = 65_536;

/// What stays the same while a connection lives.
#[derive(Debug)]
pub(crate) struct ConnectionInfo {
    /// What it was let in by.
    pub attempt: Attempt,
    pub principal: Arc<str>,
    /// The thing that the connection is associated with.
    pub thing: Option<Arc<str>>,
    /// Whether the thing is the principal's alone; others are not named in events (mqtt.md §11).
    pub exclusive: bool,
    /// Of the session: a resumed one keeps it (mqtt.md §11).
    pub session_identifier: Uuid,
    pub version_number: u64,
    /// Seconds that the session outlives the connection; 0 for a clean one.
    pub expiry_seconds: u32,
    /// As the client asked for it.
    pub keep_alive: u16,
    pub since: UnixMillis,
    /// Our end of the connection.
    pub target: Option<SocketAddr>,
}

/// What is known of a client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientStatus {
    /// The thing that its connection is or was associated with.
    pub thing: Option<Arc<str>>,
    /// Seconds that its session outlives a connection; 0 for a clean session.
    pub session_expiry_seconds: u32,
    /// Seconds, as the client asked for it; `None` when the server was started since.
    pub keep_alive: Option<u16>,
    /// Whether it is connected.
    pub presence: Presence,
}

/// Whether a client is connected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// It is.
    Connected {
        /// When it connected.
        since: UnixMillis,
        /// Its end of the connection.
        source: SocketAddr,
        /// The server's end.
        target: Option<SocketAddr>,
    },
    /// It is not, and was so recently enough to be remembered.
    Disconnected {
        /// When the connection ended.
        since: UnixMillis,
        /// Why, by AWS's name; `None` when the server was started since.
        reason: Option<&'static str>,
    },
    /// It is not, and only its session is left.
    Absent,
}

/// The clients of one account.
#[derive(Default)]
pub(crate) struct Clients(Mutex<State>);

#[derive(Default)]
struct State {
    clients: HashMap<Arc<str>, Client>,
    /// Clients that may have to be forgotten, each once, and when to look at them.
    departed: VecDeque<(UnixMillis, Arc<str>)>,
    /// Who waits for the end of a connection; nearly always nobody.
    end_awaited: Vec<(Arc<Connected>, oneshot::Sender<()>)>,
}

struct Client {
    version_number: u64,
    connection: Link,
    /// It is among those that departed, whatever it did since.
    listed: bool,
}

enum Link {
    Live(Arc<Connected>),
    Gone(Box<Departure>),
}

/// A client that is not connected.
struct Departure {
    /// `None` for the owner of a session that was found on disk.
    info: Option<Arc<ConnectionInfo>>,
    at: UnixMillis,
    cause: Option<Cause>,
    session_seconds: Option<u32>,
}

impl Client {
    /// The number of its next connection: it starts again at 0 after about an hour without one, with a
    /// persistent session after the session's time (mqtt.md §11).
    fn next_version(&self, now: UnixMillis) -> u64 {
        let is_over = match &self.connection {
            Link::Live(_) => false,
            Link::Gone(departure) => {
                let session = departure.session_seconds.map(|seconds| Duration::from_secs(seconds.into()));
                now.since(departure.at) >= session.unwrap_or(VERSION_KEPT)
            }
        };
        if is_over { 0 } else { self.version_number + 1 }
    }
}

impl Clients {
    /// The version number of a client's next connection.
    pub fn next_version(&self, client_id: &str, now: UnixMillis) -> u64 {
        self.0.lock().clients.get(client_id).map_or(0, |client| client.next_version(now))
    }

    /// A client has connected.
    pub fn came(&self, connected: &Arc<Connected>) {
        let (version_number, connection) = (connected.info.version_number, Link::Live(Arc::clone(connected)));
        let client_id = Arc::clone(&connected.info.attempt.client_id);
        match self.0.lock().clients.entry(client_id) {
            Entry::Occupied(mut known) => {
                let listed = known.get().listed;
                known.insert(Client { version_number, connection, listed });
            }
            Entry::Vacant(place) => {
                place.insert(Client { version_number, connection, listed: false });
            }
        }
    }

    /// A connection has ended. `session_seconds` is how long its session stays, if it does.
    pub fn gone(
        &self,
        connected: &Arc<Connected>,
        at: UnixMillis,
        cause: Cause,
        session_seconds: Option<u32>,
    ) {
        let client_id = &connected.info.attempt.client_id;
        let mut state = self.0.lock();
        // Whoever awaits the end learns of it by the loss of its sender.
        state.end_awaited.retain(|(awaited, _)| !Arc::ptr_eq(awaited, connected));
        // After a reset there is nothing to remember.
        let Some(client) = state.clients.get_mut(client_id) else { return };
        if !matches!(&client.connection, Link::Live(known) if Arc::ptr_eq(known, connected)) {
            return;
        }
        let info = Some(Arc::clone(&connected.info));
        client.connection = Link::Gone(Box::new(Departure { info, at, cause: Some(cause), session_seconds }));
        if session_seconds.is_none() {
            state.will_forget(client_id, at);
        }
    }

    /// The owner of a session that was found on disk.
    pub fn restore(&self, client_id: Arc<str>, version_number: u64, at: UnixMillis, session_seconds: u32) {
        let departure = Departure { info: None, at, cause: None, session_seconds: Some(session_seconds) };
        let connection = Link::Gone(Box::new(departure));
        let client = Client { version_number, connection, listed: false };
        self.0.lock().clients.insert(client_id, client);
    }

    /// The session of an absent client is over.
    pub fn session_ended(&self, client_id: &Arc<str>, now: UnixMillis) {
        let mut state = self.0.lock();
        let Some(client) = state.clients.get_mut(client_id) else { return };
        if let Link::Gone(departure) = &mut client.connection {
            departure.session_seconds = None;
            state.will_forget(client_id, now);
        }
    }

    /// Forgets clients whose time is over.
    pub fn forget_departed(&self, now: UnixMillis) {
        self.0.lock().forget_departed(now);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *self.0.lock() = State::default();
    }

    /// The client's connection.
    pub fn live(&self, client_id: &str) -> Option<Arc<Connected>> {
        match &self.0.lock().clients.get(client_id)?.connection {
            Link::Live(connected) => Some(Arc::clone(connected)),
            Link::Gone(_) => None,
        }
    }

    /// What ends, without a value, when the connection has ended.
    pub fn end_of(&self, connected: &Arc<Connected>) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.0.lock();
        let client = state.clients.get(&connected.info.attempt.client_id);
        let is_live = |client: &Client| matches!(&client.connection, Link::Live(known) if Arc::ptr_eq(known, connected));
        if client.is_some_and(is_live) {
            state.end_awaited.push((Arc::clone(connected), sender));
        }
        receiver
    }

    /// What is known of a client; `None` when it is neither connected nor remembered nor has a session.
    pub fn status(&self, client_id: &str, now: UnixMillis) -> Option<ClientStatus> {
        let state = self.0.lock();
        let client = state.clients.get(client_id)?;
        let (info, presence, session) = match &client.connection {
            Link::Live(connected) => {
                let info = &connected.info;
                let (since, source, target) = (info.since, info.attempt.source, info.target);
                (Some(info), Presence::Connected { since, source, target }, Some(info.expiry_seconds))
            }
            Link::Gone(departure) => {
                let Departure { info, at, cause, session_seconds } = &**departure;
                let presence = if now.since(*at) < DISCONNECT_KEPT {
                    Presence::Disconnected { since: *at, reason: cause.map(Cause::as_str) }
                } else if session_seconds.is_some() {
                    Presence::Absent
                } else {
                    return None;
                };
                (info.as_ref(), presence, *session_seconds)
            }
        };
        Some(ClientStatus {
            thing: info.and_then(|info| info.thing.clone()),
            session_expiry_seconds: session.or(info.map(|info| info.expiry_seconds)).unwrap_or(0),
            keep_alive: info.map(|info| info.keep_alive),
            presence,
        })
    }
}

impl State {
    fn will_forget(&mut self, client_id: &Arc<str>, from: UnixMillis) {
        let Some(client) = self.clients.get_mut(client_id) else { return };
        // One that comes and goes all the time is looked at once an hour.
        if std::mem::replace(&mut client.listed, true) {
            return;
        }
        self.departed.push_back((from + VERSION_KEPT, Arc::clone(client_id)));
        if self.departed.len() > DEPARTED_MAX {
            self.look_at_first(|_| true);
        }
    }

    fn forget_departed(&mut self, now: UnixMillis) {
        while self.departed.front().is_some_and(|(until, _)| *until <= now) {
            self.look_at_first(|departure| departure.at + VERSION_KEPT <= now);
        }
    }

    /// Forgets the first of those that departed, if it is still gone and `is_over` says so.
    fn look_at_first(&mut self, is_over: impl FnOnce(&Departure) -> bool) {
        let Some((_, client_id)) = self.departed.pop_front() else { return };
        let Some(client) = self.clients.get_mut(&client_id) else { return };
        match &client.connection {
            Link::Gone(departure) if departure.session_seconds.is_none() => {
                if is_over(departure) {
                    self.clients.remove(&client_id);
                } else {
                    self.departed.push_back((departure.at + VERSION_KEPT, client_id));
                }
            }
            _ => client.listed = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;
    use crate::mailbox::Mailbox;
    use crate::ports::Identity;

    const HOUR: Duration = Duration::from_secs(3600);
    const START: UnixMillis = UnixMillis(1_000_000);

    /// A connection of `client_id` with the next version number.
    fn connect(clients: &Clients, client_id: &str, now: UnixMillis) -> Arc<Connected> {
        let info = ConnectionInfo {
            attempt: Attempt {
                identity: Identity::Anonymous,
                server_name: None,
                source: "192.0.2.1:5000".parse().unwrap(),
                client_id: client_id.into(),
                persistent: false,
                will_topic: None,
            },
            principal: "p".into(),
            thing: None,
            exclusive: false,
            session_identifier: Uuid::nil(),
            version_number: clients.next_version(client_id, now),
            expiry_seconds: 0,
            keep_alive: 60,
            since: now,
            target: None,
        };
        let connected = Arc::new(Connected {
            publisher: Arc::default(),
            mailbox: Arc::new(Mailbox::transient()),
            silence_max: 90,
            ends_at: u32::MAX,
            last_heard: AtomicU32::new(0),
            info: Arc::new(info),
        });
        clients.came(&connected);
        connected
    }

    #[test]
    fn version_number_grows_and_starts_again_after_an_hour_without_a_connection() {
        let clients = Clients::default();
        let first = connect(&clients, "c", START);
        clients.gone(&first, START, Cause::ConnectionLost, None);
        let second = connect(&clients, "c", START + (HOUR - Duration::from_millis(1)));
        assert_eq!((first.info.version_number, second.info.version_number), (0, 1));
        assert_eq!(clients.next_version("other", START), 0);
        clients.gone(&second, START + HOUR, Cause::ConnectionLost, None);
        assert_eq!(clients.next_version("c", START + HOUR + HOUR), 0);
    }

    #[test]
    fn version_number_of_a_persistent_session_lasts_as_long_as_the_session() {
        let clients = Clients::default();
        let connected = connect(&clients, "c", START);
        clients.gone(&connected, START, Cause::ConnectionLost, Some(4 * 3600));
        clients.forget_departed(START + 3 * HOUR);
        assert_eq!(clients.next_version("c", START + 3 * HOUR), 1);
        assert_eq!(clients.next_version("c", START + 4 * HOUR), 0);
    }

    #[test]
    fn disconnect_is_told_for_half_an_hour_and_then_forgotten_with_its_client() {
        let clients = Clients::default();
        let connected = connect(&clients, "c", START);
        clients.gone(&connected, START, Cause::KeepAliveTimeout, None);
        let almost = START + (DISCONNECT_KEPT - Duration::from_millis(1));
        let reason = Some("MQTT_KEEP_ALIVE_TIMEOUT");
        let told = clients.status("c", almost).unwrap().presence;
        assert_eq!(told, Presence::Disconnected { since: START, reason });
        assert_eq!(clients.status("c", START + DISCONNECT_KEPT), None);
        clients.forget_departed(START + HOUR);
        assert!(clients.0.lock().clients.is_empty());
    }

    #[test]
    fn owner_of_a_session_is_known_until_the_session_ends() {
        let clients = Clients::default();
        clients.restore("c".into(), 7, START, 7200);
        let later = START + HOUR;
        assert_eq!(clients.status("c", later).unwrap().presence, Presence::Absent);
        assert_eq!(clients.next_version("c", later), 8);
        clients.session_ended(&"c".into(), later);
        assert_eq!(clients.status("c", later), None);
        clients.forget_departed(later + HOUR);
        assert!(clients.0.lock().clients.is_empty());
    }

    #[test]
    fn clients_that_come_and_go_do_not_fill_the_memory() {
        let clients = Clients::default();
        for number in 0..DEPARTED_MAX + 10 {
            let connected = connect(&clients, &number.to_string(), START);
            clients.gone(&connected, START, Cause::ConnectionLost, None);
        }
        assert_eq!(clients.0.lock().clients.len(), DEPARTED_MAX);
        assert_eq!(clients.status("0", START), None);
    }

    #[test]
    fn client_that_comes_and_goes_is_remembered_once_until_it_stays_away() {
        let clients = Clients::default();
        for minutes in 0..90 {
            let now = START + Duration::from_secs(60 * minutes);
            clients.forget_departed(now);
            let connected = connect(&clients, "c", now);
            assert_eq!(connected.info.version_number, minutes);
            clients.gone(&connected, now, Cause::ClientInitiated, None);
            assert_eq!(clients.0.lock().departed.len(), 1);
        }
        clients.forget_departed(START + 2 * HOUR);
        assert_eq!(clients.0.lock().clients.len(), 1);
        clients.forget_departed(START + 3 * HOUR);
        assert!(clients.0.lock().clients.is_empty());
        assert!(clients.0.lock().departed.is_empty());
    }

    #[tokio::test]
    async fn end_of_a_connection_can_be_awaited() {
        let clients = Clients::default();
        let connected = connect(&clients, "c", START);
        let mut end = clients.end_of(&connected);
        assert!(end.try_recv().is_err_and(|error| error == oneshot::error::TryRecvError::Empty));
        clients.gone(&connected, START, Cause::ApiInitiated, None);
        assert!(end.await.is_err());
        assert!(clients.end_of(&connected).await.is_err(), "has ended already");
    }
}
