// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static CA_CERTIFICATE: Shape = structure(
    "CACertificate",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("status", &CA_CERTIFICATE_STATUS),
        member("creationDate", &DATE_TYPE),
    ],
);
pub static CA_CERTIFICATE_DESCRIPTION: Shape = structure(
    "CACertificateDescription",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("status", &CA_CERTIFICATE_STATUS),
        member("certificatePem", &CERTIFICATE_PEM),
        member("ownedBy", &AWS_ACCOUNT_ID),
        member("creationDate", &DATE_TYPE),
        member("autoRegistrationStatus", &AUTO_REGISTRATION_STATUS),
        member("lastModifiedDate", &DATE_TYPE),
        member("customerVersion", &CUSTOMER_VERSION),
        member("generationId", &GENERATION_ID),
        member("validity", &CERTIFICATE_VALIDITY),
        member("certificateMode", &CERTIFICATE_MODE),
    ],
);
pub static CA_CERTIFICATE_STATUS: Shape =
    string("CACertificateStatus", any()).values(&["ACTIVE", "INACTIVE"]);
pub static CA_CERTIFICATE_UPDATE_ACTION: Shape =
    string("CACertificateUpdateAction", any()).values(&["DEACTIVATE"]);
pub static CA_CERTIFICATES: Shape = list("CACertificates", &CA_CERTIFICATE, any());
pub static CANCEL_AUDIT_MITIGATION_ACTIONS_TASK_REQUEST: Shape = structure(
    "CancelAuditMitigationActionsTaskRequest",
    &[member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().path("taskId")],
);
pub static CANCEL_AUDIT_MITIGATION_ACTIONS_TASK_RESPONSE: Shape =
    structure("CancelAuditMitigationActionsTaskResponse", &[]);
pub static CANCEL_AUDIT_TASK_REQUEST: Shape =
    structure("CancelAuditTaskRequest", &[member("taskId", &AUDIT_TASK_ID).required().path("taskId")]);
pub static CANCEL_AUDIT_TASK_RESPONSE: Shape = structure("CancelAuditTaskResponse", &[]);
pub static CANCEL_CERTIFICATE_TRANSFER_REQUEST: Shape = structure(
    "CancelCertificateTransferRequest",
    &[member("certificateId", &CERTIFICATE_ID).required().path("certificateId")],
);
pub static CANCEL_DETECT_MITIGATION_ACTIONS_TASK_REQUEST: Shape = structure(
    "CancelDetectMitigationActionsTaskRequest",
    &[member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().path("taskId")],
);
pub static CANCEL_DETECT_MITIGATION_ACTIONS_TASK_RESPONSE: Shape =
    structure("CancelDetectMitigationActionsTaskResponse", &[]);
pub static CANCEL_JOB_EXECUTION_REQUEST: Shape = structure(
    "CancelJobExecutionRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("thingName", &THING_NAME).required().path("thingName"),
        member("force", &FORCE_FLAG).query("force"),
        member("expectedVersion", &EXPECTED_VERSION),
        member("statusDetails", &DETAILS_MAP),
    ],
);
pub static CANCEL_JOB_REQUEST: Shape = structure(
    "CancelJobRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("reasonCode", &REASON_CODE),
        member("comment", &COMMENT),
        member("force", &FORCE_FLAG).query("force"),
    ],
);
pub static CANCEL_JOB_RESPONSE: Shape = structure(
    "CancelJobResponse",
    &[member("jobArn", &JOB_ARN), member("jobId", &JOB_ID), member("description", &JOB_DESCRIPTION)],
);
pub static CANCELED_CHECKS_COUNT: Shape = integer("CanceledChecksCount", any());
pub static CANCELED_FINDINGS_COUNT: Shape = long("CanceledFindingsCount", any());
pub static CANCELED_THINGS: Shape = integer("CanceledThings", any());
pub static CANNED_ACCESS_CONTROL_LIST: Shape = string("CannedAccessControlList", any()).values(&[
    "private",
    "public-read",
    "public-read-write",
    "aws-exec-read",
    "authenticated-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
    "log-delivery-write",
]);
pub static CERTIFICATE: Shape = structure(
    "Certificate",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("status", &CERTIFICATE_STATUS),
        member("certificateMode", &CERTIFICATE_MODE),
        member("creationDate", &DATE_TYPE),
    ],
);
pub static CERTIFICATE_ARN: Shape = string("CertificateArn", any());
pub static CERTIFICATE_DESCRIPTION: Shape = structure(
    "CertificateDescription",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("caCertificateId", &CERTIFICATE_ID),
        member("status", &CERTIFICATE_STATUS),
        member("certificatePem", &CERTIFICATE_PEM),
        member("ownedBy", &AWS_ACCOUNT_ID),
        member("previousOwnedBy", &AWS_ACCOUNT_ID),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("customerVersion", &CUSTOMER_VERSION),
        member("transferData", &TRANSFER_DATA),
        member("generationId", &GENERATION_ID),
        member("validity", &CERTIFICATE_VALIDITY),
        member("certificateMode", &CERTIFICATE_MODE),
    ],
);
pub static CERTIFICATE_ID: Shape = string("CertificateId", within(64, 64)).pattern(0);
pub static CERTIFICATE_MODE: Shape = string("CertificateMode", any()).values(&["DEFAULT", "SNI_ONLY"]);
pub static CERTIFICATE_NAME: Shape = string("CertificateName", any());
pub static CERTIFICATE_PATH_ON_DEVICE: Shape = string("CertificatePathOnDevice", any());
pub static CERTIFICATE_PEM: Shape = string("CertificatePem", within(1, 65536)).pattern(9);
pub static CERTIFICATE_PROVIDER_ACCOUNT_DEFAULT_FOR_OPERATIONS: Shape =
    list("CertificateProviderAccountDefaultForOperations", &CERTIFICATE_PROVIDER_OPERATION, within(1, 1));
