//! `iotSiteWise`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Writes values of asset properties. The payload plays no part: all of it comes from templates.
#[derive(Debug)]
pub struct SiteWiseAction {
    role_arn: String,
    entries: Vec<EntryTemplates>,
}

#[derive(Debug)]
struct EntryTemplates {
    entry_id: Option<Template>,
    asset_id: Option<Template>,
    property_id: Option<Template>,
    property_alias: Option<Template>,
    values: Vec<ValueTemplates>,
}

#[derive(Debug)]
struct ValueTemplates {
    variant: (Variant, Template),
    time_in_seconds: Template,
    offset_in_nanos: Option<Template>,
    quality: Option<Template>,
}

/// The types of property values.
#[derive(Clone, Copy, Debug)]
enum Variant {
    Text,
    Integer,
    Double,
    Boolean,
}

/// What an `iotSiteWise` action asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct SiteWiseRequest {
    /// The role to assume.
    pub role_arn: String,
    /// Properties and their values, at least one.
    pub entries: Vec<PropertyEntry>,
}

/// A property and its values. It is named by an alias, or by asset and property.
#[derive(Clone, PartialEq, Debug)]
pub struct PropertyEntry {
    /// By which an error names the entry.
    pub entry_id: String,
    /// The asset.
    pub asset_id: Option<String>,
    /// The property.
    pub property_id: Option<String>,
    /// The property's alias.
    pub property_alias: Option<String>,
    /// The values.
    pub values: Vec<PropertyValue>,
}

/// A value of a property.
#[derive(Clone, PartialEq, Debug)]
pub struct PropertyValue {
    /// The value.
    pub variant: PropertyVariant,
    /// When it was measured, seconds since 1970.
    pub time_in_seconds: i64,
    /// Nanoseconds beside the seconds.
    pub offset_in_nanos: Option<i64>,
    /// `GOOD`, `BAD` or `UNCERTAIN`.
    pub quality: Option<String>,
}

/// A value of one of four types.
#[derive(Clone, PartialEq, Debug)]
pub enum PropertyVariant {
    /// `stringValue`
    Text(String),
    /// `integerValue`
    Integer(i64),
    /// `doubleValue`
    Double(f64),
    /// `booleanValue`
    Boolean(bool),
}

impl SiteWiseAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        const ENTRIES: &str = "putAssetPropertyValueEntries";
        let entries = fields.list(ENTRIES)?;
        if entries.is_empty() {
            return Err(fields.invalid(ENTRIES, "has no entries"));
        }
        let entries = entries.iter().map(EntryTemplates::from_fields);
        Ok(Self { role_arn: fields.role_arn()?, entries: entries.collect::<Result<_, _>>()? })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<SiteWiseRequest, Refusal> {
        let entries = self.entries.iter().map(|entry| entry.entry(rendering));
        Ok(SiteWiseRequest { role_arn: self.role_arn.clone(), entries: entries.collect::<Result<_, _>>()? })
    }
}

impl EntryTemplates {
    fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let values = fields.list("propertyValues")?;
        if values.is_empty() {
            return Err(fields.invalid("propertyValues", "has no entries"));
        }
        let entry = Self {
            entry_id: fields.optional_template("entryId")?,
            asset_id: fields.optional_template("assetId")?,
            property_id: fields.optional_template("propertyId")?,
            property_alias: fields.optional_template("propertyAlias")?,
            values: values.iter().map(ValueTemplates::from_fields).collect::<Result<_, _>>()?,
        };
        match (&entry.asset_id, &entry.property_id, &entry.property_alias) {
            (Some(_), Some(_), None) | (None, None, Some(_)) => Ok(entry),
            _ => Err(fields.invalid(
                "propertyAlias",
                "is the one way to name a property, assetId with propertyId the other",
            )),
        }
    }

    fn entry(&self, rendering: &Rendering<'_, '_>) -> Result<PropertyEntry, Refusal> {
        let text = |template: &Option<Template>, resource: &str| {
            template.as_ref().map(|template| rendering.text(template, resource)).transpose()
        };
        let property_alias = text(&self.property_alias, "")?;
        let asset_id = text(&self.asset_id, "")?;
        let resource = property_alias.as_ref().or(asset_id.as_ref()).map_or("", String::as_str);
        let values = self.values.iter().map(|value| value.value(rendering, resource));
        let values = values.collect::<Result<_, _>>()?;
        Ok(PropertyEntry {
            entry_id: text(&self.entry_id, resource)?.unwrap_or_else(|| rendering.uuid()),
            property_id: text(&self.property_id, resource)?,
            values,
            asset_id,
            property_alias,
        })
    }
}

impl ValueTemplates {
    fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        const VARIANTS: [(&str, Variant); 4] = [
            ("stringValue", Variant::Text),
            ("integerValue", Variant::Integer),
            ("doubleValue", Variant::Double),
            ("booleanValue", Variant::Boolean),
        ];
        let value = fields.object("value")?.ok_or_else(|| fields.invalid("value", "is missing"))?;
        let mut given = VARIANTS.into_iter().filter(|(name, _)| value.get(name).is_some());
        let (Some((name, variant)), None) = (given.next(), given.next()) else {
            return Err(fields.invalid("value", "is not exactly one value"));
        };
        let timestamp =
            fields.object("timestamp")?.ok_or_else(|| fields.invalid("timestamp", "is missing"))?;
        Ok(Self {
            variant: (variant, value.template(name)?),
            time_in_seconds: timestamp.template("timeInSeconds")?,
            offset_in_nanos: timestamp.optional_template("offsetInNanos")?,
            quality: fields.optional_template("quality")?,
        })
    }

    fn value(&self, rendering: &Rendering<'_, '_>, resource: &str) -> Result<PropertyValue, Refusal> {
        let (variant, template) = &self.variant;
        let variant = match variant {
            Variant::Text => PropertyVariant::Text(rendering.text(template, resource)?),
            Variant::Integer => {
                PropertyVariant::Integer(rendering.integer(template, resource, "integerValue")?)
            }
            Variant::Double => {
                PropertyVariant::Double(rendering.number(template, resource, "doubleValue")?.to_f64())
            }
            Variant::Boolean => {
                let text = rendering.text(template, resource)?;
                let boolean = text.to_ascii_lowercase().parse();
                let boolean = boolean.map_err(|_| Refusal::new(resource, "booleanValue is no Boolean"));
                PropertyVariant::Boolean(boolean?)
            }
        };
        let offset = self.offset_in_nanos.as_ref();
        let offset = offset.map(|offset| rendering.integer(offset, resource, "offsetInNanos"));
        let quality = self.quality.as_ref().map(|quality| rendering.text(quality, resource));
        Ok(PropertyValue {
            variant,
            time_in_seconds: rendering.time(&self.time_in_seconds, resource, "timeInSeconds")?,
            offset_in_nanos: offset.transpose()?,
            quality: quality.transpose()?,
        })
    }
}

impl SiteWiseRequest {
    /// The first property: its alias, or its asset.
    pub(super) fn resource(&self) -> &str {
        let first = self.entries.first();
        let name = first.and_then(|entry| entry.property_alias.as_ref().or(entry.asset_id.as_ref()));
        name.map_or("", String::as_str)
    }
}
