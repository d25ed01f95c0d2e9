//! Points in time as the APIs write them.

use base::UnixMillis;
use serde_json::Value;

use crate::{Model, ReadError};

/// A timestamp of the service models: in JSON a number of seconds since 1970 with milliseconds as its
/// fraction (api-facts.md §7).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(pub UnixMillis);

impl From<UnixMillis> for Timestamp {
    fn from(time: UnixMillis) -> Self {
        Self(time)
    }
}

impl From<Timestamp> for UnixMillis {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl Model for Timestamp {
    fn read(value: Value) -> Result<Self, ReadError> {
        let seconds = value.as_f64().ok_or(ReadError::new("a timestamp"))?;
        // The cast saturates: times before 1970 read as 1970.
        Ok(Self(UnixMillis((seconds * 1000.0).round() as u64)))
    }

    fn write(self) -> Value {
        // Exact for every time before the year 10000: milliseconds have fewer than 53 bits.
        (self.0.0 as f64 / 1000.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn milliseconds_are_the_fraction() {
        let time = Timestamp(UnixMillis(1_700_000_000_123));
        assert_eq!(time.write().to_string(), "1700000000.123");
        assert_eq!(Timestamp(UnixMillis(5000)).write().to_string(), "5.0");
    }

    #[test]
    fn every_millisecond_survives() {
        for millis in (1_700_000_000_000..1_700_000_002_000).chain([253_402_300_799_999]) {
            let time = Timestamp(UnixMillis(millis));
            assert_eq!(Timestamp::read(time.write()), Ok(time));
        }
    }

    #[test]
    fn whole_seconds_are_read_and_texts_refused() {
        assert_eq!(Timestamp::read(json!(7)), Ok(Timestamp(UnixMillis(7000))));
        assert!(Timestamp::read(json!("7")).is_err());
    }
}
