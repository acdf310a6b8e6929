//! Two runs side by side that shared their randomness: by how much their numbers differ, from the differences batch by
//! batch. Not what a run says alone; that is `observer`.

use super::batches::{Batches, Reading};
use super::observation::Estimate;
use super::observer::{Observer, ratio};
use super::tally::{JourneyTally, Replication};
use crate::scenario::slo::Percentile;
use std::ops::Range;

/// By how much the numbers of a journey of one run are above those of another.
///
/// # Formula
/// `d = y - x`, the difference of the two estimates over the replications that both runs have, and Student's 95 % interval
/// from the differences of their batches, `t(0.975, b - 1) · s(d₁ .. d_b) / √b`: replications of the same number draw the same
/// random numbers for the same objects, so that most of the noise is in both and falls out.
///
/// # Domain
/// Ten batches of the same replications in both runs; `None` where a number has no interval in either. The seed must be the
/// same, otherwise the interval is still right and no narrower than that of two independent runs.
///
/// # Source
/// Law, Simulation Modeling and Analysis, 2015, 10.2.1 (paired t) and 11.2 (common random numbers).
///
/// # Accuracy
/// Width of the interval, by that of two independent runs as long (root of the sum of squares of their own half widths),
/// measured with 40 replications, median over 20 seeds, for P50, P95, P99, P99.9 and throughput: M/M/10 at 80 % against one more
/// slot 0.48, 0.63, 0.53, 0.39, 0.009; the checkout against one more replica of Shipping, its bottleneck, 0.73, 0.67, 0.55, 0.44,
/// 0.015, of Order 0.09, 0.10, 0.14, 0.22, 0.002, against a timeout of 600 ms for Shipping 0.23, 0.55, 0.78, 0.88, 0.17. So the
/// same interval takes 2 to 7 times fewer replications where the bottleneck changes, and 20 to 140 times fewer elsewhere. Of
/// errors that only one of the two has, nothing is shared: 1.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Difference {
    /// Latency percentiles \[s\], in the order of [`Percentile::ALL`].
    pub percentiles_s: [Option<Estimate>; 4],
    /// Requests answered \[1/s\].
    pub throughput_per_s: Option<Estimate>,
    /// Share of requests that failed.
    pub error_fraction: Option<Estimate>,
}

/// Two runs, cut to the replications that both have.
#[derive(Clone, Debug)]
pub struct Pair {
    before: Side,
    after: Side,
}

#[derive(Clone, Debug)]
struct Side {
    batches: Batches,
    /// By journey: its latency has a lasting value.
    lasting: Vec<bool>,
}

impl Side {
    fn new(run: &Observer, batches: Batches) -> Self {
        let seen = run.observation();
        Self { batches, lasting: seen.journeys.iter().map(|j| !j.overloaded).collect() }
    }
}

impl Pair {
    /// Puts two runs side by side, the later with as many replications as it was to have at least; `None` where too few are in
    /// both.
    pub fn new(before: &Observer, after: &Observer) -> Option<Self> {
        let (first, second) = before.batches.in_common(after.twin())?;
        Some(Self { before: Side::new(before, first), after: Side::new(after, second) })
    }

    /// Replications of each that are compared.
    pub fn replications(&self) -> u32 {
        self.after.batches.replications()
    }

    /// By how much a journey's numbers are higher after than before, given its place in both documents; without
    /// places, those of all journeys together.
    pub fn difference(&self, places: Option<(usize, usize)>) -> Difference {
        let before = read(&self.before, places.map(|p| p.0));
        let after = read(&self.after, places.map(|p| p.1));
        let percentile = |p: Percentile| {
            let of =
                |readings: &Readings| readings.quantiles.iter().find(|q| q.0 == p.probability()).cloned();
            of(&after)?.1.minus(&of(&before)?.1)
        };
        Difference {
            percentiles_s: [Percentile::P50, Percentile::P95, Percentile::P99, Percentile::P999]
                .map(percentile),
            throughput_per_s: after.throughput.zip(before.throughput).and_then(|(a, b)| a.minus(&b)),
            error_fraction: after.errors.zip(before.errors).and_then(|(a, b)| a.minus(&b)),
        }
    }
}

struct Readings {
    quantiles: Vec<(f64, Reading)>,
    throughput: Option<Reading>,
    errors: Option<Reading>,
}

fn read(side: &Side, place: Option<usize>) -> Readings {
    let (batches, all) = (&side.batches, 0..side.lasting.len());
    let journeys: Range<usize> = place.map_or(all.clone(), |at| at.min(all.end)..(at + 1).min(all.end));
    let sum = |r: &Replication, of: fn(&JourneyTally) -> f64| -> f64 {
        r.journeys[journeys.clone()].iter().map(of).sum()
    };
    let failed = |r: &Replication| sum(r, |j| j.failed.iter().sum::<u64>() as f64);
    let ended = |r: &Replication| failed(r) + sum(r, |j| j.latencies.total() as f64);
    let mut probabilities: Vec<f64> = Percentile::ALL.iter().map(|p| p.probability()).collect();
    probabilities.sort_by(f64::total_cmp);
    if !side.lasting[journeys.clone()].iter().all(|&lasting| lasting) {
        return Readings { quantiles: Vec::new(), throughput: None, errors: None };
    }
    Readings {
        quantiles: batches.quantiles(journeys.clone(), &probabilities),
        throughput: batches.read(|r| ratio(sum(r, |j| j.delivered as f64), r.window)),
        errors: batches.read(|r| ratio(failed(r), ended(r))),
    }
}

