//! Who calls whom: where a call goes, where journeys enter, what stands in front of a call, and the cycles that are
//! refused. Not the order in which calls are made; see [`super::turn`].

use super::{EditError, room};
use crate::scenario::service::Role;
use crate::scenario::{Action, Scenario, Target, limits};

impl Scenario {
    /// Adds a call from one operation to another: at the same time as the last group of calls that the caller makes, or
    /// as its first. Nobody waits for what a queue works off.
    ///
    /// # Errors
    /// When it would close a cycle, when either end does not exist, or when the document is full.
    pub fn connect(&mut self, from: Target, to: Target) -> Result<usize, EditError> {
        self.require(from)?;
        self.require(to)?;
        self.refuse_cycle(from.service, to.service)?;
        room(self.calls.len(), limits::CALLS, "calls")?;
        let is_calls = |&&step: &&usize| matches!(self.steps[step].action, Action::Calls(..));
        let last = self.operation(from).steps.iter().rfind(is_calls).copied();
        let step = if let Some(step) = last { step } else { self.add_calls(from)? };
        let call = self.add_call(step, to)?;
        self.calls[call].rows.awaited = self.services[to.service].capacity.role != Role::Queue;
        Ok(call)
    }

    /// Lets a call go to another operation.
    ///
    /// # Errors
    /// When it would close a cycle, or when call or target do not exist.
    pub fn retarget(&mut self, call: usize, target: Target) -> Result<(), EditError> {
        self.require(target)?;
        let caller = self.edges().find(|e| e.2 == call).map(|e| e.0).ok_or(EditError::Missing("call"))?;
        self.refuse_cycle(caller, target.service)?;
        self.calls[call].target = target;
        Ok(())
    }

    /// Lets a cache that is there already stand in front of a call too, behind those that are there.
    ///
    /// # Errors
    /// When it stands there already, when call or cache do not exist, or as many stand there as a document holds.
    pub fn share_cache(&mut self, call: usize, cache: usize) -> Result<(), EditError> {
        let found = self.caches.get(cache).ok_or(EditError::Missing("cache"))?;
        if self.calls.get(call).is_some_and(|c| c.caches.contains(&cache)) {
            return Err(EditError::TwiceInFront(found.name.clone()));
        }
        self.put_cache(call, cache)
    }

    /// Takes a cache away from in front of one call, and altogether where it stood in front of no other.
    ///
    /// # Errors
    /// When it does not stand there.
    pub fn take_cache(&mut self, call: usize, cache: usize) -> Result<(), EditError> {
        let found = self.calls.get_mut(call).ok_or(EditError::Missing("call"))?;
        let before = found.caches.len();
        found.caches.retain(|&c| c != cache);
        if found.caches.len() == before {
            return Err(EditError::Missing("cache in front of this call"));
        }
        if self.calls.iter().all(|c| !c.caches.contains(&cache)) {
            self.remove_cache(cache)?;
        }
        Ok(())
    }

    /// Lets a journey enter at another operation.
    ///
    /// # Errors
    /// When journey or operation do not exist.
    pub fn enter_at(&mut self, journey: usize, entry: Target) -> Result<(), EditError> {
        self.require(entry)?;
        self.journeys.get_mut(journey).ok_or(EditError::Missing("journey"))?.entry = entry;
        Ok(())
    }

    /// The service that makes a call.
    pub fn caller(&self, call: usize) -> Option<usize> {
        self.edges().find(|e| e.2 == call).map(|e| e.0)
    }

    /// Which services a call from this one may not go to: itself, and whatever reaches it by calls already.
    pub fn would_close_a_cycle(&self, from: usize) -> Vec<bool> {
        let mut callers = vec![Vec::new(); self.services.len()];
        for (caller, callee, _) in self.edges() {
            callers[callee].push(caller);
        }
        let mut reaches = vec![false; self.services.len()];
        let mut next = vec![from];
        while let Some(at) = next.pop() {
            if let Some(seen) = reaches.get_mut(at).filter(|seen| !**seen) {
                *seen = true;
                next.extend(&callers[at]);
            }
        }
        reaches
    }

    /// Refuses a call from one service to another if the other reaches the first already.
    pub(super) fn refuse_cycle(&self, from: usize, to: usize) -> Result<(), EditError> {
        let edges: Vec<_> = self.edges().map(|e| (e.0, e.1)).collect();
        let mut came_from: Vec<Option<usize>> = vec![None; self.services.len()];
        let mut reached = vec![to];
        let mut next = 0;
        while let Some(&at) = reached.get(next) {
            if at == from {
                let mut names = vec![self.services[from].name.clone()];
                let mut back = Some(from);
                while let Some(s) = back.filter(|&s| s != to).and_then(|s| came_from[s]) {
                    names.push(self.services[s].name.clone());
                    back = Some(s);
                }
                names.push(self.services[from].name.clone());
                names.reverse();
                return Err(EditError::Cycle(names));
            }
            for &(_, callee) in edges.iter().filter(|e| e.0 == at) {
                if callee != to && came_from[callee].is_none() {
                    came_from[callee] = Some(at);
                    reached.push(callee);
                }
            }
            next += 1;
        }
        Ok(())
    }
}
