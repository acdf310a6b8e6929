//! How busy each service is, the busiest first, and which have more to do than they can. Not why.

use super::Inputs;
use super::axis::Axis;
use super::bars::MOST_ROWS;
use super::data::{Bars, Cell, Data, Legend, Part, Picture, Row, Rule, Stroke, Table};
use super::style::Ink;
use crate::report::format::percent;
use crate::report::metric::Unit;
use crate::report::{Owner, ServiceReport};

const TITLE: &str = "Utilisation by service";

/// Beyond this a bar only says "far beyond".
const MOST: f64 = 2.0;

/// From here on waits grow, and grow quickly; the classes are those of the diagram.
const WARM: f64 = 0.6;
const HOT: f64 = 0.8;

/// What the chart shows.
pub fn data(inputs: &Inputs) -> Data {
    let services = &inputs.report.services;
    if services.is_empty() {
        return Data::empty(TITLE, "No service in this scenario.");
    }
    let busy = |i: usize| if services[i].utilisation.is_nan() { 0.0 } else { services[i].utilisation };
    let mut order: Vec<usize> = (0..services.len()).collect();
    crate::order::sort_by(&mut order, |&a, &b| busy(b).total_cmp(&busy(a)));
    // The baseline has the places of the document; what is new has no value in it.
    let baseline = inputs.baseline.map(|b| &b.report.services).filter(|b| b.len() == services.len());
    // Without a limit nothing is ever used up.
    let known = |s: &ServiceReport| s.servers.is_finite() && !s.utilisation.is_nan();
    let before = |i: usize| baseline.map(|b| &b[i]).filter(|s| known(s)).map(|s| s.utilisation);
    let table = table(inputs, &order, baseline);
    let others =
        order.split_off(order.len().min(if order.len() > MOST_ROWS + 1 { MOST_ROWS } else { order.len() }));

    let mut rows: Vec<Row> = order.iter().map(|&i| row(inputs, i, before(i))).collect();
    if let Some(&most) = others.first() {
        rows.push(Row {
            label: format!("{} others", others.len()),
            notes: vec![format!("each ≤ {}", percent(busy(most))), format!("≤ {}", percent(busy(most)))],
            parts: vec![Part { from: 0.0, to: busy(most), ink: Ink::Axis, stroke: Stroke::Pale }],
            detail: vec![("busiest", Cell::new(busy(most), Unit::Fraction))],
            ..Row::default()
        });
    }
    let then = order.iter().filter_map(|&i| before(i));
    let top = order.iter().map(|&i| busy(i)).chain(then).fold(0.0, f64::max).min(MOST);
    // Few ends, so that a service that fills up does not move the axis with every step.
    let to = [1.0, 1.25, 1.5].into_iter().find(|&end| top <= end).unwrap_or(MOST);
    let x = Axis { to, ..Axis::linear("Busy share of the slots", Unit::Fraction, 1.0) };
    let mut legend = vec![
        Legend { name: "under 60 %".to_owned(), ink: Ink::Blue, stroke: Stroke::Solid },
        Legend { name: "to 80 %".to_owned(), ink: Ink::Orange, stroke: Stroke::Solid },
        Legend { name: "to 100 %".to_owned(), ink: Ink::Red, stroke: Stroke::Solid },
        Legend { name: "overloaded".to_owned(), ink: Ink::Red, stroke: Stroke::Hatched },
    ];
    if baseline.is_some() {
        legend.push(Legend { name: "baseline".to_owned(), ink: Ink::Text, stroke: Stroke::Bold });
    }
    Data {
        title: TITLE,
        description: describe(inputs, &order),
        legend,
        table,
        picture: Picture::Bars(Bars {
            x,
            rows,
            rules: vec![Rule { at: 1.0, upright: true, ink: Ink::Red, label: "full".to_owned() }],
        }),
        stale: false,
    }
}

fn row(inputs: &Inputs, index: usize, compared: Option<f64>) -> Row {
    let service = &inputs.report.services[index];
    let u = service.utilisation;
    let ink = match u {
        u if u >= HOT => Ink::Red,
        u if u >= WARM => Ink::Orange,
        _ => Ink::Blue,
    };
    let mut parts = vec![Part { from: 0.0, to: u.min(1.0), ink, stroke: Stroke::Solid }];
    if u > 1.0 {
        parts.push(Part { from: 1.0, to: u, ink: Ink::Red, stroke: Stroke::Hatched });
    }
    let notes = if service.servers.is_infinite() {
        vec!["unlimited slots".to_owned(), "unlimited".to_owned()]
    } else if u > 1.0 {
        vec![format!("{} overloaded", percent(u)), format!("{} over", percent(u)), percent(u)]
    } else {
        vec![percent(u)]
    };
    Row {
        label: inputs.service(index),
        of: Some(Owner::Service(index)),
        strong: inputs.report.bottleneck == Some(index),
        notes,
        parts,
        detail: vec![
            (
                "busy",
                if service.servers.is_infinite() {
                    Cell::Text("unlimited slots".to_owned())
                } else {
                    Cell::new(u, Unit::Fraction)
                },
            ),
            ("slots", Cell::new(service.servers, Unit::One)),
            ("arriving", Cell::new(service.arrival_per_s, Unit::PerSecond)),
            ("full at", Cell::new(service.capacity_per_s, Unit::PerSecond)),
        ],
        ..Row::default()
    }
    .compared_with(compared, compared.map(|u| ("baseline", Cell::new(u, Unit::Fraction))))
}

fn table(inputs: &Inputs, order: &[usize], baseline: Option<&Vec<ServiceReport>>) -> Table {
    let mut columns =
        ["Service", "Utilisation", "Slots", "Arriving", "Full at", "Mean wait"].map(str::to_owned).to_vec();
    columns.extend(baseline.map(|_| "Baseline utilisation".to_owned()));
    let rows = order
        .iter()
        .map(|&i| {
            let s = &inputs.report.services[i];
            let mut row = vec![
                Cell::Text(inputs.service(i)),
                Cell::new(s.utilisation, Unit::Fraction),
                Cell::new(s.servers, Unit::One),
                Cell::new(s.arrival_per_s, Unit::PerSecond),
                Cell::new(s.capacity_per_s, Unit::PerSecond),
                Cell::new(s.mean_wait_s, Unit::Seconds),
            ];
            row.extend(baseline.map(|b| Cell::new(b[i].utilisation, Unit::Fraction)));
            row
        })
        .collect();
    Table { columns, rows }
}

fn describe(inputs: &Inputs, order: &[usize]) -> String {
    let services = &inputs.report.services;
    let over = services.iter().filter(|s| s.utilisation > 1.0).count();
    let list: Vec<String> = order
        .iter()
        .take(3)
        .map(|&i| format!("{} {}", inputs.service(i), percent(services[i].utilisation)))
        .collect();
    let over = match over {
        0 => format!("none of {} is overloaded", services.len()),
        1 => format!("one of {} is overloaded", services.len()),
        n => format!("{n} of {} are overloaded", services.len()),
    };
    format!("Busiest first: {}; {over}.", list.join(", "))
}
