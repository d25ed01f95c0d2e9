//! Sequences of requests with their exact replies, in files by section of shadow.md.
//!
//! A case begins with `# section and name`. A line `update @7 {…}` is a request at second 7; `get` and
//! `delete` likewise; `hex:` begins a payload that is not text. The indented lines below it are all of
//! its replies, in order and to the byte; `*` stands for a content that does not matter there.
//! `given @7 {…}` is an update that only has to be accepted. `<<x*9>>` repeats `x` nine times.
//! `$NAME` is the name by which a missing shadow is reported.

use base::{Limits, UnixMillis};

use std::sync::Arc;

use crate::*;

const FILES: [&str; 6] = [
    include_str!("golden/requests.txt"),
    include_str!("golden/merge.txt"),
    include_str!("golden/versions.txt"),
    include_str!("golden/delta.txt"),
    include_str!("golden/messages.txt"),
    include_str!("golden/stories.txt"),
];

struct Case {
    name: String,
    steps: Vec<Step>,
}

struct Step {
    line: String,
    operation: ShadowOperation,
    seconds: u64,
    payload: Vec<u8>,
    /// Kind and content; `None` for "must be accepted".
    replies: Option<Vec<(String, String)>>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let lines = FILES.iter().flat_map(|file| file.lines());
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("//")) {
        if let Some(name) = line.strip_prefix("# ") {
            cases.push(Case { name: name.into(), steps: Vec::new() });
            continue;
        }
        let steps = &mut cases.last_mut().expect("a case begins with its name").steps;
        if let Some(reply) = line.strip_prefix("  ") {
            let (kind, content) = reply.split_once(' ').unwrap();
            let step = steps.last_mut().expect("replies follow a request");
            step.replies.as_mut().expect("`given` has no replies").push((kind.into(), expand(content)));
        } else {
            steps.push(step(line));
        }
    }
    cases
}

fn step(line: &str) -> Step {
    let mut words = line.splitn(3, ' ');
    let operation = words.next().unwrap();
    let seconds = words.next().unwrap().strip_prefix('@').unwrap().parse().unwrap();
    let payload = words.next().unwrap_or_default();
    let payload = match payload.strip_prefix("hex:") {
        Some(digits) => {
            let pairs = digits.as_bytes().chunks(2);
            pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
        }
        None => expand(payload).into_bytes(),
    };
    let (operation, replies) = match operation {
        "given" => (ShadowOperation::Update, None),
        "update" => (ShadowOperation::Update, Some(Vec::new())),
        "get" => (ShadowOperation::Get, Some(Vec::new())),
        "delete" => (ShadowOperation::Delete, Some(Vec::new())),
        other => panic!("{other:?} is no operation"),
    };
    Step { line: line.into(), operation, seconds, payload, replies }
}

/// Replaces `<<text*count>>` by repetitions.
fn expand(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("<<") {
        let (inner, after) = from.split_once(">>").unwrap();
        let (repeated, count) = inner.rsplit_once('*').unwrap();
        out.push_str(before);
        out.push_str(&repeated.repeat(count.parse().unwrap()));
        rest = after;
    }
    out + rest
}

fn run(case: &Case, name: &ShadowName) {
    let limits = Limits::default();
    let mut document: Option<Arc<Document>> = None;
    for step in &case.steps {
        let context = format!("{} [{name}]: {:.200}", case.name, step.line);
        let now = UnixMillis(step.seconds * 1000 + 500);
        let outcome = apply(name, document.as_ref(), step.operation, &step.payload, now, &limits);
        let replies: Vec<(String, String)> = outcome
            .replies()
            .iter()
            .map(|reply| (reply.kind.level().into(), String::from_utf8(reply.json.clone()).unwrap()))
            .collect();
        match &step.replies {
            None => assert_eq!(replies[0].0, "accepted", "{context}: {replies:?}"),
            Some(expected) => {
                let kinds = |replies: &[(String, String)]| {
                    replies.iter().map(|(kind, _)| kind.clone()).collect::<Vec<_>>()
                };
                assert_eq!(kinds(&replies), kinds(expected), "{context}: {replies:?}");
                for ((kind, json), (_, expected)) in replies.iter().zip(expected) {
                    let expected = expected.replace("$NAME", name.name().unwrap_or(name.thing()));
                    assert!(
                        expected == "*" || *json == expected,
                        "{context}: {kind}\n is {json}\nnot {expected}"
                    );
                }
            }
        }
        check_http(&outcome, &context);
        if let Some(changed) = outcome.document {
            assert!(outcome.rejected.is_none(), "{context}: rejected and changed");
            assert_eq!(
                Document::from_stored(changed.to_stored().as_bytes()),
                Ok((*changed).clone()),
                "{context}"
            );
            document = Some(changed);
        }
    }
}

