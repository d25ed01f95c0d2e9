"""Scenarios of the registry, its certificates and policies, rules, and the data plane."""
import json
import pathlib
import re

import paho.mqtt.client as mqtt

import cloudformation
from certificates import Authority, certificate, pem, request
from handlers import Exactly, listed
from thingcore import ALLOW_ALL, Mqtt

SCENARIOS = {}
MISSING = "ResourceNotFoundException"
EXISTS = "ResourceAlreadyExistsException"
INVALID = "InvalidRequestException"
UNKNOWN_ID = "0" * 64


def scenario(tell):
    SCENARIOS[tell.__name__] = tell
    return tell


@scenario
def things(aws):
    made = aws.call("CreateThing", thingName="lamp", attributePayload={"attributes": {"room": "hall"}})
    assert made["thingArn"] == aws.arn("thing", "lamp")
    aws.refused(EXISTS, "CreateThing", thingName="lamp")
    aws.call("UpdateThing", thingName="lamp", attributePayload={"attributes": {"watt": "5"}, "merge": True})
    aws.refused("VersionConflictException", "UpdateThing", thingName="lamp", expectedVersion=1)
    aws.shows("DescribeThing", {"thingName": "lamp"}, **made, attributes=Exactly(room="hall", watt="5"), version=2)
    aws.call("CreateThing", thingName="fan")
    assert [thing["thingName"] for thing in aws.pages("ListThings", "things")] == ["fan", "lamp"]
    (found,) = aws.pages("ListThings", "things", attributeName="watt", attributeValue="5")
    assert found == {"thingName": "lamp", "thingArn": made["thingArn"], "version": 2,
                     "attributes": {"room": "hall", "watt": "5"}}
    for name in ("fan", "lamp"):
        aws.call("DeleteThing", thingName=name)
        aws.gone("DescribeThing", thingName=name)
    assert aws.pages("ListThings", "things") == []


@scenario
def principals(aws):
    aws.call("CreateThing", thingName="lamp")
    first, second = (aws.call("CreateKeysAndCertificate")["certificateArn"] for _ in range(2))
    aws.call("AttachThingPrincipal", thingName="lamp", principal=first)
    aws.call("AttachThingPrincipal", thingName="lamp", principal=second, thingPrincipalType="NON_EXCLUSIVE_THING")
    assert sorted(aws.pages("ListThingPrincipals", "principals", thingName="lamp")) == sorted([first, second])
    found = aws.pages("ListThingPrincipalsV2", "thingPrincipalObjects", thingName="lamp")
    assert sorted(entry["principal"] for entry in found) == sorted([first, second])
    assert aws.pages("ListPrincipalThings", "things", principal=first) == ["lamp"]
    assert aws.pages("ListPrincipalThingsV2", "principalThingObjects", principal=first) == [
        {"thingName": "lamp", "thingPrincipalType": "NON_EXCLUSIVE_THING"}]
    aws.refused(INVALID, "DeleteThing", thingName="lamp")
    for operation in ("ListThingPrincipals", "ListThingPrincipalsV2"):
        aws.gone(operation, thingName="none")
    nobody = aws.arn("cert", UNKNOWN_ID)
    for operation in ("ListPrincipalThings", "ListPrincipalThingsV2"):
        aws.gone(operation, principal=nobody)
    for operation in ("AttachThingPrincipal", "DetachThingPrincipal"):
        aws.gone(operation, thingName="lamp", principal=nobody)
    for principal in (first, second):
        aws.call("DetachThingPrincipal", thingName="lamp", principal=principal)
    assert aws.pages("ListThingPrincipals", "principals", thingName="lamp") == []


@scenario
def thing_types(aws):
    properties = {"thingTypeDescription": "lights", "searchableAttributes": ["watt"]}
    for name in ("bulb", "tube"):
        made = aws.call("CreateThingType", thingTypeName=name, thingTypeProperties=properties)
        assert made["thingTypeArn"] == aws.arn("thingtype", name)
    aws.refused(EXISTS, "CreateThingType", thingTypeName="bulb")
    aws.shows("DescribeThingType", {"thingTypeName": "tube"}, **made, thingTypeProperties=properties)
    aws.call("UpdateThingType", thingTypeName="bulb", thingTypeProperties={"thingTypeDescription": "lights up"})
    (bulb, tube) = aws.pages("ListThingTypes", "thingTypes")
    assert (bulb["thingTypeName"], tube["thingTypeName"]) == ("bulb", "tube")
    assert bulb["thingTypeProperties"]["thingTypeDescription"] == "lights up"
    aws.call("DeprecateThingType", thingTypeName="bulb")
    aws.shows("DescribeThingType", {"thingTypeName": "bulb"}, thingTypeMetadata={"deprecated": True})
    aws.refused(INVALID, "CreateThing", thingName="lamp", thingTypeName="bulb")
    for operation in ("DescribeThingType", "DeprecateThingType", "UpdateThingType"):
        aws.gone(operation, thingTypeName="none")
    aws.refused(INVALID, "DeleteThingType", thingTypeName="tube")
    # What is not there is deleted; a real deletion takes five minutes and is a unit test of the registry.
    aws.call("DeleteThingType", thingTypeName="none")


