//! The scenarios that are kept, by number, and which sitting belongs to which. Not what is done with them.

use crate::scenario::{Scenario, codec, limits};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The number that a scenario is kept under.
pub type Id = u32;

/// The number that a name of the storage ends with, if it is one of those that are given.
pub fn id(text: &str) -> Option<Id> {
    text.parse().ok().filter(|id: &Id| id.to_string() == text)
}

/// A scenario that is kept, or whatever else lies under a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// How many services it has.
    pub services: usize,
    /// Greater than that of all that were changed before it.
    pub(super) stamp: u32,
    /// As it is stored: `stamp services name`, a line's end, the payload.
    pub(super) text: String,
}

/// The scenarios that are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Library {
    pub(super) entries: BTreeMap<Id, Entry>,
    /// What each sitting is kept under.
    pub(super) sittings: BTreeMap<u32, Id>,
    /// The document that was last opened or stored: there is nothing to do while it is shown.
    pub(super) settled: Rc<Scenario>,
    /// What was deleted, the last at the end.
    pub(super) deleted: Vec<Entry>,
    /// What there was no room for, to be tried again.
    pub(super) waiting: BTreeMap<Id, String>,
    /// Why the browser did not keep what it was last given.
    pub(super) refusal: Option<Refusal>,
}

/// Why the browser keeps something no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no room.
    Full,
    /// It keeps nothing for this page.
    Forbidden,
}

impl Entry {
    pub(super) fn new(stamp: u32, scenario: &Scenario) -> Self {
        let (name, services) = (scenario.name.clone(), scenario.services.len());
        let text = format!("{stamp} {services} {name}\n{}", codec::encode_payload(scenario));
        Self { name, services, stamp, text }
    }

    /// Reads what [`Self::new`] wrote. What is no such text has no name and comes last; it is never written over.
    pub(super) fn read(text: String) -> Self {
        let head = |text: &str| {
            let (head, _) = text.rsplit_once('\n')?;
            let mut parts = head.splitn(3, ' ');
            let (stamp, services) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), services, stamp))
        };
        let (name, services, stamp) = head(&text).unwrap_or_default();
        Self { name, services, stamp, text }
    }

    pub(super) fn payload(&self) -> &str {
        self.text.rsplit_once('\n').map_or("", |(_, payload)| payload)
    }

    pub(super) fn scenario(&self) -> Result<Scenario, codec::LinkError> {
        codec::decode_payload(self.payload())
    }

    /// Why it cannot be opened, if that is so.
    pub fn fault(&self) -> Option<&'static str> {
        self.scenario().err().map(|error| match error {
            codec::LinkError::Newer => "something else than this version of Headroom wrote it",
            _ => "it is damaged",
        })
    }
}

impl Library {
    /// Nothing is kept yet.
    pub fn new(shown: &Rc<Scenario>) -> Self {
        Self {
            entries: BTreeMap::new(),
            sittings: BTreeMap::new(),
            settled: Rc::clone(shown),
            deleted: Vec::new(),
            waiting: BTreeMap::new(),
            refusal: None,
        }
    }

    /// All that are kept, those first that were changed last.
    pub fn entries(&self) -> Vec<(Id, &Entry)> {
        let mut all: Vec<_> = self.entries.iter().map(|(&id, entry)| (id, entry)).collect();
        crate::order::sort_by_key(&mut all, |(_, entry)| std::cmp::Reverse(entry.stamp));
        all
    }

    /// The names of what was deleted, the last at the end.
    pub fn deleted(&self) -> Vec<&str> {
        self.deleted.iter().map(|entry| entry.name.as_str()).collect()
    }

    /// Why what was changed last is not kept, if it is not.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    /// A number under which nothing is kept.
    pub(super) fn free(&self) -> Id {
        let used = self.entries.keys().chain(self.sittings.values()).chain(self.waiting.keys());
        let next = used.clone().max().map_or(Some(0), |id| id.checked_add(1));
        next.or_else(|| (0..Id::MAX).find(|id| used.clone().all(|taken| taken != id))).unwrap_or(0)
    }

    pub(super) fn stamp(&self) -> u32 {
        self.entries.values().map(|e| e.stamp).max().map_or(0, |stamp| stamp.saturating_add(1))
    }

    /// A name that none has but the one under this number: the name itself, or with a number behind it.
    pub(super) fn unlike(&self, name: &str, own: Option<Id>) -> String {
        let taken = |name: &str| self.entries.iter().any(|(&id, e)| e.name == name && Some(id) != own);
        let stem = if name.is_empty() { "Unnamed scenario" } else { name };
        let room: String = stem.chars().take(limits::NAME - 5).collect();
        let numbered = (2..1000).map(|n| format!("{room} {n}"));
        std::iter::once(name.to_owned()).chain(numbered).find(|n| !taken(n)).unwrap_or(room)
    }

    /// What was kept under one number is kept under another from now on.
    pub(super) fn carry(&mut self, from: Id, to: Id) {
        self.sittings.values_mut().filter(|kept| **kept == from).for_each(|kept| *kept = to);
    }

    /// Another text is there, or none.
    pub(super) fn learn(&mut self, id: Id, text: Option<String>) {
        match text {
            Some(text) => self.entries.insert(id, Entry::read(text)),
            None => self.entries.remove(&id),
        };
    }
}
