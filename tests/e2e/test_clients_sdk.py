"""The AWS IoT Device SDKs for Python: v1, and v2 with its clients of MQTT 3.1.1 and MQTT 5."""
import queue
import socket

import pytest
from AWSIoTPythonSDK import MQTTLib
from awscrt import auth, http, mqtt, mqtt5
from awsiot import mqtt5_client_builder, mqtt_connection_builder

from matrix import AWS_HOST, KEY, SECRET, TOKEN, Client, Tunnel, connected_again, talk_and_resume
from thingcore import REGION, Device, eventually

# Version 1 calls what Python 3.11 still has and 3.12 has no more; it knows the other way for 3.12.
pytestmark = pytest.mark.filterwarnings("ignore:ssl\\.:DeprecationWarning")


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "sdk")


def tunnel_to(server):
    tunnel = Tunnel(server.https_port)
    yield tunnel
    tunnel.stop()


@pytest.fixture(scope="module")
def tunnel(server):
    """To port 443, where the SDK offers the ALPN names of AWS by itself."""
    yield from tunnel_to(server)


@pytest.fixture(scope="module")
def guarded_tunnel(guarded):
    yield from tunnel_to(guarded)


class V1(Client):
    """AWSIoTPythonSDK, which keeps the flag of the CONNACK to itself."""

    def __init__(self, name, protocol, configure, websocket=False):
        super().__init__()
        self.sdk = MQTTLib.AWSIoTMQTTClient(name, protocol, useWebsocket=websocket, cleanSession=False)
        self.sdk.configureConnectDisconnectTimeout(10)
        self.sdk.configureMQTTOperationTimeout(10)
        configure(self.sdk)
        self.sdk.onMessage = lambda message: self.note(message.topic, message.payload, message.qos)
        assert self.sdk.connect()

    def subscribe(self, topic, qos):
        assert self.sdk.subscribe(topic, qos, None)

    def publish(self, topic, payload, qos):
        assert self.sdk.publish(topic, bytearray(payload), qos)

    def disconnect(self):
        assert self.sdk.disconnect()


def v1_mtls(server, device, port):
    def configure(sdk):
        sdk.configureEndpoint("localhost", port)
        sdk.configureCredentials(server.ca, str(device.key), str(device.certificate))
        if port == 443:
            # The SDK offers the ALPN name on this port only; its sockets may be of the caller's making.
            sdk.configureSocketFactory(lambda: socket.create_connection(("localhost", server.https_port)))
        sdk.configureAutoReconnectBackoffTime(1, 2, 20)
    return configure


def v1_signed(server, key, secret, token):
    def configure(sdk):
        # It takes the region from the name of the endpoint, and signs the name without a port.
        sdk.configureEndpoint(AWS_HOST, 443)
        sdk.configureSocketFactory(lambda: socket.create_connection(("localhost", server.https_port)))
        sdk.configureCredentials(server.ca)
        sdk.configureIAMCredentials(key, secret, token)
    return configure


PROTOCOLS = {"v31": MQTTLib.MQTTv3_1, "v311": MQTTLib.MQTTv3_1_1}


@pytest.mark.parametrize("version", PROTOCOLS)
@pytest.mark.parametrize("port", ["8883", "443"])
def test_v1(server, device, port, version):
    name = f"v1-{port}-{version}"
    configure = v1_mtls(server, device, 443 if port == "443" else server.mqtts_port)
    talk_and_resume(server, name, lambda: V1(name, PROTOCOLS[version], configure), tells_session=False)


@pytest.mark.parametrize("key, token", [("AKID", ""), (KEY, TOKEN)], ids=["key", "temporary"])
@pytest.mark.parametrize("version", PROTOCOLS)
def test_v1_over_signed_websocket(guarded, version, key, token):
    name = f"v1-{key}-{version}"
    configure = v1_signed(guarded, key, SECRET, token)
    talk_and_resume(guarded, name, lambda: V1(name, PROTOCOLS[version], configure, True), tells_session=False)


def test_v1_returns_by_itself(server, device):
    returned = queue.Queue()

    def configure(sdk):
        v1_mtls(server, device, server.mqtts_port)(sdk)
        sdk.onOnline = lambda: returned.put(True)

    client = V1("v1-again", MQTTLib.MQTTv3_1_1, configure)
    assert returned.get(timeout=10)
    connected_again(server, client, "v1-again", lambda: returned.get(timeout=10))


def common(server, name, **options):
    """What both builders of v2 take."""
    return {"endpoint": "localhost", "ca_filepath": server.ca, "client_id": name, **options}


def certificate(device):
    return {"cert_filepath": str(device.certificate), "pri_key_filepath": str(device.key)}


def through(tunnel):
    """No port: the builders take 443 then."""
    return {"http_proxy_options": http.HttpProxyOptions("localhost", tunnel.port)}


def credentials():
    return {"region": REGION, "credentials_provider": auth.AwsCredentialsProvider.new_static(KEY, SECRET, TOKEN)}


