// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static DATA_COLLECTION_PERCENTAGE: Shape = double("DataCollectionPercentage", within(0.0, 100.0));
pub static DATE_TYPE: Shape = timestamp("DateType");
pub static DAY_OF_MONTH: Shape = string("DayOfMonth", any()).pattern(33);
pub static DAY_OF_WEEK: Shape =
    string("DayOfWeek", any()).values(&["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);
pub static DELETE_ACCOUNT_AUDIT_CONFIGURATION_REQUEST: Shape = structure(
    "DeleteAccountAuditConfigurationRequest",
    &[member("deleteScheduledAudits", &DELETE_SCHEDULED_AUDITS).query("deleteScheduledAudits")],
);
pub static DELETE_ACCOUNT_AUDIT_CONFIGURATION_RESPONSE: Shape =
    structure("DeleteAccountAuditConfigurationResponse", &[]);
pub static DELETE_ADDITIONAL_METRICS_TO_RETAIN: Shape = boolean("DeleteAdditionalMetricsToRetain");
pub static DELETE_ALERT_TARGETS: Shape = boolean("DeleteAlertTargets");
pub static DELETE_AUDIT_SUPPRESSION_REQUEST: Shape = structure(
    "DeleteAuditSuppressionRequest",
    &[
        member("checkName", &AUDIT_CHECK_NAME).required(),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER).required(),
    ],
);
pub static DELETE_AUDIT_SUPPRESSION_RESPONSE: Shape = structure("DeleteAuditSuppressionResponse", &[]);
pub static DELETE_AUTHORIZER_REQUEST: Shape = structure(
    "DeleteAuthorizerRequest",
    &[member("authorizerName", &AUTHORIZER_NAME).required().path("authorizerName")],
);
pub static DELETE_AUTHORIZER_RESPONSE: Shape = structure("DeleteAuthorizerResponse", &[]);
pub static DELETE_BEHAVIORS: Shape = boolean("DeleteBehaviors");
pub static DELETE_BILLING_GROUP_REQUEST: Shape = structure(
    "DeleteBillingGroupRequest",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME).required().path("billingGroupName"),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
    ],
);
pub static DELETE_BILLING_GROUP_RESPONSE: Shape = structure("DeleteBillingGroupResponse", &[]);
pub static DELETE_CA_CERTIFICATE_REQUEST: Shape = structure(
    "DeleteCACertificateRequest",
    &[member("certificateId", &CERTIFICATE_ID).required().path("caCertificateId")],
);
pub static DELETE_CA_CERTIFICATE_RESPONSE: Shape = structure("DeleteCACertificateResponse", &[]);
pub static DELETE_CERTIFICATE_PROVIDER_REQUEST: Shape = structure(
    "DeleteCertificateProviderRequest",
    &[member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME)
        .required()
        .path("certificateProviderName")],
);
pub static DELETE_CERTIFICATE_PROVIDER_RESPONSE: Shape = structure("DeleteCertificateProviderResponse", &[]);
pub static DELETE_CERTIFICATE_REQUEST: Shape = structure(
    "DeleteCertificateRequest",
    &[
        member("certificateId", &CERTIFICATE_ID).required().path("certificateId"),
        member("forceDelete", &FORCE_DELETE).query("forceDelete"),
    ],
);
pub static DELETE_COMMAND_EXECUTION_REQUEST: Shape = structure(
    "DeleteCommandExecutionRequest",
    &[
        member("executionId", &COMMAND_EXECUTION_ID).required().path("executionId"),
        member("targetArn", &TARGET_ARN).required().query("targetArn"),
    ],
);
pub static DELETE_COMMAND_EXECUTION_RESPONSE: Shape = structure("DeleteCommandExecutionResponse", &[]);
pub static DELETE_COMMAND_REQUEST: Shape =
    structure("DeleteCommandRequest", &[member("commandId", &COMMAND_ID).required().path("commandId")]);
pub static DELETE_COMMAND_RESPONSE: Shape =
    structure("DeleteCommandResponse", &[member("statusCode", &STATUS_CODE).status()]);
pub static DELETE_CUSTOM_METRIC_REQUEST: Shape = structure(
    "DeleteCustomMetricRequest",
    &[member("metricName", &METRIC_NAME).required().path("metricName")],
);
pub static DELETE_CUSTOM_METRIC_RESPONSE: Shape = structure("DeleteCustomMetricResponse", &[]);
pub static DELETE_DIMENSION_REQUEST: Shape =
    structure("DeleteDimensionRequest", &[member("name", &DIMENSION_NAME).required().path("name")]);
