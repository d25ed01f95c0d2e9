//! Shared subscriptions: one member of a group gets each message (mqtt.md §10).

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Poll, Waker};
use std::time::Duration;

use base::limiter::{Bucket, Pace, Tick};
use base::{Limits, UnixMillis};
use mqtt::{QoS, SubscriptionOptions};
use parking_lot::Mutex;
use store::{QueueId, Store, Ticket};
use tokio::runtime::Handle;

use crate::Message;
use crate::delivery::{Delivery, DurableCopy, Home, Receipt};
use crate::mailbox::{Drained, Mailbox, Pushed};

/// Messages of one read from a group's queue on disk.
const REFILL: usize = 64;
/// Pause before members that are connected and take nothing are tried again.
const RETRY_AFTER: Duration = Duration::from_millis(200);

/// The members of one `$share/NAME/FILTER`.
///
/// A message goes to one connected member, chosen at random among those that keep up. While a member
/// has a persistent session, the group queues: every QoS 1 message has a copy in the group's own queue
/// until some member has acknowledged it, and what no member could take waits there. The queue belongs
/// to the group and not to the member that a message went to, so what a member leaves behind goes to
/// another one.
pub(crate) struct Group {
    name: Box<str>,
    /// Milliseconds that a message without an expiry of its own waits.
    retention: u64,
    /// Messages in the queue from which on new ones are dropped.
    queue_max: usize,
    state: Mutex<State>,
    /// Made when the first persistent member joins.
    backlog: OnceLock<Mailbox>,
    /// Where the pump runs; known as soon as a member was connected.
    runtime: OnceLock<Handle>,
    pumping: AtomicBool,
}

struct State {
    members: Vec<Member>,
    /// Members with a persistent session.
    persistent: usize,
    random: u32,
    /// The rate of joining and leaving, where there is one.
    changes: Option<Bucket>,
}

struct Member {
    mailbox: Arc<Mailbox>,
    options: SubscriptionOptions,
}

/// What became of a message.
pub(crate) enum Dispatched {
    /// A member has it, or nobody wants it. A member that is named cannot keep up.
    Done(Option<Arc<Mailbox>>),
    /// The group keeps a copy until it is acknowledged.
    Stored(Ticket, Option<Arc<Mailbox>>),
    /// No member could take it, and the group does not queue.
    Dropped,
    /// Its queue is full.
    Full,
}

/// Why no member took a message; it comes back.
enum Refused {
    /// No member is connected.
    Absent(Delivery),
    /// Those that are do not keep up.
    Busy(Delivery),
}

impl Group {
    /// A group without members.
    pub fn new(name: &str, limits: &Limits) -> Self {
        let changes = Pace::per_second(limits.shared_group_changes_per_second).map(Bucket::new);
        let state = State { members: Vec::new(), persistent: 0, random: 0x9e37_79b9, changes };
        Self {
            name: name.into(),
            retention: 1000 * u64::from(limits.session_expiry_seconds),
            queue_max: limits.shared_group_queue,
            state: Mutex::new(state),
            backlog: OnceLock::new(),
            runtime: OnceLock::new(),
            pumping: AtomicBool::new(false),
        }
    }

    /// The share name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of members, connected and not.
    pub fn len(&self) -> usize {
        self.state.lock().members.len()
    }

    /// Whether one more change of the members is within the rate; call it once for each.
    pub fn may_change(&self, now: Tick) -> bool {
        self.state.lock().changes.as_mut().is_none_or(|changes| changes.take(1, now))
    }

    /// Adds a member, or changes its options. Returns whether it is new.
    pub fn join(&self, mailbox: &Arc<Mailbox>, options: SubscriptionOptions) -> bool {
        let mut state = self.state.lock();
        if let Some(known) = state.members.iter_mut().find(|member| Arc::ptr_eq(&member.mailbox, mailbox)) {
            known.options = options;
            return false;
        }
        state.members.push(Member { mailbox: Arc::clone(mailbox), options });
        state.persistent += usize::from(mailbox.queue().is_some());
        true
    }

    /// Removes a member. Returns whether the group is empty now.
    pub fn leave(&self, mailbox: &Arc<Mailbox>) -> bool {
        let mut state = self.state.lock();
        if let Some(index) = state.members.iter().position(|member| Arc::ptr_eq(&member.mailbox, mailbox)) {
            state.members.swap_remove(index);
            state.persistent -= usize::from(mailbox.queue().is_some());
        }
        state.members.is_empty()
    }

    /// The group's queue on disk, when it has one.
    pub fn queue(&self) -> Option<QueueId> {
        self.backlog.get().and_then(Mailbox::queue)
    }

    /// Gives the group a queue when it has none: a new one, or one that was found on disk with the first
    /// and last place and the number of its messages. Returns whether it had none.
    pub fn set_queue(&self, queue: QueueId, messages: Option<(u64, u64, usize)>) -> bool {
        self.backlog.set(Mailbox::restored(queue, messages)).is_ok()
    }

