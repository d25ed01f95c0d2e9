// Printed by `cargo run -p xtask -- codegen`. Do not edit.

#![allow(missing_docs, unused_imports, clippy::all)]

pub mod iot;
pub mod iot_data;
pub mod iot_jobs_data;

use crate::table::Service;

/// The services, in the order of their operation ids.
pub static SERVICES: [&Service; 3] = [&iot::SERVICE, &iot_data::SERVICE, &iot_jobs_data::SERVICE];

/// Operations of all services.
pub const OPERATION_COUNT: usize = 288;

/// Every distinct pattern of the models, as Java writes them. A `PatternId` is a position here.
pub static PATTERNS: [&str; 51] = [
    r#"(0x)?[a-fA-F0-9]+"#,
    r#"([\n\t])|(\r\n)|(,)"#,
    r#"(p0|p0\.1|p0\.01|p1|p10|p50|p90|p99|p99\.9|p99\.99|p100)"#,
    r#"[$a-zA-Z0-9:_-]+"#,
    r#"[0-9]+"#,
    r#"[A-Z0-9_-]+"#,
    r#"[A-Za-z0-9+/]+={0,2}"#,
    r#"[\p{Graph}\x20]*"#,
    r#"[\p{Upper}\p{Digit}_]+"#,
    r#"[\s\S]*"#,
    r#"[\w+=,.@-]+"#,
    r#"[\w.-]+"#,
    r#"[\w.:-]+"#,
    r#"[\w=,@-]+"#,
    r#"[^\p{Cntrl}]*"#,
    r#"[^\p{C}]*"#,
    r#"[^\p{C}]+"#,
    r#"[a-fA-F0-9:\.\/]+"#,
    r#"[a-fA-F0-9:]+"#,
    r#"[a-zA-Z0-9!_.*'()-\/]+"#,
    r#"[a-zA-Z0-9-_.]+"#,
    r#"[a-zA-Z0-9._-]+"#,
    r#"[a-zA-Z0-9:$.]+"#,
    r#"[a-zA-Z0-9:.]+"#,
    r#"[a-zA-Z0-9:_-]+"#,
    r#"[a-zA-Z0-9\-]+"#,
    r#"[a-zA-Z0-9]+"#,
    r#"[a-zA-Z0-9_-]+"#,
    r#"[a-zA-Z0-9_-]+|^\$next"#,
    r#"[a-zA-Z0-9_.,@/:#-]+"#,
    r#"[a-zA-Z0-9_.,@/:#=\[\]-]*"#,
    r#"[a-zA-Z0-9_\-\.]+"#,
    r#"\S{36,64}"#,
    r#"^([1-9]|[12][0-9]|3[01])$|^LAST$"#,
    r#"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$"#,
    r#"^[.$a-zA-Z0-9_-]+$"#,
    r#"^[.\-_/#A-Za-z0-9]+$"#,
    r#"^[0-9-]+$"#,
    r#"^[0-9A-Za-z_-]+$"#,
    r#"^[0-9]*$"#,
    r#"^[1-9]+.[0-9]+"#,
    r#"^[\x21-\x7E]+$"#,
    r#"^[^$].*"#,
    r#"^[^_\"][^\"]+$"#,
    r#"^[^_].*$"#,
    r#"^[a-zA-Z0-9-_]+$"#,
    r#"^[a-zA-Z0-9_]+$"#,
    r#"^arn:[!-~]+$"#,
    r#"arn:aws(-cn|-us-gov|-iso-b|-iso)?:acm:[a-z]{2}-(gov-|iso-|isob-)?[a-z]{4,9}-\d{1}:\d{12}:certificate/[a-zA-Z0-9/-]+"#,
    r#"https://ingestion-[a-zA-Z0-9]{1,12}\.[a-zA-Z0-9]+\.((sfdc-matrix\.net)|(sfdcnow\.com))/streams/\w{1,20}/\w{1,20}/event"#,
    r#"https?://.*"#,
];
