"""CA certificates, certificates that they signed, and certificates that change accounts."""
import json
import subprocess

import pytest

from answers import refused
from thingcore import ACCOUNT, ALLOW_ALL, REGION, Device, arn, have

pytestmark = pytest.mark.skipif(not have("openssl"), reason="openssl is not installed")

OTHER = "999999999999"
CURVES = ["P-256", "P-384", "P-521"]
#: A template for devices that come with a certificate of a registered CA.
BODY = {"Resources": {"certificate": {
    "Type": "AWS::IoT::Certificate",
    "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"}}}}


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


@pytest.fixture(scope="module")
def other(server):
    return server.client("iot", account=OTHER)


class Ca:
    """A certificate authority that openssl makes."""

    def __init__(self, directory, subject="/O=Lab/CN=Own CA", key=("rsa:2048",), extension="basicConstraints=critical,CA:TRUE"):
        self.directory = directory
        directory.mkdir(exist_ok=True)
        self.openssl("req", "-x509", "-newkey", *key, "-nodes", "-subj", subject, "-days", "30", "-keyout", "ca.key",
                     "-out", "ca.pem", "-addext", extension)
        self.pem = (directory / "ca.pem").read_text()

    def openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], cwd=self.directory, check=True, capture_output=True, timeout=60)

    def sign(self, name, key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256")):
        """The PEM of a new certificate with this common name."""
        self.openssl("req", "-new", "-newkey", *key, "-nodes", "-subj", f"/CN={name}", "-keyout", "leaf.key", "-out", "leaf.csr")
        self.openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
                     "-out", "leaf.pem")
        return (self.directory / "leaf.pem").read_text()

    def register(self, iot, **options):
        code = iot.get_registration_code()["registrationCode"]
        return iot.register_ca_certificate(
            caCertificate=self.pem, verificationCertificate=self.sign(code), **options)["certificateId"]

    def register_sni_only(self, iot, **options):
        return iot.register_ca_certificate(caCertificate=self.pem, certificateMode="SNI_ONLY", **options)["certificateId"]


@pytest.fixture
def ca(tmp_path):
    """A CA of its own for each test."""
    return Ca(tmp_path / "ca", subject=f"/CN={tmp_path.name}")


def test_registration_code(server, other):
    code = other.get_registration_code()["registrationCode"]
    assert len(code) == 64 and int(code, 16) >= 0
    assert other.get_registration_code()["registrationCode"] == code
    assert server.client("iot").get_registration_code()["registrationCode"] != code
    other.delete_registration_code()
    refused(other.delete_registration_code, "ResourceNotFoundException")
    assert other.get_registration_code()["registrationCode"] != code


def test_ca_round_trips_and_survives_a_restart(fresh, tmp_path):
    server = fresh()
    iot = server.client("iot")
    ca = Ca(tmp_path / "ca")
    code = iot.get_registration_code()["registrationCode"]
    config = {"templateBody": json.dumps(BODY), "roleArn": f"arn:aws:iam::{ACCOUNT}:role/lab"}
    made = iot.register_ca_certificate(
        caCertificate=ca.pem, verificationCertificate=ca.sign(code), setAsActive=True, allowAutoRegistration=True,
        registrationConfig=config, tags=[{"Key": "k", "Value": "v"}])
    id = made["certificateId"]
    assert made["certificateArn"] == arn("cacert", id)
    server.kill()
    server.restart()
    iot = server.client("iot")
    assert iot.get_registration_code()["registrationCode"] == code
    described = iot.describe_ca_certificate(certificateId=id)
    assert described["registrationConfig"] == config
    description = described["certificateDescription"]
    assert description.pop("creationDate") == description.pop("lastModifiedDate")
    assert len(description.pop("generationId")) == 36
    validity = description.pop("validity")
    assert (validity["notAfter"] - validity["notBefore"]).days == 30
    assert description == {
        "certificateArn": arn("cacert", id), "certificateId": id, "status": "ACTIVE", "certificatePem": ca.pem,
        "ownedBy": ACCOUNT, "autoRegistrationStatus": "ENABLE", "customerVersion": 1, "certificateMode": "DEFAULT"}
    assert iot.list_tags_for_resource(resourceArn=arn("cacert", id))["tags"] == [{"Key": "k", "Value": "v"}]
    iot.untag_resource(resourceArn=arn("cacert", id), tagKeys=["k"])
    error = refused(iot.register_ca_certificate, "ResourceAlreadyExistsException",
                    f"The certificate with id {id} already exists.",
                    caCertificate=ca.pem, verificationCertificate=ca.sign(code))
    assert (error["resourceId"], error["resourceArn"]) == (id, arn("cacert", id))

    iot.update_ca_certificate(certificateId=id, newStatus="INACTIVE", newAutoRegistrationStatus="DISABLE")
    described = iot.describe_ca_certificate(certificateId=id)
    description = described["certificateDescription"]
    assert (description["status"], description["autoRegistrationStatus"], description["customerVersion"]) \
        == ("INACTIVE", "DISABLE", 2)
    assert described["registrationConfig"] == config
    iot.update_ca_certificate(certificateId=id, newAutoRegistrationStatus="ENABLE", removeAutoRegistration=True)
    described = iot.describe_ca_certificate(certificateId=id)
    assert described["certificateDescription"]["autoRegistrationStatus"] == "DISABLE"
    assert "registrationConfig" not in described
    iot.delete_ca_certificate(certificateId=id)
    refused(iot.describe_ca_certificate, "ResourceNotFoundException", "Requested CA Certificate does not exist.",
            certificateId=id)


