"""The embedded SNS, through boto3: topics, subscribers of every protocol, filters, the outbox, signatures."""
import base64
import datetime
import http.server
import json
import ssl
import threading
import urllib.parse
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.x509.oid import NameOID

import second_opinion
from answers import refused
from second_opinion import outcome, reset
from thingcore import ACCOUNT, REGION, ROLE, Device, create_rule, eventually


def topic_arn(name):
    return f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"


@pytest.fixture
def sns(server):
    return server.client("sns")


@pytest.fixture
def sqs(server):
    return server.client("sqs")


def queue(sqs, name, **attributes):
    """A queue's URL and ARN."""
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def received(sqs, url):
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"],
                                AttributeNames=["All"], WaitTimeSeconds=0)
    return found.get("Messages", [])


def outbox(server, account=ACCOUNT):
    with urllib.request.urlopen(f"{server.api}/_thingcore/outbox?account={account}") as answer:
        return json.load(answer)["messages"]


def get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def verify(document):
    """Whether a message's signature is that of the certificate it names (SNS Developer Guide)."""
    kind = document["Type"]
    names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] if kind == "Notification" else [
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{document[name]}\n" for name in names if name in document)
    assert document["SignatureVersion"] == "2"
    certificate = x509.load_pem_x509_certificate(get(document["SigningCertURL"]).encode())
    certificate.public_key().verify(base64.b64decode(document["Signature"]), text.encode(), padding.PKCS1v15(),
                                    hashes.SHA256())


def test_topics(sns):
    arn = sns.create_topic(Name="plain", Attributes={"DisplayName": "d"}, Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
    assert arn == topic_arn("plain")
    assert sns.create_topic(Name="plain")["TopicArn"] == arn
    refused(sns.create_topic, "InvalidParameter", Name="plain", Attributes={"DisplayName": "other"})
    refused(sns.create_topic, "InvalidParameter", Name="plain", Tags=[{"Key": "a", "Value": "2"}])
    refused(sns.create_topic, "InvalidParameter", Name="a b")
    refused(sns.create_topic, "InvalidParameter", Name="x.fifo")
    assert {"TopicArn": arn} in sns.list_topics()["Topics"]
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert set(attributes) == {"DisplayName", "EffectiveDeliveryPolicy", "Owner", "Policy", "SubscriptionsConfirmed",
                               "SubscriptionsDeleted", "SubscriptionsPending", "TopicArn"}
    assert attributes["DisplayName"] == "d" and attributes["Owner"] == ACCOUNT
    sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="new")
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "new"
    refused(sns.set_topic_attributes, "InvalidParameter", TopicArn=arn, AttributeName="Nonsense", AttributeValue="x")
    refused(sns.set_topic_attributes, "NotImplemented", http=501, TopicArn=arn, AttributeName="DeliveryPolicy",
            AttributeValue="{}")
    sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    sns.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    sns.add_permission(TopicArn=arn, Label="one", AWSAccountId=["111122223333"], ActionName=["Publish"])
    policy = json.loads(sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"])
    assert [statement["Sid"] for statement in policy["Statement"]] == ["__default_statement_ID", "one"]
    sns.remove_permission(TopicArn=arn, Label="one")
    refused(sns.remove_permission, "InvalidParameter", TopicArn=arn, Label="one")
    sns.delete_topic(TopicArn=arn)
    sns.delete_topic(TopicArn=arn)
    refused(sns.get_topic_attributes, "NotFound", http=404, TopicArn=arn)
    refused(sns.publish, "NotFound", TopicArn=arn, Message="x")
    refused(sns.publish, "InvalidParameter", "Invalid parameter: Empty message", TopicArn=arn, Message="")
    refused(sns.list_tags_for_resource, "ResourceNotFound", ResourceArn=arn)
    refused(sns.publish, "InvalidParameter", TopicArn="nonsense", Message="x")
    refused(sns.list_phone_numbers_opted_out, "NotImplemented", http=501)


def test_a_queue_gets_the_envelope(sns, sqs):
    arn = sns.create_topic(Name="to_queue")["TopicArn"]
    url, queue_arn = queue(sqs, "from_topic")
    subscription = sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue_arn)["SubscriptionArn"]
    assert subscription.startswith(f"{arn}:")
    assert sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue_arn)["SubscriptionArn"] == subscription
    attributes = {"a": {"DataType": "String", "StringValue": "x"}, "b": {"DataType": "Binary", "BinaryValue": b"\x00"}}
    sent = sns.publish(TopicArn=arn, Message="héllo", Subject="s", MessageAttributes=attributes)
    envelope = json.loads(received(sqs, url)[0]["Body"])
    assert list(envelope) == ["Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion",
                              "Signature", "SigningCertURL", "UnsubscribeURL", "MessageAttributes"]
    assert envelope["MessageId"] == sent["MessageId"] and envelope["Message"] == "héllo"
    assert envelope["MessageAttributes"] == {
        "a": {"Type": "String", "Value": "x"}, "b": {"Type": "Binary", "Value": "AA=="}}
    verify(envelope)
    # Raw: the message itself, with its attributes.
    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true")
    sns.publish(TopicArn=arn, Message="raw", MessageAttributes=attributes)
    message = received(sqs, url)[0]
    assert message["Body"] == "raw" and message["MessageAttributes"] == attributes
    # A message for each protocol.
    sns.publish(TopicArn=arn, MessageStructure="json", Message=json.dumps({"default": "d", "sqs": "s"}))
    assert received(sqs, url)[0]["Body"] == "s"
    refused(sns.publish, "InvalidParameter", TopicArn=arn, MessageStructure="json", Message="{}")
    refused(sns.publish, "InvalidParameter", TopicArn=arn, Message="x" * 262_145)
    refused(sns.publish, "InvalidParameter", TopicArn=arn, Message="x", Subject="s" * 101)
    # The link in a message ends the subscription.
    assert "UnsubscribeResponse" in get(envelope["UnsubscribeURL"])
    sns.publish(TopicArn=arn, Message="nobody")
    assert received(sqs, url) == []
    sns.unsubscribe(SubscriptionArn=subscription)
    refused(sns.get_subscription_attributes, "NotFound", SubscriptionArn=subscription)


