//! What a full queue does: block the caller, or drop the oldest.
//!
//! Refusing the newest is `mmck`.

use super::mmc::Mmc;
use super::mmck::Mmck;
use super::overload::Overload;

/// A bounded queue that blocks callers until there is room.
///
/// # Formula
/// The population stays that of M/M/c: blocked with chance `C ρ^(K-c)`, for a time that is exponential with rate `cμ - λ`.
///
/// # Domain
/// Utilisation below 1, otherwise the [`Overload`] facts; capacity `K >= c` counts those in service.
///
/// # Source
/// Follows from Erlang 1917: blocking moves the queue outside, it does not shorten it.
///
/// # Accuracy
/// 1e-10 relative.
///
/// ```
/// let queue = headroom::queue::bounded::Blocking::new(90.0, 10, 0.1, 20).unwrap();
/// assert!((queue.blocked() - 0.233_172_264_671_567).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blocking {
    /// The queue as if unbounded; its sojourn time is the time to completion, the blocked time included.
    pub queue: Mmc,
    blocked: f64,
}

impl Blocking {
    /// The queue with this arrival rate [per second], servers, mean service time \[s\] and room for `capacity` requests.
    ///
    /// # Errors
    /// The [`Overload`] facts when the utilisation is 1 or more.
    pub fn new(arrival_rate: f64, servers: u32, mean_service: f64, capacity: u32) -> Result<Self, Overload> {
        let queue = Mmc::new(arrival_rate, servers, mean_service)?;
        let places = capacity.saturating_sub(servers);
        let blocked = queue.wait_chance() * crate::num::powi(queue.utilisation(), places);
        Ok(Self { queue, blocked })
    }

    /// Chance that a caller is blocked.
    pub fn blocked(&self) -> f64 {
        self.blocked
    }

    /// Mean time \[s\] until the request is accepted.
    pub fn mean_blocked_time(&self) -> f64 {
        if self.blocked > 0.0 { self.blocked / self.queue.decay() } else { 0.0 }
    }

    /// The `p` quantile of the time \[s\] until the request is accepted.
    pub fn blocked_quantile(&self, p: f64) -> f64 {
        if self.blocked <= 1.0 - p { 0.0 } else { libm::log(self.blocked / (1.0 - p)) / self.queue.decay() }
    }
}

/// A bounded queue that drops the oldest waiting request to make room for the newest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DropOldest {
    /// Fraction of the arrivals that is dropped.
    pub dropped: f64,
    /// Mean wait \[s\] of those that are served.
    pub mean_wait: f64,
    /// Mean time \[s\] the dropped ones spent waiting.
    pub mean_time_to_drop: f64,
    /// Served requests [per second].
    pub throughput: f64,
}

/// M/M/c with room for `limit` waiting requests, dropping the oldest.
///
/// # Formula
/// Loss and throughput are those of dropping the newest. A tagged waiter with `a` ahead and `b` behind moves to `a-1` (or
/// starts) at rate `cμ`; at rate `λ` it sees `b+1`, or in a full queue `(a-1, b+1)`, being dropped from `a = 0`. No state is met
/// twice, so one pass solves chances and times.
///
/// # Domain
/// `limit >= 1` (with none it is the loss system), every load; above 2,000 places the fluid limit: those served wait at
/// most `limit / λ`.
///
/// # Source
/// First-step analysis of an absorbing chain.
///
/// # Accuracy
/// 1e-11 relative up to 2,000 places.
///
/// ```
/// let queue = headroom::queue::bounded::drop_oldest(1.2, 1, 1.0, 5);
/// assert!((queue.mean_wait - 2.123_719_808_803_1).abs() < 1e-11);
/// ```
pub fn drop_oldest(arrival_rate: f64, servers: u32, mean_service: f64, limit: u32) -> DropOldest {
    let newest = Mmck::new(arrival_rate, servers, mean_service, servers + limit);
    let (dropped, throughput) = (newest.refused(), newest.throughput());
    if limit == 0 || mean_service <= 0.0 || arrival_rate <= 0.0 {
        return DropOldest { dropped, mean_wait: 0.0, mean_time_to_drop: 0.0, throughput };
    }
    if limit > 2000 {
        let most = f64::from(limit) / arrival_rate;
        return DropOldest {
            dropped,
            mean_wait: newest.mean_wait().min(most),
            mean_time_to_drop: most,
            throughput,
        };
    }
    let (size, c) = (limit as usize, servers as usize);
    let out = f64::from(servers) / mean_service;
    let rate = out + arrival_rate;
    let (serve, arrive) = (out / rate, arrival_rate / rate);
    // For each b: chance of being served, time weighted by being served, time weighted by being dropped.
    let mut ahead = vec![[0.0; 3]; size + 1];
    let mut alone = Vec::with_capacity(size);
    for a in 0..size {
        let mut now = vec![[0.0; 3]; size + 1];
        for b in (0..size - a).rev() {
            let started = if a == 0 { [1.0, 0.0, 0.0] } else { ahead[b] };
            let moved = if a + 1 + b < size {
                now[b + 1]
            } else if a == 0 {
                [0.0; 3]
            } else {
                ahead[b + 1]
            };
            let served = serve * started[0] + arrive * moved[0];
            now[b] = [
                served,
                served / rate + serve * started[1] + arrive * moved[1],
                (1.0 - served) / rate + serve * started[2] + arrive * moved[2],
            ];
        }
        alone.push(now[0]);
        ahead = now;
    }
    // An arrival to a full queue pushes out the oldest and finds one place less ahead of it.
    let entry = |n: usize| alone[(n - c).min(size - 1)];
    let joined = newest.chances().iter().enumerate().skip(c);
    let (served_time, dropped_time) = joined.fold((0.0, 0.0), |(s, d), (n, p)| {
        let [_, served, lost] = entry(n);
        (s + p * served, d + p * lost)
    });
    DropOldest {
        dropped,
        mean_wait: served_time / (1.0 - dropped),
        mean_time_to_drop: if dropped > 0.0 { dropped_time / dropped } else { 0.0 },
        throughput,
    }
}

#[cfg(test)]
mod tests {
    use super::{Blocking, drop_oldest};
    use crate::queue::mmck::Mmck;

    #[test]
    fn dropping_the_oldest_shortens_the_wait() {
        let (oldest, newest) = (drop_oldest(110.0, 10, 0.1, 20), Mmck::new(110.0, 10, 0.1, 30));
        assert!(oldest.mean_wait < newest.mean_wait());
        assert_eq!(oldest.dropped, newest.refused());
    }

    #[test]
    fn the_fluid_limit_joins_on() {
        let (exact, fluid) = (drop_oldest(200.0, 10, 0.1, 2000), drop_oldest(200.0, 10, 0.1, 2001));
        assert!((exact.mean_wait / fluid.mean_wait - 1.0).abs() < 0.05, "{exact:?} {fluid:?}");
        assert_eq!(drop_oldest(0.0, 1, 1.0, 3).mean_wait, 0.0);
    }

    #[test]
    fn blocking_needs_a_steady_state() {
        assert!(Blocking::new(100.0, 10, 0.1, 20).is_err());
        assert_eq!(Blocking::new(0.0, 10, 0.1, 20).unwrap().mean_blocked_time(), 0.0);
    }
}
