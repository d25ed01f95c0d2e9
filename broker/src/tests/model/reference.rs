//! The simple broker: what every client must get, and when.

use std::collections::{BTreeMap, VecDeque};

use mqtt::QoS;

/// A message as one client gets it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub topic: &'static str,
    pub payload: Vec<u8>,
    pub qos: QoS,
}

#[derive(Default)]
struct Session {
    is_v5: bool,
    lasting: bool,
    filters: BTreeMap<&'static str, QoS>,
    /// QoS 1 messages that the client did not acknowledge, while it is away.
    kept: VecDeque<Note>,
    /// Likewise, those that came because of a subscription: they may come at any place.
    kept_loose: Vec<Note>,
    link: Option<Link>,
}

/// What a connected client is to get.
#[derive(Default, Debug)]
struct Link {
    window: usize,
    ordered: VecDeque<Note>,
    unordered: Vec<Note>,
    fleeting: VecDeque<Note>,
    /// With QoS 1, received and not acknowledged; whether it was one of `unordered`.
    open: VecDeque<(u16, Note, bool)>,
}

impl Link {
    fn waits_for_qos1(&self) -> bool {
        !self.ordered.is_empty() || self.unordered.iter().any(|note| note.qos == QoS::AtLeastOnce)
    }
}

#[derive(Default)]
pub struct Reference {
    sessions: BTreeMap<usize, Session>,
    retained: BTreeMap<&'static str, Note>,
}

/// A topic matcher of the simplest kind: `#` needs a level of its own.
fn matches(filter: &[&str], topic: &[&str]) -> bool {
    match (filter, topic) {
        (["#"], [_, ..]) => true,
        (["+", filter @ ..], [_, topic @ ..]) => matches(filter, topic),
        ([level, filter @ ..], [name, topic @ ..]) => level == name && matches(filter, topic),
        ([], []) => true,
        _ => false,
    }
}

fn filter_matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && !filter.starts_with('$') {
        return false;
    }
    let filter: Vec<&str> = filter.split('/').collect();
    let topic: Vec<&str> = topic.split('/').collect();
    matches(&filter, &topic)
}

impl Reference {
    /// Returns whether the session is an earlier one.
    pub fn connect(&mut self, client: usize, is_v5: bool, clean: bool, lasting: bool, window: usize) -> bool {
        self.disconnect(client);
        let earlier = self.sessions.remove(&client).filter(|session| !clean && session.is_v5 == is_v5);
        let present = earlier.is_some();
        let mut session = earlier.unwrap_or_default();
        (session.is_v5, session.lasting) = (is_v5, lasting);
        let ordered = std::mem::take(&mut session.kept);
        let unordered = std::mem::take(&mut session.kept_loose);
        session.link = Some(Link { window, ordered, unordered, ..Link::default() });
        self.sessions.insert(client, session);
        present
    }

    pub fn disconnect(&mut self, client: usize) {
        let Some(session) = self.sessions.get_mut(&client) else { return };
        let Some(link) = session.link.take() else { return };
        if !session.lasting {
            self.sessions.remove(&client);
            return;
        }
        for (_, note, loose) in link.open {
            if loose { session.kept_loose.push(note) } else { session.kept.push_back(note) }
        }
        session.kept.extend(link.ordered);
        session.kept_loose.extend(link.unordered.into_iter().filter(|note| note.qos == QoS::AtLeastOnce));
    }

    pub fn restart(&mut self) {
        let clients: Vec<usize> = self.sessions.keys().copied().collect();
        clients.into_iter().for_each(|client| self.disconnect(client));
    }

    pub fn subscribe(&mut self, client: usize, filter: &'static str, qos: QoS) {
        let Some(session) = self.sessions.get_mut(&client) else { return };
        session.filters.insert(filter, qos);
        let (Some(kept), Some(link)) = (self.retained.get(filter), &mut session.link) else { return };
        link.unordered.push(Note { qos: kept.qos.min(qos), ..kept.clone() });
    }

    pub fn unsubscribe(&mut self, client: usize, filter: &str) {
        if let Some(session) = self.sessions.get_mut(&client) {
            session.filters.remove(filter);
        }
    }

    pub fn publish(&mut self, note: &Note, retain: bool) {
        for session in self.sessions.values_mut() {
            let matching = session.filters.iter().filter(|(filter, _)| filter_matches(filter, note.topic));
            let Some(granted) = matching.map(|(_, qos)| *qos).max() else { continue };
            let note = Note { qos: note.qos.min(granted), ..note.clone() };
            match (&mut session.link, note.qos) {
                (Some(link), QoS::AtMostOnce) => link.fleeting.push_back(note),
                (Some(link), _) => link.ordered.push_back(note),
                (None, QoS::AtMostOnce) => {}
                (None, _) => session.kept.push_back(note),
            }
        }
        if retain && note.payload.is_empty() {
            self.retained.remove(note.topic);
        } else if retain {
            self.retained.insert(note.topic, note.clone());
        }
    }

    /// A client got a message: it must be one that is due.
    pub fn received(&mut self, client: usize, note: &Note, retain: bool, packet_id: u16) {
        let link = self.sessions.get_mut(&client).and_then(|session| session.link.as_mut()).expect("a link");
        let in_order = match note.qos {
            QoS::AtMostOnce => &mut link.fleeting,
            _ => &mut link.ordered,
        };
        let is_next = !retain && in_order.front() == Some(note);
        if is_next {
            in_order.pop_front();
        } else {
            let place = link.unordered.iter().position(|due| due == note);
            let place = place.unwrap_or_else(|| panic!("client {client} got {note:?} ({retain}): {link:#?}"));
            link.unordered.remove(place);
        }
        if note.qos == QoS::AtLeastOnce {
            assert!(link.open.iter().all(|(id, ..)| *id != packet_id), "packet identifier {packet_id} twice");
            link.open.push_back((packet_id, note.clone(), !is_next));
            assert!(link.open.len() <= link.window, "more in flight than the client takes");
        }
    }

    /// The client acknowledges everything that it has; the packet identifiers.
    pub fn acknowledge(&mut self, client: usize) -> Vec<u16> {
        let link = self.sessions.get_mut(&client).and_then(|session| session.link.as_mut());
        link.map(|link| link.open.drain(..).map(|(id, ..)| id).collect()).unwrap_or_default()
    }

    /// Whether a client has all that it can get now.
    pub fn is_settled(&self, client: usize) -> bool {
        let Some(link) = self.sessions.get(&client).and_then(|session| session.link.as_ref()) else {
            return true;
        };
        let is_blocked = link.open.len() >= link.window && link.waits_for_qos1();
        is_blocked || (!link.waits_for_qos1() && link.fleeting.is_empty() && link.unordered.is_empty())
    }

    /// What a client still waits for, for a message.
    pub fn missing(&self, client: usize) -> String {
        format!(
            "client {client}: {:#?}",
            self.sessions.get(&client).and_then(|session| session.link.as_ref())
        )
    }

    /// The protocol of a session that waits for its client.
    pub fn lasting(&self, client: usize) -> Option<bool> {
        self.sessions.get(&client).filter(|session| session.lasting).map(|session| session.is_v5)
    }
}
