//! The tree that finds every filter that a topic matches.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use crate::topic;

/// What is attached to one filter. Most filters have one entry.
type Entries<T> = SmallVec<[T; 1]>;

const ROOT: u32 = 0;
/// No node, no symbol, no entry list.
const NONE: u32 = u32::MAX;
/// The symbol of `+`, which is a branch like any other when filters are inserted.
const PLUS: u32 = 0;

/// A map from topic filters to values.
///
/// Filters without wildcards are found by one hash look-up. The others share a tree whose levels are
/// interned to numbers; its edges live in one hash table keyed by (node, level), so a step is one
/// probe and a node without values costs 24 bytes. Looking a topic up allocates nothing and inserts
/// nothing, whatever the topic.
///
/// Matching follows AWS (see [`topic::matches`]): `#` does not match its parent level, and filters
/// with a wildcard in the first level match no `$` topic.
pub struct TopicTree<T> {
    exact: HashMap<Box<str>, Entries<T>, RandomState>,
    levels: HashMap<Arc<str>, u32, RandomState>,
    symbols: Vec<Symbol>,
    free_symbols: Vec<u32>,
    edges: HashMap<u64, u32, RandomState>,
    nodes: Vec<Node>,
    free_nodes: Vec<u32>,
    lists: Vec<Entries<T>>,
    free_lists: Vec<u32>,
    wildcard_filters: usize,
}

/// An interned level and the number of edges that use it.
struct Symbol {
    text: Arc<str>,
    edges: u32,
}

struct Node {
    parent: u32,
    /// The level that leads here, for pruning.
    symbol: u32,
    plus: u32,
    children: u32,
    /// Entries of the filter that ends here.
    here: u32,
    /// Entries of the filter that ends here with `#` after it.
    hash: u32,
}

impl Node {
    fn new(parent: u32, symbol: u32) -> Self {
        Self { parent, symbol, plus: NONE, children: 0, here: NONE, hash: NONE }
    }

    fn is_unused(&self) -> bool {
        self.children == 0 && self.here == NONE && self.hash == NONE
    }
}

fn edge(node: u32, symbol: u32) -> u64 {
    u64::from(node) << 32 | u64::from(symbol)
}

impl<T> Default for TopicTree<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> TopicTree<T> {
    /// An empty tree.
    pub fn new() -> Self {
        Self {
            exact: HashMap::default(),
            levels: HashMap::default(),
            symbols: vec![Symbol { text: "+".into(), edges: 0 }],
            free_symbols: Vec::new(),
            edges: HashMap::default(),
            nodes: vec![Node::new(NONE, NONE)],
            free_nodes: Vec::new(),
            lists: Vec::new(),
            free_lists: Vec::new(),
            wildcard_filters: 0,
        }
    }

    /// The number of filters that have values.
    pub fn len(&self) -> usize {
        self.exact.len() + self.wildcard_filters
    }

    /// Whether no filter has a value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Changes the values of a filter. When none are left, the filter is forgotten with everything
    /// that was kept for it. The filter must be well formed ([`topic::is_filter`]).
    pub fn update<R>(&mut self, filter: &str, change: impl FnOnce(&mut SmallVec<[T; 1]>) -> R) -> R {
        if !topic::has_wildcard(filter) {
            return self.update_exact(filter, change);
        }
        let (prefix, ends_with_hash) = match filter.strip_suffix('#') {
            Some("") => (None, true),
            // What stands before `/#`; is_filter made sure of the slash.
            Some(parent) => (Some(parent.strip_suffix('/').unwrap_or(parent)), true),
            None => (Some(filter), false),
        };
        let node = prefix.map_or(ROOT, |prefix| self.node_of(prefix));
        let list = self.list_of(node, ends_with_hash);
        let entries = &mut self.lists[list as usize];
        let was_used = !entries.is_empty();
        let result = change(entries);
        let is_used = !entries.is_empty();
        match (was_used, is_used) {
            (false, true) => self.wildcard_filters += 1,
            (true, false) => self.wildcard_filters -= 1,
            _ => {}
        }
        if !is_used {
            self.forget_list(node, ends_with_hash, list);
        }
        result
    }

    fn update_exact<R>(&mut self, filter: &str, change: impl FnOnce(&mut Entries<T>) -> R) -> R {
        if let Some(entries) = self.exact.get_mut(filter) {
            let result = change(entries);
            if entries.is_empty() {
                self.exact.remove(filter);
            }
            return result;
        }
        let mut entries = Entries::new();
        let result = change(&mut entries);
        if !entries.is_empty() {
            self.exact.insert(filter.into(), entries);
        }
        result
    }

    /// Calls `found` for every value of one filter, which must be well formed.
    pub fn for_each_of<'t>(&'t self, filter: &str, found: impl FnMut(&'t T)) {
        if !topic::has_wildcard(filter) {
            self.exact.get(filter).into_iter().flatten().for_each(found);
        } else if let Some(list) = self.find_list(filter) {
            self.lists[list as usize].iter().for_each(found);
        }
    }

    fn find_list(&self, filter: &str) -> Option<u32> {
        let mut at = ROOT;
        for level in filter.split('/') {
            let node = &self.nodes[at as usize];
            at = match level {
                "#" => return (node.hash != NONE).then_some(node.hash),
                "+" => (node.plus != NONE).then_some(node.plus)?,
                level => *self.edges.get(&edge(at, *self.levels.get(level)?))?,
            };
        }
        let here = self.nodes[at as usize].here;
        (here != NONE).then_some(here)
    }

