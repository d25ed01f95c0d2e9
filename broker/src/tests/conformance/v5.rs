//! MQTT 5.
//!
//! | overridden by AWS IoT Core (mqtt.md) | statements |
//! | --- | --- |
//! | §2: an assigned client id begins with `$GEN/` and cannot be used again | 3.1.3-5 for such |
//! | §3: no QoS 2; a SUBSCRIBE with it ends the connection | 3.2.2-10, 3.6.1-1, 4.3.3-1 to 4.3.3-13 |
//! | §3: redeliveries have another packet identifier and no DUP | 3.3.1-1, 4.4.0-1 |
//! | §3: `a/#` does not match `a` | §4.7.1.2, without a number |
//! | §3: no AUTH, no other server | 3.1.2-30, 3.15.1-1, 4.12.0-1 to 4.12.1-2 |
//! | §5: No Local is ignored | 3.8.3-3 |
//! | §5: UNSUBACK has no code 0x11 | 3.11.3-2 for it |
//! | §7: a session is not resumed by another version, its time is limited | 3.1.2-5, 3.1.2-23 for such |
//! | §8: only a literal filter gets the retained message | 3.3.1-9 and 3.8.4-4 for wildcards |
//! | §9: no will after any DISCONNECT of the client but 0x04, no delay | 3.1.2-8 for such, 3.1.3-9 |
//! | §10: no subscription identifiers | 3.3.4-3 to 3.3.4-5 |
//!
//! Not of a server: 2.2.1-3, 2.2.1-4, 3.1.2-20, 3.1.2-21, 3.2.2-4, 3.2.2-5, 3.2.2-11, 3.2.2-14, 3.3.2-9, 3.3.2-11,
//! 3.3.4-7, 3.3.4-8, 3.14.4-1, 3.14.4-2, 4.3.2-1 to 4.3.2-3, 4.5.0-2. Nothing to see, because the server never sends
//! it: 3.1.2-26 to 3.1.2-28, 3.3.2-10 and 3.3.2-12 for aliases of the server, 3.14.2-2. Shared subscriptions have
//! tests of their own. About the form of packets: `crates/mqtt/src/conformance.rs`.

use super::*;

const V5: Version = Version::V5;

fn lasting(id: &str) -> (PropertyList, &str) {
    (PropertyList::new().u32(PropertyId::SessionExpiryInterval, 3600), id)
}

/// Connects with a session that outlives the connection and says whether it was there before.
async fn resume(bench: &Bench, id: &str, clean: bool) -> (Client, bool) {
    let (list, id) = lasting(id);
    let mut client = bench.connect(Connect { clean, ..with(V5, id, &list) }).await;
    let (present, code) = client.connack().await;
    assert_eq!(code, 0);
    (client, present)
}

