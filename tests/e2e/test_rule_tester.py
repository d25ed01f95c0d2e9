"""Statements tried without publishing anything: over HTTP, on the command line, and as files for users' own CI; and what the
trace tells of messages that were published."""
import contextlib
import http.client
import json
import subprocess
import threading
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree

import pytest

from thingcore import BINARY, CLEAN_ENV, ROLE, Device, create_rule, eventually

HOT = "SELECT deviceId, temp, topic(2) AS room FROM 'sensors/+/data' WHERE temp > 30"


def ask(server, **question):
    body = json.dumps({"awsIotSqlVersion": "2016-03-23", **question}).encode()
    request = urllib.request.Request(f"{server.api}/_thingcore/rules/test", body, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def thingcore(*arguments, directory=None):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=60, env=CLEAN_ENV,
                          cwd=directory)


def test_http_shows_the_output_and_every_part(server):
    status, verdict = ask(server, sql=HOT, topic="sensors/kitchen/data", payload={"deviceId": "d1", "temp": 31},
                          actions=[{"republish": {"topic": "hot/${topic(2)}/${temp + 1}", "roleArn": ROLE}}])
    assert status == 200 and verdict["fires"] is True
    assert verdict["output"] == {"deviceId": "d1", "temp": 31, "room": "kitchen"}
    assert verdict["actions"] == [{"republish": {"topic": "hot/kitchen/32", "roleArn": ROLE}}]
    condition = verdict["trace"]["condition"]
    assert condition["text"] == "temp > 30" and condition["value"] == {"type": "Boolean", "json": "true", "isCut": False}
    assert [(part["text"], part["value"]["json"]) for part in condition["parts"]] == [("temp", "31")]
    assert [item["name"] for item in verdict["trace"]["items"]] == ["deviceId", "temp", "room"]


def test_http_says_why_a_rule_does_not_fire(server):
    status, verdict = ask(server, sql=HOT, topic="sensors/kitchen/data", payload={"Temp": 31})
    assert status == 200 and verdict["fires"] is False and "output" not in verdict
    assert verdict["trace"]["condition"]["why"] == "`temp` is Undefined: the payload has `Temp`"
    status, verdict = ask(server, sql=HOT, topic="elsewhere", payload={"temp": 31})
    assert verdict["fires"] is False and verdict["trace"]["topic"]["matches"] is False


def test_http_takes_the_exact_text_and_bytes(server):
    _, verdict = ask(server, sql="SELECT * FROM 'a'", topic="a", payloadRaw='{"b": 1.50, "a":1e3}')
    assert verdict["trace"]["output"]["text"] == '{"b": 1.50, "a":1e3}'
    _, verdict = ask(server, sql="SELECT * FROM 'a'", topic="a", payloadBase64="/wA=")
    assert verdict["fires"] and verdict["outputBase64"] == "/wA="
    _, verdict = ask(server, topic="a", clientId="c-1", principal="p", sourceIp="192.0.2.1", accountId="210987654321",
                     sql="SELECT clientid() AS c, principal() AS p, sourceip() AS s, accountid() AS a FROM 'a'", payload={})
    assert verdict["output"] == {"c": "c-1", "p": "p", "s": "192.0.2.1", "a": "210987654321"}
    _, verdict = ask(server, topic="x/y", basicIngestRule="r", sql="SELECT topic() AS t", payload={})
    assert verdict["output"] == {"t": "x/y"}
    properties = {"contentType": "text/plain", "userProperties": [{"key": "k", "value": "v"}]}
    _, verdict = ask(server, topic="a", mqtt5=properties, payload={},
                     sql="SELECT get_mqtt_property('content_type') AS t, get_user_properties('k') AS k FROM 'a'")
    assert verdict["output"] == {"t": "text/plain", "k": ["v"]}


def test_http_refuses_as_the_api_does(server):
    status, refused = ask(server, sql="SELECT *\nFROM 'a' WHERE b != 1", topic="a", payload={})
    assert status == 400 and refused["__type"] == "SqlParseException"
    assert (refused["line"], refused["column"]) == (2, 18) and "Unexpected character '!'" in refused["message"]
    status, refused = ask(server, sql="SELECT * FROM 'a'", topic="a", actions=[{"nonsense": {}}])
    assert status == 400 and refused["__type"] == "InvalidRequestException"
    status, refused = ask(server, sql="SELECT * FROM 'a'", topic="a", nonsense=1)
    assert status == 400 and "nonsense" in refused["message"]


def test_http_asks_external_functions(server):
    server.client("iot-data").update_thing_shadow(thingName="asked", payload='{"state":{"reported":{"x":7}}}')
    sql = f"SELECT get_thing_shadow('asked', '{ROLE}').state.reported.x AS x FROM 'a'"
    status, verdict = ask(server, sql=sql, topic="a", payload={})
    assert status == 200 and verdict["output"] == {"x": 7}


