//! MQTT 3.1.1: PUBLISH, SUBSCRIBE and UNSUBSCRIBE.

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
async fn mqtt_3_3_1_6_new_subscription_to_the_topic_gets_the_last_retained_message() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    for (topic, payload) in [("t", b"1"), ("t", b"2"), ("u", b"3")] {
        client.publish(topic, payload, QOS0, true).await;
    }
    for (topic, payload) in [("t", b"2"), ("u", b"3")] {
        client.subscribe(topic, QOS0).await;
        assert_eq!(client.received().await.payload, payload);
        client.expect_silence().await;
    }
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
    both::message_of_an_established_subscription_has_no_retain(V3).await;
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
    both::empty_retained_message_is_not_stored(V3).await;
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
async fn mqtt_3_3_2_3_delivered_topic_is_the_publisher_s_and_matches_the_filter() {
    both::delivered_topic_matches_the_filter(V3).await;
}

#[tokio::test]
async fn mqtt_3_3_4_1_answer_is_that_of_the_qos() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\x30\x04\x00\x01tx").await;
    client.expect_silence().await;
    client.send(b"\x32\x06\x00\x01t\x00\x09x").await;
    assert_eq!(client.next().await.unwrap(), [0x40, 2, 0, 9]);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_5_1_overlapping_subscriptions_deliver_with_the_highest_qos() {
    both::overlapping_subscriptions_deliver_with_the_highest_qos(V3).await;
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
    both::delivery_has_the_lower_qos(V3).await;
}

#[tokio::test]
async fn mqtt_3_9_3_1_codes_are_in_the_order_of_the_filters() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\x82\x13\x00\x01\x00\x01a\x01\x00\x02b#\x01\x00\x01c\x00\x00\x01d\x01").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 6, 0, 1, 1, 0x80, 0, 1]);
}

#[tokio::test]
async fn mqtt_3_9_3_2_suback_has_no_reserved_code() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    let long = "x".repeat(257);
    for (filter, code) in [
        ("a", 0),
        ("a", 1),
        ("a#", 0x80),
        ("1/2/3/4/5/6/7/8/9", 0x80),
        (long.as_str(), 0x80),
        ("$share/a", 0x80),
    ] {
        let qos = if code == 1 { QOS1 } else { QOS0 };
        assert_eq!(client.subscribe(filter, qos).await, [code], "{filter}");
    }
    for number in 1..50 {
        assert_eq!(client.subscribe(&format!("s/{number}"), QOS0).await, [0]);
    }
    assert_eq!(client.subscribe("one too many", QOS0).await, [0x80]);
}

#[tokio::test]
async fn mqtt_3_10_1_1_unsubscribe_with_other_header_flags_ends_the_connection() {
    let mut client = Bench::new().client(V3, "c").await;
    client.send(b"\xa0\x05\x00\x01\x00\x01a").await;
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_10_4_1_filter_is_removed_when_it_is_the_same_character_by_character() {
    both::filter_is_removed_when_it_is_the_same(V3).await;
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
