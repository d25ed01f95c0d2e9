"""Jobs and their executions, as management sees them with boto3 and applications on their topics."""
import json
import time
import urllib.request

import pytest

from answers import refused
from thingcore import ACCOUNT, REGION, Device, arn, eventually

DOCUMENT = json.dumps({"operation": "reboot", "in": {"minutes": 5}})


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


@pytest.fixture(scope="module")
def data(server):
    return server.client("iot-jobs-data")


@pytest.fixture(scope="module")
def things(iot):
    """Makes things with names of a test's own, and returns their ARNs."""
    def make(*names):
        return [iot.create_thing(thingName=name)["thingArn"] for name in names]
    return make


def counts(iot, job):
    """The counters of a job that are not zero."""
    details = iot.describe_job(jobId=job)["job"]["jobProcessDetails"]
    return {name.removeprefix("numberOf").removesuffix("Things"): count for name, count in details.items() if count}


def status_of(iot, job, thing):
    return iot.describe_job_execution(jobId=job, thingName=thing)["execution"]["status"]


CONFIGURATIONS = {
    "presignedUrlConfig": {"roleArn": f"arn:aws:iam::{ACCOUNT}:role/signer", "expiresInSec": 600},
    "jobExecutionsRolloutConfig": {
        "maximumPerMinute": 50,
        "exponentialRate": {"baseRatePerMinute": 10, "incrementFactor": 1.5,
                            "rateIncreaseCriteria": {"numberOfNotifiedThings": 100}}},
    "abortConfig": {"criteriaList": [{"failureType": "FAILED", "action": "CANCEL", "thresholdPercentage": 25.0,
                                      "minNumberOfExecutedThings": 4}]},
    "timeoutConfig": {"inProgressTimeoutInMinutes": 7},
    "jobExecutionsRetryConfig": {"criteriaList": [{"failureType": "ALL", "numberOfRetries": 3}]},
}


def test_round_trip_with_every_configuration(iot, things):
    targets = things("full")
    packages = [arn("package", "firmware/version/1.0")]
    before = time.time()
    made = iot.create_job(
        jobId="full", targets=targets, document=DOCUMENT, description="all of it", targetSelection="CONTINUOUS",
        namespaceId="greengrass", destinationPackageVersions=packages, **CONFIGURATIONS)
    assert made["jobArn"] == arn("job", "full") and made["jobId"] == "full" and made["description"] == "all of it"
    job = iot.describe_job(jobId="full")["job"]
    for name, configuration in CONFIGURATIONS.items():
        assert job[name] == configuration, name
    assert job["targets"] == targets and job["targetSelection"] == "CONTINUOUS" and job["status"] == "IN_PROGRESS"
    assert job["namespaceId"] == "greengrass" and job["destinationPackageVersions"] == packages
    assert job["createdAt"] == job["lastUpdatedAt"] and before - 1 < job["createdAt"].timestamp() < time.time() + 1
    assert job["isConcurrent"] is False and counts(iot, "full") == {"Queued": 1}
    assert iot.get_job_document(jobId="full")["document"] == DOCUMENT


def test_bare_job_shows_empty_configurations(iot, things):
    iot.create_job(jobId="bare", targets=things("bare"), document="{}")
    job = iot.describe_job(jobId="bare")["job"]
    assert job["timeoutConfig"] == {} and job["schedulingConfig"] == {}
    for absent in ("abortConfig", "completedAt", "description", "jobExecutionsRetryConfig", "scheduledJobRollouts"):
        assert absent not in job
    assert "processingTargets" not in job["jobProcessDetails"]
    assert job["targetSelection"] == "SNAPSHOT"


