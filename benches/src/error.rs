//! Why a run gave no figure.

use std::path::PathBuf;

/// What every function here returns.
pub type Result<T> = std::result::Result<T, BenchError>;

/// Why a run gave no figure.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The system refused something.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A certificate, key or CA file is not what it should be.
    #[error("cannot use {}", .0.display())]
    Unusable(PathBuf),
    /// TLS cannot be set up.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// What the broker sent is no MQTT 3.1.1.
    #[error("{0}: what the broker sent is not MQTT 3.1.1")]
    Malformed(String),
    /// The broker sent something else than the load calls for.
    #[error("{client}: {got} instead of {expected}")]
    Unexpected {
        /// The client id.
        client: String,
        /// What the load calls for.
        expected: &'static str,
        /// What came.
        got: String,
    },
    /// The broker closed a connection.
    #[error("{0}: the broker closed the connection")]
    Closed(String),
    /// A message that is not the next one of its publisher.
    #[error("message {got} of publisher {publisher} came where {expected} should: {what}")]
    OutOfOrder {
        /// Number of the publisher.
        publisher: u32,
        /// The next message.
        expected: u32,
        /// What came.
        got: u32,
        /// Lost or repeated.
        what: &'static str,
    },
    /// Messages are missing.
    #[error("{arrived} of {expected} messages arrived, and then none for {seconds} s")]
    Stalled {
        /// Deliveries so far.
        arrived: u64,
        /// Deliveries that the load calls for.
        expected: u64,
        /// How long nothing came.
        seconds: u64,
    },
    /// Some messages came to others than their receivers.
    #[error("{arrived} of {expected} messages arrived, but not each at exactly its receivers")]
    WrongReceivers {
        /// Deliveries counted.
        arrived: u64,
        /// Deliveries that the load calls for.
        expected: u64,
    },
    /// The process to be measured cannot be read.
    #[error("cannot read {0} of the broker's process")]
    Process(&'static str),
    /// The case does not go with the options.
    #[error("{0}")]
    Options(String),
    /// A task of the generator ended early.
    #[error("the generator failed: {0}")]
    Generator(String),
}

impl BenchError {
    /// Names what was tried when the system refused.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
