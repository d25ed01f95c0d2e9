"""The API of Lambda, through boto3: every operation that is here, AWS's errors, and what is not here."""
import base64
import datetime
import hashlib
import json
import re
import urllib.request

import pytest

from functions import PYTHON, call, create, fail, package
from thingcore import ACCOUNT, REGION, ROLE

ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@pytest.fixture(scope="module")
def client(server):
    return server.client("lambda")


def body(answer):
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def refused(call, code, status, text=None, **arguments):
    """An operation that fails with this error; returns the message."""
    with pytest.raises(Exception) as caught:
        call(**arguments)
    response = caught.value.response
    found = (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"])
    assert found == (code, status), response["Error"]
    message = response["Error"]["Message"]
    if text:
        assert text in message, message
    return message


def test_a_new_function_is_described_as_aws_does(client):
    zipped = package({"app.py": PYTHON})
    made = client.create_function(
        FunctionName="new", Runtime="python3.12", Role=ROLE, Handler="app.handler", Code={"ZipFile": zipped},
        Description="d", Timeout=7, MemorySize=256, Environment={"Variables": {"AB": "c"}}, Architectures=["arm64"],
        EphemeralStorage={"Size": 1024}, Tags={"team": "lab"}, LoggingConfig={"LogGroup": "/mine"})
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert re.fullmatch(UUID, made["RevisionId"])
    modified = datetime.datetime.strptime(made["LastModified"], "%Y-%m-%dT%H:%M:%S.%f%z")
    assert abs((datetime.datetime.now(datetime.timezone.utc) - modified).total_seconds()) < 60
    assert {**body(made), "RevisionId": 0, "LastModified": 0} == {
        "FunctionName": "new", "FunctionArn": ARN + "new", "Runtime": "python3.12", "Role": ROLE,
        "Handler": "app.handler", "CodeSize": len(zipped), "Description": "d", "Timeout": 7, "MemorySize": 256,
        "LastModified": 0, "CodeSha256": base64.b64encode(hashlib.sha256(zipped).digest()).decode(),
        "Version": "$LATEST", "Environment": {"Variables": {"AB": "c"}}, "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": 0, "State": "Active", "LastUpdateStatus": "Successful", "PackageType": "Zip",
        "Architectures": ["arm64"], "EphemeralStorage": {"Size": 1024},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/mine"}}
    assert body(client.get_function_configuration(FunctionName="new")) == body(made)
    found = client.get_function(FunctionName=ARN + "new")
    assert found["Configuration"] == body(made) and found["Tags"] == {"team": "lab"}
    assert found["Code"]["RepositoryType"] == "S3"
    assert urllib.request.urlopen(found["Code"]["Location"]).read() == zipped
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(found["Code"]["Location"][:-1] + "x")
    client.get_waiter("function_active_v2").wait(FunctionName="new", WaiterConfig={"Delay": 1, "MaxAttempts": 2})


def test_creation_is_refused_with_the_words_of_aws(client):
    create(client, "taken")
    assert refused(lambda: create(client, "taken"), "ResourceConflictException", 409) == "Function already exist: taken"
    invalid = "InvalidParameterValueException"
    refused(lambda: create(client, "r", runtime="python2.7", files={"app.py": ""}), invalid, 400, "no longer supported")
    refused(lambda: create(client, "r", runtime="provid", files={"app.py": ""}), invalid, 400,
            "Value provid at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [")
    refused(lambda: create(client, "r", runtime="java21", files={"a": ""}), "NotImplementedException", 501, "java21")
    refused(lambda: create(client, "r", Timeout=901), "ValidationException", 400,
            "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have "
            "value less than or equal to 900")
    refused(lambda: create(client, "r", MemorySize=10_241), "ValidationException", 400, "at 'memorySize'")
    refused(lambda: create(client, "x" * 65), "ValidationException", 400, "less than or equal to 64")
    refused(lambda: create(client, "r", Environment={"Variables": {"AWS_REGION": "x"}}), invalid, 400, "reserved keys")
    for code, text in [({"ZipFile": b"no zip"}, "Could not unzip uploaded file"), ({"ZipFile": b""}, "non-empty zip"),
                       ({}, "provide a source")]:
        refused(client.create_function, invalid, 400, text, FunctionName="r", Runtime="python3.12", Role=ROLE,
                Handler="a.b", Code=code)
    refused(client.create_function, "ValidationException", 400, "at 'role'", FunctionName="r", Runtime="python3.12",
            Role="lab", Handler="a.b", Code={"ZipFile": package({"a": ""})})
    refused(client.create_function, "NotImplementedException", 501, "The package type Image", FunctionName="r",
            PackageType="Image", Role=ROLE, Code={"ImageUri": "x"})
    for name, value in [("Layers", ["arn:aws:lambda:us-east-1:123456789012:layer:l:1"]),
                        ("TracingConfig", {"Mode": "Active"}), ("DeadLetterConfig", {"TargetArn": "arn:aws:sqs:r:1:q"}),
                        ("VpcConfig", {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]})]:
        refused(lambda name=name, value=value: create(client, "r", **{name: value}), "NotImplementedException", 501, name)
    refused(client.get_function, "ResourceNotFoundException", 404, FunctionName="r")


def test_what_does_not_exist(client):
    name = {"FunctionName": "nowhere"}
    text = f"Function not found: {ARN}nowhere"
    for operation, more in [
            (client.get_function, {}), (client.get_function_configuration, {}), (client.delete_function, {}),
            (client.invoke, {}), (client.list_aliases, {}), (client.list_versions_by_function, {}),
            (client.publish_version, {}), (client.update_function_configuration, {"Timeout": 3}),
            (client.update_function_code, {"ZipFile": package({"a": ""})}), (client.get_policy, {}),
            (client.get_function_concurrency, {}), (client.get_function_event_invoke_config, {}),
            (client.list_function_url_configs, {}), (client.get_function_code_signing_config, {})]:
        assert refused(operation, "ResourceNotFoundException", 404, **name, **more) == text
    refused(client.get_function, "ResourceNotFoundException", 404, "are not reachable in this region",
            FunctionName=(ARN + "x").replace(REGION, "eu-west-1"))
    refused(client.get_function, "ValidationException", 400, "at 'functionName'", FunctionName="a b")


def test_code_and_configuration_change(client):
    create(client, "changed", Environment={"Variables": {"AB": "c"}})
    before = client.get_function_configuration(FunctionName="changed")
    after = client.update_function_configuration(FunctionName="changed", Timeout=9, Environment={"Variables": {}})
    assert after["Timeout"] == 9 and "Environment" not in after and after["RevisionId"] != before["RevisionId"]
    assert after["CodeSha256"] == before["CodeSha256"]
    client.get_waiter("function_updated_v2").wait(FunctionName="changed")
    zipped = package({"app.py": "def handler(event, context):\n    return 2\n"})
    dry = client.update_function_code(FunctionName="changed", ZipFile=zipped, DryRun=True)
    assert dry["CodeSha256"] != before["CodeSha256"] and call(client, "changed")["count"] == 1
    refused(client.update_function_code, "PreconditionFailedException", 412, FunctionName="changed", ZipFile=zipped,
            RevisionId=before["RevisionId"])
    assert client.update_function_code(
        FunctionName="changed", ZipFile=zipped, RevisionId=after["RevisionId"])["CodeSha256"] == dry["CodeSha256"]
    assert call(client, "changed") == 2
    text = "S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist"
    refused(client.update_function_code, "InvalidParameterValueException", 400, text, FunctionName="changed",
            S3Bucket="nowhere", S3Key="k")


def test_code_comes_from_s3(server):
    client, objects = server.client("lambda"), server.client("s3")
    objects.create_bucket(Bucket="code-of-functions")
    objects.put_object(Bucket="code-of-functions", Key="f.zip",
                       Body=package({"app.py": "def handler(event, context):\n    return 'from S3'\n"}))
    client.create_function(FunctionName="from-s3", Runtime="python3.12", Role=ROLE, Handler="app.handler",
                           Code={"S3Bucket": "code-of-functions", "S3Key": "f.zip"})
    assert call(client, "from-s3") == "from S3"


def test_functions_are_listed_in_pages(server):
    client = server.client("lambda", account="000000000010")
    for n in range(7):
        create(client, f"f{n}")
    client.publish_version(FunctionName="f3")
    first = client.list_functions(MaxItems=3)
    assert [function["FunctionName"] for function in first["Functions"]] == ["f0", "f1", "f2"]
    assert "State" not in first["Functions"][0] and first["Functions"][0]["Version"] == "$LATEST"
    pages = client.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2})
    assert [function["FunctionName"] for page in pages for function in page["Functions"]] == [f"f{n}" for n in range(7)]
    everything = client.list_functions(FunctionVersion="ALL")["Functions"]
    arns = [function["FunctionArn"].rpartition("function:")[2] for function in everything]
    assert arns[3:6] == ["f3:$LATEST", "f3:1", "f4:$LATEST"]
    usage = client.get_account_settings()
    assert usage["AccountUsage"]["FunctionCount"] == 7 and usage["AccountLimit"]["ConcurrentExecutions"] == 1000
    client.delete_function(FunctionName="f3")
    refused(client.get_function, "ResourceNotFoundException", 404, FunctionName="f3", Qualifier="1")
    assert len(client.list_functions()["Functions"]) == 6


