"""Device Defender: what is to be watched and audited comes back as it was given, and refers to what exists."""
import datetime
import time

import pytest

from answers import refused, tags_of, without
from thingcore import ROLE, arn

TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts"
NUMBER = {"comparisonOperator": "less-than", "value": {"count": 10}, "durationSeconds": 300,
          "consecutiveDatapointsToAlarm": 1, "consecutiveDatapointsToClear": 2}


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def test_dimension(iot):
    made = iot.create_dimension(name="admin", type="TOPIC_FILTER", stringValues=["admin/#"],
                                tags=[{"Key": "k", "Value": "v"}], clientRequestToken="t1")
    assert without(made) == {"name": "admin", "arn": arn("dimension", "admin")}
    assert tags_of(iot, made["arn"]) == {"k": "v"}
    same = dict(name="admin", type="TOPIC_FILTER", stringValues=["admin/#"], clientRequestToken="t1")
    assert without(iot.create_dimension(**same)) == without(made)
    assert tags_of(iot, made["arn"]) == {"k": "v"}
    conflict = refused(iot.create_dimension, "ResourceAlreadyExistsException", "Dimension admin already exists.",
                       **{**same, "clientRequestToken": "t2"})
    assert (conflict["resourceId"], conflict["resourceArn"]) == ("admin", made["arn"])
    refused(iot.create_dimension, "ResourceAlreadyExistsException", **{**same, "stringValues": ["other/#"]})
    refused(iot.create_dimension, "ResourceAlreadyExistsException", **{**same, "name": "other"})
    found = iot.describe_dimension(name="admin")
    assert without(found, "creationDate", "lastModifiedDate") == {
        "name": "admin", "arn": made["arn"], "type": "TOPIC_FILTER", "stringValues": ["admin/#"]}
    changed = iot.update_dimension(name="admin", stringValues=["a/#", "b/#"])
    assert changed["stringValues"] == ["a/#", "b/#"]
    assert changed["creationDate"] == found["creationDate"] < changed["lastModifiedDate"]
    iot.create_dimension(name="beta", type="TOPIC_FILTER", stringValues=["b"])
    first = iot.list_dimensions(maxResults=1)
    assert first["dimensionNames"] == ["admin"]
    assert iot.list_dimensions(nextToken=first["nextToken"])["dimensionNames"] == ["beta"]
    refused(iot.list_dimensions, "InvalidRequestException", "Next token is invalid.", nextToken="nonsense")
    refused(iot.update_dimension, "ResourceNotFoundException", "Dimension none does not exist.",
            name="none", stringValues=["x"])
    iot.delete_dimension(name="beta")
    iot.delete_dimension(name="beta")
    refused(iot.describe_dimension, "ResourceNotFoundException", name="beta")


def test_custom_metric(iot):
    request = dict(metricName="battery", displayName="Battery", metricType="number", clientRequestToken="t")
    made = iot.create_custom_metric(**request, tags=[{"Key": "k", "Value": "v"}])
    assert without(made) == {"metricName": "battery", "metricArn": arn("custommetric", "battery")}
    assert without(iot.create_custom_metric(**request)) == without(made)
    assert tags_of(iot, made["metricArn"]) == {"k": "v"}
    refused(iot.create_custom_metric, "ResourceAlreadyExistsException", **{**request, "clientRequestToken": "u"})
    refused(iot.create_custom_metric, "InvalidRequestException", metricName="aws:mine", metricType="number")
    assert iot.update_custom_metric(metricName="battery", displayName="Charge")["displayName"] == "Charge"
    assert without(iot.describe_custom_metric(metricName="battery"), "creationDate", "lastModifiedDate") == {
        "metricName": "battery", "metricArn": made["metricArn"], "metricType": "number", "displayName": "Charge"}
    assert "battery" in iot.list_custom_metrics()["metricNames"]
    refused(iot.describe_custom_metric, "ResourceNotFoundException", metricName="none")
    iot.delete_custom_metric(metricName="battery")
    assert iot.list_custom_metrics()["metricNames"] == []


