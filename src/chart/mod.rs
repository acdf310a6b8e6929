//! Pictures of a [`Report`]: one chart a file, drawn by plotters on whatever backend it is given. Not where the
//! numbers come from, and nothing of a browser.
//!
//! [`mod@data`] turns answers into a [`Data`]: series and rows, legend, table, description. [`Data::draw`] draws it;
//! [`Data::read`] reads values off it. A new chart is a file with a function `data` here, an entry of [`Kind`], and
//! its place on the page.

pub mod axis;
mod bars;
mod cost;
pub mod data;
mod distribution;
mod funnel;
mod geometry;
mod hops;
mod lines;
mod load;
mod pen;
mod poster;
pub mod style;
mod utilisation;

use crate::report::{Exploration, Observation, Report};
use axis::Axis;
use data::Picture;
pub use data::{Cell, Data, Legend, Stroke, Table};
pub use pen::{Area, Drawn, Frame};
use pen::{Letters, Pen};
use plotters::prelude::DrawingBackend;
pub use style::{Ink, Style};

/// The charts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Share of requests over latency.
    Distribution,
    /// Latency over load.
    Load,
    /// Where the time of a request goes.
    Hops,
    /// What each cache passes on.
    Funnel,
    /// How busy each service is.
    Utilisation,
    /// What each part costs.
    Cost,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Distribution, Self::Load, Self::Hops, Self::Utilisation, Self::Funnel, Self::Cost];

    /// Its name in files that are saved.
    pub fn key(self) -> &'static str {
        match self {
            Self::Distribution => "latency",
            Self::Load => "load",
            Self::Hops => "where-the-time-goes",
            Self::Funnel => "caches",
            Self::Utilisation => "utilisation",
            Self::Cost => "cost",
        }
    }
}

/// What a chart is made from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The answers of the closed forms.
    pub report: &'a Report,
    /// Answers over load, if there are any yet.
    pub exploration: Option<&'a Exploration>,
    /// Whether those are of an earlier document.
    pub exploration_is_stale: bool,
    /// What the simulation has found.
    pub observation: Option<&'a Observation>,
    /// Answers to compare with.
    pub baseline: Option<&'a Report>,
    /// Names of the services, in the order of the document.
    pub services: &'a [String],
    /// Names of the caches.
    pub caches: &'a [String],
    /// Names of the calls: from where to where.
    pub calls: &'a [(String, String)],
    /// The journey to show; none is all of them.
    pub scope: Option<usize>,
}

impl Inputs<'_> {
    /// Name of a service.
    fn service(&self, index: usize) -> String {
        self.services.get(index).cloned().unwrap_or_else(|| format!("Service {}", index + 1))
    }
}

/// What a chart shows.
pub fn data(kind: Kind, inputs: &Inputs) -> Data {
    match kind {
        Kind::Distribution => distribution::data(inputs),
        Kind::Load => load::data(inputs),
        Kind::Hops => hops::data(inputs),
        Kind::Funnel => funnel::data(inputs),
        Kind::Utilisation => utilisation::data(inputs),
        Kind::Cost => cost::data(inputs),
    }
}

/// What is read off a chart at one place; coordinates are in pixels of the area it was asked for.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Reading {
    /// Names and values.
    pub words: Vec<(String, String)>,
    /// The plot.
    pub frame: Frame,
    /// An upright line to draw, by its x.
    pub line: Option<f64>,
    /// Points to draw: x, y, colour.
    pub points: Vec<(f64, f64, Ink)>,
    /// A row to mark.
    pub row: Option<Frame>,
}

/// What lies under the data of a chart, for telling whether it has changed; while a slider moves it seldom does.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    /// Nothing.
    Bare,
    /// Two axes.
    Lines(Axis, Axis),
    /// One axis, and names of rows.
    Bars(bars::Ground),
}

fn size_of<DB: DrawingBackend>(area: &Area<DB>) -> (f64, f64) {
    let (width, height) = area.dim_in_pixel();
    (f64::from(width), f64::from(height))
}

impl Data {
    /// A chart with nothing to show, and why.
    fn empty(title: &'static str, why: &str) -> Self {
        Self {
            title,
            description: why.to_owned(),
            legend: Vec::new(),
            table: Table::default(),
            picture: Picture::Empty(why.to_owned()),
            stale: false,
        }
    }

    /// Draws the chart over a whole area, whatever its size.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, style: &Style) -> Drawn<DB> {
        self.draw_ground(area, style)?;
        self.draw_figures(area, style)
    }

    /// Draws what lies under the data: axes, grid, names of rows. The same for the same [`Data::ground`].
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw_ground<DB: DrawingBackend>(&self, area: &Area<DB>, style: &Style) -> Drawn<DB> {
        let pen = Pen::new(area, style, 1.0);
        match &self.picture {
            Picture::Empty(_) => Ok(()),
            Picture::Lines(lines) => lines::draw_ground(&pen, lines, size_of(area)),
            Picture::Bars(bars) => bars::draw_ground(&pen, bars, size_of(area)),
        }
    }

    /// Everything that decides what [`Data::draw_ground`] draws.
    pub fn ground(&self) -> Ground {
        match &self.picture {
            Picture::Empty(_) => Ground::Bare,
            Picture::Lines(lines) => Ground::Lines(lines.x.clone(), lines.y.clone()),
            Picture::Bars(bars) => Ground::Bars(bars::ground(bars)),
        }
    }

    /// Draws the data, and nothing of what lies under it.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw_figures<DB: DrawingBackend>(&self, area: &Area<DB>, style: &Style) -> Drawn<DB> {
        let size = size_of(area);
        let pen = Pen::new(area, style, if self.stale { 0.4 } else { 1.0 });
        match &self.picture {
            Picture::Empty(why) => {
                let letters = Letters { ink: Ink::Muted, ..Letters::LABEL };
                let text = style::cut(why, style.px(letters.size), size.0);
                pen.text(&text, letters, (size.0 / 2.0, size.1 / 2.0), (0.5, 0.5))
            }
            Picture::Lines(lines) => lines::draw(&pen, lines, size),
            Picture::Bars(bars) => bars::draw(&pen, bars, size),
        }
    }

    /// How many rows it has, where it has rows; so that few of them need less room.
    pub fn rows(&self) -> Option<usize> {
        match &self.picture {
            Picture::Empty(_) => Some(0),
            Picture::Lines(_) => None,
            Picture::Bars(bars) => Some(bars.rows.len()),
        }
    }

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
            Picture::Lines(lines) => {
                let frame = lines::frame(lines, size, style);
                let lines::Values { at, words, points } = lines::read(lines, stop);
                let x = frame.left + at * frame.width();
                let points =
                    points.into_iter().map(|(y, ink)| (x, frame.bottom - y * frame.height(), ink)).collect();
                Reading { words, frame, line: Some(x), points, row: None }
            }
            Picture::Bars(bars) => {
                let Some(row) = bars.rows.get(stop) else { return Reading::default() };
                let frame = bars::frame(bars, size, style);
                let mut words = vec![(String::new(), format!("{}{}", row.label, row.suffix))];
                words.extend(row.detail.iter().map(|(name, cell)| ((*name).to_owned(), cell.show())));
                let row = Some(bars::row_frame(bars, size, style, stop));
                Reading { words, frame, line: None, points: Vec::new(), row }
            }
        }
    }
}
