"""The resources aws_iot_* of Terraform's AWS provider, by what their functions call.

The order of the calls is that of hashicorp/terraform-provider-aws, internal/service/iot. Common to all: after each
change everything is read back and has to equal what was written, or the next plan is not empty; tags are read with
ListTagsForResource; a resource is gone when its describing operation answers with ResourceNotFoundException.
"""
import json

from certificates import Authority, public_pem, request
from cloudformation import JITP, template
from handlers import AFTER, BEFORE, Exactly, listed
from thingcore import ALLOW_ALL

RESOURCES = {}


def resource(kind):
    def register(handle):
        RESOURCES[f"aws_iot_{kind}"] = handle
        return handle
    return register


@resource("authorizer")
def authorizer(tf):
    name, keys = {"authorizerName": "gate"}, {"first": public_pem()}
    given = {"authorizerFunctionArn": tf.foreign("lambda", "function:gate"), "signingDisabled": False,
             "enableCachingForHttp": False, "status": "ACTIVE", "tokenKeyName": "token"}
    made = tf.call("CreateAuthorizer", **name, **given, tokenSigningPublicKeys=keys, tags=listed(BEFORE))
    tf.shows("DescribeAuthorizer", name, authorizerDescription={
        **name, **given, "authorizerArn": made["authorizerArn"], "tokenSigningPublicKeys": Exactly(keys)})
    tf.call("UpdateAuthorizer", **name, enableCachingForHttp=True, status="INACTIVE")
    tf.shows("DescribeAuthorizer", name, authorizerDescription={
        **given, "enableCachingForHttp": True, "status": "INACTIVE", "tokenSigningPublicKeys": Exactly(keys)})
    tf.retag(made["authorizerArn"], BEFORE, AFTER)
    tf.call("DeleteAuthorizer", **name)
    tf.gone("DescribeAuthorizer", **name)


@resource("billing_group")
def billing_group(tf):
    name = {"billingGroupName": "payer"}
    made = tf.call("CreateBillingGroup", **name, tags=listed(BEFORE))
    found = tf.shows("DescribeBillingGroup", name, **made, version=1)
    # A group without a description has no properties, or empty ones.
    assert not (found.get("billingGroupProperties") or {}).get("billingGroupDescription")
    assert found["billingGroupMetadata"]["creationDate"]
    properties = {"billingGroupDescription": "pays"}
    assert tf.call("UpdateBillingGroup", **name, billingGroupProperties=properties, expectedVersion=1) == {"version": 2}
    tf.shows("DescribeBillingGroup", name, version=2, billingGroupProperties=properties)
    tf.retag(made["billingGroupArn"], BEFORE, AFTER)
    # The version is that of the state: tags do not change it.
    tf.call("DeleteBillingGroup", **name, expectedVersion=2)
    tf.gone("DescribeBillingGroup", **name)


@resource("ca_certificate")
def ca_certificate(tf):
    authority = Authority("Terraform CA")
    # The data source aws_iot_registration_code.
    code = tf.call("GetRegistrationCode")["registrationCode"]
    assert tf.call("GetRegistrationCode")["registrationCode"] == code and len(code) == 64
    made = tf.call("RegisterCACertificate", caCertificate=authority.pem, certificateMode="DEFAULT", setAsActive=True,
                   allowAutoRegistration=True, verificationCertificate=authority.verification(code),
                   tags=listed(BEFORE))
    name = {"certificateId": made["certificateId"]}
    found = tf.shows("DescribeCACertificate", name, certificateDescription={
        **made, "status": "ACTIVE", "autoRegistrationStatus": "ENABLE", "certificatePem": authority.pem,
        "certificateMode": "DEFAULT"})
    assert "registrationConfig" not in found
    certificate = authority.made[0]
    assert found["certificateDescription"]["validity"] == {
        "notBefore": certificate.not_valid_before_utc, "notAfter": certificate.not_valid_after_utc}
    assert {"customerVersion", "generationId"} <= found["certificateDescription"].keys()
    tf.call("UpdateCACertificate", **name, newStatus="INACTIVE", newAutoRegistrationStatus="DISABLE")
    tf.shows("DescribeCACertificate", name,
             certificateDescription={"status": "INACTIVE", "autoRegistrationStatus": "DISABLE"})
    tf.retag(made["certificateArn"], BEFORE, AFTER)
    tf.call("DeleteCACertificate", **name)
    tf.gone("DescribeCACertificate", **name)
    # Without a verification certificate, for clients that name the server.
    alone = Authority("Terraform SNI CA")
    made = tf.call("RegisterCACertificate", caCertificate=alone.pem, certificateMode="SNI_ONLY", setAsActive=False,
                   allowAutoRegistration=False)
    name = {"certificateId": made["certificateId"]}
    tf.shows("DescribeCACertificate", name, certificateDescription={
        "status": "INACTIVE", "autoRegistrationStatus": "DISABLE", "certificateMode": "SNI_ONLY"})
    tf.call("DeleteCACertificate", **name)
    tf.gone("DescribeCACertificate", **name)


