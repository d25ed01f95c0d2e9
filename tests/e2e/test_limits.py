"""What a device sees of the quotas of AWS with --limits aws, and nothing of their rates without."""
import re
import time
import urllib.request

import botocore.exceptions
import paho.mqtt.client as mqtt
import pytest

from thingcore import Device, eventually

#: A burst is larger than the rate of 100/s, so that some of it is discarded however fast the machine is.
BURST = 300


def burst(device, version):
    """Publishes a burst with QoS 1 and returns the client and how long it took to send."""
    client = device.mqtt(f"{device.name}-{version}", version=version)
    # paho keeps to the Receive Maximum of the CONNACK; MQTT 3 has none.
    client.paho.max_inflight_messages_set(BURST)
    client.connect()
    began = time.monotonic()
    for number in range(BURST):
        client.paho.publish("burst", str(number), qos=1)
    return client, began


def hits(server):
    text = urllib.request.urlopen(server.api + "/_thingcore/metrics").read().decode()
    return {name: int(count) for name, count in re.findall(r'thingcore_limits_total\{limit="(\w+)"\} (\d+)', text)}


@pytest.fixture
def strict(fresh):
    return fresh("--limits", "aws")


def test_burst_of_mqtt_5_is_acknowledged_and_refused(strict):
    client, began = burst(Device(strict, "burst"), mqtt.MQTTv5)
    client.wait(lambda: len(client.pubacks) == BURST)
    seconds = time.monotonic() - began
    codes = list(client.pubacks.values())
    accepted = codes.count(0)
    assert 100 <= accepted <= 100 + 100 * seconds + 1, (accepted, seconds)
    assert codes.count(0x97) == BURST - accepted > 0
    assert hits(strict)["connection_publishes_in_per_second"] == BURST - accepted
    # The connection stays, and a second later there is room again.
    time.sleep(1)
    assert client.publish("burst", "later") == 0
    assert client.disconnected == []
    log = strict.log_text()
    line = next(line for line in log.splitlines() if "connection_publishes_in_per_second" in line)
    assert "value=100" in line and "burst" in line, line
    assert log.count("connection_publishes_in_per_second") <= 1 + seconds


def test_burst_of_mqtt_3_loses_what_is_beyond_the_rate(strict):
    client, began = burst(Device(strict, "burst"), mqtt.MQTTv311)
    refused = lambda: hits(strict)["connection_publishes_in_per_second"]
    eventually(lambda: len(client.pubacks) + refused() == BURST)
    seconds = time.monotonic() - began
    assert 100 <= len(client.pubacks) <= 100 + 100 * seconds + 1
    assert refused() > 0 and client.disconnected == []


def test_topic_is_retained_once_a_second(strict):
    client = Device(strict, "keeper").mqtt(version=mqtt.MQTTv5).connect()
    began = time.monotonic()
    codes = [client.publish("kept", str(number), retain=True) for number in range(2)]
    if time.monotonic() - began < 1:
        assert codes == [0, 0x97]
    assert client.publish("other", "0", retain=True) == 0
    time.sleep(1.1)
    assert client.publish("kept", "2", retain=True) == 0
    # Over HTTP the same rate says so in the words of the API.
    data = strict.client("iot-data")
    with pytest.raises(botocore.exceptions.ClientError) as refusal:
        data.publish(topic="kept", payload=b"3", retain=True)
    assert refusal.value.response["Error"]["Code"] == "ThrottlingException"
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429


def test_client_id_connects_once_a_second(strict):
    device = Device(strict, "again")
    device.mqtt(version=mqtt.MQTTv5).connect().disconnect()
    second = device.mqtt(version=mqtt.MQTTv5).start()
    second.wait(lambda: second.connected)
    assert second.connected[0] == 0x97
    second.disconnect()
    time.sleep(1.1)
    device.mqtt(version=mqtt.MQTTv5).connect().disconnect()


def test_queue_of_a_resumed_session_comes_at_ten_a_second(strict):
    device = Device(strict, "sleeper")
    client = device.mqtt(clean=False).connect()
    client.subscribe("queued")
    client.disconnect()
    publisher = device.mqtt("publisher").connect()
    for number in range(25):
        publisher.publish("queued", str(number))
    time.sleep(1.1)
    began = time.monotonic()
    client = device.mqtt(clean=False).connect()
    client.subscribe("live")
    publisher.publish("live", "live")
    assert [int(message.payload) for message in client.expect(26) if message.topic == "queued"] == list(range(25))
    assert 2.3 < time.monotonic() - began < 8
    assert client.messages.index(next(m for m in client.messages if m.topic == "live")) < 25



def test_default_has_no_rates(server):
    client, _ = burst(Device(server, "free"), mqtt.MQTTv5)
    client.wait(lambda: len(client.pubacks) == BURST)
    assert set(client.pubacks.values()) == {0}
    assert all(count == 0 for count in hits(server).values())
