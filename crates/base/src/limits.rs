//! Every quota of AWS IoT Core that Thingcore knows, in one place (limits.md).
//!
//! A field is what is enforced: the largest number of its type means "no limit". Three profiles exist:
//! [`Profile::Aws`] enforces all that AWS enforces, [`Profile::Lab`] sizes and depths but neither rates nor
//! what an account holds, [`Profile::Off`] only what protects the process itself.

use std::str::FromStr;
use std::sync::Arc;

use crate::meter::Meter;

/// Which set of limits is enforced (`--limits`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Profile {
    /// Everything that AWS enforces, rates included.
    Aws,
    /// Sizes and depths, no rates.
    #[default]
    Lab,
    /// Nothing but what keeps the process itself safe.
    Off,
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "aws" => Ok(Self::Aws),
            "lab" => Ok(Self::Lab),
            "off" => Ok(Self::Off),
            other => Err(format!("{other:?} is none of aws, lab, off")),
        }
    }
}

/// What is known of a limit besides its value.
#[derive(Clone, Copy, Debug)]
pub struct LimitInfo {
    /// Its name, which is that of the field of [`Limits`].
    pub name: &'static str,
    /// The part of AWS IoT Core that it belongs to.
    pub part: Part,
    /// What is limited.
    pub meaning: &'static str,
    /// What happens to whoever goes beyond it. Empty when nothing does yet.
    pub effect: &'static str,
}

/// The parts of AWS IoT Core that have limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The message broker.
    Broker,
    /// The Device Shadow service.
    Shadow,
    /// The rules engine.
    Rules,
    /// Things, certificates and policies.
    Registry,
}

/// A number that can say "no limit".
trait Value: Copy {
    /// `None` for no limit.
    fn value(self) -> Option<u64>;
}

macro_rules! values {
    ($($type:ty),*) => {$(
        impl Value for $type {
            fn value(self) -> Option<u64> {
                // No type here is wider than 64 bits.
                (self != <$type>::MAX).then_some(self as u64)
            }
        }
    )*};
}

values!(u16, u32, usize);

