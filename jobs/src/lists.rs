//! Listings of jobs and executions, newest first (api-facts.md §7).

use base::{Page, PageRequest, Tenant, UnixMillis, cut_page};

use crate::JobError;
use crate::jobs::Jobs;
use crate::status::{ExecutionStatus, JobStatus, TargetSelection};
use crate::view::{ExecutionView, JobView};

/// Which jobs are wanted.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// In this state.
    pub status: Option<JobStatus>,
    /// Of this kind.
    pub selection: Option<TargetSelection>,
    /// With this target, an ARN.
    pub target: Option<String>,
    /// In this namespace.
    pub namespace_id: Option<String>,
}

/// Which executions are wanted.
#[derive(Clone, Debug, Default)]
pub struct ExecutionFilter {
    /// In this state.
    pub status: Option<ExecutionStatus>,
    /// Of this job.
    pub job: Option<String>,
    /// Of jobs in this namespace.
    pub namespace_id: Option<String>,
}

impl Jobs {
    /// Jobs, the newest first.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_jobs(
        &self,
        tenant: &Tenant,
        filter: &JobFilter,
        request: &PageRequest,
        now: UnixMillis,
    ) -> Result<Page<JobView>, JobError> {
        self.read(tenant, |state| {
            let jobs = state.jobs().filter(|(_, entry)| {
                let (job, plan) = (&entry.job, &entry.job.plan);
                filter.status.is_none_or(|status| job.status == status)
                    && filter.selection.is_none_or(|selection| plan.selection == selection)
                    && filter.target.as_ref().is_none_or(|target| plan.targets.contains(target))
                    && (filter.namespace_id.is_none() || plan.namespace_id == filter.namespace_id)
            });
            let entries = jobs.map(|(id, entry)| (place(entry.job.created_at, [id]), (id, entry)));
            newest_first(entries, request, |(id, entry)| JobView::of(id, entry, now.0))
        })
    }

    /// The executions of a job, the last updated first.
    ///
    /// # Errors
    /// When there is no such job, or the page token is invalid.
    pub fn executions_of_job(
        &self,
        tenant: &Tenant,
        job: &str,
        status: Option<ExecutionStatus>,
        request: &PageRequest,
        now: UnixMillis,
    ) -> Result<Page<ExecutionView>, JobError> {
        self.read(tenant, |state| {
            let entry = state.job(job).ok_or(JobError::JobNotFound)?;
            let all = entry.executions.iter().flat_map(|(thing, numbers)| {
                numbers.iter().map(move |(number, execution)| (thing, *number, execution))
            });
            let wanted = all.filter(|(.., execution)| status.is_none_or(|status| execution.status == status));
            let entries = wanted.map(|(thing, number, execution)| {
                (place(execution.last_updated_at, [thing, &number.to_string()]), (thing, number, execution))
            });
            newest_first(entries, request, |(thing, number, execution)| {
                ExecutionView::of(job, thing, number, execution, now.0)
            })
        })
    }

    /// The executions of a thing, the last queued first. A thing without any has an empty list.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn executions_of_thing(
        &self,
        tenant: &Tenant,
        thing: &str,
        filter: &ExecutionFilter,
        request: &PageRequest,
        now: UnixMillis,
    ) -> Result<Page<ExecutionView>, JobError> {
        self.read(tenant, |state| {
            let jobs =
                state.jobs_of(thing).filter_map(|id| Some((id, state.job(id)?))).filter(|(id, entry)| {
                    filter.job.as_ref().is_none_or(|job| job == *id)
                        && (filter.namespace_id.is_none()
                            || entry.job.plan.namespace_id == filter.namespace_id)
                });
            let all = jobs.flat_map(|(id, entry)| {
                let numbers = entry.executions.get(thing).into_iter().flatten();
                numbers.map(move |(number, execution)| (id, *number, execution))
            });
            let wanted =
                all.filter(|(.., execution)| filter.status.is_none_or(|status| execution.status == status));
            let entries = wanted.map(|(id, number, execution)| {
                (place(execution.queued_at, [id, &number.to_string()]), (id, number, execution))
            });
            newest_first(entries, request, |(id, number, execution)| {
                ExecutionView::of(id, thing, number, execution, now.0)
            })
        })
    }
}

/// The place of an entry in a listing: its time, and what tells it from others of the same time.
fn place<const N: usize>(time: u64, names: [&str; N]) -> String {
    format!("{time:016x}/{}", names.join("/"))
}

fn newest_first<T, U>(
    entries: impl Iterator<Item = (String, T)>,
    request: &PageRequest,
    make: impl Fn(T) -> U,
) -> Result<Page<U>, JobError> {
    let mut entries: Vec<(String, T)> = entries.collect();
    entries.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
    let key = |(place, _): &(String, T)| place.clone();
    let after = |(place, _): &(String, T), last: &str| place.as_str() < last;
    Ok(cut_page(entries.into_iter(), request, key, after, |(_, entry)| make(entry))?)
}
