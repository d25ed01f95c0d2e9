//! Forms that browsers send to a bucket (S3 API Reference, "POST Object"): fields, and behind them a file, whose content
//! is never held as a whole.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use hyper::body::{Body, Frame};

use super::failure::{incomplete_body, invalid_argument, method_not_allowed};
use super::request::Target;
use crate::protocol::Failure;

/// Everything but the file's content, bytes (S3 API Reference, "HTML form fields").
const FIELDS_BYTES_MAX: usize = 20 << 10;
/// The longest boundary (RFC 2046, section 5.1.1).
const BOUNDARY_BYTES_MAX: usize = 70;
/// Stands in a key for the name of the file.
const FILENAME: &str = "${filename}";

/// A form whose file is still to be read.
pub struct Form<B> {
    pub(super) bucket: String,
    /// In their order; `key` has the file's name where it asks for it.
    fields: Vec<(String, String)>,
    pub(super) content: Content<B>,
}

impl<B> Form<B> {
    /// The bucket that the form is for.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Names and values of the fields before the file.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The value of a field. Names have no case.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl<B> Form<B>
where
    B: Body<Data = Bytes> + Send,
    B::Error: std::fmt::Display,
{
    /// Reads a form up to its file.
    ///
    /// # Errors
    /// When it is none, is too large, or has no file or no key.
    pub(super) async fn read(parts: &Parts, body: B) -> Result<Self, Failure> {
        let target = Target::of(parts)?;
        if target.key.is_some() {
            return Err(method_not_allowed());
        }
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let boundary = parameter(kind, "boundary");
        let boundary =
            boundary.filter(|text| (1..=BOUNDARY_BYTES_MAX).contains(&text.len())).ok_or_else(malformed)?;
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        let mut body = Box::pin(body);
        // As if a line had ended before the first boundary.
        let mut buffer = b"\r\n".to_vec();
        let (head, start) = loop {
            let found = head(&buffer, &delimiter)?;
            if found.as_ref().map_or(buffer.len(), |(_, start)| *start) > FIELDS_BYTES_MAX {
                let text = "Your POST request fields preceeding the upload file was too large.";
                return Err(Failure::bad("MaxPostPreDataLengthExceeded", text));
            }
            if let Some(found) = found {
                break found;
            }
            match super::upload::next(&mut body.as_mut()).await? {
                Some(bytes) => buffer.extend_from_slice(&bytes),
                None => return Err(malformed()),
            }
        };
        let mut fields = head.fields;
        let key = fields.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("key"));
        let (_, key) = key.ok_or_else(|| {
            invalid_argument("Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.")
        })?;
        *key = key.replace(FILENAME, &head.filename);
        let mut content = Content {
            body,
            splitter: Splitter { delimiter, held: Vec::new(), is_over: false },
            first: Bytes::new(),
        };
        content.first = content.splitter.push(&buffer[start..]);
        Ok(Self { bucket: target.bucket.unwrap_or_default(), fields, content })
    }
}

fn malformed() -> Failure {
    Failure::bad(
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.",
    )
}

/// What comes before the content of the file.
#[derive(PartialEq, Debug, Default)]
struct Head {
    fields: Vec<(String, String)>,
    /// Of the file, without directories.
    filename: String,
}

/// Reads what comes before the content of the file, and where that begins; nothing when there is more to come.
fn head(buffer: &[u8], delimiter: &[u8]) -> Result<Option<(Head, usize)>, Failure> {
    let mut head = Head::default();
    let Some(mut place) = find(buffer, delimiter) else { return Ok(None) };
    loop {
        let rest = &buffer[place + delimiter.len()..];
        if rest.len() < 2 {
            return Ok(None);
        }
        if rest.starts_with(b"--") {
            let text = "POST requires exactly one file upload per request.";
            return Err(Failure::bad("IncorrectNumberOfFilesInPostRequest", text));
        }
        if !rest.starts_with(b"\r\n") {
            return Err(malformed());
        }
        let Some(end) = find(rest, b"\r\n\r\n") else { return Ok(None) };
        let headers = std::str::from_utf8(&rest[..end]).map_err(|_| malformed())?;
        let is_disposition = |line: &&str| {
            let name = line.split(':').next().unwrap_or_default();
            name.eq_ignore_ascii_case("content-disposition")
        };
        let disposition = headers.split("\r\n").find(is_disposition).ok_or_else(malformed)?;
        let name = parameter(disposition, "name").ok_or_else(malformed)?;
        let start = place + delimiter.len() + end + 4;
        if name.eq_ignore_ascii_case("file") {
            let filename = parameter(disposition, "filename").unwrap_or_default();
            head.filename = filename.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            return Ok(Some((head, start)));
        }
        let Some(length) = find(&buffer[start..], delimiter) else { return Ok(None) };
        let value = std::str::from_utf8(&buffer[start..start + length]).map_err(|_| malformed())?;
        head.fields.push((name, value.to_owned()));
        place = start + length;
    }
}

