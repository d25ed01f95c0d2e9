//! MQTT 5: CONNACK.

use super::*;

#[tokio::test]
async fn mqtt_3_2_0_1_connack_is_the_first_packet() {
    let bench = Bench::new();
    let (mut device, _) = resume(&bench, "d", false).await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"waits", QOS1), &Arc::default());
    let (list, id) = lasting("d");
    let mut device = bench.connect(Connect { clean: false, ..with(V5, id, &list) }).await;
    assert_eq!(device.next().await.unwrap()[0], 0x20);
    assert_eq!(device.received().await.payload, b"waits");
}

#[tokio::test]
async fn mqtt_3_2_0_2_connack_comes_once() {
    let bench = Bench::new();
    let connect = b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c";
    let answer = exchange(&bench, V5, &[&connect[..], connect].concat()).await;
    assert_eq!(answer.iter().filter(|packet| packet[0] == 0x20).count(), 1, "{answer:?}");
}

#[tokio::test]
async fn mqtt_3_2_2_1_reserved_bits_of_the_flags_are_0() {
    let bench = Bench::new();
    let (list, id) = lasting("d");
    for expected in [0, 1] {
        let mut client = bench.connect(Connect { clean: false, ..with(V5, id, &list) }).await;
        assert_eq!(client.next().await.unwrap()[2], expected);
    }
}

#[tokio::test]
async fn mqtt_3_2_2_2_clean_start_has_no_session_present() {
    let bench = Bench::new();
    resume(&bench, "d", false).await;
    assert_eq!(bench.connect(connect(V5, "d")).await.connack().await, (false, 0));
}

#[tokio::test]
async fn mqtt_3_2_2_3_session_present_says_whether_there_is_one() {
    let bench = Bench::new();
    assert!(!resume(&bench, "d", false).await.1);
    assert!(resume(&bench, "d", false).await.1);
    assert!(!resume(&bench, "e", false).await.1);
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
async fn mqtt_3_2_2_7_refusal_is_followed_by_the_close() {
    let bench = Bench::new();
    // A packet size that is too small, a client id that is not valid, a reserved flag.
    let cases: [&[u8]; 3] = [
        b"\x10\x13\x00\x04MQTT\x05\x02\x00\x3c\x05\x27\x00\x00\x01\x00\x00\x01c",
        b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01$",
        b"\x10\x0e\x00\x04MQTT\x05\x03\x00\x3c\x00\x00\x01c",
    ];
    for bytes in cases {
        // All that comes until the broker closes.
        let answer = exchange(&bench, V5, bytes).await;
        assert!(answer.len() == 1 && answer[0][3] >= 0x80, "{answer:?}");
    }
}

#[tokio::test]
async fn mqtt_3_2_2_8_codes_are_those_of_connack() {
    let bench = Bench::new();
    let small = PropertyList::new().u32(PropertyId::MaximumPacketSize, 1);
    let method = PropertyList::new().text(PropertyId::AuthenticationMethod, "x");
    let refused = [
        (connect(V5, "$x"), 0x85),
        (with(V5, "c", &small), 0x80),
        (with(V5, "c", &method), 0x8c),
        (Connect { will: will("w", b"", QoS::ExactlyOnce, false), ..connect(V5, "c") }, 0x9b),
        (Connect { will: will("$SYS/x", b"", QOS0, false), ..connect(V5, "c") }, 0x90),
    ];
    for (packet, code) in refused {
        assert_eq!(bench.connect(packet).await.connack().await, (false, code));
    }
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
async fn mqtt_3_2_2_16_assigned_client_id_is_of_no_other_session() {
    let bench = Bench::new();
    let mut clients = Vec::new();
    for _ in 0..20 {
        let mut client = bench.connect(connect(V5, "")).await;
        connack_properties(&mut client, |list| {
            assert!(list.text(PropertyId::AssignedClientIdentifier).is_some());
        })
        .await;
        clients.push(client);
    }
    // One that took the client id of another would have ended it.
    assert_eq!(bench.broker.status().connections, 20);
}

#[tokio::test]
async fn mqtt_3_2_2_19_reason_string_is_left_out_where_the_client_has_no_room() {
    let bench = Bench::with(Store::memory().unwrap(), &connect_only().replace("iot:Publish", "iot:Connect"));
    for (size, has_reason) in [(512, false), (4096, true)] {
        let list = PropertyList::new().u32(PropertyId::MaximumPacketSize, size);
        // The explanation names the client.
        let id = "i".repeat(128);
        let mut client = bench.connect(with(V5, &id, &list)).await;
        let bytes = client.next().await.unwrap();
        assert!(bytes.len() <= size as usize, "{} bytes", bytes.len());
        let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!() };
        assert_eq!(ack.code, 0x87);
        assert_eq!(ack.properties.text(PropertyId::ReasonString).is_some(), has_reason, "{size}");
    }
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
