//! `timestream`.

use super::fields::Fields;
use super::payload::{TimeUnit, compact};
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::json::{Kind, Node, Tape};
use crate::template::Template;

/// Dimensions of an action, by the service model.
const MAX_DIMENSIONS: usize = 128;
/// Records of one WriteRecords.
const MAX_MEASURES: usize = 100;

/// Writes a record for each top-level key of the payload.
#[derive(Debug)]
pub struct TimestreamAction {
    role_arn: String,
    database_name: Template,
    table_name: Template,
    /// Names are no templates (rules.md §7).
    dimensions: Vec<(String, Template)>,
    timestamp: Option<TimestampTemplates>,
}

/// A point in time: a number and its unit.
#[derive(Debug)]
pub(super) struct TimestampTemplates {
    value: Template,
    unit: Template,
}

/// What a `timestream` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimestreamRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The database.
    pub database_name: String,
    /// The table.
    pub table_name: String,
    /// Names and values, common to all records.
    pub dimensions: Vec<(String, String)>,
    /// The time of all records.
    pub time: i64,
    /// Its unit.
    pub time_unit: TimeUnit,
    /// The records, 1 to 100.
    pub measures: Vec<Measure>,
}

/// A record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    /// The payload's key.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Its type as Timestream names it.
    pub value_type: &'static str,
}

impl TimestreamAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let dimensions = fields.list("dimensions")?;
        if dimensions.is_empty() || dimensions.len() > MAX_DIMENSIONS {
            return Err(fields.invalid("dimensions", format!("has not 1 to {MAX_DIMENSIONS} entries")));
        }
        let dimension =
            |fields: &Fields<'_>| Ok((fields.required_text("name")?.to_owned(), fields.template("value")?));
        Ok(Self {
            role_arn: fields.role_arn()?,
            database_name: fields.template("databaseName")?,
            table_name: fields.template("tableName")?,
            dimensions: dimensions.iter().map(dimension).collect::<Result<_, DefinitionError>>()?,
            timestamp: TimestampTemplates::from_fields(fields)?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<TimestreamRequest, Refusal> {
        let table_name = rendering.text(&self.table_name, "")?;
        let measures = measures(rendering).map_err(|reason| Refusal::new(&table_name, reason))?;
        let dimensions = self.dimensions.iter();
        let dimensions =
            dimensions.map(|(name, value)| Ok((name.clone(), rendering.text(value, &table_name)?)));
        let (time, time_unit) = TimestampTemplates::time(self.timestamp.as_ref(), rendering, &table_name)?;
        Ok(TimestreamRequest {
            role_arn: self.role_arn.clone(),
            database_name: rendering.text(&self.database_name, &table_name)?,
            dimensions: dimensions.collect::<Result<_, Refusal>>()?,
            time,
            time_unit,
            measures,
            table_name,
        })
    }
}

impl TimestampTemplates {
    /// The member `timestamp` of an action.
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Option<Self>, DefinitionError> {
        let timestamp = fields.object("timestamp")?.map(|timestamp| {
            let unit = timestamp.choice("unit", TimeUnit::DEFAULT, TimeUnit::parse)?;
            Ok(Self { value: timestamp.template("value")?, unit })
        });
        timestamp.transpose()
    }

    /// The time that an action names; without one, the moment at which the engine got the message.
    pub(super) fn time(
        timestamp: Option<&Self>,
        rendering: &Rendering<'_, '_>,
        resource: &str,
    ) -> Result<(i64, TimeUnit), Refusal> {
        match timestamp {
            Some(Self { value, unit }) => {
                let unit = rendering.choice(unit, resource, TimeUnit::parse)?;
                Ok((rendering.time(value, resource, "the timestamp")?, unit))
            }
            None => {
                let now = i64::try_from(rendering.now().0).unwrap_or(i64::MAX);
                Ok((now, TimeUnit::Milliseconds))
            }
        }
    }
}

/// A record for each key of the output, or why it cannot be split.
fn measures(rendering: &Rendering<'_, '_>) -> Result<Vec<Measure>, String> {
    let bytes = &rendering.output.bytes;
    let tape = Tape::parse(bytes).ok().filter(|_| rendering.output_is_json());
    let root = tape.as_ref().map(|tape| tape.root(bytes));
    let Some(object) = root.filter(|root| root.kind() == Kind::Object) else {
        return Err("the payload is not a JSON object".to_owned());
    };
    let mut measures: Vec<Measure> = Vec::new();
    for (key, value) in object.members() {
        // Of duplicate keys the last one counts.
        measures.retain(|measure| measure.name != key);
        measures.extend(Measure::of(key.into_owned(), value));
        if measures.len() > MAX_MEASURES {
            return Err(format!("the payload has more than {MAX_MEASURES} keys"));
        }
    }
    if measures.is_empty() { Err("the payload has no keys with a value".to_owned()) } else { Ok(measures) }
}

impl Measure {
    /// By the JSON type (rules.md §7). Null has no type in Timestream
    /// ([`open_points`](crate::open_points), *Actions*).
    fn of(name: String, node: Node<'_>) -> Option<Self> {
        let value_type = match node.kind() {
            Kind::Null => return None,
            Kind::True | Kind::False => "BOOLEAN",
            Kind::Integer => "BIGINT",
            Kind::Decimal => "DOUBLE",
            Kind::String | Kind::Array | Kind::Object => "VARCHAR",
        };
        let value = match node.text() {
            Some(text) => text.into_owned(),
            None => String::from_utf8_lossy(&compact(node)).into_owned(),
        };
        Some(Self { name, value, value_type })
    }
}

impl TimestreamRequest {
    pub(super) fn resource(&self) -> &str {
        &self.table_name
    }
}
