//! What reaches whom.

use super::*;

#[tokio::test]
async fn message_reaches_subscribers_of_every_version_with_the_lower_qos() {
    let bench = Bench::new();
    let mut v3 = bench.client(Version::V311, "v3").await;
    let mut v5 = bench.client(Version::V5, "v5").await;
    assert_eq!(v3.subscribe("a/+", QOS0).await, [0]);
    assert_eq!(v5.subscribe("a/#", QOS1).await, [1]);
    let mut publisher = bench.client(Version::V31, "pub").await;
    publisher.publish("a/b", b"hello", QOS1, false).await;
    assert_eq!(publisher.puback().await, 0);
    let (first, second) = (v3.received().await, v5.received().await);
    assert_eq!((first.topic.as_str(), first.payload.as_slice(), first.qos), ("a/b", &b"hello"[..], QOS0));
    assert_eq!((second.qos, second.retain), (QOS1, false));
    v5.acknowledge(second.packet_id).await;
    v5.expect_silence().await;
}

#[tokio::test]
async fn parent_level_and_dollar_topics_are_not_matched_by_wildcards() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    client.subscribe("a/#", QOS0).await;
    client.subscribe("#", QOS0).await;
    client.publish("$aws/things/T/shadow/get", b"", QOS0, false).await;
    client.publish("a", b"1", QOS0, false).await;
    assert_eq!(client.received().await.topic, "a");
    client.expect_silence().await;
}

#[tokio::test]
async fn retained_message_is_sent_for_its_literal_filter_only() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    client.publish("a/b", b"kept", QOS1, true).await;
    client.puback().await;
    client.subscribe("a/+", QOS1).await;
    client.expect_silence().await;
    client.subscribe("a/b", QOS0).await;
    let received = client.received().await;
    assert_eq!((received.payload.as_slice(), received.retain, received.qos), (&b"kept"[..], true, QOS0));
    client.publish("a/b", b"", QOS0, true).await;
    let live = client.received().await;
    assert_eq!((live.payload.len(), live.retain), (0, false), "the removal itself is delivered");
    client.subscribe("a/b", QOS0).await;
    client.expect_silence().await;
}

#[tokio::test]
async fn will_is_sent_when_the_socket_is_lost_and_not_after_disconnect() {
    let bench = Bench::new();
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("gone", QOS1).await;
    let will =
        Will { topic: "gone", payload: b"bye", qos: QOS1, retain: false, properties: Properties::EMPTY };
    let with_will = |id| Connect { will: Some(will), ..connect(Version::V311, id) };

    let mut polite = bench.connect(with_will("polite")).await;
    polite.connack().await;
    polite.send(&[0xe0, 0]).await;
    polite.expect_close().await;
    watcher.expect_silence().await;

    let mut lost = bench.connect(with_will("lost")).await;
    lost.connack().await;
    drop(lost);
    assert_eq!(watcher.received().await.payload, b"bye");
}

#[tokio::test]
async fn largest_payload_passes() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    client.subscribe("big", QOS1).await;
    let payload: Vec<u8> = (0..131_072_u32).map(|n| n as u8).collect();
    client.publish("big", &payload, QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    assert_eq!(client.received().await.payload, payload);
}

#[tokio::test]
async fn topic_alias_stands_for_its_topic() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    client.subscribe("a/b", QOS0).await;
    let alias = |number| PropertyList::new().u16(PropertyId::TopicAlias, number);
    client.publish_with("a/b", b"1", QOS0, false, &alias(8)).await;
    client.publish_with("", b"2", QOS0, false, &alias(8)).await;
    assert_eq!(client.received().await.payload, b"1");
    let second = client.received().await;
    assert_eq!((second.topic.as_str(), second.payload.as_slice()), ("a/b", &b"2"[..]));
    client.publish_with("a/b", b"3", QOS0, false, &alias(9)).await;
    assert_eq!(client.disconnect_reason().await, 0x94);
}

#[tokio::test]
async fn in_flight_window_holds_messages_back() {
    let bench = Bench::new();
    let mut receiver = bench.client(Version::V311, "r").await;
    receiver.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    for number in 0..150_u8 {
        account.publish(&NewMessage::new("t", &[number], QOS1), &Arc::default());
    }
    let mut ids = Vec::new();
    for _ in 0..100 {
        ids.push(receiver.received().await.packet_id);
    }
    receiver.expect_silence().await;
    for id in ids {
        receiver.acknowledge(id).await;
    }
    assert_eq!(receiver.received().await.payload, [100]);
}

