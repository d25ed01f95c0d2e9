//! policy.md §1, §2 and the worked cases of §9.

use super::*;
use Decision::{Allowed, ExplicitDeny, ImplicitDeny};

#[test]
fn worked_cases_of_section_9() {
    let thing_name = &allow("iot:Connect", "A:client/${iot:Connection.Thing.ThingName}");
    let exclusive = || Context { client_id: Some("dev2".into()), ..device() };
    let common_name = &allow("iot:Publish", "A:topic/${iot:Certificate.Subject.CommonName}/*");
    let no_commands = &[allow("iot:*", "*"), deny("iot:Publish", "A:topic/cmd/*")].join(",");
    let cases = [
        (&allow("iot:Subscribe", "A:topicfilter/plant/*"), client("c"), "iot:Subscribe", "plant/#", Allowed),
        (
            &allow("iot:Subscribe", "A:topicfilter/plant/#"),
            client("c"),
            "iot:Subscribe",
            "plant/line1",
            ImplicitDeny,
        ),
        (&allow("iot:Publish", "A:topic/x/?"), client("c"), "iot:Publish", "x/ab", ImplicitDeny),
        (thing_name, device(), "iot:Connect", "dev1", Allowed),
        (thing_name, client("dev2"), "iot:Connect", "dev2", ImplicitDeny),
        (thing_name, exclusive(), "iot:Connect", "dev2", ImplicitDeny),
        (common_name, with_subject("CommonName", &["a+b"]), "iot:Publish", "a+b/t", ImplicitDeny),
        (no_commands, client("c"), "iot:Publish", "cmd/go", ExplicitDeny),
        (no_commands, client("c"), "iot:Receive", "cmd/go", Allowed),
    ];
    for (statements, context, action, name, expected) in cases {
        assert_eq!(
            decide(statements, context, action, name),
            expected,
            "§9 {action} on {name}: {statements}"
        );
    }
}

#[test]
fn statements_are_combined_as_in_section_2() {
    let restricted =
        &[allow("iot:Subscribe", "A:topicfilter/a/*"), deny("iot:Subscribe", "A:topicfilter/a/restricted/*")]
            .join(",");
    let literal_plus = &allow("iot:Subscribe", "A:topicfilter/some/+/topic");
    let star = &allow("iot:Subscribe", "A:topicfilter/some/*/topic");
    let escapes = &allow("iot:Publish", "A:topic/${*}/${?}/${$}{x}");
    let cases = [
        (restricted, "iot:Subscribe", "a/#", Allowed),
        (restricted, "iot:Subscribe", "a/restricted/b", ExplicitDeny),
        (literal_plus, "iot:Subscribe", "some/+/topic", Allowed),
        (literal_plus, "iot:Subscribe", "some/x/topic", ImplicitDeny),
        (star, "iot:Subscribe", "some/+/topic", Allowed),
        (star, "iot:Subscribe", "some/a/b/topic", Allowed),
        (star, "iot:Subscribe", "some/x/topic", Allowed),
        (star, "iot:Subscribe", "some/topic", ImplicitDeny),
        (&allow("iot:Publish", "A:topic/Plant"), "iot:Publish", "plant", ImplicitDeny),
        (escapes, "iot:Publish", "*/?/${x}", Allowed),
        (escapes, "iot:Publish", "a/b/${x}", ImplicitDeny),
        (&allow("iot:Publish", "A:topic/x/?"), "iot:Publish", "x/é", Allowed),
        (&deny("iot:*", "*"), "iot:Publish", "x", ExplicitDeny),
    ];
    for (statements, action, name, expected) in cases {
        assert_eq!(
            decide(statements, client("c"), action, name),
            expected,
            "§2 {action} on {name}: {statements}"
        );
    }
}

#[test]
fn every_action_of_section_1_is_granted_on_its_resource_and_on_no_other() {
    for action in Action::ALL {
        let arn = action.resource_arn(&tenant(), "n");
        let other = if arn.contains(":client/") { "A:topic/n" } else { "A:client/n" };
        assert_eq!(decide(&allow(action.as_str(), &arn), client("c"), action.as_str(), "n"), Allowed);
        assert_eq!(decide(&allow(action.as_str(), other), client("c"), action.as_str(), "n"), ImplicitDeny);
        assert_eq!(decide(&allow(action.as_str(), "*"), client("c"), action.as_str(), "n"), Allowed);
    }
    // A named shadow is a resource of its own.
    let shadow = &allow("iot:GetThingShadow", "A:thing/t/s");
    assert_eq!(decide(shadow, client("c"), "iot:GetThingShadow", "t/s"), Allowed);
    assert_eq!(decide(shadow, client("c"), "iot:GetThingShadow", "t"), ImplicitDeny);
}

