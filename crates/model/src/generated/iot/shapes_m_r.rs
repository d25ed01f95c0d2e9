// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static MACHINE_LEARNING_DETECTION_CONFIG: Shape =
    structure("MachineLearningDetectionConfig", &[member("confidenceLevel", &CONFIDENCE_LEVEL).required()]);
pub static MAINTENANCE_WINDOW: Shape = structure(
    "MaintenanceWindow",
    &[
        member("startTime", &CRON_EXPRESSION).required(),
        member("durationInMinutes", &DURATION_IN_MINUTES).required(),
    ],
);
pub static MAINTENANCE_WINDOWS: Shape = list("MaintenanceWindows", &MAINTENANCE_WINDOW, any());
pub static MANAGED_JOB_TEMPLATE_NAME: Shape = string("ManagedJobTemplateName", within(1, 64));
pub static MANAGED_JOB_TEMPLATE_SUMMARY: Shape = structure(
    "ManagedJobTemplateSummary",
    &[
        member("templateArn", &JOB_TEMPLATE_ARN),
        member("templateName", &MANAGED_JOB_TEMPLATE_NAME),
        member("description", &JOB_DESCRIPTION),
        member("environments", &ENVIRONMENTS),
        member("templateVersion", &MANAGED_TEMPLATE_VERSION),
    ],
);
pub static MANAGED_JOB_TEMPLATES_SUMMARY_LIST: Shape =
    list("ManagedJobTemplatesSummaryList", &MANAGED_JOB_TEMPLATE_SUMMARY, any());
pub static MANAGED_TEMPLATE_VERSION: Shape = string("ManagedTemplateVersion", any()).pattern(40);
pub static MARKER: Shape = string("Marker", at_most(1024)).pattern(6);
pub static MAX_BATCH_OPEN_MS: Shape = integer("MaxBatchOpenMs", within(5, 200));
pub static MAX_BATCH_SIZE: Shape = integer("MaxBatchSize", within(2, 10));
pub static MAX_BATCH_SIZE_BYTES: Shape = integer("MaxBatchSizeBytes", within(100, 131072));
pub static MAX_BUCKETS: Shape = integer("MaxBuckets", within(1, 10000));
pub static MAX_JOB_EXECUTIONS_PER_MIN: Shape = integer("MaxJobExecutionsPerMin", at_least(1));
pub static MAX_RESULTS: Shape = integer("MaxResults", within(1, 250));
pub static MAXIMUM: Shape = double("Maximum", any());
pub static MAXIMUM_PER_MINUTE: Shape = integer("MaximumPerMinute", within(1, 1000));
pub static MESSAGE: Shape = string("Message", at_most(128)).pattern(9);
pub static MESSAGE_EXPIRY: Shape = string("MessageExpiry", within(0, 1024));
pub static MESSAGE_FORMAT: Shape = string("MessageFormat", any()).values(&["RAW", "JSON"]);
pub static MESSAGE_ID: Shape = string("MessageId", at_most(128));
pub static METRIC_DATUM: Shape =
    structure("MetricDatum", &[member("timestamp", &TIMESTAMP), member("value", &METRIC_VALUE)]);
pub static METRIC_DATUM_LIST: Shape = list("MetricDatumList", &METRIC_DATUM, any());
pub static METRIC_DIMENSION: Shape = structure(
    "MetricDimension",
    &[member("dimensionName", &DIMENSION_NAME).required(), member("operator", &DIMENSION_VALUE_OPERATOR)],
);
pub static METRIC_NAME: Shape = string("MetricName", within(1, 128)).pattern(24);
pub static METRIC_NAMES: Shape = list("MetricNames", &METRIC_NAME, any());
pub static METRIC_TO_RETAIN: Shape = structure(
    "MetricToRetain",
    &[
        member("metric", &BEHAVIOR_METRIC).required(),
        member("metricDimension", &METRIC_DIMENSION),
        member("exportMetric", &EXPORT_METRIC),
    ],
);
pub static METRIC_VALUE: Shape = structure(
    "MetricValue",
    &[
        member("count", &UNSIGNED_LONG),
        member("cidrs", &CIDRS),
        member("ports", &PORTS),
        member("number", &NUMBER),
        member("numbers", &NUMBER_LIST),
        member("strings", &STRING_LIST),
    ],
);
pub static METRICS_EXPORT_CONFIG: Shape = structure(
    "MetricsExportConfig",
    &[member("mqttTopic", &MQTT_TOPIC).required(), member("roleArn", &ROLE_ARN).required()],
);
pub static MIME_TYPE: Shape = string("MimeType", at_least(1));
pub static MINIMUM: Shape = double("Minimum", any());
pub static MINIMUM_NUMBER_OF_EXECUTED_THINGS: Shape = integer("MinimumNumberOfExecutedThings", at_least(1));
pub static MISSING_CONTEXT_VALUE: Shape = string("MissingContextValue", any());
pub static MISSING_CONTEXT_VALUES: Shape = list("MissingContextValues", &MISSING_CONTEXT_VALUE, any());
pub static MITIGATION_ACTION: Shape = structure(
    "MitigationAction",
    &[
        member("name", &MITIGATION_ACTION_NAME),
        member("id", &MITIGATION_ACTION_ID),
        member("roleArn", &ROLE_ARN),
        member("actionParams", &MITIGATION_ACTION_PARAMS),
    ],
);
pub static MITIGATION_ACTION_ARN: Shape = string("MitigationActionArn", any());
pub static MITIGATION_ACTION_ID: Shape = string("MitigationActionId", any());
pub static MITIGATION_ACTION_IDENTIFIER: Shape = structure(
    "MitigationActionIdentifier",
    &[
        member("actionName", &MITIGATION_ACTION_NAME),
        member("actionArn", &MITIGATION_ACTION_ARN),
        member("creationDate", &TIMESTAMP),
    ],
);
pub static MITIGATION_ACTION_IDENTIFIER_LIST: Shape =
    list("MitigationActionIdentifierList", &MITIGATION_ACTION_IDENTIFIER, any());
