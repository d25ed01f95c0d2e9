//! MQTT 3.1.1: CONNECT and CONNACK, wills and sessions.

use super::*;

mod delivery;
mod operation;

const V3: Version = Version::V311;

#[tokio::test]
async fn mqtt_3_1_0_1_first_packet_that_is_no_connect_ends_the_connection() {
    let bench = Bench::new();
    for first in [&[0xc0, 0][..], b"\x30\x03\x00\x01a", b"\x82\x06\x00\x01\x00\x01a\x00", &[0xe0, 0]] {
        assert!(exchange(&bench, V3, first).await.is_empty(), "{first:?}");
    }
}

#[tokio::test]
async fn mqtt_3_1_0_2_second_connect_ends_the_connection() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "c").await;
    client.send(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c").await;
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_1_2_1_other_protocol_name_is_not_answered() {
    assert!(exchange(&Bench::new(), V3, b"\x10\x0d\x00\x04HTTP\x04\x02\x00\x3c\x00\x01c").await.is_empty());
}

#[tokio::test]
async fn mqtt_3_1_2_2_unknown_protocol_level_is_answered_with_code_1() {
    for level in [0, 2, 6, 0x84] {
        let mut packet = *b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c";
        packet[8] = level;
        assert_eq!(exchange(&Bench::new(), V3, &packet).await, [[0x20, 2, 0, 1]], "level {level}");
    }
}

#[tokio::test]
async fn mqtt_3_1_2_3_reserved_connect_flag_ends_the_connection() {
    assert!(exchange(&Bench::new(), V3, b"\x10\x0d\x00\x04MQTT\x04\x03\x00\x3c\x00\x01c").await.is_empty());
}

#[tokio::test]
async fn mqtt_3_1_2_4_session_is_resumed() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.connack().await, (false, 0));
    device.subscribe("t", QOS0).await;
    drop(device);
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.connack().await, (true, 0));
    device.publish("t", b"x", QOS0, false).await;
    assert_eq!(device.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_3_1_2_5_qos_1_messages_wait_for_a_session_that_is_away() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let mut publisher = bench.client(V3, "p").await;
    for payload in [b"1", b"2"] {
        publisher.publish("t", payload, QOS1, false).await;
        publisher.puback().await;
    }
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.connack().await, (true, 0));
    for payload in [b"1", b"2"] {
        assert_eq!(device.received().await.payload, payload);
    }
}

#[tokio::test]
async fn mqtt_3_1_2_6_clean_session_discards_the_earlier_one() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let mut device = bench.client(V3, "d").await;
    device.publish("t", b"x", QOS0, false).await;
    device.expect_silence().await;
    drop(device);
    assert_eq!(bench.connect(persistent("d")).await.connack().await, (false, 0), "and leaves none");
}

#[tokio::test]
async fn mqtt_3_1_2_7_retained_message_outlives_the_session_of_its_publisher() {
    let bench = Bench::new();
    let mut client = bench.client(V3, "p").await;
    client.publish("t", b"x", QOS1, true).await;
    client.puback().await;
    client.send(&[0xe0, 0]).await;
    client.expect_close().await;
    let mut client = bench.client(V3, "c").await;
    client.subscribe("t", QOS0).await;
    assert_eq!(client.received().await.payload, b"x");
}

#[tokio::test]
async fn mqtt_3_1_2_8_will_is_published_however_the_connection_ends_but_by_disconnect() {
    let bench = Bench::new();
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("w", QOS1).await;
    // A protocol error, half a packet, a take-over; the cut socket and the keep-alive have tests of their own.
    for (payload, last) in [(b"1", &[0xd0, 0][..]), (b"2", &[0x30, 0x7f, 0]), (b"3", b"")] {
        let packet = Connect { will: will("w", payload, QOS1, false), ..connect(V3, "c") };
        let mut client = bench.connect(packet).await;
        client.connack().await;
        client.send(last).await;
        if last.is_empty() {
            bench.client(V3, "c").await;
            client.expect_close().await;
        } else {
            drop(client);
        }
        let received = watcher.received().await;
        assert_eq!((received.payload.as_slice(), received.qos), (&payload[..], QOS1));
        watcher.acknowledge(received.packet_id).await;
    }
}

