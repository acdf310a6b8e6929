//! Visits to the slots: joining a queue, working, and what follows. Not which queue, not what waiting in it means (that
//! is `wait`), and not batches.

use super::operation::{APPLIES, Phase};
use super::program::{Balance, Instruction};
use super::record::Who;
use super::station::NONE;
use super::trace::What;
use super::{Cause, Event, Simulation};

impl Simulation {
    pub(super) fn join_queue(&mut self, frame: u32) {
        self.note(Who::Frame(frame), What::Queues);
        let now = self.now;
        let f = &mut self.frames[frame];
        f.queued = now;
        let s = f.station as usize;
        let station = &mut self.stations[s];
        match f.phase {
            Phase::Keeping => return self.start_visit(frame),
            Phase::Between => f.queue = station.choose(NONE, &mut self.random.balancing[s]),
            _ => {}
        }
        if station.plan.apart() {
            return if station.plan.shares() { self.share(frame) } else { self.gather(frame) };
        }
        let Some(queue) = station.queues.get_mut(f.queue as usize).filter(|q| !q.lost) else {
            // No replica is up, or not the one that was chosen.
            return self.leave(frame, Some(Cause::Refused));
        };
        if queue.busy < station.plan.slots {
            queue.busy += 1;
            station.areas.busy.comes(self.now);
            station.gains(f.queue);
            self.start_visit(frame);
        } else if queue.waiting < station.plan.places || self.makes_room(frame) {
            self.wait(frame);
        }
    }

    /// The time a visit keeps its slot \[s\].
    #[inline]
    pub(super) fn work(&mut self, frame: u32) -> f64 {
        self.note(Who::Frame(frame), What::Works);
        let f = &self.frames[frame];
        let tally = &mut self.tally.services[f.station as usize];
        tally.visits += 1;
        tally.wait_sum += self.now - f.queued;
        let Instruction::Visit { first, count } = self.program.code[f.next as usize - 1] else { return 0.0 };
        let steps = first as usize..(first + count) as usize;
        let work: f64 = self.program.laws[steps.clone()]
            .iter()
            .zip(&mut self.random.work[steps])
            .map(|(step, times)| times.next(&step.law))
            .sum();
        let station = &self.stations[f.station as usize];
        let work = work * station.pace;
        if f.phase == Phase::Spilled { work + station.plan.spill } else { work }
    }

    /// Draws the work of a visit that has its slot.
    #[inline]
    fn start_visit(&mut self, frame: u32) {
        let work = self.work(frame);
        let f = &mut self.frames[frame];
        f.phase = Phase::Working;
        if f.tied {
            self.tied_begins(frame);
        }
        self.put(self.now + work, Event::Worked(frame));
    }

    /// A slot is free: it goes to whose turn it is, unless there are more than there should be.
    #[inline]
    pub(super) fn release(&mut self, s: usize, q: u32) {
        let station = &mut self.stations[s];
        station.loses(q);
        let queue = &mut station.queues[q as usize];
        let few = queue.busy <= station.plan.slots;
        let next = if few { queue.next(&mut self.frames, station.plan.last_first()) } else { NONE };
        if next == NONE {
            queue.busy -= 1;
            station.areas.busy.goes(self.now);
        } else {
            queue.waiting -= 1;
            station.areas.waiting.goes(self.now);
            self.start_visit(next);
        }
    }

    /// A visit is over: the slot goes to whose turn it is unless it is kept, the frame goes on.
    #[inline]
    pub(super) fn visit_ends(&mut self, frame: u32) {
        if self.frames[frame].phase == Phase::Husk {
            return self.forget(frame);
        }
        self.note(Who::Frame(frame), What::Worked);
        let f = &mut self.frames[frame];
        let (s, q) = (f.station as usize, f.queue);
        let plan = &self.stations[s].plan;
        if plan.batch > 1 {
            self.batch_ends(frame);
        } else if plan.holds {
            f.phase = Phase::Keeping;
            self.after_visit(frame);
        } else {
            f.phase = Phase::Between;
            self.release(s, q);
            self.goes_on(frame, s);
        }
    }

    /// A visit is over and its slot given back.
    #[inline]
    pub(super) fn goes_on(&mut self, frame: u32, s: usize) {
        if self.stations[s].plan.plain {
            self.run(frame);
        } else {
            self.after_visit(frame);
        }
    }

    /// An operation that kept its slot is over.
    #[cold]
    pub(super) fn release_kept(&mut self, s: usize, q: u32) {
        self.release(s, q);
    }

