//! Draws lines over two axes, with rules and named points, and reads values off them. Not which lines.

use super::data::{Lines, Mark, Rule, Series, Stroke};
use super::geometry::runs;
use super::pen::{Drawn, Frame, Letters, Pen};
use super::style::{Ink, Style, text_width};
use plotters::prelude::DrawingBackend;

/// Where the plot lies on an area of this size.
pub fn frame(lines: &Lines, (width, height): (f64, f64), style: &Style) -> Frame {
    let small = style.px(Style::SMALL);
    let ticks = lines.y.ticks(|_| 0.0);
    let label = ticks.iter().map(|t| text_width(&t.label, small)).fold(0.0, f64::max);
    let (above, below) = if style.names_axes(height) {
        (small + style.px(12.0), small * 2.0 + style.px(14.0))
    } else {
        (small * 0.5 + style.px(3.0), small + style.px(6.0))
    };
    Frame {
        left: (label + style.px(8.0)).min(width * 0.4).round(),
        top: above.round(),
        right: (width - style.px(12.0)).round(),
        bottom: (height - below).round(),
    }
}

/// Draws what lies under them: grid, numbers and names of the axes.
pub fn draw_ground<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, size: (f64, f64)) -> Drawn<DB> {
    let frame = frame(lines, size, &pen.style);
    if frame.is_usable() { axes(pen, lines, &frame, size) } else { Ok(()) }
}

/// Draws them.
pub fn draw<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, size: (f64, f64)) -> Drawn<DB> {
    let frame = frame(lines, size, &pen.style);
    if !frame.is_usable() {
        return Ok(());
    }
    beyond(pen, lines, &frame)?;
    // Bands below all lines: they would tint them.
    for series in &lines.series {
        pen.polygon(&band(lines, series, &frame), series.ink, pen.opacity * 0.25)?;
    }
    for series in &lines.series {
        line(pen, lines, series, &frame)?;
    }
    rules(pen, lines, &frame)?;
    for mark in &lines.marks {
        mark_point(pen, lines, mark, &frame)?;
    }
    for mark in &lines.marks {
        mark_label(pen, lines, mark, &frame)?;
    }
    if let Some(remark) = &lines.remark {
        let at =
            |x: f64, y: f64| ((frame.left + x * frame.width(), frame.top + y * frame.height()), (0.5, 0.5));
        let places = [at(0.5, 0.5), at(0.35, 0.3), at(0.4, 0.2), at(0.6, 0.8), at(0.5, 0.9), at(0.5, 0.1)];
        pen.place(&[remark], Letters { bold: true, ..Letters::LABEL }, &places, &frame)?;
    }
    Ok(())
}

fn x_at(lines: &Lines, frame: &Frame, x: f64) -> f64 {
    frame.left + lines.x.at(x) * frame.width()
}

fn y_at(lines: &Lines, frame: &Frame, y: f64) -> f64 {
    frame.bottom - lines.y.at(y) * frame.height()
}

/// Grid, numbers and names of the axes.
fn axes<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, frame: &Frame, size: (f64, f64)) -> Drawn<DB> {
    let px = |v: f64| pen.style.px(v);
    let letters = Letters::AXIS;
    for tick in lines.y.ticks(|_| px(letters.size * 1.6) / frame.height()) {
        let y = frame.bottom - tick.at * frame.height();
        pen.line(&[(frame.left, y), (frame.right, y)], Ink::Grid, 1.0, 1.0)?;
        pen.text(&tick.label, letters, (frame.left - px(6.0), y), (1.0, 0.5))?;
    }
    let extent = |label: &str| (pen.width(label, letters) + px(14.0)) / frame.width();
    for tick in lines.x.ticks(extent) {
        let x = frame.left + tick.at * frame.width();
        pen.line(&[(x, frame.top), (x, frame.bottom)], Ink::Grid, 1.0, 1.0)?;
        // The first and last number may not hang over the edge of the picture.
        let half = pen.width(&tick.label, letters) / 2.0;
        let middle = x.min(size.0 - half - 1.0).max(half + 1.0);
        pen.text(&tick.label, letters, (middle, frame.bottom + px(5.0)), (0.5, 0.0))?;
    }
    pen.line(&[(frame.left, frame.bottom), (frame.right, frame.bottom)], Ink::Axis, 1.0, 1.0)?;
    if !pen.style.names_axes(size.1) {
        return Ok(());
    }
    let below = frame.bottom + px(letters.size + 11.0);
    pen.text(&lines.x.name, letters, (frame.right, below), (1.0, 0.0))?;
    pen.text(&lines.y.name, letters, (px(1.0), px(1.0)), (0.0, 0.0))
}

