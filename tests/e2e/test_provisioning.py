"""Provisioning templates, claims, and RegisterThing."""
import datetime
import hashlib
import json
import ssl
import subprocess

import pytest

from test_certificates import Ca
from answers import refused
from thingcore import ACCOUNT, ALLOW_ALL, REGION, Mqtt, arn, have

ROLE = f"arn:aws:iam::{ACCOUNT}:role/lab"
HOOK = {"targetArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:hook"}
CERTIFICATE = {"Type": "AWS::IoT::Certificate",
               "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}}
BODY = json.dumps({"Resources": {"certificate": CERTIFICATE}})
OTHER_BODY = json.dumps({"Resources": {"paper": CERTIFICATE}})


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def create(iot, name, body=BODY, **options):
    return iot.create_provisioning_template(templateName=name, templateBody=body, provisioningRoleArn=ROLE, **options)


def test_templates(iot):
    made = create(iot, "first", description="of lamps", preProvisioningHook=HOOK, tags=[{"Key": "k", "Value": "v"}])
    assert (made["templateArn"], made["templateName"], made["defaultVersionId"]) \
        == (arn("provisioningtemplate", "first"), "first", 1)
    assert iot.list_tags_for_resource(resourceArn=made["templateArn"])["tags"] == [{"Key": "k", "Value": "v"}]
    described = iot.describe_provisioning_template(templateName="first")
    del described["ResponseMetadata"]
    assert described.pop("creationDate") == described.pop("lastModifiedDate")
    assert described == {
        "templateArn": made["templateArn"], "templateName": "first", "description": "of lamps", "defaultVersionId": 1,
        "templateBody": BODY, "enabled": False, "provisioningRoleArn": ROLE, "type": "FLEET_PROVISIONING",
        "preProvisioningHook": {**HOOK, "payloadVersion": "2020-04-01"}}
    refused(create, "ResourceAlreadyExistsException", "Template with name first already exists", iot=iot, name="first")
    iot.update_provisioning_template(templateName="first", enabled=True, description="of all lamps",
                                     removePreProvisioningHook=True)
    described = iot.describe_provisioning_template(templateName="first")
    assert (described["enabled"], described["description"]) == (True, "of all lamps")
    assert "preProvisioningHook" not in described
    create(iot, "second", type="JITP")
    refused(create, "InvalidRequestException", "Provisioning hook is not supported for template type: JITP", iot=iot,
            name="third", type="JITP", preProvisioningHook=HOOK)
    listed = iot.list_provisioning_templates()["templates"]
    assert [(entry["templateName"], entry["type"], entry["enabled"]) for entry in listed] \
        == [("first", "FLEET_PROVISIONING", True), ("second", "JITP", False)]
    assert not any("description" in entry for entry in listed)
    pages = iot.get_paginator("list_provisioning_templates").paginate(PaginationConfig={"PageSize": 1})
    assert [entry["templateName"] for page in pages for entry in page["templates"]] == ["first", "second"]
    iot.delete_provisioning_template(templateName="second")
    refused(iot.delete_provisioning_template, "ResourceNotFoundException",
            "Unable to delete template, template not found", templateName="second")
    unknown = "Unable to find template named second"
    refused(iot.describe_provisioning_template, "ResourceNotFoundException", unknown, templateName="second")
    refused(iot.update_provisioning_template, "ResourceNotFoundException", unknown, templateName="second")
    refused(iot.create_provisioning_template_version, "ResourceNotFoundException", unknown, templateName="second",
            templateBody=BODY)
    refused(iot.create_provisioning_claim, "ResourceNotFoundException", unknown, templateName="second")
    refused(iot.list_provisioning_template_versions, "ResourceNotFoundException", "Template named second not found",
            templateName="second")


def test_versions_survive_a_restart(fresh):
    server = fresh()
    iot = server.client("iot")
    create(iot, "t")
    made = iot.create_provisioning_template_version(templateName="t", templateBody=OTHER_BODY)
    assert (made["versionId"], made["isDefaultVersion"]) == (2, False)
    made = iot.create_provisioning_template_version(templateName="t", templateBody=OTHER_BODY, setAsDefault=True)
    assert (made["versionId"], made["isDefaultVersion"]) == (3, True)
    server.kill()
    server.restart()
    iot = server.client("iot")
    versions = iot.list_provisioning_template_versions(templateName="t", maxResults=1)["versions"]
    assert [(version["versionId"], version["isDefaultVersion"]) for version in versions] \
        == [(1, False), (2, False), (3, True)]
    assert iot.describe_provisioning_template(templateName="t")["templateBody"] == OTHER_BODY
    version = iot.describe_provisioning_template_version(templateName="t", versionId=1)
    assert (version["templateBody"], version["isDefaultVersion"]) == (BODY, False)
    refused(iot.delete_provisioning_template_version, "InvalidRequestException",
            "Unable to delete template version 3, it is the default version", templateName="t", versionId=3)
    iot.update_provisioning_template(templateName="t", defaultVersionId=1)
    refused(iot.update_provisioning_template, "InvalidRequestException",
            "Unable to set version 9 as the default, version does not exist", templateName="t", defaultVersionId=9)
    assert iot.describe_provisioning_template(templateName="t")["templateBody"] == BODY
    for _ in range(2):
        iot.create_provisioning_template_version(templateName="t", templateBody=BODY)
    refused(iot.create_provisioning_template_version, "VersionsLimitExceededException",
            "Can't create a template version for the template t, the maximum number of template versions has been "
            "reached", templateName="t", templateBody=BODY)
    iot.delete_provisioning_template_version(templateName="t", versionId=3)
    missing = "Unable to find a template version with ID 3 for template t"
    for call in iot.describe_provisioning_template_version, iot.delete_provisioning_template_version:
        refused(call, "ResourceNotFoundException", missing, templateName="t", versionId=3)
    iot.delete_provisioning_template(templateName="t")
    create(iot, "t")
    assert len(iot.list_provisioning_template_versions(templateName="t")["versions"]) == 1


@pytest.mark.parametrize("body, reason", [
    ("{", ""),
    (json.dumps({"Resources": {"thing": {"Type": "AWS::IoT::Thing", "Properties": None}}}),
     ": Properties of a resource cannot be null."),
    (json.dumps({"Resources": {"a": CERTIFICATE, "b": CERTIFICATE}}), ": Only one certificate resource can be defined"),
    (json.dumps({"Resources": {"t": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": "t"}}}}),
     ": Template must have certificate resource."),
    (json.dumps({"Resources": {"c": {**CERTIFICATE, "Properties": {"CertificateId": "x"}}}}),
     ": CertificateId must contain a reference to AWS::IoT::Certificate::Id"),
    (json.dumps({"Resources": {"c": {**CERTIFICATE, "Properties": {**CERTIFICATE["Properties"], "Status": "Gone"}}}}),
     ': A certificate resource must specify a Status of either "Active" or "Inactive"'),
])
def test_bodies_that_are_refused(iot, body, reason):
    message = f"The template body is invalid{reason}"
    refused(create, "InvalidRequestException", message, iot=iot, name="refused", body=body)
    refused(iot.describe_provisioning_template, "ResourceNotFoundException", templateName="refused")


def test_claim_lives_five_minutes(iot, tmp_path):
    create(iot, "claimed")
    before = datetime.datetime.now(datetime.timezone.utc)
    claim = iot.create_provisioning_claim(templateName="claimed")
    assert 299 <= (claim["expiration"] - before).total_seconds() <= 310
    der = ssl.PEM_cert_to_DER_cert(claim["certificatePem"])
    assert claim["certificateId"] == hashlib.sha256(der).hexdigest()
    # A claim is no certificate of the account (provisioning.md §4).
    refused(iot.describe_certificate, "ResourceNotFoundException", certificateId=claim["certificateId"])
    (tmp_path / "claim.pem").write_text(claim["certificatePem"])
    (tmp_path / "claim.key").write_text(claim["keyPair"]["PrivateKey"])
    ssl.create_default_context().load_cert_chain(tmp_path / "claim.pem", tmp_path / "claim.key")
    if have("openssl"):
        check = ["openssl", "x509", "-in", tmp_path / "claim.pem", "-noout", "-checkend"]
        assert subprocess.run([*check, "240"], capture_output=True).returncode == 0
        assert subprocess.run([*check, "310"], capture_output=True).returncode == 1


def csr(directory):
    subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=provisioned", "-keyout", directory / "device.key", "-out", directory / "device.csr"],
                   check=True, capture_output=True, timeout=60)
    return (directory / "device.csr").read_text()


def thing(overrides=None, **properties):
    resource = {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "Name"}, **properties}}
    return {**resource, "OverrideSettings": overrides} if overrides else resource


def register(iot, resources, **parameters):
    declared = {"Name": {"Type": "String"}, "Site": {"Type": "String", "Default": "north"}}
    return iot.register_thing(templateBody=json.dumps({"Parameters": declared, "Resources": resources}),
                              parameters=parameters)


@pytest.mark.skipif(not have("openssl"), reason="openssl is not installed")
def test_device_is_registered_and_connects(server, iot, tmp_path):
    for group in ("lamps", "north-side"):
        iot.create_thing_group(thingGroupName=group)
    iot.create_thing_type(thingTypeName="lamp")
    iot.create_billing_group(billingGroupName="paid")
    document = json.dumps(ALLOW_ALL)
    made = register(iot, {
        "lamp": thing(ThingTypeName="lamp", BillingGroup="paid", AttributePayload={"site": {"Ref": "Site"}, "v": 1},
                      ThingGroups=["lamps", {"Fn::Join": ["-", [{"Ref": "Site"}, "side"]]}]),
        "paper": {"Type": "AWS::IoT::Certificate",
                  "Properties": {"CertificateSigningRequest": {"Ref": "CSR"}, "ThingPrincipalType": "EXCLUSIVE_THING"}},
        "rights": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": document}},
    }, Name="registered", CSR=csr(tmp_path))
    policy = hashlib.sha256(document.encode()).hexdigest()
    certificate = made["resourceArns"]["paper"]
    assert made["resourceArns"] == {"lamp": arn("thing", "registered"), "paper": certificate,
                                    "rights": arn("policy", policy)}
    described = iot.describe_thing(thingName="registered")
    assert (described["thingTypeName"], described["billingGroupName"], described["attributes"]) \
        == ("lamp", "paid", {"site": "north", "v": "1"})
    groups = iot.list_thing_groups_for_thing(thingName="registered")["thingGroups"]
    assert [group["groupName"] for group in groups] == ["lamps", "north-side"]
    assert iot.list_thing_principals_v2(thingName="registered")["thingPrincipalObjects"] \
        == [{"principal": certificate, "thingPrincipalType": "EXCLUSIVE_THING"}]
    assert iot.get_policy(policyName=policy)["policyDocument"] == document
    stored = iot.describe_certificate(certificateId=certificate.split("/")[1])["certificateDescription"]
    assert (stored["status"], stored["certificatePem"]) == ("ACTIVE", made["certificatePem"])
    (tmp_path / "device.pem").write_text(made["certificatePem"])
    device = type("Files", (), {"certificate": tmp_path / "device.pem", "key": tmp_path / "device.key"})
    client = Mqtt(server, device, "any-client").connect()
    assert client.publish("t", "x") == 0
    client.disconnect()


def test_existing_thing_and_override_settings(iot):
    for group in ("ov-a", "ov-b"):
        iot.create_thing_group(thingGroupName=group)
    for name in ("ov-1", "ov-2"):
        iot.create_thing_type(thingTypeName=name)
    iot.create_thing(thingName="ov", thingTypeName="ov-1", attributePayload={"attributes": {"a": "1", "b": "2"}})
    iot.add_thing_to_thing_group(thingGroupName="ov-a", thingName="ov")

    def state():
        described = iot.describe_thing(thingName="ov")
        groups = iot.list_thing_groups_for_thing(thingName="ov")["thingGroups"]
        return described["attributes"], described["thingTypeName"], [group["groupName"] for group in groups]
    before = ({"a": "1", "b": "2"}, "ov-1", ["ov-a"])
    wanted = {"AttributePayload": {"b": "3", "c": "4"}, "ThingTypeName": "ov-2", "ThingGroups": ["ov-b"]}
    keys = list(wanted)

    def run(*settings):
        return register(iot, {"thing": thing(overrides=dict(zip(keys, settings)), **wanted)}, Name="ov")
    error = refused(run, "ResourceRegistrationFailureException")
    assert "conflicts with" in error["Error"]["Message"] and "in Template." in error["Error"]["Message"]
    for failing in range(3):
        refused(lambda: run(*("FAIL" if index == failing else "DO_NOTHING" for index in range(3))),
                "ResourceRegistrationFailureException")
    run("DO_NOTHING", "DO_NOTHING", "DO_NOTHING")
    assert state() == before
    run("MERGE", "DO_NOTHING", "MERGE")
    assert state() == ({"a": "1", "b": "3", "c": "4"}, "ov-1", ["ov-a", "ov-b"])
    run("REPLACE", "REPLACE", "REPLACE")
    assert state() == ({"b": "3", "c": "4"}, "ov-2", ["ov-b"])
    # What is the same already conflicts with nothing.
    assert run("FAIL", "FAIL", "FAIL")["resourceArns"] == {"thing": arn("thing", "ov")}


def test_existing_certificate_and_policy(iot):
    made = iot.create_keys_and_certificate(setAsActive=False)
    id, principal = made["certificateId"], made["certificateArn"]
    iot.create_policy(policyName="known", policyDocument=json.dumps(ALLOW_ALL))

    def run(overrides=None, policy="known", **properties):
        paper = {"Type": "AWS::IoT::Certificate", "Properties": properties or {"CertificateId": {"Ref": "Id"}}}
        if overrides:
            paper["OverrideSettings"] = {"Status": overrides}
        return register(iot, {"paper": paper, "rights": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": policy}}},
                        Id=id, Pem=made["certificatePem"])

    def status():
        return iot.describe_certificate(certificateId=id)["certificateDescription"]["status"]
    refused(run, "ResourceRegistrationFailureException", overrides="FAIL")
    run(overrides="DO_NOTHING")
    assert status() == "INACTIVE"
    assert run()["resourceArns"] == {"paper": principal, "rights": arn("policy", "known")}
    assert status() == "ACTIVE"
    assert iot.list_attached_policies(target=principal)["policies"] == [
        {"policyName": "known", "policyArn": arn("policy", "known")}]
    run(CertificatePem={"Ref": "Pem"}, Status="INACTIVE")
    assert status() == "INACTIVE"
    refused(run, "ResourceRegistrationFailureException", policy="unknown")


@pytest.mark.skipif(not have("openssl"), reason="openssl is not installed")
def test_certificate_of_a_ca_is_registered(iot, tmp_path):
    ca = Ca(tmp_path / "ca", subject="/CN=provisioning")
    paper = {"paper": {"Type": "AWS::IoT::Certificate",
                       "Properties": {"CertificatePem": {"Ref": "Pem"}, "CACertificatePem": {"Ref": "Ca"}}}}
    error = refused(register, "ResourceRegistrationFailureException", iot=iot, resources=paper, Pem=ca.sign("a"), Ca=ca.pem)
    assert error["Error"]["Message"] == "Register thing workflow execution terminates due to: " \
                                        "No CA certificate exists for the given certificate"
    ca_id = ca.register_sni_only(iot, setAsActive=True)
    made = register(iot, paper, Pem=ca.sign("a"), Ca=ca.pem)
    id = made["resourceArns"]["paper"].split("/")[1]
    description = iot.describe_certificate(certificateId=id)["certificateDescription"]
    assert (description["caCertificateId"], description["status"]) == (ca_id, "ACTIVE")


def test_registrations_that_are_refused(iot):
    refused(iot.register_thing, "InvalidRequestException", "The template body is invalid", templateBody="{")
    refused(register, "ResourceRegistrationFailureException", "Cannot resolve reference value: Name", iot=iot,
            resources={"thing": thing()})
    refused(register, "ResourceRegistrationFailureException", "The template has an invalid Fn::Select.", iot=iot,
            resources={"thing": thing(ThingTypeName={"Fn::Select": [1, ["a"]]})}, Name="x")
    refused(register, "ResourceRegistrationFailureException", iot=iot,
            resources={"thing": thing(ThingTypeName="unknown-type")}, Name="x")
    refused(iot.describe_thing, "ResourceNotFoundException", thingName="x")
