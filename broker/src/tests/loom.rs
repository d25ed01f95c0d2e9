//! Every interleaving of the mailbox's few operations: a thread that nobody wakes is found as a deadlock.
//!
//! `RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=target/loom cargo test -p thingcore-broker --lib loom_`

use std::collections::VecDeque;
use std::task::{Wake, Waker};

use ::loom::sync::Notify;
use ::loom::thread;

use super::*;
use crate::mailbox::{Drained, Kick, Mailbox, Pushed};

/// A task: it sleeps until its waker is used.
struct Task(Notify);

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.0.notify();
    }
}

fn task() -> (Arc<Task>, Waker) {
    let task = Arc::new(Task(Notify::new()));
    (Arc::clone(&task), Waker::from(task))
}

/// What every run needs and no interleaving touches: QoS 0 never reaches the store.
struct Given {
    store: Store,
    small: Message,
    /// One that congests a mailbox by itself.
    large: Message,
}

fn model(check: impl Fn(&Arc<Given>) + Send + Sync + 'static) {
    let now = base::UnixMillis::now();
    let message = |size| Message::new(&NewMessage::new("t", &vec![0; size], QOS0), now);
    let given =
        Arc::new(Given { store: Store::memory().unwrap(), small: message(1), large: message(1 << 20) });
    ::loom::model(move || check(&given));
}

fn push(mailbox: &Mailbox, message: &Message, given: &Given) -> Pushed {
    mailbox.push(message, QOS0, false, &given.store, None)
}

/// The receiver's task until it has taken so many messages.
fn receive(mailbox: &Mailbox, wanted: usize) {
    let (task, waker) = task();
    let (mut taken, mut into) = (0, VecDeque::new());
    while taken < wanted {
        match mailbox.drain(&mut into, &waker, true) {
            Drained::Deliveries if into.is_empty() => task.0.wait(),
            Drained::Deliveries => taken += into.drain(..).count(),
            _ => panic!("nothing else happens here"),
        }
    }
}

#[test]
fn loom_push_wakes_the_receiver() {
    model(|given| {
        let mailbox = Arc::new(Mailbox::transient());
        let pushing = {
            let (mailbox, given) = (Arc::clone(&mailbox), Arc::clone(given));
            thread::spawn(move || {
                push(&mailbox, &given.small, &given);
            })
        };
        receive(&mailbox, 1);
        pushing.join().unwrap();
    });
}

#[test]
fn loom_two_publishers_lose_nothing() {
    model(|given| {
        let mailbox = Arc::new(Mailbox::transient());
        let pushing: Vec<_> = (0..2)
            .map(|_| {
                let (mailbox, given) = (Arc::clone(&mailbox), Arc::clone(given));
                thread::spawn(move || {
                    push(&mailbox, &given.small, &given);
                })
            })
            .collect();
        receive(&mailbox, 2);
        pushing.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn loom_kick_is_always_seen() {
    model(|given| {
        let mailbox = Arc::new(Mailbox::transient());
        let kicking = {
            let mailbox = Arc::clone(&mailbox);
            thread::spawn(move || mailbox.kick(Kick::TakenOver))
        };
        let pushing = {
            let (mailbox, given) = (Arc::clone(&mailbox), Arc::clone(given));
            thread::spawn(move || {
                push(&mailbox, &given.small, &given);
            })
        };
        let (task, waker) = task();
        let mut into = VecDeque::new();
        loop {
            match mailbox.drain(&mut into, &waker, true) {
                Drained::Kicked(kick) => break assert_eq!(kick, Kick::TakenOver),
                Drained::Deliveries if into.is_empty() => task.0.wait(),
                _ => into.clear(),
            }
        }
        kicking.join().unwrap();
        pushing.join().unwrap();
    });
}

/// A publisher that is held back goes on, whatever lets it.
fn released_by(release: impl Fn(&Mailbox) + Copy + Send + Sync + 'static) {
    model(move |given| {
        let mailbox = Arc::new(Mailbox::transient());
        assert_eq!(push(&mailbox, &given.large, given), Pushed::Congested);
        let releasing = {
            let mailbox = Arc::clone(&mailbox);
            thread::spawn(move || release(&mailbox))
        };
        let (task, waker) = task();
        let mut registered = None;
        while mailbox.holds_back(&waker, &mut registered) {
            task.0.wait();
        }
        releasing.join().unwrap();
    });
}

#[test]
fn loom_publisher_goes_on_when_the_receiver_takes_its_messages() {
    released_by(|mailbox| receive(mailbox, 1));
}

#[test]
fn loom_publisher_goes_on_when_the_receiver_is_held_back_itself() {
    released_by(|mailbox| mailbox.set_held_back(true));
}

#[test]
fn loom_publisher_goes_on_when_the_receiver_takes_nothing() {
    released_by(|mailbox| {
        mailbox.note_stall();
        mailbox.note_stall();
    });
}

#[test]
fn loom_publisher_goes_on_when_the_receiver_is_gone() {
    released_by(|mailbox| drop(mailbox.go_offline(std::iter::empty())));
    released_by(|mailbox| drop(mailbox.close()));
}

#[test]
fn loom_publisher_that_is_held_back_again_is_released_again() {
    model(|given| {
        let mailbox = Arc::new(Mailbox::transient());
        push(&mailbox, &given.large, given);
        let receiving = {
            let mailbox = Arc::clone(&mailbox);
            thread::spawn(move || receive(&mailbox, 2))
        };
        let (task, waker) = task();
        let mut registered = None;
        for round in 0..2 {
            while mailbox.holds_back(&waker, &mut registered) {
                task.0.wait();
            }
            registered = None;
            if round == 0 {
                push(&mailbox, &given.large, given);
            }
        }
        receiving.join().unwrap();
    });
}
