//! HTTP to others: the client that signed calls and HTTP actions share, the action, its batches, and the
//! destinations that have to be confirmed.

pub(crate) mod batch;
pub(crate) mod client;
pub(crate) mod destinations;
pub(crate) mod failed_batch;
pub(crate) mod post;
