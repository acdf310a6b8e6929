//! Caches that know keys: what they hold, who fetches what for others, and writes that are put off. Not how long a
//! look-up takes.

use super::call::Call;
use super::keys::{ABSENT, Keys};
use super::program::{CacheLevel, Pattern, Program, ShelfPlan};
use super::record::{Under, Who};
use super::station::NONE;
use super::store::Store;
use super::table::Table;
use super::trace::Subject;
use super::{Cause, Event, Simulation};
use crate::num::stream::Stream;

/// What a call knows where its caches know keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// Names its key, to each cache its own.
    draw: u32,
    /// Names the copy of a cache that it asks.
    seat: u32,
    /// Which of the first levels it wrote to.
    wrote: u32,
    /// Calls that wait for what it fetches, and the next of those with which it waits itself.
    waiters: u32,
    next: u32,
}

/// A write that was answered and will be carried out later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deferred {
    cache: u32,
    key: u64,
    site: u32,
    level: u32,
    pool: u32,
    asked: Asked,
}

/// The state of one cache that knows keys.
#[derive(Debug)]
pub(super) struct Shelf {
    /// What each copy holds, and what it remembers not to exist.
    stores: Vec<(Store, Store)>,
    /// Which call fetches a key, by copy.
    fetches: Vec<Table>,
    /// Keys that were written and wait for the end of their interval, with the write that is put off.
    dirty: Table,
}

/// Most writes that a replication puts off at a time; beyond, they go on at once.
const MOST_DEFERRED: usize = 1 << 20;

impl Clone for Shelf {
    fn clone(&self) -> Self {
        Self { stores: self.stores.clone(), fetches: self.fetches.clone(), dirty: self.dirty.clone() }
    }

    /// Memory that is there already stays.
    fn clone_from(&mut self, other: &Self) {
        // A pair as a whole would be made anew.
        for (own, new) in self.stores.iter_mut().zip(&other.stores) {
            own.0.clone_from(&new.0);
            own.1.clone_from(&new.1);
        }
        self.fetches.clone_from(&other.fetches);
        self.dirty.clone_from(&other.dirty);
    }
}

impl Shelf {
    pub fn new(plan: &CacheLevel) -> Self {
        let (copies, places) = plan.shelf.as_ref().map_or((0, 0), |s| (s.copies as usize, s.places));
        Self {
            stores: vec![(Store::new(places), Store::new(places)); copies],
            // What has a typed hit rate and shares fetches knows keys, but no entries.
            fetches: vec![Table::default(); copies.max(1)],
            dirty: Table::default(),
        }
    }

    /// Fills the copies with the keys that are asked for most; only where entries do not expire.
    pub fn fill(&mut self, plan: &CacheLevel) {
        let Some(ShelfPlan { places, ttl, .. }) = plan.shelf else { return };
        let most = plan.keys.as_ref().map_or(0, Keys::count).min(places as u64);
        if ttl == f64::INFINITY {
            for (store, _) in &mut self.stores {
                (1..=most).rev().for_each(|key| store.put(key, f64::INFINITY));
            }
        }
    }

    /// Loses what it holds; writes that are put off are still carried out, and fetches go on.
    pub fn empty(&mut self) {
        for (a, b) in &mut self.stores {
            a.empty();
            b.empty();
        }
    }

    pub fn shift(&mut self, by: f64) {
        for (a, b) in &mut self.stores {
            a.shift(by);
            b.shift(by);
        }
    }

    /// Lets a random share of a time to live pass, as in a circle: what would have expired by then was fetched again. The rest
    /// of a life is uniform where hits do not lengthen it, so what is held is as likely as before.
    pub fn turn(&mut self, level: &CacheLevel, stream: &mut Stream) {
        let Some(plan) = level.shelf.as_ref().filter(|plan| !plan.resets) else { return };
        let share = stream.uniform();
        for (store, absent) in &mut self.stores {
            store.turn(share, plan.ttl);
            absent.turn(share, plan.negative_ttl);
        }
    }