pub static DELETE_DIMENSION_RESPONSE: Shape = structure("DeleteDimensionResponse", &[]);
pub static DELETE_DOMAIN_CONFIGURATION_REQUEST: Shape = structure(
    "DeleteDomainConfigurationRequest",
    &[member("domainConfigurationName", &DOMAIN_CONFIGURATION_NAME)
        .required()
        .path("domainConfigurationName")],
);
pub static DELETE_DOMAIN_CONFIGURATION_RESPONSE: Shape = structure("DeleteDomainConfigurationResponse", &[]);
pub static DELETE_DYNAMIC_THING_GROUP_REQUEST: Shape = structure(
    "DeleteDynamicThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
    ],
);
pub static DELETE_DYNAMIC_THING_GROUP_RESPONSE: Shape = structure("DeleteDynamicThingGroupResponse", &[]);
pub static DELETE_FLEET_METRIC_REQUEST: Shape = structure(
    "DeleteFleetMetricRequest",
    &[
        member("metricName", &FLEET_METRIC_NAME).required().path("metricName"),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
    ],
);
pub static DELETE_JOB_EXECUTION_REQUEST: Shape = structure(
    "DeleteJobExecutionRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("thingName", &THING_NAME).required().path("thingName"),
        member("executionNumber", &EXECUTION_NUMBER).required().path("executionNumber"),
        member("force", &FORCE_FLAG).query("force"),
        member("namespaceId", &NAMESPACE_ID).query("namespaceId"),
    ],
);
pub static DELETE_JOB_REQUEST: Shape = structure(
    "DeleteJobRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("force", &FORCE_FLAG).query("force"),
        member("namespaceId", &NAMESPACE_ID).query("namespaceId"),
    ],
);
pub static DELETE_JOB_TEMPLATE_REQUEST: Shape = structure(
    "DeleteJobTemplateRequest",
    &[member("jobTemplateId", &JOB_TEMPLATE_ID).required().path("jobTemplateId")],
);
pub static DELETE_METRICS_EXPORT_CONFIG: Shape = boolean("DeleteMetricsExportConfig");
pub static DELETE_MITIGATION_ACTION_REQUEST: Shape = structure(
    "DeleteMitigationActionRequest",
    &[member("actionName", &MITIGATION_ACTION_NAME).required().path("actionName")],
);
pub static DELETE_MITIGATION_ACTION_RESPONSE: Shape = structure("DeleteMitigationActionResponse", &[]);
pub static DELETE_OTA_UPDATE_REQUEST: Shape = structure(
    "DeleteOTAUpdateRequest",
    &[
        member("otaUpdateId", &OTA_UPDATE_ID).required().path("otaUpdateId"),
        member("deleteStream", &DELETE_STREAM).query("deleteStream"),
        member("forceDeleteAWSJob", &FORCE_DELETE_AWS_JOB).query("forceDeleteAWSJob"),
    ],
);
pub static DELETE_OTA_UPDATE_RESPONSE: Shape = structure("DeleteOTAUpdateResponse", &[]);
pub static DELETE_PACKAGE_REQUEST: Shape = structure(
    "DeletePackageRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static DELETE_PACKAGE_RESPONSE: Shape = structure("DeletePackageResponse", &[]);
pub static DELETE_PACKAGE_VERSION_REQUEST: Shape = structure(
    "DeletePackageVersionRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static DELETE_PACKAGE_VERSION_RESPONSE: Shape = structure("DeletePackageVersionResponse", &[]);
pub static DELETE_POLICY_REQUEST: Shape =
    structure("DeletePolicyRequest", &[member("policyName", &POLICY_NAME).required().path("policyName")]);
pub static DELETE_POLICY_VERSION_REQUEST: Shape = structure(
    "DeletePolicyVersionRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("policyVersionId", &POLICY_VERSION_ID).required().path("policyVersionId"),
    ],
);
pub static DELETE_PROVISIONING_TEMPLATE_REQUEST: Shape = structure(
    "DeleteProvisioningTemplateRequest",
    &[member("templateName", &TEMPLATE_NAME).required().path("templateName")],
);
pub static DELETE_PROVISIONING_TEMPLATE_RESPONSE: Shape =
    structure("DeleteProvisioningTemplateResponse", &[]);
pub static DELETE_PROVISIONING_TEMPLATE_VERSION_REQUEST: Shape = structure(
    "DeleteProvisioningTemplateVersionRequest",
    &[
        member("templateName", &TEMPLATE_NAME).required().path("templateName"),
        member("versionId", &TEMPLATE_VERSION_ID).required().path("versionId"),
    ],
);
pub static DELETE_PROVISIONING_TEMPLATE_VERSION_RESPONSE: Shape =
    structure("DeleteProvisioningTemplateVersionResponse", &[]);
pub static DELETE_REGISTRATION_CODE_REQUEST: Shape = structure("DeleteRegistrationCodeRequest", &[]);
pub static DELETE_REGISTRATION_CODE_RESPONSE: Shape = structure("DeleteRegistrationCodeResponse", &[]);
pub static DELETE_ROLE_ALIAS_REQUEST: Shape =
    structure("DeleteRoleAliasRequest", &[member("roleAlias", &ROLE_ALIAS).required().path("roleAlias")]);
pub static DELETE_ROLE_ALIAS_RESPONSE: Shape = structure("DeleteRoleAliasResponse", &[]);
pub static DELETE_SCHEDULED_AUDIT_REQUEST: Shape = structure(
    "DeleteScheduledAuditRequest",
    &[member("scheduledAuditName", &SCHEDULED_AUDIT_NAME).required().path("scheduledAuditName")],
);
pub static DELETE_SCHEDULED_AUDIT_RESPONSE: Shape = structure("DeleteScheduledAuditResponse", &[]);
pub static DELETE_SCHEDULED_AUDITS: Shape = boolean("DeleteScheduledAudits");
pub static DELETE_SECURITY_PROFILE_REQUEST: Shape = structure(
    "DeleteSecurityProfileRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName"),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
    ],
);
pub static DELETE_SECURITY_PROFILE_RESPONSE: Shape = structure("DeleteSecurityProfileResponse", &[]);
pub static DELETE_STREAM: Shape = boolean("DeleteStream");
pub static DELETE_STREAM_REQUEST: Shape =
    structure("DeleteStreamRequest", &[member("streamId", &STREAM_ID).required().path("streamId")]);
pub static DELETE_STREAM_RESPONSE: Shape = structure("DeleteStreamResponse", &[]);
pub static DELETE_THING_GROUP_REQUEST: Shape = structure(
    "DeleteThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName"),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
    ],
);
pub static DELETE_THING_GROUP_RESPONSE: Shape = structure("DeleteThingGroupResponse", &[]);
pub static DELETE_THING_REQUEST: Shape = structure(
    "DeleteThingRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("expectedVersion", &OPTIONAL_VERSION).query("expectedVersion"),
    ],
);
pub static DELETE_THING_RESPONSE: Shape = structure("DeleteThingResponse", &[]);
pub static DELETE_THING_TYPE_REQUEST: Shape = structure(
    "DeleteThingTypeRequest",
    &[member("thingTypeName", &THING_TYPE_NAME).required().path("thingTypeName")],
);
pub static DELETE_THING_TYPE_RESPONSE: Shape = structure("DeleteThingTypeResponse", &[]);
pub static DELETE_TOPIC_RULE_DESTINATION_REQUEST: Shape =
    structure("DeleteTopicRuleDestinationRequest", &[member("arn", &AWS_ARN).required().path("arn")]);
pub static DELETE_TOPIC_RULE_DESTINATION_RESPONSE: Shape =
    structure("DeleteTopicRuleDestinationResponse", &[]);
pub static DELETE_TOPIC_RULE_REQUEST: Shape =
    structure("DeleteTopicRuleRequest", &[member("ruleName", &RULE_NAME).required().path("ruleName")]);
