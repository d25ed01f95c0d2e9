use base::Tenant;

use super::super::settings::Redrive;
use super::*;

const START: u64 = 1_700_000_000_000;

struct Bench {
    tenant: Tenant,
    queue: Queue,
    now: u64,
}

impl Bench {
    fn new(settings: Settings) -> Self {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let record = Record { settings, ..Record::default() };
        Self { tenant, queue: Queue::new("q", record), now: START }
    }

    fn send(&mut self, body: &str, group: Option<&str>) -> u64 {
        self.send_after(body, group, 0)
    }

    fn send_after(&mut self, body: &str, group: Option<&str>, delay: u64) -> u64 {
        let content =
            Content { body: body.into(), sent: self.now, group: group.map(Into::into), ..Content::default() };
        self.queue.send(content, delay, self.now, &mut Journal::new(&self.tenant))
    }

    fn receive(&mut self, most: usize) -> (Vec<Receipt>, String) {
        let received = self.queue.receive(most, 30, self.now, &mut Journal::new(&self.tenant));
        let bodies: Vec<&str> =
            received.messages.iter().map(|(_, message)| message.content.body.as_str()).collect();
        let text = bodies.join(" ");
        (received.messages.into_iter().map(|(receipt, _)| receipt).collect(), text)
    }

    fn delete(&mut self, receipt: Receipt) -> Result<(), Expired> {
        self.queue.delete(receipt, self.now, &mut Journal::new(&self.tenant))
    }
}

fn fifo() -> Settings {
    Settings { fifo: true, ..Settings::default() }
}

#[test]
fn a_received_message_comes_back_unless_it_is_deleted() {
    let mut bench = Bench::new(Settings::default());
    bench.send("a", None);
    bench.send("b", None);
    let (first, bodies) = bench.receive(10);
    assert_eq!(bodies, "a b");
    assert_eq!(bench.receive(10).1, "");
    assert_eq!(bench.queue.counts(bench.now), Counts { visible: 0, in_flight: 2, delayed: 0 });
    bench.delete(first[0]).unwrap();
    assert_eq!(bench.queue.next_due(bench.now), Some(START + 30_000));
    bench.now += 30_000;
    let (again, bodies) = bench.receive(10);
    assert_eq!(bodies, "b");
    // An older receipt deletes nothing.
    bench.delete(first[1]).unwrap();
    assert_eq!(bench.queue.counts(bench.now).in_flight, 1);
    bench.delete(again[0]).unwrap();
    assert_eq!((bench.queue.counts(bench.now), bench.queue.bytes), (Counts::default(), 0));
}

#[test]
fn visibility_is_changed_only_in_flight() {
    let mut bench = Bench::new(Settings::default());
    bench.send("a", None);
    let receipt = bench.receive(1).0[0];
    let tenant = bench.tenant.clone();
    let mut journal = Journal::new(&tenant);
    bench.queue.change_visibility(receipt, 100, bench.now, &mut journal).unwrap();
    bench.now += 99_000;
    assert_eq!(bench.receive(1).1, "");
    bench.queue.change_visibility(receipt, 0, bench.now, &mut journal).unwrap();
    let outcome = bench.queue.change_visibility(receipt, 5, bench.now, &mut journal);
    assert_eq!(outcome, Err(Unchangeable::NotInFlight));
    let receipt = bench.receive(1).0[0];
    bench.delete(receipt).unwrap();
    let outcome = bench.queue.change_visibility(receipt, 5, bench.now, &mut journal);
    assert_eq!(outcome, Err(Unchangeable::Gone));
}

#[test]
fn delays_and_retention() {
    let mut bench = Bench::new(Settings { retention: 60, ..Settings::default() });
    bench.send_after("later", None, 10);
    bench.send("old", None);
    assert_eq!(bench.queue.counts(bench.now), Counts { visible: 1, in_flight: 0, delayed: 1 });
    assert_eq!(bench.receive(10).1, "old");
    bench.now += 10_000;
    assert_eq!(bench.receive(10).1, "later");
    bench.now += 50_000;
    assert_eq!(bench.receive(10).1, "");
    assert_eq!(bench.queue.counts(bench.now), Counts::default());
}

