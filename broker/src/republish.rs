//! Publishing for a rule. The message is held to the limits of clients' messages, and who publishes it waits for
//! receivers that cannot keep up, as a client does.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use base::{Limit, Limits};
use mqtt::Properties;

use crate::account::{Account, Handed};
use crate::grant::{fits, too_long};
use crate::message::NewMessage;
use crate::ports::Publisher;

impl Account {
    /// Publishes what a rule made, on a valid topic name. Returns when every receiver has room for more, or takes
    /// nothing at all and has lost it.
    ///
    /// # Errors
    /// What the message goes beyond; nothing is published.
    pub async fn publish_for_rule(
        &self,
        message: &NewMessage<'_>,
        publisher: &Arc<Publisher>,
    ) -> Result<(), &'static str> {
        if let Err((limit, fault)) = message_fits(message, &self.limits) {
            self.limits.hit(limit);
            return Err(fault);
        }
        if let Some(quotas) = &self.quotas {
            quotas.count_internal();
        }
        let handed = self.publish_internally(message, publisher);
        if let Handed { congested: Some(receiver), .. } = handed {
            let mut mark = None;
            poll_fn(|context| match receiver.holds_back(context.waker(), &mut mark) {
                true => Poll::Pending,
                false => Poll::Ready(()),
            })
            .await;
        }
        Ok(())
    }
}

/// Whether a client might publish it (mqtt.md §4, §10).
fn message_fits(message: &NewMessage<'_>, limits: &Limits) -> Result<(), (Limit, &'static str)> {
    fits(message.topic, limits).map_err(|limit| (limit, "the topic is longer or deeper than allowed"))?;
    if message.payload.len() > limits.payload_bytes {
        return Err((Limit::PayloadBytes, "the payload is too large"));
    }
    let mut user_bytes = 0;
    let mut properties = Properties::from_raw(message.properties).iter();
    match properties.find_map(|property| too_long(property, &mut user_bytes, limits)) {
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}
