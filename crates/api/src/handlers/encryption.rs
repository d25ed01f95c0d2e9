//! With which key an account wants its data encrypted.

use catalog::Kind;
use model::iot::{
    DescribeEncryptionConfigurationRequest, DescribeEncryptionConfigurationResponse, EncryptionType,
    UpdateEncryptionConfigurationRequest, UpdateEncryptionConfigurationResponse,
};

use super::stored::change;
use super::support::time;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::DESCRIBE_ENCRYPTION_CONFIGURATION => sync describe_encryption_configuration,
            partial("configurationDetails is missing: key and role are not checked");
        op::UPDATE_ENCRYPTION_CONFIGURATION => async update_encryption_configuration,
            partial("is stored; key and role are not checked and data on disk is not encrypted");
    }
}

const SETTING: &str = "UpdateEncryptionConfiguration";

fn describe_encryption_configuration(
    call: &Call<Cloud>,
    _: DescribeEncryptionConfigurationRequest,
) -> Result<DescribeEncryptionConfigurationResponse, ApiError> {
    let stored = call.context.catalog.get(call.tenant(), Kind::Setting, SETTING);
    Ok(stored.unwrap_or(DescribeEncryptionConfigurationResponse {
        encryption_type: Some(EncryptionType::AwsOwnedKmsKey),
        ..Default::default()
    }))
}

async fn update_encryption_configuration(
    call: &Call<'_, Cloud>,
    input: UpdateEncryptionConfigurationRequest,
) -> Result<UpdateEncryptionConfigurationResponse, ApiError> {
    let has_key = input.kms_key_arn.is_some() && input.kms_access_role_arn.is_some();
    let (kms_key_arn, kms_access_role_arn) = match input.encryption_type {
        EncryptionType::CustomerManagedKmsKey if !has_key => {
            let text = "kmsKeyArn and kmsAccessRoleArn are required for CUSTOMER_MANAGED_KMS_KEY.";
            return Err(ApiError::invalid_request(text));
        }
        EncryptionType::CustomerManagedKmsKey => (input.kms_key_arn, input.kms_access_role_arn),
        EncryptionType::AwsOwnedKmsKey => (None, None),
    };
    let updated = change(call, |draft| {
        let stored = DescribeEncryptionConfigurationResponse {
            encryption_type: Some(input.encryption_type),
            kms_key_arn,
            kms_access_role_arn,
            configuration_details: None,
            last_modified_date: time(call.now.0),
        };
        draft.put(Kind::Setting, SETTING, stored);
        Ok(())
    });
    updated.await?;
    Ok(UpdateEncryptionConfigurationResponse {})
}
