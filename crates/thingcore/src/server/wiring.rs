//! The parts, and how they reach each other.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use actions::{Engine, Ports, Sinks};
use api::cloud::Cloud;
use api::credentials::{Authenticator, Credentials, Key, TemporaryKey, TemporaryKeys};
use api::executions::Answers;
use api::pipeline::Pipeline;
use api::sigv4::Secret;
use base::{AccountId, Limits, Tenant, UnixMillis};
use broker::{Broker, CommandAnswer, Message, Publisher, RuleId, Services, ShadowRequest};
use catalog::Catalog;
use jobs::Jobs;
use lab::{Lab, LabError, Scope};
use registry::{Event, Registry};
use rules::book::{RuleBook, TopicIndex};
use shadow::Shadows;
use store::{Store, Write};
use tls::Authority;
use tokio::runtime::Handle;
use tokio::sync::watch;
use trace::Traces;

use super::admission::Access;
use super::companion::Companion;
use super::destinations::{Challenger, OpenDestinations};
use super::evaluations::Evaluations;
use super::events::Publishing;
use super::fleet::OwnFleet;
use super::jobs::{FleetTargets, JobsSlot};
use super::roles::LabRoles;
use super::{Addresses, BrokerSlot, Logs, now};
use crate::config::Config;

/// Everything that serves requests.
pub struct App {
    pub pipeline: Pipeline<Cloud>,
    pub lab: Arc<Lab>,
    pub access: Arc<Access>,
    pub engine: Arc<Engine>,
    pub answers: Arc<Answers>,
    pub store: Store,
    pub authority: Arc<Authority>,
    pub addresses: Addresses,
    pub companion: Option<Companion>,
    /// Where connections are served.
    pub network: Handle,
    /// What happened lately.
    pub traces: Arc<Traces>,
    pub logs: Arc<Logs>,
    /// Statements that are tried on messages.
    pub trials: Evaluations,
    /// Why rules did not fire, for those who read traces.
    pub explanations: Arc<Evaluations>,
    /// Turns true when the server is told to stop.
    pub stopping: watch::Receiver<bool>,
}

/// What of the process the parts of the server have to know.
pub struct Surroundings {
    pub addresses: Addresses,
    pub network: Handle,
    pub logs: Arc<Logs>,
    pub stopping: watch::Receiver<bool>,
}

/// Where the broker hands messages to.
struct Destinations {
    shadows: Arc<Shadows>,
    engine: Arc<Engine>,
    answers: Arc<Answers>,
}

impl Services for Destinations {
    fn rules(&self, tenant: &Tenant, rules: &Arc<[RuleId]>, message: &Message, publisher: &Arc<Publisher>) {
        self.engine.submit(tenant, rules, message, publisher);
    }

    fn basic_ingest(&self, tenant: &Tenant, rule: &str, message: &Message, publisher: &Arc<Publisher>) {
        self.engine.submit_to(tenant, rule, message, publisher);
    }

    fn shadow(
        &self,
        tenant: &Tenant,
        request: ShadowRequest<'_>,
        message: &Message,
        publisher: &Arc<Publisher>,
    ) {
        self.shadows.request(tenant, request, message, publisher);
    }

    fn command(&self, tenant: &Tenant, answer: CommandAnswer<'_>, message: &Message) {
        self.answers.submit(tenant, answer, message);
    }
}

/// The broker's index, as the rules see it.
struct Index(Broker);

impl TopicIndex for Index {
    fn add(&self, tenant: &Tenant, filter: &str, rule: u64) {
        self.0.account(tenant).add_rule(filter, RuleId(rule));
    }

    fn remove(&self, tenant: &Tenant, filter: &str, rule: u64) {
        self.0.account(tenant).remove_rule(filter, RuleId(rule));
    }
}

