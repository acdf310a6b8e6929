//! Curves over load as bytes. Not the curves themselves.

use crate::plan::{Exploration, JourneyState, LoadPoint, Miss, SteadyState, Storm, Tipping};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct WireExploration {
    /// Load of factor 1, greatest factor, its throughput, factor of saturation.
    most: [f64; 4],
    /// The service that saturates first; the journey whose objective is lost first, and whether by errors.
    first: (Option<u32>, Option<(u32, bool)>),
    /// Whether the scenario is in the second; both states.
    storm: Option<(bool, WireState, WireState)>,
    /// Factors of recovery and of tipping.
    tipping: Option<(f64, f64)>,
    points: Vec<WirePoint>,
}

/// Factor, arrivals, percentiles, errors.
type WirePoint = (f64, f64, Vec<[f64; 4]>, Vec<f64>);

/// Amplification; throughput, errors and P99 of each journey.
type WireState = (f64, Vec<[f64; 3]>);

impl From<&Exploration> for WireExploration {
    fn from(e: &Exploration) -> Self {
        let points = e.points.iter();
        Self {
            most: [e.arrival_per_s, e.max_factor, e.max_throughput_per_s, e.saturation_factor],
            first: (e.saturates.map(|s| s as u32), e.misses.map(|m| (m.journey as u32, m.by_errors))),
            storm: e.storm.as_ref().map(|s| (s.collapsed, packed(&s.rest), packed(&s.storm))),
            tipping: e.tipping.map(|t| (t.recovers_factor, t.tips_factor)),
            points: points
                .map(|p| (p.factor, p.arrival_per_s, p.percentiles_s.clone(), p.error_fraction.clone()))
                .collect(),
        }
    }
}

impl From<WireExploration> for Exploration {
    fn from(e: WireExploration) -> Self {
        let [arrival_per_s, max_factor, max_throughput_per_s, saturation_factor] = e.most;
        let point = |(factor, arrival_per_s, percentiles_s, error_fraction)| LoadPoint {
            factor,
            arrival_per_s,
            percentiles_s,
            error_fraction,
        };
        let both = |(recovers_factor, tips_factor)| Tipping { recovers_factor, tips_factor };
        Self {
            arrival_per_s,
            max_factor,
            max_throughput_per_s,
            saturation_factor,
            saturates: e.first.0.map(|s| s as usize),
            misses: e.first.1.map(|(journey, by_errors)| Miss { journey: journey as usize, by_errors }),
            storm: e.storm.map(|(collapsed, rest, storm)| Storm {
                collapsed,
                rest: unpacked(rest),
                storm: unpacked(storm),
            }),
            tipping: e.tipping.map(both),
            points: e.points.into_iter().map(point).collect(),
        }
    }
}

fn packed(state: &SteadyState) -> WireState {
    let journeys = state.journeys.iter();
    (state.amplification, journeys.map(|j| [j.throughput_per_s, j.error_fraction, j.p99_s]).collect())
}

fn unpacked((amplification, journeys): WireState) -> SteadyState {
    let journey = |[throughput_per_s, error_fraction, p99_s]: [f64; 3]| JourneyState {
        throughput_per_s,
        error_fraction,
        p99_s,
    };
    SteadyState { amplification, journeys: journeys.into_iter().map(journey).collect() }
}
