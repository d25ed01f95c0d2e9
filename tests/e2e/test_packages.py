"""The Software Package Catalog: packages, versions and their lifecycle."""
import uuid

import pytest

from answers import refused, tags_of, without
from thingcore import ROLE, arn

DATES = ("creationDate", "lastModifiedDate")


@pytest.fixture(scope="module")
def iot(server):
    return server.client("iot")


def token():
    return str(uuid.uuid4())


def test_package(iot):
    request = dict(packageName="app", description="the app", tags={"k": "v"}, clientToken=token())
    made = iot.create_package(**request)
    assert without(made) == {"packageName": "app", "packageArn": arn("package", "app"), "description": "the app"}
    iot.tag_resource(resourceArn=made["packageArn"], tags=[{"Key": "more", "Value": "w"}])
    assert without(iot.create_package(**request)) == without(made)
    assert tags_of(iot, made["packageArn"]) == {"k": "v", "more": "w"}
    conflict = refused(iot.create_package, "ConflictException", "Package app already exists.", packageName="app")
    assert conflict["resourceId"] == "app"
    refused(iot.create_package, "ConflictException", **{**request, "description": "another"})
    found = iot.get_package(packageName="app")
    assert without(found, *DATES) == without(made)
    iot.update_package(packageName="app", description="new")
    changed = iot.get_package(packageName="app")
    assert changed["description"] == "new"
    assert changed["creationDate"] == found["creationDate"] < changed["lastModifiedDate"]
    iot.create_package(packageName="boot")
    page = iot.list_packages(maxResults=1)
    assert without(page["packageSummaries"][0], *DATES) == {"packageName": "app"}
    rest = iot.list_packages(nextToken=page["nextToken"])
    assert [one["packageName"] for one in rest["packageSummaries"]] == ["boot"]
    refused(iot.list_packages, "ValidationException", "Next token is invalid.", nextToken="nonsense")
    refused(iot.create_package, "ValidationException", packageName="none", tags={"aws:k": "v"})
    refused(iot.get_package, "ResourceNotFoundException", "Package none does not exist.", packageName="none")
    refused(iot.update_package, "ResourceNotFoundException", packageName="none")
    iot.delete_package(packageName="boot")
    iot.delete_package(packageName="boot")
    refused(iot.get_package, "ResourceNotFoundException", packageName="boot")


def statuses(iot, package, **request):
    versions = iot.list_package_versions(packageName=package, **request)["packageVersionSummaries"]
    return {one["versionName"]: one["status"] for one in versions}


def test_lifecycle_of_a_version(iot):
    iot.create_package(packageName="os")
    artifact = {"s3Location": {"bucket": "b", "key": "k", "version": "v"}}
    request = dict(packageName="os", versionName="1.0", description="first", attributes={"size": "9"},
                   artifact=artifact, recipe='{"steps": []}', clientToken=token())
    made = iot.create_package_version(**request, tags={"k": "v"})
    assert without(made) == {
        "packageVersionArn": arn("package", "os/version/1.0"), "packageName": "os", "versionName": "1.0",
        "description": "first", "attributes": {"size": "9"}, "status": "DRAFT"}
    assert tags_of(iot, made["packageVersionArn"]) == {"k": "v"}
    assert without(iot.create_package_version(**request)) == without(made)
    refused(iot.create_package_version, "ConflictException", packageName="os", versionName="1.0")
    refused(iot.create_package_version, "ValidationException", packageName="none", versionName="1.0")
    refused(iot.create_package_version, "ValidationException", packageName="os", versionName="big",
            attributes={"a": "x" * 3072})
    assert without(iot.get_package_version(packageName="os", versionName="1.0"), *DATES) == {
        **without(made), "artifact": artifact, "recipe": '{"steps": []}'}

    def update(**change):
        return {"packageName": "os", "versionName": "1.0", **change}

    refused(iot.update_package, "ConflictException", packageName="os", defaultVersionName="1.0")
    refused(iot.update_package_version, "ConflictException", **update(action="DEPRECATE"))
    publish = update(action="PUBLISH", attributes={"size": "10"}, clientToken=token())
    iot.update_package_version(**publish)
    # The client did not hear the answer and asks again.
    iot.update_package_version(**publish)
    refused(iot.update_package_version, "ConflictException", **update(action="PUBLISH"))
    for content in ({"attributes": {"size": "11"}}, {"artifact": artifact}, {"recipe": "{}"}):
        refused(iot.update_package_version, "ConflictException", **update(**content))
    iot.update_package_version(**update(description="out"))
    found = iot.get_package_version(packageName="os", versionName="1.0")
    assert (found["status"], found["attributes"], found["description"]) == ("PUBLISHED", {"size": "10"}, "out")

    iot.create_package_version(packageName="os", versionName="2.0")
    assert statuses(iot, "os") == {"1.0": "PUBLISHED", "2.0": "DRAFT"}
    assert statuses(iot, "os", status="DRAFT") == {"2.0": "DRAFT"}
    assert statuses(iot, "none") == {}
    iot.update_package(packageName="os", defaultVersionName="1.0")
    assert iot.get_package(packageName="os")["defaultVersionName"] == "1.0"
    iot.update_package_version(**update(action="DEPRECATE"))
    assert statuses(iot, "os")["1.0"] == "DEPRECATED"
    refused(iot.delete_package_version, "ValidationException", packageName="os", versionName="1.0")
    refused(iot.update_package, "ValidationException", packageName="os", defaultVersionName="1.0",
            unsetDefaultVersion=True)
    refused(iot.update_package, "ResourceNotFoundException", packageName="os", defaultVersionName="9.9")
    iot.update_package(packageName="os", unsetDefaultVersion=True)
    assert "defaultVersionName" not in iot.get_package(packageName="os")
    refused(iot.delete_package, "ValidationException", packageName="os")
    iot.delete_package_version(packageName="os", versionName="1.0")
    iot.delete_package_version(packageName="os", versionName="1.0")
    refused(iot.get_package_version, "ResourceNotFoundException", packageName="os", versionName="1.0")
    refused(iot.list_tags_for_resource, "ResourceNotFoundException", resourceArn=made["packageVersionArn"])
    iot.delete_package_version(packageName="os", versionName="2.0")
    iot.delete_package(packageName="os")


def test_package_configuration(fresh):
    server = fresh()
    iot = server.client("iot")
    assert iot.get_package_configuration()["versionUpdateByJobsConfig"] == {"enabled": False}
    refused(iot.update_package_configuration, "ValidationException", versionUpdateByJobsConfig={"enabled": True})
    wanted = {"enabled": True, "roleArn": ROLE}
    iot.update_package_configuration(versionUpdateByJobsConfig=wanted)
    iot.create_package(packageName="kept", clientToken="t" * 36)
    server.kill()
    server.restart()
    iot = server.client("iot")
    assert iot.get_package_configuration()["versionUpdateByJobsConfig"] == wanted
    assert iot.create_package(packageName="kept", clientToken="t" * 36)["packageArn"] == arn("package", "kept")
    iot.update_package_configuration(versionUpdateByJobsConfig={"enabled": False})
    assert iot.get_package_configuration()["versionUpdateByJobsConfig"] == {"enabled": False, "roleArn": ROLE}


def test_bills_of_materials_are_not_there_and_say_so(iot):
    refused(iot.list_sbom_validation_results, "NotImplementedException", packageName="p", versionName="1")
