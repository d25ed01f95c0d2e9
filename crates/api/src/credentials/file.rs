//! The file of access keys.
//!
//! ```toml
//! [[key]]
//! access_key_id = "AKIAEXAMPLE"
//! secret_access_key = "not-a-real-secret"
//! account = "123456789012"
//! session_token = "only for temporary keys"   # optional
//! ```

use std::collections::HashMap;
use std::path::Path;

use base::AccountId;
use thiserror::Error;
use toml::{Table, Value};

use crate::sigv4::Secret;

/// An access key and the account that it acts for.
#[derive(Clone, Debug)]
pub struct Key {
    /// What it signs with.
    pub secret: Secret,
    /// Whose it is.
    pub account: AccountId,
}

/// The access keys that may call.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    keys: HashMap<String, Key>,
}

/// What is wrong with a file of access keys. No message repeats a value of the file, which may be secret.
#[derive(Debug, Error)]
pub enum CredentialsError {
    /// The file cannot be read.
    #[error("cannot read the credentials file {path}: {source}")]
    Read {
        /// Its path.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("credentials file, line {line}: {problem}")]
    Toml {
        /// From 1.
        line: usize,
        /// What the parser says.
        problem: String,
    },
    /// The file holds something else than keys.
    #[error("credentials file: {0}")]
    Content(String),
    /// One of the keys is wrong.
    #[error("credentials file, key number {number}: {problem}")]
    Key {
        /// From 1.
        number: usize,
        /// What is wrong.
        problem: String,
    },
}

impl Credentials {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or holds anything but well-formed keys.
    pub fn load(path: &Path) -> Result<Self, CredentialsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| CredentialsError::Read { path: path.display().to_string(), source })?;
        Self::parse(&text)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is not TOML, has no key, unknown or missing fields, or an access key twice.
    pub fn parse(text: &str) -> Result<Self, CredentialsError> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let end = error.span().map_or(0, |span| span.start).min(text.len());
            let line = 1 + text.as_bytes().iter().take(end).filter(|byte| **byte == b'\n').count();
            CredentialsError::Toml { line, problem: error.message().to_string() }
        })?;
        if let Some(name) = table.keys().find(|name| *name != "key") {
            return Err(CredentialsError::Content(format!("unknown section {name:?}, expected [[key]]")));
        }
        let keys = table.get("key").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if keys.is_empty() {
            return Err(CredentialsError::Content("no [[key]] in it, so that nobody could call".into()));
        }
        let mut credentials = Self::default();
        for (index, value) in keys.iter().enumerate() {
            let fail = |problem: String| CredentialsError::Key { number: index + 1, problem };
            let key = key(value).map_err(fail)?;
            let id = key.secret.access_key_id.clone();
            if credentials.keys.insert(id, key).is_some() {
                return Err(fail("an earlier key has the same access_key_id".into()));
            }
        }
        Ok(credentials)
    }

    /// Adds a key, in place of one with the same id.
    pub fn add(&mut self, key: Key) {
        self.keys.insert(key.secret.access_key_id.clone(), key);
    }

    /// The accounts that have a key; some more than once.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        self.keys.values().map(|key| key.account)
    }

    /// The key of this id.
    pub fn get(&self, access_key_id: &str) -> Option<&Key> {
        self.keys.get(access_key_id)
    }
}

fn key(value: &Value) -> Result<Key, String> {
    const FIELDS: [&str; 4] = ["access_key_id", "secret_access_key", "account", "session_token"];
    let table = value.as_table().ok_or("not a table")?;
    if let Some(name) = table.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(format!("unknown field {name:?}, expected one of {}", FIELDS.join(", ")));
    }
    let text = |name: &str| match table.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
        Some(_) => Err(format!("{name} must be a text in quotes, and not empty")),
    };
    let required = |name: &str| text(name)?.ok_or_else(|| format!("{name} is missing"));
    let secret = Secret {
        access_key_id: required("access_key_id")?,
        secret_access_key: required("secret_access_key")?,
        session_token: text("session_token")?,
    };
    let account = required("account")?.parse().map_err(|_| "account must have 12 digits".to_string())?;
    Ok(Key { secret, account })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_id() {
        let text = r#"
            [[key]]
            access_key_id = "A"
            secret_access_key = "s1"
            account = "123456789012"
            [[key]]
            access_key_id = "B"
            secret_access_key = "s2"
            account = "210987654321"
            session_token = "t"
        "#;
        let credentials = Credentials::parse(text).unwrap();
        assert_eq!(credentials.get("A").unwrap().secret.session_token, None);
        let second = credentials.get("B").unwrap();
        assert_eq!(
            (second.account.as_str(), second.secret.session_token.as_deref()),
            ("210987654321", Some("t"))
        );
        assert!(credentials.get("C").is_none());
    }

    #[test]
    fn mistakes_are_named_without_showing_secrets() {
        let key = |fields: &str| format!("[[key]]\n{fields}");
        let good = "access_key_id = \"A\"\nsecret_access_key = \"hush\"\naccount = \"123456789012\"\n";
        let cases = [
            (String::new(), "credentials file: no [[key]] in it, so that nobody could call"),
            ("[key]\n".into(), "credentials file: no [[key]] in it, so that nobody could call"),
            ("[[keys]]\n".into(), "credentials file: unknown section \"keys\", expected [[key]]"),
            (key("access_key_id = \"A\""), "credentials file, key number 1: secret_access_key is missing"),
            (key(&good.replace("123", "12")), "credentials file, key number 1: account must have 12 digits"),
            (
                key(&good.replace("\"123456789012\"", "123456789012")),
                "credentials file, key number 1: account must be a text in quotes, and not empty",
            ),
            (
                key(&good.replace("account", "acount")),
                "credentials file, key number 1: unknown field \"acount\", expected one of access_key_id, \
                 secret_access_key, account, session_token",
            ),
            (
                format!("{0}{0}", key(good)),
                "credentials file, key number 2: an earlier key has the same access_key_id",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Credentials::parse(&text).unwrap_err().to_string(), expected);
        }
        let error = Credentials::parse(&key(&good.replace("hush\"", "hush"))).unwrap_err().to_string();
        assert!(error.starts_with("credentials file, line 3: ") && !error.contains("hush"), "{error}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Credentials::load(Path::new("no/such/file.toml")).unwrap_err().to_string();
        assert!(error.starts_with("cannot read the credentials file no/such/file.toml: "), "{error}");
    }
}
