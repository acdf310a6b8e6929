//! The explanation of a number, as texts and a table that a view only has to set. Not how it is set.

use super::object::{cache, call, service};
use super::{Entry, SERVICE};
use crate::report::metric::{self, Metric, Unit};
use crate::report::{self, Estimate, Observation, Owner, Report, Resource, ResourceKind, format};
use crate::scenario::{Group, Scenario};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// An output, by its key.
    Metric(&'static str),
    /// The service that limits the throughput first.
    Bottleneck,
    /// Every number of a service.
    Service(usize),
    /// Every number of a call, and of its connection pools.
    Call(usize),
    /// Every number of a cache.
    Cache(usize),
}

impl Topic {
    /// A word of its own for each tile.
    pub fn key(self) -> &'static str {
        match self {
            Self::Metric(key) => key,
            Self::Bottleneck => "bottleneck",
            Self::Service(_) => "service",
            Self::Call(_) => "call",
            Self::Cache(_) => "cache",
        }
    }
}

/// A row of a table of texts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    /// What explains the thing that the row is of, if something does.
    pub topic: Option<Topic>,
    /// The first text is its name.
    pub texts: Vec<String>,
}

/// A table of texts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// Headings; the first is of the rows' names.
    pub columns: Vec<&'static str>,
    /// Rows.
    pub rows: Vec<Row>,
    /// The sum, where there is one.
    pub foot: Option<Vec<String>>,
}

/// A parameter that goes into a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knob {
    /// Its label.
    pub label: &'static str,
    /// Words that find it among all parameters: of the thing that is explained, where it is one of its own.
    pub words: String,
}

/// One number and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its name.
    pub label: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// The unit.
    pub unit: Unit,
    /// What the closed form says, finished; none where the number is a name.
    pub value: Option<String>,
    /// What the simulation says.
    pub simulated: Option<Estimate>,
    /// How far the closed form is from that, as a share.
    pub gap: Option<f64>,
    /// How it is found.
    pub formula: &'static str,
    /// The parameters that go into it.
    pub knobs: Vec<Knob>,
    /// How far off it can be.
    pub accuracy: &'static str,
    /// Where it comes from.
    pub source: &'static str,
}

/// The explanation of an output, or of all numbers of a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Its name.
    pub title: String,
    /// One of an output; of a thing all that apply to it.
    pub numbers: Vec<Number>,
    /// What goes into an output, with today's numbers.
    pub inputs: Vec<Table>,
    /// What is assumed, the most doubtful first.
    pub assumptions: Vec<String>,
}

/// The explanation of a topic; none if there is no such output or thing.
pub fn explain(
    topic: Topic,
    scenario: &Scenario,
    report: &Report,
    seen: Option<&Observation>,
    scope: Option<usize>,
) -> Option<Explanation> {
    let (title, numbers, inputs) = match topic {
        Topic::Metric(key) => {
            let metric = metric::find(key)?;
            let inputs = if metric.unit == Unit::Money { prices(report) } else { services(scenario, report) };
            (metric.label.to_owned(), vec![of_metric(metric, report, seen, scope)], vec![inputs])
        }
        Topic::Bottleneck => {
            let inputs = std::iter::once(services(scenario, report)).chain(resources(scenario, report));
            ("Bottleneck".to_owned(), vec![bottleneck()?], inputs.collect())
        }
        Topic::Service(i) => {
            let name = scenario.services.get(i)?.name.clone();
            (name, service(scenario, report, seen, i)?, Vec::new())
        }
        Topic::Call(i) => {
            let (from, to, _) = scenario.edges().find(|e| e.2 == i)?;
            let name = |service: usize| scenario.services[service].name.as_str();
            (format!("{} → {}", name(from), name(to)), call(scenario, report, i)?, Vec::new())
        }
        Topic::Cache(i) => {
            let name = scenario.caches.get(i)?.name.clone();
            (name, cache(scenario, report, seen, i)?, Vec::new())
        }
    };
    let is_price = numbers.iter().all(|n| n.unit == Unit::Money);
    let assumptions = if is_price { Vec::new() } else { report.assumptions.clone() };
    Some(Explanation { title, numbers, inputs, assumptions })
}

fn of_metric(
    metric: &'static Metric,
    report: &Report,
    seen: Option<&Observation>,
    scope: Option<usize>,
) -> Number {
    let simulated = seen.and_then(|o| (metric.observed)(o, scope));
    Number {
        label: metric.label,
        doc: metric.doc,
        unit: metric.unit,
        value: Some(format::output(metric.unit, report.read(metric, scope), report.cost.currency)),
        gap: simulated.and_then(|seen| report::gap_of(report.read(metric, scope), &seen)),
        simulated,
        formula: metric.formula,
        knobs: knobs(metric.inputs, ""),
        accuracy: metric.accuracy,
        source: metric.source,
    }
}

