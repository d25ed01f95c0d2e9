//! Numbered statements of the MQTT standards about the form of packets. What a server does with them is tested
//! in `broker/src/tests/conformance`.

use crate::*;

fn decode(version: Version, bytes: &[u8]) -> Result<Packet<'_>, ReasonCode> {
    let frame = next_frame(bytes, 1 << 20).map_err(|error| error.reason)?.expect("a whole packet");
    Packet::decode(version, frame.first_byte, frame.body).map_err(|error| error.reason)
}

/// A packet of a first byte and a body of less than 128 bytes.
fn packet(first: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&[first, u8::try_from(body.len()).unwrap()], &body[..]].concat()
}

/// A CONNECT with these flags and this payload behind the keep-alive (and the empty properties of MQTT 5).
fn connect(version: Version, flags: u8, payload: &[u8]) -> Vec<u8> {
    let (level, properties): (u8, &[u8]) = if version.is_v5() { (5, &[0]) } else { (4, &[]) };
    packet(0x10, &[b"\x00\x04MQTT", &[level, flags, 0, 60], properties, payload])
}

fn refused(version: Version, bytes: &[u8]) -> bool {
    decode(version, bytes).is_err()
}

/// Strings that no packet may hold, as the topic of a QoS 0 PUBLISH.
fn topic_refused(version: Version, topic: &[u8]) -> bool {
    let properties: &[u8] = if version.is_v5() { &[0] } else { &[] };
    refused(version, &packet(0x30, &[&[0, topic.len() as u8], topic, properties]))
}

mod v3 {
    use super::*;

    const V3: Version = Version::V311;

    #[test]
    fn mqtt_1_5_3_1_ill_formed_utf_8_is_refused() {
        for bytes in [&b"\xed\xa0\x80"[..], b"\xff", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"] {
            assert!(topic_refused(V3, bytes), "{bytes:x?}");
        }
    }

    #[test]
    fn mqtt_1_5_3_2_null_character_is_refused() {
        assert!(topic_refused(V3, b"a\0b"));
    }

    #[test]
    fn mqtt_1_5_3_3_byte_order_mark_is_a_character() {
        let bytes = packet(0x30, &[b"\x00\x04\xef\xbb\xbfa"]);
        let Ok(Packet::Publish(publish)) = decode(V3, &bytes) else { panic!() };
        assert_eq!(publish.topic, "\u{feff}a");
    }

    #[test]
    fn mqtt_2_2_2_2_wrong_header_flags_are_refused() {
        let bodies: [(u8, &[u8]); 7] = [
            (0x40, &[0, 1]),
            (0x62, &[0, 1]),
            (0x82, b"\x00\x01\x00\x01a\x00"),
            (0xa2, b"\x00\x01\x00\x01a"),
            (0xc0, b""),
            (0xe0, b""),
            (0x20, &[0, 0]),
        ];
        for (first, body) in bodies {
            for flags in 0..16 {
                let bytes = packet(first & 0xf0 | flags, &[body]);
                assert_eq!(decode(V3, &bytes).is_ok(), flags == first & 15, "{first:x} with {flags:x}");
            }
        }
    }

    #[test]
    fn mqtt_2_3_1_1_packet_identifier_0_is_refused() {
        let bodies: [(u8, &[u8]); 4] = [
            (0x32, b"\x00\x01a\x00\x00"),
            (0x82, b"\x00\x00\x00\x01a\x00"),
            (0xa2, b"\x00\x00\x00\x01a"),
            (0x40, b"\x00\x00"),
        ];
        for (first, body) in bodies {
            assert!(refused(V3, &packet(first, &[body])), "{first:x}");
        }
    }

    #[test]
    fn mqtt_3_1_2_9_will_flag_without_a_will_is_refused() {
        assert!(refused(V3, &connect(V3, 0b0000_0110, b"\x00\x01c")));
        assert!(!refused(V3, &connect(V3, 0b0000_0110, b"\x00\x01c\x00\x01w\x00\x00")));
    }

    #[test]
    fn mqtt_3_1_2_11_will_without_its_flag_is_refused() {
        assert!(refused(V3, &connect(V3, 0b10, b"\x00\x01c\x00\x01w\x00\x00")));
    }

