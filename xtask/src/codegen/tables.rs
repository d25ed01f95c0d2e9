//! Prints the constant tables: services, operations, errors, shapes.

use std::fmt::Write;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::names;
use super::service::{Kind, Member, Operation, Service, Shape};
use super::used_files;

/// `generated/mod.rs`.
pub fn root(services: &[Service], patterns: &[String]) -> String {
    let mut out = String::from("#![allow(missing_docs, unused_imports, clippy::all)]\n\n");
    for service in services {
        out += &format!("pub mod {};\n", service.module);
    }
    out += "\nuse crate::table::Service;\n\n/// The services, in the order of their operation ids.\n";
    out += &format!("pub static SERVICES: [&Service; {}] = [", services.len());
    for service in services {
        out += &format!("&{}::SERVICE,", service.module);
    }
    let count: usize = services.iter().map(|service| service.operations.len()).sum();
    out += &format!("];\n\n/// Operations of all services.\npub const OPERATION_COUNT: usize = {count};\n\n");
    out +=
        "/// Every distinct pattern of the models, as Java writes them. A `PatternId` is a position here.\n";
    out += &format!("pub static PATTERNS: [&str; {}] = [", patterns.len());
    for pattern in patterns {
        out += &format!("r#\"{pattern}\"#,\n");
    }
    out + "];\n"
}

/// `generated/SERVICE/mod.rs`.
pub fn service(service: &Service) -> String {
    let files = used_files(service);
    let mut out = String::from("mod enums;\npub mod error;\npub mod op;\nmod operations;\n");
    for (file, _) in &files {
        out += &format!("mod shapes_{file};\nmod types_{file};\n");
    }
    out += "\npub use enums::*;\n";
    for (file, _) in &files {
        out += &format!("pub use types_{file}::*;\n");
    }
    out += "\nuse crate::table::{Service, ServiceId};\n\n/// The shape tables under their names.\n";
    out += "pub mod shape {\n";
    for (file, _) in &files {
        out += &format!("pub use super::shapes_{file}::*;\n");
    }
    let Service { id, name, signing_name, first, .. } = service;
    out + &format!(
        "}}\n\npub static SERVICE: Service = Service {{ id: ServiceId::{id}, name: {name:?}, signing_name: \
         {signing_name:?}, first: {first}, operations: &operations::OPERATIONS, errors: &error::ALL }};\n"
    )
}

/// `op.rs`: ids, and which types belong to them.
pub fn operation_ids(service: &Service) -> String {
    let mut out = String::from("//! Operation ids.\n\nuse super::*;\nuse crate::table::OpId;\n\n");
    for (index, operation) in service.operations.iter().enumerate() {
        let id = service.first + index;
        out += &format!("pub const {}: OpId = OpId::new({id});\n", names::constant(&operation.name));
    }
    out += "\nrequests! {\n";
    for operation in &service.operations {
        let output = operation.output.as_deref().unwrap_or("()");
        out += &format!("    {} {}, {output};\n", names::constant(&operation.name), operation.input);
    }
    out + "}\n"
}

/// `operations.rs`.
pub fn operations(service: &Service) -> String {
    let mut out = String::from("use super::{error::*, op, shape::*};\n");
    out += "use crate::table::{Operation, Segment::{Greedy, Label, Literal}, ServiceId};\n\n";
    // Laid out by hand: one line for each exception would make this file four times as long.
    out +=
        &format!("#[rustfmt::skip]\npub static OPERATIONS: [Operation; {}] = [\n", service.operations.len());
    for operation in &service.operations {
        out += &self::operation(service, operation);
    }
    out + "];\n"
}

fn operation(service: &Service, operation: &Operation) -> String {
    let mut path = String::new();
    for segment in operation.path.split('/').filter(|segment| !segment.is_empty()) {
        let label = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
        let _ = match label.map(|label| (label, label.strip_suffix('+'))) {
            None => write!(path, "Literal({segment:?}), "),
            Some((_, Some(label))) => write!(path, "Greedy({label:?}), "),
            Some((label, None)) => write!(path, "Label({label:?}), "),
        };
    }
    let output = match &operation.output {
        Some(output) => format!("Some(&{})", names::constant(output)),
        None => "None".into(),
    };
    format!(
        "    Operation {{\n        id: op::{}, name: {:?}, service: ServiceId::{}, method: {:?},\n        \
         path: &[{}],\n        status: {}, input: &{}, output: {output},\n        errors: &[{}\n        ],\n    }},\n",
        names::constant(&operation.name),
        operation.name,
        service.id,
        operation.method,
        path.trim_end_matches(", "),
        operation.status,
        names::constant(&operation.input),
        wrapped(&operation.errors),
    )
}

