//! The classic mistakes and what is said about them.

use super::*;
use crate::{Explanation, MissingVariable, StatementRef};

fn explain(statements: &str, context: Context, action: &str, name: &str) -> Explanation {
    authorizer(statements, context).explain(action.parse().unwrap(), name, NOW)
}

/// Checks the reason given for an implicit deny and the statement that came closest.
fn check(
    (statements, context): (&str, Context),
    (action, name): (&str, &str),
    (statement, reason): (Option<usize>, &str),
) {
    let explanation = explain(statements, context, action, name);
    let arn = action.parse::<Action>().unwrap().resource_arn(&tenant(), name);
    let expected = format!("Nothing allows `{action}` on `{arn}`: {}.", reason.replace("A:", PREFIX));
    assert_eq!(explanation.explanation, expected);
    assert_eq!(explanation.decision, Decision::ImplicitDeny);
    assert_eq!(explanation.statement.map(|statement| statement.index), statement);
    assert_eq!(explanation.allowed_by, []);
}

#[test]
fn no_policy_or_no_statement_about_the_action() {
    let none = Authorizer::compile(&[], Arc::new(client("c")), &tenant());
    assert_eq!(
        none.explain(Action::Connect, "c", NOW).explanation,
        format!("Nothing allows `iot:Connect` on `{PREFIX}client/c`: no policy is attached.")
    );
    let connect = allow("iot:Connect", "A:client/c");
    check((&connect, client("c")), ("iot:Publish", "x"), (None, "no attached policy allows this action"));
    let publish = [connect, allow("iot:Publish", "A:topic/x")].join(",");
    check(
        (&publish, client("c")),
        ("iot:Receive", "x"),
        (Some(1), "Statement[1] of policy `p` covers this resource, but only for `iot:Publish`"),
    );
    let not_publish = r#"{"Effect": "Allow", "NotAction": "iot:Publish", "Resource": "*"}"#;
    check(
        (not_publish, client("c")),
        ("iot:Publish", "x"),
        (Some(0), "Statement[0] of policy `p` covers this resource, for every action but `iot:Publish`"),
    );
}

#[test]
fn wrong_kind_of_resource() {
    check(
        (&allow("iot:Subscribe", "A:topic/a/*"), client("c")),
        ("iot:Subscribe", "a/b"),
        (
            Some(0),
            "Statement[0] of policy `p` grants it under `topic/` rather than `topicfilter/`, in `A:topic/a/*`",
        ),
    );
    check(
        (&allow("iot:*", "A:topicfilter/a"), client("c")),
        ("iot:Publish", "a"),
        (
            Some(0),
            "Statement[0] of policy `p` grants it under `topicfilter/` rather than `topic/`, in `A:topicfilter/a`",
        ),
    );
    check(
        (&allow("iot:Publish", "A:a"), client("c")),
        ("iot:Publish", "a"),
        (Some(0), "Statement[0] of policy `p` grants it without `topic/`, in `A:a`"),
    );
    check(
        (&allow("iot:ListRetainedMessages", "A:topic/*"), client("c")),
        ("iot:ListRetainedMessages", ""),
        (
            Some(0),
            "Statement[0] of policy `p` grants it on `A:topic/*`, but this action is granted on `*` only",
        ),
    );
}

#[test]
fn mqtt_wildcards_in_a_policy() {
    check(
        (&allow("iot:Subscribe", "A:topicfilter/plant/#"), client("c")),
        ("iot:Subscribe", "plant/line1"),
        (
            Some(0),
            "`#` and `+` are ordinary characters in a policy, so write `*` for them in `A:topicfilter/plant/#` of \
             Statement[0] of policy `p`",
        ),
    );
    check(
        (&allow("iot:Receive", "A:topic/+/state"), client("c")),
        ("iot:Receive", "dev1/state"),
        (
            Some(0),
            "`#` and `+` are ordinary characters in a policy, so write `*` for them in `A:topic/+/state` of \
             Statement[0] of policy `p`",
        ),
    );
}

#[test]
fn other_region_account_or_case() {
    let other = "arn:aws:iot:eu-west-1:111122223333:topic/x";
    check(
        (&allow("iot:Publish", other), client("c")),
        ("iot:Publish", "x"),
        (
            Some(0),
            &format!(
                "`{other}` in Statement[0] of policy `p` is of region `eu-west-1`, but this one is of `us-east-1`"
            ),
        ),
    );
    let other = "arn:aws:iot:*:123456789012:topic/*";
    check(
        (&allow("iot:Publish", other), client("c")),
        ("iot:Publish", "x"),
        (
            Some(0),
            &format!(
                "`{other}` in Statement[0] of policy `p` is of account `123456789012`, but this one is of `111122223333`"
            ),
        ),
    );
    check(
        (&allow("iot:Publish", "A:topic/Plant/*"), client("c")),
        ("iot:Publish", "plant/a"),
        (Some(0), "`A:topic/Plant/*` in Statement[0] of policy `p` differs in upper and lower case"),
    );
}

