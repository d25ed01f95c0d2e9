"""The embedded CloudWatch Logs, through boto3."""
import json
import time

import pytest

import second_opinion
from answers import refused
from second_opinion import outcome, reset
from thingcore import ACCOUNT, REGION


@pytest.fixture
def logs(server):
    return server.client("logs")


def stream(logs, group, *streams):
    logs.create_log_group(logGroupName=group)
    for name in streams or ("s",):
        logs.create_log_stream(logGroupName=group, logStreamName=name)
    return {"logGroupName": group, "logStreamName": streams[0] if streams else "s"}


def put(logs, of, *messages, at=None):
    at = at or int(time.time() * 1000)
    events = [{"timestamp": at + n, "message": message} for n, message in enumerate(messages)]
    return logs.put_log_events(**of, logEvents=events)


def messages(answer):
    return [event["message"] for event in answer["events"]]


def test_groups(logs):
    stream(logs, "/lab/one")
    logs.create_log_group(logGroupName="/lab/two", tags={"a": "1"})
    refused(logs.create_log_group, "ResourceAlreadyExistsException", "The specified log group already exists",
            logGroupName="/lab/one")
    refused(logs.create_log_group, "InvalidParameterException", logGroupName="a b")
    logs.put_retention_policy(logGroupName="/lab/one", retentionInDays=7)
    refused(logs.put_retention_policy, "InvalidParameterException", logGroupName="/lab/one", retentionInDays=8)
    refused(logs.put_retention_policy, "ResourceNotFoundException", logGroupName="nowhere", retentionInDays=7)
    one, two = logs.describe_log_groups(logGroupNamePrefix="/lab/")["logGroups"]
    assert one["retentionInDays"] == 7 and "retentionInDays" not in two
    assert one["arn"] == f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/lab/one:*"
    assert set(two) == {"logGroupName", "creationTime", "metricFilterCount", "arn", "storedBytes", "logGroupClass",
                        "logGroupArn"}
    logs.delete_retention_policy(logGroupName="/lab/one")
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix="/lab/one")["logGroups"][0]
    page = logs.describe_log_groups(logGroupNamePrefix="/lab/", limit=1)
    assert [group["logGroupName"] for group in page["logGroups"]] == ["/lab/one"]
    page = logs.describe_log_groups(logGroupNamePrefix="/lab/", nextToken=page["nextToken"])
    assert [group["logGroupName"] for group in page["logGroups"]] == ["/lab/two"] and "nextToken" not in page
    found = logs.describe_log_groups(logGroupNamePattern="AB/T")["logGroups"]
    assert [group["logGroupName"] for group in found] == ["/lab/two"]
    logs.delete_log_group(logGroupName="/lab/one")
    refused(logs.delete_log_group, "ResourceNotFoundException", "The specified log group does not exist.",
            logGroupName="/lab/one")


def test_tags_by_arn_and_by_name(logs):
    logs.create_log_group(logGroupName="/tags", tags={"a": "1"})
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/tags"
    logs.tag_resource(resourceArn=arn, tags={"b": "2"})
    logs.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    logs.tag_log_group(logGroupName="/tags", tags={"c": "3"})
    logs.untag_log_group(logGroupName="/tags", tags=["b"])
    assert logs.list_tags_log_group(logGroupName="/tags")["tags"] == {"c": "3"}
    refused(logs.list_tags_for_resource, "ResourceNotFoundException", resourceArn=arn + "x")


def test_streams_and_their_order(logs):
    of = stream(logs, "streams", "a", "b", "c")
    refused(logs.create_log_stream, "ResourceAlreadyExistsException", **of)
    refused(logs.create_log_stream, "InvalidParameterException", logGroupName="streams", logStreamName="a:b")
    now = int(time.time() * 1000)
    put(logs, {**of, "logStreamName": "b"}, "x", at=now - 1000)
    put(logs, {**of, "logStreamName": "a"}, "x", "y", at=now - 2000)

    def names(**options):
        return [one["logStreamName"] for one in logs.describe_log_streams(logGroupName="streams", **options)["logStreams"]]

    assert names() == ["a", "b", "c"] and names(descending=True) == ["c", "b", "a"]
    assert names(orderBy="LastEventTime", descending=True) == ["b", "a", "c"]
    assert names(logStreamNamePrefix="b") == ["b"]
    refused(logs.describe_log_streams, "InvalidParameterException", logGroupName="streams", orderBy="LastEventTime",
            logStreamNamePrefix="b")
    first = logs.describe_log_streams(logGroupName="streams", limit=2)
    assert names(nextToken=first["nextToken"]) == ["c"]
    a = first["logStreams"][0]
    assert (a["firstEventTimestamp"], a["lastEventTimestamp"]) == (now - 2000, now - 1999)
    assert a["arn"] == f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:streams:log-stream:a"
    logs.delete_log_stream(**of)
    refused(logs.delete_log_stream, "ResourceNotFoundException", "The specified log stream does not exist.", **of)
    assert names() == ["b", "c"]


