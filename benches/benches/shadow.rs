//! Updates of shadow documents: read, merged, compared, and everything that is said about them.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;

use base::{Limits, UnixMillis};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Map, Value, json};
use shadow::{Document, ShadowName, ShadowOperation, apply};

/// A section of about so many bytes: settings in groups of eight, as devices have them.
fn section(bytes: usize) -> Value {
    let mut groups = Map::new();
    while Value::from(groups.clone()).to_string().len() < bytes {
        let settings = (0..8).map(|number| match number % 4 {
            0 => (format!("enabled{number}"), json!(true)),
            1 => (format!("level{number}"), json!(20 + number)),
            2 => (format!("ratio{number}"), json!(f64::from(number) + 0.5)),
            _ => (format!("mode{number}"), json!("automatic")),
        });
        groups.insert(format!("channel{}", groups.len()), settings.collect());
    }
    groups.into()
}

/// A document whose two sections have about so many bytes together.
fn document(bytes: usize) -> Arc<Document> {
    let both = json!({"state": {"desired": section(bytes / 2), "reported": section(bytes / 2)}}).to_string();
    update(None, both.as_bytes()).unwrap()
}

fn update(document: Option<&Arc<Document>>, payload: &[u8]) -> Option<Arc<Document>> {
    let name = ShadowName::new("thermostat", None).unwrap();
    apply(
        &name,
        document,
        ShadowOperation::Update,
        payload,
        UnixMillis(1_700_000_000_000),
        &Limits::default(),
    )
    .document
}

fn apply_update(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shadow update");
    for bytes in [1024, 8000] {
        let before = document(bytes);
        group.throughput(Throughput::Elements(1));
        // One value differs from desired afterwards, so there is a delta.
        let one = br#"{"state":{"reported":{"channel1":{"level1":99}}},"clientToken":"t-1"}"#;
        group.bench_function(BenchmarkId::new("one value, document of bytes", bytes), |bencher| {
            bencher.iter(|| update(Some(black_box(&before)), black_box(one)));
        });
        let all = json!({"state": {"reported": section(bytes / 2)}}).to_string();
        group.bench_function(BenchmarkId::new("a whole section, document of bytes", bytes), |bencher| {
            bencher.iter(|| update(Some(black_box(&before)), black_box(all.as_bytes())));
        });
    }
    group.finish();
}

criterion_group!(benches, apply_update);
criterion_main!(benches);