    #[test]
    fn mqtt_3_1_2_13_will_qos_without_a_will_is_refused() {
        for qos in 1..4 {
            assert!(refused(V3, &connect(V3, 0b10 | qos << 3, b"\x00\x01c")), "{qos}");
        }
    }

    #[test]
    fn mqtt_3_1_2_14_will_qos_3_is_refused() {
        for (qos, is_refused) in [(0, false), (1, false), (2, false), (3, true)] {
            let bytes = connect(V3, 0b110 | qos << 3, b"\x00\x01c\x00\x01w\x00\x00");
            assert_eq!(refused(V3, &bytes), is_refused, "{qos}");
        }
    }

    #[test]
    fn mqtt_3_1_2_15_will_retain_without_a_will_is_refused() {
        assert!(refused(V3, &connect(V3, 0b0010_0010, b"\x00\x01c")));
    }

    #[test]
    fn mqtt_3_1_2_18_user_name_without_its_flag_is_refused() {
        assert!(refused(V3, &connect(V3, 0b10, b"\x00\x01c\x00\x01u")));
    }

    #[test]
    fn mqtt_3_1_2_19_missing_user_name_is_refused() {
        assert!(refused(V3, &connect(V3, 0b1000_0010, b"\x00\x01c")));
    }

    #[test]
    fn mqtt_3_1_2_20_password_without_its_flag_is_refused() {
        assert!(refused(V3, &connect(V3, 0b1000_0010, b"\x00\x01c\x00\x01u\x00\x01p")));
    }

    #[test]
    fn mqtt_3_1_2_21_missing_password_is_refused() {
        assert!(refused(V3, &connect(V3, 0b1100_0010, b"\x00\x01c\x00\x01u")));
    }

    #[test]
    fn mqtt_3_1_2_22_password_without_a_user_name_is_refused() {
        assert!(refused(V3, &connect(V3, 0b0100_0010, b"\x00\x01c\x00\x01p")));
    }

    #[test]
    fn mqtt_3_1_3_1_payload_is_read_in_its_order() {
        let bytes = connect(V3, 0b1100_0110, b"\x00\x01c\x00\x01w\x00\x01m\x00\x01u\x00\x01p");
        let Ok(Packet::Connect(connect)) = decode(V3, &bytes) else { panic!() };
        let will = connect.will.unwrap();
        assert_eq!((connect.client_id, will.topic, will.payload), ("c", "w", &b"m"[..]));
        assert_eq!((connect.username, connect.password), (Some("u"), Some(&b"p"[..])));
    }

    #[test]
    fn mqtt_3_1_3_3_missing_client_id_is_refused() {
        assert!(refused(V3, &connect(V3, 0b10, b"")));
    }

    #[test]
    fn mqtt_3_1_3_4_client_id_that_is_not_utf_8_is_refused() {
        assert!(refused(V3, &connect(V3, 0b10, b"\x00\x01\xff")));
    }

    #[test]
    fn mqtt_3_1_3_10_will_topic_that_is_not_utf_8_is_refused() {
        assert!(refused(V3, &connect(V3, 0b110, b"\x00\x01c\x00\x01\xff\x00\x00")));
    }

    #[test]
    fn mqtt_3_1_3_11_user_name_that_is_not_utf_8_is_refused() {
        assert!(refused(V3, &connect(V3, 0b1000_0010, b"\x00\x01c\x00\x01\xff")));
    }

    #[test]
    fn mqtt_3_3_1_2_dup_with_qos_0_is_refused() {
        assert!(refused(V3, &packet(0x38, &[b"\x00\x01a"])));
    }

    #[test]
    fn mqtt_3_3_1_4_qos_3_is_refused() {
        assert!(refused(V3, &packet(0x36, &[b"\x00\x01a\x00\x01"])));
    }

    #[test]
    fn mqtt_3_8_3_1_filter_that_is_not_utf_8_is_refused() {
        assert!(refused(V3, &packet(0x82, &[b"\x00\x01\x00\x01\xff\x00"])));
    }

    #[test]
    fn mqtt_3_8_3_3_subscribe_without_a_filter_is_refused() {
        assert!(refused(V3, &packet(0x82, &[b"\x00\x01"])));
    }

