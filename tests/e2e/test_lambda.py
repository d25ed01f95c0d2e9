"""Functions that really run: Python, Node.js and custom runtimes, and everything that goes wrong in them."""
import base64
import json
import os
import pathlib
import re
import statistics
import sys
import threading
import time
import urllib.request

import pytest

from functions import call, create, fail, package
from matrix import write_keys
from thingcore import ACCOUNT, REGION, Device, Server, create_rule, eventually, have

ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:"


@pytest.fixture(scope="module")
def client(server):
    return server.client("lambda")


def tail(answer):
    return base64.b64decode(answer["LogResult"]).decode()


def processes(mark):
    """The processes with a text in their command line or environment."""
    found = []
    for directory in pathlib.Path("/proc").iterdir():
        if directory.name.isdigit():
            try:
                about = (directory / "cmdline").read_bytes() + (directory / "environ").read_bytes()
            except OSError:
                continue
            if mark.encode() in about:
                found.append(int(directory.name))
    return found


def test_python_runs_and_stays_warm(client):
    create(client, "py", MemorySize=256, Timeout=30)
    first = call(client, "py", {"temp": 21.5})
    assert first["temp"] == 21.5 and first["count"] == 1
    assert first["arn"] == ARN + "py" and first["version"] == "$LATEST" and first["memory"] == "256"
    assert 0 < first["remaining"] <= 30_000
    second = call(client, "py", {"temp": "é"})
    assert second["temp"] == "é" and second["count"] == 2 and second["pid"] == first["pid"]
    assert second["id"] != first["id"]


def test_an_invocation_says_what_it_was(client):
    create(client, "headers")
    answer = client.invoke(FunctionName="headers", Payload=b'{"temp": 1}', LogType="Tail")
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    request_id = answer["ResponseMetadata"]["RequestId"]
    lines = tail(answer).splitlines()
    assert lines[0] == f"START RequestId: {request_id} Version: $LATEST"
    assert lines[1] == "temp is 1"
    assert lines[2] == f"END RequestId: {request_id}"
    assert re.fullmatch(
        rf"REPORT RequestId: {request_id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\t"
        r"Max Memory Used: [1-9]\d* MB\tInit Duration: \d+\.\d\d ms\t", lines[3])
    again = client.invoke(FunctionName="headers", Payload=b"{}", LogType="Tail")
    assert "Init Duration" not in tail(again) and "temp is None" in tail(again)
    assert "LogResult" not in client.invoke(FunctionName="headers")
    assert client.invoke(FunctionName="headers", InvocationType="DryRun")["StatusCode"] == 204


def test_warm_invocations_are_quick(client):
    create(client, "quick")
    began = time.monotonic()
    call(client, "quick")
    cold = time.monotonic() - began
    took = []
    for _ in range(100):
        began = time.monotonic()
        call(client, "quick")
        took.append(time.monotonic() - began)
    middle = statistics.median(took)
    print(f"cold start {cold * 1000:.0f} ms, warm p50 {middle * 1000:.1f} ms, max {max(took) * 1000:.1f} ms")
    assert middle < 0.25


def test_the_environment_is_that_of_lambda_and_nothing_of_the_server(fresh):
    server = fresh(env={"SECRET_OF_THE_SERVER": "x"})
    client = server.client("lambda")
    create(client, "env", "import os\ndef handler(event, context):\n    return dict(os.environ, cwd=os.getcwd())\n",
           Environment={"Variables": {"TABLE": "readings"}})
    found = call(client, "env")
    assert found["TABLE"] == "readings" and "SECRET_OF_THE_SERVER" not in found
    assert found["_HANDLER"] == "app.handler" and found["AWS_LAMBDA_FUNCTION_NAME"] == "env"
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == REGION
    assert found["AWS_ENDPOINT_URL"] == server.api
    assert found["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/env"
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}", found["AWS_LAMBDA_LOG_STREAM_NAME"])
    assert found["cwd"] == found["LAMBDA_TASK_ROOT"] and found["TMPDIR"] != found["cwd"]
    assert found["TZ"] == ":UTC" and found["PATH"]


BOTO = '''
import boto3
def handler(event, context):
    return boto3.client("sts").get_caller_identity()["Account"]
'''


