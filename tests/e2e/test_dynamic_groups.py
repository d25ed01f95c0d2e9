"""Dynamic thing groups: what their queries find is in them, at once and for as long as it is found."""
import json

import pytest

from answers import refused_with as refused
from test_indexing import QUERY_VERSION, enable
from thingcore import arn


@pytest.fixture(scope="module")
def iot(server):
    iot = server.client("iot")
    enable(iot)
    return iot


def things_in(iot, group):
    pages = iot.get_paginator("list_things_in_thing_group").paginate(
        thingGroupName=group, PaginationConfig={"PageSize": 2})
    return [name for page in pages for name in page["things"]]


def groups_of(iot, thing):
    return [group["groupName"] for group in iot.list_thing_groups_for_thing(thingName=thing)["thingGroups"]]


def create(iot, name, attributes=None):
    payload = {"attributePayload": {"attributes": attributes}} if attributes else {}
    iot.create_thing(thingName=name, **payload)


def test_things_come_and_go_by_themselves(server, iot):
    for number in range(5):
        create(iot, f"room-{number}", {"temperature": str(58 + number)})
    made = iot.create_dynamic_thing_group(
        thingGroupName="too-warm", queryString="attributes.temperature>60",
        thingGroupProperties={"thingGroupDescription": "warm", "attributePayload": {"attributes": {"a": "b"}}},
        tags=[{"Key": "k", "Value": "v"}],
    )
    expected = {"thingGroupName": "too-warm", "thingGroupArn": arn("thinggroup", "too-warm"),
                "indexName": "AWS_Things", "queryString": "attributes.temperature>60", "queryVersion": QUERY_VERSION}
    assert {key: made[key] for key in expected} == expected
    again = iot.create_dynamic_thing_group(
        thingGroupName="too-warm", queryString="attributes.temperature>60",
        thingGroupProperties={"thingGroupDescription": "warm", "attributePayload": {"attributes": {"a": "b"}}},
        tags=[{"Key": "k", "Value": "v"}],
    )
    assert again["thingGroupId"] == made["thingGroupId"]
    found = iot.describe_thing_group(thingGroupName="too-warm")
    assert (found["status"], found["version"], found["queryString"]) == ("ACTIVE", 1, expected["queryString"])
    assert found["thingGroupProperties"]["attributePayload"]["attributes"] == {"a": "b"}
    assert things_in(iot, "too-warm") == ["room-3", "room-4"]
    assert groups_of(iot, "room-4") == ["too-warm"] and groups_of(iot, "room-0") == []
    (room,) = iot.search_index(queryString="thingName:room-4")["things"]
    assert room["thingGroupNames"] == ["too-warm"]
    searched = iot.search_index(queryString="thingGroupNames:too-warm")["things"]
    assert [thing["thingName"] for thing in searched] == ["room-3", "room-4"]

    iot.update_thing(thingName="room-3", attributePayload={"attributes": {"temperature": "50"}})
    assert things_in(iot, "too-warm") == ["room-4"]
    update = iot.update_dynamic_thing_group(thingGroupName="too-warm", queryString="attributes.temperature>=50",
                                            thingGroupProperties={}, expectedVersion=1)
    assert update["version"] == 2
    assert things_in(iot, "too-warm") == [f"room-{number}" for number in range(5)], "in pages of two"
    refused(iot.update_dynamic_thing_group, "VersionConflictException", thingGroupName="too-warm",
            thingGroupProperties={}, expectedVersion=1)
    iot.update_dynamic_thing_group(thingGroupName="too-warm", thingGroupProperties={"thingGroupDescription": "x"})
    assert iot.describe_thing_group(thingGroupName="too-warm")["queryString"] == "attributes.temperature>=50"

    # It is found by what shadows say, too.
    iot.create_dynamic_thing_group(thingGroupName="low", queryString="shadow.reported.battery<20")
    server.client("iot-data").update_thing_shadow(
        thingName="room-0", payload=json.dumps({"state": {"reported": {"battery": 7}}}))
    assert things_in(iot, "low") == ["room-0"]
    assert groups_of(iot, "room-0") == ["low", "too-warm"]
    for name in ("low", "too-warm"):
        iot.delete_dynamic_thing_group(thingGroupName=name)
    iot.delete_dynamic_thing_group(thingGroupName="low")
    assert groups_of(iot, "room-0") == []
    refused(iot.list_things_in_thing_group, "ResourceNotFoundException", thingGroupName="low")


