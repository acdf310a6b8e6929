//! What caches keep from the origin: for each call with caches, the look-ups that reach each level and what it
//! passes on. Not what a cache costs.

use super::Inputs;
use super::axis::{Axis, Scale};
use super::bars::MOST_ROWS;
use super::data::{Bars, Cell, Data, Legend, Part, Picture, Row, Stroke, Table};
use super::style::Ink;
use crate::report::format::{percent, rate, time};
use crate::report::metric::Unit;
use crate::report::{CallReport, LevelReport, Owner};

const TITLE: &str = "Cache funnel";

/// What the chart shows.
pub fn data(inputs: &Inputs) -> Data {
    let mut calls: Vec<(usize, &CallReport)> =
        inputs.report.calls.iter().enumerate().filter(|(_, c)| !c.levels.is_empty()).collect();
    if calls.is_empty() {
        return Data::empty(TITLE, "No cache in this scenario.");
    }
    let table = table(inputs, &calls);
    let all = calls.len();
    // The busiest calls for which there is room, in the order of the document.
    crate::order::sort_by(&mut calls, |a, b| b.1.rate_per_s.total_cmp(&a.1.rate_per_s));
    let mut room = MOST_ROWS + 2;
    let mut fits = calls.iter().take_while(|c| {
        let needed = c.1.levels.len() + 2;
        let ok = needed <= room;
        room = room.saturating_sub(needed);
        ok
    });
    let shown = fits.by_ref().count().max(1);
    calls.truncate(shown);
    crate::order::sort_by_key(&mut calls, |c| c.0);

    let mut rows = Vec::new();
    for &(index, call) in &calls {
        call_rows(inputs, index, call, calls.len() > 1, &mut rows);
    }
    if shown < all {
        let label = format!("{} more calls with caches are in the table", all - shown);
        rows.push(Row { label, ..Row::default() });
    }
    let mut legend = vec![
        ("answered here", Ink::Blue, Stroke::Pale),
        ("passed on", Ink::Blue, Stroke::Solid),
        ("reaches the origin", Ink::Green, Stroke::Solid),
    ];
    if inputs.baseline.is_some() {
        legend.push(("baseline: what it passed on", Ink::Text, Stroke::Bold));
    }
    Data {
        title: TITLE,
        description: describe(inputs, &calls),
        legend: legend
            .into_iter()
            .map(|(name, ink, stroke)| Legend { name: name.to_owned(), ink, stroke })
            .collect(),
        table,
        picture: Picture::Bars(Bars { x: axis(inputs, &calls), rows, rules: Vec::new() }),
        stale: false,
    }
}

/// Rates over decades, so that one request in a thousand is still seen.
fn axis(inputs: &Inputs, calls: &[(usize, &CallReport)]) -> Axis {
    const NAME: &str = "Look-ups a second";
    let scale = inputs.scale();
    let rates = || {
        let now = calls.iter().map(|c| c.1);
        now.chain(calls.iter().filter_map(|c| earlier(inputs, c.0)))
            .flat_map(|c| c.levels.iter().map(|l| l.lookups_per_s).chain([c.origin_per_s]))
            .filter(|r| r.is_finite() && *r > 0.0)
    };
    let (low, high) = (rates().fold(f64::INFINITY, f64::min), rates().fold(0.0, f64::max));
    if high <= 0.0 || scale == Scale::Linear {
        return Axis::snug(NAME, Unit::PerSecond, high);
    }
    // At least a decade below the smallest rate, or its bar would have no length.
    let low = libm::pow(10.0, libm::floor(libm::log10(low.max(high * 1e-7) / 2.0)));
    Axis { to: Axis::snug(NAME, Unit::PerSecond, high).to, ..Axis::log(NAME, Unit::PerSecond, low, high) }
}

/// The same call as the baseline has it, if it has it.
fn earlier<'a>(inputs: &Inputs<'a>, call: usize) -> Option<&'a CallReport> {
    inputs.baseline?.report.calls.get(call).filter(|c| !c.rate_per_s.is_nan())
}

/// What a level leaves to those behind it.
fn passed_on(level: &LevelReport) -> f64 {
    (level.lookups_per_s - level.hits_per_s).max(0.0)
}

/// What is said of the baseline where a bar is read.
fn compared(before: Option<f64>) -> Option<(&'static str, Cell)> {
    before.map(|rate| ("baseline", Cell::new(rate, Unit::PerSecond)))
}

