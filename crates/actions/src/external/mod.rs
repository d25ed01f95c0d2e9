//! External functions: what statements ask is answered here (rules.md §4).

#[cfg(feature = "aws")]
mod protobuf;
#[cfg(feature = "aws")]
mod secrets;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use base::Tenant;
use rules::external::{Answer, ExternalCall, RegistryOperation};

#[cfg(feature = "aws")]
use crate::aws::Clients;

/// Time that a function invoked by `aws_lambda` has (rules.md §4).
const LAMBDA_WITHIN: Duration = Duration::from_millis(2000);
/// Time that any other answer has. AWS names none.
const ANSWER_WITHIN: Duration = Duration::from_millis(3000);
/// The largest answer, bytes. It goes into a message of 128 KiB; what a statement picks from can be more.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// JSON that is asked for, or why there is none.
pub type Asked<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>>;

/// What external functions ask of this process itself. The binary has it from shadows and registry.
pub trait Fleet: Send + Sync {
    /// The document of a shadow; `None` is the classic one.
    fn shadow<'a>(&'a self, tenant: &'a Tenant, thing: &'a str, shadow: Option<&'a str>) -> Asked<'a>;

    /// The response of an operation about a thing, as the API answers it.
    fn registry<'a>(&'a self, tenant: &'a Tenant, operation: RegistryOperation, thing: &'a str) -> Asked<'a>;
}

/// Performs external calls.
pub(crate) struct External {
    fleet: Arc<dyn Fleet>,
    #[cfg(feature = "aws")]
    clients: Arc<Clients>,
    #[cfg(feature = "aws")]
    secrets: secrets::Secrets,
    #[cfg(feature = "aws")]
    descriptors: protobuf::Descriptors,
}

impl External {
    #[cfg(feature = "aws")]
    pub fn new(fleet: Arc<dyn Fleet>, clients: Arc<Clients>) -> Self {
        Self { fleet, clients, secrets: Default::default(), descriptors: Default::default() }
    }

    #[cfg(not(feature = "aws"))]
    pub fn new(fleet: Arc<dyn Fleet>) -> Self {
        Self { fleet }
    }

    /// Gets the answer to a call.
    ///
    /// # Errors
    /// Why there is none, for the log.
    pub async fn perform(&self, tenant: &Tenant, call: &ExternalCall) -> Result<Answer, String> {
        let within = match call {
            ExternalCall::Lambda { .. } => LAMBDA_WITHIN,
            _ => ANSWER_WITHIN,
        };
        let json = tokio::time::timeout(within, self.ask(tenant, call))
            .await
            .map_err(|_| format!("no answer within {} ms", within.as_millis()))??;
        if json.len() > ANSWER_BYTES_MAX {
            return Err(format!("the answer has more than {ANSWER_BYTES_MAX} bytes"));
        }
        Answer::new(json).map_err(|error| format!("the answer is not JSON: {error}"))
    }

    async fn ask(&self, tenant: &Tenant, call: &ExternalCall) -> Result<Vec<u8>, String> {
        match call {
            ExternalCall::Shadow { thing, shadow, .. } => {
                self.fleet.shadow(tenant, thing, shadow.as_deref()).await
            }
            ExternalCall::Registry { operation, thing, .. } => {
                self.fleet.registry(tenant, *operation, thing).await
            }
            #[cfg(all(feature = "dynamodb", feature = "lambda"))]
            ExternalCall::Lambda { function_arn, event } => {
                self.clients.invoke_and_wait(tenant, function_arn, event).await
            }
            #[cfg(all(feature = "dynamodb", feature = "lambda"))]
            ExternalCall::DynamoDb { table, key, .. } => self.clients.get_item(tenant, table, key).await,
            #[cfg(feature = "aws")]
            ExternalCall::Secret { id, kind, key, .. } => {
                self.secrets.value(&self.clients, tenant, id, *kind, key.as_deref()).await
            }
            #[cfg(feature = "aws")]
            ExternalCall::Protobuf { data, bucket, key, proto, message_type } => {
                let descriptor = self.descriptors.get(&self.clients, tenant, bucket, key).await?;
                protobuf::decode(&descriptor, proto, message_type, data)
            }
            #[cfg(not(feature = "all"))]
            _ => Err(format!("this program was built without {}", call.function())),
        }
    }
}
