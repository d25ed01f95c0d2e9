//! The writer's thread: one transaction and one disk sync for everything that gathered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use rusqlite::{Connection, Transaction};

use crate::commit::{Progress, Ticket};
use crate::{Doc, Table, Write};

/// How long an elidable write may wait for being cancelled before it costs a sync of its own.
const LINGER: Duration = Duration::from_millis(5);
/// Submissions in one transaction; bounds the time until its first one is acknowledged.
const BATCH_MAX: usize = 4096;
/// Pause before a failed commit is tried again (a full disk).
const RETRY_AFTER: Duration = Duration::from_millis(250);

/// A read that runs between transactions.
pub(crate) type Read = Box<dyn FnOnce(&Connection) + Send>;

/// Writes that wait for the writer. Submission number `first + i` is `waiting[i]`.
#[derive(Default)]
struct Queue {
    first: u64,
    waiting: std::collections::VecDeque<Submission>,
    reads: Vec<(Ticket, Read)>,
    /// When the oldest waiting submission must be taken at the latest.
    due: Option<Instant>,
    idle: bool,
    closed: bool,
}

/// The writes of one `submit`.
enum Submission {
    /// Cancelled before it was taken.
    Nothing,
    One(Write),
    Many(Vec<Write>),
}

/// Where submissions gather.
#[derive(Default)]
pub(crate) struct Inbox {
    queue: Mutex<Queue>,
    filled: Condvar,
    backlog: AtomicUsize,
}

impl Inbox {
    pub fn push(&self, writes: impl IntoIterator<Item = Write>, elidable: bool) -> Ticket {
        let mut writes = writes.into_iter();
        let submission = match (writes.next(), writes.next()) {
            (None, _) => Submission::Nothing,
            (Some(one), None) => Submission::One(one),
            (Some(first), Some(second)) => {
                Submission::Many([first, second].into_iter().chain(writes).collect())
            }
        };
        let mut queue = self.queue.lock();
        self.push_locked(&mut queue, submission, elidable)
    }

    fn push_locked(&self, queue: &mut Queue, submission: Submission, elidable: bool) -> Ticket {
        self.backlog.fetch_add(submission.weight(), Ordering::Relaxed);
        queue.waiting.push_back(submission);
        // Tickets start at 1: 0 is "always committed".
        let ticket = Ticket(queue.first + queue.waiting.len() as u64);
        let due = if elidable { Instant::now() + LINGER } else { Instant::now() };
        if queue.due.is_none_or(|earlier| due < earlier) {
            queue.due = Some(due);
            if queue.idle {
                self.filled.notify_one();
            }
        }
        ticket
    }

    /// Replaces the submission of `ticket` by nothing when it still waits; else pushes `write`.
    /// Returns whether it was replaced.
    pub fn cancel_or_push(&self, ticket: Ticket, write: Write) -> bool {
        let mut queue = self.queue.lock();
        let index = ticket.0.checked_sub(queue.first + 1);
        let waiting = index.and_then(|index| queue.waiting.get_mut(index as usize));
        match waiting {
            Some(submission) => {
                let cancelled = std::mem::replace(submission, Submission::Nothing);
                self.backlog.fetch_sub(cancelled.weight(), Ordering::Relaxed);
                true
            }
            // A message that is gone may be forgotten late, never early: no hurry.
            None => {
                self.push_locked(&mut queue, Submission::One(write), true);
                false
            }
        }
    }

    pub fn push_read(&self, read: Read) {
        let mut queue = self.queue.lock();
        if queue.closed {
            return; // Dropping the read tells its caller.
        }
        let after = Ticket(queue.first + queue.waiting.len() as u64);
        queue.reads.push((after, read));
        queue.due = Some(Instant::now());
        self.filled.notify_one();
    }

    pub fn close(&self) {
        let mut queue = self.queue.lock();
        queue.closed = true;
        self.filled.notify_one();
    }

    pub fn backlog_bytes(&self) -> usize {
        self.backlog.load(Ordering::Relaxed)
    }

    /// Waits for work and takes it: submissions, the ticket of the last of them, and due reads.
    fn take(&self) -> Option<Work> {
        let mut queue = self.queue.lock();
        loop {
            match queue.due {
                Some(due) if due <= Instant::now() || queue.closed => break,
                Some(due) => {
                    queue.idle = true;
                    self.filled.wait_until(&mut queue, due);
                }
                None if queue.closed => return None,
                None => {
                    queue.idle = true;
                    self.filled.wait(&mut queue);
                }
            }
            queue.idle = false;
        }
        let count = queue.waiting.len().min(BATCH_MAX);
        let submissions: Vec<Submission> = queue.waiting.drain(..count).collect();
        queue.first += count as u64;
        let last = Ticket(queue.first);
        let (reads, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut queue.reads).into_iter().partition(|(after, _)| *after <= last);
        queue.reads = later;
        if queue.waiting.is_empty() && queue.reads.is_empty() {
            queue.due = None;
        }
        Some(Work { submissions, last, reads: reads.into_iter().map(|(_, read)| read).collect() })
    }
}

