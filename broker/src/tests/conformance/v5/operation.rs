//! MQTT 5: sessions, delivery, matching, groups and the window (chapter 4).

use super::*;

#[tokio::test]
async fn mqtt_4_1_0_1_session_lasts_at_least_as_long_as_its_connection() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS0).await;
    let account = bench.broker.account(&tenant());
    account.end_expired(base::UnixMillis::now() + Duration::from_secs(365 * 86_400));
    device.publish("t", b"x", QOS0, false).await;
    assert_eq!(device.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_4_1_0_2_session_ends_when_its_time_is_over() {
    let bench = Bench::new();
    drop(resume(&bench, "d", false).await);
    while bench.broker.status().connections > 0 {
        tokio::task::yield_now().await;
    }
    let account = bench.broker.account(&tenant());
    let now = base::UnixMillis::now();
    account.end_expired(now + Duration::from_secs(3590));
    assert_eq!(account.status().sessions, 1);
    account.end_expired(now + Duration::from_secs(3601));
    assert_eq!(account.status().sessions, 0);
    assert!(!resume(&bench, "d", false).await.1);
}

#[tokio::test]
async fn mqtt_4_3_1_1_qos_0_message_is_sent_with_qos_0_and_no_dup() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    client.publish("t", b"x", QOS1, false).await;
    client.puback().await;
    assert_eq!(client.next().await.unwrap(), b"\x30\x05\x00\x01t\x00x");
}

#[tokio::test]
async fn mqtt_4_3_2_1_every_qos_1_message_has_a_packet_identifier_of_its_own() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    let mut used = std::collections::HashSet::new();
    for _ in 0..100 {
        account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
        assert!(used.insert(client.received().await.packet_id));
    }
}

#[tokio::test]
async fn mqtt_4_3_2_2_qos_1_message_is_sent_with_qos_1_and_no_dup() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    publish_packet(&mut client, |publish| {
        assert!(publish.qos == QOS1 && !publish.dup && publish.packet_id != 0);
    })
    .await;
}

#[tokio::test]
async fn mqtt_4_3_2_3_qos_1_message_is_kept_until_it_is_acknowledged() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    device.received().await;
    for is_acknowledged in [false, true] {
        drop(device);
        device = resume(&bench, "d", false).await.0;
        let received = device.received().await;
        assert_eq!(received.payload, b"x");
        if is_acknowledged {
            device.acknowledge(received.packet_id).await;
            device.expect_silence().await;
        }
    }
    drop(device);
    device = resume(&bench, "d", false).await.0;
    device.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_3_2_4_publish_is_acknowledged_with_its_packet_identifier() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x32\x07\x00\x01t\xab\xcd\x00x").await;
    assert_eq!(client.next().await.unwrap(), [0x40, 2, 0xab, 0xcd]);
}

#[tokio::test]
async fn mqtt_4_3_2_5_packet_identifier_that_was_acknowledged_is_a_new_message() {
    let mut client = Bench::new().client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    // Whatever its DUP says.
    for first in [0x32, 0x3a] {
        client.send(&[first, 7, 0, 1, b't', 0, 9, 0, b'x']).await;
        let mut answers = [client.next().await.unwrap()[0], client.next().await.unwrap()[0]];
        answers.sort_unstable();
        assert_eq!(answers, [0x30, 0x40], "delivered and acknowledged");
    }
}

