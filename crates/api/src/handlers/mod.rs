//! What the operations do, grouped by resource.

// Every handler owns its request, whether it keeps parts of it or not: the table wants one form.
#![allow(clippy::needless_pass_by_value)]

mod attachments;
mod authorization;
mod authorizers;
mod billing_groups;
mod ca_certificates;
mod certificate_providers;
mod certificate_transfers;
mod certificates;
mod command_executions;
mod commands;
mod connections;
mod data;
mod defender;
mod domain_configurations;
mod domain_rules;
pub mod dynamic_groups;
mod encryption;
mod endpoint;
pub mod events;
mod fleet_metrics;
mod indexing;
mod job_executions;
mod job_templates;
mod jobs;
mod jobs_data;
mod logging;
mod managed_job_templates;
mod ota_updates;
mod packages;
mod policies;
mod provisioning_templates;
mod quotas;
mod registration;
mod registration_tasks;
mod role_aliases;
mod rule_destinations;
mod rules;
mod shadows;
mod stored;
mod streams;
mod support;
mod tags;
mod thing_groups;
mod thing_types;
mod things;

use model::{iot, iot_data};

use crate::cloud::Cloud;
use crate::pipeline::Handlers;

/// Every operation that is here. What is not in this table answers 501 by name.
pub fn all() -> Handlers<Cloud> {
    let tables = [
        registry(),
        policies(),
        topic_rules(),
        data_plane(),
        authorization::table(),
        authorizers::table(),
        billing_groups::table(),
        ca_certificates::table(),
        certificate_providers::table(),
        certificate_transfers::table(),
        command_executions::table(),
        commands::table(),
        defender::table(),
        domain_configurations::table(),
        dynamic_groups::table(),
        encryption::table(),
        events::table(),
        fleet_metrics::table(),
        indexing::table(),
        job_executions::table(),
        job_templates::table(),
        jobs::table(),
        jobs_data::table(),
        logging::table(),
        managed_job_templates::table(),
        ota_updates::table(),
        packages::table(),
        provisioning_templates::table(),
        registration::table(),
        registration_tasks::table(),
        role_aliases::table(),
        rule_destinations::table(),
        streams::table(),
        tags::table(),
        thing_groups::table(),
    ];
    tables.into_iter().fold(Handlers::new(), Handlers::and)
}

fn registry() -> Handlers<Cloud> {
    use iot::op;
    crate::handlers! {
        op::CREATE_THING => async things::create_thing, exact;
        op::DESCRIBE_THING => sync things::describe_thing, exact;
        op::UPDATE_THING => async things::update_thing, exact;
        op::DELETE_THING => async things::delete_thing, exact;
        op::LIST_THINGS => sync things::list_things, exact;
        op::CREATE_THING_TYPE => async thing_types::create_thing_type, exact;
        op::DESCRIBE_THING_TYPE => sync thing_types::describe_thing_type, exact;
        op::LIST_THING_TYPES => sync thing_types::list_thing_types, exact;
        op::UPDATE_THING_TYPE => async thing_types::update_thing_type, exact;
        op::DEPRECATE_THING_TYPE => async thing_types::deprecate_thing_type, exact;
        op::DELETE_THING_TYPE => async thing_types::delete_thing_type, exact;
        op::ATTACH_THING_PRINCIPAL => async attachments::attach_thing_principal, exact;
        op::DETACH_THING_PRINCIPAL => async attachments::detach_thing_principal, exact;
        op::LIST_THING_PRINCIPALS => sync attachments::list_thing_principals, exact;
        op::LIST_THING_PRINCIPALS_V2 => sync attachments::list_thing_principals_v2, exact;
        op::LIST_PRINCIPAL_THINGS => sync attachments::list_principal_things, exact;
        op::LIST_PRINCIPAL_THINGS_V2 => sync attachments::list_principal_things_v2, exact;
        op::CREATE_KEYS_AND_CERTIFICATE => async certificates::create_keys_and_certificate, exact;
        op::CREATE_CERTIFICATE_FROM_CSR => async certificates::create_certificate_from_csr, exact;
        op::REGISTER_CERTIFICATE => async certificates::register_certificate, exact;
        op::REGISTER_CERTIFICATE_WITHOUT_CA => async certificates::register_certificate_without_ca, exact;
        op::DESCRIBE_CERTIFICATE => sync certificates::describe_certificate, exact;
        op::LIST_CERTIFICATES => sync certificates::list_certificates, exact;
        op::UPDATE_CERTIFICATE => async certificates::update_certificate, exact;
        op::DELETE_CERTIFICATE => async certificates::delete_certificate, exact;
        op::DESCRIBE_ENDPOINT => sync endpoint::describe_endpoint, exact;
    }
}

