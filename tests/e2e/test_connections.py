"""Live connections through the data plane: GetConnection, DeleteConnection, subscriptions, direct messages."""
import base64
import json
import threading
import time
import urllib.parse

import botocore.exceptions
import paho.mqtt.client as mqtt
import pytest

from test_api import https
from thingcore import Device, Mqtt, arn, eventually


@pytest.fixture(scope="module")
def data(server):
    return server.client("iot-data")


def plain(server, client_id, version=mqtt.MQTTv5, **options):
    return Mqtt(server, None, client_id, version, **options)


def refusal(call, **arguments):
    """HTTP status and exception of a refused call."""
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        call(**arguments)
    answer = refused.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]


def body(answer):
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


NOT_FOUND = (404, "ResourceNotFoundException")


def test_connection_is_described(server, data):
    assert refusal(data.get_connection, clientId="nobody") == NOT_FOUND
    device = Device(server, "described")
    began = time.time() * 1000
    client = device.mqtt("described", clean=False).connect(keepalive=45)
    answer = body(data.get_connection(clientId="described"))
    connected_since = answer.pop("connectedSince")
    assert began - 1 <= connected_since <= time.time() * 1000 + 1
    assert answer == {"connected": True, "thingName": "described", "cleanSession": False, "keepAliveDuration": 45,
                      "sessionExpiry": 3600, "clientId": "described"}
    sockets = body(data.get_connection(clientId="described", includeSocketInformation=True))
    assert sockets["sourceIp"] == sockets["targetIp"]
    assert sockets["sourcePort"] == client.paho.socket().getsockname()[1]
    assert sockets["targetPort"] == server.mqtts_port
    client.disconnect()
    answer = eventually(lambda: (found := body(data.get_connection(clientId="described")))["connected"] is False and found)
    assert connected_since <= answer.pop("disconnectedSince") <= time.time() * 1000 + 1
    assert answer == {"connected": False, "thingName": "described", "cleanSession": False, "keepAliveDuration": 45,
                      "sessionExpiry": 3600, "clientId": "described", "disconnectReason": "CLIENT_INITIATED_DISCONNECT"}


def test_connection_with_a_client_id_that_needs_encoding(server, data):
    client = plain(server, "a/b c+ü").connect()
    data.publish(topic="x", payload=b"")
    assert data.get_connection(clientId="a/b c+ü")["connected"] is True
    data.delete_connection(clientId="a/b c+ü")
    client.wait(lambda: client.disconnected)
    assert client.disconnected[0] == 0x98
    client.disconnect()
    assert refusal(data.get_connection, clientId="$aws")[0] == 400
    assert refusal(data.get_connection, clientId="x" * 129)[0] == 400


def test_deleted_connection(server, data):
    watcher = plain(server, "will-watcher").connect()
    watcher.subscribe("will/#")
    for prevent in (False, True):
        client = plain(server, "doomed").connect(will=("will/doomed", str(prevent), 1))
        # It does not come back by itself.
        client.paho.on_disconnect = lambda *arguments: (client._on_disconnect(*arguments), client.paho.disconnect())
        answer = data.delete_connection(clientId="doomed", preventWillMessage=prevent)
        assert body(answer) == {} and answer["ResponseMetadata"]["HTTPStatusCode"] == 200
        client.wait(lambda: client.disconnected)
        assert client.disconnected[0] == 0x98
        found = data.get_connection(clientId="doomed")
        assert (found["connected"], found["disconnectReason"]) == (False, "API_INITIATED_DISCONNECT")
        client.disconnect()
    data.publish(topic="will/end", qos=1, payload=b"end")
    assert [message.payload for message in watcher.expect(2)] == [b"False", b"end"]
    assert refusal(data.delete_connection, clientId="doomed") == NOT_FOUND
    watcher.disconnect()


def test_deleted_session(server, data):
    def sleeper():
        return plain(server, "sleeper", mqtt.MQTTv311, clean=False).connect()

    first = sleeper()
    first.subscribe("sleep/#")
    first.disconnect()
    # The session stays, also when it is told to end, until it is told to be forgotten.
    data.delete_connection(clientId="sleeper")
    assert [found["topicFilter"] for found in data.list_subscriptions(clientId="sleeper")["subscriptions"]] == ["sleep/#"]
    data.delete_connection(clientId="sleeper", cleanSession=True)
    assert refusal(data.delete_connection, clientId="sleeper", cleanSession=True) == NOT_FOUND
    assert refusal(data.list_subscriptions, clientId="sleeper") == NOT_FOUND
    second = sleeper()
    assert second.flags[-1].session_present is False
    second.disconnect()


