// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static EFFECTIVE_POLICIES: Shape = list("EffectivePolicies", &EFFECTIVE_POLICY, any());
pub static EFFECTIVE_POLICY: Shape = structure(
    "EffectivePolicy",
    &[
        member("policyName", &POLICY_NAME),
        member("policyArn", &POLICY_ARN),
        member("policyDocument", &POLICY_DOCUMENT),
    ],
);
pub static ELASTICSEARCH_ACTION: Shape = structure(
    "ElasticsearchAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("endpoint", &ELASTICSEARCH_ENDPOINT).required(),
        member("index", &ELASTICSEARCH_INDEX).required(),
        member("type", &ELASTICSEARCH_TYPE).required(),
        member("id", &ELASTICSEARCH_ID).required(),
    ],
);
pub static ELASTICSEARCH_ENDPOINT: Shape = string("ElasticsearchEndpoint", any()).pattern(50);
pub static ELASTICSEARCH_ID: Shape = string("ElasticsearchId", any());
pub static ELASTICSEARCH_INDEX: Shape = string("ElasticsearchIndex", any());
pub static ELASTICSEARCH_TYPE: Shape = string("ElasticsearchType", any());
pub static ENABLE_BATCHING: Shape = boolean("EnableBatching");
pub static ENABLE_CACHING_FOR_HTTP: Shape = boolean("EnableCachingForHttp");
pub static ENABLE_IOT_LOGGING_PARAMS: Shape = structure(
    "EnableIoTLoggingParams",
    &[member("roleArnForLogging", &ROLE_ARN).required(), member("logLevel", &LOG_LEVEL).required()],
);
pub static ENABLE_OCSP_CHECK: Shape = boolean("EnableOCSPCheck");
pub static ENABLE_TOPIC_RULE_REQUEST: Shape =
    structure("EnableTopicRuleRequest", &[member("ruleName", &RULE_NAME).required().path("ruleName")]);
pub static ENABLED: Shape = boolean("Enabled");
pub static ENABLED_BOOLEAN: Shape = boolean("EnabledBoolean");
pub static ENCRYPTION_TYPE: Shape =
    string("EncryptionType", any()).values(&["CUSTOMER_MANAGED_KMS_KEY", "AWS_OWNED_KMS_KEY"]);
pub static ENDPOINT_ADDRESS: Shape = string("EndpointAddress", any());
pub static ENDPOINT_TYPE: Shape = string("EndpointType", at_most(128)).pattern(9);
pub static ENVIRONMENT: Shape = string("Environment", any()).pattern(16);
pub static ENVIRONMENTS: Shape = list("Environments", &ENVIRONMENT, any());
pub static ERROR_CODE: Shape = string("ErrorCode", any());
pub static ERROR_INFO: Shape =
    structure("ErrorInfo", &[member("code", &CODE), member("message", &OTA_UPDATE_ERROR_MESSAGE)]);
pub static ERROR_MESSAGE: Shape = string("ErrorMessage", at_most(2048));
pub static EVALUATION_STATISTIC: Shape = string("EvaluationStatistic", any()).pattern(2);
pub static EVENT_CONFIGURATIONS: Shape = map("EventConfigurations", &EVENT_TYPE, &CONFIGURATION, any());
pub static EVENT_TYPE: Shape = string("EventType", any()).values(&[
    "THING",
    "THING_GROUP",
    "THING_TYPE",
    "THING_GROUP_MEMBERSHIP",
    "THING_GROUP_HIERARCHY",
    "THING_TYPE_ASSOCIATION",
    "JOB",
    "JOB_EXECUTION",
    "POLICY",
    "CERTIFICATE",
    "CA_CERTIFICATE",
]);
pub static EXAMPLE: Shape = string("Example", any()).pattern(16);
pub static EXECUTION_NAME_PREFIX: Shape = string("ExecutionNamePrefix", any());
pub static EXECUTION_NUMBER: Shape = long("ExecutionNumber", any());
pub static EXPECTED_VERSION: Shape = long("ExpectedVersion", any());
pub static EXPIRES_IN_SEC: Shape = long("ExpiresInSec", within(60, 3600));
pub static EXPIRES_IN_SECONDS: Shape = long("ExpiresInSeconds", any());
pub static EXPLICIT_DENY: Shape = structure("ExplicitDeny", &[member("policies", &POLICIES)]);
pub static EXPONENTIAL_ROLLOUT_RATE: Shape = structure(
    "ExponentialRolloutRate",
    &[
        member("baseRatePerMinute", &ROLLOUT_RATE_PER_MINUTE).required(),
        member("incrementFactor", &INCREMENT_FACTOR).required(),
        member("rateIncreaseCriteria", &RATE_INCREASE_CRITERIA).required(),
    ],
);
pub static EXPORT_METRIC: Shape = boolean("ExportMetric");
pub static FAILED_CHECKS_COUNT: Shape = integer("FailedChecksCount", any());
pub static FAILED_FINDINGS_COUNT: Shape = long("FailedFindingsCount", any());
pub static FAILED_THINGS: Shape = integer("FailedThings", any());
pub static FIELD: Shape = structure("Field", &[member("name", &FIELD_NAME), member("type", &FIELD_TYPE)]);
pub static FIELD_NAME: Shape = string("FieldName", any());
pub static FIELD_TYPE: Shape = string("FieldType", any()).values(&["Number", "String", "Boolean"]);
pub static FIELDS: Shape = list("Fields", &FIELD, any());
pub static FILE_ID: Shape = integer("FileId", within(0, 255));
pub static FILE_LOCATION: Shape =
    structure("FileLocation", &[member("stream", &STREAM), member("s3Location", &S3_LOCATION)]);
pub static FILE_NAME: Shape = string("FileName", any());
pub static FILE_TYPE: Shape = integer("FileType", within(0, 255));
pub static FINDING_ID: Shape = string("FindingId", within(1, 128)).pattern(27);
pub static FINDING_IDS: Shape = list("FindingIds", &FINDING_ID, within(1, 25));
pub static FIREHOSE_ACTION: Shape = structure(
    "FirehoseAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("deliveryStreamName", &DELIVERY_STREAM_NAME).required(),
        member("separator", &FIREHOSE_SEPARATOR),
        member("batchMode", &BATCH_MODE),
    ],
);
pub static FIREHOSE_SEPARATOR: Shape = string("FirehoseSeparator", any()).pattern(1);
pub static FLAG: Shape = boolean("Flag");
pub static FLEET_INDEXING_API: Shape =
    string("FleetIndexingApi", any()).values(&["GET_THING_CONNECTIVITY_DATA"]);
pub static FLEET_INDEXING_API_LIST: Shape = list("FleetIndexingApiList", &FLEET_INDEXING_API, any());
pub static FLEET_METRIC_ARN: Shape = string("FleetMetricArn", any());
pub static FLEET_METRIC_DESCRIPTION: Shape = string("FleetMetricDescription", at_most(1024)).pattern(7);
pub static FLEET_METRIC_NAME: Shape = string("FleetMetricName", within(1, 128)).pattern(31);
pub static FLEET_METRIC_NAME_AND_ARN: Shape = structure(
    "FleetMetricNameAndArn",
    &[member("metricName", &FLEET_METRIC_NAME), member("metricArn", &FLEET_METRIC_ARN)],
);
pub static FLEET_METRIC_NAME_AND_ARN_LIST: Shape =
    list("FleetMetricNameAndArnList", &FLEET_METRIC_NAME_AND_ARN, any());
pub static FLEET_METRIC_PERIOD: Shape = integer("FleetMetricPeriod", within(60, 86400));
pub static FLEET_METRIC_UNIT: Shape = string("FleetMetricUnit", any()).values(&[
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
]);
pub static FORCE_DELETE: Shape = boolean("ForceDelete");
pub static FORCE_DELETE_AWS_JOB: Shape = boolean("ForceDeleteAWSJob");
pub static FORCE_FLAG: Shape = boolean("ForceFlag");
pub static FORCED: Shape = boolean("Forced");
pub static FUNCTION_ARN: Shape = string("FunctionArn", any());
pub static GENERATION_ID: Shape = string("GenerationId", any());
pub static GENERIC_LONG_VALUE: Shape = long("GenericLongValue", any());
pub static GEO_LOCATION_TARGET: Shape = structure(
    "GeoLocationTarget",
    &[member("name", &TARGET_FIELD_NAME), member("order", &TARGET_FIELD_ORDER)],
);
pub static GEO_LOCATIONS_FILTER: Shape = list("GeoLocationsFilter", &GEO_LOCATION_TARGET, any());
pub static GET_BEHAVIOR_MODEL_TRAINING_SUMMARIES_REQUEST: Shape = structure(
    "GetBehaviorModelTrainingSummariesRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).query("securityProfileName"),
        member("maxResults", &TINY_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static GET_BEHAVIOR_MODEL_TRAINING_SUMMARIES_RESPONSE: Shape = structure(
    "GetBehaviorModelTrainingSummariesResponse",
    &[member("summaries", &BEHAVIOR_MODEL_TRAINING_SUMMARIES), member("nextToken", &NEXT_TOKEN)],
);
pub static GET_BUCKETS_AGGREGATION_REQUEST: Shape = structure(
    "GetBucketsAggregationRequest",
    &[
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING).required(),
        member("aggregationField", &AGGREGATION_FIELD).required(),
        member("queryVersion", &QUERY_VERSION),
        member("bucketsAggregationType", &BUCKETS_AGGREGATION_TYPE).required(),
    ],
);
pub static GET_BUCKETS_AGGREGATION_RESPONSE: Shape =
    structure("GetBucketsAggregationResponse", &[member("totalCount", &COUNT), member("buckets", &BUCKETS)]);
pub static GET_CARDINALITY_REQUEST: Shape = structure(
    "GetCardinalityRequest",
    &[
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING).required(),
        member("aggregationField", &AGGREGATION_FIELD),
        member("queryVersion", &QUERY_VERSION),
    ],
);
pub static GET_CARDINALITY_RESPONSE: Shape =
    structure("GetCardinalityResponse", &[member("cardinality", &COUNT)]);
