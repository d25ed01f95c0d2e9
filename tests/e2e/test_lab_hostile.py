"""The embedded services and what nobody sane sends: every operation of the models without parameters and with junk."""
import json
import random
import urllib.error
import urllib.parse
import urllib.request

import botocore.exceptions
import botocore.session
import pytest

from thingcore import REGION

#: Refusals; nothing else may come of junk but a success that needs no parameters.
REFUSED = {400, 403, 404, 405, 409, 412, 416, 501}
JUNK = [None, "", "\u0000", "é" * 300, -1, 1 << 70, 1.5, True, [], {}, [[]], [{}], {"": ""}, {"Name": []}, "arn:aws:", "arn:aws:x:y:z:"]


def send(server, service, path="/", method="POST", body=b"", **headers):
    authorization = (f"AWS4-HMAC-SHA256 Credential=test/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, "
                     "Signature=00")
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.api + path, body, {"Authorization": authorization, **headers}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def operations(service):
    return botocore.session.get_session().get_service_model(service)


def members(shape, choose):
    """Parameters of the names that a shape has and of values that it does not."""
    return {name: choose(JUNK) for name in (shape.members if shape else {}) if choose([True, False, True])}


@pytest.mark.parametrize("service", ["sqs", "logs"])
def test_every_json_operation(server, service):
    model, choose = operations(service), random.Random(1).choice
    prefix, version = model.metadata["targetPrefix"], model.metadata["jsonVersion"]
    for name in model.operation_names:
        headers = {"X_Amz_Target": f"{prefix}.{name}", "Content_Type": f"application/x-amz-json-{version}"}
        shape = model.operation_model(name).input_shape
        bodies = [b"", b"[]", b"null", b"\xff", b"{", b"[" * 100_000]
        bodies += [json.dumps(members(shape, choose)).encode() for _ in range(8)]
        for body in bodies:
            status, text = send(server, service, body=body, **headers)
            assert status in REFUSED | {200}, (name, body[:300], status, text)
            if status == 501:
                assert b"not implemented by Thingcore" in text, (name, text)
    status, text = send(server, service, body=b"{}", X_Amz_Target=f"{prefix}.Nonsense")
    assert status == 400 and b"UnknownOperationException" in text


@pytest.mark.parametrize("service", ["sns", "iam", "sts", "sqs"])
def test_every_query_operation(server, service):
    model, choose = operations(service), random.Random(2).choice
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    suffixes = ["", ".member.1", ".member.1.Key", ".entry.1.key", ".1", ".member.99999999999999999999", ".1.Name", "...", "." * 5000]
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        for _ in range(8):
            pairs = [(key + choose(suffixes), str(value)) for key, value in members(shape, choose).items()]
            body = urllib.parse.urlencode([("Action", name), *pairs]).encode()
            status, text = send(server, service, body=body, **kind)
            assert status in REFUSED | {200}, (name, body[:300], status, text)
            if status == 501:
                assert b"not implemented by Thingcore" in text, (name, text)
    status, text = send(server, service, body=b"Action=Nonsense", **kind)
    assert status == 400 and b"InvalidAction" in text


def test_requests_that_s3_does_not_know(server):
    bucket = "hostile"
    assert send(server, "s3", f"/{bucket}", "PUT")[0] == 200
    assert send(server, "s3", f"/{bucket}/k", "PUT", b"x")[0] == 200
    choose = random.Random(3).choice
    names = ["acl", "uploads", "uploadId", "partNumber", "tagging", "versioning", "versionId", "delete", "location",
             "list-type", "max-keys", "prefix", "delimiter", "continuation-token", "encoding-type", "policy", "nonsense"]
    values = ["", "x", "-1", "99999999999999999999", "%00", "%ff", "url", "2", "é".encode().hex()]
    bodies = [b"", b"<", b"<a/>", b"<Delete/>", b"<Tagging><TagSet><Tag/></TagSet></Tagging>", b"\xff", b"<a>" * 10_000]
    extra = [{}, {"Range": "bytes=9-1"}, {"x_amz_copy_source": "%ff/x"}, {"x_amz_copy_source": "x"}, {"Content_MD5": "x"},
             {"x_amz_content_sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}, {"x_amz_checksum_crc32": "x"},
             {"If_Modified_Since": "x"}, {"x_amz_tagging": "a=%ff"}, {"x_amz_trailer": "x"}, {"Host": "...s3.x"}]
    for _ in range(400):
        query = "&".join(f"{choose(names)}={choose(values)}" for _ in range(choose([0, 1, 2])))
        path = choose(["/", f"/{bucket}", f"/{bucket}/", f"/{bucket}/k", f"/{bucket}/%ff", f"/{bucket}//..//k", "/x", "/%ff/k"])
        method, body, headers = choose(["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS"]), choose(bodies), choose(extra)
        status, text = send(server, "s3", f"{path}?{query}", method, body, **headers)
        assert status in REFUSED | {200, 204, 206}, (method, path, query, headers, body[:50], status, text)


def test_services_that_are_switched_off_say_so(fresh):
    server = fresh("--services", "sqs")
    assert "QueueUrls" not in server.client("sqs").list_queues()
    for service, call in (("s3", "list_buckets"), ("sns", "list_topics"), ("logs", "describe_log_groups"),
                          ("iam", "list_roles"), ("sts", "get_caller_identity")):
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            getattr(server.client(service), call)()
        response = caught.value.response
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 501
        assert f"The service {service} is embedded in Thingcore but switched off by --services" in response["Error"]["Message"]


def test_without_a_data_directory_nothing_stays(fresh, tmp_path):
    server = fresh(data_dir=":memory:", env={"TMPDIR": str(tmp_path)})
    s3, sqs = server.client("s3"), server.client("sqs")
    s3.create_bucket(Bucket="passing")
    s3.put_object(Bucket="passing", Key="k", Body=b"x")
    assert s3.get_object(Bucket="passing", Key="k")["Body"].read() == b"x"
    sqs.create_queue(QueueName="passing")
    server.terminate()
    server.restart()
    assert server.client("s3").list_buckets()["Buckets"] == [] and "QueueUrls" not in server.client("sqs").list_queues()
    server.terminate()
    assert not list(tmp_path.glob("thingcore-s3-*"))
