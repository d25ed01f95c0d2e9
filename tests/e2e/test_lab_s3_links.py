"""The embedded S3 and who has no keys: links that somebody signed, forms of browsers, and requests that nobody signed."""
import base64
import http.client
import json
import urllib.parse

import pytest

from answers import refused
from matrix import write_keys
from test_lab_s3 import client, http as plain
from thingcore import ACCOUNT


@pytest.fixture
def s3(server):
    return client(server)


def post(url, fields, content=b"content", filename="a b.txt", **headers):
    """Sends a form as browsers do; status, headers and body."""
    boundary = "----boundary7MA4YWxk"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    if content is not None:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
                     "Content-Type: text/html\r\n\r\n".encode() + content + b"\r\n")
    body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=30)
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    connection.request("POST", address.path or "/", body, {**kind, **headers})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("version", [None, "s3v4"])
def test_links_say_more_than_their_object(server, version):
    s3 = client(server, signature_version=version)
    s3.create_bucket(Bucket="said")
    s3.put_object(Bucket="said", Key="src", Body=b"content")
    of = {"Bucket": "said", "Key": f"dst {version}"}
    url = s3.generate_presigned_url("copy_object", Params={**of, "CopySource": "said/src"})
    headers = {"x_amz_copy_source": "said/src"} if version else {}
    status, _, body = plain("PUT", url, **headers)
    assert status == 200 and b"CopyObjectResult" in body
    assert s3.get_object(**of)["Body"].read() == b"content"
    url = s3.generate_presigned_url("put_object", Params={**of, "Metadata": {"a": "b c"}, "Tagging": "t=1", "ContentType": "text/x"})
    headers = {"x_amz_meta_a": "b c", "x_amz_tagging": "t=1"} if version else {}
    assert plain("PUT", url, b"x", Content_Type="text/x", **headers)[0] == 200
    head = s3.head_object(**of)
    assert head["Metadata"] == {"a": "b c"} and head["ContentType"] == "text/x"
    assert s3.get_object_tagging(**of)["TagSet"] == [{"Key": "t", "Value": "1"}]


def test_parameters_of_links_are_headers(server, s3):
    s3.create_bucket(Bucket="hoisted")
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "hoisted", "Key": "k"})
    assert plain("PUT", f"{url}&x-amz-storage-class=GLACIER", b"x")[0] == 501
    # A header says it louder.
    assert plain("PUT", f"{url}&x-amz-meta-a=query", b"x", x_amz_meta_a="header")[0] == 200
    assert s3.head_object(Bucket="hoisted", Key="k")["Metadata"] == {"a": "header"}
    assert plain("PUT", f"{url}&x-amz-meta-a=%0A", b"x")[0] == 400
    # The SDK for JavaScript signs the checksum of no content into its links; S3 does not look at it.
    assert plain("PUT", f"{url}&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32", b"content")[0] == 200
    assert s3.get_object(Bucket="hoisted", Key="k")["Body"].read() == b"content"


def test_nobody_signed_a_path(server, s3):
    s3.create_bucket(Bucket="unsigned")
    assert plain("PUT", f"{server.api}/unsigned/k", b"x")[0] == 200
    assert plain("GET", f"{server.api}/unsigned/k")[::2] == (200, b"x")
    status, _, body = plain("GET", f"{server.api}/unsigned/nobody")
    assert status == 404 and b"<Code>NoSuchKey</Code>" in body
    status, _, body = plain("GET", f"{server.api}/unsigned?acl")
    assert status == 501 and b"acl" in body
    # Who has no bucket has no S3: the API of AWS IoT answers, and keeps what is its own.
    assert json.loads(plain("GET", f"{server.api}/nobodys/k")[2])["message"] == "no operation of AWS IoT is GET /nobodys/k"
    for name in ("things", "endpoint", "topics", "policies"):
        s3.create_bucket(Bucket=name)
    assert "things" in json.loads(plain("GET", f"{server.api}/things")[2])
    assert "endpointAddress" in json.loads(plain("GET", f"{server.api}/endpoint")[2])
    assert b"<Code>" not in plain("DELETE", f"{server.api}/things")[2]
    assert plain("POST", f"{server.api}/topics/a?qos=0", b"x")[0] == 200
    assert plain("GET", f"{server.api}/_thingcore/health")[0] == 200


def test_nobody_signed_where_keys_are(fresh, tmp_path):
    write_keys(tmp_path / "keys.toml", ACCOUNT)
    server = fresh("--credentials", tmp_path / "keys.toml")
    s3 = client(server)
    s3.create_bucket(Bucket="locked")
    s3.put_object(Bucket="locked", Key="k", Body=b"x")
    for method in ("GET", "PUT", "DELETE"):
        status, _, body = plain(method, f"{server.api}/locked/k", b"y" if method == "PUT" else None)
        assert status == 403 and b"<Code>AccessDenied</Code>" in body
    assert s3.get_object(Bucket="locked", Key="k")["Body"].read() == b"x"


