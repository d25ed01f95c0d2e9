//! The rates of one account (limits.md, message broker).

use std::hash::Hash;

use base::limiter::{Buckets, Pace, SharedBucket, Tick};
use base::{Limit, Limits, Noted};
use parking_lot::Mutex;

/// The token buckets of one account. A rate that is switched off has none.
pub(crate) struct Quotas {
    limits: Limits,
    publishes_in: Option<SharedBucket>,
    publishes_out: Option<SharedBucket>,
    connects: Option<SharedBucket>,
    connects_per_client: Option<Mutex<Buckets>>,
    subscribes: Option<SharedBucket>,
    queued: Option<SharedBucket>,
    queued_per_session: Option<Mutex<Buckets>>,
    retained: Option<SharedBucket>,
    retained_per_topic: Option<Mutex<Buckets>>,
    calls: [Option<SharedBucket>; ConnectionCall::COUNT],
    calls_per_client: Option<Mutex<Buckets>>,
    direct_messages: Option<SharedBucket>,
    noted: Mutex<Noted>,
}

/// The operations on connections that have rates of their own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ConnectionCall {
    /// DeleteConnection.
    Delete,
    /// GetConnection.
    Get,
    /// ListSubscriptions.
    ListSubscriptions,
}

impl ConnectionCall {
    const COUNT: usize = 3;
}

impl Quotas {
    /// The rates that are switched on; `None` when all are off, so that nobody asks further.
    pub fn new(limits: &Limits) -> Option<Box<Self>> {
        let shared = |rate| Pace::per_second(rate).map(SharedBucket::new);
        let keyed = |rate| Pace::per_second(rate).map(|pace| Mutex::new(Buckets::new(pace)));
        let any = [
            limits.publishes_in_per_second,
            limits.publishes_out_per_second,
            limits.connects_per_second,
            limits.connects_per_client_second,
            limits.subscribes_per_second,
            limits.queued_per_second,
            limits.connection_publishes_out_per_second,
            limits.retained_per_second,
            limits.retained_per_topic_second,
            limits.connection_calls_per_second,
            limits.connection_calls_per_client_second,
            limits.direct_messages_per_second,
        ];
        if any.iter().all(|rate| *rate == u32::MAX) {
            return None;
        }
        Some(Box::new(Self {
            publishes_in: shared(limits.publishes_in_per_second),
            publishes_out: shared(limits.publishes_out_per_second),
            connects: shared(limits.connects_per_second),
            connects_per_client: keyed(limits.connects_per_client_second),
            subscribes: shared(limits.subscribes_per_second),
            queued: shared(limits.queued_per_second),
            queued_per_session: keyed(limits.connection_publishes_out_per_second),
            retained: shared(limits.retained_per_second),
            retained_per_topic: keyed(limits.retained_per_topic_second),
            calls: std::array::from_fn(|_| shared(limits.connection_calls_per_second)),
            calls_per_client: keyed(limits.connection_calls_per_client_second),
            direct_messages: shared(limits.direct_messages_per_second),
            noted: Mutex::default(),
            limits: limits.clone(),
        }))
    }

    /// A client wants to connect. `client_id` is `None` when it is of our making.
    pub fn connect(&self, client_id: Option<&str>) -> Result<(), Limit> {
        let now = self.now();
        if let Some(client_id) = client_id {
            take_of(self.connects_per_client.as_ref(), client_id, now, Limit::ConnectsPerClientSecond)?;
        }
        take(self.connects.as_ref(), now, Limit::ConnectsPerSecond)
    }

    /// A message comes in, over MQTT or HTTP.
    pub fn publish_in(&self, now: Tick) -> Result<(), Limit> {
        take(self.publishes_in.as_ref(), now, Limit::PublishesInPerSecond)
    }

    /// A service or a rule publishes. That counts like a client's publish, but is never refused: its
    /// request was let in.
    pub fn count_internal(&self) {
        if let Some(bucket) = &self.publishes_in {
            bucket.charge(1, self.now());
        }
    }

    /// A message goes out to a connection.
    pub fn publish_out(&self, now: Tick) -> Result<(), Limit> {
        take(self.publishes_out.as_ref(), now, Limit::PublishesOutPerSecond)
    }

    /// A message comes in with RETAIN.
    pub fn retain(&self, topic: &str, now: Tick) -> Result<(), Limit> {
        take_of(self.retained_per_topic.as_ref(), topic, now, Limit::RetainedPerTopicSecond)?;
        take(self.retained.as_ref(), now, Limit::RetainedPerSecond)
    }

    /// A client subscribes to one filter.
    pub fn subscribe(&self) -> Result<(), Limit> {
        take(self.subscribes.as_ref(), self.now(), Limit::SubscribesPerSecond)
    }

    /// A message is about to wait in the queue of an offline session.
    pub fn queue(&self, session: u64) -> Result<(), Limit> {
        let (now, limit) = (self.now(), Limit::ConnectionPublishesOutPerSecond);
        take_of(self.queued_per_session.as_ref(), session, now, limit)?;
        take(self.queued.as_ref(), now, Limit::QueuedPerSecond)
    }

    /// An operation on a connection.
    pub fn call(&self, call: ConnectionCall, client_id: &str) -> Result<(), Limit> {
        let (now, limit) = (self.now(), Limit::ConnectionCallsPerClientSecond);
        take_of(self.calls_per_client.as_ref(), (call, client_id), now, limit)?;
        take(self.calls[call as usize].as_ref(), now, Limit::ConnectionCallsPerSecond)
    }

    /// SendDirectMessage.
    pub fn direct_message(&self) -> Result<(), Limit> {
        take(self.direct_messages.as_ref(), self.now(), Limit::DirectMessagesPerSecond)
    }

    /// Counts what a limit did, and whether it is to be logged: once per limit and second.
    pub fn hit(&self, limit: Limit) -> bool {
        self.limits.hit(limit);
        self.noted.lock().is_due(limit, self.now())
    }

    /// The time of the rates.
    pub fn now(&self) -> Tick {
        self.limits.meter.now()
    }
}

fn take(bucket: Option<&SharedBucket>, now: Tick, limit: Limit) -> Result<(), Limit> {
    if bucket.is_none_or(|bucket| bucket.take(1, now)) { Ok(()) } else { Err(limit) }
}

fn take_of(buckets: Option<&Mutex<Buckets>>, key: impl Hash, now: Tick, limit: Limit) -> Result<(), Limit> {
    if buckets.is_none_or(|buckets| buckets.lock().take(key, 1, now)) { Ok(()) } else { Err(limit) }
}
