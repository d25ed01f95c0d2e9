//! The broker through its front door: real packets over an in-memory transport.

use std::sync::Arc;
use std::time::Duration;

use base::{Limits, Profile, Tenant};
use mqtt::encode::{self, PropertyList};
use mqtt::{Connect, Packet, Properties, PropertyId, QoS, SubscriptionOptions, Version, Will, next_frame};
use parking_lot::Mutex;
use policy::{AttachedPolicy, Authorizer, Context, Document};
use store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::*;

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}}"#;

/// Lets everybody in with one policy, which can be exchanged.
struct OnePolicy(Mutex<Result<String, String>>);

impl Admission for OnePolicy {
    fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
        let text = self.0.lock().clone().map_err(Refusal)?;
        let document = Arc::new(Document::parse(&text, 4096).unwrap());
        let attached = AttachedPolicy { name: "p".into(), version: "1".into(), document };
        let context = Context { client_id: Some(attempt.client_id.to_string()), ..Context::default() };
        let authorizer = Arc::new(Authorizer::compile(&[attached], Arc::new(context), &tenant()));
        Ok(Admitted { tenant: tenant(), principal: "someone".into(), authorizer, thing: None })
    }
}

/// Notes what reaches rules and services.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Services for Notes {
    fn rules(&self, _: &Tenant, rules: &Arc<[RuleId]>, message: &Message, publisher: &Arc<Publisher>) {
        let client = publisher.client_id.as_deref().unwrap_or("n/a");
        self.0.lock().push(format!("rules {rules:?} {} {client}", message.topic()));
    }

    fn basic_ingest(&self, _: &Tenant, rule: &str, message: &Message, _: &Arc<Publisher>) {
        self.0.lock().push(format!("ingest {rule} {}", message.topic()));
    }

    fn shadow(&self, _: &Tenant, request: ShadowRequest<'_>, _: &Message, _: &Arc<Publisher>) {
        self.0.lock().push(format!("shadow {} {:?}", request.thing, request.operation));
    }
}

struct Bench {
    broker: Broker,
    store: Store,
    policy: Arc<OnePolicy>,
    notes: Arc<Notes>,
}

impl Bench {
    fn new() -> Self {
        Self::with(Store::memory().unwrap(), ALLOW_ALL)
    }

    fn with(store: Store, policy: &str) -> Self {
        let policy = Arc::new(OnePolicy(Mutex::new(Ok(policy.into()))));
        let notes = Arc::new(Notes::default());
        let limits = Limits::of(Profile::Lab);
        let broker = Broker::open(store.clone(), limits, policy.clone(), notes.clone()).unwrap();
        Self { broker, store, policy, notes }
    }

    fn transport(&self) -> DuplexStream {
        let (near, far) = tokio::io::duplex(1 << 20);
        let broker = self.broker.clone();
        let source = "192.0.2.1:5000".parse().unwrap();
        let peer = Peer { source, identity: Identity::Anonymous, server_name: None };
        tokio::spawn(async move { broker.serve(far, peer).await });
        near
    }

    async fn connect(&self, connect: Connect<'_>) -> Client {
        let mut client = Client { transport: self.transport(), input: Vec::new(), version: connect.version };
        let mut out = Vec::new();
        encode::connect(&mut out, &connect);
        client.send(&out).await;
        client
    }

    /// A connected client with a clean session.
    async fn client(&self, version: Version, id: &str) -> Client {
        let mut client = self.connect(connect(version, id)).await;
        assert_eq!(client.connack().await, (false, 0));
        client
    }
}

fn connect(version: Version, client_id: &str) -> Connect<'_> {
    Connect {
        version,
        clean: true,
        keep_alive: 60,
        properties: Properties::EMPTY,
        client_id,
        will: None,
        username: None,
        password: None,
    }
}

fn persistent(client_id: &str) -> Connect<'_> {
    Connect { clean: false, ..connect(Version::V311, client_id) }
}

struct Client {
    transport: DuplexStream,
    input: Vec<u8>,
    version: Version,
}

/// What a test looks at in a received PUBLISH.
#[derive(PartialEq, Eq, Debug)]
struct Received {
    topic: String,
    payload: Vec<u8>,
    qos: QoS,
    retain: bool,
    packet_id: u16,
}

impl Client {
    async fn send(&mut self, bytes: &[u8]) {
        self.transport.write_all(bytes).await.unwrap();
    }