fn policies() -> Handlers<Cloud> {
    use iot::op;
    crate::handlers! {
        op::CREATE_POLICY => async policies::create_policy, exact;
        op::GET_POLICY => sync policies::get_policy, exact;
        op::LIST_POLICIES => sync policies::list_policies, exact;
        op::DELETE_POLICY => async policies::delete_policy, exact;
        op::CREATE_POLICY_VERSION => async policies::create_policy_version, exact;
        op::GET_POLICY_VERSION => sync policies::get_policy_version, exact;
        op::LIST_POLICY_VERSIONS => sync policies::list_policy_versions, exact;
        op::SET_DEFAULT_POLICY_VERSION => async policies::set_default_policy_version, exact;
        op::DELETE_POLICY_VERSION => async policies::delete_policy_version, exact;
        op::ATTACH_POLICY => async attachments::attach_policy, exact;
        op::DETACH_POLICY => async attachments::detach_policy, exact;
        op::LIST_ATTACHED_POLICIES => sync attachments::list_attached_policies, exact;
        op::LIST_TARGETS_FOR_POLICY => sync attachments::list_targets_for_policy, exact;
        op::ATTACH_PRINCIPAL_POLICY => async attachments::attach_principal_policy, exact;
        op::DETACH_PRINCIPAL_POLICY => async attachments::detach_principal_policy, exact;
        op::LIST_PRINCIPAL_POLICIES => sync attachments::list_principal_policies, exact;
        op::LIST_POLICY_PRINCIPALS => sync attachments::list_policy_principals, exact;
    }
}

fn topic_rules() -> Handlers<Cloud> {
    use iot::op;
    crate::handlers! {
        op::CREATE_TOPIC_RULE => async rules::create_topic_rule, partial("roles are not assumed");
        op::GET_TOPIC_RULE => sync rules::get_topic_rule, exact;
        op::LIST_TOPIC_RULES => sync rules::list_topic_rules, exact;
        op::REPLACE_TOPIC_RULE => async rules::replace_topic_rule, partial("roles are not assumed");
        op::DELETE_TOPIC_RULE => async rules::delete_topic_rule, exact;
        op::ENABLE_TOPIC_RULE => async rules::enable_topic_rule, exact;
        op::DISABLE_TOPIC_RULE => async rules::disable_topic_rule, exact;
    }
}

fn data_plane() -> Handlers<Cloud> {
    use iot_data::op;
    crate::handlers! {
        op::GET_THING_SHADOW => async shadows::get_thing_shadow, exact;
        op::UPDATE_THING_SHADOW => async shadows::update_thing_shadow, exact;
        op::DELETE_THING_SHADOW => async shadows::delete_thing_shadow, exact;
        op::LIST_NAMED_SHADOWS_FOR_THING => sync shadows::list_named_shadows, exact;
        op::PUBLISH => async data::publish, exact;
        op::GET_RETAINED_MESSAGE => sync connections::get_retained_message, exact;
        op::LIST_RETAINED_MESSAGES => sync connections::list_retained_messages, exact;
        op::DELETE_CONNECTION => async connections::delete_connection, exact;
        op::GET_CONNECTION => sync connections::get_connection, exact;
        op::LIST_SUBSCRIPTIONS => async connections::list_subscriptions, exact;
        op::SEND_DIRECT_MESSAGE => async connections::send_direct_message, exact;
    }
}
