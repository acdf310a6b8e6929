//! Which orders to workers wait a moment. A run that follows another at once would be given up at the next, as when a slider
//! moves, and until then take the processor from the page that is to follow the finger; curves that nobody sees for longer than
//! an eye needs would do so too. Not how long anything waits; whoever has a clock says when it is over.

use super::{DESK, Order, Request};

/// The orders that wait. Nothing passes before it is opened for the first time.
#[derive(Debug, Default)]
pub struct Hold {
    held: Vec<Order>,
    is_open: bool,
}

/// What is to be done now that orders have come.
#[derive(Debug, Default, PartialEq)]
pub struct Passed {
    /// To be carried out at once, one after another.
    pub now: Vec<Order>,
    /// Whether a run was asked for, now or later.
    pub asks_run: bool,
    /// Whether one of these runs waits for calm.
    pub waits: bool,
    /// Whether the question for curves waits until the last ones have been seen for a moment.
    pub curves_wait: bool,
}

impl Hold {
    /// Takes orders in their order; `moves` says whether another run was asked for a moment ago.
    pub fn pass(&mut self, orders: Vec<Order>, moves: bool) -> Passed {
        let mut passed = Passed::default();
        let mut restarted = None;
        for order in orders {
            let worker = order.worker();
            match &order {
                _ if !self.is_open => self.held.push(order),
                // What was to be asked of a worker is not asked at all when it is given up before, nor of a dead one.
                Order::Post(_, Request::Cancel) | Order::Restart(_) => {
                    self.held.retain(|held| held.worker() != worker);
                    restarted = matches!(order, Order::Restart(_)).then_some(worker).or(restarted);
                    passed.now.push(order);
                }
                // One in the place of a dead one takes up the same run, which has waited already.
                Order::Post(..) if restarted == Some(worker) => passed.now.push(order),
                Order::Post(_, Request::Simulate { .. }) => {
                    self.held.retain(|held| held.worker() != worker);
                    passed.asks_run = true;
                    passed.waits |= moves;
                    if moves { self.held.push(order) } else { passed.now.push(order) }
                }
                Order::Post(_, Request::Explore { .. }) if moves => {
                    self.held.retain(|held| held.worker() != worker);
                    passed.curves_wait = true;
                    self.held.push(order);
                }
                // What belongs to what waits comes after it.
                _ if self.held.iter().any(|held| held.worker() == worker) => self.held.push(order),
                Order::Post(..) => passed.now.push(order),
            }
        }
        passed
    }

    /// What waited for the desk.
    pub fn curves(&mut self) -> Vec<Order> {
        let (now, held) = std::mem::take(&mut self.held).into_iter().partition(|held| held.worker() == DESK);
        self.held = held;
        now
    }

    /// Everything that waited; from now on it is open.
    pub fn open(&mut self) -> Vec<Order> {
        self.is_open = true;
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::Letter;

    fn open() -> Hold {
        let mut hold = Hold::default();
        assert!(hold.open().is_empty());
        hold
    }

    fn simulate(worker: usize, run: u32) -> Order {
        Order::Post(worker, Request::Simulate { run, scenario: Letter::received(Vec::new()), seed: 1 })
    }

    fn replicate(worker: usize, run: u32) -> Order {
        Order::Post(worker, Request::Replicate { run, number: 0 })
    }

    fn explore(run: u32) -> Order {
        Order::Post(0, Request::Explore { run, scenario: Letter::received(Vec::new()) })
    }

    #[test]
    fn a_run_of_its_own_is_begun_at_once() {
        let mut hold = open();
        let orders = vec![simulate(1, 1), replicate(1, 1)];
        let passed = hold.pass(orders.clone(), false);
        assert_eq!(passed, Passed { now: orders, asks_run: true, ..Passed::default() });
        assert!(hold.open().is_empty());
    }

    #[test]
    fn of_runs_that_follow_each_other_only_the_last_is_begun() {
        let mut hold = open();
        for run in 2..9 {
            let passed = hold.pass(vec![explore(run), simulate(1, run), replicate(1, run)], true);
            assert_eq!(passed, Passed { now: vec![], asks_run: true, waits: true, curves_wait: true });
        }
        assert_eq!(hold.open(), [explore(8), simulate(1, 8), replicate(1, 8)]);
        assert!(hold.open().is_empty());
    }

    #[test]
    fn curves_come_while_runs_still_wait() {
        let mut hold = open();
        hold.pass(vec![explore(2), simulate(1, 2)], true);
        let record =
            Order::Post(DESK, Request::Record { run: 2, scenario: Letter::received(Vec::new()), seed: 1 });
        assert_eq!(hold.pass(vec![record.clone()], true).now, [], "not before what it belongs to");
        assert_eq!(hold.curves(), [explore(2), record]);
        assert!(hold.curves().is_empty());
        assert_eq!(hold.pass(vec![explore(3)], false).now, [explore(3)], "nothing moves any more");
        assert_eq!(hold.open(), [simulate(1, 2)]);
    }

    #[test]
    fn what_is_given_up_is_never_asked() {
        let mut hold = open();
        hold.pass(vec![simulate(1, 2), simulate(2, 2), replicate(2, 2)], true);
        let cancel = Order::Post(2, Request::Cancel);
        assert_eq!(hold.pass(vec![cancel.clone()], true).now, [cancel]);
        assert_eq!(hold.open(), [simulate(1, 2)]);
    }

    #[test]
    fn one_in_the_place_of_a_dead_one_goes_on_at_once() {
        let mut hold = open();
        hold.pass(vec![simulate(1, 2)], true);
        let orders = vec![Order::Restart(1), simulate(1, 2), replicate(1, 2)];
        let passed = hold.pass(orders.clone(), true);
        assert_eq!(passed, Passed { now: orders, ..Passed::default() });
        assert!(hold.open().is_empty());
    }

    #[test]
    fn nothing_passes_before_it_is_opened() {
        let mut hold = Hold::default();
        let orders = vec![explore(1), simulate(1, 1), replicate(1, 1)];
        assert_eq!(hold.pass(orders.clone(), false), Passed::default());
        assert_eq!(hold.open(), orders);
        assert_eq!(hold.pass(vec![explore(2)], false).now, [explore(2)]);
    }
}
