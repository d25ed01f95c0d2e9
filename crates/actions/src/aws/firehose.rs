//! `firehose`.

use std::time::Duration;

use aws_sdk_firehose::Client;
use aws_sdk_firehose::operation::put_record_batch::PutRecordBatchOutput;
use aws_sdk_firehose::primitives::Blob;
use aws_sdk_firehose::types::Record;
use base::Tenant;
use rules::action::FirehoseRequest;
use tokio::time::{Instant, timeout_at};

use super::failure::failure;
use super::{Clients, client_config};
use crate::lane::ATTEMPT_WITHIN;
use crate::perform::{Failure, Task};

/// Waits before the records of a batch that were refused are sent again.
const RETRY_AFTER: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1600)];
/// Time for all calls of a batch together. The lane makes an attempt again that takes longer than it may, and with it
/// would send records again that were taken.
const BATCH_WITHIN: Duration = Duration::from_secs(9);
const _: () = assert!(BATCH_WITHIN.as_millis() < ATTEMPT_WITHIN.as_millis());

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
                let records = records.collect::<Result<_, _>>()?;
                put_batch(records, |records| {
                    let call = client.put_record_batch().delivery_stream_name(stream);
                    let sent = call.set_records(Some(records)).send();
                    async { sent.await.map_err(|error| failure(&error)) }
                })
                .await
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
async fn put_batch<F>(mut records: Vec<Record>, put: impl Fn(Vec<Record>) -> F) -> Result<(), Failure>
where
    F: Future<Output = Result<PutRecordBatchOutput, Failure>>,
{
    let (count, until) = (records.len(), Instant::now() + BATCH_WITHIN);
    let mut waits = RETRY_AFTER.iter();
    let mut refusal = String::new();
    loop {
        let late = || Failure { message: format!("no answer within {BATCH_WITHIN:?}"), transient: true };
        let answer = timeout_at(until, put(records.clone())).await.unwrap_or_else(|_| Err(late()));
        match answer {
            Ok(answer) if answer.failed_put_count() == 0 => return Ok(()),
            Ok(answer) => (records, refusal) = refused(records, &answer)?,
            // Nothing was taken that anybody knows of.
            Err(failure) if records.len() == count => return Err(failure),
            Err(failure) => {
                let problem = format!("{} (before: {refusal})", failure.message);
                if !failure.transient {
                    return Err(incomplete(records.len(), count, &problem));
                }
                refusal = problem;
            }
        }
        let wait = waits.next().filter(|wait| Instant::now() + **wait < until);
        let Some(wait) = wait else { return Err(incomplete(records.len(), count, &refusal)) };
        tracing::debug!(refused = records.len(), problem = refusal, ?wait, "records will be sent again");
        tokio::time::sleep(*wait).await;
    }
}

/// The records that an answer refuses, and why the first of them.
fn refused(records: Vec<Record>, answer: &PutRecordBatchOutput) -> Result<(Vec<Record>, String), Failure> {
    let entries = answer.request_responses();
    let first = entries.iter().find_map(|entry| Some((entry.error_code()?, entry.error_message())));
    let (Some((code, text)), true) = (first, entries.len() == records.len()) else {
        let count = answer.failed_put_count();
        return Err(Failure::permanent(format!("Firehose refused {count} records and not which")));
    };
    let problem = format!("{code}: {}", text.unwrap_or("no message"));
    let refused = records.into_iter().zip(entries).filter(|(_, entry)| entry.error_code().is_some());
    Ok((refused.map(|(record, _)| record).collect(), problem))
}

/// So many records of a batch were not taken. When others were, the batch must not be sent again.
fn incomplete(failed: usize, count: usize, problem: &str) -> Failure {
    let message = format!("{failed} of {count} records were not taken: {problem}");
    Failure { message, transient: failed == count }
}

#[cfg(test)]
mod tests {
    use aws_sdk_firehose::types::PutRecordBatchResponseEntry;
    use parking_lot::Mutex;

    use super::*;

    /// A stream that answers after a while, and refuses the record `2` with a code, or answers an error.
    async fn put_three(answers: &[(u64, Result<&str, bool>)]) -> (Vec<String>, Result<(), Failure>) {
        let (seen, at) = (Mutex::new(Vec::new()), Mutex::new(answers.iter()));
        let put = |records: Vec<Record>| {
            let texts: Vec<_> =
                records.iter().map(|record| String::from_utf8_lossy(record.data().as_ref())).collect();
            seen.lock().push(texts.concat());
            let (millis, answer) = at.lock().next().copied().unwrap_or((0, Ok("Throttled")));
            let broken = |transient| Failure { message: "broken".to_owned(), transient };
            let answer = answer.map_err(broken).map(|code| {
                let refuses = |text: &str| !code.is_empty() && text == "2";
                let entries = texts.iter().map(|text| {
                    let entry = PutRecordBatchResponseEntry::builder();
                    if refuses(text) { entry.error_code(code).build() } else { entry.record_id("x").build() }
                });
                let count = texts.iter().filter(|text| refuses(text)).count() as i32;
                let answer = PutRecordBatchOutput::builder().failed_put_count(count);
                answer.set_request_responses(Some(entries.collect())).build().unwrap()
            });
            async move {
                tokio::time::sleep(Duration::from_millis(millis)).await;
                answer
            }
        };
        let records = ["1", "2", "3"].map(|text| record(text.as_bytes(), "").unwrap()).to_vec();
        let outcome = tokio::time::timeout(ATTEMPT_WITHIN, put_batch(records, put)).await;
        (seen.into_inner(), outcome.expect("an end before the lane's own"))
    }

    fn not_taken(problem: &str) -> Result<(), Failure> {
        Err(Failure::permanent(format!("1 of 3 records were not taken: {problem}")))
    }

    #[tokio::test(start_paused = true)]
    async fn only_refused_records_are_sent_again() {
        let (seen, outcome) = put_three(&[(10, Ok("Throttled")), (10, Err(true)), (10, Ok(""))]).await;
        assert_eq!((seen, outcome), (vec!["123".into(), "2".into(), "2".into()], Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn slow_stream_is_given_up_for_good_once_it_took_something() {
        let (seen, outcome) = put_three(&[(3500, Ok("Throttled")); 9]).await;
        assert_eq!(seen, ["123", "2", "2"]);
        let problem = "no answer within 9s (before: Throttled: no message)";
        assert_eq!(outcome, not_taken(problem));
    }

    #[tokio::test(start_paused = true)]
    async fn what_fails_whole_is_left_to_the_lane() {
        let (seen, outcome) = put_three(&[(10, Err(true))]).await;
        assert_eq!((seen.len(), outcome.unwrap_err().transient), (1, true));
        let (_, outcome) = put_three(&[(20_000, Ok(""))]).await;
        assert!(outcome.unwrap_err().transient);
        let (seen, outcome) = put_three(&[(10, Ok("Throttled")), (10, Err(false))]).await;
        assert_eq!((seen.len(), outcome), (2, not_taken("broken (before: Throttled: no message)")));
    }
}
