// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct EffectivePolicy {
        policy_name: Option<String> = "policyName",
        policy_arn: Option<String> = "policyArn",
        policy_document: Option<String> = "policyDocument",
    }
}

structure! {
    pub struct ElasticsearchAction {
        role_arn: String = "roleArn",
        endpoint: String = "endpoint",
        index: String = "index",
        r#type: String = "type",
        id: String = "id",
    }
}

structure! {
    pub struct EnableIoTLoggingParams {
        role_arn_for_logging: String = "roleArnForLogging",
        log_level: LogLevel = "logLevel",
    }
}

structure! {
    pub struct EnableTopicRuleRequest {
        rule_name: String = "ruleName",
    }
}

structure! {
    pub struct ErrorInfo {
        code: Option<String> = "code",
        message: Option<String> = "message",
    }
}

structure! {
    pub struct ExplicitDeny {
        policies: Option<Vec<Policy>> = "policies",
    }
}

structure! {
    pub struct ExponentialRolloutRate {
        base_rate_per_minute: i32 = "baseRatePerMinute",
        increment_factor: f64 = "incrementFactor",
        rate_increase_criteria: RateIncreaseCriteria = "rateIncreaseCriteria",
    }
}

structure! {
    pub struct Field {
        name: Option<String> = "name",
        r#type: Option<FieldType> = "type",
    }
}

structure! {
    pub struct FileLocation {
        stream: Option<Stream> = "stream",
        s3_location: Option<S3Location> = "s3Location",
    }
}

structure! {
    pub struct FirehoseAction {
        role_arn: String = "roleArn",
        delivery_stream_name: String = "deliveryStreamName",
        separator: Option<String> = "separator",
        batch_mode: Option<bool> = "batchMode",
    }
}

structure! {
    pub struct FleetMetricNameAndArn {
        metric_name: Option<String> = "metricName",
        metric_arn: Option<String> = "metricArn",
    }
}

structure! {
    pub struct GeoLocationTarget {
        name: Option<String> = "name",
        order: Option<TargetFieldOrder> = "order",
    }
}

structure! {
    pub struct GetBehaviorModelTrainingSummariesRequest {
        security_profile_name: Option<String> = "securityProfileName",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct GetBehaviorModelTrainingSummariesResponse {
        summaries: Option<Vec<BehaviorModelTrainingSummary>> = "summaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct GetBucketsAggregationRequest {
        index_name: Option<String> = "indexName",
        query_string: String = "queryString",
        aggregation_field: String = "aggregationField",
        query_version: Option<String> = "queryVersion",
        buckets_aggregation_type: BucketsAggregationType = "bucketsAggregationType",
    }
}

structure! {
    pub struct GetBucketsAggregationResponse {
        total_count: Option<i32> = "totalCount",
        buckets: Option<Vec<Bucket>> = "buckets",
    }
}

structure! {
    pub struct GetCardinalityRequest {
        index_name: Option<String> = "indexName",
        query_string: String = "queryString",
        aggregation_field: Option<String> = "aggregationField",
        query_version: Option<String> = "queryVersion",
    }
}

structure! {
    pub struct GetCardinalityResponse {
        cardinality: Option<i32> = "cardinality",
    }
}

structure! {
    pub struct GetCommandExecutionRequest {
        execution_id: String = "executionId",
        target_arn: String = "targetArn",
        include_result: Option<bool> = "includeResult",
    }
}

structure! {
    pub struct GetCommandExecutionResponse {
        execution_id: Option<String> = "executionId",
        command_arn: Option<String> = "commandArn",
        target_arn: Option<String> = "targetArn",
        status: Option<CommandExecutionStatus> = "status",
        status_reason: Option<StatusReason> = "statusReason",
        result: Option<Map<CommandExecutionResult>> = "result",
        parameters: Option<Map<CommandParameterValue>> = "parameters",
        execution_timeout_seconds: Option<i64> = "executionTimeoutSeconds",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        started_at: Option<Timestamp> = "startedAt",
        completed_at: Option<Timestamp> = "completedAt",
        time_to_live: Option<Timestamp> = "timeToLive",
    }
}

structure! {
    pub struct GetCommandRequest {
        command_id: String = "commandId",
    }
}

structure! {
    pub struct GetCommandResponse {
        command_id: Option<String> = "commandId",
        command_arn: Option<String> = "commandArn",
        namespace: Option<CommandNamespace> = "namespace",
        display_name: Option<String> = "displayName",
        description: Option<String> = "description",
        mandatory_parameters: Option<Vec<CommandParameter>> = "mandatoryParameters",
        payload: Option<CommandPayload> = "payload",
        payload_template: Option<String> = "payloadTemplate",
        preprocessor: Option<CommandPreprocessor> = "preprocessor",
        role_arn: Option<String> = "roleArn",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        deprecated: Option<bool> = "deprecated",
        pending_deletion: Option<bool> = "pendingDeletion",
    }
}

structure! {
    pub struct GetEffectivePoliciesRequest {
        principal: Option<String> = "principal",
        cognito_identity_pool_id: Option<String> = "cognitoIdentityPoolId",
        thing_name: Option<String> = "thingName",
    }
}

structure! {
    pub struct GetEffectivePoliciesResponse {
        effective_policies: Option<Vec<EffectivePolicy>> = "effectivePolicies",
    }
}

structure! {
    pub struct GetIndexingConfigurationRequest {
    }
}

structure! {
    pub struct GetIndexingConfigurationResponse {
        thing_indexing_configuration: Option<ThingIndexingConfiguration> = "thingIndexingConfiguration",
        thing_group_indexing_configuration: Option<ThingGroupIndexingConfiguration> = "thingGroupIndexingConfiguration",
    }
}

structure! {
    pub struct GetJobDocumentRequest {
        job_id: String = "jobId",
        before_substitution: Option<bool> = "beforeSubstitution",
    }
}

structure! {
    pub struct GetJobDocumentResponse {
        document: Option<String> = "document",
    }
}

structure! {
    pub struct GetLoggingOptionsRequest {
    }
}

structure! {
    pub struct GetLoggingOptionsResponse {
        role_arn: Option<String> = "roleArn",
        log_level: Option<LogLevel> = "logLevel",
    }
}

structure! {
    pub struct GetOTAUpdateRequest {
        ota_update_id: String = "otaUpdateId",
    }
}

structure! {
    pub struct GetOTAUpdateResponse {
        ota_update_info: Option<OTAUpdateInfo> = "otaUpdateInfo",
    }
}

structure! {
    pub struct GetPackageConfigurationRequest {
    }
}

structure! {
    pub struct GetPackageConfigurationResponse {
        version_update_by_jobs_config: Option<VersionUpdateByJobsConfig> = "versionUpdateByJobsConfig",
    }
}

structure! {
    pub struct GetPackageRequest {
        package_name: String = "packageName",
    }
}

structure! {
    pub struct GetPackageResponse {
        package_name: Option<String> = "packageName",
        package_arn: Option<String> = "packageArn",
        description: Option<String> = "description",
        default_version_name: Option<String> = "defaultVersionName",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
    }
}

structure! {
    pub struct GetPackageVersionRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
    }
}