@scenario
def thing_groups(aws):
    for name, parent in (("house", {}), ("floor", {"parentGroupName": "house"}), ("garden", {})):
        made = aws.call("CreateThingGroup", thingGroupName=name, **parent)
        assert made["thingGroupArn"] == aws.arn("thinggroup", name)
    aws.refused(EXISTS, "CreateThingGroup", thingGroupName="floor", parentGroupName="garden")
    assert aws.call("UpdateThingGroup", thingGroupName="house",
                    thingGroupProperties={"thingGroupDescription": "home"}) == {"version": 2}
    aws.refused("VersionConflictException", "UpdateThingGroup", thingGroupName="house", thingGroupProperties={},
                expectedVersion=1)
    aws.shows("DescribeThingGroup", {"thingGroupName": "floor"}, thingGroupMetadata={
        "parentGroupName": "house",
        "rootToParentThingGroups": [{"groupName": "house", "groupArn": aws.arn("thinggroup", "house")}]})
    assert [group["groupName"] for group in aws.pages("ListThingGroups", "thingGroups")] == [
        "floor", "garden", "house"]
    for name in ("a", "b"):
        aws.call("CreateThing", thingName=name)
        aws.call("AddThingToThingGroup", thingGroupName="floor", thingName=name)
    assert aws.pages("ListThingsInThingGroup", "things", thingGroupName="house", recursive=True) == ["a", "b"]
    aws.call("UpdateThingGroupsForThing", thingName="a", thingGroupsToAdd=["garden"], thingGroupsToRemove=["floor"])
    assert aws.pages("ListThingGroupsForThing", "thingGroups", thingName="a") == [
        {"groupName": "garden", "groupArn": aws.arn("thinggroup", "garden")}]
    aws.call("RemoveThingFromThingGroup", thingGroupName="garden", thingName="a")
    assert aws.pages("ListThingGroupsForThing", "thingGroups", thingName="a") == []
    aws.gone("DescribeThingGroup", thingGroupName="none")
    aws.gone("ListThingsInThingGroup", thingGroupName="none")
    aws.gone("ListThingGroupsForThing", thingName="none")
    aws.gone("AddThingToThingGroup", thingGroupName="none", thingName="a")
    aws.refused(INVALID, "RemoveThingFromThingGroup", thingName="a")
    aws.refused(INVALID, "DeleteThingGroup", thingGroupName="house")
    for name in ("floor", "house", "garden"):
        aws.call("DeleteThingGroup", thingGroupName=name)
    assert aws.pages("ListThingGroups", "thingGroups") == []


@scenario
def billing_groups(aws):
    cloudformation.billing_group(aws)
    for name in ("one", "two"):
        aws.call("CreateBillingGroup", billingGroupName=name)
    aws.refused(EXISTS, "CreateBillingGroup", billingGroupName="one",
                billingGroupProperties={"billingGroupDescription": "different"})
    assert [group["groupName"] for group in aws.pages("ListBillingGroups", "billingGroups")] == ["one", "two"]
    aws.call("CreateThing", thingName="lamp")
    aws.call("AddThingToBillingGroup", billingGroupName="one", thingName="lamp")
    assert aws.pages("ListThingsInBillingGroup", "things", billingGroupName="one") == ["lamp"]
    aws.call("RemoveThingFromBillingGroup", billingGroupName="one", thingName="lamp")
    assert aws.pages("ListThingsInBillingGroup", "things", billingGroupName="one") == []
    aws.gone("AddThingToBillingGroup", billingGroupName="none", thingName="lamp")
    aws.gone("ListThingsInBillingGroup", billingGroupName="none")
    aws.refused("VersionConflictException", "DeleteBillingGroup", billingGroupName="one", expectedVersion=7)
    aws.refused("VersionConflictException", "UpdateBillingGroup", billingGroupName="one", expectedVersion=7,
                billingGroupProperties={})


