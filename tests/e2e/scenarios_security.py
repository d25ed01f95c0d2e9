"""Scenarios of what lets devices in: role aliases, authorizers, domains, provisioning; and of encryption and logging."""
import datetime
import json

import cloudformation
import cloudformation_management
from certificates import request
from scenarios_registry import EXISTS, INVALID, scenario
from thingcore import ALLOW_ALL


@scenario
def role_aliases(aws):
    cloudformation.role_alias(aws)
    for name in ("one", "two"):
        aws.call("CreateRoleAlias", roleAlias=name, roleArn=aws.role)
    aws.refused(EXISTS, "CreateRoleAlias", roleAlias="one", roleArn=aws.role)
    assert sorted(aws.pages("ListRoleAliases", "roleAliases")) == ["one", "two"]
    aws.shows("DescribeRoleAlias", {"roleAlias": "one"}, roleAliasDescription={"credentialDurationSeconds": 3600})
    aws.gone("UpdateRoleAlias", roleAlias="none", roleArn=aws.role)


@scenario
def authorizers(aws):
    cloudformation.authorizer(aws)
    aws.gone("DescribeDefaultAuthorizer")
    function = {"authorizerFunctionArn": aws.foreign("lambda", "function:f"), "signingDisabled": True}
    for name in ("one", "two"):
        aws.call("CreateAuthorizer", authorizerName=name, **function)
    aws.refused(EXISTS, "CreateAuthorizer", authorizerName="one", **function)
    found = aws.pages("ListAuthorizers", "authorizers")
    assert sorted(entry["authorizerName"] for entry in found) == ["one", "two"]
    aws.shows("DescribeAuthorizer", {"authorizerName": "one"}, authorizerDescription={
        "status": "INACTIVE", "enableCachingForHttp": False})
    aws.gone("UpdateAuthorizer", authorizerName="none", status="ACTIVE")
    aws.call("UpdateAuthorizer", authorizerName="one", status="ACTIVE")
    assert aws.call("SetDefaultAuthorizer", authorizerName="one") == {
        "authorizerName": "one", "authorizerArn": aws.arn("authorizer", "one")}
    aws.gone("SetDefaultAuthorizer", authorizerName="none")
    aws.shows("DescribeDefaultAuthorizer", {}, authorizerDescription={"authorizerName": "one", "status": "ACTIVE"})
    aws.call("ClearDefaultAuthorizer")
    aws.gone("DescribeDefaultAuthorizer")
    aws.gone("ClearDefaultAuthorizer")


@scenario
def domain_configurations(aws):
    cloudformation.domain_configuration(aws)
    # api-facts.md section 2: the two of AWS IoT are there from the beginning.
    found = {entry["domainConfigurationName"]: entry["serviceType"]
             for entry in aws.pages("ListDomainConfigurations", "domainConfigurations")}
    assert found == {"iot:Data-ATS": "DATA", "iot:CredentialProvider": "CREDENTIAL_PROVIDER"}
    aws.call("CreateDomainConfiguration", domainConfigurationName="managed")
    aws.refused(EXISTS, "CreateDomainConfiguration", domainConfigurationName="managed")
    aws.shows("DescribeDomainConfiguration", {"domainConfigurationName": "managed"}, domainType="AWS_MANAGED")
    aws.refused(INVALID, "UpdateDomainConfiguration", domainConfigurationName="managed")


@scenario
def certificate_providers(aws):
    cloudformation.certificate_provider(aws)
    given = {"certificateProviderName": "one", "lambdaFunctionArn": aws.foreign("lambda", "function:f"),
             "accountDefaultForOperations": ["CreateCertificateFromCsr"]}
    aws.call("CreateCertificateProvider", **given)
    aws.refused(EXISTS, "CreateCertificateProvider", **given)
    found = aws.pages("ListCertificateProviders", "certificateProviders")
    assert [entry["certificateProviderName"] for entry in found] == ["one"]
    aws.gone("UpdateCertificateProvider", certificateProviderName="none",
             lambdaFunctionArn=aws.foreign("lambda", "function:f"))
    aws.gone("DeleteCertificateProvider", certificateProviderName="none")


