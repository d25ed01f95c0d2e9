//! Where deliveries wait for the task that owns the receiver's session.

mod shared;

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use mqtt::QoS;
use store::{QueueId, QueuePart, QueuedMessage, Store, Ticket, Write};

use crate::Message;
use crate::delivery::{Delivery, DurableCopy, Home, Receipt};
use crate::direct::{ASKS_MAX, Ask};
use crate::sync::{Mutex, MutexGuard};

/// Deliveries that one mailbox holds in memory while its receiver is connected.
const ONLINE_MAX: usize = 8192;
/// Bytes of messages that it holds in memory.
const BYTES_MAX: usize = 8 << 20;
/// Deliveries from which on the publishers of more are held back.
const CONGESTED: usize = 1024;
/// Bytes likewise.
const CONGESTED_BYTES: usize = 1 << 20;
/// Deliveries that the mailbox of an absent receiver keeps in memory; the rest is on disk only.
const OFFLINE_MAX: usize = 64;
/// Bytes likewise.
const OFFLINE_BYTES_MAX: usize = 64 << 10;
/// Messages that a session's queue holds on disk. Further ones are dropped, older ones kept
/// (mqtt.md §7).
const QUEUE_MAX: u64 = 1_000_000;

/// Why a connection's task is told to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kick {
    /// Another connection took the client id over.
    TakenOver,
    /// The certificate is no longer ACTIVE.
    Deactivated,
    /// DeleteConnection.
    Deleted {
        /// Nothing of the session is kept.
        clean_session: bool,
        /// The will is published.
        will: bool,
    },
    /// The account was emptied; the session goes with it.
    Reset,
    /// Nothing was heard for one and a half times the keep-alive.
    KeepAlive,
    /// The life of a WebSocket connection is over (mqtt.md §2).
    WebSocketExpired,
    /// The receiver did not keep up with what it subscribed to.
    TooSlow,
    /// The server is going down.
    Shutdown,
}

/// What became of a pushed message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pushed {
    /// It waits in memory.
    Queued,
    /// It waits in memory with many others: read nothing more from its publisher until
    /// [`Mailbox::holds_back`] says otherwise.
    Congested,
    /// It waits in memory or on disk; it is safe once the ticket is committed.
    Stored(Ticket),
    /// The receiver is absent or too slow, and the message is not one that is kept.
    Dropped,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Online,
    /// A persistent session without a connection.
    Offline,
    Closed,
}

/// Messages of the queue that are on disk only: those after `after`, up to `last`.
#[derive(Clone, Copy, Debug)]
struct Spill {
    after: u64,
    last: u64,
    /// A read is under way; the value is `last` as it was when the read began.
    reading: Option<u64>,
}

/// The queue of one session. Routes hold it; the connection's task drains it. It outlives the
/// connection when the session is persistent, so connects and disconnects never touch a route.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// The session's queue on disk, when it is persistent.
    queue: Option<QueueId>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    mode: Mode,
    memory: VecDeque<Delivery>,
    bytes: usize,
    spill: Option<Spill>,
    next_seq: u64,
    stored: u64,
    waker: Option<Waker>,
    kick: Option<Kick>,
    dropped: u64,
    /// What APIs want of the connection's task.
    asks: Vec<Ask>,
    /// The receiver's own connection is held back. Publishers are not held back for it, or two could
    /// wait for each other.
    held_back: bool,
    /// The receiver did not take anything for a while; nobody is held back for it any more.
    stalled: bool,
    /// Something was taken since the last look of [`Mailbox::note_stall`].
    drained: bool,
    /// Publishers that are held back.
    waiting: Vec<Waker>,
    /// Counts how often they were let go.
    releases: u64,
    /// The first place of the queue that was free when the session was resumed.
    resumed_before: u64,
    /// Grows when a connection leaves, so that a read that it began is not taken for the next one's.
    epoch: u64,
}

/// What a connection's task found in its mailbox.
pub(crate) enum Drained {
    /// New deliveries, or none; the task is woken when there are more.
    Deliveries,
    /// Memory is empty and messages are on disk: read them after this place and hand them to
    /// [`Mailbox::refill`] with the same epoch.
    Spilled { after: u64, epoch: u64 },
    /// End the connection.
    Kicked(Kick),
    /// Answer these.
    Asked(Vec<Ask>),
}

