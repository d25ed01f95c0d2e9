//! policy.md §6.

use super::*;
use Decision::{Allowed, ImplicitDeny};

/// Whether an Allow of everything under the condition lets the client publish.
fn holds(condition: &str, context: Context) -> bool {
    decide(&allow_if(condition), context, "iot:Publish", "x") == Allowed
}

/// A client `dev1` at `203.0.113.7` with attributes of all types.
fn context() -> Context {
    let mut context = device();
    let attributes = [("n", "10"), ("flag", "true"), ("when", "2026-11-05"), ("bin", "Binary")];
    let thing = context.thing.as_mut().unwrap();
    thing.attributes.extend(attributes.map(|(name, value)| (name.to_owned(), value.to_owned())));
    thing.attributes.insert("arn".into(), "arn:aws:iot:us-east-1:111122223333:thing/a:b".into());
    Context { source_ip: Some("203.0.113.7".parse().unwrap()), secure_transport: true, ..context }
}

#[test]
fn every_operator_compares_as_in_iam() {
    let cases = [
        ("StringEquals", "room", r#""r1""#, true),
        ("StringEquals", "room", r#""R1""#, false),
        ("StringEquals", "room", r#""r*""#, false),
        ("StringEquals", "room", r#"["x", "r1"]"#, true),
        ("StringNotEquals", "room", r#""x""#, true),
        ("StringNotEquals", "room", r#"["x", "r1"]"#, false),
        ("StringEqualsIgnoreCase", "room", r#""R1""#, true),
        ("StringNotEqualsIgnoreCase", "room", r#""R1""#, false),
        ("StringLike", "room", r#""r?""#, true),
        ("StringLike", "room", r#""?r*""#, false),
        ("StringNotLike", "room", r#""x*""#, true),
        ("NumericEquals", "n", "10.0", true),
        ("NumericEquals", "room", "10", false),
        ("NumericNotEquals", "n", r#""9""#, true),
        ("NumericLessThan", "n", "10", false),
        ("NumericLessThanEquals", "n", "10", true),
        ("NumericGreaterThan", "n", "9", true),
        ("NumericGreaterThanEquals", "n", "11", false),
        ("DateEquals", "when", r#""2026-11-05T00:00:00Z""#, true),
        ("DateNotEquals", "when", r#""2026-11-05T00:00:00Z""#, false),
        ("DateLessThan", "when", r#""2026-11-06""#, true),
        ("DateLessThanEquals", "when", r#""2026-11-04""#, false),
        ("DateGreaterThan", "when", "1700000000", true),
        ("DateGreaterThanEquals", "when", r#""2026-11-05""#, true),
        ("Bool", "flag", "true", true),
        ("Bool", "flag", r#""false""#, false),
        ("Bool", "room", "false", false),
        ("BinaryEquals", "bin", r#""QmluYXJ5""#, true),
        ("BinaryEquals", "bin", r#""YQ==""#, false),
        ("ArnEquals", "arn", r#""arn:aws:iot:*:*:thing/a*""#, true),
        ("ArnLike", "arn", r#""arn:aws:iot:us-east-1:111122223333:thing/a:b""#, true),
        ("ArnLike", "arn", r#""arn:aws:iot:*:thing/a:b""#, false),
        ("ArnNotEquals", "arn", r#""arn:aws:iot:*:*:thing/*""#, false),
        ("ArnNotLike", "arn", r#""arn:aws:iot:*:*:client/*""#, true),
        ("Null", "room", "true", false),
        ("Null", "room", "false", true),
        ("Null", "none", r#""true""#, true),
    ];
    for (operator, attribute, value, expected) in cases {
        let condition =
            format!(r#"{{"{operator}": {{"iot:Connection.Thing.Attributes[{attribute}]": {value}}}}}"#);
        assert_eq!(holds(&condition, context()), expected, "§6 {condition}");
    }
}

#[test]
fn addresses_are_compared_with_networks() {
    let cases = [
        ("IpAddress", r#""203.0.113.0/24""#, true),
        ("IpAddress", r#"["10.0.0.0/8", "203.0.113.7"]"#, true),
        ("IpAddress", r#""2001:db8::/32""#, false),
        ("NotIpAddress", r#"["10.0.0.0/8", "203.0.113.7"]"#, false),
        ("NotIpAddress", r#""10.0.0.0/8""#, true),
    ];
    for (operator, value, expected) in cases {
        let condition = format!(r#"{{"{operator}": {{"AWS:sourceip": {value}}}}}"#);
        assert_eq!(holds(&condition, context()), expected, "§6 {condition}");
    }
    let v6 = Context { source_ip: Some("2001:db8::5".parse().unwrap()), ..context() };
    assert!(holds(r#"{"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}"#, v6));
}

#[test]
fn a_missing_key_fails_positive_and_passes_negated_operators() {
    let cases = [
        ("StringEquals", false),
        ("StringLike", false),
        ("StringNotEquals", true),
        ("StringNotLike", true),
        ("StringEqualsIfExists", true),
        ("StringNotEqualsIfExists", true),
        ("ForAllValues:StringEquals", true),
        ("ForAllValues:StringNotEquals", true),
        ("ForAnyValue:StringEquals", false),
        ("ForAnyValue:StringNotEquals", false),
        ("ForAnyValue:StringEqualsIfExists", true),
    ];
    for key in ["iot:Connection.Thing.ThingTypeName", "aws:PrincipalTag/team", "iot:VpcEndpointId"] {
        for (operator, expected) in cases {
            let condition = format!(r#"{{"{operator}": {{"{key}": "x"}}}}"#);
            assert_eq!(holds(&condition, client("c")), expected, "§6 {condition}");
        }
    }
    assert!(!holds(r#"{"StringEqualsIfExists": {"iot:ClientId": "x"}}"#, client("c")));
}

#[test]
fn set_operators_quantify_over_the_values_of_the_request() {
    let units = "iot:Certificate.Subject.OrganizationalUnit.List";
    let cases = [
        ("ForAllValues:StringEquals", r#"["a", "b", "c"]"#, true),
        ("ForAllValues:StringEquals", r#"["a"]"#, false),
        ("ForAllValues:StringEquals", "[]", false),
        ("ForAnyValue:StringEquals", r#"["b", "z"]"#, true),
        ("ForAnyValue:StringEquals", r#"["z"]"#, false),
        ("ForAllValues:StringNotEquals", r#"["z"]"#, true),
        ("ForAllValues:StringNotEquals", r#"["b", "z"]"#, false),
        ("ForAnyValue:StringNotEquals", r#"["a"]"#, true),
        ("ForAnyValue:StringNotEquals", r#"["a", "b"]"#, false),
        // Without a set operator a negated operator is still the opposite of the positive one.
        ("StringEquals", r#"["b"]"#, true),
        ("StringNotEquals", r#"["b"]"#, false),
    ];
    for (operator, values, expected) in cases {
        let condition = format!(r#"{{"{operator}": {{"{units}": {values}}}}}"#);
        let context = with_subject("OrganizationalUnit", &["a", "b"]);
        assert_eq!(holds(&condition, context), expected, "§6 {condition}");
    }
}

#[test]
fn all_operators_and_keys_must_hold() {
    let both = |id: &str, address: &str| {
        format!(
            r#"{{"StringEquals": {{"iot:ClientId": "{id}"}}, "IpAddress": {{"aws:SourceIp": "{address}"}}}}"#
        )
    };
    assert!(holds(&both("dev1", "203.0.113.7"), context()));
    assert!(!holds(&both("dev2", "203.0.113.7"), context()));
    assert!(!holds(&both("dev1", "203.0.113.8"), context()));
    let keys = r#"{"StringEquals": {"iot:ClientId": "dev1", "iot:Connection.Thing.ThingName": "dev2"}}"#;
    assert!(!holds(keys, context()));
    assert!(holds("{}", context()));
}

#[test]
fn every_key_of_section_6_has_its_value() {
    let context = || Context { domain_name: Some("iot.example".into()), ..context() };
    let true_ones = [
        r#"{"StringEquals": {"iot:DomainName": "iot.example"}}"#,
        r#"{"Bool": {"aws:SecureTransport": true}}"#,
        r#"{"Bool": {"iot:Connection.Thing.IsAttached": ["true"]}}"#,
        r#"{"StringEquals": {"aws:SourceIp": "203.0.113.7"}}"#,
        r#"{"StringEquals": {"iot:Connection.Thing.ThingName": "${iot:ClientId}"}}"#,
        r#"{"DateGreaterThan": {"aws:CurrentTime": "2026-11-05T10:20:29Z"}}"#,
        r#"{"DateEquals": {"aws:EpochTime": "2026-11-05T10:20:30Z"}}"#,
        r#"{"NumericLessThan": {"aws:EpochTime": "1793874031"}}"#,
        r#"{"StringLike": {"aws:CurrentTime": "2026-11-*Z"}}"#,
    ];
    for condition in true_ones {
        assert!(holds(condition, context()), "§6 {condition}");
    }
    assert!(!holds(r#"{"Bool": {"iot:Connection.Thing.IsAttached": "true"}}"#, client("c")));
    assert!(holds(r#"{"Bool": {"aws:SecureTransport": "false"}}"#, client("c")));
}

#[test]
fn a_comparison_with_an_unresolved_variable_fails_whichever_way_it_is_put() {
    for operator in ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnNotEquals"] {
        let condition =
            format!(r#"{{"{operator}": {{"iot:ClientId": "${{iot:Connection.Thing.ThingName}}"}}}}"#);
        assert!(!holds(&condition, client("c")), "§5 {condition}");
    }
    let either = r#"{"StringEquals": {"iot:ClientId": ["${iot:Connection.Thing.ThingName}", "c"]}}"#;
    assert!(holds(either, client("c")));
    // A variable whose value the operator cannot use is no better.
    assert!(!holds(r#"{"NumericNotEquals": {"iot:ClientId": "${iot:ClientId}"}}"#, client("c")));
}

#[test]
fn conditions_on_the_time_are_decided_at_each_request() {
    let statements = [
        r#"{"Effect": "Allow", "Action": ["iot:Publish", "iot:Connect"], "Resource": "*",
            "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-11-05T10:20:31Z"},
                          "StringEquals": {"iot:ClientId": "c"}}}"#
            .to_owned(),
        allow("iot:Connect", "A:client/x"),
        allow("iot:Receive", "*"),
    ]
    .join(",");
    let timed = authorizer(&statements, client("c"));
    assert!(timed.allows(Action::Publish, "x", NOW));
    assert!(timed.allows(Action::Publish, "x", UnixMillis(NOW.0 + 999)), "time counts in whole seconds");
    assert!(!timed.allows(Action::Publish, "x", UnixMillis(NOW.0 + 1000)));
    assert!(!timed.permissions().is_static(Action::Publish));
    assert!(!timed.permissions().is_static(Action::Connect));
    assert!(timed.permissions().is_static(Action::Receive));
    assert!(timed.permissions().is_static(Action::Subscribe));
    // When a constant condition fails, the time no longer matters.
    assert!(authorizer(&statements, client("other")).permissions().is_static(Action::Publish));
}

/// The attributes of the four kinds of connection.
fn connecting(persistent: bool, will: bool) -> Context {
    let topic = will.then(|| "will/c".to_owned());
    Context { persistent_connect: persistent, last_will: will, last_will_topic: topic, ..client("c") }
}

#[test]
fn connect_attributes_idioms_of_section_6() {
    // Whether these may connect: plain, persistent, with a will, persistent with a will.
    let cases = [
        (
            r#""ForAllValues:StringEquals": {"iot:ConnectAttributes": ["PersistentConnect"]}"#,
            [true, true, false, false],
        ),
        (
            r#""ForAllValues:StringEquals": {"iot:ConnectAttributes": ["PersistentConnect", "LastWill"]}"#,
            [true, true, true, true],
        ),
        (r#""ForAllValues:StringEquals": {"iot:ConnectAttributes": []}"#, [true, false, false, false]),
        (
            r#""ForAllValues:StringNotEquals": {"iot:ConnectAttributes": ["PersistentConnect"]}"#,
            [true, false, true, false],
        ),
        (
            r#""ForAnyValue:StringEquals": {"iot:ConnectAttributes": ["PersistentConnect"]}"#,
            [false, true, false, true],
        ),
        ("", [true, true, true, true]),
    ];
    for (condition, expected) in cases {
        let kinds = [(false, false), (true, false), (false, true), (true, true)];
        for ((persistent, will), expected) in kinds.into_iter().zip(expected) {
            let statement = allow_if(&format!("{{{condition}}}"));
            let allowed = decide(&statement, connecting(persistent, will), "iot:Connect", "c") == Allowed;
            assert_eq!(allowed, expected, "§6 {condition} persistent {persistent} will {will}");
        }
    }
}

#[test]
fn will_and_attributes_are_keys_of_connect_only() {
    let will = allow_if(r#"{"ArnEquals": {"iot:LastWillTopic": "A:topic/will/*"}}"#);
    assert_eq!(decide(&will, connecting(false, true), "iot:Connect", "c"), Allowed);
    assert_eq!(decide(&will, connecting(false, true), "iot:Publish", "will/c"), ImplicitDeny);
    assert_eq!(decide(&will, connecting(false, false), "iot:Connect", "c"), ImplicitDeny);
    let elsewhere = Context { last_will_topic: Some("other".into()), ..connecting(false, true) };
    assert_eq!(decide(&will, elsewhere, "iot:Connect", "c"), ImplicitDeny);
    let persistent = allow_if(r#"{"StringEquals": {"iot:ConnectAttributes": "PersistentConnect"}}"#);
    assert_eq!(decide(&persistent, connecting(true, false), "iot:Connect", "c"), Allowed);
    assert_eq!(decide(&persistent, connecting(true, false), "iot:Publish", "x"), ImplicitDeny);
}
