//! The answers for one journey, and for all of them together. Not those for services and caches; see `build`.

use super::{JourneyReport, Verdict, hops};
use crate::model::Analysis;
use crate::model::answer::Answer;
use crate::model::memo::Memo;
use crate::model::path::Path;
use crate::model::shape::Shape;
use crate::scenario::{Journey, Scenario};

/// A scenario with the model's answers to it.
pub(super) struct Solved<'a> {
    pub scenario: &'a Scenario,
    pub shape: &'a Shape,
    pub analysis: &'a Analysis,
    /// The path as if nobody ever waited.
    pub unloaded: &'a Path,
    /// When everything that an operation sets off is done, by place in the shape.
    pub completion: &'a [Answer],
}

impl Solved<'_> {
    /// The answers for one journey.
    pub fn journey(&self, journey: &Journey, memo: &mut Memo) -> JourneyReport {
        let place = self.shape.place(journey.entry);
        let answer = &self.analysis.path.operations[place];
        let arrival_per_s = journey.load.arrival_rps;
        let errors = self.analysis.errors(place);
        let mut report = JourneyReport {
            name: journey.name.clone(),
            arrival_per_s,
            throughput_per_s: arrival_per_s * (1.0 - errors),
            error_fraction: errors,
            hops: hops::trace(self.scenario, self.shape, self.analysis, journey.entry, memo),
            critical: hops::critical(self.scenario, self.shape, self.analysis, journey.entry),
            ..from_answer(answer, &self.unloaded.operations[place], &self.completion[place], memo)
        };
        report.in_flight = arrival_per_s * answer.mean_time();
        report.slo = verdict(journey, &report, answer.never > 0.0);
        report
    }

    /// The answers for all journeys together, given those for each: a request is one of theirs, by their rates.
    pub fn overall(&self, journeys: &[JourneyReport], memo: &mut Memo) -> JourneyReport {
        if let [only] = journeys {
            return only.clone();
        }
        let arrival_per_s: f64 = journeys.iter().map(|j| j.arrival_per_s).sum();
        let all = self.mixture(&self.analysis.path.operations, memo);
        let unloaded = self.mixture(&self.unloaded.operations, memo);
        let completion = self.mixture(self.completion, memo);
        let errors: f64 = journeys.iter().map(|j| j.arrival_per_s * j.error_fraction).sum();
        JourneyReport {
            name: "All journeys".to_owned(),
            arrival_per_s,
            throughput_per_s: journeys.iter().map(|j| j.throughput_per_s).sum(),
            error_fraction: if arrival_per_s > 0.0 { errors / arrival_per_s } else { 0.0 },
            in_flight: journeys.iter().map(|j| j.in_flight).sum(),
            critical: journeys.iter().flat_map(|j| j.critical.iter().copied()).collect(),
            slo: every(journeys),
            ..from_answer(&all, &unloaded, &completion, memo)
        }
    }

    fn mixture(&self, operations: &[Answer], memo: &mut Memo) -> Answer {
        let (mut all, mut before) = (Answer::instant(), 0.0);
        for journey in &self.scenario.journeys {
            let rate = journey.load.arrival_rps;
            before += rate;
            all = operations[self.shape.place(journey.entry)].clone().or_instead(rate / before, &all, memo);
        }
        all
    }
}

/// What follows from the answer alone.
fn from_answer(answer: &Answer, unloaded: &Answer, completion: &Answer, memo: &mut Memo) -> JourneyReport {
    JourneyReport {
        name: String::new(),
        arrival_per_s: 0.0,
        throughput_per_s: 0.0,
        error_fraction: 0.0,
        percentiles_s: memo.percentiles(answer),
        completion_s: memo.percentiles(completion),
        mean_s: answer.mean(),
        unloaded_s: unloaded.mean(),
        in_flight: 0.0,
        tail: memo.tail(answer),
        hops: Vec::new(),
        critical: Vec::new(),
        slo: Verdict::default(),
    }
}

fn verdict(journey: &Journey, report: &JourneyReport, overloaded: bool) -> Verdict {
    let slo = &journey.slo;
    let percentile = slo.slo_percentile as usize;
    let limit_s = if slo.slo_latency_ms > 0.0 { slo.slo_latency_ms / 1000.0 } else { f64::INFINITY };
    Verdict {
        // A latency that is no number is of a journey of which nothing succeeds: it fails.
        latency: limit_s.is_finite().then(|| report.percentiles_s[percentile] <= limit_s),
        percentile,
        limit_s,
        // A queue that grows without end breaks any objective sooner or later, however few wait in it.
        errors: report.error_fraction <= slo.slo_error_fraction && !overloaded,
        throughput: (slo.slo_throughput_rps > 0.0)
            .then_some(report.throughput_per_s >= slo.slo_throughput_rps),
    }
}

/// The verdict over all journeys: every one of them must hold. Limits differ, so none is drawn for all.
fn every(journeys: &[JourneyReport]) -> Verdict {
    let all = |get: fn(&Verdict) -> Option<bool>| {
        let asked: Vec<bool> = journeys.iter().filter_map(|j| get(&j.slo)).collect();
        (!asked.is_empty()).then(|| asked.iter().all(|&holds| holds))
    };
    Verdict {
        latency: all(|v| v.latency),
        percentile: 2,
        limit_s: f64::INFINITY,
        errors: journeys.iter().all(|j| j.slo.errors),
        throughput: all(|v| v.throughput),
    }
}
