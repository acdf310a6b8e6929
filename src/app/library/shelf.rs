//! The scenarios that are kept, by number, and which sitting belongs to which. Not what is done with them.

use crate::scenario::{Scenario, codec, limits};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The number that a scenario is kept under.
pub type Id = u32;

/// A scenario that is kept.
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
    /// What was last deleted.
    pub(super) deleted: Option<Entry>,
    /// Another tab has what this sitting was kept under: what is stored next is a scenario beside it.
    pub(super) is_apart: bool,
    /// That the browser keeps nothing, or nothing more, was said.
    pub(super) is_said: bool,
}

impl Entry {
    pub(super) fn new(stamp: u32, scenario: &Scenario) -> Self {
        let (name, services) = (scenario.name.clone(), scenario.services.len());
        let text = format!("{stamp} {services} {name}\n{}", codec::encode_payload(scenario));
        Self { name, services, stamp, text }
    }

    /// Reads what [`Self::new`] wrote; what is no such text is left alone and not shown.
    fn parse(text: String) -> Option<Self> {
        let (head, _) = text.rsplit_once('\n')?;
        let mut parts = head.splitn(3, ' ');
        let (stamp, services) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let name = parts.next()?.to_owned();
        Some(Self { name, services, stamp, text })
    }

    pub(super) fn payload(&self) -> &str {
        self.text.rsplit_once('\n').map_or("", |(_, payload)| payload)
    }

    pub(super) fn scenario(&self) -> Result<Scenario, codec::LinkError> {
        codec::decode_payload(self.payload())
    }
}

impl Library {
    /// Nothing is kept yet.
    pub fn new(shown: &Rc<Scenario>) -> Self {
        Self {
            entries: BTreeMap::new(),
            sittings: BTreeMap::new(),
            settled: Rc::clone(shown),
            deleted: None,
            is_apart: false,
            is_said: false,
        }
    }

    /// All that are kept, those first that were changed last.
    pub fn entries(&self) -> Vec<(Id, &Entry)> {
        let mut all: Vec<_> = self.entries.iter().map(|(&id, entry)| (id, entry)).collect();
        crate::order::sort_by_key(&mut all, |(_, entry)| std::cmp::Reverse(entry.stamp));
        all
    }

    /// The name of what was last deleted.
    pub fn deleted(&self) -> Option<&str> {
        self.deleted.as_ref().map(|entry| entry.name.as_str())
    }

    /// A number under which nothing is kept.
    pub(super) fn free(&self) -> Id {
        let used = self.entries.keys().chain(self.sittings.values());
        let next = used.clone().max().map_or(Some(0), |id| id.checked_add(1));
        next.or_else(|| (0..Id::MAX).find(|id| used.clone().all(|taken| taken != id))).unwrap_or(0)
    }

    pub(super) fn stamp(&self) -> u32 {
        self.entries.values().map(|e| e.stamp).max().map_or(0, |stamp| stamp.saturating_add(1))
    }

    /// A name that no other has: the name itself, or with a number behind it.
    pub(super) fn unlike(&self, name: &str) -> String {
        let taken = |name: &str| self.entries.values().any(|e| e.name == name);
        let room: String = name.chars().take(limits::NAME - 5).collect();
        let numbered = (2..1000).map(|n| format!("{room} {n}"));
        std::iter::once(name.to_owned()).chain(numbered).find(|n| !taken(n)).unwrap_or(room)
    }

    /// Another text is there, or none.
    pub(super) fn learn(&mut self, id: Id, text: Option<String>) {
        match text.and_then(Entry::parse) {
            Some(entry) => self.entries.insert(id, entry),
            None => self.entries.remove(&id),
        };
    }
}
