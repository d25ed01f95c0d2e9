//! The query protocol: parameters of a form with dots and numbers in their names, answers in XML.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::Failure;
use crate::xml;

/// The most parameters of a request that are looked at.
const PARAMETERS_MAX: usize = 4096;
/// The deepest nesting of a parameter's name.
const DEPTH_MAX: usize = 8;

/// How a service speaks the query protocol.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query {
    /// Of the answers.
    pub namespace: &'static str,
    /// Of the API.
    pub version: &'static str,
}

/// The parameters of a request, of the form in the body and of the query string.
pub(crate) fn parameters(request: &Request<Bytes>) -> Vec<(String, String)> {
    let body = std::str::from_utf8(request.body()).unwrap_or_default();
    let query = request.uri().query().unwrap_or_default();
    let pairs = body.split('&').chain(query.split('&')).filter_map(|pair| pair.split_once('='));
    let decode = |text: &str| {
        let spaces: Cow<'_, str> =
            if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
        percent_decode_str(&spaces).decode_utf8().ok().map(Cow::into_owned)
    };
    let pairs = pairs.filter_map(|(name, value)| Some((decode(name)?, decode(value)?)));
    pairs.take(PARAMETERS_MAX).collect()
}

impl Query {
    /// The operation that a request calls, and its parameters.
    ///
    /// # Errors
    /// `MissingAction`.
    pub fn request(&self, request: &Request<Bytes>) -> Result<(String, Vec<(String, String)>), Failure> {
        let parameters = parameters(request);
        match parameters.iter().find(|(name, _)| name == "Action") {
            Some((_, action)) => Ok((action.clone(), parameters)),
            None => Err(Failure::bad("MissingAction", "The request must contain the parameter Action")),
        }
    }

    /// The refusal of an operation that the service does not have.
    pub fn unknown_operation(&self, action: &str) -> Failure {
        let message = format!("Could not find operation {action} for version {}", self.version);
        Failure::bad("InvalidAction", message)
    }

    /// The answer to an operation: what is between `ACTIONResult`.
    pub fn respond(
        &self,
        action: &str,
        outcome: Result<Option<Xml>, Failure>,
        request_id: &str,
    ) -> Response<Bytes> {
        let result = match outcome {
            Ok(result) => result,
            Err(failure) => {
                failure.log(request_id);
                let (code, message) = (failure.query_code(), &failure.message);
                return xml::error(self.namespace, failure.status, code, message, request_id);
            }
        };
        // Only names of operations that exist come here.
        let mut document = format!("<{action}Response xmlns=\"{}\">", self.namespace);
        if let Some(result) = result {
            document += &format!("<{action}Result>{}</{action}Result>", result.0);
        }
        document += &format!(
            "<ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></{action}Response>\n",
            xml::escape(request_id)
        );
        xml::respond(StatusCode::OK, request_id, document)
    }
}

/// XML that is being written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Xml(pub String);

impl Xml {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// An element with text.
    #[must_use]
    pub fn text(mut self, name: &str, text: &str) -> Self {
        self.0 += &format!("<{name}>{}</{name}>", xml::escape(text));
        self
    }

    /// An element with text, if there is any.
    #[must_use]
    pub fn optional(self, name: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    /// An element with others in it.
    #[must_use]
    pub fn element(mut self, name: &str, content: &Self) -> Self {
        self.0 += &format!("<{name}>{}</{name}>", content.0);
        self
    }

    /// A list of elements, each called `member`.
    #[must_use]
    pub fn list(self, name: &str, members: impl IntoIterator<Item = Self>) -> Self {
        let list = members.into_iter().fold(Self::new(), |list, member| list.element("member", &member));
        self.element(name, &list)
    }

    /// A map of texts.
    #[must_use]
    pub fn map<'t>(self, name: &str, entries: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let entries = entries.into_iter().fold(Self::new(), |map, (key, value)| {
            map.element("entry", &Self::new().text("key", key).text("value", value))
        });
        self.element(name, &entries)
    }
}

