//! What one tenant has, and how rows become it.

use std::collections::{BTreeMap, BTreeSet};

use base::CertificateId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Key, Table};

use crate::billing_groups::BillingGroupRecord;
use crate::ca_certificates::CaRecord;
use crate::certificates::CertificateRecord;
use crate::groups::ThingGroupRecord;
use crate::policies::PolicyRecord;
use crate::tags::Tags;
use crate::thing_types::ThingTypeRecord;
use crate::things::{PrincipalType, ThingRecord};

/// A change of one row. The new content is typed; only the store sees JSON.
#[derive(Clone, Debug)]
pub(crate) enum Row {
    Thing(String, Option<ThingRecord>),
    ThingType(String, Option<ThingTypeRecord>),
    Certificate(CertificateId, Option<CertificateRecord>),
    Policy(String, Option<PolicyRecord>),
    /// Thing name and principal ARN.
    ThingPrincipal(String, String, Option<PrincipalType>),
    /// Policy name and target, and whether it is attached.
    PolicyTarget(String, String, bool),
    ThingGroup(String, Option<ThingGroupRecord>),
    /// Group name and thing name, and whether the thing is in it.
    ThingGroupMember(String, String, bool),
    BillingGroup(String, Option<BillingGroupRecord>),
    CaCertificate(CertificateId, Option<CaRecord>),
    /// Tags of a resource, by the part of its ARN behind the account.
    Tags(String, Option<Tags>),
}

/// A tenant's registry. What is `X_of_Y` is one direction of a relation; `apply` keeps both in step.
#[derive(Default)]
pub(crate) struct State {
    pub things: BTreeMap<String, ThingRecord>,
    pub thing_types: BTreeMap<String, ThingTypeRecord>,
    pub certificates: BTreeMap<CertificateId, CertificateRecord>,
    /// The same by the time of their registration, for listings.
    pub certificates_by_age: BTreeSet<(u64, CertificateId)>,
    pub ca_certificates: BTreeMap<CertificateId, CaRecord>,
    pub policies: BTreeMap<String, PolicyRecord>,
    pub principals_of_thing: BTreeMap<String, BTreeMap<String, PrincipalType>>,
    pub things_of_principal: BTreeMap<String, BTreeMap<String, PrincipalType>>,
    pub targets_of_policy: BTreeMap<String, BTreeSet<String>>,
    pub policies_of_target: BTreeMap<String, BTreeSet<String>>,
    pub groups: BTreeMap<String, ThingGroupRecord>,
    pub children_of_group: BTreeMap<String, BTreeSet<String>>,
    pub things_of_group: BTreeMap<String, BTreeSet<String>>,
    pub groups_of_thing: BTreeMap<String, BTreeSet<String>>,
    pub billing_groups: BTreeMap<String, BillingGroupRecord>,
    pub things_of_billing_group: BTreeMap<String, BTreeSet<String>>,
    pub tags: BTreeMap<String, Tags>,
}

impl State {
    /// Applies a row: the one place where memory changes, for live changes and for the start alike.
    pub fn apply(&mut self, row: Row) {
        match row {
            Row::Thing(name, thing) => self.set_thing(name, thing),
            Row::ThingType(name, record) => set(&mut self.thing_types, name, record),
            Row::Certificate(id, certificate) => self.set_certificate(id, certificate),
            Row::Policy(name, policy) => set(&mut self.policies, name, policy),
            Row::ThingPrincipal(thing, principal, kind) => {
                relate(&mut self.principals_of_thing, &thing, &principal, kind);
                relate(&mut self.things_of_principal, &principal, &thing, kind);
            }
            Row::PolicyTarget(policy, target, attached) => {
                relate_set(&mut self.targets_of_policy, &policy, &target, attached);
                relate_set(&mut self.policies_of_target, &target, &policy, attached);
            }
            Row::ThingGroup(name, group) => {
                let old = self.groups.get(&name).and_then(|group| group.parent.as_deref());
                let new = group.as_ref().and_then(|group| group.parent.as_deref());
                move_in(&mut self.children_of_group, &name, old, new);
                set(&mut self.groups, name, group);
            }
            Row::ThingGroupMember(group, thing, is_member) => {
                relate_set(&mut self.things_of_group, &group, &thing, is_member);
                relate_set(&mut self.groups_of_thing, &thing, &group, is_member);
            }
            Row::BillingGroup(name, group) => set(&mut self.billing_groups, name, group),
            Row::CaCertificate(id, record) => set(&mut self.ca_certificates, id, record),
            Row::Tags(resource, tags) => set(&mut self.tags, resource, tags),
        }
    }

    fn set_certificate(&mut self, id: CertificateId, certificate: Option<CertificateRecord>) {
        if let Some(old) = self.certificates.get(&id) {
            self.certificates_by_age.remove(&(old.created_at, id));
        }
        if let Some(new) = &certificate {
            self.certificates_by_age.insert((new.created_at, id));
        }
        set(&mut self.certificates, id, certificate);
    }

    fn set_thing(&mut self, name: String, thing: Option<ThingRecord>) {
        let old = self.things.get(&name).and_then(|thing| thing.billing_group.as_deref());
        let new = thing.as_ref().and_then(|thing| thing.billing_group.as_deref());
        move_in(&mut self.things_of_billing_group, &name, old, new);
        set(&mut self.things, name, thing);
    }
}

