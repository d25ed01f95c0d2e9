//! The Lambda Runtime API as a state machine: events go out, answers come back.

use std::sync::Arc;

use base::UnixMillis;
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};

/// An event for a function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::lambda) struct Event {
    pub request_id: String,
    pub payload: Bytes,
    pub deadline: UnixMillis,
    /// As it was invoked, with its qualifier if it was given one.
    pub arn: String,
    /// JSON.
    pub client_context: Option<String>,
}

/// What a function made of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Reply {
    /// Its result.
    Success(Bytes),
    /// Its error document.
    Failure(Bytes),
    /// A result that is larger than a result may be.
    TooLarge,
}

/// How initialisation ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Initialised {
    /// The runtime asked for its first event.
    Ready,
    /// With an error document.
    Failed(Bytes),
}

/// A request that does not fit the state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Misplaced {
    /// Nobody waits for an answer of this id.
    UnknownId,
    /// Not now.
    State,
}

/// Between the server of the Runtime API and whoever invokes. One event at a time.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    state: Mutex<State>,
    /// The runtime has begun to wait.
    asked: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Told when initialisation ends.
    initialised: Option<oneshot::Sender<Initialised>>,
    /// The runtime waits for an event.
    waiting: Option<oneshot::Sender<Arc<Event>>>,
    /// An event that the runtime has not asked for yet.
    offered: Option<Arc<Event>>,
    /// Whose answer is awaited, and by whom.
    current: Option<(String, oneshot::Sender<Reply>)>,
}

impl Exchange {
    /// A new one, and what tells that initialisation has ended.
    pub fn new() -> (Self, oneshot::Receiver<Initialised>) {
        let (told, initialised) = oneshot::channel();
        let state = State { initialised: Some(told), ..State::default() };
        (Self { state: Mutex::new(state), asked: Notify::new() }, initialised)
    }

    /// Gives the runtime an event. The answer never comes when the runtime ends or is given another event.
    pub fn offer(&self, event: Event) -> oneshot::Receiver<Reply> {
        let (answer, answered) = oneshot::channel();
        let mut state = self.state.lock();
        state.current = Some((event.request_id.clone(), answer));
        let event = Arc::new(event);
        // A runtime whose connection has gone asks again.
        state.offered = match state.waiting.take() {
            Some(waiting) => waiting.send(event).err(),
            None => Some(event),
        };
        answered
    }

    /// The runtime asks for an event, and waits for it.
    ///
    /// # Errors
    /// When it owes an answer.
    pub async fn next(&self) -> Result<Arc<Event>, Misplaced> {
        let coming = {
            let mut state = self.state.lock();
            if let Some(told) = state.initialised.take() {
                // Who does not wait any more does not mind.
                let _ = told.send(Initialised::Ready);
            }
            if let Some(event) = state.offered.take() {
                return Ok(event);
            }
            if state.current.is_some() {
                return Err(Misplaced::State);
            }
            let (waiting, coming) = oneshot::channel();
            state.waiting = Some(waiting);
            self.asked.notify_waiters();
            coming
        };
        coming.await.map_err(|_| Misplaced::State)
    }

    /// Waits until the runtime waits for an event.
    pub async fn idle(&self) {
        loop {
            // Made before the look, so that nothing is missed.
            let asked = self.asked.notified();
            if self.state.lock().waiting.is_some() {
                return;
            }
            asked.await;
        }
    }

    /// The runtime answers.
    ///
    /// # Errors
    /// When it was not asked.
    pub fn answer(&self, request_id: &str, reply: Reply) -> Result<(), Misplaced> {
        let mut state = self.state.lock();
        match state.current.take() {
            Some((id, answer)) if id == request_id => {
                let _ = answer.send(reply);
                Ok(())
            }
            other => {
                state.current = other;
                Err(Misplaced::UnknownId)
            }
        }
    }

    /// The runtime cannot initialise.
    ///
    /// # Errors
    /// When it has.
    pub fn init_failed(&self, document: Bytes) -> Result<(), Misplaced> {
        let told = self.state.lock().initialised.take().ok_or(Misplaced::State)?;
        let _ = told.send(Initialised::Failed(document));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str) -> Event {
        Event {
            request_id: id.into(),
            payload: Bytes::from_static(b"{}"),
            deadline: UnixMillis(0),
            arn: "arn".into(),
            client_context: None,
        }
    }

    fn reply(text: &'static str) -> Reply {
        Reply::Success(Bytes::from_static(text.as_bytes()))
    }

    #[tokio::test]
    async fn an_event_goes_out_and_its_answer_comes_back() {
        let (exchange, initialised) = Exchange::new();
        let answered = exchange.offer(event("1"));
        assert_eq!(exchange.next().await.unwrap().request_id, "1");
        assert_eq!(initialised.await, Ok(Initialised::Ready));
        exchange.answer("1", reply("one")).unwrap();
        assert_eq!(answered.await, Ok(reply("one")));
    }

    #[tokio::test]
    async fn a_runtime_that_waits_gets_the_event_at_once() {
        let exchange = Arc::new(Exchange::new().0);
        let waiting = tokio::spawn({
            let exchange = Arc::clone(&exchange);
            async move { exchange.next().await }
        });
        tokio::task::yield_now().await;
        let _answered = exchange.offer(event("1"));
        assert_eq!(waiting.await.unwrap().unwrap().request_id, "1");
    }

    #[tokio::test]
    async fn an_event_is_not_lost_with_a_connection() {
        let (exchange, _initialised) = Exchange::new();
        {
            let mut asked = std::pin::pin!(exchange.next());
            let polled =
                std::future::poll_fn(|context| std::task::Poll::Ready(asked.as_mut().poll(context))).await;
            assert!(polled.is_pending());
        }
        let _answered = exchange.offer(event("1"));
        assert_eq!(exchange.next().await.unwrap().request_id, "1");
    }

    #[tokio::test]
    async fn only_the_answer_that_is_awaited_counts() {
        let (exchange, _initialised) = Exchange::new();
        assert_eq!(exchange.answer("1", reply("x")), Err(Misplaced::UnknownId));
        let answered = exchange.offer(event("1"));
        exchange.next().await.unwrap();
        assert_eq!(exchange.answer("2", reply("x")), Err(Misplaced::UnknownId));
        assert_eq!(exchange.next().await, Err(Misplaced::State));
        exchange.answer("1", reply("one")).unwrap();
        assert_eq!(exchange.answer("1", reply("again")), Err(Misplaced::UnknownId));
        assert_eq!(answered.await, Ok(reply("one")));
    }

    #[tokio::test]
    async fn initialisation_fails_at_most_once_and_not_later() {
        let (exchange, initialised) = Exchange::new();
        exchange.init_failed(Bytes::from_static(b"no")).unwrap();
        assert_eq!(initialised.await, Ok(Initialised::Failed(Bytes::from_static(b"no"))));
        assert_eq!(exchange.init_failed(Bytes::new()), Err(Misplaced::State));
    }
}
