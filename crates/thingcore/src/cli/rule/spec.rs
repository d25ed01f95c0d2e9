//! `*.rulespec.toml`: statements, messages, and what is expected of them.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::verdict::{Verdict, is_same_json};

/// A file. What it says itself holds for every test that does not say otherwise.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spec {
    #[serde(flatten)]
    given: Given,
    #[serde(default, rename = "test")]
    pub tests: Vec<Test>,
}

/// One message and what is expected.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Test {
    pub name: String,
    #[serde(flatten)]
    given: Given,
    pub expect: Expect,
}

/// The members of a question, as `rules/test` takes them. `payload` may be a table, or a text in JSON.
#[derive(Deserialize, Default, Clone)]
#[serde(rename_all = "camelCase")]
struct Given {
    sql: Option<Value>,
    aws_iot_sql_version: Option<Value>,
    topic: Option<Value>,
    payload: Option<Value>,
    payload_raw: Option<Value>,
    payload_base64: Option<Value>,
    client_id: Option<Value>,
    principal: Option<Value>,
    source_ip: Option<Value>,
    account_id: Option<Value>,
    basic_ingest_rule: Option<Value>,
    mqtt5: Option<Value>,
    actions: Option<Value>,
}

/// What is expected; what is not named does not matter.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expect {
    /// Whether the rule fires. An output or actions mean that it does.
    fires: Option<bool>,
    /// The output: a table, a list, a value, or a text in JSON.
    output: Option<Value>,
    /// The output as exact text.
    output_text: Option<String>,
    /// The output in base64.
    output_base64: Option<String>,
    /// The actions with their templates rendered; members that are not named do not matter.
    actions: Option<Vec<Value>>,
    /// Part of the message with which the rule is refused.
    error: Option<String>,
}

impl Spec {
    /// The question of a test.
    pub fn question(&self, test: &Test) -> Value {
        let mut question = Map::new();
        for given in [&self.given, &test.given] {
            given.put(&mut question);
        }
        Value::Object(question)
    }
}

impl Given {
    fn put(&self, question: &mut Map<String, Value>) {
        const PAYLOADS: [&str; 3] = ["payload", "payloadRaw", "payloadBase64"];
        let members = [
            ("sql", &self.sql),
            ("awsIotSqlVersion", &self.aws_iot_sql_version),
            ("topic", &self.topic),
            ("payload", &self.payload),
            ("payloadRaw", &self.payload_raw),
            ("payloadBase64", &self.payload_base64),
            ("clientId", &self.client_id),
            ("principal", &self.principal),
            ("sourceIp", &self.source_ip),
            ("accountId", &self.account_id),
            ("basicIngestRule", &self.basic_ingest_rule),
            ("mqtt5", &self.mqtt5),
            ("actions", &self.actions),
        ];
        for (name, value) in members {
            let Some(value) = value else { continue };
            if PAYLOADS.contains(&name) {
                PAYLOADS.iter().for_each(|other| drop(question.remove(*other)));
            }
            match (name, value) {
                // Text is the payload as it is, so that numbers are written as the device writes them.
                ("payload", Value::String(text)) => {
                    question.insert("payloadRaw".into(), text.as_str().into())
                }
                _ => question.insert(name.to_owned(), value.clone()),
            };
        }
    }
}

impl Expect {
    /// What is not as expected, in a sentence for each.
    pub fn faults(&self, outcome: &Result<Verdict, Value>) -> Vec<String> {
        let verdict = match (outcome, &self.error) {
            (Ok(verdict), None) => verdict,
            (Ok(_), Some(error)) => return vec![format!("the rule is not refused with {error:?}")],
            (Err(refused), None) => return vec![format!("the rule is refused: {}", super::words(refused))],
            (Err(refused), Some(error)) => {
                let words = super::words(refused);
                return if words.contains(error.as_str()) {
                    Vec::new()
                } else {
                    vec![format!("the rule is refused otherwise: {words}")]
                };
            }
        };
        let mut faults = Vec::new();
        let fires = verdict.fires();
        let is_expected = self.fires.unwrap_or(true);
        if fires != is_expected {
            faults.push(format!("the rule {}", if fires { "fires" } else { "does not fire" }));
        }
        if fires && is_expected {
            self.compare_output(verdict, &mut faults);
            self.compare_actions(verdict, &mut faults);
        }
        faults
    }

    fn compare_output(&self, verdict: &Verdict, faults: &mut Vec<String>) {
        let shown = || match (verdict.output(), verdict.output_base64()) {
            (Some(json), _) => json.to_owned(),
            (None, Some(base64)) => format!("no JSON, in base64 {base64:?}"),
            (None, None) => "nothing".to_owned(),
        };
        if let Some(expected) = &self.output {
            let expected = json_text(expected);
            if !verdict.output().is_some_and(|found| is_same_json(found, &expected)) {
                faults.push(format!("output is {}, expected {expected}", shown()));
            }
        }
        if let Some(expected) = &self.output_text {
            let text = verdict.output().or(verdict.trace()["output"]["text"].as_str()).unwrap_or_default();
            if text != expected {
                faults.push(format!("output is {text:?}, expected {expected:?}"));
            }
        }
        if let Some(expected) = &self.output_base64
            && verdict.output_base64() != Some(expected)
        {
            faults.push(format!("output is {}, expected in base64 {expected:?}", shown()));
        }
    }

