//! The slots of one service: first-in-first-out queues in front of them, and their areas over time. Not the work
//! itself; a station knows only who waits and how many slots are busy.

use super::program::StationPlan;
use crate::num::stream::Stream;

/// No request: the end of a list.
pub(super) const NONE: u32 = u32::MAX;

/// One queue and the slots behind it. Those who wait are a list through their own records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queue {
    pub busy: u32,
    pub head: u32,
    pub tail: u32,
}

/// The queues of one service.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub plan: StationPlan,
    pub queues: Vec<Queue>,
    /// Replicas in the order in which copies of one call are spread over them; shuffled as it is used.
    order: Vec<u32>,
    pub areas: Areas,
}

/// Numbers present and their integrals over time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Areas {
    /// Busy slots, waiting requests, operations under way.
    pub now: [u32; 3],
    /// Integrals of the same since the last [`Self::open`] \[s\].
    pub sum: [f64; 3],
    since: f64,
}

/// Index into [`Areas`]: busy slots.
pub(super) const BUSY: usize = 0;
/// Index into [`Areas`]: requests that wait for a slot.
pub(super) const WAITING: usize = 1;
/// Index into [`Areas`]: operations under way, calls included.
pub(super) const PRESENT: usize = 2;

impl Areas {
    /// Brings the integrals up to a moment \[s\].
    #[inline]
    pub fn touch(&mut self, now: f64) {
        let passed = now - self.since;
        for (sum, &n) in self.sum.iter_mut().zip(&self.now) {
            *sum += f64::from(n) * passed;
        }
        self.since = now;
    }

    /// Starts the integrals at a moment \[s\].
    pub fn open(&mut self, now: f64) {
        (self.sum, self.since) = ([0.0; 3], now);
    }
}

impl Station {
    pub fn new(plan: StationPlan) -> Self {
        let empty = Queue { busy: 0, head: NONE, tail: NONE };
        Self {
            plan,
            queues: vec![empty; plan.queues as usize],
            order: if plan.queues > 1 { (0..plan.queues).collect() } else { Vec::new() },
            areas: Areas::default(),
        }
    }

    /// As when it was new.
    pub fn clear(&mut self) {
        self.queues.fill(Queue { busy: 0, head: NONE, tail: NONE });
        for (place, i) in self.order.iter_mut().zip(0..) {
            *place = i;
        }
        self.areas = Areas::default();
    }

    /// The queue of a request that nothing binds to a replica.
    #[inline]
    pub fn choose(&self, stream: &mut Stream) -> u32 {
        if self.plan.queues == 1 { 0 } else { stream.index(self.queues.len()) as u32 }
    }

    /// The queue of one of several copies made at once: no replica gets a second copy before each has its first.
    ///
    /// # Source
    /// Durstenfeld 1964 (the first places of a shuffle).
    #[inline]
    pub fn choose_distinct(&mut self, copy: u32, stream: &mut Stream) -> u32 {
        if self.plan.queues == 1 {
            return 0;
        }
        let place = copy as usize % self.order.len();
        let other = place + stream.index(self.order.len() - place);
        self.order.swap(place, other);
        self.order[place]
    }
}

#[cfg(test)]
mod tests {
    use super::{Areas, BUSY, Station, StationPlan};
    use crate::num::stream::Streams;

    #[test]
    fn copies_go_to_distinct_replicas() {
        let mut station = Station::new(StationPlan { slots: 1, queues: 7 });
        let mut stream = Streams::new(1, 0).stream(0, 0);
        let mut firsts = [0; 7];
        for _ in 0..7000 {
            let mut seen = [0; 7];
            for copy in 0..14 {
                let queue = station.choose_distinct(copy, &mut stream);
                seen[queue as usize] += 1;
                firsts[queue as usize] += u32::from(copy == 0);
                assert!(copy >= 7 || seen[queue as usize] == 1);
            }
            assert_eq!(seen, [2; 7]);
        }
        assert!(firsts.iter().all(|&n| (880..1120).contains(&n)), "{firsts:?}");
    }

    #[test]
    fn areas_are_integrals() {
        let mut areas = Areas::default();
        areas.now[BUSY] = 3;
        areas.open(1.0);
        areas.touch(2.5);
        areas.now[BUSY] = 1;
        areas.touch(4.5);
        assert_eq!(areas.sum[BUSY], 6.5);
    }
}
