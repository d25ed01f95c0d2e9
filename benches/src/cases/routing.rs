//! `routing`: many subscriptions, half of them exact, a third with `+`, a sixth with `#`; topics at random.
//!
//! Every device has one exact filter and one with a wildcard, of two different clients, so that every
//! message has exactly two receivers and it can be checked that both got it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use mqttbytes::QoS;
use tokio::task::JoinSet;

use super::connect::open_all;
use super::receive::{Tally, take};
use super::{CALM, all};
use crate::client::{Client, Stream};
use crate::flow::Flows;
use crate::message::Template;
use crate::settings::Meter;
use crate::target::allow_connections;
use crate::{BenchError, Report, Result, Settings};

/// Clients that share the subscriptions when nothing is said. Many more, and the run would measure how
/// sockets are written with one message each.
const SUBSCRIBERS: usize = 100;
const PUBLISHERS: usize = 8;
/// Filters of each device, and receivers of each message.
const COPIES: usize = 2;
/// Devices of a group, the level above them.
const GROUP: usize = 1000;
/// Filters in one SUBSCRIBE; AWS allows no more.
const FILTERS_AT_ONCE: usize = 8;

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let qos = settings.qos(&[0, 1])?;
    let subscribers = settings.clients(SUBSCRIBERS).max(COPIES);
    allow_connections(subscribers + PUBLISHERS)?;
    let devices = (settings.subscriptions / COPIES).max(subscribers);
    let subscriptions = (devices * COPIES) as f64;
    let each = (settings.messages(400_000) / (COPIES * PUBLISHERS) as u32).max(1);
    let deliveries = u64::from(each) * (COPIES * PUBLISHERS) as u64;
    let flows = Flows::new(PUBLISHERS);

    let mut clients = open_all(settings, subscribers).await?;
    let before = settled(settings).await?;
    subscribe(&mut clients, devices, qos).await?;
    let memory = before.zip(settled(settings).await?);
    let senders = senders(settings, qos, each, &flows).await?;
    tokio::time::sleep(CALM).await;

    let copies: Arc<[AtomicU8]> = (0..PUBLISHERS * each as usize).map(|_| AtomicU8::new(0)).collect();
    let meter = Meter::start(settings)?;
    // A receiver does not know how many messages are for it.
    let mut receiving = JoinSet::new();
    for client in clients {
        let (flows, copies) = (flows.clone(), Arc::clone(&copies));
        receiving.spawn(async move { receive(client, each, &flows, &copies).await });
    }
    let mut sending = JoinSet::new();
    for (number, (mut client, mut stream)) in senders.into_iter().enumerate() {
        sending.spawn(async move {
            let mut random = Random(number as u64 + 1);
            let choose = |template: &mut Template| {
                template.set_topic(&Device(random.next() as usize % devices).topic());
            };
            client.publish(&mut stream, choose).await?;
            let all = u64::from(stream.messages) * stream.copies;
            if let Some(flow) = stream.flows.get(stream.publisher) {
                flow.reach(all).await;
            }
            client.disconnect().await
        });
    }
    tokio::select! {
        done = all(&mut sending) => done.map(|_| ())?,
        failed = all(&mut receiving) => failed.map(|_| ())?,
        stalled = flows.watch(deliveries) => return Err(stalled),
    }
    let spent = meter.stop()?;
    check(&copies, deliveries)?;
    let report = Report::new("routing", settings, Some(qos)).spent(subscribers, deliveries, spent);
    let published = f64::from(each) * PUBLISHERS as f64;
    let report = report.with("subscriptions", subscriptions, 0).with("published", published, 0);
    Ok(match memory {
        Some((before, after)) => {
            report.with("bytesPerSubscription", (after as f64 - before as f64) / subscriptions, 0)
        }
        None => report,
    })
}

async fn settled(settings: &Settings) -> Result<Option<u64>> {
    match settings.process() {
        Some(process) => Ok(Some(process.settled().await?)),
        None => Ok(None),
    }
}

