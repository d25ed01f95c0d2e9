//! AWS IoT Device Defender: what is to be watched and audited is kept and returned; nothing is watched or
//! audited (extras.md §3).

mod audits;
mod behaviors;
mod custom_metrics;
mod dimensions;
mod mitigation_actions;
mod security_profiles;
mod suppressions;
mod targets;

use crate::cloud::Cloud;
use crate::pipeline::Handlers;

pub(super) fn table() -> Handlers<Cloud> {
    let tables = [
        audits::table(),
        custom_metrics::table(),
        dimensions::table(),
        mitigation_actions::table(),
        security_profiles::table(),
        suppressions::table(),
        targets::table(),
    ];
    tables.into_iter().fold(Handlers::new(), Handlers::and)
}
