"""The embedded S3: what keeps content whole. Conditional deletes, checksums of uploads in parts, copies, encryption."""
import base64
import hashlib
import os
import sqlite3
import zlib

import boto3
import pytest
from botocore.exceptions import ClientError

import second_opinion
from answers import refused, without
from second_opinion import outcome
from test_lab_s3 import MIB, client
from test_lab_hostile import send


@pytest.fixture
def s3(server):
    return client(server)


def crc32(content):
    return base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()


def crc64(content):
    crc = (1 << 64) - 1
    table = [0] * 256
    for index in range(256):
        value = index
        for _ in range(8):
            value = value >> 1 ^ (0x9A6C9329AC4BC9B5 if value & 1 else 0)
        table[index] = value
    for byte in content:
        crc = table[(crc ^ byte) & 255] ^ crc >> 8
    return base64.b64encode((crc ^ (1 << 64) - 1).to_bytes(8, "big")).decode()


def checksums(answer):
    return {key: value for key, value in answer.items() if key.startswith("Checksum")}


def upload(s3, of, parts, complete=None, **create):
    """Uploads parts one by one, and completes; the parameters of the completion, and its answer."""
    of = {**of, "UploadId": s3.create_multipart_upload(**of, **create)["UploadId"]}
    algorithm = {name: value for name, value in create.items() if name == "ChecksumAlgorithm"}
    answers = [s3.upload_part(**of, PartNumber=number, Body=part, **algorithm) for number, part in enumerate(parts, 1)]
    listed = [{"PartNumber": number, "ETag": answer["ETag"]} for number, answer in enumerate(answers, 1)]
    parameters = {**of, "MultipartUpload": {"Parts": listed}, **(complete or {})}
    return parameters, s3.complete_multipart_upload(**parameters)


def test_deletes_with_a_condition(server, s3):
    s3.create_bucket(Bucket="careful")
    of = {"Bucket": "careful", "Key": "k"}
    etag = s3.put_object(**of, Body=b"v")["ETag"]
    refused(s3.delete_object, "PreconditionFailed", http=412, **of, IfMatch='"0"')
    assert s3.get_object(**of)["Body"].read() == b"v"
    s3.delete_object(**of, IfMatch=etag)
    refused(s3.delete_object, "NoSuchKey", http=404, **of, IfMatch=etag)
    refused(s3.delete_object, "NoSuchKey", http=404, **of, IfMatch="*")
    s3.put_object(**of, Body=b"v")
    s3.delete_object(**of, IfMatch="*")
    refused(s3.head_object, "404", **of)
    for key in ("same", "other", "any"):
        s3.put_object(Bucket="careful", Key=key, Body=b"v")
    objects = [{"Key": "same", "ETag": etag}, {"Key": "other", "ETag": '"0"'}, {"Key": "any", "ETag": "*"},
               {"Key": "nobody", "ETag": "*"}, {"Key": "nobody too"}]
    answer = s3.delete_objects(Bucket="careful", Delete={"Objects": objects})
    assert [one["Key"] for one in answer["Deleted"]] == ["same", "any", "nobody too"]
    assert [(one["Key"], one["Code"]) for one in answer["Errors"]] == [
        ("other", "PreconditionFailed"), ("nobody", "NoSuchKey")]
    assert [one["Key"] for one in s3.list_objects_v2(Bucket="careful")["Contents"]] == ["other"]
    # An error is told even to who wants to hear of nothing else.
    answer = s3.delete_objects(Bucket="careful", Delete={"Objects": objects[1:2], "Quiet": True})
    assert "Deleted" not in answer and len(answer["Errors"]) == 1
    # Conditions that only directory buckets know are never passed over.
    objects = [{"Key": "other", "Size": 7}]
    refused(s3.delete_objects, "NotImplemented", http=501, Bucket="careful", Delete={"Objects": objects})
    refused(s3.delete_object, "NotImplemented", http=501, Bucket="careful", Key="other", IfMatchSize=7)
    assert s3.get_object(Bucket="careful", Key="other")["Body"].read() == b"v"


