//! One MQTT connection: the task that owns its transport and its session.

mod asked;
mod inbound;
mod outbound;
mod rates;
mod subscribe;

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};

use base::{Limit, Noted, UnixMillis};
use mqtt::encode::{self, PropertyList};
use mqtt::{PropertyId, ReasonCode, Version, next_frame, topic};
use policy::{Action, Authorizer, Permissions};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::Propagated;
use crate::account::{Account, Connected};
use crate::broker::Shared;
use crate::delivery::Delivery;
use crate::end::{Cause, End};
use crate::mailbox::Mailbox;
use crate::plan::PlanCache;
use crate::ports::Admitted;
use crate::session::{InFlight, Session};
use asked::DirectMessages;
use outbound::PendingAck;
use rates::Rates;

/// Rounds of reading and writing before other tasks get their turn.
const ROUNDS: usize = 8;
/// Bytes of one read.
const INPUT_BYTES: usize = 64 << 10;
/// Bytes gathered for one write before it is made.
const OUTPUT_BYTES: usize = 64 << 10;
/// Bytes that wait for a peer that does not take them, before nothing more is read from it.
const UNSENT_MAX: usize = 256 << 10;
/// PUBLISH packets that wait for the disk, before nothing more is read from their sender.
const UNACKNOWLEDGED_MAX: usize = 64;

/// The filter that stands for every topic.
const ANY_TOPIC: &str = "#";

/// What the CONNECT settled for the life of the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    pub version: Version,
    /// QoS 1 messages that may wait for the client's acknowledgement.
    pub in_flight_max: usize,
    /// The longest packet that the client takes, bytes.
    pub packet_max: usize,
    /// The client wants Reason Strings.
    pub problem_information: bool,
}

impl Terms {
    /// A Reason String, if the client wants one and takes a packet that holds it (MQTT-3.1.2-24).
    fn reason(&self, message: &str) -> PropertyList {
        // Header, packet identifier, code, and the lengths of properties and string.
        const AROUND: usize = 16;
        match self.problem_information && message.len() + AROUND <= self.packet_max {
            true => PropertyList::new().text(PropertyId::ReasonString, message),
            false => PropertyList::new(),
        }
    }
}

/// Buffers that belong to the thread, so that a connection that has nothing to say holds none.
struct Scratch {
    input: Box<[u8]>,
    output: Vec<u8>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch {
        input: vec![0; 2 * INPUT_BYTES].into(),
        output: Vec::with_capacity(OUTPUT_BYTES + INPUT_BYTES),
    });
}

/// What one turn counted; added to the shared counters at its end. A turn is short.
#[derive(Default)]
struct Counts {
    published: u32,
    delivered: u32,
    denied: u32,
    receive_denied: u32,
    dropped: u32,
}

/// A connection. It is a future that ends with the connection.
pub(crate) struct Connection<T> {
    transport: T,
    shared: Arc<Shared>,
    pub account: Arc<Account>,
    connected: Arc<Connected>,
    permissions: Permissions,
    /// The same with its reasons, once something was refused.
    explained: OnceCell<Box<Authorizer>>,
    /// What is added to what the client publishes.
    propagated: Propagated,
    /// The generation that `permissions` and `propagated` belong to; `None` when it may be out of date.
    policy_generation: Option<u64>,
    terms: Terms,
    session: Session,
    in_flight: InFlight,
    /// Deliveries that were taken from the mailbox and not sent yet.
    backlog: VecDeque<Delivery>,
    acks: VecDeque<PendingAck>,
    /// QoS 1 PUBLISHes among what `acks` answers.
    unacknowledged: usize,
    /// The rates; `None` when all are switched off.
    rates: Option<Box<Rates>>,
    /// The limits that were logged lately.
    noted: Noted,
    plans: PlanCache,
    /// Topics by alias, as the client set them; alias 1 is the first.
    aliases: Vec<Box<str>>,
    /// Every subscription is covered by what the client may receive, so deliveries are not checked.
    receives_all: bool,
    /// Deliveries may wait that no subscription accounts for any more.
    strays: bool,
    /// The topic of the last delivery that was denied, to log it once.
    last_denied: Box<str>,
    /// What was read and not handled: the beginning of a packet that is not complete yet.
    partial: Vec<u8>,
    /// `partial` holds complete packets, left over when the connection was held back.
    leftover: bool,
    /// Bytes that the peer did not take yet.
    unsent: Vec<u8>,
    /// The transport holds bytes that it has not passed on.
    flushing: bool,
    /// A receiver that cannot keep up with what this client publishes; nothing is read until it can.
    held_back_by: Option<Arc<Mailbox>>,
    /// What that receiver's mailbox wants to be told again.
    held_back_mark: Option<u64>,
    /// Direct messages under way; nearly always none.
    direct: Option<Box<DirectMessages>>,
    now: UnixMillis,
    counts: Counts,
}

