"""The resource types AWS::IoT::* of CloudFormation that watch and manage devices; cloudformation.py has the others."""
from cloudformation import resource
from handlers import AFTER, BEFORE, Exactly, listed


@resource("AccountAuditConfiguration")
def account_audit_configuration(cfn):
    # Describing never fails: without a configuration all checks are disabled and there is no role.
    nothing = cfn.call("DescribeAccountAuditConfiguration")
    assert not nothing.get("roleArn") and not any(enabled(nothing).values())
    assert "LOGGING_DISABLED_CHECK" in enabled(nothing)
    targets = {"SNS": {"targetArn": cfn.foreign("sns", "audit"), "roleArn": cfn.role, "enabled": True}}
    cfn.call("UpdateAccountAuditConfiguration", roleArn=cfn.role, auditNotificationTargetConfigurations=targets,
             auditCheckConfigurations={"LOGGING_DISABLED_CHECK": {"enabled": True},
                                       "DEVICE_CERTIFICATE_SHARED_CHECK": {"enabled": True}})
    found = cfn.shows("DescribeAccountAuditConfiguration", {}, roleArn=cfn.role,
                      auditNotificationTargetConfigurations=targets)
    assert {check for check, on in enabled(found).items() if on} == {
        "LOGGING_DISABLED_CHECK", "DEVICE_CERTIFICATE_SHARED_CHECK"}
    assert enabled(found).keys() == enabled(nothing).keys()
    cfn.call("UpdateAccountAuditConfiguration", roleArn=cfn.role,
             auditCheckConfigurations={"DEVICE_CERTIFICATE_SHARED_CHECK": {"enabled": False}})
    found = cfn.call("DescribeAccountAuditConfiguration")
    assert [check for check, on in enabled(found).items() if on] == ["LOGGING_DISABLED_CHECK"]
    cfn.call("DeleteAccountAuditConfiguration")
    nothing = cfn.call("DescribeAccountAuditConfiguration")
    assert not nothing.get("roleArn") and not any(enabled(nothing).values())


def enabled(configuration):
    return {check: told["enabled"] for check, told in configuration["auditCheckConfigurations"].items()}


@resource("Command")
def command(cfn):
    name, payload = {"commandId": "Reboot"}, {"content": b'{"reboot":true}', "contentType": "application/json"}
    made = cfn.call("CreateCommand", **name, namespace="AWS-IoT", displayName="reboot", description="again",
                    payload=payload, tags=listed(BEFORE))
    assert made == {**name, "commandArn": cfn.arn("command", "Reboot")}
    cfn.shows("GetCommand", name, **made, namespace="AWS-IoT", displayName="reboot", description="again",
              payload=payload, deprecated=False, pendingDeletion=False)
    cfn.call("UpdateCommand", **name, displayName="restart", description="once more", deprecated=True)
    cfn.shows("GetCommand", name, displayName="restart", description="once more", deprecated=True, payload=payload)
    cfn.retag(made["commandArn"], BEFORE, AFTER)
    # DeleteCommand (API reference): deprecated for less than 12 hours, it is only scheduled, with status 202.
    assert cfn.call("DeleteCommand", **name)["statusCode"] == 202
    cfn.shows("GetCommand", name, pendingDeletion=True)


@resource("CustomMetric")
def custom_metric(cfn):
    name = {"metricName": "Battery"}
    given = {**name, "metricType": "number", "displayName": "battery", "tags": listed(BEFORE),
             "clientRequestToken": "token-1"}
    made = cfn.call("CreateCustomMetric", **given)
    # CloudFormation repeats a call whose answer was lost, with its token.
    assert cfn.call("CreateCustomMetric", **given) == made
    cfn.refused("ResourceAlreadyExistsException", "CreateCustomMetric", **{**given, "clientRequestToken": "token-2"})
    cfn.shows("DescribeCustomMetric", name, **made, metricType="number", displayName="battery")
    cfn.call("UpdateCustomMetric", **name, displayName="charge")
    cfn.shows("DescribeCustomMetric", name, **made, metricType="number", displayName="charge")
    cfn.retag(made["metricArn"], BEFORE, AFTER)
    cfn.call("DeleteCustomMetric", **name)
    cfn.gone("DescribeCustomMetric", **name)
    cfn.call("DeleteCustomMetric", **name)


