"""Scenarios of jobs, fleet indexing, Device Defender, packages, commands, streams and OTA updates."""
import math

import cloudformation
import cloudformation_management
from scenarios_registry import EXISTS, INVALID, device, scenario

DOCUMENT = '{"do":"it"}'


@scenario
def jobs(aws):
    targets = []
    for name in ("one", "two"):
        targets.append(aws.call("CreateThing", thingName=name)["thingArn"])
    given = {"targets": targets, "document": DOCUMENT}
    made = aws.call("CreateJob", jobId="job", description="does it", **given)
    assert made == {"jobArn": aws.arn("job", "job"), "jobId": "job", "description": "does it"}
    aws.refused(EXISTS, "CreateJob", jobId="job", **given)
    name = {"jobId": "job"}
    found = aws.shows("DescribeJob", name, job={
        **made, "status": "IN_PROGRESS", "targetSelection": "SNAPSHOT",
        "jobProcessDetails": {"numberOfQueuedThings": 2, "numberOfInProgressThings": 0}})
    assert sorted(found["job"]["targets"]) == targets
    assert aws.call("GetJobDocument", **name) == {"document": DOCUMENT}
    assert [job["jobId"] for job in aws.pages("ListJobs", "jobs")] == ["job"]
    found = aws.pages("ListJobExecutionsForJob", "executionSummaries", **name)
    assert sorted(entry["thingArn"] for entry in found) == targets
    assert {entry["jobExecutionSummary"]["status"] for entry in found} == {"QUEUED"}
    (entry,) = aws.pages("ListJobExecutionsForThing", "executionSummaries", thingName="one")
    assert (entry["jobId"], entry["jobExecutionSummary"]["executionNumber"]) == ("job", 1)
    executions_of_devices(aws)
    aws.shows("DescribeJobExecution", {**name, "thingName": "one"}, execution={
        **name, "status": "SUCCEEDED", "statusDetails": {"detailsMap": {"step": "2"}}})
    aws.gone("DescribeJobExecution", **name, thingName="none")
    aws.call("CancelJobExecution", **name, thingName="two")
    aws.refused("InvalidStateTransitionException", "CancelJobExecution", **name, thingName="two")
    aws.shows("DescribeJob", name, job={"status": "COMPLETED", "jobProcessDetails": {
        "numberOfSucceededThings": 1, "numberOfCanceledThings": 1}})
    aws.call("DeleteJobExecution", **name, thingName="two", executionNumber=1)
    aws.gone("DeleteJobExecution", **name, thingName="two", executionNumber=1)
    for operation in ("DescribeJob", "GetJobDocument", "ListJobExecutionsForJob", "CancelJob", "DeleteJob"):
        aws.gone(operation, jobId="none")
    aws.gone("UpdateJob", jobId="none", description="new")


def executions_of_devices(aws):
    """What a device does with its job, over HTTP."""
    thing, name = {"thingName": "one"}, {"thingName": "one", "jobId": "job"}
    pending = aws.jobs.call("GetPendingJobExecutions", **thing)
    assert [entry["jobId"] for entry in pending["queuedJobs"]] == ["job"] and not pending.get("inProgressJobs")
    started = aws.jobs.call("StartNextPendingJobExecution", **thing, statusDetails={"step": "1"})["execution"]
    assert (started["status"], started["statusDetails"], started["jobDocument"]) == (
        "IN_PROGRESS", {"step": "1"}, DOCUMENT)
    aws.jobs.shows("DescribeJobExecution", {**name, "includeJobDocument": True}, execution={
        **name, "status": "IN_PROGRESS", "jobDocument": DOCUMENT, "executionNumber": 1})
    aws.jobs.refused(INVALID, "UpdateJobExecution", **name, status="SUCCEEDED", expectedVersion=99)
    told = aws.jobs.call("UpdateJobExecution", **name, status="SUCCEEDED", statusDetails={"step": "2"},
                         includeJobExecutionState=True)
    assert (told["executionState"]["status"], told["executionState"]["statusDetails"]) == ("SUCCEEDED", {"step": "2"})
    aws.jobs.refused("InvalidStateTransitionException", "UpdateJobExecution", **name, status="FAILED")
    aws.jobs.refused("TerminalStateException", "DescribeJobExecution", **name)
    assert "execution" not in aws.jobs.call("StartNextPendingJobExecution", **thing)
    aws.jobs.gone("DescribeJobExecution", **thing, jobId="none")


