#!/usr/bin/env python3
"""100 publishers to one subscriber over mutual TLS with policies enforced: what a message costs the broker.

usage: fan_in.py [name=value ...]     options of the load generator, such as publishers=10 qos=0

Needs the release binaries (cargo build --release -p thingcore -p thingcore-benches) and boto3.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "e2e"))
from thingcore import ROOT, Device, Server, arn  # noqa: E402

TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": arn("client", "${iot:ClientId}")},
        {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"], "Resource": arn("topic", "load/*")},
        {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": arn("topicfilter", "load/*")},
    ],
}

with tempfile.TemporaryDirectory() as directory:
    server = Server(directory, "--log", "warn")
    try:
        device = Device(server, "load", POLICY)
        command = [TARGET / "load", server.mqtts_port, server.process.pid, server.ca, device.certificate, device.key]
        for _ in range(5):
            done = subprocess.run([*map(str, command), *sys.argv[1:]], capture_output=True, text=True, timeout=150)
            if done.returncode != 0:
                sys.exit(done.stderr)
            print(json.dumps(json.loads(done.stdout)))
    finally:
        server.stop()
