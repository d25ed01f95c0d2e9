//! Batches on their way: joined, sent, and, when they fail, told to the error action as one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use rules::action::{ActionRequest, BatchConfig, HttpRequest};
use rules::error_document::{ActionFailure, BatchFailure, batch_error_document};

use super::batch::{self, Member};
use crate::engine::Pending;
use crate::firing::Firing;
use crate::job::random_bits;
use crate::lane::{LaneId, Undone};

/// A message, and what else failed for it.
type Told = (Arc<Firing>, Vec<ActionFailure>);

/// A batch that could not be delivered, until every message of it knows what else failed.
pub(crate) struct FailedBatch {
    failure: ActionFailure,
    across_topics: bool,
    remaining: AtomicUsize,
    /// By place.
    members: Mutex<Vec<Option<Told>>>,
}

impl Firing {
    /// Adds an HTTP action to a batch.
    pub(crate) fn join_batch(
        self: &Arc<Self>,
        config: BatchConfig,
        index: usize,
        request: HttpRequest,
        payload: &Arc<[u8]>,
        pending: Pending,
    ) {
        let (Some(batches), Some(lanes)) = (self.engine.batches(), self.engine.lanes()) else {
            return self.settle(index, None, pending);
        };
        let weight = ActionRequest::Http(request.clone()).weight() + self.job.message.weight();
        let id = LaneId { rule: self.rule.id, action: Some(index) };
        let element = batch::element(payload, request.is_json).map_err(Undone::tried);
        let held = element.and_then(|element| Ok((lanes.hold(id, weight + element.len())?, element)));
        match held {
            Ok((held, payload)) => {
                let member = Member { firing: Arc::clone(self), index, payload, request, pending, held };
                batches.add(config, member, send);
            }
            Err(undone) => self.settle_undone(index, &request.url, undone, pending),
        }
    }
}

/// Sends a batch that is complete. The headers are those of its last message.
fn send(members: Vec<Member>) {
    let Some(last) = members.last() else { return };
    let (firing, index) = (Arc::clone(&last.firing), last.index);
    let request = HttpRequest { is_json: true, ..last.request.clone() };
    let task = firing.task(ActionRequest::Http(request), batch::array(&members).into());
    let id = LaneId { rule: firing.rule.id, action: Some(index) };
    let Some(lanes) = firing.engine.lanes() else { return };
    // What the messages hold is counted for each of them.
    lanes.submit(id, task, 0, Box::new(move |outcome| settle(members, outcome)));
}

fn settle(members: Vec<Member>, outcome: Result<(), Undone>) {
    let failed = outcome.err().zip(members.last()).and_then(|(undone, last)| {
        let action = last.firing.rule.definition.actions.get(last.index)?;
        let failure = action.failure(&last.request.url, undone.message);
        last.firing.log_failure(&failure, undone.is_crowded);
        Some(Arc::new(FailedBatch {
            failure,
            across_topics: last.request.batch.is_some_and(|batch| batch.across_topics),
            remaining: AtomicUsize::new(members.len()),
            members: Mutex::new(members.iter().map(|_| None).collect()),
        }))
    });
    for (place, Member { firing, index, pending, held, .. }) in members.into_iter().enumerate() {
        // What follows, such as an error action, needs room, too.
        drop(held);
        match &failed {
            None => firing.settle(index, None, pending),
            Some(batch) => firing.settle_in_batch(index, batch, place, pending),
        }
    }
}

impl FailedBatch {
    /// A message of the batch has all its actions behind it. With the last one the error action runs.
    pub fn hand_in(&self, firing: &Arc<Firing>, place: usize, failures: Vec<ActionFailure>) {
        if let Some(member) = self.members.lock().get_mut(place) {
            *member = Some((Arc::clone(firing), failures));
        }
        if self.remaining.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        let members: Vec<_> = std::mem::take(&mut *self.members.lock()).into_iter().flatten().collect();
        let Some((last, _)) = members.last() else { return };
        if last.rule.definition.error_action.is_some() {
            last.run_error_action(self.document(&members).into());
        }
    }

    fn document(&self, members: &[Told]) -> Vec<u8> {
        let all = BatchFailure { failure: self.failure.clone(), affected: (1..=members.len()).collect() };
        let mut failures = vec![all];
        for (place, (_, others)) in members.iter().enumerate() {
            for other in others {
                match failures.iter_mut().skip(1).find(|known| known.failure == *other) {
                    Some(known) => known.affected.push(place + 1),
                    None => failures.push(BatchFailure { failure: other.clone(), affected: vec![place + 1] }),
                }
            }
        }
        // Documents say nothing of MQTT 5 properties.
        let messages: Vec<_> =
            members.iter().map(|(firing, _)| firing.job.rule_message(None, &random_bits)).collect();
        let name = members.first().map_or("", |(firing, _)| firing.rule.definition.name.as_str());
        batch_error_document(name, &messages, self.across_topics, &failures)
    }
}
