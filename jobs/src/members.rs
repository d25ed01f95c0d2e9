//! Continuous jobs follow the groups of things (jobs.md §3).

use std::collections::BTreeMap;

use base::{Tenant, UnixMillis};

use crate::job::Target;
use crate::jobs::Jobs;

impl Jobs {
    /// The groups of a thing changed: continuous jobs follow (jobs.md §3). A thing that is deleted keeps its
    /// executions, so do not call this for it.
    pub fn thing_moved(&self, tenant: &Tenant, thing: &str, now: UnixMillis) {
        if !self.has_followers(tenant) {
            return;
        }
        // Nothing is asked for that could be refused.
        let _ = self.change(tenant, now, |draft| {
            let groups = draft.targets.groups_of_thing(draft.tenant, thing);
            let is_target = |target: &String| match Target::parse(draft.tenant, target) {
                Ok(Target::Thing(name)) => name == thing,
                Ok(Target::Group(name)) => groups.iter().any(|group| group == name),
                Err(_) => false,
            };
            let jobs = draft.state().jobs().filter(|(_, entry)| entry.job.follows_groups());
            let members: Vec<(String, bool)> =
                jobs.map(|(id, entry)| (id.clone(), entry.job.plan.targets.iter().any(is_target))).collect();
            for (id, is_target) in members {
                draft.set_member(&id, thing, is_target);
            }
            Ok(())
        });
    }

    /// Groups were deleted or moved, so that any thing may be in others than before.
    pub fn groups_changed(&self, tenant: &Tenant, now: UnixMillis) {
        if !self.has_followers(tenant) {
            return;
        }
        let _ = self.change(tenant, now, |draft| {
            let jobs = draft.state().jobs().filter(|(_, entry)| entry.job.follows_groups());
            let mut members: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
            for (id, entry) in jobs {
                let targets = draft.things_of(&entry.job.plan.targets);
                let known = entry.executions.keys().chain(&entry.waiting);
                // A thing that is deleted keeps its executions.
                let left = |thing: &&String| {
                    !targets.contains(*thing) && draft.targets.has_thing(draft.tenant, thing)
                };
                let gone = known.filter(left).map(|thing| (thing.clone(), false));
                let mut all: Vec<(String, bool)> = gone.collect();
                all.extend(targets.iter().map(|thing| (thing.clone(), true)));
                members.insert(id.clone(), all);
            }
            for (id, things) in members {
                for (thing, is_target) in things {
                    draft.set_member(&id, &thing, is_target);
                }
            }
            Ok(())
        });
    }

    /// Whether any job follows groups. One that is created now sees the groups as they are.
    fn has_followers(&self, tenant: &Tenant) -> bool {
        self.read(tenant, |state| state.jobs().any(|(_, entry)| entry.job.follows_groups()))
    }
}
