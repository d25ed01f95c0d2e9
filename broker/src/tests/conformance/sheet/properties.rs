//! Section 10: MQTT 5.

use super::*;

#[tokio::test]
async fn sheet_10_properties_of_the_connack() {
    let mut client = Bench::new().connect(connect(V5, "c")).await;
    let bytes = client.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!() };
    for (id, value) in [
        (PropertyId::ReceiveMaximum, 100),
        (PropertyId::TopicAliasMaximum, 8),
        (PropertyId::MaximumQoS, 1),
        (PropertyId::RetainAvailable, 1),
        (PropertyId::MaximumPacketSize, 149_504),
        (PropertyId::WildcardSubscriptionAvailable, 1),
        (PropertyId::SubscriptionIdentifierAvailable, 0),
        (PropertyId::SharedSubscriptionAvailable, 1),
    ] {
        assert_eq!(ack.properties.number(id), Some(value), "{id:?}");
    }
}

#[tokio::test]
async fn sheet_10_subscription_identifier_is_refused_with_0xa1() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x82\x09\x00\x01\x02\x0b\x01\x00\x01a\x00").await;
    assert_eq!(client.disconnect_reason().await, 0xa1);
}

#[tokio::test]
async fn sheet_10_auth_and_enhanced_authentication_are_refused() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.send(&[0xf0, 2, 0x19, 0]).await;
    assert_eq!(client.disconnect_reason().await, 0x82);
    let list = PropertyList::new().text(PropertyId::AuthenticationMethod, "SCRAM-SHA-1");
    assert!(bench.connect(with(V5, "c", &list)).await.connack().await.1 >= 0x80);
}

#[tokio::test]
async fn sheet_10_message_expiry_has_bounds() {
    let bench = Bench::new();
    let mut client = bench.client(V5, "c").await;
    client.subscribe("t", QOS0).await;
    for (asked, most) in [(0, 1), (604_800, 604_800), (u32::MAX, 604_800)] {
        let list = PropertyList::new().u32(PropertyId::MessageExpiryInterval, asked);
        client.publish_with("t", b"", QOS0, false, &list).await;
        publish_packet(&mut client, |publish| {
            let left = publish.properties.number(PropertyId::MessageExpiryInterval).unwrap();
            assert!(left <= most && left + 2 >= most, "{asked}: {left}");
        })
        .await;
    }
}

/// Properties of a message that are longer than they may be.
fn too_long() -> [PropertyList; 3] {
    let long = "x".repeat(4096);
    [
        PropertyList::new().text(PropertyId::ContentType, &long[..257]),
        PropertyList::new().binary(PropertyId::CorrelationData, &[0; 8193]),
        PropertyList::new().user("k", &long).user("k", &long),
    ]
}

#[tokio::test]
async fn sheet_10_properties_beyond_their_limits_are_refused() {
    let mut client = Bench::new().client(V5, "c").await;
    for list in too_long() {
        client.publish_with("t", b"", QOS1, false, &list).await;
        assert_eq!(client.puback().await, 0x97);
    }
}

#[tokio::test]
async fn sheet_10_properties_of_a_will_have_the_same_limits() {
    let bench = Bench::new();
    let connack = async |list: &PropertyList| {
        let properties = Properties::from_raw(list.as_raw());
        let will = Will { properties, ..will("w", b"x", QOS0, false).unwrap() };
        let mut client = bench.connect(Connect { will: Some(will), ..connect(V5, "c") }).await;
        client.connack().await.1
    };
    for list in too_long() {
        assert_eq!(connack(&list).await, 0x97);
    }
    for (topic, code) in [("a/b", 0), ("a/+", 0x90), ("#", 0x90)] {
        let list = PropertyList::new().text(PropertyId::ResponseTopic, topic);
        assert_eq!(connack(&list).await, code, "{topic}");
    }
}

/// A packet of MQTT 5 with properties between its head and the rest.
fn packet(first_byte: u8, head: &[u8], list: &PropertyList, rest: &[u8]) -> Vec<u8> {
    fn varint(mut value: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while value >= 128 {
            bytes.push((value % 128) as u8 | 0x80);
            value /= 128;
        }
        bytes.push(value as u8);
        bytes
    }
    let raw = list.as_raw();
    let body = [head, &varint(raw.len()), raw, rest].concat();
    [&[first_byte], &varint(body.len())[..], &body].concat()
}

#[tokio::test]
async fn sheet_10_user_properties_of_every_packet_have_the_limit() {
    let bench = Bench::new();
    let fits = PropertyList::new().user("k", &"v".repeat(8191));
    let exceeds = PropertyList::new().user("k", &"v".repeat(8192));
    for (list, code) in [(&fits, 0), (&exceeds, 0x97)] {
        assert_eq!(bench.connect(with(V5, "c", list)).await.connack().await.1, code);
    }
    let cases: [(u8, &[u8], &[u8], u8); 3] = [
        (0x82, &[0, 1], b"\x00\x01t\x00", 0x90),
        (0xa2, &[0, 1], b"\x00\x01t", 0xb0),
        (0xe0, &[0x04], b"", 0),
    ];
    for (first_byte, head, rest, answer) in cases {
        let mut client = bench.client(V5, "d").await;
        client.send(&packet(first_byte, head, &fits, rest)).await;
        let first = client.next().await.map_or(0, |bytes| bytes[0]);
        assert_eq!(first, answer, "{first_byte:#x}");
        let mut client = bench.client(V5, "d").await;
        client.send(&packet(first_byte, head, &exceeds, rest)).await;
        assert_eq!(client.disconnect_reason().await, 0x97, "{first_byte:#x}");
    }
}

#[tokio::test]
async fn sheet_10_expiry_of_a_message_counts_for_mqtt_3_receivers() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    device.send(&[0xe0, 0]).await;
    device.expect_close().await;
    let mut client = bench.client(V5, "c").await;
    for (payload, list) in [(&b"short"[..], expiring()), (b"long", PropertyList::new())] {
        client.publish_with("t", payload, QOS1, false, &list).await;
        client.puback().await;
    }
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    assert_eq!(device.received().await.payload, b"long");
    device.expect_silence().await;
}

#[tokio::test]
async fn sheet_10_client_that_takes_less_than_512_bytes_is_refused() {
    let bench = Bench::new();
    for (size, is_let_in) in [(511, false), (512, true)] {
        let list = PropertyList::new().u32(PropertyId::MaximumPacketSize, size);
        assert_eq!(bench.connect(with(V5, "c", &list)).await.connack().await.1 == 0, is_let_in, "{size}");
    }
}
