//! All interaction, without a browser: messages in, state and effects out. Not recordings; those are in `app_replay`.

use crate::both::test;
use headroom::app::{Effect, Msg, Origin, Selection, State, Theme, update};
use headroom::job::{DESK, Order, Reply, Request, Runner};
use headroom::plan::Exploration;
use headroom::scenario::{ParamId, codec, preset};

pub fn open() -> State {
    State::new(Theme::Auto, 3)
}

pub fn id(state: &State, path: &str) -> ParamId {
    state.scenario.find(path).expect("a parameter")
}

#[test]
fn a_slider_changes_tiles_at_once_and_asks_the_worker() {
    let mut state = open();
    let at = state.report.bottleneck.expect("a bottleneck");
    let path = format!("service.{}.replicas", state.scenario.services[at].key);
    let replicas = id(&state, &path);
    let (p99, cost) = (state.report.overall.percentiles_s[2], state.report.cost.per_month);
    let effects = update(&mut state, Msg::Set(replicas, 8.0));
    assert!(state.report.overall.percentiles_s[2] < p99);
    assert!(state.report.cost.per_month > cost);
    assert!(
        matches!(effects.as_slice(), [Effect::Work(orders), Effect::ScheduleAddress] if !orders.is_empty())
    );
    assert_eq!(update(&mut state, Msg::Set(replicas, 8.0)), [], "nothing changed, nothing to do");
}

#[test]
fn what_the_simulation_would_play_wrongly_is_not_asked_of_it() {
    let mut state = open();
    for (row, value) in [("holds_slot", 1.0), ("batch_limit", 10.0)] {
        let id = id(&state, &format!("service.order.{row}"));
        update(&mut state, Msg::Set(id, value));
    }
    assert!(!state.run.simulating && state.run.exploring);
    let why = state.run.failed.clone().expect("a reason");
    assert!(why.starts_with("The simulation does not play slots"), "{why}");
    update(&mut state, Msg::Undo);
    assert!(state.run.simulating && state.run.failed.is_none());
}

#[test]
fn a_drag_is_one_step_of_undo() {
    let mut state = open();
    let rate = id(&state, "journey.checkout.arrival_rps");
    let before = state.scenario.clone();
    for value in [100.0, 90.0, 80.0] {
        update(&mut state, Msg::Set(rate, value));
    }
    update(&mut state, Msg::Settle);
    update(&mut state, Msg::Set(rate, 70.0));
    update(&mut state, Msg::Undo);
    assert_eq!(state.scenario.get(rate), Some(80.0));
    update(&mut state, Msg::Undo);
    assert_eq!(state.scenario, before);
    update(&mut state, Msg::Redo);
    assert_eq!(state.scenario.get(rate), Some(80.0));
    assert_eq!(state.report.journeys[0].arrival_per_s, 80.0, "answers travel with the document");
}

#[test]
fn a_link_that_cannot_be_opened_changes_nothing_and_says_why() {
    let mut state = open();
    let rate = id(&state, "journey.checkout.arrival_rps");
    update(&mut state, Msg::Set(rate, 50.0));
    let mine = state.scenario.clone();
    for bad in ["no-such-preset", "v1.abc", "checkout/service.payment.replicas=0", "v9.xyz", "%%%"] {
        update(&mut state, Msg::Navigated(bad.to_owned()));
        assert_eq!(state.scenario, mine, "{bad}");
        let banner = state.banner.take().expect("a message");
        assert!(banner.is_error && !banner.text.is_empty(), "{bad}");
    }
}

#[test]
fn a_link_brings_the_same_numbers_to_the_last_digit() {
    let mut state = open();
    for (path, value) in
        [("journey.checkout.arrival_rps", 99.123_456_789), ("call.order-payment.timeout_ms", 433.3)]
    {
        let at = id(&state, path);
        update(&mut state, Msg::Set(at, value));
    }
    let link = codec::encode(&state.scenario);
    let mut other = open();
    update(&mut other, Msg::Navigated(link));
    assert_eq!(other.scenario, state.scenario);
    assert_eq!(other.report, state.report);
}

#[test]
fn opening_a_preset_pushes_its_address() {
    let mut state = open();
    state.selection = Selection::Service(3);
    let effects = update(&mut state, Msg::OpenPreset("caches"));
    assert_eq!(effects[0], Effect::PushAddress("caches".to_owned()));
    assert_eq!((state.origin.clone(), state.selection), (Origin::Preset("caches"), Selection::None));
    update(&mut state, Msg::Undo);
    assert_eq!(*state.scenario, (preset::ALL[0].build)(), "nothing is lost");
}

#[test]
fn late_replies_are_dropped() {
    let mut state = open();
    let rate = id(&state, "journey.checkout.arrival_rps");
    update(&mut state, Msg::Set(rate, 50.0));
    let late = state.run.number;
    update(&mut state, Msg::Set(rate, 60.0));
    update(&mut state, Msg::Worker(DESK, Reply::Explored { run: late, exploration: Exploration::default() }));
    assert!(state.exploration.is_none() && state.run.exploring);
    let run = state.run.number;
    update(&mut state, Msg::Worker(DESK, Reply::Explored { run, exploration: Exploration::default() }));
    assert!(state.exploration.is_some() && !state.run.exploring);
}

/// Workers as the page has them: they carry out what they are ordered, one after another.
#[derive(Default)]
pub struct Workers {
    runners: Vec<Runner>,
    restarts: usize,
}

