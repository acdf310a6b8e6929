//! The worker as the page knows it: scenarios go out, replies come back as messages. The one place where the two are
//! turned into bytes. Not what the worker does.

use crate::app::Msg;
use crate::scenario::Scenario;
use crate::web::worker::Worker;
use yew::Callback;

/// The worker, once it was needed.
#[derive(Debug)]
pub struct Engine {
    worker: Option<Worker>,
    dispatch: Callback<Msg>,
    fake: fake::Fake,
}

impl Engine {
    /// Nothing is started before the first question.
    pub fn new(dispatch: Callback<Msg>) -> Self {
        Self { worker: None, fake: fake::Fake::new(dispatch.clone()), dispatch }
    }

    /// Asks for the answers to a scenario; what was asked before is dropped.
    pub fn ask(&mut self, run: u32, scenario: &Scenario) {
        if fake::ON {
            return self.fake.ask(run, scenario);
        }
        let Some(bytes) = encode(run, scenario) else { return };
        if self.worker.is_none() {
            self.restart();
        }
        if let Some(Err(why)) = self.worker.as_ref().map(|worker| worker.post(&bytes)) {
            self.dispatch.emit(Msg::WorkerFailed(why));
        }
    }

    /// Starts a worker in place of the one there was.
    pub fn restart(&mut self) {
        self.worker = None;
        let (heard, failed) = (self.dispatch.clone(), self.dispatch.clone());
        let started = Worker::start(
            move |bytes| heard.emit(decode(&bytes)),
            move |why| failed.emit(Msg::WorkerFailed(why)),
        );
        match started {
            Ok(worker) => self.worker = Some(worker),
            Err(why) => self.dispatch.emit(Msg::WorkerFailed(why)),
        }
    }
}

fn encode(_run: u32, _scenario: &Scenario) -> Option<Vec<u8>> {
    None
}

fn decode(_bytes: &[u8]) -> Msg {
    Msg::WorkerFailed("its reply could not be read".to_owned())
}

/// PROVISIONAL: invented replies in the order and at the pace of the real ones.
mod fake {
    use crate::app::Msg;
    use crate::job::Reply;
    use crate::report::{Estimate, JourneyReport, Observation};
    use crate::scenario::Scenario;
    use crate::sim::JourneyObserved;
    use crate::web::clock::{self, Wait};
    use yew::Callback;

    pub const ON: bool = true;

    #[derive(Debug)]
    pub struct Fake {
        dispatch: Callback<Msg>,
        waits: Vec<Wait>,
    }

    impl Fake {
        pub fn new(dispatch: Callback<Msg>) -> Self {
            Self { dispatch, waits: Vec::new() }
        }

        pub fn ask(&mut self, run: u32, scenario: &Scenario) {
            self.waits.clear();
            let mut at = |ms, reply| {
                let dispatch = self.dispatch.clone();
                self.waits.push(clock::after(ms, move || dispatch.emit(Msg::Worker(reply))));
            };
            at(80, Reply::Explored { run, exploration: crate::plan::explore(scenario) });
            let report = crate::report::evaluate(scenario);
            for k in 1..=10_u32 {
                let off = 1.0 + 0.03 / f64::from(k);
                let estimate = |v: f64, w: f64| {
                    Some(Estimate {
                        value: v * off,
                        half_width: (k > 2).then_some(v * w / f64::from(k).sqrt()),
                    })
                    .filter(|_| v.is_finite())
                };
                let of = |j: &JourneyReport| JourneyObserved {
                    percentiles_s: j.percentiles_s.map(|p| estimate(p, 0.05)),
                    mean_s: estimate(j.mean_s, 0.01),
                    error_fraction: estimate(j.error_fraction, 0.3),
                    throughput_per_s: estimate(j.throughput_per_s, 0.002),
                    in_flight: estimate(j.in_flight, 0.01),
                    ..JourneyObserved::default()
                };
                let observation = Observation {
                    replications: 4 * k,
                    requests: 10_000 * u64::from(k),
                    journeys: report.journeys.iter().map(of).collect(),
                    overall: of(&report.overall),
                    overloaded: false,
                };
                at(100 + 150 * k, Reply::Observed { run, observation });
            }
            at(1700, Reply::Done { run });
        }
    }
}