    /// Hands a message to one member, or queues it.
    pub fn dispatch(
        self: &Arc<Self>,
        message: &Message,
        store: &Store,
        receipt: Option<&Arc<Receipt>>,
    ) -> Dispatched {
        let mut state = self.state.lock();
        let backlog = self.backlog.get().filter(|_| message.qos() == QoS::AtLeastOnce);
        let Some(backlog) = backlog.filter(|_| state.persistent > 0) else {
            let delivery =
                Delivery { message: message.clone(), qos: message.qos(), retain: false, durable: None };
            return match state.offer(delivery, true) {
                Ok((congested, _)) => Dispatched::Done(congested),
                Err(_) => Dispatched::Dropped,
            };
        };
        if backlog.stored() >= self.queue_max as u64 {
            return Dispatched::Full;
        }
        let reserved = if state.has_online() { backlog.reserve(message, store, receipt, self) } else { None };
        let Some(copy) = reserved else {
            // Nobody is there, or others wait already and come first.
            let pushed = backlog.push(message, QoS::AtLeastOnce, false, store, receipt);
            drop(state);
            self.pump(store);
            return match pushed {
                Pushed::Stored(ticket) => Dispatched::Stored(ticket, None),
                _ => Dispatched::Dropped,
            };
        };
        let ticket = copy.ticket;
        let delivery = Delivery {
            message: message.clone(),
            qos: QoS::AtLeastOnce,
            retain: false,
            durable: Some(Box::new(copy)),
        };
        match state.offer(delivery, true) {
            Ok((congested, None)) => Dispatched::Stored(ticket, congested),
            // The member subscribed with QoS 0: it will not acknowledge.
            Ok((congested, Some(copy))) => {
                backlog.forget(&copy, store);
                Dispatched::Stored(ticket, congested)
            }
            Err(Refused::Absent(delivery) | Refused::Busy(delivery)) => {
                backlog.put_back([delivery]);
                drop(state);
                self.pump(store);
                Dispatched::Stored(ticket, None)
            }
        }
    }

    /// A member has come back or joined: what waits goes to it. Called on the runtime.
    pub fn member_is_online(self: &Arc<Self>, store: &Store) {
        // Set once; later ones are the same runtime.
        let _ = self.runtime.set(Handle::current());
        self.pump(store);
    }

    /// Takes back what a member did not acknowledge, for others.
    pub fn give_back(self: &Arc<Self>, deliveries: Vec<Delivery>, store: &Store) {
        if let Some(backlog) = self.backlog.get() {
            backlog.put_back(deliveries);
            self.pump(store);
        }
    }

    /// Forgets a copy that was acknowledged, or that nobody is to get any more.
    pub fn forget(&self, copy: &DurableCopy, store: &Store) {
        if let Some(backlog) = self.backlog.get() {
            backlog.forget(copy, store);
        }
    }

    /// The group has no members any more: what waited is forgotten.
    pub fn close(&self) {
        if let Some(backlog) = self.backlog.get() {
            backlog.close();
        }
    }

    /// Starts handing out what waits, unless that is under way or there is nothing to do.
    fn pump(self: &Arc<Self>, store: &Store) {
        let Some(runtime) = self.runtime.get() else { return };
        if self.has_work() && !self.pumping.swap(true, Ordering::AcqRel) {
            let (group, store) = (Arc::clone(self), store.clone());
            runtime.spawn(async move { group.run_pump(&store).await });
        }
    }

    fn has_work(&self) -> bool {
        self.backlog.get().is_some_and(Mailbox::has_messages) && self.state.lock().has_online()
    }

