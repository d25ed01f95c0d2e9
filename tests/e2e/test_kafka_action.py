"""The Kafka action, read by the usual C client from that client's own test broker; and against a broker made here, which
speaks as much of the protocol as a producer needs and fails as it is told."""
import json
import socketserver
import struct
import threading
import time
import zlib

import confluent_kafka
import pytest

from answers import refused
from thingcore import ROLE, Device, create_rule, eventually

METADATA, PRODUCE, API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE = 3, 0, 18, 17, 36
VERSIONS = {PRODUCE: (3, 3), METADATA: (1, 1), API_VERSIONS: (0, 0), SASL_HANDSHAKE: (1, 1), SASL_AUTHENTICATE: (0, 0)}


class Reader:
    """Kafka's primitive types, big-endian."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def int(self, size):
        return int.from_bytes(self.take(size), "big", signed=True)

    def string(self):
        length = self.int(2)
        return None if length < 0 else self.take(length).decode()

    def bytes(self):
        length = self.int(4)
        return None if length < 0 else self.take(length)

    def varint(self):
        shift = value = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value >> 1 ^ -(value & 1)

    def varbytes(self):
        length = self.varint()
        return None if length < 0 else self.take(length)


def string(text):
    return struct.pack(">h", -1) if text is None else struct.pack(">h", len(text)) + text.encode()


def records_of(batch):
    """Key, value and headers of each record of a record batch (version 2)."""
    reader = Reader(batch)
    reader.take(8 + 4 + 4)
    assert reader.int(1) == 2
    reader.take(4)
    attributes = reader.int(2)
    reader.take(4 + 8 + 8 + 8 + 2 + 4)
    count, body = reader.int(4), reader.data[reader.at:]
    compression = attributes & 7
    assert compression in (0, 1)
    records = Reader(zlib.decompress(body, 31) if compression == 1 else body)
    found = []
    for _ in range(count):
        records.varint()
        records.take(1)
        records.varint()
        records.varint()
        key, value = records.varbytes(), records.varbytes()
        headers = {records.varbytes().decode(): records.varbytes().decode() for _ in range(records.varint())}
        found.append((key, value, headers))
    return found, compression


class Broker(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, password=None, error=0):
        self.produced, self.logins, self.password, self.error = [], [], password, error
        super().__init__(("127.0.0.1", 0), Connection)
        self.address = f"localhost:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Connection(socketserver.StreamRequestHandler):
    def handle(self):
        while head := self.rfile.read(4):
            request = Reader(self.rfile.read(int.from_bytes(head, "big")))
            key, version, correlation = request.int(2), request.int(2), request.int(4)
            request.string()
            low, high = VERSIONS.get(key, (1, 0))
            if not low <= version <= high:
                assert key == API_VERSIONS, (key, version)
                body = struct.pack(">hi", 35, 0)
            else:
                body = getattr(self, f"answer_{key}")(request)
            self.wfile.write(struct.pack(">ii", len(body) + 4, correlation) + body)

    def answer_18(self, _):
        rows = b"".join(struct.pack(">hhh", key, *versions) for key, versions in VERSIONS.items())
        return struct.pack(">hi", 0, len(VERSIONS)) + rows

    def answer_17(self, request):
        mechanism = request.string()
        known = mechanism == "PLAIN"
        return struct.pack(">hi", 0 if known else 33, 1) + string("PLAIN")

    def answer_36(self, request):
        _, user, password = request.bytes().split(b"\0")
        self.server.logins.append(user.decode())
        right = password.decode() == self.server.password
        return struct.pack(">h", 0 if right else 58) + string(None if right else "wrong password") + struct.pack(">i", 0)

    def answer_3(self, _):
        host, port = self.server.address.split(":")
        brokers = struct.pack(">ii", 1, 7) + string(host) + struct.pack(">i", int(port)) + string(None)
        partitions = b"".join(
            struct.pack(">hii", 0, partition, 7) + struct.pack(">ii", 1, 7) + struct.pack(">ii", 1, 7)
            for partition in range(3))
        topic = struct.pack(">h", 0) + string("readings") + b"\0" + struct.pack(">i", 3) + partitions
        return brokers + struct.pack(">ii", 7, 1) + topic

    def answer_0(self, request):
        request.string()
        acks = request.int(2)
        request.int(4)
        assert request.int(4) == 1
        topic = request.string()
        assert request.int(4) == 1
        partition = request.int(4)
        records, compression = records_of(request.bytes())
        for record in records:
            self.server.produced.append((topic, partition, *record, acks, compression))
        answer = struct.pack(">ihqq", partition, self.server.error, 0, -1)
        return struct.pack(">i", 1) + string(topic) + struct.pack(">i", 1) + answer + struct.pack(">i", 0)


@pytest.fixture(scope="module")
def destination(server):
    made = server.client("iot").create_topic_rule_destination(destinationConfiguration={
        "vpcConfiguration": {"subnetIds": ["s"], "vpcId": "v", "roleArn": ROLE}})
    return made["topicRuleDestination"]["arn"]


@pytest.fixture(scope="module")
def client(server):
    client = Device(server, "producer").mqtt().connect()
    client.subscribe("errors/#")
    yield client
    client.disconnect()


def rule(server, name, destination, broker, properties=None, **more):
    client = {"bootstrap.servers": broker.address, "security.protocol": "PLAINTEXT", **(properties or {})}
    action = {"kafka": {"destinationArn": destination, "topic": "readings", "clientProperties": client, **more}}
    create_rule(server, name, f"SELECT * FROM 'kafka/{name}'", action,
                errorAction={"republish": {"topic": f"errors/{name}", "roleArn": ROLE}})


def error_of(client, name):
    def found():
        return [message for message in client.messages if message.topic == f"errors/{name}"]
    client.wait(found, within=20)
    return json.loads(found()[0].payload)["failures"][0]


def test_record_has_key_partition_and_headers(server, client, destination):
    broker = Broker()
    rule(server, "plain", destination, broker, key="${id}", headers=[{"key": "from", "value": "${clientid()}"}])
    # Java's producer puts the keys "21" and "foobar" there: murmur2 modulo 3.
    for key, hashed in ("21", -973932308), ("foobar", -790332482):
        client.publish("kafka/plain", json.dumps({"id": key}))
        found = eventually(lambda: [record for record in broker.produced if record[2] == key.encode()])
        expected = json.dumps({"id": key}).encode()
        assert found == [("readings", (hashed & 0x7FFFFFFF) % 3, key.encode(), expected, {"from": "producer"}, -1, 0)]
    rule(server, "chosen", destination, broker, {"compression.type": "gzip"}, partition="${p}")
    client.publish("kafka/chosen", '{"p":2}')
    found = eventually(lambda: [record for record in broker.produced if record[6] == 1])
    assert found[0][:4] == ("readings", 2, None, b'{"p":2}')
    client.publish("kafka/chosen", '{"p":9}')
    assert "has no partition 9" in error_of(client, "chosen")["errorMessage"]
    broker.shutdown()


def test_usual_client_reads_it(server, client, destination):
    # The client library starts brokers of its own with a producer, and a topic is there from its first record on.
    cluster = confluent_kafka.Producer({"test.mock.num.brokers": 3, "log_level": 3})
    brokers = ",".join(f"{b.host}:{b.port}" for b in cluster.list_topics(timeout=10).brokers.values())
    cluster.produce("readings", b"first")
    assert cluster.flush(10) == 0
    partitions = cluster.list_topics("readings", timeout=10).topics["readings"].partitions
    consumer = confluent_kafka.Consumer({"bootstrap.servers": brokers, "group.id": "readers", "log_level": 0})
    consumer.assign([confluent_kafka.TopicPartition("readings", number, 0) for number in partitions])
    client_properties = {"bootstrap.servers": brokers, "security.protocol": "PLAINTEXT", "compression.type": "gzip"}
    create_rule(server, "usual", "SELECT id, topic() AS topic FROM 'usual/+'", {"kafka": {
        "destinationArn": destination, "topic": "readings", "clientProperties": client_properties, "key": "${id}",
        "headers": [{"key": "from", "value": "${clientid()}"}]}},
        errorAction={"republish": {"topic": "errors/usual", "roleArn": ROLE}})
    sent = {f"device-{number}": f"usual/{number}" for number in range(200)}
    for device, topic in sent.items():
        client.publish(topic, json.dumps({"id": device}))
    found = {}
    deadline = time.monotonic() + 30
    while len(found) < len(sent) and time.monotonic() < deadline:
        for record in consumer.consume(100, 0.2):
            assert record.error() is None, record.error()
            if record.value() == b"first":
                continue
            assert record.headers() == [("from", b"producer")]
            found.setdefault(record.key().decode(), []).append((record.partition(), json.loads(record.value())))
    assert {device: [value for _, value in records] for device, records in found.items()} == {
        device: [{"id": device, "topic": topic}] for device, topic in sent.items()}
    assert {records[0][0] for records in found.values()} == set(partitions)
    consumer.close()


def test_client_says_who_it_is(server, client, destination):
    broker = Broker(password="right")
    login = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.plain.username": "u"}
    rule(server, "known", destination, broker, {**login, "sasl.plain.password": "right"})
    client.publish("kafka/known", '{"a":1}')
    eventually(lambda: broker.produced)
    assert broker.logins[0] == "u"
    rule(server, "unknown", destination, broker, {**login, "sasl.plain.password": "secret-of-nobody"})
    client.publish("kafka/unknown", '{"a":1}')
    failure = error_of(client, "unknown")
    assert failure["failedAction"] == "KafkaAction" and failure["failedResource"] == "readings"
    assert len(broker.produced) == 1 and "secret-of-nobody" not in server.log_text()
    broker.shutdown()


def test_failures_are_told(server, client, destination):
    broker = Broker(error=87)
    rule(server, "invalid", destination, broker)
    client.publish("kafka/invalid", '{"a":1}')
    assert error_of(client, "invalid")["failedAction"] == "KafkaAction"
    broker.shutdown()
    broker.server_close()
    rule(server, "nobody", destination + "x", broker)
    client.publish("kafka/nobody", '{"a":1}')
    assert "there is no topic rule destination" in error_of(client, "nobody")["errorMessage"]
    rule(server, "gone", destination, broker)
    began = time.monotonic()
    client.publish("kafka/gone", '{"a":1}')
    assert time.monotonic() - began < 1
    error_of(client, "gone")


@pytest.mark.parametrize("properties, text", [
    ({"acks": "0"}, "'0' is not available yet"),
    ({"compression.type": "zstd"}, "'zstd' is not available yet"),
    ({"ssl.truststore": "x"}, "--trust FILE"),
    ({"sasl.kerberos.keytab": "x"}, "is not available yet"),
    ({"linger.ms": "5"}, "is not a property"),
    ({"bootstrap.servers": "broker.example.com:9094"}, "is not a host of the lab"),
])
def test_what_the_client_cannot_do_is_refused(server, destination, properties, text):
    iot = server.client("iot")
    client = {"bootstrap.servers": "localhost:9094", "security.protocol": "PLAINTEXT", **properties}
    action = {"kafka": {"destinationArn": destination, "topic": "t", "clientProperties": client}}
    with pytest.raises(iot.exceptions.InvalidRequestException) as error:
        create_rule(server, "no", "SELECT * FROM 'a'", action)
    assert text in error.value.response["Error"]["Message"]


def test_aws_wants_tls_and_its_ports(fresh):
    iot = fresh("--limits", "aws").client("iot")
    for servers, protocol in ("localhost:9094", "PLAINTEXT"), ("localhost:443", "SSL"):
        client = {"bootstrap.servers": servers, "security.protocol": protocol}
        action = {"kafka": {"destinationArn": "arn:aws:iot:us-east-1:123456789012:ruledestination/vpc/x",
                            "topic": "t", "clientProperties": client}}
        refused(iot.create_topic_rule, "InvalidRequestException", ruleName="no",
                topicRulePayload={"sql": "SELECT * FROM 'a'", "actions": [action]})
