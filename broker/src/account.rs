//! One account in one region, as the broker sees it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use base::{Tenant, UnixMillis};
use mqtt::{QoS, SubscriptionOptions};
use parking_lot::Mutex;
use store::{Key, QueueId, Store, Table, Ticket, Write};

use crate::delivery::Receipt;
use crate::mailbox::{Kick, Mailbox, Pushed};
use crate::metrics::Metrics;
use crate::ports::{Publisher, Services};
use crate::reserved::{self, TopicClass};
use crate::retained::Retained;
use crate::router::{Receiver, Router, RuleId};
use crate::session::{Session, SessionRecord};
use crate::sessions::Sessions;
use crate::{Message, NewMessage};

/// Everything the broker keeps for one account in one region: who is connected, who subscribes to
/// what, what is retained. Nothing of it is visible to another account.
pub struct Account {
    tenant: Tenant,
    pub(crate) router: Router,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) retained: Retained,
    connections: Mutex<HashMap<u64, Arc<Connected>>>,
    policy_generation: AtomicU64,
    store: Store,
    services: Arc<dyn Services>,
    metrics: Arc<Metrics>,
}

/// A live connection, as others see it.
pub(crate) struct Connected {
    pub publisher: Arc<Publisher>,
    pub mailbox: Arc<Mailbox>,
    /// Seconds of silence after which the connection ends.
    pub silence_max: u32,
    /// When something was last heard, in seconds of the broker's coarse clock.
    pub last_heard: AtomicU32,
}

/// What a publisher's acknowledgement waits for.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    ticket: Ticket,
    receipt: Option<Arc<Receipt>>,
}

impl Accepted {
    /// Nothing had to be stored.
    pub const AT_ONCE: Self = Self { ticket: Ticket::DONE, receipt: None };

    /// Waits for a submission to the store.
    pub fn stored(ticket: Ticket) -> Self {
        Self { ticket, receipt: None }
    }

    /// The submission that it waits for at the longest.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Whether it may be acknowledged.
    pub fn is_done(&self, store: &Store) -> bool {
        self.receipt.as_ref().is_some_and(|receipt| receipt.is_settled()) || store.is_committed(self.ticket)
    }
}

/// What became of a message that was handed to its receivers.
#[derive(Debug)]
pub(crate) struct Handed {
    /// What its acknowledgement waits for.
    pub accepted: Accepted,
    /// A receiver that cannot keep up: read nothing more from the publisher until it can.
    pub congested: Option<Arc<Mailbox>>,
}

/// What an account holds, for the operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AccountStatus {
    /// Live connections.
    pub connections: usize,
    /// Sessions, connected and not.
    pub sessions: usize,
    /// Retained messages.
    pub retained: usize,
}

