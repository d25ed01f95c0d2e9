// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct S3Action {
        role_arn: String = "roleArn",
        bucket_name: String = "bucketName",
        key: String = "key",
        canned_acl: Option<CannedAccessControlList> = "cannedAcl",
    }
}

structure! {
    pub struct S3Destination {
        bucket: Option<String> = "bucket",
        prefix: Option<String> = "prefix",
    }
}

structure! {
    pub struct S3Location {
        bucket: Option<String> = "bucket",
        key: Option<String> = "key",
        version: Option<String> = "version",
    }
}

structure! {
    pub struct SalesforceAction {
        token: String = "token",
        url: String = "url",
    }
}

structure! {
    pub struct Sbom {
        s3_location: Option<S3Location> = "s3Location",
    }
}

structure! {
    pub struct SbomValidationResultSummary {
        file_name: Option<String> = "fileName",
        validation_result: Option<SbomValidationResult> = "validationResult",
        error_code: Option<SbomValidationErrorCode> = "errorCode",
        error_message: Option<String> = "errorMessage",
    }
}

structure! {
    pub struct ScheduledAuditMetadata {
        scheduled_audit_name: Option<String> = "scheduledAuditName",
        scheduled_audit_arn: Option<String> = "scheduledAuditArn",
        frequency: Option<AuditFrequency> = "frequency",
        day_of_month: Option<String> = "dayOfMonth",
        day_of_week: Option<DayOfWeek> = "dayOfWeek",
    }
}

structure! {
    pub struct ScheduledJobRollout {
        start_time: Option<String> = "startTime",
    }
}

structure! {
    pub struct SchedulingConfig {
        start_time: Option<String> = "startTime",
        end_time: Option<String> = "endTime",
        end_behavior: Option<JobEndBehavior> = "endBehavior",
        maintenance_windows: Option<Vec<MaintenanceWindow>> = "maintenanceWindows",
    }
}

structure! {
    pub struct SearchIndexRequest {
        index_name: Option<String> = "indexName",
        query_string: String = "queryString",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        query_version: Option<String> = "queryVersion",
    }
}

structure! {
    pub struct SearchIndexResponse {
        next_token: Option<String> = "nextToken",
        things: Option<Vec<ThingDocument>> = "things",
        thing_groups: Option<Vec<ThingGroupDocument>> = "thingGroups",
    }
}

structure! {
    pub struct SecurityProfileIdentifier {
        name: String = "name",
        arn: String = "arn",
    }
}

structure! {
    pub struct SecurityProfileTarget {
        arn: String = "arn",
    }
}

structure! {
    pub struct SecurityProfileTargetMapping {
        security_profile_identifier: Option<SecurityProfileIdentifier> = "securityProfileIdentifier",
        target: Option<SecurityProfileTarget> = "target",
    }
}

structure! {
    pub struct ServerCertificateConfig {
        enable_ocsp_check: Option<bool> = "enableOCSPCheck",
        ocsp_lambda_arn: Option<String> = "ocspLambdaArn",
        ocsp_authorized_responder_arn: Option<String> = "ocspAuthorizedResponderArn",
    }
}

structure! {
    pub struct ServerCertificateSummary {
        server_certificate_arn: Option<String> = "serverCertificateArn",
        server_certificate_status: Option<ServerCertificateStatus> = "serverCertificateStatus",
        server_certificate_status_detail: Option<String> = "serverCertificateStatusDetail",
    }
}

structure! {
    pub struct SetDefaultAuthorizerRequest {
        authorizer_name: String = "authorizerName",
    }
}

structure! {
    pub struct SetDefaultAuthorizerResponse {
        authorizer_name: Option<String> = "authorizerName",
        authorizer_arn: Option<String> = "authorizerArn",
    }
}

structure! {
    pub struct SetDefaultPolicyVersionRequest {
        policy_name: String = "policyName",
        policy_version_id: String = "policyVersionId",
    }
}

structure! {
    pub struct SetLoggingOptionsRequest {
        logging_options_payload: LoggingOptionsPayload = "loggingOptionsPayload",
    }
}

structure! {
    pub struct SetV2LoggingLevelRequest {
        log_target: LogTarget = "logTarget",
        log_level: LogLevel = "logLevel",
    }
}

structure! {
    pub struct SetV2LoggingOptionsRequest {
        role_arn: Option<String> = "roleArn",
        default_log_level: Option<LogLevel> = "defaultLogLevel",
        disable_all_logs: Option<bool> = "disableAllLogs",
        event_configurations: Option<Vec<LogEventConfiguration>> = "eventConfigurations",
    }
}

