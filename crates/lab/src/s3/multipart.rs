//! Uploads in parts. A complete one is its parts' files, one after another.

use std::collections::BTreeMap;

use base::UnixMillis;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use hyper::body::Body;
use md5::{Digest, Md5};

use super::checksum::{Algorithm, combined, composite};
use super::describe::{checksum_type, described, encrypted};
use super::document::parse;
use super::failure::{invalid_argument, invalid_request, malformed_xml, no_such_upload, unknown_algorithm};
use super::object::{Object, Part, Upload, by_name};
use super::put::{check_conditions, part_headers, replace};
use super::upload::{blocking, copy_in, header, read_text, take_in};
use super::{Answer, Asked, PART, S3, UPLOAD, document, empty};
use crate::kept::Journal;
use crate::protocol::Failure;
use crate::protocol::query::Xml;
use crate::protocol::time::iso_millis;

/// Parts of an upload.
const PARTS_MAX: u32 = 10_000;
/// The smallest part but the last, bytes.
const PART_BYTES_MIN: u64 = 5 << 20;
/// Uploads of a bucket that are not complete. AWS has no limit.
const UPLOADS_MAX: usize = 10_000;
/// The longest document of a request, bytes: ten thousand parts with checksums.
const DOCUMENT_BYTES_MAX: usize = 4 << 20;

/// Removes the rows of an upload.
pub(super) fn forget(bucket: &str, id: &str, upload: &Upload, journal: &mut Journal<'_>) {
    for number in upload.parts.keys() {
        journal.forget(PART, &part_row(bucket, id, *number));
    }
    journal.forget(UPLOAD, &format!("{bucket}/{id}"));
}

fn part_row(bucket: &str, id: &str, number: u32) -> String {
    format!("{bucket}/{id}/{number:05}")
}

/// A part that the client says the object has.
struct Chosen {
    number: u32,
    etag: String,
    checksum: Option<(Algorithm, String)>,
}

impl S3 {
    pub(super) async fn create_upload(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let (algorithm, is_full) = checksum_of(&asked.headers)?;
        let upload = Upload {
            key: asked.key().into(),
            initiated: asked.call.now.0,
            described: described(&asked.headers)?,
            algorithm: algorithm.map(|algorithm| algorithm.name().to_owned()),
            is_full,
            parts: BTreeMap::new(),
        };
        // Listings go by the ids of a key's uploads, and so by time.
        let id = format!("{:016x}{}", upload.initiated, uuid::Uuid::new_v4().simple());
        let (bucket, row) = (asked.bucket(), format!("{}/{id}", asked.bucket()));
        self.change(asked.call.tenant, |buckets, journal| {
            let uploads = &mut buckets.get_mut(bucket)?.uploads;
            if uploads.len() >= UPLOADS_MAX {
                let text = format!("Thingcore keeps at most {UPLOADS_MAX} uploads of a bucket.");
                return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", text));
            }
            journal.put(UPLOAD, &row, &upload);
            uploads.insert(id.clone(), upload);
            Ok(())
        })
        .await?;
        let xml = Xml::new().text("Bucket", bucket).text("Key", asked.key()).text("UploadId", &id);
        let mut answer = document("InitiateMultipartUploadResult", &xml);
        let headers = answer.headers_mut();
        encrypted(headers);
        if let Some(algorithm) = algorithm {
            headers.insert("x-amz-checksum-algorithm", HeaderValue::from_static(algorithm.name()));
            headers.insert("x-amz-checksum-type", HeaderValue::from_static(checksum_type(!is_full)));
        }
        Ok(answer)
    }