/// The answer over HTTP says the same.
fn check_http(outcome: &Outcome, context: &str) {
    let http = outcome.http();
    let body: serde_json::Value = serde_json::from_slice(&http.body).unwrap();
    let first: serde_json::Value = serde_json::from_slice(&outcome.answer).unwrap();
    match &outcome.rejected {
        None => assert_eq!((http.status, body), (200, first), "{context}"),
        Some(rejected) => {
            assert_eq!(http.status, rejected.error.code(), "{context}");
            assert_eq!(first["code"], http.status, "{context}");
            assert_eq!(body, serde_json::json!({"message": first["message"]}), "{context}");
        }
    }
    assert_eq!(http.rejected, outcome.rejected, "{context}");
}

#[test]
fn golden_cases_of_a_classic_shadow() {
    let name = ShadowName::new("T", None).unwrap();
    cases().iter().for_each(|case| run(case, &name));
}

#[test]
fn golden_cases_of_a_named_shadow() {
    let name = ShadowName::new("T", Some("S")).unwrap();
    cases().iter().for_each(|case| run(case, &name));
}

#[test]
fn golden_files_are_read_whole() {
    let cases = cases();
    assert!(cases.len() >= 150, "{}", cases.len());
    for case in &cases {
        assert!(case.name.starts_with('§'), "{}", case.name);
        assert!(case.steps.iter().any(|step| step.replies.is_some()), "{} checks nothing", case.name);
        assert!(
            case.steps.iter().all(|step| step.replies.as_ref().is_none_or(|replies| !replies.is_empty())),
            "{}: a request without a reply",
            case.name
        );
    }
}

#[test]
fn limits_are_those_given() {
    let name = ShadowName::new("T", None).unwrap();
    let limits = Limits { shadow_depth: 6, shadow_bytes: 30, ..Limits::default() };
    let update = |payload: &str| {
        let outcome = apply(&name, None, ShadowOperation::Update, payload.as_bytes(), UnixMillis(0), &limits);
        outcome.rejected.map(|rejected| rejected.error.to_string())
    };
    let deep = |levels: usize| {
        format!(r#"{{"state":{{"desired":{}1{}}}}}"#, "{\"\":".repeat(levels + 1), "}".repeat(levels + 1))
    };
    assert_eq!(update(&deep(7)).unwrap(), "JSON contains too many levels of nesting; maximum is 6");
    assert_eq!(update(&deep(6)).unwrap(), "The payload exceeds the maximum size allowed");
    assert_eq!(update(r#"{"state":{"desired":{"a":"1234567890"}}}"#), None);
    assert_eq!(
        update(r#"{"state":{"desired":{"a":"12345678901"}}}"#).unwrap(),
        "The payload exceeds the maximum size allowed"
    );
}

#[test]
fn deepest_document_can_be_stored_whatever_the_limit() {
    let name = ShadowName::new("T", None).unwrap();
    let limits = Limits { shadow_depth: usize::MAX, ..Limits::default() };
    let update = |levels: usize| {
        let state = format!("{}[1]{}", "{\"\":".repeat(levels), "}".repeat(levels));
        let payload = format!(r#"{{"state":{{"desired":{state}}}}}"#);
        apply(&name, None, ShadowOperation::Update, payload.as_bytes(), UnixMillis(0), &limits)
    };
    let document = update(100).document.unwrap();
    assert_eq!(Document::from_stored(document.to_stored().as_bytes()), Ok((*document).clone()));
    assert_eq!(update(101).rejected.unwrap().error, ShadowError::TooDeep { maximum: 100 });
}

#[test]
fn every_error_has_its_code_and_exception() {
    use ShadowError as E;
    for (error, code, exception) in [
        (E::InvalidJson, 400, "InvalidRequestException"),
        (E::NotFound("T".into()), 404, "ResourceNotFoundException"),
        (E::VersionConflict, 409, "ConflictException"),
        (E::TooLarge, 413, "RequestEntityTooLargeException"),
        (E::NotUtf8, 415, "UnsupportedDocumentEncodingException"),
        (E::TooManyRequests, 429, "ThrottlingException"),
        (E::Internal, 500, "InternalFailureException"),
    ] {
        assert_eq!((error.code(), error.exception()), (code, exception), "{error}");
    }
}
