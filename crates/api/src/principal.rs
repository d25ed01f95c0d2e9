//! A principal as policies see it.

use base::{Arn, CertificateId, Tenant};
use policy::{CertificateVariables, Context};
use registry::Registry;

/// What policies can ask about a certificate.
pub fn certificate_variables(certificate: tls::Certificate) -> CertificateVariables {
    CertificateVariables {
        subject: certificate.subject,
        issuer: certificate.issuer,
        subject_alternative_names: certificate.subject_alternative,
        issuer_alternative_names: certificate.issuer_alternative,
        serial_number: Some(certificate.serial_number),
    }
}

/// What policies would see of a principal that connects with a client id: its certificate and the thing that
/// the registry associates with it. A principal that is no registered certificate has neither.
pub fn context(registry: &Registry, tenant: &Tenant, principal: &str, client_id: Option<&str>) -> Context {
    let id = Arn::parse(principal).and_then(|arn| arn.name_of("cert")?.parse::<CertificateId>().ok());
    let record = id.and_then(|id| registry.certificate(tenant, id).ok());
    let certificate = record.and_then(|record| tls::Certificate::from_pem(&record.pem).ok());
    Context {
        client_id: client_id.map(str::to_owned),
        certificate_id: id,
        certificate: certificate.map(certificate_variables).unwrap_or_default(),
        thing: client_id.and_then(|client_id| registry.thing_of_connection(tenant, principal, client_id)),
        secure_transport: true,
        ..Context::default()
    }
}
