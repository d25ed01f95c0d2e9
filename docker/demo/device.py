#!/usr/bin/env python3
"""A simulated device with its rule, for docker/compose.demo.yaml. Everything here is as on AWS; the environment
says where the endpoint is (AWS_ENDPOINT_URL)."""
import json
import math
import os
import pathlib
import signal
import ssl
import sys
import tempfile
import time
import urllib.request

import boto3
import paho.mqtt.client as mqtt

THING, TABLE = "thermometer", "warm_readings"
POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:*:*:client/${iot:Connection.Thing.ThingName}"},
    {"Effect": "Allow", "Action": "iot:Publish",
     "Resource": "arn:aws:iot:*:*:topic/${iot:Connection.Thing.ThingName}/*"}]}
iot, dynamodb = boto3.client("iot"), boto3.client("dynamodb")


def make_table_and_rule():
    try:
        dynamodb.create_table(
            TableName=TABLE, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "time", "AttributeType": "N"}],
            KeySchema=[{"AttributeName": "time", "KeyType": "HASH"}])
    except dynamodb.exceptions.ResourceInUseException:
        print("table and rule are there from an earlier start")
        return
    iot.create_topic_rule(ruleName="keep_warm", topicRulePayload={
        "sql": f"SELECT * FROM '{THING}/data' WHERE temperature > 22", "awsIotSqlVersion": "2016-03-23",
        "actions": [{"dynamoDBv2": {"putItem": {"tableName": TABLE}, "roleArn": "arn:aws:iam::123456789012:role/demo"}}]})


def forget_earlier_certificates():
    for principal in iot.list_thing_principals(thingName=THING)["principals"]:
        iot.detach_thing_principal(thingName=THING, principal=principal)
        iot.detach_policy(policyName=THING, target=principal)
        certificate = principal.rsplit("/", 1)[1]
        iot.update_certificate(certificateId=certificate, newStatus="INACTIVE")
        iot.delete_certificate(certificateId=certificate)


def make_credentials():
    """Makes thing, policy and certificate, and returns the TLS context of the device."""
    iot.create_thing(thingName=THING)
    forget_earlier_certificates()
    try:
        iot.create_policy(policyName=THING, policyDocument=json.dumps(POLICY))
    except iot.exceptions.ResourceAlreadyExistsException:
        pass
    made = iot.create_keys_and_certificate(setAsActive=True)
    iot.attach_policy(policyName=THING, target=made["certificateArn"])
    iot.attach_thing_principal(thingName=THING, principal=made["certificateArn"])
    with urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/_thingcore/ca.pem") as answer:
        context = ssl.create_default_context(cadata=answer.read().decode())
    with tempfile.TemporaryDirectory() as directory:
        certificate = pathlib.Path(directory, "certificate.pem")
        certificate.write_text(made["certificatePem"] + made["keyPair"]["PrivateKey"])
        context.load_cert_chain(certificate)
    return context


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    make_table_and_rule()
    device = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=THING)
    device.tls_set_context(make_credentials())
    endpoint = iot.describe_endpoint(endpointType="iot:Data-ATS")["endpointAddress"]
    device.connect(endpoint, int(os.environ.get("MQTT_PORT", "8883")))
    device.loop_start()
    while True:
        now = time.time()
        reading = {"time": int(now * 1000), "temperature": round(22 + 4 * math.sin(now / 2), 1)}
        device.publish(f"{THING}/data", json.dumps(reading), qos=1).wait_for_publish(timeout=10)
        print("sent", reading, "which is kept" if reading["temperature"] > 22 else "")
        time.sleep(1)


if __name__ == "__main__":
    main()