    /// The next packet as its bytes; `None` when the broker closed.
    async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(frame) = next_frame(&self.input, 1 << 20).unwrap() {
                let length = frame.length;
                return Some(self.input.drain(..length).collect());
            }
            let mut chunk = [0; 4096];
            let read = tokio::time::timeout(Duration::from_secs(20), self.transport.read(&mut chunk));
            match read.await.expect("an answer in time") {
                Ok(0) | Err(_) => return None,
                Ok(count) => self.input.extend_from_slice(&chunk[..count]),
            }
        }
    }

    async fn connack(&mut self) -> (bool, u8) {
        let bytes = self.next().await.expect("a CONNACK");
        match decode(self.version, &bytes) {
            Packet::ConnAck(ack) => (ack.session_present, ack.code),
            other => panic!("{other:?}"),
        }
    }

    async fn subscribe(&mut self, filter: &str, qos: QoS) -> Vec<u8> {
        let mut out = Vec::new();
        encode::subscribe(&mut out, self.version, 9, &[(filter, SubscriptionOptions::of(qos))]);
        self.send(&out).await;
        let bytes = self.next().await.expect("a SUBACK");
        match decode(self.version, &bytes) {
            Packet::SubAck(ack) => ack.codes.to_vec(),
            other => panic!("{other:?}"),
        }
    }

    async fn publish(&mut self, topic: &str, payload: &[u8], qos: QoS, retain: bool) {
        self.publish_with(topic, payload, qos, retain, &PropertyList::new()).await;
    }

    async fn publish_with(
        &mut self,
        topic: &str,
        payload: &[u8],
        qos: QoS,
        retain: bool,
        list: &PropertyList,
    ) {
        let mut out = Vec::new();
        let delivery = encode::Delivery {
            version: self.version,
            dup: false,
            qos,
            retain,
            topic,
            packet_id: 77,
            properties: list.as_raw(),
            expiry: None,
            payload,
        };
        encode::publish(&mut out, &delivery);
        self.send(&out).await;
    }

    async fn puback(&mut self) -> u8 {
        let bytes = self.next().await.expect("a PUBACK");
        match decode(self.version, &bytes) {
            Packet::PubAck(ack) => {
                assert_eq!(ack.packet_id, 77);
                ack.reason as u8
            }
            other => panic!("{other:?}"),
        }
    }

    async fn received(&mut self) -> Received {
        let bytes = self.next().await.expect("a PUBLISH");
        match decode(self.version, &bytes) {
            Packet::Publish(publish) => Received {
                topic: publish.topic.into(),
                payload: publish.payload.into(),
                qos: publish.qos,
                retain: publish.retain,
                packet_id: publish.packet_id,
            },
            other => panic!("{other:?}"),
        }
    }

    async fn acknowledge(&mut self, packet_id: u16) {
        let mut out = Vec::new();
        let reason = mqtt::ReasonCode::Success;
        encode::puback(&mut out, self.version, packet_id, reason, &PropertyList::new());
        self.send(&out).await;
    }

    /// Shows that nothing is on its way: the answer to a PINGREQ is the next packet.
    async fn expect_silence(&mut self) {
        self.send(&[0xc0, 0]).await;
        assert_eq!(self.next().await.expect("a PINGRESP"), [0xd0, 0]);
    }

    async fn expect_close(&mut self) {
        assert_eq!(self.next().await, None, "closed without a word");
    }

    /// The reason of the DISCONNECT before the close.
    async fn disconnect_reason(&mut self) -> u8 {
        let bytes = self.next().await.expect("a DISCONNECT");
        let Packet::Disconnect(disconnect) = decode(self.version, &bytes) else { panic!("{bytes:?}") };
        let reason = disconnect.reason as u8;
        self.expect_close().await;
        reason
    }
}

fn decode(version: Version, bytes: &[u8]) -> Packet<'_> {
    let frame = next_frame(bytes, 1 << 20).unwrap().unwrap();
    Packet::decode(version, frame.first_byte, frame.body).unwrap()
}

const QOS0: QoS = QoS::AtMostOnce;
const QOS1: QoS = QoS::AtLeastOnce;

