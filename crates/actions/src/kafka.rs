//! The `kafka` action: records for topics of Apache Kafka.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base::{Tenant, UnixMillis};
use parking_lot::Mutex;
use rskafka::BackoffConfig;
use rskafka::chrono::{DateTime, Utc};
use rskafka::client::error::Error;
use rskafka::client::partition::{Compression as Wire, PartitionClient, UnknownTopicHandling};
use rskafka::client::{Client, ClientBuilder, Credentials, SaslConfig};
use rskafka::record::Record;
use rules::action::{Compression, KafkaClient, KafkaRequest, Mechanism, Security, partition_for};
use tokio::sync::OnceCell;

use crate::http::client::{Trust, tls_config};
use crate::http::destinations::Destinations;
use crate::perform::Failure;

/// Time that the client tries again by itself. Lanes try, too.
const TRIES_WITHIN: Duration = Duration::from_secs(2);
/// How long the list of topics is used before it is read again.
const TOPICS_KEPT: Duration = Duration::from_secs(30);
/// Clients and partitions that are kept.
const KEPT_MAX: usize = 64;

/// Produces records.
pub(crate) struct Kafka {
    trust: Trust,
    destinations: Arc<dyn Destinations>,
    producers: Mutex<HashMap<KafkaClient, Arc<OnceCell<Producer>>>>,
}

/// One client, connected.
struct Producer {
    client: Client,
    topics: Mutex<Option<(Instant, Topics)>>,
    partitions: Mutex<HashMap<(String, i32), Arc<PartitionClient>>>,
}

/// Partitions by topic.
type Topics = Arc<HashMap<String, Vec<i32>>>;

impl Kafka {
    pub fn new(trust: Trust, destinations: Arc<dyn Destinations>) -> Self {
        Self { trust, destinations, producers: Mutex::default() }
    }

    /// Produces one record and waits until all replicas in sync have it.
    pub async fn produce(
        &self,
        tenant: &Tenant,
        request: &KafkaRequest,
        payload: &[u8],
    ) -> Result<(), Failure> {
        self.destinations.check_arn(tenant, &request.destination_arn).map_err(Failure::permanent)?;
        let cell = self.cell(&request.client);
        let produced = async {
            let producer = cell.get_or_try_init(|| connect(&self.trust, &request.client)).await?;
            producer.produce(request, payload).await
        };
        produced.await.map_err(|problem| match problem {
            Problem::Client(error) => {
                let transient =
                    matches!(error, Error::Connection(_) | Error::Timeout | Error::RetryFailed(_));
                if transient {
                    // The brokers may be others by now.
                    self.producers.lock().remove(&request.client);
                }
                Failure { message: error.to_string(), transient }
            }
            Problem::Other(message) => Failure::permanent(message),
        })
    }

    fn cell(&self, client: &KafkaClient) -> Arc<OnceCell<Producer>> {
        let mut producers = self.producers.lock();
        if producers.len() >= KEPT_MAX && !producers.contains_key(client) {
            producers.clear();
        }
        Arc::clone(producers.entry(client.clone()).or_default())
    }
}

/// Why a record was not produced.
enum Problem {
    Client(Error),
    Other(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Client(error)
    }
}

async fn connect(trust: &Trust, client: &KafkaClient) -> Result<Producer, Problem> {
    let backoff = BackoffConfig { deadline: Some(TRIES_WITHIN), ..BackoffConfig::default() };
    let mut builder =
        ClientBuilder::new(client.brokers.clone()).client_id("thingcore").backoff_config(backoff);
    if matches!(client.security, Security::Ssl | Security::SaslSsl) {
        builder = builder.tls_config(Arc::new(tls_config(trust)));
    }
    if let Some(sasl) = &client.sasl {
        let credentials = Credentials::new(sasl.username.clone(), sasl.password.clone());
        builder = builder.sasl_config(match sasl.mechanism {
            Mechanism::Plain => SaslConfig::Plain(credentials),
            Mechanism::ScramSha512 => SaslConfig::ScramSha512(credentials),
        });
    }
    Ok(Producer { client: builder.build().await?, topics: Mutex::default(), partitions: Mutex::default() })
}

impl Producer {
    async fn produce(&self, request: &KafkaRequest, payload: &[u8]) -> Result<(), Problem> {
        let partition = self.choose(request).await?;
        let to = self.partition(&request.topic, partition).await?;
        let headers = request.headers.iter();
        let record = Record {
            key: request.key.as_ref().map(|key| key.as_bytes().to_vec()),
            value: Some(payload.to_vec()),
            headers: headers.map(|(name, value)| (name.clone(), value.as_bytes().to_vec())).collect(),
            // Until the year 262143.
            timestamp: DateTime::<Utc>::from_timestamp_millis(UnixMillis::now().0 as i64).unwrap_or_default(),
        };
        let compression = match request.compression {
            Compression::None => Wire::NoCompression,
            Compression::Gzip => Wire::Gzip,
            Compression::Snappy => Wire::Snappy,
        };
        to.produce(vec![record], compression).await?;
        Ok(())
    }

    /// The partition that the action names, or the one that Java's producer would choose by the key; without
    /// either any.
    async fn choose(&self, request: &KafkaRequest) -> Result<i32, Problem> {
        let topics = self.topics().await?;
        let Some(partitions) = topics.get(&request.topic).filter(|partitions| !partitions.is_empty()) else {
            *self.topics.lock() = None;
            return Err(Problem::Other(format!("there is no topic '{}'", request.topic)));
        };
        match (request.partition, &request.key) {
            (Some(partition), _) if partitions.contains(&partition) => Ok(partition),
            (Some(partition), _) => {
                Err(Problem::Other(format!("the topic '{}' has no partition {partition}", request.topic)))
            }
            (None, Some(key)) => Ok(partition_for(key.as_bytes(), partitions)),
            (None, None) => {
                let random = uuid::Uuid::new_v4();
                Ok(partition_for(random.as_bytes(), partitions))
            }
        }
    }

    async fn topics(&self) -> Result<Topics, Problem> {
        if let Some((at, topics)) = &*self.topics.lock()
            && at.elapsed() < TOPICS_KEPT
        {
            return Ok(Arc::clone(topics));
        }
        let listed = self.client.list_topics().await?;
        let partitions = listed.into_iter();
        let topics: HashMap<String, Vec<i32>> =
            partitions.map(|topic| (topic.name, topic.partitions.into_iter().collect())).collect();
        let topics = Arc::new(topics);
        *self.topics.lock() = Some((Instant::now(), Arc::clone(&topics)));
        Ok(topics)
    }

    async fn partition(&self, topic: &str, partition: i32) -> Result<Arc<PartitionClient>, Problem> {
        let id = (topic.to_owned(), partition);
        if let Some(known) = self.partitions.lock().get(&id) {
            return Ok(Arc::clone(known));
        }
        let client = self.client.partition_client(topic, partition, UnknownTopicHandling::Error).await?;
        let client = Arc::new(client);
        let mut partitions = self.partitions.lock();
        if partitions.len() >= KEPT_MAX {
            partitions.clear();
        }
        partitions.insert(id, Arc::clone(&client));
        Ok(client)
    }
}
