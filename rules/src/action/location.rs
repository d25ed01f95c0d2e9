//! `location`.

use super::fields::Fields;
use super::timestream::TimestampTemplates;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Updates the position of a device in a tracker of Amazon Location Service.
#[derive(Debug)]
pub struct LocationAction {
    role_arn: String,
    tracker_name: Template,
    device_id: Template,
    latitude: Template,
    longitude: Template,
    timestamp: Option<TimestampTemplates>,
}

/// What a `location` action asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct LocationRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The tracker.
    pub tracker_name: String,
    /// The device.
    pub device_id: String,
    /// Degrees.
    pub latitude: f64,
    /// Degrees.
    pub longitude: f64,
    /// When the device was there, milliseconds since 1970.
    pub sample_time_millis: i64,
}

impl LocationAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            tracker_name: fields.template("trackerName")?,
            device_id: fields.template("deviceId")?,
            latitude: fields.template("latitude")?,
            longitude: fields.template("longitude")?,
            timestamp: TimestampTemplates::from_fields(fields)?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<LocationRequest, Refusal> {
        let tracker_name = rendering.text(&self.tracker_name, "")?;
        let (time, unit) = TimestampTemplates::time(self.timestamp.as_ref(), rendering, &tracker_name)?;
        let millis = unit.to_millis(time);
        Ok(LocationRequest {
            role_arn: self.role_arn.clone(),
            device_id: rendering.text(&self.device_id, &tracker_name)?,
            latitude: rendering.number(&self.latitude, &tracker_name, "latitude")?.to_f64(),
            longitude: rendering.number(&self.longitude, &tracker_name, "longitude")?.to_f64(),
            sample_time_millis: millis
                .ok_or_else(|| Refusal::new(&tracker_name, "the timestamp is out of range"))?,
            tracker_name,
        })
    }
}

impl LocationRequest {
    pub(super) fn resource(&self) -> &str {
        &self.tracker_name
    }
}
