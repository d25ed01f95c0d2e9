"""Commands: reusable instructions, deprecated and deleted in time."""
import pytest

from answers import refused, tags_of, without
from thingcore import ROLE, arn

DATES = ("createdAt", "lastUpdatedAt")
PAYLOAD = {"content": b'{"on": true}\x00\xff', "contentType": "application/json"}


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def test_round_trip(iot):
    made = iot.create_command(commandId="on", displayName="On", description="switches on", payload=PAYLOAD,
                              tags=[{"Key": "k", "Value": "v"}])
    assert without(made) == {"commandId": "on", "commandArn": arn("command", "on")}
    assert tags_of(iot, made["commandArn"]) == {"k": "v"}
    found = iot.get_command(commandId="on")
    assert without(found, *DATES) == {
        **without(made), "namespace": "AWS-IoT", "displayName": "On", "description": "switches on",
        "payload": PAYLOAD, "deprecated": False, "pendingDeletion": False}
    conflict = refused(iot.create_command, "ConflictException", "Command on already exists.",
                       commandId="on", payload=PAYLOAD)
    assert conflict["resourceId"] == "on"
    changed = iot.update_command(commandId="on", displayName="Switch on")
    assert without(changed, "lastUpdatedAt") == {
        "commandId": "on", "displayName": "Switch on", "deprecated": False}
    assert iot.get_command(commandId="on")["lastUpdatedAt"] == changed["lastUpdatedAt"] > found["lastUpdatedAt"]
    refused(iot.get_command, "ResourceNotFoundException", "Command none does not exist.", commandId="none")
    refused(iot.update_command, "ResourceNotFoundException", commandId="none", deprecated=True)


def test_template(iot):
    parameters = [{"name": "level", "type": "INTEGER", "defaultValue": {"I": 3},
                   "valueConditions": [{"comparisonOperator": "IN_RANGE",
                                        "operand": {"numberRange": {"min": "1", "max": "9"}}}]}]
    wanted = dict(payloadTemplate='{"level": "${aws:iot:commandexecution::parameter:level}"}',
                  preprocessor={"awsJsonSubstitution": {"outputFormat": "JSON"}}, mandatoryParameters=parameters)
    iot.create_command(commandId="dim", **wanted)
    found = iot.get_command(commandId="dim")
    assert {member: found[member] for member in wanted} == wanted
    listed = iot.list_commands(commandParameterName="level")["commands"]
    assert [command["commandId"] for command in listed] == ["dim"]


def test_what_namespaces_need(iot):
    for wrong in ({}, {"payload": PAYLOAD, "roleArn": ROLE}, {"payload": PAYLOAD, "payloadTemplate": "{}"},
                  {"payloadTemplate": "{}"}, {"payload": {"contentType": "text/plain"}},
                  {"payload": {"content": b"x" * 32769}}, {"namespace": "AWS-IoT-FleetWise"}):
        refused(iot.create_command, "ValidationException", commandId="wrong", **wrong)
    refused(iot.create_command, "ValidationException", commandId="wrong", payload=PAYLOAD, tags=[{"Key": "k"}])
    refused(iot.list_commands, "ValidationException", "Next token is invalid.", nextToken="nonsense")
    placeholder = "${aws:iot:commandexecution::parameter:level}"
    json_substitution = {"awsJsonSubstitution": {"outputFormat": "JSON"}}
    for template in ("no JSON", '{"level": 1}', f'{{"level": "{placeholder}"}}', '"${aws:iot:commandexecution::x}"'):
        refused(iot.create_command, "ValidationException", commandId="wrong", payloadTemplate=template,
                preprocessor=json_substitution, mandatoryParameters=[{"name": "other"}])
    iot.create_command(commandId="wise", namespace="AWS-IoT-FleetWise", roleArn=ROLE)
    listed = iot.list_commands(namespace="AWS-IoT-FleetWise")["commands"]
    assert [command["commandId"] for command in listed] == ["wise"]


def test_deletion_takes_its_time(fresh):
    server = fresh()
    iot = server.client("iot")
    for command in ("a", "c", "b"):
        iot.create_command(commandId=command, payload=PAYLOAD)
    page = iot.list_commands(maxResults=2)
    rest = iot.list_commands(nextToken=page["nextToken"])
    assert [one["commandId"] for one in page["commands"] + rest["commands"]] == ["b", "c", "a"]
    listed = iot.list_commands(sortOrder="ASCENDING")["commands"]
    assert [one["commandId"] for one in listed] == ["a", "c", "b"]

    assert iot.update_command(commandId="a", deprecated=True)["deprecated"] is True
    assert iot.get_command(commandId="a")["deprecated"] is True
    assert iot.update_command(commandId="a", deprecated=False)["deprecated"] is False
    iot.update_command(commandId="a", deprecated=True)
    assert iot.delete_command(commandId="a")["statusCode"] == 202
    server.kill()
    server.restart()
    iot = server.client("iot")
    found = iot.get_command(commandId="a")
    assert (found["deprecated"], found["pendingDeletion"]) == (True, True)
    assert [one["pendingDeletion"] for one in iot.list_commands(sortOrder="ASCENDING")["commands"]] == [
        True, False, False]
    refused(iot.update_command, "ConflictException", commandId="a", deprecated=False)
    refused(iot.create_command, "ConflictException", commandId="a", payload=PAYLOAD)
    assert iot.delete_command(commandId="a")["statusCode"] == 202
    assert iot.delete_command(commandId="none")["statusCode"] == 204
