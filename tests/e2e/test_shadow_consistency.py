"""One document for everybody: over MQTT and HTTP, from many at once, across a kill, and with rules and the trace looking on."""
import asyncio
import itertools
import json
import random
import threading
import time
import urllib.error
import urllib.request

import pytest

import wire
from test_api import https
from thingcore import Device, arn, create_rule

CLIENTS = 8
INCREMENTS = 25


class Http:
    """boto3's way to a shadow."""

    def __init__(self, server, thing):
        self.data, self.thing = server.client("iot-data"), thing

    def get(self):
        return json.loads(self.data.get_thing_shadow(thingName=self.thing)["payload"].read())

    def update(self, request):
        """The accepted update, or the code of the refusal."""
        try:
            answer = self.data.update_thing_shadow(thingName=self.thing, payload=json.dumps(request))
        except self.data.exceptions.ConflictException:
            return 409
        return json.loads(answer["payload"].read())

    def close(self):
        pass


class Paho:
    """A device's way to a shadow."""

    def __init__(self, device, thing, number):
        self.prefix = f"$aws/things/{thing}/shadow"
        self.token, self.number = itertools.count(), number
        self.client = device.mqtt(client_id=f"{thing}-{number}").connect()
        for verb in ("get", "update"):
            self.client.subscribe(f"{self.prefix}/{verb}/accepted")
            self.client.subscribe(f"{self.prefix}/{verb}/rejected")

    def call(self, verb, request):
        token = f"{self.number}-{next(self.token)}"
        self.client.publish(f"{self.prefix}/{verb}", json.dumps({**request, "clientToken": token}))
        found = []

        def is_there():
            found[:] = [message for message in self.client.messages if f'"{token}"'.encode() in message.payload
                        and message.topic.startswith(f"{self.prefix}/{verb}")]
            return bool(found)

        self.client.wait(is_there)
        answer = json.loads(found[0].payload)
        return answer["code"] if found[0].topic.endswith("rejected") else answer

    def get(self):
        return self.call("get", {})

    def update(self, request):
        return self.call("update", request)

    def close(self):
        self.client.disconnect()


def same(one, other):
    """Two views of a document, which only differ in when and by whom they were asked for."""
    def strip(view):
        return {name: value for name, value in view.items() if name not in ("timestamp", "clientToken")}
    return strip(one) == strip(other)


def test_http_and_mqtt_see_one_document_in_every_order(server):
    """Three writes and who makes them: all orders of all sharings."""
    device = Device(server, "orders")
    writes = [
        {"desired": {"a": {"x": 1}, "b": [1, 2]}},
        {"reported": {"a": {"x": 1, "y": 2}}, "desired": {"c": "d"}},
        {"desired": {"a": {"x": None}, "b": None}, "reported": None},
    ]
    number = 0
    for order in itertools.permutations(writes):
        for who in itertools.product([0, 1], repeat=len(writes)):
            number += 1
            thing = f"orders-{number}"
            if number % 8 == 1:
                paho = Paho(device, thing, 0)
            else:
                # The same connection, another thing: its answers are told apart by their topics.
                paho.prefix = f"$aws/things/{thing}/shadow"
                for verb in ("get", "update"):
                    paho.client.subscribe(f"{paho.prefix}/{verb}/accepted")
            ways = [Http(server, thing), paho]
            for version, (state, way) in enumerate(zip(order, who), 1):
                accepted = ways[way].update({"state": state})
                assert accepted["version"] == version and accepted["state"] == state
                assert same(ways[0].get(), ways[1].get()), (order, who)
            if number % 8 == 0:
                paho.close()


def test_tls_port_serves_certificates_by_their_policy_and_signed_callers(server):
    resources = [arn("thing", "tls"), arn("thing", "tls/mine")]
    device = Device(server, "tls", {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Resource": resources,
         "Action": ["iot:UpdateThingShadow", "iot:GetThingShadow", "iot:DeleteThingShadow", "iot:ListNamedShadowsForThing"]}]})
    update = b'{"state":{"reported":{"a":1}}}'
    for path in ("/things/tls/shadow", "/things/tls/shadow?name=mine"):
        assert https(server, device, path, "POST", update)[0] == 200
        status, body = https(server, device, path)
        assert status == 200 and json.loads(body)["state"] == {"reported": {"a": 1}}
    for method, data in (("GET", None), ("POST", update), ("DELETE", None)):
        assert https(server, device, "/things/tls/shadow?name=other", method, data)[0] == 403
    status, body = https(server, device, "/api/things/shadow/ListNamedShadowsForThing/tls")
    assert status == 200 and json.loads(body)["results"] == ["mine"]

    signed = server.client("iot-data", endpoint_url=f"https://localhost:{server.https_port}", verify=server.ca)
    signed.update_thing_shadow(thingName="tls", shadowName="other", payload=update)
    assert signed.list_named_shadows_for_thing(thingName="tls")["results"] == ["mine", "other"]
    page = signed.list_named_shadows_for_thing(thingName="tls", pageSize=1)
    assert page["results"] == ["mine"]
    rest = signed.list_named_shadows_for_thing(thingName="tls", pageSize=1, nextToken=page["nextToken"])
    assert rest["results"] == ["other"] and "nextToken" not in rest
    assert signed.list_named_shadows_for_thing(thingName="nobody")["results"] == []
    assert https(server, device, "/things/tls/shadow?name=mine", "DELETE")[0] == 200
    assert signed.list_named_shadows_for_thing(thingName="tls")["results"] == ["other"]


