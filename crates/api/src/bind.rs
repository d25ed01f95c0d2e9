//! Between HTTP and the JSON documents that validation and the typed requests work on.

mod answer;
mod request;

pub use answer::{Answer, respond};
pub use request::{Bound, bind};
