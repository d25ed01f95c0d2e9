"""Thing groups, billing groups, tags and registry events, as boto3 and a subscriber see them."""
import json

import pytest

from answers import refused_with as refused
from thingcore import ACCOUNT, REGION, Device, arn, eventually

ALLOW_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def tags_of(iot, resource):
    return {tag["Key"]: tag["Value"] for tag in iot.list_tags_for_resource(resourceArn=resource)["tags"]}


def test_group_round_trip(iot):
    properties = {"thingGroupDescription": "all lamps", "attributePayload": {"attributes": {"site": "north"}}}
    tags = [{"Key": "team", "Value": "light"}]
    made = iot.create_thing_group(thingGroupName="lamps", thingGroupProperties=properties, tags=tags)
    assert made["thingGroupArn"] == arn("thinggroup", "lamps")
    again = iot.create_thing_group(thingGroupName="lamps", thingGroupProperties=properties, tags=tags)
    assert again["thingGroupId"] == made["thingGroupId"]
    response = refused(iot.create_thing_group, "ResourceAlreadyExistsException", thingGroupName="lamps")
    assert response["Error"]["Message"] == \
        "Thing Group lamps already exists in current account with different properties"
    refused(iot.create_thing_group, "ResourceAlreadyExistsException", "Resource ARN already exists",
            thingGroupName="lamps", thingGroupProperties=properties)
    iot.create_thing_group(thingGroupName="hall", parentGroupName="lamps")
    iot.create_thing_group(thingGroupName="desk", parentGroupName="hall")
    desk = iot.describe_thing_group(thingGroupName="desk")
    assert desk["version"] == 1
    assert desk["thingGroupMetadata"]["parentGroupName"] == "hall"
    path = desk["thingGroupMetadata"]["rootToParentThingGroups"]
    assert [group["groupName"] for group in path] == ["lamps", "hall"]
    lamps = iot.describe_thing_group(thingGroupName="lamps")
    assert lamps["thingGroupProperties"] == properties
    update = {"attributePayload": {"attributes": {"floor": "2"}, "merge": True}}
    assert iot.update_thing_group(thingGroupName="lamps", thingGroupProperties=update, expectedVersion=1)["version"] == 2
    lamps = iot.describe_thing_group(thingGroupName="lamps")["thingGroupProperties"]
    assert lamps == {"thingGroupDescription": "all lamps",
                     "attributePayload": {"attributes": {"site": "north", "floor": "2"}}}
    refused(iot.update_thing_group, "VersionConflictException", thingGroupName="lamps", thingGroupProperties={},
            expectedVersion=1)
    names = [group["groupName"] for group in iot.list_thing_groups(parentGroup="lamps", recursive=True)["thingGroups"]]
    assert names == ["desk", "hall"]
    refused(iot.delete_thing_group, "InvalidRequestException",
            "Cannot delete thing group : hall when there are still child groups attached to it", thingGroupName="hall")
    for name in ("desk", "hall", "lamps", "never-was"):
        iot.delete_thing_group(thingGroupName=name)
    refused(iot.describe_thing_group, "ResourceNotFoundException", f"ThingGroup {ACCOUNT}:lamps not found.",
            thingGroupName="lamps")
    refused(iot.list_tags_for_resource, "ResourceNotFoundException", "Thing Group lamps does not exist.",
            resourceArn=arn("thinggroup", "lamps"))


