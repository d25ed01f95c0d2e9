"""The embedded SQS, through boto3, the AWS CLI's older protocol, crashes and moto's server as a second opinion."""
import hashlib
import json
import threading
import time
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError

import second_opinion
from answers import refused
from second_opinion import outcome, reset
from thingcore import ACCOUNT, REGION, ROLE, Device, create_rule


def queue_arn(name):
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


@pytest.fixture
def sqs(server):
    return server.client("sqs")


def make(sqs, name, **attributes):
    return sqs.create_queue(QueueName=name, Attributes={key: str(value) for key, value in attributes.items()})["QueueUrl"]


def bodies(answer):
    return [message["Body"] for message in answer.get("Messages", [])]


def test_a_message_goes_through(sqs, server):
    url = make(sqs, "plain")
    assert url == f"{server.api}/{ACCOUNT}/plain"
    attributes = {"device": {"DataType": "String", "StringValue": "rpi1"},
                  "raw": {"DataType": "Binary.png", "BinaryValue": b"\x00\xff"},
                  "value": {"DataType": "Number", "StringValue": "42.5"}}
    # botocore compares both digests with its own.
    sent = sqs.send_message(QueueUrl=url, MessageBody="héllo", MessageAttributes=attributes)
    assert sent["MD5OfMessageBody"] == hashlib.md5("héllo".encode()).hexdigest()
    got = sqs.receive_message(QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"])["Messages"]
    assert [message["Body"] for message in got] == ["héllo"]
    message = got[0]
    assert message["MessageId"] == sent["MessageId"]
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert set(message["Attributes"]) == {
        "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"}
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert bodies(sqs.receive_message(QueueUrl=url)) == []
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    # Once more is no mistake.
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    some = sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)
    assert some["MessageId"] != sent["MessageId"]
    got = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["dev.*", "value"])["Messages"][0]
    assert set(got["MessageAttributes"]) == {"device", "value"}


def test_creation_is_idempotent_and_names_are_checked(sqs):
    url = make(sqs, "again", DelaySeconds=1)
    assert make(sqs, "again") == url
    assert make(sqs, "again", DelaySeconds=1) == url
    refused(sqs.create_queue, "QueueAlreadyExists", QueueName="again", Attributes={"DelaySeconds": "2"})
    refused(sqs.create_queue, "InvalidParameterValue", QueueName="a b")
    refused(sqs.create_queue, "InvalidParameterValue", QueueName="a" * 81)
    refused(sqs.create_queue, "InvalidParameterValue", QueueName="plain", Attributes={"FifoQueue": "true"})
    refused(sqs.create_queue, "InvalidParameterValue", QueueName="name.fifo")
    refused(sqs.create_queue, "InvalidAttributeName", QueueName="x", Attributes={"FifoQueue": "false"})
    refused(sqs.create_queue, "InvalidAttributeName", QueueName="x", Attributes={"Nonsense": "1"})
    refused(sqs.create_queue, "InvalidAttributeValue", QueueName="x", Attributes={"DelaySeconds": "901"})
    with pytest.raises(ClientError) as caught:
        sqs.get_queue_url(QueueName="nowhere")
    assert caught.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert caught.value.response["Error"]["QueryErrorCode"] == "QueueDoesNotExist"
    assert sqs.get_queue_url(QueueName="again")["QueueUrl"] == url


def test_queues_are_listed_by_page_and_prefix(fresh):
    sqs = fresh().client("sqs")
    assert "QueueUrls" not in sqs.list_queues()
    urls = [make(sqs, f"page-{n}") for n in range(5)]
    make(sqs, "other")
    first = sqs.list_queues(QueueNamePrefix="page-", MaxResults=2)
    assert first["QueueUrls"] == urls[:2]
    rest = sqs.list_queues(QueueNamePrefix="page-", MaxResults=5, NextToken=first["NextToken"])
    assert rest["QueueUrls"] == urls[2:] and "NextToken" not in rest
    assert len(sqs.list_queues()["QueueUrls"]) == 6


