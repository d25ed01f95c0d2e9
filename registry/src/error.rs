//! Why an operation is refused, in AWS's words (api-errors.md §2 to §4).

use base::{AccountId, CertificateId};

/// The exception of the AWS API that an error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as in the service model.
pub enum Exception {
    InvalidRequest,
    ResourceNotFound,
    ResourceAlreadyExists,
    VersionConflict,
    VersionsLimitExceeded,
    DeleteConflict,
    CertificateState,
    CertificateConflict,
    TransferConflict,
    TransferAlreadyCompleted,
    LimitExceeded,
    MalformedPolicy,
}

/// A refused operation. The texts are what AWS answers; capitals in the sheet are fields here.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[allow(missing_docs)] // The text of each says what it is.
pub enum RegistryError {
    #[error("Thing {account}:{name} not found.")]
    ThingNotFound { account: AccountId, name: String },
    #[error("Thing {name} not found.")]
    OtherThingNotFound { name: String },
    #[error("Thing {name} already exists in account with different attributes")]
    ThingExists { name: String, id: String, arn: String },
    #[error("Thing Type {account}:{name} not found.")]
    ThingTypeNotFound { account: AccountId, name: String },
    #[error("Billing Group {account}:{name} not found.")]
    BillingGroupNotFound { account: AccountId, name: String },
    #[error("Cannot delete. Thing {name} is still attached to one or more principals")]
    ThingHasPrincipals { name: String },
    #[error("The version for thing {name} does not match the expected version.")]
    ThingVersion { name: String },
    #[error("A thing without a thing type can have at most {max} attributes")]
    TooManyAttributes { max: usize },
    #[error("A thing with a thing type can have at most {max} attributes")]
    TooManyTypedAttributes { max: usize },
    #[error("The attributes of a thing can have at most {max} bytes")]
    AttributesTooLarge { max: usize },

    #[error("Thing Type {name} already exists in account with different properties")]
    ThingTypeExists { name: String, id: String, arn: String },
    // The spelling is AWS's own.
    #[error("Can not create new thing with depreated thing type:{name}")]
    NewThingOfDeprecatedType { name: String },
    #[error("Can not update a thing to use deprecated thing type: {name}")]
    DeprecatedType { name: String },
    #[error("thingTypeName and removeThingType cannot be given together")]
    SetAndRemoveType,
    // A public capture of the AWS CLI has this text, which tools wait for; the one of the sheet is an emulator's.
    #[error("Cannot delete thing type : {name}. Please wait for 5 minutes after deprecation and then retry")]
    ThingTypeNotDeprecated { name: String },
    #[error("Can not delete thing type {name} with things associated with it")]
    ThingTypeInUse { name: String },
    #[error("A thing type can have at most {max} searchable attributes")]
    TooManySearchableAttributes { max: usize },
    #[error("A thing type can have at most {max} propagating attributes")]
    TooManyPropagatingAttributes { max: usize },
    #[error("Connection attribute {name} is not supported: it must be iot:ClientId or iot:Thing.ThingName")]
    UnknownConnectionAttribute { name: String },

