"""Every operation of the three services: what is built keeps what it is told and refuses what is wrong, and what is
not built says so. Each family has a scenario; in the end the record of all calls is held against the coverage that
the server claims."""
import json
import urllib.request

import botocore.exceptions
import pytest

import scenarios_device_management  # noqa: F401 (their scenarios add themselves)
import scenarios_security  # noqa: F401
import walk
from handlers import Handler
from scenarios_registry import SCENARIOS

#: Operations in whose input nothing can be wrong.
NOTHING_TO_REFUSE = {
    "DeleteAccountAuditConfiguration": "its only member is a boolean; without a configuration it has nothing to do",
    "CreateKeysAndCertificate": "its only member is a boolean",
    "DeleteRegistrationCode": "takes nothing; without a code it has nothing to do",
    "DescribeAccountAuditConfiguration": "takes nothing",
    "DescribeEncryptionConfiguration": "takes nothing",
    "DescribeEventConfigurations": "takes nothing",
    "GetIndexingConfiguration": "takes nothing",
    "GetLoggingOptions": "takes nothing",
    "GetPackageConfiguration": "takes nothing",
    "GetRegistrationCode": "takes nothing",
}


class Walk:
    """The server's claims, the record of all calls, and the scenarios that made them."""

    def __init__(self, server):
        self.server, self.recorder, self.told, self.accepted = server, walk.Recorder(), set(), None
        self.coverage = json.load(urllib.request.urlopen(f"{server.api}/_thingcore/coverage"))["operations"]

    def tell(self, name):
        self.told.add(name)
        # In accounts of its own, which begin with 2.
        account = 200_000_000_000 + 10 * list(SCENARIOS).index(name)
        SCENARIOS[name](walk.Aws(self.server, str(account), self.recorder, self.coverage))

    def complete(self):
        """The record of all scenarios and refusals; one that fails does so in a test of its own."""
        for name in SCENARIOS:
            if name not in self.told:
                try:
                    self.tell(name)
                except Exception:
                    pass
        self.forbid()
        return self.recorder

    def forbid(self):
        """What is not refused although the model forbids it; one member is wrong at a time."""
        if self.accepted is None:
            self.accepted = []
            handlers = self.handlers()
            for service, name in self.built():
                wrong = walk.forbidden(walk.MODELS[service, name])
                if wrong is None:
                    continue
                status, code = outcome(handlers[service], name, wrong)
                if status != 400 or code not in walk.VALIDATION:
                    self.accepted.append(f"{service} {name} {wrong}: {status} {code}")
        return self.accepted

    def handlers(self):
        """The services in an account with nothing in it."""
        handlers = {service: Handler(self.server, "100000000000", service) for service in walk.SERVICES}
        for service, handler in handlers.items():
            self.recorder.watch(service, handler.client)
        return handlers

    def built(self):
        return [operation for operation in walk.MODELS if self.status(*operation) in ("exact", "partial")]

    def status(self, service, name):
        return self.coverage[service][name]["status"]


@pytest.fixture(scope="module")
def walked(server):
    return Walk(server)


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(walked, name):
    walked.tell(name)


def test_coverage_names_every_operation(walked):
    claimed = {(service, name) for service in walk.SERVICES for name in walked.coverage[service]}
    assert claimed == set(walk.MODELS)
    assert {walked.status(*operation) for operation in claimed} <= {"exact", "partial", "none"}


def test_what_is_built_was_called_with_success(walked):
    record = walked.complete()
    nothing_in(f"{service} {name}" for service, name in walked.built() if (service, name) not in record.succeeded)


def test_what_is_built_refuses_what_the_model_forbids(walked):
    """Values that are too long, too large, of another pattern, or not in the enumeration."""
    nothing_in(walked.forbid())


def test_what_is_built_gave_an_error_of_its_model(walked):
    record = walked.complete()
    wrong = []
    for service, name in walked.built():
        listed = {error.name for error in walk.MODELS[service, name].error_shapes} | walk.VALIDATION
        given = record.errors[service, name]
        if given - listed:
            wrong.append(f"{service} {name} gave errors that its model does not list: {given - listed}")
        if name not in NOTHING_TO_REFUSE and not given & listed:
            wrong.append(f"{service} {name} gave no error")
    nothing_in(wrong)


def test_nothing_can_be_wrong_in_what_is_said_to_take_nothing(walked):
    for name in NOTHING_TO_REFUSE:
        assert walk.forbidden(walk.MODELS["iot", name]) is None


def test_what_is_not_built_says_so(walked):
    handlers = walked.handlers()
    wrong = []
    for (service, name), model in walk.MODELS.items():
        if walked.status(service, name) == "none":
            given = walk.minimal(model.input_shape) if model.input_shape else {}
            told = outcome(handlers[service], name, given)
            if told != (501, "NotImplementedException"):
                wrong.append(f"{service} {name} {given}: {told}")
    nothing_in(wrong)


def nothing_in(complaints):
    complaints = list(complaints)
    assert not complaints, "\n".join(complaints)


def outcome(handler, operation, given):
    try:
        handler.call(operation, **given)
    except botocore.exceptions.ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
    return 200, None