    /// Whether a copy has a key, or remembers that it does not exist.
    pub fn has(&mut self, plan: &ShelfPlan, asked: (u32, u64), now: f64, jitter: &mut Stream) -> bool {
        let (copy, key) = asked;
        let (store, absent) = &mut self.stores[copy as usize];
        if key & ABSENT != 0 {
            return absent.has(key, now, true, None);
        }
        let expires = plan.resets.then(|| plan.expires(now, jitter));
        store.has(key, now, !plan.fifo, expires)
    }

    /// A copy learns of a key.
    pub fn learns(&mut self, plan: &ShelfPlan, asked: (u32, u64), now: f64, jitter: &mut Stream) {
        let (copy, key) = asked;
        let (store, absent) = &mut self.stores[copy as usize];
        if key & ABSENT == 0 {
            store.put(key, plan.expires(now, jitter));
        } else if plan.negative_ttl > 0.0 {
            absent.put(key, now + plan.negative_ttl);
        }
    }

    /// A key is written: its entry stays or goes.
    pub fn written(&mut self, level: &CacheLevel, asked: (u32, u64), now: f64, jitter: &mut Stream) {
        let Some(plan) = &level.shelf else { return };
        match level.pattern {
            Pattern::Discards => self.stores[asked.0 as usize].0.remove(asked.1),
            Pattern::Keeps | Pattern::Defers => self.learns(plan, asked, now, jitter),
        }
    }
}

impl ShelfPlan {
    fn expires(&self, now: f64, jitter: &mut Stream) -> f64 {
        let spread = if self.jitter > 0.0 { self.jitter * (2.0 * jitter.uniform() - 1.0) } else { 0.0 };
        (now + self.ttl + spread).max(0.0)
    }
}

impl Asked {
    pub fn new(stream: &mut Stream) -> Self {
        let bits = stream.bits();
        Self { draw: (bits >> 32) as u32, seat: bits as u32, wrote: 0, waiters: NONE, next: NONE }
    }

    /// The copy of a cache and the key that this means there.
    pub fn at(&self, plan: &CacheLevel) -> (u32, u64) {
        let copies = plan.shelf.as_ref().map_or(1, |s| s.copies);
        let copy = (u64::from(self.seat) * u64::from(copies)) >> 32;
        (copy as u32, plan.keys.as_ref().map_or(0, |keys| keys.key(self.draw)))
    }
}

impl Program {
    /// The state of all caches that know keys before anything was asked.
    pub(super) fn shelves(&self) -> Vec<Shelf> {
        self.caches.iter().map(Shelf::new).collect()
    }
}

impl Simulation {
    /// Draws what a call asks its caches for, where some of them know keys.
    pub(super) fn draw_key(&mut self, call: u32) {
        let site = self.calls[call].site as usize;
        let asked = Asked::new(&mut self.random.keys[site]);
        self.ask_for(call, asked);
    }

    fn ask_for(&mut self, call: u32, asked: Asked) {
        let at = call as usize;
        if self.asked.len() <= at {
            self.asked.resize(at + 1, asked);
        }
        self.asked[at] = asked;
    }

    /// Whether a cache that knows keys has what a call asks for.
    pub(super) fn holds(&mut self, call: u32, cache: usize) -> bool {
        let level = &self.program.caches[cache];
        let Some(plan) = &level.shelf else { return false };
        let asked = self.asked[call as usize].at(level);
        self.shelves[cache].has(plan, asked, self.now, &mut self.random.jitter[cache])
    }

