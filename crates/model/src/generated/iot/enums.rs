// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! Texts of which the model lists every value.

enumeration! {
    pub enum AbortAction {
        Cancel = "CANCEL",
    }
}

enumeration! {
    pub enum ActionType {
        Publish = "PUBLISH",
        Subscribe = "SUBSCRIBE",
        Receive = "RECEIVE",
        Connect = "CONNECT",
    }
}

enumeration! {
    pub enum AggregationTypeName {
        Statistics = "Statistics",
        Percentiles = "Percentiles",
        Cardinality = "Cardinality",
    }
}

enumeration! {
    pub enum AlertTargetType {
        Sns = "SNS",
    }
}

enumeration! {
    pub enum ApplicationProtocol {
        SecureMqtt = "SECURE_MQTT",
        MqttWss = "MQTT_WSS",
        Https = "HTTPS",
        Default = "DEFAULT",
    }
}

enumeration! {
    pub enum AuditCheckRunStatus {
        InProgress = "IN_PROGRESS",
        WaitingForDataCollection = "WAITING_FOR_DATA_COLLECTION",
        Canceled = "CANCELED",
        CompletedCompliant = "COMPLETED_COMPLIANT",
        CompletedNonCompliant = "COMPLETED_NON_COMPLIANT",
        Failed = "FAILED",
    }
}

enumeration! {
    pub enum AuditFindingSeverity {
        Critical = "CRITICAL",
        High = "HIGH",
        Medium = "MEDIUM",
        Low = "LOW",
    }
}

enumeration! {
    pub enum AuditFrequency {
        Daily = "DAILY",
        Weekly = "WEEKLY",
        Biweekly = "BIWEEKLY",
        Monthly = "MONTHLY",
    }
}

enumeration! {
    pub enum AuditMitigationActionsExecutionStatus {
        InProgress = "IN_PROGRESS",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Canceled = "CANCELED",
        Skipped = "SKIPPED",
        Pending = "PENDING",
    }
}

enumeration! {
    pub enum AuditMitigationActionsTaskStatus {
        InProgress = "IN_PROGRESS",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Canceled = "CANCELED",
    }
}

enumeration! {
    pub enum AuditNotificationType {
        Sns = "SNS",
    }
}

enumeration! {
    pub enum AuditTaskStatus {
        InProgress = "IN_PROGRESS",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Canceled = "CANCELED",
    }
}

enumeration! {
    pub enum AuditTaskType {
        OnDemandAuditTask = "ON_DEMAND_AUDIT_TASK",
        ScheduledAuditTask = "SCHEDULED_AUDIT_TASK",
    }
}

enumeration! {
    pub enum AuthDecision {
        Allowed = "ALLOWED",
        ExplicitDeny = "EXPLICIT_DENY",
        ImplicitDeny = "IMPLICIT_DENY",
    }
}

enumeration! {
    pub enum AuthenticationType {
        CustomAuthX509 = "CUSTOM_AUTH_X509",
        CustomAuth = "CUSTOM_AUTH",
        AwsX509 = "AWS_X509",
        AwsSigv4 = "AWS_SIGV4",
        Default = "DEFAULT",
    }
}

enumeration! {
    pub enum AuthorizerStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
    }
}

enumeration! {
    pub enum AutoRegistrationStatus {
        Enable = "ENABLE",
        Disable = "DISABLE",
    }
}

enumeration! {
    pub enum AwsJobAbortCriteriaAbortAction {
        Cancel = "CANCEL",
    }
}

enumeration! {
    pub enum AwsJobAbortCriteriaFailureType {
        Failed = "FAILED",
        Rejected = "REJECTED",
        TimedOut = "TIMED_OUT",
        All = "ALL",
    }
}

enumeration! {
    pub enum BehaviorCriteriaType {
        Static = "STATIC",
        Statistical = "STATISTICAL",
        MachineLearning = "MACHINE_LEARNING",
    }
}

enumeration! {
    pub enum CACertificateStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
    }
}

enumeration! {
    pub enum CACertificateUpdateAction {
        Deactivate = "DEACTIVATE",
    }
}

