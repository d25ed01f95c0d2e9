//! Rows of the behaviour sheet mqtt.md that no other test looks at, by section.

use super::*;

mod properties;

const V3: Version = Version::V311;
const V5: Version = Version::V5;

fn keep_alive(id: &str, version: Version, seconds: u16) -> Connect<'_> {
    Connect { keep_alive: seconds, ..connect(version, id) }
}

#[tokio::test]
async fn sheet_2_keep_alive_of_a_v5_client_is_told_when_it_is_another() {
    let bench = Bench::new();
    for (wanted, told) in
        [(0, Some(1200)), (1, Some(30)), (29, Some(30)), (30, None), (1200, None), (1201, Some(1200))]
    {
        let mut client = bench.connect(keep_alive("c", V5, wanted)).await;
        let bytes = client.next().await.unwrap();
        let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!() };
        assert_eq!(ack.properties.number(PropertyId::ServerKeepAlive), told, "{wanted}");
    }
}

#[tokio::test]
async fn sheet_2_keep_alive_of_0_is_1200_seconds() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut client = bench.connect(keep_alive("c", V3, 0)).await;
    client.connack().await;
    account.end_silent(1799);
    client.expect_silence().await;
    account.end_silent(1800);
    client.expect_close().await;
}

#[tokio::test]
async fn sheet_2_keep_alive_starts_anew_with_every_packet() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut clients = Vec::new();
    let mut silent = bench.client(V3, "silent").await;
    for id in ["PUBLISH", "SUBSCRIBE", "PINGREQ", "PUBACK"] {
        let mut client = bench.client(V3, id).await;
        client.subscribe(id, QOS1).await;
        clients.push(client);
    }
    account.publish(&NewMessage::new("PUBACK", b"", QOS1), &Arc::default());
    let packet_id = clients[3].received().await.packet_id;
    // The broker counts whole seconds of the machine's clock.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    clients[0].send(b"\x30\x04\x00\x01tx").await;
    clients[1].send(b"\x82\x06\x00\x01\x00\x01t\x00").await;
    clients[2].send(&[0xc0, 0]).await;
    clients[3].acknowledge(packet_id).await;
    assert_eq!(clients[1].next().await.unwrap()[0], 0x90);
    assert_eq!(clients[2].next().await.unwrap()[0], 0xd0);
    // It ends at 90 s, or later when the machine was slow to connect it; the others were heard after it.
    let mut seconds = 90;
    loop {
        account.end_silent(seconds);
        if let Ok(end) = tokio::time::timeout(Duration::from_millis(50), silent.next()).await {
            assert_eq!(end, None);
            break;
        }
        seconds += 1;
        assert!(seconds < 100);
    }
    for client in &mut clients {
        client.expect_silence().await;
    }
}

#[tokio::test]
async fn sheet_2_largest_will_that_mqtt_can_carry_is_taken() {
    let bench = Bench::new();
    let payload = vec![0; 65_535];
    // The limit of 128 KB is beyond what the will's own length field can say.
    let mut client =
        bench.connect(Connect { will: will("w", &payload, QOS0, false), ..connect(V3, "c") }).await;
    assert_eq!(client.connack().await, (false, 0));
}

#[tokio::test]
async fn sheet_3_qos_2_packets_are_refused_in_both_versions() {
    let bench = Bench::new();
    for packet in [[0x50, 2, 0, 1], [0x62, 2, 0, 1], [0x70, 2, 0, 1]] {
        let mut v3 = bench.client(V3, "c3").await;
        v3.send(&packet).await;
        v3.expect_close().await;
        let mut v5 = bench.client(V5, "c5").await;
        v5.send(&packet).await;
        v5.disconnect_reason().await;
    }
    for version in [V3, V5] {
        let mut client = bench.client(version, "c").await;
        client.publish("t", b"", QoS::ExactlyOnce, false).await;
        match version {
            V5 => assert_eq!(client.disconnect_reason().await, 0x9b),
            _ => client.expect_close().await,
        }
        let mut client = bench.client(version, "c").await;
        let mut out = Vec::new();
        let two = SubscriptionOptions::of(QoS::ExactlyOnce);
        encode::subscribe(&mut out, version, 9, &[("t", two)]);
        client.send(&out).await;
        match version {
            V5 => assert_eq!(client.disconnect_reason().await, 0x9b),
            _ => client.expect_close().await,
        }
    }
}

#[tokio::test]
async fn sheet_3_redelivery_has_no_dup() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    device.received().await;
    drop(device);
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    publish_packet(&mut device, |publish| assert!(!publish.dup && publish.payload == b"x")).await;
}

#[tokio::test]
async fn sheet_3_multi_level_wildcard_needs_a_level_of_its_own() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("sensor/#", QOS0).await;
    for topic in ["sensor", "sensor/", "sensor/a", "sensor/a/b"] {
        client.publish(topic, b"", QOS0, false).await;
    }
    for topic in ["sensor/", "sensor/a", "sensor/a/b"] {
        assert_eq!(client.received().await.topic, topic);
    }
    client.expect_silence().await;
}