pub static DELETE_V2_LOGGING_LEVEL_REQUEST: Shape = structure(
    "DeleteV2LoggingLevelRequest",
    &[
        member("targetType", &LOG_TARGET_TYPE).required().query("targetType"),
        member("targetName", &LOG_TARGET_NAME).required().query("targetName"),
    ],
);
pub static DELIVERY_STREAM_NAME: Shape = string("DeliveryStreamName", any());
pub static DENIED: Shape =
    structure("Denied", &[member("implicitDeny", &IMPLICIT_DENY), member("explicitDeny", &EXPLICIT_DENY)]);
pub static DEPRECATE_THING_TYPE_REQUEST: Shape = structure(
    "DeprecateThingTypeRequest",
    &[
        member("thingTypeName", &THING_TYPE_NAME).required().path("thingTypeName"),
        member("undoDeprecate", &UNDO_DEPRECATE),
    ],
);
pub static DEPRECATE_THING_TYPE_RESPONSE: Shape = structure("DeprecateThingTypeResponse", &[]);
pub static DEPRECATION_DATE: Shape = timestamp("DeprecationDate");
pub static DEPRECATION_FLAG: Shape = boolean("DeprecationFlag");
pub static DESCRIBE_ACCOUNT_AUDIT_CONFIGURATION_REQUEST: Shape =
    structure("DescribeAccountAuditConfigurationRequest", &[]);
pub static DESCRIBE_ACCOUNT_AUDIT_CONFIGURATION_RESPONSE: Shape = structure(
    "DescribeAccountAuditConfigurationResponse",
    &[
        member("roleArn", &ROLE_ARN),
        member("auditNotificationTargetConfigurations", &AUDIT_NOTIFICATION_TARGET_CONFIGURATIONS),
        member("auditCheckConfigurations", &AUDIT_CHECK_CONFIGURATIONS),
    ],
);
pub static DESCRIBE_AUDIT_FINDING_REQUEST: Shape = structure(
    "DescribeAuditFindingRequest",
    &[member("findingId", &FINDING_ID).required().path("findingId")],
);
pub static DESCRIBE_AUDIT_FINDING_RESPONSE: Shape =
    structure("DescribeAuditFindingResponse", &[member("finding", &AUDIT_FINDING)]);
pub static DESCRIBE_AUDIT_MITIGATION_ACTIONS_TASK_REQUEST: Shape = structure(
    "DescribeAuditMitigationActionsTaskRequest",
    &[member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().path("taskId")],
);
pub static DESCRIBE_AUDIT_MITIGATION_ACTIONS_TASK_RESPONSE: Shape = structure(
    "DescribeAuditMitigationActionsTaskResponse",
    &[
        member("taskStatus", &AUDIT_MITIGATION_ACTIONS_TASK_STATUS),
        member("startTime", &TIMESTAMP),
        member("endTime", &TIMESTAMP),
        member("taskStatistics", &AUDIT_MITIGATION_ACTIONS_TASK_STATISTICS),
        member("target", &AUDIT_MITIGATION_ACTIONS_TASK_TARGET),
        member("auditCheckToActionsMapping", &AUDIT_CHECK_TO_ACTIONS_MAPPING),
        member("actionsDefinition", &MITIGATION_ACTION_LIST),
    ],
);
pub static DESCRIBE_AUDIT_SUPPRESSION_REQUEST: Shape = structure(
    "DescribeAuditSuppressionRequest",
    &[
        member("checkName", &AUDIT_CHECK_NAME).required(),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER).required(),
    ],
);
pub static DESCRIBE_AUDIT_SUPPRESSION_RESPONSE: Shape = structure(
    "DescribeAuditSuppressionResponse",
    &[
        member("checkName", &AUDIT_CHECK_NAME),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER),
        member("expirationDate", &TIMESTAMP),
        member("suppressIndefinitely", &SUPPRESS_INDEFINITELY),
        member("description", &AUDIT_DESCRIPTION),
    ],
);
pub static DESCRIBE_AUDIT_TASK_REQUEST: Shape =
    structure("DescribeAuditTaskRequest", &[member("taskId", &AUDIT_TASK_ID).required().path("taskId")]);
pub static DESCRIBE_AUDIT_TASK_RESPONSE: Shape = structure(
    "DescribeAuditTaskResponse",
    &[
        member("taskStatus", &AUDIT_TASK_STATUS),
        member("taskType", &AUDIT_TASK_TYPE),
        member("taskStartTime", &TIMESTAMP),
        member("taskStatistics", &TASK_STATISTICS),
        member("scheduledAuditName", &SCHEDULED_AUDIT_NAME),
        member("auditDetails", &AUDIT_DETAILS),
    ],
);
pub static DESCRIBE_AUTHORIZER_REQUEST: Shape = structure(
    "DescribeAuthorizerRequest",
    &[member("authorizerName", &AUTHORIZER_NAME).required().path("authorizerName")],
);
pub static DESCRIBE_AUTHORIZER_RESPONSE: Shape =
    structure("DescribeAuthorizerResponse", &[member("authorizerDescription", &AUTHORIZER_DESCRIPTION)]);
