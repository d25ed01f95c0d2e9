"""What is kept for connections and rules: role aliases, authorizers, domain configurations, rule destinations."""
import re

import pytest

from answers import refused
from thingcore import ACCOUNT, REGION, arn, eventually

ROLE = f"arn:aws:iam::{ACCOUNT}:role/lab"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:authorize"
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555"
TAGS = [{"Key": "k", "Value": "v"}]


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def tags_of(iot, resource):
    return iot.list_tags_for_resource(resourceArn=resource)["tags"]


def test_role_aliases(iot):
    made = iot.create_role_alias(roleAlias="alias", roleArn=ROLE, tags=TAGS)
    assert made == {**made, "roleAlias": "alias", "roleAliasArn": arn("rolealias", "alias")}
    assert tags_of(iot, made["roleAliasArn"]) == TAGS
    description = iot.describe_role_alias(roleAlias="alias")["roleAliasDescription"]
    assert description.pop("creationDate") == description.pop("lastModifiedDate")
    assert description == {"roleAlias": "alias", "roleAliasArn": arn("rolealias", "alias"), "roleArn": ROLE,
                           "owner": ACCOUNT, "credentialDurationSeconds": 3600}
    error = refused(iot.create_role_alias, "ResourceAlreadyExistsException", roleAlias="alias", roleArn=ROLE)
    assert error["resourceArn"] == arn("rolealias", "alias")
    iot.update_role_alias(roleAlias="alias", credentialDurationSeconds=900)
    description = iot.describe_role_alias(roleAlias="alias")["roleAliasDescription"]
    assert (description["roleArn"], description["credentialDurationSeconds"]) == (ROLE, 900)
    refused(iot.update_role_alias, "InvalidRequestException", roleAlias="alias", credentialDurationSeconds=43201)
    for name in ("b", "c"):
        iot.create_role_alias(roleAlias=name, roleArn=ROLE)
    pages = iot.get_paginator("list_role_aliases").paginate(ascendingOrder=False, PaginationConfig={"PageSize": 2})
    assert [name for page in pages for name in page["roleAliases"]] == ["c", "b", "alias"]
    assert iot.list_role_aliases()["roleAliases"] == ["alias", "b", "c"]
    iot.delete_role_alias(roleAlias="alias")
    for call in iot.describe_role_alias, iot.update_role_alias, iot.delete_role_alias:
        refused(call, "ResourceNotFoundException", roleAlias="alias")
    iot.create_role_alias(roleAlias="alias", roleArn=ROLE)
    assert tags_of(iot, arn("rolealias", "alias")) == []


def test_authorizers(iot):
    keys = {"tokenKeyName": "token", "tokenSigningPublicKeys": {"first": "-----BEGIN PUBLIC KEY-----"}}
    refused(iot.create_authorizer, "InvalidRequestException", authorizerName="a", authorizerFunctionArn=FUNCTION)
    made = iot.create_authorizer(authorizerName="a", authorizerFunctionArn=FUNCTION, tags=TAGS, **keys)
    assert made["authorizerArn"] == arn("authorizer", "a")
    assert tags_of(iot, made["authorizerArn"]) == TAGS
    description = iot.describe_authorizer(authorizerName="a")["authorizerDescription"]
    assert description.pop("creationDate") == description.pop("lastModifiedDate")
    assert description == {"authorizerName": "a", "authorizerArn": arn("authorizer", "a"), **keys, "status": "INACTIVE",
                           "authorizerFunctionArn": FUNCTION, "signingDisabled": False, "enableCachingForHttp": False}
    refused(iot.create_authorizer, "ResourceAlreadyExistsException", authorizerName="a", authorizerFunctionArn=FUNCTION,
            signingDisabled=True)
    iot.create_authorizer(authorizerName="b", authorizerFunctionArn=FUNCTION, signingDisabled=True, status="ACTIVE")
    assert [entry["authorizerName"] for entry in iot.list_authorizers()["authorizers"]] == ["a", "b"]
    active = iot.list_authorizers(status="ACTIVE")["authorizers"]
    assert active == [{"authorizerName": "b", "authorizerArn": arn("authorizer", "b")}]

    refused(iot.describe_default_authorizer, "ResourceNotFoundException")
    refused(iot.clear_default_authorizer, "ResourceNotFoundException")
    refused(iot.set_default_authorizer, "ResourceNotFoundException", authorizerName="none")
    assert iot.set_default_authorizer(authorizerName="b")["authorizerArn"] == arn("authorizer", "b")
    assert iot.describe_default_authorizer()["authorizerDescription"]["authorizerName"] == "b"
    refused(iot.delete_authorizer, "DeleteConflictException", authorizerName="b")
    iot.update_authorizer(authorizerName="b", status="INACTIVE", enableCachingForHttp=True)
    description = iot.describe_authorizer(authorizerName="b")["authorizerDescription"]
    assert (description["status"], description["enableCachingForHttp"]) == ("INACTIVE", True)
    refused(iot.delete_authorizer, "DeleteConflictException", authorizerName="b")
    iot.clear_default_authorizer()
    iot.delete_authorizer(authorizerName="b")
    for call in iot.describe_authorizer, iot.update_authorizer, iot.delete_authorizer:
        refused(call, "ResourceNotFoundException", authorizerName="b")
    refused(iot.test_invoke_authorizer, "NotImplementedException", authorizerName="a")


