//! MQTT 5.

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
fn mqtt_1_5_7_1_both_strings_of_a_pair_are_utf_8() {
    let pair = |key: u8, value: u8| publish(&[0x26, 0, 1, key, 0, 1, value]);
    assert!(!refused(V5, &pair(b'k', b'v')));
    for (key, value) in [(0xff, b'v'), (b'k', 0xff), (0, b'v'), (b'k', 0)] {
        assert!(refused(V5, &pair(key, value)), "{key:x} {value:x}");
    }
}

#[test]
fn mqtt_2_1_3_1_header_flags_are_as_listed() {
    assert_eq!(flags_of_the_server(V5), [(0x20, 0), (0x40, 0), (0x90, 0), (0xb0, 0), (0xd0, 0), (0xe0, 0)]);
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
    assert_eq!(written(V5, QoS::AtMostOnce), bytes);
}

#[test]
fn mqtt_2_2_2_1_property_length_is_there_without_properties() {
    assert!(refused(V5, &packet(0x30, &[b"\x00\x01a"])));
    assert!(refused(V5, &packet(0x82, &[b"\x00\x01"])));
    // What the server writes: behind topic, code, or packet identifier.
    assert_eq!(written(V5, QoS::AtLeastOnce), b"\x32\x07\x00\x01a\x00\x09\x00x");
    let mut out = Vec::new();
    encode::connack(&mut out, V5, false, 0x80, &PropertyList::new());
    assert_eq!(out, [0x20, 3, 0, 0x80, 0]);
    for (first, write) in [(0x90, encode::suback as fn(&mut _, _, _, &_)), (0xb0, encode::unsuback)] {
        out.clear();
        write(&mut out, V5, 9, &[0]);
        assert_eq!(out, [first, 4, 0, 9, 0, 0]);
    }
}

