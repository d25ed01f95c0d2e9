//! Amazon Simple Notification Service: topics and those who subscribed to them.
//!
//! Queues and functions are reached through [`ports`](crate::ports), HTTP endpoints by the [`courier`]; e-mails
//! and text messages stay in the [`outbox`]. Topic policies are kept and not enforced, as IAM policies are not
//! anywhere in Thingcore.

// An operation takes its parameters as they were read, whether or not it needs them whole.
#![allow(clippy::needless_pass_by_value)]

mod courier;
mod failure;
mod filter;
mod message;
mod operations;
mod outbox;
mod publish;
mod sign;
mod subscriptions;
mod topics;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use base::{Arn, Tenant};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Changed, Store};

use crate::Scope;
use crate::deduplication::Deduplication;
use crate::kept::{Book, Journal, Kept, State};
use crate::ports::{Enqueue, Invoke};
use crate::protocol::query::{self, Query, Xml, parameters};
use crate::protocol::{self, Call, Failure};
use courier::Courier;
use failure::{invalid, malformed};
use filter::Filter;
use outbox::{Letter, Outbox};
pub use outbox::{Letter as OutboxLetter, Sent as OutboxEntry};
use sign::{CERTIFICATE_PATH, Signer};

const TOPIC: &str = "sns.topic";
const SUBSCRIPTION: &str = "sns.subscription";
const EARLIER: &str = "sns.deduplication";
/// The most topics of an account in a region (SNS quotas allow 100,000).
const TOPICS_MAX: usize = 10_000;
/// The most subscriptions of an account in a region.
const SUBSCRIPTIONS_MAX: usize = 10_000;
/// Entries of a page of a listing.
const PAGE: usize = 100;

/// The namespace of answers.
pub(crate) const NAMESPACE: &str = "http://sns.amazonaws.com/doc/2010-03-31/";
const QUERY: Query = Query { namespace: NAMESPACE, version: "2010-03-31" };

/// A topic.
#[derive(Default)]
struct Topic {
    record: topics::Record,
    deduplication: Deduplication,
    /// The place of the last message of a FIFO topic.
    last: u64,
}

/// A subscription.
struct Subscription {
    record: subscriptions::Record,
    filter: Option<Filter>,
}

/// The topics of an account in a region, and what was sent from there.
#[derive(Default)]
struct Topics {
    by_name: BTreeMap<String, Topic>,
    /// By ARN.
    subscriptions: BTreeMap<String, Subscription>,
    outbox: Outbox,
}

impl State for Topics {
    const KINDS: &'static [&'static str] = &[TOPIC, SUBSCRIPTION, EARLIER, outbox::LETTER];

    fn is_empty(&self) -> bool {
        self.by_name.is_empty() && self.outbox.is_empty()
    }
}

impl Topics {
    fn subscriptions_of<'a>(&'a self, topic: &'a str) -> impl Iterator<Item = &'a Subscription> {
        self.subscriptions.values().filter(move |one| one.record.topic == topic)
    }

    /// Removes a topic and its subscriptions.
    fn remove_topic(&mut self, name: &str, journal: &mut Journal<'_>) {
        let Some(mut topic) = self.by_name.remove(name) else { return };
        topic.deduplication.forget_all(EARLIER, name, journal);
        journal.forget(TOPIC, name);
        self.subscriptions.retain(|arn, one| {
            let stays = one.record.topic != name;
            if !stays {
                journal.forget(SUBSCRIPTION, arn);
            }
            stays
        });
    }
}

/// The topics of all accounts.
pub(crate) struct Sns {
    book: Book<Topics>,
    signer: Arc<Signer>,
    courier: Courier,
    queues: Arc<dyn Enqueue>,
    functions: Option<Arc<dyn Invoke>>,
    /// Held while a message of a FIFO topic is on its way.
    order: tokio::sync::Mutex<()>,
}

/// What an operation that is done at once returns: its result, if it has one.
type Outcome = Result<Changed<Option<Xml>>, Failure>;

