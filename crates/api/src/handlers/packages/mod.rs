//! The Software Package Catalog: packages, their versions, and what jobs are to do with them.

mod versions;

use catalog::{Draft, Kind, Shelves};
use model::Map;
use model::iot::{
    CreatePackageRequest, CreatePackageResponse, DeletePackageRequest, DeletePackageResponse,
    GetPackageConfigurationRequest, GetPackageConfigurationResponse, GetPackageRequest, GetPackageResponse,
    GetPackageVersionResponse, ListPackagesRequest, ListPackagesResponse, PackageSummary,
    PackageVersionStatus, Tag, UpdatePackageConfigurationRequest, UpdatePackageConfigurationResponse,
    UpdatePackageRequest, UpdatePackageResponse, VersionUpdateByJobsConfig,
};
use registry::Tags;

use super::stored::{Creation, Resource, Tokened, as_modelled, change};
use super::support::{self, INCOMPLETE_TAG, page, split, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    let packages = crate::handlers! {
        op::CREATE_PACKAGE => async create_package, exact;
        op::GET_PACKAGE => sync get_package, exact;
        op::UPDATE_PACKAGE => async update_package, exact;
        op::DELETE_PACKAGE => async delete_package, exact;
        op::LIST_PACKAGES => sync list_packages, exact;
        op::GET_PACKAGE_CONFIGURATION => sync get_package_configuration, exact;
        op::UPDATE_PACKAGE_CONFIGURATION => async update_package_configuration,
            partial("is stored; jobs do not update the shadow $package");
    };
    packages.and(versions::table())
}

const PACKAGE: Resource = Resource { kind: Kind::Package, title: "Package", prefix: "package/" };

const CONFIGURATION: &str = "UpdatePackageConfiguration";

type Stored = Tokened<GetPackageResponse>;

/// The name of a package version in the catalog.
fn version_key(package: &str, version: &str) -> String {
    format!("{package}/{version}")
}

/// The package that a version of this name in the catalog belongs to.
fn package_of(key: &str) -> &str {
    key.split_once('/').map_or(key, |(package, _)| package)
}

/// Tags as the package operations give them.
fn tags(call: &Call<'_, Cloud>, given: Option<Map<String>>) -> Result<Tags, ApiError> {
    let tag = |(key, value)| Tag { key, value: Some(value) };
    let given = given.map(|tags| tags.into_iter().map(tag).collect());
    support::tags(given, INCOMPLETE_TAG).map_err(|error| as_modelled(call, error))
}

async fn create_package(
    call: &Call<'_, Cloud>,
    input: CreatePackageRequest,
) -> Result<CreatePackageResponse, ApiError> {
    let (name, token) = (input.package_name, input.client_token);
    let tags = tags(call, input.tags)?;
    let arn = PACKAGE.arn(call, &name);
    let description = input.description;
    let package = GetPackageResponse {
        package_name: Some(name.clone()),
        package_arn: Some(arn.clone()),
        description: description.clone(),
        default_version_name: None,
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
    };
    let draft = |draft: &mut Draft<'_>| {
        if let Some(existing) = draft.get::<Stored>(PACKAGE.kind, &name) {
            let same = existing.description == package.description;
            let repeated = same && existing.is_created_by(token.as_deref());
            return if repeated { Ok(Creation::Repeated(())) } else { Err(PACKAGE.conflict(&name)) };
        }
        draft.put(PACKAGE.kind, &name, Tokened::new(package, token));
        Ok(Creation::New(()))
    };
    PACKAGE.create(call, &name, tags, draft).await?;
    Ok(CreatePackageResponse { package_name: Some(name), package_arn: Some(arn), description })
}

fn get_package(call: &Call<Cloud>, input: GetPackageRequest) -> Result<GetPackageResponse, ApiError> {
    PACKAGE.find(call, &input.package_name)
}

/// Checks that a version can be the default of its package: one that is published or deprecated (the page
/// "Package version lifecycle").
fn check_default(shelves: &Shelves, package: &str, version: &str) -> Result<(), ApiError> {
    let found: GetPackageVersionResponse = versions::VERSION.get(shelves, &version_key(package, version))?;
    match found.status {
        Some(PackageVersionStatus::Published | PackageVersionStatus::Deprecated) => Ok(()),
        _ => Err(ApiError::conflict(format!(
            "Package version {version} of package {package} is a draft and cannot be the default version."
        ))
        .with_resource_id(version)),
    }
}

