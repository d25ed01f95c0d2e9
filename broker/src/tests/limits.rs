//! What happens beyond the limits, with small values and a clock that is moved by hand.

use base::limiter::Clock;
use base::{Limit, Meter};

use super::*;

/// The default limits with a clock that stands still, changed.
fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits { meter: Arc::new(Meter::new(Clock::manual())), ..Limits::of(Profile::Lab) };
    change(&mut limits);
    limits
}

fn bench(change: impl FnOnce(&mut Limits)) -> Bench {
    Bench::with_limits(Store::memory().unwrap(), ALLOW_ALL, limits(change))
}

impl Bench {
    fn hits(&self, limit: Limit) -> u64 {
        self.broker.0.limits.meter.count(limit)
    }

    fn advance(&self, millis: u64) {
        self.broker.advance(Duration::from_millis(millis));
    }

    /// A persistent session that subscribes to `t` and is offline, and what was queued for it.
    async fn queue(&self, count: u32) {
        let mut device = self.connect(persistent("device")).await;
        device.connack().await;
        device.subscribe("t", QOS1).await;
        device.send(&[0xe0, 0]).await;
        device.expect_close().await;
        self.is_offline("device").await;
        self.store_messages(count).await;
    }

    /// Waits until a session's connection has let go of it.
    async fn is_offline(&self, client_id: &str) {
        let sessions = &self.broker.account(&tenant()).sessions;
        let mut lease = sessions.acquire(&client_id.into()).await;
        let session = lease.take().expect("it is persistent");
        lease.put(session);
        lease.release();
    }

    async fn store_messages(&self, count: u32) {
        for number in 0..count {
            let message = number.to_be_bytes();
            let new = NewMessage::new("t", &message, QOS1);
            let ticket = self.broker.account(&tenant()).publish(&new, &Arc::default());
            self.store.committed(ticket).await;
        }
    }
}

async fn eventually(condition: impl Fn() -> bool) {
    let look = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), look).await.expect("in time");
}

