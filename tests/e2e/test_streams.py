"""Streams and over-the-air updates: kept as they are asked for, and referring to what exists."""
import pytest

from answers import refused, tags_of, without
from thingcore import ROLE, arn

FILES = [{"fileId": 1, "s3Location": {"bucket": "b", "key": "k", "version": "v"}},
         {"fileId": 2, "s3Location": {"bucket": "b", "key": "l"}}]


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def test_stream(iot):
    made = iot.create_stream(streamId="firmware", description="two files", files=FILES, roleArn=ROLE,
                             tags=[{"Key": "k", "Value": "v"}])
    summary = {"streamId": "firmware", "streamArn": arn("stream", "firmware"), "description": "two files",
               "streamVersion": 1}
    assert without(made) == summary
    assert tags_of(iot, made["streamArn"]) == {"k": "v"}
    found = iot.describe_stream(streamId="firmware")["streamInfo"]
    assert without(found, "createdAt", "lastUpdatedAt") == {**summary, "files": FILES, "roleArn": ROLE}
    refused(iot.create_stream, "ResourceAlreadyExistsException", streamId="firmware", files=FILES, roleArn=ROLE)
    for wrong in ([{"fileId": 1}], [{"s3Location": {"bucket": "b", "key": "k"}}], [FILES[0], FILES[0]]):
        refused(iot.create_stream, "InvalidRequestException", streamId="wrong", files=wrong, roleArn=ROLE)
    changed = iot.update_stream(streamId="firmware", files=FILES[:1])
    assert without(changed) == {**summary, "streamVersion": 2}
    found = iot.describe_stream(streamId="firmware")["streamInfo"]
    assert (found["files"], found["streamVersion"]) == (FILES[:1], 2)
    assert found["createdAt"] < found["lastUpdatedAt"]
    iot.create_stream(streamId="other", files=FILES, roleArn=ROLE)
    listed = iot.list_streams(ascendingOrder=True)
    assert [one["streamId"] for one in listed["streams"]] == ["firmware", "other"]
    assert listed["streams"][0] == {**summary, "streamVersion": 2}
    page = iot.list_streams(maxResults=1)
    assert [one["streamId"] for one in page["streams"]] == ["other"]
    assert iot.list_streams(nextToken=page["nextToken"])["streams"][0]["streamId"] == "firmware"
    refused(iot.update_stream, "ResourceNotFoundException", streamId="none", description="x")
    refused(iot.delete_stream, "ResourceNotFoundException", streamId="none")
    iot.delete_stream(streamId="other")
    refused(iot.describe_stream, "ResourceNotFoundException", "Stream other does not exist.", streamId="other")


def test_ota_update(fresh):
    server = fresh()
    iot = server.client("iot")
    iot.create_thing(thingName="lamp")
    iot.create_thing_group(thingGroupName="lamps")
    iot.create_stream(streamId="source", files=FILES, roleArn=ROLE)
    targets = [arn("thing", "lamp"), arn("thinggroup", "lamps")]
    files = [{"fileName": "a.bin", "fileType": 7, "fileVersion": "1", "attributes": {"a": "b"},
              "fileLocation": {"stream": {"streamId": "source", "fileId": 1}},
              "codeSigning": {"customCodeSigning": {
                  "signature": {"inlineDocument": b"\x00\xff"}, "hashAlgorithm": "SHA256",
                  "signatureAlgorithm": "ECDSA", "certificateChain": {"certificateName": "c"}}}}]
    request = dict(otaUpdateId="u1", description="an update", targets=targets, files=files, roleArn=ROLE,
                   additionalParameters={"p": "q"}, awsJobExecutionsRolloutConfig={"maximumPerMinute": 10})
    made = iot.create_ota_update(**request, tags=[{"Key": "k", "Value": "v"}])
    assert without(made) == {"otaUpdateId": "u1", "otaUpdateArn": arn("otaupdate", "u1"),
                             "otaUpdateStatus": "CREATE_PENDING"}
    assert tags_of(iot, made["otaUpdateArn"]) == {"k": "v"}
    refused(iot.create_ota_update, "ResourceAlreadyExistsException", **request)
    for wrong, exception in (
        ({"targets": [arn("thing", "none")]}, "ResourceNotFoundException"),
        ({"targets": [arn("thinggroup", "none")]}, "ResourceNotFoundException"),
        ({"targets": ["lamp"]}, "InvalidRequestException"),
        ({"files": [{"fileName": "f", "fileLocation": {"stream": {"streamId": "none", "fileId": 1}}}]},
         "ResourceNotFoundException"),
    ):
        refused(iot.create_ota_update, exception, **{**request, "otaUpdateId": "wrong", **wrong})
    server.kill()
    server.restart()
    iot = server.client("iot")
    found = iot.get_ota_update(otaUpdateId="u1")["otaUpdateInfo"]
    assert without(found, "creationDate", "lastModifiedDate") == {
        **without(made), "description": "an update", "targets": targets, "otaUpdateFiles": files,
        "protocols": ["MQTT"], "targetSelection": "SNAPSHOT", "additionalParameters": {"p": "q"},
        "awsJobExecutionsRolloutConfig": {"maximumPerMinute": 10}}
    listed = iot.list_ota_updates(otaUpdateStatus="CREATE_PENDING")["otaUpdates"]
    assert listed == [{"otaUpdateId": "u1", "otaUpdateArn": made["otaUpdateArn"],
                       "creationDate": found["creationDate"]}]
    assert iot.list_ota_updates(otaUpdateStatus="CREATE_COMPLETE")["otaUpdates"] == []
    refused(iot.delete_stream, "DeleteConflictException", streamId="source")
    iot.delete_ota_update(otaUpdateId="u1")
    refused(iot.delete_ota_update, "ResourceNotFoundException", otaUpdateId="u1")
    refused(iot.get_ota_update, "ResourceNotFoundException", otaUpdateId="u1")
    iot.delete_stream(streamId="source")
