//! A chart as a small picture without a word, for telling scenarios apart at a glance. Not for reading values off.

use super::data::{Bars, Data, Lines, Picture, Stroke};
use super::geometry::runs;
use super::lines::placed;
use super::pen::{Area, Drawn, Frame, Pen};
use super::style::{Ink, Style};
use plotters::prelude::DrawingBackend;

impl Data {
    /// Draws the shape of the data over a whole area.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw_thumb<DB: DrawingBackend>(&self, area: &Area<DB>, style: &Style) -> Drawn<DB> {
        let (width, height) = super::size_of(area);
        let edge = style.px(5.0);
        let frame = Frame { left: edge, top: edge, right: width - edge, bottom: height - edge };
        if !frame.is_usable() {
            return Ok(());
        }
        let pen = Pen::new(area, style, 1.0);
        match &self.picture {
            Picture::Empty(_) => Ok(()),
            Picture::Lines(lines) => draw_lines(&pen, lines, frame),
            Picture::Bars(bars) => draw_bars(&pen, bars, frame),
        }
    }
}

fn draw_lines<DB: DrawingBackend>(pen: &Pen<DB>, lines: &Lines, frame: Frame) -> Drawn<DB> {
    let place = |(x, y): (f64, f64)| (frame.left + x * frame.width(), frame.bottom - y * frame.height());
    let Frame { left, top, right, bottom } = frame;
    pen.line(&[(left, top), (left, bottom), (right, bottom)], Ink::Axis, 0.6, 1.0)?;
    for series in &lines.series {
        for run in runs(&placed(lines, series).collect::<Vec<_>>()) {
            let path: Vec<_> = run.into_iter().map(place).collect();
            pen.line(&path, series.ink, 1.0, 2.0)?;
        }
    }
    for rule in lines.rules.iter().filter(|r| r.upright) {
        let at = lines.x.at(rule.at);
        if (0.0..=1.0).contains(&at) {
            pen.line(&[place((at, 0.0)), place((at, 1.0))], rule.ink, 1.0, 1.5)?;
        }
    }
    for mark in lines.marks.iter().filter(|m| m.strong) {
        let at = (lines.x.at(mark.x), lines.y.at(mark.y));
        if (0.0..=1.0).contains(&at.0) && (0.0..=1.0).contains(&at.1) {
            pen.dot(place(at), 3.5, mark.ink, true)?;
        }
    }
    Ok(())
}

fn draw_bars<DB: DrawingBackend>(pen: &Pen<DB>, bars: &Bars, frame: Frame) -> Drawn<DB> {
    let row = frame.height() / bars.rows.len().max(3) as f64;
    for (i, one) in bars.rows.iter().enumerate() {
        let top = frame.top + i as f64 * row;
        for part in &one.parts {
            let (from, to) = (bars.x.at(part.from).clamp(0.0, 1.0), bars.x.at(part.to).clamp(0.0, 1.0));
            if from <= to {
                let at = |x: f64| frame.left + x * frame.width();
                let bar = Frame { left: at(from), top, right: at(to), bottom: top + row * 0.7 };
                let stroke = if part.stroke == Stroke::Hatched { Stroke::Pale } else { part.stroke };
                pen.bar(bar, part.ink, stroke, 1.0)?;
            }
        }
    }
    Ok(())
}