impl App {
    /// Opens everything that the store holds and starts what runs in the background.
    ///
    /// # Errors
    /// One line on what is wrong.
    pub fn open(
        config: &Config,
        limits: Limits,
        store: Store,
        authority: Arc<Authority>,
        directory: Option<&Path>,
        surroundings: Surroundings,
    ) -> Result<Arc<Self>, String> {
        let Surroundings { addresses, network, logs, stopping } = surroundings;
        let text = |error: store::StoreError| error.to_string();
        let slot = BrokerSlot::default();
        let catalog = Arc::new(Catalog::open(store.clone()).map_err(text)?);
        let publishing = Publishing { catalog: Arc::clone(&catalog), broker: Arc::clone(&slot) };
        let (registry, jobs, targets) = registry_and_jobs(&store, &limits, publishing).map_err(text)?;
        let default = config.tenant.clone();
        let access = Access::new(Arc::clone(&registry), default.clone(), config.plain_policy.as_deref())?;
        let access = Arc::new(access);
        let traces = Arc::new(Traces::new(config.traces));
        let rules = Arc::new(RuleBook::open(store.clone(), limits.clone()).map_err(text)?);
        let shadows =
            Arc::new(Shadows::open(store.clone(), limits.clone(), Arc::clone(&traces)).map_err(text)?);
        let (credentials, internal) = credentials(config)?;
        let lab = open_lab(config, directory, &store, addresses.api, internal.as_ref())?;
        // Without the embedded IAM nobody here knows which roles there are.
        if config.services.contains(lab::Service::Iam) {
            rules.check_roles(Arc::new(LabRoles(Arc::clone(&lab))));
        }
        let sinks = sinks(config, addresses, internal.map(|internal| internal.actions));
        let engine = Engine::new(Arc::clone(&rules), sinks, limits.clone(), Arc::clone(&traces));
        let answers = Arc::new(Answers::new(Arc::clone(&catalog), store.clone()));
        let destinations = Destinations {
            shadows: Arc::clone(&shadows),
            engine: Arc::clone(&engine),
            answers: Arc::clone(&answers),
        };
        let broker = Broker::open(store.clone(), limits.clone(), access.clone(), Arc::new(destinations))
            .map_err(text)?;
        // Set once, here.
        let _ = slot.set(broker.clone());
        rules.attach(Arc::new(Index(broker.clone())));
        shadows.start(Arc::new(broker.clone()));
        answers.start(broker.clone());
        let (fleet, challenges) = start_engine(config, &engine, &catalog, &broker, addresses);
        let cloud = Cloud {
            registry,
            catalog,
            jobs,
            broker,
            shadows,
            rules,
            authority: Arc::clone(&authority),
            store: store.clone(),
            limits,
            endpoint_host: config.endpoint_host.clone(),
            access: access.clone(),
            challenges,
        };
        let temporary = Box::new(Sessions(Arc::clone(&lab)));
        let authenticator = Authenticator { credentials, default, temporary };
        let app = Arc::new(Self {
            pipeline: Pipeline::new(cloud, authenticator, api::handlers::all()),
            lab,
            access,
            engine,
            answers,
            store,
            authority,
            addresses,
            companion: config.companion.as_deref().map(Companion::new),
            network,
            traces,
            logs,
            trials: Evaluations::default(),
            explanations: Arc::default(),
            stopping,
        });
        targets.attach(&app);
        fleet.attach(&app);
        app.keep_house();
        Ok(app)
    }

    pub fn broker(&self) -> &Broker {
        &self.pipeline.context().broker
    }

    /// Starts what is done from time to time. It ends with the runtime.
    fn keep_house(self: &Arc<Self>) {
        let broker = self.broker().clone();
        tokio::spawn(async move { broker.keep_house().await });
        let cloud = self.pipeline.context();
        tokio::spawn(super::jobs::keep_house(Arc::clone(&cloud.jobs), Arc::clone(&cloud.registry)));
        let app = Arc::clone(self);
        tokio::spawn(async move { app.lab.keep_house().await });
    }

