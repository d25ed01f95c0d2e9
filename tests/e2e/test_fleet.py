"""A fleet of 1,000 things, made, listed, changed, tagged and taken down by three clients in one account."""
import json

import paho.mqtt.client as mqtt
import pytest

from callers import Boto, Cli, Js
from certificates import request, self_signed
from thingcore import NPM, Mqtt, arn, have

#: Who makes how many of the things.
SHARES = {"boto": (Boto, 290), "js": (Js, 700), "cli": (Cli, 10)}
FLOORS = 5
PAGE = 100
NOT_AUTHORIZED = 0x87

#: A device connects as its thing, publishes under its type and name, and hears what is said to its floor.
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "iot:Connect", "Resource": arn("client", "${iot:Connection.Thing.ThingName}"),
     "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}},
    {"Effect": "Allow", "Action": "iot:Publish", "Resource": arn(
        "topic", "fleet/${iot:Connection.Thing.ThingTypeName}/${iot:Connection.Thing.ThingName}/*")},
    {"Effect": "Allow", "Action": ["iot:Subscribe"], "Resource": arn(
        "topicfilter", "floor/${iot:Connection.Thing.Attributes[floor]}/*")},
    {"Effect": "Allow", "Action": ["iot:Receive"], "Resource": arn(
        "topic", "floor/${iot:Connection.Thing.Attributes[floor]}/*")}]})


class Share:
    """The part of the fleet that one client looks after; everything in it has the client's name."""

    def __init__(self, name, count):
        self.name = name
        self.things = [f"{name}-{number:04}" for number in range(count)]
        self.type, self.billing, self.policy = f"{name}-type", f"{name}-billing", f"{name}-policy"
        self.site = f"{name}-site"
        self.floors = [f"{name}-floor-{number}" for number in range(FLOORS)]
        #: Certificate ARNs of the things, and the PEM texts of certificates and keys.
        self.certificates, self.pems, self.keys = {}, {}, {}

    def floor(self, thing):
        return self.floors[int(thing[-4:]) % FLOORS]

    def resources(self):
        """Everything in it that can have tags."""
        return [arn("thingtype", self.type), arn("thinggroup", self.site), arn("billinggroup", self.billing),
                arn("policy", self.policy)]


def create(caller, share):
    """Types, groups and policy; then the things; then what hangs on both."""
    tags = [{"Key": "owner", "Value": share.name}]
    caller.all([
        ("CreateThingType", {"thingTypeName": share.type, "tags": tags,
                             "thingTypeProperties": {"searchableAttributes": ["floor"]}}),
        ("CreateThingGroup", {"thingGroupName": share.site, "tags": tags}),
        ("CreateBillingGroup", {"billingGroupName": share.billing, "tags": tags}),
        ("CreatePolicy", {"policyName": share.policy, "policyDocument": POLICY, "tags": tags}),
    ])
    # It is still there, deprecated, when this is not the first fleet of the name.
    caller.call("DeprecateThingType", thingTypeName=share.type, undoDeprecate=True)
    caller.all(("CreateThingGroup", {"thingGroupName": floor, "parentGroupName": share.site})
               for floor in share.floors)
    made = caller.all(("CreateThing", {
        "thingName": thing, "thingTypeName": share.type, "billingGroupName": share.billing,
        "attributePayload": {"attributes": {"floor": share.floor(thing)}}}) for thing in share.things)
    assert [one["thingArn"] for one in made] == [arn("thing", thing) for thing in share.things]
    assert len({one["thingId"] for one in made}) == len(made)
    create_certificates(caller, share)
    caller.all(("AddThingToThingGroup", {"thingGroupName": share.floor(thing), "thingName": thing})
               for thing in share.things)
    caller.all(("AttachPolicy", {"policyName": share.policy, "target": share.certificates[thing]})
               for thing in share.things)
    caller.all(("AttachThingPrincipal", {"thingName": thing, "principal": share.certificates[thing]})
               for thing in share.things)


