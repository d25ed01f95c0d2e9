"""Fleet indexing: what is indexed, what queries find, and what aggregations tell, as boto3 sees it."""
import json
import time

import paho.mqtt.client as mqtt
import pytest

from answers import refused_with as refused
from thingcore import Device, arn

QUERY_VERSION = "2017-09-30"
OFF = "Index {} does not exist. Please enable index by calling UpdateIndexingConfiguration"


def enable(iot, mode="REGISTRY_AND_SHADOW", **more):
    iot.update_indexing_configuration(
        thingIndexingConfiguration={"thingIndexingMode": mode, **more},
        thingGroupIndexingConfiguration={"thingGroupIndexingMode": "ON"},
    )


CUSTOM = [
    {"name": "attributes.watts", "type": "Number"},
    {"name": "attributes.room", "type": "String"},
    {"name": "attributes.dim", "type": "Boolean"},
    {"name": "shadow.reported.battery", "type": "Number"},
    {"name": "shadow.name.config.desired.mode", "type": "String"},
]
EVERYTHING = {
    "thingConnectivityIndexingMode": "STATUS",
    "namedShadowIndexingMode": "ON",
    "customFields": CUSTOM,
    "filter": {"namedShadowNames": ["config"]},
}


@pytest.fixture(scope="module")
def iot(server):
    """An account with a few things, everything of which is indexed."""
    iot, data = server.client("iot"), server.client("iot-data")
    enable(iot, **EVERYTHING)
    iot.create_thing_type(thingTypeName="lamp")
    for name, parent in [("house", None), ("hall", "house")]:
        iot.create_thing_group(thingGroupName=name, **({"parentGroupName": parent} if parent else {}))
    for name, attributes in [
        ("lamp-1", {"room": "Kitchen", "watts": "7.5", "dim": "true"}),
        ("lamp-2", {"room": "hall", "watts": "60", "dim": "false"}),
        ("lamp-3", {"room": "hall", "watts": "many"}),
    ]:
        iot.create_thing(thingName=name, thingTypeName="lamp", attributePayload={"attributes": attributes})
    iot.create_thing(thingName="fan")
    iot.add_thing_to_thing_group(thingGroupName="hall", thingName="lamp-2")
    iot.add_thing_to_thing_group(thingGroupName="hall", thingName="lamp-3")

    def shadow(thing, state, **name):
        data.update_thing_shadow(thingName=thing, payload=json.dumps({"state": state}), **name)

    shadow("lamp-1", {"desired": {"on": True, "at": {"level": 3}},
                      "reported": {"on": False, "at": {"level": 3}, "battery": 78, "colors": ["RED", "green"]}})
    shadow("lamp-2", {"reported": {"battery": 20, "place": "New York", "note": None, "mixed": [1, {"a": 2}]}})
    shadow("lamp-2", {"desired": {"mode": "eco"}}, shadowName="config")
    shadow("lamp-3", {"desired": {"mode": "secret"}}, shadowName="other")
    shadow("stranger", {"reported": {"battery": 50}})
    return iot


def names(iot, query, **more):
    return [thing["thingName"] for thing in iot.search_index(queryString=query, **more)["things"]]


