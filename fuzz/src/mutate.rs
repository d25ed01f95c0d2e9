//! Bytes that are nearly right.

/// A small generator of random numbers (splitmix64), the same everywhere.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }
}

/// Values that break things more often than others.
const EDGES: [u8; 10] = [0, 1, 0x7f, 0x80, 0xff, b'+', b'#', b'/', b'$', 0xc0];
/// The longest input, bytes.
const LENGTH_MAX: usize = 16 << 10;

/// Makes inputs from a corpus: strings packets together, then flips, inserts, removes, copies and edits lengths.
pub struct Mutator {
    random: Random,
    corpus: Vec<Vec<u8>>,
}

impl Mutator {
    /// A mutator of this corpus, which is not empty.
    pub fn new(seed: u64, corpus: Vec<Vec<u8>>) -> Self {
        Self { random: Random(seed), corpus }
    }

    /// Some packets of the corpus in a row, more or less damaged.
    pub fn make(&mut self) -> Vec<u8> {
        let mut data = Vec::new();
        for _ in 0..=self.random.below(6) {
            let mut packet = self.pick();
            // Mostly one packet is damaged and the others are not, so that it is reached.
            for _ in 0..self.random.below(3) {
                self.damage(&mut packet);
            }
            data.append(&mut packet);
        }
        if self.random.below(8) == 0 {
            self.damage(&mut data);
        }
        data.truncate(LENGTH_MAX);
        data
    }

    fn pick(&mut self) -> Vec<u8> {
        self.corpus[self.random.below(self.corpus.len())].clone()
    }

    fn byte(&mut self) -> u8 {
        match self.random.below(2) {
            0 => EDGES[self.random.below(EDGES.len())],
            _ => self.random.number() as u8,
        }
    }

    fn damage(&mut self, data: &mut Vec<u8>) {
        if data.is_empty() {
            return data.push(self.byte());
        }
        let at = self.random.below(data.len());
        match self.random.below(8) {
            0 => data[at] ^= 1 << self.random.below(8),
            1 => data[at] = self.byte(),
            2 => data.insert(at, self.byte()),
            3 => drop(data.remove(at)),
            // A length that does not fit, of the packet or of something in it.
            4 => data[at] = data[at].wrapping_add([1, 255][self.random.below(2)]),
            5 => data.truncate(at),
            // Parts of another packet, or of this one again.
            6 => {
                let other = self.pick();
                let from = self.random.below(other.len());
                data.splice(at..at, other[from..].iter().copied());
                fit_length(data);
            }
            _ => {
                let end = at + self.random.below(data.len() - at);
                let part = data[at..end].to_vec();
                data.splice(at..at, part);
                fit_length(data);
            }
        }
    }
}

/// Corrects a remaining length of one byte, so that the damage is inside of the packet.
fn fit_length(data: &mut [u8]) {
    if let Ok(length) = u8::try_from(data.len() - 2.min(data.len()))
        && length < 0x80
        && data.len() > 1
    {
        data[1] = length;
    }
}