    #[test]
    fn mqtt_3_8_3_4_reserved_bits_of_the_requested_qos_are_refused() {
        for byte in 0..=255 {
            let bytes = packet(0x82, &[b"\x00\x01\x00\x01a", &[byte]]);
            assert_eq!(refused(V3, &bytes), byte > 2, "{byte:#x}");
        }
    }

    #[test]
    fn mqtt_3_10_3_1_filter_of_unsubscribe_that_is_not_utf_8_is_refused() {
        assert!(refused(V3, &packet(0xa2, &[b"\x00\x01\x00\x01\xff"])));
    }

    #[test]
    fn mqtt_3_10_3_2_unsubscribe_without_a_filter_is_refused() {
        assert!(refused(V3, &packet(0xa2, &[b"\x00\x01"])));
    }

    #[test]
    fn mqtt_4_7_1_2_multi_level_wildcard_stands_alone_and_last() {
        for (filter, is_valid) in
            [("#", true), ("a/#", true), ("a#", false), ("a/#/b", false), ("#/a", false)]
        {
            assert_eq!(topic::is_filter(filter), is_valid, "{filter}");
        }
    }

    #[test]
    fn mqtt_4_7_1_3_single_level_wildcard_stands_alone() {
        for (filter, is_valid) in
            [("+", true), ("+/a/+", true), ("a+", false), ("a/+b", false), ("++", false)]
        {
            assert_eq!(topic::is_filter(filter), is_valid, "{filter}");
        }
    }

    #[test]
    fn mqtt_4_7_3_1_names_and_filters_have_a_character() {
        assert!(topic_refused(V3, b"") && !topic::is_filter(""));
        assert!(!topic_refused(V3, b"/") && topic::is_filter("/"));
    }

    #[test]
    fn mqtt_4_7_3_2_filter_with_a_null_character_is_refused() {
        assert!(refused(V3, &packet(0x82, &[b"\x00\x01\x00\x01\x00\x00"])));
    }
}

mod v5 {
    use super::*;

    const V5: Version = Version::V5;

    /// A QoS 0 PUBLISH with these properties and the payload `x`.
    fn publish(properties: &[u8]) -> Vec<u8> {
        packet(0x30, &[b"\x00\x01a", &[properties.len() as u8], properties, b"x"])
    }

    #[test]
    fn mqtt_1_5_4_1_ill_formed_utf_8_is_refused() {
        assert!(topic_refused(V5, b"\xed\xbf\xbf") && refused(V5, &publish(b"\x26\x00\x01\xff\x00\x00")));
    }

    #[test]
    fn mqtt_1_5_4_2_null_character_is_refused() {
        assert!(topic_refused(V5, b"\0") && refused(V5, &publish(b"\x03\x00\x01\x00")));
    }

    #[test]
    fn mqtt_1_5_4_3_byte_order_mark_is_a_character() {
        let bytes = publish(b"\x03\x00\x04\xef\xbb\xbfa");
        let Ok(Packet::Publish(publish)) = decode(V5, &bytes) else { panic!() };
        assert_eq!(publish.properties.text(PropertyId::ContentType), Some("\u{feff}a"));
    }

    #[test]
    fn mqtt_1_5_5_1_integers_have_their_shortest_form() {
        // Of the packet, of the properties, of an identifier.
        let cases: [&[u8]; 3] =
            [&[0xc0, 0x80, 0x00], &[0x30, 5, 0, 1, b'a', 0x80, 0], &[0x30, 7, 0, 1, b'a', 3, 0x81, 0x00, 1]];
        for bytes in cases {
            assert_eq!(decode(V5, bytes), Err(ReasonCode::MalformedPacket), "{bytes:x?}");
        }
    }

    #[test]
    fn mqtt_2_1_3_1_wrong_header_flags_are_malformed() {
        let bodies: [(u8, &[u8]); 5] = [
            (0x82, b"\x00\x01\x00\x00\x01a\x00"),
            (0xa2, b"\x00\x01\x00\x00\x01a"),
            (0x40, &[0, 1]),
            (0xe0, b""),
            (0xf0, b""),
        ];
        for (first, body) in bodies {
            for flags in (0..16).filter(|flags| *flags != first & 15) {
                let bytes = packet(first & 0xf0 | flags, &[body]);
                assert_eq!(decode(V5, &bytes), Err(ReasonCode::MalformedPacket), "{first:x} with {flags:x}");
            }
        }
    }

