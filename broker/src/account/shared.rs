//! Shared subscriptions of an account.

use std::collections::HashMap;
use std::sync::Arc;

use mqtt::SubscriptionOptions;
use mqtt::topic::{self, Shared};
use store::{Key, QueueId, Table, Write};

use super::Account;
use crate::delivery::{Delivery, Home};
use crate::group::Group;
use crate::mailbox::Mailbox;
use crate::session::Session;

/// The first and last place and the number of a queue's messages.
pub(crate) type Stretch = (u64, u64, usize);
/// The queues of an account's groups, by `$share/NAME/FILTER`, as they were found on disk.
pub(crate) type GroupQueues = HashMap<Box<str>, (QueueId, Option<Stretch>)>;

impl Account {
    /// Takes a subscription out of the index, a shared one with its group when it was the last member.
    pub(crate) fn unsubscribe(&self, filter: &str, mailbox: &Arc<Mailbox>) {
        let Some(shared) = topic::shared(filter) else {
            self.router.unsubscribe(filter, mailbox);
            return;
        };
        let Some(group) = self.router.leave(shared, mailbox) else { return };
        group.close();
        if let Some(queue) = group.queue() {
            self.store.submit([
                Write::delete(Table::SharedGroup, &self.tenant, Key::of(filter)),
                Write::DropQueue { queue },
            ]);
        }
    }

    /// Makes a session a member of a shared subscription. Returns what has to be stored for the group.
    pub(crate) fn join(
        &self,
        filter: &str,
        shared: Shared<'_>,
        session: &Session,
        options: SubscriptionOptions,
        new_queue: impl FnOnce() -> QueueId,
    ) -> Option<Write> {
        let make = || Group::new(shared.name, &self.limits);
        let (group, _) = self.router.join(shared, &session.mailbox, options, make);
        let needs_queue = session.is_persistent() && group.queue().is_none();
        let write = needs_queue.then(new_queue).filter(|queue| group.set_queue(*queue, None)).map(|queue| {
            let json = format!(r#"{{"queue":{}}}"#, queue.0);
            Write::put_json(Table::SharedGroup, &self.tenant, Key::of(filter), json)
        });
        group.member_is_online(&self.store);
        write
    }

    /// Has the groups of a session that is connected again hand it what waits.
    pub(crate) fn resume_groups(&self, session: &Session) {
        for group in self.groups_of(session) {
            group.member_is_online(&self.store);
        }
    }

    /// Takes back what a session leaves of its shared subscriptions, for their other members.
    pub(crate) fn give_back(&self, session: &Session, deliveries: Vec<Delivery>) {
        if deliveries.is_empty() {
            return;
        }
        let mut by_group: Vec<(Arc<Group>, Vec<Delivery>)> = Vec::new();
        for delivery in deliveries {
            let Some(Home::Group(group)) = delivery.durable.as_ref().map(|copy| copy.home.clone()) else {
                continue;
            };
            match by_group.iter_mut().find(|(known, _)| Arc::ptr_eq(known, &group)) {
                Some((_, of_group)) => of_group.push(delivery),
                None => by_group.push((group, vec![delivery])),
            }
        }
        for (group, deliveries) in by_group {
            tracing::debug!(
                client_id = %session.client_id,
                group = group.name(),
                messages = deliveries.len(),
                "messages of a shared subscription go to other members"
            );
            group.give_back(deliveries, &self.store);
        }
    }

    fn groups_of(&self, session: &Session) -> impl Iterator<Item = Arc<Group>> {
        let shared = session.subscriptions.keys().filter_map(|filter| topic::shared(filter));
        shared.filter_map(|shared| self.router.group(shared))
    }

    /// Puts the shared subscriptions of a session back that was found on disk. `queues`: the groups' own
    /// queues by filter; those that a group has taken are removed.
    pub(crate) fn restore_shared(
        &self,
        filter: &str,
        shared: Shared<'_>,
        mailbox: &Arc<Mailbox>,
        options: SubscriptionOptions,
        queues: &mut GroupQueues,
    ) {
        let make = || Group::new(shared.name, &self.limits);
        let (group, _) = self.router.join(shared, mailbox, options, make);
        if let Some((queue, messages)) = queues.remove(filter) {
            group.set_queue(queue, messages);
        }
    }
}
