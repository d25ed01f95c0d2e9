"""Publishing over HTTPS: every parameter, with a signature and with a certificate, and what is refused."""
import base64
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
import uuid

import boto3
import botocore.exceptions
import paho.mqtt.client as paho
import pytest

from thingcore import REGION, Device, Mqtt, arn, eventually


def encoded(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.b64encode(raw).decode()


def post(server, path, body=b"", headers=None, device=None, alpn=None):
    """A POST with urllib, with a certificate on the HTTPS port or without one on the API port."""
    context, base = None, server.api
    if device:
        context = ssl.create_default_context(cafile=server.ca)
        context.load_cert_chain(device.certificate, device.key)
        if alpn:
            context.set_alpn_protocols([alpn])
        base = f"https://localhost:{server.https_port}"
    request = urllib.request.Request(base + path, body, headers or {}, method="POST")
    try:
        with urllib.request.urlopen(request, context=context, timeout=10) as answer:
            return answer.status, answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, json.loads(refused.read())


@pytest.fixture(scope="module")
def watcher(server):
    client = Mqtt(server, None, "watcher-5", paho.MQTTv5).connect()
    yield client
    client.disconnect()


USER = [{"a": "1"}, {"b": "zwei ü"}, {"a": "3"}]


def check(message, topic, payload):
    assert (message.topic, message.payload, message.qos) == (topic, payload, 1)
    properties = message.properties
    assert properties.UserProperty == [("a", "1"), ("b", "zwei ü"), ("a", "3")]
    assert properties.PayloadFormatIndicator == 1
    assert properties.ContentType == "text/plain; charset=utf-8"
    assert properties.ResponseTopic == "answer/to me"
    assert properties.CorrelationData == b"\x00\xff"
    assert 50 <= properties.MessageExpiryInterval <= 60


@pytest.mark.parametrize("over", ["http", "https"])
def test_boto3_with_all_parameters(server, watcher, over):
    topic = f"all/{over}/a b"
    watcher.subscribe(topic)
    url = server.api if over == "http" else f"https://localhost:{server.https_port}"
    client = boto3.client("iot-data", endpoint_url=url, region_name=REGION, verify=server.ca,
                          aws_access_key_id="test", aws_secret_access_key="test")
    # boto3 encodes the user properties itself.
    answer = client.publish(
        topic=topic, qos=1, retain=True, payload=b"hello", userProperties=USER,
        payloadFormatIndicator="UTF8_DATA", contentType="text/plain; charset=utf-8", responseTopic="answer/to me",
        correlationData=encoded(b"\x00\xff"), messageExpiry=60)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    watcher.wait(lambda: any(message.topic == topic for message in watcher.messages))
    check([message for message in watcher.messages if message.topic == topic][-1], topic, b"hello")
    late = Mqtt(server, None, f"late-{over}", paho.MQTTv5).connect()
    late.subscribe(topic)
    retained = late.expect(1)[0]
    assert retained.retain
    check(retained, topic, b"hello")
    late.disconnect()


@pytest.mark.parametrize("alpn", ["x-amzn-http-ca", None])
def test_certificate_with_all_parameters(server, watcher, alpn):
    device = Device(server, f"poster-{alpn}")
    topic = f"cert/{alpn}"
    watcher.subscribe(topic)
    query = urllib.parse.urlencode({"qos": 1, "contentType": "text/plain; charset=utf-8",
                                    "responseTopic": "answer/to me", "messageExpiry": 60})
    headers = {"x-amz-mqtt5-user-properties": encoded(USER), "x-amz-mqtt5-payload-format-indicator": "UTF8_DATA",
               "x-amz-mqtt5-correlation-data": encoded(b"\x00\xff")}
    # Slashes need not be encoded.
    status, headers, body = post(server, f"/topics/{topic}?{query}", b"hi", headers, device, alpn)
    assert (status, headers["content-type"], set(body)) == (200, "application/json", {"message", "traceId"})
    assert body["message"] == "OK"
    assert headers["x-amzn-requestid"] == body["traceId"] == str(uuid.UUID(body["traceId"]))
    watcher.wait(lambda: any(message.topic == topic for message in watcher.messages))
    check([message for message in watcher.messages if message.topic == topic][-1], topic, b"hi")


def test_a_payload_is_no_operation_of_another_service(server, watcher):
    device = Device(server, "formal")
    watcher.subscribe("formal/#")
    body = b"Action=AssumeRoleWithSAML&Version=2011-06-15"
    status, _, _ = post(server, "/topics/formal/data?qos=1", body, device=device)
    assert status == 200
    eventually(lambda: [message for message in watcher.messages if message.payload == body])


def test_permissions_of_a_certificate(server):
    device = Device(server, "limited", {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Publish", "Resource": arn("topic", "limited/*")},
        {"Effect": "Allow", "Action": "iot:RetainPublish", "Resource": arn("topic", "limited/kept")}]})
    status = lambda path: post(server, path, b"x", device=device)[0]
    assert status("/topics/limited%2Fkept?retain=true") == 200
    assert status("/topics/limited/other") == 200
    assert status("/topics/limited/other?retain=true") == 403
    code, headers, body = post(server, "/topics/elsewhere", b"x", device=device)
    assert (code, body["message"], headers["x-amzn-errortype"]) == (403, "Forbidden", "ForbiddenException")
    assert body["traceId"] == headers["x-amzn-requestid"]


@pytest.mark.parametrize("path, headers, body, status, message", [
    ("/topics/a?qos=2", {}, b"", 400, None),
    ("/topics/a?qos=x", {}, b"", 400, "The request is not valid."),
    ("/topics/a?retain=maybe", {}, b"", 400, "The request is not valid."),
    ("/topics/a?messageExpiry=-1", {}, b"", 400, "Message expiry interval must be an unsigned 4-byte integer"),
    ("/topics/a?messageExpiry=4294967296", {}, b"", 400, "Message expiry interval must be an unsigned 4-byte integer"),
    ("/topics/a?responseTopic=b/%23", {}, b"", 400, "Invalid response topic"),
    ("/topics/a", {"x-amz-mqtt5-payload-format-indicator": "TEXT"}, b"", 400, None),
    ("/topics/a", {"x-amz-mqtt5-correlation-data": "%%"}, b"", 400, "Invalid Base64 string"),
    ("/topics/a", {"x-amz-mqtt5-user-properties": "%%"}, b"", 400, "Invalid Base64 string"),
    ("/topics/a", {"x-amz-mqtt5-user-properties": encoded({"a": "1"})}, b"", 400,
     "Invalid JSON string for User Properties"),
    ("/topics/a", {"x-amz-mqtt5-user-properties": encoded([{"a": "1", "b": "2"}])}, b"", 400,
     "Only one User Property is allowed in single JSONObject"),
    ("/topics/a%2F%23", {}, b"", 400, "Invalid topic"),
    ("/topics/$SYS/a", {}, b"", 400, "Topic can't start with $"),
    ("/topics/$aws/things/t/jobs/get", {}, b"", 400, "Invalid publish to restricted topic using HTTP"),
    ("/topics/$aws/things/t/shadow/update?retain=true", {}, b"", 400, "Messages on reserved topics cannot be retained"),
    ("/topics/a", {}, b"x" * (128 * 1024 + 1), 413, None),
])
def test_refusals(server, path, headers, body, status, message):
    device = refusing(server)
    code, headers, answer = post(server, path, body, headers, device)
    assert code == status, answer
    assert set(answer) == {"message", "traceId"} and (message is None or answer["message"] == message)
    name = {400: "InvalidRequestException", 413: "RequestEntityTooLargeException"}[status]
    assert headers["x-amzn-errortype"] == name


def refusing(server, made={}):
    """One device for all cases."""
    if server.api not in made:
        made[server.api] = Device(server, "refused")
    return made[server.api]


def test_boto3_names_the_exception(server):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        server.client("iot-data").publish(topic="$SYS/a", payload=b"")
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException"


def test_publish_reaches_shadows_and_basic_ingest(server, watcher):
    device = Device(server, "web-device")
    watcher.subscribe("ingested")
    server.client("iot").create_topic_rule(ruleName="web", topicRulePayload={
        "sql": "SELECT * FROM 'nowhere'", "actions": [
            {"republish": {"roleArn": "arn:aws:iam::123456789012:role/r", "topic": "ingested", "qos": 1}}]})
    shadow = b'{"state":{"reported":{"from":"https"}}}'
    assert post(server, "/topics/%24aws/things/web-device/shadow/update?qos=1", shadow, device=device)[0] == 200
    assert post(server, "/topics/$aws/rules/web/any/topic?qos=1", b'{"a":1}', device=device)[0] == 200
    watcher.wait(lambda: any(message.topic == "ingested" for message in watcher.messages))

    def reported():
        try:
            body = server.client("iot-data").get_thing_shadow(thingName="web-device")["payload"].read()
        except botocore.exceptions.ClientError:
            return None
        return json.loads(body)["state"]["reported"]

    assert eventually(reported) == {"from": "https"}
