//! Events on their way to the listener, in the order of the changes that made them.
//!
//! They are put while the state is locked and delivered when it no longer is, by whoever changed it or by somebody
//! who delivers already. So the listener may call anything, and a device never hears of its executions in the wrong
//! order.

use std::collections::VecDeque;

use base::Tenant;
use parking_lot::Mutex;

use crate::event::Event;

type Listener = Box<dyn Fn(&Tenant, &Event) + Send + Sync>;

pub(crate) struct Outbox {
    events: Mutex<VecDeque<(Tenant, Event)>>,
    listener: Mutex<Listener>,
}

impl Outbox {
    pub fn new(listener: impl Fn(&Tenant, &Event) + Send + Sync + 'static) -> Self {
        Self { events: Mutex::default(), listener: Mutex::new(Box::new(listener)) }
    }

    pub fn put(&self, tenant: &Tenant, events: Vec<Event>) {
        self.events.lock().extend(events.into_iter().map(|event| (tenant.clone(), event)));
    }

    /// Delivers until nothing is left, unless somebody does so already. Whoever holds the listener looks once more
    /// after letting it go, so nothing stays behind.
    pub fn deliver(&self) {
        while !self.events.lock().is_empty() {
            let Some(listener) = self.listener.try_lock() else { return };
            loop {
                let Some((tenant, event)) = self.events.lock().pop_front() else { break };
                listener(&tenant, &event);
            }
        }
    }
}
