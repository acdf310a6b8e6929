//! What is lost with a replica: the work that is under way on it, and who waits in a queue of its own. Not requests that
//! wait for their calls; another replica goes on with those. Not who is up; that is `fleet`.

use super::operation::{Frame, Phase};
use super::{Cause, Simulation};
use std::collections::BTreeSet;

impl Simulation {
    /// So many replicas of those that are up are lost, at random. Their visits fail.
    pub(super) fn lose_replicas(&mut self, s: usize, count: u32) {
        let up = self.fleets[s].up;
        let count = count.min(up);
        if count == 0 {
            return;
        }
        self.resize(s, up - count);
        self.fleets[s].lost += count;
        let own = self.stations[s].plan.own();
        if own {
            for _ in 0..count.min(self.stations[s].open.len() as u32) {
                let at = self.random.losses[s].index(self.stations[s].open.len());
                let queue = self.stations[s].open.swap_remove(at);
                self.stations[s].queues[queue as usize].lost = true;
                self.fleets[s].lost_queues.push(queue);
            }
        }
        self.closes_where_none_is_up(s);
        self.stations[s].opened();
        if own {
            let lost = self.fleets[s].lost_queues.clone();
            let gone = |f: &Frame| lost.contains(&f.queue);
            self.fail_waiting(s, Cause::Failed, gone);
            self.fail_working(s, |_, f| gone(f));
        } else {
            self.fail_some(s, up, count);
        }
    }

    /// So many lost replicas are back.
    pub(super) fn return_replicas(&mut self, s: usize, count: u32) {
        let count = count.min(self.fleets[s].lost);
        self.fleets[s].lost -= count;
        self.add_replicas(s, count);
    }

    /// Of the work on slots that all replicas share, that which so many of them had.
    fn fail_some(&mut self, s: usize, up: u32, count: u32) {
        let plan = self.stations[s].plan;
        // By queue: slots that are not looked at yet, and how many of them are lost.
        let slots = f64::from(plan.each) * f64::from(up);
        let lost = f64::from(plan.each) * f64::from(count);
        let mut left = vec![(slots, lost); self.stations[s].queues.len()];
        self.fail_working(s, |random, f| {
            let (slots, lost) = &mut left[f.queue as usize];
            let gone = random.losses[s].uniform() * *slots < *lost;
            if plan.each < u32::MAX && !plan.shares() {
                // Sampling without replacement: each slot is one of those that are left.
                *slots -= 1.0;
                *lost -= f64::from(u8::from(gone));
            }
            gone
        });
    }

    /// Everybody who waits at a station is refused.
    pub(super) fn refuse_waiting(&mut self, s: usize) {
        self.fail_waiting(s, Cause::Refused, |_| true);
    }

    fn fail_waiting(&mut self, s: usize, cause: Cause, which: impl Fn(&Frame) -> bool) {
        for (frame, generation) in self.at(s, |f| f.waits() && which(f)) {
            // Whoever went before may have taken this one along.
            if self.frames[frame].generation == generation && self.frames[frame].waits() {
                self.unlink(frame);
                self.leave(frame, Some(cause));
            }
        }
    }

    /// Fails the work on the slots that are chosen, a batch as one.
    fn fail_working(
        &mut self,
        s: usize,
        mut which: impl FnMut(&mut super::stream::Randomness, &Frame) -> bool,
    ) {
        let batched = self.stations[s].plan.batch > 1;
        let followers: BTreeSet<u32> = if batched {
            self.at(s, |f| f.phase == Phase::Working).iter().map(|f| self.frames[f.0].with).collect()
        } else {
            BTreeSet::new()
        };
        for (frame, generation) in self.at(s, |f| matches!(f.phase, Phase::Working | Phase::Keeping)) {
            let f = &self.frames[frame];
            let here = f.generation == generation && matches!(f.phase, Phase::Working | Phase::Keeping);
            if !here || followers.contains(&frame) || !which(&mut self.random, f) {
                continue;
            }
            if f.phase == Phase::Keeping {
                // It gives its slot back as it leaves.
                self.leave(frame, Some(Cause::Failed));
            } else if batched {
                self.next_batch(s, self.frames[frame].queue);
                self.fail_batch(s, frame);
            } else if self.stations[s].plan.shares() {
                self.leaves_shared(s, frame);
                self.leave(frame, Some(Cause::Failed));
            } else {
                // The end of its work is in the calendar and finds a husk.
                self.frames[frame].phase = Phase::Husk;
                self.release(s, self.frames[frame].queue);
                self.leave(frame, Some(Cause::Failed));
            }
        }
    }

    fn fail_batch(&mut self, s: usize, first: u32) {
        let mut at = first;
        while at != super::station::NONE {
            let (with, queue) = (self.frames[at].with, self.frames[at].queue);
            self.frames[at].phase = Phase::Husk;
            self.stations[s].loses(queue);
            self.leave(at, Some(Cause::Failed));
            at = with;
        }
    }

