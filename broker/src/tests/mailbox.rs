//! The queue of a session, without a connection.

use std::collections::VecDeque;
use std::task::Waker;

use base::UnixMillis;
use store::QueueId;

use super::*;
use crate::mailbox::{Drained, Mailbox};

fn message(payload: &[u8]) -> Message {
    Message::new(&NewMessage::new("t", payload, QOS1), UnixMillis::now())
}

#[tokio::test]
async fn read_that_a_connection_left_behind_is_not_taken_for_the_next_ones() {
    let (store, queue) = (Store::memory().unwrap(), QueueId(1));
    let mailbox = Mailbox::restored(queue, None);
    // The first 64 wait in memory, the others on disk only.
    for number in 0..200_u8 {
        mailbox.push(&message(&[number]), QOS1, false, &store, None);
    }
    mailbox.go_online();
    let mut backlog = VecDeque::new();
    assert!(matches!(mailbox.drain(&mut backlog, Waker::noop(), true), Drained::Deliveries));
    let taken = backlog.drain(..).collect::<Vec<_>>();
    let Drained::Spilled { after, epoch } = mailbox.drain(&mut backlog, Waker::noop(), true) else {
        panic!()
    };
    assert_eq!(after, taken.len() as u64);
    let late = store.read_queue(queue, after, 64).unwrap();
    // Meanwhile the connection ends and another one resumes the session.
    mailbox.go_offline(taken.into_iter());
    mailbox.go_online();
    assert!(matches!(mailbox.drain(&mut backlog, Waker::noop(), true), Drained::Deliveries));
    backlog.clear();
    let Drained::Spilled { after, epoch: next } = mailbox.drain(&mut backlog, Waker::noop(), true) else {
        panic!()
    };
    mailbox.refill(epoch, late, 64);
    assert!(matches!(mailbox.drain(&mut backlog, Waker::noop(), true), Drained::Deliveries));
    assert!(backlog.is_empty(), "the late read is ignored");
    mailbox.refill(next, store.read_queue(queue, after, 64).unwrap(), 64);
    assert!(matches!(mailbox.drain(&mut backlog, Waker::noop(), true), Drained::Deliveries));
    assert_eq!(backlog.len(), 64);
}
