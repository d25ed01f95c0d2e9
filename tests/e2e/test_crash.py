"""kill -9: what was acknowledged is there after the restart."""
import json
import threading
import time

from thingcore import Device, create_rule, create_table, eventually, rows, ROLE


def test_acknowledged_messages_and_everything_else_survive(fresh):
    server = fresh()
    iot, data = server.client("iot"), server.client("iot-data")
    sleeper, publisher = Device(server, "sleeper"), Device(server, "publisher")
    create_table(server, "rows")
    create_rule(server, "keep", "SELECT * FROM 'to/table'", {"dynamoDB": {
        "tableName": "rows", "roleArn": ROLE, "hashKeyField": "hostname", "hashKeyValue": "${hostname}",
        "rangeKeyField": "timestamp", "rangeKeyValue": "${timestamp()}", "rangeKeyType": "NUMBER"}})
    data.update_thing_shadow(thingName="sleeper", payload='{"state":{"desired":{"a":1}}}')
    session = sleeper.mqtt(clean=False).connect()
    assert session.subscribe("stream") == [1]
    session.disconnect()

    client = publisher.mqtt().connect()
    client.publish("to/table", json.dumps({"hostname": "h"}))
    eventually(lambda: rows(server, "rows", "h"))
    client.publish("kept", "retained", retain=True)
    sent = {}

    def stream():
        for number in range(100_000):
            info = client.paho.publish("stream", str(number), qos=1)
            if info.rc != 0:
                return
            sent[info.mid] = number
            while len(sent) - len(client.pubacks) > 30:
                time.sleep(0.0005)
                if client.disconnected:
                    return

    thread = threading.Thread(target=stream)
    thread.start()
    # In the middle of the stream.
    eventually(lambda: len(client.pubacks) > 1500)
    server.kill()
    thread.join(20)
    acknowledged = {sent[mid] for mid in client.pubacks if mid in sent}
    assert len(acknowledged) > 1000
    client.paho.loop_stop()

    server.restart()
    assert iot_names(server) == ["publisher", "sleeper"]
    again = sleeper.mqtt(clean=False).connect()
    assert again.flags[0].session_present
    again.wait(lambda: acknowledged <= {int(message.payload) for message in again.messages}, within=60)
    received = [int(message.payload) for message in again.messages]
    assert received == sorted(received), "in the order of publishing"
    again.subscribe("kept")
    eventually(lambda: any(message.payload == b"retained" for message in again.messages))
    again.disconnect()

    # Things, policies, shadows, rules and rows.
    assert server.client("iot").get_policy(policyName="sleeper-policy")["policyDocument"]
    shadow = json.loads(server.client("iot-data").get_thing_shadow(thingName="sleeper")["payload"].read())
    assert shadow["version"] == 1
    assert len(rows(server, "rows", "h")) == 1
    client = publisher.mqtt().connect()
    client.publish("to/table", json.dumps({"hostname": "h"}))
    eventually(lambda: len(rows(server, "rows", "h")) == 2)
    client.disconnect()


def iot_names(server):
    return [thing["thingName"] for thing in server.client("iot").list_things()["things"]]


def test_every_answered_api_call_survives(fresh):
    server = fresh()
    answered = []

    def create():
        iot = server.client("iot")
        try:
            for number in range(10_000):
                name = f"{threading.get_ident()}-{number}"
                iot.create_thing(thingName=name, attributePayload={"attributes": {"n": str(number)}})
                answered.append(name)
        except Exception:  # The server is gone, as intended.
            pass

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    eventually(lambda: len(answered) > 300, within=30)
    server.kill()
    for thread in threads:
        thread.join(30)
    server.restart()
    iot = server.client("iot")
    names = {thing["thingName"] for page in iot.get_paginator("list_things").paginate(maxResults=250) for thing in page["things"]}
    assert set(answered) <= names