pub static DESCRIBE_BILLING_GROUP_REQUEST: Shape = structure(
    "DescribeBillingGroupRequest",
    &[member("billingGroupName", &BILLING_GROUP_NAME).required().path("billingGroupName")],
);
pub static DESCRIBE_BILLING_GROUP_RESPONSE: Shape = structure(
    "DescribeBillingGroupResponse",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME),
        member("billingGroupId", &BILLING_GROUP_ID),
        member("billingGroupArn", &BILLING_GROUP_ARN),
        member("version", &VERSION),
        member("billingGroupProperties", &BILLING_GROUP_PROPERTIES),
        member("billingGroupMetadata", &BILLING_GROUP_METADATA),
    ],
);
pub static DESCRIBE_CA_CERTIFICATE_REQUEST: Shape = structure(
    "DescribeCACertificateRequest",
    &[member("certificateId", &CERTIFICATE_ID).required().path("caCertificateId")],
);
pub static DESCRIBE_CA_CERTIFICATE_RESPONSE: Shape = structure(
    "DescribeCACertificateResponse",
    &[
        member("certificateDescription", &CA_CERTIFICATE_DESCRIPTION),
        member("registrationConfig", &REGISTRATION_CONFIG),
    ],
);
pub static DESCRIBE_CERTIFICATE_PROVIDER_REQUEST: Shape = structure(
    "DescribeCertificateProviderRequest",
    &[member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME)
        .required()
        .path("certificateProviderName")],
);
pub static DESCRIBE_CERTIFICATE_PROVIDER_RESPONSE: Shape = structure(
    "DescribeCertificateProviderResponse",
    &[
        member("certificateProviderName", &CERTIFICATE_PROVIDER_NAME),
        member("certificateProviderArn", &CERTIFICATE_PROVIDER_ARN),
        member("lambdaFunctionArn", &CERTIFICATE_PROVIDER_FUNCTION_ARN),
        member("accountDefaultForOperations", &CERTIFICATE_PROVIDER_ACCOUNT_DEFAULT_FOR_OPERATIONS),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
    ],
);
pub static DESCRIBE_CERTIFICATE_REQUEST: Shape = structure(
    "DescribeCertificateRequest",
    &[member("certificateId", &CERTIFICATE_ID).required().path("certificateId")],
);
pub static DESCRIBE_CERTIFICATE_RESPONSE: Shape =
    structure("DescribeCertificateResponse", &[member("certificateDescription", &CERTIFICATE_DESCRIPTION)]);
pub static DESCRIBE_CUSTOM_METRIC_REQUEST: Shape = structure(
    "DescribeCustomMetricRequest",
    &[member("metricName", &METRIC_NAME).required().path("metricName")],
);
pub static DESCRIBE_CUSTOM_METRIC_RESPONSE: Shape = structure(
    "DescribeCustomMetricResponse",
    &[
        member("metricName", &METRIC_NAME),
        member("metricArn", &CUSTOM_METRIC_ARN),
        member("metricType", &CUSTOM_METRIC_TYPE),
        member("displayName", &CUSTOM_METRIC_DISPLAY_NAME),
        member("creationDate", &TIMESTAMP),
        member("lastModifiedDate", &TIMESTAMP),
    ],
);
pub static DESCRIBE_DEFAULT_AUTHORIZER_REQUEST: Shape = structure("DescribeDefaultAuthorizerRequest", &[]);
pub static DESCRIBE_DEFAULT_AUTHORIZER_RESPONSE: Shape = structure(
    "DescribeDefaultAuthorizerResponse",
    &[member("authorizerDescription", &AUTHORIZER_DESCRIPTION)],
);
pub static DESCRIBE_DETECT_MITIGATION_ACTIONS_TASK_REQUEST: Shape = structure(
    "DescribeDetectMitigationActionsTaskRequest",
    &[member("taskId", &MITIGATION_ACTIONS_TASK_ID).required().path("taskId")],
);
pub static DESCRIBE_DETECT_MITIGATION_ACTIONS_TASK_RESPONSE: Shape = structure(
    "DescribeDetectMitigationActionsTaskResponse",
    &[member("taskSummary", &DETECT_MITIGATION_ACTIONS_TASK_SUMMARY)],
);
pub static DESCRIBE_DIMENSION_REQUEST: Shape =
    structure("DescribeDimensionRequest", &[member("name", &DIMENSION_NAME).required().path("name")]);
pub static DESCRIBE_DIMENSION_RESPONSE: Shape = structure(
    "DescribeDimensionResponse",
    &[
        member("name", &DIMENSION_NAME),
        member("arn", &DIMENSION_ARN),
        member("type", &DIMENSION_TYPE),
        member("stringValues", &DIMENSION_STRING_VALUES),
        member("creationDate", &TIMESTAMP),
        member("lastModifiedDate", &TIMESTAMP),
    ],
);
pub static DESCRIBE_DOMAIN_CONFIGURATION_REQUEST: Shape = structure(
    "DescribeDomainConfigurationRequest",
    &[member("domainConfigurationName", &RESERVED_DOMAIN_CONFIGURATION_NAME)
        .required()
        .path("domainConfigurationName")],
);
pub static DESCRIBE_DOMAIN_CONFIGURATION_RESPONSE: Shape = structure(
    "DescribeDomainConfigurationResponse",
    &[
        member("domainConfigurationName", &RESERVED_DOMAIN_CONFIGURATION_NAME),
        member("domainConfigurationArn", &DOMAIN_CONFIGURATION_ARN),
        member("domainName", &DOMAIN_NAME),
        member("serverCertificates", &SERVER_CERTIFICATES),
        member("authorizerConfig", &AUTHORIZER_CONFIG),
        member("domainConfigurationStatus", &DOMAIN_CONFIGURATION_STATUS),
        member("serviceType", &SERVICE_TYPE),
        member("domainType", &DOMAIN_TYPE),
        member("lastStatusChangeDate", &DATE_TYPE),
        member("tlsConfig", &TLS_CONFIG),
        member("serverCertificateConfig", &SERVER_CERTIFICATE_CONFIG),
        member("authenticationType", &AUTHENTICATION_TYPE),
        member("applicationProtocol", &APPLICATION_PROTOCOL),
        member("clientCertificateConfig", &CLIENT_CERTIFICATE_CONFIG),
    ],
);
pub static DESCRIBE_ENCRYPTION_CONFIGURATION_REQUEST: Shape =
    structure("DescribeEncryptionConfigurationRequest", &[]);
pub static DESCRIBE_ENCRYPTION_CONFIGURATION_RESPONSE: Shape = structure(
    "DescribeEncryptionConfigurationResponse",
    &[
        member("encryptionType", &ENCRYPTION_TYPE),
        member("kmsKeyArn", &KMS_KEY_ARN),
        member("kmsAccessRoleArn", &KMS_ACCESS_ROLE_ARN),
        member("configurationDetails", &CONFIGURATION_DETAILS),
        member("lastModifiedDate", &DATE_TYPE),
    ],
);
pub static DESCRIBE_ENDPOINT_REQUEST: Shape =
    structure("DescribeEndpointRequest", &[member("endpointType", &ENDPOINT_TYPE).query("endpointType")]);
pub static DESCRIBE_ENDPOINT_RESPONSE: Shape =
    structure("DescribeEndpointResponse", &[member("endpointAddress", &ENDPOINT_ADDRESS)]);
