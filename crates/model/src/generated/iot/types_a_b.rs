// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct AbortConfig {
        criteria_list: Vec<AbortCriteria> = "criteriaList",
    }
}

structure! {
    pub struct AbortCriteria {
        failure_type: JobExecutionFailureType = "failureType",
        action: AbortAction = "action",
        threshold_percentage: f64 = "thresholdPercentage",
        min_number_of_executed_things: i32 = "minNumberOfExecutedThings",
    }
}

structure! {
    pub struct AcceptCertificateTransferRequest {
        certificate_id: String = "certificateId",
        set_as_active: Option<bool> = "setAsActive",
    }
}

structure! {
    pub struct Action {
        dynamo_db: Option<DynamoDBAction> = "dynamoDB",
        dynamo_db_v2: Option<DynamoDBv2Action> = "dynamoDBv2",
        lambda: Option<LambdaAction> = "lambda",
        sns: Option<SnsAction> = "sns",
        sqs: Option<SqsAction> = "sqs",
        kinesis: Option<KinesisAction> = "kinesis",
        republish: Option<RepublishAction> = "republish",
        s3: Option<S3Action> = "s3",
        firehose: Option<FirehoseAction> = "firehose",
        cloudwatch_metric: Option<CloudwatchMetricAction> = "cloudwatchMetric",
        cloudwatch_alarm: Option<CloudwatchAlarmAction> = "cloudwatchAlarm",
        cloudwatch_logs: Option<CloudwatchLogsAction> = "cloudwatchLogs",
        elasticsearch: Option<ElasticsearchAction> = "elasticsearch",
        salesforce: Option<SalesforceAction> = "salesforce",
        iot_analytics: Option<IotAnalyticsAction> = "iotAnalytics",
        iot_events: Option<IotEventsAction> = "iotEvents",
        iot_site_wise: Option<IotSiteWiseAction> = "iotSiteWise",
        step_functions: Option<StepFunctionsAction> = "stepFunctions",
        timestream: Option<TimestreamAction> = "timestream",
        http: Option<HttpAction> = "http",
        kafka: Option<KafkaAction> = "kafka",
        open_search: Option<OpenSearchAction> = "openSearch",
        location: Option<LocationAction> = "location",
        influx_db: Option<InfluxDBAction> = "influxDB",
    }
}

structure! {
    pub struct ActiveViolation {
        violation_id: Option<String> = "violationId",
        thing_name: Option<String> = "thingName",
        security_profile_name: Option<String> = "securityProfileName",
        behavior: Option<Behavior> = "behavior",
        last_violation_value: Option<MetricValue> = "lastViolationValue",
        violation_event_additional_info: Option<ViolationEventAdditionalInfo> = "violationEventAdditionalInfo",
        verification_state: Option<VerificationState> = "verificationState",
        verification_state_description: Option<String> = "verificationStateDescription",
        last_violation_time: Option<Timestamp> = "lastViolationTime",
        violation_start_time: Option<Timestamp> = "violationStartTime",
    }
}

structure! {
    pub struct AddThingToBillingGroupRequest {
        billing_group_name: Option<String> = "billingGroupName",
        billing_group_arn: Option<String> = "billingGroupArn",
        thing_name: Option<String> = "thingName",
        thing_arn: Option<String> = "thingArn",
    }
}

structure! {
    pub struct AddThingToBillingGroupResponse {
    }
}

structure! {
    pub struct AddThingToThingGroupRequest {
        thing_group_name: Option<String> = "thingGroupName",
        thing_group_arn: Option<String> = "thingGroupArn",
        thing_name: Option<String> = "thingName",
        thing_arn: Option<String> = "thingArn",
        override_dynamic_groups: Option<bool> = "overrideDynamicGroups",
    }
}

structure! {
    pub struct AddThingToThingGroupResponse {
    }
}

structure! {
    pub struct AddThingsToThingGroupParams {
        thing_group_names: Vec<String> = "thingGroupNames",
        override_dynamic_groups: Option<bool> = "overrideDynamicGroups",
    }
}