def test_creation_is_refused(iot, things):
    target = things("refused")
    call = iot.create_job
    invalid = "InvalidRequestException"
    refused(call, "ResourceNotFoundException", "Thing nobody cannot be found.",
            jobId="r", targets=[arn("thing", "nobody")], document="{}")
    refused(call, "ResourceNotFoundException", "Thing Group none cannot be found.",
            jobId="r", targets=[arn("thinggroup", "none")], document="{}")
    refused(call, invalid, jobId="r", targets=["refused"], document="{}")
    refused(call, invalid, "Job document located at request input is an invalid JSON document.",
            jobId="r", targets=target, document="{")
    refused(call, invalid, "Neither job document nor job document source is specified.", jobId="r", targets=target)
    source = "https://s3.amazonaws.com/bucket/key"
    refused(call, invalid, "Job document and job document source cannot be specified at the same time.",
            jobId="r", targets=target, document="{}", documentSource=source)
    refused(call, "NotImplementedException", jobId="r", targets=target, documentSource=source)
    signed = json.dumps({"url": "${aws:iot:s3-presigned-url:https://s3.amazonaws.com/bucket/key}"})
    refused(call, invalid, "Role must be provided for pre-sign S3 urls in job document of job r.",
            jobId="r", targets=target, document=signed)
    refused(call, "NotImplementedException", jobId="r", targets=target, document=signed,
            presignedUrlConfig=CONFIGURATIONS["presignedUrlConfig"])
    refused(call, invalid, "Provide valid timeout value, inProgressTimeoutInMinutes cannot be 0.",
            jobId="r", targets=target, document="{}", timeoutConfig={"inProgressTimeoutInMinutes": 0})
    refused(call, invalid,
            "1 validation error detected: Provided time 2030-01-01 UTC must follow the format YYYY-MM-DDThh:mm.",
            jobId="r", targets=target, document="{}", schedulingConfig={"startTime": "2030-01-01"})
    refused(call, invalid, jobId="r", targets=target, document="{}", documentParameters={"a": "b"})
    refused(call, "LimitExceededException", jobId="r", targets=[arn("thing", str(n)) for n in range(101)], document="{}")
    refused(call, invalid, jobId="bad id", targets=target, document="{}")
    assert "r" not in [job["jobId"] for job in iot.list_jobs(maxResults=250)["jobs"]]

    iot.create_job(jobId="taken", targets=target, document="{}")
    response = refused(call, "ResourceAlreadyExistsException", jobId="taken", targets=target, document="{}")
    assert response["resourceArn"] == arn("job", "taken") and response["resourceId"] == "taken"


def test_unknown_jobs_and_executions(iot, things):
    text = "Job ID cannot be found."
    for call in (iot.describe_job, iot.cancel_job, iot.delete_job, iot.get_job_document,
                 iot.list_job_executions_for_job):
        refused(call, "ResourceNotFoundException", text, jobId="unknown")
    refused(iot.update_job, "ResourceNotFoundException", text, jobId="unknown", description="x")
    refused(iot.associate_targets_with_job, "ResourceNotFoundException", text, jobId="unknown",
            targets=[arn("thinggroup", "g")])
    iot.create_job(jobId="known", targets=things("known"), document="{}")
    for call in (iot.describe_job_execution, iot.cancel_job_execution):
        refused(call, "ResourceNotFoundException", "Job execution for thing other cannot be found within job known.",
                jobId="known", thingName="other")
        refused(call, "ResourceNotFoundException", "Job execution cannot be found as the Job unknown does not exist.",
                jobId="unknown", thingName="known")
    refused(iot.describe_job_execution, "ResourceNotFoundException", jobId="known", thingName="known", executionNumber=2)


def test_job_ends_with_its_last_execution(iot, data, things):
    iot.create_job(jobId="ends", targets=things("ends-1", "ends-2", "ends-3"), document="{}")
    for thing, status in (("ends-1", "SUCCEEDED"), ("ends-2", "FAILED"), ("ends-3", "REJECTED")):
        assert iot.describe_job(jobId="ends")["job"]["status"] == "IN_PROGRESS"
        data.update_job_execution(jobId="ends", thingName=thing, status=status)
    job = iot.describe_job(jobId="ends")["job"]
    assert job["status"] == "COMPLETED" and job["completedAt"] >= job["createdAt"]
    assert counts(iot, "ends") == {"Succeeded": 1, "Failed": 1, "Rejected": 1}
    refused(iot.cancel_job, "InvalidRequestException", jobId="ends")
    iot.delete_job(jobId="ends")
    refused(iot.describe_job, "ResourceNotFoundException", jobId="ends")


