//! Caches in front of calls: asked one after another, from near to far. Not what they hold; a look-up hits with the
//! share of the document, whatever came before.

use super::{Event, Simulation};
use crate::dist::Family as _;

impl Simulation {
    /// Asks the caches that a call has not asked yet, until one takes time or hits; behind the last, sends the call.
    pub(super) fn ask_caches(&mut self, call: u32) {
        loop {
            let Some(cache) = self.next_cache(call) else { return self.send(call) };
            let time = self.program.caches[cache].lookup.sample(&mut self.random.lookups[cache]);
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

    /// Whether a look-up hits; then the call has ended.
    fn judge(&mut self, call: u32, cache: usize) -> bool {
        let hit = self.random.hits[cache].chance(self.program.caches[cache].hit);
        let tally = &mut self.tally.caches[cache];
        tally.lookups += 1;
        tally.hits += u64::from(hit);
        if hit {
            self.end_call(call, None);
        } else {
            self.calls[call].level += 1;
        }
        hit
    }
}
