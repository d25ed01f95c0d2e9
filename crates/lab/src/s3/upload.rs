//! Taking in a body: decoding it, writing it to a file, and holding it against what the client says of it.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::HeaderMap;
use http_body_util::BodyExt;
use hyper::body::Body;
use md5::{Digest, Md5};

use super::checksum::{Algorithm, Hasher};
use super::chunked::Decoder;
use super::failure::{
    incomplete_body, invalid_argument, invalid_request, io, not_implemented, too_large, unknown_algorithm,
};
use super::files::{Files, Piece};
use crate::protocol::Failure;

/// The largest body, bytes: 5 GB, as on AWS.
const BODY_BYTES_MAX: u64 = 5 << 30;
/// Bytes that are written at once.
const WRITE_BYTES: usize = 256 << 10;
/// How long a client may be silent.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// A body that was taken in. Its file is deleted with it, unless it is [kept](Self::keep).
pub(super) struct Uploaded {
    pub piece: Piece,
    /// MD5 in hex.
    pub md5: String,
    /// In base64.
    pub checksums: BTreeMap<Algorithm, String>,
    files: Arc<Files>,
    is_kept: bool,
}

impl Uploaded {
    /// Lets the file stay; a row knows it now.
    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Uploaded {
    fn drop(&mut self) {
        if !self.is_kept {
            self.files.remove(std::slice::from_ref(&self.piece));
        }
    }
}

/// What the headers say of the body.
struct Claims {
    md5: Option<Vec<u8>>,
    /// In hex.
    sha256: Option<String>,
    checksums: Vec<(Algorithm, String)>,
    /// A checksum that comes behind the body, or is asked for.
    announced: Option<Algorithm>,
    is_chunked: bool,
    length: Option<u64>,
}

/// The headers' text; nothing when it is no ASCII.
pub(super) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

impl Claims {
    fn of(headers: &HeaderMap) -> Result<Self, Failure> {
        let md5 =
            header(headers, "content-md5").map(|text| BASE64.decode(text).ok().filter(|md5| md5.len() == 16));
        let md5 = match md5 {
            Some(None) => {
                return Err(Failure::bad("InvalidDigest", "The Content-MD5 you specified was invalid."));
            }
            Some(md5) => md5,
            None => None,
        };
        let sha256 = header(headers, "x-amz-content-sha256");
        let is_chunked = sha256.is_some_and(|text| text.starts_with("STREAMING-"))
            || header(headers, "content-encoding")
                .is_some_and(|text| text.split(',').any(|one| one.trim() == "aws-chunked"));
        refuse_unknown(headers)?;
        let mut checksums = Vec::new();
        for algorithm in Algorithm::ALL {
            if let Some(value) = header(headers, algorithm.header()) {
                checksums.push((algorithm, value.to_owned()));
            }
        }
        if checksums.len() > 1 {
            return Err(invalid_request(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
            ));
        }
        let trailer = header(headers, "x-amz-trailer").map(|name| {
            Algorithm::of_header(name.trim()).ok_or_else(|| {
                invalid_request("The value specified in the x-amz-trailer header is not supported")
            })
        });
        let asked = header(headers, "x-amz-sdk-checksum-algorithm")
            .map(|name| Algorithm::of_name(name).ok_or_else(unknown_algorithm));
        let length = if is_chunked { "x-amz-decoded-content-length" } else { "content-length" };
        let length = header(headers, length).and_then(|text| text.parse().ok());
        Ok(Self {
            md5,
            sha256: sha256.filter(|text| text.len() == 64).map(str::to_ascii_lowercase),
            checksums,
            announced: trailer.or(asked).transpose()?,
            is_chunked,
            length,
        })
    }

    /// The algorithms that are computed: the one that is claimed, and the one that the upload has, or else the one
    /// that S3 computes by itself.
    fn algorithms(&self, of_upload: Option<Algorithm>) -> Vec<Algorithm> {
        let claimed = self.checksums.first().map(|(algorithm, _)| *algorithm).or(self.announced);
        let first = claimed.or(of_upload).unwrap_or(Algorithm::Crc64Nvme);
        let second = of_upload.filter(|algorithm| *algorithm != first);
        std::iter::once(first).chain(second).collect()
    }
}

/// A checksum that is claimed and not computed would be taken for one that held.
fn refuse_unknown(headers: &HeaderMap) -> Result<(), Failure> {
    const OTHERS: [&str; 3] = ["algorithm", "mode", "type"];
    let unknown = headers.keys().find(|name| {
        let kind = name.as_str().strip_prefix("x-amz-checksum-");
        kind.is_some_and(|kind| !OTHERS.contains(&kind)) && Algorithm::of_header(name.as_str()).is_none()
    });
    unknown.map_or(Ok(()), |name| Err(not_implemented(format_args!("The header {name}"))))
}

/// What is computed of a body.
struct Digests {
    md5: Md5,
    sha256: Option<digest::Context>,
    checksums: Vec<Hasher>,
}

impl Digests {
    /// MD5 and one checksum.
    fn of(algorithm: Algorithm) -> Self {
        Self { md5: Md5::new(), sha256: None, checksums: vec![Hasher::new(algorithm)] }
    }

    fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
        self.checksums.iter_mut().for_each(|hasher| hasher.update(bytes));
    }

    /// The MD5 in hex, and the checksums.
    fn finish(self) -> (String, BTreeMap<Algorithm, String>) {
        let checksums = self.checksums.into_iter().map(|hasher| (hasher.algorithm(), hasher.finish()));
        (hex(&self.md5.finalize()), checksums.collect())
    }
}

/// A file that is being written.
struct Sink {
    file: File,
    digests: Digests,
}

impl Sink {
    /// Writes on another thread. Blocks that.
    fn write(mut self, bytes: &[u8]) -> std::io::Result<Self> {
        self.file.write_all(bytes)?;
        self.digests.update(bytes);
        Ok(self)
    }
}

/// Deletes a file that was begun and not finished.
struct Begun(Option<PathBuf>);

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // What cannot be deleted now is deleted at the next start.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Takes in a body. It is on disk when this returns. The checksum of an upload in parts is computed, whatever the
/// client claims of the part.
///
/// # Errors
/// When it breaks off, is too large, or is not what the headers say.
pub(super) async fn take_in<B>(
    files: &Arc<Files>,
    headers: &HeaderMap,
    body: B,
    of_upload: Option<Algorithm>,
) -> Result<Uploaded, Failure>
where
    B: Body<Data = Bytes> + Send,
    B::Error: std::fmt::Display,
{
    let mut claims = Claims::of(headers)?;
    if claims.length.is_some_and(|length| length > BODY_BYTES_MAX) {
        return Err(too_large());
    }
    let (file, path) = files.new_path();
    let mut begun = Begun(Some(path.clone()));
    let digests = Digests {
        md5: Md5::new(),
        sha256: claims.sha256.is_some().then(|| digest::Context::new(&digest::SHA256)),
        checksums: claims.algorithms(of_upload).into_iter().map(Hasher::new).collect(),
    };
    let directory = Arc::clone(files);
    let opened = blocking(move || {
        directory.prepare()?;
        OpenOptions::new().write(true).create_new(true).open(path)
    })
    .await?;
    let mut sink = Sink { file: opened, digests };
    let mut decoder = claims.is_chunked.then(Decoder::default);
    let mut buffer = Vec::new();
    let mut size = 0_u64;
    let mut body = pin!(body);
    while let Some(bytes) = next(&mut body).await? {
        let before = buffer.len();
        match &mut decoder {
            Some(decoder) => decoder
                .push(&bytes, |bytes| buffer.extend_from_slice(bytes))
                .map_err(|_| incomplete_body())?,
            None => buffer.extend_from_slice(&bytes),
        }
        size += (buffer.len() - before) as u64;
        if size > BODY_BYTES_MAX {
            return Err(too_large());
        }
        if buffer.len() >= WRITE_BYTES {
            let bytes = std::mem::take(&mut buffer);
            sink = blocking(move || sink.write(&bytes)).await?;
        }
    }
    if let Some(decoder) = decoder {
        let trailers = decoder.finish().map_err(|_| incomplete_body())?;
        let trailers = trailers.into_iter();
        claims
            .checksums
            .extend(trailers.filter_map(|(name, value)| Some((Algorithm::of_header(&name)?, value))));
    }
    if claims.length.is_some_and(|length| length != size) {
        return Err(incomplete_body());
    }
    let directory = Arc::clone(files);
    let digests = blocking(move || {
        let sink = sink.write(&buffer)?;
        sink.file.sync_all()?;
        directory.sync()?;
        Ok(sink.digests)
    })
    .await?;
    let (md5, checksums) = check(digests, &claims)?;
    begun.0 = None;
    Ok(Uploaded { piece: Piece { file, size }, md5, checksums, files: Arc::clone(files), is_kept: false })
}

/// Copies bytes of files into a new one: from an offset on, so many. It is on disk when this returns.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) async fn copy_in(
    files: &Arc<Files>,
    from: Vec<Piece>,
    algorithm: Algorithm,
    offset: u64,
    length: u64,
) -> Result<Uploaded, Failure> {
    let (file, path) = files.new_path();
    let mut begun = Begun(Some(path.clone()));
    let directory = Arc::clone(files);
    let digests = blocking(move || {
        let mut target = OpenOptions::new().write(true).create_new(true).open(path)?;
        let mut digests = Digests::of(algorithm);
        read_all(&directory, &from, offset, length, |bytes| {
            digests.update(bytes);
            target.write_all(bytes)
        })?;
        target.sync_all()?;
        directory.sync()?;
        Ok(digests)
    })
    .await?;
    begun.0 = None;
    let (md5, checksums) = digests.finish();
    Ok(Uploaded {
        piece: Piece { file, size: length },
        md5,
        checksums,
        files: Arc::clone(files),
        is_kept: false,
    })
}

