//! Queries over a hundred thousand things in the registry, as fleet indexing runs them: a scan in slices, with
//! documents that are looked at in place.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;

use base::{Limits, Tenant};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use registry::{NewThing, Registry, ThingView};
use search::{Document, Query, Value};
use store::Store;

const THINGS: usize = 100_000;

struct Thing<'a>(ThingView<'a>);

impl Document for Thing<'_> {
    type Field = String;

    fn any(&self, field: Option<&String>, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        let attributes = &self.0.record.attributes;
        match field.map(String::as_str) {
            Some("thingName") => test(Value::Attribute(self.0.name)),
            Some(name) => attributes.get(name).is_some_and(|value| test(Value::Attribute(value))),
            None => {
                test(Value::Attribute(self.0.name))
                    || attributes.values().any(|value| test(Value::Attribute(value)))
            }
        }
    }
}

fn fleet(tenant: &Tenant) -> Arc<Registry> {
    let registry = Registry::open(Store::memory().unwrap(), Limits::default(), |_| {}).unwrap();
    for number in 0..THINGS {
        let attributes = [
            ("color".to_owned(), ["Red", "Green", "Blue"][number % 3].to_owned()),
            ("site".to_owned(), format!("site-{}", number % 1000)),
            ("watts".to_owned(), (number % 100).to_string()),
        ];
        let new = NewThing {
            name: format!("lamp-{number:06}"),
            attributes: attributes.into(),
            ..NewThing::default()
        };
        let _ = registry.create_thing(tenant, new).unwrap();
    }
    registry
}

fn count(registry: &Registry, tenant: &Tenant, query: &Query) -> usize {
    let (mut count, mut place) = (0, None::<String>);
    loop {
        place = registry.scan_things(tenant, place.as_deref(), |thing| {
            count += usize::from(query.matches(&Thing(thing)));
            ControlFlow::Continue(())
        });
        if place.is_none() {
            return count;
        }
    }
}

fn scan(criterion: &mut Criterion) {
    let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
    let registry = fleet(&tenant);
    let mut group = criterion.benchmark_group("search 100,000 things");
    group.sample_size(20);
    for (query, found) in [
        ("site:nowhere", 0),
        ("site:SITE-77", 100),
        ("watts:[10 TO 20]", 11_000),
        ("color:r* AND NOT watts<99", 334),
        ("site:*77", 1000),
        ("nowhere", 0),
    ] {
        let parsed = Query::parse(query).unwrap();
        assert_eq!(count(&registry, &tenant, &parsed), found, "{query}");
        group.bench_function(BenchmarkId::from_parameter(query), |bencher| {
            bencher.iter(|| count(&registry, &tenant, black_box(&parsed)));
        });
    }
    group.finish();
}

criterion_group!(benches, scan);
criterion_main!(benches);
