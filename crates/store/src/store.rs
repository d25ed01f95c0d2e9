//! The handle that every other crate holds.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use base::Tenant;
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};

use crate::commit::Progress;
use crate::schema::{self, MigrateError};
use crate::writer::{self, Inbox, Read};
use crate::{Commit, Doc, Key, QueueId, QueuePart, QueuedMessage, Row, Table, Ticket, Write};

/// What a commit survives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Durability {
    /// The end of the process and of the machine: every commit is synced to disk.
    #[default]
    Strict,
    /// The end of the process only: commits are written, the operating system syncs them.
    Relaxed,
}

/// Why the store cannot be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory or the lock file cannot be made.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// What was tried.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Another process has the data directory open.
    #[error("{} is in use by another thingcore process", path.display())]
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// The database is damaged, foreign, or of a newer program.
    #[error("cannot open {}: {reason}", path.display())]
    Open {
        /// The database file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A read failed.
    #[error("cannot read the {table} table: {reason}")]
    Read {
        /// The table.
        table: &'static str,
        /// Why not.
        reason: String,
    },
}

struct Shared {
    inbox: Arc<Inbox>,
    progress: Arc<Progress>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// Held for the life of the store, so that a second process is refused.
    _lock: Option<File>,
}

/// The store. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

impl Store {
    /// Opens the database in a directory, which is created when it does not exist.
    ///
    /// # Errors
    /// When the directory cannot be written, another process uses it, or the database cannot be
    /// opened or was written by a newer program.
    pub fn open(directory: &Path, durability: Durability) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io { path: directory.into(), source };
        std::fs::create_dir_all(directory).map_err(io)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(directory.join("lock"))
            .map_err(io)?;
        if lock.try_lock().is_err() {
            return Err(StoreError::InUse { path: directory.into() });
        }
        let path = directory.join("thingcore.db");
        let open = |reason: String| StoreError::Open { path: path.clone(), reason };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let db = Connection::open_with_flags(&path, flags).map_err(|e| open(e.to_string()))?;
        let synchronous = match durability {
            Durability::Strict => "FULL",
            Durability::Relaxed => "NORMAL",
        };
        db.pragma_update(None, "journal_mode", "WAL").map_err(|e| open(e.to_string()))?;
        db.pragma_update(None, "synchronous", synchronous).map_err(|e| open(e.to_string()))?;
        Self::start(db, Some(lock)).map_err(|e| open(e.to_string()))
    }

    /// A store that keeps nothing once it is dropped.
    ///
    /// # Errors
    /// When SQLite cannot make an in-memory database.
    pub fn memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let db = Connection::open_in_memory()
            .map_err(|e| StoreError::Open { path: path.clone(), reason: e.to_string() })?;
        Self::start(db, None).map_err(|e| StoreError::Open { path, reason: e.to_string() })
    }

    fn start(mut db: Connection, lock: Option<File>) -> Result<Self, MigrateError> {
        schema::migrate(&mut db)?;
        let inbox = Arc::new(Inbox::default());
        let progress = Arc::new(Progress::default());
        let thread = writer::spawn(db, Arc::clone(&inbox), Arc::clone(&progress));
        Ok(Self(Arc::new(Shared { inbox, progress, thread: Mutex::new(Some(thread)), _lock: lock })))
    }

    /// Hands writes to the writer; they commit together. Never blocks on the disk. Writes of one
    /// thread commit in its order, so a caller that changes memory and submits under one lock gives
    /// the disk the same order.
    pub fn submit(&self, writes: impl IntoIterator<Item = Write>) -> Ticket {
        self.0.inbox.push(writes, false)
    }

    /// As [`submit`](Self::submit), for a message that may soon not be needed any more: the writer
    /// waits a few milliseconds for [`dequeue`](Self::dequeue) before it spends a disk sync on it,
    /// unless something else needs the sync anyway.
    pub fn submit_elidable(&self, write: Write) -> Ticket {
        self.0.inbox.push([write], true)
    }

    /// Removes a message that was enqueued with the given ticket. When the message has not reached
    /// the disk yet, neither is written, and the answer is true.
    pub fn dequeue(&self, queue: QueueId, seq: u64, enqueued: Ticket) -> bool {
        self.0.inbox.cancel_or_push(enqueued, Write::Dequeue { queue, seq })
    }

    /// As [`submit`](Self::submit), returning a future of the commit.
    pub fn commit(&self, writes: impl IntoIterator<Item = Write>) -> Commit {
        let ticket = self.submit(writes);
        self.committed(ticket)
    }

    /// A future that is ready when the ticket is committed.
    pub fn committed(&self, ticket: Ticket) -> Commit {
        Commit { ticket, progress: Arc::clone(&self.0.progress) }
    }

    /// Whether a submission is on disk.
    pub fn is_committed(&self, ticket: Ticket) -> bool {
        self.0.progress.is_committed(ticket)
    }

    /// Wakes a task once the ticket is committed; at once when it is already.
    pub fn wake_when_committed(&self, ticket: Ticket, waker: &std::task::Waker) {
        self.0.progress.wake_when_committed(ticket, waker);
    }

    /// Bytes that wait to be written. Whoever can slow its clients down does so when this grows.
    pub fn backlog_bytes(&self) -> usize {
        self.0.inbox.backlog_bytes()
    }

    /// All rows of a table. Blocks; meant for the start of the program.
    ///
    /// # Errors
    /// When SQLite cannot read the table or a row has a tenant that no program wrote.
    pub fn load(&self, table: Table) -> Result<Vec<Row>, StoreError> {
        self.read(move |db| load(db, table))
            .map_err(|reason| StoreError::Read { table: table.name(), reason })
    }

    /// The oldest messages of a queue after `after`: at most `limit`, and fewer when they are large. Sees all that was submitted
    /// before this call. Blocks; call it where blocking is allowed.
    ///
    /// # Errors
    /// When SQLite cannot read the table.
    pub fn read_queue(&self, queue: QueueId, after: u64, limit: usize) -> Result<QueuePart, StoreError> {
        self.read(move |db| read_queue(db, queue, after, limit))
            .map_err(|reason| StoreError::Read { table: "queue", reason })
    }

    /// First and last place and number of messages of every queue. Blocks.
    ///
    /// # Errors
    /// When SQLite cannot read the table.
    pub fn queues(&self) -> Result<Vec<(QueueId, u64, u64, usize)>, StoreError> {
        self.read(|db| {
            let mut query =
                db.prepare("SELECT queue, min(seq), max(seq), count(*) FROM queue GROUP BY queue")?;
            let rows = query
                .query_map([], |row| Ok((QueueId(row.get(0)?), row.get(1)?, row.get(2)?, row.get(3)?)))?;
            rows.collect()
        })
        .map_err(|reason| StoreError::Read { table: "queue", reason })
    }

    /// Runs a read on the writer's thread, after everything submitted before.
    fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, String> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let read: Read = Box::new(move |db| {
            // The caller waits below, so the channel is open.
            let _ = answer.send(query(db).map_err(|e| e.to_string()));
        });
        self.0.inbox.push_read(read);
        answered.recv().unwrap_or_else(|_| Err("the store is closed".into()))
    }

    /// Commits what was submitted and ends the writer. Later submissions are never committed.
    pub fn close(&self) {
        self.0.inbox.close();
        if let Some(thread) = self.0.thread.lock().take() {
            // The writer does not panic; if it did, there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.inbox.close();
        if let Some(thread) = self.thread.get_mut().take() {
            let _ = thread.join();
        }
    }
}

