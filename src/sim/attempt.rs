//! Attempts of a call: one trip to the callee and back, or two copies of it, and back-off between them. Not what is given
//! up; that is `given_up`. Not the connections that trips need; those are `pool`.

use super::call::Call;
use super::deadline::{Due, GRACE};
use super::program::Second;
use super::record::{Under, Who};
use super::station::NONE;
use super::trace::{Subject, What};
use super::{Cause, Ended, Event, Simulation};

/// A request on its way to a callee, at it, or on its way back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trip {
    /// The call whose attempt it is; none once nobody waits for it.
    pub call: u32,
    pub site: u32,
    /// The frame that answers it, while there is one.
    pub callee: u32,
    /// The replica it goes to, where that is known.
    pub replica: u32,
    /// The pool whose connection it has or waits for.
    pub pool: u32,
    /// Who waits for a connection behind it and before it.
    pub behind: u32,
    pub ahead: u32,
    /// Told apart from whoever used the slot before.
    pub generation: u32,
    pub place: Place,
    /// Its answer is a failure.
    pub failed: Option<Cause>,
}

/// Where a trip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It waits for a connection of its pool.
    Pool,
    /// It has one at this moment, and may need one of the multiplexer.
    Granted,
    /// It waits for a connection of the multiplexer.
    Multiplexer,
    /// It has that too at this moment, and goes.
    Connected,
    /// It is on the wire to its callee.
    Out,
    /// It is at its callee.
    There,
    /// Its answer is on the wire.
    Back,
    /// It was dropped without a word.
    Lost,
    /// It was taken back on the wire, and never arrives.
    TakenBack,
}

impl Simulation {
    /// Sends a call that no cache answered, unless its circuit is open.
    #[inline]
    pub(super) fn send(&mut self, call: u32) {
        let site = self.calls[call].site as usize;
        if self.program.sites[site].plain {
            return self.attempt(call);
        }
        let lines = &mut self.lines[site];
        if let Some(circuit) = &mut lines.circuit {
            match circuit.allows(self.now) {
                Some(era) => self.calls[call].era = era,
                None => return self.end_call(call, Some(Cause::Refused)),
            }
        }
        if self.program.sites[site].retries > 0 {
            lines.budget.first_attempt();
        }
        self.attempt(call);
    }

    /// Makes an attempt.
    #[inline]
    pub(super) fn attempt(&mut self, call: u32) {
        let c = &mut self.calls[call];
        (c.trips, c.begun) = ([NONE; 2], false);
        let (site, generation, replica) = (c.site, c.generation, c.replica);
        // A replica that failed is not asked again on purpose.
        c.replica = NONE;
        let plan = &self.program.sites[site as usize];
        let (timeout, second) = (plan.timeout, plan.second);
        if timeout < f64::INFINITY {
            let deadline = self.now + timeout * (1.0 + GRACE);
            let calls = &self.calls;
            let list = &mut self.lines[site as usize].timeouts;
            if list.set(deadline, call, generation, |c, g| calls[c].generation == g) {
                self.put(deadline, Event::Expires(site));
            }
        }
        self.send_copy(call, 0, replica);
        match second {
            Second::Tied if !self.calls[call].begun => self.send_copy(call, 1, NONE),
            Second::Never | Second::Tied => {}
            Second::After(delay) => {
                let due = self.now + delay;
                let calls = &self.calls;
                let list = &mut self.lines[site as usize].hedges;
                if list.set(due, call, generation, |c, g| calls[c].generation == g) {
                    self.put(due, Event::Hedges(site));
                }
            }
        }
    }

    /// Calls of a site that may send a second copy have waited for it.
    pub(super) fn hedges_are_due(&mut self, site: u32) {
        loop {
            let calls = &self.calls;
            match self.lines[site as usize].hedges.due(self.now, |c, g| calls[c].generation == g) {
                Due::Expired(call) => self.send_copy(call, 1, NONE),
                Due::Later(at) => return self.put(at, Event::Hedges(site)),
                Due::Nothing => return,
            }
        }
    }

    /// Sends one copy of an attempt.
    #[inline]
    fn send_copy(&mut self, call: u32, copy: usize, replica: u32) {
        let Call { site, pool, .. } = self.calls[call];
        let trip = self.trips.put(|before| Trip {
            call,
            site,
            callee: NONE,
            replica,
            pool,
            behind: NONE,
            ahead: NONE,
            generation: before.map_or(0, |t| t.generation),
            place: Place::Out,
            failed: None,
        });
        self.calls[call].trips[copy] = trip;
        self.note_start(Who::Trip(trip), Under::Of(Who::Call(call)), Subject::Attempt(copy as u32));
        if pool == NONE { self.depart(trip) } else { self.wants_connection(trip) }
    }