@scenario
def tags(aws):
    resource = {"resourceArn": aws.call("CreateThingGroup", thingGroupName="group")["thingGroupArn"]}
    aws.call("TagResource", **resource, tags=listed({"a": "1", "b": "2"}))
    aws.call("UntagResource", **resource, tagKeys=["a"])
    assert aws.tags(resource["resourceArn"]) == {"b": "2"}
    nothing = {"resourceArn": aws.arn("thinggroup", "none")}
    aws.gone("TagResource", **nothing, tags=listed({"a": "1"}))
    aws.gone("UntagResource", **nothing, tagKeys=["a"])
    aws.gone("ListTagsForResource", **nothing)


@scenario
def event_configurations(aws):
    aws.call("UpdateEventConfigurations", eventConfigurations={"THING": {"Enabled": True}})
    told = aws.call("DescribeEventConfigurations")["eventConfigurations"]
    assert [kind for kind, configuration in told.items() if configuration["Enabled"]] == ["THING"]
    aws.refused(INVALID, "UpdateEventConfigurations", eventConfigurations={"NOTHING": {"Enabled": True}})


@scenario
def endpoints(aws):
    assert aws.call("DescribeEndpoint", endpointType="iot:Data-ATS")["endpointAddress"] == "localhost"
    aws.refused(INVALID, "DescribeEndpoint", endpointType="iot:Jobs")


@scenario
def certificates(aws):
    keys = aws.call("CreateKeysAndCertificate", setAsActive=True)
    signed = aws.call("CreateCertificateFromCsr", certificateSigningRequest=request("lamp")[0])
    aws.refused(INVALID, "CreateCertificateFromCsr", certificateSigningRequest="nonsense")
    text = pem(certificate("alone"))
    alone = aws.call("RegisterCertificateWithoutCA", certificatePem=text, status="ACTIVE")
    aws.refused(EXISTS, "RegisterCertificateWithoutCA", certificatePem=text)
    found = aws.pages("ListCertificates", "certificates", ascendingOrder=True)
    assert [(entry["certificateId"], entry["status"]) for entry in found] == [
        (keys["certificateId"], "ACTIVE"), (signed["certificateId"], "INACTIVE"), (alone["certificateId"], "ACTIVE")]
    name = {"certificateId": keys["certificateId"]}
    aws.shows("DescribeCertificate", name, certificateDescription={
        **name, "certificatePem": keys["certificatePem"], "status": "ACTIVE", "ownedBy": aws.account,
        "customerVersion": 1, "certificateMode": "DEFAULT"})
    aws.refused("CertificateStateException", "DeleteCertificate", **name)
    aws.refused(INVALID, "UpdateCertificate", **name, newStatus="PENDING_TRANSFER")
    aws.call("UpdateCertificate", **name, newStatus="INACTIVE")
    aws.call("DeleteCertificate", **name)
    aws.gone("DescribeCertificate", **name)
    aws.gone("DeleteCertificate", **name)
    aws.gone("UpdateCertificate", **name, newStatus="ACTIVE")


@scenario
def certificate_authorities(aws):
    cloudformation.ca_certificate(aws)
    cloudformation.certificate(aws)
    code = aws.call("GetRegistrationCode")["registrationCode"]
    assert len(code) == 64 and aws.call("GetRegistrationCode")["registrationCode"] == code
    authority = Authority("Walk CA")
    aws.refused("RegistrationCodeValidationException", "RegisterCACertificate", caCertificate=authority.pem,
                verificationCertificate=authority.verification("other"))
    made = aws.call("RegisterCACertificate", caCertificate=authority.pem, setAsActive=True,
                    verificationCertificate=authority.verification(code))
    assert made["certificateArn"] == aws.arn("cacert", made["certificateId"])
    found = aws.pages("ListCACertificates", "certificates")
    assert made["certificateId"] in [entry["certificateId"] for entry in found]
    device = authority.device("lamp")
    registered = aws.call("RegisterCertificate", certificatePem=device, status="ACTIVE")
    assert registered["certificateArn"] == aws.arn("cert", registered["certificateId"])
    aws.refused(EXISTS, "RegisterCertificate", certificatePem=device)
    aws.shows("DescribeCertificate", {"certificateId": registered["certificateId"]},
              certificateDescription={"caCertificateId": made["certificateId"]})
    (entry,) = aws.pages("ListCertificatesByCA", "certificates", caCertificateId=made["certificateId"])
    assert (entry["certificateId"], entry["status"]) == (registered["certificateId"], "ACTIVE")
    aws.gone("UpdateCACertificate", certificateId=UNKNOWN_ID, newStatus="INACTIVE")
    aws.call("DeleteRegistrationCode")
    assert aws.call("GetRegistrationCode")["registrationCode"] != code


