//! Where the time of a request goes: one bar a visit, as a tracing tool draws a request. Mean times, so not any one
//! request.

use super::Inputs;
use super::axis::{Axis, Quantity};
use super::bars::MOST_ROWS;
use super::data::{Bars, Cell, Data, Legend, Part, Picture, Row, Rule, Stroke, Table};
use super::style::Ink;
use crate::report::format::{percent, time};
use crate::report::metric::Unit;
use crate::report::{Hop, Owner};

const TITLE: &str = "Where the time goes";

/// The parts of a visit: name, colour, pattern.
const PARTS: [(&str, Ink, Stroke); 3] = [
    ("network", Ink::Axis, Stroke::Hollow),
    ("waiting", Ink::Orange, Stroke::Hatched),
    ("work", Ink::Blue, Stroke::Solid),
];

fn times(hop: &Hop) -> [f64; 3] {
    [hop.transfer_s, hop.wait_s, hop.work_s].map(|t| if t.is_nan() { 0.0 } else { t.max(0.0) })
}

fn total(hop: &Hop) -> f64 {
    times(hop).iter().sum()
}

/// What the chart shows.
pub fn data(inputs: &Inputs) -> Data {
    let journey = inputs.report.journey(inputs.scope);
    let hops = &journey.hops;
    if hops.is_empty() {
        let why = if inputs.report.journeys.len() > 1 && inputs.scope.is_none() {
            "Choose one journey to see where its time goes."
        } else {
            "Nothing is called and nothing works yet."
        };
        return Data::empty(TITLE, why);
    }
    let before = inputs.baseline.map(|b| earlier(hops, &b.report.journey(inputs.scope).hops));
    let ends = hops.iter().chain(before.iter().flatten().flatten().copied()).map(end_of);
    let end = ends.filter(|t| t.is_finite()).fold(0.0, f64::max);
    let mut to = end;
    let mut rules = Vec::new();
    let limit = journey.slo.limit_s;
    if limit.is_finite() && limit <= end * 1.8 {
        to = to.max(limit * 1.02);
        rules.push(Rule { at: limit, upright: true, ink: Ink::Red, label: format!("SLO {}", time(limit)) });
    }
    let x = Axis::snug("Mean time since the request began", Unit::Seconds, to).of(Quantity::Latency);
    let mut legend: Vec<Legend> =
        PARTS.iter().map(|&(name, ink, stroke)| Legend { name: name.to_owned(), ink, stroke }).collect();
    legend.push(Legend {
        name: "bold, broad: critical path".to_owned(),
        ink: Ink::Text,
        stroke: Stroke::Bold,
    });
    if before.is_some() {
        legend.push(Legend { name: "baseline: its end".to_owned(), ink: Ink::Text, stroke: Stroke::Bold });
    }
    Data {
        title: TITLE,
        description: describe(&journey.name, hops),
        legend,
        table: table(hops, before.as_deref()),
        picture: Picture::Bars(Bars { x, rows: rows(hops, before.as_deref()), rules }),
        stale: false,
    }
}

fn end_of(hop: &Hop) -> f64 {
    hop.start_s + total(hop)
}

/// For each visit the one of the baseline: the first to a service beside the first, the second beside the second.
fn earlier<'a>(hops: &[Hop], before: &'a [Hop]) -> Vec<Option<&'a Hop>> {
    let visit = |(i, hop): (usize, &Hop)| {
        let nth = hops[..i].iter().filter(|h| h.service == hop.service).count();
        before.iter().filter(|h| h.service == hop.service).nth(nth)
    };
    hops.iter().enumerate().map(visit).collect()
}

/// The longest visits in the order in which they happen, and one row for the others.
fn rows(hops: &[Hop], before: Option<&[Option<&Hop>]>) -> Vec<Row> {
    let mut longest: Vec<usize> = (0..hops.len()).collect();
    if hops.len() > MOST_ROWS + 1 {
        // What few requests do counts for little.
        crate::order::sort_by(&mut longest, |&a, &b| {
            (total(&hops[b]) * hops[b].share).total_cmp(&(total(&hops[a]) * hops[a].share))
        });
        longest.truncate(MOST_ROWS);
        crate::order::sort_by_key(&mut longest, |&i| i);
    }
    let mut rows: Vec<Row> = longest.iter().map(|&i| row(&hops[i], before.and_then(|b| b[i]))).collect();
    let others: Vec<&Hop> =
        (0..hops.len()).filter(|i| longest.binary_search(i).is_err()).map(|i| &hops[i]).collect();
    if !others.is_empty() {
        let from = others.iter().map(|h| h.start_s).fold(f64::INFINITY, f64::min);
        let to = others.iter().map(|h| h.start_s + total(h)).fold(0.0, f64::max);
        let most = others.iter().map(|h| total(h)).fold(0.0, f64::max);
        rows.push(Row {
            label: format!("{} others", others.len()),
            notes: vec![format!("each ≤ {}", time(most)), format!("≤ {}", time(most))],
            parts: vec![Part { from, to, ink: Ink::Axis, stroke: Stroke::Pale }],
            detail: vec![("longest", Cell::new(most, Unit::Seconds))],
            ..Row::default()
        });
    }
    rows
}

