"""Rule actions on AWS services: moto's servers where there are some, else a server that checks the request."""
import base64
import json
import subprocess
import time

import boto3
import pytest

from recording import SECRET, Recording
from thingcore import ACCOUNT, BINARY, CLEAN_ENV, REGION, ROLE, Device, Server, create_rule, eventually

KEY_ID = "AKIATHINGCORE"
#: Services of which moto has nothing, or too little to see what was asked.
RECORDED = ["iotevents-data", "iotsitewise", "location", "opensearch"]


def aws(moto, service):
    return boto3.client(service, endpoint_url=moto, region_name=REGION,
                        aws_access_key_id="test", aws_secret_access_key="test")


@pytest.fixture(scope="module")
def recordings():
    recordings = {service: Recording() for service in RECORDED}
    yield recordings
    for recording in recordings.values():
        recording.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory, moto, recordings):
    sinks = [option for service, recording in recordings.items()
             for option in ("--sink", f"{service}={recording.url}")]
    server = Server(tmp_path_factory.mktemp("actions"), "--services", "dynamodb", "--companion", moto, *sinks,
                    env={"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET})
    yield server
    server.stop()
    assert "panicked" not in server.log_text()


@pytest.fixture(scope="module")
def client(server):
    client = Device(server, "actions").mqtt().connect()
    yield client
    client.disconnect()


@pytest.fixture
def errors(server, client, request):
    """An error action, and what it was told by now."""
    topic = f"errors/{request.node.name}"
    client.subscribe(topic)

    def documents():
        return [json.loads(message.payload) for message in client.messages if message.topic == topic]

    documents.action = {"republish": {"topic": topic, "roleArn": ROLE}}
    return documents


def only_failure(errors):
    document = eventually(lambda: errors() and errors()[0])
    assert len(errors()) == 1 and len(document["failures"]) == 1
    return document["failures"][0]


# S3, SQS, Kinesis, Firehose

def test_s3_archives_each_message_under_a_key(server, client, moto):
    s3 = aws(moto, "s3")
    s3.create_bucket(Bucket="archive")
    create_rule(server, "archive", "SELECT * FROM 'archive/#'",
                {"s3": {"bucketName": "archive", "key": "${topic()}/${timestamp()}", "cannedAcl": "public-read",
                        "roleArn": ROLE}})
    payload = b"\xff\x00 no text"
    before = time.time() * 1000
    client.publish("archive/a b/c", payload)
    found = eventually(lambda: s3.list_objects_v2(Bucket="archive").get("Contents"))
    prefix, at = found[0]["Key"].rsplit("/", 1)
    assert prefix == "archive/a b/c" and abs(int(at) - before) < 60_000
    stored = s3.get_object(Bucket="archive", Key=found[0]["Key"])
    assert stored["Body"].read() == payload
    grants = s3.get_object_acl(Bucket="archive", Key=found[0]["Key"])["Grants"]
    assert any(grant["Permission"] == "READ" and grant["Grantee"].get("URI", "").endswith("AllUsers")
               for grant in grants)


@pytest.mark.parametrize("use_base64, payload, body", [
    (False, b'{"a": 1}', '{"a": 1}'),
    (True, b"\xff\x00", base64.b64encode(b"\xff\x00").decode()),
], ids=["plain", "base64"])
def test_sqs_sends_the_payload(server, client, moto, use_base64, payload, body):
    sqs = aws(moto, "sqs")
    name = f"queue-{use_base64}"
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    create_rule(server, f"queue_{use_base64}", f"SELECT * FROM '{name}'",
                {"sqs": {"queueUrl": queue, "useBase64": use_base64, "roleArn": ROLE}})
    client.publish(name, payload)
    messages = eventually(lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"))
    assert [message["Body"] for message in messages] == [body]


def test_kinesis_puts_records_with_their_partition_key(server, client, moto):
    kinesis = aws(moto, "kinesis")
    kinesis.create_stream(StreamName="readings", ShardCount=1)
    for name, key in [("keyed", {"partitionKey": "${topic(2)}"}), ("spread", {})]:
        create_rule(server, f"kinesis_{name}", f"SELECT * FROM 'kinesis/{name}'",
                    {"kinesis": {"streamName": "readings", "roleArn": ROLE, **key}})
        client.publish(f"kinesis/{name}", f"\x00{name}".encode())
    shard = kinesis.list_shards(StreamName="readings")["Shards"][0]["ShardId"]

    def records():
        start = kinesis.get_shard_iterator(StreamName="readings", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        found = kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
        return len(found) >= 2 and {record["Data"]: record["PartitionKey"] for record in found}

    keys = eventually(records)
    assert keys[b"\x00keyed"] == "keyed"
    # A random UUID.
    assert len(keys[b"\x00spread"]) == 36


def firehose_text(moto, bucket):
    """All that came out of a Firehose stream, by the order of its objects."""
    s3 = aws(moto, "s3")
    keys = sorted(entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []))
    return [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]


def test_firehose_puts_records_and_batches(server, client, moto):
    firehose, s3 = aws(moto, "firehose"), aws(moto, "s3")
    for name, batch in [("single", False), ("batch", True)]:
        s3.create_bucket(Bucket=f"firehose-{name}")
        firehose.create_delivery_stream(
            DeliveryStreamName=name,
            S3DestinationConfiguration={"RoleARN": ROLE, "BucketARN": f"arn:aws:s3:::firehose-{name}"})
        create_rule(server, f"firehose_{name}", f"SELECT * FROM 'firehose/{name}'",
                    {"firehose": {"deliveryStreamName": name, "separator": "\n", "batchMode": batch,
                                  "roleArn": ROLE}})
        client.publish(f"firehose/{name}", '[{"n": 1}, {"n": 2}]')
    assert eventually(lambda: firehose_text(moto, "firehose-single")) == [b'[{"n": 1}, {"n": 2}]\n']
    assert eventually(lambda: firehose_text(moto, "firehose-batch")) == [b'{"n":1}\n{"n":2}\n']
    assert "rule action failed" not in server.log_text()


# CloudWatch, Step Functions, Timestream

def test_cloudwatch_takes_metrics_and_alarm_states(server, client, moto):
    cloudwatch = aws(moto, "cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="hot", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, MetricName="temp",
        Namespace="lab", Period=60, Statistic="Average", Threshold=30)
    create_rule(server, "watch", "SELECT * FROM 'watch'",
                {"cloudwatchMetric": {
                    "metricNamespace": "lab", "metricName": "${name}", "metricValue": "${temp}", "metricUnit": "None",
                    "metricTimestamp": "${timestamp() / 1000}", "roleArn": ROLE}},
                {"cloudwatchAlarm": {"alarmName": "hot", "stateReason": "${name} is ${temp}", "stateValue": "ALARM",
                                     "roleArn": ROLE}})
    client.publish("watch", '{"name": "temp", "temp": 31.5}')

    def points():
        now = time.time()
        return cloudwatch.get_metric_statistics(
            Namespace="lab", MetricName="temp", StartTime=now - 600, EndTime=now + 600, Period=60,
            Statistics=["Sum", "SampleCount"])["Datapoints"]

    point = eventually(points)[0]
    assert (point["Sum"], point["SampleCount"], point["Unit"]) == (31.5, 1, "None")

    def alarm():
        return cloudwatch.describe_alarms(AlarmNames=["hot"])["MetricAlarms"][0]

    eventually(lambda: alarm()["StateValue"] == "ALARM")
    assert alarm()["StateReason"] == "temp is 31.5"


def test_logs_take_messages_and_batches(server, client, moto):
    logs = aws(moto, "logs")
    logs.create_log_group(logGroupName="devices")
    for name, batch in [("plain", False), ("batch", True)]:
        create_rule(server, f"logs_{name}", f"SELECT * FROM 'logs/{name}'",
                    {"cloudwatchLogs": {"logGroupName": "devices", "batchMode": batch, "roleArn": ROLE}})
    now = int(time.time() * 1000)
    client.publish("logs/plain", "started")
    eventually(lambda: logs.filter_log_events(logGroupName="devices")["events"])
    client.publish("logs/batch", json.dumps([
        {"timestamp": now - 1000, "message": "second"}, {"timestamp": now - 2000, "message": "first"}]))

    def events():
        found = logs.filter_log_events(logGroupName="devices")["events"]
        return len(found) >= 3 and found

    found = sorted(eventually(events), key=lambda event: event["timestamp"])
    assert [event["message"] for event in found] == ["first", "second", "started"]
    assert found[0]["timestamp"] == now - 2000 and abs(found[2]["timestamp"] - now) < 60_000


def test_step_functions_start_an_execution(server, client, moto):
    states = aws(moto, "stepfunctions")
    machine = states.create_state_machine(
        name="machine", roleArn=ROLE,
        definition='{"StartAt": "a", "States": {"a": {"Type": "Pass", "End": true}}}')["stateMachineArn"]
    create_rule(server, "execute", "SELECT * FROM 'execute'",
                {"stepFunctions": {"stateMachineName": "machine", "executionNamePrefix": "from-${clientid()}-",
                                   "roleArn": ROLE}})
    client.publish("execute", '{"a": 1}')
    execution = eventually(lambda: states.list_executions(stateMachineArn=machine)["executions"])[0]
    assert execution["name"].startswith("from-actions-") and len(execution["name"]) == len("from-actions-") + 36
    described = states.describe_execution(executionArn=execution["executionArn"])
    assert json.loads(described["input"]) == {"a": 1}


# Requests that no server of moto takes

def recorded(recordings, service, signed_for):
    """The next request to a service, checked for its signature."""
    recording = recordings[service]
    request = eventually(lambda: recording.requests and recording.requests.pop(0))
    request.check_signature(signed_for, REGION, KEY_ID)
    return request


@pytest.mark.parametrize("key", ["openSearch", "elasticsearch"])
def test_open_search_gets_a_signed_document(server, client, recordings, key):
    # The override of --sink wins over the endpoint of the action.
    create_rule(server, f"index_{key}", f"SELECT *, topic(1) AS t FROM 'index/{key}'",
                {key: {"endpoint": "https://search.example.invalid", "index": "read ings", "type": "_doc",
                       "id": "${clientid()}/${n}", "roleArn": ROLE}})
    client.publish(f"index/{key}", '{"n": 7}')
    request = recorded(recordings, "opensearch", "es")
    assert (request.method, request.path) == ("PUT", "/read%20ings/_doc/actions%2F7")
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == {"n": 7, "t": "index"}


def test_open_search_goes_to_the_endpoint_of_the_action(fresh):
    recording = Recording()
    server = fresh(env={"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET})
    create_rule(server, "index", "SELECT * FROM 'index'",
                {"openSearch": {"endpoint": f"{recording.url}/", "index": "i", "type": "_doc", "id": "1",
                                "roleArn": ROLE}})
    server.client("iot-data").publish(topic="index", payload=b"{}")
    assert recorded({"opensearch": recording}, "opensearch", "es").path == "/i/_doc/1"
    recording.stop()


def test_iot_events_get_messages(server, client, recordings):
    for name, more in [("one", {"messageId": "${id}"}), ("batch", {"batchMode": True})]:
        create_rule(server, f"events_{name}", f"SELECT VALUE list FROM 'events/{name}'",
                    {"iotEvents": {"inputName": "pressure", "roleArn": ROLE, **more}})
    client.publish("events/one", '{"id": "m1", "list": [{"v": 1}]}')
    request = recorded(recordings, "iotevents-data", "ioteventsdata")
    assert (request.method, request.path) == ("POST", "/inputs/messages")
    sent = json.loads(request.body)["messages"]
    assert [(message["messageId"], message["inputName"]) for message in sent] == [("m1", "pressure")]
    assert json.loads(base64.b64decode(sent[0]["payload"])) == [{"v": 1}]
    client.publish("events/batch", '{"list": [{"v": 1}, {"v": 2}]}')
    sent = json.loads(recorded(recordings, "iotevents-data", "ioteventsdata").body)["messages"]
    assert [json.loads(base64.b64decode(message["payload"])) for message in sent] == [{"v": 1}, {"v": 2}]
    assert sent[0]["messageId"] != sent[1]["messageId"]


def test_site_wise_gets_property_values(server, client, recordings):
    entry = {"propertyAlias": "/plant/${topic(2)}", "propertyValues": [{
        "value": {"doubleValue": "${v}"}, "quality": "GOOD",
        "timestamp": {"timeInSeconds": "${floor(at / 1E3)}", "offsetInNanos": "${(at % 1000) * 1000000}"}}]}
    create_rule(server, "site_wise", "SELECT * FROM 'site/+'",
                {"iotSiteWise": {"putAssetPropertyValueEntries": [entry], "roleArn": ROLE}})
    client.publish("site/pump", '{"v": 2.5, "at": 1700000000123}')
    request = recorded(recordings, "iotsitewise", "iotsitewise")
    assert (request.method, request.path) == ("POST", "/properties")
    sent, = json.loads(request.body)["entries"]
    assert len(sent.pop("entryId")) == 36
    assert sent == {"propertyAlias": "/plant/pump", "propertyValues": [{
        "value": {"doubleValue": 2.5}, "quality": "GOOD",
        "timestamp": {"timeInSeconds": 1700000000, "offsetInNanos": 123000000}}]}


def test_location_gets_a_position(server, client, recordings):
    create_rule(server, "position", "SELECT * FROM 'position/+'",
                {"location": {"trackerName": "fleet", "deviceId": "${topic(2)}", "latitude": "${lat}",
                              "longitude": "${lon}", "timestamp": {"value": "${at}", "unit": "MILLISECONDS"},
                              "roleArn": ROLE}})
    client.publish("position/truck", '{"lat": 47.5, "lon": "-12.25", "at": 1700000000123}')
    request = recorded(recordings, "location", "geo")
    assert (request.method, request.path) == ("POST", "/tracking/v0/trackers/fleet/positions")
    assert json.loads(request.body) == {"Updates": [
        {"DeviceId": "truck", "Position": [-12.25, 47.5], "SampleTime": "2023-11-14T22:13:20.123Z"}]}


@pytest.mark.parametrize("service, key, parameters, answer, message", [
    ("iotevents-data", "iotEvents", {"inputName": "i"},
     {"BatchPutMessageErrorEntries": [
         {"messageId": "x", "errorCode": "ResourceNotFoundException", "errorMessage": "no input"}]},
     "ResourceNotFoundException: no input"),
    ("iotsitewise", "iotSiteWise", {"putAssetPropertyValueEntries": [{"propertyAlias": "/a", "propertyValues": [
        {"value": {"integerValue": "1"}, "timestamp": {"timeInSeconds": "1"}}]}]},
     {"errorEntries": [{"entryId": "x", "errors": [
         {"errorCode": "ResourceNotFoundException", "errorMessage": "no property", "timestamps": []}]}]},
     "ResourceNotFoundException: no property"),
    ("location", "location", {"trackerName": "t", "deviceId": "d", "latitude": "1", "longitude": "2"},
     {"Errors": [{"DeviceId": "d", "Error": {"Code": "AccessDeniedError", "Message": "no"}}]},
     "AccessDeniedError: no"),
], ids=["iotEvents", "iotSiteWise", "location"])
def test_refused_entry_of_a_batch_is_a_failure(server, client, recordings, errors, service, key, parameters, answer,
                                               message):
    recordings[service].reply(200, json.dumps(answer).encode())
    create_rule(server, f"refused_{key}", f"SELECT * FROM 'refused/{key}'", {key: {"roleArn": ROLE, **parameters}},
                errorAction=errors.action)
    client.publish(f"refused/{key}", "{}")
    failure = only_failure(errors)
    assert failure["errorMessage"] == message
    assert failure["failedAction"] == key[0].upper() + key[1:] + "Action"
    recordings[service].requests.clear()


# Failures

@pytest.mark.parametrize("action, resource, message", [
    ({"s3": {"bucketName": "nowhere", "key": "k"}}, "nowhere",
     "NoSuchBucket: The specified bucket does not exist"),
    ({"sqs": {"queueUrl": "{moto}/123456789012/nowhere"}}, "{moto}/123456789012/nowhere",
     "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist."),
    ({"kinesis": {"streamName": "nowhere"}}, "nowhere",
     f"ResourceNotFoundException: Stream nowhere under account {ACCOUNT} not found."),
    ({"firehose": {"deliveryStreamName": "nowhere"}}, "nowhere",
     f"ResourceNotFoundException: Firehose nowhere under account {ACCOUNT} not found."),
    ({"cloudwatchLogs": {"logGroupName": "nowhere"}}, "nowhere",
     "ResourceNotFoundException: The specified log group does not exist."),
    ({"cloudwatchAlarm": {"alarmName": "nowhere", "stateReason": "r", "stateValue": "OK"}}, "nowhere", None),
    ({"stepFunctions": {"stateMachineName": "nowhere"}}, "nowhere",
     f"StateMachineDoesNotExist: State Machine Does Not Exist: 'arn:aws:states:{REGION}:{ACCOUNT}"
     ":stateMachine:nowhere'"),
    ({"timestream": {"databaseName": "d", "tableName": "nowhere", "dimensions": [{"name": "n", "value": "v"}]}},
     "nowhere", "ResourceNotFoundException: The database d does not exist."),
    ({"dynamoDBv2": {"putItem": {"tableName": "nowhere"}}}, "nowhere", None),
], ids=lambda value: next(iter(value)) if isinstance(value, dict) else "")
def test_error_action_says_what_is_missing(server, client, moto, errors, action, resource, message):
    (key, parameters), = action.items()
    parameters = {name: value.replace("{moto}", moto) if isinstance(value, str) else value
                  for name, value in parameters.items()}
    create_rule(server, f"missing_{key}", f"SELECT * FROM 'missing/{key}'", {key: {"roleArn": ROLE, **parameters}},
                errorAction=errors.action)
    client.publish(f"missing/{key}", '{"a": 1}')
    document = eventually(lambda: errors() and errors()[0])
    trace, failure = document.pop("cloudwatchTraceId"), document.pop("failures")
    assert len(trace) == 36
    assert document == {
        "ruleName": f"missing_{key}", "topic": f"missing/{key}", "clientId": "actions", "sourceIp": "127.0.0.1",
        "base64OriginalPayload": base64.b64encode(b'{"a": 1}').decode()}
    failure, = failure
    text = failure.pop("errorMessage")
    assert failure == {"failedAction": key[0].upper() + key[1:] + "Action",
                       "failedResource": resource.replace("{moto}", moto)}
    if message:
        assert text == message
    else:
        assert "NotFound" in text


@pytest.fixture
def lone(fresh):
    """A server of which one service is a recording."""
    recordings = []

    def start(service):
        recording = Recording()
        recordings.append(recording)
        server = fresh("--sink", f"{service}={recording.url}")
        return server, recording

    yield start
    for recording in recordings:
        recording.stop()


def publish(server, topic, payload=b"{}"):
    server.client("iot-data").publish(topic=topic, payload=payload)


def errors_of(server):
    return [line for line in server.log_text().splitlines() if "rule action failed" in line]


def test_records_that_firehose_refuses_are_sent_again_alone(lone):
    server, recording = lone("firehose")
    create_rule(server, "batch", "SELECT * FROM 'batch'",
                {"firehose": {"deliveryStreamName": "f", "separator": ",", "batchMode": True, "roleArn": ROLE}})
    refused = {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "slow down"}
    recording.reply(200, json.dumps({
        "FailedPutCount": 2, "RequestResponses": [refused, {"RecordId": "1"}, refused]}).encode())
    recording.reply(200, json.dumps({"FailedPutCount": 1, "RequestResponses": [{"RecordId": "0"}, refused]}).encode())
    recording.reply(400, b'{"__type": "ServiceUnavailableException", "message": "slow"}')
    recording.reply(200, json.dumps({"FailedPutCount": 0, "RequestResponses": [{"RecordId": "2"}]}).encode())
    publish(server, "batch", b'["a", "b", "c"]')
    eventually(lambda: len(recording.requests) == 4)

    def sent(request):
        assert request.headers["x-amz-target"] == "Firehose_20150804.PutRecordBatch"
        return [base64.b64decode(record["Data"]) for record in json.loads(request.body)["Records"]]

    assert [sent(request) for request in recording.requests] == [
        [b'"a",', b'"b",', b'"c",'], [b'"a",', b'"c",'], [b'"c",'], [b'"c",']]
    assert not errors_of(server)


def test_timestream_gets_a_record_for_each_key(lone):
    server, recording = lone("timestream-write")
    create_rule(server, "series", "SELECT temp, ok, name, count FROM 'series/+'",
                {"timestream": {
                    "databaseName": "d", "tableName": "t", "roleArn": ROLE,
                    "dimensions": [{"name": "device", "value": "${topic(2)}"}],
                    "timestamp": {"value": "${at}", "unit": "SECONDS"}}})
    publish(server, "series/lamp", b'{"temp": 20.5, "ok": true, "name": "x", "count": 3, "at": 1700000000}')
    request = eventually(lambda: recording.requests and recording.requests[0])
    # A fixed endpoint is not asked for others.
    assert request.headers["x-amz-target"] == "Timestream_20181101.WriteRecords"
    assert json.loads(request.body) == {
        "DatabaseName": "d", "TableName": "t",
        "CommonAttributes": {"Dimensions": [{"Name": "device", "Value": "lamp"}], "Time": "1700000000",
                             "TimeUnit": "SECONDS"},
        "Records": [
            {"MeasureName": "temp", "MeasureValue": "20.5", "MeasureValueType": "DOUBLE"},
            {"MeasureName": "ok", "MeasureValue": "true", "MeasureValueType": "BOOLEAN"},
            {"MeasureName": "name", "MeasureValue": "x", "MeasureValueType": "VARCHAR"},
            {"MeasureName": "count", "MeasureValue": "3", "MeasureValueType": "BIGINT"},
        ]}


S3 = {"s3": {"bucketName": "b", "key": "k", "roleArn": ROLE}}
KINESIS = {"kinesis": {"streamName": "s", "partitionKey": "p", "roleArn": ROLE}}
STATES = {"stepFunctions": {"stateMachineName": "m", "roleArn": ROLE}}


@pytest.mark.parametrize("service, action, status, body, attempts", [
    ("s3", S3, 503, b"<Error><Code>SlowDown</Code><Message>slow</Message></Error>", 2),
    ("s3", S3, 400, b"<Error><Code>RequestTimeout</Code><Message>slow</Message></Error>", 2),
    ("s3", S3, 403, b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>", 1),
    ("kinesis", KINESIS, 400, b'{"__type": "ProvisionedThroughputExceededException", "message": "slow"}', 2),
    ("kinesis", KINESIS, 400, b'{"__type": "AccessDeniedException", "message": "no"}', 1),
    ("stepfunctions", STATES, 400, b'{"__type": "ThrottlingException", "message": "slow"}', 2),
    ("stepfunctions", STATES, 500, b"", 2),
    ("stepfunctions", STATES, 400, b'{"__type": "InvalidName", "message": "no"}', 1),
])
def test_what_may_pass_is_tried_again(lone, service, action, status, body, attempts):
    server, recording = lone(service)
    create_rule(server, "again", "SELECT * FROM 'again'", action)
    recording.reply(status, body)
    publish(server, "again")
    if attempts == 1:
        eventually(lambda: errors_of(server))
        assert len(recording.requests) == 1
        return
    first, second = eventually(lambda: len(recording.requests) == 2 and recording.requests)
    # The same request: an execution has its name, a record its key.
    assert first.body == second.body
    assert not errors_of(server)


def test_silent_sink_delays_neither_publisher_nor_other_actions(lone):
    server, recording = lone("s3")
    recording.silent = True
    client = Device(server, "patient").mqtt().connect()
    create_rule(server, "both", "SELECT * FROM 'in/+'", S3,
                {"republish": {"topic": "out/${topic(2)}", "qos": 1, "roleArn": ROLE}})
    client.subscribe("out/#")
    began = time.monotonic()
    # More than are under way to one sink at once.
    for number in range(40):
        client.publish(f"in/{number}", "{}")
    client.expect(40)
    assert time.monotonic() - began < 5
    eventually(lambda: recording.requests)
    assert sorted(message.topic for message in client.messages) == sorted(f"out/{n}" for n in range(40))
    client.disconnect()


def test_aws_itself_is_a_sink_with_keys_only(tmp_path):
    command = [str(BINARY), "--data-dir", str(tmp_path), "--sink", "s3=aws"]
    ended = subprocess.run(command, env=CLEAN_ENV, capture_output=True, text=True, timeout=20)
    assert ended.returncode != 0
    assert "--sink s3=aws needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" in ended.stderr