def test_events_are_read_from_either_end(logs):
    of = stream(logs, "events")
    now = int(time.time() * 1000)
    empty = logs.get_log_events(**of)
    assert empty["events"] == [] and empty["nextForwardToken"].startswith("f/") and empty["nextBackwardToken"].startswith("b/")
    put(logs, of, *map(str, range(10)), at=now)
    assert messages(logs.get_log_events(**of)) == list(map(str, range(10)))
    assert messages(logs.get_log_events(**of, nextToken=empty["nextForwardToken"])) == list(map(str, range(10)))
    head = logs.get_log_events(**of, startFromHead=True, limit=4)
    assert messages(head) == ["0", "1", "2", "3"]
    forward = logs.get_log_events(**of, nextToken=head["nextForwardToken"], limit=4)
    assert messages(forward) == ["4", "5", "6", "7"]
    last = logs.get_log_events(**of, nextToken=forward["nextForwardToken"], limit=4)
    assert messages(last) == ["8", "9"]
    end = logs.get_log_events(**of, nextToken=last["nextForwardToken"])
    # The end is where the same token comes back.
    assert end["events"] == [] and end["nextForwardToken"] == last["nextForwardToken"]
    assert messages(logs.get_log_events(**of, nextToken=end["nextBackwardToken"], limit=2)) == ["8", "9"]
    tail = logs.get_log_events(**of, limit=3)
    assert messages(tail) == ["7", "8", "9"]
    back = logs.get_log_events(**of, nextToken=tail["nextBackwardToken"], limit=3)
    assert messages(back) == ["4", "5", "6"]
    # The start is included, the end is not.
    some = logs.get_log_events(**of, startTime=now + 2, endTime=now + 5)
    assert messages(some) == ["2", "3", "4"] and set(some["events"][0]) == {"timestamp", "message", "ingestionTime"}
    # What came while one waited at the end.
    put(logs, of, "late", at=now + 100)
    assert messages(logs.get_log_events(**of, nextToken=end["nextForwardToken"])) == ["late"]
    refused(logs.get_log_events, "InvalidParameterException", **of, nextToken="nonsense")
    refused(logs.get_log_events, "ResourceNotFoundException", logGroupName="events", logStreamName="nowhere")


