//! The operations: which exist here, and what runs them.

use base::Tenant;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::Refusal;
use super::{corrected, decode, guard, names};

/// An operation that the engine has.
pub(super) struct Operation {
    /// As in `X-Amz-Target`.
    pub(super) name: &'static str,
    /// Members of the request that AWS knows and the engine would ignore.
    unsupported: &'static [&'static str],
    run: Run,
}

/// Reads the request from its document, runs the operation of the name, and writes the answer.
type Run = fn(&Database, Value, &Tenant, &str) -> Result<Vec<u8>, DynoxideError>;

impl Operation {
    /// Reads the body of a request.
    pub(super) fn read(&self, body: &[u8], tenant: &Tenant) -> Result<Value, Refusal> {
        let mut document = decode::document(body)?;
        guard::check(self.name, self.unsupported, &document)?;
        names::inward(&mut document, tenant)?;
        Ok(document)
    }

    /// Whether nothing else may be done in the database while the operation runs, because it looks
    /// before it writes ([`corrected`]).
    pub(super) fn is_alone(&self, document: &Value) -> bool {
        match self.name {
            "UpdateTable" | "UpdateTimeToLive" => true,
            "UpdateItem" => document["ReturnValues"] == "ALL_OLD",
            _ => false,
        }
    }

    /// Runs the operation for a document that was read. Blocks.
    pub(super) fn call(
        &self,
        database: &Database,
        document: Value,
        tenant: &Tenant,
    ) -> Result<Vec<u8>, Refusal> {
        Ok((self.run)(database, document, tenant, self.name)?)
    }
}

/// The operation of a name.
pub(super) fn find(name: &str) -> Result<&'static Operation, Refusal> {
    if let Some(operation) = OPERATIONS.iter().find(|operation| operation.name == name) {
        return Ok(operation);
    }
    let known = NOT_IMPLEMENTED.contains(&name);
    Err(if known { Refusal::not_implemented(name) } else { Refusal::unknown_operation() })
}

/// Name, the engine's method or what stands around it (which says what type the request is read as),
/// whether the answer holds ARNs, and what the engine ignores.
macro_rules! operations {
    ($($name:ident: $method:path, $answer:ident, [$($unsupported:literal),*];)*) => {
        /// Every operation of the engine.
        pub(super) static OPERATIONS: &[Operation] = &[$(Operation {
            name: stringify!($name),
            unsupported: &[$($unsupported),*],
            run: |database, document, tenant, name| {
                $answer(document, tenant, name, |request| $method(database, request))
            },
        },)*];
    };
}

operations! {
    BatchExecuteStatement: Database::batch_execute_statement, plain, [];
    BatchGetItem: Database::batch_get_item, plain, [];
    BatchWriteItem: Database::batch_write_item, plain, [];
    CreateTable: corrected::create_table, with_arns, [
        "GlobalTableSettingsReplicationMode", "GlobalTableSourceArn", "ResourcePolicy", "WarmThroughput"
    ];
    DeleteItem: Database::delete_item, plain, [];
    DeleteTable: Database::delete_table, with_arns, [];
    DescribeStream: corrected::describe_stream, with_arns, ["ShardFilter"];
    DescribeTable: Database::describe_table, with_arns, [];
    DescribeTimeToLive: Database::describe_time_to_live, plain, [];
    ExecuteStatement: Database::execute_statement, plain, [];
    ExecuteTransaction: Database::execute_transaction, plain, [];
    GetItem: Database::get_item, plain, [];
    GetRecords: corrected::get_records, with_arns, [];
    GetShardIterator: Database::get_shard_iterator, plain, ["Timestamp"];
    ListStreams: Database::list_streams, with_arns, [];
    ListTables: Database::list_tables, plain, [];
    ListTagsOfResource: Database::list_tags_of_resource, plain, ["NextToken"];
    PutItem: Database::put_item, plain, [];
    Query: corrected::query, plain, [];
    Scan: Database::scan, plain, [];
    SearchVectors: Database::search_vectors, plain, [];
    TagResource: Database::tag_resource, plain, [];
    TransactGetItems: corrected::transact_get_items, plain, [];
    TransactWriteItems: Database::transact_write_items, plain, [];
    UntagResource: Database::untag_resource, plain, [];
    UpdateItem: corrected::update_item, plain, [];
    UpdateTable: corrected::update_table, with_arns, [
        "DisassociationProtectionEnabled", "GlobalTableSettingsReplicationMode",
        "GlobalTableWitnessUpdates", "MultiRegionConsistency", "ReplicaUpdates", "SSESpecification",
        "WarmThroughput"
    ];
    UpdateTimeToLive: corrected::update_time_to_live, plain, [];
}

