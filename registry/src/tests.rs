mod ca_certificates;
mod groups;
mod scan;
mod thing_types;
mod transfers;

use std::sync::{Arc, Mutex};

use base::{CertificateId, Limits, PageRequest, Tenant, UnixMillis};
use store::{Changed, Store};

use crate::*;

const DOCUMENT: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}}"#;
const NOW: UnixMillis = UnixMillis(1_700_000_000_000);

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

fn id(byte: u8) -> CertificateId {
    CertificateId::from_sha256([byte; 32])
}

fn cert_arn(byte: u8) -> String {
    tenant().iot_arn(format_args!("cert/{}", id(byte)))
}

type Events = Arc<Mutex<Vec<Event>>>;

fn registry() -> (Arc<Registry>, Store, Events) {
    let store = Store::memory().unwrap();
    let events = Events::default();
    let heard = Arc::clone(&events);
    let listener = move |event: &Event| heard.lock().unwrap().push(event.clone());
    (Registry::open(store.clone(), Limits::default(), listener).unwrap(), store, events)
}

fn create(
    registry: &Registry,
    name: &str,
    attributes: &[(&str, &str)],
) -> Result<ThingRecord, RegistryError> {
    let attributes = attributes.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
    let new = NewThing { name: name.into(), attributes, ..NewThing::default() };
    registry.create_thing(&tenant(), new).map(|changed| changed.value)
}

fn register(registry: &Registry, byte: u8, active: bool) {
    let new = NewCertificate {
        id: id(byte),
        pem: format!("pem {byte}"),
        status: if active { CertificateStatus::Active } else { CertificateStatus::Inactive },
        not_before: UnixMillis(0),
        not_after: UnixMillis(u64::MAX / 2),
        origin: Origin::Issued,
    };
    let _ = registry.register_certificate(&tenant(), new, UnixMillis(NOW.0 + u64::from(byte))).unwrap();
}

#[test]
fn certificates_are_listed_by_age_in_pages() {
    let (registry, ..) = registry();
    for byte in [3, 1, 4, 2] {
        register(&registry, byte, false);
    }
    let _ = registry.delete_certificate(&tenant(), id(4), false).unwrap();
    let list = |ascending| {
        let mut seen = Vec::new();
        let mut request = PageRequest { size: Some(2), token: None };
        loop {
            let page = registry.list_certificates(&tenant(), ascending, &request).unwrap();
            seen.extend(page.items.into_iter().map(|(id, _)| id));
            request.token = page.next;
            if request.token.is_none() {
                return seen;
            }
        }
    };
    // The number is the age, too.
    assert_eq!(list(true), [id(1), id(2), id(3)]);
    assert_eq!(list(false), [id(3), id(2), id(1)]);
    let foreign = PageRequest { size: None, token: Some("61".into()) };
    assert!(registry.list_certificates(&tenant(), true, &foreign).is_err());
}

#[test]
fn create_thing_is_idempotent_for_the_same_request_only() {
    let (registry, ..) = registry();
    let first = create(&registry, "lamp", &[("a", "1")]).unwrap();
    assert_eq!(create(&registry, "lamp", &[("a", "1")]).unwrap(), first);
    let error = create(&registry, "lamp", &[("a", "2")]).unwrap_err();
    assert_eq!(error.to_string(), "Thing lamp already exists in account with different attributes");
    assert_eq!(error.exception(), Exception::ResourceAlreadyExists);
    assert_eq!(error.resource().unwrap().0, first.id);
}

#[test]
fn update_replaces_or_merges_and_counts_versions() {
    let (registry, ..) = registry();
    create(&registry, "lamp", &[("a", "1"), ("b", "2")]).unwrap();
    let update = |attributes: &[(&str, &str)], merge, expected_version| {
        let attributes = attributes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let update =
            ThingUpdate { attributes: Some((attributes, merge)), expected_version, ..ThingUpdate::default() };
        registry.update_thing(&tenant(), "lamp", update).map(|_| registry.thing(&tenant(), "lamp").unwrap())
    };
    let merged = update(&[("a", ""), ("c", "3")], true, Some(1)).unwrap();
    assert_eq!(
        merged.attributes.into_iter().collect::<Vec<_>>(),
        [("b".into(), "2".into()), ("c".into(), "3".into())]
    );
    assert_eq!(merged.version, 2);
    let replaced = update(&[("z", "9")], false, None).unwrap();
    assert_eq!((replaced.attributes.len(), replaced.version), (1, 3));
    assert_eq!(update(&[], true, Some(1)).unwrap_err().exception(), Exception::VersionConflict);
    let four = [("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")];
    assert!(matches!(update(&four, false, None), Err(RegistryError::TooManyAttributes { max: 3 })));
}

