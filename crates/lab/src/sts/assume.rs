//! AssumeRole and GetSessionToken: keys for a while.

use base::{Arn, Tenant};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::{Caller, Sts, TemporaryKey};
use crate::iam::{Refused, global, id};
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure, missing_member, time};

/// The shortest session, and the longest and default ones of each kind, seconds (STS API Reference).
const SECONDS_MIN: u64 = 900;
const ASSUMED_SECONDS: u64 = 3600;
/// The longest session of a role that is assumed with a temporary key, whatever the role allows.
const CHAINED_SECONDS_MAX: u64 = 3600;
const TOKEN_SECONDS: u64 = 43_200;
const TOKEN_SECONDS_MAX: u64 = 129_600;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AssumeRole {
    role_arn: String,
    role_session_name: String,
    duration_seconds: Option<String>,
    external_id: Option<String>,
    policy: Option<String>,
    policy_arns: Option<Value>,
    serial_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetSessionToken {
    duration_seconds: Option<String>,
    serial_number: Option<String>,
}

impl Sts {
    pub(super) async fn assume_role(&self, call: &Call<'_>, document: Value) -> Result<Option<Xml>, Failure> {
        let input: AssumeRole = read(document)?;
        check_session_name(&input.role_session_name)?;
        let narrowed = [("Policy", input.policy.is_some()), ("PolicyArns", input.policy_arns.is_some())];
        let asked = [narrowed[0], narrowed[1], ("SerialNumber", input.serial_number.is_some())];
        if let Some((name, _)) = asked.iter().find(|(_, is_given)| *is_given) {
            return Err(Failure::not_implemented(format_args!("{name} of AssumeRole")));
        }
        if Arn::parse(&input.role_arn).is_none() {
            return Err(Failure::bad("ValidationError", format!("{} is invalid", input.role_arn)));
        }
        let caller = self.caller(call);
        let denied = || {
            let (arn, role) = (&caller.arn, &input.role_arn);
            let text =
                format!("User: {arn} is not authorized to perform: sts:AssumeRole on resource: {role}");
            Failure::new(StatusCode::FORBIDDEN, "AccessDenied", text)
        };
        // A role that does not exist is denied like any other.
        let trust = self.iam.trust(call.tenant, &input.role_arn).ok_or_else(denied)?;
        let seconds = seconds(input.duration_seconds.as_deref(), ASSUMED_SECONDS, trust.session_seconds_max)?;
        if seconds > CHAINED_SECONDS_MAX && self.has_temporary_key(call) {
            let text = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
            return Err(Failure::bad("ValidationError", text));
        }
        trust.allows(&caller_principal(&caller), caller.account, input.external_id.as_deref()).map_err(
            |refused| match refused {
                Refused::Denied => denied(),
                Refused::Condition(name) => {
                    Failure::not_implemented(format_args!("The condition {name} of trust policies"))
                }
            },
        )?;
        let (partition, account, session) =
            (call.tenant.region.partition(), trust.account, &input.role_session_name);
        let arn = format!("arn:{partition}:sts::{account}:assumed-role/{}/{session}", trust.name);
        let user_id = format!("{}:{session}", trust.id);
        let owner = global(&Tenant::new(account, call.tenant.region.clone()));
        let key = new_key(call, &arn, &user_id, seconds)?;
        let user = Xml::new().text("AssumedRoleId", &user_id).text("Arn", &arn);
        let answer = Xml::new().element("AssumedRoleUser", &user).element("Credentials", &credentials(&key));
        self.keep(&owner, key, call.now).await?;
        Ok(Some(answer))
    }

    pub(super) async fn get_session_token(
        &self,
        call: &Call<'_>,
        document: Value,
    ) -> Result<Option<Xml>, Failure> {
        let input: GetSessionToken = read(document)?;
        if input.serial_number.is_some() {
            return Err(Failure::not_implemented("SerialNumber of GetSessionToken"));
        }
        let caller = self.caller(call);
        if self.has_temporary_key(call) {
            let text = "Cannot call GetSessionToken with session credentials";
            return Err(Failure::new(StatusCode::FORBIDDEN, "AccessDenied", text));
        }
        let seconds = seconds(input.duration_seconds.as_deref(), TOKEN_SECONDS, TOKEN_SECONDS_MAX)?;
        let key = new_key(call, &caller.arn, &caller.user_id, seconds)?;
        let answer = Xml::new().element("Credentials", &credentials(&key));
        self.keep(call.tenant, key, call.now).await?;
        Ok(Some(answer))
    }

    fn has_temporary_key(&self, call: &Call<'_>) -> bool {
        call.access_key.as_deref().is_some_and(|id| self.key(id).is_some())
    }
}

/// What a trust policy calls the holder of an assumed role's key: the role; anybody else is called by the ARN.
fn caller_principal(caller: &Caller) -> String {
    let session = caller.arn.split_once(":assumed-role/");
    let Some((head, rest)) = session else { return caller.arn.clone() };
    let role = rest.split('/').next().unwrap_or_default();
    format!("{}:role/{role}", head.replace(":sts:", ":iam:"))
}

fn read<T: serde::de::DeserializeOwned>(document: Value) -> Result<T, Failure> {
    crate::protocol::read(document, |error| {
        let member = missing_member(error).unwrap_or_else(|| error.to_string());
        let text = format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
        );
        Failure::bad("ValidationError", text)
    })
}

fn check_session_name(name: &str) -> Result<(), Failure> {
    let fits = (2..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_=,.@-+".contains(&b));
    if fits {
        return Ok(());
    }
    let text = format!(
        "1 validation error detected: Value '{name}' at 'roleSessionName' failed to satisfy constraint: Member must \
         satisfy regular expression pattern: [\\w+=,.@-]{{2,64}}"
    );
    Err(Failure::bad("ValidationError", text))
}

fn seconds(given: Option<&str>, default: u64, most: u64) -> Result<u64, Failure> {
    let Some(text) = given else { return Ok(default.min(most)) };
    let seconds: u64 =
        text.parse().map_err(|_| Failure::bad("ValidationError", "DurationSeconds is no number"))?;
    if seconds < SECONDS_MIN {
        let text = format!(
            "1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member \
             must have value greater than or equal to 900"
        );
        return Err(Failure::bad("ValidationError", text));
    }
    if seconds > most {
        let text = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
        return Err(Failure::bad("ValidationError", text));
    }
    Ok(seconds)
}

fn new_key(call: &Call<'_>, arn: &str, user_id: &str, seconds: u64) -> Result<TemporaryKey, Failure> {
    let mut random = [0; 48];
    aws_lc_rs::rand::fill(&mut random).map_err(|_| {
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", "the system has no randomness")
    })?;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok(TemporaryKey {
        // 20 characters, as all access keys.
        access_key_id: id("ASIA").chars().take(20).collect(),
        secret_access_key: hex(&random[..20]),
        session_token: hex(&random[20..]),
        expires: call.now.0 + seconds * 1000,
        arn: arn.into(),
        user_id: user_id.into(),
    })
}

fn credentials(key: &TemporaryKey) -> Xml {
    Xml::new()
        .text("AccessKeyId", &key.access_key_id)
        .text("SecretAccessKey", &key.secret_access_key)
        .text("SessionToken", &key.session_token)
        .text("Expiration", &time::iso(base::UnixMillis(key.expires)))
}