pub static CERTIFICATE_PROVIDER_ARN: Shape = string("CertificateProviderArn", at_most(2048));
pub static CERTIFICATE_PROVIDER_FUNCTION_ARN: Shape =
    string("CertificateProviderFunctionArn", at_most(2048)).pattern(9);
pub static CERTIFICATE_PROVIDER_NAME: Shape = string("CertificateProviderName", within(1, 128)).pattern(13);
pub static CERTIFICATE_PROVIDER_OPERATION: Shape =
    string("CertificateProviderOperation", any()).values(&["CreateCertificateFromCsr"]);
pub static CERTIFICATE_PROVIDER_SUMMARY: Shape = structure(
    "CertificateProviderSummary",
    &[
        member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME),
        member("certificateProviderArn", &CERTIFICATE_PROVIDER_ARN),
    ],
);
pub static CERTIFICATE_PROVIDERS: Shape = list("CertificateProviders", &CERTIFICATE_PROVIDER_SUMMARY, any());
pub static CERTIFICATE_SIGNING_REQUEST: Shape =
    string("CertificateSigningRequest", within(1, 4096)).pattern(9);
pub static CERTIFICATE_STATUS: Shape = string("CertificateStatus", any()).values(&[
    "ACTIVE",
    "INACTIVE",
    "REVOKED",
    "PENDING_TRANSFER",
    "REGISTER_INACTIVE",
    "PENDING_ACTIVATION",
]);
pub static CERTIFICATE_VALIDITY: Shape =
    structure("CertificateValidity", &[member("notBefore", &DATE_TYPE), member("notAfter", &DATE_TYPE)]);
pub static CERTIFICATES: Shape = list("Certificates", &CERTIFICATE, any());
pub static CHANNEL_NAME: Shape = string("ChannelName", any());
pub static CHECK_COMPLIANT: Shape = boolean("CheckCompliant");
pub static CHECK_CUSTOM_CONFIGURATION: Shape =
    map("CheckCustomConfiguration", &CONFIG_NAME, &CONFIG_VALUE, any());
pub static CIDR: Shape = string("Cidr", within(2, 43)).pattern(17);
pub static CIDRS: Shape = list("Cidrs", &CIDR, any());
pub static CLEAR_DEFAULT_AUTHORIZER_REQUEST: Shape = structure("ClearDefaultAuthorizerRequest", &[]);
pub static CLEAR_DEFAULT_AUTHORIZER_RESPONSE: Shape = structure("ClearDefaultAuthorizerResponse", &[]);
pub static CLIENT_CERTIFICATE_CALLBACK_ARN: Shape =
    string("ClientCertificateCallbackArn", at_most(2048)).pattern(9);
pub static CLIENT_CERTIFICATE_CONFIG: Shape = structure(
    "ClientCertificateConfig",
    &[member("clientCertificateCallbackArn", &CLIENT_CERTIFICATE_CALLBACK_ARN)],
);
pub static CLIENT_ID: Shape = string("ClientId", any());
pub static CLIENT_PROPERTIES: Shape = map("ClientProperties", &STRING, &STRING, any());
pub static CLIENT_REQUEST_TOKEN: Shape = string("ClientRequestToken", within(1, 64)).pattern(45);
pub static CLIENT_TOKEN: Shape = string("ClientToken", within(36, 64)).pattern(32);
pub static CLOUDWATCH_ALARM_ACTION: Shape = structure(
    "CloudwatchAlarmAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("alarmName", &ALARM_NAME).required(),
        member("stateReason", &STATE_REASON).required(),
        member("stateValue", &STATE_VALUE).required(),
    ],
);
pub static CLOUDWATCH_LOGS_ACTION: Shape = structure(
    "CloudwatchLogsAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("logGroupName", &LOG_GROUP_NAME).required(),
        member("batchMode", &BATCH_MODE),
    ],
);
pub static CLOUDWATCH_METRIC_ACTION: Shape = structure(
    "CloudwatchMetricAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("metricNamespace", &STRING).required(),
        member("metricName", &STRING).required(),
        member("metricValue", &STRING).required(),
        member("metricUnit", &STRING).required(),
        member("metricTimestamp", &STRING),
    ],
);
pub static CODE: Shape = string("Code", any());
pub static CODE_SIGNING: Shape = structure(
    "CodeSigning",
    &[
        member("awsSignerJobId", &SIGNING_JOB_ID),
        member("startSigningJobParameter", &START_SIGNING_JOB_PARAMETER),
        member("customCodeSigning", &CUSTOM_CODE_SIGNING),
    ],
);
pub static CODE_SIGNING_CERTIFICATE_CHAIN: Shape = structure(
    "CodeSigningCertificateChain",
    &[member("certificateName", &CERTIFICATE_NAME), member("inlineDocument", &INLINE_DOCUMENT)],
);
pub static CODE_SIGNING_SIGNATURE: Shape =
    structure("CodeSigningSignature", &[member("inlineDocument", &SIGNATURE)]);
pub static COGNITO_IDENTITY_POOL_ID: Shape = string("CognitoIdentityPoolId", any());
pub static COMMAND_ARN: Shape = string("CommandArn", any());
pub static COMMAND_DESCRIPTION: Shape = string("CommandDescription", at_most(2028)).pattern(15);
pub static COMMAND_EXECUTION_ID: Shape = string("CommandExecutionId", within(1, 64)).pattern(27);
pub static COMMAND_EXECUTION_PARAMETER_MAP: Shape =
    map("CommandExecutionParameterMap", &COMMAND_PARAMETER_NAME, &COMMAND_PARAMETER_VALUE, at_least(1));
pub static COMMAND_EXECUTION_RESULT: Shape = structure(
    "CommandExecutionResult",
    &[
        member("S", &STRING_COMMAND_EXECUTION_RESULT),
        member("B", &BOOLEAN_COMMAND_EXECUTION_RESULT),
        member("BIN", &BINARY_COMMAND_EXECUTION_RESULT),
    ],
);
pub static COMMAND_EXECUTION_RESULT_MAP: Shape =
    map("CommandExecutionResultMap", &COMMAND_EXECUTION_RESULT_NAME, &COMMAND_EXECUTION_RESULT, at_least(1));