#[test]
fn thing_with_principals_is_not_deleted_and_an_unknown_one_is() {
    let (registry, ..) = registry();
    create(&registry, "lamp", &[]).unwrap();
    register(&registry, 1, true);
    let _ = registry
        .attach_thing_principal(&tenant(), "lamp", &cert_arn(1), PrincipalType::NonExclusive)
        .unwrap();
    let error = registry.delete_thing(&tenant(), "lamp", None).unwrap_err();
    assert_eq!(error.to_string(), "Cannot delete. Thing lamp is still attached to one or more principals");
    let _ = registry.detach_thing_principal(&tenant(), "lamp", &cert_arn(1)).unwrap();
    let _ = registry.delete_thing(&tenant(), "lamp", None).unwrap();
    let _ = registry.delete_thing(&tenant(), "lamp", None).unwrap();
}

#[test]
fn list_things_filters_by_attribute() {
    let (registry, ..) = registry();
    create(&registry, "a", &[("room", "kitchen")]).unwrap();
    create(&registry, "b", &[("room", "hall")]).unwrap();
    create(&registry, "c", &[]).unwrap();
    let names = |filter: ThingFilter| -> Vec<String> {
        let page = registry.list_things(&tenant(), &filter, &PageRequest::default()).unwrap();
        page.items.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names(ThingFilter::default()), ["a", "b", "c"]);
    let room = |value: &str, value_is_prefix| ThingFilter {
        attribute_name: Some("room".into()),
        attribute_value: Some(value.into()),
        value_is_prefix,
        ..ThingFilter::default()
    };
    assert_eq!(names(room("hall", false)), ["b"]);
    assert_eq!(names(room("k", false)), [""; 0]);
    assert_eq!(names(room("k", true)), ["a"]);
    assert_eq!(names(ThingFilter { type_name: Some("T".into()), ..ThingFilter::default() }), [""; 0]);
}

#[test]
fn policy_versions_live_by_the_rules() {
    let (registry, ..) = registry();
    let t = tenant();
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    assert_eq!(
        registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap_err().to_string(),
        "Policy cannot be created - name already exists (name=p)"
    );
    for expected in 2..=5 {
        let version = registry.create_policy_version(&t, "p", DOCUMENT, expected == 3, NOW).unwrap().value;
        assert_eq!(version.id, expected);
    }
    let error = registry.create_policy_version(&t, "p", DOCUMENT, false, NOW).unwrap_err();
    assert_eq!(error.exception(), Exception::VersionsLimitExceeded);
    assert_eq!(registry.policy(&t, "p").unwrap().default_version, 3);
    let error = registry.delete_policy_version(&t, "p", "3", NOW).unwrap_err();
    assert_eq!(error.to_string(), "Cannot delete a default policy version (name=p, versionId=3)");
    let _ = registry.delete_policy_version(&t, "p", "5", NOW).unwrap();
    let again = registry.create_policy_version(&t, "p", DOCUMENT, false, NOW).unwrap().value;
    assert_eq!(again.id, 6, "ids are not used again");
    assert_eq!(registry.delete_policy(&t, "p").unwrap_err().exception(), Exception::DeleteConflict);
    assert!(matches!(
        registry.policy_version(&t, "p", "5"),
        Err(RegistryError::PolicyVersionNotFound { .. })
    ));
}

#[test]
fn malformed_document_is_refused_with_its_place() {
    let (registry, ..) = registry();
    let error = registry.create_policy(&tenant(), "p", "{", Tags::new(), NOW).unwrap_err();
    assert_eq!(error.exception(), Exception::MalformedPolicy);
    assert!(error.to_string().starts_with("Policy document is Malformed"), "{error}");
}

