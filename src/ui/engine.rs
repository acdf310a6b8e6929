//! The workers as the page knows them: requests go out, replies come back as messages. The one place where the two are
//! turned into bytes. Not who is asked what, nor what a worker does.

use crate::app::Msg;
use crate::job::{Order, Reply, Request};
use crate::web::worker::Worker;
use yew::Callback;

/// The workers that were needed so far, by number.
#[derive(Debug)]
pub struct Engine {
    workers: Vec<Option<Worker>>,
    dispatch: Callback<Msg>,
    /// Orders that wait until the engine is let go; none once it was.
    held: Option<Vec<Order>>,
}

impl Engine {
    /// Nothing is started before the first question, and while it is held not then either: where a dozen pages start
    /// at once, their workers would stand in each other's way.
    pub fn new(dispatch: Callback<Msg>, is_held: bool) -> Self {
        Self { workers: Vec::new(), dispatch, held: is_held.then(Vec::new) }
    }

    /// Carries out what was held back.
    pub fn let_go(&mut self) {
        let held = self.held.take().unwrap_or_default();
        self.carry_out(held);
    }

    /// Carries out orders, one after another.
    pub fn carry_out(&mut self, orders: Vec<Order>) {
        if let Some(held) = &mut self.held {
            held.extend(orders);
            return;
        }
        for order in orders {
            match order {
                Order::Restart(worker) => self.restart(worker),
                Order::Post(worker, request) => self.post(worker, &request),
            }
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