@scenario
def certificate_transfers(aws):
    other = aws.neighbour()
    name = {"certificateId": aws.call("CreateKeysAndCertificate", setAsActive=True)["certificateId"]}
    target = {"targetAwsAccount": other.account}
    aws.refused("CertificateStateException", "TransferCertificate", **name, **target)
    aws.call("UpdateCertificate", **name, newStatus="INACTIVE")

    def state():
        return aws.call("DescribeCertificate", **name)["certificateDescription"]["status"]

    aws.call("TransferCertificate", **name, **target, transferMessage="yours")
    assert state() == "PENDING_TRANSFER"
    (entry,) = aws.pages("ListOutgoingCertificates", "outgoingCertificates")
    assert (entry["certificateId"], entry["transferredTo"], entry["transferMessage"]) == (
        name["certificateId"], other.account, "yours")
    aws.call("CancelCertificateTransfer", **name)
    assert state() == "INACTIVE" and aws.pages("ListOutgoingCertificates", "outgoingCertificates") == []
    aws.call("TransferCertificate", **name, **target)
    other.call("RejectCertificateTransfer", **name, rejectReason="not mine")
    found = aws.shows("DescribeCertificate", name, certificateDescription={
        "status": "INACTIVE", "transferData": {"rejectReason": "not mine"}})
    assert found["certificateDescription"]["ownedBy"] == aws.account
    aws.call("TransferCertificate", **name, **target)
    other.call("AcceptCertificateTransfer", **name, setAsActive=True)
    other.shows("DescribeCertificate", name, certificateDescription={
        "status": "ACTIVE", "ownedBy": other.account, "previousOwnedBy": aws.account})
    aws.gone("DescribeCertificate", **name)
    for handler, operation in ((aws, "CancelCertificateTransfer"), (other, "AcceptCertificateTransfer"),
                               (other, "RejectCertificateTransfer")):
        handler.gone(operation, certificateId=UNKNOWN_ID)


@scenario
def policies(aws):
    cloudformation.policy(aws)
    cloudformation.policy_principal_attachment(aws)
    name, document = {"policyName": "walk"}, json.dumps(ALLOW_ALL)
    arn = aws.call("CreatePolicy", **name, policyDocument=document)["policyArn"]
    aws.refused(EXISTS, "CreatePolicy", **name, policyDocument=document)
    aws.refused("MalformedPolicyException", "CreatePolicyVersion", **name, policyDocument="{}")
    aws.call("CreatePolicyVersion", **name, policyDocument=document)
    aws.call("SetDefaultPolicyVersion", **name, policyVersionId="2")
    aws.shows("GetPolicyVersion", {**name, "policyVersionId": "2"}, policyDocument=document, isDefaultVersion=True)
    aws.refused("DeleteConflictException", "DeletePolicyVersion", **name, policyVersionId="2")
    for operation in ("GetPolicyVersion", "SetDefaultPolicyVersion"):
        aws.gone(operation, **name, policyVersionId="9")
    assert sorted(entry["policyName"] for entry in aws.pages("ListPolicies", "policies")) == ["Attached", "walk"]
    certificate_arn = aws.call("CreateKeysAndCertificate")["certificateArn"]
    aws.call("AttachPolicy", **name, target=certificate_arn)
    assert aws.pages("ListAttachedPolicies", "policies", target=certificate_arn) == [{**name, "policyArn": arn}]
    assert aws.pages("ListTargetsForPolicy", "targets", **name) == [certificate_arn]
    assert aws.pages("ListPolicyPrincipals", "principals", **name) == [certificate_arn]
    assert aws.pages("ListPrincipalPolicies", "policies", principal=certificate_arn) == [{**name, "policyArn": arn}]
    aws.refused("DeleteConflictException", "DeletePolicy", **name)
    nothing = {"policyName": "none"}
    for operation in ("ListTargetsForPolicy", "ListPolicyPrincipals", "ListPolicyVersions"):
        aws.gone(operation, **nothing)
    aws.gone("AttachPolicy", **nothing, target=certificate_arn)
    for operation in ("AttachPrincipalPolicy", "DetachPrincipalPolicy"):
        aws.gone(operation, **nothing, principal=certificate_arn)
    aws.refused(INVALID, "ListAttachedPolicies", target="nonsense")
    aws.call("DetachPolicy", **name, target=certificate_arn)
    assert aws.pages("ListTargetsForPolicy", "targets", **name) == []