pub static DESCRIBE_EVENT_CONFIGURATIONS_REQUEST: Shape =
    structure("DescribeEventConfigurationsRequest", &[]);
pub static DESCRIBE_EVENT_CONFIGURATIONS_RESPONSE: Shape = structure(
    "DescribeEventConfigurationsResponse",
    &[
        member("eventConfigurations", &EVENT_CONFIGURATIONS),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
    ],
);
pub static DESCRIBE_FLEET_METRIC_REQUEST: Shape = structure(
    "DescribeFleetMetricRequest",
    &[member("metricName", &FLEET_METRIC_NAME).required().path("metricName")],
);
pub static DESCRIBE_FLEET_METRIC_RESPONSE: Shape = structure(
    "DescribeFleetMetricResponse",
    &[
        member("metricName", &FLEET_METRIC_NAME),
        member("queryString", &QUERY_STRING),
        member("aggregationType", &AGGREGATION_TYPE),
        member("period", &FLEET_METRIC_PERIOD),
        member("aggregationField", &AGGREGATION_FIELD),
        member("description", &FLEET_METRIC_DESCRIPTION),
        member("queryVersion", &QUERY_VERSION),
        member("indexName", &INDEX_NAME),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
        member("unit", &FLEET_METRIC_UNIT),
        member("version", &VERSION),
        member("metricArn", &FLEET_METRIC_ARN),
    ],
);
pub static DESCRIBE_INDEX_REQUEST: Shape =
    structure("DescribeIndexRequest", &[member("indexName", &INDEX_NAME).required().path("indexName")]);
pub static DESCRIBE_INDEX_RESPONSE: Shape = structure(
    "DescribeIndexResponse",
    &[
        member("indexName", &INDEX_NAME),
        member("indexStatus", &INDEX_STATUS),
        member("schema", &INDEX_SCHEMA),
    ],
);
pub static DESCRIBE_JOB_EXECUTION_REQUEST: Shape = structure(
    "DescribeJobExecutionRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("thingName", &THING_NAME).required().path("thingName"),
        member("executionNumber", &EXECUTION_NUMBER).query("executionNumber"),
    ],
);
pub static DESCRIBE_JOB_EXECUTION_RESPONSE: Shape =
    structure("DescribeJobExecutionResponse", &[member("execution", &JOB_EXECUTION)]);
pub static DESCRIBE_JOB_REQUEST: Shape = structure(
    "DescribeJobRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("beforeSubstitution", &BEFORE_SUBSTITUTION_FLAG).query("beforeSubstitution"),
    ],
);
pub static DESCRIBE_JOB_RESPONSE: Shape =
    structure("DescribeJobResponse", &[member("documentSource", &JOB_DOCUMENT_SOURCE), member("job", &JOB)]);