impl Mailbox {
    /// The mailbox of a session that ends with its connection.
    pub fn transient() -> Self {
        Self::with(None, Mode::Online, 1, None, 0)
    }

    /// The mailbox of a persistent session that is new.
    pub fn persistent(queue: QueueId) -> Self {
        Self::with(Some(queue), Mode::Online, 1, None, 0)
    }

    /// The mailbox of a persistent session that was found on disk, with the first and last place and
    /// the number of its messages.
    pub fn restored(queue: QueueId, messages: Option<(u64, u64, usize)>) -> Self {
        match messages {
            None => Self::with(Some(queue), Mode::Offline, 1, None, 0),
            Some((first, last, count)) => {
                let spill = Spill { after: first - 1, last, reading: None };
                Self::with(Some(queue), Mode::Offline, last + 1, Some(spill), count as u64)
            }
        }
    }

    fn with(queue: Option<QueueId>, mode: Mode, next_seq: u64, spill: Option<Spill>, stored: u64) -> Self {
        let state = State {
            mode,
            memory: VecDeque::new(),
            bytes: 0,
            spill,
            next_seq,
            stored,
            waker: None,
            kick: None,
            dropped: 0,
            asks: Vec::new(),
            held_back: false,
            stalled: false,
            drained: false,
            waiting: Vec::new(),
            releases: 0,
            resumed_before: 0,
            epoch: 0,
        };
        Self { queue, state: Mutex::new(state) }
    }

    /// The session's queue on disk.
    pub fn queue(&self) -> Option<QueueId> {
        self.queue
    }

    /// Hands a message to the receiver. Never waits for anything but this mailbox's own lock.
    pub fn push(
        &self,
        message: &Message,
        qos: QoS,
        retain: bool,
        store: &Store,
        receipt: Option<&Arc<Receipt>>,
    ) -> Pushed {
        let mut state = self.state.lock();
        let pushed = match (state.mode, self.queue, qos) {
            (Mode::Closed, ..) => return Pushed::Dropped,
            (_, Some(queue), QoS::AtLeastOnce) => {
                state.push_durable(queue, message, retain, store, receipt.cloned())
            }
            (Mode::Offline, ..) => return Pushed::Dropped,
            (Mode::Online, ..) if state.is_full(message) => {
                state.dropped += 1;
                if qos == QoS::AtMostOnce || state.dropped <= ONLINE_MAX as u64 {
                    return Pushed::Dropped;
                }
                state.kick.get_or_insert(Kick::TooSlow);
                Pushed::Dropped
            }
            (Mode::Online, ..) => {
                state.push_memory(Delivery { message: message.clone(), qos, retain, durable: None });
                if state.is_congested() { Pushed::Congested } else { Pushed::Queued }
            }
        };
        wake(state);
        pushed
    }

    /// How many receivers of a QoS 1 message will keep a durable copy is known before it is pushed.
    pub fn is_durable(&self, qos: QoS) -> bool {
        self.queue.is_some() && qos == QoS::AtLeastOnce
    }

