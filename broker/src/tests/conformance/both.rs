//! Statements that both standards make in the same words, each tested with both versions.

use super::*;

pub async fn packet_identifiers_of_the_server_are_unused_ones(version: Version) {
    let bench = Bench::new();
    let mut client = bench.client(version, "c").await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    let mut in_flight = std::collections::HashSet::new();
    // Every other message stays unacknowledged.
    for number in 0..150 {
        account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
        let id = client.received().await.packet_id;
        assert!(id != 0 && in_flight.insert(id), "{id} for message {number}");
        if number % 2 == 0 {
            client.acknowledge(id).await;
            in_flight.remove(&id);
        }
    }
}

pub async fn every_topic_is_ordered(version: Version) {
    let bench = Bench::new();
    let mut receiver = bench.client(version, "r").await;
    let topics = ["t", "$aws/things/T/x", "a/b/c", "/"];
    for topic in topics {
        receiver.subscribe(topic, QOS1).await;
    }
    let mut sender = bench.client(version, "s").await;
    for number in 0..40_u8 {
        sender.publish(topics[usize::from(number) % 4], &[number], QOS1, false).await;
    }
    let mut last = [None; 4];
    for _ in 0..40 {
        let received = receiver.received().await;
        let at = topics.iter().position(|topic| *topic == received.topic).unwrap();
        assert!(last[at].replace(received.payload[0]) < Some(received.payload[0]), "{received:?}");
    }
}

pub async fn messages_of_one_client_arrive_in_order(version: Version) {
    let bench = Bench::new();
    let mut receiver = bench.client(version, "r").await;
    receiver.subscribe("t", QOS1).await;
    let mut sender = bench.client(version, "s").await;
    for number in 0..90_u8 {
        sender.publish("t", &[number], QOS1, false).await;
    }
    for number in 0..90 {
        assert_eq!(receiver.received().await.payload, [number]);
    }
}

pub async fn empty_retained_message_is_not_stored(version: Version) {
    let bench = Bench::new();
    let mut client = bench.client(version, "c").await;
    client.publish("t", b"", QOS1, true).await;
    client.puback().await;
    assert!(bench.store.load(store::Table::Retained).unwrap().is_empty());
}

pub async fn delivery_has_the_lower_qos(version: Version) {
    let bench = Bench::new();
    for (published, granted, expected) in
        [(QOS0, QOS0, QOS0), (QOS0, QOS1, QOS0), (QOS1, QOS0, QOS0), (QOS1, QOS1, QOS1)]
    {
        let mut client = bench.client(version, "c").await;
        client.subscribe("t", granted).await;
        bench.client(version, "p").await.publish("t", b"x", published, false).await;
        assert_eq!(client.received().await.qos, expected, "{published:?} to {granted:?}");
    }
}

pub async fn delivered_topic_matches_the_filter(version: Version) {
    let bench = Bench::new();
    let topics = ["A b", "/", "a//b", "\u{feff}a", "ö/ü", "a/b", "a/b/c", "A/b"];
    for (filter, expected) in [
        ("#", &topics[..]),
        ("a/#", &["a//b", "a/b", "a/b/c"]),
        ("+/+", &["/", "ö/ü", "a/b", "A/b"]),
        ("a/+/b", &["a//b"]),
        ("+/b", &["a/b", "A/b"]),
        ("$share/group/+/b", &["a/b", "A/b"]),
        ("a/b", &["a/b"]),
    ] {
        let mut client = bench.client(version, "c").await;
        client.subscribe(filter, QOS0).await;
        for topic in topics {
            client.publish(topic, b"", QOS0, false).await;
        }
        for topic in expected {
            assert_eq!(client.received().await.topic, *topic, "{filter}");
        }
        client.expect_silence().await;
    }
}

pub async fn filter_is_removed_when_it_is_the_same(version: Version) {
    let mut client = Bench::new().client(version, "c").await;
    client.subscribe("a/b", QOS0).await;
    for filter in ["a/+", "a/#", "A/b", "a/b/", "$share/g/a/b"] {
        unsubscribe(&mut client, filter).await;
    }
    client.publish("a/b", b"1", QOS0, false).await;
    assert_eq!(client.received().await.payload, b"1");
    unsubscribe(&mut client, "a/b").await;
    client.publish("a/b", b"2", QOS0, false).await;
    client.expect_silence().await;
}

pub async fn names_are_compared_byte_by_byte(version: Version) {
    let mut client = Bench::new().client(version, "c").await;
    client.subscribe("\u{e9}", QOS0).await;
    // The same letter, written as two characters.
    client.publish("e\u{301}", b"1", QOS0, false).await;
    client.publish("\u{e9}", b"2", QOS0, false).await;
    assert_eq!(client.received().await.payload, b"2");
}

pub async fn overlapping_subscriptions_deliver_with_the_highest_qos(version: Version) {
    let mut client = Bench::new().client(version, "c").await;
    client.subscribe("a/+", QOS1).await;
    client.subscribe("a/#", QOS0).await;
    client.publish("a/b", b"x", QOS1, false).await;
    client.puback().await;
    assert_eq!(client.received().await.qos, QOS1);
}

pub async fn message_of_an_established_subscription_has_no_retain(version: Version) {
    let mut client = Bench::new().client(version, "c").await;
    client.subscribe("t", QOS0).await;
    client.publish("t", b"x", QOS0, true).await;
    assert!(!client.received().await.retain);
}
