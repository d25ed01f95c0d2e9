use super::*;

fn new(byte: u8, subject: &str, active: bool) -> NewCa {
    NewCa {
        id: id(byte),
        pem: format!("ca {byte}"),
        subject_id: subject.into(),
        active,
        auto_registration: false,
        registration_config: None,
        mode: CertificateMode::Default,
        not_before: UnixMillis(0),
        not_after: UnixMillis(1),
        tags: Tags::new(),
    }
}

fn signed_by(registry: &Registry, byte: u8, ca: u8) -> Result<CertificateRecord, RegistryError> {
    let new = NewCertificate {
        id: id(byte),
        pem: "pem".into(),
        status: CertificateStatus::Inactive,
        not_before: UnixMillis(0),
        not_after: UnixMillis(1),
        origin: Origin::SignedBy(id(ca)),
    };
    registry.register_certificate(&tenant(), new, NOW).map(|changed| changed.value)
}

#[test]
fn certificates_follow_their_active_ca() {
    let (registry, store, _) = registry();
    let t = tenant();
    let sni_only = NewCa { mode: CertificateMode::SniOnly, ..new(1, "s", true) };
    let _ = registry.register_ca(&t, sni_only, NOW).unwrap();
    let _ = registry.register_ca(&t, new(2, "other", false), NOW).unwrap();
    let record = signed_by(&registry, 10, 1).unwrap();
    assert_eq!((record.mode, record.ca_id), (CertificateMode::SniOnly, Some(id(1).to_string())));
    assert_eq!(signed_by(&registry, 11, 2).unwrap_err(), RegistryError::CaInactive);
    assert_eq!(signed_by(&registry, 11, 3).unwrap_err(), RegistryError::NoCaOfCertificate);
    assert!(matches!(signed_by(&registry, 10, 1), Err(RegistryError::CertificateExists { .. })));
    let deactivated = CaUpdate { active: Some(false), ..CaUpdate::default() };
    let _ = registry.update_ca(&t, id(1), deactivated, NOW).unwrap();
    // Before the duplicate is noticed.
    assert_eq!(signed_by(&registry, 10, 1).unwrap_err(), RegistryError::CaInactive);
    let again = Registry::open(store, Limits::default(), |_| {}).unwrap();
    assert_eq!(again.ca(&t, id(1)).unwrap(), registry.ca(&t, id(1)).unwrap());
    let all = PageRequest::default();
    assert_eq!(again.list_certificates_by_ca(&t, id(1), true, &all).unwrap().items[0].0, id(10));
    assert!(again.list_certificates_by_ca(&t, id(2), true, &all).unwrap().items.is_empty());
}

#[test]
fn cas_of_one_subject_are_told_apart_and_counted() {
    let (registry, ..) = registry();
    let t = tenant();
    for byte in 1..=10 {
        let _ = registry.register_ca(&t, new(byte, "s", true), NOW).unwrap();
    }
    let error = registry.register_ca(&t, new(11, "s", true), NOW).unwrap_err();
    assert_eq!(error.exception(), Exception::LimitExceeded);
    let _ = registry.register_ca(&t, new(11, "t", true), NOW).unwrap();
    assert_eq!(registry.ca_of_subject(&t, "t"), Ok(id(11)));
    assert_eq!(registry.ca_of_subject(&t, "s").unwrap_err().exception(), Exception::CertificateConflict);
    assert_eq!(registry.ca_of_subject(&t, "u"), Err(RegistryError::NoCaOfCertificate));
}

#[test]
fn one_account_of_a_region_has_a_ca_in_default_mode() {
    let (registry, ..) = registry();
    let _ = registry.register_ca(&tenant(), new(1, "s", true), NOW).unwrap();
    let account = "999999999999".parse().unwrap();
    let neighbour = Tenant::new(account, "us-east-1".parse().unwrap());
    let error = registry.register_ca(&neighbour, new(1, "s", true), NOW).unwrap_err();
    assert_eq!(error, RegistryError::CaOfAnotherAccount);
    let sni_only = NewCa { mode: CertificateMode::SniOnly, ..new(1, "s", true) };
    let _ = registry.register_ca(&neighbour, sni_only, NOW).unwrap();
    let elsewhere = Tenant::new(account, "eu-west-1".parse().unwrap());
    let _ = registry.register_ca(&elsewhere, new(1, "s", true), NOW).unwrap();
}

#[test]
fn ca_is_deleted_with_its_tags_once_it_is_inactive() {
    let (registry, ..) = registry();
    let t = tenant();
    let tags: Tags = [("k".into(), "v".into())].into();
    let _ = registry.register_ca(&t, NewCa { tags, ..new(1, "s", true) }, NOW).unwrap();
    let resource = format!("cacert/{}", id(1));
    assert_eq!(registry.tags(&t, &resource).len(), 1);
    assert_eq!(registry.delete_ca(&t, id(1)).unwrap_err(), RegistryError::CaActive { id: id(1) });
    let update = CaUpdate { active: Some(false), remove_auto_registration: true, ..CaUpdate::default() };
    let _ = registry.update_ca(&t, id(1), update, NOW).unwrap();
    assert_eq!(registry.ca(&t, id(1)).unwrap().customer_version, 2);
    let _ = registry.delete_ca(&t, id(1)).unwrap();
    assert!(registry.tags(&t, &resource).is_empty());
    assert_eq!(registry.delete_ca(&t, id(1)).unwrap_err(), RegistryError::CaNotFound);
}