#[test]
fn variables_without_a_value() {
    let thing = r#"{"Sid": "Own", "Effect": "Allow", "Action": "iot:Connect", "Resource": "A:client/${iot:Connection.Thing.ThingName}"}"#;
    let text = "`${iot:Connection.Thing.ThingName}` in `A:client/${iot:Connection.Thing.ThingName}` of Statement[0] \
                (`Own`) of policy `p` has no value: ";
    let why = "client id `x` is not the name of a thing attached to this certificate";
    check((thing, client("x")), ("iot:Connect", "x"), (Some(0), &format!("{text}{why}")));
    let missing = MissingVariable { name: "iot:Connection.Thing.ThingName".into(), reason: why.into() };
    assert_eq!(explain(thing, client("x"), "iot:Connect", "x").unresolved, [missing]);
    let why = "an HTTP request has neither a client id nor a thing";
    check((thing, over_http(device())), ("iot:Connect", "dev1"), (Some(0), &format!("{text}{why}")));

    let name = allow("iot:Publish", "A:topic/${iot:Certificate.Subject.CommonName}/*");
    let text = "`${iot:Certificate.Subject.CommonName}` in `A:topic/${iot:Certificate.Subject.CommonName}/*` of \
                Statement[0] of policy `p` has no value: ";
    let why = "it is `a+b`, and a value with `+` is never put in a variable's place";
    check(
        (&name, with_subject("CommonName", &["a+b"])),
        ("iot:Publish", "a+b/t"),
        (Some(0), &format!("{text}{why}")),
    );
    let why = "the certificate has no such value";
    check((&name, client("c")), ("iot:Publish", "c/t"), (Some(0), &format!("{text}{why}")));

    let typo = allow("iot:Publish", "A:topic/${iot:ClientID}/${iot:ThingName}");
    check(
        (&typo, client("c")),
        ("iot:Publish", "c/c"),
        (
            Some(0),
            "`${iot:ThingName}` in `A:topic/${iot:ClientID}/${iot:ThingName}` of Statement[0] of policy `p` has no \
             value: AWS IoT has no variable of this name",
        ),
    );
}

#[test]
fn variables_with_another_value_or_none_at_all() {
    let thing = allow("iot:Connect", "A:client/${iot:Connection.Thing.ThingName}");
    let exclusive = Context { client_id: Some("dev2".into()), ..device() };
    check(
        (&thing, exclusive),
        ("iot:Connect", "dev2"),
        (
            Some(0),
            "`A:client/${iot:Connection.Thing.ThingName}` in Statement[0] of policy `p` names another one: \
             `${iot:Connection.Thing.ThingName}` is `dev1` here",
        ),
    );
    let old = policy_of_version("old", "2008-10-17", &allow("iot:Connect", "A:client/${iot:ClientId}"));
    let authorizer = Authorizer::compile(&[old], Arc::new(client("c")), &tenant());
    assert_eq!(
        authorizer.explain(Action::Connect, "c", NOW).explanation,
        format!(
            "Nothing allows `iot:Connect` on `{PREFIX}client/c`: `{PREFIX}client/${{iot:ClientId}}` in Statement[0] of \
             policy `old` is plain text in a document of version 2008-10-17; variables need Version 2012-10-17."
        )
    );
}

