//! The explanations, over every example.

use super::{Explanation, Topic, explain};
use crate::report::metric::{self, Unit};
use crate::report::{Estimate, Observation, Report, evaluate};
use crate::scenario::{Scenario, preset};
use crate::sim::ServiceObserved;

fn outputs() -> impl Iterator<Item = Topic> {
    metric::METRICS.iter().map(|m| Topic::Metric(m.key)).chain([Topic::Bottleneck])
}

fn things(s: &Scenario) -> impl Iterator<Item = Topic> {
    let services = (0..s.services.len()).map(Topic::Service);
    services.chain((0..s.calls.len()).map(Topic::Call)).chain((0..s.caches.len()).map(Topic::Cache))
}

fn explained(topic: Topic, scenario: &Scenario, report: &Report) -> Explanation {
    explain(topic, scenario, report, None, None).unwrap_or_else(|| panic!("{topic:?} is explained"))
}

#[test]
fn every_output_names_parameters_that_go_into_it() {
    let scenario = (preset::ALL[0].build)();
    let report = evaluate(&scenario);
    for topic in outputs() {
        assert!(!explained(topic, &scenario, &report).numbers[0].knobs.is_empty(), "{topic:?}");
    }
    let p99 = explained(Topic::Metric("p99_s"), &scenario, &report);
    let labels: Vec<_> = p99.numbers[0].knobs.iter().map(|k| k.label).collect();
    assert!(labels.contains(&"Arrival rate") && labels.contains(&"Replicas"), "{labels:?}");
}

#[test]
fn resources_are_a_table_of_their_own_where_there_are_any() {
    let mut scenario = (preset::ALL[0].build)();
    let of = |s: &Scenario| explained(Topic::Bottleneck, s, &evaluate(s)).inputs.len();
    assert_eq!(of(&scenario), 1);
    scenario.services[0].machine.cores = 2.0;
    assert_eq!(of(&scenario), 2);
}

#[test]
fn every_topic_is_explained_and_its_table_is_whole() {
    for preset in preset::ALL {
        let scenario = (preset.build)();
        let report = evaluate(&scenario);
        for topic in outputs().chain(things(&scenario)) {
            let found = explained(topic, &scenario, &report);
            for table in &found.inputs {
                let width = table.columns.len();
                assert!(table.rows.iter().map(|r| &r.texts).chain(&table.foot).all(|r| r.len() == width));
                let topics = table.rows.iter().filter_map(|r| r.topic);
                assert!(
                    topics.map(|t| explain(t, &scenario, &report, None, None)).all(|found| found.is_some())
                );
            }
            assert!(!found.title.is_empty() && !found.numbers.is_empty(), "{topic:?}");
            let money = |key| metric::find(key).is_some_and(|m| m.unit == Unit::Money);
            let is_price = matches!(topic, Topic::Metric(key) if money(key));
            assert_eq!(found.assumptions.is_empty(), is_price, "{topic:?}");
        }
        let none = [
            Topic::Metric("nothing"),
            Topic::Service(scenario.services.len()),
            Topic::Call(scenario.calls.len()),
            Topic::Cache(scenario.caches.len()),
        ];
        assert!(none.map(|t| explain(t, &scenario, &report, None, None)).iter().all(Option::is_none));
    }
}

#[test]
fn a_service_shows_what_applies_to_it_with_its_own_knobs_and_what_was_simulated() {
    let scenario = (preset::ALL[0].build)();
    let report = evaluate(&scenario);
    let seen = Observation {
        services: vec![
            ServiceObserved {
                utilisation: Some(Estimate { value: 0.5, half_width: Some(0.01) }),
                ..ServiceObserved::default()
            };
            scenario.services.len()
        ],
        ..Observation::default()
    };
    let found = explain(Topic::Service(1), &scenario, &report, Some(&seen), None).expect("explained");
    assert_eq!(found.title, scenario.services[1].name);
    let number = |label: &str| found.numbers.iter().find(|n| n.label == label);
    assert!(number("Processor").is_none(), "no cores are given");
    let busy = number("Slots busy").expect("it has slots");
    let gap = (report.services[1].utilisation - 0.5) / 0.5;
    assert_eq!((busy.simulated.map(|e| e.value), busy.gap), (Some(0.5), Some(gap)));
    let own = format!("service.{}. Replicas", scenario.services[1].key);
    assert!(busy.knobs.iter().any(|k| k.label == "Replicas" && k.words == own), "{:?}", busy.knobs);
}
