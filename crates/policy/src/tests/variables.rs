//! policy.md §5.

use super::*;
use Decision::{Allowed, ExplicitDeny, ImplicitDeny};
use base::CertificateId;

/// Whether `topic/PREFIX/${VARIABLE}` grants a publish to the topic.
fn grants(variable: &str, context: Context, topic: &str) -> bool {
    decide(&allow("iot:Publish", &format!("A:topic/${{{variable}}}")), context, "iot:Publish", topic)
        == Allowed
}

fn full_certificate() -> Context {
    let one = |name: &str, value: &str| [(name.to_owned(), vec![value.to_owned()])].into_iter().collect();
    let certificate = CertificateVariables {
        subject: one("Country", "DE"),
        issuer: one("Organization", "Acme"),
        subject_alternative_names: one("DNSName", "d.example"),
        issuer_alternative_names: one("RFC822Name", "i@example"),
        serial_number: Some("0af1".into()),
    };
    Context {
        certificate,
        certificate_id: Some(CertificateId::from_sha256([0xAB; 32])),
        source_ip: Some("::ffff:192.0.2.1".parse().unwrap()),
        ..device()
    }
}

#[test]
fn every_variable_of_section_5_is_substituted() {
    let cases = [
        ("iot:ClientId", "dev1"),
        ("IOT:CLIENTID", "dev1"),
        ("aws:SourceIp", "192.0.2.1"),
        ("iot:CertificateId", &"ab".repeat(32)),
        ("iot:Connection.Thing.ThingName", "dev1"),
        ("iot:Connection.Thing.ThingTypeName", "pump"),
        ("iot:Connection.Thing.Attributes[room]", "r1"),
        ("iot:Connection.Thing.IsAttached", "true"),
        ("iot:Certificate.Subject.Country", "DE"),
        ("iot:Certificate.Issuer.Organization", "Acme"),
        ("iot:Certificate.Subject.AlternativeName.DNSName", "d.example"),
        ("iot:Certificate.Issuer.AlternativeName.RFC822Name", "i@example"),
        ("iot:Certificate.SerialNumber", "0af1"),
    ];
    for (variable, value) in cases {
        assert!(grants(variable, full_certificate(), value), "§5 {variable}");
        assert!(!grants(variable, full_certificate(), "other"), "§5 {variable}");
    }
    assert!(grants("iot:Connection.Thing.IsAttached", client("c"), "false"));
}

#[test]
fn an_unresolved_variable_matches_nothing() {
    let variables = [
        "iot:Connection.Thing.ThingName",
        "iot:Connection.Thing.ThingTypeName",
        "iot:Connection.Thing.Attributes[room]",
        "iot:CertificateId",
        "aws:SourceIp",
        "iot:Certificate.Subject.CommonName",
        "iot:Certificate.SerialNumber",
        "iot:Certificate.AvailableKeys",
        "iot:Certificate.Subject.CommonName.List",
        "aws:CurrentTime",
        "iot:DomainName",
        "iot:NoSuchThing",
        "iot:ClientId, 'default'",
    ];
    for variable in variables {
        assert!(!grants(variable, client("c"), ""), "§5 {variable}");
        assert!(!grants(variable, client("c"), "c"), "§5 {variable}");
        assert!(!grants(variable, client("c"), &format!("${{{variable}}}")), "§5 {variable}");
    }
    // Other resources of the statement still count, and a Deny does not fire.
    let both = r#"{"Effect": "Allow", "Action": "iot:Publish",
        "Resource": ["A:topic/${iot:Connection.Thing.ThingName}", "A:topic/x"]}"#;
    assert_eq!(decide(both, client("c"), "iot:Publish", "x"), Allowed);
    let denied = [allow("iot:*", "*"), deny("iot:*", "A:topic/${iot:Connection.Thing.ThingName}*")].join(",");
    assert_eq!(decide(&denied, client("c"), "iot:Publish", "x"), Allowed);
    assert_eq!(decide(&denied, device(), "iot:Publish", "dev1"), ExplicitDeny);
    // "Everything but something unknown" is nothing.
    for effect in ["Allow", "Deny"] {
        let except = format!(
            r#"{{"Effect": "{effect}", "Action": "iot:*", "NotResource": ["A:topic/${{iot:Connection.Thing.ThingName}}"]}}"#
        );
        assert_eq!(decide(&except, client("c"), "iot:Publish", "x"), ImplicitDeny);
    }
}

#[test]
fn http_requests_have_neither_client_nor_thing() {
    assert!(!grants("iot:ClientId", over_http(device()), "dev1"));
    assert!(!grants("iot:Connection.Thing.ThingName", over_http(device()), "dev1"));
    assert!(!grants("iot:Connection.Thing.IsAttached", over_http(device()), "true"));
    assert!(grants("iot:CertificateId", over_http(full_certificate()), &"ab".repeat(32)));
}