/// What is left of a connection.
pub(crate) struct Remains {
    pub session: Session,
    /// Deliveries that were not acknowledged, in order.
    pub unsent: VecDeque<Delivery>,
    pub connected: Arc<Connected>,
    /// What is added to its will.
    pub propagated: Propagated,
}

impl Connection<()> {
    /// A connection that has no transport yet. `input` is what the client sent behind its CONNECT.
    pub fn new(
        shared: Arc<Shared>,
        account: Arc<Account>,
        connected: Arc<Connected>,
        (admitted, policy_generation): (Admitted, Option<u64>),
        (session, resumed): (Session, bool),
        terms: Terms,
        input: &[u8],
    ) -> Self {
        // What is below this place in the queue waited for the session to be resumed.
        let replay_before = if resumed { session.mailbox.resumed_before() } else { 0 };
        let rates = Rates::new(&shared.limits, &account, terms.version, replay_before);
        let mut connection = Self {
            transport: (),
            shared,
            account,
            connected,
            permissions: admitted.authorizer.into_permissions(),
            explained: OnceCell::new(),
            propagated: admitted.propagated,
            policy_generation,
            terms,
            session,
            in_flight: InFlight::default(),
            backlog: VecDeque::new(),
            acks: VecDeque::new(),
            unacknowledged: 0,
            rates,
            noted: Noted::default(),
            plans: PlanCache::default(),
            aliases: Vec::new(),
            receives_all: true,
            // What a resumed session waits for may be of a subscription that it gave up.
            strays: resumed,
            last_denied: "".into(),
            partial: input.to_vec(),
            leftover: !input.is_empty(),
            unsent: Vec::new(),
            flushing: false,
            held_back_by: None,
            held_back_mark: None,
            direct: None,
            now: UnixMillis::now(),
            counts: Counts::default(),
        };
        connection.check_receives_all();
        connection
    }

    /// Gives the connection its transport.
    pub fn with<T>(self, transport: T) -> Connection<T> {
        Connection {
            transport,
            shared: self.shared,
            account: self.account,
            connected: self.connected,
            permissions: self.permissions,
            explained: self.explained,
            propagated: self.propagated,
            policy_generation: self.policy_generation,
            terms: self.terms,
            session: self.session,
            in_flight: self.in_flight,
            backlog: self.backlog,
            acks: self.acks,
            unacknowledged: self.unacknowledged,
            rates: self.rates,
            noted: self.noted,
            plans: self.plans,
            aliases: self.aliases,
            receives_all: self.receives_all,
            strays: self.strays,
            last_denied: self.last_denied,
            partial: self.partial,
            leftover: self.leftover,
            unsent: self.unsent,
            flushing: self.flushing,
            held_back_by: self.held_back_by,
            held_back_mark: self.held_back_mark,
            direct: self.direct,
            now: self.now,
            counts: self.counts,
        }
    }
}