    /// A trip has what it needs and goes.
    #[inline]
    pub(super) fn depart(&mut self, trip: u32) {
        self.trips[trip].place = Place::Out;
        self.note(Who::Trip(trip), What::Departs);
        let way = self.program.sites[self.trips[trip].site as usize].half_transfer;
        if way > 0.0 {
            self.put(self.now + way, Event::Reaches(trip));
        } else {
            self.trip_reaches(trip);
        }
    }

    pub(super) fn trip_reaches(&mut self, trip: u32) {
        let Trip { call, site, mut replica, place, .. } = self.trips[trip];
        let plan = &self.program.sites[site as usize];
        let (start, station) = (plan.start, plan.station);
        let pair = plan.second != Second::Never;
        if call == NONE {
            // The callee does not know, and works for nobody.
            self.free_trip(trip);
            if place != Place::TakenBack {
                self.note(Who::Trip(trip), What::Reaches);
                self.begin(start, station, NONE, NONE, replica);
            }
            return;
        }
        if pair && replica == NONE {
            let [a, b] = self.calls[call].trips;
            let other = if a == trip { b } else { a };
            let avoid = if other == NONE { NONE } else { self.trips[other].replica };
            let s = station as usize;
            replica = self.stations[s].choose(avoid, &mut self.random.balancing[s]);
        }
        let t = &mut self.trips[trip];
        (t.place, t.replica) = (Place::There, replica);
        self.note(Who::Trip(trip), What::Reaches);
        self.begin(start, station, trip, NONE, replica);
    }

    /// The callee is done; its answer goes back.
    #[inline]
    pub(super) fn call_answers(&mut self, trip: u32, failed: Option<Cause>) {
        self.note(Who::Trip(trip), What::Answers(failed));
        let t = &mut self.trips[trip];
        (t.callee, t.failed, t.place) = (NONE, failed, Place::Back);
        let way = self.program.sites[t.site as usize].half_transfer;
        if way > 0.0 {
            self.put(self.now + way, Event::Answered(trip));
        } else {
            self.ended.push_back(Ended::Trip(trip));
        }
    }

    /// Whether the caller of a trip, which was dropped without a word, learns of it only by its timeout.
    pub(super) fn loses_answer(&mut self, trip: u32) -> bool {
        let t = &mut self.trips[trip];
        let lost = self.program.sites[t.site as usize].timeout < f64::INFINITY;
        if lost {
            (t.callee, t.place) = (NONE, Place::Lost);
        }
        lost
    }

    #[inline]
    pub(super) fn free_trip(&mut self, trip: u32) {
        let t = &mut self.trips[trip];
        (t.generation, t.pool) = (t.generation.wrapping_add(1), NONE);
        self.trips.free(trip);
    }

    /// An answer is back, or a trip has failed on its way: the first success counts, and the last failure.
    pub(super) fn trip_ends(&mut self, trip: u32) {
        let Trip { call, failed, site, .. } = self.trips[trip];
        self.gives_back(trip);
        self.free_trip(trip);
        if call == NONE {
            return;
        }
        self.note(Who::Trip(trip), What::Ends(failed));
        if self.program.sites[site as usize].plain {
            self.calls[call].failed = failed;
            return self.call_ended(call);
        }
        let trips = &mut self.calls[call].trips;
        let other = if trips[0] == trip { trips[1] } else { trips[0] };
        *trips = [other, NONE];
        match failed {
            Some(_) if other != NONE => {}
            Some(cause) => self.attempt_failed(call, cause),
            None => {
                if other != NONE {
                    let cancel = self.program.sites[site as usize].cancel;
                    self.withdraw(other, cancel);
                }
                self.finish(call, None);
            }
        }
    }

    /// An attempt has failed: another follows after a while, or the call ends.
    pub(super) fn attempt_failed(&mut self, call: u32, cause: Cause) {
        self.note(Who::Call(call), What::Fails(cause));
        let c = &mut self.calls[call];
        c.generation = c.generation.wrapping_add(1);
        let site = &self.program.sites[c.site as usize];
        if u32::from(c.failures) >= site.retries || !self.lines[c.site as usize].budget.retry() {
            return self.finish(call, Some(cause));
        }
        c.failures += 1;
        // Jitter is drawn even where there is none, so that with and without it the rest stays the same.
        let uniform = self.random.backoffs[c.site as usize].uniform();
        let pause = site.backoff.pause(u32::from(c.failures), uniform);
        self.put(self.now + pause, Event::Again(call));
    }

    /// A call that was sent ends.
    fn finish(&mut self, call: u32, failed: Option<Cause>) {
        let c = &mut self.calls[call];
        c.failed = failed;
        let era = c.era;
        if let Some(circuit) = &mut self.lines[c.site as usize].circuit {
            circuit.ended(era, failed.is_some(), self.now);
        }
        self.call_ended(call);
    }
}