pub static COMMAND_EXECUTION_RESULT_NAME: Shape =
    string("CommandExecutionResultName", within(1, 32)).pattern(27);
pub static COMMAND_EXECUTION_STATUS: Shape = string("CommandExecutionStatus", any()).values(&[
    "CREATED",
    "IN_PROGRESS",
    "SUCCEEDED",
    "FAILED",
    "REJECTED",
    "TIMED_OUT",
]);
pub static COMMAND_EXECUTION_SUMMARY: Shape = structure(
    "CommandExecutionSummary",
    &[
        member("commandArn", &COMMAND_ARN),
        member("executionId", &COMMAND_EXECUTION_ID),
        member("targetArn", &TARGET_ARN),
        member("status", &COMMAND_EXECUTION_STATUS),
        member("createdAt", &DATE_TYPE),
        member("startedAt", &DATE_TYPE),
        member("completedAt", &DATE_TYPE),
    ],
);
pub static COMMAND_EXECUTION_SUMMARY_LIST: Shape =
    list("CommandExecutionSummaryList", &COMMAND_EXECUTION_SUMMARY, any());
pub static COMMAND_EXECUTION_TIMEOUT_IN_SECONDS: Shape =
    long("CommandExecutionTimeoutInSeconds", at_least(1));
pub static COMMAND_ID: Shape = string("CommandId", within(1, 64)).pattern(27);
pub static COMMAND_MAX_RESULTS: Shape = integer("CommandMaxResults", within(1, 100));
pub static COMMAND_NAMESPACE: Shape =
    string("CommandNamespace", any()).values(&["AWS-IoT", "AWS-IoT-FleetWise"]);
pub static COMMAND_PARAMETER: Shape = structure(
    "CommandParameter",
    &[
        member("name", &COMMAND_PARAMETER_NAME).required(),
        member("type", &COMMAND_PARAMETER_TYPE),
        member("value", &COMMAND_PARAMETER_VALUE),
        member("defaultValue", &COMMAND_PARAMETER_VALUE),
        member("valueConditions", &COMMAND_PARAMETER_VALUE_CONDITION_LIST),
        member("description", &COMMAND_PARAMETER_DESCRIPTION),
    ],
);
pub static COMMAND_PARAMETER_DESCRIPTION: Shape =
    string("CommandParameterDescription", at_most(2028)).pattern(15);
pub static COMMAND_PARAMETER_LIST: Shape = list("CommandParameterList", &COMMAND_PARAMETER, at_least(1));
pub static COMMAND_PARAMETER_NAME: Shape = string("CommandParameterName", within(1, 192)).pattern(35);
pub static COMMAND_PARAMETER_TYPE: Shape = string("CommandParameterType", any()).values(&[
    "STRING",
    "INTEGER",
    "DOUBLE",
    "LONG",
    "UNSIGNEDLONG",
    "BOOLEAN",
    "BINARY",
]);
pub static COMMAND_PARAMETER_VALUE: Shape = structure(
    "CommandParameterValue",
    &[
        member("S", &STRING_PARAMETER_VALUE),
        member("B", &BOOLEAN_PARAMETER_VALUE),
        member("I", &INTEGER_PARAMETER_VALUE),
        member("L", &LONG_PARAMETER_VALUE),
        member("D", &DOUBLE_PARAMETER_VALUE),
        member("BIN", &BINARY_PARAMETER_VALUE),
        member("UL", &UNSIGNED_LONG_PARAMETER_VALUE),
    ],
);
pub static COMMAND_PARAMETER_VALUE_COMPARISON_OPERAND: Shape = structure(
    "CommandParameterValueComparisonOperand",
    &[
        member("number", &STRING_PARAMETER_VALUE),
        member("numbers", &COMMAND_PARAMETER_VALUE_STRING_LIST),
        member("string", &STRING_PARAMETER_VALUE),
        member("strings", &COMMAND_PARAMETER_VALUE_STRING_LIST),
        member("numberRange", &COMMAND_PARAMETER_VALUE_NUMBER_RANGE),
    ],
);
pub static COMMAND_PARAMETER_VALUE_COMPARISON_OPERATOR: Shape =
    string("CommandParameterValueComparisonOperator", any()).values(&[
        "EQUALS",
        "NOT_EQUALS",
        "LESS_THAN",
        "LESS_THAN_EQUALS",
        "GREATER_THAN",
        "GREATER_THAN_EQUALS",
        "IN_SET",
        "NOT_IN_SET",
        "IN_RANGE",
        "NOT_IN_RANGE",
    ]);
pub static COMMAND_PARAMETER_VALUE_CONDITION: Shape = structure(
    "CommandParameterValueCondition",
    &[
        member("comparisonOperator", &COMMAND_PARAMETER_VALUE_COMPARISON_OPERATOR).required(),
        member("operand", &COMMAND_PARAMETER_VALUE_COMPARISON_OPERAND).required(),
    ],
);
pub static COMMAND_PARAMETER_VALUE_CONDITION_LIST: Shape =
    list("CommandParameterValueConditionList", &COMMAND_PARAMETER_VALUE_CONDITION, at_least(1));
pub static COMMAND_PARAMETER_VALUE_NUMBER_RANGE: Shape = structure(
    "CommandParameterValueNumberRange",
    &[member("min", &STRING_PARAMETER_VALUE).required(), member("max", &STRING_PARAMETER_VALUE).required()],
);
pub static COMMAND_PARAMETER_VALUE_STRING_LIST: Shape =
    list("CommandParameterValueStringList", &STRING_PARAMETER_VALUE, within(1, 10));