pub static MITIGATION_ACTION_LIST: Shape = list("MitigationActionList", &MITIGATION_ACTION, any());
pub static MITIGATION_ACTION_NAME: Shape = string("MitigationActionName", at_most(128)).pattern(27);
pub static MITIGATION_ACTION_NAME_LIST: Shape =
    list("MitigationActionNameList", &MITIGATION_ACTION_NAME, within(1, 5));
pub static MITIGATION_ACTION_PARAMS: Shape = structure(
    "MitigationActionParams",
    &[
        member("updateDeviceCertificateParams", &UPDATE_DEVICE_CERTIFICATE_PARAMS),
        member("updateCACertificateParams", &UPDATE_CA_CERTIFICATE_PARAMS),
        member("addThingsToThingGroupParams", &ADD_THINGS_TO_THING_GROUP_PARAMS),
        member("replaceDefaultPolicyVersionParams", &REPLACE_DEFAULT_POLICY_VERSION_PARAMS),
        member("enableIoTLoggingParams", &ENABLE_IOT_LOGGING_PARAMS),
        member("publishFindingToSnsParams", &PUBLISH_FINDING_TO_SNS_PARAMS),
    ],
);
pub static MITIGATION_ACTION_TYPE: Shape = string("MitigationActionType", any()).values(&[
    "UPDATE_DEVICE_CERTIFICATE",
    "UPDATE_CA_CERTIFICATE",
    "ADD_THINGS_TO_THING_GROUP",
    "REPLACE_DEFAULT_POLICY_VERSION",
    "ENABLE_IOT_LOGGING",
    "PUBLISH_FINDING_TO_SNS",
]);
pub static MITIGATION_ACTIONS_TASK_ID: Shape = string("MitigationActionsTaskId", within(1, 128)).pattern(27);
pub static MODEL_STATUS: Shape = string("ModelStatus", any()).values(&["PENDING_BUILD", "ACTIVE", "EXPIRED"]);
pub static MQTT5_CONFIGURATION: Shape =
    structure("Mqtt5Configuration", &[member("propagatingAttributes", &PROPAGATING_ATTRIBUTE_LIST)]);
pub static MQTT_CLIENT_ID: Shape = string("MqttClientId", within(1, 65535)).pattern(9);
pub static MQTT_CONTEXT: Shape = structure(
    "MqttContext",
    &[
        member("username", &MQTT_USERNAME),
        member("password", &MQTT_PASSWORD),
        member("clientId", &MQTT_CLIENT_ID),
    ],
);
pub static MQTT_HEADERS: Shape = structure(
    "MqttHeaders",
    &[
        member("payloadFormatIndicator", &PAYLOAD_FORMAT_INDICATOR),
        member("contentType", &CONTENT_TYPE),
        member("responseTopic", &RESPONSE_TOPIC),
        member("correlationData", &CORRELATION_DATA),
        member("messageExpiry", &MESSAGE_EXPIRY),
        member("userProperties", &USER_PROPERTIES),
    ],
);
pub static MQTT_PASSWORD: Shape = blob("MqttPassword", within(1, 65535));
pub static MQTT_TOPIC: Shape = string("MqttTopic", within(1, 512));
pub static MQTT_USERNAME: Shape = string("MqttUsername", within(1, 65535)).pattern(9);
pub static NAMED_SHADOW_INDEXING_MODE: Shape =
    string("NamedShadowIndexingMode", any()).values(&["OFF", "ON"]);
