//! The load generator of `thingcore bench`: makes a load, checks that every message arrived, and says what
//! it cost the broker.
//!
//! It shares no code with the broker (its codec is `mqttbytes`), so it can measure any MQTT 3.1.1 broker,
//! and a mistake of ours cannot hide on both sides.

mod cases;
mod client;
mod error;
mod flow;
mod message;
mod process;
mod report;
mod settings;
mod target;

pub use cases::{Case, run};
pub use error::{BenchError, Result};
pub use report::Report;
pub use settings::Settings;
pub use target::{Identity, Target, TlsVersion};
