//! What is read off one chart and found on the others, and what all charts show of a baseline. Not what charts look like.

use crate::chart_case::{Case, first, loaded};
use headroom::chart::data::Picture;
use headroom::chart::{Cell, Data, Kind, Quantity, Shared, Style};
use headroom::report::metric::Unit;
use headroom::report::{Owner, evaluate};
use headroom::scenario::codec::json;
use headroom::scenario::preset;

#[test]
fn a_value_read_off_one_chart_is_found_on_the_others() {
    let case = Case::full(&first());
    let (size, style) = ((640.0, 300.0), Style { dark: false, scale: 1.0 });
    let [latency, load, hops, busy] =
        [Kind::Distribution, Kind::Load, Kind::Hops, Kind::Utilisation].map(|kind| case.data(kind));
    let own = latency.read(size, &style, 80);
    let shared = latency.shared(80);
    let quantities = |shared: &[Shared]| -> Vec<Quantity> {
        shared
            .iter()
            .filter_map(|s| if let Shared::Value(quantity, _) = s { Some(*quantity) } else { None })
            .collect()
    };
    assert_eq!(quantities(&shared), [Quantity::Latency]);
    let echo = load.read_shared(size, &style, &shared).expect("a latency that the curve has");
    assert!(echo.level.is_some() && echo.line.is_none());
    assert_eq!(echo.words[0], own.words[0], "the same value in the same words");
    let across = hops.read_shared(size, &style, &shared).expect("a time within the axis");
    assert_eq!(across.words[0].1, own.words[0].1);
    assert!(busy.read_shared(size, &style, &shared).is_none());
    // Its load belongs to no other chart, the latency there does.
    let shared = load.shared(60);
    assert_eq!(quantities(&shared), [Quantity::Load, Quantity::Latency]);
    let back = latency.read_shared(size, &style, &shared).expect("the P99 there is within the law");
    assert!(back.line.is_some() && back.level.is_none());
    // What it shares is found at itself again.
    let there = load.read_shared(size, &style, &shared).expect("its own load");
    assert_eq!(there.words, load.read(size, &style, 60).words);
}

#[test]
fn a_part_of_the_system_is_found_in_the_rows_of_the_others() {
    let scenario = json::read(
        r#"{"headroom": 1, "journeys": [{"key": "buy", "entry": "shop", "arrival_rps": 10}], "services": [
            {"key": "shop", "operations": [{"steps": [
                {"work": {"mean_ms": 5}}, {"calls": {"of": [{"to": "stock"}]}},
                {"calls": {"of": [{"to": "stock", "caches": ["redis"]}]}}
            ]}]},
            {"key": "stock", "operations": [{"steps": [{"work": {"mean_ms": 9}}]}]}
        ], "caches": [{"key": "redis", "hit_fraction": "90%", "memory_gib": 2}]}"#,
    )
    .expect("a document");
    let case = Case::full(&scenario);
    let (size, style) = ((640.0, 300.0), Style { dark: false, scale: 1.0 });
    let [hops, funnel, busy, cost] =
        [Kind::Hops, Kind::Funnel, Kind::Utilisation, Kind::Cost].map(|kind| case.data(kind));
    let at = |data: &Data, of: Owner| {
        (0..data.stops()).find(|&stop| data.shared(stop) == [Shared::Part(of)]).expect("a row of it")
    };
    let stop = at(&busy, Owner::Service(1));
    let shared = busy.shared(stop);
    let visits = hops.read_shared(size, &style, &shared).expect("its visits");
    assert_eq!((visits.rows.len(), visits.line), (2, None));
    assert_eq!(visits.words, hops.read(size, &style, at(&hops, Owner::Service(1))).words);
    assert_eq!(busy.read_shared(size, &style, &shared), Some(busy.read(size, &style, stop)));
    // What a cache passes on and what it costs.
    let shared = funnel.shared(at(&funnel, Owner::Cache(0)));
    let price = cost.read_shared(size, &style, &shared).expect("its price");
    assert_eq!(price.words, cost.read(size, &style, at(&cost, Owner::Cache(0))).words);
    assert!(busy.read_shared(size, &style, &shared).is_none(), "no service is that cache");
}

#[test]
fn time_spent_on_the_slowest_of_several_is_said() {
    let said = |preset: &str| {
        let build = preset::find(preset).expect("an example").build;
        Case::new(&build()).data(Kind::Hops).description
    };
    assert!(said("checkout").contains(" Before Order (2) "), "{}", said("checkout"));
    assert!(["edge", "later"].iter().all(|preset| !said(preset).contains(" Before ")));
}

#[test]
fn every_chart_shows_the_baseline_behind_what_is_now() {
    for example in ["checkout", "caches"] {
        let scenario = (preset::find(example).expect("an example").build)();
        let alone = Case { baseline: None, ..Case::full(&scenario) };
        let compared = Case::full(&scenario);
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Funnel || !scenario.caches.is_empty());
        for kind in kinds {
            let (alone, compared) = (alone.data(kind), compared.data(kind));
            let in_legend =
                |data: &Data| data.legend.iter().any(|l| l.name.to_lowercase().contains("baseline"));
            let in_table = |data: &Data| data.table.columns.iter().any(|c| c.contains("Baseline"));
            assert!(in_legend(&compared) && !in_legend(&alone), "{kind:?}");
            assert!(in_table(&compared) && !in_table(&alone), "{kind:?}");
            let width = compared.table.columns.len();
            assert!(compared.table.rows.iter().all(|row| row.len() == width), "{kind:?}");
            let shown = match &compared.picture {
                Picture::Lines(lines) => {
                    lines.series.iter().any(|s| s.name.contains("Baseline") && s.points.len() > 5)
                }
                Picture::Bars(bars) => {
                    bars.rows.iter().any(|r| r.compared.is_some_and(|at| bars.x.at(at) <= 1.0))
                }
                Picture::Empty(_) => false,
            };
            assert!(shown, "{kind:?} of {example}");
        }
    }
}

#[test]
fn a_visit_is_compared_with_the_same_visit_of_the_baseline() {
    let scenario = (preset::ALL[0].build)();
    let data = Case::full(&scenario).data(Kind::Hops);
    let before = evaluate(&loaded(&scenario, 0.7)).overall;
    let hop = &before.hops[2];
    let took = [hop.transfer_s, hop.wait_s, hop.work_s].iter().sum::<f64>();
    let row = &data.table.rows[2];
    assert_eq!(row[0], Cell::Text(hop.label.clone()));
    assert_eq!(row[8..], [Cell::new(hop.start_s, Unit::Seconds), Cell::new(took, Unit::Seconds)]);
}
