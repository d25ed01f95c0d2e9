//! Shared subscriptions: mqtt.md §10.

use super::*;

const JOBS: &str = "$share/workers/jobs/#";

async fn publish_all(bench: &Bench, topic: &str, numbers: std::ops::Range<u16>, qos: QoS) {
    let mut publisher = bench.client(Version::V311, "publisher").await;
    for number in numbers {
        publisher.publish(topic, &number.to_be_bytes(), qos, false).await;
        if qos == QOS1 {
            publisher.puback().await;
        }
    }
    publisher.expect_silence().await;
}

/// What has come up to now, every message acknowledged.
async fn received(client: &mut Client) -> Vec<u16> {
    let mut numbers = Vec::new();
    loop {
        client.send(&[0xc0, 0]).await;
        let before = numbers.len();
        loop {
            let bytes = client.next().await.expect("a packet");
            if bytes == [0xd0, 0] {
                break;
            }
            let Packet::Publish(publish) = decode(client.version, &bytes) else { panic!("{bytes:?}") };
            numbers.push(u16::from_be_bytes(publish.payload.try_into().unwrap()));
            let (qos, id) = (publish.qos, publish.packet_id);
            if qos == QOS1 {
                client.acknowledge(id).await;
            }
        }
        if numbers.len() == before {
            return numbers;
        }
    }
}

fn all(numbers: std::ops::Range<u16>) -> Vec<u16> {
    numbers.collect()
}

async fn offline_member(bench: &Bench, id: &str, filter: &str) {
    let mut member = bench.connect(persistent(id)).await;
    member.connack().await;
    assert_eq!(member.subscribe(filter, QOS1).await, [1]);
    member.send(&[0xe0, 0]).await;
    member.expect_close().await;
}

#[tokio::test]
async fn every_message_goes_to_one_member_of_each_group() {
    let bench = Bench::new();
    let (mut a, mut b) = (bench.client(Version::V5, "a").await, bench.client(Version::V311, "b").await);
    let mut other = bench.client(Version::V5, "other").await;
    let mut plain = bench.client(Version::V5, "plain").await;
    for (member, qos) in [(&mut a, QOS1), (&mut b, QOS0)] {
        assert_eq!(member.subscribe(JOBS, qos).await, [qos as u8]);
    }
    other.subscribe("$share/others/jobs/+", QOS1).await;
    plain.subscribe("jobs/1", QOS1).await;
    publish_all(&bench, "jobs/1", 0..200, QOS1).await;
    let (of_a, of_b) = (received(&mut a).await, received(&mut b).await);
    assert!(of_a.len() > 50 && of_b.len() > 50, "{} and {}", of_a.len(), of_b.len());
    let mut both = [of_a, of_b].concat();
    both.sort_unstable();
    assert_eq!(both, all(0..200));
    assert_eq!(received(&mut other).await, all(0..200));
    assert_eq!(received(&mut plain).await, all(0..200));
}

#[tokio::test]
async fn group_with_a_persistent_member_queues_qos_1_while_nobody_is_there() {
    let bench = Bench::new();
    offline_member(&bench, "p", JOBS).await;
    publish_all(&bench, "jobs/1", 0..300, QOS1).await;
    publish_all(&bench, "jobs/1", 900..901, QOS0).await;
    let mut member = bench.connect(persistent("p")).await;
    assert_eq!(member.connack().await, (true, 0));
    let mut numbers = Vec::new();
    while numbers.len() < 300 {
        numbers.extend(received(&mut member).await);
        tokio::task::yield_now().await;
    }
    assert_eq!(numbers, all(0..300), "in order, as there was one member");
    member.expect_silence().await;
}

#[tokio::test]
async fn member_that_joins_gets_what_waits() {
    let bench = Bench::new();
    offline_member(&bench, "p", JOBS).await;
    publish_all(&bench, "jobs/1", 0..10, QOS1).await;
    let mut joined = bench.client(Version::V5, "new").await;
    joined.subscribe(JOBS, QOS1).await;
    let mut numbers = Vec::new();
    while numbers.len() < 10 {
        numbers.extend(received(&mut joined).await);
        tokio::task::yield_now().await;
    }
    assert_eq!(numbers, all(0..10));
}

#[tokio::test]
async fn group_of_clean_members_does_not_queue() {
    let bench = Bench::new();
    let mut member = bench.client(Version::V5, "a").await;
    member.subscribe(JOBS, QOS1).await;
    drop(member);
    publish_all(&bench, "jobs/1", 0..3, QOS1).await;
    let mut member = bench.client(Version::V5, "a").await;
    member.subscribe(JOBS, QOS1).await;
    assert_eq!(received(&mut member).await, all(0..0));
}

#[tokio::test]
async fn what_a_member_leaves_goes_to_another() {
    let bench = Bench::new();
    offline_member(&bench, "p", JOBS).await;
    let mut clean = bench.client(Version::V5, "clean").await;
    clean.subscribe(JOBS, QOS1).await;
    publish_all(&bench, "jobs/1", 0..150, QOS1).await;
    // More than the window were sent to it; it acknowledges one and vanishes.
    let first = clean.received().await;
    clean.acknowledge(first.packet_id).await;
    clean.send(&[0xe0, 0]).await;
    clean.expect_end().await;
    let mut member = bench.connect(persistent("p")).await;
    member.connack().await;
    let mut numbers = Vec::new();
    while numbers.len() < 149 {
        numbers.extend(received(&mut member).await);
        tokio::task::yield_now().await;
    }
    numbers.sort_unstable();
    assert_eq!(numbers, all(1..150));
}