#[tokio::test]
async fn rules_and_services_see_what_concerns_them() {
    let bench = Bench::new();
    bench.broker.account(&tenant()).add_rule("a/+", RuleId(3));
    let mut client = bench.client(Version::V311, "c").await;
    client.publish("a/b", b"", QOS1, false).await;
    client.publish("$aws/things/T/shadow/update", b"{}", QOS1, false).await;
    client.publish("$aws/rules/R/a/b", b"", QOS1, false).await;
    client.publish("$aws/commands/clients/c/executions/E/response/json", b"{}", QOS1, false).await;
    for _ in 0..4 {
        client.puback().await;
    }
    assert_eq!(
        *bench.notes.0.lock(),
        ["rules [RuleId(3)] a/b c", "shadow T Update", "ingest R $aws/rules/R/a/b", "command Client c E"]
    );
}

#[tokio::test]
async fn packets_behind_the_connect_and_byte_by_byte_are_handled() {
    let bench = Bench::new();
    let mut client = Client { transport: bench.transport(), input: Vec::new(), version: Version::V311 };
    let mut out = Vec::new();
    encode::connect(&mut out, &connect(Version::V311, "c"));
    encode::subscribe(&mut out, Version::V311, 9, &[("t", SubscriptionOptions::of(QOS0))]);
    encode::pingreq(&mut out);
    for byte in out {
        client.send(&[byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.connack().await, (false, 0));
    assert_eq!(client.next().await.unwrap()[0], 0x90);
    assert_eq!(client.next().await.unwrap(), [0xd0, 0]);
}

#[tokio::test]
async fn publishers_wait_for_a_receiver_that_is_busy_and_nothing_is_lost() {
    const MESSAGES: usize = 20_000;
    let bench = Bench::new();
    let mut receiver = bench.client(Version::V311, "r").await;
    receiver.subscribe("t", QOS0).await;
    let mut publisher = bench.client(Version::V311, "p").await;
    let sending = tokio::spawn(async move {
        for number in 0..MESSAGES as u32 {
            publisher.publish("t", &number.to_be_bytes(), QOS0, false).await;
        }
        // Gone before everything is read: what it sent before counts all the same.
        drop(publisher);
    });
    for number in 0..MESSAGES as u32 {
        assert_eq!(receiver.received().await.payload, number.to_be_bytes());
    }
    sending.await.unwrap();
    assert_eq!(bench.broker.metrics().dropped.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[tokio::test]
async fn receiver_that_takes_nothing_holds_its_publisher_back_for_a_moment_only() {
    let bench = Bench::new();
    let mut stuck = bench.client(Version::V311, "stuck").await;
    stuck.subscribe("t", QOS1).await;
    let mut other = bench.client(Version::V311, "other").await;
    other.subscribe("u", QOS1).await;
    let house = bench.broker.clone();
    tokio::spawn(async move { house.keep_house().await });
    let mut publisher = bench.client(Version::V311, "p").await;
    // The stuck receiver acknowledges nothing, so only its window of them is ever sent.
    let began = std::time::Instant::now();
    for _ in 0..3000 {
        publisher.publish("t", b"x", QOS1, false).await;
        publisher.puback().await;
    }
    publisher.publish("u", b"y", QOS1, false).await;
    publisher.puback().await;
    assert_eq!(other.received().await.payload, b"y");
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
}

#[tokio::test]
async fn clients_that_flood_each_other_do_not_wait_for_each_other() {
    const MESSAGES: usize = 5000;
    let bench = Bench::new();
    let mut clients = Vec::new();
    for (own, theirs) in [("a", "b"), ("b", "a")] {
        let mut client = bench.client(Version::V311, own).await;
        client.subscribe(own, QOS0).await;
        clients.push((client, theirs));
    }
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|(mut client, theirs)| {
            tokio::spawn(async move {
                for _ in 0..MESSAGES {
                    client.publish(theirs, b"x", QOS0, false).await;
                }
                for _ in 0..MESSAGES {
                    client.received().await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
