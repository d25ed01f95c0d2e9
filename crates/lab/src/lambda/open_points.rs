//! What AWS leaves undocumented, or what a lab does otherwise on purpose, decided here once and named.
//!
//! Decided without a switch:
//! * The working directory of a function is its code, as on AWS, and read-only; `TMPDIR` and `HOME` are a
//!   directory of the environment's own. `/tmp` is the machine's: there is no container.
//! * An environment is not frozen between invocations: what a function leaves running in the background runs on.
//! * Memory is what is resident, its peak that of the process itself: what is above the limit for a moment
//!   only, and in a child, is not seen. On AWS nothing gets more than there is.
//! * An event that is queued is lost when the server ends. AWS keeps it.
//! * `EphemeralStorage` and `Architectures` are kept and shown; neither changes where a function runs.
//! * `RuntimeVersionConfig` is left out: the interpreter is the machine's, not a version of AWS's.
//! * State is `Active` at once, also in the answer of CreateFunction, where AWS still says `Pending`.
//! * `Timeout` and `MemorySize` end at 900 and 10,240. The newest service model has larger numbers, for
//!   functions on capacity providers.

use std::time::Duration;

use base::Profile;

/// Waits before the second and the third attempt of an asynchronous invocation. AWS waits one minute and
/// two (Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation"); in a
/// lab somebody sits and waits, so that only `--limits aws` keeps these.
pub(super) fn retry_delays(profile: Profile) -> [Duration; 2] {
    match profile {
        Profile::Aws => [Duration::from_secs(60), Duration::from_secs(120)],
        Profile::Lab | Profile::Off => [Duration::from_secs(1), Duration::from_secs(2)],
    }
}

/// An event that is throttled is tried again after a second, then after ever longer waits up to five
/// minutes (the same page); how they grow is not said. They double.
pub(super) fn throttle_delay(times: u32) -> Duration {
    Duration::from_secs(1_u64.checked_shl(times).unwrap_or(u64::MAX).min(300))
}

/// Whether a service without a permission in the function's policy is refused, as on AWS. Otherwise the
/// function runs and the log says what AWS would have done.
pub(super) fn permission_is_required(profile: Profile) -> bool {
    profile == Profile::Aws
}

/// Time that a function has to initialise before the time of its first invocation runs. AWS starts the
/// initialisation over when it takes longer; here it goes on, on the time of the invocation.
pub(super) const INIT_WITHIN: Duration = Duration::from_secs(10);

/// Environments that nobody used for so long end. AWS does not say when; minutes have been seen.
pub(super) const IDLE_FOR: Duration = Duration::from_secs(300);

/// An invocation without a payload has this event.
pub(super) const NO_PAYLOAD: &[u8] = b"{}";

/// What an environment may allocate beyond the function's memory before allocations fail. Above the
/// memory itself it is killed when it is next looked at, as on AWS; this stops what allocates faster than
/// that. Interpreters map more than they use.
pub(super) const MEMORY_SLACK_BYTES: u64 = 1 << 30;
