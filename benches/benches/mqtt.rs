//! Codec and topic tree.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use mqtt::encode::{self, Delivery};
use mqtt::{Publish, QoS, TopicTree, Version, next_frame};

fn delivery(payload: &[u8]) -> Delivery<'_> {
    Delivery {
        version: Version::V311,
        dup: false,
        qos: QoS::AtLeastOnce,
        retain: false,
        topic: "plant/line-3/sensor-17/data",
        packet_id: 7,
        properties: &[],
        expiry: None,
        payload,
    }
}

fn codec(criterion: &mut Criterion) {
    let payload = [7; 256];
    let mut packet = Vec::new();
    encode::publish(&mut packet, &delivery(&payload));
    criterion.bench_function("decode PUBLISH 256 B", |bencher| {
        bencher.iter(|| {
            let frame = next_frame(black_box(&packet), 1 << 20).unwrap().unwrap();
            Publish::decode(Version::V311, frame.first_byte, frame.body).unwrap().payload.len()
        });
    });
    let mut out = Vec::with_capacity(1024);
    criterion.bench_function("encode PUBLISH 256 B", |bencher| {
        bencher.iter(|| {
            out.clear();
            encode::publish(&mut out, black_box(&delivery(&payload)));
            out.len()
        });
    });
}

/// Half exact filters of devices, half filters with a wildcard per device.
fn tree(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("match a topic");
    for count in [10_000, 1_000_000] {
        let mut tree = TopicTree::new();
        for number in 0..count / 2 {
            tree.update(&format!("$aws/things/d{number}/shadow/update/delta"), |values| values.push(number));
            tree.update(&format!("plant/d{number}/+/data"), |values| values.push(number));
        }
        let topics: Vec<String> =
            (0..4096).map(|n| format!("plant/d{}/s1/data", n * 7919 % (count / 2))).collect();
        let mut next = 0;
        group.bench_function(BenchmarkId::new("among filters", count), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % topics.len();
                let mut found = 0;
                tree.for_each_match(black_box(&topics[next]), |_| found += 1);
                found
            });
        });
    }
    group.finish();
}

criterion_group!(benches, codec, tree);
criterion_main!(benches);
