"""Runs commands of the AWS CLI, as callers.py says: a JSON object per line comes in, another goes out when it is done.

The CLI's own entry point parses the arguments, makes the call and prints the answer. Only its start, which takes
longer than everything else, happens once for all commands.
"""
import contextlib
import io
import json
import re
import sys

import awscli.clidriver
import botocore

ENDPOINT = sys.argv[1]
DRIVER = awscli.clidriver.create_clidriver()
MODEL = DRIVER.session.get_service_model("iot")
REFUSED = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation: (.*)", re.DOTALL)


def run(operation, given, *options):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = DRIVER.main(["--endpoint-url", ENDPOINT, "iot", botocore.xform_name(operation, "-"),
                            "--cli-input-json", json.dumps(given), *options])
    if code == 0:
        return {"answer": json.loads(out.getvalue() or "{}")}
    refused = REFUSED.search(err.getvalue())
    if not refused:
        raise RuntimeError(f"{operation} {given}: {err.getvalue()}")
    return {"code": refused[1], "message": refused[2].strip()}


def pages(operation, member, given, size):
    """The CLI follows a list to its end by itself.

    Where the service's own member is called pageSize, the CLI takes its option of that name for the member and
    gives one page; there it follows pages of the size that the service chooses.
    """
    members = MODEL.operation_model(operation).input_shape.members
    told = run(operation, given, *(() if "pageSize" in members else ("--page-size", str(size))))
    if "answer" not in told:
        raise RuntimeError(f"{operation} {given}: {told}")
    return told["answer"][member]


for line in sys.stdin:
    asked = json.loads(line)
    try:
        if asked["command"] == "all":
            result = [run(operation, given) for operation, given in asked["calls"]]
        else:
            result = pages(asked["operation"], asked["member"], asked["input"], asked["size"])
        told = {"result": result}
    except Exception as error:
        told = {"error": repr(error)}
    print(json.dumps(told), flush=True)
