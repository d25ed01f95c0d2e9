// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct DeleteAccountAuditConfigurationRequest {
        delete_scheduled_audits: Option<bool> = "deleteScheduledAudits",
    }
}

structure! {
    pub struct DeleteAccountAuditConfigurationResponse {
    }
}

structure! {
    pub struct DeleteAuditSuppressionRequest {
        check_name: String = "checkName",
        resource_identifier: ResourceIdentifier = "resourceIdentifier",
    }
}

structure! {
    pub struct DeleteAuditSuppressionResponse {
    }
}

structure! {
    pub struct DeleteAuthorizerRequest {
        authorizer_name: String = "authorizerName",
    }
}

structure! {
    pub struct DeleteAuthorizerResponse {
    }
}

structure! {
    pub struct DeleteBillingGroupRequest {
        billing_group_name: String = "billingGroupName",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct DeleteBillingGroupResponse {
    }
}

structure! {
    pub struct DeleteCACertificateRequest {
        certificate_id: String = "certificateId",
    }
}

structure! {
    pub struct DeleteCACertificateResponse {
    }
}

structure! {
    pub struct DeleteCertificateProviderRequest {
        certificate_provider_name: String = "certificateProviderName",
    }
}

structure! {
    pub struct DeleteCertificateProviderResponse {
    }
}

structure! {
    pub struct DeleteCertificateRequest {
        certificate_id: String = "certificateId",
        force_delete: Option<bool> = "forceDelete",
    }
}

structure! {
    pub struct DeleteCommandExecutionRequest {
        execution_id: String = "executionId",
        target_arn: String = "targetArn",
    }
}

structure! {
    pub struct DeleteCommandExecutionResponse {
    }
}

structure! {
    pub struct DeleteCommandRequest {
        command_id: String = "commandId",
    }
}

structure! {
    pub struct DeleteCommandResponse {
        status_code: Option<i32> = "statusCode",
    }
}

structure! {
    pub struct DeleteCustomMetricRequest {
        metric_name: String = "metricName",
    }
}

structure! {
    pub struct DeleteCustomMetricResponse {
    }
}

structure! {
    pub struct DeleteDimensionRequest {
        name: String = "name",
    }
}

structure! {
    pub struct DeleteDimensionResponse {
    }
}

structure! {
    pub struct DeleteDomainConfigurationRequest {
        domain_configuration_name: String = "domainConfigurationName",
    }
}

structure! {
    pub struct DeleteDomainConfigurationResponse {
    }
}

structure! {
    pub struct DeleteDynamicThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct DeleteDynamicThingGroupResponse {
    }
}

structure! {
    pub struct DeleteFleetMetricRequest {
        metric_name: String = "metricName",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct DeleteJobExecutionRequest {
        job_id: String = "jobId",
        thing_name: String = "thingName",
        execution_number: i64 = "executionNumber",
        force: Option<bool> = "force",
        namespace_id: Option<String> = "namespaceId",
    }
}

structure! {
    pub struct DeleteJobRequest {
        job_id: String = "jobId",
        force: Option<bool> = "force",
        namespace_id: Option<String> = "namespaceId",
    }
}

structure! {
    pub struct DeleteJobTemplateRequest {
        job_template_id: String = "jobTemplateId",
    }
}

structure! {
    pub struct DeleteMitigationActionRequest {
        action_name: String = "actionName",
    }
}

structure! {
    pub struct DeleteMitigationActionResponse {
    }
}

structure! {
    pub struct DeleteOTAUpdateRequest {
        ota_update_id: String = "otaUpdateId",
        delete_stream: Option<bool> = "deleteStream",
        force_delete_aws_job: Option<bool> = "forceDeleteAWSJob",
    }
}

structure! {
    pub struct DeleteOTAUpdateResponse {
    }
}

structure! {
    pub struct DeletePackageRequest {
        package_name: String = "packageName",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct DeletePackageResponse {
    }
}

structure! {
    pub struct DeletePackageVersionRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct DeletePackageVersionResponse {
    }
}

structure! {
    pub struct DeletePolicyRequest {
        policy_name: String = "policyName",
    }
}

structure! {
    pub struct DeletePolicyVersionRequest {
        policy_name: String = "policyName",
        policy_version_id: String = "policyVersionId",
    }
}

structure! {
    pub struct DeleteProvisioningTemplateRequest {
        template_name: String = "templateName",
    }
}

structure! {
    pub struct DeleteProvisioningTemplateResponse {
    }
}

structure! {
    pub struct DeleteProvisioningTemplateVersionRequest {
        template_name: String = "templateName",
        version_id: i32 = "versionId",
    }
}

structure! {
    pub struct DeleteProvisioningTemplateVersionResponse {
    }
}

structure! {
    pub struct DeleteRegistrationCodeRequest {
    }
}

structure! {
    pub struct DeleteRegistrationCodeResponse {
    }
}

structure! {
    pub struct DeleteRoleAliasRequest {
        role_alias: String = "roleAlias",
    }
}

structure! {
    pub struct DeleteRoleAliasResponse {
    }
}

structure! {
    pub struct DeleteScheduledAuditRequest {
        scheduled_audit_name: String = "scheduledAuditName",
    }
}

structure! {
    pub struct DeleteScheduledAuditResponse {
    }
}

structure! {
    pub struct DeleteSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct DeleteSecurityProfileResponse {
    }
}

structure! {
    pub struct DeleteStreamRequest {
        stream_id: String = "streamId",
    }
}

structure! {
    pub struct DeleteStreamResponse {
    }
}

structure! {
    pub struct DeleteThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct DeleteThingGroupResponse {
    }
}

structure! {
    pub struct DeleteThingRequest {
        thing_name: String = "thingName",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct DeleteThingResponse {
    }
}

structure! {
    pub struct DeleteThingTypeRequest {
        thing_type_name: String = "thingTypeName",
    }
}

structure! {
    pub struct DeleteThingTypeResponse {
    }
}

structure! {
    pub struct DeleteTopicRuleDestinationRequest {
        arn: String = "arn",
    }
}

structure! {
    pub struct DeleteTopicRuleDestinationResponse {
    }
}

structure! {
    pub struct DeleteTopicRuleRequest {
        rule_name: String = "ruleName",
    }
}

structure! {
    pub struct DeleteV2LoggingLevelRequest {
        target_type: LogTargetType = "targetType",
        target_name: String = "targetName",
    }
}

structure! {
    pub struct Denied {
        implicit_deny: Option<ImplicitDeny> = "implicitDeny",
        explicit_deny: Option<ExplicitDeny> = "explicitDeny",
    }
}

structure! {
    pub struct DeprecateThingTypeRequest {
        thing_type_name: String = "thingTypeName",
        undo_deprecate: Option<bool> = "undoDeprecate",
    }
}

structure! {
    pub struct DeprecateThingTypeResponse {
    }
}

structure! {
    pub struct DescribeAccountAuditConfigurationRequest {
    }
}

structure! {
    pub struct DescribeAccountAuditConfigurationResponse {
        role_arn: Option<String> = "roleArn",
        audit_notification_target_configurations: Option<Map<AuditNotificationTarget>> = "auditNotificationTargetConfigurations",
        audit_check_configurations: Option<Map<AuditCheckConfiguration>> = "auditCheckConfigurations",
    }
}

structure! {
    pub struct DescribeAuditFindingRequest {
        finding_id: String = "findingId",
    }
}

structure! {
    pub struct DescribeAuditFindingResponse {
        finding: Option<AuditFinding> = "finding",
    }
}

structure! {
    pub struct DescribeAuditMitigationActionsTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct DescribeAuditMitigationActionsTaskResponse {
        task_status: Option<AuditMitigationActionsTaskStatus> = "taskStatus",
        start_time: Option<Timestamp> = "startTime",
        end_time: Option<Timestamp> = "endTime",
        task_statistics: Option<Map<TaskStatisticsForAuditCheck>> = "taskStatistics",
        target: Option<AuditMitigationActionsTaskTarget> = "target",
        audit_check_to_actions_mapping: Option<Map<Vec<String>>> = "auditCheckToActionsMapping",
        actions_definition: Option<Vec<MitigationAction>> = "actionsDefinition",
    }
}

structure! {
    pub struct DescribeAuditSuppressionRequest {
        check_name: String = "checkName",
        resource_identifier: ResourceIdentifier = "resourceIdentifier",
    }
}

structure! {
    pub struct DescribeAuditSuppressionResponse {
        check_name: Option<String> = "checkName",
        resource_identifier: Option<ResourceIdentifier> = "resourceIdentifier",
        expiration_date: Option<Timestamp> = "expirationDate",
        suppress_indefinitely: Option<bool> = "suppressIndefinitely",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct DescribeAuditTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct DescribeAuditTaskResponse {
        task_status: Option<AuditTaskStatus> = "taskStatus",
        task_type: Option<AuditTaskType> = "taskType",
        task_start_time: Option<Timestamp> = "taskStartTime",
        task_statistics: Option<TaskStatistics> = "taskStatistics",
        scheduled_audit_name: Option<String> = "scheduledAuditName",
        audit_details: Option<Map<AuditCheckDetails>> = "auditDetails",
    }
}

structure! {
    pub struct DescribeAuthorizerRequest {
        authorizer_name: String = "authorizerName",
    }
}

structure! {
    pub struct DescribeAuthorizerResponse {
        authorizer_description: Option<AuthorizerDescription> = "authorizerDescription",
    }
}

structure! {
    pub struct DescribeBillingGroupRequest {
        billing_group_name: String = "billingGroupName",
    }
}

structure! {
    pub struct DescribeBillingGroupResponse {
        billing_group_name: Option<String> = "billingGroupName",
        billing_group_id: Option<String> = "billingGroupId",
        billing_group_arn: Option<String> = "billingGroupArn",
        version: Option<i64> = "version",
        billing_group_properties: Option<BillingGroupProperties> = "billingGroupProperties",
        billing_group_metadata: Option<BillingGroupMetadata> = "billingGroupMetadata",
    }
}

structure! {
    pub struct DescribeCACertificateRequest {
        certificate_id: String = "certificateId",
    }
}

structure! {
    pub struct DescribeCACertificateResponse {
        certificate_description: Option<CACertificateDescription> = "certificateDescription",
        registration_config: Option<RegistrationConfig> = "registrationConfig",
    }
}

structure! {
    pub struct DescribeCertificateProviderRequest {
        certificate_provider_name: String = "certificateProviderName",
    }
}

structure! {
    pub struct DescribeCertificateProviderResponse {
        certificate_provider_name: Option<String> = "certificateProviderName",
        certificate_provider_arn: Option<String> = "certificateProviderArn",
        lambda_function_arn: Option<String> = "lambdaFunctionArn",
        account_default_for_operations: Option<Vec<CertificateProviderOperation>> = "accountDefaultForOperations",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct DescribeCertificateRequest {
        certificate_id: String = "certificateId",
    }
}

structure! {
    pub struct DescribeCertificateResponse {
        certificate_description: Option<CertificateDescription> = "certificateDescription",
    }
}

structure! {
    pub struct DescribeCustomMetricRequest {
        metric_name: String = "metricName",
    }
}

structure! {
    pub struct DescribeCustomMetricResponse {
        metric_name: Option<String> = "metricName",
        metric_arn: Option<String> = "metricArn",
        metric_type: Option<CustomMetricType> = "metricType",
        display_name: Option<String> = "displayName",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct DescribeDefaultAuthorizerRequest {
    }
}

structure! {
    pub struct DescribeDefaultAuthorizerResponse {
        authorizer_description: Option<AuthorizerDescription> = "authorizerDescription",
    }
}

structure! {
    pub struct DescribeDetectMitigationActionsTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct DescribeDetectMitigationActionsTaskResponse {
        task_summary: Option<DetectMitigationActionsTaskSummary> = "taskSummary",
    }
}

structure! {
    pub struct DescribeDimensionRequest {
        name: String = "name",
    }
}

structure! {
    pub struct DescribeDimensionResponse {
        name: Option<String> = "name",
        arn: Option<String> = "arn",
        r#type: Option<DimensionType> = "type",
        string_values: Option<Vec<String>> = "stringValues",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct DescribeDomainConfigurationRequest {
        domain_configuration_name: String = "domainConfigurationName",
    }
}

structure! {
    pub struct DescribeDomainConfigurationResponse {
        domain_configuration_name: Option<String> = "domainConfigurationName",
        domain_configuration_arn: Option<String> = "domainConfigurationArn",
        domain_name: Option<String> = "domainName",
        server_certificates: Option<Vec<ServerCertificateSummary>> = "serverCertificates",
        authorizer_config: Option<AuthorizerConfig> = "authorizerConfig",
        domain_configuration_status: Option<DomainConfigurationStatus> = "domainConfigurationStatus",
        service_type: Option<ServiceType> = "serviceType",
        domain_type: Option<DomainType> = "domainType",
        last_status_change_date: Option<Timestamp> = "lastStatusChangeDate",
        tls_config: Option<TlsConfig> = "tlsConfig",
        server_certificate_config: Option<ServerCertificateConfig> = "serverCertificateConfig",
        authentication_type: Option<AuthenticationType> = "authenticationType",
        application_protocol: Option<ApplicationProtocol> = "applicationProtocol",
        client_certificate_config: Option<ClientCertificateConfig> = "clientCertificateConfig",
    }
}

structure! {
    pub struct DescribeEncryptionConfigurationRequest {
    }
}

structure! {
    pub struct DescribeEncryptionConfigurationResponse {
        encryption_type: Option<EncryptionType> = "encryptionType",
        kms_key_arn: Option<String> = "kmsKeyArn",
        kms_access_role_arn: Option<String> = "kmsAccessRoleArn",
        configuration_details: Option<ConfigurationDetails> = "configurationDetails",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct DescribeEndpointRequest {
        endpoint_type: Option<String> = "endpointType",
    }
}

structure! {
    pub struct DescribeEndpointResponse {
        endpoint_address: Option<String> = "endpointAddress",
    }
}

structure! {
    pub struct DescribeEventConfigurationsRequest {
    }
}

structure! {
    pub struct DescribeEventConfigurationsResponse {
        event_configurations: Option<Map<Configuration>> = "eventConfigurations",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct DescribeFleetMetricRequest {
        metric_name: String = "metricName",
    }
}

structure! {
    pub struct DescribeFleetMetricResponse {
        metric_name: Option<String> = "metricName",
        query_string: Option<String> = "queryString",
        aggregation_type: Option<AggregationType> = "aggregationType",
        period: Option<i32> = "period",
        aggregation_field: Option<String> = "aggregationField",
        description: Option<String> = "description",
        query_version: Option<String> = "queryVersion",
        index_name: Option<String> = "indexName",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        unit: Option<FleetMetricUnit> = "unit",
        version: Option<i64> = "version",
        metric_arn: Option<String> = "metricArn",
    }
}

structure! {
    pub struct DescribeIndexRequest {
        index_name: String = "indexName",
    }
}

structure! {
    pub struct DescribeIndexResponse {
        index_name: Option<String> = "indexName",
        index_status: Option<IndexStatus> = "indexStatus",
        schema: Option<String> = "schema",
    }
}

structure! {
    pub struct DescribeJobExecutionRequest {
        job_id: String = "jobId",
        thing_name: String = "thingName",
        execution_number: Option<i64> = "executionNumber",
    }
}

structure! {
    pub struct DescribeJobExecutionResponse {
        execution: Option<JobExecution> = "execution",
    }
}

structure! {
    pub struct DescribeJobRequest {
        job_id: String = "jobId",
        before_substitution: Option<bool> = "beforeSubstitution",
    }
}

structure! {
    pub struct DescribeJobResponse {
        document_source: Option<String> = "documentSource",
        job: Option<Job> = "job",
    }
}

structure! {
    pub struct DescribeJobTemplateRequest {
        job_template_id: String = "jobTemplateId",
    }
}

structure! {
    pub struct DescribeJobTemplateResponse {
        job_template_arn: Option<String> = "jobTemplateArn",
        job_template_id: Option<String> = "jobTemplateId",
        description: Option<String> = "description",
        document_source: Option<String> = "documentSource",
        document: Option<String> = "document",
        created_at: Option<Timestamp> = "createdAt",
        presigned_url_config: Option<PresignedUrlConfig> = "presignedUrlConfig",
        job_executions_rollout_config: Option<JobExecutionsRolloutConfig> = "jobExecutionsRolloutConfig",
        abort_config: Option<AbortConfig> = "abortConfig",
        timeout_config: Option<TimeoutConfig> = "timeoutConfig",
        job_executions_retry_config: Option<JobExecutionsRetryConfig> = "jobExecutionsRetryConfig",
        maintenance_windows: Option<Vec<MaintenanceWindow>> = "maintenanceWindows",
        destination_package_versions: Option<Vec<String>> = "destinationPackageVersions",
    }
}

structure! {
    pub struct DescribeManagedJobTemplateRequest {
        template_name: String = "templateName",
        template_version: Option<String> = "templateVersion",
    }
}

structure! {
    pub struct DescribeManagedJobTemplateResponse {
        template_name: Option<String> = "templateName",
        template_arn: Option<String> = "templateArn",
        description: Option<String> = "description",
        template_version: Option<String> = "templateVersion",
        environments: Option<Vec<String>> = "environments",
        document_parameters: Option<Vec<DocumentParameter>> = "documentParameters",
        document: Option<String> = "document",
    }
}

structure! {
    pub struct DescribeMitigationActionRequest {
        action_name: String = "actionName",
    }
}

structure! {
    pub struct DescribeMitigationActionResponse {
        action_name: Option<String> = "actionName",
        action_type: Option<MitigationActionType> = "actionType",
        action_arn: Option<String> = "actionArn",
        action_id: Option<String> = "actionId",
        role_arn: Option<String> = "roleArn",
        action_params: Option<MitigationActionParams> = "actionParams",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct DescribeProvisioningTemplateRequest {
        template_name: String = "templateName",
    }
}

structure! {
    pub struct DescribeProvisioningTemplateResponse {
        template_arn: Option<String> = "templateArn",
        template_name: Option<String> = "templateName",
        description: Option<String> = "description",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        default_version_id: Option<i32> = "defaultVersionId",
        template_body: Option<String> = "templateBody",
        enabled: Option<bool> = "enabled",
        provisioning_role_arn: Option<String> = "provisioningRoleArn",
        pre_provisioning_hook: Option<ProvisioningHook> = "preProvisioningHook",
        r#type: Option<TemplateType> = "type",
    }
}

structure! {
    pub struct DescribeProvisioningTemplateVersionRequest {
        template_name: String = "templateName",
        version_id: i32 = "versionId",
    }
}

structure! {
    pub struct DescribeProvisioningTemplateVersionResponse {
        version_id: Option<i32> = "versionId",
        creation_date: Option<Timestamp> = "creationDate",
        template_body: Option<String> = "templateBody",
        is_default_version: Option<bool> = "isDefaultVersion",
    }
}

structure! {
    pub struct DescribeRoleAliasRequest {
        role_alias: String = "roleAlias",
    }
}

structure! {
    pub struct DescribeRoleAliasResponse {
        role_alias_description: Option<RoleAliasDescription> = "roleAliasDescription",
    }
}

structure! {
    pub struct DescribeScheduledAuditRequest {
        scheduled_audit_name: String = "scheduledAuditName",
    }
}

structure! {
    pub struct DescribeScheduledAuditResponse {
        frequency: Option<AuditFrequency> = "frequency",
        day_of_month: Option<String> = "dayOfMonth",
        day_of_week: Option<DayOfWeek> = "dayOfWeek",
        target_check_names: Option<Vec<String>> = "targetCheckNames",
        scheduled_audit_name: Option<String> = "scheduledAuditName",
        scheduled_audit_arn: Option<String> = "scheduledAuditArn",
    }
}

structure! {
    pub struct DescribeSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
    }
}

structure! {
    pub struct DescribeSecurityProfileResponse {
        security_profile_name: Option<String> = "securityProfileName",
        security_profile_arn: Option<String> = "securityProfileArn",
        security_profile_description: Option<String> = "securityProfileDescription",
        behaviors: Option<Vec<Behavior>> = "behaviors",
        alert_targets: Option<Map<AlertTarget>> = "alertTargets",
        additional_metrics_to_retain: Option<Vec<String>> = "additionalMetricsToRetain",
        additional_metrics_to_retain_v2: Option<Vec<MetricToRetain>> = "additionalMetricsToRetainV2",
        version: Option<i64> = "version",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        metrics_export_config: Option<MetricsExportConfig> = "metricsExportConfig",
    }
}

structure! {
    pub struct DescribeStreamRequest {
        stream_id: String = "streamId",
    }
}

structure! {
    pub struct DescribeStreamResponse {
        stream_info: Option<StreamInfo> = "streamInfo",
    }
}

structure! {
    pub struct DescribeThingGroupRequest {
        thing_group_name: String = "thingGroupName",
    }
}

structure! {
    pub struct DescribeThingGroupResponse {
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_id: Option<String> = "thingGroupId",
        thing_group_arn: Option<String> = "thingGroupArn",
        version: Option<i64> = "version",
        thing_group_properties: Option<ThingGroupProperties> = "thingGroupProperties",
        thing_group_metadata: Option<ThingGroupMetadata> = "thingGroupMetadata",
        index_name: Option<String> = "indexName",
        query_string: Option<String> = "queryString",
        query_version: Option<String> = "queryVersion",
        status: Option<DynamicGroupStatus> = "status",
    }
}

structure! {
    pub struct DescribeThingRegistrationTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct DescribeThingRegistrationTaskResponse {
        task_id: Option<String> = "taskId",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        template_body: Option<String> = "templateBody",
        input_file_bucket: Option<String> = "inputFileBucket",
        input_file_key: Option<String> = "inputFileKey",
        role_arn: Option<String> = "roleArn",
        status: Option<Status> = "status",
        message: Option<String> = "message",
        success_count: Option<i32> = "successCount",
        failure_count: Option<i32> = "failureCount",
        percentage_progress: Option<i32> = "percentageProgress",
    }
}

structure! {
    pub struct DescribeThingRequest {
        thing_name: String = "thingName",
    }
}

structure! {
    pub struct DescribeThingResponse {
        default_client_id: Option<String> = "defaultClientId",
        thing_name: Option<String> = "thingName",
        thing_id: Option<String> = "thingId",
        thing_arn: Option<String> = "thingArn",
        thing_type_name: Option<String> = "thingTypeName",
        attributes: Option<Map<String>> = "attributes",
        version: Option<i64> = "version",
        billing_group_name: Option<String> = "billingGroupName",
    }
}

structure! {
    pub struct DescribeThingTypeRequest {
        thing_type_name: String = "thingTypeName",
    }
}

structure! {
    pub struct DescribeThingTypeResponse {
        thing_type_name: Option<String> = "thingTypeName",
        thing_type_id: Option<String> = "thingTypeId",
        thing_type_arn: Option<String> = "thingTypeArn",
        thing_type_properties: Option<ThingTypeProperties> = "thingTypeProperties",
        thing_type_metadata: Option<ThingTypeMetadata> = "thingTypeMetadata",
    }
}

structure! {
    pub struct Destination {
        s3_destination: Option<S3Destination> = "s3Destination",
    }
}

structure! {
    pub struct DetachPolicyRequest {
        policy_name: String = "policyName",
        target: String = "target",
    }
}

structure! {
    pub struct DetachPrincipalPolicyRequest {
        policy_name: String = "policyName",
        principal: String = "principal",
    }
}

structure! {
    pub struct DetachSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
        security_profile_target_arn: String = "securityProfileTargetArn",
    }
}

structure! {
    pub struct DetachSecurityProfileResponse {
    }
}

structure! {
    pub struct DetachThingPrincipalRequest {
        thing_name: String = "thingName",
        principal: String = "principal",
    }
}

structure! {
    pub struct DetachThingPrincipalResponse {
    }
}

structure! {
    pub struct DetectMitigationActionExecution {
        task_id: Option<String> = "taskId",
        violation_id: Option<String> = "violationId",
        action_name: Option<String> = "actionName",
        thing_name: Option<String> = "thingName",
        execution_start_date: Option<Timestamp> = "executionStartDate",
        execution_end_date: Option<Timestamp> = "executionEndDate",
        status: Option<DetectMitigationActionExecutionStatus> = "status",
        error_code: Option<String> = "errorCode",
        message: Option<String> = "message",
    }
}

structure! {
    pub struct DetectMitigationActionsTaskStatistics {
        actions_executed: Option<i64> = "actionsExecuted",
        actions_skipped: Option<i64> = "actionsSkipped",
        actions_failed: Option<i64> = "actionsFailed",
    }
}

structure! {
    pub struct DetectMitigationActionsTaskSummary {
        task_id: Option<String> = "taskId",
        task_status: Option<DetectMitigationActionsTaskStatus> = "taskStatus",
        task_start_time: Option<Timestamp> = "taskStartTime",
        task_end_time: Option<Timestamp> = "taskEndTime",
        target: Option<DetectMitigationActionsTaskTarget> = "target",
        violation_event_occurrence_range: Option<ViolationEventOccurrenceRange> = "violationEventOccurrenceRange",
        only_active_violations_included: Option<bool> = "onlyActiveViolationsIncluded",
        suppressed_alerts_included: Option<bool> = "suppressedAlertsIncluded",
        actions_definition: Option<Vec<MitigationAction>> = "actionsDefinition",
        task_statistics: Option<DetectMitigationActionsTaskStatistics> = "taskStatistics",
    }
}

structure! {
    pub struct DetectMitigationActionsTaskTarget {
        violation_ids: Option<Vec<String>> = "violationIds",
        security_profile_name: Option<String> = "securityProfileName",
        behavior_name: Option<String> = "behaviorName",
    }
}

structure! {
    pub struct DisableTopicRuleRequest {
        rule_name: String = "ruleName",
    }
}

structure! {
    pub struct DisassociateSbomFromPackageVersionRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct DisassociateSbomFromPackageVersionResponse {
    }
}

structure! {
    pub struct DocumentParameter {
        key: Option<String> = "key",
        description: Option<String> = "description",
        regex: Option<String> = "regex",
        example: Option<String> = "example",
        optional: Option<bool> = "optional",
    }
}

structure! {
    pub struct DomainConfigurationSummary {
        domain_configuration_name: Option<String> = "domainConfigurationName",
        domain_configuration_arn: Option<String> = "domainConfigurationArn",
        service_type: Option<ServiceType> = "serviceType",
    }
}

structure! {
    pub struct DynamoDBAction {
        table_name: String = "tableName",
        role_arn: String = "roleArn",
        operation: Option<String> = "operation",
        hash_key_field: String = "hashKeyField",
        hash_key_value: String = "hashKeyValue",
        hash_key_type: Option<DynamoKeyType> = "hashKeyType",
        range_key_field: Option<String> = "rangeKeyField",
        range_key_value: Option<String> = "rangeKeyValue",
        range_key_type: Option<DynamoKeyType> = "rangeKeyType",
        payload_field: Option<String> = "payloadField",
    }
}

structure! {
    pub struct DynamoDBv2Action {
        role_arn: String = "roleArn",
        put_item: PutItemInput = "putItem",
    }
}
