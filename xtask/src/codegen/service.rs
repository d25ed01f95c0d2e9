//! A service model, read and checked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::names;
use crate::Result;

/// One service: what it can do, and what its messages look like.
pub struct Service {
    /// The Rust module, for example `iot_data`.
    pub module: String,
    /// The variant of `ServiceId`.
    pub id: String,
    /// The name in an endpoint and a coverage report, for example `iot-data`.
    pub name: String,
    pub signing_name: String,
    /// The id of the first operation.
    pub first: usize,
    pub operations: Vec<Operation>,
    /// The shapes that operations reach, by name. Errors are not among them.
    pub shapes: BTreeMap<String, Shape>,
    pub errors: BTreeMap<String, ErrorShape>,
}

pub struct Operation {
    pub name: String,
    pub method: String,
    pub path: String,
    pub status: u64,
    pub input: String,
    pub output: Option<String>,
    pub errors: Vec<String>,
}

pub struct ErrorShape {
    pub status: u64,
    /// Members besides `message` that are texts.
    pub members: Vec<String>,
}

pub struct Shape {
    pub kind: Kind,
    pub min: Option<Value>,
    pub max: Option<Value>,
    pub pattern: Option<String>,
    pub sensitive: bool,
}

pub enum Kind {
    Structure {
        members: Vec<Member>,
        payload: Option<String>,
    },
    List {
        member: String,
    },
    Map {
        key: String,
        value: String,
    },
    /// A text; the values when it is an enumeration.
    String(Vec<String>),
    Integer,
    Long,
    Double,
    Boolean,
    Timestamp,
    Blob,
}

pub struct Member {
    pub name: String,
    pub shape: String,
    pub required: bool,
    /// Where the member travels, and under which name; `None` in the body.
    pub location: Option<(String, String)>,
}

impl Service {
    /// Reads a model. `first` is the id that its first operation gets.
    pub fn parse(text: &str, module: &str, id: &str, first: usize) -> Result<Self> {
        let model: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let shapes = object(&model, "shapes")?;
        let mut all = BTreeMap::new();
        let mut errors = BTreeMap::new();
        for (name, shape) in shapes {
            let fail = |error: String| format!("shape {name}: {error}");
            if shape["exception"] == true {
                errors.insert(name.clone(), error_shape(shape, shapes).map_err(fail)?);
            } else {
                all.insert(name.clone(), self::shape(shape).map_err(fail)?);
            }
        }
        let mut operations = Vec::new();
        for (name, value) in object(&model, "operations")? {
            operations.push(operation(name, value).map_err(|error| format!("operation {name}: {error}"))?);
        }
        let reached = reached(&operations, &all)?;
        all.retain(|name, _| reached.contains(name));
        let metadata = &model["metadata"];
        let service = Self {
            module: module.into(),
            id: id.into(),
            name: module.replace('_', "-"),
            signing_name: string(metadata, "signingName")?,
            first,
            operations,
            shapes: all,
            errors,
        };
        service.check()?;
        Ok(service)
    }

    /// Refuses what the generated code and the `api` crate would get wrong.
    fn check(&self) -> Result<()> {
        let mut tops = BTreeSet::new();
        for operation in &self.operations {
            let output = operation.output.as_ref().map(|output| (output, false));
            for (name, input) in [Some((&operation.input, true)), output].into_iter().flatten() {
                self.check_message(name, input).map_err(|error| format!("{name}: {error}"))?;
                tops.insert(name);
            }
        }
        let mut constants = BTreeSet::new();
        for (name, shape) in &self.shapes {
            // A plain text may be called `Timestamp`: it gets no type of its own.
            let has_type = match &shape.kind {
                Kind::Structure { .. } => true,
                Kind::String(values) => !values.is_empty(),
                _ => false,
            };
            let reserved = has_type && names::RESERVED_TYPES.contains(&name.as_str());
            if reserved || !constants.insert(names::constant(name)) {
                return Err(format!("{name}: the name is taken"));
            }
            let Kind::Structure { members, payload } = &shape.kind else { continue };
            if !tops.contains(name) && (payload.is_some() || members.iter().any(|m| m.location.is_some())) {
                return Err(format!("{name}: a binding in a nested structure"));
            }
            if self.contains(name, name) {
                return Err(format!("{name}: contains itself, which needs a Box and a depth limit"));
            }
        }
        Ok(())
    }