@scenario
def continuous_jobs(aws):
    for name in ("one", "two"):
        aws.call("CreateThing", thingName=name)
    group = aws.call("CreateThingGroup", thingGroupName="group")["thingGroupArn"]
    aws.call("AddThingToThingGroup", thingGroupName="group", thingName="one")
    name = {"jobId": "always"}
    aws.call("CreateJob", **name, targets=[group], document=DOCUMENT, targetSelection="CONTINUOUS")
    aws.call("AssociateTargetsWithJob", **name, targets=[aws.arn("thing", "two")], comment="more")
    aws.gone("AssociateTargetsWithJob", jobId="none", targets=[group])
    aws.shows("DescribeJob", name, job={"targetSelection": "CONTINUOUS",
                                        "jobProcessDetails": {"numberOfQueuedThings": 2}})
    aws.call("UpdateJob", **name, description="for ever", timeoutConfig={"inProgressTimeoutInMinutes": 5})
    aws.shows("DescribeJob", name, job={"description": "for ever",
                                        "timeoutConfig": {"inProgressTimeoutInMinutes": 5}})
    aws.refused("InvalidStateTransitionException", "DeleteJob", **name)
    assert aws.call("CancelJob", **name, comment="enough", reasonCode="DONE")["jobId"] == "always"
    aws.shows("DescribeJob", name, job={"status": "CANCELED", "comment": "enough", "reasonCode": "DONE"})
    aws.call("DeleteJob", **name, force=True)
    aws.until(lambda: aws.pages("ListJobs", "jobs") == [])
    aws.gone("DescribeJob", **name)


@scenario
def job_templates(aws):
    cloudformation_management.job_template(aws)
    for name in ("one", "two"):
        aws.call("CreateJobTemplate", jobTemplateId=name, document=DOCUMENT, description=name)
    found = aws.pages("ListJobTemplates", "jobTemplates")
    assert sorted((entry["jobTemplateId"], entry["description"]) for entry in found) == [("one",) * 2, ("two",) * 2]
    if aws.built("ListManagedJobTemplates"):
        entries = aws.pages("ListManagedJobTemplates", "managedJobTemplates")
        first = next(entry for entry in entries if entry["templateName"] == "AWS-Reboot")
        aws.shows("DescribeManagedJobTemplate", {"templateName": "AWS-Reboot"}, templateArn=first["templateArn"],
                  templateVersion=first["templateVersion"])
        aws.gone("DescribeManagedJobTemplate", templateName="AWS-None")


FIELDS = {"thingIndexingMode": "REGISTRY", "thingConnectivityIndexingMode": "STATUS",
          "customFields": [{"name": "attributes.watt", "type": "Number"}, {"name": "attributes.room", "type": "String"}]}


