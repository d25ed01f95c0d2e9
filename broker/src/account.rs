//! One account in one region, as the broker sees it.

mod operations;
mod shared;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, AtomicU32, AtomicU64, Ordering};

use base::{Limit, Limits, Tenant, UnixMillis};
use mqtt::{QoS, SubscriptionOptions, topic};
use parking_lot::Mutex;
use store::{Key, QueueId, Store, Table, Ticket, Write};

use crate::clients::{Clients, ConnectionInfo};
use crate::delivery::Receipt;
use crate::group::Dispatched;
use crate::mailbox::{Kick, Mailbox, Pushed};
use crate::metrics::Metrics;
use crate::ports::{Publisher, Services};
use crate::quotas::{ConnectionCall, Quotas};
use crate::reserved::{self, TopicClass};
use crate::retained::Retained;
use crate::router::{Receiver, Router, Routes, RuleId};
use crate::session::{Session, SessionRecord};
use crate::sessions::Sessions;
pub(crate) use shared::{GroupQueues, Stretch};

use crate::{Message, NewMessage};
pub use operations::NoSuchClient;

/// Everything the broker keeps for one account in one region: who is connected, who subscribes to
/// what, what is retained. Nothing of it is visible to another account.
pub struct Account {
    tenant: Tenant,
    pub(crate) router: Router,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) retained: Retained,
    pub(crate) clients: Clients,
    connections: Mutex<HashMap<u64, Arc<Connected>>>,
    policy_generation: AtomicU64,
    /// The account's rates; `None` when all are switched off.
    pub(crate) quotas: Option<Box<Quotas>>,
    pub(crate) limits: Limits,
    /// Subscriptions of all sessions.
    subscriptions: AtomicIsize,
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
    /// When its time is over, in seconds of the same clock; `u32::MAX` for never.
    pub ends_at: u32,
    /// When something was last heard, in seconds of the broker's coarse clock.
    pub last_heard: AtomicU32,
    pub info: Arc<ConnectionInfo>,
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
        limits: &Limits,
        store: Store,
        services: Arc<dyn Services>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            tenant,
            router: Router::new(),
            sessions: Arc::default(),
            retained: Retained::default(),
            clients: Clients::default(),
            connections: Mutex::default(),
            policy_generation: AtomicU64::new(0),
            quotas: Quotas::new(limits),
            limits: limits.clone(),
            subscriptions: AtomicIsize::new(0),
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

    /// Publishes a message that does not come from a client's own connection: of a service, or over HTTP. No policy is asked. The ticket says when what had to be stored is stored.
    pub fn publish(&self, message: &NewMessage<'_>, publisher: &Arc<Publisher>) -> Ticket {
        if let Some(quotas) = &self.quotas {
            quotas.count_internal();
        }
        self.publish_uncounted(message, publisher)
    }

    /// Whether anybody gets what is published on a topic: a subscriber, a session that is away, a rule. Who
    /// makes messages may ask before.
    pub fn is_heard(&self, topic: &str) -> bool {
        self.router.has_match(topic)
    }

    /// Publishes a message for a caller over HTTP, if the account's rates allow it.
    ///
    /// # Errors
    /// The limit that it would go beyond.
    pub fn request_publish(
        &self,
        message: &NewMessage<'_>,
        publisher: &Arc<Publisher>,
    ) -> Result<Ticket, Limit> {
        let in_rate = self.quotas.as_ref().map_or(Ok(()), |quotas| quotas.publish_in(quotas.now()));
        in_rate
            .and_then(
                |()| if message.retain { self.may_retain(message.topic, message.payload) } else { Ok(()) },
            )
            .inspect_err(|limit| self.limits.hit(*limit))?;
        Ok(self.publish_uncounted(message, publisher))
    }

    /// Whether an operation on a connection is within the rates; call it once for each.
    ///
    /// # Errors
    /// The limit that it would go beyond.
    pub fn may_call(&self, call: ConnectionCall, client_id: &str) -> Result<(), Limit> {
        let outcome = self.quotas.as_ref().map_or(Ok(()), |quotas| quotas.call(call, client_id));
        outcome.inspect_err(|limit| self.limits.hit(*limit))
    }

    /// Whether a direct message is within the rate; call it once for each.
    ///
    /// # Errors
    /// The limit that it would go beyond.
    pub fn may_send_direct(&self) -> Result<(), Limit> {
        let outcome = self.quotas.as_ref().map_or(Ok(()), |quotas| quotas.direct_message());
        outcome.inspect_err(|limit| self.limits.hit(*limit))
    }

    /// Whether one more connection may be opened. `client_id` is `None` when it is of our making.
    pub(crate) fn may_connect(&self, client_id: Option<&str>) -> Result<(), Limit> {
        self.quotas.as_ref().map_or(Ok(()), |quotas| quotas.connect(client_id))?;
        let most = self.limits.connections;
        let full = most != usize::MAX && self.connections.lock().len() >= most;
        if full { Err(Limit::Connections) } else { Ok(()) }
    }

    /// Whether one more filter may be subscribed to.
    pub(crate) fn may_subscribe(&self, is_new: bool) -> Result<(), Limit> {
        self.quotas.as_ref().map_or(Ok(()), |quotas| quotas.subscribe())?;
        let count = usize::try_from(self.subscriptions.load(Ordering::Relaxed)).unwrap_or(0);
        if is_new && count >= self.limits.subscriptions { Err(Limit::Subscriptions) } else { Ok(()) }
    }

    /// Subscriptions were added, or removed.
    pub(crate) fn count_subscriptions(&self, change: isize) {
        self.subscriptions.fetch_add(change, Ordering::Relaxed);
    }

    /// Whether one more message may be published with RETAIN (mqtt.md §8).
    pub(crate) fn may_retain(&self, topic: &str, payload: &[u8]) -> Result<(), Limit> {
        if let Some(quotas) = &self.quotas {
            quotas.retain(topic, quotas.now())?;
        }
        // At the limit, a message may still be replaced or removed.
        let grows = !payload.is_empty() && self.limits.retained != usize::MAX && !self.retained.has(topic);
        if grows && self.retained.len() >= self.limits.retained { Err(Limit::Retained) } else { Ok(()) }
    }

    /// Publishes a message that counts against no rate.
    pub(crate) fn publish_uncounted(&self, message: &NewMessage<'_>, publisher: &Arc<Publisher>) -> Ticket {
        self.publish_internally(message, publisher).accepted.ticket
    }

    /// Hands out a message that comes from no connection.
    pub(crate) fn publish_internally(&self, message: &NewMessage<'_>, publisher: &Arc<Publisher>) -> Handed {
        let message = Message::new(message, UnixMillis::now());
        let routes = self.router.matches(message.topic());
        self.metrics.published_internally.fetch_add(1, Ordering::Relaxed);
        self.deliver(&message, &routes, publisher, None)
    }

    /// Hands a message to everybody who gets it. `from` is the mailbox of the publishing connection.
    pub(crate) fn deliver(
        &self,
        message: &Message,
        routes: &Routes,
        publisher: &Arc<Publisher>,
        from: Option<&Arc<Mailbox>>,
    ) -> Handed {
        let Handed { mut accepted, congested } = self.push_to(message, routes, from);
        if message.retain() {
            let ticket = self.retained.set(message, &self.tenant, &self.store);
            if ticket != Ticket::DONE {
                accepted = Accepted::stored(ticket.max(accepted.ticket));
            }
        }
        if !routes.rules.is_empty() {
            self.services.rules(&self.tenant, &routes.rules, message, publisher);
        }
        if reserved_class_matters(message.topic()) {
            self.serve(message, publisher);
        }
        Handed { accepted, congested }
    }

    fn push_to(&self, message: &Message, routes: &Routes, from: Option<&Arc<Mailbox>>) -> Handed {
        let Routes { receivers, groups, .. } = routes;
        let qos_of = |receiver: &Receiver| message.qos().min(receiver.options.qos);
        let receipt = from.filter(|_| message.qos() == QoS::AtLeastOnce).and_then(|publisher| {
            let durable = receivers.iter().filter(|r| r.mailbox.is_durable(qos_of(r))).count();
            // Whether a group keeps a copy is known when it has the message.
            let durable = durable + groups.len();
            // The number of subscribers of one topic fits 32 bits.
            (durable > 0).then(|| Arc::new(Receipt::new(Arc::clone(publisher), durable as u32)))
        });
        let mut last = Ticket::DONE;
        let mut congested = None;
        let quotas = self.quotas.as_deref();
        let is_self = |mailbox: &Arc<Mailbox>| from.is_some_and(|from| Arc::ptr_eq(from, mailbox));
        for group in groups {
            let (ticket, busy) = match group.dispatch(message, &self.store, receipt.as_ref()) {
                Dispatched::Stored(ticket, busy) => (Some(ticket), busy),
                Dispatched::Done(busy) => (None, busy),
                Dispatched::Dropped => {
                    self.metrics.dropped.fetch_add(1, Ordering::Relaxed);
                    (None, None)
                }
                Dispatched::Full => {
                    self.metrics.dropped.fetch_add(1, Ordering::Relaxed);
                    self.limits.hit(Limit::SharedGroupQueue);
                    (None, None)
                }
            };
            match ticket {
                Some(ticket) => last = last.max(ticket),
                None => receipt.iter().for_each(|receipt| receipt.settle_one()),
            }
            congested = busy.filter(|mailbox| !is_self(mailbox)).or(congested);
        }
        for receiver in receivers {
            let qos = qos_of(receiver);
            let retain = message.retain() && receiver.options.retain_as_published;
            let pushed = if quotas.is_none_or(|quotas| self.may_queue(quotas, receiver, qos)) {
                receiver.mailbox.push(message, qos, retain, &self.store, receipt.as_ref())
            } else {
                Pushed::Dropped
            };
            match pushed {
                Pushed::Stored(ticket) => last = last.max(ticket),
                Pushed::Queued => {}
                // A client is not held back for itself: it would wait for what only it can do.
                Pushed::Congested if is_self(&receiver.mailbox) => {}
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

    /// Whether a message may wait for a session that is offline; new ones are dropped (mqtt.md §7).
    fn may_queue(&self, quotas: &Quotas, receiver: &Receiver, qos: QoS) -> bool {
        let Some(queue) = receiver.mailbox.queue() else { return true };
        if !receiver.mailbox.is_durable(qos) || !receiver.mailbox.is_offline() {
            return true;
        }
        let Err(limit) = quotas.queue(queue.0) else { return true };
        if quotas.hit(limit) {
            let (name, value) = (limit.name(), self.limits.value(limit));
            tracing::warn!(tenant = %self.tenant, limit = name, value, ?queue, "message for an offline session dropped");
        }
        false
    }

    /// Passes a message on a reserved topic to the service that answers it.
    fn serve(&self, message: &Message, publisher: &Arc<Publisher>) {
        match reserved::publish_class(message.topic()) {
            TopicClass::Shadow(request) => self.services.shadow(&self.tenant, request, message, publisher),
            TopicClass::Command(answer) => self.services.command(&self.tenant, answer, message),
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

    #[cfg(test)]
    pub(crate) fn wake_all(&self) {
        self.connections.lock().values().for_each(|connected| connected.mailbox.wake());
    }

    /// Ends the connections that have been silent for too long or whose time is over, and lets go the
    /// publishers that wait for receivers which take nothing.
    pub(crate) fn end_silent(&self, now_seconds: u32) {
        for connected in self.connections.lock().values() {
            connected.mailbox.note_stall();
            if now_seconds >= connected.ends_at {
                connected.mailbox.kick(Kick::WebSocketExpired);
            }
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
            self.clients.session_ended(&session.client_id, now);
        };
        self.sessions.end_offline(|session| session.is_expired(now), end);
        self.clients.forget_departed(now);
    }

    /// Ends a session: nothing of it is kept.
    pub(crate) fn discard(&self, session: &Session) {
        for filter in session.subscriptions.keys() {
            self.unsubscribe(filter, &session.mailbox);
        }
        // A session has far fewer than 2^63.
        self.count_subscriptions(-(session.subscriptions.len() as isize));
        self.give_back(session, session.mailbox.close());
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
        messages: Option<Stretch>,
        groups: &mut GroupQueues,
        now: UnixMillis,
    ) {
        let mailbox = Arc::new(Mailbox::restored(QueueId(record.queue), messages));
        // One that was connected when the process died is disconnected from now on.
        let disconnected_at = record.disconnected_at.map_or(now, UnixMillis);
        let client_id: Arc<str> = client_id.into();
        let (version_number, expiry_seconds) = (record.version_number, record.expiry_seconds);
        self.clients.restore(Arc::clone(&client_id), version_number, disconnected_at, expiry_seconds);
        for (filter, options) in &subscriptions {
            match topic::shared(filter) {
                Some(shared) => {
                    self.restore_shared(filter, shared, &mailbox, *options, groups);
                }
                None => {
                    self.router.subscribe(filter, &mailbox, *options);
                }
            }
        }
        self.count_subscriptions(subscriptions.len() as isize);
        self.sessions.restore(Session {
            client_id,
            identifier: record.identifier(),
            version_number,
            is_v5: record.is_v5,
            mailbox,
            subscriptions: subscriptions.into_iter().collect(),
            expiry_seconds,
            disconnected_at: Some(disconnected_at),
        });
    }

    /// Empties the account: ends its connections, sessions and retained messages, in memory. The
    /// caller clears the account's rows.
    pub(crate) fn reset(&self) {
        self.disconnect_all(Kick::Reset);
        self.retained.clear();
        self.clients.clear();
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
