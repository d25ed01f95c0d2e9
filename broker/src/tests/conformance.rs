//! Numbered statements of the MQTT standards, and the rows of the behaviour sheet, in raw bytes.
//!
//! A test is named by the number of its statement, which is not the same in both standards: `v3` is MQTT 3.1.1,
//! `v5` MQTT 5. `docs/conformance.md` has them all. Statements about the form of one packet are tested in
//! `crates/mqtt/src/conformance`.

use super::*;

mod both;
mod sheet;
mod v3;
mod v5;

/// A client that has sent nothing yet.
fn raw(bench: &Bench, version: Version) -> Client {
    Client { transport: bench.transport(), input: Vec::new(), version }
}

/// Sends bytes as the first of a connection and returns all that comes until the broker closes.
async fn exchange(bench: &Bench, version: Version, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut client = raw(bench, version);
    client.send(bytes).await;
    let mut all = Vec::new();
    while let Some(packet) = client.next().await {
        all.push(packet);
    }
    all
}

/// A CONNECT with properties (MQTT 5) or none.
fn with<'a>(version: Version, id: &'a str, list: &'a PropertyList) -> Connect<'a> {
    Connect { properties: Properties::from_raw(list.as_raw()), ..connect(version, id) }
}

fn will<'a>(topic: &'a str, payload: &'a [u8], qos: QoS, retain: bool) -> Option<Will<'a>> {
    Some(Will { topic, payload, qos, retain, properties: Properties::EMPTY })
}

/// A PUBLISH as it came, for tests that look at every byte of it.
async fn publish_packet(client: &mut Client, look: impl FnOnce(mqtt::Publish<'_>)) {
    let bytes = client.next().await.expect("a PUBLISH");
    let Packet::Publish(publish) = decode(client.version, &bytes) else { panic!("{bytes:?}") };
    look(publish);
}

/// Loses a client whose will has this RETAIN flag and says whether the will was kept.
async fn kept_will(version: Version, retain: bool) -> bool {
    let bench = Bench::new();
    let mut watcher = bench.client(version, "watcher").await;
    watcher.subscribe("w", QOS0).await;
    let packet = Connect { will: will("w", b"x", QOS0, retain), ..connect(version, "c") };
    bench.connect(packet).await.connack().await;
    assert!(!watcher.received().await.retain, "live");
    bench.broker.account(&tenant()).retained("w", base::UnixMillis::now()).is_some()
}

async fn unsubscribe(client: &mut Client, filter: &str) {
    let mut out = Vec::new();
    encode::unsubscribe(&mut out, client.version, 0x0102, &[filter]);
    client.send(&out).await;
    // MQTT 5 has properties and a reason code for each filter.
    let expected: &[u8] = if client.version.is_v5() { &[0xb0, 4, 1, 2, 0, 0] } else { &[0xb0, 2, 1, 2] };
    assert_eq!(client.next().await.unwrap(), expected);
}
