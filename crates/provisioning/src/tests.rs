// What `json!` makes is passed on as it is.
#![allow(clippy::needless_pass_by_value)]

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::*;

fn thing(properties: Value) -> Value {
    json!({"Type": "AWS::IoT::Thing", "Properties": properties})
}

fn certificate(properties: Value) -> Value {
    json!({"Type": "AWS::IoT::Certificate", "Properties": properties})
}

fn resources(resources: Value) -> Result<Template, TemplateError> {
    Template::parse(&json!({"Resources": resources}).to_string())
}

fn refused(resources_of: Value) -> String {
    resources(resources_of).unwrap_err().to_string()
}

/// The value of an attribute that is an expression.
fn evaluated(expression: Value, parameters: &[(&str, &str)]) -> Result<String, EvaluateError> {
    let body = json!({
        "Parameters": {"P": {"Type": "String"}, "D": {"Type": "String", "Default": "default"}},
        "Mappings": {"Sites": {"north": {"Url": "https://n", "Numbers": ["one", "two"]}}},
        "Resources": {"t": thing(json!({"ThingName": "t", "AttributePayload": {"a": expression}}))},
    });
    let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let plan = Template::parse(&body.to_string()).unwrap().plan(&parameters)?;
    Ok(plan.thing.unwrap().attributes.unwrap()["a"].clone())
}

#[test]
fn functions_have_values() {
    for (expression, expected) in [
        (json!("plain"), "plain"),
        (json!(7), "7"),
        (json!({"Ref": "P"}), "p,q"),
        (json!({"Ref": "D"}), "default"),
        (json!({"Ref": "AWS::IoT::Certificate::Id"}), "abc"),
        (json!({"Fn::Join": ["-", ["a", {"Ref": "D"}, 3]]}), "a-default-3"),
        (json!({"Fn::Join": ["", {"Fn::Split": [",", {"Ref": "P"}]}]}), "pq"),
        (json!({"Fn::Select": [1, {"Fn::Split": [",", {"Ref": "P"}]}]}), "q"),
        (json!({"Fn::Select": ["0", ["x"]]}), "x"),
        (json!({"Fn::FindInMap": ["Sites", "north", "Url"]}), "https://n"),
        (json!({"Fn::Select": [1, {"Fn::FindInMap": ["Sites", "north", "Numbers"]}]}), "two"),
        (json!({"Fn::Sub": "${D}-${AWS::IoT::Certificate::Id}!"}), "default-abc!"),
        (json!({"Fn::Sub": ["${D}/${X}", {"X": {"Ref": "P"}}]}), "default/p,q"),
    ] {
        let parameters = [("P", "p,q"), ("AWS::IoT::Certificate::Id", "abc")];
        assert_eq!(evaluated(expression.clone(), &parameters), Ok(expected.into()), "{expression}");
    }
}

#[test]
fn what_cannot_be_evaluated_is_named() {
    let missing = |name: &str| EvaluateError::Reference(name.into());
    let function = |name: &str| EvaluateError::Function(name.into());
    for (expression, expected) in [
        (json!({"Ref": "P"}), missing("P")),
        (json!({"Ref": ["P"]}), function("Ref")),
        (json!({"Fn::Sub": "${X}"}), missing("X")),
        (json!({"Fn::Sub": "${D"}), function("Fn::Sub")),
        (json!({"Fn::Sub": ["${X}", {"X": ["list"]}]}), function("Fn::Sub")),
        (json!({"Fn::Select": [2, ["a", "b"]]}), function("Fn::Select")),
        (json!({"Fn::Select": [0, [null]]}), function("Fn::Select")),
        (json!({"Fn::Select": [-1, ["a"]]}), function("Fn::Select")),
        (json!({"Fn::FindInMap": ["Sites", "south", "Url"]}), function("Fn::FindInMap")),
        (json!({"Fn::Join": ["-"]}), function("Fn::Join")),
        (json!({"Fn::Split": ["", "a"]}), function("Fn::Split")),
        (json!({"Fn::Explode": ["a"]}), function("Fn::Explode")),
    ] {
        assert_eq!(evaluated(expression.clone(), &[]), Err(expected), "{expression}");
    }
    let list = evaluated(json!(["a"]), &[]).unwrap_err().to_string();
    assert_eq!(list, "AttributePayload of resource t must be an object of strings.");
}

