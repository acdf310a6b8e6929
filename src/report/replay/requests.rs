//! The requests of a recording as a list: how long each took and how it ended. Not what its time was spent on.

use super::Replay;
use super::life::Lives;
use crate::num::quantile::of_sorted;
pub use crate::sim::Cause;
use crate::sim::{Subject, What};

/// A request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recorded {
    /// Its journey, by index.
    pub journey: usize,
    /// When it arrived, since the recording began \[s\].
    pub arrived_s: f64,
    /// When it was answered or failed, since the recording began \[s\]; infinite if it was still under way at the end.
    pub ended_s: f64,
    /// From its arrival to its end \[s\].
    pub latency_s: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// The span it is.
    pub(super) span: usize,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It failed.
    Failed(Cause),
    /// It was still under way when the recording was full.
    UnderWay,
}

/// Requests that one asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// One as slow as half of those that were answered are at most.
    P50,
    /// One as slow as 99 % of them are at most.
    P99,
    /// The slowest of them.
    Slowest,
    /// The first that failed.
    Failed,
}

/// How requests are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// As they arrived.
    Arrival,
    /// The slowest first; those that had no end before them all.
    #[default]
    Slowest,
    /// Those that failed first, then the slowest.
    Failed,
}

pub(super) fn recorded(lives: &Lives, begins_s: f64) -> Vec<Recorded> {
    let request = |(span, life): (usize, &super::life::Life)| {
        let Subject::Request(journey) = life.subject else { return None };
        let end = life.moments.iter().find_map(|&(time, what)| match what {
            What::Ends(failed) => Some((time, failed.map_or(Outcome::Answered, Outcome::Failed))),
            _ => None,
        });
        Some(Recorded {
            journey: journey as usize,
            arrived_s: life.begins() - begins_s,
            ended_s: end.map_or(f64::INFINITY, |e| e.0 - begins_s),
            latency_s: end.map(|e| e.0 - life.begins()),
            outcome: end.map_or(Outcome::UnderWay, |e| e.1),
            span,
        })
    };
    lives.0.iter().enumerate().filter_map(request).collect()
}

impl Replay {
    /// The requests that arrived, in order. Their indices are their numbers.
    pub fn requests(&self) -> &[Recorded] {
        &self.requests
    }

    /// The request that is asked for, if there is one.
    pub fn pick(&self, pick: Pick) -> Option<usize> {
        if pick == Pick::Failed {
            return self.requests.iter().position(|r| matches!(r.outcome, Outcome::Failed(_)));
        }
        let answered = || self.requests.iter().filter(|r| r.outcome == Outcome::Answered);
        let mut latencies: Vec<f64> = answered().filter_map(|r| r.latency_s).collect();
        latencies.sort_by(f64::total_cmp);
        let share = match pick {
            Pick::P50 => 0.5,
            Pick::P99 => 0.99,
            Pick::Slowest | Pick::Failed => 1.0,
        };
        let found = of_sorted(&latencies, share)?;
        self.requests.iter().position(|r| r.outcome == Outcome::Answered && r.latency_s == Some(found))
    }

    fn latency(&self, request: usize) -> f64 {
        self.requests[request].latency_s.unwrap_or(f64::INFINITY)
    }

    /// The numbers of the requests in an order, of one journey or of all.
    pub fn listed(&self, order: Order, journey: Option<usize>) -> Vec<usize> {
        let of = |r: &usize| journey.is_none_or(|j| self.requests[*r].journey == j);
        let mut listed: Vec<usize> = (0..self.requests.len()).filter(of).collect();
        let fine = |r: usize| !matches!(self.requests[r].outcome, Outcome::Failed(_));
        if order != Order::Arrival {
            crate::order::sort_by(&mut listed, |&a, &b| self.latency(b).total_cmp(&self.latency(a)));
        }
        if order == Order::Failed {
            crate::order::sort_by_key(&mut listed, |&r| fine(r));
        }
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::replay;
    use super::*;
    use crate::scenario::preset;

    #[test]
    fn requests_are_found_by_how_slow_they_are() {
        let mut scenario = (preset::ALL[0].build)();
        scenario.services[1].capacity.failure_fraction = 0.1;
        let replay = replay(scenario);
        let of = |pick| &replay.requests()[replay.pick(pick).expect("one")];
        let (half, tail, most) = (of(Pick::P50), of(Pick::P99), of(Pick::Slowest));
        assert!(half.latency_s < tail.latency_s && tail.latency_s <= most.latency_s);
        assert_eq!(of(Pick::Failed).outcome, Outcome::Failed(Cause::Failed));
        let slower = |r: &&Recorded| r.outcome == Outcome::Answered && r.latency_s > half.latency_s;
        let answered = replay.requests().iter().filter(|r| r.outcome == Outcome::Answered).count();
        assert_eq!(replay.requests().iter().filter(slower).count(), answered / 2);
    }

    #[test]
    fn lists_have_everybody_once_in_their_order() {
        let mut scenario = (preset::ALL[0].build)();
        scenario.services[1].capacity.failure_fraction = 0.1;
        let replay = replay(scenario);
        let all: Vec<usize> = (0..replay.requests().len()).collect();
        for order in [Order::Arrival, Order::Slowest, Order::Failed] {
            let listed = replay.listed(order, None);
            let mut sorted = listed.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, all);
            assert_eq!(listed, replay.listed(order, Some(0)));
            let r = |i: usize| &replay.requests()[listed[i]];
            match order {
                Order::Arrival => assert_eq!(listed, all),
                Order::Slowest => assert!((1..all.len()).all(|i| r(i).latency_s <= r(i - 1).latency_s)),
                Order::Failed => assert!(matches!(r(0).outcome, Outcome::Failed(_))),
            }
        }
        assert!(replay.listed(Order::Arrival, Some(7)).is_empty());
    }
}