#[tokio::test]
async fn sheet_4_retained_publish_to_a_reserved_topic() {
    let bench = Bench::new();
    let topics = ["$aws/things/T/shadow/update", "$aws/things/T/x", "$aws/rules/R/x"];
    for topic in topics {
        let mut v3 = bench.client(V3, "c3").await;
        v3.publish(topic, b"{}", QOS1, true).await;
        v3.expect_close().await;
        let mut v5 = bench.client(V5, "c5").await;
        v5.publish(topic, b"{}", QOS1, true).await;
        assert_eq!(v5.puback().await, 0x90, "{topic}");
        v5.publish(topic, b"{}", QOS0, true).await;
        assert_eq!(v5.disconnect_reason().await, 0x90, "{topic}");
        let packet = Connect { will: will(topic, b"", QOS0, true), ..connect(V5, "w") };
        assert_eq!(bench.connect(packet).await.connack().await.1, 0x90, "{topic} as a will");
    }
    assert_eq!(bench.broker.status().retained, 0);
    assert!(bench.notes.0.lock().is_empty(), "and no service saw any of it");
}

#[tokio::test]
async fn sheet_4_reserved_filter_ends_v3_and_fails_alone_in_v5() {
    let bench = Bench::new();
    for filter in ["$SYS/#", "$aws/rules/R", "$other/x", "$aws/#"] {
        let mut v3 = bench.client(V3, "c3").await;
        let mut out = Vec::new();
        encode::subscribe(&mut out, V3, 9, &[(filter, SubscriptionOptions::of(QOS0))]);
        v3.send(&out).await;
        v3.expect_close().await;
        let mut v5 = bench.client(V5, "c5").await;
        let mut out = Vec::new();
        let options = SubscriptionOptions::of(QOS0);
        encode::subscribe(&mut out, V5, 9, &[("ok", options), (filter, options)]);
        v5.send(&out).await;
        assert_eq!(v5.next().await.unwrap(), [0x90, 5, 0, 9, 0, 0, 0x8f], "{filter}");
    }
}

#[tokio::test]
async fn sheet_4_basic_ingest_prefix_counts_for_neither_length_nor_depth() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    let prefix = format!("$aws/rules/{}/", "r".repeat(100));
    for (rest, code) in [("1/2/3/4/5/6/7/8", 0), ("1/2/3/4/5/6/7/8/9", 0x90)] {
        client.publish(&format!("{prefix}{rest}"), b"", QOS1, false).await;
        assert_eq!(client.puback().await, code, "{rest}");
    }
    for (length, code) in [(256, 0), (257, 0x90)] {
        client.publish(&format!("{prefix}{}", "x".repeat(length)), b"", QOS1, false).await;
        assert_eq!(client.puback().await, code, "{length}");
    }
}

#[tokio::test]
async fn sheet_4_payload_of_a_v3_client_beyond_128_kb_ends_the_connection() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", &vec![0; 131_073], QOS1, false).await;
    client.expect_close().await;
}

#[tokio::test]
async fn sheet_4_topic_beyond_the_limits_ends_v3_and_its_filter_fails() {
    let bench = Bench::new();
    for topic in ["1/2/3/4/5/6/7/8/9".to_owned(), "x".repeat(257)] {
        let mut client = bench.client(V3, "c").await;
        assert_eq!(client.subscribe(&topic, QOS0).await, [0x80]);
        client.publish(&topic, b"", QOS0, false).await;
        client.expect_close().await;
    }
    let mut client = bench.client(V5, "c").await;
    client.publish(&"x".repeat(257), b"", QOS0, false).await;
    assert_eq!(client.disconnect_reason().await, 0x90);
}

#[tokio::test]
async fn sheet_5_nine_filters_in_one_subscribe_are_too_many() {
    let bench = Bench::new();
    let names: Vec<String> = (0..9).map(|number| format!("t/{number}")).collect();
    for (version, code) in [(V3, 0x80), (V5, 0x97)] {
        let mut client = bench.client(version, "c").await;
        for (count, expected) in [(8, vec![0; 8]), (9, vec![code; 9])] {
            let filters: Vec<_> =
                names[..count].iter().map(|n| (n.as_str(), SubscriptionOptions::of(QOS0))).collect();
            let mut out = Vec::new();
            encode::subscribe(&mut out, version, 9, &filters);
            client.send(&out).await;
            let bytes = client.next().await.unwrap();
            let Packet::SubAck(ack) = decode(version, &bytes) else { panic!() };
            assert_eq!(ack.codes, expected);
        }
    }
}

