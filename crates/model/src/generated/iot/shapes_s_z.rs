// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static S3_ACTION: Shape = structure(
    "S3Action",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("bucketName", &BUCKET_NAME).required(),
        member("key", &KEY).required(),
        member("cannedAcl", &CANNED_ACCESS_CONTROL_LIST),
    ],
);
pub static S3_BUCKET: Shape = string("S3Bucket", at_least(1));
pub static S3_DESTINATION: Shape =
    structure("S3Destination", &[member("bucket", &S3_BUCKET), member("prefix", &PREFIX)]);
pub static S3_FILE_URL: Shape = string("S3FileUrl", at_most(65535));
pub static S3_FILE_URL_LIST: Shape = list("S3FileUrlList", &S3_FILE_URL, any());
pub static S3_KEY: Shape = string("S3Key", at_least(1));
pub static S3_LOCATION: Shape = structure(
    "S3Location",
    &[member("bucket", &S3_BUCKET), member("key", &S3_KEY), member("version", &S3_VERSION)],
);
pub static S3_VERSION: Shape = string("S3Version", any());
pub static SQL: Shape = string("SQL", any());
pub static SALESFORCE_ACTION: Shape = structure(
    "SalesforceAction",
    &[member("token", &SALESFORCE_TOKEN).required(), member("url", &SALESFORCE_ENDPOINT).required()],
);
pub static SALESFORCE_ENDPOINT: Shape = string("SalesforceEndpoint", at_most(2000)).pattern(49);
pub static SALESFORCE_TOKEN: Shape = string("SalesforceToken", at_least(40));
pub static SBOM: Shape = structure("Sbom", &[member("s3Location", &S3_LOCATION)]);
pub static SBOM_VALIDATION_ERROR_CODE: Shape =
    string("SbomValidationErrorCode", any()).values(&["INCOMPATIBLE_FORMAT", "FILE_SIZE_LIMIT_EXCEEDED"]);
pub static SBOM_VALIDATION_ERROR_MESSAGE: Shape = string("SbomValidationErrorMessage", any());
pub static SBOM_VALIDATION_RESULT: Shape =
    string("SbomValidationResult", any()).values(&["FAILED", "SUCCEEDED"]);
pub static SBOM_VALIDATION_RESULT_SUMMARY: Shape = structure(
    "SbomValidationResultSummary",
    &[
        member("fileName", &FILE_NAME),
        member("validationResult", &SBOM_VALIDATION_RESULT),
        member("errorCode", &SBOM_VALIDATION_ERROR_CODE),
        member("errorMessage", &SBOM_VALIDATION_ERROR_MESSAGE),
    ],
);
pub static SBOM_VALIDATION_RESULT_SUMMARY_LIST: Shape =
    list("SbomValidationResultSummaryList", &SBOM_VALIDATION_RESULT_SUMMARY, any());
pub static SBOM_VALIDATION_STATUS: Shape =
    string("SbomValidationStatus", any()).values(&["IN_PROGRESS", "FAILED", "SUCCEEDED"]);
pub static SCHEDULED_AUDIT_ARN: Shape = string("ScheduledAuditArn", any());
pub static SCHEDULED_AUDIT_METADATA: Shape = structure(
    "ScheduledAuditMetadata",
    &[
        member("scheduledAuditName", &SCHEDULED_AUDIT_NAME),
        member("scheduledAuditArn", &SCHEDULED_AUDIT_ARN),
        member("frequency", &AUDIT_FREQUENCY),
        member("dayOfMonth", &DAY_OF_MONTH),
        member("dayOfWeek", &DAY_OF_WEEK),
    ],
);
pub static SCHEDULED_AUDIT_METADATA_LIST: Shape =
    list("ScheduledAuditMetadataList", &SCHEDULED_AUDIT_METADATA, any());
pub static SCHEDULED_AUDIT_NAME: Shape = string("ScheduledAuditName", within(1, 128)).pattern(27);
pub static SCHEDULED_JOB_ROLLOUT: Shape =
    structure("ScheduledJobRollout", &[member("startTime", &STRING_DATE_TIME)]);
pub static SCHEDULED_JOB_ROLLOUT_LIST: Shape = list("ScheduledJobRolloutList", &SCHEDULED_JOB_ROLLOUT, any());
pub static SCHEDULING_CONFIG: Shape = structure(
    "SchedulingConfig",
    &[
        member("startTime", &STRING_DATE_TIME),
        member("endTime", &STRING_DATE_TIME),
        member("endBehavior", &JOB_END_BEHAVIOR),
        member("maintenanceWindows", &MAINTENANCE_WINDOWS),
    ],
);
pub static SEARCH_INDEX_REQUEST: Shape = structure(
    "SearchIndexRequest",
    &[
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING).required(),
        member("nextToken", &NEXT_TOKEN),
        member("maxResults", &SEARCH_QUERY_MAX_RESULTS),
        member("queryVersion", &QUERY_VERSION),
    ],
);
pub static SEARCH_INDEX_RESPONSE: Shape = structure(
    "SearchIndexResponse",
    &[
        member("nextToken", &NEXT_TOKEN),
        member("things", &THING_DOCUMENT_LIST),
        member("thingGroups", &THING_GROUP_DOCUMENT_LIST),
    ],
);
pub static SEARCH_QUERY_MAX_RESULTS: Shape = integer("SearchQueryMaxResults", at_least(1));
pub static SEARCHABLE_ATTRIBUTES: Shape = list("SearchableAttributes", &ATTRIBUTE_NAME, any());
pub static SECONDS: Shape = integer("Seconds", any());
pub static SECURITY_GROUP_ID: Shape = string("SecurityGroupId", any());
pub static SECURITY_GROUP_LIST: Shape = list("SecurityGroupList", &SECURITY_GROUP_ID, any());
pub static SECURITY_POLICY: Shape = string("SecurityPolicy", at_most(128)).pattern(9);
pub static SECURITY_PROFILE_ARN: Shape = string("SecurityProfileArn", any());
pub static SECURITY_PROFILE_DESCRIPTION: Shape =
    string("SecurityProfileDescription", at_most(1000)).pattern(7);
pub static SECURITY_PROFILE_IDENTIFIER: Shape = structure(
    "SecurityProfileIdentifier",
    &[member("name", &SECURITY_PROFILE_NAME).required(), member("arn", &SECURITY_PROFILE_ARN).required()],
);
pub static SECURITY_PROFILE_IDENTIFIERS: Shape =
    list("SecurityProfileIdentifiers", &SECURITY_PROFILE_IDENTIFIER, any());
pub static SECURITY_PROFILE_NAME: Shape = string("SecurityProfileName", within(1, 128)).pattern(24);
pub static SECURITY_PROFILE_TARGET: Shape =
    structure("SecurityProfileTarget", &[member("arn", &SECURITY_PROFILE_TARGET_ARN).required()]);
pub static SECURITY_PROFILE_TARGET_ARN: Shape = string("SecurityProfileTargetArn", any());
pub static SECURITY_PROFILE_TARGET_MAPPING: Shape = structure(
    "SecurityProfileTargetMapping",
    &[
        member("securityProfileIdentifier", &SECURITY_PROFILE_IDENTIFIER),
        member("target", &SECURITY_PROFILE_TARGET),
    ],
);
pub static SECURITY_PROFILE_TARGET_MAPPINGS: Shape =
    list("SecurityProfileTargetMappings", &SECURITY_PROFILE_TARGET_MAPPING, any());
pub static SECURITY_PROFILE_TARGETS: Shape = list("SecurityProfileTargets", &SECURITY_PROFILE_TARGET, any());
pub static SERVER_CERTIFICATE_ARNS: Shape = list("ServerCertificateArns", &ACM_CERTIFICATE_ARN, within(0, 1));
pub static SERVER_CERTIFICATE_CONFIG: Shape = structure(
    "ServerCertificateConfig",
    &[
        member("enableOCSPCheck", &ENABLE_OCSP_CHECK),
        member("ocspLambdaArn", &OCSP_LAMBDA_ARN),
        member("ocspAuthorizedResponderArn", &ACM_CERTIFICATE_ARN),
    ],
);
pub static SERVER_CERTIFICATE_STATUS: Shape =
    string("ServerCertificateStatus", any()).values(&["INVALID", "VALID"]);
pub static SERVER_CERTIFICATE_STATUS_DETAIL: Shape = string("ServerCertificateStatusDetail", any());
pub static SERVER_CERTIFICATE_SUMMARY: Shape = structure(
    "ServerCertificateSummary",
    &[
        member("serverCertificateArn", &ACM_CERTIFICATE_ARN),
        member("serverCertificateStatus", &SERVER_CERTIFICATE_STATUS),
        member("serverCertificateStatusDetail", &SERVER_CERTIFICATE_STATUS_DETAIL),
    ],
);
pub static SERVER_CERTIFICATES: Shape = list("ServerCertificates", &SERVER_CERTIFICATE_SUMMARY, any());
pub static SERVER_NAME: Shape = string("ServerName", within(1, 253)).pattern(9);
pub static SERVICE_NAME: Shape = string("ServiceName", any());
pub static SERVICE_TYPE: Shape =
    string("ServiceType", any()).values(&["DATA", "CREDENTIAL_PROVIDER", "JOBS"]);