def test_attributes(sqs):
    url = make(sqs, "attributes", VisibilityTimeout=5)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert set(attributes) == {
        "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed", "ApproximateNumberOfMessagesNotVisible",
        "CreatedTimestamp", "DelaySeconds", "LastModifiedTimestamp", "MaximumMessageSize", "MessageRetentionPeriod",
        "QueueArn", "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled", "VisibilityTimeout"}
    assert attributes["QueueArn"] == queue_arn("attributes") and attributes["MaximumMessageSize"] == "1048576"
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0", "Policy": policy})
    wanted = ["VisibilityTimeout", "Policy"]
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"] == {
        "VisibilityTimeout": "0", "Policy": policy}
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url)
    refused(sqs.get_queue_attributes, "InvalidAttributeName", QueueUrl=url, AttributeNames=["Nonsense"])
    refused(sqs.set_queue_attributes, "InvalidAttributeValue", QueueUrl=url, Attributes={"Policy": "{}"})
    for body in "ab":
        sqs.send_message(QueueUrl=url, MessageBody=body)
    sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=100)
    sqs.receive_message(QueueUrl=url, VisibilityTimeout=100)
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert [counts[f"ApproximateNumberOfMessages{kind}"] for kind in ("", "NotVisible", "Delayed")] == ["1"] * 3


def test_wrong_messages_are_refused(sqs):
    url = make(sqs, "strict", MaximumMessageSize=1024)
    send = {"QueueUrl": url, "MessageBody": "x"}
    refused(sqs.send_message, "InvalidParameterValue", **{**send, "MessageBody": "x" * 1025})
    refused(sqs.send_message, "InvalidMessageContents", **{**send, "MessageBody": "\x00"})
    refused(sqs.send_message, "MissingParameter", **{**send, "MessageBody": ""})
    refused(sqs.send_message, "InvalidParameterValue", **send, DelaySeconds=901)
    refused(sqs.send_message, "InvalidParameterValue", **send, MessageDeduplicationId="d")
    refused(sqs.send_message, "InvalidParameterValue", **send,
            MessageAttributes={"a": {"DataType": "Number", "StringValue": "x"}})
    refused(sqs.receive_message, "InvalidParameterValue", QueueUrl=url, MaxNumberOfMessages=11)
    refused(sqs.receive_message, "InvalidParameterValue", QueueUrl=url, WaitTimeSeconds=21)
    refused(sqs.delete_message, "ReceiptHandleIsInvalid", QueueUrl=url, ReceiptHandle="nonsense")
    refused(sqs.send_message, "AWS.SimpleQueueService.NonExistentQueue", QueueUrl=f"{url}x", MessageBody="x")
    refused(sqs.send_message, "InvalidAddress", QueueUrl="nonsense", MessageBody="x")