def test_command_line_needs_no_server():
    done = thingcore("rule", "test", HOT, "sensors/a/data", '{"deviceId":"d","temp":31}')
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("fires\n") and 'output {"deviceId":"d","temp":31,"room":"a"}' in done.stdout
    done = thingcore("rule", "test", HOT, "sensors/a/data", '{"Temp":31}')
    assert done.returncode == 0 and done.stdout.startswith("does not fire\n")
    assert "(`temp` is Undefined: the payload has `Temp`)" in done.stdout
    done = thingcore("rule", "test", HOT, "sensors/a/data", '{"temp":31}', "--json")
    assert json.loads(done.stdout)["fires"] is True
    done = thingcore("rule", "test", "SELECT FROM 'a'", "a")
    assert done.returncode == 1 and "SqlParseException" in done.stderr
    asks = f"SELECT get_thing_shadow('t', '{ROLE}') AS s FROM 'a'"
    done = thingcore("rule", "test", asks, "a", "{}")
    assert done.returncode == 1 and "--endpoint" in done.stderr


def test_command_line_asks_a_server(server):
    server.client("iot-data").update_thing_shadow(thingName="asked-too", payload='{"state":{"reported":{"x":8}}}')
    asks = f"SELECT get_thing_shadow('asked-too', '{ROLE}').state.reported.x AS x FROM 'a'"
    done = thingcore("rule", "test", asks, "a", "{}", "--endpoint", server.api)
    assert done.returncode == 0 and 'output {"x":8}' in done.stdout


@pytest.mark.parametrize("value", [
    '{"a":123456789012345678901234567890}', '{"a":10.10}', '{"a":9e500}', '{"a":1,"a":2}', "null",
])
def test_command_line_prints_what_actions_get(server, value):
    for where in [(), ("--endpoint", server.api)]:
        asked = ("rule", "test", "SELECT VALUE k FROM 'a'", "a", f'{{"k":{value}}}', *where)
        done = thingcore(*asked)
        assert done.stdout.splitlines()[-1] == f"output {value}", done.stdout + done.stderr
        assert f'"output":{value},' in thingcore(*asked, "--json").stdout


SPEC = """
sql = "SELECT deviceId, temp FROM 'sensors/+/data' WHERE temp > 30"
awsIotSqlVersion = "2016-03-23"
topic = "sensors/kitchen/data"
actions = [{ republish = { topic = "hot/${topic(2)}", roleArn = "arn:aws:iam::123456789012:role/r" } }]

[[test]]
name = "a hot kitchen"
payload = { deviceId = "d1", temp = 31 }
expect = { output = { deviceId = "d1", temp = 31 }, actions = [{ republish = { topic = "hot/kitchen" } }] }

[[test]]
name = "digits stay"
payload = '{"deviceId":"d1","temp":31.50}'
expect = { outputText = '{"deviceId":"d1","temp":31.50}' }

[[test]]
name = "a cold kitchen"
payload = { deviceId = "d1", temp = 20 }
expect = { fires = false }

[[test]]
name = "another topic"
topic = "other"
payload = { temp = 31 }
expect = { fires = false }

[[test]]
name = "wrong SQL"
sql = "SELECT * FROM 'a' WHERE b != 1"
expect = { error = "Unexpected character '!'" }
"""


def test_check_runs_the_files_of_a_directory(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "kitchen.rulespec.toml").write_text(SPEC)
    (tmp_path / "notes.toml").write_text("this is no spec")
    report = tmp_path / "report.xml"
    done = thingcore("rule", "check", tmp_path, "--junit", report)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "5 passed, 0 failed"
    suite = ElementTree.parse(report).getroot()
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("5", "0")
    assert [case.attrib["name"] for case in suite][:2] == ["a hot kitchen", "digits stay"]


def test_check_fails_with_the_reason(tmp_path):
    wrong = SPEC.replace("temp = 20", "Temp = 40").replace("expect = { fires = false }", "expect = { fires = true }", 1)
    (tmp_path / "wrong.rulespec.toml").write_text(wrong.replace("'!'", "'?'"))
    report = tmp_path / "report.xml"
    done = thingcore("rule", "check", tmp_path, "--junit", report)
    assert done.returncode == 1 and "3 passed, 2 failed" in done.stdout
    assert "the rule does not fire" in done.stdout and "the payload has `Temp`" in done.stdout
    failures = ElementTree.parse(report).getroot().findall("testcase/failure")
    assert [failure.attrib["message"] for failure in failures][0] == "the rule does not fire"
    told = json.loads(thingcore("rule", "check", tmp_path, "--json").stdout)
    assert (told["passed"], told["failed"]) == (3, 2)
    cold = next(test for test in told["tests"] if test["name"] == "a cold kitchen")
    assert not cold["passed"] and cold["faults"] == ["the rule does not fire"] and cold["seconds"] > 0
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    assert thingcore("rule", "check", nothing).returncode == 1


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "tracer").mqtt().connect()