@pytest.mark.parametrize("query, expected", [
    ("*", ["fan", "lamp-1", "lamp-2", "lamp-3"]),
    ("thingName:LAMP*", ["lamp-1", "lamp-2", "lamp-3"]),
    ("thingName:lamp", []),
    ("thingTypeName:lamp AND NOT attributes.room:hall", ["lamp-1"]),
    ("NOT thingTypeName:*", ["fan"]),
    ("thingGroupNames:hall", ["lamp-2", "lamp-3"]),
    ("thingGroupNames:house", []),
    ("kitchen", ["lamp-1"]),
    ("attributes.watts:[7 TO 60]", ["lamp-1", "lamp-2"]),
    ("attributes.watts>7.5", ["lamp-2"]),
    ("attributes.room:(kitchen OR hall) -attributes.dim:*", ["lamp-3"]),
    ("shadow.reported.battery<50", ["lamp-2"]),
    ("shadow.reported.colors:red", ["lamp-1"]),
    ("shadow.reported.at.level:3 shadow.desired.on:true", ["lamp-1"]),
    ("shadow.hasDelta:true", ["lamp-1"]),
    ("shadow.hasDelta:false", ["lamp-2"]),
    ("shadow.delta.on:true", ["lamp-1"]),
    ("shadow.delta.at.level:*", []),
    ("shadow.reported.place:\"new york\"", ["lamp-2"]),
    ("shadow.reported.place:york", ["lamp-2"]),
    ("shadow.reported.mixed:*", []),
    ("shadow.reported.note:*", []),
    ("shadow.metadata.reported.battery.timestamp>1000000000", ["lamp-1", "lamp-2"]),
    ("shadow.name.config.desired.mode:eco", ["lamp-2"]),
    ("shadow.name.config.hasDelta:true", ["lamp-2"]),
    ("eco", ["lamp-2"]),
    ("secret", []),
    ("connectivity.connected:true", []),
    ("connectivity.connected:false", ["fan", "lamp-1", "lamp-2", "lamp-3"]),
    ("connectivity.disconnectReason:*", []),
])
def test_queries_find_things(iot, query, expected):
    assert names(iot, f"({query}) AND (thingName:lamp* OR thingName:fan)") == expected


def test_found_thing_shows_everything_of_it(iot):
    (lamp,) = iot.search_index(indexName="AWS_Things", queryString="thingName:lamp-1",
                               queryVersion=QUERY_VERSION)["things"]
    assert lamp["thingId"] == iot.describe_thing(thingName="lamp-1")["thingId"]
    assert lamp["thingTypeName"] == "lamp" and "thingGroupNames" not in lamp
    assert lamp["attributes"] == {"room": "Kitchen", "watts": "7.5", "dim": "true"}
    assert lamp["connectivity"] == {"connected": False, "timestamp": 0, "clientId": "lamp-1"}
    shadow = json.loads(lamp["shadow"])
    stamp = shadow["metadata"]["reported"]["battery"]["timestamp"]
    assert abs(stamp - time.time()) < 600
    assert shadow == {
        "desired": {"on": True, "at": {"level": 3}},
        "reported": {"on": False, "at": {"level": 3}, "battery": 78, "colors": ["RED", "green"]},
        "delta": {"on": True}, "hasDelta": True, "version": 1, "metadata": shadow["metadata"],
    }
    (lamp,) = iot.search_index(queryString="thingName:lamp-2")["things"]
    assert lamp["thingGroupNames"] == ["hall"]
    shadow = json.loads(lamp["shadow"])
    assert shadow["hasDelta"] is False and "desired" not in shadow
    assert shadow["name"]["config"]["desired"] == {"mode": "eco"}
    (fan,) = iot.search_index(queryString="thingName:fan")["things"]
    assert set(fan) == {"thingName", "thingId", "connectivity"}


def test_groups_are_an_index_of_their_own(iot):
    (hall,) = iot.search_index(indexName="AWS_ThingGroups", queryString="parentGroupNames:house")["thingGroups"]
    assert hall["thingGroupName"] == "hall" and hall["parentGroupNames"] == ["house"]
    assert hall["thingGroupId"] == iot.describe_thing_group(thingGroupName="hall")["thingGroupId"]
    found = iot.search_index(indexName="AWS_ThingGroups", queryString="thingGroupName:h*")["thingGroups"]
    assert [group["thingGroupName"] for group in found] == ["hall", "house"]
    refused(iot.search_index, "InvalidQueryException", "invalid field name, field name: thingName",
            indexName="AWS_ThingGroups", queryString="thingName:lamp-1")
    count = iot.get_statistics(indexName="AWS_ThingGroups", queryString="thingGroupName:h*")["statistics"]
    assert (count["count"], count["maximum"]) == (2, 1.0)


def test_pages_follow_each_other(iot):
    found, token, pages = [], {}, 0
    while True:
        page = iot.search_index(queryString="thingName:lamp*", maxResults=2, **token)
        found += [thing["thingName"] for thing in page["things"]]
        pages += 1
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert (found, pages) == (["lamp-1", "lamp-2", "lamp-3"], 2)
    assert "nextToken" not in iot.search_index(queryString="thingName:lamp*", maxResults=3)
    refused(iot.search_index, "InvalidRequestException", queryString="*", nextToken="no token")


