// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static ABORT_ACTION: Shape = string("AbortAction", any()).values(&["CANCEL"]);
pub static ABORT_CONFIG: Shape =
    structure("AbortConfig", &[member("criteriaList", &ABORT_CRITERIA_LIST).required()]);
pub static ABORT_CRITERIA: Shape = structure(
    "AbortCriteria",
    &[
        member("failureType", &JOB_EXECUTION_FAILURE_TYPE).required(),
        member("action", &ABORT_ACTION).required(),
        member("thresholdPercentage", &ABORT_THRESHOLD_PERCENTAGE).required(),
        member("minNumberOfExecutedThings", &MINIMUM_NUMBER_OF_EXECUTED_THINGS).required(),
    ],
);
pub static ABORT_CRITERIA_LIST: Shape = list("AbortCriteriaList", &ABORT_CRITERIA, at_least(1));
pub static ABORT_THRESHOLD_PERCENTAGE: Shape = double("AbortThresholdPercentage", at_most(100.0));
pub static ACCEPT_CERTIFICATE_TRANSFER_REQUEST: Shape = structure(
    "AcceptCertificateTransferRequest",
    &[
        member("certificateId", &CERTIFICATE_ID).required().path("certificateId"),
        member("setAsActive", &SET_AS_ACTIVE).query("setAsActive"),
    ],
);
pub static ACM_CERTIFICATE_ARN: Shape = string("AcmCertificateArn", within(1, 2048)).pattern(48);
pub static ACTION: Shape = structure(
    "Action",
    &[
        member("dynamoDB", &DYNAMO_DB_ACTION),
        member("dynamoDBv2", &DYNAMO_DB_V2_ACTION),
        member("lambda", &LAMBDA_ACTION),
        member("sns", &SNS_ACTION),
        member("sqs", &SQS_ACTION),
        member("kinesis", &KINESIS_ACTION),
        member("republish", &REPUBLISH_ACTION),
        member("s3", &S3_ACTION),
        member("firehose", &FIREHOSE_ACTION),
        member("cloudwatchMetric", &CLOUDWATCH_METRIC_ACTION),
        member("cloudwatchAlarm", &CLOUDWATCH_ALARM_ACTION),
        member("cloudwatchLogs", &CLOUDWATCH_LOGS_ACTION),
        member("elasticsearch", &ELASTICSEARCH_ACTION),
        member("salesforce", &SALESFORCE_ACTION),
        member("iotAnalytics", &IOT_ANALYTICS_ACTION),
        member("iotEvents", &IOT_EVENTS_ACTION),
        member("iotSiteWise", &IOT_SITE_WISE_ACTION),
        member("stepFunctions", &STEP_FUNCTIONS_ACTION),
        member("timestream", &TIMESTREAM_ACTION),
        member("http", &HTTP_ACTION),
        member("kafka", &KAFKA_ACTION),
        member("openSearch", &OPEN_SEARCH_ACTION),
        member("location", &LOCATION_ACTION),
        member("influxDB", &INFLUX_DB_ACTION),
    ],
);
pub static ACTION_LIST: Shape = list("ActionList", &ACTION, within(0, 10));
pub static ACTION_TYPE: Shape =
    string("ActionType", any()).values(&["PUBLISH", "SUBSCRIBE", "RECEIVE", "CONNECT"]);
pub static ACTIVE_VIOLATION: Shape = structure(
    "ActiveViolation",
    &[
        member("violationId", &VIOLATION_ID),
        member("thingName", &DEVICE_DEFENDER_THING_NAME),
        member("securityProfileName", &SECURITY_PROFILE_NAME),
        member("behavior", &BEHAVIOR),
        member("lastViolationValue", &METRIC_VALUE),
        member("violationEventAdditionalInfo", &VIOLATION_EVENT_ADDITIONAL_INFO),
        member("verificationState", &VERIFICATION_STATE),
        member("verificationStateDescription", &VERIFICATION_STATE_DESCRIPTION),
        member("lastViolationTime", &TIMESTAMP),
        member("violationStartTime", &TIMESTAMP),
    ],
);
pub static ACTIVE_VIOLATIONS: Shape = list("ActiveViolations", &ACTIVE_VIOLATION, any());
pub static ADD_THING_TO_BILLING_GROUP_REQUEST: Shape = structure(
    "AddThingToBillingGroupRequest",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME),
        member("billingGroupArn", &BILLING_GROUP_ARN),
        member("thingName", &THING_NAME),
        member("thingArn", &THING_ARN),
    ],
);
pub static ADD_THING_TO_BILLING_GROUP_RESPONSE: Shape = structure("AddThingToBillingGroupResponse", &[]);
pub static ADD_THING_TO_THING_GROUP_REQUEST: Shape = structure(
    "AddThingToThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME),
        member("thingGroupArn", &THING_GROUP_ARN),
        member("thingName", &THING_NAME),
        member("thingArn", &THING_ARN),
        member("overrideDynamicGroups", &OVERRIDE_DYNAMIC_GROUPS),
    ],
);
pub static ADD_THING_TO_THING_GROUP_RESPONSE: Shape = structure("AddThingToThingGroupResponse", &[]);
pub static ADD_THINGS_TO_THING_GROUP_PARAMS: Shape = structure(
    "AddThingsToThingGroupParams",
    &[
        member("thingGroupNames", &THING_GROUP_NAMES).required(),
        member("overrideDynamicGroups", &NULLABLE_BOOLEAN),
    ],
);
pub static ADDITIONAL_METRICS_TO_RETAIN_LIST: Shape =
    list("AdditionalMetricsToRetainList", &BEHAVIOR_METRIC, any());
