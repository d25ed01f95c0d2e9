//! Numbered statements of the MQTT standards about the form of packets. What a server does with them is tested
//! in `broker/src/tests/conformance`.

use crate::encode::{self, PropertyList};
use crate::*;

mod v3;
mod v5;

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

/// A PUBLISH as the server writes it: topic `a`, packet identifier 9, payload `x`.
fn written(version: Version, qos: QoS) -> Vec<u8> {
    let mut out = Vec::new();
    let delivery = encode::Delivery {
        version,
        dup: false,
        qos,
        retain: false,
        topic: "a",
        packet_id: 9,
        properties: &[],
        expiry: None,
        payload: b"x",
    };
    encode::publish(&mut out, &delivery);
    out
}

/// Type and flags of every packet that the server writes, but PUBLISH.
fn flags_of_the_server(version: Version) -> Vec<(u8, u8)> {
    let none = PropertyList::new();
    let mut packets = vec![Vec::new(); 5];
    encode::connack(&mut packets[0], version, true, 0, &none);
    encode::puback(&mut packets[1], version, 9, ReasonCode::Success, &none);
    encode::suback(&mut packets[2], version, 9, &[0]);
    encode::unsuback(&mut packets[3], version, 9, &[0]);
    encode::pingresp(&mut packets[4]);
    // Only MQTT 5 lets a server send it.
    if version.is_v5() {
        packets.push(Vec::new());
        encode::disconnect(&mut packets[5], version, ReasonCode::Success, &none);
    }
    packets.iter().map(|packet| (packet[0] & 0xf0, packet[0] & 15)).collect()
}

/// A name of 65,535 bytes, which is all that its length field can say, as topic and as filter.
fn longest_name(version: Version) {
    let name = "x".repeat(65_535);
    let mut out = Vec::new();
    encode::subscribe(&mut out, version, 9, &[(&name, SubscriptionOptions::of(QoS::AtMostOnce))]);
    let Ok(Packet::Subscribe(subscribe)) = decode(version, &out) else { panic!() };
    assert!(subscribe.filters.into_iter().next().is_some_and(|(filter, _)| filter == name));
    out.clear();
    let delivery = encode::Delivery {
        version,
        dup: false,
        qos: QoS::AtMostOnce,
        retain: false,
        topic: &name,
        packet_id: 0,
        properties: &[],
        expiry: None,
        payload: b"x",
    };
    encode::publish(&mut out, &delivery);
    let Ok(Packet::Publish(publish)) = decode(version, &out) else { panic!() };
    assert!(publish.topic == name && publish.payload == b"x");
}
