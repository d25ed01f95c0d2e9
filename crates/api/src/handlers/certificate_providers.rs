//! Certificate providers: functions that could sign the certificates of fleet provisioning.

use catalog::{Draft, Kind};
use model::iot::{
    CertificateProviderSummary, CreateCertificateProviderRequest, CreateCertificateProviderResponse,
    DeleteCertificateProviderRequest, DeleteCertificateProviderResponse, DescribeCertificateProviderRequest,
    DescribeCertificateProviderResponse, ListCertificateProvidersRequest, ListCertificateProvidersResponse,
    UpdateCertificateProviderRequest, UpdateCertificateProviderResponse,
};

use super::stored::{Creation, Resource, Tokened, change, page_by};
use super::support::{INCOMPLETE_TAG, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_CERTIFICATE_PROVIDER => async create_certificate_provider,
            partial("is stored; fleet provisioning does not ask its function for certificates");
        op::DESCRIBE_CERTIFICATE_PROVIDER => sync describe_certificate_provider, exact;
        op::UPDATE_CERTIFICATE_PROVIDER => async update_certificate_provider,
            partial("is stored; fleet provisioning does not ask its function for certificates");
        op::DELETE_CERTIFICATE_PROVIDER => async delete_certificate_provider, exact;
        op::LIST_CERTIFICATE_PROVIDERS => sync list_certificate_providers, exact;
    }
}

const PROVIDER: Resource = Resource {
    kind: Kind::CertificateProvider,
    title: "Certificate provider",
    prefix: "certificateprovider:",
};

/// Providers of an account (the page "Self-managed certificate signing using AWS IoT Core certificate
/// provider").
const PROVIDERS_MAX: usize = 1;

type Provider = DescribeCertificateProviderResponse;
type Stored = Tokened<Provider>;

async fn create_certificate_provider(
    call: &Call<'_, Cloud>,
    input: CreateCertificateProviderRequest,
) -> Result<CreateCertificateProviderResponse, ApiError> {
    let (name, token) = (input.certificate_provider_name, input.client_token);
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let arn = PROVIDER.arn(call, &name);
    let provider = Provider {
        certificate_provider_name: Some(name.clone()),
        certificate_provider_arn: Some(arn.clone()),
        lambda_function_arn: Some(input.lambda_function_arn),
        account_default_for_operations: Some(input.account_default_for_operations),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
    };
    let draft = |draft: &mut Draft<'_>| {
        if let Some(existing) = draft.get::<Stored>(PROVIDER.kind, &name) {
            let same = existing.lambda_function_arn == provider.lambda_function_arn;
            let repeated = same && existing.is_created_by(token.as_deref());
            return if repeated { Ok(Creation::Repeated(())) } else { Err(PROVIDER.exists(call, &name)) };
        }
        if draft.count(PROVIDER.kind) >= PROVIDERS_MAX {
            let text = "The account already has a certificate provider, and can have no other.";
            return Err(ApiError::limit_exceeded(text));
        }
        draft.put(PROVIDER.kind, &name, Tokened::new(provider, token));
        Ok(Creation::New(()))
    };
    PROVIDER.create(call, &name, tags, draft).await?;
    Ok(CreateCertificateProviderResponse {
        certificate_provider_name: Some(name),
        certificate_provider_arn: Some(arn),
    })
}

fn describe_certificate_provider(
    call: &Call<Cloud>,
    input: DescribeCertificateProviderRequest,
) -> Result<DescribeCertificateProviderResponse, ApiError> {
    PROVIDER.find(call, &input.certificate_provider_name)
}

async fn update_certificate_provider(
    call: &Call<'_, Cloud>,
    input: UpdateCertificateProviderRequest,
) -> Result<UpdateCertificateProviderResponse, ApiError> {
    let name = input.certificate_provider_name;
    let updated = change(call, |draft| {
        let mut provider: Stored = PROVIDER.get(draft, &name)?;
        if input.lambda_function_arn.is_some() {
            provider.lambda_function_arn = input.lambda_function_arn;
        }
        if input.account_default_for_operations.is_some() {
            provider.account_default_for_operations = input.account_default_for_operations;
        }
        provider.last_modified_date = time(call.now.0);
        draft.put(PROVIDER.kind, &name, provider);
        Ok(())
    });
    updated.await?;
    Ok(UpdateCertificateProviderResponse {
        certificate_provider_arn: Some(PROVIDER.arn(call, &name)),
        certificate_provider_name: Some(name),
    })
}

async fn delete_certificate_provider(
    call: &Call<'_, Cloud>,
    input: DeleteCertificateProviderRequest,
) -> Result<DeleteCertificateProviderResponse, ApiError> {
    let name = input.certificate_provider_name;
    let draft = |draft: &mut Draft<'_>| {
        PROVIDER.get::<Provider>(draft, &name)?;
        draft.remove(PROVIDER.kind, &name);
        Ok(())
    };
    PROVIDER.delete(call, &name, draft).await?;
    Ok(DeleteCertificateProviderResponse {})
}

/// By name, the last first unless the caller wants it otherwise.
fn list_certificate_providers(
    call: &Call<Cloud>,
    input: ListCertificateProvidersRequest,
) -> Result<ListCertificateProvidersResponse, ApiError> {
    let entries = call.context.catalog.read(call.tenant(), |shelves| {
        let all = shelves.all::<Provider>(PROVIDER.kind);
        all.map(|(name, provider)| (name.to_owned(), provider)).collect()
    });
    let request = page(None, input.next_token);
    let found = page_by(entries, input.ascending_order == Some(true), &request)?;
    let (certificate_providers, next_token) = split(found, |provider| CertificateProviderSummary {
        certificate_provider_name: provider.certificate_provider_name,
        certificate_provider_arn: provider.certificate_provider_arn,
    });
    Ok(ListCertificateProvidersResponse { certificate_providers, next_token })
}