pub static ADDITIONAL_METRICS_TO_RETAIN_V2_LIST: Shape =
    list("AdditionalMetricsToRetainV2List", &METRIC_TO_RETAIN, any());
pub static ADDITIONAL_PARAMETER_MAP: Shape = map("AdditionalParameterMap", &ATTRIBUTE_KEY, &VALUE, any());
pub static AGGREGATION_FIELD: Shape = string("AggregationField", at_least(1));
pub static AGGREGATION_TYPE: Shape = structure(
    "AggregationType",
    &[member("name", &AGGREGATION_TYPE_NAME).required(), member("values", &AGGREGATION_TYPE_VALUES)],
);
pub static AGGREGATION_TYPE_NAME: Shape =
    string("AggregationTypeName", any()).values(&["Statistics", "Percentiles", "Cardinality"]);
pub static AGGREGATION_TYPE_VALUE: Shape = string("AggregationTypeValue", within(1, 12)).pattern(26);
pub static AGGREGATION_TYPE_VALUES: Shape = list("AggregationTypeValues", &AGGREGATION_TYPE_VALUE, any());
pub static ALARM_NAME: Shape = string("AlarmName", any());
pub static ALERT_TARGET: Shape = structure(
    "AlertTarget",
    &[member("alertTargetArn", &ALERT_TARGET_ARN).required(), member("roleArn", &ROLE_ARN).required()],
);
pub static ALERT_TARGET_ARN: Shape = string("AlertTargetArn", any());
pub static ALERT_TARGET_TYPE: Shape = string("AlertTargetType", any()).values(&["SNS"]);
pub static ALERT_TARGETS: Shape = map("AlertTargets", &ALERT_TARGET_TYPE, &ALERT_TARGET, any());
pub static ALLOW_AUTHORIZER_OVERRIDE: Shape = boolean("AllowAuthorizerOverride");
pub static ALLOW_AUTO_REGISTRATION: Shape = boolean("AllowAutoRegistration");
pub static ALLOWED: Shape = structure("Allowed", &[member("policies", &POLICIES)]);
pub static APPLICATION_PROTOCOL: Shape =
    string("ApplicationProtocol", any()).values(&["SECURE_MQTT", "MQTT_WSS", "HTTPS", "DEFAULT"]);
