"""The APIs: registry in every direction, errors, isolation, what is not there, other front doors."""
import json
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

import botocore.exceptions
import pytest

from thingcore import ACCOUNT, ALLOW_ALL, AWS_ENV, Device, arn, have


def error(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        call(**arguments)
    response = refused.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


def test_attachments_in_every_direction(server):
    iot = server.client("iot")
    device = Device(server, "directions")
    certificate, policy = device.certificate_arn, device.policy
    names = [entry["policyName"] for entry in iot.list_attached_policies(target=certificate)["policies"]]
    assert names == [policy]
    assert iot.list_targets_for_policy(policyName=policy)["targets"] == [certificate]
    assert [p["policyName"] for p in iot.list_principal_policies(principal=certificate)["policies"]] == [policy]
    assert iot.list_policy_principals(policyName=policy)["principals"] == [certificate]
    assert iot.list_principal_things(principal=certificate)["things"] == ["directions"]
    assert iot.list_thing_principals(thingName="directions")["principals"] == [certificate]
    assert iot.list_principal_things_v2(principal=certificate)["principalThingObjects"] == [
        {"thingName": "directions", "thingPrincipalType": "NON_EXCLUSIVE_THING"}]
    assert iot.list_thing_principals_v2(thingName="directions")["thingPrincipalObjects"] == [
        {"principal": certificate, "thingPrincipalType": "NON_EXCLUSIVE_THING"}]
    assert policy in [p["policyName"] for page in iot.get_paginator("list_policies").paginate(pageSize=1)
                      for p in page["policies"]]
    assert device.certificate_id in [c["certificateId"] for page in iot.get_paginator("list_certificates").paginate(pageSize=2)
                                     for c in page["certificates"]]


def test_tear_down_by_the_rules(server):
    iot = server.client("iot")
    device = Device(server, "teardown")
    certificate_id = device.certificate_id
    assert error(iot.delete_thing, thingName="teardown") == (
        400, "InvalidRequestException", "Cannot delete. Thing teardown is still attached to one or more principals")
    assert error(iot.delete_certificate, certificateId=certificate_id)[:2] == (406, "CertificateStateException")
    iot.update_certificate(certificateId=certificate_id, newStatus="INACTIVE")
    assert error(iot.delete_certificate, certificateId=certificate_id)[:2] == (409, "DeleteConflictException")
    assert error(iot.delete_policy, policyName=device.policy)[:2] == (409, "DeleteConflictException")
    iot.detach_thing_principal(thingName="teardown", principal=device.certificate_arn)
    iot.detach_policy(policyName=device.policy, target=device.certificate_arn)
    iot.delete_certificate(certificateId=certificate_id)
    iot.delete_policy(policyName=device.policy)
    iot.delete_thing(thingName="teardown")
    iot.delete_thing(thingName="teardown")
    assert error(iot.describe_thing, thingName="teardown") == (
        404, "ResourceNotFoundException", f"Thing {ACCOUNT}:teardown not found.")


def test_validation_comes_from_the_model(server):
    status, code, message = error(server.client("iot").create_thing, thingName="no spaces please")
    assert (status, code) == (400, "InvalidRequestException")
    assert message == ("1 validation error detected: Value 'no spaces please' at 'thingName' failed to satisfy "
                       "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9:_-]+")


def test_malformed_policy_says_where(server):
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Action": "iot:*", "Resource": "*"}]}
    status, code, message = error(
        server.client("iot").create_policy, policyName="bad", policyDocument=json.dumps(document))
    assert (status, code) == (400, "MalformedPolicyException")
    assert message.startswith("Policy document is Malformed") and "Effect" in message


def test_things_are_idempotent_versioned_and_paged(server):
    iot = server.client("iot")
    first = iot.create_thing(thingName="twin", attributePayload={"attributes": {"a": "1"}})
    assert iot.create_thing(thingName="twin", attributePayload={"attributes": {"a": "1"}})["thingId"] == first["thingId"]
    assert error(iot.create_thing, thingName="twin")[:2] == (409, "ResourceAlreadyExistsException")
    iot.update_thing(thingName="twin", attributePayload={"attributes": {"b": "2"}, "merge": True}, expectedVersion=1)
    assert error(iot.update_thing, thingName="twin", expectedVersion=1)[:2] == (409, "VersionConflictException")
    thing = iot.describe_thing(thingName="twin")
    assert thing["attributes"] == {"a": "1", "b": "2"} and thing["version"] == 2
    for number in range(7):
        iot.create_thing(thingName=f"paged-{number}", attributePayload={"attributes": {"lot": "7"}})
    pages = list(iot.get_paginator("list_things").paginate(attributeName="lot", attributeValue="7", maxResults=3))
    assert [len(page["things"]) for page in pages] == [3, 3, 1]


def test_csr_of_openssl(server, tmp_path):
    if not have("openssl"):
        pytest.skip("openssl is not installed")
    subprocess.run(
        ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
         "/O=Lab/OU=a/OU=b/CN=sensor", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "csr.pem"],
        check=True, capture_output=True)
    iot = server.client("iot")
    made = iot.create_certificate_from_csr(
        certificateSigningRequest=(tmp_path / "csr.pem").read_text(), setAsActive=True)
    (tmp_path / "cert.pem").write_text(made["certificatePem"])
    text = subprocess.run(["openssl", "x509", "-in", tmp_path / "cert.pem", "-noout", "-subject", "-issuer", "-ext",
                           "authorityKeyIdentifier"], check=True, capture_output=True, text=True).stdout
    assert "O = Lab, OU = a, OU = b, CN = sensor" in text and "Amazon Web Services" in text
    assert "Authority Key Identifier" in text
    iot.create_policy(policyName="csr", policyDocument=json.dumps(ALLOW_ALL))
    iot.attach_policy(policyName="csr", target=made["certificateArn"])
    context = ssl.create_default_context(cafile=server.ca)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    import paho.mqtt.client as mqtt
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="sensor")
    client.tls_set_context(context)
    assert client.connect("localhost", server.mqtts_port) == 0
    client.loop_start()
    info = client.publish("t", "x", qos=1)
    info.wait_for_publish(5)
    assert info.is_published()
    client.disconnect()
    client.loop_stop()
    assert error(iot.create_certificate_from_csr, certificateSigningRequest="nonsense") == (
        400, "InvalidRequestException", "CSR violates constraints")


