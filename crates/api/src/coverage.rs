//! What of AWS IoT is here: the document of `GET /_thingcore/coverage` (contract.md) and docs/coverage.md.

use std::fmt::Write as _;

use model::{OpId, SERVICES, Service};
use serde_json::{Map, Value, json};

/// How much of something is here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coverage {
    /// It does what AWS does.
    Exact,
    /// It works, without what the text says.
    Partial(&'static str),
    /// It is refused by name.
    None,
}

impl Coverage {
    /// `{"status": "exact"}`, or `partial` with `missing`, or `none`.
    pub fn to_json(self) -> Value {
        match self {
            Self::Exact => json!({"status": "exact"}),
            Self::Partial(missing) => json!({"status": "partial", "missing": missing}),
            Self::None => json!({"status": "none"}),
        }
    }
}

/// How much of everything is here. The owners of the SQL engine and the action runtime say what they have.
pub struct Report {
    /// Operations by service.
    pub operations: Vec<(&'static str, Vec<(&'static str, Coverage)>)>,
    /// Functions of the rules' SQL.
    pub sql_functions: Vec<(&'static str, Coverage)>,
    /// Actions of rules.
    pub rule_actions: Vec<(&'static str, Coverage)>,
}

impl Report {
    /// A report on every operation of the models.
    pub fn new(
        of_operation: impl Fn(OpId) -> Coverage,
        sql_functions: Vec<(&'static str, Coverage)>,
        rule_actions: Vec<(&'static str, Coverage)>,
    ) -> Self {
        let rows = |service: &'static Service| {
            let rows = service.operations.iter();
            rows.map(|operation| (operation.name, of_operation(operation.id))).collect()
        };
        let operations = SERVICES.iter().map(|service| (service.name, rows(service))).collect();
        Self { operations, sql_functions, rule_actions }
    }

    /// The document of `GET /_thingcore/coverage`.
    pub fn to_json(&self) -> Value {
        let operations = self.operations.iter();
        let operations: Map<String, Value> =
            operations.map(|(service, rows)| ((*service).into(), named(rows))).collect();
        json!({
            "operations": operations,
            "sqlFunctions": named(&self.sql_functions),
            "ruleActions": named(&self.rule_actions),
        })
    }

    /// The tables of docs/coverage.md.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        for (service, rows) in &self.operations {
            table(&mut text, &format!("Operations of `{service}`"), rows);
        }
        table(&mut text, "SQL functions", &self.sql_functions);
        table(&mut text, "Rule actions", &self.rule_actions);
        text
    }
}

fn named(rows: &[(&str, Coverage)]) -> Value {
    rows.iter().map(|(name, coverage)| ((*name).to_string(), coverage.to_json())).collect()
}

/// What is exact and what is missing in one line each, what is partial in a table.
fn table(text: &mut String, title: &str, rows: &[(&str, Coverage)]) {
    let of = |wanted: fn(&Coverage) -> bool| -> Vec<String> {
        rows.iter().filter(|(_, coverage)| wanted(coverage)).map(|(name, _)| format!("`{name}`")).collect()
    };
    let exact = of(|coverage| matches!(coverage, Coverage::Exact));
    let partial = of(|coverage| matches!(coverage, Coverage::Partial(_)));
    let none = of(|coverage| matches!(coverage, Coverage::None));
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "## {title}\n\n{} exact, {} partial, {} not implemented.\n\n",
        exact.len(),
        partial.len(),
        none.len()
    );
    if !exact.is_empty() {
        let _ = write!(text, "**Exact**: {}\n\n", exact.join(", "));
    }
    if !partial.is_empty() {
        text.push_str("| partial | what is missing |\n| --- | --- |\n");
        for (name, coverage) in rows {
            if let Coverage::Partial(missing) = coverage {
                let _ = writeln!(text, "| `{name}` | {missing} |");
            }
        }
        text.push('\n');
    }
    if !none.is_empty() {
        let _ = write!(text, "**Not implemented**: {}\n\n", none.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{iot, iot_jobs_data};

    #[test]
    fn every_operation_is_listed() {
        let of_operation = |operation| match operation {
            iot::op::CREATE_THING => Coverage::Exact,
            iot_jobs_data::op::UPDATE_JOB_EXECUTION => Coverage::Partial("no step timer"),
            _ => Coverage::None,
        };
        let report =
            Report::new(of_operation, vec![("abs", Coverage::Exact)], vec![("kafka", Coverage::None)]);
        let document = report.to_json();
        let operations = &document["operations"];
        let count: usize = SERVICES.iter().map(|s| operations[s.name].as_object().unwrap().len()).sum();
        assert_eq!(count, model::OPERATION_COUNT);
        assert_eq!(operations["iot"]["CreateThing"], json!({"status": "exact"}));
        assert_eq!(operations["iot-data"]["Publish"], json!({"status": "none"}));
        let partial = &operations["iot-jobs-data"]["UpdateJobExecution"];
        assert_eq!(*partial, json!({"status": "partial", "missing": "no step timer"}));
        assert_eq!(document["sqlFunctions"], json!({"abs": {"status": "exact"}}));
        assert_eq!(document["ruleActions"], json!({"kafka": {"status": "none"}}));
        let text = report.to_markdown();
        assert!(text.contains("| `UpdateJobExecution` | no step timer |"), "{text}");
        assert!(text.contains("**Exact**: `CreateThing`\n"), "{text}");
    }
}
