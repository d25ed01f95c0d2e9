"""The course's lab: thing, certificate, policy, paho, rule, DynamoDB; nothing but the endpoint is changed."""
import json
import threading
import time
from decimal import Decimal

import paho.mqtt.client as mqtt
import pytest

from thingcore import ROLE, TLS12, TLS13, Device, create_rule, create_table, eventually, rows


def reading(hostname, value=42.5):
    return json.dumps({"time": time.time(), "quality": "GOOD", "hostname": hostname, "value": value})


def test_endpoint_and_provisioning(server):
    iot = server.client("iot")
    assert iot.describe_endpoint(endpointType="iot:Data-ATS")["endpointAddress"] == "localhost"
    device = Device(server, "provisioned")
    thing = iot.describe_thing(thingName="provisioned")
    assert thing["thingArn"].endswith(":thing/provisioned") and thing["version"] == 1
    assert iot.list_thing_principals(thingName="provisioned")["principals"] == [device.certificate_arn]
    pem = iot.describe_certificate(certificateId=device.certificate_id)["certificateDescription"]
    assert pem["status"] == "ACTIVE" and pem["certificatePem"] == device.certificate.read_text()


@pytest.mark.parametrize("tls", [TLS12, TLS13], ids=["tls12", "tls13"])
@pytest.mark.parametrize("version", [mqtt.MQTTv311, mqtt.MQTTv5], ids=["v311", "v5"])
def test_publisher_thread_and_subscriber(server, tls, version):
    name = f"rpi-{tls.name[-1]}-{version}"
    device = Device(server, name)
    subscriber = device.mqtt(f"{name}-watcher", version, tls).connect()
    assert subscriber.subscribe("device/#") == [1]
    publisher = device.mqtt(version=version, tls=tls).connect()

    def publish():
        for _ in range(20):
            publisher.publish("device/data", reading(name))
            time.sleep(0.1)

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()
    subscriber.expect(20)
    ours = [payload for payload in subscriber.payloads() if payload["hostname"] == name]
    assert len(ours) == 20 and all(payload["value"] == 42.5 for payload in ours)
    publisher.disconnect()
    subscriber.disconnect()


def dynamodb_action(table):
    return {"dynamoDB": {
        "tableName": table, "roleArn": ROLE, "hashKeyField": "hostname", "hashKeyValue": "${hostname}",
        "rangeKeyField": "timestamp", "rangeKeyValue": "${timestamp()}", "rangeKeyType": "NUMBER",
    }}


def publish_all(server, name, topic, values):
    publisher = Device(server, name).mqtt().connect()
    for value in values:
        publisher.publish(topic, reading(name, value))
        # The range key is the millisecond at which the rule saw the message.
        time.sleep(0.01)
    publisher.disconnect()


def test_rule_writes_one_item_per_message(server):
    create_table(server, "readings")
    create_rule(server, "to_dynamodb", "SELECT time, quality, hostname, value FROM 'device/data'",
                dynamodb_action("readings"))
    publish_all(server, "rpi1", "device/data", [42.5 + n for n in range(25)])
    items = eventually(lambda: (found := rows(server, "readings", "rpi1")) and len(found) >= 25 and found)
    assert len(items) == 25
    assert all(set(item["payload"]) == {"time", "quality", "hostname", "value"} for item in items)
    assert sorted(item["payload"]["value"] for item in items) == [Decimal(str(42.5 + n)) for n in range(25)]
    assert all(abs(item["timestamp"] / 1000 - Decimal(time.time())) < 60 for item in items)


def test_rule_with_dynamodb_v2_and_where(server):
    create_table(server, "readings_v2")
    create_rule(server, "to_dynamodb_v2",
                "SELECT time, quality, hostname, value, timestamp() AS timestamp FROM 'device/v2' WHERE value > 40",
                {"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "readings_v2"}}})
    publish_all(server, "rpi2", "device/v2", [39, 40, 40.5, 41, 99])
    items = eventually(lambda: (found := rows(server, "readings_v2", "rpi2")) and len(found) >= 3 and found)
    # Whatever was to come has come: the rule sees the messages of one device in order.
    assert sorted(item["value"] for item in items) == [Decimal("40.5"), Decimal("41"), Decimal("99")]
    assert all(item["quality"] == "GOOD" for item in items)


def test_rows_are_seen_by_scan_and_where_applies_to_dynamodb(server):
    create_table(server, "high")
    create_rule(server, "high_only", "SELECT time, quality, hostname, value FROM 'device/high' WHERE value > 40",
                dynamodb_action("high"))
    publish_all(server, "rpi3", "device/high", [10, 50, 20, 60])
    table = server.resource("dynamodb").Table("high")
    items = eventually(lambda: (found := table.scan()["Items"]) and len(found) >= 2 and found)
    assert sorted(item["payload"]["value"] for item in items) == [50, 60]
    server.client("iot").delete_topic_rule(ruleName="high_only")