pub static GET_COMMAND_EXECUTION_REQUEST: Shape = structure(
    "GetCommandExecutionRequest",
    &[
        member("executionId", &COMMAND_EXECUTION_ID).required().path("executionId"),
        member("targetArn", &TARGET_ARN).required().query("targetArn"),
        member("includeResult", &BOOLEAN_WRAPPER_OBJECT).query("includeResult"),
    ],
);
pub static GET_COMMAND_EXECUTION_RESPONSE: Shape = structure(
    "GetCommandExecutionResponse",
    &[
        member("executionId", &COMMAND_EXECUTION_ID),
        member("commandArn", &COMMAND_ARN),
        member("targetArn", &TARGET_ARN),
        member("status", &COMMAND_EXECUTION_STATUS),
        member("statusReason", &STATUS_REASON),
        member("result", &COMMAND_EXECUTION_RESULT_MAP),
        member("parameters", &COMMAND_EXECUTION_PARAMETER_MAP),
        member("executionTimeoutSeconds", &COMMAND_EXECUTION_TIMEOUT_IN_SECONDS),
        member("createdAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("startedAt", &DATE_TYPE),
        member("completedAt", &DATE_TYPE),
        member("timeToLive", &DATE_TYPE),
    ],
);
pub static GET_COMMAND_REQUEST: Shape =
    structure("GetCommandRequest", &[member("commandId", &COMMAND_ID).required().path("commandId")]);
pub static GET_COMMAND_RESPONSE: Shape = structure(
    "GetCommandResponse",
    &[
        member("commandId", &COMMAND_ID),
        member("commandArn", &COMMAND_ARN),
        member("namespace", &COMMAND_NAMESPACE),
        member("displayName", &DISPLAY_NAME),
        member("description", &COMMAND_DESCRIPTION),
        member("mandatoryParameters", &COMMAND_PARAMETER_LIST),
        member("payload", &COMMAND_PAYLOAD),
        member("payloadTemplate", &COMMAND_PAYLOAD_TEMPLATE_STRING),
        member("preprocessor", &COMMAND_PREPROCESSOR),
        member("roleArn", &ROLE_ARN),
        member("createdAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("deprecated", &DEPRECATION_FLAG),
        member("pendingDeletion", &BOOLEAN_WRAPPER_OBJECT),
    ],
);
pub static GET_EFFECTIVE_POLICIES_REQUEST: Shape = structure(
    "GetEffectivePoliciesRequest",
    &[
        member("principal", &PRINCIPAL),
        member("cognitoIdentityPoolId", &COGNITO_IDENTITY_POOL_ID),
        member("thingName", &THING_NAME).query("thingName"),
    ],
);
pub static GET_EFFECTIVE_POLICIES_RESPONSE: Shape =
    structure("GetEffectivePoliciesResponse", &[member("effectivePolicies", &EFFECTIVE_POLICIES)]);
pub static GET_INDEXING_CONFIGURATION_REQUEST: Shape = structure("GetIndexingConfigurationRequest", &[]);
pub static GET_INDEXING_CONFIGURATION_RESPONSE: Shape = structure(
    "GetIndexingConfigurationResponse",
    &[
        member("thingIndexingConfiguration", &THING_INDEXING_CONFIGURATION),
        member("thingGroupIndexingConfiguration", &THING_GROUP_INDEXING_CONFIGURATION),
    ],
);
pub static GET_JOB_DOCUMENT_REQUEST: Shape = structure(
    "GetJobDocumentRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("beforeSubstitution", &BEFORE_SUBSTITUTION_FLAG).query("beforeSubstitution"),
    ],
);
pub static GET_JOB_DOCUMENT_RESPONSE: Shape =
    structure("GetJobDocumentResponse", &[member("document", &JOB_DOCUMENT)]);
pub static GET_LOGGING_OPTIONS_REQUEST: Shape = structure("GetLoggingOptionsRequest", &[]);
pub static GET_LOGGING_OPTIONS_RESPONSE: Shape =
    structure("GetLoggingOptionsResponse", &[member("roleArn", &AWS_ARN), member("logLevel", &LOG_LEVEL)]);
pub static GET_OTA_UPDATE_REQUEST: Shape =
    structure("GetOTAUpdateRequest", &[member("otaUpdateId", &OTA_UPDATE_ID).required().path("otaUpdateId")]);
pub static GET_OTA_UPDATE_RESPONSE: Shape =
    structure("GetOTAUpdateResponse", &[member("otaUpdateInfo", &OTA_UPDATE_INFO)]);
pub static GET_PACKAGE_CONFIGURATION_REQUEST: Shape = structure("GetPackageConfigurationRequest", &[]);
pub static GET_PACKAGE_CONFIGURATION_RESPONSE: Shape = structure(
    "GetPackageConfigurationResponse",
    &[member("versionUpdateByJobsConfig", &VERSION_UPDATE_BY_JOBS_CONFIG)],
);
pub static GET_PACKAGE_REQUEST: Shape =
    structure("GetPackageRequest", &[member("packageName", &PACKAGE_NAME).required().path("packageName")]);
pub static GET_PACKAGE_RESPONSE: Shape = structure(
    "GetPackageResponse",
    &[
        member("packageName", &PACKAGE_NAME),
        member("packageArn", &PACKAGE_ARN),
        member("description", &RESOURCE_DESCRIPTION),
        member("defaultVersionName", &VERSION_NAME),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
    ],
);
pub static GET_PACKAGE_VERSION_REQUEST: Shape = structure(
    "GetPackageVersionRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
    ],
);
pub static GET_PACKAGE_VERSION_RESPONSE: Shape = structure(
    "GetPackageVersionResponse",
    &[
        member("packageVersionArn", &PACKAGE_VERSION_ARN),
        member("packageName", &PACKAGE_NAME),
        member("versionName", &VERSION_NAME),
        member("description", &RESOURCE_DESCRIPTION),
        member("attributes", &RESOURCE_ATTRIBUTES),
        member("artifact", &PACKAGE_VERSION_ARTIFACT),
        member("status", &PACKAGE_VERSION_STATUS),
        member("errorReason", &PACKAGE_VERSION_ERROR_REASON),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
        member("sbom", &SBOM),
        member("sbomValidationStatus", &SBOM_VALIDATION_STATUS),
        member("recipe", &PACKAGE_VERSION_RECIPE),
    ],
);
pub static GET_PERCENTILES_REQUEST: Shape = structure(
    "GetPercentilesRequest",
    &[
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING).required(),
        member("aggregationField", &AGGREGATION_FIELD),
        member("queryVersion", &QUERY_VERSION),
        member("percents", &PERCENT_LIST),
    ],
);
pub static GET_PERCENTILES_RESPONSE: Shape =
    structure("GetPercentilesResponse", &[member("percentiles", &PERCENTILES)]);
pub static GET_POLICY_REQUEST: Shape =
    structure("GetPolicyRequest", &[member("policyName", &POLICY_NAME).required().path("policyName")]);
pub static GET_POLICY_RESPONSE: Shape = structure(
    "GetPolicyResponse",
    &[
        member("policyName", &POLICY_NAME),
        member("policyArn", &POLICY_ARN),
        member("policyDocument", &POLICY_DOCUMENT),
        member("defaultVersionId", &POLICY_VERSION_ID),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("generationId", &GENERATION_ID),
    ],
);
pub static GET_POLICY_VERSION_REQUEST: Shape = structure(
    "GetPolicyVersionRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("policyVersionId", &POLICY_VERSION_ID).required().path("policyVersionId"),
    ],
);
pub static GET_POLICY_VERSION_RESPONSE: Shape = structure(
    "GetPolicyVersionResponse",
    &[
        member("policyArn", &POLICY_ARN),
        member("policyName", &POLICY_NAME),
        member("policyDocument", &POLICY_DOCUMENT),
        member("policyVersionId", &POLICY_VERSION_ID),
        member("isDefaultVersion", &IS_DEFAULT_VERSION),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("generationId", &GENERATION_ID),
    ],
);
pub static GET_REGISTRATION_CODE_REQUEST: Shape = structure("GetRegistrationCodeRequest", &[]);
pub static GET_REGISTRATION_CODE_RESPONSE: Shape =
    structure("GetRegistrationCodeResponse", &[member("registrationCode", &REGISTRATION_CODE)]);
pub static GET_STATISTICS_REQUEST: Shape = structure(
    "GetStatisticsRequest",
    &[
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING).required(),
        member("aggregationField", &AGGREGATION_FIELD),
        member("queryVersion", &QUERY_VERSION),
    ],
);
pub static GET_STATISTICS_RESPONSE: Shape =
    structure("GetStatisticsResponse", &[member("statistics", &STATISTICS)]);
