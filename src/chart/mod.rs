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
mod reading;
mod round;
pub mod style;
mod thumb;
mod utilisation;

use crate::report::provenance::Topic;
use crate::report::{Answers, Exploration, Observation, Report};
use axis::Axis;
pub use axis::{Quantity, Scale};
use data::Picture;
pub use data::{Cell, Data, Legend, Stroke, Table};
pub use pen::{Area, Drawn, Frame};
use pen::{Letters, Pen};
use plotters::prelude::DrawingBackend;
pub use reading::{Reading, Shared};
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

    /// The axis of it that can be read on either scale; it is logarithmic unless told otherwise.
    pub fn switch(self) -> Option<&'static str> {
        match self {
            Self::Distribution | Self::Load => Some("latency"),
            Self::Funnel => Some("look-ups"),
            Self::Hops | Self::Utilisation | Self::Cost => None,
        }
    }

    /// What explains its numbers; those of caches each cache explains.
    pub fn topic(self) -> Option<Topic> {
        match self {
            Self::Distribution | Self::Load => Some(Topic::Metric("p99_s")),
            Self::Hops => Some(Topic::Metric("mean_s")),
            Self::Utilisation => Some(Topic::Bottleneck),
            Self::Cost => Some(Topic::Metric("cost_per_month")),
            Self::Funnel => None,
        }
    }

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
    pub baseline: Option<&'a Answers>,
    /// Names of the services, in the order of the document.
    pub services: &'a [String],
    /// Names of the caches.
    pub caches: &'a [String],
    /// The services of each call: from where to where.
    pub calls: &'a [(usize, usize)],
    /// The journey to show; none is all of them.
    pub scope: Option<usize>,
    /// How values are spread along the axis that [`Kind::switch`] names; none is as the chart would have it.
    pub scale: Option<Scale>,
}

impl Inputs<'_> {
    /// The scale of the axis that can be read on either.
    fn scale(&self) -> Scale {
        self.scale.unwrap_or(Scale::Log)
    }

    /// Names of the services of a call: from where to where.
    fn ends(&self, call: usize) -> (String, String) {
        let ends = self.calls.get(call);
        ends.map_or_else(Default::default, |&(from, to)| (self.service(from), self.service(to)))
    }

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
}
