"""Three ways to call AWS IoT that a story can be told with: boto3, the AWS CLI, the AWS SDK for JavaScript."""
import concurrent.futures
import json
import pathlib
import subprocess
import sys

import botocore
import botocore.exceptions

from thingcore import AWS_ENV, CLEAN_ENV, NPM, REGION

HERE = pathlib.Path(__file__).parent
#: How many calls a client has in flight.
AT_ONCE = 8


class Caller:
    """Calls operations by the names and members that the service model has."""

    def told(self, calls):
        """What came of calls `(operation, members)` that do not depend on each other, in their order: objects
        with `answer`, or with `code` and `message` of the error."""
        raise NotImplementedError

    def pages(self, operation, member, size, **given):
        """All entries of a list, through pages of this size."""
        raise NotImplementedError

    def all(self, calls):
        """The answers to calls that do not depend on each other."""
        calls = list(calls)
        told = self.told(calls)
        assert len(told) == len(calls)
        for call, one in zip(calls, told):
            assert "answer" in one, (call, one)
        return [one["answer"] for one in told]

    def call(self, operation, **given):
        return self.all([(operation, given)])[0]

    def refused(self, operation, **given):
        """Code and text of the error that a call gets."""
        (told,) = self.told([(operation, given)])
        assert "answer" not in told, (operation, given, told)
        return told["code"], told["message"]

    def stop(self):
        pass


class Boto(Caller):
    def __init__(self, server):
        self.iot = server.client("iot")
        self.pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)

    def told(self, calls):
        def one(call):
            operation, given = call
            try:
                answer = getattr(self.iot, botocore.xform_name(operation))(**given)
            except botocore.exceptions.ClientError as error:
                return {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
            del answer["ResponseMetadata"]
            return {"answer": answer}

        return list(self.pool.map(one, calls))

    def pages(self, operation, member, size, **given):
        pages = self.iot.get_paginator(botocore.xform_name(operation)).paginate(
            **given, PaginationConfig={"PageSize": size})
        return [entry for page in pages for entry in page[member]]

    def stop(self):
        self.pool.shutdown()


class Lines(Caller):
    """A process that takes an object per line and answers with another."""

    def __init__(self, command, env):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)

    def ask(self, **asked):
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        assert "error" not in told, told["error"]
        return told["result"]

    def told(self, calls):
        return self.ask(command="all", calls=list(calls))

    def pages(self, operation, member, size, **given):
        return self.ask(command="pages", operation=operation, member=member, input=given, size=size)

    def stop(self):
        self.process.stdin.close()
        assert self.process.wait(10) == 0


class Cli(Lines):
    def __init__(self, server):
        super().__init__([sys.executable, HERE / "awscli_lines.py", server.api], AWS_ENV)


class Js(Lines):
    def __init__(self, server):
        super().__init__(["node", HERE / "mqttjs" / "iot.js", server.api, REGION, str(AT_ONCE)],
                         {**CLEAN_ENV, "NODE_PATH": str(NPM / "node_modules")})
