//! Which queue of a station a request goes to. Not what it finds there.

use super::program::Balance;
use super::station::{NONE, Station};
use crate::num::stream::Stream;

/// Replicas in the order of how many requests they have, so that the least loaded are found at once: a list sorted by
/// load, in which a replica that gains or loses one changes places with the end of its equals.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    /// Replicas by ascending load.
    order: Vec<u32>,
    /// Where each replica stands in the order; none for one that is not open.
    place: Vec<u32>,
    pub load: Vec<u32>,
    /// Where the replicas with at least so many requests begin.
    starts: Vec<u32>,
}

impl Ranks {
    /// Puts those that are open in order by what they have; there are so many in all.
    pub fn open(&mut self, open: &[u32], all: usize) {
        self.load.resize(all, 0);
        self.order.clear();
        self.order.extend_from_slice(open);
        self.order.sort_by_key(|&r| self.load[r as usize]);
        self.place.clear();
        self.place.resize(all, NONE);
        for (at, &replica) in (0..).zip(&self.order) {
            self.place[replica as usize] = at;
        }
        let most = self.order.last().map_or(0, |&r| self.load[r as usize]);
        self.starts.clear();
        for load in 0..=most + 1 {
            self.starts.push(self.order.partition_point(|&r| self.load[r as usize] < load) as u32);
        }
    }

    fn swap(&mut self, replica: u32, to: u32) {
        let from = self.place[replica as usize];
        let other = self.order[to as usize];
        self.order.swap(from as usize, to as usize);
        (self.place[replica as usize], self.place[other as usize]) = (to, from);
    }

    /// A replica has one request more.
    pub fn add(&mut self, replica: u32) {
        let load = self.load[replica as usize] as usize;
        self.load[replica as usize] += 1;
        if self.place[replica as usize] == NONE {
            return;
        }
        self.swap(replica, self.starts[load + 1] - 1);
        self.starts[load + 1] -= 1;
        if load + 2 == self.starts.len() {
            self.starts.push(self.order.len() as u32);
        }
    }

    /// A replica has one request less.
    pub fn remove(&mut self, replica: u32) {
        let load = self.load[replica as usize] as usize;
        self.load[replica as usize] -= 1;
        if self.place[replica as usize] == NONE {
            return;
        }
        self.swap(replica, self.starts[load]);
        self.starts[load] += 1;
    }

    /// One of the least loaded at random, but for one that is avoided.
    fn least(&self, avoid: u32, stream: &mut Stream) -> u32 {
        let mut load = self.load[self.order[0] as usize] as usize;
        let mut first = 0;
        let alone = self.starts[load + 1] == 1 && self.order[0] == avoid;
        if alone && self.order.len() > 1 {
            first = 1;
            load = self.load[self.order[1] as usize] as usize;
        }
        let equals = &self.order[first..self.starts[load + 1] as usize];
        let at = if avoid == NONE { NONE } else { self.place[avoid as usize] };
        let at = if at == NONE { NONE } else { at.wrapping_sub(first as u32) };
        equals[skip(equals.len(), at, stream)]
    }
}

/// A number below `n` at random, but for one that is avoided, unless it is the only one.
fn skip(n: usize, avoid: u32, stream: &mut Stream) -> usize {
    if avoid as usize >= n || n == 1 {
        return stream.index(n);
    }
    let i = stream.index(n - 1);
    i + usize::from(i >= avoid as usize)
}

impl Station {
    /// The queue of a request that nothing binds to a replica; another one than that to be avoided, if there is.
    #[inline]
    pub fn choose(&mut self, avoid: u32, stream: &mut Stream) -> u32 {
        match *self.open.as_slice() {
            [] => NONE,
            [only] => only,
            _ => self.choose_among(avoid, stream),
        }
    }

    /// Where a queue stands among the open ones.
    fn place_of(&self, queue: u32) -> u32 {
        if queue == NONE || self.open.get(queue as usize) == Some(&queue) {
            return queue;
        }
        self.open.iter().position(|&q| q == queue).map_or(NONE, |at| at as u32)
    }