def test_no_update_is_lost_among_clients_that_state_the_version(server):
    thing = "counter"
    device = Device(server, thing)
    Http(server, thing).update({"state": {"reported": {"n": 0}}})
    accepted, conflicts, failures = [0] * CLIENTS, [0] * CLIENTS, []

    def work(number):
        way = Http(server, thing) if number % 2 else Paho(device, thing, number)
        try:
            while accepted[number] < INCREMENTS:
                now = way.get()
                wanted = {"state": {"reported": {"n": now["state"]["reported"]["n"] + 1}}, "version": now["version"]}
                outcome = way.update(wanted)
                if outcome == 409:
                    conflicts[number] += 1
                else:
                    accepted[number] += 1
        except Exception as error:  # Shown below: a thread's own traceback fails no test.
            failures.append(error)
        way.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    final = Http(server, thing).get()
    assert final["state"]["reported"]["n"] == sum(accepted) == CLIENTS * INCREMENTS
    assert final["version"] == CLIENTS * INCREMENTS + 1
    assert sum(conflicts) > 0, "they never met"


class Storm:
    """Clients that update shadows as fast as they are answered, and know what was accepted."""

    def __init__(self, clients, shadows):
        self.clients, self.shadows = clients, shadows
        #: By shadow: the last version and value that were accepted, and the last value sent.
        self.accepted, self.sent = {}, {}

    async def client(self, port, number):
        mine = [f"storm-{number}-{index}" for index in range(self.shadows)]
        connection = await wire.Wire.open(port, f"storm-{number}")
        for packet_id, thing in enumerate(mine, 1):
            connection.send(wire.subscribe(packet_id, f"$aws/things/{thing}/shadow/update/accepted", qos=0))
            await connection.until(wire.SUBACK)

        def send(thing):
            value = self.sent[thing] = self.sent.get(thing, 0) + 1
            payload = json.dumps({"state": {"reported": {"n": value}}}).encode()
            connection.send(wire.publish(f"$aws/things/{thing}/shadow/update", payload))

        for thing in mine:
            send(thing)
        while True:
            published = wire.Published(*await connection.until(wire.PUBLISH))
            answer, thing = json.loads(published.payload), published.topic.split("/")[2]
            self.accepted[thing] = (answer["version"], answer["state"]["reported"]["n"])
            send(thing)

    async def run(self, server, seconds):
        tasks = [asyncio.create_task(self.client(server.mqtt_port, number)) for number in range(self.clients)]
        await asyncio.sleep(seconds)
        server.kill()
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        faults = [it for it in outcomes if not isinstance(it, (asyncio.CancelledError, *wire.GONE))]
        assert not faults, faults


def test_accepted_updates_survive_a_kill(fresh):
    server = fresh("--mqtt-port", "0")
    storm = Storm(clients=10, shadows=5)
    for seconds in (0.8, 0.3 + random.random()):
        asyncio.run(storm.run(server, seconds))
        server.start()
        data = server.client("iot-data")
        for thing, (version, value) in storm.accepted.items():
            now = json.loads(data.get_thing_shadow(thingName=thing)["payload"].read())
            found = now["state"]["reported"]["n"]
            # What was sent and not answered may be there or not.
            assert now["version"] >= version and value <= found <= storm.sent[thing], (thing, version, value, now)
            assert now["version"] - version == found - value
    assert len(storm.accepted) == 50 and sum(version for version, _ in storm.accepted.values()) > 500