def test_subscriptions_are_listed_and_checked(sns, sqs):
    arn = sns.create_topic(Name="listed")["TopicArn"]
    _, queue_arn = queue(sqs, "listed")
    made = sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    listed = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert listed == [{"SubscriptionArn": made["SubscriptionArn"], "Owner": ACCOUNT, "Protocol": "sqs",
                       "Endpoint": queue_arn, "TopicArn": arn}]
    assert listed[0] in sns.list_subscriptions()["Subscriptions"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=made["SubscriptionArn"])["Attributes"]
    assert attributes["RawMessageDelivery"] == "true" and attributes["PendingConfirmation"] == "false"
    of = {"TopicArn": arn}
    refused(sns.subscribe, "InvalidParameter", **of, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "false"})
    refused(sns.subscribe, "InvalidParameter", **of, Protocol="sqs", Endpoint="nonsense")
    refused(sns.subscribe, "InvalidParameter", **of, Protocol="pigeon", Endpoint="x")
    refused(sns.subscribe, "InvalidParameter", **of, Protocol="email", Endpoint="x")
    refused(sns.subscribe, "InvalidParameter", **of, Protocol="email", Endpoint="a@b", Attributes={"RawMessageDelivery": "true"})
    refused(sns.subscribe, "InvalidParameter", **of, Protocol="sqs", Endpoint=f"{queue_arn}2", Attributes={"FilterPolicy": "x"})
    _, fifo = queue(sqs, "listed.fifo", FifoQueue="true")
    text = ("Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to "
            "standard SNS topics")
    refused(sns.subscribe, "InvalidParameter", text, 400, **of, Protocol="sqs", Endpoint=fifo)
    for policy, reason in [
            ({key: [1] for key in "abcdef"}, "Filter policy can not have more than 5 keys"),
            ({"a": [{"numeric": ["<", 5, ">", 0]}]}, "Too many elements in numeric expression"),
            ({"a": [{"numeric": [">", 5, "<", 0]}]}, "Bottom must be less than top")]:
        text = f"Invalid parameter: Attributes Reason: FilterPolicy: {reason}"
        refused(sns.subscribe, "InvalidParameter", text, 400, **of, Protocol="sqs", Endpoint=f"{queue_arn}2",
                Attributes={"FilterPolicy": json.dumps(policy)})
    refused(sns.subscribe, "NotFound", TopicArn=f"{arn}x", Protocol="sqs", Endpoint=queue_arn)
    refused(sns.subscribe, "NotImplemented", **of, Protocol="firehose", Endpoint="arn:aws:firehose:x:y:z")
    for n in range(3):
        sns.subscribe(**of, Protocol="sms", Endpoint=f"+4912345678{n}")
    assert len(sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]) == 4


