"""Rules beyond the table: republish, Lambda and SNS in another server's hands, refusals, failures."""
import base64
import hashlib
import http.server
import json
import threading
import time

import boto3
import pytest

from thingcore import REGION, ROLE, Device, create_rule, eventually


class Recorder(http.server.BaseHTTPRequestHandler):
    """Notes Lambda invocations and answers as the service does."""
    seen = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append((self.path, headers, body))
        self.send_response(202)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def recorder():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory, moto, recorder):
    from thingcore import Server
    server = Server(tmp_path_factory.mktemp("rules"), "--sink", f"sns={moto}", "--sink", f"lambda={recorder}",
                    "--companion", moto)
    yield server
    server.stop()
    assert "panicked" not in server.log_text()


@pytest.fixture(scope="module")
def client(server):
    client = Device(server, "rules").mqtt().connect()
    yield client
    client.disconnect()


def test_sns_reaches_a_subscribed_queue(server, client, moto):
    options = dict(endpoint_url=moto, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
    sns, sqs = boto3.client("sns", **options), boto3.client("sqs", **options)
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    queue = sqs.create_queue(QueueName="alerts")["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    create_rule(server, "alert", "SELECT deviceId, temp FROM 'sensors/+/data' WHERE temp > 30",
                {"sns": {"targetArn": topic, "roleArn": ROLE, "messageFormat": "RAW"}})
    client.publish("sensors/1/data", '{"deviceId":"1","temp":25}')
    client.publish("sensors/2/data", '{"deviceId":"2","temp":31.5}')
    messages = eventually(lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"))
    assert json.loads(messages[0]["Body"]) == {"deviceId": "2", "temp": 31.5}


def test_lambda_is_invoked_with_the_output(server, client):
    function = f"arn:aws:lambda:{REGION}:123456789012:function:on_temp"
    create_rule(server, "invoke", "SELECT temp * 2 AS doubled, topic(2) AS device, clientid() AS sender FROM 'lambda/+'",
                {"lambda": {"functionArn": function}})
    client.publish("lambda/d7", '{"temp": 21}')
    path, headers, body = eventually(lambda: Recorder.seen and Recorder.seen[0])
    assert path.startswith("/2015-03-31/functions/") and "on_temp" in path
    assert headers["x-amz-invocation-type"] == "Event"
    assert json.loads(body) == {"doubled": 42, "device": "d7", "sender": "rules"}


def test_companion_answers_for_services_that_are_not_embedded(server):
    kinesis = server.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    assert kinesis.list_streams()["StreamNames"] == ["s"]


def test_republish_to_a_topic_and_to_a_shadow(server, client):
    create_rule(server, "forward", "SELECT *, topic(3) AS id, timestamp() AS at FROM 'in/a/+'",
                {"republish": {"topic": "out/${topic(3)}", "qos": 1, "roleArn": ROLE}})
    create_rule(server, "to_shadow", "SELECT state FROM 'in/shadow'",
                {"republish": {"topic": "$$aws/things/mirror/shadow/update", "qos": 1, "roleArn": ROLE}})
    client.subscribe("out/#")
    client.subscribe("$aws/things/mirror/shadow/update/accepted")
    client.publish("in/a/7", '{"v":1.50}')
    client.publish("in/shadow", '{"state":{"reported":{"x":1}}}')
    client.wait(lambda: len(client.messages) >= 2)
    by_topic = {message.topic: json.loads(message.payload) for message in client.messages}
    assert by_topic["out/7"]["id"] == "7" and by_topic["out/7"]["v"] == 1.5
    assert abs(by_topic["out/7"]["at"] / 1000 - time.time()) < 60
    assert by_topic["$aws/things/mirror/shadow/update/accepted"]["state"] == {"reported": {"x": 1}}


def test_loop_of_two_rules_ends(server, client):
    create_rule(server, "ping", "SELECT * FROM 'loop/a'", {"republish": {"topic": "loop/b", "roleArn": ROLE}})
    create_rule(server, "pong", "SELECT * FROM 'loop/b'", {"republish": {"topic": "loop/a", "roleArn": ROLE}})
    client.publish("loop/a", "{}")
    eventually(lambda: "rules feed each other in a loop" in server.log_text())
    iot = server.client("iot")
    iot.delete_topic_rule(ruleName="ping")
    iot.delete_topic_rule(ruleName="pong")


def test_error_action_gets_the_failure(server, client):
    create_rule(server, "no_table", "SELECT * FROM 'failing/+'",
                {"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "missing"}}},
                errorAction={"republish": {"topic": "errors", "roleArn": ROLE}})
    client.subscribe("errors")
    before = len(client.messages)
    client.publish("failing/1", '{"a":1}')
    client.wait(lambda: len(client.messages) > before)
    document = json.loads(client.messages[-1].payload)
    assert document["ruleName"] == "no_table" and document["topic"] == "failing/1"
    assert document["clientId"] == "rules"
    assert base64.b64decode(document["base64OriginalPayload"]) == b'{"a":1}'
    failure = document["failures"][0]
    assert failure["failedAction"] == "DynamoDBv2Action" and failure["failedResource"] == "missing"
    assert "ResourceNotFoundException" in failure["errorMessage"]


def test_patterns_and_hashes_in_statement_and_template(server, client):
    create_rule(server, "patterns",
                "SELECT regexp_replace(id, '([a-z]+)-([0-9]+)', '$2/$1') AS path, md5(id) AS hash, "
                "parse_time(\"yyyy-MM-dd'T'HH:mm:ssZZ\", time_to_epoch(at, 'd MMMM yyyy'), 'America/Belize') AS at "
                "FROM 'patterns/in' WHERE regexp_matches(id, '^lamp-')",
                {"republish": {"topic": "patterns/out/${regexp_substr(id, '[0-9]+')}", "roleArn": ROLE}})
    client.subscribe("patterns/out/+")
    before = len(client.messages)
    client.publish("patterns/in", json.dumps({"id": "fan-1", "at": "18 December 2015"}))
    client.publish("patterns/in", json.dumps({"id": "lamp-17", "at": "18 December 2015"}))
    client.wait(lambda: len(client.messages) > before)
    message = client.messages[before]
    assert message.topic == "patterns/out/17"
    assert json.loads(message.payload) == {
        "path": "17/lamp", "hash": hashlib.md5(b"lamp-17").hexdigest(), "at": "2015-12-17T18:00:00-06:00"}


def test_basic_ingest_reaches_its_rule_and_nobody_else(server, client):
    create_rule(server, "ingest", "SELECT topic() AS t, * FROM 'ignored'",
                {"republish": {"topic": "ingested", "roleArn": ROLE}})
    client.subscribe("ingested")
    client.subscribe("some/#")
    before = len(client.messages)
    client.publish("$aws/rules/ingest/some/topic", '{"a":1}')
    client.wait(lambda: len(client.messages) > before)
    assert [message.topic for message in client.messages[before:]] == ["ingested"]
    assert json.loads(client.messages[-1].payload) == {"t": "some/topic", "a": 1}


def test_rule_life_cycle(server):
    iot = server.client("iot")
    action = {"republish": {"topic": "x", "roleArn": ROLE}}
    create_rule(server, "cycle", "SELECT * FROM 'cycle'", action, description="d")
    rule = iot.get_topic_rule(ruleName="cycle")
    assert rule["ruleArn"].endswith(":rule/cycle") and rule["rule"]["sql"] == "SELECT * FROM 'cycle'"
    assert rule["rule"]["actions"][0]["republish"]["topic"] == "x" and rule["rule"]["ruleDisabled"] is False
    iot.disable_topic_rule(ruleName="cycle")
    assert iot.get_topic_rule(ruleName="cycle")["rule"]["ruleDisabled"] is True
    iot.enable_topic_rule(ruleName="cycle")
    iot.replace_topic_rule(ruleName="cycle", topicRulePayload={"sql": "SELECT a FROM 'other'", "actions": [action]})
    listed = [rule for rule in iot.list_topic_rules()["rules"] if rule["ruleName"] == "cycle"]
    assert listed[0]["topicPattern"] == "other"
    with pytest.raises(iot.exceptions.ResourceAlreadyExistsException):
        create_rule(server, "cycle", "SELECT * FROM 'cycle'", action)
    iot.delete_topic_rule(ruleName="cycle")
    with pytest.raises(iot.exceptions.UnauthorizedException, match="Access to topic rule 'cycle' was denied"):
        iot.get_topic_rule(ruleName="cycle")


@pytest.mark.parametrize("sql, place", [
    ("SELECT * FROM 'a' WHERE temp != 3", "line 1, column 30"),
    ("SELECT * FROM 'a' WHERE", "line 1"),
    ("SELECT *\nFRM 'a'", "line 2"),
    ("SELECT machinelearning_predict(x) FROM 'a'", "machinelearning_predict"),
    ("SELECT * FROM 'a' WHERE regexp_matches(x, '(?=b)')", "look-ahead and look-behind are not supported at line 1, column 43"),
    ("SELECT parse_time('yyyy-MM-ddTHH', timestamp()) AS t FROM 'a'", "unknown pattern letter 'T' at line 1, column 19"),
    ("SELECT * FROM 'a' GROUP BY x", "line 1"),
])
def test_unparsable_sql_is_refused_with_its_place(server, sql, place):
    iot = server.client("iot")
    with pytest.raises(iot.exceptions.SqlParseException) as refused:
        create_rule(server, "bad", sql)
    assert place in refused.value.response["Error"]["Message"]


@pytest.mark.parametrize("action", [
    {"salesforce": {"token": "t" * 40, "url": "https://ingestion-a1.b2.sfdc-matrix.net/streams/a/b/event"}},
    {"iotAnalytics": {"channelName": "c", "roleArn": ROLE}},
], ids=["salesforce", "iotAnalytics"])
def test_unsupported_action_is_refused_by_name(server, action):
    iot = server.client("iot")
    key = next(iter(action))
    with pytest.raises(iot.exceptions.InvalidRequestException, match=f"actions.0: action '{key}' is not available"):
        create_rule(server, "k", "SELECT * FROM 'a'", action)
    with pytest.raises(iot.exceptions.InvalidRequestException, match=f"errorAction: action '{key}' is not available"):
        create_rule(server, "k", "SELECT * FROM 'a'", errorAction=action)