    /// What follows a visit: it may have failed, and a write is applied by the replicas.
    pub(super) fn after_visit(&mut self, frame: u32) {
        let f = &self.frames[frame];
        let (s, journey) = (f.station as usize, f.journey);
        let plan = &self.stations[s].plan;
        if journey == APPLIES {
            return self.leave(frame, None);
        }
        if plan.failure > 0.0 && self.random.failures[s].chance(plan.failure) {
            return self.leave(frame, Some(Cause::Failed));
        }
        if let Balance::Nodes { replicas, .. } = plan.balance
            && f.queue.is_multiple_of(replicas + 1)
        {
            let (visit, primary) = (f.next - 1, f.queue);
            self.note(Who::Frame(frame), What::Applies);
            for replica in 1..=replicas {
                self.begin(visit, s as u32, NONE, APPLIES, primary + replica);
            }
        }
        self.run(frame);
    }
}

#[cfg(test)]
mod tests {
    use super::super::station::NONE;
    use super::super::{Progress, Simulation};
    use super::Phase;
    use crate::scenario::preset;
    use crate::scenario::service::{Balancing, Order, Overflow};

    /// Nobody waits while a slot of its queue is free, queues are in the order of arrival, and the numbers that are
    /// integrated are those of the queues.
    fn check(simulation: &Simulation) -> u32 {
        let mut longest = 0;
        for station in &simulation.stations {
            let (mut busy, mut waiting) = (0, 0);
            for queue in &station.queues {
                busy += queue.busy;
                let bounded = station.plan.overflow != Overflow::Spill;
                assert!(queue.busy <= station.plan.slots);
                assert!(!bounded || queue.waiting <= station.plan.places);
                let (mut at, mut last, mut since, mut here) = (queue.head, NONE, 0.0, 0);
                assert!(
                    at == NONE || queue.busy == station.plan.slots,
                    "a slot is idle while somebody waits"
                );
                while at != NONE {
                    let frame = &simulation.frames[at];
                    assert!(frame.waits() && frame.queued >= since, "first in, first out");
                    assert!(at == queue.head || frame.ahead == last);
                    (since, last, at) = (frame.queued, at, frame.behind);
                    here += 1;
                }
                assert_eq!((queue.tail, queue.waiting), (last, here));
                waiting += here;
            }
            assert_eq!((station.areas.busy.now, station.areas.waiting.now), (busy, waiting));
            longest = longest.max(waiting);
        }
        longest
    }

    #[test]
    fn queues_conserve_work_and_are_first_in_first_out() {
        for balancing in Balancing::ALL {
            let mut scenario = (preset::ALL[0].build)();
            scenario.journeys[0].load.arrival_rps = 125.0;
            scenario.services.iter_mut().for_each(|s| s.capacity.balancing = *balancing);
            let mut simulation = Simulation::new(&scenario, 1, 0);
            let mut longest = 0;
            while simulation.advance(101) == Progress::Running {
                longest = longest.max(check(&simulation));
            }
            assert!(longest > 20, "{longest}");
        }
    }

    #[test]
    fn a_slot_goes_to_whose_turn_it_is() {
        for order in [Order::FirstInFirstOut, Order::LastInFirstOut] {
            let mut scenario = (preset::ALL[0].build)();
            scenario.journeys[0].load.arrival_rps = 125.0;
            scenario.services.iter_mut().for_each(|s| s.capacity.order = order);
            let mut simulation = Simulation::new(&scenario, 1, 0);
            let (mut gone, mut chosen) = (0, 0);
            for _ in 0..100_000 {
                let before: Vec<_> = simulation.stations.iter().map(|s| s.queues[0]).collect();
                simulation.advance(1);
                for (before, station) in before.iter().zip(&simulation.stations) {
                    if station.queues[0].waiting < before.waiting {
                        let last_first = order == Order::LastInFirstOut;
                        let next = if last_first { before.tail } else { before.head };
                        assert_eq!(simulation.frames[next].phase, Phase::Working);
                        gone += 1;
                        chosen += u32::from(before.waiting > 1);
                    }
                }
                check(&simulation);
            }
            assert!(chosen > 1000, "{chosen} of {gone}");
        }
    }

    #[test]
    fn and_so_they_do_when_they_are_full_or_left() {
        for overflow in Overflow::ALL {
            let mut scenario = (preset::ALL[0].build)();
            scenario.journeys[0].load.arrival_rps = 150.0;
            for service in &mut scenario.services {
                let capacity = &mut service.capacity;
                (capacity.queue_bounded, capacity.queue_limit, capacity.overflow) = (true, 20, *overflow);
                capacity.patience_ms = 2000.0;
                capacity.holds_slot = true;
            }
            for call in &mut scenario.calls {
                (call.rows.timeout_ms, call.rows.cancel, call.rows.retries) = (400.0, true, 2);
            }
            let mut simulation = Simulation::new(&scenario, 1, 0);
            let mut longest = 0;
            while simulation.advance(101) == Progress::Running {
                longest = longest.max(check(&simulation));
            }
            assert!(longest >= 20, "{longest}");
        }
    }
}