    pub(super) async fn upload_part<B>(&self, asked: &Asked<'_>, body: B) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let number = asked.target.number("partNumber")?.and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| (1..=PARTS_MAX).contains(number)).ok_or_else(|| {
            invalid_argument("Part number must be an integer between 1 and 10000, inclusive")
        })?;
        let (chosen, of_upload) =
            self.upload(asked, |upload| (upload.algorithm.is_some(), upload.checksum().0))?;
        if asked.headers.contains_key("x-amz-copy-source") {
            return self.copy_part(asked, number, of_upload).await;
        }
        let uploaded = take_in(&self.files, &asked.headers, body, Some(of_upload)).await?;
        let part = Part {
            piece: uploaded.piece.clone(),
            etag: uploaded.md5.clone(),
            modified: asked.call.now.0,
            checksums: by_name(&uploaded.checksums),
        };
        let mut answer = empty(StatusCode::OK);
        // What S3 computes by itself is told where the client claims nothing.
        let told = uploaded.checksums.iter().find(|(algorithm, _)| chosen == (**algorithm == of_upload));
        let told = told.or(uploaded.checksums.first_key_value());
        let told = told.map(|(algorithm, value)| (*algorithm, value.as_str()));
        part_headers(answer.headers_mut(), &uploaded.md5, told);
        self.add_part(asked, number, part, || uploaded.keep()).await?;
        Ok(answer)
    }

    /// A part that is another object, or bytes of it.
    async fn copy_part(
        &self,
        asked: &Asked<'_>,
        number: u32,
        algorithm: Algorithm,
    ) -> Result<Answer, Failure> {
        let (_, _, source) = self.copy_source(asked)?;
        let (start, length) = match asked.header("x-amz-copy-source-range") {
            None => (0, source.size),
            Some(text) => copied_range(text, source.size)?,
        };
        let copied = copy_in(&self.files, source.pieces, algorithm, start, length).await?;
        let part = Part {
            piece: copied.piece.clone(),
            etag: copied.md5.clone(),
            modified: asked.call.now.0,
            checksums: by_name(&copied.checksums),
        };
        let mut xml = Xml::new()
            .text("LastModified", &iso_millis(asked.call.now))
            .text("ETag", &format!("\"{}\"", part.etag));
        for (algorithm, value) in &copied.checksums {
            xml = xml.text(&algorithm.element(), value);
        }
        self.add_part(asked, number, part, || copied.keep()).await?;
        let mut answer = document("CopyPartResult", &xml);
        encrypted(answer.headers_mut());
        Ok(answer)
    }

    /// `keep` as for [`commit`](Self::commit).
    async fn add_part(
        &self,
        asked: &Asked<'_>,
        number: u32,
        part: Part,
        keep: impl FnOnce(),
    ) -> Result<(), Failure> {
        let (bucket, id) = (asked.bucket(), asked.target.get("uploadId").unwrap_or_default());
        let before = self
            .change(asked.call.tenant, |buckets, journal| {
                let upload = buckets.get_mut(bucket)?.uploads.get_mut(id).ok_or_else(no_such_upload)?;
                journal.put(PART, &part_row(bucket, id, number), &part);
                keep();
                Ok(upload.parts.insert(number, part))
            })
            .await?;
        self.files.remove(before.map(|part| part.piece).as_slice());
        Ok(())
    }

    /// Looks at the upload that the request names.
    pub(super) fn upload<T>(&self, asked: &Asked<'_>, look: impl FnOnce(&Upload) -> T) -> Result<T, Failure> {
        let id = asked.target.get("uploadId").unwrap_or_default();
        self.book.read(asked.call.tenant, |buckets| {
            let upload =
                buckets.get(asked.bucket())?.uploads.get(id).filter(|upload| upload.key == asked.key());
            upload.map(look).ok_or_else(no_such_upload)
        })
    }

    pub(super) async fn abort_upload(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        self.upload(asked, |_| ())?;
        let (bucket, id) = (asked.bucket(), asked.target.get("uploadId").unwrap_or_default());
        let upload = self
            .change(asked.call.tenant, |buckets, journal| {
                let upload = buckets.get_mut(bucket)?.uploads.remove(id).ok_or_else(no_such_upload)?;
                forget(bucket, id, &upload, journal);
                Ok(upload)
            })
            .await?;
        let pieces: Vec<_> = upload.parts.into_values().map(|part| part.piece).collect();
        self.files.remove(&pieces);
        Ok(empty(StatusCode::NO_CONTENT))
    }

    pub(super) async fn complete_upload<B>(&self, asked: &Asked<'_>, body: B) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        check_conditions(&asked.headers)?;
        // A checksum in the headers of this operation is the object's, not the document's.
        let mut headers = asked.headers.clone();
        let claimed = Algorithm::ALL
            .map(|algorithm| headers.remove(algorithm.header()).map(|value| (algorithm, value)));
        let claims = Claims {
            checksum: claimed.into_iter().flatten().next(),
            kind: asked.header("x-amz-checksum-type"),
            size: asked.header("x-amz-mp-object-size"),
        };
        headers.remove("x-amz-sdk-checksum-algorithm");
        let text = read_text(&headers, body, DOCUMENT_BYTES_MAX).await?;
        let chosen = chosen(&text)?;
        let (bucket, key) = (asked.bucket(), asked.key());
        let id = asked.target.get("uploadId").unwrap_or_default();
        if let Some(object) = self.completed(asked, id, &chosen)? {
            return Ok(complete(asked, &object));
        }
        self.upload(asked, |_| ())?;
        let (object, gone) = self
            .change(asked.call.tenant, |buckets, journal| {
                let upload = buckets.get(bucket)?.uploads.get(id).cloned().ok_or_else(no_such_upload)?;
                let mut object = put_together(&upload, &chosen, asked.call.now)?;
                claims.check(&upload, &object)?;
                object.upload = Some(id.to_owned());
                let mut gone = replace(buckets, bucket, key, object.clone(), &asked.headers, journal)?;
                forget(bucket, id, &upload, journal);
                buckets.get_mut(bucket)?.uploads.remove(id);
                let kept = |number: &u32| chosen.iter().any(|part| part.number == *number);
                let left = upload.parts.into_iter().filter(|(number, _)| !kept(number));
                gone.extend(left.map(|(_, part)| part.piece));
                Ok((object, gone))
            })
            .await?;
        self.files.remove(&gone);
        let files = std::sync::Arc::clone(&self.files);
        blocking(move || files.sync()).await?;
        Ok(complete(asked, &object))
    }

    /// The object that an upload became, if this completes it once more: whoever heard nothing of the first time asks
    /// again. Another list of parts is another completion.
    fn completed(&self, asked: &Asked<'_>, id: &str, chosen: &[Chosen]) -> Result<Option<Object>, Failure> {
        self.book.read(asked.call.tenant, |buckets| {
            let object = buckets.get(asked.bucket())?.objects.get(asked.key());
            let is_it = |object: &&Object| {
                object.upload.as_deref() == Some(id)
                    && object.etag == etag_of(chosen.iter().map(|part| part.etag.as_str()))
            };
            Ok(object.filter(is_it).cloned())
        })
    }
}

