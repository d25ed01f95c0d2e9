//! What is refused, and what the client is told.

use super::*;

const OWN_TOPICS: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/c*"},
    {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],
     "Resource":"arn:aws:iot:us-east-1:123456789012:topic/own/*"},
    {"Effect":"Allow","Action":"iot:Subscribe","Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/*"}]}"#;

#[tokio::test]
async fn qos_2_ends_the_connection() {
    let bench = Bench::new();
    let mut v5 = bench.client(Version::V5, "v5").await;
    v5.publish("a", b"", QoS::ExactlyOnce, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x9b);
    let mut v3 = bench.client(Version::V311, "v3").await;
    let mut out = Vec::new();
    encode::subscribe(&mut out, Version::V311, 9, &[("a", SubscriptionOptions::of(QoS::ExactlyOnce))]);
    v3.send(&out).await;
    v3.expect_close().await;
    let will = Will {
        topic: "w",
        payload: b"",
        qos: QoS::ExactlyOnce,
        retain: false,
        properties: Properties::EMPTY,
    };
    let mut refused = bench.connect(Connect { will: Some(will), ..connect(Version::V311, "w") }).await;
    refused.expect_close().await;
}

#[tokio::test]
async fn denials_look_as_on_aws() {
    let bench = Bench::with(Store::memory().unwrap(), OWN_TOPICS);
    // mqtt.md §2.
    bench.connect(connect(Version::V311, "other")).await.expect_close().await;
    assert_eq!(bench.connect(connect(Version::V5, "other")).await.connack().await.1, 0x87);
    // mqtt.md §6.
    for qos in [QOS0, QOS1] {
        let mut v3 = bench.client(Version::V311, "c3").await;
        v3.publish("foreign", b"", qos, false).await;
        v3.expect_close().await;
    }
    let mut v5 = bench.client(Version::V5, "c5").await;
    v5.publish("foreign", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x87);
    v5.publish("own/a", b"", QOS1, true).await;
    assert_eq!(v5.puback().await, 0x87, "RetainPublish is missing");
    v5.publish("own/a", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0);
    v5.publish("foreign", b"", QOS0, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x87);
    // A will that may not be published refuses the connection.
    let will =
        Will { topic: "foreign", payload: b"", qos: QOS0, retain: false, properties: Properties::EMPTY };
    bench.connect(Connect { will: Some(will), ..connect(Version::V311, "cw") }).await.expect_close().await;
}

#[tokio::test]
async fn unauthorised_subscribe_ends_mqtt_3_and_fails_one_filter_of_mqtt_5() {
    let policy = OWN_TOPICS.replace("topicfilter/*", "topicfilter/own/*");
    let bench = Bench::with(Store::memory().unwrap(), &policy);
    let mut v3 = bench.client(Version::V311, "c3").await;
    let mut out = Vec::new();
    encode::subscribe(&mut out, Version::V311, 9, &[("foreign", SubscriptionOptions::of(QOS0))]);
    v3.send(&out).await;
    v3.expect_close().await;
    let mut v5 = bench.client(Version::V5, "c5").await;
    assert_eq!(v5.subscribe("foreign", QOS0).await, [0x87]);
    assert_eq!(v5.subscribe("own/#", QOS1).await, [1]);
}

#[tokio::test]
async fn delivery_without_receive_permission_is_left_out() {
    let bench = Bench::with(Store::memory().unwrap(), OWN_TOPICS);
    let mut client = bench.client(Version::V311, "c").await;
    client.subscribe("#", QOS1).await;
    let account = bench.broker.account(&tenant());
    let publisher = Arc::new(Publisher::default());
    account.publish(&NewMessage::new("foreign", b"1", QOS1), &publisher);
    account.publish(&NewMessage::new("own/x", b"2", QOS1), &publisher);
    let received = client.received().await;
    assert_eq!(received.topic, "own/x");
}

#[tokio::test]
async fn change_of_policy_applies_to_the_next_packet() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    client.publish("foreign", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0);
    *bench.policy.0.lock() = Ok(OWN_TOPICS.into());
    bench.broker.policies_changed(&tenant());
    client.publish("foreign", b"", QOS1, false).await;
    assert_eq!(client.puback().await, 0x87);
}

#[tokio::test]
async fn change_between_admission_and_connection_is_not_missed() {
    /// Takes everything back as soon as it has let somebody in.
    struct Fickle(Arc<OnePolicy>, OnceLock<Broker>);
    impl Admission for Fickle {
        fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
            let admitted = self.0.admit(attempt)?;
            *self.0.0.lock() = Err("the certificate is INACTIVE".into());
            self.1.get().unwrap().policies_changed(&tenant());
            Ok(admitted)
        }
    }
    let bench = Bench::new();
    let fickle = Arc::new(Fickle(Arc::clone(&bench.policy), OnceLock::new()));
    let (limits, store) = (Limits::of(Profile::Lab), Store::memory().unwrap());
    let broker = Broker::open(store, limits, fickle.clone(), bench.notes.clone()).unwrap();
    fickle.1.set(broker.clone()).unwrap_or_else(|_| panic!("set once"));
    let bench = Bench { broker, ..bench };
    let mut client = bench.client(Version::V5, "c").await;
    assert_eq!(client.disconnect_reason().await, 0x87);
}