def test_members(iot):
    for group in ("m1", "m2"):
        iot.create_thing_group(thingGroupName=group)
    iot.create_thing_group(thingGroupName="m1-child", parentGroupName="m1")
    for number in range(5):
        iot.create_thing(thingName=f"member-{number}")
        iot.add_thing_to_thing_group(thingGroupName="m1-child", thingArn=arn("thing", f"member-{number}"))
    pages = iot.get_paginator("list_things_in_thing_group").paginate(
        thingGroupName="m1", recursive=True, PaginationConfig={"PageSize": 2})
    assert [thing for page in pages for thing in page["things"]] == [f"member-{number}" for number in range(5)]
    assert iot.list_things_in_thing_group(thingGroupName="m1")["things"] == []
    iot.update_thing_groups_for_thing(thingName="member-0", thingGroupsToAdd=["m2"], thingGroupsToRemove=["m1-child"])
    groups = iot.list_thing_groups_for_thing(thingName="member-0")["thingGroups"]
    assert groups == [{"groupName": "m2", "groupArn": arn("thinggroup", "m2")}]
    iot.remove_thing_from_thing_group(thingGroupArn=arn("thinggroup", "m2"), thingName="member-0")
    assert iot.list_thing_groups_for_thing(thingName="member-0")["thingGroups"] == []
    refused(iot.add_thing_to_thing_group, "InvalidRequestException", thingGroupName="m1", thingName="member-1")
    refused(iot.add_thing_to_thing_group, "ResourceNotFoundException",
            f"Cannot find requested thing group for accountId: {ACCOUNT} and thing group name: none",
            thingGroupName="none", thingName="member-1")
    refused(iot.add_thing_to_thing_group, "InvalidRequestException",
            "Both thingGroupArn and thingGroupName are empty. Need to specify at least one of them", thingName="member-1")
    refused(iot.add_thing_to_thing_group, "InvalidRequestException",
            "ThingGroupName from thingGroupArn does not match specified thingGroupName in request",
            thingGroupName="m1", thingGroupArn=arn("thinggroup", "m2"), thingName="member-1")
    refused(iot.add_thing_to_thing_group, "InvalidRequestException",
            "ResourceArn doesn't belong in requester's account",
            thingGroupArn=f"arn:aws:iot:{REGION}:999999999999:thinggroup/m2", thingName="member-1")
    refused(iot.list_thing_groups_for_thing, "ResourceNotFoundException", "thing does not exist", thingName="none")


def test_policy_of_a_group_reaches_the_things_below(server, iot):
    own = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]}
    device = Device(server, "grouped", own)
    client = device.mqtt(version=5).connect()
    assert client.publish("t", "x") == 0x87
    iot.create_thing_group(thingGroupName="allowed")
    iot.create_thing_group(thingGroupName="allowed-below", parentGroupName="allowed")
    iot.create_policy(policyName="publish-all", policyDocument=json.dumps(ALLOW_ALL))
    iot.attach_policy(policyName="publish-all", target=arn("thinggroup", "allowed"))
    below = arn("thinggroup", "allowed-below")
    assert iot.list_attached_policies(target=below)["policies"] == []
    assert [policy["policyName"] for policy in iot.list_attached_policies(target=below, recursive=True)["policies"]] \
        == ["publish-all"]
    iot.add_thing_to_thing_group(thingGroupName="allowed-below", thingName="grouped")
    assert client.publish("t", "x") == 0
    iot.remove_thing_from_thing_group(thingGroupName="allowed-below", thingName="grouped")
    assert client.publish("t", "x") == 0x87
    client.disconnect()


def test_billing_groups(iot):
    made = iot.create_billing_group(billingGroupName="bill", tags=[{"Key": "k", "Value": "v"}],
                                    billingGroupProperties={"billingGroupDescription": "who pays"})
    assert made["billingGroupArn"] == arn("billinggroup", "bill")
    assert tags_of(iot, made["billingGroupArn"]) == {"k": "v"}
    iot.create_thing(thingName="billed", billingGroupName="bill")
    assert iot.describe_thing(thingName="billed")["billingGroupName"] == "bill"
    assert iot.list_things_in_billing_group(billingGroupName="bill")["things"] == ["billed"]
    iot.remove_thing_from_billing_group(billingGroupName="bill", thingName="billed")
    assert "billingGroupName" not in iot.describe_thing(thingName="billed")
    iot.add_thing_to_billing_group(billingGroupName="bill", thingName="billed")
    iot.create_billing_group(billingGroupName="bill2")
    refused(iot.add_thing_to_billing_group, "InvalidRequestException", billingGroupName="bill2", thingName="billed")
    update = {"billingGroupDescription": "somebody"}
    assert iot.update_billing_group(billingGroupName="bill", billingGroupProperties=update)["version"] == 2
    described = iot.describe_billing_group(billingGroupName="bill")
    assert (described["version"], described["billingGroupProperties"]) == (2, update)
    names = [group["groupName"] for group in iot.list_billing_groups(namePrefixFilter="bill")["billingGroups"]]
    assert names == ["bill", "bill2"]
    refused(iot.delete_billing_group, "VersionConflictException", billingGroupName="bill", expectedVersion=1)
    iot.delete_billing_group(billingGroupName="bill", expectedVersion=2)
    refused(iot.describe_billing_group, "ResourceNotFoundException", billingGroupName="bill")
    assert "billingGroupName" not in iot.describe_thing(thingName="billed")
    refused(iot.create_thing, "ResourceNotFoundException", thingName="billed2", billingGroupName="none")