#[test]
fn actions_and_resources_can_be_negated() {
    let not_action = r#"{"Effect": "Allow", "NotAction": ["iot:Publish", "iot:Retain*"], "Resource": "*"}"#;
    assert_eq!(decide(not_action, client("c"), "iot:Receive", "x"), Allowed);
    assert_eq!(decide(not_action, client("c"), "iot:RetainPublish", "x"), ImplicitDeny);
    let not_resource =
        r#"{"Effect": "Allow", "Action": "iot:Receive", "NotResource": ["A:topic/secret/*", "A:topic/x"]}"#;
    assert_eq!(decide(not_resource, client("c"), "iot:Receive", "open"), Allowed);
    assert_eq!(decide(not_resource, client("c"), "iot:Receive", "secret/a"), ImplicitDeny);
    assert_eq!(decide(not_resource, client("c"), "iot:Receive", "x"), ImplicitDeny);
    let nothing = r#"{"Effect": "Deny", "Action": "iot:Receive", "NotResource": "*"}"#;
    assert_eq!(decide(nothing, client("c"), "iot:Receive", "x"), ImplicitDeny);
}

#[test]
fn the_fixed_part_of_the_arn_may_have_wildcards() {
    let granting = [
        "*",
        "arn:*",
        "arn:aws:iot:*:*:topic/x",
        "arn:aws:iot:us-east-1:1111*",
        "arn:aws:iot:us-east-?:111122223333:topic/x",
        "arn:*/x",
        "arn:aws:iot:us-east-1:111122223333:*",
        "arn:aws:iot:us-east-1:111122223333:topic*",
        "arn:aws:iot:us-east-1:111122223333:*x",
    ];
    for resource in granting {
        assert_eq!(
            decide(&allow("iot:Publish", resource), client("c"), "iot:Publish", "x"),
            Allowed,
            "{resource}"
        );
    }
    let others = [
        "arn:aws:iot:eu-west-1:*:topic/x",
        "arn:aws:iot:us-east-1:1234*",
        "arn:aws-cn:iot:us-east-1:111122223333:topic/x",
        "arn:aws:iot:us-east-1:111122223333:topicfilter/x",
        "arn:aws:iot:us-east-1:111122223333:topic",
        "arn:aws:greengrass:*:*:*",
    ];
    for resource in others {
        let decision = decide(&allow("iot:Publish", resource), client("c"), "iot:Publish", "x");
        assert_eq!(decision, ImplicitDeny, "{resource}");
    }
    // `*` also takes in slashes and colons, so this grants a topic that contains `:topic/`.
    let odd = allow("iot:Publish", "arn:*:topic/x");
    assert_eq!(decide(&odd, client("c"), "iot:Publish", "a:topic/x"), Allowed);
}

#[test]
fn several_policies_are_one() {
    let policies = [policy("a", &allow("iot:*", "*")), policy("b", &deny("iot:Publish", "A:topic/x"))];
    let authorizer = Authorizer::compile(&policies, Arc::new(client("c")), &tenant());
    assert_eq!(authorizer.decide(Action::Publish, "x", NOW), ExplicitDeny);
    assert_eq!(authorizer.decide(Action::Publish, "y", NOW), Allowed);
    let none = Authorizer::compile(&[], Arc::new(client("c")), &tenant());
    assert_eq!(none.decide(Action::Publish, "y", NOW), ImplicitDeny);
}

#[test]
fn covers_only_what_can_never_be_denied() {
    let of = |statements: &str| authorizer(statements, device());
    let own = of(&allow("iot:Receive", "A:topic/dev1/*"));
    assert!(own.permissions().covers(Action::Receive, "dev1/#"));
    assert!(own.permissions().covers(Action::Receive, "dev1/+/state"));
    assert!(own.permissions().covers(Action::Receive, "dev1/state"));
    assert!(!own.permissions().covers(Action::Receive, "+/state"));
    assert!(!own.permissions().covers(Action::Receive, "#"));
    assert!(!own.permissions().covers(Action::Publish, "dev1/#"));

    let denied = of(&[allow("iot:Receive", "*"), deny("iot:Receive", "A:topic/cmd/*")].join(","));
    assert!(denied.permissions().covers(Action::Receive, "data/#"));
    assert!(!denied.permissions().covers(Action::Receive, "cmd/a"));
    assert!(!denied.permissions().covers(Action::Receive, "+/a"));

    let denied_later = of(&[
        allow("iot:Receive", "*"),
        r#"{"Effect": "Deny", "Action": "iot:Receive", "Resource": "A:topic/cmd/*",
            "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2030-01-01"}}}"#
            .into(),
    ]
    .join(","));
    assert!(!denied_later.permissions().covers(Action::Receive, "cmd/a"));
    assert!(denied_later.permissions().covers(Action::Receive, "data/a"));
    assert!(
        !of(&allow_if(r#"{"DateLessThan": {"aws:CurrentTime": "2030-01-01"}}"#))
            .permissions()
            .covers(Action::Receive, "a")
    );

    let all_but = of(r#"{"Effect": "Allow", "Action": "iot:Receive", "NotResource": "A:topic/secret/*"}"#);
    assert!(all_but.permissions().covers(Action::Receive, "open/+"));
    assert!(!all_but.permissions().covers(Action::Receive, "secret/+"));
    assert!(!all_but.permissions().covers(Action::Receive, "#"));
}