pub static SESSION_EXPIRY: Shape = long("SessionExpiry", any());
pub static SET_AS_ACTIVE: Shape = boolean("SetAsActive");
pub static SET_AS_ACTIVE_FLAG: Shape = boolean("SetAsActiveFlag");
pub static SET_AS_DEFAULT: Shape = boolean("SetAsDefault");
pub static SET_DEFAULT_AUTHORIZER_REQUEST: Shape =
    structure("SetDefaultAuthorizerRequest", &[member("authorizerName", &AUTHORIZER_NAME).required()]);
pub static SET_DEFAULT_AUTHORIZER_RESPONSE: Shape = structure(
    "SetDefaultAuthorizerResponse",
    &[member("authorizerName", &AUTHORIZER_NAME), member("authorizerArn", &AUTHORIZER_ARN)],
);
pub static SET_DEFAULT_POLICY_VERSION_REQUEST: Shape = structure(
    "SetDefaultPolicyVersionRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("policyVersionId", &POLICY_VERSION_ID).required().path("policyVersionId"),
    ],
);
pub static SET_LOGGING_OPTIONS_REQUEST: Shape = structure(
    "SetLoggingOptionsRequest",
    &[member("loggingOptionsPayload", &LOGGING_OPTIONS_PAYLOAD).required()],
)
.with_payload("loggingOptionsPayload");
pub static SET_V2_LOGGING_LEVEL_REQUEST: Shape = structure(
    "SetV2LoggingLevelRequest",
    &[member("logTarget", &LOG_TARGET).required(), member("logLevel", &LOG_LEVEL).required()],
);
pub static SET_V2_LOGGING_OPTIONS_REQUEST: Shape = structure(
    "SetV2LoggingOptionsRequest",
    &[
        member("roleArn", &AWS_ARN),
        member("defaultLogLevel", &LOG_LEVEL),
        member("disableAllLogs", &DISABLE_ALL_LOGS),
        member("eventConfigurations", &LOG_EVENT_CONFIGURATIONS),
    ],
);
pub static SHADOW_NAME: Shape = string("ShadowName", within(1, 64)).pattern(3);
pub static SIG_V4_AUTHORIZATION: Shape = structure(
    "SigV4Authorization",
    &[
        member("signingRegion", &SIGNING_REGION).required(),
        member("serviceName", &SERVICE_NAME).required(),
        member("roleArn", &AWS_ARN).required(),
    ],
);
pub static SIGNATURE: Shape = blob("Signature", any());
pub static SIGNATURE_ALGORITHM: Shape = string("SignatureAlgorithm", any());
pub static SIGNING_JOB_ID: Shape = string("SigningJobId", any());
pub static SIGNING_PROFILE_NAME: Shape = string("SigningProfileName", any());
pub static SIGNING_PROFILE_PARAMETER: Shape = structure(
    "SigningProfileParameter",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("platform", &PLATFORM),
        member("certificatePathOnDevice", &CERTIFICATE_PATH_ON_DEVICE),
    ],
);
pub static SIGNING_REGION: Shape = string("SigningRegion", any());
pub static SKIPPED_FINDINGS_COUNT: Shape = long("SkippedFindingsCount", any());
pub static SKYFALL_MAX_RESULTS: Shape = integer("SkyfallMaxResults", within(1, 250));
pub static SNS_ACTION: Shape = structure(
    "SnsAction",
    &[
        member("targetArn", &AWS_ARN).required(),
        member("roleArn", &AWS_ARN).required(),
        member("messageFormat", &MESSAGE_FORMAT),
    ],
);
pub static SNS_TOPIC_ARN: Shape = string("SnsTopicArn", at_most(350));
pub static SORT_ORDER: Shape = string("SortOrder", any()).values(&["ASCENDING", "DESCENDING"]);
pub static SOURCE_IP: Shape = string("SourceIp", any()).sensitive();
pub static SOURCE_PORT: Shape = integer("SourcePort", any()).sensitive();
pub static SQS_ACTION: Shape = structure(
    "SqsAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("queueUrl", &QUEUE_URL).required(),
        member("useBase64", &USE_BASE64),
    ],
);
pub static START_AUDIT_MITIGATION_ACTIONS_TASK_REQUEST: Shape = structure(
    "StartAuditMitigationActionsTaskRequest",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().path("taskId"),
        member("target", &AUDIT_MITIGATION_ACTIONS_TASK_TARGET).required(),
        member("auditCheckToActionsMapping", &AUDIT_CHECK_TO_ACTIONS_MAPPING).required(),
        member("clientRequestToken", &CLIENT_REQUEST_TOKEN).required(),
    ],
);
pub static START_AUDIT_MITIGATION_ACTIONS_TASK_RESPONSE: Shape =
    structure("StartAuditMitigationActionsTaskResponse", &[member("taskId", &MITIGATION_ACTIONS_TASK_ID)]);
pub static START_DETECT_MITIGATION_ACTIONS_TASK_REQUEST: Shape = structure(
    "StartDetectMitigationActionsTaskRequest",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().path("taskId"),
        member("target", &DETECT_MITIGATION_ACTIONS_TASK_TARGET).required(),
        member("actions", &DETECT_MITIGATION_ACTIONS_TO_EXECUTE_LIST).required(),
        member("violationEventOccurrenceRange", &VIOLATION_EVENT_OCCURRENCE_RANGE),
        member("includeOnlyActiveViolations", &NULLABLE_BOOLEAN),
        member("includeSuppressedAlerts", &NULLABLE_BOOLEAN),
        member("clientRequestToken", &CLIENT_REQUEST_TOKEN).required(),
    ],
);
pub static START_DETECT_MITIGATION_ACTIONS_TASK_RESPONSE: Shape =
    structure("StartDetectMitigationActionsTaskResponse", &[member("taskId", &MITIGATION_ACTIONS_TASK_ID)]);
pub static START_ON_DEMAND_AUDIT_TASK_REQUEST: Shape = structure(
    "StartOnDemandAuditTaskRequest",
    &[member("targetCheckNames", &TARGET_AUDIT_CHECK_NAMES).required()],
);
pub static START_ON_DEMAND_AUDIT_TASK_RESPONSE: Shape =
    structure("StartOnDemandAuditTaskResponse", &[member("taskId", &AUDIT_TASK_ID)]);
pub static START_SIGNING_JOB_PARAMETER: Shape = structure(
    "StartSigningJobParameter",
    &[
        member("signingProfileParameter", &SIGNING_PROFILE_PARAMETER),
        member("signingProfileName", &SIGNING_PROFILE_NAME),
        member("destination", &DESTINATION),
    ],
);
pub static START_THING_REGISTRATION_TASK_REQUEST: Shape = structure(
    "StartThingRegistrationTaskRequest",
    &[
        member("templateBody", &TEMPLATE_BODY).required(),
        member("inputFileBucket", &REGISTRY_S3_BUCKET_NAME).required(),
        member("inputFileKey", &REGISTRY_S3_KEY_NAME).required(),
        member("roleArn", &ROLE_ARN).required(),
    ],
);
pub static START_THING_REGISTRATION_TASK_RESPONSE: Shape =
    structure("StartThingRegistrationTaskResponse", &[member("taskId", &TASK_ID)]);
pub static STATE_MACHINE_NAME: Shape = string("StateMachineName", any());
pub static STATE_REASON: Shape = string("StateReason", any());
pub static STATE_VALUE: Shape = string("StateValue", any());
pub static STATISTICAL_THRESHOLD: Shape =
    structure("StatisticalThreshold", &[member("statistic", &EVALUATION_STATISTIC)]);
pub static STATISTICS: Shape = structure(
    "Statistics",
    &[
        member("count", &COUNT),
        member("average", &AVERAGE),
        member("sum", &SUM),
        member("minimum", &MINIMUM),
        member("maximum", &MAXIMUM),
        member("sumOfSquares", &SUM_OF_SQUARES),
        member("variance", &VARIANCE),
        member("stdDeviation", &STD_DEVIATION),
    ],
);
pub static STATUS: Shape =
    string("Status", any()).values(&["InProgress", "Completed", "Failed", "Cancelled", "Cancelling"]);