pub static DESCRIBE_JOB_TEMPLATE_REQUEST: Shape = structure(
    "DescribeJobTemplateRequest",
    &[member("jobTemplateId", &JOB_TEMPLATE_ID).required().path("jobTemplateId")],
);
pub static DESCRIBE_JOB_TEMPLATE_RESPONSE: Shape = structure(
    "DescribeJobTemplateResponse",
    &[
        member("jobTemplateArn", &JOB_TEMPLATE_ARN),
        member("jobTemplateId", &JOB_TEMPLATE_ID),
        member("description", &JOB_DESCRIPTION),
        member("documentSource", &JOB_DOCUMENT_SOURCE),
        member("document", &JOB_DOCUMENT),
        member("createdAt", &DATE_TYPE),
        member("presignedUrlConfig", &PRESIGNED_URL_CONFIG),
        member("jobExecutionsRolloutConfig", &JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("abortConfig", &ABORT_CONFIG),
        member("timeoutConfig", &TIMEOUT_CONFIG),
        member("jobExecutionsRetryConfig", &JOB_EXECUTIONS_RETRY_CONFIG),
        member("maintenanceWindows", &MAINTENANCE_WINDOWS),
        member("destinationPackageVersions", &DESTINATION_PACKAGE_VERSIONS),
    ],
);
pub static DESCRIBE_MANAGED_JOB_TEMPLATE_REQUEST: Shape = structure(
    "DescribeManagedJobTemplateRequest",
    &[
        member("templateName", &MANAGED_JOB_TEMPLATE_NAME).required().path("templateName"),
        member("templateVersion", &MANAGED_TEMPLATE_VERSION).query("templateVersion"),
    ],
);
pub static DESCRIBE_MANAGED_JOB_TEMPLATE_RESPONSE: Shape = structure(
    "DescribeManagedJobTemplateResponse",
    &[
        member("templateName", &MANAGED_JOB_TEMPLATE_NAME),
        member("templateArn", &JOB_TEMPLATE_ARN),
        member("description", &JOB_DESCRIPTION),
        member("templateVersion", &MANAGED_TEMPLATE_VERSION),
        member("environments", &ENVIRONMENTS),
        member("documentParameters", &DOCUMENT_PARAMETERS),
        member("document", &JOB_DOCUMENT),
    ],
);
pub static DESCRIBE_MITIGATION_ACTION_REQUEST: Shape = structure(
    "DescribeMitigationActionRequest",
    &[member("actionName", &MITIGATION_ACTION_NAME).required().path("actionName")],
);
pub static DESCRIBE_MITIGATION_ACTION_RESPONSE: Shape = structure(
    "DescribeMitigationActionResponse",
    &[
        member("actionName", &MITIGATION_ACTION_NAME),
        member("actionType", &MITIGATION_ACTION_TYPE),
        member("actionArn", &MITIGATION_ACTION_ARN),
        member("actionId", &MITIGATION_ACTION_ID),
        member("roleArn", &ROLE_ARN),
        member("actionParams", &MITIGATION_ACTION_PARAMS),
        member("creationDate", &TIMESTAMP),
        member("lastModifiedDate", &TIMESTAMP),
    ],
);
pub static DESCRIBE_PROVISIONING_TEMPLATE_REQUEST: Shape = structure(
    "DescribeProvisioningTemplateRequest",
    &[member("templateName", &TEMPLATE_NAME).required().path("templateName")],
);
pub static DESCRIBE_PROVISIONING_TEMPLATE_RESPONSE: Shape = structure(
    "DescribeProvisioningTemplateResponse",
    &[
        member("templateArn", &TEMPLATE_ARN),
        member("templateName", &TEMPLATE_NAME),
        member("description", &TEMPLATE_DESCRIPTION),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("defaultVersionId", &TEMPLATE_VERSION_ID),
        member("templateBody", &TEMPLATE_BODY),
        member("enabled", &ENABLED),
        member("provisioningRoleArn", &ROLE_ARN),
        member("preProvisioningHook", &PROVISIONING_HOOK),
        member("type", &TEMPLATE_TYPE),
    ],
);
pub static DESCRIBE_PROVISIONING_TEMPLATE_VERSION_REQUEST: Shape = structure(
    "DescribeProvisioningTemplateVersionRequest",
    &[
        member("templateName", &TEMPLATE_NAME).required().path("templateName"),
        member("versionId", &TEMPLATE_VERSION_ID).required().path("versionId"),
    ],
);
pub static DESCRIBE_PROVISIONING_TEMPLATE_VERSION_RESPONSE: Shape = structure(
    "DescribeProvisioningTemplateVersionResponse",
    &[
        member("versionId", &TEMPLATE_VERSION_ID),
        member("creationDate", &DATE_TYPE),
        member("templateBody", &TEMPLATE_BODY),
        member("isDefaultVersion", &IS_DEFAULT_VERSION),
    ],
);
pub static DESCRIBE_ROLE_ALIAS_REQUEST: Shape =
    structure("DescribeRoleAliasRequest", &[member("roleAlias", &ROLE_ALIAS).required().path("roleAlias")]);
pub static DESCRIBE_ROLE_ALIAS_RESPONSE: Shape =
    structure("DescribeRoleAliasResponse", &[member("roleAliasDescription", &ROLE_ALIAS_DESCRIPTION)]);
pub static DESCRIBE_SCHEDULED_AUDIT_REQUEST: Shape = structure(
    "DescribeScheduledAuditRequest",
    &[member("scheduledAuditName", &SCHEDULED_AUDIT_NAME).required().path("scheduledAuditName")],
);
pub static DESCRIBE_SCHEDULED_AUDIT_RESPONSE: Shape = structure(
    "DescribeScheduledAuditResponse",
    &[
        member("frequency", &AUDIT_FREQUENCY),
        member("dayOfMonth", &DAY_OF_MONTH),
        member("dayOfWeek", &DAY_OF_WEEK),
        member("targetCheckNames", &TARGET_AUDIT_CHECK_NAMES),
        member("scheduledAuditName", &SCHEDULED_AUDIT_NAME),
        member("scheduledAuditArn", &SCHEDULED_AUDIT_ARN),
    ],
);
pub static DESCRIBE_SECURITY_PROFILE_REQUEST: Shape = structure(
    "DescribeSecurityProfileRequest",
    &[member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName")],
);
pub static DESCRIBE_SECURITY_PROFILE_RESPONSE: Shape = structure(
    "DescribeSecurityProfileResponse",
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
pub static DESCRIBE_STREAM_REQUEST: Shape =
    structure("DescribeStreamRequest", &[member("streamId", &STREAM_ID).required().path("streamId")]);
pub static DESCRIBE_STREAM_RESPONSE: Shape =
    structure("DescribeStreamResponse", &[member("streamInfo", &STREAM_INFO)]);
pub static DESCRIBE_THING_GROUP_REQUEST: Shape = structure(
    "DescribeThingGroupRequest",
    &[member("thingGroupName", &THING_GROUP_NAME).required().path("thingGroupName")],
);
pub static DESCRIBE_THING_GROUP_RESPONSE: Shape = structure(
    "DescribeThingGroupResponse",
    &[
        member("thingGroupName", &THING_GROUP_NAME),
        member("thingGroupId", &THING_GROUP_ID),
        member("thingGroupArn", &THING_GROUP_ARN),
        member("version", &VERSION),
        member("thingGroupProperties", &THING_GROUP_PROPERTIES),
        member("thingGroupMetadata", &THING_GROUP_METADATA),
        member("indexName", &INDEX_NAME),
        member("queryString", &QUERY_STRING),
        member("queryVersion", &QUERY_VERSION),
        member("status", &DYNAMIC_GROUP_STATUS),
    ],
);
pub static DESCRIBE_THING_REGISTRATION_TASK_REQUEST: Shape = structure(
    "DescribeThingRegistrationTaskRequest",
    &[member("taskId", &TASK_ID).required().path("taskId")],
);
pub static DESCRIBE_THING_REGISTRATION_TASK_RESPONSE: Shape = structure(
    "DescribeThingRegistrationTaskResponse",
    &[
        member("taskId", &TASK_ID),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
        member("templateBody", &TEMPLATE_BODY),
        member("inputFileBucket", &REGISTRY_S3_BUCKET_NAME),
        member("inputFileKey", &REGISTRY_S3_KEY_NAME),
        member("roleArn", &ROLE_ARN),
        member("status", &STATUS),
        member("message", &ERROR_MESSAGE),
        member("successCount", &COUNT),
        member("failureCount", &COUNT),
        member("percentageProgress", &PERCENTAGE),
    ],
);
pub static DESCRIBE_THING_REQUEST: Shape =
    structure("DescribeThingRequest", &[member("thingName", &THING_NAME).required().path("thingName")]);
pub static DESCRIBE_THING_RESPONSE: Shape = structure(
    "DescribeThingResponse",
    &[
        member("defaultClientId", &CLIENT_ID),
        member("thingName", &THING_NAME),
        member("thingId", &THING_ID),
        member("thingArn", &THING_ARN),
        member("thingTypeName", &THING_TYPE_NAME),
        member("attributes", &ATTRIBUTES),
        member("version", &VERSION),
        member("billingGroupName", &BILLING_GROUP_NAME),
    ],
);
pub static DESCRIBE_THING_TYPE_REQUEST: Shape = structure(
    "DescribeThingTypeRequest",
    &[member("thingTypeName", &THING_TYPE_NAME).required().path("thingTypeName")],
);
pub static DESCRIBE_THING_TYPE_RESPONSE: Shape = structure(
    "DescribeThingTypeResponse",
    &[
        member("thingTypeName", &THING_TYPE_NAME),
        member("thingTypeId", &THING_TYPE_ID),
        member("thingTypeArn", &THING_TYPE_ARN),
        member("thingTypeProperties", &THING_TYPE_PROPERTIES),
        member("thingTypeMetadata", &THING_TYPE_METADATA),
    ],
);
pub static DESCRIPTION: Shape = string("Description", any());
pub static DESTINATION: Shape = structure("Destination", &[member("s3Destination", &S3_DESTINATION)]);
pub static DESTINATION_PACKAGE_VERSIONS: Shape =
    list("DestinationPackageVersions", &PACKAGE_VERSION_ARN, any());
pub static DETACH_POLICY_REQUEST: Shape = structure(
    "DetachPolicyRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("target", &POLICY_TARGET).required(),
    ],
);
pub static DETACH_PRINCIPAL_POLICY_REQUEST: Shape = structure(
    "DetachPrincipalPolicyRequest",
    &[
        member("policyName", &POLICY_NAME).required().path("policyName"),
        member("principal", &PRINCIPAL).required().header("x-amzn-iot-principal"),
    ],
);
pub static DETACH_SECURITY_PROFILE_REQUEST: Shape = structure(
    "DetachSecurityProfileRequest",
    &[
        member("securityProfileName", &SECURITY_PROFILE_NAME).required().path("securityProfileName"),
        member("securityProfileTargetArn", &SECURITY_PROFILE_TARGET_ARN)
            .required()
            .query("securityProfileTargetArn"),
    ],
);
pub static DETACH_SECURITY_PROFILE_RESPONSE: Shape = structure("DetachSecurityProfileResponse", &[]);
pub static DETACH_THING_PRINCIPAL_REQUEST: Shape = structure(
    "DetachThingPrincipalRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("principal", &PRINCIPAL).required().header("x-amzn-principal"),
    ],
);
pub static DETACH_THING_PRINCIPAL_RESPONSE: Shape = structure("DetachThingPrincipalResponse", &[]);
pub static DETAILS_KEY: Shape = string("DetailsKey", within(1, 128)).pattern(24);
pub static DETAILS_MAP: Shape = map("DetailsMap", &DETAILS_KEY, &DETAILS_VALUE, any());
pub static DETAILS_VALUE: Shape = string("DetailsValue", at_least(1)).pattern(16);
pub static DETECT_MITIGATION_ACTION_EXECUTION: Shape = structure(
    "DetectMitigationActionExecution",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID),
        member("violationId", &VIOLATION_ID),
        member("actionName", &MITIGATION_ACTION_NAME),
        member("thingName", &DEVICE_DEFENDER_THING_NAME),
        member("executionStartDate", &TIMESTAMP),
        member("executionEndDate", &TIMESTAMP),
        member("status", &DETECT_MITIGATION_ACTION_EXECUTION_STATUS),
        member("errorCode", &DETECT_MITIGATION_ACTION_EXECUTION_ERROR_CODE),
        member("message", &ERROR_MESSAGE),
    ],
);
pub static DETECT_MITIGATION_ACTION_EXECUTION_ERROR_CODE: Shape =
    string("DetectMitigationActionExecutionErrorCode", any());
