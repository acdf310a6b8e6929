//! Requests at a service: one frame for each operation under way, which runs through its steps. Not its visits to the
//! slots, and not the calls it makes.

use super::program::{Instruction, Second};
use super::record::Who;
use super::station::NONE;
use super::trace::What;
use super::{Cause, Simulation};

/// One operation under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The next instruction.
    pub next: u32,
    /// Awaited calls that must still be answered before it goes on.
    pub pending: u32,
    /// Awaited calls beyond those, which may fail.
    pub spare: u32,
    /// The trip that brought it; none for a journey's own request, and once nobody waits for it.
    pub parent: u32,
    /// Told apart from whoever used the slot before, so that late answers find nobody.
    pub generation: u32,
    pub station: u32,
    pub queue: u32,
    /// Who waits behind it and, where it waits, before it.
    pub behind: u32,
    pub ahead: u32,
    /// The next of the same batch.
    pub with: u32,
    /// The journey whose request it is; none for a call, [`APPLIES`] for a write that a replica applies.
    pub journey: u32,
    /// When it was begun \[s\].
    pub began: f64,
    /// When it joined the queue \[s\].
    pub queued: f64,
    pub phase: Phase,
    /// One of a tied pair that has not begun its work.
    pub tied: bool,
}

/// In place of a journey: a write that a read replica applies, for which nobody waits.
pub(super) const APPLIES: u32 = NONE - 1;

/// Where a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It has been given a queue and has not joined it.
    Placed,
    /// It waits in its queue, or in a batch that gathers in front of it.
    Waiting,
    /// The same, put aside since it found the queue full.
    Spilled,
    /// It is on a slot.
    Working,
    /// It keeps its slot while it makes calls.
    Keeping,
    /// It has worked, and chooses a queue anew.
    Between,
    /// It is over.
    Gone,
    /// It is over, and its batch does not know yet.
    Husk,
}

impl Frame {
    pub fn waits(&self) -> bool {
        matches!(self.phase, Phase::Waiting | Phase::Spilled)
    }

    pub fn live(&self) -> bool {
        !matches!(self.phase, Phase::Gone | Phase::Husk)
    }
}

impl Simulation {
    pub(super) fn journey_arrives(&mut self, journey: u32) {
        let entry = &self.program.entries[journey as usize];
        let (start, station) = (entry.start, entry.station);
        self.tally.arrived(journey, self.now);
        self.begin(start, station, NONE, journey, NONE);
    }

    /// Begins an operation: at which instruction, on which station, for which trip or journey, on which replica.
    pub(super) fn begin(&mut self, start: u32, station: u32, parent: u32, journey: u32, replica: u32) {
        let s = &mut self.stations[station as usize];
        if journey != APPLIES {
            s.areas.present.comes(self.now);
            self.tally.services[station as usize].arrivals += 1;
        }
        let queue = if replica == NONE {
            s.choose(NONE, &mut self.random.balancing[station as usize])
        } else {
            replica
        };
        let now = self.now;
        let frame = self.frames.put(|before| Frame {
            next: start,
            pending: 0,
            spare: 0,
            parent,
            generation: before.map_or(0, |f| f.generation),
            station,
            queue,
            behind: NONE,
            ahead: NONE,
            with: NONE,
            journey,
            began: now,
            queued: now,
            phase: Phase::Placed,
            tied: false,
        });
        self.note_frame(frame, station, journey);
        if parent != NONE {
            self.trips[parent].callee = frame;
            let site = self.trips[parent].site;
            self.frames[frame].tied = self.program.sites[site as usize].second == Second::Tied;
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
                Instruction::Group { first, count, need } => {
                    self.start_group(frame, first, count, need);
                    if self.frames[frame].pending > 0 {
                        return;
                    }
                }
                Instruction::Return => return self.leave(frame, None),
            }
        }
    }

    /// An operation ends, answered or failed, and tells who asked. It waits in no queue.
    pub(super) fn leave(&mut self, frame: u32, failed: Option<Cause>) {
        self.note(Who::Frame(frame), What::Ends(failed));
        let f = &mut self.frames[frame];
        let phase = f.phase;
        f.generation = f.generation.wrapping_add(1);
        let Frame { parent, station, queue, journey, began, .. } = *f;
        if phase != Phase::Husk {
            f.phase = Phase::Gone;
            self.frames.free(frame);
        }
        if journey != APPLIES {
            self.stations[station as usize].areas.present.goes(self.now);
        }
        if phase == Phase::Keeping {
            self.release_kept(station as usize, queue);
        }
        if parent != NONE {
            self.call_answers(parent, failed);
        } else if journey < APPLIES {
            match failed {
                None => self.tally.done(journey, began, self.now),
                Some(cause) => self.tally.failed(journey, began, self.now, cause),
            }
        }
    }
}