    /// Moves what waits to `into`, which is empty, or says what to do instead. The task of `waker` is
    /// woken by whatever comes next. With `wants_queue` it may be told to read the queue on disk.
    pub fn drain(&self, into: &mut VecDeque<Delivery>, waker: &Waker, wants_queue: bool) -> Drained {
        let mut state = self.state.lock();
        if let Some(kick) = state.kick {
            return Drained::Kicked(kick);
        }
        if !state.asks.is_empty() {
            return Drained::Asked(std::mem::take(&mut state.asks));
        }
        if into.is_empty() && !state.memory.is_empty() {
            std::mem::swap(into, &mut state.memory);
            state.bytes = 0;
            (state.drained, state.stalled) = (true, false);
            release(state);
            return Drained::Deliveries;
        }
        if !state.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            state.waker = Some(waker.clone());
        }
        match &mut state.spill {
            Some(spill) if wants_queue && into.is_empty() && spill.reading.is_none() => {
                spill.reading = Some(spill.last);
                Drained::Spilled { after: spill.after, epoch: state.epoch }
            }
            _ => Drained::Deliveries,
        }
    }

    /// Whether publishers are to be held back. If so, `waker` is woken when that ends. `registered` is
    /// the publisher's memory of having been noted, so that it is noted once and not at every look.
    pub fn holds_back(&self, waker: &Waker, registered: &mut Option<u64>) -> bool {
        let mut state = self.state.lock();
        let congested = state.is_congested();
        if congested && *registered != Some(state.releases) {
            *registered = Some(state.releases);
            state.waiting.push(waker.clone());
        }
        congested
    }

    /// The receiver's own connection is held back, or no longer.
    pub fn set_held_back(&self, held_back: bool) {
        let mut state = self.state.lock();
        state.held_back = held_back;
        if held_back {
            release(state);
        }
    }

    /// Called from time to time: a receiver that took nothing since the last call keeps nobody waiting.
    pub fn note_stall(&self) {
        let mut state = self.state.lock();
        if state.is_congested() && !state.drained {
            state.stalled = true;
        }
        state.drained = false;
        if state.stalled {
            release(state);
        }
    }

    /// Hands in what was read from disk.
    pub fn refill(&self, epoch: u64, QueuePart { messages, is_end }: QueuePart) {
        let mut state = self.state.lock();
        let Some(Spill { after, last, reading: Some(last_at_read) }) = state.spill else { return };
        if state.epoch != epoch {
            return;
        }
        let last_read = messages.last().map_or(after, |message| message.seq);
        for QueuedMessage { seq, body } in messages {
            let Some(message) = Message::from_bytes(&body) else {
                tracing::error!(queue = ?self.queue, seq, "stored message is damaged and is skipped");
                continue;
            };
            let home = Home::Session;
            let durable = Some(Box::new(DurableCopy { seq, ticket: Ticket::DONE, receipt: None, home }));
            state.push_memory(Delivery { retain: false, message, qos: QoS::AtLeastOnce, durable });
        }
        // What was pushed while the read ran is on disk only, too, and may or may not have been read.
        let after = if is_end { last_read.max(last_at_read) } else { last_read };
        state.spill = (after < last).then_some(Spill { after, last, reading: None });
        wake(state);
    }

    /// The connection has ended and the session stays: what it had taken comes back to the front.
    /// Returns what belongs to shared subscriptions.
    pub fn go_offline(&self, unsent: impl DoubleEndedIterator<Item = Delivery>) -> Vec<Delivery> {
        let mut state = self.state.lock();
        for delivery in unsent.rev() {
            state.memory.push_front(delivery);
        }
        let (shared, own): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut state.memory).into_iter().partition(Delivery::is_shared);
        state.memory = own;
        state.memory.retain(|delivery| delivery.durable.is_some());
        state.bytes = state.memory.iter().map(|delivery| delivery.message.weight()).sum();
        state.mode = Mode::Offline;
        state.waker = None;
        state.kick = None;
        state.epoch += 1;
        state.asks = Vec::new();
        if let Some(spill) = &mut state.spill {
            spill.reading = None;
        }
        state.trim();
        release(state);
        shared.into()
    }

    /// A connection has resumed the session.
    pub fn go_online(&self) {
        let mut state = self.state.lock();
        state.mode = Mode::Online;
        state.kick = None;
        state.dropped = 0;
        state.resumed_before = state.next_seq;
    }

    /// Messages with a place before this one waited for the session to be resumed.
    pub fn resumed_before(&self) -> u64 {
        self.state.lock().resumed_before
    }

    /// Whether the receiver is away.
    pub fn is_offline(&self) -> bool {
        self.state.lock().mode == Mode::Offline
    }

    /// The session is over: nothing is taken any more and what waited is forgotten. Returns what belongs
    /// to shared subscriptions.
    pub fn close(&self) -> Vec<Delivery> {
        let mut state = self.state.lock();
        state.mode = Mode::Closed;
        let waiting = std::mem::take(&mut state.memory);
        state.bytes = 0;
        state.spill = None;
        state.waker = None;
        state.asks = Vec::new();
        release(state);
        waiting.into_iter().filter(Delivery::is_shared).collect()
    }

    /// Tells the connection's task to end. The first reason stays.
    pub fn kick(&self, kick: Kick) {
        let mut state = self.state.lock();
        state.kick.get_or_insert(kick);
        wake(state);
    }

    /// Asks the connection's task for something. What is not taken, because there is no task or it has
    /// too much to answer, is dropped, which the asker notices.
    pub fn ask(&self, ask: Ask) {
        let mut state = self.state.lock();
        if state.mode == Mode::Online && state.asks.len() < ASKS_MAX {
            state.asks.push(ask);
            wake(state);
        }
    }

    /// Wakes the connection's task.
    pub fn wake(&self) {
        wake(self.state.lock());
    }

    /// The receiver acknowledged a durable message.
    pub fn acknowledge(&self, copy: &DurableCopy, store: &Store) {
        match &copy.home {
            Home::Session => self.forget(copy, store),
            Home::Group(group) => group.forget(copy, store),
        }
    }

    /// Removes a copy from this mailbox's queue on disk.
    pub fn forget(&self, copy: &DurableCopy, store: &Store) {
        let Some(queue) = self.queue else { return };
        {
            let mut state = self.state.lock();
            state.stored = state.stored.saturating_sub(1);
        }
        if store.dequeue(queue, copy.seq, copy.ticket)
            && let Some(receipt) = &copy.receipt
        {
            receipt.settle_one();
        }
    }

    /// Why the connection is to end, if it is.
    #[cfg(test)]
    pub fn kicked(&self) -> Option<Kick> {
        self.state.lock().kick
    }
}

