//! The fields of things and thing groups (extras.md §2, *Managing thing indexing*).

use ::search::aggregate::FieldType;

use super::Indexing;

/// Where data of things come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    Registry,
    ClassicShadow,
    NamedShadows,
    Connectivity,
    DeviceDefender,
}

/// A field whose type AWS knows. A `*` in its name is any one level.
pub struct Managed {
    pub name: &'static str,
    pub field_type: FieldType,
    pub source: Source,
}

impl Managed {
    const fn new(name: &'static str, field_type: FieldType, source: Source) -> Self {
        Self { name, field_type, source }
    }

    /// Whether it is the field of a name.
    pub fn is(&self, name: &str) -> bool {
        let (mut own, mut other) = (self.name.split('.'), name.split('.'));
        loop {
            match (own.next(), other.next()) {
                (None, None) => return true,
                (Some(own), Some(other)) if own == other || own == "*" => {}
                _ => return false,
            }
        }
    }
}

/// The managed fields of things, as an account of 2025 shows them.
pub const MANAGED_THING_FIELDS: &[Managed] = {
    use FieldType::{Boolean, Number, String};
    use Source::{ClassicShadow, Connectivity, DeviceDefender, NamedShadows, Registry};
    &[
        Managed::new("thingName", String, Registry),
        Managed::new("thingId", String, Registry),
        Managed::new("registry.version", Number, Registry),
        Managed::new("registry.thingTypeName", String, Registry),
        Managed::new("registry.thingGroupNames", String, Registry),
        Managed::new("shadow.version", Number, ClassicShadow),
        Managed::new("shadow.hasDelta", Boolean, ClassicShadow),
        Managed::new("shadow.name.*.hasDelta", Boolean, NamedShadows),
        Managed::new("shadow.name.*.version", Number, NamedShadows),
        Managed::new("connectivity.connected", Boolean, Connectivity),
        Managed::new("connectivity.timestamp", Number, Connectivity),
        Managed::new("connectivity.disconnectReason", String, Connectivity),
        Managed::new("connectivity.clientId", String, Connectivity),
        Managed::new("connectivity.cleanSession", Boolean, Connectivity),
        Managed::new("connectivity.keepAliveDuration", Number, Connectivity),
        Managed::new("connectivity.sessionExpiry", Number, Connectivity),
        Managed::new("connectivity.version", Number, Connectivity),
        Managed::new("deviceDefender.version", Number, DeviceDefender),
        Managed::new("deviceDefender.violationCount", Number, DeviceDefender),
        Managed::new("deviceDefender.*.*.inViolation", Boolean, DeviceDefender),
        Managed::new("deviceDefender.*.*.lastViolationTime", Number, DeviceDefender),
        Managed::new("deviceDefender.*.*.metricName", String, DeviceDefender),
    ]
};

/// The managed fields of thing groups.
pub const MANAGED_GROUP_FIELDS: &[Managed] = {
    use FieldType::{Number, String};
    &[
        Managed::new("thingGroupName", String, Source::Registry),
        Managed::new("thingGroupId", String, Source::Registry),
        Managed::new("description", String, Source::Registry),
        Managed::new("parentGroupNames", String, Source::Registry),
        Managed::new("version", Number, Source::Registry),
    ]
};

/// A field of a thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ThingField {
    Name,
    Id,
    TypeName,
    /// The names of its groups.
    Groups,
    Attribute(String),
    /// Only in aggregations.
    Version,
    /// A field of the classic shadow or of a named one.
    Shadow(Option<String>, ShadowField),
    Connectivity(ConnectivityField),
    /// Any field of Device Defender, which finds no violations here.
    Violations,
}

/// A field of a shadow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShadowField {
    /// Names of members, separated by dots.
    Desired(String),
    Reported(String),
    Delta(String),
    DesiredMetadata(String),
    ReportedMetadata(String),
    HasDelta,
    /// Only in aggregations.
    Version,
}

/// A field of what is known of a thing's connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConnectivityField {
    Connected,
    Timestamp,
    DisconnectReason,
    ClientId,
    CleanSession,
    KeepAliveDuration,
    SessionExpiry,
    /// Only in aggregations, where it never has a value: the broker keeps its numbers to itself.
    Version,
}

impl ThingField {
    /// The field that a query calls so. Versions are not searchable (*Query syntax*).
    pub fn searched(name: &str, indexing: &Indexing) -> Option<Self> {
        match name {
            "thingName" => return Some(Self::Name),
            "thingId" => return Some(Self::Id),
            "thingTypeName" => return Some(Self::TypeName),
            "thingGroupNames" => return Some(Self::Groups),
            _ => {}
        }
        let (part, rest) = name.split_once('.')?;
        match part {
            _ if rest.is_empty() => None,
            "attributes" => Some(Self::Attribute(rest.into())),
            "deviceDefender" => Some(Self::Violations),
            "connectivity" => ConnectivityField::searched(rest).map(Self::Connectivity),
            "shadow" => {
                let Some(named) = rest.strip_prefix("name.") else {
                    return ShadowField::searched(rest).map(|field| Self::Shadow(None, field));
                };
                let (shadow, rest) = named.split_once('.')?;
                // Where no shadows are indexed that is what is wrong, not the name.
                let has_shadows = indexing.has(Source::ClassicShadow) || indexing.has(Source::NamedShadows);
                let is_known = !has_shadows || indexing.named_shadows().any(|known| known == shadow);
                let field = ShadowField::searched(rest).filter(|_| is_known)?;
                Some(Self::Shadow(Some(shadow.into()), field))
            }
            _ => None,
        }
    }