def create_certificates(caller, share):
    """Every thing's own: one with keys of the service, one of a request, all others registered."""
    first, second, *others = share.things
    made = caller.call("CreateKeysAndCertificate", setAsActive=True)
    share.keys[first], share.pems[first] = made["keyPair"]["PrivateKey"], made["certificatePem"]
    share.certificates[first] = made["certificateArn"]
    csr, share.keys[second] = request(second)
    made = caller.call("CreateCertificateFromCsr", certificateSigningRequest=csr, setAsActive=True)
    share.pems[second], share.certificates[second] = made["certificatePem"], made["certificateArn"]
    for thing in others:
        if thing not in share.pems:
            share.pems[thing], share.keys[thing] = self_signed(thing)
    made = caller.all(("RegisterCertificateWithoutCA", {"certificatePem": share.pems[thing], "status": "ACTIVE"})
                      for thing in others)
    share.certificates.update(zip(others, (one["certificateArn"] for one in made)))
    assert len(set(share.certificates.values())) == len(share.things)


def list_everything(caller, share, things):
    """Every list in pages, by one client; `things` are those of all clients."""
    found = caller.pages("ListThings", "things", PAGE)
    assert sorted(thing["thingName"] for thing in found) == sorted(things)
    found = caller.pages("ListThings", "things", PAGE, thingTypeName=share.type)
    assert sorted(thing["thingName"] for thing in found) == share.things
    on_floor = [thing for thing in share.things if share.floor(thing) == share.floors[1]]
    found = caller.pages("ListThings", "things", 7, attributeName="floor", attributeValue=share.floors[1])
    assert sorted(thing["thingName"] for thing in found) == on_floor
    assert {thing["attributes"]["floor"] for thing in found} == {share.floors[1]}
    found = caller.pages("ListThingsInThingGroup", "things", PAGE, thingGroupName=share.site, recursive=True)
    assert sorted(found) == share.things
    assert sorted(caller.pages("ListThingsInThingGroup", "things", 7, thingGroupName=share.floors[1])) == on_floor
    found = caller.pages("ListThingsInBillingGroup", "things", PAGE, billingGroupName=share.billing)
    assert sorted(found) == share.things
    found = caller.pages("ListCertificates", "certificates", PAGE)
    assert len(found) == len(things) and {certificate["status"] for certificate in found} == {"ACTIVE"}
    assert {certificate["certificateArn"] for certificate in found} >= set(share.certificates.values())
    found = caller.pages("ListTargetsForPolicy", "targets", PAGE, policyName=share.policy)
    assert sorted(found) == sorted(share.certificates.values())
    found = caller.pages("ListThingGroups", "thingGroups", 2, parentGroup=share.site)
    assert sorted(group["groupName"] for group in found) == share.floors


def update(caller, share):
    """Changes everything once, and sees what it was changed to."""
    caller.all(("UpdateThing", {"thingName": thing, "expectedVersion": 1, "attributePayload": {
        "attributes": {"firmware": "2"}, "merge": True}}) for thing in share.things)
    found = caller.all(("DescribeThing", {"thingName": thing}) for thing in share.things[::10])
    assert {one["version"] for one in found} == {2}
    first = caller.call("DescribeThing", thingName=share.things[0])
    assert first["attributes"] == {"floor": share.floors[0], "firmware": "2"}
    assert (first["thingTypeName"], first["billingGroupName"]) == (share.type, share.billing)
    code, _ = caller.refused("UpdateThing", thingName=share.things[0], expectedVersion=1)
    assert code == "VersionConflictException"
    description = {"thingGroupDescription": f"site of {share.name}"}
    assert caller.call("UpdateThingGroup", thingGroupName=share.site, thingGroupProperties=description) == {"version": 2}
    assert caller.call("DescribeThingGroup", thingGroupName=share.site)["thingGroupProperties"][
        "thingGroupDescription"] == f"site of {share.name}"
    description = {"billingGroupDescription": f"bill of {share.name}"}
    caller.call("UpdateBillingGroup", billingGroupName=share.billing, billingGroupProperties=description)
    assert caller.call("DescribeBillingGroup", billingGroupName=share.billing)["billingGroupProperties"] == description
    # The last thing moves.
    last = share.things[-1]
    caller.call("UpdateThingGroupsForThing", thingName=last, thingGroupsToAdd=[share.site],
                thingGroupsToRemove=[share.floor(last)])
    groups = caller.call("ListThingGroupsForThing", thingName=last)["thingGroups"]
    assert groups == [{"groupName": share.site, "groupArn": arn("thinggroup", share.site)}]


