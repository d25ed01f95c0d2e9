//! Random operations of a few clients, compared step by step with a broker that is too simple to be wrong.
//!
//! `MODEL_CASES=20000` runs longer, with other cases every time. Nothing sleeps: a PINGRESP shows that what
//! was sent before has been handled.

use std::collections::BTreeMap;
use std::time::Instant;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use tokio::task::JoinHandle;

use super::*;

mod reference;

use reference::{Note, Reference};

const CLIENTS: usize = 4;
const IDS: [&str; CLIENTS] = ["c0", "c1", "c2", "c3"];
const TOPICS: [&str; 7] = ["a", "a/b", "a/b/c", "a/", "b", "/a", "$aws/things/T/x"];
const FILTERS: [&str; 13] =
    ["a", "a/b", "a/+", "a/#", "#", "+", "+/b", "+/+", "a/+/c", "/+", "a/b/#", "b", "$aws/things/+/x"];
/// The place of `#`.
const ALL: usize = 4;
/// Messages of one case; fewer than hold a publisher back.
const MESSAGES_MAX: usize = 900;

#[derive(Clone, Debug)]
enum Step {
    /// Takes the client id over when it is connected already.
    Connect {
        client: usize,
        v5: bool,
        clean: bool,
        lasting: bool,
        window: u16,
    },
    Subscribe {
        client: usize,
        filter: usize,
        qos: QoS,
    },
    Unsubscribe {
        client: usize,
        filter: usize,
    },
    Publish {
        client: usize,
        topic: usize,
        qos: QoS,
        retain: bool,
        empty: bool,
        count: usize,
    },
    /// Whether the client acknowledges what it gets. What it did not so far, it does now.
    Acknowledge {
        client: usize,
        wanted: bool,
    },
    Disconnect {
        client: usize,
    },
    Vanish {
        client: usize,
    },
    /// The broker dies and another one starts with its store.
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let client = || 0..CLIENTS;
    let qos = || prop_oneof![1 => Just(QOS0), 2 => Just(QOS1)];
    let window = prop_oneof![Just(2_u16), Just(100)];
    let count = prop_oneof![7 => Just(1_usize), 1 => 2..20_usize, 2 => 60..130_usize];
    let step = prop_oneof![
        5 => (client(), any::<bool>(), prop::bool::weighted(0.25), prop::bool::weighted(0.75), window)
            .prop_map(|(client, v5, clean, lasting, window)| Step::Connect { client, v5, clean, lasting, window }),
        6 => (client(), 0..FILTERS.len(), qos())
            .prop_map(|(client, filter, qos)| Step::Subscribe { client, filter, qos }),
        1 => (client(), 0..FILTERS.len()).prop_map(|(client, filter)| Step::Unsubscribe { client, filter }),
        9 => (client(), 0..TOPICS.len(), qos(), any::<bool>(), prop::bool::weighted(0.1), count).prop_map(
            |(client, topic, qos, retain, empty, count)| {
                // Reserved topics take no retained messages.
                let retain = retain && !TOPICS[topic].starts_with('$');
                Step::Publish { client, topic, qos, retain, empty, count }
            }
        ),
        2 => (client(), any::<bool>()).prop_map(|(client, wanted)| Step::Acknowledge { client, wanted }),
        1 => client().prop_map(|client| Step::Disconnect { client }),
        2 => client().prop_map(|client| Step::Vanish { client }),
        1 => Just(Step::Restart),
    ];
    // Most cases begin with everybody there.
    let client = |client| {
        (any::<bool>(), prop::bool::weighted(0.8), 0..FILTERS.len(), any::<bool>()).prop_map(
            move |(v5, lasting, filter, is_all)| {
                let filter = if is_all { ALL } else { filter };
                let connect = Step::Connect { client, v5, clean: false, lasting, window: 100 };
                [connect, Step::Subscribe { client, filter, qos: QOS1 }]
            },
        )
    };
    let first = (client(0), client(1), client(2), client(3)).prop_map(|(a, b, c, d)| [a, b, c, d].concat());
    let first = prop_oneof![1 => Just(Vec::new()), 4 => first];
    (first, prop::collection::vec(step, 1..40)).prop_map(|(first, then)| [first, then].concat())
}

/// A client of the broker under test.
struct Party {
    client: Client,
    acknowledges: bool,
    /// Packets that the broker owes it.
    pubacks: usize,
    answers: usize,
}

