//! Statements that are evaluated for those who ask: on threads of their own, because one can take a second or so and
//! the threads that serve requests are as few as the cores.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Evaluates a few at a time; others wait for their turn.
pub struct Evaluations(Arc<Semaphore>);

impl Default for Evaluations {
    /// As many at a time as half of the cores: the rest is for everybody else.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new((cores / 2).max(1))))
    }
}

impl Evaluations {
    /// Does the work when its turn has come, unless whoever waits has gone by then. `None` when it panicked or the
    /// server ends.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // Never closed.
        let turn = Arc::clone(&self.0).acquire_owned().await.ok()?;
        let evaluated = tokio::task::spawn_blocking(move || {
            // The work goes on when whoever waits for it goes.
            let _turn = turn;
            work()
        });
        evaluated.await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn others_go_on_meanwhile() {
        let (sender, receiver) = mpsc::channel();
        // On this single thread it runs only if nobody else keeps the thread.
        tokio::spawn(async move { sender.send(7) });
        let evaluations = Evaluations::default();
        let work = move || receiver.recv_timeout(Duration::from_secs(10)).ok();
        assert_eq!(evaluations.run(work).await, Some(Some(7)));
    }

    #[tokio::test]
    async fn those_who_have_gone_are_not_worked_for_and_free_their_place() {
        let evaluations = Arc::new(Evaluations(Arc::new(Semaphore::new(1))));
        let (go, wait) = mpsc::channel::<()>();
        let first = Arc::clone(&evaluations);
        let first = tokio::spawn(async move { first.run(move || wait.recv().is_ok()).await });
        while evaluations.0.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let gone = evaluations.run(|| panic!("nobody waits for this"));
        assert!(tokio::time::timeout(Duration::from_millis(20), gone).await.is_err());
        go.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Some(true));
        assert_eq!(evaluations.run(|| 1).await, Some(1));
    }
}
