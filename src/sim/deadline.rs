//! Who is waiting until when: deadlines that come in the order in which they were set, and timers in any order. Not
//! what happens when time is up.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// An answer at the deadline counts: deadlines are later by this share, more than rounding and less than matters.
pub(super) const GRACE: f64 = 1e-9;

/// Entries below which nobody looks for dead ones.
const FEW: usize = 1024;

/// Deadlines of the same length, which expire in the order in which they are set, so that only the first needs a place
/// in the calendar.
#[derive(Clone, Debug, Default)]
pub(super) struct Deadlines {
    /// Time \[s\], who, and the generation it had.
    waiting: VecDeque<(f64, u32, u32)>,
    in_calendar: bool,
    /// Entries that were alive when all were looked at last.
    alive: usize,
}

/// What a list of deadlines says at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Due {
    /// This one has expired.
    Expired(u32),
    /// The next expires then \[s\]; it must be put in the calendar.
    Later(f64),
    /// Nobody waits.
    Nothing,
}

impl Deadlines {
    pub fn clear(&mut self) {
        self.waiting.clear();
        (self.in_calendar, self.alive) = (false, 0);
    }

    /// Sets a deadline \[s\] for who has a generation; true where it must be put in the calendar.
    pub fn set(
        &mut self,
        deadline: f64,
        who: u32,
        generation: u32,
        alive: impl Fn(u32, u32) -> bool,
    ) -> bool {
        // Those who were in time need no deadline any more; this keeps the list short.
        while self.waiting.front().is_some_and(|d| !alive(d.1, d.2)) {
            self.waiting.pop_front();
        }
        if self.waiting.len() > FEW + 2 * self.alive {
            self.waiting.retain(|d| alive(d.1, d.2));
            self.alive = self.waiting.len();
        }
        self.waiting.push_back((deadline, who, generation));
        !std::mem::replace(&mut self.in_calendar, true)
    }

    /// Who has expired at a moment \[s\]: to be asked until it no longer says so.
    pub fn due(&mut self, now: f64, alive: impl Fn(u32, u32) -> bool) -> Due {
        while let Some(&(deadline, who, generation)) = self.waiting.front() {
            let live = alive(who, generation);
            if live && deadline > now {
                return Due::Later(deadline);
            }
            self.waiting.pop_front();
            if live {
                return Due::Expired(who);
            }
        }
        self.in_calendar = false;
        Due::Nothing
    }
}

/// Deadlines of any length. Who is told by its record, its generation and the moment it was set.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    heap: BinaryHeap<Reverse<Timer>>,
    /// The earliest time that is in the calendar, as bits.
    in_calendar: Option<u64>,
    alive: usize,
}

/// One timer; times are bits of numbers that are not negative, which sort as the numbers do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    pub deadline: u64,
    pub set: u64,
    pub who: u32,
    pub generation: u32,
}

impl Timers {
    pub fn clear(&mut self) {
        self.heap.clear();
        (self.in_calendar, self.alive) = (None, 0);
    }

    /// Sets a timer; gives the time to be put in the calendar \[s\], if any.
    pub fn set(&mut self, timer: Timer, alive: impl Fn(&Timer) -> bool) -> Option<f64> {
        if self.heap.len() > FEW + 2 * self.alive {
            self.heap.retain(|t| alive(&t.0));
            self.alive = self.heap.len();
        }
        self.heap.push(Reverse(timer));
        self.next()
    }

    /// Who has expired at a moment \[s\]: to be asked until it no longer says so.
    pub fn due(&mut self, now: f64, alive: impl Fn(&Timer) -> bool) -> Due {
        if self.in_calendar.is_some_and(|at| at <= now.to_bits()) {
            self.in_calendar = None;
        }
        while let Some(&Reverse(timer)) = self.heap.peek() {
            let live = alive(&timer);
            if live && timer.deadline > now.to_bits() {
                return self.next().map_or(Due::Nothing, Due::Later);
            }
            self.heap.pop();
            if live {
                return Due::Expired(timer.who);
            }
        }
        Due::Nothing
    }

    /// The first deadline, unless one as early is in the calendar already.
    fn next(&mut self) -> Option<f64> {
        let first = self.heap.peek()?.0.deadline;
        if self.in_calendar.is_some_and(|at| at <= first) {
            return None;
        }
        self.in_calendar = Some(first);
        Some(f64::from_bits(first))
    }
}

#[cfg(test)]
mod tests {
    use super::{Deadlines, Due, Timer, Timers};

    #[test]
    fn deadlines_come_in_order_and_skip_the_dead() {
        let mut deadlines = Deadlines::default();
        let alive = |who: u32, _: u32| who != 2;
        assert!(deadlines.set(1.0, 1, 0, alive));
        assert!(!deadlines.set(2.0, 2, 0, alive) && !deadlines.set(3.0, 3, 0, alive));
        assert_eq!(deadlines.due(1.0, alive), Due::Expired(1));
        assert_eq!(deadlines.due(1.0, alive), Due::Later(3.0));
        assert_eq!((deadlines.due(3.0, alive), deadlines.due(3.0, alive)), (Due::Expired(3), Due::Nothing));
        assert!(deadlines.set(4.0, 1, 0, alive));
    }

    #[test]
    fn the_dead_do_not_pile_up() {
        let (mut deadlines, mut timers) = (Deadlines::default(), Timers::default());
        for i in 0..100_000 {
            // The first lives for ever, the others are dead at once.
            deadlines.set(1e9, i, 0, |who, _| who == 0 || who == i);
            let timer = Timer { deadline: 0, set: 0, who: i, generation: 0 };
            timers.set(timer, |t| t.who == 0 || t.who == i);
        }
        assert!(deadlines.waiting.len() < 1100 && timers.heap.len() < 1100);
    }

    #[test]
    fn timers_come_in_the_order_of_their_times() {
        let mut timers = Timers::default();
        let timer = |deadline: f64, who| Timer { deadline: deadline.to_bits(), set: 0, who, generation: 0 };
        assert_eq!(timers.set(timer(3.0, 3), |_| true), Some(3.0));
        assert_eq!(timers.set(timer(1.0, 1), |_| true), Some(1.0));
        assert_eq!(timers.set(timer(2.0, 2), |_| true), None);
        assert_eq!(timers.due(1.0, |_| true), Due::Expired(1));
        assert_eq!(timers.due(1.0, |_| true), Due::Later(2.0));
        assert_eq!(
            (timers.due(2.0, |_| true), timers.due(2.0, |_| true)),
            (Due::Expired(2), Due::Later(3.0))
        );
    }
}
