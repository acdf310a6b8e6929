//! A burst that the workers cannot take at once: the peak, what spills or is refused, how long it lasts.
//!
//! It is fluid: no randomness. Rates that change more often are `fluid`.

/// What a burst leaves behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    /// Greatest backlog \[jobs\], were there room for it.
    pub peak: f64,
    /// Jobs beyond the limit: spilled to disk, or refused if the queue is bounded.
    pub beyond: f64,
    /// Time until the backlog is gone, from the end of the burst \[s\]; infinite if the base load does not let it.
    pub drain_time: f64,
    /// Longest delay of a job \[s\].
    pub longest_delay: f64,
}

/// A burst of `burst` jobs [per second] for `duration` \[s\], then `base` again, drained at `drain` [per second], with room for
/// `limit` jobs in memory.
///
/// # Formula
/// Peak `(λ_b - cμ) D`; beyond `peak - limit`; drain time `peak / (cμ - λ)`; longest delay `peak / cμ`. Drain time and delay are
/// those of a queue that spills; one that refuses has a peak of at most `limit`.
///
/// # Domain
/// Rates 0 or more. A burst within what is drained leaves nothing. The queue is empty before.
///
/// # Source
/// Newell, Applications of Queueing Theory, 1982.
///
/// # Accuracy
/// Exact for the fluid.
///
/// ```
/// let burst = headroom::queue::burst::burst(100.0, 200.0, 500.0, 30.0, 5000.0);
/// assert_eq!((burst.peak, burst.beyond, burst.drain_time, burst.longest_delay), (9000.0, 4000.0, 90.0, 45.0));
/// ```
pub fn burst(base: f64, drain: f64, burst: f64, duration: f64, limit: f64) -> Burst {
    let peak = ((burst - drain) * duration).max(0.0);
    let positive = peak > 0.0;
    if !positive {
        return Burst { peak: 0.0, beyond: 0.0, drain_time: 0.0, longest_delay: 0.0 };
    }
    let spare = drain - base;
    Burst {
        peak,
        beyond: (peak - limit).max(0.0),
        drain_time: if spare > 0.0 { peak / spare } else { f64::INFINITY },
        longest_delay: peak / drain,
    }
}

#[cfg(test)]
mod tests {
    use super::burst;

    #[test]
    fn what_fits_leaves_nothing_and_what_never_drains_stays() {
        assert_eq!(burst(100.0, 200.0, 150.0, 30.0, 0.0).peak, 0.0);
        let stuck = burst(200.0, 200.0, 300.0, 10.0, 5000.0);
        assert_eq!((stuck.peak, stuck.beyond, stuck.drain_time), (1000.0, 0.0, f64::INFINITY));
    }
}
