//! `docs/conformance.md` against the tests: every statement of both MQTT standards has a row, every test that a
//! row names exists, and every test that is named by a statement is in the row of that statement.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = "docs/conformance.md";

/// One of the standards.
struct Standard {
    /// The title of its table.
    title: &'static str,
    /// The statements of each section.
    statements: &'static [(&'static str, RangeInclusive<usize>)],
    /// Where tests are named by its statements: a file, or a directory with a slash at its end.
    homes: &'static [&'static str],
}

const STANDARDS: [Standard; 2] = [
    Standard {
        title: "## MQTT 3.1.1",
        statements: &[
            ("1.5.3", 1..=3),
            ("2.2.2", 1..=2),
            ("2.3.1", 1..=7),
            ("3.1.0", 1..=2),
            ("3.1.2", 1..=24),
            ("3.1.3", 1..=11),
            ("3.1.4", 1..=5),
            ("3.2.0", 1..=1),
            ("3.2.2", 1..=6),
            ("3.3.1", 1..=12),
            ("3.3.2", 1..=3),
            ("3.3.4", 1..=1),
            ("3.3.5", 1..=2),
            ("3.6.1", 1..=1),
            ("3.8.1", 1..=1),
            ("3.8.3", 1..=4),
            ("3.8.4", 1..=6),
            ("3.9.3", 1..=2),
            ("3.10.1", 1..=1),
            ("3.10.3", 1..=2),
            ("3.10.4", 1..=6),
            ("3.12.4", 1..=1),
            ("3.14.1", 1..=1),
            ("3.14.4", 1..=3),
            ("4.1.0", 1..=2),
            ("4.3.1", 1..=1),
            ("4.3.2", 1..=2),
            ("4.3.3", 1..=2),
            ("4.4.0", 1..=1),
            ("4.5.0", 1..=2),
            ("4.6.0", 1..=6),
            ("4.7.1", 1..=3),
            ("4.7.2", 1..=1),
            ("4.7.3", 1..=4),
            ("4.8.0", 1..=2),
            ("6.0.0", 1..=4),
            ("7.0.0", 1..=2),
            ("7.1.1", 1..=1),
            ("7.1.2", 1..=1),
        ],
        homes: &[
            "broker/src/tests/conformance/v3.rs",
            "broker/src/tests/conformance/v3/",
            "crates/mqtt/src/conformance/v3.rs",
            "crates/thingcore/src/server/websocket/tests.rs",
        ],
    },
    Standard {
        title: "## MQTT 5",
        statements: &[
            ("1.5.4", 1..=3),
            ("1.5.5", 1..=1),
            ("1.5.7", 1..=1),
            ("2.1.3", 1..=1),
            ("2.2.1", 2..=6),
            ("2.2.2", 1..=1),
            ("3.1.0", 1..=2),
            ("3.1.2", 1..=30),
            ("3.1.3", 1..=12),
            ("3.1.4", 1..=6),
            ("3.2.0", 1..=2),
            ("3.2.2", 1..=22),
            ("3.3.1", 1..=13),
            ("3.3.2", 1..=20),
            ("3.3.4", 1..=10),
            ("3.4.2", 1..=3),
            ("3.5.2", 1..=3),
            ("3.6.1", 1..=1),
            ("3.6.2", 1..=3),
            ("3.7.2", 1..=3),
            ("3.8.1", 1..=1),
            ("3.8.3", 1..=5),
            ("3.8.4", 1..=8),
            ("3.9.2", 1..=2),
            ("3.9.3", 1..=2),
            ("3.10.1", 1..=1),
            ("3.10.3", 1..=2),
            ("3.10.4", 1..=6),
            ("3.11.2", 1..=2),
            ("3.11.3", 1..=2),
            ("3.12.4", 1..=1),
            ("3.14.0", 1..=1),
            ("3.14.1", 1..=1),
            ("3.14.2", 1..=4),
            ("3.14.4", 1..=3),
            ("3.15.1", 1..=1),
            ("3.15.2", 1..=3),
            ("4.1.0", 1..=2),
            ("4.2.0", 1..=1),
            ("4.3.1", 1..=1),
            ("4.3.2", 1..=5),
            ("4.3.3", 1..=13),
            ("4.4.0", 1..=2),
            ("4.5.0", 1..=2),
            ("4.6.0", 1..=6),
            ("4.7.0", 1..=1),
            ("4.7.1", 1..=2),
            ("4.7.2", 1..=1),
            ("4.7.3", 1..=4),
            ("4.8.2", 1..=6),
            ("4.9.0", 1..=3),
            ("4.12.0", 1..=7),
            ("4.12.1", 1..=2),
            ("4.13.1", 1..=1),
            ("4.13.2", 1..=1),
            ("6.0.0", 1..=4),
        ],
        homes: &[
            "broker/src/tests/conformance/v5.rs",
            "broker/src/tests/conformance/v5/",
            "crates/mqtt/src/conformance/v5.rs",
            "crates/thingcore/src/server/websocket/tests.rs",
        ],
    },
];

/// Why a statement may be without a test, as the note of its row begins.
const REASONS: [&str; 3] = ["client", "AWS §", "does not apply: "];

