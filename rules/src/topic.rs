//! Topic filters of FROM. The owner may replace these helpers by those of `mqtt`.

use crate::open_points;

/// Whether `filter` is a topic filter: `+` fills a whole level, `#` the last one.
pub(crate) fn is_valid_filter(filter: &str) -> bool {
    let mut levels = filter.split('/').peekable();
    while let Some(level) = levels.next() {
        let wildcard = level.contains(['+', '#']);
        if wildcard && (level.len() > 1 || level == "#" && levels.peek().is_some()) {
            return false;
        }
    }
    !filter.is_empty() && !filter.contains('\0')
}

/// Whether `topic` is a topic that can be published to.
pub(crate) fn is_valid_name(topic: &str) -> bool {
    !topic.is_empty() && topic.len() <= usize::from(u16::MAX) && !topic.contains(['+', '#', '\0'])
}

/// Whether FROM `filter` takes a message on `topic`. AWS differs from MQTT: `a/#` does not match `a`
/// (rules.md §1).
pub(crate) fn filter_matches(filter: &str, topic: &str) -> bool {
    let dollar = topic.starts_with('$') && filter.starts_with(['+', '#']);
    if dollar && !open_points::LEADING_WILDCARD_MATCHES_DOLLAR {
        return false;
    }
    let mut topic_levels = topic.split('/');
    for level in filter.split('/') {
        match (level, topic_levels.next()) {
            ("#", Some(_)) => return true,
            ("+", Some(_)) => {}
            (level, Some(topic_level)) if level == topic_level => {}
            _ => return false,
        }
    }
    topic_levels.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_match_as_on_aws() {
        let matching =
            [("a/b", "a/b"), ("a/+", "a/b"), ("a/#", "a/b/c"), ("#", "a"), ("a/#", "a/"), ("+/+", "/")];
        for (filter, topic) in matching {
            assert!(filter_matches(filter, topic), "{filter} {topic}");
        }
        let different = [
            ("a/#", "a"),
            ("a/+", "a"),
            ("a/+", "a/b/c"),
            ("#", "$aws/x"),
            ("+/x", "$aws/x"),
            ("a", "A"),
            ("a", "a/"),
        ];
        for (filter, topic) in different {
            assert!(!filter_matches(filter, topic), "{filter} {topic}");
        }
        assert!(filter_matches("$aws/events/thing/#", "$aws/events/thing/lamp/created"));
    }

    #[test]
    fn wildcards_fill_whole_levels() {
        for filter in ["a", "/", "+", "#", "a/+/b/#", "$aws/events/#"] {
            assert!(is_valid_filter(filter), "{filter}");
        }
        for filter in ["", "a/#/b", "a+", "a/b#", "##", "+a/b", "a\0"] {
            assert!(!is_valid_filter(filter), "{filter}");
        }
        assert!(is_valid_name("a/b") && !is_valid_name("a/+") && !is_valid_name("") && !is_valid_name("#"));
    }
}