def test_batches(sqs):
    url = make(sqs, "batches")
    entries = [{"Id": str(n), "MessageBody": f"m{n}"} for n in range(9)] + [
        {"Id": "late", "MessageBody": "x", "DelaySeconds": 1000}]
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert len(answer["Successful"]) == 9
    assert [(failed["Id"], failed["Code"], failed["SenderFault"]) for failed in answer["Failed"]] == [
        ("late", "InvalidParameterValue", True)]
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(message["Body"] for message in got) == [f"m{n}" for n in range(9)]
    answer = sqs.change_message_visibility_batch(QueueUrl=url, Entries=[
        {"Id": "a", "ReceiptHandle": got[0]["ReceiptHandle"], "VisibilityTimeout": 0},
        {"Id": "b", "ReceiptHandle": "nonsense", "VisibilityTimeout": 0}])
    assert [done["Id"] for done in answer["Successful"]] == ["a"]
    assert [failed["Code"] for failed in answer["Failed"]] == ["ReceiptHandleIsInvalid"]
    assert bodies(sqs.receive_message(QueueUrl=url)) == [got[0]["Body"]]
    answer = sqs.delete_message_batch(QueueUrl=url, Entries=[
        {"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]} for n, message in enumerate(got)])
    assert len(answer["Successful"]) == 9 and "Failed" not in answer
    prefix = "AWS.SimpleQueueService."
    refused(sqs.send_message_batch, f"{prefix}EmptyBatchRequest", QueueUrl=url, Entries=[])
    refused(sqs.send_message_batch, f"{prefix}TooManyEntriesInBatchRequest", QueueUrl=url,
            Entries=[{"Id": str(n), "MessageBody": "x"} for n in range(11)])
    refused(sqs.send_message_batch, f"{prefix}BatchEntryIdsNotDistinct", QueueUrl=url, Entries=entries[:1] * 2)
    refused(sqs.send_message_batch, f"{prefix}InvalidBatchEntryId", QueueUrl=url,
            Entries=[{"Id": "a b", "MessageBody": "x"}])
    refused(sqs.send_message_batch, f"{prefix}BatchRequestTooLong", QueueUrl=url,
            Entries=[{"Id": str(n), "MessageBody": "x" * 600_000} for n in range(2)])


def test_visibility_runs_out_and_is_changed(sqs):
    url = make(sqs, "visibility", VisibilityTimeout=1)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    first = sqs.receive_message(QueueUrl=url)["Messages"][0]
    again = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, AttributeNames=["ApproximateReceiveCount"])["Messages"][0]
    assert again["Attributes"] == {"ApproximateReceiveCount": "2"} and again["ReceiptHandle"] != first["ReceiptHandle"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"], VisibilityTimeout=0)
    third = sqs.receive_message(QueueUrl=url)["Messages"][0]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=0)
    refused(sqs.change_message_visibility, "AWS.SimpleQueueService.MessageNotInflight", QueueUrl=url,
            ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=0)
    refused(sqs.change_message_visibility, "InvalidParameterValue", QueueUrl=url,
            ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=43_201)


def test_long_polling_ends_with_the_message(server, sqs):
    url = make(sqs, "long", ReceiveMessageWaitTimeSeconds=20)
    thread = threading.Timer(0.5, lambda: server.client("sqs").send_message(QueueUrl=url, MessageBody="at last"))
    thread.start()
    began = time.monotonic()
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["at last"]
    assert 0.4 < time.monotonic() - began < 5
    thread.join()
    began = time.monotonic()
    assert bodies(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)) == []
    assert 0.9 < time.monotonic() - began < 5
    thread = threading.Timer(0.3, lambda: server.client("sqs").delete_queue(QueueUrl=url))
    thread.start()
    refused(sqs.receive_message, "AWS.SimpleQueueService.NonExistentQueue", QueueUrl=url)
    thread.join()


def test_dead_letters_leave_and_come_back(sqs):
    dead = make(sqs, "dead")
    redrive = json.dumps({"deadLetterTargetArn": queue_arn("dead"), "maxReceiveCount": 1})
    url = make(sqs, "alive", VisibilityTimeout=0, RedrivePolicy=redrive)
    refused(sqs.create_queue, "InvalidParameterValue", QueueName="odd",
            Attributes={"RedrivePolicy": redrive.replace("dead\"", "nowhere\"")})
    refused(sqs.create_queue, "InvalidParameterValue", QueueName="odd.fifo",
            Attributes={"FifoQueue": "true", "RedrivePolicy": redrive})
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.send_message(QueueUrl=url, MessageBody="bad")
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["bad"]
    assert bodies(sqs.receive_message(QueueUrl=url)) == []
    letter = sqs.receive_message(QueueUrl=dead, AttributeNames=["All"], VisibilityTimeout=0)["Messages"][0]
    assert letter["Attributes"]["DeadLetterQueueSourceArn"] == queue_arn("alive")
    refused(sqs.start_message_move_task, "AWS.SimpleQueueService.UnsupportedOperation", SourceArn=queue_arn("alive"))
    refused(sqs.start_message_move_task, "ResourceNotFoundException", SourceArn=queue_arn("nowhere"))
    handle = sqs.start_message_move_task(SourceArn=queue_arn("dead"))["TaskHandle"]
    task = sqs.list_message_move_tasks(SourceArn=queue_arn("dead"))["Results"][0]
    assert task["Status"] == "COMPLETED" and task["ApproximateNumberOfMessagesMoved"] == 1
    refused(sqs.cancel_message_move_task, "ResourceNotFoundException", TaskHandle=handle)
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["bad"]
    sqs.set_queue_attributes(QueueUrl=dead, Attributes={
        "RedriveAllowPolicy": json.dumps({"redrivePermission": "denyAll"})})
    refused(sqs.set_queue_attributes, "InvalidParameterValue", QueueUrl=url, Attributes={"RedrivePolicy": redrive})


def test_fifo(sqs):
    url = make(sqs, "order.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    sent = [sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=body[0]) for body in ("a1", "a2", "b1", "a1")]
    # The last is the first once more.
    assert sent[3]["MessageId"] == sent[0]["MessageId"] and sent[3]["SequenceNumber"] == sent[0]["SequenceNumber"]
    assert [len(one["SequenceNumber"]) for one in sent] == [20] * 4
    assert sent[0]["SequenceNumber"] < sent[1]["SequenceNumber"] < sent[2]["SequenceNumber"]
    first = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"][0]
    assert first["Body"] == "a1" and first["Attributes"]["MessageGroupId"] == "a"
    assert first["Attributes"]["SequenceNumber"] == sent[0]["SequenceNumber"]
    assert first["Attributes"]["MessageDeduplicationId"] == hashlib.sha256(b"a1").hexdigest()
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["b1"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["a2"]
    refused(sqs.send_message, "MissingParameter", QueueUrl=url, MessageBody="x")
    refused(sqs.send_message, "InvalidParameterValue", QueueUrl=url, MessageBody="x", MessageGroupId="a", DelaySeconds=1)
    refused(sqs.set_queue_attributes, "InvalidAttributeValue", QueueUrl=url, Attributes={"FifoQueue": "false"})
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["FifoQueue"] == "true" and attributes["DeduplicationScope"] == "queue"
    bare = make(sqs, "bare.fifo", FifoQueue="true")
    refused(sqs.send_message, "InvalidParameterValue", QueueUrl=bare, MessageBody="x", MessageGroupId="a")


@pytest.mark.parametrize("fifo", [True, False])
def test_the_age_of_a_dead_letter(sqs, fifo):
    suffix, kind = (".fifo", {"FifoQueue": "true", "ContentBasedDeduplication": "true"}) if fifo else ("", {})
    dead = make(sqs, f"aged_dead{suffix}", **kind)
    redrive = json.dumps({"deadLetterTargetArn": queue_arn(f"aged_dead{suffix}"), "maxReceiveCount": 1})
    url = make(sqs, f"aged{suffix}", VisibilityTimeout=0, RedrivePolicy=redrive, **kind)
    sqs.send_message(QueueUrl=url, MessageBody="bad", **({"MessageGroupId": "g"} if fifo else {}))
    def sent(url):
        return [message["Attributes"]["SentTimestamp"] for message in
                sqs.receive_message(QueueUrl=url, AttributeNames=["SentTimestamp"]).get("Messages", [])]
    first, = sent(url)
    time.sleep(0.01)
    assert sent(url) == []
    letter, = sent(dead)
    # Of a FIFO queue, retention begins anew with the move.
    assert (letter > first) if fifo else (letter == first)


@pytest.mark.parametrize("fifo", [True, False])
def test_a_message_whose_time_is_over_is_deleted_from_a_standard_queue_only(sqs, fifo):
    name = "late.fifo" if fifo else "late"
    url = make(sqs, name, **({"FifoQueue": "true", "ContentBasedDeduplication": "true"} if fifo else {}))
    of_group = {"MessageGroupId": "g"} if fifo else {}
    for body in ("1", "2"):
        sqs.send_message(QueueUrl=url, MessageBody=body, **of_group)
    handles = [message["ReceiptHandle"] for message in
               sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2, VisibilityTimeout=0)["Messages"]]
    entries = [{"Id": str(place), "ReceiptHandle": handle} for place, handle in enumerate(handles)]
    if not fifo:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=handles[0])
        assert len(sqs.delete_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 2
        assert bodies(sqs.receive_message(QueueUrl=url)) == []
        return
    text = f"Value {handles[0]} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
    refused(sqs.delete_message, "InvalidParameterValue", text, 400, QueueUrl=url, ReceiptHandle=handles[0])
    # Somebody else has the first now.
    again = sqs.receive_message(QueueUrl=url)["Messages"][0]
    failed = sqs.delete_message_batch(QueueUrl=url, Entries=entries)["Failed"]
    assert [(one["Id"], one["Code"], one["SenderFault"]) for one in failed] == [
        ("0", "InvalidParameterValue", True), ("1", "InvalidParameterValue", True)]
    assert failed[0]["Message"] == text
    for _ in range(2):
        # What is gone is no mistake.
        sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["2"]


def test_purge_tags_and_permissions(sqs):
    url = make(sqs, "misc")
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sqs.purge_queue(QueueUrl=url)
    assert bodies(sqs.receive_message(QueueUrl=url)) == []
    refused(sqs.purge_queue, "AWS.SimpleQueueService.PurgeQueueInProgress", QueueUrl=url)
    sqs.tag_queue(QueueUrl=url, Tags={"a": "1", "b": "2"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"b": "2"}
    permission = {"QueueUrl": url, "Label": "one", "AWSAccountIds": ["111122223333"], "Actions": ["SendMessage"]}
    sqs.add_permission(**permission)
    refused(sqs.add_permission, "InvalidParameterValue", **permission)
    policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"])
    assert policy["Statement"] == [{
        "Sid": "one", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "SQS:SendMessage", "Resource": queue_arn("misc")}]
    sqs.remove_permission(QueueUrl=url, Label="one")
    refused(sqs.remove_permission, "InvalidParameterValue", QueueUrl=url, Label="one")
    sqs.delete_queue(QueueUrl=url)
    refused(sqs.delete_queue, "AWS.SimpleQueueService.NonExistentQueue", QueueUrl=url)


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_everything_acknowledged_survives(fresh, end):
    server = fresh()
    sqs = server.client("sqs")
    url = make(sqs, "kept", VisibilityTimeout=43_200)
    fifo = make(sqs, "kept.fifo", FifoQueue="true")
    sqs.tag_queue(QueueUrl=url, Tags={"k": "v"})
    for n in range(20):
        sqs.send_message(QueueUrl=url, MessageBody=str(n))
    once = {"MessageBody": "once", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
    sent = sqs.send_message(QueueUrl=fifo, **once)
    taken = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    for message in taken[:5]:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    getattr(server, end)()
    server.restart()
    sqs = server.client("sqs")
    url, fifo = sqs.get_queue_url(QueueName="kept")["QueueUrl"], sqs.get_queue_url(QueueName="kept.fifo")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (attributes["ApproximateNumberOfMessages"], attributes["ApproximateNumberOfMessagesNotVisible"]) == ("10", "5")
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"k": "v"}
    # Handles of before still hold.
    sqs.delete_message(QueueUrl=url, ReceiptHandle=taken[5]["ReceiptHandle"])
    again = sqs.send_message(QueueUrl=fifo, **once)
    assert again["MessageId"] == sent["MessageId"] and again["SequenceNumber"] == sent["SequenceNumber"]
    rest = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    assert sorted(map(int, bodies(rest))) == sorted(set(range(20)) - {int(message["Body"]) for message in taken})


def test_accounts_regions_and_reset(fresh):
    server = fresh()
    here, there = server.client("sqs"), server.client("sqs", account="210987654321")
    elsewhere = server.client("sqs", region="eu-west-1")
    urls = [make(client, "same") for client in (here, there, elsewhere)]
    here.send_message(QueueUrl=urls[0], MessageBody="mine")
    assert bodies(there.receive_message(QueueUrl=urls[1])) == bodies(elsewhere.receive_message(QueueUrl=urls[2])) == []
    refused(there.receive_message, "AWS.SimpleQueueService.NonExistentQueue", QueueUrl=urls[0])
    reset(server, ACCOUNT)
    assert "QueueUrls" not in here.list_queues() and "QueueUrls" not in elsewhere.list_queues()
    assert there.list_queues()["QueueUrls"] == [urls[1]]
    server.kill()
    server.restart()
    assert "QueueUrls" not in server.client("sqs").list_queues()
    assert len(server.client("sqs", account="210987654321").list_queues()["QueueUrls"]) == 1


def test_the_query_protocol_at_the_queues_own_url(server, sqs):
    url = make(sqs, "older")

    def call(**parameters):
        body = urllib.parse.urlencode({"Version": "2012-11-05", **parameters}).encode()
        headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, "
                                    "SignedHeaders=host, Signature=00"}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    status, text = call(**{"Action": "SendMessage", "MessageBody": "a & b", "MessageAttribute.1.Name": "n",
                           "MessageAttribute.1.Value.DataType": "String", "MessageAttribute.1.Value.StringValue": "v"})
    assert status == 200 and "<SendMessageResult><MD5OfMessageBody>" in text
    status, text = call(**{"Action": "ReceiveMessage", "MaxNumberOfMessages": 10, "AttributeName.1": "SentTimestamp",
                           "MessageAttributeName.1": "All"})
    assert status == 200 and "<Body>a &amp; b</Body>" in text
    assert "<MessageAttribute><Name>n</Name><Value><DataType>String</DataType><StringValue>v</StringValue></Value>" in text
    status, text = call(Action="ReceiveMessage", MaxNumberOfMessages=11)
    assert status == 400 and "<Code>InvalidParameterValue</Code>" in text
    status, text = call(Action="Nonsense")
    assert status == 400 and "<Code>InvalidAction</Code>" in text
    sqs.delete_queue(QueueUrl=url)
    status, text = call(Action="SendMessage", MessageBody="x")
    assert status == 400 and "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>" in text


def calls(sqs):
    """The same calls for us and for moto; what is compared is whether and how they answer, not the values."""
    url = make(sqs, "both")
    yield outcome(sqs.create_queue, QueueName="both", Attributes={"VisibilityTimeout": "7"})
    yield outcome(sqs.get_queue_url, QueueName="nowhere")
    yield outcome(sqs.get_queue_url, QueueName="both")
    yield outcome(sqs.list_queues)
    yield outcome(sqs.list_queues, QueueNamePrefix="nobody")
    yield outcome(sqs.send_message, QueueUrl=url, MessageBody="x")
    yield outcome(sqs.send_message, QueueUrl=url, MessageBody="x" * (1 << 20) + "x")
    yield outcome(sqs.receive_message, QueueUrl=url, MaxNumberOfMessages=11)
    yield outcome(sqs.receive_message, QueueUrl=url, AttributeNames=["SentTimestamp"])
    yield outcome(sqs.receive_message, QueueUrl=url)
    yield outcome(sqs.delete_message, QueueUrl=url, ReceiptHandle="nonsense")
    yield outcome(sqs.send_message_batch, QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "b"}])
    yield outcome(sqs.send_message_batch, QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "b"}] * 2)
    yield outcome(sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["QueueArn", "DelaySeconds"])
    yield outcome(sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["Nonsense"])
    yield outcome(sqs.list_queue_tags, QueueUrl=url)
    yield outcome(sqs.list_dead_letter_source_queues, QueueUrl=url)
    yield outcome(sqs.delete_queue, QueueUrl=url)
    yield outcome(sqs.send_message, QueueUrl=url, MessageBody="x")


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        second_opinion.compare(calls(fresh().client("sqs")), calls(second_opinion.client(moto, "sqs")))


