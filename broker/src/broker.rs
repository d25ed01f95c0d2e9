//! The broker: its accounts, and what runs beside the connections.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base::{Limits, Tenant, UnixMillis};
use mqtt::SubscriptionOptions;
use parking_lot::RwLock;
use store::{Key, QueueId, Row, Store, StoreError, Table, Write};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;

use crate::account::{Account, GroupQueues, Stretch};
use crate::connect;
use crate::mailbox::Kick;
use crate::metrics::Metrics;
use crate::ports::{Admission, Identity, Services};
use crate::session::SessionRecord;
use crate::{AccountStatus, Message};

/// Who is at the other end of a transport.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub source: SocketAddr,
    /// The address of ours that it connected to, if it is known.
    pub target: Option<SocketAddr>,
    /// What it proved in the handshake.
    pub identity: Identity,
    /// The server name of its TLS hello.
    pub server_name: Option<String>,
    /// The transport is a WebSocket, whose life is limited (mqtt.md §2).
    pub websocket: bool,
}

/// The broker. Cheap to clone; all clones are the same broker.
#[derive(Clone)]
pub struct Broker(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    accounts: RwLock<HashMap<Tenant, Arc<Account>>>,
    pub store: Store,
    pub limits: Limits,
    pub admission: Arc<dyn Admission>,
    services: Arc<dyn Services>,
    pub metrics: Arc<Metrics>,
    started: Instant,
    next_connection: AtomicU64,
    next_queue: AtomicU64,
    closing: AtomicBool,
    /// Counts the changes of what anybody may do.
    policy_changes: AtomicU64,
}

