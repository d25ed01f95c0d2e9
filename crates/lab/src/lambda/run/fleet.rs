//! The environments of all functions: kept warm, bounded, and ended.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use base::Tenant;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::environment::{Environment, Outcome, Place, Request, Spec};
use crate::Scope;
use crate::lambda::Host;
use crate::lambda::error::Throttle;
use crate::lambda::open_points::IDLE_FOR;

/// Invocations of an account in a region at a time (Lambda quotas, "Concurrent executions").
pub(in crate::lambda) const CONCURRENCY_MAX: usize = 1000;
/// Processes of all functions together.
const PROCESSES_MAX: usize = 200;

/// Which code and settings a pool runs. A change has a new revision, and so a new pool.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Key {
    owner: Tenant,
    name: String,
    version: String,
    revision: String,
}

/// The environments of a version.
struct Pool {
    /// As many as may run at once.
    turns: Semaphore,
    /// The last one used is used first.
    idle: Mutex<Vec<(Instant, Environment)>>,
    retired: AtomicBool,
}

/// All pools.
pub(in crate::lambda) struct Fleet {
    host: Arc<Host>,
    pools: Mutex<HashMap<Key, Arc<Pool>>>,
    /// Invocations that run or wait for their turn, by function; those of a tenant under no name.
    admitted: Mutex<HashMap<(Tenant, String), usize>>,
    processes: Arc<AtomicUsize>,
    closed: AtomicBool,
}

/// Counts an invocation until it is dropped.
pub(in crate::lambda) struct Admission<'a> {
    fleet: &'a Fleet,
    owner: Tenant,
    name: String,
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        let mut admitted = self.fleet.admitted.lock();
        for name in [std::mem::take(&mut self.name), String::new()] {
            let place = (self.owner.clone(), name);
            if let Some(count) = admitted.get_mut(&place) {
                *count -= 1;
                if *count == 0 {
                    admitted.remove(&place);
                }
            }
        }
    }
}