def test_filters_of_attributes_and_of_the_body(sns, sqs):
    arn = sns.create_topic(Name="filtered")["TopicArn"]
    hot, hot_arn = queue(sqs, "hot")
    body, body_arn = queue(sqs, "body")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=hot_arn, Attributes={
        "RawMessageDelivery": "true", "FilterPolicy": json.dumps({"temp": [{"numeric": [">", 30]}], "kind": [{"prefix": "rpi"}]})})
    by_body = sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=body_arn, Attributes={
        "RawMessageDelivery": "true", "FilterPolicyScope": "MessageBody",
        "FilterPolicy": json.dumps({"device": {"id": ["7"]}})})["SubscriptionArn"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=by_body)["Attributes"]
    assert attributes["FilterPolicyScope"] == "MessageBody" and json.loads(attributes["FilterPolicy"])

    def publish(message, temp):
        sns.publish(TopicArn=arn, Message=message, MessageAttributes={
            "temp": {"DataType": "Number", "StringValue": temp}, "kind": {"DataType": "String", "StringValue": "rpi4"}})

    publish("cold", "20")
    publish(json.dumps({"device": {"id": "7"}}), "31.5")
    publish(json.dumps({"device": {"id": "8"}}), "40")
    assert [json.loads(message["Body"]) for message in received(sqs, hot)] == [{"device": {"id": "7"}}, {"device": {"id": "8"}}]
    assert [json.loads(message["Body"]) for message in received(sqs, body)] == [{"device": {"id": "7"}}]
    sns.set_subscription_attributes(SubscriptionArn=by_body, AttributeName="FilterPolicy", AttributeValue="{}")
    publish("anything", "0")
    assert [message["Body"] for message in received(sqs, body)] == ["anything"]


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Notes what comes."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        self.server.seen.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def endpoint():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.seen, server.status = [], 200
    server.url = f"http://127.0.0.1:{server.server_port}/sns?x=1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_http_endpoint_confirms_and_gets_messages(sns, endpoint):
    arn = sns.create_topic(Name="to_http")["TopicArn"]
    made = sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=endpoint.url)
    assert made["SubscriptionArn"] == "pending confirmation"
    headers, body = eventually(lambda: endpoint.seen and endpoint.seen.pop())
    assert headers["x-amz-sns-message-type"] == "SubscriptionConfirmation" and headers["x-amz-sns-topic-arn"] == arn
    confirmation = json.loads(body)
    verify(confirmation)
    assert list(confirmation) == ["Type", "MessageId", "Token", "TopicArn", "Message", "SubscribeURL", "Timestamp",
                                  "SignatureVersion", "Signature", "SigningCertURL"]
    assert sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"][0]["SubscriptionArn"] == "PendingConfirmation"
    sns.publish(TopicArn=arn, Message="too early")
    refused(sns.confirm_subscription, "InvalidParameter", TopicArn=arn, Token="nonsense")
    assert "<SubscriptionArn>" in get(confirmation["SubscribeURL"])
    # By the API it is the same, and twice no mistake.
    subscription = sns.confirm_subscription(TopicArn=arn, Token=confirmation["Token"])["SubscriptionArn"]
    sns.publish(TopicArn=arn, Message="now", Subject="s")
    headers, body = eventually(lambda: endpoint.seen and endpoint.seen.pop())
    assert headers["x-amz-sns-message-type"] == "Notification" and headers["content-type"] == "text/plain; charset=UTF-8"
    assert headers["x-amz-sns-subscription-arn"] == subscription
    notification = json.loads(body)
    assert notification["Message"] == "now"
    verify(notification)
    sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true")
    sns.publish(TopicArn=arn, Message="raw")
    headers, body = eventually(lambda: endpoint.seen and endpoint.seen.pop())
    assert body == "raw" and headers["x-amz-sns-rawdelivery"] == "true"


