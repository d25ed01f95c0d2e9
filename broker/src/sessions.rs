//! The sessions of an account: each has at most one owner at a time.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::mailbox::{Kick, Mailbox};
use crate::session::Session;

/// All sessions by client id, connected and not.
#[derive(Default)]
pub(crate) struct Sessions {
    slots: Mutex<HashMap<Arc<str>, Arc<Slot>>>,
}

/// The place of one client id. The lock's holder owns the session; the lock is fair, so of several
/// connections that want a client id the last one keeps it.
#[derive(Default)]
struct Slot {
    /// In a box of its own: while the connection has it, its place takes little.
    session: Arc<AsyncMutex<Option<Box<Session>>>>,
    /// The mailbox of the connection that owns the session.
    live: Mutex<Option<Arc<Mailbox>>>,
    waiting: AtomicUsize,
}

/// What is in the place of a client id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place<R> {
    /// No session and no connection.
    Empty,
    /// A connection, or one that comes or goes.
    Taken,
    /// A session without a connection.
    Offline(R),
}

/// The right to be the one connection of a client id.
pub(crate) struct Lease {
    sessions: Arc<Sessions>,
    client_id: Arc<str>,
    slot: Arc<Slot>,
    session: OwnedMutexGuard<Option<Box<Session>>>,
}

impl Sessions {
    /// Takes a client id over: tells the connection that has it to end (mqtt.md §2) and waits until it
    /// has let go. Connections let go promptly, whatever their peers do.
    pub async fn acquire(self: &Arc<Self>, client_id: &Arc<str>) -> Lease {
        let slot = {
            let mut slots = self.slots.lock();
            let slot = slots.entry(Arc::clone(client_id)).or_default();
            slot.waiting.fetch_add(1, Ordering::AcqRel);
            Arc::clone(slot)
        };
        let waiting = Waiting(&slot.waiting);
        if let Some(live) = &*slot.live.lock() {
            live.kick(Kick::TakenOver);
        }
        let session = Arc::clone(&slot.session).lock_owned().await;
        drop(waiting);
        Lease { sessions: Arc::clone(self), client_id: Arc::clone(client_id), slot, session }
    }

    /// Puts a session that was found on disk into its place. Meant for the start of the program.
    pub fn restore(&self, session: Session) {
        let slot = Slot { session: Arc::new(AsyncMutex::new(None)), ..Slot::default() };
        let client_id = Arc::clone(&session.client_id);
        if let Ok(mut place) = slot.session.try_lock() {
            *place = Some(Box::new(session));
        }
        self.slots.lock().insert(client_id, Arc::new(slot));
    }

    /// Takes out the sessions without a connection that `wanted` chooses and has `end` end them. Their
    /// client ids are not free before that: what is removed on disk must not be the next session's.
    pub fn end_offline(&self, wanted: impl Fn(&Session) -> bool, end: impl Fn(&Session)) {
        let slots: Vec<(Arc<str>, Arc<Slot>)> =
            self.slots.lock().iter().map(|(id, slot)| (Arc::clone(id), Arc::clone(slot))).collect();
        for (client_id, slot) in slots {
            // Locked is connected, or about to be.
            let Ok(mut place) = slot.session.try_lock() else { continue };
            if place.as_ref().is_some_and(|session| wanted(session))
                && let Some(session) = place.take()
            {
                end(&session);
            }
            drop(place);
            self.forget_if_unused(&client_id, &slot);
        }
    }

    /// Lets `visit` look at, change or take the session of a client that has no connection.
    pub fn offline<R>(
        &self,
        client_id: &str,
        visit: impl FnOnce(&mut Option<Box<Session>>) -> R,
    ) -> Place<R> {
        let found = {
            let slots = self.slots.lock();
            slots.get_key_value(client_id).map(|(id, slot)| (Arc::clone(id), Arc::clone(slot)))
        };
        let Some((client_id, slot)) = found else { return Place::Empty };
        let Ok(mut place) = slot.session.try_lock() else { return Place::Taken };
        if place.is_none() {
            return Place::Empty;
        }
        let seen = visit(&mut place);
        drop(place);
        self.forget_if_unused(&client_id, &slot);
        Place::Offline(seen)
    }

