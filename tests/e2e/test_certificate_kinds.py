"""Keys and certificates of every kind that openssl makes, over TLS 1.2 and 1.3."""
import json
import re
import subprocess
import types

import botocore.exceptions
import pytest

import wire
from sockets import answer_to_connect
from thingcore import ALLOW_ALL, TLS12, TLS13, Mqtt, eventually, have

pytestmark = pytest.mark.skipif(not have("openssl"), reason="openssl is not installed")

VERSIONS = pytest.mark.parametrize("tls", [TLS12, TLS13], ids=["tls12", "tls13"])

#: What `openssl req -newkey` is told.
KEYS = {
    "rsa-2048": ["rsa:2048"],
    "rsa-3072": ["rsa:3072"],
    "rsa-4096": ["rsa:4096"],
    "p-256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p-384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "p-521": ["ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
}


def openssl(*arguments, cwd):
    subprocess.run(["openssl", *map(str, arguments)], cwd=cwd, check=True, capture_output=True, timeout=60)


def request(directory, options, *more):
    """A key in key.pem, and the PEM of a signing request for it."""
    openssl("req", "-new", "-newkey", *options, "-nodes", "-subj", "/O=Lab/CN=sensor", "-keyout", "key.pem",
            "-out", "csr.pem", *more, cwd=directory)
    return (directory / "csr.pem").read_text()


@pytest.fixture(scope="module")
def made(server, tmp_path_factory):
    """Devices by the kind of their key, made when they are first asked for: large RSA keys take their time."""
    devices = {}
    iot = server.client("iot")
    iot.create_policy(policyName="kinds", policyDocument=json.dumps(ALLOW_ALL))

    def device(kind):
        if kind not in devices:
            directory = tmp_path_factory.mktemp(kind)
            csr = request(directory, KEYS[kind])
            answer = iot.create_certificate_from_csr(certificateSigningRequest=csr, setAsActive=True)
            iot.attach_policy(policyName="kinds", target=answer["certificateArn"])
            (directory / "cert.pem").write_text(answer["certificatePem"])
            devices[kind] = types.SimpleNamespace(certificate=directory / "cert.pem", key=directory / "key.pem")
        return devices[kind]

    return device


@VERSIONS
@pytest.mark.parametrize("kind", KEYS)
def test_certificate_for_a_signing_request(server, made, kind, tls):
    name = f"{kind}-{tls.name}"
    client = Mqtt(server, made(kind), name, tls=tls).connect()
    client.subscribe(name)
    assert client.publish(name, "hello") == 0
    assert client.expect(1)[0].payload == b"hello"
    client.disconnect()


@pytest.mark.parametrize("kind", ["rsa-2048", "p-256", "p-384", "p-521"])
@pytest.mark.parametrize("digest", ["-sha256", "-sha384", "-sha512"])
def test_signing_request_with_every_hash(server, tmp_path, kind, digest):
    csr = request(tmp_path, KEYS[kind], digest)
    made = server.client("iot").create_certificate_from_csr(certificateSigningRequest=csr)
    assert "BEGIN CERTIFICATE" in made["certificatePem"]


def test_signing_request_with_rsa_pss(server, tmp_path):
    csr = request(tmp_path, KEYS["rsa-2048"], "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1")
    server.client("iot").create_certificate_from_csr(certificateSigningRequest=csr)


@pytest.mark.parametrize("options", [
    ["rsa:1024"],
    ["ed25519"],
    ["ec", "-pkeyopt", "ec_paramgen_curve:secp224r1"],
    # As large as P-256 and P-384, and not them.
    ["ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
    ["ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP384r1"],
], ids=["rsa-1024", "ed25519", "p-224", "secp256k1", "brainpool"])
def test_signing_request_for_a_key_that_aws_refuses(server, tmp_path, options):
    """RSA of at least 2048 bits, or P-256, P-384, P-521 (CreateCertificateFromCsr)."""
    csr = request(tmp_path, options)
    with pytest.raises(botocore.exceptions.ClientError, match="CSR violates constraints"):
        server.client("iot").create_certificate_from_csr(certificateSigningRequest=csr)


def foreign(directory, kind, how):
    """A certificate that this server never saw, of X.509 version 1 or 3, signed by itself or by a CA."""
    request(directory, KEYS[kind])
    signer = ["-signkey", "key.pem"]
    if how == "by-a-ca":
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Own CA", "-keyout", "ca.key", "-out",
                "ca.pem", cwd=directory)
        signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
    if how == "version-3":
        openssl("req", "-x509", "-new", "-key", "key.pem", "-subj", "/CN=sensor", "-out", "cert.pem", cwd=directory)
    else:
        # Without extensions openssl writes version 1.
        openssl("x509", "-req", "-in", "csr.pem", *signer, "-days", "1", "-out", "cert.pem", cwd=directory)
    text = subprocess.run(
        ["openssl", "x509", "-in", directory / "cert.pem", "-noout", "-text", "-fingerprint", "-sha256"],
        check=True, capture_output=True, text=True).stdout
    assert ("Version: 3" if how == "version-3" else "Version: 1") in text
    fingerprint = re.search(r"Fingerprint=([\dA-F:]+)", text)[1].replace(":", "").lower()
    return types.SimpleNamespace(certificate=directory / "cert.pem", key=directory / "key.pem"), fingerprint


