//! Direct messages (mqtt.md §12).

use super::*;

const WITHIN: Duration = Duration::from_secs(10);

/// Sends a direct message in a task of its own.
fn send(
    bench: &Bench,
    client_id: &'static str,
    topic: &'static str,
    qos: QoS,
    within: Duration,
) -> tokio::task::JoinHandle<Result<(), DirectError>> {
    let account = bench.broker.account(&tenant());
    tokio::spawn(async move {
        let properties = PropertyList::new().user("k", "v");
        let message = NewMessage { properties: properties.as_raw(), ..NewMessage::new(topic, b"hi", qos) };
        account.send_direct(client_id, &message, within).await
    })
}

#[tokio::test]
async fn message_reaches_the_client_without_a_subscription_and_nobody_else() {
    let bench = Bench::new();
    for version in [Version::V311, Version::V5] {
        let mut other = bench.client(Version::V5, "other").await;
        other.subscribe("#", QOS1).await;
        let mut client = bench.client(version, "c").await;
        send(&bench, "c", "t", QOS0, WITHIN).await.unwrap().unwrap();
        let received = client.received().await;
        assert_eq!((received.topic.as_str(), &*received.payload, received.qos), ("t", &b"hi"[..], QOS0));
        client.expect_silence().await;
        other.expect_silence().await;
    }
}

#[tokio::test]
async fn confirmation_waits_for_the_acknowledgement() {
    let bench = Bench::new();
    let mut client = bench.connect(persistent("c")).await;
    client.connack().await;
    let sending = send(&bench, "c", "t", QOS1, WITHIN);
    let received = client.received().await;
    assert_eq!(received.qos, QOS1);
    client.expect_silence().await;
    assert!(!sending.is_finished(), "not acknowledged yet");
    client.acknowledge(received.packet_id).await;
    assert_eq!(sending.await.unwrap(), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn message_that_is_not_acknowledged_in_time_is_not_confirmed() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    let began = tokio::time::Instant::now();
    let sending = send(&bench, "c", "t", QOS1, Duration::from_secs(5));
    client.received().await;
    assert_eq!(sending.await.unwrap(), Err(DirectError::Unconfirmed));
    assert_eq!(began.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn end_of_the_connection_ends_the_waiting() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    let sending = send(&bench, "c", "t", QOS1, Duration::from_secs(3600));
    client.received().await;
    drop(client);
    assert_eq!(sending.await.unwrap(), Err(DirectError::Unconfirmed));
    assert_eq!(send(&bench, "c", "t", QOS1, WITHIN).await.unwrap(), Err(DirectError::NotConnected));
}

#[tokio::test]
async fn message_that_the_receiver_may_not_have_is_refused() {
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iot:Connect","Resource":"*"},
        {"Effect":"Allow","Action":"iot:Receive","Resource":"arn:aws:iot:us-east-1:123456789012:topic/own/*"}]}"#;
    let bench = Bench::with(Store::memory().unwrap(), policy);
    let mut client = bench.client(Version::V5, "c").await;
    assert_eq!(send(&bench, "c", "foreign", QOS1, WITHIN).await.unwrap(), Err(DirectError::NotAllowed));
    send(&bench, "c", "own/x", QOS0, WITHIN).await.unwrap().unwrap();
    assert_eq!(client.received().await.topic, "own/x");
}

#[tokio::test]
async fn unacknowledged_direct_messages_count_as_any_others() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V311, "c").await;
    let sending: Vec<_> = (0..101).map(|_| send(&bench, "c", "t", QOS1, WITHIN)).collect();
    let mut ids = Vec::new();
    for _ in 0..100 {
        ids.push(client.received().await.packet_id);
    }
    client.expect_silence().await;
    client.acknowledge(ids[0]).await;
    ids.push(client.received().await.packet_id);
    for id in &ids[1..] {
        client.acknowledge(*id).await;
    }
    for sending in sending {
        assert_eq!(sending.await.unwrap(), Ok(()));
    }
}