/// `member` was related to `old` and is now related to `new`.
fn move_in(map: &mut BTreeMap<String, BTreeSet<String>>, member: &str, old: Option<&str>, new: Option<&str>) {
    if old != new {
        old.into_iter().for_each(|old| relate_set(map, old, member, false));
        new.into_iter().for_each(|new| relate_set(map, new, member, true));
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}

fn relate(
    map: &mut BTreeMap<String, BTreeMap<String, PrincipalType>>,
    from: &str,
    to: &str,
    kind: Option<PrincipalType>,
) {
    match kind {
        Some(kind) => {
            map.entry(from.into()).or_default().insert(to.into(), kind);
        }
        None => {
            if let Some(inner) = map.get_mut(from) {
                inner.remove(to);
                if inner.is_empty() {
                    map.remove(from);
                }
            }
        }
    }
}

fn relate_set(map: &mut BTreeMap<String, BTreeSet<String>>, from: &str, to: &str, related: bool) {
    if related {
        map.entry(from.into()).or_default().insert(to.into());
    } else if let Some(inner) = map.get_mut(from) {
        inner.remove(to);
        if inner.is_empty() {
            map.remove(from);
        }
    }
}

/// The tables that the registry owns.
pub(crate) const TABLES: [Table; 11] = [
    Table::Thing,
    Table::ThingType,
    Table::Certificate,
    Table::Policy,
    Table::ThingPrincipal,
    Table::PolicyTarget,
    Table::ThingGroup,
    Table::ThingGroupMember,
    Table::BillingGroup,
    Table::CaCertificate,
    Table::Tag,
];

impl Row {
    /// Where the row is stored, and its JSON; `None` deletes it.
    pub fn encode(&self) -> (Table, Key, Option<String>) {
        match self {
            Self::Thing(name, thing) => (Table::Thing, Key::of(name.as_str()), json(thing.as_ref())),
            Self::ThingType(name, record) => {
                (Table::ThingType, Key::of(name.as_str()), json(record.as_ref()))
            }
            Self::Certificate(id, certificate) => {
                (Table::Certificate, Key::of(id.to_string()), json(certificate.as_ref()))
            }
            Self::Policy(name, policy) => (Table::Policy, Key::of(name.as_str()), json(policy.as_ref())),
            Self::ThingPrincipal(thing, principal, kind) => {
                (Table::ThingPrincipal, Key::pair(thing.as_str(), principal.as_str()), json(kind.as_ref()))
            }
            Self::PolicyTarget(policy, target, attached) => {
                let doc = attached.then(|| "true".to_owned());
                (Table::PolicyTarget, Key::pair(policy.as_str(), target.as_str()), doc)
            }
            Self::ThingGroup(name, group) => {
                (Table::ThingGroup, Key::of(name.as_str()), json(group.as_ref()))
            }
            Self::ThingGroupMember(group, thing, is_member) => {
                let doc = is_member.then(|| "true".to_owned());
                (Table::ThingGroupMember, Key::pair(group.as_str(), thing.as_str()), doc)
            }
            Self::BillingGroup(name, group) => {
                (Table::BillingGroup, Key::of(name.as_str()), json(group.as_ref()))
            }
            Self::CaCertificate(id, record) => {
                (Table::CaCertificate, Key::of(id.to_string()), json(record.as_ref()))
            }
            Self::Tags(resource, tags) => (Table::Tag, Key::of(resource.as_str()), json(tags.as_ref())),
        }
    }

    /// Reads a stored row; `None` when it is damaged.
    pub fn decode(table: Table, key: &Key, doc: &[u8]) -> Option<Self> {
        let (name, sub) = (key.key.to_string(), key.sub.to_string());
        Some(match table {
            Table::Thing => Self::Thing(name, Some(parse(doc)?)),
            Table::ThingType => Self::ThingType(name, Some(parse(doc)?)),
            Table::Certificate => Self::Certificate(name.parse().ok()?, Some(parse(doc)?)),
            Table::Policy => Self::Policy(name, Some(parse(doc)?)),
            Table::ThingPrincipal => Self::ThingPrincipal(name, sub, Some(parse(doc)?)),
            Table::PolicyTarget => Self::PolicyTarget(name, sub, true),
            Table::ThingGroup => Self::ThingGroup(name, Some(parse(doc)?)),
            Table::ThingGroupMember => Self::ThingGroupMember(name, sub, true),
            Table::BillingGroup => Self::BillingGroup(name, Some(parse(doc)?)),
            Table::CaCertificate => Self::CaCertificate(name.parse().ok()?, Some(parse(doc)?)),
            Table::Tag => Self::Tags(name, Some(parse(doc)?)),
            _ => return None,
        })
    }
}

fn json<T: Serialize>(value: Option<&T>) -> Option<String> {
    // Records are plain structs with string keys, which always have a JSON form.
    value.map(|value| serde_json::to_string(value).unwrap_or_default())
}

fn parse<T: DeserializeOwned>(doc: &[u8]) -> Option<T> {
    serde_json::from_slice(doc).ok()
}
