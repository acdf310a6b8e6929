//! Slots that work for all who are there at once. Not queues: nobody waits.

use super::operation::Phase;
use super::record::Who;
use super::station::Station;
use super::trace::What;
use super::{Event, Simulation};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The visits that share the slots of one queue.
///
/// # Formula
/// Everybody is worked on at the same rate, min(1, slots / present), so that one number says how far all are: the work that
/// somebody who was always there would have been given. A visit is done when that has grown by its own work, whatever comes
/// and goes meanwhile; who is done first is at the top of a heap.
///
/// # Source
/// Virtual time: Parekh and Gallager, IEEE/ACM Transactions on Networking 1, 1993.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    /// What is given when a visit is done, as bits, which sort as the numbers do; its turn; the visit.
    visits: BinaryHeap<Reverse<(u64, u32, u32)>>,
    /// What has been given to somebody who was always there \[s\], up to a moment \[s\].
    given: f64,
    since: f64,
    /// The turn of the next visit, so that of equals the first is done first.
    turn: u32,
    /// When the first is done, if nobody comes \[s\].
    due: f64,
    /// The earliest time that is in the calendar; infinite for none.
    in_calendar: f64,
}

impl Default for Shared {
    fn default() -> Self {
        let never = f64::INFINITY;
        Self { visits: BinaryHeap::new(), given: 0.0, since: 0.0, turn: 0, due: never, in_calendar: never }
    }
}

impl Shared {
    /// As when it was new.
    pub fn clear(&mut self) {
        self.visits.clear();
        (self.given, self.turn, self.in_calendar) = (0.0, 0, f64::INFINITY);
    }

    /// Brings what was given up to a moment \[s\].
    fn advance(&mut self, now: f64, slots: u32) {
        if self.visits.is_empty() {
            // Small numbers are exact numbers.
            self.given = 0.0;
        } else {
            self.given += (now - self.since) * self.rate(slots);
        }
        self.since = now;
    }

    fn rate(&self, slots: u32) -> f64 {
        (f64::from(slots) / self.visits.len() as f64).min(1.0)
    }

    /// A visit of so much work comes.
    fn comes(&mut self, now: f64, slots: u32, work: f64, frame: u32) {
        self.advance(now, slots);
        self.visits.push(Reverse(((self.given + work).to_bits(), self.turn, frame)));
        self.turn = self.turn.wrapping_add(1);
    }

    /// The first is done: who it was.
    fn done(&mut self, now: f64) -> Option<u32> {
        let Reverse((done, _, frame)) = self.visits.pop()?;
        (self.given, self.since) = (f64::from_bits(done), now);
        Some(frame)
    }

    /// When somebody is done is known anew; gives the time to be put in the calendar, if any \[s\], and who it is.
    fn next(&mut self, slots: u32) -> Option<(f64, u32)> {
        let &Reverse((done, _, frame)) = self.visits.peek()?;
        let left = (f64::from_bits(done) - self.given).max(0.0);
        self.due = if slots == 0 { f64::INFINITY } else { self.since + left / self.rate(slots) };
        let early = self.due < self.in_calendar;
        early.then(|| {
            self.in_calendar = self.due;
            (self.due, frame)
        })
    }
}

impl Station {
    /// Says anew how many slots of a shared queue are busy, and how many visits there are beyond them.
    fn recount(&mut self, q: u32, now: f64) {
        let present = self.shared[q as usize].visits.len() as u32;
        let busy = present.min(self.plan.slots);
        let queue = &mut self.queues[q as usize];
        self.areas.busy.becomes(&mut queue.busy, busy, now);
        self.areas.waiting.becomes(&mut queue.waiting, present - busy, now);
    }
}

impl Simulation {
    /// A visit comes to slots that are shared, or finds too many there.
    pub(super) fn share(&mut self, frame: u32) {
        let f = &self.frames[frame];
        let (s, q) = (f.station as usize, f.queue);
        let plan = self.stations[s].plan;
        let Some(queue) = self.stations[s].queues.get(q as usize).filter(|q| !q.lost) else {
            return self.leave(frame, Some(super::Cause::Refused));
        };
        let full = queue.busy >= plan.slots && queue.waiting >= plan.places;
        if full && !self.makes_room(frame) {
            return;
        }
        let work = self.work(frame);
        let f = &mut self.frames[frame];
        f.phase = Phase::Working;
        if f.tied {
            self.tied_begins(frame);
        }
        let station = &mut self.stations[s];
        station.gains(q);
        station.shared[q as usize].comes(self.now, plan.slots, work, frame);
        station.recount(q, self.now);
        self.plan_shared(s, q);
    }

    /// Puts the next end of a visit in the calendar.
    fn plan_shared(&mut self, s: usize, q: u32) {
        let station = &mut self.stations[s];
        let slots = station.plan.slots;
        if let Some((at, frame)) = station.shared[q as usize].next(slots) {
            self.put(at, Event::Shared(frame));
        }
    }

