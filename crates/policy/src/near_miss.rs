//! Why nothing allowed a request: the Allow statement that came closest, and what differs.
//!
//! Every Allow statement is tried with one thing changed at a time (the kind of resource, the region,
//! `#` read as `*`, a variable read as `*`, …). The change that makes it match is the mistake.

use base::{Arn, UnixMillis};

use crate::action::{Action, ResourceKind};
use crate::authorizer::{Authorizer, StatementIndex};
use crate::condition::{self, Condition};
use crate::date::Timestamp;
use crate::document::{Effect, Statement, Version};
use crate::pattern::Pattern;
use crate::template::Template;
use crate::variables::{Key, Place};

/// What was asked.
pub(crate) struct Request<'a> {
    pub action: Action,
    /// The bare name.
    pub name: &'a str,
    pub arn: &'a str,
    pub now: UnixMillis,
}

/// What came closest.
pub(crate) struct NearMiss {
    pub statement: Option<StatementIndex>,
    /// Completes "Nothing allows … on …: ".
    pub reason: String,
}

/// How close a statement came, farthest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// About the action, but its resource differs behind this many bytes.
    OtherResource(usize),
    OtherAction,
    Excluded,
    /// A variable has another value than the request needs.
    OtherValue,
    Unresolved,
    /// One mistake in the resource.
    Mistake,
    /// Only a condition fails.
    Condition,
}

pub(crate) fn nearest(authorizer: &Authorizer, request: &Request) -> NearMiss {
    if authorizer.policies.is_empty() {
        return NearMiss { statement: None, reason: "no policy is attached".into() };
    }
    let mut best: Option<(Closeness, NearMiss)> = None;
    let allows = authorizer.statements().filter(|(_, statement)| statement.effect == Effect::Allow);
    for (index, statement) in allows {
        let judge = Judge { authorizer, request, statement, index };
        let Some((closeness, reason)) = judge.miss() else { continue };
        if best.as_ref().is_none_or(|(so_far, _)| closeness > *so_far) {
            best = Some((closeness, NearMiss { statement: Some(index), reason }));
        }
    }
    let nothing = || NearMiss { statement: None, reason: "no attached policy allows this action".into() };
    best.map_or_else(nothing, |(_, miss)| miss)
}

/// One Allow statement held against the request.
struct Judge<'a> {
    authorizer: &'a Authorizer,
    request: &'a Request<'a>,
    statement: &'a Statement,
    index: StatementIndex,
}

type Miss = (Closeness, String);