/// The PUBLISHes that came before the answer to a PINGREQ.
async fn received_before_ping(client: &mut Client) -> Vec<u8> {
    client.send(&[0xc0, 0]).await;
    let mut payloads = Vec::new();
    loop {
        let bytes = client.next().await.expect("a packet");
        match decode(client.version, &bytes) {
            Packet::Publish(publish) => payloads.push(*publish.payload.last().unwrap()),
            Packet::PingResp => return payloads,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn publish_beyond_the_connection_s_rate_is_discarded_and_the_connection_stays() {
    let bench = bench(|limits| limits.connection_publishes_in_per_second = 2);
    let mut seen = bench.client(Version::V311, "seen").await;
    seen.subscribe("#", QOS0).await;
    let mut v5 = bench.client(Version::V5, "v5").await;
    for (number, code) in [(1, 0), (2, 0), (3, 0x97)] {
        v5.publish("t", &[number], QOS1, false).await;
        assert_eq!(v5.puback().await, code);
    }
    v5.publish("t", &[4], QOS0, false).await;
    v5.expect_silence().await;
    assert_eq!(received_before_ping(&mut seen).await, [1, 2]);
    bench.advance(500);
    v5.publish("t", &[5], QOS1, false).await;
    assert_eq!(v5.puback().await, 0);
    v5.publish("t", &[6], QOS1, false).await;
    assert_eq!(v5.puback().await, 0x97);
    // Another connection has its own rate; MQTT 3 gets no PUBACK for what is discarded.
    let mut v3 = bench.client(Version::V311, "v3").await;
    for number in [7, 8, 9] {
        v3.publish("t", &[number], QOS1, false).await;
    }
    assert_eq!((v3.puback().await, v3.puback().await), (0, 0));
    v3.expect_silence().await;
    assert_eq!(received_before_ping(&mut seen).await, [5, 7, 8]);
    assert_eq!(bench.hits(Limit::ConnectionPublishesInPerSecond), 4);
}

#[tokio::test]
async fn topic_alias_of_a_discarded_publish_is_set() {
    let bench = bench(|limits| limits.connection_publishes_in_per_second = 1);
    let mut client = bench.client(Version::V5, "c").await;
    client.publish("first", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    let alias = || PropertyList::new().u16(PropertyId::TopicAlias, 1);
    client.publish_with("aliased", b"", QOS1, false, &alias()).await;
    assert_eq!(client.puback().await, 0x97);
    bench.advance(1000);
    client.publish_with("", b"", QOS1, false, &alias()).await;
    assert_eq!(client.puback().await, 0);
}

#[tokio::test]
async fn account_has_a_rate_of_publishes_in_over_mqtt_and_http() {
    let bench = bench(|limits| limits.publishes_in_per_second = 3);
    let (mut one, mut two) = (bench.client(Version::V5, "1").await, bench.client(Version::V5, "2").await);
    one.publish("t", b"", QOS1, false).await;
    assert_eq!(one.puback().await, 0);
    let account = bench.broker.account(&tenant());
    let http = || account.request_publish(&NewMessage::new("t", b"", QOS0), &Arc::default()).map(|_| ());
    assert_eq!(http(), Ok(()));
    // What a service or a rule publishes counts, too, and is not refused.
    account.publish(&NewMessage::new("t", b"", QOS0), &Arc::default());
    assert_eq!(http(), Err(Limit::PublishesInPerSecond));
    two.publish("t", b"", QOS1, false).await;
    assert_eq!(two.puback().await, 0x97);
    assert_eq!(bench.hits(Limit::PublishesInPerSecond), 2);
}

#[tokio::test]
async fn delivery_beyond_the_rates_is_discarded() {
    let bench = bench(|limits| {
        limits.connection_publishes_out_per_second = 2;
        limits.publishes_out_per_second = 3;
    });
    let (mut one, mut two) = (bench.client(Version::V311, "1").await, bench.client(Version::V5, "2").await);
    one.subscribe("t", QOS0).await;
    let account = bench.broker.account(&tenant());
    let publish = |payload| {
        account.publish(&NewMessage::new("t", &[payload], QOS1), &Arc::default());
    };
    (1..=3).for_each(publish);
    assert_eq!(received_before_ping(&mut one).await, [1, 2]);
    assert_eq!(bench.hits(Limit::ConnectionPublishesOutPerSecond), 1);
    two.subscribe("t", QOS1).await;
    one.send(&[0xe0, 0]).await;
    one.expect_close().await;
    eventually(|| bench.broker.status().connections == 1).await;
    (4..=5).for_each(publish);
    assert_eq!(received_before_ping(&mut two).await, [4]);
    assert_eq!(bench.hits(Limit::PublishesOutPerSecond), 1);
    bench.advance(1000);
    publish(6);
    assert_eq!(received_before_ping(&mut two).await, [6]);
}

#[tokio::test]
async fn discarded_delivery_leaves_the_queue_of_a_persistent_session() {
    let bench = bench(|limits| limits.connection_publishes_out_per_second = 1);
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    bench.store_messages(2).await;
    let first = device.received().await;
    device.acknowledge(first.packet_id).await;
    device.expect_silence().await;
    drop(device);
    bench.is_offline("device").await;
    bench.advance(10_000);
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    device.expect_silence().await;
}

#[tokio::test]
async fn bytes_beyond_the_rate_are_delayed_and_not_lost() {
    let bench = bench(|limits| limits.connection_bytes_per_second = 10_000);
    let mut seen = bench.client(Version::V311, "seen").await;
    seen.subscribe("#", QOS0).await;
    let mut client = bench.client(Version::V5, "c").await;
    client.publish("t", &[1; 15_000], QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    assert_eq!(seen.received().await.payload.len(), 15_000);
    // In debt by half a second, in both directions: nothing is read, nothing delivered.
    client.publish("t", &[2; 10], QOS1, false).await;
    bench.broker.account(&tenant()).publish(&NewMessage::new("t", &[3], QOS0), &Arc::default());
    bench.advance(490);
    let pending = tokio::time::timeout(Duration::from_millis(50), client.next()).await;
    assert!(pending.is_err(), "it is not read yet");
    bench.advance(200);
    assert_eq!(client.puback().await, 0);
    assert_eq!(seen.received().await.payload, [3]);
    assert_eq!(seen.received().await.payload, [2; 10]);
    assert_eq!(bench.hits(Limit::ConnectionBytesPerSecond), 2);
}

#[tokio::test]
async fn reading_goes_on_by_itself_when_the_debt_is_paid() {
    let mut limits = limits(|limits| limits.connection_bytes_per_second = 10_000);
    limits.meter = Arc::new(Meter::new(Clock::machine()));
    let bench = Bench::with_limits(Store::memory().unwrap(), ALLOW_ALL, limits);
    let mut client = bench.client(Version::V5, "c").await;
    let began = std::time::Instant::now();
    for payload in [&[1; 12_000][..], &[2; 10]] {
        client.publish("t", payload, QOS1, false).await;
        assert_eq!(client.puback().await, 0);
    }
    assert!(began.elapsed() >= Duration::from_millis(200), "{:?}", began.elapsed());
}

#[tokio::test]
async fn connects_are_throttled_by_client_id_and_by_account() {
    let bench = bench(|limits| {
        limits.connects_per_client_second = 1;
        limits.connects_per_second = 4;
    });
    let _first = bench.client(Version::V5, "c").await;
    assert_eq!(bench.connect(connect(Version::V5, "c")).await.connack().await.1, 0x97);
    bench.connect(connect(Version::V311, "c")).await.expect_close().await;
    assert_eq!(bench.hits(Limit::ConnectsPerClientSecond), 2);
    // Ids of the server's making are all different.
    for _ in 0..3 {
        assert_eq!(bench.connect(connect(Version::V5, "")).await.connack().await.1, 0);
    }
    assert_eq!(bench.connect(connect(Version::V5, "d")).await.connack().await.1, 0x97);
    assert_eq!(bench.hits(Limit::ConnectsPerSecond), 1);
    bench.advance(1000);
    let _again = bench.client(Version::V5, "c").await;
}

#[tokio::test]
async fn account_has_a_number_of_connections() {
    let bench = bench(|limits| limits.connections = 1);
    let mut first = bench.client(Version::V5, "1").await;
    assert_eq!(bench.connect(connect(Version::V5, "2")).await.connack().await.1, 0x97);
    assert_eq!(bench.hits(Limit::Connections), 1);
    first.send(&[0xe0, 0]).await;
    first.expect_close().await;
    eventually(|| bench.broker.status().connections == 0).await;
    let _second = bench.client(Version::V5, "2").await;
}

#[tokio::test]
async fn subscriptions_have_a_rate_and_a_number() {
    let bench = bench(|limits| limits.subscribes_per_second = 2);
    let (mut v5, mut v3) = (bench.client(Version::V5, "5").await, bench.client(Version::V311, "3").await);
    assert_eq!(v5.subscribe("a", QOS1).await, [1]);
    assert_eq!(v5.subscribe("b", QOS1).await, [1]);
    assert_eq!(v5.subscribe("c", QOS1).await, [0x97]);
    assert_eq!(v3.subscribe("c", QOS1).await, [0x80]);
    assert_eq!(bench.hits(Limit::SubscribesPerSecond), 2);

    let bench = self::bench(|limits| limits.subscriptions = 2);
    let (mut one, mut two) = (bench.client(Version::V5, "1").await, bench.client(Version::V5, "2").await);
    assert_eq!(one.subscribe("a", QOS1).await, [1]);
    assert_eq!(two.subscribe("a", QOS1).await, [1]);
    assert_eq!(two.subscribe("b", QOS1).await, [0x97]);
    assert_eq!(two.subscribe("a", QOS0).await, [0], "a subscription is replaced");
    let mut out = Vec::new();
    encode::unsubscribe(&mut out, Version::V5, 9, &["a", "never"]);
    two.send(&out).await;
    two.next().await.expect("an UNSUBACK");
    assert_eq!(two.subscribe("b", QOS1).await, [1]);
    assert_eq!(two.subscribe("c", QOS1).await, [0x97]);
    one.send(&[0xe0, 0]).await;
    one.expect_close().await;
    eventually(|| bench.broker.status().sessions == 1).await;
    assert_eq!(two.subscribe("c", QOS1).await, [1]);
    assert_eq!(bench.hits(Limit::Subscriptions), 2);
}

#[tokio::test]
async fn subscriptions_that_are_found_on_disk_count() {
    let store = Store::memory().unwrap();
    let bench = Bench::with(store.clone(), ALLOW_ALL);
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    device.subscribe("t", QOS1).await;
    let again = Bench::with_limits(store, ALLOW_ALL, limits(|limits| limits.subscriptions = 1));
    let mut other = again.client(Version::V5, "other").await;
    assert_eq!(other.subscribe("t", QOS1).await, [0x97]);
    assert_eq!(again.connect(connect(Version::V311, "device")).await.connack().await, (false, 0));
    assert_eq!(other.subscribe("t", QOS1).await, [1]);
}

#[tokio::test]
async fn retained_messages_have_rates_by_topic_and_account() {
    let bench = bench(|limits| {
        limits.retained_per_topic_second = 1;
        limits.retained_per_second = 2;
    });
    let mut client = bench.client(Version::V5, "c").await;
    let mut retain = async |topic: &str, payload: &[u8]| {
        client.publish(topic, payload, QOS1, true).await;
        client.puback().await
    };
    assert_eq!(retain("a", b"1").await, 0);
    assert_eq!(retain("a", b"2").await, 0x97);
    assert_eq!(retain("b", b"1").await, 0);
    assert_eq!(retain("c", b"1").await, 0x97);
    bench.advance(1000);
    assert_eq!(retain("a", b"").await, 0);
    let account = bench.broker.account(&tenant());
    assert!(account.retained("a", base::UnixMillis::now()).is_none());
    let parts = NewMessage { retain: true, ..NewMessage::new("a", b"3", QOS0) };
    let http = account.request_publish(&parts, &Arc::default());
    assert_eq!(http.map(|_| ()), Err(Limit::RetainedPerTopicSecond));
    assert_eq!(bench.hits(Limit::RetainedPerTopicSecond), 2);
    assert_eq!(bench.hits(Limit::RetainedPerSecond), 1);
    client.publish("a", b"4", QOS1, false).await;
    assert_eq!(client.puback().await, 0, "without RETAIN there is no such rate");
}

#[tokio::test]
async fn account_has_a_number_of_retained_messages() {
    let bench = bench(|limits| limits.retained = 1);
    let mut client = bench.client(Version::V5, "c").await;
    for (topic, payload, code) in
        [("a", &b"1"[..], 0), ("b", b"1", 0x97), ("a", b"2", 0), ("b", b"", 0), ("a", b"", 0), ("b", b"1", 0)]
    {
        client.publish(topic, payload, QOS1, true).await;
        assert_eq!(client.puback().await, code, "{topic} {payload:?}");
    }
    assert_eq!(bench.hits(Limit::Retained), 1);
}

#[tokio::test]
async fn queues_of_offline_sessions_have_rates_and_keep_the_older_messages() {
    let bench = bench(|limits| limits.queued_per_second = 2);
    bench.queue(3).await;
    assert_eq!(bench.hits(Limit::QueuedPerSecond), 1);
    // A publisher's PUBACK does not wait for what is not queued.
    let mut publisher = bench.client(Version::V5, "p").await;
    publisher.publish("t", &[9], QOS1, false).await;
    assert_eq!(publisher.puback().await, 0);
    let mut device = bench.connect(persistent("device")).await;
    device.connack().await;
    assert_eq!(received_before_ping(&mut device).await, [0, 1]);

    let bench = self::bench(|limits| limits.connection_publishes_out_per_second = 2);
    bench.queue(3).await;
    assert_eq!(bench.hits(Limit::ConnectionPublishesOutPerSecond), 1);
}

#[tokio::test]
async fn resumed_session_gets_its_queue_slowly_and_live_messages_at_once() {
    // More than a session keeps in memory, so that the queue is read from disk, too.
    const QUEUED: u8 = 200;
    let bench = bench(|limits| limits.replays_per_second = 10);
    bench.queue(QUEUED.into()).await;
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    let first = device.received().await;
    device.acknowledge(first.packet_id).await;
    device.expect_silence().await;
    assert!(bench.hits(Limit::ReplaysPerSecond) > 0);
    device.subscribe("live", QOS0).await;
    bench.broker.account(&tenant()).publish(&NewMessage::new("live", &[255], QOS1), &Arc::default());
    assert_eq!(device.received().await.payload, [255]);
    bench.advance(99);
    device.expect_silence().await;
    let mut elapsed = 99;
    for number in 1..QUEUED {
        let step = 100 * u64::from(number) - elapsed;
        bench.advance(step);
        elapsed += step;
        let received = device.received().await;
        assert_eq!(received.payload, u32::from(number).to_be_bytes());
        device.acknowledge(received.packet_id).await;
    }
    device.expect_silence().await;
}

#[tokio::test]
async fn replay_that_is_cut_off_goes_on_later_in_order_and_whole() {
    // With and without a part of the queue that is on disk only, behind which the live one has to wait: the
    // second is longer than what is kept in memory and what one read brings in together.
    for (queued, passes) in [(60_u32, true), (700, false)] {
        let bench = bench(|limits| limits.replays_per_second = 10);
        bench.queue(queued).await;
        let mut device = bench.connect(persistent("device")).await;
        device.connack().await;
        let first = device.received().await;
        device.acknowledge(first.packet_id).await;
        let payload = queued.to_be_bytes();
        let live = NewMessage::new("t", &payload, QOS1);
        let ticket = bench.broker.account(&tenant()).publish(&live, &Arc::default());
        bench.store.committed(ticket).await;
        let expected = if passes { vec![queued as u8] } else { Vec::new() };
        assert_eq!(received_before_ping(&mut device).await, expected);
        // It is not acknowledged; the next connection gets it behind the rest.
        drop(device);
        bench.is_offline("device").await;
        let mut device = bench.connect(persistent("device")).await;
        assert_eq!(device.connack().await, (true, 0));
        for number in 1..=queued {
            bench.advance(100);
            let received = device.received().await;
            assert_eq!(received.payload, number.to_be_bytes());
            device.acknowledge(received.packet_id).await;
        }
        bench.advance(1000);
        device.expect_silence().await;
    }
}

#[tokio::test]
async fn delivery_that_is_not_acknowledged_in_time_is_dropped() {
    for (version, seconds) in [(Version::V311, 3600), (Version::V5, 960)] {
        let bench = bench(|limits| {
            (limits.redelivery_seconds, limits.redelivery_seconds_v5) = (3600, 960);
            limits.receive_maximum = 1;
        });
        let list = PropertyList::new().u32(PropertyId::SessionExpiryInterval, 3600);
        let properties =
            if version.is_v5() { Properties::from_raw(list.as_raw()) } else { Properties::EMPTY };
        let wanted = Connect { clean: false, properties, ..connect(version, "device") };
        let mut device = bench.connect(wanted).await;
        device.connack().await;
        device.subscribe("t", QOS1).await;
        bench.store_messages(2).await;
        assert_eq!(device.received().await.payload, [0, 0, 0, 0]);
        bench.advance(1000 * (seconds - 1));
        device.expect_silence().await;
        bench.advance(1000);
        // There is room in the window again.
        assert_eq!(device.received().await.payload, [0, 0, 0, 1]);
        drop(device);
        bench.is_offline("device").await;
        let mut device = bench.connect(wanted).await;
        assert_eq!(device.connack().await, (true, 0));
        assert_eq!(device.received().await.payload, [0, 0, 0, 1], "the first is gone for good");
        let limit = if version.is_v5() { Limit::RedeliverySecondsV5 } else { Limit::RedeliverySeconds };
        assert_eq!(bench.hits(limit), 1);
    }
}

#[tokio::test]
async fn v5_client_beyond_the_receive_maximum_is_disconnected() {
    const SENT: usize = 50;
    for (version, most, ends) in [
        (Version::V5, 3, true),
        (Version::V5, SENT, false),
        (Version::V311, 3, false),
        (Version::V5, usize::MAX, false),
    ] {
        let bench = bench(|limits| limits.inbound_in_flight = most);
        // Waits for this one's PUBACK, which does not come, and after some milliseconds for the disk.
        let mut device = bench.connect(persistent("device")).await;
        device.connack().await;
        device.subscribe("t", QOS1).await;
        let mut client = bench.client(version, "c").await;
        // In one read: once one has to wait, nothing is acknowledged before the last was seen.
        let mut out = Vec::new();
        for _ in 0..if ends { 10 * SENT } else { SENT } {
            let delivery = encode::Delivery {
                version,
                dup: false,
                qos: QOS1,
                retain: false,
                topic: "t",
                packet_id: 77,
                properties: &[],
                expiry: None,
                payload: b"",
            };
            encode::publish(&mut out, &delivery);
        }
        client.send(&out).await;
        if ends {
            let mut bytes = client.next().await.expect("a packet");
            while let Packet::PubAck(_) = decode(version, &bytes) {
                bytes = client.next().await.expect("a packet");
            }
            let Packet::Disconnect(disconnect) = decode(version, &bytes) else { panic!("{bytes:?}") };
            assert_eq!(disconnect.reason as u8, 0x93);
        } else {
            for _ in 0..SENT {
                assert_eq!(client.puback().await, 0);
            }
            // What is acknowledged does not count any more.
            client.send(&out).await;
            for _ in 0..SENT {
                assert_eq!(client.puback().await, 0);
            }
        }
        assert_eq!(bench.hits(Limit::InboundInFlight), u64::from(ends));
    }
}

#[tokio::test]
async fn sizes_and_depths_are_counted() {
    let bench = bench(|limits| {
        limits.topic_slashes = 1;
        limits.topic_bytes = 10;
        limits.payload_bytes = 10;
        limits.filters_per_subscribe = 1;
    });
    let mut client = bench.client(Version::V5, "c").await;
    client.publish("a/b/c", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0x90);
    assert_eq!(client.subscribe("a-long-filter", QOS1).await, [0x8f]);
    let mut out = Vec::new();
    let options = SubscriptionOptions::of(QOS1);
    encode::subscribe(&mut out, Version::V5, 9, &[("a", options), ("b", options)]);
    client.send(&out).await;
    client.next().await.expect("a SUBACK");
    client.publish("a", &[0; 11], QOS1, false).await;
    assert_eq!(client.disconnect_reason().await, 0x97);
    let hits = [
        (Limit::TopicSlashes, 1),
        (Limit::TopicBytes, 1),
        (Limit::FiltersPerSubscribe, 2),
        (Limit::PayloadBytes, 1),
    ];
    for (limit, count) in hits {
        assert_eq!(bench.hits(limit), count, "{}", limit.name());
    }
}

#[tokio::test]
async fn calls_on_connections_have_rates() {
    let bench = bench(|limits| {
        limits.connection_calls_per_client_second = 1;
        limits.connection_calls_per_second = 2;
        limits.direct_messages_per_second = 1;
    });
    let account = bench.broker.account(&tenant());
    assert_eq!(account.may_call(ConnectionCall::Get, "a"), Ok(()));
    assert_eq!(account.may_call(ConnectionCall::Get, "a"), Err(Limit::ConnectionCallsPerClientSecond));
    assert_eq!(account.may_call(ConnectionCall::Delete, "a"), Ok(()), "each has its own");
    assert_eq!(account.may_call(ConnectionCall::Get, "b"), Ok(()));
    assert_eq!(account.may_call(ConnectionCall::Get, "c"), Err(Limit::ConnectionCallsPerSecond));
    assert_eq!(account.may_send_direct(), Ok(()));
    assert_eq!(account.may_send_direct(), Err(Limit::DirectMessagesPerSecond));
}

#[tokio::test]
async fn default_profile_has_no_rates() {
    for (profile, has) in [(Profile::Aws, true), (Profile::Lab, false), (Profile::Off, false)] {
        let bench = Bench::with_limits(Store::memory().unwrap(), ALLOW_ALL, Limits::of(profile));
        assert_eq!(bench.broker.account(&tenant()).quotas.is_some(), has);
    }
}
