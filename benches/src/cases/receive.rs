//! A receiver: acknowledges, and checks that every message came and came once.

use bytes::BytesMut;

use crate::client::{Client, acknowledge, unexpected};
use crate::flow::Flows;
use crate::message::{Packet, Stamp};
use crate::{BenchError, Result};

/// What one receiver has got from each publisher.
#[derive(Clone, Debug)]
pub struct Tally {
    next: Vec<u32>,
    /// Whether every message of a publisher is meant for this receiver.
    whole: bool,
    /// Messages, repetitions not counted.
    pub count: u64,
}

impl Tally {
    /// A receiver that gets all messages of the publishers it hears.
    pub fn of_all(publishers: usize) -> Self {
        Self { next: vec![0; publishers], whole: true, count: 0 }
    }

    /// A receiver that gets some messages of each publisher.
    pub fn of_some(publishers: usize) -> Self {
        Self { whole: false, ..Self::of_all(publishers) }
    }

    /// Notes a message; `false` for a repetition, which only QoS 1 allows. MQTT keeps the order of one
    /// publisher's messages (MQTT 3.1.1 section 4.6), so a gap is a loss.
    pub fn note(&mut self, stamp: Stamp, may_repeat: bool) -> Result<bool> {
        let fault = |expected: u32, what| BenchError::OutOfOrder {
            publisher: stamp.publisher,
            expected,
            got: stamp.number,
            what,
        };
        let next =
            self.next.get_mut(stamp.publisher as usize).ok_or_else(|| fault(0, "no such publisher"))?;
        if stamp.number < *next {
            return if may_repeat { Ok(false) } else { Err(fault(*next, "repeated or out of order")) };
        }
        if self.whole && stamp.number > *next {
            return Err(fault(*next, "messages are missing"));
        }
        *next = stamp.number + 1;
        self.count += 1;
        Ok(true)
    }
}

/// Receives until so many messages have come, and returns the client.
pub async fn receive(mut client: Client, mut tally: Tally, expected: u64, flows: &Flows) -> Result<Client> {
    loop {
        client.drain(|packet, out| take(&packet, out, &mut tally, flows).map(|_| ()))?;
        client.flush().await?;
        if tally.count >= expected {
            return Ok(client);
        }
        client.fill().await?;
    }
}

/// Handles one delivery; its stamp when it is no repetition.
pub fn take(packet: &Packet, out: &mut BytesMut, tally: &mut Tally, flows: &Flows) -> Result<Option<Stamp>> {
    let Packet::Publish(id, stamp) = packet else {
        return Err(unexpected("PUBLISH", packet));
    };
    if let Some(id) = id {
        acknowledge(*id, out);
    }
    if !tally.note(*stamp, id.is_some())? {
        return Ok(None);
    }
    if let Some(flow) = flows.get(stamp.publisher) {
        flow.arrive();
    }
    Ok(Some(*stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(publisher: u32, number: u32) -> Stamp {
        Stamp { publisher, number, due: 0 }
    }

    #[test]
    fn gaps_are_losses_and_repetitions_only_for_qos_1() {
        let mut tally = Tally::of_all(2);
        assert!(tally.note(stamp(0, 0), false).unwrap());
        assert!(tally.note(stamp(1, 0), false).unwrap());
        assert!(tally.note(stamp(0, 1), false).unwrap());
        assert!(!tally.note(stamp(0, 1), true).unwrap());
        assert!(tally.note(stamp(0, 1), false).is_err());
        assert!(tally.note(stamp(1, 2), true).is_err());
        assert!(tally.note(stamp(2, 0), true).is_err());
        assert_eq!(tally.count, 3);
    }

    #[test]
    fn some_may_have_gaps_but_no_repetitions() {
        let mut tally = Tally::of_some(1);
        assert!(tally.note(stamp(0, 5), false).unwrap());
        assert!(tally.note(stamp(0, 9), false).unwrap());
        assert!(tally.note(stamp(0, 9), false).is_err());
        assert_eq!(tally.count, 2);
    }
}
