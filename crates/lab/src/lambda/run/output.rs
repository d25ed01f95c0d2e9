//! What a function prints, line by line.

use std::io::{ErrorKind, PipeReader, Read};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::net::unix::pipe::Receiver;

use super::journal::Journal;

/// The largest log event, bytes (CloudWatch Logs quotas). A longer line becomes several.
const LINE_BYTES_MAX: usize = 256 << 10;

/// The reading end of stdout and stderr.
pub(super) struct Output {
    /// Tells when there is something.
    receiver: Receiver,
    /// The same pipe, which is read here without asking whether there is something.
    inner: Mutex<Inner>,
    journal: Arc<Journal>,
}

struct Inner {
    reader: PipeReader,
    /// A line that has no end yet.
    begun: Vec<u8>,
}

/// What a pipe holds, bytes (pipe(7)).
const PIPE_BYTES: usize = 64 << 10;

impl Output {
    /// Reads from a pipe into a journal.
    ///
    /// # Errors
    /// When the runtime cannot watch the pipe.
    pub fn new(reader: PipeReader, journal: Arc<Journal>) -> std::io::Result<Self> {
        // Both are one pipe, and neither blocks once this one does not.
        let receiver = Receiver::from_owned_fd(OwnedFd::from(reader.try_clone()?))?;
        Ok(Self { receiver, inner: Mutex::new(Inner { reader, begun: Vec::new() }), journal })
    }

    /// Passes lines on until nobody can print any more.
    pub async fn pump(&self) {
        while self.receiver.readable().await.is_ok() {
            // Whoever prints faster than logs are stored waits for room in the pipe.
            self.journal.settled().await;
            let mut inner = self.inner.lock();
            let mut byte = [0];
            // Finding nothing tells the receiver that there is nothing.
            match self.receiver.try_read(&mut byte) {
                Ok(0) => break,
                Ok(_) => {
                    inner.begun.extend_from_slice(&byte);
                    self.drain_locked(&mut inner);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => break,
            }
        }
        self.flush();
    }

    /// Passes on what is in the pipe by now; whoever has answered has printed before.
    pub fn drain(&self) {
        self.drain_locked(&mut self.inner.lock());
    }

    fn drain_locked(&self, inner: &mut Inner) {
        let mut buffer = [0; 16 << 10];
        // No further than what a pipe holds: somebody may be filling it all the time.
        for _ in 0..PIPE_BYTES.div_ceil(buffer.len()) {
            match inner.reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => inner.begun.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // There is no more, or there never will be.
                Err(_) => break,
            }
            self.journal.write(lines(&mut inner.begun));
        }
        self.journal.write(lines(&mut inner.begun));
    }

    /// Passes on a line that was begun and has no end: the invocation is over.
    pub fn flush(&self) {
        let mut inner = self.inner.lock();
        self.drain_locked(&mut inner);
        if !inner.begun.is_empty() {
            self.journal.write(vec![text(&inner.begun)]);
            inner.begun.clear();
        }
    }
}

/// Takes the whole lines, and pieces of one that is too long.
fn lines(begun: &mut Vec<u8>) -> Vec<String> {
    let mut found = Vec::new();
    let mut from = 0;
    loop {
        let rest = &begun[from..];
        match rest.iter().position(|byte| *byte == b'\n') {
            Some(end) if end <= LINE_BYTES_MAX => {
                found.push(text(&rest[..end]));
                from += end + 1;
            }
            _ if rest.len() > LINE_BYTES_MAX => {
                found.push(text(&rest[..LINE_BYTES_MAX]));
                from += LINE_BYTES_MAX;
            }
            _ => break,
        }
    }
    begun.drain(..from);
    found
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_their_ends_and_when_they_are_too_long() {
        let mut begun = b"one\ntwo\n\nthr".to_vec();
        assert_eq!(lines(&mut begun), ["one", "two", ""]);
        assert_eq!(begun, b"thr");
        begun.extend_from_slice(b"ee\xff\n");
        assert_eq!(lines(&mut begun), ["three\u{fffd}"]);
        let mut begun = vec![b'x'; 2 * LINE_BYTES_MAX + 5];
        assert_eq!(lines(&mut begun).iter().map(String::len).collect::<Vec<_>>(), [LINE_BYTES_MAX; 2]);
        assert_eq!(begun.len(), 5);
    }
}
