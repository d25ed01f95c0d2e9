"""What functions print and log: one record is one event of CloudWatch Logs, in the order of the function."""
import sys

import pytest

from functions import create
from thingcore import Server, eventually, have


@pytest.fixture(scope="module", params=["own", "published"])
def python(request, tmp_path_factory):
    """A server whose Python functions run through our own runtime client, or through awslambdaric."""
    options = ["--lambda-python", sys.executable] if request.param == "published" else []
    server = Server(tmp_path_factory.mktemp(request.param), *options)
    yield server
    server.stop()


def run(server, name, source, runtime="python3.12", **options):
    """Creates and invokes a function, and returns the events between those of the invocation itself."""
    client, logs = server.client("lambda"), server.client("logs")
    create(client, name, source, runtime, MemorySize=256, Timeout=20, **options)
    client.invoke(FunctionName=name, Payload=b"{}")

    def messages():
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        found = [event["message"] for event in events]
        return found if any(message.startswith("REPORT ") for message in found) else None

    found = eventually(messages)
    start = next(at for at, message in enumerate(found) if message.startswith("START "))
    end = next(at for at, message in enumerate(found) if message.startswith("END "))
    return found[:start] + found[start + 1:end]


PYTHON = '''
import logging
import subprocess

def handler(event, context):
    print("first")
    logging.warning("two\\nlines")
    print("no end", end="")
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("failed")
    subprocess.run(["echo", "a child"])
    context.log("by the\\ncontext")
    print("two\\nprints")
    raise ValueError("no\\ngood")
'''


def test_a_record_of_python_is_one_event(python):
    found = run(python, "records", PYTHON)
    assert not [message for message in found if "\r" in message]
    first, warning, unfinished, failed, child, context, one, other, error = found
    assert (first, unfinished, child, context, one, other) == (
        "first", "no end", "a child", "by the\ncontext", "two", "prints")
    assert warning.startswith("[WARNING]\t") and warning.endswith("\ttwo\nlines")
    lines = failed.split("\n")
    assert lines[0].endswith("\tfailed") and lines[1] == "Traceback (most recent call last):"
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert error.startswith("[ERROR] ValueError: no\ngood\nTraceback (most recent call last):\n")
    assert "line 16, in handler" in error


def test_what_python_says_at_its_end_is_seen(python):
    found = run(python, "ends", "import sys\ndef handler(event, context):\n    sys.exit('no configuration')\n")
    assert "no configuration" in found
    found = run(python, "imports", "import not_there\n")
    assert any(message.startswith("[ERROR] Runtime.ImportModuleError: Unable") for message in found), found


def test_a_long_record_of_python_is_cut_and_what_looks_like_a_record_does_no_harm(python):
    found = run(python, "long", "import logging, os\ndef handler(event, context):\n"
                "    logging.warning('x' * (300 << 10))\n    print('after')\n"
                "    os.write(1, b'\\xa5Z\\0\\x03\\xff\\xff\\xff\\xff' + bytes(8) + b'\\n\\xa5Z\\0\\x03\\0\\0\\1\\0broken')\n")
    assert len(found[0]) == 256 << 10 and len(found[0]) + len(found[1]) > 300 << 10
    assert found[2] == "after" and found[-1].endswith("broken")


NODE = '''
const { execSync } = require('child_process');
exports.handler = async () => {
  console.log('two\\nlines');
  process.stdout.write('plain\\n');
  console.error(new TypeError('no good'));
  execSync('echo a child', { stdio: 'inherit' });
  console.log('x'.repeat(200000) + '\\nend');
  throw new Error('thrown');
};
'''


@pytest.mark.skipif(not have("node"), reason="node is not installed")
def test_a_record_of_node_is_one_event(server):
    found = run(server, "node-records", NODE, "nodejs22.x")
    assert not [message for message in found if "\r" in message]
    both, plain, error, child, long, thrown = found
    assert both.endswith("\tINFO\ttwo\nlines") and plain == "plain" and child == "a child"
    assert "\tERROR\tTypeError: no good\n    at " in error
    assert long.endswith("xx\nend") and len(long) > 200_000
    assert '\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"thrown"' in thrown


# How aws-lambda-ric writes records (src/logging/telemetry-logger.ts), without the rest of it.
CLIENT = '''
const fs = require('fs');
const http = require('http');
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const base = { host, port };
exports.run = () => http.get({ ...base, path: '/2018-06-01/runtime/invocation/next' }, (response) => {
  const file = Number(process.env._LAMBDA_TELEMETRY_LOG_FD);
  const message = Buffer.from('by the\\nclient\\n');
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xa55a000f, 0);
  head.writeInt32BE(message.length, 4);
  fs.writeSync(file, head);
  fs.writeSync(file, message);
  const path = `/2018-06-01/runtime/invocation/${response.headers['lambda-runtime-aws-request-id']}/response`;
  http.request({ ...base, path, method: 'POST' }).end('1');
});
'''


@pytest.mark.skipif(not have("node"), reason="node is not installed")
def test_the_published_client_of_node_may_write_records(server):
    found = run(server, "node-published", "", "nodejs22.x",
                files={"app.js": "", "node_modules/aws-lambda-ric/index.js": CLIENT})
    assert found == ["by the\nclient"]
