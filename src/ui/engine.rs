//! The worker as the page knows it: scenarios go out, replies come back as messages. The one place where the two are
//! turned into bytes. Not what the worker does.

use crate::app::{Msg, REPLICATIONS};
use crate::job::{Reply, Request};
use crate::scenario::{Scenario, codec};
use crate::web::worker::Worker;
use yew::Callback;

/// Names the random numbers of every simulation: the same link shows the same numbers to everyone.
const SEED: u64 = 1;

/// The worker, once it was needed.
#[derive(Debug)]
pub struct Engine {
    worker: Option<Worker>,
    dispatch: Callback<Msg>,
}

impl Engine {
    /// Nothing is started before the first question.
    pub fn new(dispatch: Callback<Msg>) -> Self {
        Self { worker: None, dispatch }
    }

    /// Asks for the curves over load of a scenario, and for replications if it is to be simulated; what was asked before is
    /// dropped.
    pub fn ask(&mut self, run: u32, scenario: &Scenario, simulate: bool) {
        if self.worker.is_none() {
            self.restart();
        }
        let Some(worker) = &self.worker else { return };
        let scenario = codec::to_bytes(scenario);
        let replications = if simulate { REPLICATIONS } else { 0 };
        let requests = [
            Request::Explore { run, scenario: scenario.clone() },
            Request::Simulate { run, scenario, seed: SEED, first: 0, stride: 1, replications },
        ];
        let posted = requests.iter().try_for_each(|request| worker.post(&request.to_bytes()));
        if let Err(why) = posted {
            self.dispatch.emit(Msg::WorkerFailed(why));
        }
    }

    /// Asks for a recording of a scenario.
    pub fn record(&self, run: u32, scenario: &Scenario) {
        let Some(worker) = &self.worker else { return };
        let request = Request::Record { run, scenario: codec::to_bytes(scenario), seed: SEED };
        if let Err(why) = worker.post(&request.to_bytes()) {
            self.dispatch.emit(Msg::WorkerFailed(why));
        }
    }

    /// Starts a worker in place of the one there was.
    pub fn restart(&mut self) {
        self.worker = None;
        let (heard, failed) = (self.dispatch.clone(), self.dispatch.clone());
        let started = Worker::start(
            move |bytes| heard.emit(read(&bytes)),
            move |why| failed.emit(Msg::WorkerFailed(why)),
        );
        match started {
            Ok(worker) => self.worker = Some(worker),
            Err(why) => self.dispatch.emit(Msg::WorkerFailed(why)),
        }
    }
}

fn read(bytes: &[u8]) -> Msg {
    Reply::from_bytes(bytes).map_or_else(|error| Msg::WorkerFailed(error.to_string()), Msg::Worker)
}
