//! A recording made ready to be watched: where everything is at any moment, which requests there are, and what the time of
//! each was spent on. Not a player; whoever asks names the moment.
//!
//! Moments are in seconds of simulated time since the recording began.

mod life;
mod news;
mod requests;
mod travel;
mod walk;
mod waterfall;

pub use crate::sim::{Level, Trace};
pub use news::cause;
pub use requests::{Order, Outcome, Pick, Recorded};
pub use travel::Traveller;
pub use waterfall::{Mark, Part, PartKind, Row, Waterfall};

use crate::scenario::Scenario;
use crate::sim::What;
use life::Lives;
use std::rc::Rc;
use travel::Leg;

/// A recording of one scenario.
#[derive(Clone, Debug)]
pub struct Replay {
    scenario: Rc<Scenario>,
    begins_s: f64,
    length_s: f64,
    /// What each service had when, from the beginning on.
    levels: Vec<Vec<(f64, Level)>>,
    /// All moments at which something happens, in order, the beginning first and each once.
    steps: Vec<f64>,
    lives: Lives,
    requests: Vec<Recorded>,
    legs: Vec<Leg>,
}

/// Requests at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Recorded requests that are under way.
    pub under_way: usize,
    /// Recorded requests that were answered.
    pub answered: usize,
    /// Recorded requests that failed.
    pub failed: usize,
}

impl Replay {
    /// Makes a recording of a scenario ready; none if it is not of this scenario.
    pub fn new(scenario: &Rc<Scenario>, trace: &Trace) -> Option<Self> {
        let since = |time: f64| time - trace.begins_s;
        if !trace.is_sound() || !(trace.start.is_empty() || trace.start.len() == scenario.services.len()) {
            return None;
        }
        let lives = Lives::new(scenario, trace)?;
        let mut levels: Vec<Vec<_>> = trace.start.iter().map(|&level| vec![(0.0, level)]).collect();
        for &(time, service, level) in &trace.changes {
            levels[service as usize].push((since(time), level));
        }
        let length_s = since(trace.until_s);
        let times = trace.changes.iter().map(|c| c.0).chain(trace.moments.iter().map(|m| m.time_s));
        let mut steps: Vec<f64> = times.map(since).filter(|&t| t <= length_s).chain([0.0]).collect();
        steps.sort_by(f64::total_cmp);
        steps.dedup();
        let requests = requests::recorded(&lives, trace.begins_s);
        let legs = travel::legs(scenario, &lives, trace.begins_s);
        let (scenario, begins_s) = (Rc::clone(scenario), trace.begins_s);
        Some(Self { scenario, begins_s, length_s, levels, steps, lives, requests, legs })
    }

    /// How long it is \[s\].
    pub fn length_s(&self) -> f64 {
        self.length_s
    }

    /// When it began, in seconds since the start of the replication.
    pub fn begins_s(&self) -> f64 {
        self.begins_s
    }

    /// The moments at which something happens, in order.
    pub fn steps(&self) -> &[f64] {
        &self.steps
    }

    /// The next moment at which something happens \[s\]; the end behind the last.
    pub fn next(&self, at_s: f64) -> f64 {
        let index = self.steps.partition_point(|&t| t <= at_s);
        self.steps.get(index).copied().unwrap_or(self.length_s)
    }

    /// The last moment before at which something happened \[s\].
    pub fn previous(&self, at_s: f64) -> f64 {
        let index = self.steps.partition_point(|&t| t < at_s);
        index.checked_sub(1).map_or(0.0, |i| self.steps[i])
    }

    /// Slots and queue of every service at a moment, all that happens at that very moment included.
    pub fn levels(&self, at_s: f64) -> Vec<Level> {
        let last = |of: &Vec<(f64, Level)>| {
            let index = of.partition_point(|l| l.0 <= at_s);
            of[index.saturating_sub(1)].1
        };
        self.levels.iter().map(last).collect()
    }

    /// How many of the recorded requests are where at a moment.
    pub fn counts(&self, at_s: f64) -> Counts {
        let mut counts = Counts::default();
        for request in self.requests.iter().take_while(|r| r.arrived_s <= at_s) {
            match request.latency_s {
                Some(_) if request.ended_s <= at_s => match request.outcome {
                    Outcome::Failed(_) => counts.failed += 1,
                    _ => counts.answered += 1,
                },
                _ => counts.under_way += 1,
            }
        }
        counts
    }