/// What a completion claims of the object.
struct Claims<'a> {
    checksum: Option<(Algorithm, HeaderValue)>,
    kind: Option<&'a str>,
    size: Option<&'a str>,
}

impl Claims<'_> {
    /// Holds them against the object that an upload becomes.
    fn check(&self, upload: &Upload, object: &Object) -> Result<(), Failure> {
        let (_, is_full) = upload.checksum();
        let kind = checksum_type(!is_full);
        if self.kind.is_some_and(|claimed| claimed != kind) {
            let text = format!(
                "The upload was created using the {kind} checksum mode. The complete request must use the same checksum \
                 mode."
            );
            return Err(invalid_request(text));
        }
        if let Some(size) = self.size.filter(|size| size.parse() != Ok(object.size)) {
            let text = format!(
                "The provided 'x-amz-mp-object-size' header value {size} does not match what was computed: {}",
                object.size
            );
            return Err(invalid_request(text));
        }
        let Some((algorithm, claimed)) = &self.checksum else { return Ok(()) };
        let computed = object.checksum().filter(|(computed, ..)| computed == algorithm);
        // The number of the parts may be left out.
        let holds = computed.is_some_and(|(_, value, _)| {
            let bare = value.split('-').next().unwrap_or(value);
            claimed == value || claimed == bare
        });
        if holds {
            return Ok(());
        }
        let name = algorithm.name().to_ascii_lowercase();
        Err(Failure::bad(
            "BadDigest",
            format!("The {name} you specified did not match the calculated checksum."),
        ))
    }
}