@pytest.fixture(scope="module")
def registered(server, made, tmp_path_factory):
    """Devices whose certificate the server did not issue, by the kind of key and how it is signed."""
    made("p-256")  # For the policy.
    devices = {}
    iot = server.client("iot")

    def device(kind, how):
        if (kind, how) not in devices:
            device, fingerprint = foreign(tmp_path_factory.mktemp(f"{kind}-{how}"), kind, how)
            answer = iot.register_certificate_without_ca(
                certificatePem=device.certificate.read_text(), status="ACTIVE")
            assert answer["certificateId"] == fingerprint
            iot.attach_policy(policyName="kinds", target=answer["certificateArn"])
            devices[kind, how] = device
        return devices[kind, how]

    return device


@VERSIONS
@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("how", ["by-itself", "by-a-ca", "version-3"])
def test_certificate_registered_without_its_ca(server, registered, kind, how, tls):
    name = f"{how}-{kind}-{tls.name}"
    client = Mqtt(server, registered(kind, how), name, tls=tls).connect()
    client.subscribe(name)
    assert client.publish(name, "hello") == 0
    assert client.expect(1)[0].payload == b"hello"
    client.disconnect()


def test_registration_is_described_and_refused_again(server, tmp_path):
    iot = server.client("iot")
    device, fingerprint = foreign(tmp_path, "p-256", "by-itself")
    pem = device.certificate.read_text()
    answer = iot.register_certificate_without_ca(certificatePem=pem)
    described = iot.describe_certificate(certificateId=fingerprint)["certificateDescription"]
    assert (described["status"], described["certificateMode"]) == ("INACTIVE", "SNI_ONLY")
    assert described["certificatePem"] == pem
    validity = described["validity"]
    assert (validity["notAfter"] - validity["notBefore"]).days == 1
    listed = {entry["certificateId"]: entry for entry in iot.list_certificates(pageSize=250)["certificates"]}
    assert listed[fingerprint]["certificateMode"] == "SNI_ONLY"
    with pytest.raises(iot.exceptions.ResourceAlreadyExistsException) as raised:
        iot.register_certificate_without_ca(certificatePem=pem)
    error = raised.value.response
    assert error["Error"]["Message"] == "The certificate is already provisioned or registered"
    assert (error["resourceId"], error["resourceArn"]) == (fingerprint, answer["certificateArn"])
    # It is let in as soon as it is ACTIVE, and not before.
    context = wire.context_of(device, server.ca)
    assert answer_to_connect(server.mqtts_port, context, wire.connect("early")) == "closed"
    eventually(lambda: f"certificate {fingerprint} is INACTIVE" in server.log_text())


def test_registration_refuses_what_aws_refuses(server, tmp_path):
    iot = server.client("iot")
    for pem in ("no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(iot.exceptions.CertificateValidationException):
            iot.register_certificate_without_ca(certificatePem=pem)
    device, _ = foreign(tmp_path, "p-256", "by-itself")
    pem = device.certificate.read_text()
    with pytest.raises(iot.exceptions.CertificateStateException, match="PENDING_ACTIVATION"):
        iot.register_certificate_without_ca(certificatePem=pem, status="PENDING_ACTIVATION")
    openssl("req", "-x509", "-newkey", "rsa:1024", "-nodes", "-subj", "/CN=weak", "-keyout", "weak.key", "-out",
            "weak.pem", cwd=tmp_path)
    with pytest.raises(iot.exceptions.CertificateValidationException, match="2048"):
        iot.register_certificate_without_ca(certificatePem=(tmp_path / "weak.pem").read_text())


@pytest.mark.parametrize("kind, how", [
    ("rsa-2048", "by-itself"), ("rsa-2048", "by-a-ca"), ("p-256", "by-itself"),
    ("p-256", "by-a-ca"), ("p-384", "by-itself"), ("p-521", "by-itself"), ("p-256", "version-3"),
])
def test_unregistered_certificate_passes_the_handshake_and_is_told_apart(server, tmp_path, kind, how):
    """Whoever issued it and whatever is in it: the registry decides, by its fingerprint, and the log says so."""
    device, fingerprint = foreign(tmp_path, kind, how)
    for tls in (TLS12, TLS13):
        context = wire.context_of(device, server.ca)
        context.minimum_version = context.maximum_version = tls
        assert answer_to_connect(server.mqtts_port, context, wire.connect("stranger")) == "closed"
    eventually(lambda: server.log_text().count(f"certificate {fingerprint} is not registered in any account") == 2)