impl Judge<'_> {
    fn who(&self) -> String {
        self.authorizer.describe(self.index)
    }

    /// Why the statement does not allow the request; `None` when it has nothing to do with it.
    fn miss(&self) -> Option<Miss> {
        if !self.statement.actions.contains(self.request.action) {
            return self.covers_resource().then(|| (Closeness::OtherAction, self.other_action()));
        }
        if self.covers_resource() {
            return self.failed_condition();
        }
        let resources = self.statement.resources.iter();
        let miss_of = |template| {
            if self.statement.except_resources {
                self.excluded(template)
            } else {
                self.resource_miss(template)
            }
        };
        // The first of equally close ones, as the document's reader meets it.
        let mut best: Option<Miss> = None;
        for miss in resources.filter_map(miss_of) {
            if best.as_ref().is_none_or(|(closeness, _)| miss.0 > *closeness) {
                best = Some(miss);
            }
        }
        best
    }

    fn pattern(&self, template: &Template) -> Option<Pattern> {
        template.pattern(self.authorizer.source(false), Place::Resource).ok()
    }

    fn covers_resource(&self) -> bool {
        let except = self.statement.except_resources;
        let mut named = false;
        for resource in &self.statement.resources {
            match self.pattern(resource) {
                Some(pattern) => named |= pattern.matches(self.request.arn),
                // Everything but something unknown is nothing (policy.md §5).
                None if except => return false,
                None => {}
            }
        }
        named != except
    }

    fn other_action(&self) -> String {
        let actions = quoted(&self.statement.action_texts);
        let only = if self.statement.except_actions { "for every action but" } else { "but only for" };
        format!("{} covers this resource, {only} {actions}", self.who())
    }

    fn excluded(&self, template: &Template) -> Option<Miss> {
        if let Some((variable, why)) = self.authorizer.unresolved_in(template, Place::Resource).next() {
            let (name, text) = (&variable.name, &template.text);
            let reason =
                format!("`${{{name}}}` in NotResource `{text}` of {} has no value: {why}", self.who());
            return Some((Closeness::Unresolved, reason));
        }
        let named = self.pattern(template)?.matches(self.request.arn);
        let reason = || format!("{} allows everything but `{}`", self.who(), template.text);
        named.then(|| (Closeness::Excluded, reason()))
    }

    fn resource_miss(&self, template: &Template) -> Option<Miss> {
        let (text, who) = (&template.text, self.who());
        let pattern = self.pattern(template).unwrap_or_else(|| template.outline());
        if let Some(reason) = self.mistake(template, &pattern) {
            return Some((Closeness::Mistake, reason));
        }
        let could_match = template.outline().matches(self.request.arn);
        let unresolved = self.authorizer.unresolved_in(template, Place::Resource).next();
        match unresolved {
            Some((variable, why)) if could_match => {
                let reason = format!("`${{{}}}` in `{text}` of {who} has no value: {why}", variable.name);
                Some((Closeness::Unresolved, reason))
            }
            None if could_match => {
                let values: Vec<String> = template
                    .variables()
                    .filter_map(|variable| {
                        let source = self.authorizer.source(false);
                        let value = source.substitute(&variable.key, Place::Resource).ok()?;
                        Some(format!("`${{{}}}` is `{value}`", variable.name))
                    })
                    .collect();
                let values = values.join(" and ");
                Some((Closeness::OtherValue, format!("`{text}` in {who} names another one: {values} here")))
            }
            _ => {
                let same = text.bytes().zip(self.request.arn.bytes()).take_while(|(a, b)| a == b).count();
                let reason = format!("the closest resource is `{text}` in {who}");
                Some((Closeness::OtherResource(same), reason))
            }
        }
    }

    /// The classic mistakes in a resource.
    fn mistake(&self, template: &Template, pattern: &Pattern) -> Option<String> {
        let (text, who, action) = (&template.text, self.who(), self.request.action);
        let document = &self.authorizer.policies[self.index.policy].document;
        if document.version == Version::V2008
            && Template::with_variables(text).outline().matches(self.request.arn)
        {
            return Some(format!(
                "`{text}` in {who} is plain text in a document of version 2008-10-17; variables need \
                 Version 2012-10-17"
            ));
        }
        let kind = action.resource_kind();
        if kind == ResourceKind::None {
            return Some(format!("{who} grants it on `{text}`, but this action is granted on `*` only"));
        }
        for other in ResourceKind::ALL.into_iter().filter(|other| *other != kind) {
            let with = format!("{}{}{}", self.authorizer.arn_prefix, other.prefix(), self.request.name);
            if pattern.matches(&with) {
                let wrong = match other {
                    ResourceKind::None => format!("without `{}`", kind.prefix()),
                    other => format!("under `{}` rather than `{}`", other.prefix(), kind.prefix()),
                };
                return Some(format!("{who} grants it {wrong}, in `{text}`"));
            }
        }
        if let Some(difference) = self.other_owner(text, pattern) {
            return Some(format!("`{text}` in {who} {difference}"));
        }
        if template.outline().matches(self.request.arn) {
            // Spelled right: it is the value of a variable that differs.
            return None;
        }
        let with_stars = template.altered_outline(|text| text.replace(['#', '+'], "*"));
        if with_stars.matches(self.request.arn) {
            return Some(format!(
                "`#` and `+` are ordinary characters in a policy, so write `*` for them in `{text}` of {who}"
            ));
        }
        let in_lower_case = template.altered_outline(str::to_lowercase);
        in_lower_case
            .matches(&self.request.arn.to_lowercase())
            .then(|| format!("`{text}` in {who} differs in upper and lower case"))
    }

    /// Whether the resource is right but for its region, account or partition.
    fn other_owner(&self, text: &str, pattern: &Pattern) -> Option<String> {
        let (theirs, ours) = (Arn::parse(text)?, Arn::parse(self.request.arn)?);
        let parts = [
            ("partition", theirs.partition, ours.partition),
            ("service", theirs.service, ours.service),
            ("region", theirs.region, ours.region),
            ("account", theirs.account, ours.account),
        ];
        let in_their_place = format!(
            "arn:{}:{}:{}:{}:{}",
            theirs.partition, theirs.service, theirs.region, theirs.account, ours.resource
        );
        if !pattern.matches(&in_their_place) {
            return None;
        }
        let differing = parts.iter().filter(|(_, theirs, ours)| !Pattern::glob(theirs).matches(ours));
        let differing: Vec<String> = differing
            .map(|(part, theirs, ours)| format!("is of {part} `{theirs}`, but this one is of `{ours}`"))
            .collect();
        (!differing.is_empty()).then(|| differing.join(" and "))
    }

    fn failed_condition(&self) -> Option<Miss> {
        let source = self.authorizer.source(self.request.action == Action::Connect);
        let failed = self.statement.conditions.iter().find(|it| !it.holds_at(source, self.request.now))?;
        let (who, operator, key) = (self.who(), &failed.operator_name, &failed.key_name);
        let found = self.found_value(failed);
        let reason =
            format!("{who} would allow it, but its condition `{operator}` on `{key}` fails: {found}");
        Some((Closeness::Condition, reason))
    }

    fn found_value(&self, condition: &Condition) -> String {
        let unresolved = |value| self.authorizer.unresolved_in(value, Place::Condition).next();
        if let Some((variable, why)) = condition.values.iter().find_map(unresolved) {
            return format!("`${{{}}}` has no value: {why}", variable.name);
        }
        let expected: Vec<&str> = condition.values.iter().map(|value| value.text.as_str()).collect();
        let expected = if expected.is_empty() { "nothing".into() } else { quoted(&expected) };
        if condition.key.is_time() {
            let mut out = Timestamp::default();
            let now = condition::time_text(&condition.key, self.request.now, &mut out);
            return format!("it is `{now}`, and the policy has {expected}");
        }
        let source = self.authorizer.source(self.request.action == Action::Connect);
        let values = source.values(&condition.key);
        match condition.key {
            Key::Unknown => "AWS IoT sets no key of this name".into(),
            _ if values.is_empty() => format!("it has no value, and the policy has {expected}"),
            _ => format!("it is {}, and the policy has {expected}", quoted(&values)),
        }
    }
}

/// `` `a`, `b` ``
fn quoted(texts: &[impl AsRef<str>]) -> String {
    texts.iter().map(|text| format!("`{}`", text.as_ref())).collect::<Vec<_>>().join(", ")
}
