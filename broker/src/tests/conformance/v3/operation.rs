//! MQTT 3.1.1: packet identifiers, the end of a connection, and chapter 4.

use super::*;

#[tokio::test]
async fn mqtt_2_3_1_4_packet_identifiers_of_the_server_are_unused_ones() {
    both::packet_identifiers_of_the_server_are_unused_ones(V3).await;
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
async fn mqtt_2_3_1_7_suback_and_unsuback_have_the_packet_identifier_of_what_they_answer() {
    let mut client = Bench::new().client(V3, "c").await;
    for id in [1_u8, 9, 5] {
        client.send(&[0x82, 6, 7, id, 0, 1, b'a', 0]).await;
        assert_eq!(client.next().await.unwrap(), [0x90, 3, 7, id, 0]);
        client.send(&[0xa2, 5, 8, id, 0, 1, b'a']).await;
        assert_eq!(client.next().await.unwrap(), [0xb0, 2, 8, id]);
    }
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
async fn mqtt_4_1_0_1_session_is_stored_as_long_as_it_lasts() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"1", QOS1), &Arc::default());
    device.received().await;
    // Over several connections: the subscription, what was not acknowledged, and what came meanwhile.
    for last in 2..5_u8 {
        drop(device);
        account.publish(&NewMessage::new("t", &[b'0' + last], QOS1), &Arc::default());
        device = bench.connect(persistent("d")).await;
        assert_eq!(device.connack().await, (true, 0));
        for number in 1..=last {
            assert_eq!(device.received().await.payload, [b'0' + number]);
        }
        device.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_4_1_0_2_session_lasts_at_least_as_long_as_its_connection() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS0).await;
    let account = bench.broker.account(&tenant());
    account.end_expired(base::UnixMillis::now() + Duration::from_secs(365 * 86_400));
    device.publish("t", b"x", QOS0, false).await;
    assert_eq!(device.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_4_3_1_1_qos_0_message_is_sent_with_qos_0_and_no_dup() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.subscribe("t", QOS0).await;
    client.publish("t", b"x", QOS1, false).await;
    client.puback().await;
    assert_eq!(client.next().await.unwrap(), b"\x30\x04\x00\x01tx");
}

#[tokio::test]
async fn mqtt_4_3_2_1_qos_1_message_is_kept_until_it_is_acknowledged() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    publish_packet(&mut device, |publish| {
        assert!(publish.qos == QOS1 && !publish.dup && publish.packet_id != 0);
    })
    .await;
    for is_acknowledged in [false, true] {
        drop(device);
        device = bench.connect(persistent("d")).await;
        device.connack().await;
        let received = device.received().await;
        assert_eq!(received.payload, b"x");
        if is_acknowledged {
            device.acknowledge(received.packet_id).await;
            device.expect_silence().await;
        }
    }
    drop(device);
    device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.expect_silence().await;
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
async fn mqtt_4_4_0_1_what_was_not_acknowledged_is_sent_again() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    for payload in [b"1", b"2", b"3"] {
        account.publish(&NewMessage::new("t", payload, QOS1), &Arc::default());
    }
    device.received().await;
    let second = device.received().await;
    device.acknowledge(second.packet_id).await;
    device.received().await;
    device.expect_silence().await;
    drop(device);
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.connack().await, (true, 0));
    // The packet identifiers may be others, and DUP is not set: mqtt.md §3.
    for payload in [b"1", b"3"] {
        assert_eq!(device.received().await.payload, payload);
    }
    device.expect_silence().await;
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
async fn mqtt_4_6_0_5_every_topic_is_ordered() {
    both::every_topic_is_ordered(V3).await;
}

#[tokio::test]
async fn mqtt_4_6_0_6_messages_of_one_client_arrive_in_order() {
    both::messages_of_one_client_arrive_in_order(V3).await;
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
    both::names_are_compared_byte_by_byte(V3).await;
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
