//! The queries of *Example thing queries* and *Query syntax*, and what else the pages say, each with what it
//! finds among a few things.

use super::{Listed, Owned, finds};

fn thing(fields: &[(&str, Owned)]) -> Listed {
    Listed(fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect())
}

fn attribute(text: &str) -> Owned {
    Owned::Attribute(text.into())
}

fn text(text: &str) -> Owned {
    Owned::Text(text.into())
}

/// Four things of a house.
fn fleet() -> [(&'static str, Listed); 4] {
    let tv = thing(&[
        ("thingName", attribute("tv-Hall")),
        ("thingTypeName", attribute("screen")),
        ("thingGroupNames", attribute("house")),
        ("thingGroupNames", attribute("hall")),
        ("attributes.model", attribute("v2")),
        ("attributes.size", attribute("75")),
        ("attributes.serialNumber", attribute("abce")),
        ("shadow.reported.stats.battery", Owned::Number(78.0)),
        ("shadow.reported.location", text("New York")),
        ("shadow.hasDelta", Owned::Boolean(true)),
        ("connectivity.connected", Owned::Boolean(true)),
        ("connectivity.timestamp", Owned::Number(1_557_700_000_000.0)),
    ]);
    let plasma = thing(&[
        ("thingName", attribute("tv-plasma")),
        ("attributes.model", attribute("legacy")),
        ("attributes.size", attribute("80")),
        ("shadow.reported.location", text("York")),
        ("shadow.desired.stats.battery", Owned::Number(100.0)),
        ("shadow.hasDelta", Owned::Boolean(false)),
        ("connectivity.connected", Owned::Boolean(false)),
        ("connectivity.timestamp", Owned::Number(1_557_600_000_000.0)),
    ]);
    let lamp = thing(&[
        ("thingName", attribute("lamp")),
        ("attributes.size", attribute("9.5")),
        ("attributes.serialNumber", attribute("ABCZ")),
        ("shadow.reported.myvalues", Owned::Number(1.0)),
        ("shadow.reported.myvalues", Owned::Number(2.0)),
        ("shadow.reported.colors", text("RED")),
        ("shadow.reported.colors", text("GREEN")),
        ("shadow.reported.code", text("75")),
    ]);
    let bare = thing(&[("thingName", attribute("tv-x"))]);
    [("tv", tv), ("plasma", plasma), ("lamp", lamp), ("bare", bare)]
}

const GOLDEN: &[(&str, &[&str])] = &[
    // Terms and phrases; upper and lower case are the same.
    ("legacy", &["plasma"]),
    ("LEGACY", &["plasma"]),
    ("york", &["tv", "plasma"]),
    ("yor", &[]),
    ("75", &["tv", "lamp"]),
    ("\"new york\"", &["tv"]),
    ("\"York New\"", &[]),
    ("new\\ york", &["tv"]),
    ("\"\"", &[]),
    ("*", &["tv", "plasma", "lamp", "bare"]),
    // Fields; their names keep their case.
    ("thingName:lamp", &["lamp"]),
    ("thingName : lamp", &["lamp"]),
    ("thingName=lamp", &["lamp"]),
    ("thingname:lamp", &[]),
    ("thingTypeName:screen", &["tv"]),
    ("thingGroupNames:hall", &["tv"]),
    ("thingName:\"tv\\-hall\"", &["tv"]),
    // Prefixes and other patterns.
    ("thingName:tv*", &["tv", "plasma", "bare"]),
    ("thingName:TV-?", &["bare"]),
    ("thingName:l*p", &["lamp"]),
    ("thingName:*a", &["plasma"]),
    ("thingName:*as*", &["plasma"]),
    ("thingName:tv\\*", &[]),
    ("thingName:\"tv*\"", &[]),
    ("attributes.size:7*", &["tv"]),
    ("shadow.reported.stats.battery:7?", &["tv"]),
    ("shadow.reported.stats.battery:78.0", &["tv"]),
    ("shadow.reported.stats.battery:\"78\"", &["tv"]),
    ("shadow.reported.stats.battery:\"78.0\"", &[]),
    ("shadow.reported.stats.battery:78x", &[]),
    ("shadow.reported.location:y*k", &["tv", "plasma"]),
    ("thingTypeName:*", &["tv"]),
    // Numbers.
    ("attributes.size:75", &["tv"]),
    ("attributes.size:75.0", &["tv"]),
    ("attributes.size:\"75.0\"", &[]),
    ("attributes.size:[75 TO 80]", &["tv", "plasma"]),
    ("attributes.size:{75 TO 80]", &["plasma"]),
    ("attributes.size:[75 TO 80}", &["tv"]),
    ("attributes.size:{75 TO 80}", &[]),
    ("attributes.size:[* TO 10]", &["lamp"]),
    ("attributes.size:[75 80]", &["tv", "plasma"]),
    ("attributes.size:[* TO *]", &["tv", "plasma", "lamp"]),
    ("attributes.size<10", &["lamp"]),
    ("attributes.size <= 75", &["tv", "lamp"]),
    ("attributes.size>75", &["plasma"]),
    ("attributes.size>=75", &["tv", "plasma"]),
    ("attributes.size>-5", &["tv", "plasma", "lamp"]),
    ("attributes.size:-5", &[]),
    ("attributes.model<5", &[]),
    ("shadow.reported.myvalues:2", &["lamp"]),
    ("shadow.reported.myvalues:3", &[]),
    // A text of a shadow is no number, whatever it looks like.
    ("shadow.reported.code:75", &["lamp"]),
    ("shadow.reported.code:[70 TO 80]", &[]),
    // Texts.
    ("attributes.serialNumber:[\"abcd\" TO \"abcf\"]", &["tv"]),
    ("attributes.serialNumber:[abcd TO abcz]", &["tv", "lamp"]),
    ("attributes.serialNumber:{abce TO abcz]", &["lamp"]),
    ("thingName>tv-h", &["tv", "plasma", "bare"]),
    ("attributes.size:[\"7\" TO \"8\"]", &["tv"]),
    // Truth values and arrays.
    ("shadow.hasDelta:true", &["tv"]),
    ("connectivity.connected:FALSE", &["plasma"]),
    ("connectivity.connected:*", &["tv", "plasma"]),
    ("shadow.reported.colors:red", &["lamp"]),
    ("shadow.reported.colors:(red AND green)", &["lamp"]),
    ("shadow.reported.colors:\"red green\"", &[]),
    // Operators.
    ("NOT attributes.model:legacy", &["tv", "lamp", "bare"]),
    ("-attributes.model:legacy", &["tv", "lamp", "bare"]),
    ("! attributes.model:legacy", &["tv", "lamp", "bare"]),
    ("thingName:tv* -attributes.model:legacy", &["tv", "bare"]),
    ("thingName:tv* AND attributes.size:80", &["plasma"]),
    ("thingName:tv* && attributes.size:80", &["plasma"]),
    ("thingName:lamp OR attributes.size:80", &["plasma", "lamp"]),
    ("thingName:lamp || attributes.size:80", &["plasma", "lamp"]),
    ("lamp or plasma", &[]),
    // AND binds more than OR, and OR more than a space.
    ("thingName:lamp OR thingName:tv* AND attributes.size:80", &["plasma", "lamp"]),
    ("thingName:tv* AND attributes.size:80 OR thingName:lamp", &["plasma", "lamp"]),
    ("thingName:lamp OR thingName:tv* attributes.size:80", &["plasma"]),
    ("(thingName:lamp OR thingName:tv*) AND NOT attributes.size:*", &["bare"]),
    ("NOT thingName:lamp AND attributes.size:*", &["tv", "plasma"]),
    ("NOT (thingName:lamp OR thingName:tv-x)", &["tv", "plasma"]),
    // Groups of a field.
    ("thingName:(tv* AND -tv\\-plasma)", &["tv", "bare"]),
    ("thingName:(lamp OR (tv-x))", &["lamp", "bare"]),
    ("attributes.size:([70 TO 76] OR 9.5)", &["tv", "lamp"]),
    ("attributes.size:(75 OR thingName:lamp)", &["tv", "lamp"]),
    // The longer examples of the guide, with these fields.
    ("attributes.model:v2 AND attributes.size<76 NOT attributes.size>75", &["tv"]),
    ("shadow.reported.stats.battery:{70 TO 100} (v2 OR v3) NOT attributes.model:legacy", &["tv"]),
    ("shadow.reported.location:* NOT shadow.desired.stats.battery:*", &["tv"]),
    ("connectivity.connected:true AND connectivity.timestamp : [1557651600000 TO 1557867600000]", &["tv"]),
    ("connectivity.connected:true AND connectivity.timestamp > 1557651600000", &["tv"]),
    ("connectivity.connected:false AND connectivity.timestamp < 1557651600000", &["plasma"]),
];

#[test]
fn examples_find_what_the_guide_says() {
    for (query, expected) in GOLDEN {
        let found: Vec<&str> =
            fleet().iter().filter(|(_, thing)| finds(query, thing)).map(|(name, _)| *name).collect();
        assert_eq!(found, *expected, "{query}");
    }
}

#[test]
fn case_is_folded_beyond_ascii() {
    let thing = thing(&[("f", text("ÄRGER Straße"))]);
    for query in ["f:ärger", "f:ÄRGER", "f:Är*", "f:str?SSE OR f:straß?", "f:[ä TO ö]", "\"ärger STRAßE\""]
    {
        assert!(finds(query, &thing), "{query}");
    }
    assert!(!finds("f:arger", &thing));
}

#[test]
fn words_are_separated_by_what_java_calls_white_space() {
    for (space, separates) in
        [('\u{2003}', true), ('\u{1f}', true), ('\u{b}', true), ('\u{a0}', false), ('\u{85}', false)]
    {
        let thing = thing(&[("f", text(&format!("one{space}two")))]);
        assert_eq!(finds("f:one", &thing), separates, "{space:?}");
    }
}
