//! The explanation of a number, as texts and a table that a view only has to set. Not how it is set.

use super::SERVICE;
use crate::report::metric::{self, Metric, Unit};
use crate::report::{Report, Resource, ResourceKind, format};
use crate::scenario::{Group, Scenario};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// An output, by its key.
    Metric(&'static str),
    /// The service that limits the throughput first.
    Bottleneck,
}

impl Topic {
    /// A word of its own for each.
    pub fn key(self) -> &'static str {
        match self {
            Self::Metric(key) => key,
            Self::Bottleneck => "bottleneck",
        }
    }
}

/// A table of texts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// Headings; the first is of the rows' names.
    pub columns: Vec<&'static str>,
    /// Rows, the first text of each its name.
    pub rows: Vec<Vec<String>>,
    /// The sum, where there is one.
    pub foot: Option<Vec<String>>,
}

/// The explanation of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Its name.
    pub title: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// What the closed form says, finished; none where the number is a name.
    pub value: Option<String>,
    /// How it is found.
    pub formula: &'static str,
    /// What goes into it, with today's numbers.
    pub inputs: Vec<Table>,
    /// The parameters that go into it, by their labels.
    pub knobs: Vec<&'static str>,
    /// How far off it can be.
    pub accuracy: &'static str,
    /// Where it comes from.
    pub source: &'static str,
}

/// The explanation of a topic; none if there is no such output.
pub fn explain(
    topic: Topic,
    scenario: &Scenario,
    report: &Report,
    scope: Option<usize>,
) -> Option<Explanation> {
    match topic {
        Topic::Metric(key) => metric::find(key).map(|m| of_metric(m, scenario, report, scope)),
        Topic::Bottleneck => {
            let busiest = super::find(SERVICE, "busiest_fraction")?;
            Some(Explanation {
                title: "Bottleneck",
                doc: "The service whose busiest resource has the highest utilisation now: slots, processor, memory or \
                      connections. What breaks first as the load grows, and at what load, stands beneath the diagram.",
                value: None,
                formula: busiest.formula,
                inputs: std::iter::once(services(scenario, report))
                    .chain(resources(scenario, report))
                    .collect(),
                knobs: knobs(busiest.inputs),
                accuracy: busiest.accuracy,
                source: busiest.source,
            })
        }
    }
}

fn of_metric(
    metric: &'static Metric,
    scenario: &Scenario,
    report: &Report,
    scope: Option<usize>,
) -> Explanation {
    Explanation {
        title: metric.label,
        doc: metric.doc,
        value: Some(format::output(metric.unit, report.read(metric, scope), report.cost.currency)),
        formula: metric.formula,
        inputs: vec![if metric.unit == Unit::Money { prices(report) } else { services(scenario, report) }],
        knobs: knobs(metric.inputs),
        accuracy: metric.accuracy,
        source: metric.source,
    }
}

/// The labels of the rows among some inputs, each once.
fn knobs(inputs: &[&str]) -> Vec<&'static str> {
    let mut labels = Vec::new();
    for (kind, key) in inputs.iter().filter_map(|input| input.split_once('.')) {
        let groups = Group::ALL.iter().filter(|g| g.kind() == kind);
        let spec = groups.flat_map(|g| g.specs()).find(|spec| spec.key == key);
        labels.extend(spec.map(|s| s.label).filter(|label| !labels.contains(label)));
    }
    labels
}

/// What goes into waiting: arrivals, work and slots of each service.
fn services(scenario: &Scenario, report: &Report) -> Table {
    let rows = scenario.services.iter().zip(&report.services).map(|(service, r)| {
        vec![
            service.name.clone(),
            format::rate(r.arrival_per_s),
            format::time(r.work_s),
            format::count(r.servers),
            format::percent(r.utilisation),
            format::time(r.mean_wait_s),
        ]
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
    let rows = scenario.services.iter().zip(&report.services).map(|(service, r)| {
        let share = |key| super::find(SERVICE, key).map_or(f64::NAN, |e| (e.get)(r));
        let first = r.bound().map_or_else(|| "–".to_owned(), |b| b.kind.label().to_owned());
        let shares = KEYS.map(|key| format::percent(share(key)));
        std::iter::once(service.name.clone()).chain(shares).chain([first]).collect()
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
    let rows = cost.parts.iter().map(|p| vec![p.name.clone(), p.kind.label().to_owned(), money(p.per_month)]);
    Table {
        columns: vec!["Part", "What for", "A month"],
        rows: rows.collect(),
        foot: Some(vec!["All".to_owned(), String::new(), money(cost.per_month)]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Topic, explain};
    use crate::report::{evaluate, metric};
    use crate::scenario::preset;

    #[test]
    fn every_output_names_parameters_that_go_into_it() {
        let scenario = (preset::ALL[0].build)();
        let report = evaluate(&scenario);
        for topic in metric::METRICS.iter().map(|m| Topic::Metric(m.key)).chain([Topic::Bottleneck]) {
            let found = explain(topic, &scenario, &report, None).expect("explained");
            assert!(!found.knobs.is_empty(), "{topic:?}");
        }
        let p99 = explain(Topic::Metric("p99_s"), &scenario, &report, None).expect("explained");
        assert!(p99.knobs.contains(&"Arrival rate") && p99.knobs.contains(&"Replicas"), "{:?}", p99.knobs);
    }

    #[test]
    fn resources_are_a_table_of_their_own_where_there_are_any() {
        let mut scenario = (preset::ALL[0].build)();
        let of =
            |s: &_| explain(Topic::Bottleneck, s, &evaluate(s), None).expect("an explanation").inputs.len();
        assert_eq!(of(&scenario), 1);
        scenario.services[0].machine.cores = 2.0;
        assert_eq!(of(&scenario), 2);
    }

    #[test]
    fn every_topic_is_explained_and_its_table_is_whole() {
        for preset in preset::ALL {
            let scenario = (preset.build)();
            let report = evaluate(&scenario);
            let topics = metric::METRICS.iter().map(|m| Topic::Metric(m.key)).chain([Topic::Bottleneck]);
            for topic in topics {
                let found = explain(topic, &scenario, &report, None).expect("an explanation");
                for table in &found.inputs {
                    let width = table.columns.len();
                    assert!(table.rows.iter().chain(&table.foot).all(|r| r.len() == width));
                }
            }
            assert!(explain(Topic::Metric("nothing"), &scenario, &report, None).is_none());
        }
    }
}