    /// Removes a place that nobody needs. Callers hold no lock of the slot.
    fn forget_if_unused(&self, client_id: &Arc<str>, slot: &Slot) {
        let mut slots = self.slots.lock();
        // Whoever wants the slot counts as waiting before this lock is released.
        let unused = slot.waiting.load(Ordering::Acquire) == 0
            && slot.session.try_lock().is_ok_and(|session| session.is_none());
        if unused {
            slots.remove(client_id);
        }
    }

    /// The number of sessions, connected and not.
    pub fn len(&self) -> usize {
        self.slots.lock().len()
    }
}

/// Counts a waiting connection, also when its task is dropped while it waits.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Lease {
    /// Takes the session that waited here.
    pub fn take(&mut self) -> Option<Session> {
        self.session.take().map(|session| *session)
    }

    /// Leaves a session for the next connection.
    pub fn put(&mut self, session: Session) {
        *self.session = Some(Box::new(session));
    }

    /// Makes a connection reachable for take-over. One that is wanted by another already is told so.
    pub fn go_live(&self, mailbox: &Arc<Mailbox>) {
        *self.slot.live.lock() = Some(Arc::clone(mailbox));
        if self.slot.waiting.load(Ordering::Acquire) > 0 {
            mailbox.kick(Kick::TakenOver);
        }
    }

    /// Gives the client id up.
    pub fn release(self) {
        *self.slot.live.lock() = None;
        let Self { sessions, client_id, slot, session } = self;
        let empty = session.is_none();
        drop(session);
        if empty {
            sessions.forget_if_unused(&client_id, &slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use mqtt::Version;

    use super::*;

    fn session(client_id: &Arc<str>) -> Session {
        Session::new(Arc::clone(client_id), Version::V5, Arc::new(Mailbox::transient()), 10)
    }

    #[tokio::test]
    async fn session_is_handed_to_the_next_connection() {
        let sessions = Arc::new(Sessions::default());
        let id: Arc<str> = "c".into();
        let mut lease = sessions.acquire(&id).await;
        assert!(lease.take().is_none());
        lease.put(session(&id));
        lease.release();
        assert!(sessions.acquire(&id).await.take().is_some());
    }

    #[tokio::test]
    async fn place_without_a_session_is_forgotten() {
        let sessions = Arc::new(Sessions::default());
        let id: Arc<str> = "c".into();
        sessions.acquire(&id).await.release();
        assert_eq!(sessions.len(), 0);
        let mut lease = sessions.acquire(&id).await;
        lease.put(session(&id));
        lease.release();
        assert_eq!(sessions.len(), 1);
        sessions.end_offline(|_| true, |_| {});
        assert_eq!(sessions.len(), 0);
    }

    #[tokio::test]
    async fn client_id_is_not_free_before_its_session_has_ended() {
        let sessions = Arc::new(Sessions::default());
        let id: Arc<str> = "c".into();
        let mut lease = sessions.acquire(&id).await;
        lease.put(session(&id));
        lease.release();
        let is_free = || sessions.slots.lock().get(&id).is_none_or(|slot| slot.session.try_lock().is_ok());
        let seen = std::cell::Cell::new(None);
        assert!(is_free());
        sessions.end_offline(|_| true, |_| seen.set(Some(is_free())));
        assert_eq!(seen.get(), Some(false));
    }

    #[tokio::test(start_paused = true)]
    async fn live_connection_is_kicked_and_waited_for() {
        let sessions = Arc::new(Sessions::default());
        let id: Arc<str> = "c".into();
        let first = sessions.acquire(&id).await;
        let mailbox = Arc::new(Mailbox::transient());
        first.go_live(&mailbox);
        let mut second = Box::pin(sessions.acquire(&id));
        assert!(tokio::time::timeout(Duration::from_secs(1), &mut second).await.is_err());
        assert_eq!(mailbox.kicked(), Some(Kick::TakenOver));
        first.release();
        second.await;
    }

    #[tokio::test]
    async fn connection_that_is_already_wanted_learns_it_when_it_goes_live() {
        let sessions = Arc::new(Sessions::default());
        let id: Arc<str> = "c".into();
        let first = sessions.acquire(&id).await;
        let waiting = tokio::spawn({
            let (sessions, id) = (Arc::clone(&sessions), Arc::clone(&id));
            async move { sessions.acquire(&id).await.release() }
        });
        tokio::task::yield_now().await;
        let mailbox = Arc::new(Mailbox::transient());
        first.go_live(&mailbox);
        assert_eq!(mailbox.kicked(), Some(Kick::TakenOver));
        first.release();
        waiting.await.unwrap();
    }
}