@pytest.mark.parametrize("guarded", [False, True], ids=["open", "guarded"])
def test_a_function_reaches_the_lab_in_its_own_account(fresh, tmp_path, guarded):
    options = ["--lambda-python", sys.executable]
    if guarded:
        write_keys(tmp_path / "keys.toml", ACCOUNT)
        options += ["--credentials", tmp_path / "keys.toml"]
    account = ACCOUNT if guarded else "000000000007"
    client = fresh(*options).client("lambda", account=None if guarded else account)
    create(client, "who", BOTO, Timeout=30, MemorySize=256)
    assert call(client, "who") == account


def test_python_errors_have_the_shapes_of_aws(client):
    create(client, "raises", "def handler(event, context):\n    raise ValueError('no good')\n")
    answer = client.invoke(FunctionName="raises", LogType="Tail")
    assert answer["StatusCode"] == 200 and answer["FunctionError"] == "Unhandled"
    document = json.loads(answer["Payload"].read())
    assert document["errorType"] == "ValueError" and document["errorMessage"] == "no good"
    assert document["requestId"] == answer["ResponseMetadata"]["RequestId"]
    assert len(document["stackTrace"]) == 1 and "line 2, in handler" in document["stackTrace"][0]
    assert "[ERROR] ValueError: no good" in tail(answer)

    create(client, "imports", "import not_there\n")
    document = fail(client, "imports")
    assert document["errorType"] == "Runtime.ImportModuleError" and document["requestId"]
    assert document["errorMessage"] == "Unable to import module 'app': No module named 'not_there'"
    assert document["stackTrace"] == []

    create(client, "missing", "def other(): pass\n")
    document = fail(client, "missing")
    assert document["errorType"] == "Runtime.HandlerNotFound"
    assert document["errorMessage"] == "Handler 'handler' missing on module 'app'"

    create(client, "syntax", "def handler(:\n")
    assert fail(client, "syntax")["errorType"] == "Runtime.UserCodeSyntaxError"
    create(client, "malformed", handler="app")
    assert fail(client, "malformed")["errorType"] == "Runtime.MalformedHandlerName"
    create(client, "init", "raise RuntimeError('at start')\n")
    document = fail(client, "init")
    assert document["errorType"] == "RuntimeError" and document["errorMessage"] == "at start"
    create(client, "marshal", "def handler(event, context):\n    return {1, 2}\n")
    assert fail(client, "marshal")["errorType"] == "Runtime.MarshalError"


def test_crash_timeout_and_memory(client):
    create(client, "crash", "import os\ndef handler(event, context):\n    os._exit(event.get('code', 1))\n")
    document = fail(client, "crash", {"code": 3})
    assert document["errorType"] == "Runtime.ExitError"
    assert re.fullmatch(r"RequestId: \S+ Error: Runtime exited with error: exit status 3", document["errorMessage"])
    assert "without providing a reason" in fail(client, "crash", {"code": 0})["errorMessage"]

    create(client, "slow", "import time\ndef handler(event, context):\n    time.sleep(event['s'])\n    return 1\n", Timeout=1)
    assert call(client, "slow", {"s": 0}) == 1
    began = time.monotonic()
    answer = client.invoke(FunctionName="slow", Payload=b'{"s": 60}', LogType="Tail")
    assert 0.9 < time.monotonic() - began < 6
    document = json.loads(answer["Payload"].read())
    assert document["errorType"] == "Sandbox.Timedout"
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert document["errorMessage"] == f"RequestId: {request_id} Error: Task timed out after 1.00 seconds"
    assert "Task timed out after 1.00 seconds" in tail(answer) and "Status: timeout" in tail(answer)
    assert call(client, "slow", {"s": 0}) == 1

    create(client, "greedy", "import time\ndef handler(event, context):\n    hoard = bytearray(event['mb'] << 20)\n"
           "    time.sleep(2)\n    return len(hoard)\n", Timeout=10)
    assert call(client, "greedy", {"mb": 1}) == 1 << 20
    assert fail(client, "greedy", {"mb": 400})["errorType"] == "Runtime.OutOfMemory"


def test_a_timeout_ends_what_the_function_started(client):
    mark = f"sleep-of-{os.getpid()}"
    create(client, "parent", "import subprocess\ndef handler(event, context):\n"
           "    subprocess.Popen(['sh', '-c', 'sleep 300 & sleep 300; true', event['mark']])\n"
           "    subprocess.run(['sh', '-c', 'sleep 300; true', event['mark']])\n", Timeout=1)
    assert fail(client, "parent", {"mark": mark})["errorType"] == "Sandbox.Timedout"
    eventually(lambda: not processes(mark))