pub static APPROXIMATE_SECONDS_BEFORE_TIMED_OUT: Shape = long("ApproximateSecondsBeforeTimedOut", any());
pub static ASCENDING_ORDER: Shape = boolean("AscendingOrder");
pub static ASSET_ID: Shape = string("AssetId", any());
pub static ASSET_PROPERTY_ALIAS: Shape = string("AssetPropertyAlias", at_least(1));
pub static ASSET_PROPERTY_BOOLEAN_VALUE: Shape = string("AssetPropertyBooleanValue", any());
pub static ASSET_PROPERTY_DOUBLE_VALUE: Shape = string("AssetPropertyDoubleValue", any());
pub static ASSET_PROPERTY_ENTRY_ID: Shape = string("AssetPropertyEntryId", any());
pub static ASSET_PROPERTY_ID: Shape = string("AssetPropertyId", any());
pub static ASSET_PROPERTY_INTEGER_VALUE: Shape = string("AssetPropertyIntegerValue", any());
pub static ASSET_PROPERTY_OFFSET_IN_NANOS: Shape = string("AssetPropertyOffsetInNanos", any());
pub static ASSET_PROPERTY_QUALITY: Shape = string("AssetPropertyQuality", any());
pub static ASSET_PROPERTY_STRING_VALUE: Shape = string("AssetPropertyStringValue", within(1, 1024));
pub static ASSET_PROPERTY_TIME_IN_SECONDS: Shape = string("AssetPropertyTimeInSeconds", any());
pub static ASSET_PROPERTY_TIMESTAMP: Shape = structure(
    "AssetPropertyTimestamp",
    &[
        member("timeInSeconds", &ASSET_PROPERTY_TIME_IN_SECONDS).required(),
        member("offsetInNanos", &ASSET_PROPERTY_OFFSET_IN_NANOS),
    ],
);
pub static ASSET_PROPERTY_VALUE: Shape = structure(
    "AssetPropertyValue",
    &[
        member("value", &ASSET_PROPERTY_VARIANT).required(),
        member("timestamp", &ASSET_PROPERTY_TIMESTAMP).required(),
        member("quality", &ASSET_PROPERTY_QUALITY),
    ],
);
pub static ASSET_PROPERTY_VALUE_LIST: Shape =
    list("AssetPropertyValueList", &ASSET_PROPERTY_VALUE, at_least(1));
pub static ASSET_PROPERTY_VARIANT: Shape = structure(
    "AssetPropertyVariant",
    &[
        member("stringValue", &ASSET_PROPERTY_STRING_VALUE),
        member("integerValue", &ASSET_PROPERTY_INTEGER_VALUE),
        member("doubleValue", &ASSET_PROPERTY_DOUBLE_VALUE),
        member("booleanValue", &ASSET_PROPERTY_BOOLEAN_VALUE),
    ],
);
pub static ASSOCIATE_SBOM_WITH_PACKAGE_VERSION_REQUEST: Shape = structure(
    "AssociateSbomWithPackageVersionRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
        member("sbom", &SBOM).required(),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static ASSOCIATE_SBOM_WITH_PACKAGE_VERSION_RESPONSE: Shape = structure(
    "AssociateSbomWithPackageVersionResponse",
    &[
        member("packageName", &PACKAGE_NAME),
        member("versionName", &VERSION_NAME),
        member("sbom", &SBOM),
        member("sbomValidationStatus", &SBOM_VALIDATION_STATUS),
    ],
);
pub static ASSOCIATE_TARGETS_WITH_JOB_REQUEST: Shape = structure(
    "AssociateTargetsWithJobRequest",
    &[
        member("targets", &JOB_TARGETS).required(),
        member("jobId", &JOB_ID).required().path("jobId"),
        member("comment", &COMMENT),
        member("namespaceId", &NAMESPACE_ID).query("namespaceId"),
    ],
);
pub static ASSOCIATE_TARGETS_WITH_JOB_RESPONSE: Shape = structure(
    "AssociateTargetsWithJobResponse",
    &[member("jobArn", &JOB_ARN), member("jobId", &JOB_ID), member("description", &JOB_DESCRIPTION)],
);
pub static ATTACH_POLICY_REQUEST: Shape = structure(
    "AttachPolicyRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("target", &POLICY_TARGET).required(),
    ],
);
pub static ATTACH_PRINCIPAL_POLICY_REQUEST: Shape = structure(
    "AttachPrincipalPolicyRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("principal", &PRINCIPAL).required().header("x-amzn-iot-principal"),
    ],
);
pub static ATTACH_SECURITY_PROFILE_REQUEST: Shape = structure(
    "AttachSecurityProfileRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName"),
        member("securityProfileTargetArn", &SECURITY_PROFILE_TARGET_ARN)
            .required()
            .query("securityProfileTargetArn"),
    ],
);
pub static ATTACH_SECURITY_PROFILE_RESPONSE: Shape = structure("AttachSecurityProfileResponse", &[]);
pub static ATTACH_THING_PRINCIPAL_REQUEST: Shape = structure(
    "AttachThingPrincipalRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("principal", &PRINCIPAL).required().header("x-amzn-principal"),
        member("thingPrincipalType", &THING_PRINCIPAL_TYPE).query("thingPrincipalType"),
    ],
);
pub static ATTACH_THING_PRINCIPAL_RESPONSE: Shape = structure("AttachThingPrincipalResponse", &[]);
pub static ATTRIBUTE_KEY: Shape = string("AttributeKey", any());
pub static ATTRIBUTE_NAME: Shape = string("AttributeName", at_most(128)).pattern(29);
pub static ATTRIBUTE_PAYLOAD: Shape =
    structure("AttributePayload", &[member("attributes", &ATTRIBUTES), member("merge", &FLAG)]);