structure! {
    pub struct AggregationType {
        name: AggregationTypeName = "name",
        values: Option<Vec<String>> = "values",
    }
}

structure! {
    pub struct AlertTarget {
        alert_target_arn: String = "alertTargetArn",
        role_arn: String = "roleArn",
    }
}

structure! {
    pub struct Allowed {
        policies: Option<Vec<Policy>> = "policies",
    }
}

structure! {
    pub struct AssetPropertyTimestamp {
        time_in_seconds: String = "timeInSeconds",
        offset_in_nanos: Option<String> = "offsetInNanos",
    }
}

structure! {
    pub struct AssetPropertyValue {
        value: AssetPropertyVariant = "value",
        timestamp: AssetPropertyTimestamp = "timestamp",
        quality: Option<String> = "quality",
    }
}

structure! {
    pub struct AssetPropertyVariant {
        string_value: Option<String> = "stringValue",
        integer_value: Option<String> = "integerValue",
        double_value: Option<String> = "doubleValue",
        boolean_value: Option<String> = "booleanValue",
    }
}

structure! {
    pub struct AssociateSbomWithPackageVersionRequest {
        package_name: String = "packageName",
        version_name: String = "versionName",
        sbom: Sbom = "sbom",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct AssociateSbomWithPackageVersionResponse {
        package_name: Option<String> = "packageName",
        version_name: Option<String> = "versionName",
        sbom: Option<Sbom> = "sbom",
        sbom_validation_status: Option<SbomValidationStatus> = "sbomValidationStatus",
    }
}

structure! {
    pub struct AssociateTargetsWithJobRequest {
        targets: Vec<String> = "targets",
        job_id: String = "jobId",
        comment: Option<String> = "comment",
        namespace_id: Option<String> = "namespaceId",
    }
}

structure! {
    pub struct AssociateTargetsWithJobResponse {
        job_arn: Option<String> = "jobArn",
        job_id: Option<String> = "jobId",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct AttachPolicyRequest {
        policy_name: String = "policyName",
        target: String = "target",
    }
}

structure! {
    pub struct AttachPrincipalPolicyRequest {
        policy_name: String = "policyName",
        principal: String = "principal",
    }
}

structure! {
    pub struct AttachSecurityProfileRequest {
        security_profile_name: String = "securityProfileName",
        security_profile_target_arn: String = "securityProfileTargetArn",
    }
}

structure! {
    pub struct AttachSecurityProfileResponse {
    }
}

structure! {
    pub struct AttachThingPrincipalRequest {
        thing_name: String = "thingName",
        principal: String = "principal",
        thing_principal_type: Option<ThingPrincipalType> = "thingPrincipalType",
    }
}

structure! {
    pub struct AttachThingPrincipalResponse {
    }
}

structure! {
    pub struct AttributePayload {
        attributes: Option<Map<String>> = "attributes",
        merge: Option<bool> = "merge",
    }
}

structure! {
    pub struct AuditCheckConfiguration {
        enabled: Option<bool> = "enabled",
        configuration: Option<Map<String>> = "configuration",
    }
}

structure! {
    pub struct AuditCheckDetails {
        check_run_status: Option<AuditCheckRunStatus> = "checkRunStatus",
        check_compliant: Option<bool> = "checkCompliant",
        total_resources_count: Option<i64> = "totalResourcesCount",
        non_compliant_resources_count: Option<i64> = "nonCompliantResourcesCount",
        suppressed_non_compliant_resources_count: Option<i64> = "suppressedNonCompliantResourcesCount",
        error_code: Option<String> = "errorCode",
        message: Option<String> = "message",
    }
}

structure! {
    pub struct AuditFinding {
        finding_id: Option<String> = "findingId",
        task_id: Option<String> = "taskId",
        check_name: Option<String> = "checkName",
        task_start_time: Option<Timestamp> = "taskStartTime",
        finding_time: Option<Timestamp> = "findingTime",
        severity: Option<AuditFindingSeverity> = "severity",
        non_compliant_resource: Option<NonCompliantResource> = "nonCompliantResource",
        related_resources: Option<Vec<RelatedResource>> = "relatedResources",
        reason_for_non_compliance: Option<String> = "reasonForNonCompliance",
        reason_for_non_compliance_code: Option<String> = "reasonForNonComplianceCode",
        is_suppressed: Option<bool> = "isSuppressed",
    }
}

structure! {
    pub struct AuditMitigationActionExecutionMetadata {
        task_id: Option<String> = "taskId",
        finding_id: Option<String> = "findingId",
        action_name: Option<String> = "actionName",
        action_id: Option<String> = "actionId",
        status: Option<AuditMitigationActionsExecutionStatus> = "status",
        start_time: Option<Timestamp> = "startTime",
        end_time: Option<Timestamp> = "endTime",
        error_code: Option<String> = "errorCode",
        message: Option<String> = "message",
    }
}

structure! {
    pub struct AuditMitigationActionsTaskMetadata {
        task_id: Option<String> = "taskId",
        start_time: Option<Timestamp> = "startTime",
        task_status: Option<AuditMitigationActionsTaskStatus> = "taskStatus",
    }
}

structure! {
    pub struct AuditMitigationActionsTaskTarget {
        audit_task_id: Option<String> = "auditTaskId",
        finding_ids: Option<Vec<String>> = "findingIds",
        audit_check_to_reason_code_filter: Option<Map<Vec<String>>> = "auditCheckToReasonCodeFilter",
    }
}

structure! {
    pub struct AuditNotificationTarget {
        target_arn: Option<String> = "targetArn",
        role_arn: Option<String> = "roleArn",
        enabled: Option<bool> = "enabled",
    }
}

structure! {
    pub struct AuditSuppression {
        check_name: String = "checkName",
        resource_identifier: ResourceIdentifier = "resourceIdentifier",
        expiration_date: Option<Timestamp> = "expirationDate",
        suppress_indefinitely: Option<bool> = "suppressIndefinitely",
        description: Option<String> = "description",
    }
}

structure! {
    pub struct AuditTaskMetadata {
        task_id: Option<String> = "taskId",
        task_status: Option<AuditTaskStatus> = "taskStatus",
        task_type: Option<AuditTaskType> = "taskType",
    }
}

structure! {
    pub struct AuthInfo {
        action_type: Option<ActionType> = "actionType",
        resources: Vec<String> = "resources",
    }
}

structure! {
    pub struct AuthResult {
        auth_info: Option<AuthInfo> = "authInfo",
        allowed: Option<Allowed> = "allowed",
        denied: Option<Denied> = "denied",
        auth_decision: Option<AuthDecision> = "authDecision",
        missing_context_values: Option<Vec<String>> = "missingContextValues",
    }
}

structure! {
    pub struct AuthorizerConfig {
        default_authorizer_name: Option<String> = "defaultAuthorizerName",
        allow_authorizer_override: Option<bool> = "allowAuthorizerOverride",
    }
}

structure! {
    pub struct AuthorizerDescription {
        authorizer_name: Option<String> = "authorizerName",
        authorizer_arn: Option<String> = "authorizerArn",
        authorizer_function_arn: Option<String> = "authorizerFunctionArn",
        token_key_name: Option<String> = "tokenKeyName",
        token_signing_public_keys: Option<Map<String>> = "tokenSigningPublicKeys",
        status: Option<AuthorizerStatus> = "status",
        creation_date: Option<Timestamp> = "creationDate",
        last_modified_date: Option<Timestamp> = "lastModifiedDate",
        signing_disabled: Option<bool> = "signingDisabled",
        enable_caching_for_http: Option<bool> = "enableCachingForHttp",
    }
}

structure! {
    pub struct AuthorizerSummary {
        authorizer_name: Option<String> = "authorizerName",
        authorizer_arn: Option<String> = "authorizerArn",
    }
}

structure! {
    pub struct AwsJobAbortConfig {
        abort_criteria_list: Vec<AwsJobAbortCriteria> = "abortCriteriaList",
    }
}

structure! {
    pub struct AwsJobAbortCriteria {
        failure_type: AwsJobAbortCriteriaFailureType = "failureType",
        action: AwsJobAbortCriteriaAbortAction = "action",
        threshold_percentage: f64 = "thresholdPercentage",
        min_number_of_executed_things: i32 = "minNumberOfExecutedThings",
    }
}

structure! {
    pub struct AwsJobExecutionsRolloutConfig {
        maximum_per_minute: Option<i32> = "maximumPerMinute",
        exponential_rate: Option<AwsJobExponentialRolloutRate> = "exponentialRate",
    }
}

structure! {
    pub struct AwsJobExponentialRolloutRate {
        base_rate_per_minute: i32 = "baseRatePerMinute",
        increment_factor: f64 = "incrementFactor",
        rate_increase_criteria: AwsJobRateIncreaseCriteria = "rateIncreaseCriteria",
    }
}

structure! {
    pub struct AwsJobPresignedUrlConfig {
        expires_in_sec: Option<i64> = "expiresInSec",
    }
}

structure! {
    pub struct AwsJobRateIncreaseCriteria {
        number_of_notified_things: Option<i32> = "numberOfNotifiedThings",
        number_of_succeeded_things: Option<i32> = "numberOfSucceededThings",
    }
}

structure! {
    pub struct AwsJobTimeoutConfig {
        in_progress_timeout_in_minutes: Option<i64> = "inProgressTimeoutInMinutes",
    }
}

structure! {
    pub struct AwsJsonSubstitutionCommandPreprocessorConfig {
        output_format: OutputFormat = "outputFormat",
    }
}

structure! {
    pub struct BatchConfig {
        max_batch_open_ms: Option<i32> = "maxBatchOpenMs",
        max_batch_size: Option<i32> = "maxBatchSize",
        max_batch_size_bytes: Option<i32> = "maxBatchSizeBytes",
        batch_across_topics: Option<bool> = "batchAcrossTopics",
    }
}

structure! {
    pub struct Behavior {
        name: String = "name",
        metric: Option<String> = "metric",
        metric_dimension: Option<MetricDimension> = "metricDimension",
        criteria: Option<BehaviorCriteria> = "criteria",
        suppress_alerts: Option<bool> = "suppressAlerts",
        export_metric: Option<bool> = "exportMetric",
    }
}

structure! {
    pub struct BehaviorCriteria {
        comparison_operator: Option<ComparisonOperator> = "comparisonOperator",
        value: Option<MetricValue> = "value",
        duration_seconds: Option<i32> = "durationSeconds",
        consecutive_datapoints_to_alarm: Option<i32> = "consecutiveDatapointsToAlarm",
        consecutive_datapoints_to_clear: Option<i32> = "consecutiveDatapointsToClear",
        statistical_threshold: Option<StatisticalThreshold> = "statisticalThreshold",
        ml_detection_config: Option<MachineLearningDetectionConfig> = "mlDetectionConfig",
    }
}

structure! {
    pub struct BehaviorModelTrainingSummary {
        security_profile_name: Option<String> = "securityProfileName",
        behavior_name: Option<String> = "behaviorName",
        training_data_collection_start_date: Option<Timestamp> = "trainingDataCollectionStartDate",
        model_status: Option<ModelStatus> = "modelStatus",
        datapoints_collection_percentage: Option<f64> = "datapointsCollectionPercentage",
        last_model_refresh_date: Option<Timestamp> = "lastModelRefreshDate",
    }
}

structure! {
    pub struct BillingGroupMetadata {
        creation_date: Option<Timestamp> = "creationDate",
    }
}

structure! {
    pub struct BillingGroupProperties {
        billing_group_description: Option<String> = "billingGroupDescription",
    }
}

structure! {
    pub struct Bucket {
        key_value: Option<String> = "keyValue",
        count: Option<i32> = "count",
    }
}

structure! {
    pub struct BucketsAggregationType {
        terms_aggregation: Option<TermsAggregation> = "termsAggregation",
    }
}