pub static STATUS_CODE: Shape = integer("StatusCode", any());
pub static STATUS_REASON: Shape = structure(
    "StatusReason",
    &[
        member("reasonCode", &STATUS_REASON_CODE).required(),
        member("reasonDescription", &STATUS_REASON_DESCRIPTION),
    ],
);
pub static STATUS_REASON_CODE: Shape = string("StatusReasonCode", at_most(64)).pattern(5);
pub static STATUS_REASON_DESCRIPTION: Shape = string("StatusReasonDescription", at_most(1024)).pattern(15);
pub static STD_DEVIATION: Shape = double("StdDeviation", any());
pub static STEP_FUNCTIONS_ACTION: Shape = structure(
    "StepFunctionsAction",
    &[
        member("executionNamePrefix", &EXECUTION_NAME_PREFIX),
        member("stateMachineName", &STATE_MACHINE_NAME).required(),
        member("roleArn", &AWS_ARN).required(),
    ],
);
pub static STOP_THING_REGISTRATION_TASK_REQUEST: Shape =
    structure("StopThingRegistrationTaskRequest", &[member("taskId", &TASK_ID).required().path("taskId")]);
pub static STOP_THING_REGISTRATION_TASK_RESPONSE: Shape = structure("StopThingRegistrationTaskResponse", &[]);
pub static STREAM: Shape = structure("Stream", &[member("streamId", &STREAM_ID), member("fileId", &FILE_ID)]);
pub static STREAM_ARN: Shape = string("StreamArn", any());
pub static STREAM_DESCRIPTION: Shape = string("StreamDescription", at_most(2028)).pattern(16);
pub static STREAM_FILE: Shape =
    structure("StreamFile", &[member("fileId", &FILE_ID), member("s3Location", &S3_LOCATION)]);
