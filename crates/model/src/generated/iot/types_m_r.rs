// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct MachineLearningDetectionConfig {
        confidence_level: ConfidenceLevel = "confidenceLevel",
    }
}

structure! {
    pub struct MaintenanceWindow {
        start_time: String = "startTime",
        duration_in_minutes: i32 = "durationInMinutes",
    }
}

structure! {
    pub struct ManagedJobTemplateSummary {
        template_arn: Option<String> = "templateArn",
        template_name: Option<String> = "templateName",
        description: Option<String> = "description",
        environments: Option<Vec<String>> = "environments",
        template_version: Option<String> = "templateVersion",
    }
}

structure! {
    pub struct MetricDatum {
        timestamp: Option<Timestamp> = "timestamp",
        value: Option<MetricValue> = "value",
    }
}

structure! {
    pub struct MetricDimension {
        dimension_name: String = "dimensionName",
        operator: Option<DimensionValueOperator> = "operator",
    }
}

structure! {
    pub struct MetricToRetain {
        metric: String = "metric",
        metric_dimension: Option<MetricDimension> = "metricDimension",
        export_metric: Option<bool> = "exportMetric",
    }
}

structure! {
    pub struct MetricValue {
        count: Option<i64> = "count",
        cidrs: Option<Vec<String>> = "cidrs",
        ports: Option<Vec<i32>> = "ports",
        number: Option<f64> = "number",
        numbers: Option<Vec<f64>> = "numbers",
        strings: Option<Vec<String>> = "strings",
    }
}

