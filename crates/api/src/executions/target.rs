//! The devices that commands are sent to.

use base::{Arn, Tenant};
use broker::{CommandAnswer, DeviceKind};

/// A device: a thing of the registry, or an MQTT client that need not be one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// What the device is known as.
    pub kind: DeviceKind,
    /// The name of the thing, or the client id.
    pub name: String,
}

/// What names a level of a topic, and a part of the key of an execution.
fn is_level(name: &str) -> bool {
    !name.is_empty() && name.len() <= 128 && !name.contains(['/', '+', '#', '\0'])
}

impl Target {
    /// The device that an ARN of the tenant names: `thing/NAME` or `client/ID`.
    pub fn parse(tenant: &Tenant, arn: &str) -> Option<Self> {
        let resource = arn.strip_prefix(&tenant.iot_arn_prefix()).and_then(|_| Arn::parse(arn))?;
        let things = resource.name_of("thing").map(|name| (DeviceKind::Thing, name));
        let (kind, name) =
            things.or_else(|| resource.name_of("client").map(|name| (DeviceKind::Client, name)))?;
        is_level(name).then(|| Self { kind, name: name.to_owned() })
    }

    /// The device that an answer comes from.
    pub fn of(answer: CommandAnswer<'_>) -> Self {
        Self { kind: answer.kind, name: answer.device.to_owned() }
    }

    /// Where the catalog keeps an execution on this device.
    pub fn key(&self, execution: &str) -> String {
        let kind = match self.kind {
            DeviceKind::Thing => "thing",
            DeviceKind::Client => "client",
        };
        format!("{kind}/{}/{execution}", self.name)
    }

    /// A topic of an execution on this device; `end` is what follows the execution's id.
    pub fn topic(&self, execution: &str, end: &str) -> String {
        format!("$aws/commands/{}/{}/executions/{execution}/{end}", self.kind.level(), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_things_and_clients_of_the_tenant() {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let parse = |resource: &str| Target::parse(&tenant, &tenant.iot_arn(resource));
        let lamp = parse("thing/lamp:1").unwrap();
        assert_eq!((lamp.kind, lamp.key("e").as_str()), (DeviceKind::Thing, "thing/lamp:1/e"));
        let client = parse("client/c").unwrap();
        assert_eq!(client.topic("e", "request"), "$aws/commands/clients/c/executions/e/request");
        for wrong in ["thing/", "thing/a/b", "client/+", "client/#", "thinggroup/g", "client"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        for wrong in ["lamp", "arn:aws:iot:eu-west-1:123456789012:thing/lamp"] {
            assert_eq!(Target::parse(&tenant, wrong), None, "{wrong}");
        }
    }
}