def test_what_proves_a_ca(iot, ca, tmp_path):
    code = iot.get_registration_code()["registrationCode"]
    refused(iot.register_ca_certificate, "InvalidRequestException",
            "Need to provide verification certificate for registering CA Certificates in DEFAULT mode",
            caCertificate=ca.pem)
    refused(iot.register_ca_certificate, "InvalidRequestException",
            "Cannot provide verification certificate for registering CA Certificates in SNI_ONLY mode",
            caCertificate=ca.pem, verificationCertificate=ca.sign(code), certificateMode="SNI_ONLY")
    refused(iot.register_ca_certificate, "InvalidRequestException",
            "Contents of the Verification Certificate are not correct",
            caCertificate=ca.pem, verificationCertificate="nonsense")
    refused(iot.register_ca_certificate, "RegistrationCodeValidationException",
            "Registration code provided in the CN field of verification certificate is invalid.",
            caCertificate=ca.pem, verificationCertificate=ca.sign("guessed"))
    refused(iot.register_ca_certificate, "CertificateValidationException",
            "The issuer of the certificate did not match the subject of the provided CA certificate.",
            caCertificate=ca.pem, verificationCertificate=Ca(tmp_path / "b", subject="/CN=another").sign(code))
    namesake = Ca(tmp_path / "c", subject=f"/CN={tmp_path.name}")
    refused(iot.register_ca_certificate, "CertificateValidationException",
            "The signature of the certificate failed verification against the provided CA certificate.",
            caCertificate=ca.pem, verificationCertificate=namesake.sign(code))
    leaf = ca.sign("leaf")
    refused(iot.register_ca_certificate, "CertificateValidationException", caCertificate=leaf, certificateMode="SNI_ONLY")
    refused(iot.register_ca_certificate, "CertificateValidationException", caCertificate="nonsense",
            certificateMode="SNI_ONLY")
    id = ca.register(iot, setAsActive=True)
    refused(iot.delete_ca_certificate, "CertificateStateException",
            f"CA Certificate must be deactivated (not ACTIVE) before deletion. Id: {id}", http=406, certificateId=id)
    for call in iot.describe_ca_certificate, iot.update_ca_certificate, iot.delete_ca_certificate:
        refused(call, "ResourceNotFoundException", "Requested CA Certificate does not exist.", certificateId="0" * 64)


def test_cas_of_two_accounts(iot, other, ca):
    ca.register(iot)
    refused(ca.register, "ResourceAlreadyExistsException", iot=other)
    ca.register_sni_only(other)