impl Fleet {
    pub fn new(host: Arc<Host>) -> Self {
        Self {
            host,
            pools: Mutex::default(),
            admitted: Mutex::default(),
            processes: Arc::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// Lets an invocation in.
    ///
    /// # Errors
    /// When as many run as are reserved for the function, or as the account may run.
    pub fn admit(
        &self,
        owner: &Tenant,
        name: &str,
        reserved: Option<u32>,
    ) -> Result<Admission<'_>, Throttle> {
        let mut admitted = self.admitted.lock();
        let of = |name: &str| (owner.clone(), name.to_owned());
        let count = |place| admitted.get(&place).copied().unwrap_or_default();
        if reserved.is_some_and(|reserved| count(of(name)) >= reserved as usize) {
            return Err(Throttle::Reserved);
        }
        if count(of("")) >= CONCURRENCY_MAX {
            return Err(Throttle::Account);
        }
        for place in [of(name), of("")] {
            *admitted.entry(place).or_default() += 1;
        }
        Ok(Admission { fleet: self, owner: owner.clone(), name: name.into() })
    }

    /// Runs an event, in an environment that is warm if there is one. Waits for a turn when as many run as
    /// may.
    ///
    /// # Errors
    /// When this machine runs as many functions as it may.
    pub async fn run(&self, spec: &Arc<Spec>, request: Request) -> Result<Outcome, Throttle> {
        let pool = self.pool(spec);
        // Never closed, so this is a turn.
        let _turn = pool.turns.acquire().await;
        let warm = pool.take();
        let (outcome, environment) = match warm {
            Some(mut environment) => {
                let outcome = environment.invoke(request).await;
                (outcome, Some(environment))
            }
            None => {
                let place = self.make_room()?;
                let (outcome, environment) = Environment::first(&self.host, spec, request).await;
                (outcome, environment.map(|environment| environment.counted(place)))
            }
        };
        let reusable = environment.filter(Environment::is_alive);
        if let Some(environment) = reusable.filter(|_| !self.closed.load(Ordering::Acquire)) {
            pool.put_back(environment);
        }
        Ok(outcome)
    }

    fn pool(&self, spec: &Spec) -> Arc<Pool> {
        let key = Key {
            owner: spec.owner.clone(),
            name: spec.name.clone(),
            version: spec.version.clone(),
            revision: spec.configuration.revision.clone(),
        };
        let mut pools = self.pools.lock();
        let pool = pools.entry(key).or_insert_with(|| {
            Arc::new(Pool {
                turns: Semaphore::new(self.host.settings.processes.max(1)),
                idle: Mutex::default(),
                retired: AtomicBool::new(false),
            })
        });
        Arc::clone(pool)
    }

    /// A place for one more process; the environment that was idle for the longest time gives up its own.
    fn make_room(&self) -> Result<Place, Throttle> {
        loop {
            let running = self.processes.load(Ordering::Acquire);
            if running < PROCESSES_MAX {
                let taken = self.processes.compare_exchange(
                    running,
                    running + 1,
                    Ordering::AcqRel,
                    Ordering::Acquire,
                );
                if taken.is_ok() {
                    return Ok(Place(Arc::clone(&self.processes)));
                }
                continue;
            }
            let oldest = self.idle_longest().ok_or(Throttle::Account)?;
            drop(oldest);
        }
    }

    fn idle_longest(&self) -> Option<Environment> {
        let pools: Vec<Arc<Pool>> = self.pools.lock().values().cloned().collect();
        let since = |pool: &Arc<Pool>| pool.idle.lock().first().map(|(since, _)| *since);
        let pool = pools.iter().filter(|pool| since(pool).is_some()).min_by_key(|pool| since(pool))?;
        let mut idle = pool.idle.lock();
        (!idle.is_empty()).then(|| idle.remove(0).1)
    }

    /// Ends the environments of a function, or of one of its versions. Those that are busy end after it.
    pub fn retire(&self, owner: &Tenant, name: &str, version: Option<&str>) {
        self.retire_where(|key| {
            key.owner == *owner && key.name == name && version.is_none_or(|version| key.version == version)
        });
    }

    /// Ends the environments of a scope.
    pub fn reset(&self, scope: &Scope) {
        self.retire_where(|key| scope.covers(&key.owner));
    }

    fn retire_where(&self, wanted: impl Fn(&Key) -> bool) {
        let retired: Vec<Arc<Pool>> = {
            let mut pools = self.pools.lock();
            let keys: Vec<Key> = pools.keys().filter(|key| wanted(key)).cloned().collect();
            keys.iter().filter_map(|key| pools.remove(key)).collect()
        };
        for pool in retired {
            pool.retired.store(true, Ordering::Release);
            drop(std::mem::take(&mut *pool.idle.lock()));
        }
    }

    /// Ends environments that nobody has used for some time.
    pub fn sweep(&self) {
        let now = Instant::now();
        let mut ended = Vec::new();
        self.pools.lock().retain(|_, pool| {
            let mut idle = pool.idle.lock();
            let split = idle.partition_point(|(since, _)| now.duration_since(*since) >= IDLE_FOR);
            ended.extend(idle.drain(..split));
            idle.retain(|(_, environment)| environment.is_alive());
            // Whoever works with a pool holds it.
            !idle.is_empty() || Arc::strong_count(pool) > 1
        });
        if !ended.is_empty() {
            tracing::debug!(environments = ended.len(), "idle environments ended");
        }
    }

    /// Ends all environments; those that are busy end after it.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.retire_where(|_| true);
    }
}

impl Pool {
    fn take(&self) -> Option<Environment> {
        loop {
            let (_, environment) = self.idle.lock().pop()?;
            if environment.is_alive() {
                return Some(environment);
            }
        }
    }

    fn put_back(&self, environment: Environment) {
        let mut idle = self.idle.lock();
        // Retired before: whoever retires looks into the idle ones after it has said so.
        if !self.retired.load(Ordering::Acquire) {
            idle.push((Instant::now(), environment));
        }
    }
}
