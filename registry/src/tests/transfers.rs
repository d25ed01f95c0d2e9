use super::*;

fn target() -> Tenant {
    Tenant::new("999999999999".parse().unwrap(), "us-east-1".parse().unwrap())
}

fn offer(registry: &Registry) -> Result<String, RegistryError> {
    let message = Some("take it".into());
    let changed = registry.transfer_certificate(&tenant(), id(1), target().account, message, NOW)?;
    Ok(changed.value)
}

fn status(registry: &Registry, tenant: &Tenant) -> Option<&'static str> {
    registry.certificate(tenant, id(1)).ok().map(|record| record.status.as_str())
}

#[test]
fn accepted_certificate_belongs_to_the_target() {
    let (registry, store, _) = registry();
    register(&registry, 1, false);
    assert_eq!(offer(&registry).unwrap(), target().iot_arn(format_args!("cert/{}", id(1))));
    let pending = Some("PENDING_TRANSFER");
    assert_eq!((status(&registry, &tenant()), status(&registry, &target())), (pending, pending));
    let outgoing = |tenant| registry.outgoing_certificates(&tenant, true, &PageRequest::default()).unwrap();
    assert_eq!((outgoing(tenant()).items.len(), outgoing(target()).items.len()), (1, 0));
    for tenant in [tenant(), target()] {
        let update = registry.update_certificate(&tenant, id(1), CertificateStatus::Active, NOW);
        assert_eq!(update.unwrap_err(), RegistryError::CertificateInTransfer { id: id(1) });
        let delete = registry.delete_certificate(&tenant, id(1), true);
        assert_eq!(delete.unwrap_err(), RegistryError::CertificateInTransfer { id: id(1) });
    }
    let wrong_side = registry.accept_transfer(&tenant(), id(1), true, NOW).unwrap_err();
    assert_eq!(wrong_side.exception(), Exception::InvalidRequest);
    let _ = registry.accept_transfer(&target(), id(1), true, NOW).unwrap();
    assert_eq!((status(&registry, &tenant()), status(&registry, &target())), (None, Some("ACTIVE")));
    let late = registry.cancel_transfer(&tenant(), id(1), NOW).unwrap_err();
    assert_eq!(late.exception(), Exception::TransferAlreadyCompleted);
    let again = registry.accept_transfer(&target(), id(1), true, NOW).unwrap_err();
    assert_eq!(again.exception(), Exception::TransferAlreadyCompleted);
    let reopened = Registry::open(store, Limits::default(), |_| {}).unwrap();
    assert_eq!((status(&reopened, &tenant()), status(&reopened, &target())), (None, Some("ACTIVE")));
    assert_eq!(reopened.principals(id(1), None).len(), 1);
}

#[test]
fn rejected_or_cancelled_certificate_is_back_inactive() {
    let (registry, ..) = registry();
    register(&registry, 1, false);
    offer(&registry).unwrap();
    let _ = registry.reject_transfer(&target(), id(1), Some("no".into()), NOW).unwrap();
    assert_eq!((status(&registry, &tenant()), status(&registry, &target())), (Some("INACTIVE"), None));
    let transfer = registry.certificate(&tenant(), id(1)).unwrap().transfer.unwrap();
    assert_eq!(transfer.reject_reason.as_deref(), Some("no"));
    assert_eq!(transfer.rejected_at, Some(NOW.0));
    offer(&registry).unwrap();
    let _ = registry.cancel_transfer(&tenant(), id(1), NOW).unwrap();
    assert_eq!((status(&registry, &tenant()), status(&registry, &target())), (Some("INACTIVE"), None));
    let late = registry.accept_transfer(&target(), id(1), false, NOW).unwrap_err();
    assert_eq!(late.exception(), Exception::ResourceNotFound);
}

#[test]
fn only_what_is_free_is_transferred() {
    let (registry, ..) = registry();
    let t = tenant();
    register(&registry, 1, true);
    assert_eq!(offer(&registry).unwrap_err().exception(), Exception::CertificateState);
    let _ = registry.update_certificate(&t, id(1), CertificateStatus::Inactive, NOW).unwrap();
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let _ = registry.attach_policy(&t, "p", &cert_arn(1)).unwrap();
    assert_eq!(offer(&registry).unwrap_err().exception(), Exception::TransferConflict);
    let _ = registry.detach_policy(&t, "p", &cert_arn(1), true).unwrap();
    let myself = registry.transfer_certificate(&t, id(1), t.account, None, NOW).unwrap_err();
    assert_eq!(myself, RegistryError::TransferToSelf { id: id(1) });
    offer(&registry).unwrap();
    assert_eq!(offer(&registry).unwrap_err(), RegistryError::CertificateInTransfer { id: id(1) });
}

#[test]
fn emptied_account_does_not_hold_a_transfer_up() {
    let (registry, ..) = registry();
    register(&registry, 1, false);
    offer(&registry).unwrap();
    registry.reset(&tenant());
    let _ = registry.accept_transfer(&target(), id(1), false, NOW).unwrap();
    assert_eq!(status(&registry, &target()), Some("INACTIVE"));
}
