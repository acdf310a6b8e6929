//! Draws bars in rows with their names before and their numbers behind them. Not which bars.

use super::axis::Axis;
use super::data::{Bars, Row};
use super::pen::{Drawn, Frame, Letters, Pen};
use super::style::{BOLD, Ink, Style, cut, text_width};
use plotters::prelude::DrawingBackend;

/// Where the plot lies on an area of this size.
pub fn frame(bars: &Bars, size: (f64, f64), style: &Style) -> Frame {
    plan(bars, size, style).frame
}

/// Where things lie: the plot, and which of a row's notes there is room for.
struct Plan {
    frame: Frame,
    note: usize,
    row: f64,
}

fn plan(bars: &Bars, (width, height): (f64, f64), style: &Style) -> Plan {
    let names = bars.rows.iter().map(|r| name_width(r, style)).fold(0.0, f64::max);
    // What is said behind the name is never cut, so it is given room of its own.
    let most = if bars.rows.iter().any(|r| !r.suffix.is_empty()) { 0.46 } else { 0.36 };
    let left = (names.min(width * most) + style.px(12.0)).round();
    // Bars get at least half of what names leave, notes the rest.
    let room = (width - left) * 0.5;
    let depth = bars.rows.iter().map(|r| r.notes.len()).max().unwrap_or(0);
    let widest = |i: usize| style.px(widest_note(bars, i));
    let note = (0..depth).find(|&i| widest(i) <= room).unwrap_or(depth.saturating_sub(1));
    let notes = if depth == 0 { 0.0 } else { widest(note).min(room) + style.px(8.0) };
    let top = style.px(4.0) + if bars.rules.is_empty() { 0.0 } else { style.px(Style::LABEL + 6.0) };
    let lines_below = if style.names_axes(height) { 2.0 } else { 1.0 };
    let bottom = height - style.px((Style::SMALL + 7.0) * lines_below);
    let count = bars.rows.len().max(1) as f64;
    let row = ((bottom - top) / count).min(style.px(52.0));
    let frame = Frame {
        left,
        top: top.round(),
        right: (width - notes - style.px(8.0)).round(),
        bottom: (top + row * count).round(),
    };
    Plan { frame, note, row }
}

/// Room for the widest of the notes of one length, in pixels of the page. In steps, so that bars do not change their
/// length with every digit.
fn widest_note(bars: &Bars, i: usize) -> f64 {
    const STEP: f64 = 12.0;
    let note = |r: &Row| {
        let note = r.notes.get(i.min(r.notes.len().saturating_sub(1)));
        note.map_or(0.0, |n| text_width(n, Style::LABEL) * if r.strong { BOLD } else { 1.0 })
    };
    let widest = bars.rows.iter().filter(|r| !r.parts.is_empty()).map(note).fold(0.0, f64::max);
    libm::ceil(widest / STEP) * STEP
}

/// Everything that decides what lies under bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    x: Axis,
    is_ruled: bool,
    notes: Vec<f64>,
    names: Vec<(String, String, usize, bool, bool)>,
}

/// What lies under these bars.
pub fn ground(bars: &Bars) -> Ground {
    let depth = bars.rows.iter().map(|r| r.notes.len()).max().unwrap_or(0);
    let name = |r: &Row| {
        let is_heading = r.parts.is_empty() && r.notes.is_empty();
        (r.label.clone(), r.suffix.clone(), r.depth, r.strong, is_heading)
    };
    Ground {
        x: bars.x.clone(),
        is_ruled: !bars.rules.is_empty(),
        notes: (0..depth).map(|i| widest_note(bars, i)).collect(),
        names: bars.rows.iter().map(name).collect(),
    }
}

fn name_width(row: &Row, style: &Style) -> f64 {
    let size = style.px(Style::LABEL);
    let name = text_width(&row.label, size) * if row.strong { BOLD } else { 1.0 };
    name + text_width(&row.suffix, size) + indent(row, style)
}

fn indent(row: &Row, style: &Style) -> f64 {
    style.px(10.0) * row.depth.min(4) as f64
}

/// How many rows there is room for in an area of this height, in pixels of the page.
pub const MOST_ROWS: usize = 12;

/// Draws what lies under them: grid, axis, names.
pub fn draw_ground<DB: DrawingBackend>(pen: &Pen<DB>, bars: &Bars, size: (f64, f64)) -> Drawn<DB> {
    let plan = plan(bars, size, &pen.style);
    if !plan.frame.is_usable() {
        return Ok(());
    }
    axis(pen, bars, &plan.frame, size)?;
    for (i, row) in bars.rows.iter().enumerate() {
        draw_name(pen, row, &plan, i, size)?;
    }
    Ok(())
}

/// Draws them.
pub fn draw<DB: DrawingBackend>(pen: &Pen<DB>, bars: &Bars, size: (f64, f64)) -> Drawn<DB> {
    let plan = plan(bars, size, &pen.style);
    let frame = plan.frame;
    if !frame.is_usable() {
        return Ok(());
    }
    for (i, row) in bars.rows.iter().enumerate() {
        let top = frame.top + i as f64 * plan.row;
        draw_row(pen, bars, row, Frame { top, bottom: top + plan.row, ..frame }, &plan, size)?;
    }
    for rule in &bars.rules {
        let at = bars.x.at(rule.at);
        if (0.0..=1.0).contains(&at) {
            let x = frame.left + at * frame.width();
            pen.line(&[(x, frame.top - pen.style.px(2.0)), (x, frame.bottom)], rule.ink, 1.0, 1.5)?;
            let letters = Letters { ink: rule.ink, ..Letters::LABEL };
            let y = frame.top - pen.style.px(5.0);
            let edge = Frame { left: 0.0, top: 0.0, right: size.0, bottom: size.1 };
            let places = [((x, y), (0.5, 1.0)), ((x, y), (1.0, 1.0)), ((x, y), (0.0, 1.0))];
            pen.place(&[&rule.label], letters, &places, &edge)?;
        }
    }
    Ok(())
}

