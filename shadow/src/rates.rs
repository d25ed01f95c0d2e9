//! How many requests the service takes (limits.md, Shadow). Nothing of this exists while the limits are
//! switched off.

use std::collections::HashMap;
use std::sync::Arc;

use base::limiter::{Buckets, Pace};
use base::{Limit, Limits, Noted, Tenant};
use broker::Publisher;
use parking_lot::Mutex;

use crate::ShadowName;

/// The rates of all accounts and shadows.
pub(crate) struct Rates {
    limits: Limits,
    per_shadow: Option<Mutex<Buckets>>,
    per_account: Option<Mutex<Buckets>>,
    in_flight: Arc<InFlight>,
    noted: Mutex<Noted>,
}

/// Unanswered requests, by connection and thing.
type InFlight = Mutex<HashMap<(usize, Box<str>), u32>>;

/// A request that is not answered yet. Dropping it makes room for the next.
pub(crate) struct Unanswered {
    /// Kept, so that its address, which stands for the connection, is not given to another.
    publisher: Arc<Publisher>,
    thing: Box<str>,
    in_flight: Arc<InFlight>,
}

impl Rates {
    /// The rates that are switched on; `None` when none is.
    pub fn new(limits: &Limits) -> Option<Self> {
        let keyed = |rate| Pace::per_second(rate).map(|pace| Mutex::new(Buckets::new(pace)));
        let rates = Self {
            per_shadow: keyed(limits.shadow_requests_per_shadow_second),
            per_account: keyed(limits.shadow_requests_per_second),
            in_flight: Arc::default(),
            noted: Mutex::default(),
            limits: limits.clone(),
        };
        let any = rates.per_shadow.is_some()
            || rates.per_account.is_some()
            || rates.limits.shadow_in_flight != u32::MAX;
        any.then_some(rates)
    }

    /// Lets a request in, or says that there are too many. Over MQTT, the answer is to be kept until the
    /// request is answered.
    pub fn admit(
        &self,
        tenant: &Tenant,
        name: &ShadowName,
        publisher: Option<&Arc<Publisher>>,
    ) -> Result<Option<Unanswered>, Limit> {
        let outcome = self.take(tenant, name, publisher);
        if let Err(limit) = outcome {
            self.limits.hit(limit);
            if self.noted.lock().is_due(limit, self.limits.meter.now()) {
                let client_id = publisher.and_then(|publisher| publisher.client_id.as_deref());
                let (limit, value) = (limit.name(), self.limits.value(limit));
                tracing::warn!(%tenant, client_id, thing = name.thing(), limit, value, "limit exceeded");
            }
        }
        outcome
    }

    fn take(
        &self,
        tenant: &Tenant,
        name: &ShadowName,
        publisher: Option<&Arc<Publisher>>,
    ) -> Result<Option<Unanswered>, Limit> {
        let now = self.limits.meter.now();
        // Only connections have one; services and rules publish in nobody's name.
        let connection = publisher.filter(|publisher| publisher.client_id.is_some());
        let unanswered = match connection {
            Some(publisher) if self.limits.shadow_in_flight != u32::MAX => {
                Some(self.begin(publisher, name.thing()).ok_or(Limit::ShadowInFlight)?)
            }
            _ => None,
        };
        if self.per_shadow.as_ref().is_some_and(|rate| !rate.lock().take((tenant, name), 1, now)) {
            return Err(Limit::ShadowRequestsPerShadowSecond);
        }
        if self.per_account.as_ref().is_some_and(|rate| !rate.lock().take(tenant, 1, now)) {
            return Err(Limit::ShadowRequestsPerSecond);
        }
        Ok(unanswered)
    }

    fn begin(&self, publisher: &Arc<Publisher>, thing: &str) -> Option<Unanswered> {
        let (publisher, thing) = (Arc::clone(publisher), Box::from(thing));
        let unanswered = Unanswered { publisher, thing, in_flight: Arc::clone(&self.in_flight) };
        let mut in_flight = self.in_flight.lock();
        let count = in_flight.get(&unanswered.key()).copied().unwrap_or(0) + 1;
        in_flight.insert(unanswered.key(), count);
        drop(in_flight);
        // One too many is uncounted when it is dropped here.
        (count <= self.limits.shadow_in_flight).then_some(unanswered)
    }
}

impl Unanswered {
    fn key(&self) -> (usize, Box<str>) {
        (Arc::as_ptr(&self.publisher) as usize, self.thing.clone())
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        let mut in_flight = self.in_flight.lock();
        let key = self.key();
        match in_flight.get_mut(&key) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                in_flight.remove(&key);
            }
        }
    }
}