#[test]
fn mqtt_3_1_2_9_will_flag_without_a_whole_will_is_refused() {
    // Properties, topic, payload.
    let whole = b"\x00\x00\x01w\x00\x00";
    for length in 0..=whole.len() {
        let payload = [b"\x00\x01c", &whole[..length]].concat();
        assert_eq!(refused(V5, &connect(V5, 0b110, &payload)), length < whole.len(), "{length}");
    }
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
fn mqtt_3_1_2_16_user_name_without_its_flag_is_refused() {
    assert!(refused(V5, &connect(V5, 0b10, b"\x00\x01c\x00\x01u")));
}

#[test]
fn mqtt_3_1_2_17_missing_user_name_is_refused() {
    assert!(refused(V5, &connect(V5, 0b1000_0010, b"\x00\x01c")));
}

#[test]
fn mqtt_3_1_2_18_password_without_its_flag_is_refused() {
    assert!(refused(V5, &connect(V5, 0b10, b"\x00\x01c\x00\x01p")));
    assert!(refused(V5, &connect(V5, 0b1000_0010, b"\x00\x01c\x00\x01u\x00\x01p")));
}

#[test]
fn mqtt_3_1_2_19_missing_password_is_refused() {
    assert!(refused(V5, &connect(V5, 0b0100_0010, b"\x00\x01c")));
    assert!(refused(V5, &connect(V5, 0b1100_0010, b"\x00\x01c\x00\x01u")));
    // MQTT 5 wants no user name with it.
    assert!(!refused(V5, &connect(V5, 0b0100_0010, b"\x00\x01c\x00\x01p")));
}

#[test]
fn mqtt_3_1_3_1_payload_is_read_in_its_order() {
    let bytes = connect(V5, 0b1100_0110, b"\x00\x01c\x02\x01\x01\x00\x01w\x00\x01m\x00\x01u\x00\x01p");
    let Ok(Packet::Connect(connect)) = decode(V5, &bytes) else { panic!() };
    let will = connect.will.unwrap();
    assert_eq!((connect.client_id, will.topic, will.payload), ("c", "w", &b"m"[..]));
    assert_eq!(will.properties.number(PropertyId::PayloadFormatIndicator), Some(1));
    assert_eq!((connect.username, connect.password), (Some("u"), Some(&b"p"[..])));
}

#[test]
fn mqtt_3_1_3_3_missing_client_id_is_refused() {
    assert!(refused(V5, &connect(V5, 0b10, b"")));
}

#[test]
fn mqtt_3_1_3_4_client_id_that_is_not_utf_8_is_refused() {
    assert!(refused(V5, &connect(V5, 0b10, b"\x00\x01\xff")));
}

#[test]
fn mqtt_3_1_3_11_will_topic_that_is_not_utf_8_is_refused() {
    assert!(refused(V5, &connect(V5, 0b110, b"\x00\x01c\x00\x00\x01\xff\x00\x00")));
}

#[test]
fn mqtt_3_1_3_12_user_name_that_is_not_utf_8_is_refused() {
    assert!(refused(V5, &connect(V5, 0b1000_0010, b"\x00\x01c\x00\x01\xff")));
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
fn mqtt_3_3_2_1_topic_name_comes_first_and_is_utf_8() {
    let bytes = packet(0x32, &[b"\x00\x03a/b", b"\x00\x09", b"\x00", b"x"]);
    let Ok(Packet::Publish(publish)) = decode(V5, &bytes) else { panic!() };
    assert_eq!((publish.topic, publish.packet_id, publish.payload), ("a/b", 9, &b"x"[..]));
    for body in [&b""[..], b"\x00", b"\x00\x02a", b"\x00\x01\x80\x00"] {
        assert!(refused(V5, &packet(0x30, &[body])), "{body:x?}");
    }
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
fn mqtt_3_6_1_1_pubrel_with_other_flags_is_malformed() {
    for flags in 0..16 {
        assert_eq!(refused(V5, &packet(0x60 | flags, &[&[0, 1]])), flags != 2, "{flags:x}");
    }
}

#[test]
fn mqtt_3_8_1_1_subscribe_with_other_flags_is_malformed() {
    let bytes = packet(0x80, &[b"\x00\x01\x00\x00\x01a\x00"]);
    assert_eq!(decode(V5, &bytes), Err(ReasonCode::MalformedPacket));
}

#[test]
fn mqtt_3_8_3_1_filter_that_is_not_utf_8_is_refused() {
    assert!(refused(V5, &packet(0x82, &[b"\x00\x01\x00\x00\x01\xff\x00"])));
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
fn mqtt_3_10_1_1_unsubscribe_with_other_flags_is_malformed() {
    let bytes = packet(0xa0, &[b"\x00\x01\x00\x00\x01a"]);
    assert_eq!(decode(V5, &bytes), Err(ReasonCode::MalformedPacket));
}

#[test]
fn mqtt_3_10_3_1_filter_of_unsubscribe_that_is_not_utf_8_is_refused() {
    assert!(refused(V5, &packet(0xa2, &[b"\x00\x01\x00\x00\x01\xff"])));
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
fn mqtt_3_15_1_1_auth_with_flags_is_malformed() {
    for flags in 1..16 {
        assert_eq!(decode(V5, &[0xf0 | flags, 0]), Err(ReasonCode::MalformedPacket), "{flags:x}");
    }
}

#[test]
fn mqtt_4_7_0_1_topic_name_has_no_wildcard() {
    for name in [&b"#"[..], b"+", b"a/#", b"a/+/b", b"a+"] {
        assert!(topic_refused(V5, name), "{name:x?}");
        let will = [b"\x00\x01c\x00", &[0, name.len() as u8][..], name, b"\x00\x00"].concat();
        assert!(refused(V5, &connect(V5, 0b110, &will)), "{name:x?} of a will");
    }
}

#[test]
fn mqtt_4_7_1_1_multi_level_wildcard_stands_alone_and_last() {
    for (filter, is_valid) in [("#", true), ("a/#", true), ("a#", false), ("a/#/b", false), ("#/a", false)] {
        assert_eq!(topic::is_filter(filter), is_valid, "{filter}");
    }
}

#[test]
fn mqtt_4_7_1_2_single_level_wildcard_stands_alone() {
    for (filter, is_valid) in [("+", true), ("+/a/+", true), ("a+", false), ("a/+b", false), ("++", false)] {
        assert_eq!(topic::is_filter(filter), is_valid, "{filter}");
    }
}

#[test]
fn mqtt_4_7_3_1_empty_topic_needs_an_alias_and_a_filter_is_never_empty() {
    // The connection refuses it when there is no alias.
    assert!(!topic_refused(V5, b"") && !topic::is_filter(""));
}

#[test]
fn mqtt_4_7_3_2_names_and_filters_with_a_null_character_are_refused() {
    assert!(topic_refused(V5, b"a/\0"));
    assert!(refused(V5, &packet(0x82, &[b"\x00\x01\x00\x00\x01\x00\x00"])));
}

#[test]
fn mqtt_4_7_3_3_longest_name_and_filter_are_read_whole() {
    longest_name(V5);
}

#[test]
fn mqtt_4_8_2_1_shared_filter_has_its_prefix_and_a_share_name() {
    assert_eq!(topic::shared("$share/n/a/+"), Some(topic::Shared { name: "n", filter: "a/+" }));
    for other in ["$shared/n/a", "share/n/a", "$share", "$SHARE/n/a", "/$share/n/a"] {
        assert_eq!(topic::shared(other), None, "{other}");
    }
    assert!(!topic::is_share_name(topic::shared("$share//a").unwrap().name));
}

#[test]
fn mqtt_4_8_2_2_share_name_has_no_wildcard_and_a_filter_follows() {
    for (filter, is_valid) in [
        ("$share/n/a", true),
        ("$share/n//", true),
        ("$share/n+/a", false),
        ("$share/#/a", false),
        ("$share/n", false),
        ("$share/n/", false),
    ] {
        let parts = topic::shared(filter).unwrap();
        assert_eq!(topic::is_share_name(parts.name) && topic::is_filter(parts.filter), is_valid, "{filter}");
    }
}
