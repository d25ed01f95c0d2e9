"""The embedded IAM and STS, through boto3: roles, policies, who may assume what, keys for a while."""
import datetime
import json

import boto3
import botocore.config
import pytest
from botocore.exceptions import ClientError

import second_opinion
from answers import refused
from matrix import write_keys
from second_opinion import outcome, reset
from thingcore import ACCOUNT, REGION


def trust(principal, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}]})


IOT = trust({"Service": "iot.amazonaws.com"})
ANYBODY = trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
WRITE = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "*"}]})


def role_arn(name, account=ACCOUNT):
    return f"arn:aws:iam::{account}:role/{name}"


@pytest.fixture
def iam(server):
    return server.client("iam")


def assumed(server, credentials, service):
    """A client with a temporary key."""
    config = botocore.config.Config(retries={"max_attempts": 0})
    return boto3.client(
        service, endpoint_url=server.api, region_name=REGION, config=config,
        aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"])


def test_roles(iam):
    made = iam.create_role(RoleName="rules", Path="/lab/", AssumeRolePolicyDocument=IOT, Description="d",
                           MaxSessionDuration=7200, Tags=[{"Key": "a", "Value": "1"}])["Role"]
    assert made["Arn"] == role_arn("lab/rules") and made["RoleId"].startswith("AROA") and len(made["RoleId"]) == 21
    assert made["AssumeRolePolicyDocument"] == json.loads(IOT) and made["Tags"] == [{"Key": "a", "Value": "1"}]
    assert abs((made["CreateDate"] - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) < 60
    assert iam.get_role(RoleName="rules")["Role"] == made
    refused(iam.create_role, "EntityAlreadyExists", "Role with name rules already exists.", 409, RoleName="rules",
            AssumeRolePolicyDocument=IOT)
    refused(iam.get_role, "NoSuchEntity", "The role with name nobody cannot be found.", 404, RoleName="nobody")
    refused(iam.create_role, "ValidationError", RoleName="a b", AssumeRolePolicyDocument=IOT)
    refused(iam.create_role, "MalformedPolicyDocument", RoleName="x", AssumeRolePolicyDocument="{}")
    refused(iam.create_role, "MalformedPolicyDocument", RoleName="x", AssumeRolePolicyDocument=WRITE)
    iam.update_role(RoleName="rules", MaxSessionDuration=3600)
    iam.update_role_description(RoleName="rules", Description="new")
    iam.update_assume_role_policy(RoleName="rules", PolicyDocument=ANYBODY)
    iam.tag_role(RoleName="rules", Tags=[{"Key": "b", "Value": "2"}])
    iam.untag_role(RoleName="rules", TagKeys=["a"])
    role = iam.get_role(RoleName="rules")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("new", 3600)
    assert role["AssumeRolePolicyDocument"] == json.loads(ANYBODY)
    assert iam.list_role_tags(RoleName="rules")["Tags"] == role["Tags"] == [{"Key": "b", "Value": "2"}]
    assert iam.list_instance_profiles_for_role(RoleName="rules")["InstanceProfiles"] == []
    iam.create_role(RoleName="other", AssumeRolePolicyDocument=IOT)
    names = [role["RoleName"] for page in iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 1})
             for role in page["Roles"]]
    assert names == sorted(names) and {"other", "rules"} <= set(names)
    assert [role["RoleName"] for role in iam.list_roles(PathPrefix="/lab/")["Roles"]] == ["rules"]


