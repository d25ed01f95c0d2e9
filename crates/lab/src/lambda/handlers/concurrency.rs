//! Reserved concurrency, and what an account may use.

use serde_json::json;

use super::whole;
use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::code::ZIP_BYTES_MAX;
use crate::lambda::error::Error;
use crate::lambda::record::Held;
use crate::lambda::run::fleet::CONCURRENCY_MAX;
use crate::lambda::unpack::UNPACKED_BYTES_MAX;

/// What has to be left to functions without a reservation (Lambda developer guide, "Configuring reserved
/// concurrency").
const UNRESERVED_MIN: usize = 100;
/// Code of an account in a region, bytes (Lambda quotas, 75 GB).
const CODE_BYTES_MAX: u64 = 75 << 30;

/// PutFunctionConcurrency.
pub(super) async fn put(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let mut members = call.members()?;
    members.require("ReservedConcurrentExecutions");
    let wanted = members.number("ReservedConcurrentExecutions", 0..=i32::MAX as u32)?;
    members.check()?;
    let wanted = wanted.unwrap_or_default();
    let reserved = reserved(core, call, Some(&function.name));
    if reserved + wanted as usize + UNRESERVED_MIN > CONCURRENCY_MAX {
        return Err(Error::invalid_parameter(format!(
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution \
             below its minimum value of [{UNRESERVED_MIN}]."
        )));
    }
    let put = |held: &mut Held| {
        held.function.reserved_concurrency = Some(wanted);
        Ok(())
    };
    core.book.change(&function.owner, &function.name, put).await?;
    Ok(Answer::ok(&json!({ "ReservedConcurrentExecutions": wanted })))
}

/// What functions of the tenant have reserved, but one.
fn reserved(core: &Core, call: &Call, but: Option<&str>) -> usize {
    core.book.list(&call.tenant, |functions| {
        let others = functions.iter().filter(|(name, _)| but != Some(name.as_str()));
        others.filter_map(|(_, held)| held.function.reserved_concurrency).map(|count| count as usize).sum()
    })
}

/// GetFunctionConcurrency.
pub(super) fn get(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let reserved =
        core.book.read(&function.owner, &function.name, |held| Ok(held.function.reserved_concurrency))?;
    Ok(Answer::ok(&match reserved {
        Some(reserved) => json!({ "ReservedConcurrentExecutions": reserved }),
        None => json!({}),
    }))
}

/// DeleteFunctionConcurrency.
pub(super) async fn delete(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let delete = |held: &mut Held| {
        held.function.reserved_concurrency = None;
        Ok(())
    };
    core.book.change(&function.owner, &function.name, delete).await?;
    Ok(Answer::nothing())
}

/// GetAccountSettings.
pub(super) fn account_settings(core: &Core, call: &Call) -> Answer {
    let (count, bytes) = core.book.list(&call.tenant, |functions| {
        let bytes: u64 = functions.values().flat_map(Held::codes).map(|code| code.size).sum();
        (functions.len(), bytes)
    });
    Answer::ok(&json!({
        "AccountLimit": {
            "TotalCodeSize": CODE_BYTES_MAX,
            "CodeSizeUnzipped": UNPACKED_BYTES_MAX,
            "CodeSizeZipped": ZIP_BYTES_MAX,
            "ConcurrentExecutions": CONCURRENCY_MAX,
            "UnreservedConcurrentExecutions": CONCURRENCY_MAX - reserved(core, call, None).min(CONCURRENCY_MAX),
        },
        "AccountUsage": { "TotalCodeSize": bytes, "FunctionCount": count },
    }))
}