/// The algorithm of an upload's checksum if the client chose one, and whether it is one of the whole object (S3 User
/// Guide, "Checking object integrity": which algorithm has which kind).
fn checksum_of(headers: &HeaderMap) -> Result<(Option<Algorithm>, bool), Failure> {
    let algorithm = header(headers, "x-amz-checksum-algorithm");
    let algorithm =
        algorithm.map(|name| Algorithm::of_name(name).ok_or_else(unknown_algorithm)).transpose()?;
    let is_full = match header(headers, "x-amz-checksum-type") {
        None => return Ok((algorithm, algorithm == Some(Algorithm::Crc64Nvme))),
        Some("FULL_OBJECT") => true,
        Some("COMPOSITE") => false,
        Some(_) => return Err(invalid_request("Value for x-amz-checksum-type header is invalid.")),
    };
    let algorithm = algorithm.ok_or_else(|| {
        let text =
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
        invalid_request(text)
    })?;
    let fits = if is_full { algorithm.combines() } else { algorithm != Algorithm::Crc64Nvme };
    if fits {
        return Ok((Some(algorithm), is_full));
    }
    let (kind, name) = (checksum_type(!is_full), algorithm.name().to_ascii_lowercase());
    Err(invalid_request(format!(
        "The {kind} checksum type cannot be used with the {name} checksum algorithm."
    )))
}

/// The answer to a completion.
fn complete(asked: &Asked<'_>, object: &Object) -> Answer {
    let (bucket, key) = (asked.bucket(), asked.key());
    let mut xml = Xml::new()
        .text("Location", &format!("{}/{bucket}/{key}", asked.call.origin))
        .text("Bucket", bucket)
        .text("Key", key)
        .text("ETag", &format!("\"{}\"", object.etag));
    if let Some((algorithm, value, is_composite)) = object.checksum() {
        xml = xml.text(&algorithm.element(), value).text("ChecksumType", checksum_type(is_composite));
    }
    let mut answer = document("CompleteMultipartUploadResult", &xml);
    encrypted(answer.headers_mut());
    answer
}

/// Where the bytes of a copied part begin, and how many there are: both ends must be given and be there.
fn copied_range(text: &str, size: u64) -> Result<(u64, u64), Failure> {
    let ends = text.strip_prefix("bytes=").and_then(|ends| ends.split_once('-'));
    let ends = ends.and_then(|(first, last)| Some((first.parse::<u64>().ok()?, last.parse::<u64>().ok()?)));
    let (first, last) = ends.filter(|(first, last)| first <= last).ok_or_else(|| {
        invalid_argument(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are \
             the zero-based offsets of the first and last bytes to copy",
        )
    })?;
    if last >= size {
        let text = format!("Range specified is not valid for source object of size: {size}");
        return Err(invalid_argument(&text));
    }
    Ok((first, last - first + 1))
}

/// Reads which parts the object has.
fn chosen(text: &str) -> Result<Vec<Chosen>, Failure> {
    let root = parse(text).filter(|root| root.name == "CompleteMultipartUpload").ok_or_else(malformed_xml)?;
    let part = |part: &super::document::Element| {
        let number =
            part.text_of("PartNumber").and_then(|number| number.parse().ok()).ok_or_else(malformed_xml)?;
        let etag = part.text_of("ETag").ok_or_else(malformed_xml)?.trim_matches('"').to_owned();
        let checksums = Algorithm::ALL.into_iter();
        let checksum =
            checksums.filter_map(|one| Some((one, part.text_of(&one.element())?.to_owned()))).next();
        Ok(Chosen { number, etag, checksum })
    };
    let parts: Vec<Chosen> = root.all("Part").map(part).collect::<Result<_, Failure>>()?;
    if parts.is_empty() {
        return Err(malformed_xml());
    }
    if !parts.is_sorted_by(|one, next| one.number < next.number) {
        let text = "The list of parts was not in ascending order. Parts must be ordered by part number.";
        return Err(Failure::bad("InvalidPartOrder", text));
    }
    Ok(parts)
}