def tag(caller, share):
    resources = share.resources()
    caller.all(("TagResource", {"resourceArn": resource, "tags": [
        {"Key": "owner", "Value": "fleet"}, {"Key": "run", "Value": "1"}]}) for resource in resources)
    caller.all(("UntagResource", {"resourceArn": resource, "tagKeys": ["run"]}) for resource in resources)
    for told in caller.all(("ListTagsForResource", {"resourceArn": resource}) for resource in resources):
        assert told["tags"] == [{"Key": "owner", "Value": "fleet"}]


class Files:
    """Certificate and key of a thing, as files."""

    def __init__(self, share, thing, directory):
        self.certificate, self.key = directory / f"{thing}.crt", directory / f"{thing}.key"
        self.certificate.write_text(share.pems[thing])
        self.key.write_text(share.keys[thing])


def talk(server, share, thing, directory):
    """One of the devices may do what the policy says, and not more."""
    files, floor = Files(share, thing, directory), share.floor(thing)
    stranger = Mqtt(server, files, f"{thing}-stranger", mqtt.MQTTv5).start()
    stranger.wait(lambda: stranger.connected or stranger.disconnected)
    assert stranger.connected in ([], [NOT_AUTHORIZED])
    stranger.disconnect()
    client = Mqtt(server, files, thing, mqtt.MQTTv5).connect()
    assert client.publish(f"fleet/{share.type}/{thing}/temperature", "20") == 0
    for topic in (f"fleet/{share.type}/{thing}x/temperature", f"fleet/other-type/{thing}/temperature",
                  f"floor/{floor}/all"):
        assert client.publish(topic, "20") == NOT_AUTHORIZED
    assert client.subscribe(f"floor/{floor}/all") == [1]
    assert client.subscribe(f"floor/{floor}x/all") == [NOT_AUTHORIZED]
    server.client("iot-data").publish(topic=f"floor/{floor}/all", qos=1, payload=b"evacuate")
    (message,) = client.expect(1)
    assert message.payload == b"evacuate"
    client.disconnect()


def tear_down(caller, share):
    """In the order that the service asks for; the thing type only waits."""
    assert caller.refused("DeleteThing", thingName=share.things[0]) == (
        "InvalidRequestException", f"Cannot delete. Thing {share.things[0]} is still attached to one or more principals")
    assert caller.refused("DeletePolicy", policyName=share.policy)[0] == "DeleteConflictException"
    caller.all(("DetachThingPrincipal", {"thingName": thing, "principal": share.certificates[thing]})
               for thing in share.things)
    ids = {thing: share.certificates[thing].rsplit("/", 1)[1] for thing in share.things}
    caller.all(("UpdateCertificate", {"certificateId": ids[thing], "newStatus": "INACTIVE"}) for thing in share.things)
    # Half of them one by one, the others' policies with the certificates.
    half = len(share.things) // 2
    caller.all(("DetachPolicy", {"policyName": share.policy, "target": share.certificates[thing]})
               for thing in share.things[:half])
    caller.all(("DeleteCertificate", {"certificateId": ids[thing], "forceDelete": number >= half})
               for number, thing in enumerate(share.things))
    caller.all(("DeleteThing", {"thingName": thing}) for thing in share.things)
    caller.all([("DeletePolicy", {"policyName": share.policy}),
                ("DeleteBillingGroup", {"billingGroupName": share.billing}),
                ("DeprecateThingType", {"thingTypeName": share.type}),
                *(("DeleteThingGroup", {"thingGroupName": floor}) for floor in share.floors)])
    caller.call("DeleteThingGroup", thingGroupName=share.site)
    # api-errors.md section 2: not within five minutes of the deprecation.
    assert caller.refused("DeleteThingType", thingTypeName=share.type)[0] == "InvalidRequestException"