def test_security_profile(iot):
    behaviors = [{"name": "few", "metric": "aws:num-messages-sent", "criteria": NUMBER, "suppressAlerts": True}]
    targets = {"SNS": {"alertTargetArn": TOPIC, "roleArn": ROLE}}
    export = {"mqttTopic": "export/metrics", "roleArn": ROLE}
    retained = [{"metric": "aws:all-bytes-in", "exportMetric": True}]
    made = iot.create_security_profile(
        securityProfileName="quiet", securityProfileDescription="says little", behaviors=behaviors,
        alertTargets=targets, additionalMetricsToRetainV2=retained, metricsExportConfig=export,
        tags=[{"Key": "k", "Value": "v"}])
    assert without(made) == {"securityProfileName": "quiet", "securityProfileArn": arn("securityprofile", "quiet")}
    assert tags_of(iot, made["securityProfileArn"]) == {"k": "v"}
    assert without(iot.describe_security_profile(securityProfileName="quiet"),
                   "creationDate", "lastModifiedDate") == {
        **without(made), "securityProfileDescription": "says little", "behaviors": behaviors,
        "alertTargets": targets, "additionalMetricsToRetainV2": retained, "metricsExportConfig": export,
        "version": 1}
    refused(iot.create_security_profile, "ResourceAlreadyExistsException", securityProfileName="quiet")
    changed = iot.update_security_profile(
        securityProfileName="quiet", securityProfileDescription="new", deleteAlertTargets=True,
        deleteMetricsExportConfig=True, expectedVersion=1)
    assert changed["version"] == 2 and changed["behaviors"] == behaviors
    assert "alertTargets" not in changed and "metricsExportConfig" not in changed
    refused(iot.update_security_profile, "VersionConflictException", securityProfileName="quiet", expectedVersion=1)
    refused(iot.delete_security_profile, "VersionConflictException", securityProfileName="quiet", expectedVersion=1)
    refused(iot.update_security_profile, "InvalidRequestException", securityProfileName="quiet",
            behaviors=behaviors, deleteBehaviors=True)
    refused(iot.update_security_profile, "ResourceNotFoundException", securityProfileName="none")
    assert iot.describe_security_profile(securityProfileName="quiet")["version"] == 2
    iot.delete_security_profile(securityProfileName="quiet", expectedVersion=2)
    iot.delete_security_profile(securityProfileName="quiet")
    refused(iot.describe_security_profile, "ResourceNotFoundException", securityProfileName="quiet")


def test_behaviors_name_what_exists(iot):
    metric = {"name": "low", "metric": "charge",
              "criteria": {"comparisonOperator": "less-than", "value": {"number": 0.5}}}
    scoped = {"name": "scoped", "metric": "aws:num-messages-sent", "criteria": NUMBER,
              "metricDimension": {"dimensionName": "scope", "operator": "NOT_IN"}}
    text = "Behavior low is malformed. metric charge does not exist"
    refused(iot.create_security_profile, "InvalidRequestException", text,
            securityProfileName="user", behaviors=[metric])
    assert without(iot.validate_security_profile_behaviors(behaviors=[metric, scoped])) == {
        "valid": False, "validationErrors": [
            {"errorMessage": text},
            {"errorMessage": "Behavior scoped is malformed. dimension scope does not exist"}]}
    iot.create_custom_metric(metricName="charge", metricType="number")
    iot.create_dimension(name="scope", type="TOPIC_FILTER", stringValues=["#"])
    assert without(iot.validate_security_profile_behaviors(behaviors=[metric, scoped])) == {
        "valid": True, "validationErrors": []}
    iot.create_security_profile(securityProfileName="user", behaviors=[metric, scoped])
    iot.create_security_profile(securityProfileName="other")
    for request in ({"dimensionName": "scope"}, {"metricName": "charge"}):
        assert without(iot.list_security_profiles(**request)) == {
            "securityProfileIdentifiers": [{"name": "user", "arn": arn("securityprofile", "user")}]}
    refused(iot.list_security_profiles, "InvalidRequestException", dimensionName="scope", metricName="charge")
    refused(iot.delete_dimension, "InvalidRequestException",
            "Dimension scope cannot be deleted because it is used by security profile user.", name="scope")
    refused(iot.delete_custom_metric, "InvalidRequestException",
            "Custom metric charge cannot be deleted because it is used by security profile user.",
            metricName="charge")
    iot.update_security_profile(securityProfileName="user", deleteBehaviors=True)
    iot.delete_dimension(name="scope")
    iot.delete_custom_metric(metricName="charge")


def mappings(answer):
    return [(one["securityProfileIdentifier"]["name"], one["target"]["arn"].rsplit(":", 1)[1])
            for one in answer["securityProfileTargetMappings"]]