    #[test]
    fn mqtt_2_2_1_2_qos_0_has_no_packet_identifier() {
        let bytes = publish(b"");
        let Ok(Packet::Publish(publish)) = decode(V5, &bytes) else { panic!() };
        assert_eq!((publish.packet_id, publish.payload), (0, &b"x"[..]));
    }

    #[test]
    fn mqtt_2_2_2_1_missing_property_length_is_malformed() {
        assert!(refused(V5, &packet(0x30, &[b"\x00\x01a"])));
        assert!(refused(V5, &packet(0x82, &[b"\x00\x01"])));
    }

    #[test]
    fn mqtt_3_1_2_11_will_qos_without_a_will_is_refused() {
        assert!(refused(V5, &connect(V5, 0b0000_1010, b"\x00\x01c")));
    }

    #[test]
    fn mqtt_3_1_2_12_will_qos_3_is_refused() {
        assert!(refused(V5, &connect(V5, 0b0001_1110, b"\x00\x01c\x00\x00\x01w\x00\x00")));
    }

    #[test]
    fn mqtt_3_1_2_13_will_retain_without_a_will_is_refused() {
        assert!(refused(V5, &connect(V5, 0b0010_0010, b"\x00\x01c")));
    }

    #[test]
    fn mqtt_3_1_2_18_password_may_come_without_a_user_name() {
        // Its flag unset: no password; MQTT 5 sets no other condition.
        assert!(refused(V5, &connect(V5, 0b10, b"\x00\x01c\x00\x01p")));
        assert!(!refused(V5, &connect(V5, 0b0100_0010, b"\x00\x01c\x00\x01p")));
    }

    #[test]
    fn mqtt_3_3_1_2_dup_with_qos_0_is_refused() {
        assert!(refused(V5, &packet(0x38, &[b"\x00\x01a\x00"])));
    }

    #[test]
    fn mqtt_3_3_1_4_qos_3_is_malformed() {
        assert_eq!(decode(V5, &packet(0x36, &[b"\x00\x01a\x00\x01\x00"])), Err(ReasonCode::MalformedPacket));
    }

    #[test]
    fn mqtt_3_3_2_13_response_topic_that_is_not_utf_8_is_refused() {
        assert!(refused(V5, &publish(b"\x08\x00\x01\xff")));
    }

    #[test]
    fn mqtt_3_3_2_19_content_type_that_is_not_utf_8_is_refused() {
        assert!(refused(V5, &publish(b"\x03\x00\x01\xff")));
    }

    #[test]
    fn mqtt_3_8_1_1_subscribe_with_other_flags_is_malformed() {
        let bytes = packet(0x80, &[b"\x00\x01\x00\x00\x01a\x00"]);
        assert_eq!(decode(V5, &bytes), Err(ReasonCode::MalformedPacket));
    }

    #[test]
    fn mqtt_3_8_3_2_subscribe_without_a_filter_is_a_protocol_error() {
        assert_eq!(decode(V5, &packet(0x82, &[b"\x00\x01\x00"])), Err(ReasonCode::ProtocolError));
    }

    #[test]
    fn mqtt_3_8_3_5_subscription_options_have_their_values_only() {
        for byte in 0..=255_u8 {
            let bytes = packet(0x82, &[b"\x00\x01\x00\x00\x01a", &[byte]]);
            let is_valid = byte & 3 < 3 && byte >> 4 & 3 < 3 && byte < 0x40;
            assert_eq!(!refused(V5, &bytes), is_valid, "{byte:#x}");
        }
    }

    #[test]
    fn mqtt_3_10_3_2_unsubscribe_without_a_filter_is_a_protocol_error() {
        assert_eq!(decode(V5, &packet(0xa2, &[b"\x00\x01\x00"])), Err(ReasonCode::ProtocolError));
    }

    #[test]
    fn mqtt_3_14_1_1_disconnect_with_flags_is_malformed() {
        assert_eq!(decode(V5, &[0xe1, 0]), Err(ReasonCode::MalformedPacket));
    }

    #[test]
    fn mqtt_4_7_3_1_empty_topic_needs_an_alias_and_a_filter_is_never_empty() {
        // The connection refuses it when there is no alias.
        assert!(!topic_refused(V5, b"") && !topic::is_filter(""));
    }
}
