"""The resource types AWS::IoT::* of CloudFormation, by what their handlers call.

The list is that of the Template Reference ("AWS IoT resource type reference", 30 types in 2026); where the handlers
are public (aws-cloudformation-resource-providers-iot) the order of their calls is theirs. Common to all: before a
deletion a handler describes the resource, because deleting what is not there succeeds, and after it the resource is
to be gone for its Read handler. Update handlers read the tags, untag, and tag.
"""
import json

from certificates import Authority, public_pem, request
from handlers import AFTER, BEFORE, Exactly, listed
from thingcore import ALLOW_ALL

RESOURCES = {}


def resource(kind):
    def register(handle):
        RESOURCES[f"AWS::IoT::{kind}"] = handle
        return handle
    return register


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


@resource("Authorizer")
def authorizer(cfn):
    name, key = {"authorizerName": "Gate"}, public_pem()
    made = cfn.call("CreateAuthorizer", **name, authorizerFunctionArn=cfn.foreign("lambda", "function:gate"),
                    tokenKeyName="token", tokenSigningPublicKeys={"first": key}, status="ACTIVE",
                    signingDisabled=False, enableCachingForHttp=True, tags=listed(BEFORE))
    assert made == {**name, "authorizerArn": cfn.arn("authorizer", "Gate")}
    cfn.shows("DescribeAuthorizer", name, authorizerDescription={
        **name, "authorizerArn": made["authorizerArn"], "tokenKeyName": "token", "status": "ACTIVE",
        "authorizerFunctionArn": cfn.foreign("lambda", "function:gate"), "signingDisabled": False,
        "enableCachingForHttp": True, "tokenSigningPublicKeys": Exactly(first=key)})
    cfn.call("UpdateAuthorizer", **name, authorizerFunctionArn=cfn.foreign("lambda", "function:door"),
             tokenKeyName="key", enableCachingForHttp=False)
    cfn.shows("DescribeAuthorizer", name, authorizerDescription={
        "authorizerFunctionArn": cfn.foreign("lambda", "function:door"), "tokenKeyName": "key", "status": "ACTIVE",
        "enableCachingForHttp": False, "tokenSigningPublicKeys": Exactly(first=key)})
    cfn.retag(made["authorizerArn"], BEFORE, AFTER)
    # An active one cannot be deleted.
    cfn.call("UpdateAuthorizer", **name, status="INACTIVE")
    cfn.call("DeleteAuthorizer", **name)
    cfn.gone("DescribeAuthorizer", **name)
    cfn.gone("DeleteAuthorizer", **name)


@resource("BillingGroup")
def billing_group(cfn):
    name = {"billingGroupName": "Payer"}
    made = cfn.call("CreateBillingGroup", **name, tags=listed(BEFORE),
                    billingGroupProperties={"billingGroupDescription": "pays"})
    cfn.shows("DescribeBillingGroup", name, **made, version=1,
              billingGroupProperties={"billingGroupDescription": "pays"})
    cfn.call("UpdateBillingGroup", **name, billingGroupProperties={"billingGroupDescription": "still pays"})
    cfn.shows("DescribeBillingGroup", name, version=2,
              billingGroupProperties={"billingGroupDescription": "still pays"})
    cfn.retag(made["billingGroupArn"], BEFORE, AFTER)
    cfn.call("DeleteBillingGroup", **name)
    cfn.gone("DescribeBillingGroup", **name)
    cfn.call("DeleteBillingGroup", **name)


#: A template of just-in-time provisioning: its parameters are those of the certificate.
JITP = json.dumps({"Parameters": {"AWS::IoT::Certificate::CommonName": {"Type": "String"},
                                  "AWS::IoT::Certificate::Id": {"Type": "String"}}, "Resources": {
    "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "AWS::IoT::Certificate::CommonName"}}},
    "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
        "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"}}}})


