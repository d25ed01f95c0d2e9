"""Republishing: what a rule publishes is held to what a client may publish, and waits for those who read it."""
import json
import time

import paho.mqtt.client as mqtt
import pytest

from thingcore import ROLE, Device, Mqtt, create_rule


def republish(topic="out", **more):
    return {"republish": {"topic": topic, "qos": 1, "roleArn": ROLE, **more}}


@pytest.fixture(scope="module")
def publisher(server):
    return Device(server, "publisher").mqtt().connect()


BEYOND = {
    "a zero": (republish(headers={"contentType": "${v}"}), "a\0b", "header contentType cannot be"),
    "a zero in a user property": (
        republish(headers={"userProperties": [{"key": "k", "value": "${v}"}]}), "a\0b", "header userProperties cannot be"),
    "longer than a packet can say": (republish(headers={"contentType": "${v}"}), "é" * 40_000, "header contentType cannot be"),
    "a long content type": (republish(headers={"contentType": "${v}"}), "x" * 300, "the content type is too long"),
    "many user properties": (
        republish(headers={"userProperties": [{"key": str(n), "value": "${v}"} for n in range(10)]}), "x" * 900,
        "the user properties are too long"),
    "a long topic": (republish("out/${v}"), "x" * 300, "the topic is longer or deeper than allowed"),
    "a deep topic": (republish("out/${v}"), "a/b/c/d/e/f/g/h", "the topic is longer or deeper than allowed"),
    "a large payload": (republish("out/${topic(2)}"), "x" * 70_000, "the payload is too large"),
}


@pytest.mark.parametrize("what", BEYOND)
def test_what_no_client_may_publish_fails_the_action(server, publisher, what):
    action, value, error = BEYOND[what]
    name = what.replace(" ", "_")
    create_rule(server, name, f"SELECT v AS one, v AS two FROM '{name}/in'", action,
                errorAction=republish(f"errors/{name}"))
    session = Mqtt(server, None, f"reader-{name}", mqtt.MQTTv5)
    session.connect()
    session.subscribe("out/#")
    session.subscribe("out")
    session.subscribe(f"errors/{name}")
    publisher.publish(f"{name}/in", json.dumps({"v": value}, ensure_ascii=False))
    session.wait(lambda: session.messages)
    [message] = session.messages
    [failure] = json.loads(message.payload)["failures"]
    assert message.topic == f"errors/{name}" and error in failure["errorMessage"], failure
    assert len(failure["errorMessage"]) < 1000 and not session.disconnected
    session.disconnect()


def test_those_who_read_steadily_lose_nothing(server, publisher):
    """More than a mailbox holds, for a reader that is slower than the rule."""
    create_rule(server, "steady", "SELECT * FROM 'steady/in'", republish("steady/out"))
    reader = Device(server, "steady-reader").mqtt()
    note = reader.paho.on_message

    def slowly(*message):
        time.sleep(0.003)
        note(*message)

    reader.paho.on_message = slowly
    reader.connect()
    reader.subscribe("steady/out")
    count, padding = 2500, "x" * 8000
    before = len(publisher.pubacks)
    for n in range(count):
        publisher.paho.publish("steady/in", json.dumps({"n": n, "padding": padding}), qos=1)
        if n % 500 == 499:
            publisher.wait(lambda: len(publisher.pubacks) - before >= n, within=30)
    reader.wait(lambda: len(reader.messages) >= count, within=40)
    assert [json.loads(message.payload)["n"] for message in reader.messages] == list(range(count))
