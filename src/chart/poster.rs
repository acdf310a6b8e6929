//! A chart to be saved as a picture: title, legend and plot on its own ground. Not for the page, which writes title
//! and legend itself.

use super::data::{Data, Legend, Stroke};
use super::pen::{Area, Drawn, Frame, Letters, Pen};
use super::style::{Ink, Style};
use plotters::prelude::DrawingBackend;

impl Data {
    /// Draws the chart with its title and legend over a whole area.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw_poster<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        heading: &str,
        style: &Style,
    ) -> Drawn<DB> {
        let (width, height) = area.dim_in_pixel();
        let (width, height) = (f64::from(width), f64::from(height));
        let px = |v: f64| style.px(v);
        let pen = Pen::new(area, style, 1.0);
        pen.fill(Frame { left: 0.0, top: 0.0, right: width, bottom: height }, Ink::Surface, 1.0)?;
        let title = Letters { size: 16.0, ink: Ink::Text, bold: true };
        let title_text = super::style::cut(heading, px(title.size), width - px(32.0));
        pen.text(&title_text, title, (px(16.0), px(14.0)), (0.0, 0.0))?;
        let (mut x, mut y) = (px(16.0), px(48.0));
        for entry in &self.legend {
            let needed = px(30.0) + pen.width(&entry.name, Letters::LABEL);
            if x + needed > width - px(16.0) && x > px(16.0) {
                (x, y) = (px(16.0), y + px(20.0));
            }
            swatch(&pen, entry, (x, y))?;
            pen.text(&entry.name, Letters::LABEL, (x + px(24.0), y), (0.0, 0.5))?;
            x += needed + px(12.0);
        }
        let (left, top) = (px(12.0) as i32, (y + px(16.0)) as i32);
        let below = area.margin(top, px(10.0) as i32, left, px(12.0) as i32);
        self.draw(&below, style)
    }
}

/// The small picture before a legend's words.
fn swatch<DB: DrawingBackend>(pen: &Pen<DB>, entry: &Legend, (x, y): (f64, f64)) -> Drawn<DB> {
    let px = |v: f64| pen.style.px(v);
    let ends = [(x, y), (x + px(18.0), y)];
    match entry.stroke {
        Stroke::Bold => pen.line(&ends, entry.ink, 1.0, 3.0),
        Stroke::Thin => pen.line(&ends, entry.ink, 1.0, 1.5),
        Stroke::Dashed => pen.dashes(&ends, entry.ink, 1.0, 1.5),
        Stroke::Dots => pen.dot((x + px(9.0), y), 3.0, entry.ink, false),
        pattern => {
            let frame = Frame { left: x, top: y - px(5.0), right: x + px(18.0), bottom: y + px(5.0) };
            pen.bar(frame, entry.ink, pattern, 1.0)
        }
    }
}
