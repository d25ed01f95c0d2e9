"""What policies say without a connection: GetEffectivePolicies, TestAuthorization, policies/explain."""
import json
import subprocess
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from thingcore import ACCOUNT, ALLOW_ALL, BINARY, CLEAN_ENV, REGION, Device, arn

THING = "${iot:Connection.Thing.ThingName}"
OWN = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "iot:Connect", "Resource": arn("client", THING)},
    {"Sid": "OwnTopics", "Effect": "Allow", "Action": "iot:Publish", "Resource": arn("topic", f"{THING}/*")}]}
NO_COMMANDS = {"Version": "2012-10-17", "Statement": [
    {"Sid": "NoCommands", "Effect": "Deny", "Action": "iot:Publish", "Resource": arn("topic", "*/cmd")}]}


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


@pytest.fixture(scope="module")
def device(server, iot):
    """A device with a policy of its own, in a group below one that forbids commands."""
    device = Device(server, "judged", OWN)
    iot.create_policy(policyName="no-commands", policyDocument=json.dumps(NO_COMMANDS))
    iot.create_thing_group(thingGroupName="above")
    iot.create_thing_group(thingGroupName="below", parentGroupName="above")
    iot.attach_policy(policyName="no-commands", target=arn("thinggroup", "above"))
    iot.add_thing_to_thing_group(thingGroupName="below", thingName="judged")
    return device


def names(policies):
    return [policy["policyName"] for policy in policies]


def test_effective_policies(iot, device):
    def effective(**arguments):
        return iot.get_effective_policies(**arguments)["effectivePolicies"]
    own = effective(principal=device.certificate_arn)
    assert own == [{"policyName": "judged-policy", "policyArn": arn("policy", "judged-policy"),
                    "policyDocument": json.dumps(OWN)}]
    assert names(effective(principal=device.certificate_arn, thingName="judged")) == ["judged-policy", "no-commands"]
    assert names(effective(thingName="judged")) == ["no-commands"]
    assert names(effective(principal=arn("thinggroup", "below"))) == ["no-commands"]
    # The default version counts.
    iot.create_policy_version(policyName="no-commands", policyDocument=json.dumps(ALLOW_ALL), setAsDefault=True)
    assert json.loads(effective(thingName="judged")[0]["policyDocument"]) == ALLOW_ALL
    iot.set_default_policy_version(policyName="no-commands", policyVersionId="1")
    assert json.loads(effective(thingName="judged")[0]["policyDocument"]) == NO_COMMANDS
    for arguments, code in [
        ({"principal": arn("cert", "0" * 64)}, "ResourceNotFoundException"),
        ({"principal": arn("thinggroup", "none")}, "ResourceNotFoundException"),
        ({"thingName": "none"}, "ResourceNotFoundException"),
        ({"principal": "nonsense"}, "InvalidRequestException"),
        ({}, "InvalidRequestException"),
    ]:
        with pytest.raises(ClientError) as raised:
            effective(**arguments)
        assert raised.value.response["Error"]["Code"] == code, arguments


def test_authorization(iot, device):
    def ask(*questions, **options):
        infos = [{"actionType": kind, "resources": resources} for kind, *resources in questions]
        results = iot.test_authorization(principal=device.certificate_arn, authInfos=infos, **options)["authResults"]
        assert [result["authInfo"] for result in results] == infos
        return results
    connect, publish, command = arn("client", "judged"), arn("topic", "judged/data"), arn("topic", "judged/cmd")
    allowed, denied, implicit, both = ask(
        ("CONNECT", connect), ("PUBLISH", command), ("SUBSCRIBE", arn("topicfilter", "judged/#")),
        ("PUBLISH", publish, command), clientId="judged")
    assert allowed["authDecision"] == "ALLOWED" and allowed["missingContextValues"] == []
    assert names(allowed["allowed"]["policies"]) == ["judged-policy"]
    assert denied["authDecision"] == both["authDecision"] == "EXPLICIT_DENY"
    assert names(denied["denied"]["explicitDeny"]["policies"]) == ["no-commands"]
    assert names(denied["allowed"]["policies"]) == ["judged-policy"]
    assert implicit["authDecision"] == "IMPLICIT_DENY"
    assert names(implicit["denied"]["implicitDeny"]["policies"]) == ["judged-policy", "no-commands"]
    # Without its client id the connection has no thing, so no groups either.
    stranger, = ask(("PUBLISH", command), clientId="stranger")
    assert (stranger["authDecision"], stranger["missingContextValues"]) \
        == ("IMPLICIT_DENY", ["iot:Connection.Thing.ThingName"])
    result, = ask(("PUBLISH", command), clientId="judged", policyNamesToSkip=["no-commands"])
    assert result["authDecision"] == "ALLOWED"
    iot.create_policy(policyName="everything", policyDocument=json.dumps(ALLOW_ALL))
    result, = ask(("RECEIVE", command), clientId="judged", policyNamesToAdd=["everything"])
    assert names(result["allowed"]["policies"]) == ["everything"]
    for question, options, code in [
        (("PUBLISH", publish), {"policyNamesToAdd": ["none"]}, "ResourceNotFoundException"),
        (("PUBLISH", connect), {}, "InvalidRequestException"),
        (("PUBLISH", publish.replace(ACCOUNT, "999999999999")), {}, "InvalidRequestException"),
    ]:
        with pytest.raises(ClientError) as raised:
            ask(question, **options)
        assert raised.value.response["Error"]["Code"] == code, question


