//! A verdict for people.

use serde_json::Value;

use super::verdict::Verdict;

/// The lines of a verdict: whether the rule fires, and every part of it with its value.
pub fn verdict(verdict: &Verdict) -> Vec<String> {
    let trace = verdict.trace();
    let mut lines = vec![if verdict.fires() { "fires".to_owned() } else { "does not fire".to_owned() }];
    let topic = text(&trace["topic"]["topic"]);
    match trace["topic"]["filter"].as_str() {
        Some(filter) => {
            let matches = if trace["topic"]["matches"] == true { "matches" } else { "does not match" };
            lines.push(format!("  FROM '{filter}' {matches} {topic}"));
        }
        None => lines.push("  without FROM: reached by Basic Ingest only".to_owned()),
    }
    if let Some(problem) = trace["payload"]["problem"].as_str() {
        lines.push(format!("  {problem}"));
    }
    for variable in list(&trace["variables"]) {
        expression(&variable["expression"], &format!("SET @{} =", text(&variable["name"])), 1, &mut lines);
    }
    if trace["condition"].is_object() {
        expression(&trace["condition"], "WHERE", 1, &mut lines);
    }
    for item in list(&trace["items"]) {
        expression(&item["expression"], &format!("SELECT {} =", text(&item["name"])), 1, &mut lines);
    }
    for template in list(&trace["templates"]) {
        let rendered = template["rendered"].as_str().or(template["failure"].as_str()).unwrap_or("-");
        lines.push(format!("  template {} -> {rendered}", text(&template["template"])));
        list(&template["expressions"]).for_each(|part| expression(part, "", 2, &mut lines));
    }
    if let Some(failure) = trace["failure"].as_str() {
        lines.push(format!("  given up: {failure}"));
    }
    if let Some(output) = verdict.output() {
        lines.push(format!("output {output}"));
    } else if let Some(base64) = verdict.output_base64() {
        lines.push(format!("output, base64: {base64}"));
    }
    lines.extend(verdict.actions().iter().map(|action| format!("action {action}")));
    lines
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// An expression with its value, and below it its parts.
fn expression(shown: &Value, before: &str, depth: usize, lines: &mut Vec<String>) {
    let value = &shown["value"];
    let result = value["json"].as_str().unwrap_or_else(|| text(&value["type"]));
    let cut = if value["isCut"] == true { "…" } else { "" };
    let why = shown["why"].as_str().map(|why| format!("  ({why})")).unwrap_or_default();
    let before = if before.is_empty() { String::new() } else { format!("{before} ") };
    let indent = "  ".repeat(depth);
    lines.push(format!("{indent}{before}{}: {result}{cut}{why}", text(&shown["text"])));
    list(&shown["parts"]).for_each(|part| expression(part, "", depth + 1, lines));
}