def test_an_https_endpoint_is_trusted_by_its_authority(fresh, endpoint, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256()))
    pem, key_pem = tmp_path / "cert.pem", tmp_path / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_pem.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_pem)
    endpoint.socket = context.wrap_socket(endpoint.socket, server_side=True)
    url = f"https://localhost:{endpoint.server_port}/sns"
    for environment, arrives in (({"SSL_CERT_FILE": str(pem)}, True), ({}, False)):
        server = fresh(env=environment)
        sns = server.client("sns")
        arn = sns.create_topic(Name="to_https")["TopicArn"]
        sns.subscribe(TopicArn=arn, Protocol="https", Endpoint=url)
        if arrives:
            _, body = eventually(lambda: endpoint.seen and endpoint.seen.pop())
            assert json.loads(body)["Type"] == "SubscriptionConfirmation"
        else:
            eventually(lambda: "SNS delivery is tried again" in server.log_text())
            assert not endpoint.seen


def test_what_cannot_be_delivered_goes_to_the_dead(sns, sqs, endpoint):
    arn = sns.create_topic(Name="undeliverable")["TopicArn"]
    dead, dead_arn = queue(sqs, "sns_dead")
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_arn})}
    _, gone = queue(sqs, "gone")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=gone, Attributes=redrive)
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="gone")["QueueUrl"])
    sns.publish(TopicArn=arn, Message="one")
    letter = received(sqs, dead)[0]
    assert json.loads(letter["Body"])["Message"] == "one"
    assert letter["MessageAttributes"]["ErrorCode"]["StringValue"] == "QueueDoesNotExist"
    http_arn = sns.create_topic(Name="undeliverable_http")["TopicArn"]
    sns.subscribe(TopicArn=http_arn, Protocol="http", Endpoint=endpoint.url, Attributes=redrive)
    _, body = eventually(lambda: endpoint.seen and endpoint.seen.pop())
    get(json.loads(body)["SubscribeURL"])
    endpoint.status = 404
    sns.publish(TopicArn=http_arn, Message="two")
    letter = eventually(lambda: received(sqs, dead))[0]
    assert json.loads(letter["Body"])["Message"] == "two"