@resource("Dimension")
def dimension(cfn):
    name = {"name": "Topics"}
    given = {**name, "type": "TOPIC_FILTER", "stringValues": ["a/#", "b/+"], "tags": listed(BEFORE),
             "clientRequestToken": "token-1"}
    made = cfn.call("CreateDimension", **given)
    assert cfn.call("CreateDimension", **given) == made == {**name, "arn": cfn.arn("dimension", "Topics")}
    cfn.refused("ResourceAlreadyExistsException", "CreateDimension", **{**given, "clientRequestToken": "token-2"})
    cfn.shows("DescribeDimension", name, **made, type="TOPIC_FILTER", stringValues=["a/#", "b/+"])
    cfn.call("UpdateDimension", **name, stringValues=["c"])
    cfn.shows("DescribeDimension", name, stringValues=["c"])
    cfn.retag(made["arn"], BEFORE, AFTER)
    cfn.call("DeleteDimension", **name)
    cfn.gone("DescribeDimension", **name)
    cfn.call("DeleteDimension", **name)


@resource("EncryptionConfiguration")
def encryption_configuration(cfn):
    cfn.shows("DescribeEncryptionConfiguration", {}, encryptionType="AWS_OWNED_KMS_KEY")
    own = {"encryptionType": "CUSTOMER_MANAGED_KMS_KEY", "kmsAccessRoleArn": cfn.role,
           "kmsKeyArn": cfn.foreign("kms", "key/12345678-1234-1234-1234-123456789012")}
    cfn.call("UpdateEncryptionConfiguration", **own)
    cfn.shows("DescribeEncryptionConfiguration", {}, **own)
    cfn.call("UpdateEncryptionConfiguration", encryptionType="AWS_OWNED_KMS_KEY")
    found = cfn.shows("DescribeEncryptionConfiguration", {}, encryptionType="AWS_OWNED_KMS_KEY")
    assert not found.get("kmsKeyArn")


@resource("FleetMetric")
def fleet_metric(cfn):
    cfn.call("UpdateIndexingConfiguration", thingIndexingConfiguration={"thingIndexingMode": "REGISTRY"})
    name = {"metricName": "Versions"}
    given = {"queryString": "thingName:*", "period": 300, "aggregationField": "registry.version",
             "aggregationType": {"name": "Statistics", "values": ["sum"]}, "indexName": "AWS_Things"}
    made = cfn.call("CreateFleetMetric", **name, **given, description="all", unit="Count", queryVersion="2017-09-30",
                    tags=listed(BEFORE))
    assert made == {**name, "metricArn": cfn.arn("fleetmetric", "Versions")}
    cfn.shows("DescribeFleetMetric", name, **made, **given, description="all", unit="Count",
              queryVersion="2017-09-30", version=1)
    cfn.call("UpdateFleetMetric", **name, **{**given, "period": 600, "queryString": "thingName:a*"})
    cfn.shows("DescribeFleetMetric", name, period=600, queryString="thingName:a*", version=2, description="all")
    cfn.retag(made["metricArn"], BEFORE, AFTER)
    cfn.call("DeleteFleetMetric", **name)
    cfn.gone("DescribeFleetMetric", **name)


@resource("JobTemplate")
def job_template(cfn):
    name = {"jobTemplateId": "Rollout"}
    given = {"document": '{"do":"it"}', "description": "does it",
             "timeoutConfig": {"inProgressTimeoutInMinutes": 60},
             "presignedUrlConfig": {"roleArn": cfn.role, "expiresInSec": 600},
             "jobExecutionsRolloutConfig": {"maximumPerMinute": 50},
             "abortConfig": {"criteriaList": [{"failureType": "FAILED", "action": "CANCEL",
                                               "thresholdPercentage": 25.0, "minNumberOfExecutedThings": 10}]},
             "jobExecutionsRetryConfig": {"criteriaList": [{"failureType": "TIMED_OUT", "numberOfRetries": 2}]}}
    made = cfn.call("CreateJobTemplate", **name, **given, tags=listed(BEFORE))
    assert made == {**name, "jobTemplateArn": cfn.arn("jobtemplate", "Rollout")}
    cfn.shows("DescribeJobTemplate", name, **made, **given)
    cfn.retag(made["jobTemplateArn"], BEFORE, AFTER)
    cfn.refused("ConflictException", "CreateJobTemplate", **name, **given)
    cfn.call("DeleteJobTemplate", **name)
    cfn.gone("DescribeJobTemplate", **name)
    cfn.gone("DeleteJobTemplate", **name)