    /// Empties an account in all its regions, or all accounts: registry, jobs, shadows, retained
    /// messages, sessions, rules and lab services; ends their connections.
    ///
    /// # Errors
    /// When files of a lab service cannot be deleted; the rest is emptied nevertheless.
    pub async fn reset(&self, account: Option<AccountId>) -> Result<(), LabError> {
        let cloud = self.pipeline.context();
        let mut tenants = cloud.registry.tenants();
        tenants.extend(cloud.catalog.tenants());
        tenants.extend(cloud.jobs.tenants());
        tenants.extend(cloud.broker.tenants());
        tenants.extend(cloud.rules.tenants());
        tenants.extend(cloud.shadows.tenants());
        tenants.extend(self.lab.tenants());
        tenants.retain(|tenant| account.is_none_or(|account| tenant.account == account));
        tenants.sort();
        tenants.dedup();
        for tenant in &tenants {
            // The rows first: what is created from here on has both its memory and its row, or neither.
            let cleared = self.store.commit([Write::ClearTenant { tenant: tenant.clone() }]);
            cloud.rules.reset(tenant);
            cloud.shadows.reset(tenant);
            cloud.registry.reset(tenant);
            cloud.catalog.reset(tenant);
            cloud.jobs.reset(tenant);
            cloud.broker.reset(tenant);
            cleared.await;
            tracing::info!(%tenant, "reset");
        }
        self.traces.reset(account);
        self.engine.reset_metrics(account);
        self.lab.reset(&account.map_or(Scope::All, Scope::Account)).await
    }
}

/// The lab's services, which keep their files below the data directory.
fn open_lab(
    config: &Config,
    directory: Option<&Path>,
    store: &Store,
    api: SocketAddr,
    internal: Option<&Internal>,
) -> Result<Arc<Lab>, String> {
    let directory = directory.map(|path| path.join("lab"));
    let settings = lab_settings(config, api, internal);
    let lab = Lab::open(directory.as_deref(), store, &config.services, settings);
    lab.map(Arc::new).map_err(|error| error.to_string())
}

/// Starts the rules engine with what it asks of the rest, and what asks destinations of HTTP actions to confirm.
fn start_engine(
    config: &Config,
    engine: &Arc<Engine>,
    catalog: &Arc<Catalog>,
    broker: &Broker,
    addresses: Addresses,
) -> (Arc<OwnFleet>, Arc<Challenger>) {
    let fleet = Arc::new(OwnFleet::default());
    let destinations = Arc::new(OpenDestinations(Arc::clone(catalog)));
    engine.start(broker.clone(), Ports { fleet: fleet.clone(), destinations });
    let challenges = Challenger {
        engine: Arc::clone(engine),
        catalog: Arc::clone(catalog),
        own_url: format!("http://{}:{}", config.endpoint_host, addresses.api.port()),
    };
    (fleet, Arc::new(challenges))
}

/// Where rule actions go.
fn sinks(config: &Config, addresses: Addresses, internal_secret: Option<String>) -> Sinks {
    Sinks {
        embedded: local_url(addresses.api),
        embedded_services: config.services.iter().map(|service| service.name().to_owned()).collect(),
        companion: config.companion.clone(),
        overrides: config.sinks.clone(),
        internal_secret,
        trust: config.trust.clone(),
    }
}

/// The keys that the lab's STS gave out, as the API sees them.
struct Sessions(Arc<Lab>);

impl TemporaryKeys for Sessions {
    fn find(&self, access_key_id: &str) -> Option<TemporaryKey> {
        let (account, found) = self.0.temporary_key(access_key_id)?;
        let secret = Secret {
            access_key_id: found.access_key_id,
            secret_access_key: found.secret_access_key,
            session_token: Some(found.session_token),
        };
        Some(TemporaryKey { key: Key { secret, account }, expires: UnixMillis(found.expires) })
    }
}

type Fleet = (Arc<Registry>, Arc<Jobs>, Arc<FleetTargets>);

/// The registry and the jobs, which hear of each other's changes.
fn registry_and_jobs(
    store: &Store,
    limits: &Limits,
    publishing: Publishing,
) -> Result<Fleet, store::StoreError> {
    let slot = JobsSlot::default();
    let heard = listener(publishing.clone(), Arc::clone(&slot));
    let registry = Registry::open(store.clone(), limits.clone(), heard)?;
    let told = move |tenant: &Tenant, event: &_| super::jobs::publish(&publishing, tenant, event);
    let targets = Arc::new(FleetTargets::new(Arc::clone(&registry)));
    let jobs = Jobs::open(store.clone(), targets.clone(), told)?;
    // Set once, here.
    let _ = slot.set(Arc::clone(&jobs));
    Ok((registry, jobs, targets))
}

