//! What statements ask of the world outside of their message (rules.md §4, external functions).
//!
//! Evaluation does no I/O. A function that needs an answer looks it up in the [`Answers`] of the message; when
//! it is not there the evaluation ends with [`EvalError::Awaits`](crate::sql::EvalError::Awaits). Whoever runs
//! it gets the answer, puts it into the table and evaluates again, from the start: everything else that a
//! statement reads is the same then, so it comes to the same place and goes on from there.

use std::collections::HashMap;

use crate::json::{JsonError, Node, Tape};

/// A question to another service. Equal questions of one evaluation have one answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ExternalCall {
    /// `aws_lambda`: invoke a function and wait for what it returns.
    Lambda {
        /// The function, possibly with a qualifier.
        function_arn: String,
        /// Its event, compact JSON.
        event: Vec<u8>,
    },
    /// `get_dynamodb`: read one item.
    DynamoDb {
        /// The table.
        table: String,
        /// Partition key and, if the table has one, sort key.
        key: Vec<(String, KeyValue)>,
        /// The role to assume.
        role_arn: String,
    },
    /// `get_secret`: read a secret, its version AWSCURRENT.
    Secret {
        /// Name or ARN.
        id: String,
        /// Which of its two values.
        kind: SecretKind,
        /// A key of the JSON object that the secret is.
        key: Option<String>,
        /// The role to assume.
        role_arn: String,
    },
    /// `get_thing_shadow`: read a whole shadow document.
    Shadow {
        /// The thing.
        thing: String,
        /// The shadow's name; `None` for the classic shadow.
        shadow: Option<String>,
        /// The role to assume.
        role_arn: String,
    },
    /// `get_registry_data`: call an operation of the registry.
    Registry {
        /// Which one.
        operation: RegistryOperation,
        /// The thing.
        thing: String,
        /// The role to assume.
        role_arn: String,
    },
    /// `decode` with `proto`: decode a message of Protocol Buffers.
    Protobuf {
        /// The encoded message.
        data: Vec<u8>,
        /// The bucket with the descriptor.
        bucket: String,
        /// The key of the descriptor, a `FileDescriptorSet`.
        key: String,
        /// The `.proto` file in it that has the type, usually without its extension.
        proto: String,
        /// The type of the message.
        message_type: String,
    },
}

/// A key of an item, typed as the value that the statement gave.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum KeyValue {
    /// `S`
    Text(String),
    /// `N`, as text.
    Number(String),
}

/// The two values that a secret can have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SecretKind {
    /// `SecretString`
    String,
    /// `SecretBinary`
    Binary,
}

impl SecretKind {
    /// Its names in the SQL and in the service's answers.
    pub(crate) const NAMES: [&'static str; 2] = ["SecretString", "SecretBinary"];

    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "SecretString" => Some(Self::String),
            "SecretBinary" => Some(Self::Binary),
            _ => None,
        }
    }
}

/// The operations that `get_registry_data` knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RegistryOperation {
    /// `DescribeThing`
    DescribeThing,
    /// `ListThingGroupsForThing`
    ListThingGroupsForThing,
}

impl RegistryOperation {
    /// Their names.
    pub(crate) const NAMES: [&'static str; 2] = ["DescribeThing", "ListThingGroupsForThing"];

    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "DescribeThing" => Some(Self::DescribeThing),
            "ListThingGroupsForThing" => Some(Self::ListThingGroupsForThing),
            _ => None,
        }
    }
}

impl ExternalCall {
    /// The function of the SQL that asks.
    pub fn function(&self) -> &'static str {
        match self {
            Self::Lambda { .. } => "aws_lambda",
            Self::DynamoDb { .. } => "get_dynamodb",
            Self::Secret { .. } => "get_secret",
            Self::Shadow { .. } => "get_thing_shadow",
            Self::Registry { .. } => "get_registry_data",
            Self::Protobuf { .. } => "decode",
        }
    }

    /// What it is about, for logs: a function, a table, a thing. Nothing secret.
    pub fn resource(&self) -> &str {
        match self {
            Self::Lambda { function_arn, .. } => function_arn,
            Self::DynamoDb { table, .. } => table,
            Self::Secret { id, .. } => id,
            Self::Shadow { thing, .. } | Self::Registry { thing, .. } => thing,
            Self::Protobuf { key, .. } => key,
        }
    }
}

/// A JSON text that was answered.
#[derive(Debug)]
pub struct Answer {
    json: Vec<u8>,
    tape: Tape,
}

impl Answer {
    /// An answer.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn new(json: Vec<u8>) -> Result<Self, JsonError> {
        let tape = Tape::parse(&json)?;
        Ok(Self { json, tape })
    }

    /// Its value.
    pub(crate) fn root(&self) -> Node<'_> {
        self.tape.root(&self.json)
    }
}

/// What is answered so far, for one message and one rule.
#[derive(Debug, Default)]
pub struct Answers(HashMap<ExternalCall, Result<Answer, String>>);

impl Answers {
    /// Notes an answer, or why there is none.
    pub fn insert(&mut self, call: ExternalCall, outcome: Result<Answer, String>) {
        self.0.insert(call, outcome);
    }

    pub(crate) fn get(&self, call: &ExternalCall) -> Option<Result<&Answer, &str>> {
        Some(self.0.get(call)?.as_ref().map_err(String::as_str))
    }
}