def test_mail_and_text_messages_stay_in_the_outbox(fresh):
    server = fresh()
    sns = server.client("sns")
    arn = sns.create_topic(Name="mail")["TopicArn"]
    made = sns.subscribe(TopicArn=arn, Protocol="email", Endpoint="student@example.com", ReturnSubscriptionArn=True)
    sns.subscribe(TopicArn=arn, Protocol="sms", Endpoint="+491701234567")
    confirmation, = outbox(server)
    assert (confirmation["protocol"], confirmation["to"], confirmation["topicArn"]) == ("email", "student@example.com", arn)
    sns.publish(TopicArn=arn, Message="only sms so far")
    get(confirmation["subscribeUrl"])
    assert sns.get_subscription_attributes(SubscriptionArn=made["SubscriptionArn"])["Attributes"]["PendingConfirmation"] == "false"
    sns.publish(TopicArn=arn, Message="alarm", Subject="hot")
    sns.publish(PhoneNumber="+4930123456", Message="direct")
    refused(sns.publish, "InvalidParameter", PhoneNumber="nonsense", Message="x")
    server.kill()
    server.restart()
    letters = outbox(server)[1:]
    assert sorted((letter["protocol"], letter["to"], letter.get("subject"), letter["body"]) for letter in letters) == sorted([
        ("sms", "+491701234567", None, "only sms so far"), ("sms", "+491701234567", None, "alarm"),
        ("email", "student@example.com", "hot", "alarm"), ("sms", "+4930123456", None, "direct")], key=str)
    assert outbox(server, "210987654321") == []
    reset(server, ACCOUNT)
    assert outbox(server) == []


def test_fifo(sns, sqs):
    arn = sns.create_topic(Name="order.fifo", Attributes={"FifoTopic": "true", "ContentBasedDeduplication": "true"})["TopicArn"]
    url, fifo = queue(sqs, "from_topic.fifo", FifoQueue="true")
    plain, plain_arn = queue(sqs, "from_fifo_topic")
    for endpoint in (fifo, plain_arn):
        sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=endpoint, Attributes={"RawMessageDelivery": "true"})
    sent = [sns.publish(TopicArn=arn, Message=body, MessageGroupId="g") for body in ("1", "2", "1")]
    assert sent[0]["MessageId"] == sent[2]["MessageId"] and sent[0]["SequenceNumber"] < sent[1]["SequenceNumber"]
    messages = received(sqs, url)
    assert [message["Body"] for message in messages] == ["1", "2"]
    assert messages[0]["Attributes"]["MessageGroupId"] == "g"
    assert len(received(sqs, plain)) == 2
    refused(sns.publish, "InvalidParameter", TopicArn=arn, Message="x")
    refused(sns.subscribe, "InvalidParameter", TopicArn=arn, Protocol="email", Endpoint="a@b")


def test_batches(sns, sqs):
    arn = sns.create_topic(Name="batches")["TopicArn"]
    url, queue_arn = queue(sqs, "batches_of_sns")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    answer = sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[
        {"Id": "a", "Message": "1", "MessageAttributes": {"n": {"DataType": "String", "StringValue": "v"}}},
        {"Id": "b", "Message": "2", "Subject": "x" * 200}])
    assert [one["Id"] for one in answer["Successful"]] == ["a"]
    assert [(one["Id"], one["Code"], one["SenderFault"]) for one in answer["Failed"]] == [("b", "InvalidParameter", True)]
    message, = received(sqs, url)
    assert message["Body"] == "1" and message["MessageAttributes"]["n"]["StringValue"] == "v"
    refused(sns.publish_batch, "BatchEntryIdsNotDistinct", TopicArn=arn, PublishBatchRequestEntries=[
        {"Id": "a", "Message": "1"}] * 2)
    refused(sns.publish_batch, "TooManyEntriesInBatchRequest", TopicArn=arn, PublishBatchRequestEntries=[
        {"Id": str(n), "Message": "1"} for n in range(11)])


