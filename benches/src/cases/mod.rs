//! The loads, one file each.

mod connect;
mod idle;
mod offline;
mod rate;
mod receive;
mod routing;
mod shadow;
mod streams;
mod unbatched;

use std::str::FromStr;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::{BenchError, Report, Result, Settings};

/// What the broker may still do for connections that have just been made, before a measurement.
const CALM: Duration = Duration::from_millis(200);

/// A load.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    /// Many publishers to one subscriber.
    FanIn,
    /// Pairs of a publisher and a subscriber, each with a topic of its own.
    Pairs,
    /// Pairs with one message under way each.
    PairsUnbatched,
    /// One publisher to many subscribers.
    FanOut,
    /// A steady rate, whatever the broker does: latency.
    Rate,
    /// Connections that do nothing: memory.
    Idle,
    /// Full handshakes.
    Connect,
    /// Many subscriptions with and without wildcards, topics at random.
    Routing,
    /// A persistent session that is away, and comes back.
    OfflineQueue,
    /// Updates of device shadows.
    Shadow,
}

impl Case {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::FanIn,
        Self::Pairs,
        Self::PairsUnbatched,
        Self::FanOut,
        Self::Rate,
        Self::Idle,
        Self::Connect,
        Self::Routing,
        Self::OfflineQueue,
        Self::Shadow,
    ];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::FanIn => "fan-in",
            Self::Pairs => "pairs",
            Self::PairsUnbatched => "pairs-unbatched",
            Self::FanOut => "fan-out",
            Self::Rate => "rate",
            Self::Idle => "idle",
            Self::Connect => "connect",
            Self::Routing => "routing",
            Self::OfflineQueue => "offline-queue",
            Self::Shadow => "shadow",
        }
    }
}

impl FromStr for Case {
    type Err = BenchError;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|case| case.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            BenchError::Options(format!("{text:?} is none of {names}"))
        })
    }
}

/// Runs a load once. One thread: the generator shares the machine with the broker.
///
/// # Errors
/// When the load cannot be made, or a message did not arrive as it should.
pub fn run(case: Case, settings: &Settings) -> Result<Report> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(BenchError::io("start the generator"))?;
    runtime.block_on(async {
        match case {
            Case::FanIn => streams::fan_in(settings).await,
            Case::Pairs => streams::pairs(settings).await,
            Case::FanOut => streams::fan_out(settings).await,
            Case::PairsUnbatched => unbatched::run(settings).await,
            Case::Rate => rate::run(settings).await,
            Case::Idle => idle::run(settings).await,
            Case::Connect => connect::run(settings).await,
            Case::Routing => routing::run(settings).await,
            Case::OfflineQueue => offline::run(settings).await,
            Case::Shadow => shadow::run(settings).await,
        }
    })
}

/// Waits for all tasks; the first error ends the run.
async fn all<T: 'static>(tasks: &mut JoinSet<Result<T>>) -> Result<Vec<T>> {
    let mut outcomes = Vec::with_capacity(tasks.len());
    while let Some(outcome) = tasks.join_next().await {
        outcomes.push(outcome.map_err(|error| BenchError::Generator(error.to_string()))??);
    }
    Ok(outcomes)
}
