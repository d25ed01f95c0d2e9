//! Amazon DynamoDB and DynamoDB Streams, on the embedded engine dynoxide.
//!
//! dynoxide knows tables, items, expressions and DynamoDB's error texts. Here is what makes a service of
//! it: one database per account and region ([`slot`]), the protocol ([`decode`], [`answer`]), the table
//! of operations ([`operations`]), what the engine does otherwise than AWS ([`corrected`]), and ARNs that
//! name the caller's account instead of the engine's ([`names`]).

mod answer;
mod corrected;
mod decode;
mod expression;
mod guard;
mod names;
mod operations;
mod slot;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base::Tenant;
use bytes::Bytes;
use dynoxide::DynoxideError;
use http::{Method, Request, Response};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::time::MissedTickBehavior;

use crate::{LabError, Scope, Service};
use answer::Refusal;
use operations::Operation;
use slot::Slot;

/// The largest request body, bytes. DynamoDB's own limit (16 MB for a BatchWriteItem).
const BODY_BYTES_MAX: usize = 16 << 20;
/// Databases that are open at once. Each holds three files and a page cache of two megabytes.
const DATABASES_MAX: usize = 256;
/// How often items whose time to live is over are deleted.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60);
/// What a database's file name ends with, after the region.
const SUFFIX: &str = ".db";

/// The databases of all accounts and regions.
pub(crate) struct DynamoDb {
    /// Where the files are: `ACCOUNT/REGION.db` below it.
    directory: Option<PathBuf>,
    slots: Mutex<HashMap<Tenant, Arc<Slot>>>,
}

/// What a call came to.
enum Outcome {
    Answer(Vec<u8>),
    /// It was read, and waits until it is alone.
    Waits(Value),
}

impl DynamoDb {
    /// Makes `dynamodb` below the data directory. Without one, everything is kept in memory.
    pub(crate) fn open(data: Option<&Path>) -> Result<Self, LabError> {
        let directory = data.map(|data| data.join("dynamodb"));
        if let Some(directory) = &directory {
            std::fs::create_dir_all(directory)
                .map_err(|source| LabError::Io { path: directory.clone(), source })?;
        }
        Ok(Self { directory, slots: Mutex::default() })
    }

    pub(crate) async fn handle(
        &self,
        tenant: &Tenant,
        request: Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        let answered = self.answer(tenant, request).await;
        if let Err(Refusal::Engine(error)) = &answered
            && error.status_code() == 500
        {
            tracing::error!(%request_id, %tenant, %error, "dynamodb request failed");
        }
        answer::respond(answered.map_err(|refusal| names::outward_error(refusal, tenant)), request_id)
    }

    async fn answer(&self, tenant: &Tenant, request: Request<Bytes>) -> Result<Vec<u8>, Refusal> {
        let operation = operation(&request)?;
        let body = request.into_body();
        if body.len() > BODY_BYTES_MAX {
            return Err(Refusal::too_large());
        }
        let slot = self.slot(tenant)?;
        let owner = tenant.clone();
        let outcome = Arc::clone(&slot).run(move |database| {
            let document = operation.read(&body, &owner)?;
            drop(body);
            if operation.is_alone(&document) {
                return Ok(Outcome::Waits(document));
            }
            operation.call(database, document, &owner).map(Outcome::Answer)
        });
        match outcome.await? {
            Outcome::Answer(answer) => Ok(answer),
            Outcome::Waits(document) => {
                let owner = tenant.clone();
                slot.run_alone(move |database| operation.call(database, document, &owner)).await
            }
        }
    }

    /// The slot of a tenant, which is made when the tenant has none.
    fn slot(&self, tenant: &Tenant) -> Result<Arc<Slot>, Refusal> {
        let mut slots = self.slots.lock();
        if let Some(slot) = slots.get(tenant) {
            return Ok(Arc::clone(slot));
        }
        if slots.len() >= DATABASES_MAX {
            forget_closed(&mut slots);
        }
        if slots.len() >= DATABASES_MAX {
            return Err(Refusal::Engine(DynoxideError::LimitExceededException(format!(
                "Thingcore keeps at most {DATABASES_MAX} DynamoDB databases open, \
                 one for each account and region."
            ))));
        }
        Ok(self.insert(&mut slots, tenant))
    }

