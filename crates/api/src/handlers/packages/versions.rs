//! Versions of packages and their lifecycle (the page "Package version lifecycle").

use catalog::{Draft, Kind};
use model::Map;
use model::iot::{
    CreatePackageVersionRequest, CreatePackageVersionResponse, DeletePackageVersionRequest,
    DeletePackageVersionResponse, GetPackageResponse, GetPackageVersionRequest, GetPackageVersionResponse,
    ListPackageVersionsRequest, ListPackageVersionsResponse, PackageVersionAction, PackageVersionStatus,
    PackageVersionSummary, UpdatePackageVersionRequest, UpdatePackageVersionResponse,
};

use super::{PACKAGE, package_of, tags, version_key};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::{Creation, Resource, Tokened, as_modelled, change};
use crate::handlers::support::{page, split, time};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_PACKAGE_VERSION => async create_package_version,
            partial("whether the artifact exists is not checked");
        op::GET_PACKAGE_VERSION => sync get_package_version, exact;
        op::UPDATE_PACKAGE_VERSION => async update_package_version,
            partial("whether the artifact exists is not checked");
        op::DELETE_PACKAGE_VERSION => async delete_package_version, exact;
        op::LIST_PACKAGE_VERSIONS => sync list_package_versions, exact;
    }
}

pub(super) const VERSION: Resource =
    Resource { kind: Kind::PackageVersion, title: "Package version", prefix: "package/" };

/// Keys and values of a version's attributes together, bytes (API reference, CreatePackageVersion).
const ATTRIBUTE_BYTES_MAX: usize = 3 << 10;

type Version = GetPackageVersionResponse;
type Stored = Tokened<Version>;

/// What follows `package/` in the ARN of a version.
fn path(package: &str, version: &str) -> String {
    format!("{package}/version/{version}")
}

fn check_attributes(attributes: Option<&Map<String>>) -> Result<(), ApiError> {
    let bytes: usize = attributes.iter().flat_map(|all| all.iter()).map(|(k, v)| k.len() + v.len()).sum();
    if bytes <= ATTRIBUTE_BYTES_MAX {
        return Ok(());
    }
    Err(ApiError::validation(format!("The attributes have {bytes} bytes of {ATTRIBUTE_BYTES_MAX} allowed.")))
}

/// The status that an action leads to, if it can be taken.
fn after(status: PackageVersionStatus, action: PackageVersionAction) -> Option<PackageVersionStatus> {
    use PackageVersionAction as Action;
    use PackageVersionStatus as Status;
    match (status, action) {
        (Status::Draft | Status::Deprecated, Action::Publish) => Some(Status::Published),
        (Status::Published, Action::Deprecate) => Some(Status::Deprecated),
        (Status::Published, Action::Publish) | (Status::Draft | Status::Deprecated, Action::Deprecate) => {
            None
        }
    }
}

/// Whether a version says the same as another, whatever became of them.
fn is_same(one: &Version, other: &Version) -> bool {
    one.description == other.description
        && one.attributes == other.attributes
        && one.artifact == other.artifact
        && one.recipe == other.recipe
}

async fn create_package_version(
    call: &Call<'_, Cloud>,
    input: CreatePackageVersionRequest,
) -> Result<CreatePackageVersionResponse, ApiError> {
    let (package, name, token) = (input.package_name, input.version_name, input.client_token);
    let tags = tags(call, input.tags)?;
    check_attributes(input.attributes.as_ref())?;
    let (key, path) = (version_key(&package, &name), path(&package, &name));
    let version = Version {
        package_version_arn: Some(VERSION.arn(call, &path)),
        package_name: Some(package.clone()),
        version_name: Some(name),
        description: input.description,
        attributes: input.attributes,
        artifact: input.artifact,
        status: Some(PackageVersionStatus::Draft),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
        recipe: input.recipe,
        ..Version::default()
    };
    let draft = |draft: &mut Draft<'_>| {
        if !draft.contains(PACKAGE.kind, &package) {
            // The model has no ResourceNotFoundException for this.
            return Err(ApiError::validation(format!("Package {package} does not exist.")));
        }
        if let Some(existing) = draft.get::<Stored>(VERSION.kind, &key) {
            let repeated = existing.is_created_by(token.as_deref()) && is_same(&existing, &version);
            return if repeated {
                Ok(Creation::Repeated(existing.into_resource()))
            } else {
                Err(VERSION.conflict(&key))
            };
        }
        draft.put(VERSION.kind, &key, Tokened::new(version.clone(), token));
        Ok(Creation::New(version))
    };
    let version = VERSION.create(call, &path, tags, draft).await?;
    Ok(CreatePackageVersionResponse {
        package_version_arn: version.package_version_arn,
        package_name: version.package_name,
        version_name: version.version_name,
        description: version.description,
        attributes: version.attributes,
        status: version.status,
        error_reason: version.error_reason,
    })
}