def test_queries_are_refused_with_reason_and_place(iot):
    def message(query, code="InvalidQueryException"):
        return refused(iot.search_index, code, queryString=query)["Error"]["Message"]

    text = "Unable to parse query, invalid syntax, query string: thingName:a AND"
    assert message("thingName:a AND") == text + " (at character 16: expected a term, a field or a group)"
    assert message("ThingName:a") == \
        "Unable to parse query, invalid field name, field name: ThingName, query string: ThingName:a"
    assert "unsupported query type - fuzzy" in message("thingName:a~")
    assert "number of terms cannot exceed 12, terms found: 13" in message("a " * 13)
    assert "field name: shadow.name.other.desired.mode" in message("shadow.name.other.desired.mode:x")
    assert "field name: registry.version" in message("registry.version:1")
    assert "Devicedefender indexing is not enabled" in \
        message("deviceDefender.violationCount>0", "InvalidRequestException")
    response = refused(iot.search_index, "NotImplementedException", "geo_distance",
                       queryString="shadow.reported.location:geo_distance,47.6,-122.3,10km")
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 501
    refused(iot.search_index, "InvalidRequestException", "Invalid queryVersion. Expected one of: [2017-09-30]",
            queryString="*", queryVersion="2020-01-01")
    refused(iot.search_index, "InvalidRequestException", "Unrecognized indexName Nope",
            queryString="*", indexName="Nope")


def test_aggregations(iot):
    query = "thingName:lamp*"
    statistics = iot.get_statistics(queryString=query, aggregationField="attributes.watts")["statistics"]
    assert statistics == {"count": 2, "average": 33.75, "sum": 67.5, "minimum": 7.5, "maximum": 60.0,
                          "sumOfSquares": 3656.25, "variance": 689.0625, "stdDeviation": 26.25}
    assert iot.get_statistics(queryString=query, aggregationField="attributes.room")["statistics"] == {"count": 3}
    dim = iot.get_statistics(queryString=query, aggregationField="attributes.dim")["statistics"]
    assert (dim["count"], dim["sum"], dim["average"], dim["minimum"], dim["maximum"]) == (2, 1.0, 0.5, 0.0, 1.0)
    assert iot.get_statistics(queryString=query)["statistics"]["maximum"] == 1.0, "the version"
    assert iot.get_statistics(queryString="nowhere")["statistics"] == {"count": 0}

    percentiles = iot.get_percentiles(queryString=query, aggregationField="shadow.reported.battery",
                                      percents=[0, 50, 100])["percentiles"]
    assert [(pair["percent"], pair["value"]) for pair in percentiles] == [(0.0, 20.0), (50.0, 49.0), (100.0, 78.0)]
    default = iot.get_percentiles(queryString=query, aggregationField="attributes.watts")["percentiles"]
    assert [pair["percent"] for pair in default] == [1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0]
    assert iot.get_percentiles(queryString="nowhere", aggregationField="attributes.watts")["percentiles"] == []

    def cardinality(field, query=query):
        return iot.get_cardinality(queryString=query, aggregationField=field)["cardinality"]
    assert cardinality("attributes.room") == 2
    assert cardinality("registry.thingTypeName") == 1
    assert cardinality("shadow.name.config.desired.mode") == 1
    assert cardinality("attributes.room", "nowhere") == 0

    buckets = iot.get_buckets_aggregation(queryString="*", aggregationField="attributes.room",
                                          bucketsAggregationType={"termsAggregation": {"maxBuckets": 1}})
    assert buckets["buckets"] == [{"keyValue": "hall", "count": 2}]
    assert buckets["totalCount"] == iot.get_statistics(queryString="*")["statistics"]["count"]

    for call, field in [(iot.get_statistics, "attributes.other"), (iot.get_cardinality, "thingTypeName"),
                        (iot.get_percentiles, "attributes.room")]:
        refused(call, "InvalidAggregationException", queryString="*", aggregationField=field)
    refused(iot.get_percentiles, "InvalidRequestException", queryString="*", percents=[1.0] * 101)
    refused(iot.get_statistics, "InvalidQueryException", queryString="a AND")