/// The value of a parameter of a header, in quotes or without them.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => {
                // Browsers escape a quote as %22, others with a backslash.
                let end =
                    quoted.match_indices('"').map(|(at, _)| at).find(|at| !quoted[..*at].ends_with('\\'))?;
                (quoted[..end].replace("\\\"", "\"").replace("%22", "\""), &quoted[end + 1..])
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = behind.split_once(';')?.1;
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut start = 0;
    while let Some(at) = bytes[start..].iter().position(|byte| byte == first) {
        if bytes[start + at..].starts_with(wanted) {
            return Some(start + at);
        }
        start += at + 1;
    }
    None
}

/// Takes content from what is sent, until the delimiter.
struct Splitter {
    delimiter: Vec<u8>,
    /// What may be the beginning of the delimiter.
    held: Vec<u8>,
    is_over: bool,
}

impl Splitter {
    /// Takes what was sent, and gives what is content of it.
    fn push(&mut self, bytes: &[u8]) -> Bytes {
        if self.is_over {
            return Bytes::new();
        }
        self.held.extend_from_slice(bytes);
        let sure = match find(&self.held, &self.delimiter) {
            Some(at) => {
                self.is_over = true;
                at
            }
            None => self.held.len().saturating_sub(self.delimiter.len() - 1),
        };
        let rest = self.held.split_off(sure);
        std::mem::replace(&mut self.held, rest).into()
    }
}

/// The content of a form's file. What is sent behind it is not looked at.
pub(super) struct Content<B> {
    body: Pin<Box<B>>,
    splitter: Splitter,
    /// What came with the fields.
    first: Bytes,
}

impl<B> Body for Content<B>
where
    B: Body<Data = Bytes>,
    B::Error: std::fmt::Display,
{
    type Data = Bytes;
    type Error = String;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, String>>> {
        let this = &mut *self;
        let first = std::mem::take(&mut this.first);
        if !first.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        loop {
            if this.splitter.is_over {
                return Poll::Ready(None);
            }
            let bytes = match std::task::ready!(this.body.as_mut().poll_frame(context)) {
                None => return Poll::Ready(Some(Err(incomplete_body().message))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error.to_string()))),
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            };
            let content = this.splitter.push(&bytes);
            if !content.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(content))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use http_body_util::BodyExt;

    use super::*;

    const FORM: &str = "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nu/${filename}\r\n--b\r\n\
                        content-disposition: form-data; name=Policy\r\nX: y\r\n\r\na\r\nb\r\n--b\r\n\
                        Content-Disposition: form-data; filename=\"C:\\d\\a; \\\"b\\\".txt\"; name=\"file\"\r\n\r\n";

    /// Reads a form that comes in pieces of some size.
    async fn read(text: &str, size: usize) -> Result<(Vec<(String, String)>, Result<Bytes, String>), String> {
        let request =
            Request::post("/bucket").header(CONTENT_TYPE, "multipart/form-data; charset=x; boundary=\"b\"");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let pieces: Vec<_> = text
            .as_bytes()
            .chunks(size)
            .map(|piece| Ok::<_, std::io::Error>(Frame::data(Bytes::copy_from_slice(piece))))
            .collect();
        let body = Pieces(pieces.into());
        let form = Form::read(&parts, body).await.map_err(|failure| failure.code.into_owned())?;
        assert_eq!(form.bucket(), "bucket");
        let fields = form.fields().to_vec();
        Ok((fields, form.content.collect().await.map(|content| content.to_bytes())))
    }

    /// A body of some frames.
    struct Pieces(std::collections::VecDeque<Result<Frame<Bytes>, std::io::Error>>);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
            Poll::Ready(self.0.pop_front())
        }
    }

    #[tokio::test]
    async fn a_form_is_its_fields_and_a_file() {
        let content = "line\r\n--\r\n--a\r\n\r\n-";
        for size in 1..200 {
            let (fields, found) = read(&format!("{FORM}{content}\r\n--b--\r\nbehind"), size).await.unwrap();
            let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            assert_eq!(fields, [field("key", "u/a; \"b\".txt"), field("Policy", "a\r\nb")]);
            assert_eq!(found.unwrap(), content, "{size}");
            let (_, found) = read(&format!("{FORM}\r\n--b"), size).await.unwrap();
            assert_eq!(found.unwrap(), "");
            let (_, found) = read(&format!("{FORM}breaks off"), size).await.unwrap();
            assert!(found.is_err());
        }
    }

    #[tokio::test]
    async fn what_is_no_form_is_refused() {
        let without_key = FORM.replace("name=\"key\"", "name=\"yek\"");
        let large = FORM.replace("a\r\nb", &"x".repeat(FIELDS_BYTES_MAX));
        for (text, code) in [
            ("", "MalformedPOSTRequest"),
            ("--b", "MalformedPOSTRequest"),
            ("--b\r\n\r\n\r\n--b--", "MalformedPOSTRequest"),
            ("--b\r\nContent-Disposition: form-data\r\n\r\n--b--", "MalformedPOSTRequest"),
            ("--b--\r\n", "IncorrectNumberOfFilesInPostRequest"),
            (&without_key, "InvalidArgument"),
            (&large, "MaxPostPreDataLengthExceeded"),
        ] {
            assert_eq!(read(text, 1000).await.err().as_deref(), Some(code), "{text}");
        }
    }
}
