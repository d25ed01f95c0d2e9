//! Scans of things and groups.

use std::ops::ControlFlow;
use std::time::Duration;

use super::*;

#[test]
fn scan_shows_every_thing_once_and_goes_on_where_it_stopped() {
    let (registry, ..) = registry();
    for number in 0..100 {
        create(&registry, &format!("t{number:03}"), &[("n", &number.to_string())]).unwrap();
    }
    let mut seen = Vec::new();
    let mut slices = 0;
    let mut place: Option<String> = None;
    loop {
        slices += 1;
        place = registry.scan_things(&tenant(), place.as_deref(), |thing| {
            // Slow enough for several slices.
            std::thread::sleep(Duration::from_micros(100));
            seen.push((thing.name.to_owned(), thing.record.attributes["n"].clone()));
            ControlFlow::Continue(())
        });
        if place.is_none() {
            break;
        }
    }
    let expected: Vec<_> = (0..100).map(|number| (format!("t{number:03}"), number.to_string())).collect();
    assert_eq!(seen, expected);
    assert!(slices > 1, "a long scan lets others have their turn");
    let stopped = registry.scan_things(&tenant(), Some("t041"), |_| ControlFlow::Break(()));
    assert_eq!(stopped.as_deref(), Some("t042"));
    assert_eq!(registry.scan_things(&tenant(), Some("t099"), |_| panic!("there is none")), None);
}

#[test]
fn things_show_their_groups_and_groups_what_is_above_them() {
    let (registry, ..) = registry();
    create(&registry, "lamp", &[]).unwrap();
    let group = |name: &str, parent: Option<&str>, query: Option<&str>, at: u64| {
        let query =
            query.map(|text| GroupQuery { index: "i".into(), text: text.into(), version: "v".into() });
        let new =
            NewThingGroup { name: name.into(), parent: parent.map(Into::into), query, ..Default::default() };
        let _ = registry.create_thing_group(&tenant(), new, UnixMillis(at)).unwrap();
    };
    group("top", None, None, 1);
    group("inner", Some("top"), None, 2);
    group("a-newer", None, Some("x"), 4);
    group("b-older", None, Some("y"), 3);
    let _ = registry.add_thing_to_group(&tenant(), "inner", "lamp").unwrap();
    let groups = |thing: ThingView<'_>| thing.groups().map(Into::into).collect::<Vec<String>>();
    assert_eq!(registry.look_at_thing(&tenant(), "lamp", groups), Some(vec!["inner".to_owned()]));
    assert_eq!(registry.look_at_thing(&tenant(), "none", groups), None);
    let mut above = Vec::new();
    let end = registry.scan_thing_groups(&tenant(), None, |group| {
        above.push((group.name.to_owned(), group.ancestors().collect::<Vec<_>>().join(",")));
        ControlFlow::Continue(())
    });
    assert_eq!(end, None);
    let none = |name: &str| (name.to_owned(), String::new());
    assert_eq!(above, [none("a-newer"), none("b-older"), ("inner".into(), "top".into()), none("top")]);
    let by_age: Vec<String> =
        registry.dynamic_thing_groups_by_age(&tenant()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(by_age, ["b-older", "a-newer"]);
}