impl<T> Connection<T> {
    /// Takes the connection apart.
    pub fn into_remains(mut self) -> Remains {
        let mut unsent: VecDeque<Delivery> = self.in_flight.take_unacknowledged().collect();
        if let Some(rates) = &mut self.rates {
            unsent.append(&mut rates.take_replay());
        }
        unsent.append(&mut self.backlog);
        if self.rates.is_some() {
            // What was live has passed what was replayed; the queue is in order of its places.
            let place = |delivery: &Delivery| delivery.durable.as_ref().map(|copy| copy.seq);
            unsent.make_contiguous().sort_by_key(place);
        }
        let (session, connected, propagated) = (self.session, self.connected, self.propagated);
        Remains { session, unsent, connected, propagated }
    }

    /// Works out anew whether deliveries must be checked one by one.
    fn check_receives_all(&mut self) {
        let strays = self.strays.then_some(ANY_TOPIC);
        let mut filters = self.session.subscriptions.keys().map(|filter| &**filter).chain(strays);
        self.receives_all = filters.all(|filter| self.may_receive_all_of(filter));
    }

    /// Whether policies allow to receive whatever a filter brings.
    fn may_receive_all_of(&self, filter: &str) -> bool {
        self.permissions.covers(Action::Receive, topic::received(filter))
    }

    /// Asks again what the connection may do when something has changed.
    fn check_policy(&mut self) -> Result<(), End> {
        let current = self.account.policy_generation();
        if Some(current) == self.policy_generation {
            return Ok(());
        }
        // Read before asking: a further change is seen by the next round.
        self.policy_generation = Some(current);
        match self.shared.admission.admit(&self.connected.info.attempt) {
            Ok(admitted) => {
                self.permissions = admitted.authorizer.into_permissions();
                self.explained = OnceCell::new();
                self.propagated = admitted.propagated;
                self.plans.clear();
                self.check_receives_all();
                Ok(())
            }
            Err(refusal) => Err(End::not_authorized(Cause::AuthError, refusal.0)),
        }
    }

    /// Why something is not allowed. Few connections are ever refused something, so the reasons are
    /// compiled for the first refusal, and kept for whoever goes on trying.
    #[cold]
    fn explain(&self, action: Action, name: &str) -> String {
        if let Some(authorizer) = self.explained.get() {
            return authorizer.explain(action, name, self.now).explanation;
        }
        match self.shared.admission.admit(&self.connected.info.attempt) {
            Ok(admitted) => {
                let authorizer = self.explained.get_or_init(|| Box::new(admitted.authorizer));
                authorizer.explain(action, name, self.now).explanation
            }
            Err(refusal) => refusal.0,
        }
    }

    /// Tells an MQTT 5 client why the connection ends.
    fn say_goodbye(&self, end: &End, output: &mut Vec<u8>) {
        let (Version::V5, Some(code)) = (self.terms.version, end.code) else { return };
        encode::disconnect(output, Version::V5, code, &self.terms.reason(&end.message));
    }

