//! The threads that serve connections.

use tokio::runtime::{Builder, Handle, Runtime};

/// A runtime of its own for connections, so that rules, requests and handlers never stand between a
/// packet and its delivery. Ends without waiting when it is dropped; connections are drained before.
pub struct Network(Option<Runtime>);

impl Network {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives us none.
    pub fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads())
            .thread_name("network")
            .enable_all()
            .build()?;
        Ok(Self(Some(runtime)))
    }

    /// Where connections are spawned.
    pub fn handle(&self) -> Handle {
        match &self.0 {
            Some(runtime) => runtime.handle().clone(),
            // Only `drop` takes it.
            None => unreachable!("the runtime lives as long as this"),
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Half of the cores: a message that stays on its thread costs no wake-up of another one, and the other
/// half has the store, the rules, the APIs and, on a machine of one's own, the clients to run.
fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.div_ceil(2)
}
