//! Which services exist here, and which of them are switched on.

use std::collections::BTreeSet;
use std::str::FromStr;

/// The largest request body of most services, bytes: that of a BatchWriteItem.
const BODY_BYTES_MAX: usize = 16 << 20;

/// A service that this build embeds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Service {
    /// Amazon DynamoDB and DynamoDB Streams.
    #[cfg(feature = "dynamodb")]
    DynamoDb,
    /// AWS Identity and Access Management.
    Iam,
    /// AWS Lambda.
    #[cfg(feature = "lambda")]
    Lambda,
    /// Amazon CloudWatch Logs.
    Logs,
    /// Amazon S3.
    #[cfg(feature = "s3")]
    S3,
    /// Amazon Simple Notification Service.
    Sns,
    /// Amazon Simple Queue Service.
    Sqs,
    /// AWS Security Token Service.
    Sts,
}

impl Service {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        #[cfg(feature = "dynamodb")]
        Self::DynamoDb,
        Self::Iam,
        #[cfg(feature = "lambda")]
        Self::Lambda,
        Self::Logs,
        #[cfg(feature = "s3")]
        Self::S3,
        Self::Sns,
        Self::Sqs,
        Self::Sts,
    ];

    /// What `--services` calls it, which is also the service name that AWS signatures carry.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "dynamodb")]
            Self::DynamoDb => "dynamodb",
            Self::Iam => "iam",
            #[cfg(feature = "lambda")]
            Self::Lambda => "lambda",
            Self::Logs => "logs",
            #[cfg(feature = "s3")]
            Self::S3 => "s3",
            Self::Sns => "sns",
            Self::Sqs => "sqs",
            Self::Sts => "sts",
        }
    }

    /// The service that a request is for: the one that its signature names; for a request without a
    /// signature the one that its `X-Amz-Target` names.
    pub(crate) fn of_request(signing_name: Option<&str>, target: Option<&str>) -> Option<Self> {
        if let Some(name) = signing_name {
            return Self::ALL.iter().copied().find(|service| service.name() == name);
        }
        let prefix = target?.split('.').next()?;
        Self::ALL.iter().copied().find(|service| service.target_prefixes().contains(&prefix))
    }

    /// What comes before the dot in `X-Amz-Target`; nothing for services that do not use it.
    pub(crate) fn target_prefixes(self) -> &'static [&'static str] {
        match self {
            #[cfg(feature = "dynamodb")]
            Self::DynamoDb => &["DynamoDB_20120810", "DynamoDBStreams_20120810"],
            Self::Logs => &["Logs_20140328"],
            Self::Sqs => &["AmazonSQS"],
            #[cfg(feature = "lambda")]
            Self::Lambda => &[],
            #[cfg(feature = "s3")]
            Self::S3 => &[],
            Self::Iam | Self::Sns | Self::Sts => &[],
        }
    }

    /// The largest request body that the service takes, bytes. One that is larger is not read.
    pub fn body_bytes_max(self) -> usize {
        match self {
            // 50 MB of code in base64, and what is around it; AWS's error message names this number.
            #[cfg(feature = "lambda")]
            Self::Lambda => 70_167_211,
            _ => BODY_BYTES_MAX,
        }
    }
}

/// The services that are switched on (`--services`).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ServiceSet(BTreeSet<Service>);

/// A name in `--services` that no embedded service has.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{name:?} is no embedded service; there are {}, and instead of a list all or none", known())]
pub struct UnknownService {
    name: String,
}

impl ServiceSet {
    /// Every service of this build.
    pub fn all() -> Self {
        Self(Service::ALL.iter().copied().collect())
    }

    /// No service.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether a service is switched on.
    pub fn contains(&self, service: Service) -> bool {
        self.0.contains(&service)
    }

    /// The services that are switched on, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = Service> {
        self.0.iter().copied()
    }
}

impl FromStr for ServiceSet {
    type Err = UnknownService;

    /// Takes `all`, `none`, or names with commas between them.
    fn from_str(text: &str) -> Result<Self, UnknownService> {
        match text.trim() {
            "all" => Ok(Self::all()),
            "none" => Ok(Self::none()),
            list => {
                let services = list.split(',').map(|name| {
                    let name = name.trim();
                    let found = Service::ALL.iter().copied().find(|service| service.name() == name);
                    found.ok_or_else(|| UnknownService { name: name.into() })
                });
                services.collect::<Result<_, _>>().map(Self)
            }
        }
    }
}

/// The names of all embedded services, for messages.
pub(crate) fn known() -> String {
    let names: Vec<&str> = Service::ALL.iter().map(|service| service.name()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_names_all_or_none() {
        assert_eq!("all".parse(), Ok(ServiceSet::all()));
        assert_eq!(" none ".parse(), Ok(ServiceSet::none()));
        let sts: ServiceSet = "sts, sts".parse().unwrap();
        assert_eq!(sts.iter().collect::<Vec<_>>(), [Service::Sts]);
        assert_eq!(known().parse(), Ok(ServiceSet::all()));
    }

    #[test]
    fn an_unknown_name_is_refused_with_those_that_exist() {
        for (text, name) in
            [("sts,kinesis", "kinesis"), ("", ""), ("sts,", ""), ("all,sts", "all"), ("STS", "STS")]
        {
            let error = text.parse::<ServiceSet>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("{name:?} is no embedded service")), "{error}");
            assert!(error.contains(&known()), "{error}");
        }
    }

    #[test]
    fn the_signature_goes_before_the_target() {
        let of = Service::of_request;
        assert_eq!(of(Some("sts"), None), Some(Service::Sts));
        assert_eq!(of(Some("sts"), Some("DynamoDB_20120810.ListTables")), Some(Service::Sts));
        assert_eq!(of(Some("kinesis"), Some("DynamoDB_20120810.ListTables")), None);
        assert_eq!(of(None, None), None);
        assert_eq!(of(None, Some("Kinesis_20131202.ListStreams")), None);
    }

    #[cfg(feature = "dynamodb")]
    #[test]
    fn both_apis_of_dynamodb_are_one_service() {
        for target in ["DynamoDB_20120810.ListTables", "DynamoDBStreams_20120810.ListStreams"] {
            assert_eq!(Service::of_request(None, Some(target)), Some(Service::DynamoDb));
        }
    }
}