@scenario
def indexing(aws):
    aws.gone("SearchIndex", queryString="thingName:*")
    aws.gone("DescribeIndex", indexName="AWS_Things")
    for number, (name, room) in enumerate((("a", "hall"), ("b", "kitchen"), ("c", "kitchen")), 1):
        aws.call("CreateThing", thingName=name, attributePayload={
            "attributes": {"watt": str(5 * number), "room": room}})
    aws.call("UpdateIndexingConfiguration", thingIndexingConfiguration=FIELDS,
             thingGroupIndexingConfiguration={"thingGroupIndexingMode": "ON"})
    aws.refused(INVALID, "UpdateIndexingConfiguration", thingIndexingConfiguration={
        "thingIndexingMode": "OFF", "thingConnectivityIndexingMode": "STATUS"})
    told = aws.call("GetIndexingConfiguration")["thingIndexingConfiguration"]
    assert (told["thingIndexingMode"], told["thingConnectivityIndexingMode"]) == ("REGISTRY", "STATUS")
    index = {"indexName": "AWS_Things"}
    aws.until(lambda: aws.call("DescribeIndex", **index)["indexStatus"] == "ACTIVE")
    assert sorted(aws.pages("ListIndices", "indexNames")) == ["AWS_ThingGroups", "AWS_Things"]
    found = aws.pages("SearchIndex", "things", queryString="attributes.room:kitchen")
    assert sorted(thing["thingName"] for thing in found) == ["b", "c"]
    assert found[0]["attributes"]["room"] == "kitchen"
    query = {"queryString": "thingName:*", "aggregationField": "attributes.watt"}
    statistics = aws.call("GetStatistics", **query)["statistics"]
    deviation = statistics.pop("stdDeviation"), statistics.pop("variance")
    assert statistics == {"count": 3, "average": 10.0, "sum": 30.0, "minimum": 5.0, "maximum": 15.0,
                          "sumOfSquares": 350.0}
    # extras.md section 2: of the population.
    assert all(math.isclose(given, wanted) for given, wanted in zip(deviation, (math.sqrt(50 / 3), 50 / 3)))
    assert aws.call("GetCardinality", **query) == {"cardinality": 3}
    assert aws.call("GetPercentiles", **query, percents=[50])["percentiles"] == [{"percent": 50.0, "value": 10.0}]
    told = aws.call("GetBucketsAggregation", queryString="thingName:*", aggregationField="attributes.room",
                    bucketsAggregationType={"termsAggregation": {"maxBuckets": 10}})
    assert told == {"totalCount": 3, "buckets": [{"keyValue": "kitchen", "count": 2}, {"keyValue": "hall", "count": 1}]}
    wrong = {"queryString": "thingName:a AND"}
    aws.refused("InvalidQueryException", "SearchIndex", **wrong)
    for operation in ("GetStatistics", "GetCardinality", "GetPercentiles"):
        aws.refused("InvalidQueryException", operation, **{**query, **wrong})
    aws.refused("InvalidQueryException", "GetBucketsAggregation", **{**query, **wrong},
                bucketsAggregationType={"termsAggregation": {"maxBuckets": 10}})
    # extras.md section 2: measured; the older names are of the data that are indexed.
    assert aws.call("DescribeIndex", **index)["schema"] == "MULTI_INDEXING_MODE"


@scenario
def connectivity(aws):
    aws.call("UpdateIndexingConfiguration", thingIndexingConfiguration=FIELDS)
    client = device(aws, "lamp")
    thing = {"thingName": "lamp"}
    aws.until(lambda: aws.call("GetThingConnectivityData", **thing).get("connected"))
    aws.shows("GetThingConnectivityData", thing, thingName="lamp", connected=True)
    client.disconnect()
    aws.until(lambda: not aws.call("GetThingConnectivityData", **thing).get("connected"))
    aws.shows("GetThingConnectivityData", thing, connected=False, disconnectReason="CLIENT_INITIATED_DISCONNECT")
    aws.gone("GetThingConnectivityData", thingName="none")


@scenario
def dynamic_groups(aws):
    cloudformation.thing_group(aws)
    given = {"thingGroupName": "hall", "queryString": "attributes.room:hall"}
    aws.call("CreateThing", thingName="lamp", attributePayload={"attributes": {"room": "hall"}})
    aws.call("CreateDynamicThingGroup", **given)
    aws.refused(EXISTS, "CreateDynamicThingGroup", **{**given, "queryString": "attributes.room:kitchen"})
    aws.refused("InvalidQueryException", "UpdateDynamicThingGroup", thingGroupName="hall", thingGroupProperties={},
                queryString="attributes.room:")
    aws.until(lambda: aws.pages("ListThingsInThingGroup", "things", thingGroupName="hall") == ["lamp"])
    assert aws.pages("ListThingGroupsForThing", "thingGroups", thingName="lamp") == [
        {"groupName": "hall", "groupArn": aws.arn("thinggroup", "hall")}]
    aws.refused(INVALID, "DeleteThingGroup", thingGroupName="hall")
    aws.call("DeleteDynamicThingGroup", thingGroupName="hall")


@scenario
def fleet_metrics(aws):
    cloudformation_management.fleet_metric(aws)
    given = {"queryString": "thingName:*", "period": 60, "aggregationField": "registry.version",
             "aggregationType": {"name": "Statistics", "values": ["count"]}}
    for name in ("one", "two"):
        aws.call("CreateFleetMetric", metricName=name, **given)
    aws.refused(EXISTS, "CreateFleetMetric", metricName="one", **{**given, "period": 120})
    assert sorted(entry["metricName"] for entry in aws.pages("ListFleetMetrics", "fleetMetrics")) == ["one", "two"]
    aws.refused("VersionConflictException", "DeleteFleetMetric", metricName="one", expectedVersion=7)
    aws.gone("UpdateFleetMetric", metricName="none", indexName="AWS_Things", period=120)