def nothing_is_left(server, shares):
    """Every list of what was made is empty, and nothing of it can be described."""
    iot = server.client("iot")
    for operation, member in [("list_things", "things"), ("list_thing_groups", "thingGroups"),
                              ("list_billing_groups", "billingGroups"), ("list_certificates", "certificates"),
                              ("list_policies", "policies")]:
        assert getattr(iot, operation)()[member] == []
    types = iot.list_thing_types()["thingTypes"]
    assert sorted(entry["thingTypeName"] for entry in types) == sorted(share.type for share in shares)
    assert all(entry["thingTypeMetadata"]["deprecated"] for entry in types)
    for share in shares:
        assert iot.list_things(thingTypeName=share.type)["things"] == []
        for call, names in [(iot.describe_thing, {"thingName": share.things[0]}),
                            (iot.describe_thing_group, {"thingGroupName": share.site}),
                            (iot.list_things_in_thing_group, {"thingGroupName": share.floors[0]}),
                            (iot.describe_billing_group, {"billingGroupName": share.billing}),
                            (iot.list_things_in_billing_group, {"billingGroupName": share.billing}),
                            (iot.get_policy, {"policyName": share.policy}),
                            (iot.list_targets_for_policy, {"policyName": share.policy}),
                            (iot.list_principal_things, {"principal": share.certificates[share.things[0]]}),
                            (iot.list_tags_for_resource, {"resourceArn": arn("policy", share.policy)})]:
            with pytest.raises(iot.exceptions.ResourceNotFoundException):
                call(**names)


@pytest.fixture(scope="module")
def callers(server):
    callers = {name: make(server) for name, (make, _) in SHARES.items()}
    yield callers
    for caller in callers.values():
        caller.stop()


@pytest.mark.skipif(not (have("node") and (NPM / "node_modules/@aws-sdk/client-iot").is_dir()),
                    reason="node or the AWS SDK for JavaScript is not installed")
def test_life_of_a_fleet(server, callers, tmp_path):
    shares = [Share(name, count) for name, (_, count) in SHARES.items()]
    things = [thing for share in shares for thing in share.things]
    assert len(things) == 1000
    for share in shares:
        create(callers[share.name], share)
    for share in shares:
        list_everything(callers[share.name], share, things)
        update(callers[share.name], share)
        tag(callers[share.name], share)
        for thing in (*share.things[:3], share.things[-2]):
            talk(server, share, thing, tmp_path)
    for share in shares:
        tear_down(callers[share.name], share)
    nothing_is_left(server, shares)

    # The same names again: nothing of the first fleet is in the way, and nothing of it shines through.
    again = [Share(share.name, 10) for share in shares]
    for share, before in zip(again, shares):
        caller = callers[share.name]
        share.pems, share.keys = before.pems, before.keys
        create(caller, share)
        found = caller.call("DescribeThing", thingName=share.things[0])
        assert (found["version"], found["attributes"]) == (1, {"floor": share.floors[0]})
        assert "thingGroupDescription" not in caller.call(
            "DescribeThingGroup", thingGroupName=share.site)["thingGroupProperties"]
        assert caller.call("ListTagsForResource", resourceArn=arn("policy", share.policy))["tags"] == [
            {"Key": "owner", "Value": share.name}]
        talk(server, share, share.things[0], tmp_path)
    for share in again:
        tear_down(callers[share.name], share)
    nothing_is_left(server, again)