@scenario
def authorization(aws):
    arn = aws.call("CreateKeysAndCertificate", setAsActive=True)["certificateArn"]
    allowed, denied = aws.arn("topic", "allowed"), aws.arn("topic", "denied")
    document = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Publish", "Resource": [allowed, denied]},
        {"Effect": "Deny", "Action": "iot:Publish", "Resource": denied}]})
    policy = aws.call("CreatePolicy", policyName="walk", policyDocument=document)["policyArn"]
    aws.call("AttachPolicy", policyName="walk", target=arn)
    told = aws.call("TestAuthorization", principal=arn, authInfos=[
        {"actionType": "PUBLISH", "resources": [resource]} for resource in (allowed, denied, allowed + "/more")])
    assert [result["authDecision"] for result in told["authResults"]] == [
        "ALLOWED", "EXPLICIT_DENY", "IMPLICIT_DENY"]
    assert told["authResults"][0]["allowed"]["policies"] == [{"policyName": "walk", "policyArn": policy}]
    aws.call("CreateThing", thingName="lamp")
    aws.call("AttachThingPrincipal", thingName="lamp", principal=arn)
    assert aws.call("GetEffectivePolicies", principal=arn)["effectivePolicies"] == [
        {"policyName": "walk", "policyArn": policy, "policyDocument": document}]


@scenario
def rules(aws):
    cloudformation.topic_rule(aws)
    rule = {"sql": "SELECT * FROM 'a/b'", "actions": []}
    for name in ("one", "two"):
        aws.call("CreateTopicRule", ruleName=name, topicRulePayload=rule)
    aws.refused(EXISTS, "CreateTopicRule", ruleName="one", topicRulePayload=rule)
    wrong = {"sql": "SELECT * FROM", "actions": []}
    aws.refused("SqlParseException", "CreateTopicRule", ruleName="three", topicRulePayload=wrong)
    aws.refused("SqlParseException", "ReplaceTopicRule", ruleName="one", topicRulePayload=wrong)
    for operation, disabled in (("DisableTopicRule", True), ("EnableTopicRule", False)):
        aws.call(operation, ruleName="one")
        aws.shows("GetTopicRule", {"ruleName": "one"}, rule={"ruleDisabled": disabled, "sql": rule["sql"]})
        aws.refused("UnauthorizedException", operation, ruleName="none")
    aws.refused("UnauthorizedException", "GetTopicRule", ruleName="none")
    found = aws.pages("ListTopicRules", "rules")
    assert sorted((entry["ruleName"], entry["topicPattern"], entry["ruleDisabled"]) for entry in found) == [
        ("one", "a/b", False), ("two", "a/b", False)]
    for name in ("one", "two"):
        aws.call("DeleteTopicRule", ruleName=name)
    assert aws.pages("ListTopicRules", "rules") == []


@scenario
def rule_destinations(aws):
    cloudformation.topic_rule_destination(aws)
    made = aws.call("CreateTopicRuleDestination", destinationConfiguration={
        "httpUrlConfiguration": {"confirmationUrl": "https://example.com/confirm"}})
    name = {"arn": made["topicRuleDestination"]["arn"]}
    aws.refused(INVALID, "UpdateTopicRuleDestination", **name, status="ENABLED")
    token = {"confirmationToken": logged_token(aws.server, name["arn"])}
    aws.call("ConfirmTopicRuleDestination", **token)
    aws.shows("GetTopicRuleDestination", name, topicRuleDestination={"status": "ENABLED"})
    aws.refused(INVALID, "ConfirmTopicRuleDestination", **token)
    aws.call("UpdateTopicRuleDestination", **name, status="DISABLED")
    aws.shows("GetTopicRuleDestination", name, topicRuleDestination={"status": "DISABLED"})
    nothing = {"arn": aws.arn("ruledestination", "http/00000000-0000-0000-0000-000000000000")}
    for operation in ("GetTopicRuleDestination", "DeleteTopicRuleDestination"):
        aws.refused("UnauthorizedException", operation, **nothing)
    aws.refused("UnauthorizedException", "UpdateTopicRuleDestination", **nothing, status="IN_PROGRESS")


