//! `rate`: messages at fixed times, whether the broker keeps up or not, and how long each took from the
//! time when it was due.

use std::time::{Duration, Instant};

use mqttbytes::QoS;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::receive::{Tally, take};
use super::streams::subscribed;
use super::{CALM, all};
use crate::client::Client;
use crate::flow::Flows;
use crate::message::Template;
use crate::settings::Meter;
use crate::target::allow_connections;
use crate::{BenchError, Report, Result, Settings};

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let qos = settings.qos(&[0, 1])?;
    let pairs = settings.clients(100);
    allow_connections(2 * pairs)?;
    let flows = Flows::new(pairs);
    let each = (settings.messages(100_000) / pairs as u32).max(1);
    let total = each * pairs as u32;
    let names: Vec<_> = (0..pairs).map(|number| (format!("s{number}"), topic(number))).collect();
    let receivers = subscribed(settings, &names, qos).await?;

    let (connected, is_connected) = oneshot::channel();
    let (start, started) = oneshot::channel();
    let sender = Sender { settings: settings.clone(), qos, pairs, total };
    let pacing = std::thread::spawn(move || sender.run(connected, started));
    // Without an answer the thread has failed, and says why when it is joined.
    let alive = is_connected.await.is_ok();
    tokio::time::sleep(CALM).await;
    let meter = Meter::start(settings)?;
    let began = meter.began;
    let _ = start.send(began);
    let mut tasks = JoinSet::new();
    for (number, client) in receivers.into_iter().enumerate().filter(|_| alive) {
        let flows = flows.clone();
        tasks.spawn(async move { receive(client, number, u64::from(each), began, &flows).await });
    }
    let done = tokio::select! {
        done = all(&mut tasks) => done,
        stalled = flows.watch(u64::from(total)) => Err(stalled),
    };
    let spent = meter.stop()?;
    let mut delays = Quantiles::of(Vec::new());
    // The thread may wait for acknowledgements for ever; when it has failed, its error is the cause.
    if done.is_ok() || pacing.is_finished() {
        let joined = pacing.join().map_err(|_| BenchError::Generator("the pacing thread panicked".into()))?;
        delays = Quantiles::of(joined?);
    }
    let received = done?;
    let mut latencies = Vec::with_capacity(total as usize);
    for (mut client, micros) in received {
        client.ping().await?;
        client.disconnect().await?;
        latencies.extend(micros);
    }
    let latencies = Quantiles::of(latencies);
    Ok(Report::new("rate", settings, Some(qos))
        .spent(pairs, u64::from(total), spent)
        .with("latencyMicrosP50", latencies.at(0.5), 0)
        .with("latencyMicrosP99", latencies.at(0.99), 0)
        .with("latencyMicrosMax", latencies.at(1.0), 0)
        .with("sendDelayMicrosP50", delays.at(0.5), 0)
        .with("sendDelayMicrosP99", delays.at(0.99), 0))
}

fn topic(number: usize) -> String {
    format!("bench/p{number}/s{number}")
}

/// Receives and notes how many microseconds after its time each message came.
async fn receive(
    mut client: Client,
    publisher: usize,
    expected: u64,
    began: Instant,
    flows: &Flows,
) -> Result<(Client, Vec<u32>)> {
    let mut tally = Tally::of_all(publisher + 1);
    let mut latencies = Vec::with_capacity(expected as usize);
    while tally.count < expected {
        client.fill().await?;
        let now = began.elapsed();
        client.drain(|packet, out| {
            if let Some(stamp) = take(&packet, out, &mut tally, flows)? {
                latencies.push(micros(now.saturating_sub(Duration::from_nanos(stamp.due))));
            }
            Ok(())
        })?;
        client.flush().await?;
    }
    Ok((client, latencies))
}

pub(super) fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

/// All publishers, on a thread of their own: tokio's timers are a millisecond apart.
struct Sender {
    settings: Settings,
    qos: QoS,
    pairs: usize,
    total: u32,
}

impl Sender {
    fn run(&self, connected: oneshot::Sender<()>, started: oneshot::Receiver<Instant>) -> Result<Vec<u32>> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(BenchError::io("start the pacing thread"))?;
        runtime.block_on(async {
            let mut clients = Vec::with_capacity(self.pairs);
            for number in 0..self.pairs {
                let client = Client::connect(&self.settings.target, number, &format!("p{number}")).await?;
                let template = Template::new(number as u32, &topic(number), self.qos, self.settings.payload);
                clients.push(Publisher { client, template, acknowledged: 0 });
            }
            let _ = connected.send(());
            match started.await {
                Ok(began) => self.pace(clients, began).await,
                // The other side has failed and says why.
                Err(_) => Ok(Vec::new()),
            }
        })
    }

    /// Sends every message at its time, or at once when that has passed; returns how late each was.
    async fn pace(&self, mut clients: Vec<Publisher>, began: Instant) -> Result<Vec<u32>> {
        let mut delays = Vec::with_capacity(self.total as usize);
        for round in 0..self.total / self.pairs as u32 {
            for (number, publisher) in clients.iter_mut().enumerate() {
                let index = u64::from(round) * self.pairs as u64 + number as u64;
                let due = Duration::from_nanos(index * 1_000_000_000 / u64::from(self.settings.rate.max(1)));
                if let Some(wait) = due.checked_sub(began.elapsed()) {
                    // Nothing else runs on this thread.
                    std::thread::sleep(wait);
                }
                delays.push(micros(began.elapsed().saturating_sub(due)));
                publisher.template.append(&mut publisher.client.out, round, due.as_nanos() as u64);
                publisher.client.flush().await?;
                if self.qos != QoS::AtMostOnce {
                    // Lets the runtime see what has come.
                    tokio::task::yield_now().await;
                    publisher.take_acknowledgements().await?;
                }
            }
        }
        for mut publisher in clients {
            if self.qos != QoS::AtMostOnce {
                let mut acknowledged = publisher.acknowledged;
                let each = self.total / self.pairs as u32;
                publisher.client.acknowledged(&mut acknowledged, each).await?;
            }
            publisher.client.disconnect().await?;
        }
        Ok(delays)
    }
}

struct Publisher {
    client: Client,
    template: Template,
    acknowledged: u32,
}

impl Publisher {
    /// Takes what has come, without waiting.
    async fn take_acknowledgements(&mut self) -> Result<()> {
        self.client.fill_now().await?;
        let acknowledged = &mut self.acknowledged;
        self.client.drain(|packet, _| crate::client::count_acknowledgement(&packet, acknowledged))
    }
}

/// Sorted figures.
pub(super) struct Quantiles(Vec<u32>);

impl Quantiles {
    pub(super) fn of(mut figures: Vec<u32>) -> Self {
        figures.sort_unstable();
        Self(figures)
    }

    /// The figure that this share of all figures does not exceed.
    pub(super) fn at(&self, share: f64) -> f64 {
        let rank = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(rank.saturating_sub(1)).copied().map_or(f64::NAN, f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_sorted_figures() {
        let quantiles = Quantiles::of((1..=100).rev().collect());
        assert_eq!([0.5, 0.99, 1.0].map(|share| quantiles.at(share) as u32), [50, 99, 100]);
        assert!(Quantiles::of(Vec::new()).at(0.5).is_nan());
    }
}
