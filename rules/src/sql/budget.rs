//! What one evaluation may do: how much it may build, and how much it may look at.
//!
//! Time is bounded by counting, not by a clock, so that a statement and a message always come to the same
//! end. A unit of work is what a plain look at a byte of text takes at most, a nanosecond or two. Whatever an
//! evaluation goes over is charged before or right after it is gone over, so that it overruns its budget by
//! one step at most; `tests` holds the charges against what attacks on each of them really go over.

use std::cell::Cell;

use super::EvalError;

/// What one evaluation may build, bytes, beyond a multiple of the payload. Statements cannot run in
/// circles, but they can multiply: `replace(a, 'x', a)`, or nested queries over one array.
const BUILT_BYTES: usize = 8 << 20;
const BUILT_BYTES_PER_PAYLOAD_BYTE: usize = 4;

/// The units of work of one evaluation: about a second.
pub(super) const WORK_MAX: usize = 1 << 29;

/// The same for one constant expression while a statement is compiled.
const WORK_OF_CONSTANTS_MAX: usize = 1 << 16;

/// What evaluating an expression costs besides what it looks at.
pub(super) const EXPRESSION_COST: usize = 64;

/// What calling a function costs besides what it looks at.
pub(super) const CALL_COST: usize = 256;

/// What arithmetic of 34 digits costs, and a function in double precision; a remainder of numbers that are
/// far apart takes several times as long.
pub(super) const WIDE_ARITHMETIC_COST: usize = 1024;
pub(super) const WIDE_REMAINDER_COST: usize = 4096;

/// The most that building in vain costs: what is large is refused before it is built.
const IN_VAIN_COST_MAX: usize = 64 << 10;

/// What making an element, a member or a copy of a value costs.
pub(super) const VALUE_COST: usize = 32;

/// What is used of both, and what there is.
#[derive(Debug)]
pub(super) struct Budget {
    built_bytes: Cell<usize>,
    built_bytes_max: usize,
    work: Cell<usize>,
}

impl Budget {
    /// Of an evaluation for a message with that payload.
    pub(super) fn of_payload(payload: &[u8]) -> Self {
        let by_payload = payload.len().saturating_mul(BUILT_BYTES_PER_PAYLOAD_BYTE);
        Self::of(BUILT_BYTES.saturating_add(by_payload))
    }

    /// Of constants that may build that many bytes. It is used up early.
    pub(super) fn of_constants(built_bytes_max: usize) -> Self {
        Self { work: Cell::new(WORK_MAX - WORK_OF_CONSTANTS_MAX), ..Self::of(built_bytes_max) }
    }

    fn of(built_bytes_max: usize) -> Self {
        Self { built_bytes: Cell::new(0), built_bytes_max, work: Cell::new(0) }
    }

    /// The same of which nothing is used.
    pub(super) fn anew(&self) -> Self {
        Self::of(self.built_bytes_max)
    }

    /// Adds what another one has used, and no end comes of it but that [`Budget::is_spent`] says so.
    pub(super) fn join(&self, other: &Self) {
        let built = other.built_bytes.get().min(other.built_bytes_max);
        self.work.set(self.work.get().saturating_add(other.work.get().min(WORK_MAX)).saturating_add(built));
    }

    /// Whether all of the work is used.
    pub(super) fn is_spent(&self) -> bool {
        self.work.get() > WORK_MAX
    }

    /// How many bytes may still be built.
    pub(super) fn left(&self) -> usize {
        self.built_bytes_max.saturating_sub(self.built_bytes.get())
    }

    /// Accounts for bytes that are built.
    pub(super) fn charge(&self, bytes: usize) -> Result<(), EvalError> {
        let built = self.built_bytes.get().saturating_add(bytes);
        self.built_bytes.set(built);
        if built <= self.built_bytes_max {
            return Ok(());
        }
        // `get_or_default` goes on from here: what is tried in vain, again and again, has an end too.
        self.work(bytes.min(IN_VAIN_COST_MAX))?;
        Err(EvalError::TooLarge)
    }

    /// Accounts for units of work.
    #[inline]
    pub(super) fn work(&self, units: usize) -> Result<(), EvalError> {
        let work = self.work.get().saturating_add(units);
        self.work.set(work);
        if work > WORK_MAX { Err(EvalError::TooLong) } else { Ok(()) }
    }

    /// The units that were used.
    #[cfg(test)]
    pub(super) fn used(&self) -> usize {
        self.work.get()
    }
}

#[cfg(test)]
mod tests;