NODE = '''
let count = 0;
exports.handler = async (event, context) => {
  count += 1;
  console.log('temp is', event.temp);
  return { temp: event.temp, count, id: context.awsRequestId, left: context.getRemainingTimeInMillis() };
};
exports.callback = (event, context, callback) => { setTimeout(() => callback(null, 'later'), 20); };
exports.nothing = () => {};
exports.throws = async () => { throw new TypeError('no good'); };
exports.rejects = () => { Promise.reject(new Error('nobody caught it')); return new Promise(() => {}); };
exports.uncaught = () => { setTimeout(() => { throw new Error('much later'); }, 10); return new Promise(() => {}); };
'''


@pytest.mark.skipif(not have("node"), reason="node is not installed")
def test_node(client):
    create(client, "js", NODE, "nodejs20.x", MemorySize=256)
    first = call(client, "js", {"temp": 21.5})
    assert first["temp"] == 21.5 and first["count"] == 1 and 0 < first["left"] <= 3000
    assert call(client, "js")["count"] == 2
    answer = client.invoke(FunctionName="js", Payload=b'{"temp": 3}', LogType="Tail")
    assert re.search(r"Z\t[0-9a-f-]{36}\tINFO\ttemp is 3", tail(answer))

    def change(handler):
        client.update_function_configuration(FunctionName="js", Handler=handler)

    change("app.callback")
    assert call(client, "js") == "later"
    change("app.nothing")
    assert call(client, "js") is None
    change("app.throws")
    document = fail(client, "js")
    assert document["errorType"] == "TypeError" and document["errorMessage"] == "no good" and document["trace"]
    change("app.rejects")
    assert fail(client, "js")["errorType"] == "Runtime.UnhandledPromiseRejection"
    change("app.uncaught")
    assert fail(client, "js")["errorMessage"] == "much later"
    change("app.gone")
    assert fail(client, "js")["errorType"] == "Runtime.HandlerNotFound"
    change("gone.handler")
    document = fail(client, "js")
    assert document["errorType"] == "Runtime.ImportModuleError" and "Cannot find module" in document["errorMessage"]
    create(client, "esm", runtime="nodejs22.x", handler="lib/app.handler", MemorySize=256, files={
        "lib/app.mjs": "import { readFileSync } from 'fs';\n"
                       "export const handler = async (event) => readFileSync('data.txt', 'utf8') + event.temp;\n",
        "data.txt": "found "})
    assert call(client, "esm", {"temp": 5}) == "found 5"


@pytest.mark.skipif(not have("node"), reason="node is not installed")
def test_node_takes_callbacks_until_version_22(client):
    source = """
exports.callback = (event, context, callback) => callback(null, 'called back');
exports.context = async (event, context) => [typeof context.done, typeof context.callbackWaitsForEmptyEventLoop];
exports.plain = (event) => event.temp;
"""
    create(client, "js22", source, "nodejs22.x", "app.callback", MemorySize=256)
    assert call(client, "js22") == "called back"
    create(client, "js24", source, "nodejs24.x", "app.callback", MemorySize=256)
    document = fail(client, "js24")
    assert document["errorType"] == "Runtime.CallbackHandlerDeprecated"
    assert "removed support for callback-based function handlers starting with Node.js 24" in document["errorMessage"]
    client.update_function_configuration(FunctionName="js24", Handler="app.context")
    assert call(client, "js24") == ["undefined", "undefined"]
    client.update_function_configuration(FunctionName="js24", Handler="app.plain")
    assert call(client, "js24", {"temp": 3}) == 3


@pytest.mark.skipif(not have("node"), reason="node is not installed")
def test_node_finds_packages_where_node_path_says(client, tmp_path):
    (tmp_path / "@aws-sdk/client-s3").mkdir(parents=True)
    (tmp_path / "@aws-sdk/client-s3/index.js").write_text("exports.S3Client = class {};\n")
    create(client, "sdk", "exports.handler = async () => typeof require('@aws-sdk/client-s3').S3Client;\n", "nodejs22.x",
           MemorySize=256, Environment={"Variables": {"NODE_PATH": str(tmp_path)}})
    assert call(client, "sdk") == "function"


BOOTSTRAP = '''#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  event=$(curl -sS -D "$TMPDIR/head" "$api/next") || exit 1
  id=$(tr -d '\\r' < "$TMPDIR/head" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
  echo "got $event"
  curl -sS "$api/$id/response" -d "{\\"was\\": $event, \\"handler\\": \\"$_HANDLER\\"}" > /dev/null
done
'''