#[tokio::test]
async fn message_reaches_subscribers_of_every_version_with_the_lower_qos() {
    let bench = Bench::new();
    let mut v3 = bench.client(Version::V311, "v3").await;
    let mut v5 = bench.client(Version::V5, "v5").await;
    assert_eq!(v3.subscribe("a/+", QOS0).await, [0]);
    assert_eq!(v5.subscribe("a/#", QOS1).await, [1]);
    let mut publisher = bench.client(Version::V31, "pub").await;
    publisher.publish("a/b", b"hello", QOS1, false).await;
    assert_eq!(publisher.puback().await, 0);
    let (first, second) = (v3.received().await, v5.received().await);
    assert_eq!((first.topic.as_str(), first.payload.as_slice(), first.qos), ("a/b", &b"hello"[..], QOS0));
    assert_eq!((second.qos, second.retain), (QOS1, false));
    v5.acknowledge(second.packet_id).await;
    v5.expect_silence().await;
}

#[tokio::test]
async fn parent_level_and_dollar_topics_are_not_matched_by_wildcards() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    client.subscribe("a/#", QOS0).await;
    client.subscribe("#", QOS0).await;
    client.publish("$aws/things/T/shadow/get", b"", QOS0, false).await;
    client.publish("a", b"1", QOS0, false).await;
    assert_eq!(client.received().await.topic, "a");
    client.expect_silence().await;
}

#[tokio::test]
async fn retained_message_is_sent_for_its_literal_filter_only() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    client.publish("a/b", b"kept", QOS1, true).await;
    client.puback().await;
    client.subscribe("a/+", QOS1).await;
    client.expect_silence().await;
    client.subscribe("a/b", QOS0).await;
    let received = client.received().await;
    assert_eq!((received.payload.as_slice(), received.retain, received.qos), (&b"kept"[..], true, QOS0));
    client.publish("a/b", b"", QOS0, true).await;
    let live = client.received().await;
    assert_eq!((live.payload.len(), live.retain), (0, false), "the removal itself is delivered");
    client.subscribe("a/b", QOS0).await;
    client.expect_silence().await;
}

#[tokio::test]
async fn will_is_sent_when_the_socket_is_lost_and_not_after_disconnect() {
    let bench = Bench::new();
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("gone", QOS1).await;
    let will =
        Will { topic: "gone", payload: b"bye", qos: QOS1, retain: false, properties: Properties::EMPTY };
    let with_will = |id| Connect { will: Some(will), ..connect(Version::V311, id) };

    let mut polite = bench.connect(with_will("polite")).await;
    polite.connack().await;
    polite.send(&[0xe0, 0]).await;
    polite.expect_close().await;
    watcher.expect_silence().await;

    let mut lost = bench.connect(with_will("lost")).await;
    lost.connack().await;
    drop(lost);
    assert_eq!(watcher.received().await.payload, b"bye");
}

#[tokio::test]
async fn second_connection_takes_the_client_id_over() {
    let bench = Bench::new();
    let mut first = bench.client(Version::V5, "same").await;
    let _second = bench.client(Version::V5, "same").await;
    assert_eq!(first.disconnect_reason().await, 0x8e);
    let mut third = bench.client(Version::V311, "other").await;
    let _fourth = bench.client(Version::V311, "other").await;
    third.expect_close().await;
}

#[tokio::test]
async fn persistent_session_keeps_subscriptions_and_qos_1_messages() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (false, 0));
    device.subscribe("q1", QOS1).await;
    device.subscribe("q0", QOS0).await;
    device.send(&[0xe0, 0]).await;
    device.expect_close().await;

    let mut publisher = bench.client(Version::V311, "pub").await;
    for payload in [b"1", b"2"] {
        publisher.publish("q1", payload, QOS1, false).await;
        publisher.puback().await;
    }
    publisher.publish("q0", b"lost", QOS1, false).await;
    publisher.puback().await;

    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    let (one, two) = (device.received().await, device.received().await);
    assert_eq!((one.payload, two.payload), (b"1".to_vec(), b"2".to_vec()));
    device.acknowledge(one.packet_id).await;
    device.expect_silence().await;
    drop(device);

    // The second was not acknowledged, so it comes again.
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    assert_eq!(device.received().await.payload, b"2");
    device.expect_silence().await;
}

#[tokio::test]
async fn offline_queue_longer_than_memory_comes_back_whole_and_in_order() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let mut publisher = bench.client(Version::V311, "pub").await;
    for number in 0..500_u32 {
        publisher.publish("t", &number.to_be_bytes(), QOS1, false).await;
        publisher.puback().await;
    }
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    for number in 0..500_u32 {
        if number == 300 {
            publisher.publish("t", &500_u32.to_be_bytes(), QOS1, false).await;
            publisher.puback().await;
        }
        let received = device.received().await;
        assert_eq!(received.payload, number.to_be_bytes());
        device.acknowledge(received.packet_id).await;
    }
    assert_eq!(device.received().await.payload, 500_u32.to_be_bytes());
}

