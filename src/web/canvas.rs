//! A canvas that stays sharp: as many pixels as the screen has, one redraw a frame, none out of view. Not what is
//! drawn on it.

use super::surface::{Area, Surface};
use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, Node,
};

/// Draws on an area, told how many of its pixels make one pixel of the page.
type Painter = Box<dyn Fn(&Area, f64)>;

/// A canvas on the page. Dropping it ends its watching.
pub struct Canvas {
    inner: Rc<Inner>,
    resize: Option<web_sys::ResizeObserver>,
    sight: Option<IntersectionObserver>,
    _on_resize: Closure<dyn Fn()>,
    _on_sight: Closure<dyn Fn(js_sys::Array)>,
    _on_ratio: EventListener,
    _on_print: EventListener,
}

impl std::fmt::Debug for Canvas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canvas").field("in_sight", &self.inner.in_sight.get()).finish_non_exhaustive()
    }
}

struct Inner {
    element: HtmlCanvasElement,
    painter: RefCell<Option<Painter>>,
    in_sight: Cell<bool>,
    /// Whether what is on the canvas is no longer what should be.
    is_stale: Cell<bool>,
    /// Whether a frame was asked for.
    is_asked: Cell<bool>,
    /// The frame last asked for; its closure must outlive its call.
    frame: RefCell<Option<AnimationFrame>>,
}

impl Drop for Canvas {
    fn drop(&mut self) {
        if let Some(observer) = &self.resize {
            observer.disconnect();
        }
        if let Some(observer) = &self.sight {
            observer.disconnect();
        }
        self.inner.painter.borrow_mut().take();
    }
}

impl Canvas {
    /// Takes care of a canvas element, if the node is one.
    pub fn new(node: &Node) -> Option<Self> {
        let element = node.dyn_ref::<HtmlCanvasElement>()?.clone();
        let inner = Rc::new(Inner {
            element,
            painter: RefCell::new(None),
            in_sight: Cell::new(true),
            is_stale: Cell::new(false),
            is_asked: Cell::new(false),
            frame: RefCell::new(None),
        });
        let on_resize = {
            let inner = Rc::clone(&inner);
            Closure::<dyn Fn()>::new(move || inner.refresh())
        };
        let resize = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &resize {
            observer.observe(&inner.element);
        }
        let on_sight = {
            let inner = Rc::clone(&inner);
            Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
                if let Some(entry) =
                    entries.iter().last().and_then(|e| e.dyn_into::<IntersectionObserverEntry>().ok())
                {
                    inner.in_sight.set(entry.is_intersecting());
                    inner.ask();
                }
            })
        };
        let sight = IntersectionObserver::new(on_sight.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &sight {
            observer.observe(&inner.element);
        }
        // Zooming changes the ratio and, as browsers have it, fires this; so does most moving between screens.
        let on_ratio = {
            let inner = Rc::clone(&inner);
            EventListener::new(&gloo::utils::window(), "resize", move |_| inner.refresh())
        };
        // Paper has no out of view.
        let on_print = {
            let inner = Rc::clone(&inner);
            EventListener::new(&gloo::utils::window(), "beforeprint", move |_| inner.draw())
        };
        Some(Self {
            inner,
            resize,
            sight,
            _on_resize: on_resize,
            _on_sight: on_sight,
            _on_ratio: on_ratio,
            _on_print: on_print,
        })
    }

    /// Draws with this from now on: in the next frame, and whenever the canvas changes its size.
    pub fn paint(&self, painter: impl Fn(&Area, f64) + 'static) {
        *self.inner.painter.borrow_mut() = Some(Box::new(painter));
        self.inner.refresh();
    }
}

impl Inner {
    fn refresh(self: &Rc<Self>) {
        self.is_stale.set(true);
        self.ask();
    }

    /// Asks for a frame, unless one is on its way or there is nothing to do in it.
    fn ask(self: &Rc<Self>) {
        if !self.is_stale.get() || !self.in_sight.get() || self.is_asked.replace(true) {
            return;
        }
        let inner = Rc::clone(self);
        *self.frame.borrow_mut() = Some(request_animation_frame(move |_| {
            inner.is_asked.set(false);
            inner.draw();
        }));
    }

    fn draw(&self) {
        let ratio = ratio();
        let (width, height) = (self.element.client_width(), self.element.client_height());
        let painter = self.painter.borrow();
        let Some(painter) = painter.as_ref().filter(|_| width > 0 && height > 0) else { return };
        self.is_stale.set(false);
        let pixels = |length: i32| (f64::from(length) * ratio).round().clamp(1.0, 8192.0) as u32;
        let (width, height) = (pixels(width), pixels(height));
        let (old_width, old_height) = (self.element.width(), self.element.height());
        // Setting a size clears the canvas and is slow, so it is done only where it changes.
        if (old_width, old_height) == (width, height) {
            if let Some(context) = context(&self.element) {
                context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
            }
        } else {
            self.element.set_width(width);
            self.element.set_height(height);
        }
        on_canvas(&self.element, |area| painter(area, ratio));
    }
}

/// Device pixels to a pixel of the page.
fn ratio() -> f64 {
    let ratio = gloo::utils::window().device_pixel_ratio();
    if ratio.is_finite() { ratio.clamp(0.25, 8.0) } else { 1.0 }
}

fn context(element: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    element.get_context("2d").ok().flatten()?.dyn_into().ok()
}

fn on_canvas(element: &HtmlCanvasElement, paint: impl Fn(&Area)) {
    if let Some(context) = context(element) {
        // Steep lines would grow thorns at their corners otherwise.
        context.set_line_join("round");
    }
    if let Some(backend) = CanvasBackend::with_canvas_object(element.clone()) {
        paint(&Surface::Canvas(backend).into_drawing_area());
    }
}

/// Width and height of the element that an event comes from, in pixels of the page.
pub fn size_of(event: &web_sys::Event) -> Option<(f64, f64)> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    Some((f64::from(element.client_width()), f64::from(element.client_height())))
}

/// Draws a picture of a size in pixels of the page, twice as fine, and hands it to the visitor as a PNG file.
pub fn save_png(name: &str, (width, height): (u32, u32), paint: impl Fn(&Area, f64)) {
    const FINE: u32 = 2;
    let element = gloo::utils::document().create_element("canvas").ok();
    let Some(element) = element.and_then(|e| e.dyn_into::<HtmlCanvasElement>().ok()) else { return };
    element.set_width(width * FINE);
    element.set_height(height * FINE);
    on_canvas(&element, |area| paint(area, f64::from(FINE)));
    let name = name.to_owned();
    let done = Closure::once_into_js(move |blob: Option<web_sys::Blob>| {
        if let Some(blob) = blob {
            super::save::blob(&name, &blob);
        }
    });
    let _ = element.to_blob(done.unchecked_ref());
}