def logged_token(server, arn):
    """The token that AWS would send to a destination; the server writes it into its log."""
    line = [line for line in server.log_text().splitlines() if arn in line and "token" in line][-1]
    return re.search(r"token=\"?([0-9a-f-]+)", line)[1]


@scenario
def shadows(aws):
    thing, data = {"thingName": "lamp"}, aws.data
    aws.call("CreateThing", **thing)

    def document(answer):
        return json.loads(answer["payload"].read())

    written = document(data.call("UpdateThingShadow", **thing, payload=b'{"state":{"desired":{"on":true}}}'))
    assert (written["state"], written["version"]) == ({"desired": {"on": True}}, 1)
    found = document(data.call("GetThingShadow", **thing))
    assert found["state"] == {"desired": {"on": True}, "delta": {"on": True}}
    data.refused("ConflictException", "UpdateThingShadow", **thing, payload=b'{"state":{},"version":7}')
    data.refused(INVALID, "UpdateThingShadow", **thing, payload=b"nonsense")
    for name in ("one", "two"):
        data.call("UpdateThingShadow", **thing, shadowName=name, payload=b'{"state":{"reported":{}}}')
    assert sorted(data.pages("ListNamedShadowsForThing", "results", **thing)) == ["one", "two"]
    assert document(data.call("DeleteThingShadow", **thing))["version"] == 1
    data.gone("GetThingShadow", **thing)
    data.gone("DeleteThingShadow", **thing)


@scenario
def messages(aws):
    data = aws.data
    for topic in ("kept/a", "kept/b"):
        data.call("Publish", topic=topic, qos=1, retain=True, payload=b"hello")
    data.refused(INVALID, "Publish", topic="$not/allowed", payload=b"")
    found = data.call("GetRetainedMessage", topic="kept/a")
    assert (found["payload"], found["qos"]) == (b"hello", 1)
    data.gone("GetRetainedMessage", topic="kept/none")
    listed_ = data.pages("ListRetainedMessages", "retainedTopics")
    assert sorted((entry["topic"], entry["payloadSize"]) for entry in listed_) == [("kept/a", 5), ("kept/b", 5)]


class Files:
    """The certificate of a device, as files."""

    def __init__(self, made, directory):
        self.certificate, self.key = directory / "walk.crt", directory / "walk.key"
        self.certificate.write_text(made["certificatePem"])
        self.key.write_text(made["keyPair"]["PrivateKey"])


def device(aws, name, **options):
    """A connected client of a thing of this account."""
    made = aws.call("CreateKeysAndCertificate", setAsActive=True)
    aws.call("CreateThing", thingName=name)
    aws.call("CreatePolicy", policyName=f"{name}-policy", policyDocument=json.dumps(ALLOW_ALL))
    aws.call("AttachPolicy", policyName=f"{name}-policy", target=made["certificateArn"])
    aws.call("AttachThingPrincipal", thingName=name, principal=made["certificateArn"])
    directory = pathlib.Path(aws.server.directory) / f"{aws.account}-{name}"
    directory.mkdir(exist_ok=True)
    return Mqtt(aws.server, Files(made, directory), name, mqtt.MQTTv5, **options).connect()


@scenario
def connections(aws):
    client, data, name = device(aws, "lamp"), aws.data, {"clientId": "lamp"}
    data.shows("GetConnection", name, **name, connected=True, thingName="lamp")
    client.subscribe("orders/a")
    client.subscribe("orders/b", qos=0)
    found = data.pages("ListSubscriptions", "subscriptions", **name)
    assert sorted((entry["topicFilter"], entry["qos"]) for entry in found) == [("orders/a", 1), ("orders/b", 0)]
    data.call("SendDirectMessage", **name, topic="direct", payload=b"only you")
    (message,) = client.expect(1)
    assert (message.topic, message.payload) == ("direct", b"only you")
    nobody = {"clientId": "nobody"}
    for operation in ("GetConnection", "ListSubscriptions"):
        data.gone(operation, **nobody)
    data.gone("SendDirectMessage", **nobody, topic="direct", payload=b"")
    data.gone("DeleteConnection", **nobody)
    data.call("DeleteConnection", **name, cleanSession=True)
    client.wait(lambda: client.disconnected)
    client.disconnect()
