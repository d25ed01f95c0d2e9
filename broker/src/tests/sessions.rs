//! Client ids, sessions, take-over, restarts.

use super::*;

#[tokio::test]
async fn second_connection_takes_the_client_id_over() {
    let bench = Bench::new();
    let mut first = bench.client(Version::V5, "same").await;
    let _second = bench.client(Version::V5, "same").await;
    assert_eq!(first.disconnect_reason().await, 0x8e);
    let mut third = bench.client(Version::V311, "other").await;
    let _fourth = bench.client(Version::V311, "other").await;
    third.expect_close().await;
}

#[tokio::test]
async fn persistent_session_keeps_subscriptions_and_qos_1_messages() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (false, 0));
    device.subscribe("q1", QOS1).await;
    device.subscribe("q0", QOS0).await;
    device.send(&[0xe0, 0]).await;
    device.expect_close().await;

    let mut publisher = bench.client(Version::V311, "pub").await;
    for payload in [b"1", b"2"] {
        publisher.publish("q1", payload, QOS1, false).await;
        publisher.puback().await;
    }
    publisher.publish("q0", b"lost", QOS1, false).await;
    publisher.puback().await;

    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    let (one, two) = (device.received().await, device.received().await);
    assert_eq!((one.payload, two.payload), (b"1".to_vec(), b"2".to_vec()));
    device.acknowledge(one.packet_id).await;
    device.expect_silence().await;
    drop(device);

    // The second was not acknowledged, so it comes again.
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    assert_eq!(device.received().await.payload, b"2");
    device.expect_silence().await;
}

#[tokio::test]
async fn retained_message_that_was_not_acknowledged_comes_again() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.publish("kept", b"1", QOS1, true).await;
    device.puback().await;
    device.subscribe("kept", QOS1).await;
    assert_eq!(device.received().await.payload, b"1");
    drop(device);
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    let again = device.received().await;
    assert_eq!((again.payload.as_slice(), again.retain), (&b"1"[..], true));
    device.acknowledge(again.packet_id).await;
    device.expect_silence().await;
}

#[tokio::test]
async fn offline_queue_longer_than_memory_comes_back_whole_and_in_order() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let mut publisher = bench.client(Version::V311, "pub").await;
    for number in 0..500_u32 {
        publisher.publish("t", &number.to_be_bytes(), QOS1, false).await;
        publisher.puback().await;
    }
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    for number in 0..500_u32 {
        if number == 300 {
            publisher.publish("t", &500_u32.to_be_bytes(), QOS1, false).await;
            publisher.puback().await;
        }
        let received = device.received().await;
        assert_eq!(received.payload, number.to_be_bytes());
        device.acknowledge(received.packet_id).await;
    }
    assert_eq!(device.received().await.payload, 500_u32.to_be_bytes());
}

#[tokio::test]
async fn sessions_queues_and_retained_messages_survive_a_restart() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t/+", QOS1).await;
    drop(device);
    let mut publisher = bench.client(Version::V311, "pub").await;
    publisher.publish("t/1", b"queued", QOS1, false).await;
    publisher.puback().await;
    publisher.publish("kept", b"kept", QOS1, true).await;
    publisher.puback().await;

    let again = Bench::with(bench.store.clone(), ALLOW_ALL);
    let mut publisher = again.client(Version::V311, "pub").await;
    publisher.publish("t/2", b"later", QOS1, false).await;
    publisher.puback().await;
    let mut device = again.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    for expected in [&b"queued"[..], b"later"] {
        let received = device.received().await;
        assert_eq!(received.payload, expected);
        device.acknowledge(received.packet_id).await;
    }
    device.subscribe("kept", QOS1).await;
    assert_eq!(device.received().await.payload, b"kept");
}

#[tokio::test]
async fn session_is_not_resumed_by_another_protocol_version_or_a_clean_start() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let mut v5 = bench.connect(Connect { clean: false, ..connect(Version::V5, "device") }).await;
    assert_eq!(v5.connack().await, (false, 0));
    drop(v5);
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (false, 0));
    assert!(bench.store.load(store::Table::Subscription).unwrap().is_empty());
}

