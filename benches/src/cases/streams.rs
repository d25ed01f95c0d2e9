//! Publishers that keep a window full: `fan-in`, `pairs`, `fan-out`.

use mqttbytes::QoS;
use tokio::task::JoinSet;

use super::receive::{Tally, receive};
use super::{CALM, all};
use crate::client::{Client, Stream};
use crate::flow::Flows;
use crate::message::Template;
use crate::settings::Meter;
use crate::target::allow_connections;
use crate::{Report, Result, Settings};

/// Who sends what to whom.
struct Plan {
    case: &'static str,
    /// Topic of each publisher.
    topics: Vec<String>,
    /// Client id and filter of each receiver.
    receivers: Vec<(String, String)>,
    /// Deliveries of the whole run.
    deliveries: u32,
    /// Receivers of each message.
    copies: u32,
    /// What the report calls clients.
    clients: usize,
}

/// Many publishers to one subscriber.
pub async fn fan_in(settings: &Settings) -> Result<Report> {
    let clients = settings.clients(100);
    let plan = Plan {
        case: "fan-in",
        topics: (0..clients).map(|number| format!("bench/p{number}/sink")).collect(),
        receivers: vec![("sink".into(), "bench/+/sink".into())],
        deliveries: settings.messages(1_500_000),
        copies: 1,
        clients,
    };
    run(settings, plan).await
}

/// Pairs, each with a topic of its own.
pub async fn pairs(settings: &Settings) -> Result<Report> {
    let clients = settings.clients(100);
    let topic = |number: usize| format!("bench/p{number}/s{number}");
    let plan = Plan {
        case: "pairs",
        topics: (0..clients).map(topic).collect(),
        receivers: (0..clients).map(|number| (format!("s{number}"), topic(number))).collect(),
        deliveries: settings.messages(1_500_000),
        copies: 1,
        clients,
    };
    run(settings, plan).await
}

/// One publisher to many subscribers.
pub async fn fan_out(settings: &Settings) -> Result<Report> {
    let clients = settings.clients(500);
    let plan = Plan {
        case: "fan-out",
        topics: vec!["bench/p0/all".into()],
        receivers: (0..clients).map(|number| (format!("s{number}"), "bench/p0/all".into())).collect(),
        deliveries: settings.messages(2_000_000),
        copies: u32::try_from(clients).unwrap_or(u32::MAX),
        clients,
    };
    run(settings, plan).await
}

async fn run(settings: &Settings, plan: Plan) -> Result<Report> {
    let qos = settings.qos(&[0, 1])?;
    let publishers = plan.topics.len();
    allow_connections(publishers + plan.receivers.len())?;
    let flows = Flows::new(publishers);
    let each = (plan.deliveries / plan.copies / publishers as u32).max(1);
    let deliveries = u64::from(each) * u64::from(plan.copies) * publishers as u64;
    let per_receiver = deliveries / plan.receivers.len() as u64;

    let receivers = subscribed(settings, &plan.receivers, qos).await?;
    let mut senders = Vec::with_capacity(publishers);
    for (number, topic) in plan.topics.iter().enumerate() {
        let client = Client::connect(&settings.target, number, &format!("p{number}")).await?;
        let publisher = number as u32;
        let stream = Stream {
            publisher,
            template: Template::new(publisher, topic, qos, settings.payload),
            messages: each,
            copies: u64::from(plan.copies),
            window: settings.window,
            qos,
            flows: flows.clone(),
        };
        senders.push((client, stream));
    }
    tokio::time::sleep(CALM).await;

    let meter = Meter::start(settings)?;
    let mut receiving = JoinSet::new();
    for client in receivers {
        let (tally, flows) = (Tally::of_all(publishers), flows.clone());
        receiving.spawn(async move { receive(client, tally, per_receiver, &flows).await });
    }
    let mut sending = JoinSet::new();
    for (mut client, mut stream) in senders {
        sending.spawn(async move {
            client.publish(&mut stream, |_| {}).await?;
            Ok(client)
        });
    }
    let (senders, receivers) = tokio::select! {
        done = async { tokio::try_join!(all(&mut sending), all(&mut receiving)) } => done?,
        stalled = flows.watch(deliveries) => return Err(stalled),
    };
    let spent = meter.stop()?;
    for mut receiver in receivers {
        // Whatever comes now came twice.
        receiver.ping().await?;
        receiver.disconnect().await?;
    }
    for sender in senders {
        sender.disconnect().await?;
    }
    Ok(Report::new(plan.case, settings, Some(qos)).spent(plan.clients, deliveries, spent))
}

/// Connects receivers, each with its filter.
pub async fn subscribed(
    settings: &Settings,
    receivers: &[(String, String)],
    qos: QoS,
) -> Result<Vec<Client>> {
    let mut clients = Vec::with_capacity(receivers.len());
    for (number, (id, filter)) in receivers.iter().enumerate() {
        let mut client = Client::connect(&settings.target, number, id).await?;
        client.subscribe(std::slice::from_ref(filter), qos).await?;
        clients.push(client);
    }
    Ok(clients)
}
