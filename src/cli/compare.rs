//! Two documents side by side, as one line: what each output was, is, and by how much it differs. Not how anything is found.

use super::answer::{Named, Said};
use crate::report::compare::{Comparison, Contrast};
use crate::report::metric::{METRICS, Metric};
use crate::report::{Observation, Report};
use crate::scenario::Scenario;
use serde::Serialize;

/// What is compared: a document, what it goes by, its answers, and its simulation if it was asked for and has a say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub key: &'a str,
    pub scenario: &'a Scenario,
    pub report: &'a Report,
    pub seen: Option<&'a Observation>,
}

/// The answers to two documents.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    before: String,
    after: String,
    /// Of the closed forms.
    results: Named<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    simulated: Option<Named<Simulated>>,
    caveats: Vec<Said>,
}

/// An output of both; none is undefined or infinite.
#[derive(Debug, Serialize)]
struct Pair {
    before: Option<f64>,
    after: Option<f64>,
    difference: Option<f64>,
}

/// An output as both simulations have it.
#[derive(Debug, Serialize)]
struct Simulated {
    before: Option<f64>,
    after: Option<f64>,
    difference: f64,
    /// Half the width of the 95 % interval of the difference.
    ci95: f64,
    significant: bool,
    text: String,
}

impl Line {
    pub fn new(before: Side, after: Side, comparison: Option<&Comparison>) -> Self {
        let (mut results, mut simulated) = (Vec::new(), Vec::new());
        for (name, places) in scopes(before.scenario, after.scenario) {
            let named = |metric: &Metric| format!("{name}{}", metric.key);
            for metric in METRICS {
                let [was, is] = [(before, places.map(|p| p.0)), (after, places.map(|p| p.1))]
                    .map(|(side, scope)| side.report.read(metric, scope) + 0.0);
                let finite = |x: f64| Some(x).filter(|x| x.is_finite());
                let pair = Pair { before: finite(was), after: finite(is), difference: finite(is - was) };
                results.push((named(metric), pair));
                let seen = |side: Side, scope| Some((metric.observed)(side.seen?, scope)?.value);
                let contrast = comparison.and_then(|c| c.find(metric.key, places.map(|p| p.1)));
                simulated.extend(contrast.map(|c: &Contrast| {
                    let line = Simulated {
                        before: seen(before, places.map(|p| p.0)),
                        after: seen(after, places.map(|p| p.1)),
                        difference: c.by,
                        ci95: c.half_width,
                        significant: c.is_significant(),
                        text: c.words(),
                    };
                    (named(metric), line)
                }));
            }
        }
        let caveats = [("before", before), ("after", after)].into_iter().flat_map(|(place, side)| {
            let say = move |c: &crate::report::Caveat| Said {
                code: c.code.key(),
                place: Some(place.to_owned()),
                text: c.text.clone(),
            };
            side.report.caveats.iter().map(say)
        });
        let caveats = caveats.collect();
        let (before, after) = (before.key.to_owned(), after.key.to_owned());
        let simulated = comparison.map(|_| Named(simulated));
        Self { before, after, results: Named(results), simulated, caveats }
    }

    /// Adds a caveat of the comparison itself.
    pub fn say(&mut self, code: &'static str, text: String) {
        self.caveats.push(Said { code, place: None, text });
    }
}

/// All journeys together and each that both documents have, with what the names of their outputs begin with, and their places.
fn scopes(before: &Scenario, after: &Scenario) -> Vec<(String, Option<(usize, usize)>)> {
    let both = after.journeys.iter().enumerate().filter_map(|(place, journey)| {
        let earlier = before.journeys.iter().position(|j| j.key == journey.key)?;
        Some((format!("journey.{}.", journey.key), Some((earlier, place))))
    });
    std::iter::once((String::new(), None)).chain(both).collect()
}
