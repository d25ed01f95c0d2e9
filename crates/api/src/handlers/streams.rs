//! Streams: files that devices could fetch over MQTT.

use std::collections::HashSet;

use catalog::{Draft, Kind, Shelves};
use model::iot::{
    CreateStreamRequest, CreateStreamResponse, DeleteStreamRequest, DeleteStreamResponse,
    DescribeStreamRequest, DescribeStreamResponse, ListStreamsRequest, ListStreamsResponse, StreamFile,
    StreamInfo, StreamSummary, UpdateStreamRequest, UpdateStreamResponse,
};

use super::ota_updates;
use super::stored::{Creation, Resource, change, page_by};
use super::support::{INCOMPLETE_TAG, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_STREAM => async create_stream, partial("is stored; files are not delivered over MQTT");
        op::DESCRIBE_STREAM => sync describe_stream, exact;
        op::UPDATE_STREAM => async update_stream, partial("is stored; files are not delivered over MQTT");
        op::DELETE_STREAM => async delete_stream, exact;
        op::LIST_STREAMS => sync list_streams, exact;
    }
}

const STREAM: Resource = Resource { kind: Kind::Stream, title: "Stream", prefix: "stream/" };

/// The last version that a stream can have (the model's StreamVersion).
const VERSION_MAX: i32 = 65_535;

/// Checks that a stream exists.
///
/// # Errors
/// ResourceNotFoundException when it does not.
pub(super) fn check_exists(shelves: &Shelves, id: &str) -> Result<(), ApiError> {
    STREAM.get::<StreamInfo>(shelves, id).map(drop)
}

/// Checks that every file has an id of its own, by which devices ask for it, and a place.
fn check_files(files: &[StreamFile]) -> Result<(), ApiError> {
    let mut ids = HashSet::new();
    for file in files {
        let Some(id) = file.file_id else {
            return Err(ApiError::invalid_request("Every file of a stream must have a fileId."));
        };
        if !ids.insert(id) {
            return Err(ApiError::invalid_request(format!("fileId {id} is used more than once.")));
        }
        if file.s3_location.is_none() {
            return Err(ApiError::invalid_request(format!("The file {id} has no s3Location.")));
        }
    }
    Ok(())
}

async fn create_stream(
    call: &Call<'_, Cloud>,
    input: CreateStreamRequest,
) -> Result<CreateStreamResponse, ApiError> {
    let id = input.stream_id;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    check_files(&input.files)?;
    let stream = StreamInfo {
        stream_id: Some(id.clone()),
        stream_arn: Some(STREAM.arn(call, &id)),
        stream_version: Some(1),
        description: input.description,
        files: Some(input.files),
        created_at: time(call.now.0),
        last_updated_at: time(call.now.0),
        role_arn: Some(input.role_arn),
    };
    let draft = |draft: &mut Draft<'_>| {
        if draft.contains(STREAM.kind, &id) {
            return Err(STREAM.exists(call, &id));
        }
        draft.put(STREAM.kind, &id, stream.clone());
        Ok(Creation::New(stream))
    };
    let stream = STREAM.create(call, &id, tags, draft).await?;
    Ok(CreateStreamResponse {
        stream_id: stream.stream_id,
        stream_arn: stream.stream_arn,
        description: stream.description,
        stream_version: stream.stream_version,
    })
}

fn describe_stream(
    call: &Call<Cloud>,
    input: DescribeStreamRequest,
) -> Result<DescribeStreamResponse, ApiError> {
    Ok(DescribeStreamResponse { stream_info: Some(STREAM.find(call, &input.stream_id)?) })
}

async fn update_stream(
    call: &Call<'_, Cloud>,
    input: UpdateStreamRequest,
) -> Result<UpdateStreamResponse, ApiError> {
    let id = input.stream_id;
    let stream = change(call, |draft| {
        let stream: StreamInfo = STREAM.get(draft, &id)?;
        check_files(input.files.as_deref().unwrap_or_default())?;
        let version = stream.stream_version.unwrap_or_default();
        if version >= VERSION_MAX {
            return Err(ApiError::limit_exceeded(format!(
                "Stream {id} has had all versions that it can have."
            )));
        }
        let stream = StreamInfo {
            stream_version: Some(version + 1),
            description: input.description.or(stream.description),
            files: input.files.or(stream.files),
            role_arn: input.role_arn.or(stream.role_arn),
            last_updated_at: time(call.now.0),
            ..stream
        };
        draft.put(STREAM.kind, &id, stream.clone());
        Ok(stream)
    });
    let stream = stream.await?;
    Ok(UpdateStreamResponse {
        stream_id: stream.stream_id,
        stream_arn: stream.stream_arn,
        description: stream.description,
        stream_version: stream.stream_version,
    })
}

async fn delete_stream(
    call: &Call<'_, Cloud>,
    input: DeleteStreamRequest,
) -> Result<DeleteStreamResponse, ApiError> {
    let id = input.stream_id;
    let draft = |draft: &mut Draft<'_>| {
        check_exists(draft, &id)?;
        if let Some(update) = ota_updates::user_of_stream(draft, &id) {
            return Err(ApiError::delete_conflict(format!(
                "Stream {id} cannot be deleted because it is used by OTA update {update}."
            )));
        }
        draft.remove(STREAM.kind, &id);
        Ok(())
    };
    STREAM.delete(call, &id, draft).await?;
    Ok(DeleteStreamResponse {})
}

/// By id, the last first unless the caller wants it otherwise.
fn list_streams(call: &Call<Cloud>, input: ListStreamsRequest) -> Result<ListStreamsResponse, ApiError> {
    let entries = call.context.catalog.read(call.tenant(), |shelves| {
        let all = shelves.all::<StreamInfo>(STREAM.kind);
        all.map(|(id, stream)| (id.to_owned(), stream)).collect()
    });
    let request = page(input.max_results, input.next_token);
    let found = page_by(entries, input.ascending_order == Some(true), &request)?;
    let (streams, next_token) = split(found, |stream| StreamSummary {
        stream_id: stream.stream_id,
        stream_arn: stream.stream_arn,
        stream_version: stream.stream_version,
        description: stream.description,
    });
    Ok(ListStreamsResponse { streams, next_token })
}