def test_cancellation(iot, data, things):
    targets = things("cancel-1", "cancel-2")
    for job, force in (("spares", False), ("spares-not", True)):
        iot.create_job(jobId=job, targets=targets, document="{}", description="to be cancelled")
        data.update_job_execution(jobId=job, thingName="cancel-1", status="IN_PROGRESS")
        answer = iot.cancel_job(jobId=job, reasonCode="WRONG", comment="a mistake", force=force)
        assert answer["jobArn"] == arn("job", job) and answer["description"] == "to be cancelled"
        described = iot.describe_job(jobId=job)["job"]
        assert described["status"] == "CANCELED" and described["forceCanceled"] is force
        assert described["reasonCode"] == "WRONG" and described["comment"] == "a mistake"
        assert status_of(iot, job, "cancel-1") == ("CANCELED" if force else "IN_PROGRESS")
        assert status_of(iot, job, "cancel-2") == "CANCELED"
    refused(data.update_job_execution, "InvalidStateTransitionException",
            jobId="spares-not", thingName="cancel-1", status="SUCCEEDED")
    data.update_job_execution(jobId="spares", thingName="cancel-1", status="SUCCEEDED")
    assert counts(iot, "spares") == {"Succeeded": 1, "Canceled": 1}


def test_deletion_needs_force_before_the_end(iot, data, things):
    iot.create_job(jobId="gone", targets=things("gone"), document="{}", tags=[{"Key": "a", "Value": "b"}])
    refused(iot.delete_job, "InvalidStateTransitionException", jobId="gone")
    iot.delete_job(jobId="gone", force=True)
    assert data.get_pending_job_executions(thingName="gone")["queuedJobs"] == []
    assert iot.list_job_executions_for_thing(thingName="gone")["executionSummaries"] == []
    iot.create_job(jobId="gone", targets=[arn("thing", "gone")], document="{}")
    assert iot.list_tags_for_resource(resourceArn=arn("job", "gone"))["tags"] == []


def test_update(iot, things):
    iot.create_job(jobId="update", targets=things("update"), document="{}",
                   jobExecutionsRetryConfig=CONFIGURATIONS["jobExecutionsRetryConfig"])
    invalid = "InvalidRequestException"
    refused(iot.update_job, invalid, "Update Job request for job update cannot be empty.", jobId="update")
    refused(iot.update_job, invalid, "The number of retries cannot be updated to any number other than 0.",
            jobId="update", jobExecutionsRetryConfig=CONFIGURATIONS["jobExecutionsRetryConfig"])
    role = {"roleArn": CONFIGURATIONS["presignedUrlConfig"]["roleArn"]}
    iot.update_job(jobId="update", description="new", timeoutConfig={"inProgressTimeoutInMinutes": 3},
                   abortConfig=CONFIGURATIONS["abortConfig"], jobExecutionsRolloutConfig={"maximumPerMinute": 2},
                   presignedUrlConfig=role)
    job = iot.describe_job(jobId="update")["job"]
    assert job["description"] == "new" and job["timeoutConfig"] == {"inProgressTimeoutInMinutes": 3}
    assert job["jobExecutionsRolloutConfig"] == {"maximumPerMinute": 2}
    assert job["abortConfig"] == CONFIGURATIONS["abortConfig"]
    assert job["presignedUrlConfig"] == {**role, "expiresInSec": 3600}
    assert job["lastUpdatedAt"] > job["createdAt"]
    iot.cancel_job(jobId="update")
    refused(iot.update_job, invalid, "Job update in status CANCELED cannot be updated.", jobId="update", description="x")