    fn insert(&self, slots: &mut HashMap<Tenant, Arc<Slot>>, tenant: &Tenant) -> Arc<Slot> {
        let path = self.directory.as_ref().map(|directory| {
            directory.join(tenant.account.as_str()).join(format!("{}{SUFFIX}", tenant.region))
        });
        let slot = slots.entry(tenant.clone()).or_insert_with(|| Arc::new(Slot::new(path)));
        Arc::clone(slot)
    }

    /// Deletes items whose time to live is over, once a minute. Never returns.
    pub(crate) async fn keep_house(&self) {
        let mut interval = tokio::time::interval(SWEEP_INTERVAL);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            interval.tick().await;
            self.sweep().await;
        }
    }

    async fn sweep(&self) {
        let slots: Vec<(Tenant, Arc<Slot>)> =
            self.slots.lock().iter().map(|(tenant, slot)| (tenant.clone(), Arc::clone(slot))).collect();
        for (tenant, slot) in slots {
            match slot.sweep().await {
                Ok(0) => {}
                Ok(deleted) => tracing::debug!(%tenant, deleted, "dynamodb items expired"),
                Err(error) => tracing::error!(%tenant, %error, "expired dynamodb items cannot be deleted"),
            }
        }
    }

    /// Closes the databases of a scope and deletes their files.
    pub(crate) async fn reset(&self, scope: &Scope) -> Result<(), LabError> {
        let mut tenants: HashSet<Tenant> = self.slots.lock().keys().cloned().collect();
        let mut first_error = match &self.directory {
            Some(directory) => tenants_of(directory).map(|found| tenants.extend(found)).err(),
            None => None,
        };
        for tenant in tenants.into_iter().filter(|tenant| scope.covers(tenant)) {
            let slot = self.insert(&mut self.slots.lock(), &tenant);
            if let Err(error) = slot.erase(&tenant).await {
                first_error.get_or_insert(error);
            }
        }
        forget_closed(&mut self.slots.lock());
        first_error.map_or(Ok(()), Err)
    }

    /// Waits for the calls under way and closes all databases.
    pub(crate) async fn close(&self) {
        let slots: Vec<Arc<Slot>> = self.slots.lock().values().cloned().collect();
        for slot in slots {
            slot.close().await;
        }
    }
}

/// Drops the slots that nobody uses and that keep nothing open.
fn forget_closed(slots: &mut HashMap<Tenant, Arc<Slot>>) {
    // Whoever works with a slot holds it, and nobody gets one while the map is locked.
    slots.retain(|_, slot| Arc::strong_count(slot) > 1 || slot.is_open());
}

/// The operation that a request calls.
fn operation(request: &Request<Bytes>) -> Result<&'static Operation, Refusal> {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    let (prefix, name) = target.and_then(|target| target.split_once('.')).unwrap_or_default();
    if request.method() != Method::POST || !Service::DynamoDb.target_prefixes().contains(&prefix) {
        return Err(Refusal::unknown_operation());
    }
    operations::find(name)
}

/// The tenants that have a database file. Blocks for a moment: a directory of each account.
fn tenants_of(directory: &Path) -> Result<Vec<Tenant>, LabError> {
    let entries = |path: &Path| match std::fs::read_dir(path) {
        Ok(entries) => Ok(entries.filter_map(Result::ok).map(|entry| entry.file_name()).collect()),
        // Not a directory: nothing that this program made.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(source) => Err(LabError::Io { path: path.into(), source }),
    };
    let mut tenants = Vec::new();
    for account in entries(directory)? {
        let Some(Ok(id)) = account.to_str().map(str::parse) else { continue };
        for file in entries(&directory.join(&account))? {
            let region = file.to_str().and_then(|file| file.strip_suffix(SUFFIX)).map(str::parse);
            if let Some(Ok(region)) = region {
                tenants.push(Tenant::new(id, region));
            }
        }
    }
    Ok(tenants)
}