def entries(server, topic):
    request = urllib.request.urlopen(f"{server.api}/_thingcore/traces?kind=message&topic={topic}")
    return json.loads(request.read())["entries"]


def test_trace_tells_the_verdict_of_every_rule(server, device):
    create_rule(server, "traced_hot", "SELECT temp FROM 'traced/+' WHERE temp > 30",
                {"republish": {"topic": "traced-out/${topic(2)}", "roleArn": ROLE}},
                {"dynamoDB": {"tableName": "no-such-table", "hashKeyField": "k", "hashKeyValue": "v", "roleArn": ROLE}},
                errorAction={"republish": {"topic": "traced-errors", "roleArn": ROLE}})
    create_rule(server, "traced_wet", "SELECT * FROM 'traced/#' WHERE wet = true")
    device.publish("traced/a", '{"temp": 31}')

    def settled():
        found = entries(server, "traced/a")
        return found and len(found[0]["rules"]) == 2 and "errorAction" in json.dumps(found[0]) and found[0]

    entry = eventually(settled, within=15)
    assert entry["clientId"] == "tracer" and entry["payload"] == '{"temp": 31}' and entry["payloadBytes"] == 12
    rules = {rule["rule"]: rule for rule in entry["rules"]}
    hot = rules["traced_hot"]
    assert hot["verdict"] == "fires" and hot["output"] == '{"temp":31}'
    done, failed = hot["actions"]
    assert done["action"] == "republish" and done["resource"] == "traced-out/a" and done["result"] == "success"
    assert failed["result"] == "failure" and "ResourceNotFoundException" in failed["error"] and failed["milliseconds"] >= 0
    assert hot["errorAction"]["result"] == "success" and hot["errorAction"]["resource"] == "traced-errors"
    wet = rules["traced_wet"]
    assert wet["verdict"] == "does not fire"
    assert wet["condition"]["why"] == "`wet` is Undefined: the payload has no `wet`"


def test_trace_finds_messages_by_rule(server, device):
    create_rule(server, "traced_by_name", "SELECT * FROM 'by-name/x'")
    device.publish("by-name/x", "{}")
    found = eventually(lambda: json.loads(urllib.request.urlopen(
        f"{server.api}/_thingcore/traces?rule=traced_by_name").read())["entries"])
    assert [entry["topic"] for entry in found] == ["by-name/x"]


#: Looks for 300 keys that are not there, in an object of 9000, for each element of a list.
HEAVY = "(SELECT VALUE 1 FROM l WHERE isNull((SELECT VALUE 1 FROM @o WHERE {})))".format(
    " OR ".join(f"isNull(x{number})" for number in range(300)))


def heavy_payload(elements):
    return {"o": {f"k{number}": 0 for number in range(9000)}, "l": [0] * elements}


def worst_latency(server, busy):
    """Of an operation of the API, while threads are busy, but not for too long; then the server has no time to end."""
    api, worst = server.client("iot"), 0
    until = time.monotonic() + 8
    while any(thread.is_alive() for thread in busy) and time.monotonic() < until:
        began = time.monotonic()
        api.list_things()
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.02)
    server.kill()
    return worst


def start_all(target, count):
    """Threads that the end of the server ends."""
    def run():
        with contextlib.suppress(OSError, http.client.HTTPException):
            target()

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    return threads


def test_trials_that_take_long_leave_the_api_alone(fresh):
    server = fresh()
    server.client("iot").list_things()
    question = {"sql": f"SET @o = o SELECT {HEAVY} AS y FROM 'in'", "topic": "in", "payload": heavy_payload(200)}
    trials = start_all(lambda: ask(server, **question), 4)
    assert worst_latency(server, trials) < 2.5


def test_traces_that_take_long_leave_the_api_alone(fresh):
    server = fresh("--log", "error")
    create_rule(server, "rests", f"SET @o = o SELECT 1 AS y FROM 'in' WHERE NOT isNull({HEAVY}) AND false",
                {"republish": {"topic": "out", "roleArn": ROLE}})
    device = Device(server, "heavy").mqtt().connect()

    def read():
        request = urllib.request.Request(f"{server.api}/_thingcore/traces", headers={"accept": "text/event-stream"})
        with urllib.request.urlopen(request) as stream:
            for _ in range(3):
                while not stream.readline().startswith(b"data"):
                    pass

    readers = start_all(read, 4)
    for _ in range(3):
        device.publish("in", json.dumps(heavy_payload(100)))
    device.disconnect()
    assert worst_latency(server, readers) < 2.5
