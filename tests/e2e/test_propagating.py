"""Thing types, and the attributes that they add to messages of their things."""
import json
import uuid

import paho.mqtt.client as mqtt
import pytest

from thingcore import ROLE, Device, Mqtt, arn, create_rule

TYPE = {
    "thingTypeDescription": "a light",
    "searchableAttributes": ["wattage", "model"],
    "mqtt5Configuration": {"propagatingAttributes": [
        {"userPropertyKey": "room", "thingAttribute": "room"},
        {"userPropertyKey": "lacking", "thingAttribute": "nothing"},
        {"userPropertyKey": "client", "connectionAttribute": "iot:ClientId"},
        {"userPropertyKey": "thing", "connectionAttribute": "iot:Thing.ThingName"},
    ]},
}


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


@pytest.fixture(scope="module")
def watcher(server):
    """An MQTT 5 client that receives everything under `t/`."""
    watcher = Mqtt(server, None, "watcher", mqtt.MQTTv5).connect()
    watcher.subscribe("t/#")
    yield watcher
    watcher.disconnect()


def typed_device(server, iot, name, exclusive=False):
    """A device whose thing has a type of its own."""
    iot.create_thing_type(thingTypeName=f"{name}-type", thingTypeProperties=TYPE)
    device = Device(server, name, attach_thing=False)
    iot.attach_thing_principal(thingName=name, principal=device.certificate_arn,
                               thingPrincipalType="EXCLUSIVE_THING" if exclusive else "NON_EXCLUSIVE_THING")
    iot.update_thing(thingName=name, thingTypeName=f"{name}-type",
                     attributePayload={"attributes": {"room": "kitchen"}})
    return device


def user_properties(message):
    return list(getattr(message.properties, "UserProperty", []))


def last(watcher, topic, count=1):
    """The user properties of the newest of so many messages on a topic."""
    def found():
        return [message for message in watcher.messages if message.topic == topic]
    watcher.wait(lambda: len(found()) >= count)
    return user_properties(found()[-1])


def test_life_of_a_type(iot):
    made = iot.create_thing_type(thingTypeName="bulb", thingTypeProperties=TYPE)
    assert made["thingTypeArn"] == arn("thingtype", "bulb")
    assert str(uuid.UUID(made["thingTypeId"])) == made["thingTypeId"]
    turned = {**TYPE, "searchableAttributes": ["model", "wattage"]}
    again = iot.create_thing_type(thingTypeName="bulb", thingTypeProperties=turned)
    assert again["thingTypeId"] == made["thingTypeId"]
    with pytest.raises(iot.exceptions.ResourceAlreadyExistsException):
        iot.create_thing_type(thingTypeName="bulb")

    found = iot.describe_thing_type(thingTypeName="bulb")
    assert found["thingTypeProperties"]["mqtt5Configuration"] == TYPE["mqtt5Configuration"]
    assert sorted(found["thingTypeProperties"]["searchableAttributes"]) == ["model", "wattage"]
    assert found["thingTypeMetadata"]["deprecated"] is False and "deprecationDate" not in found["thingTypeMetadata"]

    iot.update_thing_type(thingTypeName="bulb", thingTypeProperties={"thingTypeDescription": "new"})
    properties = iot.describe_thing_type(thingTypeName="bulb")["thingTypeProperties"]
    assert properties["thingTypeDescription"] == "new"
    assert properties["mqtt5Configuration"] == TYPE["mqtt5Configuration"]

    iot.create_thing(thingName="lamp-1", thingTypeName="bulb",
                     attributePayload={"attributes": {f"a{number}": "v" for number in range(50)}})
    assert iot.describe_thing(thingName="lamp-1")["thingTypeName"] == "bulb"
    assert [thing["thingTypeName"] for thing in iot.list_things(thingTypeName="bulb")["things"]] == ["bulb"]

    iot.deprecate_thing_type(thingTypeName="bulb")
    metadata = iot.describe_thing_type(thingTypeName="bulb")["thingTypeMetadata"]
    assert metadata["deprecated"] and metadata["deprecationDate"] >= metadata["creationDate"]
    with pytest.raises(iot.exceptions.InvalidRequestException, match="depreated thing type:bulb"):
        iot.create_thing(thingName="lamp-2", thingTypeName="bulb")
    with pytest.raises(iot.exceptions.InvalidRequestException, match="wait for 5 minutes after deprecation"):
        iot.delete_thing_type(thingTypeName="bulb")
    iot.deprecate_thing_type(thingTypeName="bulb", undoDeprecate=True)
    iot.create_thing(thingName="lamp-2", thingTypeName="bulb")
    iot.update_thing(thingName="lamp-2", removeThingType=True)
    assert "thingTypeName" not in iot.describe_thing(thingName="lamp-2")