pub static COMMAND_PAYLOAD: Shape = structure(
    "CommandPayload",
    &[member("content", &COMMAND_PAYLOAD_BLOB), member("contentType", &MIME_TYPE)],
);
pub static COMMAND_PAYLOAD_BLOB: Shape = blob("CommandPayloadBlob", any());
pub static COMMAND_PAYLOAD_TEMPLATE_STRING: Shape = string("CommandPayloadTemplateString", at_most(32768));
pub static COMMAND_PREPROCESSOR: Shape = structure(
    "CommandPreprocessor",
    &[member("awsJsonSubstitution", &AWS_JSON_SUBSTITUTION_COMMAND_PREPROCESSOR_CONFIG)],
);
pub static COMMAND_SUMMARY: Shape = structure(
    "CommandSummary",
    &[
        member("commandArn", &COMMAND_ARN),
        member("commandId", &COMMAND_ID),
        member("displayName", &DISPLAY_NAME),
        member("deprecated", &DEPRECATION_FLAG),
        member("createdAt", &DATE_TYPE),
        member("lastUpdatedAt", &DATE_TYPE),
        member("pendingDeletion", &BOOLEAN_WRAPPER_OBJECT),
    ],
);
pub static COMMAND_SUMMARY_LIST: Shape = list("CommandSummaryList", &COMMAND_SUMMARY, any());
pub static COMMENT: Shape = string("Comment", at_most(2028)).pattern(16);
pub static COMPARISON_OPERATOR: Shape = string("ComparisonOperator", any()).values(&[
    "less-than",
    "less-than-equals",
    "greater-than",
    "greater-than-equals",
    "in-cidr-set",
    "not-in-cidr-set",
    "in-port-set",
    "not-in-port-set",
    "in-set",
    "not-in-set",
]);
pub static COMPLIANT_CHECKS_COUNT: Shape = integer("CompliantChecksCount", any());
pub static CONFIDENCE_LEVEL: Shape = string("ConfidenceLevel", any()).values(&["LOW", "MEDIUM", "HIGH"]);
pub static CONFIG_NAME: Shape =
    string("ConfigName", any()).values(&["CERT_AGE_THRESHOLD_IN_DAYS", "CERT_EXPIRATION_THRESHOLD_IN_DAYS"]);
pub static CONFIG_VALUE: Shape = string("ConfigValue", within(1, 64));
pub static CONFIGURATION: Shape = structure("Configuration", &[member("Enabled", &ENABLED)]);
pub static CONFIGURATION_DETAILS: Shape = structure(
    "ConfigurationDetails",
    &[
        member("configurationStatus", &CONFIGURATION_STATUS),
        member("errorCode", &ERROR_CODE),
        member("errorMessage", &ERROR_MESSAGE),
    ],
);
pub static CONFIGURATION_STATUS: Shape =
    string("ConfigurationStatus", any()).values(&["HEALTHY", "UNHEALTHY"]);
pub static CONFIRM_TOPIC_RULE_DESTINATION_REQUEST: Shape = structure(
    "ConfirmTopicRuleDestinationRequest",
    &[member("confirmationToken", &CONFIRMATION_TOKEN).required().path("confirmationToken")],
);
pub static CONFIRM_TOPIC_RULE_DESTINATION_RESPONSE: Shape =
    structure("ConfirmTopicRuleDestinationResponse", &[]);
pub static CONFIRMATION_TOKEN: Shape = string("ConfirmationToken", within(1, 2048));
pub static CONNECTION_ATTRIBUTE_NAME: Shape = string("ConnectionAttributeName", at_most(128)).pattern(23);
pub static CONNECTIVITY_API_THING_NAME: Shape =
    string("ConnectivityApiThingName", within(1, 128)).pattern(24).sensitive();
pub static CONNECTIVITY_FILTER: Shape =
    structure("ConnectivityFilter", &[member("includeSocketInformation", &FLEET_INDEXING_API_LIST)]);
