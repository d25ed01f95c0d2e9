//! The services of one data directory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{AccountId, Tenant};
use bytes::Bytes;
use http::{Request, Response};
#[cfg(feature = "s3")]
use http_body_util::{BodyExt, Full};
#[cfg(feature = "s3")]
use hyper::body::Body;
use store::{Store, StoreError};

#[cfg(feature = "dynamodb")]
use crate::dynamodb::DynamoDb;
use crate::iam::{Iam, RoleView};
use crate::kept::Kept;
#[cfg(feature = "lambda")]
use crate::lambda::{Lambda, LambdaSettings};
use crate::logs::Logs;
#[cfg(feature = "s3")]
use crate::s3::{Form, ObjectBody, S3};
use crate::service::{Service, ServiceSet};
use crate::sns::{OutboxEntry, Sns};
use crate::sqs::Sqs;
use crate::sts::{Sts, TemporaryKey};
#[cfg(feature = "lambda")]
use crate::unavailable::not_available;

/// Why the lab cannot be opened or emptied.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// A file or directory cannot be made, read or deleted.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Work on a database came to no end, because the runtime shuts down or the engine panicked.
    #[error("the database of {tenant} was left as it was: {reason}")]
    Interrupted {
        /// Whose database.
        tenant: Tenant,
        /// What happened.
        reason: String,
    },
}

/// What is emptied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// One account in one region.
    Tenant(Tenant),
    /// One account in all regions.
    Account(AccountId),
    /// Everything.
    All,
}

impl Scope {
    /// Whether a tenant is part of it.
    pub fn covers(&self, tenant: &Tenant) -> bool {
        match self {
            Self::Tenant(only) => only == tenant,
            Self::Account(account) => *account == tenant.account,
            Self::All => true,
        }
    }

    /// The same for services that are one for all regions: they are emptied with the account, not with one region.
    pub(crate) fn of_account(&self) -> Self {
        match self {
            Self::Tenant(tenant) => Self::Account(tenant.account),
            scope => scope.clone(),
        }
    }
}

/// How the services run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Functions.
    #[cfg(feature = "lambda")]
    pub lambda: LambdaSettings,
}

/// The embedded services that are switched on, with what they keep.
pub struct Lab {
    services: ServiceSet,
    #[cfg(feature = "dynamodb")]
    dynamodb: DynamoDb,
    iam: Arc<Iam>,
    #[cfg(feature = "lambda")]
    lambda: Option<Arc<Lambda>>,
    logs: Arc<Logs>,
    #[cfg(feature = "s3")]
    s3: Arc<S3>,
    sns: Sns,
    sqs: Arc<Sqs>,
    sts: Sts,
}