def test_connectivity_is_what_the_broker_knows(server, iot):
    device = Device(server, "online")
    client = device.mqtt(version=mqtt.MQTTv5).connect(keepalive=33, expiry=120)
    before = time.time()
    assert names(iot, "connectivity.connected:true") == ["online"]
    assert names(iot, "connectivity.keepAliveDuration:33 connectivity.cleanSession:false") == ["online"]
    known = iot.search_index(queryString="thingName:online")["things"][0]["connectivity"]
    assert abs(known.pop("timestamp") / 1000 - before) < 60
    assert known == {"connected": True, "clientId": "online", "keepAliveDuration": 33, "cleanSession": False,
                     "sessionExpiry": 120}
    data = iot.get_thing_connectivity_data(thingName="online", includeSocketInformation=True)
    assert data["connected"] is True and data["disconnectReason"] == "NONE"
    assert abs(data["timestamp"].timestamp() - before) < 60
    assert data["keepAliveDuration"] == 33 and "sourceIp" not in data, "sockets are not wanted in the index"
    client.disconnect()
    deadline = time.monotonic() + 10
    while names(iot, "connectivity.connected:true") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert names(iot, "connectivity.disconnectReason:client_initiated_disconnect") == ["online"]
    data = iot.get_thing_connectivity_data(thingName="online")
    assert (data["connected"], data["disconnectReason"]) == (False, "CLIENT_INITIATED_DISCONNECT")
    never = iot.get_thing_connectivity_data(thingName="fan")
    assert (never["connected"], never["disconnectReason"], never["timestamp"].timestamp()) == (False, "UNKNOWN", 0)
    refused(iot.get_thing_connectivity_data, "ResourceNotFoundException", thingName="nobody")


def test_sockets_are_shown_where_they_are_wanted(fresh):
    server = fresh("--mqtt-port", "0")
    iot = server.client("iot")
    enable(iot, "REGISTRY", thingConnectivityIndexingMode="STATUS",
           filter={"connectivity": {"includeSocketInformation": ["GET_THING_CONNECTIVITY_DATA"]}})
    client = Device(server, "online").mqtt().connect()
    data = iot.get_thing_connectivity_data(thingName="online", includeSocketInformation=True)
    assert data["sourceIp"] in ("127.0.0.1", "::1") and data["targetPort"] == server.mqtts_port
    assert data["cleanSession"] is True and data["clientId"] == "online"
    assert "sourceIp" not in iot.get_thing_connectivity_data(thingName="online")
    client.disconnect()


def test_page_has_a_hundred_things_at_most(fresh):
    iot = fresh().client("iot")
    enable(iot, "REGISTRY")
    for number in range(120):
        iot.create_thing(thingName=f"t{number:03}")
    first = iot.search_index(queryString="thingName:t*", maxResults=500)
    second = iot.search_index(queryString="thingName:t*", nextToken=first["nextToken"])
    assert (len(first["things"]), len(second["things"])) == (100, 20) and "nextToken" not in second
    assert [thing["thingName"] for thing in first["things"] + second["things"]] == \
        [f"t{number:03}" for number in range(120)]


