//! policy.md §1 and the errors of api-errors.md §3.

use super::*;
use crate::Malformed;

fn error(text: &str) -> Malformed {
    Document::parse(text, 2048).expect_err(text)
}

fn statement(elements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{{elements}}}]}}"#)
}

#[test]
fn accepted_forms() {
    let rest = r#""Action": "iot:Publish", "Resource": "*""#;
    let texts = [
        format!(r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", {rest}}}}}"#),
        format!(r#"{{"Version": "2008-10-17", "Statement": [{{"Effect": "Deny", {rest}}}]}}"#),
        format!(r#"{{"Statement": [{{"Sid": "", "Effect": "Allow", {rest}}}]}}"#),
        statement(r#""Effect": "Allow", "NotAction": ["iot:*", "greengrass:*", "*"], "NotResource": ["*"]"#),
        statement(
            r#""Effect": "Allow", "Action": "iot:CreateThing", "Resource": "arn:aws:greengrass:*:*:x""#,
        ),
        statement(r#""Effect": "Allow", "Action": "*", "Resource": "arn:*", "Condition": {}"#),
        statement(r#""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {}}"#),
        statement(&format!(
            r#""Effect": "Allow", {rest}, "Condition": {{"NumericEquals": {{"a": "${{iot:ClientId}}"}}}}"#
        )),
    ];
    for text in texts {
        assert!(Document::parse(&text, 2048).is_ok(), "{text}");
    }
}

#[test]
fn malformed_syntax_is_told_with_its_place() {
    let ok = r#""Effect": "Allow", "Action": "iot:*", "Resource": "*""#;
    let with = |extra: &str| statement(&format!("{ok}, {extra}"));
    let cases = [
        ("[]", "document: expected an object, found a list"),
        ("{}", "Statement: missing"),
        (r#"{"Version": "2012-10-17", "Id": "x"}"#, "Id: unknown element"),
        (
            r#"{"Version": "2012", "Statement": []}"#,
            r#"Version: expected "2012-10-17" or "2008-10-17", found "2012""#,
        ),
        (r#"{"Statement": []}"#, "Statement: expected a statement or a list of them, found a list"),
        (r#"{"Statement": [1]}"#, "Statement[0]: expected an object, found 1"),
        (
            r#"{"Statement": {"Effect": "allow"}}"#,
            r#"Statement.Effect: expected Allow or Deny, found "allow""#,
        ),
        (&statement(r#""Action": "iot:*", "Resource": "*""#), "Statement[0].Effect: missing"),
        (&statement(r#""Effect": "Allow", "Resource": "*""#), "Statement[0].Action: missing"),
        (&statement(r#""Effect": "Allow", "Action": "iot:*""#), "Statement[0].Resource: missing"),
        (&with(r#""NotAction": "iot:*""#), "Statement[0].NotAction: not allowed beside Action"),
        (&with(r#""Principal": "*""#), "Statement[0].Principal: unknown element"),
        (&with(r#""Sid": 1"#), "Statement[0].Sid: expected a text, found 1"),
        (
            &statement(r#""Effect": "Allow", "Action": [], "Resource": "*""#),
            "Statement[0].Action: must not be empty",
        ),
        (
            &statement(r#""Effect": "Allow", "Action": ["Publish"], "Resource": "*""#),
            r#"Statement[0].Action[0]: expected an action such as "iot:Publish", found "Publish""#,
        ),
        (
            &statement(r#""Effect": "Allow", "Action": "iot:*", "Resource": {}"#),
            "Statement[0].Resource: expected a resource, found an object",
        ),
        (
            &with(r#""Condition": {"StringMatches": {"iot:ClientId": "x"}}"#),
            "Statement[0].Condition.StringMatches: unknown condition operator",
        ),
        (
            &with(r#""Condition": {"StringEquals": "x"}"#),
            r#"Statement[0].Condition.StringEquals: expected an object of condition keys, found "x""#,
        ),
        (
            &with(r#""Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "10.0.0.0/99"]}}"#),
            r#"Statement[0].Condition.IpAddress.aws:SourceIp: expected an IP address or CIDR block, found "10.0.0.0/99""#,
        ),
        (
            &with(r#""Condition": {"DateLessThan": {"aws:CurrentTime": "soon"}}"#),
            r#"Statement[0].Condition.DateLessThan.aws:CurrentTime: expected an ISO 8601 date or epoch seconds, found "soon""#,
        ),
        (
            &with(r#""Condition": {"Null": {"iot:ClientId": null}}"#),
            "Statement[0].Condition.Null.iot:ClientId: expected a text, a number, true or false, found null",
        ),
    ];
    for (text, place) in cases {
        let expected = format!("Policy document is Malformed: Invalid policy syntax. ({place})");
        assert_eq!(error(text).to_string(), expected, "{text}");
        assert_eq!(error(text).aws_text(), "Policy document is Malformed: Invalid policy syntax.");
    }
}

#[test]
fn invalid_resources_are_named() {
    for resource in ["", "topic/x", "**", "arn:", "arn:aws:iot:topic/x", "urn:aws:iot:r:a:topic/x"] {
        let text =
            statement(&format!(r#""Effect": "Allow", "Action": "iot:*", "Resource": ["*", "{resource}"]"#));
        let aws = format!("Policy document is Malformed: The following resources are invalid : {resource}");
        assert_eq!(error(&text).aws_text(), aws);
        assert_eq!(
            error(&text).to_string(),
            format!("{aws} (Statement[0].Resource[1]: expected * or an ARN)")
        );
    }
}

#[test]
fn what_is_not_json_is_malformed() {
    let repeated =
        r#"{"Statement": {"Condition": {"StringEquals": {"a": "b"}, "StringEquals": {"c": "d"}}}}"#;
    for text in ["", "{", "{'Version': 1}", "file://policy.json", repeated] {
        assert!(matches!(error(text), Malformed::NotJson(_)), "{text}");
        assert_eq!(error(text).aws_text(), "Policy document is Malformed");
    }
    assert_eq!(
        error(repeated).to_string(),
        "Policy document is Malformed (`StringEquals` occurs twice in one object at line 1 column 71)"
    );
}

#[test]
fn white_space_does_not_count_towards_the_limit() {
    let text = r#"{ "Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": "*"} }"#;
    let chars = text.chars().filter(|c| !c.is_whitespace()).count();
    let spaced = text.replace(' ', "\n\t  ");
    assert!(Document::parse(&spaced, chars).is_ok());
    let error = Document::parse(&spaced, chars - 1).unwrap_err();
    assert_eq!(error, Malformed::TooLong { chars, max: chars - 1 });
    assert_eq!(error.aws_text(), "Policy document is Malformed");
}