def test_checksums_of_whole_objects_in_parts(s3):
    s3.create_bucket(Bucket="whole-sums")
    of = {"Bucket": "whole-sums", "Key": "k"}
    parts = [os.urandom(5 * MIB), os.urandom(5 * MIB + 3), b"end"]
    content = b"".join(parts)
    expected = {"CRC32": crc32(content)}
    for algorithm in ("CRC32", "CRC32C", "CRC64NVME"):
        # By another way: an object that is put in one piece.
        put = s3.put_object(Bucket="whole-sums", Key="one", Body=content, ChecksumAlgorithm=algorithm)
        value = put[f"Checksum{algorithm}"]
        assert value == expected.get(algorithm, value)
        sums = {f"Checksum{algorithm}": value, "ChecksumType": "FULL_OBJECT"}
        _, answer = upload(s3, of, parts, sums, ChecksumAlgorithm=algorithm, ChecksumType="FULL_OBJECT")
        assert checksums(answer) == sums
        assert checksums(s3.head_object(**of, ChecksumMode="ENABLED")) == sums
        # botocore holds a checksum of a whole object against what it reads.
        assert s3.get_object(**of, ChecksumMode="ENABLED")["Body"].read() == content
    # Who names no algorithm gets what S3 computes itself, whatever the SDK sends with the parts.
    _, answer = upload(s3, of, parts)
    assert checksums(s3.head_object(**of, ChecksumMode="ENABLED")) == sums == checksums(answer)


def test_checksums_of_parts_checksums(s3):
    s3.create_bucket(Bucket="part-sums")
    of = {"Bucket": "part-sums", "Key": "k"}
    parts = [os.urandom(5 * MIB), b"end"]
    _, answer = upload(s3, of, parts, ChecksumAlgorithm="SHA256")
    composite = base64.b64encode(hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest())
    assert checksums(answer) == {"ChecksumSHA256": f"{composite.decode()}-2", "ChecksumType": "COMPOSITE"}
    for algorithm, kind in (("CRC64NVME", "COMPOSITE"), ("SHA1", "FULL_OBJECT"), ("SHA256", "FULL_OBJECT")):
        refused(s3.create_multipart_upload, "InvalidRequest", http=400, **of, ChecksumAlgorithm=algorithm, ChecksumType=kind,
                text=f"The {kind} checksum type cannot be used with the {algorithm.lower()} checksum algorithm.")
    refused(s3.create_multipart_upload, "InvalidRequest", **of, ChecksumType="COMPOSITE")


