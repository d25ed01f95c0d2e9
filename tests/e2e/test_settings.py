"""Settings of an account: logging, encryption, and who signs the certificates of fleet provisioning."""
import uuid

from answers import refused, tags_of, without
from thingcore import ACCOUNT, REGION, ROLE

FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:sign"


def test_logging_options(fresh):
    server = fresh()
    iot = server.client("iot")
    assert without(iot.get_logging_options()) == {"logLevel": "DISABLED"}
    iot.set_logging_options(loggingOptionsPayload={"roleArn": ROLE, "logLevel": "WARN"})
    for call, request in ((iot.get_v2_logging_options, {}), (iot.list_v2_logging_levels, {}),
                          (iot.set_v2_logging_level, {"logTarget": {"targetType": "DEFAULT"}, "logLevel": "INFO"})):
        refused(call, "NotConfiguredException", **request)
    refused(iot.set_v2_logging_options, "InvalidRequestException", defaultLogLevel="INFO")
    events = [{"eventType": "Connect", "logLevel": "DEBUG", "logDestination": "/mine/connects"}]
    iot.set_v2_logging_options(roleArn=ROLE, defaultLogLevel="INFO", eventConfigurations=events)
    server.kill()
    server.restart()
    iot = server.client("iot")
    assert without(iot.get_logging_options()) == {"roleArn": ROLE, "logLevel": "WARN"}
    assert without(iot.get_v2_logging_options()) == {
        "roleArn": ROLE, "defaultLogLevel": "INFO", "disableAllLogs": False, "eventConfigurations": events}
    iot.set_v2_logging_options(disableAllLogs=True)
    assert without(iot.get_v2_logging_options()) == {
        "roleArn": ROLE, "defaultLogLevel": "INFO", "disableAllLogs": True, "eventConfigurations": events}


def test_all_logs_can_be_disabled_first_thing(fresh):
    iot = fresh().client("iot")
    iot.set_v2_logging_options(disableAllLogs=True)
    assert without(iot.get_v2_logging_options()) == {"disableAllLogs": True}
    assert iot.list_v2_logging_levels()["logTargetConfigurations"] == []


def test_logging_levels(fresh):
    iot = fresh().client("iot")
    iot.set_v2_logging_options(roleArn=ROLE, defaultLogLevel="ERROR")

    def level(of, name, level):
        target = {"targetType": of, **({"targetName": name} if name else {})}
        return {"logTarget": target, "logLevel": level}

    assert iot.list_v2_logging_levels()["logTargetConfigurations"] == [level("DEFAULT", None, "ERROR")]
    for one in (level("THING_GROUP", "lamps", "DEBUG"), level("CLIENT_ID", "lamp", "INFO"),
                level("CLIENT_ID", "lamp", "WARN"), level("DEFAULT", None, "DISABLED")):
        iot.set_v2_logging_level(**one)
    wanted = [level("DEFAULT", None, "DISABLED"), level("CLIENT_ID", "lamp", "WARN"),
              level("THING_GROUP", "lamps", "DEBUG")]
    assert iot.list_v2_logging_levels()["logTargetConfigurations"] == wanted
    assert iot.get_v2_logging_options()["defaultLogLevel"] == "DISABLED"
    page = iot.list_v2_logging_levels(maxResults=1)
    assert page["logTargetConfigurations"] == wanted[:1]
    assert iot.list_v2_logging_levels(nextToken=page["nextToken"])["logTargetConfigurations"] == wanted[1:]
    assert iot.list_v2_logging_levels(targetType="THING_GROUP")["logTargetConfigurations"] == wanted[2:]
    refused(iot.set_v2_logging_level, "InvalidRequestException",
            logTarget={"targetType": "SOURCE_IP"}, logLevel="INFO")
    refused(iot.delete_v2_logging_level, "InvalidRequestException", targetType="DEFAULT", targetName="any")
    for _ in range(2):
        iot.delete_v2_logging_level(targetType="CLIENT_ID", targetName="lamp")
    assert iot.list_v2_logging_levels()["logTargetConfigurations"] == [wanted[0], wanted[2]]


def test_encryption(fresh):
    iot = fresh().client("iot")
    assert without(iot.describe_encryption_configuration()) == {"encryptionType": "AWS_OWNED_KMS_KEY"}
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{uuid.uuid4()}"
    update = iot.update_encryption_configuration
    for half in ({}, {"kmsKeyArn": key}, {"kmsAccessRoleArn": ROLE}):
        refused(update, "InvalidRequestException", encryptionType="CUSTOMER_MANAGED_KMS_KEY", **half)
    update(encryptionType="CUSTOMER_MANAGED_KMS_KEY", kmsKeyArn=key, kmsAccessRoleArn=ROLE)
    found = iot.describe_encryption_configuration()
    assert without(found, "lastModifiedDate") == {
        "encryptionType": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyArn": key, "kmsAccessRoleArn": ROLE}
    update(encryptionType="AWS_OWNED_KMS_KEY")
    assert without(iot.describe_encryption_configuration(), "lastModifiedDate") == {
        "encryptionType": "AWS_OWNED_KMS_KEY"}


def test_certificate_provider(fresh):
    iot = fresh().client("iot")
    request = dict(certificateProviderName="ours", lambdaFunctionArn=FUNCTION,
                   accountDefaultForOperations=["CreateCertificateFromCsr"], clientToken=str(uuid.uuid4()))
    made = iot.create_certificate_provider(**request, tags=[{"Key": "k", "Value": "v"}])
    assert without(made) == {"certificateProviderName": "ours", "certificateProviderArn":
                             f"arn:aws:iot:{REGION}:{ACCOUNT}:certificateprovider:ours"}
    assert without(iot.create_certificate_provider(**request)) == without(made)
    assert tags_of(iot, made["certificateProviderArn"]) == {"k": "v"}
    refused(iot.create_certificate_provider, "ResourceAlreadyExistsException",
            **{**request, "clientToken": str(uuid.uuid4())})
    # One is all that an account can have.
    refused(iot.create_certificate_provider, "LimitExceededException",
            **{**request, "certificateProviderName": "theirs"})
    assert without(iot.update_certificate_provider(
        certificateProviderName="ours", lambdaFunctionArn=FUNCTION + "2")) == without(made)
    assert without(iot.describe_certificate_provider(certificateProviderName="ours"),
                   "creationDate", "lastModifiedDate") == {
        **without(made), "lambdaFunctionArn": FUNCTION + "2",
        "accountDefaultForOperations": ["CreateCertificateFromCsr"]}
    assert iot.list_certificate_providers()["certificateProviders"] == [without(made)]
    for call in (iot.describe_certificate_provider, iot.update_certificate_provider,
                 iot.delete_certificate_provider):
        refused(call, "ResourceNotFoundException", "Certificate provider none does not exist.",
                certificateProviderName="none")
    iot.delete_certificate_provider(certificateProviderName="ours")
    assert iot.list_certificate_providers()["certificateProviders"] == []
    iot.create_certificate_provider(**{**request, "certificateProviderName": "theirs"})
