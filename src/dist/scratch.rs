//! Arrays of one length that are needed for a moment and handed from one use to the next.
//!
//! It is not a cache: nothing is read that the present user has not written.

use super::ready::SIZE;
use core::cell::RefCell;
use core::ops::{Deref, DerefMut};

/// Most arrays that are kept for later: what one station needs, half a megabyte.
const MOST: usize = 80;

thread_local! {
    static FREE: RefCell<Vec<Vec<f64>>> = const { RefCell::new(Vec::new()) };
}

/// An array of [`SIZE`] numbers, which goes back to the others when it is dropped. A convolution needs forty, and asking
/// the system for them costs as much as filling them.
pub(crate) struct Scratch {
    values: Vec<f64>,
}

impl Scratch {
    /// An array whose first places have this value. The others are to be written before they are read: what they hold
    /// depends on what was computed before.
    pub fn starting_with(value: f64, places: usize) -> Self {
        let mut values = FREE.with_borrow_mut(Vec::pop).unwrap_or_else(|| vec![f64::NAN; SIZE]);
        if cfg!(debug_assertions) {
            values.fill(f64::NAN);
        }
        values[..places].fill(value);
        Self { values }
    }

    /// An array to be written.
    pub fn new() -> Self {
        Self::starting_with(0.0, 0)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let values = core::mem::take(&mut self.values);
        // While a thread ends there is nobody left to keep it for.
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < MOST {
                free.push(values);
            }
        });
    }
}

impl Deref for Scratch {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        &self.values
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }
}
