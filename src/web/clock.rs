//! Waiting. Not measuring; the engines have no clock at all.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

/// Runs only the last of many requests: a while after it, and never twice within another while.
#[derive(Debug)]
pub struct Trailing {
    wait_ms: f64,
    apart_ms: f64,
    inner: Rc<Inner>,
}

struct Inner {
    ran_ms: Cell<f64>,
    due_ms: Cell<f64>,
    run: RefCell<Option<Box<dyn FnOnce()>>>,
    timer: RefCell<Option<Timeout>>,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("due_ms", &self.due_ms).finish_non_exhaustive()
    }
}

impl Trailing {
    /// Waits `wait_ms` after the last request, and keeps runs `apart_ms` apart.
    pub fn new(wait_ms: u32, apart_ms: u32) -> Self {
        let inner = Rc::new(Inner {
            ran_ms: Cell::new(f64::NEG_INFINITY),
            due_ms: Cell::new(0.0),
            run: RefCell::new(None),
            timer: RefCell::new(None),
        });
        Self { wait_ms: wait_ms.into(), apart_ms: apart_ms.into(), inner }
    }

    /// Requests a run; it takes the place of one that still waits.
    pub fn schedule(&self, run: impl FnOnce() + 'static) {
        let now = now_ms();
        self.inner.due_ms.set((now + self.wait_ms).max(self.inner.ran_ms.get() + self.apart_ms));
        // While one waits, its timer finds the later time by itself: a slider asks sixty times a second.
        if self.inner.run.replace(Some(Box::new(run))).is_none() {
            Inner::wait(&self.inner, now);
        }
    }
}

impl Inner {
    fn wait(this: &Rc<Self>, now_ms: f64) {
        let inner = Rc::downgrade(this);
        // A timer of this length is never early.
        let length = (this.due_ms.get() - now_ms).max(0.0).ceil() as u32;
        let timer = Timeout::new(length, move || {
            if let Some(inner) = inner.upgrade() {
                Self::wake(&inner);
            }
        });
        this.timer.replace(Some(timer));
    }

    fn wake(this: &Rc<Self>) {
        let now = now_ms();
        if now < this.due_ms.get() {
            return Self::wait(this, now);
        }
        let run = this.run.take();
        this.ran_ms.set(now);
        if let Some(run) = run {
            run();
        }
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

/// Runs something in a task of its own, once the browser has seen to what waits.
pub fn soon(run: impl FnOnce() + 'static) {
    Timeout::new(0, run).forget();
}

/// Tells of the next frame that the browser draws, right before it does; dropping it cancels that.
#[derive(Debug)]
pub struct Frame {
    _frame: AnimationFrame,
}

/// Runs something right before the browser draws its next frame.
pub fn next_frame(run: impl FnOnce() + 'static) -> Frame {
    Frame { _frame: request_animation_frame(move |_| run()) }
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

/// Time since the page began, which no setting of the machine's clock moves.
fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