    /// A visit that shares slots ends before its work is done.
    pub(super) fn leaves_shared(&mut self, s: usize, frame: u32) {
        let q = self.frames[frame].queue;
        let (station, now) = (&mut self.stations[s], self.now);
        let shared = &mut station.shared[q as usize];
        shared.advance(now, station.plan.slots);
        shared.visits.retain(|v| v.0.2 != frame);
        // What is in the calendar may name this very visit, which can be anywhere by then.
        shared.in_calendar = f64::INFINITY;
        station.recount(q, now);
        station.loses(q);
        self.plan_shared(s, q);
    }

    /// The slots of the queues of a station become more or fewer.
    pub(super) fn slots_become(&mut self, s: usize, slots: u32) {
        let (station, now) = (&mut self.stations[s], self.now);
        let before = std::mem::replace(&mut station.plan.slots, slots);
        for q in 0..station.shared.len() as u32 {
            self.stations[s].shared[q as usize].advance(now, before);
            self.stations[s].recount(q, now);
            self.plan_shared(s, q);
        }
    }

    /// A visit that shares slots may be done, and is there no longer if another time was put in the calendar since.
    pub(super) fn shared_is_due(&mut self, frame: u32) {
        let (s, q) = (self.frames[frame].station as usize, self.frames[frame].queue);
        let station = &mut self.stations[s];
        let Some(shared) = station.shared.get_mut(q as usize).filter(|s| s.in_calendar <= self.now) else {
            return;
        };
        shared.in_calendar = f64::INFINITY;
        if shared.due > self.now {
            return self.plan_shared(s, q);
        }
        let Some(frame) = shared.done(self.now) else { return };
        station.recount(q, self.now);
        station.loses(q);
        self.plan_shared(s, q);
        self.note(Who::Frame(frame), What::Worked);
        self.frames[frame].phase = Phase::Between;
        self.goes_on(frame, s);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Progress, Simulation};
    use super::Shared;
    use crate::scenario::preset;
    use crate::scenario::service::{Balancing, Order, Overflow};

    #[test]
    fn who_shares_advances_at_the_same_rate() {
        let mut shared = Shared::default();
        // Two of work 1 and one of work 3 on one slot: the first two end at 2 + 1/3 × … = 3, in the order they came.
        shared.comes(0.0, 1, 1.0, 7);
        assert_eq!(shared.next(1), Some((1.0, 7)));
        shared.comes(0.0, 1, 1.0, 8);
        shared.comes(0.0, 1, 3.0, 9);
        assert_eq!((shared.next(1), shared.due), (None, 3.0));
        assert_eq!((shared.done(3.0), shared.next(1)), (Some(7), None));
        assert_eq!((shared.due, shared.done(3.0)), (3.0, Some(8)));
        // The third has had one of its three.
        assert_eq!((shared.next(1), shared.due), (None, 5.0));
        // With as many slots as visits, nobody slows down.
        shared.comes(4.0, 2, 0.5, 6);
        assert_eq!((shared.next(2), shared.due), (None, 4.5));
    }

    /// Slots work whenever somebody is there, and no more are there than there is room for.
    fn check(simulation: &Simulation) -> u32 {
        let mut most = 0;
        for station in &simulation.stations {
            let (mut busy, mut waiting) = (0, 0);
            for (queue, shared) in station.queues.iter().zip(&station.shared) {
                let present = shared.visits.len() as u32;
                assert_eq!(queue.busy, present.min(station.plan.slots), "work conserving");
                assert_eq!(queue.busy + queue.waiting, present);
                assert!(queue.waiting <= station.plan.places || station.plan.overflow == Overflow::Spill);
                (busy, waiting) = (busy + queue.busy, waiting + queue.waiting);
            }
            assert_eq!((station.areas.busy.now, station.areas.waiting.now), (busy, waiting));
            most = most.max(waiting);
        }
        most
    }

    #[test]
    fn sharing_conserves_work() {
        for (balancing, overflow) in Balancing::ALL.iter().zip(Overflow::ALL) {
            let mut scenario = (preset::ALL[0].build)();
            scenario.journeys[0].load.arrival_rps = 150.0;
            for service in &mut scenario.services {
                let capacity = &mut service.capacity;
                (capacity.order, capacity.balancing) = (Order::ProcessorSharing, *balancing);
                (capacity.queue_bounded, capacity.queue_limit, capacity.overflow) = (true, 40, *overflow);
                (capacity.patience_ms, capacity.holds_slot) = (1.0, true);
            }
            let mut simulation = Simulation::new(&scenario, 1, 0);
            let mut most = 0;
            while simulation.advance(101) == Progress::Running {
                most = most.max(check(&simulation));
            }
            assert!(most >= 10, "{most}");
        }
    }
}
