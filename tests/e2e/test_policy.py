"""Least privilege with thing variables, and what a denial looks like on the wire and in the log."""
import json

import paho.mqtt.client as mqtt
import pytest

from thingcore import Device, arn, eventually

THING = "${iot:Connection.Thing.ThingName}"
OWN = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": arn("client", THING)},
        {"Sid": "OwnTopics", "Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"],
         "Resource": arn("topic", f"{THING}/*")},
        {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": arn("topicfilter", f"{THING}/*")},
    ],
}


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "own", OWN)


def log_line(server, *parts):
    """Waits for a line of the log that holds all of these."""
    def find():
        return next((line for line in server.log_text().splitlines() if all(part in line for part in parts)), None)
    return eventually(find)


def test_device_connects_as_itself_and_uses_its_own_topics(server, device):
    client = device.mqtt().connect()
    assert client.subscribe("own/#") == [1]
    client.publish("own/data", "1")
    assert client.expect(1)[0].payload == b"1"
    client.disconnect()


def test_device_does_not_connect_as_another(server, device):
    other = device.mqtt("another").start()
    other.wait(lambda: other.disconnected)
    assert not other.connected, "MQTT 3.1.1 gets no CONNACK"
    v5 = device.mqtt("another5", mqtt.MQTTv5).start()
    v5.wait(lambda: v5.connected)
    assert v5.connected[0] == 0x87
    for client in (other, v5):
        client.paho.loop_stop()
    line = log_line(server, "CONNECT refused", "another")
    assert "is not the name of a thing attached to this certificate" in line


@pytest.mark.parametrize("qos", [0, 1])
def test_publish_elsewhere_ends_an_mqtt_3_connection(server, device, qos):
    client = device.mqtt().connect()
    client.paho.publish("elsewhere/data", "x", qos=qos)
    client.wait(lambda: client.disconnected)
    client.paho.loop_stop()
    line = log_line(server, "PUBLISH denied", "elsewhere/data")
    # The statement that came closest, and the ARN that was tried.
    assert "OwnTopics" in line and arn("topic", "elsewhere/data") in line


def test_publish_elsewhere_in_mqtt_5(server, device):
    client = device.mqtt(version=mqtt.MQTTv5).connect()
    assert client.publish("elsewhere/data", "x", qos=1) == 0x87
    assert client.publish("own/data", "x", qos=1) == 0
    client.paho.publish("elsewhere/data", "x", qos=0)
    client.wait(lambda: client.disconnected)
    assert client.disconnected == [0x87]
    client.paho.loop_stop()


def test_subscribe_elsewhere(server, device):
    client = device.mqtt().connect()
    client.paho.subscribe("elsewhere/#")
    client.wait(lambda: client.disconnected)
    assert not client.subacks
    client.paho.loop_stop()
    v5 = device.mqtt(version=mqtt.MQTTv5).connect()
    assert v5.subscribe("elsewhere/#") == [0x87]
    assert v5.subscribe("own/#") == [1]
    v5.disconnect()


def test_change_of_policy_applies_to_live_connections(server):
    device = Device(server, "changing")
    client = device.mqtt(version=mqtt.MQTTv5).connect()
    assert client.publish("anywhere", "x") == 0
    iot = server.client("iot")
    iot.create_policy_version(policyName=device.policy, policyDocument=json.dumps(OWN), setAsDefault=True)
    assert client.publish("anywhere", "x") == 0x87
    iot.set_default_policy_version(policyName=device.policy, policyVersionId="1")
    assert client.publish("anywhere", "x") == 0
    iot.detach_policy(policyName=device.policy, target=device.certificate_arn)
    assert client.publish("anywhere", "x") == 0x87
    client.disconnect()


def test_retain_needs_its_own_permission(server):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive"], "Resource": "*"}]}
    client = Device(server, "noretain", document).mqtt(version=mqtt.MQTTv5).connect()
    assert client.publish("t", "x") == 0
    assert client.publish("t", "x", retain=True) == 0x87
    client.disconnect()
    log_line(server, "PUBLISH denied", "iot:RetainPublish")


def test_delivery_needs_receive(server):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iot:Connect", "iot:Publish", "iot:Subscribe"], "Resource": "*"},
        {"Effect": "Allow", "Action": "iot:Receive", "Resource": arn("topic", "seen/*")}]}
    client = Device(server, "blind", document).mqtt().connect()
    client.subscribe("#")
    client.publish("hidden/1", "x")
    client.publish("seen/1", "y")
    assert [message.topic for message in client.expect(1)] == ["seen/1"]
    client.disconnect()


@pytest.mark.parametrize("name, allowed", [("AWS IoT Certificate", True), ("Another", False)])
def test_policy_sees_the_certificate(server, name, allowed):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"},
        {"Sid": "Named", "Effect": "Allow", "Action": "iot:Publish",
         "Resource": arn("topic", "${iot:Certificate.Subject.CommonName}/*"),
         "Condition": {"StringEquals": {"iot:Certificate.Subject.CommonName": name}}}]}
    client = Device(server, f"certified-{allowed}", document).mqtt(version=mqtt.MQTTv5).connect()
    assert client.publish("AWS IoT Certificate/data", "x") == (0 if allowed else 0x87)
    assert client.publish("Another/data", "x") == 0x87
    client.disconnect()


def test_inactive_certificate_loses_its_connection_within_a_second(server):
    device = Device(server, "revoked")
    client = device.mqtt(version=mqtt.MQTTv5).connect()
    iot = server.client("iot")
    iot.update_certificate(certificateId=device.certificate_id, newStatus="INACTIVE")
    client.wait(lambda: client.disconnected, within=1)
    client.paho.loop_stop()
    again = device.mqtt().start()
    again.wait(lambda: again.disconnected)
    assert not again.connected
    again.paho.loop_stop()
    log_line(server, "CONNECT refused", "is INACTIVE")
    iot.update_certificate(certificateId=device.certificate_id, newStatus="ACTIVE")
    device.mqtt().connect().disconnect()


def test_deleted_certificate_does_not_connect(server):
    device = Device(server, "deleted")
    iot = server.client("iot")
    iot.detach_thing_principal(thingName="deleted", principal=device.certificate_arn)
    iot.update_certificate(certificateId=device.certificate_id, newStatus="INACTIVE")
    iot.delete_certificate(certificateId=device.certificate_id, forceDelete=True)
    client = device.mqtt().start()
    client.wait(lambda: client.disconnected)
    client.paho.loop_stop()
    log_line(server, "CONNECT refused", "is not registered in any account")
