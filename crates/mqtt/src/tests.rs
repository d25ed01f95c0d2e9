//! Golden vectors, round trips, and arbitrary bytes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::encode::{self, Delivery, PropertyList};
use crate::*;

fn decode(version: Version, bytes: &[u8]) -> Result<Packet<'_>, DecodeError> {
    let frame = next_frame(bytes, 1 << 20)?.expect("a whole packet");
    assert_eq!(frame.length, bytes.len(), "one packet");
    Packet::decode(version, frame.first_byte, frame.body)
}

fn reason_of(version: Version, bytes: &[u8]) -> ReasonCode {
    decode(version, bytes).expect_err("refused").reason
}

#[test]
fn frame_is_cut_only_when_complete() {
    let packet = [0x30, 0x03, 0x00, 0x01, b'a'];
    for end in 0..packet.len() {
        assert_eq!(next_frame(&packet[..end], 100), Ok(None), "{end} bytes");
    }
    assert_eq!(next_frame(&packet, 100).unwrap().unwrap().body, [0x00, 0x01, b'a']);
}

#[test]
fn frame_longer_than_allowed_is_refused_by_its_header() {
    let error = next_frame(&[0x30, 0xff, 0x7f], 100).unwrap_err();
    assert_eq!(error.reason, ReasonCode::PacketTooLarge);
    assert_eq!(next_frame(&[0x30, 100], 100), Ok(None));
}

#[test]
fn remaining_length_has_one_form() {
    // MQTT-1.5.5-1.
    assert_eq!(next_frame(&[0x30, 0x80, 0x00], 100).unwrap_err().reason, ReasonCode::MalformedPacket);
    assert_eq!(
        next_frame(&[0x30, 0xff, 0xff, 0xff, 0xff], usize::MAX).unwrap_err().reason,
        ReasonCode::MalformedPacket
    );
}

#[test]
fn connect_of_each_version() {
    let v31 = b"\x10\x0f\x00\x06MQIsdp\x03\x02\x00\x3c\x00\x01a";
    let v311 = b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01a";
    let v5 = b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01a";
    for (bytes, version) in [(&v31[..], Version::V31), (&v311[..], Version::V311), (&v5[..], Version::V5)] {
        let Ok(Packet::Connect(connect)) = decode(Version::V311, bytes) else { panic!("{version:?}") };
        assert_eq!((connect.version, connect.client_id, connect.keep_alive), (version, "a", 60));
        assert!(connect.clean && connect.will.is_none() && connect.username.is_none());
    }
}

#[test]
fn connect_of_an_unknown_level_names_the_level() {
    let body = b"\x00\x04MQTT\x06\x02\x00\x3c\x00\x01a";
    assert_eq!(connect_version(body), Ok(Err(6)));
    assert_eq!(Connect::decode(body).unwrap_err().reason, ReasonCode::UnsupportedProtocolVersion);
    assert!(connect_version(b"\x00\x04HTTP\x04").is_err());
}

#[test]
fn connect_violations_are_refused() {
    let body = |flags: u8, rest: &[u8]| {
        let mut body = b"\x00\x04MQTT\x04".to_vec();
        body.push(flags);
        body.extend_from_slice(b"\x00\x3c\x00\x01a");
        body.extend_from_slice(rest);
        body
    };
    assert!(Connect::decode(&body(0b10, b"")).is_ok());
    let cases: [(&str, Vec<u8>); 7] = [
        ("MQTT-3.1.2-3 reserved flag", body(0b11, b"")),
        ("MQTT-3.1.2-14 will QoS 3", body(0b0001_1110, b"\x00\x01w\x00\x00")),
        ("MQTT-3.1.2-13 will QoS without will", body(0b0000_1010, b"")),
        ("MQTT-3.1.2-15 will retain without will", body(0b0010_0010, b"")),
        ("MQTT-3.1.2-22 password without user name", body(0b0100_0010, b"\x00\x01p")),
        ("trailing bytes", body(0b10, b"x")),
        ("missing will", body(0b0000_0110, b"")),
    ];
    for (name, body) in cases {
        assert!(Connect::decode(&body).is_err(), "{name}");
    }
}

