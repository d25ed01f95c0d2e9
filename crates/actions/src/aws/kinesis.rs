//! `kinesis`.

use aws_sdk_kinesis::Client;
use aws_sdk_kinesis::primitives::Blob;
use base::Tenant;
use rules::action::KinesisRequest;

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

impl Clients {
    fn kinesis(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.kinesis.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_kinesis, self, "kinesis", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// Puts the payload as a record.
    pub(crate) async fn put_record(&self, task: &Task, request: &KinesisRequest) -> Result<(), Failure> {
        let call = self
            .kinesis(&task.tenant)?
            .put_record()
            .stream_name(&request.stream_name)
            .partition_key(&request.partition_key)
            .data(Blob::new(task.payload.to_vec()));
        call.send().await.map(drop).map_err(|error| failure(&error))
    }
}
