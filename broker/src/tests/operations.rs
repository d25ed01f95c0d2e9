//! What the data-plane API asks: connections, subscriptions (mqtt.md §12).

use base::UnixMillis;

use super::*;

async fn presence(bench: &Bench, client_id: &str) -> Option<Presence> {
    bench.broker.account(&tenant()).client(client_id, UnixMillis::now()).map(|status| status.presence)
}

#[tokio::test]
async fn connection_is_described_while_it_lives_and_after() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    assert_eq!(presence(&bench, "c").await, None);
    let mut client = bench.connect(Connect { keep_alive: 45, ..persistent("c") }).await;
    client.connack().await;
    let now = UnixMillis::now();
    let status = account.client("c", now).unwrap();
    assert_eq!((status.session_expiry_seconds, status.keep_alive), (3600, Some(45)));
    let Presence::Connected { since, source, target } = status.presence else { panic!("{status:?}") };
    assert!(since <= now);
    assert_eq!(source.to_string(), "192.0.2.1:5000");
    assert_eq!(target.unwrap().to_string(), "192.0.2.2:8883");
    client.send(&[0xe0, 0]).await;
    client.expect_close().await;
    account.subscriptions("c").await.unwrap();
    let status = account.client("c", UnixMillis::now()).unwrap();
    let Presence::Disconnected { since: ended, reason } = status.presence else { panic!("{status:?}") };
    assert!(since <= ended);
    assert_eq!(reason, Some("CLIENT_INITIATED_DISCONNECT"));
    // The session is known after the disconnect is forgotten, also to another process.
    let later = UnixMillis::now() + Duration::from_secs(31 * 60);
    assert_eq!(account.client("c", later).unwrap().presence, Presence::Absent);
    let again = Bench::with(bench.store.clone(), ALLOW_ALL);
    let status = again.broker.account(&tenant()).client("c", UnixMillis::now()).unwrap();
    assert_eq!((status.session_expiry_seconds, status.keep_alive), (3600, None));
    assert_eq!(status.presence, Presence::Disconnected { since: ended, reason: None });
}

#[tokio::test]
async fn deleted_connection_is_told_so_and_its_will_is_published_unless_prevented() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("will/+", QOS0).await;
    let will = |topic| Will { topic, payload: b"x", qos: QOS0, retain: false, properties: Properties::EMPTY };
    let mut v5 = bench.connect(Connect { will: Some(will("will/5")), ..connect(Version::V5, "c") }).await;
    v5.connack().await;
    assert_eq!(account.delete_connection("c", false, false).await, Ok(()));
    assert!(matches!(presence(&bench, "c").await, Some(Presence::Disconnected { .. })));
    assert_eq!(v5.disconnect_reason().await, 0x98);
    assert_eq!(watcher.received().await.topic, "will/5");
    let mut v3 = bench.connect(Connect { will: Some(will("will/3")), ..connect(Version::V311, "c") }).await;
    v3.connack().await;
    assert_eq!(account.delete_connection("c", false, true).await, Ok(()));
    v3.expect_close().await;
    watcher.expect_silence().await;
    assert_eq!(account.delete_connection("c", false, false).await, Err(NoSuchClient));
}

#[tokio::test]
async fn session_is_deleted_only_if_wanted() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let sessions = || bench.store.load(store::Table::Session).unwrap().len();
    for (clean, connected) in [(false, true), (false, false), (true, false), (true, true)] {
        let mut device = bench.connect(persistent("c")).await;
        device.connack().await;
        device.subscribe("t", QOS1).await;
        if !connected {
            device.send(&[0xe0, 0]).await;
            device.expect_close().await;
        }
        account.delete_connection("c", clean, false).await.unwrap();
        assert_eq!(sessions(), usize::from(!clean), "clean {clean}, connected {connected}");
        assert_eq!(account.subscriptions("c").await.is_ok(), !clean, "clean {clean}, connected {connected}");
    }
    assert_eq!(account.delete_connection("c", true, false).await, Err(NoSuchClient));
}

#[tokio::test]
async fn subscriptions_are_listed_also_of_an_absent_client() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    assert_eq!(account.subscriptions("c").await, Err(NoSuchClient));
    let mut device = bench.connect(persistent("c")).await;
    device.connack().await;
    device.subscribe("b", QOS0).await;
    device.subscribe("a/+", QOS1).await;
    let listed = async || {
        let all = account.subscriptions("c").await.unwrap();
        all.into_iter().map(|(filter, options)| (filter.to_string(), options.qos)).collect::<Vec<_>>()
    };
    let expected = [("a/+".to_owned(), QOS1), ("b".to_owned(), QOS0)];
    assert_eq!(listed().await, expected);
    drop(device);
    assert_eq!(listed().await, expected);
    let again = Bench::with(bench.store.clone(), ALLOW_ALL);
    let account = again.broker.account(&tenant());
    assert_eq!(account.subscriptions("c").await.unwrap().len(), 2);
    let _clean = again.client(Version::V5, "c").await;
    assert_eq!(account.subscriptions("c").await.unwrap(), []);
}

#[tokio::test]
async fn reset_forgets_who_was_there() {
    let bench = Bench::new();
    let mut device = bench.client(Version::V311, "c").await;
    bench.broker.reset(&tenant());
    device.expect_close().await;
    assert_eq!(presence(&bench, "c").await, None);
}