    /// The work of husks would end now: whoever was lost with a replica is forgotten.
    #[cold]
    pub(super) fn forget(&mut self, first: u32) {
        let mut at = first;
        while at != super::station::NONE {
            let f = &mut self.frames[at];
            let next = std::mem::replace(&mut f.with, super::station::NONE);
            f.phase = Phase::Gone;
            self.frames.free(at);
            at = next;
        }
    }

    /// Frames at a station, with their generations.
    fn at(&self, s: usize, which: impl Fn(&Frame) -> bool) -> Vec<(u32, u32)> {
        let all = (0..).zip(self.frames.iter());
        let here = all.filter(|(_, f)| f.live() && f.station as usize == s && which(f));
        here.map(|(i, f)| (i, f.generation)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::station::NONE;
    use super::super::{Progress, Script, Simulation};
    use super::Phase;
    use crate::scenario::event::{EventRows, What};
    use crate::scenario::service::{Balancing, Order};
    use crate::scenario::{Event, Scenario, preset};
    use std::rc::Rc;

    /// Whoever is busy is on a slot, nobody is where a replica is lost, nobody waits while a slot is idle.
    fn check(simulation: &Simulation) {
        for (s, station) in simulation.stations.iter().enumerate() {
            let (mut busy, mut waiting) = (vec![0; station.queues.len()], vec![0; station.queues.len()]);
            for f in simulation.frames.iter().filter(|f| f.live() && f.station as usize == s) {
                let q = f.queue as usize;
                match f.phase {
                    // A batch is busy as one: with its last.
                    Phase::Working | Phase::Keeping if f.with == NONE => busy[q] += 1,
                    Phase::Waiting | Phase::Spilled => waiting[q] += 1,
                    _ => {}
                }
            }
            for ((queue, &busy), &waiting) in station.queues.iter().zip(&busy).zip(&waiting) {
                // Where slots are shared all work, more than there are slots.
                let shared = if station.plan.shares() { busy - busy.min(station.plan.slots) } else { 0 };
                assert_eq!((queue.busy, queue.waiting), (busy - shared, waiting + shared));
                assert!(!queue.lost || busy + waiting == 0);
                if station.plan.shares() {
                    continue;
                }
                let husks = station.plan.batch > 1 && waiting == 0;
                assert!(queue.head == NONE || busy >= station.plan.slots || husks);
            }
            let areas = [station.areas.busy.now, station.areas.waiting.now];
            let queues = || station.queues.iter();
            assert_eq!(areas, [queues().map(|q| q.busy).sum(), queues().map(|q| q.waiting).sum::<u32>()]);
            let closed = station.queues.iter().filter(|q| q.lost).count();
            assert_eq!(closed, simulation.fleets[s].lost_queues.len());
        }
    }

    fn lossy(balancing: Balancing, change: fn(&mut Scenario)) -> Scenario {
        let mut s = (preset::ALL[0].build)();
        s.journeys[0].load.arrival_rps = 130.0;
        for (i, service) in s.services.iter_mut().enumerate() {
            service.capacity.balancing = balancing;
            for (at_s, amount) in [(1.0, 1.0), (3.0, 2.0), (4.0, 99.0)] {
                let rows = EventRows { what: What::ReplicaLost, at_s, for_s: 2.5, amount };
                s.events.push(Event { object: Some(i), rows });
            }
        }
        change(&mut s);
        s
    }

    fn held(s: &mut Scenario) {
        s.services.iter_mut().for_each(|s| s.capacity.holds_slot = true);
    }

    fn batched(s: &mut Scenario) {
        for batching in s.services.iter_mut().map(|s| &mut s.batching) {
            (batching.batch_limit, batching.batch_wait_ms) = (3, 10.0);
        }
    }

    fn shared(s: &mut Scenario) {
        s.services.iter_mut().for_each(|s| s.capacity.order = Order::ProcessorSharing);
    }

    fn last_first(s: &mut Scenario) {
        s.services.iter_mut().for_each(|s| s.capacity.order = Order::LastInFirstOut);
    }

    fn retried(s: &mut Scenario) {
        for rows in s.calls.iter_mut().map(|c| &mut c.rows) {
            (rows.timeout_ms, rows.retries, rows.cancel, rows.tied) = (400.0, 2, true, true);
        }
    }

    #[test]
    fn whatever_is_lost_slots_and_queues_add_up() {
        let changes: [fn(&mut Scenario); 6] = [|_| {}, held, batched, retried, shared, last_first];
        for (balancing, change) in Balancing::ALL.iter().flat_map(|b| changes.iter().map(move |c| (b, c))) {
            let script = Rc::new(Script::new(&lossy(*balancing, *change)));
            let mut simulation = Simulation::of_story(script, 1, 0);
            while simulation.advance(101) == Progress::Running {
                check(&simulation);
            }
            let run = simulation.take_story().expect("finished");
            let failed: u64 = run.bins.iter().map(|b| b.journeys[0].failed[2]).sum();
            assert!(failed > 0, "{balancing:?}");
        }
    }
}
