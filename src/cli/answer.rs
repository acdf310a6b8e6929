//! The lines that the command line writes: every output of a report by name. Not how anything is found.

use crate::report::metric::{METRICS, Unit};
use crate::report::parts::{self, Output};
use crate::report::{Estimate, Observation, Report};
use crate::scenario::Scenario;
use serde::{Serialize, Serializer};

/// An answer to one document.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Number of the input line, from 1.
    pub line: u64,
    /// What the document goes by: the preset of a link, or the name as a slug.
    pub key: String,
    /// Outputs of the closed forms; none is undefined or infinite.
    pub results: Named<Option<f64>>,
    /// Outputs of the simulation, where it was asked for and has a say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simulated: Option<Named<Interval>>,
    /// What to know before believing a number.
    pub caveats: Vec<Said>,
}

/// What is said of an input that was refused.
#[derive(Debug, Serialize)]
pub struct Refusal {
    /// Number of the input line, from 1.
    pub line: u64,
    /// The field that is wrong, if it is one.
    pub field: Option<String>,
    /// What is wrong and what was expected.
    pub error: String,
}

/// An estimate with half the width of its 95 % interval, where it has one.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Half the width of the interval.
    pub ci95: Option<f64>,
}

/// Something to know before believing a number.
#[derive(Debug, Serialize)]
pub struct Said {
    /// The kind, a word for programs.
    pub code: &'static str,
    /// What it is about, as `service.payment`; none is the whole.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// A sentence or two.
    pub text: String,
}

/// Values by name, in order.
#[derive(Debug)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Line {
    /// The answers of both engines; the report has heard of the observation already.
    pub fn new(
        line: u64,
        key: String,
        scenario: &Scenario,
        report: &Report,
        seen: Option<&Observation>,
    ) -> Self {
        let mut all = All { seen: Vec::new(), results: Vec::new(), caveats: Vec::new() };
        for caveat in &report.caveats {
            let place = caveat.service.map(|s| format!("service.{}", scenario.services[s].key));
            all.caveats.push(Said { code: caveat.code.key(), place, text: caveat.text.clone() });
        }
        all.journeys(scenario, report, seen);
        let mut each = |place: String, values: Vec<Value>| all.part(&place, values);
        for (i, (x, r)) in scenario.services.iter().zip(&report.services).enumerate() {
            let seen = seen.and_then(|o| o.services.get(i));
            each(format!("service.{}", x.key), values(parts::SERVICE, r, seen));
        }
        for (x, r) in scenario.calls.iter().zip(&report.calls) {
            each(format!("call.{}", x.key), values(parts::CALL, r, None));
        }
        for (i, (x, r)) in scenario.caches.iter().zip(&report.caches).enumerate() {
            let seen = seen.and_then(|o| o.caches.get(i));
            each(format!("cache.{}", x.key), values(parts::CACHE, r, seen));
        }
        if let Some(seen) = seen {
            all.simulation(seen);
        }
        let (results, caveats) = (Named(all.results), all.caveats);
        Self { line, key, results, simulated: seen.map(|_| Named(all.seen)), caveats }
    }

    /// Adds a caveat, if there is one.
    pub fn say(&mut self, code: &'static str, text: Option<String>) {
        self.caveats.extend(text.map(|text| Said { code, place: None, text }));
    }
}

/// One output: its name, value, what no value means, and what was observed.
type Value = (&'static str, f64, &'static str, Option<Estimate>);

fn values<R, O>(table: &'static [Output<R, O>], report: &R, seen: Option<&O>) -> Vec<Value> {
    table.iter().map(|x| (x.key, (x.get)(report), x.none, seen.and_then(x.observed))).collect()
}

const NOT_ANSWERED: &str = "no request is answered successfully, or too many wait for an overloaded service";

/// What is said so far.
struct All {
    results: Vec<(String, Option<f64>)>,
    seen: Vec<(String, Interval)>,
    caveats: Vec<Said>,
}

impl All {
    fn journeys(&mut self, scenario: &Scenario, report: &Report, seen: Option<&Observation>) {
        let scopes = (0..scenario.journeys.len()).map(Some);
        for scope in std::iter::once(None).chain(scopes) {
            // Money is of the whole system.
            let metrics = METRICS.iter().filter(|m| scope.is_none() || m.unit != Unit::Money);
            let value = |m: &'static crate::report::metric::Metric| -> Value {
                let observed = seen.and_then(|o| (m.observed)(o, scope));
                (m.key, report.read(m, scope), NOT_ANSWERED, observed)
            };
            let place = scope.map_or(String::new(), |j| format!("journey.{}", scenario.journeys[j].key));
            self.part(&place, metrics.map(value).collect());
        }
    }

    /// Adds the outputs of one part, and a caveat that names those without a value.
    fn part(&mut self, place: &str, values: Vec<Value>) {
        let mut without = Vec::new();
        for (key, value, none, observed) in values {
            let name = if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
            if !value.is_finite() {
                without.push(format!("{key} has no value: {none}."));
            }
            let interval = |e: Estimate| Interval { value: e.value, ci95: e.half_width };
            self.seen.extend(observed.map(|e| (name.clone(), interval(e))));
            // Minus zero, the sum of nothing, is zero.
            self.results.push((name, Some(value + 0.0).filter(|v| v.is_finite())));
        }
        if !without.is_empty() {
            let place = Some(place.to_owned()).filter(|p| !p.is_empty());
            self.caveats.push(Said { code: "no-value", place, text: without.join(" ") });
        }
    }

    /// What to know of the simulation itself.
    fn simulation(&mut self, seen: &Observation) {
        let mut say = |code, text: String| self.caveats.push(Said { code, place: None, text });
        let without: Vec<_> = self.seen.iter().filter(|s| s.1.ci95.is_none()).map(|s| s.0.as_str()).collect();
        if seen.replications < 10 {
            let made = seen.replications;
            say("no-interval", format!("An interval needs at least ten replications; there were {made}."));
        } else if !without.is_empty() {
            let text = format!(
                "Too few requests for an interval of {}: ask for more replications.",
                without.join(", ")
            );
            say("no-interval", text);
        }
        let percentiles = METRICS[..4].iter().zip(&seen.overall.percentiles_s);
        let missing: Vec<_> = percentiles.filter(|p| p.1.is_none()).map(|p| p.0.key).collect();
        if !missing.is_empty() && !seen.overall.overloaded {
            let text = format!("Too few requests were answered to observe {}.", missing.join(", "));
            say("no-estimate", text);
        }
        if !seen.settled {
            let text = "So close to saturation the system did not settle before it was observed: simulated latencies are \
                        too low.";
            say("not-settled", text.to_owned());
        }
        if seen.truncated {
            let text = "A replication ended at its greatest number of events: what it says of rare things is cut off.";
            say("cut-off", text.to_owned());
        }
    }
}