#[tokio::test]
async fn v5_session_expiry_is_clamped_and_can_be_ended_by_disconnect() {
    let bench = Bench::new();
    let list = PropertyList::new().u32(PropertyId::SessionExpiryInterval, 1_000_000);
    let mut raw = Vec::new();
    encode::connect(&mut raw, &connect(Version::V5, "c"));
    // Rewrites the CONNECT with the property: remaining length and property length grow by its size.
    raw[1] += list.as_raw().len() as u8;
    raw[12] = list.as_raw().len() as u8;
    raw.splice(13..13, list.as_raw().iter().copied());
    let mut client = Client { transport: bench.transport(), input: Vec::new(), version: Version::V5 };
    client.send(&raw).await;
    let bytes = client.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(Version::V5, &bytes) else { panic!() };
    assert_eq!(ack.properties.number(PropertyId::SessionExpiryInterval), Some(3600));
    assert_eq!(ack.properties.number(PropertyId::ReceiveMaximum), Some(100));
    assert_eq!(ack.properties.number(PropertyId::TopicAliasMaximum), Some(8));
    // DISCONNECT with a session expiry of 0 ends the session.
    client.send(&[0xe0, 7, 0, 5, 0x11, 0, 0, 0, 0]).await;
    client.expect_close().await;
    let mut again = bench.connect(Connect { clean: false, ..connect(Version::V5, "c") }).await;
    assert_eq!(again.connack().await, (false, 0));
}

#[tokio::test]
async fn client_ids_by_version() {
    let bench = Bench::new();
    let mut assigned = bench.connect(connect(Version::V5, "")).await;
    let bytes = assigned.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(Version::V5, &bytes) else { panic!() };
    let id = ack.properties.text(PropertyId::AssignedClientIdentifier).unwrap().to_owned();
    assert!(id.starts_with("$GEN/"), "{id}");

    let code = async |connect: Connect<'_>| bench.connect(connect).await.connack().await.1;
    assert_eq!(code(connect(Version::V5, &id)).await, 0x85);
    assert_eq!(code(connect(Version::V311, "")).await, 0);
    assert_eq!(code(persistent("")).await, 2);
    assert_eq!(code(connect(Version::V311, &"x".repeat(129))).await, 2);
    assert_eq!(code(connect(Version::V5, &"x".repeat(129))).await, 0x85);
}

#[tokio::test]
async fn reset_ends_connections_and_forgets_sessions() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    device.publish("kept", b"1", QOS1, true).await;
    device.puback().await;
    bench.broker.reset(&tenant());
    device.expect_close().await;
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (false, 0));
    device.subscribe("kept", QOS1).await;
    device.expect_silence().await;
}

#[tokio::test]
async fn shut_down_says_goodbye_and_lets_nobody_in() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    let broker = bench.broker.clone();
    let down = tokio::spawn(async move { broker.shut_down(Duration::from_secs(5)).await });
    assert_eq!(client.disconnect_reason().await, 0x8b);
    down.await.unwrap();
    assert_eq!(bench.connect(connect(Version::V5, "c")).await.connack().await.1, 0x88);
}

#[tokio::test]
async fn silence_of_one_and_a_half_keep_alives_ends_the_connection_with_its_will() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("gone", QOS1).await;
    let will =
        Will { topic: "gone", payload: b"bye", qos: QOS1, retain: false, properties: Properties::EMPTY };
    // 10 s are taken for 30 s (mqtt.md §2).
    let mut silent =
        bench.connect(Connect { keep_alive: 10, will: Some(will), ..connect(Version::V5, "silent") }).await;
    let bytes = silent.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(Version::V5, &bytes) else { panic!() };
    assert_eq!(ack.properties.number(PropertyId::ServerKeepAlive), Some(30));
    account.end_silent(44);
    silent.expect_silence().await;
    account.end_silent(45);
    assert_eq!(silent.disconnect_reason().await, 0x8d);
    assert_eq!(watcher.received().await.payload, b"bye");
}

#[tokio::test]
async fn session_whose_time_is_over_is_forgotten() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let now = base::UnixMillis::now();
    // The connection's end is noticed soon, and the hour counts from then.
    tokio::time::sleep(Duration::from_millis(50)).await;
    account.end_expired(now + Duration::from_secs(3590));
    assert_eq!(account.status().sessions, 1);
    account.end_expired(now + Duration::from_secs(3610));
    assert_eq!(account.status().sessions, 0);
    assert!(bench.store.load(store::Table::Session).unwrap().is_empty());
}
