//! Function names, ARNs and qualifiers.

use base::{AccountId, Tenant};

use super::error::Error;

/// The version that is worked on.
pub(super) const LATEST: &str = "$LATEST";
/// The longest name of a function, characters.
const NAME_CHARS_MAX: usize = 64;
/// The longest text that names one, characters.
const REFERENCE_CHARS_MAX: usize = 256;
/// Of the service model (NamespacedFunctionName), for messages.
const PATTERN: &str = "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?\
                       (\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

/// A function as a caller names it: by name, by part of an ARN, or by ARN.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reference {
    /// Whose it is.
    pub owner: Tenant,
    /// Its name.
    pub name: String,
    /// Version or alias, when it is part of the text.
    pub qualifier: Option<String>,
}

impl Reference {
    /// Reads a name on behalf of a caller.
    ///
    /// # Errors
    /// When the text does not have one of the forms, or names another region.
    pub fn parse(text: &str, caller: &Tenant) -> Result<Self, Error> {
        let invalid = || {
            Error::validation(format!(
                "1 validation error detected: Value '{text}' at 'functionName' failed to satisfy constraint: \
                 Member must satisfy regular expression pattern: {PATTERN}"
            ))
        };
        if text.len() > REFERENCE_CHARS_MAX {
            return Err(Error::validation(format!(
                "1 validation error detected: Value '{text}' at 'functionName' failed to satisfy constraint: \
                 Member must have length less than or equal to {REFERENCE_CHARS_MAX}"
            )));
        }
        let (region, account, rest) = prefix(text).ok_or_else(invalid)?;
        let (name, qualifier) = match rest.split_once(':') {
            Some((name, qualifier)) => (name, Some(qualifier)),
            None => (rest, None),
        };
        if !is_name(name) || !qualifier.is_none_or(is_qualifier) {
            return Err(invalid());
        }
        if let Some(region) = region.filter(|region| *region != caller.region.as_str()) {
            return Err(Error::not_found(format!(
                "Functions from '{region}' are not reachable in this region ('{}')",
                caller.region
            )));
        }
        let owner = Tenant::new(account.unwrap_or(caller.account), caller.region.clone());
        Ok(Self { owner, name: name.into(), qualifier: qualifier.map(Into::into) })
    }

    /// Adds the qualifier of the query.
    ///
    /// # Errors
    /// When it is none, or contradicts that of the name.
    pub fn qualified(mut self, qualifier: Option<&str>) -> Result<Self, Error> {
        let Some(given) = qualifier else { return Ok(self) };
        if !is_qualifier(given) {
            return Err(Error::validation(format!(
                "1 validation error detected: Value '{given}' at 'qualifier' failed to satisfy constraint: \
                 Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"
            )));
        }
        match &self.qualifier {
            Some(own) if own != given => Err(Error::invalid_parameter(
                "The derived qualifier from the function name does not match the specified qualifier.",
            )),
            _ => {
                self.qualifier = Some(given.into());
                Ok(self)
            }
        }
    }

    /// The ARN, with the qualifier when there is one.
    pub fn arn(&self) -> String {
        match &self.qualifier {
            Some(qualifier) => qualified_arn(&self.owner, &self.name, qualifier),
            None => arn(&self.owner, &self.name),
        }
    }
}

/// Region, account and the rest of a reference.
fn prefix(text: &str) -> Option<(Option<&str>, Option<AccountId>, &str)> {
    if let Some(arn) = text.strip_prefix("arn:") {
        let (partition, rest) = arn.split_once(":lambda:")?;
        let (region, rest) = rest.split_once(':')?;
        let (account, rest) = rest.split_once(':')?;
        let rest = rest.strip_prefix("function:")?;
        let known = partition == "aws" || partition.starts_with("aws-");
        return known.then_some((Some(region), Some(account.parse().ok()?), rest));
    }
    let (first, rest) = text.split_once(':').unwrap_or((text, ""));
    if let (Ok(account), false) = (first.parse(), rest.is_empty()) {
        return Some((None, Some(account), rest.strip_prefix("function:").unwrap_or(rest)));
    }
    Some((None, None, text.strip_prefix("function:").unwrap_or(text)))
}