def test_cas_are_listed(server, ca, tmp_path):
    iot = server.client("iot", account="555555555555")
    config = {"templateName": "tpl", "roleArn": f"arn:aws:iam::{ACCOUNT}:role/lab"}
    ids = [Ca(tmp_path / str(number)).register_sni_only(iot) for number in range(3)]
    ids.append(ca.register_sni_only(iot))
    pages = iot.get_paginator("list_ca_certificates").paginate(
        ascendingOrder=True, PaginationConfig={"PageSize": 3})
    listed = [entry for page in pages for entry in page["certificates"]]
    assert [entry["certificateId"] for entry in listed] == ids
    assert listed[0]["status"] == "INACTIVE" and listed[0]["certificateArn"].endswith(f"cacert/{ids[0]}")
    assert [entry["certificateId"] for entry in iot.list_ca_certificates()["certificates"]] == ids[::-1]
    assert iot.list_ca_certificates(templateName="tpl")["certificates"] == []
    refused(iot.update_ca_certificate, "ResourceNotFoundException", certificateId=ids[1], registrationConfig=config)
    for name, kind in [("tpl", "JITP"), ("fleet", "FLEET_PROVISIONING")]:
        iot.create_provisioning_template(templateName=name, type=kind, templateBody=json.dumps(BODY),
                                         provisioningRoleArn=config["roleArn"])
    for wrong in {**config, "templateName": "fleet"}, {"templateBody": "{}", "roleArn": config["roleArn"]}:
        refused(iot.update_ca_certificate, "InvalidRequestException", certificateId=ids[1], registrationConfig=wrong)
    iot.update_ca_certificate(certificateId=ids[1], registrationConfig=config)
    assert [entry["certificateId"] for entry in iot.list_ca_certificates(templateName="tpl")["certificates"]] == ids[1:2]
    refused(iot.delete_provisioning_template, "DeleteConflictException", templateName="tpl")


def test_ten_cas_of_one_subject(server, tmp_path):
    iot = server.client("iot", account="666666666666")
    curve = ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")
    for number in range(10):
        Ca(tmp_path / str(number), key=curve).register_sni_only(iot)
    refused(Ca(tmp_path / "last", key=curve).register_sni_only, "LimitExceededException", http=410, iot=iot)
    Ca(tmp_path / "different", subject="/CN=different", key=curve).register_sni_only(iot)


@pytest.mark.parametrize("key", [["rsa:2048"], *(["ec", "-pkeyopt", f"ec_paramgen_curve:{curve}"] for curve in CURVES)],
                         ids=["rsa", *CURVES])
def test_certificate_of_a_registered_ca(iot, tmp_path, key):
    ca = Ca(tmp_path / "ca", subject=f"/CN={tmp_path.name}", key=key)
    ca_id = ca.register(iot, setAsActive=True)
    pem = ca.sign("device")
    made = iot.register_certificate(certificatePem=pem, status="ACTIVE")
    id = made["certificateId"]
    assert made["certificateArn"] == arn("cert", id)
    description = iot.describe_certificate(certificateId=id)["certificateDescription"]
    assert (description["caCertificateId"], description["status"], description["certificateMode"],
            description["certificatePem"]) == (ca_id, "ACTIVE", "DEFAULT", pem)
    error = refused(iot.register_certificate, "ResourceAlreadyExistsException",
                    f"The certificate with id {id} already exists.", certificatePem=pem)
    assert (error["resourceId"], error["resourceArn"]) == (id, arn("cert", id))
    listed = iot.list_certificates_by_ca(caCertificateId=ca_id)["certificates"]
    assert [(entry["certificateId"], entry["status"], entry["certificateMode"]) for entry in listed] \
        == [(id, "ACTIVE", "DEFAULT")]