@resource("certificate")
def certificate(tf):
    authority = Authority("Terraform device CA")
    registered = tf.call("RegisterCACertificate", caCertificate=authority.pem, setAsActive=True,
                         allowAutoRegistration=False, certificateMode="DEFAULT",
                         verificationCertificate=authority.verification(
                             tf.call("GetRegistrationCode")["registrationCode"]))["certificateId"]
    device, alone = authority.device("device"), Authority("alone").pem
    keys = tf.call("CreateKeysAndCertificate", setAsActive=True)
    assert keys["keyPair"].keys() == {"PublicKey", "PrivateKey"}
    signed = tf.call("CreateCertificateFromCsr", certificateSigningRequest=request("csr")[0], setAsActive=True)
    for made, text, signer in [
        (keys, keys["certificatePem"], None), (signed, signed["certificatePem"], None),
        (tf.call("RegisterCertificate", caCertificatePem=authority.pem, certificatePem=device, status="ACTIVE"),
         device, registered),
        (tf.call("RegisterCertificateWithoutCA", certificatePem=alone, status="ACTIVE"), alone, None),
    ]:
        name = {"certificateId": made["certificateId"]}
        found = tf.shows("DescribeCertificate", name, certificateDescription={
            **name, "certificateArn": made["certificateArn"], "status": "ACTIVE", "certificatePem": text})
        assert found["certificateDescription"].get("caCertificateId") == signer
        tf.call("UpdateCertificate", **name, newStatus="INACTIVE")
        tf.shows("DescribeCertificate", name, certificateDescription={"status": "INACTIVE"})
        tf.call("DeleteCertificate", **name)
        tf.gone("DescribeCertificate", **name)
        tf.gone("DeleteCertificate", **name)


@resource("domain_configuration")
def domain_configuration(tf):
    name, server_certificate = {"domainConfigurationName": "front"}, tf.foreign("acm", "certificate/1")
    made = tf.call("CreateDomainConfiguration", **name, domainName="tf.example.com", serviceType="DATA",
                   serverCertificateArns=[server_certificate], tags=listed(BEFORE),
                   validationCertificateArn=tf.foreign("acm", "certificate/2"))
    found = tf.shows("DescribeDomainConfiguration", name, **made, domainName="tf.example.com", serviceType="DATA",
                     domainType="CUSTOMER_MANAGED", domainConfigurationStatus="ENABLED")
    assert [entry["serverCertificateArn"] for entry in found["serverCertificates"]] == [server_certificate]
    # No authorizer shows as none; the TLS policy that AWS chose is read back.
    assert not (found.get("authorizerConfig") or {}).get("defaultAuthorizerName")
    tf.call("CreateAuthorizer", authorizerName="front", signingDisabled=True, status="ACTIVE",
            authorizerFunctionArn=tf.foreign("lambda", "function:gate"))
    config = {"defaultAuthorizerName": "front", "allowAuthorizerOverride": True}
    policy = {"securityPolicy": "IoTSecurityPolicy_TLS13_1_3_2022_10"}
    tf.call("UpdateDomainConfiguration", **name, authorizerConfig=config, tlsConfig=policy)
    tf.shows("DescribeDomainConfiguration", name, authorizerConfig=config, tlsConfig=policy)
    tf.call("UpdateDomainConfiguration", **name, removeAuthorizerConfig=True)
    found = tf.shows("DescribeDomainConfiguration", name, tlsConfig=policy)
    assert not (found.get("authorizerConfig") or {}).get("defaultAuthorizerName")
    tf.retag(made["domainConfigurationArn"], BEFORE, AFTER)
    tf.call("UpdateDomainConfiguration", **name, domainConfigurationStatus="DISABLED")
    tf.call("DeleteDomainConfiguration", **name)
    tf.gone("DescribeDomainConfiguration", **name)