@scenario
def security_profiles(aws):
    cloudformation_management.security_profile(aws)
    for name in ("one", "two"):
        aws.call("CreateSecurityProfile", securityProfileName=name)
    aws.refused(EXISTS, "CreateSecurityProfile", securityProfileName="one", securityProfileDescription="different")
    found = aws.pages("ListSecurityProfiles", "securityProfileIdentifiers")
    assert sorted(found, key=lambda entry: entry["name"]) == [
        {"name": name, "arn": aws.arn("securityprofile", name)} for name in ("one", "two")]
    parent = aws.call("CreateThingGroup", thingGroupName="parent")["thingGroupArn"]
    child = aws.call("CreateThingGroup", thingGroupName="child", parentGroupName="parent")["thingGroupArn"]
    aws.call("AttachSecurityProfile", securityProfileName="one", securityProfileTargetArn=child)
    # Recursion goes down, to the groups below (ListSecurityProfilesForTarget, API reference).
    (found,) = aws.pages("ListSecurityProfilesForTarget", "securityProfileTargetMappings",
                         securityProfileTargetArn=parent, recursive=True)
    assert found == {"securityProfileIdentifier": {"name": "one", "arn": aws.arn("securityprofile", "one")},
                     "target": {"arn": child}}
    assert aws.pages("ListSecurityProfilesForTarget", "securityProfileTargetMappings",
                     securityProfileTargetArn=parent) == []
    aws.refused("VersionConflictException", "UpdateSecurityProfile", securityProfileName="one", expectedVersion=7)
    aws.refused("VersionConflictException", "DeleteSecurityProfile", securityProfileName="one", expectedVersion=7)
    for operation in ("AttachSecurityProfile", "DetachSecurityProfile"):
        aws.gone(operation, securityProfileName="none", securityProfileTargetArn=parent)
    aws.gone("ListTargetsForSecurityProfile", securityProfileName="none")
    behavior = {"name": "sends", "metric": "aws:num-messages-sent", "criteria": {
        "comparisonOperator": "less-than", "value": {"count": 1}, "durationSeconds": 300}}
    assert aws.call("ValidateSecurityProfileBehaviors", behaviors=[behavior])["valid"] is True
    told = aws.call("ValidateSecurityProfileBehaviors", behaviors=[{**behavior, "metric": "aws:no-such-metric"}])
    assert told["valid"] is False and told["validationErrors"][0]["errorMessage"]


@scenario
def dimensions_and_metrics(aws):
    cloudformation_management.dimension(aws)
    cloudformation_management.custom_metric(aws)
    for name in ("one", "two"):
        aws.call("CreateDimension", name=name, type="TOPIC_FILTER", stringValues=["a"], clientRequestToken=name)
        aws.call("CreateCustomMetric", metricName=name, metricType="number", clientRequestToken=name)
    assert sorted(aws.pages("ListDimensions", "dimensionNames")) == ["one", "two"]
    assert sorted(aws.pages("ListCustomMetrics", "metricNames")) == ["one", "two"]
    aws.gone("UpdateDimension", name="none", stringValues=["a"])
    aws.gone("UpdateCustomMetric", metricName="none", displayName="a")
    # What a security profile uses stays.
    aws.call("CreateSecurityProfile", securityProfileName="user", behaviors=[
        {"name": "a", "metric": "one", "criteria": {"comparisonOperator": "less-than", "value": {"number": 1.0}}},
        {"name": "b", "metric": "aws:num-messages-sent", "metricDimension": {"dimensionName": "one"}, "criteria": {
            "comparisonOperator": "less-than", "value": {"count": 1}, "durationSeconds": 300}}])
    aws.refused(INVALID, "DeleteDimension", name="one")
    aws.refused(INVALID, "DeleteCustomMetric", metricName="one")


@scenario
def mitigation_actions(aws):
    cloudformation_management.mitigation_action(aws)
    given = {"roleArn": aws.role, "actionParams": {"updateDeviceCertificateParams": {"action": "DEACTIVATE"}}}
    aws.call("CreateMitigationAction", actionName="one", **given)
    aws.refused(EXISTS, "CreateMitigationAction", actionName="one", **given)
    (entry,) = aws.pages("ListMitigationActions", "actionIdentifiers")
    assert (entry["actionName"], entry["actionArn"]) == ("one", aws.arn("mitigationaction", "one"))
    assert aws.pages("ListMitigationActions", "actionIdentifiers", actionType="ENABLE_IOT_LOGGING") == []
    aws.gone("UpdateMitigationAction", actionName="none", roleArn=aws.role)


