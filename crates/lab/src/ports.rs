//! What the embedded services ask of each other, as ports, so that none of them knows another.

use std::pin::Pin;

use base::{Tenant, UnixMillis};
use bytes::Bytes;

/// The answer of a port that has to wait.
pub(crate) type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Takes what functions print: CloudWatch Logs.
pub(crate) trait LogSink: Send + Sync {
    /// Appends lines to a stream of a group, both of which are made when they do not exist. Never blocks;
    /// lines beyond what the service keeps are dropped by it.
    fn write(&self, tenant: &Tenant, group: &str, stream: &str, lines: Vec<(UnixMillis, String)>);

    /// Waits until what was written is stored. Who can make its writer wait does so after each write.
    fn settled(&self) -> Later<'_, ()>;
}

/// Reads objects, for code that functions are made of: S3.
pub(crate) trait ObjectSource: Send + Sync {
    /// The bytes of an object; otherwise S3's error code and text.
    fn object<'a>(
        &'a self,
        tenant: &'a Tenant,
        bucket: &'a str,
        key: &'a str,
        version: Option<&'a str>,
    ) -> Later<'a, Result<Bytes, (String, String)>>;
}

/// Invokes functions without waiting for their results: Lambda, for SNS.
pub(crate) trait Invoke: Send + Sync {
    /// Queues an event; `source_arn` is what sends it, for the function's resource policy. Otherwise
    /// Lambda's error code and text.
    fn invoke<'a>(
        &'a self,
        tenant: &'a Tenant,
        function_arn: &'a str,
        principal: &'a str,
        source_arn: &'a str,
        event: Bytes,
    ) -> Later<'a, Result<(), (String, String)>>;
}

/// Takes messages for queues: SQS, for SNS.
pub(crate) trait Enqueue: Send + Sync {
    /// Sends a message to a queue; otherwise SQS's error code and text. The answer comes when it is
    /// stored.
    fn enqueue<'a>(
        &'a self,
        tenant: &'a Tenant,
        queue_arn: &'a str,
        message: QueueMessage,
    ) -> Later<'a, Result<(), (String, String)>>;
}

/// A message for a queue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct QueueMessage {
    /// The body.
    pub body: String,
    /// Attributes: name, data type (`String`, `Number`, `Binary`), value; that of a binary one in base64.
    pub attributes: Vec<(String, String, String)>,
    /// For FIFO queues.
    pub group_id: Option<String>,
    /// For FIFO queues.
    pub deduplication_id: Option<String>,
}
