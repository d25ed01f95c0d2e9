//! How many resources of a kind AWS lets an account have (limits.md, "Security" and "Provisioning").

use base::Profile;

use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::Call;

/// Checks that there may be one more. What an account holds is limited in the `aws` profile only.
///
/// # Errors
/// LimitExceededException.
pub fn check(call: &Call<Cloud>, count: usize, max: usize, what: &str) -> Result<(), ApiError> {
    if call.context.limits.profile == Profile::Aws && count >= max {
        return Err(ApiError::limit_exceeded(format!("An account can have at most {max} {what}")));
    }
    Ok(())
}