    fn choose_among(&mut self, avoid: u32, stream: &mut Stream) -> u32 {
        let n = self.open.len();
        match self.plan.balance {
            Balance::Random => self.open[skip(n, self.place_of(avoid), stream)],
            Balance::InTurn => {
                let mut next = || {
                    let turn = self.turn as usize;
                    self.turn = if turn + 1 < n { self.turn + 1 } else { 0 };
                    self.open[turn]
                };
                let turn = next();
                if turn == avoid { next() } else { turn }
            }
            Balance::LeastOutstanding => self.ranks.least(avoid, stream),
            Balance::TwoChoices => {
                let a = skip(n, self.place_of(avoid), stream);
                let mut b = stream.index(n - 1);
                b += usize::from(b >= a);
                let (a, b) = (self.open[a], self.open[b]);
                let load = |q: u32| self.queues[q as usize].busy + self.queues[q as usize].waiting;
                if b != avoid && load(b) < load(a) { b } else { a }
            }
            Balance::Nodes { replicas, hottest, writes } => {
                let (nodes, shards) = (replicas + 1, self.plan.queues / (replicas + 1));
                if avoid != NONE {
                    // The same key: the same shard, and another replica of it for a read.
                    let (shard, node) = (avoid / nodes, avoid % nodes);
                    let other = |stream: &mut Stream| 1 + skip(replicas as usize, node - 1, stream) as u32;
                    return shard * nodes + if node == 0 { 0 } else { other(stream) };
                }
                let hot = shards == 1 || stream.chance(hottest);
                let shard = if hot { 0 } else { 1 + stream.index(shards as usize - 1) as u32 };
                let primary = replicas == 0 || stream.chance(writes);
                let node = if primary { 0 } else { 1 + stream.index(replicas as usize) as u32 };
                shard * nodes + node
            }
        }
    }

    /// The queue of one of several copies made at once, where replicas are chosen at random: no replica gets a second
    /// copy before each has its first. Elsewhere none.
    ///
    /// # Source
    /// Durstenfeld 1964 (the first places of a shuffle).
    #[inline]
    pub fn choose_distinct(&mut self, copy: u32, stream: &mut Stream) -> u32 {
        if self.order.is_empty() {
            return NONE;
        }
        let place = copy as usize % self.order.len();
        let other = place + stream.index(self.order.len() - place);
        self.order.swap(place, other);
        self.order[place]
    }
}

#[cfg(test)]
mod tests {
    use super::super::program::{Balance, StationPlan};
    use super::{NONE, Ranks, Station};
    use crate::num::stream::Streams;

    fn station(queues: u32, balance: Balance) -> Station {
        Station::new(StationPlan { slots: 1, queues, balance, ..StationPlan::default() })
    }

    #[test]
    fn copies_go_to_distinct_replicas() {
        let mut station = station(7, Balance::Random);
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
    fn ranks_know_the_least_loaded() {
        let (mut stream, mut ranks) = (Streams::new(2, 0).stream(0, 0), Ranks::default());
        let all: Vec<u32> = (0..9).collect();
        ranks.open(&all, 9);
        let mut load = [0_u32; 9];
        for round in 0..20_000 {
            let replica = stream.index(9) as u32;
            if stream.chance(0.55) {
                ranks.add(replica);
                load[replica as usize] += 1;
            } else if load[replica as usize] > 0 {
                ranks.remove(replica);
                load[replica as usize] -= 1;
            }
            let avoid = if round % 2 == 0 { NONE } else { stream.index(9) as u32 };
            let least = (0..9).filter(|&r| r != avoid).map(|r| load[r as usize]).min();
            let found = ranks.least(avoid, &mut stream);
            assert_eq!(Some(load[found as usize]), least);
            assert_ne!(found, avoid);
        }
        // One is closed, and two more come with nothing.
        let open = [0, 1, 2, 4, 5, 6, 7, 8, 9, 10];
        load[3] += 1;
        ranks.open(&open, 11);
        ranks.add(3);
        let least = open.iter().map(|&r| load.get(r as usize).copied().unwrap_or(0)).min();
        for _ in 0..100 {
            let found = ranks.least(9, &mut stream);
            assert_eq!(Some(load.get(found as usize).copied().unwrap_or(0)), least);
            assert!(found != 3 && found != 9);
        }
        ranks.load.clear();
        ranks.open(&all, 9);
        let mut seen = [0; 9];
        (0..9000).for_each(|_| seen[ranks.least(4, &mut stream) as usize] += 1);
        assert!(seen[4] == 0 && seen.iter().enumerate().all(|(r, &n)| r == 4 || n > 980), "{seen:?}");
    }

    #[test]
    fn every_balancer_avoids_a_replica_if_it_can() {
        let mut stream = Streams::new(3, 0).stream(0, 0);
        let nodes = Balance::Nodes { replicas: 3, hottest: 0.5, writes: 0.2 };
        for balance in
            [Balance::Random, Balance::InTurn, Balance::LeastOutstanding, Balance::TwoChoices, nodes]
        {
            let mut station = station(8, balance);
            let mut seen = [false; 8];
            for _ in 0..2000 {
                let first = station.choose(NONE, &mut stream);
                let second = station.choose(first, &mut stream);
                let primary = balance == nodes && first.is_multiple_of(4);
                assert_eq!(first == second, primary, "{balance:?} {first}");
                (seen[first as usize], seen[second as usize]) = (true, true);
            }
            assert_eq!(seen, [true; 8], "{balance:?}");
        }
        assert_eq!(station(1, Balance::Random).choose(0, &mut stream), 0);
    }
}