/// References to exceptions, several in a line.
fn wrapped(errors: &[String]) -> String {
    let mut out = String::new();
    let mut column = usize::MAX;
    for error in errors {
        let reference = format!(" &{},", names::constant(error));
        if column.saturating_add(reference.len()) > 108 {
            out += "\n           ";
            column = 11;
        }
        column += reference.len();
        out += &reference;
    }
    out
}

/// `error.rs`.
pub fn errors(service: &Service) -> String {
    let mut out = String::from("//! The exceptions of the service.\n\nuse crate::table::ErrorShape;\n\n");
    for (name, error) in &service.errors {
        let (constant, status, members) = (names::constant(name), error.status, &error.members);
        out += &format!(
            "pub static {constant}: ErrorShape = ErrorShape {{ name: {name:?}, status: {status}, members: &{members:?} }};\n"
        );
    }
    out += &format!("\npub static ALL: [&ErrorShape; {}] = [", service.errors.len());
    for name in service.errors.keys() {
        out += &format!("&{},", names::constant(name));
    }
    out + "];\n"
}

/// `shapes_….rs`: the shapes whose names start with one of the letters.
pub fn shapes(service: &Service, letters: &RangeInclusive<char>, patterns: &[String]) -> String {
    let mut out =
        String::from("use super::shape::*;\nuse crate::table::build::*;\nuse crate::table::Shape;\n\n");
    for (name, shape) in &service.shapes {
        if starts_with(name, letters) {
            out += &format!(
                "pub static {}: Shape = {};\n",
                names::constant(name),
                expression(name, shape, patterns)
            );
        }
    }
    out
}

/// Whether a shape belongs to the file of these letters.
pub fn starts_with(name: &str, letters: &RangeInclusive<char>) -> bool {
    name.chars().next().is_some_and(|first| letters.contains(&first.to_ascii_uppercase()))
}

fn expression(name: &str, shape: &Shape, patterns: &[String]) -> String {
    let bounds = bounds(shape, matches!(shape.kind, Kind::Double));
    let mut out = match &shape.kind {
        Kind::Structure { members, payload } => {
            let members: String = members.iter().map(member).collect();
            let payload =
                payload.as_ref().map(|payload| format!(".with_payload({payload:?})")).unwrap_or_default();
            format!("structure({name:?}, &[{members}]){payload}")
        }
        Kind::List { member } => format!("list({name:?}, &{}, {bounds})", names::constant(member)),
        Kind::Map { key, value } => {
            format!("map({name:?}, &{}, &{}, {bounds})", names::constant(key), names::constant(value))
        }
        Kind::String(values) if values.is_empty() => format!("string({name:?}, {bounds})"),
        Kind::String(values) => format!("string({name:?}, {bounds}).values(&{values:?})"),
        Kind::Integer => format!("integer({name:?}, {bounds})"),
        Kind::Long => format!("long({name:?}, {bounds})"),
        Kind::Double => format!("double({name:?}, {bounds})"),
        Kind::Boolean => format!("boolean({name:?})"),
        Kind::Timestamp => format!("timestamp({name:?})"),
        Kind::Blob => format!("blob({name:?}, {bounds})"),
    };
    if let Some(id) = shape.pattern.as_ref().and_then(|pattern| patterns.binary_search(pattern).ok()) {
        out += &format!(".pattern({id})");
    }
    if shape.sensitive {
        out += ".sensitive()";
    }
    out
}

fn bounds(shape: &Shape, fractional: bool) -> String {
    let number =
        |value: &Value| if fractional && !value.is_f64() { format!("{value}.0") } else { value.to_string() };
    match (&shape.min, &shape.max) {
        (None, None) => "any()".into(),
        (Some(min), None) => format!("at_least({})", number(min)),
        (None, Some(max)) => format!("at_most({})", number(max)),
        (Some(min), Some(max)) => format!("within({}, {})", number(min), number(max)),
    }
}

fn member(member: &Member) -> String {
    let mut out = format!("member({:?}, &{})", member.name, names::constant(&member.shape));
    if member.required {
        out += ".required()";
    }
    if let Some((location, name)) = &member.location {
        out += &match location.as_str() {
            "uri" => format!(".path({name:?})"),
            "querystring" => format!(".query({name:?})"),
            "header" => format!(".header({name:?})"),
            // `Service::check` lets nothing else through.
            _ => ".status()".into(),
        };
    }
    out + ","
}