pub static DETECT_MITIGATION_ACTION_EXECUTION_LIST: Shape =
    list("DetectMitigationActionExecutionList", &DETECT_MITIGATION_ACTION_EXECUTION, any());
pub static DETECT_MITIGATION_ACTION_EXECUTION_STATUS: Shape =
    string("DetectMitigationActionExecutionStatus", any()).values(&[
        "IN_PROGRESS",
        "SUCCESSFUL",
        "FAILED",
        "SKIPPED",
    ]);
pub static DETECT_MITIGATION_ACTIONS_TASK_STATISTICS: Shape = structure(
    "DetectMitigationActionsTaskStatistics",
    &[
        member("actionsExecuted", &GENERIC_LONG_VALUE),
        member("actionsSkipped", &GENERIC_LONG_VALUE),
        member("actionsFailed", &GENERIC_LONG_VALUE),
    ],
);
pub static DETECT_MITIGATION_ACTIONS_TASK_STATUS: Shape = string("DetectMitigationActionsTaskStatus", any())
    .values(&["IN_PROGRESS", "SUCCESSFUL", "FAILED", "CANCELED"]);
pub static DETECT_MITIGATION_ACTIONS_TASK_SUMMARY: Shape = structure(
    "DetectMitigationActionsTaskSummary",
    &[
        member("taskId", &MITIGATION_ACTIONS_TASK_ID),
        member("taskStatus", &DETECT_MITIGATION_ACTIONS_TASK_STATUS),
        member("taskStartTime", &TIMESTAMP),
        member("taskEndTime", &TIMESTAMP),
        member("target", &DETECT_MITIGATION_ACTIONS_TASK_TARGET),
        member("violationEventOccurrenceRange", &VIOLATION_EVENT_OCCURRENCE_RANGE),
        member("onlyActiveViolationsIncluded", &PRIMITIVE_BOOLEAN),
        member("suppressedAlertsIncluded", &PRIMITIVE_BOOLEAN),
        member("actionsDefinition", &MITIGATION_ACTION_LIST),
        member("taskStatistics", &DETECT_MITIGATION_ACTIONS_TASK_STATISTICS),
    ],
);
pub static DETECT_MITIGATION_ACTIONS_TASK_SUMMARY_LIST: Shape =
    list("DetectMitigationActionsTaskSummaryList", &DETECT_MITIGATION_ACTIONS_TASK_SUMMARY, any());
pub static DETECT_MITIGATION_ACTIONS_TASK_TARGET: Shape = structure(
    "DetectMitigationActionsTaskTarget",
    &[
        member("violationIds", &TARGET_VIOLATION_IDS_FOR_DETECT_MITIGATION_ACTIONS),
        member("securityProfileName", &SECURITY_PROFILE_NAME),
        member("behaviorName", &BEHAVIOR_NAME),
    ],
);
pub static DETECT_MITIGATION_ACTIONS_TO_EXECUTE_LIST: Shape =
    list("DetectMitigationActionsToExecuteList", &MITIGATION_ACTION_NAME, within(1, 5));
pub static DEVICE_CERTIFICATE_UPDATE_ACTION: Shape =
    string("DeviceCertificateUpdateAction", any()).values(&["DEACTIVATE"]);