def test_domain_configurations_of_an_untouched_account(server):
    iot = server.client("iot", account="222222222222")
    listed = iot.list_domain_configurations()["domainConfigurations"]
    assert [(entry["domainConfigurationName"], entry["serviceType"]) for entry in listed] \
        == [("iot:CredentialProvider", "CREDENTIAL_PROVIDER"), ("iot:Data-ATS", "DATA")]
    assert listed[1]["domainConfigurationArn"] == f"arn:aws:iot:{REGION}:222222222222:domainconfiguration/iot:Data-ATS"
    described = iot.describe_domain_configuration(domainConfigurationName="iot:Data-ATS")
    assert (described["domainType"], described["domainConfigurationStatus"], described["domainName"]) \
        == ("ENDPOINT", "ENABLED", iot.describe_endpoint(endpointType="iot:Data-ATS")["endpointAddress"])
    assert described["tlsConfig"] == {"securityPolicy": "IoTSecurityPolicy_TLS13_1_2_2022_10"}
    assert (described["authenticationType"], described["applicationProtocol"]) == ("DEFAULT", "DEFAULT")
    update = {"domainConfigurationName": "iot:Data-ATS"}
    iot.update_domain_configuration(tlsConfig={"securityPolicy": "iotsecuritypolicy_tls13_1_3_2022_10"}, **update)
    described = iot.describe_domain_configuration(domainConfigurationName="iot:Data-ATS")
    assert described["tlsConfig"] == {"securityPolicy": "IoTSecurityPolicy_TLS13_1_3_2022_10"}
    assert len(iot.list_domain_configurations()["domainConfigurations"]) == 2
    message = "IoT owned domain configuration cannot be updated with the supplied arguments"
    refused(iot.update_domain_configuration, "InvalidRequestException", message,
            domainConfigurationStatus="DISABLED", **update)
    refused(iot.update_domain_configuration, "InvalidRequestException", message,
            domainConfigurationName="iot:CredentialProvider", tlsConfig={})
    refused(iot.delete_domain_configuration, "InvalidRequestException", **update)


def test_aws_managed_domain(iot):
    made = iot.create_domain_configuration(domainConfigurationName="managed", tags=TAGS)
    assert re.fullmatch(re.escape(arn("domainconfiguration", "managed/")) + "[a-z0-9]{5}", made["domainConfigurationArn"])
    assert tags_of(iot, made["domainConfigurationArn"]) == TAGS
    described = iot.describe_domain_configuration(domainConfigurationName="managed")
    assert re.fullmatch(rf"d[a-z0-9]{{20}}-ats\.iot\.{REGION}\.amazonaws\.com", described["domainName"])
    assert (described["domainType"], described["serviceType"], described["serverCertificates"]) \
        == ("AWS_MANAGED", "DATA", [])
    error = refused(iot.create_domain_configuration, "ResourceAlreadyExistsException",
                    "Domain configuration already exists", domainConfigurationName="managed")
    assert error["resourceId"] == made["domainConfigurationArn"].split(":")[-1]
    name = {"domainConfigurationName": "managed"}
    refused(iot.update_domain_configuration, "InvalidRequestException", "No arguments supplied to update", **name)
    refused(iot.delete_domain_configuration, "InvalidRequestException",
            "Cannot delete a domain configuration that is not disabled", **name)
    iot.update_domain_configuration(domainConfigurationStatus="DISABLED", **name)
    refused(iot.delete_domain_configuration, "InvalidRequestException",
            "AWS Managed Domain Configuration must be disabled for at least 7 days before it can be deleted", **name)


