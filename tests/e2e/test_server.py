"""The program itself: starts, stops, options, refusals, kit, demo."""
import json
import os
import pathlib
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
import botocore.exceptions
import pytest

from thingcore import BINARY, CLEAN_ENV, ROOT, Device, Mqtt, eventually

LOOPBACK = ["--api-port", "0", "--mqtts-port", "0", "--https-port", "0"]


def run(*arguments, timeout=20, env=None, cwd=None):
    return subprocess.run([str(BINARY), *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                          env={**CLEAN_ENV, **(env or {})}, cwd=cwd)


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_first_start_makes_everything_in_under_a_second(fresh):
    server = fresh()
    assert server.seconds_to_ready < 1
    banner = server.banner_path.read_text()
    assert server.api in banner and str(server.mqtts_port) in banner
    assert "AmazonRootCA1.pem" in banner and "thingcore kit" in banner
    assert pathlib.Path(server.ca).read_text() == get(f"{server.api}/_thingcore/ca.pem")
    assert json.loads(get(f"{server.api}/_thingcore/health"))["status"] == "ok"
    for key in pathlib.Path(server.data_dir).glob("*.key"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert server.ready["pid"] == server.process.pid and server.ready["mqtt"] is None


def test_second_start_finds_everything_again(fresh):
    server = fresh()
    device = Device(server, "lasting")
    server.client("iot-data").update_thing_shadow(thingName="lasting", payload='{"state":{"desired":{"a":1}}}')
    ca = pathlib.Path(server.ca).read_text()
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5
    server.restart()
    assert pathlib.Path(server.ca).read_text() == ca
    assert server.client("iot").describe_thing(thingName="lasting")["thingName"] == "lasting"
    device.mqtt().connect().disconnect()


def test_memory_keeps_nothing_and_leaves_nothing(fresh, tmp_path):
    server = fresh(data_dir=":memory:")
    Device(server, "fleeting", directory=tmp_path / "d").mqtt().connect().disconnect()
    assert not (server.directory / ":memory:").exists()
    ca = pathlib.Path(server.ca)
    assert ca.exists()
    server.terminate()
    assert not ca.parent.exists()


def test_sigterm_says_goodbye_to_clients_and_exits_0(fresh):
    import paho.mqtt.client as paho
    server = fresh("--mqtt-port", "0")
    client = Mqtt(server, None, "c", version=paho.MQTTv5).connect()
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5
    client.wait(lambda: client.disconnected)
    assert client.disconnected == [0x8B]
    client.paho.loop_stop()


def one_line_failure(done, *parts):
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stderr.count("\n") == 1 and all(part in done.stderr for part in parts), done.stderr


def test_port_in_use(fresh, tmp_path):
    server = fresh()
    done = run("--data-dir", tmp_path / "other", "--api-port", "0", "--mqtts-port", server.mqtts_port, "--https-port", "0")
    one_line_failure(done, str(server.mqtts_port), "in use", "--mqtts-port")
    assert not (tmp_path / "other").exists(), "nothing was written"


def test_data_directory_in_use(fresh):
    server = fresh()
    one_line_failure(run("--data-dir", server.data_dir, *LOOPBACK), "in use by another thingcore")


@pytest.mark.skipif(os.geteuid() == 0 and not os.path.exists("/proc/1"), reason="needs a file system that refuses")
def test_unwritable_directory(tmp_path):
    (tmp_path / "file").write_text("")
    one_line_failure(run("--data-dir", tmp_path / "file" / "data", *LOOPBACK), "cannot use", "data")


def test_broken_config(tmp_path):
    config = tmp_path / "thingcore.toml"
    config.write_text("api-prot = 1\n")
    one_line_failure(run("--config", config), "api-prot")
    config.write_text("api-port = \n")
    one_line_failure(run("--config", config), "config file")
    one_line_failure(run("--config", tmp_path / "missing.toml"), "cannot read")
    one_line_failure(run("--limits", "many"), "--limits")


def test_flag_over_variable_over_file(fresh, tmp_path):
    config = tmp_path / "thingcore.toml"
    config.write_text('endpoint-host = "from.file"\nregion = "eu-west-1"\naccount = "000000000001"\n')
    server = fresh("--config", config, "--account", "000000000003",
                   env={"THINGCORE_REGION": "ap-south-1", "THINGCORE_ACCOUNT": "000000000002"})
    banner = server.banner_path.read_text()
    assert "account 000000000003, region ap-south-1" in banner and "from.file" in banner


def test_open_apis_on_a_reachable_address_must_be_allowed(fresh, tmp_path):
    one_line_failure(run("--bind", "0.0.0.0", "--data-dir", tmp_path / "d", *LOOPBACK), "--open-apis", "--credentials")
    server = fresh("--bind", "0.0.0.0", "--open-apis")
    assert server.process.poll() is None


def test_credentials_are_verified_everywhere(fresh, tmp_path):
    keys = tmp_path / "keys.toml"
    keys.write_text('[[key]]\naccess_key_id = "AKIDTEACHER"\nsecret_access_key = "s3cret"\naccount = "123456789012"\n')
    server = fresh("--credentials", keys)
    good = dict(endpoint_url=server.api, region_name="us-east-1", aws_access_key_id="AKIDTEACHER")
    boto3.client("iot", aws_secret_access_key="s3cret", **good).create_thing(thingName="t")
    boto3.client("dynamodb", aws_secret_access_key="s3cret", **good).list_tables()
    refusals = {
        ("iot", "list_things"): (403, "InvalidSignatureException"),
        ("dynamodb", "list_tables"): (400, "InvalidSignatureException"),
        ("sts", "get_caller_identity"): (403, "SignatureDoesNotMatch"),
    }
    for (service, call), expected in refusals.items():
        with pytest.raises(botocore.exceptions.ClientError) as refused:
            getattr(boto3.client(service, aws_secret_access_key="wrong", **good), call)()
        response = refused.value.response
        assert (response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]) == expected
    assert json.loads(get(f"{server.api}/_thingcore/health"))["status"] == "ok"
    assert "BEGIN CERTIFICATE" in get(f"{server.api}/_thingcore/ca.pem")
    for path in ("metrics", "coverage"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(f"{server.api}/_thingcore/{path}")
        assert refused.value.code == 403


def test_rule_actions_work_where_keys_are_needed(fresh, tmp_path):
    keys = tmp_path / "keys.toml"
    keys.write_text('[[key]]\naccess_key_id = "AKID"\nsecret_access_key = "s3cret"\naccount = "123456789012"\n')
    server = fresh("--credentials", keys, "--mqtt-port", "0")
    options = dict(endpoint_url=server.api, region_name="us-east-1", aws_access_key_id="AKID",
                   aws_secret_access_key="s3cret")
    dynamodb, iot = boto3.client("dynamodb", **options), boto3.client("iot", **options)
    dynamodb.create_table(TableName="tab", BillingMode="PAY_PER_REQUEST",
                          AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                          KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
    iot.create_topic_rule(ruleName="r", topicRulePayload={"sql": "SELECT * FROM 'a'", "actions": [
        {"dynamoDBv2": {"roleArn": "arn:aws:iam::123456789012:role/r", "putItem": {"tableName": "tab"}}}]})
    client = Mqtt(server, None, "c").connect()
    client.publish("a", '{"id":"1"}')
    eventually(lambda: dynamodb.scan(TableName="tab")["Count"] == 1)
    client.disconnect()


def test_plain_port_has_its_own_policy(fresh, tmp_path):
    policy = tmp_path / "plain.json"
    policy.write_text(json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iot:Connect", "iot:Subscribe", "iot:Receive"], "Resource": "*"}]}))
    server = fresh("--mqtt-port", "0", "--plain-policy", policy)
    client = Mqtt(server, None, "c").connect()
    client.paho.publish("t", "x")
    client.wait(lambda: client.disconnected)
    client.paho.loop_stop()


def test_reset_empties_one_account_or_all(fresh):
    server = fresh("--mqtt-port", "0")
    mine, theirs = server.client("iot"), server.client("iot", account="999999999999")
    mine.create_thing(thingName="a")
    theirs.create_thing(thingName="b")
    server.client("dynamodb").create_table(
        TableName="tab", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
    server.client("iot-data").update_thing_shadow(thingName="a", payload='{"state":{"desired":{"a":1}}}')
    mine.create_topic_rule(ruleName="r", topicRulePayload={"sql": "SELECT * FROM 'a'", "actions": []})
    client = Mqtt(server, None, "c").connect()
    client.publish("kept", "x", retain=True)
    client.publish("a", "x")
    metrics = f"{server.api}/_thingcore/metrics"
    eventually(lambda: 'rule_name="r"' in get(metrics))
    assert post(f"{server.api}/_thingcore/reset", {"account": "123456789012"}) == {}
    client.wait(lambda: client.disconnected)
    client.paho.loop_stop()
    assert 'rule_name="r"' not in get(metrics)
    assert mine.list_things()["things"] == [] and mine.list_topic_rules()["rules"] == []
    assert server.client("dynamodb").list_tables()["TableNames"] == []
    with pytest.raises(Exception, match="No shadow exists"):
        server.client("iot-data").get_thing_shadow(thingName="a")
    assert [thing["thingName"] for thing in theirs.list_things()["things"]] == ["b"]
    post(f"{server.api}/_thingcore/reset", {})
    assert theirs.list_things()["things"] == []
    again = Mqtt(server, None, "d").connect()
    again.subscribe("kept")
    time.sleep(0.2)
    assert again.messages == []
    again.disconnect()
    server.terminate()
    server.restart()
    assert server.client("iot").list_things()["things"] == []


def test_metrics(fresh):
    server = fresh("--mqtt-port", "0")
    client = Mqtt(server, None, "c").connect()
    client.subscribe("t")
    client.publish("t", "x")
    client.expect(1)
    text = get(f"{server.api}/_thingcore/metrics")
    assert "thingcore_broker_published_total 1\n" in text and "thingcore_broker_connections 1\n" in text
    client.disconnect()


def test_kit_makes_a_device_that_runs(fresh, tmp_path):
    server = fresh()
    out = tmp_path / "kit"
    done = run("kit", "lamp", "--out", out, "--endpoint", server.api)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in out.iterdir()}
    assert names == {"certificate.pem.crt", "private.pem.key", "public.pem.key", "AmazonRootCA1.pem", "connect.json",
                     "sample.py"}
    assert stat.S_IMODE((out / "private.pem.key").stat().st_mode) == 0o600
    sample = subprocess.run([sys.executable, out / "sample.py"], capture_output=True, text=True, timeout=60,
                            env={**CLEAN_ENV, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert sample.returncode == 0, sample.stderr
    assert sample.stdout.count("received:") == 10
    # The policy is the device's own: nobody else's topic, nobody else's name.
    document = json.loads(server.client("iot").get_policy(policyName="lamp-policy")["policyDocument"])
    assert "${iot:Connection.Thing.ThingName}" in json.dumps(document)
    # A second kit for the same thing has a new certificate.
    again = run("kit", "lamp", "--out", out, "--endpoint", server.api, "--json")
    assert again.returncode == 0 and json.loads(again.stdout)["thingName"] == "lamp"
    assert len(server.client("iot").list_thing_principals(thingName="lamp")["principals"]) == 2


def test_commands_find_the_server_that_variables_and_file_name(fresh, tmp_path):
    server = fresh()
    port = str(server.api_port)
    done = run("kit", "lamp", "--out", tmp_path / "kit", env={"THINGCORE_API_PORT": port})
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "kit/connect.json").read_text())["port"] == server.mqtts_port
    (tmp_path / "thingcore.toml").write_text(f"api-port = {port}\nservices = ['sqs', 'sns']\n")
    statement = {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}
    (tmp_path / "policy.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    done = run("policy", "explain", "iot:Publish", "arn:aws:iot:us-east-1:123456789012:topic/a", "--policy",
               tmp_path / "policy.json", env={"THINGCORE_CONFIG": str(tmp_path / "thingcore.toml")})
    assert "IMPLICIT_DENY" in done.stdout, done.stderr
    done = run("demo", env={"THINGCORE_API_PORT": port}, timeout=60)
    assert done.returncode == 0 and f":{server.mqtts_port} over mutual TLS" in done.stdout, done.stderr
    one_line_failure(run("kit", "lamp", "--out", tmp_path, env={"THINGCORE_API_PORT": "0"}), "--endpoint")


def test_kit_without_a_server_fails_in_one_line(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        one_line_failure(run("kit", "lamp", "--out", tmp_path, "--endpoint", f"http://127.0.0.1:{port}"), "cannot reach")


def test_demo_tells_the_whole_story(fresh):
    server = fresh()
    done = run("demo", "--endpoint", server.api, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "over mutual TLS" in done.stdout and done.stdout.count("row: timestamp") == 6
    # It leaves nothing behind.
    assert server.client("iot").list_things()["things"] == []
    assert server.client("dynamodb").list_tables()["TableNames"] == []


def test_demo_brings_its_own_server_and_names_the_step_that_fails(fresh):
    if subprocess.run(["sh", "-c", "command -v ss && ss -ltn | grep -q ':4566 '"], capture_output=True).returncode == 0:
        pytest.skip("something listens on the default port")
    done = run("demo", "--json", timeout=60)
    assert done.returncode == 0, done.stderr
    steps = [json.loads(line)["name"] for line in done.stdout.splitlines()]
    assert steps[:5] == ["provision", "table", "rule", "connect", "publish"] and steps[-1] == "clean up"
    server = fresh("--services", "none")
    failed = run("demo", "--endpoint", server.api, timeout=60)
    one_line_failure(failed, 'step "create the table" failed')


def test_lab_of_the_readme_runs_as_printed(fresh, tmp_path):
    """Only the API's port is changed, which is the default there."""
    script = (ROOT / "README.md").read_text().split("running, `pip")[1].split("```sh\n")[1].split("```")[0]
    assert len(script.splitlines()) == 10
    server = fresh()
    path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), str(BINARY.parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-e", "-c", script.replace("http://localhost:4566", server.api)],
        capture_output=True, text=True, timeout=90, cwd=tmp_path,
        env={**CLEAN_ENV, "PATH": path, "THINGCORE_ENDPOINT": server.api})
    assert done.returncode == 0, done.stderr
    assert '"Count": 5' in done.stdout and done.stdout.count("received:") == 10
