//! Waiting for a slot: full queues, patience, and leaving a queue early. Not batches, which keep their own lists.

use super::deadline::{Due, GRACE, Timer};
use super::operation::{Frame, Phase};
use super::station::NONE;
use super::{Cause, Event, Simulation};
use crate::scenario::service::Overflow;

impl Frame {
    /// Whether a timer of somebody who waits is still meant for it.
    fn expects(&self, timer: &Timer) -> bool {
        self.generation == timer.generation && self.waits() && self.queued.to_bits() == timer.set
    }
}

impl Simulation {
    /// Whether a request that finds its queue full may wait all the same; if not, it has left.
    #[cold]
    pub(super) fn makes_room(&mut self, frame: u32) -> bool {
        let (s, q) = (self.frames[frame].station as usize, self.frames[frame].queue);
        match self.stations[s].plan.overflow {
            Overflow::Reject => {
                self.leave(frame, Some(Cause::Refused));
                false
            }
            Overflow::DropNewest => {
                let parent = self.frames[frame].parent;
                if parent != NONE && self.loses_answer(parent) {
                    self.frames[frame].parent = NONE;
                }
                self.leave(frame, Some(Cause::Dropped));
                false
            }
            // Who shares slots does not wait, so there is no oldest.
            Overflow::DropOldest if self.stations[s].plan.shares() => {
                self.leave(frame, Some(Cause::Dropped));
                false
            }
            Overflow::DropOldest => {
                let oldest = self.oldest(s, q);
                // Without any place the newcomer is the oldest.
                if oldest == NONE {
                    self.leave(frame, Some(Cause::Dropped));
                    return false;
                }
                self.unlink(oldest);
                self.leave(oldest, Some(Cause::Dropped));
                true
            }
            Overflow::Spill | Overflow::Block => {
                self.frames[frame].phase = Phase::Spilled;
                true
            }
        }
    }

    /// Puts a request at the end of its queue.
    pub(super) fn wait(&mut self, frame: u32) {
        self.starts_to_wait(frame);
        let f = &mut self.frames[frame];
        let queue = &mut self.stations[f.station as usize].queues[f.queue as usize];
        let last = queue.tail;
        (f.behind, f.ahead) = (NONE, last);
        queue.tail = frame;
        if last == NONE {
            queue.head = frame;
        } else {
            self.frames[last].behind = frame;
        }
    }

    /// Counts a request that waits, and sets its patience.
    #[inline]
    pub(super) fn starts_to_wait(&mut self, frame: u32) {
        let f = &mut self.frames[frame];
        if f.phase != Phase::Spilled {
            f.phase = Phase::Waiting;
        }
        let station = &mut self.stations[f.station as usize];
        station.areas.waiting.comes(self.now);
        station.queues[f.queue as usize].waiting += 1;
        station.gains(f.queue);
        if station.plan.patience < f64::INFINITY {
            self.sets_patience(frame);
        }
    }

    /// A request that waits will leave when it has waited for too long.
    fn sets_patience(&mut self, frame: u32) {
        let Frame { station: s, generation, queued, .. } = self.frames[frame];
        let station = &mut self.stations[s as usize];
        let plan = &station.plan;
        let share = if plan.hangs_up { self.random.patience[s as usize].exponential() } else { 1.0 + GRACE };
        let deadline = (queued + plan.patience * share).to_bits();
        let timer = Timer { deadline, set: queued.to_bits(), who: frame, generation };
        let frames = &self.frames;
        if let Some(at) = station.patience.set(timer, |t| frames[t.who].expects(t)) {
            self.put(at, Event::Impatient(s));
        }
    }

    /// Those who have lost patience leave.
    pub(super) fn patience_ends(&mut self, station: u32) {
        loop {
            let frames = &self.frames;
            let patience = &mut self.stations[station as usize].patience;
            match patience.due(self.now, |t| frames[t.who].expects(t)) {
                Due::Expired(frame) => {
                    self.unlink(frame);
                    self.leave(frame, Some(Cause::TimedOut));
                }
                Due::Later(at) => return self.put(at, Event::Impatient(station)),
                Due::Nothing => return,
            }
        }
    }

    /// Takes a request that waits out of its queue.
    pub(super) fn unlink(&mut self, frame: u32) {
        let f = &mut self.frames[frame];
        let station = &mut self.stations[f.station as usize];
        let queue = &mut station.queues[f.queue as usize];
        station.areas.waiting.goes(self.now);
        queue.waiting -= 1;
        if station.plan.batch > 1 {
            f.phase = Phase::Husk;
        } else {
            f.phase = Phase::Between;
            let (ahead, behind) = (f.ahead, f.behind);
            let first = queue.head == frame;
            if first {
                queue.head = behind;
            }
            if behind == NONE {
                queue.tail = if first { NONE } else { ahead };
            } else {
                self.frames[behind].ahead = ahead;
            }
            if !first {
                self.frames[ahead].behind = behind;
            }
        }
        let q = self.frames[frame].queue;
        station.loses(q);
    }
}