pub static CONNECTIVITY_TIMESTAMP: Shape = long("ConnectivityTimestamp", any());
pub static CONSECUTIVE_DATAPOINTS_TO_ALARM: Shape = integer("ConsecutiveDatapointsToAlarm", within(1, 10));
pub static CONSECUTIVE_DATAPOINTS_TO_CLEAR: Shape = integer("ConsecutiveDatapointsToClear", within(1, 10));
pub static CONTENT_TYPE: Shape = string("ContentType", within(0, 1024));
pub static CORRELATION_DATA: Shape = string("CorrelationData", within(0, 1024));
pub static COUNT: Shape = integer("Count", any());
pub static CREATE_AUDIT_SUPPRESSION_REQUEST: Shape = structure(
    "CreateAuditSuppressionRequest",
    &[
        member("checkName", &AUDIT_CHECK_NAME).required(),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER).required(),
        member("expirationDate", &TIMESTAMP),
        member("suppressIndefinitely", &SUPPRESS_INDEFINITELY),
        member("description", &AUDIT_DESCRIPTION),
        member("clientRequestToken", &CLIENT_REQUEST_TOKEN).required(),
    ],
);
pub static CREATE_AUDIT_SUPPRESSION_RESPONSE: Shape = structure("CreateAuditSuppressionResponse", &[]);
pub static CREATE_AUTHORIZER_REQUEST: Shape = structure(
    "CreateAuthorizerRequest",
    &[
        member("authorizerName", &AUTHORIZER_NAME).required().path("authorizerName"),
        member("authorizerFunctionArn", &AUTHORIZER_FUNCTION_ARN).required(),
        member("tokenKeyName", &TOKEN_KEY_NAME),
        member("tokenSigningPublicKeys", &PUBLIC_KEY_MAP),
        member("status", &AUTHORIZER_STATUS),
        member("tags", &TAG_LIST),
        member("signingDisabled", &BOOLEAN_KEY),
        member("enableCachingForHttp", &ENABLE_CACHING_FOR_HTTP),
    ],
);
pub static CREATE_AUTHORIZER_RESPONSE: Shape = structure(
    "CreateAuthorizerResponse",
    &[member("authorizerName", &AUTHORIZER_NAME), member("authorizerArn", &AUTHORIZER_ARN)],
);
pub static CREATE_BILLING_GROUP_REQUEST: Shape = structure(
    "CreateBillingGroupRequest",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME).required().path("billingGroupName"),
        member("billingGroupProperties", &BILLING_GROUP_PROPERTIES),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_BILLING_GROUP_RESPONSE: Shape = structure(
    "CreateBillingGroupResponse",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME),
        member("billingGroupArn", &BILLING_GROUP_ARN),
        member("billingGroupId", &BILLING_GROUP_ID),
    ],
);
pub static CREATE_CERTIFICATE_FROM_CSR_REQUEST: Shape = structure(
    "CreateCertificateFromCsrRequest",
    &[
        member("certificateSigningRequest", &CERTIFICATE_SIGNING_REQUEST).required(),
        member("setAsActive", &SET_AS_ACTIVE).query("setAsActive"),
    ],
);
pub static CREATE_CERTIFICATE_FROM_CSR_RESPONSE: Shape = structure(
    "CreateCertificateFromCsrResponse",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("certificatePem", &CERTIFICATE_PEM),
    ],
);
pub static CREATE_CERTIFICATE_PROVIDER_REQUEST: Shape = structure(
    "CreateCertificateProviderRequest",
    &[
        member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME)
            .required()
            .path("certificateProviderName"),
        member("lambdaFunctionArn", &CERTIFICATE_PROVIDER_FUNCTION_ARN).required(),
        member("accountDefaultForOperations", &CERTIFICATE_PROVIDER_ACCOUNT_DEFAULT_FOR_OPERATIONS)
            .required(),
        member("clientToken", &CLIENT_TOKEN),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_CERTIFICATE_PROVIDER_RESPONSE: Shape = structure(
    "CreateCertificateProviderResponse",
    &[
        member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME),
        member("certificateProviderArn", &CERTIFICATE_PROVIDER_ARN),
    ],
);
pub static CREATE_COMMAND_REQUEST: Shape = structure(
    "CreateCommandRequest",
    &[
        member("commandId", &COMMAND_ID).required().path("commandId"),
        member("namespace", &COMMAND_NAMESPACE),
        member("displayName", &DISPLAY_NAME),
        member("description", &COMMAND_DESCRIPTION),
        member("payload", &COMMAND_PAYLOAD),
        member("payloadTemplate", &COMMAND_PAYLOAD_TEMPLATE_STRING),
        member("preprocessor", &COMMAND_PREPROCESSOR),
        member("mandatoryParameters", &COMMAND_PARAMETER_LIST),
        member("roleArn", &ROLE_ARN),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_COMMAND_RESPONSE: Shape = structure(
    "CreateCommandResponse",
    &[member("commandId", &COMMAND_ID), member("commandArn", &COMMAND_ARN)],
);
pub static CREATE_CUSTOM_METRIC_REQUEST: Shape = structure(
    "CreateCustomMetricRequest",
    &[
        member("metricName", &METRIC_NAME).required().path("metricName"),
        member("displayName", &CUSTOM_METRIC_DISPLAY_NAME),
        member("metricType", &CUSTOM_METRIC_TYPE).required(),
        member("tags", &TAG_LIST),
        member("clientRequestToken", &CLIENT_REQUEST_TOKEN).required(),
    ],
);
pub static CREATE_CUSTOM_METRIC_RESPONSE: Shape = structure(
    "CreateCustomMetricResponse",
    &[member("metricName", &METRIC_NAME), member("metricArn", &CUSTOM_METRIC_ARN)],
);
pub static CREATE_DIMENSION_REQUEST: Shape = structure(
    "CreateDimensionRequest",
    &[
        member("name", &DIMENSION_NAME).required().path("name"),
        member("type", &DIMENSION_TYPE).required(),
        member("stringValues", &DIMENSION_STRING_VALUES).required(),
        member("tags", &TAG_LIST),
        member("clientRequestToken", &CLIENT_REQUEST_TOKEN).required(),
    ],
);
pub static CREATE_DIMENSION_RESPONSE: Shape =
    structure("CreateDimensionResponse", &[member("name", &DIMENSION_NAME), member("arn", &DIMENSION_ARN)]);
pub static CREATE_DOMAIN_CONFIGURATION_REQUEST: Shape = structure(
    "CreateDomainConfigurationRequest",
    &[
        member("domainConfigurationName", &DOMAIN_CONFIGURATION_NAME)
            .required()
            .path("domainConfigurationName"),
        member("domainName", &DOMAIN_NAME),
        member("serverCertificateArns", &SERVER_CERTIFICATE_ARNS),
        member("validationCertificateArn", &ACM_CERTIFICATE_ARN),
        member("authorizerConfig", &AUTHORIZER_CONFIG),
        member("serviceType", &SERVICE_TYPE),
        member("tags", &TAG_LIST),
        member("tlsConfig", &TLS_CONFIG),
        member("serverCertificateConfig", &SERVER_CERTIFICATE_CONFIG),
        member("authenticationType", &AUTHENTICATION_TYPE),
        member("applicationProtocol", &APPLICATION_PROTOCOL),
        member("clientCertificateConfig", &CLIENT_CERTIFICATE_CONFIG),
    ],
);
pub static CREATE_DOMAIN_CONFIGURATION_RESPONSE: Shape = structure(
    "CreateDomainConfigurationResponse",
    &[
        member("domainConfigurationName", &DOMAIN_CONFIGURATION_NAME),
        member("domainConfigurationArn", &DOMAIN_CONFIGURATION_ARN),
    ],
);
pub static CREATE_DYNAMIC_THING_GROUP_REQUEST: Shape = structure(
    "CreateDynamicThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("thingGroupProperties", &THING_GROUP_PROPERTIES),
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING).required(),
        member("queryVersion", &QUERY_VERSION),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_DYNAMIC_THING_GROUP_RESPONSE: Shape = structure(
    "CreateDynamicThingGroupResponse",
    &[
        member("thingGroupName", &THING_GROUP_NAME),
        member("thingGroupArn", &THING_GROUP_ARN),
        member("thingGroupId", &THING_GROUP_ID),
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING),
        member("queryVersion", &QUERY_VERSION),
    ],
);
pub static CREATE_FLEET_METRIC_REQUEST: Shape = structure(
    "CreateFleetMetricRequest",
    &[
        member("metricName", &FLEET_METRIC_NAME).required().path("metricName"),
        member("queryString", &QUERY_STRING).required(),
        member("aggregationType", &AGGREGATION_TYPE).required(),
        member("period", &FLEET_METRIC_PERIOD).required(),
        member("aggregationField", &AGGREGATION_FIELD).required(),
        member("description", &FLEET_METRIC_DESCRIPTION),
        member("queryVersion", &QUERY_VERSION),
        member("indexName", &INDEX_NAME),
        member("unit", &FLEET_METRIC_UNIT),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_FLEET_METRIC_RESPONSE: Shape = structure(
    "CreateFleetMetricResponse",
    &[member("metricName", &FLEET_METRIC_NAME), member("metricArn", &FLEET_METRIC_ARN)],
);
pub static CREATE_JOB_REQUEST: Shape = structure(
    "CreateJobRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("targets", &JOB_TARGETS).required(),
        member("documentSource", &JOB_DOCUMENT_SOURCE),
        member("document", &JOB_DOCUMENT),
        member("description", &JOB_DESCRIPTION),
        member("presignedUrlConfig", &PRESIGNED_URL_CONFIG),
        member("targetSelection", &TARGET_SELECTION),
        member("jobExecutionsRolloutConfig", &JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("abortConfig", &ABORT_CONFIG),
        member("timeoutConfig", &TIMEOUT_CONFIG),
        member("tags", &TAG_LIST),
        member("namespaceId", &NAMESPACE_ID),
        member("jobTemplateArn", &JOB_TEMPLATE_ARN),
        member("jobExecutionsRetryConfig", &JOB_EXECUTIONS_RETRY_CONFIG),
        member("documentParameters", &PARAMETER_MAP),
        member("schedulingConfig", &SCHEDULING_CONFIG),
        member("destinationPackageVersions", &DESTINATION_PACKAGE_VERSIONS),
    ],
);
pub static CREATE_JOB_RESPONSE: Shape = structure(
    "CreateJobResponse",
    &[member("jobArn", &JOB_ARN), member("jobId", &JOB_ID), member("description", &JOB_DESCRIPTION)],
);
pub static CREATE_JOB_TEMPLATE_REQUEST: Shape = structure(
    "CreateJobTemplateRequest",
    &[
        member("jobTemplateId", &JOB_TEMPLATE_ID).required().path("jobTemplateId"),
        member("jobArn", &JOB_ARN),
        member("documentSource", &JOB_DOCUMENT_SOURCE),
        member("document", &JOB_DOCUMENT),
        member("description", &JOB_DESCRIPTION).required(),
        member("presignedUrlConfig", &PRESIGNED_URL_CONFIG),
        member("jobExecutionsRolloutConfig", &JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("abortConfig", &ABORT_CONFIG),
        member("timeoutConfig", &TIMEOUT_CONFIG),
        member("tags", &TAG_LIST),
        member("jobExecutionsRetryConfig", &JOB_EXECUTIONS_RETRY_CONFIG),
        member("maintenanceWindows", &MAINTENANCE_WINDOWS),
        member("destinationPackageVersions", &DESTINATION_PACKAGE_VERSIONS),
    ],
);
pub static CREATE_JOB_TEMPLATE_RESPONSE: Shape = structure(
    "CreateJobTemplateResponse",
    &[member("jobTemplateArn", &JOB_TEMPLATE_ARN), member("jobTemplateId", &JOB_TEMPLATE_ID)],
);
pub static CREATE_KEYS_AND_CERTIFICATE_REQUEST: Shape = structure(
    "CreateKeysAndCertificateRequest",
    &[member("setAsActive", &SET_AS_ACTIVE).query("setAsActive")],
);
pub static CREATE_KEYS_AND_CERTIFICATE_RESPONSE: Shape = structure(
    "CreateKeysAndCertificateResponse",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("certificatePem", &CERTIFICATE_PEM),
        member("keyPair", &KEY_PAIR),
    ],
);
pub static CREATE_MITIGATION_ACTION_REQUEST: Shape = structure(
    "CreateMitigationActionRequest",
    &[
        member("actionName", &MITIGATION_ACTION_NAME).required().path("actionName"),
        member("roleArn", &ROLE_ARN).required(),
        member("actionParams", &MITIGATION_ACTION_PARAMS).required(),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_MITIGATION_ACTION_RESPONSE: Shape = structure(
    "CreateMitigationActionResponse",
    &[member("actionArn", &MITIGATION_ACTION_ARN), member("actionId", &MITIGATION_ACTION_ID)],
);
pub static CREATE_OTA_UPDATE_REQUEST: Shape = structure(
    "CreateOTAUpdateRequest",
    &[
        member("otaUpdateId", &OTA_UPDATE_ID).required().path("otaUpdateId"),
        member("description", &OTA_UPDATE_DESCRIPTION),
        member("targets", &TARGETS).required(),
        member("protocols", &PROTOCOLS),
        member("targetSelection", &TARGET_SELECTION),
        member("awsJobExecutionsRolloutConfig", &AWS_JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("awsJobPresignedUrlConfig", &AWS_JOB_PRESIGNED_URL_CONFIG),
        member("awsJobAbortConfig", &AWS_JOB_ABORT_CONFIG),
        member("awsJobTimeoutConfig", &AWS_JOB_TIMEOUT_CONFIG),
        member("files", &OTA_UPDATE_FILES).required(),
        member("roleArn", &ROLE_ARN).required(),
        member("additionalParameters", &ADDITIONAL_PARAMETER_MAP),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_OTA_UPDATE_RESPONSE: Shape = structure(
    "CreateOTAUpdateResponse",
    &[
        member("otaUpdateId", &OTA_UPDATE_ID),
        member("awsIotJobId", &AWS_IOT_JOB_ID),
        member("otaUpdateArn", &OTA_UPDATE_ARN),
        member("awsIotJobArn", &AWS_IOT_JOB_ARN),
        member("otaUpdateStatus", &OTA_UPDATE_STATUS),
    ],
);
pub static CREATE_PACKAGE_REQUEST: Shape = structure(
    "CreatePackageRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("description", &RESOURCE_DESCRIPTION),
        member("tags", &TAG_MAP),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static CREATE_PACKAGE_RESPONSE: Shape = structure(
    "CreatePackageResponse",
    &[
        member("packageName", &PACKAGE_NAME),
        member("packageArn", &PACKAGE_ARN),
        member("description", &RESOURCE_DESCRIPTION),
    ],
);
pub static CREATE_PACKAGE_VERSION_REQUEST: Shape = structure(
    "CreatePackageVersionRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
        member("description", &RESOURCE_DESCRIPTION),
        member("attributes", &RESOURCE_ATTRIBUTES),
        member("artifact", &PACKAGE_VERSION_ARTIFACT),
        member("recipe", &PACKAGE_VERSION_RECIPE),
        member("tags", &TAG_MAP),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static CREATE_PACKAGE_VERSION_RESPONSE: Shape = structure(
    "CreatePackageVersionResponse",
    &[
        member("packageVersionArn", &PACKAGE_VERSION_ARN),
        member("packageName", &PACKAGE_NAME),
        member("versionName", &VERSION_NAME),
        member("description", &RESOURCE_DESCRIPTION),
        member("attributes", &RESOURCE_ATTRIBUTES),
        member("status", &PACKAGE_VERSION_STATUS),
        member("errorReason", &PACKAGE_VERSION_ERROR_REASON),
    ],
);
pub static CREATE_POLICY_REQUEST: Shape = structure(
    "CreatePolicyRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("policyDocument", &POLICY_DOCUMENT).required(),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_POLICY_RESPONSE: Shape = structure(
    "CreatePolicyResponse",
    &[
        member("policyName", &POLICY_NAME),
        member("policyArn", &POLICY_ARN),
        member("policyDocument", &POLICY_DOCUMENT),
        member("policyVersionId", &POLICY_VERSION_ID),
    ],
);
pub static CREATE_POLICY_VERSION_REQUEST: Shape = structure(
    "CreatePolicyVersionRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("policyDocument", &POLICY_DOCUMENT).required(),
        member("setAsDefault", &SET_AS_DEFAULT).query("setAsDefault"),
    ],
);
pub static CREATE_POLICY_VERSION_RESPONSE: Shape = structure(
    "CreatePolicyVersionResponse",
    &[
        member("policyArn", &POLICY_ARN),
        member("policyDocument", &POLICY_DOCUMENT),
        member("policyVersionId", &POLICY_VERSION_ID),
        member("isDefaultVersion", &IS_DEFAULT_VERSION),
    ],
);
pub static CREATE_PROVISIONING_CLAIM_REQUEST: Shape = structure(
    "CreateProvisioningClaimRequest",
    &[member("templateName", &TEMPLATE_NAME).required().path("templateName")],
);
pub static CREATE_PROVISIONING_CLAIM_RESPONSE: Shape = structure(
    "CreateProvisioningClaimResponse",
    &[
        member("certificateId", &CERTIFICATE_ID),
        member("certificatePem", &CERTIFICATE_PEM),
        member("keyPair", &KEY_PAIR),
        member("expiration", &DATE_TYPE),
    ],
);
pub static CREATE_PROVISIONING_TEMPLATE_REQUEST: Shape = structure(
    "CreateProvisioningTemplateRequest",
    &[
        member("templateName", &TEMPLATE_NAME).required(),
        member("description", &TEMPLATE_DESCRIPTION),
        member("templateBody", &TEMPLATE_BODY).required(),
        member("enabled", &ENABLED),
        member("provisioningRoleArn", &ROLE_ARN).required(),
        member("preProvisioningHook", &PROVISIONING_HOOK),
        member("tags", &TAG_LIST),
        member("type", &TEMPLATE_TYPE),
    ],
);
pub static CREATE_PROVISIONING_TEMPLATE_RESPONSE: Shape = structure(
    "CreateProvisioningTemplateResponse",
    &[
        member("templateArn", &TEMPLATE_ARN),
        member("templateName", &TEMPLATE_NAME),
        member("defaultVersionId", &TEMPLATE_VERSION_ID),
    ],
);
pub static CREATE_PROVISIONING_TEMPLATE_VERSION_REQUEST: Shape = structure(
    "CreateProvisioningTemplateVersionRequest",
    &[
        member("templateName", &TEMPLATE_NAME).required().path("templateName"),
        member("templateBody", &TEMPLATE_BODY).required(),
        member("setAsDefault", &SET_AS_DEFAULT).query("setAsDefault"),
    ],
);
pub static CREATE_PROVISIONING_TEMPLATE_VERSION_RESPONSE: Shape = structure(
    "CreateProvisioningTemplateVersionResponse",
    &[
        member("templateArn", &TEMPLATE_ARN),
        member("templateName", &TEMPLATE_NAME),
        member("versionId", &TEMPLATE_VERSION_ID),
        member("isDefaultVersion", &IS_DEFAULT_VERSION),
    ],
);
pub static CREATE_ROLE_ALIAS_REQUEST: Shape = structure(
    "CreateRoleAliasRequest",
    &[
        member("roleAlias", &ROLE_ALIAS).required().path("roleAlias"),
        member("roleArn", &ROLE_ARN).required(),
        member("credentialDurationSeconds", &CREDENTIAL_DURATION_SECONDS),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_ROLE_ALIAS_RESPONSE: Shape = structure(
    "CreateRoleAliasResponse",
    &[member("roleAlias", &ROLE_ALIAS), member("roleAliasArn", &ROLE_ALIAS_ARN)],
);
pub static CREATE_SCHEDULED_AUDIT_REQUEST: Shape = structure(
    "CreateScheduledAuditRequest",
    &[
        member("frequency", &AUDIT_FREQUENCY).required(),
        member("dayOfMonth", &DAY_OF_MONTH),
        member("dayOfWeek", &DAY_OF_WEEK),
        member("targetCheckNames", &TARGET_AUDIT_CHECK_NAMES).required(),
        member("scheduledAuditName", &SCHEDULED_AUDIT_NAME).required().path("scheduledAuditName"),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_SCHEDULED_AUDIT_RESPONSE: Shape =
    structure("CreateScheduledAuditResponse", &[member("scheduledAuditArn", &SCHEDULED_AUDIT_ARN)]);
pub static CREATE_SECURITY_PROFILE_REQUEST: Shape = structure(
    "CreateSecurityProfileRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName"),
        member("securityProfileDescription", &SECURITY_PROFILE_DESCRIPTION),
        member("behaviors", &BEHAVIORS),
        member("alertTargets", &ALERT_TARGETS),
        member("additionalMetricsToRetain", &ADDITIONAL_METRICS_TO_RETAIN_LIST),
        member("additionalMetricsToRetainV2", &ADDITIONAL_METRICS_TO_RETAIN_V2_LIST),
        member("tags", &TAG_LIST),
        member("metricsExportConfig", &METRICS_EXPORT_CONFIG),
    ],
);
pub static CREATE_SECURITY_PROFILE_RESPONSE: Shape = structure(
    "CreateSecurityProfileResponse",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME),
        member("securityProfileArn", &SECURITY_PROFILE_ARN),
    ],
);
pub static CREATE_STREAM_REQUEST: Shape = structure(
    "CreateStreamRequest",
    &[
        member("streamId", &STREAM_ID).required().path("streamId"),
        member("description", &STREAM_DESCRIPTION),
        member("files", &STREAM_FILES).required(),
        member("roleArn", &ROLE_ARN).required(),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_STREAM_RESPONSE: Shape = structure(
    "CreateStreamResponse",
    &[
        member("streamId", &STREAM_ID),
        member("streamArn", &STREAM_ARN),
        member("description", &STREAM_DESCRIPTION),
        member("streamVersion", &STREAM_VERSION),
    ],
);
pub static CREATE_THING_GROUP_REQUEST: Shape = structure(
    "CreateThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("parentGroupName", &THING_GROUP_NAME),
        member("thingGroupProperties", &THING_GROUP_PROPERTIES),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_THING_GROUP_RESPONSE: Shape = structure(
    "CreateThingGroupResponse",
    &[
        member("thingGroupName", &THING_GROUP_NAME),
        member("thingGroupArn", &THING_GROUP_ARN),
        member("thingGroupId", &THING_GROUP_ID),
    ],
);
pub static CREATE_THING_REQUEST: Shape = structure(
    "CreateThingRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("thingTypeName", &THING_TYPE_NAME),
        member("attributePayload", &ATTRIBUTE_PAYLOAD),
        member("billingGroupName", &BILLING_GROUP_NAME),
    ],
);
pub static CREATE_THING_RESPONSE: Shape = structure(
    "CreateThingResponse",
    &[member("thingName", &THING_NAME), member("thingArn", &THING_ARN), member("thingId", &THING_ID)],
);
pub static CREATE_THING_TYPE_REQUEST: Shape = structure(
    "CreateThingTypeRequest",
    &[
        member("thingTypeName", &THING_TYPE_NAME).required().path("thingTypeName"),
        member("thingTypeProperties", &THING_TYPE_PROPERTIES),
        member("tags", &TAG_LIST),
    ],
);
pub static CREATE_THING_TYPE_RESPONSE: Shape = structure(
    "CreateThingTypeResponse",
    &[
        member("thingTypeName", &THING_TYPE_NAME),
        member("thingTypeArn", &THING_TYPE_ARN),
        member("thingTypeId", &THING_TYPE_ID),
    ],
);
pub static CREATE_TOPIC_RULE_DESTINATION_REQUEST: Shape = structure(
    "CreateTopicRuleDestinationRequest",
    &[member("destinationConfiguration", &TOPIC_RULE_DESTINATION_CONFIGURATION).required()],
);
pub static CREATE_TOPIC_RULE_DESTINATION_RESPONSE: Shape = structure(
    "CreateTopicRuleDestinationResponse",
    &[member("topicRuleDestination", &TOPIC_RULE_DESTINATION)],
);
pub static CREATE_TOPIC_RULE_REQUEST: Shape = structure(
    "CreateTopicRuleRequest",
    &[
        member("ruleName", &RULE_NAME).required().path("ruleName"),
        member("topicRulePayload", &TOPIC_RULE_PAYLOAD).required(),
        member("tags", &STRING).header("x-amz-tagging"),
    ],
)
.with_payload("topicRulePayload");
pub static CREATED_AT_DATE: Shape = timestamp("CreatedAtDate");
pub static CREATION_DATE: Shape = timestamp("CreationDate");
pub static CREDENTIAL_DURATION_SECONDS: Shape = integer("CredentialDurationSeconds", within(900, 43200));
pub static CRON_EXPRESSION: Shape = string("CronExpression", within(1, 256));
pub static CUSTOM_CODE_SIGNING: Shape = structure(
    "CustomCodeSigning",
    &[
        member("signature", &CODE_SIGNING_SIGNATURE),
        member("certificateChain", &CODE_SIGNING_CERTIFICATE_CHAIN),
        member("hashAlgorithm", &HASH_ALGORITHM),
        member("signatureAlgorithm", &SIGNATURE_ALGORITHM),
    ],
);
pub static CUSTOM_METRIC_ARN: Shape = string("CustomMetricArn", any());
pub static CUSTOM_METRIC_DISPLAY_NAME: Shape = string("CustomMetricDisplayName", at_most(128)).pattern(7);
pub static CUSTOM_METRIC_TYPE: Shape =
    string("CustomMetricType", any()).values(&["string-list", "ip-address-list", "number-list", "number"]);
pub static CUSTOMER_VERSION: Shape = integer("CustomerVersion", at_least(1));
