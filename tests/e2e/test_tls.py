"""Who gets through TLS, and as whom: certificates, resumed sessions, server names, ALPN.

That a certificate is worth nothing without its key is tested in crates/tls, where a client can be made to lie.
"""
import socket
import ssl

import pytest

import wire
from sockets import GONE, answer_to_connect, enter, open_tls, receive_exactly
from thingcore import TLS12, TLS13, Device, eventually

VERSIONS = pytest.mark.parametrize("tls", [TLS12, TLS13], ids=["tls12", "tls13"])
CONNECT = wire.connect("client")
MQTT, HTTP, AUTHORIZER = "x-amzn-mqtt-ca", "x-amzn-http-ca", "mqtt"


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "device")


def context_of(server, device=None, tls=None, alpn=(), verify=True):
    """The TLS side of a client, with a certificate or without one."""
    context = ssl.create_default_context(cafile=server.ca)
    if device:
        context.load_cert_chain(device.certificate, device.key)
    if tls:
        context.minimum_version = context.maximum_version = tls
    if alpn:
        context.set_alpn_protocols(list(alpn))
    context.check_hostname = verify
    if not verify:
        context.verify_mode = ssl.CERT_NONE
    return context


# Certificates

@VERSIONS
def test_mqtt_port_wants_a_certificate(server, tls):
    with pytest.raises(ssl.SSLError, match="(?i)certificate.required|handshake failure|bad certificate"):
        with open_tls(server.mqtts_port, context_of(server, tls=tls)) as made:
            # TLS 1.3 clients believe that they are through before the server has seen that nothing came.
            made.recv(1)


def test_mqtt_on_the_https_port_wants_a_certificate(server):
    assert answer_to_connect(server.https_port, context_of(server, alpn=[MQTT]), CONNECT) == "closed"
    eventually(lambda: "MQTT over TLS without a client certificate refused" in server.log_text())


@pytest.mark.parametrize("status", ["INACTIVE", "REVOKED"])
@VERSIONS
def test_resumed_session_is_admitted_anew(server, tls, status):
    device = Device(server, f"resumed-{tls.name}-{status}")
    context = context_of(server, device, tls)

    def visit(name, session=None):
        with enter(open_tls(server.mqtts_port, context, session=session), wire.connect(name)) as made:
            return made.session, made.session_reused

    session, reused = visit("first")
    assert not reused
    # It is resumed at all, or the rest would prove nothing.
    session, reused = visit("second", session)
    assert reused
    server.client("iot").update_certificate(certificateId=device.certificate_id, newStatus=status)
    with open_tls(server.mqtts_port, context, session=session) as made:
        assert made.session_reused
        made.sendall(wire.connect("third"))
        assert made.recv(1) == b""
    eventually(lambda: f"certificate {device.certificate_id} is {status}" in server.log_text())


