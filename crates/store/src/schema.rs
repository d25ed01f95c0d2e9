//! Tables and their migrations.

use rusqlite::Connection;

/// The tables of keyed rows. Each is an ordinary SQLite table of the same name with the columns
/// `account`, `region`, `key`, `sub` and `doc`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Table {
    /// Things of the registry, by name.
    Thing,
    /// Thing types, by name.
    ThingType,
    /// Principals attached to things, by thing name and principal.
    ThingPrincipal,
    /// Device certificates, by certificate id.
    Certificate,
    /// Policies with their versions, by name.
    Policy,
    /// Targets that policies are attached to, by policy name and target.
    PolicyTarget,
    /// Topic rules, by name.
    TopicRule,
    /// Shadow documents, by thing name and shadow name (empty for the classic one).
    Shadow,
    /// Persistent MQTT sessions, by client id.
    Session,
    /// Their subscriptions, by client id and topic filter.
    Subscription,
    /// Retained messages, by topic.
    Retained,
    /// Shared subscriptions that have a queue, by `$share/NAME/FILTER`.
    SharedGroup,
    /// Resources of the catalog, by kind and name.
    Catalog,
    /// Thing groups, static and dynamic, by name.
    ThingGroup,
    /// Things of static groups, by group name and thing name.
    ThingGroupMember,
    /// Billing groups, by name.
    BillingGroup,
    /// CA certificates, by certificate id.
    CaCertificate,
    /// Tags of resources, by the part of the ARN behind the account.
    Tag,
    /// Jobs, by id.
    Job,
    /// Their executions, by job id and `THING/NUMBER`.
    JobExecution,
    /// What the embedded services of the lab keep, by `SERVICE.KIND` and the service's own name for it.
    Lab,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 21] = [
        Self::Thing,
        Self::ThingType,
        Self::ThingPrincipal,
        Self::Certificate,
        Self::Policy,
        Self::PolicyTarget,
        Self::TopicRule,
        Self::Shadow,
        Self::Session,
        Self::Subscription,
        Self::Retained,
        Self::SharedGroup,
        Self::Catalog,
        Self::ThingGroup,
        Self::ThingGroupMember,
        Self::BillingGroup,
        Self::CaCertificate,
        Self::Tag,
        Self::Job,
        Self::JobExecution,
        Self::Lab,
    ];

    /// The table's name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Thing => "thing",
            Self::ThingType => "thing_type",
            Self::ThingPrincipal => "thing_principal",
            Self::Certificate => "certificate",
            Self::Policy => "policy",
            Self::PolicyTarget => "policy_target",
            Self::TopicRule => "topic_rule",
            Self::Shadow => "shadow",
            Self::Session => "session",
            Self::Subscription => "subscription",
            Self::Retained => "retained",
            Self::SharedGroup => "shared_group",
            Self::Catalog => "catalog",
            Self::ThingGroup => "thing_group",
            Self::ThingGroupMember => "thing_group_member",
            Self::BillingGroup => "billing_group",
            Self::CaCertificate => "ca_certificate",
            Self::Tag => "tag",
            Self::Job => "job",
            Self::JobExecution => "job_execution",
            Self::Lab => "lab",
        }
    }
}

/// The version that this program reads and writes, kept in SQLite's `user_version`.
const VERSION: i64 = 5;

/// Creates what is missing.
///
/// # Errors
/// When the database was written by a newer program, or SQLite fails.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), MigrateError> {
    let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > VERSION {
        return Err(MigrateError::Newer { found, known: VERSION });
    }
    if found < VERSION {
        let transaction = db.transaction()?;
        for table in Table::ALL {
            transaction.execute_batch(&format!(
                "CREATE TABLE IF NOT EXISTS {} (
                    account TEXT NOT NULL,
                    region TEXT NOT NULL,
                    key TEXT NOT NULL,
                    sub TEXT NOT NULL,
                    doc,
                    PRIMARY KEY (account, region, key, sub)
                )",
                table.name()
            ))?;
        }
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS queue (
                queue INTEGER NOT NULL,
                seq INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (queue, seq)
            ) WITHOUT ROWID;",
        )?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MigrateError {
    #[error("it has schema version {found}, this program knows {known}: it was written by a newer Thingcore")]
    Newer { found: i64, known: i64 },
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}