pub static ATTRIBUTE_VALUE: Shape = string("AttributeValue", at_most(800)).pattern(30);
pub static ATTRIBUTES: Shape = map("Attributes", &ATTRIBUTE_NAME, &ATTRIBUTE_VALUE, any());
pub static ATTRIBUTES_MAP: Shape = map("AttributesMap", &ATTRIBUTE_KEY, &VALUE, any());
pub static AUDIT_CHECK_CONFIGURATION: Shape = structure(
    "AuditCheckConfiguration",
    &[member("enabled", &ENABLED), member("configuration", &CHECK_CUSTOM_CONFIGURATION)],
);
pub static AUDIT_CHECK_CONFIGURATIONS: Shape =
    map("AuditCheckConfigurations", &AUDIT_CHECK_NAME, &AUDIT_CHECK_CONFIGURATION, any());
pub static AUDIT_CHECK_DETAILS: Shape = structure(
    "AuditCheckDetails",
    &[
        member("checkRunStatus", &AUDIT_CHECK_RUN_STATUS),
        member("checkCompliant", &CHECK_COMPLIANT),
        member("totalResourcesCount", &TOTAL_RESOURCES_COUNT),
        member("nonCompliantResourcesCount", &NON_COMPLIANT_RESOURCES_COUNT),
        member("suppressedNonCompliantResourcesCount", &SUPPRESSED_NON_COMPLIANT_RESOURCES_COUNT),
        member("errorCode", &ERROR_CODE),
        member("message", &ERROR_MESSAGE),
    ],
);
pub static AUDIT_CHECK_NAME: Shape = string("AuditCheckName", any());
pub static AUDIT_CHECK_RUN_STATUS: Shape = string("AuditCheckRunStatus", any()).values(&[
    "IN_PROGRESS",
    "WAITING_FOR_DATA_COLLECTION",
    "CANCELED",
    "COMPLETED_COMPLIANT",
    "COMPLETED_NON_COMPLIANT",
    "FAILED",
]);
pub static AUDIT_CHECK_TO_ACTIONS_MAPPING: Shape =
    map("AuditCheckToActionsMapping", &AUDIT_CHECK_NAME, &MITIGATION_ACTION_NAME_LIST, any());
pub static AUDIT_CHECK_TO_REASON_CODE_FILTER: Shape =
    map("AuditCheckToReasonCodeFilter", &AUDIT_CHECK_NAME, &REASON_FOR_NON_COMPLIANCE_CODES, any());
pub static AUDIT_DESCRIPTION: Shape = string("AuditDescription", at_most(1000)).pattern(7);
pub static AUDIT_DETAILS: Shape = map("AuditDetails", &AUDIT_CHECK_NAME, &AUDIT_CHECK_DETAILS, any());
pub static AUDIT_FINDING: Shape = structure(
    "AuditFinding",
    &[
        member("findingId", &FINDING_ID),
        member("taskId", &AUDIT_TASK_ID),
        member("checkName", &AUDIT_CHECK_NAME),
        member("taskStartTime", &TIMESTAMP),
        member("findingTime", &TIMESTAMP),
        member("severity", &AUDIT_FINDING_SEVERITY),
        member("nonCompliantResource", &NON_COMPLIANT_RESOURCE),
        member("relatedResources", &RELATED_RESOURCES),
        member("reasonForNonCompliance", &REASON_FOR_NON_COMPLIANCE),
        member("reasonForNonComplianceCode", &REASON_FOR_NON_COMPLIANCE_CODE),
        member("isSuppressed", &IS_SUPPRESSED),
    ],
);
pub static AUDIT_FINDING_SEVERITY: Shape =
    string("AuditFindingSeverity", any()).values(&["CRITICAL", "HIGH", "MEDIUM", "LOW"]);
pub static AUDIT_FINDINGS: Shape = list("AuditFindings", &AUDIT_FINDING, any());
pub static AUDIT_FREQUENCY: Shape =
    string("AuditFrequency", any()).values(&["DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY"]);
pub static AUDIT_MITIGATION_ACTION_EXECUTION_METADATA: Shape = structure(
    "AuditMitigationActionExecutionMetadata",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID),
        member("findingId", &FINDING_ID),
        member("actionName", &MITIGATION_ACTION_NAME),
        member("actionId", &MITIGATION_ACTION_ID),
        member("status", &AUDIT_MITIGATION_ACTIONS_EXECUTION_STATUS),
        member("startTime", &TIMESTAMP),
        member("endTime", &TIMESTAMP),
        member("errorCode", &ERROR_CODE),
        member("message", &ERROR_MESSAGE),
    ],
);
pub static AUDIT_MITIGATION_ACTION_EXECUTION_METADATA_LIST: Shape =
    list("AuditMitigationActionExecutionMetadataList", &AUDIT_MITIGATION_ACTION_EXECUTION_METADATA, any());
