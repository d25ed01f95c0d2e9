//! Provisioning templates (provisioning.md §6): what a device's thing, certificate and policies shall be, as
//! functions of parameters.
//!
//! A [`Template`] is checked once. Evaluated with parameters it becomes a [`Plan`], which somebody else
//! carries out: this crate knows no registry.
//!
//! ```
//! use std::collections::BTreeMap;
//! use provisioning::Template;
//!
//! let template = Template::parse(r#"{
//!     "Parameters": {"Serial": {"Type": "String"}},
//!     "Resources": {"lamp": {"Type": "AWS::IoT::Thing", "Properties": {
//!         "ThingName": {"Fn::Join": ["-", ["lamp", {"Ref": "Serial"}]]}}}}}"#)?;
//! let parameters = BTreeMap::from([("Serial".to_owned(), "7".to_owned())]);
//! assert_eq!(template.plan(&parameters)?.thing.unwrap().name, "lamp-7");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod evaluate;
mod plan;
mod template;

#[cfg(test)]
mod tests;

pub use evaluate::EvaluateError;
pub use plan::{
    Certificate, CertificateSource, Overridden, Plan, Policy, PolicySource, Thing, ThingOverrides,
};
pub use template::{Template, TemplateError};
