//! What a function prints, record by record.

use std::io::{ErrorKind, PipeReader, Read};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::net::unix::pipe::Receiver;

use super::journal::Journal;
use super::records::Records;

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
    records: Records,
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
        Ok(Self { receiver, inner: Mutex::new(Inner { reader, records: Records::default() }), journal })
    }

    /// Passes records on until nobody can print any more.
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
                    inner.records.push(&byte);
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
                Ok(count) => inner.records.push(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // There is no more, or there never will be.
                Err(_) => break,
            }
            self.journal.write(inner.records.take());
        }
        self.journal.write(inner.records.take());
    }

    /// Passes on a record that was begun and has no end: the invocation is over.
    pub fn flush(&self) {
        let mut inner = self.inner.lock();
        self.drain_locked(&mut inner);
        self.journal.write(inner.records.end().into_iter().collect());
    }
}