@resource("endpoint")
def endpoint(tf):
    """A data source."""
    for kind in ("iot:Data-ATS", "iot:CredentialProvider"):
        address = tf.call("DescribeEndpoint", endpointType=kind)["endpointAddress"]
        assert address and tf.call("DescribeEndpoint", endpointType=kind)["endpointAddress"] == address


@resource("event_configurations")
def event_configurations(tf):
    kinds = ["THING", "THING_GROUP", "THING_TYPE", "THING_GROUP_MEMBERSHIP", "THING_GROUP_HIERARCHY",
             "THING_TYPE_ASSOCIATION", "JOB", "JOB_EXECUTION", "POLICY", "CERTIFICATE", "CA_CERTIFICATE"]

    def enabled():
        told = tf.call("DescribeEventConfigurations")["eventConfigurations"]
        return {kind: configuration["Enabled"] for kind, configuration in told.items()}

    assert enabled() == {kind: False for kind in kinds}
    for wanted in ({kind: kind.startswith("THING") for kind in kinds}, {kind: kind == "JOB" for kind in kinds}):
        tf.call("UpdateEventConfigurations",
                eventConfigurations={kind: {"Enabled": on} for kind, on in wanted.items()})
        assert enabled() == wanted


@resource("indexing_configuration")
def indexing_configuration(tf):
    things = {"thingIndexingMode": "REGISTRY_AND_SHADOW", "thingConnectivityIndexingMode": "STATUS",
              "deviceDefenderIndexingMode": "VIOLATIONS", "namedShadowIndexingMode": "ON",
              "filter": {"namedShadowNames": ["thing1shadow", "$package"]},
              "customFields": [{"name": "attributes.version", "type": "Number"},
                               {"name": "shadow.name.thing1shadow.desired.DefaultDesired", "type": "String"}]}
    groups = {"thingGroupIndexingMode": "ON"}
    tf.call("UpdateIndexingConfiguration", thingIndexingConfiguration=things, thingGroupIndexingConfiguration=groups)
    found = tf.call("GetIndexingConfiguration")
    told = found["thingIndexingConfiguration"]
    # They are sets.
    for fields, key in ((told["customFields"], lambda field: field["name"]),
                        (told["filter"]["namedShadowNames"], None), (things["filter"]["namedShadowNames"], None)):
        fields.sort(key=key)
    tf.shows("GetIndexingConfiguration", {}, thingGroupIndexingConfiguration=groups)
    assert {member: told[member] for member in things} == things
    assert {"name": "connectivity.connected", "type": "Boolean"} in told["managedFields"]
    assert {"name": "thingGroupName", "type": "String"} in found["thingGroupIndexingConfiguration"]["managedFields"]
    tf.call("UpdateIndexingConfiguration", thingIndexingConfiguration={"thingIndexingMode": "OFF"},
            thingGroupIndexingConfiguration={"thingGroupIndexingMode": "OFF"})
    found = tf.shows("GetIndexingConfiguration", {}, thingGroupIndexingConfiguration={"thingGroupIndexingMode": "OFF"},
                     thingIndexingConfiguration={"thingIndexingMode": "OFF", "thingConnectivityIndexingMode": "OFF",
                                                 "deviceDefenderIndexingMode": "OFF",
                                                 "namedShadowIndexingMode": "OFF"})
    assert not found["thingIndexingConfiguration"].get("customFields")