pub static AUDIT_MITIGATION_ACTIONS_EXECUTION_STATUS: Shape =
    string("AuditMitigationActionsExecutionStatus", any()).values(&[
        "IN_PROGRESS",
        "COMPLETED",
        "FAILED",
        "CANCELED",
        "SKIPPED",
        "PENDING",
    ]);
pub static AUDIT_MITIGATION_ACTIONS_TASK_METADATA: Shape = structure(
    "AuditMitigationActionsTaskMetadata",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID),
        member("startTime", &TIMESTAMP),
        member("taskStatus", &AUDIT_MITIGATION_ACTIONS_TASK_STATUS),
    ],
);
pub static AUDIT_MITIGATION_ACTIONS_TASK_METADATA_LIST: Shape =
    list("AuditMitigationActionsTaskMetadataList", &AUDIT_MITIGATION_ACTIONS_TASK_METADATA, any());
pub static AUDIT_MITIGATION_ACTIONS_TASK_STATISTICS: Shape =
    map("AuditMitigationActionsTaskStatistics", &AUDIT_CHECK_NAME, &TASK_STATISTICS_FOR_AUDIT_CHECK, any());
pub static AUDIT_MITIGATION_ACTIONS_TASK_STATUS: Shape = string("AuditMitigationActionsTaskStatus", any())
    .values(&["IN_PROGRESS", "COMPLETED", "FAILED", "CANCELED"]);
pub static AUDIT_MITIGATION_ACTIONS_TASK_TARGET: Shape = structure(
    "AuditMitigationActionsTaskTarget",
    &[
        member("auditTaskId", &AUDIT_TASK_ID),
        member("findingIds", &FINDING_IDS),
        member("auditCheckToReasonCodeFilter", &AUDIT_CHECK_TO_REASON_CODE_FILTER),
    ],
);
pub static AUDIT_NOTIFICATION_TARGET: Shape = structure(
    "AuditNotificationTarget",
    &[member("targetArn", &TARGET_ARN), member("roleArn", &ROLE_ARN), member("enabled", &ENABLED)],
);
pub static AUDIT_NOTIFICATION_TARGET_CONFIGURATIONS: Shape =
    map("AuditNotificationTargetConfigurations", &AUDIT_NOTIFICATION_TYPE, &AUDIT_NOTIFICATION_TARGET, any());
pub static AUDIT_NOTIFICATION_TYPE: Shape = string("AuditNotificationType", any()).values(&["SNS"]);
pub static AUDIT_SUPPRESSION: Shape = structure(
    "AuditSuppression",
    &[
        member("checkName", &AUDIT_CHECK_NAME).required(),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER).required(),
        member("expirationDate", &TIMESTAMP),
        member("suppressIndefinitely", &SUPPRESS_INDEFINITELY),
        member("description", &AUDIT_DESCRIPTION),
    ],
);
pub static AUDIT_SUPPRESSION_LIST: Shape = list("AuditSuppressionList", &AUDIT_SUPPRESSION, any());
pub static AUDIT_TASK_ID: Shape = string("AuditTaskId", within(1, 40)).pattern(25);
pub static AUDIT_TASK_METADATA: Shape = structure(
    "AuditTaskMetadata",
    &[
        member("taskId", &AUDIT_TASK_ID),
        member("taskStatus", &AUDIT_TASK_STATUS),
        member("taskType", &AUDIT_TASK_TYPE),
    ],
);
pub static AUDIT_TASK_METADATA_LIST: Shape = list("AuditTaskMetadataList", &AUDIT_TASK_METADATA, any());
pub static AUDIT_TASK_STATUS: Shape =
    string("AuditTaskStatus", any()).values(&["IN_PROGRESS", "COMPLETED", "FAILED", "CANCELED"]);
pub static AUDIT_TASK_TYPE: Shape =
    string("AuditTaskType", any()).values(&["ON_DEMAND_AUDIT_TASK", "SCHEDULED_AUDIT_TASK"]);
pub static AUTH_DECISION: Shape =
    string("AuthDecision", any()).values(&["ALLOWED", "EXPLICIT_DENY", "IMPLICIT_DENY"]);
