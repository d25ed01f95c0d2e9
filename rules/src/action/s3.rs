//! `s3`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// The access control lists that the service model names. No template: one is taken as it is.
const CANNED_ACLS: [&str; 8] = [
    "private",
    "public-read",
    "public-read-write",
    "aws-exec-read",
    "authenticated-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
    "log-delivery-write",
];

/// Writes the payload into an S3 object.
#[derive(Debug)]
pub struct S3Action {
    role_arn: String,
    bucket_name: Template,
    key: Template,
    canned_acl: Option<&'static str>,
}

/// What an `s3` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct S3Request {
    /// The role to assume.
    pub role_arn: String,
    /// The bucket.
    pub bucket_name: String,
    /// The object's key. An object that has it already is overwritten.
    pub key: String,
    /// The access control list, by its name.
    pub canned_acl: Option<&'static str>,
}

impl S3Action {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            bucket_name: fields.template("bucketName")?,
            key: fields.template("key")?,
            canned_acl: fields.word("cannedAcl", &CANNED_ACLS)?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<S3Request, Refusal> {
        let bucket_name = rendering.text(&self.bucket_name, "")?;
        let key = rendering.text(&self.key, &bucket_name)?;
        if key.is_empty() {
            return Err(Refusal::new(&bucket_name, "the key is empty"));
        }
        Ok(S3Request { role_arn: self.role_arn.clone(), bucket_name, key, canned_acl: self.canned_acl })
    }
}

impl S3Request {
    pub(super) fn resource(&self) -> &str {
        &self.bucket_name
    }
}
