use parking_lot::Mutex;
use serde_json::json;

use super::*;
use crate::roles::RoleProblem;

#[derive(Default)]
struct Filters(Mutex<BTreeMap<u64, String>>);

impl TopicIndex for Filters {
    fn add(&self, _: &Tenant, filter: &str, rule: u64) {
        self.0.lock().insert(rule, filter.into());
    }

    fn remove(&self, _: &Tenant, filter: &str, rule: u64) {
        assert_eq!(self.0.lock().remove(&rule).as_deref(), Some(filter));
    }
}

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

fn payload(sql: &str) -> Json {
    json!({"sql": sql, "actions": [], "ruleDisabled": false})
}

fn book(store: &Store) -> (RuleBook, Arc<Filters>) {
    let book = RuleBook::open(store.clone(), Limits::default()).unwrap();
    let filters = Arc::new(Filters::default());
    book.attach(filters.clone());
    (book, filters)
}

fn indexed(filters: &Filters) -> Vec<String> {
    filters.0.lock().values().cloned().collect()
}

#[test]
fn index_follows_the_rules_that_are_enabled() {
    let (book, filters) = book(&Store::memory().unwrap());
    let t = tenant();
    book.create(&t, "r", payload("SELECT * FROM 'a'"), UnixMillis(1)).unwrap();
    assert_eq!(indexed(&filters), ["a"]);
    book.replace(&t, "r", payload("SELECT * FROM 'b/#'")).unwrap();
    assert_eq!(indexed(&filters), ["b/#"]);
    book.set_disabled(&t, "r", true).unwrap();
    assert_eq!(indexed(&filters), [""; 0]);
    assert_eq!(book.get(&t, "r").unwrap().payload["ruleDisabled"], true);
    book.set_disabled(&t, "r", false).unwrap();
    assert_eq!(indexed(&filters), ["b/#"]);
    book.delete(&t, "r");
    assert_eq!(indexed(&filters), [""; 0]);
    assert!(book.by_id(1).is_none());
}

#[test]
fn rules_are_found_again_by_a_second_start() {
    let store = Store::memory().unwrap();
    let (first, _) = book(&store);
    first.create(&tenant(), "on", payload("SELECT * FROM 'a'"), UnixMillis(7)).unwrap();
    first.create(&tenant(), "off", payload("SELECT * FROM 'b'"), UnixMillis(8)).unwrap();
    first.set_disabled(&tenant(), "off", true).unwrap();
    let (second, filters) = book(&store);
    assert_eq!(indexed(&filters), ["a"]);
    assert_eq!(second.get(&tenant(), "on").unwrap().created_at, UnixMillis(7));
}

#[test]
fn refusals_have_the_words_of_aws() {
    let (book, _) = book(&Store::memory().unwrap());
    let t = tenant();
    book.create(&t, "r", payload("SELECT * FROM 'a'"), UnixMillis(1)).unwrap();
    let again = book.create(&t, "r", payload("SELECT * FROM 'a'"), UnixMillis(1));
    assert!(matches!(again, Err(RuleError::Exists { .. })));
    let unknown = book.replace(&t, "x", payload("SELECT * FROM 'a'")).unwrap_err();
    assert_eq!(unknown.to_string(), "Access to topic rule 'x' was denied");
    assert!(matches!(
        book.create(&t, "s", payload("SELEKT"), UnixMillis(1)),
        Err(RuleError::Definition(DefinitionError::Sql(_)))
    ));
    assert_eq!(book.delete(&t, "x"), Ticket::DONE);
}

#[test]
fn listing_filters_by_topic_and_state() {
    let (book, _) = book(&Store::memory().unwrap());
    let t = tenant();
    book.create(&t, "a", payload("SELECT * FROM 'x/+'"), UnixMillis(1)).unwrap();
    book.create(&t, "b", payload("SELECT * FROM 'y'"), UnixMillis(1)).unwrap();
    book.set_disabled(&t, "b", true).unwrap();
    let names = |topic: Option<&str>, disabled| -> Vec<String> {
        let filter = RuleFilter { topic: topic.map(Into::into), disabled };
        let page = book.list(&t, &filter, &PageRequest::default()).unwrap();
        page.items.iter().map(|rule| rule.definition.name.clone()).collect()
    };
    assert_eq!(names(None, None), ["a", "b"]);
    assert_eq!(names(Some("x/1"), None), ["a"]);
    assert_eq!(names(Some("x/+"), None), ["a"]);
    assert_eq!(names(None, Some(true)), ["b"]);
}