def test_rules_and_shadows_of_what_rules_publish(server):
    """`documents` feeds a rule, as rules are built on shadows."""
    watcher = Device(server, "documents-watcher").mqtt().connect()
    watcher.subscribe("seen/#")
    create_rule(server, "documents", "SELECT previous.version AS before, current.version AS after, "
                "current.state.reported.t AS t, topic(3) AS thing FROM '$aws/things/+/shadow/update/documents' "
                "WHERE current.state.reported.t > 30",
                {"republish": {"topic": "seen/${topic(3)}", "roleArn": "arn:aws:iam::123456789012:role/r"}})
    shadow = Http(server, "ruled")
    for t in (20, 31):
        shadow.update({"state": {"reported": {"t": t}}})
    watcher.expect(1)
    assert [m.topic for m in watcher.messages] == ["seen/ruled"]
    assert watcher.payloads() == [{"before": 1, "after": 2, "t": 31, "thing": "ruled"}]
    watcher.disconnect()


def traces(server, query="", **headers):
    request = urllib.request.Request(f"{server.api}/_thingcore/traces?{query}", headers=headers)
    return json.loads(urllib.request.urlopen(request).read())["entries"]


def test_trace_tells_who_changed_what(server):
    thing = "traced"
    device = Device(server, thing)
    Http(server, thing).update({"state": {"desired": {"led": {"r": 9, "g": 0}, "mode": "eco"}}, "clientToken": "k1"})
    paho = Paho(device, thing, 1)
    paho.update({"state": {"desired": {"led": {"g": None, "r": 9}, "mode": "off"}, "reported": {"led": {"r": 9}}}})
    assert paho.update({"state": {"desired": {"mode": "on"}}, "version": 1}) == 409
    paho.close()
    created, updated, refused = traces(server, f"thing={thing}")
    assert created["kind"] == "shadow" and created["operation"] == "update" and created["shadow"] is None
    assert created["over"] == "HTTP" and created["clientId"] is None and created["sourceIp"] == "127.0.0.1"
    assert (created["previousVersion"], created["version"]) == (None, 1) and created["clientToken"] == "k1"
    assert created["changes"] == [{"path": "desired.led", "after": {"r": 9, "g": 0}}, {"path": "desired.mode", "after": "eco"}]
    assert updated["over"] == "MQTT" and updated["clientId"] == f"{thing}-1" and updated["principal"] == device.certificate_id
    assert (updated["previousVersion"], updated["version"]) == (1, 2)
    assert updated["changes"] == [
        {"path": "desired.led.g", "before": 0}, {"path": "desired.mode", "before": "eco", "after": "off"},
        {"path": "reported.led", "after": {"r": 9}}]
    assert updated["delta"] == {"mode": "off"}
    assert refused["result"] == "rejected" and refused["code"] == 409 and refused["message"] == "Version conflict"
    assert traces(server, f"thing={thing}&result=rejected") == [refused]
    assert traces(server, f"thing={thing}&after={updated['id']}") == [refused]
    assert traces(server, f"thing={thing}&account=999999999999") == []


def test_trace_is_switched_and_streamed(fresh):
    server = fresh()
    shadow = Http(server, "switched")

    def keep(number):
        body = json.dumps({"keep": number}).encode()
        request = urllib.request.Request(f"{server.api}/_thingcore/traces", body, method="POST")
        assert json.loads(urllib.request.urlopen(request).read()) == {"keep": number}

    keep(0)
    shadow.update({"state": {"reported": {"a": 1}}})
    assert traces(server) == []
    keep(2)
    stream = urllib.request.urlopen(
        urllib.request.Request(f"{server.api}/_thingcore/traces?thing=switched", headers={"Accept": "text/event-stream"}))
    assert stream.headers["content-type"] == "text/event-stream"
    for number in range(3):
        shadow.update({"state": {"reported": {"a": number + 2}}})
    versions = []
    while len(versions) < 3:
        line = stream.readline().decode()
        if line.startswith("data: "):
            versions.append(json.loads(line.removeprefix("data: "))["version"])
    assert versions == [2, 3, 4]
    assert [entry["version"] for entry in traces(server)] == [3, 4]
    # An open stream does not hold up the end.
    began = time.monotonic()
    server.terminate()
    assert time.monotonic() - began < 3


def test_log_lines_are_listed(server):
    assert server.client("iot-data").meta is not None
    request = urllib.request.urlopen(f"{server.api}/_thingcore/logs?limit=1000")
    lines = json.loads(request.read())["entries"]
    assert lines and all({"id", "at", "level", "target", "message"} <= line.keys() for line in lines)
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)


@pytest.mark.parametrize("query", ["after=x", "account=1"])
def test_queries_that_make_no_sense_are_refused(server, query):
    with pytest.raises(urllib.error.HTTPError) as refused:
        traces(server, query)
    assert refused.value.code == 400