def test_events_that_are_not_taken(logs):
    of = stream(logs, "refused")
    now, day = int(time.time() * 1000), 24 * 3600 * 1000
    refused(logs.put_log_events, "InvalidParameterException",
            "Log events in a single PutLogEvents request must be in chronological order.", **of,
            logEvents=[{"timestamp": now, "message": "a"}, {"timestamp": now - 1, "message": "b"}])
    refused(logs.put_log_events, "InvalidParameterException", **of,
            logEvents=[{"timestamp": now - 2 * day, "message": "a"}, {"timestamp": now, "message": "b"}])
    refused(logs.put_log_events, "InvalidParameterException", **of, logEvents=[{"timestamp": now, "message": "x" * (1 << 20)}])
    refused(logs.put_log_events, "ResourceNotFoundException", **{**of, "logStreamName": "nowhere"},
            logEvents=[{"timestamp": now, "message": "a"}])
    answer = put(logs, of, "old", at=now - 15 * day)
    assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}
    answer = logs.put_log_events(**of, sequenceToken="ignored", logEvents=[
        {"timestamp": now, "message": "fine"}, {"timestamp": now + day // 2, "message": "new"}])
    assert answer["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    assert messages(logs.get_log_events(**of)) == ["fine"]


def test_a_group_is_searched(logs):
    of = stream(logs, "searched", "a/1", "a/2", "b")
    now = int(time.time() * 1000)
    put(logs, of, "ERROR one", "INFO two", json.dumps({"temp": 31.5, "id": "rpi-1"}), at=now)
    put(logs, {**of, "logStreamName": "a/2"}, "ERROR three", at=now + 1)
    put(logs, {**of, "logStreamName": "b"}, "ERROR four", json.dumps({"temp": 20}), at=now + 10)

    def found(pattern, **options):
        return messages(logs.filter_log_events(logGroupName="searched", filterPattern=pattern, **options))

    assert found("ERROR") == ["ERROR one", "ERROR three", "ERROR four"]
    assert found("ERROR -three") == ["ERROR one", "ERROR four"]
    assert found("?two ?four") == ["INFO two", "ERROR four"]
    assert found('"ERROR three"') == ["ERROR three"]
    assert [json.loads(one)["temp"] for one in found('{ $.temp > 30 && $.id = "rpi*" }')] == [31.5]
    assert found("ERROR", logStreamNamePrefix="a/") == ["ERROR one", "ERROR three"]
    assert found("ERROR", logStreamNames=["b"]) == ["ERROR four"]
    assert found("", startTime=now + 10, endTime=now + 10) == ["ERROR four"]
    page = logs.filter_log_events(logGroupName="searched", filterPattern="ERROR", limit=2)
    assert messages(page) == ["ERROR one", "ERROR three"] and page["searchedLogStreams"] == []
    assert set(page["events"][0]) == {"logStreamName", "timestamp", "message", "ingestionTime", "eventId"}
    assert found("ERROR", nextToken=page["nextToken"]) == ["ERROR four"]
    refused(logs.filter_log_events, "InvalidParameterException", logGroupName="searched", filterPattern="{ $.x }")
    refused(logs.filter_log_events, "NotImplementedException", http=501, logGroupName="searched", filterPattern="[a, b]")
    refused(logs.filter_log_events, "ResourceNotFoundException", logGroupName="searched", logStreamNames=["nowhere"])


def test_what_is_not_here_says_so(logs):
    refused(logs.start_query, "NotImplementedException", http=501, text="StartQuery of the service logs is not "
            "implemented by Thingcore.", logGroupName="x", startTime=0, endTime=1, queryString="fields @message")


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_everything_acknowledged_survives(fresh, end):
    server = fresh()
    logs = server.client("logs")
    of = stream(logs, "kept", "s", "other")
    logs.put_retention_policy(logGroupName="kept", retentionInDays=30)
    now = int(time.time() * 1000)
    for n in range(5):
        put(logs, of, f"{n}a", f"{n}b", at=now + 10 * n)
    logs.delete_log_stream(logGroupName="kept", logStreamName="other")
    before = logs.describe_log_streams(logGroupName="kept")["logStreams"]
    token = logs.get_log_events(**of, startFromHead=True, limit=4)["nextForwardToken"]
    getattr(server, end)()
    server.restart()
    logs = server.client("logs")
    assert logs.describe_log_streams(logGroupName="kept")["logStreams"] == before
    assert messages(logs.get_log_events(**of, nextToken=token)) == ["2a", "2b", "3a", "3b", "4a", "4b"]
    assert logs.describe_log_groups()["logGroups"][0]["retentionInDays"] == 30


def test_accounts_and_reset(fresh):
    server = fresh()
    here, there = server.client("logs"), server.client("logs", account="210987654321")
    of = stream(here, "same")
    stream(there, "same")
    put(here, of, "mine")
    assert messages(there.get_log_events(**of)) == []
    reset(server, ACCOUNT)
    assert here.describe_log_groups()["logGroups"] == []
    assert len(there.describe_log_groups()["logGroups"]) == 1
    server.kill()
    server.restart()
    assert server.client("logs").describe_log_groups()["logGroups"] == []


def calls(logs):
    of = {"logGroupName": "both", "logStreamName": "s"}
    now = int(time.time() * 1000)
    yield outcome(logs.create_log_stream, **of)
    yield outcome(logs.create_log_group, logGroupName="both")
    yield outcome(logs.create_log_group, logGroupName="both")
    yield outcome(logs.create_log_stream, **of)
    yield outcome(logs.create_log_stream, **of)
    yield outcome(logs.put_log_events, **of, logEvents=[{"timestamp": now, "message": "x"}])
    yield outcome(logs.get_log_events, **of)
    yield outcome(logs.get_log_events, **{**of, "logStreamName": "nowhere"})
    yield outcome(logs.put_retention_policy, logGroupName="both", retentionInDays=7)
    yield outcome(logs.put_retention_policy, logGroupName="nowhere", retentionInDays=7)
    yield outcome(logs.describe_log_streams, logGroupName="nowhere")
    yield outcome(logs.filter_log_events, logGroupName="nowhere")
    yield outcome(logs.list_tags_log_group, logGroupName="both")
    yield outcome(logs.delete_log_stream, **of)
    yield outcome(logs.delete_log_stream, **of)
    yield outcome(logs.delete_log_group, logGroupName="both")
    yield outcome(logs.delete_log_group, logGroupName="both")


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        second_opinion.compare(calls(fresh().client("logs")), calls(second_opinion.client(moto, "logs")))