def test_accounts_and_regions_are_isolated(server):
    mine, theirs = server.client("iot"), server.client("iot", account="999999999999")
    elsewhere = server.client("iot", region="eu-west-1")
    mine.create_thing(thingName="private")
    assert "999999999999" in theirs.create_thing(thingName="private")["thingArn"]
    assert error(elsewhere.describe_thing, thingName="private")[1] == "ResourceNotFoundException"
    assert server.client("sts", account="999999999999").get_caller_identity()["Account"] == "999999999999"
    assert server.client("sts").get_caller_identity()["Account"] == ACCOUNT


def test_what_is_not_there_says_so(server):
    iot = server.client("iot")
    status, code, message = error(iot.list_audit_findings)
    assert (status, code) == (501, "NotImplementedException") and "ListAuditFindings" in message
    status, code, message = error(server.client("kinesis").list_streams)
    assert status == 501 and "kinesis" in message and "--companion" in message
    coverage = json.load(urllib.request.urlopen(f"{server.api}/_thingcore/coverage"))
    assert coverage["operations"]["iot"]["ListAuditFindings"] == {"status": "none"}
    assert coverage["operations"]["iot"]["DescribeEndpoint"] == {"status": "exact"}
    assert coverage["sqlFunctions"]["md5"] == {"status": "exact"}
    assert coverage["sqlFunctions"]["machinelearning_predict"] == {"status": "none"}
    assert coverage["ruleActions"]["dynamoDB"] == {"status": "exact"}
    assert coverage["ruleActions"]["salesforce"] == {"status": "none"}
    counts = {name: len(operations) for name, operations in coverage["operations"].items()}
    assert sorted(counts.values()) == [5, 11, 272]


def test_describe_endpoint_refuses_what_aws_refuses(server):
    iot = server.client("iot")
    assert error(iot.describe_endpoint, endpointType="iot:Data") == (
        400, "InvalidRequestException", "iot:Data is not supported. Please use iot:Data-ATS instead.")
    assert iot.describe_endpoint()["endpointAddress"] == "localhost"


def test_aws_cli(server):
    def aws(*arguments):
        done = subprocess.run([sys.executable, "-m", "awscli", "--endpoint-url", server.api, *arguments],
                              capture_output=True, text=True, env=AWS_ENV, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    assert aws("iot", "create-thing", "--thing-name", "cli")["thingName"] == "cli"
    assert "cli" in [thing["thingName"] for thing in aws("iot", "list-things")["things"]]
    aws("iot-data", "publish", "--topic", "from/cli", "--qos", "1", "--payload", "aGVsbG8=")
    assert aws("sts", "get-caller-identity")["Account"] == ACCOUNT


def test_publish_over_http_reaches_subscribers(server):
    client = Device(server, "listener").mqtt().connect()
    client.subscribe("http/#")
    server.client("iot-data").publish(topic="http/a b/ü", qos=1, payload=b"hello")
    message = client.expect(1)[0]
    assert (message.topic, message.payload) == ("http/a b/ü", b"hello")
    client.disconnect()


def https(server, device, path, method="GET", data=None):
    context = ssl.create_default_context(cafile=server.ca)
    context.load_cert_chain(device.certificate, device.key)
    context.set_alpn_protocols(["x-amzn-http-ca"])
    request = urllib.request.Request(f"https://localhost:{server.https_port}{path}", data, method=method)
    try:
        with urllib.request.urlopen(request, context=context, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_https_with_a_certificate(server):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iot:UpdateThingShadow", "iot:GetThingShadow"], "Resource": arn("thing", "web")},
        {"Effect": "Allow", "Action": "iot:Publish", "Resource": arn("topic", "web/*")}]}
    device = Device(server, "web", document)
    assert https(server, device, "/things/web/shadow", "POST", b'{"state":{"reported":{"a":1}}}')[0] == 200
    status, body = https(server, device, "/things/web/shadow")
    assert status == 200 and json.loads(body)["state"] == {"reported": {"a": 1}}
    assert https(server, device, "/things/other/shadow")[0] == 403
    status, body = https(server, device, "/topics/web/x?qos=1", "POST", b"hi")
    assert status == 200 and json.loads(body)["message"] == "OK"
    assert https(server, device, "/topics/elsewhere?qos=1", "POST", b"hi")[0] == 403


def test_mqtt_on_the_https_port_by_alpn(server):
    device = Device(server, "alpn")
    client = device.mqtt(port=server.https_port)
    client.paho._ssl_context.set_alpn_protocols(["x-amzn-mqtt-ca"])
    client.connect()
    client.subscribe("alpn")
    client.publish("alpn", "x")
    client.expect(1)
    client.disconnect()
