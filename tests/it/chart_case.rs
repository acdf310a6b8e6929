//! Everything that charts are made from, for the tests that make them. Not the charts.

use headroom::chart::{Data, Inputs, Kind, Scale, data};
use headroom::plan::explore;
use headroom::report::{self, Answers, Estimate, Exploration, Observation, Report, evaluate};
use headroom::scenario::{Scenario, preset};
use headroom::sim::{CurvePoint, JourneyObserved};

/// Everything that charts are made from.
pub struct Case {
    pub report: Report,
    pub exploration: Option<Exploration>,
    pub observation: Option<Observation>,
    pub baseline: Option<Answers>,
    pub services: Vec<String>,
    pub caches: Vec<String>,
    pub calls: Vec<(usize, usize)>,
    pub scale: Option<Scale>,
}

impl Case {
    pub fn new(s: &Scenario) -> Self {
        let services: Vec<String> = s.services.iter().map(|x| x.name.clone()).collect();
        let mut calls = vec![(0, 0); s.calls.len()];
        for (from, to, call) in s.edges() {
            calls[call] = (from, to);
        }
        Self {
            report: evaluate(s),
            exploration: None,
            observation: None,
            baseline: None,
            services,
            caches: s.caches.iter().map(|x| x.name.clone()).collect(),
            calls,
            scale: None,
        }
    }

    /// With everything there is to show.
    pub fn full(s: &Scenario) -> Self {
        let mut case = Self::new(s);
        case.exploration = Some(explore(s));
        let before = loaded(s, 0.7);
        let (report, exploration) = (evaluate(&before).into(), Some(explore(&before).into()));
        case.baseline = Some(Answers { report, exploration });
        let seen = |j: &report::JourneyReport| JourneyObserved {
            percentiles_s: j
                .percentiles_s
                .map(|p| Some(Estimate { value: p * 1.01, half_width: Some(p * 0.03) })),
            curve: j.tail.iter().map(seen_point).collect(),
            ..JourneyObserved::default()
        };
        let overall = seen(&case.report.overall);
        let journeys = case.report.journeys.iter().map(seen).collect();
        case.observation = Some(Observation { journeys, overall, ..Observation::default() });
        case
    }

    pub fn data(&self, kind: Kind) -> Data {
        let inputs = Inputs {
            report: &self.report,
            exploration: self.exploration.as_ref(),
            exploration_is_stale: false,
            observation: self.observation.as_ref(),
            baseline: self.baseline.as_ref(),
            services: &self.services,
            caches: &self.caches,
            calls: &self.calls,
            scope: None,
            scale: self.scale,
        };
        data(kind, &inputs)
    }
}

fn seen_point(&(latency, slower): &(f64, f64)) -> CurvePoint {
    let latency_s = Estimate { value: latency * 1.01, half_width: Some(latency * 0.02) };
    CurvePoint { probability: 1.0 - slower, latency_s }
}

pub fn loaded(s: &Scenario, factor: f64) -> Scenario {
    let mut s = s.clone();
    for journey in &mut s.journeys {
        journey.load.arrival_rps *= factor;
    }
    s
}

pub fn first() -> Scenario {
    (preset::ALL[0].build)()
}