pub static STREAM_FILES: Shape = list("StreamFiles", &STREAM_FILE, within(1, 50));
pub static STREAM_ID: Shape = string("StreamId", within(1, 128)).pattern(27);
pub static STREAM_INFO: Shape = structure(
    "StreamInfo",
    &[
        member("streamId", &STREAM_ID),
        member("streamArn", &STREAM_ARN),
        member("streamVersion", &STREAM_VERSION),
        member("description", &STREAM_DESCRIPTION),
        member("files", &STREAM_FILES),
        member("createdAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("roleArn", &ROLE_ARN),
    ],
);
pub static STREAM_NAME: Shape = string("StreamName", any());
pub static STREAM_SUMMARY: Shape = structure(
    "StreamSummary",
    &[
        member("streamId", &STREAM_ID),
        member("streamArn", &STREAM_ARN),
        member("streamVersion", &STREAM_VERSION),
        member("description", &STREAM_DESCRIPTION),
    ],
);
pub static STREAM_VERSION: Shape = integer("StreamVersion", within(0, 65535));
pub static STREAMS_SUMMARY: Shape = list("StreamsSummary", &STREAM_SUMMARY, any());
pub static STRING: Shape = string("String", any());
pub static STRING_COMMAND_EXECUTION_RESULT: Shape = string("StringCommandExecutionResult", at_least(1));
pub static STRING_DATE_TIME: Shape = string("StringDateTime", within(1, 64));
pub static STRING_LIST: Shape = list("StringList", &STRING_VALUE, any());
pub static STRING_MAP: Shape = map("StringMap", &STRING, &STRING, any());
pub static STRING_PARAMETER_VALUE: Shape = string("StringParameterValue", at_least(1));
pub static SUBNET_ID: Shape = string("SubnetId", any());
pub static SUBNET_ID_LIST: Shape = list("SubnetIdList", &SUBNET_ID, any());
pub static SUCCEEDED_FINDINGS_COUNT: Shape = long("SucceededFindingsCount", any());
pub static SUCCEEDED_THINGS: Shape = integer("SucceededThings", any());
pub static SUM: Shape = double("Sum", any());
pub static SUM_OF_SQUARES: Shape = double("SumOfSquares", any());
pub static SUPPRESS_ALERTS: Shape = boolean("SuppressAlerts");
pub static SUPPRESS_INDEFINITELY: Shape = boolean("SuppressIndefinitely");
pub static SUPPRESSED_NON_COMPLIANT_RESOURCES_COUNT: Shape =
    long("SuppressedNonCompliantResourcesCount", any());
pub static TABLE_NAME: Shape = string("TableName", any());
pub static TAG: Shape = structure("Tag", &[member("Key", &TAG_KEY).required(), member("Value", &TAG_VALUE)]);
pub static TAG_KEY: Shape = string("TagKey", within(1, 128)).pattern(34);
pub static TAG_KEY_LIST: Shape = list("TagKeyList", &TAG_KEY, any());
pub static TAG_LIST: Shape = list("TagList", &TAG, any());
pub static TAG_MAP: Shape = map("TagMap", &TAG_KEY, &TAG_VALUE, within(1, 50));
pub static TAG_RESOURCE_REQUEST: Shape = structure(
    "TagResourceRequest",
    &[member("resourceArn", &RESOURCE_ARN).required(), member("tags", &TAG_LIST).required()],
);
pub static TAG_RESOURCE_RESPONSE: Shape = structure("TagResourceResponse", &[]);
pub static TAG_VALUE: Shape = string("TagValue", within(0, 256));
pub static TARGET: Shape = string("Target", any());
pub static TARGET_ARN: Shape = string("TargetArn", at_most(2048));
pub static TARGET_AUDIT_CHECK_NAMES: Shape = list("TargetAuditCheckNames", &AUDIT_CHECK_NAME, any());
pub static TARGET_FIELD_NAME: Shape = string("TargetFieldName", any());
pub static TARGET_FIELD_ORDER: Shape = string("TargetFieldOrder", any()).values(&["LatLon", "LonLat"]);
pub static TARGET_IP: Shape = string("TargetIp", any()).sensitive();
pub static TARGET_PORT: Shape = integer("TargetPort", any()).sensitive();
pub static TARGET_SELECTION: Shape = string("TargetSelection", any()).values(&["CONTINUOUS", "SNAPSHOT"]);
pub static TARGET_VIOLATION_IDS_FOR_DETECT_MITIGATION_ACTIONS: Shape =
    list("TargetViolationIdsForDetectMitigationActions", &VIOLATION_ID, within(1, 25));
pub static TARGETS: Shape = list("Targets", &TARGET, at_least(1));
pub static TASK_ID: Shape = string("TaskId", at_most(40));
pub static TASK_ID_LIST: Shape = list("TaskIdList", &TASK_ID, any());
pub static TASK_STATISTICS: Shape = structure(
    "TaskStatistics",
    &[
        member("totalChecks", &TOTAL_CHECKS_COUNT),
        member("inProgressChecks", &IN_PROGRESS_CHECKS_COUNT),
        member("waitingForDataCollectionChecks", &WAITING_FOR_DATA_COLLECTION_CHECKS_COUNT),
        member("compliantChecks", &COMPLIANT_CHECKS_COUNT),
        member("nonCompliantChecks", &NON_COMPLIANT_CHECKS_COUNT),
        member("failedChecks", &FAILED_CHECKS_COUNT),
        member("canceledChecks", &CANCELED_CHECKS_COUNT),
    ],
);
pub static TASK_STATISTICS_FOR_AUDIT_CHECK: Shape = structure(
    "TaskStatisticsForAuditCheck",
    &[
        member("totalFindingsCount", &TOTAL_FINDINGS_COUNT),
        member("failedFindingsCount", &FAILED_FINDINGS_COUNT),
        member("succeededFindingsCount", &SUCCEEDED_FINDINGS_COUNT),
        member("skippedFindingsCount", &SKIPPED_FINDINGS_COUNT),
        member("canceledFindingsCount", &CANCELED_FINDINGS_COUNT),
    ],
);
pub static TEMPLATE_ARN: Shape = string("TemplateArn", any());
pub static TEMPLATE_BODY: Shape = string("TemplateBody", within(0, 10240)).pattern(9);
pub static TEMPLATE_DESCRIPTION: Shape = string("TemplateDescription", within(0, 500)).pattern(15);
pub static TEMPLATE_NAME: Shape = string("TemplateName", within(1, 36)).pattern(38);
pub static TEMPLATE_TYPE: Shape = string("TemplateType", any()).values(&["FLEET_PROVISIONING", "JITP"]);
pub static TEMPLATE_VERSION_ID: Shape = integer("TemplateVersionId", any());
pub static TERMS_AGGREGATION: Shape = structure("TermsAggregation", &[member("maxBuckets", &MAX_BUCKETS)]);
pub static TEST_AUTHORIZATION_REQUEST: Shape = structure(
    "TestAuthorizationRequest",
    &[
        member("principal", &PRINCIPAL),
        member("cognitoIdentityPoolId", &COGNITO_IDENTITY_POOL_ID),
        member("authInfos", &AUTH_INFOS).required(),
        member("clientId", &CLIENT_ID).query("clientId"),
        member("policyNamesToAdd", &POLICY_NAMES),
        member("policyNamesToSkip", &POLICY_NAMES),
    ],
);
pub static TEST_AUTHORIZATION_RESPONSE: Shape =
    structure("TestAuthorizationResponse", &[member("authResults", &AUTH_RESULTS)]);
pub static TEST_INVOKE_AUTHORIZER_REQUEST: Shape = structure(
    "TestInvokeAuthorizerRequest",
    &[
        member("authorizerName", &AUTHORIZER_NAME).required().path("authorizerName"),
        member("token", &TOKEN),
        member("tokenSignature", &TOKEN_SIGNATURE),
        member("httpContext", &HTTP_CONTEXT),
        member("mqttContext", &MQTT_CONTEXT),
        member("tlsContext", &TLS_CONTEXT),
    ],
);
pub static TEST_INVOKE_AUTHORIZER_RESPONSE: Shape = structure(
    "TestInvokeAuthorizerResponse",
    &[
        member("isAuthenticated", &IS_AUTHENTICATED),
        member("principalId", &PRINCIPAL_ID),
        member("policyDocuments", &POLICY_DOCUMENTS),
        member("refreshAfterInSeconds", &SECONDS),
        member("disconnectAfterInSeconds", &SECONDS),
    ],
);
pub static THING_ARN: Shape = string("ThingArn", any());
pub static THING_ATTRIBUTE: Shape = structure(
    "ThingAttribute",
    &[
        member("thingName", &THING_NAME),
        member("thingTypeName", &THING_TYPE_NAME),
        member("thingArn", &THING_ARN),
        member("attributes", &ATTRIBUTES),
        member("version", &VERSION),
    ],
);
pub static THING_ATTRIBUTE_LIST: Shape = list("ThingAttributeList", &THING_ATTRIBUTE, any());
pub static THING_CONNECTIVITY: Shape = structure(
    "ThingConnectivity",
    &[
        member("connected", &BOOLEAN),
        member("timestamp", &CONNECTIVITY_TIMESTAMP),
        member("disconnectReason", &DISCONNECT_REASON),
        member("keepAliveDuration", &KEEP_ALIVE_DURATION),
        member("cleanSession", &BOOLEAN),
        member("sessionExpiry", &SESSION_EXPIRY),
        member("clientId", &CLIENT_ID),
    ],
);
pub static THING_CONNECTIVITY_INDEXING_MODE: Shape =
    string("ThingConnectivityIndexingMode", any()).values(&["OFF", "STATUS"]);
pub static THING_DOCUMENT: Shape = structure(
    "ThingDocument",
    &[
        member("thingName", &THING_NAME),
        member("thingId", &THING_ID),
        member("thingTypeName", &THING_TYPE_NAME),
        member("thingGroupNames", &THING_GROUP_NAME_LIST),
        member("attributes", &ATTRIBUTES),
        member("shadow", &JSON_DOCUMENT),
        member("deviceDefender", &JSON_DOCUMENT),
        member("connectivity", &THING_CONNECTIVITY),
    ],
);
pub static THING_DOCUMENT_LIST: Shape = list("ThingDocumentList", &THING_DOCUMENT, any());
pub static THING_GROUP_ARN: Shape = string("ThingGroupArn", any());
pub static THING_GROUP_DESCRIPTION: Shape = string("ThingGroupDescription", at_most(2028)).pattern(7);
pub static THING_GROUP_DOCUMENT: Shape = structure(
    "ThingGroupDocument",
    &[
        member("thingGroupName", &THING_GROUP_NAME),
        member("thingGroupId", &THING_GROUP_ID),
        member("thingGroupDescription", &THING_GROUP_DESCRIPTION),
        member("attributes", &ATTRIBUTES),
        member("parentGroupNames", &THING_GROUP_NAME_LIST),
    ],
);
pub static THING_GROUP_DOCUMENT_LIST: Shape = list("ThingGroupDocumentList", &THING_GROUP_DOCUMENT, any());
pub static THING_GROUP_ID: Shape = string("ThingGroupId", within(1, 128)).pattern(25);
pub static THING_GROUP_INDEXING_CONFIGURATION: Shape = structure(
    "ThingGroupIndexingConfiguration",
    &[
        member("thingGroupIndexingMode", &THING_GROUP_INDEXING_MODE).required(),
        member("managedFields", &FIELDS),
        member("customFields", &FIELDS),
    ],
);
pub static THING_GROUP_INDEXING_MODE: Shape = string("ThingGroupIndexingMode", any()).values(&["OFF", "ON"]);
pub static THING_GROUP_LIST: Shape = list("ThingGroupList", &THING_GROUP_NAME, any());
pub static THING_GROUP_METADATA: Shape = structure(
    "ThingGroupMetadata",
    &[
        member("parentGroupName", &THING_GROUP_NAME),
        member("rootToParentThingGroups", &THING_GROUP_NAME_AND_ARN_LIST),
        member("creationDate", &CREATION_DATE),
    ],
);
pub static THING_GROUP_NAME: Shape = string("ThingGroupName", within(1, 128)).pattern(24);
pub static THING_GROUP_NAME_AND_ARN_LIST: Shape =
    list("ThingGroupNameAndArnList", &GROUP_NAME_AND_ARN, any());
pub static THING_GROUP_NAME_LIST: Shape = list("ThingGroupNameList", &THING_GROUP_NAME, any());
pub static THING_GROUP_NAMES: Shape = list("ThingGroupNames", &THING_GROUP_NAME, within(1, 10));
pub static THING_GROUP_PROPERTIES: Shape = structure(
    "ThingGroupProperties",
    &[
        member("thingGroupDescription", &THING_GROUP_DESCRIPTION),
        member("attributePayload", &ATTRIBUTE_PAYLOAD),
    ],
);
pub static THING_ID: Shape = string("ThingId", any());
pub static THING_INDEXING_CONFIGURATION: Shape = structure(
    "ThingIndexingConfiguration",
    &[
        member("thingIndexingMode", &THING_INDEXING_MODE).required(),
        member("thingConnectivityIndexingMode", &THING_CONNECTIVITY_INDEXING_MODE),
        member("deviceDefenderIndexingMode", &DEVICE_DEFENDER_INDEXING_MODE),
        member("namedShadowIndexingMode", &NAMED_SHADOW_INDEXING_MODE),
        member("managedFields", &FIELDS),
        member("customFields", &FIELDS),
        member("filter", &INDEXING_FILTER),
    ],
);
pub static THING_INDEXING_MODE: Shape =
    string("ThingIndexingMode", any()).values(&["OFF", "REGISTRY", "REGISTRY_AND_SHADOW"]);
pub static THING_NAME: Shape = string("ThingName", within(1, 128)).pattern(24);
pub static THING_NAME_LIST: Shape = list("ThingNameList", &THING_NAME, any());
pub static THING_PRINCIPAL_OBJECT: Shape = structure(
    "ThingPrincipalObject",
    &[member("principal", &PRINCIPAL).required(), member("thingPrincipalType", &THING_PRINCIPAL_TYPE)],
);
pub static THING_PRINCIPAL_OBJECTS: Shape = list("ThingPrincipalObjects", &THING_PRINCIPAL_OBJECT, any());
pub static THING_PRINCIPAL_TYPE: Shape =
    string("ThingPrincipalType", any()).values(&["EXCLUSIVE_THING", "NON_EXCLUSIVE_THING"]);
pub static THING_TYPE_ARN: Shape = string("ThingTypeArn", any());
pub static THING_TYPE_DEFINITION: Shape = structure(
    "ThingTypeDefinition",
    &[
        member("thingTypeName", &THING_TYPE_NAME),
        member("thingTypeArn", &THING_TYPE_ARN),
        member("thingTypeProperties", &THING_TYPE_PROPERTIES),
        member("thingTypeMetadata", &THING_TYPE_METADATA),
    ],
);
pub static THING_TYPE_DESCRIPTION: Shape = string("ThingTypeDescription", at_most(2028)).pattern(7);
pub static THING_TYPE_ID: Shape = string("ThingTypeId", any());
pub static THING_TYPE_LIST: Shape = list("ThingTypeList", &THING_TYPE_DEFINITION, any());
pub static THING_TYPE_METADATA: Shape = structure(
    "ThingTypeMetadata",
    &[
        member("deprecated", &BOOLEAN),
        member("deprecationDate", &DEPRECATION_DATE),
        member("creationDate", &CREATION_DATE),
    ],
);
pub static THING_TYPE_NAME: Shape = string("ThingTypeName", within(1, 128)).pattern(24);
pub static THING_TYPE_PROPERTIES: Shape = structure(
    "ThingTypeProperties",
    &[
        member("thingTypeDescription", &THING_TYPE_DESCRIPTION),
        member("searchableAttributes", &SEARCHABLE_ATTRIBUTES),
        member("mqtt5Configuration", &MQTT5_CONFIGURATION),
    ],
);
pub static TIME_FILTER: Shape =
    structure("TimeFilter", &[member("after", &STRING_DATE_TIME), member("before", &STRING_DATE_TIME)]);
pub static TIMED_OUT_THINGS: Shape = integer("TimedOutThings", any());
pub static TIMEOUT_CONFIG: Shape =
    structure("TimeoutConfig", &[member("inProgressTimeoutInMinutes", &IN_PROGRESS_TIMEOUT_IN_MINUTES)]);
pub static TIMESTAMP: Shape = timestamp("Timestamp");
pub static TIMESTREAM_ACTION: Shape = structure(
    "TimestreamAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("databaseName", &TIMESTREAM_DATABASE_NAME).required(),
        member("tableName", &TIMESTREAM_TABLE_NAME).required(),
        member("dimensions", &TIMESTREAM_DIMENSION_LIST).required(),
        member("timestamp", &TIMESTREAM_TIMESTAMP),
    ],
);
pub static TIMESTREAM_DATABASE_NAME: Shape = string("TimestreamDatabaseName", any());
pub static TIMESTREAM_DIMENSION: Shape = structure(
    "TimestreamDimension",
    &[
        member("name", &TIMESTREAM_DIMENSION_NAME).required(),
        member("value", &TIMESTREAM_DIMENSION_VALUE).required(),
    ],
);
pub static TIMESTREAM_DIMENSION_LIST: Shape =
    list("TimestreamDimensionList", &TIMESTREAM_DIMENSION, within(1, 128));