pub static NAMED_SHADOW_NAMES_FILTER: Shape = list("NamedShadowNamesFilter", &SHADOW_NAME, any());
pub static NAMESPACE_ID: Shape = string("NamespaceId", any()).pattern(27);
pub static NEXT_TOKEN: Shape = string("NextToken", any());
pub static NON_COMPLIANT_CHECKS_COUNT: Shape = integer("NonCompliantChecksCount", any());
pub static NON_COMPLIANT_RESOURCE: Shape = structure(
    "NonCompliantResource",
    &[
        member("resourceType", &RESOURCE_TYPE),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER),
        member("additionalInfo", &STRING_MAP),
    ],
);
pub static NON_COMPLIANT_RESOURCES_COUNT: Shape = long("NonCompliantResourcesCount", any());
pub static NULLABLE_BOOLEAN: Shape = boolean("NullableBoolean");
pub static NUMBER: Shape = double("Number", any());
pub static NUMBER_LIST: Shape = list("NumberList", &NUMBER, any());
pub static NUMBER_OF_RETRIES: Shape = integer("NumberOfRetries", within(0, 10));
pub static NUMBER_OF_THINGS: Shape = integer("NumberOfThings", at_least(1));
pub static OCSP_LAMBDA_ARN: Shape = string("OCSPLambdaArn", at_most(140));
pub static OTA_UPDATE_ARN: Shape = string("OTAUpdateArn", any());
pub static OTA_UPDATE_DESCRIPTION: Shape = string("OTAUpdateDescription", at_most(2028)).pattern(16);
pub static OTA_UPDATE_ERROR_MESSAGE: Shape = string("OTAUpdateErrorMessage", any());
pub static OTA_UPDATE_FILE: Shape = structure(
    "OTAUpdateFile",
    &[
        member("fileName", &FILE_NAME),
        member("fileType", &FILE_TYPE),
        member("fileVersion", &OTA_UPDATE_FILE_VERSION),
        member("fileLocation", &FILE_LOCATION),
        member("codeSigning", &CODE_SIGNING),
        member("attributes", &ATTRIBUTES_MAP),
    ],
);
pub static OTA_UPDATE_FILE_VERSION: Shape = string("OTAUpdateFileVersion", any());
pub static OTA_UPDATE_FILES: Shape = list("OTAUpdateFiles", &OTA_UPDATE_FILE, at_least(1));
pub static OTA_UPDATE_ID: Shape = string("OTAUpdateId", within(1, 128)).pattern(27);
pub static OTA_UPDATE_INFO: Shape = structure(
    "OTAUpdateInfo",
    &[
        member("otaUpdateId", &OTA_UPDATE_ID),
        member("otaUpdateArn", &OTA_UPDATE_ARN),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("description", &OTA_UPDATE_DESCRIPTION),
        member("targets", &TARGETS),
        member("protocols", &PROTOCOLS),
        member("awsJobExecutionsRolloutConfig", &AWS_JOB_EXECUTIONS_ROLLOUT_CONFIG),
        member("awsJobPresignedUrlConfig", &AWS_JOB_PRESIGNED_URL_CONFIG),
        member("targetSelection", &TARGET_SELECTION),
        member("otaUpdateFiles", &OTA_UPDATE_FILES),
        member("otaUpdateStatus", &OTA_UPDATE_STATUS),
        member("awsIotJobId", &AWS_IOT_JOB_ID),
        member("awsIotJobArn", &AWS_IOT_JOB_ARN),
        member("errorInfo", &ERROR_INFO),
        member("additionalParameters", &ADDITIONAL_PARAMETER_MAP),
    ],
);
pub static OTA_UPDATE_STATUS: Shape = string("OTAUpdateStatus", any()).values(&[
    "CREATE_PENDING",
    "CREATE_IN_PROGRESS",
    "CREATE_COMPLETE",
    "CREATE_FAILED",
    "DELETE_IN_PROGRESS",
    "DELETE_FAILED",
]);
pub static OTA_UPDATE_SUMMARY: Shape = structure(
    "OTAUpdateSummary",
    &[
        member("otaUpdateId", &OTA_UPDATE_ID),
        member("otaUpdateArn", &OTA_UPDATE_ARN),
        member("creationDate", &DATE_TYPE),
    ],
);
pub static OTA_UPDATES_SUMMARY: Shape = list("OTAUpdatesSummary", &OTA_UPDATE_SUMMARY, any());
pub static OPEN_SEARCH_ACTION: Shape = structure(
    "OpenSearchAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("endpoint", &ELASTICSEARCH_ENDPOINT).required(),
        member("index", &ELASTICSEARCH_INDEX).required(),
        member("type", &ELASTICSEARCH_TYPE).required(),
        member("id", &ELASTICSEARCH_ID).required(),
    ],
);
pub static OPTIONAL: Shape = boolean("Optional");
pub static OPTIONAL_VERSION: Shape = long("OptionalVersion", any());
pub static OUTGOING_CERTIFICATE: Shape = structure(
    "OutgoingCertificate",
    &[
        member("certificateArn", &CERTIFICATE_ARN),
        member("certificateId", &CERTIFICATE_ID),
        member("transferredTo", &AWS_ACCOUNT_ID),
        member("transferDate", &DATE_TYPE),
        member("transferMessage", &MESSAGE),
        member("creationDate", &DATE_TYPE),
    ],
);
pub static OUTGOING_CERTIFICATES: Shape = list("OutgoingCertificates", &OUTGOING_CERTIFICATE, any());
pub static OUTPUT_FORMAT: Shape = string("OutputFormat", any()).values(&["JSON", "CBOR"]);
pub static OVERRIDE_DYNAMIC_GROUPS: Shape = boolean("OverrideDynamicGroups");
pub static PACKAGE_ARN: Shape = string("PackageArn", any());
pub static PACKAGE_CATALOG_MAX_RESULTS: Shape = integer("PackageCatalogMaxResults", within(1, 100));
pub static PACKAGE_NAME: Shape = string("PackageName", within(1, 128)).pattern(20);
pub static PACKAGE_SUMMARY: Shape = structure(
    "PackageSummary",
    &[
        member("packageName", &PACKAGE_NAME),
        member("defaultVersionName", &VERSION_NAME),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
    ],
);
pub static PACKAGE_SUMMARY_LIST: Shape = list("PackageSummaryList", &PACKAGE_SUMMARY, any());
pub static PACKAGE_VERSION_ACTION: Shape =
    string("PackageVersionAction", any()).values(&["PUBLISH", "DEPRECATE"]);
