//! One execution: its document, its clock, and which statuses may follow each other.

use base::UnixMillis;
use model::iot::{CommandExecutionStatus, GetCommandExecutionResponse, StatusReason};
use model::{Model, ReadError, Timestamp};
use serde_json::Value;

use super::update::{Rejection, Update};

/// For how long an execution is kept: six months (API reference, GetCommandExecution), counted as 183 days.
const KEPT_MILLIS: u64 = 183 * 24 * 60 * 60 * 1000;

/// Why the cloud gives an execution up.
const NO_RESPONSE: &str = "$NO_RESPONSE_FROM_DEVICE";

/// An execution, with the request that started it. Reads as the bare execution, too.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Execution {
    /// As the device left it. [`Execution::at`] is what callers see.
    shown: GetCommandExecutionResponse,
    /// What StartCommandExecution was called with, to know the call again when it is repeated.
    request: Value,
}

const REQUEST: &str = "startedBy";

impl Model for Execution {
    fn read(mut value: Value) -> Result<Self, ReadError> {
        let request = value.get_mut(REQUEST).map(Value::take).unwrap_or_default();
        Ok(Self { shown: GetCommandExecutionResponse::read(value)?, request })
    }

    fn write(self) -> Value {
        let mut value = self.shown.write();
        if let Value::Object(members) = &mut value {
            members.insert(REQUEST.to_owned(), self.request);
        }
        value
    }
}

impl Execution {
    /// A new execution of what `shown` names. Its timer starts now.
    pub fn start(shown: GetCommandExecutionResponse, request: Value, now: UnixMillis) -> Self {
        let at = Some(Timestamp(now));
        let shown = GetCommandExecutionResponse {
            status: Some(CommandExecutionStatus::Created),
            created_at: at,
            // The guide's answers show both as one time.
            started_at: at,
            last_updated_at: at,
            time_to_live: Some(Timestamp(UnixMillis(now.0.saturating_add(KEPT_MILLIS)))),
            ..shown
        };
        Self { shown, request }
    }

    /// Whether this request started the execution.
    pub fn is_started_by(&self, request: &Value) -> bool {
        self.request == *request
    }

    /// Whether the time for which the execution is kept is over.
    pub fn is_gone(&self, now: UnixMillis) -> bool {
        self.shown.time_to_live.is_some_and(|end| end.0 <= now)
    }

    /// Whether the device said the last word. A time-out of the cloud is none: the device may still answer.
    pub fn is_final(&self) -> bool {
        self.shown.completed_at.is_some()
    }

    /// When the device's time is over.
    fn deadline(&self) -> UnixMillis {
        let created = self.shown.created_at.unwrap_or_default().0.0;
        let seconds = self.shown.execution_timeout_seconds.and_then(|seconds| u64::try_from(seconds).ok());
        UnixMillis(created.saturating_add(seconds.unwrap_or_default().saturating_mul(1000)))
    }

    /// The execution as it is now. Its time may have run out without a final word of the device; then the
    /// cloud's word stands, and `completedAt` stays open.
    pub fn at(self, now: UnixMillis) -> GetCommandExecutionResponse {
        let deadline = self.deadline();
        if self.is_final() || now < deadline {
            return self.shown;
        }
        GetCommandExecutionResponse {
            status: Some(CommandExecutionStatus::TimedOut),
            status_reason: Some(StatusReason { reason_code: NO_RESPONSE.into(), reason_description: None }),
            last_updated_at: Some(Timestamp(deadline)),
            ..self.shown
        }
    }