def test_a_rule_reaches_the_queue_of_the_region_in_its_url(server, sqs):
    """AWS: the region in the URL of an action need not be the rule's."""
    elsewhere = server.client("sqs", region="eu-west-1")
    there, here = make(elsewhere, "regional"), make(sqs, "regional")
    hosts = {"today": "sqs.eu-west-1.amazonaws.com", "legacy": "eu-west-1.queue.amazonaws.com", "own": REGION}
    for name, host in hosts.items():
        url = here if name == "own" else f"https://{host}/{ACCOUNT}/regional"
        create_rule(server, f"regional_{name}", f"SELECT * FROM 'regional/{name}'", {"sqs": {"queueUrl": url, "roleArn": ROLE}})
    device = Device(server, "regional").mqtt().connect()
    for name in hosts:
        device.publish(f"regional/{name}", json.dumps({"for": name}))
    device.disconnect()
    got = []
    while len(got) < 2 and (some := bodies(elsewhere.receive_message(QueueUrl=there, WaitTimeSeconds=5))):
        got += some
    assert sorted(got) == ['{"for": "legacy"}', '{"for": "today"}']
    assert bodies(sqs.receive_message(QueueUrl=here, WaitTimeSeconds=5, MaxNumberOfMessages=10)) == ['{"for": "own"}']
