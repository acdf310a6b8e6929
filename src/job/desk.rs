//! The worker that answers questions of its own, whatever the pool is at: what it was asked is asked again of the one that
//! takes its place. Not the pool, whose workers share one run.

use super::pool::{DESK, Order, RESTARTS};
use super::{Reply, Request};
use std::{iter, mem};

/// One worker and the questions it has not answered yet, at most one of a kind.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    run: u32,
    open: Vec<Request>,
    /// Since the last answer.
    crashes: u32,
    /// Some worker has answered something: the script is there and works.
    works: bool,
}

impl Desk {
    /// Asks a question in place of one of its kind and of all of another run. A desk that was given up before it ever
    /// answered stays so.
    pub fn ask(&mut self, run: u32, request: Request) -> Vec<Order> {
        if self.crashes > RESTARTS && !self.works {
            return Vec::new();
        }
        let same = self.run == run;
        self.open.retain(|open| same && mem::discriminant(open) != mem::discriminant(&request));
        (self.run, self.crashes) = (run, 0);
        self.open.push(request.clone());
        vec![Order::Post(DESK, request)]
    }

    /// The curves over load are still to come.
    pub fn is_exploring(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Request::Explore { .. }))
    }

    /// It died too often in a row.
    pub fn is_given_up(&self) -> bool {
        self.crashes > RESTARTS
    }

    /// Takes an answer; gives it back if it is to an open question.
    pub fn hear(&mut self, reply: Reply) -> Option<Reply> {
        (self.works, self.crashes) = (true, 0);
        if reply.run() != self.run {
            return None;
        }
        let before = self.open.len();
        let answers = |open: &Request| {
            matches!(
                (open, &reply),
                (Request::Explore { .. }, Reply::Explored { .. })
                    | (Request::Record { .. }, Reply::Recorded { .. })
                    | (_, Reply::Failed { .. })
            )
        };
        self.open.retain(|open| !answers(open));
        (self.open.len() < before).then_some(reply)
    }

    /// The worker died. After a few times in a row its questions are given up.
    pub fn crashed(&mut self) -> Vec<Order> {
        self.crashes += 1;
        if self.crashes > RESTARTS {
            self.open.clear();
            // One that works otherwise is wanted for the next question.
            return self.works.then_some(Order::Restart(DESK)).into_iter().collect();
        }
        let again = self.open.iter().map(|request| Order::Post(DESK, request.clone()));
        iter::once(Order::Restart(DESK)).chain(again).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{DESK, Desk, Order, RESTARTS};
    use crate::job::{Letter, Reply, Request};
    use crate::plan::Exploration;

    fn question(run: u32) -> Request {
        Request::Explore { run, scenario: Letter::received(vec![run as u8]) }
    }

    fn answer(run: u32) -> Reply {
        Reply::Explored { run, exploration: Exploration::default() }
    }

    #[test]
    fn a_question_survives_its_worker() {
        let mut desk = Desk::default();
        assert_eq!(desk.ask(1, question(1)), [Order::Post(DESK, question(1))]);
        assert_eq!(desk.crashed(), [Order::Restart(DESK), Order::Post(DESK, question(1))]);
        assert_eq!(desk.hear(answer(1)), Some(answer(1)));
        assert!(!desk.is_exploring());
        assert_eq!(desk.crashed(), [Order::Restart(DESK)], "nothing is asked again");
    }

    #[test]
    fn late_answers_are_dropped() {
        let mut desk = Desk::default();
        desk.ask(1, question(1));
        desk.ask(2, question(2));
        assert_eq!(desk.hear(answer(1)), None);
        assert!(desk.is_exploring());
        assert_eq!(desk.hear(answer(2)), Some(answer(2)));
    }

    #[test]
    fn a_question_that_kills_is_given_up_and_the_next_one_is_asked() {
        let mut desk = Desk::default();
        desk.ask(1, question(1));
        desk.hear(answer(1));
        desk.ask(2, question(2));
        for _ in 0..RESTARTS {
            assert_eq!(desk.crashed().len(), 2);
        }
        assert_eq!(desk.crashed(), [Order::Restart(DESK)]);
        assert!(!desk.is_exploring());
        assert_eq!(desk.ask(3, question(3)).len(), 1);
        // One that never answered has no script to run.
        let mut silent = Desk::default();
        silent.ask(1, question(1));
        while !silent.crashed().is_empty() {}
        assert!(silent.ask(2, question(2)).is_empty() && !silent.is_exploring());
    }
}