structure! {
    pub struct MetricsExportConfig {
        mqtt_topic: String = "mqttTopic",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct MitigationAction {
        name: Option<String> = "name",
        id: Option<String> = "id",
        role_arn: Option<String> = "roleArn",
        action_params: Option<MitigationActionParams> = "actionParams",
    }
}

structure! {
    pub struct MitigationActionIdentifier {
        action_name: Option<String> = "actionName",
        action_arn: Option<String> = "actionArn",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct MitigationActionParams {
        update_device_certificate_params: Option<UpdateDeviceCertificateParams> = "updateDeviceCertificateParams",
        update_ca_certificate_params: Option<UpdateCACertificateParams> = "updateCACertificateParams",
        add_things_to_thing_group_params: Option<AddThingsToThingGroupParams> = "addThingsToThingGroupParams",
        replace_default_policy_version_params: Option<ReplaceDefaultPolicyVersionParams> = "replaceDefaultPolicyVersionParams",
        enable_iot_logging_params: Option<EnableIoTLoggingParams> = "enableIoTLoggingParams",
        publish_finding_to_sns_params: Option<PublishFindingToSnsParams> = "publishFindingToSnsParams",
    }
}

structure! {
    pub struct Mqtt5Configuration {
        propagating_attributes: Option<Vec<PropagatingAttribute>> = "propagatingAttributes",
    }
}

structure! {
    pub struct MqttContext {
        username: Option<String> = "username",
        password: Option<Vec<u8>> = "password",
        client_id: Option<String> = "clientId",
    }
}

structure! {
    pub struct MqttHeaders {
        payload_format_indicator: Option<String> = "payloadFormatIndicator",
        content_type: Option<String> = "contentType",
        response_topic: Option<String> = "responseTopic",
        correlation_data: Option<String> = "correlationData",
        message_expiry: Option<String> = "messageExpiry",
        user_properties: Option<Vec<UserProperty>> = "userProperties",
    }
}

structure! {
    pub struct NonCompliantResource {
        resource_type: Option<ResourceType> = "resourceType",
        resource_identifier: Option<ResourceIdentifier> = "resourceIdentifier",
        additional_info: Option<Map<String>> = "additionalInfo",
    }
}

structure! {
    pub struct OTAUpdateFile {
        file_name: Option<String> = "fileName",
        file_type: Option<i32> = "fileType",
        file_version: Option<String> = "fileVersion",
        file_location: Option<FileLocation> = "fileLocation",
        code_signing: Option<CodeSigning> = "codeSigning",
        attributes: Option<Map<String>> = "attributes",
    }
}

structure! {
    pub struct OTAUpdateInfo {
        ota_update_id: Option<String> = "otaUpdateId",
        ota_update_arn: Option<String> = "otaUpdateArn",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        description: Option<String> = "description",
        targets: Option<Vec<String>> = "targets",
        protocols: Option<Vec<Protocol>> = "protocols",
        aws_job_executions_rollout_config: Option<AwsJobExecutionsRolloutConfig> = "awsJobExecutionsRolloutConfig",
        aws_job_presigned_url_config: Option<AwsJobPresignedUrlConfig> = "awsJobPresignedUrlConfig",
        target_selection: Option<TargetSelection> = "targetSelection",
        ota_update_files: Option<Vec<OTAUpdateFile>> = "otaUpdateFiles",
        ota_update_status: Option<OTAUpdateStatus> = "otaUpdateStatus",
        aws_iot_job_id: Option<String> = "awsIotJobId",
        aws_iot_job_arn: Option<String> = "awsIotJobArn",
        error_info: Option<ErrorInfo> = "errorInfo",
        additional_parameters: Option<Map<String>> = "additionalParameters",
    }
}

structure! {
    pub struct OTAUpdateSummary {
        ota_update_id: Option<String> = "otaUpdateId",
        ota_update_arn: Option<String> = "otaUpdateArn",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct OpenSearchAction {
        role_arn: String = "roleArn",
        endpoint: String = "endpoint",
        index: String = "index",
        r#type: String = "type",
        id: String = "id",
    }
}

structure! {
    pub struct OutgoingCertificate {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        transferred_to: Option<String> = "transferredTo",
        transfer_date: Option<Timestamp> = "transferDate",
        transfer_message: Option<String> = "transferMessage",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct PackageSummary {
        package_name: Option<String> = "packageName",
        default_version_name: Option<String> = "defaultVersionName",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct PackageVersionArtifact {
        s3_location: Option<S3Location> = "s3Location",
    }
}

structure! {
    pub struct PackageVersionSummary {
        package_name: Option<String> = "packageName",
        version_name: Option<String> = "versionName",
        status: Option<PackageVersionStatus> = "status",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct PercentPair {
        percent: Option<f64> = "percent",
        value: Option<f64> = "value",
    }
}

structure! {
    pub struct Policy {
        policy_name: Option<String> = "policyName",
        policy_arn: Option<String> = "policyArn",
    }
}

structure! {
    pub struct PolicyVersion {
        version_id: Option<String> = "versionId",
        is_default_version: Option<bool> = "isDefaultVersion",
        create_date: Option<Timestamp> = "createDate",
    }
}

structure! {
    pub struct PolicyVersionIdentifier {
        policy_name: Option<String> = "policyName",
        policy_version_id: Option<String> = "policyVersionId",
    }
}

structure! {
    pub struct PresignedUrlConfig {
        role_arn: Option<String> = "roleArn",
        expires_in_sec: Option<i64> = "expiresInSec",
    }
}

structure! {
    pub struct PrincipalThingObject {
        thing_name: String = "thingName",
        thing_principal_type: Option<ThingPrincipalType> = "thingPrincipalType",
    }
}

structure! {
    pub struct PropagatingAttribute {
        user_property_key: Option<String> = "userPropertyKey",
        thing_attribute: Option<String> = "thingAttribute",
        connection_attribute: Option<String> = "connectionAttribute",
    }
}

structure! {
    pub struct ProvisioningHook {
        payload_version: Option<String> = "payloadVersion",
        target_arn: String = "targetArn",
    }
}

structure! {
    pub struct ProvisioningTemplateSummary {
        template_arn: Option<String> = "templateArn",
        template_name: Option<String> = "templateName",
        description: Option<String> = "description",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        enabled: Option<bool> = "enabled",
        r#type: Option<TemplateType> = "type",
    }
}

structure! {
    pub struct ProvisioningTemplateVersionSummary {
        version_id: Option<i32> = "versionId",
        creation_date: Option<Timestamp> = "creationDate",
        is_default_version: Option<bool> = "isDefaultVersion",
    }
}

structure! {
    pub struct PublishFindingToSnsParams {
        topic_arn: String = "topicArn",
    }
}

structure! {
    pub struct PutAssetPropertyValueEntry {
        entry_id: Option<String> = "entryId",
        asset_id: Option<String> = "assetId",
        property_id: Option<String> = "propertyId",
        property_alias: Option<String> = "propertyAlias",
        property_values: Vec<AssetPropertyValue> = "propertyValues",
    }
}

structure! {
    pub struct PutItemInput {
        table_name: String = "tableName",
    }
}

structure! {
    pub struct PutVerificationStateOnViolationRequest {
        violation_id: String = "violationId",
        verification_state: VerificationState = "verificationState",
        verification_state_description: Option<String> = "verificationStateDescription",
    }
}

structure! {
    pub struct PutVerificationStateOnViolationResponse {
    }
}

structure! {
    pub struct RateIncreaseCriteria {
        number_of_notified_things: Option<i32> = "numberOfNotifiedThings",
        number_of_succeeded_things: Option<i32> = "numberOfSucceededThings",
    }
}

structure! {
    pub struct RegisterCACertificateRequest {
        ca_certificate: String = "caCertificate",
        verification_certificate: Option<String> = "verificationCertificate",
        set_as_active: Option<bool> = "setAsActive",
        allow_auto_registration: Option<bool> = "allowAutoRegistration",
        registration_config: Option<RegistrationConfig> = "registrationConfig",
        tags: Option<Vec<Tag>> = "tags",
        certificate_mode: Option<CertificateMode> = "certificateMode",
    }
}

structure! {
    pub struct RegisterCACertificateResponse {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
    }
}

structure! {
    pub struct RegisterCertificateRequest {
        certificate_pem: String = "certificatePem",
        ca_certificate_pem: Option<String> = "caCertificatePem",
        set_as_active: Option<bool> = "setAsActive",
        status: Option<CertificateStatus> = "status",
    }
}

structure! {
    pub struct RegisterCertificateResponse {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
    }
}

structure! {
    pub struct RegisterCertificateWithoutCARequest {
        certificate_pem: String = "certificatePem",
        status: Option<CertificateStatus> = "status",
    }
}

structure! {
    pub struct RegisterCertificateWithoutCAResponse {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
    }
}

structure! {
    pub struct RegisterThingRequest {
        template_body: String = "templateBody",
        parameters: Option<Map<String>> = "parameters",
    }
}

structure! {
    pub struct RegisterThingResponse {
        certificate_pem: Option<String> = "certificatePem",
        resource_arns: Option<Map<String>> = "resourceArns",
    }
}

structure! {
    pub struct RegistrationConfig {
        template_body: Option<String> = "templateBody",
        role_arn: Option<String> = "roleArn",
        template_name: Option<String> = "templateName",
    }
}

structure! {
    pub struct RejectCertificateTransferRequest {
        certificate_id: String = "certificateId",
        reject_reason: Option<String> = "rejectReason",
    }
}

structure! {
    pub struct RelatedResource {
        resource_type: Option<ResourceType> = "resourceType",
        resource_identifier: Option<ResourceIdentifier> = "resourceIdentifier",
        additional_info: Option<Map<String>> = "additionalInfo",
    }
}

structure! {
    pub struct RemoveThingFromBillingGroupRequest {
        billing_group_name: Option<String> = "billingGroupName",
        billing_group_arn: Option<String> = "billingGroupArn",
        thing_name: Option<String> = "thingName",
        thing_arn: Option<String> = "thingArn",
    }
}

structure! {
    pub struct RemoveThingFromBillingGroupResponse {
    }
}

structure! {
    pub struct RemoveThingFromThingGroupRequest {
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_arn: Option<String> = "thingGroupArn",
        thing_name: Option<String> = "thingName",
        thing_arn: Option<String> = "thingArn",
    }
}

structure! {
    pub struct RemoveThingFromThingGroupResponse {
    }
}

structure! {
    pub struct ReplaceDefaultPolicyVersionParams {
        template_name: PolicyTemplateName = "templateName",
    }
}

structure! {
    pub struct ReplaceTopicRuleRequest {
        rule_name: String = "ruleName",
        topic_rule_payload: TopicRulePayload = "topicRulePayload",
    }
}

structure! {
    pub struct RepublishAction {
        role_arn: String = "roleArn",
        topic: String = "topic",
        qos: Option<i32> = "qos",
        headers: Option<MqttHeaders> = "headers",
    }
}

structure! {
    pub struct ResourceIdentifier {
        device_certificate_id: Option<String> = "deviceCertificateId",
        ca_certificate_id: Option<String> = "caCertificateId",
        cognito_identity_pool_id: Option<String> = "cognitoIdentityPoolId",
        client_id: Option<String> = "clientId",
        policy_version_identifier: Option<PolicyVersionIdentifier> = "policyVersionIdentifier",
        account: Option<String> = "account",
        iam_role_arn: Option<String> = "iamRoleArn",
        role_alias_arn: Option<String> = "roleAliasArn",
        issuer_certificate_identifier: Option<IssuerCertificateIdentifier> = "issuerCertificateIdentifier",
        device_certificate_arn: Option<String> = "deviceCertificateArn",
    }
}

structure! {
    pub struct RetryCriteria {
        failure_type: RetryableFailureType = "failureType",
        number_of_retries: i32 = "numberOfRetries",
    }
}

structure! {
    pub struct RoleAliasDescription {
        role_alias: Option<String> = "roleAlias",
        role_alias_arn: Option<String> = "roleAliasArn",
        role_arn: Option<String> = "roleArn",
        owner: Option<String> = "owner",
        credential_duration_seconds: Option<i32> = "credentialDurationSeconds",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}