#[test]
fn attachments_are_listed_in_every_direction() {
    let (registry, ..) = registry();
    let t = tenant();
    let all = PageRequest::default();
    register(&registry, 1, true);
    create(&registry, "lamp", &[]).unwrap();
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let _ = registry.attach_policy(&t, "p", &cert_arn(1)).unwrap();
    let _ = registry.attach_policy(&t, "p", &cert_arn(1)).unwrap();
    let _ = registry.attach_thing_principal(&t, "lamp", &cert_arn(1), PrincipalType::Exclusive).unwrap();
    assert_eq!(registry.attached_policies(&t, &cert_arn(1), false, true, &all).unwrap().items, ["p"]);
    assert_eq!(registry.targets_of_policy(&t, "p", true, &all).unwrap().items, [cert_arn(1)]);
    let exclusive = PrincipalType::Exclusive;
    let principals = registry.principals_of_thing(&t, "lamp", None, &all).unwrap().items;
    assert_eq!(principals, [(cert_arn(1), exclusive)]);
    let things = registry.things_of_principal(&t, &cert_arn(1), Some(exclusive), &all).unwrap().items;
    assert_eq!(things, [("lamp".into(), exclusive)]);
    let none =
        registry.things_of_principal(&t, &cert_arn(1), Some(PrincipalType::NonExclusive), &all).unwrap();
    assert!(none.items.is_empty());
    assert_eq!(registry.delete_policy(&t, "p").unwrap_err().exception(), Exception::DeleteConflict);
}

#[test]
fn exclusive_attachment_keeps_others_out() {
    let (registry, ..) = registry();
    let t = tenant();
    register(&registry, 1, true);
    create(&registry, "a", &[]).unwrap();
    create(&registry, "b", &[]).unwrap();
    let attach = |thing, kind| registry.attach_thing_principal(&t, thing, &cert_arn(1), kind).map(|_| ());
    attach("a", PrincipalType::Exclusive).unwrap();
    attach("a", PrincipalType::Exclusive).unwrap();
    assert!(matches!(
        attach("b", PrincipalType::NonExclusive),
        Err(RegistryError::ExclusivelyAttached { .. })
    ));
    attach("a", PrincipalType::NonExclusive).unwrap();
    attach("b", PrincipalType::NonExclusive).unwrap();
    assert!(matches!(attach("b", PrincipalType::Exclusive), Err(RegistryError::NotExclusive { .. })));
}

#[test]
fn attachments_to_what_does_not_exist_are_refused_in_aws_words() {
    let (registry, ..) = registry();
    let t = tenant();
    create(&registry, "lamp", &[]).unwrap();
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let text = |result: Result<Changed<()>, RegistryError>| result.unwrap_err().to_string();
    let (cert, plain) = (cert_arn(9), PrincipalType::NonExclusive);
    assert_eq!(
        text(registry.attach_thing_principal(&t, "fan", &cert, plain)),
        format!(
            "Failed to attach the principal {cert} to thing fan because the thing does not exist in your account"
        )
    );
    assert_eq!(
        text(registry.attach_thing_principal(&t, "lamp", &cert, plain)),
        format!(
            "Can't attach the principal {cert} to thing lamp because the principal does not exist in your account"
        )
    );
    assert_eq!(
        text(registry.attach_policy(&t, "p", &cert)),
        "The certificate given in the principal does not exist."
    );
    assert_eq!(text(registry.attach_policy(&t, "p", "nonsense")), "Invalid Target");
    let thing = t.iot_arn("thing/lamp");
    assert_eq!(text(registry.attach_policy(&t, "p", &thing)), format!("Invalid Target: {thing}"));
    assert_eq!(
        text(registry.attach_policy(&t, "p", &t.iot_arn("thinggroup/g"))),
        "Cannot find requested thing group for accountId: 123456789012 and thing group name: g"
    );
    let _ = registry.detach_policy(&t, "unknown", &cert, false).unwrap();
    assert_eq!(text(registry.detach_policy(&t, "unknown", &cert, true)), "Policy not found");
}