def test_types_in_pages_and_refusals(iot):
    for number in range(3):
        iot.create_thing_type(thingTypeName=f"page-{number}")
    pages = iot.get_paginator("list_thing_types").paginate(PaginationConfig={"PageSize": 2})
    names = [entry["thingTypeName"] for page in pages for entry in page["thingTypes"]]
    assert [name for name in names if name.startswith("page-")] == ["page-0", "page-1", "page-2"]
    (only,) = iot.list_thing_types(thingTypeName="page-1")["thingTypes"]
    assert only["thingTypeArn"] == arn("thingtype", "page-1")
    assert only["thingTypeProperties"]["mqtt5Configuration"] == {"propagatingAttributes": []}
    iot.delete_thing_type(thingTypeName="never")
    for call in (iot.describe_thing_type, iot.update_thing_type, iot.deprecate_thing_type):
        with pytest.raises(iot.exceptions.ResourceNotFoundException, match="Thing Type 123456789012:never not found"):
            call(thingTypeName="never")


@pytest.mark.parametrize("attribute", [
    {"userPropertyKey": "k"},
    {"thingAttribute": "a"},
    {"userPropertyKey": "k", "thingAttribute": "a", "connectionAttribute": "iot:ClientId"},
    {"userPropertyKey": "k", "connectionAttribute": "iot:SourceIp"},
], ids=["no-source", "no-key", "both", "unknown"])
def test_propagating_attribute_that_makes_no_sense(iot, attribute):
    with pytest.raises(iot.exceptions.InvalidRequestException):
        iot.create_thing_type(thingTypeName="nonsense", thingTypeProperties={
            "mqtt5Configuration": {"propagatingAttributes": [attribute]}})


def test_more_than_20_propagating_attributes(iot):
    many = [{"userPropertyKey": f"k{number}", "thingAttribute": "a"} for number in range(21)]
    with pytest.raises(iot.exceptions.InvalidRequestException, match="20"):
        iot.create_thing_type(thingTypeName="many", thingTypeProperties={
            "mqtt5Configuration": {"propagatingAttributes": many}})


@pytest.mark.parametrize("version", [mqtt.MQTTv311, mqtt.MQTTv5], ids=["mqtt3", "mqtt5"])
def test_messages_are_enriched(server, iot, watcher, version):
    name = f"lamp-{version}"
    client = typed_device(server, iot, name).mqtt(version=version).connect()
    client.publish(f"t/{name}", "x")
    assert last(watcher, f"t/{name}") == [("room", "kitchen"), ("client", name), ("thing", name)]
    client.disconnect()


def test_own_properties_come_first_and_retained_copies_have_all(server, iot):
    client = typed_device(server, iot, "keeper").mqtt(version=mqtt.MQTTv5).connect()
    properties = mqtt.Properties(mqtt.PacketTypes.PUBLISH)
    properties.UserProperty = [("own", "1")]
    client.publish("kept/keeper", "x", retain=True, properties=properties)
    late = Mqtt(server, None, "late", mqtt.MQTTv5).connect()
    late.subscribe("kept/keeper")
    (message,) = late.expect(1)
    assert message.retain
    assert user_properties(message) == [("own", "1"), ("room", "kitchen"), ("client", "keeper"), ("thing", "keeper")]
    for each in (late, client):
        each.disconnect()