def test_lists(iot, data, things):
    group = iot.create_thing_group(thingGroupName="list-group")
    targets = things("list-1", "list-2")
    iot.add_thing_to_thing_group(thingGroupName="list-group", thingName="list-1")
    iot.create_job(jobId="list-a", targets=targets, document="{}")
    iot.create_job(jobId="list-b", targets=[group["thingGroupArn"]], document="{}", targetSelection="CONTINUOUS")
    iot.create_job(jobId="list-c", targets=targets[:1], document="{}")
    data.update_job_execution(jobId="list-c", thingName="list-1", status="SUCCEEDED")

    def ids(**filters):
        pages = iot.get_paginator("list_jobs").paginate(PaginationConfig={"PageSize": 2}, **filters)
        return [job["jobId"] for page in pages for job in page["jobs"] if job["jobId"].startswith("list-")]

    assert ids() == ["list-c", "list-b", "list-a"]
    assert ids(status="COMPLETED") == ["list-c"]
    assert ids(status="DELETION_IN_PROGRESS") == []
    assert ids(targetSelection="CONTINUOUS") == ["list-b"]
    assert ids(thingGroupName="list-group") == ids(thingGroupId=group["thingGroupId"]) == ["list-b"]
    assert ids(thingGroupName="no-group") == []
    entry = next(job for job in iot.list_jobs(maxResults=250)["jobs"] if job["jobId"] == "list-c")
    assert entry["jobArn"] == arn("job", "list-c") and entry["status"] == "COMPLETED" and entry["completedAt"]
    assert entry["targetSelection"] == "SNAPSHOT" and entry["isConcurrent"] is False

    data.update_job_execution(jobId="list-a", thingName="list-1", status="IN_PROGRESS")
    executions = iot.list_job_executions_for_job(jobId="list-a")["executionSummaries"]
    assert [entry["thingArn"] for entry in executions] == [arn("thing", "list-1"), arn("thing", "list-2")]
    summary = executions[0]["jobExecutionSummary"]
    assert summary["status"] == "IN_PROGRESS" and summary["executionNumber"] == 1 and summary["startedAt"]
    only = iot.list_job_executions_for_job(jobId="list-a", status="QUEUED")["executionSummaries"]
    assert [entry["thingArn"] for entry in only] == [arn("thing", "list-2")]
    first = iot.list_job_executions_for_job(jobId="list-a", maxResults=1)
    rest = iot.list_job_executions_for_job(jobId="list-a", maxResults=1, nextToken=first["nextToken"])
    assert "nextToken" not in rest and rest["executionSummaries"][0]["thingArn"] == arn("thing", "list-2")

    def of_thing(**filters):
        found = iot.list_job_executions_for_thing(thingName="list-1", **filters)["executionSummaries"]
        return [entry["jobId"] for entry in found]

    assert of_thing() == ["list-c", "list-b", "list-a"]
    assert of_thing(status="SUCCEEDED") == ["list-c"]
    assert of_thing(jobId="list-b") == ["list-b"]
    for call in (iot.list_jobs, iot.list_job_templates):
        refused(call, "InvalidRequestException", "Next token is invalid.", nextToken="nonsense")


def test_executions_one_by_one(iot, data, things):
    iot.create_job(jobId="single", targets=things("single-1", "single-2"), document="{}")
    data.update_job_execution(jobId="single", thingName="single-1", status="IN_PROGRESS", statusDetails={"step": "1"})
    place = {"jobId": "single", "thingName": "single-1"}
    execution = iot.describe_job_execution(**place, executionNumber=1)["execution"]
    assert execution["thingArn"] == arn("thing", "single-1") and execution["versionNumber"] == 2
    assert execution["statusDetails"] == {"detailsMap": {"step": "1"}} and execution["forceCanceled"] is False
    assert execution["queuedAt"] <= execution["startedAt"] == execution["lastUpdatedAt"]
    refused(iot.cancel_job_execution, "InvalidStateTransitionException", **place)
    refused(iot.cancel_job_execution, "VersionConflictException", "Expected version 1 but found version 2",
            **place, force=True, expectedVersion=1)
    iot.cancel_job_execution(**place, force=True, expectedVersion=2, statusDetails={"why": "late"})
    execution = iot.describe_job_execution(**place)["execution"]
    assert execution["status"] == "CANCELED" and execution["forceCanceled"] is True
    assert execution["statusDetails"] == {"detailsMap": {"why": "late"}} and execution["versionNumber"] == 3
    refused(iot.cancel_job_execution, "InvalidStateTransitionException",
            "Job execution for thing single-1 within job single cannot be canceled.", **place)

    iot.delete_job_execution(**place, executionNumber=1)
    refused(iot.describe_job_execution, "ResourceNotFoundException", **place)
    other = {"jobId": "single", "thingName": "single-2"}
    refused(iot.delete_job_execution, "InvalidRequestException", "Execution number is invalid.", **other, executionNumber=0)
    data.update_job_execution(**other, status="IN_PROGRESS")
    refused(iot.delete_job_execution, "InvalidStateTransitionException",
            "Job execution for thing single-2 within job single in status IN_PROGRESS cannot be deleted without force flag.",
            **other, executionNumber=1)
    iot.delete_job_execution(**other, executionNumber=1, force=True)
    assert iot.describe_job(jobId="single")["job"]["status"] == "COMPLETED"