def explain(server, **question):
    request = urllib.request.Request(
        f"{server.api}/_thingcore/policies/explain", json.dumps(question).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        assert error.code == 400
        return json.load(error)


def test_explaining_documents(server):
    answer = explain(server, policies=[OWN, NO_COMMANDS], action="iot:Publish", resource=arn("topic", "t1/cmd"),
                     context={"clientId": "t1", "attachedThings": [{"thingName": "t1"}]})
    assert answer.pop("explanation") == \
        f"`iot:Publish` on `{arn('topic', 't1/cmd')}` is denied by Statement[0] (`NoCommands`) of policy `policies[1]`; " \
        "a Deny overrides every Allow."
    assert answer == {"decision": "EXPLICIT_DENY",
                      "statement": {"policy": "policies[1]", "index": 0, "sid": "NoCommands"}}
    # A document as text, and an exclusive thing whatever the client id.
    answer = explain(server, policies=[json.dumps(OWN)], action="iot:Publish", resource=arn("topic", "t1/data"),
                     context={"clientId": "x", "attachedThings": [{"thingName": "t1", "attachment": "EXCLUSIVE_THING"}]})
    assert (answer["decision"], answer["statement"]) \
        == ("ALLOWED", {"policy": "policies[0]", "index": 1, "sid": "OwnTopics"})
    answer = explain(server, policies=[OWN], action="iot:Publish", resource=arn("topic", "t1/data"),
                     context={"clientId": "x", "attachedThings": [{"thingName": "t1"}]})
    assert (answer["decision"], answer["unresolved"]) == ("IMPLICIT_DENY", ["iot:Connection.Thing.ThingName"])
    why = "client id `x` is not the name of a thing attached to this certificate"
    assert answer["unresolvedBecause"] == {"iot:Connection.Thing.ThingName": why} and why in answer["explanation"]


def statement(action, resource, **more):
    return {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": resource, **more}}


def test_explaining_uses_the_whole_context(server):
    def decision(document, action, resource, **context):
        return explain(server, policies=[document], action=action, resource=resource, context=context)["decision"]
    named = statement("iot:Publish", arn("topic", "${iot:Certificate.Subject.CommonName.1}"))
    subject = {"Subject": {"CommonName": ["a", "b"], "AlternativeName": {"DNSName": "d"}}, "SerialNumber": "01"}
    assert decision(named, "iot:Publish", arn("topic", "b"), certificate=subject) == "ALLOWED"
    alternative = statement("iot:Publish", arn("topic", "${iot:Certificate.Subject.AlternativeName.DNSName}"))
    assert decision(alternative, "iot:Publish", arn("topic", "d"), certificate=subject) == "ALLOWED"
    clean = statement("iot:Connect", "*", Condition={"ForAllValues:StringEquals": {"iot:ConnectAttributes": []}})
    assert decision(clean, "iot:Connect", arn("client", "c"), clientId="c") == "ALLOWED"
    assert decision(clean, "iot:Connect", arn("client", "c"), clientId="c",
                    connectAttributes=["PersistentConnect"]) == "IMPLICIT_DENY"
    near = statement("iot:Connect", "*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})
    assert decision(near, "iot:Connect", arn("client", "c"), sourceIp="10.1.2.3") == "ALLOWED"
    assert decision(near, "iot:Connect", arn("client", "c"), sourceIp="11.1.2.3") == "IMPLICIT_DENY"
    by_id = statement("iot:Publish", arn("topic", "${iot:CertificateId}"))
    assert decision(by_id, "iot:Publish", arn("topic", "ab" * 32), certificateId="ab" * 32) == "ALLOWED"
    over_http = statement("iot:Publish", arn("topic", "${iot:ClientId}"))
    assert decision(over_http, "iot:Publish", arn("topic", "c"), clientId="c") == "ALLOWED"
    assert decision(over_http, "iot:Publish", arn("topic", "c"), clientId="c", protocol="HTTP") == "IMPLICIT_DENY"
    assert explain(server, policies=[by_id], action="iot:Publish", resource=arn("topic", "t"),
                   context=None)["unresolved"] == ["iot:CertificateId"]
    listing = statement("iot:ListRetainedMessages", "*")
    assert decision(listing, "iot:ListRetainedMessages", "*") == "ALLOWED"


def test_explaining_a_principal(server, device):
    def ask(topic, **context):
        return explain(server, principal=device.certificate_arn, action="iot:Publish", resource=arn("topic", topic),
                       context=context)
    assert ask("judged/data", clientId="judged")["statement"] \
        == {"policy": "judged-policy", "index": 1, "sid": "OwnTopics"}
    assert ask("judged/cmd", clientId="judged")["statement"]["policy"] == "no-commands"
    assert ask("judged/data", clientId="other")["decision"] == "IMPLICIT_DENY"
    assert ask("else/data", clientId="else", attachedThings=[{"thingName": "else"}])["decision"] == "ALLOWED"


@pytest.mark.parametrize("change, text", [
    ({"action": "iot:Fly"}, "iot:Fly"),
    ({"resource": "nonsense"}, "nonsense"),
    ({"resource": arn("client", "c")}, "is no resource of iot:Publish"),
    ({"policies": ["{"]}, "policies[0]"),
    ({"policies": None}, "either policies or principal"),
    ({"policies": None, "principal": arn("cert", "0" * 64)}, "does not exist"),
    ({"policies": None, "principal": f"arn:aws:iot:{REGION}:999999999999:cert/{'0' * 64}"}, "different accounts"),
    ({"context": {"protocol": "CoAP"}}, "CoAP"),
    ({"context": {"clientID": "x"}}, "clientID"),
])
def test_unanswerable_questions(server, change, text):
    question = {"policies": [OWN], "action": "iot:Publish", "resource": arn("topic", "t"), **change}
    question = {name: value for name, value in question.items() if value is not None}
    assert text in explain(server, **question)["message"]


def test_explaining_needs_a_signature_where_others_do(guarded):
    request = urllib.request.Request(f"{guarded.api}/_thingcore/policies/explain", b"{}", method="POST")
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request, timeout=10)
    assert raised.value.code == 403


def thingcore(server, *arguments):
    return subprocess.run([str(BINARY), *map(str, arguments), "--endpoint", server.api], env=CLEAN_ENV,
                          capture_output=True, text=True, timeout=30)


def test_command(server, device, tmp_path):
    (tmp_path / "own.json").write_text(json.dumps(OWN))
    topic = arn("topic", "t1/data")
    things = json.dumps({"attachedThings": [{"thingName": "t1"}]})
    run = thingcore(server, "policy", "explain", "iot:Publish", topic, "--policy", tmp_path / "own.json",
                    "--client-id", "t1", "--context", things)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("ALLOWED: ") and "`OwnTopics`" in run.stdout
    run = thingcore(server, "policy", "explain", "iot:Publish", topic, "--principal", device.certificate_arn,
                    "--client-id", "t1", "--json")
    assert json.loads(run.stdout)["decision"] == "IMPLICIT_DENY" and run.returncode == 0
    run = thingcore(server, "policy", "explain", "iot:Fly", topic, "--policy", tmp_path / "own.json")
    assert run.returncode == 1 and "iot:Fly" in run.stderr
    run = thingcore(server, "policy", "explain", "iot:Publish", topic, "--policy", tmp_path / "none.json")
    assert run.returncode == 1 and "none.json" in run.stderr