pub static AUTH_INFO: Shape =
    structure("AuthInfo", &[member("actionType", &ACTION_TYPE), member("resources", &RESOURCES).required()]);
pub static AUTH_INFOS: Shape = list("AuthInfos", &AUTH_INFO, within(1, 10));
pub static AUTH_RESULT: Shape = structure(
    "AuthResult",
    &[
        member("authInfo", &AUTH_INFO),
        member("allowed", &ALLOWED),
        member("denied", &DENIED),
        member("authDecision", &AUTH_DECISION),
        member("missingContextValues", &MISSING_CONTEXT_VALUES),
    ],
);
pub static AUTH_RESULTS: Shape = list("AuthResults", &AUTH_RESULT, any());
pub static AUTHENTICATION_TYPE: Shape = string("AuthenticationType", any()).values(&[
    "CUSTOM_AUTH_X509",
    "CUSTOM_AUTH",
    "AWS_X509",
    "AWS_SIGV4",
    "DEFAULT",
]);
pub static AUTHORIZER_ARN: Shape = string("AuthorizerArn", at_most(2048));
pub static AUTHORIZER_CONFIG: Shape = structure(
    "AuthorizerConfig",
    &[
        member("defaultAuthorizerName", &AUTHORIZER_NAME),
        member("allowAuthorizerOverride", &ALLOW_AUTHORIZER_OVERRIDE),
    ],
);
pub static AUTHORIZER_DESCRIPTION: Shape = structure(
    "AuthorizerDescription",
    &[
        member("authorizerName", &AUTHORIZER_NAME),
        member("authorizerArn", &AUTHORIZER_ARN),
        member("authorizerFunctionArn", &AUTHORIZER_FUNCTION_ARN),
        member("tokenKeyName", &TOKEN_KEY_NAME),
        member("tokenSigningPublicKeys", &PUBLIC_KEY_MAP),
        member("status", &AUTHORIZER_STATUS),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("signingDisabled", &BOOLEAN_KEY),
        member("enableCachingForHttp", &ENABLE_CACHING_FOR_HTTP),
    ],
);
pub static AUTHORIZER_FUNCTION_ARN: Shape = string("AuthorizerFunctionArn", at_most(2048)).pattern(9);
pub static AUTHORIZER_NAME: Shape = string("AuthorizerName", within(1, 128)).pattern(13);
pub static AUTHORIZER_STATUS: Shape = string("AuthorizerStatus", any()).values(&["ACTIVE", "INACTIVE"]);
pub static AUTHORIZER_SUMMARY: Shape = structure(
    "AuthorizerSummary",
    &[member("authorizerName", &AUTHORIZER_NAME), member("authorizerArn", &AUTHORIZER_ARN)],
);
pub static AUTHORIZERS: Shape = list("Authorizers", &AUTHORIZER_SUMMARY, any());
pub static AUTO_REGISTRATION_STATUS: Shape =
    string("AutoRegistrationStatus", any()).values(&["ENABLE", "DISABLE"]);
pub static AVERAGE: Shape = double("Average", any());
pub static AWS_ACCOUNT_ID: Shape = string("AwsAccountId", within(12, 12)).pattern(4);
pub static AWS_ARN: Shape = string("AwsArn", any());
pub static AWS_IOT_JOB_ARN: Shape = string("AwsIotJobArn", any());
pub static AWS_IOT_JOB_ID: Shape = string("AwsIotJobId", any());
pub static AWS_IOT_SQL_VERSION: Shape = string("AwsIotSqlVersion", any());
pub static AWS_JOB_ABORT_CONFIG: Shape =
    structure("AwsJobAbortConfig", &[member("abortCriteriaList", &AWS_JOB_ABORT_CRITERIA_LIST).required()]);
pub static AWS_JOB_ABORT_CRITERIA: Shape = structure(
    "AwsJobAbortCriteria",
    &[
        member("failureType", &AWS_JOB_ABORT_CRITERIA_FAILURE_TYPE).required(),
        member("action", &AWS_JOB_ABORT_CRITERIA_ABORT_ACTION).required(),
        member("thresholdPercentage", &AWS_JOB_ABORT_CRITERIA_ABORT_THRESHOLD_PERCENTAGE).required(),
        member("minNumberOfExecutedThings", &AWS_JOB_ABORT_CRITERIA_MINIMUM_NUMBER_OF_EXECUTED_THINGS)
            .required(),
    ],
);
pub static AWS_JOB_ABORT_CRITERIA_ABORT_ACTION: Shape =
    string("AwsJobAbortCriteriaAbortAction", any()).values(&["CANCEL"]);
