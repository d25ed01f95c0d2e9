"""The container image, and the names under which programs inside and outside of containers reach it."""
import json
import re
import socket
import socketserver
import struct
import subprocess
import sys
import threading

import pytest
import yaml

import second_opinion
from containers import IMAGE, STATIC, USER, Chroot, Engine, can_chroot, free_port, image_environment
from functions import call, create, fail
from thingcore import AWS_ENV, BINARY, CLEAN_ENV, ROOT, Device, eventually

IMAGE_BYTES_MAX = 40_000_000
DOCKER = ROOT / "docker"


@pytest.fixture
def container(tmp_path):
    """Makes containers of the image."""
    made = []

    def make(**options):
        if not IMAGE and not can_chroot():
            pytest.skip("neither an image nor the right to chroot")
        if not IMAGE and not STATIC.exists():
            pytest.skip(f"docker/compile.sh makes {STATIC}")
        made.append((Engine if IMAGE else Chroot)(tmp_path, **options))
        return made[-1]

    yield make
    for one in made:
        one.remove()


@pytest.fixture
def names(monkeypatch):
    """Names that lead to this machine, as those of a Docker network or of /etc/hosts do."""
    real, known = socket.getaddrinfo, set()
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda host, *rest, **more: real("127.0.0.1" if host in known else host, *rest, **more))
    return known


def echo(device, **options):
    """Publishes over mutual TLS and takes the message back."""
    client = device.mqtt(**options).connect()
    client.subscribe("echo")
    client.publish("echo", "hello")
    assert client.expect(1)[0].payload == b"hello"
    client.disconnect()


def test_container_serves_and_keeps_its_volume(container, names):
    one = container(environment={"THINGCORE_ENDPOINT_HOST": "thingcore", "THINGCORE_EXTRA_HOST": "broker.lab"}).start()
    assert one.users() == {USER}
    eventually(one.is_healthy, within=30, every=0.2)
    device, ca = Device(one, "lasting"), one.ca.read_text()
    assert one.client("iot").describe_endpoint(endpointType="iot:Data-ATS")["endpointAddress"] == "thingcore"
    names |= {"thingcore", "broker.lab"}
    for name in ("localhost", "thingcore", "broker.lab"):
        echo(device, host=name)
    code, seconds = one.stop()
    assert code == 0 and seconds < 5
    one.start()
    assert one.ca.read_text() == ca
    assert one.client("iot").describe_thing(thingName="lasting")["thingName"] == "lasting"
    echo(device, host="thingcore")


def test_container_without_interpreters_says_so(container):
    client = container().start().client("lambda")
    create(client, "nowhere")
    error = fail(client, "nowhere")
    assert "python3.12" in error["errorMessage"] and "no interpreter" in error["errorMessage"], error


def test_container_is_small(container):
    assert container().size() < IMAGE_BYTES_MAX


class EveryNameIsHere(socketserver.BaseRequestHandler):
    """Answers a question for an address with this machine's, and any other with nothing."""

    def handle(self):
        query, server = self.request
        end = query.index(b"\0", 12) + 5
        is_address = query[end - 4:end - 2] == b"\0\1"
        record = b"\xc0\x0c\0\1\0\1" + struct.pack(">IH", 60, 4) + socket.inet_aton("127.0.0.1")
        counts = struct.pack(">HHHH", 1, is_address, 0, 0)
        server.sendto(query[:2] + b"\x81\x80" + counts + query[12:end] + is_address * record, self.client_address)


