//! `decode` with `proto`: messages of Protocol Buffers, by a descriptor in S3 (rules.md §4).

use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

use base::Tenant;
use parking_lot::Mutex;
use prost_reflect::{DescriptorPool, DynamicMessage, FileDescriptor, MessageDescriptor};

use crate::aws::Clients;

/// The largest descriptor, bytes.
const DESCRIPTOR_BYTES_MAX: usize = 32 << 10;
/// The largest JSON that a message becomes, bytes.
const OUTPUT_BYTES_MAX: usize = 128 << 10;
/// How long a descriptor is used before it is read again. AWS does not say how long it keeps one.
const KEPT: Duration = Duration::from_secs(60);
/// Descriptors that are kept.
const KEPT_MAX: usize = 256;

/// Tenant, bucket, key.
type Id = (Tenant, String, String);

/// Descriptors that were read.
#[derive(Default)]
pub(super) struct Descriptors {
    kept: Mutex<HashMap<Id, (Instant, DescriptorPool)>>,
}

impl Descriptors {
    /// The types of a `FileDescriptorSet` in S3.
    pub async fn get(
        &self,
        clients: &Clients,
        tenant: &Tenant,
        bucket: &str,
        key: &str,
    ) -> Result<DescriptorPool, String> {
        let id = (tenant.clone(), bucket.to_owned(), key.to_owned());
        if let Some((at, pool)) = self.kept.lock().get(&id)
            && at.elapsed() < KEPT
        {
            return Ok(pool.clone());
        }
        let bytes = clients.get_object(tenant, bucket, key).await.map_err(|failure| failure.message)?;
        if bytes.len() > DESCRIPTOR_BYTES_MAX {
            return Err(format!("the descriptor has more than {DESCRIPTOR_BYTES_MAX} bytes"));
        }
        let pool = DescriptorPool::decode(bytes)
            .map_err(|error| format!("the object is not a FileDescriptorSet: {error}"))?;
        let mut kept = self.kept.lock();
        if kept.len() >= KEPT_MAX {
            kept.retain(|_, (at, _)| at.elapsed() < KEPT);
        }
        if kept.len() < KEPT_MAX {
            kept.insert(id, (Instant::now(), pool.clone()));
        }
        Ok(pool)
    }
}

