//! From HTTP request to HTTP response, for every operation of every service.

mod handler;

use std::net::IpAddr;

use base::{Tenant, UnixMillis};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response};
use model::{OpId, ServiceId};

use crate::bind;
use crate::coverage::Coverage;
use crate::credentials::{Authenticator, Caller};
use crate::error::ApiError;
use crate::route::{Router, Unrouted};
use crate::{sigv4, validate};
pub use handler::{Handler, Handlers, Run, read, write};

/// The largest body that is looked at, bytes. Jobs and templates are tens of kilobytes; a publish
/// under `--limits off` is the largest.
pub const BODY_BYTES_MAX: usize = 16 << 20;

/// What the listener knows of the other side.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub ip: IpAddr,
    /// The caller, when the connection already proved it by a client certificate or a custom authorizer.
    /// Then no signature is looked at.
    pub caller: Option<Caller>,
}

/// What a handler knows of a request besides its input.
#[derive(Debug)]
pub struct Call<'a, C> {
    /// The services that handlers work with.
    pub context: &'a C,
    /// Who calls.
    pub caller: &'a Caller,
    /// When the request came.
    pub now: UnixMillis,
    /// The request's id, a UUID.
    pub request_id: &'a str,
    /// The address that the request came from.
    pub source_ip: IpAddr,
    /// Which operation was called.
    pub operation: OpId,
}

impl<C> Call<'_, C> {
    /// The account and region that the request is for.
    pub fn tenant(&self) -> &Tenant {
        &self.caller.tenant
    }
}

/// Answers requests.
pub struct Pipeline<C> {
    context: C,
    authenticator: Authenticator,
    router: Router,
    handlers: Handlers<C>,
}

impl<C: Sync> Pipeline<C> {
    /// A pipeline over a context and its handlers.
    pub fn new(context: C, authenticator: Authenticator, handlers: Handlers<C>) -> Self {
        Self { context, authenticator, router: Router::new(), handlers }
    }

    /// What handlers work with.
    pub fn context(&self) -> &C {
        &self.context
    }

    /// Decides who calls; also for what is not an operation, such as an upgrade to WebSocket.
    pub fn authenticator(&self) -> &Authenticator {
        &self.authenticator
    }

    /// How much of an operation is here.
    pub fn coverage(&self, operation: OpId) -> Coverage {
        self.handlers.coverage(operation)
    }

    /// Whether a path is one of AWS IoT's, with whatever method.
    pub fn knows(&self, path: &str) -> bool {
        // No operation has this method.
        let found =
            self.router.resolve(&[ServiceId::Iot, ServiceId::IotData, ServiceId::IotJobsData], "", path);
        found.map_or_else(|unrouted| unrouted.path_is_known, |_| true)
    }

    /// Answers a request. Whatever goes wrong is part of the answer.
    pub async fn handle(&self, request: Request<Bytes>, peer: &Peer, now: UnixMillis) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let request_id = uuid::Uuid::new_v4().to_string();
        let mut service = claimed_service(&parts);
        let answered = self.answer(&parts, body, peer, now, &request_id, &mut service).await;
        let mut response = answered.unwrap_or_else(|error| {
            let status = error.status(service);
            if status == 500 {
                tracing::error!(%request_id, path = parts.uri.path(), %error, "request failed");
            } else {
                tracing::debug!(%request_id, path = parts.uri.path(), status, %error, "request refused");
            }
            error.respond(service, &request_id)
        });
        if let Ok(id) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert("x-amzn-requestid", id);
        }
        response
    }

    async fn answer(
        &self,
        parts: &Parts,
        body: Bytes,
        peer: &Peer,
        now: UnixMillis,
        request_id: &str,
        service: &mut ServiceId,
    ) -> Result<Response<Bytes>, ApiError> {
        if body.len() > BODY_BYTES_MAX {
            return Err(ApiError::request_entity_too_large("The request body is too large."));
        }
        let caller = match &peer.caller {
            Some(caller) => caller.clone(),
            None => {
                let caller = self.authenticator.caller(parts, &body, now);
                caller.map_err(|refusal| refusal.to_error(*service))?
            }
        };
        let services = caller.services();
        *service = services.first().copied().unwrap_or(*service);
        let route = self.router.resolve(&services, parts.method.as_str(), parts.uri.path());
        let route = route.map_err(|unrouted| unknown(parts, *service, unrouted))?;
        let operation = route.operation.operation();
        *service = operation.service;
        let run = self.handlers.get(route.operation).map(|handler| handler.run).ok_or_else(|| {
            let (name, service) = (operation.name, operation.service.service().name);
            ApiError::not_implemented(format!(
                "{name} of the service {service} is not implemented by Thingcore."
            ))
        })?;
        let input = bind::bind(operation, &route.segments, parts, &body)?;
        drop(body);
        validate::check(operation, &input.document)?;
        let call = Call {
            context: &self.context,
            caller: &caller,
            now,
            request_id,
            source_ip: peer.ip,
            operation: route.operation,
        };
        let answer = match run {
            Run::Sync(handler) => handler(&call, input)?,
            Run::Async(handler) => handler(&call, input).await?,
        };
        Ok(bind::respond(operation, answer, request_id))
    }
}

/// The service whose errors answer a request that got no further than its signature.
fn claimed_service(parts: &Parts) -> ServiceId {
    let claim = sigv4::parse_authorization(parts).ok().flatten();
    claim.and_then(|claim| ServiceId::of_signing_name(&claim.service)).unwrap_or(ServiceId::Iot)
}

/// The answer to a method and path that no operation has. The data plane's 404 is a capture (SDK issue);
/// that of the control plane has a text of ours, since AWS's is null.
fn unknown(parts: &Parts, service: ServiceId, unrouted: Unrouted) -> ApiError {
    match service {
        ServiceId::Iot => {
            let (method, path) = (&parts.method, parts.uri.path());
            ApiError::unknown_operation(format!("no operation of AWS IoT is {method} {path}"))
        }
        _ if unrouted.path_is_known => {
            ApiError::method_not_allowed("The specified combination of HTTP verb and URI is not supported.")
        }
        _ => ApiError::resource_not_found("Not Found"),
    }
}

#[cfg(test)]
mod tests;