#[test]
fn empty_user_name_is_not_a_missing_one() {
    let body = b"\x00\x04MQTT\x04\x82\x00\x3c\x00\x01a\x00\x00";
    assert_eq!(Connect::decode(body).unwrap().username, Some(""));
}

#[test]
fn disconnect_takes_all_its_lengths() {
    let of = |bytes| match decode(Version::V5, bytes) {
        Ok(Packet::Disconnect(disconnect)) => (disconnect.reason, disconnect.properties.raw().len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(of(&[0xe0, 0]), (ReasonCode::Success, 0));
    assert_eq!(of(&[0xe0, 1, 4]), (ReasonCode::DisconnectWithWill, 0));
    assert_eq!(of(&[0xe0, 2, 0, 0]), (ReasonCode::Success, 0));
    assert_eq!(of(&[0xe0, 7, 0, 5, 0x11, 0, 0, 0, 9]), (ReasonCode::Success, 5));
    assert!(decode(Version::V311, &[0xe0, 1, 0]).is_err());
}

#[test]
fn wrong_reserved_flags_are_refused() {
    // MQTT-2.2.2-2.
    for bytes in [&[0xc1, 0][..], &[0xe1, 0], &[0x80, 6, 0, 1, 0, 1, b'a', 0], &[0x42, 2, 0, 1]] {
        assert_eq!(reason_of(Version::V311, bytes), ReasonCode::MalformedPacket, "{bytes:?}");
    }
}

#[test]
fn publish_violations_are_refused() {
    let cases: [(&str, &[u8]); 8] = [
        ("MQTT-3.3.1-4 QoS 3", &[0x36, 5, 0, 1, b'a', 0, 1]),
        ("MQTT-3.3.1-2 DUP on QoS 0", &[0x38, 3, 0, 1, b'a']),
        ("MQTT-3.3.2-2 wildcard", &[0x30, 3, 0, 1, b'#']),
        ("MQTT-1.5.3-2 U+0000", &[0x30, 3, 0, 1, 0]),
        ("MQTT-1.5.3-1 surrogate", &[0x30, 5, 0, 3, 0xed, 0xa0, 0x80]),
        ("MQTT-2.3.1-1 packet id 0", &[0x32, 5, 0, 1, b'a', 0, 0]),
        ("topic longer than the packet", &[0x30, 3, 0, 9, b'a']),
        ("empty topic", &[0x30, 2, 0, 0]),
    ];
    for (name, bytes) in cases {
        assert!(decode(Version::V311, bytes).is_err(), "{name}");
    }
}

#[test]
fn subscribe_violations_are_refused() {
    let cases: [(&str, Version, &[u8]); 5] = [
        ("MQTT-3.8.3-3 no filter", Version::V311, &[0x82, 2, 0, 1]),
        ("MQTT-3-8.3-4 reserved option bits", Version::V311, &[0x82, 6, 0, 1, 0, 1, b'a', 4]),
        ("QoS 3", Version::V311, &[0x82, 6, 0, 1, 0, 1, b'a', 3]),
        ("packet id 0", Version::V311, &[0x82, 6, 0, 0, 0, 1, b'a', 0]),
        ("retain handling 3", Version::V5, &[0x82, 7, 0, 1, 0, 0, 1, b'a', 0x30]),
    ];
    for (name, version, bytes) in cases {
        assert!(decode(version, bytes).is_err(), "{name}");
    }
}

#[test]
fn properties_never_reach_into_the_payload() {
    // The declared length (2) ends inside the property.
    let short = [0x30, 9, 0, 1, b'a', 2, 0x02, 0, 0, 0, 9];
    assert!(decode(Version::V5, &short).is_err());
    // Three subscription identifiers stay out of the payload.
    let three = [0x30, 13, 0, 1, b'a', 6, 0x0b, 1, 0x0b, 2, 0x0b, 3, b'P', b'A', b'Y'];
    let Ok(Packet::Publish(publish)) = decode(Version::V5, &three) else { panic!() };
    assert_eq!((publish.payload, publish.properties.iter().count()), (&b"PAY"[..], 3));
}

#[test]
fn property_rules_of_the_standard() {
    let publish = |properties: &[u8]| {
        let mut bytes = vec![0x30, 4 + properties.len() as u8, 0, 1, b'a', properties.len() as u8];
        bytes.extend_from_slice(properties);
        decode(Version::V5, &bytes).map(|_| ()).map_err(|error| error.reason)
    };
    assert_eq!(publish(&[0x01, 1]), Ok(()));
    assert_eq!(publish(&[0x01, 9]), Err(ReasonCode::ProtocolError), "payload format 9");
    assert_eq!(publish(&[0x01, 1, 0x01, 1]), Err(ReasonCode::ProtocolError), "given twice");
    assert_eq!(publish(&[0x11, 0, 0, 0, 1]), Err(ReasonCode::ProtocolError), "of another packet");
    assert_eq!(publish(&[0x7e, 0]), Err(ReasonCode::MalformedPacket), "unknown");
    assert_eq!(publish(&[0x26, 0, 1, b'k', 0, 1, b'v', 0x26, 0, 1, b'k', 0, 1, b'v']), Ok(()));
}

#[test]
fn connack_of_v5_has_its_property_length() {
    let mut out = Vec::new();
    encode::connack(&mut out, Version::V5, true, 0, &PropertyList::new());
    assert_eq!(out, [0x20, 3, 1, 0, 0]);
    out.clear();
    encode::connack(&mut out, Version::V311, false, 5, &PropertyList::new());
    assert_eq!(out, [0x20, 2, 0, 5]);
}

#[test]
fn acknowledgements_are_as_short_as_the_standard_allows() {
    let mut out = Vec::new();
    encode::puback(&mut out, Version::V5, 7, ReasonCode::Success, &PropertyList::new());
    assert_eq!(out, [0x40, 2, 0, 7]);
    out.clear();
    encode::puback(&mut out, Version::V5, 7, ReasonCode::NotAuthorized, &PropertyList::new());
    assert_eq!(out, [0x40, 4, 0, 7, 0x87, 0]);
    out.clear();
    encode::puback(&mut out, Version::V311, 7, ReasonCode::NotAuthorized, &PropertyList::new());
    assert_eq!(out, [0x40, 2, 0, 7]);
    out.clear();
    encode::disconnect(&mut out, Version::V5, ReasonCode::SessionTakenOver, &PropertyList::new());
    assert_eq!(out, [0xe0, 2, 0x8e, 0]);
}

#[test]
fn string_that_is_too_long_is_cut_and_stays_one_property() {
    let list = PropertyList::new().text(PropertyId::ReasonString, &"x".repeat(70_000));
    assert_eq!(list.as_raw().len(), 3 + 65_535);
}

fn any_version() -> impl Strategy<Value = Version> {
    prop_oneof![Just(Version::V31), Just(Version::V311), Just(Version::V5)]
}

fn any_qos() -> impl Strategy<Value = QoS> {
    (0_u8..3).prop_map(|bits| QoS::from_bits(bits).unwrap())
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(version in any_version(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(Some(frame)) = next_frame(&bytes, 1000) {
            prop_assert!(frame.length <= bytes.len());
            let _ = Packet::decode(version, frame.first_byte, frame.body);
        }
        for first_byte in 0..=255 {
            let _ = Packet::decode(version, first_byte, &bytes);
        }
    }

    #[test]
    fn publish_round_trips(
        version in any_version(),
        qos in any_qos(),
        dup in any::<bool>(),
        retain in any::<bool>(),
        topic in "[^+#\0]{1,40}",
        packet_id in 1_u16..,
        expiry in proptest::option::of(any::<u32>()),
        user in "[^\0]{0,10}",
        payload in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let dup = dup && qos != QoS::AtMostOnce;
        let list = PropertyList::new().user("k", &user).text(PropertyId::ContentType, "t");
        let delivery = Delivery {
            version, dup, qos, retain, topic: &topic, packet_id, properties: list.as_raw(), expiry, payload: &payload,
        };
        let mut out = Vec::new();
        encode::publish(&mut out, &delivery);
        prop_assert_eq!(out.len(), delivery.length());
        let Ok(Packet::Publish(back)) = decode(version, &out) else { panic!("not a PUBLISH") };
        let id = if qos == QoS::AtMostOnce { 0 } else { packet_id };
        prop_assert_eq!((back.topic, back.payload), (&*topic, &*payload));
        prop_assert_eq!((back.dup, back.qos, back.retain, back.packet_id), (dup, qos, retain, id));
        if version.is_v5() {
            prop_assert_eq!(back.properties.number(PropertyId::MessageExpiryInterval), expiry);
            prop_assert!(back.properties.iter().any(|p| p == Property::User("k", &user)));
        }
    }

    #[test]
    fn connect_round_trips(
        version in any_version(),
        clean in any::<bool>(),
        keep_alive in any::<u16>(),
        client_id in "[^\0]{0,30}",
        will in proptest::option::of(("[^+#\0]{1,20}", prop::collection::vec(any::<u8>(), 0..50), any_qos(), any::<bool>())),
        username in proptest::option::of("[^\0]{0,20}"),
        password in proptest::option::of(prop::collection::vec(any::<u8>(), 0..20)),
    ) {
        let password = if username.is_some() || version.is_v5() { password } else { None };
        let connect = Connect {
            version, clean, keep_alive,
            properties: Properties::EMPTY,
            client_id: &client_id,
            will: will.as_ref().map(|(topic, payload, qos, retain)| Will {
                topic, payload, qos: *qos, retain: *retain, properties: Properties::EMPTY,
            }),
            username: username.as_deref(),
            password: password.as_deref(),
        };
        let mut out = Vec::new();
        encode::connect(&mut out, &connect);
        prop_assert_eq!(decode(version, &out), Ok(Packet::Connect(connect)));
    }

    #[test]
    fn subscribe_round_trips(
        version in any_version(),
        filters in prop::collection::vec(("[^\0]{1,20}", 0_u8..3), 1..9),
    ) {
        let filters: Vec<(&str, SubscriptionOptions)> = filters
            .iter()
            .map(|(filter, qos)| (&**filter, SubscriptionOptions::of(QoS::from_bits(*qos).unwrap())))
            .collect();
        let mut out = Vec::new();
        encode::subscribe(&mut out, version, 9, &filters);
        let Ok(Packet::Subscribe(back)) = decode(version, &out) else { panic!("not a SUBSCRIBE") };
        prop_assert_eq!(back.filters.collect::<Vec<_>>(), filters);
    }
}

/// Levels from a small alphabet, so that random filters and topics meet.
fn levels(alphabet: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(alphabet), 1..5).prop_map(|levels| levels.join("/"))
}

proptest! {
    #[test]
    fn tree_agrees_with_the_plain_matcher(
        operations in prop::collection::vec(
            (levels(&["a", "b", "", "$aws", "+", "#"]), 0_u8..4, any::<bool>()), 1..60),
        topics in prop::collection::vec(levels(&["a", "b", "c", "", "$aws"]), 1..20),
    ) {
        let mut tree = TopicTree::new();
        let mut plain: BTreeSet<(String, u8)> = BTreeSet::new();
        for (filter, value, insert) in operations {
            if !topic::is_filter(&filter) {
                continue;
            }
            let key = (filter.clone(), value);
            tree.update(&filter, |values| {
                values.retain(|(_, v)| *v != value);
                if insert {
                    values.push(key.clone());
                }
            });
            if insert { plain.insert(key) } else { plain.remove(&key) };
            let filters: BTreeSet<&String> = plain.iter().map(|(filter, _)| filter).collect();
            prop_assert_eq!(tree.len(), filters.len());
        }
        for topic in topics {
            let mut found = Vec::new();
            tree.for_each_match(&topic, |value| found.push(value.clone()));
            found.sort();
            let expected: Vec<_> =
                plain.iter().filter(|(filter, _)| topic::matches(filter, &topic)).cloned().collect();
            prop_assert_eq!(found, expected, "topic {}", topic);
        }
    }

    #[test]
    fn emptied_tree_keeps_nothing(filters in prop::collection::vec(levels(&["a", "b", "c", "+", "#"]), 1..40)) {
        let mut tree = TopicTree::new();
        let filters: Vec<String> = filters.into_iter().filter(|filter| topic::is_filter(filter)).collect();
        for filter in &filters {
            tree.update(filter, |values| values.push(()));
        }
        for filter in &filters {
            tree.update(filter, |values| values.clear());
        }
        prop_assert!(tree.is_empty());
        prop_assert_eq!(tree.footprint(), (0, 0));
    }
}
