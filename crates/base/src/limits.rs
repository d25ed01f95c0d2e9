//! Every quota of AWS IoT Core that Thingcore knows, in one place (limits.md).
//!
//! A field is what is enforced: `usize::MAX` or `u32::MAX` means "no limit". Three profiles exist:
//! [`Profile::Aws`] enforces all that AWS enforces, [`Profile::Lab`] sizes and depths but no rates,
//! [`Profile::Off`] only what protects the process itself.

use std::str::FromStr;

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

/// The limits in force. Made once at start and shared.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The profile that these values come from.
    pub profile: Profile,
    /// Application payload of a PUBLISH or a will, bytes.
    pub payload_bytes: usize,
    /// A whole MQTT 5 packet after its fixed header, bytes (mqtt.md §10).
    pub packet_bytes: usize,
    /// Client id, bytes.
    pub client_id_bytes: usize,
    /// Topic name or filter, bytes.
    pub topic_bytes: usize,
    /// Slashes in a topic name or filter.
    pub topic_slashes: usize,
    /// Topic filters in one SUBSCRIBE.
    pub filters_per_subscribe: usize,
    /// Subscriptions of one connection.
    pub subscriptions_per_connection: usize,
    /// Unacknowledged QoS 1 messages in each direction of a connection.
    pub receive_maximum: u16,
    /// Highest topic alias that a client may use.
    pub topic_alias_maximum: u16,
    /// Longest session expiry, seconds; also the expiry of an MQTT 3 persistent session.
    pub session_expiry_seconds: u32,
    /// MQTT 5 correlation data and the total of user properties, bytes each.
    pub property_bytes: usize,
    /// MQTT 5 content type, bytes.
    pub content_type_bytes: usize,
    /// Life of a WebSocket connection, seconds (mqtt.md §2).
    pub websocket_seconds: u32,
    /// State document of a shadow, bytes.
    pub shadow_bytes: usize,
    /// Nested objects below `desired` or `reported`.
    pub shadow_depth: usize,
    /// Policy document without white space, characters.
    pub policy_chars: usize,
    /// Versions of one policy.
    pub policy_versions: usize,
    /// Policies attached to one principal.
    pub policies_per_principal: usize,
    /// Attributes of a thing without a thing type.
    pub thing_attributes: usize,
    /// Actions of one rule.
    pub rule_actions: usize,
}

impl Limits {
    /// The limits of a profile.
    pub fn of(profile: Profile) -> Self {
        let limits = Self {
            profile,
            payload_bytes: 128 * 1024,
            packet_bytes: 146 * 1024,
            client_id_bytes: 128,
            topic_bytes: 256,
            topic_slashes: 7,
            filters_per_subscribe: 8,
            subscriptions_per_connection: 50,
            receive_maximum: 100,
            topic_alias_maximum: 8,
            session_expiry_seconds: 3600,
            property_bytes: 8 * 1024,
            content_type_bytes: 256,
            websocket_seconds: 24 * 3600,
            shadow_bytes: 8 * 1024,
            shadow_depth: 8,
            policy_chars: 2048,
            policy_versions: 5,
            policies_per_principal: 10,
            thing_attributes: 3,
            rule_actions: 10,
        };
        if profile == Profile::Off { limits.off() } else { limits }
    }

    /// Lifts what AWS restricts and keeps what bounds the memory that one client can make us use.
    fn off(self) -> Self {
        Self {
            payload_bytes: 16 << 20,
            packet_bytes: (16 << 20) + (64 << 10),
            client_id_bytes: u16::MAX.into(),
            topic_bytes: u16::MAX.into(),
            topic_slashes: 128,
            filters_per_subscribe: 1024,
            subscriptions_per_connection: 100_000,
            receive_maximum: 1000,
            session_expiry_seconds: 7 * 24 * 3600,
            property_bytes: 64 << 10,
            content_type_bytes: u16::MAX.into(),
            websocket_seconds: u32::MAX,
            shadow_bytes: 1 << 20,
            shadow_depth: 64,
            policy_chars: 64 << 10,
            policy_versions: 1000,
            policies_per_principal: 1000,
            thing_attributes: 1000,
            rule_actions: 100,
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(Profile::Lab)
    }
}
