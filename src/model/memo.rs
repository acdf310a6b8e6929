//! What the last evaluation computed, kept so that the next computes only what changed. Not a part of any answer:
//! a kept result is the very one that would be computed again, to the last bit.

use super::answer::Answer;
use super::key::Key;
use super::shape::Own;
use super::station::Queued;
use crate::queue::mgc::Prepared;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Results by what they were computed from. It holds what the present and the last evaluation needed and nothing older,
/// so its size follows that of the scenario, however many evaluations there are.
#[derive(Clone, Default)]
pub struct Memo {
    answers: Shelf<Answer>,
    queues: Shelf<Queued>,
    works: Shelf<Own>,
    prepared: Shelf<Arc<Prepared>>,
    percentiles: Shelf<[f64; 4]>,
    tails: Shelf<Vec<(f64, f64)>>,
}

#[derive(Clone)]
struct Shelf<T> {
    now: Pile<T>,
    before: Pile<T>,
}

/// What one evaluation needed. The map holds places and not results, so that one map is compiled for all kinds of results.
#[derive(Clone)]
struct Pile<T> {
    places: BTreeMap<Key, usize>,
    /// None where the next evaluation has taken it along.
    results: Vec<Option<T>>,
}

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), results: Vec::new() }
    }
}

impl<T> Pile<T> {
    fn put(&mut self, key: Key, result: T) {
        self.places.insert(key, self.results.len());
        self.results.push(Some(result));
    }

    fn len(&self) -> usize {
        self.results.iter().flatten().count()
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { now: Pile::default(), before: Pile::default() }
    }
}

impl<T: Clone> Shelf<T> {
    fn get(&mut self, key: Key) -> Option<T> {
        if let Some(&place) = self.now.places.get(&key) {
            return self.now.results[place].clone();
        }
        let found = self.before.results[*self.before.places.get(&key)?].take()?;
        self.now.put(key, found.clone());
        Some(found)
    }

    fn find(&mut self, key: Key, compute: impl FnOnce() -> T) -> T {
        if let Some(known) = self.get(key) {
            return known;
        }
        let new = compute();
        self.now.put(key, new.clone());
        new
    }

    fn len(&self) -> usize {
        self.now.len() + self.before.len()
    }

    fn next(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }
}

impl fmt::Debug for Memo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo of {}", self.len())
    }
}

impl Memo {
    /// Forgets what neither this evaluation nor the one before needed. To be called between evaluations.
    pub fn next(&mut self) {
        self.answers.next();
        self.queues.next();
        self.works.next();
        self.prepared.next();
        self.percentiles.next();
        self.tails.next();
    }

    /// The answer with this key, computed unless it is known.
    pub fn answer(&mut self, key: Key, compute: impl FnOnce() -> Answer) -> Answer {
        self.answers.find(key, || Answer { key, ..compute() })
    }

    /// The work with this key, computed unless it is known.
    pub fn work(&mut self, key: Key, compute: impl FnOnce() -> Own) -> Own {
        self.works.find(key, compute)
    }

    /// The queue with this key, computed unless it is known, from what is prepared for its work.
    pub fn queue(
        &mut self,
        key: Key,
        work: (Key, impl FnOnce() -> Prepared),
        compute: impl FnOnce(&Prepared) -> Queued,
    ) -> Queued {
        if let Some(known) = self.queues.get(key) {
            return known;
        }
        let prepared = self.prepared.find(work.0, || Arc::new((work.1)()));
        self.queues.find(key, || compute(&prepared))
    }

    /// The four percentiles of an answer; see [`Answer::percentiles`].
    pub fn percentiles(&mut self, answer: &Answer) -> [f64; 4] {
        self.percentiles.find(answer.key, || answer.percentiles())
    }

    /// The latency law of an answer as points; see [`Answer::tail`].
    pub fn tail(&mut self, answer: &Answer) -> Vec<(f64, f64)> {
        self.tails.find(answer.key, || answer.tail())
    }

    /// Results that are kept.
    pub fn len(&self) -> usize {
        self.answers.len()
            + self.queues.len()
            + self.works.len()
            + self.prepared.len()
            + self.percentiles.len()
            + self.tails.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
