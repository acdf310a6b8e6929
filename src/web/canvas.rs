//! A canvas that stays sharp: as many pixels as the screen has, one redraw a frame, none out of view. Not what is
//! drawn on it.

use super::surface::{Area, Surface};
use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
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
    /// What lies under the picture and seldom changes: a canvas of its own, drawn only when it does.
    ground: Option<HtmlCanvasElement>,
    ground_painter: RefCell<Option<Painter>>,
    painter: RefCell<Option<Painter>>,
    /// Width and height on the page as the browser last told them; asking for them would make it lay out the page.
    size: Cell<(i32, i32)>,
    /// Device pixels to a pixel of the page when it was drawn last.
    ratio: Cell<f64>,
    /// Whether it is in view; nothing is drawn before that is known.
    in_sight: Cell<bool>,
    /// Whether what is on the canvas is no longer what should be.
    is_stale: Cell<bool>,
    /// Whether it is to be drawn in the next frame.
    is_asked: Cell<bool>,
    /// Whether what lies under it is no longer what should.
    is_ground_stale: Cell<bool>,
}

thread_local! {
    /// Canvases to be drawn in the next frame, all in one.
    static STALE: RefCell<Vec<Weak<Inner>>> = const { RefCell::new(Vec::new()) };
    /// The frame last asked for; its closure must outlive its call.
    static FRAME: RefCell<Option<AnimationFrame>> = const { RefCell::new(None) };
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
        self.inner.ground_painter.borrow_mut().take();
    }
}

impl Canvas {
    /// Takes care of a canvas element, if the node is one, and of one that lies under it in the same size.
    pub fn new(node: &Node, ground: Option<&Node>) -> Option<Self> {
        let inner = Rc::new(Inner {
            element: node.dyn_ref::<HtmlCanvasElement>()?.clone(),
            ground: ground.and_then(|g| g.dyn_ref::<HtmlCanvasElement>()).cloned(),
            ground_painter: RefCell::new(None),
            painter: RefCell::new(None),
            size: Cell::new((0, 0)),
            ratio: Cell::new(0.0),
            in_sight: Cell::new(false),
            is_stale: Cell::new(false),
            is_asked: Cell::new(false),
            is_ground_stale: Cell::new(false),
        });
        // Told after layout and before painting: what is drawn now is seen in the same frame, in its new size.
        let on_resize = {
            let inner = Rc::clone(&inner);
            Closure::<dyn Fn()>::new(move || {
                inner.measure();
                inner.is_stale.set(true);
                if inner.in_sight.get() {
                    inner.draw();
                }
            })
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
        match &sight {
            Some(observer) => observer.observe(&inner.element),
            None => inner.in_sight.set(true),
        }
        // Zooming changes the ratio and, as browsers have it, fires this; so does most moving between screens.
        let on_ratio = {
            let inner = Rc::clone(&inner);
            EventListener::new(&gloo::utils::window(), "resize", move |_| {
                if inner.ratio.get() != ratio() {
                    inner.refresh();
                }
            })
        };
        // Paper has no out of view.
        let on_print = {
            let inner = Rc::clone(&inner);
            EventListener::new(&gloo::utils::window(), "beforeprint", move |_| {
                inner.measure();
                inner.draw();
            })
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

    /// Its width and height in pixels of the page.
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = self.inner.size.get();
        (f64::from(width), f64::from(height))
    }

    /// Draws with this from now on: in the next frame, and whenever the canvas changes its size.
    pub fn paint(&self, painter: impl Fn(&Area, f64) + 'static) {
        *self.inner.painter.borrow_mut() = Some(Box::new(painter));
        self.inner.refresh();
    }

    /// Draws what lies under it with this from now on; as often as it is told so, or the canvas changes its size.
    pub fn paint_ground(&self, painter: impl Fn(&Area, f64) + 'static) {
        *self.inner.ground_painter.borrow_mut() = Some(Box::new(painter));
        self.inner.is_ground_stale.set(true);
        self.inner.refresh();
    }
}

impl Inner {
    fn measure(&self) {
        self.size.set((self.element.client_width(), self.element.client_height()));
    }

    fn refresh(self: &Rc<Self>) {
        self.is_stale.set(true);
        self.ask();
    }

    /// Asks to be drawn in the next frame, unless it will be or is out of view.
    fn ask(self: &Rc<Self>) {
        if !self.is_stale.get() || !self.in_sight.get() || self.is_asked.replace(true) {
            return;
        }
        let is_first = STALE.with_borrow_mut(|stale| {
            stale.push(Rc::downgrade(self));
            stale.len() == 1
        });
        if is_first {
            FRAME.set(Some(request_animation_frame(|_| draw_stale())));
        }
    }

    fn draw(&self) {
        let ratio = ratio();
        self.ratio.set(ratio);
        let (width, height) = self.size.get();
        let painter = self.painter.borrow();
        let Some(painter) = painter.as_ref().filter(|_| width > 0 && height > 0) else { return };
        self.is_stale.set(false);
        let pixels = |length: i32| (f64::from(length) * ratio).round().clamp(1.0, 8192.0) as u32;
        let size = (pixels(width), pixels(height));
        if let (Some(ground), Some(painter)) = (&self.ground, self.ground_painter.borrow().as_ref())
            && (self.is_ground_stale.replace(false) || size != (ground.width(), ground.height()))
        {
            clear(ground, size);
            on_canvas(ground, |area| painter(area, ratio));
        }
        clear(&self.element, size);
        on_canvas(&self.element, |area| painter(area, ratio));
    }
}

/// Draws what the next frame would draw, for who is in a frame already.
pub fn draw_stale() {
    for inner in STALE.take().iter().filter_map(Weak::upgrade) {
        inner.is_asked.set(false);
        if inner.is_stale.get() {
            inner.draw();
        }
    }
}

/// Empties a canvas and gives it a size. Setting a size is slow, so it is done only where it changes.
fn clear(element: &HtmlCanvasElement, (width, height): (u32, u32)) {
    if (element.width(), element.height()) != (width, height) {
        element.set_width(width);
        element.set_height(height);
    } else if let Some(context) = context(element) {
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
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
