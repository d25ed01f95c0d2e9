"""What the handlers of CloudFormation's resource types and Terraform's resources have in common.

Each of them is a function that makes the calls of a real handler, in its order, and looks at all that it wrote.
"""
import botocore
import botocore.exceptions

from thingcore import REGION, eventually


#: Lists that have no pages although they take the size of one (api-facts.md section 6).
WITHOUT_PAGES = {"ListProvisioningTemplateVersions"}


class Handler:
    """Calls a service for one resource, in an account of its own."""

    def __init__(self, server, account, service="iot"):
        self.client = server.client(service, account=account)
        self.account = account

    def arn(self, kind, name):
        return f"arn:aws:iot:{REGION}:{self.account}:{kind}/{name}"

    def foreign(self, service, resource, region=REGION):
        """The ARN of a resource of another service, which AWS IoT only takes note of."""
        return f"arn:aws:{service}:{region}:{self.account}:{resource}"

    @property
    def role(self):
        return self.foreign("iam", "role/iot", region="")

    def call(self, operation, **given):
        answer = getattr(self.client, botocore.xform_name(operation))(**given)
        del answer["ResponseMetadata"]
        return answer

    def shows(self, operation, names, **expected):
        """An answer has these members, with these values. Members of structures that are not named may be there."""
        answer = self.call(operation, **names)
        differ = differences(answer, expected)
        assert not differ, f"{operation}: {'; '.join(differ)}"
        return answer

    def pages(self, operation, member, **given):
        """All entries of a list, one to a page where the size of pages can be chosen."""
        members = self.client.meta.service_model.operation_model(operation).input_shape.members
        token, following = ("marker", "nextMarker") if "marker" in members else ("nextToken", "nextToken")
        sizes = () if operation in WITHOUT_PAGES else ("maxResults", "pageSize")
        page = {size: 1 for size in sizes if size in members}
        entries = []
        while True:
            answer = self.call(operation, **given, **page)
            assert not page or len(answer[member]) <= 1, f"{operation}: more than a page of one: {answer}"
            entries += answer[member]
            if not answer.get(following):
                return entries
            page[token] = answer[following]

    def refused(self, code, operation, **given):
        """The text of the error of this type that a call gets."""
        try:
            answer = self.call(operation, **given)
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == code, f"{operation}: {error}"
            return error.response["Error"]["Message"]
        raise AssertionError(f"{operation} {given} was not refused: {answer}")

    def gone(self, operation, **names):
        """What CloudFormation and Terraform take for the end of a resource: a 404 of this type."""
        self.refused("ResourceNotFoundException", operation, **names)

    def tags(self, arn):
        return {tag["Key"]: tag["Value"] for tag in self.pages("ListTagsForResource", "tags", resourceArn=arn)}

    def retag(self, arn, before, after):
        """The tags of a resource are read, those that are not wanted taken away, and the others set."""
        assert self.tags(arn) == before
        removed = sorted(before.keys() - after.keys())
        if removed:
            self.call("UntagResource", resourceArn=arn, tagKeys=removed)
        self.call("TagResource", resourceArn=arn, tags=listed(after))
        assert self.tags(arn) == after

    def until(self, condition):
        return eventually(condition, within=5)


def listed(tags):
    """Tags as most operations take them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


#: Tags of every resource that can have some, before and after an update.
BEFORE, AFTER = {"stack": "one", "keep": "no"}, {"stack": "two", "new": ""}


class Exactly(dict):
    """A map, which has no other keys, unlike a structure."""


def differences(found, expected, path=""):
    """Where an answer is not as expected; structures may have more members, everything else is equal."""
    if isinstance(expected, dict) and isinstance(found, dict) and not isinstance(expected, Exactly):
        return [difference for name, value in expected.items()
                for difference in differences(found.get(name), value, f"{path}.{name}")]
    return [] if found == expected else [f"{path[1:]} is {found!r}, not {expected!r}"]
