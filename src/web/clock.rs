//! Waiting. Not measuring; the engines have no clock at all.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Runs only the last of many requests: a while after it, and never twice within another while.
#[derive(Debug)]
pub struct Trailing {
    wait_ms: f64,
    apart_ms: f64,
    ran: Rc<Cell<f64>>,
    timer: RefCell<Option<Timeout>>,
}

impl Trailing {
    /// Waits `wait_ms` after the last request, and keeps runs `apart_ms` apart.
    pub fn new(wait_ms: u32, apart_ms: u32) -> Self {
        let ran = Rc::new(Cell::new(f64::NEG_INFINITY));
        Self { wait_ms: wait_ms.into(), apart_ms: apart_ms.into(), ran, timer: RefCell::new(None) }
    }

    /// Requests a run; it takes the place of one that still waits.
    pub fn schedule(&self, run: impl FnOnce() + 'static) {
        let earliest = self.ran.get() + self.apart_ms - now_ms();
        let ran = Rc::clone(&self.ran);
        let timer = Timeout::new(self.wait_ms.max(earliest) as u32, move || {
            ran.set(now_ms());
            run();
        });
        // Dropping the earlier timer cancels it.
        self.timer.replace(Some(timer));
    }
}

/// A single wait; dropping it cancels it.
#[derive(Debug)]
pub struct Wait {
    _timer: Timeout,
}

/// Runs something after a while, unless the wait is dropped before.
pub fn after(milliseconds: u32, run: impl FnOnce() + 'static) -> Wait {
    Wait { _timer: Timeout::new(milliseconds, run) }
}

/// Runs something before every frame that the browser draws; dropping it ends that.
#[derive(Debug)]
pub struct Frames {
    _next: Rc<RefCell<Option<AnimationFrame>>>,
}

impl Frames {
    /// Tells how much time has passed since the frame before, in seconds; the first is told that none has.
    pub fn start(run: impl Fn(f64) + 'static) -> Self {
        let next = Rc::new(RefCell::new(None));
        ask(&next, None, Rc::new(run));
        Self { _next: next }
    }
}

/// Asks for the next frame, as long as somebody wants it.
fn ask(next: &Rc<RefCell<Option<AnimationFrame>>>, last_ms: Option<f64>, run: Rc<dyn Fn(f64)>) {
    let again = Rc::downgrade(next);
    let frame = request_animation_frame(move |now_ms| {
        if let Some(next) = again.upgrade() {
            ask(&next, Some(now_ms), Rc::clone(&run));
            run(last_ms.map_or(0.0, |last| (now_ms - last) / 1000.0));
        }
    });
    next.replace(Some(frame));
}

fn now_ms() -> f64 {
    js_sys::Date::now()
}
