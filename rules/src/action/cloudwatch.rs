//! `cloudwatchMetric` and `cloudwatchAlarm`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Puts one data point of a CloudWatch metric.
#[derive(Debug)]
pub struct MetricAction {
    role_arn: String,
    namespace: Template,
    name: Template,
    value: Template,
    unit: Template,
    timestamp: Option<Template>,
}

/// What a `cloudwatchMetric` action asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct MetricRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The namespace.
    pub namespace: String,
    /// The metric.
    pub name: String,
    /// The value.
    pub value: f64,
    /// Its unit; CloudWatch knows which there are.
    pub unit: String,
    /// The time, seconds since 1970; that of CloudWatch if there is none.
    pub timestamp_seconds: Option<i64>,
}

impl MetricAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            namespace: fields.template("metricNamespace")?,
            name: fields.template("metricName")?,
            value: fields.template("metricValue")?,
            unit: fields.template("metricUnit")?,
            timestamp: fields.optional_template("metricTimestamp")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<MetricRequest, Refusal> {
        let name = rendering.text(&self.name, "")?;
        let timestamp = self.timestamp.as_ref();
        let timestamp = timestamp.map(|timestamp| rendering.time(timestamp, &name, "metricTimestamp"));
        Ok(MetricRequest {
            role_arn: self.role_arn.clone(),
            namespace: rendering.text(&self.namespace, &name)?,
            value: rendering.number(&self.value, &name, "metricValue")?.to_f64(),
            unit: rendering.text(&self.unit, &name)?,
            timestamp_seconds: timestamp.transpose()?,
            name,
        })
    }
}

impl MetricRequest {
    pub(super) fn resource(&self) -> &str {
        &self.name
    }
}

/// Sets the state of a CloudWatch alarm.
#[derive(Debug)]
pub struct AlarmAction {
    role_arn: String,
    name: Template,
    reason: Template,
    state: Template,
}

/// The states of an alarm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AlarmState {
    /// `OK`
    Ok,
    /// `ALARM`
    Alarm,
    /// `INSUFFICIENT_DATA`
    InsufficientData,
}

/// What a `cloudwatchAlarm` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlarmRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The alarm.
    pub name: String,
    /// Why its state changes.
    pub reason: String,
    /// The state.
    pub state: AlarmState,
}

impl AlarmState {
    fn parse(text: &str) -> Option<Self> {
        [Self::Ok, Self::Alarm, Self::InsufficientData].into_iter().find(|state| state.name() == text)
    }

    /// The state as CloudWatch names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Alarm => "ALARM",
            Self::InsufficientData => "INSUFFICIENT_DATA",
        }
    }
}

impl AlarmAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            name: fields.template("alarmName")?,
            reason: fields.template("stateReason")?,
            state: fields.required_choice("stateValue", AlarmState::parse)?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<AlarmRequest, Refusal> {
        let name = rendering.text(&self.name, "")?;
        Ok(AlarmRequest {
            role_arn: self.role_arn.clone(),
            reason: rendering.text(&self.reason, &name)?,
            state: rendering.choice(&self.state, &name, AlarmState::parse)?,
            name,
        })
    }
}

impl AlarmRequest {
    pub(super) fn resource(&self) -> &str {
        &self.name
    }
}
