"""paho: every version of MQTT over every transport."""
import ssl

import paho.mqtt.client as paho
import pytest

from matrix import KEY, SECRET, TOKEN, Client, connected_again, talk_and_resume
from test_websocket import presigned
from thingcore import Device, Mqtt, eventually

VERSIONS = {"v31": paho.MQTTv31, "v311": paho.MQTTv311, "v5": paho.MQTTv5}


class Paho(Client):
    def __init__(self, mqtt, **options):
        super().__init__()
        self.mqtt = mqtt
        mqtt.paho.on_message = lambda client, userdata, message: self.note(message.topic, message.payload, message.qos)
        mqtt.connect(expiry=600, **options)
        self.session_present = mqtt.flags[0].session_present

    def subscribe(self, topic, qos):
        return self.mqtt.subscribe(topic, qos)[0]

    def publish(self, topic, payload, qos):
        assert self.mqtt.publish(topic, payload, qos) == 0

    def disconnect(self):
        self.mqtt.disconnect()


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "paho")


def tcp(server, device, name, version):
    return Mqtt(server, None, name, version, clean=False)


def tls(server, device, name, version):
    return Mqtt(server, device, name, version, clean=False)


def alpn(server, device, name, version):
    context = ssl.create_default_context(cafile=server.ca)
    context.load_cert_chain(device.certificate, device.key)
    context.set_alpn_protocols(["x-amzn-mqtt-ca"])
    client = Mqtt(server, None, name, version, clean=False, port=server.https_port)
    client.paho.tls_set_context(context)
    return client


def websocket(server, device, name, version):
    client = Mqtt(server, None, name, version, clean=False, port=server.api_port, transport="websockets")
    client.paho.ws_set_options(path="/mqtt")
    return client


def signed(server, device, name, version):
    client = Mqtt(server, None, name, version, clean=False, port=server.https_port, transport="websockets")
    client.paho.ws_set_options(path=presigned(server.https_port, KEY, SECRET, TOKEN))
    client.paho.tls_set_context(ssl.create_default_context(cafile=server.ca))
    return client


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("transport", [tcp, tls, alpn, websocket])
def test_talk_and_resume(server, device, transport, version):
    name = f"paho-{transport.__name__}-{version}"
    talk_and_resume(server, name, lambda: Paho(transport(server, device, name, VERSIONS[version])))


@pytest.mark.parametrize("version", VERSIONS)
def test_talk_and_resume_over_signed_websocket(guarded, version):
    name = f"paho-signed-{version}"
    talk_and_resume(guarded, name, lambda: Paho(signed(guarded, None, name, VERSIONS[version])))


@pytest.mark.parametrize("version", ["v311", "v5"])
def test_paho_returns_by_itself(server, device, version):
    name = f"paho-again-{version}"
    client = Paho(tls(server, device, name, VERSIONS[version]))

    def returned():
        client.mqtt.wait(lambda: len(client.mqtt.flags) == 2)
        assert client.mqtt.flags[1].session_present

    connected_again(server, client, name, returned)


@pytest.mark.parametrize("before, after", [("v311", "v5"), ("v5", "v311")])
def test_session_is_not_resumed_by_another_version(server, device, before, after):
    """As on AWS, whose sessions of MQTT 3 and MQTT 5 know nothing of each other."""
    data = server.client("iot-data")
    name = f"paho-{before}-to-{after}"
    first = Paho(tls(server, device, name, VERSIONS[before]))
    first.subscribe("changed", 1)
    first.disconnect()
    eventually(lambda: not data.get_connection(clientId=name)["connected"])
    data.publish(topic="changed", qos=1, payload=b"lost")
    second = Paho(tls(server, device, name, VERSIONS[after]))
    assert second.session_present is False
    second.subscribe("own", 1)
    second.publish("own", b"only this", 1)
    second.expect(("own", b"only this", 1))
    second.disconnect()
