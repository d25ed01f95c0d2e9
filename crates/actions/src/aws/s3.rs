//! `s3`.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::RequestChecksumCalculation;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ObjectCannedAcl;
use base::Tenant;
use rules::action::S3Request;

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};
use crate::sinks::Place;

impl Clients {
    fn s3(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.s3.get(tenant, || {
            let (config, endpoint) = client_config!(aws_sdk_s3, self, "s3", tenant);
            let config = config
                // Whoever else serves S3 has no host names for buckets.
                .force_path_style(endpoint.place != Place::Aws)
                // The signature covers the payload already, and not everybody knows the newer checksums.
                .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
                .build();
            Ok(Client::from_conf(config))
        })
    }

    /// Puts the payload as an object.
    pub(crate) async fn put_object(&self, task: &Task, request: &S3Request) -> Result<(), Failure> {
        let call = self
            .s3(&task.tenant)?
            .put_object()
            .bucket(&request.bucket_name)
            .key(&request.key)
            .set_acl(request.canned_acl.map(ObjectCannedAcl::from))
            .body(ByteStream::from(task.payload.to_vec()));
        call.send().await.map(drop).map_err(|error| failure(&error))
    }
}