/// Decodes a message into its JSON mapping: names in lowerCamelCase, 64-bit integers as strings, fields
/// with their default value left out.
pub(super) fn decode(
    pool: &DescriptorPool,
    proto: &str,
    message_type: &str,
    data: &[u8],
) -> Result<Vec<u8>, String> {
    let message_type = find(pool, proto, message_type)?;
    let message = DynamicMessage::decode(message_type, data)
        .map_err(|error| format!("the payload is no such message: {error}"))?;
    let mut json = Bounded(Vec::new());
    match serde_json::to_writer(&mut json, &message) {
        Ok(()) => Ok(json.0),
        Err(error) if error.is_io() => {
            Err(format!("the decoded message has more than {OUTPUT_BYTES_MAX} bytes"))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// JSON that is not written further than [`OUTPUT_BYTES_MAX`]: a long name of the descriptor can be in every
/// element of a message.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) > OUTPUT_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The type that a file of the set declares. The file is named with or without its directories and its
/// extension, the type with or without its package.
fn find(pool: &DescriptorPool, proto: &str, message_type: &str) -> Result<MessageDescriptor, String> {
    let stem = |name: &str| name.strip_suffix(".proto").unwrap_or(name).to_owned();
    let wanted = stem(proto);
    let is_wanted = |file: &FileDescriptor| {
        let name = stem(file.name());
        name == wanted || name.rsplit('/').next() == Some(wanted.as_str())
    };
    let file = pool.files().find(is_wanted).ok_or_else(|| format!("no file '{proto}' in the descriptor"))?;
    let is_type = |message: &MessageDescriptor| {
        let name = message.full_name();
        let package = file.package_name();
        let without_package = match package {
            "" => name,
            package => name.strip_prefix(package).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name),
        };
        name == message_type || without_package == message_type
    };
    pool.all_messages()
        .filter(|message| message.parent_file() == file)
        .find(is_type)
        .ok_or_else(|| format!("no message '{message_type}' in '{proto}'"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// `package lab; message Reading { string host = 1; double value = 2; int64 big_number = 3; Inner inner = 4;
    /// message Inner { repeated int32 list = 1; int32 longlong… = 2; repeated Inner inners = 3; } }` in
    /// `dir/reading.proto`, as protoc writes it.
    fn pool() -> DescriptorPool {
        let field = |name: &str, number: i32, kind: i32, label: i32, of: Option<&str>| {
            prost_reflect::prost_types::FieldDescriptorProto {
                name: Some(name.into()),
                number: Some(number),
                r#type: Some(kind),
                label: Some(label),
                type_name: of.map(Into::into),
                ..Default::default()
            }
        };
        let inner = prost_reflect::prost_types::DescriptorProto {
            name: Some("Inner".into()),
            field: vec![
                field("list", 1, 5, 3, None),
                field(&"long".repeat(7000), 2, 5, 1, None),
                field("inners", 3, 11, 3, Some(".lab.Reading.Inner")),
            ],
            ..Default::default()
        };
        let reading = prost_reflect::prost_types::DescriptorProto {
            name: Some("Reading".into()),
            field: vec![
                field("host", 1, 9, 1, None),
                field("value", 2, 1, 1, None),
                field("big_number", 3, 3, 1, None),
                field("inner", 4, 11, 1, Some(".lab.Reading.Inner")),
            ],
            nested_type: vec![inner],
            ..Default::default()
        };
        let file = prost_reflect::prost_types::FileDescriptorProto {
            name: Some("dir/reading.proto".into()),
            package: Some("lab".into()),
            message_type: vec![reading],
            syntax: Some("proto3".into()),
            ..Default::default()
        };
        let set = prost_reflect::prost_types::FileDescriptorSet { file: vec![file] };
        DescriptorPool::from_file_descriptor_set(set).unwrap()
    }

    #[test]
    fn message_becomes_its_json_mapping() {
        // host "a", value 1.5, big_number 7, inner {list [1, 2]} packed.
        let mut data = b"\x0a\x01a\x11".to_vec();
        data.extend(1.5f64.to_le_bytes());
        data.extend(b"\x18\x07\x22\x04\x0a\x02\x01\x02");
        for (proto, name) in [("reading", "Reading"), ("dir/reading.proto", "lab.Reading")] {
            let json: Value = serde_json::from_slice(&decode(&pool(), proto, name, &data).unwrap()).unwrap();
            let expected = json!({"host": "a", "value": 1.5, "bigNumber": "7", "inner": {"list": [1, 2]}});
            assert_eq!(json, expected);
        }
        let inner = decode(&pool(), "reading", "Reading.Inner", b"\x0a\x01\x05").unwrap();
        assert_eq!(inner, br#"{"list":[5]}"#);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (proto, name, data, expected) in [
            ("other", "Reading", b"".as_slice(), "no file 'other'"),
            ("reading", "Other", b"", "no message 'Other'"),
            ("reading", "Reading", b"\xff\xff", "no such message"),
        ] {
            let error = decode(&pool(), proto, name, data).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
        let long = vec![b'x'; OUTPUT_BYTES_MAX];
        let mut data = vec![0x0a, 0x80, 0x80, 0x08];
        data.extend(long);
        assert!(decode(&pool(), "reading", "Reading", &data).unwrap_err().contains("more than 131072"));
    }

    /// It would be 500 MB.
    #[test]
    fn long_names_are_not_written_again_and_again() {
        let data = b"\x1a\x02\x10\x01".repeat(16 << 10);
        let error = decode(&pool(), "reading", "Reading.Inner", &data).unwrap_err();
        assert!(error.contains("more than 131072"), "{error}");
        let once = decode(&pool(), "reading", "Reading.Inner", b"\x1a\x02\x10\x01").unwrap();
        assert!((28_000..29_000).contains(&once.len()));
    }
}