pub static PACKAGE_VERSION_ARN: Shape = string("PackageVersionArn", within(1, 1600)).pattern(47);
pub static PACKAGE_VERSION_ARTIFACT: Shape =
    structure("PackageVersionArtifact", &[member("s3Location", &S3_LOCATION)]);
pub static PACKAGE_VERSION_ERROR_REASON: Shape = string("PackageVersionErrorReason", any());
pub static PACKAGE_VERSION_RECIPE: Shape = string("PackageVersionRecipe", at_most(3072)).sensitive();
pub static PACKAGE_VERSION_STATUS: Shape =
    string("PackageVersionStatus", any()).values(&["DRAFT", "PUBLISHED", "DEPRECATED"]);
pub static PACKAGE_VERSION_SUMMARY: Shape = structure(
    "PackageVersionSummary",
    &[
        member("packageName", &PACKAGE_NAME),
        member("versionName", &VERSION_NAME),
        member("status", &PACKAGE_VERSION_STATUS),
        member("creationDate", &CREATION_DATE),
        member("lastModifiedDate", &LAST_MODIFIED_DATE),
    ],
);
pub static PACKAGE_VERSION_SUMMARY_LIST: Shape =
    list("PackageVersionSummaryList", &PACKAGE_VERSION_SUMMARY, any());
pub static PAGE_SIZE: Shape = integer("PageSize", within(1, 250));
pub static PARAMETER: Shape = string("Parameter", within(0, 2048)).pattern(9);
pub static PARAMETER_KEY: Shape = string("ParameterKey", within(1, 128)).pattern(27);
pub static PARAMETER_MAP: Shape = map("ParameterMap", &PARAMETER_KEY, &PARAMETER_VALUE, any());
pub static PARAMETER_VALUE: Shape = string("ParameterValue", within(1, 30720)).pattern(16);
pub static PARAMETERS: Shape = map("Parameters", &PARAMETER, &VALUE, any());
pub static PARTITION_KEY: Shape = string("PartitionKey", any());
pub static PAYLOAD_FIELD: Shape = string("PayloadField", any());
pub static PAYLOAD_FORMAT_INDICATOR: Shape = string("PayloadFormatIndicator", within(0, 1024));
pub static PAYLOAD_VERSION: Shape = string("PayloadVersion", within(10, 32)).pattern(37);
pub static PERCENT: Shape = double("Percent", within(0.0, 100.0));
pub static PERCENT_LIST: Shape = list("PercentList", &PERCENT, any());
pub static PERCENT_PAIR: Shape =
    structure("PercentPair", &[member("percent", &PERCENT), member("value", &PERCENT_VALUE)]);
pub static PERCENT_VALUE: Shape = double("PercentValue", any());
pub static PERCENTAGE: Shape = integer("Percentage", within(0, 100));
pub static PERCENTILES: Shape = list("Percentiles", &PERCENT_PAIR, any());
pub static PLATFORM: Shape = string("Platform", any());
pub static POLICIES: Shape = list("Policies", &POLICY, any());
pub static POLICY: Shape =
    structure("Policy", &[member("policyName", &POLICY_NAME), member("policyArn", &POLICY_ARN)]);
