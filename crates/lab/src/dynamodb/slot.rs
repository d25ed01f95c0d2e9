//! The database of one account and region.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::Tenant;
use dynoxide::{Database, DynoxideError};
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use tokio::task::JoinError;

use crate::LabError;

/// Calls of one database that are worked on at once. SQLite does one at a time; the others read their
/// requests and write their answers meanwhile.
const CALLS_MAX: u32 = 4;

/// A database that is opened when it is first used, and whatever keeps its calls apart.
///
/// All work happens on tokio's pool of blocking threads, and only with a turn. Who has all turns is
/// alone with the database, and may close and delete it.
pub(super) struct Slot {
    /// The file; `None` in memory.
    path: Option<PathBuf>,
    open: Mutex<Option<Database>>,
    turns: Arc<Semaphore>,
}

impl Slot {
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        Self { path, open: Mutex::default(), turns: Arc::new(Semaphore::new(CALLS_MAX as usize)) }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.lock().is_some()
    }

    /// Runs a call.
    pub(super) async fn run<T, E>(
        self: Arc<Self>,
        call: impl FnOnce(&Database) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DynoxideError> + Send + 'static,
    {
        self.call(1, call).await
    }

    /// Runs a call while nobody else works with the database.
    pub(super) async fn run_alone<T, E>(
        self: Arc<Self>,
        call: impl FnOnce(&Database) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DynoxideError> + Send + 'static,
    {
        self.call(CALLS_MAX, call).await
    }

    async fn call<T, E>(
        self: Arc<Self>,
        turns: u32,
        call: impl FnOnce(&Database) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DynoxideError> + Send + 'static,
    {
        let done = self.blocking(turns, |slot| call(&slot.database()?)).await;
        done.unwrap_or_else(|error| {
            self.recover();
            Err(DynoxideError::InternalServerError(format!("the call came to no end: {error}")).into())
        })
    }

    /// Deletes items whose time to live is over, if the database is open.
    pub(super) async fn sweep(self: Arc<Self>) -> Result<usize, DynoxideError> {
        let sweep = |slot: &Self| {
            let database = slot.open.lock().clone();
            database.map_or(Ok(0), |database| database.sweep_ttl())
        };
        let done = self.blocking(1, sweep).await;
        done.unwrap_or_else(|error| Err(DynoxideError::InternalServerError(error.to_string())))
    }

    /// Closes the database and deletes its files.
    pub(super) async fn erase(self: Arc<Self>, tenant: &Tenant) -> Result<(), LabError> {
        let done = self.blocking(CALLS_MAX, |slot| {
            *slot.open.lock() = None;
            slot.path.as_deref().map_or(Ok(()), delete_files)
        });
        done.await.unwrap_or_else(|error| {
            Err(LabError::Interrupted { tenant: tenant.clone(), reason: error.to_string() })
        })
    }

    /// Closes the database.
    pub(super) async fn close(self: Arc<Self>) {
        let done = self.blocking(CALLS_MAX, |slot| *slot.open.lock() = None).await;
        if let Err(error) = done {
            // What is committed is in the write-ahead log; the next start reads it.
            tracing::error!(path = ?self.path, %error, "a dynamodb database was not closed");
        }
    }

    async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        turns: u32,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        // Fails only when the semaphore is closed, which it never is.
        let turn = Arc::clone(&self.turns).acquire_many_owned(turns).await;
        let slot = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            // Given back last, after every handle of the database, even when this future is dropped.
            let _turn = turn;
            work(&slot)
        });
        task.await
    }

    /// The database, which is opened now if it is not.
    fn database(&self) -> Result<Database, DynoxideError> {
        let mut open = self.open.lock();
        if let Some(database) = &*open {
            return Ok(database.clone());
        }
        let database = match &self.path {
            None => Database::memory()?,
            Some(path) => open_file(path)?,
        };
        Ok(open.insert(database).clone())
    }

    /// After a panic of the engine: its lock is poisoned, and every later call would fail. A file is
    /// opened anew; SQLite has rolled back what was not committed. A database in memory has nothing to
    /// be opened from, so it stays and says that it is broken.
    fn recover(&self) {
        if self.path.is_some() {
            *self.open.lock() = None;
        }
    }
}

fn open_file(path: &Path) -> Result<Database, DynoxideError> {
    let failed = |reason: String| {
        tracing::error!(path = %path.display(), reason, "a dynamodb database cannot be opened");
        DynoxideError::InternalServerError("the database of this account and region cannot be opened".into())
    };
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(|error| failed(error.to_string()))?;
    }
    let text = path.to_str().ok_or_else(|| failed("its path is not UTF-8".into()))?;
    Database::new(text).map_err(|error| failed(error.to_string()))
}

/// Deletes a database that is closed. The log goes first: without it the file is an older state of the
/// database, while a log without its file is nothing.
fn delete_files(path: &Path) -> Result<(), LabError> {
    for suffix in ["-shm", "-wal", ""] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        match std::fs::remove_file(&file) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(LabError::Io { path: file.into(), source });
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_error_and_does_no_lasting_harm() {
        let path = std::env::temp_dir().join(format!("thingcore-lab-slot-{}.db", std::process::id()));
        let slot = Arc::new(Slot::new(Some(path.clone())));
        let tables = || Arc::clone(&slot).run(Database::table_count);
        assert_eq!(tables().await.unwrap(), 0);
        let failed = Arc::clone(&slot).run(|_| -> Result<(), DynoxideError> { panic!("on purpose") }).await;
        assert!(matches!(failed, Err(DynoxideError::InternalServerError(_))), "{failed:?}");
        assert!(!slot.is_open());
        assert_eq!(tables().await.unwrap(), 0);
        slot.close().await;
        delete_files(&path).unwrap();
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn who_is_alone_waits_for_the_others_and_they_wait_too() {
        const SOON: Duration = Duration::from_millis(50);
        let slot = Arc::new(Slot::new(None));
        let (go, gate) = std::sync::mpsc::channel::<()>();
        let mut first = Box::pin(Arc::clone(&slot).run(move |_| gate.recv().map_err(|_| closed())));
        assert!(timeout(SOON, &mut first).await.is_err(), "it waits for the gate");
        let (go_alone, gate) = std::sync::mpsc::channel::<()>();
        let mut alone = Box::pin(Arc::clone(&slot).run_alone(move |_| gate.recv().map_err(|_| closed())));
        go_alone.send(()).unwrap();
        assert!(timeout(SOON, &mut alone).await.is_err(), "it runs beside another");
        let mut last = Box::pin(Arc::clone(&slot).run(Database::table_count));
        assert!(timeout(SOON, &mut last).await.is_err(), "another overtakes it");
        go.send(()).unwrap();
        let (first, alone, last) = tokio::join!(first, alone, last);
        assert_eq!((first.unwrap(), alone.unwrap(), last.unwrap()), ((), (), 0));
    }

    fn closed() -> DynoxideError {
        DynoxideError::InternalServerError("closed".into())
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_an_error() {
        let path = std::env::temp_dir().join(format!("thingcore-lab-foreign-{}.db", std::process::id()));
        std::fs::write(&path, "this is no database, though it is long enough to be taken for one").unwrap();
        let slot = Arc::new(Slot::new(Some(path.clone())));
        let failed = Arc::clone(&slot).run(Database::table_count).await;
        assert!(matches!(failed, Err(DynoxideError::InternalServerError(_))), "{failed:?}");
        assert!(std::fs::read_to_string(&path).unwrap().starts_with("this is no database"));
        delete_files(&path).unwrap();
    }
}