def test_subscriptions_in_pages(server, data):
    client = plain(server, "subscriber", mqtt.MQTTv311, clean=False).connect()
    for number in range(25):
        client.subscribe(f"s/{number:02}", qos=number % 2)
    pages, token = [], {}
    while True:
        page = data.list_subscriptions(clientId="subscriber", **token)
        pages.append(page["subscriptions"])
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert [len(page) for page in pages] == [20, 5]
    everything = [{"topicFilter": f"s/{number:02}", "qos": number % 2} for number in range(25)]
    assert sum(pages, []) == everything
    client.disconnect()
    assert data.list_subscriptions(clientId="subscriber", maxResults=200)["subscriptions"] == everything
    assert refusal(data.list_subscriptions, clientId="subscriber", maxResults=201)[0] == 400
    assert refusal(data.list_subscriptions, clientId="subscriber", nextToken="zz")[0] == 400


def test_direct_message(server, data):
    client = plain(server, "direct").connect()
    answer = data.send_direct_message(
        clientId="direct", topic="d/1", payload=b"hello", contentType="text/plain", responseTopic="d/answer",
        userProperties=[{"a": "1"}, {"a": "2"}], payloadFormatIndicator="UTF8_DATA",
        correlationData=base64.b64encode(b"c").decode())
    assert answer["message"] == "OK" and answer["traceId"] == answer["ResponseMetadata"]["RequestId"]
    message = client.expect(1)[0]
    assert (message.topic, message.payload, message.qos, message.retain) == ("d/1", b"hello", 0, False)
    properties = message.properties
    assert properties.UserProperty == [("a", "1"), ("a", "2")] and properties.CorrelationData == b"c"
    assert (properties.ContentType, properties.ResponseTopic, properties.PayloadFormatIndicator) == ("text/plain", "d/answer", 1)
    data.send_direct_message(clientId="direct", topic="d/2", payload=b"", confirmation=True)
    assert client.expect(2)[1].qos == 1
    for bad in ("$aws/things/x/shadow/get", "a/+", "1/2/3/4/5/6/7/8/9"):
        assert refusal(data.send_direct_message, clientId="direct", topic=bad, payload=b"") == (400, "InvalidRequestException")
    for timeout in (0, 16):
        arguments = dict(clientId="direct", topic="d", confirmation=True, timeout=timeout)
        assert refusal(data.send_direct_message, **arguments) == (400, "InvalidRequestException")
    data.send_direct_message(clientId="direct", topic="d/3", payload=b"", timeout=16)
    assert refusal(data.send_direct_message, clientId="direct", topic="d", payload=b"x" * 131_073)[0] == 413
    client.disconnect()
    eventually(lambda: not data.get_connection(clientId="direct")["connected"])
    assert refusal(data.send_direct_message, clientId="direct", topic="d", payload=b"") == NOT_FOUND


@pytest.mark.parametrize("property", [
    {"contentType": "x" * 257},
    {"responseTopic": "x" * 257},
    {"correlationData": base64.b64encode(b"x" * 8193).decode()},
    {"userProperties": [{"k": "x" * 4096}, {"k": "x" * 4096}]},
], ids=lambda property: next(iter(property)))
def test_properties_that_are_too_long(server, data, property):
    client = plain(server, "limits").connect()
    arguments = {"topic": "t", "payload": b"", **property}
    assert refusal(data.send_direct_message, clientId="limits", **arguments) == (400, "InvalidRequestException")
    assert refusal(data.publish, **arguments) == (400, "InvalidRequestException")
    client.disconnect()


def test_direct_message_to_mqtt_3_has_no_properties(server, data):
    client = plain(server, "direct3", mqtt.MQTTv311).connect()
    data.send_direct_message(clientId="direct3", topic="d", payload=b"hi", userProperties=[{"a": "1"}], confirmation=True)
    assert client.expect(1)[0].payload == b"hi"
    client.disconnect()


def test_direct_message_that_is_not_confirmed(server, data):
    client = plain(server, "mute")
    client.paho.manual_ack_set(True)
    client.connect()
    began = time.monotonic()
    answer = refusal(data.send_direct_message, clientId="mute", topic="d", payload=b"x", confirmation=True, timeout=1)
    assert answer == (504, "GatewayTimeoutException") and 1 <= time.monotonic() - began < 5
    assert client.expect(1)[0].qos == 1
    # A later acknowledgement confirms the message that it is for, and no other.
    done = []
    sending = threading.Thread(target=lambda: done.append(data.send_direct_message(
        clientId="mute", topic="d", payload=b"y", confirmation=True, timeout=10)["message"]))
    sending.start()
    first, second = client.expect(2)
    client.paho.ack(first.mid, first.qos)
    client.paho.ack(second.mid, second.qos)
    sending.join(10)
    assert done == ["OK"]
    client.disconnect()


