"""docs/lab.md names the operations of the embedded services: exactly those that do not answer "not implemented"."""
import datetime
import os
import re

import botocore.config
import botocore.exceptions
import pytest

from thingcore import ROOT

PAGE = ROOT / "docs" / "lab.md"
#: What every parameter is called.
NAME = "some-resource"
SERVICES = ["dynamodb", "lambda", "s3", "sns", "sqs", "logs", "iam", "sts"]


def minimal(shape, depth=0):
    """A value of the form that a client insists on."""
    match shape.type_name:
        case "structure":
            return {name: minimal(shape.members[name], depth + 1) for name in shape.required_members}
        case "list":
            return [minimal(shape.member, depth + 1)] if depth < 4 else []
        case "map":
            return {}
        case "integer" | "long" | "double" | "float":
            return 1
        case "boolean":
            return False
        case "timestamp":
            return datetime.datetime(2026, 1, 1)
        case "blob":
            return b"x"
    return shape.enum[0] if shape.enum else NAME


def is_implemented(client, name):
    """Whether an operation answers anything but that it is not implemented."""
    shape = client.meta.service_model.operation_model(name).input_shape
    try:
        client._make_api_call(name, minimal(shape) if shape else {})
    except botocore.exceptions.ClientError as error:
        missing = re.search("not (implemented by|embedded in) Thingcore", error.response["Error"]["Message"]) is not None
        assert missing == (error.response["ResponseMetadata"]["HTTPStatusCode"] == 501), (name, error.response)
        return not missing
    return True


@pytest.mark.parametrize("service", SERVICES)
def test_page_names_what_is_implemented(fresh, service):
    config = botocore.config.Config(parameter_validation=False, inject_host_prefix=False, s3={"addressing_style": "path"})
    client = fresh().client(service, config=config)
    if service == "s3":
        # Where there is no bucket, nothing more is looked at.
        client.create_bucket(Bucket=NAME)
        client.put_object(Bucket=NAME, Key=NAME)
    names = client.meta.service_model.operation_names
    found = [name for name in names if is_implemented(client, name)]
    line = f"<!-- {service} --> {', '.join(f'`{name}`' for name in found)}, of {len(names)} there are."
    page = PAGE.read_text()
    pattern = re.compile(rf"^<!-- {service} -->.*$", re.MULTILINE)
    assert pattern.search(page), service
    if os.environ.get("THINGCORE_WRITE_DOCS"):
        PAGE.write_text(pattern.sub(line, page))
    else:
        assert pattern.search(page).group() == line
