//! What would leave the lab as e-mail or text message, to be read at `/_thingcore/outbox`.

use std::collections::VecDeque;

use base::Tenant;
use serde::{Deserialize, Serialize};

use crate::kept::Journal;

pub(super) const LETTER: &str = "sns.outbox";
/// Letters of an account in a region; beyond that the oldest go.
const LETTERS_MAX: usize = 1000;

/// An e-mail or a text message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    /// `email`, `email-json` or `sms`.
    pub protocol: String,
    /// The address or phone number.
    pub to: String,
    /// Of an e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it says.
    pub body: String,
    /// The topic that it came from; none for a message to a phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic_arn: Option<String>,
    /// The link that confirms the subscription, in the first letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscribe_url: Option<String>,
    /// The link that ends it, in the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsubscribe_url: Option<String>,
    /// Milliseconds since 1970.
    pub time: u64,
}

/// A letter and whose it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The account that sent it.
    pub account: String,
    /// The region.
    pub region: String,
    /// What was sent.
    #[serde(flatten)]
    pub letter: Letter,
}

impl Sent {
    pub(super) fn new(tenant: &Tenant, letter: Letter) -> Self {
        Self { account: tenant.account.to_string(), region: tenant.region.to_string(), letter }
    }
}

/// The letters of an account in a region, oldest first.
#[derive(Default)]
pub(super) struct Outbox {
    letters: VecDeque<(u64, Letter)>,
}

impl Outbox {
    pub fn restore(&mut self, number: u64, letter: Letter) {
        self.letters.push_back((number, letter));
    }

    pub fn push(&mut self, letter: Letter, journal: &mut Journal<'_>) {
        let last = self.letters.back().map_or(0, |(number, _)| *number);
        let number = (last + 1).max(letter.time << 20);
        journal.put(LETTER, &format!("{number:020}"), &letter);
        self.letters.push_back((number, letter));
        while self.letters.len() > LETTERS_MAX {
            if let Some((number, _)) = self.letters.pop_front() {
                journal.forget(LETTER, &format!("{number:020}"));
            }
        }
    }

    pub fn letters(&self) -> impl Iterator<Item = &Letter> {
        self.letters.iter().map(|(_, letter)| letter)
    }

    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}
