//! What stands on each tile, read from the report. Not numbers of its own: it chooses and words those of `report`.

use super::StripProps;
use super::tile::{Change, Fact, Paired, Simulated};
use crate::report::metric::{self, Metric, Unit};
use crate::report::provenance::Topic;
use crate::report::{self, Answers, ResourceKind, compare, format};
use crate::ui::same::Same;
use crate::ui::words;

/// Every tile, in order.
pub fn tiles(props: &StripProps) -> Vec<Fact> {
    let mut tiles: Vec<Fact> = (0..4).map(|i| percentile(props, i)).collect();
    tiles.extend([throughput(props), errors(props), cost(props), bottleneck(props)]);
    tiles
}

fn percentile(props: &StripProps, index: usize) -> Fact {
    const KEYS: [&str; 4] = ["p50_s", "p95_s", "p99_s", "p999_s"];
    let slo = &props.report.journey(props.scope).slo;
    let mut fact = of(props, KEYS[index]);
    if let Some(holds) = slo.latency.filter(|_| slo.percentile == index) {
        let limit = format::time(slo.limit_s);
        fact.verdict = Some(match (holds, slo.limit_s.is_finite()) {
            (true, true) => (true, format!("within {limit}")),
            (false, true) => (false, format!("over {limit}")),
            (true, false) => (true, "within limits".to_owned()),
            (false, false) => (false, "over a limit".to_owned()),
        });
    }
    if props.report.journey(props.scope).percentiles_s[index].is_infinite() {
        "overloaded".clone_into(&mut fact.note);
    }
    fact
}

fn throughput(props: &StripProps) -> Fact {
    let mut fact = of(props, "throughput_per_s");
    fact.note = match &props.exploration {
        None if props.run.exploring => "finding the most…".to_owned(),
        None => "the most is not known".to_owned(),
        Some(e) if e.max_factor == 0.0 => "none within objective".to_owned(),
        Some(e) if e.max_throughput_per_s.is_infinite() => "no limit found".to_owned(),
        Some(e) => format!("at most {}", format::rate(e.max_throughput_per_s)),
    };
    // What is shown is of an earlier document, by a moment.
    fact.is_stale = props.run.exploring;
    if let Some(holds) = props.report.journey(props.scope).slo.throughput {
        fact.verdict = Some((holds, if holds { "sustained" } else { "not sustained" }.to_owned()));
    }
    fact
}

fn errors(props: &StripProps) -> Fact {
    let mut fact = of(props, "error_fraction");
    let holds = props.report.journey(props.scope).slo.errors;
    // All journeys together have no one limit to name.
    let only = if props.scenario.journeys.len() == 1 { Some(0) } else { props.scope };
    let limit = only.and_then(|j| props.scenario.journeys.get(j)).map(|j| j.slo.slo_error_fraction);
    let words = match (holds, limit) {
        (true, Some(limit)) => format!("within {}", format::brief(Unit::Fraction, limit)),
        (false, Some(limit)) => format!("over {}", format::brief(Unit::Fraction, limit)),
        (true, None) => "within limits".to_owned(),
        (false, None) => "over a limit".to_owned(),
    };
    fact.verdict = Some((holds, words));
    fact
}

fn cost(props: &StripProps) -> Fact {
    let mut fact = of(props, "cost_per_month");
    let per_million = props.report.cost.per_million;
    fact.note = if per_million.is_finite() {
        format!("{} per million", format::money(per_million, ""))
    } else {
        "nothing is answered".to_owned()
    };
    fact
}