struct Known(&'static str);

impl Roles for Known {
    fn may_assume(&self, _: &Tenant, role_arn: &str) -> Result<(), RoleProblem> {
        if role_arn == self.0 { Ok(()) } else { Err(RoleProblem::Missing) }
    }
}

#[test]
fn roles_of_rules_are_checked_with_the_limits_of_aws() {
    const KNOWN: &str = "arn:aws:iam::123456789012:role/known";
    const OTHER: &str = "arn:aws:iam::123456789012:role/other";
    let with_role = |role: &str| {
        let action = json!({"republish": {"topic": "x", "roleArn": role}});
        json!({"sql": "SELECT * FROM 'a'", "actions": [action], "ruleDisabled": true})
    };
    let with_error_role = |role: &str| {
        let mut payload = with_role(KNOWN);
        payload["errorAction"] = json!({"sqs": {"queueUrl": "q", "roleArn": role}});
        payload
    };
    for (profile, refuses) in [(Profile::Aws, true), (Profile::Lab, false)] {
        let book = RuleBook::open(Store::memory().unwrap(), Limits::of(profile)).unwrap();
        let t = tenant();
        assert!(book.create(&t, "early", with_role(OTHER), UnixMillis(1)).is_ok(), "nobody knows roles yet");
        book.check_roles(Arc::new(Known(KNOWN)));
        assert!(book.create(&t, "known", with_role(KNOWN), UnixMillis(1)).is_ok());
        for payload in [with_role(OTHER), with_error_role(OTHER)] {
            let made = book.create(&t, "other", payload.clone(), UnixMillis(1));
            let replaced = book.replace(&t, "known", payload);
            book.delete(&t, "other");
            assert_eq!((made.is_err(), replaced.is_err()), (refuses, refuses), "{profile:?}");
            let Err(refusal) = made else { continue };
            assert_eq!(
                refusal.to_string(),
                "AWS IoT (iot.amazonaws.com) is unable to assume role (sts:AssumeRole) on resource: \
                 arn:aws:iam::123456789012:role/other. If the role was just created or updated, please try \
                 again in a few seconds."
            );
        }
        // A rule that is there stays usable whatever became of its role.
        assert!(book.set_disabled(&t, "early", false).is_ok());
    }
}

#[test]
fn actions_that_cannot_be_performed_are_refused_by_name() {
    let (book, _) = book(&Store::memory().unwrap());
    let lambda = json!({"lambda": {"functionArn": "f"}});
    let with_error_action = json!({"sql": "SELECT *", "actions": [], "errorAction": lambda});
    let plain = json!({"sql": "SELECT *", "actions": [lambda]});
    let t = tenant();
    book.create(&t, "early", plain.clone(), UnixMillis(1)).unwrap();
    book.offer_only(|key| key == "republish");
    let refused = book.create(&t, "r", plain, UnixMillis(1)).unwrap_err();
    assert_eq!(refused.to_string(), "actions.0: action 'lambda' is not available");
    let refused = book.replace(&t, "early", with_error_action).unwrap_err();
    assert_eq!(refused.to_string(), "errorAction: action 'lambda' is not available");
}

#[test]
fn messages_on_their_way_find_the_rule_that_replaced_theirs() {
    let (book, _) = book(&Store::memory().unwrap());
    let t = tenant();
    book.create(&t, "r", payload("SELECT * FROM 'a/+'"), UnixMillis(1)).unwrap();
    let first = book.get(&t, "r").unwrap().id;
    book.replace(&t, "r", payload("SELECT * FROM 'a/b'")).unwrap();
    let replaced = book.by_id(first).unwrap();
    assert_ne!(replaced.id, first);
    assert!(replaced.concerns(first, "a/b") && !replaced.concerns(first, "a/c"));
    book.set_disabled(&t, "r", true).unwrap();
    assert!(!book.by_id(replaced.id).unwrap().concerns(replaced.id, "a/b"));
    assert!(!book.by_id(first).unwrap().concerns(first, "a/b"));
    book.set_disabled(&t, "r", false).unwrap();
    assert!(book.by_id(first).unwrap().concerns(first, "a/b"));
    for _ in 0..2 * REPLACED_MAX {
        book.replace(&t, "r", payload("SELECT * FROM 'a/b'")).unwrap();
    }
    assert!(book.by_id(first).is_none(), "what is remembered is bounded");
    let last = book.get(&t, "r").unwrap();
    assert_eq!(last.ids().filter(|id| book.by_id(*id).is_some()).count(), REPLACED_MAX + 1);
    book.delete(&t, "r");
    assert!(last.ids().all(|id| book.by_id(id).is_none()));
}

#[test]
fn rules_are_limited_in_number_and_size() {
    let limits = Limits { rules_per_account: 1, ..Limits::default() };
    let book = RuleBook::open(Store::memory().unwrap(), limits).unwrap();
    let t = tenant();
    let mut large = payload("SELECT * FROM 'a'");
    large["description"] = "x".repeat(PAYLOAD_BYTES_MAX).into();
    assert_eq!(book.create(&t, "large", large, UnixMillis(1)), Err(RuleError::TooLarge));
    book.create(&t, "one", payload("SELECT * FROM 'a'"), UnixMillis(1)).unwrap();
    let second = book.create(&t, "two", payload("SELECT * FROM 'a'"), UnixMillis(1));
    assert_eq!(second, Err(RuleError::TooManyRules { max: 1 }));
    book.replace(&t, "one", payload("SELECT * FROM 'b'")).unwrap();
}
