//! What of AWS IoT is here: the document of `GET /_thingcore/coverage` (contract.md).

use model::{OpId, SERVICES};
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

/// The whole document. The owners of the SQL engine and the action runtime pass what they know.
pub fn document(
    of_operation: impl Fn(OpId) -> Coverage,
    sql_functions: &[(&str, Coverage)],
    rule_actions: &[(&str, Coverage)],
) -> Value {
    let mut operations = Map::new();
    for service in SERVICES {
        let rows = service.operations.iter();
        let rows = rows.map(|operation| (operation.name.to_string(), of_operation(operation.id).to_json()));
        operations.insert(service.name.into(), rows.collect());
    }
    json!({"operations": operations, "sqlFunctions": named(sql_functions), "ruleActions": named(rule_actions)})
}

fn named(rows: &[(&str, Coverage)]) -> Value {
    rows.iter().map(|(name, coverage)| ((*name).to_string(), coverage.to_json())).collect()
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
        let document = document(of_operation, &[("abs", Coverage::Exact)], &[("kafka", Coverage::None)]);
        let operations = &document["operations"];
        let count: usize = SERVICES.iter().map(|s| operations[s.name].as_object().unwrap().len()).sum();
        assert_eq!(count, model::OPERATION_COUNT);
        assert_eq!(operations["iot"]["CreateThing"], json!({"status": "exact"}));
        assert_eq!(operations["iot-data"]["Publish"], json!({"status": "none"}));
        let partial = &operations["iot-jobs-data"]["UpdateJobExecution"];
        assert_eq!(*partial, json!({"status": "partial", "missing": "no step timer"}));
        assert_eq!(document["sqlFunctions"], json!({"abs": {"status": "exact"}}));
        assert_eq!(document["ruleActions"], json!({"kafka": {"status": "none"}}));
    }
}
