//! The forwarding path allocates the one message that its receivers share, and nothing else.

#![allow(clippy::unwrap_used)]

use std::alloc::System;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use base::{Limits, Profile, Tenant};
use broker::{
    Admission, Admitted, Attempt, Broker, Identity, Message, Peer, Propagated, Publisher, Refusal, RuleId,
    Services, ShadowRequest,
};
use policy::{AttachedPolicy, Authorizer, Context, Document};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use store::Store;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Messages on their way at once.
const BURST: usize = 32;
const BURSTS: usize = 100;
/// Allocations that may happen besides, over a whole run: the runtime's own, of timers and the like.
const SLACK: usize = 16;

/// Policies by client id, as devices have them.
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:*:*:client/${iot:ClientId}"},
    {"Effect":"Allow","Action":"iot:Publish","Resource":"arn:aws:iot:*:*:topic/from/${iot:ClientId}"},
    {"Effect":"Allow","Action":"iot:Subscribe","Resource":"arn:aws:iot:*:*:topicfilter/from/*"},
    {"Effect":"Allow","Action":"iot:Receive","Resource":"arn:aws:iot:*:*:topic/from/*"}]}"#;

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

struct ByPolicy;

impl Admission for ByPolicy {
    fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
        let document = Arc::new(Document::parse(POLICY, 4096).unwrap());
        let attached = AttachedPolicy { name: "p".into(), version: "1".into(), document };
        let context = Context { client_id: Some(attempt.client_id.to_string()), ..Context::default() };
        let authorizer = Authorizer::compile(&[attached], Arc::new(context), &tenant());
        let (tenant, principal) = (tenant(), "someone".into());
        let propagated = Propagated::default();
        Ok(Admitted { tenant, principal, authorizer, thing: None, exclusive: false, propagated })
    }
}

struct Nobody;

impl Services for Nobody {
    fn rules(&self, _: &Tenant, _: &Arc<[RuleId]>, _: &Message, _: &Arc<Publisher>) {}
    fn basic_ingest(&self, _: &Tenant, _: &str, _: &Message, _: &Arc<Publisher>) {}
    fn shadow(&self, _: &Tenant, _: ShadowRequest<'_>, _: &Message, _: &Arc<Publisher>) {}
    fn command(&self, _: &Tenant, _: broker::CommandAnswer<'_>, _: &Message) {}
}

/// A client on a socket, which allocates nothing itself while messages flow.
struct Client(TcpStream);

impl Client {
    fn connect(address: std::net::SocketAddr, id: &str) -> Self {
        let mut client = Self(TcpStream::connect(address).unwrap());
        client.0.set_nodelay(true).unwrap();
        client.0.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut packet = vec![0x10, 12 + id.len() as u8, 0, 4];
        packet.extend_from_slice(b"MQTT\x04\x02\x00\x3c\x00");
        packet.push(id.len() as u8);
        packet.extend_from_slice(id.as_bytes());
        client.0.write_all(&packet).unwrap();
        client.expect(&[0x20, 2, 0, 0]);
        client
    }

    fn subscribe(&mut self, filter: &str, qos: u8) {
        let mut packet = vec![0x82, 5 + filter.len() as u8, 0, 1, 0, filter.len() as u8];
        packet.extend_from_slice(filter.as_bytes());
        packet.push(qos);
        self.0.write_all(&packet).unwrap();
        self.expect(&[0x90, 3, 0, 1, qos]);
    }

    fn expect(&mut self, packet: &[u8]) {
        let mut read = [0; 16];
        let read = &mut read[..packet.len()];
        self.0.read_exact(read).unwrap();
        assert_eq!(read, packet);
    }
}

fn serve(runtime: &tokio::runtime::Runtime) -> std::net::SocketAddr {
    let store = Store::memory().unwrap();
    let broker = Broker::open(store, Limits::of(Profile::Lab), Arc::new(ByPolicy), Arc::new(Nobody)).unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move {
        loop {
            let (stream, source) = listener.accept().await.unwrap();
            let identity = Identity::Anonymous;
            let peer = Peer { source, target: None, identity, server_name: None, websocket: false };
            broker.serve(stream, peer).await;
        }
    });
    address
}

/// Forwards bursts of messages and returns how many allocations that took.
fn forward(qos: u8, receivers: usize) -> usize {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let address = serve(&runtime);
    let mut publisher = Client::connect(address, "p");
    let mut subscribers: Vec<Client> =
        (0..receivers).map(|number| Client::connect(address, &format!("s{number}"))).collect();
    subscribers.iter_mut().for_each(|subscriber| subscriber.subscribe("from/p", qos));

    let with_id = 2 * usize::from(qos);
    let length = 2 + 6 + with_id + 100;
    let mut burst = Vec::new();
    for number in 1..=BURST as u8 {
        burst.extend_from_slice(&[0x30 | qos << 1, (length) as u8, 0, 6]);
        burst.extend_from_slice(b"from/p");
        burst.extend_from_slice(&[0, number][..with_id]);
        burst.extend_from_slice(&[b'x'; 100]);
    }
    let mut packets = vec![0; burst.len()];
    let mut acks = vec![0; 4 * BURST];
    let mut run = || {
        publisher.0.write_all(&burst).unwrap();
        for subscriber in &mut subscribers {
            subscriber.0.read_exact(&mut packets).unwrap();
            if qos == 1 {
                for (packet, ack) in packets.chunks(2 + length).zip(acks.chunks_mut(4)) {
                    // Behind the fixed header and the topic.
                    ack.copy_from_slice(&[0x40, 2, packet[10], packet[11]]);
                }
                subscriber.0.write_all(&acks).unwrap();
            }
        }
        if qos == 1 {
            publisher.0.read_exact(&mut acks).unwrap();
        }
    };
    // Buffers and plans reach their size.
    for _ in 0..BURSTS {
        run();
    }
    let region = Region::new(ALLOCATOR);
    for _ in 0..BURSTS {
        run();
    }
    let change = region.change();
    change.allocations + change.reallocations
}

#[test]
fn a_message_is_one_allocation_whoever_receives_it() {
    for (qos, receivers) in [(0, 1), (1, 1), (0, 10), (1, 10)] {
        let (allocations, messages) = (forward(qos, receivers), BURST * BURSTS);
        assert!(
            (messages..=messages + SLACK).contains(&allocations),
            "{allocations} allocations for {messages} messages to {receivers} receivers at QoS {qos}"
        );
    }
}