pub static POLICY_ARN: Shape = string("PolicyArn", any());
pub static POLICY_DOCUMENT: Shape = string("PolicyDocument", within(0, 404600)).pattern(9);
pub static POLICY_DOCUMENTS: Shape = list("PolicyDocuments", &POLICY_DOCUMENT, any());
pub static POLICY_NAME: Shape = string("PolicyName", within(1, 128)).pattern(10);
pub static POLICY_NAMES: Shape = list("PolicyNames", &POLICY_NAME, any());
pub static POLICY_TARGET: Shape = string("PolicyTarget", any());
pub static POLICY_TARGETS: Shape = list("PolicyTargets", &POLICY_TARGET, any());
pub static POLICY_TEMPLATE_NAME: Shape = string("PolicyTemplateName", any()).values(&["BLANK_POLICY"]);
pub static POLICY_VERSION: Shape = structure(
    "PolicyVersion",
    &[
        member("versionId", &POLICY_VERSION_ID),
        member("isDefaultVersion", &IS_DEFAULT_VERSION),
        member("createDate", &DATE_TYPE),
    ],
);
pub static POLICY_VERSION_ID: Shape = string("PolicyVersionId", any()).pattern(4);
pub static POLICY_VERSION_IDENTIFIER: Shape = structure(
    "PolicyVersionIdentifier",
    &[member("policyName", &POLICY_NAME), member("policyVersionId", &POLICY_VERSION_ID)],
);
pub static POLICY_VERSIONS: Shape = list("PolicyVersions", &POLICY_VERSION, any());
pub static PORT: Shape = integer("Port", within(0, 65535));
pub static PORTS: Shape = list("Ports", &PORT, any());
pub static PREFIX: Shape = string("Prefix", any());
pub static PRESIGNED_URL_CONFIG: Shape =
    structure("PresignedUrlConfig", &[member("roleArn", &ROLE_ARN), member("expiresInSec", &EXPIRES_IN_SEC)]);
pub static PRIMITIVE_BOOLEAN: Shape = boolean("PrimitiveBoolean");
pub static PRINCIPAL: Shape = string("Principal", any());
pub static PRINCIPAL_ARN: Shape = string("PrincipalArn", any());
pub static PRINCIPAL_ID: Shape = string("PrincipalId", within(1, 128)).pattern(26);
pub static PRINCIPAL_THING_OBJECT: Shape = structure(
    "PrincipalThingObject",
    &[member("thingName", &THING_NAME).required(), member("thingPrincipalType", &THING_PRINCIPAL_TYPE)],
);
pub static PRINCIPAL_THING_OBJECTS: Shape = list("PrincipalThingObjects", &PRINCIPAL_THING_OBJECT, any());
pub static PRINCIPALS: Shape = list("Principals", &PRINCIPAL_ARN, any());
pub static PRIVATE_KEY: Shape = string("PrivateKey", at_least(1)).sensitive();
pub static PROCESSING_TARGET_NAME: Shape = string("ProcessingTargetName", any());
pub static PROCESSING_TARGET_NAME_LIST: Shape =
    list("ProcessingTargetNameList", &PROCESSING_TARGET_NAME, any());
pub static PROPAGATING_ATTRIBUTE: Shape = structure(
    "PropagatingAttribute",
    &[
        member("userPropertyKey", &USER_PROPERTY_KEY_NAME),
        member("thingAttribute", &ATTRIBUTE_NAME),
        member("connectionAttribute", &CONNECTION_ATTRIBUTE_NAME),
    ],
);
pub static PROPAGATING_ATTRIBUTE_LIST: Shape =
    list("PropagatingAttributeList", &PROPAGATING_ATTRIBUTE, any());
pub static PROTOCOL: Shape = string("Protocol", any()).values(&["MQTT", "HTTP"]);
pub static PROTOCOLS: Shape = list("Protocols", &PROTOCOL, within(1, 2));
pub static PROVISIONING_HOOK: Shape = structure(
    "ProvisioningHook",
    &[member("payloadVersion", &PAYLOAD_VERSION), member("targetArn", &TARGET_ARN).required()],
);
pub static PROVISIONING_TEMPLATE_LISTING: Shape =
    list("ProvisioningTemplateListing", &PROVISIONING_TEMPLATE_SUMMARY, any());
pub static PROVISIONING_TEMPLATE_SUMMARY: Shape = structure(
    "ProvisioningTemplateSummary",
    &[
        member("templateArn", &TEMPLATE_ARN),
        member("templateName", &TEMPLATE_NAME),
        member("description", &TEMPLATE_DESCRIPTION),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
        member("enabled", &ENABLED),
        member("type", &TEMPLATE_TYPE),
    ],
);
pub static PROVISIONING_TEMPLATE_VERSION_LISTING: Shape =
    list("ProvisioningTemplateVersionListing", &PROVISIONING_TEMPLATE_VERSION_SUMMARY, any());
pub static PROVISIONING_TEMPLATE_VERSION_SUMMARY: Shape = structure(
    "ProvisioningTemplateVersionSummary",
    &[
        member("versionId", &TEMPLATE_VERSION_ID),
        member("creationDate", &DATE_TYPE),
        member("isDefaultVersion", &IS_DEFAULT_VERSION),
    ],
);
pub static PUBLIC_KEY: Shape = string("PublicKey", at_least(1));
pub static PUBLIC_KEY_MAP: Shape = map("PublicKeyMap", &KEY_NAME, &KEY_VALUE, any());
pub static PUBLISH_FINDING_TO_SNS_PARAMS: Shape =
    structure("PublishFindingToSnsParams", &[member("topicArn", &SNS_TOPIC_ARN).required()]);