/// The MD5 in hex, and the checksum, of files one after another.
///
/// # Errors
/// When one cannot be read.
pub(super) async fn digests_of(
    files: &Arc<Files>,
    pieces: Vec<Piece>,
    algorithm: Algorithm,
) -> Result<(String, BTreeMap<Algorithm, String>), Failure> {
    let directory = Arc::clone(files);
    blocking(move || {
        let mut digests = Digests::of(algorithm);
        let size = pieces.iter().map(|piece| piece.size).sum();
        read_all(&directory, &pieces, 0, size, |bytes| {
            digests.update(bytes);
            Ok(())
        })?;
        Ok(digests.finish())
    })
    .await
}

/// Reads bytes of files one after another: from an offset on, so many. Blocks.
fn read_all(
    files: &Files,
    from: &[Piece],
    mut offset: u64,
    length: u64,
    mut sink: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let (mut left, mut buffer) = (length, vec![0; WRITE_BYTES]);
    for piece in from {
        if offset >= piece.size {
            offset -= piece.size;
            continue;
        }
        let mut source = File::open(files.path(piece))?;
        source.seek(SeekFrom::Start(std::mem::take(&mut offset)))?;
        let mut source = source.take(left);
        loop {
            let count = source.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            sink(&buffer[..count])?;
            left -= count as u64;
        }
    }
    if left == 0 { Ok(()) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}

/// Bytes in lower-case hex.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The next bytes of a body.
pub(super) async fn next<B>(body: &mut std::pin::Pin<&mut B>) -> Result<Option<Bytes>, Failure>
where
    B: Body<Data = Bytes>,
    B::Error: std::fmt::Display,
{
    loop {
        let timed_out = || {
            let text = "Your socket connection to the server was not read from or written to within the timeout period.";
            Failure::bad("RequestTimeout", text)
        };
        let frame = tokio::time::timeout(SILENCE_MAX, body.frame()).await.map_err(|_| timed_out())?;
        match frame {
            None => return Ok(None),
            Some(Err(_)) => return Err(incomplete_body()),
            // Trailers of HTTP itself mean nothing here.
            Some(Ok(frame)) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
        }
    }
}

/// Holds what was computed against what was claimed.
fn check(digests: Digests, claims: &Claims) -> Result<(String, BTreeMap<Algorithm, String>), Failure> {
    let md5 = digests.md5.finalize();
    if claims.md5.as_ref().is_some_and(|claimed| claimed[..] != md5[..]) {
        let text = "The Content-MD5 you specified did not match what we received.";
        return Err(Failure::bad("BadDigest", text));
    }
    let sha256 = digests.sha256.map(|context| hex(context.finish().as_ref()));
    if sha256 != claims.sha256 {
        let text = "The provided 'x-amz-content-sha256' header does not match what was computed.";
        return Err(Failure::bad("XAmzContentSHA256Mismatch", text));
    }
    let computed = digests.checksums.into_iter().map(|hasher| (hasher.algorithm(), hasher.finish()));
    let computed: BTreeMap<Algorithm, String> = computed.collect();
    for (algorithm, claimed) in &claims.checksums {
        if BASE64.decode(claimed).is_err() {
            return Err(invalid_request(format!("Value for {} header is invalid.", algorithm.header())));
        }
        if computed.get(algorithm).is_some_and(|value| value != claimed) {
            let name = algorithm.name();
            let text = format!("The {name} you specified did not match the calculated checksum.");
            return Err(Failure::bad("BadDigest", text));
        }
    }
    Ok((hex(&md5), computed))
}

/// Runs what blocks where it may.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(std::io::Error::other(error))).map_err(|error| io(&error))
}

/// Reads a small body as text, and holds it against its claims.
///
/// # Errors
/// As [`take_in`], and when it is larger than so many bytes.
pub(super) async fn read_text<B>(headers: &HeaderMap, body: B, bytes_max: usize) -> Result<String, Failure>
where
    B: Body<Data = Bytes> + Send,
    B::Error: std::fmt::Display,
{
    let claims = Claims::of(headers)?;
    let mut decoder = claims.is_chunked.then(Decoder::default);
    let mut text = Vec::new();
    let mut body = pin!(body);
    while let Some(bytes) = next(&mut body).await? {
        match &mut decoder {
            Some(decoder) => {
                decoder.push(&bytes, |bytes| text.extend_from_slice(bytes)).map_err(|_| incomplete_body())?;
            }
            None => text.extend_from_slice(&bytes),
        }
        if text.len() > bytes_max {
            return Err(Failure::bad("MaxMessageLengthExceeded", "Your request was too big."));
        }
    }
    let mut digests = Digests {
        md5: Md5::new(),
        sha256: claims.sha256.is_some().then(|| digest::Context::new(&digest::SHA256)),
        checksums: claims.algorithms(None).into_iter().map(Hasher::new).collect(),
    };
    digests.update(&text);
    check(digests, &claims)?;
    String::from_utf8(text).map_err(|_| invalid_argument("The request body is no text"))
}