pub static TIMESTREAM_DIMENSION_NAME: Shape = string("TimestreamDimensionName", any());
pub static TIMESTREAM_DIMENSION_VALUE: Shape = string("TimestreamDimensionValue", any());
pub static TIMESTREAM_TABLE_NAME: Shape = string("TimestreamTableName", any());
pub static TIMESTREAM_TIMESTAMP: Shape = structure(
    "TimestreamTimestamp",
    &[
        member("value", &TIMESTREAM_TIMESTAMP_VALUE).required(),
        member("unit", &TIMESTREAM_TIMESTAMP_UNIT).required(),
    ],
);
pub static TIMESTREAM_TIMESTAMP_UNIT: Shape = string("TimestreamTimestampUnit", any());
pub static TIMESTREAM_TIMESTAMP_VALUE: Shape = string("TimestreamTimestampValue", any());
pub static TINY_MAX_RESULTS: Shape = integer("TinyMaxResults", within(1, 10));
pub static TLS_CONFIG: Shape = structure("TlsConfig", &[member("securityPolicy", &SECURITY_POLICY)]);
pub static TLS_CONTEXT: Shape = structure("TlsContext", &[member("serverName", &SERVER_NAME)]);
pub static TOKEN: Shape = string("Token", within(1, 6144)).pattern(9);
pub static TOKEN_KEY_NAME: Shape = string("TokenKeyName", within(1, 128)).pattern(27);
pub static TOKEN_SIGNATURE: Shape = string("TokenSignature", within(1, 2560)).pattern(6);
pub static TOPIC: Shape = string("Topic", any());
pub static TOPIC_PATTERN: Shape = string("TopicPattern", any());
pub static TOPIC_RULE: Shape = structure(
    "TopicRule",
    &[
        member("ruleName", &RULE_NAME),
        member("sql", &SQL),
        member("description", &DESCRIPTION),
        member("createdAt", &CREATED_AT_DATE),
        member("actions", &ACTION_LIST),
        member("ruleDisabled", &IS_DISABLED),
        member("awsIotSqlVersion", &AWS_IOT_SQL_VERSION),
        member("errorAction", &ACTION),
    ],
);
pub static TOPIC_RULE_DESTINATION: Shape = structure(
    "TopicRuleDestination",
    &[
        member("arn", &AWS_ARN),
        member("status", &TOPIC_RULE_DESTINATION_STATUS),
        member("createdAt", &CREATED_AT_DATE),
        member("lastUpdatedAt", &LAST_UPDATED_AT_DATE),
        member("statusReason", &STRING),
        member("httpUrlProperties", &HTTP_URL_DESTINATION_PROPERTIES),
        member("vpcProperties", &VPC_DESTINATION_PROPERTIES),
        member("influxDBProperties", &INFLUX_DB_DESTINATION_PROPERTIES),
    ],
);
pub static TOPIC_RULE_DESTINATION_CONFIGURATION: Shape = structure(
    "TopicRuleDestinationConfiguration",
    &[
        member("httpUrlConfiguration", &HTTP_URL_DESTINATION_CONFIGURATION),
        member("vpcConfiguration", &VPC_DESTINATION_CONFIGURATION),
        member("influxDBConfiguration", &INFLUX_DB_DESTINATION_CONFIGURATION),
    ],
);
pub static TOPIC_RULE_DESTINATION_MAX_RESULTS: Shape =
    integer("TopicRuleDestinationMaxResults", within(1, 1000));
pub static TOPIC_RULE_DESTINATION_STATUS: Shape = string("TopicRuleDestinationStatus", any()).values(&[
    "ENABLED",
    "IN_PROGRESS",
    "DISABLED",
    "ERROR",
    "DELETING",
]);
pub static TOPIC_RULE_DESTINATION_SUMMARIES: Shape =
    list("TopicRuleDestinationSummaries", &TOPIC_RULE_DESTINATION_SUMMARY, any());
pub static TOPIC_RULE_DESTINATION_SUMMARY: Shape = structure(
    "TopicRuleDestinationSummary",
    &[
        member("arn", &AWS_ARN),
        member("status", &TOPIC_RULE_DESTINATION_STATUS),
        member("createdAt", &CREATED_AT_DATE),
        member("lastUpdatedAt", &LAST_UPDATED_AT_DATE),
        member("statusReason", &STRING),
        member("httpUrlSummary", &HTTP_URL_DESTINATION_SUMMARY),
        member("vpcDestinationSummary", &VPC_DESTINATION_SUMMARY),
        member("influxDBSummary", &INFLUX_DB_DESTINATION_SUMMARY),
    ],
);
pub static TOPIC_RULE_LIST: Shape = list("TopicRuleList", &TOPIC_RULE_LIST_ITEM, any());
pub static TOPIC_RULE_LIST_ITEM: Shape = structure(
    "TopicRuleListItem",
    &[
        member("ruleArn", &RULE_ARN),
        member("ruleName", &RULE_NAME),
        member("topicPattern", &TOPIC_PATTERN),
        member("createdAt", &CREATED_AT_DATE),
        member("ruleDisabled", &IS_DISABLED),
    ],
);
pub static TOPIC_RULE_MAX_RESULTS: Shape = integer("TopicRuleMaxResults", within(1, 10000));
pub static TOPIC_RULE_PAYLOAD: Shape = structure(
    "TopicRulePayload",
    &[
        member("sql", &SQL).required(),
        member("description", &DESCRIPTION),
        member("actions", &ACTION_LIST).required(),
        member("ruleDisabled", &IS_DISABLED),
        member("awsIotSqlVersion", &AWS_IOT_SQL_VERSION),
        member("errorAction", &ACTION),
    ],
);
pub static TOTAL_CHECKS_COUNT: Shape = integer("TotalChecksCount", any());
pub static TOTAL_FINDINGS_COUNT: Shape = long("TotalFindingsCount", any());
pub static TOTAL_RESOURCES_COUNT: Shape = long("TotalResourcesCount", any());
pub static TRANSFER_CERTIFICATE_REQUEST: Shape = structure(
    "TransferCertificateRequest",
    &[
        member("certificateId", &CERTIFICATE_ID).required().path("certificateId"),
        member("targetAwsAccount", &AWS_ACCOUNT_ID).required().query("targetAwsAccount"),
        member("transferMessage", &MESSAGE),
    ],
);
pub static TRANSFER_CERTIFICATE_RESPONSE: Shape =
    structure("TransferCertificateResponse", &[member("transferredCertificateArn", &CERTIFICATE_ARN)]);
pub static TRANSFER_DATA: Shape = structure(
    "TransferData",
    &[
        member("transferMessage", &MESSAGE),
        member("rejectReason", &MESSAGE),
        member("transferDate", &DATE_TYPE),
        member("acceptDate", &DATE_TYPE),
        member("rejectDate", &DATE_TYPE),
    ],
);
pub static UNDO_DEPRECATE: Shape = boolean("UndoDeprecate");
pub static UNSET_DEFAULT_VERSION: Shape = boolean("UnsetDefaultVersion");
pub static UNSIGNED_LONG: Shape = long("UnsignedLong", at_least(0));
pub static UNSIGNED_LONG_PARAMETER_VALUE: Shape =
    string("UnsignedLongParameterValue", within(1, 20)).pattern(39);
