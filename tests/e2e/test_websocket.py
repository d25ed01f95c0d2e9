"""MQTT over WebSocket, with paho, the AWS IoT device SDK, and frames made by hand."""
import base64
import hashlib
import json
import os
import re
import socket
import ssl
import struct
import threading
import urllib.parse
import uuid

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import paho.mqtt.client as paho
import pytest
from awscrt import auth, mqtt5
from awscrt.mqtt import QoS
from awsiot import mqtt5_client_builder, mqtt_connection_builder

from thingcore import REGION, Device, Mqtt, eventually

SERVICE = "iotdevicegateway"
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
CONNACK = b"\x20\x02\x00\x00"


def presigned(port, key="test", secret="test", token=None, service=SERVICE, expires=60, scheme="https"):
    """The path of a URL that is signed as the developer guide describes; the token is not."""
    request = botocore.awsrequest.AWSRequest("GET", f"{scheme}://localhost:{port}/mqtt")
    credentials = botocore.credentials.Credentials(key, secret)
    botocore.auth.SigV4QueryAuth(credentials, service, REGION, expires=expires).add_auth(request)
    path = request.url.split(f":{port}", 1)[1]
    return path + (f"&X-Amz-Security-Token={urllib.parse.quote(token, safe='')}" if token else "")


def over_websocket(server, client_id, path="/mqtt", secure=False, version=paho.MQTTv311):
    """A paho client, on the API port or on the HTTPS port."""
    port = server.https_port if secure else server.api_port
    client = Mqtt(server, None, client_id, version, port=port, transport="websockets")
    client.paho.ws_set_options(path=path)
    if secure:
        client.paho.tls_set_context(ssl.create_default_context(cafile=server.ca))
    return client


