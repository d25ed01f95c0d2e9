"""The thermostat: an app and a device that is away, over one shadow."""
import json

import botocore.exceptions
import pytest

from thingcore import Device


def topics(thing):
    return f"$aws/things/{thing}/shadow"


def test_thermostat(server):
    data = server.client("iot-data")
    device = Device(server, "thermostat")
    prefix = topics("thermostat")

    # The app speaks while the device is away.
    answer = data.update_thing_shadow(
        thingName="thermostat", payload=json.dumps({"state": {"desired": {"temperature": 21}}}))
    assert json.loads(answer["payload"].read())["version"] == 1

    # The device comes back, asks, and finds the difference.
    client = device.mqtt().connect()
    for reply in ("get/accepted", "get/rejected", "update/accepted", "update/delta", "update/documents"):
        assert client.subscribe(f"{prefix}/{reply}") == [1]
    client.publish(f"{prefix}/get", "")
    got = client.expect(1)[-1]
    assert got.topic == f"{prefix}/get/accepted"
    assert json.loads(got.payload)["state"] == {"desired": {"temperature": 21}, "delta": {"temperature": 21}}

    # It reports, and the difference is gone.
    client.publish(f"{prefix}/update", json.dumps({"state": {"reported": {"temperature": 21}}, "clientToken": "t1"}))
    client.expect(3)
    seen = {message.topic.removeprefix(prefix): json.loads(message.payload) for message in client.messages}
    assert set(seen) == {"/get/accepted", "/update/accepted", "/update/documents"}
    assert seen["/update/accepted"]["version"] == 2 and seen["/update/accepted"]["clientToken"] == "t1"
    assert seen["/update/documents"]["previous"]["state"] == {"desired": {"temperature": 21}}
    current = json.loads(data.get_thing_shadow(thingName="thermostat")["payload"].read())
    assert "delta" not in current["state"] and current["version"] == 2

    # The app changes its mind while the device listens.
    data.update_thing_shadow(
        thingName="thermostat", payload=json.dumps({"state": {"desired": {"temperature": 18}}}))
    client.expect(6)
    deltas = [json.loads(m.payload) for m in client.messages if m.topic == f"{prefix}/update/delta"]
    assert [delta["state"] for delta in deltas] == [{"temperature": 18}] and deltas[0]["version"] == 3
    client.disconnect()


def test_offline_device_with_a_session_finds_its_delta_waiting(server):
    device = Device(server, "sleepy")
    client = device.mqtt(clean=False).connect()
    client.subscribe(f"{topics('sleepy')}/update/delta")
    client.disconnect()
    server.client("iot-data").update_thing_shadow(
        thingName="sleepy", payload=json.dumps({"state": {"desired": {"led": "on"}}}))
    again = device.mqtt(clean=False).connect()
    assert again.flags[0].session_present
    assert again.expect(1) and again.payloads()[0]["state"] == {"led": "on"}
    again.disconnect()


def test_errors(server):
    data = server.client("iot-data")
    with pytest.raises(botocore.exceptions.ClientError) as missing:
        data.get_thing_shadow(thingName="nobody")
    assert missing.value.response["Error"] == {
        "Code": "ResourceNotFoundException", "Message": "No shadow exists with name: 'nobody'"}
    assert missing.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    data.update_thing_shadow(thingName="versioned", payload='{"state":{"desired":{"a":1}}}')
    with pytest.raises(data.exceptions.ConflictException):
        data.update_thing_shadow(thingName="versioned", payload='{"state":{"desired":{"a":2}},"version":7}')
    with pytest.raises(data.exceptions.InvalidRequestException):
        data.update_thing_shadow(thingName="versioned", payload="{nonsense")
    client = Device(server, "faulty").mqtt().connect()
    client.subscribe(f"{topics('faulty')}/update/rejected")
    client.publish(f"{topics('faulty')}/update", '{"state":{"delta":{}}}')
    client.expect(1)
    rejected = client.payloads()[0]
    assert rejected["code"] == 400 and rejected["message"] == "State contains an invalid node: 'delta'"
    client.disconnect()


def test_delete(server):
    data = server.client("iot-data")
    data.update_thing_shadow(thingName="short", payload='{"state":{"desired":{"a":1}}}')
    assert json.loads(data.delete_thing_shadow(thingName="short")["payload"].read())["version"] == 1
    with pytest.raises(data.exceptions.ResourceNotFoundException):
        data.get_thing_shadow(thingName="short")