#[tokio::test]
async fn queue_survives_a_restart_and_ends_with_its_last_member() {
    let bench = Bench::new();
    offline_member(&bench, "p", JOBS).await;
    publish_all(&bench, "jobs/1", 0..100, QOS1).await;
    let bench = Bench::with(bench.store.clone(), ALLOW_ALL);
    publish_all(&bench, "jobs/1", 100..110, QOS1).await;
    let mut member = bench.connect(persistent("p")).await;
    assert_eq!(member.connack().await, (true, 0));
    let mut numbers = Vec::new();
    while numbers.len() < 110 {
        numbers.extend(received(&mut member).await);
        tokio::task::yield_now().await;
    }
    assert_eq!(numbers, all(0..110));
    let mut out = Vec::new();
    encode::unsubscribe(&mut out, Version::V311, 5, &[JOBS]);
    member.send(&out).await;
    member.next().await.expect("an UNSUBACK");
    bench.store.commit([]).await;
    assert!(bench.store.load(store::Table::SharedGroup).unwrap().is_empty());
    assert!(bench.store.queues().unwrap().is_empty(), "nothing is left of the queue");
}

#[tokio::test]
async fn retained_messages_are_ordinary_ones() {
    let bench = Bench::new();
    let mut publisher = bench.client(Version::V5, "publisher").await;
    publisher.publish("state", b"\0\x01", QOS1, true).await;
    publisher.puback().await;
    let mut member = bench.client(Version::V5, "a").await;
    member.subscribe("$share/g/state", QOS1).await;
    member.expect_silence().await;
    publisher.publish("state", b"\0\x02", QOS1, true).await;
    publisher.puback().await;
    let received = member.received().await;
    assert_eq!((received.payload, received.retain), (b"\0\x02".to_vec(), false));
}

#[tokio::test]
async fn malformed_and_forbidden_shared_filters_are_refused_one_by_one() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    for filter in ["$share/g", "$share//a", "$share/+/a", "$share/g/", "$share/g/a#", "$share/g/$SYS/x"] {
        assert_eq!(client.subscribe(filter, QOS1).await, [0x8f], "{filter}");
    }
    assert_eq!(client.subscribe(&format!("$share/{}/a", "n".repeat(129)), QOS1).await, [0x8f]);
    // The two slashes of the prefix do not count.
    assert_eq!(client.subscribe("$share/g/1/2/3/4/5/6/7/8", QOS1).await, [1]);
    let options = SubscriptionOptions { no_local: true, ..SubscriptionOptions::of(QOS1) };
    let mut out = Vec::new();
    encode::subscribe(&mut out, Version::V5, 9, &[("$share/g/a", options)]);
    client.send(&out).await;
    assert_eq!(client.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn groups_and_members_are_limited() {
    let bench = Bench::new();
    let mut clients = Vec::new();
    for id in 0..2 {
        clients.push(bench.client(Version::V5, &id.to_string()).await);
    }
    for number in 0..100 {
        let client = &mut clients[number / 50];
        assert_eq!(client.subscribe(&format!("$share/g{number}/a"), QOS1).await, [1]);
    }
    let mut late = bench.client(Version::V5, "late").await;
    assert_eq!(late.subscribe("$share/one-too-many/a", QOS1).await, [0x97]);
    assert_eq!(late.subscribe("$share/g0/a", QOS1).await, [1], "a group that exists");
    clients.clear();
    for id in 0..99 {
        clients.push(bench.client(Version::V5, &format!("m{id}")).await);
        assert_eq!(clients[id].subscribe("$share/g0/a", QOS1).await, [1], "{id}");
    }
    let mut late = bench.client(Version::V5, "too-late").await;
    assert_eq!(late.subscribe("$share/g0/a", QOS1).await, [0x97]);
}

#[tokio::test]
async fn permission_is_on_the_whole_filter_and_receive_on_the_topic() {
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iot:Connect","Resource":"*"},
        {"Effect":"Allow","Action":"iot:Publish","Resource":"*"},
        {"Effect":"Allow","Action":"iot:Subscribe",
         "Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/$share/g/*"},
        {"Effect":"Allow","Action":"iot:Receive","Resource":"arn:aws:iot:us-east-1:123456789012:topic/own/*"}]}"#;
    let bench = Bench::with(Store::memory().unwrap(), policy);
    let mut client = bench.client(Version::V5, "c").await;
    assert_eq!(client.subscribe("own/a", QOS1).await, [0x87]);
    assert_eq!(client.subscribe("$share/other/own/a", QOS1).await, [0x87]);
    assert_eq!(client.subscribe("$share/g/#", QOS1).await, [1]);
    publish_all(&bench, "foreign", 0..1, QOS1).await;
    publish_all(&bench, "own/a", 1..2, QOS1).await;
    assert_eq!(received(&mut client).await, all(1..2));
}
