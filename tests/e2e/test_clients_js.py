"""mqtt.js: every version of MQTT over every transport."""
import base64
import itertools
import json
import pathlib
import queue
import subprocess
import threading

import pytest

from matrix import KEY, SECRET, TOKEN, Client, connected_again, talk_and_resume
from test_websocket import presigned
from thingcore import CLEAN_ENV, NPM, Device, have

SCRIPT = pathlib.Path(__file__).with_name("mqttjs") / "client.js"

pytestmark = pytest.mark.skipif(
    not (have("node") and (NPM / "node_modules/mqtt").is_dir()), reason="node or mqtt.js is not installed")

VERSIONS = {
    "v31": {"protocolId": "MQIsdp", "protocolVersion": 3},
    "v311": {"protocolVersion": 4},
    "v5": {"protocolVersion": 5, "properties": {"sessionExpiryInterval": 600}},
}


class Node:
    """The process in which all clients of this file live."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["node", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**CLEAN_ENV, "NODE_PATH": str(NPM / "node_modules")})
        self.ids, self.answers, self.clients = itertools.count(), queue.Queue(), {}
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            told = json.loads(line)
            if "event" in told:
                self.clients[told["client"]].told(told)
            else:
                self.answers.put(told)

    def ask(self, command, **arguments):
        number = next(self.ids)
        self.process.stdin.write(json.dumps({"id": number, "command": command, **arguments}) + "\n")
        self.process.stdin.flush()
        answer = self.answers.get(timeout=10)
        assert answer["id"] == number and "error" not in answer, answer
        return answer.get("result")

    def stop(self):
        self.process.stdin.close()
        assert self.process.wait(10) == 0


@pytest.fixture(scope="module")
def node():
    node = Node()
    yield node
    node.stop()


class MqttJs(Client):
    names = itertools.count()

    def __init__(self, node, name, url, **options):
        super().__init__()
        # Its own name: an event of a client before it with the same client ID is not for this one.
        self.node, self.name = node, f"{name} {next(self.names)}"
        self.connects = queue.Queue()
        node.clients[self.name] = self
        # It is not to return by itself unless that is what is tested.
        options = {"clientId": name, "clean": False, "reconnectPeriod": 0, **options}
        self.session_present = node.ask("connect", client=self.name, url=url, options=options)

    def told(self, event):
        if event["event"] == "connect":
            self.connects.put(event["sessionPresent"])
        else:
            self.note(event["topic"], base64.b64decode(event["payload"]), event["qos"])

    def subscribe(self, topic, qos):
        return self.node.ask("subscribe", client=self.name, topic=topic, qos=qos)

    def publish(self, topic, payload, qos):
        payload = base64.b64encode(payload).decode()
        self.node.ask("publish", client=self.name, topic=topic, payload=payload, qos=qos)

    def disconnect(self):
        self.node.ask("disconnect", client=self.name)


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "js")


def ca(server):
    return {"ca": pathlib.Path(server.ca).read_text()}


def certificate(device):
    return {"cert": device.certificate.read_text(), "key": device.key.read_text()}


def tcp(server, device):
    return f"mqtt://localhost:{server.mqtt_port}", {}


def tls(server, device):
    return f"mqtts://localhost:{server.mqtts_port}", {**ca(server), **certificate(device)}


def alpn(server, device):
    options = {**ca(server), **certificate(device), "ALPNProtocols": ["x-amzn-mqtt-ca"]}
    return f"mqtts://localhost:{server.https_port}", options


def websocket(server, device):
    return f"ws://localhost:{server.api_port}/mqtt", {}


def signed(server):
    path = presigned(server.https_port, KEY, SECRET, TOKEN)
    return f"wss://localhost:{server.https_port}{path}", ca(server)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("transport", [tcp, tls, alpn, websocket])
def test_talk_and_resume(server, device, node, transport, version):
    name = f"js-{transport.__name__}-{version}"
    url, options = transport(server, device)
    talk_and_resume(server, name, lambda: MqttJs(node, name, url, **options, **VERSIONS[version]))


@pytest.mark.parametrize("version", VERSIONS)
def test_talk_and_resume_over_signed_websocket(guarded, node, version):
    name = f"js-signed-{version}"
    url, options = signed(guarded)
    talk_and_resume(guarded, name, lambda: MqttJs(node, name, url, **options, **VERSIONS[version]))


@pytest.mark.parametrize("version", ["v311", "v5"])
def test_js_returns_by_itself(server, device, node, version):
    name = f"js-again-{version}"
    url, options = tls(server, device)
    client = MqttJs(node, name, url, reconnectPeriod=100, **options, **VERSIONS[version])
    assert client.connects.get(timeout=10) is False

    def returned():
        assert client.connects.get(timeout=10) is True

    connected_again(server, client, name, returned)
