//! The mailbox's lock: `parking_lot`'s, or one whose every interleaving loom tries.

#[cfg(not(all(loom, test)))]
pub(crate) use parking_lot::{Mutex, MutexGuard};

#[cfg(all(loom, test))]
pub(crate) use tried::{Mutex, MutexGuard};

#[cfg(all(loom, test))]
mod tried {
    pub use loom::sync::MutexGuard;

    /// loom's lock with `parking_lot`'s interface.
    #[derive(Debug)]
    pub struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub fn new(value: T) -> Self {
            Self(loom::sync::Mutex::new(value))
        }

        pub fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().expect("no holder panicked")
        }
    }
}
