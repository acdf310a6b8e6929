//! The most load a scenario can hold within its objectives, and its latency over a range of loads. Not a search for
//! a better scenario.

use super::steady::{Storm, storm};
use super::tipping::{Tipping, tipping};
use crate::model::answer::Answer;
use crate::model::memo::Memo;
use crate::model::shape::Shape;
use crate::model::{Start, analyse};
use crate::scenario::Scenario;
use crate::scenario::cache::HitFrom;

/// Answers over a range of loads, all journeys scaled together.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Exploration {
    /// The load it was made at, over all journeys \[1/s\]: factor 1.
    pub arrival_per_s: f64,
    /// The largest multiple of the present load at which every objective of latency and errors holds; 0 if none.
    pub max_factor: f64,
    /// Requests answered a second at that load, over all journeys \[1/s\].
    pub max_throughput_per_s: f64,
    /// The multiple of the present load at which the first service is overloaded; infinite if none ever is.
    pub saturation_factor: f64,
    /// The two steady states at the present load, where there are two.
    pub storm: Option<Storm>,
    /// The service that is overloaded at that load; none if none ever is.
    pub saturates: Option<usize>,
    /// The objective that is lost first beyond `max_factor`, before anything is overloaded; none if none is.
    pub misses: Option<Miss>,
    /// Between which loads there are two steady states, where there are.
    pub tipping: Option<Tipping>,
    /// Latency over load, from light load to beyond the first overload.
    pub points: Vec<LoadPoint>,
}

/// An objective that is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Whose it is, by index.
    pub journey: usize,
    /// Whether it is the one of errors; else it is the one of latency.
    pub by_errors: bool,
}

/// Answers at one load.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LoadPoint {
    /// Multiple of the present load.
    pub factor: f64,
    /// Requests that arrive, over all journeys \[1/s\].
    pub arrival_per_s: f64,
    /// Latency at P50, P95, P99 and P99.9 \[s\], infinite in overload: one entry a journey, in order, then all
    /// journeys together.
    pub percentiles_s: Vec<[f64; 4]>,
    /// Share of requests that are not answered: one entry a journey, in order, then all journeys together.
    pub error_fraction: Vec<f64>,
}

/// Points of a curve over load.
pub const POINTS: usize = 40;

/// Multiples of the present load that are looked at where nothing ever saturates.
const WIDEST: f64 = 10.0;

/// Halvings of the bracket around the most load: the answer is then within 0.1 % of a point's spacing.
const HALVINGS: usize = 10;

/// Doublings of the load that would overload a service behind cold caches: what holds a thousand times that is not searched on.
const FARTHEST: usize = 10;

/// Explores a scenario over load.
pub fn explore(scenario: &Scenario) -> Exploration {
    let memo = &mut Memo::default();
    let shape = Shape::new(scenario, memo);
    let (saturation_factor, saturates) = saturation(scenario, &shape, memo);
    let end = if saturation_factor.is_finite() { saturation_factor } else { WIDEST };
    let points: Vec<LoadPoint> = factors(end).map(|factor| point(scenario, &shape, factor, memo)).collect();
    // At and beyond saturation a queue grows without end, however few requests wait in it.
    let holds = |p: &LoadPoint| p.factor < saturation_factor && missed(scenario, p).is_none();
    // Objectives are lost for good as load grows. Only behind caches that fill themselves may light load miss one that more
    // load holds, so it is the last point that counts.
    let (max_factor, misses) = match points.iter().rposition(holds) {
        Some(last) if last + 1 == points.len() => (points[last].factor, None),
        last => {
            let next = last.map_or(0, |i| i + 1);
            let (mut low, mut high) = (last.map_or(0.0, |i| points[i].factor), points[next].factor);
            let mut lost = missed(scenario, &points[next]);
            for _ in 0..HALVINGS {
                let middle = point(scenario, &shape, 0.5 * (low + high), memo);
                if holds(&middle) {
                    low = middle.factor;
                } else {
                    (high, lost) = (middle.factor, missed(scenario, &middle));
                }
            }
            (low, lost.filter(|_| high < saturation_factor))
        }
    };
    let most = point(scenario, &shape, max_factor, memo);
    let errors = most.error_fraction.last().copied().unwrap_or(0.0);
    let max_throughput_per_s = most.arrival_per_s * (1.0 - errors);
    let loads: Vec<f64> = points.iter().map(|p| p.factor).collect();
    let storm = storm(scenario, &shape, memo);
    let tipping = tipping(scenario, &shape, &loads, memo);
    Exploration {
        arrival_per_s: scenario.journeys.iter().map(|j| j.load.arrival_rps).sum(),
        max_factor,
        max_throughput_per_s,
        saturation_factor,
        storm,
        saturates,
        misses,
        tipping,
        points,
    }
}

