//! Tickets, and waiting for them.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use parking_lot::Mutex;

/// The place of a submission in the order of commits. Tickets are handed out in increasing order, and
/// once one is committed so are all before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ticket(pub(crate) u64);

impl Ticket {
    /// A ticket that was always committed: of work that nothing needed to be stored for.
    pub const DONE: Self = Self(0);
}

/// A result that is in memory; on disk once the ticket is committed. Answer the caller then.
#[must_use]
#[derive(Clone, Debug)]
pub struct Changed<T> {
    /// The result.
    pub value: T,
    /// When it is durable.
    pub ticket: Ticket,
}

impl<T> Changed<T> {
    /// A result that changed nothing.
    pub fn nothing(value: T) -> Self {
        Self { value, ticket: Ticket::DONE }
    }
}

/// How far the writer has come, and who waits for it.
#[derive(Default)]
pub(crate) struct Progress {
    committed: AtomicU64,
    waiting: Mutex<Vec<(Ticket, Waker)>>,
}

impl Progress {
    pub fn is_committed(&self, ticket: Ticket) -> bool {
        // Pairs with the release in `advance`: who sees the ticket sees what was done before it.
        self.committed.load(Ordering::Acquire) >= ticket.0
    }

    /// Wakes `waker` once `ticket` is committed; at once when it is already.
    pub fn wake_when_committed(&self, ticket: Ticket, waker: &Waker) {
        {
            let mut waiting = self.waiting.lock();
            if !self.is_committed(ticket) {
                waiting.push((ticket, waker.clone()));
                return;
            }
        }
        waker.wake_by_ref();
    }

    /// Marks everything up to `ticket` as committed. Only the writer calls this.
    pub fn advance(&self, ticket: Ticket) {
        let ready: Vec<Waker> = {
            let mut waiting = self.waiting.lock();
            self.committed.store(ticket.0, Ordering::Release);
            let mut ready = Vec::new();
            waiting.retain(|(wanted, waker)| {
                let reached = *wanted <= ticket;
                if reached {
                    ready.push(waker.clone());
                }
                !reached
            });
            ready
        };
        ready.into_iter().for_each(Waker::wake);
    }
}

/// A future that is ready when its ticket is committed.
///
/// It has no time-out: a full disk makes it wait until there is room. Callers that answer to an
/// impatient client bound it themselves.
pub struct Commit {
    pub(crate) ticket: Ticket,
    pub(crate) progress: Arc<Progress>,
}

impl Future for Commit {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.progress.is_committed(self.ticket) {
            return Poll::Ready(());
        }
        self.progress.wake_when_committed(self.ticket, context.waker());
        // The waker may have fired between the two, in which case this task is scheduled again.
        if self.progress.is_committed(self.ticket) { Poll::Ready(()) } else { Poll::Pending }
    }
}
