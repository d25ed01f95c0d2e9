//! What one tenant has of jobs, and how rows become it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Key, Table};

use crate::document;
use crate::execution::Execution;
use crate::job::Job;
use crate::schedule::Schedule;
use crate::status::{Counts, ExecutionStatus};

/// Where an execution is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Place {
    pub job: String,
    pub thing: String,
    pub number: u64,
}

/// What has its time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Timer {
    /// Something has to be done about a job.
    Job(String),
    /// An execution times out.
    Execution(Place),
}

/// A pending execution in the order in which its thing is to take them: those in progress first, then by the time
/// they were queued (jobs.md §2).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Turn {
    is_queued: bool,
    queued_at: u64,
    pub job: String,
    pub number: u64,
}

/// A job with everything that belongs to it.
pub(crate) struct JobEntry {
    pub job: Job,
    pub schedule: Schedule,
    /// The document as devices get it.
    pub for_devices: Arc<Value>,
    /// By thing and number. No thing is here without an execution.
    pub executions: BTreeMap<String, BTreeMap<u64, Execution>>,
    /// Things that have not learned of the job yet.
    pub waiting: BTreeSet<String>,
    pub counts: Counts,
}

impl JobEntry {
    fn new(job: Job) -> Self {
        let scheduling = job.plan.scheduling.as_ref();
        // It was read once before the job was created.
        let schedule = scheduling.map(Schedule::parse).and_then(Result::ok).unwrap_or_default();
        let for_devices = Arc::new(document::for_devices(&job.plan.document, &job.plan.parameters));
        let (executions, waiting, counts) = Default::default();
        Self { job, schedule, for_devices, executions, waiting, counts }
    }

    /// The newest execution of a thing.
    pub fn latest(&self, thing: &str) -> Option<(u64, &Execution)> {
        self.executions.get(thing)?.last_key_value().map(|(number, execution)| (*number, execution))
    }

    /// The number of things that have learned of the job.
    pub fn notified(&self) -> usize {
        self.executions.len()
    }

    /// The places of its executions in some states.
    pub fn places(&self, id: &str, wanted: impl Fn(ExecutionStatus) -> bool) -> Vec<Place> {
        let place = |(thing, number): (&String, u64)| Place { job: id.into(), thing: thing.clone(), number };
        let all = self.executions.iter().flat_map(|(thing, numbers)| numbers.iter().map(move |e| (thing, e)));
        all.filter(|(_, (_, execution))| wanted(execution.status))
            .map(|(thing, (number, _))| place((thing, *number)))
            .collect()
    }
}

/// What a thing has to do with jobs.
#[derive(Default)]
struct ThingEntry {
    pending: BTreeSet<Turn>,
    jobs: BTreeSet<String>,
}

/// A tenant's jobs.
#[derive(Default)]
pub(crate) struct State {
    jobs: BTreeMap<String, JobEntry>,
    things: HashMap<String, ThingEntry>,
    timers: BTreeSet<(u64, Timer)>,
}

impl State {
    pub fn job(&self, id: &str) -> Option<&JobEntry> {
        self.jobs.get(id)
    }

    pub fn jobs(&self) -> impl Iterator<Item = (&String, &JobEntry)> {
        self.jobs.iter()
    }

    pub fn execution(&self, place: &Place) -> Option<&Execution> {
        self.jobs.get(&place.job)?.executions.get(&place.thing)?.get(&place.number)
    }

    /// The pending executions of a thing, in its turn.
    pub fn pending(&self, thing: &str) -> impl Iterator<Item = &Turn> {
        self.things.get(thing).into_iter().flat_map(|entry| &entry.pending)
    }

    /// The jobs that a thing has executions of.
    pub fn jobs_of(&self, thing: &str) -> impl Iterator<Item = &String> {
        self.things.get(thing).into_iter().flat_map(|entry| &entry.jobs)
    }

    /// When something is to be done next.
    pub fn next_timer(&self) -> Option<u64> {
        self.timers.first().map(|(time, _)| *time)
    }

    /// What is to be done by now.
    pub fn due(&self, now: u64) -> Option<Timer> {
        self.timers.first().filter(|(time, _)| *time <= now).map(|(_, timer)| timer.clone())
    }

    /// Sets a job, or removes one whose executions are gone.
    pub fn set_job(&mut self, id: &str, job: Option<Job>) {
        let old = self.jobs.get(id).and_then(|entry| entry.job.wake_at);
        let new = job.as_ref().and_then(|job| job.wake_at);
        self.move_timer(&Timer::Job(id.into()), old, new);
        match (self.jobs.get_mut(id), job) {
            (Some(entry), Some(job)) => entry.job = job,
            (None, Some(job)) => {
                self.jobs.insert(id.into(), JobEntry::new(job));
            }
            (_, None) => {
                self.jobs.remove(id);
            }
        }
    }

