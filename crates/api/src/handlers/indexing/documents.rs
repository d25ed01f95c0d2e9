//! Things and thing groups as documents: what queries look at, and what SearchIndex shows.

use ::search::{Document, Value as Found};
use model::iot::{ThingDocument as ThingAnswer, ThingGroupDocument as GroupAnswer};
use registry::{GroupView, ThingView};
use serde_json::{Map, Value};
use shadow::{Document as Shadow, ShadowName, Tree};
use std::sync::Arc;

use super::connectivity::Connectivity;
use super::fields::{ConnectivityField, ShadowField, Source};
use super::fleet::Fleet;
use super::json::{any_at, any_in, metadata, state};
use super::{GroupField, ThingField};

type Test<'t> = dyn FnMut(Found<'_>) -> bool + 't;

/// A thing, with everything that is indexed of it, looked up as it is asked for.
#[derive(Clone, Copy)]
pub struct ThingDocument<'a> {
    pub fleet: &'a Fleet<'a>,
    pub view: ThingView<'a>,
    /// Whether the dynamic groups that it is in are among its groups.
    pub in_dynamic_groups: bool,
}

impl<'a> ThingDocument<'a> {
    pub fn new(fleet: &'a Fleet<'a>, view: ThingView<'a>) -> Self {
        Self { fleet, view, in_dynamic_groups: true }
    }

    fn any_group(&self, test: &mut Test<'_>) -> bool {
        self.view.groups().any(|name| test(Found::Attribute(name)))
            || (self.in_dynamic_groups && self.fleet.groups_of(self).any(|name| test(Found::Attribute(name))))
    }

    fn shadow(&self, name: Option<&str>) -> Option<Arc<Shadow>> {
        let name = ShadowName::new(self.view.name, name).ok()?;
        self.fleet.cloud.shadows.get(self.fleet.tenant, &name)
    }

    fn connectivity(&self) -> Connectivity {
        Connectivity::of(&self.fleet.account, self.view.name, self.fleet.now)
    }

    /// What a term without a field looks at: registry and shadows (*Query syntax*).
    fn any_of_all(&self, test: &mut Test<'_>) -> bool {
        let record = self.view.record;
        let texts = [Some(self.view.name), Some(&record.id), record.type_name.as_deref()];
        texts.into_iter().flatten().any(|text| test(Found::Attribute(text)))
            || record.attributes.values().any(|text| test(Found::Attribute(text)))
            || self.any_group(test)
            || self
                .shadow_names()
                .any(|name| self.shadow(name).is_some_and(|shadow| any_of_shadow(&shadow, test)))
    }

    /// The shadows that are indexed; `None` is the classic one.
    fn shadow_names(&self) -> impl Iterator<Item = Option<&'a str>> {
        let indexing = &self.fleet.indexing;
        let classic = indexing.has(Source::ClassicShadow).then_some(None);
        classic.into_iter().chain(indexing.named_shadows().map(Some))
    }

    /// As SearchIndex shows it.
    pub fn to_answer(self) -> ThingAnswer {
        let record = self.view.record;
        let groups = self.view.groups().chain(self.fleet.groups_of(&self));
        let groups: Vec<String> = groups.map(Into::into).collect();
        let is_connectivity_indexed = self.fleet.indexing.has(Source::Connectivity);
        ThingAnswer {
            thing_name: Some(self.view.name.into()),
            thing_id: Some(record.id.clone()),
            thing_type_name: record.type_name.clone(),
            thing_group_names: (!groups.is_empty()).then_some(groups),
            attributes: (!record.attributes.is_empty()).then(|| {
                record.attributes.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()
            }),
            shadow: self.shadows_to_json(),
            device_defender: None,
            connectivity: is_connectivity_indexed.then(|| self.connectivity().to_answer()),
        }
    }

    /// The classic shadow's members, and the named shadows in a member `name`.
    fn shadows_to_json(&self) -> Option<String> {
        let mut all = Map::new();
        let mut named = Map::new();
        for name in self.shadow_names() {
            match (name, self.shadow(name)) {
                (None, Some(classic)) => all = shadow_to_json(&classic),
                (Some(name), Some(shadow)) => {
                    named.insert(name.into(), Value::Object(shadow_to_json(&shadow)));
                }
                (_, None) => {}
            }
        }
        if !named.is_empty() {
            all.insert("name".into(), Value::Object(named));
        }
        (!all.is_empty()).then(|| Value::Object(all).to_string())
    }
}

impl Document for ThingDocument<'_> {
    type Field = ThingField;

    fn any(&self, field: Option<&ThingField>, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
        let Some(field) = field else { return self.any_of_all(test) };
        let record = self.view.record;
        match field {
            ThingField::Name => test(Found::Attribute(self.view.name)),
            ThingField::Id => test(Found::Attribute(&record.id)),
            ThingField::TypeName => {
                record.type_name.as_deref().is_some_and(|name| test(Found::Attribute(name)))
            }
            ThingField::Groups => self.any_group(test),
            ThingField::Attribute(name) => {
                record.attributes.get(name).is_some_and(|value| test(Found::Attribute(value)))
            }
            ThingField::Version => test(Found::Number(record.version as f64)),
            ThingField::Shadow(name, field) => {
                self.shadow(name.as_deref()).is_some_and(|shadow| any_of_shadow_field(&shadow, field, test))
            }
            ThingField::Connectivity(field) => any_of_connectivity(&self.connectivity(), *field, test),
            ThingField::Violations => false,
        }
    }
}