def test_managed_policies_and_their_versions(iam):
    arn = iam.create_policy(PolicyName="write", PolicyDocument=WRITE, Description="d",
                            Tags=[{"Key": "a", "Value": "1"}])["Policy"]["Arn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:policy/write"
    refused(iam.create_policy, "EntityAlreadyExists", http=409, PolicyName="write", PolicyDocument=WRITE)
    refused(iam.create_policy, "MalformedPolicyDocument", PolicyName="x", PolicyDocument="x")
    refused(iam.create_policy, "MalformedPolicyDocument", PolicyName="x", PolicyDocument=IOT)
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    assert (policy["DefaultVersionId"], policy["AttachmentCount"], policy["Description"]) == ("v1", 0, "d")
    other = WRITE.replace("PutItem", "*")
    version = iam.create_policy_version(PolicyArn=arn, PolicyDocument=other, SetAsDefault=True)["PolicyVersion"]
    assert version["VersionId"] == "v2" and version["IsDefaultVersion"]
    assert iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]["Document"] == json.loads(other)
    assert [one["VersionId"] for one in iam.list_policy_versions(PolicyArn=arn)["Versions"]] == ["v2", "v1"]
    refused(iam.delete_policy, "DeleteConflict", http=409, PolicyArn=arn)
    refused(iam.delete_policy_version, "DeleteConflict", PolicyArn=arn, VersionId="v2")
    for _ in range(3):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=WRITE)
    refused(iam.create_policy_version, "LimitExceeded", http=409, PolicyArn=arn, PolicyDocument=WRITE)
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    for number in (2, 3, 4, 5):
        iam.delete_policy_version(PolicyArn=arn, VersionId=f"v{number}")
    refused(iam.get_policy_version, "NoSuchEntity", PolicyArn=arn, VersionId="v5")
    assert iam.create_policy_version(PolicyArn=arn, PolicyDocument=WRITE)["PolicyVersion"]["VersionId"] == "v6"
    iam.delete_policy_version(PolicyArn=arn, VersionId="v6")
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    assert [one["Arn"] for one in iam.list_policies(Scope="Local")["Policies"]] == [arn]
    iam.delete_policy(PolicyArn=arn)
    refused(iam.get_policy, "NoSuchEntity", f"Policy {arn} was not found.", PolicyArn=arn)


