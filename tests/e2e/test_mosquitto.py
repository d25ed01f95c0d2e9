"""mosquitto_pub and mosquitto_sub from Debian."""
import subprocess

import pytest

from thingcore import CLEAN_ENV, Device, eventually, have

pytestmark = pytest.mark.skipif(not have("mosquitto_pub", "mosquitto_sub"), reason="mosquitto-clients is not installed")


@pytest.fixture(scope="module")
def device(server):
    return Device(server, "mosquitto")


def transport_options(server, device, transport):
    if transport == "tcp":
        return ["-p", str(server.mqtt_port)]
    files = ["--cafile", server.ca, "--cert", str(device.certificate), "--key", str(device.key)]
    if transport == "alpn":
        return ["-p", str(server.https_port), "--tls-alpn", "x-amzn-mqtt-ca", *files]
    return ["-p", str(server.mqtts_port), *files]


def command(program, server, device, version, *options, transport="tls"):
    return [program, "-h", "localhost", "-V", version, *transport_options(server, device, transport), *options]


def subscribe(server, device, version, *options, **more):
    """A mosquitto_sub that has its SUBACK. Into a pipe it writes in blocks unless it is told not to."""
    process = subprocess.Popen(
        ["stdbuf", "-oL"] + command("mosquitto_sub", server, device, version, "-d", *options, **more),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=CLEAN_ENV, bufsize=1)
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Subscribed") or "SUBACK" in line:
            return process
    raise AssertionError("".join(lines))


def publish(server, device, version, *options, **more):
    done = subprocess.run(
        command("mosquitto_pub", server, device, version, *options, **more),
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


VERSIONS = pytest.mark.parametrize("version", ["mqttv31", "311", "5"])
TRANSPORTS = pytest.mark.parametrize("transport", ["tcp", "tls", "alpn"])


@VERSIONS
@TRANSPORTS
@pytest.mark.parametrize("qos", ["0", "1"])
def test_publish_and_subscribe(server, device, transport, version, qos):
    name = f"{transport}-{version}-{qos}"
    topic, on = f"mosquitto/{name}", {"transport": transport}
    subscriber = subscribe(server, device, version, "-i", f"sub-{name}", "-t", topic, "-q", qos, "-C", "2", **on)
    for text in ("first", "second"):
        publish(server, device, version, "-i", f"pub-{name}", "-t", topic, "-q", qos, "-m", text, **on)
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


@VERSIONS
@TRANSPORTS
def test_persistent_session(server, device, transport, version):
    data = server.client("iot-data")
    name, on = f"sleeper-{transport}-{version}", {"transport": transport}
    topic = f"mosquitto/session/{name}"
    arguments = ["-i", name, "-t", topic, "-q", "1", "-c"] + (["-x", "600"] if version == "5" else [])

    def visit(*options):
        done = subprocess.run(
            command("mosquitto_sub", server, device, version, *arguments, *options, **on),
            capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
        assert done.returncode == 0, done.stderr
        eventually(lambda: not data.get_connection(clientId=name)["connected"])
        return done.stdout.split()

    # -E: until the SUBACK has come.
    assert visit("-E") == []
    for number in range(5):
        publish(server, device, version, "-t", topic, "-q", "1", "-m", str(number), **on)
    # Having printed the last it leaves at once, acknowledged or not.
    assert visit("-C", "5") == ["0", "1", "2", "3", "4"]


def test_client_without_certificate_is_refused(server):
    done = subprocess.run(
        ["mosquitto_pub", "-h", "localhost", "-p", str(server.mqtts_port), "--cafile", server.ca, "-t", "x", "-m", "x"],
        capture_output=True, text=True, timeout=20, env=CLEAN_ENV)
    assert done.returncode != 0
    eventually(lambda: "the client sent no certificate" in server.log_text())
