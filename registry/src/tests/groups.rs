use std::collections::BTreeMap;

use super::*;

fn group(registry: &Registry, name: &str, parent: Option<&str>) -> Result<ThingGroupRecord, RegistryError> {
    let new = NewThingGroup { name: name.into(), parent: parent.map(Into::into), ..Default::default() };
    registry.create_thing_group(&tenant(), new, NOW).map(|changed| changed.value)
}

fn tree(registry: &Registry) {
    for (name, parent) in
        [("root", None), ("a", Some("root")), ("b", Some("root")), ("aa", Some("a")), ("other", None)]
    {
        group(registry, name, parent).unwrap();
    }
    create(registry, "lamp", &[]).unwrap();
}

fn page(size: usize) -> PageRequest {
    PageRequest { size: Some(size), token: None }
}

#[test]
fn group_is_created_once() {
    let (registry, ..) = registry();
    let first = group(&registry, "g", None).unwrap();
    assert_eq!(group(&registry, "g", None).unwrap().id, first.id);
    let attributes = Some(BTreeMap::from([("k".into(), "v".into())]));
    let different = NewThingGroup { name: "g".into(), attributes, ..Default::default() };
    let error = registry.create_thing_group(&tenant(), different, NOW).unwrap_err();
    assert_eq!(error, RegistryError::GroupExists { name: "g".into() });
    let tagged =
        NewThingGroup { name: "g".into(), tags: [("k".into(), "v".into())].into(), ..Default::default() };
    assert_eq!(registry.create_thing_group(&tenant(), tagged, NOW).unwrap_err(), RegistryError::TagsDiffer);
    group(&registry, "h", None).unwrap();
    assert!(matches!(group(&registry, "h", Some("g")), Err(RegistryError::GroupExists { .. })));
}

#[test]
fn groups_nest_seven_deep() {
    let (registry, ..) = registry();
    let names = ["1", "2", "3", "4", "5", "6", "7", "8"];
    group(&registry, "1", None).unwrap();
    for pair in names.windows(2) {
        let made = group(&registry, pair[1], Some(pair[0]));
        match pair[1] {
            "8" => assert_eq!(made, Err(RegistryError::GroupTooDeep { max: 7 })),
            _ => assert!(made.is_ok(), "{pair:?}"),
        }
    }
    assert_eq!(registry.thing_group(&tenant(), "4").unwrap().ancestors, ["1", "2", "3"]);
    assert!(matches!(group(&registry, "x", Some("none")), Err(RegistryError::UnknownParentGroup { .. })));
}

#[test]
fn group_with_children_stays_and_an_empty_one_takes_everything_with_it() {
    let (registry, ..) = registry();
    tree(&registry);
    let delete = |name| registry.delete_thing_group(&tenant(), name, None, GroupKind::Static).map(|_| ());
    assert!(matches!(delete("a"), Err(RegistryError::GroupHasChildren { .. })));
    let _ = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    let _ = registry.create_policy(&tenant(), "p", DOCUMENT, Tags::new(), NOW).unwrap();
    let target = tenant().iot_arn("thinggroup/aa");
    let _ = registry.attach_policy(&tenant(), "p", &target).unwrap();
    delete("aa").unwrap();
    delete("a").unwrap();
    delete("never-was").unwrap();
    assert!(registry.groups_of_thing(&tenant(), "lamp").unwrap().is_empty());
    let _ = registry.delete_policy(&tenant(), "p").unwrap();
}

#[test]
fn thing_is_in_one_group_of_a_tree_and_in_ten_at_the_most() {
    let (registry, ..) = registry();
    tree(&registry);
    let add = |group: &str| registry.add_thing_to_group(&tenant(), group, "lamp").map(|_| ());
    add("aa").unwrap();
    add("aa").unwrap();
    for related in ["root", "a", "b"] {
        assert!(matches!(add(related), Err(RegistryError::GroupsOfOneTree { .. })), "{related}");
    }
    for number in 1..10 {
        let name = format!("g{number}");
        group(&registry, &name, None).unwrap();
        add(&name).unwrap();
    }
    assert!(matches!(add("other"), Err(RegistryError::TooManyGroupsOfThing { max: 10, .. })));
    // Moving is one step: neither the tree nor the number is in the way.
    let moved = registry.update_groups_of_thing(&tenant(), "lamp", &["b".into()], &["aa".into()]);
    let _ = moved.unwrap();
    assert!(registry.groups_of_thing(&tenant(), "lamp").unwrap().contains(&"b".to_owned()));
}

#[test]
fn members_of_a_group_are_its_own_or_those_of_all_below() {
    let (registry, ..) = registry();
    tree(&registry);
    create(&registry, "bulb", &[]).unwrap();
    let _ = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    let _ = registry.add_thing_to_group(&tenant(), "root", "bulb").unwrap();
    let things = |group, recursive| {
        registry.things_in_group(&tenant(), group, recursive, &PageRequest::default()).unwrap().items
    };
    assert_eq!(things("root", false), ["bulb"]);
    assert_eq!(things("root", true), ["bulb", "lamp"]);
    assert_eq!(things("a", true), ["lamp"]);
    assert!(things("b", true).is_empty());
    let first = registry.things_in_group(&tenant(), "root", true, &page(1)).unwrap();
    assert_eq!((first.items, first.next.is_some()), (vec!["bulb".to_owned()], true));
}