def test_a_rule_ends_in_the_embedded_topic(server, sns, sqs):
    arn = sns.create_topic(Name="from_rule")["TopicArn"]
    url, queue_arn = queue(sqs, "from_rule")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    create_rule(server, "to_sns", "SELECT temp FROM 'hot/+' WHERE temp > 30",
                {"sns": {"targetArn": arn, "roleArn": ROLE, "messageFormat": "RAW"}})
    device = Device(server, "hot-device").mqtt().connect()
    device.publish("hot/1", '{"temp": 20}')
    device.publish("hot/1", '{"temp": 31.5}')
    message, = eventually(lambda: received(sqs, url))
    assert json.loads(message["Body"]) == {"temp": 31.5}
    device.disconnect()


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_everything_acknowledged_survives(fresh, end):
    server = fresh()
    sns, sqs = server.client("sns"), server.client("sqs")
    arn = sns.create_topic(Name="kept", Attributes={"DisplayName": "d"}, Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
    url, queue_arn = queue(sqs, "kept")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue_arn, Attributes={"FilterPolicy": '{"a": ["b"]}'})
    attributes = {"a": {"DataType": "String", "StringValue": "b"}}
    sns.publish(TopicArn=arn, Message="before", MessageAttributes=attributes)
    getattr(server, end)()
    server.restart()
    sns, sqs = server.client("sns"), server.client("sqs")
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "d"
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}]
    url = sqs.get_queue_url(QueueName="kept")["QueueUrl"]
    sns.publish(TopicArn=arn, Message="filtered")
    sns.publish(TopicArn=arn, Message="after", MessageAttributes=attributes)
    envelopes = [json.loads(message["Body"]) for message in received(sqs, url)]
    assert [envelope["Message"] for envelope in envelopes] == ["before", "after"]
    # The key is kept too: what was signed before holds under the certificate of now.
    for envelope in envelopes:
        envelope["SigningCertURL"] = server.api + urllib.parse.urlparse(envelope["SigningCertURL"]).path
        verify(envelope)


def test_accounts_and_reset(fresh):
    server = fresh()
    here, there = server.client("sns"), server.client("sns", account="210987654321")
    arn = here.create_topic(Name="same")["TopicArn"]
    there.create_topic(Name="same")
    refused(there.publish, "AuthorizationError", TopicArn=arn, Message="x")
    reset(server, ACCOUNT)
    assert here.list_topics()["Topics"] == [] and len(there.list_topics()["Topics"]) == 1
    server.kill()
    server.restart()
    assert server.client("sns").list_topics()["Topics"] == []


def calls(sns):
    arn = sns.create_topic(Name="both")["TopicArn"]
    queue_arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:both"
    yield outcome(sns.create_topic, Name="a b")
    yield outcome(sns.list_topics)
    yield outcome(sns.get_topic_attributes, TopicArn=arn + "x")
    yield outcome(sns.subscribe, TopicArn=arn, Protocol="sqs", Endpoint=queue_arn)
    yield outcome(sns.subscribe, TopicArn=arn + "x", Protocol="sqs", Endpoint=queue_arn)
    yield outcome(sns.subscribe, TopicArn=arn, Protocol="sqs", Endpoint=queue_arn + ".fifo")
    for policy in ({key: [1] for key in "abcdef"}, {"a": [{"numeric": ["<", 5, ">", 0]}]},
                   {"a": [{"numeric": [">", 5, "<", 0]}]}, {"a": [{"numeric": [">", 0, ">", 5]}]}):
        yield outcome(sns.subscribe, TopicArn=arn, Protocol="sqs", Endpoint=queue_arn + "2",
                      Attributes={"FilterPolicy": json.dumps(policy)})
    yield outcome(sns.list_subscriptions)
    yield outcome(sns.list_subscriptions_by_topic, TopicArn=arn)
    yield outcome(sns.publish, TopicArn=arn + "x", Message="x")
    yield outcome(sns.publish, PhoneNumber="nonsense", Message="x")
    yield outcome(sns.publish, PhoneNumber="+4930123456", Message="x")
    yield outcome(sns.tag_resource, ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}])
    yield outcome(sns.list_tags_for_resource, ResourceArn=arn)
    yield outcome(sns.list_tags_for_resource, ResourceArn=arn + "x")
    yield outcome(sns.get_subscription_attributes, SubscriptionArn=arn + ":x")
    yield outcome(sns.delete_topic, TopicArn=arn)


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        server = fresh()
        for client in (second_opinion.client(moto, "sqs"), server.client("sqs")):
            queue(client, "both")
            queue(client, "both.fifo", FifoQueue="true")
        second_opinion.compare(calls(server.client("sns")), calls(second_opinion.client(moto, "sns")))
