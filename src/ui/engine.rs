//! The workers as the page knows them: requests go out, replies come back as messages. The one place where the two are
//! turned into bytes. Not who is asked what, nor what a worker does.

use crate::app::Msg;
use crate::job::{Hold, Order, Reply, Request};
use crate::web::clock::Trailing;
use crate::web::worker::Worker;
use std::cell::Cell;
use std::rc::Rc;
use yew::Callback;

/// The workers that were needed so far, by number.
#[derive(Debug)]
pub struct Engine {
    workers: Vec<Option<Worker>>,
    dispatch: Callback<Msg>,
    hold: Hold,
    calm: Trailing,
    seen: Trailing,
    over: Callback<Held>,
    /// Whether another run was begun a moment ago.
    moves: Rc<Cell<bool>>,
    rest: Trailing,
}

/// What is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The question for curves.
    Curves,
    /// Everything.
    All,
}

/// How long a new run waits for the next one \[ms\] while one follows another.
const PAUSE: u32 = 40;
/// How far questions for curves are apart at least \[ms\] while something moves. With the time that they take the curves are
/// still there a tenth of a second after what they belong to.
const APART: u32 = 60;
/// Time after which nothing moves any more \[ms\]. What comes then is begun at once.
const REST: u32 = 200;

impl Engine {
    /// Nothing is started before the first question, and before the engine is let go not then either: where a page or a dozen of
    /// them start at once, their workers would stand in their way.
    ///
    /// `over` is called when it is time to let go what is held.
    pub fn new(dispatch: Callback<Msg>, over: Callback<Held>) -> Self {
        Self {
            workers: Vec::new(),
            dispatch,
            hold: Hold::default(),
            calm: Trailing::new(PAUSE, 0),
            seen: Trailing::new(0, APART),
            over,
            moves: Rc::default(),
            rest: Trailing::new(REST, 0),
        }
    }

    /// Carries out what was held back.
    pub fn let_go(&mut self, held: Held) {
        let orders = if held == Held::All { self.hold.open() } else { self.hold.curves() };
        for order in orders {
            self.carry(order);
        }
    }

    /// Carries out orders, one after another, or keeps them until it is calm.
    pub fn carry_out(&mut self, orders: Vec<Order>) {
        let passed = self.hold.pass(orders, self.moves.get());
        if passed.asks_run {
            self.moves.set(true);
            let moves = Rc::clone(&self.moves);
            self.rest.schedule(move || moves.set(false));
        }
        if passed.waits {
            let over = self.over.clone();
            self.calm.schedule(move || over.emit(Held::All));
        }
        if passed.curves_wait {
            let over = self.over.clone();
            self.seen.schedule(move || over.emit(Held::Curves));
        }
        for order in passed.now {
            self.carry(order);
        }
    }

    fn carry(&mut self, order: Order) {
        match order {
            Order::Restart(worker) => self.restart(worker),
            Order::Post(worker, request) => self.post(worker, &request),
        }
    }

    fn post(&mut self, worker: usize, request: &Request) {
        if self.workers.get(worker).is_none_or(Option::is_none) {
            self.restart(worker);
        }
        let Some(Some(running)) = self.workers.get(worker) else { return };
        if let Err(why) = running.post(&request.to_bytes()) {
            self.dispatch.emit(Msg::WorkerFailed(worker, why));
        }
    }

    /// Starts a worker in place of the one there was.
    fn restart(&mut self, worker: usize) {
        if self.workers.len() <= worker {
            self.workers.resize_with(worker + 1, || None);
        }
        let (heard, failed) = (self.dispatch.clone(), self.dispatch.clone());
        let started = Worker::start(
            move |bytes| heard.emit(read(worker, &bytes)),
            move |why| failed.emit(Msg::WorkerFailed(worker, why)),
        );
        match started {
            Ok(running) => self.workers[worker] = Some(running),
            Err(why) => {
                self.workers[worker] = None;
                self.dispatch.emit(Msg::WorkerFailed(worker, why));
            }
        }
    }
}

fn read(worker: usize, bytes: &[u8]) -> Msg {
    Reply::from_bytes(bytes)
        .map_or_else(|error| Msg::WorkerFailed(worker, error.to_string()), |reply| Msg::Worker(worker, reply))
}