/// Gives every device's two filters to two clients.
async fn subscribe(clients: &mut [Client], devices: usize, qos: QoS) -> Result<()> {
    let count = clients.len();
    for (number, client) in clients.iter_mut().enumerate() {
        let exact = (number..devices).step_by(count).map(|device| Device(device).topic());
        let next = (number + 1) % count;
        let wild = (next..devices).step_by(count).map(|device| Device(device).wildcard());
        let filters: Vec<String> = exact.chain(wild).collect();
        for filters in filters.chunks(FILTERS_AT_ONCE) {
            client.subscribe(filters, qos).await?;
        }
    }
    Ok(())
}

async fn senders(settings: &Settings, qos: QoS, each: u32, flows: &Flows) -> Result<Vec<(Client, Stream)>> {
    let mut senders = Vec::with_capacity(PUBLISHERS);
    for number in 0..PUBLISHERS {
        let client = Client::connect(&settings.target, number, &format!("p{number}")).await?;
        let publisher = number as u32;
        let stream = Stream {
            publisher,
            template: Template::new(publisher, &Device(0).topic(), qos, settings.payload),
            messages: each,
            copies: COPIES as u64,
            window: settings.window,
            qos,
            flows: flows.clone(),
        };
        senders.push((client, stream));
    }
    Ok(senders)
}

/// Receives until the run ends, and counts the copies of each message.
async fn receive(mut client: Client, each: u32, flows: &Flows, copies: &[AtomicU8]) -> Result<()> {
    let mut tally = Tally::of_some(PUBLISHERS);
    loop {
        client.fill().await?;
        client.drain(|packet, out| {
            if let Some(stamp) = take(&packet, out, &mut tally, flows)? {
                let index = stamp.publisher as usize * each as usize + stamp.number as usize;
                if let Some(count) = copies.get(index) {
                    count.fetch_add(1, Ordering::Relaxed);
                }
            }
            Ok(())
        })?;
        client.flush().await?;
    }
}

/// Every message must have come to exactly its receivers.
fn check(copies: &[AtomicU8], expected: u64) -> Result<()> {
    let wrong = copies.iter().position(|count| usize::from(count.load(Ordering::Relaxed)) != COPIES);
    if wrong.is_some() {
        let arrived = copies.iter().map(|count| u64::from(count.load(Ordering::Relaxed))).sum();
        return Err(BenchError::WrongReceivers { arrived, expected });
    }
    Ok(())
}

/// One device, by its number. All names are of one length.
#[derive(Clone, Copy)]
struct Device(usize);

impl Device {
    fn topic(self) -> String {
        format!("bench/r/g{:04}/d{:07}/data", self.0 / GROUP, self.0)
    }

    fn wildcard(self) -> String {
        let (group, device) = (self.0 / GROUP, self.0);
        match device % 3 {
            0 => format!("bench/r/g{group:04}/d{device:07}/+"),
            1 => format!("bench/r/+/d{device:07}/data"),
            _ => format!("bench/r/g{group:04}/d{device:07}/#"),
        }
    }
}

/// Numbers that are random enough for topics, and the same in every run (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_have_one_length_and_kinds_mix() {
        let lengths: Vec<usize> = [0, 999_999].map(|device| Device(device).topic().len()).to_vec();
        assert_eq!(lengths.first(), lengths.last());
        let wild: Vec<String> = (0..6).map(|device| Device(device).wildcard()).collect();
        assert_eq!(wild.iter().filter(|filter| filter.contains('+')).count(), 4);
        assert_eq!(wild.iter().filter(|filter| filter.ends_with('#')).count(), 2);
    }

    #[test]
    fn a_message_with_one_receiver_too_many_is_found() {
        let copies = [2, 2].map(AtomicU8::new);
        assert!(check(&copies, 4).is_ok());
        let copies = [3, 1].map(AtomicU8::new);
        assert!(check(&copies, 4).is_err());
    }
}