@resource("CACertificate")
def ca_certificate(cfn):
    authority = Authority("CloudFormation CA")
    config = {"templateBody": JITP, "roleArn": cfn.role}
    made = cfn.call("RegisterCACertificate", caCertificate=authority.pem, setAsActive=True,
                    allowAutoRegistration=True, tags=listed(BEFORE), registrationConfig=config,
                    verificationCertificate=authority.verification(cfn.call("GetRegistrationCode")["registrationCode"]))
    name = {"certificateId": made["certificateId"]}
    cfn.shows("DescribeCACertificate", name, registrationConfig=config, certificateDescription={
        **made, "certificatePem": authority.pem, "status": "ACTIVE", "autoRegistrationStatus": "ENABLE",
        "certificateMode": "DEFAULT"})
    cfn.call("UpdateCACertificate", **name, newStatus="ACTIVE", newAutoRegistrationStatus="DISABLE",
             registrationConfig=config)
    cfn.shows("DescribeCACertificate", name,
              certificateDescription={"status": "ACTIVE", "autoRegistrationStatus": "DISABLE"})
    cfn.retag(made["certificateArn"], BEFORE, AFTER)
    cfn.refused("CertificateStateException", "DeleteCACertificate", **name)
    cfn.call("UpdateCACertificate", **name, newStatus="INACTIVE")
    cfn.call("DeleteCACertificate", **name)
    cfn.gone("DescribeCACertificate", **name)


@resource("Certificate")
def certificate(cfn):
    authority = Authority("CloudFormation device CA")
    cfn.call("RegisterCACertificate", caCertificate=authority.pem, setAsActive=True,
             verificationCertificate=authority.verification(cfn.call("GetRegistrationCode")["registrationCode"]))
    device, alone = authority.device("device"), Authority("alone").pem
    for mode, made in [
        ("DEFAULT", cfn.call("CreateCertificateFromCsr", certificateSigningRequest=request("csr")[0],
                             setAsActive=True)),
        ("DEFAULT", cfn.call("RegisterCertificate", certificatePem=device, caCertificatePem=authority.pem,
                             status="ACTIVE")),
        ("SNI_ONLY", cfn.call("RegisterCertificateWithoutCA", certificatePem=alone, status="ACTIVE")),
    ]:
        name = {"certificateId": made["certificateId"]}
        cfn.shows("DescribeCertificate", name, certificateDescription={
            **name, "certificateArn": cfn.arn("cert", made["certificateId"]), "status": "ACTIVE",
            "certificateMode": mode})
        cfn.call("UpdateCertificate", **name, newStatus="REVOKED")
        cfn.shows("DescribeCertificate", name, certificateDescription={"status": "REVOKED"})
        cfn.call("UpdateCertificate", **name, newStatus="INACTIVE")
        cfn.call("DeleteCertificate", **name)
        cfn.gone("DescribeCertificate", **name)
        cfn.gone("DeleteCertificate", **name)


@resource("CertificateProvider")
def certificate_provider(cfn):
    name, operations = {"certificateProviderName": "Signer"}, ["CreateCertificateFromCsr"]
    made = cfn.call("CreateCertificateProvider", **name, accountDefaultForOperations=operations,
                    lambdaFunctionArn=cfn.foreign("lambda", "function:sign"), tags=listed(BEFORE))
    # api-facts.md section 1: the only ARN with a colon.
    assert made["certificateProviderArn"] == cfn.foreign("iot", "certificateprovider:Signer")
    cfn.shows("DescribeCertificateProvider", name, **made, accountDefaultForOperations=operations,
              lambdaFunctionArn=cfn.foreign("lambda", "function:sign"))
    cfn.call("UpdateCertificateProvider", **name, accountDefaultForOperations=operations,
             lambdaFunctionArn=cfn.foreign("lambda", "function:sign2"))
    cfn.shows("DescribeCertificateProvider", name, lambdaFunctionArn=cfn.foreign("lambda", "function:sign2"))
    cfn.retag(made["certificateProviderArn"], BEFORE, AFTER)
    cfn.call("DeleteCertificateProvider", **name)
    cfn.gone("DescribeCertificateProvider", **name)


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