pub static GET_THING_CONNECTIVITY_DATA_REQUEST: Shape = structure(
    "GetThingConnectivityDataRequest",
    &[
        member("thingName", &CONNECTIVITY_API_THING_NAME).required().path("thingName"),
        member("includeSocketInformation", &BOOLEAN),
    ],
);
pub static GET_THING_CONNECTIVITY_DATA_RESPONSE: Shape = structure(
    "GetThingConnectivityDataResponse",
    &[
        member("thingName", &CONNECTIVITY_API_THING_NAME),
        member("connected", &BOOLEAN),
        member("timestamp", &TIMESTAMP),
        member("disconnectReason", &DISCONNECT_REASON_VALUE),
        member("sourceIp", &SOURCE_IP),
        member("sourcePort", &SOURCE_PORT),
        member("targetIp", &TARGET_IP),
        member("targetPort", &TARGET_PORT),
        member("vpcEndpointId", &VPC_ENDPOINT_ID),
        member("keepAliveDuration", &KEEP_ALIVE_DURATION),
        member("cleanSession", &BOOLEAN),
        member("sessionExpiry", &SESSION_EXPIRY),
        member("clientId", &CLIENT_ID),
    ],
);
pub static GET_TOPIC_RULE_DESTINATION_REQUEST: Shape =
    structure("GetTopicRuleDestinationRequest", &[member("arn", &AWS_ARN).required().path("arn")]);
pub static GET_TOPIC_RULE_DESTINATION_RESPONSE: Shape =
    structure("GetTopicRuleDestinationResponse", &[member("topicRuleDestination", &TOPIC_RULE_DESTINATION)]);
pub static GET_TOPIC_RULE_REQUEST: Shape =
    structure("GetTopicRuleRequest", &[member("ruleName", &RULE_NAME).required().path("ruleName")]);
pub static GET_TOPIC_RULE_RESPONSE: Shape =
    structure("GetTopicRuleResponse", &[member("ruleArn", &RULE_ARN), member("rule", &TOPIC_RULE)]);
pub static GET_V2_LOGGING_OPTIONS_REQUEST: Shape =
    structure("GetV2LoggingOptionsRequest", &[member("verbose", &VERBOSE_FLAG).query("verbose")]);
pub static GET_V2_LOGGING_OPTIONS_RESPONSE: Shape = structure(
    "GetV2LoggingOptionsResponse",
    &[
        member("roleArn", &AWS_ARN),
        member("defaultLogLevel", &LOG_LEVEL),
        member("disableAllLogs", &DISABLE_ALL_LOGS),
        member("eventConfigurations", &LOG_EVENT_CONFIGURATIONS),
    ],
);
pub static GROUP_NAME_AND_ARN: Shape = structure(
    "GroupNameAndArn",
    &[member("groupName", &THING_GROUP_NAME), member("groupArn", &THING_GROUP_ARN)],
);
pub static HASH_ALGORITHM: Shape = string("HashAlgorithm", any());
pub static HASH_KEY_FIELD: Shape = string("HashKeyField", any());
pub static HASH_KEY_VALUE: Shape = string("HashKeyValue", any());
pub static HEADER_KEY: Shape = string("HeaderKey", within(1, 256));
pub static HEADER_LIST: Shape = list("HeaderList", &HTTP_ACTION_HEADER, within(0, 100));
pub static HEADER_VALUE: Shape = string("HeaderValue", any());
pub static HTTP_ACTION: Shape = structure(
    "HttpAction",
    &[
        member("url", &URL).required(),
        member("confirmationUrl", &URL),
        member("headers", &HEADER_LIST),
        member("auth", &HTTP_AUTHORIZATION),
        member("enableBatching", &ENABLE_BATCHING),
        member("batchConfig", &BATCH_CONFIG),
    ],
);
pub static HTTP_ACTION_HEADER: Shape = structure(
    "HttpActionHeader",
    &[member("key", &HEADER_KEY).required(), member("value", &HEADER_VALUE).required()],
);
pub static HTTP_AUTHORIZATION: Shape =
    structure("HttpAuthorization", &[member("sigv4", &SIG_V4_AUTHORIZATION)]);
pub static HTTP_CONTEXT: Shape =
    structure("HttpContext", &[member("headers", &HTTP_HEADERS), member("queryString", &HTTP_QUERY_STRING)]);
pub static HTTP_HEADER_NAME: Shape = string("HttpHeaderName", within(1, 8192)).pattern(9);
pub static HTTP_HEADER_VALUE: Shape = string("HttpHeaderValue", within(1, 8192)).pattern(9);
pub static HTTP_HEADERS: Shape = map("HttpHeaders", &HTTP_HEADER_NAME, &HTTP_HEADER_VALUE, any());
pub static HTTP_QUERY_STRING: Shape = string("HttpQueryString", within(1, 4096)).pattern(9);
pub static HTTP_URL_DESTINATION_CONFIGURATION: Shape =
    structure("HttpUrlDestinationConfiguration", &[member("confirmationUrl", &URL).required()]);
pub static HTTP_URL_DESTINATION_PROPERTIES: Shape =
    structure("HttpUrlDestinationProperties", &[member("confirmationUrl", &URL)]);
pub static HTTP_URL_DESTINATION_SUMMARY: Shape =
    structure("HttpUrlDestinationSummary", &[member("confirmationUrl", &URL)]);
pub static IMPLICIT_DENY: Shape = structure("ImplicitDeny", &[member("policies", &POLICIES)]);
pub static IN_PROGRESS_CHECKS_COUNT: Shape = integer("InProgressChecksCount", any());
pub static IN_PROGRESS_THINGS: Shape = integer("InProgressThings", any());
pub static IN_PROGRESS_TIMEOUT_IN_MINUTES: Shape = long("InProgressTimeoutInMinutes", any());
pub static INCREMENT_FACTOR: Shape = double("IncrementFactor", within(1.1, 5.0));
pub static INDEX_NAME: Shape = string("IndexName", within(1, 128)).pattern(24);
pub static INDEX_NAMES_LIST: Shape = list("IndexNamesList", &INDEX_NAME, any());
pub static INDEX_SCHEMA: Shape = string("IndexSchema", any());
pub static INDEX_STATUS: Shape = string("IndexStatus", any()).values(&["ACTIVE", "BUILDING", "REBUILDING"]);
pub static INDEXING_FILTER: Shape = structure(
    "IndexingFilter",
    &[
        member("namedShadowNames", &NAMED_SHADOW_NAMES_FILTER),
        member("geoLocations", &GEO_LOCATIONS_FILTER),
        member("connectivity", &CONNECTIVITY_FILTER),
    ],
);
pub static INFLUX_DB_ACTION: Shape = structure(
    "InfluxDBAction",
    &[
        member("destinationArn", &AWS_ARN).required(),
        member("roleArn", &AWS_ARN).required(),
        member("databaseName", &INFLUX_DB_DATABASE_NAME).required(),
        member("tableName", &INFLUX_DB_TABLE_NAME).required(),
        member("organization", &INFLUX_DB_ORGANIZATION),
        member("tags", &INFLUX_DB_TAG_MAP),
        member("timestampUnit", &INFLUX_DB_TIMESTAMP_UNIT),
        member("batchConfig", &INFLUX_DB_BATCH_CONFIG),
    ],
);
pub static INFLUX_DB_BATCH_ACROSS_TOPICS: Shape = boolean("InfluxDBBatchAcrossTopics");
pub static INFLUX_DB_BATCH_CONFIG: Shape = structure(
    "InfluxDBBatchConfig",
    &[
        member("maxBatchSize", &INFLUX_DB_MAX_BATCH_SIZE),
        member("maxBatchOpenMs", &INFLUX_DB_MAX_BATCH_OPEN_MS),
        member("maxBatchSizeBytes", &INFLUX_DB_MAX_BATCH_SIZE_BYTES),
        member("batchAcrossTopics", &INFLUX_DB_BATCH_ACROSS_TOPICS),
    ],
);
pub static INFLUX_DB_DATABASE_NAME: Shape = string("InfluxDBDatabaseName", within(2, 64)).pattern(43);
pub static INFLUX_DB_DESTINATION_CONFIGURATION: Shape = structure(
    "InfluxDBDestinationConfiguration",
    &[
        member("endpoint", &URL).required(),
        member("influxDBVersion", &INFLUX_DB_VERSION).required(),
        member("secretId", &INFLUX_DB_SECRET_ID).required(),
        member("secretType", &INFLUX_DB_SECRET_TYPE),
        member("secretKey", &INFLUX_DB_SECRET_KEY),
    ],
);
pub static INFLUX_DB_DESTINATION_PROPERTIES: Shape = structure(
    "InfluxDBDestinationProperties",
    &[
        member("endpoint", &URL),
        member("influxDBVersion", &INFLUX_DB_VERSION),
        member("secretId", &INFLUX_DB_SECRET_ID),
        member("secretType", &INFLUX_DB_SECRET_TYPE),
        member("secretKey", &INFLUX_DB_SECRET_KEY),
    ],
);
pub static INFLUX_DB_DESTINATION_SUMMARY: Shape = structure(
    "InfluxDBDestinationSummary",
    &[
        member("endpoint", &URL),
        member("influxDBVersion", &INFLUX_DB_VERSION),
        member("secretId", &INFLUX_DB_SECRET_ID),
        member("secretType", &INFLUX_DB_SECRET_TYPE),
        member("secretKey", &INFLUX_DB_SECRET_KEY),
    ],
);
pub static INFLUX_DB_MAX_BATCH_OPEN_MS: Shape = integer("InfluxDBMaxBatchOpenMs", within(5, 1000));
pub static INFLUX_DB_MAX_BATCH_SIZE: Shape = integer("InfluxDBMaxBatchSize", within(1, 500));
pub static INFLUX_DB_MAX_BATCH_SIZE_BYTES: Shape = integer("InfluxDBMaxBatchSizeBytes", within(100, 131072));
pub static INFLUX_DB_ORGANIZATION: Shape = string("InfluxDBOrganization", within(1, 64));
pub static INFLUX_DB_SECRET_ID: Shape = string("InfluxDBSecretId", within(1, 512));
pub static INFLUX_DB_SECRET_KEY: Shape = string("InfluxDBSecretKey", within(1, 128));
pub static INFLUX_DB_SECRET_TYPE: Shape =
    string("InfluxDBSecretType", any()).values(&["SecretString", "SecretBinary"]);