@VERSIONS
def test_session_without_a_certificate_does_not_open_the_mqtt_port(server, tls):
    context = context_of(server, tls=tls)
    with open_tls(server.https_port, context) as made:
        made.sendall(b"GET /_thingcore/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert receive_exactly(made, 12) == b"HTTP/1.1 200"
        session = made.session
    with open_tls(server.https_port, context, session=session) as made:
        assert made.session_reused
    assert answer_to_connect(server.mqtts_port, context, CONNECT, session=session) == "closed"


def test_no_tls_before_1_2(server, device):
    context = context_of(server, device)
    with pytest.warns(DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    # Else openssl itself would not try; it is the server whose alert is expected.
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    with pytest.raises(ssl.SSLError, match="(?i)alert"):
        open_tls(server.mqtts_port, context)


# Server names

@pytest.mark.parametrize("name", ["localhost", "LocalHost", "127.0.0.1", None])
def test_server_name_is_optional(server, device, name):
    """openssl sends no name for an address; then there is only the address to verify (mqtt.md §1)."""
    context = context_of(server, device, verify=name is not None)
    assert answer_to_connect(server.mqtts_port, context, CONNECT, name=name) == "accepted"


def test_server_certificate_is_for_the_names_that_were_configured(fresh):
    server = fresh("--endpoint-host", "iot.lab", "--extra-host", "broker.local")
    device = Device(server, "named")
    for name in ("iot.lab", "broker.local", "localhost"):
        assert answer_to_connect(server.mqtts_port, context_of(server, device), CONNECT, name=name) == "accepted"
    with pytest.raises(ssl.SSLCertVerificationError, match="(?i)hostname mismatch"):
        open_tls(server.mqtts_port, context_of(server, device), name="prefix-ats.iot.us-east-1.amazonaws.com")


def test_wrong_server_name_is_refused_where_only_known_ones_are_let_in(fresh):
    server = fresh("--server-names", "known", "--endpoint-host", "IoT.lab")
    device = Device(server, "named")
    context = context_of(server, device, verify=False)
    for port in (server.mqtts_port, server.https_port):
        with pytest.raises(ssl.SSLError, match="(?i)alert"):
            open_tls(port, context, name="prefix-ats.iot.us-east-1.amazonaws.com")
    eventually(lambda: "prefix-ats.iot.us-east-1.amazonaws.com" in server.log_text())
    for name in ("iot.lab", "IOT.LAB", "localhost", "127.0.0.1", None):
        assert answer_to_connect(server.mqtts_port, context, CONNECT, name=name) == "accepted"


def test_policy_sees_the_server_name(server):
    """A device that verifies nothing reaches the server by any name, or none, but not what its policy binds to one."""
    device = Device(server, "bound", {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*",
         "Condition": {"StringEquals": {"iot:DomainName": "localhost"}}}]})
    context = context_of(server, device, verify=False)
    answers = {name: answer_to_connect(server.mqtts_port, context, CONNECT, name=name)
               for name in ("localhost", "elsewhere.example", None)}
    assert answers == {"localhost": "accepted", "elsewhere.example": "closed", None: "closed"}


# ALPN (mqtt.md §1)

@pytest.mark.parametrize("offered, chosen", [([MQTT], MQTT), ([MQTT, HTTP], MQTT), (["h2", MQTT], MQTT)])
def test_mqtt_on_the_https_port(server, device, offered, chosen):
    with open_tls(server.https_port, context_of(server, device, alpn=offered)) as made:
        assert made.selected_alpn_protocol() == chosen
        enter(made, CONNECT)


@pytest.mark.parametrize("offered", [[], [HTTP], ["http/1.1"]])
def test_without_its_name_mqtt_is_not_spoken_on_the_https_port(server, device, offered):
    with open_tls(server.https_port, context_of(server, device, alpn=offered)) as made:
        assert made.selected_alpn_protocol() == (offered or [None])[0]
        made.sendall(CONNECT)
        # What comes, if anything, is HTTP.
        assert not receive_all(made).startswith(b"\x20")
    eventually(lambda: "MQTT on the HTTPS port needs ALPN x-amzn-mqtt-ca" in server.log_text())


def receive_all(made):
    data = b""
    try:
        while more := made.recv(4096):
            data += more
    except GONE as error:
        assert not isinstance(error, socket.timeout)
    return data


def test_http_is_not_spoken_under_the_name_of_mqtt(server, device):
    with open_tls(server.https_port, context_of(server, device, alpn=[MQTT])) as made:
        made.sendall(b"POST /topics/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
        assert receive_all(made) == b""


def test_unknown_protocol_is_refused_in_the_handshake(server, device):
    with pytest.raises(ssl.SSLError, match="(?i)no.application.protocol"):
        open_tls(server.https_port, context_of(server, device, alpn=["h2", "mqtt-ca"]))


def test_custom_authorizer_is_missed_loudly(server, device):
    with open_tls(server.https_port, context_of(server, device, alpn=[AUTHORIZER])) as made:
        assert made.selected_alpn_protocol() == AUTHORIZER
        made.sendall(CONNECT)
        assert receive_all(made) == b""
    eventually(lambda: 'ALPN \\"mqtt\\" asks for a custom authorizer' in server.log_text()
               or 'ALPN "mqtt" asks for a custom authorizer' in server.log_text())


def test_mqtt_port_takes_no_notice_of_alpn(server, device):
    """Some clients always offer the name that only the other port needs."""
    with open_tls(server.mqtts_port, context_of(server, device, alpn=[MQTT])) as made:
        assert made.selected_alpn_protocol() is None
        enter(made, CONNECT)