struct World {
    bench: Bench,
    tasks: Vec<JoinHandle<()>>,
    parties: BTreeMap<usize, Party>,
    acknowledges: [bool; CLIENTS],
    reference: Reference,
    published: u32,
}

impl World {
    fn new() -> Self {
        Self {
            bench: bench(Store::memory().unwrap()),
            tasks: Vec::new(),
            parties: BTreeMap::new(),
            // Half of them do not until they are told to.
            acknowledges: [true, false, true, false],
            reference: Reference::default(),
            published: 0,
        }
    }

    async fn step(&mut self, step: &Step) {
        match *step {
            Step::Connect { client, v5, clean, lasting, window } => {
                // In MQTT 3 one flag says both.
                let (clean, window) = if v5 { (clean, window) } else { (!lasting, 100) };
                self.connect(client, v5, clean, lasting, window).await;
            }
            Step::Subscribe { client, filter, qos } => {
                let Some(party) = self.parties.get_mut(&client) else { return };
                let (mut out, filter) = (Vec::new(), FILTERS[filter]);
                let options = SubscriptionOptions::of(qos);
                encode::subscribe(&mut out, party.client.version, 9, &[(filter, options)]);
                party.client.send(&out).await;
                party.answers += 1;
                self.reference.subscribe(client, filter, qos);
            }
            Step::Unsubscribe { client, filter } => {
                let Some(party) = self.parties.get_mut(&client) else { return };
                let mut out = Vec::new();
                encode::unsubscribe(&mut out, party.client.version, 9, &[FILTERS[filter]]);
                party.client.send(&out).await;
                party.answers += 1;
                self.reference.unsubscribe(client, FILTERS[filter]);
            }
            Step::Publish { client, topic, qos, retain, empty, count } => {
                let count = if self.published as usize + count > MESSAGES_MAX { 1 } else { count };
                for _ in 0..count {
                    self.publish(client, TOPICS[topic], qos, retain, empty).await;
                }
            }
            Step::Acknowledge { client, wanted } => {
                self.acknowledges[client] = wanted;
                let Some(party) = self.parties.get_mut(&client) else { return };
                party.acknowledges = true;
                self.settle().await;
                if let Some(party) = self.parties.get_mut(&client) {
                    party.acknowledges = wanted;
                }
            }
            Step::Disconnect { client } => {
                let Some(mut party) = self.parties.remove(&client) else { return };
                party.client.send(&[0xe0, 0]).await;
                party.client.expect_close().await;
                self.reference.disconnect(client);
            }
            Step::Vanish { client } => {
                if self.parties.remove(&client).is_some() {
                    self.reference.disconnect(client);
                    let left = self.parties.len();
                    self.until(|world| world.bench.broker.status().connections == left).await;
                }
            }
            Step::Restart => {
                for task in self.tasks.drain(..) {
                    task.abort();
                    let _ = task.await;
                }
                self.parties.clear();
                self.bench = bench(self.bench.store.clone());
                self.reference.restart();
            }
        }
        self.settle().await;
    }

    async fn connect(&mut self, client: usize, v5: bool, clean: bool, lasting: bool, window: u16) {
        let list = PropertyList::new().u16(PropertyId::ReceiveMaximum, window);
        let list = if lasting { list.u32(PropertyId::SessionExpiryInterval, 3600) } else { list };
        let version = if v5 { Version::V5 } else { Version::V311 };
        let properties = if v5 { Properties::from_raw(list.as_raw()) } else { Properties::EMPTY };
        let packet = Connect { clean, properties, ..connect(version, IDS[client]) };
        let (near, far) = tokio::io::duplex(1 << 20);
        let broker = self.bench.broker.clone();
        let source = "192.0.2.1:5000".parse().unwrap();
        let identity = Identity::Anonymous;
        let peer = Peer { source, target: None, identity, server_name: None, websocket: false };
        self.tasks.push(tokio::spawn(async move {
            if let Some(connection) = broker.serve(far, peer).await {
                connection.await.unwrap();
            }
        }));
        let mut new = Client { transport: near, input: Vec::new(), version };
        let mut out = Vec::new();
        encode::connect(&mut out, &packet);
        new.send(&out).await;
        let present = self.reference.connect(client, v5, clean, lasting, window.into());
        assert_eq!(new.connack().await, (present, 0), "session present");
        let acknowledges = self.acknowledges[client];
        let party = Party { client: new, acknowledges, pubacks: 0, answers: 0 };
        if let Some(mut old) = self.parties.insert(client, party) {
            if old.client.version.is_v5() {
                assert_eq!(old.client.disconnect_reason().await, 0x8e);
            } else {
                old.client.expect_close().await;
            }
        }
    }