    async fn run_pump(self: Arc<Self>, store: &Store) {
        loop {
            self.hand_out(store).await;
            self.pumping.store(false, Ordering::Release);
            // Something may have come between the last look and the line above.
            if !self.has_work() || self.pumping.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }

    /// Hands out what waits until nothing is left or nobody is there.
    async fn hand_out(self: &Arc<Self>, store: &Store) {
        let Some(backlog) = self.backlog.get() else { return };
        let mut batch = VecDeque::new();
        loop {
            match backlog.drain(&mut batch, Waker::noop(), true) {
                // Neither is for a mailbox without a connection.
                Drained::Kicked(_) | Drained::Asked(_) => return,
                Drained::Spilled { after, epoch } => self.refill(after, epoch, store).await,
                Drained::Deliveries if batch.is_empty() => return,
                Drained::Deliveries => {}
            }
            while let Some(mut delivery) = batch.pop_front() {
                self.make_own(&mut delivery);
                if self.is_stale(&delivery.message) {
                    if let Some(copy) = &delivery.durable {
                        backlog.forget(copy, store);
                    }
                } else if let Err(delivery) = self.hand_to_a_member(delivery, store).await {
                    batch.push_front(delivery);
                    backlog.put_back(batch);
                    return;
                }
            }
        }
    }

    /// A delivery of the queue belongs to the group, whichever member it goes to.
    fn make_own(self: &Arc<Self>, delivery: &mut Delivery) {
        if let Some(copy) = &mut delivery.durable {
            copy.home = Home::Group(Arc::clone(self));
        }
    }

    /// The message's own expiry wins over the group's retention (mqtt.md §10).
    fn is_stale(&self, message: &Message) -> bool {
        let now = UnixMillis::now();
        match message.expires_at() {
            Some(_) => message.is_expired(now),
            None => now.since(message.received_at()).as_millis() as u64 >= self.retention,
        }
    }

    async fn refill(&self, after: u64, epoch: u64, store: &Store) {
        let Some((backlog, queue)) = self.backlog.get().zip(self.queue()) else { return };
        let store = store.clone();
        let read = tokio::task::spawn_blocking(move || store.read_queue(queue, after, REFILL)).await;
        match read {
            Ok(Ok(part)) => backlog.refill(epoch, part),
            Ok(Err(error)) => {
                tracing::error!(%error, group = &*self.name, "cannot read a group's queue");
                backlog.refill_failed(epoch);
                tokio::time::sleep(RETRY_AFTER).await;
            }
            // The runtime is going down.
            Err(_) => {}
        }
    }

    /// Waits until a member takes the delivery; gives it back when none is connected.
    async fn hand_to_a_member(&self, mut delivery: Delivery, store: &Store) -> Result<(), Delivery> {
        let mut may_retry = true;
        loop {
            let offered = self.state.lock().offer(delivery, false);
            match offered {
                Ok((_, copy)) => {
                    if let Some(copy) = copy {
                        self.forget(&copy, store);
                    }
                    return Ok(());
                }
                Err(Refused::Absent(refused)) => return Err(refused),
                Err(Refused::Busy(refused)) => delivery = refused,
            }
            // One try more at once, for a member that was let go just now. Not for ever: one that takes
            // nothing at all holds nobody back either.
            may_retry = !self.wait_for_members(may_retry).await;
        }
    }

    /// Waits until a member that cannot keep up lets publishers go on, or for a while. With `unless_free`,
    /// not when there is a connected one that holds nobody back; returns whether that was so.
    async fn wait_for_members(&self, unless_free: bool) -> bool {
        let mut was_polled = false;
        let woken = poll_fn(|context| {
            if std::mem::replace(&mut was_polled, true) {
                return Poll::Ready(false);
            }
            let state = self.state.lock();
            let mut free = false;
            // All of them: every one that is congested must know the waker.
            for mailbox in state.members.iter().map(|member| &member.mailbox).filter(|m| m.is_online()) {
                free |= !mailbox.holds_back(context.waker(), &mut None);
            }
            if free && unless_free { Poll::Ready(true) } else { Poll::Pending }
        });
        tokio::time::timeout(RETRY_AFTER, woken).await.unwrap_or(false)
    }
}

impl fmt::Debug for Group {
    // Not the members: their deliveries name the group.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Group").field("name", &self.name).finish_non_exhaustive()
    }
}

impl State {
    fn has_online(&self) -> bool {
        self.members.iter().any(|member| member.mailbox.is_online())
    }

    /// Offers a delivery to the connected members, from a random one on. `even_congested`: those that
    /// keep up come first, but others take it, too. Returns a member that cannot keep up, and the copy
    /// when the member will not acknowledge it.
    #[allow(clippy::type_complexity)] // Said in the comment, used by three callers in this file.
    fn offer(
        &mut self,
        delivery: Delivery,
        even_congested: bool,
    ) -> Result<(Option<Arc<Mailbox>>, Option<Box<DurableCopy>>), Refused> {
        let (published, retain) = (delivery.message.qos(), delivery.message.retain());
        let mut delivery = delivery;
        let start = self.next_random() as usize;
        let count = self.members.len();
        for take_congested in [false, true] {
            if take_congested && !even_congested {
                break;
            }
            for step in 0..count {
                let Member { mailbox, options } = &self.members[(start % count + step) % count];
                delivery.qos = published.min(options.qos);
                delivery.retain = retain && options.retain_as_published;
                let unacknowledged =
                    if delivery.qos == QoS::AtMostOnce { delivery.durable.take() } else { None };
                match mailbox.push_shared(delivery, take_congested) {
                    Ok(congested) => {
                        return Ok((congested.then(|| Arc::clone(mailbox)), unacknowledged));
                    }
                    Err(refused) => {
                        delivery = refused;
                        delivery.durable = delivery.durable.or(unacknowledged);
                    }
                }
            }
        }
        delivery.qos = published;
        if self.has_online() { Err(Refused::Busy(delivery)) } else { Err(Refused::Absent(delivery)) }
    }

    /// xorshift: fair enough to spread messages, and free.
    fn next_random(&mut self) -> u32 {
        let mut x = self.random;
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        self.random = x;
        x
    }
}
