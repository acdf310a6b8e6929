//! What charts are drawn on, whichever it is: one type, so that the code that draws is there once. Not the drawing.

use super::svg::Svg;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::DrawingBackend;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// The whole of a surface, in its own pixels.
pub type Area = DrawingArea<Surface, Shift>;

/// A surface.
pub enum Surface {
    /// A canvas.
    Canvas(CanvasBackend),
    /// A text.
    Svg(Rc<RefCell<Svg>>),
}

impl fmt::Debug for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Canvas(_)) { "Canvas" } else { "Svg" })
    }
}

/// Draws a picture of a size in pixels of the page as SVG, told how many units of the picture make one of those.
pub fn svg(size: (u32, u32), paint: impl Fn(&Area, f64)) -> String {
    const FINE: u32 = 4;
    let svg = Rc::new(RefCell::new(Svg::new(size, FINE)));
    paint(&Surface::Svg(Rc::clone(&svg)).into_drawing_area(), f64::from(FINE));
    svg.take().finish()
}

type Drawn = Result<(), DrawingErrorKind<fmt::Error>>;

/// Does the same on either; what goes wrong on a canvas is not told apart.
macro_rules! either {
    ($self:ident, $method:ident($($argument:expr),*)) => {
        match $self {
            Self::Canvas(canvas) => {
                canvas.$method($($argument),*).map_err(|_| DrawingErrorKind::DrawingError(fmt::Error))
            }
            Self::Svg(svg) => svg.borrow_mut().$method($($argument),*),
        }
    };
}

impl DrawingBackend for Surface {
    type ErrorType = fmt::Error;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Self::Canvas(canvas) => canvas.get_size(),
            Self::Svg(svg) => svg.borrow().get_size(),
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        either!(self, draw_pixel(at, colour))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        either!(self, draw_line(from, to, style))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        either!(self, draw_rect(from, to, style, fill))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        either!(self, draw_path(path, style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        either!(self, draw_circle(at, radius, style, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        either!(self, fill_polygon(path, style))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        either!(self, draw_text(text, style, at))
    }
}
