//! The distribution of latency: which share of requests is faster than what, with every nine of the percentile given
//! the same room. Not how it was found.

use super::Inputs;
use super::axis::{Axis, Quantity};
use super::data::{Cell, Data, Legend, Lines, Mark, Picture, Rule, Series, Stroke, Table};
use super::style::Ink;
use crate::report::format::time;
use crate::report::metric::Unit;
use crate::report::{JourneyReport, Verdict};

const TITLE: &str = "Latency distribution";

/// The percentiles a report states, as the share that is slower.
const STATED: [(f64, &str); 4] = [(0.5, "P50"), (0.05, "P95"), (0.01, "P99"), (0.001, "P99.9")];

/// The percentiles of the table, as the share that is slower.
const TABLE: [f64; 9] = [0.75, 0.5, 0.25, 0.1, 0.05, 0.01, 0.005, 0.001, 0.0001];

/// What the chart shows.
pub fn data(inputs: &Inputs) -> Data {
    let journey = inputs.report.journey(inputs.scope);
    let baseline =
        inputs.baseline.map(|b| b.report.journey(inputs.scope)).filter(|b| !b.percentiles_s[2].is_nan());
    let observed = inputs.observation.and_then(|o| o.journey(inputs.scope));

    let mut series = Vec::new();
    if let Some(b) = baseline.filter(|b| !b.tail.is_empty()) {
        series.push(line("Baseline", Ink::Muted, Stroke::Dashed, &b.tail));
    }
    series.push(line("Model", Ink::Blue, Stroke::Bold, &journey.tail));
    if let Some(o) = observed {
        let tail: Vec<(f64, f64)> =
            o.curve.iter().map(|p| (p.latency_s.value, 1.0 - p.probability)).collect();
        let mut points = line("Simulation", Ink::Orange, Stroke::Dots, &tail);
        points.band = o
            .curve
            .iter()
            .filter_map(|p| {
                let half = p.latency_s.half_width?;
                Some((1.0 - p.probability, p.latency_s.value - half, p.latency_s.value + half))
            })
            .collect();
        for (i, &(slower, _)) in STATED.iter().enumerate() {
            if let Some(e) = o.percentiles_s[i]
                && let Some(half) = e.half_width
            {
                points.spans.push((slower, e.value - half, e.value + half));
            }
        }
        series.push(points);
    }
    series.retain(|s| !s.points.is_empty() || !s.spans.is_empty());

    let Some((from, to)) = range(&series, &journey.slo) else {
        let why = match journey.percentiles_s[2] {
            p99 if p99.is_nan() => "No request succeeds, so there is no latency to show.",
            f64::INFINITY => {
                let data = Data::empty(TITLE, "Overloaded: latency grows without bound.");
                return Data { table: table(journey, baseline, &series), ..data };
            }
            _ => "Every request is answered at once: nothing here takes time yet.",
        };
        return Data::empty(TITLE, why);
    };
    let overloaded = journey.percentiles_s[2] == f64::INFINITY;
    let marks = STATED
        .iter()
        .zip(journey.percentiles_s)
        .filter(|(_, s)| s.is_finite())
        .enumerate()
        .map(|(i, (&(slower, name), s))| {
            let strong = i == journey.slo.percentile;
            {
                let (label, short) = (format!("{name} {}", time(s)), name.to_owned());
                Mark { x: s, y: slower, ink: Ink::Blue, label, short, strong }
            }
        })
        .collect();
    Data {
        title: TITLE,
        description: describe(journey, baseline),
        legend: series
            .iter()
            .rev()
            .map(|s| Legend { name: words(s), ink: s.ink, stroke: s.stroke })
            .chain(slo_rule(&journey.slo).map(|r| Legend {
                name: "SLO".to_owned(),
                ink: r.ink,
                stroke: Stroke::Thin,
            }))
            .collect(),
        table: table(journey, baseline, &series),
        picture: Picture::Lines(Lines {
            x: Axis::between(inputs.scale(), "Latency", Unit::Seconds, from, to).of(Quantity::Latency),
            y: Axis::nines("Requests faster than this"),
            series,
            rules: slo_rule(&journey.slo).into_iter().collect(),
            marks,
            beyond: None,
            remark: overloaded.then(|| "Overloaded now".to_owned()),
        }),
        stale: false,
    }
}

/// What a line is called in the legend, and what the band about it means.
fn words(series: &Series) -> String {
    let band = if series.band.is_empty() { "" } else { ", band: 95 % interval" };
    format!("{}{band}", series.name)
}

