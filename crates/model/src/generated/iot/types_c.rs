// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct CACertificate {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        status: Option<CACertificateStatus> = "status",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct CACertificateDescription {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        status: Option<CACertificateStatus> = "status",
        certificate_pem: Option<String> = "certificatePem",
        owned_by: Option<String> = "ownedBy",
        creation_date: Option<Timestamp> = "creationDate",
        auto_registration_status: Option<AutoRegistrationStatus> = "autoRegistrationStatus",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        customer_version: Option<i32> = "customerVersion",
        generation_id: Option<String> = "generationId",
        validity: Option<CertificateValidity> = "validity",
        certificate_mode: Option<CertificateMode> = "certificateMode",
    }
}

structure! {
    pub struct CancelAuditMitigationActionsTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct CancelAuditMitigationActionsTaskResponse {
    }
}

structure! {
    pub struct CancelAuditTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct CancelAuditTaskResponse {
    }
}

structure! {
    pub struct CancelCertificateTransferRequest {
        certificate_id: String = "certificateId",
    }
}

structure! {
    pub struct CancelDetectMitigationActionsTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct CancelDetectMitigationActionsTaskResponse {
    }
}

structure! {
    pub struct CancelJobExecutionRequest {
        job_id: String = "jobId",
        thing_name: String = "thingName",
        force: Option<bool> = "force",
        expected_version: Option<i64> = "expectedVersion",
        status_details: Option<Map<String>> = "statusDetails",
    }
}

structure! {
    pub struct CancelJobRequest {
        job_id: String = "jobId",
        reason_code: Option<String> = "reasonCode",
        comment: Option<String> = "comment",
        force: Option<bool> = "force",
    }
}

