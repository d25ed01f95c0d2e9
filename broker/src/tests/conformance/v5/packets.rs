//! MQTT 5: packet identifiers, PINGREQ and DISCONNECT.

use super::*;

#[tokio::test]
async fn mqtt_2_2_1_4_packet_identifiers_of_the_server_are_unused_ones() {
    both::packet_identifiers_of_the_server_are_unused_ones(V5).await;
}

#[tokio::test]
async fn mqtt_2_2_1_5_puback_has_the_packet_identifier_of_its_publish() {
    let mut client = Bench::new().client(V5, "c").await;
    for id in [1_u8, 9, 5] {
        client.send(&[0x32, 7, 0, 1, b't', 0, id, 0, b'x']).await;
    }
    for id in [1_u8, 9, 5] {
        assert_eq!(client.next().await.unwrap(), [0x40, 2, 0, id], "in order");
    }
}

#[tokio::test]
async fn mqtt_2_2_1_6_suback_and_unsuback_have_the_packet_identifier_of_what_they_answer() {
    let mut client = Bench::new().client(V5, "c").await;
    for id in [1_u8, 9, 5] {
        client.send(&[0x82, 7, 7, id, 0, 0, 1, b'a', 0]).await;
        assert_eq!(client.next().await.unwrap(), [0x90, 4, 7, id, 0, 0]);
        client.send(&[0xa2, 6, 8, id, 0, 0, 1, b'a']).await;
        assert_eq!(client.next().await.unwrap(), [0xb0, 4, 8, id, 0, 0]);
    }
}

#[tokio::test]
async fn mqtt_3_12_4_1_pingreq_is_answered() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(&[0xc0, 0]).await;
    assert_eq!(client.next().await.unwrap(), [0xd0, 0]);
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
async fn mqtt_3_14_1_1_disconnect_with_header_flags_is_malformed() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(&[0xe1, 0]).await;
    assert_eq!(client.disconnect_reason().await, 0x81);
}

#[tokio::test]
async fn mqtt_3_14_2_1_codes_are_those_of_disconnect() {
    let bench = Bench::new();
    let cases: [(&[u8], u8); 5] = [
        (&[0xc1, 0], 0x81),
        (&[0xd0, 0], 0x82),
        (b"\x30\x0a\x00\x06$SYS/x\x00x", 0x90),
        (b"\x30\x07\x00\x01t\x03\x23\x00\x09", 0x94),
        (b"\x34\x07\x00\x01t\x00\x09\x00x", 0x9b),
    ];
    for (bytes, code) in cases {
        let mut client = bench.client(V5, "c").await;
        client.send(bytes).await;
        assert_eq!(client.disconnect_reason().await, code, "{bytes:?}");
    }
}

#[tokio::test]
async fn mqtt_3_14_2_2_server_names_no_session_expiry() {
    let bench = Bench::new();
    let (mut first, _) = resume(&bench, "d", false).await;
    let _second = resume(&bench, "d", false).await;
    let bytes = first.next().await.unwrap();
    let Packet::Disconnect(disconnect) = decode(V5, &bytes) else { panic!("{bytes:?}") };
    assert_eq!(disconnect.properties.number(PropertyId::SessionExpiryInterval), None);
}

#[tokio::test]
async fn mqtt_3_14_2_3_reason_string_is_left_out_where_the_client_has_no_room() {
    let bench = Bench::with(Store::memory().unwrap(), &connect_only());
    let topic = "t".repeat(256);
    for (size, has_reason) in [(512, false), (4096, true)] {
        let list = PropertyList::new().u32(PropertyId::MaximumPacketSize, size);
        let mut client = bench.connect(with(V5, "c", &list)).await;
        client.connack().await;
        client.publish(&topic, b"", QOS0, false).await;
        let bytes = client.next().await.unwrap();
        assert!(bytes.len() <= size as usize);
        let Packet::Disconnect(disconnect) = decode(V5, &bytes) else { panic!("{bytes:?}") };
        assert_eq!(disconnect.properties.text(PropertyId::ReasonString).is_some(), has_reason, "{size}");
    }
}

#[tokio::test]
async fn mqtt_3_14_4_1_nothing_follows_a_disconnect_of_the_server() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    // The error comes between messages to itself and a PINGREQ.
    let publish = b"\x30\x05\x00\x01t\x00x";
    client.send(&[&publish[..], &[0xc1, 0], publish, &[0xc0, 0]].concat()).await;
    let mut last = Vec::new();
    while let Some(packet) = client.next().await {
        assert_ne!(last.first(), Some(&0xe0), "{packet:?} behind the DISCONNECT");
        last = packet;
    }
    assert_eq!(last[0], 0xe0);
}

#[tokio::test]
async fn mqtt_3_14_4_2_disconnect_of_the_server_is_followed_by_the_close() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    bench.broker.account(&tenant()).end_silent(1800);
    // Waits for the close.
    assert_eq!(client.disconnect_reason().await, 0x8d);
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