def test_a_completion_is_held_against_what_it_claims(s3):
    s3.create_bucket(Bucket="claims")
    of = {"Bucket": "claims", "Key": "k"}
    id = s3.create_multipart_upload(**of, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")["UploadId"]
    part = s3.upload_part(**of, UploadId=id, PartNumber=1, Body=b"part")
    complete = {**of, "UploadId": id, "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}}
    refused(s3.complete_multipart_upload, "BadDigest", http=400, **complete, ChecksumCRC32=crc32(b"other"))
    refused(s3.complete_multipart_upload, "InvalidRequest", http=400, **complete, ChecksumType="COMPOSITE")
    refused(s3.complete_multipart_upload, "InvalidRequest", http=400, **complete, MpuObjectSize=5)
    refused(s3.head_object, "404", **of)
    s3.complete_multipart_upload(**complete, ChecksumCRC32=crc32(b"part"), MpuObjectSize=4)
    assert s3.get_object(**of)["Body"].read() == b"part"


def test_boto3_uploads_a_large_file_with_its_checksum(s3, tmp_path):
    s3.create_bucket(Bucket="large-sums")
    content = os.urandom(11 * MIB)
    (tmp_path / "file").write_bytes(content)
    transfer = boto3.s3.transfer.TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
    upload = {"Bucket": "large-sums", "Key": "k", "Filename": str(tmp_path / "file"), "Config": transfer}
    s3.upload_file(**upload, ExtraArgs={"ChecksumCRC32": crc32(content)})
    head = s3.head_object(Bucket="large-sums", Key="k", ChecksumMode="ENABLED")
    assert checksums(head) == {"ChecksumCRC32": crc32(content), "ChecksumType": "FULL_OBJECT"}
    with pytest.raises(boto3.exceptions.S3UploadFailedError, match="BadDigest"):
        s3.upload_file(**upload, ExtraArgs={"ChecksumCRC32": crc32(b"other")})


def test_a_completion_may_be_repeated(s3):
    s3.create_bucket(Bucket="again")
    of = {"Bucket": "again", "Key": "k"}
    complete, answer = upload(s3, of, [b"content"])
    assert without(s3.complete_multipart_upload(**complete)) == without(answer)
    refused(s3.complete_multipart_upload, "NoSuchUpload", **{**complete, "MultipartUpload": {
        "Parts": [{"PartNumber": 1, "ETag": '"0"'}]}})
    s3.put_object(**of, Body=b"another")
    refused(s3.complete_multipart_upload, "NoSuchUpload", **complete)
    assert s3.get_object(**of)["Body"].read() == b"another"


def test_a_copy_is_one_object(s3):
    s3.create_bucket(Bucket="one-copy")
    of, copy = {"Bucket": "one-copy", "Key": "k"}, {"Bucket": "one-copy", "Key": "copy"}
    parts = [os.urandom(5 * MIB), b"end"]
    content = b"".join(parts)
    for number, pieces in (("2", parts), ("1", [content])):
        _, answer = upload(s3, of, pieces, ChecksumAlgorithm="SHA256")
        assert answer["ETag"].endswith(f'-{number}"')
        copied = s3.copy_object(**copy, CopySource=of)["CopyObjectResult"]
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert copied["ETag"] == f'"{hashlib.md5(content).hexdigest()}"'
        assert checksums(copied) == {"ChecksumSHA256": digest, "ChecksumType": "FULL_OBJECT"}
        head = s3.head_object(**copy, ChecksumMode="ENABLED")
        assert head["ETag"] == copied["ETag"] and checksums(head) == checksums(copied)
        assert s3.get_object(**copy)["Body"].read() == content
    # The copy's checksum is of the algorithm that is asked for.
    s3.put_object(**of, Body=b"x")
    copied = s3.copy_object(**copy, CopySource=of, ChecksumAlgorithm="CRC32")["CopyObjectResult"]
    assert checksums(copied) == {"ChecksumCRC32": crc32(b"x"), "ChecksumType": "FULL_OBJECT"}
    refused(s3.copy_object, "InvalidRequest", **copy, CopySource=of, ChecksumAlgorithm="nonsense")


def test_new_objects_are_encrypted(s3):
    s3.create_bucket(Bucket="encrypted")
    of = {"Bucket": "encrypted", "Key": "k"}
    id = s3.create_multipart_upload(**of)
    part = s3.upload_part(**of, UploadId=id["UploadId"], PartNumber=1, Body=b"x")
    source = {"UploadId": id["UploadId"], "PartNumber": 1, "CopySource": of}
    answers = [s3.put_object(**of, Body=b"x", ServerSideEncryption="AES256"), s3.put_object(**of, Body=b"x"),
               s3.get_object(**of), s3.head_object(**of), s3.copy_object(Bucket="encrypted", Key="copy", CopySource=of),
               id, part, s3.upload_part_copy(**of, **source),
               s3.complete_multipart_upload(**of, UploadId=id["UploadId"], MultipartUpload={
                   "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})]
    assert [answer.get("ServerSideEncryption") for answer in answers] == ["AES256"] * len(answers)


def test_buckets_in_pages(fresh):
    s3 = client(fresh())
    names = [f"{letter}-bucket-{number}" for letter in "ab" for number in range(3)]
    for name in names:
        s3.create_bucket(Bucket=name)
    for size in (1, 2, 5, 6, 7):
        pages = list(s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": size}))
        assert [bucket["Name"] for page in pages for bucket in page["Buckets"]] == names
        assert len(pages) == -(-len(names) // size)
    page = s3.list_buckets(MaxBuckets=2, Prefix="b-")
    assert page["Prefix"] == "b-" and [bucket["Name"] for bucket in page["Buckets"]] == names[3:5]
    page = s3.list_buckets(MaxBuckets=2, Prefix="b-", ContinuationToken=page["ContinuationToken"])
    assert [bucket["Name"] for bucket in page["Buckets"]] == names[5:] and "ContinuationToken" not in page
    refused(s3.list_buckets, "InvalidArgument", MaxBuckets=10_001)
    refused(s3.list_buckets, "InvalidArgument", ContinuationToken="nonsense!")


def test_uploads_in_pages(s3):
    s3.create_bucket(Bucket="uploads")
    keys = ["a", "a/1", "a/2", "b", "b", "c/1"]
    ids = {s3.create_multipart_upload(Bucket="uploads", Key=key)["UploadId"]: key for key in keys}
    for size in (1, 2, 5, 6, 7):
        def found(**parameters):
            pages = s3.get_paginator("list_multipart_uploads").paginate(
                Bucket="uploads", PaginationConfig={"PageSize": size}, **parameters)
            for page in pages:
                yield from [(one["Key"], one["UploadId"]) for one in page.get("Uploads", [])]
                yield from [one["Prefix"] for one in page.get("CommonPrefixes", [])]

        assert sorted(found()) == sorted((key, id) for id, key in ids.items())
        single = [(key, id) for id, key in ids.items() if "/" not in key]
        assert sorted(map(str, found(Delimiter="/"))) == sorted(map(str, [*single, "a/", "c/"]))
    page = s3.list_multipart_uploads(Bucket="uploads", KeyMarker="a/2")
    assert [one["Key"] for one in page["Uploads"]] == ["b", "b", "c/1"]
    assert [one["Key"] for one in s3.list_multipart_uploads(Bucket="uploads", Prefix="a/")["Uploads"]] == ["a/1", "a/2"]
    for id, key in ids.items():
        s3.abort_multipart_upload(Bucket="uploads", Key=key, UploadId=id)


def test_pages_without_entries_are_the_last(s3):
    s3.create_bucket(Bucket="empty-pages")
    s3.put_object(Bucket="empty-pages", Key="k", Body=b"x")
    answer = s3.list_objects_v2(Bucket="empty-pages", MaxKeys=0)
    assert answer["KeyCount"] == 0 and not answer["IsTruncated"] and "NextContinuationToken" not in answer
    assert not s3.list_objects(Bucket="empty-pages", MaxKeys=0)["IsTruncated"]
    id = s3.create_multipart_upload(Bucket="empty-pages", Key="k")["UploadId"]
    s3.upload_part(Bucket="empty-pages", Key="k", UploadId=id, PartNumber=1, Body=b"x")
    assert not s3.list_parts(Bucket="empty-pages", Key="k", UploadId=id, MaxParts=0)["IsTruncated"]
    assert not s3.list_multipart_uploads(Bucket="empty-pages", MaxUploads=0)["IsTruncated"]


def test_a_checksum_that_is_not_computed_is_not_passed_over(server, s3):
    s3.create_bucket(Bucket="new-sums")
    status, text = send(server, "s3", "/new-sums/k", "PUT", b"x", **{"x-amz-checksum-xxhash64": "AAAAAAAAAAA="})
    assert status == 501 and b"x-amz-checksum-xxhash64" in text
    refused(s3.head_object, "404", Bucket="new-sums", Key="k")


def calls(s3):
    of = {"Bucket": "both", "Key": "k"}
    s3.create_bucket(Bucket="both")
    yield outcome(s3.delete_object, **of, IfMatch='"0"')
    s3.put_object(**of, Body=b"x")
    yield outcome(s3.delete_object, **of, IfMatch='"0"')
    complete, _ = upload(s3, {"Bucket": "both", "Key": "parts"}, [b"x"])
    yield isinstance(outcome(s3.complete_multipart_upload, **complete), dict)


def test_moto_answers_alike(fresh, tmp_path):
    with second_opinion.running(tmp_path) as moto:
        second_opinion.compare(calls(client(fresh())), calls(second_opinion.client(moto, "s3")))


def test_what_is_not_stored_in_time_is_no_half_object(fresh):
    """A disk that stalls: the put is refused, and what is there is whole, old or new."""
    server = fresh()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="stalled")
    s3.put_object(Bucket="stalled", Key="k", Body=b"old content")
    writer = sqlite3.connect(server.data_dir / "thingcore.db", isolation_level=None, timeout=5)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(ClientError) as late:
        s3.put_object(Bucket="stalled", Key="k", Body=b"new content")
    assert late.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    writer.execute("ROLLBACK")
    writer.close()
    s3.put_object(Bucket="stalled", Key="later", Body=b"")
    for _ in range(2):
        [found] = s3.list_objects_v2(Bucket="stalled", Prefix="k")["Contents"]
        body = s3.get_object(Bucket="stalled", Key="k")["Body"].read()
        assert body in (b"old content", b"new content")
        assert found["ETag"].strip('"') == hashlib.md5(body).hexdigest()
        server.stop()
        server.restart()
        s3 = server.client("s3")
