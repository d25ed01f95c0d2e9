import pytest

# Their assertions are to say what was there instead.
pytest.register_assert_rewrite(
    "callers", "cloudformation", "cloudformation_management", "handlers", "matrix", "scenarios_device_management",
    "scenarios_registry", "scenarios_security", "terraform", "thingcore")

import second_opinion
from matrix import AWS_HOST, write_keys
from thingcore import ACCOUNT, Server


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
    with second_opinion.running(tmp_path_factory.mktemp("moto")) as url:
        yield url
