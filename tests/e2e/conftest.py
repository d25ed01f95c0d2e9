import socket
import subprocess
import sys
import urllib.request

import pytest

# Their assertions are to say what was there instead.
pytest.register_assert_rewrite(
    "callers", "cloudformation", "cloudformation_management", "handlers", "matrix", "scenarios_device_management",
    "scenarios_registry", "scenarios_security", "terraform", "thingcore")

from matrix import AWS_HOST, write_keys
from thingcore import ACCOUNT, AWS_ENV, Server, eventually


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for the tests of a file; they use names of their own."""
    server = Server(tmp_path_factory.mktemp("server"), "--mqtt-port", "0")
    yield server
    server.stop()
    # A panic is a bug wherever it happens.
    assert "panicked" not in server.log_text()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server that verifies signatures."""
    directory = tmp_path_factory.mktemp("guarded")
    write_keys(directory / "keys.toml", ACCOUNT)
    server = Server(directory, "--credentials", directory / "keys.toml", "--extra-host", AWS_HOST)
    yield server
    server.stop()
    assert "panicked" not in server.log_text()


@pytest.fixture
def fresh(tmp_path):
    """Starts servers that the test has for itself."""
    servers = []

    def start(*options, **more):
        server = Server(tmp_path / f"server-{len(servers)}", *options, **more)
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()
        assert "panicked" not in server.log_text()


@pytest.fixture(scope="module")
def moto(tmp_path_factory):
    """moto's server: APIs of AWS services of another maker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = open(tmp_path_factory.mktemp("moto") / "log", "wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=log, stderr=log, env=AWS_ENV)
    url = f"http://127.0.0.1:{port}"

    def answers():
        try:
            return urllib.request.urlopen(f"{url}/moto-api/data.json", timeout=1).status == 200
        except OSError:
            return False

    eventually(answers, within=60, every=0.1)
    yield url
    process.terminate()
    process.wait(10)
    log.close()