@resource("logging_options")
def logging_options(tf):
    tf.call("SetV2LoggingOptions", defaultLogLevel="WARN", roleArn=tf.role)
    tf.shows("GetV2LoggingOptions", {}, defaultLogLevel="WARN", disableAllLogs=False, roleArn=tf.role)
    tf.call("SetV2LoggingOptions", defaultLogLevel="DISABLED", disableAllLogs=True, roleArn=tf.role)
    tf.shows("GetV2LoggingOptions", {}, defaultLogLevel="DISABLED", disableAllLogs=True, roleArn=tf.role)


@resource("policy")
def policy(tf):
    name = {"policyName": "rules"}

    def document(number):
        return json.dumps({**ALLOW_ALL, "Statement": [{"Effect": "Allow", "Action": "iot:Connect",
                                                       "Resource": tf.arn("client", f"c{number}")}]})

    made = tf.call("CreatePolicy", **name, policyDocument=document(1), tags=listed(BEFORE))
    tf.shows("GetPolicy", name, **name, policyArn=made["policyArn"], policyDocument=document(1), defaultVersionId="1")
    for number in range(2, 6):
        tf.call("CreatePolicyVersion", **name, policyDocument=document(number), setAsDefault=True)
    # One more: the lowest version that is not the default makes room.
    tf.refused("VersionsLimitExceededException", "CreatePolicyVersion", **name, policyDocument=document(6),
               setAsDefault=True)
    versions = tf.call("ListPolicyVersions", **name)["policyVersions"]
    lowest = min(int(version["versionId"]) for version in versions if not version["isDefaultVersion"])
    tf.call("DeletePolicyVersion", **name, policyVersionId=str(lowest))
    tf.call("CreatePolicyVersion", **name, policyDocument=document(6), setAsDefault=True)
    tf.shows("GetPolicy", name, policyDocument=document(6), defaultVersionId="6")
    tf.retag(made["policyArn"], BEFORE, AFTER)
    versions = tf.call("ListPolicyVersions", **name)["policyVersions"]
    assert [version["versionId"] for version in versions] == ["6", "5", "4", "3", "2"]
    for version in versions[1:]:
        tf.call("DeletePolicyVersion", **name, policyVersionId=version["versionId"])
    tf.call("DeletePolicy", **name)
    tf.gone("GetPolicy", **name)
    tf.gone("ListPolicyVersions", **name)


@resource("policy_attachment")
def policy_attachment(tf):
    names = ["first", "second"]
    for name in names:
        tf.call("CreatePolicy", policyName=name, policyDocument=json.dumps(ALLOW_ALL))
    targets = [tf.call("CreateKeysAndCertificate", setAsActive=True)["certificateArn"],
               tf.call("CreateThingGroup", thingGroupName="group")["thingGroupArn"]]
    for target in targets:
        for name in names:
            tf.call("AttachPolicy", policyName=name, target=target)
        found = tf.pages("ListAttachedPolicies", "policies", target=target, recursive=False)
        assert sorted(entry["policyName"] for entry in found) == names
        for name in names:
            tf.call("DetachPolicy", policyName=name, target=target)
        assert tf.pages("ListAttachedPolicies", "policies", target=target, recursive=False) == []