def test_versions_and_aliases(client):
    create(client, "versioned", "def handler(event, context):\n    return ['one', context.function_version, "
           "context.invoked_function_arn]\n")
    one = client.publish_version(FunctionName="versioned", Description="the first")
    assert one["Version"] == "1" and one["FunctionArn"] == ARN + "versioned:1" and one["Description"] == "the first"
    assert client.publish_version(FunctionName="versioned")["Version"] == "1"
    two = client.update_function_code(FunctionName="versioned", Publish=True, ZipFile=package(
        {"app.py": "def handler(event, context):\n    return ['two', context.function_version, None]\n"}))
    assert two["Version"] == "2"
    listed = client.list_versions_by_function(FunctionName="versioned")["Versions"]
    assert [version["Version"] for version in listed] == ["$LATEST", "1", "2"]
    refused(client.publish_version, "InvalidParameterValueException", 400, "is different from current CodeSHA256",
            FunctionName="versioned", CodeSha256=one["CodeSha256"])

    live = client.create_alias(FunctionName="versioned", Name="live", FunctionVersion="1", Description="d")
    assert {**body(live), "RevisionId": 0} == {
        "AliasArn": ARN + "versioned:live", "Name": "live", "FunctionVersion": "1", "Description": "d", "RevisionId": 0}
    refused(client.create_alias, "ResourceConflictException", 409, f"Alias already exists: {ARN}versioned:live",
            FunctionName="versioned", Name="live", FunctionVersion="1")
    refused(client.create_alias, "ResourceNotFoundException", 404, "versioned:9", FunctionName="versioned", Name="n",
            FunctionVersion="9")
    refused(client.create_alias, "ValidationException", 400, "at 'name'", FunctionName="versioned", Name="12",
            FunctionVersion="1")
    assert call(client, "versioned", Qualifier="live") == ["one", "1", ARN + "versioned:live"]
    answer = client.invoke(FunctionName="versioned:live")
    assert answer["ExecutedVersion"] == "1"
    assert client.get_function(FunctionName="versioned:live")["Configuration"]["FunctionArn"] == ARN + "versioned:live"
    updated = client.update_alias(FunctionName="versioned", Name="live", FunctionVersion="2")
    assert updated["RevisionId"] != live["RevisionId"]
    refused(client.update_alias, "PreconditionFailedException", 412, FunctionName="versioned", Name="live",
            FunctionVersion="1", RevisionId=live["RevisionId"])
    assert call(client, "versioned", Qualifier="live")[0] == "two"
    client.update_alias(FunctionName="versioned", Name="live", FunctionVersion="1",
                        RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    found = {client.invoke(FunctionName="versioned:live")["ExecutedVersion"] for _ in range(60)}
    assert found == {"1", "2"}
    refused(client.update_alias, "InvalidParameterValueException", 400, "already included", FunctionName="versioned",
            Name="live", RoutingConfig={"AdditionalVersionWeights": {"1": 0.5}})
    assert [alias["Name"] for alias in client.list_aliases(FunctionName="versioned")["Aliases"]] == ["live"]
    assert client.list_aliases(FunctionName="versioned", FunctionVersion="2")["Aliases"] == []
    refused(client.delete_function, "ResourceConflictException", 409, "[live]", FunctionName="versioned", Qualifier="2")
    refused(client.delete_function, "InvalidParameterValueException", 400, "$LATEST", FunctionName="versioned",
            Qualifier="$LATEST")
    client.delete_alias(FunctionName="versioned", Name="live")
    refused(client.get_alias, "ResourceNotFoundException", 404, f"Cannot find alias arn: {ARN}versioned:live",
            FunctionName="versioned", Name="live")
    client.delete_function(FunctionName="versioned", Qualifier="1")
    refused(client.invoke, "ResourceNotFoundException", 404, f"Function not found: {ARN}versioned:1",
            FunctionName="versioned", Qualifier="1")
    # Numbers are not used again.
    client.update_function_configuration(FunctionName="versioned", Timeout=4)
    assert client.publish_version(FunctionName="versioned")["Version"] == "3"


def test_permissions(client):
    create(client, "open")
    refused(client.get_policy, "ResourceNotFoundException", 404, "The resource you requested does not exist.",
            FunctionName="open")
    rule = f"arn:aws:iot:{REGION}:{ACCOUNT}:rule/hot"
    wanted = dict(FunctionName="open", StatementId="iot", Action="lambda:InvokeFunction", Principal="iot.amazonaws.com",
                  SourceArn=rule, SourceAccount=ACCOUNT)
    statement = json.loads(client.add_permission(**wanted)["Statement"])
    assert statement == {
        "Sid": "iot", "Effect": "Allow", "Principal": {"Service": "iot.amazonaws.com"},
        "Action": "lambda:InvokeFunction", "Resource": ARN + "open",
        "Condition": {"StringEquals": {"AWS:SourceAccount": ACCOUNT}, "ArnLike": {"AWS:SourceArn": rule}}}
    policy = client.get_policy(FunctionName="open")
    assert json.loads(policy["Policy"]) == {"Version": "2012-10-17", "Id": "default", "Statement": [statement]}
    refused(client.add_permission, "ResourceConflictException", 409, "The statement id (iot) provided already", **wanted)
    refused(client.add_permission, "PreconditionFailedException", 412, **{**wanted, "StatementId": "s", "RevisionId": "x"})
    refused(client.add_permission, "InvalidParameterValueException", 400, "$LATEST", **wanted, Qualifier="$LATEST")
    refused(client.add_permission, "InvalidParameterValueException", 400, "principal", **{
        **wanted, "StatementId": "p", "Principal": "somebody"})
    for n in range(200):
        try:
            client.add_permission(**{**wanted, "StatementId": f"s{n}"})
        except client.exceptions.PolicyLengthExceededException as error:
            assert "bigger than the limit (20480)" in str(error)
            break
    else:
        raise AssertionError("no bound")
    refused(client.remove_permission, "ResourceNotFoundException", 404, FunctionName="open", StatementId="nothing")
    client.remove_permission(FunctionName="open", StatementId="iot")
    sids = [found["Sid"] for found in json.loads(client.get_policy(FunctionName="open")["Policy"])["Statement"]]
    assert "iot" not in sids and "s0" in sids


def test_settings_and_tags(client):
    create(client, "settings")
    name = {"FunctionName": "settings"}
    assert body(client.get_function_concurrency(**name)) == {}
    assert client.put_function_concurrency(**name, ReservedConcurrentExecutions=5)["ReservedConcurrentExecutions"] == 5
    assert client.get_function_concurrency(**name)["ReservedConcurrentExecutions"] == 5
    assert client.get_function(**name)["Concurrency"] == {"ReservedConcurrentExecutions": 5}
    refused(client.put_function_concurrency, "InvalidParameterValueException", 400, "minimum value of [100]", **name,
            ReservedConcurrentExecutions=901)
    client.delete_function_concurrency(**name)

    refused(client.get_function_event_invoke_config, "ResourceNotFoundException", 404,
            f"The function {ARN}settings:$LATEST doesn't have an EventInvokeConfig", **name)
    made = client.put_function_event_invoke_config(**name, MaximumRetryAttempts=1)
    assert made["FunctionArn"] == ARN + "settings:$LATEST" and made["MaximumRetryAttempts"] == 1
    assert isinstance(made["LastModified"], datetime.datetime) and "MaximumEventAgeInSeconds" not in made
    updated = client.update_function_event_invoke_config(**name, MaximumEventAgeInSeconds=60)
    assert (updated["MaximumRetryAttempts"], updated["MaximumEventAgeInSeconds"]) == (1, 60)
    assert len(client.list_function_event_invoke_configs(**name)["FunctionEventInvokeConfigs"]) == 1
    refused(client.put_function_event_invoke_config, "NotImplementedException", 501, "DestinationConfig", **name,
            DestinationConfig={"OnFailure": {"Destination": f"arn:aws:sqs:{REGION}:{ACCOUNT}:q"}})
    client.delete_function_event_invoke_config(**name)

    arn = ARN + "settings"
    client.tag_resource(Resource=arn, Tags={"a": "1", "b c": "2"})
    assert client.list_tags(Resource=arn)["Tags"] == {"a": "1", "b c": "2"}
    client.untag_resource(Resource=arn, TagKeys=["b c", "none"])
    assert client.list_tags(Resource=arn)["Tags"] == {"a": "1"}
    refused(client.list_tags, "InvalidParameterValueException", 400, "Tags on function aliases", Resource=arn + ":1")


def test_what_is_not_here_says_so_and_lists_are_empty(client):
    create(client, "plain")
    name = {"FunctionName": "plain"}
    for operation, more, word in [
            (client.publish_layer_version, {"LayerName": "l", "Content": {"ZipFile": b"x"}}, "PublishLayerVersion"),
            (client.create_function_url_config, {**name, "AuthType": "NONE"}, "CreateFunctionUrlConfig"),
            (client.create_event_source_mapping, {**name, "EventSourceArn": "arn:aws:sqs:r:1:q"},
             "CreateEventSourceMapping"),
            (client.put_provisioned_concurrency_config,
             {**name, "Qualifier": "1", "ProvisionedConcurrentExecutions": 1}, "PutProvisionedConcurrencyConfig"),
            (client.invoke_with_response_stream, name, "InvokeWithResponseStream")]:
        refused(operation, "NotImplementedException", 501, f"The operation {word} of the service lambda", **more)
    assert client.list_layers()["Layers"] == [] and client.list_event_source_mappings()["EventSourceMappings"] == []
    assert client.list_function_url_configs(**name)["FunctionUrlConfigs"] == []
    assert client.list_provisioned_concurrency_configs(**name)["ProvisionedConcurrencyConfigs"] == []
    assert client.list_layer_versions(LayerName="l")["LayerVersions"] == []
    assert client.list_code_signing_configs()["CodeSigningConfigs"] == []
    assert client.get_function_code_signing_config(**name)["FunctionName"] == "plain"


def test_moto_shows_the_same_members(server, client, moto):  # noqa: F811
    import boto3
    other = boto3.client("lambda", endpoint_url=moto, region_name=REGION, aws_access_key_id="test",
                         aws_secret_access_key="test")
    iam = boto3.client("iam", endpoint_url=moto, region_name=REGION, aws_access_key_id="test",
                       aws_secret_access_key="test")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                     "Principal": {"Service": "lambda.amazonaws.com"}}]}
    iam.create_role(RoleName="lab", AssumeRolePolicyDocument=json.dumps(trust))
    answers = []
    for lambdas in (client, other):
        create(lambdas, "compared", Environment={"Variables": {"AB": "c"}}, Tags={"a": "b"})
        lambdas.publish_version(FunctionName="compared")
        answers.append({
            "configuration": set(body(lambdas.get_function_configuration(FunctionName="compared"))),
            "function": set(body(lambdas.get_function(FunctionName="compared"))),
            "alias": set(body(lambdas.create_alias(FunctionName="compared", Name="a", FunctionVersion="1"))),
            "permission": set(json.loads(lambdas.add_permission(
                FunctionName="compared", StatementId="s", Action="lambda:InvokeFunction",
                Principal="iot.amazonaws.com")["Statement"])),
        })
    ours, theirs = answers
    # Moto still says what AWS says only of functions in a VPC, and neither has all that the other has.
    for part, members in theirs.items():
        assert members - ours[part] <= {"VpcConfig", "Layers", "StateReason", "StateReasonCode"}, part
    assert ours["function"] == theirs["function"] and ours["alias"] >= theirs["alias"]


