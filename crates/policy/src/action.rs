//! The actions of AWS IoT that a device can be granted, and the kind of resource that each takes.

use std::fmt;
use std::str::FromStr;

use base::Tenant;

use crate::pattern::Pattern;

/// What stands between the account and the name in the ARN of an action's resource (policy.md §1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ResourceKind {
    /// `client/CLIENTID`
    Client,
    /// `topic/TOPIC`
    Topic,
    /// `topicfilter/FILTER`
    TopicFilter,
    /// `thing/THING` or `thing/THING/SHADOW`
    Thing,
    /// `rolealias/ALIAS`
    RoleAlias,
    /// The action is granted on `*` only.
    None,
}

impl ResourceKind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Client, Self::Topic, Self::TopicFilter, Self::Thing, Self::RoleAlias, Self::None];

    /// The text before the name, with its slash; empty for [`ResourceKind::None`].
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Client => "client/",
            Self::Topic => "topic/",
            Self::TopicFilter => "topicfilter/",
            Self::Thing => "thing/",
            Self::RoleAlias => "rolealias/",
            Self::None => "",
        }
    }

    /// The ARN of the named resource; `*` for actions without resources.
    pub(crate) fn arn(self, iot_arn_prefix: &str, name: &str) -> String {
        match self {
            Self::None => "*".into(),
            kind => format!("{iot_arn_prefix}{}{name}", kind.prefix()),
        }
    }
}

/// One table for the enum, the names and the resource kinds, so that they cannot disagree.
macro_rules! actions {
    ($($action:ident $kind:ident,)*) => {
        /// An action that is decided by AWS IoT policies (policy.md §1).
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action {
            $(#[doc = concat!("`iot:", stringify!($action), "`")] $action,)*
        }

        impl Action {
            /// Every action, in the order of policy.md §1.
            pub const ALL: [Self; [$(stringify!($action)),*].len()] = [$(Self::$action),*];

            /// The name in a policy document, for example `iot:Publish`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$action => concat!("iot:", stringify!($action)),)* }
            }

            /// The kind of resource that the action is granted on.
            pub const fn resource_kind(self) -> ResourceKind {
                match self { $(Self::$action => ResourceKind::$kind,)* }
            }
        }
    };
}

actions! {
    Connect Client,
    Publish Topic,
    RetainPublish Topic,
    Subscribe TopicFilter,
    Receive Topic,
    GetRetainedMessage Topic,
    ListRetainedMessages None,
    GetThingShadow Thing,
    UpdateThingShadow Thing,
    DeleteThingShadow Thing,
    // The resource table says `*`, the REST page `thing/THING`: a grant on `*` covers both (policy.md §1).
    ListNamedShadowsForThing Thing,
    DescribeJobExecution Thing,
    GetPendingJobExecutions Thing,
    UpdateJobExecution Thing,
    StartNextPendingJobExecution Thing,
    AssumeRoleWithCertificate RoleAlias,
    DeleteConnection Client,
    GetConnection Client,
    ListSubscriptions Client,
    SendDirectMessage Client,
}

impl Action {
    /// Another name for the action in a policy document. AWS's pages disagree on the prefix of the jobs data
    /// plane (jobs.md §1), so both grant and deny.
    const fn alias(self) -> Option<&'static str> {
        match self {
            Self::DescribeJobExecution => Some("iotjobsdata:DescribeJobExecution"),
            Self::GetPendingJobExecutions => Some("iotjobsdata:GetPendingJobExecutions"),
            Self::UpdateJobExecution => Some("iotjobsdata:UpdateJobExecution"),
            Self::StartNextPendingJobExecution => Some("iotjobsdata:StartNextPendingJobExecution"),
            _ => None,
        }
    }

    /// The ARN that a policy must grant for this action on the bare `name`.
    pub fn resource_arn(self, tenant: &Tenant, name: &str) -> String {
        self.resource_kind().arn(&tenant.iot_arn_prefix(), name)
    }

    /// The bare name in a resource's ARN, the inverse of [`Action::resource_arn`]. `None` when the ARN
    /// belongs to another tenant or is of another kind than this action takes.
    pub fn name_in<'a>(self, tenant: &Tenant, arn: &'a str) -> Option<&'a str> {
        match self.resource_kind() {
            ResourceKind::None => (arn == "*").then_some(""),
            kind => arn.strip_prefix(&tenant.iot_arn_prefix())?.strip_prefix(kind.prefix()),
        }
    }
}

