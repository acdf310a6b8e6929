//! Pictures as text: a drawing surface that writes SVG. Not for the page itself, whose charts are canvases.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use std::fmt::{self, Write};

type Drawn = Result<(), DrawingErrorKind<fmt::Error>>;

/// A picture under way.
#[derive(Debug, Default)]
pub struct Svg {
    size: (u32, u32),
    text: String,
}

impl Svg {
    /// An empty picture of a size in its own units, `fine` of which make one pixel.
    pub fn new((width, height): (u32, u32), fine: u32) -> Self {
        let (w, h) = (width * fine, height * fine);
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {w} {h}\">\n"
        );
        Self { size: (w, h), text }
    }

    /// The picture.
    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }

    /// Ends an element with its paint.
    fn paint(&mut self, colour: BackendColor, stroke: Option<u32>) {
        let ((r, g, b), a) = (colour.rgb, colour.alpha);
        let (what, other) = if stroke.is_some() { ("stroke", " fill=\"none\"") } else { ("fill", "") };
        let _ = write!(self.text, " {what}=\"#{r:02x}{g:02x}{b:02x}\"{other}");
        if a < 1.0 {
            let _ = write!(self.text, " {what}-opacity=\"{a:.3}\"");
        }
        if let Some(width) = stroke {
            let _ = write!(self.text, " stroke-width=\"{width}\" stroke-linejoin=\"round\"");
        }
        self.text.push_str("/>\n");
    }

    fn points(&mut self, element: &str, points: impl IntoIterator<Item = BackendCoord>) {
        let _ = write!(self.text, "<{element} points=\"");
        for (x, y) in points {
            let _ = write!(self.text, "{x},{y} ");
        }
        self.text.push('"');
    }
}

impl DrawingBackend for Svg {
    type ErrorType = fmt::Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        let _ = write!(self.text, "<rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\"");
        self.paint(colour, None);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((x, y), (w, h)) = (from, (to.0 - from.0, to.1 - from.1));
        let _ = write!(self.text, "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"", w.max(0), h.max(0));
        self.paint(style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.points("polyline", path);
        self.paint(style.color(), Some(style.stroke_width()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let _ = write!(self.text, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"");
        self.paint(style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.points("polygon", path);
        self.paint(style.color(), None);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Above the line on which letters stand; programs that read SVG know no better measure.
        let share = match style.anchor().v_pos {
            VPos::Top => 0.85,
            VPos::Center => 0.35,
            VPos::Bottom => -0.15,
        };
        let (size, (r, g, b)) = (style.size(), style.color().rgb);
        let _ = write!(
            self.text,
            "<text x=\"{x}\" y=\"{:.0}\" text-anchor=\"{anchor}\" font-family=\"{}\" font-size=\"{size:.0}\" font-weight=\"{}\" \
             fill=\"#{r:02x}{g:02x}{b:02x}\">",
            f64::from(y) + share * size,
            style.family().as_str(),
            style.style().as_str()
        );
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                c if c.is_control() => {}
                c => self.text.push(c),
            }
        }
        self.text.push_str("</text>\n");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::web::surface;
    use plotters::prelude::*;

    #[test]
    fn a_picture_is_drawn_and_its_texts_are_text() {
        let text = surface::svg((90, 50), |area, fine| {
            assert_eq!(fine, 4.0);
            let style = ShapeStyle { color: BLUE.to_rgba().mix(0.5), filled: false, stroke_width: 3 };
            area.draw(&PathElement::new(vec![(0, 0), (10, 20)], style)).expect("a line");
            area.draw(&Rectangle::new([(1, 2), (11, 22)], RED.to_rgba().filled())).expect("a rectangle");
            let letters = TextStyle::from(("system-ui", 24).into_font());
            area.draw_text("<a> & \"b\"\u{0}", &letters, (5, 6)).expect("a text");
        });
        assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
        for part in [
            "viewBox=\"0 0 360 200\"",
            "<polyline points=\"0,0 10,20 \" stroke=\"#0000ff\" fill=\"none\" stroke-opacity=\"0.500\" stroke-width=\"3\"",
            "<rect x=\"1\" y=\"2\" width=\"10\" height=\"20\" fill=\"#ff0000\"/>",
            ">&lt;a> &amp; \"b\"</text>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
