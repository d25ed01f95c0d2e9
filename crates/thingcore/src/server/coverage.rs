//! How much of AWS IoT is here.

use api::coverage::{Coverage, Report};
use model::OpId;

/// What Kafka's client here cannot do; rules that want it are refused.
const KAFKA_LACKS: &str = "acks 0, the compressions lz4 and zstd, GSSAPI and the stores of ssl.* are refused; brokers are reached directly, not through a VPC";

/// The report, given what the handlers say of themselves, and which rule actions there are.
pub fn report(of_operation: impl Fn(OpId) -> Coverage, has_action: impl Fn(&str) -> bool) -> Report {
    let of = |is_here: bool| if is_here { Coverage::Exact } else { Coverage::None };
    let functions =
        rules::sql::functions().map(|function| (function.name, of(function.is_available))).collect();
    let actions = rule_actions()
        .map(|name| match name {
            "kafka" => (name, Coverage::Partial(KAFKA_LACKS)),
            name => (name, of(has_action(name))),
        })
        .collect();
    Report::new(of_operation, functions, actions)
}

/// Every action that a rule can have, by the service model.
fn rule_actions() -> impl Iterator<Item = &'static str> {
    model::iot::shape::ACTION.members().iter().map(|member| member.name)
}

#[cfg(test)]
mod tests {
    /// Set `THINGCORE_WRITE_DOCS` to write the tables anew.
    #[test]
    fn docs_have_the_tables_of_the_code() {
        const BEGIN: &str = "<!-- tables: begin -->\n";
        const END: &str = "<!-- tables: end -->";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/coverage.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (head, rest) = text.split_once(BEGIN).unwrap();
        let (tables, tail) = rest.split_once(END).unwrap();
        let handlers = api::handlers::all();
        // What the shipped program has, also when this one is built with less.
        let has_action = |key: &str| actions::RULE_ACTIONS.iter().any(|(known, _)| *known == key);
        let wanted = super::report(|operation| handlers.coverage(operation), has_action).to_markdown();
        if std::env::var_os("THINGCORE_WRITE_DOCS").is_some() {
            std::fs::write(path, [head, BEGIN, &wanted, END, tail].concat()).unwrap();
        } else {
            assert_eq!(tables, wanted, "run this test with THINGCORE_WRITE_DOCS=1 and look at the change");
        }
    }
}