    fn compare_actions(&self, verdict: &Verdict, faults: &mut Vec<String>) {
        let Some(expected) = &self.actions else { return };
        let found = verdict.actions();
        if found.len() != expected.len() {
            faults.push(format!("{} actions run, expected {}", found.len(), expected.len()));
        }
        for (found, expected) in found.iter().zip(expected) {
            if !has(found, expected) {
                faults.push(format!("action is {found}, expected {expected}"));
            }
        }
    }
}

/// What is expected, as JSON: a text that is JSON means what it says.
fn json_text(expected: &Value) -> String {
    match expected.as_str() {
        // Read into nothing, because numbers may be larger than any type is.
        Some(text) if serde_json::from_str::<IgnoredAny>(text).is_ok() => text.to_owned(),
        _ => expected.to_string(),
    }
}

/// Whether a value has everything that another has.
fn has(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(name, value)| found.get(name).is_some_and(|found| has(found, value)))
        }
        _ => found == expected,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SPEC: &str = r#"
        sql = "SELECT temp FROM 'dt/+' WHERE temp > 30"
        awsIotSqlVersion = "2016-03-23"
        topic = "dt/a"
        actions = [{ sns = { targetArn = "arn:aws:sns:us-east-1:123456789012:t", roleArn = "r" } }]

        [[test]]
        name = "hot"
        payload = '{"temp": 31.50}'
        expect = { outputText = '{"temp":31.50}', actions = [{ sns = { roleArn = "r" } }] }

        [[test]]
        name = "cold"
        payload = { temp = 20 }
        expect = { fires = false }
    "#;

    #[test]
    fn a_test_says_what_its_file_does_not() {
        let spec: Spec = toml::from_str(SPEC).unwrap();
        let question = spec.question(&spec.tests[0]);
        assert_eq!(question["payloadRaw"], r#"{"temp": 31.50}"#);
        assert_eq!(question["topic"], "dt/a");
        assert_eq!(spec.question(&spec.tests[1])["payload"], json!({"temp": 20}));
        assert!(toml::from_str::<Spec>("sql = ''\nnonsense = 1").is_err());
    }

    #[test]
    fn faults_are_told_apart() {
        let expect = |text: &str| toml::from_str::<Expect>(text).unwrap();
        let verdict = |parts: &str| Ok(Verdict::read(format!("{{{parts}, \"trace\": {{}}}}")).unwrap());
        let fires =
            verdict(r#""fires": true, "output": {"a":1}, "actions": [{"sns": {"targetArn": "t", "x": 1}}]"#);
        let large = verdict(r#""fires": true, "output": 123456789012345678901234567891"#);
        let null = verdict(r#""fires": true, "output": null"#);
        let bytes = verdict(r#""fires": true, "outputBase64": "eHl6""#);
        let nothing = verdict(r#""fires": true"#);
        let rests = verdict(r#""fires": false"#);
        let refused = Err(json!({"__type": "SqlParseException", "message": "Unexpected token"}));
        assert!(expect("output = {a = 1}").faults(&fires).is_empty());
        assert!(expect("output = '{\"a\":1}'").faults(&fires).is_empty());
        assert!(expect("actions = [{sns = {targetArn = 't'}}]").faults(&fires).is_empty());
        assert!(expect("output = '123456789012345678901234567891'").faults(&large).is_empty());
        assert!(expect("output = 'null'").faults(&null).is_empty());
        assert!(expect("outputBase64 = 'eHl6'").faults(&bytes).is_empty());
        assert!(expect("fires = false").faults(&rests).is_empty());
        assert!(expect("error = 'Unexpected'").faults(&refused).is_empty());
        for (text, outcome) in [
            ("output = {a = 2}", &fires),
            ("output = '123456789012345678901234567890'", &large),
            ("output = '\"null\"'", &null),
            ("output = 'null'", &bytes),
            ("output = 'null'", &nothing),
            ("outputBase64 = 'eHl6'", &null),
            ("actions = []", &fires),
            ("actions = [{sns = {targetArn = 'u'}}]", &fires),
            ("fires = false", &fires),
            ("error = 'x'", &fires),
            ("fires = true", &rests),
            ("output = {a = 1}", &rests),
            ("fires = true", &refused),
            ("error = 'other'", &refused),
        ] {
            assert_eq!(expect(text).faults(outcome).len(), 1, "{text}");
        }
    }
}