structure! {
    pub struct SigV4Authorization {
        signing_region: String = "signingRegion",
        service_name: String = "serviceName",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct SigningProfileParameter {
        certificate_arn: Option<String> = "certificateArn",
        platform: Option<String> = "platform",
        certificate_path_on_device: Option<String> = "certificatePathOnDevice",
    }
}

structure! {
    pub struct SnsAction {
        target_arn: String = "targetArn",
        role_arn: String = "roleArn",
        message_format: Option<MessageFormat> = "messageFormat",
    }
}

structure! {
    pub struct SqsAction {
        role_arn: String = "roleArn",
        queue_url: String = "queueUrl",
        use_base64: Option<bool> = "useBase64",
    }
}

structure! {
    pub struct StartAuditMitigationActionsTaskRequest {
        task_id: String = "taskId",
        target: AuditMitigationActionsTaskTarget = "target",
        audit_check_to_actions_mapping: Map<Vec<String>> = "auditCheckToActionsMapping",
        client_request_token: String = "clientRequestToken",
    }
}

structure! {
    pub struct StartAuditMitigationActionsTaskResponse {
        task_id: Option<String> = "taskId",
    }
}

structure! {
    pub struct StartDetectMitigationActionsTaskRequest {
        task_id: String = "taskId",
        target: DetectMitigationActionsTaskTarget = "target",
        actions: Vec<String> = "actions",
        violation_event_occurrence_range: Option<ViolationEventOccurrenceRange> = "violationEventOccurrenceRange",
        include_only_active_violations: Option<bool> = "includeOnlyActiveViolations",
        include_suppressed_alerts: Option<bool> = "includeSuppressedAlerts",
        client_request_token: String = "clientRequestToken",
    }
}

structure! {
    pub struct StartDetectMitigationActionsTaskResponse {
        task_id: Option<String> = "taskId",
    }
}

structure! {
    pub struct StartOnDemandAuditTaskRequest {
        target_check_names: Vec<String> = "targetCheckNames",
    }
}

structure! {
    pub struct StartOnDemandAuditTaskResponse {
        task_id: Option<String> = "taskId",
    }
}

structure! {
    pub struct StartSigningJobParameter {
        signing_profile_parameter: Option<SigningProfileParameter> = "signingProfileParameter",
        signing_profile_name: Option<String> = "signingProfileName",
        destination: Option<Destination> = "destination",
    }
}

structure! {
    pub struct StartThingRegistrationTaskRequest {
        template_body: String = "templateBody",
        input_file_bucket: String = "inputFileBucket",
        input_file_key: String = "inputFileKey",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct StartThingRegistrationTaskResponse {
        task_id: Option<String> = "taskId",
    }
}

structure! {
    pub struct StatisticalThreshold {
        statistic: Option<String> = "statistic",
    }
}

structure! {
    pub struct Statistics {
        count: Option<i32> = "count",
        average: Option<f64> = "average",
        sum: Option<f64> = "sum",
        minimum: Option<f64> = "minimum",
        maximum: Option<f64> = "maximum",
        sum_of_squares: Option<f64> = "sumOfSquares",
        variance: Option<f64> = "variance",
        std_deviation: Option<f64> = "stdDeviation",
    }
}

structure! {
    pub struct StatusReason {
        reason_code: String = "reasonCode",
        reason_description: Option<String> = "reasonDescription",
    }
}

structure! {
    pub struct StepFunctionsAction {
        execution_name_prefix: Option<String> = "executionNamePrefix",
        state_machine_name: String = "stateMachineName",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct StopThingRegistrationTaskRequest {
        task_id: String = "taskId",
    }
}

structure! {
    pub struct StopThingRegistrationTaskResponse {
    }
}

structure! {
    pub struct Stream {
        stream_id: Option<String> = "streamId",
        file_id: Option<i32> = "fileId",
    }
}

structure! {
    pub struct StreamFile {
        file_id: Option<i32> = "fileId",
        s3_location: Option<S3Location> = "s3Location",
    }
}

structure! {
    pub struct StreamInfo {
        stream_id: Option<String> = "streamId",
        stream_arn: Option<String> = "streamArn",
        stream_version: Option<i32> = "streamVersion",
        description: Option<String> = "description",
        files: Option<Vec<StreamFile>> = "files",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        role_arn: Option<String> = "roleArn",
    }
}

structure! {
    pub struct StreamSummary {
        stream_id: Option<String> = "streamId",
        stream_arn: Option<String> = "streamArn",
        stream_version: Option<i32> = "streamVersion",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct Tag {
        key: String = "Key",
        value: Option<String> = "Value",
    }
}

structure! {
    pub struct TagResourceRequest {
        resource_arn: String = "resourceArn",
        tags: Vec<Tag> = "tags",
    }
}

structure! {
    pub struct TagResourceResponse {
    }
}

structure! {
    pub struct TaskStatistics {
        total_checks: Option<i32> = "totalChecks",
        in_progress_checks: Option<i32> = "inProgressChecks",
        waiting_for_data_collection_checks: Option<i32> = "waitingForDataCollectionChecks",
        compliant_checks: Option<i32> = "compliantChecks",
        non_compliant_checks: Option<i32> = "nonCompliantChecks",
        failed_checks: Option<i32> = "failedChecks",
        canceled_checks: Option<i32> = "canceledChecks",
    }
}

structure! {
    pub struct TaskStatisticsForAuditCheck {
        total_findings_count: Option<i64> = "totalFindingsCount",
        failed_findings_count: Option<i64> = "failedFindingsCount",
        succeeded_findings_count: Option<i64> = "succeededFindingsCount",
        skipped_findings_count: Option<i64> = "skippedFindingsCount",
        canceled_findings_count: Option<i64> = "canceledFindingsCount",
    }
}

structure! {
    pub struct TermsAggregation {
        max_buckets: Option<i32> = "maxBuckets",
    }
}

structure! {
    pub struct TestAuthorizationRequest {
        principal: Option<String> = "principal",
        cognito_identity_pool_id: Option<String> = "cognitoIdentityPoolId",
        auth_infos: Vec<AuthInfo> = "authInfos",
        client_id: Option<String> = "clientId",
        policy_names_to_add: Option<Vec<String>> = "policyNamesToAdd",
        policy_names_to_skip: Option<Vec<String>> = "policyNamesToSkip",
    }
}

structure! {
    pub struct TestAuthorizationResponse {
        auth_results: Option<Vec<AuthResult>> = "authResults",
    }
}

structure! {
    pub struct TestInvokeAuthorizerRequest {
        authorizer_name: String = "authorizerName",
        token: Option<String> = "token",
        token_signature: Option<String> = "tokenSignature",
        http_context: Option<HttpContext> = "httpContext",
        mqtt_context: Option<MqttContext> = "mqttContext",
        tls_context: Option<TlsContext> = "tlsContext",
    }
}

structure! {
    pub struct TestInvokeAuthorizerResponse {
        is_authenticated: Option<bool> = "isAuthenticated",
        principal_id: Option<String> = "principalId",
        policy_documents: Option<Vec<String>> = "policyDocuments",
        refresh_after_in_seconds: Option<i32> = "refreshAfterInSeconds",
        disconnect_after_in_seconds: Option<i32> = "disconnectAfterInSeconds",
    }
}

structure! {
    pub struct ThingAttribute {
        thing_name: Option<String> = "thingName",
        thing_type_name: Option<String> = "thingTypeName",
        thing_arn: Option<String> = "thingArn",
        attributes: Option<Map<String>> = "attributes",
        version: Option<i64> = "version",
    }
}

structure! {
    pub struct ThingConnectivity {
        connected: Option<bool> = "connected",
        timestamp: Option<i64> = "timestamp",
        disconnect_reason: Option<String> = "disconnectReason",
        keep_alive_duration: Option<i32> = "keepAliveDuration",
        clean_session: Option<bool> = "cleanSession",
        session_expiry: Option<i64> = "sessionExpiry",
        client_id: Option<String> = "clientId",
    }
}

structure! {
    pub struct ThingDocument {
        thing_name: Option<String> = "thingName",
        thing_id: Option<String> = "thingId",
        thing_type_name: Option<String> = "thingTypeName",
        thing_group_names: Option<Vec<String>> = "thingGroupNames",
        attributes: Option<Map<String>> = "attributes",
        shadow: Option<String> = "shadow",
        device_defender: Option<String> = "deviceDefender",
        connectivity: Option<ThingConnectivity> = "connectivity",
    }
}

structure! {
    pub struct ThingGroupDocument {
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_id: Option<String> = "thingGroupId",
        thing_group_description: Option<String> = "thingGroupDescription",
        attributes: Option<Map<String>> = "attributes",
        parent_group_names: Option<Vec<String>> = "parentGroupNames",
    }
}

structure! {
    pub struct ThingGroupIndexingConfiguration {
        thing_group_indexing_mode: ThingGroupIndexingMode = "thingGroupIndexingMode",
        managed_fields: Option<Vec<Field>> = "managedFields",
        custom_fields: Option<Vec<Field>> = "customFields",
    }
}

structure! {
    pub struct ThingGroupMetadata {
        parent_group_name: Option<String> = "parentGroupName",
        root_to_parent_thing_groups: Option<Vec<GroupNameAndArn>> = "rootToParentThingGroups",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct ThingGroupProperties {
        thing_group_description: Option<String> = "thingGroupDescription",
        attribute_payload: Option<AttributePayload> = "attributePayload",
    }
}

structure! {
    pub struct ThingIndexingConfiguration {
        thing_indexing_mode: ThingIndexingMode = "thingIndexingMode",
        thing_connectivity_indexing_mode: Option<ThingConnectivityIndexingMode> = "thingConnectivityIndexingMode",
        device_defender_indexing_mode: Option<DeviceDefenderIndexingMode> = "deviceDefenderIndexingMode",
        named_shadow_indexing_mode: Option<NamedShadowIndexingMode> = "namedShadowIndexingMode",
        managed_fields: Option<Vec<Field>> = "managedFields",
        custom_fields: Option<Vec<Field>> = "customFields",
        filter: Option<IndexingFilter> = "filter",
    }
}

structure! {
    pub struct ThingPrincipalObject {
        principal: String = "principal",
        thing_principal_type: Option<ThingPrincipalType> = "thingPrincipalType",
    }
}

structure! {
    pub struct ThingTypeDefinition {
        thing_type_name: Option<String> = "thingTypeName",
        thing_type_arn: Option<String> = "thingTypeArn",
        thing_type_properties: Option<ThingTypeProperties> = "thingTypeProperties",
        thing_type_metadata: Option<ThingTypeMetadata> = "thingTypeMetadata",
    }
}

structure! {
    pub struct ThingTypeMetadata {
        deprecated: Option<bool> = "deprecated",
        deprecation_date: Option<Timestamp> = "deprecationDate",
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct ThingTypeProperties {
        thing_type_description: Option<String> = "thingTypeDescription",
        searchable_attributes: Option<Vec<String>> = "searchableAttributes",
        mqtt5_configuration: Option<Mqtt5Configuration> = "mqtt5Configuration",
    }
}

structure! {
    pub struct TimeFilter {
        after: Option<String> = "after",
        before: Option<String> = "before",
    }
}

structure! {
    pub struct TimeoutConfig {
        in_progress_timeout_in_minutes: Option<i64> = "inProgressTimeoutInMinutes",
    }
}

structure! {
    pub struct TimestreamAction {
        role_arn: String = "roleArn",
        database_name: String = "databaseName",
        table_name: String = "tableName",
        dimensions: Vec<TimestreamDimension> = "dimensions",
        timestamp: Option<TimestreamTimestamp> = "timestamp",
    }
}

structure! {
    pub struct TimestreamDimension {
        name: String = "name",
        value: String = "value",
    }
}

structure! {
    pub struct TimestreamTimestamp {
        value: String = "value",
        unit: String = "unit",
    }
}

structure! {
    pub struct TlsConfig {
        security_policy: Option<String> = "securityPolicy",
    }
}

structure! {
    pub struct TlsContext {
        server_name: Option<String> = "serverName",
    }
}

structure! {
    pub struct TopicRule {
        rule_name: Option<String> = "ruleName",
        sql: Option<String> = "sql",
        description: Option<String> = "description",
        created_at: Option<Timestamp> = "createdAt",
        actions: Option<Vec<Action>> = "actions",
        rule_disabled: Option<bool> = "ruleDisabled",
        aws_iot_sql_version: Option<String> = "awsIotSqlVersion",
        error_action: Option<Action> = "errorAction",
    }
}

structure! {
    pub struct TopicRuleDestination {
        arn: Option<String> = "arn",
        status: Option<TopicRuleDestinationStatus> = "status",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        status_reason: Option<String> = "statusReason",
        http_url_properties: Option<HttpUrlDestinationProperties> = "httpUrlProperties",
        vpc_properties: Option<VpcDestinationProperties> = "vpcProperties",
        influx_db_properties: Option<InfluxDBDestinationProperties> = "influxDBProperties",
    }
}

structure! {
    pub struct TopicRuleDestinationConfiguration {
        http_url_configuration: Option<HttpUrlDestinationConfiguration> = "httpUrlConfiguration",
        vpc_configuration: Option<VpcDestinationConfiguration> = "vpcConfiguration",
        influx_db_configuration: Option<InfluxDBDestinationConfiguration> = "influxDBConfiguration",
    }
}

structure! {
    pub struct TopicRuleDestinationSummary {
        arn: Option<String> = "arn",
        status: Option<TopicRuleDestinationStatus> = "status",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        status_reason: Option<String> = "statusReason",
        http_url_summary: Option<HttpUrlDestinationSummary> = "httpUrlSummary",
        vpc_destination_summary: Option<VpcDestinationSummary> = "vpcDestinationSummary",
        influx_db_summary: Option<InfluxDBDestinationSummary> = "influxDBSummary",
    }
}

structure! {
    pub struct TopicRuleListItem {
        rule_arn: Option<String> = "ruleArn",
        rule_name: Option<String> = "ruleName",
        topic_pattern: Option<String> = "topicPattern",
        created_at: Option<Timestamp> = "createdAt",
        rule_disabled: Option<bool> = "ruleDisabled",
    }
}

structure! {
    pub struct TopicRulePayload {
        sql: String = "sql",
        description: Option<String> = "description",
        actions: Vec<Action> = "actions",
        rule_disabled: Option<bool> = "ruleDisabled",
        aws_iot_sql_version: Option<String> = "awsIotSqlVersion",
        error_action: Option<Action> = "errorAction",
    }
}

structure! {
    pub struct TransferCertificateRequest {
        certificate_id: String = "certificateId",
        target_aws_account: String = "targetAwsAccount",
        transfer_message: Option<String> = "transferMessage",
    }
}

structure! {
    pub struct TransferCertificateResponse {
        transferred_certificate_arn: Option<String> = "transferredCertificateArn",
    }
}

structure! {
    pub struct TransferData {
        transfer_message: Option<String> = "transferMessage",
        reject_reason: Option<String> = "rejectReason",
        transfer_date: Option<Timestamp> = "transferDate",
        accept_date: Option<Timestamp> = "acceptDate",
        reject_date: Option<Timestamp> = "rejectDate",
    }
}

structure! {
    pub struct UntagResourceRequest {
        resource_arn: String = "resourceArn",
        tag_keys: Vec<String> = "tagKeys",
    }
}

structure! {
    pub struct UntagResourceResponse {
    }
}

structure! {
    pub struct UpdateAccountAuditConfigurationRequest {
        role_arn: Option<String> = "roleArn",
        audit_notification_target_configurations: Option<Map<AuditNotificationTarget>> = "auditNotificationTargetConfigurations",
        audit_check_configurations: Option<Map<AuditCheckConfiguration>> = "auditCheckConfigurations",
    }
}

structure! {
    pub struct UpdateAccountAuditConfigurationResponse {
    }
}

structure! {
    pub struct UpdateAuditSuppressionRequest {
        check_name: String = "checkName",
        resource_identifier: ResourceIdentifier = "resourceIdentifier",
        expiration_date: Option<Timestamp> = "expirationDate",
        suppress_indefinitely: Option<bool> = "suppressIndefinitely",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct UpdateAuditSuppressionResponse {
    }
}

structure! {
    pub struct UpdateAuthorizerRequest {
        authorizer_name: String = "authorizerName",
        authorizer_function_arn: Option<String> = "authorizerFunctionArn",
        token_key_name: Option<String> = "tokenKeyName",
        token_signing_public_keys: Option<Map<String>> = "tokenSigningPublicKeys",
        status: Option<AuthorizerStatus> = "status",
        enable_caching_for_http: Option<bool> = "enableCachingForHttp",
    }
}

structure! {
    pub struct UpdateAuthorizerResponse {
        authorizer_name: Option<String> = "authorizerName",
        authorizer_arn: Option<String> = "authorizerArn",
    }
}

structure! {
    pub struct UpdateBillingGroupRequest {
        billing_group_name: String = "billingGroupName",
        billing_group_properties: BillingGroupProperties = "billingGroupProperties",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct UpdateBillingGroupResponse {
        version: Option<i64> = "version",
    }
}

structure! {
    pub struct UpdateCACertificateParams {
        action: CACertificateUpdateAction = "action",
    }
}

structure! {
    pub struct UpdateCACertificateRequest {
        certificate_id: String = "certificateId",
        new_status: Option<CACertificateStatus> = "newStatus",
        new_auto_registration_status: Option<AutoRegistrationStatus> = "newAutoRegistrationStatus",
        registration_config: Option<RegistrationConfig> = "registrationConfig",
        remove_auto_registration: Option<bool> = "removeAutoRegistration",
    }
}

structure! {
    pub struct UpdateCertificateProviderRequest {
        certificate_provider_name: String = "certificateProviderName",
        lambda_function_arn: Option<String> = "lambdaFunctionArn",
        account_default_for_operations: Option<Vec<CertificateProviderOperation>> = "accountDefaultForOperations",
    }
}

structure! {
    pub struct UpdateCertificateProviderResponse {
        certificate_provider_name: Option<String> = "certificateProviderName",
        certificate_provider_arn: Option<String> = "certificateProviderArn",
    }
}

structure! {
    pub struct UpdateCertificateRequest {
        certificate_id: String = "certificateId",
        new_status: CertificateStatus = "newStatus",
    }
}

structure! {
    pub struct UpdateCommandRequest {
        command_id: String = "commandId",
        display_name: Option<String> = "displayName",
        description: Option<String> = "description",
        deprecated: Option<bool> = "deprecated",
    }
}

structure! {
    pub struct UpdateCommandResponse {
        command_id: Option<String> = "commandId",
        display_name: Option<String> = "displayName",
        description: Option<String> = "description",
        deprecated: Option<bool> = "deprecated",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
    }
}

structure! {
    pub struct UpdateCustomMetricRequest {
        metric_name: String = "metricName",
        display_name: String = "displayName",
    }
}

structure! {
    pub struct UpdateCustomMetricResponse {
        metric_name: Option<String> = "metricName",
        metric_arn: Option<String> = "metricArn",
        metric_type: Option<CustomMetricType> = "metricType",
        display_name: Option<String> = "displayName",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct UpdateDeviceCertificateParams {
        action: DeviceCertificateUpdateAction = "action",
    }
}

structure! {
    pub struct UpdateDimensionRequest {
        name: String = "name",
        string_values: Vec<String> = "stringValues",
    }
}

structure! {
    pub struct UpdateDimensionResponse {
        name: Option<String> = "name",
        arn: Option<String> = "arn",
        r#type: Option<DimensionType> = "type",
        string_values: Option<Vec<String>> = "stringValues",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct UpdateDomainConfigurationRequest {
        domain_configuration_name: String = "domainConfigurationName",
        authorizer_config: Option<AuthorizerConfig> = "authorizerConfig",
        domain_configuration_status: Option<DomainConfigurationStatus> = "domainConfigurationStatus",
        remove_authorizer_config: Option<bool> = "removeAuthorizerConfig",
        tls_config: Option<TlsConfig> = "tlsConfig",
        server_certificate_config: Option<ServerCertificateConfig> = "serverCertificateConfig",
        authentication_type: Option<AuthenticationType> = "authenticationType",
        application_protocol: Option<ApplicationProtocol> = "applicationProtocol",
        client_certificate_config: Option<ClientCertificateConfig> = "clientCertificateConfig",
    }
}

structure! {
    pub struct UpdateDomainConfigurationResponse {
        domain_configuration_name: Option<String> = "domainConfigurationName",
        domain_configuration_arn: Option<String> = "domainConfigurationArn",
    }
}

structure! {
    pub struct UpdateDynamicThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        thing_group_properties: ThingGroupProperties = "thingGroupProperties",
        expected_version: Option<i64> = "expectedVersion",
        index_name: Option<String> = "indexName",
        query_string: Option<String> = "queryString",
        query_version: Option<String> = "queryVersion",
    }
}

structure! {
    pub struct UpdateDynamicThingGroupResponse {
        version: Option<i64> = "version",
    }
}

structure! {
    pub struct UpdateEncryptionConfigurationRequest {
        encryption_type: EncryptionType = "encryptionType",
        kms_key_arn: Option<String> = "kmsKeyArn",
        kms_access_role_arn: Option<String> = "kmsAccessRoleArn",
    }
}

structure! {
    pub struct UpdateEncryptionConfigurationResponse {
    }
}

structure! {
    pub struct UpdateEventConfigurationsRequest {
        event_configurations: Option<Map<Configuration>> = "eventConfigurations",
    }
}

structure! {
    pub struct UpdateEventConfigurationsResponse {
    }
}

structure! {
    pub struct UpdateFleetMetricRequest {
        metric_name: String = "metricName",
        query_string: Option<String> = "queryString",
        aggregation_type: Option<AggregationType> = "aggregationType",
        period: Option<i32> = "period",
        aggregation_field: Option<String> = "aggregationField",
        description: Option<String> = "description",
        query_version: Option<String> = "queryVersion",
        index_name: String = "indexName",
        unit: Option<FleetMetricUnit> = "unit",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct UpdateIndexingConfigurationRequest {
        thing_indexing_configuration: Option<ThingIndexingConfiguration> = "thingIndexingConfiguration",
        thing_group_indexing_configuration: Option<ThingGroupIndexingConfiguration> = "thingGroupIndexingConfiguration",
    }
}

structure! {
    pub struct UpdateIndexingConfigurationResponse {
    }
}

structure! {
    pub struct UpdateJobRequest {
        job_id: String = "jobId",
        description: Option<String> = "description",
        presigned_url_config: Option<PresignedUrlConfig> = "presignedUrlConfig",
        job_executions_rollout_config: Option<JobExecutionsRolloutConfig> = "jobExecutionsRolloutConfig",
        abort_config: Option<AbortConfig> = "abortConfig",
        timeout_config: Option<TimeoutConfig> = "timeoutConfig",
        namespace_id: Option<String> = "namespaceId",
        job_executions_retry_config: Option<JobExecutionsRetryConfig> = "jobExecutionsRetryConfig",
    }
}

structure! {
    pub struct UpdateMitigationActionRequest {
        action_name: String = "actionName",
        role_arn: Option<String> = "roleArn",
        action_params: Option<MitigationActionParams> = "actionParams",
    }
}

structure! {
    pub struct UpdateMitigationActionResponse {
        action_arn: Option<String> = "actionArn",
        action_id: Option<String> = "actionId",
    }
}

structure! {
    pub struct UpdatePackageConfigurationRequest {
        version_update_by_jobs_config: Option<VersionUpdateByJobsConfig> = "versionUpdateByJobsConfig",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct UpdatePackageConfigurationResponse {
    }
}

structure! {
    pub struct UpdatePackageRequest {
        package_name: String = "packageName",
        description: Option<String> = "description",
        default_version_name: Option<String> = "defaultVersionName",
        unset_default_version: Option<bool> = "unsetDefaultVersion",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct UpdatePackageResponse {
    }
}

structure! {
    pub struct UpdatePackageVersionRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
        description: Option<String> = "description",
        attributes: Option<Map<String>> = "attributes",
        artifact: Option<PackageVersionArtifact> = "artifact",
        action: Option<PackageVersionAction> = "action",
        recipe: Option<String> = "recipe",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct UpdatePackageVersionResponse {
    }
}

structure! {
    pub struct UpdateProvisioningTemplateRequest {
        template_name: String = "templateName",
        description: Option<String> = "description",
        enabled: Option<bool> = "enabled",
        default_version_id: Option<i32> = "defaultVersionId",
        provisioning_role_arn: Option<String> = "provisioningRoleArn",
        pre_provisioning_hook: Option<ProvisioningHook> = "preProvisioningHook",
        remove_pre_provisioning_hook: Option<bool> = "removePreProvisioningHook",
    }
}

structure! {
    pub struct UpdateProvisioningTemplateResponse {
    }
}

structure! {
    pub struct UpdateRoleAliasRequest {
        role_alias: String = "roleAlias",
        role_arn: Option<String> = "roleArn",
        credential_duration_seconds: Option<i32> = "credentialDurationSeconds",
    }
}

structure! {
    pub struct UpdateRoleAliasResponse {
        role_alias: Option<String> = "roleAlias",
        role_alias_arn: Option<String> = "roleAliasArn",
    }
}

structure! {
    pub struct UpdateScheduledAuditRequest {
        frequency: Option<AuditFrequency> = "frequency",
        day_of_month: Option<String> = "dayOfMonth",
        day_of_week: Option<DayOfWeek> = "dayOfWeek",
        target_check_names: Option<Vec<String>> = "targetCheckNames",
        scheduled_audit_name: String = "scheduledAuditName",
    }
}

structure! {
    pub struct UpdateScheduledAuditResponse {
        scheduled_audit_arn: Option<String> = "scheduledAuditArn",
    }
}

structure! {
    pub struct UpdateSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
        security_profile_description: Option<String> = "securityProfileDescription",
        behaviors: Option<Vec<Behavior>> = "behaviors",
        alert_targets: Option<Map<AlertTarget>> = "alertTargets",
        additional_metrics_to_retain: Option<Vec<String>> = "additionalMetricsToRetain",
        additional_metrics_to_retain_v2: Option<Vec<MetricToRetain>> = "additionalMetricsToRetainV2",
        delete_behaviors: Option<bool> = "deleteBehaviors",
        delete_alert_targets: Option<bool> = "deleteAlertTargets",
        delete_additional_metrics_to_retain: Option<bool> = "deleteAdditionalMetricsToRetain",
        expected_version: Option<i64> = "expectedVersion",
        metrics_export_config: Option<MetricsExportConfig> = "metricsExportConfig",
        delete_metrics_export_config: Option<bool> = "deleteMetricsExportConfig",
    }
}

structure! {
    pub struct UpdateSecurityProfileResponse {
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
    pub struct UpdateStreamRequest {
        stream_id: String = "streamId",
        description: Option<String> = "description",
        files: Option<Vec<StreamFile>> = "files",
        role_arn: Option<String> = "roleArn",
    }
}

structure! {
    pub struct UpdateStreamResponse {
        stream_id: Option<String> = "streamId",
        stream_arn: Option<String> = "streamArn",
        description: Option<String> = "description",
        stream_version: Option<i32> = "streamVersion",
    }
}

structure! {
    pub struct UpdateThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        thing_group_properties: ThingGroupProperties = "thingGroupProperties",
        expected_version: Option<i64> = "expectedVersion",
    }
}

structure! {
    pub struct UpdateThingGroupResponse {
        version: Option<i64> = "version",
    }
}

structure! {
    pub struct UpdateThingGroupsForThingRequest {
        thing_name: Option<String> = "thingName",
        thing_groups_to_add: Option<Vec<String>> = "thingGroupsToAdd",
        thing_groups_to_remove: Option<Vec<String>> = "thingGroupsToRemove",
        override_dynamic_groups: Option<bool> = "overrideDynamicGroups",
    }
}

structure! {
    pub struct UpdateThingGroupsForThingResponse {
    }
}

structure! {
    pub struct UpdateThingRequest {
        thing_name: String = "thingName",
        thing_type_name: Option<String> = "thingTypeName",
        attribute_payload: Option<AttributePayload> = "attributePayload",
        expected_version: Option<i64> = "expectedVersion",
        remove_thing_type: Option<bool> = "removeThingType",
    }
}

structure! {
    pub struct UpdateThingResponse {
    }
}

structure! {
    pub struct UpdateThingTypeRequest {
        thing_type_name: String = "thingTypeName",
        thing_type_properties: Option<ThingTypeProperties> = "thingTypeProperties",
    }
}

structure! {
    pub struct UpdateThingTypeResponse {
    }
}

structure! {
    pub struct UpdateTopicRuleDestinationRequest {
        arn: String = "arn",
        status: TopicRuleDestinationStatus = "status",
    }
}

structure! {
    pub struct UpdateTopicRuleDestinationResponse {
    }
}

structure! {
    pub struct UserProperty {
        key: String = "key",
        value: String = "value",
    }
}

structure! {
    pub struct ValidateSecurityProfileBehaviorsRequest {
        behaviors: Vec<Behavior> = "behaviors",
    }
}

structure! {
    pub struct ValidateSecurityProfileBehaviorsResponse {
        valid: Option<bool> = "valid",
        validation_errors: Option<Vec<ValidationError>> = "validationErrors",
    }
}

structure! {
    pub struct ValidationError {
        error_message: Option<String> = "errorMessage",
    }
}

structure! {
    pub struct VersionUpdateByJobsConfig {
        enabled: Option<bool> = "enabled",
        role_arn: Option<String> = "roleArn",
    }
}

structure! {
    pub struct ViolationEvent {
        violation_id: Option<String> = "violationId",
        thing_name: Option<String> = "thingName",
        security_profile_name: Option<String> = "securityProfileName",
        behavior: Option<Behavior> = "behavior",
        metric_value: Option<MetricValue> = "metricValue",
        violation_event_additional_info: Option<ViolationEventAdditionalInfo> = "violationEventAdditionalInfo",
        violation_event_type: Option<ViolationEventType> = "violationEventType",
        verification_state: Option<VerificationState> = "verificationState",
        verification_state_description: Option<String> = "verificationStateDescription",
        violation_event_time: Option<Timestamp> = "violationEventTime",
    }
}

structure! {
    pub struct ViolationEventAdditionalInfo {
        confidence_level: Option<ConfidenceLevel> = "confidenceLevel",
    }
}

structure! {
    pub struct ViolationEventOccurrenceRange {
        start_time: Timestamp = "startTime",
        end_time: Timestamp = "endTime",
    }
}

structure! {
    pub struct VpcDestinationConfiguration {
        subnet_ids: Vec<String> = "subnetIds",
        security_groups: Option<Vec<String>> = "securityGroups",
        vpc_id: String = "vpcId",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct VpcDestinationProperties {
        subnet_ids: Option<Vec<String>> = "subnetIds",
        security_groups: Option<Vec<String>> = "securityGroups",
        vpc_id: Option<String> = "vpcId",
        role_arn: Option<String> = "roleArn",
    }
}

structure! {
    pub struct VpcDestinationSummary {
        subnet_ids: Option<Vec<String>> = "subnetIds",
        security_groups: Option<Vec<String>> = "securityGroups",
        vpc_id: Option<String> = "vpcId",
        role_arn: Option<String> = "roleArn",
    }
}