@pytest.fixture
def dns():
    """The address of a name server; resolvers ask at port 53 only."""
    address = "127.83.66.1"
    with socketserver.UDPServer((address, 53), EveryNameIsHere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


@pytest.mark.skipif(bool(IMAGE), reason="the companion is reached by names that the test gives out")
@pytest.mark.parametrize("way", ["hosts", "dns"])
def test_root_reaches_other_containers_by_name(container, tmp_path, way, request):
    (tmp_path / "moto").mkdir()
    with second_opinion.running(tmp_path / "moto") as moto:
        url = moto.replace("127.0.0.1", "moto")
        one = container(environment={"THINGCORE_COMPANION": url}, hosts="127.0.0.1 moto\n" if way == "hosts" else "")
        if way == "dns":
            (one.root / "etc/resolv.conf").write_text(f"nameserver {request.getfixturevalue('dns')}\n")
        kinesis = one.start().client("kinesis")
        kinesis.create_stream(StreamName="readings", ShardCount=1)
        assert kinesis.list_streams()["StreamNames"] == ["readings"]


@pytest.mark.skipif(bool(IMAGE), reason="the engine runs the check itself")
def test_health_check_says_no_when_nothing_answers(container):
    one = container()
    one.environment["THINGCORE_API_PORT"] = str(free_port())
    done = one.health()
    assert done.returncode == 1 and "cannot reach" in done.stderr and done.stderr.count("\n") == 1


def test_health_finds_the_server_where_flags_and_variables_say(fresh):
    server = fresh()

    def health(*arguments, **environment):
        return subprocess.run([BINARY, "health", *arguments], capture_output=True, text=True, timeout=20,
                              env={**CLEAN_ENV, **environment})

    for done in (health("--endpoint", server.api), health(THINGCORE_ENDPOINT=server.api),
                 health(THINGCORE_API_PORT=str(server.api_port)),
                 health(THINGCORE_API_PORT=str(server.api_port), THINGCORE_BIND="0.0.0.0",
                        THINGCORE_OPEN_APIS="true")):
        assert done.returncode == 0 and "ok" in done.stdout, done.stderr
    state = json.loads(health("--json", "--endpoint", server.api).stdout)
    assert state["status"] == "ok" and state["mqtts"].endswith(f":{server.mqtts_port}")
    for done in (health(THINGCORE_API_PORT="0"), health(THINGCORE_BIND="0.0.0.0"), health("--endpoint", "ftp://x")):
        assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr


def test_one_certificate_serves_host_network_and_function(fresh, names):
    """The options of docker/compose.yaml; the function runs inside the container."""
    server = fresh("--bind", "0.0.0.0", "--open-apis", "--endpoint-host", "thingcore", "--extra-host",
                   "broker.lab,192.0.2.7", "--lambda-python", sys.executable)
    assert server.client("iot").describe_endpoint(endpointType="iot:Data-ATS")["endpointAddress"] == "thingcore"
    device = Device(server, "both")
    names |= {"thingcore", "broker.lab", "elsewhere"}
    for name in ("thingcore", "broker.lab", "localhost", "127.0.0.1"):
        echo(device, host=name)
    with pytest.raises(Exception, match="elsewhere"):
        device.mqtt(host="elsewhere").start()
    # URLs in answers are good for whoever asked.
    for name in ("thingcore", "localhost"):
        endpoint = f"http://{name}:{server.api_port}"
        queue = server.client("sqs", endpoint_url=endpoint).create_queue(QueueName="queue")["QueueUrl"]
        assert queue.startswith(f"{endpoint}/"), queue
    # The function publishes with nothing but the environment that it finds.
    listener = device.mqtt("both").connect()
    listener.subscribe("from/function")
    create(server.client("lambda"), "publisher", source=(
        "import boto3\n"
        "def handler(event, context):\n"
        "    boto3.client('iot-data').publish(topic='from/function', payload=b'inside')\n"
        "    return boto3.client('iot').describe_endpoint()['endpointAddress']\n"), Timeout=30)
    assert call(server.client("lambda"), "publisher") == "thingcore"
    assert listener.expect(1)[0].payload == b"inside"
    listener.disconnect()


def test_device_of_the_demo_fills_its_table(fresh):
    server = fresh()
    process = subprocess.Popen(
        [sys.executable, "-u", DOCKER / "demo" / "device.py"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**AWS_ENV, "AWS_ENDPOINT_URL": server.api, "MQTT_PORT": str(server.mqtts_port)})
    try:
        dynamodb = server.client("dynamodb")
        eventually(lambda: process.poll() is not None or "warm_readings" in dynamodb.list_tables()["TableNames"],
                   within=30)
        # The temperature is above the threshold for half of every 12 seconds.
        eventually(lambda: process.poll() is not None or dynamodb.scan(TableName="warm_readings")["Count"] >= 2,
                   within=40, every=0.2)
        assert process.poll() is None
        assert all(float(row["temperature"]["N"]) > 22 for row in dynamodb.scan(TableName="warm_readings")["Items"])
    finally:
        process.terminate()
        output = process.communicate(timeout=20)[0]
    assert process.returncode == 0 and "sent" in output, output


def compose(name):
    return yaml.safe_load((DOCKER / name).read_text())


def test_options_in_compose_files_exist():
    text = subprocess.run([BINARY, "--help"], capture_output=True, text=True, timeout=20).stdout
    options = set(re.findall(r"--([a-z-]+)", text))
    for name in ("compose.yaml", "compose.demo.yaml", "compose.companion.yaml"):
        variables = compose(name)["services"]["thingcore"]["environment"]
        for variable in [*variables, *image_environment()]:
            assert variable.removeprefix("THINGCORE_").lower().replace("_", "-") in options, variable


def test_published_ports_are_those_of_the_image():
    exposed = re.search(r"^EXPOSE (.*)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE).group(1).split()
    published = compose("compose.yaml")["services"]["thingcore"]["ports"]
    assert [port.rsplit(":", 1)[1] for port in published] == exposed
    # To nobody else, unless somebody says so.
    assert all(port.startswith(("127.0.0.1:", "${MQTT_ADDRESS:-127.0.0.1}:")) for port in published)


def test_both_images_are_run_the_same_way():
    def instructions(name):
        text = (DOCKER / name).read_text()
        lines = text[text.index("USER 10001"):].replace('"/usr/bin/tini", "--", ', "").splitlines()
        return [line for line in lines if not line.startswith("#")]
    assert instructions("Dockerfile") == instructions("lambda.Dockerfile")


def test_packages_are_those_that_the_tests_run_with():
    tested = set((ROOT / "tests/requirements.txt").read_text().split())
    named = [package for name in ("lambda.Dockerfile", "compose.demo.yaml")
             for package in re.findall(r"\S+==\S+", (DOCKER / name).read_text())]
    assert named and set(named) <= tested


def test_demo_and_mounts_exist():
    for volume in compose("compose.demo.yaml")["services"]["device"]["volumes"]:
        assert (DOCKER / volume.split(":")[0]).exists()
