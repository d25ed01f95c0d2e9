//! The form of the generated tables.

use std::fmt;

use crate::generated::SERVICES;

/// One of the services whose model is in `models/`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum ServiceId {
    /// The control plane.
    Iot,
    /// The data plane: publish, shadows, retained messages, connections.
    IotData,
    /// The jobs data plane, as devices use it.
    IotJobsData,
}

impl ServiceId {
    /// The service's tables.
    pub fn service(self) -> &'static Service {
        SERVICES[self as usize]
    }

    /// The service that requests with this name in their credential scope are for. AWS knows the data
    /// plane as `iotdata` in its SDKs and as `iotdevicegateway` to devices (mqtt.md §1).
    pub fn of_signing_name(name: &str) -> Option<Self> {
        match name {
            "iot" => Some(Self::Iot),
            "iotdata" | "iotdevicegateway" => Some(Self::IotData),
            "iot-jobs-data" => Some(Self::IotJobsData),
            _ => None,
        }
    }
}

/// A service: its operations and its exceptions.
#[derive(Debug)]
pub struct Service {
    /// Which one it is.
    pub id: ServiceId,
    /// `iot`, `iot-data` or `iot-jobs-data`.
    pub name: &'static str,
    /// The name that its SDK signs with.
    pub signing_name: &'static str,
    /// The id of the first operation.
    pub first: u16,
    /// The operations in the model's order.
    pub operations: &'static [Operation],
    /// The exceptions, sorted by name.
    pub errors: &'static [&'static ErrorShape],
}

impl Service {
    /// The exception of this name, when the service's model has one.
    pub fn error(&self, name: &str) -> Option<&'static ErrorShape> {
        self.errors.iter().find(|error| error.name == name).copied()
    }
}

/// An operation of any of the services: a number below [`crate::OPERATION_COUNT`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpId(u16);

impl OpId {
    pub(crate) const fn new(index: u16) -> Self {
        Self(index)
    }

    /// The position in a table of all operations.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Every operation of every service.
    pub fn all() -> impl Iterator<Item = Self> {
        SERVICES.iter().flat_map(|service| service.operations).map(|operation| operation.id)
    }

    /// The operation's row.
    pub fn operation(self) -> &'static Operation {
        // Ids are only made by the generator, which numbers the services' operations one after another.
        let service = SERVICES.iter().rev().find(|service| service.first <= self.0);
        service.map_or(&SERVICES[0].operations[0], |s| &s.operations[usize::from(self.0 - s.first)])
    }
}

impl fmt::Debug for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation().name)
    }
}

/// What a service can be asked to do, and how the question travels.
#[derive(Debug)]
pub struct Operation {
    /// Its id.
    pub id: OpId,
    /// The name, for example `CreateThing`.
    pub name: &'static str,
    /// The service that it belongs to.
    pub service: ServiceId,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, split at its slashes.
    pub path: &'static [Segment],
    /// The HTTP status of success.
    pub status: u16,
    /// The request, a structure.
    pub input: &'static Shape,
    /// The answer, a structure; `None` when success has no body.
    pub output: Option<&'static Shape>,
    /// The exceptions that the model lists.
    pub errors: &'static [&'static ErrorShape],
}

/// One part of an operation's path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Segment {
    /// This very text.
    Literal(&'static str),
    /// One segment, the value of the member that is bound to this name.
    Label(&'static str),
    /// Everything up to the end of the path.
    Greedy(&'static str),
}

/// An exception of a service.
#[derive(PartialEq, Eq, Debug)]
pub struct ErrorShape {
    /// The name that clients see, for example `ResourceNotFoundException`.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The texts that it carries besides `message`.
    pub members: &'static [&'static str],
}

/// A type of the model with its constraints.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The model's name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether its value must not be repeated in messages.
    pub sensitive: bool,
}

/// What a shape is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// An object with named members.
    Structure {
        /// In the model's order.
        members: &'static [Member],
        /// The member that is the whole body.
        payload: Option<&'static str>,
    },
    /// A sequence of equal shapes.
    List {
        /// The elements.
        member: &'static Shape,
        /// How many.
        length: Bounds<i64>,
    },
    /// An object with free keys.
    Map {
        /// The keys, a text.
        key: &'static Shape,
        /// The values.
        value: &'static Shape,
        /// How many.
        length: Bounds<i64>,
    },
    /// A text.
    String {
        /// Characters.
        length: Bounds<i64>,
        /// What the whole text must match.
        pattern: Option<PatternId>,
        /// The values of an enumeration; empty when any text will do.
        values: &'static [&'static str],
    },
    /// A number of 32 bits.
    Integer(Bounds<i64>),
    /// A number of 64 bits.
    Long(Bounds<i64>),
    /// A fractional number.
    Double(Bounds<f64>),
    /// True or false.
    Boolean,
    /// A point in time: seconds since 1970 as a JSON number, ISO 8601 in a query.
    Timestamp,
    /// Bytes: Base64 in JSON, raw as a payload.
    Blob {
        /// How many.
        length: Bounds<i64>,
    },
}

/// Inclusive limits of a length or a value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds<T> {
    /// At least.
    pub min: Option<T>,
    /// At most.
    pub max: Option<T>,
}

