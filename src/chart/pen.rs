//! The few strokes that all charts are made of, in device pixels, and labels that keep off each other. Not a chart.

use super::data::Stroke;
use super::style::{BOLD, Ink, Style, text_width};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};
use std::cell::RefCell;

/// Where charts are drawn.
pub type Area<DB> = DrawingArea<DB, Shift>;

/// What drawing gives: nothing, or the backend's error.
pub type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// A rectangle in device pixels.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Frame {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Frame {
    /// From left to right.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From top to bottom.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether there is anything to draw in.
    pub fn is_usable(&self) -> bool {
        self.width() >= 8.0 && self.height() >= 8.0
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

/// Which part of a text lies on its point: 0 the left or upper edge, 0.5 the middle, 1 the right or lower edge.
pub type Anchor = (f64, f64);

/// A text: its size in pixels of the page, its colour and weight.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    /// Size in pixels of the page.
    pub size: f64,
    /// Colour.
    pub ink: Ink,
    /// In bold.
    pub bold: bool,
}

impl Letters {
    /// Numbers along an axis.
    pub const AXIS: Self = Self { size: Style::SMALL, ink: Ink::Muted, bold: false };
    /// A label.
    pub const LABEL: Self = Self { size: Style::LABEL, ink: Ink::Text, bold: false };
}

/// Strokes on one area in one style.
pub struct Pen<'a, DB: DrawingBackend> {
    area: &'a Area<DB>,
    /// How it draws.
    pub style: Style,
    /// Opacity of everything that is data.
    pub opacity: f64,
    taken: RefCell<Vec<Frame>>,
    lines: RefCell<Vec<(f64, f64)>>,
}

/// A coordinate as plotters takes it. What is not a number lands at zero, what is far outside at the limit.
fn whole(v: f64) -> i32 {
    v.round().clamp(-32_000.0, 32_000.0) as i32
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    /// A pen for an area.
    pub fn new(area: &'a Area<DB>, style: &Style, opacity: f64) -> Self {
        Self { area, style: *style, opacity, taken: RefCell::default(), lines: RefCell::default() }
    }

    fn shape(&self, ink: Ink, opacity: f64, width: f64) -> ShapeStyle {
        let width = self.style.px(width).round().max(1.0) as u32;
        ShapeStyle { color: self.style.colour(ink, opacity), filled: false, stroke_width: width }
    }

    /// A line through points.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink, opacity: f64, width: f64) -> Drawn<DB> {
        let mut path: Vec<(i32, i32)> = Vec::with_capacity(points.len());
        for &(x, y) in points {
            let p = (whole(x), whole(y));
            if path.last() != Some(&p) {
                path.push(p);
            }
        }
        if path.len() < 2 {
            return Ok(());
        }
        self.area.draw(&PathElement::new(path, self.shape(ink, opacity, width)))
    }

    /// A broken line through points.
    pub fn dashes(&self, points: &[(f64, f64)], ink: Ink, opacity: f64, width: f64) -> Drawn<DB> {
        for dash in broken(points, self.style.px(5.0), self.style.px(4.0)) {
            self.line(&dash, ink, opacity, width)?;
        }
        Ok(())
    }

    /// A filled rectangle.
    pub fn fill(&self, frame: Frame, ink: Ink, opacity: f64) -> Drawn<DB> {
        let corners = [(whole(frame.left), whole(frame.top)), (whole(frame.right), whole(frame.bottom))];
        self.area.draw(&Rectangle::new(corners, self.style.colour(ink, opacity).filled()))
    }

    /// A part of a bar in its pattern.
    pub fn bar(&self, frame: Frame, ink: Ink, stroke: Stroke, opacity: f64) -> Drawn<DB> {
        if frame.width() < 0.5 {
            return Ok(());
        }
        match stroke {
            Stroke::Pale => self.fill(frame, ink, opacity * 0.35),
            Stroke::Hatched => {
                self.fill(frame, ink, opacity * 0.2)?;
                self.line(&hatch(frame, self.style.px(6.0)), ink, opacity, 1.0)?;
                self.outline(frame, ink, opacity)
            }
            Stroke::Hollow => self.outline(frame, ink, opacity),
            _ => self.fill(frame, ink, opacity),
        }
    }

    fn outline(&self, frame: Frame, ink: Ink, opacity: f64) -> Drawn<DB> {
        let Frame { left, top, right, bottom } = frame;
        // Half a stroke inwards, so that it is no larger than a full bar.
        let half = self.style.px(0.5);
        let (l, t, r, b) = (left + half, top + half, (right - half).max(left + half), bottom - half);
        self.line(&[(l, t), (r, t), (r, b), (l, b), (l, t)], ink, opacity, 1.0)
    }

    /// A disc; with a ring of the surface around it, so that it stands out from lines.
    pub fn dot(&self, (x, y): (f64, f64), radius: f64, ink: Ink, ring: bool) -> Drawn<DB> {
        let at = (whole(x), whole(y));
        if ring {
            let size = whole(self.style.px(radius + 1.5));
            self.area.draw(&Circle::new(at, size, self.style.colour(Ink::Surface, 1.0).filled()))?;
        }
        let size = whole(self.style.px(radius)).max(1);
        self.area.draw(&Circle::new(at, size, self.style.colour(ink, self.opacity).filled()))
    }

    /// A small arrowhead whose tip is at a point: it goes on in that direction.
    pub fn arrow(&self, (x, y): (f64, f64), direction: (f64, f64), ink: Ink) -> Drawn<DB> {
        let (length, half) = (self.style.px(9.0), self.style.px(4.5));
        let (dx, dy) = direction;
        let (bx, by) = (x - dx * length, y - dy * length);
        let corners = [(x, y), (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half)]
            .map(|(x, y)| (whole(x), whole(y)));
        self.area.draw(&Polygon::new(corners.to_vec(), self.style.colour(ink, self.opacity)))
    }

    /// How wide a text will be, in device pixels.
    pub fn width(&self, text: &str, letters: Letters) -> f64 {
        text_width(text, self.style.px(letters.size)) * if letters.bold { BOLD } else { 1.0 }
    }

    fn extent(&self, text: &str, letters: Letters, (x, y): (f64, f64), anchor: Anchor) -> Frame {
        let (width, height) = (self.width(text, letters), self.style.px(letters.size) * 1.15);
        let (left, top) = (x - width * anchor.0, y - height * anchor.1);
        Frame { left, top, right: left + width, bottom: top + height }
    }

    /// A text, whatever lies there.
    pub fn text(&self, text: &str, letters: Letters, at: (f64, f64), anchor: Anchor) -> Drawn<DB> {
        if text.is_empty() {
            return Ok(());
        }
        self.keep_clear(self.extent(text, letters, at, anchor));
        let h = [HPos::Left, HPos::Center, HPos::Right][whole(anchor.0 * 2.0).clamp(0, 2) as usize];
        let v = [VPos::Top, VPos::Center, VPos::Bottom][whole(anchor.1 * 2.0).clamp(0, 2) as usize];
        let weight = if letters.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font =
            FontDesc::new(FontFamily::Name("system-ui, sans-serif"), self.style.px(letters.size), weight);
        let colour = self.style.colour(letters.ink, 1.0);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(h, v));
        self.area.draw_text(text, &style, (whole(at.0), whole(at.1)))
    }

    /// A text at the first of several places where it lies within `frame` and meets no other text, and no line if
    /// that can be had; none if there is no such place.
    pub fn place(
        &self,
        text: &str,
        letters: Letters,
        places: &[((f64, f64), Anchor)],
        frame: &Frame,
    ) -> Drawn<DB> {
        let extents =
            || places.iter().map(|&(at, anchor)| (at, anchor, self.extent(text, letters, at, anchor)));
        let free = |e: &Frame| frame.holds(e) && !self.taken.borrow().iter().any(|t| t.meets(e));
        let on_line = |e: &Frame| {
            let within = |p: &(f64, f64)| p.0 > e.left && p.0 < e.right && p.1 > e.top && p.1 < e.bottom;
            self.lines.borrow().iter().any(within)
        };
        // Best where it hides no line; over one if there is no such place.
        let best =
            extents().find(|(.., e)| free(e) && !on_line(e)).or_else(|| extents().find(|(.., e)| free(e)));
        let Some((at, anchor, Frame { left, top, right, bottom })) = best else { return Ok(()) };
        let gap = self.style.px(2.0);
        self.fill(Frame { left: left - gap, top, right: right + gap, bottom }, Ink::Surface, 0.85)?;
        self.text(text, letters, at, anchor)
    }

    /// Keeps placed labels off a line where that can be.
    pub fn avoid_line(&self, points: &[(f64, f64)]) {
        let step = self.style.px(6.0);
        let mut lines = self.lines.borrow_mut();
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let pieces = (libm::hypot(x1 - x0, y1 - y0) / step).ceil().clamp(1.0, 500.0) as usize;
            let at = |i: usize| i as f64 / pieces as f64;
            lines.extend((0..pieces).map(|i| (x0 + (x1 - x0) * at(i), y0 + (y1 - y0) * at(i))));
        }
        lines.extend(points.last());
    }

    /// Keeps placed labels out of a rectangle.
    pub fn keep_clear(&self, frame: Frame) {
        self.taken.borrow_mut().push(frame);
    }
}