def test_only_connections_of_the_thing_are_enriched(server, iot, watcher):
    device = typed_device(server, iot, "shared")
    client = device.mqtt("somebody").connect()
    client.publish("t/somebody", "x")
    assert last(watcher, "t/somebody") == []
    client.disconnect()
    client = typed_device(server, iot, "alone", exclusive=True).mqtt("anybody").connect()
    client.publish("t/anybody", "x")
    assert last(watcher, "t/anybody") == [("room", "kitchen"), ("client", "anybody"), ("thing", "alone")]
    client.disconnect()


def test_changes_reach_a_live_connection(server, iot, watcher):
    client = typed_device(server, iot, "live").mqtt(version=mqtt.MQTTv5).connect()
    client.publish("t/live", "1")
    assert last(watcher, "t/live") == [("room", "kitchen"), ("client", "live"), ("thing", "live")]
    iot.update_thing(thingName="live", attributePayload={"attributes": {"room": "hall"}})
    client.publish("t/live", "2")
    assert last(watcher, "t/live", 2)[0] == ("room", "hall")
    iot.update_thing_type(thingTypeName="live-type", thingTypeProperties={"mqtt5Configuration": {
        "propagatingAttributes": [{"userPropertyKey": "place", "thingAttribute": "room"}]}})
    client.publish("t/live", "3")
    assert last(watcher, "t/live", 3) == [("place", "hall")]
    iot.update_thing(thingName="live", removeThingType=True)
    client.publish("t/live", "4")
    assert last(watcher, "t/live", 4) == []
    client.disconnect()


def test_rules_and_basic_ingest_see_them(server, iot, watcher):
    sql = "SELECT get_user_properties('room') AS room FROM 'r/+'"
    create_rule(server, "enriched", sql, {"republish": {"topic": "t/rule", "roleArn": ROLE, "qos": 1}})
    client = typed_device(server, iot, "ruled").mqtt().connect()
    for number, topic in enumerate(("r/a", "$aws/rules/enriched/r/a"), 1):
        client.publish(topic, "{}")
        watcher.wait(lambda: sum(message.topic == "t/rule" for message in watcher.messages) >= number)
    payloads = [json.loads(message.payload) for message in watcher.messages if message.topic == "t/rule"]
    assert payloads == [{"room": ["kitchen"]}] * 2 or payloads == [{"room": "kitchen"}] * 2
    client.disconnect()


def test_policy_variable_of_the_type(server, iot, watcher):
    iot.create_thing_type(thingTypeName="floor-3")
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"},
        {"Effect": "Allow", "Action": "iot:Publish",
         "Resource": arn("topic", "t/${iot:Connection.Thing.ThingTypeName}")}]}
    device = Device(server, "by-type", document)
    iot.update_thing(thingName="by-type", thingTypeName="floor-3")
    client = device.mqtt(version=mqtt.MQTTv5).connect()
    assert client.publish("t/floor-3", "x") == 0
    assert client.publish("t/floor-4", "x") == 0x87
    client.disconnect()


def test_types_survive_the_end_of_the_process(fresh):
    server = fresh()
    iot = server.client("iot")
    made = iot.create_thing_type(thingTypeName="bulb", thingTypeProperties=TYPE)
    iot.create_thing(thingName="lamp", thingTypeName="bulb")
    server.kill()
    server.restart()
    iot = server.client("iot")
    assert iot.describe_thing_type(thingTypeName="bulb")["thingTypeId"] == made["thingTypeId"]
    assert iot.describe_thing(thingName="lamp")["thingTypeName"] == "bulb"