def statement(**elements):
    return json.dumps({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:*", "Resource": "*", **elements}})


def test_what_policies_are_about_is_checked(iam):
    for document, text in [
            (statement(Action="nocolon"),
             "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
            (statement(Resource="notarn"), 'Resource notarn must be in ARN format or "*".'),
            (statement(Resource=["*", "arn:asw:s3:::x"]), 'Partition "asw" is not valid for resource "arn:asw:s3:::x".')]:
        refused(iam.create_policy, "MalformedPolicyDocument", text, 400, PolicyName="x", PolicyDocument=document)


def test_policies_of_roles(iam):
    iam.create_role(RoleName="attached", AssumeRolePolicyDocument=IOT)
    arn = iam.create_policy(PolicyName="attached", PolicyDocument=WRITE)["Policy"]["Arn"]
    aws = "arn:aws:iam::aws:policy/service-role/AWSIoTRuleActions"
    refused(iam.attach_role_policy, "NoSuchEntity", RoleName="attached", PolicyArn=f"{arn}x")
    refused(iam.attach_role_policy, "NoSuchEntity", RoleName="nobody", PolicyArn=arn)
    for policy in (arn, aws, arn):
        iam.attach_role_policy(RoleName="attached", PolicyArn=policy)
    attached = iam.list_attached_role_policies(RoleName="attached")["AttachedPolicies"]
    assert attached == [{"PolicyName": "attached", "PolicyArn": arn}, {"PolicyName": "AWSIoTRuleActions", "PolicyArn": aws}]
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    assert [role["RoleName"] for role in iam.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"]] == ["attached"]
    refused(iam.delete_policy, "DeleteConflict", "Cannot delete a policy attached to entities.", PolicyArn=arn)
    refused(iam.delete_role, "DeleteConflict", "Cannot delete entity, must detach all policies first.", RoleName="attached")
    for policy in (arn, aws):
        iam.detach_role_policy(RoleName="attached", PolicyArn=policy)
    refused(iam.detach_role_policy, "NoSuchEntity", RoleName="attached", PolicyArn=arn)
    iam.put_role_policy(RoleName="attached", PolicyName="own", PolicyDocument=WRITE)
    assert iam.get_role_policy(RoleName="attached", PolicyName="own")["PolicyDocument"] == json.loads(WRITE)
    assert iam.list_role_policies(RoleName="attached")["PolicyNames"] == ["own"]
    refused(iam.delete_role, "DeleteConflict", "Cannot delete entity, must delete policies first.", RoleName="attached")
    refused(iam.get_role_policy, "NoSuchEntity", RoleName="attached", PolicyName="other")
    iam.delete_role_policy(RoleName="attached", PolicyName="own")
    iam.delete_role(RoleName="attached")
    refused(iam.delete_role, "NoSuchEntity", RoleName="attached")
    refused(iam.create_user, "NotImplemented", http=501, UserName="x")


def test_an_assumed_role_calls_in_its_account(server):
    owner = server.client("iam", account="210987654321")
    owner.create_role(RoleName="lent", AssumeRolePolicyDocument=ANYBODY)
    owner.create_role(RoleName="asked", AssumeRolePolicyDocument=trust(
        {"AWS": ACCOUNT}, Condition={"StringEquals": {"sts:ExternalId": "secret"}}))
    owner.create_role(RoleName="closed", AssumeRolePolicyDocument=IOT)
    sts = server.client("sts")
    lent = {"RoleArn": role_arn("lent", "210987654321"), "RoleSessionName": "me"}
    answer = sts.assume_role(**lent)
    assert answer["AssumedRoleUser"]["Arn"] == "arn:aws:sts::210987654321:assumed-role/lent/me"
    left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 3500 < left.total_seconds() <= 3600
    assert answer["Credentials"]["AccessKeyId"].startswith("ASIA") and len(answer["Credentials"]["AccessKeyId"]) == 20
    identity = assumed(server, answer["Credentials"], "sts").get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == ("210987654321", answer["AssumedRoleUser"]["Arn"])
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    # What it makes is the other account's, of every service.
    assumed(server, answer["Credentials"], "iot").create_thing(thingName="lent-thing")
    assert server.client("iot", account="210987654321").describe_thing(thingName="lent-thing")
    assumed(server, answer["Credentials"], "sqs").create_queue(QueueName="lent-queue")
    assert server.client("sqs", account="210987654321").get_queue_url(QueueName="lent-queue")
    denied = ("AccessDenied", None, 403)
    refused(sts.assume_role, *denied, **{**lent, "RoleArn": role_arn("closed", "210987654321")})
    refused(sts.assume_role, *denied, **{**lent, "RoleArn": role_arn("nobody")})
    asked = {**lent, "RoleArn": role_arn("asked", "210987654321")}
    refused(sts.assume_role, *denied, **asked)
    refused(sts.assume_role, *denied, **asked, ExternalId="guess")
    sts.assume_role(**asked, ExternalId="secret")
    refused(sts.assume_role, "ValidationError", **lent, DurationSeconds=3601)
    refused(sts.assume_role, "NotImplemented", **lent, Policy=WRITE)


def test_a_role_assumed_with_a_temporary_key_is_held_for_an_hour_at_most(server):
    iam, sts = server.client("iam", account="333322221111"), server.client("sts", account="333322221111")
    anybody = trust({"AWS": "*"})
    iam.create_role(RoleName="long", AssumeRolePolicyDocument=anybody, MaxSessionDuration=7200)
    role = {"RoleArn": role_arn("long", "333322221111"), "RoleSessionName": "me"}
    first = sts.assume_role(**role, DurationSeconds=7200)["Credentials"]
    text = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    for credentials in (first, sts.get_session_token()["Credentials"]):
        chained = assumed(server, credentials, "sts")
        refused(chained.assume_role, "ValidationError", text, 400, **role, DurationSeconds=3601)
        for asked in ({}, {"DurationSeconds": 3600}):
            end = chained.assume_role(**role, **asked)["Credentials"]["Expiration"]
            assert 3500 < (end - datetime.datetime.now(datetime.timezone.utc)).total_seconds() <= 3600


def test_session_tokens(server):
    sts = server.client("sts", account="111122223333")
    credentials = sts.get_session_token(DurationSeconds=900)["Credentials"]
    identity = assumed(server, credentials, "sts").get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == ("111122223333", "arn:aws:iam::111122223333:root")
    refused(assumed(server, credentials, "sts").get_session_token, "AccessDenied")


def test_temporary_keys_are_verified_where_keys_are(fresh, tmp_path):
    write_keys(tmp_path / "keys.toml", ACCOUNT)
    server = fresh("--credentials", tmp_path / "keys.toml")
    credentials = server.client("sts").get_session_token()["Credentials"]
    assert assumed(server, credentials, "sts").get_caller_identity()["Account"] == ACCOUNT
    assumed(server, credentials, "iot").create_thing(thingName="signed")
    for member in ("SecretAccessKey", "SessionToken", "AccessKeyId"):
        with pytest.raises(ClientError) as caught:
            assumed(server, {**credentials, member: credentials[member][:-1] + "A"}, "sts").get_caller_identity()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_everything_acknowledged_survives(fresh, end):
    server = fresh()
    iam = server.client("iam")
    iam.create_role(RoleName="kept", AssumeRolePolicyDocument=ANYBODY)
    arn = iam.create_policy(PolicyName="kept", PolicyDocument=WRITE)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="kept", PolicyArn=arn)
    before = iam.get_role(RoleName="kept")["Role"], iam.get_policy(PolicyArn=arn)["Policy"]
    credentials = server.client("sts").assume_role(RoleArn=role_arn("kept"), RoleSessionName="me")["Credentials"]
    getattr(server, end)()
    server.restart()
    iam = server.client("iam")
    assert (iam.get_role(RoleName="kept")["Role"], iam.get_policy(PolicyArn=arn)["Policy"]) == before
    assert assumed(server, credentials, "sts").get_caller_identity()["Arn"].endswith(":assumed-role/kept/me")


def test_accounts_regions_and_reset(fresh):
    server = fresh()
    here, there = server.client("iam"), server.client("iam", account="210987654321")
    elsewhere = server.client("iam", region="eu-west-1")
    here.create_role(RoleName="same", AssumeRolePolicyDocument=ANYBODY)
    there.create_role(RoleName="same", AssumeRolePolicyDocument=ANYBODY)
    # IAM has no regions.
    assert elsewhere.get_role(RoleName="same")["Role"]["Arn"] == role_arn("same")
    credentials = server.client("sts").assume_role(RoleArn=role_arn("same"), RoleSessionName="me")["Credentials"]
    reset(server, ACCOUNT)
    assert here.list_roles()["Roles"] == [] and len(there.list_roles()["Roles"]) == 1
    assert assumed(server, credentials, "sts").get_caller_identity()["Arn"].endswith(":root")
    server.kill()
    server.restart()
    assert server.client("iam").list_roles()["Roles"] == []


def calls(iam):
    """Not among them: some malformed documents and attached policies that are deleted, which moto lets pass and AWS does
    not, and ListPolicyVersions, which on AWS tells no documents."""
    role = {"RoleName": "both"}
    yield outcome(iam.get_role, **role)
    yield outcome(iam.create_role, **role, AssumeRolePolicyDocument=IOT)
    yield outcome(iam.create_role, **role, AssumeRolePolicyDocument=IOT)
    made = iam.create_policy(PolicyName="both", PolicyDocument=WRITE)["Policy"]["Arn"]
    yield outcome(iam.create_policy, PolicyName="both", PolicyDocument=WRITE)
    for wrong in ({"Action": "nocolon"}, {"Action": "a:b:c"}, {"Resource": "notarn"}, {"Resource": "arn:asw:s3:::x"}):
        yield outcome(iam.create_policy, PolicyName="wrong", PolicyDocument=statement(**wrong))
    yield outcome(iam.get_policy, PolicyArn=made + "x")
    yield outcome(iam.get_policy_version, PolicyArn=made, VersionId="v1")
    yield outcome(iam.get_policy_version, PolicyArn=made, VersionId="v9")
    yield outcome(iam.attach_role_policy, **role, PolicyArn=made)
    yield outcome(iam.list_attached_role_policies, **role)
    yield outcome(iam.delete_role, **role)
    yield outcome(iam.detach_role_policy, **role, PolicyArn=made)
    yield outcome(iam.detach_role_policy, **role, PolicyArn=made)
    yield outcome(iam.put_role_policy, **role, PolicyName="own", PolicyDocument=WRITE)
    yield outcome(iam.get_role_policy, **role, PolicyName="own")
    yield outcome(iam.get_role_policy, **role, PolicyName="other")
    yield outcome(iam.list_role_policies, **role)
    yield outcome(iam.delete_role, **role)
    yield outcome(iam.delete_role_policy, **role, PolicyName="own")
    yield outcome(iam.list_role_tags, **role)
    yield outcome(iam.delete_role, **role)
    yield outcome(iam.delete_policy, PolicyArn=made)
    yield outcome(iam.delete_policy, PolicyArn=made)


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        second_opinion.compare(calls(fresh().client("iam")), calls(second_opinion.client(moto, "iam")))