#[test]
fn failing_conditions() {
    let who = "Statement[0] of policy `p` would allow it, but its condition ";
    let attached = allow_if(r#"{"Bool": {"iot:Connection.Thing.IsAttached": "true"}}"#);
    let reason =
        "`Bool` on `iot:Connection.Thing.IsAttached` fails: it is `false`, and the policy has `true`";
    check((&attached, client("x")), ("iot:Connect", "x"), (Some(0), &format!("{who}{reason}")));
    let will = allow_if(r#"{"ForAllValues:StringEquals": {"iot:ConnectAttributes": ["PersistentConnect"]}}"#);
    let context = Context { persistent_connect: true, last_will: true, ..client("c") };
    let reason = "`ForAllValues:StringEquals` on `iot:ConnectAttributes` fails: it is `PersistentConnect`, `LastWill`, \
                  and the policy has `PersistentConnect`";
    check((&will, context), ("iot:Connect", "c"), (Some(0), &format!("{who}{reason}")));
    let missing = allow_if(r#"{"StringEquals": {"iot:DomainName": ["a", "b"]}}"#);
    let reason = "`StringEquals` on `iot:DomainName` fails: it has no value, and the policy has `a`, `b`";
    check((&missing, client("c")), ("iot:Connect", "c"), (Some(0), &format!("{who}{reason}")));
    let unknown = allow_if(r#"{"StringEquals": {"iot:ThingName": "a"}}"#);
    let reason = "`StringEquals` on `iot:ThingName` fails: AWS IoT sets no key of this name";
    check((&unknown, client("c")), ("iot:Connect", "c"), (Some(0), &format!("{who}{reason}")));
    let time = allow_if(r#"{"DateLessThan": {"aws:CurrentTime": "2026-01-01"}}"#);
    let reason = "`DateLessThan` on `aws:CurrentTime` fails: it is `2026-11-05T10:20:30Z`, and the policy has `2026-01-01`";
    check((&time, client("c")), ("iot:Connect", "c"), (Some(0), &format!("{who}{reason}")));
    let variable = allow_if(r#"{"StringEquals": {"iot:ClientId": "${iot:Connection.Thing.ThingName}"}}"#);
    let reason = "`StringEquals` on `iot:ClientId` fails: `${iot:Connection.Thing.ThingName}` has no value: client id \
                  `c` is not the name of a thing attached to this certificate";
    check((&variable, client("c")), ("iot:Connect", "c"), (Some(0), &format!("{who}{reason}")));
}

#[test]
fn other_resources_and_exceptions() {
    let two = [allow("iot:Publish", "A:topic/x/y"), allow("iot:Publish", "A:topic/plant/line2")].join(",");
    check(
        (&two, client("c")),
        ("iot:Publish", "plant/line1"),
        (Some(1), "the closest resource is `A:topic/plant/line2` in Statement[1] of policy `p`"),
    );
    let except =
        r#"{"Effect": "Allow", "Action": "iot:Receive", "NotResource": ["A:topic/a", "A:topic/secret/*"]}"#;
    check(
        (except, client("c")),
        ("iot:Receive", "secret/a"),
        (Some(0), "Statement[0] of policy `p` allows everything but `A:topic/secret/*`"),
    );
    let unknown =
        r#"{"Effect": "Allow", "Action": "iot:Receive", "NotResource": "A:topic/${iot:CertificateId}"}"#;
    check(
        (unknown, client("c")),
        ("iot:Receive", "x"),
        (
            Some(0),
            "`${iot:CertificateId}` in NotResource `A:topic/${iot:CertificateId}` of Statement[0] of policy `p` has no \
             value: the request comes without a certificate",
        ),
    );
}

#[test]
fn the_deciding_statement_and_all_policies_that_agree() {
    let policies = [
        policy("reader", &allow("iot:Receive", "*")),
        policy("all", &[allow("iot:*", "*"), allow("iot:Publish", "A:topic/cmd/*")].join(",")),
        policy(
            "guard",
            r#"{"Sid": "NoCommands", "Effect": "Deny", "Action": "iot:Publish", "Resource": "A:topic/cmd/*"}"#,
        ),
    ];
    let authorizer = Authorizer::compile(&policies, Arc::new(client("c")), &tenant());
    let denied = authorizer.explain(Action::Publish, "cmd/go", NOW);
    assert_eq!(
        denied,
        Explanation {
            decision: Decision::ExplicitDeny,
            statement: Some(StatementRef {
                policy: "guard".into(),
                version: "1".into(),
                index: 0,
                sid: Some("NoCommands".into())
            }),
            explanation: format!(
                "`iot:Publish` on `{PREFIX}topic/cmd/go` is denied by Statement[0] (`NoCommands`) of policy `guard`; a \
                 Deny overrides every Allow."
            ),
            unresolved: vec![],
            allowed_by: vec!["all".into()],
            denied_by: vec!["guard".into()],
        }
    );
    let allowed = authorizer.explain(Action::Receive, "cmd/go", NOW);
    assert_eq!(
        allowed.explanation,
        format!("`iot:Receive` on `{PREFIX}topic/cmd/go` is allowed by Statement[0] of policy `reader`.")
    );
    assert_eq!(allowed.allowed_by, ["reader".into(), "all".into()]);
}