pub static INFLUX_DB_TABLE_NAME: Shape = string("InfluxDBTableName", within(1, 1024)).pattern(44);
pub static INFLUX_DB_TAG_MAP: Shape =
    map("InfluxDBTagMap", &INFLUX_DB_TAG_NAME, &INFLUX_DB_TAG_VALUE, within(0, 498));
pub static INFLUX_DB_TAG_NAME: Shape = string("InfluxDBTagName", within(1, 256)).pattern(44);
pub static INFLUX_DB_TAG_VALUE: Shape = string("InfluxDBTagValue", within(1, 1024));
pub static INFLUX_DB_TIMESTAMP_UNIT: Shape =
    string("InfluxDBTimestampUnit", any()).values(&["s", "ms", "us", "ns"]);
pub static INFLUX_DB_VERSION: Shape = string("InfluxDBVersion", any()).values(&["V2", "V3"]);
pub static INLINE_DOCUMENT: Shape = string("InlineDocument", any());
pub static INPUT_NAME: Shape = string("InputName", within(1, 128));
pub static INTEGER_PARAMETER_VALUE: Shape = integer("IntegerParameterValue", any());
pub static IOT_ANALYTICS_ACTION: Shape = structure(
    "IotAnalyticsAction",
    &[
        member("channelArn", &AWS_ARN),
        member("channelName", &CHANNEL_NAME),
        member("batchMode", &BATCH_MODE),
        member("roleArn", &AWS_ARN),
    ],
);
pub static IOT_EVENTS_ACTION: Shape = structure(
    "IotEventsAction",
    &[
        member("inputName", &INPUT_NAME).required(),
        member("messageId", &MESSAGE_ID),
        member("batchMode", &BATCH_MODE),
        member("roleArn", &AWS_ARN).required(),
    ],
);
pub static IOT_SITE_WISE_ACTION: Shape = structure(
    "IotSiteWiseAction",
    &[
        member("putAssetPropertyValueEntries", &PUT_ASSET_PROPERTY_VALUE_ENTRY_LIST).required(),
        member("roleArn", &AWS_ARN).required(),
    ],
);
pub static IS_AUTHENTICATED: Shape = boolean("IsAuthenticated");
pub static IS_DEFAULT_VERSION: Shape = boolean("IsDefaultVersion");
pub static IS_DISABLED: Shape = boolean("IsDisabled");
pub static IS_SUPPRESSED: Shape = boolean("IsSuppressed");
pub static ISSUER_CERTIFICATE_IDENTIFIER: Shape = structure(
    "IssuerCertificateIdentifier",
    &[
        member("issuerCertificateSubject", &ISSUER_CERTIFICATE_SUBJECT),
        member("issuerId", &ISSUER_ID),
        member("issuerCertificateSerialNumber", &ISSUER_CERTIFICATE_SERIAL_NUMBER),
    ],
);
pub static ISSUER_CERTIFICATE_SERIAL_NUMBER: Shape =
    string("IssuerCertificateSerialNumber", at_most(20)).pattern(18);
