//! What is read off a chart, at a place of its own or at a value that another chart was read at. Not how that is shown.

use super::data::{Data, Lines, Picture, Series, Stroke};
use super::geometry::{between, first_reach};
use super::lines::placed;
use super::style::{Ink, Style};
use super::{Frame, Quantity, bars, lines};
use crate::report::Owner;

/// What is read off a chart at one place; coordinates are in pixels of the area it was asked for.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Reading {
    /// Names and values.
    pub words: Vec<(String, String)>,
    /// The plot.
    pub frame: Frame,
    /// An upright line to draw, by its x.
    pub line: Option<f64>,
    /// A level line to draw, by its y.
    pub level: Option<f64>,
    /// Points to draw: x, y, colour.
    pub points: Vec<(f64, f64, Ink)>,
    /// Rows to mark.
    pub rows: Vec<Frame>,
}

/// What was read off a chart and others may have a place for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shared {
    /// A value of a quantity, in seconds or per second.
    Value(Quantity, f64),
    /// A part of the system.
    Part(Owner),
}

impl Data {
    /// How many places there are to read it at.
    pub fn stops(&self) -> usize {
        match &self.picture {
            Picture::Empty(_) => 0,
            Picture::Lines(lines) if lines.series.iter().all(|s| s.points.is_empty()) => 0,
            Picture::Lines(_) => lines::STOPS,
            Picture::Bars(bars) => bars.rows.len(),
        }
    }

    /// The place to read nearest to a point of an area.
    pub fn stop_at(&self, size: (f64, f64), style: &Style, point: (f64, f64)) -> Option<usize> {
        let last = self.stops().checked_sub(1)? as f64;
        let stop = match &self.picture {
            Picture::Empty(_) => return None,
            Picture::Lines(lines) => {
                let frame = lines::frame(lines, size, style);
                (point.0 - frame.left) / frame.width().max(1.0) * last
            }
            Picture::Bars(bars) => {
                let frame = bars::frame(bars, size, style);
                libm::floor((point.1 - frame.top) / frame.height().max(1.0) * (last + 1.0))
            }
        };
        Some(stop.round().clamp(0.0, last) as usize)
    }

    /// Reads it at a place.
    pub fn read(&self, size: (f64, f64), style: &Style, stop: usize) -> Reading {
        match &self.picture {
            Picture::Empty(_) => Reading::default(),
            Picture::Lines(lines) => read_upright(lines, size, style, lines::place(stop)),
            Picture::Bars(bars) => {
                let Some(row) = bars.rows.get(stop) else { return Reading::default() };
                let mut words = vec![(String::new(), format!("{}{}", row.label, row.suffix))];
                words.extend(row.detail.iter().map(|(name, cell)| ((*name).to_owned(), cell.show())));
                let rows = vec![bars::row_frame(bars, size, style, stop)];
                Reading { words, frame: bars::frame(bars, size, style), rows, ..Reading::default() }
            }
        }
    }

    /// What other charts may know of a place: of lines the value along x and that of the line that matters most, of a row whose it is.
    pub fn shared(&self, stop: usize) -> Vec<Shared> {
        let lines = match &self.picture {
            Picture::Empty(_) => return Vec::new(),
            Picture::Bars(bars) => {
                return bars.rows.get(stop).and_then(|row| row.of).map(Shared::Part).into_iter().collect();
            }
            Picture::Lines(lines) => lines,
        };
        let at = lines::place(stop);
        let x = lines.x.quantity.map(|quantity| Shared::Value(quantity, lines.x.value(at)));
        let y = lines.y.quantity.and_then(|quantity| {
            let value = lines.y.value(height(lines, main_line(lines)?, at)?);
            value.is_finite().then_some(Shared::Value(quantity, value))
        });
        x.into_iter().chain(y).collect()
    }

