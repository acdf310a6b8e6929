//! The few strokes that all charts are made of, in device pixels, and labels that keep off each other. Not a chart.

use super::data::Stroke;
use super::geometry::{append, broken, hatch};
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
            append(&mut path, (whole(x), whole(y)));
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

    /// A filled polygon.
    pub fn polygon(&self, points: &[(f64, f64)], ink: Ink, opacity: f64) -> Drawn<DB> {
        let corners: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (whole(x), whole(y))).collect();
        if corners.len() < 3 {
            return Ok(());
        }
        self.area.draw(&Polygon::new(corners, self.style.colour(ink, opacity)))
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

    /// The first of several texts, from long to short, that has a place within `frame` where it meets no other text,
    /// and no line if that can be had; none if none has.
    pub fn place(
        &self,
        texts: &[&str],
        letters: Letters,
        places: &[((f64, f64), Anchor)],
        frame: &Frame,
    ) -> Drawn<DB> {
        let free = |e: &Frame| frame.holds(e) && !self.taken.borrow().iter().any(|t| t.meets(e));
        let on_line = |e: &Frame| {
            let within = |p: &(f64, f64)| p.0 > e.left && p.0 < e.right && p.1 > e.top && p.1 < e.bottom;
            self.lines.borrow().iter().any(within)
        };
        let extents = || {
            texts.iter().flat_map(|&text| {
                places
                    .iter()
                    .map(move |&(at, anchor)| (text, at, anchor, self.extent(text, letters, at, anchor)))
            })
        };
        let clear = extents().find(|(.., e)| free(e) && !on_line(e));
        let Some((text, at, anchor, Frame { left, top, right, bottom })) =
            clear.or_else(|| extents().find(|(.., e)| free(e)))
        else {
            return Ok(());
        };
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
