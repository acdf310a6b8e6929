//! Calls from a step to an operation of another service: how often they are made, and what their ends mean to the
//! caller. Not the caches in front of them, and not the attempts; those are `attempt`.

use super::record::{Under, Who};
use super::station::NONE;
use super::trace::{Subject, What};
use super::{Cause, Ended, IN_FLIGHT_LIMIT, Simulation};

/// One call under way, from its first look-up until it is answered or has failed for good.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub site: u32,
    /// The frame that made it, if one did, and the generation that frame had.
    pub caller: (u32, u32),
    /// What is under way for its attempt: one trip, or two copies.
    pub trips: [u32; 2],
    /// The replica it goes to, where it was one of several copies made at once.
    pub replica: u32,
    /// The pool its connections come from.
    pub pool: u32,
    /// Copies to be made after this one.
    pub left: u32,
    /// Caches asked so far.
    pub level: u32,
    /// Told apart from whoever used the slot before and from its other attempts, so that late deadlines find nobody.
    pub generation: u32,
    /// What its circuit breaker knows it by.
    pub era: u32,
    /// Attempts that have failed.
    pub failures: u8,
    /// One of its tied pair has begun its work.
    pub begun: bool,
    /// It ends as a failure.
    pub failed: Option<Cause>,
}

impl Call {
    /// A call of a site by a frame, which may be none, in the place of one that was there before.
    pub fn new(site: u32, caller: (u32, u32), pool: u32, before: Option<&Self>) -> Self {
        Self {
            site,
            caller,
            trips: [NONE; 2],
            replica: NONE,
            pool,
            left: 0,
            level: 0,
            generation: before.map_or(0, |c| c.generation),
            era: 0,
            failures: 0,
            begun: false,
            failed: None,
        }
    }
}

impl Simulation {
    pub(super) fn free_call(&mut self, call: u32) {
        self.calls[call].generation = self.calls[call].generation.wrapping_add(1);
        self.calls.free(call);
    }

    /// Makes the calls of a group, of which so many must answer; none of them ends before this returns.
    pub(super) fn start_group(&mut self, frame: u32, first: u32, count: u32, need: u32) {
        let caller = (frame, self.frames[frame].generation);
        for index in first..first + count {
            let site = &self.program.sites[index as usize];
            if site.probability < 1.0 && !self.random.branches[index as usize].chance(site.probability) {
                continue;
            }
            let (parallel, left, station, pools) =
                (site.parallel, site.left, site.station as usize, site.pools);
            let (keyed, document) = (site.chain.keyed, site.call);
            if site.awaited {
                self.frames[frame].pending += parallel;
            }
            for copy in 0..parallel {
                if self.is_full() {
                    // The replication ends with this event; what is not begun now never is.
                    return;
                }
                let replica = if parallel > 1 {
                    self.stations[station].choose_distinct(copy, &mut self.random.balancing[station])
                } else {
                    NONE
                };
                let pool = if pools == NONE { NONE } else { self.choose_pool(frame, index) };
                let call =
                    self.calls.put(|before| Call { replica, left, ..Call::new(index, caller, pool, before) });
                self.note_start(Who::Call(call), Under::Of(Who::Frame(frame)), Subject::Call(document));
                if keyed {
                    self.draw_key(call);
                }
                self.ask_caches(call);
            }
        }
        if need > 0 {
            let f = &mut self.frames[frame];
            f.spare = f.pending.saturating_sub(need);
            f.pending -= f.spare;
        }
    }

    /// As much is under way as a replication holds.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        let most = IN_FLIGHT_LIMIT;
        self.frames.holds(most) || self.calls.holds(most) || self.trips.holds(most)
    }

    /// A call ends at this moment, before the next event.
    pub(super) fn end_call(&mut self, call: u32, failed: Option<Cause>) {
        self.calls[call].failed = failed;
        self.ended.push_back(Ended::Call(call));
    }

    /// A call is over: a cache had the answer, an attempt brought it, or all failed.
    pub(super) fn call_ended(&mut self, call: u32) {
        let Call { site, caller, left, failed, .. } = self.calls[call];
        self.note(Who::Call(call), What::Ends(failed));
        let plan = &self.program.sites[site as usize];
        let (awaited, keyed, document) = (plan.awaited, plan.chain.keyed, plan.call);
        if keyed {
            self.caches_learn(call, failed);
        }
        let waits = awaited && caller.0 != NONE && self.frames[caller.0].generation == caller.1;
        if let (true, Some(cause)) = (waits, failed) {
            self.free_call(call);
            let f = &mut self.frames[caller.0];
            if f.spare > 0 {
                f.spare -= 1;
            } else {
                self.leave(caller.0, Some(cause));
            }
        } else if left > 0 && (waits || !awaited) {
            let c = &mut self.calls[call];
            c.generation = c.generation.wrapping_add(1);
            (c.left, c.level, c.failures, c.failed) = (left - 1, 0, 0, None);
            self.note_start(Who::Call(call), Under::Same, Subject::Call(document));
            if keyed {
                self.draw_key(call);
            }
            self.ask_caches(call);
        } else {
            self.free_call(call);
            if waits {
                self.answered(caller.0);
            }
        }
    }

    /// One of the calls that a frame waits for has been answered.
    fn answered(&mut self, frame: u32) {
        let f = &mut self.frames[frame];
        f.pending -= 1;
        if f.pending == 0 {
            if f.spare > 0 {
                // It goes on without the others, which find nobody when they end.
                f.generation = f.generation.wrapping_add(1);
                f.spare = 0;
            }
            self.run(frame);
        }
    }
}