#[cfg(test)]
mod tests {
    use super::Pair;
    use crate::scenario::work::{Family, Work};
    use crate::scenario::{Scenario, Target};
    use crate::sim::{Goal, Observer, Progress, Simulation};

    fn exponential(mean_ms: f64) -> Work {
        Work { law: Family::Exponential, mean_ms, ..Work::default() }
    }

    fn service(s: &mut Scenario, name: &str, slots: u32) -> Target {
        let target = s.add_service(name).expect("fits");
        let capacity = &mut s.services[target.service].capacity;
        (capacity.replicas, capacity.slots) = (1, slots);
        s.add_work(target, exponential(100.0)).expect("fits");
        target
    }

    /// M/M/c at 40 a second, perhaps with another journey through another service before it in the document.
    fn system(slots: u32, other: bool) -> Scenario {
        let mut s = Scenario::default();
        for (name, slots, rate) in [("Other", 4, 10.0), ("Main", slots, 40.0)] {
            if name == "Main" || other {
                let target = service(&mut s, name, slots);
                let journey = s.add_journey(name, target).expect("fits");
                s.journeys[journey].load.arrival_rps = rate;
            }
        }
        s
    }

    fn run(s: &Scenario, replications: u32) -> Observer {
        let (mut observer, mut simulation) = (Observer::new(s), Simulation::new(s, 1, 0));
        for number in 0..replications {
            simulation.restart(number);
            while simulation.advance(1 << 20) == Progress::Running {}
            observer.add(simulation.take().expect("finished"));
        }
        observer
    }

    #[test]
    fn what_both_share_falls_out() {
        let (five, six) = (run(&system(5, false), 10), run(&system(6, false), 10));
        let found = Pair::new(&five, &six).expect("ten of each").difference(None);
        let (before, after) = (five.observation().overall, six.observation().overall);
        for i in 0..3 {
            let (was, is) =
                (before.percentiles_s[i].expect("enough"), after.percentiles_s[i].expect("enough"));
            let by = found.percentiles_s[i].expect("enough");
            assert_eq!(by.value.to_bits(), (is.value - was.value).to_bits());
            let apart = libm::hypot(was.half_width.expect("ten"), is.half_width.expect("ten"));
            let half = by.half_width.expect("ten");
            assert!(half < apart && by.value < -half, "{i}: {by:?} {apart}");
        }
        let flow = found.throughput_per_s.expect("a rate");
        assert!(flow.value.abs() < 0.01 * 40.0 && flow.half_width.expect("ten") < 0.1, "{flow:?}");
    }

    #[test]
    fn what_is_added_before_it_in_the_document_shifts_nothing() {
        // The window is a matter of all events, so what is drawn is compared where both windows have begun.
        let (alone, beside) = (system(5, false), system(5, true));
        let mut both = [Simulation::new(&alone, 1, 0), Simulation::new(&beside, 1, 0)];
        let place = |j: usize| both[j].counts().len() - 1;
        let (first, second) = (place(0), place(1));
        let mut seen = both.iter_mut().zip([first, second]).map(|(simulation, journey)| {
            let mut times = Vec::new();
            while times.len() < 2000 && simulation.advance(1) == Progress::Running {
                let done = simulation.counts()[journey].done;
                if done as usize > times.len() {
                    times.push(simulation.now().to_bits());
                }
            }
            times
        });
        let (one, other) = (seen.next().expect("a run"), seen.next().expect("a run"));
        assert!(one.len() == 2000 && one == other);
    }

    #[test]
    fn runs_of_different_length_are_compared_by_what_both_have() {
        let s = system(6, false);
        let (few, many, too_few) = (run(&s, 12), run(&s, 15), run(&s, 9));
        let pair = Pair::new(&few, &many).expect("twelve of each");
        assert_eq!(pair.replications(), 12);
        let same = pair.difference(Some((0, 0)));
        assert!(same.percentiles_s.iter().flatten().all(|e| e.value == 0.0 && e.half_width == Some(0.0)));
        assert!(same.percentiles_s[1].is_some());
        assert_eq!(pair.difference(Some((0, 7))).percentiles_s, [None; 4], "there is no such journey");
        assert!(Pair::new(&many, &too_few).is_none());
        // One that was to have twelve at least is compared by those twelve, however many follow.
        let mut after = Observer::until(&s, Goal { least: 12 });
        let mut simulation = Simulation::new(&s, 1, 0);
        for number in 0..30 {
            simulation.restart(number);
            while simulation.advance(1 << 20) == Progress::Running {}
            after.add(simulation.take().expect("finished"));
        }
        assert_eq!(Pair::new(&few, &after).map(|p| p.replications()), Some(12));
        // Batches of two against batches of one.
        assert_eq!(Pair::new(&run(&s, 20), &run(&s, 22)).map(|p| p.replications()), Some(20));
        assert!(Pair::new(&few, &run(&s, 20)).is_none());
    }
}
