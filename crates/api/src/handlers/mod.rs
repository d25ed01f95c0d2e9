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

use crate::cloud::Cloud;
use crate::pipeline::Handlers;

/// Every operation that is here. What is not in this table answers 501 by name.
pub fn all() -> Handlers<Cloud> {
    let tables = [
        attachments::table(),
        authorization::table(),
        authorizers::table(),
        billing_groups::table(),
        ca_certificates::table(),
        certificate_providers::table(),
        certificate_transfers::table(),
        certificates::table(),
        command_executions::table(),
        commands::table(),
        connections::table(),
        data::table(),
        defender::table(),
        domain_configurations::table(),
        dynamic_groups::table(),
        encryption::table(),
        endpoint::table(),
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
        policies::table(),
        provisioning_templates::table(),
        registration::table(),
        registration_tasks::table(),
        role_aliases::table(),
        rule_destinations::table(),
        rules::table(),
        shadows::table(),
        streams::table(),
        tags::table(),
        thing_groups::table(),
        thing_types::table(),
        things::table(),
    ];
    tables.into_iter().fold(Handlers::new(), Handlers::and)
}
