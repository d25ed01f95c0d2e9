//! Prints the Rust types: one structure or enumeration for each of the model's.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::names;
use super::service::{Kind, Member, Service};
use super::tables::starts_with;

/// `enums.rs`.
pub fn enums(service: &Service) -> String {
    let mut out = String::from("//! Texts of which the model lists every value.\n\n");
    for (name, shape) in &service.shapes {
        let Kind::String(values) = &shape.kind else { continue };
        if values.is_empty() {
            continue;
        }
        out += &format!("enumeration! {{\n    pub enum {name} {{\n");
        let mut taken = BTreeSet::new();
        for value in values {
            let mut variant = names::variant(value);
            while !taken.insert(variant.clone()) {
                variant.push('_');
            }
            out += &format!("        {variant} = {value:?},\n");
        }
        out += "    }\n}\n\n";
    }
    out
}

/// `types_….rs`: the structures whose names start with one of the letters.
pub fn structures(service: &Service, letters: &RangeInclusive<char>) -> String {
    let mut out = String::from("use super::*;\nuse crate::{Map, Timestamp};\n\n");
    for (name, shape) in &service.shapes {
        let Kind::Structure { members, payload } = &shape.kind else { continue };
        if !starts_with(name, letters) {
            continue;
        }
        // A raw payload is no member of the JSON document.
        let raw = members.iter().find(|member| {
            payload.as_ref() == Some(&member.name) && matches!(service.shapes[&member.shape].kind, Kind::Blob)
        });
        out += &format!("structure! {{\n    pub struct {name} {{\n");
        for member in members.iter().filter(|member| raw.is_none_or(|raw| raw.name != member.name)) {
            let field = names::field(&member.name);
            out += &format!("        {field}: {} = {:?},\n", member_type(service, member), member.name);
        }
        out += "    }\n";
        if let Some(raw) = raw {
            out += &format!("    payload {}\n", names::field(&raw.name));
        }
        out += "}\n\n";
    }
    out
}

fn member_type(service: &Service, member: &Member) -> String {
    let plain = type_name(service, &member.shape);
    if member.required { plain } else { format!("Option<{plain}>") }
}

fn type_name(service: &Service, name: &str) -> String {
    match &service.shapes[name].kind {
        Kind::Structure { .. } => name.into(),
        Kind::List { member } => format!("Vec<{}>", type_name(service, member)),
        Kind::Map { value, .. } => format!("Map<{}>", type_name(service, value)),
        Kind::String(values) if values.is_empty() => "String".into(),
        Kind::String(_) => name.into(),
        Kind::Integer => "i32".into(),
        Kind::Long => "i64".into(),
        Kind::Double => "f64".into(),
        Kind::Boolean => "bool".into(),
        Kind::Timestamp => "Timestamp".into(),
        Kind::Blob => "Vec<u8>".into(),
    }
}
