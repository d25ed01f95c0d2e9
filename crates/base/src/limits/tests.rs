use std::fmt::Write as _;

use super::*;

/// Every limit: name, values in `aws`, `lab` and `off` (`None` is no limit), row of the sheet limits.md.
type Row = (&'static str, [Option<u64>; 3], &'static str);

const fn rate(value: u64) -> [Option<u64>; 3] {
    [Some(value), None, None]
}

const fn size(value: u64, off: u64) -> [Option<u64>; 3] {
    [Some(value), Some(value), Some(off)]
}

const TABLE: &[Row] = &[
    ("client_id_bytes", size(128, 65_535), "client ID"),
    ("connects_per_second", rate(3000), "CONNECT/s account"),
    ("connects_per_client_second", rate(1), "CONNECT/s per client ID"),
    ("connections", rate(500_000), "concurrent connections"),
    ("keep_alive_min", size(30, 1), "keep-alive"),
    ("keep_alive_max", [Some(1200), Some(1200), None], "keep-alive"),
    ("publishes_in_per_second", rate(20_000), "inbound publish/s account"),
    ("publishes_out_per_second", rate(20_000), "outbound publish/s account"),
    ("connection_publishes_in_per_second", rate(100), "publish/s per connection"),
    ("connection_publishes_out_per_second", rate(100), "publish/s per connection"),
    ("connection_bytes_per_second", rate(524_288), "throughput per connection"),
    ("payload_bytes", size(131_072, 16_777_216), "payload"),
    ("packet_bytes", size(149_504, 16_842_752), "MQTT 5 packet"),
    ("client_packet_bytes_min", size(512, 512), "MQTT 5 packet"),
    ("content_type_bytes", size(256, 65_535), "content type"),
    ("property_bytes", size(8192, 65_536), "correlation data / user properties total"),
    ("topic_alias_maximum", size(8, 8), "topic alias max"),
    ("inbound_in_flight", [Some(100), Some(100), None], "in-flight QoS 1 in"),
    ("receive_maximum", size(100, 1000), "in-flight QoS 1 out"),
    ("redelivery_seconds", rate(3600), "QoS 1 retry"),
    ("redelivery_seconds_v5", rate(960), "QoS 1 retry"),
    ("topic_bytes", size(256, 65_535), "topic"),
    ("topic_slashes", size(7, 128), "topic"),
    ("filters_per_subscribe", size(8, 1024), "filters per SUBSCRIBE"),
    ("subscriptions_per_connection", size(50, 100_000), "subscriptions per connection"),
    ("subscriptions", rate(500_000), "subscriptions per account"),
    ("subscribes_per_second", rate(3000), "subscriptions per s"),
    ("session_expiry_seconds", size(3600, 604_800), "persistent session expiry"),
    ("queued_per_second", rate(500), "queued messages/s account"),
    ("replays_per_second", rate(10), "mqtt.md §7: replayed at <= 10 msg/s"),
    ("retained", rate(500_000), "retained count"),
    ("retained_per_second", rate(500), "retained rate account"),
    ("retained_per_topic_second", rate(1), "retained rate topic"),
    ("connection_calls_per_second", rate(100), "DeleteConnection/..., account"),
    ("connection_calls_per_client_second", rate(1), "DeleteConnection/... per client ID"),
    ("direct_messages_per_second", rate(20_000), "SendDirectMessage account"),
    ("share_name_chars", size(128, 65_535), "mqtt.md §4: share name"),
    ("shared_groups", [Some(100), Some(100), None], "shared groups"),
    ("shared_group_members", [Some(100), Some(100), None], "members"),
    ("shared_group_changes_per_second", rate(100), "(un)subs per s per group"),
    ("shared_group_queue", [Some(500_000), Some(500_000), None], "queued per shared group"),
    ("websocket_seconds", [Some(86_400), Some(86_400), None], "WebSocket life"),
    ("shadow_bytes", size(8192, 1_048_576), "Shadow: 8 KB document"),
    ("shadow_depth", size(8, 64), "Shadow: 8 levels"),
    ("shadow_in_flight", rate(10), "Shadow: 10 in-flight per thing per connection"),
    ("shadow_requests_per_shadow_second", rate(20), "Shadow: 20 req/s per shadow"),
    ("shadow_requests_per_second", rate(4000), "Shadow: 4000/s account"),
    ("rule_evaluations_per_second", rate(20_000), "Rules: 20000 evaluations/s"),
    ("rule_actions", size(10, 100), "Rules: 10 actions/rule"),
    ("rules_per_account", rate(1000), "Rules: 1000 rules"),
    ("policy_chars", size(2048, 65_536), "Security: policy 2048 non-space chars"),
    ("policy_versions", size(5, 1000), "Security: 5 versions"),
    ("policies_per_principal", size(10, 1000), "Security: 10 policies per cert"),
    ("thing_attributes", size(3, 1000), "Registry: 3 attributes without type"),
    ("typed_thing_attributes", size(50, 1000), "Registry: 50 attributes with type"),
    ("thing_attribute_bytes", size(47 * 1024, 1 << 20), "Registry: attribute total 47 KB"),
    ("searchable_attributes", size(3, 1000), "ThingTypeProperties: 3 searchable attributes"),
    ("propagating_attributes", size(20, 1000), "Registry: 20 propagating attributes"),
    ("thing_group_depth", size(7, 100), "Registry: group depth 7"),
    ("thing_group_children", [Some(100), Some(100), None], "Registry: children/group 100"),
    ("thing_group_attributes", size(50, 1000), "Registry: group attributes 50"),
    ("groups_per_thing", size(10, 1000), "Registry: groups/thing 10"),
    ("dynamic_thing_groups", [Some(100), Some(100), None], "Registry: dynamic groups 100"),
];

