//! Topic names and topic filters.

/// Whether a text holds `+` or `#`, which no topic name may (MQTT-3.3.2-2).
#[inline]
pub fn has_wildcard(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'+' || byte == b'#')
}

/// Whether a filter is well formed: not empty, `+` alone in its level, `#` alone in the last one
/// (MQTT-4.7.1-2 and -3 of 3.1.1, MQTT-4.7.1-1 and -2 of 5, MQTT-4.7.3-1).
///
/// ```
/// assert!(mqtt::topic::is_filter("a/+/b/#"));
/// assert!(!mqtt::topic::is_filter("a/b+"));
/// assert!(!mqtt::topic::is_filter("#/a"));
/// ```
pub fn is_filter(filter: &str) -> bool {
    if filter.is_empty() {
        return false;
    }
    let mut levels = filter.split('/').peekable();
    while let Some(level) = levels.next() {
        let valid = match level {
            "#" => levels.peek().is_none(),
            "+" => true,
            plain => !has_wildcard(plain),
        };
        if !valid {
            return false;
        }
    }
    true
}

/// The number of `/` in a topic name or filter.
pub fn slashes(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'/').count()
}

/// Whether a topic name is reserved to the service (mqtt.md §4).
#[inline]
pub fn is_reserved(topic: &str) -> bool {
    topic.as_bytes().first() == Some(&b'$')
}

/// Whether `#` or `+` in the first level also matches topics that begin with `$` (MQTT-4.7.2-1 says no;
/// mqtt.md §4 leaves open whether AWS lets `$aws/things/…` through).
pub const FIRST_WILDCARD_REACHES_RESERVED: bool = false;

/// Whether a filter matches a topic name, by the rules of AWS IoT Core: `#` needs at least one level
/// of its own, so `a/#` does not match `a` (mqtt.md §3, against MQTT §4.7.1.2), and a wildcard in the
/// first level matches no topic that begins with `$` (MQTT-4.7.2-1).
///
/// ```
/// use mqtt::topic::matches;
/// assert!(matches("sensor/#", "sensor/a/b") && matches("sensor/#", "sensor/"));
/// assert!(!matches("sensor/#", "sensor") && !matches("#", "$aws/x"));
/// ```
pub fn matches(filter: &str, topic: &str) -> bool {
    if is_reserved(topic) && filter.starts_with(['+', '#']) && !FIRST_WILDCARD_REACHES_RESERVED {
        return false;
    }
    let mut names = topic.split('/');
    for level in filter.split('/') {
        match (level, names.next()) {
            ("#", Some(_)) => return true,
            ("+", Some(_)) => {}
            (level, Some(name)) if level == name => {}
            _ => return false,
        }
    }
    names.next().is_none()
}

/// The parts of a shared subscription's filter `$share/NAME/FILTER` (MQTT 5 §4.8.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shared<'a> {
    /// The share name.
    pub name: &'a str,
    /// The topic filter.
    pub filter: &'a str,
}

/// Splits a shared subscription's filter; `None` when it is not one. A filter that begins with
/// `$share/` but has no name or no filter comes back with that part empty.
pub fn shared(filter: &str) -> Option<Shared<'_>> {
    let rest = filter.strip_prefix("$share/")?;
    let (name, filter) = rest.split_once('/').unwrap_or((rest, ""));
    Some(Shared { name, filter })
}

/// Whether a share name is well formed (MQTT-4.8.2-1, MQTT-4.8.2-2).
pub fn is_share_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('/') && !has_wildcard(name)
}

/// The filter that decides which topics a subscription receives: what follows the share name of a
/// shared one, and any other as it is.
pub fn received(filter: &str) -> &str {
    shared(filter).map_or(filter, |shared| shared.filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_of_the_standard() {
        for good in ["#", "+", "/", "a", "a//b", "+/+", "/+", "a/+/#", "$aws/+/x", " "] {
            assert!(is_filter(good), "{good}");
        }
        for bad in ["", "a#", "#a", "a/#/b", "a+", "+a/b", "a/b+/c", "##"] {
            assert!(!is_filter(bad), "{bad}");
        }
    }

    #[test]
    fn matching_rules_of_aws() {
        let cases = [
            ("a/b", "a/b", true),
            ("a/b", "a/B", false),
            ("a/+", "a/b", true),
            ("a/+", "a/b/c", false),
            ("a/+", "a/", true),
            ("a/+", "a", false),
            ("+", "a", true),
            ("+", "/a", false),
            ("+/+", "/a", true),
            ("/+", "/a", true),
            ("a/#", "a", false),
            ("a/#", "a/", true),
            ("a/#", "a/b/c", true),
            ("#", "a", true),
            ("#", "/", true),
            ("#", "$aws/a", false),
            ("+/a", "$aws/a", false),
            ("$aws/#", "$aws/a", true),
            ("$aws/+", "$aws/a", true),
            ("a/+/c/#", "a/b/c/d", true),
            ("a/+/c/#", "a/b/c", false),
            ("é/+", "é/ü", true),
        ];
        for (filter, topic, expected) in cases {
            assert_eq!(matches(filter, topic), expected, "{filter} on {topic}");
        }
    }

    #[test]
    fn shared_filters_are_split() {
        assert_eq!(shared("$share/g/a/b"), Some(Shared { name: "g", filter: "a/b" }));
        assert_eq!(shared("$share/g"), Some(Shared { name: "g", filter: "" }));
        assert_eq!(shared("a/b"), None);
        assert_eq!((received("$share/g/a/b"), received("a/b")), ("a/b", "a/b"));
    }
}
