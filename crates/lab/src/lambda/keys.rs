//! What functions sign with, where the API port asks for signatures.

use aws_lc_rs::hmac;
use base::AccountId;

use super::{code, new_key};

/// Makes the access keys of functions, one for each account. Their ids can be guessed, so no account's secret
/// says anything of another's: each is derived from the account and from a key that never leaves the server.
#[derive(Clone)]
pub struct FunctionKeys(hmac::Key);

/// The access key of the functions of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct FunctionKey {
    /// The public half.
    pub access_key_id: String,
    /// The secret half.
    pub secret_access_key: String,
    /// The token that goes along.
    pub session_token: String,
}

impl FunctionKeys {
    /// Draws the key that all are derived from.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> std::io::Result<Self> {
        new_key().map(Self)
    }

    /// The access key of an account.
    pub fn of(&self, account: AccountId) -> FunctionKey {
        let derived = |purpose: &str| {
            code::hex(hmac::sign(&self.0, format!("{purpose}/{account}").as_bytes()).as_ref())
        };
        FunctionKey {
            access_key_id: format!("THINGCOREFUNCTION{account}"),
            secret_access_key: derived("secret"),
            session_token: derived("token"),
        }
    }
}

/// The access key of an account where nobody looks at signatures: the account itself.
pub(super) fn unsigned(account: AccountId) -> FunctionKey {
    FunctionKey {
        access_key_id: account.to_string(),
        secret_access_key: "thingcore".into(),
        session_token: "thingcore".into(),
    }
}

impl std::fmt::Debug for FunctionKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FunctionKeys")
    }
}

impl std::fmt::Debug for FunctionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FunctionKey({})", self.access_key_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_account_has_anything_of_another() {
        let keys = FunctionKeys::generate().unwrap();
        let one = keys.of("123456789012".parse().unwrap());
        let other = keys.of("000000000007".parse().unwrap());
        assert_eq!(one, keys.of("123456789012".parse().unwrap()));
        assert_ne!(one.access_key_id, other.access_key_id);
        let secrets =
            [&one.secret_access_key, &one.session_token, &other.secret_access_key, &other.session_token];
        for (index, secret) in secrets.iter().enumerate() {
            assert_eq!(secret.len(), 64);
            assert!(!secrets[..index].contains(secret));
        }
        let elsewhere = FunctionKeys::generate().unwrap().of("123456789012".parse().unwrap());
        assert_ne!(one.secret_access_key, elsewhere.secret_access_key);
    }
}