def test_continuous_job_follows_its_groups(iot, data, things):
    iot.create_thing_group(thingGroupName="outer")
    iot.create_thing_group(thingGroupName="inner", parentGroupName="outer")
    things("follow-1", "follow-2", "follow-3")
    iot.add_thing_to_thing_group(thingGroupName="outer", thingName="follow-1")
    iot.create_job(jobId="follow", targets=[arn("thinggroup", "outer")], document="{}", targetSelection="CONTINUOUS")
    iot.create_job(jobId="stays", targets=[arn("thinggroup", "outer")], document="{}")
    iot.add_thing_to_thing_group(thingGroupName="inner", thingName="follow-2")
    assert status_of(iot, "follow", "follow-2") == "QUEUED"
    refused(iot.describe_job_execution, "ResourceNotFoundException", jobId="stays", thingName="follow-2")

    iot.remove_thing_from_thing_group(thingGroupName="inner", thingName="follow-2")
    execution = iot.describe_job_execution(jobId="follow", thingName="follow-2")["execution"]
    assert execution["status"] == "REMOVED" and execution["versionNumber"] == 1
    data.update_job_execution(jobId="follow", thingName="follow-1", status="SUCCEEDED")
    iot.update_thing_groups_for_thing(thingName="follow-1", thingGroupsToRemove=["outer"])
    assert status_of(iot, "follow", "follow-1") == "SUCCEEDED"
    iot.add_thing_to_thing_group(thingGroupName="outer", thingName="follow-1")
    execution = iot.describe_job_execution(jobId="follow", thingName="follow-1")["execution"]
    assert execution["status"] == "QUEUED" and execution["executionNumber"] == 2
    assert counts(iot, "follow") == {"Queued": 1, "Succeeded": 1, "Removed": 1}

    # Deleting a thing leaves its executions, deleting a group does not.
    iot.delete_thing(thingName="follow-1")
    assert status_of(iot, "follow", "follow-1") == "QUEUED"
    iot.create_thing_group(thingGroupName="other")
    iot.add_thing_to_thing_group(thingGroupName="other", thingName="follow-3")
    answer = iot.associate_targets_with_job(jobId="follow", targets=[arn("thinggroup", "other")], comment="more")
    assert answer["jobArn"] == arn("job", "follow")
    assert status_of(iot, "follow", "follow-3") == "QUEUED"
    job = iot.describe_job(jobId="follow")["job"]
    assert job["targets"] == [arn("thinggroup", "outer"), arn("thinggroup", "other")] and job["comment"] == "more"
    iot.delete_thing_group(thingGroupName="other")
    assert status_of(iot, "follow", "follow-3") == "REMOVED"
    refused(iot.associate_targets_with_job, "InvalidRequestException", jobId="stays", targets=[arn("thinggroup", "outer")])


