//! How far a search looks. It is further than what it finds: `.*x|.` goes to the end of the text for every
//! character that it finds, and finding all matches takes quadratic time. And it is what a search costs, as
//! long as an automaton with a bounded table can do it; for some expressions none can.

use parking_lot::Mutex;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

/// The automaton of an expression, to walk the way of its searches.
#[derive(Debug)]
pub(super) struct Reach {
    automaton: DFA,
    /// Its states so far; `None` when there turned out to be too many.
    cache: Mutex<Option<Cache>>,
}

/// How often the table of states may be started anew. An expression that fills it more often is one of
/// those that have a state for every byte of the text.
const RESTARTS_MAX: usize = 4;

impl Reach {
    /// The automaton of a translated expression that compiled already; `None` if it has none.
    pub(super) fn of(translated: &str, compiled_bytes: usize, table_bytes: usize) -> Option<Self> {
        let config = DFA::config()
            .cache_capacity(table_bytes)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(RESTARTS_MAX));
        let automaton = DFA::builder()
            .configure(config)
            .syntax(syntax::Config::new().crlf(true).nest_limit(super::regex::NESTING_MAX))
            .thompson(thompson::Config::new().nfa_size_limit(Some(compiled_bytes.saturating_mul(2))))
            .build(translated)
            .ok()?;
        let cache = Mutex::new(Some(automaton.create_cache()));
        Some(Self { automaton, cache })
    }

    /// How many bytes a search from `from` looks at; `None` when the automaton has too many states to say.
    pub(super) fn length(&self, text: &str, from: usize) -> Option<usize> {
        let mut cache = self.cache.lock();
        let length = self.walk(cache.as_mut()?, text, from);
        if length.is_none() {
            *cache = None;
        }
        length
    }

    fn walk(&self, cache: &mut Cache, text: &str, from: usize) -> Option<usize> {
        let input = Input::new(text).range(from..).anchored(Anchored::No);
        let mut state = self.automaton.start_state_forward(cache, &input).ok()?;
        let bytes = text.as_bytes().get(from..)?;
        for (walked, byte) in bytes.iter().enumerate() {
            state = self.automaton.next_state(cache, state, *byte).ok()?;
            if state.is_dead() {
                return Some(walked + 1);
            }
        }
        Some(bytes.len())
    }
}
