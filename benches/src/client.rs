//! One MQTT 3.1.1 client: packets are written many at a time and read in place.

use std::time::Duration;

use bytes::{Buf, BytesMut};
use mqttbytes::{QoS, v4};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::flow::Flows;
use crate::message::{self, Packet, Template};
use crate::target::{Target, Transport};
use crate::{BenchError, Result};

/// Room that every read has at least.
const ROOM: usize = 16 << 10;
/// Time for a connection to be made; a broker that is busy with others takes long.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// No case is silent for so long, and nobody here sends pings on time.
const KEEP_ALIVE_SECONDS: u16 = 1200;

/// What the codec answers when it has written a packet.
type Encoded = std::result::Result<usize, mqttbytes::Error>;

/// A connected client.
pub struct Client {
    id: String,
    transport: Box<dyn Transport>,
    input: BytesMut,
    /// What the next flush sends.
    pub out: BytesMut,
}

impl Client {
    /// Connects with a clean session.
    pub async fn connect(target: &Target, number: usize, id: &str) -> Result<Self> {
        Self::with_session(target, number, id, true).await
    }

    /// Connects with a clean or a persistent session.
    pub async fn with_session(target: &Target, number: usize, id: &str, clean: bool) -> Result<Self> {
        let late = |_| std::io::Error::from(std::io::ErrorKind::TimedOut);
        let connecting = Self::open(target, number, id, clean);
        let timed = tokio::time::timeout(CONNECT_WITHIN, connecting).await;
        timed.map_err(late).map_err(BenchError::io(format!("{id}: connect")))?
    }

    async fn open(target: &Target, number: usize, id: &str, clean: bool) -> Result<Self> {
        let transport = target.open(number).await.map_err(BenchError::io(format!("{id}: connect")))?;
        let mut client = Self { id: id.into(), transport, input: BytesMut::new(), out: BytesMut::new() };
        let mut connect = v4::Connect::new(id);
        connect.clean_session = clean;
        connect.keep_alive = KEEP_ALIVE_SECONDS;
        client.put(|out| connect.write(out))?;
        client.flush().await?;
        client.expect("CONNACK 0", |packet| *packet == Packet::ConnAck(0)).await?;
        Ok(client)
    }

    /// Subscribes to filters with one packet.
    pub async fn subscribe(&mut self, filters: &[String], qos: QoS) -> Result<()> {
        let filters = filters.iter().map(|path| v4::SubscribeFilter { path: path.clone(), qos });
        let mut subscribe = v4::Subscribe::new_many(filters);
        subscribe.pkid = 1;
        self.put(|out| subscribe.write(out))?;
        self.flush().await?;
        self.expect("SUBACK that grants", |packet| *packet == Packet::SubAck(true)).await
    }

    /// Checks that the connection lives and that nothing more comes from it.
    pub async fn ping(&mut self) -> Result<()> {
        self.put(|out| v4::PingReq.write(out))?;
        self.flush().await?;
        self.expect("PINGRESP and nothing more", |packet| *packet == Packet::PingResp).await
    }

    /// Says good-bye and waits until the broker has closed the connection.
    pub async fn disconnect(mut self) -> Result<()> {
        self.put(|out| v4::Disconnect.write(out))?;
        self.flush().await?;
        // The broker may be faster; then it is closed already, which is what we want.
        let _ = self.transport.shutdown().await;
        while self.fill().await.is_ok() {}
        Ok(())
    }

    /// Publishes a number of messages, at most `window` of them under way: not acknowledged (QoS 1) or not
    /// received by all `copies` receivers. Half a window goes out with one write.
    pub async fn publish(
        &mut self,
        stream: &mut Stream,
        mut prepare: impl FnMut(&mut Template),
    ) -> Result<()> {
        let half = (stream.window / 2).max(1);
        let flow = stream.flows.get(stream.publisher);
        let (mut sent, mut acknowledged) = (0, 0);
        while sent < stream.messages {
            let until = (sent + half).min(stream.messages);
            for number in sent..until {
                prepare(&mut stream.template);
                stream.template.append(&mut self.out, number, 0);
            }
            sent = until;
            self.flush().await?;
            let needed = (sent + half).saturating_sub(stream.window.max(half));
            if stream.qos != QoS::AtMostOnce {
                let needed = if sent == stream.messages { sent } else { needed };
                self.acknowledged(&mut acknowledged, needed).await?;
            }
            if let Some(flow) = flow {
                flow.reach(u64::from(needed) * stream.copies).await;
            }
        }
        Ok(())
    }

