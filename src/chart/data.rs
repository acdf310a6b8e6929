//! What a chart shows, as plain series, words and a table of the same numbers. Not how it is drawn, nor where the
//! numbers come from.

use super::axis::Axis;
use super::style::Ink;
use crate::report::Owner;
use crate::report::export::cell;
use crate::report::format;
use crate::report::metric::Unit;

/// Everything about one chart but its looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Its heading.
    pub title: &'static str,
    /// The picture in a sentence, for those who do not see it.
    pub description: String,
    /// What its colours and strokes mean.
    pub legend: Vec<Legend>,
    /// The same numbers as a table.
    pub table: Table,
    /// What is drawn.
    pub picture: Picture,
    /// Whether it is of an earlier document, and drawn paler.
    pub stale: bool,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Nothing, and why.
    Empty(String),
    /// Lines over two axes.
    Lines(Lines),
    /// Bars in rows.
    Bars(Bars),
}

/// An entry of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// Its words.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Its stroke.
    pub stroke: Stroke,
}

/// How a line or a bar is told from the others besides by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A thick line.
    Bold,
    /// A line.
    Thin,
    /// A broken line.
    Dashed,
    /// Points.
    Dots,
    /// A full bar.
    Solid,
    /// A pale bar.
    Pale,
    /// A bar with slanted lines.
    Hatched,
    /// The outline of a bar.
    Hollow,
}

/// Lines over two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The axis to the right.
    pub x: Axis,
    /// The axis upwards.
    pub y: Axis,
    /// The lines, first ones below.
    pub series: Vec<Series>,
    /// Straight lines at one value.
    pub rules: Vec<Rule>,
    /// Points with a name.
    pub marks: Vec<Mark>,
    /// The value of x from which on nothing can be, and its name.
    pub beyond: Option<(f64, &'static str)>,
    /// A remark in the middle of the plot.
    pub remark: Option<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Its stroke.
    pub stroke: Stroke,
    /// Its points, x ascending. Infinite y ends it at the top edge.
    pub points: Vec<(f64, f64)>,
    /// Intervals along x at one y, each drawn by itself: (y, from, to).
    pub spans: Vec<(f64, f64, f64)>,
    /// Intervals along x at ascending y, drawn as one band: (y, from, to).
    pub band: Vec<(f64, f64, f64)>,
}

/// A straight line at one value of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The value.
    pub at: f64,
    /// Whether it stands upright, at a value of x.
    pub upright: bool,
    /// Its colour.
    pub ink: Ink,
    /// Its words.
    pub label: String,
}

/// A point with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its value of x.
    pub x: f64,
    /// Its value of y; infinite is shown at the top edge.
    pub y: f64,
    /// Its colour.
    pub ink: Ink,
    /// Its words.
    pub label: String,
    /// Fewer words, where there is no room for those.
    pub short: String,
    /// Larger, and in bold.
    pub strong: bool,
}

/// Bars in rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The axis to the right.
    pub x: Axis,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Upright lines at one value.
    pub rules: Vec<Rule>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    /// Its name, cut if there is no room.
    pub label: String,
    /// The part of the system that it is about, if it is about one.
    pub of: Option<Owner>,
    /// What follows the name and is never cut.
    pub suffix: String,
    /// Steps it is set in.
    pub depth: usize,
    /// In bold.
    pub strong: bool,
    /// With a slimmer bar.
    pub thin: bool,
    /// Words at its end, from full to short; the first for which there is room is taken.
    pub notes: Vec<String>,
    /// Its bar.
    pub parts: Vec<Part>,
    /// A mark across the bar: the value it is compared with.
    pub compared: Option<f64>,
    /// Its numbers, for reading them out: (name, value). They become words only when somebody reads.
    pub detail: Vec<(&'static str, Cell)>,
}

impl Row {
    /// With a mark at the value it is compared with, and a number of that for reading it out.
    #[must_use]
    pub fn compared_with(mut self, at: Option<f64>, number: Option<(&'static str, Cell)>) -> Self {
        self.compared = at;
        self.detail.extend(number);
        self
    }
}

/// A part of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its colour.
    pub ink: Ink,
    /// Its pattern.
    pub stroke: Stroke,
}

/// A table of the numbers of a chart.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// Headings.
    pub columns: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number with its unit and, for money, its currency.
    Number(f64, Unit, &'static str),
    /// Nothing is known.
    None,
}

impl Cell {
    /// A number without a currency.
    pub fn new(value: f64, unit: Unit) -> Self {
        Self::Number(value, unit, "")
    }

    /// The cell as people read it.
    pub fn show(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value, unit, currency) => format::output(*unit, *value, currency),
            Self::None => "–".to_owned(),
        }
    }
}

impl Data {
    /// The numbers as CSV, under a line with the title and the name of the scenario that begins with `#`, as a remark does.
    pub fn csv(&self, scenario: &str) -> String {
        let name = scenario.replace(['\r', '\n'], " ");
        format!("# {}: {name}\r\n{}", self.title, self.table.csv())
    }
}

impl Table {
    /// The table as CSV with every digit, in seconds, per second and fractions; unbounded is `inf`.
    pub fn csv(&self) -> String {
        let units: Vec<String> = (0..self.columns.len()).map(|c| self.unit_of(c)).collect();
        let head: Vec<String> =
            self.columns.iter().zip(units).map(|(name, unit)| cell(&format!("{name}{unit}"))).collect();
        let mut text = head.join(",") + "\r\n";
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .map(|c| match c {
                    Cell::Text(text) => cell(text),
                    Cell::Number(value, ..) if value.is_nan() => String::new(),
                    // No zero has a sign.
                    Cell::Number(value, ..) => (value + 0.0).to_string(),
                    Cell::None => String::new(),
                })
                .collect();
            text += &(cells.join(",") + "\r\n");
        }
        text
    }

    fn unit_of(&self, column: usize) -> String {
        let unit = self.rows.iter().find_map(|r| match r.get(column) {
            Some(&Cell::Number(_, unit, currency)) => Some((unit, currency)),
            _ => None,
        });
        match unit {
            Some((Unit::Seconds, _)) => " [s]".to_owned(),
            Some((Unit::PerSecond, _)) => " [1/s]".to_owned(),
            Some((Unit::Fraction, _)) => " [fraction]".to_owned(),
            Some((Unit::Money, currency)) if !currency.is_empty() => format!(" [{currency}]"),
            Some((Unit::Money | Unit::One, _)) | None => String::new(),
        }
    }
}