def test_a_failed_unpack_leaves_nothing(server, client):
    import io
    import zipfile
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(26):
            archive.writestr(f"zeros{n}", bytes(10 << 20))
    refused(client.create_function, "InvalidParameterValueException", 400, "Unzipped size must be smaller than 262144000",
            FunctionName="bomb", Runtime="python3.12", Role=ROLE, Handler="a.b", Code={"ZipFile": bomb.getvalue()})
    code = server.data_dir / "lab/lambda/code"
    before = set(code.iterdir())
    slip = io.BytesIO()
    with zipfile.ZipFile(slip, "w") as archive:
        archive.writestr("../../../../slipped.py", "x")
    refused(client.create_function, "InvalidParameterValueException", 400, "Could not unzip", FunctionName="slip",
            Runtime="python3.12", Role=ROLE, Handler="a.b", Code={"ZipFile": slip.getvalue()})
    assert set(code.iterdir()) == before and not list(server.directory.parent.rglob("slipped.py"))


def test_handlers_are_told_of_their_client(client):
    create(client, "context", "def handler(event, context):\n    return [context.client_context.custom, "
           "context.client_context.client.app_title]\n")
    given = base64.b64encode(json.dumps({"custom": {"a": "b"}, "client": {"app_title": "t"}}).encode()).decode()
    assert call(client, "context", ClientContext=given) == [{"a": "b"}, "t"]
    assert fail(client, "context")["errorType"] == "AttributeError"


def test_a_package_of_fifty_megabytes_is_taken_and_a_larger_one_is_not(client):
    import os
    noise = os.urandom(1 << 20)
    for size, error in [(49, None), (51, 413)]:
        zipped = package({f"part{n}": bytes([n]) + noise[::-1] if n % 2 else bytes([n]) + noise for n in range(size)})
        options = dict(FunctionName=f"large{size}", Runtime="python3.12", Role=ROLE, Handler="part0.x",
                       Code={"ZipFile": zipped})
        if error is None:
            assert client.create_function(**options)["CodeSize"] == len(zipped) > 49 << 20
        else:
            with pytest.raises(client.exceptions.ClientError) as caught:
                client.create_function(**options)
            assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == error
    client.delete_function(FunctionName="large49")
