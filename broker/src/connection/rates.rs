//! The rates of one connection (mqtt.md §3, §7). A connection whose rates are all switched off has none of
//! this and asks no clock for it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use base::limiter::{Bucket, Pace, Tick};
use base::{Limit, Limits};
use mqtt::{QoS, Version};
use tokio::time::{Instant, Sleep};

use super::{Connection, OUTPUT_BYTES};
use crate::account::Account;
use crate::delivery::Delivery;

/// Queued messages that wait in memory for their turn, before more are read from disk.
const REPLAY_AHEAD: usize = 64;

/// The rates of one connection, and what waits because of them.
pub(super) struct Rates {
    /// The time of this round.
    pub now: Tick,
    publishes_in: Option<Bucket>,
    publishes_out: Option<Bucket>,
    input: Option<Bucket>,
    output: Option<Bucket>,
    replays: Option<Bucket>,
    /// Messages with a place in the queue before this one waited for the session to be resumed.
    replay_before: u64,
    /// Those of them that were taken from the mailbox and wait for their turn.
    replay: VecDeque<Delivery>,
    /// Seconds that the client has for its PUBACK.
    redelivery_seconds: Option<u32>,
    /// Wakes the task when something that waits may go on.
    timer: Option<(Tick, Pin<Box<Sleep>>)>,
}

impl Rates {
    /// The rates that are switched on; `None` when none is, nor one of the account.
    pub fn new(
        limits: &Limits,
        account: &Account,
        version: Version,
        replay_before: u64,
    ) -> Option<Box<Self>> {
        let second = |rate| Pace::per_second(rate).map(Bucket::new);
        let redelivery = match version {
            Version::V5 => limits.redelivery_seconds_v5,
            _ => limits.redelivery_seconds,
        };
        let rates = Self {
            now: Tick(0),
            publishes_in: second(limits.connection_publishes_in_per_second),
            publishes_out: second(limits.connection_publishes_out_per_second),
            input: second(limits.connection_bytes_per_second),
            output: second(limits.connection_bytes_per_second),
            replays: Pace::even(limits.replays_per_second).map(Bucket::new),
            replay_before,
            replay: VecDeque::new(),
            redelivery_seconds: (redelivery != u32::MAX).then_some(redelivery),
            timer: None,
        };
        let of_connection = [&rates.publishes_in, &rates.publishes_out, &rates.input, &rates.replays];
        let any = of_connection.iter().any(|bucket| bucket.is_some())
            || rates.redelivery_seconds.is_some()
            || account.quotas.is_some();
        any.then(|| Box::new(rates))
    }

    /// Whether the mailbox may have more of the queue read from disk.
    pub fn wants_queue(&self) -> bool {
        self.replay.len() < REPLAY_AHEAD
    }

    /// What waits for its turn, when the connection has ended.
    pub fn take_replay(&mut self) -> VecDeque<Delivery> {
        std::mem::take(&mut self.replay)
    }

    /// Seconds of the clock, for what is sent in this round.
    pub fn seconds(&self) -> u32 {
        // 136 years.
        (self.now.0 / 1000) as u32
    }

    fn is_in_debt(&self, bucket: Option<&Bucket>) -> bool {
        bucket.is_some_and(|bucket| !bucket.wait(0, self.now).is_zero())
    }

    /// Whether reading must wait because too much came in.
    pub fn holds_input(&self) -> bool {
        self.is_in_debt(self.input.as_ref())
    }

    fn holds_output(&self) -> bool {
        self.is_in_debt(self.output.as_ref())
    }

    /// When something that waits for time may go on; `None` when nothing does.
    fn next_turn(&self, oldest_in_flight: Option<u32>) -> Option<Tick> {
        let until = |bucket: &Option<Bucket>, count| {
            bucket.as_ref().map_or(Duration::ZERO, |bucket| bucket.wait(count, self.now))
        };
        let replay = match self.replay.is_empty() {
            true => Duration::ZERO,
            false => until(&self.replays, 1).max(until(&self.publishes_out, 1)),
        };
        let waits = [until(&self.input, 0), until(&self.output, 0), replay];
        let turns = waits.into_iter().filter(|wait| !wait.is_zero()).map(|wait| self.now.after(wait));
        let overdue = self
            .redelivery_seconds
            .zip(oldest_in_flight)
            .map(|(seconds, sent)| Tick(1000 * (u64::from(sent) + u64::from(seconds))));
        turns.chain(overdue).min()
    }

    /// Has the task woken at the next turn.
    fn set_timer(&mut self, oldest_in_flight: Option<u32>, context: &mut Context<'_>) {
        let Some(turn) = self.next_turn(oldest_in_flight) else {
            self.timer = None;
            return;
        };
        if self.timer.as_ref().is_none_or(|(set, _)| *set != turn) {
            let deadline = Instant::now() + turn.since(self.now);
            match &mut self.timer {
                Some((set, sleep)) => {
                    *set = turn;
                    sleep.as_mut().reset(deadline);
                }
                None => self.timer = Some((turn, Box::pin(tokio::time::sleep_until(deadline)))),
            }
        }
        if let Some((_, sleep)) = &mut self.timer {
            // One that has gone off already has woken the task, which is why it is here.
            let _ = sleep.as_mut().poll(context);
        }
    }
}