/// Operations of AWS that the engine lacks (the service model of botocore 1.44).
const NOT_IMPLEMENTED: [&str; 38] = [
    "CancelBulkOperation",
    "CreateBackup",
    "CreateGlobalTable",
    "DeleteBackup",
    "DeleteResourcePolicy",
    "DescribeBackup",
    "DescribeBulkOperation",
    "DescribeContinuousBackups",
    "DescribeContributorInsights",
    "DescribeEndpoints",
    "DescribeExport",
    "DescribeGlobalTable",
    "DescribeGlobalTableSettings",
    "DescribeImport",
    "DescribeKinesisStreamingDestination",
    "DescribeLimits",
    "DescribeTableReplicaAutoScaling",
    "DisableKinesisStreamingDestination",
    "EnableKinesisStreamingDestination",
    "ExportTableToPointInTime",
    "GetResourcePolicy",
    "ImportTable",
    "ListBackups",
    "ListBulkOperations",
    "ListContributorInsights",
    "ListExports",
    "ListGlobalTables",
    "ListImports",
    "PutResourcePolicy",
    "RestoreTableFromBackup",
    "RestoreTableToPointInTime",
    "StartBulkPutItems",
    "UpdateContinuousBackups",
    "UpdateContributorInsights",
    "UpdateGlobalTable",
    "UpdateGlobalTableSettings",
    "UpdateKinesisStreamingDestination",
    "UpdateTableReplicaAutoScaling",
];

/// Runs an operation whose answer is passed on as it is.
fn plain<Q: DeserializeOwned, A: Serialize>(
    document: Value,
    _: &Tenant,
    name: &str,
    method: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> Result<Vec<u8>, DynoxideError> {
    let answer = method(decode::request(name, document)?).map_err(|error| decode::wire_form(name, error))?;
    serde_json::to_vec(&answer).map_err(unwritable)
}

/// Runs an operation whose answer has ARNs, region or shard ids of the engine in it.
fn with_arns<Q: DeserializeOwned, A: Serialize>(
    document: Value,
    tenant: &Tenant,
    name: &str,
    method: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> Result<Vec<u8>, DynoxideError> {
    let answer = method(decode::request(name, document)?).map_err(|error| decode::wire_form(name, error))?;
    let mut answer = serde_json::to_value(&answer).map_err(unwritable)?;
    names::outward(&mut answer, tenant);
    serde_json::to_vec(&answer).map_err(unwritable)
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err passes")]
fn unwritable(error: serde_json::Error) -> DynoxideError {
    DynoxideError::InternalServerError(format!("the answer cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_operation_is_here_or_not_but_not_both() {
        for operation in OPERATIONS {
            assert!(!NOT_IMPLEMENTED.contains(&operation.name), "{}", operation.name);
            assert_eq!(find(operation.name).map(|found| found.name).ok(), Some(operation.name));
        }
        assert_eq!(OPERATIONS.len() + NOT_IMPLEMENTED.len(), 62 + 4, "DynamoDB and DynamoDB Streams");
    }

    #[test]
    fn who_looks_before_it_writes_is_alone() {
        let is_alone = |name: &str, document| find(name).ok().unwrap().is_alone(&document);
        for (name, document, expected) in [
            ("UpdateTable", json!({}), true),
            ("UpdateTimeToLive", json!({}), true),
            ("UpdateItem", json!({"ReturnValues": "ALL_OLD"}), true),
            ("UpdateItem", json!({"ReturnValues": "UPDATED_OLD"}), false),
            ("UpdateItem", json!({}), false),
            ("PutItem", json!({"ReturnValues": "ALL_OLD"}), false),
        ] {
            assert_eq!(is_alone(name, document), expected, "{name}");
        }
    }

    #[test]
    fn what_only_aws_has_is_named() {
        for name in NOT_IMPLEMENTED {
            let Err(Refusal::Own { status, message: Some(message), .. }) = find(name) else {
                panic!("{name}")
            };
            assert_eq!(status, 501);
            assert!(message.starts_with(name), "{message}");
        }
        assert!(matches!(find("MakeTea"), Err(Refusal::Own { message: None, .. })));
    }
}