#[tokio::test]
async fn sheet_5_no_local_is_ignored() {
    let mut client = Bench::new().client(V5, "c").await;
    let mut out = Vec::new();
    let options = SubscriptionOptions { no_local: true, ..SubscriptionOptions::of(QOS0) };
    encode::subscribe(&mut out, V5, 9, &[("t", options)]);
    client.send(&out).await;
    client.next().await.unwrap();
    client.publish("t", b"mine", QOS0, false).await;
    assert_eq!(client.received().await.payload, b"mine");
}

#[tokio::test]
async fn sheet_6_end_after_a_denied_publish_has_its_reason() {
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*"},
        {"Effect":"Deny","Action":"iot:Publish","Resource":"*"}]}"#;
    let bench = Bench::with(Store::memory().unwrap(), policy);
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("$aws/events/presence/disconnected/c", QOS0).await;
    for (version, reason) in [(V3, "CLIENT_ERROR"), (V5, "AUTH_ERROR")] {
        let mut client = bench.client(version, "c").await;
        client.publish("t", b"", QOS0, false).await;
        client.expect_end().await;
        let event: serde_json::Value = serde_json::from_slice(&watcher.received().await.payload).unwrap();
        assert_eq!(event["disconnectReason"], reason);
    }
}

#[tokio::test]
async fn sheet_7_disconnect_may_shorten_and_lengthen_but_not_begin_a_session() {
    let bench = Bench::new();
    // 0 to more: a protocol error.
    let mut client = bench.client(V5, "a").await;
    client.send(&[0xe0, 7, 0, 5, 0x11, 0, 0, 0, 9]).await;
    assert_eq!(client.disconnect_reason().await, 0x82);
    // More to another value: replaced.
    let list = PropertyList::new().u32(PropertyId::SessionExpiryInterval, 10);
    let mut client = bench.connect(with(V5, "b", &list)).await;
    client.connack().await;
    client.send(&[0xe0, 7, 0, 5, 0x11, 0, 0, 0, 100]).await;
    client.expect_close().await;
    let account = bench.broker.account(&tenant());
    let now = base::UnixMillis::now();
    account.end_expired(now + Duration::from_secs(90));
    assert_eq!(account.status().sessions, 1);
    account.end_expired(now + Duration::from_secs(101));
    assert_eq!(account.status().sessions, 0);
}

#[tokio::test]
async fn sheet_7_qos_0_is_never_queued() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("one", QOS1).await;
    device.subscribe("zero", QOS0).await;
    device.send(&[0xe0, 0]).await;
    device.expect_close().await;
    let mut publisher = bench.client(V3, "p").await;
    publisher.publish("one", b"1", QOS0, false).await;
    publisher.publish("zero", b"2", QOS1, false).await;
    publisher.puback().await;
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.connack().await, (true, 0));
    device.expect_silence().await;
}

#[tokio::test]
async fn sheet_8_wildcard_filter_that_matches_gets_no_retained_message() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.publish("a/b", b"kept", QOS0, true).await;
    for filter in ["a/+", "a/#", "#", "+/b"] {
        client.subscribe(filter, QOS1).await;
        client.expect_silence().await;
    }
}

/// A message that expires after a second, on its way from MQTT 5.
fn expiring() -> PropertyList {
    PropertyList::new().u32(PropertyId::MessageExpiryInterval, 1)
}

#[tokio::test]
async fn sheet_8_retained_message_of_mqtt_5_expires() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.publish_with("short", b"x", QOS1, true, &expiring()).await;
    client.puback().await;
    bench.client(V3, "p").await.publish("long", b"x", QOS0, true).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    client.subscribe("short", QOS1).await;
    client.expect_silence().await;
    client.subscribe("long", QOS1).await;
    assert_eq!(client.received().await.payload, b"x");
}

#[tokio::test]
async fn sheet_9_will_delay_is_ignored() {
    let bench = Bench::new();
    let mut watcher = bench.client(V5, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let delay = PropertyList::new().u32(PropertyId::WillDelayInterval, 3600);
    let will =
        Will { properties: Properties::from_raw(delay.as_raw()), ..will("w", b"x", QOS0, false).unwrap() };
    let lasting = PropertyList::new().u32(PropertyId::SessionExpiryInterval, 3600);
    let mut client = bench.connect(Connect { will: Some(will), ..with(V5, "c", &lasting) }).await;
    client.connack().await;
    drop(client);
    publish_packet(&mut watcher, |publish| assert!(publish.properties.raw().is_empty())).await;
}

#[tokio::test]
async fn sheet_9_expiry_of_a_will_counts_from_the_end_of_the_connection() {
    let bench = Bench::new();
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let list = expiring();
    let will =
        Will { properties: Properties::from_raw(list.as_raw()), ..will("w", b"x", QOS0, false).unwrap() };
    let mut client = bench.connect(Connect { will: Some(will), ..connect(V5, "c") }).await;
    client.connack().await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    drop(client);
    assert_eq!(watcher.received().await.payload, b"x");
}
