//! Invocations.

use base::Tenant;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::de::IgnoredAny;

use crate::lambda::call::{Answer, Call};
use crate::lambda::error::{Error, Throttle};
use crate::lambda::events::Queued;
use crate::lambda::names::Reference;
use crate::lambda::open_points::{NO_PAYLOAD, permission_is_required};
use crate::lambda::policy::{self, Invoker};
use crate::lambda::run::environment::Request;
use crate::lambda::{Core, Lambda};

/// The largest event and result of an invocation that is waited for, bytes: 6 MB and room for what is around
/// them, as AWS's error messages say.
pub(in crate::lambda) const SYNC_BYTES_MAX: usize = (6 << 20) + 100;
/// The largest event of one that is not, bytes: 1 MB since October 2025.
const EVENT_BYTES_MAX: usize = 1 << 20;
/// The largest client context, bytes (API reference of Invoke).
const CONTEXT_BYTES_MAX: usize = 3583;
/// Names the resource that an AWS service acts for. Who says so gives rights up: a caller may do anything
/// with its own functions, a service only what their policies say; and the resource must be the caller's.
const SOURCE_ARN: &str = "x-amz-source-arn";

/// How an invocation is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    RequestResponse,
    Event,
    DryRun,
}

/// Invoke.
pub(super) async fn invoke(lambda: &Lambda, call: &Call) -> Result<Answer, Error> {
    let core = &lambda.core;
    let function = call.any_function()?;
    let kind = kind(call)?;
    for name in ["x-amz-tenant-id", "x-amz-durable-execution-name"] {
        if call.header(name).is_some() {
            return Err(Error::not_implemented(&format!("The parameter {name} of the operation Invoke")));
        }
    }
    check_payload(&call.body, kind)?;
    check_caller(core, call, &function)?;
    let client_context = client_context(call)?;
    let (owner, name, qualifier) = (&function.owner, function.name.as_str(), function.qualifier.as_deref());
    let (spec, reserved) = core.spec(owner, name, qualifier)?;
    let payload = if call.body.is_empty() { Bytes::from_static(NO_PAYLOAD) } else { call.body.clone() };
    let request_id = call.request_id.clone();
    match kind {
        Kind::DryRun => Ok(Answer::nothing()),
        Kind::Event => {
            submit(lambda, &function, request_id, payload, client_context)?;
            Ok(Answer { status: StatusCode::ACCEPTED, headers: HeaderMap::new(), body: Bytes::new() })
        }
        Kind::RequestResponse => {
            let _admission = core.fleet.admit(owner, name, reserved).map_err(Error::throttled)?;
            let request = Request { request_id, payload, arn: function.arn(), client_context };
            let outcome = core.fleet.run(&spec, request).await.map_err(Error::throttled)?;
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            let mut answer = Answer { status: StatusCode::OK, headers, body: outcome.payload }
                .with("x-amz-executed-version", &spec.version);
            if outcome.is_error {
                answer = answer.with("x-amz-function-error", "Unhandled");
            }
            if call.header("x-amz-log-type") == Some("Tail") {
                answer = answer.with("x-amz-log-result", &STANDARD.encode(outcome.tail));
            }
            Ok(answer)
        }
    }
}

/// Queues an event on behalf of a service that is embedded here.
pub(in crate::lambda) fn by_service(
    lambda: &Lambda,
    tenant: &Tenant,
    function_arn: &str,
    principal: &str,
    source_arn: &str,
    event: Bytes,
) -> Result<(), Error> {
    let function = Reference::parse(function_arn, tenant)?;
    check_payload(&event, Kind::Event)?;
    let account = tenant.account;
    let invoker = Invoker::Service { principal, source_arn, source_account: account.as_str() };
    check_permission(&lambda.core, tenant, &function, &invoker)?;
    lambda.core.spec(&function.owner, &function.name, function.qualifier.as_deref())?;
    submit(lambda, &function, uuid::Uuid::new_v4().to_string(), event, None)
}

fn submit(
    lambda: &Lambda,
    function: &Reference,
    request_id: String,
    payload: Bytes,
    client_context: Option<String>,
) -> Result<(), Error> {
    let event = Queued {
        owner: function.owner.clone(),
        name: function.name.clone(),
        qualifier: function.qualifier.clone(),
        request_id,
        payload,
        client_context,
    };
    // Nothing is reserved: not even events are taken, as on AWS.
    let reserved = lambda
        .core
        .book
        .read(&function.owner, &function.name, |held| Ok(held.function.reserved_concurrency))?;
    if reserved == Some(0) {
        return Err(Error::throttled(Throttle::Reserved));
    }
    lambda.events.submit(&lambda.core, event)
}

