"""Executions of commands: the payload reaches the device, and what the device answers is kept."""
import datetime
import json
import re
import ssl
import time
import urllib.error
import urllib.request

import paho.mqtt.client as mqtt
import pytest

from answers import refused, without
from thingcore import ALLOW_ALL, ROLE, Device, Mqtt, arn, eventually

DATES = ("createdAt", "startedAt", "lastUpdatedAt", "completedAt", "timeToLive")
PAYLOAD = {"content": b'{"on": true}', "contentType": "application/json"}
LEVEL = "${aws:iot:commandexecution::parameter:level}"
SECONDS = "${aws:iot:commandexecution::executionTimeoutSec}"


@pytest.fixture(scope="module")
def iot(server):
    iot = server.client("iot")
    iot.create_command(commandId="on", payload=PAYLOAD)
    return iot


@pytest.fixture(scope="module")
def jobs(server):
    return server.client("iot-jobs-data")


@pytest.fixture
def lamp(server, request, iot):
    """A connected device with a thing of its own, subscribed to everything that concerns its executions."""
    name = re.sub("[^a-z]+", "-", request.node.name)
    device = Device(server, name).mqtt(version=mqtt.MQTTv5).connect()
    for end in ("request", "request/json", "request/cbor", "response/accepted/json", "response/rejected/json"):
        assert device.subscribe(f"$aws/commands/things/{name}/executions/+/{end}") == [1]
    device.name = name
    yield device
    device.disconnect()


def start(jobs, target, command="on", **more):
    return jobs.start_command_execution(targetArn=target, commandArn=arn("command", command), **more)["executionId"]


def topic(device, execution, end):
    return f"$aws/commands/things/{device.name}/executions/{execution}/{end}"


def answer(device, execution, message):
    """Publishes an answer and returns the verdict, which the reply's topic has, and what the reply says."""
    before = len(device.messages)
    assert device.publish(topic(device, execution, "response/json"), json.dumps(message)) == 0
    reply = device.expect(before + 1)[before]
    verdict = reply.topic.removeprefix(topic(device, execution, "response/")).removesuffix("/json")
    return verdict, json.loads(reply.payload)


def test_device_gets_its_payload_and_answers(server, iot, jobs, lamp):
    target = arn("thing", lamp.name)
    watcher = Mqtt(server, None, f"{lamp.name}-watcher").connect()
    watcher.subscribe("$aws/events/commandExecution/+/#")
    execution = start(jobs, target, executionTimeoutSeconds=900)
    request = lamp.expect(1)[0]
    assert (request.topic, request.payload) == (topic(lamp, execution, "request/json"), PAYLOAD["content"])
    assert request.properties.ContentType == "application/json"
    assert 895 <= request.properties.MessageExpiryInterval <= 900

    found = iot.get_command_execution(executionId=execution, targetArn=target)
    assert without(found, *DATES) == {
        "executionId": execution, "commandArn": arn("command", "on"), "targetArn": target, "status": "CREATED",
        "executionTimeoutSeconds": 900}
    assert found["createdAt"] == found["startedAt"] == found["lastUpdatedAt"]
    assert found["timeToLive"] - found["createdAt"] == datetime.timedelta(days=183)
    assert "completedAt" not in found

    reason = {"reasonCode": "200", "reasonDescription": "begun"}
    assert answer(lamp, execution, {"status": "IN_PROGRESS", "statusReason": reason}) == (
        "accepted", {"executionId": execution})
    begun = iot.get_command_execution(executionId=execution, targetArn=target, includeResult=True)
    assert (begun["status"], begun["statusReason"]) == ("IN_PROGRESS", reason)
    assert begun["lastUpdatedAt"] > begun["createdAt"]
    refused(iot.delete_command_execution, "ConflictException", executionId=execution, targetArn=target)

    result = {"battery": {"s": "half"}, "locked": {"b": True}, "raw": {"bin": "AP8="}}
    done = {"deviceId": lamp.name, "executionId": execution, "status": "SUCCEEDED", "result": result}
    assert answer(lamp, execution, done) == ("accepted", {"executionId": execution})
    ended = iot.get_command_execution(executionId=execution, targetArn=target, includeResult=True)
    assert ended["status"] == "SUCCEEDED" and "statusReason" not in ended
    assert ended["result"] == {"battery": {"S": "half"}, "locked": {"B": True}, "raw": {"BIN": b"\0\xff"}}
    assert ended["completedAt"] == ended["lastUpdatedAt"]
    assert "result" not in iot.get_command_execution(executionId=execution, targetArn=target)

    again = answer(lamp, execution, {"status": "FAILED"})
    assert again == ("rejected", {"error": "InvalidStateTransition", "executionId": execution,
                                  "errorMessage": "The command execution ended with the status SUCCEEDED."})
    events = watcher.expect(3)
    assert [event.topic.rsplit("/", 2)[1:] for event in events] == [
        ["on", "CREATED"], ["on", "IN_PROGRESS"], ["on", "SUCCEEDED"]]
    event = json.loads(events[1].payload)
    assert event.pop("timestamp") / 1000 == pytest.approx(time.time(), abs=60)
    assert event == {"executionId": execution, "status": "IN_PROGRESS", "statusReason": reason,
                     "eventType": "COMMAND_EXECUTION", "commandArn": arn("command", "on"), "targetArn": target}
    watcher.disconnect()

    iot.delete_command_execution(executionId=execution, targetArn=target)
    refused(iot.get_command_execution, "ResourceNotFoundException", executionId=execution, targetArn=target)
    iot.delete_command_execution(executionId=execution, targetArn=target)


