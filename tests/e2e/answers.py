"""Answers of the control plane, and its refusals."""
import botocore.exceptions
import pytest


def refused(call, exception, text=None, **request):
    """Makes a call that must be refused with this exception, and this message if one is given."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**request)
    error = caught.value.response["Error"]
    assert error["Code"] == exception, error
    assert text is None or error["Message"] == text, error
    return caught.value.response


def without(answer, *members):
    """An answer's own members, but for these."""
    return {key: value for key, value in answer.items() if key not in ("ResponseMetadata", *members)}


def tags_of(iot, resource):
    return {tag["Key"]: tag["Value"] for tag in iot.list_tags_for_resource(resourceArn=resource)["tags"]}
