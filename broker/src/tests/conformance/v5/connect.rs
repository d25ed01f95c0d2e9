//! MQTT 5: CONNECT.

use super::*;

#[tokio::test]
async fn mqtt_3_1_0_1_first_packet_that_is_no_connect_ends_the_connection() {
    let bench = Bench::new();
    for first in [&[0xc0, 0][..], b"\x30\x04\x00\x01a\x00", b"\x82\x07\x00\x01\x00\x00\x01a\x00", &[0xf0, 0]]
    {
        assert!(exchange(&bench, V5, first).await.is_empty(), "{first:?}");
    }
}

#[tokio::test]
async fn mqtt_3_1_0_2_second_connect_is_a_protocol_error() {
    let mut client = Bench::new().client(V5, "c").await;
    client.send(b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c").await;
    assert_eq!(client.disconnect_reason().await, 0x82);
}

#[tokio::test]
async fn mqtt_3_1_2_1_other_protocol_name_is_not_answered() {
    for name in [b"HTTP", b"mqtt", b"MQTX"] {
        let bytes = [b"\x10\x0e\x00\x04", &name[..], b"\x05\x02\x00\x3c\x00\x00\x01c"].concat();
        assert!(exchange(&Bench::new(), V5, &bytes).await.is_empty(), "{name:?}");
    }
}

#[tokio::test]
async fn mqtt_3_1_2_2_unknown_protocol_version_ends_the_connection() {
    for version in [0, 2, 6, 0x85] {
        let mut bytes = *b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c";
        bytes[8] = version;
        // The answer that clients of every version understand.
        assert_eq!(exchange(&Bench::new(), V5, &bytes).await, [[0x20, 2, 0, 1]], "{version:#x}");
    }
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
async fn mqtt_3_1_2_7_will_is_stored_with_the_session() {
    let bench = Bench::new();
    let mut watcher = bench.client(V5, "watcher").await;
    watcher.subscribe("w", QOS1).await;
    let (list, id) = lasting("d");
    for expected in [b"1", b"2"] {
        // The will of a connection takes the place of the earlier one's.
        let packet = Connect { clean: false, will: will("w", expected, QOS1, false), ..with(V5, id, &list) };
        let mut client = bench.connect(packet).await;
        client.connack().await;
        watcher.expect_silence().await;
        drop(client);
        let received = watcher.received().await;
        assert_eq!((received.payload.as_slice(), received.qos), (&expected[..], QOS1));
        watcher.acknowledge(received.packet_id).await;
    }
}

#[tokio::test]
async fn mqtt_3_1_2_8_will_is_published_however_the_connection_ends_but_by_disconnect() {
    let bench = Bench::new();
    // Longer than the keep-alive that is over at the end.
    let mut watcher = bench.connect(Connect { keep_alive: 1200, ..connect(V5, "watcher") }).await;
    watcher.connack().await;
    watcher.subscribe("w", QOS0).await;
    for end in ["protocol error", "half a packet", "take-over", "keep-alive"] {
        let packet = Connect { will: will("w", end.as_bytes(), QOS0, false), ..connect(V5, "c") };
        let mut client = bench.connect(packet).await;
        client.connack().await;
        match end {
            "protocol error" => client.send(&[0xd0, 0]).await,
            "half a packet" => client.send(&[0x30, 0x7f, 0]).await,
            "take-over" => drop(bench.client(V5, "c").await),
            _ => bench.broker.account(&tenant()).end_silent(90),
        }
        drop(client);
        assert_eq!(watcher.received().await.payload, end.as_bytes());
    }
}

#[tokio::test]
async fn mqtt_3_1_2_10_will_is_published_once() {
    let bench = Bench::new();
    let mut watcher = bench.client(V5, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let (list, id) = lasting("d");
    let session = Connect { clean: false, ..with(V5, id, &list) };
    let mut client = bench.connect(Connect { will: will("w", b"x", QOS0, false), ..session }).await;
    client.connack().await;
    drop(client);
    watcher.received().await;
    // The next connection of the session has no will.
    let mut client = bench.connect(session).await;
    assert!(client.connack().await.0);
    drop(client);
    while bench.broker.status().connections > 1 {
        tokio::task::yield_now().await;
    }
    watcher.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_1_2_14_will_without_retain_is_not_kept() {
    assert!(!kept_will(V5, false).await);
}

#[tokio::test]
async fn mqtt_3_1_2_15_will_with_retain_is_kept() {
    assert!(kept_will(V5, true).await);
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
async fn mqtt_3_1_2_26_server_sends_no_topic_alias() {
    let bench = Bench::new();
    let list = PropertyList::new().u16(PropertyId::TopicAliasMaximum, 3);
    let mut client = bench.connect(with(V5, "c", &list)).await;
    no_alias(&mut client).await;
}

#[tokio::test]
async fn mqtt_3_1_2_27_server_sends_no_topic_alias_to_a_client_that_takes_none() {
    let bench = Bench::new();
    no_alias(&mut bench.connect(connect(V5, "c")).await).await;
    let list = PropertyList::new().u16(PropertyId::TopicAliasMaximum, 0);
    no_alias(&mut bench.connect(with(V5, "c", &list)).await).await;
}

#[tokio::test]
async fn mqtt_3_1_2_28_no_response_information_is_returned() {
    let bench = Bench::new();
    for wanted in [0, 1] {
        let list = PropertyList::new().byte(PropertyId::RequestResponseInformation, wanted);
        let mut client = bench.connect(with(V5, "c", &list)).await;
        connack_properties(&mut client, |list| assert_eq!(list.text(PropertyId::ResponseInformation), None))
            .await;
    }
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
async fn mqtt_3_1_3_2_session_belongs_to_its_client_id() {
    let bench = Bench::new();
    for id in ["d", "D", "d "] {
        let (mut device, present) = resume(&bench, id, false).await;
        assert!(!present, "{id:?}");
        device.subscribe(&format!("of {id}"), QOS0).await;
    }
    for id in ["d", "D", "d "] {
        let (mut device, present) = resume(&bench, id, false).await;
        assert!(present, "{id:?}");
        for other in ["d", "D", "d "] {
            device.publish(&format!("of {other}"), b"", QOS0, false).await;
        }
        assert_eq!(device.received().await.topic, format!("of {id}"));
        device.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_3_1_3_5_client_id_of_23_letters_and_digits_is_taken() {
    let bench = Bench::new();
    for id in ["0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ", "a"] {
        bench.client(V5, id).await.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_3_1_3_6_client_id_is_one_of_the_server_when_it_is_empty() {
    let bench = Bench::new();
    // With or without Clean Start.
    for clean in [true, false] {
        let mut client = bench.connect(Connect { clean, ..connect(V5, "") }).await;
        connack_properties(&mut client, |list| {
            assert!(list.text(PropertyId::AssignedClientIdentifier).is_some_and(|id| !id.is_empty()));
        })
        .await;
        client.expect_silence().await;
    }
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
async fn mqtt_3_1_4_1_invalid_connect_ends_the_connection() {
    let bench = Bench::new();
    let cases: [(&str, &[u8]); 5] = [
        ("will QoS 3", b"\x10\x15\x00\x04MQTT\x05\x1e\x00\x3c\x00\x00\x01c\x00\x00\x01w\x00\x01x"),
        ("reserved header flags", b"\x11\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c"),
        ("longer than its content", b"\x10\x0f\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c\x00"),
        ("client id that is not UTF-8", b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01\xff"),
        ("Receive Maximum 0", b"\x10\x11\x00\x04MQTT\x05\x02\x00\x3c\x03\x21\x00\x00\x00\x01c"),
    ];
    for (name, bytes) in cases {
        let answer = exchange(&bench, V5, bytes).await;
        assert!(answer.len() <= 1, "{name}: {answer:?}");
        assert!(answer.iter().all(|packet| packet[0] == 0x20 && packet[3] >= 0x80), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn mqtt_3_1_4_2_sender_that_is_not_let_in_is_disconnected() {
    let bench = Bench::new();
    *bench.policy.0.lock() = Err("the certificate is INACTIVE".into());
    let mut client = bench.connect(connect(V5, "c")).await;
    assert_eq!(client.connack().await, (false, 0x87));
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_1_4_3_existing_connection_is_told_0x8e() {
    let bench = Bench::new();
    let mut first = bench.client(V5, "c").await;
    let _second = bench.client(V5, "c").await;
    assert_eq!(first.disconnect_reason().await, 0x8e);
}

#[tokio::test]
async fn mqtt_3_1_4_4_clean_start_is_processed() {
    let bench = Bench::new();
    for (clean, is_present) in [(false, false), (false, true), (true, false), (false, true), (true, false)] {
        // Other than in MQTT 3, the session that a clean start makes may be resumed.
        assert_eq!(resume(&bench, "d", clean).await.1, is_present);
    }
}

#[tokio::test]
async fn mqtt_3_1_4_5_accepted_connect_is_answered_with_code_0() {
    let mut client = raw(&Bench::new(), V5);
    client.send(b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01c").await;
    let answer = client.next().await.unwrap();
    assert_eq!((answer[0], answer[3]), (0x20, 0));
}

#[tokio::test]
async fn mqtt_3_1_4_6_nothing_after_a_refused_connect_is_processed() {
    let bench = Bench::new();
    let mut bytes = b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01$".to_vec();
    bytes.extend_from_slice(b"\x31\x05\x00\x01t\x00x");
    assert_eq!(exchange(&bench, V5, &bytes).await.len(), 1);
    assert_eq!(bench.broker.status().retained, 0);
}