pub static DEVICE_DEFENDER_INDEXING_MODE: Shape =
    string("DeviceDefenderIndexingMode", any()).values(&["OFF", "VIOLATIONS"]);
pub static DEVICE_DEFENDER_THING_NAME: Shape = string("DeviceDefenderThingName", within(1, 128));
pub static DIMENSION_ARN: Shape = string("DimensionArn", any());
pub static DIMENSION_NAME: Shape = string("DimensionName", within(1, 128)).pattern(24);
pub static DIMENSION_NAMES: Shape = list("DimensionNames", &DIMENSION_NAME, any());
pub static DIMENSION_STRING_VALUE: Shape = string("DimensionStringValue", within(1, 256));
pub static DIMENSION_STRING_VALUES: Shape =
    list("DimensionStringValues", &DIMENSION_STRING_VALUE, within(1, 100));
pub static DIMENSION_TYPE: Shape = string("DimensionType", any()).values(&["TOPIC_FILTER"]);
pub static DIMENSION_VALUE_OPERATOR: Shape =
    string("DimensionValueOperator", any()).values(&["IN", "NOT_IN"]);
pub static DISABLE_ALL_LOGS: Shape = boolean("DisableAllLogs");
pub static DISABLE_TOPIC_RULE_REQUEST: Shape =
    structure("DisableTopicRuleRequest", &[member("ruleName", &RULE_NAME).required().path("ruleName")]);
pub static DISASSOCIATE_SBOM_FROM_PACKAGE_VERSION_REQUEST: Shape = structure(
    "DisassociateSbomFromPackageVersionRequest",
    &[
        member("packageName", &PACKAGE_NAME).required().path("packageName"),
        member("versionName", &VERSION_NAME).required().path("versionName"),
        member("clientToken", &CLIENT_TOKEN).query("clientToken"),
    ],
);
pub static DISASSOCIATE_SBOM_FROM_PACKAGE_VERSION_RESPONSE: Shape =
    structure("DisassociateSbomFromPackageVersionResponse", &[]);
pub static DISCONNECT_REASON: Shape = string("DisconnectReason", any());
pub static DISCONNECT_REASON_VALUE: Shape = string("DisconnectReasonValue", any()).values(&[
    "AUTH_ERROR",
    "CLIENT_INITIATED_DISCONNECT",
    "CLIENT_ERROR",
    "CONNECTION_LOST",
    "DUPLICATE_CLIENTID",
    "FORBIDDEN_ACCESS",
    "MQTT_KEEP_ALIVE_TIMEOUT",
    "SERVER_ERROR",
    "SERVER_INITIATED_DISCONNECT",
    "API_INITIATED_DISCONNECT",
    "THROTTLED",
    "WEBSOCKET_TTL_EXPIRATION",
    "CUSTOMAUTH_TTL_EXPIRATION",
    "UNKNOWN",
    "NONE",
]);
pub static DISPLAY_NAME: Shape = string("DisplayName", at_most(64)).pattern(15);
pub static DOCUMENT_PARAMETER: Shape = structure(
    "DocumentParameter",
    &[
        member("key", &PARAMETER_KEY),
        member("description", &JOB_DESCRIPTION),
        member("regex", &REGEX),
        member("example", &EXAMPLE),
        member("optional", &OPTIONAL),
    ],
);
pub static DOCUMENT_PARAMETERS: Shape = list("DocumentParameters", &DOCUMENT_PARAMETER, any());
pub static DOMAIN_CONFIGURATION_ARN: Shape = string("DomainConfigurationArn", any());
pub static DOMAIN_CONFIGURATION_NAME: Shape = string("DomainConfigurationName", within(1, 128)).pattern(11);
pub static DOMAIN_CONFIGURATION_STATUS: Shape =
    string("DomainConfigurationStatus", any()).values(&["ENABLED", "DISABLED"]);
pub static DOMAIN_CONFIGURATION_SUMMARY: Shape = structure(
    "DomainConfigurationSummary",
    &[
        member("domainConfigurationName", &RESERVED_DOMAIN_CONFIGURATION_NAME),
        member("domainConfigurationArn", &DOMAIN_CONFIGURATION_ARN),
        member("serviceType", &SERVICE_TYPE),
    ],
);
pub static DOMAIN_CONFIGURATIONS: Shape = list("DomainConfigurations", &DOMAIN_CONFIGURATION_SUMMARY, any());
pub static DOMAIN_NAME: Shape = string("DomainName", within(1, 253)).pattern(9);
pub static DOMAIN_TYPE: Shape =
    string("DomainType", any()).values(&["ENDPOINT", "AWS_MANAGED", "CUSTOMER_MANAGED"]);
pub static DOUBLE_PARAMETER_VALUE: Shape = double("DoubleParameterValue", any());
pub static DURATION_IN_MINUTES: Shape = integer("DurationInMinutes", within(1, 1430));
pub static DURATION_SECONDS: Shape = integer("DurationSeconds", any());
pub static DYNAMIC_GROUP_STATUS: Shape =
    string("DynamicGroupStatus", any()).values(&["ACTIVE", "BUILDING", "REBUILDING"]);
pub static DYNAMO_DB_ACTION: Shape = structure(
    "DynamoDBAction",
    &[
        member("tableName", &TABLE_NAME).required(),
        member("roleArn", &AWS_ARN).required(),
        member("operation", &DYNAMO_OPERATION),
        member("hashKeyField", &HASH_KEY_FIELD).required(),
        member("hashKeyValue", &HASH_KEY_VALUE).required(),
        member("hashKeyType", &DYNAMO_KEY_TYPE),
        member("rangeKeyField", &RANGE_KEY_FIELD),
        member("rangeKeyValue", &RANGE_KEY_VALUE),
        member("rangeKeyType", &DYNAMO_KEY_TYPE),
        member("payloadField", &PAYLOAD_FIELD),
    ],
);
pub static DYNAMO_DB_V2_ACTION: Shape = structure(
    "DynamoDBv2Action",
    &[member("roleArn", &AWS_ARN).required(), member("putItem", &PUT_ITEM_INPUT).required()],
);
pub static DYNAMO_KEY_TYPE: Shape = string("DynamoKeyType", any()).values(&["STRING", "NUMBER"]);
pub static DYNAMO_OPERATION: Shape = string("DynamoOperation", any());