    /// Calls `found` for every value of every filter that matches a topic name. Values of different
    /// filters come in no particular order.
    pub fn for_each_match<'t>(&'t self, topic: &str, mut found: impl FnMut(&'t T)) {
        if let Some(entries) = self.exact.get(topic) {
            entries.iter().for_each(&mut found);
        }
        if self.wildcard_filters == 0 {
            return;
        }
        let symbols: SmallVec<[u32; 16]> =
            topic.split('/').map(|level| self.levels.get(level).copied().unwrap_or(NONE)).collect();
        // Depth first, without recursion: a topic can have as many levels as the limits allow.
        let mut pending: SmallVec<[(u32, u32); 16]> = SmallVec::new();
        pending.push((ROOT, 0));
        while let Some((at, depth)) = pending.pop() {
            let node = &self.nodes[at as usize];
            let Some(&symbol) = symbols.get(depth as usize) else {
                self.visit(node.here, &mut found);
                continue;
            };
            let hidden = at == ROOT && topic::is_reserved(topic) && !topic::FIRST_WILDCARD_REACHES_RESERVED;
            if !hidden {
                self.visit(node.hash, &mut found);
                if node.plus != NONE {
                    pending.push((node.plus, depth + 1));
                }
            }
            if symbol != NONE
                && node.children > 0
                && let Some(&child) = self.edges.get(&edge(at, symbol))
            {
                pending.push((child, depth + 1));
            }
        }
    }

    fn visit<'t>(&'t self, list: u32, found: &mut impl FnMut(&'t T)) {
        if list != NONE {
            self.lists[list as usize].iter().for_each(found);
        }
    }

    /// The node of a wildcard filter's levels, made when it does not exist.
    fn node_of(&mut self, levels: &str) -> u32 {
        let mut at = ROOT;
        for level in levels.split('/') {
            at = if level == "+" { self.plus_of(at) } else { self.child_of(at, level) };
        }
        at
    }

    fn plus_of(&mut self, at: u32) -> u32 {
        if self.nodes[at as usize].plus == NONE {
            let child = self.new_node(at, PLUS);
            self.nodes[at as usize].plus = child;
        }
        self.nodes[at as usize].plus
    }

    fn child_of(&mut self, at: u32, level: &str) -> u32 {
        let known = self.levels.get(level).copied();
        if let Some(symbol) = known
            && let Some(&child) = self.edges.get(&edge(at, symbol))
        {
            return child;
        }
        let symbol = known.unwrap_or_else(|| self.intern(level));
        self.symbols[symbol as usize].edges += 1;
        let child = self.new_node(at, symbol);
        self.edges.insert(edge(at, symbol), child);
        child
    }

    fn intern(&mut self, level: &str) -> u32 {
        let text: Arc<str> = level.into();
        let interned = Symbol { text: Arc::clone(&text), edges: 0 };
        let symbol = match self.free_symbols.pop() {
            Some(symbol) => {
                self.symbols[symbol as usize] = interned;
                symbol
            }
            None => {
                self.symbols.push(interned);
                (self.symbols.len() - 1) as u32
            }
        };
        self.levels.insert(text, symbol);
        symbol
    }

    fn new_node(&mut self, parent: u32, symbol: u32) -> u32 {
        self.nodes[parent as usize].children += 1;
        let node = Node::new(parent, symbol);
        match self.free_nodes.pop() {
            Some(index) => {
                self.nodes[index as usize] = node;
                index
            }
            None => {
                self.nodes.push(node);
                (self.nodes.len() - 1) as u32
            }
        }
    }

    fn list_of(&mut self, node: u32, hash: bool) -> u32 {
        let node = &mut self.nodes[node as usize];
        let slot = if hash { &mut node.hash } else { &mut node.here };
        if *slot == NONE {
            *slot = self.free_lists.pop().unwrap_or_else(|| {
                self.lists.push(Entries::new());
                (self.lists.len() - 1) as u32
            });
        }
        *slot
    }

    fn forget_list(&mut self, at: u32, hash: bool, list: u32) {
        self.lists[list as usize] = Entries::new();
        self.free_lists.push(list);
        let node = &mut self.nodes[at as usize];
        *(if hash { &mut node.hash } else { &mut node.here }) = NONE;
        self.prune(at);
    }

    /// Frees a node that nothing needs any more, and its parents likewise.
    fn prune(&mut self, mut at: u32) {
        while at != ROOT && self.nodes[at as usize].is_unused() {
            let Node { parent, symbol, .. } = self.nodes[at as usize];
            if symbol == PLUS {
                self.nodes[parent as usize].plus = NONE;
            } else {
                self.edges.remove(&edge(parent, symbol));
                self.release(symbol);
            }
            self.nodes[parent as usize].children -= 1;
            self.free_nodes.push(at);
            at = parent;
        }
    }

    fn release(&mut self, symbol: u32) {
        let level = &mut self.symbols[symbol as usize];
        level.edges -= 1;
        if level.edges == 0 {
            self.levels.remove(&level.text);
            self.free_symbols.push(symbol);
        }
    }
}

#[cfg(test)]
impl<T> TopicTree<T> {
    /// Nodes besides the root, levels and edges in use.
    pub(crate) fn footprint(&self) -> (usize, usize, usize) {
        (self.nodes.len() - 1 - self.free_nodes.len(), self.levels.len(), self.edges.len())
    }
}
