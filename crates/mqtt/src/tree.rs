//! The tree that finds every filter that a topic matches.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use smallvec::SmallVec;

use crate::topic;

/// What is attached to one filter. Most filters have one entry.
type Entries<T> = SmallVec<[T; 1]>;
/// The text of a level. Most are short, and lie in the node itself: a look-up of one among a million waits
/// for memory more than for anything else.
type Level = SmallVec<[u8; 16]>;

const ROOT: u32 = 0;
/// No node, no entry list.
const NONE: u32 = u32::MAX;

/// A map from topic filters to values.
///
/// Filters without wildcards are found by one hash look-up. The others share a tree whose edges live in
/// one hash table of nodes, found by their parent and their level, so a step is one probe. Looking a topic
/// up allocates nothing and inserts nothing, whatever the topic.
///
/// Matching follows AWS (see [`topic::matches`]): `#` does not match its parent level, and filters
/// with a wildcard in the first level match no `$` topic.
pub struct TopicTree<T> {
    exact: HashMap<Box<str>, Entries<T>, RandomState>,
    hasher: RandomState,
    /// The nodes that a level leads to, not those of `+`.
    edges: HashTable<u32>,
    nodes: Vec<Node>,
    free_nodes: Vec<u32>,
    lists: Vec<Entries<T>>,
    free_lists: Vec<u32>,
    wildcard_filters: usize,
}

struct Node {
    parent: u32,
    /// The child that `+` leads to.
    plus: u32,
    /// The number of children that levels lead to.
    children: u32,
    /// Entries of the filter that ends here.
    here: u32,
    /// Entries of the filter that ends here with `#` after it.
    hash: u32,
    /// The level that leads here; `+` is no other node's child but its parent's `plus`.
    level: Level,
}

impl Node {
    fn new(parent: u32, level: &str) -> Self {
        let level = Level::from_slice(level.as_bytes());
        Self { parent, plus: NONE, children: 0, here: NONE, hash: NONE, level }
    }

    fn is_unused(&self) -> bool {
        self.children == 0 && self.plus == NONE && self.here == NONE && self.hash == NONE
    }
}

/// The hash of a step from a node, of the hash of the level.
fn edge_hash(node: u32, level: u64) -> u64 {
    /// Any odd number whose bits look random.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(level ^ u64::from(node) << 32) * u128::from(MULTIPLIER);
    (product >> 64) as u64 ^ product as u64
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
            hasher: RandomState::default(),
            edges: HashTable::new(),
            nodes: vec![Node::new(NONE, "")],
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
                level => self.child(at, level.as_bytes(), self.hasher.hash_one(level))?,
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
        let levels: SmallVec<[(&[u8], u64); 16]> =
            topic.split('/').map(|level| (level.as_bytes(), self.hasher.hash_one(level))).collect();
        // Depth first, without recursion: a topic can have as many levels as the limits allow.
        let mut pending: SmallVec<[(u32, u32); 16]> = SmallVec::new();
        pending.push((ROOT, 0));
        while let Some((at, depth)) = pending.pop() {
            let node = &self.nodes[at as usize];
            let Some(&(level, level_hash)) = levels.get(depth as usize) else {
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
            if node.children > 0
                && let Some(child) = self.child(at, level, level_hash)
            {
                pending.push((child, depth + 1));
            }
        }
    }

    /// The child of a node that a level leads to.
    #[inline]
    fn child(&self, at: u32, level: &[u8], level_hash: u64) -> Option<u32> {
        let is_it = |child: &u32| {
            let node = &self.nodes[*child as usize];
            node.parent == at && node.level.as_slice() == level
        };
        self.edges.find(edge_hash(at, level_hash), is_it).copied()
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
            let child = self.new_node(at, "+");
            self.nodes[at as usize].plus = child;
        }
        self.nodes[at as usize].plus
    }

    fn child_of(&mut self, at: u32, level: &str) -> u32 {
        let level_hash = self.hasher.hash_one(level);
        if let Some(child) = self.child(at, level.as_bytes(), level_hash) {
            return child;
        }
        let child = self.new_node(at, level);
        self.nodes[at as usize].children += 1;
        let (nodes, hasher) = (&self.nodes, &self.hasher);
        let rehash = |node: &u32| {
            let node = &nodes[*node as usize];
            // As the hash of the text that it was made of.
            let level = std::str::from_utf8(&node.level).unwrap_or_default();
            edge_hash(node.parent, hasher.hash_one(level))
        };
        self.edges.insert_unique(edge_hash(at, level_hash), child, rehash);
        child
    }

    fn new_node(&mut self, parent: u32, level: &str) -> u32 {
        let node = Node::new(parent, level);
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
            let parent = self.nodes[at as usize].parent;
            let level = std::mem::take(&mut self.nodes[at as usize].level);
            if self.nodes[parent as usize].plus == at {
                self.nodes[parent as usize].plus = NONE;
            } else {
                let text = std::str::from_utf8(&level).unwrap_or_default();
                let hash = edge_hash(parent, self.hasher.hash_one(text));
                if let Ok(edge) = self.edges.find_entry(hash, |child| *child == at) {
                    edge.remove();
                }
                self.nodes[parent as usize].children -= 1;
            }
            self.free_nodes.push(at);
            at = parent;
        }
    }
}

#[cfg(test)]
impl<T> TopicTree<T> {
    /// Nodes besides the root, and edges in use.
    pub(crate) fn footprint(&self) -> (usize, usize) {
        (self.nodes.len() - 1 - self.free_nodes.len(), self.edges.len())
    }
}
