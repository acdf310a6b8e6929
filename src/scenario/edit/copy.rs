//! Copies of what there is, under names and keys of their own. Not of a whole document.

use super::{EditError, room};
use crate::scenario::{Action, Bucket, Key, Scenario, Step, limits};

/// The name of a copy: the next number that no other name has.
fn next_name<'a>(name: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let stem = match name.rsplit_once(' ') {
        Some((stem, number)) if is_number(number) => stem,
        _ => name,
    };
    // Some number up to one more than there are names is free.
    let last = taken.len() + 2;
    let numbered = |n: usize| {
        let number = n.to_string();
        let stem: String = stem.chars().take(limits::NAME - number.len() - 1).collect();
        format!("{stem} {number}")
    };
    let free = (2..=last).map(numbered).find(|name| !taken.contains(&name.as_str()));
    free.unwrap_or_else(|| numbered(last))
}

impl Scenario {
    /// A name for a new service of a kind: the word, with a number where it is taken.
    pub fn free_service_name(&self, word: &str) -> String {
        free(word, self.services.iter().map(|s| s.name.as_str()))
    }

    /// A name for a new cache.
    pub fn free_cache_name(&self, word: &str) -> String {
        free(word, self.caches.iter().map(|c| c.name.as_str()))
    }

    /// A name for a new journey.
    pub fn free_journey_name(&self, word: &str) -> String {
        free(word, self.journeys.iter().map(|j| j.name.as_str()))
    }

    /// Copies a service with all that it does and calls; nobody calls the copy yet.
    ///
    /// # Errors
    /// When there is no such service, or the document has no room for all of it.
    pub fn duplicate_service(&mut self, service: usize) -> Result<usize, EditError> {
        let mut copy = self.services.get(service).ok_or(EditError::Missing("service"))?.clone();
        let steps: Vec<usize> = copy.operations.iter().flat_map(|o| o.steps.iter().copied()).collect();
        let calls: usize = steps.iter().map(|&s| self.calls_of(s).len()).sum();
        let buckets = self.buckets.iter().filter(|b| steps.contains(&b.step)).count();
        room(self.services.len(), limits::SERVICES, "services")?;
        room(self.steps.len() + steps.len(), limits::STEPS + 1, "steps")?;
        room(self.calls.len() + calls, limits::CALLS + 1, "calls")?;
        room(self.buckets.len() + buckets, limits::BUCKETS + 1, "buckets")?;
        copy.name = next_name(&copy.name, self.services.iter().map(|s| s.name.as_str()));
        copy.key = Key::from_name(&copy.name, self.services.iter().map(|s| &s.key));
        for operation in &mut copy.operations {
            operation.steps.clear();
        }
        self.services.push(copy);
        let new = self.services.len() - 1;
        for operation in 0..self.services[service].operations.len() {
            for step in self.services[service].operations[operation].steps.clone() {
                let copy = self.copy_step(step, new);
                self.services[new].operations[operation].steps.push(copy);
            }
        }
        Ok(new)
    }

    fn copy_step(&mut self, step: usize, owner: usize) -> usize {
        let mut copy = Step { key: self.step_key(owner), action: self.steps[step].action.clone() };
        if let Action::Calls(_, calls) = &mut copy.action {
            for call in calls {
                *call = self.copy_call(*call, owner);
            }
        }
        self.steps.push(copy);
        let new = self.steps.len() - 1;
        let own = self.buckets.iter().filter(|b| b.step == step);
        let copies: Vec<Bucket> = own.map(|b| Bucket { step: new, ..b.clone() }).collect();
        self.buckets.extend(copies);
        new
    }

    fn copy_call(&mut self, call: usize, caller: usize) -> usize {
        let mut copy = self.calls[call].clone();
        copy.key = self.call_key(caller, copy.target.service);
        self.calls.push(copy);
        self.calls.len() - 1
    }

    /// Copies a call; the copy is made at the same time.
    ///
    /// # Errors
    /// When there is no such call, or no room for another.
    pub fn duplicate_call(&mut self, call: usize) -> Result<usize, EditError> {
        let caller = self.caller(call).ok_or(EditError::Missing("call"))?;
        room(self.calls.len(), limits::CALLS, "calls")?;
        let copy = self.copy_call(call, caller);
        for step in &mut self.steps {
            if let Action::Calls(_, calls) = &mut step.action
                && let Some(place) = calls.iter().position(|&c| c == call)
            {
                calls.insert(place + 1, copy);
            }
        }
        Ok(copy)
    }

    /// Copies a cache; the copy stands right behind it, in front of the same calls.
    ///
    /// # Errors
    /// When there is no such cache, or no room for another.
    pub fn duplicate_cache(&mut self, cache: usize) -> Result<usize, EditError> {
        let mut copy = self.caches.get(cache).ok_or(EditError::Missing("cache"))?.clone();
        room(self.caches.len(), limits::CACHES, "caches")?;
        let fullest = self.calls.iter().filter(|c| c.caches.contains(&cache)).map(|c| c.caches.len()).max();
        room(fullest.unwrap_or(0), limits::CACHES, "caches in front of one call")?;
        copy.name = next_name(&copy.name, self.caches.iter().map(|c| c.name.as_str()));
        copy.key = Key::from_name(&copy.name, self.caches.iter().map(|c| &c.key));
        self.caches.push(copy);
        let new = self.caches.len() - 1;
        for call in &mut self.calls {
            if let Some(place) = call.caches.iter().position(|&c| c == cache) {
                call.caches.insert(place + 1, new);
            }
        }
        Ok(new)
    }

    /// Copies a journey, which enters at the same place.
    ///
    /// # Errors
    /// When there is no such journey, or no room for another.
    pub fn duplicate_journey(&mut self, journey: usize) -> Result<usize, EditError> {
        let mut copy = self.journeys.get(journey).ok_or(EditError::Missing("journey"))?.clone();
        room(self.journeys.len(), limits::JOURNEYS, "journeys")?;
        copy.name = next_name(&copy.name, self.journeys.iter().map(|j| j.name.as_str()));
        copy.key = Key::from_name(&copy.name, self.journeys.iter().map(|j| &j.key));
        self.journeys.push(copy);
        Ok(self.journeys.len() - 1)
    }
}

fn free<'a>(word: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    if taken.clone().any(|name| name == word) { next_name(word, taken) } else { word.to_owned() }
}