class Raw:
    """A WebSocket whose every byte the test decides on."""

    def __init__(self, server, path="/mqtt", secure=False, headers=None, device=None, http="HTTP/1.1"):
        port = server.https_port if secure else server.api_port
        self.socket = socket.create_connection(("localhost", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if secure:
            context = ssl.create_default_context(cafile=server.ca)
            if device:
                context.load_cert_chain(device.certificate, device.key)
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        key = base64.b64encode(os.urandom(16))
        lines = {"Host": f"localhost:{port}", "Connection": "Upgrade", "Upgrade": "websocket",
                 "Sec-WebSocket-Key": key.decode(), "Sec-WebSocket-Version": "13", **(headers or {})}
        self.socket.sendall(f"GET {path} {http}\r\n".encode() + b"".join(
            f"{name}: {value}\r\n".encode() for name, value in lines.items() if value is not None) + b"\r\n")
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(": ")
            self.headers[name.lower()] = value
        if self.status == 101:
            expected = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
            assert self.headers["sec-websocket-accept"] == expected
        else:
            self.body = json.loads(self.file.read(int(self.headers["content-length"])))

    def send(self, payload, opcode=BINARY, final=True, masked=True):
        self.socket.sendall(self.frame(payload, opcode, final, masked))

    @staticmethod
    def frame(payload, opcode=BINARY, final=True, masked=True):
        head = bytes([(0x80 if final else 0) | opcode])
        bit = 0x80 if masked else 0
        if len(payload) < 126:
            head += bytes([bit | len(payload)])
        elif len(payload) < 1 << 16:
            head += bytes([bit | 126]) + struct.pack(">H", len(payload))
        else:
            head += bytes([bit | 127]) + struct.pack(">Q", len(payload))
        if not masked:
            return head + payload
        mask = os.urandom(4)
        return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))

    def next(self):
        """The next frame; frames of the server are whole and not masked."""
        first, second = self.file.read(2)
        assert first & 0xf0 == 0x80 and second & 0x80 == 0
        length = second & 0x7f
        if length == 126:
            length, = struct.unpack(">H", self.file.read(2))
        elif length == 127:
            length, = struct.unpack(">Q", self.file.read(8))
        return first & 0x0f, self.file.read(length)

    def expect_close(self, code):
        assert self.next() == (CLOSE, struct.pack(">H", code))
        assert self.file.read() == b""

    def vanish(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def text(value):
    return struct.pack(">H", len(value)) + value.encode()


def connect(client_id, will=None):
    flags = 0x02 | (0x04 if will else 0)
    body = text("MQTT") + bytes([4, flags]) + struct.pack(">H", 60) + text(client_id)
    if will:
        body += text(will[0]) + text(will[1])
    return bytes([0x10, len(body)]) + body


def publish(topic, payload):
    body = text(topic) + payload
    return bytes([0x30, len(body)]) + body


@pytest.fixture(scope="module")
def watcher(server):
    """Sees what others publish."""
    client = Mqtt(server, None, "watcher").connect()
    client.subscribe("ws/#")
    yield client
    client.disconnect()


def seen(watcher, topic):
    return [message.payload for message in watcher.messages if message.topic == topic]


@pytest.mark.parametrize("version", [paho.MQTTv31, paho.MQTTv311, paho.MQTTv5])
@pytest.mark.parametrize("secure", [False, True])
def test_paho(server, version, secure):
    path = presigned(server.https_port) if secure else "/mqtt"
    client = over_websocket(server, f"paho-{version}-{secure}", path, secure, version).connect()
    topic = f"paho/{version}/{secure}"
    client.subscribe(topic)
    large = os.urandom(100_000)
    assert client.publish(topic, large) == 0
    for number in range(200):
        client.paho.publish(topic, str(number), qos=0)
    messages = client.expect(201)
    assert messages[0].payload == large
    assert [message.payload for message in messages[1:]] == [b"%d" % number for number in range(200)]
    client.disconnect()


def test_unsigned_connection_is_noted_in_the_log(server):
    over_websocket(server, "nobody").connect().disconnect()
    eventually(lambda: "WebSocket without a signature" in server.log_text())


def test_access_key_selects_the_account(server):
    """And is the principal that rules see."""
    account = "000000000042"
    client = over_websocket(server, "c", presigned(server.https_port, key=account), secure=True).connect()
    client.subscribe("mine")
    server.client("iot-data").publish(topic="mine", qos=1, payload=b"of the default account")
    server.client("iot-data", account=account).publish(topic="mine", qos=1, payload=b"of this account")
    assert client.expect(1)[0].payload == b"of this account"
    server.client("iot", account=account).create_topic_rule(ruleName="who", topicRulePayload={
        "sql": "SELECT principal() AS who, clientid() AS client FROM 'ask'",
        "actions": [{"republish": {"roleArn": f"arn:aws:iam::{account}:role/r", "topic": "mine", "qos": 1}}]})
    client.publish("ask", "{}")
    assert json.loads(client.expect(2)[1].payload) == {"who": account, "client": "c"}
    client.disconnect()


def test_device_sdk_mqtt_3(server):
    connection = mqtt_connection_builder.websockets_with_default_aws_signing(
        endpoint="localhost", port=server.https_port, ca_filepath=server.ca, region=REGION, client_id="sdk-3",
        credentials_provider=auth.AwsCredentialsProvider.new_static("test", "secret", "to/ken+=="))
    connection.connect().result(10)
    arrived, payloads = threading.Event(), []

    def on_message(topic, payload, **_):
        payloads.append(payload)
        arrived.set()

    subscribed, _ = connection.subscribe("sdk/3", QoS.AT_LEAST_ONCE, on_message)
    subscribed.result(10)
    published, _ = connection.publish("sdk/3", "hello", QoS.AT_LEAST_ONCE)
    published.result(10)
    assert arrived.wait(10) and payloads == [b"hello"]
    connection.disconnect().result(10)
    eventually(lambda: re.search(r"disconnected.*sdk-3.*CLIENT_INITIATED_DISCONNECT", server.log_text()))


def sdk_5(server, client_id, secret="secret", token=None, key="test"):
    connected, failed, received = threading.Event(), threading.Event(), []
    client = mqtt5_client_builder.websockets_with_default_aws_signing(
        endpoint="localhost", port=server.https_port, ca_filepath=server.ca, region=REGION, client_id=client_id,
        credentials_provider=auth.AwsCredentialsProvider.new_static(key, secret, token),
        on_lifecycle_connection_success=lambda _: connected.set(),
        on_lifecycle_connection_failure=lambda _: failed.set(),
        on_publish_received=lambda data: received.append(data.publish_packet.payload))
    client.start()
    return client, connected, failed, received


def test_device_sdk_mqtt_5(server):
    client, connected, _, received = sdk_5(server, "sdk-5")
    assert connected.wait(10)
    subscription = mqtt5.Subscription(topic_filter="sdk/5", qos=mqtt5.QoS.AT_LEAST_ONCE)
    client.subscribe(mqtt5.SubscribePacket(subscriptions=[subscription])).result(10)
    client.publish(mqtt5.PublishPacket(topic="sdk/5", payload="hello", qos=mqtt5.QoS.AT_LEAST_ONCE)).result(10)
    eventually(lambda: received == [b"hello"])
    client.stop()


def test_signatures_are_verified_where_keys_are_configured(guarded):
    port = guarded.https_port
    for number, path in enumerate([
        presigned(port, "AKID", "s3cret"),
        presigned(port, "ASIA", "s3cret", token="to/ken+=="),
        presigned(port, "AKID", "s3cret").replace("&X-Amz-Expires=60", "&X-Amz-Expires=61"),
        presigned(port, "AKID", "guess"),
        presigned(port, "ASIA", "s3cret"),
        presigned(port, "NOBODY", "s3cret"),
        presigned(port, "AKID", "s3cret", service="iot"),
        "/mqtt",
    ]):
        assert Raw(guarded, path, secure=True).status == (101 if number < 2 else 403), path
    assert Raw(guarded).status == 403
    assert Raw(guarded, presigned(guarded.api_port, "AKID", "s3cret", scheme="http")).status == 101


def test_device_sdk_where_keys_are_configured(guarded):
    client, connected, _, _ = sdk_5(guarded, "good", "s3cret", "to/ken+==", key="ASIA")
    assert connected.wait(10)
    client.stop()
    client, connected, failed, _ = sdk_5(guarded, "bad", "guess", key="AKID")
    assert failed.wait(10) and not connected.is_set()
    client.stop()


def test_signature_in_a_header(guarded):
    request = botocore.awsrequest.AWSRequest("GET", f"https://localhost:{guarded.https_port}/mqtt")
    credentials = botocore.credentials.Credentials("ASIA", "s3cret", "to/ken+==")
    botocore.auth.SigV4Auth(credentials, SERVICE, REGION).add_auth(request)
    assert Raw(guarded, secure=True, headers=dict(request.headers)).status == 101


def test_refusal_looks_as_on_aws(server):
    device = Device(server, "ws-device")
    for client in (Raw(server, secure=True), Raw(server, secure=True, device=device)):
        assert client.status == 403
        assert client.headers["content-type"] == "application/json"
        assert set(client.body) == {"message", "traceId"} and client.body["message"] == "Forbidden"
        assert client.headers["x-amzn-requestid"] == str(uuid.UUID(client.body["traceId"]))


def test_what_is_no_websocket_is_told_why(server):
    assert Raw(server, headers={"Upgrade": None}).status == 400
    assert Raw(server, http="HTTP/1.0").status == 400
    old = Raw(server, headers={"Sec-WebSocket-Version": "8"})
    assert (old.status, old.headers["sec-websocket-version"]) == (426, "13")


@pytest.mark.parametrize("offered, chosen", [
    ("mqtt", "mqtt"), ("mqttv3.1", "mqttv3.1"), ("chat, mqttv3.1, mqtt", "mqtt"), ("chat", None), (None, None)])
def test_subprotocol_is_echoed(server, offered, chosen):
    client = Raw(server, headers={"Sec-WebSocket-Protocol": offered})
    assert (client.status, client.headers.get("sec-websocket-protocol")) == (101, chosen)


def test_packets_take_no_notice_of_frames(server, watcher):
    client = Raw(server)
    for byte in connect("split"):
        client.send(bytes([byte]))
    assert client.next() == (BINARY, CONNACK)
    # Many packets in one frame, the last of them in two fragments with a ping between.
    packets = b"".join(publish("ws/split", b"%d" % number) for number in range(100))
    client.send(packets[:-3], final=False)
    client.send(b"are you there", opcode=PING)
    client.send(packets[-3:], opcode=0)
    assert client.next() == (PONG, b"are you there")
    watcher.wait(lambda: len(seen(watcher, "ws/split")) == 100)
    assert seen(watcher, "ws/split") == [b"%d" % number for number in range(100)]
    # All of it in one segment, byte by byte.
    packets = publish("ws/split", b"a") + publish("ws/split", b"b") + b"\xc0\x00"
    client.socket.sendall(b"".join(Raw.frame(bytes([byte])) for byte in packets))
    assert client.next() == (BINARY, b"\xd0\x00")
    watcher.wait(lambda: len(seen(watcher, "ws/split")) == 102)
    client.vanish()


def test_each_packet_has_a_frame_of_its_own(server):
    """MQTT does not ask for it, but version 1 of the device SDK reads one packet of a frame and leaves the rest
    until more bytes arrive."""
    client = Raw(server)
    subscribe = b"\x82\x0e\x00\x01" + text("ws/frames") + b"\x00"
    packets = [publish("ws/frames", b"%02d" % number) for number in range(100)]
    client.send(connect("frames"))
    assert client.next() == (BINARY, CONNACK)
    client.send(subscribe)
    assert client.next() == (BINARY, b"\x90\x03\x00\x01\x00")
    client.send(b"".join(packets))
    for packet in packets:
        assert client.next() == (BINARY, packet)
    client.vanish()


def test_close_frame_is_a_disconnect_and_a_lost_socket_is_not(server, watcher):
    def connected(name):
        client = Raw(server)
        client.send(connect(name, will=(f"ws/will/{name}", "gone")))
        assert client.next() == (BINARY, CONNACK)
        return client

    polite, lost = connected("polite"), connected("lost")
    polite.send(struct.pack(">H", 1001), opcode=CLOSE)
    polite.expect_close(1001)
    lost.vanish()
    watcher.wait(lambda: seen(watcher, "ws/will/lost") == [b"gone"])
    eventually(lambda: re.search(r"client_id=polite reason=\S*CLIENT_INITIATED_DISCONNECT", plain(server)))
    assert seen(watcher, "ws/will/polite") == []


def plain(server):
    """The log without its quotes."""
    return server.log_text().replace('"', "")


@pytest.mark.parametrize("name, code, bad", [
    ("text", 1003, lambda client: client.send(b"\xc0\x00", opcode=TEXT)),
    ("unmasked", 1002, lambda client: client.send(b"\xc0\x00", masked=False)),
    ("oversize", 1009, lambda client: client.socket.sendall(b"\x82\xff" + struct.pack(">Q", 1 << 40) + b"mask")),
])
def test_broken_frames_end_the_connection_and_send_the_will(server, watcher, name, code, bad):
    client = Raw(server)
    client.send(connect(name, will=(f"ws/will/{name}", "broke")))
    assert client.next() == (BINARY, CONNACK)
    bad(client)
    client.expect_close(code)
    watcher.wait(lambda: seen(watcher, f"ws/will/{name}") == [b"broke"])


def test_sigterm_closes_websockets_properly(fresh):
    server = fresh()
    client = Raw(server)
    client.send(connect("last"))
    assert client.next() == (BINARY, CONNACK)
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5
    client.expect_close(1000)