def test_what_a_certificate_is_refused_for(iot, ca, tmp_path):
    pem = ca.sign("device")
    refused(iot.register_certificate, "CertificateStateException",
            "No CA certificate exists for the given certificate", http=406, certificatePem=pem)
    ca_id = ca.register_sni_only(iot)
    refused(iot.register_certificate, "CertificateStateException", "The CA certificate is not active",
            certificatePem=pem, caCertificatePem=ca.pem)
    iot.update_ca_certificate(certificateId=ca_id, newStatus="ACTIVE")
    refused(iot.register_certificate, "CertificateStateException",
            "Not allowed to register certificate with PENDING_ACTIVATION status", certificatePem=pem,
            status="PENDING_ACTIVATION")
    refused(iot.register_certificate, "CertificateValidationException", certificatePem="nonsense")

    namesake = Ca(tmp_path / "b", subject=f"/CN={tmp_path.name}")
    refused(iot.register_certificate, "CertificateStateException",
            "No CA certificate exists for the given certificate", certificatePem=pem, caCertificatePem=namesake.pem)
    refused(iot.register_certificate, "CertificateValidationException",
            "The signature of the certificate failed verification against the provided CA certificate.",
            certificatePem=namesake.sign("device"), caCertificatePem=ca.pem)
    stranger = Ca(tmp_path / "c", subject="/CN=stranger").sign("device")
    refused(iot.register_certificate, "CertificateValidationException",
            "The issuer of the certificate did not match the subject of the provided CA certificate.",
            certificatePem=stranger, caCertificatePem=ca.pem)
    namesake.register_sni_only(iot, setAsActive=True)
    refused(iot.register_certificate, "CertificateConflictException", http=409, certificatePem=pem)
    id = iot.register_certificate(certificatePem=pem, caCertificatePem=ca.pem)["certificateId"]
    description = iot.describe_certificate(certificateId=id)["certificateDescription"]
    assert (description["caCertificateId"], description["certificateMode"], description["status"]) \
        == (ca_id, "SNI_ONLY", "INACTIVE")
    # The certificate stays, and an inactive CA comes before a duplicate.
    iot.update_ca_certificate(certificateId=ca_id, newStatus="INACTIVE")
    refused(iot.register_certificate, "CertificateStateException", "The CA certificate is not active",
            certificatePem=pem, caCertificatePem=ca.pem)
    iot.delete_ca_certificate(certificateId=ca_id)
    assert iot.list_certificates_by_ca(caCertificateId=ca_id)["certificates"][0]["certificateId"] == id
    assert iot.list_certificates_by_ca(caCertificateId="0" * 64)["certificates"] == []
    refused(iot.list_certificates_by_ca, "InvalidRequestException",
            "Invalid/Malformed marker passed for listCertificateByCA", caCertificateId=ca_id, marker="nonsense")


def test_certificates_of_a_ca_are_listed_by_age(iot, ca):
    ca_id = ca.register_sni_only(iot, setAsActive=True)
    ids = [iot.register_certificate(certificatePem=ca.sign(f"device-{number}"))["certificateId"] for number in range(3)]
    first = iot.list_certificates_by_ca(caCertificateId=ca_id, pageSize=2)
    assert [entry["certificateId"] for entry in first["certificates"]] == ids[:0:-1]
    rest = iot.list_certificates_by_ca(caCertificateId=ca_id, pageSize=2, marker=first["nextMarker"])
    assert [entry["certificateId"] for entry in rest["certificates"]] == ids[:1] and "nextMarker" not in rest
    ascending = iot.list_certificates_by_ca(caCertificateId=ca_id, ascendingOrder=True)["certificates"]
    assert [entry["certificateId"] for entry in ascending] == ids


def describe(client, id):
    return client.describe_certificate(certificateId=id)["certificateDescription"]