    async fn publish(&mut self, client: usize, topic: &'static str, qos: QoS, retain: bool, empty: bool) {
        let Some(party) = self.parties.get_mut(&client) else { return };
        self.published += 1;
        let payload = if empty { Vec::new() } else { self.published.to_be_bytes().to_vec() };
        party.client.publish(topic, &payload, qos, retain).await;
        party.pubacks += usize::from(qos == QOS1);
        self.reference.publish(&Note { topic, payload, qos }, retain);
    }

    /// Takes and compares everything until all that is owed has come.
    async fn settle(&mut self) {
        let began = Instant::now();
        loop {
            let mut calm = true;
            for (&client, party) in &mut self.parties {
                calm &= !party.pump(client, &mut self.reference).await;
            }
            let owed = |party: &Party| party.pubacks + party.answers > 0;
            let parties_calm = !self.parties.values().any(owed);
            if calm && parties_calm && self.parties.keys().all(|client| self.reference.is_settled(*client)) {
                return;
            }
            assert!(
                began.elapsed() < Duration::from_secs(3),
                "does not come: {:#?}",
                self.parties.keys().map(|client| self.reference.missing(*client)).collect::<Vec<_>>()
            );
            // The disk has a thread of its own.
            tokio::task::yield_now().await;
        }
    }

    async fn until(&self, condition: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !condition(self) {
            assert!(began.elapsed() < Duration::from_secs(10), "does not happen");
            tokio::task::yield_now().await;
        }
    }
}

impl Party {
    /// Takes what is on its way. Returns whether it acknowledged something.
    async fn pump(&mut self, client: usize, reference: &mut Reference) -> bool {
        self.client.send(&[0xc0, 0]).await;
        loop {
            let bytes = self.client.next().await.expect("the connection stays");
            match decode(self.client.version, &bytes) {
                Packet::PingResp => break,
                Packet::PubAck(ack) => {
                    assert_eq!((ack.reason as u8, ack.packet_id), (0, 77));
                    self.pubacks = self.pubacks.checked_sub(1).expect("a PUBACK that is due");
                }
                Packet::SubAck(ack) | Packet::UnsubAck(ack) => {
                    assert!(ack.codes.iter().all(|code| *code < 0x80), "{:?}", ack.codes);
                    self.answers = self.answers.checked_sub(1).expect("an answer that is due");
                }
                Packet::Publish(publish) => {
                    assert!(!publish.dup);
                    let topic =
                        TOPICS.iter().find(|topic| **topic == publish.topic).expect("a topic of ours");
                    let note = Note { topic, payload: publish.payload.into(), qos: publish.qos };
                    reference.received(client, &note, publish.retain, publish.packet_id);
                }
                other => panic!("{other:?}"),
            }
        }
        let ids = if self.acknowledges { reference.acknowledge(client) } else { Vec::new() };
        for id in &ids {
            self.client.acknowledge(*id).await;
        }
        !ids.is_empty()
    }
}

/// Publishers send as fast as they like; what becomes of those that go beyond Receive Maximum is tested
/// with the limits.
fn bench(store: Store) -> Bench {
    let limits = Limits { inbound_in_flight: usize::MAX, ..Limits::of(Profile::Lab) };
    Bench::with_limits(store, ALLOW_ALL, limits)
}

async fn run(steps: &[Step]) {
    let mut world = World::new();
    for step in steps {
        world.step(step).await;
    }
    // Everybody comes back and gets what is left.
    for client in 0..CLIENTS {
        if let Some(v5) = world.reference.lasting(client) {
            world.acknowledges[client] = true;
            let step = Step::Connect { client, v5, clean: false, lasting: true, window: 100 };
            world.step(&step).await;
        }
    }
    world.settle().await;
}

#[test]
fn broker_agrees_with_a_simple_one() {
    let wanted = std::env::var("MODEL_CASES").ok().map(|text| text.parse().expect("a number"));
    let config = Config {
        cases: wanted.unwrap_or(200),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(5) },
        failure_persistence: None,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&steps(), |steps| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(run(&steps));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