def test_customer_managed_domain(iot):
    iot.create_authorizer(authorizerName="of-domain", authorizerFunctionArn=FUNCTION, signingDisabled=True)
    config = {"defaultAuthorizerName": "of-domain", "allowAuthorizerOverride": True}
    own = {"domainConfigurationName": "own", "domainName": "iot.example.com", "serverCertificateArns": [CERTIFICATE]}
    refused(iot.create_domain_configuration, "InvalidRequestException", **own,
            authorizerConfig={"defaultAuthorizerName": "none"})
    iot.create_domain_configuration(**own, authorizerConfig=config, authenticationType="CUSTOM_AUTH",
                                    applicationProtocol="HTTPS", serverCertificateConfig={"enableOCSPCheck": True})
    described = iot.describe_domain_configuration(domainConfigurationName="own")
    assert described["serverCertificates"] \
        == [{"serverCertificateArn": CERTIFICATE, "serverCertificateStatus": "VALID"}]
    assert (described["domainType"], described["domainName"], described["authorizerConfig"]) \
        == ("CUSTOMER_MANAGED", "iot.example.com", config)
    assert (described["authenticationType"], described["applicationProtocol"]) == ("CUSTOM_AUTH", "HTTPS")
    assert described["serverCertificateConfig"] == {"enableOCSPCheck": True}
    refused(iot.delete_authorizer, "DeleteConflictException", authorizerName="of-domain")
    name = {"domainConfigurationName": "own"}
    refused(iot.update_domain_configuration, "InvalidRequestException", removeAuthorizerConfig=True, **name)
    iot.update_domain_configuration(removeAuthorizerConfig=True, authenticationType="AWS_X509",
                                    applicationProtocol="SECURE_MQTT", **name)
    described = iot.describe_domain_configuration(**name)
    assert "authorizerConfig" not in described and described["authenticationType"] == "AWS_X509"
    iot.update_domain_configuration(domainConfigurationStatus="DISABLED", **name)
    iot.delete_domain_configuration(**name)
    unknown = "Could not find domain configuration for given account ID and domain configuration name, " \
              f"AccountId: {ACCOUNT}, DomainConfigurationName: own"
    refused(iot.describe_domain_configuration, "ResourceNotFoundException", unknown, **name)
    refused(iot.update_domain_configuration, "ResourceNotFoundException", unknown, tlsConfig={}, **name)
    iot.delete_domain_configuration(**name)


@pytest.mark.parametrize("arguments, message", [
    ({"serviceType": "JOBS"}, "Invalid Service Type"),
    ({"serviceType": "CREDENTIAL_PROVIDER"}, "CreateDomainConfiguration only supports DATA Service Type"),
    ({"domainName": "iot.example.com"}, "Cannot provide a custom domain name for an AWS Managed Domain"),
    ({"validationCertificateArn": CERTIFICATE},
     "Cannot provide a Validation Certificate for AWS Managed Domain Configurations"),
    ({"serverCertificateConfig": {"enableOCSPCheck": True}},
     "Cannot create a server certificate config for an AWS Managed Domain"),
    ({"tlsConfig": {"securityPolicy": "TLS9"}}, "SecurityPolicy TLS9 not recognized"),
    ({"tlsConfig": {"securityPolicy": "IoTSecurityPolicy_TLS12_1_0_2016_01"}},
     f"SecurityPolicy IoTSecurityPolicy_TLS12_1_0_2016_01 is not supported in region {REGION}"),
    ({"authenticationType": "AWS_X509"}, "applicationProtocol is required with authenticationType"),
    ({"applicationProtocol": "HTTPS"}, "authenticationType is required with applicationProtocol"),
    ({"authenticationType": "AWS_X509", "applicationProtocol": "MQTT_WSS"}, None),
    ({"authenticationType": "CUSTOM_AUTH", "applicationProtocol": "HTTPS"}, None),
    ({"serverCertificateArns": [CERTIFICATE]}, None),
])
def test_impossible_domains(iot, arguments, message):
    refused(iot.create_domain_configuration, "InvalidRequestException", message,
            domainConfigurationName="impossible", **arguments)