structure! {
    pub struct GetPackageVersionResponse {
        package_version_arn: Option<String> = "packageVersionArn",
        package_name: Option<String> = "packageName",
        version_name: Option<String> = "versionName",
        description: Option<String> = "description",
        attributes: Option<Map<String>> = "attributes",
        artifact: Option<PackageVersionArtifact> = "artifact",
        status: Option<PackageVersionStatus> = "status",
        error_reason: Option<String> = "errorReason",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        sbom: Option<Sbom> = "sbom",
        sbom_validation_status: Option<SbomValidationStatus> = "sbomValidationStatus",
        recipe: Option<String> = "recipe",
    }
}

structure! {
    pub struct GetPercentilesRequest {
        index_name: Option<String> = "indexName",
        query_string: String = "queryString",
        aggregation_field: Option<String> = "aggregationField",
        query_version: Option<String> = "queryVersion",
        percents: Option<Vec<f64>> = "percents",
    }
}

structure! {
    pub struct GetPercentilesResponse {
        percentiles: Option<Vec<PercentPair>> = "percentiles",
    }
}

structure! {
    pub struct GetPolicyRequest {
        policy_name: String = "policyName",
    }
}

structure! {
    pub struct GetPolicyResponse {
        policy_name: Option<String> = "policyName",
        policy_arn: Option<String> = "policyArn",
        policy_document: Option<String> = "policyDocument",
        default_version_id: Option<String> = "defaultVersionId",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        generation_id: Option<String> = "generationId",
    }
}

structure! {
    pub struct GetPolicyVersionRequest {
        policy_name: String = "policyName",
        policy_version_id: String = "policyVersionId",
    }
}

structure! {
    pub struct GetPolicyVersionResponse {
        policy_arn: Option<String> = "policyArn",
        policy_name: Option<String> = "policyName",
        policy_document: Option<String> = "policyDocument",
        policy_version_id: Option<String> = "policyVersionId",
        is_default_version: Option<bool> = "isDefaultVersion",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        generation_id: Option<String> = "generationId",
    }
}

structure! {
    pub struct GetRegistrationCodeRequest {
    }
}

structure! {
    pub struct GetRegistrationCodeResponse {
        registration_code: Option<String> = "registrationCode",
    }
}

structure! {
    pub struct GetStatisticsRequest {
        index_name: Option<String> = "indexName",
        query_string: String = "queryString",
        aggregation_field: Option<String> = "aggregationField",
        query_version: Option<String> = "queryVersion",
    }
}

structure! {
    pub struct GetStatisticsResponse {
        statistics: Option<Statistics> = "statistics",
    }
}

structure! {
    pub struct GetThingConnectivityDataRequest {
        thing_name: String = "thingName",
        include_socket_information: Option<bool> = "includeSocketInformation",
    }
}

structure! {
    pub struct GetThingConnectivityDataResponse {
        thing_name: Option<String> = "thingName",
        connected: Option<bool> = "connected",
        timestamp: Option<Timestamp> = "timestamp",
        disconnect_reason: Option<DisconnectReasonValue> = "disconnectReason",
        source_ip: Option<String> = "sourceIp",
        source_port: Option<i32> = "sourcePort",
        target_ip: Option<String> = "targetIp",
        target_port: Option<i32> = "targetPort",
        vpc_endpoint_id: Option<String> = "vpcEndpointId",
        keep_alive_duration: Option<i32> = "keepAliveDuration",
        clean_session: Option<bool> = "cleanSession",
        session_expiry: Option<i64> = "sessionExpiry",
        client_id: Option<String> = "clientId",
    }
}