pub static UNTAG_RESOURCE_REQUEST: Shape = structure(
    "UntagResourceRequest",
    &[member("resourceArn", &RESOURCE_ARN).required(), member("tagKeys", &TAG_KEY_LIST).required()],
);
pub static UNTAG_RESOURCE_RESPONSE: Shape = structure("UntagResourceResponse", &[]);
pub static UPDATE_ACCOUNT_AUDIT_CONFIGURATION_REQUEST: Shape = structure(
    "UpdateAccountAuditConfigurationRequest",
    &[
        member("roleArn", &ROLE_ARN),
        member("auditNotificationTargetConfigurations", &AUDIT_NOTIFICATION_TARGET_CONFIGURATIONS),
        member("auditCheckConfigurations", &AUDIT_CHECK_CONFIGURATIONS),
    ],
);
pub static UPDATE_ACCOUNT_AUDIT_CONFIGURATION_RESPONSE: Shape =
    structure("UpdateAccountAuditConfigurationResponse", &[]);
pub static UPDATE_AUDIT_SUPPRESSION_REQUEST: Shape = structure(
    "UpdateAuditSuppressionRequest",
    &[
        member("checkName", &AUDIT_CHECK_NAME).required(),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER).required(),
        member("expirationDate", &TIMESTAMP),
        member("suppressIndefinitely", &SUPPRESS_INDEFINITELY),
        member("description", &AUDIT_DESCRIPTION),
    ],
);
pub static UPDATE_AUDIT_SUPPRESSION_RESPONSE: Shape = structure("UpdateAuditSuppressionResponse", &[]);
pub static UPDATE_AUTHORIZER_REQUEST: Shape = structure(
    "UpdateAuthorizerRequest",
    &[
        member("authorizerName", &AUTHORIZER_NAME).required().path("authorizerName"),
        member("authorizerFunctionArn", &AUTHORIZER_FUNCTION_ARN),
        member("tokenKeyName", &TOKEN_KEY_NAME),
        member("tokenSigningPublicKeys", &PUBLIC_KEY_MAP),
        member("status", &AUTHORIZER_STATUS),
        member("enableCachingForHttp", &ENABLE_CACHING_FOR_HTTP),
    ],
);
pub static UPDATE_AUTHORIZER_RESPONSE: Shape = structure(
    "UpdateAuthorizerResponse",
    &[member("authorizerName", &AUTHORIZER_NAME), member("authorizerArn", &AUTHORIZER_ARN)],
);
pub static UPDATE_BILLING_GROUP_REQUEST: Shape = structure(
    "UpdateBillingGroupRequest",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME).required().path("billingGroupName"),
        member("billingGroupProperties", &BILLING_GROUP_PROPERTIES).required(),
        member("expectedVersion", &OPTIONAL_VERSION),
    ],
);
pub static UPDATE_BILLING_GROUP_RESPONSE: Shape =
    structure("UpdateBillingGroupResponse", &[member("version", &VERSION)]);
pub static UPDATE_CA_CERTIFICATE_PARAMS: Shape =
    structure("UpdateCACertificateParams", &[member("action", &CA_CERTIFICATE_UPDATE_ACTION).required()]);
pub static UPDATE_CA_CERTIFICATE_REQUEST: Shape = structure(
    "UpdateCACertificateRequest",
    &[
        member("certificateId", &CERTIFICATE_ID).required().path("caCertificateId"),
        member("newStatus", &CA_CERTIFICATE_STATUS).query("newStatus"),
        member("newAutoRegistrationStatus", &AUTO_REGISTRATION_STATUS).query("newAutoRegistrationStatus"),
        member("registrationConfig", &REGISTRATION_CONFIG),
        member("removeAutoRegistration", &REMOVE_AUTO_REGISTRATION),
    ],
);
pub static UPDATE_CERTIFICATE_PROVIDER_REQUEST: Shape = structure(
    "UpdateCertificateProviderRequest",
    &[
        member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME)
            .required()
            .path("certificateProviderName"),
        member("lambdaFunctionArn", &CERTIFICATE_PROVIDER_FUNCTION_ARN),
        member("accountDefaultForOperations", &CERTIFICATE_PROVIDER_ACCOUNT_DEFAULT_FOR_OPERATIONS),
    ],
);
pub static UPDATE_CERTIFICATE_PROVIDER_RESPONSE: Shape = structure(
    "UpdateCertificateProviderResponse",
    &[
        member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME),
        member("certificateProviderArn", &CERTIFICATE_PROVIDER_ARN),
    ],
);
pub static UPDATE_CERTIFICATE_REQUEST: Shape = structure(
    "UpdateCertificateRequest",
    &[
        member("certificateId", &CERTIFICATE_ID).required().path("certificateId"),
        member("newStatus", &CERTIFICATE_STATUS).required().query("newStatus"),
    ],
);
pub static UPDATE_COMMAND_REQUEST: Shape = structure(
    "UpdateCommandRequest",
    &[
        member("commandId", &COMMAND_ID).required().path("commandId"),
        member("displayName", &DISPLAY_NAME),
        member("description", &COMMAND_DESCRIPTION),
        member("deprecated", &DEPRECATION_FLAG),
    ],
);
pub static UPDATE_COMMAND_RESPONSE: Shape = structure(
    "UpdateCommandResponse",
    &[
        member("commandId", &COMMAND_ID),
        member("displayName", &DISPLAY_NAME),
        member("description", &COMMAND_DESCRIPTION),
        member("deprecated", &DEPRECATION_FLAG),
        member("lastUpdatedAt", &DATE_TYPE),
    ],
);
pub static UPDATE_CUSTOM_METRIC_REQUEST: Shape = structure(
    "UpdateCustomMetricRequest",
    &[
        member("metricName", &METRIC_NAME).required().path("metricName"),
        member("displayName", &CUSTOM_METRIC_DISPLAY_NAME).required(),
    ],
);
pub static UPDATE_CUSTOM_METRIC_RESPONSE: Shape = structure(
    "UpdateCustomMetricResponse",
    &[
        member("metricName", &METRIC_NAME),
        member("metricArn", &CUSTOM_METRIC_ARN),
        member("metricType", &CUSTOM_METRIC_TYPE),
        member("displayName", &CUSTOM_METRIC_DISPLAY_NAME),
        member("creationDate", &TIMESTAMP),
        member("lastModifiedDate", &TIMESTAMP),
    ],
);
pub static UPDATE_DEVICE_CERTIFICATE_PARAMS: Shape = structure(
    "UpdateDeviceCertificateParams",
    &[member("action", &DEVICE_CERTIFICATE_UPDATE_ACTION).required()],
);
pub static UPDATE_DIMENSION_REQUEST: Shape = structure(
    "UpdateDimensionRequest",
    &[
        member("name", &DIMENSION_NAME).required().path("name"),
        member("stringValues", &DIMENSION_STRING_VALUES).required(),
    ],
);
pub static UPDATE_DIMENSION_RESPONSE: Shape = structure(
    "UpdateDimensionResponse",
    &[
        member("name", &DIMENSION_NAME),
        member("arn", &DIMENSION_ARN),
        member("type", &DIMENSION_TYPE),
        member("stringValues", &DIMENSION_STRING_VALUES),
        member("creationDate", &TIMESTAMP),
        member("lastModifiedDate", &TIMESTAMP),
    ],
);
pub static UPDATE_DOMAIN_CONFIGURATION_REQUEST: Shape = structure(
    "UpdateDomainConfigurationRequest",
    &[
        member("domainConfigurationName", &RESERVED_DOMAIN_CONFIGURATION_NAME)
            .required()
            .path("domainConfigurationName"),
        member("authorizerConfig", &AUTHORIZER_CONFIG),
        member("domainConfigurationStatus", &DOMAIN_CONFIGURATION_STATUS),
        member("removeAuthorizerConfig", &REMOVE_AUTHORIZER_CONFIG),
        member("tlsConfig", &TLS_CONFIG),
        member("serverCertificateConfig", &SERVER_CERTIFICATE_CONFIG),
        member("authenticationType", &AUTHENTICATION_TYPE),
        member("applicationProtocol", &APPLICATION_PROTOCOL),
        member("clientCertificateConfig", &CLIENT_CERTIFICATE_CONFIG),
    ],
);
pub static UPDATE_DOMAIN_CONFIGURATION_RESPONSE: Shape = structure(
    "UpdateDomainConfigurationResponse",
    &[
        member("domainConfigurationName", &RESERVED_DOMAIN_CONFIGURATION_NAME),
        member("domainConfigurationArn", &DOMAIN_CONFIGURATION_ARN),
    ],
);
pub static UPDATE_DYNAMIC_THING_GROUP_REQUEST: Shape = structure(
    "UpdateDynamicThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("thingGroupProperties", &THING_GROUP_PROPERTIES).required(),
        member("expectedVersion", &OPTIONAL_VERSION),
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING),
        member("queryVersion", &QUERY_VERSION),
    ],
);
pub static UPDATE_DYNAMIC_THING_GROUP_RESPONSE: Shape =
    structure("UpdateDynamicThingGroupResponse", &[member("version", &VERSION)]);