def token_of(server, destination):
    """The confirmation token, which the log has."""
    def find():
        found = re.findall(rf"arn=\S*{destination}\S* token=\W*([0-9a-f]+)",
                           re.sub(r"\x1b\[[0-9;]*m", "", server.log_text()))
        return found and found[-1]
    return eventually(find)


def test_rule_destinations(server, iot):
    url = "https://example.com/confirm"
    configuration = {"httpUrlConfiguration": {"confirmationUrl": url}}
    made = iot.create_topic_rule_destination(destinationConfiguration=configuration)["topicRuleDestination"]
    destination = made["arn"]
    assert re.fullmatch(re.escape(arn("ruledestination", "http/")) + "[0-9a-f-]{36}", destination)
    assert (made["status"], made["httpUrlProperties"]) == ("IN_PROGRESS", {"confirmationUrl": url})
    assert iot.get_topic_rule_destination(arn=destination)["topicRuleDestination"] == made
    for status in "ENABLED", "DISABLED", "ERROR":
        refused(iot.update_topic_rule_destination, "InvalidRequestException", arn=destination, status=status)
    refused(iot.confirm_topic_rule_destination, "InvalidRequestException", confirmationToken="guessed")
    first = token_of(server, destination)
    iot.update_topic_rule_destination(arn=destination, status="IN_PROGRESS")
    eventually(lambda: token_of(server, destination) != first)
    refused(iot.confirm_topic_rule_destination, "InvalidRequestException", confirmationToken=first)
    iot.confirm_topic_rule_destination(confirmationToken=token_of(server, destination))

    def status():
        return iot.get_topic_rule_destination(arn=destination)["topicRuleDestination"]["status"]
    assert status() == "ENABLED"
    iot.update_topic_rule_destination(arn=destination, status="DISABLED")
    assert status() == "DISABLED"
    iot.update_topic_rule_destination(arn=destination, status="ENABLED")
    summary, = iot.list_topic_rule_destinations()["destinationSummaries"]
    assert (summary["arn"], summary["status"], summary["httpUrlSummary"]) \
        == (destination, "ENABLED", {"confirmationUrl": url})
    iot.delete_topic_rule_destination(arn=destination)
    for call in iot.get_topic_rule_destination, iot.delete_topic_rule_destination:
        refused(call, "UnauthorizedException", f"Access to TopicRuleDestination '{destination}' was denied",
                arn=destination)
    both = {"vpcConfiguration": {"subnetIds": ["s"], "vpcId": "v", "roleArn": ROLE},
            "httpUrlConfiguration": {"confirmationUrl": "https://localhost/"}}
    refused(iot.create_topic_rule_destination, "InvalidRequestException", destinationConfiguration=both)
    plain = {"httpUrlConfiguration": {"confirmationUrl": "http://example.com"}}
    refused(iot.create_topic_rule_destination, "InvalidRequestException", destinationConfiguration=plain)


def test_everything_survives_a_restart(fresh):
    server = fresh()
    iot = server.client("iot")
    iot.create_role_alias(roleAlias="alias", roleArn=ROLE, tags=TAGS)
    iot.create_authorizer(authorizerName="a", authorizerFunctionArn=FUNCTION, signingDisabled=True)
    iot.set_default_authorizer(authorizerName="a")
    iot.create_domain_configuration(domainConfigurationName="d")
    configuration = {"httpUrlConfiguration": {"confirmationUrl": "https://example.com"}}
    destination = iot.create_topic_rule_destination(destinationConfiguration=configuration)["topicRuleDestination"]

    def everything():
        iot = server.client("iot")
        answers = [iot.describe_role_alias(roleAlias="alias"), iot.describe_default_authorizer(),
                   iot.describe_domain_configuration(domainConfigurationName="d"),
                   iot.get_topic_rule_destination(arn=destination["arn"])]
        return [{**answer, "ResponseMetadata": None} for answer in answers], tags_of(iot, arn("rolealias", "alias"))
    before = everything()
    token = token_of(server, destination["arn"])
    server.kill()
    server.restart()
    assert everything() == before
    server.client("iot").confirm_topic_rule_destination(confirmationToken=token)