    fn check_message(&self, name: &str, input: bool) -> Result<()> {
        let Some(Shape { kind: Kind::Structure { members, payload }, .. }) = self.shapes.get(name) else {
            return Err("not a structure".into());
        };
        for member in members {
            let kind = &self.shapes[&member.shape].kind;
            let simple =
                !matches!(kind, Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. } | Kind::Blob);
            let location = member.location.as_ref().map(|(location, name)| (location.as_str(), name));
            let supported = match location {
                None => true,
                Some(("uri" | "querystring", _)) => input && simple,
                Some(("header", name)) => matches!(kind, Kind::String(_)) && *name == name.to_lowercase(),
                Some(("statusCode", _)) => !input && matches!(kind, Kind::Integer),
                Some(_) => false,
            };
            if !supported {
                return Err(format!("{}: a {location:?} of this type", member.name));
            }
        }
        let payload = payload.as_ref().map(|payload| members.iter().find(|member| member.name == *payload));
        match payload.map(|member| member.map(|member| &self.shapes[&member.shape].kind)) {
            None | Some(Some(Kind::Blob)) => Ok(()),
            Some(Some(Kind::Structure { .. })) if input => Ok(()),
            Some(_) => Err("a payload of this type".into()),
        }
    }

    /// Whether a value of the shape `outer` can hold one of `inner` below its top.
    fn contains(&self, outer: &str, inner: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut pending = below(&self.shapes[outer]);
        while let Some(next) = pending.pop() {
            if next == inner {
                return true;
            }
            if seen.insert(next.clone()) {
                pending.extend(below(&self.shapes[&next]));
            }
        }
        false
    }
}

fn reached(operations: &[Operation], shapes: &BTreeMap<String, Shape>) -> Result<BTreeSet<String>> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<String> = Vec::new();
    for operation in operations {
        pending.push(operation.input.clone());
        pending.extend(operation.output.clone());
    }
    while let Some(name) = pending.pop() {
        let shape = shapes.get(&name).ok_or_else(|| format!("no shape {name}"))?;
        if reached.insert(name) {
            pending.extend(below(shape));
        }
    }
    Ok(reached)
}

fn below(shape: &Shape) -> Vec<String> {
    match &shape.kind {
        Kind::Structure { members, .. } => members.iter().map(|member| member.shape.clone()).collect(),
        Kind::List { member } => vec![member.clone()],
        Kind::Map { key, value } => vec![key.clone(), value.clone()],
        _ => Vec::new(),
    }
}

fn operation(name: &str, value: &Value) -> Result<Operation> {
    only(value, &["name", "http", "input", "output", "errors", "idempotent", "deprecated"])?;
    let http = &value["http"];
    only(http, &["method", "requestUri", "responseCode"])?;
    let errors = value["errors"].as_array().ok_or("no errors")?;
    Ok(Operation {
        name: name.into(),
        method: string(http, "method")?,
        path: string(http, "requestUri")?,
        status: http["responseCode"].as_u64().unwrap_or(200),
        input: string(&value["input"], "shape")?,
        output: value["output"]["shape"].as_str().map(String::from),
        errors: errors.iter().map(|error| string(error, "shape")).collect::<Result<_>>()?,
    })
}

fn error_shape(value: &Value, shapes: &Map<String, Value>) -> Result<ErrorShape> {
    only(value, &["type", "members", "error", "exception", "fault"])?;
    let status = value["error"]["httpStatusCode"].as_u64().ok_or("no status")?;
    let members = object(value, "members")?;
    let is_text = |member: &Value| Ok::<_, String>(shapes[&string(member, "shape")?]["type"] == "string");
    let mut texts = Vec::new();
    for (name, member) in members {
        if name != "message" && is_text(member)? {
            texts.push(name.clone());
        }
    }
    Ok(ErrorShape { status, members: texts })
}