#[test]
fn policies_of_the_groups_above_a_thing_apply_to_its_connections() {
    let (registry, ..) = registry();
    tree(&registry);
    let _ = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    for (policy, group) in [("own", "aa"), ("above", "root"), ("beside", "b")] {
        let _ = registry.create_policy(&tenant(), policy, DOCUMENT, Tags::new(), NOW).unwrap();
        let target = tenant().iot_arn(format_args!("thinggroup/{group}"));
        let _ = registry.attach_policy(&tenant(), policy, &target).unwrap();
    }
    register(&registry, 1, true);
    let names = |client_id| {
        let views = registry.principals(id(1), client_id);
        views[0].policies.iter().map(|policy| policy.name.to_string()).collect::<Vec<_>>()
    };
    assert!(names(Some("lamp")).is_empty(), "not attached to the thing");
    let kind = PrincipalType::NonExclusive;
    let _ = registry.attach_thing_principal(&tenant(), "lamp", &cert_arn(1), kind).unwrap();
    assert_eq!(names(Some("lamp")), ["above", "own"]);
    assert!(names(Some("another")).is_empty());
    assert!(names(None).is_empty(), "over HTTP there is no thing");
    let _ = registry.remove_thing_from_group(&tenant(), "aa", "lamp").unwrap();
    assert!(names(Some("lamp")).is_empty());
}

#[test]
fn groups_are_there_after_a_restart() {
    let (registry, store, _) = registry();
    tree(&registry);
    let _ = registry.create_billing_group(&tenant(), "bill", None, Tags::new(), NOW).unwrap();
    let _ = registry.add_thing_to_billing_group(&tenant(), "bill", "lamp").unwrap();
    let last = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    while !store.is_committed(last.ticket) {
        std::thread::yield_now();
    }
    let again = Registry::open(store, Limits::default(), |_: &Event| {}).unwrap();
    let request = PageRequest::default();
    assert_eq!(again.things_in_group(&tenant(), "root", true, &request).unwrap().items, ["lamp"]);
    assert_eq!(again.things_in_billing_group(&tenant(), "bill", &request).unwrap().items, ["lamp"]);
    assert_eq!(again.thing(&tenant(), "lamp").unwrap().billing_group.as_deref(), Some("bill"));
}

#[test]
fn listing_walks_the_tree() {
    let (registry, ..) = registry();
    tree(&registry);
    let list = |parent: Option<&str>, recursive, prefix: Option<&str>| {
        let filter =
            ThingGroupFilter { parent: parent.map(Into::into), prefix: prefix.map(Into::into), recursive };
        registry.list_thing_groups(&tenant(), &filter, &PageRequest::default()).unwrap().items
    };
    assert_eq!(list(None, true, None), ["a", "aa", "b", "other", "root"]);
    assert_eq!(list(None, false, None), ["other", "root"]);
    assert_eq!(list(Some("root"), false, None), ["a", "b"]);
    assert_eq!(list(Some("root"), true, None), ["a", "aa", "b"]);
    assert_eq!(list(None, true, Some("a")), ["a", "aa"]);
}

#[test]
fn what_happens_is_announced() {
    let (registry, _, events) = registry();
    tree(&registry);
    let _ = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    let _ = registry.delete_thing(&tenant(), "lamp", None).unwrap();
    let topics: Vec<String> = events
        .lock()
        .unwrap()
        .iter()
        .filter_map(|event| match event {
            Event::Announced(_, announcement) => Some(announcement.topic.clone()),
            _ => None,
        })
        .collect();
    let expected = [
        "thingGroup/root/created",
        "thingGroup/a/created",
        "thingGroupHierarchy/thingGroup/root/childThingGroup/a/added",
        "thingGroup/b/created",
        "thingGroupHierarchy/thingGroup/root/childThingGroup/b/added",
        "thingGroup/aa/created",
        "thingGroupHierarchy/thingGroup/a/childThingGroup/aa/added",
        "thingGroup/other/created",
        "thing/lamp/created",
        "thingGroupMembership/thingGroup/aa/thing/lamp/added",
        "thing/lamp/deleted",
    ];
    assert_eq!(topics, expected);
}

#[test]
fn moves_of_things_are_told() {
    let (registry, _, events) = registry();
    tree(&registry);
    let moves = || {
        let told = std::mem::take(&mut *events.lock().unwrap());
        told.into_iter()
            .filter_map(|event| match event {
                Event::ThingMoved(_, thing) => Some(thing),
                Event::GroupsChanged(_) => Some("all".into()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let _ = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    assert_eq!(moves(), ["lamp"]);
    assert_eq!(registry.groups_around_thing(&tenant(), "lamp"), ["aa", "a", "root"]);
    // Again is no move.
    let _ = registry.add_thing_to_group(&tenant(), "aa", "lamp").unwrap();
    assert_eq!(moves(), [""; 0]);
    let _ = registry.remove_thing_from_group(&tenant(), "aa", "lamp").unwrap();
    assert_eq!(moves(), ["lamp"]);
    assert_eq!(registry.groups_around_thing(&tenant(), "lamp"), [""; 0]);
    let _ = registry.delete_thing_group(&tenant(), "aa", None, GroupKind::Static).unwrap();
    assert_eq!(moves(), ["all"]);
    // Jobs keep what a deleted thing had.
    let _ = registry.add_thing_to_group(&tenant(), "b", "lamp").unwrap();
    moves();
    let _ = registry.delete_thing(&tenant(), "lamp", None).unwrap();
    assert_eq!(moves(), [""; 0]);
}

#[test]
fn group_is_found_by_name_or_id() {
    let (registry, ..) = registry();
    let id = group(&registry, "g", None).unwrap().id;
    group(&registry, "h", None).unwrap();
    let find = |name, id: Option<&str>| registry.find_thing_group(&tenant(), name, id).map(|(name, _)| name);
    assert_eq!(find(Some("g"), None).as_deref(), Some("g"));
    assert_eq!(find(None, Some(&id)).as_deref(), Some("g"));
    assert_eq!(find(Some("h"), Some(&id)), None);
    assert_eq!(find(None, Some("no")), None);
}
