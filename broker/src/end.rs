//! How connections end.

use mqtt::ReasonCode;

use crate::mailbox::Kick;

/// Why a connection ended, by the names of AWS (mqtt.md §11).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cause {
    AuthError,
    ClientInitiated,
    ClientError,
    ConnectionLost,
    DuplicateClientId,
    KeepAliveTimeout,
    ServerInitiated,
    ApiInitiated,
    Throttled,
}

impl Cause {
    /// AWS's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthError => "AUTH_ERROR",
            Self::ClientInitiated => "CLIENT_INITIATED_DISCONNECT",
            Self::ClientError => "CLIENT_ERROR",
            Self::ConnectionLost => "CONNECTION_LOST",
            Self::DuplicateClientId => "DUPLICATE_CLIENTID",
            Self::KeepAliveTimeout => "MQTT_KEEP_ALIVE_TIMEOUT",
            Self::ServerInitiated => "SERVER_INITIATED_DISCONNECT",
            Self::ApiInitiated => "API_INITIATED_DISCONNECT",
            Self::Throttled => "THROTTLED",
        }
    }
}

/// The end of one connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct End {
    pub cause: Cause,
    /// What an MQTT 5 client is told in a DISCONNECT; `None` when it left by itself.
    pub code: Option<ReasonCode>,
    /// Whether the will is published.
    pub will: bool,
    /// Whether the session is discarded even if it would outlive the connection.
    pub discard: bool,
    /// For the log and, shortened, for an MQTT 5 client that asked for reasons.
    pub message: String,
}

impl End {
    /// The client misbehaved.
    pub fn client_error(code: ReasonCode, message: impl Into<String>) -> Self {
        Self {
            cause: Cause::ClientError,
            code: Some(code),
            will: true,
            discard: false,
            message: message.into(),
        }
    }

    /// The socket is gone.
    pub fn lost(message: impl Into<String>) -> Self {
        Self { cause: Cause::ConnectionLost, code: None, will: true, discard: false, message: message.into() }
    }

    /// The client said good-bye.
    pub fn by_client(will: bool) -> Self {
        Self {
            cause: Cause::ClientInitiated,
            code: None,
            will,
            discard: false,
            message: "the client disconnected".into(),
        }
    }

    /// A policy or a certificate no longer allows the connection.
    pub fn not_authorized(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            cause,
            code: Some(ReasonCode::NotAuthorized),
            will: true,
            discard: false,
            message: message.into(),
        }
    }

    /// The connection was told to end.
    pub fn kicked(kick: Kick) -> Self {
        let (cause, code, message) = match kick {
            Kick::TakenOver => (
                Cause::DuplicateClientId,
                ReasonCode::SessionTakenOver,
                "another connection came with the same client id",
            ),
            Kick::Deactivated => {
                (Cause::AuthError, ReasonCode::NotAuthorized, "the certificate is no longer ACTIVE")
            }
            Kick::Deleted { .. } => {
                (Cause::ApiInitiated, ReasonCode::AdministrativeAction, "DeleteConnection was called")
            }
            Kick::Reset => (Cause::ApiInitiated, ReasonCode::AdministrativeAction, "the account was reset"),
            Kick::KeepAlive => (
                Cause::KeepAliveTimeout,
                ReasonCode::KeepAliveTimeout,
                "nothing was heard for one and a half times the keep-alive",
            ),
            Kick::TooSlow => (
                Cause::Throttled,
                ReasonCode::QuotaExceeded,
                "the client does not read as fast as messages come for it",
            ),
            Kick::Shutdown => {
                (Cause::ServerInitiated, ReasonCode::ServerShuttingDown, "the server is shutting down")
            }
        };
        let (discard, will) = match kick {
            Kick::Reset => (true, false),
            Kick::Deleted { clean_session, will } => (clean_session, will),
            _ => (false, true),
        };
        Self { cause, code: Some(code), will, discard, message: message.into() }
    }
}