@pytest.mark.skipif(not have("curl"), reason="curl is not installed")
def test_a_custom_runtime(client):
    create(client, "shell", BOOTSTRAP, "provided.al2023", handler="my.handler")
    answer = client.invoke(FunctionName="shell", Payload=b'{"temp": 4}', LogType="Tail")
    assert json.loads(answer["Payload"].read()) == {"was": {"temp": 4}, "handler": "my.handler"}
    assert 'got {"temp": 4}' in tail(answer)
    create(client, "none", runtime="provided.al2023", files={"other": "x"})
    assert fail(client, "none")["errorType"] == "Runtime.InvalidEntrypoint"
    create(client, "rigid", runtime="provided.al2023", files={"bootstrap": (BOOTSTRAP, 0o644)})
    assert "permission denied" in fail(client, "rigid")["errorMessage"]


def test_payload_limits(client):
    create(client, "echo", "def handler(event, context):\n    return event if 'n' not in event else 'x' * event['n']\n",
           MemorySize=512, Timeout=20)
    large = {"x": "y" * ((6 << 20) - 100)}
    assert call(client, "echo", large) == large
    for kind, size in [("RequestResponse", (6 << 20) + 200), ("Event", (1 << 20) + 1)]:
        with pytest.raises(client.exceptions.RequestTooLargeException) as refused:
            client.invoke(FunctionName="echo", InvocationType=kind, Payload=b'"' + b"x" * (size - 2) + b'"')
        assert f"{size} byte payload is too large for the {kind} invocation type" in str(refused.value)
    assert fail(client, "echo", {"n": 7 << 20})["errorType"] == "Function.ResponseSizeTooLarge"
    assert call(client, "echo") == {}
    for payload in (b"not json", b'"\xff"', b'{"temp": "\xc3"}'):
        for kind in ("RequestResponse", "Event"):
            with pytest.raises(client.exceptions.InvalidRequestContentException) as refused:
                client.invoke(FunctionName="echo", InvocationType=kind, Payload=payload)
            assert "Could not parse payload into json" in str(refused.value)
    assert call(client, "echo", {"temp": "é"}) == {"temp": "é"}


def counting(path, more=""):
    return (f"def handler(event, context):\n    with open({str(path)!r}, 'a') as out:\n"
            f"        out.write(str(event.get('n')) + ' ' + context.aws_request_id + '\\n')\n{more}")


def test_a_thousand_events_lose_none(client, tmp_path):
    seen = tmp_path / "seen"
    create(client, "many", counting(seen))
    threads = []
    for part in range(4):
        def send(part=part):
            for n in range(part * 250, part * 250 + 250):
                answer = client.invoke(FunctionName="many", InvocationType="Event", Payload=json.dumps({"n": n}))
                assert answer["StatusCode"] == 202 and "FunctionError" not in answer
        threads.append(threading.Thread(target=send))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = eventually(lambda: seen.exists() and len(found := seen.read_text().splitlines()) >= 1000 and found, 60)
    print(f"1,000 events in {time.monotonic() - began:.1f} s")
    assert sorted(int(line.split()[0]) for line in lines) == list(range(1000))


def test_an_event_that_fails_is_tried_twice_more(client, tmp_path):
    seen = tmp_path / "seen"
    create(client, "retried", counting(seen, "    raise ValueError\n"))
    client.invoke(FunctionName="retried", InvocationType="Event", Payload=b'{"n": 1}')
    lines = eventually(lambda: seen.exists() and len(found := seen.read_text().splitlines()) >= 3 and found, 20)
    assert len(lines) == 3 and len(set(lines)) == 1
    client.put_function_event_invoke_config(FunctionName="retried", MaximumRetryAttempts=0)
    client.invoke(FunctionName="retried", InvocationType="Event", Payload=b'{"n": 2}')
    eventually(lambda: seen.read_text().splitlines()[3:])
    time.sleep(1.5)
    assert len(seen.read_text().splitlines()) == 4


