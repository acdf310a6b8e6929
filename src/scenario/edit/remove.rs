//! What is taken away, with everything that points at it. Not which objects stay in sight; that is the page's.

use super::EditError;
use crate::scenario::event::What;
use crate::scenario::{Action, Scenario};

/// Which objects stay, by kind and index.
struct Kept {
    journeys: Vec<bool>,
    services: Vec<bool>,
    steps: Vec<bool>,
    calls: Vec<bool>,
    caches: Vec<bool>,
}

/// The new place of each object that stays.
fn places(kept: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0;
    let place = |&stays: &bool| {
        next += usize::from(stays);
        stays.then(|| next - 1)
    };
    kept.iter().map(place).collect()
}

/// Keeps what stays of a list.
fn keep<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    list.retain(|_| kept.next().copied().unwrap_or(true));
}

/// Keeps what stays of a list of places, under its new ones.
fn move_to(list: &mut Vec<usize>, places: &[Option<usize>]) {
    *list = list.iter().filter_map(|&old| places.get(old).copied().flatten()).collect();
}

impl Scenario {
    /// Takes a service away, with what it does, the calls it makes, the calls to it, the journeys that enter there and
    /// the caches that stood in front of none but those calls.
    ///
    /// # Errors
    /// When there is no such service, or all journeys enter there.
    pub fn remove_service(&mut self, service: usize) -> Result<(), EditError> {
        let found = self.services.get(service).ok_or(EditError::Missing("service"))?;
        let mut kept = self.all_kept();
        kept.services[service] = false;
        for (journey, kept) in self.journeys.iter().zip(&mut kept.journeys) {
            *kept = journey.entry.service != service;
        }
        if !self.journeys.is_empty() && !kept.journeys.contains(&true) {
            return Err(EditError::LastEntry(found.name.clone()));
        }
        for &step in found.operations.iter().flat_map(|o| &o.steps) {
            kept.steps[step] = false;
        }
        for (from, to, call) in self.edges() {
            kept.calls[call] = from != service && to != service;
        }
        self.keep_only(kept);
        Ok(())
    }

    /// Takes a call away, with the caches that stood in front of no other.
    ///
    /// # Errors
    /// When there is no such call.
    pub fn remove_call(&mut self, call: usize) -> Result<(), EditError> {
        self.calls.get(call).ok_or(EditError::Missing("call"))?;
        let mut kept = self.all_kept();
        kept.calls[call] = false;
        self.keep_only(kept);
        Ok(())
    }

    /// Takes a cache away from in front of every call.
    ///
    /// # Errors
    /// When there is no such cache.
    pub fn remove_cache(&mut self, cache: usize) -> Result<(), EditError> {
        self.caches.get(cache).ok_or(EditError::Missing("cache"))?;
        let mut kept = self.all_kept();
        kept.caches[cache] = false;
        self.keep_only(kept);
        Ok(())
    }

    /// Takes a journey away.
    ///
    /// # Errors
    /// When there is no such journey, or it is the last.
    pub fn remove_journey(&mut self, journey: usize) -> Result<(), EditError> {
        self.journeys.get(journey).ok_or(EditError::Missing("journey"))?;
        if self.journeys.len() == 1 {
            return Err(EditError::LastJourney);
        }
        let mut kept = self.all_kept();
        kept.journeys[journey] = false;
        self.keep_only(kept);
        Ok(())
    }

    /// Takes those of the steps away that are groups of no calls.
    pub(super) fn drop_empty(&mut self, steps: &[usize]) {
        let mut kept = self.all_kept();
        for &step in steps {
            kept.steps[step] =
                !matches!(&self.steps[step].action, Action::Calls(_, calls) if calls.is_empty());
        }
        self.keep_only(kept);
    }

    fn all_kept(&self) -> Kept {
        Kept {
            journeys: vec![true; self.journeys.len()],
            services: vec![true; self.services.len()],
            steps: vec![true; self.steps.len()],
            calls: vec![true; self.calls.len()],
            caches: vec![true; self.caches.len()],
        }
    }

    /// Keeps what stays, and of that what still has a meaning: no group of calls that has lost all of its own, no cache that
    /// has lost all of its calls, no event or bucket of what is gone.
    fn keep_only(&mut self, mut kept: Kept) {
        for (step, kept_step) in self.steps.iter().zip(&mut kept.steps) {
            if let Action::Calls(_, calls) = &step.action {
                *kept_step &= calls.is_empty() || calls.iter().any(|&c| kept.calls[c]);
            }
        }
        for (cache, kept_cache) in kept.caches.iter_mut().enumerate() {
            let asks = |call: &usize| self.calls[*call].caches.contains(&cache);
            let mut asked_by = (0..self.calls.len()).filter(asks).peekable();
            *kept_cache &= asked_by.peek().is_none() || asked_by.any(|call| kept.calls[call]);
        }
        let [services, steps, calls, caches] =
            [&kept.services, &kept.steps, &kept.calls, &kept.caches].map(|k| places(k));
        self.events.retain_mut(|event| {
            let Some(object) = event.object else { return true };
            let places = if event.rows.what == What::CacheFlushed { &caches } else { &services };
            event.object = places[object];
            event.object.is_some()
        });
        self.buckets.retain_mut(|bucket| {
            let place = steps[bucket.step];
            bucket.step = place.unwrap_or(0);
            place.is_some()
        });
        keep(&mut self.journeys, &kept.journeys);
        keep(&mut self.services, &kept.services);
        keep(&mut self.steps, &kept.steps);
        keep(&mut self.calls, &kept.calls);
        keep(&mut self.caches, &kept.caches);
        for operation in self.services.iter_mut().flat_map(|s| &mut s.operations) {
            move_to(&mut operation.steps, &steps);
        }
        for step in &mut self.steps {
            if let Action::Calls(_, own) = &mut step.action {
                move_to(own, &calls);
            }
        }
        for call in &mut self.calls {
            call.target.service = services[call.target.service].unwrap_or(0);
            move_to(&mut call.caches, &caches);
        }
        for journey in &mut self.journeys {
            journey.entry.service = services[journey.entry.service].unwrap_or(0);
        }
    }
}