pub static UPDATE_ENCRYPTION_CONFIGURATION_REQUEST: Shape = structure(
    "UpdateEncryptionConfigurationRequest",
    &[
        member("encryptionType", &ENCRYPTION_TYPE).required(),
        member("kmsKeyArn", &KMS_KEY_ARN),
        member("kmsAccessRoleArn", &KMS_ACCESS_ROLE_ARN),
    ],
);
pub static UPDATE_ENCRYPTION_CONFIGURATION_RESPONSE: Shape =
    structure("UpdateEncryptionConfigurationResponse", &[]);
pub static UPDATE_EVENT_CONFIGURATIONS_REQUEST: Shape =
    structure("UpdateEventConfigurationsRequest", &[member("eventConfigurations", &EVENT_CONFIGURATIONS)]);
pub static UPDATE_EVENT_CONFIGURATIONS_RESPONSE: Shape = structure("UpdateEventConfigurationsResponse", &[]);
pub static UPDATE_FLEET_METRIC_REQUEST: Shape = structure(
    "UpdateFleetMetricRequest",
    &[
        member("metricName", &FLEET_METRIC_NAME).required().path("metricName"),
        member("queryString", &QUERY_STRING),
        member("aggregationType", &AGGREGATION_TYPE),
        member("period", &FLEET_METRIC_PERIOD),
        member("aggregationField", &AGGREGATION_FIELD),
        member("description", &FLEET_METRIC_DESCRIPTION),
        member("queryVersion", &QUERY_VERSION),
        member("indexName", &INDEX_NAME).required(),
        member("unit", &FLEET_METRIC_UNIT),
        member("expectedVersion", &OPTIONAL_VERSION),
    ],
);
pub static UPDATE_INDEXING_CONFIGURATION_REQUEST: Shape = structure(
    "UpdateIndexingConfigurationRequest",
    &[
        member("thingIndexingConfiguration", &THING_INDEXING_CONFIGURATION),
        member("thingGroupIndexingConfiguration", &THING_GROUP_INDEXING_CONFIGURATION),
    ],
);
pub static UPDATE_INDEXING_CONFIGURATION_RESPONSE: Shape =
    structure("UpdateIndexingConfigurationResponse", &[]);
pub static UPDATE_JOB_REQUEST: Shape = structure(
    "UpdateJobRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("description", &JOB_DESCRIPTION),
        member("presignedUrlConfig", &PRESIGNED_URL_CONFIG),
        member("jobExecutionsRolloutConfig", &JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("abortConfig", &ABORT_CONFIG),
        member("timeoutConfig", &TIMEOUT_CONFIG),
        member("namespaceId", &NAMESPACE_ID).query("namespaceId"),
        member("jobExecutionsRetryConfig", &JOB_EXECUTIONS_RETRY_CONFIG),
    ],
);
pub static UPDATE_MITIGATION_ACTION_REQUEST: Shape = structure(
    "UpdateMitigationActionRequest",
    &[
        member("actionName", &MITIGATION_ACTION_NAME).required().path("actionName"),
        member("roleArn", &ROLE_ARN),
        member("actionParams", &MITIGATION_ACTION_PARAMS),
    ],
);
pub static UPDATE_MITIGATION_ACTION_RESPONSE: Shape = structure(
    "UpdateMitigationActionResponse",
    &[member("actionArn", &MITIGATION_ACTION_ARN), member("actionId", &MITIGATION_ACTION_ID)],
);
pub static UPDATE_PACKAGE_CONFIGURATION_REQUEST: Shape = structure(
    "UpdatePackageConfigurationRequest",
    &[
        member("versionUpdateByJobsConfig", &VERSION_UPDATE_BY_JOBS_CONFIG),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static UPDATE_PACKAGE_CONFIGURATION_RESPONSE: Shape =
    structure("UpdatePackageConfigurationResponse", &[]);
pub static UPDATE_PACKAGE_REQUEST: Shape = structure(
    "UpdatePackageRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("description", &RESOURCE_DESCRIPTION),
        member("defaultVersionName", &VERSION_NAME),
        member("unsetDefaultVersion", &UNSET_DEFAULT_VERSION),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static UPDATE_PACKAGE_RESPONSE: Shape = structure("UpdatePackageResponse", &[]);
pub static UPDATE_PACKAGE_VERSION_REQUEST: Shape = structure(
    "UpdatePackageVersionRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
        member("description", &RESOURCE_DESCRIPTION),
        member("attributes", &RESOURCE_ATTRIBUTES),
        member("artifact", &PACKAGE_VERSION_ARTIFACT),
        member("action", &PACKAGE_VERSION_ACTION),
        member("recipe", &PACKAGE_VERSION_RECIPE),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static UPDATE_PACKAGE_VERSION_RESPONSE: Shape = structure("UpdatePackageVersionResponse", &[]);
pub static UPDATE_PROVISIONING_TEMPLATE_REQUEST: Shape = structure(
    "UpdateProvisioningTemplateRequest",
    &[
        member("templateName", &TEMPLATE_NAME).required().path("templateName"),
        member("description", &TEMPLATE_DESCRIPTION),
        member("enabled", &ENABLED),
        member("defaultVersionId", &TEMPLATE_VERSION_ID),
        member("provisioningRoleArn", &ROLE_ARN),
        member("preProvisioningHook", &PROVISIONING_HOOK),
        member("removePreProvisioningHook", &REMOVE_HOOK),
    ],
);
pub static UPDATE_PROVISIONING_TEMPLATE_RESPONSE: Shape =
    structure("UpdateProvisioningTemplateResponse", &[]);
pub static UPDATE_ROLE_ALIAS_REQUEST: Shape = structure(
    "UpdateRoleAliasRequest",
    &[
        member("roleAlias", &ROLE_ALIAS).required().path("roleAlias"),
        member("roleArn", &ROLE_ARN),
        member("credentialDurationSeconds", &CREDENTIAL_DURATION_SECONDS),
    ],
);
pub static UPDATE_ROLE_ALIAS_RESPONSE: Shape = structure(
    "UpdateRoleAliasResponse",
    &[member("roleAlias", &ROLE_ALIAS), member("roleAliasArn", &ROLE_ALIAS_ARN)],
);
pub static UPDATE_SCHEDULED_AUDIT_REQUEST: Shape = structure(
    "UpdateScheduledAuditRequest",
    &[
        member("frequency", &AUDIT_FREQUENCY),
        member("dayOfMonth", &DAY_OF_MONTH),
        member("dayOfWeek", &DAY_OF_WEEK),
        member("targetCheckNames", &TARGET_AUDIT_CHECK_NAMES),
        member("scheduledAuditName", &SCHEDULED_AUDIT_NAME).required().path("scheduledAuditName"),
    ],
);
pub static UPDATE_SCHEDULED_AUDIT_RESPONSE: Shape =
    structure("UpdateScheduledAuditResponse", &[member("scheduledAuditArn", &SCHEDULED_AUDIT_ARN)]);
pub static UPDATE_SECURITY_PROFILE_REQUEST: Shape = structure(
    "UpdateSecurityProfileRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName"),
        member("securityProfileDescription", &SECURITY_PROFILE_DESCRIPTION),
        member("behaviors", &BEHAVIORS),
        member("alertTargets", &ALERT_TARGETS),
        member("additionalMetricsToRetain", &ADDITIONAL_METRICS_TO_RETAIN_LIST),
        member("additionalMetricsToRetainV2", &ADDITIONAL_METRICS_TO_RETAIN_V2_LIST),
        member("deleteBehaviors", &DELETE_BEHAVIORS),
        member("deleteAlertTargets", &DELETE_ALERT_TARGETS),
        member("deleteAdditionalMetricsToRetain", &DELETE_ADDITIONAL_METRICS_TO_RETAIN),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
        member("metricsExportConfig", &METRICS_EXPORT_CONFIG),
        member("deleteMetricsExportConfig", &DELETE_METRICS_EXPORT_CONFIG),
    ],
);
pub static UPDATE_SECURITY_PROFILE_RESPONSE: Shape = structure(
    "UpdateSecurityProfileResponse",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME),
        member("securityProfileArn", &SECURITY_PROFILE_ARN),
        member("securityProfileDescription", &SECURITY_PROFILE_DESCRIPTION),
        member("behaviors", &BEHAVIORS),
        member("alertTargets", &ALERT_TARGETS),
        member("additionalMetricsToRetain", &ADDITIONAL_METRICS_TO_RETAIN_LIST),
        member("additionalMetricsToRetainV2", &ADDITIONAL_METRICS_TO_RETAIN_V2_LIST),
        member("version", &VERSION),
        member("creationDate", &TIMESTAMP),
        member("lastModifiedDate", &TIMESTAMP),
        member("metricsExportConfig", &METRICS_EXPORT_CONFIG),
    ],
);
pub static UPDATE_STREAM_REQUEST: Shape = structure(
    "UpdateStreamRequest",
    &[
        member("streamId", &STREAM_ID).required().path("streamId"),
        member("description", &STREAM_DESCRIPTION),
        member("files", &STREAM_FILES),
        member("roleArn", &ROLE_ARN),
    ],
);
pub static UPDATE_STREAM_RESPONSE: Shape = structure(
    "UpdateStreamResponse",
    &[
        member("streamId", &STREAM_ID),
        member("streamArn", &STREAM_ARN),
        member("description", &STREAM_DESCRIPTION),
        member("streamVersion", &STREAM_VERSION),
    ],
);
pub static UPDATE_THING_GROUP_REQUEST: Shape = structure(
    "UpdateThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("thingGroupProperties", &THING_GROUP_PROPERTIES).required(),
        member("expectedVersion", &OPTIONAL_VERSION),
    ],
);
pub static UPDATE_THING_GROUP_RESPONSE: Shape =
    structure("UpdateThingGroupResponse", &[member("version", &VERSION)]);
