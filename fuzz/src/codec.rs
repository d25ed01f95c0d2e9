//! The codec: what it takes for a packet means the same when it is written and read again.

use mqtt::encode::{self, Delivery, PropertyList};
use mqtt::{Packet, Property, PropertyId, Publish, Subscribe, TopicTree, Version, next_frame, topic};

const BODY_MAX: usize = 1 << 14;

/// Reads any bytes as packets of every version.
///
/// # Panics
/// When the codec contradicts itself.
pub fn codec(data: &[u8]) {
    for version in [Version::V31, Version::V311, Version::V5] {
        let mut rest = data;
        while let Ok(Some(frame)) = next_frame(rest, BODY_MAX) {
            assert!(frame.length <= rest.len() && frame.body.len() < frame.length);
            if let Ok(early) = next_frame(&rest[..frame.length - 1], BODY_MAX) {
                assert_eq!(early, None, "cut before it was complete");
            }
            if let Ok(packet) = Packet::decode(version, frame.first_byte, frame.body) {
                check(version, &packet);
            }
            rest = &rest[frame.length..];
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        topics(text);
    }
}

fn again(version: Version, written: &[u8], check: impl FnOnce(Packet<'_>)) {
    let frame = next_frame(written, usize::MAX).ok().flatten().expect("what we write is a packet");
    assert_eq!(frame.length, written.len());
    check(Packet::decode(version, frame.first_byte, frame.body).expect("and reads again"));
}

fn check(version: Version, packet: &Packet<'_>) {
    let mut out = Vec::new();
    match packet {
        Packet::Connect(connect) => {
            encode::connect(&mut out, connect);
            again(version, &out, |back| assert_eq!(back, *packet));
        }
        Packet::Publish(publish) => republish(version, publish),
        Packet::PubAck(ack) => {
            let list = PropertyList::new().raw(ack.properties.raw());
            encode::puback(&mut out, version, ack.packet_id, ack.reason, &list);
            again(version, &out, |back| assert_eq!(back, *packet));
        }
        Packet::Subscribe(subscribe) => resubscribe(version, subscribe),
        Packet::Unsubscribe(unsubscribe) => {
            let filters: Vec<&str> = unsubscribe.filters.map(|(filter, _)| filter).collect();
            assert!(!filters.is_empty());
            encode::unsubscribe(&mut out, version, unsubscribe.packet_id, &filters);
            again(version, &out, |back| {
                let Packet::Unsubscribe(back) = back else { panic!("another packet") };
                assert!(back.filters.eq(unsubscribe.filters) && back.packet_id == unsubscribe.packet_id);
            });
        }
        Packet::Disconnect(disconnect) => {
            let list = PropertyList::new().raw(disconnect.properties.raw());
            encode::disconnect(&mut out, version, disconnect.reason, &list);
            again(version, &out, |back| assert_eq!(back, *packet));
        }
        Packet::ConnAck(ack) => {
            let list = PropertyList::new().raw(ack.properties.raw());
            encode::connack(&mut out, version, ack.session_present, ack.code, &list);
            again(version, &out, |back| assert_eq!(back, *packet));
        }
        _ => {}
    }
}

fn resubscribe(version: Version, subscribe: &Subscribe<'_>) {
    let filters: Vec<_> = subscribe.filters.collect();
    assert!(!filters.is_empty());
    let mut out = Vec::new();
    encode::subscribe(&mut out, version, subscribe.packet_id, &filters);
    again(version, &out, |back| {
        let Packet::Subscribe(back) = back else { panic!("another packet") };
        assert!(back.filters.eq(subscribe.filters) && back.packet_id == subscribe.packet_id);
    });
}

fn republish(version: Version, publish: &Publish<'_>) {
    assert!(!topic::has_wildcard(publish.topic) && !publish.topic.contains('\0'));
    // The expiry is written from a field of its own, behind the others.
    let is_expiry =
        |property: &Property<'_>| matches!(property, Property::Number(PropertyId::MessageExpiryInterval, _));
    if publish.properties.iter().any(|property| is_expiry(&property)) {
        return;
    }
    let delivery = Delivery {
        version,
        dup: publish.dup,
        qos: publish.qos,
        retain: publish.retain,
        topic: publish.topic,
        packet_id: publish.packet_id,
        properties: publish.properties.raw(),
        expiry: None,
        payload: publish.payload,
    };
    let mut out = Vec::new();
    encode::publish(&mut out, &delivery);
    assert_eq!(out.len(), delivery.length());
    again(version, &out, |back| assert_eq!(back, Packet::Publish(*publish)));
}

/// The tree and the plain matcher agree on the two halves of a text, whatever they are.
fn topics(text: &str) {
    let middle = text.floor_char_boundary(text.len() / 2);
    let (filter, name) = text.split_at(middle);
    if !topic::is_filter(filter) || topic::has_wildcard(name) || name.is_empty() {
        return;
    }
    let mut tree = TopicTree::new();
    tree.update(filter, |values| values.push(()));
    let mut found = 0;
    tree.for_each_match(name, |()| found += 1);
    assert_eq!(found, u8::from(topic::matches(filter, name)), "{filter:?} on {name:?}");
    tree.update(filter, |values| values.clear());
    assert!(tree.is_empty());
}