def test_job_for_a_dynamic_group(fresh):
    server = fresh()
    iot = server.client("iot")
    iot.update_indexing_configuration(thingIndexingConfiguration={"thingIndexingMode": "REGISTRY"})
    for name, color in (("dynamic-1", "red"), ("dynamic-2", "blue"), ("dynamic-3", "red")):
        iot.create_thing(thingName=name, attributePayload={"attributes": {"color": color}})
    iot.create_dynamic_thing_group(thingGroupName="reds", queryString="attributes.color:red")
    reds = [arn("thinggroup", "reds")]
    iot.create_job(jobId="once", targets=reds, document="{}")
    iot.create_job(jobId="always", targets=reds, document="{}", targetSelection="CONTINUOUS")
    for job in ("once", "always"):
        assert status_of(iot, job, "dynamic-1") == status_of(iot, job, "dynamic-3") == "QUEUED"
        refused(iot.describe_job_execution, "ResourceNotFoundException", jobId=job, thingName="dynamic-2")
    # Who comes later gets the continuous one, who leaves loses it, and who is deleted keeps it.
    iot.update_thing(thingName="dynamic-2", attributePayload={"attributes": {"color": "red"}})
    iot.update_thing(thingName="dynamic-1", attributePayload={"attributes": {"color": "blue"}})
    iot.delete_thing(thingName="dynamic-3")

    def states():
        summaries = iot.list_job_executions_for_job(jobId="always")["executionSummaries"]
        return {summary["thingArn"].rsplit("/", 1)[1]: summary["jobExecutionSummary"]["status"]
                for summary in summaries}

    expected = {"dynamic-1": "REMOVED", "dynamic-2": "QUEUED", "dynamic-3": "QUEUED"}
    eventually(lambda: states() == expected, within=20)
    assert counts(iot, "once") == {"Queued": 2}


def test_failures_are_tried_again_and_abort(iot, data, things):
    iot.create_job(jobId="again", targets=things("again"), document="{}",
                   jobExecutionsRetryConfig={"criteriaList": [{"failureType": "FAILED", "numberOfRetries": 1}]})
    data.update_job_execution(jobId="again", thingName="again", status="FAILED")
    execution = iot.describe_job_execution(jobId="again", thingName="again")["execution"]
    assert execution["executionNumber"] == 2 and execution["status"] == "QUEUED"
    attempts = {entry["jobExecutionSummary"]["executionNumber"]: entry["jobExecutionSummary"]["retryAttempt"]
                for entry in iot.list_job_executions_for_job(jobId="again")["executionSummaries"]}
    assert attempts == {1: 0, 2: 1}
    data.update_job_execution(jobId="again", thingName="again", status="FAILED")
    assert iot.describe_job(jobId="again")["job"]["status"] == "COMPLETED"

    names = [f"abort-{n}" for n in range(4)]
    iot.create_job(jobId="abort", targets=things(*names), document="{}", abortConfig={"criteriaList": [
        {"failureType": "ALL", "action": "CANCEL", "thresholdPercentage": 50.0, "minNumberOfExecutedThings": 2}]})
    data.update_job_execution(jobId="abort", thingName="abort-0", status="SUCCEEDED")
    data.update_job_execution(jobId="abort", thingName="abort-1", status="REJECTED")
    job = iot.describe_job(jobId="abort")["job"]
    assert job["status"] == "CANCELED" and job["reasonCode"] == "ABORT_CANCEL" and job["comment"]
    assert counts(iot, "abort") == {"Succeeded": 1, "Rejected": 1, "Canceled": 2}


def test_rollout_rate_and_schedule(iot, things):
    names = [f"rate-{n}" for n in range(5)]
    targets = things(*names)
    iot.create_job(jobId="rate", targets=targets, document="{}", jobExecutionsRolloutConfig={"maximumPerMinute": 2})
    job = iot.describe_job(jobId="rate")["job"]
    assert counts(iot, "rate") == {"Queued": 2} and job["isConcurrent"] is True
    iot.cancel_job(jobId="rate")
    assert counts(iot, "rate") == {"Canceled": 2}

    def later(days):
        return time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + days * 86400))

    scheduling = {"startTime": later(1), "endTime": later(3), "endBehavior": "FORCE_CANCEL",
                  "maintenanceWindows": [{"startTime": "cron(0 2 * * ? *)", "durationInMinutes": 60}]}
    iot.create_job(jobId="later", targets=targets, document="{}", schedulingConfig=scheduling)
    job = iot.describe_job(jobId="later")["job"]
    assert job["status"] == "SCHEDULED" and job["schedulingConfig"] == scheduling and counts(iot, "later") == {}
    assert [rollout["startTime"][10:] for rollout in job["scheduledJobRollouts"]] == ["T02:00"] * 2
    refused(iot.create_job, "InvalidRequestException", jobId="too-soon", targets=targets, document="{}",
            schedulingConfig={"startTime": later(0)})
    iot.cancel_job(jobId="later")