#[tokio::test]
async fn sessions_queues_and_retained_messages_survive_a_restart() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t/+", QOS1).await;
    drop(device);
    let mut publisher = bench.client(Version::V311, "pub").await;
    publisher.publish("t/1", b"queued", QOS1, false).await;
    publisher.puback().await;
    publisher.publish("kept", b"kept", QOS1, true).await;
    publisher.puback().await;

    let again = Bench::with(bench.store.clone(), ALLOW_ALL);
    let mut publisher = again.client(Version::V311, "pub").await;
    publisher.publish("t/2", b"later", QOS1, false).await;
    publisher.puback().await;
    let mut device = again.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    for expected in [&b"queued"[..], b"later"] {
        let received = device.received().await;
        assert_eq!(received.payload, expected);
        device.acknowledge(received.packet_id).await;
    }
    device.subscribe("kept", QOS1).await;
    assert_eq!(device.received().await.payload, b"kept");
}

#[tokio::test]
async fn session_is_not_resumed_by_another_protocol_version_or_a_clean_start() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    drop(device);
    let mut v5 = bench.connect(Connect { clean: false, ..connect(Version::V5, "device") }).await;
    assert_eq!(v5.connack().await, (false, 0));
    drop(v5);
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (false, 0));
    assert!(bench.store.load(store::Table::Subscription).unwrap().is_empty());
}

#[tokio::test]
async fn v5_session_expiry_is_clamped_and_can_be_ended_by_disconnect() {
    let bench = Bench::new();
    let list = PropertyList::new().u32(PropertyId::SessionExpiryInterval, 1_000_000);
    let mut raw = Vec::new();
    encode::connect(&mut raw, &connect(Version::V5, "c"));
    // Rewrites the CONNECT with the property: remaining length and property length grow by its size.
    raw[1] += list.as_raw().len() as u8;
    raw[12] = list.as_raw().len() as u8;
    raw.splice(13..13, list.as_raw().iter().copied());
    let mut client = Client { transport: bench.transport(), input: Vec::new(), version: Version::V5 };
    client.send(&raw).await;
    let bytes = client.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(Version::V5, &bytes) else { panic!() };
    assert_eq!(ack.properties.number(PropertyId::SessionExpiryInterval), Some(3600));
    assert_eq!(ack.properties.number(PropertyId::ReceiveMaximum), Some(100));
    assert_eq!(ack.properties.number(PropertyId::TopicAliasMaximum), Some(8));
    // DISCONNECT with a session expiry of 0 ends the session.
    client.send(&[0xe0, 7, 0, 5, 0x11, 0, 0, 0, 0]).await;
    client.expect_close().await;
    let mut again = bench.connect(Connect { clean: false, ..connect(Version::V5, "c") }).await;
    assert_eq!(again.connack().await, (false, 0));
}

#[tokio::test]
async fn client_ids_by_version() {
    let bench = Bench::new();
    let mut assigned = bench.connect(connect(Version::V5, "")).await;
    let bytes = assigned.next().await.unwrap();
    let Packet::ConnAck(ack) = decode(Version::V5, &bytes) else { panic!() };
    let id = ack.properties.text(PropertyId::AssignedClientIdentifier).unwrap().to_owned();
    assert!(id.starts_with("$GEN/"), "{id}");

    let code = async |connect: Connect<'_>| bench.connect(connect).await.connack().await.1;
    assert_eq!(code(connect(Version::V5, &id)).await, 0x85);
    assert_eq!(code(connect(Version::V311, "")).await, 0);
    assert_eq!(code(persistent("")).await, 2);
    assert_eq!(code(connect(Version::V311, &"x".repeat(129))).await, 2);
    assert_eq!(code(connect(Version::V5, &"x".repeat(129))).await, 0x85);
}

