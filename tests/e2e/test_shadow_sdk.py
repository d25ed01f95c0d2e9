"""The thermostat with the shadow clients of the AWS IoT Device SDKs: v2 for Python with its service client and its client of
requests and streams, each on MQTT 3.1.1 and MQTT 5, and v1 for Python.

An app asks for 21 degrees while the device is away. The device comes, finds the difference, does what is asked and says so. The
app changes its mind, the device hears of it. Somebody else's update comes first. In the end the shadow goes.
"""
import json
import queue

import pytest
from AWSIoTPythonSDK import MQTTLib
from awscrt import mqtt
from awscrt.mqtt_request_response import ClientOptions, SubscriptionStatusEventType
from awsiot import ServiceStreamOptions, V2ServiceException, iotshadow

from test_clients_sdk import V2, V2Mqtt5, certificate, common
from thingcore import Device

pytestmark = pytest.mark.filterwarnings("ignore:ssl\\.:DeprecationWarning")

TIMEOUT = 10
NAMES = pytest.mark.parametrize("name", [None, "climate"], ids=["classic", "named"])
PROTOCOLS = pytest.mark.parametrize("protocol", [V2, V2Mqtt5], ids=["mqtt311", "mqtt5"])


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "sdk-thermostat")


class App:
    """boto3 on the other side."""

    def __init__(self, server, thing, name):
        self.data = server.client("iot-data")
        self.where = {"thingName": thing, **({"shadowName": name} if name else {})}

    def wish(self, **desired):
        payload = json.dumps({"state": {"desired": desired}})
        return json.loads(self.data.update_thing_shadow(**self.where, payload=payload)["payload"].read())["version"]

    def see(self):
        return json.loads(self.data.get_thing_shadow(**self.where)["payload"].read())

    def is_gone(self):
        with pytest.raises(self.data.exceptions.ResourceNotFoundException):
            self.data.get_thing_shadow(**self.where)


def connect(server, device, protocol, name):
    def build(**options):
        if "min_reconnect_delay_ms" in options:
            # The service client wraps a client of MQTT 5 and takes its milliseconds for seconds, of at most 60.
            options["min_reconnect_delay_ms"] = 10
        return protocol.builder.mtls_from_path(**certificate(device), **common(server, name, **options), port=server.mqtts_port)
    return protocol(build)


class Shapes:
    """The names of the SDK's shapes and operations, which differ between classic and named shadows."""

    def __init__(self, thing, name):
        self.where = {"thing_name": thing, **({"shadow_name": name} if name else {})}
        self.kind = "Named" if name else ""

    def shape(self, pattern, **members):
        """`GetShadowRequest` is GetNamedShadowRequest for a named shadow."""
        return getattr(iotshadow, pattern.replace("Shadow", f"{self.kind}Shadow", 1))(**self.where, **members)

    def operation(self, client, pattern):
        return getattr(client, pattern.replace("_shadow", f"_{self.kind.lower()}_shadow" if self.kind else "_shadow", 1))


class ServiceClient(Shapes):
    """awsiot.iotshadow.IotShadowClient: publish, and callbacks for what comes."""

    def __init__(self, connection, thing, name):
        super().__init__(thing, name)
        self.client = iotshadow.IotShadowClient(connection)
        self.heard = {kind: queue.Queue() for kind in ("get", "update", "delete", "delta", "documents", "rejected")}
        for verb in ("get", "update", "delete"):
            request = self.shape(f"{verb.capitalize()}ShadowSubscriptionRequest")
            self.listen(f"subscribe_to_{verb}_shadow_accepted", request, verb)
            self.listen(f"subscribe_to_{verb}_shadow_rejected", request, "rejected")
        self.listen("subscribe_to_shadow_delta_updated_events", self.shape("ShadowDeltaUpdatedSubscriptionRequest"), "delta")
        self.listen("subscribe_to_shadow_updated_events", self.shape("ShadowUpdatedSubscriptionRequest"), "documents")

    def listen(self, operation, request, kind):
        subscribed, _ = self.operation(self.client, operation)(request, mqtt.QoS.AT_LEAST_ONCE, self.heard[kind].put)
        subscribed.result(TIMEOUT)

    def call(self, verb, **members):
        request = self.shape(f"{verb.capitalize()}ShadowRequest", client_token=f"token-{verb}", **members)
        self.operation(self.client, f"publish_{verb}_shadow")(request, mqtt.QoS.AT_LEAST_ONCE).result(TIMEOUT)

    def next(self, kind):
        return self.heard[kind].get(timeout=TIMEOUT)


@PROTOCOLS
@NAMES
def test_thermostat_of_the_service_client(server, device, protocol, name):
    thing = f"thermostat-{protocol.__name__}-{name}"
    app = App(server, thing, name)
    link = connect(server, device, protocol, f"{thing}-service")
    client = ServiceClient(link.sdk, thing, name)

    client.call("get")
    error = client.next("rejected")
    assert error.code == 404 and error.message == f"No shadow exists with name: '{name or thing}'"
    assert error.client_token == "token-get"

    app.wish(temperature=21, schedule={"night": [22, 6]})
    assert client.next("delta").state == {"temperature": 21, "schedule": {"night": [22, 6]}}
    first = client.next("documents")
    assert first.previous is None and first.current.version == 1

    client.call("get")
    got = client.next("get")
    assert got.client_token == "token-get" and got.version == 1
    assert got.state.delta == got.state.desired == {"temperature": 21, "schedule": {"night": [22, 6]}}
    assert set(got.metadata.desired["temperature"]) == {"timestamp"}

    reported = {"temperature": 21, "schedule": {"night": [22, 6]}}
    client.call("update", state=iotshadow.ShadowState(reported=reported))
    accepted = client.next("update")
    while accepted.state.reported is None:  # The app's update was accepted before.
        accepted = client.next("update")
    assert accepted.version == 2 and accepted.client_token == "token-update" and accepted.state.reported == reported
    second = client.next("documents")
    assert second.previous.state.reported is None and second.current.state.reported == reported
    assert client.heard["delta"].empty(), "in sync"

    app.wish(temperature=18)
    change = client.next("delta")
    assert change.state == {"temperature": 18} and change.version == 3

    client.call("update", state=iotshadow.ShadowState(reported={"temperature": 18}), version=1)
    error = client.next("rejected")
    assert (error.code, error.message, error.client_token) == (409, "Version conflict", "token-update")
    assert app.see()["version"] == 3, "the conflict changed nothing"

    client.call("delete")
    assert client.next("delete").version == 3
    app.is_gone()
    link.disconnect()


