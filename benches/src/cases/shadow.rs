//! `shadow`: clients update device shadows, and a listener hears that they were accepted, which is when they are durable.

use std::time::Instant;

use bytes::BytesMut;
use mqttbytes::{QoS, v4};
use tokio::task::JoinSet;

use super::rate::{Quantiles, micros};
use super::{CALM, all};
use crate::client::{Client, acknowledge, unexpected};
use crate::flow::Flows;
use crate::message::{Packet, Stamp};
use crate::settings::Meter;
use crate::target::allow_connections;
use crate::{BenchError, Report, Result, Settings};

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let clients = settings.clients(50);
    allow_connections(clients + 1)?;
    let flows = Flows::new(clients);
    let each = (settings.messages(200_000) / clients as u32).max(1);
    let total = u64::from(each) * clients as u64;

    let mut listener = Client::connect(&settings.target, clients, "listener").await?;
    // A rejection is no answer that the listener can read, and so ends the run.
    let filters = ["accepted", "rejected"].map(|kind| format!("$aws/things/+/shadow/update/{kind}"));
    listener.subscribe(&filters, QoS::AtMostOnce).await?;
    let mut updaters = Vec::with_capacity(clients);
    for number in 0..clients {
        let client = Client::connect(&settings.target, number, &format!("u{number}")).await?;
        updaters.push(Updater { client, number, clients, settings: settings.clone() });
    }
    tokio::time::sleep(CALM).await;

    let meter = Meter::start(settings)?;
    let began = meter.began;
    let mut tasks = JoinSet::new();
    for mut updater in updaters {
        let flows = flows.clone();
        tasks.spawn(async move { updater.update(each, began, &flows).await.map(|()| updater.client) });
    }
    let heard = tokio::select! {
        heard = listen(&mut listener, clients, each, began, &flows) => heard?,
        stalled = flows.watch(total) => return Err(stalled),
    };
    let clients_left = all(&mut tasks).await?;
    let spent = meter.stop()?;
    for client in clients_left {
        client.disconnect().await?;
    }
    let latencies = Quantiles::of(heard);
    Ok(Report::new("shadow", settings, Some(QoS::AtLeastOnce))
        .spent(clients, total, spent)
        .with("shadows", settings.shadows as f64, 0)
        .with("acceptedMicrosP50", latencies.at(0.5), 0)
        .with("acceptedMicrosP99", latencies.at(0.99), 0)
        .with("acceptedMicrosMax", latencies.at(1.0), 0))
}

/// One client, with its share of the shadows.
struct Updater {
    client: Client,
    number: usize,
    clients: usize,
    settings: Settings,
}

impl Updater {
    /// Updates its shadows in turn, at most a window of updates under way.
    async fn update(&mut self, updates: u32, began: Instant, flows: &Flows) -> Result<()> {
        let window = u64::from(self.settings.window);
        let mut acknowledged = 0;
        for number in 0..updates {
            let stamp = Stamp {
                publisher: self.number as u32,
                number,
                due: u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX),
            };
            self.append(stamp)?;
            self.client.flush().await?;
            if let Some(flow) = flows.get(self.number as u32) {
                flow.reach((u64::from(number) + 1).saturating_sub(window)).await;
            }
            self.client.fill_now().await?;
            self.client
                .drain(|packet, _| crate::client::count_acknowledgement(&packet, &mut acknowledged))?;
        }
        self.client.acknowledged(&mut acknowledged, updates).await
    }

    fn append(&mut self, stamp: Stamp) -> Result<()> {
        let shadow = (stamp.number as usize * self.clients + self.number) % self.settings.shadows.max(1);
        let rest = self.settings.payload.saturating_sub(100);
        let token = stamp.to_token();
        let payload = format!(
            "{{\"state\":{{\"reported\":{{\"number\":{},\"note\":\"{:x<rest$}\"}}}},\"clientToken\":\"{token}\"}}",
            stamp.number, ""
        );
        let topic = format!("$aws/things/bench-{shadow}/shadow/update");
        let mut publish = v4::Publish::new(topic, QoS::AtLeastOnce, payload);
        publish.pkid = (stamp.number % u32::from(u16::MAX)) as u16 + 1;
        let written = publish.write(&mut self.client.out);
        written
            .map(|_| ())
            .map_err(|error| BenchError::Generator(format!("cannot encode a packet: {error:?}")))
    }
}

/// Hears of every update once, and how many microseconds after it was sent.
async fn listen(
    listener: &mut Client,
    clients: usize,
    each: u32,
    began: Instant,
    flows: &Flows,
) -> Result<Vec<u32>> {
    let mut heard = vec![vec![false; each as usize]; clients];
    let expected = clients * each as usize;
    let mut latencies = Vec::with_capacity(expected);
    while latencies.len() < expected {
        listener.fill().await?;
        let now = began.elapsed();
        listener.drain(|packet, out| {
            let stamp = hear(&packet, out, &mut heard)?;
            if let Some(flow) = flows.get(stamp.publisher) {
                flow.arrive();
            }
            latencies.push(micros(now.saturating_sub(std::time::Duration::from_nanos(stamp.due))));
            Ok(())
        })?;
    }
    Ok(latencies)
}

/// One message that an update was accepted. Those of different shadows come in any order.
fn hear(packet: &Packet, out: &mut BytesMut, heard: &mut [Vec<bool>]) -> Result<Stamp> {
    let Packet::Publish(id, stamp) = packet else { return Err(unexpected("PUBLISH", packet)) };
    if let Some(id) = id {
        acknowledge(*id, out);
    }
    let fault =
        |what| BenchError::OutOfOrder { publisher: stamp.publisher, expected: 0, got: stamp.number, what };
    let place =
        heard.get_mut(stamp.publisher as usize).and_then(|heard| heard.get_mut(stamp.number as usize));
    match place {
        None => Err(fault("no such update")),
        Some(true) => Err(fault("accepted twice")),
        Some(place) => {
            *place = true;
            Ok(*stamp)
        }
    }
}