impl Workers {
    pub fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Work(orders) = effect else { continue };
            for order in orders {
                let (Order::Post(worker, _) | Order::Restart(worker)) = &order;
                if self.runners.len() <= *worker {
                    self.runners.resize_with(worker + 1, Runner::new);
                }
                match order {
                    Order::Post(worker, request) => self.runners[worker].handle(request),
                    Order::Restart(worker) => {
                        (self.runners[worker], self.restarts) = (Runner::new(), self.restarts + 1);
                    }
                }
            }
        }
    }

    /// Until nobody has anything to do, or `enough` of the state.
    pub fn run(&mut self, state: &mut State, enough: impl Fn(&State) -> bool) {
        while self.runners.iter().any(Runner::has_work) && !enough(state) {
            for worker in 0..self.runners.len() {
                if let Some(reply) = self.runners[worker].step() {
                    self.carry_out(update(state, Msg::Worker(worker, reply)));
                }
            }
        }
    }
}

#[test]
fn a_simulation_comes_to_its_end_and_workers_that_die_change_nothing() {
    let (mut quiet, mut troubled) = (open(), State::new(Theme::Auto, 9));
    for state in [&mut quiet, &mut troubled] {
        let mut workers = Workers::default();
        workers.carry_out(update(state, Msg::Navigated(String::new())));
        workers.run(state, |s| s.observation.is_some());
        assert!(state.run.simulating && state.run.progress > 0.0 && state.run.progress < 1.0);
        if workers.runners.len() > 4 {
            for worker in [1, 2, DESK] {
                workers.carry_out(update(state, Msg::WorkerFailed(worker, "out of memory".to_owned())));
            }
            assert_eq!(
                (state.run.replaced.clone(), workers.restarts),
                (Some((2, "out of memory".to_owned())), 3)
            );
        }
        workers.run(state, |_| false);
        assert!(!state.run.simulating && !state.run.exploring && state.run.failed.is_none());
        assert_eq!(state.run.progress, 1.0);
    }
    assert_eq!(quiet.observation, troubled.observation);
    assert_eq!(quiet.exploration, troubled.exploration);
    assert!(quiet.observation.is_some_and(|o| o.replications >= 10));
}

#[test]
fn a_worker_that_keeps_dying_is_given_up() {
    let mut state = open();
    let mut restarts = 0;
    update(&mut state, Msg::Navigated(String::new()));
    for worker in [DESK, 1] {
        let restarted = |effects: &[Effect]| {
            let mut orders =
                effects.iter().flat_map(|e| if let Effect::Work(o) = e { o.as_slice() } else { &[] });
            orders.any(|o| *o == Order::Restart(worker))
        };
        while restarted(&update(&mut state, Msg::WorkerFailed(worker, "out of memory".to_owned()))) {
            restarts += 1;
            assert!(restarts < 10);
        }
    }
    assert!(state.run.failed.as_ref().is_some_and(|why| why.ends_with("out of memory")));
    assert!(!state.run.simulating && !state.run.exploring);
    let rate = id(&state, "journey.checkout.arrival_rps");
    let effects = update(&mut state, Msg::Set(rate, 50.0));
    assert!(matches!(effects.first(), Some(Effect::Work(orders)) if orders.is_empty()), "it stays so");
    assert!(state.run.failed.is_some() && !state.run.simulating);
}

#[test]
fn a_change_drops_what_the_workers_are_at() {
    let mut state = open();
    update(&mut state, Msg::Navigated(String::new()));
    let rate = id(&state, "journey.checkout.arrival_rps");
    let effects = update(&mut state, Msg::Set(rate, 50.0));
    let Some(Effect::Work(orders)) = effects.into_iter().next() else { panic!("the workers hear of it") };
    for worker in [1, 2] {
        let of = |o: &Order| matches!(o, Order::Post(w, _) if *w == worker);
        let first = orders.iter().find(|o| of(o));
        assert!(matches!(first, Some(Order::Post(_, Request::Cancel))), "{first:?}");
    }
    assert!(state.observation.is_none() && state.run.progress == 0.0);
}

#[test]
fn the_price_book_is_fetched_when_it_is_first_asked_for() {
    let mut state = open();
    let price = id(&state, &format!("service.{}.replica_price_per_h", state.scenario.services[0].key));
    assert_eq!(update(&mut state, Msg::PickPrice(Some(price))), [Effect::FetchPrices]);
    assert_eq!(update(&mut state, Msg::PickPrice(Some(price))), [], "it is on its way");
    update(&mut state, Msg::Prices(Err("the server did not answer".to_owned())));
    assert!(state.prices.book().is_none() && state.prices.picking == Some(price));
    assert_eq!(update(&mut state, Msg::PickPrice(Some(price))), [Effect::FetchPrices], "another try");
    let text = include_str!("../../static/prices.json").to_owned();
    assert_eq!(update(&mut state, Msg::Prices(Ok(text))), []);
    let book = state.prices.book().expect("the book").clone();
    let offer = book.offers(price, state.scenario.cost.currency)[0].price;
    update(&mut state, Msg::Set(price, offer));
    assert_eq!(state.scenario.get(price), Some(offer));
    assert_eq!(update(&mut state, Msg::PickPrice(None)), []);
    assert_eq!(state.prices.picking, None);
}