#[tokio::test]
async fn mqtt_3_1_2_10_will_is_published_once() {
    let bench = Bench::new();
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    for session in [connect(V3, "c"), persistent("d")] {
        let mut client = bench.connect(Connect { will: will("w", b"x", QOS0, false), ..session }).await;
        client.connack().await;
        drop(client);
        watcher.received().await;
        // The next connection of the session has no will.
        let mut client = bench.connect(session).await;
        client.connack().await;
        drop(client);
        while bench.broker.status().connections > 1 {
            tokio::task::yield_now().await;
        }
        watcher.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_3_1_2_12_without_the_flag_no_will_is_published() {
    let bench = Bench::new();
    let mut watcher = bench.client(V3, "watcher").await;
    watcher.subscribe("#", QOS0).await;
    let mut client = bench.client(V3, "c").await;
    client.send(&[0xd0, 0]).await;
    client.expect_close().await;
    watcher.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_1_2_16_will_without_retain_is_not_kept() {
    assert!(!kept_will(V3, false).await);
}

#[tokio::test]
async fn mqtt_3_1_2_17_will_with_retain_is_kept() {
    assert!(kept_will(V3, true).await);
}

#[tokio::test]
async fn mqtt_3_1_2_24_client_that_is_silent_for_one_and_a_half_keep_alives_is_disconnected() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut client = bench.connect(Connect { keep_alive: 100, ..connect(V3, "c") }).await;
    client.connack().await;
    account.end_silent(149);
    client.expect_silence().await;
    account.end_silent(150);
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_1_3_2_session_belongs_to_its_client_id() {
    let bench = Bench::new();
    for id in ["d", "D", "d "] {
        let mut device = bench.connect(persistent(id)).await;
        assert_eq!(device.connack().await, (false, 0), "{id:?}");
        device.subscribe(&format!("of {id}"), QOS0).await;
    }
    for id in ["d", "D", "d "] {
        let mut device = bench.connect(persistent(id)).await;
        assert_eq!(device.connack().await, (true, 0), "{id:?}");
        for other in ["d", "D", "d "] {
            device.publish(&format!("of {other}"), b"", QOS0, false).await;
        }
        assert_eq!(device.received().await.topic, format!("of {id}"));
        device.expect_silence().await;
    }
}

#[tokio::test]
async fn mqtt_3_1_3_5_client_id_of_23_letters_and_digits_is_taken() {
    bench_client("0123456789abcdefghijXYZ").await.expect_silence().await;
    bench_client("a").await.expect_silence().await;
}

async fn bench_client(id: &str) -> Client {
    Bench::new().client(V3, id).await
}

#[tokio::test]
async fn mqtt_3_1_3_6_client_id_is_one_of_the_server_when_it_is_empty() {
    let bench = Bench::new();
    let first = bench.client(V3, "").await;
    let mut second = bench.client(V3, "").await;
    second.expect_silence().await;
    assert_eq!(bench.broker.status().connections, 2, "each its own");
    drop(first);
}

#[tokio::test]
async fn mqtt_3_1_3_8_empty_client_id_without_clean_session_is_refused_with_code_2() {
    assert_eq!(
        exchange(&Bench::new(), V3, b"\x10\x0c\x00\x04MQTT\x04\x00\x00\x3c\x00\x00").await,
        [[0x20, 2, 0, 2]]
    );
}

#[tokio::test]
async fn mqtt_3_1_3_9_refused_client_id_is_answered_and_closed() {
    let bench = Bench::new();
    let mut client = bench.connect(connect(V3, "$reserved")).await;
    assert_eq!(client.connack().await, (false, 2));
    client.expect_close().await;
}

#[tokio::test]
async fn mqtt_3_1_4_1_invalid_connect_is_closed_without_connack() {
    let bench = Bench::new();
    let cases: [(&str, &[u8]); 4] = [
        ("will QoS 3", b"\x10\x13\x00\x04MQTT\x04\x1e\x00\x3c\x00\x01c\x00\x01w\x00\x01x"),
        ("reserved header flags", b"\x11\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c"),
        ("longer than its content", b"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c\x00"),
        ("client id that is not UTF-8", b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01\xff"),
    ];
    for (name, bytes) in cases {
        assert!(exchange(&bench, V3, bytes).await.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn mqtt_3_1_4_2_same_client_id_ends_the_existing_connection() {
    let bench = Bench::new();
    let mut first = bench.client(V3, "c").await;
    let mut second = bench.client(V3, "c").await;
    first.expect_close().await;
    second.expect_silence().await;
}

#[tokio::test]
async fn mqtt_3_1_4_3_clean_session_is_processed() {
    let bench = Bench::new();
    for (clean, is_present) in [(false, false), (false, true), (true, false), (false, false), (false, true)] {
        let mut client = bench.connect(Connect { clean, ..connect(V3, "d") }).await;
        assert_eq!(client.connack().await, (is_present, 0));
    }
}

#[tokio::test]
async fn mqtt_3_1_4_4_accepted_connect_is_answered_with_code_0() {
    let bench = Bench::new();
    let mut client = raw(&bench, V3);
    client.send(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c").await;
    assert_eq!(client.next().await.unwrap(), [0x20, 2, 0, 0]);
}

#[tokio::test]
async fn mqtt_3_1_4_5_nothing_after_a_refused_connect_is_processed() {
    let bench = Bench::new();
    let mut bytes = b"\x10\x0c\x00\x04MQTT\x04\x00\x00\x3c\x00\x00".to_vec();
    bytes.extend_from_slice(b"\x31\x04\x00\x01tx");
    assert_eq!(exchange(&bench, V3, &bytes).await.len(), 1);
    assert_eq!(bench.broker.account(&tenant()).status().retained, 0);
}

#[tokio::test]
async fn mqtt_3_2_0_1_connack_is_the_first_packet() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("d")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let account = bench.broker.account(&tenant());
    account.publish(&NewMessage::new("t", b"waits", QOS1), &Arc::default());
    let mut device = bench.connect(persistent("d")).await;
    assert_eq!(device.next().await.unwrap()[0], 0x20);
}

#[tokio::test]
async fn mqtt_3_2_2_1_clean_session_has_no_session_present() {
    let bench = Bench::new();
    bench.connect(persistent("d")).await.connack().await;
    assert_eq!(bench.connect(connect(V3, "d")).await.connack().await, (false, 0));
}

#[tokio::test]
async fn mqtt_3_2_2_2_session_present_says_that_there_is_one() {
    let bench = Bench::new();
    bench.connect(persistent("d")).await.connack().await;
    assert_eq!(bench.connect(persistent("d")).await.connack().await, (true, 0));
}

#[tokio::test]
async fn mqtt_3_2_2_3_session_present_is_not_set_when_there_is_none() {
    assert_eq!(Bench::new().connect(persistent("d")).await.connack().await, (false, 0));
}

#[tokio::test]
async fn mqtt_3_2_2_4_refusal_has_no_session_present() {
    let bench = Bench::new();
    let id = "x".repeat(129);
    assert_eq!(bench.connect(persistent(&id)).await.connack().await, (false, 2));
}

#[tokio::test]
async fn mqtt_3_2_2_5_refusal_is_followed_by_the_close() {
    let bench = Bench::new();
    let cases: [(u8, &[u8]); 3] = [
        (1, b"\x10\x0d\x00\x04MQTT\x06\x02\x00\x3c\x00\x01c"),
        (2, b"\x10\x0c\x00\x04MQTT\x04\x00\x00\x3c\x00\x00"),
        (2, b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01$"),
    ];
    for (code, bytes) in cases {
        // All that comes until the broker closes.
        assert_eq!(exchange(&bench, V3, bytes).await, [[0x20, 2, 0, code]]);
    }
}

#[tokio::test]
async fn mqtt_3_2_2_6_refusal_without_a_code_of_its_own_is_a_close() {
    let bench = Bench::new();
    // A will of QoS 2, one on a reserved topic, and one that is too deep.
    for (topic, qos) in [("w", QoS::ExactlyOnce), ("$SYS/x", QOS0), ("1/2/3/4/5/6/7/8/9", QOS0)] {
        let packet = Connect { will: will(topic, b"", qos, false), ..connect(V3, "c") };
        bench.connect(packet).await.expect_close().await;
    }
}
