//! MQTT 5: SUBSCRIBE and UNSUBSCRIBE, and what answers them.

use super::*;

#[tokio::test]
async fn mqtt_3_8_3_4_no_local_with_a_shared_subscription_is_a_protocol_error() {
    let mut client = Bench::new().client(V5, "c").await;
    let mut out = Vec::new();
    let options = SubscriptionOptions { no_local: true, ..SubscriptionOptions::of(QOS0) };
    encode::subscribe(&mut out, V5, 9, &[("$share/group/t", options)]);
    client.send(&out).await;
    assert_eq!(client.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn mqtt_3_8_3_5_reserved_option_bits_are_malformed() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x07\x00\x01\x00\x00\x01a\x40").await;
    assert_eq!(client.disconnect_reason().await, 0x81);
}

#[tokio::test]
async fn mqtt_3_8_4_1_subscribe_is_answered_with_suback() {
    let mut client = Bench::new().client(V5, "c").await;
    // Also when nothing is granted.
    for filter in [b'a', b'#', b'$'] {
        client.send(&[0x82, 8, 1, 2, 0, 0, 2, b'b', filter, 0]).await;
        assert_eq!(client.next().await.unwrap()[0], 0x90);
    }
}

#[tokio::test]
async fn mqtt_3_8_4_2_suback_has_the_packet_identifier() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x07\xab\xcd\x00\x00\x01a\x00").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 4, 0xab, 0xcd, 0, 0]);
}

