"""Services that are not embedded: what their callers are told, with and without a companion."""
import socket

import boto3
import botocore.config
import pytest
from botocore.exceptions import ClientError

from thingcore import REGION

#: A service of each protocol that AWS has, and a call.
CALLS = {
    "kinesis": ("list_streams", {}),
    "sesv2": ("list_email_identities", {}),
    "cloudwatch": ("list_metrics", {}),
    "autoscaling": ("describe_auto_scaling_groups", {}),
    "ec2": ("describe_vpcs", {}),
    "route53": ("list_hosted_zones", {}),
    "cloudfront": ("list_distributions", {}),
}


def refusal(url, service):
    """Status, code, message and number of attempts of a call that fails."""
    config = botocore.config.Config(retries={"total_max_attempts": 2, "mode": "standard"})
    client = boto3.client(service, endpoint_url=url, region_name=REGION, config=config, aws_access_key_id="test",
                          aws_secret_access_key="test")
    operation, parameters = CALLS[service]
    with pytest.raises(ClientError) as failed:
        getattr(client, operation)(**parameters)
    response = failed.value.response
    about = response["ResponseMetadata"]
    return about["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"], about["RetryAttempts"]


@pytest.mark.parametrize("service", CALLS)
def test_without_a_companion_the_error_names_service_and_option(server, service):
    status, code, message, retries = refusal(server.api, service)
    assert status == 501 and code in ("NotImplemented", "NotImplementedException") and retries == 0
    assert "is not embedded" in message and "no AWS-compatible endpoint is given by --companion" in message


def test_a_companion_that_does_not_answer_is_asked_again(fresh):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        server = fresh("--companion", f"http://127.0.0.1:{closed.getsockname()[1]}")
        for service in CALLS:
            status, code, message, retries = refusal(server.api, service)
            assert status == 503 and code in ("ServiceUnavailable", "ServiceUnavailableException"), service
            assert "given by --companion could not be reached" in message and retries == 1, service