def test_a_minute_passes_without_anybody_asking(iot, data, things):
    """Reading changes nothing, so what has changed was the server's own doing."""
    targets = things("minute-1", "minute-2")
    iot.create_job(jobId="minute", targets=targets, document="{}", timeoutConfig={"inProgressTimeoutInMinutes": 1})
    iot.create_job(jobId="batches", targets=targets, document="{}", jobExecutionsRolloutConfig={"maximumPerMinute": 1})
    data.update_job_execution(jobId="minute", thingName="minute-1", status="IN_PROGRESS")
    assert counts(iot, "minute") == {"InProgress": 1, "Queued": 1} and counts(iot, "batches") == {"Queued": 1}
    eventually(lambda: counts(iot, "minute") == {"TimedOut": 1, "Queued": 1}, within=65, every=1)
    eventually(lambda: counts(iot, "batches") == {"Queued": 2}, within=5, every=0.5)


def test_tags(iot, things):
    iot.create_job(jobId="tagged", targets=things("tagged"), document="{}", tags=[{"Key": "team", "Value": "ops"}])
    resource = arn("job", "tagged")
    iot.tag_resource(resourceArn=resource, tags=[{"Key": "more", "Value": "1"}])
    tags = {tag["Key"]: tag["Value"] for tag in iot.list_tags_for_resource(resourceArn=resource)["tags"]}
    assert tags == {"team": "ops", "more": "1"}
    refused(iot.tag_resource, "ResourceNotFoundException", "Job unknown cannot be found.",
            resourceArn=arn("job", "unknown"), tags=[{"Key": "a", "Value": "b"}])
    refused(iot.create_job, "InvalidRequestException", "Invalid tag parameter exception. Please check the input.",
            jobId="untagged", targets=[arn("thing", "tagged")], document="{}", tags=[{"Key": "a"}])


def test_events_are_published_when_they_are_wanted(fresh):
    server = fresh()
    iot, data = server.client("iot"), server.client("iot-jobs-data")
    target = Device(server, "watched").name
    client = Device(server, "watcher").mqtt().connect()
    client.subscribe("$aws/events/job/#")
    client.subscribe("$aws/events/jobExecution/#")
    client.subscribe("$aws/things/watched/jobs/notify")
    client.subscribe("$aws/things/watched/jobs/notify-next")

    def told():
        return {message.topic: json.loads(message.payload) for message in client.messages}

    # Devices hear of their jobs in any case, applications do not.
    iot.create_job(jobId="quiet", targets=[arn("thing", target)], document=DOCUMENT)
    client.expect(2)
    data.update_job_execution(jobId="quiet", thingName=target, status="SUCCEEDED")
    client.expect(4)
    assert not [topic for topic in told() if topic.startswith("$aws/events")]
    assert told()["$aws/things/watched/jobs/notify"]["jobs"] == {}
    assert list(told()["$aws/things/watched/jobs/notify-next"]) == ["timestamp"]
    first = json.loads(client.messages[1].payload)["execution"]
    assert first["jobId"] == "quiet" and first["jobDocument"] == json.loads(DOCUMENT) and first["status"] == "QUEUED"

    iot.update_event_configurations(eventConfigurations={"JOB": {"Enabled": True}, "JOB_EXECUTION": {"Enabled": True}})
    client.messages.clear()
    iot.create_job(jobId="loud", targets=[arn("thing", target)], document="{}", description="heard")
    data.update_job_execution(jobId="loud", thingName=target, status="FAILED", statusDetails={"why": "no"})
    eventually(lambda: "$aws/events/job/loud/completed" in told())
    event = told()["$aws/events/jobExecution/loud/failed"]
    assert event["eventType"] == "JOB_EXECUTION" and event["operation"] == "failed" and event["status"] == "FAILED"
    assert event["thingArn"] == arn("thing", target) and event["statusDetails"] == {"why": "no"}
    assert event["executionNumber"] == 1 and len(event["eventId"]) == 36 and event["timestamp"] < 10_000_000_000
    event = told()["$aws/events/job/loud/completed"]
    assert event["description"] == "heard" and event["jobProcessDetails"]["numberOfFailedThings"] == 1
    assert event["completedAt"] > 1_000_000_000_000
    iot.delete_job(jobId="loud")
    eventually(lambda: "$aws/events/job/loud/deleted" in told())
    assert {"$aws/events/job/loud/deletion_in_progress", "$aws/events/jobExecution/loud/deleted"} <= set(told())
    client.disconnect()


