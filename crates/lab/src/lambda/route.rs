//! Which operation a request calls: method and path (the service model of botocore 1.44).

use http::Method;
use percent_encoding::percent_decode_str;

use super::error::Error;

/// Name, method, path, and what the query has to hold.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Every operation of AWS. Those without a handler are answered as not implemented.
/// Those that need something in the query come first.
#[rustfmt::skip]
pub(super) static OPERATIONS: &[Row] = &[
    ("GetLayerVersionByArn", "GET", "/2018-10-31/layers", "find=LayerVersion"),
    ("ListProvisionedConcurrencyConfigs", "GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", "List=ALL"),
    ("AddLayerVersionPermission", "POST", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", ""),
    ("AddPermission", "POST", "/2015-03-31/functions/{FunctionName}/policy", ""),
    ("CheckpointDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint", ""),
    ("CreateAlias", "POST", "/2015-03-31/functions/{FunctionName}/aliases", ""),
    ("CreateCapacityProvider", "POST", "/2025-11-30/capacity-providers", ""),
    ("CreateCodeSigningConfig", "POST", "/2020-04-22/code-signing-configs", ""),
    ("CreateEventSourceMapping", "POST", "/2015-03-31/event-source-mappings", ""),
    ("CreateFunction", "POST", "/2015-03-31/functions", ""),
    ("CreateFunctionUrlConfig", "POST", "/2021-10-31/functions/{FunctionName}/url", ""),
    ("DeleteAlias", "DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", ""),
    ("DeleteCapacityProvider", "DELETE", "/2025-11-30/capacity-providers/{CapacityProviderName}", ""),
    ("DeleteCodeSigningConfig", "DELETE", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", ""),
    ("DeleteDurableExecution", "DELETE", "/2025-12-01/durable-executions/{DurableExecutionArn}", ""),
    ("DeleteEventSourceMapping", "DELETE", "/2015-03-31/event-source-mappings/{UUID}", ""),
    ("DeleteFunction", "DELETE", "/2015-03-31/functions/{FunctionName}", ""),
    ("DeleteFunctionCodeSigningConfig", "DELETE", "/2020-06-30/functions/{FunctionName}/code-signing-config", ""),
    ("DeleteFunctionConcurrency", "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency", ""),
    ("DeleteFunctionEventInvokeConfig", "DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config", ""),
    ("DeleteFunctionUrlConfig", "DELETE", "/2021-10-31/functions/{FunctionName}/url", ""),
    ("DeleteLayerVersion", "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", ""),
    ("DeleteProvisionedConcurrencyConfig", "DELETE", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", ""),
    ("DeleteResourcePolicy", "DELETE", "/2026-07-09/resource-policy/{ResourceArn}", ""),
    ("GetAccountSettings", "GET", "/2016-08-19/account-settings", ""),
    ("GetAlias", "GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", ""),
    ("GetCapacityProvider", "GET", "/2025-11-30/capacity-providers/{CapacityProviderName}", ""),
    ("GetCodeSigningConfig", "GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", ""),
    ("GetDurableExecution", "GET", "/2025-12-01/durable-executions/{DurableExecutionArn}", ""),
    ("GetDurableExecutionHistory", "GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/history", ""),
    ("GetDurableExecutionState", "GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/state", ""),
    ("GetEventSourceMapping", "GET", "/2015-03-31/event-source-mappings/{UUID}", ""),
    ("GetFunction", "GET", "/2015-03-31/functions/{FunctionName}", ""),
    ("GetFunctionCodeSigningConfig", "GET", "/2020-06-30/functions/{FunctionName}/code-signing-config", ""),
    ("GetFunctionConcurrency", "GET", "/2019-09-30/functions/{FunctionName}/concurrency", ""),
    ("GetFunctionConfiguration", "GET", "/2015-03-31/functions/{FunctionName}/configuration", ""),
    ("GetFunctionEventInvokeConfig", "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config", ""),
    ("GetFunctionRecursionConfig", "GET", "/2024-08-31/functions/{FunctionName}/recursion-config", ""),
    ("GetFunctionScalingConfig", "GET", "/2025-11-30/functions/{FunctionName}/function-scaling-config", ""),
    ("GetFunctionUrlConfig", "GET", "/2021-10-31/functions/{FunctionName}/url", ""),
    ("GetLayerVersion", "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", ""),
    ("GetLayerVersionPolicy", "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", ""),
    ("GetPolicy", "GET", "/2015-03-31/functions/{FunctionName}/policy", ""),
    ("GetProvisionedConcurrencyConfig", "GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", ""),
    ("GetResourcePolicy", "GET", "/2026-07-09/resource-policy/{ResourceArn}", ""),
    ("GetRuntimeManagementConfig", "GET", "/2021-07-20/functions/{FunctionName}/runtime-management-config", ""),
    ("Invoke", "POST", "/2015-03-31/functions/{FunctionName}/invocations", ""),
    ("InvokeAsync", "POST", "/2014-11-13/functions/{FunctionName}/invoke-async", ""),
    ("InvokeWithResponseStream", "POST", "/2021-11-15/functions/{FunctionName}/response-streaming-invocations", ""),
    ("ListAliases", "GET", "/2015-03-31/functions/{FunctionName}/aliases", ""),
    ("ListCapacityProviders", "GET", "/2025-11-30/capacity-providers", ""),
    ("ListCodeSigningConfigs", "GET", "/2020-04-22/code-signing-configs", ""),
    ("ListDurableExecutionsByFunction", "GET", "/2025-12-01/functions/{FunctionName}/durable-executions", ""),
    ("ListEventSourceMappings", "GET", "/2015-03-31/event-source-mappings", ""),
    ("ListFunctionEventInvokeConfigs", "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config/list", ""),
    ("ListFunctionUrlConfigs", "GET", "/2021-10-31/functions/{FunctionName}/urls", ""),
    ("ListFunctionVersionsByCapacityProvider", "GET", "/2025-11-30/capacity-providers/{CapacityProviderName}/function-versions", ""),
    ("ListFunctions", "GET", "/2015-03-31/functions", ""),
    ("ListFunctionsByCodeSigningConfig", "GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions", ""),
    ("ListLayerVersions", "GET", "/2018-10-31/layers/{LayerName}/versions", ""),
    ("ListLayers", "GET", "/2018-10-31/layers", ""),
    ("ListTags", "GET", "/2017-03-31/tags/{Resource}", ""),
    ("ListVersionsByFunction", "GET", "/2015-03-31/functions/{FunctionName}/versions", ""),
    ("PauseDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/pause", ""),
    ("PublishLayerVersion", "POST", "/2018-10-31/layers/{LayerName}/versions", ""),
    ("PublishVersion", "POST", "/2015-03-31/functions/{FunctionName}/versions", ""),
    ("PutFunctionCodeSigningConfig", "PUT", "/2020-06-30/functions/{FunctionName}/code-signing-config", ""),
    ("PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{FunctionName}/concurrency", ""),
    ("PutFunctionEventInvokeConfig", "PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config", ""),
    ("PutFunctionRecursionConfig", "PUT", "/2024-08-31/functions/{FunctionName}/recursion-config", ""),
    ("PutFunctionScalingConfig", "PUT", "/2025-11-30/functions/{FunctionName}/function-scaling-config", ""),
    ("PutProvisionedConcurrencyConfig", "PUT", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", ""),
    ("PutResourcePolicy", "PUT", "/2026-07-09/resource-policy/{ResourceArn}", ""),
    ("PutRuntimeManagementConfig", "PUT", "/2021-07-20/functions/{FunctionName}/runtime-management-config", ""),
    ("RemoveLayerVersionPermission", "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}", ""),
    ("RemovePermission", "DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}", ""),
    ("ResumeDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/resume", ""),
    ("SendDurableExecutionCallbackFailure", "POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/fail", ""),
    ("SendDurableExecutionCallbackHeartbeat", "POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat", ""),
    ("SendDurableExecutionCallbackSuccess", "POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed", ""),
    ("StopDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/stop", ""),
    ("TagResource", "POST", "/2017-03-31/tags/{Resource}", ""),
    ("UntagResource", "DELETE", "/2017-03-31/tags/{Resource}", ""),
    ("UpdateAlias", "PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", ""),
    ("UpdateCapacityProvider", "PUT", "/2025-11-30/capacity-providers/{CapacityProviderName}", ""),
    ("UpdateCodeSigningConfig", "PUT", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", ""),
    ("UpdateEventSourceMapping", "PUT", "/2015-03-31/event-source-mappings/{UUID}", ""),
    ("UpdateFunctionCode", "PUT", "/2015-03-31/functions/{FunctionName}/code", ""),
    ("UpdateFunctionConfiguration", "PUT", "/2015-03-31/functions/{FunctionName}/configuration", ""),
    ("UpdateFunctionEventInvokeConfig", "POST", "/2019-09-25/functions/{FunctionName}/event-invoke-config", ""),
    ("UpdateFunctionUrlConfig", "PUT", "/2021-10-31/functions/{FunctionName}/url", ""),
];

/// An operation with the parameters of its path, decoded, in the order of the template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Route {
    /// The operation's name.
    pub operation: &'static str,
    /// Of its path.
    pub parameters: Vec<String>,
}

/// Finds the operation of a request.
///
/// # Errors
/// When AWS has none of this method and path either.
pub(super) fn find(method: &Method, path: &str, query: &str) -> Result<Route, Error> {
    // Split before decoding: an encoded slash belongs to a parameter.
    let path = path.trim_matches('/');
    let fits = |(_, wanted, template, needs): &&Row| {
        *wanted == method.as_str()
            && matches(template, path)
            && (needs.is_empty() || query.split('&').any(|pair| pair == *needs))
    };
    let (operation, _, template, _) = OPERATIONS.iter().find(fits).ok_or_else(Error::unknown_operation)?;
    let decode = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
    let mut parameters = Vec::new();
    for (wanted, given) in template.trim_start_matches('/').split('/').zip(path.split('/')) {
        if wanted.starts_with('{') {
            parameters.push(decode(given).map_err(|_| Error::unknown_operation())?);
        }
    }
    Ok(Route { operation, parameters })
}

fn matches(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.trim_start_matches('/').split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &Method, path: &str) -> Option<(&'static str, Vec<String>)> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        find(method, path, query).ok().map(|route| (route.operation, route.parameters))
    }

    #[test]
    fn operations_are_told_apart_by_method_and_path() {
        assert_eq!(found(&Method::POST, "/2015-03-31/functions"), Some(("CreateFunction", vec![])));
        assert_eq!(found(&Method::GET, "/2015-03-31/functions/"), Some(("ListFunctions", vec![])));
        assert_eq!(
            found(&Method::DELETE, "/2015-03-31/functions/f/policy/a%2Fb"),
            Some(("RemovePermission", vec!["f".into(), "a/b".into()]))
        );
        assert_eq!(
            found(
                &Method::POST,
                "/2015-03-31/functions/arn%3Aaws%3Alambda%3Ar%3A1%3Afunction%3Af/invocations"
            ),
            Some(("Invoke", vec!["arn:aws:lambda:r:1:function:f".into()]))
        );
        assert_eq!(
            found(&Method::GET, "/2016-08-19/account-settings/"),
            Some(("GetAccountSettings", vec![]))
        );
    }

    #[test]
    fn the_query_tells_two_operations_of_one_path_apart() {
        let path = "/2019-09-30/functions/f/provisioned-concurrency";
        assert_eq!(found(&Method::GET, path).unwrap().0, "GetProvisionedConcurrencyConfig");
        assert_eq!(
            found(&Method::GET, &format!("{path}?List=ALL")).unwrap().0,
            "ListProvisionedConcurrencyConfigs"
        );
    }

    #[test]
    fn what_aws_does_not_know_is_unknown_here() {
        for path in
            ["/", "/2015-03-31", "/2015-03-31/functions//policy", "/2015-03-31/functions/f/tea", "/%ff"]
        {
            assert_eq!(found(&Method::GET, path), None, "{path}");
        }
        assert_eq!(found(&Method::PATCH, "/2015-03-31/functions"), None);
    }
}