@PROTOCOLS
@NAMES
def test_thermostat_of_the_client_of_requests_and_streams(server, device, protocol, name):
    thing = f"thermostat-v2-{protocol.__name__}-{name}"
    app = App(server, thing, name)
    link = connect(server, device, protocol, f"{thing}-client")
    shapes = Shapes(thing, name)
    options = ClientOptions(max_request_response_subscriptions=4, max_streaming_subscriptions=4,
                            operation_timeout_in_seconds=TIMEOUT)
    client = iotshadow.IotShadowClientV2(link.sdk, options)
    deltas, documents, ready, broken = queue.Queue(), queue.Queue(), queue.Queue(), queue.Queue()

    def stream(heard):
        return ServiceStreamOptions(incoming_event_listener=heard.put, subscription_status_listener=ready.put,
                                    deserialization_failure_listener=broken.put)

    streams = [
        shapes.operation(client, "create_shadow_delta_updated_stream")(
            shapes.shape("ShadowDeltaUpdatedSubscriptionRequest"), stream(deltas)),
        shapes.operation(client, "create_shadow_updated_stream")(
            shapes.shape("ShadowUpdatedSubscriptionRequest"), stream(documents)),
    ]
    for one in streams:
        one.open()
        assert ready.get(timeout=TIMEOUT).type == SubscriptionStatusEventType.SUBSCRIPTION_ESTABLISHED

    def call(verb, **members):
        request = shapes.shape(f"{verb.capitalize()}ShadowRequest", **members)
        return shapes.operation(client, f"{verb}_shadow")(request).result(TIMEOUT)

    with pytest.raises(V2ServiceException) as missing:
        call("get")
    assert missing.value.modeled_error.code == 404

    app.wish(temperature=21)
    assert deltas.get(timeout=TIMEOUT).state == {"temperature": 21}
    assert documents.get(timeout=TIMEOUT).current.version == 1
    got = call("get")
    assert got.version == 1 and got.state.delta == {"temperature": 21}

    updated = call("update", state=iotshadow.ShadowState(reported={"temperature": 21}))
    assert updated.version == 2 and updated.state.reported == {"temperature": 21}
    assert documents.get(timeout=TIMEOUT).previous.version == 1
    assert deltas.empty(), "in sync"

    app.wish(temperature=18)
    assert deltas.get(timeout=TIMEOUT).version == 3
    with pytest.raises(V2ServiceException) as conflict:
        call("update", state=iotshadow.ShadowState(reported={"temperature": 18}), version=1)
    assert (conflict.value.modeled_error.code, conflict.value.modeled_error.message) == (409, "Version conflict")
    assert app.see()["state"]["reported"] == {"temperature": 21}

    assert call("delete").version == 3
    app.is_gone()
    assert broken.empty()
    del streams, client
    link.disconnect()


def test_thermostat_of_version_1(server, device):
    """It knows classic shadows only, and asks and listens with one client."""
    thing = "thermostat-v1"
    app = App(server, thing, None)
    sdk = MQTTLib.AWSIoTMQTTShadowClient("thermostat-v1-shadow")
    sdk.configureEndpoint("localhost", server.mqtts_port)
    sdk.configureCredentials(server.ca, str(device.key), str(device.certificate))
    sdk.configureConnectDisconnectTimeout(TIMEOUT)
    sdk.configureMQTTOperationTimeout(TIMEOUT)
    assert sdk.connect()
    shadow = sdk.createShadowHandlerWithName(thing, True)
    answers, deltas = queue.Queue(), queue.Queue()
    shadow.shadowRegisterDeltaCallback(lambda payload, status, token: deltas.put(json.loads(payload)))

    def call(operation, *arguments):
        operation(*arguments, lambda payload, status, token: answers.put((status, payload)), TIMEOUT)
        status, payload = answers.get(timeout=TIMEOUT)
        return status, json.loads(payload)

    status, error = call(shadow.shadowGet)
    assert status == "rejected" and error["message"] == f"No shadow exists with name: '{thing}'"

    app.wish(temperature=21)
    assert deltas.get(timeout=TIMEOUT)["state"] == {"temperature": 21}
    status, got = call(shadow.shadowGet)
    assert status == "accepted" and got["state"]["delta"] == {"temperature": 21}

    status, updated = call(shadow.shadowUpdate, json.dumps({"state": {"reported": {"temperature": 21}}}))
    assert status == "accepted" and updated["version"] == 2
    app.wish(temperature=18)
    assert deltas.get(timeout=TIMEOUT)["version"] == 3

    status, error = call(shadow.shadowUpdate, json.dumps({"state": {"reported": {"temperature": 18}}, "version": 1}))
    assert status == "rejected" and error["code"] == 409
    status, deleted = call(shadow.shadowDelete)
    assert status == "accepted" and deleted["version"] == 3
    app.is_gone()
    assert deltas.empty()
    sdk.disconnect()