enumeration! {
    pub enum CannedAccessControlList {
        Private = "private",
        PublicRead = "public-read",
        PublicReadWrite = "public-read-write",
        AwsExecRead = "aws-exec-read",
        AuthenticatedRead = "authenticated-read",
        BucketOwnerRead = "bucket-owner-read",
        BucketOwnerFullControl = "bucket-owner-full-control",
        LogDeliveryWrite = "log-delivery-write",
    }
}

enumeration! {
    pub enum CertificateMode {
        Default = "DEFAULT",
        SniOnly = "SNI_ONLY",
    }
}

enumeration! {
    pub enum CertificateProviderOperation {
        CreateCertificateFromCsr = "CreateCertificateFromCsr",
    }
}

enumeration! {
    pub enum CertificateStatus {
        Active = "ACTIVE",
        Inactive = "INACTIVE",
        Revoked = "REVOKED",
        PendingTransfer = "PENDING_TRANSFER",
        RegisterInactive = "REGISTER_INACTIVE",
        PendingActivation = "PENDING_ACTIVATION",
    }
}

enumeration! {
    pub enum CommandExecutionStatus {
        Created = "CREATED",
        InProgress = "IN_PROGRESS",
        Succeeded = "SUCCEEDED",
        Failed = "FAILED",
        Rejected = "REJECTED",
        TimedOut = "TIMED_OUT",
    }
}

enumeration! {
    pub enum CommandNamespace {
        AwsIot = "AWS-IoT",
        AwsIotFleetWise = "AWS-IoT-FleetWise",
    }
}

enumeration! {
    pub enum CommandParameterType {
        String = "STRING",
        Integer = "INTEGER",
        Double = "DOUBLE",
        Long = "LONG",
        Unsignedlong = "UNSIGNEDLONG",
        Boolean = "BOOLEAN",
        Binary = "BINARY",
    }
}

enumeration! {
    pub enum CommandParameterValueComparisonOperator {
        Equals = "EQUALS",
        NotEquals = "NOT_EQUALS",
        LessThan = "LESS_THAN",
        LessThanEquals = "LESS_THAN_EQUALS",
        GreaterThan = "GREATER_THAN",
        GreaterThanEquals = "GREATER_THAN_EQUALS",
        InSet = "IN_SET",
        NotInSet = "NOT_IN_SET",
        InRange = "IN_RANGE",
        NotInRange = "NOT_IN_RANGE",
    }
}

enumeration! {
    pub enum ComparisonOperator {
        LessThan = "less-than",
        LessThanEquals = "less-than-equals",
        GreaterThan = "greater-than",
        GreaterThanEquals = "greater-than-equals",
        InCidrSet = "in-cidr-set",
        NotInCidrSet = "not-in-cidr-set",
        InPortSet = "in-port-set",
        NotInPortSet = "not-in-port-set",
        InSet = "in-set",
        NotInSet = "not-in-set",
    }
}

enumeration! {
    pub enum ConfidenceLevel {
        Low = "LOW",
        Medium = "MEDIUM",
        High = "HIGH",
    }
}

enumeration! {
    pub enum ConfigName {
        CertAgeThresholdInDays = "CERT_AGE_THRESHOLD_IN_DAYS",
        CertExpirationThresholdInDays = "CERT_EXPIRATION_THRESHOLD_IN_DAYS",
    }
}

enumeration! {
    pub enum ConfigurationStatus {
        Healthy = "HEALTHY",
        Unhealthy = "UNHEALTHY",
    }
}

enumeration! {
    pub enum CustomMetricType {
        StringList = "string-list",
        IpAddressList = "ip-address-list",
        NumberList = "number-list",
        Number = "number",
    }
}

enumeration! {
    pub enum DayOfWeek {
        Sun = "SUN",
        Mon = "MON",
        Tue = "TUE",
        Wed = "WED",
        Thu = "THU",
        Fri = "FRI",
        Sat = "SAT",
    }
}

enumeration! {
    pub enum DetectMitigationActionExecutionStatus {
        InProgress = "IN_PROGRESS",
        Successful = "SUCCESSFUL",
        Failed = "FAILED",
        Skipped = "SKIPPED",
    }
}

enumeration! {
    pub enum DetectMitigationActionsTaskStatus {
        InProgress = "IN_PROGRESS",
        Successful = "SUCCESSFUL",
        Failed = "FAILED",
        Canceled = "CANCELED",
    }
}