#[tokio::test]
async fn mqtt_3_1_0_2_second_connect_is_a_protocol_error() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c").await;
    assert_eq!(client.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn mqtt_3_1_2_3_reserved_connect_flag_is_malformed() {
    let answer = exchange(&Bench::new(), V5, b"\x10\x0e\x00\x04MQTT\x05\x03\x00\x3c\x00\x00\x01c").await;
    assert_eq!(answer, [[0x20, 3, 0, 0x81, 0]]);
}

#[tokio::test]
async fn mqtt_3_1_2_4_clean_start_discards_the_session() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let (mut device, present) = resume(&bench, "d", true).await;
    assert!(!present);
    device.publish("t", b"x", QOS0, false).await;
    device.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_1_2_5_session_is_resumed() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let (mut device, present) = resume(&bench, "d", false).await;
    assert!(present);
    device.publish("t", b"x", QOS0, false).await;
    assert_eq!(device.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_3_1_2_6_session_that_is_not_there_is_made() {
    assert!(!resume(&Bench::new(), "d", false).await.1);
}

#[tokio::test]
async fn mqtt_3_1_2_22_silent_client_is_told_0x8d() {
    let bench = Bench::new();
    let mut client = bench.connect(Connect { keep_alive: 100, ..connect(V5, "c") }).await;
    client.connack().await;
    bench.broker.account(&tenant()).end_silent(150);
    assert_eq!(client.disconnect_reason().await, 0x8d);
}

#[tokio::test]
async fn mqtt_3_1_2_23_session_is_kept_for_its_time() {
    let bench = Bench::new();
    let (device, _) = resume(&bench, "d", true).await;
    drop(device);
    // One without a time ends with its connection.
    drop(bench.client(V5, "e").await);
    assert!(resume(&bench, "d", false).await.1);
    assert!(!resume(&bench, "e", false).await.1);
}

#[tokio::test]
async fn mqtt_3_1_2_24_no_packet_is_larger_than_the_client_takes() {
    let bench = Bench::new();
    let list = PropertyList::new().u32(PropertyId::MaximumPacketSize, 512);
    let id = "i".repeat(100);
    let mut client = bench.connect(with(V5, &id, &list)).await;
    assert!(client.next().await.unwrap().len() <= 512);
    // A PUBACK and a DISCONNECT with the longest Reason Strings.
    let nothing = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}},
            {{"Sid":"{}","Effect":"Deny","Action":"iot:Publish","Resource":"*"}}]}}"#,
        "S".repeat(200)
    );
    *bench.policy.0.lock() = Ok(nothing);
    bench.broker.policies_changed(&tenant());
    let topic = "x".repeat(256);
    for qos in [QOS1, QOS0] {
        client.publish(&topic, b"", qos, false).await;
        let packet = client.next().await.unwrap();
        assert!(packet.len() <= 512, "{} bytes", packet.len());
    }
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_1_2_25_message_that_is_too_large_is_left_out_as_if_it_had_been_sent() {
    let bench = Bench::new();
    let list = PropertyList::new()
        .u32(PropertyId::MaximumPacketSize, 512)
        .u32(PropertyId::SessionExpiryInterval, 100);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    client.connack().await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    // Header, topic, packet identifier and properties take 9 bytes.
    for size in [503, 504, 1000, 1] {
        account.publish(&NewMessage::new("t", &vec![0; size], QOS1), &Arc::default());
    }
    assert_eq!(client.received().await.payload.len(), 503);
    assert_eq!(client.received().await.payload.len(), 1);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_1_2_29_no_reason_string_for_a_client_that_wants_none() {
    let bench = Bench::new();
    let list = PropertyList::new().byte(PropertyId::RequestProblemInformation, 0);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    client.connack().await;
    client.publish("$SYS/x", b"", QOS1, false).await;
    assert_eq!(client.next().await.unwrap(), [0x40, 4, 0, 77, 0x90, 0]);
}

#[tokio::test]
async fn mqtt_3_1_3_7_assigned_client_id_is_returned() {
    let bench = Bench::new();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut client = bench.connect(connect(V5, "")).await;
        let bytes = client.next().await.unwrap();
        let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!() };
        ids.push(ack.properties.text(PropertyId::AssignedClientIdentifier).unwrap().to_owned());
    }
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn mqtt_3_1_3_8_refused_client_id_is_answered_with_0x85_and_closed() {
    let mut client = Bench::new().connect(connect(V5, "$reserved")).await;
    assert_eq!(client.connack().await, (false, 0x85));
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_1_3_10_user_properties_of_the_will_keep_their_order() {
    let bench = Bench::new();
    let mut watcher = bench.client(V5, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let list = PropertyList::new().user("b", "1").user("a", "2").user("b", "0");
    let will =
        Will { properties: Properties::from_raw(list.as_raw()), ..will("w", b"x", QOS0, false).unwrap() };
    let mut client = bench.connect(Connect { will: Some(will), ..connect(V5, "c") }).await;
    client.connack().await;
    drop(client);
    publish_packet(&mut watcher, |publish| assert_eq!(publish.properties.raw(), list.as_raw())).await;
}

#[tokio::test]
async fn mqtt_3_1_4_3_existing_connection_is_told_0x8e() {
    let bench = Bench::new();
    let mut first = bench.client(V5, "c").await;
    let _second = bench.client(V5, "c").await;
    assert_eq!(first.disconnect_reason().await, 0x8e);
}

#[tokio::test]
async fn mqtt_3_1_4_6_nothing_after_a_refused_connect_is_processed() {
    let bench = Bench::new();
    let mut bytes = b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01$".to_vec();
    bytes.extend_from_slice(b"\x31\x05\x00\x01t\x00x");
    assert_eq!(exchange(&bench, V5, &bytes).await.len(), 1);
    assert_eq!(bench.broker.status().retained, 0);
}

#[tokio::test]
async fn mqtt_3_2_2_6_refusal_has_no_session_present() {
    let bench = Bench::new();
    drop(resume(&bench, "d", false).await);
    let list = PropertyList::new().u32(PropertyId::MaximumPacketSize, 511);
    let (present, code) =
        bench.connect(Connect { clean: false, ..with(V5, "d", &list) }).await.connack().await;
    assert!(!present && code >= 0x80);
}

#[tokio::test]
async fn mqtt_3_2_2_9_maximum_qos_is_told() {
    let mut client = Bench::new().connect(connect(V5, "c")).await;
    let bytes = client.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!() };
    assert_eq!(ack.properties.number(PropertyId::MaximumQoS), Some(1));
}

#[tokio::test]
async fn mqtt_3_2_2_12_will_of_a_qos_that_is_not_supported_is_refused_with_0x9b() {
    let will = will("w", b"", QoS::ExactlyOnce, false);
    let mut client = Bench::new().connect(Connect { will, ..connect(V5, "c") }).await;
    assert_eq!(client.connack().await, (false, 0x9b));
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_2_2_22_keep_alive_of_the_client_counts_when_the_server_names_none() {
    let bench = Bench::new();
    let mut client = bench.connect(Connect { keep_alive: 200, ..connect(V5, "c") }).await;
    let bytes = client.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!() };
    assert_eq!(ack.properties.number(PropertyId::ServerKeepAlive), None);
    bench.broker.account(&tenant()).end_silent(299);
    client.expect_silence().await;
}

async fn subscribe_with(client: &mut Client, filter: &str, options: SubscriptionOptions) {
    let mut out = Vec::new();
    encode::subscribe(&mut out, V5, 9, &[(filter, options)]);
    client.send(&out).await;
    assert_eq!(client.next().await.unwrap()[0], 0x90);
}

fn handling(retain_handling: mqtt::RetainHandling) -> SubscriptionOptions {
    SubscriptionOptions { retain_handling, ..SubscriptionOptions::of(QOS0) }
}

async fn with_kept(bench: &Bench) -> Client {
    let mut client = bench.client(V5, "c").await;
    client.publish("t", b"kept", QOS1, true).await;
    client.puback().await;
    client
}

#[tokio::test]
async fn mqtt_3_3_1_9_retain_handling_0_sends_every_time() {
    let mut client = with_kept(&Bench::new()).await;
    for _ in 0..2 {
        subscribe_with(&mut client, "t", handling(mqtt::RetainHandling::Always)).await;
        assert!(client.received().await.retain);
    }
}

#[tokio::test]
async fn mqtt_3_3_1_10_retain_handling_1_sends_for_a_new_subscription() {
    let mut client = with_kept(&Bench::new()).await;
    subscribe_with(&mut client, "t", handling(mqtt::RetainHandling::IfNew)).await;
    assert!(client.received().await.retain);
    subscribe_with(&mut client, "t", handling(mqtt::RetainHandling::IfNew)).await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_1_11_retain_handling_2_sends_nothing() {
    let mut client = with_kept(&Bench::new()).await;
    subscribe_with(&mut client, "t", handling(mqtt::RetainHandling::Never)).await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_1_12_retain_is_cleared_without_retain_as_published() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    client.publish("t", b"x", QOS0, true).await;
    assert!(!client.received().await.retain);
}

#[tokio::test]
async fn mqtt_3_3_1_13_retain_stays_with_retain_as_published() {
    let mut client = Bench::new().client(V5, "c").await;
    let options = SubscriptionOptions { retain_as_published: true, ..SubscriptionOptions::of(QOS0) };
    subscribe_with(&mut client, "t", options).await;
    for retain in [true, false] {
        client.publish("t", b"x", QOS0, retain).await;
        assert_eq!(client.received().await.retain, retain);
    }
}

/// Publishes with properties and returns those that come out.
async fn forwarded(list: PropertyList) -> Vec<u8> {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    client.publish_with("t", b"x", QOS0, false, &list).await;
    let mut raw = Vec::new();
    publish_packet(&mut client, |publish| raw = publish.properties.raw().to_vec()).await;
    assert_eq!(raw, list.as_raw());
    raw
}

#[tokio::test]
async fn mqtt_3_3_2_4_payload_format_is_forwarded() {
    forwarded(PropertyList::new().byte(PropertyId::PayloadFormatIndicator, 1)).await;
}

#[tokio::test]
async fn mqtt_3_3_2_5_expired_message_is_not_delivered() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", true).await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let account = bench.broker.account(&tenant());
    while bench.broker.status().connections > 0 {
        tokio::task::yield_now().await;
    }
    let short = NewMessage { expiry: Some(1), ..NewMessage::new("t", b"short", QOS1) };
    account.publish(&short, &Arc::default());
    account.publish(&NewMessage::new("t", b"long", QOS1), &Arc::default());
    // The broker reads the clock of the machine; a second is the shortest expiry.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let (mut device, _) = resume(&bench, "d", false).await;
    assert_eq!(device.received().await.payload, b"long");
}

#[tokio::test]
async fn mqtt_3_3_2_6_expiry_is_forwarded_less_the_time_that_it_waited() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    let list = PropertyList::new().u32(PropertyId::MessageExpiryInterval, 100);
    client.publish_with("t", b"x", QOS0, false, &list).await;
    publish_packet(&mut client, |publish| {
        let left = publish.properties.number(PropertyId::MessageExpiryInterval).unwrap();
        assert!((98..=100).contains(&left), "{left}");
    })
    .await;
}

