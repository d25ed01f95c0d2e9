"""The embedded DynamoDB, through boto3: what AWS does and the engine alone would not, and moto's server as a second
opinion."""
import pytest

import second_opinion
from answers import refused, without
from second_opinion import outcome

INVALID = "ValidationException"
KEY = {"pk": {"S": "p"}, "sk": {"S": "1"}}
SCHEMA = {
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]}


@pytest.fixture
def dynamodb(server):
    return server.client("dynamodb")


def make(dynamodb, name, **more):
    return dynamodb.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **SCHEMA, **more)["TableDescription"]


def test_capacity_has_to_be_said(dynamodb):
    text = ("One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified "
            "when BillingMode is PROVISIONED")
    refused(dynamodb.create_table, INVALID, text, 400, TableName="bare", **SCHEMA)
    capacity = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    dynamodb.create_table(TableName="bare", ProvisionedThroughput=capacity, **SCHEMA)


def test_streams_and_time_to_live_are_not_switched_to_what_they_are(dynamodb):
    on = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    arn = make(dynamodb, "switched", StreamSpecification=on)["LatestStreamArn"]
    refused(dynamodb.update_table, INVALID, "Table already has an enabled stream: TableName: switched", 400,
            TableName="switched", StreamSpecification=on)
    assert dynamodb.describe_table(TableName="switched")["Table"]["LatestStreamArn"] == arn
    dynamodb.update_table(TableName="switched", StreamSpecification={"StreamEnabled": False})
    refused(dynamodb.update_table, INVALID, "Table has no stream to disable: TableName: switched", 400,
            TableName="switched", StreamSpecification={"StreamEnabled": False})

    def ttl(attribute, enabled):
        return {"TableName": "switched", "TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": enabled}}

    refused(dynamodb.update_time_to_live, INVALID, "TimeToLive is already disabled", 400, **ttl("a", False))
    dynamodb.update_time_to_live(**ttl("a", True))
    refused(dynamodb.update_time_to_live, INVALID, "TimeToLive is already enabled", 400, **ttl("a", True))
    refused(dynamodb.update_time_to_live, INVALID,
            "TimeToLive is active on a different AttributeName: current AttributeName is a", 400, **ttl("b", True))
    dynamodb.update_time_to_live(**ttl("a", False))


def test_a_stream_tells_of_changes_and_stays_open(server, dynamodb):
    arn = make(dynamodb, "told", StreamSpecification={
        "StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})["LatestStreamArn"]
    for value in ("1", "1", "2"):
        dynamodb.put_item(TableName="told", Item={**KEY, "v": {"N": value}})
    streams = server.client("dynamodbstreams")
    shard, = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    assert list(shard["SequenceNumberRange"]) == ["StartingSequenceNumber"]
    start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    answer = streams.get_records(ShardIterator=start["ShardIterator"])
    assert [(record["eventName"], record["dynamodb"]["NewImage"]["v"]) for record in answer["Records"]] == [
        ("INSERT", {"N": "1"}), ("MODIFY", {"N": "2"})]
    # The next ones are behind those that were left out, too.
    dynamodb.put_item(TableName="told", Item={**KEY, "v": {"N": "2"}})
    answer = streams.get_records(ShardIterator=answer["NextShardIterator"])
    assert answer["Records"] == []
    dynamodb.delete_item(TableName="told", Key=KEY)
    answer = streams.get_records(ShardIterator=answer["NextShardIterator"])
    assert [record["eventName"] for record in answer["Records"]] == ["REMOVE"]


def test_what_is_returned_is_what_was_asked_for(dynamodb):
    make(dynamodb, "returned")
    update = {"TableName": "returned", "Key": KEY, "UpdateExpression": "ADD v :one",
              "ExpressionAttributeValues": {":one": {"N": "1"}}, "ReturnValues": "ALL_OLD"}
    assert without(dynamodb.update_item(**update)) == {}
    assert dynamodb.update_item(**update)["Attributes"] == {**KEY, "v": {"N": "1"}}

    def read(projection):
        get = {"TableName": "returned", "Key": KEY, "ProjectionExpression": projection}
        return dynamodb.transact_get_items(TransactItems=[{"Get": get}])["Responses"]

    assert read("v") == [{"Item": {"v": {"N": "2"}}}]
    assert read("v, pk") == [{"Item": {"v": {"N": "2"}, "pk": KEY["pk"]}}]
    assert read("nothing") == [{}]


def test_key_conditions_are_refused_in_the_words_of_aws(dynamodb):
    make(dynamodb, "asked")
    of = {"TableName": "asked", "ExpressionAttributeValues": {":p": {"S": "p"}}}
    for condition, operator in (("pk = :p OR sk = :p", "OR"), ("pk = :p AND sk IN (:p)", "IN")):
        text = f"Invalid operator used in KeyConditionExpression: {operator}"
        refused(dynamodb.query, INVALID, text, 400, KeyConditionExpression=condition, **of)
    text = ("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
            "string value. Key: pk")
    refused(dynamodb.query, INVALID, text, 400, TableName="asked", KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": ""}})


def calls(dynamodb):
    """Not among them: a time to live that is there already and projections of transactions, both of which moto does not
    look at, and a stream that is there, which it refuses by the older ResourceInUseException."""
    table = {"TableName": "both"}
    yield outcome(dynamodb.create_table, **table, **SCHEMA)
    make(dynamodb, "both")
    for value in ("1", "2"):
        yield dynamodb.update_item(**table, Key=KEY, UpdateExpression="SET v = :v", ReturnValues="ALL_OLD",
                                   ExpressionAttributeValues={":v": {"N": value}}).get("Attributes")
    for sort, value in (("", ""), (" AND sk = :s", ""), (" AND begins_with(sk, :s)", ""), (" AND begins_with(sk, :s)", "1")):
        values = {":p": {"S": "p" if sort else ""}, **({":s": {"S": value}} if sort else {})}
        yield outcome(dynamodb.query, **table, KeyConditionExpression="pk = :p" + sort, ExpressionAttributeValues=values)


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        second_opinion.compare(calls(fresh().client("dynamodb")), calls(second_opinion.client(moto, "dynamodb")))