fn load(db: &Connection, table: Table) -> rusqlite::Result<Vec<Row>> {
    let mut query = db.prepare(&format!(
        "SELECT account, region, key, sub, doc FROM {} ORDER BY account, region, key, sub",
        table.name()
    ))?;
    let rows = query.query_map([], |row| {
        let invalid = |column, e: base::InvalidId| {
            rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e))
        };
        let account = row.get_ref(0)?.as_str()?.parse().map_err(|e| invalid(0, e))?;
        let region = row.get_ref(1)?.as_str()?.parse().map_err(|e| invalid(1, e))?;
        let doc = match row.get::<_, rusqlite::types::Value>(4)? {
            rusqlite::types::Value::Text(text) => Doc::Json(text),
            other => Doc::Bytes(rusqlite::types::FromSql::column_result((&other).into())?),
        };
        let key = Key::pair(row.get_ref(2)?.as_str()?, row.get_ref(3)?.as_str()?);
        Ok(Row { tenant: Tenant::new(account, region), key, doc })
    })?;
    rows.collect()
}

/// Bytes of messages after which a read of a queue ends.
const READ_BYTES: usize = 256 << 10;

fn read_queue(db: &Connection, queue: QueueId, after: u64, limit: usize) -> rusqlite::Result<QueuePart> {
    let mut query =
        db.prepare_cached("SELECT seq, body FROM queue WHERE queue = ?1 AND seq > ?2 ORDER BY seq")?;
    let mut rows = query.query((queue.0, after))?;
    let (mut messages, mut bytes) = (Vec::new(), 0);
    while messages.len() < limit && bytes < READ_BYTES {
        let Some(row) = rows.next()? else { return Ok(QueuePart { messages, is_end: true }) };
        let body: Vec<u8> = row.get(1)?;
        bytes += body.len();
        messages.push(QueuedMessage { seq: row.get(0)?, body });
    }
    Ok(QueuePart { messages, is_end: false })
}