#[tokio::test]
async fn qos_2_ends_the_connection() {
    let bench = Bench::new();
    let mut v5 = bench.client(Version::V5, "v5").await;
    v5.publish("a", b"", QoS::ExactlyOnce, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x9b);
    let mut v3 = bench.client(Version::V311, "v3").await;
    let mut out = Vec::new();
    encode::subscribe(&mut out, Version::V311, 9, &[("a", SubscriptionOptions::of(QoS::ExactlyOnce))]);
    v3.send(&out).await;
    v3.expect_close().await;
    let will = Will {
        topic: "w",
        payload: b"",
        qos: QoS::ExactlyOnce,
        retain: false,
        properties: Properties::EMPTY,
    };
    let mut refused = bench.connect(Connect { will: Some(will), ..connect(Version::V311, "w") }).await;
    refused.expect_close().await;
}

const OWN_TOPICS: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/c*"},
    {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],
     "Resource":"arn:aws:iot:us-east-1:123456789012:topic/own/*"},
    {"Effect":"Allow","Action":"iot:Subscribe","Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/*"}]}"#;

#[tokio::test]
async fn denials_look_as_on_aws() {
    let bench = Bench::with(Store::memory().unwrap(), OWN_TOPICS);
    // mqtt.md §2.
    bench.connect(connect(Version::V311, "other")).await.expect_close().await;
    assert_eq!(bench.connect(connect(Version::V5, "other")).await.connack().await.1, 0x87);
    // mqtt.md §6.
    for qos in [QOS0, QOS1] {
        let mut v3 = bench.client(Version::V311, "c3").await;
        v3.publish("foreign", b"", qos, false).await;
        v3.expect_close().await;
    }
    let mut v5 = bench.client(Version::V5, "c5").await;
    v5.publish("foreign", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x87);
    v5.publish("own/a", b"", QOS1, true).await;
    assert_eq!(v5.puback().await, 0x87, "RetainPublish is missing");
    v5.publish("own/a", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0);
    v5.publish("foreign", b"", QOS0, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x87);
    // A will that may not be published refuses the connection.
    let will =
        Will { topic: "foreign", payload: b"", qos: QOS0, retain: false, properties: Properties::EMPTY };
    bench.connect(Connect { will: Some(will), ..connect(Version::V311, "cw") }).await.expect_close().await;
}

#[tokio::test]
async fn unauthorised_subscribe_ends_mqtt_3_and_fails_one_filter_of_mqtt_5() {
    let policy = OWN_TOPICS.replace("topicfilter/*", "topicfilter/own/*");
    let bench = Bench::with(Store::memory().unwrap(), &policy);
    let mut v3 = bench.client(Version::V311, "c3").await;
    let mut out = Vec::new();
    encode::subscribe(&mut out, Version::V311, 9, &[("foreign", SubscriptionOptions::of(QOS0))]);
    v3.send(&out).await;
    v3.expect_close().await;
    let mut v5 = bench.client(Version::V5, "c5").await;
    assert_eq!(v5.subscribe("foreign", QOS0).await, [0x87]);
    assert_eq!(v5.subscribe("own/#", QOS1).await, [1]);
}

#[tokio::test]
async fn delivery_without_receive_permission_is_left_out() {
    let bench = Bench::with(Store::memory().unwrap(), OWN_TOPICS);
    let mut client = bench.client(Version::V311, "c").await;
    client.subscribe("#", QOS1).await;
    let account = bench.broker.account(&tenant());
    let publisher = Arc::new(Publisher::default());
    account.publish(&NewMessage::new("foreign", b"1", QOS1), &publisher);
    account.publish(&NewMessage::new("own/x", b"2", QOS1), &publisher);
    let received = client.received().await;
    assert_eq!(received.topic, "own/x");
}

#[tokio::test]
async fn change_of_policy_applies_to_the_next_packet() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    client.publish("foreign", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    *bench.policy.0.lock() = Ok(OWN_TOPICS.into());
    bench.broker.account(&tenant()).policies_changed();
    client.publish("foreign", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0x87);
}

#[tokio::test]
async fn connection_of_a_dead_certificate_ends_at_once() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    *bench.policy.0.lock() = Err("the certificate is INACTIVE".into());
    bench.broker.account(&tenant()).policies_changed();
    assert_eq!(client.disconnect_reason().await, 0x87);
}

#[tokio::test]
async fn reserved_topics_are_judged_before_the_policy() {
    let bench = Bench::new();
    let mut v5 = bench.client(Version::V5, "v5").await;
    v5.publish("$SYS/x", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x90);
    v5.publish("$aws/things/T/shadow/get", b"", QOS1, true).await;
    assert_eq!(v5.puback().await, 0x90, "retained on a reserved topic");
    assert_eq!(v5.subscribe("$SYS/#", QOS0).await, [0x8f]);
    v5.publish("$SYS/x", b"", QOS0, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x90);
    let mut v3 = bench.client(Version::V311, "v3").await;
    v3.publish("$SYS/x", b"", QOS1, false).await;
    v3.expect_close().await;
}

