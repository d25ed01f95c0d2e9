//! AddPermission and RemovePermission: statements of the queue's policy.

use serde::Deserialize;

use super::failure::{invalid_value, missing_parameter};
use super::{Nothing, Outcome, Sqs, arn};
use crate::protocol::Call;
use crate::resource_policy;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AddPermission {
    queue_url: String,
    label: String,
    #[serde(rename = "AWSAccountIds")]
    accounts: Vec<String>,
    actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RemovePermission {
    queue_url: String,
    label: String,
}

impl Sqs {
    pub(super) fn add_permission(&self, call: &Call<'_>, input: AddPermission) -> Outcome<Nothing> {
        for (list, name) in [(&input.accounts, "AWSAccountId"), (&input.actions, "ActionName")] {
            if list.is_empty() {
                return Err(missing_parameter(name));
            }
        }
        self.with_queue(call, &input.queue_url, |queue, journal| {
            let arn = arn(call.tenant, &queue.name);
            let grant = resource_policy::Grant {
                label: &input.label,
                accounts: &input.accounts,
                actions: input.actions.iter().map(|action| format!("SQS:{action}")).collect(),
                resource: &arn,
            };
            let policy = queue.record.settings.policy.as_deref();
            let changed = resource_policy::add(policy, call.tenant, &grant);
            let taken = || invalid_value(&input.label, "Label", "Already exists.");
            queue.record.settings.policy = Some(changed.ok_or_else(taken)?);
            queue.keep(journal);
            Ok(())
        })
    }

    pub(super) fn remove_permission(&self, call: &Call<'_>, input: RemovePermission) -> Outcome<Nothing> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            let policy = queue.record.settings.policy.as_deref();
            let changed = resource_policy::remove(policy, &input.label);
            let unknown = || invalid_value(&input.label, "Label", "can't find label on existing policy.");
            queue.record.settings.policy = changed.ok_or_else(unknown)?;
            queue.keep(journal);
            Ok(())
        })
    }
}
