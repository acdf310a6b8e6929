//! What the page says to its host, as JSON texts. Not what it hears.

use super::{Fault, VERSION};
use crate::app::State;
use crate::report::Report;
use crate::report::metric::{METRICS, Unit};
use crate::report::parts;
use crate::scenario::Scenario;
use crate::scenario::excerpt::beginning;
use std::fmt::Write;

/// Most characters of a reason; what a message says where it is wrong may be as long as itself.
const MAX_REASON: usize = 400;

/// Says that the page takes messages, and what it shows.
pub fn ready(state: &State) -> String {
    news("ready", state, None)
}

/// Says what is shown; the answer to a message if it has its name.
pub fn change(state: &State, id: Option<&str>) -> String {
    news("change", state, id)
}

/// Says how high the content is, in pixels of the page.
pub fn resize(height: f64) -> String {
    let mut out = open("resize", None);
    let _ = write!(out, r#","height":{}}}"#, number(height));
    out
}

/// Says why a message was not followed.
pub fn error(fault: &Fault) -> String {
    let mut out = open("error", fault.id.as_deref());
    out.push_str(r#","error":"#);
    quote(&mut out, &beginning(&fault.text, MAX_REASON));
    out.push('}');
    out
}

fn open(kind: &str, id: Option<&str>) -> String {
    let mut out = format!(r#"{{"headroom":{VERSION},"type":"{kind}""#);
    if let Some(id) = id {
        out.push_str(r#","id":"#);
        quote(&mut out, id);
    }
    out
}

fn news(kind: &str, state: &State, id: Option<&str>) -> String {
    let mut out = open(kind, id);
    out.push_str(r#","name":"#);
    quote(&mut out, &state.scenario.name);
    out.push_str(r#","scenario":"#);
    quote(&mut out, &state.frame.fragment);
    let _ = write!(out, r#","holds":{},"results":{{"#, state.report.overall.slo.holds());
    for (i, (name, value)) in results(&state.scenario, &state.report).into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        quote(&mut out, &name);
        let _ = write!(out, ":{}", number(value));
    }
    out.push_str("}}");
    out
}

/// Every output of the closed forms by the name that the command line gives it.
pub fn results(scenario: &Scenario, report: &Report) -> Vec<(String, f64)> {
    let mut all = Vec::new();
    let scopes = (0..scenario.journeys.len()).map(Some);
    for scope in std::iter::once(None).chain(scopes) {
        let place = scope.map_or(String::new(), |j| format!("journey.{}.", scenario.journeys[j].key));
        // Money is of the whole system.
        let metrics = METRICS.iter().filter(|m| scope.is_none() || m.unit != Unit::Money);
        all.extend(metrics.map(|m| (format!("{place}{}", m.key), report.read(m, scope))));
    }
    for (x, r) in scenario.services.iter().zip(&report.services) {
        all.extend(parts::SERVICE.iter().map(|o| (format!("service.{}.{}", x.key, o.key), (o.get)(r))));
    }
    for (x, r) in scenario.calls.iter().zip(&report.calls) {
        all.extend(parts::CALL.iter().map(|o| (format!("call.{}.{}", x.key, o.key), (o.get)(r))));
    }
    for (x, r) in scenario.caches.iter().zip(&report.caches) {
        all.extend(parts::CACHE.iter().map(|o| (format!("cache.{}.{}", x.key, o.key), (o.get)(r))));
    }
    all
}

/// A number as JSON has it: the same to the last bit, null where there is none or no end of it.
fn number(value: f64) -> String {
    if value.is_finite() { format!("{value:?}") } else { "null".to_owned() }
}

/// Adds a text in quotes.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