impl<T> Connection<T> {
    /// Counts what a limit did, and logs it once per limit and second.
    #[cold]
    pub(super) fn hit(&mut self, limit: Limit) {
        let limits = &self.shared.limits;
        limits.hit(limit);
        if self.noted.is_due(limit, limits.meter.now()) {
            let client_id = &*self.session.client_id;
            tracing::warn!(client_id, limit = limit.name(), value = limits.value(limit), "limit exceeded");
        }
    }

    /// Looks at the clock, and gives up the deliveries that the client did not acknowledge in time
    /// (mqtt.md §3).
    pub(super) fn begin_round(&mut self) {
        let Some(rates) = &mut self.rates else { return };
        rates.now = self.shared.limits.meter.now();
        let Some(seconds) = rates.redelivery_seconds else { return };
        let Some(sent_until) = rates.seconds().checked_sub(seconds) else { return };
        while let Some(kept) = self.in_flight.take_sent_until(sent_until) {
            if let Some(copy) = kept.and_then(|delivery| delivery.durable) {
                self.connected.mailbox.acknowledge(&copy, &self.shared.store);
            }
            self.hit(match self.terms.version {
                Version::V5 => Limit::RedeliverySecondsV5,
                _ => Limit::RedeliverySeconds,
            });
        }
    }

    /// Has the task woken when a rate lets something go on.
    pub(super) fn end_round(&mut self, context: &mut Context<'_>) {
        let oldest = self.in_flight.oldest();
        if let Some(rates) = &mut self.rates {
            rates.set_timer(oldest, context);
        }
    }

    /// Notes how many bytes were read.
    pub(super) fn count_input(&mut self, bytes: usize) {
        let Some(rates) = &mut self.rates else { return };
        let Some(bucket) = &mut rates.input else { return };
        // One read is far below 4 GiB.
        bucket.charge(bytes as u32, rates.now);
        if rates.holds_input() {
            self.hit(Limit::ConnectionBytesPerSecond);
        }
    }

    /// Notes how many bytes are written.
    pub(super) fn count_output(&mut self, bytes: usize) {
        let Some(rates) = &mut self.rates else { return };
        let Some(bucket) = &mut rates.output else { return };
        if bytes == 0 {
            return;
        }
        bucket.charge(bytes as u32, rates.now);
        if rates.holds_output() {
            self.hit(Limit::ConnectionBytesPerSecond);
        }
    }

    /// Whether one more PUBLISH of the client is within the rates.
    pub(super) fn check_publish_in(&mut self) -> Result<(), Limit> {
        let Some(rates) = &mut self.rates else { return Ok(()) };
        if rates.publishes_in.as_mut().is_some_and(|bucket| !bucket.take(1, rates.now)) {
            return Err(Limit::ConnectionPublishesInPerSecond);
        }
        self.account.quotas.as_ref().map_or(Ok(()), |quotas| quotas.publish_in(rates.now))
    }

    /// Whether one more delivery is within the rates; what is not is discarded (mqtt.md §3).
    pub(super) fn may_send_now(&mut self) -> bool {
        let Some(rates) = &mut self.rates else { return true };
        let outcome = if rates.publishes_out.as_mut().is_some_and(|bucket| !bucket.take(1, rates.now)) {
            Err(Limit::ConnectionPublishesOutPerSecond)
        } else {
            self.account.quotas.as_ref().map_or(Ok(()), |quotas| quotas.publish_out(rates.now))
        };
        outcome.map_err(|limit| self.hit(limit)).is_ok()
    }

    /// Delivers what waited for the session to be resumed, as slowly as the rate has it, so that what
    /// comes in meanwhile passes it (mqtt.md §7). Returns whether anything may be delivered at all.
    pub(super) fn replay(&mut self, output: &mut Vec<u8>) -> bool {
        let Some(rates) = &mut self.rates else { return true };
        if rates.holds_output() {
            return false;
        }
        if rates.replays.is_none() {
            return true;
        }
        let before = rates.replay_before;
        let waited = |delivery: &Delivery| delivery.durable.as_ref().is_some_and(|copy| copy.seq < before);
        if self.backlog.iter().any(waited) {
            let (old, new) = std::mem::take(&mut self.backlog).into_iter().partition(waited);
            self.backlog = new;
            rates.replay.extend::<VecDeque<Delivery>>(old);
        }
        while let Some(delivery) = self.next_replay(output.len()) {
            self.deliver_one(delivery, output);
        }
        true
    }

    /// The next message of the replay, if it may be sent now.
    fn next_replay(&mut self, output_bytes: usize) -> Option<Delivery> {
        let window_full = self.in_flight.len() >= self.terms.in_flight_max;
        let rates = self.rates.as_mut()?;
        let next = rates.replay.front()?;
        if (window_full && next.qos != QoS::AtMostOnce) || output_bytes >= OUTPUT_BYTES {
            return None;
        }
        // Within what the connection may be sent at all; a replay waits for that, too.
        if rates.publishes_out.as_ref().is_some_and(|bucket| !bucket.wait(1, rates.now).is_zero()) {
            return None;
        }
        if !rates.replays.as_mut().is_none_or(|bucket| bucket.take(1, rates.now)) {
            self.hit(Limit::ReplaysPerSecond);
            return None;
        }
        rates.replay.pop_front()
    }
}
