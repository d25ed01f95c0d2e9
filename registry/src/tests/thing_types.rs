use std::collections::BTreeSet;

use super::*;

/// Five minutes, in milliseconds.
const FIVE_MINUTES: u64 = 300_000;

fn later(milliseconds: u64) -> UnixMillis {
    UnixMillis(NOW.0 + milliseconds)
}

fn of_thing(key: &str, attribute: &str) -> PropagatingAttribute {
    PropagatingAttribute { key: key.into(), source: AttributeSource::Thing(attribute.into()) }
}

fn searchable(names: &[&str]) -> ThingTypeProperties {
    let searchable_attributes = names.iter().map(|name| (*name).to_owned()).collect();
    ThingTypeProperties { searchable_attributes, ..ThingTypeProperties::default() }
}

fn create_type(
    registry: &Registry,
    name: &str,
    properties: ThingTypeProperties,
) -> Result<ThingTypeRecord, RegistryError> {
    registry
        .create_thing_type(&tenant(), name.into(), properties, Tags::new(), NOW)
        .map(|changed| changed.value)
}

fn create_of_type(
    registry: &Registry,
    name: &str,
    type_name: Option<&str>,
    attributes: usize,
) -> Result<ThingRecord, RegistryError> {
    let attributes = (0..attributes).map(|number| (format!("a{number}"), "v".into())).collect();
    let type_name = type_name.map(str::to_owned);
    let new = NewThing { name: name.into(), type_name, attributes, billing_group: None };
    registry.create_thing(&tenant(), new).map(|changed| changed.value)
}

fn set_type(registry: &Registry, thing: &str, thing_type: TypeUpdate) -> Result<(), RegistryError> {
    let update = ThingUpdate { thing_type, ..ThingUpdate::default() };
    registry.update_thing(&tenant(), thing, update).map(|changed| changed.value)
}

#[test]
fn the_same_type_again_is_the_same_whatever_the_order_of_its_searchable_attributes() {
    let (registry, ..) = registry();
    let first = create_type(&registry, "bulb", searchable(&["a", "b"])).unwrap();
    assert_eq!(create_type(&registry, "bulb", searchable(&["b", "a"])).unwrap(), first);
    let error = create_type(&registry, "bulb", searchable(&["a"])).unwrap_err();
    assert_eq!(error.exception(), Exception::ResourceAlreadyExists);
    let arn = tenant().iot_arn("thingtype/bulb");
    assert_eq!(error.resource(), Some((first.id, arn)));
}

#[test]
fn type_is_deleted_five_minutes_after_its_deprecation_when_no_thing_has_it() {
    let (registry, ..) = registry();
    let t = tenant();
    create_type(&registry, "bulb", ThingTypeProperties::default()).unwrap();
    create_of_type(&registry, "lamp", Some("bulb"), 0).unwrap();
    let text = |now| registry.delete_thing_type(&t, "bulb", now).unwrap_err().to_string();
    let too_early =
        "Cannot delete thing type : bulb. Please wait for 5 minutes after deprecation and then retry";
    assert_eq!(text(later(FIVE_MINUTES)), too_early);
    let _ = registry.deprecate_thing_type(&t, "bulb", false, NOW).unwrap();
    // Again: the time counts from the first.
    let _ = registry.deprecate_thing_type(&t, "bulb", false, later(1000)).unwrap();
    assert_eq!(text(later(FIVE_MINUTES - 1)), too_early);
    assert_eq!(text(later(FIVE_MINUTES)), "Can not delete thing type bulb with things associated with it");
    set_type(&registry, "lamp", TypeUpdate::Remove).unwrap();
    let _ = registry.delete_thing_type(&t, "bulb", later(FIVE_MINUTES)).unwrap();
    let error = registry.thing_type(&t, "bulb").unwrap_err();
    assert_eq!(error.to_string(), "Thing Type 123456789012:bulb not found.");
    let _ = registry.delete_thing_type(&t, "bulb", NOW).unwrap();
}

