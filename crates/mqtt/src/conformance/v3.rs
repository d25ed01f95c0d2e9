//! MQTT 3.1.1.

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
fn mqtt_2_2_2_1_reserved_flags_are_written_as_listed() {
    assert_eq!(flags_of_the_server(V3), [(0x20, 0), (0x40, 0), (0x90, 0), (0xb0, 0), (0xd0, 0)]);
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
fn mqtt_2_3_1_5_qos_0_has_no_packet_identifier() {
    let bytes = packet(0x30, &[b"\x00\x01ax"]);
    let Ok(Packet::Publish(publish)) = decode(V3, &bytes) else { panic!() };
    assert_eq!((publish.packet_id, publish.payload), (0, &b"x"[..]));
    assert_eq!(written(V3, QoS::AtMostOnce), bytes);
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
fn mqtt_3_3_2_1_topic_name_comes_first_and_is_utf_8() {
    let bytes = packet(0x32, &[b"\x00\x03a/b", b"\x00\x09x"]);
    let Ok(Packet::Publish(publish)) = decode(V3, &bytes) else { panic!() };
    assert_eq!((publish.topic, publish.packet_id, publish.payload), ("a/b", 9, &b"x"[..]));
    // None at all, half a length, half a name.
    for body in [&b""[..], b"\x00", b"\x00\x02a", b"\x00\x01\x80"] {
        assert!(refused(V3, &packet(0x30, &[body])), "{body:x?}");
    }
}

#[test]
fn mqtt_3_6_1_1_pubrel_with_other_flags_is_refused() {
    for flags in 0..16 {
        assert_eq!(refused(V3, &packet(0x60 | flags, &[&[0, 1]])), flags != 2, "{flags:x}");
    }
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
fn mqtt_4_7_1_1_topic_name_has_no_wildcard() {
    for name in [&b"#"[..], b"+", b"a/#", b"a/+/b", b"a+"] {
        assert!(topic_refused(V3, name), "{name:x?}");
        let will = [b"\x00\x01c", &[0, name.len() as u8][..], name, b"\x00\x00"].concat();
        assert!(refused(V3, &connect(V3, 0b110, &will)), "{name:x?} of a will");
    }
}

#[test]
fn mqtt_4_7_1_2_multi_level_wildcard_stands_alone_and_last() {
    for (filter, is_valid) in [("#", true), ("a/#", true), ("a#", false), ("a/#/b", false), ("#/a", false)] {
        assert_eq!(topic::is_filter(filter), is_valid, "{filter}");
    }
}

#[test]
fn mqtt_4_7_1_3_single_level_wildcard_stands_alone() {
    for (filter, is_valid) in [("+", true), ("+/a/+", true), ("a+", false), ("a/+b", false), ("++", false)] {
        assert_eq!(topic::is_filter(filter), is_valid, "{filter}");
    }
}

#[test]
fn mqtt_4_7_3_1_names_and_filters_have_a_character() {
    assert!(topic_refused(V3, b"") && !topic::is_filter(""));
    assert!(!topic_refused(V3, b"/") && topic::is_filter("/"));
}

#[test]
fn mqtt_4_7_3_2_names_and_filters_with_a_null_character_are_refused() {
    assert!(topic_refused(V3, b"a/\0"));
    assert!(refused(V3, &packet(0x82, &[b"\x00\x01\x00\x01\x00\x00"])));
}

#[test]
fn mqtt_4_7_3_3_longest_name_and_filter_are_read_whole() {
    longest_name(V3);
}