def test_wrong_answers_are_rejected(jobs, iot, lamp):
    execution = start(jobs, arn("thing", lamp.name), executionTimeoutSeconds=60)
    lamp.expect(1)
    for message, error in (
            ({}, "InvalidRequest"), ({"status": "CREATED"}, "InvalidRequest"),
            ({"status": "FAILED", "statusReason": {"reasonCode": "low"}}, "InvalidRequest"),
            ({"status": "FAILED", "result": {}}, "InvalidRequest")):
        verdict, reply = answer(lamp, execution, message)
        assert (verdict, reply["error"], reply["executionId"]) == ("rejected", error, execution)
    verdict, reply = answer(lamp, "none", {"status": "FAILED"})
    assert (verdict, reply["error"]) == ("rejected", "ResourceNotFound")
    lamp.publish(topic(lamp, execution, "response/json"), b"{")
    assert json.loads(lamp.expect(7)[6].payload)["error"] == "InvalidJson"
    # 0x90 is «Topic Name invalid»: CBOR is refused by name.
    assert lamp.publish(topic(lamp, execution, "response/cbor"), b"\xa0") == 0x90
    assert lamp.publish(topic(lamp, execution, "request/json"), b"{}") == 0x90
    found = iot.get_command_execution(executionId=execution, targetArn=arn("thing", lamp.name))
    assert found["status"] == "CREATED"


def test_time_runs_out_and_the_device_may_still_answer(jobs, iot, lamp):
    target = arn("thing", lamp.name)
    execution = start(jobs, target, executionTimeoutSeconds=1)
    lamp.expect(1)
    get = lambda: iot.get_command_execution(executionId=execution, targetArn=target)
    found = eventually(lambda: get() if get()["status"] == "TIMED_OUT" else None)
    assert found["statusReason"] == {"reasonCode": "$NO_RESPONSE_FROM_DEVICE"}
    assert "completedAt" not in found
    assert found["lastUpdatedAt"] - found["createdAt"] == datetime.timedelta(seconds=1)
    listed = iot.list_command_executions(targetArn=target, status="TIMED_OUT")["commandExecutions"]
    assert [one["executionId"] for one in listed] == [execution]
    refused(iot.delete_command_execution, "ConflictException", executionId=execution, targetArn=target)
    verdict, reply = answer(lamp, execution, {"status": "IN_PROGRESS"})
    assert (verdict, reply["error"]) == ("rejected", "InvalidStateTransition")
    own = {"status": "TIMED_OUT", "statusReason": {"reasonCode": "TOO_SLOW"}}
    assert answer(lamp, execution, own)[0] == "accepted"
    found = get()
    assert (found["status"], found["statusReason"]) == ("TIMED_OUT", {"reasonCode": "TOO_SLOW"})
    assert found["completedAt"] > found["createdAt"]
    assert answer(lamp, execution, {"status": "SUCCEEDED"})[0] == "rejected"
    iot.delete_command_execution(executionId=execution, targetArn=target)


@pytest.mark.parametrize("content_type,end", [
    ("application/cbor", "request/cbor"), ("text/plain", "request"), (None, "request")])
