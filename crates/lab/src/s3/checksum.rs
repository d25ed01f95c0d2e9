//! The checksums of objects: what clients send, and what S3 computes itself.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// A checksum algorithm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Algorithm {
    Crc32,
    Crc32C,
    Crc64Nvme,
    Sha1,
    Sha256,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Crc32, Self::Crc32C, Self::Crc64Nvme, Self::Sha1, Self::Sha256];

    /// As requests and answers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32C => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// The header that has its value.
    pub fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32C => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    /// The element that has its value.
    pub fn element(self) -> String {
        format!("Checksum{}", self.name())
    }

    /// The algorithm of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// The algorithm whose header this is.
    pub fn of_header(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.header().eq_ignore_ascii_case(name))
    }

    /// The table of its remainders, the reflected polynomial and the width in bits; nothing when it is no CRC.
    fn crc(self) -> Option<(&'static [u64; 256], u64, u32)> {
        match self {
            Self::Crc32 => Some((&CRC32, CRC32_POLYNOMIAL, 32)),
            Self::Crc32C => Some((&CRC32C, CRC32C_POLYNOMIAL, 32)),
            Self::Crc64Nvme => Some((&CRC64NVME, CRC64NVME_POLYNOMIAL, 64)),
            Self::Sha1 | Self::Sha256 => None,
        }
    }

    /// Whether the checksums of parts give that of the whole.
    pub fn combines(self) -> bool {
        self.crc().is_some()
    }

    /// The checksum of some bytes, in base64.
    pub fn of(self, bytes: &[u8]) -> String {
        let mut hasher = Hasher::new(self);
        hasher.update(bytes);
        hasher.finish()
    }
}

/// A checksum that is being computed.
pub(super) struct Hasher {
    algorithm: Algorithm,
    state: State,
}

enum State {
    Crc(u64),
    Digest(digest::Context),
}

impl Hasher {
    pub fn new(algorithm: Algorithm) -> Self {
        let state = match algorithm {
            Algorithm::Crc32 | Algorithm::Crc32C => State::Crc(u64::from(u32::MAX)),
            Algorithm::Crc64Nvme => State::Crc(u64::MAX),
            Algorithm::Sha1 => State::Digest(digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY)),
            Algorithm::Sha256 => State::Digest(digest::Context::new(&digest::SHA256)),
        };
        Self { algorithm, state }
    }

    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Digest(context) => context.update(bytes),
            State::Crc(crc) => {
                let Some((table, ..)) = self.algorithm.crc() else { return };
                for byte in bytes {
                    // Eight bits are below 256.
                    *crc = table[((*crc ^ u64::from(*byte)) & 0xff) as usize] ^ (*crc >> 8);
                }
            }
        }
    }

    /// The checksum in base64.
    pub fn finish(self) -> String {
        match self.state {
            State::Digest(context) => BASE64.encode(context.finish()),
            State::Crc(crc) if self.algorithm == Algorithm::Crc64Nvme => BASE64.encode((!crc).to_be_bytes()),
            // The table of 32 bits leaves nothing above them.
            State::Crc(crc) => BASE64.encode((!(crc as u32)).to_be_bytes()),
        }
    }
}

/// The checksum of the checksums of parts, with their number behind it.
pub(super) fn composite<'a>(algorithm: Algorithm, parts: impl Iterator<Item = &'a str>) -> Option<String> {
    let (mut bytes, mut count) = (Vec::new(), 0);
    for part in parts {
        bytes.extend(BASE64.decode(part).ok()?);
        count += 1;
    }
    Some(format!("{}-{count}", algorithm.of(&bytes)))
}

/// The checksum of a whole from those of its parts and their sizes in bytes; `None` when the algorithm has no such
/// thing, or what is given are no checksums of it.
///
/// A CRC is a remainder of polynomials over two elements: bytes that follow multiply what came before by a power of x.
pub(super) fn combined<'a>(
    algorithm: Algorithm,
    parts: impl Iterator<Item = (&'a str, u64)>,
) -> Option<String> {
    let (_, polynomial, width) = algorithm.crc()?;
    let bytes = width as usize / 8;
    let mut whole = 0;
    for (checksum, size) in parts {
        let decoded = BASE64.decode(checksum).ok().filter(|decoded| decoded.len() == bytes)?;
        let part = decoded.iter().fold(0, |crc, byte| (crc << 8) | u64::from(*byte));
        whole = product(power_of_bytes(size, polynomial, width), whole, polynomial, width) ^ part;
    }
    Some(BASE64.encode(&whole.to_be_bytes()[8 - bytes..]))
}

