//! `firehose`.

use std::time::Duration;

use aws_sdk_firehose::Client;
use aws_sdk_firehose::primitives::Blob;
use aws_sdk_firehose::types::Record;
use base::Tenant;
use rules::action::FirehoseRequest;

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

/// Waits before the records of a batch that were refused are sent again. All of it fits into the time that an
/// attempt may take.
const RETRY_AFTER: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1600)];

impl Clients {
    fn firehose(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.firehose.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_firehose, self, "firehose", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// Puts the payload as a record, or the records of a batch.
    pub(crate) async fn put_firehose(&self, task: &Task, request: &FirehoseRequest) -> Result<(), Failure> {
        let client = self.firehose(&task.tenant)?;
        let stream = &request.delivery_stream_name;
        match &request.batch {
            None => {
                let record = record(&task.payload, request.separator)?;
                let call = client.put_record().delivery_stream_name(stream).record(record);
                call.send().await.map(drop).map_err(|error| failure(&error))
            }
            Some(batch) => {
                let records = batch.iter().map(|bytes| record(bytes, request.separator));
                put_batch(&client, stream, records.collect::<Result<_, _>>()?).await
            }
        }
    }
}

fn record(bytes: &[u8], separator: &str) -> Result<Record, Failure> {
    let data = Blob::new([bytes, separator.as_bytes()].concat());
    Record::builder().data(data).build().map_err(|error| Failure::permanent(error.to_string()))
}

/// Firehose takes a batch and refuses records of it. Those are sent again, and those alone: once a record is
/// taken no failure is transient any more, or the lane would send it twice.
async fn put_batch(client: &Client, stream: &str, mut records: Vec<Record>) -> Result<(), Failure> {
    let count = records.len();
    let mut waits = RETRY_AFTER.iter();
    loop {
        let call = client.put_record_batch().delivery_stream_name(stream);
        let answer = call.set_records(Some(records.clone())).send().await;
        let problem = match answer {
            Ok(answer) if answer.failed_put_count() == 0 => return Ok(()),
            Ok(answer) => {
                let entries = answer.request_responses();
                let first =
                    entries.iter().find_map(|entry| Some((entry.error_code()?, entry.error_message())));
                let (Some((code, text)), true) = (first, entries.len() == records.len()) else {
                    let count = answer.failed_put_count();
                    return Err(Failure::permanent(format!(
                        "Firehose refused {count} records and not which"
                    )));
                };
                let problem = format!("{code}: {}", text.unwrap_or("no message"));
                let refused =
                    records.into_iter().zip(entries).filter(|(_, entry)| entry.error_code().is_some());
                records = refused.map(|(record, _)| record).collect();
                problem
            }
            Err(error) => {
                let failure = failure(&error);
                if records.len() == count || !failure.transient {
                    return Err(failure);
                }
                failure.message
            }
        };
        let Some(wait) = waits.next() else {
            let failed = records.len();
            let message = format!("{failed} of {count} records were refused: {problem}");
            return Err(Failure { message, transient: failed == count });
        };
        tracing::debug!(stream, refused = records.len(), problem, ?wait, "records will be sent again");
        tokio::time::sleep(*wait).await;
    }
}