def test_accepted_transfer(iot, other):
    id = iot.create_keys_and_certificate(setAsActive=True)["certificateId"]
    offer = {"certificateId": id, "targetAwsAccount": OTHER, "transferMessage": "take it"}
    refused(iot.transfer_certificate, "CertificateStateException", http=406, **offer)
    iot.update_certificate(certificateId=id, newStatus="INACTIVE")
    iot.create_policy(policyName="held", policyDocument=json.dumps(ALLOW_ALL))
    iot.attach_policy(policyName="held", target=arn("cert", id))
    refused(iot.transfer_certificate, "TransferConflictException", http=409, **offer)
    iot.detach_policy(policyName="held", target=arn("cert", id))
    there = f"arn:aws:iot:{REGION}:{OTHER}:cert/{id}"
    assert iot.transfer_certificate(**offer)["transferredCertificateArn"] == there
    outgoing = [entry for entry in iot.list_outgoing_certificates()["outgoingCertificates"] if entry["certificateId"] == id]
    assert (outgoing[0]["transferredTo"], outgoing[0]["transferMessage"], outgoing[0]["certificateArn"]) \
        == (OTHER, "take it", there)
    assert outgoing[0]["transferDate"] >= outgoing[0]["creationDate"]
    for client in iot, other:
        description = describe(client, id)
        assert (description["status"], description["ownedBy"]) == ("PENDING_TRANSFER", ACCOUNT)
        assert description["transferData"]["transferMessage"] == "take it"
        refused(client.update_certificate, "CertificateStateException", certificateId=id, newStatus="ACTIVE")
    assert id in [entry["certificateId"] for entry in other.list_certificates()["certificates"]]
    assert other.list_outgoing_certificates()["outgoingCertificates"] == []
    refused(other.cancel_certificate_transfer, "InvalidRequestException", certificateId=id)
    other.accept_certificate_transfer(certificateId=id, setAsActive=True)
    refused(iot.describe_certificate, "ResourceNotFoundException", certificateId=id)
    description = describe(other, id)
    assert (description["status"], description["ownedBy"], description["previousOwnedBy"]) == ("ACTIVE", OTHER, ACCOUNT)
    assert description["transferData"]["acceptDate"] >= description["transferData"]["transferDate"]
    refused(iot.cancel_certificate_transfer, "TransferAlreadyCompletedException", http=410, certificateId=id)
    refused(other.accept_certificate_transfer, "TransferAlreadyCompletedException", certificateId=id)


def test_rejected_and_cancelled_transfers(iot, other):
    id = iot.create_keys_and_certificate(setAsActive=False)["certificateId"]
    iot.transfer_certificate(certificateId=id, targetAwsAccount=OTHER)
    other.reject_certificate_transfer(certificateId=id, rejectReason="not mine")
    refused(other.describe_certificate, "ResourceNotFoundException", certificateId=id)
    description = describe(iot, id)
    assert (description["status"], description["transferData"]["rejectReason"]) == ("INACTIVE", "not mine")
    assert "rejectDate" in description["transferData"]
    iot.transfer_certificate(certificateId=id, targetAwsAccount=OTHER)
    iot.cancel_certificate_transfer(certificateId=id)
    assert describe(iot, id)["status"] == "INACTIVE"
    refused(other.accept_certificate_transfer, "ResourceNotFoundException", certificateId=id)
    refused(iot.transfer_certificate, "InvalidRequestException", certificateId=id, targetAwsAccount=ACCOUNT)
    iot.create_thing(thingName="keeps-its-certificate")
    iot.attach_thing_principal(thingName="keeps-its-certificate", principal=arn("cert", id))
    refused(iot.transfer_certificate, "TransferConflictException", http=409, certificateId=id, targetAwsAccount=OTHER)


def test_certificate_of_two_accounts_connects_where_it_is_active(server, other):
    device = Device(server, "in-two-accounts")
    pem = device.certificate.read_text()
    policy = json.dumps(ALLOW_ALL)
    there = other.register_certificate_without_ca(certificatePem=pem, status="ACTIVE")["certificateArn"]
    other.create_policy(policyName="everything", policyDocument=policy)
    other.attach_policy(policyName="everything", target=there)

    def account():
        client = device.mqtt().connect()
        client.publish("kept", "here", retain=True)
        client.disconnect()
        kept = [name for name in (ACCOUNT, OTHER)
                if server.client("iot-data", account=name).list_retained_messages()["retainedTopics"]]
        server.client("iot-data", account=kept[0]).publish(topic="kept", retain=True, qos=1, payload=b"")
        return kept

    assert account() == [ACCOUNT]
    server.client("iot").update_certificate(certificateId=device.certificate_id, newStatus="INACTIVE")
    assert account() == [OTHER]
    other.update_certificate(certificateId=device.certificate_id, newStatus="INACTIVE")
    refusal = device.mqtt().start()
    refusal.wait(lambda: refusal.disconnected)
    refusal.paho.loop_stop()
    assert not refusal.connected
