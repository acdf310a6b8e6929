//! What each part costs a month, the dearest first. Not a quote.

use super::Inputs;
use super::axis::Axis;
use super::bars::MOST_ROWS;
use super::data::{Bars, Cell, Data, Legend, Part, Picture, Row, Stroke, Table};
use super::style::Ink;
use crate::report::CostPart;
use crate::report::format::{money, percent};
use crate::report::metric::Unit;

const TITLE: &str = "Cost by part";

/// What the chart shows.
pub fn data(inputs: &Inputs) -> Data {
    let cost = &inputs.report.cost;
    let mut parts: Vec<&CostPart> = cost.parts.iter().filter(|p| p.per_month > 0.0).collect();
    if parts.is_empty() {
        return Data::empty(TITLE, "Nothing has a price yet.");
    }
    crate::order::sort_by(&mut parts, |a, b| b.per_month.total_cmp(&a.per_month));
    // Amounts of two currencies are not compared.
    let baseline = inputs.baseline.map(|b| &b.report.cost).filter(|b| b.currency == cost.currency);
    let before = |part: &CostPart| {
        let same = |p: &&CostPart| p.of == part.of && p.kind == part.kind;
        baseline.and_then(|b| b.parts.iter().find(same)).map(|p| p.per_month)
    };
    let share = |price: f64| if cost.per_month > 0.0 { price / cost.per_month } else { 0.0 };

    let mut columns = ["Part", "Price a month", "Share"].map(str::to_owned).to_vec();
    columns.extend(baseline.map(|_| "Baseline".to_owned()));
    let table_rows = parts.iter().map(|part| {
        let (name, price) = (&part.name, part.per_month);
        let money = |v| Cell::Number(v, Unit::Money, cost.currency);
        let mut row = vec![Cell::Text(name.clone()), money(price), Cell::new(share(price), Unit::Fraction)];
        row.extend(baseline.map(|_| before(part).map_or(Cell::None, money)));
        row
    });
    let table = Table { columns, rows: table_rows.collect() };

    let shown = if parts.len() > MOST_ROWS + 1 { MOST_ROWS } else { parts.len() };
    let mut rows: Vec<Row> = parts[..shown]
        .iter()
        .map(|part| {
            let (name, price) = (&part.name, part.per_month);
            let row = row(name, price, share(price), cost.currency, Ink::Blue, before(part));
            Row { of: Some(part.of), ..row }
        })
        .collect();
    if shown < parts.len() {
        let rest: f64 = parts[shown..].iter().map(|p| p.per_month).sum();
        let name = format!("{} others together", parts.len() - shown);
        rows.push(row(&name, rest, share(rest), cost.currency, Ink::Axis, None));
    }
    let longest =
        rows.iter().flat_map(|r| r.parts.iter().map(|p| p.to).chain(r.compared)).fold(0.0, f64::max);
    // The numbers stand behind the bars; the axis needs no currency in each label.
    let x = Axis::snug("Price a month", Unit::Money, longest);
    let mut legend = Vec::new();
    if baseline.is_some() {
        legend.push(Legend { name: "now".to_owned(), ink: Ink::Blue, stroke: Stroke::Solid });
        legend.push(Legend { name: "baseline".to_owned(), ink: Ink::Text, stroke: Stroke::Bold });
    }
    let list: Vec<String> =
        parts.iter().take(3).map(|p| format!("{} {}", p.name, money(p.per_month, cost.currency))).collect();
    Data {
        title: TITLE,
        description: format!(
            "{} a month in all; dearest first: {}.",
            money(cost.per_month, cost.currency),
            list.join(", ")
        ),
        legend,
        table,
        picture: Picture::Bars(Bars { x, rows, rules: Vec::new() }),
        stale: false,
    }
}

fn row(name: &str, price: f64, share: f64, currency: &'static str, ink: Ink, compared: Option<f64>) -> Row {
    Row {
        label: name.to_owned(),
        notes: vec![
            format!("{} · {}", money(price, currency), percent(share)),
            money(price, currency),
            money(price, ""),
        ],
        parts: vec![Part { from: 0.0, to: price, ink, stroke: Stroke::Solid }],
        detail: vec![
            ("a month", Cell::Number(price, Unit::Money, currency)),
            ("of all", Cell::new(share, Unit::Fraction)),
        ],
        ..Row::default()
    }
    .compared_with(compared, compared.map(|before| ("baseline", Cell::Number(before, Unit::Money, currency))))
}
