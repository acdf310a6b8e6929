//! What a cache holds: entries by key, in the order in which they make room. Not who asks for them.

use super::station::NONE;
use super::table::Table;

/// Entries with a time at which they expire; the longest unused, or the oldest, makes room.
#[derive(Debug)]
pub(super) struct Store {
    entries: Vec<Entry>,
    /// Where the entry of a key stands.
    table: Table,
    newest: u32,
    oldest: u32,
    places: usize,
    /// Entries that are not used, as a list.
    free: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u64,
    /// When it expires \[s\].
    expires: f64,
    newer: u32,
    older: u32,
}

impl Clone for Store {
    fn clone(&self) -> Self {
        let mut new = Self::new(self.places);
        new.clone_from(self);
        new
    }

    /// Memory that is there already stays.
    fn clone_from(&mut self, other: &Self) {
        self.entries.clone_from(&other.entries);
        self.table.clone_from(&other.table);
        (self.newest, self.oldest) = (other.newest, other.oldest);
        (self.places, self.free) = (other.places, other.free);
    }
}

impl Store {
    pub fn new(places: usize) -> Self {
        Self { entries: Vec::new(), table: Table::default(), newest: NONE, oldest: NONE, places, free: NONE }
    }

    /// Whether there is an entry that has not expired; it becomes the newest where that is asked for, and gets a new
    /// time to expire where there is one.
    pub fn has(&mut self, key: u64, now: f64, renews: bool, expires: Option<f64>) -> bool {
        let Some(entry) = self.table.get(key) else { return false };
        if self.entries[entry as usize].expires <= now {
            self.remove(key);
            return false;
        }
        if let Some(expires) = expires {
            self.entries[entry as usize].expires = expires;
        }
        if renews {
            self.unlink(entry);
            self.link(entry);
        }
        true
    }

    /// Puts in an entry as the newest, or gives the one that is there a new time to expire \[s\].
    pub fn put(&mut self, key: u64, expires: f64) {
        if let Some(entry) = self.table.get(key) {
            self.entries[entry as usize].expires = expires;
            return;
        }
        if self.table.len() >= self.places && self.oldest != NONE {
            self.remove(self.entries[self.oldest as usize].key);
        }
        let new = Entry { key, expires, newer: NONE, older: NONE };
        let entry = if self.free == NONE {
            self.entries.push(new);
            self.entries.len() as u32 - 1
        } else {
            let entry = self.free;
            self.free = self.entries[entry as usize].older;
            self.entries[entry as usize] = new;
            entry
        };
        self.link(entry);
        self.table.insert(key, entry);
    }

    /// Throws an entry away if it is there.
    pub fn remove(&mut self, key: u64) {
        if let Some(entry) = self.table.remove(key) {
            self.unlink(entry);
            self.entries[entry as usize].older = self.free;
            self.free = entry;
        }
    }

    /// Throws everything away.
    pub fn empty(&mut self) {
        self.entries.clear();
        self.table.clear();
        (self.newest, self.oldest, self.free) = (NONE, NONE, NONE);
    }

    /// Entries that have not expired at second 0 do so later by this share of a life \[s\], or as much earlier as makes a whole.
    pub fn turn(&mut self, share: f64, life: f64) {
        if life > 0.0 && life < f64::INFINITY {
            let live = self.entries.iter_mut().filter(|e| e.expires > 0.0);
            live.for_each(|e| e.expires = (e.expires + share * life) % life);
        }
    }

    /// Entries expire earlier by so much \[s\].
    pub fn shift(&mut self, by: f64) {
        self.entries.iter_mut().for_each(|e| e.expires -= by);
    }

    fn link(&mut self, entry: u32) {
        let before = std::mem::replace(&mut self.newest, entry);
        let e = &mut self.entries[entry as usize];
        (e.newer, e.older) = (NONE, before);
        if before == NONE {
            self.oldest = entry;
        } else {
            self.entries[before as usize].newer = entry;
        }
    }

    fn unlink(&mut self, entry: u32) {
        let Entry { newer, older, .. } = self.entries[entry as usize];
        if newer == NONE {
            self.newest = older;
        } else {
            self.entries[newer as usize].older = older;
        }
        if older == NONE {
            self.oldest = newer;
        } else {
            self.entries[older as usize].newer = newer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Store;
    use crate::num::stream::Streams;

    const NEVER: f64 = f64::INFINITY;

    #[test]
    fn the_longest_unused_makes_room() {
        let mut store = Store::new(2);
        store.put(1, NEVER);
        store.put(2, NEVER);
        assert!(store.has(1, 0.0, true, None));
        store.put(3, NEVER);
        assert!(!store.has(2, 0.0, true, None) && store.has(1, 0.0, false, None));
        // Not renewed, the one goes that came first.
        store.put(4, NEVER);
        assert!(!store.has(1, 0.0, false, None) && store.has(3, 0.0, false, None));
    }

    #[test]
    fn entries_expire() {
        let mut store = Store::new(10);
        store.put(1, 5.0);
        assert!(store.has(1, 4.9, true, Some(9.0)) && store.has(1, 8.9, true, None));
        assert!(!store.has(1, 9.0, true, None) && !store.has(1, 0.0, true, None));
        store.put(2, 5.0);
        store.shift(3.0);
        assert!(store.has(2, 1.9, false, None) && !store.has(2, 2.0, false, None));
        assert_eq!(store.table.len(), 0);
        store.put(3, 5.0);
        store.turn(0.5, 8.0);
        assert!(
            store.has(3, 0.9, false, None) && !store.has(3, 1.1, false, None),
            "5 + 4 is 1 in a circle of 8"
        );
    }

    #[test]
    fn it_agrees_with_a_list() {
        let mut stream = Streams::new(4, 0).stream(0, 0);
        let (mut store, mut list) = (Store::new(50), Vec::<u64>::new());
        for _ in 0..50_000 {
            let key = stream.index(200) as u64;
            let found = list.iter().position(|&k| k == key);
            assert_eq!(store.has(key, 0.0, true, None), found.is_some());
            if let Some(at) = found {
                list.remove(at);
            } else {
                store.put(key, NEVER);
                if list.len() == 50 {
                    list.remove(0);
                }
            }
            list.push(key);
            if stream.chance(0.1) {
                let gone = stream.index(200) as u64;
                store.remove(gone);
                list.retain(|&k| k != gone);
            }
            assert_eq!(store.table.len(), list.len());
        }
    }
}