class V2(Client):
    """awscrt's client of MQTT 3.1.1."""

    builder = mqtt_connection_builder

    def __init__(self, build, **options):
        super().__init__()
        self.resumed = queue.Queue()
        self.sdk = build(
            clean_session=False, reconnect_min_timeout_secs=1,
            on_connection_resumed=lambda return_code, session_present, **_: self.resumed.put(session_present),
            **options)
        self.sdk.on_message(lambda topic, payload, qos, **_: self.note(topic, payload, qos))
        self.session_present = self.sdk.connect().result(10)["session_present"]

    def subscribe(self, topic, qos):
        return int(self.sdk.subscribe(topic, mqtt.QoS(qos))[0].result(10)["qos"])

    def publish(self, topic, payload, qos):
        self.sdk.publish(topic, payload, mqtt.QoS(qos))[0].result(10)

    def disconnect(self):
        self.sdk.disconnect().result(10)


class V2Mqtt5(Client):
    """awscrt's client of MQTT 5."""

    builder = mqtt5_client_builder

    def __init__(self, build, **options):
        super().__init__()
        self.resumed = queue.Queue()
        outcome, self.stopped = queue.Queue(), queue.Queue()
        self.sdk = build(
            session_behavior=mqtt5.ClientSessionBehaviorType.REJOIN_ALWAYS, session_expiry_interval_sec=600,
            min_reconnect_delay_ms=100,
            on_lifecycle_connection_success=lambda data: outcome.put(data.connack_packet),
            on_lifecycle_connection_failure=lambda data: outcome.put(data.exception),
            on_lifecycle_stopped=self.stopped.put,
            on_publish_received=lambda data: self.received(data.publish_packet), **options)
        self.sdk.start()
        connack = outcome.get(timeout=10)
        assert isinstance(connack, mqtt5.ConnackPacket), connack
        self.session_present, self.outcome = connack.session_present, outcome

    def received(self, packet):
        self.note(packet.topic, packet.payload or b"", packet.qos)

    def subscribe(self, topic, qos):
        subscription = mqtt5.Subscription(topic_filter=topic, qos=mqtt5.QoS(qos))
        packet = mqtt5.SubscribePacket(subscriptions=[subscription])
        return int(self.sdk.subscribe(packet).result(10).reason_codes[0])

    def publish(self, topic, payload, qos):
        done = self.sdk.publish(mqtt5.PublishPacket(topic=topic, payload=payload, qos=mqtt5.QoS(qos))).result(10)
        assert qos == 0 or done.puback.reason_code == mqtt5.PubackReasonCode.SUCCESS

    def disconnect(self):
        self.sdk.stop(mqtt5.DisconnectPacket())
        self.stopped.get(timeout=10)


V2_CLIENTS = pytest.mark.parametrize("kind", [V2, V2Mqtt5], ids=["v311", "v5"])


@V2_CLIENTS
def test_v2_on_8883(server, device, kind):
    name = f"{kind.__name__}-8883"
    options = common(server, name, port=server.mqtts_port, **certificate(device))
    talk_and_resume(server, name, lambda: kind(kind.builder.mtls_from_path, **options))


@V2_CLIENTS
def test_v2_on_443(server, device, tunnel, kind):
    name = f"{kind.__name__}-443"
    options = common(server, name, **certificate(device), **through(tunnel))
    talk_and_resume(server, name, lambda: kind(kind.builder.mtls_from_path, **options))
    assert set(tunnel.targets) == {"localhost:443"}


@V2_CLIENTS
def test_v2_over_signed_websocket(guarded, kind):
    name = f"{kind.__name__}-websocket"
    options = common(guarded, name, port=guarded.https_port, **credentials())
    talk_and_resume(guarded, name, lambda: kind(kind.builder.websockets_with_default_aws_signing, **options))


@V2_CLIENTS
def test_v2_over_signed_websocket_on_443(guarded, guarded_tunnel, kind):
    """Where the SDK offers the ALPN name http/1.1, and signs the name without a port."""
    name = f"{kind.__name__}-websocket-443"
    options = common(guarded, name, **credentials(), **through(guarded_tunnel))
    talk_and_resume(guarded, name, lambda: kind(kind.builder.websockets_with_default_aws_signing, **options))
    assert set(guarded_tunnel.targets) == {"localhost:443"}


def test_v2_returns_by_itself(server, device):
    options = common(server, "v2-again", port=server.mqtts_port, **certificate(device))
    client = V2(mqtt_connection_builder.mtls_from_path, **options)

    def returned():
        assert client.resumed.get(timeout=10) is True

    connected_again(server, client, "v2-again", returned)


def test_v2_mqtt_5_returns_by_itself(server, device):
    options = common(server, "v2-5-again", port=server.mqtts_port, **certificate(device))
    client = V2Mqtt5(mqtt5_client_builder.mtls_from_path, **options)

    def returned():
        assert client.outcome.get(timeout=10).session_present is True

    connected_again(server, client, "v2-5-again", returned)


def test_v2_mqtt_5_stops_without_a_disconnect(server, device):
    """As users write it: the packet is an option of stop()."""
    options = common(server, "v2-5-stop", port=server.mqtts_port, **certificate(device))
    client = V2Mqtt5(mqtt5_client_builder.mtls_from_path, **options)
    client.sdk.stop()
    client.stopped.get(timeout=10)
    data = server.client("iot-data")
    ended = eventually(lambda: (found := data.get_connection(clientId="v2-5-stop"))["connected"] is False and found)
    assert ended["disconnectReason"] == "CONNECTION_LOST"