impl Broker {
    /// A broker with the sessions, subscriptions, queues and retained messages that the store holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(
        store: Store,
        limits: Limits,
        admission: Arc<dyn Admission>,
        services: Arc<dyn Services>,
    ) -> Result<Self, StoreError> {
        let shared = Shared {
            accounts: RwLock::default(),
            store,
            limits,
            admission,
            services,
            metrics: Arc::default(),
            started: Instant::now(),
            next_connection: AtomicU64::new(1),
            next_queue: AtomicU64::new(1),
            closing: AtomicBool::new(false),
            policy_changes: AtomicU64::new(0),
        };
        shared.restore(UnixMillis::now())?;
        Ok(Self(Arc::new(shared)))
    }

    /// The account of a tenant, made when it is new.
    pub fn account(&self, tenant: &Tenant) -> Arc<Account> {
        self.0.account(tenant)
    }

    /// Serves MQTT on a transport. Returns when the client is connected or refused; its connection goes on
    /// in a task of its own, on the same runtime.
    pub async fn serve<T>(&self, transport: T, peer: Peer) -> Option<JoinHandle<()>>
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        connect::serve(Arc::clone(&self.0), transport, peer).await
    }

    /// Does what has to be done once a second: ends silent connections and expired sessions. Runs for
    /// ever.
    pub async fn keep_house(&self) {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            tick.tick().await;
            let (seconds, now) = (self.0.seconds(), UnixMillis::now());
            for account in self.0.accounts() {
                account.end_silent(seconds);
                account.end_expired(now);
            }
        }
    }

    /// Ends all connections and waits until they are gone, at most for `patience`.
    pub async fn shut_down(&self, patience: Duration) {
        self.0.closing.store(true, Ordering::Release);
        let deadline = Instant::now() + patience;
        loop {
            let accounts = self.0.accounts();
            accounts.iter().for_each(|account| account.disconnect_all(Kick::Shutdown));
            let left: usize = accounts.iter().map(|account| account.status().connections).sum();
            if left == 0 || Instant::now() >= deadline {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Makes every live connection of an account ask again what it may do, at its next packet, and ends
    /// those that may not connect any more. Call it after the change of a policy, an attachment, a group
    /// or a certificate is visible to [`Admission`].
    pub fn policies_changed(&self, tenant: &Tenant) {
        // Before the account's own number: see `connect::open`.
        self.0.policy_changes.fetch_add(1, Ordering::Release);
        self.account(tenant).policies_changed();
    }

    /// Empties an account: ends its connections and forgets sessions, queues and retained messages.
    pub fn reset(&self, tenant: &Tenant) {
        self.account(tenant).reset();
    }

    /// Moves the clock of the rates, which must be one that is moved by hand, and has every connection look
    /// at it.
    #[cfg(test)]
    pub(crate) fn advance(&self, duration: Duration) {
        self.0.limits.meter.advance(duration);
        self.0.accounts().iter().for_each(|account| account.wake_all());
    }

    /// The tenants that have or had something to do with the broker.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.0.accounts.read().keys().cloned().collect()
    }

    /// Counters.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The sum of what all accounts hold.
    pub fn status(&self) -> AccountStatus {
        self.0.accounts().iter().fold(AccountStatus::default(), |sum, account| {
            let status = account.status();
            AccountStatus {
                connections: sum.connections + status.connections,
                sessions: sum.sessions + status.sessions,
                retained: sum.retained + status.retained,
            }
        })
    }
}

impl Shared {
    pub fn account(&self, tenant: &Tenant) -> Arc<Account> {
        if let Some(account) = self.accounts.read().get(tenant) {
            return Arc::clone(account);
        }
        let mut accounts = self.accounts.write();
        let account = accounts.entry(tenant.clone()).or_insert_with(|| {
            Arc::new(Account::new(
                tenant.clone(),
                &self.limits,
                self.store.clone(),
                Arc::clone(&self.services),
                Arc::clone(&self.metrics),
            ))
        });
        Arc::clone(account)
    }

    fn accounts(&self) -> Vec<Arc<Account>> {
        self.accounts.read().values().cloned().collect()
    }

    /// Seconds since the start: a clock that never goes back.
    pub fn seconds(&self) -> u32 {
        // 136 years.
        self.started.elapsed().as_secs() as u32
    }

    pub fn next_connection(&self) -> u64 {
        self.next_connection.fetch_add(1, Ordering::Relaxed)
    }

    pub fn next_queue(&self) -> u64 {
        self.next_queue.fetch_add(1, Ordering::Relaxed)
    }

    pub fn policy_changes(&self) -> u64 {
        self.policy_changes.load(Ordering::Acquire)
    }

    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    fn restore(&self, now: UnixMillis) -> Result<(), StoreError> {
        for row in self.store.load(Table::Retained)? {
            match Message::from_bytes(row.doc.as_bytes()) {
                Some(message) => self.account(&row.tenant).retained.restore(message),
                None => damaged("retained message", &row),
            }
        }
        let mut subscriptions: HashMap<(Tenant, Box<str>), Vec<_>> = HashMap::new();
        for row in self.store.load(Table::Subscription)? {
            match subscription_options(&row) {
                Some(options) => {
                    subscriptions.entry((row.tenant, row.key.key)).or_default().push((row.key.sub, options));
                }
                None => damaged("subscription", &row),
            }
        }
        let mut queues: HashMap<u64, Stretch> = self
            .store
            .queues()?
            .into_iter()
            .map(|(queue, first, last, count)| (queue.0, (first, last, count)))
            .collect();
        let mut last_queue = queues.keys().copied().max().unwrap_or(0);
        let mut groups = self.stored_groups(&mut queues)?;
        last_queue =
            groups.values().flat_map(HashMap::values).map(|(queue, _)| queue.0).fold(last_queue, u64::max);
        for row in self.store.load(Table::Session)? {
            let Ok(record) = serde_json::from_slice::<SessionRecord>(row.doc.as_bytes()) else {
                damaged("session", &row);
                continue;
            };
            last_queue = last_queue.max(record.queue);
            let key = (row.tenant, row.key.key);
            let filters = subscriptions.remove(&key).unwrap_or_default();
            let messages = queues.remove(&record.queue);
            let account = self.account(&key.0);
            let groups = groups.entry(key.0).or_default();
            account.restore_session(&key.1, &record, filters, messages, groups, now);
        }
        self.forget_groups(groups);
        // Queues whose session ended in the very moment of the crash.
        self.store.submit(queues.into_keys().map(|queue| Write::DropQueue { queue: store::QueueId(queue) }));
        self.next_queue.store(last_queue + 1, Ordering::Relaxed);
        Ok(())
    }
}

impl Shared {
    fn stored_groups(
        &self,
        queues: &mut HashMap<u64, Stretch>,
    ) -> Result<HashMap<Tenant, GroupQueues>, StoreError> {
        let mut groups: HashMap<Tenant, GroupQueues> = HashMap::new();
        for row in self.store.load(Table::SharedGroup)? {
            let doc: Option<serde_json::Value> = serde_json::from_slice(row.doc.as_bytes()).ok();
            let Some(queue) = doc.and_then(|doc| doc.get("queue")?.as_u64()) else {
                damaged("shared subscription", &row);
                continue;
            };
            let messages = queues.remove(&queue);
            groups.entry(row.tenant).or_default().insert(row.key.key, (QueueId(queue), messages));
        }
        Ok(groups)
    }

    /// Forgets shared subscriptions whose last member ended in the very moment of the crash.
    fn forget_groups(&self, groups: HashMap<Tenant, GroupQueues>) {
        for (tenant, groups) in groups {
            for (filter, (queue, _)) in groups {
                let row = Write::delete(Table::SharedGroup, &tenant, Key::of(filter));
                self.store.submit([row, Write::DropQueue { queue }]);
            }
        }
    }
}

fn subscription_options(row: &Row) -> Option<SubscriptionOptions> {
    let doc: serde_json::Value = serde_json::from_slice(row.doc.as_bytes()).ok()?;
    let byte = doc.get("options")?.as_u64()?;
    SubscriptionOptions::from_byte(u8::try_from(byte).ok()?)
}

fn damaged(what: &str, row: &Row) {
    tracing::error!(tenant = %row.tenant, key = %row.key.key, "stored {what} is damaged and is skipped");
}