/// The parameters as a document: `A.B=1` is `{"A": {"B": "1"}}`, `A.member.1=x` and `A.1=x` are
/// `{"A": ["x"]}`, and `A.entry.1.key=k&A.entry.1.value=v` is `{"A": {"k": "v"}}`. Every leaf is a text.
pub(crate) fn document(parameters: &[(String, String)]) -> Value {
    let mut root = Value::Object(Map::new());
    for (name, value) in parameters {
        let parts: Vec<&str> = name.split('.').collect();
        if parts.len() <= DEPTH_MAX {
            insert(&mut root, &parts, value);
        }
    }
    fold(root)
}

fn insert(node: &mut Value, parts: &[&str], text: &str) {
    let Value::Object(map) = node else { return };
    match parts {
        [] => {}
        [last] => {
            map.entry(*last).or_insert_with(|| Value::String(text.into()));
        }
        [first, rest @ ..] => {
            insert(map.entry(*first).or_insert_with(|| Value::Object(Map::new())), rest, text);
        }
    }
}

/// Makes lists and maps of objects whose names say that they are.
fn fold(node: Value) -> Value {
    let Value::Object(mut map) = node else { return node };
    if map.len() == 1
        && let Some(inner) = map.remove("member")
    {
        return fold(inner);
    }
    if map.len() == 1
        && let Some(entries) = map.remove("entry")
    {
        return pairs(fold(entries));
    }
    let mut numbered: Vec<(u32, Value)> = Vec::new();
    if !map.is_empty() && map.keys().all(|key| key.parse::<u32>().is_ok()) {
        for (key, value) in map {
            numbered.extend(key.parse().ok().map(|place| (place, fold(value))));
        }
        numbered.sort_by_key(|(place, _)| *place);
        return Value::Array(numbered.into_iter().map(|(_, value)| value).collect());
    }
    Value::Object(map.into_iter().map(|(key, value)| (key, fold(value))).collect())
}

/// A map from its entries; the name of an entry's first half differs between shapes.
fn pairs(entries: Value) -> Value {
    let Value::Array(entries) = entries else { return entries };
    let entry = |entry: Value| {
        let Value::Object(mut entry) = entry else { return None };
        let key = entry.remove("key").or_else(|| entry.remove("Name"))?;
        let value = entry.remove("value").or_else(|| entry.remove("Value"))?;
        Some((key.as_str()?.to_owned(), value))
    };
    Value::Object(entries.into_iter().filter_map(entry).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(body: &'static str) -> Value {
        let request = Request::builder().uri("/?q=%C3%A9").body(Bytes::from_static(body.as_bytes())).unwrap();
        document(&parameters(&request))
    }

    #[test]
    fn names_with_dots_are_lists_maps_and_structures() {
        assert_eq!(
            parsed("A=1+2&L.member.2=b&L.member.1=a&M.entry.1.key=k&M.entry.1.value=v%26&N.1=x&S.T=y"),
            json!({"A": "1 2", "L": ["a", "b"], "M": {"k": "v&"}, "N": ["x"], "S": {"T": "y"}, "q": "é"})
        );
        assert_eq!(
            parsed("P.member.1.Id=a&P.member.1.M.entry.1.Name=n&P.member.1.M.entry.1.Value.DataType=String"),
            json!({"P": [{"Id": "a", "M": {"n": {"DataType": "String"}}}], "q": "é"})
        );
    }

    #[test]
    fn nonsense_does_no_harm() {
        for body in ["A=1&A.B=2", "A.B=2&A=1", "....=1", "=", "A.member=1", "A.entry.1=x", "M.entry.1.key=k"]
        {
            parsed(body);
        }
        let deep: &'static str = Box::leak(format!("{}A=1", "A.".repeat(100_000)).into_boxed_str());
        assert_eq!(parsed(deep), json!({"q": "é"}));
    }
}
