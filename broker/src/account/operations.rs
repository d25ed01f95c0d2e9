//! What the data-plane API asks of the broker: connections, direct messages, retained messages
//! (mqtt.md §8, §12).

use std::sync::atomic::Ordering;
use std::time::Duration;

use base::{InvalidToken, Page, PageRequest, UnixMillis};
use mqtt::SubscriptionOptions;
use tokio::sync::oneshot;

use super::Account;
use crate::clients::ClientStatus;
use crate::direct::{Ask, Direct, DirectError};
use crate::mailbox::Kick;
use crate::session::Session;
use crate::sessions::Place;
use crate::{Message, NewMessage};

/// Time that a connection gets to end when it is deleted. It needs none but that of its task's turn.
const END_WITHIN: Duration = Duration::from_secs(5);
/// Time that a connection's task gets to say what its client subscribes to.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);
/// How often a client that is just coming or going is looked at again, and the time in between.
const LOOKS: usize = 50;
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// There is neither a connection nor a persistent session with the client id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the client is not connected and has no persistent session")]
pub struct NoSuchClient;

impl Account {
    /// What is known of a client; `None` when it is not connected, was not lately, and has no session.
    pub fn client(&self, client_id: &str, now: UnixMillis) -> Option<ClientStatus> {
        self.clients.status(client_id, now)
    }

    /// Ends a client's connection, and its persistent session if `clean_session` is set. Returns when
    /// both are gone.
    ///
    /// # Errors
    /// When it has neither.
    pub async fn delete_connection(
        &self,
        client_id: &str,
        clean_session: bool,
        prevent_will: bool,
    ) -> Result<(), NoSuchClient> {
        let mut was_connected = false;
        for _ in 0..LOOKS {
            if let Some(connected) = self.clients.live(client_id).filter(|_| !was_connected) {
                let ended = self.clients.end_of(&connected);
                connected.mailbox.kick(Kick::Deleted { clean_session, will: !prevent_will });
                // It ends with an error, which is what is waited for.
                let _ = tokio::time::timeout(END_WITHIN, ended).await;
                was_connected = true;
                continue;
            }
            // Also of a connection that ended for another reason in this very moment.
            let visit =
                |session: &mut Option<Box<Session>>| if clean_session { session.take() } else { None };
            match self.sessions.offline(client_id, visit) {
                Place::Offline(session) => {
                    if let Some(session) = session {
                        self.discard(&session);
                        self.clients.session_ended(&session.client_id, UnixMillis::now());
                    }
                    return Ok(());
                }
                Place::Empty | Place::Taken if was_connected => return Ok(()),
                Place::Empty => return Err(NoSuchClient),
                Place::Taken => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
        Err(NoSuchClient)
    }

    /// The subscriptions of a client that is connected or has a persistent session, in the order of
    /// their filters.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn subscriptions(
        &self,
        client_id: &str,
    ) -> Result<Vec<(Box<str>, SubscriptionOptions)>, NoSuchClient> {
        for _ in 0..LOOKS {
            if let Some(connected) = self.clients.live(client_id) {
                let (answer, answered) = oneshot::channel();
                connected.mailbox.ask(Ask::Subscriptions(answer));
                if let Ok(Ok(subscriptions)) = tokio::time::timeout(ANSWER_WITHIN, answered).await {
                    return Ok(in_order(subscriptions));
                }
            }
            let visit = |session: &mut Option<Box<Session>>| {
                let all = session.iter().flat_map(|session| &session.subscriptions);
                all.map(|(filter, options)| (filter.clone(), *options)).collect()
            };
            match self.sessions.offline(client_id, visit) {
                Place::Offline(subscriptions) => return Ok(in_order(subscriptions)),
                Place::Empty => return Err(NoSuchClient),
                Place::Taken => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
        Err(NoSuchClient)
    }

    /// Sends a message to one client, which need not subscribe to its topic. A QoS 1 message must be
    /// acknowledged within the time given.
    ///
    /// # Errors
    /// Why it did not arrive.
    pub async fn send_direct(
        &self,
        client_id: &str,
        message: &NewMessage<'_>,
        within: Duration,
    ) -> Result<(), DirectError> {
        let connected = self.clients.live(client_id).ok_or(DirectError::NotConnected)?;
        let message = Message::new(message, UnixMillis::now());
        let (answer, answered) = oneshot::channel();
        connected.mailbox.ask(Ask::Direct(Direct { message, answer }));
        self.metrics.published_internally.fetch_add(1, Ordering::Relaxed);
        match tokio::time::timeout(within, answered).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(DirectError::Unconfirmed),
        }
    }

    /// Retained messages, the newest first.
    ///
    /// # Errors
    /// When the page token is not one of ours.
    pub fn retained_messages(
        &self,
        request: &PageRequest,
        now: UnixMillis,
    ) -> Result<Page<Message>, InvalidToken> {
        self.retained.page(request, now)
    }
}

fn in_order(mut subscriptions: Vec<(Box<str>, SubscriptionOptions)>) -> Vec<(Box<str>, SubscriptionOptions)> {
    subscriptions.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    subscriptions
}