    /// Waits until so many messages are acknowledged.
    pub async fn acknowledged(&mut self, acknowledged: &mut u32, needed: u32) -> Result<()> {
        while *acknowledged < needed {
            self.fill().await?;
            self.drain(|packet, _| count_acknowledgement(&packet, acknowledged))?;
        }
        Ok(())
    }

    /// Handles every whole packet that has been read, in place. The handler may append to what the next
    /// flush sends.
    pub fn drain(&mut self, mut handle: impl FnMut(Packet, &mut BytesMut) -> Result<()>) -> Result<()> {
        let mut taken = 0;
        while let Some(rest) = self.input.get(taken..) {
            let parsed = message::parse(rest).map_err(|_| BenchError::Malformed(self.id.clone()))?;
            let Some((packet, length)) = parsed else { break };
            taken += length;
            handle(packet, &mut self.out).map_err(|error| self.named(error))?;
        }
        self.input.advance(taken);
        Ok(())
    }

    /// Sends what has been put together, with one write when the socket takes it.
    pub async fn flush(&mut self) -> Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        let send = async {
            self.transport.write_all(&self.out).await?;
            self.transport.flush().await
        };
        send.await.map_err(BenchError::io(format!("{}: send", self.id)))?;
        self.out.clear();
        Ok(())
    }

    /// Waits for bytes from the broker.
    pub async fn fill(&mut self) -> Result<()> {
        self.input.reserve(ROOM);
        match self.transport.read_buf(&mut self.input).await {
            Ok(0) => Err(BenchError::Closed(self.id.clone())),
            Ok(_) => Ok(()),
            Err(source) => Err(BenchError::Io { what: format!("{}: receive", self.id), source }),
        }
    }

    /// Takes bytes from the broker when some are there.
    pub async fn fill_now(&mut self) -> Result<()> {
        tokio::select! {
            biased;
            outcome = self.fill() => outcome,
            () = std::future::ready(()) => Ok(()),
        }
    }

    /// Appends a packet to what the next flush sends.
    fn put(&mut self, write: impl FnOnce(&mut BytesMut) -> Encoded) -> Result<()> {
        write(&mut self.out)
            .map(|_| ())
            .map_err(|error| BenchError::Generator(format!("cannot encode a packet: {error:?}")))
    }

    /// Waits for the next packet, which must be this one.
    async fn expect(&mut self, expected: &'static str, is_it: impl Fn(&Packet) -> bool) -> Result<()> {
        loop {
            let parsed = message::parse(&self.input).map_err(|_| BenchError::Malformed(self.id.clone()))?;
            if let Some((packet, length)) = parsed {
                // What follows stays: a resumed session begins with its messages.
                self.input.advance(length);
                let is_it = is_it(&packet);
                return if is_it { Ok(()) } else { Err(self.named(unexpected(expected, &packet))) };
            }
            self.fill().await?;
        }
    }

    fn named(&self, error: BenchError) -> BenchError {
        match error {
            BenchError::Unexpected { expected, got, .. } => {
                BenchError::Unexpected { client: self.id.clone(), expected, got }
            }
            other => other,
        }
    }
}

/// What one publisher sends.
pub struct Stream {
    /// Number of the publisher.
    pub publisher: u32,
    /// The message.
    pub template: Template,
    /// How many.
    pub messages: u32,
    /// Receivers of each message.
    pub copies: u64,
    /// Most messages under way.
    pub window: u32,
    /// Acknowledged or not.
    pub qos: QoS,
    /// Where receivers say what has arrived.
    pub flows: Flows,
}

/// A packet that the load does not call for; the client adds its name.
pub fn unexpected(expected: &'static str, packet: &Packet) -> BenchError {
    BenchError::Unexpected { client: String::new(), expected, got: format!("{packet:?}") }
}

/// Counts a PUBACK; nothing else comes to a publisher.
pub fn count_acknowledgement(packet: &Packet, acknowledged: &mut u32) -> Result<()> {
    match packet {
        Packet::PubAck(_) => {
            *acknowledged += 1;
            Ok(())
        }
        other => Err(unexpected("PUBACK", other)),
    }
}

/// Appends the acknowledgement of a delivery.
pub fn acknowledge(id: u16, out: &mut BytesMut) {
    // Only a packet id of 0 is refused, and the broker's id was not.
    let _ = v4::PubAck::new(id).write(out);
}
