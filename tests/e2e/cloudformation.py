"""The resource types AWS::IoT::* of CloudFormation, by what their handlers call.

With those of cloudformation_management.py they are the list of the Template Reference ("AWS IoT resource type
reference", 30 types in 2026). Where the handlers are public (aws-cloudformation-resource-providers-iot), the order
of the calls is theirs. Common to all: before a deletion a handler describes the resource, because deleting what is
not there succeeds, and after it the resource is to be gone for its Read handler. Update handlers read the tags,
untag, and tag.
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