impl State {
    fn is_full(&self, message: &Message) -> bool {
        self.memory.len() >= ONLINE_MAX || self.bytes + message.weight() > BYTES_MAX
    }

    fn is_congested(&self) -> bool {
        let full = self.memory.len() >= CONGESTED || self.bytes >= CONGESTED_BYTES;
        full && self.mode == Mode::Online && !self.held_back && !self.stalled
    }

    fn push_memory(&mut self, delivery: Delivery) {
        self.bytes += delivery.message.weight();
        self.memory.push_back(delivery);
    }

    fn push_durable(
        &mut self,
        queue: QueueId,
        message: &Message,
        retain: bool,
        store: &Store,
        receipt: Option<Arc<Receipt>>,
    ) -> Pushed {
        if self.stored >= QUEUE_MAX {
            self.dropped += 1;
            return Pushed::Dropped;
        }
        let seq = self.next_seq;
        self.next_seq += 1;
        self.stored += 1;
        let write = Write::Enqueue { queue, seq, body: message.to_bytes() };
        let in_memory = self.spill.is_none() && !self.is_full(message) && !self.is_full_offline(message);
        let ticket = match self.mode {
            Mode::Online if in_memory => store.submit_elidable(write),
            _ => store.submit([write]),
        };
        if in_memory {
            let durable = Some(Box::new(DurableCopy { seq, ticket, receipt, home: Home::Session }));
            let message = message.clone();
            self.push_memory(Delivery { message, qos: QoS::AtLeastOnce, retain, durable });
        } else {
            let spill = self.spill.get_or_insert(Spill { after: seq - 1, last: seq, reading: None });
            spill.last = seq;
        }
        Pushed::Stored(ticket)
    }

    fn is_full_offline(&self, message: &Message) -> bool {
        self.mode == Mode::Offline
            && (self.memory.len() >= OFFLINE_MAX || self.bytes + message.weight() > OFFLINE_BYTES_MAX)
    }

    /// Leaves to the disk what an absent receiver may not keep in memory.
    fn trim(&mut self) {
        let mut last_dropped = 0;
        let mut after = 0;
        while self.memory.len() > OFFLINE_MAX || self.bytes > OFFLINE_BYTES_MAX {
            let Some(delivery) = self.memory.pop_back() else { break };
            self.bytes -= delivery.message.weight();
            let seq = delivery.durable.map_or(0, |copy| copy.seq);
            last_dropped = last_dropped.max(seq);
            after = seq - 1;
        }
        if last_dropped > 0 {
            let last = self.spill.map_or(last_dropped, |spill| spill.last);
            self.spill = Some(Spill { after, last, reading: None });
        }
        self.memory.shrink_to(OFFLINE_MAX);
    }
}

/// Wakes the task that waits, after the lock is released: waking may cost a system call, and the next
/// publisher must not wait for it.
fn wake(mut state: MutexGuard<'_, State>) {
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// Lets the publishers go on that were held back, after the lock is released.
fn release(mut state: MutexGuard<'_, State>) {
    let waiting = std::mem::take(&mut state.waiting);
    state.releases += 1;
    drop(state);
    waiting.into_iter().for_each(Waker::wake);
}