/// A position in [`crate::PATTERNS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PatternId(pub u16);

impl PatternId {
    /// The pattern as the model writes it, a Java regular expression for the whole text.
    pub fn text(self) -> &'static str {
        crate::PATTERNS[usize::from(self.0)]
    }
}

/// A member of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name in JSON and in messages.
    pub name: &'static str,
    /// Its type.
    pub shape: &'static Shape,
    /// Whether it must be there.
    pub required: bool,
    /// Where it travels.
    pub location: Location,
}

/// Where a member of a request or an answer travels, with the name it has there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Location {
    /// In the JSON body, or as the body when it is the structure's payload.
    Body,
    /// In the path.
    Path(&'static str),
    /// In the query.
    Query(&'static str),
    /// In a header.
    Header(&'static str),
    /// As the status of the answer.
    Status,
}

impl Shape {
    /// The members of a structure; none for anything else.
    pub fn members(&self) -> &'static [Member] {
        match self.kind {
            Kind::Structure { members, .. } => members,
            _ => &[],
        }
    }

    /// The member of a structure that is the whole body.
    pub fn payload(&self) -> Option<&'static Member> {
        match self.kind {
            Kind::Structure { members, payload } => {
                members.iter().find(|member| Some(member.name) == payload)
            }
            _ => None,
        }
    }
}

/// The words that the generated tables are written in.
pub(crate) mod build {
    use super::{Bounds, Kind, Location, Member, PatternId, Shape};

    const fn shape(name: &'static str, kind: Kind) -> Shape {
        Shape { name, kind, sensitive: false }
    }

    pub const fn structure(name: &'static str, members: &'static [Member]) -> Shape {
        shape(name, Kind::Structure { members, payload: None })
    }

    pub const fn list(name: &'static str, member: &'static Shape, length: Bounds<i64>) -> Shape {
        shape(name, Kind::List { member, length })
    }

    pub const fn map(
        name: &'static str,
        key: &'static Shape,
        value: &'static Shape,
        length: Bounds<i64>,
    ) -> Shape {
        shape(name, Kind::Map { key, value, length })
    }

    pub const fn string(name: &'static str, length: Bounds<i64>) -> Shape {
        shape(name, Kind::String { length, pattern: None, values: &[] })
    }

    pub const fn integer(name: &'static str, range: Bounds<i64>) -> Shape {
        shape(name, Kind::Integer(range))
    }

    pub const fn long(name: &'static str, range: Bounds<i64>) -> Shape {
        shape(name, Kind::Long(range))
    }

    pub const fn double(name: &'static str, range: Bounds<f64>) -> Shape {
        shape(name, Kind::Double(range))
    }

    pub const fn boolean(name: &'static str) -> Shape {
        shape(name, Kind::Boolean)
    }

    pub const fn timestamp(name: &'static str) -> Shape {
        shape(name, Kind::Timestamp)
    }

    pub const fn blob(name: &'static str, length: Bounds<i64>) -> Shape {
        shape(name, Kind::Blob { length })
    }

    pub const fn any<T: Copy>() -> Bounds<T> {
        Bounds { min: None, max: None }
    }

    pub const fn at_least<T: Copy>(min: T) -> Bounds<T> {
        Bounds { min: Some(min), max: None }
    }

    pub const fn at_most<T: Copy>(max: T) -> Bounds<T> {
        Bounds { min: None, max: Some(max) }
    }

    pub const fn within<T: Copy>(min: T, max: T) -> Bounds<T> {
        Bounds { min: Some(min), max: Some(max) }
    }

    pub const fn member(name: &'static str, shape: &'static Shape) -> Member {
        Member { name, shape, required: false, location: Location::Body }
    }

    impl Shape {
        pub(crate) const fn pattern(self, id: u16) -> Self {
            let Kind::String { length, values, .. } = self.kind else { panic!("only a text has a pattern") };
            Self { kind: Kind::String { length, pattern: Some(PatternId(id)), values }, ..self }
        }

        pub(crate) const fn values(self, values: &'static [&'static str]) -> Self {
            let Kind::String { length, pattern, .. } = self.kind else { panic!("only a text has values") };
            Self { kind: Kind::String { length, pattern, values }, ..self }
        }

        pub(crate) const fn with_payload(self, payload: &'static str) -> Self {
            let Kind::Structure { members, .. } = self.kind else { panic!("only a structure has a payload") };
            Self { kind: Kind::Structure { members, payload: Some(payload) }, ..self }
        }

        pub(crate) const fn sensitive(self) -> Self {
            Self { sensitive: true, ..self }
        }
    }

    impl Member {
        pub(crate) const fn required(self) -> Self {
            Self { required: true, ..self }
        }

        pub(crate) const fn path(self, name: &'static str) -> Self {
            Self { location: Location::Path(name), ..self }
        }

        pub(crate) const fn query(self, name: &'static str) -> Self {
            Self { location: Location::Query(name), ..self }
        }

        pub(crate) const fn header(self, name: &'static str) -> Self {
            Self { location: Location::Header(name), ..self }
        }

        pub(crate) const fn status(self) -> Self {
            Self { location: Location::Status, ..self }
        }
    }
}