#[tokio::test]
async fn mqtt_4_4_0_1_what_was_not_acknowledged_is_sent_again() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let (mut device, _) = resume(&bench, "d", false).await;
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
    let (mut device, _) = resume(&bench, "d", false).await;
    // The packet identifiers may be others, and DUP is not set: mqtt.md §3.
    for payload in [b"1", b"3"] {
        assert_eq!(device.received().await.payload, payload);
    }
    device.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_4_0_2_puback_that_says_failure_is_an_acknowledgement() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    let id = device.received().await.packet_id.to_be_bytes();
    device.send(&[0x40, 3, id[0], id[1], 0x83]).await;
    device.expect_silence().await;
    drop(device);
    let (mut device, _) = resume(&bench, "d", false).await;
    device.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_5_0_1_message_reaches_every_session_that_subscribed() {
    let bench = Bench::new();
    let mut here = bench.client(V5, "here").await;
    here.subscribe("t", QOS1).await;
    let (mut away, _) = resume(&bench, "away", false).await;
    away.subscribe("+", QOS1).await;
    drop(away);
    let mut publisher = bench.client(V5, "p").await;
    publisher.publish("t", b"x", QOS1, false).await;
    publisher.puback().await;
    assert_eq!(here.received().await.payload, b"x");
    let (mut away, _) = resume(&bench, "away", false).await;
    assert_eq!(away.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_4_6_0_5_messages_of_one_client_arrive_in_order() {
    both::messages_of_one_client_arrive_in_order(V5).await;
}

#[tokio::test]
async fn mqtt_4_6_0_6_every_topic_is_ordered() {
    both::every_topic_is_ordered(V5).await;
}

#[tokio::test]
async fn mqtt_4_7_2_1_leading_wildcard_does_not_match_a_dollar_topic() {
    let mut client = Bench::new().client(V5, "c").await;
    for filter in ["#", "+/things/T/x", "$share/g/#"] {
        client.subscribe(filter, QOS0).await;
    }
    client.publish("$aws/things/T/x", b"", QOS1, false).await;
    client.puback().await;
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_7_3_4_names_are_compared_byte_by_byte() {
    both::names_are_compared_byte_by_byte(V5).await;
}

#[tokio::test]
async fn mqtt_4_8_2_3_member_of_a_group_gets_its_own_qos() {
    let bench = Bench::new();
    for (granted, expected) in [(QOS0, QOS0), (QOS1, QOS1)] {
        let mut member = bench.client(V5, "m").await;
        member.subscribe("$share/g/t", granted).await;
        bench.client(V5, "p").await.publish("t", b"x", QOS1, false).await;
        assert_eq!(member.received().await.qos, expected);
    }
}

#[tokio::test]
async fn mqtt_4_8_2_6_message_that_a_member_refuses_goes_to_no_other() {
    let bench = Bench::new();
    let (mut first, _) = resume(&bench, "first", false).await;
    first.subscribe("$share/g/t", QOS1).await;
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    let id = first.received().await.packet_id.to_be_bytes();
    let mut second = bench.client(V5, "second").await;
    second.subscribe("$share/g/t", QOS1).await;
    first.send(&[0x40, 3, id[0], id[1], 0x83]).await;
    first.expect_silence().await;
    drop(first);
    while bench.broker.status().connections > 1 {
        tokio::task::yield_now().await;
    }
    second.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_9_0_1_window_is_the_client_s_receive_maximum() {
    let bench = Bench::new();
    for window in [1, 2, 50] {
        let list = PropertyList::new().u16(PropertyId::ReceiveMaximum, window);
        let mut client = bench.connect(with(V5, "c", &list)).await;
        client.connack().await;
        client.subscribe("t", QOS1).await;
        let account = bench.broker.account(&tenant());
        for _ in 0..=window {
            account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
        }
        for _ in 0..window {
            client.received().await;
        }
        client.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_4_9_0_2_every_acknowledgement_makes_room_for_one_message() {
    let bench = Bench::new();
    let list = PropertyList::new().u16(PropertyId::ReceiveMaximum, 1);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    client.connack().await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    for number in 0..10 {
        account.publish(&NewMessage::new("t", &[number], QOS1), &Arc::default());
    }
    for number in 0..10 {
        let received = client.received().await;
        assert_eq!(received.payload, [number]);
        client.expect_silence().await;
        client.acknowledge(received.packet_id).await;
        // A second time it is worth nothing.
        client.acknowledge(received.packet_id).await;
    }
}

#[tokio::test]
async fn mqtt_4_9_0_3_other_packets_are_answered_while_the_window_is_full() {
    let bench = Bench::new();
    let list = PropertyList::new().u16(PropertyId::ReceiveMaximum, 1);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    client.connack().await;
    client.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    for _ in 0..2 {
        account.publish(&NewMessage::new("t", b"x", QOS1), &Arc::default());
    }
    client.received().await;
    assert_eq!(client.subscribe("u", QOS1).await, [1]);
    unsubscribe(&mut client, "u").await;
    client.publish("v", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    client.expect_silence().await;
}

#[tokio::test]
async fn mqtt_4_12_0_1_authentication_method_is_refused_and_closed() {
    let list = PropertyList::new().text(PropertyId::AuthenticationMethod, "SCRAM-SHA-1");
    let mut client = Bench::new().connect(with(V5, "c", &list)).await;
    assert_eq!(client.connack().await, (false, 0x8c));
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_4_12_0_6_server_says_nothing_of_authentication_unasked() {
    let mut client = Bench::new().connect(connect(V5, "c")).await;
    connack_properties(&mut client, |list| assert_eq!(list.text(PropertyId::AuthenticationMethod), None))
        .await;
    client.expect_silence().await;
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

#[tokio::test]
async fn mqtt_4_13_2_1_code_of_failure_is_followed_by_the_close() {
    let bench = Bench::new();
    let mut refused = bench.connect(connect(V5, "$x")).await;
    assert!(refused.connack().await.1 >= 0x80);
    refused.expect_close().await;
    let mut client = bench.client(V5, "c").await;
    *bench.policy.0.lock() = Err("the certificate is INACTIVE".into());
    bench.broker.policies_changed(&tenant());
    // Waits for the close.
    assert!(client.disconnect_reason().await >= 0x80);
}