@scenario
def audits(aws):
    cloudformation_management.account_audit_configuration(aws)
    cloudformation_management.scheduled_audit(aws)
    given = {"frequency": "MONTHLY", "dayOfMonth": "LAST", "targetCheckNames": ["LOGGING_DISABLED_CHECK"]}
    aws.call("CreateScheduledAudit", scheduledAuditName="one", **given)
    aws.refused(EXISTS, "CreateScheduledAudit", scheduledAuditName="one", **given)
    assert aws.pages("ListScheduledAudits", "scheduledAudits") == [
        {"scheduledAuditName": "one", "scheduledAuditArn": aws.arn("scheduledaudit", "one"), "frequency": "MONTHLY",
         "dayOfMonth": "LAST"}]
    aws.gone("UpdateScheduledAudit", scheduledAuditName="none", frequency="DAILY")
    aws.gone("DeleteScheduledAudit", scheduledAuditName="none")


@scenario
def audit_suppressions(aws):
    # Only of checks that are enabled for the account (CreateAuditSuppression, API reference).
    aws.call("UpdateAccountAuditConfiguration", roleArn=aws.role,
             auditCheckConfigurations={"DEVICE_CERTIFICATE_SHARED_CHECK": {"enabled": True}})
    name = {"checkName": "DEVICE_CERTIFICATE_SHARED_CHECK", "resourceIdentifier": {"deviceCertificateId": "a" * 64}}
    given = {**name, "suppressIndefinitely": True, "description": "known", "clientRequestToken": "one"}
    aws.call("CreateAuditSuppression", **given)
    aws.refused(EXISTS, "CreateAuditSuppression", **{**given, "clientRequestToken": "two"})
    aws.shows("DescribeAuditSuppression", name, **name, suppressIndefinitely=True, description="known")
    aws.call("UpdateAuditSuppression", **name, description="accepted")
    aws.shows("DescribeAuditSuppression", name, description="accepted", suppressIndefinitely=True)
    (entry,) = aws.pages("ListAuditSuppressions", "suppressions")
    assert (entry["checkName"], entry["resourceIdentifier"]) == tuple(name.values())
    aws.call("DeleteAuditSuppression", **name)
    aws.gone("DescribeAuditSuppression", **name)
    aws.gone("UpdateAuditSuppression", **name, description="none")
    assert aws.pages("ListAuditSuppressions", "suppressions") == []


@scenario
def packages(aws):
    cloudformation_management.software_package(aws)
    cloudformation_management.software_package_version(aws)
    name, version = {"packageName": "walk"}, {"packageName": "walk", "versionName": "1"}
    aws.call("CreatePackage", **name)
    aws.refused("ConflictException", "CreatePackage", **name, description="different")
    for number in ("1", "2"):
        aws.call("CreatePackageVersion", **name, versionName=number)
    aws.refused("ConflictException", "CreatePackageVersion", **version, description="different")
    assert sorted(entry["packageName"] for entry in aws.pages("ListPackages", "packageSummaries")) == [
        "application", "walk"]
    found = aws.pages("ListPackageVersions", "packageVersionSummaries", **name)
    assert sorted((entry["versionName"], entry["status"]) for entry in found) == [("1", "DRAFT"), ("2", "DRAFT")]
    aws.gone("UpdatePackage", packageName="none", description="none")
    aws.gone("UpdatePackageVersion", **name, versionName="none", description="none")
    config = {"enabled": True, "roleArn": aws.role}
    aws.call("UpdatePackageConfiguration", versionUpdateByJobsConfig=config)
    assert aws.call("GetPackageConfiguration") == {"versionUpdateByJobsConfig": config}
    if aws.built("AssociateSbomWithPackageVersion"):
        sbom = {"s3Location": {"bucket": "bucket", "key": "sbom.zip", "version": "1"}}
        aws.call("AssociateSbomWithPackageVersion", **version, sbom=sbom)
        aws.shows("GetPackageVersion", version, sbom=sbom)
        aws.call("DisassociateSbomFromPackageVersion", **version)
        assert not aws.call("GetPackageVersion", **version).get("sbom")
    if aws.built("ListSbomValidationResults"):
        aws.pages("ListSbomValidationResults", "validationResultSummaries", **version)