structure! {
    pub struct CancelJobResponse {
        job_arn: Option<String> = "jobArn",
        job_id: Option<String> = "jobId",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct Certificate {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        status: Option<CertificateStatus> = "status",
        certificate_mode: Option<CertificateMode> = "certificateMode",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct CertificateDescription {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        ca_certificate_id: Option<String> = "caCertificateId",
        status: Option<CertificateStatus> = "status",
        certificate_pem: Option<String> = "certificatePem",
        owned_by: Option<String> = "ownedBy",
        previous_owned_by: Option<String> = "previousOwnedBy",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        customer_version: Option<i32> = "customerVersion",
        transfer_data: Option<TransferData> = "transferData",
        generation_id: Option<String> = "generationId",
        validity: Option<CertificateValidity> = "validity",
        certificate_mode: Option<CertificateMode> = "certificateMode",
    }
}

structure! {
    pub struct CertificateProviderSummary {
        certificate_provider_name: Option<String> = "certificateProviderName",
        certificate_provider_arn: Option<String> = "certificateProviderArn",
    }
}

structure! {
    pub struct CertificateValidity {
        not_before: Option<Timestamp> = "notBefore",
        not_after: Option<Timestamp> = "notAfter",
    }
}

structure! {
    pub struct ClearDefaultAuthorizerRequest {
    }
}

structure! {
    pub struct ClearDefaultAuthorizerResponse {
    }
}

structure! {
    pub struct ClientCertificateConfig {
        client_certificate_callback_arn: Option<String> = "clientCertificateCallbackArn",
    }
}

structure! {
    pub struct CloudwatchAlarmAction {
        role_arn: String = "roleArn",
        alarm_name: String = "alarmName",
        state_reason: String = "stateReason",
        state_value: String = "stateValue",
    }
}

structure! {
    pub struct CloudwatchLogsAction {
        role_arn: String = "roleArn",
        log_group_name: String = "logGroupName",
        batch_mode: Option<bool> = "batchMode",
    }
}

structure! {
    pub struct CloudwatchMetricAction {
        role_arn: String = "roleArn",
        metric_namespace: String = "metricNamespace",
        metric_name: String = "metricName",
        metric_value: String = "metricValue",
        metric_unit: String = "metricUnit",
        metric_timestamp: Option<String> = "metricTimestamp",
    }
}

structure! {
    pub struct CodeSigning {
        aws_signer_job_id: Option<String> = "awsSignerJobId",
        start_signing_job_parameter: Option<StartSigningJobParameter> = "startSigningJobParameter",
        custom_code_signing: Option<CustomCodeSigning> = "customCodeSigning",
    }
}

structure! {
    pub struct CodeSigningCertificateChain {
        certificate_name: Option<String> = "certificateName",
        inline_document: Option<String> = "inlineDocument",
    }
}

structure! {
    pub struct CodeSigningSignature {
        inline_document: Option<Vec<u8>> = "inlineDocument",
    }
}

structure! {
    pub struct CommandExecutionResult {
        s: Option<String> = "S",
        b: Option<bool> = "B",
        bin: Option<Vec<u8>> = "BIN",
    }
}

structure! {
    pub struct CommandExecutionSummary {
        command_arn: Option<String> = "commandArn",
        execution_id: Option<String> = "executionId",
        target_arn: Option<String> = "targetArn",
        status: Option<CommandExecutionStatus> = "status",
        created_at: Option<Timestamp> = "createdAt",
        started_at: Option<Timestamp> = "startedAt",
        completed_at: Option<Timestamp> = "completedAt",
    }
}

structure! {
    pub struct CommandParameter {
        name: String = "name",
        r#type: Option<CommandParameterType> = "type",
        value: Option<CommandParameterValue> = "value",
        default_value: Option<CommandParameterValue> = "defaultValue",
        value_conditions: Option<Vec<CommandParameterValueCondition>> = "valueConditions",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct CommandParameterValue {
        s: Option<String> = "S",
        b: Option<bool> = "B",
        i: Option<i32> = "I",
        l: Option<i64> = "L",
        d: Option<f64> = "D",
        bin: Option<Vec<u8>> = "BIN",
        ul: Option<String> = "UL",
    }
}

structure! {
    pub struct CommandParameterValueComparisonOperand {
        number: Option<String> = "number",
        numbers: Option<Vec<String>> = "numbers",
        string: Option<String> = "string",
        strings: Option<Vec<String>> = "strings",
        number_range: Option<CommandParameterValueNumberRange> = "numberRange",
    }
}

structure! {
    pub struct CommandParameterValueCondition {
        comparison_operator: CommandParameterValueComparisonOperator = "comparisonOperator",
        operand: CommandParameterValueComparisonOperand = "operand",
    }
}

structure! {
    pub struct CommandParameterValueNumberRange {
        min: String = "min",
        max: String = "max",
    }
}

structure! {
    pub struct CommandPayload {
        content: Option<Vec<u8>> = "content",
        content_type: Option<String> = "contentType",
    }
}

structure! {
    pub struct CommandPreprocessor {
        aws_json_substitution: Option<AwsJsonSubstitutionCommandPreprocessorConfig> = "awsJsonSubstitution",
    }
}

structure! {
    pub struct CommandSummary {
        command_arn: Option<String> = "commandArn",
        command_id: Option<String> = "commandId",
        display_name: Option<String> = "displayName",
        deprecated: Option<bool> = "deprecated",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        pending_deletion: Option<bool> = "pendingDeletion",
    }
}

structure! {
    pub struct Configuration {
        enabled: Option<bool> = "Enabled",
    }
}

structure! {
    pub struct ConfigurationDetails {
        configuration_status: Option<ConfigurationStatus> = "configurationStatus",
        error_code: Option<String> = "errorCode",
        error_message: Option<String> = "errorMessage",
    }
}

structure! {
    pub struct ConfirmTopicRuleDestinationRequest {
        confirmation_token: String = "confirmationToken",
    }
}

structure! {
    pub struct ConfirmTopicRuleDestinationResponse {
    }
}

structure! {
    pub struct ConnectivityFilter {
        include_socket_information: Option<Vec<FleetIndexingApi>> = "includeSocketInformation",
    }
}

structure! {
    pub struct CreateAuditSuppressionRequest {
        check_name: String = "checkName",
        resource_identifier: ResourceIdentifier = "resourceIdentifier",
        expiration_date: Option<Timestamp> = "expirationDate",
        suppress_indefinitely: Option<bool> = "suppressIndefinitely",
        description: Option<String> = "description",
        client_request_token: String = "clientRequestToken",
    }
}

structure! {
    pub struct CreateAuditSuppressionResponse {
    }
}

structure! {
    pub struct CreateAuthorizerRequest {
        authorizer_name: String = "authorizerName",
        authorizer_function_arn: String = "authorizerFunctionArn",
        token_key_name: Option<String> = "tokenKeyName",
        token_signing_public_keys: Option<Map<String>> = "tokenSigningPublicKeys",
        status: Option<AuthorizerStatus> = "status",
        tags: Option<Vec<Tag>> = "tags",
        signing_disabled: Option<bool> = "signingDisabled",
        enable_caching_for_http: Option<bool> = "enableCachingForHttp",
    }
}

structure! {
    pub struct CreateAuthorizerResponse {
        authorizer_name: Option<String> = "authorizerName",
        authorizer_arn: Option<String> = "authorizerArn",
    }
}

structure! {
    pub struct CreateBillingGroupRequest {
        billing_group_name: String = "billingGroupName",
        billing_group_properties: Option<BillingGroupProperties> = "billingGroupProperties",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateBillingGroupResponse {
        billing_group_name: Option<String> = "billingGroupName",
        billing_group_arn: Option<String> = "billingGroupArn",
        billing_group_id: Option<String> = "billingGroupId",
    }
}

structure! {
    pub struct CreateCertificateFromCsrRequest {
        certificate_signing_request: String = "certificateSigningRequest",
        set_as_active: Option<bool> = "setAsActive",
    }
}

structure! {
    pub struct CreateCertificateFromCsrResponse {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        certificate_pem: Option<String> = "certificatePem",
    }
}

structure! {
    pub struct CreateCertificateProviderRequest {
        certificate_provider_name: String = "certificateProviderName",
        lambda_function_arn: String = "lambdaFunctionArn",
        account_default_for_operations: Vec<CertificateProviderOperation> = "accountDefaultForOperations",
        client_token: Option<String> = "clientToken",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateCertificateProviderResponse {
        certificate_provider_name: Option<String> = "certificateProviderName",
        certificate_provider_arn: Option<String> = "certificateProviderArn",
    }
}

structure! {
    pub struct CreateCommandRequest {
        command_id: String = "commandId",
        namespace: Option<CommandNamespace> = "namespace",
        display_name: Option<String> = "displayName",
        description: Option<String> = "description",
        payload: Option<CommandPayload> = "payload",
        payload_template: Option<String> = "payloadTemplate",
        preprocessor: Option<CommandPreprocessor> = "preprocessor",
        mandatory_parameters: Option<Vec<CommandParameter>> = "mandatoryParameters",
        role_arn: Option<String> = "roleArn",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateCommandResponse {
        command_id: Option<String> = "commandId",
        command_arn: Option<String> = "commandArn",
    }
}

structure! {
    pub struct CreateCustomMetricRequest {
        metric_name: String = "metricName",
        display_name: Option<String> = "displayName",
        metric_type: CustomMetricType = "metricType",
        tags: Option<Vec<Tag>> = "tags",
        client_request_token: String = "clientRequestToken",
    }
}

structure! {
    pub struct CreateCustomMetricResponse {
        metric_name: Option<String> = "metricName",
        metric_arn: Option<String> = "metricArn",
    }
}

structure! {
    pub struct CreateDimensionRequest {
        name: String = "name",
        r#type: DimensionType = "type",
        string_values: Vec<String> = "stringValues",
        tags: Option<Vec<Tag>> = "tags",
        client_request_token: String = "clientRequestToken",
    }
}

structure! {
    pub struct CreateDimensionResponse {
        name: Option<String> = "name",
        arn: Option<String> = "arn",
    }
}

structure! {
    pub struct CreateDomainConfigurationRequest {
        domain_configuration_name: String = "domainConfigurationName",
        domain_name: Option<String> = "domainName",
        server_certificate_arns: Option<Vec<String>> = "serverCertificateArns",
        validation_certificate_arn: Option<String> = "validationCertificateArn",
        authorizer_config: Option<AuthorizerConfig> = "authorizerConfig",
        service_type: Option<ServiceType> = "serviceType",
        tags: Option<Vec<Tag>> = "tags",
        tls_config: Option<TlsConfig> = "tlsConfig",
        server_certificate_config: Option<ServerCertificateConfig> = "serverCertificateConfig",
        authentication_type: Option<AuthenticationType> = "authenticationType",
        application_protocol: Option<ApplicationProtocol> = "applicationProtocol",
        client_certificate_config: Option<ClientCertificateConfig> = "clientCertificateConfig",
    }
}

structure! {
    pub struct CreateDomainConfigurationResponse {
        domain_configuration_name: Option<String> = "domainConfigurationName",
        domain_configuration_arn: Option<String> = "domainConfigurationArn",
    }
}

structure! {
    pub struct CreateDynamicThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        thing_group_properties: Option<ThingGroupProperties> = "thingGroupProperties",
        index_name: Option<String> = "indexName",
        query_string: String = "queryString",
        query_version: Option<String> = "queryVersion",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateDynamicThingGroupResponse {
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_arn: Option<String> = "thingGroupArn",
        thing_group_id: Option<String> = "thingGroupId",
        index_name: Option<String> = "indexName",
        query_string: Option<String> = "queryString",
        query_version: Option<String> = "queryVersion",
    }
}

structure! {
    pub struct CreateFleetMetricRequest {
        metric_name: String = "metricName",
        query_string: String = "queryString",
        aggregation_type: AggregationType = "aggregationType",
        period: i32 = "period",
        aggregation_field: String = "aggregationField",
        description: Option<String> = "description",
        query_version: Option<String> = "queryVersion",
        index_name: Option<String> = "indexName",
        unit: Option<FleetMetricUnit> = "unit",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateFleetMetricResponse {
        metric_name: Option<String> = "metricName",
        metric_arn: Option<String> = "metricArn",
    }
}

structure! {
    pub struct CreateJobRequest {
        job_id: String = "jobId",
        targets: Vec<String> = "targets",
        document_source: Option<String> = "documentSource",
        document: Option<String> = "document",
        description: Option<String> = "description",
        presigned_url_config: Option<PresignedUrlConfig> = "presignedUrlConfig",
        target_selection: Option<TargetSelection> = "targetSelection",
        job_executions_rollout_config: Option<JobExecutionsRolloutConfig> = "jobExecutionsRolloutConfig",
        abort_config: Option<AbortConfig> = "abortConfig",
        timeout_config: Option<TimeoutConfig> = "timeoutConfig",
        tags: Option<Vec<Tag>> = "tags",
        namespace_id: Option<String> = "namespaceId",
        job_template_arn: Option<String> = "jobTemplateArn",
        job_executions_retry_config: Option<JobExecutionsRetryConfig> = "jobExecutionsRetryConfig",
        document_parameters: Option<Map<String>> = "documentParameters",
        scheduling_config: Option<SchedulingConfig> = "schedulingConfig",
        destination_package_versions: Option<Vec<String>> = "destinationPackageVersions",
    }
}

structure! {
    pub struct CreateJobResponse {
        job_arn: Option<String> = "jobArn",
        job_id: Option<String> = "jobId",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct CreateJobTemplateRequest {
        job_template_id: String = "jobTemplateId",
        job_arn: Option<String> = "jobArn",
        document_source: Option<String> = "documentSource",
        document: Option<String> = "document",
        description: String = "description",
        presigned_url_config: Option<PresignedUrlConfig> = "presignedUrlConfig",
        job_executions_rollout_config: Option<JobExecutionsRolloutConfig> = "jobExecutionsRolloutConfig",
        abort_config: Option<AbortConfig> = "abortConfig",
        timeout_config: Option<TimeoutConfig> = "timeoutConfig",
        tags: Option<Vec<Tag>> = "tags",
        job_executions_retry_config: Option<JobExecutionsRetryConfig> = "jobExecutionsRetryConfig",
        maintenance_windows: Option<Vec<MaintenanceWindow>> = "maintenanceWindows",
        destination_package_versions: Option<Vec<String>> = "destinationPackageVersions",
    }
}

structure! {
    pub struct CreateJobTemplateResponse {
        job_template_arn: Option<String> = "jobTemplateArn",
        job_template_id: Option<String> = "jobTemplateId",
    }
}

structure! {
    pub struct CreateKeysAndCertificateRequest {
        set_as_active: Option<bool> = "setAsActive",
    }
}

structure! {
    pub struct CreateKeysAndCertificateResponse {
        certificate_arn: Option<String> = "certificateArn",
        certificate_id: Option<String> = "certificateId",
        certificate_pem: Option<String> = "certificatePem",
        key_pair: Option<KeyPair> = "keyPair",
    }
}

structure! {
    pub struct CreateMitigationActionRequest {
        action_name: String = "actionName",
        role_arn: String = "roleArn",
        action_params: MitigationActionParams = "actionParams",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateMitigationActionResponse {
        action_arn: Option<String> = "actionArn",
        action_id: Option<String> = "actionId",
    }
}

structure! {
    pub struct CreateOTAUpdateRequest {
        ota_update_id: String = "otaUpdateId",
        description: Option<String> = "description",
        targets: Vec<String> = "targets",
        protocols: Option<Vec<Protocol>> = "protocols",
        target_selection: Option<TargetSelection> = "targetSelection",
        aws_job_executions_rollout_config: Option<AwsJobExecutionsRolloutConfig> = "awsJobExecutionsRolloutConfig",
        aws_job_presigned_url_config: Option<AwsJobPresignedUrlConfig> = "awsJobPresignedUrlConfig",
        aws_job_abort_config: Option<AwsJobAbortConfig> = "awsJobAbortConfig",
        aws_job_timeout_config: Option<AwsJobTimeoutConfig> = "awsJobTimeoutConfig",
        files: Vec<OTAUpdateFile> = "files",
        role_arn: String = "roleArn",
        additional_parameters: Option<Map<String>> = "additionalParameters",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateOTAUpdateResponse {
        ota_update_id: Option<String> = "otaUpdateId",
        aws_iot_job_id: Option<String> = "awsIotJobId",
        ota_update_arn: Option<String> = "otaUpdateArn",
        aws_iot_job_arn: Option<String> = "awsIotJobArn",
        ota_update_status: Option<OTAUpdateStatus> = "otaUpdateStatus",
    }
}

structure! {
    pub struct CreatePackageRequest {
        package_name: String = "packageName",
        description: Option<String> = "description",
        tags: Option<Map<String>> = "tags",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct CreatePackageResponse {
        package_name: Option<String> = "packageName",
        package_arn: Option<String> = "packageArn",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct CreatePackageVersionRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
        description: Option<String> = "description",
        attributes: Option<Map<String>> = "attributes",
        artifact: Option<PackageVersionArtifact> = "artifact",
        recipe: Option<String> = "recipe",
        tags: Option<Map<String>> = "tags",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct CreatePackageVersionResponse {
        package_version_arn: Option<String> = "packageVersionArn",
        package_name: Option<String> = "packageName",
        version_name: Option<String> = "versionName",
        description: Option<String> = "description",
        attributes: Option<Map<String>> = "attributes",
        status: Option<PackageVersionStatus> = "status",
        error_reason: Option<String> = "errorReason",
    }
}

structure! {
    pub struct CreatePolicyRequest {
        policy_name: String = "policyName",
        policy_document: String = "policyDocument",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreatePolicyResponse {
        policy_name: Option<String> = "policyName",
        policy_arn: Option<String> = "policyArn",
        policy_document: Option<String> = "policyDocument",
        policy_version_id: Option<String> = "policyVersionId",
    }
}

structure! {
    pub struct CreatePolicyVersionRequest {
        policy_name: String = "policyName",
        policy_document: String = "policyDocument",
        set_as_default: Option<bool> = "setAsDefault",
    }
}

structure! {
    pub struct CreatePolicyVersionResponse {
        policy_arn: Option<String> = "policyArn",
        policy_document: Option<String> = "policyDocument",
        policy_version_id: Option<String> = "policyVersionId",
        is_default_version: Option<bool> = "isDefaultVersion",
    }
}

structure! {
    pub struct CreateProvisioningClaimRequest {
        template_name: String = "templateName",
    }
}

structure! {
    pub struct CreateProvisioningClaimResponse {
        certificate_id: Option<String> = "certificateId",
        certificate_pem: Option<String> = "certificatePem",
        key_pair: Option<KeyPair> = "keyPair",
        expiration: Option<Timestamp> = "expiration",
    }
}

structure! {
    pub struct CreateProvisioningTemplateRequest {
        template_name: String = "templateName",
        description: Option<String> = "description",
        template_body: String = "templateBody",
        enabled: Option<bool> = "enabled",
        provisioning_role_arn: String = "provisioningRoleArn",
        pre_provisioning_hook: Option<ProvisioningHook> = "preProvisioningHook",
        tags: Option<Vec<Tag>> = "tags",
        r#type: Option<TemplateType> = "type",
    }
}

structure! {
    pub struct CreateProvisioningTemplateResponse {
        template_arn: Option<String> = "templateArn",
        template_name: Option<String> = "templateName",
        default_version_id: Option<i32> = "defaultVersionId",
    }
}

structure! {
    pub struct CreateProvisioningTemplateVersionRequest {
        template_name: String = "templateName",
        template_body: String = "templateBody",
        set_as_default: Option<bool> = "setAsDefault",
    }
}

structure! {
    pub struct CreateProvisioningTemplateVersionResponse {
        template_arn: Option<String> = "templateArn",
        template_name: Option<String> = "templateName",
        version_id: Option<i32> = "versionId",
        is_default_version: Option<bool> = "isDefaultVersion",
    }
}

structure! {
    pub struct CreateRoleAliasRequest {
        role_alias: String = "roleAlias",
        role_arn: String = "roleArn",
        credential_duration_seconds: Option<i32> = "credentialDurationSeconds",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateRoleAliasResponse {
        role_alias: Option<String> = "roleAlias",
        role_alias_arn: Option<String> = "roleAliasArn",
    }
}

structure! {
    pub struct CreateScheduledAuditRequest {
        frequency: AuditFrequency = "frequency",
        day_of_month: Option<String> = "dayOfMonth",
        day_of_week: Option<DayOfWeek> = "dayOfWeek",
        target_check_names: Vec<String> = "targetCheckNames",
        scheduled_audit_name: String = "scheduledAuditName",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateScheduledAuditResponse {
        scheduled_audit_arn: Option<String> = "scheduledAuditArn",
    }
}

structure! {
    pub struct CreateSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
        security_profile_description: Option<String> = "securityProfileDescription",
        behaviors: Option<Vec<Behavior>> = "behaviors",
        alert_targets: Option<Map<AlertTarget>> = "alertTargets",
        additional_metrics_to_retain: Option<Vec<String>> = "additionalMetricsToRetain",
        additional_metrics_to_retain_v2: Option<Vec<MetricToRetain>> = "additionalMetricsToRetainV2",
        tags: Option<Vec<Tag>> = "tags",
        metrics_export_config: Option<MetricsExportConfig> = "metricsExportConfig",
    }
}

structure! {
    pub struct CreateSecurityProfileResponse {
        security_profile_name: Option<String> = "securityProfileName",
        security_profile_arn: Option<String> = "securityProfileArn",
    }
}

structure! {
    pub struct CreateStreamRequest {
        stream_id: String = "streamId",
        description: Option<String> = "description",
        files: Vec<StreamFile> = "files",
        role_arn: String = "roleArn",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateStreamResponse {
        stream_id: Option<String> = "streamId",
        stream_arn: Option<String> = "streamArn",
        description: Option<String> = "description",
        stream_version: Option<i32> = "streamVersion",
    }
}

structure! {
    pub struct CreateThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        parent_group_name: Option<String> = "parentGroupName",
        thing_group_properties: Option<ThingGroupProperties> = "thingGroupProperties",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateThingGroupResponse {
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_arn: Option<String> = "thingGroupArn",
        thing_group_id: Option<String> = "thingGroupId",
    }
}

structure! {
    pub struct CreateThingRequest {
        thing_name: String = "thingName",
        thing_type_name: Option<String> = "thingTypeName",
        attribute_payload: Option<AttributePayload> = "attributePayload",
        billing_group_name: Option<String> = "billingGroupName",
    }
}

structure! {
    pub struct CreateThingResponse {
        thing_name: Option<String> = "thingName",
        thing_arn: Option<String> = "thingArn",
        thing_id: Option<String> = "thingId",
    }
}

structure! {
    pub struct CreateThingTypeRequest {
        thing_type_name: String = "thingTypeName",
        thing_type_properties: Option<ThingTypeProperties> = "thingTypeProperties",
        tags: Option<Vec<Tag>> = "tags",
    }
}

structure! {
    pub struct CreateThingTypeResponse {
        thing_type_name: Option<String> = "thingTypeName",
        thing_type_arn: Option<String> = "thingTypeArn",
        thing_type_id: Option<String> = "thingTypeId",
    }
}

structure! {
    pub struct CreateTopicRuleDestinationRequest {
        destination_configuration: TopicRuleDestinationConfiguration = "destinationConfiguration",
    }
}

structure! {
    pub struct CreateTopicRuleDestinationResponse {
        topic_rule_destination: Option<TopicRuleDestination> = "topicRuleDestination",
    }
}

structure! {
    pub struct CreateTopicRuleRequest {
        rule_name: String = "ruleName",
        topic_rule_payload: TopicRulePayload = "topicRulePayload",
        tags: Option<String> = "tags",
    }
}

structure! {
    pub struct CustomCodeSigning {
        signature: Option<CodeSigningSignature> = "signature",
        certificate_chain: Option<CodeSigningCertificateChain> = "certificateChain",
        hash_algorithm: Option<String> = "hashAlgorithm",
        signature_algorithm: Option<String> = "signatureAlgorithm",
    }
}