#[test]
fn deprecated_type_gets_no_new_things_and_keeps_its_own() {
    let (registry, ..) = registry();
    let t = tenant();
    create_type(&registry, "bulb", ThingTypeProperties::default()).unwrap();
    let first = create_of_type(&registry, "lamp", Some("bulb"), 0).unwrap();
    create_of_type(&registry, "plain", None, 0).unwrap();
    let _ = registry.deprecate_thing_type(&t, "bulb", false, NOW).unwrap();
    let error = create_of_type(&registry, "new", Some("bulb"), 0).unwrap_err();
    assert_eq!(error.to_string(), "Can not create new thing with depreated thing type:bulb");
    assert_eq!(error.exception(), Exception::InvalidRequest);
    let error = set_type(&registry, "plain", TypeUpdate::Set("bulb".into())).unwrap_err();
    assert_eq!(error.exception(), Exception::InvalidRequest);
    assert_eq!(create_of_type(&registry, "lamp", Some("bulb"), 0).unwrap(), first);
    set_type(&registry, "lamp", TypeUpdate::Set("bulb".into())).unwrap();
    let _ = registry.deprecate_thing_type(&t, "bulb", true, NOW).unwrap();
    create_of_type(&registry, "new", Some("bulb"), 0).unwrap();
}

#[test]
fn type_decides_how_many_attributes_a_thing_may_have() {
    let (registry, ..) = registry();
    create_type(&registry, "bulb", ThingTypeProperties::default()).unwrap();
    create_of_type(&registry, "three", None, 3).unwrap();
    assert_eq!(
        create_of_type(&registry, "four", None, 4).unwrap_err(),
        RegistryError::TooManyAttributes { max: 3 }
    );
    create_of_type(&registry, "fifty", Some("bulb"), 50).unwrap();
    assert_eq!(
        create_of_type(&registry, "more", Some("bulb"), 51).unwrap_err(),
        RegistryError::TooManyTypedAttributes { max: 50 }
    );
    assert!(set_type(&registry, "fifty", TypeUpdate::Remove).is_err());
    let large = (0..50).map(|number| (format!("a{number:02}"), "v".repeat(1000))).collect();
    let new = NewThing {
        name: "large".into(),
        type_name: Some("bulb".into()),
        attributes: large,
        ..NewThing::default()
    };
    let error = registry.create_thing(&tenant(), new).unwrap_err();
    assert_eq!(error, RegistryError::AttributesTooLarge { max: 47 * 1024 });
}

#[test]
fn things_with_another_type_differ_and_are_listed_by_type() {
    let (registry, ..) = registry();
    create_type(&registry, "bulb", ThingTypeProperties::default()).unwrap();
    create_of_type(&registry, "lamp", Some("bulb"), 0).unwrap();
    create_of_type(&registry, "plain", None, 0).unwrap();
    let error = create_of_type(&registry, "lamp", None, 0).unwrap_err();
    assert_eq!(error.exception(), Exception::ResourceAlreadyExists);
    let error = create_of_type(&registry, "other", Some("unknown"), 0).unwrap_err();
    assert_eq!(error.to_string(), "Thing Type 123456789012:unknown not found.");
    assert_eq!(error.exception(), Exception::ResourceNotFound);
    let filter = ThingFilter { type_name: Some("bulb".into()), ..ThingFilter::default() };
    let found = registry.list_things(&tenant(), &filter, &PageRequest::default()).unwrap();
    assert_eq!(found.items.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["lamp"]);
    let both = TypeUpdate::of(Some("bulb".into()), true).unwrap_err();
    assert_eq!(both.exception(), Exception::InvalidRequest);
}

