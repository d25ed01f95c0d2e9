//! Lifecycle events: what clients do, published by the broker itself (mqtt.md §11).
//!
//! Nothing is built for an event that nobody listens to, and publishing only queues. Clients cannot
//! publish on these topics: [`crate::reserved`] forbids it.

use std::net::IpAddr;
use std::sync::Arc;

use base::UnixMillis;
use serde::Serialize;
use uuid::Uuid;

use crate::account::Account;
use crate::clients::ConnectionInfo;
use crate::end::Cause;
use crate::ports::{Admitted, Attempt, Publisher};
use crate::{NewMessage, open_points};

/// What all events say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a, Detail> {
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thing_name: Option<&'a str>,
    timestamp: u64,
    event_type: &'static str,
    #[serde(flatten)]
    detail: Detail,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Connected<'a> {
    session_identifier: UuidText,
    principal_identifier: &'a str,
    ip_address: IpAddr,
    version_number: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Disconnected<'a> {
    session_identifier: UuidText,
    principal_identifier: &'a str,
    client_initiated_disconnect: bool,
    disconnect_reason: &'static str,
    version_number: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConnectFailed<'a> {
    connect_failure_reason: &'static str,
    principal_identifier: &'a str,
    session_identifier: UuidText,
    ip_address: IpAddr,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscriptions<'a> {
    session_identifier: UuidText,
    principal_identifier: &'a str,
    topics: &'a [&'a str],
}

/// A UUID as text in JSON.
struct UuidText(Uuid);

impl Serialize for UuidText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

/// Who an event is about.
struct Subject<'a> {
    client_id: &'a str,
    /// The associated thing, if it is named.
    thing: Option<&'a str>,
}

impl<'a> Subject<'a> {
    fn of(info: &'a ConnectionInfo) -> Self {
        Self { client_id: &info.attempt.client_id, thing: info.thing.as_deref().filter(|_| info.exclusive) }
    }
}

/// A client has connected.
pub(crate) fn connected(account: &Account, info: &ConnectionInfo) {
    publish(account, "presence", "connected", &Subject::of(info), info.since, || Connected {
        session_identifier: UuidText(info.session_identifier),
        principal_identifier: &info.principal,
        ip_address: info.attempt.source.ip(),
        version_number: info.version_number,
    });
}

/// A connection has ended.
pub(crate) fn disconnected(account: &Account, info: &ConnectionInfo, cause: Cause, now: UnixMillis) {
    publish(account, "presence", "disconnected", &Subject::of(info), now, || Disconnected {
        session_identifier: UuidText(info.session_identifier),
        principal_identifier: &info.principal,
        client_initiated_disconnect: cause == Cause::ClientInitiated,
        disconnect_reason: cause.as_str(),
        version_number: info.version_number,
    });
}

/// A CONNECT or its will is not allowed by the policies.
pub(crate) fn connect_failed(account: &Account, admitted: &Admitted, attempt: &Attempt, now: UnixMillis) {
    let subject = Subject {
        client_id: &attempt.client_id,
        thing: admitted.thing.as_deref().filter(|_| admitted.exclusive),
    };
    publish(account, "presence", "connect_failed", &subject, now, || ConnectFailed {
        connect_failure_reason: "AUTHORIZATION_FAILED",
        principal_identifier: &admitted.principal,
        // There is no session.
        session_identifier: UuidText(Uuid::new_v4()),
        ip_address: attempt.source.ip(),
    });
}

/// A client has subscribed to topic filters: the granted ones; without any there is no event.
pub(crate) fn subscribed(account: &Account, info: &ConnectionInfo, filters: &[&str], now: UnixMillis) {
    subscriptions(account, info, "subscribed", filters, now);
}

/// A client has given subscriptions up: those that it had; without any there is no event.
pub(crate) fn unsubscribed(account: &Account, info: &ConnectionInfo, filters: &[&str], now: UnixMillis) {
    subscriptions(account, info, "unsubscribed", filters, now);
}

fn subscriptions(
    account: &Account,
    info: &ConnectionInfo,
    event: &'static str,
    filters: &[&str],
    now: UnixMillis,
) {
    if filters.is_empty() {
        return;
    }
    publish(account, "subscriptions", event, &Subject::of(info), now, || Subscriptions {
        session_identifier: UuidText(info.session_identifier),
        principal_identifier: &info.principal,
        topics: filters,
    });
}

/// Publishes an event, if anybody gets it.
fn publish<Detail: Serialize>(
    account: &Account,
    group: &str,
    event: &'static str,
    subject: &Subject<'_>,
    now: UnixMillis,
    detail: impl FnOnce() -> Detail,
) {
    let client_id = subject.client_id;
    // Such an id makes no topic name.
    if mqtt::topic::has_wildcard(client_id) {
        return;
    }
    let topic = ["$aws/events/", group, "/", event, "/", client_id].concat();
    if !account.router.has_match(&topic) {
        return;
    }
    let event =
        Event { client_id, thing_name: subject.thing, timestamp: now.0, event_type: event, detail: detail() };
    // Plain structs of text and numbers always have a JSON form.
    let payload = serde_json::to_vec(&event).unwrap_or_default();
    let message = NewMessage::new(&topic, &payload, open_points::LIFECYCLE_QOS);
    account.publish_uncounted(&message, &Arc::new(Publisher::default()));
}