/// The product of two remainders. They are reflected: the highest bit is that of x to the power of 0.
fn product(one: u64, mut other: u64, polynomial: u64, width: u32) -> u64 {
    (0..width).rev().fold(0, |sum, bit| {
        let term = if (one >> bit) & 1 == 1 { other } else { 0 };
        other = if other & 1 == 1 { (other >> 1) ^ polynomial } else { other >> 1 };
        sum ^ term
    })
}

/// The remainder of x to the power of the bits of so many bytes.
fn power_of_bytes(mut bytes: u64, polynomial: u64, width: u32) -> u64 {
    let (mut power, mut base) = (1 << (width - 1), 1 << (width - 1 - 8));
    while bytes > 0 {
        if bytes & 1 == 1 {
            power = product(base, power, polynomial, width);
        }
        base = product(base, base, polynomial, width);
        bytes >>= 1;
    }
    power
}

const CRC32_POLYNOMIAL: u64 = 0xedb8_8320;
const CRC32C_POLYNOMIAL: u64 = 0x82f6_3b78;
const CRC64NVME_POLYNOMIAL: u64 = 0x9a6c_9329_ac4b_c9b5;
static CRC32: [u64; 256] = table(CRC32_POLYNOMIAL);
static CRC32C: [u64; 256] = table(CRC32C_POLYNOMIAL);
static CRC64NVME: [u64; 256] = table(CRC64NVME_POLYNOMIAL);

/// The table of a reflected polynomial.
const fn table(polynomial: u64) -> [u64; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u64;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ polynomial } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_values() {
        // The catalogue of parametrised CRC algorithms; FIPS 180.
        for (algorithm, hex) in [
            (Algorithm::Crc32, "cbf43926"),
            (Algorithm::Crc32C, "e3069283"),
            (Algorithm::Crc64Nvme, "ae8b14860a799888"),
            (Algorithm::Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
        ] {
            let bytes = BASE64.decode(algorithm.of(b"123456789")).unwrap();
            let found: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, hex, "{algorithm:?}");
        }
    }

    #[test]
    fn the_checksum_of_the_whole_is_in_those_of_the_parts() {
        let content: Vec<u8> = (0..5_003_u32).map(|place| ((place * place) >> 3) as u8).collect();
        for algorithm in Algorithm::ALL.into_iter().filter(|algorithm| algorithm.combines()) {
            for size in [1, 8, 255, 4_096, 5_003] {
                let parts: Vec<_> =
                    content.chunks(size).map(|part| (algorithm.of(part), part.len() as u64)).collect();
                let parts = parts.iter().map(|(checksum, size)| (checksum.as_str(), *size));
                assert_eq!(combined(algorithm, parts), Some(algorithm.of(&content)), "{algorithm:?} {size}");
            }
            assert_eq!(
                combined(algorithm, [(algorithm.of(b"").as_str(), 0)].into_iter()),
                Some(algorithm.of(b""))
            );
            assert_eq!(combined(algorithm, [("no base64!", 1)].into_iter()), None);
            assert_eq!(combined(algorithm, [("AAA=", 1)].into_iter()), None);
        }
        assert_eq!(combined(Algorithm::Sha1, [(Algorithm::Sha1.of(b"a").as_str(), 1)].into_iter()), None);
    }

    #[test]
    fn a_composite_is_of_the_parts() {
        let parts = [Algorithm::Crc32.of(b"a"), Algorithm::Crc32.of(b"b")];
        let found = composite(Algorithm::Crc32, parts.iter().map(String::as_str)).unwrap();
        assert!(found.ends_with("-2"));
        assert_eq!(composite(Algorithm::Crc32, ["no base64!"].into_iter()), None);
    }
}
