"""Lifecycle events, seen by paho, mosquitto and rules."""
import json
import time
import uuid

import paho.mqtt.client as mqtt
import pytest

from thingcore import ROLE, Device, Mqtt, create_rule, create_table, eventually, have
from test_mosquitto import publish as mosquitto_pub


class Events:
    """A client that notes lifecycle events by client id."""

    def __init__(self, server, *filters):
        self.client = Mqtt(server, None, f"events-{uuid.uuid4()}", mqtt.MQTTv311).connect()
        for pattern in filters:
            self.client.subscribe(f"$aws/events/{pattern}")

    def of(self, client_id, count):
        """Waits for so many events of a client and returns their topics and payloads."""
        def found():
            return [message for message in self.client.messages if json.loads(message.payload)["clientId"] == client_id]
        self.client.wait(lambda: len(found()) >= count)
        return [(message.topic.removeprefix("$aws/events/"), json.loads(message.payload)) for message in found()]


@pytest.fixture(scope="module")
def events(server):
    events = Events(server, "presence/#", "subscriptions/#")
    yield events
    events.client.disconnect()


def test_life_of_a_device(server, events):
    device = Device(server, "alive")
    began = time.time() * 1000
    client = device.mqtt().connect()
    client.subscribe("alive/#")
    client.paho.unsubscribe("alive/#")
    client.disconnect()
    found = events.of("alive", 4)
    assert [topic for topic, _ in found] == [
        "presence/connected/alive", "subscriptions/subscribed/alive", "subscriptions/unsubscribed/alive",
        "presence/disconnected/alive"]
    connected, subscribed, unsubscribed, disconnected = [event for _, event in found]
    session = connected["sessionIdentifier"]
    assert str(uuid.UUID(session)) == session
    times = [event.pop("timestamp") for _, event in found]
    assert times == sorted(times) and began - 1 <= times[0] and times[-1] <= time.time() * 1000 + 1
    common = {"clientId": "alive", "sessionIdentifier": session, "principalIdentifier": device.certificate_id}
    address = connected.pop("ipAddress")
    assert address in ("127.0.0.1", "::1")
    # The thing is not the certificate's alone, so it is not named.
    assert connected == {**common, "eventType": "connected", "versionNumber": 0}
    assert subscribed == {**common, "eventType": "subscribed", "topics": ["alive/#"]}
    assert unsubscribed == {**common, "eventType": "unsubscribed", "topics": ["alive/#"]}
    assert disconnected == {**common, "eventType": "disconnected", "clientInitiatedDisconnect": True,
                            "disconnectReason": "CLIENT_INITIATED_DISCONNECT", "versionNumber": 0}


def test_exclusive_thing_is_named(server, events):
    device = Device(server, "owner", attach_thing=False)
    server.client("iot").attach_thing_principal(
        thingName="owner", principal=device.certificate_arn, thingPrincipalType="EXCLUSIVE_THING")
    device.mqtt("any-id").connect().disconnect()
    found = events.of("any-id", 2)
    assert [event["thingName"] for _, event in found] == ["owner", "owner"]
    assert list(found[0][1]) == ["clientId", "thingName", "timestamp", "eventType", "sessionIdentifier",
                                 "principalIdentifier", "ipAddress", "versionNumber"]


def test_failed_connect(server, events):
    nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iot:*", "Resource": "*"}]}
    device = Device(server, "denied", nothing)
    client = device.mqtt(version=mqtt.MQTTv5).start()
    client.wait(lambda: client.connected)
    client.disconnect()
    topic, event = events.of("denied", 1)[0]
    assert topic == "presence/connect_failed/denied"
    assert event["connectFailureReason"] == "AUTHORIZATION_FAILED"
    assert event["principalIdentifier"] == device.certificate_id
    assert list(event) == ["clientId", "timestamp", "eventType", "connectFailureReason", "principalIdentifier",
                           "sessionIdentifier", "ipAddress"]


@pytest.mark.skipif(not have("mosquitto_pub"), reason="mosquitto-clients is not installed")
def test_mosquitto(server, events):
    device = Device(server, "mosquitto-life")
    for version, number in (("311", 0), ("5", 1)):
        mosquitto_pub(server, device, version, "-i", "mosquitto-life", "-t", "x", "-m", "y")
        found = events.of("mosquitto-life", 2 * number + 2)[-2:]
        assert [event["eventType"] for _, event in found] == ["connected", "disconnected"]
        assert [event["versionNumber"] for _, event in found] == [number, number]
        assert found[1][1]["disconnectReason"] == "CLIENT_INITIATED_DISCONNECT"


def test_reasons_of_lost_and_taken_over_connections(server, events):
    device = Device(server, "lost")
    client = device.mqtt().connect()
    client.vanish()
    first = device.mqtt().connect()
    first.paho.on_disconnect = lambda *_: first.paho.disconnect()
    second = device.mqtt().connect()
    second.publish("x", b"x" * 131_073, qos=0)
    found = events.of("lost", 6)
    first.disconnect()
    second.disconnect()
    found = [event for _, event in found]
    assert [event.get("disconnectReason") for event in found] == [
        None, "CONNECTION_LOST", None, "DUPLICATE_CLIENTID", None, "CLIENT_ERROR"]
    assert [event["versionNumber"] for event in found] == [0, 0, 1, 1, 2, 2]


def test_session_keeps_its_identifier_over_a_restart(fresh):
    server = fresh("--mqtt-port", "0")
    identifiers, versions = set(), []
    for round in range(2):
        events = Events(server, "presence/connected/keeper")
        Mqtt(server, None, "keeper", mqtt.MQTTv311, clean=False).connect().disconnect()
        event = events.of("keeper", 1)[0][1]
        events.client.disconnect()
        identifiers.add(event["sessionIdentifier"])
        versions.append(event["versionNumber"])
        if round == 0:
            server.terminate()
            server.restart()
    assert len(identifiers) == 1 and versions == [0, 1]


def test_rules_get_events(server):
    dynamodb = create_table(server, "presence")
    # The kind of event is part of the key: a client may come and go within the millisecond of the range key.
    sql = "SELECT concat(clientId, ' ', eventType) AS hostname, timestamp, topic(5) AS fifth, clientid() AS sender"
    put = {"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "presence"}}}
    create_rule(server, "arrivals", f"{sql} FROM '$aws/events/presence/connected/+'", put)
    create_rule(server, "departures", f"{sql}, disconnectReason FROM '$aws/events/presence/disconnected/#'", put)
    Device(server, "ruled").mqtt().connect().disconnect()

    def rows():
        items = dynamodb.scan(TableName="presence")["Items"]
        return {name: item for item in items if (name := item["hostname"]["S"]).startswith("ruled")}

    found = eventually(lambda: len(items := rows()) >= 2 and items)
    assert set(found) == {"ruled connected", "ruled disconnected"}
    assert found["ruled disconnected"]["disconnectReason"] == {"S": "CLIENT_INITIATED_DISCONNECT"}
    for item in found.values():
        assert (item["fifth"], item["sender"]) == ({"S": "ruled"}, {"S": "n/a"})


def test_clients_may_not_publish_events(server):
    client = Mqtt(server, None, "liar", mqtt.MQTTv5).connect()
    assert client.publish("$aws/events/presence/connected/liar", "{}") == 0x90
    client.disconnect()