def test_jobs_survive_the_end_of_the_process(fresh):
    server = fresh()
    iot, data = server.client("iot"), server.client("iot-jobs-data")
    targets = [iot.create_thing(thingName=name)["thingArn"] for name in ("kept-1", "kept-2", "kept-3")]
    iot.create_job(jobId="kept", targets=targets, document=DOCUMENT, **CONFIGURATIONS)
    iot.create_job(jobId="slow", targets=targets, document="{}", jobExecutionsRolloutConfig={"maximumPerMinute": 1})
    data.start_next_pending_job_execution(thingName="kept-1", statusDetails={"step": "1"})
    data.update_job_execution(jobId="kept", thingName="kept-2", status="SUCCEEDED")
    jobs = [iot.describe_job(jobId=job)["job"] for job in ("kept", "slow")]
    executions = iot.list_job_executions_for_job(jobId="kept")["executionSummaries"]
    server.kill()
    server.restart()
    iot, data = server.client("iot"), server.client("iot-jobs-data")
    assert [iot.describe_job(jobId=job)["job"] for job in ("kept", "slow")] == jobs
    assert iot.list_job_executions_for_job(jobId="kept")["executionSummaries"] == executions
    pending = data.get_pending_job_executions(thingName="kept-1")
    assert [job["jobId"] for job in pending["inProgressJobs"]] == ["kept"]
    execution = data.describe_job_execution(jobId="$next", thingName="kept-1")["execution"]
    assert execution["statusDetails"] == {"step": "1"} and json.loads(execution["jobDocument"]) == json.loads(DOCUMENT)
    data.update_job_execution(jobId="kept", thingName="kept-1", status="SUCCEEDED")
    data.update_job_execution(jobId="kept", thingName="kept-3", status="SUCCEEDED")
    assert iot.describe_job(jobId="kept")["job"]["status"] == "COMPLETED"


def test_hundreds_of_targets(fresh):
    server = fresh()
    iot, data = server.client("iot"), server.client("iot-jobs-data")
    iot.create_thing_group(thingGroupName="many")
    names = [f"many-{n:04}" for n in range(600)]
    for name in names:
        iot.create_thing(thingName=name)
        iot.add_thing_to_thing_group(thingGroupName="many", thingName=name)
    iot.create_job(jobId="many", targets=[arn("thinggroup", "many")], document="{}")
    assert counts(iot, "many") == {"Queued": 600}
    pages = iot.get_paginator("list_job_executions_for_job").paginate(jobId="many")
    sizes = [len(page["executionSummaries"]) for page in pages]
    assert sizes == [250, 250, 100]
    data.update_job_execution(jobId="many", thingName=names[300], status="SUCCEEDED")
    iot.cancel_job(jobId="many")
    assert counts(iot, "many") == {"Canceled": 599, "Succeeded": 1}
    server.kill()
    server.restart()
    assert counts(server.client("iot"), "many") == {"Canceled": 599, "Succeeded": 1}


def test_reset_forgets_jobs(fresh):
    server = fresh()
    iot = server.client("iot")
    target = iot.create_thing(thingName="reset")["thingArn"]
    iot.create_job(jobId="reset", targets=[target], document="{}")
    request = urllib.request.Request(f"{server.api}/_thingcore/reset", b"{}", method="POST")
    assert urllib.request.urlopen(request).status == 200
    assert iot.list_jobs()["jobs"] == []
    server.kill()
    server.restart()
    assert server.client("iot").list_jobs()["jobs"] == []


def test_regions_do_not_share_jobs(server, iot, things):
    iot.create_job(jobId="here", targets=things("here"), document="{}")
    elsewhere = server.client("iot", region="eu-west-1")
    refused(elsewhere.describe_job, "ResourceNotFoundException", jobId="here")
    refused(elsewhere.create_job, "InvalidRequestException", jobId="there", document="{}",
            targets=[f"arn:aws:iot:{REGION}:{ACCOUNT}:thing/here"])
