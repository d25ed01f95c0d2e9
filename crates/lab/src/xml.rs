//! The XML that services with a query protocol answer with.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

/// Text as XML content or attribute value. Characters that XML has no form for become U+FFFD.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => {
                escaped.push(character);
            }
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}

/// A response of a query protocol.
pub(crate) fn respond(status: StatusCode, request_id: &str, document: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(document));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

/// An error of a query protocol. The caller is at fault below status 500, the service from there on.
pub(crate) fn error(
    namespace: &str,
    status: StatusCode,
    code: &str,
    message: &str,
    request_id: &str,
) -> Response<Bytes> {
    let fault = if status.is_server_error() { "Receiver" } else { "Sender" };
    let document = format!(
        "<ErrorResponse xmlns=\"{}\">\n  <Error>\n    <Type>{fault}</Type>\n    <Code>{}</Code>\n    \
         <Message>{}</Message>\n  </Error>\n  <RequestId>{}</RequestId>\n</ErrorResponse>\n",
        escape(namespace),
        escape(code),
        escape(message),
        escape(request_id)
    );
    respond(status, request_id, document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_what_xml_cannot_hold_are_replaced() {
        assert_eq!(escape("a<b & \"c\">\u{0}\u{1f}é\n"), "a&lt;b &amp; &quot;c&quot;&gt;\u{fffd}\u{fffd}é\n");
        assert_eq!(escape("\u{ffff}\u{10ffff}"), "\u{fffd}\u{10ffff}");
    }

    #[test]
    fn an_error_says_whose_fault_it_is() {
        for (status, fault) in [(400, "Sender"), (501, "Receiver")] {
            let response = error("urn:x", StatusCode::from_u16(status).unwrap(), "C", "m", "id");
            let text = String::from_utf8(response.body().to_vec()).unwrap();
            assert!(text.contains(&format!("<Type>{fault}</Type>")), "{text}");
        }
    }
}
