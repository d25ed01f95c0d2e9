//! Properties that a thing's type adds to messages (mqtt.md §14).

use super::*;

/// What a type adds, as it is now, to every client named `thing…`.
struct Typed(Arc<OnePolicy>, Mutex<Propagated>);

impl Admission for Typed {
    fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
        let propagated = match attempt.client_id.starts_with("thing") {
            true => self.1.lock().clone(),
            false => Propagated::default(),
        };
        Ok(Admitted { propagated, ..self.0.admit(attempt)? })
    }
}

fn bench(pairs: &[(&'static str, &'static str)]) -> (Bench, Arc<Typed>) {
    let bench = Bench::new();
    let typed =
        Arc::new(Typed(Arc::clone(&bench.policy), Mutex::new(Propagated::new(pairs.iter().copied()))));
    let limits = Limits { property_bytes: 40, ..Limits::of(Profile::Lab) };
    let broker = Broker::open(Store::memory().unwrap(), limits, typed.clone(), bench.notes.clone()).unwrap();
    (Bench { broker, ..bench }, typed)
}

/// The next PUBLISH: its payload and its user properties.
async fn received(client: &mut Client) -> (String, Vec<(String, String)>) {
    let bytes = client.next().await.expect("a PUBLISH");
    let Packet::Publish(publish) = decode(client.version, &bytes) else { panic!("{bytes:?}") };
    let pairs = publish.properties.iter().filter_map(|property| match property {
        mqtt::Property::User(key, value) => Some((key.to_owned(), value.to_owned())),
        _ => None,
    });
    (String::from_utf8_lossy(publish.payload).into(), pairs.collect())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn messages_of_things_get_the_properties_of_their_type_whatever_the_version() {
    let (bench, _) = bench(&[("floor", "3"), ("room", "12")]);
    let mut watcher = bench.client(Version::V5, "watcher").await;
    watcher.subscribe("t/#", QOS0).await;
    let mut old = bench.client(Version::V311, "old-watcher").await;
    old.subscribe("t/#", QOS0).await;
    for version in [Version::V311, Version::V5] {
        let mut thing = bench.client(version, "thing").await;
        thing.publish("t/a", b"x", QOS1, false).await;
        assert_eq!(thing.puback().await, 0);
        assert_eq!(received(&mut watcher).await, ("x".into(), pairs(&[("floor", "3"), ("room", "12")])));
        assert_eq!(received(&mut old).await, ("x".into(), vec![]));
    }
    let mut thing = bench.client(Version::V5, "thing").await;
    let own = PropertyList::new().u16(PropertyId::TopicAlias, 1).user("own", "1");
    thing.publish_with("t/a", b"y", QOS0, false, &own).await;
    let all = pairs(&[("own", "1"), ("floor", "3"), ("room", "12")]);
    assert_eq!(received(&mut watcher).await, ("y".into(), all.clone()));
    let alias = PropertyList::new().u16(PropertyId::TopicAlias, 1).user("own", "1");
    thing.publish_with("", b"z", QOS0, false, &alias).await;
    assert_eq!(received(&mut watcher).await, ("z".into(), all));
    let mut other = bench.client(Version::V5, "other").await;
    other.publish("t/a", b"plain", QOS0, false).await;
    assert_eq!(received(&mut watcher).await, ("plain".into(), vec![]));
}

#[tokio::test]
async fn retained_copies_and_wills_have_them_too() {
    let (bench, _) = bench(&[("floor", "3")]);
    let mut thing = bench.client(Version::V311, "thing").await;
    thing.publish("t/kept", b"x", QOS1, true).await;
    assert_eq!(thing.puback().await, 0);
    let mut watcher = bench.client(Version::V5, "watcher").await;
    // Retained messages come for literal filters only (mqtt.md §8).
    watcher.subscribe("t/kept", QOS0).await;
    assert_eq!(received(&mut watcher).await, ("x".into(), pairs(&[("floor", "3")])));
    watcher.subscribe("t/w", QOS0).await;
    let will =
        Will { topic: "t/w", payload: b"gone", qos: QOS0, retain: false, properties: Properties::EMPTY };
    let mut mortal = bench.connect(Connect { will: Some(will), ..connect(Version::V5, "thing-2") }).await;
    assert_eq!(mortal.connack().await, (false, 0));
    drop(mortal);
    assert_eq!(received(&mut watcher).await, ("gone".into(), pairs(&[("floor", "3")])));
}

#[tokio::test]
async fn change_of_the_type_reaches_live_connections() {
    let (bench, typed) = bench(&[]);
    let mut watcher = bench.client(Version::V5, "watcher").await;
    watcher.subscribe("t", QOS0).await;
    let mut thing = bench.client(Version::V5, "thing").await;
    thing.publish("t", b"1", QOS0, false).await;
    assert_eq!(received(&mut watcher).await, ("1".into(), vec![]));
    *typed.1.lock() = Propagated::new([("floor", "4")]);
    bench.broker.policies_changed(&tenant());
    thing.publish("t", b"2", QOS0, false).await;
    assert_eq!(received(&mut watcher).await, ("2".into(), pairs(&[("floor", "4")])));
}

#[tokio::test]
async fn what_has_no_room_is_left_out_and_counted() {
    let (bench, _) = bench(&[("first", "0123456789"), ("second", "0123456789")]);
    let mut watcher = bench.client(Version::V5, "watcher").await;
    watcher.subscribe("t", QOS0).await;
    let mut thing = bench.client(Version::V5, "thing").await;
    let own = PropertyList::new().user("own", "0123456789");
    thing.publish_with("t", b"x", QOS1, false, &own).await;
    assert_eq!(thing.puback().await, 0);
    let (_, found) = received(&mut watcher).await;
    assert_eq!(found, pairs(&[("own", "0123456789"), ("first", "0123456789")]));
}