enumeration! {
    pub enum DeviceCertificateUpdateAction {
        Deactivate = "DEACTIVATE",
    }
}

enumeration! {
    pub enum DeviceDefenderIndexingMode {
        Off = "OFF",
        Violations = "VIOLATIONS",
    }
}

enumeration! {
    pub enum DimensionType {
        TopicFilter = "TOPIC_FILTER",
    }
}

enumeration! {
    pub enum DimensionValueOperator {
        In = "IN",
        NotIn = "NOT_IN",
    }
}

enumeration! {
    pub enum DisconnectReasonValue {
        AuthError = "AUTH_ERROR",
        ClientInitiatedDisconnect = "CLIENT_INITIATED_DISCONNECT",
        ClientError = "CLIENT_ERROR",
        ConnectionLost = "CONNECTION_LOST",
        DuplicateClientid = "DUPLICATE_CLIENTID",
        ForbiddenAccess = "FORBIDDEN_ACCESS",
        MqttKeepAliveTimeout = "MQTT_KEEP_ALIVE_TIMEOUT",
        ServerError = "SERVER_ERROR",
        ServerInitiatedDisconnect = "SERVER_INITIATED_DISCONNECT",
        ApiInitiatedDisconnect = "API_INITIATED_DISCONNECT",
        Throttled = "THROTTLED",
        WebsocketTtlExpiration = "WEBSOCKET_TTL_EXPIRATION",
        CustomauthTtlExpiration = "CUSTOMAUTH_TTL_EXPIRATION",
        Unknown = "UNKNOWN",
        None = "NONE",
    }
}

enumeration! {
    pub enum DomainConfigurationStatus {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
    }
}

enumeration! {
    pub enum DomainType {
        Endpoint = "ENDPOINT",
        AwsManaged = "AWS_MANAGED",
        CustomerManaged = "CUSTOMER_MANAGED",
    }
}

enumeration! {
    pub enum DynamicGroupStatus {
        Active = "ACTIVE",
        Building = "BUILDING",
        Rebuilding = "REBUILDING",
    }
}

enumeration! {
    pub enum DynamoKeyType {
        String = "STRING",
        Number = "NUMBER",
    }
}

enumeration! {
    pub enum EncryptionType {
        CustomerManagedKmsKey = "CUSTOMER_MANAGED_KMS_KEY",
        AwsOwnedKmsKey = "AWS_OWNED_KMS_KEY",
    }
}

enumeration! {
    pub enum EventType {
        Thing = "THING",
        ThingGroup = "THING_GROUP",
        ThingType = "THING_TYPE",
        ThingGroupMembership = "THING_GROUP_MEMBERSHIP",
        ThingGroupHierarchy = "THING_GROUP_HIERARCHY",
        ThingTypeAssociation = "THING_TYPE_ASSOCIATION",
        Job = "JOB",
        JobExecution = "JOB_EXECUTION",
        Policy = "POLICY",
        Certificate = "CERTIFICATE",
        CaCertificate = "CA_CERTIFICATE",
    }
}

enumeration! {
    pub enum FieldType {
        Number = "Number",
        String = "String",
        Boolean = "Boolean",
    }
}

enumeration! {
    pub enum FleetIndexingApi {
        GetThingConnectivityData = "GET_THING_CONNECTIVITY_DATA",
    }
}

enumeration! {
    pub enum FleetMetricUnit {
        Seconds = "Seconds",
        Microseconds = "Microseconds",
        Milliseconds = "Milliseconds",
        Bytes = "Bytes",
        Kilobytes = "Kilobytes",
        Megabytes = "Megabytes",
        Gigabytes = "Gigabytes",
        Terabytes = "Terabytes",
        Bits = "Bits",
        Kilobits = "Kilobits",
        Megabits = "Megabits",
        Gigabits = "Gigabits",
        Terabits = "Terabits",
        Percent = "Percent",
        Count = "Count",
        BytesSecond = "Bytes/Second",
        KilobytesSecond = "Kilobytes/Second",
        MegabytesSecond = "Megabytes/Second",
        GigabytesSecond = "Gigabytes/Second",
        TerabytesSecond = "Terabytes/Second",
        BitsSecond = "Bits/Second",
        KilobitsSecond = "Kilobits/Second",
        MegabitsSecond = "Megabits/Second",
        GigabitsSecond = "Gigabits/Second",
        TerabitsSecond = "Terabits/Second",
        CountSecond = "Count/Second",
        None = "None",
    }
}

