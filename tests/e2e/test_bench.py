"""`thingcore bench` against a running server: every message arrives, and the figures add up."""
import json
import subprocess

import pytest

from thingcore import BINARY, CLEAN_ENV, Device


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "bench")


def bench(server, device, case, *options):
    where = ["--port", server.mqtt_port]
    if device:
        where = ["--port", server.mqtts_port, "--ca", server.ca, "--cert", device.certificate, "--key", device.key]
    command = [BINARY, "bench", case, "--pid", server.process.pid, *where, *options]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60, env=CLEAN_ENV)


def reports(*arguments):
    done = bench(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_figures_add_up(server, device):
    first, second = reports(server, device, "fan-in", "--messages", "2000", "--rounds", "2")
    for report in (first, second):
        assert (report["case"], report["qos"], report["transport"]) == ("fan-in", 1, "tls1.3")
        assert (report["clients"], report["messages"]) == (100, 2000)
        assert report["brokerCpuSeconds"] > 0 and report["seconds"] > 0
        assert report["cpuMicrosPerMessage"] == pytest.approx(report["brokerCpuSeconds"] * 1e6 / 2000, rel=0.01)
        assert report["messagesPerSecond"] == pytest.approx(2000 / report["seconds"], rel=0.01)
        expected = 2000 / report["brokerCpuSeconds"]
        assert report["messagesPerBrokerCpuSecond"] == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("transport", ["tls", "tcp"])
@pytest.mark.parametrize("case, options, messages", [
    ("fan-in", ["--qos", "0"], 1000),
    ("pairs", ["--qos", "0", "--clients", "5"], 1000),
    ("pairs", ["--qos", "1", "--clients", "5"], 1000),
    ("pairs-unbatched", ["--clients", "5"], 1000),
    ("fan-out", ["--qos", "0", "--clients", "20"], 1000),
    ("fan-out", ["--qos", "1", "--clients", "20"], 1000),
    ("rate", ["--clients", "5"], 1000),
    ("connect", [], 1000),
    ("offline-queue", [], 1000),
    ("shadow", ["--clients", "5", "--shadows", "1"], 1000),
    ("shadow", ["--clients", "5", "--shadows", "100"], 1000),
])
def test_every_case_delivers(server, device, transport, case, options, messages):
    report, = reports(server, device if transport == "tls" else None, case, "--messages", messages, *options)
    assert report["messages"] == messages and report["case"] == case


def test_routing(server, device):
    report, = reports(server, device, "routing", "--messages", 1600, "--subscriptions", 1000, "--clients", 20)
    assert (report["messages"], report["published"], report["subscriptions"]) == (1600, 800, 1000)
    assert "bytesPerSubscription" in report


def test_idle(server, device):
    report, = reports(server, device, "idle", "--clients", 50)
    assert report["messages"] == 50 and report["residentBytes"] > 1 << 20


def test_tls_1_2(server, device):
    report, = reports(server, device, "pairs", "--messages", 500, "--clients", 5, "--tls-version", "1.2")
    assert (report["transport"], report["messages"]) == ("tls1.2", 500)


def test_table(server, device):
    done = bench(server, device, "rate", "--messages", "500", "--clients", "5")
    heading, row, *more = done.stdout.splitlines()
    assert heading.split()[:3] == ["case", "qos", "transport"]
    assert row.split()[:4] == ["rate", "1", "tls1.3", "500"]
    assert any(line.startswith("  latencyMicrosP99 ") for line in more)


def test_a_load_that_is_refused_fails(server):
    """The policy of this device lets it connect and publish, but not receive."""
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iot:Connect", "iot:Publish"], "Resource": "*"}]}
    deaf = Device(server, "deaf", document)
    done = bench(server, deaf, "fan-in", "--messages", "100")
    assert done.returncode == 1
    assert "sink: the broker closed the connection" in done.stderr


def test_memory_needs_a_process(server, device):
    done = subprocess.run([str(BINARY), "bench", "idle", "--port", str(server.mqtt_port)], capture_output=True,
                          text=True, timeout=20, env=CLEAN_ENV)
    assert done.returncode == 1 and "--pid" in done.stderr
