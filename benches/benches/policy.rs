//! Decisions on the publish path.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;

use base::{Tenant, UnixMillis};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use policy::{Action, AttachedPolicy, Authorizer, Context, Document};

/// A policy of so many statements; the last one allows the device's own topics.
fn authorizer(statements: usize) -> Authorizer {
    let arn = |rest: &str| format!("arn:aws:iot:us-east-1:123456789012:{rest}");
    let mut list = Vec::new();
    for number in 1..statements {
        let resource = arn(&format!("topic/other-{number}/*/${{iot:ClientId}}/*"));
        list.push(serde_json::json!({"Effect": "Allow", "Action": "iot:Publish", "Resource": resource}));
    }
    let own = arn("topic/plant/${iot:ClientId}/*");
    list.push(serde_json::json!({"Effect": "Allow", "Action": "iot:Publish", "Resource": own}));
    let text = serde_json::json!({"Version": "2012-10-17", "Statement": list}).to_string();
    let document = Arc::new(Document::parse(&text, usize::MAX).unwrap());
    let attached = AttachedPolicy { name: "p".into(), version: "1".into(), document };
    let context = Context { client_id: Some("sensor-17".into()), ..Context::default() };
    let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
    Authorizer::compile(&[attached], Arc::new(context), &tenant)
}

fn decide(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide a publish");
    for statements in [1, 10, 100] {
        let authorizer = authorizer(statements);
        group.bench_function(BenchmarkId::new("statements", statements), |bencher| {
            bencher.iter(|| {
                authorizer.allows(Action::Publish, black_box("plant/sensor-17/temperature"), UnixMillis(0))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, decide);
criterion_main!(benches);