/// The region from where on nothing can be.
fn beyond<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, frame: &Frame) -> Drawn<DB> {
    let Some((from, _)) = lines.beyond else { return Ok(()) };
    let left = x_at(lines, frame, from).max(frame.left);
    if left < frame.right {
        // Its outline stays off the line of the axis, which is on the ground below.
        let bottom = frame.bottom - pen.style.px(1.5);
        pen.bar(Frame { left, bottom, ..*frame }, Ink::Grid, Stroke::Hatched, 1.0)?;
    }
    Ok(())
}

/// The points of a line as fractions of the plot from its lower left.
pub fn placed(lines: &Lines, series: &Series) -> impl Iterator<Item = (f64, f64)> {
    series.points.iter().map(|&(x, y)| (lines.x.at(x), lines.y.at(y)))
}

fn line<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, series: &Series, frame: &Frame) -> Drawn<DB> {
    let opacity = pen.opacity;
    for &(y, from, to) in &series.spans {
        let y = y_at(lines, frame, y);
        let ends = [from, to].map(|v| x_at(lines, frame, v).clamp(frame.left, frame.right));
        let tick = pen.style.px(3.0);
        if y >= frame.top && ends[0].is_finite() && ends[1].is_finite() {
            pen.line(&[(ends[0], y), (ends[1], y)], series.ink, opacity, 1.5)?;
            for x in ends {
                pen.line(&[(x, y - tick), (x, y + tick)], series.ink, opacity, 1.5)?;
            }
        }
    }
    let placed: Vec<(f64, f64)> = placed(lines, series).collect();
    if series.stroke == Stroke::Dots {
        return dots(pen, &placed, series.ink, frame);
    }
    for run in runs(&placed) {
        let path: Vec<(f64, f64)> = run
            .iter()
            .map(|&(x, y)| (frame.left + x * frame.width(), frame.bottom - y * frame.height()))
            .collect();
        pen.avoid_line(&path);
        match series.stroke {
            Stroke::Dashed => pen.dashes(&path, series.ink, opacity, 1.5)?,
            Stroke::Bold => pen.line(&path, series.ink, opacity, 2.5)?,
            _ => pen.line(&path, series.ink, opacity, 1.75)?,
        }
        // A line that leaves through the top goes on; a line that merely ends there does not.
        if let Some(&(x, y)) = path.last()
            && leaves_at_top(&placed, &run)
        {
            pen.arrow((x, y.max(frame.top)), (0.0, -1.0), series.ink)?;
        }
    }
    Ok(())
}

/// The outline of a series' band: up its left side and down its right, within the plot.
fn band(lines: &Lines, series: &Series, frame: &Frame) -> Vec<(f64, f64)> {
    let side = |to: bool| {
        series.band.iter().filter_map(move |&(y, low, high)| {
            let (x, y) = (lines.x.at(if to { high } else { low }), lines.y.at(y));
            let inside = !x.is_nan() && (0.0..=1.0).contains(&y);
            inside
                .then(|| (frame.left + x.clamp(0.0, 1.0) * frame.width(), frame.bottom - y * frame.height()))
        })
    };
    let mut outline: Vec<(f64, f64)> = side(false).collect();
    let right: Vec<(f64, f64)> = side(true).collect();
    outline.extend(right.into_iter().rev());
    outline
}

fn leaves_at_top(placed: &[(f64, f64)], run: &[(f64, f64)]) -> bool {
    let Some(&(x, y)) = run.last() else { return false };
    y >= 1.0 - 1e-9 && placed.iter().any(|p| p.0 >= x && p.1 > 1.05)
}