#[tokio::test]
async fn limits_of_the_sheet_are_enforced() {
    let bench = Bench::new();
    let mut v5 = bench.client(Version::V5, "v5").await;
    v5.publish("1/2/3/4/5/6/7/8/9", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x90, "too deep");
    v5.publish(&"x".repeat(257), b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x90, "too long");
    assert_eq!(v5.subscribe(&"x".repeat(257), QOS0).await, [0x8f]);
    for number in 0..50 {
        assert_eq!(v5.subscribe(&format!("s/{number}"), QOS0).await, [0]);
    }
    assert_eq!(v5.subscribe("s/50", QOS0).await, [0x97], "51st subscription");
    assert_eq!(v5.subscribe("s/7", QOS1).await, [1], "one that exists");
    v5.publish("big", &vec![0; 131_073], QOS1, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x97);
}

#[tokio::test]
async fn largest_payload_passes() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    client.subscribe("big", QOS1).await;
    let payload: Vec<u8> = (0..131_072_u32).map(|n| n as u8).collect();
    client.publish("big", &payload, QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    assert_eq!(client.received().await.payload, payload);
}

#[tokio::test]
async fn topic_alias_stands_for_its_topic() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    client.subscribe("a/b", QOS0).await;
    let alias = |number| PropertyList::new().u16(PropertyId::TopicAlias, number);
    client.publish_with("a/b", b"1", QOS0, false, &alias(8)).await;
    client.publish_with("", b"2", QOS0, false, &alias(8)).await;
    assert_eq!(client.received().await.payload, b"1");
    let second = client.received().await;
    assert_eq!((second.topic.as_str(), second.payload.as_slice()), ("a/b", &b"2"[..]));
    client.publish_with("a/b", b"3", QOS0, false, &alias(9)).await;
    assert_eq!(client.disconnect_reason().await, 0x94);
}

#[tokio::test]
async fn in_flight_window_holds_messages_back() {
    let bench = Bench::new();
    let mut receiver = bench.client(Version::V311, "r").await;
    receiver.subscribe("t", QOS1).await;
    let account = bench.broker.account(&tenant());
    for number in 0..150_u8 {
        account.publish(&NewMessage::new("t", &[number], QOS1), &Arc::default());
    }
    let mut ids = Vec::new();
    for _ in 0..100 {
        ids.push(receiver.received().await.packet_id);
    }
    receiver.expect_silence().await;
    for id in ids {
        receiver.acknowledge(id).await;
    }
    assert_eq!(receiver.received().await.payload, [100]);
}

#[tokio::test]
async fn rules_and_services_see_what_concerns_them() {
    let bench = Bench::new();
    bench.broker.account(&tenant()).add_rule("a/+", RuleId(3));
    let mut client = bench.client(Version::V311, "c").await;
    client.publish("a/b", b"", QOS1, false).await;
    client.publish("$aws/things/T/shadow/update", b"{}", QOS1, false).await;
    client.publish("$aws/rules/R/a/b", b"", QOS1, false).await;
    for _ in 0..3 {
        client.puback().await;
    }
    assert_eq!(
        *bench.notes.0.lock(),
        ["rules [RuleId(3)] a/b c", "shadow T Update", "ingest R $aws/rules/R/a/b"]
    );
}