/// Passes the registry's events to the broker and the jobs, once there are any.
fn listener(publishing: Publishing, jobs: JobsSlot) -> impl Fn(&Event) + Send + Sync + 'static {
    move |event| {
        let Some(broker) = publishing.broker.get() else { return };
        match event {
            Event::AuthorizationChanged(tenant) => broker.policies_changed(tenant),
            Event::Deactivated(tenant, id) => broker.account(tenant).disconnect_principal(&id.to_string()),
            Event::Announced(tenant, announcement) => {
                super::events::publish(&publishing, tenant, announcement);
            }
            Event::ThingMoved(tenant, thing) => {
                jobs.get().into_iter().for_each(|jobs| jobs.thing_moved(tenant, thing, now()));
            }
            Event::GroupsChanged(tenant) => {
                jobs.get().into_iter().for_each(|jobs| jobs.groups_changed(tenant, now()));
            }
        }
    }
}

/// The secrets of our own access keys, where the API port asks for signatures.
struct Internal {
    /// Of rule actions.
    actions: String,
    #[cfg(feature = "lab")]
    functions: lab::FunctionKeys,
}

/// The access keys that may call, with two per account of our own: for rule actions and for functions.
fn credentials(config: &Config) -> Result<(Option<Credentials>, Option<Internal>), String> {
    let Some(path) = &config.credentials else { return Ok((None, None)) };
    let mut credentials = Credentials::load(path).map_err(|error| error.to_string())?;
    let internal = Internal {
        actions: random()?,
        #[cfg(feature = "lab")]
        functions: lab::FunctionKeys::generate().map_err(|error| error.to_string())?,
    };
    let accounts: Vec<AccountId> = credentials.accounts().chain([config.tenant.account]).collect();
    for account in accounts {
        let secret = Secret {
            access_key_id: actions::internal_access_key(account),
            secret_access_key: internal.actions.clone(),
            session_token: None,
        };
        credentials.add(Key { secret, account });
        #[cfg(feature = "lab")]
        credentials.add(Key { secret: function_secret(internal.functions.of(account)), account });
    }
    Ok((Some(credentials), Some(internal)))
}

#[cfg(feature = "lab")]
fn function_secret(key: lab::FunctionKey) -> Secret {
    Secret {
        access_key_id: key.access_key_id,
        secret_access_key: key.secret_access_key,
        session_token: Some(key.session_token),
    }
}

fn random() -> Result<String, String> {
    let mut random = [0; 24];
    aws_lc_rs::rand::fill(&mut random).map_err(|_| "the system has no randomness".to_owned())?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// How the services of the lab run.
fn lab_settings(config: &Config, api: SocketAddr, internal: Option<&Internal>) -> lab::Settings {
    #[cfg(feature = "lab")]
    return lab::Settings {
        lambda: lab::LambdaSettings {
            api_url: local_url(api),
            python: config.lambda_python.clone(),
            processes: config.lambda_processes.into(),
            profile: config.profile,
            keys: internal.map(|internal| internal.functions.clone()),
        },
    };
    #[cfg(not(feature = "lab"))]
    {
        let _ = (config, api, internal);
        lab::Settings::default()
    }
}

/// How a process of this machine reaches the API port.
pub fn local_url(api: SocketAddr) -> String {
    let host = match api.ip() {
        ip if !ip.is_unspecified() => ip,
        std::net::IpAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
        std::net::IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
    };
    format!("http://{}", SocketAddr::new(host, api.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_means_all_is_reached_at_loopback() {
        let url = |address: &str| local_url(address.parse().unwrap());
        assert_eq!(url("0.0.0.0:4566"), "http://127.0.0.1:4566");
        assert_eq!(url("[::]:4566"), "http://[::1]:4566");
        assert_eq!(url("192.0.2.7:80"), "http://192.0.2.7:80");
    }
}