impl Lab {
    /// Opens the services: what they keep in files is below a directory, where each makes one of its own
    /// (in memory without one), and what they keep as rows is in the store. Nothing else may use the
    /// directory at the same time. Databases are opened when they are first used. Blocks.
    ///
    /// # Errors
    /// When a service that is switched on cannot make its directory, or the store cannot be read.
    #[cfg_attr(
        not(feature = "lambda"),
        allow(unused_variables, unused_mut, reason = "what only Lambda uses")
    )]
    pub fn open(
        directory: Option<&Path>,
        store: &Store,
        services: &ServiceSet,
        settings: Settings,
    ) -> Result<Self, LabError> {
        let mut kept = Kept::load(store)?;
        let iam = Arc::new(Iam::open(store, &mut kept));
        let logs = Arc::new(Logs::open(store, &mut kept));
        let sqs = Arc::new(Sqs::open(store, &mut kept));
        #[cfg(feature = "s3")]
        let s3 = Arc::new(S3::open(directory, store, &mut kept)?);
        #[cfg(feature = "lambda")]
        let lambda = if services.contains(Service::Lambda) {
            // Without CloudWatch Logs, what functions print is in the program's own log.
            let sink = services.contains(Service::Logs).then(|| Arc::clone(&logs) as _);
            #[cfg(feature = "s3")]
            let objects = services.contains(Service::S3).then(|| Arc::clone(&s3) as _);
            #[cfg(not(feature = "s3"))]
            let objects = None;
            let opened = Lambda::open(directory, store.clone(), &mut kept, settings.lambda, sink, objects);
            Some(Arc::new(opened?))
        } else {
            None
        };
        #[cfg(feature = "lambda")]
        let functions = lambda.clone().map(|lambda| lambda as _);
        #[cfg(not(feature = "lambda"))]
        let functions = None;
        Ok(Self {
            #[cfg(feature = "dynamodb")]
            dynamodb: DynamoDb::open(directory.filter(|_| services.contains(Service::DynamoDb)))?,
            #[cfg(feature = "lambda")]
            lambda,
            services: services.clone(),
            iam: Arc::clone(&iam),
            logs,
            #[cfg(feature = "s3")]
            s3,
            sns: Sns::open(directory, store, &mut kept, sqs.clone(), functions),
            sqs,
            sts: Sts::open(store, &mut kept, iam),
        })
    }

    /// The service that a request is for, if it is switched on: `signing_name` is the service that the
    /// request's signature names, `target` its `X-Amz-Target`, which decides when it is not signed.
    pub fn serves(&self, signing_name: Option<&str>, target: Option<&str>) -> Option<Service> {
        Service::of_request(signing_name, target).filter(|service| self.services.contains(*service))
    }

    /// Answers a request for a service that [`serves`](Self::serves) named. Whatever goes wrong is part
    /// of the answer. Needs a tokio runtime; dropping the future does not stop work that has begun.
    pub async fn handle(
        &self,
        service: Service,
        tenant: &Tenant,
        request: Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        match service {
            #[cfg(feature = "dynamodb")]
            Service::DynamoDb => self.dynamodb.handle(tenant, request, request_id).await,
            Service::Iam => self.iam.handle(tenant, &request, request_id).await,
            #[cfg(feature = "lambda")]
            Service::Lambda => match &self.lambda {
                Some(lambda) => lambda.handle(tenant, request, request_id).await,
                None => not_available(service.name(), request.headers(), false, request_id),
            },
            Service::Logs => self.logs.handle(tenant, &request, request_id).await,
            #[cfg(feature = "s3")]
            Service::S3 => collected(self.objects(tenant, request.map(Full::new), request_id).await).await,
            Service::Sns => self.sns.handle(tenant, &request, request_id).await,
            Service::Sqs => self.sqs.handle(tenant, &request, request_id).await,
            Service::Sts => self.sts.handle(tenant, &request, request_id).await,
        }
    }

    /// What an address that a service gave away leads to, by path and query: a function's code. Nothing
    /// when there is nothing, or the address is not valid any more.
    pub async fn download(&self, path: &str, query: &str) -> Option<Bytes> {
        #[cfg(feature = "lambda")]
        if let Some(lambda) = &self.lambda {
            return lambda.download(path, query).await;
        }
        let _ = (path, query);
        None
    }

    /// Whether a request that is not signed for S3 is for a bucket all the same: its host names one.
    #[cfg(feature = "s3")]
    pub fn is_for_a_bucket(&self, headers: &http::HeaderMap) -> bool {
        self.services.contains(Service::S3) && S3::is_addressed(headers)
    }

    /// Whether the path of a request names a bucket that exists.
    #[cfg(feature = "s3")]
    pub fn has_bucket_of_path(&self, head: &http::request::Parts) -> bool {
        self.services.contains(Service::S3) && self.s3.has_bucket_of_path(head)
    }

    /// Reads a form that a browser sends to a bucket, up to its file.
    ///
    /// # Errors
    /// The answer to one that cannot be read.
    #[cfg(feature = "s3")]
    pub async fn form<B>(
        &self,
        head: &http::request::Parts,
        body: B,
        request_id: &str,
    ) -> Result<Form<B>, Box<Response<ObjectBody>>>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        self.s3.form(head, body, request_id).await
    }

    /// Puts the object of a form, which may have so many bytes. Otherwise as [`objects`](Self::objects).
    #[cfg(feature = "s3")]
    pub async fn post_object<B>(
        &self,
        sender: (&Tenant, Option<crate::AccessKey>),
        form: Form<B>,
        sizes: std::ops::RangeInclusive<u64>,
        head: &http::request::Parts,
        request_id: &str,
    ) -> Response<ObjectBody>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        self.s3.post(sender, form, sizes, head, request_id).await
    }

    /// Answers a request for S3. Bodies are never held as a whole. Otherwise as [`handle`](Self::handle).
    #[cfg(feature = "s3")]
    pub async fn objects<B>(
        &self,
        tenant: &Tenant,
        request: Request<B>,
        request_id: &str,
    ) -> Response<ObjectBody>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        self.s3.handle(tenant, request, request_id).await
    }

    /// Answers a request that nobody signed, if it is for one of the services: a link that SNS put into a
    /// message (of the certificate that it signs with, to confirm or to end a subscription), or an operation of
    /// STS for callers who have no keys.
    pub async fn unsigned(&self, request: &Request<Bytes>, request_id: &str) -> Option<Response<Bytes>> {
        if self.services.contains(Service::Sns)
            && let Some(answer) = self.sns.link(request, request_id).await
        {
            return Some(answer);
        }
        if self.services.contains(Service::Sts) { Sts::unsigned(request, request_id) } else { None }
    }

    /// What is known of a role: whether it exists, and whom it trusts. Roles of other accounts are found too.
    pub fn role(&self, tenant: &Tenant, arn: &str) -> Option<RoleView> {
        self.iam.trust(tenant, arn).map(|trust| trust.view())
    }

    /// A temporary key that STS gave out, with the account that it is of. One whose time is over is still told,
    /// for a day.
    pub fn temporary_key(&self, access_key_id: &str) -> Option<(AccountId, TemporaryKey)> {
        self.sts.key(access_key_id)
    }

    /// E-mails and text messages that would have left the lab, of all accounts.
    pub fn outbox(&self) -> Vec<OutboxEntry> {
        self.sns.outbox()
    }

    /// Does what has to be done from time to time: items of DynamoDB whose time to live is over are
    /// deleted once a minute from the databases that are open, and functions that nobody uses end. Never
    /// returns; the owner spawns it and aborts it.
    pub async fn keep_house(&self) {
        let dynamodb = async {
            #[cfg(feature = "dynamodb")]
            self.dynamodb.keep_house().await;
        };
        let lambda = async {
            #[cfg(feature = "lambda")]
            if let Some(lambda) = &self.lambda {
                lambda.keep_house().await;
            }
        };
        tokio::join!(dynamodb, lambda);
        std::future::pending::<()>().await;
    }

    /// Empties a part of the lab, files included. Requests that are under way end before; those that
    /// come meanwhile wait and find nothing.
    ///
    /// # Errors
    /// When a file cannot be deleted. Then the rest is emptied nevertheless, and the first error is
    /// returned.
    #[cfg_attr(
        not(any(feature = "dynamodb", feature = "lambda")),
        allow(unused_mut, reason = "nothing to empty")
    )]
    pub async fn reset(&self, scope: &Scope) -> Result<(), LabError> {
        let mut outcome = Ok(());
        #[cfg(feature = "dynamodb")]
        {
            outcome = outcome.and(self.dynamodb.reset(scope).await);
        }
        #[cfg(feature = "lambda")]
        if let Some(lambda) = &self.lambda {
            outcome = outcome.and(lambda.reset(scope).await);
        }
        self.iam.reset(scope).await;
        self.logs.reset(scope).await;
        #[cfg(feature = "s3")]
        self.s3.reset(scope).await;
        self.sns.reset(scope).await;
        self.sqs.reset(scope).await;
        self.sts.reset(scope).await;
        outcome
    }

    /// The accounts and regions that have rows of the lab's services.
    pub fn tenants(&self) -> Vec<Tenant> {
        [
            self.iam.tenants(),
            self.logs.tenants(),
            #[cfg(feature = "s3")]
            self.s3.tenants(),
            self.sns.tenants(),
            self.sqs.tenants(),
            self.sts.tenants(),
        ]
        .concat()
    }

    #[cfg(all(test, feature = "dynamodb"))]
    pub(crate) fn dynamodb(&self) -> &DynamoDb {
        &self.dynamodb
    }

    /// Waits for the requests that are under way and closes all files. A later request opens them
    /// again, so the listeners have to be closed before. In memory, what was kept is lost.
    pub async fn close(&self) {
        self.end_functions();
        self.sns.close();
        #[cfg(feature = "s3")]
        self.s3.close();
        #[cfg(feature = "dynamodb")]
        self.dynamodb.close().await;
    }

    /// Waits until functions had the events that were queued for them. Those that are to be tried again are not
    /// waited for.
    pub async fn settle(&self) {
        #[cfg(feature = "lambda")]
        if let Some(lambda) = &self.lambda {
            lambda.settle().await;
        }
    }

    /// Ends functions without waiting for those that are under way.
    pub fn end_functions(&self) {
        #[cfg(feature = "lambda")]
        if let Some(lambda) = &self.lambda {
            lambda.close();
        }
    }
}

/// An answer of S3 as a whole, for callers that have no other form.
#[cfg(feature = "s3")]
async fn collected(answer: Response<ObjectBody>) -> Response<Bytes> {
    let (mut parts, body) = answer.into_parts();
    let bytes = match body.collect().await {
        Ok(bytes) => bytes.to_bytes(),
        Err(error) => {
            tracing::error!(%error, "a file of S3 cannot be read");
            parts.status = http::StatusCode::INTERNAL_SERVER_ERROR;
            Bytes::new()
        }
    };
    Response::from_parts(parts, bytes)
}
