//! How connections end.

use mqtt::ReasonCode;

use crate::mailbox::Kick;
use crate::open_points;

/// How a transport that has rules of its own came to its end. Such a transport returns it as the inner
/// error of a read; it has told its peer already.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TransportEnd {
    /// The client closed it as the transport's rules want it, which counts as a DISCONNECT (mqtt.md §9).
    #[error("the client closed the connection")]
    ByClient,
    /// The client broke the rules.
    #[error("{0}")]
    Broken(String),
}

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
    WebSocketExpired,
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
            Self::WebSocketExpired => "WEBSOCKET_TTL_EXPIRATION",
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

    /// Nothing more can be read.
    pub fn unreadable(error: &std::io::Error) -> Self {
        let told = error.get_ref().and_then(|inner| inner.downcast_ref());
        match told {
            Some(TransportEnd::ByClient) => Self::by_client(false),
            Some(TransportEnd::Broken(message)) => {
                // The peer takes no MQTT any more, so it is not told in MQTT either.
                Self { code: None, ..Self::client_error(ReasonCode::ProtocolError, message) }
            }
            // Without a TLS close_notify, as many clients leave.
            None if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Self::lost("the client closed the connection")
            }
            None => Self::lost(error.to_string()),
        }
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
                "another connection came with the same client id; a client id is of one connection at a time",
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
            Kick::WebSocketExpired => (
                Cause::WebSocketExpired,
                open_points::WEBSOCKET_EXPIRED,
                "the time that a WebSocket connection may last is over",
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