enumeration! {
    pub enum IndexStatus {
        Active = "ACTIVE",
        Building = "BUILDING",
        Rebuilding = "REBUILDING",
    }
}

enumeration! {
    pub enum InfluxDBSecretType {
        SecretString = "SecretString",
        SecretBinary = "SecretBinary",
    }
}

enumeration! {
    pub enum InfluxDBTimestampUnit {
        S = "s",
        Ms = "ms",
        Us = "us",
        Ns = "ns",
    }
}

enumeration! {
    pub enum InfluxDBVersion {
        V2 = "V2",
        V3 = "V3",
    }
}

enumeration! {
    pub enum JobEndBehavior {
        StopRollout = "STOP_ROLLOUT",
        Cancel = "CANCEL",
        ForceCancel = "FORCE_CANCEL",
    }
}

enumeration! {
    pub enum JobExecutionFailureType {
        Failed = "FAILED",
        Rejected = "REJECTED",
        TimedOut = "TIMED_OUT",
        All = "ALL",
    }
}

enumeration! {
    pub enum JobExecutionStatus {
        Queued = "QUEUED",
        InProgress = "IN_PROGRESS",
        Succeeded = "SUCCEEDED",
        Failed = "FAILED",
        TimedOut = "TIMED_OUT",
        Rejected = "REJECTED",
        Removed = "REMOVED",
        Canceled = "CANCELED",
    }
}

enumeration! {
    pub enum JobStatus {
        InProgress = "IN_PROGRESS",
        Canceled = "CANCELED",
        Completed = "COMPLETED",
        DeletionInProgress = "DELETION_IN_PROGRESS",
        Scheduled = "SCHEDULED",
    }
}

enumeration! {
    pub enum LogLevel {
        Debug = "DEBUG",
        Info = "INFO",
        Error = "ERROR",
        Warn = "WARN",
        Disabled = "DISABLED",
    }
}

enumeration! {
    pub enum LogTargetType {
        Default = "DEFAULT",
        ThingGroup = "THING_GROUP",
        ClientId = "CLIENT_ID",
        SourceIp = "SOURCE_IP",
        PrincipalId = "PRINCIPAL_ID",
    }
}

enumeration! {
    pub enum MessageFormat {
        Raw = "RAW",
        Json = "JSON",
    }
}

enumeration! {
    pub enum MitigationActionType {
        UpdateDeviceCertificate = "UPDATE_DEVICE_CERTIFICATE",
        UpdateCaCertificate = "UPDATE_CA_CERTIFICATE",
        AddThingsToThingGroup = "ADD_THINGS_TO_THING_GROUP",
        ReplaceDefaultPolicyVersion = "REPLACE_DEFAULT_POLICY_VERSION",
        EnableIotLogging = "ENABLE_IOT_LOGGING",
        PublishFindingToSns = "PUBLISH_FINDING_TO_SNS",
    }
}

enumeration! {
    pub enum ModelStatus {
        PendingBuild = "PENDING_BUILD",
        Active = "ACTIVE",
        Expired = "EXPIRED",
    }
}

enumeration! {
    pub enum NamedShadowIndexingMode {
        Off = "OFF",
        On = "ON",
    }
}

enumeration! {
    pub enum OTAUpdateStatus {
        CreatePending = "CREATE_PENDING",
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateComplete = "CREATE_COMPLETE",
        CreateFailed = "CREATE_FAILED",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteFailed = "DELETE_FAILED",
    }
}

enumeration! {
    pub enum OutputFormat {
        Json = "JSON",
        Cbor = "CBOR",
    }
}

enumeration! {
    pub enum PackageVersionAction {
        Publish = "PUBLISH",
        Deprecate = "DEPRECATE",
    }
}

enumeration! {
    pub enum PackageVersionStatus {
        Draft = "DRAFT",
        Published = "PUBLISHED",
        Deprecated = "DEPRECATED",
    }
}

