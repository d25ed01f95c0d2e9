//! The whole HTTP surface: requests that are made from the service models and then damaged. Whatever comes, the
//! pipeline answers, and never with a fault of its own.

use std::net::IpAddr;
use std::sync::Arc;

use ::http::{Request, StatusCode};
use api::cloud::{Cloud, HttpAccess};
use api::credentials::Authenticator;
use api::destinations::{Challenge, Challenges};
use api::pipeline::{Peer, Pipeline};
use base::{CertificateId, Limits, Profile, Tenant, UnixMillis};
use broker::Broker;
use bytes::Bytes;
use catalog::Catalog;
use jobs::{Jobs, Targets};
use model::{Kind, Location, Member, OpId, Operation, Segment, Shape};
use policy::Authorizer;
use registry::Registry;
use rules::book::{RuleBook, TopicIndex};
use serde_json::{Map, Value, json};
use shadow::Shadows;
use store::Store;
use tls::Authority;
use tokio::runtime::Runtime;

use crate::Random;
use crate::connection::{Everybody, Nobody, tenant};

/// How deep a document is filled in; deeper members are left out.
const DEPTH: usize = 6;

struct NoCertificates;

impl HttpAccess for NoCertificates {
    fn authorizer(&self, _: &Tenant, _: CertificateId, _: IpAddr) -> Result<Arc<Authorizer>, String> {
        Err("nobody comes with a certificate".into())
    }
}

/// Every thing is there, and no group has any.
struct EveryThing;

impl Targets for EveryThing {
    fn has_thing(&self, _: &Tenant, _: &str) -> bool {
        true
    }

    fn things_of_group(&self, _: &Tenant, _: &str) -> Option<Vec<String>> {
        Some(Vec::new())
    }

    fn groups_of_thing(&self, _: &Tenant, _: &str) -> Vec<String> {
        Vec::new()
    }
}

struct NoIndex;

impl TopicIndex for NoIndex {
    fn add(&self, _: &Tenant, _: &str, _: u64) {}
    fn remove(&self, _: &Tenant, _: &str, _: u64) {}
}

/// All services in memory.
pub struct HttpTarget {
    runtime: Runtime,
    pipeline: Pipeline<Cloud>,
    operations: Vec<OpId>,
    random: Random,
    now: UnixMillis,
}

