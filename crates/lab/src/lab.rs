//! The services of one data directory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{AccountId, Tenant};
use bytes::Bytes;
use http::{Request, Response};
use store::{Store, StoreError};

#[cfg(feature = "dynamodb")]
use crate::dynamodb::DynamoDb;
use crate::kept::Kept;
#[cfg(feature = "lambda")]
use crate::lambda::{Lambda, LambdaSettings};
use crate::logs::Logs;
use crate::service::{Service, ServiceSet};
use crate::sqs::Sqs;
use crate::sts;
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
    #[cfg(feature = "lambda")]
    lambda: Option<Lambda>,
    logs: Arc<Logs>,
    sqs: Sqs,
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
        let logs = Arc::new(Logs::open(store, &mut kept));
        #[cfg(feature = "lambda")]
        let lambda = {
            // Without CloudWatch Logs, what functions print is in the program's own log.
            let sink = services.contains(Service::Logs).then(|| Arc::clone(&logs) as _);
            services
                .contains(Service::Lambda)
                .then(|| Lambda::open(directory, store.clone(), &mut kept, settings.lambda, sink, None))
                .transpose()?
        };
        Ok(Self {
            #[cfg(feature = "dynamodb")]
            dynamodb: DynamoDb::open(directory.filter(|_| services.contains(Service::DynamoDb)))?,
            #[cfg(feature = "lambda")]
            lambda,
            services: services.clone(),
            logs,
            sqs: Sqs::open(store, &mut kept),
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
            #[cfg(feature = "lambda")]
            Service::Lambda => match &self.lambda {
                Some(lambda) => lambda.handle(tenant, request, request_id).await,
                None => not_available(service.name(), request.headers(), false, request_id),
            },
            Service::Logs => self.logs.handle(tenant, &request, request_id).await,
            Service::Sqs => self.sqs.handle(tenant, &request, request_id).await,
            Service::Sts => sts::handle(tenant, &request, request_id),
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
        self.logs.reset(scope).await;
        self.sqs.reset(scope).await;
        outcome
    }

    /// The accounts and regions that have rows of the lab's services.
    pub fn tenants(&self) -> Vec<Tenant> {
        [self.logs.tenants(), self.sqs.tenants()].concat()
    }

    #[cfg(all(test, feature = "dynamodb"))]
    pub(crate) fn dynamodb(&self) -> &DynamoDb {
        &self.dynamodb
    }

    /// Waits for the requests that are under way and closes all files. A later request opens them
    /// again, so the listeners have to be closed before. In memory, what was kept is lost.
    pub async fn close(&self) {
        self.end_functions();
        #[cfg(feature = "dynamodb")]
        self.dynamodb.close().await;
    }
    /// Ends functions without waiting for those that are under way.
    pub fn end_functions(&self) {
        #[cfg(feature = "lambda")]
        if let Some(lambda) = &self.lambda {
            lambda.close();
        }
    }
}