#[tokio::test]
async fn mqtt_3_3_2_7_topic_alias_ends_with_its_connection() {
    let bench = Bench::new();
    let alias = PropertyList::new().u16(PropertyId::TopicAlias, 1);
    let (mut device, _) = resume(&bench, "d", false).await;
    device.publish_with("t", b"x", QOS0, false, &alias).await;
    device.expect_silence().await;
    drop(device);
    let (mut device, present) = resume(&bench, "d", false).await;
    assert!(present);
    device.publish_with("", b"x", QOS0, false, &alias).await;
    assert_eq!(device.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn mqtt_3_3_2_8_topic_alias_0_is_refused_with_0x94() {
    let mut client = Bench::new().client(V5, "c").await;
    let alias = PropertyList::new().u16(PropertyId::TopicAlias, 0);
    client.publish_with("t", b"x", QOS0, false, &alias).await;
    assert_eq!(client.disconnect_reason().await, 0x94);
}

#[tokio::test]
async fn mqtt_3_3_2_10_every_alias_up_to_the_maximum_is_taken() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("+", QOS0).await;
    let alias = |number| PropertyList::new().u16(PropertyId::TopicAlias, number);
    for number in (1..=8).rev() {
        client.publish_with(&format!("t{number}"), b"", QOS0, false, &alias(number)).await;
        client.received().await;
    }
    for number in 1..=8 {
        client.publish_with("", b"", QOS0, false, &alias(number)).await;
        assert_eq!(client.received().await.topic, format!("t{number}"));
    }
}

#[tokio::test]
async fn mqtt_3_3_2_14_response_topic_with_a_wildcard_is_a_protocol_error() {
    let mut client = Bench::new().client(V5, "c").await;
    let list = PropertyList::new().text(PropertyId::ResponseTopic, "a/+");
    client.publish_with("t", b"x", QOS0, false, &list).await;
    assert_eq!(client.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn mqtt_3_3_2_15_response_topic_is_forwarded() {
    forwarded(PropertyList::new().text(PropertyId::ResponseTopic, "a/b")).await;
}

#[tokio::test]
async fn mqtt_3_3_2_16_correlation_data_is_forwarded() {
    forwarded(PropertyList::new().binary(PropertyId::CorrelationData, b"\x00\xff")).await;
}

#[tokio::test]
async fn mqtt_3_3_2_17_user_properties_are_forwarded() {
    forwarded(PropertyList::new().user("", "").user("k", "v")).await;
}

#[tokio::test]
async fn mqtt_3_3_2_18_user_properties_keep_their_order() {
    forwarded(
        PropertyList::new().user("b", "1").text(PropertyId::ContentType, "t").user("a", "2").user("b", "0"),
    )
    .await;
}

#[tokio::test]
async fn mqtt_3_3_2_20_content_type_is_forwarded() {
    forwarded(PropertyList::new().text(PropertyId::ContentType, "text/plain")).await;
}

#[tokio::test]
async fn mqtt_3_3_4_6_subscription_identifier_in_a_publish_is_a_protocol_error() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x30\x07\x00\x01t\x02\x0b\x01x").await;
    assert_eq!(client.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn mqtt_3_3_4_9_no_more_messages_in_flight_than_the_client_takes() {
    let bench = Bench::new();
    let list = PropertyList::new().u16(PropertyId::ReceiveMaximum, 2);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    client.connack().await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    for number in 0..4 {
        account.publish(&NewMessage::new("t", &[number], QOS1), &Arc::default());
    }
    let first = client.received().await;
    client.received().await;
    client.expect_silence().await;
    // One that failed at the client counts as well (MQTT-4.4.0-2).
    client.send(&[0x40, 3, 0, first.packet_id as u8, 0x80]).await;
    assert_eq!(client.received().await.payload, [2]);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_4_10_other_packets_do_not_wait_for_the_window() {
    let bench = Bench::new();
    let list = PropertyList::new().u16(PropertyId::ReceiveMaximum, 1);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    client.connack().await;
    client.subscribe("t", QOS1).await;
    client.publish("t", b"1", QOS1, false).await;
    client.puback().await;
    client.received().await;
    client.publish("t", b"2", QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    assert_eq!(client.subscribe("u", QOS0).await, [0]);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_8_3_5_reserved_option_bits_are_malformed() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x07\x00\x01\x00\x00\x01a\x40").await;
    assert_eq!(client.disconnect_reason().await, 0x81);
}

#[tokio::test]
async fn mqtt_3_9_3_1_codes_are_in_the_order_of_the_filters() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x10\x00\x01\x00\x00\x01a\x01\x00\x02b#\x01\x00\x01c\x00").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 6, 0, 1, 0, 1, 0x8f, 0]);
}

#[tokio::test]
async fn mqtt_3_11_3_1_codes_of_unsuback_are_in_the_order_of_the_filters() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("a", QOS0).await;
    client.send(b"\xa2\x0a\x00\x07\x00\x00\x01a\x00\x02b#").await;
    // Invalid: mqtt.md §5 has 0x8F among the codes of UNSUBACK.
    assert_eq!(client.next().await.unwrap(), [0xb0, 5, 0, 7, 0, 0, 0x8f]);
}

#[tokio::test]
async fn mqtt_3_14_0_1_no_disconnect_comes_before_a_connack() {
    let bench = Bench::new();
    for bytes in [&b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01$"[..], &[0xe0, 0], &[0xf0, 0]] {
        let answer = exchange(&bench, V5, bytes).await;
        assert!(answer.iter().all(|packet| packet[0] == 0x20), "{answer:?}");
    }
}

#[tokio::test]
async fn mqtt_3_14_4_3_disconnect_discards_the_will() {
    let bench = Bench::new();
    let mut watcher = bench.client(V5, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    for (bytes, is_sent) in [(&[0xe0, 0][..], false), (&[0xe0, 1, 0], false), (&[0xe0, 1, 4], true)] {
        let mut client =
            bench.connect(Connect { will: will("w", b"x", QOS0, false), ..connect(V5, "c") }).await;
        client.connack().await;
        client.send(bytes).await;
        client.expect_close().await;
        if is_sent {
            assert_eq!(watcher.received().await.payload, b"x");
        }
        watcher.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_4_3_2_4_publish_is_acknowledged_with_its_packet_identifier() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x32\x07\x00\x01t\xab\xcd\x00x").await;
    assert_eq!(client.next().await.unwrap(), [0x40, 2, 0xab, 0xcd]);
}

#[tokio::test]
async fn mqtt_4_13_1_1_malformed_packet_ends_the_connection_with_its_reason() {
    let bench = Bench::new();
    let cases: [(&str, &[u8], u8); 7] = [
        ("flags", &[0xc1, 0], 0x81),
        ("type 0", &[0x00, 0], 0x81),
        ("QoS 3", b"\x36\x06\x00\x01t\x00\x01\x00", 0x81),
        ("property of another packet", b"\x30\x0a\x00\x01t\x05\x11\x00\x00\x00\x01x", 0x82),
        ("packet identifier 0", b"\x32\x06\x00\x01t\x00\x00\x00", 0x82),
        ("no filter", &[0x82, 3, 0, 1, 0], 0x82),
        ("server's packet", &[0xd0, 0], 0x82),
    ];
    for (name, bytes, reason) in cases {
        let mut client = bench.client(V5, "c").await;
        client.send(bytes).await;
        assert_eq!(client.disconnect_reason().await, reason, "{name}");
    }
}