fn kind(call: &Call) -> Result<Kind, Error> {
    match call.header("x-amz-invocation-type") {
        None | Some("RequestResponse") => Ok(Kind::RequestResponse),
        Some("Event") => Ok(Kind::Event),
        Some("DryRun") => Ok(Kind::DryRun),
        Some(other) => Err(Error::validation(format!(
            "1 validation error detected: Value '{other}' at 'invocationType' failed to satisfy constraint: Member \
             must satisfy enum value set: [Event, DryRun, RequestResponse]"
        ))),
    }
}

fn check_payload(payload: &Bytes, kind: Kind) -> Result<(), Error> {
    let (name, max) = match kind {
        Kind::Event => ("Event", EVENT_BYTES_MAX),
        Kind::RequestResponse | Kind::DryRun => ("RequestResponse", SYNC_BYTES_MAX),
    };
    if payload.len() > max {
        return Err(Error::too_large(format!(
            "{} byte payload is too large for the {name} invocation type (limit {max} bytes)",
            payload.len()
        )));
    }
    if payload.is_empty() {
        return Ok(());
    }
    let invalid = |error: &dyn std::fmt::Display| {
        Error::invalid_content(format!(
            "Could not parse request body into json: Could not parse payload into json: {error}"
        ))
    };
    // Strings that nobody reads are not looked into by the parser, and on AWS no function gets such bytes.
    let text = std::str::from_utf8(payload).map_err(|error| invalid(&error))?;
    serde_json::from_str::<IgnoredAny>(text).map(drop).map_err(|error| invalid(&error))
}

/// Whether the caller may invoke: its own functions always, unless it acts for a resource.
fn check_caller(core: &Core, call: &Call, function: &Reference) -> Result<(), Error> {
    let account = call.tenant.account;
    let source = call.header(SOURCE_ARN).map(|arn| (arn, base::Arn::parse(arn)));
    match source {
        Some((arn, Some(parts))) if parts.account == account.as_str() => {
            let principal = format!("{}.amazonaws.com", parts.service);
            let invoker =
                Invoker::Service { principal: &principal, source_arn: arn, source_account: parts.account };
            check_permission(core, &call.tenant, function, &invoker)
        }
        Some((arn, _)) => Err(Error::access_denied(format!("{arn} is no resource of the caller"))),
        None if function.owner == call.tenant => Ok(()),
        None => check_permission(core, &call.tenant, function, &Invoker::Account(account.as_str())),
    }
}

/// Whether the function's policy lets somebody in. A lab goes without the permission that a service needs,
/// and is told; another account never does.
fn check_permission(
    core: &Core,
    caller: &Tenant,
    function: &Reference,
    invoker: &Invoker<'_>,
) -> Result<(), Error> {
    let qualifier = function.qualifier.clone().unwrap_or_default();
    let allowed = core.book.read(&function.owner, &function.name, |held| {
        let policy = held.function.policies.get(&qualifier);
        Ok(policy.is_some_and(|policy| policy::allows(&policy.statements, invoker)))
    })?;
    if allowed {
        return Ok(());
    }
    let denied = policy::denied(caller, "Invoke", &function.arn());
    match invoker {
        Invoker::Service { principal, source_arn, .. }
            if function.owner == *caller && !permission_is_required(core.host.settings.profile) =>
        {
            tracing::warn!(
                tenant = %caller, function = function.name, principal, source_arn,
                hint = "aws lambda add-permission --action lambda:InvokeFunction",
                "AWS would refuse this invocation: the function's policy has no permission for it"
            );
            Ok(())
        }
        _ => Err(denied),
    }
}

/// The JSON of `X-Amz-Client-Context`.
fn client_context(call: &Call) -> Result<Option<String>, Error> {
    let Some(given) = call.header("x-amz-client-context") else { return Ok(None) };
    let invalid = || Error::invalid_content("Client context must be a valid Base64-encoded JSON object.");
    if given.len() > CONTEXT_BYTES_MAX {
        return Err(invalid());
    }
    let bytes = STANDARD.decode(given).map_err(|_| invalid())?;
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes).map_err(|_| invalid())?;
    // A header has no room for line breaks; JSON does not need them.
    let text = String::from_utf8(bytes).map_err(|_| invalid())?;
    Ok(Some(text.replace(['\r', '\n'], " ")))
}