#[tokio::test]
async fn protocol_violations_end_the_connection() {
    let bench = Bench::new();
    let cases: [(&str, &[u8]); 6] = [
        ("MQTT-3.1.0-2 second CONNECT", b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01a"),
        ("reserved flags", &[0xc1, 0]),
        ("packet of a server", &[0xd0, 0]),
        ("AUTH", &[0xf0, 0]),
        ("PUBREL", &[0x62, 2, 0, 1]),
        ("garbage", &[0xff; 64]),
    ];
    for (name, bytes) in cases {
        let mut client = bench.client(Version::V5, "c").await;
        client.send(bytes).await;
        let reason = client.disconnect_reason().await;
        assert!(reason == 0x81 || reason == 0x82, "{name}: {reason:#x}");
    }
    let mut first = Client { transport: bench.transport(), input: Vec::new(), version: Version::V311 };
    first.send(&[0xc0, 0]).await;
    first.expect_close().await;
}

#[tokio::test]
async fn unknown_protocol_level_is_answered() {
    let bench = Bench::new();
    let mut client = Client { transport: bench.transport(), input: Vec::new(), version: Version::V311 };
    client.send(b"\x10\x0d\x00\x04MQTT\x06\x02\x00\x3c\x00\x01a").await;
    assert_eq!(client.connack().await, (false, 1));
    client.expect_close().await;
}

#[tokio::test]
async fn packets_behind_the_connect_and_byte_by_byte_are_handled() {
    let bench = Bench::new();
    let mut client = Client { transport: bench.transport(), input: Vec::new(), version: Version::V311 };
    let mut out = Vec::new();
    encode::connect(&mut out, &connect(Version::V311, "c"));
    encode::subscribe(&mut out, Version::V311, 9, &[("t", SubscriptionOptions::of(QOS0))]);
    encode::pingreq(&mut out);
    for byte in out {
        client.send(&[byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.connack().await, (false, 0));
    assert_eq!(client.next().await.unwrap()[0], 0x90);
    assert_eq!(client.next().await.unwrap(), [0xd0, 0]);
}

#[tokio::test]
async fn reset_ends_connections_and_forgets_sessions() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    device.publish("kept", b"1", QOS1, true).await;
    device.puback().await;
    bench.broker.reset(&tenant());
    device.expect_close().await;
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (false, 0));
    device.subscribe("kept", QOS1).await;
    device.expect_silence().await;
}

#[tokio::test]
async fn shut_down_says_goodbye_and_lets_nobody_in() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    let broker = bench.broker.clone();
    let down = tokio::spawn(async move { broker.shut_down(Duration::from_secs(5)).await });
    assert_eq!(client.disconnect_reason().await, 0x8b);
    down.await.unwrap();
    assert_eq!(bench.connect(connect(Version::V5, "c")).await.connack().await.1, 0x88);
}

#[tokio::test]
async fn publishers_wait_for_a_receiver_that_is_busy_and_nothing_is_lost() {
    const MESSAGES: usize = 20_000;
    let bench = Bench::new();
    let mut receiver = bench.client(Version::V311, "r").await;
    receiver.subscribe("t", QOS0).await;
    let mut publisher = bench.client(Version::V311, "p").await;
    let sending = tokio::spawn(async move {
        for number in 0..MESSAGES as u32 {
            publisher.publish("t", &number.to_be_bytes(), QOS0, false).await;
        }
        // Gone before everything is read: what it sent before counts all the same.
        drop(publisher);
    });
    for number in 0..MESSAGES as u32 {
        assert_eq!(receiver.received().await.payload, number.to_be_bytes());
    }
    sending.await.unwrap();
    assert_eq!(bench.broker.metrics().dropped.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[tokio::test]
async fn receiver_that_takes_nothing_holds_its_publisher_back_for_a_moment_only() {
    let bench = Bench::new();
    let mut stuck = bench.client(Version::V311, "stuck").await;
    stuck.subscribe("t", QOS1).await;
    let mut other = bench.client(Version::V311, "other").await;
    other.subscribe("u", QOS1).await;
    let house = bench.broker.clone();
    tokio::spawn(async move { house.keep_house().await });
    let mut publisher = bench.client(Version::V311, "p").await;
    // The stuck receiver acknowledges nothing, so only its window of them is ever sent.
    let began = std::time::Instant::now();
    for _ in 0..3000 {
        publisher.publish("t", b"x", QOS1, false).await;
        publisher.puback().await;
    }
    publisher.publish("u", b"y", QOS1, false).await;
    publisher.puback().await;
    assert_eq!(other.received().await.payload, b"y");
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
}

#[tokio::test]
async fn clients_that_flood_each_other_do_not_wait_for_each_other() {
    const MESSAGES: usize = 5000;
    let bench = Bench::new();
    let mut clients = Vec::new();
    for (own, theirs) in [("a", "b"), ("b", "a")] {
        let mut client = bench.client(Version::V311, own).await;
        client.subscribe(own, QOS0).await;
        clients.push((client, theirs));
    }
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|(mut client, theirs)| {
            tokio::spawn(async move {
                for _ in 0..MESSAGES {
                    client.publish(theirs, b"x", QOS0, false).await;
                }
                for _ in 0..MESSAGES {
                    client.received().await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