fn bottleneck(props: &StripProps) -> Fact {
    let found = props.report.bottleneck;
    let service = found.and_then(|i| props.scenario.services.get(i).zip(props.report.services.get(i)));
    let bound = service.and_then(|(s, r)| Some((s, r.bound()?)));
    let overloaded = bound.is_some_and(|(_, b)| b.utilisation() >= 1.0);
    let (value, note) = match bound {
        Some((s, b)) => {
            let busy = format::percent(b.utilisation());
            let note = match b.kind {
                ResourceKind::Slots if overloaded => format!("overloaded: {busy}"),
                ResourceKind::Slots => format!("{busy} busy"),
                kind => format!("{}: {busy}", kind.label().to_lowercase()),
            };
            (s.name.clone(), note)
        }
        None => ("None".to_owned(), "nothing queues".to_owned()),
    };
    let name = |i: usize| props.scenario.services.get(i).map_or("none", |s| s.name.as_str());
    let changed = props.baseline.as_ref().filter(|b| b.report.bottleneck != found).map(|b| {
        let before = b.report.bottleneck.map_or("none", name);
        Change { text: format!("was {before}"), before: format!("baseline {before}"), better: None }
    });
    Fact {
        topic: Topic::Bottleneck,
        label: "Bottleneck",
        value,
        is_name: true,
        // The note says it in words.
        verdict: overloaded.then(|| (false, String::new())),
        note,
        is_stale: false,
        change: changed,
        paired: None,
        simulated: Simulated::Silent,
    }
}

/// A tile of an output of the table.
fn of(props: &StripProps, key: &'static str) -> Fact {
    let metric = metric::find(key).unwrap_or(&metric::METRICS[0]);
    let now = props.report.read(metric, props.scope);
    let currency = props.report.cost.currency;
    // Amounts of two currencies have no difference.
    let comparable = |b: &&Same<Answers>| metric.unit != Unit::Money || b.report.cost.currency == currency;
    let change = props.baseline.as_ref().filter(comparable).and_then(|baseline| {
        let then = baseline.report.read(metric, props.scope);
        let change = compare::change(metric, now, then)?;
        let text = match change.share {
            _ if change.by == 0.0 => "±0".to_owned(),
            Some(share) if metric.unit != Unit::Fraction => words::signed_percent(share),
            // A share that changes by a hundredth of all is no hundredth of itself.
            _ => compare::points(signed(metric.unit, change.by)),
        };
        let before = format!("baseline {}", format::output(metric.unit, then, currency));
        Some(Change { text, before, better: change.better })
    });
    Fact {
        topic: Topic::Metric(metric.key),
        label: if key == "cost_per_month" { "Cost a month" } else { metric.label },
        value: format::output(metric.unit, now, currency),
        is_name: false,
        verdict: None,
        note: String::new(),
        is_stale: false,
        change,
        paired: paired(props, metric),
        simulated: simulated(props, metric),
    }
}

/// What the simulation says of the change, in few words and in many, and whether it is better.
fn paired(props: &StripProps, metric: &Metric) -> Option<Paired> {
    let contrast = props.comparison.as_ref()?.find(metric.key, props.scope)?;
    let text = match (contrast.interval(), contrast.is_significant()) {
        (None, _) => "the same".to_owned(),
        (Some(_), true) => contrast.signed(),
        (Some(_), false) => "unclear".to_owned(),
    };
    Some(Paired { text, words: contrast.words(), better: contrast.better() })
}

fn signed(unit: Unit, by: f64) -> String {
    format!("{}{}", if by < 0.0 { "−" } else { "+" }, format::output(unit, by.abs(), ""))
}

fn simulated(props: &StripProps, metric: &Metric) -> Simulated {
    if metric.unit == Unit::Money {
        return Simulated::Silent;
    }
    let said = props.observation.as_ref().and_then(|o| (metric.observed)(o, props.scope));
    match said {
        Some(estimate) => Simulated::Says(
            words::estimate(metric.unit, estimate),
            report::gap(&props.report, metric, props.scope, &estimate).map(words::gap),
        ),
        None if props.observation.as_ref().is_some_and(|o| o.overloaded) => {
            Simulated::Pending("no lasting value".to_owned())
        }
        None if props.run.failed.is_some() => Simulated::Pending("no simulation".to_owned()),
        None if props.run.simulating => Simulated::Pending("simulating…".to_owned()),
        None => Simulated::Pending("too few samples".to_owned()),
    }
}
