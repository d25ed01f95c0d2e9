"""What CloudFormation and Terraform ask of the control plane, one resource at a time."""
import pytest

import cloudformation
import cloudformation_management  # noqa: F401 (its resources add themselves)
import terraform
from handlers import Handler

RESOURCES = {**cloudformation.RESOURCES, **terraform.RESOURCES}


@pytest.mark.parametrize("kind", RESOURCES)
def test_life_of_a_resource(server, kind):
    # In an account of its own: some resources are settings of the account.
    account = f"{list(RESOURCES).index(kind) + 1:012}"
    RESOURCES[kind](Handler(server, account))