fn any_of_shadow_field(shadow: &Shadow, field: &ShadowField, test: &mut Test<'_>) -> bool {
    match field {
        ShadowField::Desired(path) => any_at(shadow.desired(), path, state, test),
        ShadowField::Reported(path) => any_at(shadow.reported(), path, state, test),
        ShadowField::Delta(path) => any_at(&shadow.delta(), path, state, test),
        ShadowField::DesiredMetadata(path) => any_timestamp_at(shadow.desired(), path, test),
        ShadowField::ReportedMetadata(path) => any_timestamp_at(shadow.reported(), path, test),
        ShadowField::HasDelta => test(Found::Boolean(shadow.has_delta())),
        ShadowField::Version => test(Found::Number(shadow.version() as f64)),
    }
}

/// The metadata of a field is its one member `timestamp`.
fn any_timestamp_at(tree: &Tree, path: &str, test: &mut Test<'_>) -> bool {
    path.strip_suffix(".timestamp").is_some_and(|path| any_at(tree, path, metadata, test))
}

/// What is in the delta is in the desired state as well.
fn any_of_shadow(shadow: &Shadow, test: &mut Test<'_>) -> bool {
    let sections = [shadow.desired(), shadow.reported()];
    sections.into_iter().any(|section| any_in(section, state, test) || any_in(section, metadata, test))
        || test(Found::Boolean(shadow.has_delta()))
}

fn any_of_connectivity(known: &Connectivity, field: ConnectivityField, test: &mut Test<'_>) -> bool {
    let number = |number: Option<f64>| number.map(Found::Number);
    let value = match field {
        ConnectivityField::Connected => Some(Found::Boolean(known.connected)),
        ConnectivityField::Timestamp => number(known.timestamp.map(|at| at.0 as f64)),
        ConnectivityField::DisconnectReason => known.reason.map(Found::Attribute),
        ConnectivityField::ClientId => Some(Found::Attribute(&known.client_id)),
        ConnectivityField::CleanSession => known.clean_session().map(Found::Boolean),
        ConnectivityField::KeepAliveDuration => number(known.keep_alive().map(f64::from)),
        ConnectivityField::SessionExpiry => number(known.session_expiry().map(f64::from)),
        ConnectivityField::Version => None,
    };
    value.is_some_and(test)
}

/// A shadow as SearchIndex shows it.
fn shadow_to_json(shadow: &Shadow) -> Map<String, Value> {
    let object = |part: fn(&Tree) -> Map<String, Value>| -> Map<String, Value> {
        let sections = [("desired", shadow.desired()), ("reported", shadow.reported())];
        let present = sections.into_iter().filter(|(_, section)| !section.is_empty());
        present.map(|(name, section)| (name.to_owned(), Value::Object(part(section)))).collect()
    };
    let mut all = object(Tree::to_value);
    let delta = shadow.delta();
    let has_delta = !delta.is_empty();
    if has_delta {
        all.insert("delta".into(), Value::Object(delta.to_value()));
    }
    all.insert("metadata".into(), Value::Object(object(Tree::to_metadata)));
    all.insert("hasDelta".into(), has_delta.into());
    all.insert("version".into(), shadow.version().into());
    all
}

/// A thing group.
pub struct GroupDocument<'a>(pub GroupView<'a>);

impl GroupDocument<'_> {
    /// As SearchIndex shows it.
    pub fn to_answer(&self) -> GroupAnswer {
        let record = self.0.record;
        let parents: Vec<String> = self.0.ancestors().map(Into::into).collect();
        let attributes = record.attributes.as_ref().filter(|attributes| !attributes.is_empty());
        GroupAnswer {
            thing_group_name: Some(self.0.name.into()),
            thing_group_id: Some(record.id.clone()),
            thing_group_description: record.description.clone(),
            attributes: attributes
                .map(|all| all.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()),
            parent_group_names: (!parents.is_empty()).then_some(parents),
        }
    }
}

impl Document for GroupDocument<'_> {
    type Field = GroupField;

    fn any(&self, field: Option<&GroupField>, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
        let record = self.0.record;
        let attributes = record.attributes.as_ref();
        let Some(field) = field else {
            let texts = [Some(self.0.name), Some(&record.id), record.description.as_deref()];
            return texts.into_iter().flatten().any(|text| test(Found::Attribute(text)))
                || attributes.is_some_and(|all| all.values().any(|text| test(Found::Attribute(text))))
                || self.0.ancestors().any(|name| test(Found::Attribute(name)));
        };
        match field {
            GroupField::Name => test(Found::Attribute(self.0.name)),
            GroupField::Id => test(Found::Attribute(&record.id)),
            GroupField::Description => {
                record.description.as_deref().is_some_and(|text| test(Found::Attribute(text)))
            }
            GroupField::Parents => self.0.ancestors().any(|name| test(Found::Attribute(name))),
            GroupField::Attribute(name) => {
                let value = attributes.and_then(|all| all.get(name));
                value.is_some_and(|value| test(Found::Attribute(value)))
            }
            GroupField::Version => test(Found::Number(record.version as f64)),
        }
    }
}
