"""mosquitto_pub and mosquitto_sub from Debian."""
import subprocess
import time

import pytest

from thingcore import CLEAN_ENV, Device, eventually, have

pytestmark = pytest.mark.skipif(not have("mosquitto_pub", "mosquitto_sub"), reason="mosquitto-clients is not installed")


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "mosquitto")


def command(program, server, device, version, *options):
    return [
        program, "-h", "localhost", "-p", str(server.mqtts_port), "-V", version, "--cafile", server.ca,
        "--cert", str(device.certificate), "--key", str(device.key), *options,
    ]


def subscribe(server, device, version, *options):
    """A mosquitto_sub that has its SUBACK. Into a pipe it writes in blocks unless it is told not to."""
    process = subprocess.Popen(
        ["stdbuf", "-oL"] + command("mosquitto_sub", server, device, version, "-d", *options),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=CLEAN_ENV, bufsize=1)
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Subscribed") or "SUBACK" in line:
            return process
    raise AssertionError("".join(lines))


def publish(server, device, version, *options):
    done = subprocess.run(
        command("mosquitto_pub", server, device, version, *options),
        capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
    assert done.returncode == 0, done.stderr
    return done


def output(process, count):
    """The next payload lines of a mosquitto_sub -d."""
    found = []
    for line in process.stdout:
        if not line.startswith(("Client ", "Subscribed", "Unsubscribed")):
            found.append(line.rstrip("\n"))
        if len(found) == count:
            break
    return found


@pytest.mark.parametrize("version", ["mqttv31", "311", "5"])
@pytest.mark.parametrize("qos", ["0", "1"])
def test_publish_and_subscribe(server, device, version, qos):
    topic = f"mosquitto/{version}/{qos}"
    subscriber = subscribe(server, device, version, "-i", f"sub-{version}-{qos}", "-t", topic, "-q", qos, "-C", "2")
    for text in ("first", "second"):
        publish(server, device, version, "-i", f"pub-{version}-{qos}", "-t", topic, "-q", qos, "-m", text)
    assert output(subscriber, 2) == ["first", "second"]
    assert subscriber.wait(10) == 0


@pytest.mark.parametrize("version", ["311", "5"])
def test_retained(server, device, version):
    topic = f"mosquitto/retained/{version}"
    publish(server, device, version, "-t", topic, "-q", "1", "-r", "-m", "kept")
    done = subprocess.run(
        command("mosquitto_sub", server, device, version, "-t", topic, "-q", "1", "-C", "1", "-F", "%r %p"),
        capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
    assert done.stdout == "1 kept\n"
    publish(server, device, version, "-t", topic, "-q", "1", "-r", "-n")
    done = subprocess.run(
        command("mosquitto_sub", server, device, version, "-t", topic, "-W", "1"),
        capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
    assert done.stdout == ""


@pytest.mark.parametrize("version", ["311", "5"])
def test_will(server, device, version):
    topic = f"mosquitto/will/{version}"
    watcher = subscribe(server, device, version, "-i", f"watch-{version}", "-t", topic, "-q", "1", "-C", "1")
    dying = subscribe(server, device, version, "-i", f"dying-{version}", "-t", "x", "--will-topic", topic,
                      "--will-payload", "gone", "--will-qos", "1")
    dying.kill()
    assert output(watcher, 1) == ["gone"]
    assert watcher.wait(10) == 0


@pytest.mark.parametrize("version", ["311", "5"])
def test_persistent_session(server, device, version):
    topic = f"mosquitto/session/{version}"
    keep = ["-c"] + (["-x", "600"] if version == "5" else [])
    arguments = ["-i", f"sleeper-{version}", "-t", topic, "-q", "1", *keep]
    first = subscribe(server, device, version, *arguments)
    # Its signal handler takes a lock that the callback which has just printed may still hold.
    time.sleep(0.2)
    first.terminate()
    first.wait(10)
    time.sleep(0.1)
    for number in range(5):
        publish(server, device, version, "-t", topic, "-q", "1", "-m", str(number))
    second = subprocess.run(
        command("mosquitto_sub", server, device, version, *arguments, "-C", "5"),
        capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
    assert second.stdout.split() == ["0", "1", "2", "3", "4"]


def test_client_without_certificate_is_refused(server):
    done = subprocess.run(
        ["mosquitto_pub", "-h", "localhost", "-p", str(server.mqtts_port), "--cafile", server.ca, "-t", "x", "-m", "x"],
        capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
    assert done.returncode != 0
    eventually(lambda: "the client sent no certificate" in server.log_text())