def test_topic_follows_the_content_type(iot, jobs, lamp, content_type, end):
    command = f"as-{(content_type or 'none').replace('/', '-')}"
    payload = {"content": b"\x00\xff", **({"contentType": content_type} if content_type else {})}
    iot.create_command(commandId=command, payload=payload)
    execution = start(jobs, arn("thing", lamp.name), command)
    request = lamp.expect(1)[0]
    assert (request.topic, request.payload) == (topic(lamp, execution, end), b"\x00\xff")
    assert request.properties.ContentType == (content_type or "application/octet-stream")
    found = iot.get_command_execution(executionId=execution, targetArn=arn("thing", lamp.name))
    assert found["executionTimeoutSeconds"] == 10


def test_templates_are_filled(iot, jobs, lamp):
    target = arn("thing", lamp.name)
    level = {"name": "level", "type": "INTEGER", "defaultValue": {"I": 3},
             "valueConditions": [{"comparisonOperator": "IN_RANGE",
                                  "operand": {"numberRange": {"min": "1", "max": "9"}}}]}
    template = json.dumps({"level": LEVEL, "text": f"level {LEVEL} of 9", "within": SECONDS})
    for command, output in (("dim", "JSON"), ("dim-cbor", "CBOR")):
        iot.create_command(commandId=command, payloadTemplate=template, mandatoryParameters=[level],
                           preprocessor={"awsJsonSubstitution": {"outputFormat": output}})
    given = start(jobs, target, "dim", parameters={"level": {"I": 7}}, executionTimeoutSeconds=60)
    request = lamp.expect(1)[0]
    assert request.topic == topic(lamp, given, "request/json")
    assert json.loads(request.payload) == {"level": 7, "text": "level 7 of 9", "within": 60}
    assert iot.get_command_execution(executionId=given, targetArn=target)["parameters"] == {"level": {"I": 7}}
    default = start(jobs, target, "dim-cbor")
    request = lamp.expect(2)[1]
    assert request.topic == topic(lamp, default, "request/cbor")
    assert request.payload == b"\xa3\x65level\x03\x64text\x6clevel 3 of 9\x66within\x0a"
    for wrong in ({"level": {"I": 10}}, {"level": {"S": "3"}}, {"other": {"I": 3}}, {"level": {}}):
        refused(jobs.start_command_execution, "ValidationException", targetArn=target,
                commandArn=arn("command", "dim"), parameters=wrong)
    assert len(iot.list_command_executions(targetArn=target)["commandExecutions"]) == 2


def test_clients_are_targets_and_away_ones_get_it_later(server, iot, jobs):
    iot.create_policy(policyName="all", policyDocument=json.dumps(ALLOW_ALL))
    away = Mqtt(server, None, "away", clean=False).connect()
    away.subscribe("$aws/commands/clients/away/executions/+/request/json")
    away.disconnect()
    target = arn("client", "away")
    execution = start(jobs, target, executionTimeoutSeconds=60)
    back = Mqtt(server, None, "away", clean=False).connect()
    request = back.expect(1)[0]
    assert request.topic == f"$aws/commands/clients/away/executions/{execution}/request/json"
    # The thing of that name is another device.
    assert back.publish(f"$aws/commands/things/away/executions/{execution}/response/json", '{"status": "FAILED"}') == 0
    assert back.publish(f"$aws/commands/clients/away/executions/{execution}/response/json",
                        '{"status": "REJECTED"}') == 0
    eventually(lambda: iot.get_command_execution(executionId=execution, targetArn=target)["status"] == "REJECTED")
    back.disconnect()


def test_what_cannot_be_started(iot, jobs):
    target = arn("client", "nobody")
    iot.create_command(commandId="old", payload=PAYLOAD)
    refused(jobs.start_command_execution, "ResourceNotFoundException", commandArn=arn("command", "on"),
            targetArn=arn("thing", "none"))
    refused(jobs.start_command_execution, "ResourceNotFoundException", "Command none does not exist.",
            commandArn=arn("command", "none"), targetArn=target)
    for wrong in (dict(targetArn="nonsense"), dict(targetArn=arn("thinggroup", "g")),
                  dict(targetArn=arn("client", "a/b")), dict(targetArn=target.replace("us-east-1", "eu-west-1")),
                  dict(commandArn="nonsense"), dict(executionTimeoutSeconds=43201)):
        refused(jobs.start_command_execution, "ValidationException",
                **{"commandArn": arn("command", "on"), "targetArn": target, **wrong})
    iot.update_command(commandId="old", deprecated=True)
    refused(jobs.start_command_execution, "ValidationException", "Command old is deprecated.",
            commandArn=arn("command", "old"), targetArn=target)
    iot.update_command(commandId="old", deprecated=False)
    iot.delete_command(commandId="old")
    refused(jobs.start_command_execution, "ValidationException", commandArn=arn("command", "old"), targetArn=target)
    iot.create_command(commandId="wise", namespace="AWS-IoT-FleetWise", roleArn=ROLE)
    refused(jobs.start_command_execution, "NotImplementedException", commandArn=arn("command", "wise"),
            targetArn=target)
    assert iot.list_command_executions(targetArn=target)["commandExecutions"] == []