fn bottleneck() -> Option<Number> {
    let busiest = super::find(SERVICE, "busiest_fraction")?;
    Some(Number {
        label: "Bottleneck",
        doc: "The service whose busiest resource has the highest utilisation now: slots, processor, memory or connections. \
              What breaks first as the load grows, and at what load, stands beneath the diagram.",
        value: None,
        ..number(busiest, f64::NAN, None, "", "")
    })
}

/// A number of a thing; its own parameters are found by the beginning of their names.
pub(super) fn number<T>(
    entry: &'static Entry<T>,
    value: f64,
    simulated: Option<Estimate>,
    currency: &str,
    own: &str,
) -> Number {
    Number {
        label: entry.label,
        doc: entry.doc,
        unit: entry.unit,
        value: Some(format::output(entry.unit, value, currency)),
        gap: simulated.and_then(|seen| report::gap_of(value, &seen)),
        simulated,
        formula: entry.formula,
        knobs: knobs(entry.inputs, own),
        accuracy: entry.accuracy,
        source: entry.source,
    }
}

/// The rows among some inputs, each once.
fn knobs(inputs: &[&str], own: &str) -> Vec<Knob> {
    let mut knobs: Vec<Knob> = Vec::new();
    for (kind, key) in inputs.iter().filter_map(|input| input.split_once('.')) {
        let groups = Group::ALL.iter().filter(|g| g.kind() == kind);
        let Some(spec) = groups.flat_map(|g| g.specs()).find(|spec| spec.key == key) else { continue };
        let label = spec.label;
        let words =
            if own.split('.').next() == Some(kind) { format!("{own} {label}") } else { label.to_owned() };
        if knobs.iter().all(|knob| knob.label != label) {
            knobs.push(Knob { label, words });
        }
    }
    knobs
}

/// What goes into waiting: arrivals, work and slots of each service.
fn services(scenario: &Scenario, report: &Report) -> Table {
    let rows = scenario.services.iter().zip(&report.services).enumerate().map(|(i, (service, r))| Row {
        topic: Some(Topic::Service(i)),
        texts: vec![
            service.name.clone(),
            format::rate(r.arrival_per_s),
            format::time(r.work_s),
            format::count(r.servers),
            format::percent(r.utilisation),
            format::time(r.mean_wait_s),
        ],
    });
    Table {
        columns: vec!["Service", "Visits", "Work", "Slots", "Busy", "Mean wait"],
        rows: rows.collect(),
        foot: None,
    }
}

/// What can be full, service by service; none where only slots are given, which stand with the services.
fn resources(scenario: &Scenario, report: &Report) -> Option<Table> {
    let others = |r: &Resource| r.kind != ResourceKind::Slots;
    report.services.iter().any(|s| s.resources.iter().any(others)).then(|| all_resources(scenario, report))
}

fn all_resources(scenario: &Scenario, report: &Report) -> Table {
    const KEYS: [&str; 4] = ["slots_fraction", "cpu_fraction", "memory_fraction", "connections_fraction"];
    let rows = scenario.services.iter().zip(&report.services).enumerate().map(|(i, (service, r))| {
        let share = |key| super::find(SERVICE, key).map_or(f64::NAN, |e| (e.get)(r));
        let first = r.bound().map_or_else(|| "–".to_owned(), |b| b.kind.label().to_owned());
        let shares = KEYS.map(|key| format::percent(share(key)));
        let texts = std::iter::once(service.name.clone()).chain(shares).chain([first]).collect();
        Row { topic: Some(Topic::Service(i)), texts }
    });
    Table {
        columns: vec!["Service", "Slots", "Processor", "Memory", "Connections", "Full first"],
        rows: rows.collect(),
        foot: None,
    }
}

/// What goes into the cost.
fn prices(report: &Report) -> Table {
    let cost = &report.cost;
    let money = |amount| format::money(amount, cost.currency);
    let topic = |of: Owner| match of {
        Owner::Service(i) => Some(Topic::Service(i)),
        Owner::Cache(i) => Some(Topic::Cache(i)),
        Owner::Journey(_) => None,
    };
    let rows = cost.parts.iter().map(|p| Row {
        topic: topic(p.of),
        texts: vec![p.name.clone(), p.kind.label().to_owned(), money(p.per_month)],
    });
    Table {
        columns: vec!["Part", "What for", "A month"],
        rows: rows.collect(),
        foot: Some(vec!["All".to_owned(), String::new(), money(cost.per_month)]),
    }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
