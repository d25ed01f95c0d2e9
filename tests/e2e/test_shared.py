"""Shared subscriptions with paho, in both versions and across a kill."""
import paho.mqtt.client as mqtt
import pytest

from thingcore import Device, eventually

FILTER = "$share/workers/jobs/#"


def numbers(*clients):
    return sorted(payload["n"] for client in clients for payload in client.payloads())


@pytest.mark.parametrize("version", [mqtt.MQTTv311, mqtt.MQTTv5], ids=["v311", "v5"])
def test_each_message_reaches_one_member(server, version):
    device = Device(server, f"shared-{version}")
    members = [device.mqtt(f"member-{version}-{i}", version).connect() for i in range(3)]
    for member in members:
        assert member.subscribe(f"$share/g{version}/shared/{version}/+") == [1]
    publisher = device.mqtt(f"publisher-{version}", version).connect()
    for n in range(60):
        publisher.publish(f"shared/{version}/job", f'{{"n": {n}}}')
    eventually(lambda: len(numbers(*members)) >= 60)
    assert numbers(*members) == list(range(60))
    assert all(member.payloads() for member in members)
    for client in [*members, publisher]:
        client.disconnect()


def test_queue_of_a_group_survives_a_kill(fresh):
    server = fresh()
    device = Device(server, "shared-kill")
    worker = device.mqtt("worker", clean=False).connect()
    assert worker.subscribe(FILTER) == [1]
    worker.disconnect()
    publisher = device.mqtt("boss").connect()
    for n in range(200):
        publisher.publish("jobs/dig", f'{{"n": {n}}}')
    server.kill()
    server.start()
    worker = device.mqtt("worker", clean=False).connect()
    worker.expect(200)
    assert numbers(worker) == list(range(200))
    worker.disconnect()