pub static ISSUER_CERTIFICATE_SUBJECT: Shape = string("IssuerCertificateSubject", at_most(1000)).pattern(7);
pub static ISSUER_ID: Shape = string("IssuerId", at_most(64)).pattern(0);
pub static JOB: Shape = structure(
    "Job",
    &[
        member("jobArn", &JOB_ARN),
        member("jobId", &JOB_ID),
        member("targetSelection", &TARGET_SELECTION),
        member("status", &JOB_STATUS),
        member("forceCanceled", &FORCED),
        member("reasonCode", &REASON_CODE),
        member("comment", &COMMENT),
        member("targets", &JOB_TARGETS),
        member("description", &JOB_DESCRIPTION),
        member("presignedUrlConfig", &PRESIGNED_URL_CONFIG),
        member("jobExecutionsRolloutConfig", &JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("abortConfig", &ABORT_CONFIG),
        member("createdAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("completedAt", &DATE_TYPE),
        member("jobProcessDetails", &JOB_PROCESS_DETAILS),
        member("timeoutConfig", &TIMEOUT_CONFIG),
        member("namespaceId", &NAMESPACE_ID),
        member("jobTemplateArn", &JOB_TEMPLATE_ARN),
        member("jobExecutionsRetryConfig", &JOB_EXECUTIONS_RETRY_CONFIG),
        member("documentParameters", &PARAMETER_MAP),
        member("isConcurrent", &BOOLEAN_WRAPPER_OBJECT),
        member("schedulingConfig", &SCHEDULING_CONFIG),
        member("scheduledJobRollouts", &SCHEDULED_JOB_ROLLOUT_LIST),
        member("destinationPackageVersions", &DESTINATION_PACKAGE_VERSIONS),
    ],
);
pub static JOB_ARN: Shape = string("JobArn", any());
pub static JOB_DESCRIPTION: Shape = string("JobDescription", at_most(2028)).pattern(16);
pub static JOB_DOCUMENT: Shape = string("JobDocument", at_most(32768));
pub static JOB_DOCUMENT_SOURCE: Shape = string("JobDocumentSource", within(1, 1350));
pub static JOB_END_BEHAVIOR: Shape =
    string("JobEndBehavior", any()).values(&["STOP_ROLLOUT", "CANCEL", "FORCE_CANCEL"]);
pub static JOB_EXECUTION: Shape = structure(
    "JobExecution",
    &[
        member("jobId", &JOB_ID),
        member("status", &JOB_EXECUTION_STATUS),
        member("forceCanceled", &FORCED),
        member("statusDetails", &JOB_EXECUTION_STATUS_DETAILS),
        member("thingArn", &THING_ARN),
        member("queuedAt", &DATE_TYPE),
        member("startedAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("executionNumber", &EXECUTION_NUMBER),
        member("versionNumber", &VERSION_NUMBER),
        member("approximateSecondsBeforeTimedOut", &APPROXIMATE_SECONDS_BEFORE_TIMED_OUT),
    ],
);
pub static JOB_EXECUTION_FAILURE_TYPE: Shape =
    string("JobExecutionFailureType", any()).values(&["FAILED", "REJECTED", "TIMED_OUT", "ALL"]);
pub static JOB_EXECUTION_STATUS: Shape = string("JobExecutionStatus", any()).values(&[
    "QUEUED",
    "IN_PROGRESS",
    "SUCCEEDED",
    "FAILED",
    "TIMED_OUT",
    "REJECTED",
    "REMOVED",
    "CANCELED",
]);
pub static JOB_EXECUTION_STATUS_DETAILS: Shape =
    structure("JobExecutionStatusDetails", &[member("detailsMap", &DETAILS_MAP)]);
pub static JOB_EXECUTION_SUMMARY: Shape = structure(
    "JobExecutionSummary",
    &[
        member("status", &JOB_EXECUTION_STATUS),
        member("queuedAt", &DATE_TYPE),
        member("startedAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("executionNumber", &EXECUTION_NUMBER),
        member("retryAttempt", &RETRY_ATTEMPT),
    ],
);
pub static JOB_EXECUTION_SUMMARY_FOR_JOB: Shape = structure(
    "JobExecutionSummaryForJob",
    &[member("thingArn", &THING_ARN), member("jobExecutionSummary", &JOB_EXECUTION_SUMMARY)],
);
pub static JOB_EXECUTION_SUMMARY_FOR_JOB_LIST: Shape =
    list("JobExecutionSummaryForJobList", &JOB_EXECUTION_SUMMARY_FOR_JOB, any());
pub static JOB_EXECUTION_SUMMARY_FOR_THING: Shape = structure(
    "JobExecutionSummaryForThing",
    &[member("jobId", &JOB_ID), member("jobExecutionSummary", &JOB_EXECUTION_SUMMARY)],
);
pub static JOB_EXECUTION_SUMMARY_FOR_THING_LIST: Shape =
    list("JobExecutionSummaryForThingList", &JOB_EXECUTION_SUMMARY_FOR_THING, any());
pub static JOB_EXECUTIONS_RETRY_CONFIG: Shape =
    structure("JobExecutionsRetryConfig", &[member("criteriaList", &RETRY_CRITERIA_LIST).required()]);
pub static JOB_EXECUTIONS_ROLLOUT_CONFIG: Shape = structure(
    "JobExecutionsRolloutConfig",
    &[
        member("maximumPerMinute", &MAX_JOB_EXECUTIONS_PER_MIN),
        member("exponentialRate", &EXPONENTIAL_ROLLOUT_RATE),
    ],
);
pub static JOB_ID: Shape = string("JobId", within(1, 64)).pattern(27);
pub static JOB_PROCESS_DETAILS: Shape = structure(
    "JobProcessDetails",
    &[
        member("processingTargets", &PROCESSING_TARGET_NAME_LIST),
        member("numberOfCanceledThings", &CANCELED_THINGS),
        member("numberOfSucceededThings", &SUCCEEDED_THINGS),
        member("numberOfFailedThings", &FAILED_THINGS),
        member("numberOfRejectedThings", &REJECTED_THINGS),
        member("numberOfQueuedThings", &QUEUED_THINGS),
        member("numberOfInProgressThings", &IN_PROGRESS_THINGS),
        member("numberOfRemovedThings", &REMOVED_THINGS),
        member("numberOfTimedOutThings", &TIMED_OUT_THINGS),
    ],
);
pub static JOB_STATUS: Shape = string("JobStatus", any()).values(&[
    "IN_PROGRESS",
    "CANCELED",
    "COMPLETED",
    "DELETION_IN_PROGRESS",
    "SCHEDULED",
]);
pub static JOB_SUMMARY: Shape = structure(
    "JobSummary",
    &[
        member("jobArn", &JOB_ARN),
        member("jobId", &JOB_ID),
        member("thingGroupId", &THING_GROUP_ID),
        member("targetSelection", &TARGET_SELECTION),
        member("status", &JOB_STATUS),
        member("createdAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("completedAt", &DATE_TYPE),
        member("isConcurrent", &BOOLEAN_WRAPPER_OBJECT),
    ],
);
pub static JOB_SUMMARY_LIST: Shape = list("JobSummaryList", &JOB_SUMMARY, any());
pub static JOB_TARGETS: Shape = list("JobTargets", &TARGET_ARN, at_least(1));
pub static JOB_TEMPLATE_ARN: Shape = string("JobTemplateArn", within(1, 1600)).pattern(47);
pub static JOB_TEMPLATE_ID: Shape = string("JobTemplateId", within(1, 64)).pattern(27);
pub static JOB_TEMPLATE_SUMMARY: Shape = structure(
    "JobTemplateSummary",
    &[
        member("jobTemplateArn", &JOB_TEMPLATE_ARN),
        member("jobTemplateId", &JOB_TEMPLATE_ID),
        member("description", &JOB_DESCRIPTION),
        member("createdAt", &DATE_TYPE),
    ],
);
pub static JOB_TEMPLATE_SUMMARY_LIST: Shape = list("JobTemplateSummaryList", &JOB_TEMPLATE_SUMMARY, any());
pub static JSON_DOCUMENT: Shape = string("JsonDocument", any());
pub static KAFKA_ACTION: Shape = structure(
    "KafkaAction",
    &[
        member("destinationArn", &AWS_ARN).required(),
        member("topic", &STRING).required(),
        member("key", &STRING),
        member("partition", &STRING),
        member("clientProperties", &CLIENT_PROPERTIES).required(),
        member("headers", &KAFKA_HEADERS),
    ],
);
pub static KAFKA_ACTION_HEADER: Shape = structure(
    "KafkaActionHeader",
    &[member("key", &KAFKA_HEADER_KEY).required(), member("value", &KAFKA_HEADER_VALUE).required()],
);
pub static KAFKA_HEADER_KEY: Shape = string("KafkaHeaderKey", within(0, 16384));
pub static KAFKA_HEADER_VALUE: Shape = string("KafkaHeaderValue", within(0, 16384));
pub static KAFKA_HEADERS: Shape = list("KafkaHeaders", &KAFKA_ACTION_HEADER, within(1, 100));
pub static KEEP_ALIVE_DURATION: Shape = integer("KeepAliveDuration", any());
pub static KEY: Shape = string("Key", any());
pub static KEY_NAME: Shape = string("KeyName", within(1, 128)).pattern(24);
pub static KEY_PAIR: Shape =
    structure("KeyPair", &[member("PublicKey", &PUBLIC_KEY), member("PrivateKey", &PRIVATE_KEY)]);
pub static KEY_VALUE: Shape = string("KeyValue", at_most(5120)).pattern(9);
pub static KINESIS_ACTION: Shape = structure(
    "KinesisAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("streamName", &STREAM_NAME).required(),
        member("partitionKey", &PARTITION_KEY),
    ],
);
pub static KMS_ACCESS_ROLE_ARN: Shape = string("KmsAccessRoleArn", at_most(2048));
pub static KMS_KEY_ARN: Shape = string("KmsKeyArn", at_most(2048));
pub static LAMBDA_ACTION: Shape =
    structure("LambdaAction", &[member("functionArn", &FUNCTION_ARN).required()]);
pub static LASER_MAX_RESULTS: Shape = integer("LaserMaxResults", within(1, 250));
pub static LAST_MODIFIED_DATE: Shape = timestamp("LastModifiedDate");
pub static LAST_UPDATED_AT_DATE: Shape = timestamp("LastUpdatedAtDate");
pub static LIST_ACTIVE_VIOLATIONS_REQUEST: Shape = structure(
    "ListActiveViolationsRequest",
    &[
        member("thingName", &DEVICE_DEFENDER_THING_NAME).query("thingName"),
        member("securityProfileName", &SECURITY_PROFILE_NAME).query("securityProfileName"),
        member("behaviorCriteriaType", &BEHAVIOR_CRITERIA_TYPE).query("behaviorCriteriaType"),
        member("listSuppressedAlerts", &LIST_SUPPRESSED_ALERTS).query("listSuppressedAlerts"),
        member("verificationState", &VERIFICATION_STATE).query("verificationState"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_ACTIVE_VIOLATIONS_RESPONSE: Shape = structure(
    "ListActiveViolationsResponse",
    &[member("activeViolations", &ACTIVE_VIOLATIONS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_ATTACHED_POLICIES_REQUEST: Shape = structure(
    "ListAttachedPoliciesRequest",
    &[
        member("target", &POLICY_TARGET).required().path("target"),
        member("recursive", &RECURSIVE).query("recursive"),
        member("marker", &MARKER).query("marker"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
    ],
);
pub static LIST_ATTACHED_POLICIES_RESPONSE: Shape = structure(
    "ListAttachedPoliciesResponse",
    &[member("policies", &POLICIES), member("nextMarker", &MARKER)],
);
pub static LIST_AUDIT_FINDINGS_REQUEST: Shape = structure(
    "ListAuditFindingsRequest",
    &[
        member("taskId", &AUDIT_TASK_ID),
        member("checkName", &AUDIT_CHECK_NAME),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER),
        member("maxResults", &MAX_RESULTS),
        member("nextToken", &NEXT_TOKEN),
        member("startTime", &TIMESTAMP),
        member("endTime", &TIMESTAMP),
        member("listSuppressedFindings", &LIST_SUPPRESSED_FINDINGS),
    ],
);
pub static LIST_AUDIT_FINDINGS_RESPONSE: Shape = structure(
    "ListAuditFindingsResponse",
    &[member("findings", &AUDIT_FINDINGS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_AUDIT_MITIGATION_ACTIONS_EXECUTIONS_REQUEST: Shape = structure(
    "ListAuditMitigationActionsExecutionsRequest",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().query("taskId"),
        member("actionStatus", &AUDIT_MITIGATION_ACTIONS_EXECUTION_STATUS).query("actionStatus"),
        member("findingId", &FINDING_ID).required().query("findingId"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_AUDIT_MITIGATION_ACTIONS_EXECUTIONS_RESPONSE: Shape = structure(
    "ListAuditMitigationActionsExecutionsResponse",
    &[
        member("actionsExecutions", &AUDIT_MITIGATION_ACTION_EXECUTION_METADATA_LIST),
        member("nextToken", &NEXT_TOKEN),
    ],
);
pub static LIST_AUDIT_MITIGATION_ACTIONS_TASKS_REQUEST: Shape = structure(
    "ListAuditMitigationActionsTasksRequest",
    &[
        member("auditTaskId", &AUDIT_TASK_ID).query("auditTaskId"),
        member("findingId", &FINDING_ID).query("findingId"),
        member("taskStatus", &AUDIT_MITIGATION_ACTIONS_TASK_STATUS).query("taskStatus"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("startTime", &TIMESTAMP).required().query("startTime"),
        member("endTime", &TIMESTAMP).required().query("endTime"),
    ],
);
pub static LIST_AUDIT_MITIGATION_ACTIONS_TASKS_RESPONSE: Shape = structure(
    "ListAuditMitigationActionsTasksResponse",
    &[member("tasks", &AUDIT_MITIGATION_ACTIONS_TASK_METADATA_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_AUDIT_SUPPRESSIONS_REQUEST: Shape = structure(
    "ListAuditSuppressionsRequest",
    &[
        member("checkName", &AUDIT_CHECK_NAME),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER),
        member("ascendingOrder", &ASCENDING_ORDER),
        member("nextToken", &NEXT_TOKEN),
        member("maxResults", &MAX_RESULTS),
    ],
);
pub static LIST_AUDIT_SUPPRESSIONS_RESPONSE: Shape = structure(
    "ListAuditSuppressionsResponse",
    &[member("suppressions", &AUDIT_SUPPRESSION_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_AUDIT_TASKS_REQUEST: Shape = structure(
    "ListAuditTasksRequest",
    &[
        member("startTime", &TIMESTAMP).required().query("startTime"),
        member("endTime", &TIMESTAMP).required().query("endTime"),
        member("taskType", &AUDIT_TASK_TYPE).query("taskType"),
        member("taskStatus", &AUDIT_TASK_STATUS).query("taskStatus"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_AUDIT_TASKS_RESPONSE: Shape = structure(
    "ListAuditTasksResponse",
    &[member("tasks", &AUDIT_TASK_METADATA_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_AUTHORIZERS_REQUEST: Shape = structure(
    "ListAuthorizersRequest",
    &[
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("marker", &MARKER).query("marker"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
        member("status", &AUTHORIZER_STATUS).query("status"),
    ],
);
pub static LIST_AUTHORIZERS_RESPONSE: Shape = structure(
    "ListAuthorizersResponse",
    &[member("authorizers", &AUTHORIZERS), member("nextMarker", &MARKER)],
);
pub static LIST_BILLING_GROUPS_REQUEST: Shape = structure(
    "ListBillingGroupsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("namePrefixFilter", &BILLING_GROUP_NAME).query("namePrefixFilter"),
    ],
);
pub static LIST_BILLING_GROUPS_RESPONSE: Shape = structure(
    "ListBillingGroupsResponse",
    &[member("billingGroups", &BILLING_GROUP_NAME_AND_ARN_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_CA_CERTIFICATES_REQUEST: Shape = structure(
    "ListCACertificatesRequest",
    &[
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("marker", &MARKER).query("marker"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
        member("templateName", &TEMPLATE_NAME).query("templateName"),
    ],
);
pub static LIST_CA_CERTIFICATES_RESPONSE: Shape = structure(
    "ListCACertificatesResponse",
    &[member("certificates", &CA_CERTIFICATES), member("nextMarker", &MARKER)],
);
pub static LIST_CERTIFICATE_PROVIDERS_REQUEST: Shape = structure(
    "ListCertificateProvidersRequest",
    &[
        member("nextToken", &MARKER).query("nextToken"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_CERTIFICATE_PROVIDERS_RESPONSE: Shape = structure(
    "ListCertificateProvidersResponse",
    &[member("certificateProviders", &CERTIFICATE_PROVIDERS), member("nextToken", &MARKER)],
);
pub static LIST_CERTIFICATES_BY_CA_REQUEST: Shape = structure(
    "ListCertificatesByCARequest",
    &[
        member("caCertificateId", &CERTIFICATE_ID).required().path("caCertificateId"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("marker", &MARKER).query("marker"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_CERTIFICATES_BY_CA_RESPONSE: Shape = structure(
    "ListCertificatesByCAResponse",
    &[member("certificates", &CERTIFICATES), member("nextMarker", &MARKER)],
);
pub static LIST_CERTIFICATES_REQUEST: Shape = structure(
    "ListCertificatesRequest",
    &[
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("marker", &MARKER).query("marker"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_CERTIFICATES_RESPONSE: Shape = structure(
    "ListCertificatesResponse",
    &[member("certificates", &CERTIFICATES), member("nextMarker", &MARKER)],
);
pub static LIST_COMMAND_EXECUTIONS_REQUEST: Shape = structure(
    "ListCommandExecutionsRequest",
    &[
        member("maxResults", &COMMAND_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("namespace", &COMMAND_NAMESPACE),
        member("status", &COMMAND_EXECUTION_STATUS),
        member("sortOrder", &SORT_ORDER),
        member("startedTimeFilter", &TIME_FILTER),
        member("completedTimeFilter", &TIME_FILTER),
        member("targetArn", &TARGET_ARN),
        member("commandArn", &COMMAND_ARN),
    ],
);
pub static LIST_COMMAND_EXECUTIONS_RESPONSE: Shape = structure(
    "ListCommandExecutionsResponse",
    &[member("commandExecutions", &COMMAND_EXECUTION_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_COMMANDS_REQUEST: Shape = structure(
    "ListCommandsRequest",
    &[
        member("maxResults", &COMMAND_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("namespace", &COMMAND_NAMESPACE).query("namespace"),
        member("commandParameterName", &COMMAND_PARAMETER_NAME).query("commandParameterName"),
        member("sortOrder", &SORT_ORDER).query("sortOrder"),
    ],
);
pub static LIST_COMMANDS_RESPONSE: Shape = structure(
    "ListCommandsResponse",
    &[member("commands", &COMMAND_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_CUSTOM_METRICS_REQUEST: Shape = structure(
    "ListCustomMetricsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_CUSTOM_METRICS_RESPONSE: Shape = structure(
    "ListCustomMetricsResponse",
    &[member("metricNames", &METRIC_NAMES), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_DETECT_MITIGATION_ACTIONS_EXECUTIONS_REQUEST: Shape = structure(
    "ListDetectMitigationActionsExecutionsRequest",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID).query("taskId"),
        member("violationId", &VIOLATION_ID).query("violationId"),
        member("thingName", &DEVICE_DEFENDER_THING_NAME).query("thingName"),
        member("startTime", &TIMESTAMP).query("startTime"),
        member("endTime", &TIMESTAMP).query("endTime"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_DETECT_MITIGATION_ACTIONS_EXECUTIONS_RESPONSE: Shape = structure(
    "ListDetectMitigationActionsExecutionsResponse",
    &[
        member("actionsExecutions", &DETECT_MITIGATION_ACTION_EXECUTION_LIST),
        member("nextToken", &NEXT_TOKEN),
    ],
);
pub static LIST_DETECT_MITIGATION_ACTIONS_TASKS_REQUEST: Shape = structure(
    "ListDetectMitigationActionsTasksRequest",
    &[
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("startTime", &TIMESTAMP).required().query("startTime"),
        member("endTime", &TIMESTAMP).required().query("endTime"),
    ],
);
pub static LIST_DETECT_MITIGATION_ACTIONS_TASKS_RESPONSE: Shape = structure(
    "ListDetectMitigationActionsTasksResponse",
    &[member("tasks", &DETECT_MITIGATION_ACTIONS_TASK_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_DIMENSIONS_REQUEST: Shape = structure(
    "ListDimensionsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_DIMENSIONS_RESPONSE: Shape = structure(
    "ListDimensionsResponse",
    &[member("dimensionNames", &DIMENSION_NAMES), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_DOMAIN_CONFIGURATIONS_REQUEST: Shape = structure(
    "ListDomainConfigurationsRequest",
    &[
        member("marker", &MARKER).query("marker"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("serviceType", &SERVICE_TYPE).query("serviceType"),
    ],
);
pub static LIST_DOMAIN_CONFIGURATIONS_RESPONSE: Shape = structure(
    "ListDomainConfigurationsResponse",
    &[member("domainConfigurations", &DOMAIN_CONFIGURATIONS), member("nextMarker", &MARKER)],
);
pub static LIST_FLEET_METRICS_REQUEST: Shape = structure(
    "ListFleetMetricsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_FLEET_METRICS_RESPONSE: Shape = structure(
    "ListFleetMetricsResponse",
    &[member("fleetMetrics", &FLEET_METRIC_NAME_AND_ARN_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_INDICES_REQUEST: Shape = structure(
    "ListIndicesRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &QUERY_MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_INDICES_RESPONSE: Shape = structure(
    "ListIndicesResponse",
    &[member("indexNames", &INDEX_NAMES_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_JOB_EXECUTIONS_FOR_JOB_REQUEST: Shape = structure(
    "ListJobExecutionsForJobRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("status", &JOB_EXECUTION_STATUS).query("status"),
        member("maxResults", &LASER_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_JOB_EXECUTIONS_FOR_JOB_RESPONSE: Shape = structure(
    "ListJobExecutionsForJobResponse",
    &[member("executionSummaries", &JOB_EXECUTION_SUMMARY_FOR_JOB_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_JOB_EXECUTIONS_FOR_THING_REQUEST: Shape = structure(
    "ListJobExecutionsForThingRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("status", &JOB_EXECUTION_STATUS).query("status"),
        member("namespaceId", &NAMESPACE_ID).query("namespaceId"),
        member("maxResults", &LASER_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("jobId", &JOB_ID).query("jobId"),
    ],
);
pub static LIST_JOB_EXECUTIONS_FOR_THING_RESPONSE: Shape = structure(
    "ListJobExecutionsForThingResponse",
    &[member("executionSummaries", &JOB_EXECUTION_SUMMARY_FOR_THING_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_JOB_TEMPLATES_REQUEST: Shape = structure(
    "ListJobTemplatesRequest",
    &[
        member("maxResults", &LASER_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_JOB_TEMPLATES_RESPONSE: Shape = structure(
    "ListJobTemplatesResponse",
    &[member("jobTemplates", &JOB_TEMPLATE_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_JOBS_REQUEST: Shape = structure(
    "ListJobsRequest",
    &[
        member("status", &JOB_STATUS).query("status"),
        member("targetSelection", &TARGET_SELECTION).query("targetSelection"),
        member("maxResults", &LASER_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("thingGroupName", &THING_GROUP_NAME).query("thingGroupName"),
        member("thingGroupId", &THING_GROUP_ID).query("thingGroupId"),
        member("namespaceId", &NAMESPACE_ID).query("namespaceId"),
    ],
);
pub static LIST_JOBS_RESPONSE: Shape =
    structure("ListJobsResponse", &[member("jobs", &JOB_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)]);
pub static LIST_MANAGED_JOB_TEMPLATES_REQUEST: Shape = structure(
    "ListManagedJobTemplatesRequest",
    &[
        member("templateName", &MANAGED_JOB_TEMPLATE_NAME).query("templateName"),
        member("maxResults", &LASER_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_MANAGED_JOB_TEMPLATES_RESPONSE: Shape = structure(
    "ListManagedJobTemplatesResponse",
    &[member("managedJobTemplates", &MANAGED_JOB_TEMPLATES_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_METRIC_VALUES_REQUEST: Shape = structure(
    "ListMetricValuesRequest",
    &[
        member("thingName", &DEVICE_DEFENDER_THING_NAME).required().query("thingName"),
        member("metricName", &BEHAVIOR_METRIC).required().query("metricName"),
        member("dimensionName", &DIMENSION_NAME).query("dimensionName"),
        member("dimensionValueOperator", &DIMENSION_VALUE_OPERATOR).query("dimensionValueOperator"),
        member("startTime", &TIMESTAMP).required().query("startTime"),
        member("endTime", &TIMESTAMP).required().query("endTime"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_METRIC_VALUES_RESPONSE: Shape = structure(
    "ListMetricValuesResponse",
    &[member("metricDatumList", &METRIC_DATUM_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_MITIGATION_ACTIONS_REQUEST: Shape = structure(
    "ListMitigationActionsRequest",
    &[
        member("actionType", &MITIGATION_ACTION_TYPE).query("actionType"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_MITIGATION_ACTIONS_RESPONSE: Shape = structure(
    "ListMitigationActionsResponse",
    &[member("actionIdentifiers", &MITIGATION_ACTION_IDENTIFIER_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_OTA_UPDATES_REQUEST: Shape = structure(
    "ListOTAUpdatesRequest",
    &[
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("otaUpdateStatus", &OTA_UPDATE_STATUS).query("otaUpdateStatus"),
    ],
);
pub static LIST_OTA_UPDATES_RESPONSE: Shape = structure(
    "ListOTAUpdatesResponse",
    &[member("otaUpdates", &OTA_UPDATES_SUMMARY), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_OUTGOING_CERTIFICATES_REQUEST: Shape = structure(
    "ListOutgoingCertificatesRequest",
    &[
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("marker", &MARKER).query("marker"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_OUTGOING_CERTIFICATES_RESPONSE: Shape = structure(
    "ListOutgoingCertificatesResponse",
    &[member("outgoingCertificates", &OUTGOING_CERTIFICATES), member("nextMarker", &MARKER)],
);
pub static LIST_PACKAGE_VERSIONS_REQUEST: Shape = structure(
    "ListPackageVersionsRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("status", &PACKAGE_VERSION_STATUS).query("status"),
        member("maxResults", &PACKAGE_CATALOG_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_PACKAGE_VERSIONS_RESPONSE: Shape = structure(
    "ListPackageVersionsResponse",
    &[member("packageVersionSummaries", &PACKAGE_VERSION_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_PACKAGES_REQUEST: Shape = structure(
    "ListPackagesRequest",
    &[
        member("maxResults", &PACKAGE_CATALOG_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_PACKAGES_RESPONSE: Shape = structure(
    "ListPackagesResponse",
    &[member("packageSummaries", &PACKAGE_SUMMARY_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_POLICIES_REQUEST: Shape = structure(
    "ListPoliciesRequest",
    &[
        member("marker", &MARKER).query("marker"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_POLICIES_RESPONSE: Shape =
    structure("ListPoliciesResponse", &[member("policies", &POLICIES), member("nextMarker", &MARKER)]);
pub static LIST_POLICY_PRINCIPALS_REQUEST: Shape = structure(
    "ListPolicyPrincipalsRequest",
    &[
        member("policyName", &POLICY_NAME).required().header("x-amzn-iot-policy"),
        member("marker", &MARKER).query("marker"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_POLICY_PRINCIPALS_RESPONSE: Shape = structure(
    "ListPolicyPrincipalsResponse",
    &[member("principals", &PRINCIPALS), member("nextMarker", &MARKER)],
);
pub static LIST_POLICY_VERSIONS_REQUEST: Shape = structure(
    "ListPolicyVersionsRequest",
    &[member("policyName", &POLICY_NAME).required().path("policyName")],
);
pub static LIST_POLICY_VERSIONS_RESPONSE: Shape =
    structure("ListPolicyVersionsResponse", &[member("policyVersions", &POLICY_VERSIONS)]);
pub static LIST_PRINCIPAL_POLICIES_REQUEST: Shape = structure(
    "ListPrincipalPoliciesRequest",
    &[
        member("principal", &PRINCIPAL).required().header("x-amzn-iot-principal"),
        member("marker", &MARKER).query("marker"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_PRINCIPAL_POLICIES_RESPONSE: Shape = structure(
    "ListPrincipalPoliciesResponse",
    &[member("policies", &POLICIES), member("nextMarker", &MARKER)],
);
pub static LIST_PRINCIPAL_THINGS_REQUEST: Shape = structure(
    "ListPrincipalThingsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("principal", &PRINCIPAL).required().header("x-amzn-principal"),
    ],
);
pub static LIST_PRINCIPAL_THINGS_RESPONSE: Shape = structure(
    "ListPrincipalThingsResponse",
    &[member("things", &THING_NAME_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_PRINCIPAL_THINGS_V2_REQUEST: Shape = structure(
    "ListPrincipalThingsV2Request",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("principal", &PRINCIPAL).required().header("x-amzn-principal"),
        member("thingPrincipalType", &THING_PRINCIPAL_TYPE).query("thingPrincipalType"),
    ],
);
pub static LIST_PRINCIPAL_THINGS_V2_RESPONSE: Shape = structure(
    "ListPrincipalThingsV2Response",
    &[member("principalThingObjects", &PRINCIPAL_THING_OBJECTS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_PROVISIONING_TEMPLATE_VERSIONS_REQUEST: Shape = structure(
    "ListProvisioningTemplateVersionsRequest",
    &[
        member("templateName", &TEMPLATE_NAME).required().path("templateName"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_PROVISIONING_TEMPLATE_VERSIONS_RESPONSE: Shape = structure(
    "ListProvisioningTemplateVersionsResponse",
    &[member("versions", &PROVISIONING_TEMPLATE_VERSION_LISTING), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_PROVISIONING_TEMPLATES_REQUEST: Shape = structure(
    "ListProvisioningTemplatesRequest",
    &[
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_PROVISIONING_TEMPLATES_RESPONSE: Shape = structure(
    "ListProvisioningTemplatesResponse",
    &[member("templates", &PROVISIONING_TEMPLATE_LISTING), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_RELATED_RESOURCES_FOR_AUDIT_FINDING_REQUEST: Shape = structure(
    "ListRelatedResourcesForAuditFindingRequest",
    &[
        member("findingId", &FINDING_ID).required().query("findingId"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_RELATED_RESOURCES_FOR_AUDIT_FINDING_RESPONSE: Shape = structure(
    "ListRelatedResourcesForAuditFindingResponse",
    &[member("relatedResources", &RELATED_RESOURCES), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_ROLE_ALIASES_REQUEST: Shape = structure(
    "ListRoleAliasesRequest",
    &[
        member("pageSize", &PAGE_SIZE).query("pageSize"),
        member("marker", &MARKER).query("marker"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_ROLE_ALIASES_RESPONSE: Shape = structure(
    "ListRoleAliasesResponse",
    &[member("roleAliases", &ROLE_ALIASES), member("nextMarker", &MARKER)],
);
pub static LIST_SBOM_VALIDATION_RESULTS_REQUEST: Shape = structure(
    "ListSbomValidationResultsRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
        member("validationResult", &SBOM_VALIDATION_RESULT).query("validationResult"),
        member("maxResults", &PACKAGE_CATALOG_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_SBOM_VALIDATION_RESULTS_RESPONSE: Shape = structure(
    "ListSbomValidationResultsResponse",
    &[
        member("validationResultSummaries", &SBOM_VALIDATION_RESULT_SUMMARY_LIST),
        member("nextToken", &NEXT_TOKEN),
    ],
);
pub static LIST_SCHEDULED_AUDITS_REQUEST: Shape = structure(
    "ListScheduledAuditsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_SCHEDULED_AUDITS_RESPONSE: Shape = structure(
    "ListScheduledAuditsResponse",
    &[member("scheduledAudits", &SCHEDULED_AUDIT_METADATA_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_SECURITY_PROFILES_FOR_TARGET_REQUEST: Shape = structure(
    "ListSecurityProfilesForTargetRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("recursive", &RECURSIVE).query("recursive"),
        member("securityProfileTargetArn", &SECURITY_PROFILE_TARGET_ARN)
            .required()
            .query("securityProfileTargetArn"),
    ],
);
pub static LIST_SECURITY_PROFILES_FOR_TARGET_RESPONSE: Shape = structure(
    "ListSecurityProfilesForTargetResponse",
    &[
        member("securityProfileTargetMappings", &SECURITY_PROFILE_TARGET_MAPPINGS),
        member("nextToken", &NEXT_TOKEN),
    ],
);
pub static LIST_SECURITY_PROFILES_REQUEST: Shape = structure(
    "ListSecurityProfilesRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("dimensionName", &DIMENSION_NAME).query("dimensionName"),
        member("metricName", &METRIC_NAME).query("metricName"),
    ],
);
pub static LIST_SECURITY_PROFILES_RESPONSE: Shape = structure(
    "ListSecurityProfilesResponse",
    &[member("securityProfileIdentifiers", &SECURITY_PROFILE_IDENTIFIERS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_STREAMS_REQUEST: Shape = structure(
    "ListStreamsRequest",
    &[
        member("maxResults", &MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("ascendingOrder", &ASCENDING_ORDER).query("isAscendingOrder"),
    ],
);
pub static LIST_STREAMS_RESPONSE: Shape = structure(
    "ListStreamsResponse",
    &[member("streams", &STREAMS_SUMMARY), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_SUPPRESSED_ALERTS: Shape = boolean("ListSuppressedAlerts");
pub static LIST_SUPPRESSED_FINDINGS: Shape = boolean("ListSuppressedFindings");
pub static LIST_TAGS_FOR_RESOURCE_REQUEST: Shape = structure(
    "ListTagsForResourceRequest",
    &[
        member("resourceArn", &RESOURCE_ARN).required().query("resourceArn"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_TAGS_FOR_RESOURCE_RESPONSE: Shape =
    structure("ListTagsForResourceResponse", &[member("tags", &TAG_LIST), member("nextToken", &NEXT_TOKEN)]);
pub static LIST_TARGETS_FOR_POLICY_REQUEST: Shape = structure(
    "ListTargetsForPolicyRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("marker", &MARKER).query("marker"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
    ],
);
pub static LIST_TARGETS_FOR_POLICY_RESPONSE: Shape = structure(
    "ListTargetsForPolicyResponse",
    &[member("targets", &POLICY_TARGETS), member("nextMarker", &MARKER)],
);
pub static LIST_TARGETS_FOR_SECURITY_PROFILE_REQUEST: Shape = structure(
    "ListTargetsForSecurityProfileRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_TARGETS_FOR_SECURITY_PROFILE_RESPONSE: Shape = structure(
    "ListTargetsForSecurityProfileResponse",
    &[member("securityProfileTargets", &SECURITY_PROFILE_TARGETS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THING_GROUPS_FOR_THING_REQUEST: Shape = structure(
    "ListThingGroupsForThingRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_THING_GROUPS_FOR_THING_RESPONSE: Shape = structure(
    "ListThingGroupsForThingResponse",
    &[member("thingGroups", &THING_GROUP_NAME_AND_ARN_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THING_GROUPS_REQUEST: Shape = structure(
    "ListThingGroupsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("parentGroup", &THING_GROUP_NAME).query("parentGroup"),
        member("namePrefixFilter", &THING_GROUP_NAME).query("namePrefixFilter"),
        member("recursive", &RECURSIVE_WITHOUT_DEFAULT).query("recursive"),
    ],
);
pub static LIST_THING_GROUPS_RESPONSE: Shape = structure(
    "ListThingGroupsResponse",
    &[member("thingGroups", &THING_GROUP_NAME_AND_ARN_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THING_PRINCIPALS_REQUEST: Shape = structure(
    "ListThingPrincipalsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("thingName", &THING_NAME).required().path("thingName"),
    ],
);
pub static LIST_THING_PRINCIPALS_RESPONSE: Shape = structure(
    "ListThingPrincipalsResponse",
    &[member("principals", &PRINCIPALS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THING_PRINCIPALS_V2_REQUEST: Shape = structure(
    "ListThingPrincipalsV2Request",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("thingName", &THING_NAME).required().path("thingName"),
        member("thingPrincipalType", &THING_PRINCIPAL_TYPE).query("thingPrincipalType"),
    ],
);
pub static LIST_THING_PRINCIPALS_V2_RESPONSE: Shape = structure(
    "ListThingPrincipalsV2Response",
    &[member("thingPrincipalObjects", &THING_PRINCIPAL_OBJECTS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THING_REGISTRATION_TASK_REPORTS_REQUEST: Shape = structure(
    "ListThingRegistrationTaskReportsRequest",
    &[
        member("taskId", &TASK_ID).required().path("taskId"),
        member("reportType", &REPORT_TYPE).required().query("reportType"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_THING_REGISTRATION_TASK_REPORTS_RESPONSE: Shape = structure(
    "ListThingRegistrationTaskReportsResponse",
    &[
        member("resourceLinks", &S3_FILE_URL_LIST),
        member("reportType", &REPORT_TYPE),
        member("nextToken", &NEXT_TOKEN),
    ],
);
pub static LIST_THING_REGISTRATION_TASKS_REQUEST: Shape = structure(
    "ListThingRegistrationTasksRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("status", &STATUS).query("status"),
    ],
);
pub static LIST_THING_REGISTRATION_TASKS_RESPONSE: Shape = structure(
    "ListThingRegistrationTasksResponse",
    &[member("taskIds", &TASK_ID_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THING_TYPES_REQUEST: Shape = structure(
    "ListThingTypesRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("thingTypeName", &THING_TYPE_NAME).query("thingTypeName"),
    ],
);
pub static LIST_THING_TYPES_RESPONSE: Shape = structure(
    "ListThingTypesResponse",
    &[member("thingTypes", &THING_TYPE_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THINGS_IN_BILLING_GROUP_REQUEST: Shape = structure(
    "ListThingsInBillingGroupRequest",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME).required().path("billingGroupName"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_THINGS_IN_BILLING_GROUP_RESPONSE: Shape = structure(
    "ListThingsInBillingGroupResponse",
    &[member("things", &THING_NAME_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THINGS_IN_THING_GROUP_REQUEST: Shape = structure(
    "ListThingsInThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("recursive", &RECURSIVE).query("recursive"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_THINGS_IN_THING_GROUP_RESPONSE: Shape = structure(
    "ListThingsInThingGroupResponse",
    &[member("things", &THING_NAME_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_THINGS_REQUEST: Shape = structure(
    "ListThingsRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &REGISTRY_MAX_RESULTS).query("maxResults"),
        member("attributeName", &ATTRIBUTE_NAME).query("attributeName"),
        member("attributeValue", &ATTRIBUTE_VALUE).query("attributeValue"),
        member("thingTypeName", &THING_TYPE_NAME).query("thingTypeName"),
        member("usePrefixAttributeValue", &USE_PREFIX_ATTRIBUTE_VALUE).query("usePrefixAttributeValue"),
    ],
);
pub static LIST_THINGS_RESPONSE: Shape = structure(
    "ListThingsResponse",
    &[member("things", &THING_ATTRIBUTE_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_TOPIC_RULE_DESTINATIONS_REQUEST: Shape = structure(
    "ListTopicRuleDestinationsRequest",
    &[
        member("maxResults", &TOPIC_RULE_DESTINATION_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
    ],
);
pub static LIST_TOPIC_RULE_DESTINATIONS_RESPONSE: Shape = structure(
    "ListTopicRuleDestinationsResponse",
    &[member("destinationSummaries", &TOPIC_RULE_DESTINATION_SUMMARIES), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_TOPIC_RULES_REQUEST: Shape = structure(
    "ListTopicRulesRequest",
    &[
        member("topic", &TOPIC).query("topic"),
        member("maxResults", &TOPIC_RULE_MAX_RESULTS).query("maxResults"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("ruleDisabled", &IS_DISABLED).query("ruleDisabled"),
    ],
);
pub static LIST_TOPIC_RULES_RESPONSE: Shape = structure(
    "ListTopicRulesResponse",
    &[member("rules", &TOPIC_RULE_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_V2_LOGGING_LEVELS_REQUEST: Shape = structure(
    "ListV2LoggingLevelsRequest",
    &[
        member("targetType", &LOG_TARGET_TYPE).query("targetType"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &SKYFALL_MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_V2_LOGGING_LEVELS_RESPONSE: Shape = structure(
    "ListV2LoggingLevelsResponse",
    &[member("logTargetConfigurations", &LOG_TARGET_CONFIGURATIONS), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_VIOLATION_EVENTS_REQUEST: Shape = structure(
    "ListViolationEventsRequest",
    &[
        member("startTime", &TIMESTAMP).required().query("startTime"),
        member("endTime", &TIMESTAMP).required().query("endTime"),
        member("thingName", &DEVICE_DEFENDER_THING_NAME).query("thingName"),
        member("securityProfileName", &SECURITY_PROFILE_NAME).query("securityProfileName"),
        member("behaviorCriteriaType", &BEHAVIOR_CRITERIA_TYPE).query("behaviorCriteriaType"),
        member("listSuppressedAlerts", &LIST_SUPPRESSED_ALERTS).query("listSuppressedAlerts"),
        member("verificationState", &VERIFICATION_STATE).query("verificationState"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_VIOLATION_EVENTS_RESPONSE: Shape = structure(
    "ListViolationEventsResponse",
    &[member("violationEvents", &VIOLATION_EVENTS), member("nextToken", &NEXT_TOKEN)],
);
pub static LOCATION_ACTION: Shape = structure(
    "LocationAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("trackerName", &STRING).required(),
        member("deviceId", &STRING).required(),
        member("timestamp", &LOCATION_TIMESTAMP),
        member("latitude", &STRING).required(),
        member("longitude", &STRING).required(),
    ],
);
pub static LOCATION_TIMESTAMP: Shape =
    structure("LocationTimestamp", &[member("value", &STRING).required(), member("unit", &STRING)]);
pub static LOG_DESTINATION: Shape = string("LogDestination", within(1, 512)).pattern(36);
pub static LOG_EVENT_CONFIGURATION: Shape = structure(
    "LogEventConfiguration",
    &[
        member("eventType", &LOG_EVENT_TYPE).required(),
        member("logLevel", &LOG_LEVEL),
        member("logDestination", &LOG_DESTINATION),
    ],
);
pub static LOG_EVENT_CONFIGURATIONS: Shape = list("LogEventConfigurations", &LOG_EVENT_CONFIGURATION, any());
pub static LOG_EVENT_TYPE: Shape = string("LogEventType", within(1, 512));
pub static LOG_GROUP_NAME: Shape = string("LogGroupName", any());
pub static LOG_LEVEL: Shape =
    string("LogLevel", any()).values(&["DEBUG", "INFO", "ERROR", "WARN", "DISABLED"]);
pub static LOG_TARGET: Shape = structure(
    "LogTarget",
    &[member("targetType", &LOG_TARGET_TYPE).required(), member("targetName", &LOG_TARGET_NAME)],
);
pub static LOG_TARGET_CONFIGURATION: Shape =
    structure("LogTargetConfiguration", &[member("logTarget", &LOG_TARGET), member("logLevel", &LOG_LEVEL)]);
pub static LOG_TARGET_CONFIGURATIONS: Shape =
    list("LogTargetConfigurations", &LOG_TARGET_CONFIGURATION, any());
pub static LOG_TARGET_NAME: Shape = string("LogTargetName", any());
pub static LOG_TARGET_TYPE: Shape = string("LogTargetType", any()).values(&[
    "DEFAULT",
    "THING_GROUP",
    "CLIENT_ID",
    "SOURCE_IP",
    "PRINCIPAL_ID",
]);
pub static LOGGING_OPTIONS_PAYLOAD: Shape = structure(
    "LoggingOptionsPayload",
    &[member("roleArn", &AWS_ARN).required(), member("logLevel", &LOG_LEVEL)],
);
pub static LONG_PARAMETER_VALUE: Shape = long("LongParameterValue", any());
