#!/usr/bin/env python3
"""What rules cost a publisher, how soon a rule's row is there, and the program at rest.

    cargo build --release -p thingcore
    python benches/lab.py                      everything, about four minutes
    python benches/lab.py idle-rules sink      some parts only

- idle-rules: a publish while 0 or 1,000 rules exist that do not match it
- sink:       latencies of publishes while a rule's sink answers, hangs, or there is no rule
- row:        from a publish to its rule's row, read from DynamoDB, at 1,000 messages per second
- rest:       cold start, and memory of a program that rests, before and after every service was used

Plain TCP, QoS 0 unless said otherwise. Needs what tests/requirements.txt names.
"""
import argparse
import http.client
import http.server
import json
import multiprocessing
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import paho.mqtt.client as mqtt

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
from thingcore import ALLOW_ALL, BINARY, CLEAN_ENV, Server  # noqa: E402

ROLE = "arn:aws:iam::123456789012:role/rules"
#: Says whose account and which service; nothing is verified without --credentials.
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=00"


class Lab:
    """A server of its own, with plain MQTT and every action allowed."""

    def __init__(self, directory, *options):
        self.directory = pathlib.Path(tempfile.mkdtemp(dir=directory))
        policy = self.directory / "policy.json"
        policy.write_text(json.dumps(ALLOW_ALL))
        self.server = Server(self.directory, "--log", "warn", "--mqtt-port", "0", "--plain-policy", policy, *options)

    def __enter__(self):
        return self.server

    def __exit__(self, *_):
        self.server.stop()
        shutil.rmtree(self.directory)


def rule(server, name, sql, *actions):
    payload = {"sql": sql, "awsIotSqlVersion": "2016-03-23", "actions": list(actions)}
    server.client("iot").create_topic_rule(ruleName=name, topicRulePayload=payload)


def load(server, case, *more):
    command = [BINARY, "bench", case, "--json", "--pid", server.process.pid, "--port", server.mqtt_port, *more]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, env=CLEAN_ENV)
    if done.returncode != 0:
        sys.exit(f"{case}: {done.stderr} {server.log_text()[-500:]}")
    return json.loads(done.stdout)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def idle_rules(directory, rounds):
    """CPU of a publish: on topics that a connection knows (pairs), and on ever new ones (routing)."""
    cases = {"pairs": ["--qos", 0, "--messages", 1_000_000],
             "routing": ["--qos", 0, "--messages", 400_000, "--subscriptions", 10_000]}
    found = {(case, rules): [] for case in cases for rules in (0, 1000)}
    for number in range(rounds):
        for rules in (0, 1000) if number % 2 == 0 else (1000, 0):
            for case, options in cases.items():
                with Lab(directory, "--limits", "off") as server:
                    for other in range(rules):
                        # Of the same account, as deep, and half of them with a wildcard.
                        level = "+" if other % 2 else "s"
                        rule(server, f"idle{other}", f"SELECT * FROM 'plant/d{other}/{level}/data' WHERE temp > 30",
                             {"republish": {"topic": "never", "roleArn": ROLE}})
                    report = load(server, case, *options)
                    found[case, rules].append(1000 * report["cpuMicrosPerMessage"])
    for case in cases:
        without, with_rules = (statistics.median(found[case, rules]) for rules in (0, 1000))
        print(f"{case}: {without:.0f} ns of CPU a message without rules, {with_rules:.0f} ns with 1,000 rules that "
              f"do not match: {with_rules - without:+.0f} ns; rounds {[round(v) for v in found[case, 0]]} and "
              f"{[round(v) for v in found[case, 1000]]}", flush=True)


class Sink(http.server.BaseHTTPRequestHandler):
    """S3 that accepts everything at once, or never answers."""
    hangs = False
    protocol_version = "HTTP/1.1"
    asked = 0

    def do_PUT(self):
        type(self).asked += 1
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.hangs:
            time.sleep(3600)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Hanging(Sink):
    hangs = True


def sink(directory, rounds):
    """Latency of QoS 1 messages at 2,000 a second, of which one in 100 concerns a rule with an S3 action."""
    found = {"no rule": [], "sink answers": [], "sink hangs": []}
    for number in range(rounds):
        for kind in found if number % 2 == 0 else reversed(found):
            handler = {"sink answers": Sink, "sink hangs": Hanging}.get(kind)
            with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler or Sink) as http_server:
                http_server.daemon_threads, http_server.block_on_close = True, False
                threading.Thread(target=http_server.serve_forever, daemon=True).start()
                with Lab(directory, "--sink", f"s3=http://127.0.0.1:{http_server.server_port}") as server:
                    if handler:
                        # One of the hundred publishers: the load is the sink's, not the interpreter's here.
                        rule(server, "archive", "SELECT encode(*, 'base64') AS data FROM 'bench/p7/#'",
                             {"s3": {"bucketName": "archive", "key": "${newuuid()}", "roleArn": ROLE}})
                        handler.asked = 0
                    report = load(server, "rate", "--rate", 2000, "--messages", 30_000)
                    if handler and handler.asked == 0:
                        sys.exit("the rule did not fire")
                    found[kind].append((report["latencyMicrosP50"], report["latencyMicrosP99"]))
                http_server.shutdown()
    for kind, figures in found.items():
        p50, p99 = (statistics.median(values) for values in zip(*figures))
        print(f"{kind}: publish to delivery p50 {p50:.0f}, p99 {p99:.0f} us; p99 of rounds "
              f"{[round(v) for _, v in figures]}", flush=True)