fn row(hop: &Hop, before: Option<&Hop>) -> Row {
    let mut at = hop.start_s;
    let mut parts = Vec::new();
    for (length, (_, ink, stroke)) in times(hop).into_iter().zip(PARTS) {
        parts.push(Part { from: at, to: at + length, ink, stroke });
        at += length;
    }
    let partly = hop.share < 0.999_5;
    let [transfer, wait, work] = times(hop);
    Row {
        label: hop.label.clone(),
        of: Some(Owner::Service(hop.service)),
        suffix: if partly { format!(" {}", percent(hop.share)) } else { String::new() },
        depth: hop.depth,
        strong: hop.critical,
        thin: !hop.critical,
        notes: vec![time(total(hop))],
        parts,
        detail: vec![
            ("starts at", Cell::new(hop.start_s, Unit::Seconds)),
            ("network", Cell::new(transfer, Unit::Seconds)),
            ("waits", Cell::new(wait, Unit::Seconds)),
            ("works", Cell::new(work, Unit::Seconds)),
            ("P99 of wait and work", Cell::new(hop.p99_s, Unit::Seconds)),
            ("of requests", Cell::new(hop.share, Unit::Fraction)),
        ],
        ..Row::default()
    }
    .compared_with(
        before.map(end_of).filter(|end| end.is_finite()),
        before.map(|b| ("baseline took", Cell::new(total(b), Unit::Seconds))),
    )
}

fn table(hops: &[Hop], before: Option<&[Option<&Hop>]>) -> Table {
    let mut columns = [
        "Visit",
        "Share of requests",
        "Starts at",
        "Network",
        "Waits",
        "Works",
        "P99 of wait and work",
        "Critical",
    ]
    .to_vec();
    if before.is_some() {
        columns.extend(["Baseline: starts at", "Baseline: takes"]);
    }
    let rows = hops
        .iter()
        .enumerate()
        .map(|(i, h)| {
            let seconds = |v| Cell::new(v, Unit::Seconds);
            let mut row = vec![
                Cell::Text(h.label.clone()),
                Cell::new(h.share, Unit::Fraction),
                seconds(h.start_s),
                seconds(h.transfer_s),
                seconds(h.wait_s),
                seconds(h.work_s),
                seconds(h.p99_s),
                Cell::Text(if h.critical { "yes" } else { "no" }.to_owned()),
            ];
            if let Some(before) = before {
                let of = |get: fn(&Hop) -> f64| before[i].map_or(Cell::None, |b| seconds(get(b)));
                row.extend([of(|b| b.start_s), of(total)]);
            }
            row
        })
        .collect();
    Table { columns: columns.into_iter().map(str::to_owned).collect(), rows }
}

fn describe(journey: &str, hops: &[Hop]) -> String {
    let critical: Vec<&str> = hops.iter().filter(|h| h.critical).map(|h| h.label.as_str()).take(6).collect();
    let visits = if hops.len() == 1 { "one visit".to_owned() } else { format!("{} visits", hops.len()) };
    let longest = hops.iter().max_by(|a, b| total(a).total_cmp(&total(b))).map_or_else(String::new, |h| {
        let length = if total(h).is_finite() { time(total(h)) } else { "no bound".to_owned() };
        format!("; the longest is {} with {length}", h.label)
    });
    let path = if critical.is_empty() {
        String::new()
    } else {
        format!("; on the critical path: {}", critical.join(", "))
    };
    format!("{journey} makes {visits}{longest}{path}.{}", apart(hops))
}

/// What is to be said of time in which no visit is at its mean: the slowest of several answers takes longer on average than
/// any one of them.
fn apart(hops: &[Hop]) -> String {
    let mut ended = 0.0_f64;
    for (i, hop) in hops.iter().enumerate() {
        let gap = hop.start_s - ended;
        let several = hops[..i].windows(2).any(|w| w[0].depth == w[1].depth && w[0].start_s == w[1].start_s);
        if several && gap.is_finite() && gap > 0.01 * hop.start_s {
            return format!(
                " Before {} {} are spent on the slowest of several, which is slower on average than any one of them.",
                hop.label,
                time(gap)
            );
        }
        ended = ended.max(hop.start_s + total(hop));
    }
    String::new()
}