@pytest.mark.parametrize("version", [None, "s3v4"])
def test_forms_of_browsers(server, version):
    s3 = client(server, signature_version=version)
    s3.create_bucket(Bucket="forms")
    form = s3.generate_presigned_post("forms", "u/${filename}")
    content = b"line\r\n------boundary\r\n" * 100_000
    status, headers, body = post(form["url"], form["fields"], content)
    assert (status, body) == (204, b"") and headers["x-amz-server-side-encryption"] == "AES256"
    got = s3.get_object(Bucket="forms", Key="u/a b.txt")
    assert got["Body"].read() == content and got["ETag"] == headers["etag"]
    # What the sender allows, and what the browser says of the object.
    fields = {"Content-Type": "image/png", "x-amz-meta-a": "1", "success_action_status": "201",
              "tagging": "<Tagging><TagSet><Tag><Key>t</Key><Value>1</Value></Tag></TagSet></Tagging>"}
    conditions = [["starts-with", "$Content-Type", "image/"], {"x-amz-meta-a": "1"}, {"success_action_status": "201"},
                  ["starts-with", "$tagging", ""], ["content-length-range", 2, 5]]
    form = s3.generate_presigned_post("forms", "k", Fields=dict(fields), Conditions=conditions)
    status, _, body = post(form["url"], form["fields"], b"1234")
    assert status == 201 and b"<Bucket>forms</Bucket><Key>k</Key>" in body
    head = s3.head_object(Bucket="forms", Key="k")
    assert (head["ContentType"], head["Metadata"], head["ContentLength"]) == ("image/png", {"a": "1"}, 4)
    assert s3.get_object_tagging(Bucket="forms", Key="k")["TagSet"] == [{"Key": "t", "Value": "1"}]
    for change, content, code in [
            ({"Content-Type": "text/plain"}, b"1234", b"AccessDenied"), ({"key": "other"}, b"1234", b"AccessDenied"),
            ({"x-amz-meta-b": "1"}, b"1234", b"AccessDenied"), ({}, b"1", b"EntityTooSmall"), ({}, b"123456", b"EntityTooLarge"),
            ({"policy": "e30="}, b"1234", b"InvalidPolicyDocument"), ({}, None, b"IncorrectNumberOfFilesInPostRequest")]:
        status, _, body = post(form["url"], {**form["fields"], **change}, content)
        assert status in (400, 403) and b"<Code>" + code + b"</Code>" in body, (change, body)
    assert s3.get_object(Bucket="forms", Key="k")["Body"].read() == b"1234"
    redirect = {"success_action_redirect": "http://127.0.0.1/done?a=1"}
    form = s3.generate_presigned_post("forms", "k2", Fields=dict(redirect), Conditions=[redirect])
    status, headers, _ = post(form["url"], form["fields"])
    location = urllib.parse.urlsplit(headers["location"])
    assert status == 303 and urllib.parse.parse_qs(location.query) == {
        "a": ["1"], "bucket": ["forms"], "key": ["k2"], "etag": [headers["etag"]]}
    over = s3.generate_presigned_post("forms", "k", ExpiresIn=-1)
    status, _, body = post(over["url"], over["fields"])
    assert status == 403 and b"Policy expired" in body
    status, _, body = post(f"{server.api}/nobodys-forms", {"key": "k"})
    assert status == 404 and b"<Code>NoSuchBucket</Code>" in body
    # Without a policy, and for the bucket that the host names.
    status, _, _ = post(server.api, {"key": "k3"}, Host=f"forms.localhost:{server.api_port}")
    assert status == 204 and s3.get_object(Bucket="forms", Key="k3")["Body"].read() == b"content"


def test_signatures_of_forms(fresh, tmp_path):
    write_keys(tmp_path / "keys.toml", ACCOUNT)
    server = fresh("--credentials", tmp_path / "keys.toml")
    client(server).create_bucket(Bucket="forms")
    for version in (None, "s3v4"):
        key, s3 = f"by {version}", client(server, signature_version=version)
        form = s3.generate_presigned_post("forms", key)
        policy = json.loads(base64.b64decode(form["fields"]["policy"]))
        policy["conditions"] += [["starts-with", "$x-amz-meta-a", ""]]
        other = {**form["fields"], "policy": base64.b64encode(json.dumps(policy).encode()).decode()}
        wrong = client(server, secret="wrong", signature_version=version).generate_presigned_post("forms", key)["fields"]
        nobody = client(server, account="nobody", signature_version=version).generate_presigned_post("forms", key)["fields"]
        for fields, code in [(other, b"SignatureDoesNotMatch"), (wrong, b"SignatureDoesNotMatch"),
                             (nobody, b"InvalidAccessKeyId"), ({"key": key}, b"AccessDenied")]:
            status, _, body = post(form["url"], fields)
            assert status == 403 and b"<Code>" + code + b"</Code>" in body, body
        without = {name: value for name, value in form["fields"].items() if name != "policy"}
        assert post(form["url"], without)[0] == 403
        refused(client(server).head_object, "404", Bucket="forms", Key=key)
        assert post(form["url"], form["fields"])[0] == 204
        assert client(server).get_object(Bucket="forms", Key=key)["Body"].read() == b"content"
