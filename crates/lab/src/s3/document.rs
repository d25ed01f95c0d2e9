//! The XML of requests: small documents of elements and text, without anything that could refer elsewhere.

/// The deepest nesting.
const DEPTH_MAX: usize = 8;
/// The most elements: a thousand objects to delete have some three thousand, ten thousand parts some forty.
const ELEMENTS_MAX: usize = 100_000;

/// An element.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Element {
    /// Without its prefix.
    pub name: String,
    /// Its text, without that of the elements in it.
    pub text: String,
    pub children: Vec<Self>,
}

impl Element {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of a name.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// The root element of a document; `None` when it is not well-formed, or holds what is not looked at here
/// (document types, character data sections).
pub(super) fn parse(text: &str) -> Option<Element> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0;
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(start) = rest.find('<') {
        open.last_mut()?.text += &unescape(&rest[..start])?;
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        let (tag, after) = rest.split_once('>')?;
        rest = after;
        if tag.starts_with('?') {
            continue;
        }
        if tag.starts_with('!') {
            return None;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().filter(|element| element.name == local(name.trim()))?;
            open.last_mut()?.children.push(element);
            continue;
        }
        count += 1;
        let is_empty = tag.ends_with('/');
        let name = tag.trim_end_matches('/').split_ascii_whitespace().next()?;
        let element = Element { name: local(name).into(), ..Element::default() };
        if count > ELEMENTS_MAX || open.len() > DEPTH_MAX {
            return None;
        }
        if is_empty { open.last_mut()?.children.push(element) } else { open.push(element) }
    }
    let mut document = open.pop().filter(|_| open.is_empty() && rest.trim().is_empty())?;
    if document.children.len() == 1 { document.children.pop() } else { None }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn unescape(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain += &rest[..start];
        let (entity, after) = rest[start + 1..].split_once(';')?;
        plain.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = entity.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)?
            }
        });
        rest = after;
    }
    plain += rest;
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_its_root() {
        let text = "<?xml version=\"1.0\"?>\n<!-- c --><Delete xmlns=\"http://s3\"><Quiet>true</Quiet>\
                    <Object><Key>a &amp; &#x62;&#99;</Key></Object><s:Object><Key/></s:Object></Delete>\n";
        let root = parse(text).unwrap();
        assert_eq!((root.name.as_str(), root.text_of("Quiet")), ("Delete", Some("true")));
        let keys: Vec<_> = root.all("Object").map(|object| object.text_of("Key").unwrap()).collect();
        assert_eq!(keys, ["a & bc", ""]);
    }

    #[test]
    fn what_is_not_well_formed_is_nothing() {
        for bad in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&x;</a>",
            "<a>&#xffffffff;</a>",
            "</a>",
            "<a",
            "<!DOCTYPE x><a/>",
            "<a><![CDATA[x]]></a>",
            "<a/>text",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(parse(&"<a>".repeat(100_000)), None);
    }
}
