//! The only place that writes to the terminal; the log goes through `tracing`.

use std::io::Write;

/// Writes a line to standard output. A closed pipe is the reader's wish.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Writes a one-line error to standard error.
pub fn error(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "thingcore: {message}");
}
