"""Functions of the SQL that ask other services: Lambda, DynamoDB, secrets, shadows, the registry, Protocol Buffers."""
import http.server
import json
import struct
import threading
import time
import urllib.parse

import boto3
import pytest

from thingcore import REGION, ROLE, Device, Server, create_rule, eventually


class Functions(http.server.BaseHTTPRequestHandler):
    """Answers invocations as Lambda does: one function doubles, one is late, one fails."""
    seen = []

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["content-length"])))
        name = urllib.parse.unquote(self.path).split("/")[3].rsplit(":", 1)[-1]
        self.seen.append((name, self.headers["x-amz-invocation-type"], event))
        answer, error = b'{"doubled": %d}' % (2 * event.get("n", 0)), None
        if name == "late":
            time.sleep(2.5)
        if name == "failing":
            answer, error = b'{"errorMessage": "boom"}', "Unhandled"
        self.send_response(200)
        if error:
            self.send_header("x-amz-function-error", error)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        try:
            self.wfile.write(answer)
        except OSError:
            pass  # Nobody waits any more.

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def functions():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Functions)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory, moto, functions):
    server = Server(tmp_path_factory.mktemp("external"), "--services", "dynamodb", "--companion", moto,
                    "--sink", f"lambda={functions}")
    yield server
    server.stop()
    assert "panicked" not in server.log_text()


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "asker")


@pytest.fixture
def client(device):
    client = device.mqtt().connect()
    client.subscribe("out/#")
    yield client
    client.disconnect()


def arn(name):
    return f"arn:aws:lambda:{REGION}:123456789012:function:{name}"


def rule(server, name, select, **payload):
    """A rule on `in/NAME` that puts its output on `out/NAME`."""
    action = {"republish": {"topic": f"out/{name}", "roleArn": ROLE}}
    create_rule(server, name, f"SELECT {select} FROM 'in/{name}'", action, **payload)


def ask(client, name, payload):
    """What the rule makes of a payload."""
    before = len(client.messages)
    client.publish(f"in/{name}", payload if isinstance(payload, (str, bytes)) else json.dumps(payload))
    client.wait(lambda: len(client.messages) > before)
    assert client.messages[-1].topic == f"out/{name}"
    return json.loads(client.messages[-1].payload)


def test_lambda_answers_and_its_answer_is_addressable(server, client):
    rule(server, "doubles", f"aws_lambda('{arn('double')}', {{'n': n}}).doubled AS doubled, n, newuuid() AS u")
    output = ask(client, "doubles", {"n": 21})
    assert (output["doubled"], output["n"], len(output["u"])) == (42, 21, 36)
    assert ("double", "RequestResponse", {"n": 21}) in Functions.seen


@pytest.mark.parametrize("name, reason", [("failing", "boom"), ("late", "no answer within 2000 ms")])
def test_lambda_that_fails_runs_no_action_and_no_error_action(server, client, name, reason):
    rule(server, f"not_{name}", f"aws_lambda('{arn(name)}', *) AS x",
         errorAction={"republish": {"topic": "out/error", "roleArn": ROLE}})
    rule(server, f"default_{name}", f"get_or_default(aws_lambda('{arn(name)}', *).x, 'none') AS x")
    client.publish(f"in/not_{name}", '{"n":1}')
    assert ask(client, f"default_{name}", {"n": 1}) == {"x": "none"}
    eventually(lambda: f"rule=not_{name}" in server.log_text() or f'rule="not_{name}"' in server.log_text())
    assert reason in server.log_text()
    assert not any(message.topic in ("out/error", f"out/not_{name}") for message in client.messages)


def test_slow_function_delays_nobody_else(server, client):
    rule(server, "slow", f"get_or_default(aws_lambda('{arn('late')}', *), 0) AS x")
    rule(server, "quick", "n")
    client.publish("in/slow", '{"n":1}')
    began = time.monotonic()
    assert ask(client, "quick", {"n": 2}) == {"n": 2}
    assert time.monotonic() - began < 1.0
    client.wait(lambda: client.messages[-1].topic == "out/slow")


def test_dynamodb_item(server, client):
    dynamodb = server.client("dynamodb")
    dynamodb.create_table(
        TableName="sites", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "site", "AttributeType": "S"},
                              {"AttributeName": "line", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "site", "KeyType": "HASH"}, {"AttributeName": "line", "KeyType": "RANGE"}])
    dynamodb.put_item(TableName="sites", Item={
        "site": {"S": "a"}, "line": {"N": "2"}, "limit": {"N": "7.5"}, "tags": {"L": [{"S": "x"}, {"BOOL": True}]}})
    item = f"get_dynamodb('sites', 'site', site, 'line', line, '{ROLE}')"
    rule(server, "item", f"{item} AS item")
    output = ask(client, "item", {"site": "a", "line": 2})
    assert output == {"item": {"site": "a", "line": 2, "limit": 7.5, "tags": ["x", True]}}
    create_rule(server, "above", f"SELECT v FROM 'in/above' WHERE v > {item}.limit",
                {"republish": {"topic": "out/above", "roleArn": ROLE}})
    client.publish("in/above", json.dumps({"site": "a", "line": 2, "v": 7}))
    assert ask(client, "above", {"site": "a", "line": 2, "v": 8}) == {"v": 8}
    rule(server, "twice", f"{item} AS a, {item} AS b")
    client.publish("in/twice", json.dumps({"site": "a", "line": 2}))
    eventually(lambda: "get_dynamodb is called more than 1 times" in server.log_text())


