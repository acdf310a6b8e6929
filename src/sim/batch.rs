//! Batches: visits that gather in front of a queue and share one turn at a slot. Not the queue itself.

use super::deadline::Due;
use super::operation::Phase;
use super::record::Who;
use super::station::NONE;
use super::trace::What;
use super::{Cause, Event, Simulation};

/// A batch that gathers: a list through the records of its visits, which keep their place in it when they leave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gathering {
    pub head: u32,
    tail: u32,
    count: u32,
    /// How many batches went before, so that a late flush finds nobody.
    number: u32,
}

impl Gathering {
    pub const EMPTY: Self = Self { head: NONE, tail: NONE, count: 0, number: 0 };
}

impl Simulation {
    /// A visit joins the batch that gathers in front of its queue.
    pub(super) fn gather(&mut self, frame: u32) {
        let f = &mut self.frames[frame];
        let (s, q) = (f.station as usize, f.queue as usize);
        f.with = NONE;
        let plan = self.stations[s].plan;
        let Some(queue) = self.stations[s].queues.get(q).filter(|q| !q.lost) else {
            return self.leave(frame, Some(Cause::Refused));
        };
        // Where nobody has to wait for a slot, nobody finds the queue full.
        let full = queue.waiting >= plan.places && queue.busy == plan.slots;
        if full && !self.makes_room(frame) {
            return;
        }
        self.starts_to_wait(frame);
        let station = &mut self.stations[s];
        let batch = &mut station.gathering[q];
        batch.count += 1;
        let last = std::mem::replace(&mut batch.tail, frame);
        if last == NONE {
            batch.head = frame;
            let (number, deadline) = (batch.number, self.now + plan.batch_wait);
            let all = &station.gathering;
            if station.flushes.set(deadline, q as u32, number, |q, n| all[q as usize].number == n) {
                self.put(deadline, Event::Flushes(s as u32));
            }
        } else {
            self.frames[last].with = frame;
        }
        if self.stations[s].gathering[q].count == plan.batch {
            self.flush(s, q as u32);
        }
    }

    /// Batches that have gathered long enough join their queues.
    pub(super) fn batches_are_due(&mut self, station: u32) {
        loop {
            let s = &mut self.stations[station as usize];
            let all = &s.gathering;
            match s.flushes.due(self.now, |q, number| all[q as usize].number == number) {
                Due::Expired(q) => self.flush(station as usize, q),
                Due::Later(at) => return self.put(at, Event::Flushes(station)),
                Due::Nothing => return,
            }
        }
    }

    fn flush(&mut self, s: usize, q: u32) {
        let station = &mut self.stations[s];
        let batch = &mut station.gathering[q as usize];
        let first = batch.head;
        *batch = Gathering { number: batch.number.wrapping_add(1), ..Gathering::EMPTY };
        let queue = &mut station.queues[q as usize];
        if queue.busy < station.plan.slots {
            queue.busy += 1;
            station.areas.busy.comes(self.now);
            if !self.start_batch(s, q, first) {
                self.next_batch(s, q);
            }
        } else {
            let last = std::mem::replace(&mut queue.tail, first);
            (self.frames[first].behind, self.frames[first].ahead) = (NONE, last);
            if last == NONE {
                queue.head = first;
            } else {
                self.frames[last].behind = first;
            }
        }
    }

    /// A batch that has its slot begins, without those of its visits that have left; whether one is there.
    fn start_batch(&mut self, s: usize, q: u32, first: u32) -> bool {
        let item = self.stations[s].plan.batch_item;
        let (mut at, mut total, mut head, mut last) = (first, 0.0, NONE, NONE);
        while at != NONE {
            let next = self.frames[at].with;
            if self.frames[at].phase == Phase::Husk {
                self.frames[at].phase = Phase::Gone;
                self.frames.free(at);
            } else {
                let work = self.work(at);
                total += if head == NONE { work } else { item * work };
                let station = &mut self.stations[s];
                station.areas.waiting.goes(self.now);
                station.queues[q as usize].waiting -= 1;
                let f = &mut self.frames[at];
                (f.phase, f.with) = (Phase::Working, NONE);
                if f.tied {
                    self.tied_begins(at);
                }
                if head == NONE {
                    head = at;
                } else {
                    self.frames[last].with = at;
                }
                last = at;
            }
            at = next;
        }
        if head != NONE {
            self.put(self.now + total, Event::Worked(head));
        }
        head != NONE
    }

    /// A slot is free: it goes to the batch whose turn it is.
    pub(super) fn next_batch(&mut self, s: usize, q: u32) {
        loop {
            let station = &mut self.stations[s];
            let queue = &mut station.queues[q as usize];
            let few = queue.busy <= station.plan.slots;
            let next = if few { queue.next(&mut self.frames, station.plan.last_first()) } else { NONE };
            if next == NONE {
                queue.busy -= 1;
                station.areas.busy.goes(self.now);
                return;
            }
            if self.start_batch(s, q, next) {
                return;
            }
        }
    }

    /// The visits of a batch all end together.
    pub(super) fn batch_ends(&mut self, first: u32) {
        let (s, q) = (self.frames[first].station as usize, self.frames[first].queue);
        self.next_batch(s, q);
        let mut at = first;
        while at != NONE {
            let f = &mut self.frames[at];
            let next = std::mem::replace(&mut f.with, NONE);
            f.phase = Phase::Between;
            self.stations[s].loses(q);
            self.after_visit(at);
            if next != NONE {
                self.note(Who::Frame(next), What::Worked);
            }
            at = next;
        }
    }

    /// Who has waited longest in a queue or in front of it, and has not left.
    pub(super) fn oldest(&self, s: usize, q: u32) -> u32 {
        let station = &self.stations[s];
        let head = station.queues[q as usize].head;
        if station.plan.batch == 1 {
            return head;
        }
        let live = |first: u32| {
            let mut batch = std::iter::successors((first != NONE).then_some(first), |&f| {
                let with = self.frames[f].with;
                (with != NONE).then_some(with)
            });
            batch.find(|&f| self.frames[f].waits())
        };
        let mut queued = std::iter::successors((head != NONE).then_some(head), |&f| {
            let behind = self.frames[f].behind;
            (behind != NONE).then_some(behind)
        });
        queued.find_map(live).or_else(|| live(station.gathering[q as usize].head)).unwrap_or(NONE)
    }
}
