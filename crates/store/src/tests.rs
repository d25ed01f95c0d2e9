use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Wake, Waker};
use std::time::{Duration, Instant};

use base::Tenant;

use crate::*;

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

fn put(key: &str, json: &str) -> Write {
    Write::put_json(Table::Thing, &tenant(), Key::of(key), json.into())
}

fn enqueue(seq: u64, body: &[u8]) -> Write {
    Write::Enqueue { queue: QueueId(7), seq, body: body.into() }
}

fn wait(store: &Store, ticket: Ticket) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !store.is_committed(ticket) {
        assert!(Instant::now() < deadline, "not committed in time");
        std::thread::yield_now();
    }
}

fn directory(name: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("thingcore-store-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

#[test]
fn rows_are_found_again_by_a_second_start() {
    let path = directory("reopen");
    let store = Store::open(&path, Durability::Strict).unwrap();
    let ticket = store.submit([put("lamp", r#"{"a":1}"#), put("fan", "{}")]);
    wait(&store, ticket);
    store.submit([Write::delete(Table::Thing, &tenant(), Key::of("fan"))]);
    store.close();
    drop(store);

    let store = Store::open(&path, Durability::Strict).unwrap();
    let rows = store.load(Table::Thing).unwrap();
    let expected = Row { tenant: tenant(), key: Key::of("lamp"), doc: Doc::Json(r#"{"a":1}"#.into()) };
    assert_eq!(rows, [expected]);
    std::fs::remove_dir_all(path).unwrap();
}

#[test]
fn second_process_is_refused() {
    let path = directory("lock");
    let _first = Store::open(&path, Durability::Strict).unwrap();
    assert!(matches!(Store::open(&path, Durability::Strict), Err(StoreError::InUse { .. })));
    std::fs::remove_dir_all(path).unwrap();
}

#[test]
fn database_of_a_newer_program_is_refused() {
    let path = directory("newer");
    drop(Store::open(&path, Durability::Strict).unwrap());
    let db = rusqlite::Connection::open(path.join("thingcore.db")).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    let error = Store::open(&path, Durability::Strict).err().unwrap();
    assert!(error.to_string().contains("newer"), "{error}");
    std::fs::remove_dir_all(path).unwrap();
}

#[test]
fn put_replaces_and_group_delete_takes_all_subs() {
    let store = Store::memory().unwrap();
    let sub = |filter: &str, json: &str| {
        Write::put_json(Table::Subscription, &tenant(), Key::pair("c", filter), json.into())
    };
    store.submit([sub("a", "1"), sub("b", "2"), sub("a", "3")]);
    let rows = store.load(Table::Subscription).unwrap();
    assert_eq!(rows.iter().map(|row| row.doc.as_bytes()).collect::<Vec<_>>(), [b"3", b"2"]);
    store.submit([Write::DeleteGroup { table: Table::Subscription, tenant: tenant(), key: "c".into() }]);
    assert!(store.load(Table::Subscription).unwrap().is_empty());
}

#[test]
fn bytes_and_json_keep_their_kind() {
    let store = Store::memory().unwrap();
    let doc = Doc::Bytes(vec![0xff, 0, 1]);
    let write = Write::Put { table: Table::Retained, tenant: tenant(), key: Key::of("t"), doc: doc.clone() };
    store.submit([write]);
    assert_eq!(store.load(Table::Retained).unwrap().first().unwrap().doc, doc);
}

#[test]
fn queue_is_read_in_order_and_in_pieces() {
    let store = Store::memory().unwrap();
    store.submit([enqueue(3, b"c"), enqueue(1, b"a"), enqueue(2, b"b")]);
    let seqs = |after, limit| -> Vec<u64> {
        let messages = store.read_queue(QueueId(7), after, limit).unwrap().messages;
        messages.iter().map(|message| message.seq).collect()
    };
    assert_eq!(seqs(0, 2), [1, 2]);
    assert_eq!(seqs(2, 10), [3]);
    let is_end = |after, limit| store.read_queue(QueueId(7), after, limit).unwrap().is_end;
    assert!(!is_end(0, 2) && !is_end(0, 3) && is_end(0, 4) && is_end(3, 1));
    // Large messages come a few at a time.
    store.submit((4..10).map(|seq| enqueue(seq, &[0; 100 << 10])));
    assert_eq!(seqs(3, 10), [4, 5, 6]);
    assert!(!is_end(3, 10));
    assert_eq!(store.queues().unwrap(), [(QueueId(7), 1, 9, 9)]);
    store.submit([Write::DropQueue { queue: QueueId(7) }]);
    assert!(store.queues().unwrap().is_empty());
}

#[test]
fn message_acknowledged_in_time_is_never_written() {
    let store = Store::memory().unwrap();
    let ticket = store.submit_elidable(enqueue(1, b"a"));
    assert!(store.dequeue(QueueId(7), 1, ticket));
    wait(&store, ticket);
    assert!(store.queues().unwrap().is_empty());
    assert_eq!(store.backlog_bytes(), 0);
}

#[test]
fn message_acknowledged_late_is_removed() {
    let store = Store::memory().unwrap();
    let ticket = store.submit([enqueue(1, b"a")]);
    wait(&store, ticket);
    assert_eq!(store.queues().unwrap().len(), 1);
    assert!(!store.dequeue(QueueId(7), 1, ticket));
    assert!(store.queues().unwrap().is_empty());
}

#[test]
fn elidable_write_commits_without_being_asked() {
    let store = Store::memory().unwrap();
    let ticket = store.submit_elidable(enqueue(1, b"a"));
    wait(&store, ticket);
    assert_eq!(store.queues().unwrap().len(), 1);
}

#[test]
fn waiting_task_is_woken_by_the_commit_and_at_once_when_late() {
    #[derive(Default)]
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let count = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&count));
    let store = Store::memory().unwrap();
    let ticket = store.submit([put("a", "{}")]);
    store.wake_when_committed(ticket, &waker);
    wait(&store, ticket);
    let deadline = Instant::now() + Duration::from_secs(10);
    while count.0.load(Ordering::SeqCst) < 1 && Instant::now() < deadline {
        std::thread::yield_now();
    }
    store.wake_when_committed(ticket, &waker);
    assert_eq!(count.0.load(Ordering::SeqCst), 2);
    store.wake_when_committed(Ticket::DONE, &waker);
    assert_eq!(count.0.load(Ordering::SeqCst), 3);
}

#[test]
fn clear_empties_one_tenant_only() {
    let store = Store::memory().unwrap();
    let other = Tenant::new("999999999999".parse().unwrap(), "us-east-1".parse().unwrap());
    store.submit([put("lamp", "{}"), Write::put_json(Table::Thing, &other, Key::of("fan"), "{}".into())]);
    store.submit([Write::ClearTenant { tenant: tenant() }]);
    let rows = store.load(Table::Thing).unwrap();
    assert_eq!(rows.iter().map(|row| &row.tenant).collect::<Vec<_>>(), [&other]);
}

#[test]
fn database_of_an_older_program_gets_the_tables_it_lacks() {
    let path = directory("migrate");
    let store = Store::open(&path, Durability::Strict).unwrap();
    wait(&store, store.submit([put("lamp", "{}")]));
    store.close();
    drop(store);
    let db = rusqlite::Connection::open(path.join("thingcore.db")).unwrap();
    db.execute_batch("DROP TABLE shared_group; PRAGMA user_version = 1;").unwrap();
    drop(db);

    let store = Store::open(&path, Durability::Strict).unwrap();
    let write = Write::put_json(Table::SharedGroup, &tenant(), Key::of("$share/g/a"), "{}".into());
    wait(&store, store.submit([write]));
    assert_eq!(store.load(Table::SharedGroup).unwrap().len(), 1);
    assert_eq!(store.load(Table::Thing).unwrap().len(), 1);
    std::fs::remove_dir_all(path).unwrap();
}