/// The object of an upload's parts.
fn put_together(upload: &Upload, chosen: &[Chosen], now: UnixMillis) -> Result<Object, Failure> {
    let mut object = Object { modified: now.0, described: upload.described.clone(), ..Object::default() };
    let mut parts = Vec::new();
    for (place, choice) in chosen.iter().enumerate() {
        let part = upload.parts.get(&choice.number).filter(|part| {
            let checksum = choice.checksum.as_ref();
            let fits = checksum
                .is_none_or(|(one, value)| part.checksums.get(one.name()).is_none_or(|kept| kept == value));
            part.etag == choice.etag && fits
        });
        let part = part.ok_or_else(|| {
            let text = "One or more of the specified parts could not be found.  The part may not have been uploaded, or \
                        the specified entity tag may not match the part's entity tag.";
            Failure::bad("InvalidPart", text)
        })?;
        if place + 1 < chosen.len() && part.piece.size < PART_BYTES_MIN {
            let text = "Your proposed upload is smaller than the minimum allowed size";
            return Err(Failure::bad("EntityTooSmall", text));
        }
        object.size += part.piece.size;
        object.pieces.push(part.piece.clone());
        parts.push(part);
    }
    object.etag = etag_of(parts.iter().map(|part| part.etag.as_str()));
    let (algorithm, is_full) = upload.checksum();
    let sums: Option<Vec<(&str, u64)>> = parts
        .iter()
        .map(|part| Some((part.checksums.get(algorithm.name())?.as_str(), part.piece.size)))
        .collect();
    let value = sums.and_then(|sums| {
        let sums = sums.into_iter();
        if is_full { combined(algorithm, sums) } else { composite(algorithm, sums.map(|(value, _)| value)) }
    });
    object.checksums.extend(value.map(|value| (algorithm.name().to_owned(), value)));
    Ok(object)
}

/// The entity tag of an object in parts: the MD5 of theirs, and their number.
fn etag_of<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let (mut digest, mut count) = (Md5::new(), 0);
    for etag in parts {
        digest.update(unhex(etag));
        count += 1;
    }
    let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digest}-{count}")
}

/// The bytes of an MD5 in hex; of anything else none.
fn unhex(text: &str) -> Vec<u8> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    // Two digits below 16 fit a byte.
    digits.unwrap_or_default().chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::s3::files::Piece;

    #[test]
    fn the_entity_tag_is_of_the_parts() {
        let part = |size| Part {
            piece: Piece { file: "f".into(), size },
            etag: "5d41402abc4b2a76b9719d911017c592".into(),
            modified: 0,
            checksums: BTreeMap::new(),
        };
        let mut upload =
            Upload { parts: BTreeMap::from([(1, part(PART_BYTES_MIN)), (2, part(1))]), ..Upload::default() };
        let of = |upload: &Upload, text: &str| put_together(upload, &chosen(text).unwrap(), UnixMillis(0));
        let etag = "5d41402abc4b2a76b9719d911017c592";
        let text = format!(
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"{etag}\"</ETag></Part>\
             <Part><PartNumber>2</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
        );
        let object = of(&upload, &text).unwrap();
        assert_eq!((object.size, object.etag.ends_with("-2")), (PART_BYTES_MIN + 1, true));
        upload.parts.insert(1, part(1));
        assert_eq!(of(&upload, &text).unwrap_err().code, "EntityTooSmall");
        assert_eq!(of(&upload, &text.replace(etag, "00")).unwrap_err().code, "InvalidPart");
        let swapped = text.replace(">1<", ">3<");
        assert_eq!(
            chosen(&swapped).err().map(|failure| failure.code.into_owned()).as_deref(),
            Some("InvalidPartOrder")
        );
    }
}
