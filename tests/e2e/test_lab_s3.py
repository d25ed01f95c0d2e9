"""The embedded S3, through boto3 and plain HTTP: buckets, objects, listings, parts, copies, presigned URLs."""
import base64
import datetime
import hashlib
import io
import os
import pathlib
import tempfile
import threading
import urllib.error
import urllib.request
import zlib

import boto3
import botocore.config
import pytest

import second_opinion
from answers import refused
from matrix import write_keys
from second_opinion import outcome, reset
from test_lab_hostile import send
from thingcore import ACCOUNT, REGION, eventually

MIB = 1 << 20


def client(server, account="test", region=REGION, secret="test", **options):
    config = botocore.config.Config(
        retries={"max_attempts": 0}, s3={"addressing_style": "path"}, **options)
    return boto3.client("s3", endpoint_url=server.api, region_name=region, config=config,
                        aws_access_key_id=account, aws_secret_access_key=secret)


@pytest.fixture
def s3(server):
    return client(server)


def http(method, url, body=None, **headers):
    """Status, headers and body of a plain request."""
    request = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()},
                                     method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def keys(answer):
    return [entry["Key"] for entry in answer.get("Contents", [])]


def test_buckets(server, s3):
    made = s3.create_bucket(Bucket="first-bucket")
    assert made["Location"] == "/first-bucket"
    s3.create_bucket(Bucket="first-bucket")
    s3.create_bucket(Bucket="far-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    refused(s3.create_bucket, "BucketAlreadyOwnedByYou", http=409, Bucket="far-bucket",
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    refused(s3.create_bucket, "InvalidBucketName", Bucket="Not_A_Bucket")
    refused(client(server, region="eu-west-1").create_bucket, "IllegalLocationConstraintException", Bucket="no-location")
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert {"first-bucket", "far-bucket"} <= set(names)
    assert s3.get_bucket_location(Bucket="first-bucket")["LocationConstraint"] is None
    assert s3.get_bucket_location(Bucket="far-bucket")["LocationConstraint"] == "eu-west-1"
    head = s3.head_bucket(Bucket="far-bucket")
    assert head["BucketRegion"] == "eu-west-1"
    refused(s3.head_bucket, "404", Bucket="no-such-bucket")
    assert "Status" not in s3.get_bucket_versioning(Bucket="first-bucket")
    refused(s3.put_bucket_versioning, "NotImplemented", http=501, Bucket="first-bucket",
            VersioningConfiguration={"Status": "Enabled"})
    refused(s3.get_bucket_policy, "NoSuchBucketPolicy", Bucket="first-bucket")
    refused(s3.put_bucket_policy, "NotImplemented", http=501, Bucket="first-bucket", Policy="{}")
    refused(s3.get_bucket_tagging, "NoSuchTagSet", Bucket="first-bucket")
    s3.put_bucket_tagging(Bucket="first-bucket", Tagging={"TagSet": [{"Key": "a", "Value": "1"}]})
    assert s3.get_bucket_tagging(Bucket="first-bucket")["TagSet"] == [{"Key": "a", "Value": "1"}]
    s3.delete_bucket_tagging(Bucket="first-bucket")
    refused(s3.get_bucket_tagging, "NoSuchTagSet", Bucket="first-bucket")
    s3.put_object(Bucket="first-bucket", Key="k", Body=b"x")
    refused(s3.delete_bucket, "BucketNotEmpty", http=409, Bucket="first-bucket")
    s3.delete_object(Bucket="first-bucket", Key="k")
    s3.delete_bucket(Bucket="first-bucket")
    refused(s3.list_objects_v2, "NoSuchBucket", http=404, Bucket="first-bucket")


def test_objects_come_back_as_they_were(s3):
    s3.create_bucket(Bucket="objects")
    of = {"Bucket": "objects", "Key": "a/b c+d é&<.txt"}
    body = os.urandom(3 * MIB + 17)
    put = s3.put_object(**of, Body=body, ContentType="text/x", CacheControl="no-cache", Metadata={"device": "rpi1"},
                        ContentDisposition="attachment", ContentLanguage="de", Tagging="a=1&b=2")
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"' and put["ChecksumType"] == "FULL_OBJECT"
    got = s3.get_object(**of)
    assert got["Body"].read() == body and got["ContentLength"] == len(body)
    assert (got["ContentType"], got["CacheControl"], got["ContentDisposition"], got["ContentLanguage"]) == (
        "text/x", "no-cache", "attachment", "de")
    assert got["Metadata"] == {"device": "rpi1"} and got["TagCount"] == 2 and got["AcceptRanges"] == "bytes"
    assert abs((got["LastModified"] - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) < 60
    head = s3.head_object(**of, ChecksumMode="ENABLED")
    assert head["ETag"] == put["ETag"] and head["ContentLength"] == len(body)
    assert head["ChecksumCRC32"] == put["ChecksumCRC32"]
    s3.put_object(**of, Body=b"")
    assert s3.get_object(**of)["Body"].read() == b""
    assert s3.head_object(**of)["Metadata"] == {} and s3.head_object(**of)["ContentType"] == "binary/octet-stream"
    s3.delete_object(**of)
    s3.delete_object(**of)
    refused(s3.get_object, "NoSuchKey", http=404, **of)
    refused(s3.head_object, "404", **of)
    refused(s3.get_object, "NoSuchBucket", Bucket="nobodys", Key="k")
    refused(s3.put_object, "KeyTooLongError", Bucket="objects", Key="k" * 1025, Body=b"")
    refused(s3.put_object, "AccessControlListNotSupported", Bucket="objects", Key="k", Body=b"", ACL="public-read")
    refused(s3.put_object, "MetadataTooLarge", Bucket="objects", Key="k", Body=b"", Metadata={"a": "x" * 3000})
    refused(s3.get_object_acl, "NotImplemented", http=501, Bucket="objects", Key="k")


def test_ranges_and_conditions(s3):
    s3.create_bucket(Bucket="ranges")
    of = {"Bucket": "ranges", "Key": "k"}
    etag = s3.put_object(**of, Body=b"0123456789")["ETag"]
    part = s3.get_object(**of, Range="bytes=2-4")
    assert part["Body"].read() == b"234" and part["ContentRange"] == "bytes 2-4/10"
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert s3.get_object(**of, Range="bytes=-3")["Body"].read() == b"789"
    assert s3.get_object(**of, Range="bytes=7-")["Body"].read() == b"789"
    refused(s3.get_object, "InvalidRange", http=416, **of, Range="bytes=10-")
    assert s3.get_object(**of, IfMatch=etag)["Body"].read() == b"0123456789"
    refused(s3.get_object, "PreconditionFailed", http=412, **of, IfMatch='"x"')
    refused(s3.get_object, "304", **of, IfNoneMatch=etag)
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    refused(s3.get_object, "304", **of, IfModifiedSince=later)
    refused(s3.get_object, "PreconditionFailed", **of, IfUnmodifiedSince=later - datetime.timedelta(hours=2))
    refused(s3.put_object, "PreconditionFailed", **of, Body=b"x", IfNoneMatch="*")
    refused(s3.put_object, "PreconditionFailed", **of, Body=b"x", IfMatch='"x"')
    s3.put_object(**of, Body=b"new", IfMatch=etag)
    answer = s3.get_object(**of, ResponseContentType="text/y", ResponseContentDisposition="inline")
    assert (answer["ContentType"], answer["ContentDisposition"]) == ("text/y", "inline")


def test_what_arrives_damaged_is_refused(s3):
    s3.create_bucket(Bucket="damaged")
    of = {"Bucket": "damaged", "Key": "k"}
    refused(s3.put_object, "BadDigest", **of, Body=b"x", ContentMD5=base64.b64encode(bytes(16)).decode())
    refused(s3.put_object, "InvalidDigest", **of, Body=b"x", ContentMD5="x")
    refused(s3.put_object, "BadDigest", **of, Body=b"x", ChecksumSHA256=base64.b64encode(bytes(32)).decode())
    refused(s3.get_object, "NoSuchKey", **of)
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        put = s3.put_object(**of, Body=b"x", ChecksumAlgorithm=algorithm)
        got = s3.get_object(**of, ChecksumMode="ENABLED")
        # botocore holds it against what it reads.
        assert got["Body"].read() == b"x" and got[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]


@pytest.mark.parametrize("method, query", [
    ("DELETE", "annotation&annotationName=n"), ("PUT", "annotation&annotationName=n"), ("PUT", "renameObject"),
    ("PUT", "encryption"), ("PUT", "acl"), ("GET", "annotation&annotationName=n"), ("DELETE", "invented-tomorrow"),
    ("PUT", "acl=x"), ("DELETE", "legal-hold=x"),
])
def test_a_subresource_is_never_taken_for_the_object(server, s3, method, query):
    s3.create_bucket(Bucket="whole")
    s3.put_object(Bucket="whole", Key="k", Body=b"content")
    assert send(server, "s3", f"/whole/k?{query}", method)[0] == 501
    assert s3.get_object(Bucket="whole", Key="k")["Body"].read() == b"content"
    s3.delete_object(Bucket="whole", Key="k")
    # Nor a bucket's for the bucket.
    if method != "GET":
        assert send(server, "s3", f"/whole?{query}", method)[0] == 501
    for subresource in ("uploads", "location", "metadataConfiguration"):
        assert send(server, "s3", f"/whole?{subresource}", "DELETE")[0] == 501
    s3.head_bucket(Bucket="whole")
    s3.delete_bucket(Bucket="whole")


def test_listings_of_both_versions(s3):
    s3.create_bucket(Bucket="listings")
    assert s3.list_objects_v2(Bucket="listings")["KeyCount"] == 0
    names = ["a", "a/1", "a/2", "a/b/1", "b/ é&", "c"]
    for name in names:
        s3.put_object(Bucket="listings", Key=name, Body=b"xy")
    for operation in ("list_objects", "list_objects_v2"):
        for size in (1, 2, 5):
            pages = s3.get_paginator(operation).paginate(Bucket="listings", PaginationConfig={"PageSize": size})
            assert [key for page in pages for key in keys(page)] == names, (operation, size)
            pages = s3.get_paginator(operation).paginate(Bucket="listings", Delimiter="/", PaginationConfig={"PageSize": size})
            found = [(keys(page), [one["Prefix"] for one in page.get("CommonPrefixes", [])]) for page in pages]
            assert sum((one for one, _ in found), []) == ["a", "c"], (operation, size)
            assert sum((two for _, two in found), []) == ["a/", "b/"], (operation, size)
        answer = getattr(s3, operation)(Bucket="listings", Prefix="a/", Delimiter="/")
        assert keys(answer) == ["a/1", "a/2"] and answer["CommonPrefixes"] == [{"Prefix": "a/b/"}]
        entry = answer["Contents"][0]
        assert entry["Size"] == 2 and entry["StorageClass"] == "STANDARD"
        assert entry["ETag"] == f'"{hashlib.md5(b"xy").hexdigest()}"'
    assert keys(s3.list_objects_v2(Bucket="listings", StartAfter="a/2")) == ["a/b/1", "b/ é&", "c"]
    assert "Owner" in s3.list_objects_v2(Bucket="listings", FetchOwner=True)["Contents"][0]
    refused(s3.list_objects_v2, "InvalidArgument", Bucket="listings", ContinuationToken="nonsense!")
    answer = s3.delete_objects(Bucket="listings", Delete={"Objects": [{"Key": "a"}, {"Key": "nobody"}, {"Key": "b/ é&"}]})
    assert [one["Key"] for one in answer["Deleted"]] == ["a", "nobody", "b/ é&"]
    assert "Deleted" not in s3.delete_objects(Bucket="listings", Delete={"Objects": [{"Key": "c"}], "Quiet": True})
    assert keys(s3.list_objects_v2(Bucket="listings")) == ["a/1", "a/2", "a/b/1"]


def test_copies(s3):
    for bucket in ("copies", "copies-too"):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket="copies", Key="a é", Body=b"content", Metadata={"m": "1"}, ContentType="text/x", Tagging="t=1")
    source = {"Bucket": "copies", "Key": "a é"}
    copied = s3.copy_object(Bucket="copies-too", Key="b", CopySource=source)
    assert copied["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(b"content").hexdigest()}"'
    got = s3.get_object(Bucket="copies-too", Key="b")
    assert got["Body"].read() == b"content" and got["Metadata"] == {"m": "1"} and got["ContentType"] == "text/x"
    assert s3.get_object_tagging(Bucket="copies-too", Key="b")["TagSet"] == [{"Key": "t", "Value": "1"}]
    s3.copy_object(Bucket="copies", Key="a é", CopySource=source, MetadataDirective="REPLACE", Metadata={"m": "2"})
    assert s3.head_object(**source)["Metadata"] == {"m": "2"}
    refused(s3.copy_object, "InvalidRequest", Bucket="copies", Key="a é", CopySource=source)
    refused(s3.copy_object, "NoSuchKey", Bucket="copies", Key="x", CopySource={"Bucket": "copies", "Key": "nobody"})
    refused(s3.copy_object, "PreconditionFailed", Bucket="copies", Key="x", CopySource=source, CopySourceIfMatch="x")
    # A copy has a life of its own.
    s3.delete_object(**source)
    assert s3.get_object(Bucket="copies-too", Key="b")["Body"].read() == b"content"


def test_tags_of_objects(s3):
    s3.create_bucket(Bucket="tagged")
    of = {"Bucket": "tagged", "Key": "k"}
    s3.put_object(**of, Body=b"x")
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]
    s3.put_object_tagging(**of, Tagging={"TagSet": tags})
    assert s3.get_object_tagging(**of)["TagSet"] == tags
    s3.delete_object_tagging(**of)
    assert s3.get_object_tagging(**of)["TagSet"] == []
    refused(s3.put_object_tagging, "BadRequest", **of, Tagging={"TagSet": [{"Key": str(n), "Value": ""} for n in range(11)]})
    refused(s3.get_object_tagging, "NoSuchKey", Bucket="tagged", Key="nobody")


def test_uploads_in_parts(s3):
    s3.create_bucket(Bucket="parts")
    of = {"Bucket": "parts", "Key": "big"}
    content = os.urandom(12 * MIB + 5)
    # As boto3 does it by itself above a threshold.
    transfer = boto3.s3.transfer.TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
    s3.upload_fileobj(io.BytesIO(content), "parts", "big", Config=transfer, ExtraArgs={"Metadata": {"m": "1"}})
    head = s3.head_object(**of)
    digests = [hashlib.md5(content[start:start + 5 * MIB]).digest() for start in range(0, len(content), 5 * MIB)]
    assert head["ETag"] == f'"{hashlib.md5(b"".join(digests)).hexdigest()}-3"' and head["Metadata"] == {"m": "1"}
    target = io.BytesIO()
    s3.download_fileobj("parts", "big", target, Config=transfer)
    assert target.getvalue() == content
    assert s3.get_object(**of)["Body"].read() == content
    assert s3.get_object(**of, Range=f"bytes={5 * MIB - 2}-{5 * MIB + 1}")["Body"].read() == content[5 * MIB - 2:5 * MIB + 2]
    # A copy in parts, of an object in parts.
    s3.copy({"Bucket": "parts", "Key": "big"}, "parts", "copied", Config=transfer)
    assert s3.get_object(Bucket="parts", Key="copied")["Body"].read() == content
    upload = s3.create_multipart_upload(**of)["UploadId"]
    source = {"CopySource": {"Bucket": "parts", "Key": "big"}, "UploadId": upload, "PartNumber": 1}
    copied = s3.upload_part_copy(**of, **source, CopySourceRange=f"bytes={5 * MIB - 1}-{5 * MIB}")["CopyPartResult"]
    assert copied["ETag"] == f'"{hashlib.md5(content[5 * MIB - 1:5 * MIB + 1]).hexdigest()}"'
    refused(s3.upload_part_copy, "InvalidArgument", **of, **source, CopySourceRange="bytes=0-99999999")
    refused(s3.upload_part_copy, "InvalidArgument", **of, **source, CopySourceRange="bytes=5-")
    s3.abort_multipart_upload(**of, UploadId=upload)
    # Step by step.
    upload = s3.create_multipart_upload(**of, ContentType="text/x")["UploadId"]
    assert [one["UploadId"] for one in s3.list_multipart_uploads(Bucket="parts")["Uploads"]] == [upload]
    part = {**of, "UploadId": upload}
    etags = [s3.upload_part(**part, PartNumber=number, Body=b"x" * size)["ETag"]
             for number, size in ((1, 5 * MIB), (2, 10), (7, 3))]
    listed = s3.list_parts(**part)["Parts"]
    assert [(one["PartNumber"], one["Size"], one["ETag"]) for one in listed] == [
        (1, 5 * MIB, etags[0]), (2, 10, etags[1]), (7, 3, etags[2])]
    page = s3.list_parts(**part, MaxParts=1)
    assert page["IsTruncated"] and page["NextPartNumberMarker"] == 1

    def complete(*numbers, etag=None):
        return {**part, "MultipartUpload": {"Parts": [
            {"PartNumber": number, "ETag": etag or etags[(1, 2, 7).index(number)]} for number in numbers]}}

    refused(s3.complete_multipart_upload, "InvalidPartOrder", **complete(2, 1))
    refused(s3.complete_multipart_upload, "InvalidPart", **complete(1, etag='"x"'))
    refused(s3.complete_multipart_upload, "EntityTooSmall", **complete(2, 7))
    answer = s3.complete_multipart_upload(**complete(1, 7))
    assert answer["Bucket"] == "parts" and answer["Key"] == "big" and answer["ETag"].endswith('-2"')
    assert s3.get_object(**of)["Body"].read() == b"x" * (5 * MIB + 3)
    refused(s3.upload_part, "NoSuchUpload", **part, PartNumber=1, Body=b"x")
    refused(s3.list_parts, "NoSuchUpload", **part)
    upload = s3.create_multipart_upload(**of)["UploadId"]
    s3.abort_multipart_upload(**of, UploadId=upload)
    refused(s3.abort_multipart_upload, "NoSuchUpload", **of, UploadId=upload)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="parts")


