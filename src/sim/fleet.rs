//! The replicas of a service as they come and go: how many are up, which queues are open, how many slots there are. Not
//! why they do; that is `stage` and `scaler`. Not what a replica takes with it when it is lost; that is `loss`.

use super::batch::Gathering;
use super::program::StationPlan;
use super::sharing::Shared;
use super::station::{NONE, Queue};
use super::turn::Turn;
use super::{Event, Simulation};
use std::collections::VecDeque;

/// The replicas of one service.
#[derive(Clone, Debug, Default)]
pub(super) struct Fleet {
    /// Those that take requests.
    pub up: u32,
    /// Those that are lost and will be back.
    pub lost: u32,
    /// When each of those that start will be up \[s\], in order.
    pub starting: VecDeque<f64>,
    /// Queues of lost replicas.
    pub lost_queues: Vec<u32>,
    /// Queues of replicas that were taken out, which end what they have.
    closed: Vec<u32>,
    /// Integrals over time of the slots, of the replicas that are up, and of those that are not yet \[s\].
    pub sum: [f64; 3],
    since: f64,
}

/// Index into [`Fleet::sum`]: slots of the replicas that are up.
pub(super) const SLOTS: usize = 0;
/// Index into [`Fleet::sum`]: replicas that are up.
pub(super) const UP: usize = 1;
/// Index into [`Fleet::sum`]: replicas that start.
pub(super) const STARTING: usize = 2;

impl Fleet {
    pub fn new(plan: StationPlan) -> Self {
        Self { up: plan.replicas, ..Self::default() }
    }

    /// Replicas there are, those included that do not answer.
    pub fn size(&self) -> u32 {
        self.up + self.lost + self.starting.len() as u32
    }

    /// Brings the integrals up to a moment \[s\].
    pub fn touch(&mut self, plan: StationPlan, now: f64) {
        let passed = now - self.since;
        let nodes = if plan.own() { 1 } else { plan.queues };
        let each = if plan.each == u32::MAX { f64::INFINITY } else { f64::from(plan.each) };
        // Without limit, no time is still none.
        if self.up > 0 && passed > 0.0 {
            self.sum[SLOTS] += f64::from(self.up) * f64::from(nodes) * each * passed;
        }
        self.sum[UP] += f64::from(self.up) * passed;
        self.sum[STARTING] += self.starting.len() as f64 * passed;
        self.since = now;
    }

    /// Starts the integrals at a moment \[s\].
    pub fn open(&mut self, now: f64) {
        (self.sum, self.since) = ([0.0; 3], now);
    }
}

impl Simulation {
    /// So many replicas start, and are up after a while \[s\].
    pub(super) fn start_replicas(&mut self, s: usize, count: u32, after: f64) {
        self.fleets[s].touch(self.stations[s].plan, self.now);
        if after <= 0.0 {
            return self.add_replicas(s, count);
        }
        let ready = self.now + after;
        self.fleets[s].starting.extend(std::iter::repeat_n(ready, count as usize));
        self.put(ready, Event::Turns(Turn::Started(s as u32).pack()));
    }

    /// Those replicas are up that have started by now and were not taken out before.
    pub(super) fn replicas_start(&mut self, s: usize) {
        let (fleet, now) = (&mut self.fleets[s], self.now);
        fleet.touch(self.stations[s].plan, now);
        let ready = fleet.starting.partition_point(|&at| at <= now);
        fleet.starting.drain(..ready);
        self.add_replicas(s, ready as u32);
    }

    /// So many replicas more take requests.
    pub(super) fn add_replicas(&mut self, s: usize, count: u32) {
        if count == 0 {
            return;
        }
        self.resize(s, self.fleets[s].up + count);
        if self.stations[s].plan.own() {
            for _ in 0..count {
                let queue = self.fleets[s].lost_queues.pop().unwrap_or_else(|| self.empty_queue(s));
                self.stations[s].queues[queue as usize].lost = false;
                self.stations[s].open.push(queue);
            }
        } else {
            let queues = self.stations[s].queues.len() as u32;
            self.stations[s].open = (0..queues).collect();
            (0..queues).for_each(|q| self.fill_slots(s, q));
        }
        self.stations[s].opened();
    }

    /// A queue that is closed and has nobody, or a new one.
    fn empty_queue(&mut self, s: usize) -> u32 {
        let station = &mut self.stations[s];
        let idle = |q: &u32| {
            let queue = &station.queues[*q as usize];
            let gathers = station.gathering.get(*q as usize).is_some_and(|g| g.head != NONE);
            queue.busy == 0 && queue.waiting == 0 && !gathers
        };
        if let Some(at) = self.fleets[s].closed.iter().position(idle) {
            return self.fleets[s].closed.swap_remove(at);
        }
        station.queues.push(Queue::EMPTY);
        if station.plan.shares() {
            station.shared.push(Shared::default());
        }
        if station.plan.batch > 1 {
            station.gathering.push(Gathering::EMPTY);
        }
        station.queues.len() as u32 - 1
    }

    /// So many replicas take no new requests any more, those that came last first; they end what they have.
    pub(super) fn drain_replicas(&mut self, s: usize, count: u32) {
        let count = count.min(self.fleets[s].up);
        if count == 0 {
            return;
        }
        self.resize(s, self.fleets[s].up - count);
        if self.stations[s].plan.own() {
            let rest = self.stations[s].open.len().saturating_sub(count as usize);
            let gone = self.stations[s].open.split_off(rest);
            self.fleets[s].closed.extend(gone);
        }
        self.closes_where_none_is_up(s);
        self.stations[s].opened();
    }

    /// Sets how many replicas are up, and what follows for slots and work.
    pub(super) fn resize(&mut self, s: usize, up: u32) {
        let (station, fleet) = (&mut self.stations[s], &mut self.fleets[s]);
        fleet.touch(station.plan, self.now);
        fleet.up = up;
        if !station.plan.own() && station.plan.each < u32::MAX {
            let slots = up.saturating_mul(station.plan.each).min(u32::MAX - 1);
            self.slots_become(s, slots);
        }
        let machine = self.stage.as_ref().map(|stage| &stage.script.machines[s]);
        let at_first = self.program.stations[s].replicas;
        self.slow[s].crowded = machine.map_or(1.0, |m| m.slowdown(up) / m.slowdown(at_first));
        self.set_pace(s);
    }

    /// Where no replica is up, nobody is let in, and who waits in front of all of them is refused.
    pub(super) fn closes_where_none_is_up(&mut self, s: usize) {
        if self.fleets[s].up == 0 {
            self.stations[s].open.clear();
            if !self.stations[s].plan.own() {
                self.refuse_waiting(s);
            }
        }
    }

    /// Who waits takes the slots that are free.
    fn fill_slots(&mut self, s: usize, q: u32) {
        let slots = self.stations[s].plan.slots;
        while self.stations[s].queues[q as usize].busy < slots
            && self.stations[s].queues[q as usize].head != NONE
        {
            // A slot that is new is like one that somebody has just left.
            let station = &mut self.stations[s];
            station.areas.busy.comes(self.now);
            station.queues[q as usize].busy += 1;
            station.gains(q);
            if station.plan.batch > 1 { self.next_batch(s, q) } else { self.release(s, q) }
        }
    }
}