def test_certificates_start_nothing(server, iot):
    device = Device(server, "starter")
    context = ssl.create_default_context(cafile=server.ca)
    context.load_cert_chain(device.certificate, device.key)
    body = json.dumps({"commandArn": arn("command", "on"), "targetArn": arn("thing", "starter")}).encode()
    request = urllib.request.Request(f"https://localhost:{server.https_port}/command-executions", body, method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, context=context)
    assert (caught.value.code, caught.value.headers["x-amzn-errortype"]) == (403, "AccessDeniedException")
    assert iot.list_command_executions(targetArn=arn("thing", "starter"))["commandExecutions"] == []


def test_repeated_requests_start_nothing(jobs, iot, lamp):
    target = arn("thing", lamp.name)
    first = start(jobs, target, executionTimeoutSeconds=60, clientToken="one")
    assert start(jobs, target, executionTimeoutSeconds=60, clientToken="one") == first
    for other in (dict(executionTimeoutSeconds=61), dict(executionTimeoutSeconds=60, target=arn("client", "c"))):
        refused(jobs.start_command_execution, "ConflictException", commandArn=arn("command", "on"),
                targetArn=other.pop("target", target), clientToken="one", **other)
    assert start(jobs, target, clientToken="two") != first
    requests = lamp.expect(2)
    assert requests[0].topic == topic(lamp, first, "request/json")
    assert len(iot.list_command_executions(targetArn=target)["commandExecutions"]) == 2


def test_lists(fresh):
    server = fresh("--mqtt-port", "0")
    iot, jobs = server.client("iot"), server.client("iot-jobs-data")
    for command in ("a", "b"):
        iot.create_command(commandId=command, payload=PAYLOAD)
    one, two = arn("client", "one"), arn("client", "two")
    started = []
    for target, command in ((one, "a"), (two, "a"), (one, "b")):
        started.append(start(jobs, target, command, executionTimeoutSeconds=3600))
        time.sleep(0.005)
    client = Mqtt(server, None, "one").connect()
    client.publish(f"$aws/commands/clients/one/executions/{started[0]}/response/json", '{"status": "FAILED"}')
    eventually(lambda: iot.get_command_execution(executionId=started[0], targetArn=one)["status"] == "FAILED")
    client.disconnect()
    server.kill()
    server.restart()
    iot = server.client("iot")

    def listed(**request):
        answer = iot.list_command_executions(**request)
        return [execution["executionId"] for execution in answer["commandExecutions"]]

    assert listed() == started[::-1]
    assert listed(sortOrder="ASCENDING") == started
    assert listed(targetArn=one) == [started[2], started[0]]
    assert listed(commandArn=arn("command", "a")) == [started[1], started[0]]
    assert listed(status="FAILED") == [started[0]]
    assert listed(status="CREATED", targetArn=one) == [started[2]]
    assert listed(namespace="AWS-IoT") == started[::-1]
    assert listed(namespace="AWS-IoT-FleetWise") == []
    assert listed(startedTimeFilter={"after": "2020-01-01T00:00"}) == started[::-1]
    assert listed(startedTimeFilter={"before": "2020-01-01T00:00"}) == []
    assert listed(completedTimeFilter={"after": "2020-01-01T00:00", "before": "2200-01-01T00:00"}) == [started[0]]
    page = iot.list_command_executions(maxResults=2)
    assert [one["executionId"] for one in page["commandExecutions"]] == started[:0:-1]
    assert listed(nextToken=page["nextToken"]) == started[:1]
    entry = iot.list_command_executions(status="FAILED")["commandExecutions"][0]
    assert without(entry, *DATES) == {"commandArn": arn("command", "a"), "executionId": started[0],
                                      "targetArn": one, "status": "FAILED"}
    assert entry["createdAt"] == entry["startedAt"] < entry["completedAt"]
    both = {"after": "2020-01-01T00:00"}
    for wrong in (dict(targetArn=one, commandArn=arn("command", "a")),
                  dict(startedTimeFilter=both, completedTimeFilter=both),
                  dict(startedTimeFilter={"after": "yesterday"}), dict(targetArn="nonsense"),
                  dict(nextToken="nonsense")):
        refused(iot.list_command_executions, "ValidationException", **wrong)