/// Declares [`Limits`] and [`Limit`]: part, name as variant and field, type, values of the three profiles,
/// meaning, effect.
macro_rules! limits {
    ($($part:ident $variant:ident $field:ident: $type:ty = [$aws:expr, $lab:expr, $off:expr]
        $meaning:literal => $effect:expr;)*) => {
        /// The limits in force. Made once at start and shared.
        #[derive(Clone, Debug)]
        pub struct Limits {
            /// The profile that these values come from.
            pub profile: Profile,
            /// The clock of the rates, and what the limits did. Clones share it.
            pub meter: Arc<Meter>,
            $(#[doc = $meaning] pub $field: $type,)*
        }

        /// A limit, by name.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Limit {
            $(#[doc = $meaning] $variant,)*
        }

        impl Limit {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// What is known of it.
            pub const fn info(self) -> LimitInfo {
                match self {
                    $(Self::$variant => LimitInfo {
                        name: stringify!($field),
                        part: Part::$part,
                        meaning: $meaning,
                        effect: $effect,
                    },)*
                }
            }
        }

        impl Limits {
            /// The limits of a profile.
            pub fn of(profile: Profile) -> Self {
                Self {
                    profile,
                    meter: Arc::default(),
                    $($field: match profile {
                        Profile::Aws => $aws,
                        Profile::Lab => $lab,
                        Profile::Off => $off,
                    },)*
                }
            }

            /// The value of a limit; `None` when it is switched off.
            pub fn value(&self, limit: Limit) -> Option<u64> {
                match limit {
                    $(Limit::$variant => self.$field.value(),)*
                }
            }
        }
    };
}

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;
/// No limit for a rate or a time.
const NONE: u32 = u32::MAX;
/// No limit for a size or a number.
const MANY: usize = usize::MAX;

const CONNECT_THROTTLED: &str = "CONNECT refused: MQTT 3 closed without CONNACK, MQTT 5 CONNACK 0x97";
const PUBLISH_DISCARDED: &str =
    "PUBLISH discarded, connection stays: MQTT 5 QoS 1 PUBACK 0x97, else no answer; HTTP 429";
const FILTER_REFUSED: &str = "filter refused: SUBACK 0x80, MQTT 5 0x97";
const DISCONNECTED: &str = "disconnected, MQTT 5 with 0x97";
const PROPERTY_REFUSED: &str =
    "PUBLISH refused: QoS 1 PUBACK 0x97, else disconnected with 0x97; CONNECT with such a will: CONNACK 0x97";
const TOPIC_REFUSED: &str =
    "PUBLISH: PUBACK 0x90 (MQTT 5 QoS 1) or disconnected; SUBSCRIBE: SUBACK 0x80, MQTT 5 0x8F";
const SHADOW_THROTTLED: &str = "request rejected: 429";
const API_THROTTLED: &str = "API call refused: 429";
const API_REFUSED: &str = "API call refused";

limits! {
    Broker ClientIdBytes client_id_bytes: usize = [128, 128, 65_535]
        "Client id, bytes" => "CONNECT refused: return code 2, MQTT 5 CONNACK 0x85";
    Broker ConnectsPerSecond connects_per_second: u32 = [3000, NONE, NONE]
        "CONNECTs of an account per second" => CONNECT_THROTTLED;
    Broker ConnectsPerClientSecond connects_per_client_second: u32 = [1, NONE, NONE]
        "CONNECTs of a client id per second" => CONNECT_THROTTLED;
    Broker Connections connections: usize = [500_000, MANY, MANY]
        "Connections of an account at a time" => CONNECT_THROTTLED;
    Broker KeepAliveMin keep_alive_min: u16 = [30, 30, 1]
        "Shortest keep-alive, seconds" => "raised to it";
    Broker KeepAliveMax keep_alive_max: u16 = [1200, 1200, u16::MAX]
        "Longest keep-alive, seconds; also in place of none" => "lowered to it";
    Broker PublishesInPerSecond publishes_in_per_second: u32 = [20_000, NONE, NONE]
        "PUBLISHes to the broker of an account per second" => PUBLISH_DISCARDED;
    Broker PublishesOutPerSecond publishes_out_per_second: u32 = [20_000, NONE, NONE]
        "PUBLISHes to the clients of an account per second" => "delivery discarded";
    Broker ConnectionPublishesInPerSecond connection_publishes_in_per_second: u32 = [100, NONE, NONE]
        "PUBLISHes from a connection per second" => PUBLISH_DISCARDED;
    Broker ConnectionPublishesOutPerSecond connection_publishes_out_per_second: u32 = [100, NONE, NONE]
        "PUBLISHes to a connection per second; also to the queue of an offline session"
        => "delivery discarded";
    Broker ConnectionBytesPerSecond connection_bytes_per_second: u32 = [512 * 1024, NONE, NONE]
        "Bytes in each direction of a connection per second" => "delayed: nothing is read or delivered";
    Broker PayloadBytes payload_bytes: usize = [128 * KIB, 128 * KIB, 16 * MIB]
        "Payload of a PUBLISH or a will, bytes" => DISCONNECTED;
    Broker PacketBytes packet_bytes: usize = [146 * KIB, 146 * KIB, 16 * MIB + 64 * KIB]
        "A packet after its fixed header, bytes" => DISCONNECTED;
    Broker ClientPacketBytesMin client_packet_bytes_min: u32 = [512, 512, 512]
        "Smallest Maximum Packet Size of an MQTT 5 client, bytes" => "CONNECT refused: CONNACK 0x80";
    Broker ContentTypeBytes content_type_bytes: usize = [256, 256, 65_535]
        "MQTT 5 content type, bytes" => PROPERTY_REFUSED;
    Broker PropertyBytes property_bytes: usize = [8 * KIB, 8 * KIB, 64 * KIB]
        "MQTT 5 correlation data, and user properties together, bytes each" => PROPERTY_REFUSED;
    Broker TopicAliasMaximum topic_alias_maximum: u16 = [8, 8, 8]
        "Highest topic alias of a client" => "disconnected with 0x94";
    Broker InboundInFlight inbound_in_flight: usize = [100, 100, MANY]
        "QoS 1 PUBLISHes of an MQTT 5 connection that wait for their PUBACK" => "disconnected with 0x93";
    Broker ReceiveMaximum receive_maximum: u16 = [100, 100, 1000]
        "QoS 1 deliveries of a connection that wait for the client's PUBACK; Receive Maximum in CONNACK"
        => "further ones wait";
    Broker RedeliverySeconds redelivery_seconds: u32 = [3600, NONE, NONE]
        "Time that an MQTT 3 client has for its PUBACK, seconds" => "delivery dropped";
    Broker RedeliverySecondsV5 redelivery_seconds_v5: u32 = [960, NONE, NONE]
        "Time that an MQTT 5 client has for its PUBACK, seconds" => "delivery dropped";
    Broker TopicBytes topic_bytes: usize = [256, 256, 65_535]
        "Topic name or filter, bytes" => TOPIC_REFUSED;
    Broker TopicSlashes topic_slashes: usize = [7, 7, 128]
        "Slashes in a topic name or filter" => TOPIC_REFUSED;
    Broker FiltersPerSubscribe filters_per_subscribe: usize = [8, 8, 1024]
        "Filters in one SUBSCRIBE" => "all refused: SUBACK 0x80, MQTT 5 0x97";
    Broker SubscriptionsPerConnection subscriptions_per_connection: usize = [50, 50, 100_000]
        "Subscriptions of a connection" => FILTER_REFUSED;
    Broker Subscriptions subscriptions: usize = [500_000, MANY, MANY]
        "Subscriptions of an account" => FILTER_REFUSED;
    Broker SubscribesPerSecond subscribes_per_second: u32 = [3000, NONE, NONE]
        "Filters in the SUBSCRIBEs of an account per second" => FILTER_REFUSED;
    Broker SessionExpirySeconds session_expiry_seconds: u32 = [3600, 3600, 7 * 24 * 3600]
        "Longest session expiry, seconds; that of MQTT 3" => "lowered to it";
    Broker QueuedPerSecond queued_per_second: u32 = [500, NONE, NONE]
        "Messages to the queues of an account's offline sessions per second" => "new ones are dropped";
    Broker ReplaysPerSecond replays_per_second: u32 = [10, NONE, NONE]
        "Queued messages to a resumed session per second" => "delayed";
    Broker Retained retained: usize = [500_000, MANY, MANY]
        "Retained messages of an account" => PUBLISH_DISCARDED;
    Broker RetainedPerSecond retained_per_second: u32 = [500, NONE, NONE]
        "PUBLISHes with RETAIN of an account per second" => PUBLISH_DISCARDED;
    Broker RetainedPerTopicSecond retained_per_topic_second: u32 = [1, NONE, NONE]
        "PUBLISHes with RETAIN to a topic per second" => PUBLISH_DISCARDED;
    Broker ConnectionCallsPerSecond connection_calls_per_second: u32 = [100, NONE, NONE]
        "DeleteConnection, GetConnection, ListSubscriptions of an account per second, each" => API_THROTTLED;
    Broker ConnectionCallsPerClientSecond connection_calls_per_client_second: u32 = [1, NONE, NONE]
        "DeleteConnection, GetConnection, ListSubscriptions of a client id per second, each" => API_THROTTLED;
    Broker DirectMessagesPerSecond direct_messages_per_second: u32 = [20_000, NONE, NONE]
        "SendDirectMessage of an account per second" => API_THROTTLED;
    Broker ShareNameChars share_name_chars: usize = [128, 128, 65_535]
        "Name of a shared subscription, characters" => "SUBACK 0x80, MQTT 5 0x8F";
    Broker SharedGroups shared_groups: usize = [100, 100, MANY]
        "Groups of shared subscriptions of an account" => FILTER_REFUSED;
    Broker SharedGroupMembers shared_group_members: usize = [100, 100, MANY]
        "Members of a group of shared subscriptions" => FILTER_REFUSED;
    Broker SharedGroupChangesPerSecond shared_group_changes_per_second: u32 = [100, NONE, NONE]
        "SUBSCRIBEs to a group that exists per second" => FILTER_REFUSED;
    Broker SharedGroupQueue shared_group_queue: usize = [500_000, 500_000, MANY]
        "Messages that wait for a group" => "new ones are dropped";
    Broker WebsocketSeconds websocket_seconds: u32 = [86_400, 86_400, NONE]
        "Life of a WebSocket connection, seconds" => "disconnected, MQTT 5 with 0x98";

    Shadow ShadowBytes shadow_bytes: usize = [8 * KIB, 8 * KIB, MIB]
        "State document of a shadow, bytes" => "request rejected: 413";
    Shadow ShadowDepth shadow_depth: usize = [8, 8, 64]
        "Nested objects below `desired` or `reported`" => "request rejected: 400";
    Shadow ShadowInFlight shadow_in_flight: u32 = [10, NONE, NONE]
        "Unanswered requests of a connection to the shadows of a thing" => SHADOW_THROTTLED;
    Shadow ShadowRequestsPerShadowSecond shadow_requests_per_shadow_second: u32 = [20, NONE, NONE]
        "Requests to a shadow per second" => SHADOW_THROTTLED;
    Shadow ShadowRequestsPerSecond shadow_requests_per_second: u32 = [4000, NONE, NONE]
        "Requests to the shadows of an account per second" => SHADOW_THROTTLED;

    Rules RuleEvaluationsPerSecond rule_evaluations_per_second: u32 = [20_000, NONE, NONE]
        "Evaluations of an account's rules per second" => "message dropped for the rules";
    Rules RuleActions rule_actions: usize = [10, 10, 100]
        "Actions of a rule" => API_REFUSED;
    Rules RulesPerAccount rules_per_account: usize = [1000, MANY, MANY]
        "Rules of an account" => API_REFUSED;

    Registry PolicyChars policy_chars: usize = [2048, 2048, 64 * KIB]
        "Policy document without white space, characters" => API_REFUSED;
    Registry PolicyVersions policy_versions: usize = [5, 5, 1000]
        "Versions of a policy" => API_REFUSED;
    Registry PoliciesPerPrincipal policies_per_principal: usize = [10, 10, 1000]
        "Policies of a principal" => API_REFUSED;
    Registry ThingAttributes thing_attributes: usize = [3, 3, 1000]
        "Attributes of a thing without a thing type" => API_REFUSED;
    Registry TypedThingAttributes typed_thing_attributes: usize = [50, 50, 1000]
        "Attributes of a thing with a thing type" => API_REFUSED;
    Registry ThingAttributeBytes thing_attribute_bytes: usize = [47 * KIB, 47 * KIB, MIB]
        "Names and values of a thing's attributes together, bytes" => API_REFUSED;
    Registry SearchableAttributes searchable_attributes: usize = [3, 3, 1000]
        "Searchable attributes of a thing type" => API_REFUSED;
    Registry PropagatingAttributes propagating_attributes: usize = [20, 20, 1000]
        "Propagating attributes of a thing type" => API_REFUSED;
    Registry ThingGroupDepth thing_group_depth: usize = [7, 7, 100]
        "Thing groups from the root to the innermost one" => API_REFUSED;
    Registry ThingGroupChildren thing_group_children: usize = [100, 100, MANY]
        "Thing groups directly in a thing group" => API_REFUSED;
    Registry ThingGroupAttributes thing_group_attributes: usize = [50, 50, 1000]
        "Attributes of a thing group" => API_REFUSED;
    Registry GroupsPerThing groups_per_thing: usize = [10, 10, 1000]
        "Thing groups of a thing" => API_REFUSED;
    Registry DynamicThingGroups dynamic_thing_groups: usize = [100, 100, MANY]
        "Dynamic thing groups of an account" => API_REFUSED;
}

impl Limit {
    /// Its name.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// Whether the meter counts it. Refusals of API calls are the callers' to count, and waiting for room
    /// in a window is what a window is for.
    pub const fn is_counted(self) -> bool {
        !matches!(self.info().part, Part::Registry) && !matches!(self, Self::ReceiveMaximum)
    }
}

impl Limits {
    /// Counts that a limit did something.
    pub fn hit(&self, limit: Limit) {
        self.meter.hit(limit);
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(Profile::Lab)
    }
}

#[cfg(test)]
mod tests;
