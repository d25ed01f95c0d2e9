//! Names of the service models as Rust writes them.

/// Spellings in the models whose capitals do not show where a word ends.
const SPELLINGS: [(&str, &str); 2] = [("DBv2", "DbV2"), ("IoT", "Iot")];

/// Names that a generated type must not have, since the generated code means something else by them.
pub const RESERVED_TYPES: [&str; 6] = ["Map", "Model", "Option", "String", "Timestamp", "Vec"];

const KEYWORDS: [&str; 12] =
    ["as", "const", "dyn", "enum", "fn", "in", "loop", "match", "mod", "move", "type", "where"];

/// Splits a name at everything that is not a letter or digit, before a capital that follows a small
/// letter or digit, and before the last capital of a run that a small letter follows.
fn words(name: &str) -> Vec<String> {
    let name = SPELLINGS.iter().fold(name.to_string(), |name, (from, to)| name.replace(from, to));
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    for (index, &character) in characters.iter().enumerate() {
        let next_is_small = characters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let starts = !previous.is_ascii_alphanumeric()
            || (character.is_ascii_uppercase() && (!previous.is_ascii_uppercase() || next_is_small));
        previous = character;
        if !character.is_ascii_alphanumeric() {
            continue;
        }
        match words.last_mut() {
            Some(word) if !starts => word.push(character),
            _ => words.push(character.to_string()),
        }
    }
    words
}

/// A field: `thingName` becomes `thing_name`, `type` becomes `r#type`.
pub fn field(name: &str) -> String {
    let field = words(name).join("_").to_lowercase();
    if KEYWORDS.contains(&field.as_str()) { format!("r#{field}") } else { field }
}

/// A constant: `ListCertificatesByCA` becomes `LIST_CERTIFICATES_BY_CA`.
pub fn constant(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// A variant: `EXPLICIT_DENY` becomes `ExplicitDeny`.
pub fn variant(name: &str) -> String {
    let mut variant = String::new();
    for word in words(name) {
        let (first, rest) = word.split_at(1);
        variant += &first.to_uppercase();
        variant += &rest.to_lowercase();
    }
    variant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_become_fields() {
        let cases = [
            ("thingName", "thing_name"),
            ("type", "r#type"),
            ("dynamoDBv2", "dynamo_db_v2"),
            ("influxDBConfiguration", "influx_db_configuration"),
            ("enableIoTLoggingParams", "enable_iot_logging_params"),
            ("updateCACertificateParams", "update_ca_certificate_params"),
            ("s3Location", "s3_location"),
            ("useBase64", "use_base64"),
            ("UL", "ul"),
        ];
        for (name, expected) in cases {
            assert_eq!(field(name), expected);
        }
    }

    #[test]
    fn operations_become_constants() {
        let cases = [
            ("CreateThing", "CREATE_THING"),
            ("ListCertificatesByCA", "LIST_CERTIFICATES_BY_CA"),
            ("GetV2LoggingOptions", "GET_V2_LOGGING_OPTIONS"),
            ("ListPrincipalThingsV2", "LIST_PRINCIPAL_THINGS_V2"),
            ("CreateOTAUpdate", "CREATE_OTA_UPDATE"),
        ];
        for (name, expected) in cases {
            assert_eq!(constant(name), expected);
        }
    }

    #[test]
    fn values_become_variants() {
        let cases = [
            ("EXPLICIT_DENY", "ExplicitDeny"),
            ("AWS-IoT-FleetWise", "AwsIotFleetWise"),
            ("less-than-equals", "LessThanEquals"),
            ("Bytes/Second", "BytesSecond"),
            ("LatLon", "LatLon"),
            ("AWS_X509", "AwsX509"),
        ];
        for (name, expected) in cases {
            assert_eq!(variant(name), expected);
        }
    }
}