@resource("Logging")
def logging(cfn):
    cfn.refused("NotConfiguredException", "GetV2LoggingOptions")
    cfn.call("SetV2LoggingOptions", roleArn=cfn.role, defaultLogLevel="INFO", disableAllLogs=False)
    cfn.shows("GetV2LoggingOptions", {}, roleArn=cfn.role, defaultLogLevel="INFO", disableAllLogs=False)
    cfn.call("SetV2LoggingOptions", roleArn=cfn.role, defaultLogLevel="ERROR")
    cfn.shows("GetV2LoggingOptions", {}, roleArn=cfn.role, defaultLogLevel="ERROR", disableAllLogs=False)
    # There is no deletion: what is disabled counts as gone.
    cfn.call("SetV2LoggingOptions", disableAllLogs=True)
    cfn.shows("GetV2LoggingOptions", {}, disableAllLogs=True)


@resource("MitigationAction")
def mitigation_action(cfn):
    name = {"actionName": "Quarantine"}
    params = {"addThingsToThingGroupParams": {"thingGroupNames": ["bad"], "overrideDynamicGroups": True}}
    made = cfn.call("CreateMitigationAction", **name, roleArn=cfn.role, actionParams=params, tags=listed(BEFORE))
    assert made["actionArn"] == cfn.arn("mitigationaction", "Quarantine")
    cfn.shows("DescribeMitigationAction", name, **name, **made, roleArn=cfn.role,
              actionType="ADD_THINGS_TO_THING_GROUP", actionParams=Exactly(params))
    params = {"publishFindingToSnsParams": {"topicArn": cfn.foreign("sns", "findings")}}
    cfn.call("UpdateMitigationAction", **name, roleArn=cfn.role + "2", actionParams=params)
    cfn.shows("DescribeMitigationAction", name, **made, roleArn=cfn.role + "2",
              actionType="PUBLISH_FINDING_TO_SNS", actionParams=Exactly(params))
    cfn.retag(made["actionArn"], BEFORE, AFTER)
    cfn.call("DeleteMitigationAction", **name)
    cfn.gone("DescribeMitigationAction", **name)
    cfn.call("DeleteMitigationAction", **name)


@resource("ResourceSpecificLogging")
def resource_specific_logging(cfn):
    target = {"targetType": "CLIENT_ID", "targetName": "noisy"}

    def level():
        levels = cfn.pages("ListV2LoggingLevels", "logTargetConfigurations")
        return [entry["logLevel"] for entry in levels if entry["logTarget"] == target]

    cfn.call("SetV2LoggingOptions", roleArn=cfn.role, defaultLogLevel="WARN")
    assert level() == []
    cfn.call("SetV2LoggingLevel", logTarget=target, logLevel="DEBUG")
    assert level() == ["DEBUG"]
    cfn.call("SetV2LoggingLevel", logTarget=target, logLevel="ERROR")
    assert level() == ["ERROR"]
    cfn.call("DeleteV2LoggingLevel", **target)
    assert level() == []


@resource("ScheduledAudit")
def scheduled_audit(cfn):
    checks = ["LOGGING_DISABLED_CHECK", "CA_CERTIFICATE_EXPIRING_CHECK"]
    # Checks of an audit are enabled for the account (CreateScheduledAudit, API reference).
    cfn.call("UpdateAccountAuditConfiguration", roleArn=cfn.role,
             auditCheckConfigurations={check: {"enabled": True} for check in checks})
    name = {"scheduledAuditName": "Daily"}
    made = cfn.call("CreateScheduledAudit", **name, frequency="DAILY", targetCheckNames=checks[:1],
                    tags=listed(BEFORE))
    assert made == {"scheduledAuditArn": cfn.arn("scheduledaudit", "Daily")}
    cfn.shows("DescribeScheduledAudit", name, **name, **made, frequency="DAILY", targetCheckNames=checks[:1])
    assert cfn.call("UpdateScheduledAudit", **name, frequency="WEEKLY", dayOfWeek="TUE",
                    targetCheckNames=checks[1:]) == made
    cfn.shows("DescribeScheduledAudit", name, frequency="WEEKLY", dayOfWeek="TUE", targetCheckNames=checks[1:])
    cfn.retag(made["scheduledAuditArn"], BEFORE, AFTER)
    cfn.call("DeleteScheduledAudit", **name)
    cfn.gone("DescribeScheduledAudit", **name)