@pytest.mark.parametrize("version", [None, "s3v4"])
def test_presigned_urls(server, version):
    s3 = client(server, signature_version=version)
    s3.create_bucket(Bucket="presigned")
    of = {"Bucket": "presigned", "Key": f"a b {version}"}
    url = s3.generate_presigned_url("put_object", Params=of)
    assert http("PUT", url, b"by link")[0] == 200
    status, headers, body = http("GET", s3.generate_presigned_url("get_object", Params=of))
    assert (status, body) == (200, b"by link")
    over = s3.generate_presigned_url("get_object", Params=of, ExpiresIn=1)
    status, _, body = eventually(lambda: (answer := http("GET", over))[0] != 200 and answer)
    assert status == 403 and b"<Code>AccessDenied</Code>" in body and b"Request has expired" in body


def test_the_host_names_the_bucket(server, s3):
    s3.create_bucket(Bucket="by-host")
    port = server.api_port
    for host in (f"by-host.localhost:{port}", f"by-host.s3.localhost:{port}"):
        assert http("PUT", f"{server.api}/k/l", b"x", Host=host)[0] == 200
        status, _, body = http("GET", f"{server.api}/k/l", Host=host)
        assert (status, body) == (200, b"x")
    assert keys(s3.list_objects_v2(Bucket="by-host")) == ["k/l"]
    status, _, body = http("GET", f"{server.api}/k", Host=f"nobody.localhost:{port}")
    assert status == 404 and b"<Code>NoSuchBucket</Code>" in body