fn get_package_version(
    call: &Call<Cloud>,
    input: GetPackageVersionRequest,
) -> Result<GetPackageVersionResponse, ApiError> {
    VERSION.find(call, &version_key(&input.package_name, &input.version_name))
}

/// Changes a version. What it is made of changes in drafts only.
fn update(version: &mut Version, input: UpdatePackageVersionRequest) -> Result<(), ApiError> {
    let conflict = |text| Err(ApiError::conflict(text).with_resource_id(&input.version_name));
    let status = version.status.unwrap_or_default();
    let is_about_content = input.attributes.is_some() || input.artifact.is_some() || input.recipe.is_some();
    if is_about_content && status != PackageVersionStatus::Draft {
        return conflict(format!(
            "The attributes, artifact and recipe of package version {} cannot be changed: its status is {status}.",
            input.version_name
        ));
    }
    if let Some(action) = input.action {
        let Some(next) = after(status, action) else {
            return conflict(format!(
                "The action {action} cannot be taken on package version {}: its status is {status}.",
                input.version_name
            ));
        };
        version.status = Some(next);
    }
    check_attributes(input.attributes.as_ref())?;
    version.description = input.description.or_else(|| version.description.take());
    version.attributes = input.attributes.or_else(|| version.attributes.take());
    version.artifact = input.artifact.or_else(|| version.artifact.take());
    version.recipe = input.recipe.or_else(|| version.recipe.take());
    Ok(())
}

async fn update_package_version(
    call: &Call<'_, Cloud>,
    input: UpdatePackageVersionRequest,
) -> Result<UpdatePackageVersionResponse, ApiError> {
    let key = version_key(&input.package_name, &input.version_name);
    let updated = change(call, |draft| {
        let mut version: Stored = VERSION.get(draft, &key)?;
        if version.is_updated_by(input.client_token.as_deref()) {
            return Ok(());
        }
        version.updated_by = input.client_token.clone();
        update(&mut version, input)?;
        version.last_modified_date = time(call.now.0);
        draft.put(VERSION.kind, &key, version);
        Ok(())
    });
    updated.await?;
    Ok(UpdatePackageVersionResponse {})
}

/// One that does not exist is deleted already: the model has no exception for it.
async fn delete_package_version(
    call: &Call<'_, Cloud>,
    input: DeletePackageVersionRequest,
) -> Result<DeletePackageVersionResponse, ApiError> {
    let (package, name) = (input.package_name, input.version_name);
    let draft = |draft: &mut Draft<'_>| {
        let holder: Option<GetPackageResponse> = draft.get(PACKAGE.kind, &package);
        if holder.is_some_and(|holder| holder.default_version_name.as_ref() == Some(&name)) {
            return Err(ApiError::validation(format!(
                "Package version {name} cannot be deleted because it is the default version of package {package}."
            )));
        }
        draft.remove(VERSION.kind, version_key(&package, &name));
        Ok(())
    };
    VERSION.delete(call, &path(&package, &name), draft).await?;
    Ok(DeletePackageVersionResponse {})
}

fn list_package_versions(
    call: &Call<Cloud>,
    input: ListPackageVersionsRequest,
) -> Result<ListPackageVersionsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = |key: &str, version: &Version| {
        package_of(key) == input.package_name && (input.status.is_none() || version.status == input.status)
    };
    let found = call.context.catalog.list(call.tenant(), VERSION.kind, &request, wanted);
    let found = found.map_err(|error| as_modelled(call, error))?;
    let (package_version_summaries, next_token) = split(found, |(_, version)| PackageVersionSummary {
        package_name: version.package_name,
        version_name: version.version_name,
        status: version.status,
        creation_date: version.creation_date,
        last_modified_date: version.last_modified_date,
    });
    Ok(ListPackageVersionsResponse { package_version_summaries, next_token })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_published_first_and_nothing_becomes_a_draft_again() {
        use PackageVersionAction as Action;
        use PackageVersionStatus as Status;
        assert_eq!(after(Status::Draft, Action::Publish), Some(Status::Published));
        assert_eq!(after(Status::Draft, Action::Deprecate), None);
        assert_eq!(after(Status::Published, Action::Deprecate), Some(Status::Deprecated));
        assert_eq!(after(Status::Deprecated, Action::Publish), Some(Status::Published));
    }

    #[test]
    fn what_a_published_version_is_made_of_stays() {
        let published = Version { status: Some(PackageVersionStatus::Published), ..Version::default() };
        let attributes = UpdatePackageVersionRequest { attributes: Some(Map::new()), ..Default::default() };
        assert_eq!(update(&mut published.clone(), attributes).unwrap_err().name(), "ConflictException");
        let description = UpdatePackageVersionRequest { description: Some("d".into()), ..Default::default() };
        let mut changed = published;
        update(&mut changed, description).unwrap();
        assert_eq!(changed.description.as_deref(), Some("d"));
    }
}
