//! What is known of the connections of things (*Device connectivity status queries*).
//!
//! It is what the broker knows of the client whose id is the thing's name: GetConnection shows the same.

use base::UnixMillis;
use broker::{Account, ClientStatus, Presence};
use model::iot::{
    DisconnectReasonValue, GetThingConnectivityDataRequest, GetThingConnectivityDataResponse,
    ThingConnectivity,
};

use super::fields::ConnectivityField;
use super::{Index, Indexing, ThingField};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::support::time;
use crate::pipeline::Call;

/// What is known of a thing's connection.
pub struct Connectivity {
    pub client_id: String,
    pub connected: bool,
    /// When it connected or disconnected. Zero for one of which nothing is known, as AWS shows things that never
    /// connected; `None` when only its session is left.
    pub timestamp: Option<UnixMillis>,
    /// Why it disconnected, by AWS's name.
    pub reason: Option<&'static str>,
    status: Option<ClientStatus>,
}

impl Connectivity {
    pub fn of(account: &Account, thing: &str, now: UnixMillis) -> Self {
        let status = account.client(thing, now);
        let presence = status.as_ref().map(|status| status.presence);
        let (connected, timestamp, reason) = match presence {
            Some(Presence::Connected { since, .. }) => (true, Some(since), None),
            Some(Presence::Disconnected { since, reason }) => (false, Some(since), reason),
            Some(Presence::Absent) => (false, None, None),
            None => (false, Some(UnixMillis(0)), None),
        };
        Self { client_id: thing.into(), connected, timestamp, reason, status }
    }

    /// Seconds, as the client asked for it.
    pub fn keep_alive(&self) -> Option<u16> {
        self.status.as_ref()?.keep_alive
    }

    /// Seconds that its session outlives a connection.
    pub fn session_expiry(&self) -> Option<u32> {
        self.status.as_ref().map(|status| status.session_expiry_seconds)
    }

    /// Whether its session ends with the connection.
    pub fn clean_session(&self) -> Option<bool> {
        self.session_expiry().map(|seconds| seconds == 0)
    }

    /// As SearchIndex shows it.
    pub fn to_answer(&self) -> ThingConnectivity {
        ThingConnectivity {
            connected: Some(self.connected),
            timestamp: self.timestamp.and_then(|at| i64::try_from(at.0).ok()),
            disconnect_reason: self.reason.map(Into::into),
            keep_alive_duration: self.keep_alive().map(Into::into),
            clean_session: self.clean_session(),
            session_expiry: self.session_expiry().map(Into::into),
            client_id: Some(self.client_id.clone()),
        }
    }
}

pub fn get_thing_connectivity_data(
    call: &Call<Cloud>,
    input: GetThingConnectivityDataRequest,
) -> Result<GetThingConnectivityDataResponse, ApiError> {
    let indexing = Indexing::of(&call.context.catalog, call.tenant());
    indexing.check_is_on(Index::Things)?;
    indexing.check_source(&ThingField::Connectivity(ConnectivityField::Connected))?;
    let name = input.thing_name;
    call.context.registry.look_at_thing(call.tenant(), &name, |_| ()).ok_or_else(|| {
        ApiError::resource_not_found(format!("Thing {name} does not exist in index {}", Index::Things.name()))
    })?;
    let known = Connectivity::of(&call.context.broker.account(call.tenant()), &name, call.now);
    let reason = match known.reason {
        _ if known.connected => DisconnectReasonValue::None,
        Some(reason) => DisconnectReasonValue::parse(reason).unwrap_or(DisconnectReasonValue::Unknown),
        None => DisconnectReasonValue::Unknown,
    };
    let shows_sockets = input.include_socket_information.unwrap_or(false) && indexing.shows_sockets();
    let sockets = match known.status.as_ref().map(|status| status.presence) {
        Some(Presence::Connected { source, target, .. }) if shows_sockets => Some((source, target)),
        _ => None,
    };
    let (source, target) = (sockets.map(|(source, _)| source), sockets.and_then(|(_, target)| target));
    Ok(GetThingConnectivityDataResponse {
        thing_name: Some(name),
        connected: Some(known.connected),
        timestamp: known.timestamp.and_then(|at| time(at.0)),
        disconnect_reason: Some(reason),
        source_ip: source.map(|source| source.ip().to_string()),
        source_port: source.map(|source| source.port().into()),
        target_ip: target.map(|target| target.ip().to_string()),
        target_port: target.map(|target| target.port().into()),
        vpc_endpoint_id: None,
        keep_alive_duration: known.keep_alive().map(Into::into),
        clean_session: known.clean_session(),
        session_expiry: known.session_expiry().map(Into::into),
        client_id: Some(known.client_id),
    })
}