def test_concurrency_and_its_limit(client, tmp_path):
    begun = tmp_path / "begun"
    create(client, "busy", "import time\ndef handler(event, context):\n    if event.get('mark'):\n"
           f"        open({str(begun)!r}, 'w').close()\n    time.sleep(event.get('s', 0))\n    return 1\n", Timeout=20)
    call(client, "busy")
    client.put_function_concurrency(FunctionName="busy", ReservedConcurrentExecutions=1)
    thread = threading.Thread(target=lambda: call(client, "busy", {"s": 2, "mark": True}))
    thread.start()
    eventually(begun.exists)
    with pytest.raises(client.exceptions.TooManyRequestsException) as refused:
        call(client, "busy")
    assert refused.value.response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert refused.value.response["Error"]["Message"] == "Rate Exceeded."
    thread.join()
    assert call(client, "busy") == 1
    client.put_function_concurrency(FunctionName="busy", ReservedConcurrentExecutions=0)
    for kind in ["RequestResponse", "Event"]:
        with pytest.raises(client.exceptions.TooManyRequestsException):
            client.invoke(FunctionName="busy", InvocationType=kind)
    client.delete_function_concurrency(FunctionName="busy")
    results = []
    threads = [threading.Thread(target=lambda: results.append(call(client, "busy", {"s": 0.2}))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1] * 20


def test_new_code_runs_in_new_environments(client):
    create(client, "changing")
    assert call(client, "changing")["count"] == 1
    client.update_function_code(
        FunctionName="changing", ZipFile=package({"app.py": "def handler(event, context):\n    return 'new'\n"}))
    assert call(client, "changing") == "new"


def test_functions_outlive_the_server_and_processes_do_not(fresh):
    server = fresh()
    client = server.client("lambda")
    mark = f"mark-{os.getpid()}-{time.time_ns()}"
    create(client, "kept", Environment={"Variables": {"MARK": mark}}, Tags={"a": "b"}, Publish=True)
    client.create_alias(FunctionName="kept", Name="live", FunctionVersion="1")
    client.add_permission(FunctionName="kept", StatementId="s", Action="lambda:InvokeFunction",
                          Principal="iot.amazonaws.com")
    before = client.get_function(FunctionName="kept")
    call(client, "kept")
    create(client, "endless", "def handler(event, context):\n    while True: pass\n", Timeout=900,
           Environment={"Variables": {"MARK": mark}})
    client.invoke(FunctionName="endless", InvocationType="Event")
    eventually(lambda: len(processes(mark)) == 2)
    server.kill()
    eventually(lambda: not processes(mark), within=10)
    server.restart()
    client = server.client("lambda")
    after = client.get_function(FunctionName="kept")
    assert after["Configuration"] == before["Configuration"] and after["Tags"] == {"a": "b"}
    assert call(client, "kept", Qualifier="live")["version"] == "1"
    assert client.get_policy(FunctionName="kept")["Policy"]
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5
    eventually(lambda: not processes(mark), within=10)


def test_events_have_their_turn_before_the_end(fresh, tmp_path):
    server = fresh()
    client = server.client("lambda")
    create(client, "last", counting(tmp_path / "seen"))
    for n in range(40):
        client.invoke(FunctionName="last", InvocationType="Event", Payload=json.dumps({"n": n}))
    code, seconds = server.terminate()
    assert code == 0 and seconds < 5
    lines = (tmp_path / "seen").read_text().splitlines()
    assert sorted(int(line.split()[0]) for line in lines) == list(range(40))


def test_a_server_that_is_told_to_stop_stops_though_a_function_runs(fresh):
    server = fresh()
    client = server.client("lambda")
    mark = f"mark-{os.getpid()}-{time.time_ns()}"
    create(client, "endless", "def handler(event, context):\n    while True: pass\n", Timeout=900,
           Environment={"Variables": {"MARK": mark}})

    def invoke():
        try:
            client.invoke(FunctionName="endless")
        except Exception:
            pass

    thread = threading.Thread(target=invoke)
    thread.start()
    eventually(lambda: processes(mark))
    code, seconds = server.terminate()
    thread.join()
    assert code == 0 and seconds < 6
    eventually(lambda: not processes(mark), within=10)


def test_a_temporary_directory_goes_with_the_server_though_a_function_runs(tmp_path):
    server = Server(tmp_path, data_dir=":memory:", env={"TMPDIR": str(tmp_path)})
    client = server.client("lambda")
    create(client, "endless", "def handler(event, context):\n    while True: pass\n", Timeout=900)
    client.invoke(FunctionName="endless", InvocationType="Event")
    left = [path for path in tmp_path.iterdir() if path.name.startswith("thingcore-lambda-")]
    assert len(left) == 1
    eventually(lambda: list((left[0] / "scratch").iterdir()))
    server.stop()
    eventually(lambda: not left[0].exists())


def test_memory_keeps_nothing_and_reset_empties(tmp_path):
    server = Server(tmp_path, data_dir=":memory:", env={"TMPDIR": str(tmp_path)})
    client, other = server.client("lambda"), server.client("lambda", account="000000000007")
    create(client, "gone")
    create(other, "stays")
    call(client, "gone")
    assert [path for path in tmp_path.iterdir() if path.name.startswith("thingcore-lambda-")]
    request = urllib.request.Request(f"{server.api}/_thingcore/reset", json.dumps({"account": ACCOUNT}).encode(),
                                     {"content-type": "application/json"})
    assert urllib.request.urlopen(request).status == 200
    assert client.list_functions()["Functions"] == []
    assert [function["FunctionName"] for function in other.list_functions()["Functions"]] == ["stays"]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.invoke(FunctionName="gone")
    server.stop()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("thingcore-lambda-")]


