//! Hash functions of strings, in lower-case hexadecimal digits.

use std::fmt::Write;

use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::{Answer, take};
use crate::sql::eval::Evaluation;
use crate::value::Value;

/// What hashing a byte costs against looking at one: about as much for the modern functions, far more
/// for MD2, which goes over every block eighteen times.
const COST: usize = 4;
const COST_OF_MD2: usize = 128;
const COST_OF_DIGITS: usize = 1024;

fn hash<'a, D: Digest>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>], cost: usize) -> Answer<'a> {
    let Some(text) = evaluation.text_of(take(arguments, 0))? else { return Ok(Value::Undefined) };
    // A short text takes a block of 64 bytes at least, and the digits are written one by one.
    evaluation.work((text.len() + 64).saturating_mul(cost) + COST_OF_DIGITS)?;
    let digest = D::digest(text.as_bytes());
    let mut digits = String::with_capacity(digest.len() * 2);
    for byte in digest {
        // Writing to memory does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(Value::text(digits))
}

macro_rules! hashes {
    ($($name:ident = $digest:ty, $cost:expr;)*) => {$(
        pub(super) fn $name<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
            hash::<$digest>(evaluation, arguments, $cost)
        }
    )*};
}

hashes! {
    md2 = md2::Md2, COST_OF_MD2;
    md5 = Md5, COST;
    sha1 = Sha1, COST;
    sha224 = Sha224, COST;
    sha256 = Sha256, COST;
    sha384 = Sha384, COST;
    sha512 = Sha512, COST;
}