    /// The services where a request waits for a slot or has one at a moment, and whether it has it.
    pub fn whereabouts(&self, request: usize, at_s: f64) -> Vec<(usize, bool)> {
        let place = |life: &life::Life| {
            let last = life.moments.iter().rfind(|m| m.0 - self.begins_s <= at_s)?;
            let works = match last.1 {
                What::Works => true,
                What::Queues => false,
                _ => return None,
            };
            Some((life.service, works))
        };
        self.lives.0.iter().filter(|l| l.request == request).filter_map(place).collect()
    }

    /// A share of real time at which it can be followed: the median request takes six seconds. Between 1/10,000 and 1.
    pub fn watchable_speed(&self) -> f64 {
        const SECONDS: f64 = 6.0;
        let median = self.pick(Pick::P50).and_then(|r| self.requests[r].latency_s);
        let speed = median.unwrap_or(self.length_s) / SECONDS;
        if speed > 0.0 { speed.clamp(1e-4, 1.0) } else { 1.0 }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::scenario::preset;
    use crate::sim::{Progress, Simulation};

    /// The recording of a scenario as the page gets it.
    pub fn replay(scenario: Scenario) -> Replay {
        let mut simulation = Simulation::recording(&scenario, 1, 0);
        while simulation.advance(1 << 20) == Progress::Running {}
        let trace = simulation.take_trace().expect("a recording");
        Replay::new(&Rc::new(scenario), &trace).expect("of this scenario")
    }

    #[test]
    fn queues_at_any_moment_are_those_of_the_requests() {
        // From rest, so that everybody in the queue is one of those recorded.
        let replay = replay((preset::ALL[0].build)());
        assert!(replay.length_s() > 0.5 && replay.steps().len() > 1000);
        let mut longest = 0;
        for &at in replay.steps() {
            for level in replay.levels(at) {
                let slots = level.slots.expect("a limit");
                assert!(level.busy <= slots && (level.waiting == 0 || level.busy == slots), "{level:?}");
                longest = longest.max(level.waiting);
            }
        }
        assert!(longest > 3, "{longest}");
    }

    #[test]
    fn stepping_there_and_back_visits_every_step() {
        let replay = replay((preset::ALL[0].build)());
        let (mut at, mut seen) = (0.0, vec![0.0]);
        while at < replay.length_s() {
            let next = replay.next(at);
            assert!(next > at && replay.previous(next) == at);
            at = next;
            seen.push(at);
        }
        assert_eq!(seen, replay.steps());
        assert_eq!((replay.next(at), replay.previous(0.0)), (replay.length_s(), 0.0));
    }

    #[test]
    fn every_request_is_under_way_answered_or_failed() {
        let replay = replay((preset::ALL[0].build)());
        let middle = replay.length_s() / 2.0;
        let counts = replay.counts(middle);
        let arrived = replay.requests().iter().filter(|r| r.arrived_s <= middle).count();
        assert_eq!(counts.under_way + counts.answered + counts.failed, arrived);
        assert!(counts.under_way > 3 && counts.answered > 30);
        assert_eq!(replay.counts(-1.0), Counts::default());
        let speed = replay.watchable_speed();
        assert!((0.02..0.2).contains(&speed), "{speed}");
    }

    #[test]
    fn a_request_is_where_its_rows_say() {
        let replay = replay((preset::ALL[0].build)());
        let slowest = replay.pick(Pick::Slowest).expect("one");
        let arrived = replay.requests()[slowest].arrived_s;
        let mut seen = 0;
        for row in replay.waterfall(slowest).expect("rows").rows {
            for part in row.parts.iter().filter(|p| matches!(p.kind, PartKind::Queue | PartKind::Work)) {
                let middle = arrived + f64::midpoint(part.from_s, part.to_s);
                let here = (row.service, part.kind == PartKind::Work);
                assert!(replay.whereabouts(slowest, middle).contains(&here), "{part:?}");
                seen += 1;
            }
        }
        assert!(seen >= 5, "five visits");
        assert_eq!(replay.whereabouts(slowest, arrived - 1e-3), []);
    }

    #[test]
    fn a_recording_of_another_scenario_is_refused() {
        let caches = (preset::ALL[2].build)();
        let mut simulation = Simulation::recording(&caches, 1, 0);
        while simulation.advance(1 << 20) == Progress::Running {}
        let trace = simulation.take_trace().expect("a recording");
        assert!(Replay::new(&Rc::new((preset::ALL[0].build)()), &trace).is_none());
        assert!(Replay::new(&Rc::new(Scenario::default()), &trace).is_none());
        let empty = Replay::new(&Rc::new(caches), &Trace::default()).expect("nothing is of any scenario");
        assert_eq!((empty.length_s(), empty.levels(0.0), empty.watchable_speed()), (0.0, vec![], 1.0));
        assert_eq!(empty.pick(Pick::Slowest), None);
    }
}