structure! {
    pub struct GetTopicRuleDestinationRequest {
        arn: String = "arn",
    }
}

structure! {
    pub struct GetTopicRuleDestinationResponse {
        topic_rule_destination: Option<TopicRuleDestination> = "topicRuleDestination",
    }
}

structure! {
    pub struct GetTopicRuleRequest {
        rule_name: String = "ruleName",
    }
}

structure! {
    pub struct GetTopicRuleResponse {
        rule_arn: Option<String> = "ruleArn",
        rule: Option<TopicRule> = "rule",
    }
}

structure! {
    pub struct GetV2LoggingOptionsRequest {
        verbose: Option<bool> = "verbose",
    }
}

structure! {
    pub struct GetV2LoggingOptionsResponse {
        role_arn: Option<String> = "roleArn",
        default_log_level: Option<LogLevel> = "defaultLogLevel",
        disable_all_logs: Option<bool> = "disableAllLogs",
        event_configurations: Option<Vec<LogEventConfiguration>> = "eventConfigurations",
    }
}

structure! {
    pub struct GroupNameAndArn {
        group_name: Option<String> = "groupName",
        group_arn: Option<String> = "groupArn",
    }
}

structure! {
    pub struct HttpAction {
        url: String = "url",
        confirmation_url: Option<String> = "confirmationUrl",
        headers: Option<Vec<HttpActionHeader>> = "headers",
        auth: Option<HttpAuthorization> = "auth",
        enable_batching: Option<bool> = "enableBatching",
        batch_config: Option<BatchConfig> = "batchConfig",
    }
}

structure! {
    pub struct HttpActionHeader {
        key: String = "key",
        value: String = "value",
    }
}

structure! {
    pub struct HttpAuthorization {
        sigv4: Option<SigV4Authorization> = "sigv4",
    }
}

structure! {
    pub struct HttpContext {
        headers: Option<Map<String>> = "headers",
        query_string: Option<String> = "queryString",
    }
}

structure! {
    pub struct HttpUrlDestinationConfiguration {
        confirmation_url: String = "confirmationUrl",
    }
}

structure! {
    pub struct HttpUrlDestinationProperties {
        confirmation_url: Option<String> = "confirmationUrl",
    }
}

structure! {
    pub struct HttpUrlDestinationSummary {
        confirmation_url: Option<String> = "confirmationUrl",
    }
}

structure! {
    pub struct ImplicitDeny {
        policies: Option<Vec<Policy>> = "policies",
    }
}

structure! {
    pub struct IndexingFilter {
        named_shadow_names: Option<Vec<String>> = "namedShadowNames",
        geo_locations: Option<Vec<GeoLocationTarget>> = "geoLocations",
        connectivity: Option<ConnectivityFilter> = "connectivity",
    }
}

structure! {
    pub struct InfluxDBAction {
        destination_arn: String = "destinationArn",
        role_arn: String = "roleArn",
        database_name: String = "databaseName",
        table_name: String = "tableName",
        organization: Option<String> = "organization",
        tags: Option<Map<String>> = "tags",
        timestamp_unit: Option<InfluxDBTimestampUnit> = "timestampUnit",
        batch_config: Option<InfluxDBBatchConfig> = "batchConfig",
    }
}

structure! {
    pub struct InfluxDBBatchConfig {
        max_batch_size: Option<i32> = "maxBatchSize",
        max_batch_open_ms: Option<i32> = "maxBatchOpenMs",
        max_batch_size_bytes: Option<i32> = "maxBatchSizeBytes",
        batch_across_topics: Option<bool> = "batchAcrossTopics",
    }
}

structure! {
    pub struct InfluxDBDestinationConfiguration {
        endpoint: String = "endpoint",
        influx_db_version: InfluxDBVersion = "influxDBVersion",
        secret_id: String = "secretId",
        secret_type: Option<InfluxDBSecretType> = "secretType",
        secret_key: Option<String> = "secretKey",
    }
}

structure! {
    pub struct InfluxDBDestinationProperties {
        endpoint: Option<String> = "endpoint",
        influx_db_version: Option<InfluxDBVersion> = "influxDBVersion",
        secret_id: Option<String> = "secretId",
        secret_type: Option<InfluxDBSecretType> = "secretType",
        secret_key: Option<String> = "secretKey",
    }
}

structure! {
    pub struct InfluxDBDestinationSummary {
        endpoint: Option<String> = "endpoint",
        influx_db_version: Option<InfluxDBVersion> = "influxDBVersion",
        secret_id: Option<String> = "secretId",
        secret_type: Option<InfluxDBSecretType> = "secretType",
        secret_key: Option<String> = "secretKey",
    }
}

structure! {
    pub struct IotAnalyticsAction {
        channel_arn: Option<String> = "channelArn",
        channel_name: Option<String> = "channelName",
        batch_mode: Option<bool> = "batchMode",
        role_arn: Option<String> = "roleArn",
    }
}

