//! What an environment writes to CloudWatch Logs, and the tail that `LogType=Tail` returns.

use std::sync::Arc;
use std::time::Duration;

use base::{Tenant, UnixMillis};
use parking_lot::Mutex;

use crate::lambda::record::{date, iso};
use crate::ports::{Later, LogSink};

/// What `X-Amz-Log-Result` holds, bytes (API reference of Invoke).
const TAIL_BYTES_MAX: usize = 4096;

/// The log stream of an environment.
pub(super) struct Journal {
    sink: Arc<dyn LogSink>,
    owner: Tenant,
    group: String,
    stream: String,
    /// The last bytes since the last report.
    tail: Mutex<String>,
}

impl Journal {
    /// The stream of a new environment.
    pub fn new(sink: Arc<dyn LogSink>, owner: Tenant, group: String, version: &str, now: UnixMillis) -> Self {
        let stream = stream_name(version, now, &uuid::Uuid::new_v4().simple().to_string());
        Self { sink, owner, group, stream, tail: Mutex::default() }
    }

    /// The group's name.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The stream's name.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// Writes lines.
    pub fn write(&self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        {
            let mut tail = self.tail.lock();
            for line in &lines {
                tail.push_str(line);
                tail.push('\n');
            }
            cut(&mut tail);
        }
        let now = UnixMillis::now();
        let lines = lines.into_iter().map(|line| (now, line)).collect();
        self.sink.write(&self.owner, &self.group, &self.stream, lines);
    }

    /// Waits until what was written is stored.
    pub async fn settled(&self) {
        self.sink.settled().await;
    }

    /// Takes what was written since the last call, its end only.
    pub fn take_tail(&self) -> String {
        std::mem::take(&mut self.tail.lock())
    }
}

/// Keeps the end of a text, from the beginning of a character.
fn cut(text: &mut String) {
    let Some(over) = text.len().checked_sub(TAIL_BYTES_MAX) else { return };
    let from = (over..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(over);
    text.drain(..from);
}

/// `2026/11/21/[$LATEST]0123…`
fn stream_name(version: &str, now: UnixMillis, id: &str) -> String {
    format!("{}/[{version}]{id}", date(now))
}

/// How an invocation ended, for its report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Status {
    /// With a result or an error document.
    Answered,
    /// Its time was over.
    TimedOut,
    /// The runtime ended; the kind of error.
    Failed(&'static str),
}

/// What a REPORT line says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Report<'a> {
    pub request_id: &'a str,
    pub duration: Duration,
    /// Of the first invocation of an environment.
    pub init: Option<Duration>,
    /// Megabytes.
    pub memory: u32,
    /// Megabytes.
    pub used: u64,
    pub status: Status,
}

impl Report<'_> {
    /// The line. Initialisation is billed, since August 2025.
    pub fn line(&self) -> String {
        let millis = |duration: Duration| duration.as_secs_f64() * 1000.0;
        let billed = (self.duration + self.init.unwrap_or_default()).as_micros().div_ceil(1000);
        let mut line = format!(
            "REPORT RequestId: {}\tDuration: {:.2} ms\tBilled Duration: {billed} ms\tMemory Size: {} MB\t\
             Max Memory Used: {} MB\t",
            self.request_id,
            millis(self.duration),
            self.memory,
            self.used
        );
        if let Some(init) = self.init {
            line.push_str(&format!("Init Duration: {:.2} ms\t", millis(init)));
        }
        match self.status {
            Status::Answered => {}
            Status::TimedOut => line.push_str("Status: timeout"),
            Status::Failed(kind) => line.push_str(&format!("Status: error\tError Type: {kind}")),
        }
        line
    }
}

/// The line before everything that an invocation prints.
pub(super) fn start_line(request_id: &str, version: &str) -> String {
    format!("START RequestId: {request_id} Version: {version}")
}

/// The line after it.
pub(super) fn end_line(request_id: &str) -> String {
    format!("END RequestId: {request_id}")
}

/// The line of an invocation whose time is over.
pub(super) fn timeout_line(request_id: &str, now: UnixMillis, seconds: u32) -> String {
    format!("{} {request_id} Task timed out after {seconds}.00 seconds", iso(now))
}

/// Writes log lines to the program's own log, where there is no CloudWatch Logs.
#[derive(Debug, Default)]
pub(in crate::lambda) struct TracingSink;

impl LogSink for TracingSink {
    fn write(&self, tenant: &Tenant, group: &str, stream: &str, lines: Vec<(UnixMillis, String)>) {
        for (_, line) in lines {
            tracing::info!(%tenant, group, stream, line, "function log");
        }
    }

    fn settled(&self) -> Later<'_, ()> {
        Box::pin(tokio::task::yield_now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_named_by_day_and_version() {
        let at = UnixMillis(1_700_000_000_000);
        assert_eq!(stream_name("$LATEST", at, "00ff"), "2023/11/14/[$LATEST]00ff");
        assert_eq!(
            timeout_line("id", at, 3),
            "2023-11-14T22:13:20.000Z id Task timed out after 3.00 seconds"
        );
    }

    #[test]
    fn a_report_has_the_fields_of_aws_in_order() {
        let mut report = Report {
            request_id: "id",
            duration: Duration::from_micros(1230),
            init: None,
            memory: 128,
            used: 34,
            status: Status::Answered,
        };
        assert_eq!(
            report.line(),
            "REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: \
             34 MB\t"
        );
        report.init = Some(Duration::from_millis(100));
        assert!(report.line().contains("Billed Duration: 102 ms\t"));
        assert!(report.line().ends_with("Max Memory Used: 34 MB\tInit Duration: 100.00 ms\t"));
        report.status = Status::Failed("Runtime.ExitError");
        assert!(report.line().ends_with("ms\tStatus: error\tError Type: Runtime.ExitError"));
    }

    #[test]
    fn a_tail_is_the_end_in_whole_characters() {
        let mut text = "é".repeat(3000) + "x";
        cut(&mut text);
        assert!(text.len() <= TAIL_BYTES_MAX && text.len() > TAIL_BYTES_MAX - 4 && text.ends_with("éx"));
        let mut short = "short".to_owned();
        cut(&mut short);
        assert_eq!(short, "short");
    }
}