@resource("provisioning_template")
def provisioning_template(tf):
    name = {"templateName": "fleet"}
    hook = {"payloadVersion": "2020-04-01", "targetArn": tf.foreign("lambda", "function:hook")}
    made = tf.call("CreateProvisioningTemplate", **name, enabled=False, provisioningRoleArn=tf.role,
                   templateBody=template(), tags=listed(BEFORE))
    found = tf.shows("DescribeProvisioningTemplate", name, **made, enabled=False, provisioningRoleArn=tf.role,
                     templateBody=template(), type="FLEET_PROVISIONING")
    assert made["defaultVersionId"] == 1
    assert "description" not in found and "preProvisioningHook" not in found
    tf.call("CreateProvisioningTemplateVersion", **name, templateBody=template(2), setAsDefault=True)
    tf.call("UpdateProvisioningTemplate", **name, description="fleet", enabled=True, provisioningRoleArn=tf.role,
            preProvisioningHook=hook)
    tf.shows("DescribeProvisioningTemplate", name, description="fleet", enabled=True, templateBody=template(2),
             preProvisioningHook=hook, defaultVersionId=2)
    tf.retag(made["templateArn"], BEFORE, AFTER)
    tf.call("DeleteProvisioningTemplate", **name)
    tf.gone("DescribeProvisioningTemplate", **name)
    made = tf.call("CreateProvisioningTemplate", templateName="jitp", enabled=False, provisioningRoleArn=tf.role,
                   templateBody=JITP, type="JITP")
    tf.shows("DescribeProvisioningTemplate", {"templateName": "jitp"}, **made, type="JITP", templateBody=JITP)
    tf.call("DeleteProvisioningTemplate", templateName="jitp")


@resource("role_alias")
def role_alias(tf):
    name = {"roleAlias": "alias"}
    made = tf.call("CreateRoleAlias", **name, roleArn=tf.role, credentialDurationSeconds=3600, tags=listed(BEFORE))
    tf.shows("DescribeRoleAlias", name, roleAliasDescription={**made, "credentialDurationSeconds": 3600,
                                                              "roleArn": tf.role})
    # One call for each of the two.
    tf.call("UpdateRoleAlias", **name, credentialDurationSeconds=43200)
    tf.call("UpdateRoleAlias", **name, roleArn=tf.role + "/x")
    tf.shows("DescribeRoleAlias", name, roleAliasDescription={**made, "credentialDurationSeconds": 43200,
                                                              "roleArn": tf.role + "/x"})
    tf.retag(made["roleAliasArn"], BEFORE, AFTER)
    tf.call("DeleteRoleAlias", **name)
    tf.gone("DescribeRoleAlias", **name)


@resource("thing")
def thing(tf):
    tf.call("CreateThingType", thingTypeName="bulb")
    name = {"thingName": "lamp"}
    made = tf.call("CreateThing", **name)
    tf.shows("DescribeThing", name, **made, attributes=Exactly(), defaultClientId="lamp", version=1)
    attributes = {"One": "11111", "Two": "TwoTwo", "Answer": "42"}
    tf.call("UpdateThing", **name, attributePayload={"attributes": attributes}, thingTypeName="bulb")
    tf.shows("DescribeThing", name, attributes=Exactly(attributes), thingTypeName="bulb", version=2)
    tf.call("UpdateThing", **name, attributePayload={"attributes": {}}, removeThingType=True)
    found = tf.shows("DescribeThing", name, attributes=Exactly(), version=3)
    assert "thingTypeName" not in found
    tf.call("DeleteThing", **name)
    tf.gone("DescribeThing", **name)


