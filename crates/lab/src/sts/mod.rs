//! AWS Security Token Service: who is calling, and keys for a while.
//!
//! A temporary key is a row: the account, what its holder is called, and until when. The API accepts such keys
//! ([`Sts::key`]); which account any other key is of, is decided there. STS is one for all regions of an account.

mod assume;

use std::collections::BTreeMap;
use std::sync::Arc;

use base::{AccountId, Tenant, UnixMillis};
use bytes::Bytes;
use http::{Method, Request, Response};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Store;

use crate::Scope;
use crate::iam::{Iam, global};
use crate::kept::{Book, Kept, State};
use crate::protocol::query::{self, Query, Xml};
use crate::protocol::{Call, Failure};

const SESSION: &str = "sts.session";
/// Keys of an account that are good at the same time; beyond that the one that ends first goes.
const SESSIONS_MAX: usize = 10_000;
/// How long a key is remembered after its end, so that its holder is told why, milliseconds.
const REMEMBERED_MILLIS: u64 = 24 * 60 * 60 * 1000;

const VERSION: &str = "2011-06-15";
/// The namespace of answers.
pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const QUERY: Query = Query { namespace: NAMESPACE, version: VERSION };

/// What STS can do on AWS and not here (the service model of botocore 1.44).
const NOT_IMPLEMENTED: [&str; 8] = [
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetWebIdentityToken",
];

/// The operations among them that are sent without a signature.
const UNSIGNED: [&str; 2] = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];

/// A temporary key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemporaryKey {
    /// `ASIA…`.
    pub access_key_id: String,
    /// The secret half.
    pub secret_access_key: String,
    /// What requests carry beside the signature.
    pub session_token: String,
    /// When it ends, milliseconds since 1970.
    pub expires: u64,
    /// Who its holder is.
    arn: String,
    user_id: String,
}

impl std::fmt::Debug for TemporaryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TemporaryKey").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

/// The keys of an account, by id.
#[derive(Default)]
struct Sessions {
    by_id: BTreeMap<String, TemporaryKey>,
}

impl State for Sessions {
    const KINDS: &'static [&'static str] = &[SESSION];

    fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}

/// The keys of all accounts.
pub(crate) struct Sts {
    book: Book<Sessions>,
    /// Whose a key is.
    owners: Mutex<BTreeMap<String, Tenant>>,
    iam: Arc<Iam>,
}

/// Who calls.
struct Caller {
    account: AccountId,
    arn: String,
    user_id: String,
}

impl Sts {
    /// Puts the keys together from what was stored.
    pub(crate) fn open(store: &Store, kept: &mut Kept, iam: Arc<Iam>) -> Self {
        let mut states: BTreeMap<Tenant, Sessions> = BTreeMap::new();
        let mut owners = BTreeMap::new();
        for (tenant, id, key) in kept.take::<TemporaryKey>(SESSION) {
            owners.insert(id.clone().into(), tenant.clone());
            states.entry(tenant).or_default().by_id.insert(id.into(), key);
        }
        Self { book: Book::new(store.clone(), states), owners: Mutex::new(owners), iam }
    }

    pub(crate) async fn handle(
        &self,
        tenant: &Tenant,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        let tenant = global(tenant);
        let call = Call::of(&tenant, request, request_id);
        let (action, parameters) = match QUERY.request(request) {
            Ok(found) => found,
            Err(failure) => return QUERY.respond("", Err(failure), request_id),
        };
        let outcome = self.operate(&call, &action, query::document(&parameters)).await;
        QUERY.respond(&action, outcome, request_id)
    }

    /// The operations that nobody signs, because their callers have no keys yet: none of them is here, and
    /// that is the answer. `None` for every other request.
    pub(crate) fn unsigned(request: &Request<Bytes>, request_id: &str) -> Option<Response<Bytes>> {
        // Nobody else's request has a body that looks like one of these and is sent there.
        if request.method() != Method::POST || request.uri().path() != "/" {
            return None;
        }
        let (action, _) = QUERY.request(request).ok()?;
        if !UNSIGNED.contains(&action.as_str()) {
            return None;
        }
        let failure = Failure::operation_not_implemented("sts", &action);
        Some(QUERY.respond(&action, Err(failure), request_id))
    }

    async fn operate(&self, call: &Call<'_>, action: &str, document: Value) -> Result<Option<Xml>, Failure> {
        match action {
            "AssumeRole" => self.assume_role(call, document).await,
            "GetCallerIdentity" => Ok(Some(self.caller(call).identity())),
            "GetSessionToken" => self.get_session_token(call, document).await,
            name if NOT_IMPLEMENTED.contains(&name) => Err(Failure::operation_not_implemented("sts", name)),
            name => Err(QUERY.unknown_operation(name)),
        }
    }