@resource("SecurityProfile")
def security_profile(cfn):
    name = {"securityProfileName": "Guard"}
    everything = f"arn:aws:iot:us-east-1:{cfn.account}:all/things"
    group = cfn.call("CreateThingGroup", thingGroupName="guarded")["thingGroupArn"]
    behaviors = [{"name": "sends", "metric": "aws:num-messages-sent", "suppressAlerts": False, "criteria": {
        "comparisonOperator": "less-than", "value": {"count": 100}, "durationSeconds": 300,
        "consecutiveDatapointsToAlarm": 1, "consecutiveDatapointsToClear": 1}}]
    alerts = {"SNS": {"alertTargetArn": cfn.foreign("sns", "alerts"), "roleArn": cfn.role}}
    retained = [{"metric": "aws:num-disconnects"}]
    made = cfn.call("CreateSecurityProfile", **name, securityProfileDescription="watches", behaviors=behaviors,
                    alertTargets=alerts, additionalMetricsToRetainV2=retained, tags=listed(BEFORE))
    for target in (everything, group):
        cfn.call("AttachSecurityProfile", **name, securityProfileTargetArn=target)
    cfn.shows("DescribeSecurityProfile", name, **made, securityProfileDescription="watches", behaviors=behaviors,
              alertTargets=alerts, additionalMetricsToRetainV2=retained, version=1)
    targets = cfn.pages("ListTargetsForSecurityProfile", "securityProfileTargets", **name)
    assert sorted(target["arn"] for target in targets) == sorted([everything, group])
    # An empty list changes nothing; what the template no longer has is deleted by flags.
    cfn.call("UpdateSecurityProfile", **name, securityProfileDescription="sleeps", deleteBehaviors=True,
             deleteAlertTargets=True, deleteAdditionalMetricsToRetain=True)
    found = cfn.shows("DescribeSecurityProfile", name, securityProfileDescription="sleeps", version=2)
    assert not any(found.get(member) for member in ("behaviors", "alertTargets", "additionalMetricsToRetainV2"))
    cfn.call("DetachSecurityProfile", **name, securityProfileTargetArn=group)
    assert cfn.pages("ListTargetsForSecurityProfile", "securityProfileTargets", **name) == [{"arn": everything}]
    cfn.retag(made["securityProfileArn"], BEFORE, AFTER)
    cfn.call("DeleteSecurityProfile", **name)
    cfn.gone("DescribeSecurityProfile", **name)
    cfn.call("DeleteSecurityProfile", **name)


def index_packages(cfn):
    """Packages are found by a reserved shadow, which the handlers have indexed."""
    cfn.call("UpdateIndexingConfiguration", thingIndexingConfiguration={
        "thingIndexingMode": "REGISTRY_AND_SHADOW", "namedShadowIndexingMode": "ON",
        "filter": {"namedShadowNames": ["$package"]}})


@resource("SoftwarePackage")
def software_package(cfn):
    index_packages(cfn)
    name, version = {"packageName": "firmware"}, {"packageName": "firmware", "versionName": "default"}
    made = cfn.call("CreatePackage", **name, description="boots", tags=BEFORE)
    assert made == {**name, "packageArn": cfn.arn("package", "firmware"), "description": "boots"}
    cfn.call("CreatePackageVersion", **version)
    cfn.call("UpdatePackageVersion", **version, action="PUBLISH")
    cfn.call("UpdatePackage", **name, defaultVersionName="default")
    cfn.shows("GetPackage", name, **made, defaultVersionName="default")
    cfn.call("UpdatePackage", **name, description="boots faster")
    cfn.shows("GetPackage", name, description="boots faster", defaultVersionName="default")
    cfn.retag(made["packageArn"], BEFORE, AFTER)
    index_packages(cfn)
    cfn.call("UpdatePackage", **name, unsetDefaultVersion=True)
    assert "defaultVersionName" not in cfn.call("GetPackage", **name)
    cfn.call("GetPackageVersion", **version)
    cfn.call("DeletePackageVersion", **version)
    cfn.gone("GetPackageVersion", **version)
    cfn.call("DeletePackage", **name)
    cfn.gone("GetPackage", **name)


@resource("SoftwarePackageVersion")
def software_package_version(cfn):
    index_packages(cfn)
    cfn.call("CreatePackage", packageName="application")
    name = {"packageName": "application", "versionName": "1.0"}
    made = cfn.call("CreatePackageVersion", **name, description="first", attributes={"checksum": "a"}, tags=BEFORE)
    assert made == {**name, "packageVersionArn": cfn.arn("package", "application/version/1.0"),
                    "description": "first", "attributes": {"checksum": "a"}, "status": "DRAFT"}
    cfn.shows("GetPackageVersion", name, **made)
    cfn.call("UpdatePackageVersion", **name, description="better", attributes={"checksum": "b"})
    cfn.shows("GetPackageVersion", name, description="better", attributes=Exactly(checksum="b"), status="DRAFT")
    cfn.retag(made["packageVersionArn"], BEFORE, AFTER)
    cfn.call("DeletePackageVersion", **name)
    cfn.gone("GetPackageVersion", **name)
    cfn.call("DeletePackageVersion", **name)
