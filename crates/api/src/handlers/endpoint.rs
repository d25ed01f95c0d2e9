//! DescribeEndpoint (api-facts.md §2, api-errors.md §5).

use model::iot::{DescribeEndpointRequest, DescribeEndpointResponse};

use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::DESCRIBE_ENDPOINT => sync describe_endpoint, exact;
    }
}

fn describe_endpoint(
    call: &Call<Cloud>,
    input: DescribeEndpointRequest,
) -> Result<DescribeEndpointResponse, ApiError> {
    // Absent stands for iot:Data in the API reference; today's service wants iot:Data-ATS.
    match input.endpoint_type.as_deref().unwrap_or("iot:Data-ATS") {
        "iot:Data-ATS" | "iot:CredentialProvider" => {
            Ok(DescribeEndpointResponse { endpoint_address: Some(call.context.endpoint_host.clone()) })
        }
        "iot:Data" => {
            Err(ApiError::invalid_request("iot:Data is not supported. Please use iot:Data-ATS instead."))
        }
        "iot:Jobs" => Err(ApiError::invalid_request(
            "IoT Jobs and Commands APIs are now available through iot:Data-ATS endpoints instead of iot:Jobs \
             endpoints. Please use iot:Data-ATS.",
        )),
        other => Err(ApiError::invalid_request(format!("Endpoint type {other} is not valid"))),
    }
}
