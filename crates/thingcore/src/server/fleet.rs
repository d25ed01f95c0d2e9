//! What external functions of rules ask of shadows and registry.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, OnceLock, Weak};

use actions::{Asked, Fleet};
use api::credentials::{Caller, Principal};
use api::pipeline::Peer;
use base::Tenant;
use broker::ShadowOperation;
use bytes::Bytes;
use http::{Method, Request, Response};
use rules::external::RegistryOperation;
use serde_json::Value;
use shadow::ShadowName;

use super::{App, now};

/// This process, as its own rules see it.
#[derive(Default)]
pub struct OwnFleet {
    /// Set once everything exists.
    app: OnceLock<Weak<App>>,
}

impl OwnFleet {
    /// Lets questions through.
    pub fn attach(&self, app: &Arc<App>) {
        // Set once, at the start.
        let _ = self.app.set(Arc::downgrade(app));
    }

    fn app(&self) -> Result<Arc<App>, String> {
        self.app.get().and_then(Weak::upgrade).ok_or_else(|| "the server is not up".to_owned())
    }

    async fn registry_data(
        &self,
        tenant: &Tenant,
        operation: RegistryOperation,
        thing: &str,
    ) -> Result<Vec<u8>, String> {
        let thing = percent_encoding::utf8_percent_encode(thing, percent_encoding::NON_ALPHANUMERIC);
        let path = match operation {
            RegistryOperation::DescribeThing => format!("/things/{thing}"),
            RegistryOperation::ListThingGroupsForThing => format!("/things/{thing}/thing-groups"),
        };
        let request = Request::builder().method(Method::GET).uri(path).body(Bytes::new());
        let request = request.map_err(|error| error.to_string())?;
        // Roles are not assumed, so nobody in particular calls.
        let caller = Caller {
            tenant: tenant.clone(),
            principal: Principal::Anonymous,
            service: Some("iot".to_owned()),
        };
        let peer = Peer { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), caller: Some(caller) };
        answer(&self.app()?.pipeline.handle(request, &peer, now()).await)
    }

    async fn shadow_document(
        &self,
        tenant: &Tenant,
        thing: &str,
        shadow: Option<&str>,
    ) -> Result<Vec<u8>, String> {
        let name = ShadowName::new(thing, shadow).map_err(|error| error.to_string())?;
        let app = self.app()?;
        let reply = app
            .pipeline
            .context()
            .shadows
            .http(tenant, &name, ShadowOperation::Get, b"", &Arc::default())
            .await;
        match reply.status {
            200 => Ok(reply.body),
            status => Err(refusal(status, &reply.body)),
        }
    }
}

fn answer(response: &Response<Bytes>) -> Result<Vec<u8>, String> {
    match response.status().as_u16() {
        200 => Ok(response.body().to_vec()),
        status => Err(refusal(status, response.body())),
    }
}

fn refusal(status: u16, body: &[u8]) -> String {
    let message = serde_json::from_slice::<Value>(body).ok();
    let message = message.as_ref().and_then(|body| body.get("message")).and_then(Value::as_str);
    format!("{status} {}", message.unwrap_or_default())
}

impl Fleet for OwnFleet {
    fn shadow<'a>(&'a self, tenant: &'a Tenant, thing: &'a str, shadow: Option<&'a str>) -> Asked<'a> {
        Box::pin(self.shadow_document(tenant, thing, shadow))
    }

    fn registry<'a>(&'a self, tenant: &'a Tenant, operation: RegistryOperation, thing: &'a str) -> Asked<'a> {
        Box::pin(self.registry_data(tenant, operation, thing))
    }
}
