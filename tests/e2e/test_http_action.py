"""The HTTP action: destinations that confirm, requests, tries, batches; against a real local server."""
import base64
import http.server
import json
import ssl
import subprocess
import threading
import time
import urllib.request

import pytest

from answers import refused
from thingcore import REGION, ROLE, Device, Server, arn, create_rule, eventually

DEFAULT = object()


class Endpoint:
    """An HTTP server that notes requests and answers what its test tells it to."""

    def __init__(self, context=None):
        self.requests, self.confirmations, self.answers = [], [], {}
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                path = self.path
                if "confirmationToken=" in path:
                    endpoint.confirmations.append((path, headers, json.loads(body)))
                    return self.answer(200)
                endpoint.requests.append((path, headers, body, time.monotonic()))
                script = endpoint.answers.get(path.split("?")[0], [])
                step = script.pop(0) if script else 200
                if step == "hang":
                    time.sleep(4)
                elif step == "close":
                    self.close_connection = True
                    return self.connection.close()
                elif isinstance(step, tuple):
                    return self.answer(*step)
                self.answer(step if isinstance(step, int) else 200)

            def answer(self, status, body=b""):
                try:
                    self.send_response(status)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        scheme = "http"
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def at(self, path):
        return [request for request in self.requests if request[0].split("?")[0] == path]


@pytest.fixture(scope="module")
def endpoint():
    endpoint = Endpoint()
    yield endpoint
    endpoint.server.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory, endpoint):
    server = Server(tmp_path_factory.mktemp("http"))
    iot = server.client("iot")
    made = iot.create_topic_rule_destination(
        destinationConfiguration={"httpUrlConfiguration": {"confirmationUrl": endpoint.url}})
    destination = made["topicRuleDestination"]["arn"]
    eventually(lambda: endpoint.confirmations)
    iot.confirm_topic_rule_destination(confirmationToken=endpoint.confirmations[0][2]["confirmationToken"])
    server.destination = destination
    yield server
    server.stop()
    assert "panicked" not in server.log_text()


@pytest.fixture(scope="module")
def client(server):
    client = Device(server, "poster").mqtt().connect()
    client.subscribe("errors/#")
    yield client
    client.disconnect()


def rule(server, name, endpoint, error_action=True, sql=None, **action):
    """A rule on `http/NAME` that posts to `/NAME`."""
    action = {"http": {"url": f"{endpoint.url}/{name}", "confirmationUrl": endpoint.url, **action}}
    more = {"errorAction": {"republish": {"topic": f"errors/{name}", "roleArn": ROLE}}} if error_action else {}
    create_rule(server, name, sql or f"SELECT * FROM 'http/{name}/#'", action, **more)


def failure_of(client, name):
    """The document that the rule's error action got."""
    def found():
        return [message for message in client.messages if message.topic == f"errors/{name}"]
    client.wait(lambda: found(), within=15)
    return json.loads(found()[0].payload)


def test_destination_is_asked_to_confirm(server, endpoint):
    path, headers, body = endpoint.confirmations[0]
    assert path == f"/?confirmationToken={body['confirmationToken']}"
    assert headers["x-amz-rules-engine-message-type"] == "DestinationConfirmation"
    assert headers["x-amz-rules-engine-destination-arn"].strip('"') == server.destination == body["arn"]
    assert headers["content-type"] == "application/json" and body["messageType"] == "DestinationConfirmation"
    assert body["enableUrl"].endswith(f"/confirmdestination/{body['confirmationToken']}")


def test_enable_url_confirms(server, endpoint):
    iot = server.client("iot", account="999999999999")
    before = len(endpoint.confirmations)
    made = iot.create_topic_rule_destination(
        destinationConfiguration={"httpUrlConfiguration": {"confirmationUrl": f"{endpoint.url}/other/"}})
    destination = made["topicRuleDestination"]["arn"]
    assert made["topicRuleDestination"]["status"] == "IN_PROGRESS"
    body = eventually(lambda: endpoint.confirmations[before:])[0][2]
    assert body["arn"] == destination and ":999999999999:" in destination
    with urllib.request.urlopen(body["enableUrl"], timeout=5) as answer:
        assert answer.status == 200
    assert iot.get_topic_rule_destination(arn=destination)["topicRuleDestination"]["status"] == "ENABLED"