fn slo_rule(slo: &Verdict) -> Option<Rule> {
    slo.limit_s.is_finite().then(|| {
        let name = STATED.get(slo.percentile).map_or("", |s| s.1);
        let label = format!("SLO: {name} within {}", time(slo.limit_s));
        Rule { at: slo.limit_s, upright: true, ink: Ink::Red, label }
    })
}

fn line(name: &str, ink: Ink, stroke: Stroke, tail: &[(f64, f64)]) -> Series {
    // Nothing is at latency zero on a log axis, and nothing is drawn far below the last nine.
    let last = tail.iter().position(|p| p.1 <= 1e-5).map_or(tail.len(), |i| i + 1);
    let points = tail[..last].iter().copied().filter(|p| p.0 > 0.0 && p.0.is_finite()).collect();
    Series { name: name.to_owned(), ink, stroke, points, spans: Vec::new(), band: Vec::new() }
}

/// From the first latency that matters to the last, the limit included where it is near.
fn range(series: &[Series], slo: &Verdict) -> Option<(f64, f64)> {
    let points = || series.iter().flat_map(|s| &s.points);
    let from = points().filter(|p| p.1 > 0.0 && p.1 < 0.998).map(|p| p.0).fold(f64::INFINITY, f64::min);
    let to = points().filter(|p| p.1 >= 0.5e-4).map(|p| p.0).fold(0.0, f64::max);
    if !(from.is_finite() && to > 0.0) {
        return None;
    }
    let (from, to) = (from.min(to), to.max(from));
    let near = slo.limit_s >= from / 4.0 && slo.limit_s <= to * 4.0;
    Some(if near { (from.min(slo.limit_s * 0.9), to.max(slo.limit_s * 1.1)) } else { (from, to) })
}

/// The latency that a share of requests exceeds.
fn quantile(tail: &[(f64, f64)], slower: f64) -> Option<f64> {
    let i = tail.iter().position(|p| p.1 <= slower)?;
    let (t1, s1) = tail[i];
    let Some(&(t0, s0)) = i.checked_sub(1).and_then(|i| tail.get(i)) else { return Some(t1) };
    let share = if s0 > s1 { (s0 - slower) / (s0 - s1) } else { 1.0 };
    Some(t0 + (t1 - t0) * share)
}

fn table(journey: &JourneyReport, baseline: Option<&JourneyReport>, series: &[Series]) -> Table {
    let stated = |report: &JourneyReport, slower: f64| {
        let stated = STATED.iter().position(|s| s.0 == slower).map(|i| report.percentiles_s[i]);
        let value = stated.or_else(|| quantile(&report.tail, slower));
        value.map_or(Cell::None, |v| Cell::new(v, Unit::Seconds))
    };
    let simulated = series.iter().find(|s| s.stroke == Stroke::Dots);
    let mut columns = vec!["Requests faster".to_owned(), "Model".to_owned()];
    columns.extend(simulated.map(|_| "Simulation".to_owned()));
    columns.extend(baseline.map(|_| "Baseline".to_owned()));
    let rows = TABLE
        .iter()
        .map(|&slower| {
            let mut row = vec![Cell::new(1.0 - slower, Unit::Fraction), stated(journey, slower)];
            row.extend(
                simulated
                    .map(|s| quantile(&s.points, slower).map_or(Cell::None, |v| Cell::new(v, Unit::Seconds))),
            );
            row.extend(baseline.map(|b| stated(b, slower)));
            row
        })
        .collect();
    Table { columns, rows }
}

fn describe(journey: &JourneyReport, baseline: Option<&JourneyReport>) -> String {
    let p = journey.percentiles_s;
    if p[2] == f64::INFINITY {
        return format!("{} is overloaded: its latency grows without bound.", journey.name);
    }
    let objective = if journey.slo.limit_s.is_finite() {
        let name = STATED.get(journey.slo.percentile).map_or("", |s| s.1);
        let verdict = if journey.slo.latency == Some(false) { "is missed" } else { "holds" };
        format!("; {name} within {} {verdict}", time(journey.slo.limit_s))
    } else {
        String::new()
    };
    let before = baseline
        .map_or_else(String::new, |b| format!("; the baseline's P99 is {}", time(b.percentiles_s[2])));
    format!(
        "{}: half of the requests within {}, 99 % within {}, 99.9 % within {}{objective}{before}.",
        journey.name,
        time(p[0]),
        time(p[2]),
        time(p[3])
    )
}
