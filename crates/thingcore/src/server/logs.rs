//! The last lines of the log, for `GET logs`: what `--log` lets through, with its fields.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use base::UnixMillis;
use parking_lot::Mutex;
use serde_json::{Map, Value};
use tokio::sync::broadcast;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// Lines that are kept.
pub const KEEP: usize = 2000;
/// The longest value of a field, characters; the rest is cut off.
const VALUE_CHARS_MAX: usize = 2048;
/// Lines that a reader of the stream may be behind.
const STREAM_MAX: usize = 1024;

type Line = Arc<Map<String, Value>>;

/// The last lines.
pub struct Logs {
    kept: Mutex<Kept>,
    stream: broadcast::Sender<Line>,
}

#[derive(Default)]
struct Kept {
    lines: VecDeque<Line>,
    last_id: u64,
}

impl Default for Logs {
    fn default() -> Self {
        Self { kept: Mutex::default(), stream: broadcast::Sender::new(STREAM_MAX) }
    }
}

impl Logs {
    /// The lines that are kept, oldest first.
    pub fn recent(&self) -> Vec<Line> {
        self.kept.lock().lines.iter().cloned().collect()
    }

    /// Whatever is logged from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Line> {
        self.stream.subscribe()
    }

    fn add(&self, mut line: Map<String, Value>) {
        let mut kept = self.kept.lock();
        kept.last_id += 1;
        line.insert("id".into(), kept.last_id.into());
        let line = Arc::new(line);
        if kept.lines.len() == KEEP {
            kept.lines.pop_front();
        }
        kept.lines.push_back(Arc::clone(&line));
        drop(kept);
        // There may be no readers.
        let _ = self.stream.send(line);
    }
}

/// Hands what is logged to [`Logs`].
pub struct Recorder(pub Arc<Logs>);

impl<S: Subscriber> Layer<S> for Recorder {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let mut line = Map::new();
        line.insert("id".into(), Value::Null);
        line.insert("at".into(), UnixMillis::now().0.into());
        line.insert("level".into(), metadata.level().as_str().to_lowercase().into());
        line.insert("target".into(), metadata.target().into());
        event.record(&mut Fields(&mut line));
        self.0.add(line);
    }
}

struct Fields<'a>(&'a mut Map<String, Value>);

impl Fields<'_> {
    fn set(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().into(), value.into());
    }

    fn text(&mut self, field: &Field, text: &str) {
        let kept: String = text.chars().take(VALUE_CHARS_MAX).collect();
        self.set(field, kept);
    }
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value);
    }
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[test]
    fn the_last_lines_are_kept_with_their_fields() {
        let logs = Arc::new(Logs::default());
        let subscriber = tracing_subscriber::registry().with(Recorder(Arc::clone(&logs)));
        tracing::subscriber::with_default(subscriber, || {
            for number in 0..KEEP as u64 {
                tracing::info!(number, "counted");
            }
            let text = "x".repeat(VALUE_CHARS_MAX + 1);
            tracing::warn!(text, yes = true, whole = -1, part = 0.5, shown = ?Some(1), "last");
        });
        let lines = logs.recent();
        assert_eq!(lines.len(), KEEP);
        assert_eq!((&lines[0]["id"], &lines[0]["number"]), (&2.into(), &1.into()));
        let last = lines.last().unwrap();
        assert_eq!((&last["level"], &last["message"]), (&"warn".into(), &"last".into()));
        assert_eq!(last["text"].as_str().unwrap().len(), VALUE_CHARS_MAX);
        assert_eq!((&last["yes"], &last["whole"], &last["part"]), (&true.into(), &(-1).into(), &0.5.into()));
        assert_eq!(last["shown"], "Some(1)");
    }
}
