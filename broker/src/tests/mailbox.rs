//! The mailbox by itself: reads of the disk that come back late.

use std::collections::VecDeque;
use std::task::Waker;

use store::QueueId;

use super::*;
use crate::mailbox::{Drained, Mailbox};

const QUEUE: QueueId = QueueId(1);

fn push(mailbox: &Mailbox, store: &Store, number: u32) {
    let message = Message::new(&NewMessage::new("t", &number.to_be_bytes(), QOS1), base::UnixMillis::now());
    mailbox.push(&message, QOS1, false, store, None);
}

/// What a connection that takes everything gets, reads of the disk included.
fn take(mailbox: &Mailbox, store: &Store) -> Vec<u32> {
    let mut taken = Vec::new();
    let mut into = VecDeque::new();
    loop {
        match mailbox.drain(&mut into, Waker::noop(), true) {
            Drained::Spilled { after, epoch } => {
                mailbox.refill(epoch, store.read_queue(QUEUE, after, 64).unwrap());
            }
            Drained::Deliveries if into.is_empty() => return taken,
            Drained::Deliveries => {}
            Drained::Kicked(kick) => panic!("{kick:?}"),
            Drained::Asked(_) => panic!("nobody asks"),
        }
        let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap());
        taken.extend(into.drain(..).map(|delivery| number(delivery.message.payload())));
    }
}

#[test]
fn read_that_an_earlier_connection_began_is_not_taken_for_the_next_ones() {
    let store = Store::memory().unwrap();
    let mailbox = Mailbox::persistent(QUEUE);
    mailbox.go_offline(std::iter::empty());
    for number in 0..300 {
        push(&mailbox, &store, number);
    }
    mailbox.go_online();
    let mut held = VecDeque::new();
    // The first connection takes what is in memory, begins a read, and is gone before it is done.
    assert!(matches!(mailbox.drain(&mut held, Waker::noop(), true), Drained::Deliveries));
    let first = std::mem::take(&mut held);
    assert_eq!(first.len(), 64);
    let Drained::Spilled { after, epoch } = mailbox.drain(&mut held, Waker::noop(), true) else { panic!() };
    let late = store.read_queue(QUEUE, after, 64).unwrap();
    // It acknowledged all it had, so the next connection's read starts at the same place.
    mailbox.go_offline(std::iter::empty());
    mailbox.go_online();
    let Drained::Spilled { after, epoch: next } = mailbox.drain(&mut held, Waker::noop(), true) else {
        panic!()
    };
    mailbox.refill(next, store.read_queue(QUEUE, after, 64).unwrap());
    assert!(matches!(mailbox.drain(&mut held, Waker::noop(), true), Drained::Deliveries));
    assert_eq!(std::mem::take(&mut held).len(), 64);
    let Drained::Spilled { after, epoch: last } = mailbox.drain(&mut held, Waker::noop(), true) else {
        panic!()
    };
    mailbox.refill(epoch, late);
    mailbox.refill(last, store.read_queue(QUEUE, after, 64).unwrap());
    assert_eq!(take(&mailbox, &store), (128..300).collect::<Vec<_>>(), "once each, in order");
}

#[test]
fn message_that_comes_during_a_read_is_neither_lost_nor_taken_twice() {
    for is_read in [false, true] {
        let store = Store::memory().unwrap();
        let mailbox = Mailbox::persistent(QUEUE);
        mailbox.go_offline(std::iter::empty());
        (0..70).for_each(|number| push(&mailbox, &store, number));
        mailbox.go_online();
        let mut into = VecDeque::new();
        assert!(matches!(mailbox.drain(&mut into, Waker::noop(), true), Drained::Deliveries));
        into.clear();
        let Drained::Spilled { after, epoch } = mailbox.drain(&mut into, Waker::noop(), true) else {
            panic!()
        };
        let early = store.read_queue(QUEUE, after, 64).unwrap();
        push(&mailbox, &store, 70);
        let late = store.read_queue(QUEUE, after, 64).unwrap();
        mailbox.refill(epoch, if is_read { late } else { early });
        assert_eq!(take(&mailbox, &store), (64..71).collect::<Vec<_>>());
    }
}