async fn update_package(
    call: &Call<'_, Cloud>,
    input: UpdatePackageRequest,
) -> Result<UpdatePackageResponse, ApiError> {
    let (name, token) = (input.package_name, input.client_token);
    let unset = input.unset_default_version == Some(true);
    if unset && input.default_version_name.is_some() {
        return Err(ApiError::validation(
            "defaultVersionName cannot be given when unsetDefaultVersion is true.",
        ));
    }
    let updated = change(call, |draft| {
        let mut package: Stored = PACKAGE.get(draft, &name)?;
        if package.is_updated_by(token.as_deref()) {
            return Ok(());
        }
        if let Some(version) = input.default_version_name {
            check_default(draft, &name, &version)?;
            package.default_version_name = Some(version);
        } else if unset {
            package.default_version_name = None;
        }
        if input.description.is_some() {
            package.description = input.description;
        }
        package.last_modified_date = time(call.now.0);
        package.updated_by = token;
        draft.put(PACKAGE.kind, &name, package);
        Ok(())
    });
    updated.await?;
    Ok(UpdatePackageResponse {})
}

/// One that does not exist is deleted already: the model has no exception for it.
async fn delete_package(
    call: &Call<'_, Cloud>,
    input: DeletePackageRequest,
) -> Result<DeletePackageResponse, ApiError> {
    let name = input.package_name;
    let draft = |draft: &mut Draft<'_>| {
        if draft.names(versions::VERSION.kind).any(|key| package_of(key) == name) {
            return Err(ApiError::validation(format!(
                "Package {name} cannot be deleted because it has package versions."
            )));
        }
        draft.remove(PACKAGE.kind, &name);
        Ok(())
    };
    PACKAGE.delete(call, &name, draft).await?;
    Ok(DeletePackageResponse {})
}

fn list_packages(call: &Call<Cloud>, input: ListPackagesRequest) -> Result<ListPackagesResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let found = PACKAGE.list::<GetPackageResponse>(call, &request, |_| true);
    let found = found.map_err(|error| as_modelled(call, error))?;
    let (package_summaries, next_token) = split(found, |(_, package)| PackageSummary {
        package_name: package.package_name,
        default_version_name: package.default_version_name,
        creation_date: package.creation_date,
        last_modified_date: package.last_modified_date,
    });
    Ok(ListPackagesResponse { package_summaries, next_token })
}

fn get_package_configuration(
    call: &Call<Cloud>,
    _: GetPackageConfigurationRequest,
) -> Result<GetPackageConfigurationResponse, ApiError> {
    let stored = call.context.catalog.get(call.tenant(), Kind::Setting, CONFIGURATION);
    let off = VersionUpdateByJobsConfig { enabled: Some(false), role_arn: None };
    Ok(stored.unwrap_or(GetPackageConfigurationResponse { version_update_by_jobs_config: Some(off) }))
}

async fn update_package_configuration(
    call: &Call<'_, Cloud>,
    input: UpdatePackageConfigurationRequest,
) -> Result<UpdatePackageConfigurationResponse, ApiError> {
    let Some(given) = input.version_update_by_jobs_config else {
        return Ok(UpdatePackageConfigurationResponse {});
    };
    let updated = change(call, |draft| {
        let stored: GetPackageConfigurationResponse =
            draft.get(Kind::Setting, CONFIGURATION).unwrap_or_default();
        let before = stored.version_update_by_jobs_config.unwrap_or_default();
        let config = VersionUpdateByJobsConfig {
            enabled: given.enabled.or(before.enabled).or(Some(false)),
            role_arn: given.role_arn.or(before.role_arn),
        };
        if config.enabled == Some(true) && config.role_arn.is_none() {
            let text = "versionUpdateByJobsConfig must have a roleArn when it is enabled.";
            return Err(ApiError::validation(text));
        }
        let stored = GetPackageConfigurationResponse { version_update_by_jobs_config: Some(config) };
        draft.put(Kind::Setting, CONFIGURATION, stored);
        Ok(())
    });
    updated.await?;
    Ok(UpdatePackageConfigurationResponse {})
}
