"""Jobs as devices see them over HTTP: signed with boto3, and with their certificates."""
import json
import time
import urllib.parse

import pytest

from answers import refused
from test_api import https
from thingcore import Device, arn

DOCUMENT = json.dumps({"operation": "blink", "times": 3, "unset": None}, indent=2)


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


@pytest.fixture(scope="module")
def data(server):
    return server.client("iot-jobs-data")


@pytest.fixture(scope="module")
def create(iot):
    def make(job, *names, **options):
        targets = [iot.create_thing(thingName=name)["thingArn"] for name in names]
        iot.create_job(jobId=job, targets=targets, document=DOCUMENT, **options)
    return make


def test_a_device_works_through_its_jobs(iot, data, create):
    create("work-1", "worker", timeoutConfig={"inProgressTimeoutInMinutes": 5})
    create("work-2", "worker")
    pending = data.get_pending_job_executions(thingName="worker")
    assert pending["inProgressJobs"] == [] and [job["jobId"] for job in pending["queuedJobs"]] == ["work-1", "work-2"]
    summary = pending["queuedJobs"][0]
    assert summary["versionNumber"] == summary["executionNumber"] == 1 and "startedAt" not in summary
    assert abs(summary["queuedAt"] - time.time()) < 60 and summary["queuedAt"] == summary["lastUpdatedAt"]

    started = data.start_next_pending_job_execution(thingName="worker", statusDetails={"step": "1"})["execution"]
    assert started["jobId"] == "work-1" and started["thingName"] == "worker" and started["status"] == "IN_PROGRESS"
    assert started["statusDetails"] == {"step": "1"} and started["versionNumber"] == 2 and started["startedAt"]
    assert started["jobDocument"] == '{"operation":"blink","times":3}'
    assert 290 <= started["approximateSecondsBeforeTimedOut"] <= 300
    # It has begun already: nothing changes.
    again = data.start_next_pending_job_execution(thingName="worker", statusDetails={"step": "2"})["execution"]
    assert again["versionNumber"] == 2 and again["statusDetails"] == {"step": "1"}

    answer = data.update_job_execution(
        jobId="work-1", thingName="worker", status="IN_PROGRESS", statusDetails={"step": "2"}, expectedVersion=2,
        stepTimeoutInMinutes=1, includeJobExecutionState=True, includeJobDocument=True)
    assert answer["executionState"] == {"status": "IN_PROGRESS", "statusDetails": {"step": "2"}, "versionNumber": 3}
    assert json.loads(answer["jobDocument"]) == {"operation": "blink", "times": 3}
    execution = data.describe_job_execution(jobId="work-1", thingName="worker", includeJobDocument=False)["execution"]
    assert execution["approximateSecondsBeforeTimedOut"] <= 60 and "jobDocument" not in execution
    answer = data.update_job_execution(jobId="work-1", thingName="worker", status="SUCCEEDED")
    assert "executionState" not in answer and "jobDocument" not in answer

    assert data.describe_job_execution(jobId="$next", thingName="worker")["execution"]["jobId"] == "work-2"
    data.update_job_execution(jobId="work-2", thingName="worker", status="REJECTED")
    assert "execution" not in data.start_next_pending_job_execution(thingName="worker")
    assert "execution" not in data.describe_job_execution(jobId="$next", thingName="worker")
    assert "startedAt" not in iot.describe_job_execution(jobId="work-2", thingName="worker")["execution"]


def test_reports_are_refused(data, create):
    create("strict", "strict")
    place = {"jobId": "strict", "thingName": "strict"}
    for status in ("QUEUED", "TIMED_OUT", "REMOVED", "CANCELED"):
        response = refused(data.update_job_execution, "InvalidStateTransitionException",
                           f"The status of job execution cannot be changed to be {status}", **place, status=status)
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 409
    response = refused(data.update_job_execution, "InvalidRequestException", "Expected version 7 but found version 1",
                       **place, status="IN_PROGRESS", expectedVersion=7)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    for minutes in (0, 10081):
        refused(data.update_job_execution, "InvalidRequestException", **place, status="IN_PROGRESS",
                stepTimeoutInMinutes=minutes)
        refused(data.start_next_pending_job_execution, "InvalidRequestException", thingName="strict",
                stepTimeoutInMinutes=minutes)
    many = {str(n): "x" for n in range(11)}
    refused(data.update_job_execution, "InvalidRequestException", **place, status="IN_PROGRESS", statusDetails=many)
    refused(data.update_job_execution, "ResourceNotFoundException", jobId="unknown", thingName="strict", status="FAILED")
    refused(data.describe_job_execution, "ResourceNotFoundException", jobId="strict", thingName="other")
    refused(data.update_job_execution, "ResourceNotFoundException", **place, status="FAILED", executionNumber=2)
    # None of it changed anything.
    assert data.describe_job_execution(**place)["execution"]["versionNumber"] == 1
    data.update_job_execution(**place, status="FAILED", executionNumber=1)
    refused(data.update_job_execution, "InvalidStateTransitionException", **place, status="SUCCEEDED")
    response = refused(data.describe_job_execution, "TerminalStateException",
                       "Job Execution has reached terminal state. It is neither IN_PROGRESS nor QUEUED", **place)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 410


def test_a_thing_without_jobs_has_nothing_pending(data):
    answer = data.get_pending_job_executions(thingName="idle")
    assert answer["inProgressJobs"] == answer["queuedJobs"] == []


def test_certificates_are_held_to_their_policies(server, create):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iot:GetPendingJobExecutions", "iot:StartNextPendingJobExecution",
                                       # The other prefix of AWS's pages.
                                       "iotjobsdata:DescribeJobExecution", "iotjobsdata:UpdateJobExecution"],
         "Resource": arn("thing", "certified")}]}
    device = Device(server, "certified", document)
    reader = Device(server, "reader", {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:GetPendingJobExecutions", "Resource": "*"}]})
    create("certified", "certified")

    def call(path, method="GET", body=None, device=device):
        status, answer = https(server, device, path, method, body and json.dumps(body).encode())
        return status, json.loads(answer)

    status, pending = call("/things/certified/jobs")
    assert status == 200 and [job["jobId"] for job in pending["queuedJobs"]] == ["certified"]
    status, started = call(f"/things/certified/jobs/{urllib.parse.quote('$next')}", "PUT", {})
    assert status == 200 and started["execution"]["status"] == "IN_PROGRESS"
    assert call("/things/certified/jobs/certified?includeJobDocument=false")[0] == 200
    assert call("/things/certified/jobs/certified", "POST", {"status": "SUCCEEDED"})[0] == 200
    for path, method, body in (("", "GET", None), ("/$next", "PUT", {}), ("/j", "GET", None),
                               ("/j", "POST", {"status": "FAILED"})):
        assert call(f"/things/other/jobs{path}", method, body)[0] == 403, (path, method)
    assert call("/things/certified/jobs", device=reader)[0] == 200
    assert call("/things/certified/jobs/$next", "PUT", {}, device=reader)[0] == 403