#[test]
fn bodies_are_checked_in_aws_words() {
    assert_eq!(Template::parse("{").unwrap_err(), TemplateError::Form);
    assert_eq!(Template::parse("[]").unwrap_err(), TemplateError::Form);
    let certificate_by_id = || certificate(json!({"CertificateId": "x"}));
    assert_eq!(
        refused(json!({"t": {"Type": "AWS::IoT::Thing", "Properties": null}})),
        "The template body is invalid: Properties of a resource cannot be null."
    );
    assert_eq!(
        refused(json!({"a": certificate_by_id(), "b": certificate_by_id()})),
        "The template body is invalid: Only one certificate resource can be defined"
    );
    assert_eq!(
        refused(json!({"c": certificate(json!({"CertificateId": "x", "Status": "REVOKED"}))})),
        "The template body is invalid: A certificate resource must specify a Status of either \"Active\" or \
         \"Inactive\""
    );
    for wrong in [
        json!({}),
        json!({"t": {"Type": "AWS::IoT::Toaster", "Properties": {}}}),
        json!({"t": thing(json!({}))}),
        json!({"a": thing(json!({"ThingName": "a"})), "b": thing(json!({"ThingName": "b"}))}),
        json!({"c": certificate(json!({}))}),
        json!({"c": certificate(json!({"CertificateId": "x", "CertificatePem": "y"}))}),
        json!({"p": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "n", "PolicyDocument": "{}"}}}),
        json!({"p": {"Type": "AWS::IoT::Policy", "Properties": {}}}),
        json!({"t": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": "t"},
                     "OverrideSettings": {"ThingTypeName": "MERGE"}}}),
        json!({"t": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": "t"},
                     "OverrideSettings": {"ThingName": "REPLACE"}}}),
        json!({"p": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "n"},
                     "OverrideSettings": {"PolicyName": "FAIL"}}}),
    ] {
        assert!(resources(wrong.clone()).is_err(), "{wrong}");
    }
    let large = json!({"Resources": {"t": thing(json!({"ThingName": "x".repeat(11_000)}))}});
    assert!(Template::parse(&large.to_string()).is_err());
}

#[test]
fn templates_for_devices_take_the_certificate_of_the_device() {
    let check = |properties| resources(json!({"c": certificate(properties)})).unwrap().check_for_devices();
    assert_eq!(
        check(json!({"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"})),
        Ok(())
    );
    assert_eq!(
        check(json!({"CertificateId": {"Ref": "Other"}})).unwrap_err().to_string(),
        "The template body is invalid: CertificateId must contain a reference to AWS::IoT::Certificate::Id"
    );
    assert!(check(json!({"CertificatePem": "x"})).is_err());
    let without = resources(json!({"t": thing(json!({"ThingName": "t"}))})).unwrap();
    assert_eq!(
        without.check_for_devices().unwrap_err().to_string(),
        "The template body is invalid: Template must have certificate resource."
    );
}

#[test]
fn plan_has_everything() {
    let body = json!({
        "Resources": {
            "lamp": {
                "Type": "AWS::IoT::Thing",
                "Properties": {"ThingName": "l", "ThingTypeName": "lamp", "ThingGroups": ["b", "a"], "BillingGroup": "x"},
                "OverrideSettings": {"ATTRIBUTE_PAYLOAD": "MERGE", "ThingTypeName": "REPLACE", "ThingGroups": "FAIL"},
            },
            "paper": {
                "Type": "AWS::IoT::Certificate",
                "Properties": {"CertificatePem": "pem", "CACertificatePem": "ca", "Status": "INACTIVE",
                               "ThingPrincipalType": "EXCLUSIVE_THING"},
                "OverrideSettings": {"Status": "DO_NOTHING"},
            },
            "named": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "n"}},
            "written": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": {"Version": {"Ref": "V"}}}},
        },
        "DeviceConfiguration": {"Url": {"Fn::Sub": "https://${V}"}},
    });
    let parameters = BTreeMap::from([("V".to_owned(), "v".to_owned())]);
    let plan = Template::parse(&body.to_string()).unwrap().plan(&parameters).unwrap();
    let policy = |logical_name: &str, source| Policy { logical_name: logical_name.into(), source };
    let expected = Plan {
        thing: Some(Thing {
            logical_name: "lamp".into(),
            name: "l".into(),
            attributes: None,
            type_name: Some("lamp".into()),
            groups: Some(["a".into(), "b".into()].into()),
            billing_group: Some("x".into()),
            overrides: ThingOverrides {
                attributes: Some(Overridden::Merge),
                thing_type: Some(Overridden::Replace),
                groups: Some(Overridden::Fail),
            },
        }),
        certificate: Some(Certificate {
            logical_name: "paper".into(),
            source: CertificateSource::Pem { pem: "pem".into(), ca_pem: Some("ca".into()) },
            active: false,
            exclusive: true,
            status_override: Some(Overridden::DoNothing),
        }),
        policies: vec![
            policy("named", PolicySource::Name("n".into())),
            policy("written", PolicySource::Document(r#"{"Version":"v"}"#.into())),
        ],
        device_configuration: [("Url".into(), "https://v".into())].into(),
    };
    assert_eq!(plan, expected);
}