def test_request_has_payload_headers_and_content_type(server, endpoint, client):
    rule(server, "plain", endpoint, url=f"{endpoint.url}/plain/${{topic(3)}}?n=${{n}}",
         headers=[{"key": "X-Device", "value": "${clientid()}"}])
    client.publish("http/plain/t1", '{"n": 7}')
    path, headers, body, _ = eventually(lambda: endpoint.at("/plain/t1"))[0]
    assert path == "/plain/t1?n=7" and json.loads(body) == {"n": 7}
    assert (headers["x-device"], headers["content-type"]) == ("poster", "application/json")
    client.publish("http/plain/t2", b"\x00\xff")
    _, headers, body, _ = eventually(lambda: endpoint.at("/plain/t2"))[0]
    assert (body, headers["content-type"]) == (b"\x00\xff", "application/octet-stream")
    rule(server, "typed", endpoint, headers=[{"key": "content-type", "value": "text/plain"}])
    client.publish("http/typed/x", "{}")
    assert eventually(lambda: endpoint.at("/typed"))[0][1]["content-type"] == "text/plain"


def test_request_is_signed(server, endpoint, client):
    rule(server, "signed", endpoint,
         auth={"sigv4": {"signingRegion": "eu-west-1", "serviceName": "execute-api", "roleArn": ROLE}})
    client.publish("http/signed/x", "{}")
    _, headers, _, _ = eventually(lambda: endpoint.at("/signed"))[0]
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=")
    assert "/eu-west-1/execute-api/aws4_request" in headers["authorization"]


@pytest.mark.parametrize("name, answers, tries, delivered", [
    ("first_500", [500], 2, True),
    ("throttled", [429, 503], 3, True),
    ("always_500", [500, (502, b"sorry"), 503], 3, False),
    ("not_found", [404], 1, False),
    ("redirect", [301], 1, False),
    ("large_500", [(500, b"x" * 16385)], 1, False),
    ("closes", ["close"], 1, False),
])
def test_what_is_tried_again(server, endpoint, client, name, answers, tries, delivered):
    endpoint.answers[f"/{name}"] = list(answers)
    rule(server, name, endpoint)
    client.publish(f"http/{name}/x", '{"a":1}')
    if delivered:
        eventually(lambda: len(endpoint.at(f"/{name}")) == tries)
        assert not [message for message in client.messages if message.topic == f"errors/{name}"]
        return
    document = failure_of(client, name)
    assert len(endpoint.at(f"/{name}")) == tries
    assert document["failures"][0]["failedAction"] == "HttpAction"
    assert document["failures"][0]["failedResource"] == f"{endpoint.url}/{name}"
    assert base64.b64decode(document["base64OriginalPayload"]) == b'{"a":1}' and document["sourceIp"]


def test_endpoint_that_hangs_has_three_seconds_and_delays_nobody(server, endpoint, client):
    endpoint.answers["/hangs"] = ["hang"] * 20
    rule(server, "hangs", endpoint)
    began = time.monotonic()
    for _ in range(20):
        sent = time.monotonic()
        client.publish("http/hangs/x", "{}")
        assert time.monotonic() - sent < 0.5, "the PUBACK does not wait for the action"
    document = failure_of(client, "hangs")
    assert 2.8 < time.monotonic() - began < 8
    assert document["failures"][0]["errorMessage"] == "no answer within 3000 ms"


def test_batches_are_arrays_with_the_headers_of_the_last(server, endpoint, client):
    rule(server, "batch", endpoint, enableBatching=True, batchConfig={"maxBatchOpenMs": 200, "maxBatchSize": 3},
         headers=[{"key": "X-N", "value": "${n}"}])
    for n in range(4):
        client.publish("http/batch/x", json.dumps({"n": n}), qos=0)
    client.publish("http/batch/other", '{"n": 9}')
    requests = eventually(lambda: (found := endpoint.at("/batch")) and len(found) >= 3 and found)
    batches = sorted(([element["n"] for element in json.loads(body)], headers["x-n"]) for _, headers, body, _ in requests)
    assert batches == [([0, 1, 2], "2"), ([3], "3"), ([9], "9")]
    assert all(headers["content-type"] == "application/json" for _, headers, _, _ in requests)


