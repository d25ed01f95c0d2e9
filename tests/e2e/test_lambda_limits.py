"""What functions may not: outlive their time or the server, take more memory than they have, change code, be somebody else."""
import json
import os
import re
import sys
import time
import urllib.request

import boto3
import pytest

from functions import call, create, fail
from test_lambda import processes, tail
from thingcore import ACCOUNT, REGION, eventually, have

HANDLER = "def handler(event, context):\n"
OTHER = "000000000007"


@pytest.fixture(scope="module")
def client(server):
    return server.client("lambda")


def invoke(client, name, event=None):
    """The error document or result, and the REPORT line."""
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event or {}), LogType="Tail")
    lines = tail(answer).splitlines()
    return json.loads(answer["Payload"].read()), next(line for line in lines if line.startswith("REPORT"))


def used(report):
    return int(re.search(r"Max Memory Used: (\d+) MB", report)[1])


STEAL = f'''
import boto3
import os
def handler(event, context):
    key, secret, token = (os.environ["AWS_" + name] for name in ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"])
    keys = {{"aws_secret_access_key": secret, "aws_session_token": token}}
    own = boto3.Session(aws_access_key_id=key, **keys).client("sts").get_caller_identity()["Account"]
    try:
        other = boto3.Session(aws_access_key_id=key.replace(own, "{OTHER}"), **keys)
        return [own, other.client("sqs").list_queues().get("QueueUrls")]
    except Exception as error:
        return [own, str(error)]
'''


def test_a_function_cannot_sign_as_another_account(fresh, tmp_path):
    keys = [("test", "test", ACCOUNT), ("seven", "seventh", OTHER)]
    (tmp_path / "keys.toml").write_text("".join(
        f'[[key]]\naccess_key_id = "{key}"\nsecret_access_key = "{secret}"\naccount = "{account}"\n'
        for key, secret, account in keys))
    server = fresh("--credentials", tmp_path / "keys.toml", "--lambda-python", sys.executable)
    seven = {"endpoint_url": server.api, "region_name": REGION,
             "aws_access_key_id": "seven", "aws_secret_access_key": "seventh"}
    boto3.client("sqs", **seven).create_queue(QueueName="of-seven")
    client, other = server.client("lambda"), boto3.client("lambda", **seven)
    create(client, "thief", STEAL, Timeout=30, MemorySize=256)
    own, found = call(client, "thief")
    assert own == ACCOUNT and "SignatureDoesNotMatch" in found
    create(other, "owner", STEAL, Timeout=30, MemorySize=256)
    assert call(other, "owner") == [OTHER, [f"{server.api}/{OTHER}/of-seven"]]


CHANGE = '''
import os
def handler(event, context):
    mode = oct(os.stat(".").st_mode & 0o777)
    if event.get("change"):
        os.chmod(".", 0o755)
        os.unlink("app.py")
        with open("app.py", "w") as out:
            out.write("def handler(event, context): return 'changed'")
    return mode
'''


def test_code_is_read_only_and_that_of_one_account(server, client):
    create(client, "changes", CHANGE)
    other = server.client("lambda", account=OTHER)
    create(other, "same", CHANGE)
    assert call(client, "changes", {"change": True}) == "0o555"
    assert call(other, "same") == "0o555"


@pytest.mark.skipif(os.getuid() == 0, reason="root writes wherever it wants")
def test_nothing_is_written_beside_the_code(client):
    create(client, "writes", HANDLER + "    open('x.txt', 'w').write('x')\n")
    assert fail(client, "writes")["errorType"] == "PermissionError"


# In a session of its own; the same without the environment; and as daemons do, without a parent either.
DETACHED = '''
import os
import subprocess
import time
def handler(event, context):
    sleep = ["sh", "-c", "sleep 300; true", event["mark"]]
    subprocess.Popen(sleep, start_new_session=True)
    subprocess.Popen(sleep, start_new_session=True, env={"PATH": os.environ["PATH"]})
    subprocess.Popen(["sh", "-c", "setsid sh -c 'sleep 300; true' " + event["mark"] + " &"])
    time.sleep(event["s"])
'''