    fn publish_counts(&mut self) {
        let counts = std::mem::take(&mut self.counts);
        let metrics = &self.shared.metrics;
        let pairs = [
            (&metrics.published, counts.published),
            (&metrics.delivered, counts.delivered),
            (&metrics.denied, counts.denied),
            (&metrics.receive_denied, counts.receive_denied),
            (&metrics.dropped, counts.dropped),
        ];
        for (counter, count) in pairs {
            if count > 0 {
                counter.fetch_add(count.into(), Ordering::Relaxed);
            }
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> Future for Connection<T> {
    type Output = End;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<End> {
        SCRATCH.with_borrow_mut(|scratch| self.turn(context, scratch))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> Connection<T> {
    /// Does what can be done now, for a bounded time.
    fn turn(&mut self, context: &mut Context<'_>, scratch: &mut Scratch) -> Poll<End> {
        let mut outcome = Poll::Pending;
        for round in 0.. {
            scratch.output.clear();
            match self.round(context, scratch) {
                Ok(true) if round < ROUNDS => {}
                Ok(true) => {
                    context.waker().wake_by_ref();
                    break;
                }
                Ok(false) => break,
                Err(end) => {
                    self.say_goodbye(&end, &mut scratch.output);
                    // The last words; whoever does not take them at once does not get them.
                    let _ = self.write(context, &scratch.output);
                    let _ = Pin::new(&mut self.transport).poll_shutdown(context);
                    outcome = Poll::Ready(end);
                    break;
                }
            }
        }
        self.publish_counts();
        outcome
    }

    /// One round: deliver, read, answer, write. Returns whether another one may find work at once;
    /// when not, the task is woken by whatever there is to do next.
    fn round(&mut self, context: &mut Context<'_>, scratch: &mut Scratch) -> Result<bool, End> {
        self.now = UnixMillis::now();
        if self.rates.is_some() {
            self.begin_round();
        }
        let mut progress = self.write_unsent(context)?;
        self.check_policy()?;
        progress |= self.take_mail(context)?;
        if self.unsent.is_empty() {
            self.release_acks(context, &mut scratch.output);
            progress |= self.deliver(&mut scratch.output);
        }
        let may_read = self.acks.len() < UNACKNOWLEDGED_MAX
            && self.unsent.len() < UNSENT_MAX
            && !self.rates.as_ref().is_some_and(|rates| rates.holds_input());
        if may_read && !self.is_held_back(context) {
            progress |= match self.leftover {
                true => self.handle_leftover(&mut scratch.output)?,
                false => self.read(context, scratch)?,
            };
        }
        self.write(context, &scratch.output)?;
        if self.rates.is_some() {
            self.count_output(scratch.output.len());
            self.end_round(context);
        }
        Ok(progress)
    }

    /// Whether a receiver cannot keep up with this client.
    fn is_held_back(&mut self, context: &Context<'_>) -> bool {
        let Some(mailbox) = &self.held_back_by else { return false };
        let was_noted = self.held_back_mark.is_some();
        let held_back = mailbox.holds_back(context.waker(), &mut self.held_back_mark);
        if !held_back {
            (self.held_back_by, self.held_back_mark) = (None, None);
        }
        // Nobody is held back for a client that is itself, or two could wait for each other.
        if held_back != was_noted {
            self.connected.mailbox.set_held_back(held_back);
        }
        held_back
    }

    /// Reads once and handles every packet that is complete.
    fn read(&mut self, context: &mut Context<'_>, scratch: &mut Scratch) -> Result<bool, End> {
        let carried = self.partial.len();
        let Scratch { input, output } = scratch;
        if carried > INPUT_BYTES {
            // A large packet gathers in the connection's own buffer.
            let count = match self.fill(context, &mut input[..INPUT_BYTES])? {
                Poll::Pending => return Ok(false),
                Poll::Ready(count) => count,
            };
            let mut whole = std::mem::take(&mut self.partial);
            whole.extend_from_slice(&input[..count]);
            let used = self.handle_all(&whole, output)?;
            whole.drain(..used);
            self.partial = whole;
            return Ok(true);
        }
        let count = match self.fill(context, &mut input[carried..carried + INPUT_BYTES])? {
            Poll::Pending => return Ok(false),
            Poll::Ready(count) => count,
        };
        input[..carried].copy_from_slice(&self.partial);
        let data = &input[..carried + count];
        let used = self.handle_all(data, output)?;
        self.keep_partial(&data[used..]);
        Ok(true)
    }

    /// Handles what was read before, without waiting for the client to send more or to close.
    fn handle_leftover(&mut self, output: &mut Vec<u8>) -> Result<bool, End> {
        self.leftover = false;
        let data = std::mem::take(&mut self.partial);
        let used = self.handle_all(&data, output)?;
        self.keep_partial(data.get(used..).unwrap_or_default());
        Ok(true)
    }

    fn keep_partial(&mut self, rest: &[u8]) {
        if rest.is_empty() {
            self.partial = Vec::new();
        } else {
            self.partial.clear();
            self.partial.extend_from_slice(rest);
        }
    }

    fn fill(&mut self, context: &mut Context<'_>, space: &mut [u8]) -> Result<Poll<usize>, End> {
        let mut buffer = ReadBuf::new(space);
        match Pin::new(&mut self.transport).poll_read(context, &mut buffer) {
            Poll::Pending => Ok(Poll::Pending),
            Poll::Ready(Err(error)) => Err(End::unreadable(&error)),
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => {
                Err(End::lost("the client closed the connection"))
            }
            Poll::Ready(Ok(())) => {
                self.connected.last_heard.store(self.shared.seconds(), Ordering::Relaxed);
                let count = buffer.filled().len();
                if self.rates.is_some() {
                    self.count_input(count);
                }
                Ok(Poll::Ready(count))
            }
        }
    }

    /// Handles the complete packets at the start of `data`, as far as receivers keep up, and returns how
    /// many bytes they take.
    fn handle_all(&mut self, data: &[u8], output: &mut Vec<u8>) -> Result<usize, End> {
        let mut used = 0;
        loop {
            if self.held_back_by.is_some() {
                self.leftover = true;
                return Ok(used);
            }
            let rest = data.get(used..).unwrap_or_default();
            match next_frame(rest, self.shared.limits.packet_bytes) {
                Ok(Some(frame)) => {
                    self.handle(frame.first_byte, frame.body, output)?;
                    used += frame.length;
                }
                Ok(None) => return Ok(used),
                Err(error) if error.reason == ReasonCode::PacketTooLarge => {
                    self.hit(Limit::PacketBytes);
                    return Err(End::client_error(crate::open_points::TOO_LARGE, error.message));
                }
                Err(error) => return Err(End::client_error(error.reason, error.message)),
            }
        }
    }

    /// Writes what an earlier round could not. Returns whether the way is free again.
    fn write_unsent(&mut self, context: &mut Context<'_>) -> Result<bool, End> {
        if self.unsent.is_empty() && !self.flushing {
            return Ok(false);
        }
        let unsent = std::mem::take(&mut self.unsent);
        self.write(context, &unsent)?;
        Ok(self.unsent.is_empty() && !self.flushing)
    }

    /// Writes bytes behind those that are unsent, and keeps what the peer does not take.
    fn write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Result<(), End> {
        if !self.unsent.is_empty() {
            self.unsent.extend_from_slice(bytes);
            return Ok(());
        }
        let (written, outcome) = self.write_now(context, bytes);
        self.unsent.extend_from_slice(bytes.get(written..).unwrap_or_default());
        match outcome {
            Poll::Ready(Err(error)) => Err(End::lost(error.to_string())),
            Poll::Ready(Ok(())) => {
                self.flushing = false;
                Ok(())
            }
            Poll::Pending => {
                self.flushing = true;
                Ok(())
            }
        }
    }

    /// Returns how many bytes the transport took, and whether it passed everything on.
    fn write_now(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> (usize, Poll<std::io::Result<()>>) {
        let mut written = 0;
        let nothing_to_do = bytes.is_empty() && !self.flushing;
        while written < bytes.len() {
            match Pin::new(&mut self.transport).poll_write(context, &bytes[written..]) {
                Poll::Ready(Ok(0)) => {
                    return (written, Poll::Ready(Err(std::io::ErrorKind::WriteZero.into())));
                }
                Poll::Ready(Ok(count)) => written += count,
                Poll::Ready(Err(error)) => return (written, Poll::Ready(Err(error))),
                Poll::Pending => return (written, Poll::Pending),
            }
        }
        if nothing_to_do {
            return (written, Poll::Ready(Ok(())));
        }
        (written, self.flush(context))
    }

    fn flush(&mut self, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        ready!(Pin::new(&mut self.transport).poll_flush(context))?;
        Poll::Ready(Ok(()))
    }
}