fn shape(value: &Value) -> Result<Shape> {
    only(
        value,
        &[
            "type", "members", "required", "payload", "member", "key", "value", "enum", "pattern", "min",
            "max",
        ]
        .into_iter()
        .chain(["sensitive", "box"])
        .collect::<Vec<_>>(),
    )?;
    let kind = match string(value, "type")?.as_str() {
        "structure" => structure(value)?,
        "list" => Kind::List { member: string(&value["member"], "shape")? },
        "map" => Kind::Map { key: string(&value["key"], "shape")?, value: string(&value["value"], "shape")? },
        "string" => {
            let values = value["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
            Kind::String(values.iter().filter_map(|value| value.as_str().map(String::from)).collect())
        }
        "integer" => Kind::Integer,
        "long" => Kind::Long,
        "double" => Kind::Double,
        "boolean" => Kind::Boolean,
        "timestamp" => Kind::Timestamp,
        "blob" => Kind::Blob,
        other => return Err(format!("type {other}")),
    };
    Ok(Shape {
        kind,
        min: value.get("min").cloned(),
        max: value.get("max").cloned(),
        pattern: value["pattern"].as_str().map(String::from),
        sensitive: value["sensitive"] == true,
    })
}

fn structure(value: &Value) -> Result<Kind> {
    let required = value["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut members = Vec::new();
    for (name, member) in object(value, "members")? {
        let known = ["shape", "location", "locationName", "idempotencyToken", "box", "deprecated"];
        // A `jsonvalue` travels as Base64 text in a header; the handler gets that text.
        only(member, &known.into_iter().chain(["deprecatedMessage", "jsonvalue"]).collect::<Vec<_>>())?;
        let wire_name = member["locationName"].as_str().unwrap_or(name).to_string();
        let location = member["location"].as_str().map(|location| (location.to_string(), wire_name.clone()));
        if location.is_none() && wire_name != *name {
            return Err(format!("{name}: another name in the body"));
        }
        members.push(Member {
            name: name.clone(),
            shape: string(member, "shape")?,
            required: required.iter().any(|required| required == name),
            location,
        });
    }
    Ok(Kind::Structure { members, payload: value["payload"].as_str().map(String::from) })
}

/// Refuses traits that nobody has thought about.
fn only(value: &Value, known: &[&str]) -> Result<()> {
    let object = value.as_object().ok_or("not an object")?;
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown trait {key}")),
        None => Ok(()),
    }
}

fn object<'a>(value: &'a Value, key: &str) -> Result<&'a Map<String, Value>> {
    value[key].as_object().ok_or_else(|| format!("no object {key}"))
}

fn string(value: &Value, key: &str) -> Result<String> {
    value[key].as_str().map(String::from).ok_or_else(|| format!("no text {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(members: &str, shapes: &str) -> Result<Service> {
        let text = format!(
            r#"{{
                "metadata": {{"signingName": "iot"}},
                "operations": {{"Get": {{"http": {{"method": "GET", "requestUri": "/"}},
                    "input": {{"shape": "GetRequest"}}, "errors": []}}}},
                "shapes": {{
                    "GetRequest": {{"type": "structure", "members": {{{members}}}}},
                    "Text": {{"type": "string"}}, "Texts": {{"type": "list", "member": {{"shape": "Text"}}}}
                    {shapes}
                }}
            }}"#
        );
        Service::parse(&text, "iot", "Iot", 0)
    }

    #[test]
    fn known_traits_are_read() {
        let service =
            parse(r#""a": {"shape": "Texts"}, "b": {"shape": "Text", "location": "querystring"}"#, "");
        assert_eq!(service.unwrap().shapes.len(), 3);
    }

    #[test]
    fn what_nobody_handles_stops_the_generator() {
        let nested =
            r#", "S": {"type": "structure", "members": {"t": {"shape": "Text", "location": "header"}}}"#;
        let recursive = r#", "S": {"type": "structure", "members": {"s": {"shape": "Ss"}}},
            "Ss": {"type": "list", "member": {"shape": "S"}}"#;
        let cases = [
            (r#""a": {"shape": "Texts", "location": "querystring"}"#, ""),
            (r#""a": {"shape": "Text", "location": "headers"}"#, ""),
            (r#""a": {"shape": "Text", "location": "header", "locationName": "X-A"}"#, ""),
            (r#""a": {"shape": "Text", "streaming": true}"#, ""),
            (r#""a": {"shape": "Text", "locationName": "b"}"#, ""),
            (r#""a": {"shape": "Missing"}"#, ""),
            (r#""a": {"shape": "S"}"#, r#", "S": {"type": "float"}"#),
            (r#""a": {"shape": "S"}"#, nested),
            (r#""a": {"shape": "S"}"#, recursive),
            (r#""a": {"shape": "Map"}"#, r#", "Map": {"type": "structure", "members": {}}"#),
            (r#""a": {"shape": "text"}"#, r#", "text": {"type": "string"}"#),
        ];
        for (members, shapes) in cases {
            // The last case needs both spellings to be reached.
            let members = format!(r#"{members}, "z": {{"shape": "Texts"}}"#);
            assert!(parse(&members, shapes).is_err(), "{members} {shapes}");
        }
    }
}