/// The unqualified ARN of a function.
pub(super) fn arn(owner: &Tenant, name: &str) -> String {
    let (partition, region, account) = (owner.region.partition(), &owner.region, owner.account);
    format!("arn:{partition}:lambda:{region}:{account}:function:{name}")
}

/// The ARN of a version or an alias.
pub(super) fn qualified_arn(owner: &Tenant, name: &str, qualifier: &str) -> String {
    format!("{}:{qualifier}", arn(owner, name))
}

/// Checks the name of a function that is to be made.
///
/// # Errors
/// When it is longer than a name may be.
pub(super) fn check_new_name(name: &str) -> Result<(), Error> {
    if name.len() <= NAME_CHARS_MAX {
        return Ok(());
    }
    Err(Error::validation(format!(
        "1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: \
         Member must have length less than or equal to {NAME_CHARS_MAX}"
    )))
}

/// Whether an alias may have this name: it must not look like a version.
pub(super) fn is_alias_name(name: &str) -> bool {
    (1..=128).contains(&name.len()) && is_word(name) && !name.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && is_word(name)
}

fn is_qualifier(text: &str) -> bool {
    (1..=128).contains(&text.len()) && (text == LATEST || is_word(text))
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Tenant {
        Tenant::new("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap())
    }

    fn parse(text: &str) -> Result<Reference, Error> {
        Reference::parse(text, &home())
    }

    #[test]
    fn every_form_of_the_model_names_the_function() {
        for text in [
            "f",
            "function:f",
            "123456789012:f",
            "123456789012:function:f",
            "arn:aws:lambda:eu-west-1:123456789012:function:f",
        ] {
            let found = parse(text).unwrap();
            assert_eq!((found.name.as_str(), found.qualifier.as_deref()), ("f", None), "{text}");
            assert_eq!(found.owner, home());
            let found = parse(&format!("{text}:live")).unwrap();
            assert_eq!((found.name.as_str(), found.qualifier.as_deref()), ("f", Some("live")), "{text}");
            assert_eq!(found.arn(), "arn:aws:lambda:eu-west-1:123456789012:function:f:live");
        }
        assert_eq!(parse("f:$LATEST").unwrap().qualifier.as_deref(), Some(LATEST));
        assert_eq!(parse("000000000001:f").unwrap().owner.account.as_str(), "000000000001");
    }

    #[test]
    fn twelve_digits_alone_are_a_name() {
        assert_eq!(parse("123456789012").unwrap().name, "123456789012");
    }

    #[test]
    fn other_texts_are_refused() {
        let long = "x".repeat(257);
        for bad in
            ["", "f g", "f:", "f:a:b", "f:$OLD", "é", "arn:aws:sqs:eu-west-1:123456789012:q", "arn:", &long]
        {
            assert_eq!(parse(bad).unwrap_err().code, "ValidationException", "{bad}");
        }
    }

    #[test]
    fn another_region_is_out_of_reach() {
        let error = parse("arn:aws:lambda:us-east-1:123456789012:function:f").unwrap_err();
        assert_eq!(
            error.message,
            "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')"
        );
    }

    #[test]
    fn two_qualifiers_must_agree() {
        assert_eq!(parse("f").unwrap().qualified(Some("1")).unwrap().qualifier.as_deref(), Some("1"));
        assert!(parse("f:1").unwrap().qualified(Some("1")).is_ok());
        let error = parse("f:1").unwrap().qualified(Some("2")).unwrap_err();
        assert_eq!(error.code, "InvalidParameterValueException");
        assert!(parse("f").unwrap().qualified(Some("a b")).is_err());
    }

    #[test]
    fn an_alias_is_no_number() {
        assert!(is_alias_name("live-2") && is_alias_name("2a"));
        assert!(
            !is_alias_name("2") && !is_alias_name("") && !is_alias_name("a:b") && !is_alias_name("$LATEST")
        );
    }
}