#[test]
fn multi_valued_attributes_are_indexed_from_zero() {
    let units = || with_subject("OrganizationalUnit", &["u0", "u1", "u2", "u3", "u4", "u5"]);
    let name = "iot:Certificate.Subject.OrganizationalUnit";
    assert!(grants(name, units(), "u0"));
    assert!(grants(&format!("{name}.1"), units(), "u1"));
    assert!(grants(&format!("{name}.2"), units(), "u2"));
    assert!(grants(&format!("{name}.4"), units(), "u4"));
    assert!(!grants(&format!("{name}.5"), units(), "u5"), "only the first five items count");
    assert!(!grants(&format!("{name}.1"), with_subject("OrganizationalUnit", &["u0"]), "u1"));

    let any =
        |value: &str| allow_if(&format!(r#"{{"ForAnyValue:StringEquals": {{"{name}.List": "{value}"}}}}"#));
    assert_eq!(decide(&any("u4"), units(), "iot:Connect", "c"), Allowed);
    assert_eq!(decide(&any("u5"), units(), "iot:Connect", "c"), ImplicitDeny);
    let first = allow_if(&format!(r#"{{"StringEquals": {{"{name}": "u1"}}}}"#));
    assert_eq!(decide(&first, units(), "iot:Connect", "c"), ImplicitDeny);
}

#[test]
fn unsafe_and_long_values_are_not_substituted() {
    for value in ["a*", "a$", "a+b", "?", "#"] {
        assert!(!grants("iot:Certificate.Subject.CommonName", with_subject("CommonName", &[value]), value));
    }
    assert!(!grants("iot:Connection.Thing.Attributes[odd]", device(), "a#b"));
    let longest = "x".repeat(1024);
    assert!(grants("iot:Certificate.Subject.CommonName", with_subject("CommonName", &[&longest]), &longest));
    let longer = "x".repeat(1025);
    assert!(!grants("iot:Certificate.Subject.CommonName", with_subject("CommonName", &[&longer]), &longer));
}

#[test]
fn the_client_id_is_substituted_as_it_is_but_has_no_wildcards() {
    let filter = allow("iot:Subscribe", "A:topicfilter/my/${iot:ClientId}/topic");
    assert_eq!(decide(&filter, client("+"), "iot:Subscribe", "my/+/topic"), Allowed);
    assert_eq!(decide(&filter, client("*"), "iot:Subscribe", "my/*/topic"), Allowed);
    assert_eq!(decide(&filter, client("*"), "iot:Subscribe", "my/other/topic"), ImplicitDeny);
    assert_eq!(decide(&filter, client("?"), "iot:Subscribe", "my/x/topic"), ImplicitDeny);
    let like = allow_if(r#"{"StringLike": {"iot:DomainName": "${iot:ClientId}"}}"#);
    let context = Context { domain_name: Some("d".into()), ..client("*") };
    assert_eq!(decide(&like, context, "iot:Publish", "x"), ImplicitDeny);
}

#[test]
fn certificate_values_are_escaped_in_conditions() {
    let condition = |value: &str| {
        allow_if(&format!(r#"{{"StringEquals": {{"iot:Certificate.Subject.CommonName": "{value}"}}}}"#))
    };
    let context = || with_subject("CommonName", &[r#"a,b"c\d+e=f<g>h;i"#]);
    let escaped = r#"a\\,b\\\"c\\\\d\\+e\\=f\\<g\\>h\\;i"#;
    assert_eq!(decide(&condition(escaped), context(), "iot:Connect", "c"), Allowed);
    assert_eq!(decide(&condition(r#"a,b\"c\\d+e=f<g>h;i"#), context(), "iot:Connect", "c"), ImplicitDeny);
    let itself = condition("${iot:Certificate.Subject.CommonName}");
    assert_eq!(decide(&itself, with_subject("CommonName", &["a,b"]), "iot:Connect", "c"), Allowed);
    assert!(grants("iot:Certificate.Subject.CommonName", with_subject("CommonName", &["a,b"]), "a,b"));
}

#[test]
fn available_keys_lists_the_certificate_variables_with_values() {
    let has = |key: &str| {
        allow_if(&format!(r#"{{"ForAnyValue:StringEquals": {{"iot:Certificate.AvailableKeys": "{key}"}}}}"#))
    };
    for (key, expected) in [
        ("iot:Certificate.Subject.Country", Allowed),
        ("iot:Certificate.Issuer.AlternativeName.RFC822Name", Allowed),
        ("iot:Certificate.SerialNumber", Allowed),
        ("iot:Certificate.Subject.CommonName", ImplicitDeny),
    ] {
        assert_eq!(decide(&has(key), full_certificate(), "iot:Connect", "c"), expected, "{key}");
    }
}

#[test]
fn documents_of_2008_have_no_variables() {
    let old = policy_of_version("p", "2008-10-17", &allow("iot:Publish", "A:topic/${iot:ClientId}/${*}"));
    let authorizer = Authorizer::compile(&[old], Arc::new(client("c")), &tenant());
    assert!(!authorizer.allows(Action::Publish, "c/x", NOW));
    assert!(!authorizer.allows(Action::Publish, "c/*", NOW));
    assert!(authorizer.allows(Action::Publish, "${iot:ClientId}/${anything}", NOW));
}
