"""moto's server: the same services by another maker, and what of two answers can be compared."""
import contextlib
import json
import socket
import subprocess
import sys
import urllib.request

import boto3
import botocore.config
from botocore.exceptions import ClientError

from thingcore import AWS_ENV, REGION, eventually


@contextlib.contextmanager
def running(directory):
    """Runs the server and yields its URL."""
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

        try:
            eventually(answers, within=60, every=0.1)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def client(url, service):
    """A boto3 client of a server."""
    config = botocore.config.Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})
    return boto3.client(service, endpoint_url=url, region_name=REGION, config=config,
                        aws_access_key_id="test", aws_secret_access_key="test")


def outcome(call, **request):
    """What a call came to: its error's code, or the members of its answer with those of what is in them."""
    try:
        answer = call(**request)
    except ClientError as error:
        return error.response["Error"]["Code"]
    answer.pop("ResponseMetadata", None)
    return shape(answer)


def shape(value):
    """The members of a document without their values and without empty ones; of a list the shape of its first."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in sorted(value.items()) if inner not in ([], {})}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return None


def compare(ours, theirs):
    """Two series of outcomes of the same calls must be the same."""
    both = enumerate(zip(ours, theirs, strict=True))
    differences = [f"call {number}: ours {one}, theirs {other}" for number, (one, other) in both if one != other]
    assert not differences, "\n".join(differences)


def reset(server, account=None):
    """Empties an account of ours, or all."""
    body = json.dumps({"account": account} if account else {}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{server.api}/_thingcore/reset", body)).close()