    /// Takes what the device says. A status reason belongs to its status and goes with it; a result stays until
    /// there is another.
    ///
    /// # Errors
    /// When the execution has ended, or when it timed out and the device only begins.
    pub fn update(&mut self, update: Update, now: UnixMillis) -> Result<(), Rejection> {
        if self.is_final() {
            return Err(Rejection::Ended(self.shown.status.unwrap_or_default()));
        }
        let goes_on = update.status == CommandExecutionStatus::InProgress;
        if goes_on && now >= self.deadline() {
            return Err(Rejection::TimedOut);
        }
        let shown = &mut self.shown;
        shown.status = Some(update.status);
        shown.status_reason = update.reason;
        shown.result = update.result.or_else(|| shown.result.take());
        shown.last_updated_at = Some(Timestamp(now));
        shown.completed_at = (!goes_on).then_some(Timestamp(now));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const START: UnixMillis = UnixMillis(1_700_000_000_000);

    fn later(seconds: u64) -> UnixMillis {
        UnixMillis(START.0 + 1000 * seconds)
    }

    fn started() -> Execution {
        let shown = GetCommandExecutionResponse {
            execution_id: Some("e".into()),
            execution_timeout_seconds: Some(10),
            ..Default::default()
        };
        Execution::start(shown, json!({"targetArn": "t"}), START)
    }

    fn update(status: &str) -> Update {
        Update::parse(json!({"status": status}).to_string().as_bytes()).unwrap()
    }

    fn status(execution: &Execution, now: UnixMillis) -> CommandExecutionStatus {
        execution.clone().at(now).status.unwrap()
    }

    #[test]
    fn time_runs_out_without_an_answer() {
        let execution = started();
        assert_eq!(status(&execution, later(9)), CommandExecutionStatus::Created);
        let timed_out = execution.clone().at(later(11));
        assert_eq!(timed_out.status, Some(CommandExecutionStatus::TimedOut));
        assert_eq!(timed_out.status_reason.unwrap().reason_code, NO_RESPONSE);
        assert_eq!((timed_out.completed_at, timed_out.last_updated_at), (None, Some(Timestamp(later(10)))));
        assert!(!execution.is_final() && !execution.is_gone(later(182 * 86_400)));
        assert!(execution.is_gone(later(183 * 86_400)));
    }

    #[test]
    fn device_has_the_last_word() {
        for last in ["SUCCEEDED", "FAILED", "REJECTED", "TIMED_OUT"] {
            for when in [later(1), later(60)] {
                let mut execution = started();
                execution.update(update(last), when).unwrap();
                assert!(execution.is_final());
                let shown = execution.clone().at(later(600));
                assert_eq!(shown.status, CommandExecutionStatus::parse(last));
                assert_eq!((shown.status_reason, shown.completed_at), (None, Some(Timestamp(when))));
                let again = execution.update(update("SUCCEEDED"), later(61));
                assert_eq!(again, Err(Rejection::Ended(shown.status.unwrap())));
            }
        }
    }

    #[test]
    fn beginning_is_for_those_in_time() {
        let mut execution = started();
        execution.update(update("IN_PROGRESS"), later(1)).unwrap();
        execution.update(update("IN_PROGRESS"), later(2)).unwrap();
        assert_eq!(status(&execution, later(9)), CommandExecutionStatus::InProgress);
        assert_eq!(status(&execution, later(10)), CommandExecutionStatus::TimedOut);
        assert_eq!(execution.update(update("IN_PROGRESS"), later(10)), Err(Rejection::TimedOut));
    }

    #[test]
    fn reason_goes_with_its_status_and_the_result_stays() {
        let mut execution = started();
        let began = json!({"status": "IN_PROGRESS", "statusReason": {"reasonCode": "HALF"},
                           "result": {"done": {"s": "half"}}});
        execution.update(Update::parse(began.to_string().as_bytes()).unwrap(), later(1)).unwrap();
        execution.update(update("SUCCEEDED"), later(2)).unwrap();
        let shown = execution.at(later(2));
        assert_eq!(shown.status_reason, None);
        assert_eq!(shown.result.unwrap().get("done").unwrap().s.as_deref(), Some("half"));
    }

    #[test]
    fn request_is_kept_beside_the_execution() {
        let document = started().write();
        assert_eq!(GetCommandExecutionResponse::read(document.clone()), Ok(started().shown));
        let read = Execution::read(document).unwrap();
        assert!(read.is_started_by(&json!({"targetArn": "t"})) && !read.is_started_by(&json!({})));
        assert_eq!(read, started());
    }
}