pub static AWS_JOB_ABORT_CRITERIA_ABORT_THRESHOLD_PERCENTAGE: Shape =
    double("AwsJobAbortCriteriaAbortThresholdPercentage", at_most(100.0));
pub static AWS_JOB_ABORT_CRITERIA_FAILURE_TYPE: Shape =
    string("AwsJobAbortCriteriaFailureType", any()).values(&["FAILED", "REJECTED", "TIMED_OUT", "ALL"]);
pub static AWS_JOB_ABORT_CRITERIA_LIST: Shape =
    list("AwsJobAbortCriteriaList", &AWS_JOB_ABORT_CRITERIA, at_least(1));
pub static AWS_JOB_ABORT_CRITERIA_MINIMUM_NUMBER_OF_EXECUTED_THINGS: Shape =
    integer("AwsJobAbortCriteriaMinimumNumberOfExecutedThings", at_least(1));
pub static AWS_JOB_EXECUTIONS_ROLLOUT_CONFIG: Shape = structure(
    "AwsJobExecutionsRolloutConfig",
    &[
        member("maximumPerMinute", &MAXIMUM_PER_MINUTE),
        member("exponentialRate", &AWS_JOB_EXPONENTIAL_ROLLOUT_RATE),
    ],
);
pub static AWS_JOB_EXPONENTIAL_ROLLOUT_RATE: Shape = structure(
    "AwsJobExponentialRolloutRate",
    &[
        member("baseRatePerMinute", &AWS_JOB_ROLLOUT_RATE_PER_MINUTE).required(),
        member("incrementFactor", &AWS_JOB_ROLLOUT_INCREMENT_FACTOR).required(),
        member("rateIncreaseCriteria", &AWS_JOB_RATE_INCREASE_CRITERIA).required(),
    ],
);
pub static AWS_JOB_PRESIGNED_URL_CONFIG: Shape =
    structure("AwsJobPresignedUrlConfig", &[member("expiresInSec", &EXPIRES_IN_SECONDS)]);
pub static AWS_JOB_RATE_INCREASE_CRITERIA: Shape = structure(
    "AwsJobRateIncreaseCriteria",
    &[
        member("numberOfNotifiedThings", &AWS_JOB_RATE_INCREASE_CRITERIA_NUMBER_OF_THINGS),
        member("numberOfSucceededThings", &AWS_JOB_RATE_INCREASE_CRITERIA_NUMBER_OF_THINGS),
    ],
);
pub static AWS_JOB_RATE_INCREASE_CRITERIA_NUMBER_OF_THINGS: Shape =
    integer("AwsJobRateIncreaseCriteriaNumberOfThings", at_least(1));
pub static AWS_JOB_ROLLOUT_INCREMENT_FACTOR: Shape = double("AwsJobRolloutIncrementFactor", any());
pub static AWS_JOB_ROLLOUT_RATE_PER_MINUTE: Shape = integer("AwsJobRolloutRatePerMinute", within(1, 1000));
pub static AWS_JOB_TIMEOUT_CONFIG: Shape = structure(
    "AwsJobTimeoutConfig",
    &[member("inProgressTimeoutInMinutes", &AWS_JOB_TIMEOUT_IN_PROGRESS_TIMEOUT_IN_MINUTES)],
);
pub static AWS_JOB_TIMEOUT_IN_PROGRESS_TIMEOUT_IN_MINUTES: Shape =
    long("AwsJobTimeoutInProgressTimeoutInMinutes", any());