def test_operations_keep_the_kinds_apart(iot):
    create(iot, "apart")
    iot.create_thing_group(thingGroupName="fixed")
    iot.create_dynamic_thing_group(thingGroupName="found", queryString="thingName:apart")
    unsupported = "This operation does not support dynamic thing groups"
    refused(iot.add_thing_to_thing_group, "InvalidRequestException", unsupported,
            thingGroupName="found", thingName="apart")
    refused(iot.remove_thing_from_thing_group, "InvalidRequestException", unsupported,
            thingGroupName="found", thingName="apart")
    refused(iot.update_thing_group, "InvalidRequestException", unsupported,
            thingGroupName="found", thingGroupProperties={})
    refused(iot.delete_thing_group, "InvalidRequestException", unsupported, thingGroupName="found")
    refused(iot.create_thing_group, "InvalidRequestException", "dynamic thing group as parent",
            thingGroupName="inner", parentGroupName="found")
    refused(iot.delete_dynamic_thing_group, "InvalidRequestException", "does not support static", thingGroupName="fixed")
    refused(iot.update_dynamic_thing_group, "ResourceNotFoundException", thingGroupName="never", thingGroupProperties={})
    refused(iot.create_dynamic_thing_group, "ResourceAlreadyExistsException", thingGroupName="fixed", queryString="x")
    refused(iot.create_dynamic_thing_group, "InvalidQueryException", "invalid syntax",
            thingGroupName="bad", queryString="a AND")
    refused(iot.create_dynamic_thing_group, "InvalidRequestException", "Invalid queryVersion",
            thingGroupName="bad", queryString="a", queryVersion="1")
    refused(iot.create_dynamic_thing_group, "InvalidRequestException", "not of AWS_ThingGroups",
            thingGroupName="bad", queryString="a", indexName="AWS_ThingGroups")
    refused(iot.update_indexing_configuration, "InvalidRequestException", "dynamic thing group found needs",
            thingIndexingConfiguration={"thingIndexingMode": "OFF"})
    iot.delete_dynamic_thing_group(thingGroupName="found")


def test_older_groups_have_precedence_where_room_is_short(iot):
    create(iot, "sought")
    for number in range(9):
        iot.create_thing_group(thingGroupName=f"static-{number}")
        if number < 8:
            iot.add_thing_to_thing_group(thingGroupName=f"static-{number}", thingName="sought")
    for name in ("z-first", "b-second", "a-third"):
        iot.create_dynamic_thing_group(thingGroupName=name, queryString="thingName:sought")
    fixed = [f"static-{number}" for number in range(8)]
    assert groups_of(iot, "sought") == ["b-second", *fixed, "z-first"]
    assert things_in(iot, "b-second") == ["sought"] and things_in(iot, "a-third") == []
    refused(iot.add_thing_to_thing_group, "InvalidRequestException", "already is in 10 thing groups",
            thingGroupName="static-8", thingName="sought")
    refused(iot.update_thing_groups_for_thing, "InvalidRequestException", "already is in 10 thing groups",
            thingName="sought", thingGroupsToAdd=["static-8"])
    iot.update_thing_groups_for_thing(thingName="sought", thingGroupsToAdd=["static-8"],
                                      thingGroupsToRemove=["static-0"])
    iot.add_thing_to_thing_group(thingGroupName="static-0", thingName="sought", overrideDynamicGroups=True)
    assert groups_of(iot, "sought") == [*[f"static-{number}" for number in range(9)], "z-first"]
    for name in ("z-first", "b-second", "a-third"):
        iot.delete_dynamic_thing_group(thingGroupName=name)


def test_groups_need_the_index_and_survive_a_restart(fresh):
    server = fresh()
    iot = server.client("iot")
    refused(iot.create_dynamic_thing_group, "ResourceNotFoundException", "Index AWS_Things does not exist",
            thingGroupName="g", queryString="thingName:a*")
    enable(iot, "REGISTRY")
    create(iot, "abc")
    refused(iot.create_dynamic_thing_group, "InvalidRequestException", "Shadow indexing is not enabled",
            thingGroupName="g", queryString="shadow.hasDelta:true")
    iot.create_dynamic_thing_group(thingGroupName="g", queryString="thingName:a*")
    server.terminate()
    server.restart()
    iot = server.client("iot")
    assert things_in(iot, "g") == ["abc"] and groups_of(iot, "abc") == ["g"]