def test_aws_chunked_bodies(server, s3):
    """As the SDKs for Java and others send them."""
    s3.create_bucket(Bucket="chunked")
    authorization = ("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, "
                     "Signature=00")
    headers = {"Authorization": authorization, "x_amz_content_sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
               "Content_Encoding": "aws-chunked", "x_amz_decoded_content_length": "6", "x_amz_trailer": "x-amz-checksum-crc32"}
    crc = base64.b64encode(zlib.crc32(b"hello!").to_bytes(4, "big")).decode()
    body = f"5\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:{crc}\r\n\r\n".encode()
    url = f"{server.api}/chunked/k"
    status, answered, _ = http("PUT", url, body, **headers)
    assert status == 200 and answered["x-amz-checksum-crc32"] == crc
    got = s3.get_object(Bucket="chunked", Key="k")
    assert got["Body"].read() == b"hello!" and "ContentEncoding" not in got
    status, _, text = http("PUT", url, body.replace(crc.encode(), b"AAAAAA=="), **headers)
    assert status == 400 and b"<Code>BadDigest</Code>" in text
    status, _, text = http("PUT", url, body[:-20], **headers)
    assert status == 400 and b"<Code>IncompleteBody</Code>" in text
    status, _, text = http("PUT", url, body, **{**headers, "x_amz_decoded_content_length": "7"})
    assert status == 400 and b"<Code>IncompleteBody</Code>" in text
    assert s3.get_object(Bucket="chunked", Key="k")["Body"].read() == b"hello!"


