//! What the last evaluation computed, kept so that the next computes only what changed. Not a part of any answer:
//! a kept result is the very one that would be computed again, to the last bit.

use super::answer::Answer;
use super::key::Key;
use super::shape::Own;
use super::station::Queued;
use std::collections::BTreeMap;

/// Results by what they were computed from. It holds what the present and the last evaluation needed and nothing older,
/// so its size follows that of the scenario, however many evaluations there are.
#[derive(Debug, Default)]
pub struct Memo {
    answers: Shelf<Answer>,
    queues: Shelf<Queued>,
    works: Shelf<Own>,
}

#[derive(Debug)]
struct Shelf<T> {
    now: BTreeMap<Key, T>,
    before: BTreeMap<Key, T>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { now: BTreeMap::new(), before: BTreeMap::new() }
    }
}

impl<T: Clone> Shelf<T> {
    fn get(&mut self, key: Key) -> Option<T> {
        if let Some(found) = self.now.get(&key) {
            return Some(found.clone());
        }
        let (key, found) = self.before.remove_entry(&key)?;
        self.now.insert(key, found.clone());
        Some(found)
    }

    fn next(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }
}

impl Memo {
    /// Forgets what neither this evaluation nor the one before needed. To be called between evaluations.
    pub fn next(&mut self) {
        self.answers.next();
        self.queues.next();
        self.works.next();
    }

    /// The answer with this key, computed unless it is known.
    pub fn answer(&mut self, key: Key, compute: impl FnOnce() -> Answer) -> Answer {
        if let Some(known) = self.answers.get(key) {
            return known;
        }
        let answer = Answer { key, ..compute() };
        self.answers.now.insert(key, answer.clone());
        answer
    }

    /// The queue with this key, computed unless it is known.
    pub fn queue(&mut self, key: Key, compute: impl FnOnce() -> Queued) -> Queued {
        if let Some(known) = self.queues.get(key) {
            return known;
        }
        let queued = compute();
        self.queues.now.insert(key, queued.clone());
        queued
    }

    /// The work with this key, computed unless it is known.
    pub fn work(&mut self, key: Key, compute: impl FnOnce() -> Own) -> Own {
        if let Some(known) = self.works.get(key) {
            return known;
        }
        let own = compute();
        self.works.now.insert(key, own.clone());
        own
    }

    /// Results that are kept.
    pub fn len(&self) -> usize {
        let size = |now: usize, before: usize| now + before;
        size(self.answers.now.len(), self.answers.before.len())
            + size(self.queues.now.len(), self.queues.before.len())
            + size(self.works.now.len(), self.works.before.len())
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
