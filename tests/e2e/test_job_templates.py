"""Job templates, one's own and those of AWS."""
import json

import pytest

from answers import refused
from test_jobs import CONFIGURATIONS
from thingcore import REGION, arn

DOCUMENT = json.dumps({"operation": "update"})


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


@pytest.fixture(scope="module")
def target(iot):
    return iot.create_thing(thingName="templated")["thingArn"]


def test_round_trip(iot, target):
    windows = [{"startTime": "cron(0 2 * * ? *)", "durationInMinutes": 60}]
    made = iot.create_job_template(jobTemplateId="full", document=DOCUMENT, description="all of it",
                                   maintenanceWindows=windows, tags=[{"Key": "a", "Value": "b"}], **CONFIGURATIONS)
    assert made["jobTemplateArn"] == arn("jobtemplate", "full") and made["jobTemplateId"] == "full"
    template = iot.describe_job_template(jobTemplateId="full")
    for name, configuration in {**CONFIGURATIONS, "maintenanceWindows": windows, "document": DOCUMENT,
                                "description": "all of it", "jobTemplateArn": made["jobTemplateArn"]}.items():
        assert template[name] == configuration, name
    assert template["createdAt"]
    tags = iot.list_tags_for_resource(resourceArn=made["jobTemplateArn"])["tags"]
    assert tags == [{"Key": "a", "Value": "b"}]

    # A job takes what it does not say itself from its template.
    answer = iot.create_job(jobId="from-template", targets=[target], jobTemplateArn=made["jobTemplateArn"],
                            timeoutConfig={"inProgressTimeoutInMinutes": 1})
    assert answer["description"] == "all of it"
    job = iot.describe_job(jobId="from-template")["job"]
    assert job["jobTemplateArn"] == made["jobTemplateArn"] and job["abortConfig"] == CONFIGURATIONS["abortConfig"]
    assert job["timeoutConfig"] == {"inProgressTimeoutInMinutes": 1}
    assert job["schedulingConfig"] == {"maintenanceWindows": windows} and len(job["scheduledJobRollouts"]) == 7
    assert iot.get_job_document(jobId="from-template")["document"] == DOCUMENT
    refused(iot.create_job, "InvalidRequestException", jobId="x", targets=[target],
            jobTemplateArn=made["jobTemplateArn"], documentParameters={"a": "b"})
    refused(iot.create_job, "InvalidRequestException", jobId="x", targets=[target],
            jobTemplateArn=made["jobTemplateArn"], document="{}")


def test_template_of_a_job(iot, target):
    iot.create_job(jobId="model", targets=[target], document=DOCUMENT, timeoutConfig={"inProgressTimeoutInMinutes": 9})
    iot.create_job_template(jobTemplateId="of-job", jobArn=arn("job", "model"), description="like the job")
    template = iot.describe_job_template(jobTemplateId="of-job")
    assert template["document"] == DOCUMENT and template["timeoutConfig"] == {"inProgressTimeoutInMinutes": 9}
    refused(iot.create_job_template, "ResourceNotFoundException", jobTemplateId="x", jobArn=arn("job", "unknown"),
            description="x")


def test_refusals(iot, target):
    unknown = "Job Template ID cannot be found."
    for call in (iot.describe_job_template, iot.delete_job_template):
        refused(call, "ResourceNotFoundException", unknown, jobTemplateId="unknown")
    refused(iot.create_job, "ResourceNotFoundException", unknown, jobId="x", targets=[target],
            jobTemplateArn=arn("jobtemplate", "unknown"))
    call, invalid = iot.create_job_template, "InvalidRequestException"
    refused(call, invalid, "Neither job document nor job document source is specified.",
            jobTemplateId="x", description="x")
    refused(call, invalid, "Job document located at request input is an invalid JSON document.",
            jobTemplateId="x", description="x", document="nonsense")
    refused(call, "NotImplementedException", jobTemplateId="x", description="x", documentSource="https://s3/b/k")
    refused(call, invalid, "Provide valid timeout value, inProgressTimeoutInMinutes cannot be 99999.",
            jobTemplateId="x", description="x", document="{}", timeoutConfig={"inProgressTimeoutInMinutes": 99999})
    call(jobTemplateId="twice", description="x", document="{}")
    refused(call, "ConflictException", "Job Template ID already exists.",
            jobTemplateId="twice", description="x", document="{}")