@resource("thing_group")
def thing_group(tf):
    tf.call("CreateThingGroup", thingGroupName="root")
    parent = tf.call("CreateThingGroup", thingGroupName="parent", parentGroupName="root")
    name = {"thingGroupName": "child"}
    made = tf.call("CreateThingGroup", **name, parentGroupName="parent", tags=listed(BEFORE))
    found = tf.shows("DescribeThingGroup", name, **made, version=1)
    assert found["thingGroupMetadata"]["creationDate"]
    assert found["thingGroupMetadata"]["rootToParentThingGroups"] == [
        {"groupName": "root", "groupArn": tf.arn("thinggroup", "root")},
        {"groupName": "parent", "groupArn": parent["thingGroupArn"]}]
    attributes = Exactly(Key1="Value1", Key2="Value2")
    tf.call("UpdateThingGroup", **name, expectedVersion=1, thingGroupProperties={
        "attributePayload": {"attributes": attributes}, "thingGroupDescription": "test"})
    tf.shows("DescribeThingGroup", name, version=2, thingGroupProperties={
        "attributePayload": {"attributes": attributes}, "thingGroupDescription": "test"})
    # Properties that are taken out of the configuration are sent as empty ones.
    tf.call("UpdateThingGroup", **name, expectedVersion=2, thingGroupProperties={
        "attributePayload": {"attributes": {}}})
    found = tf.shows("DescribeThingGroup", name, version=3)
    payload = found.get("thingGroupProperties", {}).get("attributePayload", {})
    assert not payload.get("attributes")
    tf.retag(made["thingGroupArn"], BEFORE, AFTER)
    # A parent is tried again as long as the error has these words.
    text = tf.refused("InvalidRequestException", "DeleteThingGroup", thingGroupName="parent")
    assert "there are still child groups attached" in text
    for group in ("child", "parent", "root"):
        tf.call("DeleteThingGroup", thingGroupName=group)
        tf.gone("DescribeThingGroup", thingGroupName=group)


@resource("thing_group_membership")
def thing_group_membership(tf):
    tf.call("CreateThing", thingName="lamp")
    for group in ("lights", "hall"):
        tf.call("CreateThingGroup", thingGroupName=group)
        tf.call("AddThingToThingGroup", thingGroupName=group, thingName="lamp", overrideDynamicGroups=group == "hall")
    found = tf.pages("ListThingGroupsForThing", "thingGroups", thingName="lamp")
    assert sorted(group["groupName"] for group in found) == ["hall", "lights"]
    tf.call("RemoveThingFromThingGroup", thingGroupName="lights", thingName="lamp")
    found = tf.pages("ListThingGroupsForThing", "thingGroups", thingName="lamp")
    assert found == [{"groupName": "hall", "groupArn": tf.arn("thinggroup", "hall")}]
    tf.call("DeleteThing", thingName="lamp")
    tf.gone("ListThingGroupsForThing", thingName="lamp")


@resource("thing_principal_attachment")
def thing_principal_attachment(tf):
    for name in ("one", "two"):
        tf.call("CreateThing", thingName=name)
    principals = [tf.call("CreateKeysAndCertificate", setAsActive=True)["certificateArn"] for _ in range(2)]
    for name, principal in (("one", principals[0]), ("two", principals[0]), ("two", principals[1])):
        tf.call("AttachThingPrincipal", thingName=name, principal=principal)
    found = tf.pages("ListThingPrincipalsV2", "thingPrincipalObjects", thingName="two")
    assert sorted(entry["principal"] for entry in found) == sorted(principals)
    assert {entry["thingPrincipalType"] for entry in found} == {"NON_EXCLUSIVE_THING"}
    tf.call("DetachThingPrincipal", thingName="two", principal=principals[1])
    found = tf.pages("ListThingPrincipalsV2", "thingPrincipalObjects", thingName="two")
    assert [entry["principal"] for entry in found] == principals[:1]
    tf.gone("ListThingPrincipalsV2", thingName="three")


@resource("thing_type")
def thing_type(tf):
    name = {"thingTypeName": "bulb"}
    properties = {"thingTypeDescription": "MyDescription", "searchableAttributes": ["foo", "bar", "baz"]}
    made = tf.call("CreateThingType", **name, thingTypeProperties=properties, tags=listed(BEFORE))
    found = tf.shows("DescribeThingType", name, thingTypeArn=made["thingTypeArn"],
                     thingTypeMetadata={"deprecated": False})
    assert found["thingTypeProperties"]["thingTypeDescription"] == "MyDescription"
    assert sorted(found["thingTypeProperties"]["searchableAttributes"]) == ["bar", "baz", "foo"]
    for deprecated in (True, False):
        tf.call("DeprecateThingType", **name, undoDeprecate=not deprecated)
        tf.shows("DescribeThingType", name, thingTypeMetadata={"deprecated": deprecated})
    tf.retag(made["thingTypeArn"], BEFORE, AFTER)
    tf.call("DeprecateThingType", **name)
    # It is tried again for six minutes as long as the error has these words, and given up at any other.
    text = tf.refused("InvalidRequestException", "DeleteThingType", **name)
    assert "Please wait for 5 minutes after deprecation and then retry" in text, text


