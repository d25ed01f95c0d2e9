//! Words that every other crate uses: accounts and regions, ARNs, ids, time and limits.
//!
//! Nothing in here does I/O. Types are validated when they are made, so a function that takes an
//! [`AccountId`] or a [`CertificateId`] never checks it again.

mod arn;
mod counters;
mod ids;
pub mod limiter;
mod limits;
mod meter;
mod page;
mod tenant;
mod time;

pub use arn::Arn;
pub use ids::{CertificateId, InvalidId};
pub use limits::{Limit, LimitInfo, Limits, Part, Profile};
pub use meter::{Meter, Noted, Unsaid};
pub use page::{InvalidToken, Page, PageRequest, cut_named, cut_page};
pub use tenant::{AccountId, Region, Tenant};
pub use time::UnixMillis;