enumeration! {
    pub enum PolicyTemplateName {
        BlankPolicy = "BLANK_POLICY",
    }
}

enumeration! {
    pub enum Protocol {
        Mqtt = "MQTT",
        Http = "HTTP",
    }
}

enumeration! {
    pub enum ReportType {
        Errors = "ERRORS",
        Results = "RESULTS",
    }
}

enumeration! {
    pub enum ResourceType {
        DeviceCertificate = "DEVICE_CERTIFICATE",
        CaCertificate = "CA_CERTIFICATE",
        IotPolicy = "IOT_POLICY",
        CognitoIdentityPool = "COGNITO_IDENTITY_POOL",
        ClientId = "CLIENT_ID",
        AccountSettings = "ACCOUNT_SETTINGS",
        RoleAlias = "ROLE_ALIAS",
        IamRole = "IAM_ROLE",
        IssuerCertificate = "ISSUER_CERTIFICATE",
    }
}

enumeration! {
    pub enum RetryableFailureType {
        Failed = "FAILED",
        TimedOut = "TIMED_OUT",
        All = "ALL",
    }
}

enumeration! {
    pub enum SbomValidationErrorCode {
        IncompatibleFormat = "INCOMPATIBLE_FORMAT",
        FileSizeLimitExceeded = "FILE_SIZE_LIMIT_EXCEEDED",
    }
}

enumeration! {
    pub enum SbomValidationResult {
        Failed = "FAILED",
        Succeeded = "SUCCEEDED",
    }
}

enumeration! {
    pub enum SbomValidationStatus {
        InProgress = "IN_PROGRESS",
        Failed = "FAILED",
        Succeeded = "SUCCEEDED",
    }
}

enumeration! {
    pub enum ServerCertificateStatus {
        Invalid = "INVALID",
        Valid = "VALID",
    }
}

enumeration! {
    pub enum ServiceType {
        Data = "DATA",
        CredentialProvider = "CREDENTIAL_PROVIDER",
        Jobs = "JOBS",
    }
}

enumeration! {
    pub enum SortOrder {
        Ascending = "ASCENDING",
        Descending = "DESCENDING",
    }
}

enumeration! {
    pub enum Status {
        InProgress = "InProgress",
        Completed = "Completed",
        Failed = "Failed",
        Cancelled = "Cancelled",
        Cancelling = "Cancelling",
    }
}

enumeration! {
    pub enum TargetFieldOrder {
        LatLon = "LatLon",
        LonLat = "LonLat",
    }
}

enumeration! {
    pub enum TargetSelection {
        Continuous = "CONTINUOUS",
        Snapshot = "SNAPSHOT",
    }
}

enumeration! {
    pub enum TemplateType {
        FleetProvisioning = "FLEET_PROVISIONING",
        Jitp = "JITP",
    }
}

enumeration! {
    pub enum ThingConnectivityIndexingMode {
        Off = "OFF",
        Status = "STATUS",
    }
}

enumeration! {
    pub enum ThingGroupIndexingMode {
        Off = "OFF",
        On = "ON",
    }
}

enumeration! {
    pub enum ThingIndexingMode {
        Off = "OFF",
        Registry = "REGISTRY",
        RegistryAndShadow = "REGISTRY_AND_SHADOW",
    }
}

enumeration! {
    pub enum ThingPrincipalType {
        ExclusiveThing = "EXCLUSIVE_THING",
        NonExclusiveThing = "NON_EXCLUSIVE_THING",
    }
}

enumeration! {
    pub enum TopicRuleDestinationStatus {
        Enabled = "ENABLED",
        InProgress = "IN_PROGRESS",
        Disabled = "DISABLED",
        Error = "ERROR",
        Deleting = "DELETING",
    }
}

enumeration! {
    pub enum VerificationState {
        FalsePositive = "FALSE_POSITIVE",
        BenignPositive = "BENIGN_POSITIVE",
        TruePositive = "TRUE_POSITIVE",
        Unknown = "UNKNOWN",
    }
}

enumeration! {
    pub enum ViolationEventType {
        InAlarm = "in-alarm",
        AlarmCleared = "alarm-cleared",
        AlarmInvalidated = "alarm-invalidated",
    }
}
