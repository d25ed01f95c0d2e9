//! Writing packets. Every function appends one packet to `out`.
//!
//! Lengths are not checked here against the protocol's maximum: callers only send what came in over
//! the same protocol or what the limits bound. A string longer than 65,535 bytes is cut at
//! that length rather than written with a wrong one.

use crate::{Connect, PacketType, PropertyId, QoS, ReasonCode, SubscriptionOptions, Version, Will};

/// Properties under construction. They are written in the order of the calls.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PropertyList(Vec<u8>);

impl PropertyList {
    /// No properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// The properties in wire form, without their length.
    pub fn as_raw(&self) -> &[u8] {
        &self.0
    }

    /// Adds properties that are in wire form already.
    pub fn raw(mut self, raw: &[u8]) -> Self {
        self.0.extend_from_slice(raw);
        self
    }

    /// Adds a one-byte property.
    pub fn byte(mut self, id: PropertyId, value: u8) -> Self {
        self.0.extend_from_slice(&[id as u8, value]);
        self
    }

    /// Adds a two-byte property.
    pub fn u16(mut self, id: PropertyId, value: u16) -> Self {
        self.0.push(id as u8);
        self.0.extend_from_slice(&value.to_be_bytes());
        self
    }

    /// Adds a four-byte property.
    pub fn u32(mut self, id: PropertyId, value: u32) -> Self {
        self.0.push(id as u8);
        self.0.extend_from_slice(&value.to_be_bytes());
        self
    }

    /// Adds a string property.
    pub fn text(mut self, id: PropertyId, value: &str) -> Self {
        self.0.push(id as u8);
        binary(&mut self.0, value.as_bytes());
        self
    }

    /// Adds a binary property.
    pub fn binary(mut self, id: PropertyId, value: &[u8]) -> Self {
        self.0.push(id as u8);
        binary(&mut self.0, value);
        self
    }

    /// Adds a user property.
    pub fn user(mut self, key: &str, value: &str) -> Self {
        self.0.push(PropertyId::UserProperty as u8);
        binary(&mut self.0, key.as_bytes());
        binary(&mut self.0, value.as_bytes());
        self
    }
}

fn binary(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&bytes[..length.into()]);
}

fn varint(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The number of bytes that a variable byte integer takes.
fn varint_length(value: usize) -> usize {
    match value {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        _ => 4,
    }
}

fn header(out: &mut Vec<u8>, kind: PacketType, flags: u8, body_length: usize) {
    out.push((kind as u8) << 4 | flags);
    varint(out, body_length);
}

fn properties(out: &mut Vec<u8>, list: &PropertyList) {
    varint(out, list.0.len());
    out.extend_from_slice(&list.0);
}

fn properties_length(list: &PropertyList) -> usize {
    varint_length(list.0.len()) + list.0.len()
}

/// What one delivery of a message needs besides the message itself.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The receiver's version.
    pub version: Version,
    /// A redelivery. AWS never says so.
    pub dup: bool,
    /// The QoS of this delivery.
    pub qos: QoS,
    /// The RETAIN flag of this delivery.
    pub retain: bool,
    /// The topic name.
    pub topic: &'a str,
    /// The packet identifier; ignored for QoS 0.
    pub packet_id: u16,
    /// Properties in wire form, without expiry and alias; ignored before MQTT 5.
    pub properties: &'a [u8],
    /// The remaining message expiry, seconds; ignored before MQTT 5.
    pub expiry: Option<u32>,
    /// The application message.
    pub payload: &'a [u8],
}

impl Delivery<'_> {
    /// The packet's length on the wire, bytes.
    pub fn length(&self) -> usize {
        let body = self.body_length();
        1 + varint_length(body) + body
    }

    fn properties_length(&self) -> usize {
        self.properties.len() + if self.expiry.is_some() { 5 } else { 0 }
    }

    fn body_length(&self) -> usize {
        let id = if self.qos == QoS::AtMostOnce { 0 } else { 2 };
        let properties = match self.version {
            Version::V5 => varint_length(self.properties_length()) + self.properties_length(),
            _ => 0,
        };
        2 + self.topic.len() + id + properties + self.payload.len()
    }
}

/// Writes a PUBLISH.
#[inline]
pub fn publish(out: &mut Vec<u8>, delivery: &Delivery<'_>) {
    let flags = u8::from(delivery.dup) << 3 | (delivery.qos as u8) << 1 | u8::from(delivery.retain);
    let body = delivery.body_length();
    out.reserve(body + 5);
    header(out, PacketType::Publish, flags, body);
    binary(out, delivery.topic.as_bytes());
    if delivery.qos != QoS::AtMostOnce {
        out.extend_from_slice(&delivery.packet_id.to_be_bytes());
    }
    if delivery.version.is_v5() {
        varint(out, delivery.properties_length());
        out.extend_from_slice(delivery.properties);
        if let Some(expiry) = delivery.expiry {
            out.push(PropertyId::MessageExpiryInterval as u8);
            out.extend_from_slice(&expiry.to_be_bytes());
        }
    }
    out.extend_from_slice(delivery.payload);
}