pub static PUT_ASSET_PROPERTY_VALUE_ENTRY: Shape = structure(
    "PutAssetPropertyValueEntry",
    &[
        member("entryId", &ASSET_PROPERTY_ENTRY_ID),
        member("assetId", &ASSET_ID),
        member("propertyId", &ASSET_PROPERTY_ID),
        member("propertyAlias", &ASSET_PROPERTY_ALIAS),
        member("propertyValues", &ASSET_PROPERTY_VALUE_LIST).required(),
    ],
);
pub static PUT_ASSET_PROPERTY_VALUE_ENTRY_LIST: Shape =
    list("PutAssetPropertyValueEntryList", &PUT_ASSET_PROPERTY_VALUE_ENTRY, at_least(1));
pub static PUT_ITEM_INPUT: Shape = structure("PutItemInput", &[member("tableName", &TABLE_NAME).required()]);
pub static PUT_VERIFICATION_STATE_ON_VIOLATION_REQUEST: Shape = structure(
    "PutVerificationStateOnViolationRequest",
    &[
        member("violationId", &VIOLATION_ID).required().path("violationId"),
        member("verificationState", &VERIFICATION_STATE).required(),
        member("verificationStateDescription", &VERIFICATION_STATE_DESCRIPTION),
    ],
);
pub static PUT_VERIFICATION_STATE_ON_VIOLATION_RESPONSE: Shape =
    structure("PutVerificationStateOnViolationResponse", &[]);
pub static QOS: Shape = integer("Qos", within(0, 1));
pub static QUERY_MAX_RESULTS: Shape = integer("QueryMaxResults", within(1, 500));
pub static QUERY_STRING: Shape = string("QueryString", at_least(1));
pub static QUERY_VERSION: Shape = string("QueryVersion", any());
pub static QUEUE_URL: Shape = string("QueueUrl", any());
pub static QUEUED_THINGS: Shape = integer("QueuedThings", any());
pub static RANGE_KEY_FIELD: Shape = string("RangeKeyField", any());
pub static RANGE_KEY_VALUE: Shape = string("RangeKeyValue", any());
pub static RATE_INCREASE_CRITERIA: Shape = structure(
    "RateIncreaseCriteria",
    &[
        member("numberOfNotifiedThings", &NUMBER_OF_THINGS),
        member("numberOfSucceededThings", &NUMBER_OF_THINGS),
    ],
);
pub static REASON_CODE: Shape = string("ReasonCode", at_most(128)).pattern(8);
pub static REASON_FOR_NON_COMPLIANCE: Shape = string("ReasonForNonCompliance", any());
pub static REASON_FOR_NON_COMPLIANCE_CODE: Shape = string("ReasonForNonComplianceCode", any());
pub static REASON_FOR_NON_COMPLIANCE_CODES: Shape =
    list("ReasonForNonComplianceCodes", &REASON_FOR_NON_COMPLIANCE_CODE, within(1, 25));