@scenario
def provisioning_templates(aws):
    cloudformation.provisioning_template(aws)
    given = {"templateBody": cloudformation.template(), "provisioningRoleArn": aws.role}
    for name in ("one", "two"):
        aws.call("CreateProvisioningTemplate", templateName=name, enabled=True, **given)
    aws.refused(EXISTS, "CreateProvisioningTemplate", templateName="one", **given)
    found = aws.pages("ListProvisioningTemplates", "templates")
    assert sorted((entry["templateName"], entry["enabled"], entry["type"]) for entry in found) == [
        ("one", True, "FLEET_PROVISIONING"), ("two", True, "FLEET_PROVISIONING")]
    name = {"templateName": "one"}
    made = aws.call("CreateProvisioningTemplateVersion", **name, templateBody=cloudformation.template(2))
    assert (made["versionId"], made["isDefaultVersion"]) == (2, False)
    aws.shows("DescribeProvisioningTemplateVersion", {**name, "versionId": 2}, versionId=2, isDefaultVersion=False,
              templateBody=cloudformation.template(2))
    aws.gone("DescribeProvisioningTemplateVersion", **name, versionId=9)
    aws.refused(INVALID, "DeleteProvisioningTemplateVersion", **name, versionId=1)
    aws.gone("ListProvisioningTemplateVersions", templateName="none")
    aws.gone("UpdateProvisioningTemplate", templateName="none", enabled=True)
    aws.gone("CreateProvisioningTemplateVersion", templateName="none", templateBody=cloudformation.template())
    claim = aws.call("CreateProvisioningClaim", **name)
    assert claim["certificatePem"].startswith("-----BEGIN CERTIFICATE") and claim["keyPair"]["PrivateKey"]
    remaining = claim["expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=4) < remaining <= datetime.timedelta(minutes=5, seconds=5)
    aws.gone("CreateProvisioningClaim", templateName="none")


@scenario
def registration_of_a_thing(aws):
    body = json.dumps({"Parameters": {"Name": {"Type": "String"}, "Request": {"Type": "String"}}, "Resources": {
        "lamp": {"Type": "AWS::IoT::Thing", "Properties": {
            "ThingName": {"Ref": "Name"}, "AttributePayload": {"site": {"Fn::Join": ["-", ["north", {"Ref": "Name"}]]}}}},
        "identity": {"Type": "AWS::IoT::Certificate", "Properties": {
            "CertificateSigningRequest": {"Ref": "Request"}, "Status": "ACTIVE"}},
        "rights": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": json.dumps(ALLOW_ALL)}}}})
    if aws.built("RegisterThing"):
        made = aws.call("RegisterThing", templateBody=body,
                        parameters={"Name": "lamp1", "Request": request("lamp1")[0]})
        assert made["certificatePem"].startswith("-----BEGIN CERTIFICATE")
        assert made["resourceArns"].keys() == {"lamp", "identity", "rights"}
        assert made["resourceArns"]["lamp"] == aws.arn("thing", "lamp1")
        aws.shows("DescribeThing", {"thingName": "lamp1"}, attributes={"site": "north-lamp1"})
        identity = made["resourceArns"]["identity"]
        assert aws.pages("ListThingPrincipals", "principals", thingName="lamp1") == [identity]
        (policy,) = aws.pages("ListAttachedPolicies", "policies", target=identity)
        assert policy["policyArn"] == made["resourceArns"]["rights"]
        document = aws.call("GetPolicy", policyName=policy["policyName"])["policyDocument"]
        assert json.loads(document) == ALLOW_ALL
        aws.refused(INVALID, "RegisterThing", templateBody="nonsense", parameters={})
    if aws.built("StartThingRegistrationTask"):
        given = {"templateBody": body, "inputFileBucket": "bucket", "inputFileKey": "key", "roleArn": aws.role}
        name = {"taskId": aws.call("StartThingRegistrationTask", **given)["taskId"]}
        aws.shows("DescribeThingRegistrationTask", name, **name, **given)
        assert aws.pages("ListThingRegistrationTasks", "taskIds") == [name["taskId"]]
        assert aws.pages("ListThingRegistrationTaskReports", "resourceLinks", **name, reportType="ERRORS") == []
        aws.call("StopThingRegistrationTask", **name)
        for operation in ("DescribeThingRegistrationTask", "StopThingRegistrationTask"):
            aws.gone(operation, taskId="none")


@scenario
def encryption(aws):
    cloudformation_management.encryption_configuration(aws)


@scenario
def logging(aws):
    cloudformation_management.logging(aws)
    cloudformation_management.resource_specific_logging(aws)
    options = {"roleArn": aws.role, "logLevel": "INFO"}
    aws.call("SetLoggingOptions", loggingOptionsPayload=options)
    assert aws.call("GetLoggingOptions") == options
    aws.neighbour().refused("NotConfiguredException", "SetV2LoggingLevel", logLevel="INFO",
                            logTarget={"targetType": "CLIENT_ID", "targetName": "a"})
