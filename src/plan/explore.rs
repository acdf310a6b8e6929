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
