//! MQTT 3.1.1: everything after the CONNACK. Its parent lists the statements that do not apply.

use super::*;

#[tokio::test]
async fn mqtt_3_3_1_3_dup_of_the_sender_is_not_passed_on() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("t", QOS1).await;
    client.send(b"\x3a\x06\x00\x01t\x00\x09x").await;
    assert_eq!(client.next().await.unwrap(), [0x40, 2, 0, 9]);
    publish_packet(&mut client, |publish| assert!(!publish.dup)).await;
}

#[tokio::test]
async fn mqtt_3_3_1_5_retained_message_is_kept_with_its_qos_and_replaced() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    for (payload, qos) in [(b"1", QOS0), (b"2", QOS1)] {
        client.publish("t", payload, qos, true).await;
    }
    client.puback().await;
    client.subscribe("t", QOS1).await;
    let received = client.received().await;
    assert_eq!((received.payload.as_slice(), received.qos), (&b"2"[..], QOS1));
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_1_7_retained_qos_0_message_takes_the_place_of_the_earlier_one() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"1", QOS1, true).await;
    client.puback().await;
    client.publish("t", b"2", QOS0, true).await;
    client.subscribe("t", QOS1).await;
    assert_eq!(client.received().await.payload, b"2");
}

#[tokio::test]
async fn mqtt_3_3_1_8_message_of_a_new_subscription_has_retain() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"1", QOS0, true).await;
    client.subscribe("t", QOS0).await;
    assert!(client.received().await.retain);
}

#[tokio::test]
async fn mqtt_3_3_1_9_message_of_an_established_subscription_has_no_retain() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("t", QOS0).await;
    client.publish("t", b"1", QOS0, true).await;
    assert!(!client.received().await.retain);
}

#[tokio::test]
async fn mqtt_3_3_1_10_empty_retained_message_is_delivered_and_removes() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"1", QOS0, true).await;
    client.subscribe("t", QOS0).await;
    client.received().await;
    client.publish("t", b"", QOS0, true).await;
    assert!(client.received().await.payload.is_empty());
    client.subscribe("t", QOS0).await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_1_11_empty_retained_message_is_not_stored() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"", QOS1, true).await;
    client.puback().await;
    assert!(bench.store.load(store::Table::Retained).unwrap().is_empty());
}

#[tokio::test]
async fn mqtt_3_3_1_12_message_without_retain_leaves_the_kept_one() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"1", QOS0, true).await;
    client.publish("t", b"2", QOS0, false).await;
    client.publish("t", b"", QOS0, false).await;
    client.subscribe("t", QOS0).await;
    assert_eq!(client.received().await.payload, b"1");
}

#[tokio::test]
async fn mqtt_3_3_2_2_topic_name_with_a_wildcard_ends_the_connection() {
    let bench = Bench::new();
    for packet in [b"\x30\x04\x00\x01#x", b"\x30\x04\x00\x01+x"] {
        let mut client = bench.client(V3, "c").await;
        client.send(packet).await;
        client.expect_close().await;
    }
}

#[tokio::test]
async fn mqtt_3_3_2_3_topic_name_is_that_of_the_publisher() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("#", QOS0).await;
    for topic in ["A b", "/", "a//b", "\u{feff}a", "ö/ü"] {
        client.publish(topic, b"", QOS0, false).await;
        assert_eq!(client.received().await.topic, topic);
    }
}

#[tokio::test]
async fn mqtt_3_3_5_1_overlapping_subscriptions_deliver_with_the_highest_qos() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("a/+", QOS1).await;
    client.subscribe("a/#", QOS0).await;
    client.publish("a/b", b"x", QOS1, false).await;
    client.puback().await;
    assert_eq!(client.received().await.qos, QOS1);
}

#[tokio::test]
async fn mqtt_3_3_5_2_publish_that_is_not_authorised_is_not_acknowledged() {
    // The standard leaves a choice of two; AWS closes (mqtt.md §6).
    let nothing =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}}"#;
    let bench = Bench::with(Store::memory().unwrap(), nothing);
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"x", QOS1, false).await;
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_8_1_1_subscribe_with_other_header_flags_ends_the_connection() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\x80\x06\x00\x01\x00\x01a\x00").await;
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_8_4_1_subscribe_is_answered_with_suback() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\x82\x06\xab\xcd\x00\x01a\x00").await;
    assert_eq!(client.next().await.unwrap()[0], 0x90);
}