    /// Who calls: the holder of a temporary key, or the account's root user, since there are no others.
    fn caller(&self, call: &Call<'_>) -> Caller {
        let account = call.tenant.account;
        let key = call.access_key.as_deref().and_then(|id| self.key(id));
        match key {
            Some((account, key)) => Caller { account, arn: key.arn, user_id: key.user_id },
            None => {
                let partition = call.tenant.region.partition();
                Caller {
                    account,
                    arn: format!("arn:{partition}:iam::{account}:root"),
                    user_id: account.to_string(),
                }
            }
        }
    }

    /// A temporary key and the account that it is of. One that has ended is still known for a day.
    pub(crate) fn key(&self, id: &str) -> Option<(AccountId, TemporaryKey)> {
        let owner = self.owners.lock().get(id).cloned()?;
        let key = self.book.read(&owner, |sessions| sessions.by_id.get(id).cloned())?;
        Some((owner.account, key))
    }

    /// Keeps a key, and forgets those that ended long ago.
    async fn keep(&self, owner: &Tenant, key: TemporaryKey, now: UnixMillis) -> Result<(), Failure> {
        let changed = self.book.change(owner, |sessions, journal| {
            let mut owners = self.owners.lock();
            let old = |key: &TemporaryKey| key.expires + REMEMBERED_MILLIS < now.0;
            let mut gone: Vec<String> =
                sessions.by_id.values().filter(|key| old(key)).map(|key| key.access_key_id.clone()).collect();
            if sessions.by_id.len() - gone.len() >= SESSIONS_MAX {
                let first = sessions.by_id.values().filter(|key| !old(key)).min_by_key(|key| key.expires);
                gone.extend(first.map(|key| key.access_key_id.clone()));
            }
            for id in gone {
                sessions.by_id.remove(&id);
                owners.remove(&id);
                journal.forget(SESSION, &id);
            }
            journal.put(SESSION, &key.access_key_id, &key);
            owners.insert(key.access_key_id.clone(), owner.clone());
            sessions.by_id.insert(key.access_key_id.clone(), key);
            Ok::<_, Failure>(())
        })?;
        Ok(self.book.stored(changed).await?)
    }

    pub(crate) fn tenants(&self) -> Vec<Tenant> {
        self.book.tenants()
    }

    pub(crate) async fn reset(&self, scope: &Scope) {
        let scope = scope.of_account();
        for (tenant, _) in self.book.reset(&scope).await {
            self.owners.lock().retain(|_, owner| *owner != tenant);
        }
    }
}

impl Caller {
    fn identity(&self) -> Xml {
        Xml::new().text("Arn", &self.arn).text("UserId", &self.user_id).text("Account", self.account.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn call(uri: &str, body: &'static str) -> (u16, String) {
        call_in("us-east-1", uri, body).await
    }

    async fn call_in(region: &str, uri: &str, body: &'static str) -> (u16, String) {
        let store = Store::memory().unwrap();
        let mut kept = Kept::default();
        let iam = Arc::new(Iam::open(&store, &mut kept));
        let sts = Sts::open(&store, &mut kept, iam);
        let tenant = Tenant::new("123456789012".parse().unwrap(), region.parse().unwrap());
        let request = Request::builder().uri(uri).body(Bytes::from_static(body.as_bytes())).unwrap();
        let response = sts.handle(&tenant, &request, "the-id").await;
        assert_eq!(response.headers()["content-type"], "text/xml");
        assert_eq!(response.headers()["x-amzn-requestid"], "the-id");
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_caller_is_the_root_of_the_account() {
        let expected = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
            <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root</Arn><UserId>123456789012</UserId>\
            <Account>123456789012</Account></GetCallerIdentityResult>\
            <ResponseMetadata><RequestId>the-id</RequestId></ResponseMetadata></GetCallerIdentityResponse>\n";
        for (uri, body) in [
            ("/", "Action=GetCallerIdentity&Version=2011-06-15"),
            ("/?Version=2011-06-15&Action=GetCallerIdentity", ""),
            ("/?Action=GetCaller%49dentity", ""),
        ] {
            assert_eq!(call(uri, body).await, (200, expected.into()));
        }
        assert!(
            call_in("cn-north-1", "/", "Action=GetCallerIdentity").await.1.contains(">arn:aws-cn:iam::1234")
        );
    }

    #[tokio::test]
    async fn an_operation_that_is_not_here_is_named() {
        let (status, text) = call("/", "Action=AssumeRoot&RoleArn=x").await;
        assert_eq!(status, 501);
        assert!(text.contains("<Code>NotImplemented</Code>"), "{text}");
        assert!(text.contains("<Message>AssumeRoot of the service sts is not"), "{text}");
    }

    #[tokio::test]
    async fn an_operation_that_aws_lacks_too_is_the_callers_mistake() {
        let (status, text) = call("/", "Action=%3CAssume&Version=1").await;
        assert_eq!(status, 400);
        assert!(text.contains("<Code>InvalidAction</Code>"), "{text}");
        assert!(text.contains("Could not find operation &lt;Assume for version 2011-06-15"), "{text}");
        for body in ["", "Version=2011-06-15", "Action", "Action=%ff"] {
            assert!(call("/", body).await.1.contains("<Code>MissingAction</Code>"), "{body}");
        }
    }
}