def test_configuration_round_trip_and_its_rules(fresh):
    server = fresh("--mqtt-port", "0")
    iot = server.client("iot")
    nothing = {
        "thingIndexingConfiguration": {
            "thingIndexingMode": "OFF", "thingConnectivityIndexingMode": "OFF", "deviceDefenderIndexingMode": "OFF",
            "namedShadowIndexingMode": "OFF", "filter": {},
        },
        "thingGroupIndexingConfiguration": {"thingGroupIndexingMode": "OFF"},
    }

    def configuration():
        found = iot.get_indexing_configuration()
        found.pop("ResponseMetadata")
        return found

    assert configuration() == nothing
    assert iot.list_indices()["indexNames"] == []
    for call in (iot.search_index, iot.get_statistics, iot.get_cardinality, iot.get_percentiles):
        refused(call, "ResourceNotFoundException", OFF.format("AWS_Things"), queryString="a AND")
    refused(iot.describe_index, "ResourceNotFoundException", OFF.format("AWS_ThingGroups"), indexName="AWS_ThingGroups")
    refused(iot.describe_index, "InvalidRequestException", "Unrecognized indexName x", indexName="x")
    refused(iot.get_thing_connectivity_data, "ResourceNotFoundException", thingName="x")

    for mode, more in [
        ("REGISTRY", {}), ("REGISTRY_AND_SHADOW", {}), ("REGISTRY", {"thingConnectivityIndexingMode": "STATUS"}),
        ("REGISTRY_AND_SHADOW", EVERYTHING),
    ]:
        enable(iot, mode, **more)
        index = iot.describe_index(indexName="AWS_Things")
        assert index["indexStatus"] == "ACTIVE"
        assert index["schema"] == "MULTI_INDEXING_MODE"
    assert iot.list_indices()["indexNames"] == ["AWS_ThingGroups", "AWS_Things"]

    server.terminate()
    server.restart()
    iot = server.client("iot")
    things = configuration()["thingIndexingConfiguration"]
    managed = {field["name"]: field["type"] for field in things.pop("managedFields")}
    assert managed["registry.version"] == "Number" and managed["shadow.name.*.hasDelta"] == "Boolean"
    assert "connectivity.timestamp" in managed and "deviceDefender.violationCount" not in managed
    assert things == {"thingIndexingMode": "REGISTRY_AND_SHADOW", "deviceDefenderIndexingMode": "OFF", **EVERYTHING}
    # What is not named stays, and what is named is replaced as a whole.
    iot.update_indexing_configuration(thingGroupIndexingConfiguration={"thingGroupIndexingMode": "OFF"})
    assert iot.list_indices()["indexNames"] == ["AWS_Things"]
    enable(iot, "REGISTRY")
    assert "customFields" not in configuration()["thingIndexingConfiguration"]

    def update(**things):
        iot.update_indexing_configuration(thingIndexingConfiguration=things)

    for text, things in [
        ("ThingIndexingMode must be turned ON for enabling ThingConnectivityIndexingMode",
         {"thingIndexingMode": "OFF", "thingConnectivityIndexingMode": "STATUS"}),
        ("NamedShadowNames Filter must not be empty for enabling NamedShadowIndexingMode",
         {"thingIndexingMode": "REGISTRY", "namedShadowIndexingMode": "ON"}),
        ("Only managed fields with expected types are allowed in thingIndexingConfiguration.managedFields. "
         "Invalid field(s): [name:thingName, type:Number]",
         {"thingIndexingMode": "REGISTRY", "managedFields": [{"name": "thingName", "type": "Number"}]}),
        ("Custom field shadow.desired.x is not indexed",
         {"thingIndexingMode": "REGISTRY", "customFields": [{"name": "shadow.desired.x", "type": "Number"}]}),
        ("Custom field thingName is not indexed",
         {"thingIndexingMode": "REGISTRY", "customFields": [{"name": "thingName", "type": "String"}]}),
        ("at most 5 custom fields", {"thingIndexingMode": "REGISTRY", "customFields": [
            {"name": f"attributes.a{number}", "type": "String"} for number in range(6)]}),
    ]:
        refused(update, "InvalidRequestException", text, **things)
    refused(iot.update_indexing_configuration, "InvalidRequestException", "At least one configuration to update")
    update(thingIndexingMode="OFF")
    iot.update_indexing_configuration(thingGroupIndexingConfiguration={"thingGroupIndexingMode": "OFF"})
    assert configuration() == nothing


def test_queries_without_their_data_are_refused(fresh):
    iot = fresh().client("iot")
    enable(iot, "REGISTRY")
    iot.create_thing(thingName="a")
    for query, attribute in [("shadow.reported.x:1", "Shadow"), ("connectivity.connected:true", "Connectivity")]:
        refused(iot.search_index, "InvalidRequestException", f"constraints for {attribute} attribute", queryString=query)
    refused(iot.get_thing_connectivity_data, "InvalidRequestException", "Connectivity indexing is not enabled", thingName="a")
    (found,) = iot.search_index(queryString="*")["things"]
    assert set(found) == {"thingName", "thingId"}


