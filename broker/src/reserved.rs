//! Topics that begin with `$`: which a client may use, and which service answers them (mqtt.md §4).

/// What a publish to a topic is, before any policy is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TopicClass<'a> {
    /// An ordinary topic, or a reserved one that is merely delivered.
    Plain,
    /// A request to the shadow service.
    Shadow(ShadowRequest<'a>),
    /// The answer of a device to the execution of a command.
    Command(CommandAnswer<'a>),
    /// Basic Ingest: to one rule, and to nobody else.
    BasicIngest {
        /// The rule's name.
        rule: &'a str,
    },
    /// A request to a service that Thingcore does not have.
    Unavailable {
        /// What the service is called.
        service: &'static str,
    },
    /// Not for clients.
    Forbidden,
}

/// A request on one of the topics `$aws/things/THING/shadow[/name/NAME]/{get,update,delete}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShadowRequest<'a> {
    /// The thing's name.
    pub thing: &'a str,
    /// The shadow's name; `None` for the classic one.
    pub name: Option<&'a str>,
    /// What is wanted.
    pub operation: ShadowOperation,
}

/// A shadow operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as the last topic level.
pub enum ShadowOperation {
    Get,
    Update,
    Delete,
}

impl ShadowOperation {
    /// The topic level.
    pub fn level(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// An answer on a topic `$aws/commands/{things|clients}/DEVICE/executions/EXECUTION/response/json`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommandAnswer<'a> {
    /// What the device is known as.
    pub kind: DeviceKind,
    /// The name of the thing, or the client id.
    pub device: &'a str,
    /// The id of the execution.
    pub execution: &'a str,
}

/// What a command is sent to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeviceKind {
    /// A thing of the registry.
    Thing,
    /// An MQTT client, by its id.
    Client,
}

impl DeviceKind {
    /// The topic level that names the kind.
    pub fn level(self) -> &'static str {
        match self {
            Self::Thing => "things",
            Self::Client => "clients",
        }
    }
}

/// The class of a topic name that a client publishes to.
pub(crate) fn publish_class(topic: &str) -> TopicClass<'_> {
    if !topic.starts_with('$') {
        return TopicClass::Plain;
    }
    let Some(rest) = topic.strip_prefix("$aws/") else { return TopicClass::Forbidden };
    let levels: Vec<&str> = rest.split('/').collect();
    match levels.as_slice() {
        ["rules", rule, ..] if !rule.is_empty() => TopicClass::BasicIngest { rule },
        ["things", thing, "shadow", rest @ ..] => shadow_class(thing, rest),
        ["things", _, "jobs", rest @ ..] => jobs_class(rest),
        ["things", _, "defender", "metrics", _, "accepted" | "rejected"] => TopicClass::Forbidden,
        ["things", _, "defender", "metrics", "json" | "cbor"] => unavailable("Device Defender metrics"),
        ["things", _, "streams", _, "data" | "description" | "rejected", _] => TopicClass::Forbidden,
        ["things", _, "streams", _, "get" | "describe", _] => unavailable("file delivery"),
        ["things", _, ..] => TopicClass::Plain,
        ["certificates", "create" | "create-from-csr", "json" | "cbor"] => unavailable("fleet provisioning"),
        ["provisioning-templates", _, "provision", "json" | "cbor"] => unavailable("fleet provisioning"),
        ["device_location", _, "get_position_estimate"] => unavailable("device location"),
        ["commands", "things", device, "executions", execution, "response", format] => {
            command_class(DeviceKind::Thing, device, execution, format)
        }
        ["commands", "clients", device, "executions", execution, "response", format] => {
            command_class(DeviceKind::Client, device, execution, format)
        }
        _ => TopicClass::Forbidden,
    }
}

fn unavailable<'a>(service: &'static str) -> TopicClass<'a> {
    TopicClass::Unavailable { service }
}

