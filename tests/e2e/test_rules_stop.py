"""What becomes of rules when the server is told to stop, and when rules change under traffic."""
import json
import socket
import threading
import time

from thingcore import ROLE, Device, create_rule, create_table, eventually, rows


class Sink:
    """A TCP server that reads requests and answers each after a while, or never."""

    def __init__(self, delay):
        self.delay, self.bodies = delay, []
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536) or b"\r\n\r\n"
            head, _, body = data.partition(b"\r\n\r\n")
            length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                           if line.lower().startswith(b"content-length:")), 0)
            while len(body) < length:
                body += connection.recv(65536)
            if self.delay is None:
                time.sleep(60)
            time.sleep(self.delay or 0)
            self.bodies.append(body)
            connection.sendall(b"HTTP/1.1 202 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")


FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


def test_what_was_accepted_is_finished(fresh):
    sink = Sink(delay=0.5)
    server = fresh("--sink", f"lambda={sink.url}")
    create_rule(server, "finish", "SELECT n FROM 'in'", {"lambda": {"functionArn": FUNCTION}})
    client = Device(server, "d").mqtt().connect()
    for n in range(10):
        client.publish("in", json.dumps({"n": n}))
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5
    assert sorted(json.loads(body)["n"] for body in sink.bodies) == list(range(10))
    assert "cut off" not in server.log_text()


def test_what_was_accepted_reaches_the_services_of_the_lab(fresh):
    """They are behind the API port, which is open until the rules are done."""
    count = 60
    server = fresh()
    create_table(server, "kept")
    sqs = server.client("sqs")
    queue = sqs.create_queue(QueueName="kept")["QueueUrl"]
    create_rule(server, "keep", "SELECT n, topic() AS hostname, n AS timestamp FROM 'in'",
                {"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "kept"}}},
                {"sqs": {"roleArn": ROLE, "queueUrl": queue, "useBase64": False}})
    client = Device(server, "d").mqtt().connect()
    for n in range(count):
        client.paho.publish("in", json.dumps({"n": n}), qos=1)
    client.wait(lambda: len(client.pubacks) >= count)
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5 and "rule action failed" not in server.log_text()
    server.restart()
    assert len(rows(server, "kept", "in")) == count
    queue = server.client("sqs").get_queue_url(QueueName="kept")["QueueUrl"]
    told = server.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])
    assert told["Attributes"]["ApproximateNumberOfMessages"] == str(count)


def test_what_cannot_be_finished_is_told_rule_by_rule(fresh):
    sink = Sink(delay=None)
    server = fresh("--sink", f"lambda={sink.url}")
    create_rule(server, "hangs", "SELECT n FROM 'in'", {"lambda": {"functionArn": FUNCTION}})
    client = Device(server, "d").mqtt().connect()
    for n in range(3):
        began = time.monotonic()
        client.publish("in", json.dumps({"n": n}))
        assert time.monotonic() - began < 1.0
    code, seconds = server.terminate()
    assert code == 0 and seconds < 6
    line = next(line for line in server.log_text().splitlines() if "actions cut off by the end" in line)
    assert "hangs" in line and "actions" in line and "3" in line


def test_changes_apply_to_the_next_message(fresh):
    server = fresh()
    client = Device(server, "d").mqtt().connect()
    client.subscribe("out/#")
    iot = server.client("iot")

    def payload(version):
        return {"sql": f"SELECT {version} AS version, n FROM 'in'", "awsIotSqlVersion": "2016-03-23",
                "actions": [{"republish": {"topic": "out/x", "roleArn": ROLE}}]}

    def versions(n):
        client.publish("in", json.dumps({"n": n}))
        client.publish("$aws/rules/marker/x", json.dumps({"n": n}))
        eventually(lambda: any(message.topic == "out/marker" and json.loads(message.payload)["n"] == n
                               for message in client.messages))
        return [found["version"] for message in client.messages if message.topic == "out/x"
                for found in [json.loads(message.payload)] if found["n"] == n]

    # One device's messages are evaluated in order, so the marker comes last.
    create_rule(server, "marker", "SELECT n", {"republish": {"topic": "out/marker", "roleArn": ROLE}})
    iot.create_topic_rule(ruleName="r", topicRulePayload=payload(1))
    assert versions(1) == [1]
    iot.replace_topic_rule(ruleName="r", topicRulePayload=payload(2))
    assert versions(2) == [2]
    iot.disable_topic_rule(ruleName="r")
    assert versions(3) == []
    iot.enable_topic_rule(ruleName="r")
    assert versions(4) == [2]
    iot.delete_topic_rule(ruleName="r")
    assert versions(5) == []