def test_a_timeout_ends_what_left_the_group(client):
    mark = f"left-{os.getpid()}-{time.time_ns()}"
    create(client, "detached", DETACHED, Timeout=2)
    assert fail(client, "detached", {"mark": mark, "s": 60})["errorType"] == "Sandbox.Timedout"
    # The children of the shells have no mark.
    eventually(lambda: not processes(mark))


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_the_end_of_the_server_ends_what_left_the_group(fresh, end):
    server = fresh()
    client = server.client("lambda")
    mark = f"left-{os.getpid()}-{time.time_ns()}"
    create(client, "detached", DETACHED, Timeout=60)
    call(client, "detached", {"mark": mark, "s": 0})
    eventually(lambda: len(processes(mark)) == 3)
    create(client, "busy", DETACHED, Timeout=900)
    client.invoke(FunctionName="busy", InvocationType="Event", Payload=json.dumps({"mark": mark, "s": 600}))
    eventually(lambda: len(processes(mark)) == 6)
    getattr(server, end)()
    eventually(lambda: not processes(mark), within=10)


@pytest.mark.skipif(not have("node"), reason="node is not installed")
def test_a_detached_child_of_node_ends_too(client):
    mark = f"left-{os.getpid()}-{time.time_ns()}"
    create(client, "nodes", f'''
const {{ spawn }} = require('child_process');
exports.handler = async () => {{
  spawn('sh', ['-c', 'sleep 300; true', '{mark}'], {{ detached: true, stdio: 'ignore' }}).unref();
  await new Promise(() => setTimeout(() => {{}}, 60000));
}};
''', "nodejs22.x", MemorySize=256, Timeout=2)
    assert fail(client, "nodes")["errorType"] == "Sandbox.Timedout"
    eventually(lambda: not processes(mark))


def test_an_error_document_is_as_large_as_a_result_may_be(client):
    create(client, "raises", HANDLER + "    raise Exception('x' * event['n'])\n", MemorySize=512, Timeout=20)
    for size in [270_000, 6_000_000]:
        document = fail(client, "raises", {"n": size})
        assert document["errorMessage"] == "x" * size and document["errorType"] == "Exception"
    assert fail(client, "raises", {"n": 7 << 20})["errorType"] == "Function.ResponseSizeTooLarge"
    create(client, "starts", "raise Exception('x' * 270_000)\n")
    assert len(fail(client, "starts")["errorMessage"]) == 270_000
    create(client, "too_much", "raise Exception('x' * (7 << 20))\n", MemorySize=512)
    assert fail(client, "too_much")["errorType"] == "Function.ResponseSizeTooLarge"


def test_memory_is_limited_from_the_start_and_to_the_end(client):
    create(client, "hoards", "hoard = bytearray(600 << 20)\n" + HANDLER + "    return len(hoard)\n", Timeout=20)
    create(client, "quick", HANDLER + "    return len(bytearray(event['mb'] << 20))\n", Timeout=20)
    assert call(client, "quick", {"mb": 1}) == 1 << 20
    for name, event in [("hoards", {}), ("quick", {"mb": 160})]:
        document, report = invoke(client, name, event)
        assert document["errorType"] == "Runtime.OutOfMemory", document
        assert document["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
        assert used(report) == 128 and report.endswith("Status: error\tError Type: Runtime.OutOfMemory")
    assert call(client, "quick", {"mb": 1}) == 1 << 20


def test_the_memory_of_what_has_ended_is_told(client):
    source = "import os\n" + HANDLER + "    return event['n'] and os._exit(3)\n"
    create(client, "ends", source)
    _, report = invoke(client, "ends", {"n": 1})
    assert used(report) > 3
    assert call(client, "ends", {"n": 0}) == 0
    _, report = invoke(client, "ends", {"n": 1})
    assert used(report) > 3
    create(client, "exits", "import sys, time\ntime.sleep(0.1)\nsys.exit(1)\n")
    _, report = invoke(client, "exits")
    assert used(report) > 3
    create(client, "slow", "import time\nhoard = bytearray(40 << 20)\n" + HANDLER + "    time.sleep(60)\n", Timeout=1)
    _, report = invoke(client, "slow")
    assert report.endswith("Status: timeout") and 40 < used(report) < 128


def test_a_function_that_prints_without_end_waits_for_its_logs(server, client):
    create(client, "floods", "import subprocess\n" + HANDLER + "    subprocess.Popen(['yes', 'x' * 60])\n    return 1\n")

    def backlog():
        with urllib.request.urlopen(server.api + "/_thingcore/metrics") as answer:
            return int(re.search(rb"^thingcore_store_backlog_bytes (\d+)$", answer.read(), re.MULTILINE)[1])

    assert call(client, "floods") == 1
    most, until = 0, time.monotonic() + 4
    while time.monotonic() < until:
        most = max(most, backlog())
        time.sleep(0.05)
    client.delete_function(FunctionName="floods")
    print(f"at most {most >> 10} KiB waited for the disk")
    assert most < 4 << 20