struct Work {
    submissions: Vec<Submission>,
    last: Ticket,
    reads: Vec<Read>,
}

impl Submission {
    fn writes(&self) -> &[Write] {
        match self {
            Self::Nothing => &[],
            Self::One(write) => std::slice::from_ref(write),
            Self::Many(writes) => writes,
        }
    }

    fn weight(&self) -> usize {
        self.writes().iter().map(Write::weight).sum()
    }
}

/// Starts the writer.
pub(crate) fn spawn(db: Connection, inbox: Arc<Inbox>, progress: Arc<Progress>) -> JoinHandle<()> {
    std::thread::Builder::new()
        .name("store".into())
        .spawn(move || run(db, &inbox, &progress))
        .expect("a thread can be started before any client is served")
}

fn run(mut db: Connection, inbox: &Inbox, progress: &Progress) {
    while let Some(work) = inbox.take() {
        let mut failures = 0_u32;
        while let Err(error) = commit(&mut db, &work.submissions) {
            // Nothing of this batch was acknowledged; it waits until the disk takes it.
            if failures.is_multiple_of(20) {
                tracing::error!(%error, submissions = work.submissions.len(), "cannot store; will try again");
            }
            failures += 1;
            std::thread::sleep(RETRY_AFTER);
            if inbox.queue.lock().closed {
                tracing::error!(%error, "closed with writes that could not be stored");
                return;
            }
        }
        if failures > 0 {
            tracing::info!(failures, "the store takes writes again");
        }
        let weight = work.submissions.iter().map(Submission::weight).sum();
        inbox.backlog.fetch_sub(weight, Ordering::Relaxed);
        progress.advance(work.last);
        for read in work.reads {
            read(&db);
        }
    }
}

fn commit(db: &mut Connection, submissions: &[Submission]) -> rusqlite::Result<()> {
    let mut writes = submissions.iter().flat_map(Submission::writes).peekable();
    if writes.peek().is_none() {
        return Ok(());
    }
    let transaction = db.transaction()?;
    for write in writes {
        apply(&transaction, write)?;
    }
    transaction.commit()
}

fn apply(db: &Transaction<'_>, write: &Write) -> rusqlite::Result<()> {
    match write {
        Write::Put { table, tenant, key, doc } => {
            let mut put = db.prepare_cached(&format!(
                "INSERT OR REPLACE INTO {} (account, region, key, sub, doc) VALUES (?1, ?2, ?3, ?4, ?5)",
                table.name()
            ))?;
            let (account, region) = (tenant.account.as_str(), tenant.region.as_str());
            match doc {
                Doc::Json(text) => put.execute((account, region, &key.key, &key.sub, text))?,
                Doc::Bytes(bytes) => put.execute((account, region, &key.key, &key.sub, bytes))?,
            };
        }
        Write::Delete { table, tenant, key } => {
            db.prepare_cached(&format!(
                "DELETE FROM {} WHERE account = ?1 AND region = ?2 AND key = ?3 AND sub = ?4",
                table.name()
            ))?
            .execute((tenant.account.as_str(), tenant.region.as_str(), &key.key, &key.sub))?;
        }
        Write::DeleteGroup { table, tenant, key } => {
            db.prepare_cached(&format!(
                "DELETE FROM {} WHERE account = ?1 AND region = ?2 AND key = ?3",
                table.name()
            ))?
            .execute((tenant.account.as_str(), tenant.region.as_str(), key))?;
        }
        Write::Enqueue { queue, seq, body } => {
            db.prepare_cached("INSERT OR REPLACE INTO queue (queue, seq, body) VALUES (?1, ?2, ?3)")?
                .execute((queue.0, seq, body))?;
        }
        Write::Dequeue { queue, seq } => {
            db.prepare_cached("DELETE FROM queue WHERE queue = ?1 AND seq = ?2")?.execute((queue.0, seq))?;
        }
        Write::DropQueue { queue } => {
            db.prepare_cached("DELETE FROM queue WHERE queue = ?1")?.execute([queue.0])?;
        }
        Write::ClearTenant { tenant } => {
            for table in Table::ALL {
                db.prepare_cached(&format!(
                    "DELETE FROM {} WHERE account = ?1 AND region = ?2",
                    table.name()
                ))?
                .execute((tenant.account.as_str(), tenant.region.as_str()))?;
            }
        }
    }
    Ok(())
}