@resource("DomainConfiguration")
def domain_configuration(cfn):
    name, server_certificate = {"domainConfigurationName": "Front"}, cfn.foreign("acm", "certificate/1")
    cfn.call("CreateAuthorizer", authorizerName="DomainGate", signingDisabled=True, status="ACTIVE",
             authorizerFunctionArn=cfn.foreign("lambda", "function:gate"))
    config = {"defaultAuthorizerName": "DomainGate", "allowAuthorizerOverride": True}
    made = cfn.call("CreateDomainConfiguration", **name, domainName="iot.example.com", serviceType="DATA",
                    serverCertificateArns=[server_certificate], authorizerConfig=config, tags=listed(BEFORE),
                    tlsConfig={"securityPolicy": "IoTSecurityPolicy_TLS13_1_2_2022_10"})
    assert made["domainConfigurationArn"].startswith(cfn.arn("domainconfiguration", "Front/"))
    found = cfn.shows("DescribeDomainConfiguration", name, **made, domainName="iot.example.com", serviceType="DATA",
                      domainType="CUSTOMER_MANAGED", domainConfigurationStatus="ENABLED", authorizerConfig=config,
                      tlsConfig={"securityPolicy": "IoTSecurityPolicy_TLS13_1_2_2022_10"})
    assert [entry["serverCertificateArn"] for entry in found["serverCertificates"]] == [server_certificate]
    changed = {**config, "allowAuthorizerOverride": False}
    cfn.call("UpdateDomainConfiguration", **name, authorizerConfig=changed, domainConfigurationStatus="ENABLED",
             tlsConfig={"securityPolicy": "IoTSecurityPolicy_TLS13_1_3_2022_10"})
    cfn.shows("DescribeDomainConfiguration", name, authorizerConfig=changed,
              tlsConfig={"securityPolicy": "IoTSecurityPolicy_TLS13_1_3_2022_10"})
    cfn.retag(made["domainConfigurationArn"], BEFORE, AFTER)
    cfn.refused("InvalidRequestException", "DeleteDomainConfiguration", **name)
    cfn.call("UpdateDomainConfiguration", **name, authorizerConfig=changed, domainConfigurationStatus="DISABLED",
             removeAuthorizerConfig=False)
    cfn.call("DeleteDomainConfiguration", **name)
    cfn.gone("DescribeDomainConfiguration", **name)


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


@resource("Policy")
def policy(cfn):
    name, document = {"policyName": "Rules"}, json.dumps(ALLOW_ALL)
    made = cfn.call("CreatePolicy", **name, policyDocument=document, tags=listed(BEFORE))
    cfn.shows("GetPolicy", name, **name, policyArn=made["policyArn"], policyDocument=document, defaultVersionId="1")
    changed = json.dumps({**ALLOW_ALL, "Statement": ALLOW_ALL["Statement"] * 2})
    second = cfn.call("CreatePolicyVersion", **name, policyDocument=changed, setAsDefault=True)
    assert second["isDefaultVersion"] and second["policyVersionId"] == "2"
    cfn.shows("GetPolicy", name, policyDocument=changed, defaultVersionId="2")
    cfn.retag(made["policyArn"], BEFORE, AFTER)
    for version in cfn.call("ListPolicyVersions", **name)["policyVersions"]:
        if not version["isDefaultVersion"]:
            cfn.call("DeletePolicyVersion", **name, policyVersionId=version["versionId"])
    cfn.call("DeletePolicy", **name)
    cfn.gone("GetPolicy", **name)
    cfn.gone("DeletePolicy", **name)


