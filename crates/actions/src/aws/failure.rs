//! What a failed call means: why, and whether another attempt may succeed.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value as Json;

use super::signed::Problem;
use crate::perform::Failure;

/// Error codes of requests that may succeed later, with whatever status they come: those that the SDKs take
/// for throttling (*Retry behavior* in the AWS SDKs and Tools Reference Guide), and what the services of rule
/// actions have of their own, by their API references.
const TRANSIENT: [&str; 27] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
    // Lambda, while a function is made or changed.
    "ResourceConflictException",
    "ResourceNotReadyException",
    // S3
    "OperationAborted",
    // Step Functions
    "ExecutionLimitExceeded",
    // IoT SiteWise
    "ConflictingOperationException",
    // The key management service, in the words of its users.
    "KMSThrottlingException",
    "KmsThrottled",
    "KmsThrottlingException",
    "KMS.ThrottlingException",
    // Of single entries of a batch, which have no status.
    "InternalError",
    "InternalServerError",
    "ThrottlingError",
];

/// Whether a request that was answered with an error may succeed later. `status` is 0 when there is none.
pub(super) fn is_transient(status: u16, code: &str) -> bool {
    status >= 500
        || status == 429
        || TRANSIENT.contains(&code)
        || code.starts_with("InternalFailure")
        || code.starts_with("ServiceUnavailable")
}

/// The failure of a call of the SDK.
#[cfg_attr(not(feature = "all"), allow(dead_code))]
pub(super) fn failure<E>(error: &SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let code = error.code().unwrap_or_default();
    let transient = match error {
        SdkError::TimeoutError(_) | SdkError::ResponseError(_) => true,
        SdkError::DispatchFailure(failure) => !failure.is_user(),
        SdkError::ServiceError(answer) => is_transient(answer.raw().status().as_u16(), code),
        _ => false,
    };
    let message = match (error.message(), code) {
        (Some(text), code) => described(code, text),
        (None, "") => DisplayErrorContext(error).to_string(),
        (None, code) => code.to_owned(),
    };
    Failure { message, transient }
}

/// What an answer with an error status says. `kind` is its header `x-amzn-errortype`.
pub(super) fn answered(status: u16, kind: Option<&str>, body: &[u8]) -> Problem {
    /// Characters of a body without a message that are shown.
    const SHOWN: usize = 300;
    let json: Option<Json> = serde_json::from_slice(body).ok();
    let member = |names: [&str; 2]| {
        let json = json.as_ref()?;
        names.iter().find_map(|name| json.get(*name)?.as_str())
    };
    // `namespace#Code`, or `Code:address of its documentation`.
    let text = String::from_utf8_lossy(body);
    let element = |name| if json.is_none() { element(&text, name) } else { None };
    let code = kind.or_else(|| member(["__type", "code"])).or_else(|| element("Code")).unwrap_or_default();
    let code = code.rsplit('#').next().unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default();
    let message = match member(["message", "Message"]).or_else(|| element("Message")) {
        Some(text) => described(code, text),
        None => {
            let text: String = text.chars().take(SHOWN).collect();
            described(code, format!("status {status}: {text}").trim_end_matches([' ', ':']))
        }
    };
    Problem { code: code.to_owned(), failure: Failure { message, transient: is_transient(status, code) } }
}

/// The text of the first element of a name, as it stands there: S3 answers in XML, and its errors have no other
/// element of these names (*Error responses* in the Amazon S3 API Reference).
fn element<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

fn described(code: &str, text: &str) -> String {
    if code.is_empty() { text.to_owned() } else { format!("{code}: {text}") }
}

/// The failure that an answer is which took the batch and refused entries of it: `entries` are the refused
/// ones, `read` finds code and message of one. `None` if none was refused. What was taken may be sent again:
/// services that answer so know it by its id or its time.
pub(super) fn refused_entries<'j>(
    entries: Option<&'j Json>,
    read: impl Fn(&'j Json) -> Option<(&'j str, &'j str)>,
) -> Option<Failure> {
    let entries = entries?.as_array().filter(|entries| !entries.is_empty())?;
    let read: Vec<_> = entries.iter().map(|entry| read(entry).unwrap_or_default()).collect();
    let (code, text) = read.first().copied().unwrap_or_default();
    let more = if read.len() > 1 { format!(" (and {} more)", read.len() - 1) } else { String::new() };
    let transient = read.iter().all(|(code, _)| is_transient(0, code));
    Some(Failure { message: format!("{}{more}", described(code, text)), transient })
}