#[tokio::test]
async fn mqtt_3_8_4_2_suback_has_the_packet_identifier() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\x82\x06\xab\xcd\x00\x01a\x00").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 3, 0xab, 0xcd, 0]);
}

#[tokio::test]
async fn mqtt_3_8_4_3_same_filter_replaces_the_subscription_and_sends_the_kept_message_again() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.publish("t", b"1", QOS0, true).await;
    for qos in [QOS0, QOS1] {
        client.subscribe("t", qos).await;
        assert_eq!(client.received().await.payload, b"1");
    }
    client.publish("t", b"2", QOS1, false).await;
    client.puback().await;
    let received = client.received().await;
    assert_eq!((received.payload.as_slice(), received.qos), (&b"2"[..], QOS1), "with the new QoS");
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_8_4_4_many_filters_are_handled_as_if_each_came_alone() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.send(b"\x82\x0e\x00\x01\x00\x01a\x00\x00\x01b\x01\x00\x01c\x00").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 5, 0, 1, 0, 1, 0]);
    for topic in ["a", "b", "c"] {
        client.publish(topic, b"x", QOS0, false).await;
        assert_eq!(client.received().await.topic, topic);
    }
}

#[tokio::test]
async fn mqtt_3_8_4_5_suback_has_a_code_for_each_filter() {
    let mut client = Bench::new().client(V3, "c").await;
    // The second is not well formed.
    client.send(b"\x82\x10\x00\x01\x00\x01a\x00\x00\x03a#b\x01\x00\x01c\x01").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 5, 0, 1, 0, 0x80, 1]);
}

#[tokio::test]
async fn mqtt_3_8_4_6_delivery_has_the_lower_qos() {
    let bench = Bench::new();
    for (published, granted, expected) in
        [(QOS0, QOS0, QOS0), (QOS0, QOS1, QOS0), (QOS1, QOS0, QOS0), (QOS1, QOS1, QOS1)]
    {
        let mut client = bench.client(V3, "c").await;
        client.subscribe("t", granted).await;
        bench.client(V3, "p").await.publish("t", b"x", published, false).await;
        assert_eq!(client.received().await.qos, expected, "{published:?} to {granted:?}");
    }
}

#[tokio::test]
async fn mqtt_3_10_1_1_unsubscribe_with_other_header_flags_ends_the_connection() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\xa0\x05\x00\x01\x00\x01a").await;
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_10_4_1_filter_is_removed_when_it_is_the_same_character_by_character() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("a/b", QOS0).await;
    for filter in ["a/+", "a/#", "A/b", "a/b/"] {
        unsubscribe(&mut client, filter).await;
    }
    client.publish("a/b", b"1", QOS0, false).await;
    assert_eq!(client.received().await.payload, b"1");
    unsubscribe(&mut client, "a/b").await;
    client.publish("a/b", b"2", QOS0, false).await;
    client.expect_silence().await;
}

async fn unsubscribe(client: &mut Client, filter: &str) {
    let mut out = Vec::new();
    encode::unsubscribe(&mut out, client.version, 0x0102, &[filter]);
    client.send(&out).await;
    assert_eq!(client.next().await.unwrap()[..4], [0xb0, 2, 1, 2]);
}

#[tokio::test]
async fn mqtt_3_10_4_2_no_new_message_comes_after_unsubscribe() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("t", QOS1).await;
    unsubscribe(&mut client, "t").await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_10_4_3_message_that_was_sent_before_is_completed() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    device.received().await;
    unsubscribe(&mut device, "t").await;
    drop(device);
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.connack().await, (true, 0));
    assert_eq!(device.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_3_10_4_4_unsuback_has_the_packet_identifier() {
    let mut client = Bench::new().client(V3, "c").await;
    client.subscribe("a", QOS0).await;
    client.send(b"\xa2\x05\xab\xcd\x00\x01a").await;
    assert_eq!(client.next().await.unwrap(), [0xb0, 2, 0xab, 0xcd]);
}

#[tokio::test]
async fn mqtt_3_10_4_5_unsubscribe_is_answered_when_nothing_was_removed() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\xa2\x05\x00\x07\x00\x01a").await;
    assert_eq!(client.next().await.unwrap(), [0xb0, 2, 0, 7]);
}