/// A text that names none of the actions in [`Action::ALL`].
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is no action that AWS IoT policies decide")]
pub struct UnknownAction(String);

impl FromStr for Action {
    type Err = UnknownAction;

    /// Case does not matter, as in policy documents.
    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        let named = Self::ALL.into_iter().find(|action| action.as_str().eq_ignore_ascii_case(text));
        named.ok_or_else(|| UnknownAction(text.into()))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The actions that a statement is about: its `Action` patterns applied to the table above.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct ActionSet(u32);

const _: () = assert!(Action::ALL.len() <= u32::BITS as usize);

impl ActionSet {
    /// The actions whose names match one of the patterns. Case does not matter, `*` and `?` are
    /// wildcards (policy.md §1).
    pub fn matching(patterns: &[String]) -> Self {
        let globs: Vec<Pattern> = patterns.iter().map(|text| Pattern::glob(&text.to_lowercase())).collect();
        let all = Self::default().complement();
        all.filter(|action| {
            let mut names = [Some(action.as_str()), action.alias()].into_iter().flatten();
            names.any(|name| globs.iter().any(|glob| glob.matches(&name.to_lowercase())))
        })
    }

    /// All actions but these (`NotAction`).
    pub fn complement(self) -> Self {
        Self(!self.0)
    }

    #[inline]
    pub fn contains(self, action: Action) -> bool {
        self.0 & (1 << action as u32) != 0
    }

    /// The actions of this set for which `keep` says so.
    pub fn filter(self, keep: impl Fn(Action) -> bool) -> Self {
        let kept = Action::ALL.into_iter().filter(|action| self.contains(*action) && keep(*action));
        Self(kept.fold(0, |set, action| set | 1 << action as u32))
    }

    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(patterns: &[&str]) -> Vec<Action> {
        let patterns: Vec<String> = patterns.iter().map(|p| p.to_string()).collect();
        let set = ActionSet::matching(&patterns);
        Action::ALL.into_iter().filter(|action| set.contains(*action)).collect()
    }

    #[test]
    fn names_round_trip_in_any_case() {
        for action in Action::ALL {
            assert_eq!(action.as_str().parse(), Ok(action));
            assert_eq!(action.as_str().to_uppercase().parse(), Ok(action));
        }
        assert!("iot:Fly".parse::<Action>().is_err());
        assert!("Publish".parse::<Action>().is_err());
    }

    #[test]
    fn patterns_select_actions_regardless_of_case() {
        assert_eq!(set(&["iot:PUB*"]), [Action::Publish]);
        assert_eq!(set(&["iot:*Publish"]), [Action::Publish, Action::RetainPublish]);
        assert_eq!(set(&["iot:?eceive"]), [Action::Receive]);
        assert_eq!(set(&["iot:*"]).len(), Action::ALL.len());
        assert_eq!(set(&["*"]).len(), Action::ALL.len());
        assert_eq!(set(&["greengrass:*", "iot:CreateThing"]), []);
        assert_eq!(set(&["iotjobsdata:*"]).len(), 4);
        assert_eq!(set(&["iotjobsdata:updateJobExecution"]), [Action::UpdateJobExecution]);
    }

    #[test]
    fn bare_name_is_taken_from_the_arn_of_this_tenant_and_kind_only() {
        let tenant = Tenant::new("111122223333".parse().unwrap(), "us-east-1".parse().unwrap());
        let arn = Action::Publish.resource_arn(&tenant, "a/b");
        assert_eq!(arn, "arn:aws:iot:us-east-1:111122223333:topic/a/b");
        assert_eq!(Action::Publish.name_in(&tenant, &arn), Some("a/b"));
        assert_eq!(Action::Subscribe.name_in(&tenant, &arn), None);
        assert_eq!(Action::Publish.name_in(&tenant, &arn.replace("3333", "4444")), None);
        assert_eq!(Action::ListRetainedMessages.name_in(&tenant, "*"), Some(""));
        assert_eq!(Action::ListRetainedMessages.resource_arn(&tenant, ""), "*");
    }
}