def hot(server, name, function):
    create_rule(server, name, f"SELECT n FROM 'hot/{name}'", {"lambda": {"functionArn": ARN + function}})
    device = Device(server, f"{name}-device").mqtt().connect()
    device.publish(f"hot/{name}", '{"n": 7}')
    device.disconnect()


def test_a_rule_invokes_and_a_lab_is_told_of_a_missing_permission(server, client, tmp_path):
    seen = tmp_path / "seen"
    create(client, "ruled", counting(seen))
    hot(server, "to_lambda", "ruled")
    eventually(lambda: seen.exists() and seen.read_text().startswith("7 "), 20)
    assert "AWS would refuse this invocation" in server.log_text()


def test_with_the_limits_of_aws_a_rule_needs_a_permission(fresh, tmp_path):
    # With keys, so that what the rules engine signs is verified, too.
    write_keys(tmp_path / "keys.toml", ACCOUNT)
    server = fresh("--limits", "aws", "--credentials", tmp_path / "keys.toml")
    client = server.client("lambda")
    seen = tmp_path / "seen"
    create(client, "ruled", counting(seen))
    hot(server, "refused", "ruled")
    eventually(lambda: "AccessDeniedException" in server.log_text(), 20)
    assert not seen.exists()
    client.add_permission(FunctionName="ruled", StatementId="rule", Action="lambda:InvokeFunction",
                          Principal="iot.amazonaws.com", SourceAccount=ACCOUNT,
                          SourceArn=f"arn:aws:iot:{REGION}:{ACCOUNT}:rule/allowed")
    hot(server, "allowed", "ruled")
    eventually(lambda: seen.exists() and seen.read_text().startswith("7 "), 20)


def test_another_account_needs_a_permission(server, client):
    create(client, "shared", "def handler(event, context):\n    return 'shared'\n")
    other = server.client("lambda", account="000000000007")
    with pytest.raises(other.exceptions.ClientError) as refused:
        other.invoke(FunctionName=ARN + "shared")
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    client.add_permission(FunctionName="shared", StatementId="other", Action="lambda:InvokeFunction",
                          Principal="000000000007")
    assert call(other, ARN + "shared") == "shared"
    with pytest.raises(other.exceptions.ClientError) as refused:
        other.get_function(FunctionName=ARN + "shared")
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_the_published_runtime_client_of_python(fresh):
    """awslambdaric, which is what AWS runs; the other tests run on whatever `python3` is."""
    client = fresh("--lambda-python", sys.executable).client("lambda")
    create(client, "ric", "import awslambdaric, sys\ndef handler(event, context):\n    print('temp is', event['temp'])\n"
           "    return [event['temp'], 'awslambdaric.bootstrap' in sys.modules, context.aws_request_id]\n",
           MemorySize=256, Timeout=20)
    answer = client.invoke(FunctionName="ric", Payload=b'{"temp": 3}', LogType="Tail")
    assert json.loads(answer["Payload"].read()) == [3, True, answer["ResponseMetadata"]["RequestId"]]
    assert "temp is 3" in tail(answer)
    assert call(client, "ric", {"temp": 4})[0] == 4
    document = fail(client, "ric")
    assert document["errorType"] == "KeyError" and len(document["stackTrace"]) == 1
    assert call(client, "ric", {"temp": 5})[0] == 5
    create(client, "imports", "import not_there\n", Timeout=20)
    document = fail(client, "imports")
    assert document["errorType"] == "Runtime.ImportModuleError" and document["requestId"]


def test_a_machine_without_the_interpreter_says_so(fresh):
    client = fresh("--lambda-python", "/no/such/python").client("lambda")
    create(client, "none")
    document = fail(client, "none")
    assert document["errorType"] == "Runtime.InvalidEntrypoint"
    assert "there is no interpreter for python3.12 on this machine (/no/such/python: " in document["errorMessage"]
