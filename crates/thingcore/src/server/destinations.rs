//! Destinations of HTTP actions: the catalog has them, the rules engine sends to them.

use std::sync::Arc;
use std::time::Duration;

use actions::{Confirmation, Destinations, Engine};
use api::destinations::{Challenge, Challenges};
use base::Tenant;
use catalog::Catalog;

use super::now;

/// Waits between tries to deliver a confirmation message. AWS names none.
const RETRY_AFTER: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// The destinations of the catalog, as HTTP actions see them.
pub struct OpenDestinations(pub Arc<Catalog>);

impl Destinations for OpenDestinations {
    fn check(&self, tenant: &Tenant, url: &str, confirmation_url: Option<&str>) -> Result<(), String> {
        api::destinations::check(&self.0, tenant, url, confirmation_url, now())
    }

    fn check_arn(&self, tenant: &Tenant, arn: &str) -> Result<(), String> {
        api::destinations::check_arn(&self.0, tenant, arn, now())
    }
}

/// Asks destinations to confirm.
pub struct Challenger {
    pub engine: Arc<Engine>,
    pub catalog: Arc<Catalog>,
    /// Where destinations reach our API port.
    pub own_url: String,
}

impl Challenges for Challenger {
    fn send(&self, tenant: &Tenant, challenge: Challenge) {
        let (engine, catalog, tenant) = (Arc::clone(&self.engine), Arc::clone(&self.catalog), tenant.clone());
        let confirmation = Confirmation {
            arn: challenge.arn.clone(),
            confirmation_url: challenge.confirmation_url.clone(),
            token: challenge.token.clone(),
            enable_url: format!("{}/confirmdestination/{}", self.own_url, challenge.token),
        };
        // Ends by itself: three tries, each within its time.
        tokio::spawn(async move {
            let mut waits = RETRY_AFTER.iter();
            loop {
                let Err(error) = engine.confirm(&confirmation).await else {
                    return tracing::info!(arn = challenge.arn, "confirmation message delivered");
                };
                let Some(wait) = waits.next() else {
                    api::destinations::undelivered(&catalog, &tenant, &challenge, &error);
                    return tracing::warn!(arn = challenge.arn, error, "confirmation message not delivered");
                };
                tokio::time::sleep(*wait).await;
            }
        });
    }
}
