//! `openSearch` and `elasticsearch`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rules::action::OpenSearchRequest;

use super::Clients;
use super::signed::{Call, signing_name};
use crate::perform::{Failure, Task};
use crate::sinks::{Endpoint, Place};

const SERVICE: &str = "opensearch";

/// What a part of a path is encoded for: all but the unreserved characters of RFC 3986.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Clients {
    /// Indexes the payload. The endpoint is the action's, unless `--sink` names one.
    pub(crate) async fn index_document(
        &self,
        task: &Task,
        request: &OpenSearchRequest,
    ) -> Result<(), Failure> {
        let tenant = &task.tenant;
        let endpoint = self
            .sinks
            .override_of(SERVICE, &tenant.region)
            .unwrap_or_else(|| Endpoint { url: request.endpoint.clone(), place: Place::Elsewhere });
        let [index, document_type, id] =
            [&request.index, &request.document_type, &request.id].map(|part| utf8_percent_encode(part, PART));
        let call = Call {
            signing_name: signing_name(SERVICE),
            method: http::Method::PUT,
            url: format!("{}/{index}/{document_type}/{id}", endpoint.url.trim_end_matches('/')),
            headers: vec![(http::header::CONTENT_TYPE, "application/json")],
            body: task.payload.to_vec(),
        };
        let credentials = self.credentials(&endpoint, tenant);
        self.send(tenant, call, credentials).await?;
        Ok(())
    }
}