impl Account {
    pub(crate) fn new(
        tenant: Tenant,
        store: Store,
        services: Arc<dyn Services>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            tenant,
            router: Router::new(),
            sessions: Arc::default(),
            retained: Retained::default(),
            connections: Mutex::default(),
            policy_generation: AtomicU64::new(0),
            store,
            services,
            metrics,
        }
    }

    /// The account and region.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Makes every live connection ask again what it may do.
    pub(crate) fn policies_changed(&self) {
        self.policy_generation.fetch_add(1, Ordering::Release);
        // Who waits in silence may be receiving what it no longer may, or hold a dead certificate.
        self.connections.lock().values().for_each(|connected| connected.mailbox.wake());
    }

    pub(crate) fn policy_generation(&self) -> u64 {
        self.policy_generation.load(Ordering::Acquire)
    }

    /// Adds a rule's topic filter to the index; messages that match it go to
    /// [`Services::rules`](crate::Services::rules) from now on.
    pub fn add_rule(&self, filter: &str, rule: RuleId) {
        self.router.add_rule(filter, rule);
    }

    /// Removes it again.
    pub fn remove_rule(&self, filter: &str, rule: RuleId) {
        self.router.remove_rule(filter, rule);
    }

    /// Publishes a message that does not come from a client's own connection: of a service, of a rule,
    /// or over HTTP. No policy is asked. The ticket says when what had to be stored is stored.
    pub fn publish(&self, message: &NewMessage<'_>, publisher: &Arc<Publisher>) -> Ticket {
        let message = Message::new(message, UnixMillis::now());
        let (matched, _) = self.router.matches(message.topic());
        self.metrics.published_internally.fetch_add(1, Ordering::Relaxed);
        self.deliver(&message, &matched.receivers, &matched.rules.into(), publisher, None).accepted.ticket
    }

    /// Hands a message to everybody who gets it. `from` is the mailbox of the publishing connection.
    pub(crate) fn deliver(
        &self,
        message: &Message,
        receivers: &[Receiver],
        rules: &Arc<[RuleId]>,
        publisher: &Arc<Publisher>,
        from: Option<&Arc<Mailbox>>,
    ) -> Handed {
        let Handed { mut accepted, congested } = self.push_to(message, receivers, from);
        if message.retain() {
            let ticket = self.retained.set(message, &self.tenant, &self.store);
            if ticket != Ticket::DONE {
                accepted = Accepted::stored(ticket.max(accepted.ticket));
            }
        }
        if !rules.is_empty() {
            self.services.rules(&self.tenant, rules, message, publisher);
        }
        if reserved_class_matters(message.topic()) {
            self.serve(message, publisher);
        }
        Handed { accepted, congested }
    }

    fn push_to(&self, message: &Message, receivers: &[Receiver], from: Option<&Arc<Mailbox>>) -> Handed {
        let qos_of = |receiver: &Receiver| message.qos().min(receiver.options.qos);
        let receipt = from.filter(|_| message.qos() == QoS::AtLeastOnce).and_then(|publisher| {
            let durable = receivers.iter().filter(|r| r.mailbox.is_durable(qos_of(r))).count();
            // The number of subscribers of one topic fits 32 bits.
            (durable > 0).then(|| Arc::new(Receipt::new(Arc::clone(publisher), durable as u32)))
        });
        let mut last = Ticket::DONE;
        let mut congested = None;
        for receiver in receivers {
            let qos = qos_of(receiver);
            let retain = message.retain() && receiver.options.retain_as_published;
            match receiver.mailbox.push(message, qos, retain, &self.store, receipt.as_ref()) {
                Pushed::Stored(ticket) => last = last.max(ticket),
                Pushed::Queued => {}
                // A client is not held back for itself: it would wait for what only it can do.
                Pushed::Congested if from.is_some_and(|from| Arc::ptr_eq(from, &receiver.mailbox)) => {}
                Pushed::Congested => congested = Some(Arc::clone(&receiver.mailbox)),
                Pushed::Dropped => {
                    self.metrics.dropped.fetch_add(1, Ordering::Relaxed);
                    if receiver.mailbox.is_durable(qos)
                        && let Some(receipt) = &receipt
                    {
                        receipt.settle_one();
                    }
                }
            }
        }
        Handed { accepted: Accepted { ticket: last, receipt }, congested }
    }

    /// Passes a message on a reserved topic to the service that answers it.
    fn serve(&self, message: &Message, publisher: &Arc<Publisher>) {
        match reserved::publish_class(message.topic()) {
            TopicClass::Shadow(request) => self.services.shadow(&self.tenant, request, message, publisher),
            TopicClass::BasicIngest { rule } => {
                self.services.basic_ingest(&self.tenant, rule, message, publisher);
            }
            TopicClass::Plain | TopicClass::Unavailable { .. } | TopicClass::Forbidden => {}
        }
    }

    /// The retained message of a topic.
    pub fn retained(&self, topic: &str, now: UnixMillis) -> Option<Message> {
        self.retained.get(topic, now)
    }

    pub(crate) fn connected(&self, id: u64, connected: &Arc<Connected>) {
        self.connections.lock().insert(id, Arc::clone(connected));
    }

    pub(crate) fn disconnected(&self, id: u64) {
        self.connections.lock().remove(&id);
    }

    /// Ends the connections of a principal (its certificate is no longer ACTIVE).
    pub fn disconnect_principal(&self, principal: &str) {
        let is_of = |c: &&Arc<Connected>| c.publisher.principal.as_deref() == Some(principal);
        for connected in self.connections.lock().values().filter(is_of) {
            connected.mailbox.kick(Kick::Deactivated);
        }
    }

    /// Ends all connections.
    pub(crate) fn disconnect_all(&self, kick: Kick) {
        self.connections.lock().values().for_each(|connected| connected.mailbox.kick(kick));
    }

    /// Ends the connections that have been silent for too long, and lets go the publishers that wait for
    /// receivers which take nothing.
    pub(crate) fn end_silent(&self, now_seconds: u32) {
        for connected in self.connections.lock().values() {
            connected.mailbox.note_stall();
            let heard = connected.last_heard.load(Ordering::Relaxed);
            if now_seconds.saturating_sub(heard) >= connected.silence_max {
                connected.mailbox.kick(Kick::KeepAlive);
            }
        }
    }

    /// Ends the sessions whose time is over.
    pub(crate) fn end_expired(&self, now: UnixMillis) {
        let end = |session: &Session| {
            tracing::info!(tenant = %self.tenant, client_id = %session.client_id, "session expired");
            self.discard(session);
        };
        self.sessions.end_offline(|session| session.is_expired(now), end);
    }

    /// Ends a session: nothing of it is kept.
    pub(crate) fn discard(&self, session: &Session) {
        for filter in session.subscriptions.keys() {
            self.router.unsubscribe(filter, &session.mailbox);
        }
        session.mailbox.close();
        if let Some(queue) = session.mailbox.queue() {
            let client_id: Box<str> = (&*session.client_id).into();
            self.store.submit([
                Write::delete(Table::Session, &self.tenant, Key::of(client_id.clone())),
                Write::DeleteGroup {
                    table: Table::Subscription,
                    tenant: self.tenant.clone(),
                    key: client_id,
                },
                Write::DropQueue { queue },
            ]);
        }
    }

    /// Stores a persistent session's own row.
    pub(crate) fn store_session(&self, session: &Session) -> Ticket {
        let Ok(json) = serde_json::to_string(&session.record()) else { return Ticket::DONE };
        self.store.submit([Write::put_json(Table::Session, &self.tenant, Key::of(&*session.client_id), json)])
    }

    /// The change of a persistent session's subscriptions.
    pub(crate) fn subscription_write(
        &self,
        session: &Session,
        filter: &str,
        options: Option<SubscriptionOptions>,
    ) -> Write {
        let key = Key::pair(&*session.client_id, filter);
        match options {
            Some(options) => Write::put_json(
                Table::Subscription,
                &self.tenant,
                key,
                format!(r#"{{"options":{}}}"#, options.to_byte()),
            ),
            None => Write::delete(Table::Subscription, &self.tenant, key),
        }
    }

    /// Puts back a session that was found on disk.
    pub(crate) fn restore_session(
        &self,
        client_id: &str,
        record: &SessionRecord,
        subscriptions: Vec<(Box<str>, SubscriptionOptions)>,
        messages: Option<(u64, u64, usize)>,
        now: UnixMillis,
    ) {
        let mailbox = Arc::new(Mailbox::restored(QueueId(record.queue), messages));
        for (filter, options) in &subscriptions {
            self.router.subscribe(filter, &mailbox, *options);
        }
        self.sessions.restore(Session {
            client_id: client_id.into(),
            is_v5: record.is_v5,
            mailbox,
            subscriptions: subscriptions.into_iter().collect(),
            expiry_seconds: record.expiry_seconds,
            // One that was connected when the process died is disconnected from now on.
            disconnected_at: Some(record.disconnected_at.map_or(now, UnixMillis)),
        });
    }

    /// Empties the account: ends its connections, sessions and retained messages, in memory. The
    /// caller clears the account's rows.
    pub(crate) fn reset(&self) {
        self.disconnect_all(Kick::Reset);
        self.retained.clear();
        self.sessions.end_offline(|_| true, |session| self.discard(session));
    }

    /// Numbers for the operator.
    pub fn status(&self) -> AccountStatus {
        AccountStatus {
            connections: self.connections.lock().len(),
            sessions: self.sessions.len(),
            retained: self.retained.len(),
        }
    }
}

/// Whether a topic may belong to a service; ordinary topics pay one comparison.
fn reserved_class_matters(topic: &str) -> bool {
    topic.as_bytes().first() == Some(&b'$')
}