def test_lists_are_newest_first_and_deletion_removes(iot):
    for name in ("list-b", "list-a", "list-c"):
        iot.create_job_template(jobTemplateId=name, description=f"the {name}", document="{}")

    def ids():
        pages = iot.get_paginator("list_job_templates").paginate(PaginationConfig={"PageSize": 2})
        templates = [template for page in pages for template in page["jobTemplates"]]
        return [entry["jobTemplateId"] for entry in templates if entry["jobTemplateId"].startswith("list-")]

    assert ids() == ["list-c", "list-a", "list-b"]
    iot.delete_job_template(jobTemplateId="list-a")
    assert ids() == ["list-c", "list-b"]


def test_templates_survive_the_end_of_the_process(fresh):
    server = fresh()
    server.client("iot").create_job_template(jobTemplateId="kept", description="kept", document=DOCUMENT)
    template = server.client("iot").describe_job_template(jobTemplateId="kept")
    server.kill()
    server.restart()
    again = server.client("iot").describe_job_template(jobTemplateId="kept")
    assert {**again, "ResponseMetadata": None} == {**template, "ResponseMetadata": None}


def test_managed_templates(server, iot, target):
    listed = iot.list_managed_job_templates()["managedJobTemplates"]
    assert [template["templateName"] for template in listed] == [
        "AWS-Download-File", "AWS-Install-Application", "AWS-Reboot", "AWS-Remove-Application",
        "AWS-Restart-Application", "AWS-Start-Application", "AWS-Stop-Application"]
    assert len(iot.list_managed_job_templates(templateName="AWS-Reboot")["managedJobTemplates"]) == 1
    first = iot.list_managed_job_templates(maxResults=4)
    rest = iot.list_managed_job_templates(maxResults=4, nextToken=first["nextToken"])
    assert first["managedJobTemplates"] + rest["managedJobTemplates"] == listed and "nextToken" not in rest

    template = iot.describe_managed_job_template(templateName="AWS-Download-File", templateVersion="1.0")
    assert template["templateArn"] == f"arn:aws:iot:{REGION}::jobtemplate/AWS-Download-File:1.0"
    assert template["environments"] == ["LINUX"]
    assert {parameter["key"]: parameter["optional"] for parameter in template["documentParameters"]} == {
        "downloadUrl": False, "filePath": False, "runAsUser": True, "pathToHandler": True}
    for name, version in (("AWS-Nothing", "1.0"), ("AWS-Reboot", "2.0")):
        refused(iot.describe_managed_job_template, "ResourceNotFoundException", templateName=name, templateVersion=version)

    job = {"jobId": "managed", "targets": [target], "jobTemplateArn": template["templateArn"]}
    parameters = {"downloadUrl": "https://example.com/\"x\"", "filePath": "/tmp/x"}
    refused(iot.create_job, "InvalidRequestException", **job, documentParameters={"filePath": "/tmp/x"})
    refused(iot.create_job, "InvalidRequestException", **job, documentParameters={**parameters, "other": "x"})
    iot.create_job(**job, documentParameters=parameters)
    document = json.loads(iot.get_job_document(jobId="managed")["document"])
    assert document["steps"][0]["action"]["input"]["args"] == ["https://example.com/\"x\"", "/tmp/x"]
    assert document["steps"][0]["action"]["runAsUser"] == ""
    before = iot.get_job_document(jobId="managed", beforeSubstitution=True)["document"]
    assert before == template["document"]
    execution = server.client("iot-jobs-data").describe_job_execution(jobId="managed", thingName="templated")
    assert json.loads(execution["execution"]["jobDocument"]) == document
    assert iot.describe_job(jobId="managed")["job"]["jobTemplateArn"] == template["templateArn"]