pub static RECURSIVE: Shape = boolean("Recursive");
pub static RECURSIVE_WITHOUT_DEFAULT: Shape = boolean("RecursiveWithoutDefault");
pub static REGEX: Shape = string("Regex", any());
pub static REGISTER_CA_CERTIFICATE_REQUEST: Shape = structure(
    "RegisterCACertificateRequest",
    &[
        member("caCertificate", &CERTIFICATE_PEM).required(),
        member("verificationCertificate", &CERTIFICATE_PEM),
        member("setAsActive", &SET_AS_ACTIVE).query("setAsActive"),
        member("allowAutoRegistration", &ALLOW_AUTO_REGISTRATION).query("allowAutoRegistration"),
        member("registrationConfig", &REGISTRATION_CONFIG),
        member("tags", &TAG_LIST),
        member("certificateMode", &CERTIFICATE_MODE),
    ],
);
pub static REGISTER_CA_CERTIFICATE_RESPONSE: Shape = structure(
    "RegisterCACertificateResponse",
    &[member("certificateArn", &CERTIFICATE_ARN), member("certificateId", &CERTIFICATE_ID)],
);
pub static REGISTER_CERTIFICATE_REQUEST: Shape = structure(
    "RegisterCertificateRequest",
    &[
        member("certificatePem", &CERTIFICATE_PEM).required(),
        member("caCertificatePem", &CERTIFICATE_PEM),
        member("setAsActive", &SET_AS_ACTIVE_FLAG).query("setAsActive"),
        member("status", &CERTIFICATE_STATUS),
    ],
);
pub static REGISTER_CERTIFICATE_RESPONSE: Shape = structure(
    "RegisterCertificateResponse",
    &[member("certificateArn", &CERTIFICATE_ARN), member("certificateId", &CERTIFICATE_ID)],
);
pub static REGISTER_CERTIFICATE_WITHOUT_CA_REQUEST: Shape = structure(
    "RegisterCertificateWithoutCARequest",
    &[member("certificatePem", &CERTIFICATE_PEM).required(), member("status", &CERTIFICATE_STATUS)],
);
pub static REGISTER_CERTIFICATE_WITHOUT_CA_RESPONSE: Shape = structure(
    "RegisterCertificateWithoutCAResponse",
    &[member("certificateArn", &CERTIFICATE_ARN), member("certificateId", &CERTIFICATE_ID)],
);
pub static REGISTER_THING_REQUEST: Shape = structure(
    "RegisterThingRequest",
    &[member("templateBody", &TEMPLATE_BODY).required(), member("parameters", &PARAMETERS)],
);
pub static REGISTER_THING_RESPONSE: Shape = structure(
    "RegisterThingResponse",
    &[member("certificatePem", &CERTIFICATE_PEM), member("resourceArns", &RESOURCE_ARNS)],
);
pub static REGISTRATION_CODE: Shape = string("RegistrationCode", within(64, 64)).pattern(0);
pub static REGISTRATION_CONFIG: Shape = structure(
    "RegistrationConfig",
    &[
        member("templateBody", &TEMPLATE_BODY),
        member("roleArn", &ROLE_ARN),
        member("templateName", &TEMPLATE_NAME),
    ],
);
pub static REGISTRY_MAX_RESULTS: Shape = integer("RegistryMaxResults", within(1, 250));
pub static REGISTRY_S3_BUCKET_NAME: Shape = string("RegistryS3BucketName", within(3, 256)).pattern(21);
pub static REGISTRY_S3_KEY_NAME: Shape = string("RegistryS3KeyName", within(1, 1024)).pattern(19);
pub static REJECT_CERTIFICATE_TRANSFER_REQUEST: Shape = structure(
    "RejectCertificateTransferRequest",
    &[
        member("certificateId", &CERTIFICATE_ID).required().path("certificateId"),
        member("rejectReason", &MESSAGE),
    ],
);
pub static REJECTED_THINGS: Shape = integer("RejectedThings", any());
pub static RELATED_RESOURCE: Shape = structure(
    "RelatedResource",
    &[
        member("resourceType", &RESOURCE_TYPE),
        member("resourceIdentifier", &RESOURCE_IDENTIFIER),
        member("additionalInfo", &STRING_MAP),
    ],
);
pub static RELATED_RESOURCES: Shape = list("RelatedResources", &RELATED_RESOURCE, any());
pub static REMOVE_AUTHORIZER_CONFIG: Shape = boolean("RemoveAuthorizerConfig");
pub static REMOVE_AUTO_REGISTRATION: Shape = boolean("RemoveAutoRegistration");
pub static REMOVE_HOOK: Shape = boolean("RemoveHook");
pub static REMOVE_THING_FROM_BILLING_GROUP_REQUEST: Shape = structure(
    "RemoveThingFromBillingGroupRequest",
    &[
        member("billingGroupName", &BILLING_GROUP_NAME),
        member("billingGroupArn", &BILLING_GROUP_ARN),
        member("thingName", &THING_NAME),
        member("thingArn", &THING_ARN),
    ],
);
pub static REMOVE_THING_FROM_BILLING_GROUP_RESPONSE: Shape =
    structure("RemoveThingFromBillingGroupResponse", &[]);
pub static REMOVE_THING_FROM_THING_GROUP_REQUEST: Shape = structure(
    "RemoveThingFromThingGroupRequest",
    &[
        member("thingGroupName", &THING_GROUP_NAME),
        member("thingGroupArn", &THING_GROUP_ARN),
        member("thingName", &THING_NAME),
        member("thingArn", &THING_ARN),
    ],
);
pub static REMOVE_THING_FROM_THING_GROUP_RESPONSE: Shape =
    structure("RemoveThingFromThingGroupResponse", &[]);
pub static REMOVE_THING_TYPE: Shape = boolean("RemoveThingType");
pub static REMOVED_THINGS: Shape = integer("RemovedThings", any());
pub static REPLACE_DEFAULT_POLICY_VERSION_PARAMS: Shape = structure(
    "ReplaceDefaultPolicyVersionParams",
    &[member("templateName", &POLICY_TEMPLATE_NAME).required()],
);
pub static REPLACE_TOPIC_RULE_REQUEST: Shape = structure(
    "ReplaceTopicRuleRequest",
    &[
        member("ruleName", &RULE_NAME).required().path("ruleName"),
        member("topicRulePayload", &TOPIC_RULE_PAYLOAD).required(),
    ],
)
.with_payload("topicRulePayload");
pub static REPORT_TYPE: Shape = string("ReportType", any()).values(&["ERRORS", "RESULTS"]);
pub static REPUBLISH_ACTION: Shape = structure(
    "RepublishAction",
    &[
        member("roleArn", &AWS_ARN).required(),
        member("topic", &TOPIC_PATTERN).required(),
        member("qos", &QOS),
        member("headers", &MQTT_HEADERS),
    ],
);
pub static RESERVED_DOMAIN_CONFIGURATION_NAME: Shape =
    string("ReservedDomainConfigurationName", within(1, 128)).pattern(12);
