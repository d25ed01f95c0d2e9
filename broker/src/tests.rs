//! The broker through its front door: real packets over an in-memory transport.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base::{Limits, Profile, Tenant};
use mqtt::encode::{self, PropertyList};
use mqtt::{Connect, Packet, Properties, PropertyId, QoS, SubscriptionOptions, Version, Will, next_frame};
use parking_lot::Mutex;
use policy::{AttachedPolicy, Authorizer, Context, Document};
use store::Store;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream};

use crate::*;

mod conformance;
mod delivery;
mod direct;
mod lifecycle;
mod limits;
#[cfg(loom)]
mod loom;
mod mailbox;
mod model;
mod operations;
mod propagated;
mod refusals;
mod sessions;
mod shared;
mod transport;

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
        let authorizer = Authorizer::compile(&[attached], Arc::new(context), &tenant());
        Ok(Admitted {
            tenant: tenant(),
            principal: "someone".into(),
            authorizer,
            thing: None,
            exclusive: false,
            propagated: Propagated::default(),
        })
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

    fn command(&self, _: &Tenant, answer: CommandAnswer<'_>, _: &Message) {
        self.0.lock().push(format!("command {:?} {} {}", answer.kind, answer.device, answer.execution));
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
        Self::with_limits(store, policy, Limits::of(Profile::Lab))
    }

    fn with_limits(store: Store, policy: &str, limits: Limits) -> Self {
        let policy = Arc::new(OnePolicy(Mutex::new(Ok(policy.into()))));
        let notes = Arc::new(Notes::default());
        let broker = Broker::open(store.clone(), limits, policy.clone(), notes.clone()).unwrap();
        Self { broker, store, policy, notes }
    }

    fn transport(&self) -> DuplexStream {
        let (near, far) = tokio::io::duplex(1 << 20);
        self.serve(far, false);
        near
    }

    fn serve(&self, transport: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, websocket: bool) {
        let broker = self.broker.clone();
        let source = "192.0.2.1:5000".parse().unwrap();
        let target = Some("192.0.2.2:8883".parse().unwrap());
        let peer = Peer { source, target, identity: Identity::Anonymous, server_name: None, websocket };
        tokio::spawn(async move { broker.serve(transport, peer).await });
    }

    async fn connect(&self, connect: Connect<'_>) -> Client {
        self.connect_on(self.transport(), connect).await
    }

    async fn connect_on(&self, transport: DuplexStream, connect: Connect<'_>) -> Client {
        let mut client = Client { transport, input: Vec::new(), version: connect.version };
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

    /// Waits for the close, whatever comes before it.
    async fn expect_end(&mut self) {
        while self.next().await.is_some() {}
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