#[tokio::test]
async fn mqtt_3_8_4_3_same_filter_replaces_the_subscription() {
    let mut client = Bench::new().client(V5, "c").await;
    subscribe_with(
        &mut client,
        "t",
        SubscriptionOptions { retain_as_published: true, ..SubscriptionOptions::of(QOS1) },
    )
    .await;
    subscribe_with(&mut client, "t", SubscriptionOptions::of(QOS0)).await;
    client.publish("t", b"x", QOS0, true).await;
    // One copy, with the options of the second.
    assert!(!client.received().await.retain);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_8_4_4_replacement_sends_the_kept_message_again_and_loses_none() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.publish("t", b"kept", QOS0, true).await;
    client.subscribe("t", QOS0).await;
    assert_eq!(client.received().await.payload, b"kept");
    // A SUBSCRIBE between any two messages.
    let mut all = Vec::new();
    for number in 0..20_u8 {
        encode::subscribe(&mut all, V5, 9, &[("t", SubscriptionOptions::of(QOS0))]);
        all.extend_from_slice(&[0x30, 5, 0, 1, b't', 0, number]);
    }
    client.send(&all).await;
    let (mut again, mut next) = (0, 0);
    while again < 20 || next < 20 {
        let bytes = client.next().await.unwrap();
        match decode(V5, &bytes) {
            Packet::SubAck(_) => {}
            Packet::Publish(publish) if publish.retain => again += 1,
            Packet::Publish(publish) => {
                assert_eq!(publish.payload, [next]);
                next += 1;
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn mqtt_3_8_4_5_many_filters_are_handled_as_if_each_came_alone() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x0f\x00\x01\x00\x00\x01a\x00\x00\x01b\x01\x00\x01c\x00").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 6, 0, 1, 0, 0, 1, 0]);
    for topic in ["a", "b", "c"] {
        client.publish(topic, b"x", QOS0, false).await;
        assert_eq!(client.received().await.topic, topic);
    }
}

#[tokio::test]
async fn mqtt_3_8_4_6_suback_has_a_code_for_each_filter() {
    let mut client = Bench::new().client(V5, "c").await;
    let options = SubscriptionOptions::of(QOS0);
    let filters = ["a", "a", "b#", "$SYS/#", "$share/g/a", "$share//a", "c"].map(|filter| (filter, options));
    for count in 1..=filters.len() {
        let mut out = Vec::new();
        encode::subscribe(&mut out, V5, 9, &filters[..count]);
        client.send(&out).await;
        let bytes = client.next().await.unwrap();
        assert_eq!(bytes[5..], [0, 0, 0x8f, 0x8f, 0, 0x8f, 0][..count]);
    }
}

#[tokio::test]
async fn mqtt_3_8_4_7_code_is_the_granted_qos_or_says_that_it_failed() {
    let mut client = Bench::new().client(V5, "c").await;
    for (filter, qos, code) in [("a", QOS0, 0), ("a", QOS1, 1), ("a#", QOS1, 0x8f)] {
        assert_eq!(client.subscribe(filter, qos).await, [code]);
    }
    // One subscription was made.
    client.publish("a", b"x", QOS0, false).await;
    client.received().await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_8_4_8_delivery_has_the_lower_qos() {
    both::delivery_has_the_lower_qos(V5).await;
}

#[tokio::test]
async fn mqtt_3_9_3_1_codes_are_in_the_order_of_the_filters() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x10\x00\x01\x00\x00\x01a\x01\x00\x02b#\x01\x00\x01c\x00").await;
    assert_eq!(client.next().await.unwrap(), [0x90, 6, 0, 1, 0, 1, 0x8f, 0]);
}

#[tokio::test]
async fn mqtt_3_9_3_2_codes_are_those_of_suback() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    for number in 0..50 {
        assert_eq!(client.subscribe(&format!("s/{number}"), QOS0).await, [0]);
    }
    assert_eq!(client.subscribe("s/1", QOS1).await, [1]);
    assert_eq!(client.subscribe("one too many", QOS0).await, [0x97]);
    assert_eq!(client.subscribe("#/a", QOS0).await, [0x8f]);
    *bench.policy.0.lock() = Ok(connect_only());
    bench.broker.policies_changed(&tenant());
    assert_eq!(client.subscribe("s/1", QOS0).await, [0x87]);
}

#[tokio::test]
async fn mqtt_3_10_4_1_filter_is_removed_when_it_is_the_same_character_by_character() {
    both::filter_is_removed_when_it_is_the_same(V5).await;
}

#[tokio::test]
async fn mqtt_3_10_4_2_no_new_message_comes_after_unsubscribe() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut client = bench.client(V5, "c").await;
    for filter in ["t", "$share/g/t"] {
        client.subscribe(filter, QOS1).await;
        unsubscribe(&mut client, filter).await;
        account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
        client.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_3_10_4_3_message_that_was_sent_before_is_completed() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    device.received().await;
    unsubscribe(&mut device, "t").await;
    drop(device);
    let (mut device, _) = resume(&bench, "d", false).await;
    assert_eq!(device.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_3_10_4_4_unsubscribe_is_answered_with_unsuback() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("a", QOS0).await;
    client.send(b"\xa2\x06\x00\x07\x00\x00\x01a").await;
    assert_eq!(client.next().await.unwrap()[0], 0xb0);
}

#[tokio::test]
async fn mqtt_3_10_4_5_unsuback_has_the_packet_identifier_also_when_nothing_was_removed() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\xa2\x06\xab\xcd\x00\x00\x01a").await;
    assert_eq!(client.next().await.unwrap()[..4], [0xb0, 4, 0xab, 0xcd]);
}

#[tokio::test]
async fn mqtt_3_10_4_6_many_filters_are_removed_with_one_answer() {
    let mut client = Bench::new().client(V5, "c").await;
    for filter in ["a", "b"] {
        client.subscribe(filter, QOS0).await;
    }
    client.send(b"\xa2\x09\x00\x07\x00\x00\x01a\x00\x01b").await;
    assert_eq!(client.next().await.unwrap(), [0xb0, 5, 0, 7, 0, 0, 0]);
    for topic in ["a", "b"] {
        client.publish(topic, b"x", QOS0, false).await;
    }
    client.expect_silence().await;
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
async fn mqtt_3_11_3_2_codes_are_those_of_unsuback() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("a", QOS0).await;
    // One that was there, one that was not (mqtt.md §5 has no code 0x11), and one that is not valid.
    client.send(b"\xa2\x0d\x00\x07\x00\x00\x01a\x00\x01b\x00\x02c#").await;
    assert_eq!(client.next().await.unwrap(), [0xb0, 6, 0, 7, 0, 0, 0, 0x8f]);
}