/// The multiple of the load at which the first service is overloaded, and which that is; infinite and none where nothing
/// ever is.
///
/// # Formula
/// `f = 1 / max ρ(1)`, with ρ taken where nothing is lost to overload or queueing: at a millionth of the load. A cache that
/// fills itself answers the more the more is asked, so behind one ρ grows more slowly than the load, and may stay below one
/// for ever: there that f is doubled until a service is overloaded, at most [`FARTHEST`] times, and the last doubling is
/// halved [`HALVINGS`] times.
///
/// # Accuracy
/// Exact in the first case, within 0.1 % in the second, besides what the shares that caches let through are rounded by:
/// 0.5 % where they answer 99 of 100, 5 % where they answer 999 of 1,000.
fn saturation(scenario: &Scenario, shape: &Shape, memo: &mut Memo) -> (f64, Option<usize>) {
    const LIGHT: f64 = 1e-6;
    let mut highest = |factor: f64| {
        let at = analyse(scenario, shape, factor, Start::Rest, memo);
        memo.next();
        let offered = at.stations.iter().map(|s| s.queued.offered);
        offered.enumerate().filter(|s| s.1 > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
    };
    let Some((service, offered)) = highest(LIGHT) else { return (f64::INFINITY, None) };
    let cold = LIGHT / offered;
    if scenario.caches.iter().all(|c| c.rows.hit_from == HitFrom::Typed) {
        return (cold, Some(service));
    }
    let mut full = |factor: f64| highest(factor).filter(|first| first.1 >= 1.0).map(|first| first.0);
    let (mut low, mut high) = (cold, cold);
    let mut first = full(high);
    for _ in 0..FARTHEST {
        if first.is_some() {
            break;
        }
        (low, high) = (high, 2.0 * high);
        first = full(high);
    }
    if first.is_none() {
        return (f64::INFINITY, None);
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        match full(middle) {
            Some(service) => (high, first) = (middle, Some(service)),
            None => low = middle,
        }
    }
    (high, first)
}

/// Loads to look at: from a fiftieth of the end to just beyond it, closer together towards the end, where the curve
/// bends.
fn factors(end: f64) -> impl Iterator<Item = f64> {
    let below = POINTS - 2;
    (0..POINTS).map(move |i| {
        if i < below {
            let left = 1.0 - i as f64 / below as f64;
            end * (1.0 - 0.98 * left * left.sqrt())
        } else {
            end * (1.0 + 0.04 * (i - below) as f64)
        }
    })
}

fn point(scenario: &Scenario, shape: &Shape, factor: f64, memo: &mut Memo) -> LoadPoint {
    let analysis = analyse(scenario, shape, factor, Start::Rest, memo);
    memo.next();
    let mut percentiles_s = Vec::with_capacity(scenario.journeys.len() + 1);
    let mut error_fraction = Vec::with_capacity(scenario.journeys.len() + 1);
    let mut arrival_per_s = 0.0;
    let mut failing = 0.0;
    let mut all = Answer::instant();
    for journey in &scenario.journeys {
        let place = shape.place(journey.entry);
        let answer = &analysis.path.operations[place];
        let errors = analysis.errors(place);
        let rate = journey.load.arrival_rps * factor;
        arrival_per_s += rate;
        failing += rate * errors;
        percentiles_s.push(answer.percentiles());
        error_fraction.push(errors);
        all = if arrival_per_s > 0.0 {
            answer.clone().or_instead(rate / arrival_per_s, &all, memo)
        } else {
            all
        };
    }
    if scenario.journeys.len() == 1 {
        percentiles_s.push(percentiles_s[0]);
    } else {
        percentiles_s.push(all.percentiles());
    }
    error_fraction.push(if arrival_per_s > 0.0 { failing / arrival_per_s } else { 0.0 });
    LoadPoint { factor, arrival_per_s, percentiles_s, error_fraction }
}

/// The first objective of latency or errors that is not held.
fn missed(scenario: &Scenario, point: &LoadPoint) -> Option<Miss> {
    let answers = point.percentiles_s.iter().zip(&point.error_fraction);
    scenario.journeys.iter().zip(answers).enumerate().find_map(|(journey, (j, (p, &errors)))| {
        let limit = j.slo.slo_latency_ms / 1000.0;
        let latency = p[j.slo.slo_percentile as usize];
        // Without a limit, latency must at least be finite: an overloaded system holds nothing.
        let fast = if limit > 0.0 { latency <= limit } else { latency.is_finite() };
        let by_errors = errors > j.slo.slo_error_fraction;
        (!fast || by_errors).then_some(Miss { journey, by_errors: fast })
    })
}
