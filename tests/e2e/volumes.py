"""Data directories as earlier programs left them, and what has to be found in them.

    THINGCORE_BIN=earlier/thingcore python tests/e2e/volumes.py NAME

keeps one as volumes/NAME.tar.gz, made by that program.
"""
import json
import pathlib
import sys
import tarfile
import tempfile
import types

from thingcore import ROLE, Device, Mqtt, Server, create_rule, eventually

VOLUMES = pathlib.Path(__file__).with_name("volumes")
STATE = {"state": {"desired": {"on": True}, "reported": {"on": False, "level": 3}}}
TABLE = {
    "TableName": "readings", "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "device", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": "device", "AttributeType": "S"},
                             {"AttributeName": "number", "AttributeType": "N"}],
}
SQL = "SELECT device, number, temp FROM 'sensors/+/data' WHERE temp > 30"


def fill(server):
    """Leaves one of everything that the first program knew."""
    server.client("dynamodb").create_table(**TABLE)
    device = Device(server, "lamp")
    create_rule(server, "warm", SQL, {"dynamoDBv2": {"putItem": {"tableName": "readings"}, "roleArn": ROLE}})
    server.client("iot-data").update_thing_shadow(thingName="lamp", payload=json.dumps(STATE))
    client = device.mqtt().connect()
    client.publish("lamp/status", "there", retain=True)
    client.publish("sensors/lamp/data", json.dumps({"device": "lamp", "number": 1, "temp": 31.5}))
    eventually(lambda: rows(server) == {1})
    client.disconnect()
    return device


def rows(server):
    return {int(item["number"]["N"]) for item in server.client("dynamodb").scan(TableName="readings")["Items"]}


def check(server, directory):
    """Everything is there, and goes on."""
    iot = server.client("iot")
    assert [thing["thingName"] for thing in iot.list_things()["things"]] == ["lamp"]
    certificate, = iot.list_certificates()["certificates"]
    assert iot.list_thing_principals(thingName="lamp")["principals"] == [certificate["certificateArn"]]
    assert iot.list_attached_policies(target=certificate["certificateArn"])["policies"]
    assert iot.get_topic_rule(ruleName="warm")["rule"]["sql"] == SQL
    shadow = json.loads(server.client("iot-data").get_thing_shadow(thingName="lamp")["payload"].read())
    assert shadow["state"] == {**STATE["state"], "delta": {"on": True}} and shadow["version"] == 1
    assert rows(server) == {1}
    files = types.SimpleNamespace(certificate=directory / "certificate.pem.crt", key=directory / "private.pem.key")
    client = Mqtt(server, files, "lamp").connect()
    client.subscribe("lamp/status")
    message = client.expect(1)[0]
    assert (message.payload, message.retain) == (b"there", True)
    client.publish("sensors/lamp/data", json.dumps({"device": "lamp", "number": 2, "temp": 40}))
    eventually(lambda: rows(server) == {1, 2})
    client.disconnect()


def main():
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        server = Server(directory)
        try:
            device = fill(server)
        finally:
            server.stop()
        VOLUMES.mkdir(exist_ok=True)
        with tarfile.open(VOLUMES / f"{sys.argv[1]}.tar.gz", "w:gz") as archive:
            archive.add(server.data_dir, "data")
            for file in (device.certificate, device.key):
                archive.add(file, file.name)


if __name__ == "__main__":
    main()
