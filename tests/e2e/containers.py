"""The image as a container: in a container engine when THINGCORE_IMAGE names it; elsewhere its root file system under
chroot, as process 1 of a namespace of its own and as the image's user."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
import urllib.request

import boto3
import botocore.config

from thingcore import CLEAN_ENV, REGION, ROOT, eventually

IMAGE = os.environ.get("THINGCORE_IMAGE")
#: What docker/compile.sh made.
STATIC = pathlib.Path(os.environ.get("THINGCORE_STATIC", ROOT / "target/image/thingcore"))
USER = 10001


def image_environment(dockerfile="Dockerfile"):
    """The variables that the image sets."""
    text = (ROOT / "docker" / dockerfile).read_text()
    block = re.search(r"^ENV ((?:.*\\\n)*.*)$", text, re.MULTILINE).group(1)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


def can_chroot():
    """Whether this machine lets us; the tests of the image need one way or the other."""
    return os.geteuid() == 0 and shutil.which("chroot") and shutil.which("unshare") and not subprocess.run(
        ["unshare", "--pid", "--fork", "true"], capture_output=True).returncode


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Container:
    """What both kinds have: addresses, clients, and the root certificate as a file."""

    def __init__(self, directory, environment):
        self.directory = pathlib.Path(directory)
        self.environment = environment
        self.ca = self.directory / "AmazonRootCA1.pem"

    def client(self, service):
        config = botocore.config.Config(retries={"max_attempts": 0}, read_timeout=30)
        return boto3.client(service, endpoint_url=self.api, region_name=REGION, config=config,
                            aws_access_key_id="test", aws_secret_access_key="test")

    def get(self, path):
        with urllib.request.urlopen(self.api + path, timeout=10) as answer:
            return answer.read().decode()

    def _is_up(self):
        self.ca.write_text(self.get("/_thingcore/ca.pem"))


class Chroot(Container):
    """The root file system without an engine."""

    def __init__(self, directory, environment=(), hosts=""):
        super().__init__(directory, {**image_environment(), **dict(environment)})
        self.root = self.directory / "root"
        subprocess.run([ROOT / "docker" / "assemble-root.sh", STATIC, self.root], check=True, capture_output=True)
        # Engines bring devices (OCI runtime specification, "Default Devices") and write these two files.
        (self.root / "dev").mkdir()
        for name, minor in (("null", 3), ("zero", 5), ("full", 7), ("random", 8), ("urandom", 9)):
            os.mknod(self.root / "dev" / name, stat.S_IFCHR | 0o666, os.makedev(1, minor))
            (self.root / "dev" / name).chmod(0o666)
        (self.root / "etc/hosts").write_text(f"127.0.0.1 localhost\n{hosts}")
        (self.root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
        self.process = None

    def start(self):
        # The health check finds the port in the environment, so this one is not the system's choice.
        self.environment["THINGCORE_API_PORT"] = str(free_port())
        ready = self.root / "tmp/ready.json"
        ready.unlink(missing_ok=True)
        ports = {"THINGCORE_MQTTS_PORT": "0", "THINGCORE_HTTPS_PORT": "0", "THINGCORE_READY_FILE": "/tmp/ready.json"}
        self.log = open(self.directory / "log", "ab")
        self.process = subprocess.Popen(
            ["unshare", "--pid", "--fork", "--kill-child", *self._inside("/usr/local/bin/thingcore")],
            stdout=self.log, stderr=self.log, env={"PATH": CLEAN_ENV["PATH"], **self.environment, **ports})
        eventually(lambda: ready.exists() or self.process.poll() is not None)
        assert ready.exists(), self.logs()
        self.ready = json.loads(ready.read_text())
        assert self.ready["pid"] == 1
        self.api = f"http://127.0.0.1:{self.environment['THINGCORE_API_PORT']}"
        self.mqtts_port, self.https_port = (int(self.ready[name].rsplit(":", 1)[1]) for name in ("mqtts", "https"))
        self._is_up()
        return self

    def _inside(self, *command):
        return ["chroot", f"--userspec={USER}:{USER}", str(self.root), *command]

    def _inner(self):
        """The server, as the machine numbers it."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    def users(self):
        """The user ids of the server: real, effective, saved, file system."""
        status = pathlib.Path(f"/proc/{self._inner()}/status").read_text()
        return {int(number) for number in re.search(r"^Uid:(.*)$", status, re.MULTILINE).group(1).split()}

    def health(self):
        """Runs the image's health check once."""
        return subprocess.run(self._inside("/usr/local/bin/thingcore", "health"), capture_output=True, text=True,
                              timeout=20, env={"PATH": CLEAN_ENV["PATH"], **self.environment})

    def is_healthy(self):
        return self.health().returncode == 0

    def stop(self):
        """As `docker stop`; returns exit code and seconds."""
        began = time.monotonic()
        os.kill(self._inner(), signal.SIGTERM)
        code = self.process.wait(15)
        self.log.close()
        return code, time.monotonic() - began

    def remove(self):
        if self.process and self.process.poll() is None:
            self.stop()

    def logs(self):
        return (self.directory / "log").read_text()

    def size(self):
        """Bytes of all files of the image."""
        return sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file() and not path.is_symlink())


class Engine(Container):
    """A container of the image."""

    def __init__(self, directory, environment=()):
        super().__init__(directory, dict(environment))
        variables = [option for pair in self.environment.items() for option in ("--env", "=".join(pair))]
        self.id = docker("create", *variables, *(f"--publish=127.0.0.1::{port}" for port in (4566, 8883, 8443)), IMAGE)

    def start(self):
        docker("start", self.id)
        def port(inside):
            return int(docker("port", self.id, f"{inside}/tcp").splitlines()[0].rsplit(":", 1)[1])
        self.api = f"http://127.0.0.1:{port(4566)}"
        self.mqtts_port, self.https_port = port(8883), port(8443)
        eventually(self._answers)
        self._is_up()
        return self

    def _answers(self):
        try:
            return self.get("/_thingcore/health")
        except OSError:
            return False

    def users(self):
        return {int(docker("inspect", "--format", "{{.Config.User}}", self.id).split(":")[0])}

    def is_healthy(self):
        return docker("inspect", "--format", "{{.State.Health.Status}}", self.id) == "healthy"

    def stop(self):
        began = time.monotonic()
        docker("stop", self.id)
        return int(docker("inspect", "--format", "{{.State.ExitCode}}", self.id)), time.monotonic() - began

    def remove(self):
        docker("rm", "--force", "--volumes", self.id)

    def size(self):
        return int(docker("image", "inspect", "--format", "{{.Size}}", IMAGE))


def docker(*arguments):
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
