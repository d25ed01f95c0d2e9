"""Deployment packages and functions, for the tests of Lambda."""
import io
import json
import zipfile

from thingcore import ROLE

PYTHON = '''
import os
import sys

count = 0


def handler(event, context):
    global count
    count += 1
    print("temp is", event.get("temp"))
    return {"temp": event.get("temp"), "count": count, "pid": os.getpid(), "arn": context.invoked_function_arn,
            "version": context.function_version, "memory": context.memory_limit_in_mb,
            "remaining": context.get_remaining_time_in_millis(), "id": context.aws_request_id}
'''


def package(files):
    """A zip file of names and contents; a content with a mode is executable or not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            content, mode = content if isinstance(content, tuple) else (content, 0o644)
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def create(client, name, source=PYTHON, runtime="python3.12", handler="app.handler", files=None, **options):
    """Creates a function of one source file, or of several."""
    suffix = {"p": "app.py", "n": "app.js"}.get(runtime[0])
    files = files or {"bootstrap" if runtime.startswith("provided") else suffix: (source, 0o755)}
    return client.create_function(
        FunctionName=name, Runtime=runtime, Role=ROLE, Handler=handler, Code={"ZipFile": package(files)}, **options)


def call(client, name, event=None, **options):
    """Invokes and returns the result; fails when the function did."""
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event or {}), **options)
    result = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, result
    return result


def fail(client, name, event=None, **options):
    """Invokes a function that fails and returns the error document."""
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event or {}), **options)
    result = json.loads(answer["Payload"].read())
    assert answer.get("FunctionError") == "Unhandled", result
    return result