    /// The field that an aggregation calls so.
    pub fn aggregated(name: &str, indexing: &Indexing) -> Option<Self> {
        match name {
            "registry.version" => Some(Self::Version),
            "registry.thingTypeName" => Some(Self::TypeName),
            "registry.thingGroupNames" => Some(Self::Groups),
            "shadow.version" => Some(Self::Shadow(None, ShadowField::Version)),
            "connectivity.version" => Some(Self::Connectivity(ConnectivityField::Version)),
            _ => {
                let named = name.strip_prefix("shadow.name.").and_then(|rest| rest.strip_suffix(".version"));
                match named.filter(|shadow| indexing.named_shadows().any(|known| known == *shadow)) {
                    Some(shadow) => Some(Self::Shadow(Some(shadow.into()), ShadowField::Version)),
                    None => Self::searched(name, indexing),
                }
            }
        }
    }

    /// Where its values come from.
    pub fn source(&self) -> Source {
        match self {
            Self::Name | Self::Id | Self::TypeName | Self::Groups | Self::Attribute(_) | Self::Version => {
                Source::Registry
            }
            Self::Shadow(None, _) => Source::ClassicShadow,
            Self::Shadow(Some(_), _) => Source::NamedShadows,
            Self::Connectivity(_) => Source::Connectivity,
            Self::Violations => Source::DeviceDefender,
        }
    }

    /// Whether an account may name it for aggregation: those that are not managed.
    pub fn can_be_custom(&self) -> bool {
        matches!(self, Self::Attribute(_) | Self::Shadow(..) | Self::Violations)
    }
}

impl ShadowField {
    fn searched(name: &str) -> Option<Self> {
        if name == "hasDelta" {
            return Some(Self::HasDelta);
        }
        let (section, path) = name.split_once('.').filter(|(_, path)| !path.is_empty())?;
        let path_of =
            |section: &str| path.strip_prefix(section)?.strip_prefix('.').filter(|path| !path.is_empty());
        match section {
            "desired" => Some(Self::Desired(path.into())),
            "reported" => Some(Self::Reported(path.into())),
            "delta" => Some(Self::Delta(path.into())),
            "metadata" => match (path_of("desired"), path_of("reported")) {
                (Some(path), _) => Some(Self::DesiredMetadata(path.into())),
                (_, Some(path)) => Some(Self::ReportedMetadata(path.into())),
                (None, None) => None,
            },
            _ => None,
        }
    }
}

impl ConnectivityField {
    fn searched(name: &str) -> Option<Self> {
        Some(match name {
            "connected" => Self::Connected,
            "timestamp" => Self::Timestamp,
            "disconnectReason" => Self::DisconnectReason,
            "clientId" => Self::ClientId,
            "cleanSession" => Self::CleanSession,
            "keepAliveDuration" => Self::KeepAliveDuration,
            "sessionExpiry" => Self::SessionExpiry,
            _ => return None,
        })
    }
}

/// A field of a thing group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupField {
    Name,
    Id,
    Description,
    /// The names of the groups that it is in.
    Parents,
    Attribute(String),
    /// Only in aggregations.
    Version,
}

impl GroupField {
    /// The field that a query calls so.
    pub fn searched(name: &str) -> Option<Self> {
        Some(match name {
            "thingGroupName" => Self::Name,
            "thingGroupId" => Self::Id,
            "description" => Self::Description,
            "parentGroupNames" => Self::Parents,
            _ => {
                let attribute = name.strip_prefix("attributes.").filter(|name| !name.is_empty())?;
                Self::Attribute(attribute.into())
            }
        })
    }

    /// The field that an aggregation calls so.
    pub fn aggregated(name: &str) -> Option<Self> {
        if name == "version" { Some(Self::Version) } else { Self::searched(name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managed_names_have_levels() {
        let field = Managed::new("shadow.name.*.version", FieldType::Number, Source::NamedShadows);
        assert!(field.is("shadow.name.config.version") && field.is("shadow.name.*.version"));
        for other in
            ["shadow.name.version", "shadow.name.a.b.version", "shadow.name.a.hasDelta", "shadow.version"]
        {
            assert!(!field.is(other), "{other}");
        }
    }

    #[test]
    fn names_are_those_of_the_guide() {
        let indexing = Indexing::default();
        let shadow = |field| Some(ThingField::Shadow(None, field));
        for (name, field) in [
            ("thingName", Some(ThingField::Name)),
            ("attributes.a.b", Some(ThingField::Attribute("a.b".into()))),
            ("shadow.hasDelta", shadow(ShadowField::HasDelta)),
            ("shadow.reported.stats.battery", shadow(ShadowField::Reported("stats.battery".into()))),
            (
                "shadow.metadata.desired.x.timestamp",
                shadow(ShadowField::DesiredMetadata("x.timestamp".into())),
            ),
            (
                "shadow.name.$package.delta.x",
                Some(ThingField::Shadow(Some("$package".into()), ShadowField::Delta("x".into()))),
            ),
            ("connectivity.timestamp", Some(ThingField::Connectivity(ConnectivityField::Timestamp))),
            ("deviceDefender.violationCount", Some(ThingField::Violations)),
        ] {
            assert_eq!(ThingField::searched(name, &indexing), field, "{name}");
        }
        for name in [
            "ThingName",
            "attributes",
            "attributes.",
            "registry.version",
            "shadow.version",
            "shadow.reported",
            "shadow.reported.",
            "shadow.metadata.x",
            "shadow.name.x",
            "connectivity.version",
            "billingGroupName",
            "*",
            "",
        ] {
            assert_eq!(ThingField::searched(name, &indexing), None, "{name}");
        }
        assert_eq!(ThingField::aggregated("registry.version", &indexing), Some(ThingField::Version));
        assert_eq!(GroupField::searched("version"), None);
        assert_eq!(GroupField::aggregated("version"), Some(GroupField::Version));
    }
}
