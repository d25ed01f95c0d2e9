"""The real server, started as a user would, and the unmodified clients that talk to it."""
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import threading
import time

import boto3
import botocore.config
import paho.mqtt.client as mqtt

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("THINGCORE_BIN", ROOT / "target/release/thingcore"))
#: Where ./test installs what tests/e2e/mqttjs/package.json names.
NPM = pathlib.Path(os.environ.get("THINGCORE_NPM", ROOT / "target/test-npm"))
ACCOUNT = "123456789012"
REGION = "us-east-1"

#: Environment of every process that the tests start: no key, proxy or endpoint of the machine's own.
CLEAN_ENV = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8"}
AWS_ENV = {**CLEAN_ENV, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


def eventually(condition, within=10.0, every=0.02):
    """Waits until a condition is truthy and returns its value."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {condition}")
        time.sleep(every)


class Server:
    """One thingcore process and its data directory."""

    def __init__(self, directory, *options, data_dir=None, env=None, popen=None):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir or self.directory / "data"
        self.options = options
        self.env = {**CLEAN_ENV, **(env or {})}
        self.popen = popen or {}
        self.log_path = self.directory / "server.log"
        self.process = None
        self.start()

    def start(self):
        ready = self.directory / "ready.json"
        ready.unlink(missing_ok=True)
        self.log = open(self.log_path, "ab")
        self.banner_path = self.directory / "banner.txt"
        banner = open(self.banner_path, "wb")
        command = [
            str(BINARY), "--data-dir", str(self.data_dir), "--ready-file", str(ready),
            "--api-port", "0", "--mqtts-port", "0", "--https-port", "0", *map(str, self.options),
        ]
        began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=banner, stderr=self.log, env=self.env, **self.popen)
        banner.close()

        def is_ready():
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}: {self.log_text()}")
            return ready.exists()

        eventually(is_ready, every=0.002)
        self.seconds_to_ready = time.monotonic() - began
        self.ready = json.loads(ready.read_text())
        self.api = self.ready["api"]
        self.api_port = int(self.api.rsplit(":", 1)[1])
        self.ca = self.ready["ca"]
        self.mqtts_port = int(self.ready["mqtts"].rsplit(":", 1)[1])
        self.https_port = int(self.ready["https"].rsplit(":", 1)[1])
        self.mqtt_port = self.ready["mqtt"] and int(self.ready["mqtt"].rsplit(":", 1)[1])

    def log_text(self):
        return self.log_path.read_text(errors="replace")

    def kill(self):
        """Ends it as a power cut would, as far as the process is concerned."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def terminate(self):
        """Ends it politely and returns exit code and seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10), time.monotonic() - began

    def stop(self):
        if self.process and self.process.poll() is None:
            self.terminate()
        self.log.close()

    def restart(self):
        self.log.close()
        self.start()

    def client(self, service, account=None, region=REGION, config=None, **options):
        """A boto3 client; only the endpoint differs from one of AWS."""
        usual = botocore.config.Config(retries={"max_attempts": 0}, read_timeout=30)
        config = usual.merge(config) if config else usual
        return boto3.client(
            service, region_name=region, config=config, aws_access_key_id=account or "test",
            aws_secret_access_key="test", **{"endpoint_url": self.api, **options},
        )

    def resource(self, service):
        return boto3.resource(
            service, endpoint_url=self.api, region_name=REGION,
            aws_access_key_id="test", aws_secret_access_key="test",
        )


def arn(kind, name):
    return f"arn:aws:iot:{REGION}:{ACCOUNT}:{kind}/{name}"


ALLOW_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}


class Device:
    """A thing with its certificate and policy, made with boto3, and its files."""

    def __init__(self, server, name, document=None, directory=None, attach_thing=True, active=True):
        self.server, self.name = server, name
        iot = server.client("iot")
        iot.create_thing(thingName=name)
        made = iot.create_keys_and_certificate(setAsActive=active)
        self.certificate_arn, self.certificate_id = made["certificateArn"], made["certificateId"]
        self.policy = f"{name}-policy"
        iot.create_policy(policyName=self.policy, policyDocument=json.dumps(document or ALLOW_ALL))
        iot.attach_policy(policyName=self.policy, target=self.certificate_arn)
        if attach_thing:
            iot.attach_thing_principal(thingName=name, principal=self.certificate_arn)
        directory = pathlib.Path(directory or server.directory / f"device-{name}")
        directory.mkdir(parents=True, exist_ok=True)
        self.certificate = directory / "certificate.pem.crt"
        self.key = directory / "private.pem.key"
        self.certificate.write_text(made["certificatePem"])
        self.key.write_text(made["keyPair"]["PrivateKey"])

    def mqtt(self, client_id=None, version=mqtt.MQTTv311, tls=None, **options):
        """An unconnected paho client over mutual TLS."""
        return Mqtt(self.server, self, client_id or self.name, version, tls, **options)


TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


class Mqtt:
    """A paho client that notes what happens to it."""

    def __init__(self, server, device, client_id, version=mqtt.MQTTv311, tls=None, clean=True, port=None,
                 transport="tcp", host="localhost"):
        options = {} if version == mqtt.MQTTv5 else {"clean_session": clean}
        self.paho = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, protocol=version,
                                transport=transport, **options)
        self.version, self.clean = version, clean
        self.host = host
        self.port = port or (server.mqtts_port if device else server.mqtt_port)
        self.messages, self.connected, self.disconnected = [], [], []
        self.flags, self.subacks, self.pubacks = [], {}, {}
        self.arrived = threading.Condition()
        if device:
            context = ssl.create_default_context(cafile=server.ca)
            context.load_cert_chain(device.certificate, device.key)
            if tls:
                context.minimum_version = context.maximum_version = tls
            self.paho.tls_set_context(context)
        self.paho.on_connect = self._on_connect
        self.paho.on_disconnect = self._on_disconnect
        self.paho.on_message = self._on_message
        self.paho.on_subscribe = self._on_subscribe
        self.paho.on_publish = self._on_publish

    def _note(self, change):
        with self.arrived:
            change()
            self.arrived.notify_all()

    def _on_connect(self, client, userdata, flags, reason, properties):
        def change():
            self.connected.append(reason.value if hasattr(reason, "value") else reason)
            self.flags.append(flags)
            self.properties = properties
        self._note(change)

    def _on_disconnect(self, client, userdata, flags, reason, properties):
        self._note(lambda: self.disconnected.append(reason.value))

    def _on_message(self, client, userdata, message):
        self._note(lambda: self.messages.append(message))

    def _on_subscribe(self, client, userdata, mid, reasons, properties):
        self._note(lambda: self.subacks.__setitem__(mid, [reason.value for reason in reasons]))

    def _on_publish(self, client, userdata, mid, reason, properties):
        self._note(lambda: self.pubacks.__setitem__(mid, reason.value))

    def wait(self, condition, within=10):
        with self.arrived:
            assert self.arrived.wait_for(condition, within), (
                f"connected {self.connected}, disconnected {self.disconnected}, "
                f"{len(self.messages)} messages, subacks {self.subacks}")
        return self

    def start(self, will=None, keepalive=60, expiry=None):
        """Connects without waiting for the outcome."""
        if will:
            self.paho.will_set(*will[:2], qos=will[2] if len(will) > 2 else 0)
        options = {}
        if self.version == mqtt.MQTTv5:
            options["clean_start"] = self.clean
            if expiry is not None:
                properties = mqtt.Properties(mqtt.PacketTypes.CONNECT)
                properties.SessionExpiryInterval = expiry
                options["properties"] = properties
        self.paho.connect(self.host, self.port, keepalive=keepalive, **options)
        self.paho.loop_start()
        return self

    def connect(self, **options):
        """Connects and waits until the server has let it in."""
        self.start(**options)
        self.wait(lambda: self.connected)
        assert self.connected[-1] == 0, self.connected
        return self

    def subscribe(self, topic, qos=1):
        _, mid = self.paho.subscribe(topic, qos=qos)
        self.wait(lambda: mid in self.subacks)
        return self.subacks[mid]

    def publish(self, topic, payload, qos=1, retain=False, properties=None):
        """Publishes and, for QoS 1, waits for the PUBACK; returns its reason code."""
        info = self.paho.publish(topic, payload, qos=qos, retain=retain, properties=properties)
        if qos == 0:
            return 0
        self.wait(lambda: info.mid in self.pubacks)
        return self.pubacks[info.mid]

    def expect(self, count, within=10):
        """Waits for so many messages and returns them."""
        self.wait(lambda: len(self.messages) >= count, within)
        return self.messages

    def payloads(self):
        return [json.loads(message.payload) for message in self.messages]

    def disconnect(self):
        self.paho.disconnect()
        self.paho.loop_stop()

    def vanish(self):
        """Cuts the socket without a DISCONNECT."""
        self.paho.on_disconnect = None
        self.paho._sock_close()
        self.paho.loop_stop()


def create_table(server, name):
    """The lab's table: hash key hostname, range key timestamp."""
    dynamodb = server.client("dynamodb")
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "hostname", "AttributeType": "S"},
            {"AttributeName": "timestamp", "AttributeType": "N"},
        ],
        KeySchema=[
            {"AttributeName": "hostname", "KeyType": "HASH"},
            {"AttributeName": "timestamp", "KeyType": "RANGE"},
        ],
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 10})
    return dynamodb


def rows(server, table, hostname):
    """All items of a host, through every page of a Query."""
    from boto3.dynamodb.conditions import Key
    found, start = [], {}
    while True:
        page = server.resource("dynamodb").Table(table).query(
            KeyConditionExpression=Key("hostname").eq(hostname), **start)
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


ROLE = f"arn:aws:iam::{ACCOUNT}:role/lab"


def create_rule(server, name, sql, *actions, version="2016-03-23", **payload):
    server.client("iot").create_topic_rule(
        ruleName=name,
        topicRulePayload={"sql": sql, "actions": list(actions), "awsIotSqlVersion": version, **payload},
    )


def have(*programs):
    """Whether programs are on the path; ./test installs them when it can."""
    return all(shutil.which(program) for program in programs)
