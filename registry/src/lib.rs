//! The registry: things, thing types, groups, certificates, policies, and what is attached to what.
//!
//! Everything lives in memory, per tenant, behind one lock; the disk holds the same as rows. A change
//! computes the rows that it writes, applies them to memory with the very function that reads them at
//! start, and submits them to the store under the same lock, so memory and disk see one order and can
//! never disagree about what a row means.

mod announce;
mod attachments;
mod billing_groups;
mod ca_certificates;
mod certificates;
mod error;
mod groups;
mod membership;
mod policies;
mod principal;
mod registry;
mod scan;
mod state;
mod tags;
mod thing_types;
mod things;
mod transfers;

#[cfg(test)]
mod tests;

pub use announce::{Announcement, EventKind};
pub use billing_groups::BillingGroupRecord;
pub use ca_certificates::{CaRecord, CaUpdate, NewCa, RegistrationConfig};
pub use certificates::{CertificateMode, CertificateRecord, CertificateStatus, NewCertificate, Origin};
pub use error::{Exception, RegistryError};
pub use groups::{
    GroupKind, GroupQuery, NewThingGroup, ThingGroupFilter, ThingGroupRecord, ThingGroupUpdate,
    ThingGroupView,
};
pub use policies::{PolicyRecord, PolicyVersion};
pub use principal::PrincipalView;
pub use registry::{Event, Registry};
pub use scan::{GroupView, ThingView};
pub use tags::{Tags, check_tags};
pub use thing_types::{
    AttributeSource, PropagatingAttribute, ThingTypeProperties, ThingTypeRecord, ThingTypeUpdate,
};
pub use things::{NewThing, PrincipalType, ThingFilter, ThingRecord, ThingUpdate, TypeUpdate};
pub use transfers::Transfer;
