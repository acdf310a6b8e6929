//! Caches in front of calls: asked one after another, from near to far. Not what they hold, where they hold keys; that is
//! `shelf`.

use super::record::Who;
use super::trace::What;
use super::{Event, Simulation};

impl Simulation {
    /// Asks the caches that a call has not asked yet, until one takes time or hits; behind the last, sends the call.
    pub(super) fn ask_caches(&mut self, call: u32) {
        loop {
            let Some(cache) = self.next_cache(call) else { return self.send(call) };
            let time = self.random.lookups[cache].next(&self.program.caches[cache].lookup);
            if time > 0.0 {
                return self.put(self.now + time, Event::LookedUp(call));
            }
            if self.judge(call, cache) {
                return;
            }
        }
    }

    /// A look-up that took time is over.
    pub(super) fn looked_up(&mut self, call: u32) {
        if self.next_cache(call).is_some_and(|cache| !self.judge(call, cache)) {
            self.ask_caches(call);
        }
    }

    fn next_cache(&self, call: u32) -> Option<usize> {
        let call = &self.calls[call];
        let site = &self.program.sites[call.site as usize];
        self.program.chain(site).get(call.level as usize).map(|&cache| cache as usize)
    }

    /// Whether a look-up keeps the call from the next level: it hits, and the call has ended, or it waits for another.
    fn judge(&mut self, call: u32, cache: usize) -> bool {
        let plan = &self.program.caches[cache];
        let writes = plan.writes > 0.0 && self.random.writes[cache].chance(plan.writes);
        self.tally.caches[cache].lookups += 1;
        let coalesce = plan.coalesce;
        let index = cache as u32;
        let stays = if writes {
            self.note(Who::Call(call), What::Writes(index));
            self.writes(call, cache)
        } else {
            let hit = if plan.shelf.is_none() {
                self.random.hits[cache].chance(plan.hit) && !self.is_cold(cache)
            } else {
                self.holds(call, cache)
            };
            self.tally.caches[cache].hits += u64::from(hit);
            self.note(Who::Call(call), if hit { What::Hits(index) } else { What::Misses(index) });
            if hit {
                self.end_call(call, None);
            }
            let joins = !hit && coalesce && self.joins_fetch(call, cache);
            if joins {
                self.note(Who::Call(call), What::Shares(index));
            }
            hit || joins
        };
        self.calls[call].level += u32::from(!stays);
        stays
    }
}