def test_batch_that_fails_is_one_error_with_all_its_messages(server, endpoint, client):
    endpoint.answers["/broken"] = [400]
    sql = "SELECT * FROM 'http/broken/#'"
    create_rule(server, "broken", sql, {"http": {
        "url": f"{endpoint.url}/broken", "confirmationUrl": endpoint.url, "enableBatching": True,
        "batchConfig": {"maxBatchOpenMs": 200, "maxBatchSize": 2, "batchAcrossTopics": True}}},
        {"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "missing"}}},
        errorAction={"republish": {"topic": "errors/broken", "roleArn": ROLE}})
    client.publish("http/broken/a", '{"n":1}', qos=0)
    client.publish("http/broken/b", '{"n":2}', qos=0)
    document = failure_of(client, "broken")
    assert "topic" not in document and "base64OriginalPayload" not in document
    first, second = document["payloadsWithMetadata"]
    assert (first["id"], first["topic"], second["id"], second["topic"]) == (1, "http/broken/a", 2, "http/broken/b")
    assert base64.b64decode(second["base64OriginalPayload"]) == b'{"n":2}' and second["clientId"] == "poster"
    by_action = {failure["failedAction"]: failure for failure in document["failures"]}
    assert by_action["HttpAction"]["affectedIds"] == [1, 2]
    assert by_action["DynamoDBv2Action"]["affectedIds"] == [1, 2]


def test_rule_without_confirmed_destination_fails_and_says_why(server, client):
    iot = server.client("iot")
    elsewhere = Endpoint()
    try:
        rule(server, "unconfirmed", elsewhere)
        # The rule itself asks whoever is there.
        body = eventually(lambda: elsewhere.confirmations)[0][2]
        client.publish("http/unconfirmed/x", "{}")
        assert "IN_PROGRESS" in failure_of(client, "unconfirmed")["failures"][0]["errorMessage"]
        assert not elsewhere.requests
        iot.confirm_topic_rule_destination(confirmationToken=body["confirmationToken"])
        client.publish("http/unconfirmed/x", "{}")
        eventually(lambda: elsewhere.at("/unconfirmed"))
        iot.update_topic_rule_destination(arn=body["arn"], status="DISABLED")
        seen = len(client.messages)
        client.publish("http/unconfirmed/x", "{}")
        client.wait(lambda: len(client.messages) > seen)
        assert "DISABLED" in json.loads(client.messages[-1].payload)["failures"][0]["errorMessage"]
    finally:
        elsewhere.server.shutdown()


def test_metrics_by_rule(server, endpoint, client):
    def value(rule, metric):
        with urllib.request.urlopen(f"{server.api}/_thingcore/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        name = f'rule_name="{rule}",action_type="Http",metric="{metric}"'
        return sum(int(line.rsplit(" ", 1)[1]) for line in lines if name in line)

    rule(server, "counted", endpoint)
    endpoint.answers["/counted"] = [200, 404]
    client.publish("http/counted/x", "{}")
    eventually(lambda: value("counted", "Success") == 1)
    client.publish("http/counted/x", "{}")
    eventually(lambda: (value("counted", "Failure"), value("counted", "HttpCode_4XX")) == (1, 1))


def test_definitions_that_cannot_be(server, fresh, endpoint):
    iot = server.client("iot")

    def create(**http):
        return {"ruleName": "no", "topicRulePayload": {"sql": "SELECT * FROM 'a'", "actions": [{"http": http}]}}
    for http in [
        {"url": "http://example.com/"}, {"url": "https://${topic()}/"}, {"url": "ftp://localhost/"},
        {"url": "https://a/", "confirmationUrl": "https://b/"},
        {"url": "https://a/", "headers": [{"key": "no good", "value": "x"}]},
        {"url": "https://a/", "enableBatching": True, "batchConfig": {"maxBatchSize": 11}},
    ]:
        refused(iot.create_topic_rule, "InvalidRequestException", **create(**http))
    strict = fresh("--limits", "aws").client("iot")
    refused(strict.create_topic_rule, "InvalidRequestException", **create(url="http://localhost/"))
    refused(strict.create_topic_rule, "InvalidRequestException", **create(url="https://localhost:9443/"))
    refused(strict.create_topic_rule_destination, "InvalidRequestException",
            destinationConfiguration={"httpUrlConfiguration": {"confirmationUrl": endpoint.url}})


def test_tls_with_an_authority_of_the_lab(fresh, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    endpoint = Endpoint(context)
    try:
        server = fresh("--trust", certificate)
        rule(server, "tls", endpoint, error_action=False)
        body = eventually(lambda: endpoint.confirmations)[0][2]
        server.client("iot").confirm_topic_rule_destination(confirmationToken=body["confirmationToken"])
        server.client("iot-data").publish(topic="http/tls/x", qos=1, payload=b'{"a":1}')
        assert json.loads(eventually(lambda: endpoint.at("/tls"))[0][2]) == {"a": 1}
        stranger = fresh()
        rule(stranger, "tls", endpoint, error_action=False)
        destination, = stranger.client("iot").list_topic_rule_destinations()["destinationSummaries"]
        assert destination["status"] == "IN_PROGRESS"
        eventually(lambda: "confirmation message not delivered" in stranger.log_text(), within=20)
    finally:
        endpoint.server.shutdown()
