//! MQTT 5: PUBLISH and PUBACK.

use super::*;

async fn with_kept(bench: &Bench) -> Client {
    let mut client = bench.client(V5, "c").await;
    client.publish("t", b"kept", QOS1, true).await;
    client.puback().await;
    client
}

fn handling(retain_handling: mqtt::RetainHandling) -> SubscriptionOptions {
    SubscriptionOptions { retain_handling, ..SubscriptionOptions::of(QOS0) }
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
async fn mqtt_3_3_1_3_dup_of_the_sender_is_not_passed_on() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("t", QOS1).await;
    client.send(b"\x3a\x07\x00\x01t\x00\x09\x00x").await;
    assert_eq!(client.next().await.unwrap(), [0x40, 2, 0, 9]);
    publish_packet(&mut client, |publish| assert!(!publish.dup)).await;
}

#[tokio::test]
async fn mqtt_3_3_1_5_retained_message_is_kept_and_replaced() {
    let bench = Bench::new();
    let mut client = with_kept(&bench).await;
    for (payload, qos) in [(&b"1"[..], QOS1), (b"2", QOS0), (b"3", QOS1)] {
        client.publish("t", payload, qos, true).await;
        if qos == QOS1 {
            client.puback().await;
        }
        client.subscribe("t", QOS1).await;
        let received = client.received().await;
        assert_eq!((received.payload.as_slice(), received.qos), (payload, qos));
        unsubscribe(&mut client, "t").await;
    }
}

#[tokio::test]
async fn mqtt_3_3_1_6_empty_retained_message_is_delivered_and_removes() {
    let mut client = with_kept(&Bench::new()).await;
    client.subscribe("t", QOS0).await;
    client.received().await;
    client.publish("t", b"", QOS0, true).await;
    assert!(client.received().await.payload.is_empty());
    client.subscribe("t", QOS0).await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_1_7_empty_retained_message_is_not_stored() {
    both::empty_retained_message_is_not_stored(V5).await;
}

#[tokio::test]
async fn mqtt_3_3_1_8_message_without_retain_leaves_the_kept_one() {
    let mut client = with_kept(&Bench::new()).await;
    for payload in [&b"2"[..], b""] {
        client.publish("t", payload, QOS0, false).await;
    }
    client.publish("u", b"3", QOS0, false).await;
    client.subscribe("t", QOS0).await;
    assert_eq!(client.received().await.payload, b"kept");
    client.subscribe("u", QOS0).await;
    client.expect_silence().await;
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
    both::message_of_an_established_subscription_has_no_retain(V5).await;
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

#[tokio::test]
async fn mqtt_3_3_2_2_topic_name_with_a_wildcard_ends_the_connection() {
    let bench = Bench::new();
    for packet in [b"\x30\x05\x00\x01#\x00x", b"\x30\x05\x00\x01+\x00x"] {
        let mut client = bench.client(V5, "c").await;
        client.send(packet).await;
        assert_eq!(client.disconnect_reason().await, 0x81);
    }
}

#[tokio::test]
async fn mqtt_3_3_2_3_delivered_topic_matches_the_filter() {
    both::delivered_topic_matches_the_filter(V5).await;
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
async fn mqtt_3_3_2_11_message_with_an_alias_is_forwarded_with_its_topic() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    let alias = PropertyList::new().u16(PropertyId::TopicAlias, 3);
    for topic in ["t", ""] {
        client.publish_with(topic, b"x", QOS0, false, &alias).await;
        publish_packet(&mut client, |publish| {
            assert_eq!((publish.topic, publish.properties.raw()), ("t", &b""[..]));
        })
        .await;
    }
}

#[tokio::test]
async fn mqtt_3_3_2_12_every_alias_up_to_the_maximum_is_taken() {
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
async fn mqtt_3_3_4_1_answer_is_that_of_the_qos() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x30\x05\x00\x01t\x00x").await;
    client.expect_silence().await;
    client.send(b"\x32\x07\x00\x01t\x00\x09\x00x").await;
    assert_eq!(client.next().await.unwrap(), [0x40, 2, 0, 9]);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_3_4_2_overlapping_subscriptions_deliver_with_the_highest_qos() {
    both::overlapping_subscriptions_deliver_with_the_highest_qos(V5).await;
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
async fn mqtt_3_4_2_1_codes_are_those_of_puback() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    let long = "x".repeat(257);
    let content_type = PropertyList::new().text(PropertyId::ContentType, &long);
    for (topic, list, code) in [
        ("t", PropertyList::new(), 0),
        ("$SYS/x", PropertyList::new(), 0x90),
        (long.as_str(), PropertyList::new(), 0x90),
        ("t", content_type, 0x97),
    ] {
        client.publish_with(topic, b"", QOS1, false, &list).await;
        assert_eq!(client.puback().await, code);
    }
    *bench.policy.0.lock() = Ok(connect_only());
    bench.broker.policies_changed(&tenant());
    client.publish("t", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0x87);
}

#[tokio::test]
async fn mqtt_3_4_2_2_reason_string_is_left_out_where_the_client_has_no_room() {
    let bench = Bench::with(Store::memory().unwrap(), &connect_only());
    let topic = "t".repeat(256);
    for (size, has_reason) in [(512, false), (4096, true)] {
        let list = PropertyList::new().u32(PropertyId::MaximumPacketSize, size);
        let mut client = bench.connect(with(V5, "c", &list)).await;
        client.connack().await;
        client.publish(&topic, b"", QOS1, false).await;
        let bytes = client.next().await.unwrap();
        assert!(bytes.len() <= size as usize);
        let Packet::PubAck(ack) = decode(V5, &bytes) else { panic!("{bytes:?}") };
        assert_eq!(ack.properties.text(PropertyId::ReasonString).is_some(), has_reason, "{size}");
    }
}