    /// Sets or removes an execution, with everything that follows from it. Without effect when there is no such
    /// job.
    pub fn set_execution(&mut self, place: &Place, execution: Option<Execution>) {
        let Some(entry) = self.jobs.get_mut(&place.job) else { return };
        let deadline = |execution: &Execution| execution.deadline();
        let new = execution.clone();
        let old = match execution {
            Some(execution) => {
                entry.counts.add(execution.status);
                let numbers = entry.executions.entry(place.thing.clone()).or_default();
                numbers.insert(place.number, execution)
            }
            None => entry.executions.get_mut(&place.thing).and_then(|numbers| numbers.remove(&place.number)),
        };
        if let Some(old) = &old {
            entry.counts.subtract(old.status);
        }
        if entry.executions.get(&place.thing).is_some_and(BTreeMap::is_empty) {
            entry.executions.remove(&place.thing);
        }
        let is_known = entry.executions.contains_key(&place.thing);
        let (old_turn, new_turn) =
            (old.as_ref().and_then(|old| turn(place, old)), new.as_ref().and_then(|new| turn(place, new)));
        let timer = Timer::Execution(place.clone());
        self.move_timer(&timer, old.as_ref().and_then(deadline), new.as_ref().and_then(deadline));
        let thing = self.things.entry(place.thing.clone()).or_default();
        if let Some(old) = old_turn {
            thing.pending.remove(&old);
        }
        thing.pending.extend(new_turn);
        if is_known {
            thing.jobs.insert(place.job.clone());
        } else {
            thing.jobs.remove(&place.job);
        }
        if thing.jobs.is_empty() {
            self.things.remove(&place.thing);
        }
    }

    /// Lets a thing wait for a job, or no longer.
    pub fn set_waiting(&mut self, job: &str, thing: &str, waits: bool) {
        if let Some(entry) = self.jobs.get_mut(job) {
            if waits {
                entry.waiting.insert(thing.into());
            } else {
                entry.waiting.remove(thing);
            }
        }
    }

    fn move_timer(&mut self, timer: &Timer, old: Option<u64>, new: Option<u64>) {
        if old != new {
            if let Some(old) = old {
                self.timers.remove(&(old, timer.clone()));
            }
            self.timers.extend(new.map(|new| (new, timer.clone())));
        }
    }
}

/// The turn of an execution, while it has one.
fn turn(place: &Place, execution: &Execution) -> Option<Turn> {
    let is_pending = !execution.status.is_terminal();
    is_pending.then(|| Turn {
        is_queued: execution.status == ExecutionStatus::Queued,
        queued_at: execution.queued_at,
        job: place.job.clone(),
        number: place.number,
    })
}

/// A thing that waits for a job has a row in the table of executions, too, under the number that no execution
/// has. So a rollout of ten thousand things writes each of them once, and never its job.
const WAITING: u64 = 0;

/// A stored row.
#[derive(Debug)]
pub(crate) enum Row {
    Job(String, Box<Job>),
    Execution(Place, Box<Execution>),
    /// Job and thing.
    Waiting(String, String),
}

impl Row {
    /// Where an execution is stored. A thing's name has no slash.
    pub fn execution_key(job: &str, thing: &str, number: u64) -> Key {
        Key::pair(job, format!("{thing}/{number}"))
    }

    /// Where a waiting thing is stored.
    pub fn waiting_key(job: &str, thing: &str) -> Key {
        Self::execution_key(job, thing, WAITING)
    }

    /// Reads a stored row; `None` when it is damaged.
    pub fn decode(table: Table, key: &Key, doc: &[u8]) -> Option<Self> {
        if table == Table::Job {
            return Some(Self::Job(key.key.to_string(), Box::new(parse(doc)?)));
        }
        let (thing, number) = key.sub.rsplit_once('/')?;
        let (job, thing) = (key.key.to_string(), thing.to_owned());
        match number.parse().ok()? {
            WAITING => Some(Self::Waiting(job, thing)),
            number => Some(Self::Execution(Place { job, thing, number }, Box::new(parse(doc)?))),
        }
    }
}

/// A record as it is stored.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    // Records are plain structs, which always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

fn parse<T: DeserializeOwned>(doc: &[u8]) -> Option<T> {
    serde_json::from_slice(doc).ok()
}
