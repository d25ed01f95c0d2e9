//! A whole connection: whatever a client sends, the broker answers in packets, ends the connection, and goes on
//! for everybody else.

use std::sync::Arc;
use std::time::Duration;

use base::{Limits, Profile, Tenant};
use broker::{
    Admission, Admitted, Attempt, Broker, Identity, Message, Peer, Propagated, Publisher, Refusal, RuleId,
    Services,
};
use mqtt::{Connect, Packet, Version, next_frame};
use policy::{AttachedPolicy, Authorizer, Context, Document};
use store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::runtime::Runtime;

use crate::corpus;

const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}}"#;
/// Inputs that one broker gets before a new one takes over.
const INPUTS: u32 = 2000;
/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Everybody(Arc<Document>, Tenant);

impl Everybody {
    pub fn new() -> Self {
        Self(Arc::new(Document::parse(ALLOW_ALL, 4096).expect("a policy")), tenant())
    }
}

/// The only account there is.
pub(crate) fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().expect("an id"), "us-east-1".parse().expect("a region"))
}

impl Admission for Everybody {
    fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
        let attached =
            AttachedPolicy { name: "p".into(), version: "1".into(), document: Arc::clone(&self.0) };
        let context = Context { client_id: Some(attempt.client_id.to_string()), ..Context::default() };
        let authorizer = Authorizer::compile(&[attached], Arc::new(context), &self.1);
        Ok(Admitted {
            tenant: self.1.clone(),
            principal: "someone".into(),
            authorizer,
            thing: None,
            exclusive: false,
            propagated: Propagated::default(),
        })
    }
}

pub(crate) struct Nobody;

impl Services for Nobody {
    fn rules(&self, _: &Tenant, _: &Arc<[RuleId]>, _: &Message, _: &Arc<Publisher>) {}
    fn basic_ingest(&self, _: &Tenant, _: &str, _: &Message, _: &Arc<Publisher>) {}
    fn shadow(&self, _: &Tenant, _: broker::ShadowRequest<'_>, _: &Message, _: &Arc<Publisher>) {}
    fn command(&self, _: &Tenant, _: broker::CommandAnswer<'_>, _: &Message) {}
}

/// A broker with one ordinary client, which must notice nothing.
pub struct Target {
    runtime: Runtime,
    broker: Broker,
    witness: DuplexStream,
    inputs: u32,
}

/// One input to a broker of its own. Loops use [`Target::run`], which is faster.
pub fn connection(data: &[u8]) {
    Target::new().run(data);
}

fn serve(broker: &Broker) -> (DuplexStream, tokio::task::JoinHandle<()>) {
    let (near, far) = tokio::io::duplex(4 << 20);
    let broker = broker.clone();
    let source = ([192, 0, 2, 1], 5000).into();
    let identity = Identity::Anonymous;
    let peer = Peer { source, target: None, identity, server_name: None, websocket: false };
    (
        near,
        tokio::spawn(async move {
            // The connection goes on in a task of its own, whose panic must not be missed.
            if let Some(connection) = broker.serve(far, peer).await {
                connection.await.expect("no panic");
            }
        }),
    )
}

impl Default for Target {
    fn default() -> Self {
        Self::new()
    }
}

impl Target {
    /// A broker that was sent nothing yet.
    ///
    /// # Panics
    /// When there is none, like everything here.
    pub fn new() -> Self {
        let store = Store::memory().expect("a store");
        let limits = Limits::of(Profile::Lab);
        let broker =
            Broker::open(store, limits, Arc::new(Everybody::new()), Arc::new(Nobody)).expect("a broker");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let witness = runtime.block_on(async {
            let (mut witness, _) = serve(&broker);
            witness
                .write_all(b"\x10\x13\x00\x04MQTT\x04\x02\x00\x3c\x00\x07witness")
                .await
                .expect("a CONNECT");
            let mut connack = [0; 4];
            witness.read_exact(&mut connack).await.expect("a CONNACK");
            assert_eq!(connack, [0x20, 2, 0, 0]);
            witness
        });
        Self { runtime, broker, witness, inputs: 0 }
    }

    /// Opens a connection and sends the data. The first byte says whether a CONNECT goes before it and of what
    /// version, the second in what pieces it comes.
    ///
    /// # Panics
    /// When the broker panics, sends what is no packet, keeps the connection, or forgets its other client.
    pub fn run(&mut self, data: &[u8]) {
        let [kind, piece, stream @ ..] = data else { return };
        let mut input = match kind % 8 {
            0 => Vec::new(),
            1 => corpus::connect(Version::V31),
            2..5 => corpus::connect(Version::V311),
            _ => corpus::connect(Version::V5),
        };
        input.extend_from_slice(stream);
        if self.inputs >= INPUTS {
            *self = Self::new();
        }
        self.inputs += 1;
        let Self { runtime, broker, witness, .. } = self;
        runtime.block_on(async {
            let output = tokio::time::timeout(PATIENCE, talk(broker, &input, *piece)).await;
            check_output(&input, &output.expect("the connection ends when the client has left"));
            assert_eq!(broker.status().connections, 1, "only the witness is left");
            witness.write_all(&[0xc0, 0]).await.expect("the witness stays");
            let mut answer = [0; 2];
            witness.read_exact(&mut answer).await.expect("the witness stays");
            assert_eq!(answer, [0xd0, 0]);
        });
    }
}

async fn talk(broker: &Broker, input: &[u8], piece: u8) -> Vec<u8> {
    let (mut near, task) = serve(broker);
    let size = if piece < 128 { input.len().max(1) } else { usize::from(piece - 127) };
    for part in input.chunks(size) {
        // The broker may have closed by now.
        if near.write_all(part).await.is_err() {
            break;
        }
        if size < 32 {
            tokio::task::yield_now().await;
        }
    }
    let _ = near.shutdown().await;
    let mut output = Vec::new();
    let _ = near.read_to_end(&mut output).await;
    task.await.expect("no panic");
    output
}

/// Everything that came is a packet that a server may send.
fn check_output(input: &[u8], output: &[u8]) {
    let connect = next_frame(input, usize::MAX).ok().flatten().map(|frame| Connect::decode(frame.body));
    let version = match connect {
        Some(Ok(connect)) => connect.version,
        // One that is refused: at most a CONNACK, in the form of its version.
        _ => return assert!(output.first().is_none_or(|byte| *byte == 0x20), "{output:02x?}"),
    };
    let mut rest = output;
    let mut is_first = true;
    while !rest.is_empty() {
        let frame = next_frame(rest, usize::MAX).expect("a packet").expect("a whole packet");
        let packet = Packet::decode(version, frame.first_byte, frame.body).expect("a packet of the version");
        let is_right = match packet {
            Packet::ConnAck(_) => is_first,
            Packet::Publish(_)
            | Packet::PubAck(_)
            | Packet::SubAck(_)
            | Packet::UnsubAck(_)
            | Packet::PingResp => !is_first,
            Packet::Disconnect(_) => version.is_v5() && !is_first && frame.length == rest.len(),
            _ => false,
        };
        assert!(is_right, "{packet:?}");
        is_first = false;
        rest = &rest[frame.length..];
    }
}