fn shadow_class<'a>(thing: &'a str, rest: &[&'a str]) -> TopicClass<'a> {
    let (name, operation) = match rest {
        [operation] => (None, operation),
        ["name", name, operation] => (Some(*name), operation),
        _ => return TopicClass::Plain,
    };
    let operation = match *operation {
        "get" => ShadowOperation::Get,
        "update" => ShadowOperation::Update,
        "delete" => ShadowOperation::Delete,
        _ => return TopicClass::Plain,
    };
    TopicClass::Shadow(ShadowRequest { thing, name, operation })
}

fn command_class<'a>(kind: DeviceKind, device: &'a str, execution: &'a str, format: &str) -> TopicClass<'a> {
    match format {
        "json" => TopicClass::Command(CommandAnswer { kind, device, execution }),
        "cbor" => unavailable("answers to commands in CBOR"),
        _ => TopicClass::Forbidden,
    }
}

fn jobs_class<'a>(rest: &[&str]) -> TopicClass<'a> {
    match rest {
        [.., "accepted" | "rejected"] | ["notify" | "notify-next"] => TopicClass::Forbidden,
        ["get" | "start-next"] | [_, "get" | "update"] => unavailable("jobs over MQTT"),
        _ => TopicClass::Plain,
    }
}

/// Whether a client may subscribe to a filter, as far as reserved topics are concerned. A `+` may
/// stand for a level that varies.
pub(crate) fn may_subscribe(filter: &str) -> bool {
    if !filter.starts_with('$') {
        return true;
    }
    let Some(rest) = filter.strip_prefix("$aws/") else { return false };
    let levels: Vec<&str> = rest.split('/').collect();
    match levels.as_slice() {
        ["things", _, ..] | ["events", _, ..] => true,
        ["sitewise", "asset-models", .., "properties", _] => true,
        ["certificates", "create" | "create-from-csr", "json" | "cbor" | "+", end @ ..] => is_reply(end),
        ["provisioning-templates", _, "provision", "json" | "cbor" | "+", end @ ..] => is_reply(end),
        ["device_location", _, "get_position_estimate", end @ ..] => is_reply(end),
        ["commands", _, _, "executions", _, "request", ..] => true,
        ["commands", _, _, "executions", _, "response", ..] => true,
        _ => false,
    }
}

fn is_reply(end: &[&str]) -> bool {
    matches!(end, [] | ["accepted" | "rejected" | "+" | "#"])
}

/// How many bytes of a topic count for neither the length nor the depth limit: the first three levels
/// of `$aws/rules/RULE/…` (mqtt.md §4), and the first of `$aws/commands/…`, whose
/// `…/response/accepted/json` are topics of nine levels that devices are told to subscribe to (developer
/// guide, Start and monitor command executions).
pub(crate) fn uncounted_prefix(topic: &str) -> usize {
    if topic.starts_with("$aws/commands/") {
        return "$aws/".len();
    }
    let Some(rest) = topic.strip_prefix("$aws/rules/") else { return 0 };
    let rule = rest.find('/').map_or(rest.len(), |slash| slash + 1);
    topic.len() - rest.len() + rule
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadow_requests_are_recognised_and_their_replies_are_not() {
        let request = |name, operation| TopicClass::Shadow(ShadowRequest { thing: "T", name, operation });
        let cases = [
            ("$aws/things/T/shadow/get", request(None, ShadowOperation::Get)),
            ("$aws/things/T/shadow/update", request(None, ShadowOperation::Update)),
            ("$aws/things/T/shadow/name/S/delete", request(Some("S"), ShadowOperation::Delete)),
            ("$aws/things/T/shadow/update/accepted", TopicClass::Plain),
            ("$aws/things/T/shadow/name/S", TopicClass::Plain),
        ];
        for (topic, class) in cases {
            assert_eq!(publish_class(topic), class, "{topic}");
        }
    }

    #[test]
    fn answers_to_commands_name_their_execution() {
        let answer = |kind| TopicClass::Command(CommandAnswer { kind, device: "D", execution: "E" });
        let class = |kind: &str, end: &str| format!("$aws/commands/{kind}/D/executions/E/{end}");
        assert_eq!(publish_class(&class("things", "response/json")), answer(DeviceKind::Thing));
        assert_eq!(publish_class(&class("clients", "response/json")), answer(DeviceKind::Client));
        let cbor = class("things", "response/cbor");
        assert!(matches!(publish_class(&cbor), TopicClass::Unavailable { .. }), "{cbor}");
        for end in ["request/json", "response", "response/accepted/json", "response/xml"] {
            assert_eq!(publish_class(&class("things", end)), TopicClass::Forbidden, "{end}");
        }
        let reply = class("things", "response/accepted/json");
        assert!(may_subscribe(&reply));
        assert_eq!(mqtt::topic::slashes(&reply[uncounted_prefix(&reply)..]), 7);
    }

    #[test]
    fn clients_may_not_speak_for_the_service() {
        for topic in [
            "$aws/commands/groups/D/executions/E/response/json",
            "$SYS/x",
            "$aws",
            "$aws/",
            "$aws/events/presence/connected/c",
            "$aws/rules/",
            "$aws/things/T/jobs/notify",
            "$aws/things/T/jobs/1/update/accepted",
            "$aws/things/T/defender/metrics/json/rejected",
            "$aws/things/T/streams/S/data/json",
            "$share/g/a",
        ] {
            assert_eq!(publish_class(topic), TopicClass::Forbidden, "{topic}");
        }
    }

    #[test]
    fn services_that_do_not_exist_say_so() {
        for topic in [
            "$aws/things/T/jobs/get",
            "$aws/things/T/jobs/$next/update",
            "$aws/certificates/create/json",
            "$aws/provisioning-templates/P/provision/cbor",
            "$aws/things/T/defender/metrics/json",
        ] {
            assert!(matches!(publish_class(topic), TopicClass::Unavailable { .. }), "{topic}");
        }
    }

    #[test]
    fn basic_ingest_names_its_rule() {
        assert_eq!(publish_class("$aws/rules/R/a/b"), TopicClass::BasicIngest { rule: "R" });
        assert_eq!(publish_class("$aws/rules/R"), TopicClass::BasicIngest { rule: "R" });
        assert_eq!(uncounted_prefix("$aws/rules/R/a/b"), "$aws/rules/R/".len());
        assert_eq!(uncounted_prefix("a/b"), 0);
    }

    #[test]
    fn filters_on_reserved_topics() {
        for filter in [
            "a/#",
            "#",
            "$aws/things/+/shadow/update/accepted",
            "$aws/things/T/#",
            "$aws/events/presence/#",
            "$aws/certificates/create/json/accepted",
            "$aws/provisioning-templates/P/provision/+/rejected",
        ] {
            assert!(may_subscribe(filter), "{filter}");
        }
        for filter in ["$SYS/#", "$aws/#", "$aws/rules/R/a", "$aws/+/x", "$other", "$aws/things"] {
            assert!(!may_subscribe(filter), "{filter}");
        }
    }
}