def test_secret_and_its_keys(server, client, moto):
    secrets = boto3.client("secretsmanager", endpoint_url=moto, region_name=REGION,
                           aws_access_key_id="123456789012", aws_secret_access_key="x")
    secrets.create_secret(Name="login", SecretString='{"user": "u", "password": "p"}')
    secrets.create_secret(Name="blob", SecretBinary=b"\x00\x01")
    rule(server, "secret",
         f"get_secret('login', 'SecretString', 'user', '{ROLE}') AS user, get_secret('login', 'SecretString', '{ROLE}') AS all_, "
         f"get_secret('blob', 'SecretBinary', '{ROLE}') AS blob")
    expected = {"user": "u", "all_": {"user": "u", "password": "p"}, "blob": "AAE="}
    assert ask(client, "secret", {}) == expected
    secrets.put_secret_value(SecretId="login", SecretString='{"user": "other"}')
    assert ask(client, "secret", {}) == expected, "kept for a while"
    assert '"password"' not in server.log_text()


def test_shadow_and_registry(server, client):
    iot, data = server.client("iot"), server.client("iot-data")
    iot.create_thing_type(thingTypeName="pump")
    iot.create_thing(thingName="p1", thingTypeName="pump", attributePayload={"attributes": {"floor": "3"}})
    iot.create_thing_group(thingGroupName="pumps")
    iot.add_thing_to_thing_group(thingName="p1", thingGroupName="pumps")
    data.update_thing_shadow(thingName="p1", payload='{"state":{"desired":{"rpm":900}}}')
    data.update_thing_shadow(thingName="p1", shadowName="lamp", payload='{"state":{"reported":{"on":true}}}')
    rule(server, "twin",
         f"get_thing_shadow(thing, '{ROLE}').state.desired.rpm AS rpm, "
         f"get_thing_shadow(thing, 'lamp', '{ROLE}').state.reported AS lamp, "
         f"get_registry_data('DescribeThing', thing, '{ROLE}').attributes.floor AS floor")
    assert ask(client, "twin", {"thing": "p1"}) == {"rpm": 900, "lamp": {"on": True}, "floor": "3"}
    rule(server, "groups", f"get_registry_data('ListThingGroupsForThing', thing, '{ROLE}').thingGroups AS groups")
    assert ask(client, "groups", {"thing": "p1"})["groups"][0]["groupName"] == "pumps"
    rule(server, "nothing", f"get_or_default(get_thing_shadow(thing, '{ROLE}'), 'none') AS x")
    assert ask(client, "nothing", {"thing": "unknown"}) == {"x": "none"}


def test_functions_in_templates(server, client):
    create_rule(server, "route", "SELECT n FROM 'in/route'",
                {"republish": {"topic": f"out/${{aws_lambda('{arn('double')}', *).doubled}}", "roleArn": ROLE}})
    before = len(client.messages)
    client.publish("in/route", '{"n":4}')
    client.wait(lambda: len(client.messages) > before)
    assert client.messages[-1].topic == "out/8"


def field(number, value):
    """A field of a Protocol Buffers message: bytes, or a number as varint."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value):
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def descriptor():
    """What protoc --descriptor_set_out makes of a file `telemetry.proto` with a message `Reading`."""
    def declared(name, number, kind):
        return field(2, field(1, name) + field(3, number) + field(4, 1) + field(5, kind))

    message = field(1, b"Reading") + declared(b"host", 1, 9) + declared(b"value", 2, 1) + declared(b"count", 3, 5)
    return field(1, field(1, b"telemetry.proto") + field(4, message) + field(12, b"proto3"))


def test_protocol_buffers(server, client, moto):
    s3 = boto3.client("s3", endpoint_url=moto, region_name=REGION,
                      aws_access_key_id="123456789012", aws_secret_access_key="x")
    s3.create_bucket(Bucket="descriptors")
    s3.put_object(Bucket="descriptors", Key="v 1/telemetry.desc", Body=descriptor())
    call = "decode(encode(*, 'base64'), 'proto', 'descriptors', 'v 1/telemetry.desc', 'telemetry', 'Reading')"
    create_rule(server, "proto", f"SET @m = {call} SELECT @m.host AS host, @m.value * 2 AS twice, @m AS all_ FROM 'in/proto'",
                {"republish": {"topic": "out/proto", "roleArn": ROLE}})
    payload = field(1, b"h1") + b"\x11" + struct.pack("<d", 1.25) + field(3, 300)
    output = ask(client, "proto", payload)
    assert output == {"host": "h1", "twice": 2.5, "all_": {"host": "h1", "value": 1.25, "count": 300}}
    before = server.log_text().count("rule evaluation given up")
    client.publish("in/proto", b"\xff\xff\xff")
    eventually(lambda: server.log_text().count("rule evaluation given up") > before)


@pytest.mark.parametrize("select, place", [
    ("get_registry_data(op, 't', 'r')", "Expected a literal string"),
    ("get_registry_data('DeleteThing', 't', 'r')", "DescribeThing"),
    ("get_or_default(a, get_thing_shadow('t', 'r'))", "get_or_default"),
])
def test_calls_that_cannot_be_are_refused(server, select, place):
    iot = server.client("iot")
    with pytest.raises(iot.exceptions.SqlParseException) as refused:
        rule(server, "refused", f"{select} AS x")
    assert place in refused.value.response["Error"]["Message"]