/// A line cut into dashes.
fn broken(points: &[(f64, f64)], on: f64, off: f64) -> Vec<Vec<(f64, f64)>> {
    let (mut dashes, mut dash) = (Vec::new(), Vec::new());
    let (mut drawing, mut left) = (true, on);
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = libm::hypot(x1 - x0, y1 - y0);
        // More dashes than this are not to be told apart on any screen.
        if !(length.is_finite() && on >= 1.0 && off >= 1.0) || dashes.len() > 2000 {
            return dashes;
        }
        if drawing && dash.is_empty() {
            dash.push((x0, y0));
        }
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let at = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length);
            if drawing {
                dash.push(at);
                dashes.push(std::mem::take(&mut dash));
            } else {
                dash.push(at);
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length - done;
        if drawing {
            dash.push((x1, y1));
        }
    }
    if dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

/// Slanted lines across a rectangle as one path, which runs along the edges from one to the next.
fn hatch(frame: Frame, step: f64) -> Vec<(f64, f64)> {
    let Frame { left, top, right, bottom } = frame;
    let height = bottom - top;
    let mut path = Vec::new();
    if !(step >= 1.0 && frame.width() > 0.0 && height > 0.0) {
        return path;
    }
    let count = ((frame.width() + height) / step) as usize;
    for i in 1..=count.min(4000) {
        // From the lower edge (or the left one) up to the right at 45 degrees, every second one downwards.
        let foot = left - height + i as f64 * step;
        let low = if foot < left { (left, bottom - (left - foot)) } else { (foot, bottom) };
        let head = foot + height;
        let high = if head > right { (right, top + (head - right)) } else { (head, top) };
        // Around the corner, not across it.
        if i % 2 == 0 {
            if head > right && path.last().is_some_and(|p: &(f64, f64)| p.1 <= top && p.0 < right) {
                path.push((right, top));
            }
            path.extend([high, low]);
        } else {
            if foot >= left && path.last().is_some_and(|p: &(f64, f64)| p.0 <= left && p.1 < bottom) {
                path.push((left, bottom));
            }
            path.extend([low, high]);
        }
    }
    path
}