def test_tags(iot):
    iot.create_thing_type(thingTypeName="tagged", tags=[{"Key": "a", "Value": "1"}])
    resource = arn("thingtype", "tagged")
    iot.tag_resource(resourceArn=resource, tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}])
    assert tags_of(iot, resource) == {"a": "2", "b": ""}
    iot.untag_resource(resourceArn=resource, tagKeys=["a", "none"])
    assert tags_of(iot, resource) == {"b": ""}
    iot.create_policy(policyName="tagged", policyDocument=json.dumps(ALLOW_ALL), tags=[{"Key": "p", "Value": "q"}])
    assert tags_of(iot, arn("policy", "tagged")) == {"p": "q"}
    rule = {"sql": "SELECT * FROM 'a'", "actions": []}
    iot.create_topic_rule(ruleName="tagged", topicRulePayload=rule, tags="k=v&k%202=a+b")
    assert tags_of(iot, arn("rule", "tagged")) == {"k": "v", "k 2": "a b"}
    # A resource of the same name inherits nothing.
    iot.delete_topic_rule(ruleName="tagged")
    iot.create_topic_rule(ruleName="tagged", topicRulePayload=rule)
    assert tags_of(iot, arn("rule", "tagged")) == {}
    refused(iot.tag_resource, "InvalidRequestException", 'Tags cannot begin with "aws:", offending tag: aws:x',
            resourceArn=resource, tags=[{"Key": "aws:x", "Value": "1"}])
    many = [{"Key": f"k{number}", "Value": "v"} for number in range(51)]
    refused(iot.tag_resource, "InvalidRequestException", "Too many tags provided in the request.",
            resourceArn=resource, tags=many)
    refused(iot.tag_resource, "InvalidRequestException", "Invalid arn in request", resourceArn="tagged", tags=many[:1])
    refused(iot.tag_resource, "InvalidRequestException", "Invalid resource type in ARN: thing",
            resourceArn=arn("thing", "member-1"), tags=many[:1])
    refused(iot.tag_resource, "InvalidRequestException", "ResourceArn doesn't belong in requester's account",
            resourceArn=f"arn:aws:iot:{REGION}:999999999999:thingtype/tagged", tags=many[:1])
    refused(iot.untag_resource, "InvalidRequestException", "The validated collection is empty",
            resourceArn=resource, tagKeys=[])
    refused(iot.tag_resource, "ResourceNotFoundException", "Thing Type none does not exist.",
            resourceArn=arn("thingtype", "none"), tags=many[:1])


def test_events_of_the_registry(server, iot):
    watcher = Device(server, "watcher").mqtt().connect()
    watcher.subscribe("$aws/events/#")
    iot.create_thing(thingName="unheard")
    assert not any(iot.describe_event_configurations()["eventConfigurations"][kind]["Enabled"]
                   for kind in ("THING", "JOB"))
    wanted = {kind: {"Enabled": True} for kind in ("THING", "THING_TYPE_ASSOCIATION", "THING_GROUP_MEMBERSHIP")}
    iot.update_event_configurations(eventConfigurations=wanted)
    assert iot.describe_event_configurations()["eventConfigurations"]["THING"] == {"Enabled": True}
    iot.create_thing_type(thingTypeName="heard-type")
    thing = iot.create_thing(thingName="heard", thingTypeName="heard-type",
                             attributePayload={"attributes": {"k": "v"}})
    iot.create_thing_group(thingGroupName="heard-group")
    iot.add_thing_to_thing_group(thingGroupName="heard-group", thingName="heard")

    def heard():
        return {message.topic: json.loads(message.payload) for message in watcher.messages
                if not message.topic.startswith(("$aws/events/presence", "$aws/events/subscriptions"))}

    topics = {"$aws/events/thing/heard/created",
              "$aws/events/thingTypeAssociation/thing/heard/thingType/heard-type/added",
              "$aws/events/thingGroupMembership/thingGroup/heard-group/thing/heard/added"}
    eventually(lambda: set(heard()) >= topics)
    assert set(heard()) == topics
    created = heard()["$aws/events/thing/heard/created"]
    assert list(created) == ["eventType", "eventId", "timestamp", "operation", "accountId", "thingId", "thingName",
                             "versionNumber", "thingTypeName", "attributes", "billinGroupName"]
    assert len(created.pop("eventId")) == 32 and created.pop("timestamp") > 1_700_000_000_000
    assert created == {"eventType": "THING_EVENT", "operation": "CREATED", "accountId": ACCOUNT,
                       "thingId": thing["thingId"], "thingName": "heard", "versionNumber": 1,
                       "thingTypeName": "heard-type", "attributes": {"k": "v"}, "billinGroupName": None}
    iot.update_event_configurations(eventConfigurations={kind: {"Enabled": False} for kind in wanted})
    watcher.disconnect()
