"""What it takes to walk all operations of the services: a record of the calls, and inputs made from their shapes."""
import collections
import datetime
import re

import botocore.session

from handlers import Handler

SERVICES = ("iot", "iot-data", "iot-jobs-data")
#: Errors that validation answers with, whether or not an operation lists them.
VALIDATION = {"InvalidRequestException", "ValidationException"}

#: What fits the patterns that no row of letters does, or that Python cannot read.
FITTING = {
    "[0-9]+": "123456789012",
    r"[^\p{C}]+": "a",
    r"[\p{Graph}\x20]*": "a",
    r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$": "a",
}


def models():
    """Every operation of the services, by service and name."""
    session = botocore.session.get_session()
    found = {}
    for service in SERVICES:
        model = session.get_service_model(service)
        found.update(((service, name), model.operation_model(name)) for name in model.operation_names)
    return found


MODELS = models()


class Recorder:
    """Notes what comes of the calls that clients make."""

    def __init__(self):
        self.succeeded = set()
        self.errors = collections.defaultdict(set)

    def watch(self, service, client):
        def called(model, parsed, **_):
            if "Error" in parsed:
                self.errors[service, model.name].add(parsed["Error"]["Code"])
            else:
                self.succeeded.add((service, model.name))

        client.meta.events.register("after-call", called)


class Aws(Handler):
    """The services as a scenario sees them, in an account of its own: `iot` by its own calls, the others by name."""

    def __init__(self, server, account, recorder, coverage):
        super().__init__(server, account)
        self.server, self.recorder, self.coverage = server, recorder, coverage
        self.data, self.jobs = Handler(server, account, "iot-data"), Handler(server, account, "iot-jobs-data")
        for service, handler in zip(SERVICES, (self, self.data, self.jobs)):
            recorder.watch(service, handler.client)

    def neighbour(self):
        """The services in another account."""
        return Aws(self.server, str(int(self.account) + 1), self.recorder, self.coverage)

    def built(self, operation, service="iot"):
        """Whether there is an operation that may be left out."""
        return self.coverage[service][operation]["status"] != "none"


def minimal(shape):
    """The least that a shape takes: required members, shortest texts, smallest numbers."""
    kind, limits = shape.type_name, shape.metadata
    if kind == "structure":
        return {name: minimal(shape.members[name]) for name in shape.required_members}
    if kind == "list":
        return [minimal(shape.member)] * max(limits.get("min", 1), 1)
    if kind == "map":
        return {}
    if kind == "string":
        if "enum" in limits:
            return limits["enum"][0]
        return FITTING.get(limits.get("pattern")) or "a" * max(limits.get("min", 1), 1)
    if kind == "timestamp":
        return datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    return {"blob": b"a", "boolean": False}.get(kind, limits.get("min", 1))


def forbidden(model):
    """An input that the model forbids and botocore lets pass, or None when nothing in it can be wrong."""
    return violation(model.input_shape) if model.input_shape else None


def violation(shape, above=()):
    """A value of its type that a shape forbids in one place, or None."""
    limits = shape.metadata
    if shape.type_name == "structure" and shape.name not in above:
        required = shape.required_members
        for name in sorted(shape.members, key=lambda name: name not in required):
            wrong = violation(shape.members[name], (*above, shape.name))
            if wrong is not None:
                return {**minimal(shape), name: wrong}
    if shape.type_name == "list":
        wrong = violation(shape.member, above)
        return None if wrong is None else [wrong]
    if shape.type_name == "string":
        if "enum" in limits:
            return "NO_SUCH_VALUE"
        pattern = limits.get("pattern")
        if pattern and pattern not in FITTING:
            wrong = "!" * max(limits.get("min", 1), 1)
            if not re.fullmatch(pattern, wrong):
                return wrong
        if "max" in limits:
            return "a" * (limits["max"] + 1)
    if shape.type_name in ("integer", "long") and "max" in limits:
        return limits["max"] + 1
    return None
