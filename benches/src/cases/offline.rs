//! `offline-queue`: messages for a persistent session that is away, until all are acknowledged; then the
//! session comes back and must get every one of them.

use mqttbytes::QoS;
use tokio::task::JoinSet;

use super::receive::{Tally, receive};
use super::{CALM, all};
use crate::client::{Client, Stream};
use crate::flow::Flows;
use crate::message::Template;
use crate::settings::Meter;
use crate::{Report, Result, Settings};

const ID: &str = "sleeper";

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let qos = settings.qos(&[1])?;
    let publishers = settings.clients(10);
    let each = (settings.messages(100_000) / publishers as u32).max(1);
    let total = u64::from(each) * publishers as u64;
    // What an earlier run may have left.
    Client::connect(&settings.target, 0, ID).await?.disconnect().await?;
    let mut sleeper = Client::with_session(&settings.target, 0, ID, false).await?;
    sleeper.subscribe(&[format!("bench/+/{ID}")], qos).await?;
    sleeper.disconnect().await?;
    tokio::time::sleep(CALM).await;

    let (seconds, report) = queue(settings, qos, publishers, each).await?;
    let flows = Flows::new(publishers);
    let meter = Meter::start(settings)?;
    let back = Client::with_session(&settings.target, 0, ID, false).await?;
    let mut back = tokio::select! {
        done = receive(back, Tally::of_all(publishers), total, &flows) => done?,
        stalled = flows.watch(total) => return Err(stalled),
    };
    let spent = meter.stop()?;
    back.ping().await?;
    back.disconnect().await?;
    Client::connect(&settings.target, 0, ID).await?.disconnect().await?;
    let report = report
        .with("acknowledgedPerSecond", total as f64 / seconds, 0)
        .with("resumeSeconds", spent.seconds, 4)
        .with("resumeMessagesPerSecond", total as f64 / spent.seconds, 0);
    Ok(match spent.cpu_seconds {
        Some(cpu) => report.with("resumeCpuMicrosPerMessage", cpu * 1e6 / total as f64, 4),
        None => report,
    })
}

/// Publishes everything while nobody receives; the seconds that it took, and the report about it.
async fn queue(settings: &Settings, qos: QoS, publishers: usize, each: u32) -> Result<(f64, Report)> {
    let mut senders = Vec::with_capacity(publishers);
    for number in 0..publishers {
        let client = Client::connect(&settings.target, number, &format!("p{number}")).await?;
        let publisher = number as u32;
        let topic = format!("bench/p{number}/{ID}");
        let stream = Stream {
            publisher,
            template: Template::new(publisher, &topic, qos, settings.payload),
            messages: each,
            // Nobody is there to wait for.
            copies: 0,
            window: settings.window,
            qos,
            flows: Flows::new(publishers),
        };
        senders.push((client, stream));
    }
    tokio::time::sleep(CALM).await;
    let meter = Meter::start(settings)?;
    let mut sending = JoinSet::new();
    for (mut client, mut stream) in senders {
        sending.spawn(async move {
            client.publish(&mut stream, |_| {}).await?;
            Ok(client)
        });
    }
    let senders = all(&mut sending).await?;
    let spent = meter.stop()?;
    for sender in senders {
        sender.disconnect().await?;
    }
    let total = u64::from(each) * publishers as u64;
    let report = Report::new("offline-queue", settings, Some(qos)).spent(publishers, total, spent);
    Ok((spent.seconds, report))
}