impl Sns {
    /// Puts the topics together from what was stored. The key that signs is below the directory; `functions` is
    /// who runs them, if there is anybody.
    pub(crate) fn open(
        directory: Option<&Path>,
        store: &Store,
        kept: &mut Kept,
        queues: Arc<dyn Enqueue>,
        functions: Option<Arc<dyn Invoke>>,
    ) -> Self {
        let mut states: BTreeMap<Tenant, Topics> = BTreeMap::new();
        for (tenant, name, record) in kept.take(TOPIC) {
            let topic = Topic { record, ..Topic::default() };
            states.entry(tenant).or_default().by_name.insert(name.into(), topic);
        }
        for (tenant, arn, record) in kept.take::<subscriptions::Record>(SUBSCRIPTION) {
            // It was checked when it was set.
            let policy = record.filter_policy.as_deref();
            let filter = policy.and_then(|policy| Filter::parse(policy, record.of_body).ok());
            let subscription = Subscription { record, filter };
            states.entry(tenant).or_default().subscriptions.insert(arn.into(), subscription);
        }
        for (tenant, row, earlier) in kept.take::<crate::deduplication::Earlier>(EARLIER) {
            let Some((name, key)) = row.split_once('/') else { continue };
            let Some(topics) = states.get_mut(&tenant) else { continue };
            if let Some(topic) = topics.by_name.get_mut(name) {
                topic.last = topic.last.max(earlier.place);
                topic.deduplication.restore(key, earlier);
            }
        }
        let mut letters: Vec<(Tenant, Box<str>, Letter)> = kept.take(outbox::LETTER);
        letters.sort_by(|one, other| one.1.cmp(&other.1));
        for (tenant, number, letter) in letters {
            let Ok(number) = number.parse() else { continue };
            states.entry(tenant).or_default().outbox.restore(number, letter);
        }
        Self {
            book: Book::new(store.clone(), states),
            signer: Arc::new(Signer::new(directory)),
            courier: Courier::default(),
            queues,
            functions,
            order: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) async fn handle(
        &self,
        tenant: &Tenant,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        let call = Call::of(tenant, request, request_id);
        match QUERY.request(request) {
            Ok((action, parameters)) => {
                let document = query::document(&parameters);
                let outcome = self.operate(&call, &action, document).await;
                QUERY.respond(&action, outcome, request_id)
            }
            Err(failure) => QUERY.respond("", Err(failure), request_id),
        }
    }

    async fn operate(&self, call: &Call<'_>, action: &str, document: Value) -> Result<Option<Xml>, Failure> {
        macro_rules! run {
            ($function:ident) => {{
                let changed = self.$function(call, read(document)?)?;
                Ok(self.book.stored(changed).await?)
            }};
        }
        match action {
            "AddPermission" => run!(add_permission),
            "ConfirmSubscription" => run!(confirm_subscription),
            "CreateTopic" => run!(create_topic),
            "DeleteTopic" => run!(delete_topic),
            "GetSubscriptionAttributes" => run!(get_subscription_attributes),
            "GetTopicAttributes" => run!(get_topic_attributes),
            "ListSubscriptions" => run!(list_subscriptions),
            "ListSubscriptionsByTopic" => run!(list_subscriptions_by_topic),
            "ListTagsForResource" => run!(list_tags_for_resource),
            "ListTopics" => run!(list_topics),
            "Publish" => self.publish(call, read(document)?).await,
            "PublishBatch" => self.publish_batch(call, read(document)?).await,
            "RemovePermission" => run!(remove_permission),
            "SetSubscriptionAttributes" => run!(set_subscription_attributes),
            "SetTopicAttributes" => run!(set_topic_attributes),
            "Subscribe" => self.subscribe(call, read(document)?).await,
            "TagResource" => run!(tag_resource),
            "Unsubscribe" => run!(unsubscribe),
            "UntagResource" => run!(untag_resource),
            name if operations::NOT_IMPLEMENTED.contains(&name) => {
                Err(Failure::operation_not_implemented("sns", name))
            }
            name => Err(QUERY.unknown_operation(name)),
        }
    }

    /// Answers a link that a message has: of the certificate, to confirm or to end a subscription. Nobody signs
    /// such requests.
    pub(crate) async fn link(&self, request: &Request<Bytes>, request_id: &str) -> Option<Response<Bytes>> {
        if request.method() != http::Method::GET {
            return None;
        }
        if request.uri().path() == CERTIFICATE_PATH {
            self.prepare_signer().await;
            let mut response = Response::new(Bytes::from(self.signer.certificate()?.to_owned()));
            let kind = HeaderValue::from_static("application/x-pem-file");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            return Some(response);
        }
        let parameters = parameters(request);
        let value =
            |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let arn = match value("Action")? {
            "ConfirmSubscription" => value("TopicArn")?,
            "Unsubscribe" => value("SubscriptionArn")?,
            _ => return None,
        };
        let arn = Arn::parse(arn).filter(|arn| arn.service == "sns")?;
        let tenant = Tenant::new(arn.account.parse().ok()?, arn.region.parse().ok()?);
        Some(self.handle(&tenant, request, request_id).await)
    }

    /// Makes the key that signs, if nothing was signed yet: that takes a while.
    async fn prepare_signer(&self) {
        if !self.signer.is_made() {
            let signer = Arc::clone(&self.signer);
            // A failure is told when something is signed.
            let _ = tokio::task::spawn_blocking(move || signer.certificate().is_some()).await;
        }
    }

    /// What would have left the lab, oldest first within a region.
    pub(crate) fn outbox(&self) -> Vec<OutboxEntry> {
        let of = |tenant: Tenant| {
            self.book.read(&tenant, |topics| {
                topics
                    .outbox
                    .letters()
                    .map(|letter| OutboxEntry::new(&tenant, letter.clone()))
                    .collect::<Vec<_>>()
            })
        };
        self.book.tenants().into_iter().flat_map(of).collect()
    }

    pub(crate) fn tenants(&self) -> Vec<Tenant> {
        self.book.tenants()
    }

    pub(crate) async fn reset(&self, scope: &Scope) {
        self.book.reset(scope).await;
    }

    /// Ends deliveries that are under way.
    pub(crate) fn close(&self) {
        self.courier.close();
    }
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T, Failure> {
    protocol::read(document, malformed)
}

/// The ARN of a topic.
fn topic_arn(tenant: &Tenant, name: &str) -> String {
    format!("arn:{}:sns:{}:{}:{name}", tenant.region.partition(), tenant.region, tenant.account)
}

/// The name of a topic in its ARN.
fn name_in(tenant: &Tenant, arn: &str) -> Result<String, Failure> {
    let parsed = Arn::parse(arn).filter(|arn| arn.service == "sns");
    let parsed =
        parsed.ok_or_else(|| invalid("TopicArn Reason: An ARN must have at least 6 elements, not 1"))?;
    if parsed.region != tenant.region.as_str() {
        return Err(invalid("TopicArn"));
    }
    if parsed.account != tenant.account.as_str() {
        let (status, code) = (http::StatusCode::FORBIDDEN, "AuthorizationError");
        return Err(Failure::new(
            status,
            code,
            format!("User is not authorized to perform this on resource: {arn}"),
        ));
    }
    Ok(parsed.resource.to_owned())
}