@scenario
def commands(aws):
    cloudformation_management.command(aws)
    given = {"payload": {"content": b"{}", "contentType": "application/json"}, "namespace": "AWS-IoT"}
    arn = aws.call("CreateCommand", commandId="one", **given)["commandArn"]
    aws.refused("ConflictException", "CreateCommand", commandId="one", displayName="different", **given)
    found = aws.pages("ListCommands", "commands")
    assert "one" in [entry["commandId"] for entry in found]
    aws.gone("GetCommand", commandId="none")
    aws.gone("UpdateCommand", commandId="none", displayName="none")
    if aws.built("StartCommandExecution", "iot-jobs-data"):
        target = aws.call("CreateThing", thingName="lamp")["thingArn"]
        started = aws.jobs.call("StartCommandExecution", commandArn=arn, targetArn=target)
        name = {"executionId": started["executionId"], "targetArn": target}
        aws.shows("GetCommandExecution", name, **name, commandArn=arn)
        (entry,) = aws.pages("ListCommandExecutions", "commandExecutions", targetArn=target)
        assert (entry["executionId"], entry["commandArn"]) == (name["executionId"], arn)
        lamp = device(aws, "lamp")
        answer = f"$aws/commands/things/lamp/executions/{name['executionId']}/response/json"
        aws.refused("ConflictException", "DeleteCommandExecution", **name)
        assert lamp.publish(answer, '{"status": "SUCCEEDED"}') == 0
        aws.until(lambda: aws.call("GetCommandExecution", **name)["status"] == "SUCCEEDED")
        aws.call("DeleteCommandExecution", **name)
        aws.gone("GetCommandExecution", **name)
        lamp.disconnect()
        aws.gone("GetCommandExecution", **{**name, "executionId": "none"})
        aws.jobs.gone("StartCommandExecution", commandArn=aws.arn("command", "none"), targetArn=target)


@scenario
def streams(aws):
    name, files = {"streamId": "stream"}, [{"fileId": 1, "s3Location": {"bucket": "b", "key": "k", "version": "v"}}]
    made = aws.call("CreateStream", **name, description="file", files=files, roleArn=aws.role)
    assert made == {**name, "streamArn": aws.arn("stream", "stream"), "description": "file", "streamVersion": 1}
    aws.refused(EXISTS, "CreateStream", **name, files=files, roleArn=aws.role)
    aws.shows("DescribeStream", name, streamInfo={**made, "files": files, "roleArn": aws.role})
    assert aws.call("UpdateStream", **name, description="new")["streamVersion"] == 2
    aws.shows("DescribeStream", name, streamInfo={"streamVersion": 2, "description": "new", "files": files})
    (entry,) = aws.pages("ListStreams", "streams")
    assert entry == {**made, "streamVersion": 2, "description": "new"}
    aws.call("DeleteStream", **name)
    aws.gone("DescribeStream", **name)
    aws.gone("DeleteStream", **name)
    aws.gone("UpdateStream", **name, description="none")


@scenario
def ota_updates(aws):
    if not aws.built("CreateOTAUpdate"):
        return
    target = aws.call("CreateThing", thingName="lamp")["thingArn"]
    name = {"otaUpdateId": "update"}
    files = [{"fileName": "firmware", "fileLocation": {"s3Location": {"bucket": "b", "key": "k", "version": "v"}},
              "codeSigning": {"awsSignerJobId": "signer"}}]
    given = {"targets": [target], "files": files, "roleArn": aws.role}
    made = aws.call("CreateOTAUpdate", **name, **given, description="new firmware")
    assert made["otaUpdateArn"] == aws.arn("otaupdate", "update")
    aws.refused(EXISTS, "CreateOTAUpdate", **name, **given)
    aws.shows("GetOTAUpdate", name, otaUpdateInfo={**name, "otaUpdateArn": made["otaUpdateArn"], "targets": [target],
                                                   "description": "new firmware"})
    (entry,) = aws.pages("ListOTAUpdates", "otaUpdates")
    assert entry["otaUpdateId"] == "update"
    aws.call("DeleteOTAUpdate", **name, forceDeleteAWSJob=True)
    aws.gone("GetOTAUpdate", **name)
    aws.gone("DeleteOTAUpdate", **name)
