//! `pairs-unbatched`: the next message of a pair is published when the last one was received. Nothing can
//! be batched; the system calls are the cost.

use mqttbytes::QoS;
use tokio::task::JoinSet;

use super::receive::{Tally, take};
use super::streams::subscribed;
use super::{CALM, all};
use crate::client::Client;
use crate::flow::Flows;
use crate::message::Template;
use crate::settings::Meter;
use crate::target::allow_connections;
use crate::{Report, Result, Settings};

/// A publisher and its subscriber, in one task.
struct Pair {
    number: u32,
    publisher: Client,
    subscriber: Client,
    template: Template,
    qos: QoS,
}

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let qos = settings.qos(&[0, 1])?;
    let clients = settings.clients(100);
    allow_connections(2 * clients)?;
    let flows = Flows::new(clients);
    let each = (settings.messages(300_000) / clients as u32).max(1);
    let total = u64::from(each) * clients as u64;

    let mut pairs = Vec::with_capacity(clients);
    let topic = |number: usize| format!("bench/p{number}/s{number}");
    let names: Vec<_> = (0..clients).map(|number| (format!("s{number}"), topic(number))).collect();
    for (number, subscriber) in subscribed(settings, &names, qos).await?.into_iter().enumerate() {
        let publisher = Client::connect(&settings.target, number, &format!("p{number}")).await?;
        let template = Template::new(number as u32, &topic(number), qos, settings.payload);
        pairs.push(Pair { number: number as u32, publisher, subscriber, template, qos });
    }
    tokio::time::sleep(CALM).await;

    let meter = Meter::start(settings)?;
    let mut tasks = JoinSet::new();
    for mut pair in pairs {
        let flows = flows.clone();
        tasks.spawn(async move {
            pair.exchange(each, &flows).await?;
            Ok(pair)
        });
    }
    let pairs = tokio::select! {
        done = all(&mut tasks) => done?,
        stalled = flows.watch(total) => return Err(stalled),
    };
    let spent = meter.stop()?;
    for mut pair in pairs {
        pair.subscriber.ping().await?;
        pair.subscriber.disconnect().await?;
        pair.publisher.disconnect().await?;
    }
    Ok(Report::new("pairs-unbatched", settings, Some(qos)).spent(clients, total, spent))
}

impl Pair {
    async fn exchange(&mut self, messages: u32, flows: &Flows) -> Result<()> {
        let mut tally = Tally::of_all(self.number as usize + 1);
        let mut acknowledged = 0;
        for number in 0..messages {
            self.template.append(&mut self.publisher.out, number, 0);
            self.publisher.flush().await?;
            while tally.count <= u64::from(number) {
                self.subscriber.fill().await?;
                self.subscriber.drain(|packet, out| take(&packet, out, &mut tally, flows).map(|_| ()))?;
                self.subscriber.flush().await?;
            }
            if self.qos != QoS::AtMostOnce {
                self.publisher.acknowledged(&mut acknowledged, number + 1).await?;
            }
        }
        Ok(())
    }
}
