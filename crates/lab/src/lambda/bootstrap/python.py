"""Runs a Python function: through awslambdaric when the interpreter has it, otherwise by itself.

The Lambda Runtime API is spoken as AWS documents it; errors have the shapes of awslambdaric.
"""
import importlib
import importlib.util
import json
import logging
import os
import runpy
import socket
import sys
import time
import traceback

ENCODING = "utf-8"
# Where runtimes write log records, each in a frame.
LOG_VARIABLE = "_LAMBDA_TELEMETRY_LOG_FD"
# What a frame begins with: that of a record of text.
FRAME = b"\xa5\x5a\x00\x03"
# The pipe that the server reads, under a number that functions neither close nor pass on.
OUTPUT = os.dup(1)


class Fault(Exception):
    """Why a handler cannot be found."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind, self.message, self.trace = kind, message, list(trace)


class RuntimeApi:
    """One connection to the Runtime API, opened again when it is lost."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.address, self.host = (host, int(port)), address
        self.stream = None

    def call(self, method, path, body=b""):
        """Status, headers in lower case, and body of an answer."""
        if self.stream is None:
            connection = socket.create_connection(self.address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.stream = connection.makefile("rwb")
        head = f"{method} /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.stream.write(head.encode() + body)
        self.stream.flush()
        first = self.stream.readline()
        if not first:
            # The server has gone, and nobody waits for anything here.
            sys.exit(1)
        status = int(first.split()[1])
        headers = {}
        while (line := self.stream.readline().strip()):
            name, _, value = line.partition(b":")
            headers[name.decode().lower()] = value.strip().decode(ENCODING)
        return status, headers, self.stream.read(int(headers.get("content-length", 0)))


class Structure:
    """An object whose members are those of a dict, or None."""

    def __init__(self, members, names):
        for theirs, ours in names.items():
            setattr(self, ours, (members or {}).get(theirs))


class Context:
    """What a handler learns of its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self._deadline_ms = int(headers.get("lambda-runtime-deadline-ms", 0))
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.tenant_id = None
        self.client_context = None
        if (given := headers.get("lambda-runtime-client-context")):
            members = json.loads(given)
            self.client_context = Structure(members, {"custom": "custom", "env": "env"})
            self.client_context.client = Structure(members.get("client"), {
                "installation_id": "installation_id", "app_title": "app_title",
                "app_version_name": "app_version_name", "app_version_code": "app_version_code",
                "app_package_name": "app_package_name"})
        identity = json.loads(headers.get("lambda-runtime-cognito-identity") or "{}")
        self.identity = Structure(identity, {
            "cognitoIdentityId": "cognito_identity_id", "cognitoIdentityPoolId": "cognito_identity_pool_id"})

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        write_record(str(message))


class RequestId(logging.Filter):
    """Puts the id of the invocation into every log record."""

    current = ""

    def filter(self, record):
        record.aws_request_id = RequestId.current
        return True


class Unbuffered:
    """A stream that is flushed after every write, so that lines are there when the answer is."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        self._stream.write(text)
        self._stream.flush()
        return len(text)

    def writelines(self, lines):
        self._stream.writelines(lines)
        self._stream.flush()

    def __getattr__(self, name):
        return getattr(self._stream, name)


def write_record(text):
    """Writes one log event, of however many lines."""
    message = text.encode(ENCODING, "backslashreplace")
    frame = FRAME + len(message).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big") + message
    # In one piece, so that nothing that others print comes in between.
    written = 0
    while written < len(frame):
        written += os.write(OUTPUT, frame[written:])


class RecordHandler(logging.Handler):
    """Writes each record of `logging` as one log event."""

    def emit(self, record):
        try:
            write_record(self.format(record))
        except Exception:
            self.handleError(record)


def set_up_logging():
    handler = RecordHandler()
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(RequestId())
    logging.getLogger().addHandler(handler)


def find_handler(name):
    parts = name.rsplit(".", 1)
    if len(parts) != 2:
        raise Fault("Runtime.MalformedHandlerName",
                    f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    path, function = parts
    module_name = path.replace("/", ".")
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.MalformedHandlerName", f"Cannot use built-in module {path} as a handler module")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{path}': {error}") from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text or ""}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{path}': {error}", trace) from None
    try:
        return getattr(module, function)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{path}'") from None


def describe(error, request_id):
    """The error document of an exception, with the frames that are the function's own."""
    if isinstance(error, Fault):
        kind, message, trace = error.kind, error.message, error.trace
    else:
        kind, message = type(error).__name__, str(error)
        frames = traceback.extract_tb(error.__traceback__)
        frames = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
        trace = traceback.format_list(frames)
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(document):
    lines = [f"[ERROR] {document['errorType']}: {document['errorMessage']}"]
    if document["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        lines += [line.rstrip("\n") for entry in document["stackTrace"] for line in entry.splitlines()]
    write_record("\n".join(lines))


def encode(value):
    return json.dumps(value, ensure_ascii=False).encode(ENCODING, "surrogatepass")


def serialize(value):
    def other(item):
        import decimal
        if isinstance(item, decimal.Decimal):
            return float(item)
        raise TypeError(f"Object of type {type(item).__name__} is not JSON serializable")
    try:
        return json.dumps(value, ensure_ascii=False, default=other).encode(ENCODING)
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def invoke(handler, event, headers):
    """The body of the answer, and whether it is an error."""
    request_id = headers["lambda-runtime-aws-request-id"]
    RequestId.current = request_id
    if (trace := headers.get("lambda-runtime-trace-id")):
        os.environ["_X_AMZN_TRACE_ID"] = trace
    try:
        try:
            document = json.loads(event)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None
        return serialize(handler(document, Context(headers))), False
    except Exception as error:
        found = describe(error, request_id)
        log_error(found)
        return encode(found), True


def serve(api, name):
    sys.stdout, sys.stderr = Unbuffered(sys.stdout), Unbuffered(sys.stderr)
    set_up_logging()
    try:
        handler = find_handler(name)
    except Exception as error:
        found = describe(error, "")
        log_error(found)
        api.call("POST", "init/error", encode(found))
        sys.exit(1)
    while True:
        _, headers, event = api.call("GET", "invocation/next")
        answer, failed = invoke(handler, event, headers)
        path = f"invocation/{headers['lambda-runtime-aws-request-id']}/{'error' if failed else 'response'}"
        status, _, told = api.call("POST", path, answer)
        if status == 413:
            write_record(f"[ERROR] LambdaRuntimeError: Failed to post invocation response. {told.decode(ENCODING)}")


def main():
    name, root = os.environ["_HANDLER"], os.environ["LAMBDA_TASK_ROOT"]
    # This file's directory is ours; the function's own comes in its place.
    sys.path[0] = root
    if importlib.util.find_spec("awslambdaric"):
        sys.argv = ["awslambdaric", name]
        os.environ[LOG_VARIABLE] = str(OUTPUT)
        runpy.run_module("awslambdaric", run_name="__main__", alter_sys=True)
    else:
        serve(RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"]), name)


if __name__ == "__main__":
    main()
