import pytest

from thingcore import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for the tests of a file; they use names of their own."""
    server = Server(tmp_path_factory.mktemp("server"), "--mqtt-port", "0")
    yield server
    server.stop()
    # A panic is a bug wherever it happens.
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
