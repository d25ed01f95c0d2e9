//! MQTT 5.

use super::*;

mod connack;
mod connect;
mod operation;
mod packets;
mod publish;
mod subscribe;

const V5: Version = Version::V5;

fn lasting(id: &str) -> (PropertyList, &str) {
    (PropertyList::new().u32(PropertyId::SessionExpiryInterval, 3600), id)
}

/// Connects with a session that outlives the connection and says whether it was there before.
async fn resume(bench: &Bench, id: &str, clean: bool) -> (Client, bool) {
    let (list, id) = lasting(id);
    let mut client = bench.connect(Connect { clean, ..with(V5, id, &list) }).await;
    let (present, code) = client.connack().await;
    assert_eq!(code, 0);
    (client, present)
}

async fn subscribe_with(client: &mut Client, filter: &str, options: SubscriptionOptions) {
    let mut out = Vec::new();
    encode::subscribe(&mut out, V5, 9, &[(filter, options)]);
    client.send(&out).await;
    assert_eq!(client.next().await.unwrap()[0], 0x90);
}

/// The properties of the CONNACK that is next.
async fn connack_properties(client: &mut Client, look: impl FnOnce(Properties<'_>)) {
    let bytes = client.next().await.expect("a CONNACK");
    let Packet::ConnAck(ack) = decode(V5, &bytes) else { panic!("{bytes:?}") };
    look(ack.properties);
}

/// Lets a client connect and nothing else; the name of the statement that denies makes explanations long.
fn connect_only() -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}},
            {{"Sid":"{}","Effect":"Deny","Action":["iot:Publish","iot:Subscribe"],"Resource":"*"}}]}}"#,
        "S".repeat(300)
    )
}

/// A message comes to this client with its topic and without an alias, again and again.
async fn no_alias(client: &mut Client) {
    client.connack().await;
    client.subscribe("t", QOS0).await;
    for _ in 0..3 {
        client.publish("t", b"x", QOS0, false).await;
        publish_packet(client, |publish| {
            assert_eq!((publish.topic, publish.properties.number(PropertyId::TopicAlias)), ("t", None));
        })
        .await;
    }
}