    #[error(
        "Failed to attach the principal {principal} to thing {thing} because the thing does not exist in your account"
    )]
    AttachUnknownThing { principal: String, thing: String },
    #[error(
        "Can't attach the principal {principal} to thing {thing} because the principal does not exist in your account"
    )]
    AttachUnknownPrincipal { principal: String, thing: String },
    #[error(
        "Failed to detach the principal {principal} from thing {thing} because the thing does not exist in your account"
    )]
    DetachUnknownThing { principal: String, thing: String },
    #[error(
        "Can't detach the principal {principal} from thing {thing} because the principal does not exist in your account"
    )]
    DetachUnknownPrincipal { principal: String, thing: String },
    #[error("Failed to list principals for thing{thing} because the thing does not exist in your account")]
    ListUnknownThing { thing: String },
    #[error(
        "Can't list things for the principal {principal} because the principal does not exist in your account"
    )]
    ListUnknownPrincipal { principal: String },
    #[error("The principal {principal} is attached to thing {thing} as an exclusive thing")]
    ExclusivelyAttached { principal: String, thing: String },
    #[error("The principal {principal} is attached to other things and cannot be attached exclusively")]
    NotExclusive { principal: String },

    #[error("CertificateId {id} does not exist")]
    CertificateNotFound { id: CertificateId },
    #[error("The certificate with id {id} already exists.")]
    CertificateExists { id: CertificateId, arn: String },
    #[error("The certificate is already provisioned or registered")]
    CertificateProvisioned { id: CertificateId, arn: String },
    #[error("Certificate must be deactivated (not ACTIVE) before deletion. Id: {id}")]
    CertificateActive { id: CertificateId },
    #[error("Things must be detached before deletion (arn: {arn})")]
    CertificateHasThings { arn: String },
    #[error("Certificate policies must be detached before deletion (arn: {arn})")]
    CertificateHasPolicies { arn: String },
    #[error("Certificate is being transferred. Id: {id}")]
    CertificateInTransfer { id: CertificateId },
    #[error("Certificate must be deactivated (not ACTIVE) before it is transferred. Id: {id}")]
    TransferOfActive { id: CertificateId },
    #[error("Certificate policies must be detached before it is transferred (arn: {arn})")]
    TransferWithPolicies { arn: String },
    #[error("Things must be detached before the certificate is transferred (arn: {arn})")]
    TransferWithThings { arn: String },
    #[error("The account {account} already has the certificate. Id: {id}")]
    TransferToOwner { id: CertificateId, account: AccountId },
    #[error("A certificate cannot be transferred to the account that has it. Id: {id}")]
    TransferToSelf { id: CertificateId },
    #[error("The certificate is not being transferred, or its transfer is complete. Id: {id}")]
    TransferCompleted { id: CertificateId },
    #[error("Only the source of the transfer can cancel it. Id: {id}")]
    NotTransferSource { id: CertificateId },
    #[error("Only the destination of the transfer can accept or reject it. Id: {id}")]
    NotTransferTarget { id: CertificateId },
    #[error("Requested CA Certificate does not exist.")]
    CaNotFound,
    #[error("CA Certificate must be deactivated (not ACTIVE) before deletion. Id: {id}")]
    CaActive { id: CertificateId },
    #[error("No CA certificate exists for the given certificate")]
    NoCaOfCertificate,
    #[error("The CA certificate is not active")]
    CaInactive,
    #[error(
        "Several CA certificates have the subject of the certificate's issuer: provide the CA certificate"
    )]
    SeveralCasOfSubject,
    #[error("The CA certificate is already registered in DEFAULT mode by another account of the region")]
    CaOfAnotherAccount,
    #[error("An account can have at most {max} CA certificates with the same subject")]
    TooManyCasOfSubject { max: usize },
    #[error("Status {status} cannot be set by a caller")]
    StatusNotSettable { status: &'static str },

    #[error("Policy cannot be created - name already exists (name={name})")]
    PolicyExists { name: String },
    #[error("Policy not found")]
    PolicyNotFound,
    #[error("Policy default version not found")]
    PolicyDefaultNotFound,
    #[error("Policy version does not exist (name={name}, versionId={version})")]
    PolicyVersionNotFound { name: String, version: String },
    #[error("The policy {name} already has the maximum number of versions ({max})")]
    TooManyVersions { name: String, max: usize },
    #[error("Cannot delete a default policy version (name={name}, versionId={version})")]
    DefaultVersion { name: String, version: String },
    #[error("The policy cannot be deleted as the policy is attached to one or more principals (name={name})")]
    PolicyAttached { name: String },
    #[error(
        "The policy cannot be deleted as multiple versions of the policy exist (name={name}). Use DeletePolicyVersion action to delete all non-default versions of the policy and retry."
    )]
    PolicyHasVersions { name: String },
    #[error("{0}")]
    Malformed(#[from] policy::Malformed),
    #[error("Invalid Target")]
    InvalidTarget,
    #[error("Invalid Target: {target}")]
    InvalidTargetKind { target: String },
    #[error("The certificate given in the principal does not exist.")]
    TargetCertificateNotFound,
    #[error("Cannot find requested thing group for accountId: {account} and thing group name: {name}")]
    TargetGroupNotFound { account: AccountId, name: String },
    #[error("The principal already has the maximum number of policies ({max})")]
    TooManyPolicies { max: usize },

    #[error("ThingGroup {account}:{name} not found.")]
    GroupNotFound { account: AccountId, name: String },
    #[error("Group {name} does not exist")]
    GroupToUpdateNotFound { name: String },
    #[error("Thing Group {name} already exists in current account with different properties")]
    GroupExists { name: String },
    #[error("Resource ARN already exists in current account with different properties")]
    TagsDiffer,
    #[error("Cannot create group using non-existing group as parent : {name}")]
    UnknownParentGroup { name: String },
    #[error("Cannot create group using dynamic thing group as parent : {name}")]
    DynamicParentGroup { name: String },
    #[error("Thing groups can be nested at most {max} deep")]
    GroupTooDeep { max: usize },
    #[error("A thing group can have at most {max} direct child groups")]
    TooManyChildGroups { max: usize },
    #[error("An account can have at most {max} dynamic thing groups")]
    TooManyDynamicGroups { max: usize },
    #[error("A thing group can have at most {max} attributes")]
    TooManyGroupAttributes { max: usize },
    #[error("The version for thing group {name} does not match the expected version.")]
    GroupVersion { name: String },
    #[error("Cannot delete thing group : {name} when there are still child groups attached to it")]
    GroupHasChildren { name: String },
    #[error("This operation does not support dynamic thing groups. Thing group arn: {arn}")]
    IsDynamicGroup { arn: String },
    #[error("This operation does not support static thing groups. Thing group arn: {arn}")]
    IsStaticGroup { arn: String },
    #[error("thing does not exist")]
    ThingOfGroupsNotFound,
    #[error("Thing {name} already is in {max} thing groups, the maximum")]
    TooManyGroupsOfThing { name: String, max: usize },
    #[error("Thing {thing} cannot be in thing group {group} because it is in {other} of the same hierarchy")]
    GroupsOfOneTree { thing: String, group: String, other: String },
    #[error("Billing Group {name} already exists in current account with different properties")]
    BillingGroupExists { name: String },
    #[error("The version for billing group {name} does not match the expected version.")]
    BillingGroupVersion { name: String },
    #[error("Thing {thing} is in billing group {group} already")]
    InAnotherBillingGroup { thing: String, group: String },

    #[error("Tags cannot begin with \"aws:\", offending tag: {key}")]
    ReservedTag { key: String },
    #[error("Too many tags provided in the request. Please check the input.")]
    TooManyTags,

    #[error(transparent)]
    InvalidToken(#[from] base::InvalidToken),
    #[error("The ID in the path is not valid: {0}")]
    InvalidId(#[from] base::InvalidId),
}

impl RegistryError {
    /// The exception that the error becomes.
    #[allow(clippy::too_many_lines)] // One table.
    pub fn exception(&self) -> Exception {
        use RegistryError as E;
        match self {
            E::ThingNotFound { .. }
            | E::ThingTypeNotFound { .. }
            | E::BillingGroupNotFound { .. }
            | E::OtherThingNotFound { .. }
            | E::GroupNotFound { .. }
            | E::GroupToUpdateNotFound { .. }
            | E::ThingOfGroupsNotFound
            | E::AttachUnknownThing { .. }
            | E::AttachUnknownPrincipal { .. }
            | E::DetachUnknownThing { .. }
            | E::DetachUnknownPrincipal { .. }
            | E::ListUnknownThing { .. }
            | E::ListUnknownPrincipal { .. }
            | E::CertificateNotFound { .. }
            | E::CaNotFound
            | E::PolicyNotFound
            | E::PolicyDefaultNotFound
            | E::PolicyVersionNotFound { .. }
            | E::TargetCertificateNotFound
            | E::TargetGroupNotFound { .. } => Exception::ResourceNotFound,
            E::ThingExists { .. }
            | E::ThingTypeExists { .. }
            | E::GroupExists { .. }
            | E::BillingGroupExists { .. }
            | E::TagsDiffer
            | E::PolicyExists { .. }
            | E::CertificateExists { .. }
            | E::CaOfAnotherAccount
            | E::CertificateProvisioned { .. } => Exception::ResourceAlreadyExists,
            E::ThingVersion { .. } | E::GroupVersion { .. } | E::BillingGroupVersion { .. } => {
                Exception::VersionConflict
            }
            E::TooManyVersions { .. } => Exception::VersionsLimitExceeded,
            E::TooManyPolicies { .. } | E::TooManyDynamicGroups { .. } | E::TooManyCasOfSubject { .. } => {
                Exception::LimitExceeded
            }
            E::CertificateActive { .. }
            | E::CertificateInTransfer { .. }
            | E::TransferOfActive { .. }
            | E::CaActive { .. }
            | E::NoCaOfCertificate
            | E::CaInactive => Exception::CertificateState,
            E::SeveralCasOfSubject => Exception::CertificateConflict,
            E::TransferWithPolicies { .. } | E::TransferWithThings { .. } | E::TransferToOwner { .. } => {
                Exception::TransferConflict
            }
            E::TransferCompleted { .. } => Exception::TransferAlreadyCompleted,
            E::CertificateHasThings { .. }
            | E::CertificateHasPolicies { .. }
            | E::DefaultVersion { .. }
            | E::PolicyAttached { .. }
            | E::PolicyHasVersions { .. } => Exception::DeleteConflict,
            E::Malformed(_) => Exception::MalformedPolicy,
            // Everything else is something about the request, or about how things stand, that AWS has no name for.
            _ => Exception::InvalidRequest,
        }
    }

    /// Id and ARN of the resource that is in the way, for the exceptions that name it.
    pub fn resource(&self) -> Option<(String, String)> {
        match self {
            Self::ThingExists { id, arn, .. } | Self::ThingTypeExists { id, arn, .. } => {
                Some((id.clone(), arn.clone()))
            }
            Self::CertificateExists { id, arn } | Self::CertificateProvisioned { id, arn } => {
                Some((id.to_string(), arn.clone()))
            }
            _ => None,
        }
    }
}