/// Points no closer than they can be told apart.
fn dots<DB: DrawingBackend>(pen: &Pen<DB>, placed: &[(f64, f64)], ink: Ink, frame: &Frame) -> Drawn<DB> {
    let gap = pen.style.px(9.0);
    let mut last: Option<(f64, f64)> = None;
    for &(x, y) in placed {
        let at = (frame.left + x * frame.width(), frame.bottom - y * frame.height());
        let inside = (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
        if inside && last.is_none_or(|l| libm::hypot(at.0 - l.0, at.1 - l.1) >= gap) {
            pen.dot(at, 2.25, ink, false)?;
            last = Some(at);
        }
    }
    Ok(())
}

/// Where along its axis a rule is.
fn rule_at(lines: &Lines, rule: &Rule) -> f64 {
    if rule.upright { lines.x.at(rule.at) } else { lines.y.at(rule.at) }
}

fn rules<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, frame: &Frame) -> Drawn<DB> {
    let px = |v: f64| pen.style.px(v);
    let within = |rule: &&Rule| (0.0..=1.0).contains(&rule_at(lines, rule));
    // All of them before the first label, which keeps off them.
    for rule in lines.rules.iter().filter(within) {
        let (x, y) = (x_at(lines, frame, rule.at), y_at(lines, frame, rule.at));
        let path = if rule.upright {
            [(x, frame.top), (x, frame.bottom)]
        } else {
            [(frame.left, y), (frame.right, y)]
        };
        pen.line(&path, rule.ink, 1.0, 1.5)?;
        pen.avoid_line(&path);
    }
    for rule in lines.rules.iter().filter(within) {
        let at = rule_at(lines, rule);
        let letters = Letters { ink: rule.ink, ..Letters::LABEL };
        if rule.upright {
            let x = frame.left + at * frame.width();
            let line = px(Style::LABEL * 1.35);
            let places: Vec<_> = (0..4)
                .flat_map(|i| {
                    let y = frame.top + px(3.0) + f64::from(i) * line;
                    [((x + px(6.0), y), (0.0, 0.0)), ((x - px(6.0), y), (1.0, 0.0))]
                })
                .collect();
            pen.place(&[&rule.label], letters, &places, frame)?;
        } else {
            let y = frame.bottom - at * frame.height();
            let (left, right) = (frame.left + px(6.0), frame.right - px(6.0));
            let (above, below) = (y - px(3.0), y + px(4.0));
            let places = [
                ((left, above), (0.0, 1.0)),
                ((left, below), (0.0, 0.0)),
                ((right, above), (1.0, 1.0)),
                ((right, below), (1.0, 0.0)),
            ];
            pen.place(&[&rule.label], letters, &places, frame)?;
        }
    }
    Ok(())
}

/// Where a named point lies, held at the top edge if it is above, and whether it is; none if it is elsewhere outside.
fn mark_at(lines: &Lines, mark: &Mark, frame: &Frame) -> Option<(f64, f64, bool)> {
    let (x, y) = (x_at(lines, frame, mark.x), y_at(lines, frame, mark.y));
    let inside = x >= frame.left - 1.0 && x <= frame.right + 1.0 && y <= frame.bottom + 1.0;
    inside.then(|| (x, y.max(frame.top), y < frame.top))
}

fn mark_point<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, mark: &Mark, frame: &Frame) -> Drawn<DB> {
    let Some((x, y, above)) = mark_at(lines, mark, frame) else { return Ok(()) };
    let radius = if mark.strong { 5.0 } else { 3.5 };
    let reach = pen.style.px(radius + 1.0);
    pen.keep_clear(Frame { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
    if above { pen.arrow((x, y), (0.0, -1.0), mark.ink) } else { pen.dot((x, y), radius, mark.ink, true) }
}

fn mark_label<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, mark: &Mark, frame: &Frame) -> Drawn<DB> {
    let Some((x, y, above)) = mark_at(lines, mark, frame) else { return Ok(()) };
    let d = pen.style.px(8.0);
    let low = if above { y + d } else { y };
    let places = [
        ((x - d, low), (1.0, 0.5)),
        ((x - d * 0.9, low - d * 0.9), (1.0, 1.0)),
        ((x, low - d * 1.3), (0.5, 1.0)),
        ((x + d, low), (0.0, 0.5)),
        ((x + d * 0.9, low + d * 0.9), (0.0, 0.0)),
        ((x + d * 0.9, low - d * 0.9), (0.0, 1.0)),
        ((x - d * 0.9, low + d * 0.9), (1.0, 0.0)),
        ((x, low + d * 1.3), (0.5, 0.0)),
    ];
    let letters = Letters { bold: mark.strong, ..Letters::LABEL };
    pen.place(&[&mark.label, &mark.short], letters, &places, frame)
}

/// How many places the read-out can stand at.
pub const STOPS: usize = 201;

/// Where along x a stop of the read-out is, from 0 to 1.
pub fn place(stop: usize) -> f64 {
    stop.min(STOPS - 1) as f64 / (STOPS - 1) as f64
}
