"""Answers of the control plane, and its refusals."""
import botocore.exceptions
import pytest


def refused(call, exception, text=None, http=None, **request):
    """Makes a call that must be refused with this exception, and this message and status if they are given."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**request)
    response = caught.value.response
    error = response["Error"]
    assert error["Code"] == exception, error
    assert text is None or error["Message"] == text, error
    assert http in (None, response["ResponseMetadata"]["HTTPStatusCode"]), response
    return response


def refused_with(call, exception, part="", **request):
    """As `refused`, of a message only this part is known."""
    response = refused(call, exception, **request)
    assert part in response["Error"]["Message"], response
    return response


def without(answer, *members):
    """An answer's own members, but for these."""
    return {key: value for key, value in answer.items() if key not in ("ResponseMetadata", *members)}


def tags_of(iot, resource):
    return {tag["Key"]: tag["Value"] for tag in iot.list_tags_for_resource(resourceArn=resource)["tags"]}
