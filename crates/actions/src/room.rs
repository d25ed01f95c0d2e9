//! Room for what waits, in bytes: numbers alone would let a few large messages take all memory.
//!
//! There are two rooms. One is for messages that wait for a worker. The other is for what waits beside the workers:
//! in lanes, in batches, for answers. They are apart so that sinks that hang keep no message from its other rules.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What messages that wait for the workers may hold together, bytes.
pub(crate) const QUEUES_BYTES_MAX: usize = 64 << 20;
/// What waits beside the workers, and what is under way there, may hold together, bytes. A payload that actions of
/// a rule share counts for each of them.
pub(crate) const BESIDE_BYTES_MAX: usize = 256 << 20;
/// The part of it that one lane may have, bytes; and the part that evaluations of one rule may have that await
/// answers.
pub(crate) const SHARE_BYTES_MAX: usize = 64 << 20;

/// A number of bytes, and how many of them are taken.
#[derive(Debug)]
pub(crate) struct Room {
    bytes_max: usize,
    taken: AtomicUsize,
}

impl Room {
    pub const fn new(bytes_max: usize) -> Self {
        Self { bytes_max, taken: AtomicUsize::new(0) }
    }

    /// Takes so many, if they are left; the caller gives them back.
    pub fn take(&self, bytes: usize) -> bool {
        let fits = self.taken.fetch_add(bytes, Ordering::Relaxed) + bytes <= self.bytes_max;
        if !fits {
            self.give_back(bytes);
        }
        fits
    }

    /// The opposite of [`take`](Self::take).
    pub fn give_back(&self, bytes: usize) {
        self.taken.fetch_sub(bytes, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }
}

/// What somebody has of a room that they share with others.
#[derive(Debug)]
pub(crate) struct Share {
    room: Arc<Room>,
    taken: AtomicUsize,
}

impl Share {
    /// A share of a room, nothing for now.
    pub fn of(room: &Arc<Room>) -> Arc<Self> {
        Arc::new(Self { room: Arc::clone(room), taken: AtomicUsize::new(0) })
    }

    /// Takes so many bytes, until what is returned is dropped. Nobody has more than is left for all others, so however
    /// many fill their shares, there is some room for one who is new.
    pub fn hold(self: &Arc<Self>, bytes: usize) -> Option<Held> {
        // Taken from here on; whatever becomes of it, it is given back once.
        let held = Held { share: Arc::clone(self), bytes };
        let mine = self.taken.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let all = self.room.taken.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let left = self.room.bytes_max.checked_sub(all)?;
        (mine <= SHARE_BYTES_MAX && mine <= left).then_some(held)
    }
}

/// Bytes of a share, until this is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    share: Arc<Share>,
    bytes: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.share.taken.fetch_sub(self.bytes, Ordering::Relaxed);
        self.share.room.give_back(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1 << 20;

    #[test]
    fn what_is_refused_takes_nothing() {
        let room = Room::new(10);
        assert!(room.take(10) && !room.take(1));
        room.give_back(4);
        assert!(!room.take(5) && room.take(4));
        assert_eq!(room.taken(), 10);
    }

    #[test]
    fn share_has_its_limit_and_gives_back() {
        let room = Arc::new(Room::new(4 * SHARE_BYTES_MAX));
        let share = Share::of(&room);
        let held: Vec<_> = (0..100).filter_map(|_| share.hold(MIB)).collect();
        assert_eq!((held.len() * MIB, room.taken()), (SHARE_BYTES_MAX, SHARE_BYTES_MAX));
        assert!(Share::of(&room).hold(MIB).is_some(), "others have theirs");
        drop(held);
        assert_eq!(room.taken(), 0);
        assert!(share.hold(SHARE_BYTES_MAX).is_some() && share.hold(SHARE_BYTES_MAX + 1).is_none());
        assert_eq!((room.taken(), share.taken.load(Ordering::Relaxed)), (0, 0));
    }

    #[test]
    fn those_who_fill_their_shares_leave_room_for_another() {
        let room = Arc::new(Room::new(4 * SHARE_BYTES_MAX));
        let mut held = Vec::new();
        for _ in 0..8 {
            let share = Share::of(&room);
            held.extend(std::iter::from_fn(|| share.hold(MIB / 16)));
        }
        assert!(room.taken() < 4 * SHARE_BYTES_MAX);
        assert!(Share::of(&room).hold(MIB / 16).is_some());
    }
}