#[test]
fn an_old_receipt_is_refused_by_fifo_queues_alone() {
    for is_fifo in [false, true] {
        let outcome = if is_fifo { Err(Expired) } else { Ok(()) };
        let mut bench = Bench::new(Settings { fifo: is_fifo, ..Settings::default() });
        bench.send("a", Some("g"));
        let first = bench.receive(1).0[0];
        bench.now += 30_000;
        let second = bench.receive(1).0[0];
        // Somebody else has it: it is not deleted in either queue.
        assert_eq!(bench.delete(first), outcome, "{is_fifo}");
        assert_eq!(bench.queue.counts(bench.now).in_flight, 1, "{is_fifo}");
        bench.now += 30_000;
        // Nobody has it: a standard queue deletes it.
        assert_eq!(bench.delete(second), outcome, "{is_fifo}");
        let third = bench.receive(1).0;
        assert_eq!(third.len(), usize::from(is_fifo));
        for receipt in third {
            bench.now += 29_999;
            bench.delete(receipt).unwrap();
            // What is gone is no mistake.
            bench.delete(receipt).unwrap();
            assert_eq!(bench.queue.counts(bench.now), Counts::default());
        }
    }
}

#[test]
fn an_old_message_leaves_from_behind_a_younger_one() {
    let mut bench = Bench::new(Settings { retention: 60, ..Settings::default() });
    bench.now += 30_000;
    bench.send("young", None);
    // A dead letter, which was sent before.
    let content = Content { body: "old".into(), sent: START, ..Content::default() };
    bench.queue.send(content, 0, bench.now, &mut Journal::new(&bench.tenant));
    bench.now += 30_000;
    assert_eq!(bench.receive(10).1, "young");
    assert_eq!(bench.queue.messages.len(), 1);
}

#[test]
fn a_group_waits_for_its_first_message() {
    let mut bench = Bench::new(fifo());
    for (body, group) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a")] {
        bench.send(body, Some(group));
    }
    let (first, bodies) = bench.receive(2);
    assert_eq!(bodies, "a1 a2");
    assert_eq!(bench.receive(10).1, "b1");
    bench.delete(first[1]).unwrap();
    assert_eq!(bench.receive(10).1, "");
    bench.delete(first[0]).unwrap();
    assert_eq!(bench.receive(10).1, "a3");
}

#[test]
fn dead_letters_leave_and_their_group_goes_on() {
    let redrive = Redrive { target_arn: "arn".into(), receives_max: 2, text: String::new() };
    for fifo in [false, true] {
        let mut bench = Bench::new(Settings { fifo, redrive: Some(redrive.clone()), ..Settings::default() });
        bench.send("bad", Some("g"));
        for _ in 0..2 {
            assert_eq!(bench.receive(1).1, "bad");
            bench.now += 30_000;
        }
        bench.send("good", Some("g"));
        let received = bench.queue.receive(1, 30, bench.now, &mut Journal::new(&bench.tenant));
        assert_eq!(received.dead.len(), 1, "{fifo}");
        assert_eq!(received.dead[0].progress.receives, 2);
        assert_eq!(received.messages[0].1.content.body, "good", "{fifo}");
    }
}

#[test]
fn places_grow_after_everything_was_deleted_and_read_back() {
    let mut bench = Bench::new(fifo());
    let first = bench.send("a", Some("g"));
    let receipt = bench.receive(1).0[0];
    bench.delete(receipt).unwrap();
    let mut bench = Bench::new(fifo());
    bench.now += 1;
    assert!(bench.send("b", Some("g")) > first);
}

#[test]
fn an_id_is_remembered_for_five_minutes() {
    let mut bench = Bench::new(fifo());
    let tenant = bench.tenant.clone();
    let mut journal = Journal::new(&tenant);
    let content =
        Content { id: "1".into(), deduplication: Some("d".into()), sent: START, ..Content::default() };
    bench.queue.send(content.clone(), 0, START, &mut journal);
    assert_eq!(bench.queue.earlier(&content, START + 299_999, &mut journal).unwrap().id, "1");
    assert_eq!(bench.queue.earlier(&content, START + 300_000, &mut journal), None);
}
