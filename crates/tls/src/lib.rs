//! Certificates and TLS: the lab's own certificate authority, the device certificates that it issues,
//! what policies want to know of a certificate, and the server configurations.

mod authority;
mod chain;
mod csr;
mod inspect;
mod issue;
mod keys;
mod server;
mod signature;
mod verifier;

#[cfg(test)]
mod tests;

pub use authority::{Authority, AuthorityError};
pub use chain::IssuerError;
pub use csr::{Csr, CsrError};
pub use inspect::{Certificate, CertificateError, NameAttributes};
pub use keys::RsaKeyPair;
pub use server::{Alpn, https_config, mqtts_config};
