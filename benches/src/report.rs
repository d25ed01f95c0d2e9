//! What a run says: one line of JSON, or one row of a table.

use mqttbytes::QoS;
use serde_json::{Map, Value, json};

use crate::settings::{Settings, Spent};

/// Columns of the table: heading, field, decimals.
const COLUMNS: [(&str, &str, usize); 7] = [
    ("messages", "messages", 0),
    ("seconds", "seconds", 2),
    ("msg/s", "messagesPerSecond", 0),
    ("cpu s", "brokerCpuSeconds", 3),
    ("msg/cpu s", "messagesPerBrokerCpuSecond", 0),
    ("cpu us/msg", "cpuMicrosPerMessage", 3),
    ("clients", "clients", 0),
];

/// The outcome of one run.
#[derive(Clone, Debug)]
pub struct Report {
    fields: Map<String, Value>,
    /// How many of the fields every case has.
    common: usize,
}

impl Report {
    pub(crate) fn new(case: &str, settings: &Settings, qos: Option<QoS>) -> Self {
        let mut fields = Map::new();
        fields.insert("case".into(), case.into());
        fields.insert("qos".into(), qos.map_or(Value::Null, |qos| (qos as u8).into()));
        fields.insert("transport".into(), settings.target.transport().into());
        Self { fields, common: 0 }
    }

    /// Notes how many clients there were and what their messages took.
    pub(crate) fn spent(mut self, clients: usize, messages: u64, spent: Spent) -> Self {
        let count = messages as f64;
        let cpu = spent.cpu_seconds;
        for (name, value) in [
            ("clients", json!(clients)),
            ("messages", json!(messages)),
            ("seconds", rounded(spent.seconds, 6)),
            ("messagesPerSecond", rounded(count / spent.seconds, 0)),
            ("brokerCpuSeconds", cpu.map_or(Value::Null, |cpu| rounded(cpu, 6))),
            ("messagesPerBrokerCpuSecond", cpu.map_or(Value::Null, |cpu| rounded(count / cpu, 0))),
            ("cpuMicrosPerMessage", cpu.map_or(Value::Null, |cpu| rounded(cpu * 1e6 / count, 4))),
        ] {
            self.fields.insert(name.into(), value);
        }
        self.common = self.fields.len();
        self
    }

    /// Adds a figure that only this case has.
    pub(crate) fn with(mut self, name: &str, value: f64, decimals: i32) -> Self {
        self.fields.insert(name.into(), rounded(value, decimals));
        self
    }

    /// One line of JSON.
    pub fn json(&self) -> String {
        Value::Object(self.fields.clone()).to_string()
    }

    /// The table's heading.
    pub fn heading() -> String {
        let columns = COLUMNS.map(|(heading, ..)| format!("{heading:>11}"));
        format!("{:<17} qos {:<9}{}", "case", "transport", columns.concat())
    }

    /// The table's row; figures that only this case has follow on lines of their own.
    pub fn row(&self) -> String {
        let text = |name: &str| self.fields.get(name).and_then(Value::as_str).unwrap_or("-");
        let qos = self.fields.get("qos").and_then(Value::as_u64).map_or("-".into(), |qos| qos.to_string());
        let mut row = format!("{:<17} {qos:>3} {:<9}", text("case"), text("transport"));
        for (_, field, decimals) in COLUMNS {
            match self.fields.get(field).and_then(Value::as_f64) {
                Some(number) => row.push_str(&format!("{number:>11.decimals$}")),
                None => row.push_str(&format!("{:>11}", "-")),
            }
        }
        for (name, value) in self.fields.iter().skip(self.common) {
            row.push_str(&format!("\n  {name} {value}"));
        }
        row
    }
}

/// A number without digits that mean nothing.
fn rounded(number: f64, decimals: i32) -> Value {
    let scale = 10_f64.powi(decimals);
    let number = (number * scale).round() / scale;
    // A division by no time at all has no figure.
    if decimals <= 0 && number.is_finite() { json!(number as i64) } else { json!(number) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Target;

    fn settings() -> Settings {
        let target = Target::tcp("127.0.0.1", 1).unwrap();
        Settings {
            target,
            pid: None,
            qos: None,
            messages: None,
            clients: None,
            subscriptions: 0,
            shadows: 1,
            payload: 256,
            window: 64,
            rate: 1,
        }
    }

    #[test]
    fn figures_follow_from_count_and_time() {
        let spent = Spent { seconds: 2.0, cpu_seconds: Some(0.5) };
        let report = Report::new("pairs", &settings(), Some(QoS::AtLeastOnce)).spent(3, 1000, spent);
        let report = report.with("latencyMicrosP50", 12.34, 1);
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!(
            json,
            json!({"case": "pairs", "qos": 1, "transport": "tcp", "clients": 3, "messages": 1000, "seconds": 2.0,
                   "messagesPerSecond": 500, "brokerCpuSeconds": 0.5, "messagesPerBrokerCpuSecond": 2000,
                   "cpuMicrosPerMessage": 500.0, "latencyMicrosP50": 12.3})
        );
        assert!(report.row().ends_with("\n  latencyMicrosP50 12.3"));
    }

    #[test]
    fn without_a_process_nothing_is_said_about_cpu() {
        let spent = Spent { seconds: 2.0, cpu_seconds: None };
        let report = Report::new("idle", &settings(), None).spent(3, 10, spent);
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        assert!(json["brokerCpuSeconds"].is_null() && json["cpuMicrosPerMessage"].is_null());
        assert_eq!(Report::heading().len(), report.row().len());
    }
}