impl HttpTarget {
    /// Services that were asked nothing yet.
    ///
    /// # Panics
    /// When there are none, like everything here.
    pub fn new(seed: u64) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let pipeline =
            runtime.block_on(async { Pipeline::new(cloud(), authenticator(), api::handlers::all()) });
        let now = UnixMillis(1_800_000_000_000);
        Self { runtime, pipeline, operations: OpId::all().collect(), random: Random(seed), now }
    }

    /// Sends one request, and says whether it succeeded.
    ///
    /// # Panics
    /// When the answer is a fault of ours, with the request.
    pub fn run(&mut self) -> bool {
        let operation = self.operations[self.random.below(self.operations.len())].operation();
        let (method, uri, headers, body) = self.request(operation);
        let mut request = Request::builder().method(method.as_str()).uri(&uri);
        for (name, value) in &headers {
            request = request.header(*name, value);
        }
        // What http itself refuses never reaches the pipeline.
        let Ok(request) = request.body(Bytes::from(body.clone())) else { return false };
        let peer = Peer { ip: [192, 0, 2, 1].into(), caller: None };
        self.now = UnixMillis(self.now.0 + 17);
        let answer = self.runtime.block_on(self.pipeline.handle(request, &peer, self.now));
        let status = answer.status();
        let ours = status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED;
        let text = String::from_utf8_lossy(&body);
        assert!(!ours, "{status} to {method} {uri} {headers:?} {text}");
        status.is_success()
    }

    fn request(&mut self, operation: &Operation) -> (String, String, Vec<(&'static str, String)>, Vec<u8>) {
        let members = operation.input.members();
        let mut path = String::new();
        for segment in operation.path {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::Label(name) | Segment::Greedy(name) => {
                    let member = members.iter().find(|member| member.location == Location::Path(name));
                    path.push_str(&escape(&self.text_of(member)));
                }
            }
        }
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for member in members {
            match member.location {
                Location::Query(name) if self.wants(member) => {
                    query.push(format!("{name}={}", escape(&self.text_of(Some(member)))));
                }
                Location::Header(name) if self.wants(member) => {
                    headers.push((name, self.text_of(Some(member))));
                }
                _ => {}
            }
        }
        let mut body = match operation.input.payload() {
            Some(member) if matches!(member.shape.kind, Kind::Blob { .. }) => self.text().into_bytes(),
            Some(member) => self.value(member.shape, 0).to_string().into_bytes(),
            None => {
                let of_body = members.iter().filter(|member| member.location == Location::Body);
                self.object(of_body, 0).to_string().into_bytes()
            }
        };
        // Mostly one thing is wrong, so that the rest is reached.
        match self.random.below(12) {
            0 => self.damage(&mut body),
            1 => path.push('/'),
            2 => path = self.random_path(),
            _ => {}
        }
        let uri = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
        (operation.method.into(), uri, headers, body)
    }

    fn random_path(&mut self) -> String {
        let parts = ["things", "%2F", "%", "a", "$next", "..", "jobs", "%ff", "\u{e9}", ""];
        let count = self.random.below(6);
        (0..count).map(|_| format!("/{}", parts[self.random.below(parts.len())])).collect()
    }

    fn damage(&mut self, body: &mut Vec<u8>) {
        for _ in 0..=self.random.below(3) {
            if body.is_empty() {
                return;
            }
            let at = self.random.below(body.len());
            match self.random.below(4) {
                0 => body[at] = b"\"{}[]:,0\\n\xff"[self.random.below(11)],
                1 => drop(body.remove(at)),
                2 => body.truncate(at),
                _ => body.extend_from_within(at..),
            }
        }
    }

    fn wants(&mut self, member: &Member) -> bool {
        self.random.below(20) < if member.required { 19 } else { 8 }
    }

    fn object<'a>(&mut self, members: impl Iterator<Item = &'a Member>, depth: usize) -> Value {
        let mut object = Map::new();
        for member in members {
            if depth < DEPTH && self.wants(member) {
                object.insert(member.name.into(), self.value(member.shape, depth + 1));
            }
        }
        Value::Object(object)
    }

    fn value(&mut self, shape: &'static Shape, depth: usize) -> Value {
        if self.random.below(60) == 0 {
            return [json!(null), json!(-1), json!("x"), json!([]), json!({}), json!(1e300)]
                [self.random.below(6)]
            .clone();
        }
        match shape.kind {
            Kind::Structure { members, .. } => self.object(members.iter(), depth),
            Kind::List { member, .. } if depth < DEPTH => {
                (0..self.random.below(3)).map(|_| self.value(member, depth + 1)).collect()
            }
            Kind::Map { key, value, .. } if depth < DEPTH => {
                let count = self.random.below(3);
                (0..count).map(|_| (self.text_of_shape(key), self.value(value, depth + 1))).collect()
            }
            Kind::List { .. } => json!([]),
            Kind::Map { .. } => json!({}),
            Kind::Integer(_) | Kind::Long(_) | Kind::Timestamp => json!(self.number()),
            Kind::Double(_) => json!(self.random.below(1000) as f64 / 7.0),
            Kind::Boolean => json!(self.random.below(2) == 0),
            Kind::String { .. } | Kind::Blob { .. } => self.text_of_shape(shape).into(),
        }
    }

    fn number(&mut self) -> i64 {
        [0, 1, 2, 3, 25, 60, 250, 300, 3600, i64::MAX, -1][self.random.below(11)]
    }

    fn text_of(&mut self, member: Option<&Member>) -> String {
        match member.map(|member| member.shape) {
            Some(shape) if matches!(shape.kind, Kind::String { .. }) => self.text_of_shape(shape),
            Some(Shape { kind: Kind::Boolean, .. }) => ["true", "false", "yes"][self.random.below(3)].into(),
            Some(Shape { kind: Kind::Integer(_) | Kind::Long(_), .. }) => self.number().to_string(),
            _ => self.text(),
        }
    }

    fn text_of_shape(&mut self, shape: &Shape) -> String {
        match shape.kind {
            Kind::String { values, .. } if !values.is_empty() && self.random.below(30) != 0 => {
                values[self.random.below(values.len())].into()
            }
            _ => self.text(),
        }
    }

    /// Texts that something reads: names, so few that they meet again, ARNs, documents and queries.
    fn text(&mut self) -> String {
        const TEXTS: [&str; 26] = [
            "a",
            "b",
            "a",
            "lamp",
            "default",
            "1",
            "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90",
            "arn:aws:iot:us-east-1:123456789012:thing/a",
            "arn:aws:iot:us-east-1:123456789012:thinggroup/b",
            "arn:aws:iot:us-east-1:123456789012:policy/a",
            "arn:aws:iot:us-east-1:123456789012:cert/a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90",
            "arn:aws:iam::123456789012:role/r",
            "arn:aws:lambda:us-east-1:123456789012:function:f",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}]}",
            "{\"Parameters\":{\"p\":{\"Type\":\"String\"}},\"Resources\":{\"t\":{\"Type\":\"AWS::IoT::Thing\",\"Properties\":{\"ThingName\":{\"Ref\":\"p\"}}}}}",
            "{\"state\":{\"desired\":{\"a\":1}}}",
            "SELECT * FROM 'a/#' WHERE x > 1",
            "attributes.a:b AND NOT thingName:l*",
            "thingName:* OR (a",
            "https://localhost/a?b=c",
            "2026-11-21T10:00",
            "AWS_Things",
            "2017-09-30",
            "$aws/things/a/shadow/update",
            "\u{e9}\u{1f600} \\\"'%00",
            "",
        ];
        match self.random.below(40) {
            0 => "x".repeat(self.random.below(3000)),
            1 => "(".repeat(self.random.below(3000)),
            _ => TEXTS[self.random.below(TEXTS.len())].into(),
        }
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'$' => escaped.push(byte.into()),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