def publish_steadily(port, rate, seconds, ready):
    """Another process: its messages are due at fixed times, whether the server keeps up or not."""
    client = connected(port, "steady")
    ready.wait()
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        while (left := due - time.perf_counter()) > 0:
            time.sleep(left)
        client.publish(f"load/d{number % 100}/data", row_payload(f"d{number % 100}", number))
    client.disconnect()


def connected(port, name):
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name)
    client.connect("127.0.0.1", port)
    while not client.is_connected():
        client.loop(0.1)
    return client


def row_payload(device, number):
    return json.dumps({"deviceId": device, "number": number, "temp": 31.5, "humidity": 48})


def row(directory, _):
    """Every 40 ms one message is timed, until GetItem answers its row."""
    rate, seconds, every = 1000, 20, 0.04
    with Lab(directory) as server:
        dynamodb = server.client("dynamodb")
        key = [("deviceId", "HASH", "S"), ("number", "RANGE", "N")]
        dynamodb.create_table(TableName="rows", BillingMode="PAY_PER_REQUEST",
                              KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind, _ in key],
                              AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, _, t in key])
        rule(server, "rows", "SELECT deviceId, number, temp, humidity, timestamp() AS at FROM 'load/+/data' "
             "WHERE temp > 30", {"dynamoDBv2": {"putItem": {"tableName": "rows"}, "roleArn": ROLE}})
        ready = multiprocessing.Event()
        publisher = multiprocessing.Process(target=publish_steadily,
                                            args=(server.mqtt_port, rate - 1 / every, seconds, ready))
        publisher.start()
        client = connected(server.mqtt_port, "timed")
        api = http.client.HTTPConnection(server.api.removeprefix("http://"))
        time.sleep(0.5)
        ready.set()
        began, times, asked = time.perf_counter(), [], 0
        while (due := began + len(times) * every) < began + seconds:
            time.sleep(max(0, due - time.perf_counter()))
            sent = time.perf_counter()
            client.publish("load/timed/data", row_payload("timed", len(times)))
            while not has_row(api, "timed", len(times)):
                asked += 1
                if time.perf_counter() > sent + 10:
                    sys.exit(f"no row within 10 s: {server.log_text()[-500:]}")
            times.append(1000 * (time.perf_counter() - sent))
            client.loop(0)
        publisher.join(60)
        total = int((rate - 1 / every) * seconds) + len(times)
        found = sum(page["Count"] for page in
                    dynamodb.get_paginator("scan").paginate(TableName="rows", Select="COUNT"))
        if found != total:
            sys.exit(f"{found} rows of {total}")
        print(f"publish to row at {rate:,} messages a second: p50 {quantile(times, 0.5):.1f} ms, "
              f"p99 {quantile(times, 0.99):.1f} ms, longest {max(times):.1f} ms ({len(times)} timed, {found:,} rows, "
              f"none lost; asked every {sum(times) / (asked + len(times)):.1f} ms)")


def has_row(api, device, number):
    body = json.dumps({"TableName": "rows", "Key": {"deviceId": {"S": device}, "number": {"N": str(number)}},
                       "ConsistentRead": True})
    api.request("POST", "/", body, {"Authorization": SIGNED.format("dynamodb"),
                                    "X-Amz-Target": "DynamoDB_20120810.GetItem",
                                    "Content-Type": "application/x-amz-json-1.0"})
    answer = api.getresponse()
    text = answer.read()
    if answer.status != 200:
        sys.exit(f"GetItem: {answer.status} {text[:300]}")
    return b"Item" in text


def resident(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def rest(directory, rounds):
    first, second = [], []
    for _ in range(max(rounds, 5)):
        with Lab(directory) as server:
            first.append(1000 * server.seconds_to_ready)
            server.terminate()
            server.restart()
            second.append(1000 * server.seconds_to_ready)
            idle = resident(server)
            for service, operation in (("dynamodb", "list_tables"), ("lambda", "list_functions"), ("s3", "list_buckets"),
                                       ("sns", "list_topics"), ("sqs", "list_queues"), ("logs", "describe_log_groups"),
                                       ("iam", "list_roles"), ("sts", "get_caller_identity"), ("iot", "list_things")):
                getattr(server.client(service), operation)()
            used = resident(server)
    print(f"from exec to ready: {statistics.median(first):.0f} ms with an empty directory "
          f"({min(first):.0f} to {max(first):.0f}), {statistics.median(second):.0f} ms again "
          f"({min(second):.0f} to {max(second):.0f})")
    print(f"resident: {idle:.1f} MB after start, {used:.1f} MB after a call of every service; "
          f"binary {BINARY.stat().st_size / 1e6:.1f} MB")


PARTS = {"idle-rules": idle_rules, "sink": sink, "row": row, "rest": rest}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; all by default")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}: {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="thingcore-bench-") as directory:
        for name, part in PARTS.items():
            if not given.parts or name in given.parts:
                print(f"== {name}", flush=True)
                part(directory, given.rounds)


if __name__ == "__main__":
    main()
