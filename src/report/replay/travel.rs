//! Who is on the wire at a moment. Not where the wires are drawn.

use super::Replay;
use super::life::Lives;
use crate::scenario::Scenario;
use crate::sim::{Subject, What};

/// Most that are told of a moment; more cannot be told apart.
const MOST: usize = 200;

/// One way of a call or of its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leg {
    request: usize,
    call: usize,
    behind: bool,
    back: bool,
    failed: bool,
    from_s: f64,
    to_s: f64,
}

/// A call or an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traveller {
    /// The number of its request.
    pub request: usize,
    /// The call, by index.
    pub call: usize,
    /// Whether it is on the part of the way that lies behind the caches of the call.
    pub behind: bool,
    /// Whether it is an answer, on its way back.
    pub back: bool,
    /// Whether that answer is a failure.
    pub failed: bool,
    /// The share of its way that it has gone.
    pub share: f64,
}

/// All ways there are, in the order in which they begin.
pub(super) fn legs(scenario: &Scenario, lives: &Lives, begins_s: f64) -> Vec<Leg> {
    let mut legs = Vec::new();
    for life in &lives.0 {
        let call = match (life.subject, life.parent.map(|p| lives.0[p].subject)) {
            (Subject::Call(call), _) | (Subject::Attempt(_), Some(Subject::Call(call))) => call as usize,
            _ => continue,
        };
        let has_caches = !scenario.calls[call].caches.is_empty();
        let is_attempt = matches!(life.subject, Subject::Attempt(_));
        let behind = is_attempt && has_caches;
        let mut add = |back: bool, failed: bool, from: f64, to: f64| {
            let (from_s, to_s) = (from - begins_s, to - begins_s);
            legs.push(Leg { request: life.request, call, behind, back, failed, from_s, to_s });
        };
        // Caches stand beside their caller: to them and from them takes no time of its own.
        for (i, &(time, what)) in life.moments.iter().enumerate() {
            let next = life.moments.get(i + 1).map_or(time, |m| m.0);
            match what {
                What::Begins if !is_attempt && has_caches => add(false, false, time, time),
                What::Ends(failed) if !is_attempt && has_caches => add(true, failed.is_some(), time, time),
                What::Departs => add(false, false, time, next),
                What::Answers(failed) => add(true, failed.is_some(), time, next),
                _ => {}
            }
        }
    }
    crate::order::sort_by(&mut legs, |a, b| a.from_s.total_cmp(&b.from_s));
    legs
}

impl Replay {
    /// Who is on the wire at a moment. A way that takes less than `least_s` is drawn out to that, so that it can be seen:
    /// where the network takes no time, who has just been sent.
    pub fn travellers(&self, at_s: f64, least_s: f64) -> Vec<Traveller> {
        let begun = self.legs.iter().take_while(|l| l.from_s <= at_s);
        let travellers = begun.filter_map(|leg| {
            let time = (leg.to_s - leg.from_s).max(least_s);
            let gone = at_s - leg.from_s;
            (gone < time).then(|| Traveller {
                request: leg.request,
                call: leg.call,
                behind: leg.behind,
                back: leg.back,
                failed: leg.failed,
                share: gone / time,
            })
        });
        travellers.take(MOST).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::replay;
    use crate::scenario::preset;

    #[test]
    fn calls_are_on_the_wire_for_as_long_as_it_takes() {
        let mut scenario = (preset::ALL[0].build)();
        scenario.calls.iter_mut().for_each(|c| c.rows.network_ms = 40.0);
        let replay = replay(scenario);
        // By Little's law: 112 a second, three calls each, both ways together as long as the network takes.
        let (mut sum, mut looks) = (0, 0);
        for i in 100..400 {
            let at = replay.length_s() * f64::from(i) / 400.0;
            let travellers = replay.travellers(at, 0.0);
            assert!(travellers.iter().all(|t| (0.0..1.0).contains(&t.share) && !t.failed && !t.behind));
            (sum, looks) = (sum + travellers.len(), looks + 1);
        }
        let mean = f64::from(sum as u32) / f64::from(looks);
        assert!((10.0..17.0).contains(&mean), "{mean}");
    }

    #[test]
    fn where_the_network_takes_no_time_they_are_seen_for_a_while() {
        let replay = replay((preset::ALL[0].build)());
        let at = replay.length_s() / 2.0;
        assert_eq!(replay.travellers(at, 0.0), []);
        let seen = replay.travellers(at, 0.05);
        assert!(!seen.is_empty() && seen.iter().all(|t| (0.0..1.0).contains(&t.share)));
        assert!(replay.travellers(at, 1e9).len() <= super::MOST);
    }
}