fn authenticator() -> Authenticator {
    Authenticator { credentials: None, default: tenant(), temporary: Box::new(()) }
}

/// Challenges that go nowhere.
struct Unsent;

impl Challenges for Unsent {
    fn send(&self, _: &Tenant, _: Challenge) {}
}

fn cloud() -> Cloud {
    let store = Store::memory().expect("a store");
    let limits = Limits::of(Profile::Lab);
    let broker = Broker::open(store.clone(), limits.clone(), Arc::new(Everybody::new()), Arc::new(Nobody));
    let broker = broker.expect("a broker");
    let rules = RuleBook::open(store.clone(), limits.clone()).expect("rules");
    rules.attach(Arc::new(NoIndex));
    let shadows = Shadows::open(store.clone(), limits.clone(), Arc::default()).expect("shadows");
    shadows.start(Arc::new(broker.clone()));
    Cloud {
        registry: Registry::open(store.clone(), limits.clone(), |_| {}).expect("a registry"),
        catalog: Arc::new(Catalog::open(store.clone()).expect("a catalog")),
        jobs: Jobs::open(store.clone(), Arc::new(EveryThing), |_, _| {}).expect("jobs"),
        broker,
        shadows: Arc::new(shadows),
        rules: Arc::new(rules),
        authority: Arc::new(Authority::ephemeral().expect("an authority")),
        store,
        limits,
        endpoint_host: "localhost".into(),
        access: Arc::new(NoCertificates),
        challenges: Arc::new(Unsent),
    }
}
