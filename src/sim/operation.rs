//! Requests at a service: one frame for each operation under way, which runs through its steps. Not the calls it makes.

use super::program::Instruction;
use super::station::{BUSY, NONE, PRESENT, WAITING};
use super::{Cause, Event, Simulation};
use crate::dist::Family as _;

/// One operation under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The next instruction.
    pub next: u32,
    /// Awaited calls that have not ended.
    pub pending: u32,
    /// The call that asked for it; none for a journey's own request, and once nobody waits for it.
    pub parent: u32,
    /// Told apart from whoever used the slot before, so that late answers find nobody.
    pub generation: u32,
    pub station: u32,
    pub queue: u32,
    /// Who waits behind it.
    pub behind: u32,
    /// The journey whose request it is; none for a call.
    pub journey: u32,
    /// When it was begun \[s\].
    pub began: f64,
    /// When it joined the queue \[s\].
    pub queued: f64,
    pub live: bool,
}

impl Simulation {
    pub(super) fn journey_arrives(&mut self, journey: u32) {
        let entry = self.program.entries[journey as usize];
        self.tally.arrived(journey, self.now);
        self.begin(entry.start, entry.station, NONE, journey, NONE);
    }

    /// Begins an operation: at which instruction, on which station, for which call or journey, on which replica.
    pub(super) fn begin(&mut self, start: u32, station: u32, parent: u32, journey: u32, replica: u32) {
        let s = &mut self.stations[station as usize];
        s.areas.touch(self.now);
        s.areas.now[PRESENT] += 1;
        self.tally.services[station as usize].arrivals += 1;
        let queue =
            if replica == NONE { s.choose(&mut self.random.balancing[station as usize]) } else { replica };
        let now = self.now;
        let frame = self.frames.put(|before| Frame {
            next: start,
            pending: 0,
            parent,
            generation: before.map_or(0, |f| f.generation),
            station,
            queue,
            behind: NONE,
            journey,
            began: now,
            queued: now,
            live: true,
        });
        if parent != NONE {
            self.calls[parent].callee = frame;
        }
        self.run(frame);
    }

    /// Runs an operation until it has to wait for something.
    pub(super) fn run(&mut self, frame: u32) {
        loop {
            let instruction = self.program.code[self.frames[frame].next as usize];
            self.frames[frame].next += 1;
            match instruction {
                Instruction::Visit { .. } => return self.join_queue(frame),
                Instruction::Group { first, count } => {
                    self.start_group(frame, first, count);
                    if self.frames[frame].pending > 0 {
                        return;
                    }
                }
                Instruction::Return => return self.leave(frame, None),
            }
        }
    }

    fn join_queue(&mut self, frame: u32) {
        let now = self.now;
        let f = &mut self.frames[frame];
        (f.queued, f.behind) = (now, NONE);
        let station = &mut self.stations[f.station as usize];
        let queue = &mut station.queues[f.queue as usize];
        station.areas.touch(now);
        if queue.busy < station.plan.slots {
            queue.busy += 1;
            station.areas.now[BUSY] += 1;
            self.start_visit(frame);
        } else {
            station.areas.now[WAITING] += 1;
            let last = queue.tail;
            queue.tail = frame;
            if last == NONE {
                queue.head = frame;
            } else {
                self.frames[last].behind = frame;
            }
        }
    }

    /// Draws the work of a visit that has its slot.
    fn start_visit(&mut self, frame: u32) {
        let f = &self.frames[frame];
        let tally = &mut self.tally.services[f.station as usize];
        tally.visits += 1;
        tally.wait_sum += self.now - f.queued;
        let Instruction::Visit { first, count } = self.program.code[f.next as usize - 1] else { return };
        let steps = first as usize..(first + count) as usize;
        let work: f64 = self.program.laws[steps.clone()]
            .iter()
            .zip(&mut self.random.work[steps])
            .map(|(step, stream)| step.law.sample(stream))
            .sum();
        self.put(self.now + work, Event::Worked(frame));
    }

    /// A visit is over: the slot goes to who has waited longest, the frame goes on.
    pub(super) fn visit_ends(&mut self, frame: u32) {
        let (s, q) = (self.frames[frame].station as usize, self.frames[frame].queue as usize);
        let station = &mut self.stations[s];
        let queue = &mut station.queues[q];
        station.areas.touch(self.now);
        let next = queue.head;
        if next == NONE {
            queue.busy -= 1;
            station.areas.now[BUSY] -= 1;
        } else {
            queue.head = self.frames[next].behind;
            if queue.head == NONE {
                queue.tail = NONE;
            }
            station.areas.now[WAITING] -= 1;
            self.start_visit(next);
        }
        self.run(frame);
    }

    /// An operation ends, answered or failed, and tells who asked.
    pub(super) fn leave(&mut self, frame: u32, failed: Option<Cause>) {
        let f = &mut self.frames[frame];
        f.live = false;
        f.generation = f.generation.wrapping_add(1);
        let Frame { parent, station, journey, began, .. } = *f;
        let areas = &mut self.stations[station as usize].areas;
        areas.touch(self.now);
        areas.now[PRESENT] -= 1;
        self.frames.free(frame);
        if journey != NONE {
            match failed {
                None => self.tally.done(journey, began, self.now),
                Some(cause) => self.tally.failed(journey, began, self.now, cause),
            }
        } else if parent != NONE {
            self.call_answers(parent, failed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BUSY, NONE, WAITING};
    use crate::scenario::preset;
    use crate::scenario::service::Balancing;
    use crate::sim::{Progress, Simulation};

    /// Nobody waits while a slot of its queue is free, queues are in the order of arrival, and the numbers that are
    /// integrated are those of the queues.
    fn check(simulation: &Simulation) -> u32 {
        let mut longest = 0;
        for station in &simulation.stations {
            let (mut busy, mut waiting) = (0, 0);
            for queue in &station.queues {
                busy += queue.busy;
                assert!(queue.busy <= station.plan.slots);
                let (mut at, mut last, mut since) = (queue.head, NONE, 0.0);
                assert!(
                    at == NONE || queue.busy == station.plan.slots,
                    "a slot is idle while somebody waits"
                );
                while at != NONE {
                    let frame = &simulation.frames[at];
                    assert!(frame.live && frame.queued >= since, "first in, first out");
                    (since, last, at) = (frame.queued, at, frame.behind);
                    waiting += 1;
                }
                assert_eq!(queue.tail, last);
            }
            assert_eq!((station.areas.now[BUSY], station.areas.now[WAITING]), (busy, waiting));
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
}