def test_targets(iot):
    for name in ("one", "two"):
        iot.create_security_profile(securityProfileName=name)
    iot.create_thing_group(thingGroupName="outer")
    iot.create_thing_group(thingGroupName="inner", parentGroupName="outer")
    outer, inner, everything = arn("thinggroup", "outer"), arn("thinggroup", "inner"), arn("all", "things")
    for profile, target in (("one", outer), ("two", inner), ("two", everything), ("one", outer)):
        iot.attach_security_profile(securityProfileName=profile, securityProfileTargetArn=target)
    listed = iot.list_targets_for_security_profile(securityProfileName="two", maxResults=1)
    rest = iot.list_targets_for_security_profile(securityProfileName="two", nextToken=listed["nextToken"])
    assert listed["securityProfileTargets"] + rest["securityProfileTargets"] == [{"arn": everything}, {"arn": inner}]
    of_target = iot.list_security_profiles_for_target
    assert mappings(of_target(securityProfileTargetArn=outer)) == [("one", "thinggroup/outer")]
    assert mappings(of_target(securityProfileTargetArn=outer, recursive=True)) == [
        ("one", "thinggroup/outer"), ("two", "thinggroup/inner")]
    assert mappings(of_target(securityProfileTargetArn=everything)) == [("two", "all/things")]
    refused(of_target, "ResourceNotFoundException", securityProfileTargetArn=arn("thinggroup", "none"))
    refused(iot.attach_security_profile, "InvalidRequestException",
            securityProfileName="one", securityProfileTargetArn=arn("thing", "lamp"))
    refused(iot.attach_security_profile, "ResourceNotFoundException",
            securityProfileName="none", securityProfileTargetArn=outer)
    for index in range(4):
        iot.create_security_profile(securityProfileName=f"more-{index}")
        iot.attach_security_profile(securityProfileName=f"more-{index}", securityProfileTargetArn=outer)
    refused(iot.attach_security_profile, "LimitExceededException",
            securityProfileName="two", securityProfileTargetArn=outer)
    iot.delete_security_profile(securityProfileName="more-0")
    iot.detach_security_profile(securityProfileName="more-1", securityProfileTargetArn=outer)
    assert [name for name, _ in mappings(of_target(securityProfileTargetArn=outer))] == ["more-2", "more-3", "one"]
    # An attachment ends with its group.
    iot.delete_thing_group(thingGroupName="inner")
    iot.create_thing_group(thingGroupName="inner")
    assert mappings(of_target(securityProfileTargetArn=inner)) == []
    targets = iot.list_targets_for_security_profile(securityProfileName="two")["securityProfileTargets"]
    assert targets == [{"arn": everything}]


def test_mitigation_action(iot):
    params = {"addThingsToThingGroupParams": {"thingGroupNames": ["quarantine"], "overrideDynamicGroups": True}}
    made = iot.create_mitigation_action(actionName="isolate", roleArn=ROLE, actionParams=params,
                                        tags=[{"Key": "k", "Value": "v"}])
    assert made["actionArn"] == arn("mitigationaction", "isolate")
    assert tags_of(iot, made["actionArn"]) == {"k": "v"}
    assert without(iot.describe_mitigation_action(actionName="isolate"), "creationDate", "lastModifiedDate") == {
        "actionName": "isolate", "actionType": "ADD_THINGS_TO_THING_GROUP", "roleArn": ROLE, "actionParams": params,
        **without(made)}
    refused(iot.create_mitigation_action, "ResourceAlreadyExistsException",
            actionName="isolate", roleArn=ROLE, actionParams=params)
    both = {**params, "publishFindingToSnsParams": {"topicArn": TOPIC}}
    for wrong in ({}, both):
        refused(iot.create_mitigation_action, "InvalidRequestException",
                actionName="wrong", roleArn=ROLE, actionParams=wrong)
    assert without(iot.update_mitigation_action(
        actionName="isolate", actionParams={"publishFindingToSnsParams": {"topicArn": TOPIC}})) == without(made)
    listed = iot.list_mitigation_actions(actionType="PUBLISH_FINDING_TO_SNS")["actionIdentifiers"]
    assert [(one["actionName"], one["actionArn"]) for one in listed] == [("isolate", made["actionArn"])]
    assert iot.list_mitigation_actions(actionType="ADD_THINGS_TO_THING_GROUP")["actionIdentifiers"] == []
    refused(iot.update_mitigation_action, "ResourceNotFoundException", actionName="none")
    iot.delete_mitigation_action(actionName="isolate")
    refused(iot.describe_mitigation_action, "ResourceNotFoundException", actionName="isolate")