def test_retained_messages(fresh):
    server = fresh("--mqtt-port", "0")
    data = server.client("iot-data")
    assert body(data.list_retained_messages()) == {"retainedTopics": [], "nextToken": ""}
    assert refusal(data.get_retained_message, topic="kept/00") == NOT_FOUND
    assert refusal(data.get_retained_message, topic="kept/#") == (400, "InvalidRequestException")
    client = plain(server, "retainer").connect()
    properties = mqtt.Properties(mqtt.PacketTypes.PUBLISH)
    properties.UserProperty = [("k", "1"), ("k", "2")]
    began = time.time() * 1000
    client.publish("kept/00", b"\x00\xff", qos=1, retain=True, properties=properties)
    found = body(data.get_retained_message(topic="kept/00"))
    assert began - 1 <= found.pop("lastModifiedTime") <= time.time() * 1000 + 1
    assert json.loads(found.pop("userProperties")) == [{"k": "1"}, {"k": "2"}]
    assert found == {"topic": "kept/00", "payload": b"\x00\xff", "qos": 1}
    for number in range(1, 25):
        time.sleep(0.002)
        client.publish(f"kept/{number:02}", "x" * number, qos=1, retain=True)
    assert "userProperties" not in data.get_retained_message(topic="kept/01")
    first = data.list_retained_messages()
    second = data.list_retained_messages(nextToken=first["nextToken"])
    listed = first["retainedTopics"] + second["retainedTopics"]
    assert (len(first["retainedTopics"]), second["nextToken"]) == (20, "")
    assert [found["topic"] for found in listed] == [f"kept/{number:02}" for number in range(24, -1, -1)]
    assert [found["payloadSize"] for found in listed] == [*range(24, 0, -1), 2]
    assert all(found["qos"] == 1 for found in listed)
    everything = data.get_paginator("list_retained_messages").paginate(PaginationConfig={"PageSize": 7})
    assert len([found for page in everything for found in page["retainedTopics"]]) == 25
    client.publish("kept/00", b"", qos=1, retain=True)
    assert refusal(data.get_retained_message, topic="kept/00") == NOT_FOUND
    client.disconnect()


def test_devices_need_permission(server):
    actions = ["DeleteConnection", "GetConnection", "ListSubscriptions", "SendDirectMessage"]
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": [f"iot:{action}" for action in actions], "Resource": arn("client", "mine")},
        {"Effect": "Allow", "Action": ["iot:RetainPublish", "iot:Publish", "iot:GetRetainedMessage"],
         "Resource": arn("topic", "mine/*")}]}
    manager = Device(server, "manager", document)
    everything = Device(server, "everything")
    targets = {client_id: plain(server, client_id).connect() for client_id in ("mine", "others")}
    calls = [("GET", ""), ("GET", "/subscriptions"), ("POST", "/messages?topic=t"), ("DELETE", "")]
    for method, path in calls:
        for client_id, expected in (("others", 403), ("mine", 200)):
            status, answer = https(server, manager, f"/connections/{client_id}{path}", method, b"x" if method == "POST" else None)
            assert status == expected, (method, path, client_id, answer)
    targets["mine"].wait(lambda: targets["mine"].disconnected)
    assert https(server, manager, "/topics/mine/kept?qos=1&retain=true", "POST", b"x")[0] == 200
    assert https(server, manager, "/retainedMessage/mine/kept")[0] == 200
    encoded = urllib.parse.quote("others/kept", safe="")
    assert https(server, manager, f"/retainedMessage/{encoded}")[0] == 403
    assert https(server, manager, "/retainedMessage")[0] == 403
    status, answer = https(server, everything, "/retainedMessage?maxResults=1")
    assert status == 200 and len(json.loads(answer)["retainedTopics"]) == 1
    for target in targets.values():
        target.disconnect()


def test_direct_message_needs_the_receivers_permission(server, data):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"},
        {"Effect": "Allow", "Action": "iot:Receive", "Resource": arn("topic", "own/*")}]}
    client = Device(server, "receiver", document).mqtt().connect()
    assert refusal(data.send_direct_message, clientId="receiver", topic="x", payload=b"", confirmation=True)[0] == 403
    data.send_direct_message(clientId="receiver", topic="own/x", payload=b"", confirmation=True)
    assert client.expect(1)[0].topic == "own/x"
    client.disconnect()
