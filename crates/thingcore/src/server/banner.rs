//! What a start prints: where everything is, and what to type next.

use std::path::Path;

use super::Addresses;
use crate::config::Config;
use crate::output;

pub fn show(config: &Config, addresses: &Addresses, ca: &Path) {
    let host = &config.endpoint_host;
    let port_flag = if addresses.api.port() == 4566 {
        String::new()
    } else {
        format!(" --endpoint http://{}", addresses.api)
    };
    let plain = match addresses.mqtt {
        Some(address) => format!("\n  MQTT, plain  {address}  (no certificate: for benchmarks only)"),
        None => String::new(),
    };
    output::line(&format!(
        "Thingcore {version} is ready: account {account}, region {region}

  AWS APIs     http://{api}  (endpoint_url of boto3, --endpoint-url of the AWS CLI)
  MQTT, TLS    {host}:{mqtts}  (client certificate)
  HTTPS        https://{host}:{https}{plain}
  Root CA      {ca}

  Next: thingcore kit my-thing --out my-thing{port_flag}
  Or:   thingcore demo{port_flag}
",
        version = env!("CARGO_PKG_VERSION"),
        account = config.tenant.account,
        region = config.tenant.region,
        api = addresses.api,
        mqtts = addresses.mqtts.port(),
        https = addresses.https.port(),
        ca = ca.display(),
    ));
}