pub static UPDATE_THING_GROUPS_FOR_THING_REQUEST: Shape = structure(
    "UpdateThingGroupsForThingRequest",
    &[
        member("thingName", &THING_NAME),
        member("thingGroupsToAdd", &THING_GROUP_LIST),
        member("thingGroupsToRemove", &THING_GROUP_LIST),
        member("overrideDynamicGroups", &OVERRIDE_DYNAMIC_GROUPS),
    ],
);
pub static UPDATE_THING_GROUPS_FOR_THING_RESPONSE: Shape =
    structure("UpdateThingGroupsForThingResponse", &[]);
pub static UPDATE_THING_REQUEST: Shape = structure(
    "UpdateThingRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("thingTypeName", &THING_TYPE_NAME),
        member("attributePayload", &ATTRIBUTE_PAYLOAD),
        member("expectedVersion", &OPTIONAL_VERSION),
        member("removeThingType", &REMOVE_THING_TYPE),
    ],
);
pub static UPDATE_THING_RESPONSE: Shape = structure("UpdateThingResponse", &[]);
pub static UPDATE_THING_TYPE_REQUEST: Shape = structure(
    "UpdateThingTypeRequest",
    &[
        member("thingTypeName", &THING_TYPE_NAME).required().path("thingTypeName"),
        member("thingTypeProperties", &THING_TYPE_PROPERTIES),
    ],
);
pub static UPDATE_THING_TYPE_RESPONSE: Shape = structure("UpdateThingTypeResponse", &[]);
pub static UPDATE_TOPIC_RULE_DESTINATION_REQUEST: Shape = structure(
    "UpdateTopicRuleDestinationRequest",
    &[member("arn", &AWS_ARN).required(), member("status", &TOPIC_RULE_DESTINATION_STATUS).required()],
);
pub static UPDATE_TOPIC_RULE_DESTINATION_RESPONSE: Shape =
    structure("UpdateTopicRuleDestinationResponse", &[]);
pub static URL: Shape = string("Url", at_most(2000));
pub static USE_BASE64: Shape = boolean("UseBase64");
pub static USER_PROPERTIES: Shape = list("UserProperties", &USER_PROPERTY, within(1, 100));
pub static USER_PROPERTY: Shape = structure(
    "UserProperty",
    &[member("key", &USER_PROPERTY_KEY).required(), member("value", &USER_PROPERTY_VALUE).required()],
);
pub static USER_PROPERTY_KEY: Shape = string("UserPropertyKey", within(0, 1024));
pub static USER_PROPERTY_KEY_NAME: Shape = string("UserPropertyKeyName", at_most(128)).pattern(22);
pub static USER_PROPERTY_VALUE: Shape = string("UserPropertyValue", within(0, 1024));
pub static VALID: Shape = boolean("Valid");
pub static VALIDATE_SECURITY_PROFILE_BEHAVIORS_REQUEST: Shape =
    structure("ValidateSecurityProfileBehaviorsRequest", &[member("behaviors", &BEHAVIORS).required()]);
pub static VALIDATE_SECURITY_PROFILE_BEHAVIORS_RESPONSE: Shape = structure(
    "ValidateSecurityProfileBehaviorsResponse",
    &[member("valid", &VALID), member("validationErrors", &VALIDATION_ERRORS)],
);
pub static VALIDATION_ERROR: Shape = structure("ValidationError", &[member("errorMessage", &ERROR_MESSAGE)]);
pub static VALIDATION_ERRORS: Shape = list("ValidationErrors", &VALIDATION_ERROR, any());
pub static VALUE: Shape = string("Value", within(0, 4096)).pattern(9);
pub static VARIANCE: Shape = double("Variance", any());
pub static VERBOSE_FLAG: Shape = boolean("VerboseFlag");
pub static VERIFICATION_STATE: Shape = string("VerificationState", any()).values(&[
    "FALSE_POSITIVE",
    "BENIGN_POSITIVE",
    "TRUE_POSITIVE",
    "UNKNOWN",
]);
pub static VERIFICATION_STATE_DESCRIPTION: Shape =
    string("VerificationStateDescription", at_most(1000)).pattern(14);
pub static VERSION: Shape = long("Version", any());
pub static VERSION_NAME: Shape = string("VersionName", within(1, 64)).pattern(20);
pub static VERSION_NUMBER: Shape = long("VersionNumber", any());
pub static VERSION_UPDATE_BY_JOBS_CONFIG: Shape = structure(
    "VersionUpdateByJobsConfig",
    &[member("enabled", &ENABLED_BOOLEAN), member("roleArn", &ROLE_ARN)],
);
pub static VIOLATION_EVENT: Shape = structure(
    "ViolationEvent",
    &[
        member("violationId", &VIOLATION_ID),
        member("thingName", &DEVICE_DEFENDER_THING_NAME),
        member("securityProfileName", &SECURITY_PROFILE_NAME),
        member("behavior", &BEHAVIOR),
        member("metricValue", &METRIC_VALUE),
        member("violationEventAdditionalInfo", &VIOLATION_EVENT_ADDITIONAL_INFO),
        member("violationEventType", &VIOLATION_EVENT_TYPE),
        member("verificationState", &VERIFICATION_STATE),
        member("verificationStateDescription", &VERIFICATION_STATE_DESCRIPTION),
        member("violationEventTime", &TIMESTAMP),
    ],
);
pub static VIOLATION_EVENT_ADDITIONAL_INFO: Shape =
    structure("ViolationEventAdditionalInfo", &[member("confidenceLevel", &CONFIDENCE_LEVEL)]);
pub static VIOLATION_EVENT_OCCURRENCE_RANGE: Shape = structure(
    "ViolationEventOccurrenceRange",
    &[member("startTime", &TIMESTAMP).required(), member("endTime", &TIMESTAMP).required()],
);
pub static VIOLATION_EVENT_TYPE: Shape =
    string("ViolationEventType", any()).values(&["in-alarm", "alarm-cleared", "alarm-invalidated"]);
pub static VIOLATION_EVENTS: Shape = list("ViolationEvents", &VIOLATION_EVENT, any());
pub static VIOLATION_ID: Shape = string("ViolationId", within(1, 128)).pattern(25);
pub static VPC_DESTINATION_CONFIGURATION: Shape = structure(
    "VpcDestinationConfiguration",
    &[
        member("subnetIds", &SUBNET_ID_LIST).required(),
        member("securityGroups", &SECURITY_GROUP_LIST),
        member("vpcId", &VPC_ID).required(),
        member("roleArn", &AWS_ARN).required(),
    ],
);
pub static VPC_DESTINATION_PROPERTIES: Shape = structure(
    "VpcDestinationProperties",
    &[
        member("subnetIds", &SUBNET_ID_LIST),
        member("securityGroups", &SECURITY_GROUP_LIST),
        member("vpcId", &VPC_ID),
        member("roleArn", &AWS_ARN),
    ],
);
pub static VPC_DESTINATION_SUMMARY: Shape = structure(
    "VpcDestinationSummary",
    &[
        member("subnetIds", &SUBNET_ID_LIST),
        member("securityGroups", &SECURITY_GROUP_LIST),
        member("vpcId", &VPC_ID),
        member("roleArn", &AWS_ARN),
    ],
);
pub static VPC_ENDPOINT_ID: Shape = string("VpcEndpointId", any()).sensitive();
pub static VPC_ID: Shape = string("VpcId", any());
pub static WAITING_FOR_DATA_COLLECTION_CHECKS_COUNT: Shape =
    integer("WaitingForDataCollectionChecksCount", any());
pub static STRING_VALUE: Shape = string("stringValue", any());
pub static USE_PREFIX_ATTRIBUTE_VALUE: Shape = boolean("usePrefixAttributeValue");
