//! What both directions learn on their way through a document, and how its lists are told as places. Not the order
//! of the parts; that is `walk`.

use super::super::range::{Context, Wire};
use super::Fault;
use super::slug::Taken;
use super::symbol::{Text, Whole, flag};
use crate::scenario::{Key, Scenario, Target};

/// What was learnt of each sort of decision.
pub(super) struct Model {
    pub text: Text,
    pub counts: Whole,
    pub operations: Whole,
    pub standard_operation: Context,
    key_follows: Context,
    key_numbered: Context,
    key_number: Whole,
    step_owner: Whole,
    call_owner: Whole,
    behind: Whole,
    pub is_calls: Context,
    pub target: Whole,
    pub levels: Whole,
    pub level: Whole,
}

impl Model {
    pub fn new(most_text: usize) -> Self {
        // These are nearly always a yes.
        const USUAL: Context = Context::new(60_000);
        Self {
            text: Text::new(most_text),
            counts: Whole::new(),
            operations: Whole::new(),
            standard_operation: USUAL,
            key_follows: USUAL,
            key_numbered: Context::new(32_768),
            key_number: Whole::new(),
            step_owner: Whole::new(),
            call_owner: Whole::new(),
            behind: Whole::new(),
            is_calls: Context::new(32_768),
            target: Whole::new(),
            levels: Whole::new(),
            level: Whole::new(),
        }
    }

    /// Passes how many there are of something, no more than `most`.
    pub fn count<W: Wire>(
        &mut self,
        w: &mut W,
        count: usize,
        most: usize,
        what: &'static str,
    ) -> Result<usize, Fault> {
        let count = self.counts.pass(w, count);
        if W::READS && count > most { Err(Fault::TooMany(what, most)) } else { Ok(count) }
    }

    /// Passes a key, which mostly follows from `base` and then costs next to nothing.
    pub fn key<W: Wire>(
        &mut self,
        w: &mut W,
        taken: &mut Taken,
        base: &str,
        key: &Key,
    ) -> Result<Key, Fault> {
        let derived = taken.derive(base);
        let key = if flag(w, &mut self.key_follows, key.as_str() == derived) {
            Key::new(&derived)
        } else {
            // `order-3` where `order-2` is gone.
            let number =
                key.as_str().strip_prefix(base).and_then(|rest| rest.strip_prefix('-')?.parse().ok());
            let number = number.filter(|&n| n <= Whole::MOST && format!("{base}-{n}") == key.as_str());
            if flag(w, &mut self.key_numbered, number.is_some()) {
                Key::new(&format!("{base}-{}", self.key_number.pass(w, number.unwrap_or(0))))
            } else {
                Key::new(&self.text.pass(w, key.as_str())?)
            }
        };
        let key = key.map_err(|_| Fault::Broken("a key is none"))?;
        taken.take(&key);
        Ok(key)
    }

    /// Passes which of `lists` an item stands in, and how far from its end at the time, and puts it there.
    pub fn place<W: Wire>(
        &mut self,
        w: &mut W,
        owner: (bool, usize),
        place: Place,
        lists: &mut [Vec<usize>],
        item: usize,
    ) -> Result<usize, Fault> {
        let (of_call, guess) = owner;
        let what = if of_call { "a call" } else { "a step" };
        let owners = if of_call { &mut self.call_owner } else { &mut self.step_owner };
        let list = owners.pass_near(w, guess, place.list);
        let behind = self.behind.pass(w, place.behind);
        if W::READS {
            let found = lists.get_mut(list).ok_or(Fault::Dangling(what))?;
            let at = found.len().checked_sub(behind).ok_or(Fault::Dangling(what))?;
            found.insert(at, item);
        }
        Ok(list)
    }
}

/// Where an item stands among lists that were filled in the order of the items' numbers.
#[derive(Clone, Copy)]
pub(super) struct Place {
    list: usize,
    /// Items with lesser numbers that stand behind it.
    behind: usize,
}

/// Where each of `count` items stands; what stands nowhere is placed beyond the last list, which no reader takes.
pub(super) fn places(lists: &[Vec<usize>], count: usize) -> Vec<Place> {
    let mut places = vec![Place { list: usize::MAX, behind: 0 }; count];
    for (list, items) in lists.iter().enumerate() {
        for (at, &item) in items.iter().enumerate() {
            if let Some(place) = places.get_mut(item) {
                *place = Place { list, behind: items[at..].iter().filter(|&&i| i < item).count() };
            }
        }
    }
    places
}

/// Every operation of every service, in order.
pub(super) struct Operations {
    pub all: Vec<Target>,
    /// The number of each service's first operation.
    pub first: Vec<usize>,
}

impl Operations {
    pub fn of(s: &Scenario) -> Self {
        let (mut all, mut first) = (Vec::new(), Vec::new());
        for (service, found) in s.services.iter().enumerate() {
            first.push(all.len());
            all.extend((0..found.operations.len()).map(|operation| Target { service, operation }));
        }
        Self { all, first }
    }

    pub fn number(&self, target: Target) -> usize {
        let number = self.first.get(target.service).map(|first| first.saturating_add(target.operation));
        number.filter(|&n| self.all.get(n) == Some(&target)).unwrap_or(usize::MAX)
    }

    pub fn target(&self, number: usize) -> Result<Target, Fault> {
        self.all.get(number).copied().ok_or(Fault::Dangling("a call or journey"))
    }
}