def metric(**more):
    return {"queryString": "thingName:lamp*", "aggregationType": {"name": "Statistics", "values": ["count", "sum"]},
            "period": 60, "aggregationField": "attributes.watts", **more}


def test_fleet_metrics_are_kept(iot):
    tags = [{"Key": "team", "Value": "light"}]
    made = iot.create_fleet_metric(metricName="lamps", description="of lamps", unit="Count", tags=tags, **metric())
    assert (made["metricName"], made["metricArn"]) == ("lamps", arn("fleetmetric", "lamps"))
    assert iot.list_tags_for_resource(resourceArn=made["metricArn"])["tags"] == tags
    found = iot.describe_fleet_metric(metricName="lamps")
    assert found["creationDate"] == found["lastModifiedDate"]
    expected = metric(metricName="lamps", metricArn=made["metricArn"], description="of lamps", unit="Count",
                      version=1, indexName="AWS_Things", queryVersion=QUERY_VERSION)
    assert {key: value for key, value in found.items()
            if key not in ("ResponseMetadata", "creationDate", "lastModifiedDate")} == expected
    conflict = refused(iot.create_fleet_metric, "ResourceAlreadyExistsException", metricName="lamps", **metric())
    assert conflict["resourceArn"] == made["metricArn"]
    iot.update_fleet_metric(metricName="lamps", indexName="AWS_Things", period=120, expectedVersion=1)
    found = iot.describe_fleet_metric(metricName="lamps")
    assert (found["period"], found["version"], found["description"]) == (120, 2, "of lamps")
    refused(iot.update_fleet_metric, "VersionConflictException", metricName="lamps", indexName="AWS_Things",
            expectedVersion=1)
    refused(iot.delete_fleet_metric, "VersionConflictException", metricName="lamps", expectedVersion=1)
    iot.create_fleet_metric(metricName="another", **metric())
    listed = iot.list_fleet_metrics(maxResults=1)
    assert listed["fleetMetrics"] == [{"metricName": "another", "metricArn": arn("fleetmetric", "another")}]
    listed = iot.list_fleet_metrics(nextToken=listed["nextToken"])
    assert [entry["metricName"] for entry in listed["fleetMetrics"]] == ["lamps"]
    # What it aggregates cannot be taken away from it.
    refused(iot.update_indexing_configuration, "InvalidRequestException", "fleet metric another needs",
            thingIndexingConfiguration={"thingIndexingMode": "REGISTRY_AND_SHADOW"})
    for name in ("lamps", "another"):
        iot.delete_fleet_metric(metricName=name)
    iot.delete_fleet_metric(metricName="lamps")
    refused(iot.describe_fleet_metric, "ResourceNotFoundException", metricName="lamps")
    refused(iot.update_fleet_metric, "ResourceNotFoundException", metricName="lamps", indexName="AWS_Things")
    refused(iot.list_tags_for_resource, "ResourceNotFoundException", resourceArn=made["metricArn"])


@pytest.mark.parametrize("code, more", [
    ("InvalidQueryException", {"queryString": "a AND"}),
    ("InvalidRequestException", {"period": 90}),
    ("InvalidRequestException", {"queryVersion": "x"}),
    ("InvalidRequestException", {"indexName": "x"}),
    ("InvalidAggregationException", {"aggregationField": "attributes.other"}),
    ("InvalidAggregationException", {"aggregationType": {"name": "Statistics", "values": ["median"]}}),
    ("InvalidAggregationException", {"aggregationType": {"name": "Percentiles", "values": ["101"]}}),
    ("InvalidAggregationException", {"aggregationType": {"name": "Percentiles"}, "aggregationField": "attributes.room"}),
])
def test_fleet_metrics_are_checked(iot, code, more):
    refused(iot.create_fleet_metric, code, metricName="bad", **{**metric(), **more})
