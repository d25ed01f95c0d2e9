//! A job: what it was created with, and how far it is.

use base::{Arn, Tenant};
use serde::{Deserialize, Serialize};

use crate::JobError;
use crate::config::{
    AbortConfig, PresignedUrlConfig, RetryConfig, RolloutConfig, SchedulingConfig, TimeoutConfig,
};
use crate::status::{JobStatus, TargetSelection};

/// What CreateJob gives.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// ARNs of things and thing groups.
    pub targets: Vec<String>,
    /// Whether things that become targets later get it, too.
    pub selection: TargetSelection,
    /// The document, as it was given.
    pub document: String,
    /// Values for the document's parameters.
    pub parameters: Vec<(String, String)>,
    /// A text for people.
    pub description: Option<String>,
    /// The template that it was made of.
    pub template_arn: Option<String>,
    /// The namespace of its notifications.
    pub namespace_id: Option<String>,
    /// ARNs of package versions.
    pub destination_package_versions: Option<Vec<String>>,
    /// How S3 URLs in the document are signed.
    pub presigned: Option<PresignedUrlConfig>,
    /// How fast executions are released.
    pub rollout: Option<RolloutConfig>,
    /// When too many have gone wrong.
    pub abort: Option<AbortConfig>,
    /// How long a thing may take.
    pub timeout: Option<TimeoutConfig>,
    /// How often an execution is tried again.
    pub retry: Option<RetryConfig>,
    /// When it begins and ends.
    pub scheduling: Option<SchedulingConfig>,
}

impl Plan {
    /// Minutes that an execution may be in progress.
    pub fn timeout_minutes(&self) -> Option<u64> {
        let minutes = self.timeout.as_ref()?.in_progress_timeout_in_minutes?;
        u64::try_from(minutes).ok()
    }
}

/// A job. Its id is its key. Times are milliseconds since 1970.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// What it was created with, and what was changed of it since.
    pub plan: Plan,
    /// Its state.
    pub status: JobStatus,
    /// When it was created.
    pub created_at: u64,
    /// When it last changed. Its executions change without it.
    pub last_updated_at: u64,
    /// When it was completed.
    pub completed_at: Option<u64>,
    /// Why it was cancelled, or targets were added.
    pub comment: Option<String>,
    /// Why it was cancelled.
    pub reason_code: Option<String>,
    /// It was cancelled with force.
    pub force_canceled: bool,
    /// Nothing more is released: its end has come.
    pub rollout_ended: bool,
    /// When the next executions may be released, as far as its rate is concerned.
    pub next_batch_at: u64,
    /// When something has to be done about it.
    pub wake_at: Option<u64>,
}

impl Job {
    /// A new one.
    pub fn new(plan: Plan, now: u64) -> Self {
        Self {
            plan,
            status: JobStatus::Scheduled,
            created_at: now,
            last_updated_at: now,
            completed_at: None,
            comment: None,
            reason_code: None,
            force_canceled: false,
            rollout_ended: false,
            next_batch_at: 0,
            wake_at: None,
        }
    }

    /// Whether it follows the groups among its targets.
    pub fn follows_groups(&self) -> bool {
        self.plan.selection == TargetSelection::Continuous && self.status == JobStatus::InProgress
    }
}

/// A target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target<'a> {
    /// A thing's name.
    Thing(&'a str),
    /// A thing group's name.
    Group(&'a str),
}

impl<'a> Target<'a> {
    /// The target of an ARN.
    ///
    /// # Errors
    /// When the ARN is none of a thing or a thing group of the tenant.
    pub fn parse(tenant: &Tenant, text: &'a str) -> Result<Self, JobError> {
        let resource = text.strip_prefix(&tenant.iot_arn_prefix());
        let arn = Arn::parse(text).filter(|_| resource.is_some());
        let target = arn.and_then(|arn| {
            let thing = arn.name_of("thing").map(Self::Thing);
            thing.or_else(|| arn.name_of("thinggroup").map(Self::Group))
        });
        target.ok_or_else(|| JobError::Target { target: text.into() })
    }
}

/// What is known of things and thing groups. The registry is behind it, and later the search index for dynamic
/// groups.
pub trait Targets: Send + Sync {
    /// Whether there is such a thing.
    fn has_thing(&self, tenant: &Tenant, thing: &str) -> bool;
    /// The things of a group and of the groups in it; `None` when there is no such group.
    fn things_of_group(&self, tenant: &Tenant, group: &str) -> Option<Vec<String>>;
    /// The groups that a thing is in, and those around them.
    fn groups_of_thing(&self, tenant: &Tenant, thing: &str) -> Vec<String>;
}