    /// Reads it where one of these is, if it has such an axis with the value on it or a row of such a part.
    pub fn read_shared(&self, size: (f64, f64), style: &Style, shared: &[Shared]) -> Option<Reading> {
        let on = |axis: &super::Axis| {
            let value = shared.iter().find_map(|s| match *s {
                Shared::Value(quantity, value) => (Some(quantity) == axis.quantity).then_some(value),
                Shared::Part(_) => None,
            })?;
            let at = axis.at(value);
            (0.0..=1.0).contains(&at).then_some((at, value))
        };
        match &self.picture {
            Picture::Empty(_) => None,
            Picture::Lines(lines) => match (on(&lines.x), on(&lines.y)) {
                (Some((at, _)), _) => Some(read_upright(lines, size, style, at)),
                (None, Some((at, value))) => Some(read_level(lines, size, style, at, value)),
                (None, None) => None,
            },
            Picture::Bars(bars) => {
                let is_meant =
                    |i: &usize| bars.rows[*i].of.is_some_and(|of| shared.contains(&Shared::Part(of)));
                let mut meant = (0..bars.rows.len()).filter(is_meant);
                if let Some(first) = meant.next() {
                    let others = meant.map(|i| bars::row_frame(bars, size, style, i));
                    let mut reading = self.read(size, style, first);
                    reading.rows.extend(others);
                    return Some(reading);
                }
                let (at, value) = on(&bars.x)?;
                let frame = bars::frame(bars, size, style);
                let words = vec![(bars.x.name.clone(), bars.x.show(value))];
                let line = Some(frame.left + at * frame.width());
                Some(Reading { words, frame, line, ..Reading::default() })
            }
        }
    }
}

/// All lines at one place along x.
fn read_upright(lines: &Lines, size: (f64, f64), style: &Style, at: f64) -> Reading {
    let frame = lines::frame(lines, size, style);
    let Values { words, points } = values_at(lines, at);
    let x = frame.left + at * frame.width();
    let points = points.into_iter().map(|(y, ink)| (x, frame.bottom - y * frame.height(), ink)).collect();
    Reading { words, frame, line: Some(x), points, ..Reading::default() }
}

/// Where the lines reach one height.
fn read_level(lines: &Lines, size: (f64, f64), style: &Style, at: f64, value: f64) -> Reading {
    let frame = lines::frame(lines, size, style);
    let Values { words, points } = values_across(lines, at, value);
    let y = frame.bottom - at * frame.height();
    let points = points.into_iter().map(|(x, ink)| (frame.left + x * frame.width(), y, ink)).collect();
    Reading { words, frame, level: Some(y), points, ..Reading::default() }
}

/// The values of all lines at one place; places are fractions of the plot from its lower left.
struct Values {
    /// The value of the place and that of each line there: name and value.
    words: Vec<(String, String)>,
    /// The places of those points along the other axis, and their colours.
    points: Vec<(f64, Ink)>,
}

/// The line that matters most: the boldest, and of those the one on top.
fn main_line(lines: &Lines) -> Option<&Series> {
    lines.series.iter().rev().find(|s| s.stroke == Stroke::Bold)
}

/// How high a line is at a place; beyond one where it is above the plot.
fn height(lines: &Lines, series: &Series, at: f64) -> Option<f64> {
    between(placed(lines, series), at)
}

/// Reads the values of all lines at one place along x.
fn values_at(lines: &Lines, at: f64) -> Values {
    let mut words = vec![(lines.x.name.clone(), lines.x.show(lines.x.value(at)))];
    let mut points = Vec::new();
    // As in the legend: what is drawn last is named first.
    for series in lines.series.iter().rev() {
        if let Some(y) = height(lines, series, at) {
            let value = if y.is_finite() { lines.y.value(y) } else { f64::INFINITY };
            words.push((series.name.clone(), lines.y.show(value)));
            if (0.0..=1.0).contains(&y) {
                points.push((y, series.ink));
            }
        }
    }
    // The lines end where that begins.
    words.extend(lines.beyond.filter(|b| lines.x.value(at) >= b.0).map(|b| (String::new(), b.1.to_owned())));
    Values { words, points }
}

/// Reads where the lines first reach a height.
fn values_across(lines: &Lines, at: f64, value: f64) -> Values {
    let mut words = vec![(lines.y.name.clone(), lines.y.show(value))];
    let mut points = Vec::new();
    for series in lines.series.iter().rev() {
        let placed: Vec<(f64, f64)> = placed(lines, series).collect();
        if let Some(x) = first_reach(&placed, at).filter(|x| (0.0..=1.0).contains(x)) {
            words.push((format!("{} reaches it at", series.name), lines.x.show(lines.x.value(x))));
            points.push((x, series.ink));
        }
    }
    Values { words, points }
}