#[test]
fn properties_are_limited_and_updates_keep_what_they_do_not_name() {
    let (registry, _, events) = registry();
    let t = tenant();
    let error = create_type(&registry, "bulb", searchable(&["a", "b", "c", "d"])).unwrap_err();
    assert_eq!(error, RegistryError::TooManySearchableAttributes { max: 3 });
    let many = (0..21).map(|number| of_thing(&format!("k{number}"), "a")).collect::<Vec<_>>();
    let properties = |list: &[PropagatingAttribute]| ThingTypeProperties {
        propagating_attributes: list.to_vec(),
        ..searchable(&["a"])
    };
    let error = create_type(&registry, "bulb", properties(&many)).unwrap_err();
    assert_eq!(error, RegistryError::TooManyPropagatingAttributes { max: 20 });
    create_type(&registry, "bulb", properties(&many[..20])).unwrap();
    events.lock().unwrap().clear();
    let update = ThingTypeUpdate {
        description: Some("gives light".into()),
        propagating_attributes: Some(vec![of_thing("k", "a")]),
        ..ThingTypeUpdate::default()
    };
    let _ = registry.update_thing_type(&t, "bulb", update).unwrap();
    let found = registry.thing_type(&t, "bulb").unwrap().properties;
    assert_eq!(found.searchable_attributes, BTreeSet::from(["a".to_owned()]));
    assert_eq!(found.propagating_attributes, [of_thing("k", "a")]);
    assert_eq!(found.description.as_deref(), Some("gives light"));
    // Connections learn of it, besides whoever wants registry events.
    assert!(events.lock().unwrap().contains(&Event::AuthorizationChanged(t)));
}

#[test]
fn connection_sees_the_type_of_its_thing_and_what_it_propagates() {
    let (registry, store, _) = registry();
    let t = tenant();
    register(&registry, 1, true);
    let connection = |key: &str, name| PropagatingAttribute {
        key: key.into(),
        source: AttributeSource::of_connection(name).unwrap(),
    };
    let propagating_attributes = vec![
        of_thing("first", "a0"),
        of_thing("lacking", "nothing"),
        connection("client", "iot:ClientId"),
        connection("thing", "iot:Thing.ThingName"),
    ];
    let properties = ThingTypeProperties { propagating_attributes, ..ThingTypeProperties::default() };
    create_type(&registry, "bulb", properties).unwrap();
    assert!(AttributeSource::of_connection("iot:Other").is_err());
    create_of_type(&registry, "lamp", Some("bulb"), 1).unwrap();
    let kind = PrincipalType::NonExclusive;
    let _ = registry.attach_thing_principal(&t, "lamp", &cert_arn(1), kind).unwrap();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    for registry in [&registry, &Registry::open(store, Limits::default(), |_| {}).unwrap()] {
        let view = &registry.principals(id(1), Some("lamp"))[0];
        assert_eq!(view.thing.as_ref().unwrap().type_name.as_deref(), Some("bulb"));
        assert_eq!(view.propagated, [pair("first", "v"), pair("client", "lamp"), pair("thing", "lamp")]);
        assert!(registry.principals(id(1), Some("other"))[0].propagated.is_empty());
        assert!(registry.principals(id(1), None)[0].propagated.is_empty());
    }
    let _ = registry.detach_thing_principal(&t, "lamp", &cert_arn(1)).unwrap();
    let kind = PrincipalType::Exclusive;
    let _ = registry.attach_thing_principal(&t, "lamp", &cert_arn(1), kind).unwrap();
    let view = &registry.principals(id(1), Some("other"))[0];
    assert_eq!(view.propagated, [pair("first", "v"), pair("client", "other"), pair("thing", "lamp")]);
}

#[test]
fn types_are_listed_in_pages_and_by_name() {
    let (registry, ..) = registry();
    for name in ["c", "a", "b"] {
        create_type(&registry, name, ThingTypeProperties::default()).unwrap();
    }
    let names = |wanted, size, token| {
        let page = registry.list_thing_types(&tenant(), wanted, &PageRequest { size, token }).unwrap();
        (page.items.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), page.next)
    };
    let (first, next) = names(None, Some(2), None);
    assert_eq!(first, ["a", "b"]);
    assert_eq!(names(None, Some(2), next), (vec!["c".to_owned()], None));
    assert_eq!(names(Some("b"), None, None), (vec!["b".to_owned()], None));
    assert_eq!(names(Some("x"), None, None), (vec![], None));
}