def test_signatures_are_verified_where_keys_are(fresh, tmp_path):
    write_keys(tmp_path / "keys.toml", ACCOUNT)
    server = fresh("--credentials", tmp_path / "keys.toml")
    s3 = client(server)
    s3.create_bucket(Bucket="signed")
    of = {"Bucket": "signed", "Key": "a/ b+é"}
    s3.put_object(**of, Body=b"x" * 100_000)
    assert s3.get_object(**of)["ContentLength"] == 100_000
    assert keys(s3.list_objects_v2(Bucket="signed", Prefix="a/ ")) == [of["Key"]]
    refused(client(server, secret="wrong").list_buckets, "SignatureDoesNotMatch", http=403)
    refused(client(server, account="nobody").list_buckets, "InvalidAccessKeyId", http=403)
    for version in (None, "s3v4"):
        url = client(server, signature_version=version).generate_presigned_url("get_object", Params=of)
        assert http("GET", url)[0] == 200, version
        assert http("PUT", url, b"y")[0] == 403, version
        assert http("GET", url.replace("%2B", "%2C"))[0] == 403, version
    status, _, body = http("GET", f"{server.api}/a", Host=f"signed.localhost:{server.api_port}")
    assert status == 403 and b"<Code>AccessDenied</Code>" in body


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_everything_acknowledged_survives(fresh, end):
    server = fresh()
    s3 = client(server)
    s3.create_bucket(Bucket="kept")
    s3.put_object(Bucket="kept", Key="k", Body=b"before", Metadata={"m": "1"}, Tagging="t=1")
    s3.put_object(Bucket="kept", Key="k", Body=b"after", Metadata={"m": "2"})
    s3.put_object(Bucket="kept", Key="gone", Body=b"x")
    s3.delete_object(Bucket="kept", Key="gone")
    upload = s3.create_multipart_upload(Bucket="kept", Key="parts")["UploadId"]
    of = {"Bucket": "kept", "Key": "parts", "UploadId": upload}
    etag = s3.upload_part(**of, PartNumber=1, Body=b"part")["ETag"]
    getattr(server, end)()
    server.restart()
    s3 = client(server)
    got = s3.get_object(Bucket="kept", Key="k")
    assert got["Body"].read() == b"after" and got["Metadata"] == {"m": "2"}
    assert keys(s3.list_objects_v2(Bucket="kept")) == ["k"]
    s3.complete_multipart_upload(**of, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
    assert s3.get_object(Bucket="kept", Key="parts")["Body"].read() == b"part"


def test_accounts_and_reset(fresh):
    server = fresh()
    here, there = client(server), client(server, account="210987654321")
    here.create_bucket(Bucket="only-one")
    here.put_object(Bucket="only-one", Key="k", Body=b"x")
    refused(there.create_bucket, "BucketAlreadyExists", http=409, Bucket="only-one")
    refused(there.get_object, "AccessDenied", http=403, Bucket="only-one", Key="k")
    refused(there.head_bucket, "403", Bucket="only-one")
    there.create_bucket(Bucket="the-other")
    # Buckets are seen from every region.
    assert client(server, region="eu-west-1").get_object(Bucket="only-one", Key="k")["Body"].read() == b"x"
    reset(server, ACCOUNT)
    assert here.list_buckets()["Buckets"] == []
    assert [bucket["Name"] for bucket in there.list_buckets()["Buckets"]] == ["the-other"]
    there.create_bucket(Bucket="only-one")
    server.kill()
    server.restart()
    assert client(server).list_buckets()["Buckets"] == []


def test_large_bodies_are_not_held_in_memory(fresh):
    server = fresh()
    s3 = client(server)
    s3.create_bucket(Bucket="large")

    def resident():
        lines = pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024

    before, size = resident(), 96 * MIB
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        s3.put_object(Bucket="large", Key="k", Body=file)
    got = s3.get_object(Bucket="large", Key="k")["Body"]
    assert sum(len(chunk) for chunk in got.iter_chunks(MIB)) == size
    assert resident() - before < 32 * MIB


def test_an_object_is_replaced_while_it_is_read(fresh):
    server = fresh()
    s3 = client(server)
    s3.create_bucket(Bucket="busy")
    of = {"Bucket": "busy", "Key": "k"}
    s3.put_object(**of, Body=b"0" * 1000)
    ended = threading.Event()

    def write():
        mine = client(server)
        for number in range(60):
            mine.put_object(**of, Body=str(number % 10).encode() * 1000)
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not ended.is_set():
        body = s3.get_object(**of)["Body"].read()
        assert len(body) == 1000 and len(set(body)) == 1
    writer.join()
    # What was replaced is gone.
    directory = next(server.directory.rglob("lab/s3"))
    assert eventually(lambda: len(list(directory.iterdir())) == 1)


def calls(s3):
    of = {"Bucket": "both", "Key": "k"}
    yield outcome(s3.put_object, **of, Body=b"x")
    yield outcome(s3.create_bucket, Bucket="both")
    yield outcome(s3.head_bucket, Bucket="nobody-has-it")
    yield outcome(s3.get_object, **of)
    yield outcome(s3.head_object, **of)
    yield outcome(s3.get_bucket_location, Bucket="both")
    yield outcome(s3.get_bucket_versioning, Bucket="both")
    yield outcome(s3.get_bucket_tagging, Bucket="both")
    yield outcome(s3.get_bucket_policy, Bucket="both")
    yield outcome(s3.list_objects_v2, Bucket="nobody-has-it")
    s3.put_object(**of, Body=b"x")
    yield outcome(s3.get_object, **of, Range="bytes=5-")
    yield outcome(s3.get_object, **of, IfMatch='"x"')
    yield outcome(s3.delete_bucket, Bucket="both")
    yield outcome(s3.get_object_tagging, **of)
    yield outcome(s3.copy_object, Bucket="both", Key="c", CopySource={"Bucket": "both", "Key": "nobody"})
    yield outcome(s3.delete_objects, Bucket="both", Delete={"Objects": [{"Key": "nobody"}]})
    yield outcome(s3.delete_object, **of)
    yield outcome(s3.abort_multipart_upload, **of, UploadId="nonsense")
    yield outcome(s3.delete_bucket, Bucket="both")
    yield outcome(s3.delete_bucket, Bucket="both")


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        second_opinion.compare(calls(client(fresh())), calls(second_opinion.client(moto, "s3")))