SHARED, EXPIRING = "DEVICE_CERTIFICATE_SHARED_CHECK", "DEVICE_CERTIFICATE_EXPIRING_CHECK"


def enable(iot, **checks):
    iot.update_account_audit_configuration(
        roleArn=ROLE, auditCheckConfigurations={name: {"enabled": on} for name, on in checks.items()})


def test_audits(fresh):
    server = fresh()
    iot = server.client("iot")
    checks = iot.describe_account_audit_configuration()["auditCheckConfigurations"]
    assert len(checks) == 17 and not any(check["enabled"] for check in checks.values())
    update = iot.update_account_audit_configuration
    refused(update, "InvalidRequestException", roleArn=ROLE)
    refused(update, "InvalidRequestException", auditCheckConfigurations={SHARED: {"enabled": True}})
    refused(update, "InvalidRequestException", "Audit check NONE does not exist.",
            roleArn=ROLE, auditCheckConfigurations={"NONE": {"enabled": True}})
    refused(iot.delete_account_audit_configuration, "ResourceNotFoundException")
    enable(iot, **{SHARED: True})
    notify = {"SNS": {"targetArn": TOPIC, "roleArn": ROLE, "enabled": True}}
    update(auditNotificationTargetConfigurations=notify, auditCheckConfigurations={
        EXPIRING: {"enabled": True, "configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "60"}}})
    schedule = dict(scheduledAuditName="weekly", frequency="WEEKLY", targetCheckNames=[SHARED])
    refused(iot.create_scheduled_audit, "InvalidRequestException", "dayOfWeek is required by this frequency.",
            **schedule)
    refused(iot.create_scheduled_audit, "InvalidRequestException",
            "Audit check LOGGING_DISABLED_CHECK is not enabled for this account.",
            **{**schedule, "targetCheckNames": ["LOGGING_DISABLED_CHECK"]})
    made = iot.create_scheduled_audit(**schedule, dayOfWeek="MON", tags=[{"Key": "k", "Value": "v"}])
    assert without(made) == {"scheduledAuditArn": arn("scheduledaudit", "weekly")}
    refused(iot.create_scheduled_audit, "ResourceAlreadyExistsException", **schedule, dayOfWeek="MON")
    refused(update, "InvalidRequestException", "Audit check DEVICE_CERTIFICATE_SHARED_CHECK cannot be disabled "
            "because it is used by scheduled audit weekly.", auditCheckConfigurations={SHARED: {"enabled": False}})
    refused(iot.update_scheduled_audit, "InvalidRequestException", scheduledAuditName="weekly", frequency="MONTHLY")
    assert without(iot.update_scheduled_audit(
        scheduledAuditName="weekly", frequency="MONTHLY", dayOfMonth="LAST")) == without(made)

    server.kill()
    server.restart()
    iot = server.client("iot")
    configuration = iot.describe_account_audit_configuration()
    assert configuration["roleArn"] == ROLE
    assert configuration["auditNotificationTargetConfigurations"] == notify
    enabled = {name: check for name, check in configuration["auditCheckConfigurations"].items() if check["enabled"]}
    assert enabled == {SHARED: {"enabled": True}, EXPIRING: {
        "enabled": True, "configuration": {"CERT_EXPIRATION_THRESHOLD_IN_DAYS": "60"}}}
    assert without(iot.describe_scheduled_audit(scheduledAuditName="weekly")) == {
        "scheduledAuditName": "weekly", **without(made), "frequency": "MONTHLY", "dayOfMonth": "LAST",
        "targetCheckNames": [SHARED]}
    assert tags_of(iot, made["scheduledAuditArn"]) == {"k": "v"}
    assert iot.list_scheduled_audits()["scheduledAudits"] == [{
        "scheduledAuditName": "weekly", **without(made), "frequency": "MONTHLY", "dayOfMonth": "LAST"}]
    refused(iot.delete_scheduled_audit, "ResourceNotFoundException", scheduledAuditName="none")
    iot.create_scheduled_audit(scheduledAuditName="daily", frequency="DAILY", targetCheckNames=[SHARED])
    iot.delete_scheduled_audit(scheduledAuditName="daily")
    iot.delete_account_audit_configuration(deleteScheduledAudits=True)
    assert iot.list_scheduled_audits()["scheduledAudits"] == []
    refused(iot.list_tags_for_resource, "ResourceNotFoundException", resourceArn=made["scheduledAuditArn"])
    assert "roleArn" not in iot.describe_account_audit_configuration()


def test_audit_suppression(fresh):
    iot = fresh().client("iot")
    one = {"deviceCertificateId": "a" * 64}
    two = {"policyVersionIdentifier": {"policyName": "p", "policyVersionId": "1"}}
    refused(iot.create_audit_suppression, "InvalidRequestException", checkName=SHARED, resourceIdentifier=one,
            suppressIndefinitely=True)
    enable(iot, **{SHARED: True, EXPIRING: True})
    later = datetime.datetime.fromtimestamp(int(time.time()) + 3600, datetime.timezone.utc)
    soon = datetime.datetime.fromtimestamp(time.time() + 1, datetime.timezone.utc)
    create = iot.create_audit_suppression
    create(checkName=SHARED, resourceIdentifier=one, suppressIndefinitely=True, description="known",
           clientRequestToken="t1")
    create(checkName=SHARED, resourceIdentifier=one, suppressIndefinitely=True, description="known",
           clientRequestToken="t1")
    refused(create, "ResourceAlreadyExistsException", checkName=SHARED, resourceIdentifier=one,
            suppressIndefinitely=True)
    refused(create, "ResourceAlreadyExistsException", checkName=SHARED, resourceIdentifier=two,
            suppressIndefinitely=True, clientRequestToken="t1")
    for wrong in ({}, {"suppressIndefinitely": True, "expirationDate": later},
                  {"expirationDate": datetime.datetime(2020, 1, 1)}):
        refused(create, "InvalidRequestException", checkName=EXPIRING, resourceIdentifier=two, **wrong)
    refused(create, "InvalidRequestException", checkName=EXPIRING, resourceIdentifier={}, expirationDate=later)
    create(checkName=EXPIRING, resourceIdentifier=two, expirationDate=later)
    create(checkName=EXPIRING, resourceIdentifier=one, expirationDate=soon)
    first = {"checkName": SHARED, "resourceIdentifier": one, "suppressIndefinitely": True, "description": "known"}
    second = {"checkName": EXPIRING, "resourceIdentifier": two, "expirationDate": later,
              "suppressIndefinitely": False}
    assert without(iot.describe_audit_suppression(checkName=SHARED, resourceIdentifier=one)) == first
    time.sleep(1.1)
    # The third is over by now.
    refused(iot.describe_audit_suppression, "ResourceNotFoundException", checkName=EXPIRING, resourceIdentifier=one)
    assert iot.list_audit_suppressions()["suppressions"] == [second, first]
    page = iot.list_audit_suppressions(ascendingOrder=False, maxResults=1)
    assert page["suppressions"] == [first]
    rest = iot.list_audit_suppressions(ascendingOrder=False, nextToken=page["nextToken"])
    assert rest["suppressions"] == [second]
    assert iot.list_audit_suppressions(checkName=EXPIRING)["suppressions"] == [second]
    assert iot.list_audit_suppressions(resourceIdentifier=one)["suppressions"] == [first]
    iot.update_audit_suppression(checkName=SHARED, resourceIdentifier=one, expirationDate=later)
    changed = iot.describe_audit_suppression(checkName=SHARED, resourceIdentifier=one)
    assert without(changed) == {**first, "suppressIndefinitely": False, "expirationDate": later}
    refused(iot.update_audit_suppression, "ResourceNotFoundException", checkName=SHARED, resourceIdentifier=two)
    iot.delete_audit_suppression(checkName=SHARED, resourceIdentifier=one)
    iot.delete_audit_suppression(checkName=SHARED, resourceIdentifier=one)
    assert iot.list_audit_suppressions()["suppressions"] == [second]


def test_what_is_not_there_says_so(iot):
    for call, request in ((iot.start_on_demand_audit_task, {"targetCheckNames": [SHARED]}),
                          (iot.list_audit_tasks, {"startTime": 0, "endTime": 1}),
                          (iot.list_active_violations, {})):
        refused(call, "NotImplementedException", **request)