#[test]
fn every_limit_has_the_value_of_its_row_in_every_profile() {
    let profiles = [Profile::Aws, Profile::Lab, Profile::Off].map(Limits::of);
    assert_eq!(Limit::ALL.len(), TABLE.len());
    for (limit, (name, values, row)) in Limit::ALL.iter().zip(TABLE) {
        assert_eq!(limit.name(), *name, "{row}");
        let found = [0, 1, 2].map(|index: usize| profiles[index].value(*limit));
        assert_eq!(found, *values, "{name}: {row}");
    }
}

/// The tables of docs/limits.md.
fn document() -> String {
    let mut text = String::new();
    let profiles = [Profile::Aws, Profile::Lab, Profile::Off].map(Limits::of);
    for (part, title) in [
        (Part::Broker, "Message broker"),
        (Part::Shadow, "Shadows"),
        (Part::Rules, "Rules"),
        (Part::Registry, "Registry and policies"),
    ] {
        write!(text, "## {title}\n\n| limit | of what | aws | lab | off | beyond it |\n").unwrap();
        text.push_str("| --- | --- | ---: | ---: | ---: | --- |\n");
        for limit in Limit::ALL.iter().filter(|limit| limit.info().part == part) {
            let LimitInfo { name, meaning, effect, .. } = limit.info();
            let shown = |limits: &Limits| limits.value(*limit).map_or("-".to_owned(), |v| v.to_string());
            let [aws, lab, off] = profiles.each_ref().map(shown);
            writeln!(text, "| `{name}` | {meaning} | {aws} | {lab} | {off} | {effect} |").unwrap();
        }
        text.push('\n');
    }
    text
}

/// Set `THINGCORE_WRITE_DOCS` to write the tables anew.
#[test]
fn docs_have_the_tables_of_the_code() {
    const BEGIN: &str = "<!-- tables: begin -->\n";
    const END: &str = "<!-- tables: end -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/limits.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (tables, tail) = rest.split_once(END).unwrap();
    if std::env::var_os("THINGCORE_WRITE_DOCS").is_some() {
        std::fs::write(path, [head, BEGIN, &document(), END, tail].concat()).unwrap();
    } else {
        assert_eq!(tables, document(), "run this test with THINGCORE_WRITE_DOCS=1 and look at the change");
    }
}