pub static RESOURCE: Shape = string("Resource", at_most(2048)).pattern(9);
pub static RESOURCE_ARN: Shape = string("ResourceArn", any());
pub static RESOURCE_ARNS: Shape = map("ResourceArns", &RESOURCE_LOGICAL_ID, &RESOURCE_ARN, any());
pub static RESOURCE_ATTRIBUTE_KEY: Shape = string("ResourceAttributeKey", at_least(1)).pattern(24);
pub static RESOURCE_ATTRIBUTE_VALUE: Shape = string("ResourceAttributeValue", at_least(1)).pattern(16);
pub static RESOURCE_ATTRIBUTES: Shape =
    map("ResourceAttributes", &RESOURCE_ATTRIBUTE_KEY, &RESOURCE_ATTRIBUTE_VALUE, any()).sensitive();
pub static RESOURCE_DESCRIPTION: Shape =
    string("ResourceDescription", within(0, 1024)).pattern(16).sensitive();
pub static RESOURCE_IDENTIFIER: Shape = structure(
    "ResourceIdentifier",
    &[
        member("deviceCertificateId", &CERTIFICATE_ID),
        member("caCertificateId", &CERTIFICATE_ID),
        member("cognitoIdentityPoolId", &COGNITO_IDENTITY_POOL_ID),
        member("clientId", &CLIENT_ID),
        member("policyVersionIdentifier", &POLICY_VERSION_IDENTIFIER),
        member("account", &AWS_ACCOUNT_ID),
        member("iamRoleArn", &ROLE_ARN),
        member("roleAliasArn", &ROLE_ALIAS_ARN),
        member("issuerCertificateIdentifier", &ISSUER_CERTIFICATE_IDENTIFIER),
        member("deviceCertificateArn", &CERTIFICATE_ARN),
    ],
);
pub static RESOURCE_LOGICAL_ID: Shape = string("ResourceLogicalId", any());
pub static RESOURCE_TYPE: Shape = string("ResourceType", any()).values(&[
    "DEVICE_CERTIFICATE",
    "CA_CERTIFICATE",
    "IOT_POLICY",
    "COGNITO_IDENTITY_POOL",
    "CLIENT_ID",
    "ACCOUNT_SETTINGS",
    "ROLE_ALIAS",
    "IAM_ROLE",
    "ISSUER_CERTIFICATE",
]);
pub static RESOURCES: Shape = list("Resources", &RESOURCE, any());
pub static RESPONSE_TOPIC: Shape = string("ResponseTopic", within(0, 1024));
pub static RETRY_ATTEMPT: Shape = integer("RetryAttempt", any());
pub static RETRY_CRITERIA: Shape = structure(
    "RetryCriteria",
    &[
        member("failureType", &RETRYABLE_FAILURE_TYPE).required(),
        member("numberOfRetries", &NUMBER_OF_RETRIES).required(),
    ],
);
pub static RETRY_CRITERIA_LIST: Shape = list("RetryCriteriaList", &RETRY_CRITERIA, within(1, 2));
pub static RETRYABLE_FAILURE_TYPE: Shape =
    string("RetryableFailureType", any()).values(&["FAILED", "TIMED_OUT", "ALL"]);
pub static ROLE_ALIAS: Shape = string("RoleAlias", within(1, 128)).pattern(13);
pub static ROLE_ALIAS_ARN: Shape = string("RoleAliasArn", within(1, 2048));
pub static ROLE_ALIAS_DESCRIPTION: Shape = structure(
    "RoleAliasDescription",
    &[
        member("roleAlias", &ROLE_ALIAS),
        member("roleAliasArn", &ROLE_ALIAS_ARN),
        member("roleArn", &ROLE_ARN),
        member("owner", &AWS_ACCOUNT_ID),
        member("credentialDurationSeconds", &CREDENTIAL_DURATION_SECONDS),
        member("creationDate", &DATE_TYPE),
        member("lastModifiedDate", &DATE_TYPE),
    ],
);
pub static ROLE_ALIASES: Shape = list("RoleAliases", &ROLE_ALIAS, any());
pub static ROLE_ARN: Shape = string("RoleArn", within(20, 2048));
pub static ROLLOUT_RATE_PER_MINUTE: Shape = integer("RolloutRatePerMinute", within(1, 1000));
pub static RULE_ARN: Shape = string("RuleArn", any());
pub static RULE_NAME: Shape = string("RuleName", within(1, 128)).pattern(46);
