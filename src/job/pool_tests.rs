//! Tests of the schedule with workers that are late, die and come back. They play real replications, so that what is held
//! against the run alone is its last digit.

use super::{DESK, MOST_WORKERS, Order, Pool, RESTARTS};
use crate::job::{Letter, Reply, Request, Runner, observe};
use crate::num::stream::Streams;
use crate::scenario::{Scenario, preset};
use crate::sim::Observation;
use std::rc::Rc;

fn letter(scenario: &Scenario) -> Rc<Letter> {
    Letter::new(&Rc::new(scenario.clone()))
}

/// Workers that carry out orders, each a step whenever chance says so.
struct Machine {
    pool: Pool,
    runners: Vec<Runner>,
    /// Replications that were asked for, by number.
    asked: Vec<u32>,
    restarts: usize,
}

impl Machine {
    fn new(cores: u32) -> Self {
        let pool = Pool::new(cores);
        let runners = (0..=pool.workers.len()).map(|_| Runner::new()).collect();
        Self { pool, runners, asked: Vec::new(), restarts: 0 }
    }

    fn carry_out(&mut self, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::Restart(worker) => {
                    self.restarts += 1;
                    self.runners[worker] = Runner::new();
                }
                Order::Post(worker, request) => {
                    if let Request::Replicate { number, .. } = request {
                        self.asked.push(number);
                    }
                    self.runners[worker].handle(request);
                }
            }
        }
    }

    fn begin(&mut self, scenario: &Scenario, least: u32) {
        let orders = self.pool.begin(1, scenario, letter(scenario), 5, least);
        self.carry_out(orders);
    }

    /// Runs until nobody has anything to do; a worker dies at each of these steps.
    fn run(&mut self, seed: u64, mut deaths: Vec<u32>) -> Observation {
        let mut chance = Streams::new(seed, 0).stream(0, 0);
        let mut step = 0;
        while self.runners.iter().any(Runner::has_work) {
            let worker = chance.index(self.runners.len());
            step += 1;
            if worker > DESK && deaths.first().is_some_and(|&at| step >= at) {
                deaths.remove(0);
                self.runners[worker] = Runner::new();
                let orders = self.pool.crashed(worker, "it died");
                self.carry_out(orders);
            } else if let Some(reply) = self.runners[worker].step() {
                let orders = self.pool.hear(reply);
                self.carry_out(orders);
            }
            assert!(self.pool.observer.replications() + 40 > self.pool.next, "what comes early is bounded");
        }
        assert!(deaths.is_empty(), "{deaths:?}");
        self.pool.observer.observation()
    }
}

fn checkout() -> Scenario {
    (preset::ALL[0].build)()
}

#[test]
fn as_many_workers_as_there_are_cores_but_one() {
    for (cores, workers) in [(0, 1), (1, 1), (2, 1), (5, 4), (64, MOST_WORKERS as usize)] {
        assert_eq!(Pool::new(cores).workers.len(), workers, "{cores}");
    }
}

#[test]
fn neither_workers_nor_their_order_nor_their_deaths_change_a_digit() {
    let scenario = checkout();
    let alone = observe(&scenario, 5, 13, 2).observation();
    for (cores, seed, deaths) in [(2, 1, vec![]), (5, 2, vec![]), (5, 3, vec![9, 10, 200]), (9, 4, vec![40])]
    {
        let mut machine = Machine::new(cores);
        machine.begin(&scenario, 13);
        let replaced = deaths.len() as u32;
        assert_eq!(machine.run(seed, deaths), alone, "{cores}");
        assert!(!machine.pool.is_busy() && machine.pool.failed().is_none());
        assert_eq!((machine.pool.replaced(), machine.restarts), (replaced, replaced as usize));
        if replaced == 0 {
            let asked = machine.asked.len();
            machine.asked.sort_unstable();
            machine.asked.dedup();
            assert_eq!(machine.asked.len(), asked, "nothing is made twice");
        }
    }
}

#[test]
fn the_rule_to_stop_asks_the_replications_in_order() {
    let mut scenario = checkout();
    scenario.journeys[0].load.arrival_rps = 122.0;
    let mut counts = Vec::new();
    for (cores, seed) in [(2, 1), (4, 2), (9, 3)] {
        let mut machine = Machine::new(cores);
        machine.begin(&scenario, 0);
        counts.push(machine.run(seed, Vec::new()).replications);
    }
    assert!(counts[0] > 10 && counts.iter().all(|&n| n == counts[0]), "{counts:?}");
}

#[test]
fn a_newer_run_takes_over_and_late_replies_are_dropped() {
    let scenario = checkout();
    let mut machine = Machine::new(3);
    machine.begin(&scenario, 0);
    let mut late = Runner::new();
    late.handle(machine.pool.ready.clone());
    late.handle(Request::Replicate { run: 1, number: 0 });
    let reply = std::iter::from_fn(|| Some(late.step())).flatten().next().expect("a replication");
    let orders = machine.pool.begin(2, &scenario, letter(&scenario), 5, 0);
    let cancelled = orders.iter().filter(|o| matches!(o, Order::Post(_, Request::Cancel))).count();
    assert_eq!(cancelled, 2, "everyone was busy");
    assert_eq!(machine.pool.hear(reply), []);
    assert_eq!(machine.pool.observer.replications(), 0);
}

#[test]
fn a_run_that_kills_every_worker_is_given_up_and_the_next_one_is_begun() {
    let scenario = checkout();
    let mut pool = Pool::new(3);
    pool.begin(1, &scenario, letter(&scenario), 5, 0);
    for _ in 0..RESTARTS {
        assert!(pool.crashed(DESK + 1, "no script").contains(&Order::Restart(DESK + 1)));
    }
    let orders = pool.crashed(DESK + 2, "no script");
    assert!(orders.iter().all(|o| matches!(o, Order::Post(_, Request::Cancel))));
    assert_eq!((pool.is_busy(), pool.failed()), (false, Some("no script")));
    // One that has never answered has no script to run.
    assert_eq!(pool.begin(2, &scenario, letter(&scenario), 5, 0), []);
    assert_eq!(pool.failed(), Some("no script"));
    pool.hear(Reply::Failed { run: 0, message: String::new() });
    assert!(!pool.begin(3, &scenario, letter(&scenario), 5, 0).is_empty());
    assert_eq!((pool.is_busy(), pool.failed()), (true, None));
}

#[test]
fn a_scenario_that_no_worker_can_read_ends_the_run_with_a_sentence() {
    let mut pool = Pool::new(2);
    pool.begin(1, &checkout(), letter(&checkout()), 5, 0);
    pool.hear(Reply::Failed { run: 1, message: "no".to_owned() });
    assert_eq!((pool.is_busy(), pool.failed()), (false, Some("no")));
}