#[tokio::test]
async fn mqtt_3_10_4_6_many_filters_are_removed_with_one_answer() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    for filter in ["a", "b"] {
        client.subscribe(filter, QOS0).await;
    }
    client.send(b"\xa2\x08\x00\x07\x00\x01a\x00\x01b").await;
    assert_eq!(client.next().await.unwrap(), [0xb0, 2, 0, 7]);
    for topic in ["a", "b"] {
        client.publish(topic, b"x", QOS0, false).await;
    }
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_12_4_1_pingreq_is_answered() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(&[0xc0, 0]).await;
    assert_eq!(client.next().await.unwrap(), [0xd0, 0]);
}

#[tokio::test]
async fn mqtt_3_14_1_1_disconnect_with_header_flags_is_an_error_and_sends_the_will() {
    let bench = Bench::new();
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let mut client = bench.connect(Connect { will: will("w", b"x", QOS0, false), ..connect(V3, "c") }).await;
    client.connack().await;
    client.send(&[0xe1, 0]).await;
    client.expect_close().await;
    assert_eq!(watcher.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_3_14_4_3_disconnect_discards_the_will() {
    let bench = Bench::new();
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let mut client = bench.connect(Connect { will: will("w", b"x", QOS0, false), ..connect(V3, "c") }).await;
    client.connack().await;
    client.send(&[0xe0, 0]).await;
    client.expect_close().await;
    watcher.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_3_2_2_qos_1_publish_is_acknowledged_with_its_packet_identifier() {
    let mut client = Bench::new().client(V3, "c").await;
    // Also one that the sender used before, which is a new message.
    for _ in 0..2 {
        client.send(b"\x32\x06\x00\x01t\xab\xcdx").await;
        assert_eq!(client.next().await.unwrap(), [0x40, 2, 0xab, 0xcd]);
    }
}

#[tokio::test]
async fn mqtt_2_3_1_6_puback_has_the_packet_identifier_of_its_publish() {
    let mut client = Bench::new().client(V3, "c").await;
    for id in [1_u8, 9, 5] {
        client.send(&[0x32, 6, 0, 1, b't', 0, id, b'x']).await;
    }
    for id in [1_u8, 9, 5] {
        assert_eq!(client.next().await.unwrap(), [0x40, 2, 0, id], "in order");
    }
}

#[tokio::test]
async fn mqtt_4_5_0_1_message_reaches_every_client_that_subscribed() {
    let bench = Bench::new();
    let mut clients = Vec::new();
    for id in ["a", "b", "c"] {
        let mut client = bench.client(V3, id).await;
        client.subscribe("t", QOS0).await;
        clients.push(client);
    }
    clients[0].publish("t", b"x", QOS0, false).await;
    for client in &mut clients {
        assert_eq!(client.received().await.payload, b"x");
    }
}

#[tokio::test]
async fn mqtt_4_6_0_6_messages_of_one_client_arrive_in_order() {
    let bench = Bench::new();
    let mut receiver = bench.client(V3, "r").await;
    receiver.subscribe("t", QOS1).await;
    let mut sender = bench.client(V3, "s").await;
    for number in 0..90_u8 {
        sender.publish("t", &[number], QOS1, false).await;
    }
    for number in 0..90 {
        assert_eq!(receiver.received().await.payload, [number]);
    }
}

#[tokio::test]
async fn mqtt_4_7_2_1_leading_wildcard_does_not_match_a_dollar_topic() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("#", QOS0).await;
    client.subscribe("+/things/T/x", QOS0).await;
    client.publish("$aws/things/T/x", b"", QOS1, false).await;
    client.puback().await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_7_3_4_names_are_compared_byte_by_byte() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("\u{e9}", QOS0).await;
    // The same letter, written as two characters.
    client.publish("e\u{301}", b"1", QOS0, false).await;
    client.publish("\u{e9}", b"2", QOS0, false).await;
    assert_eq!(client.received().await.payload, b"2");
}

#[tokio::test]
async fn mqtt_4_8_0_1_protocol_violation_ends_the_connection() {
    let bench = Bench::new();
    for packet in [&[0xd0, 0][..], &[0x00, 0], &[0xf0, 0], &[0xc0, 1, 0], &[0x20, 2, 0, 0], &[0x62, 2, 0, 1]]
    {
        let mut client = bench.client(V3, "c").await;
        client.send(packet).await;
        client.expect_close().await;
    }
}
