//! Calls from a step to an operation of another service: copies, network, timeouts, and failures on their way up.
//! Not the caches in front of them.

use super::program::Site;
use super::station::NONE;
use super::{Cause, Event, IN_FLIGHT_LIMIT, Simulation};
use std::collections::VecDeque;

/// One call under way, from its first look-up until its answer is back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub site: u32,
    /// The frame that made it, and the generation that frame had.
    pub caller: (u32, u32),
    /// The frame that answers it, while there is one.
    pub callee: u32,
    /// The replica it goes to, where it was one of several copies made at once.
    pub replica: u32,
    /// Copies to be made after this one.
    pub left: u32,
    /// Caches asked so far.
    pub level: u32,
    /// Told apart from whoever used the slot before, so that late deadlines find nobody.
    pub generation: u32,
    /// Its answer is a failure.
    pub failed: Option<Cause>,
    /// The caller has given up while the call or its answer was on the network.
    pub given_up: bool,
}

/// When the calls of one site expire. All have the same timeout, so they expire in the order in which they are made,
/// and only the first needs a place in the calendar.
#[derive(Clone, Debug, Default)]
pub(super) struct Deadlines {
    /// Time \[s\], call, and the generation the call had.
    waiting: VecDeque<(f64, u32, u32)>,
    in_calendar: bool,
}

impl Deadlines {
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.in_calendar = false;
    }
}

/// An answer at the deadline counts: deadlines are later by this share, more than rounding and less than matters.
const GRACE: f64 = 1e-9;

impl Simulation {
    fn site(&self, call: u32) -> &Site {
        &self.program.sites[self.calls[call].site as usize]
    }

    fn free_call(&mut self, call: u32) {
        self.calls[call].generation = self.calls[call].generation.wrapping_add(1);
        self.calls.free(call);
    }

    /// Makes the calls of a group; none of them ends before this returns.
    pub(super) fn start_group(&mut self, frame: u32, first: u32, count: u32) {
        let caller = (frame, self.frames[frame].generation);
        for index in first..first + count {
            let site = self.program.sites[index as usize];
            if site.probability < 1.0 && !self.random.branches[index as usize].chance(site.probability) {
                continue;
            }
            let (parallel, left) = if site.at_once { (site.copies, 0) } else { (1, site.copies - 1) };
            if site.awaited {
                self.frames[frame].pending += parallel;
            }
            for copy in 0..parallel {
                if self.calls.len() >= IN_FLIGHT_LIMIT || self.frames.len() >= IN_FLIGHT_LIMIT {
                    // The replication ends with this event; what is not begun now never is.
                    return;
                }
                let replica = if parallel > 1 {
                    let s = site.station as usize;
                    self.stations[s].choose_distinct(copy, &mut self.random.balancing[s])
                } else {
                    NONE
                };
                let call = self.calls.put(|before| Call {
                    site: index,
                    caller,
                    callee: NONE,
                    replica,
                    left,
                    level: 0,
                    generation: before.map_or(0, |c| c.generation),
                    failed: None,
                    given_up: false,
                });
                self.ask_caches(call);
            }
        }
    }

    /// Sends a call that no cache answered.
    pub(super) fn send(&mut self, call: u32) {
        let (site, index) = (*self.site(call), self.calls[call].site);
        if site.timeout < f64::INFINITY {
            let deadline = self.now + site.timeout * (1.0 + GRACE);
            self.expect(index, deadline, call);
        }
        if site.half_network > 0.0 {
            self.put(self.now + site.half_network, Event::Reaches(call));
        } else {
            self.call_reaches(call);
        }
    }

    pub(super) fn call_reaches(&mut self, call: u32) {
        let Call { given_up, replica, .. } = self.calls[call];
        let Site { start, station, .. } = *self.site(call);
        if given_up {
            // The callee does not know, and works for nobody.
            self.free_call(call);
            self.begin(start, station, NONE, NONE, replica);
        } else {
            self.begin(start, station, call, NONE, replica);
        }
    }

    /// The callee is done; its answer goes back.
    pub(super) fn call_answers(&mut self, call: u32, failed: Option<Cause>) {
        self.calls[call].callee = NONE;
        self.calls[call].failed = failed;
        let back = self.site(call).half_network;
        if back > 0.0 {
            self.put(self.now + back, Event::Answered(call));
        } else {
            self.ended.push_back(call);
        }
    }

    /// The answer is back, or a cache had it.
    pub(super) fn call_ended(&mut self, call: u32) {
        let Call { caller, left, failed, given_up, .. } = self.calls[call];
        let awaited = self.site(call).awaited;
        let waits = awaited && !given_up && self.frames[caller.0].generation == caller.1;
        if let (true, Some(cause)) = (waits, failed) {
            self.free_call(call);
            self.leave(caller.0, Some(cause));
        } else if left > 0 && (waits || !awaited) {
            let c = &mut self.calls[call];
            c.generation = c.generation.wrapping_add(1);
            (c.left, c.level, c.failed) = (left - 1, 0, None);
            self.ask_caches(call);
        } else {
            self.free_call(call);
            if waits {
                self.frames[caller.0].pending -= 1;
                if self.frames[caller.0].pending == 0 {
                    self.run(caller.0);
                }
            }
        }
    }

    /// Notes that a call of a site expires at a time.
    fn expect(&mut self, site: u32, deadline: f64, call: u32) {
        let generation = self.calls[call].generation;
        let deadlines = &mut self.deadlines[site as usize];
        // Calls that ended in time need no deadline any more; this keeps the list short.
        while deadlines.waiting.front().is_some_and(|d| self.calls[d.1].generation != d.2) {
            deadlines.waiting.pop_front();
        }
        deadlines.waiting.push_back((deadline, call, generation));
        if !deadlines.in_calendar {
            deadlines.in_calendar = true;
            self.put(deadline, Event::Expires(site));
        }
    }

    pub(super) fn deadline_comes(&mut self, site: u32) {
        while let Some(&(deadline, call, generation)) = self.deadlines[site as usize].waiting.front() {
            let live = self.calls[call].generation == generation;
            if live && deadline > self.now {
                self.put(deadline, Event::Expires(site));
                return;
            }
            self.deadlines[site as usize].waiting.pop_front();
            if live {
                self.give_up(call);
            }
        }
        self.deadlines[site as usize].in_calendar = false;
    }

    /// The caller stops waiting and fails at this moment; what it asked for goes on.
    fn give_up(&mut self, call: u32) {
        let Call { callee, caller, .. } = self.calls[call];
        if callee == NONE {
            // On the network: the record is needed until it arrives.
            let c = &mut self.calls[call];
            c.generation = c.generation.wrapping_add(1);
            c.given_up = true;
        } else {
            self.frames[callee].parent = NONE;
            self.free_call(call);
        }
        if self.frames[caller.0].generation == caller.1 {
            self.leave(caller.0, Some(Cause::TimedOut));
        }
    }
}