fn call_rows(inputs: &Inputs, index: usize, call: &CallReport, headed: bool, rows: &mut Vec<Row>) {
    let (from, to) = inputs.ends(index);
    if headed {
        let detail = vec![
            ("calls", Cell::new(call.rate_per_s, Unit::PerSecond)),
            ("reach the origin", Cell::new(call.origin_per_s, Unit::PerSecond)),
        ];
        rows.push(Row { label: format!("{from} → {to}"), detail, ..Row::default() });
    }
    let earlier = earlier(inputs, index);
    for level in &call.levels {
        let before = earlier.and_then(|c| c.levels.iter().find(|l| l.cache == level.cache)).map(passed_on);
        let name =
            inputs.caches.get(level.cache).cloned().unwrap_or_else(|| format!("Cache {}", level.cache + 1));
        let (lookups, passed) = (level.lookups_per_s, passed_on(level));
        let share = if lookups > 0.0 { level.hits_per_s / lookups } else { 0.0 };
        let row = Row {
            label: name,
            of: Some(Owner::Cache(level.cache)),
            notes: vec![
                format!("{} · {} answered in {}", rate(lookups), percent(share), time(level.answer_s)),
                format!("{} · {} in {}", rate(lookups), percent(share), time(level.answer_s)),
                format!("{} · {}", rate(lookups), percent(share)),
                percent(share),
            ],
            parts: vec![
                Part { from: 0.0, to: lookups, ink: Ink::Blue, stroke: Stroke::Pale },
                Part { from: 0.0, to: passed, ink: Ink::Blue, stroke: Stroke::Solid },
            ],
            detail: vec![
                ("look-ups", Cell::new(lookups, Unit::PerSecond)),
                ("answered", Cell::new(share, Unit::Fraction)),
                ("answer after", Cell::new(level.answer_s, Unit::Seconds)),
                ("passed on", Cell::new(passed, Unit::PerSecond)),
            ],
            ..Row::default()
        };
        rows.push(row.compared_with(before, compared(before)));
    }
    let share = if call.rate_per_s > 0.0 { call.origin_per_s / call.rate_per_s } else { 0.0 };
    let row = Row {
        label: to,
        of: inputs.calls.get(index).map(|ends| Owner::Service(ends.1)),
        strong: true,
        notes: vec![
            format!("{} · {} of calls get here", rate(call.origin_per_s), percent(share)),
            format!("{} · {} of calls", rate(call.origin_per_s), percent(share)),
            format!("{} · {}", rate(call.origin_per_s), percent(share)),
            rate(call.origin_per_s),
        ],
        parts: vec![Part { from: 0.0, to: call.origin_per_s, ink: Ink::Green, stroke: Stroke::Solid }],
        detail: vec![
            ("reach the origin", Cell::new(call.origin_per_s, Unit::PerSecond)),
            ("of calls", Cell::new(share, Unit::Fraction)),
            ("mean of all calls", Cell::new(call.mean_s, Unit::Seconds)),
            ("P99", Cell::new(call.p99_s, Unit::Seconds)),
        ],
        ..Row::default()
    };
    let before = earlier.map(|c| c.origin_per_s);
    rows.push(row.compared_with(before, compared(before)));
}

fn table(inputs: &Inputs, calls: &[(usize, &CallReport)]) -> Table {
    let rate = |rate: f64| Cell::new(rate, Unit::PerSecond);
    let mut columns = vec!["Call", "Level", "Look-ups", "Answered here", "Passed on", "Answer after"];
    columns.extend(inputs.baseline.map(|_| "Baseline passed on"));
    let mut rows = Vec::new();
    for &(index, call) in calls {
        let (from, to) = inputs.ends(index);
        let name = Cell::Text(format!("{from} → {to}"));
        for level in &call.levels {
            let share = if level.lookups_per_s > 0.0 { level.hits_per_s / level.lookups_per_s } else { 0.0 };
            let before =
                earlier(inputs, index).and_then(|c| c.levels.iter().find(|l| l.cache == level.cache));
            let mut row = vec![
                name.clone(),
                Cell::Text(inputs.caches.get(level.cache).cloned().unwrap_or_default()),
                Cell::new(level.lookups_per_s, Unit::PerSecond),
                Cell::new(share, Unit::Fraction),
                Cell::new(passed_on(level), Unit::PerSecond),
                Cell::new(level.answer_s, Unit::Seconds),
            ];
            row.extend(inputs.baseline.map(|_| before.map_or(Cell::None, |l| rate(passed_on(l)))));
            rows.push(row);
        }
        let mut row = vec![name, Cell::Text(to), rate(call.origin_per_s), Cell::None, Cell::None, Cell::None];
        let before = earlier(inputs, index);
        row.extend(inputs.baseline.map(|_| before.map_or(Cell::None, |c| rate(c.origin_per_s))));
        rows.push(row);
    }
    Table { columns: columns.into_iter().map(str::to_owned).collect(), rows }
}

fn describe(inputs: &Inputs, calls: &[(usize, &CallReport)]) -> String {
    let parts: Vec<String> = calls
        .iter()
        .take(4)
        .map(|(index, call)| {
            let to = inputs.ends(*index).1;
            let share = if call.rate_per_s > 0.0 { call.origin_per_s / call.rate_per_s } else { 0.0 };
            format!(
                "of {} to {to}, {} or {} get past {}",
                rate(call.rate_per_s),
                rate(call.origin_per_s),
                percent(share),
                if call.levels.len() == 1 {
                    "the cache".to_owned()
                } else {
                    format!("{} caches", call.levels.len())
                }
            )
        })
        .collect();
    {
        let text = parts.join("; ");
        format!("O{}.", text.strip_prefix('o').unwrap_or(&text))
    }
}
