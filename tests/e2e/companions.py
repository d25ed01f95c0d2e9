"""Servers of others that run beside Thingcore in a test."""
import socket
import subprocess
import sys
import urllib.request

from thingcore import AWS_ENV, eventually


def start_moto(directory):
    """moto's server: a generator for a fixture, which yields its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(directory / "log", "wb") as log:
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
