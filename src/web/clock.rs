//! Waiting. Not measuring; the engines have no clock at all.

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

fn now_ms() -> f64 {
    js_sys::Date::now()
}