@resource("PolicyPrincipalAttachment")
def policy_principal_attachment(cfn):
    principal = cfn.call("CreateKeysAndCertificate")["certificateArn"]
    arn = cfn.call("CreatePolicy", policyName="Attached", policyDocument=json.dumps(ALLOW_ALL))["policyArn"]
    cfn.call("AttachPrincipalPolicy", policyName="Attached", principal=principal)
    cfn.call("AttachPrincipalPolicy", policyName="Attached", principal=principal)
    assert cfn.pages("ListPrincipalPolicies", "policies", principal=principal) == [
        {"policyName": "Attached", "policyArn": arn}]
    cfn.call("DetachPrincipalPolicy", policyName="Attached", principal=principal)
    assert cfn.pages("ListPrincipalPolicies", "policies", principal=principal) == []


#: A fleet provisioning template; its policy is one that exists.
TEMPLATE = {"Parameters": {"Serial": {"Type": "String"}}, "Resources": {
    "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "Serial"}}},
    "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
        "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}},
    "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "Provisioned"}}}}


def template(number=1):
    """The body of a provisioning template; another one for each number."""
    return json.dumps({**TEMPLATE, "DeviceConfiguration": {"number": str(number)}})


@resource("ProvisioningTemplate")
def provisioning_template(cfn):
    name = {"templateName": "Fleet"}
    hook = {"payloadVersion": "2020-04-01", "targetArn": cfn.foreign("lambda", "function:hook")}
    made = cfn.call("CreateProvisioningTemplate", **name, description="fleet", templateBody=template(), enabled=True,
                    provisioningRoleArn=cfn.role, preProvisioningHook=hook, tags=listed(BEFORE),
                    type="FLEET_PROVISIONING")
    assert made == {**name, "templateArn": cfn.arn("provisioningtemplate", "Fleet"), "defaultVersionId": 1}
    cfn.shows("DescribeProvisioningTemplate", name, **made, description="fleet", templateBody=template(),
              enabled=True, provisioningRoleArn=cfn.role, preProvisioningHook=hook, type="FLEET_PROVISIONING")
    for number in range(2, 6):
        cfn.call("CreateProvisioningTemplateVersion", **name, templateBody=template(number), setAsDefault=True)
    cfn.refused("VersionsLimitExceededException", "CreateProvisioningTemplateVersion", **name,
                templateBody=template(6), setAsDefault=True)
    versions = cfn.pages("ListProvisioningTemplateVersions", "versions", **name)
    oldest = min(version["versionId"] for version in versions)
    cfn.call("DeleteProvisioningTemplateVersion", **name, versionId=oldest)
    cfn.call("CreateProvisioningTemplateVersion", **name, templateBody=template(6), setAsDefault=True)
    cfn.call("UpdateProvisioningTemplate", **name, description="new", enabled=False, provisioningRoleArn=cfn.role)
    cfn.shows("DescribeProvisioningTemplate", name, description="new", enabled=False, templateBody=template(6),
              defaultVersionId=6, preProvisioningHook=hook)
    cfn.retag(made["templateArn"], BEFORE, AFTER)
    cfn.call("DeleteProvisioningTemplate", **name)
    cfn.gone("DescribeProvisioningTemplate", **name)
    cfn.gone("DeleteProvisioningTemplate", **name)


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


@resource("RoleAlias")
def role_alias(cfn):
    name = {"roleAlias": "Alias"}
    made = cfn.call("CreateRoleAlias", **name, roleArn=cfn.role, credentialDurationSeconds=1800, tags=listed(BEFORE))
    assert made == {**name, "roleAliasArn": cfn.arn("rolealias", "Alias")}
    cfn.shows("DescribeRoleAlias", name, roleAliasDescription={
        **made, "roleArn": cfn.role, "owner": cfn.account, "credentialDurationSeconds": 1800})
    cfn.call("UpdateRoleAlias", **name, roleArn=cfn.role + "2", credentialDurationSeconds=900)
    cfn.shows("DescribeRoleAlias", name, roleAliasDescription={
        "roleArn": cfn.role + "2", "credentialDurationSeconds": 900})
    cfn.retag(made["roleAliasArn"], BEFORE, AFTER)
    cfn.call("DeleteRoleAlias", **name)
    cfn.gone("DescribeRoleAlias", **name)
    cfn.gone("DeleteRoleAlias", **name)


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


@resource("Thing")
def thing(cfn):
    name = {"thingName": "Lamp"}
    made = cfn.call("CreateThing", **name, attributePayload={"attributes": {"room": "kitchen", "watt": "5"}})
    cfn.shows("DescribeThing", name, **made, attributes=Exactly(room="kitchen", watt="5"), version=1)
    cfn.call("UpdateThing", **name, attributePayload={"attributes": {"room": "hall"}})
    cfn.shows("DescribeThing", name, attributes=Exactly(room="hall"), version=2)
    cfn.call("UpdateThing", **name, attributePayload={"attributes": {}})
    cfn.shows("DescribeThing", name, attributes=Exactly())
    cfn.call("DeleteThing", **name)
    cfn.gone("DescribeThing", **name)


@resource("ThingGroup")
def thing_group(cfn):
    cfn.call("CreateThingGroup", thingGroupName="Parent")
    name = {"thingGroupName": "Child"}
    properties = {"thingGroupDescription": "below", "attributePayload": {"attributes": {"site": "north"}}}
    made = cfn.call("CreateThingGroup", **name, parentGroupName="Parent", thingGroupProperties=properties,
                    tags=listed(BEFORE))
    cfn.shows("DescribeThingGroup", name, **made, thingGroupProperties=properties,
              thingGroupMetadata={"parentGroupName": "Parent"}, version=1)
    properties = {"thingGroupDescription": "under", "attributePayload": {"attributes": Exactly(site="south")}}
    cfn.call("UpdateThingGroup", **name, thingGroupProperties=properties)
    cfn.shows("DescribeThingGroup", name, thingGroupProperties=properties, version=2)
    cfn.retag(made["thingGroupArn"], BEFORE, AFTER)
    cfn.call("DeleteThingGroup", **name)
    cfn.gone("DescribeThingGroup", **name)
    # With a query string it is a dynamic group, with operations of its own.
    cfn.call("UpdateIndexingConfiguration", thingIndexingConfiguration={"thingIndexingMode": "REGISTRY"})
    name = {"thingGroupName": "Dynamic"}
    made = cfn.call("CreateDynamicThingGroup", **name, queryString="attributes.room:hall", tags=listed(BEFORE))
    cfn.shows("DescribeThingGroup", name, thingGroupArn=made["thingGroupArn"], queryString="attributes.room:hall",
              indexName="AWS_Things", queryVersion="2017-09-30")
    cfn.call("UpdateDynamicThingGroup", **name, thingGroupProperties={"thingGroupDescription": "found"},
             queryString="attributes.room:kitchen")
    cfn.shows("DescribeThingGroup", name, queryString="attributes.room:kitchen",
              thingGroupProperties={"thingGroupDescription": "found"})
    cfn.retag(made["thingGroupArn"], BEFORE, AFTER)
    cfn.call("DeleteDynamicThingGroup", **name)
    cfn.gone("DescribeThingGroup", **name)


@resource("ThingPrincipalAttachment")
def thing_principal_attachment(cfn):
    cfn.call("CreateThing", thingName="Bound")
    principal = cfn.call("CreateKeysAndCertificate")["certificateArn"]
    cfn.call("AttachThingPrincipal", thingName="Bound", principal=principal, thingPrincipalType="EXCLUSIVE_THING")
    assert cfn.pages("ListThingPrincipalsV2", "thingPrincipalObjects", thingName="Bound") == [
        {"principal": principal, "thingPrincipalType": "EXCLUSIVE_THING"}]
    cfn.call("DetachThingPrincipal", thingName="Bound", principal=principal)
    assert cfn.pages("ListThingPrincipals", "principals", thingName="Bound") == []


@resource("ThingType")
def thing_type(cfn):
    name = {"thingTypeName": "Bulb"}
    made = cfn.call("CreateThingType", **name, tags=listed(BEFORE), thingTypeProperties={
        "thingTypeDescription": "lights", "searchableAttributes": ["watt"]})
    cfn.shows("DescribeThingType", name, **made, thingTypeMetadata={"deprecated": False}, thingTypeProperties={
        "thingTypeDescription": "lights", "searchableAttributes": ["watt"]})
    attributes = {"propagatingAttributes": [{"userPropertyKey": "watt", "thingAttribute": "watt"}]}
    cfn.call("UpdateThingType", **name, thingTypeProperties={"mqtt5Configuration": attributes})
    cfn.shows("DescribeThingType", name, thingTypeProperties={
        "thingTypeDescription": "lights", "searchableAttributes": ["watt"], "mqtt5Configuration": attributes})
    cfn.call("DeprecateThingType", **name)
    cfn.retag(made["thingTypeArn"], BEFORE, AFTER)
    # The handler deprecates, and tries again for five minutes as long as the error has these words.
    cfn.call("DeprecateThingType", **name)
    cfn.shows("DescribeThingType", name, thingTypeMetadata={"deprecated": True})
    text = cfn.refused("InvalidRequestException", "DeleteThingType", **name)
    assert "minutes after deprecation and then retry" in text, text


@resource("TopicRule")
def topic_rule(cfn):
    name = {"ruleName": "Relay"}
    republish = {"republish": {"roleArn": cfn.role, "topic": "out", "qos": 1}}
    rule = {"sql": "SELECT * FROM 'in'", "actions": [republish], "ruleDisabled": False, "description": "relays",
            "awsIotSqlVersion": "2016-03-23", "errorAction": {"republish": {"roleArn": cfn.role, "topic": "failed"}}}
    cfn.call("CreateTopicRule", **name, topicRulePayload=rule, tags="stack=one&keep=no")
    arn = cfn.arn("rule", "Relay")
    cfn.shows("GetTopicRule", name, ruleArn=arn, rule={**name, **rule})
    del rule["errorAction"]
    changed = {**rule, "sql": "SELECT a FROM 'in/#'", "description": "relays a", "ruleDisabled": True}
    cfn.call("ReplaceTopicRule", **name, topicRulePayload=changed)
    found = cfn.shows("GetTopicRule", name, ruleArn=arn, rule=changed)
    assert "errorAction" not in found["rule"]
    cfn.retag(arn, BEFORE, AFTER)
    cfn.call("DeleteTopicRule", **name)
    # Its handler takes this for "not found".
    cfn.refused("UnauthorizedException", "GetTopicRule", **name)


@resource("TopicRuleDestination")
def topic_rule_destination(cfn):
    made = cfn.call("CreateTopicRuleDestination", destinationConfiguration={
        "httpUrlConfiguration": {"confirmationUrl": "https://example.com/confirm"}})["topicRuleDestination"]
    name = {"arn": made["arn"]}
    assert made["arn"].startswith(cfn.arn("ruledestination", "http/"))
    properties = {"confirmationUrl": "https://example.com/confirm"}
    cfn.shows("GetTopicRuleDestination", name, topicRuleDestination={
        **name, "status": "IN_PROGRESS", "httpUrlProperties": properties})
    # Asks for the confirmation once more.
    cfn.call("UpdateTopicRuleDestination", **name, status="IN_PROGRESS")
    (entry,) = cfn.pages("ListTopicRuleDestinations", "destinationSummaries")
    assert (entry["arn"], entry["status"], entry["httpUrlSummary"]) == (made["arn"], "IN_PROGRESS", properties)
    cfn.call("DeleteTopicRuleDestination", **name)
    assert cfn.pages("ListTopicRuleDestinations", "destinationSummaries") == []
    cfn.refused("UnauthorizedException", "GetTopicRuleDestination", **name)