#[test]
fn certificate_is_deleted_only_when_nothing_needs_it() {
    let (registry, _, events) = registry();
    let t = tenant();
    register(&registry, 1, true);
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let _ = registry.attach_policy(&t, "p", &cert_arn(1)).unwrap();
    let error = registry.delete_certificate(&t, id(1), true).unwrap_err();
    assert_eq!(error.exception(), Exception::CertificateState);
    let _ = registry.update_certificate(&t, id(1), CertificateStatus::Inactive, NOW).unwrap();
    assert!(events.lock().unwrap().contains(&Event::Deactivated(t.clone(), id(1))));
    let error = registry.delete_certificate(&t, id(1), false).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("Certificate policies must be detached before deletion (arn: {})", cert_arn(1))
    );
    let _ = registry.delete_certificate(&t, id(1), true).unwrap();
    assert!(registry.targets_of_policy(&t, "p", true, &PageRequest::default()).unwrap().items.is_empty());
    assert!(matches!(registry.certificate(&t, id(1)), Err(RegistryError::CertificateNotFound { .. })));
    let error = registry.update_certificate(&t, id(1), CertificateStatus::PendingTransfer, NOW).unwrap_err();
    assert_eq!(error.exception(), Exception::ResourceNotFound);
}

#[test]
fn certificates_are_listed_newest_first() {
    let (registry, ..) = registry();
    for byte in 1..=3 {
        register(&registry, byte, false);
    }
    let ids = |ascending, request: &PageRequest| {
        let page = registry.list_certificates(&tenant(), ascending, request).unwrap();
        (page.items.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), page.next)
    };
    assert_eq!(ids(true, &PageRequest::default()).0, [id(1), id(2), id(3)]);
    let (first, next) = ids(false, &PageRequest { size: Some(2), token: None });
    assert_eq!(first, [id(3), id(2)]);
    assert_eq!(ids(false, &PageRequest { size: Some(2), token: next }), (vec![id(1)], None));
}

#[test]
fn connection_sees_its_policies_and_its_thing() {
    let (registry, ..) = registry();
    let t = tenant();
    register(&registry, 1, true);
    create(&registry, "lamp", &[("room", "hall")]).unwrap();
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let _ = registry.attach_policy(&t, "p", &cert_arn(1)).unwrap();
    let _ = registry.attach_thing_principal(&t, "lamp", &cert_arn(1), PrincipalType::NonExclusive).unwrap();
    let views = registry.principals(id(1), Some("lamp"));
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].status, CertificateStatus::Active);
    assert_eq!(&*views[0].policies[0].name, "p");
    assert_eq!(views[0].thing.as_ref().unwrap().attributes["room"], "hall");
    assert!(registry.principals(id(1), Some("other"))[0].thing.is_none());
    assert!(registry.principals(id(1), None)[0].thing.is_none());
    assert!(registry.principals(id(2), None).is_empty());
}

#[test]
fn everything_is_found_again_by_a_second_start() {
    let (registry, store, _) = registry();
    let t = tenant();
    register(&registry, 1, true);
    create(&registry, "lamp", &[("a", "1")]).unwrap();
    let _ = registry.create_policy(&t, "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let _ = registry.attach_policy(&t, "p", &cert_arn(1)).unwrap();
    let _ = registry.attach_thing_principal(&t, "lamp", &cert_arn(1), PrincipalType::Exclusive).unwrap();
    let again = Registry::open(store, Limits::default(), |_| {}).unwrap();
    assert_eq!(again.thing(&t, "lamp").unwrap(), registry.thing(&t, "lamp").unwrap());
    assert_eq!(again.certificate(&t, id(1)).unwrap(), registry.certificate(&t, id(1)).unwrap());
    let view = &again.principals(id(1), Some("anything"))[0];
    assert_eq!(view.thing.as_ref().unwrap().name, "lamp");
    assert_eq!(view.policies.len(), 1);
}

#[test]
fn tenants_do_not_see_each_other() {
    let (registry, ..) = registry();
    let other = Tenant::new("999999999999".parse().unwrap(), "us-east-1".parse().unwrap());
    create(&registry, "lamp", &[]).unwrap();
    register(&registry, 1, true);
    assert!(registry.thing(&other, "lamp").is_err());
    assert!(registry.certificate(&other, id(1)).is_err());
    registry.reset(&tenant());
    assert!(registry.thing(&tenant(), "lamp").is_err());
    assert!(registry.principals(id(1), None).is_empty());
}
