//! Valid packets of all types and versions.

use mqtt::encode::{self, Delivery, PropertyList};
use mqtt::{Connect, Properties, PropertyId, QoS, ReasonCode, SubscriptionOptions, Version, Will};

const VERSIONS: [Version; 3] = [Version::V31, Version::V311, Version::V5];
const TOPICS: [&str; 6] =
    ["a", "a/b/c", "$aws/things/T/shadow/update", "$aws/rules/R/x", "é/ü", "1/2/3/4/5/6/7/8"];
const FILTERS: [&str; 6] = ["a", "a/+/c", "#", "$aws/things/+/shadow/#", "+/b/#", "/"];
const QOS: [QoS; 3] = [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce];

fn made(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

/// A CONNECT of a version, as simple as it gets.
pub fn connect(version: Version) -> Vec<u8> {
    made(|out| encode::connect(out, &simple(version)))
}

fn simple(version: Version) -> Connect<'static> {
    Connect {
        version,
        clean: true,
        keep_alive: 60,
        properties: Properties::EMPTY,
        client_id: "fuzz",
        will: None,
        username: None,
        password: None,
    }
}

fn connects(version: Version, all: &mut Vec<Vec<u8>>) {
    let list = PropertyList::new()
        .u32(PropertyId::SessionExpiryInterval, 100)
        .u16(PropertyId::ReceiveMaximum, 2)
        .u32(PropertyId::MaximumPacketSize, 600)
        .u16(PropertyId::TopicAliasMaximum, 3)
        .byte(PropertyId::RequestProblemInformation, 0)
        .user("k", "v");
    let will_list =
        PropertyList::new().u32(PropertyId::WillDelayInterval, 1).text(PropertyId::ContentType, "t");
    let raw =
        |list: &'static [u8]| if version.is_v5() { Properties::from_raw(list) } else { Properties::EMPTY };
    let (properties, will_properties) =
        (raw(list.as_raw().to_vec().leak()), raw(will_list.as_raw().to_vec().leak()));
    let will = Will {
        topic: "gone",
        payload: b"bye",
        qos: QoS::AtLeastOnce,
        retain: true,
        properties: will_properties,
    };
    let full = Connect {
        properties,
        clean: false,
        will: Some(will),
        username: Some("u"),
        password: Some(b"p"),
        ..simple(version)
    };
    all.push(connect(version));
    all.push(made(|out| encode::connect(out, &full)));
    all.push(made(|out| encode::connect(out, &Connect { client_id: "", ..simple(version) })));
}

fn publishes(version: Version, all: &mut Vec<Vec<u8>>) {
    let list = PropertyList::new()
        .byte(PropertyId::PayloadFormatIndicator, 1)
        .text(PropertyId::ResponseTopic, "answer")
        .binary(PropertyId::CorrelationData, b"\x00\x01")
        .text(PropertyId::ContentType, "text/plain")
        .u16(PropertyId::TopicAlias, 1)
        .user("key", "value");
    for (index, topic) in TOPICS.into_iter().enumerate() {
        let mut delivery = Delivery {
            version,
            dup: false,
            qos: QOS[index % 2],
            retain: index % 3 == 0,
            topic,
            packet_id: index as u16 + 1,
            properties: &[],
            expiry: None,
            payload: b"{\"state\":{}}",
        };
        all.push(made(|out| encode::publish(out, &delivery)));
        (delivery.properties, delivery.expiry) = (list.as_raw(), Some(9));
        all.push(made(|out| encode::publish(out, &delivery)));
        delivery.topic = if version.is_v5() { "" } else { "a" };
        all.push(made(|out| encode::publish(out, &delivery)));
    }
}

fn of_version(version: Version, all: &mut Vec<Vec<u8>>) {
    let list = || PropertyList::new().text(PropertyId::ReasonString, "why").user("k", "v");
    connects(version, all);
    publishes(version, all);
    for (id, filter) in (1..).zip(FILTERS) {
        let options = SubscriptionOptions::of(QOS[usize::from(id) % 2]);
        all.push(made(|out| encode::subscribe(out, version, id, &[(filter, options), ("a/b/c", options)])));
        all.push(made(|out| encode::unsubscribe(out, version, id, &[filter, "b"])));
        all.push(made(|out| encode::puback(out, version, id, ReasonCode::Success, &list())));
    }
    all.push(made(|out| encode::connack(out, version, true, 0, &list())));
    all.push(made(|out| encode::suback(out, version, 7, &[0, 1, 0x80])));
    all.push(made(|out| encode::unsuback(out, version, 7, &[0, 0x11])));
    all.push(made(|out| encode::disconnect(out, version, ReasonCode::DisconnectWithWill, &list())));
    all.push(made(|out| encode::disconnect(out, version, ReasonCode::Success, &PropertyList::new())));
}

/// Everything.
pub fn packets() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    VERSIONS.into_iter().for_each(|version| of_version(version, &mut all));
    all.push(made(encode::pingreq));
    all.push(made(encode::pingresp));
    // PUBREC, PUBREL, PUBCOMP and AUTH, which the server never writes.
    let rest: [&[u8]; 5] =
        [&[0x50, 2, 0, 1], &[0x62, 2, 0, 1], &[0x70, 2, 0, 1], &[0xf0, 0], &[0xf0, 2, 0x18, 0]];
    all.extend(rest.map(<[u8]>::to_vec));
    all
}