@resource("topic_rule")
def topic_rule(tf):
    name, arn = {"ruleName": "relay"}, tf.arn("rule", "relay")
    # A set for each kind of action: none of them may be lost.
    rule = {"sql": "SELECT * FROM 'topic/test'", "description": "relays", "awsIotSqlVersion": "2015-10-08",
            "ruleDisabled": False, "actions": [
                {"dynamoDB": {"roleArn": tf.role, "tableName": "table", "hashKeyField": "key",
                              "hashKeyValue": "${topic()}", "rangeKeyField": "at", "rangeKeyValue": "${timestamp()}",
                              "rangeKeyType": "NUMBER", "payloadField": "payload", "operation": "INSERT"}},
                {"dynamoDBv2": {"roleArn": tf.role, "putItem": {"tableName": "table"}}},
                {"lambda": {"functionArn": tf.foreign("lambda", "function:f")}},
                {"sns": {"roleArn": tf.role, "targetArn": tf.foreign("sns", "topic"), "messageFormat": "RAW"}},
                {"republish": {"roleArn": tf.role, "topic": "other", "qos": 0}}],
            "errorAction": {"sns": {"roleArn": tf.role, "targetArn": tf.foreign("sns", "errors")}}}
    tf.call("CreateTopicRule", **name, topicRulePayload=rule, tags="stack=one&keep=no")
    # What is not there answers 401, so it is looked for in the list first.
    assert "relay" in [entry["ruleName"] for entry in tf.pages("ListTopicRules", "rules")]
    tf.shows("GetTopicRule", name, ruleArn=arn, rule={**name, **rule})
    changed = {"sql": "SELECT a FROM 'topic/#'", "awsIotSqlVersion": "2016-03-23", "ruleDisabled": True,
               "actions": rule["actions"][2:3]}
    tf.call("ReplaceTopicRule", **name, topicRulePayload=changed)
    found = tf.shows("GetTopicRule", name, ruleArn=arn, rule=changed)
    assert not found["rule"].get("description") and "errorAction" not in found["rule"]
    tf.retag(arn, BEFORE, AFTER)
    tf.call("DeleteTopicRule", **name)
    assert "relay" not in [entry["ruleName"] for entry in tf.pages("ListTopicRules", "rules")]


@resource("topic_rule_destination")
def topic_rule_destination(tf):
    properties = {"roleArn": tf.role, "securityGroups": ["sg-1"], "subnetIds": ["subnet-1", "subnet-2"],
                  "vpcId": "vpc-1"}
    made = tf.call("CreateTopicRuleDestination", destinationConfiguration={"vpcConfiguration": properties})
    name = {"arn": made["topicRuleDestination"]["arn"]}
    assert name["arn"].startswith(tf.arn("ruledestination", "vpc/"))

    def status():
        """As of a destination that is in the list; it is gone when it is not."""
        listed = [entry["arn"] for entry in tf.pages("ListTopicRuleDestinations", "destinationSummaries")]
        if name["arn"] not in listed:
            return "gone"
        return tf.shows("GetTopicRuleDestination", name, topicRuleDestination={
            **name, "vpcProperties": properties})["topicRuleDestination"]["status"]

    tf.until(lambda: status() == "ENABLED")
    for wanted in ("DISABLED", "ENABLED"):
        tf.call("UpdateTopicRuleDestination", **name, status=wanted)
        tf.until(lambda: status() == wanted)
    tf.call("DeleteTopicRuleDestination", **name)
    tf.until(lambda: status() == "gone")