structure! {
    pub struct IotEventsAction {
        input_name: String = "inputName",
        message_id: Option<String> = "messageId",
        batch_mode: Option<bool> = "batchMode",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct IotSiteWiseAction {
        put_asset_property_value_entries: Vec<PutAssetPropertyValueEntry> = "putAssetPropertyValueEntries",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct IssuerCertificateIdentifier {
        issuer_certificate_subject: Option<String> = "issuerCertificateSubject",
        issuer_id: Option<String> = "issuerId",
        issuer_certificate_serial_number: Option<String> = "issuerCertificateSerialNumber",
    }
}

structure! {
    pub struct Job {
        job_arn: Option<String> = "jobArn",
        job_id: Option<String> = "jobId",
        target_selection: Option<TargetSelection> = "targetSelection",
        status: Option<JobStatus> = "status",
        force_canceled: Option<bool> = "forceCanceled",
        reason_code: Option<String> = "reasonCode",
        comment: Option<String> = "comment",
        targets: Option<Vec<String>> = "targets",
        description: Option<String> = "description",
        presigned_url_config: Option<PresignedUrlConfig> = "presignedUrlConfig",
        job_executions_rollout_config: Option<JobExecutionsRolloutConfig> = "jobExecutionsRolloutConfig",
        abort_config: Option<AbortConfig> = "abortConfig",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        completed_at: Option<Timestamp> = "completedAt",
        job_process_details: Option<JobProcessDetails> = "jobProcessDetails",
        timeout_config: Option<TimeoutConfig> = "timeoutConfig",
        namespace_id: Option<String> = "namespaceId",
        job_template_arn: Option<String> = "jobTemplateArn",
        job_executions_retry_config: Option<JobExecutionsRetryConfig> = "jobExecutionsRetryConfig",
        document_parameters: Option<Map<String>> = "documentParameters",
        is_concurrent: Option<bool> = "isConcurrent",
        scheduling_config: Option<SchedulingConfig> = "schedulingConfig",
        scheduled_job_rollouts: Option<Vec<ScheduledJobRollout>> = "scheduledJobRollouts",
        destination_package_versions: Option<Vec<String>> = "destinationPackageVersions",
    }
}

structure! {
    pub struct JobExecution {
        job_id: Option<String> = "jobId",
        status: Option<JobExecutionStatus> = "status",
        force_canceled: Option<bool> = "forceCanceled",
        status_details: Option<JobExecutionStatusDetails> = "statusDetails",
        thing_arn: Option<String> = "thingArn",
        queued_at: Option<Timestamp> = "queuedAt",
        started_at: Option<Timestamp> = "startedAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        execution_number: Option<i64> = "executionNumber",
        version_number: Option<i64> = "versionNumber",
        approximate_seconds_before_timed_out: Option<i64> = "approximateSecondsBeforeTimedOut",
    }
}

structure! {
    pub struct JobExecutionStatusDetails {
        details_map: Option<Map<String>> = "detailsMap",
    }
}

structure! {
    pub struct JobExecutionSummary {
        status: Option<JobExecutionStatus> = "status",
        queued_at: Option<Timestamp> = "queuedAt",
        started_at: Option<Timestamp> = "startedAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        execution_number: Option<i64> = "executionNumber",
        retry_attempt: Option<i32> = "retryAttempt",
    }
}

structure! {
    pub struct JobExecutionSummaryForJob {
        thing_arn: Option<String> = "thingArn",
        job_execution_summary: Option<JobExecutionSummary> = "jobExecutionSummary",
    }
}

structure! {
    pub struct JobExecutionSummaryForThing {
        job_id: Option<String> = "jobId",
        job_execution_summary: Option<JobExecutionSummary> = "jobExecutionSummary",
    }
}

structure! {
    pub struct JobExecutionsRetryConfig {
        criteria_list: Vec<RetryCriteria> = "criteriaList",
    }
}

structure! {
    pub struct JobExecutionsRolloutConfig {
        maximum_per_minute: Option<i32> = "maximumPerMinute",
        exponential_rate: Option<ExponentialRolloutRate> = "exponentialRate",
    }
}

structure! {
    pub struct JobProcessDetails {
        processing_targets: Option<Vec<String>> = "processingTargets",
        number_of_canceled_things: Option<i32> = "numberOfCanceledThings",
        number_of_succeeded_things: Option<i32> = "numberOfSucceededThings",
        number_of_failed_things: Option<i32> = "numberOfFailedThings",
        number_of_rejected_things: Option<i32> = "numberOfRejectedThings",
        number_of_queued_things: Option<i32> = "numberOfQueuedThings",
        number_of_in_progress_things: Option<i32> = "numberOfInProgressThings",
        number_of_removed_things: Option<i32> = "numberOfRemovedThings",
        number_of_timed_out_things: Option<i32> = "numberOfTimedOutThings",
    }
}

structure! {
    pub struct JobSummary {
        job_arn: Option<String> = "jobArn",
        job_id: Option<String> = "jobId",
        thing_group_id: Option<String> = "thingGroupId",
        target_selection: Option<TargetSelection> = "targetSelection",
        status: Option<JobStatus> = "status",
        created_at: Option<Timestamp> = "createdAt",
        last_updated_at: Option<Timestamp> = "lastUpdatedAt",
        completed_at: Option<Timestamp> = "completedAt",
        is_concurrent: Option<bool> = "isConcurrent",
    }
}

structure! {
    pub struct JobTemplateSummary {
        job_template_arn: Option<String> = "jobTemplateArn",
        job_template_id: Option<String> = "jobTemplateId",
        description: Option<String> = "description",
        created_at: Option<Timestamp> = "createdAt",
    }
}

structure! {
    pub struct KafkaAction {
        destination_arn: String = "destinationArn",
        topic: String = "topic",
        key: Option<String> = "key",
        partition: Option<String> = "partition",
        client_properties: Map<String> = "clientProperties",
        headers: Option<Vec<KafkaActionHeader>> = "headers",
    }
}

structure! {
    pub struct KafkaActionHeader {
        key: String = "key",
        value: String = "value",
    }
}

structure! {
    pub struct KeyPair {
        public_key: Option<String> = "PublicKey",
        private_key: Option<String> = "PrivateKey",
    }
}

structure! {
    pub struct KinesisAction {
        role_arn: String = "roleArn",
        stream_name: String = "streamName",
        partition_key: Option<String> = "partitionKey",
    }
}

structure! {
    pub struct LambdaAction {
        function_arn: String = "functionArn",
    }
}

structure! {
    pub struct ListActiveViolationsRequest {
        thing_name: Option<String> = "thingName",
        security_profile_name: Option<String> = "securityProfileName",
        behavior_criteria_type: Option<BehaviorCriteriaType> = "behaviorCriteriaType",
        list_suppressed_alerts: Option<bool> = "listSuppressedAlerts",
        verification_state: Option<VerificationState> = "verificationState",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListActiveViolationsResponse {
        active_violations: Option<Vec<ActiveViolation>> = "activeViolations",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAttachedPoliciesRequest {
        target: String = "target",
        recursive: Option<bool> = "recursive",
        marker: Option<String> = "marker",
        page_size: Option<i32> = "pageSize",
    }
}

structure! {
    pub struct ListAttachedPoliciesResponse {
        policies: Option<Vec<Policy>> = "policies",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListAuditFindingsRequest {
        task_id: Option<String> = "taskId",
        check_name: Option<String> = "checkName",
        resource_identifier: Option<ResourceIdentifier> = "resourceIdentifier",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        start_time: Option<Timestamp> = "startTime",
        end_time: Option<Timestamp> = "endTime",
        list_suppressed_findings: Option<bool> = "listSuppressedFindings",
    }
}

structure! {
    pub struct ListAuditFindingsResponse {
        findings: Option<Vec<AuditFinding>> = "findings",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAuditMitigationActionsExecutionsRequest {
        task_id: String = "taskId",
        action_status: Option<AuditMitigationActionsExecutionStatus> = "actionStatus",
        finding_id: String = "findingId",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAuditMitigationActionsExecutionsResponse {
        actions_executions: Option<Vec<AuditMitigationActionExecutionMetadata>> = "actionsExecutions",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAuditMitigationActionsTasksRequest {
        audit_task_id: Option<String> = "auditTaskId",
        finding_id: Option<String> = "findingId",
        task_status: Option<AuditMitigationActionsTaskStatus> = "taskStatus",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        start_time: Timestamp = "startTime",
        end_time: Timestamp = "endTime",
    }
}

structure! {
    pub struct ListAuditMitigationActionsTasksResponse {
        tasks: Option<Vec<AuditMitigationActionsTaskMetadata>> = "tasks",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAuditSuppressionsRequest {
        check_name: Option<String> = "checkName",
        resource_identifier: Option<ResourceIdentifier> = "resourceIdentifier",
        ascending_order: Option<bool> = "ascendingOrder",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListAuditSuppressionsResponse {
        suppressions: Option<Vec<AuditSuppression>> = "suppressions",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAuditTasksRequest {
        start_time: Timestamp = "startTime",
        end_time: Timestamp = "endTime",
        task_type: Option<AuditTaskType> = "taskType",
        task_status: Option<AuditTaskStatus> = "taskStatus",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListAuditTasksResponse {
        tasks: Option<Vec<AuditTaskMetadata>> = "tasks",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListAuthorizersRequest {
        page_size: Option<i32> = "pageSize",
        marker: Option<String> = "marker",
        ascending_order: Option<bool> = "ascendingOrder",
        status: Option<AuthorizerStatus> = "status",
    }
}

structure! {
    pub struct ListAuthorizersResponse {
        authorizers: Option<Vec<AuthorizerSummary>> = "authorizers",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListBillingGroupsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        name_prefix_filter: Option<String> = "namePrefixFilter",
    }
}

structure! {
    pub struct ListBillingGroupsResponse {
        billing_groups: Option<Vec<GroupNameAndArn>> = "billingGroups",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListCACertificatesRequest {
        page_size: Option<i32> = "pageSize",
        marker: Option<String> = "marker",
        ascending_order: Option<bool> = "ascendingOrder",
        template_name: Option<String> = "templateName",
    }
}

structure! {
    pub struct ListCACertificatesResponse {
        certificates: Option<Vec<CACertificate>> = "certificates",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListCertificateProvidersRequest {
        next_token: Option<String> = "nextToken",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListCertificateProvidersResponse {
        certificate_providers: Option<Vec<CertificateProviderSummary>> = "certificateProviders",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListCertificatesByCARequest {
        ca_certificate_id: String = "caCertificateId",
        page_size: Option<i32> = "pageSize",
        marker: Option<String> = "marker",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListCertificatesByCAResponse {
        certificates: Option<Vec<Certificate>> = "certificates",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListCertificatesRequest {
        page_size: Option<i32> = "pageSize",
        marker: Option<String> = "marker",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListCertificatesResponse {
        certificates: Option<Vec<Certificate>> = "certificates",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListCommandExecutionsRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        namespace: Option<CommandNamespace> = "namespace",
        status: Option<CommandExecutionStatus> = "status",
        sort_order: Option<SortOrder> = "sortOrder",
        started_time_filter: Option<TimeFilter> = "startedTimeFilter",
        completed_time_filter: Option<TimeFilter> = "completedTimeFilter",
        target_arn: Option<String> = "targetArn",
        command_arn: Option<String> = "commandArn",
    }
}

structure! {
    pub struct ListCommandExecutionsResponse {
        command_executions: Option<Vec<CommandExecutionSummary>> = "commandExecutions",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListCommandsRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        namespace: Option<CommandNamespace> = "namespace",
        command_parameter_name: Option<String> = "commandParameterName",
        sort_order: Option<SortOrder> = "sortOrder",
    }
}

structure! {
    pub struct ListCommandsResponse {
        commands: Option<Vec<CommandSummary>> = "commands",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListCustomMetricsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListCustomMetricsResponse {
        metric_names: Option<Vec<String>> = "metricNames",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListDetectMitigationActionsExecutionsRequest {
        task_id: Option<String> = "taskId",
        violation_id: Option<String> = "violationId",
        thing_name: Option<String> = "thingName",
        start_time: Option<Timestamp> = "startTime",
        end_time: Option<Timestamp> = "endTime",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListDetectMitigationActionsExecutionsResponse {
        actions_executions: Option<Vec<DetectMitigationActionExecution>> = "actionsExecutions",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListDetectMitigationActionsTasksRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        start_time: Timestamp = "startTime",
        end_time: Timestamp = "endTime",
    }
}

structure! {
    pub struct ListDetectMitigationActionsTasksResponse {
        tasks: Option<Vec<DetectMitigationActionsTaskSummary>> = "tasks",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListDimensionsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListDimensionsResponse {
        dimension_names: Option<Vec<String>> = "dimensionNames",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListDomainConfigurationsRequest {
        marker: Option<String> = "marker",
        page_size: Option<i32> = "pageSize",
        service_type: Option<ServiceType> = "serviceType",
    }
}

structure! {
    pub struct ListDomainConfigurationsResponse {
        domain_configurations: Option<Vec<DomainConfigurationSummary>> = "domainConfigurations",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListFleetMetricsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListFleetMetricsResponse {
        fleet_metrics: Option<Vec<FleetMetricNameAndArn>> = "fleetMetrics",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListIndicesRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListIndicesResponse {
        index_names: Option<Vec<String>> = "indexNames",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListJobExecutionsForJobRequest {
        job_id: String = "jobId",
        status: Option<JobExecutionStatus> = "status",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListJobExecutionsForJobResponse {
        execution_summaries: Option<Vec<JobExecutionSummaryForJob>> = "executionSummaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListJobExecutionsForThingRequest {
        thing_name: String = "thingName",
        status: Option<JobExecutionStatus> = "status",
        namespace_id: Option<String> = "namespaceId",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        job_id: Option<String> = "jobId",
    }
}

structure! {
    pub struct ListJobExecutionsForThingResponse {
        execution_summaries: Option<Vec<JobExecutionSummaryForThing>> = "executionSummaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListJobTemplatesRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListJobTemplatesResponse {
        job_templates: Option<Vec<JobTemplateSummary>> = "jobTemplates",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListJobsRequest {
        status: Option<JobStatus> = "status",
        target_selection: Option<TargetSelection> = "targetSelection",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_id: Option<String> = "thingGroupId",
        namespace_id: Option<String> = "namespaceId",
    }
}

structure! {
    pub struct ListJobsResponse {
        jobs: Option<Vec<JobSummary>> = "jobs",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListManagedJobTemplatesRequest {
        template_name: Option<String> = "templateName",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListManagedJobTemplatesResponse {
        managed_job_templates: Option<Vec<ManagedJobTemplateSummary>> = "managedJobTemplates",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListMetricValuesRequest {
        thing_name: String = "thingName",
        metric_name: String = "metricName",
        dimension_name: Option<String> = "dimensionName",
        dimension_value_operator: Option<DimensionValueOperator> = "dimensionValueOperator",
        start_time: Timestamp = "startTime",
        end_time: Timestamp = "endTime",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListMetricValuesResponse {
        metric_datum_list: Option<Vec<MetricDatum>> = "metricDatumList",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListMitigationActionsRequest {
        action_type: Option<MitigationActionType> = "actionType",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListMitigationActionsResponse {
        action_identifiers: Option<Vec<MitigationActionIdentifier>> = "actionIdentifiers",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListOTAUpdatesRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        ota_update_status: Option<OTAUpdateStatus> = "otaUpdateStatus",
    }
}

structure! {
    pub struct ListOTAUpdatesResponse {
        ota_updates: Option<Vec<OTAUpdateSummary>> = "otaUpdates",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListOutgoingCertificatesRequest {
        page_size: Option<i32> = "pageSize",
        marker: Option<String> = "marker",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListOutgoingCertificatesResponse {
        outgoing_certificates: Option<Vec<OutgoingCertificate>> = "outgoingCertificates",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListPackageVersionsRequest {
        package_name: String = "packageName",
        status: Option<PackageVersionStatus> = "status",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListPackageVersionsResponse {
        package_version_summaries: Option<Vec<PackageVersionSummary>> = "packageVersionSummaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListPackagesRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListPackagesResponse {
        package_summaries: Option<Vec<PackageSummary>> = "packageSummaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListPoliciesRequest {
        marker: Option<String> = "marker",
        page_size: Option<i32> = "pageSize",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListPoliciesResponse {
        policies: Option<Vec<Policy>> = "policies",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListPolicyPrincipalsRequest {
        policy_name: String = "policyName",
        marker: Option<String> = "marker",
        page_size: Option<i32> = "pageSize",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListPolicyPrincipalsResponse {
        principals: Option<Vec<String>> = "principals",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListPolicyVersionsRequest {
        policy_name: String = "policyName",
    }
}

structure! {
    pub struct ListPolicyVersionsResponse {
        policy_versions: Option<Vec<PolicyVersion>> = "policyVersions",
    }
}

structure! {
    pub struct ListPrincipalPoliciesRequest {
        principal: String = "principal",
        marker: Option<String> = "marker",
        page_size: Option<i32> = "pageSize",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListPrincipalPoliciesResponse {
        policies: Option<Vec<Policy>> = "policies",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListPrincipalThingsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        principal: String = "principal",
    }
}

structure! {
    pub struct ListPrincipalThingsResponse {
        things: Option<Vec<String>> = "things",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListPrincipalThingsV2Request {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        principal: String = "principal",
        thing_principal_type: Option<ThingPrincipalType> = "thingPrincipalType",
    }
}

structure! {
    pub struct ListPrincipalThingsV2Response {
        principal_thing_objects: Option<Vec<PrincipalThingObject>> = "principalThingObjects",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListProvisioningTemplateVersionsRequest {
        template_name: String = "templateName",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListProvisioningTemplateVersionsResponse {
        versions: Option<Vec<ProvisioningTemplateVersionSummary>> = "versions",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListProvisioningTemplatesRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListProvisioningTemplatesResponse {
        templates: Option<Vec<ProvisioningTemplateSummary>> = "templates",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListRelatedResourcesForAuditFindingRequest {
        finding_id: String = "findingId",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListRelatedResourcesForAuditFindingResponse {
        related_resources: Option<Vec<RelatedResource>> = "relatedResources",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListRoleAliasesRequest {
        page_size: Option<i32> = "pageSize",
        marker: Option<String> = "marker",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListRoleAliasesResponse {
        role_aliases: Option<Vec<String>> = "roleAliases",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListSbomValidationResultsRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
        validation_result: Option<SbomValidationResult> = "validationResult",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListSbomValidationResultsResponse {
        validation_result_summaries: Option<Vec<SbomValidationResultSummary>> = "validationResultSummaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListScheduledAuditsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListScheduledAuditsResponse {
        scheduled_audits: Option<Vec<ScheduledAuditMetadata>> = "scheduledAudits",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListSecurityProfilesForTargetRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        recursive: Option<bool> = "recursive",
        security_profile_target_arn: String = "securityProfileTargetArn",
    }
}

structure! {
    pub struct ListSecurityProfilesForTargetResponse {
        security_profile_target_mappings: Option<Vec<SecurityProfileTargetMapping>> = "securityProfileTargetMappings",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListSecurityProfilesRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        dimension_name: Option<String> = "dimensionName",
        metric_name: Option<String> = "metricName",
    }
}

structure! {
    pub struct ListSecurityProfilesResponse {
        security_profile_identifiers: Option<Vec<SecurityProfileIdentifier>> = "securityProfileIdentifiers",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListStreamsRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        ascending_order: Option<bool> = "ascendingOrder",
    }
}

structure! {
    pub struct ListStreamsResponse {
        streams: Option<Vec<StreamSummary>> = "streams",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListTagsForResourceRequest {
        resource_arn: String = "resourceArn",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListTagsForResourceResponse {
        tags: Option<Vec<Tag>> = "tags",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListTargetsForPolicyRequest {
        policy_name: String = "policyName",
        marker: Option<String> = "marker",
        page_size: Option<i32> = "pageSize",
    }
}

structure! {
    pub struct ListTargetsForPolicyResponse {
        targets: Option<Vec<String>> = "targets",
        next_marker: Option<String> = "nextMarker",
    }
}

structure! {
    pub struct ListTargetsForSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListTargetsForSecurityProfileResponse {
        security_profile_targets: Option<Vec<SecurityProfileTarget>> = "securityProfileTargets",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingGroupsForThingRequest {
        thing_name: String = "thingName",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListThingGroupsForThingResponse {
        thing_groups: Option<Vec<GroupNameAndArn>> = "thingGroups",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingGroupsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        parent_group: Option<String> = "parentGroup",
        name_prefix_filter: Option<String> = "namePrefixFilter",
        recursive: Option<bool> = "recursive",
    }
}

structure! {
    pub struct ListThingGroupsResponse {
        thing_groups: Option<Vec<GroupNameAndArn>> = "thingGroups",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingPrincipalsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        thing_name: String = "thingName",
    }
}

structure! {
    pub struct ListThingPrincipalsResponse {
        principals: Option<Vec<String>> = "principals",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingPrincipalsV2Request {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        thing_name: String = "thingName",
        thing_principal_type: Option<ThingPrincipalType> = "thingPrincipalType",
    }
}

structure! {
    pub struct ListThingPrincipalsV2Response {
        thing_principal_objects: Option<Vec<ThingPrincipalObject>> = "thingPrincipalObjects",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingRegistrationTaskReportsRequest {
        task_id: String = "taskId",
        report_type: ReportType = "reportType",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListThingRegistrationTaskReportsResponse {
        resource_links: Option<Vec<String>> = "resourceLinks",
        report_type: Option<ReportType> = "reportType",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingRegistrationTasksRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        status: Option<Status> = "status",
    }
}

structure! {
    pub struct ListThingRegistrationTasksResponse {
        task_ids: Option<Vec<String>> = "taskIds",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingTypesRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        thing_type_name: Option<String> = "thingTypeName",
    }
}

structure! {
    pub struct ListThingTypesResponse {
        thing_types: Option<Vec<ThingTypeDefinition>> = "thingTypes",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingsInBillingGroupRequest {
        billing_group_name: String = "billingGroupName",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListThingsInBillingGroupResponse {
        things: Option<Vec<String>> = "things",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingsInThingGroupRequest {
        thing_group_name: String = "thingGroupName",
        recursive: Option<bool> = "recursive",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListThingsInThingGroupResponse {
        things: Option<Vec<String>> = "things",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListThingsRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
        attribute_name: Option<String> = "attributeName",
        attribute_value: Option<String> = "attributeValue",
        thing_type_name: Option<String> = "thingTypeName",
        use_prefix_attribute_value: Option<bool> = "usePrefixAttributeValue",
    }
}

structure! {
    pub struct ListThingsResponse {
        things: Option<Vec<ThingAttribute>> = "things",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListTopicRuleDestinationsRequest {
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListTopicRuleDestinationsResponse {
        destination_summaries: Option<Vec<TopicRuleDestinationSummary>> = "destinationSummaries",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListTopicRulesRequest {
        topic: Option<String> = "topic",
        max_results: Option<i32> = "maxResults",
        next_token: Option<String> = "nextToken",
        rule_disabled: Option<bool> = "ruleDisabled",
    }
}

structure! {
    pub struct ListTopicRulesResponse {
        rules: Option<Vec<TopicRuleListItem>> = "rules",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListV2LoggingLevelsRequest {
        target_type: Option<LogTargetType> = "targetType",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListV2LoggingLevelsResponse {
        log_target_configurations: Option<Vec<LogTargetConfiguration>> = "logTargetConfigurations",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListViolationEventsRequest {
        start_time: Timestamp = "startTime",
        end_time: Timestamp = "endTime",
        thing_name: Option<String> = "thingName",
        security_profile_name: Option<String> = "securityProfileName",
        behavior_criteria_type: Option<BehaviorCriteriaType> = "behaviorCriteriaType",
        list_suppressed_alerts: Option<bool> = "listSuppressedAlerts",
        verification_state: Option<VerificationState> = "verificationState",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListViolationEventsResponse {
        violation_events: Option<Vec<ViolationEvent>> = "violationEvents",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct LocationAction {
        role_arn: String = "roleArn",
        tracker_name: String = "trackerName",
        device_id: String = "deviceId",
        timestamp: Option<LocationTimestamp> = "timestamp",
        latitude: String = "latitude",
        longitude: String = "longitude",
    }
}

structure! {
    pub struct LocationTimestamp {
        value: String = "value",
        unit: Option<String> = "unit",
    }
}

structure! {
    pub struct LogEventConfiguration {
        event_type: String = "eventType",
        log_level: Option<LogLevel> = "logLevel",
        log_destination: Option<String> = "logDestination",
    }
}

structure! {
    pub struct LogTarget {
        target_type: LogTargetType = "targetType",
        target_name: Option<String> = "targetName",
    }
}

structure! {
    pub struct LogTargetConfiguration {
        log_target: Option<LogTarget> = "logTarget",
        log_level: Option<LogLevel> = "logLevel",
    }
}

structure! {
    pub struct LoggingOptionsPayload {
        role_arn: String = "roleArn",
        log_level: Option<LogLevel> = "logLevel",
    }
}