#[tokio::test]
async fn message_of_a_subscription_given_up_is_checked_like_any_other() {
    let bench = Bench::new();
    let mut device = bench.connect(persistent("c")).await;
    device.connack().await;
    device.subscribe("foreign", QOS1).await;
    device.subscribe("own/#", QOS1).await;
    let account = bench.broker.account(&tenant());
    let publisher = Arc::new(Publisher::default());
    account.publish(&NewMessage::new("foreign", b"1", QOS1), &publisher);
    assert_eq!(device.received().await.topic, "foreign");
    let mut out = Vec::new();
    encode::unsubscribe(&mut out, Version::V311, 9, &["foreign"]);
    device.send(&out).await;
    device.next().await.expect("an UNSUBACK");
    drop(device);
    // What is left to subscribe to may be received whole; what still waits may not.
    *bench.policy.0.lock() = Ok(OWN_TOPICS.into());
    bench.broker.policies_changed(&tenant());
    let mut device = bench.connect(persistent("c")).await;
    assert_eq!(device.connack().await, (true, 0));
    device.expect_silence().await;
    account.publish(&NewMessage::new("own/x", b"2", QOS1), &publisher);
    assert_eq!(device.received().await.topic, "own/x");
}

#[tokio::test]
async fn connection_of_a_dead_certificate_ends_at_once() {
    let bench = Bench::new();
    let mut client = bench.client(Version::V5, "c").await;
    *bench.policy.0.lock() = Err("the certificate is INACTIVE".into());
    bench.broker.policies_changed(&tenant());
    assert_eq!(client.disconnect_reason().await, 0x87);
}

#[tokio::test]
async fn reserved_topics_are_judged_before_the_policy() {
    let bench = Bench::new();
    let mut v5 = bench.client(Version::V5, "v5").await;
    v5.publish("$SYS/x", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x90);
    v5.publish("$aws/things/T/shadow/get", b"", QOS1, true).await;
    assert_eq!(v5.puback().await, 0x90, "retained on a reserved topic");
    assert_eq!(v5.subscribe("$SYS/#", QOS0).await, [0x8f]);
    v5.publish("$SYS/x", b"", QOS0, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x90);
    let mut v3 = bench.client(Version::V311, "v3").await;
    v3.publish("$SYS/x", b"", QOS1, false).await;
    v3.expect_close().await;
}

#[tokio::test]
async fn limits_of_the_sheet_are_enforced() {
    let bench = Bench::new();
    let mut v5 = bench.client(Version::V5, "v5").await;
    v5.publish("1/2/3/4/5/6/7/8/9", b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x90, "too deep");
    v5.publish(&"x".repeat(257), b"", QOS1, false).await;
    assert_eq!(v5.puback().await, 0x90, "too long");
    assert_eq!(v5.subscribe(&"x".repeat(257), QOS0).await, [0x8f]);
    for number in 0..50 {
        assert_eq!(v5.subscribe(&format!("s/{number}"), QOS0).await, [0]);
    }
    assert_eq!(v5.subscribe("s/50", QOS0).await, [0x97], "51st subscription");
    assert_eq!(v5.subscribe("s/7", QOS1).await, [1], "one that exists");
    v5.publish("big", &vec![0; 131_073], QOS1, false).await;
    assert_eq!(v5.disconnect_reason().await, 0x97);
}

#[tokio::test]
async fn protocol_violations_end_the_connection() {
    let bench = Bench::new();
    let cases: [(&str, &[u8]); 6] = [
        ("MQTT-3.1.0-2 second CONNECT", b"\x10\x0e\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x01a"),
        ("reserved flags", &[0xc1, 0]),
        ("packet of a server", &[0xd0, 0]),
        ("AUTH", &[0xf0, 0]),
        ("PUBREL", &[0x62, 2, 0, 1]),
        ("garbage", &[0xff; 64]),
    ];
    for (name, bytes) in cases {
        let mut client = bench.client(Version::V5, "c").await;
        client.send(bytes).await;
        let reason = client.disconnect_reason().await;
        assert!(reason == 0x81 || reason == 0x82, "{name}: {reason:#x}");
    }
    let mut first = Client { transport: bench.transport(), input: Vec::new(), version: Version::V311 };
    first.send(&[0xc0, 0]).await;
    first.expect_close().await;
}

#[tokio::test]
async fn unknown_protocol_level_is_answered() {
    let bench = Bench::new();
    let mut client = Client { transport: bench.transport(), input: Vec::new(), version: Version::V311 };
    client.send(b"\x10\x0d\x00\x04MQTT\x06\x02\x00\x3c\x00\x01a").await;
    assert_eq!(client.connack().await, (false, 1));
    client.expect_close().await;
}