pub static AWS_JSON_SUBSTITUTION_COMMAND_PREPROCESSOR_CONFIG: Shape = structure(
    "AwsJsonSubstitutionCommandPreprocessorConfig",
    &[member("outputFormat", &OUTPUT_FORMAT).required()],
);
pub static BATCH_ACROSS_TOPICS: Shape = boolean("BatchAcrossTopics");
pub static BATCH_CONFIG: Shape = structure(
    "BatchConfig",
    &[
        member("maxBatchOpenMs", &MAX_BATCH_OPEN_MS),
        member("maxBatchSize", &MAX_BATCH_SIZE),
        member("maxBatchSizeBytes", &MAX_BATCH_SIZE_BYTES),
        member("batchAcrossTopics", &BATCH_ACROSS_TOPICS),
    ],
);
pub static BATCH_MODE: Shape = boolean("BatchMode");
pub static BEFORE_SUBSTITUTION_FLAG: Shape = boolean("BeforeSubstitutionFlag");
pub static BEHAVIOR: Shape = structure(
    "Behavior",
    &[
        member("name", &BEHAVIOR_NAME).required(),
        member("metric", &BEHAVIOR_METRIC),
        member("metricDimension", &METRIC_DIMENSION),
        member("criteria", &BEHAVIOR_CRITERIA),
        member("suppressAlerts", &SUPPRESS_ALERTS),
        member("exportMetric", &EXPORT_METRIC),
    ],
);
pub static BEHAVIOR_CRITERIA: Shape = structure(
    "BehaviorCriteria",
    &[
        member("comparisonOperator", &COMPARISON_OPERATOR),
        member("value", &METRIC_VALUE),
        member("durationSeconds", &DURATION_SECONDS),
        member("consecutiveDatapointsToAlarm", &CONSECUTIVE_DATAPOINTS_TO_ALARM),
        member("consecutiveDatapointsToClear", &CONSECUTIVE_DATAPOINTS_TO_CLEAR),
        member("statisticalThreshold", &STATISTICAL_THRESHOLD),
        member("mlDetectionConfig", &MACHINE_LEARNING_DETECTION_CONFIG),
    ],
);
pub static BEHAVIOR_CRITERIA_TYPE: Shape =
    string("BehaviorCriteriaType", any()).values(&["STATIC", "STATISTICAL", "MACHINE_LEARNING"]);
pub static BEHAVIOR_METRIC: Shape = string("BehaviorMetric", any());
pub static BEHAVIOR_MODEL_TRAINING_SUMMARIES: Shape =
    list("BehaviorModelTrainingSummaries", &BEHAVIOR_MODEL_TRAINING_SUMMARY, any());
pub static BEHAVIOR_MODEL_TRAINING_SUMMARY: Shape = structure(
    "BehaviorModelTrainingSummary",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME),
        member("behaviorName", &BEHAVIOR_NAME),
        member("trainingDataCollectionStartDate", &TIMESTAMP),
        member("modelStatus", &MODEL_STATUS),
        member("datapointsCollectionPercentage", &DATA_COLLECTION_PERCENTAGE),
        member("lastModelRefreshDate", &TIMESTAMP),
    ],
);
pub static BEHAVIOR_NAME: Shape = string("BehaviorName", within(1, 128)).pattern(24);
pub static BEHAVIORS: Shape = list("Behaviors", &BEHAVIOR, at_most(100));
pub static BILLING_GROUP_ARN: Shape = string("BillingGroupArn", any());
pub static BILLING_GROUP_DESCRIPTION: Shape = string("BillingGroupDescription", at_most(2028)).pattern(7);
pub static BILLING_GROUP_ID: Shape = string("BillingGroupId", within(1, 128)).pattern(25);
pub static BILLING_GROUP_METADATA: Shape =
    structure("BillingGroupMetadata", &[member("creationDate", &CREATION_DATE)]);
pub static BILLING_GROUP_NAME: Shape = string("BillingGroupName", within(1, 128)).pattern(24);
pub static BILLING_GROUP_NAME_AND_ARN_LIST: Shape =
    list("BillingGroupNameAndArnList", &GROUP_NAME_AND_ARN, any());
pub static BILLING_GROUP_PROPERTIES: Shape =
    structure("BillingGroupProperties", &[member("billingGroupDescription", &BILLING_GROUP_DESCRIPTION)]);
pub static BINARY_COMMAND_EXECUTION_RESULT: Shape = blob("BinaryCommandExecutionResult", at_least(1));
pub static BINARY_PARAMETER_VALUE: Shape = blob("BinaryParameterValue", at_least(1));
pub static BOOLEAN: Shape = boolean("Boolean");
pub static BOOLEAN_COMMAND_EXECUTION_RESULT: Shape = boolean("BooleanCommandExecutionResult");
pub static BOOLEAN_KEY: Shape = boolean("BooleanKey");
pub static BOOLEAN_PARAMETER_VALUE: Shape = boolean("BooleanParameterValue");
pub static BOOLEAN_WRAPPER_OBJECT: Shape = boolean("BooleanWrapperObject");
pub static BUCKET: Shape =
    structure("Bucket", &[member("keyValue", &BUCKET_KEY_VALUE), member("count", &COUNT)]);
pub static BUCKET_KEY_VALUE: Shape = string("BucketKeyValue", any());
pub static BUCKET_NAME: Shape = string("BucketName", any());
pub static BUCKETS: Shape = list("Buckets", &BUCKET, any());
pub static BUCKETS_AGGREGATION_TYPE: Shape =
    structure("BucketsAggregationType", &[member("termsAggregation", &TERMS_AGGREGATION)]);