    /// A call writes to a cache; whether it ends there.
    pub(super) fn writes(&mut self, call: u32, cache: usize) -> bool {
        let level = &self.program.caches[cache];
        let Call { site, level: depth, pool, .. } = self.calls[call];
        if self.program.sites[site as usize].chain.keyed {
            let asked = &mut self.asked[call as usize];
            asked.wrote |= 1_u32.checked_shl(depth).unwrap_or(0);
            let asked = *asked;
            let key = asked.at(level);
            self.shelves[cache].written(level, key, self.now, &mut self.random.jitter[cache]);
            if level.pattern == Pattern::Defers {
                let later = Deferred { cache: cache as u32, key: key.1, site, level: depth + 1, pool, asked };
                self.defer(later);
                self.end_call(call, None);
                return true;
            }
        }
        false
    }

    /// Carries a write out at the end of the interval of its key, unless one is put off already.
    fn defer(&mut self, later: Deferred) {
        let interval = self.program.caches[later.cache as usize].flush;
        let dirty = &mut self.shelves[later.cache as usize].dirty;
        if dirty.get(later.key).is_some() {
            return;
        }
        if self.deferred.holds(MOST_DEFERRED) {
            return self.carry_out(&later);
        }
        // The intervals of different keys do not end together.
        let phase = (later.key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / 9_007_199_254_740_992.0;
        let ends = ((self.now / interval - phase).floor() + 1.0 + phase) * interval;
        let index = self.deferred.put(|_| later);
        self.shelves[later.cache as usize].dirty.insert(later.key, index);
        self.put(ends.max(self.now), Event::Writes(index));
    }

    /// The interval of a key is over.
    pub(super) fn deferred_ends(&mut self, index: u32) {
        let later = self.deferred[index];
        self.deferred.free(index);
        self.shelves[later.cache as usize].dirty.remove(later.key);
        self.carry_out(&later);
    }

    /// A write goes on to what lies behind its cache; nobody waits for it.
    fn carry_out(&mut self, later: &Deferred) {
        let call = self.calls.put(|before| Call {
            level: later.level,
            ..Call::new(later.site, (NONE, 0), later.pool, before)
        });
        self.note_start(Who::Call(call), Under::Nobody, Subject::Call(NONE));
        self.ask_for(call, Asked { waiters: NONE, next: NONE, ..later.asked });
        self.ask_caches(call);
    }

    /// Whether a call that missed waits for another that fetches the same key; if not, it is the one that fetches it.
    pub(super) fn joins_fetch(&mut self, call: u32, cache: usize) -> bool {
        let (copy, key) = self.asked[call as usize].at(&self.program.caches[cache]);
        let fetches = &mut self.shelves[cache].fetches[copy as usize];
        let Some(first) = fetches.get(key) else {
            fetches.insert(key, call);
            return false;
        };
        if first != call {
            self.asked[call as usize].next = self.asked[first as usize].waiters;
            self.asked[first as usize].waiters = call;
        }
        first != call
    }

    /// A call has ended: its caches learn what it was answered, and those who wait for it end as it did.
    pub(super) fn caches_learn(&mut self, call: u32, failed: Option<Cause>) {
        let Call { site, level: depth, .. } = self.calls[call];
        let asked = self.asked[call as usize];
        let chain = self.program.sites[site as usize].chain;
        for i in 0..depth.min(chain.count) {
            let cache = self.program.chains[(chain.first + i) as usize] as usize;
            let level = &self.program.caches[cache];
            let wrote = i < 32 && asked.wrote & (1 << i) != 0;
            let key = asked.at(level);
            if let Some(plan) = level.shelf.as_ref().filter(|_| failed.is_none() && !wrote) {
                self.shelves[cache].learns(plan, key, self.now, &mut self.random.jitter[cache]);
            }
            let fetches = &mut self.shelves[cache].fetches[key.0 as usize];
            if level.coalesce && fetches.get(key.1) == Some(call) {
                fetches.remove(key.1);
            }
        }
        let mut waiter = asked.waiters;
        while waiter != NONE {
            self.end_call(waiter, failed);
            waiter = self.asked[waiter as usize].next;
        }
    }
}
