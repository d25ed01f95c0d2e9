//! Counters for the operator.

/// Declares a struct of counters since the start of the program, with a `read` that lists name, meaning
/// and value of each.
///
/// ```
/// base::counters! {
///     /// What the kitchen counts.
///     pub struct Metrics {
///         served = "Dishes served";
///     }
/// }
/// let metrics = Metrics::default();
/// metrics.served.fetch_add(2, std::sync::atomic::Ordering::Relaxed);
/// assert_eq!(metrics.read(), [("served", "Dishes served", 2)]);
/// ```
#[macro_export]
macro_rules! counters {
    ($(#[$doc:meta])* $vis:vis struct $type:ident { $($name:ident = $help:literal;)* }) => {
        $(#[$doc])*
        #[derive(Default, Debug)]
        $vis struct $type {
            $(#[doc = $help] $vis $name: ::std::sync::atomic::AtomicU64,)*
        }

        impl $type {
            /// Name, meaning and value of each.
            $vis fn read(&self) -> ::std::vec::Vec<(&'static str, &'static str, u64)> {
                ::std::vec![$((
                    stringify!($name),
                    $help,
                    self.$name.load(::std::sync::atomic::Ordering::Relaxed),
                ),)*]
            }
        }
    };
}