/// Writes a PUBACK. Before MQTT 5 the reason and the properties are left out.
#[inline]
pub fn puback(out: &mut Vec<u8>, version: Version, packet_id: u16, reason: ReasonCode, list: &PropertyList) {
    let id = packet_id.to_be_bytes();
    if !version.is_v5() || (reason == ReasonCode::Success && list.0.is_empty()) {
        header(out, PacketType::PubAck, 0, 2);
        out.extend_from_slice(&id);
        return;
    }
    header(out, PacketType::PubAck, 0, 3 + properties_length(list));
    out.extend_from_slice(&id);
    out.push(reason as u8);
    properties(out, list);
}

/// Writes a CONNACK. `code` is a return code before MQTT 5, a reason code there.
pub fn connack(out: &mut Vec<u8>, version: Version, session_present: bool, code: u8, list: &PropertyList) {
    let length = if version.is_v5() { properties_length(list) } else { 0 };
    header(out, PacketType::ConnAck, 0, 2 + length);
    out.extend_from_slice(&[session_present.into(), code]);
    if version.is_v5() {
        properties(out, list);
    }
}

/// Writes a SUBACK with one code per filter.
pub fn suback(out: &mut Vec<u8>, version: Version, packet_id: u16, codes: &[u8]) {
    let length = if version.is_v5() { 1 } else { 0 };
    header(out, PacketType::SubAck, 0, 2 + length + codes.len());
    out.extend_from_slice(&packet_id.to_be_bytes());
    if version.is_v5() {
        out.push(0);
    }
    out.extend_from_slice(codes);
}

/// Writes an UNSUBACK with one code per filter, which MQTT 3 leaves out.
pub fn unsuback(out: &mut Vec<u8>, version: Version, packet_id: u16, codes: &[u8]) {
    let codes = if version.is_v5() { codes } else { &[] };
    let length = if version.is_v5() { 1 } else { 0 };
    header(out, PacketType::UnsubAck, 0, 2 + length + codes.len());
    out.extend_from_slice(&packet_id.to_be_bytes());
    if version.is_v5() {
        out.push(0);
    }
    out.extend_from_slice(codes);
}

/// Writes a PINGRESP.
pub fn pingresp(out: &mut Vec<u8>) {
    header(out, PacketType::PingResp, 0, 0);
}

/// Writes a PINGREQ.
pub fn pingreq(out: &mut Vec<u8>) {
    header(out, PacketType::PingReq, 0, 0);
}

/// Writes a DISCONNECT. Before MQTT 5 it has no reason.
pub fn disconnect(out: &mut Vec<u8>, version: Version, reason: ReasonCode, list: &PropertyList) {
    if !version.is_v5() || (reason == ReasonCode::Success && list.0.is_empty()) {
        header(out, PacketType::Disconnect, 0, 0);
        return;
    }
    header(out, PacketType::Disconnect, 0, 1 + properties_length(list));
    out.push(reason as u8);
    properties(out, list);
}

/// Writes a CONNECT.
pub fn connect(out: &mut Vec<u8>, packet: &Connect<'_>) {
    let mut body = Vec::with_capacity(64);
    let (name, level): (&[u8], u8) = match packet.version {
        Version::V31 => (b"MQIsdp", 3),
        Version::V311 => (b"MQTT", 4),
        Version::V5 => (b"MQTT", 5),
    };
    binary(&mut body, name);
    body.push(level);
    let will_flags =
        packet.will.as_ref().map_or(0, |will| 0b100 | (will.qos as u8) << 3 | u8::from(will.retain) << 5);
    body.push(
        u8::from(packet.clean) << 1
            | will_flags
            | u8::from(packet.password.is_some()) << 6
            | u8::from(packet.username.is_some()) << 7,
    );
    body.extend_from_slice(&packet.keep_alive.to_be_bytes());
    let raw = |body: &mut Vec<u8>, raw: &[u8]| {
        if packet.version.is_v5() {
            varint(body, raw.len());
            body.extend_from_slice(raw);
        }
    };
    raw(&mut body, packet.properties.raw());
    binary(&mut body, packet.client_id.as_bytes());
    if let Some(Will { topic, payload, properties, .. }) = &packet.will {
        raw(&mut body, properties.raw());
        binary(&mut body, topic.as_bytes());
        binary(&mut body, payload);
    }
    if let Some(username) = packet.username {
        binary(&mut body, username.as_bytes());
    }
    if let Some(password) = packet.password {
        binary(&mut body, password);
    }
    header(out, PacketType::Connect, 0, body.len());
    out.extend_from_slice(&body);
}

/// Writes a SUBSCRIBE.
pub fn subscribe(
    out: &mut Vec<u8>,
    version: Version,
    packet_id: u16,
    filters: &[(&str, SubscriptionOptions)],
) {
    let mut body = packet_id.to_be_bytes().to_vec();
    if version.is_v5() {
        body.push(0);
    }
    for (filter, options) in filters {
        binary(&mut body, filter.as_bytes());
        body.push(options.to_byte());
    }
    header(out, PacketType::Subscribe, 0b0010, body.len());
    out.extend_from_slice(&body);
}

/// Writes an UNSUBSCRIBE.
pub fn unsubscribe(out: &mut Vec<u8>, version: Version, packet_id: u16, filters: &[&str]) {
    let mut body = packet_id.to_be_bytes().to_vec();
    if version.is_v5() {
        body.push(0);
    }
    for filter in filters {
        binary(&mut body, filter.as_bytes());
    }
    header(out, PacketType::Unsubscribe, 0b0010, body.len());
    out.extend_from_slice(&body);
}