fn axis<DB: DrawingBackend>(pen: &Pen<DB>, bars: &Bars, frame: &Frame, size: (f64, f64)) -> Drawn<DB> {
    let px = |v: f64| pen.style.px(v);
    let letters = Letters::AXIS;
    let extent = |label: &str| (pen.width(label, letters) + px(14.0)) / frame.width();
    for tick in bars.x.ticks(extent) {
        let x = frame.left + tick.at * frame.width();
        pen.line(&[(x, frame.top), (x, frame.bottom)], Ink::Grid, 1.0, 1.0)?;
        let half = pen.width(&tick.label, letters) / 2.0;
        let middle = x.min(size.0 - half - 1.0).max(half + 1.0);
        pen.text(&tick.label, letters, (middle, frame.bottom + px(5.0)), (0.5, 0.0))?;
    }
    if !pen.style.names_axes(size.1) {
        return Ok(());
    }
    let below = frame.bottom + px(letters.size + 11.0);
    let right = frame.right.max(frame.left + pen.width(&bars.x.name, letters)).min(size.0);
    pen.text(&bars.x.name, letters, (right, below), (1.0, 0.0))
}

/// Rows too low for words go without.
fn has_words<DB: DrawingBackend>(pen: &Pen<DB>, plan: &Plan) -> bool {
    plan.row >= pen.style.px(Style::LABEL) * 1.1
}

/// The name of a row and what is said behind it.
fn draw_name<DB: DrawingBackend>(
    pen: &Pen<DB>,
    row: &Row,
    plan: &Plan,
    index: usize,
    size: (f64, f64),
) -> Drawn<DB> {
    let px = |v: f64| pen.style.px(v);
    let (left, middle) = (plan.frame.left, plan.frame.top + (index as f64 + 0.5) * plan.row);
    // A heading: words across the whole width.
    if row.parts.is_empty() && row.notes.is_empty() {
        let letters = Letters { ink: Ink::Muted, ..Letters::LABEL };
        let text = cut(&row.label, px(letters.size), size.0 - px(4.0));
        return pen.text(&text, letters, (px(2.0), middle), (0.0, 0.5));
    }
    if !has_words(pen, plan) {
        return Ok(());
    }
    let letters = Letters { bold: row.strong, ..Letters::LABEL };
    let start = px(2.0) + indent(row, &pen.style);
    let suffix = pen.width(&row.suffix, Letters::LABEL);
    let room = (left - start - suffix - px(8.0)) / if row.strong { BOLD } else { 1.0 };
    pen.text(&cut(&row.label, px(letters.size), room), letters, (start, middle), (0.0, 0.5))?;
    if suffix <= left - start - px(8.0) {
        let muted = Letters { ink: Ink::Muted, ..Letters::LABEL };
        pen.text(&row.suffix, muted, (left - px(8.0) - suffix, middle), (0.0, 0.5))?;
    }
    Ok(())
}

fn draw_row<DB: DrawingBackend>(
    pen: &Pen<DB>,
    bars: &Bars,
    row: &Row,
    place: Frame,
    plan: &Plan,
    size: (f64, f64),
) -> Drawn<DB> {
    let px = |v: f64| pen.style.px(v);
    let middle = f64::midpoint(place.top, place.bottom);
    let letters = Letters { bold: row.strong, ..Letters::LABEL };
    let note = row.notes.get(plan.note.min(row.notes.len().saturating_sub(1)));
    if let Some(note) = note.filter(|_| has_words(pen, plan)) {
        let text = cut(note, px(Style::LABEL), size.0 - place.right - px(10.0));
        pen.text(&text, letters, (size.0 - px(2.0), middle), (1.0, 0.5))?;
    }
    let half =
        (plan.row * if row.thin { 0.18 } else { 0.32 }).clamp(1.0, px(if row.thin { 6.0 } else { 12.0 }));
    for part in &row.parts {
        let (from, to) = (bars.x.at(part.from).clamp(0.0, 1.0), bars.x.at(part.to).clamp(0.0, 1.0));
        if from.is_nan() || to.is_nan() || to < from {
            continue;
        }
        let left = place.left + from * place.width();
        // A part that exists is seen, however short.
        let least = if part.to > part.from { px(1.0) } else { 0.0 };
        let right = (place.left + to * place.width()).max(left + least).min(place.right);
        let frame =
            Frame { left: left.round(), top: middle - half, right: right.round(), bottom: middle + half };
        pen.bar(frame, part.ink, part.stroke, pen.opacity)?;
    }
    // A bar that goes on beyond the axis says so, in the colour with which it leaves.
    if let Some(part) = row.parts.iter().find(|p| bars.x.at(p.to) > 1.0 + 1e-9) {
        pen.arrow((place.right + px(6.0), middle), (1.0, 0.0), part.ink)?;
    }
    if let Some(at) = row.compared.map(|v| bars.x.at(v)).filter(|at| (0.0..=1.0).contains(at)) {
        let x = place.left + at * place.width();
        let reach = half + px(3.0);
        pen.line(&[(x, middle - reach), (x, middle + reach)], Ink::Text, 1.0, 2.0)?;
    }
    Ok(())
}

/// The part of an area of this size that a row takes, from its left edge to its right.
pub fn row_frame(bars: &Bars, size: (f64, f64), style: &Style, row: usize) -> Frame {
    let plan = plan(bars, size, style);
    let top = plan.frame.top + row as f64 * plan.row;
    Frame { left: 0.0, top, right: size.0, bottom: top + plan.row }
}