/// What is wrong between the document and the tests.
pub fn faults(root: &Path, files: &[PathBuf]) -> Vec<String> {
    let read = |path: &Path| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let document = read(Path::new(DOCUMENT));
    let sources = files.iter().filter(|file| file.extension().is_some_and(|e| e == "rs" || e == "py"));
    let functions: Vec<(String, String)> = sources
        .flat_map(|file| {
            let home = file.display().to_string();
            let names: Vec<String> = functions(&read(file)).map(ToOwned::to_owned).collect();
            names.into_iter().map(move |name| (home.clone(), name))
        })
        .collect();
    let known: BTreeSet<&str> = functions.iter().map(|(_, name)| name.as_str()).collect();
    let mut faults = Vec::new();
    for standard in &STANDARDS {
        let is_home = |file: &str| {
            let inside =
                |home: &&str| if home.ends_with('/') { file.starts_with(*home) } else { file == *home };
            standard.homes.iter().any(inside)
        };
        let at_home = functions.iter().filter(|(file, _)| is_home(file)).map(|(_, name)| name.as_str());
        let tests: BTreeSet<&str> = at_home.filter(|name| name.starts_with("mqtt_")).collect();
        faults.extend(standard_faults(standard, &document, &tests));
    }
    for line in document.lines().filter(|line| line.starts_with('|')) {
        for name in names(line).filter(|name| !known.contains(name)) {
            faults.push(format!("{DOCUMENT}: there is no test {name}"));
        }
    }
    faults
}

fn standard_faults(standard: &Standard, document: &str, tests: &BTreeSet<&str>) -> Vec<String> {
    let fault = |text: String| format!("{DOCUMENT}: {}: {text}", standard.title);
    let expected: Vec<String> = standard
        .statements
        .iter()
        .flat_map(|(section, numbers)| numbers.clone().map(move |number| format!("{section}-{number}")))
        .collect();
    let rows = rows(document, standard.title);
    let found: Vec<&str> = rows.iter().map(|row| row.first().copied().unwrap_or_default()).collect();
    if found != expected {
        let missing = expected.iter().find(|number| !found.contains(&number.as_str()));
        return vec![fault(format!(
            "the rows are not the statements in their order; missing is {missing:?}"
        ))];
    }
    let mut faults = Vec::new();
    let mut listed = BTreeSet::new();
    for row in &rows {
        let [number, named, note] = row[..] else {
            faults.push(fault(format!("{row:?} is not a row of three")));
            continue;
        };
        let prefix = format!("mqtt_{}_", number.replace(['.', '-'], "_"));
        let named: Vec<&str> = names(named).collect();
        if named.is_empty() && !REASONS.iter().any(|reason| note.starts_with(reason)) {
            faults.push(fault(format!("{number} has neither a test nor a reason")));
        }
        for name in named.iter().filter(|name| name.starts_with("mqtt_")) {
            if !name.starts_with(&prefix) || !tests.contains(name) {
                faults.push(fault(format!("{number} has no test {name}")));
            }
            listed.insert(*name);
        }
    }
    faults.extend(tests.difference(&listed).map(|name| fault(format!("{name} is in no row"))));
    faults
}

/// The cells of the table under a title, without its head.
fn rows<'a>(document: &'a str, title: &str) -> Vec<Vec<&'a str>> {
    let under = document.lines().skip_while(|line| *line != title).skip(1);
    under
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// The tests that a text names between backticks.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| {
        name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.split('`').skip(1).step_by(2).filter(is_name)
}

/// The names of the functions of a file.
fn functions(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("async ").unwrap_or(line);
        let rest = line.strip_prefix("fn ").or_else(|| line.strip_prefix("def "))?;
        rest.split_once('(').map(|(name, _)| name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOY: Standard = Standard { title: "## Toy", statements: &[("1.2", 1..=2)], homes: &[] };

    fn faults_of(rows: &str, tests: &[&str]) -> Vec<String> {
        let document =
            format!("# T\n\n## Toy\n\n| a | b | c |\n| --- | --- | --- |\n{rows}\n## Next\n\n| x |\n");
        standard_faults(&TOY, &document, &tests.iter().copied().collect())
    }

    #[test]
    fn rows_and_tests_belong_together() {
        let good = "| 1.2-1 | `mqtt_1_2_1_is_so` | |\n| 1.2-2 | | client |\n";
        assert_eq!(faults_of(good, &["mqtt_1_2_1_is_so"]), Vec::<String>::new());
        assert_eq!(faults_of(good, &[]).len(), 1, "the test is gone");
        assert_eq!(faults_of(good, &["mqtt_1_2_1_is_so", "mqtt_1_2_2_too"]).len(), 1, "a test without a row");
        let other = good.replace("1_is", "2_is");
        assert_eq!(faults_of(&other, &["mqtt_1_2_2_is_so"]).len(), 1, "in the row of another statement");
        assert_eq!(
            faults_of(&good.replace("client", ""), &["mqtt_1_2_1_is_so"]).len(),
            1,
            "without a reason"
        );
        assert_eq!(faults_of("| 1.2-1 | | client |\n", &[]).len(), 1, "a row is missing");
    }

    #[test]
    fn names_are_read_from_text_and_code() {
        assert_eq!(names("`a_b`, `A_B` and c_d `e f_g` `h_1`").collect::<Vec<_>>(), ["a_b", "h_1"]);
        let code = "    async fn a_b() {\nfn c_d(\n let fn_e = 1;\ndef f_g(x):\n";
        assert_eq!(functions(code).collect::<Vec<_>>(), ["a_b", "c_d", "f_g"]);
    }
}
