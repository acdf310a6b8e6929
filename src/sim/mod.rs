//! PROVISIONAL: types only, replaced when the simulation is merged.
#![allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    /// 95 % interval half width
    pub half_width: Option<f64>,
}
#[derive(Clone, Debug, PartialEq, Default)]
pub struct JourneyObserved {
    pub percentiles_s: [Option<Estimate>; 4],
    pub mean_s: Option<Estimate>,
    pub error_fraction: Option<Estimate>,
    pub throughput_per_s: Option<Estimate>,
    pub in_flight: Option<Estimate>,
    /// (latency, share slower, half width of latency)
    pub tail: Vec<(f64, f64)>,
}
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Observation {
    pub replications: u32,
    pub requests: u64,
    pub journeys: Vec<JourneyObserved>,
    pub overall: JourneyObserved,
    pub overloaded: bool,
}
impl Observation {
    pub fn journey(&self, scope: Option<usize>) -> Option<&JourneyObserved> {
        match scope {
            None => Some(&self.overall),
            Some(j) => self.journeys.get(j),
        }
    }
}
