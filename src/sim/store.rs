//! What a cache holds: entries by key, in the order in which they make room. Not who asks for them.

use super::station::NONE;

/// Entries with a time at which they expire; the longest unused, or the oldest, makes room.
#[derive(Clone, Debug)]
pub(super) struct Store {
    entries: Vec<Entry>,
    /// Open addressing with linear probing: indices of entries.
    table: Vec<u32>,
    newest: u32,
    oldest: u32,
    places: usize,
    /// Entries that are not used, as a list.
    free: u32,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u64,
    /// When it expires \[s\].
    expires: f64,
    newer: u32,
    older: u32,
}

impl Store {
    pub fn new(places: usize) -> Self {
        Self {
            entries: Vec::new(),
            table: vec![NONE; 16],
            newest: NONE,
            oldest: NONE,
            places,
            free: NONE,
            len: 0,
        }
    }

    /// Whether there is an entry that has not expired; it becomes the newest where that is asked for, and gets a new
    /// time to expire where there is one.
    pub fn has(&mut self, key: u64, now: f64, renews: bool, expires: Option<f64>) -> bool {
        let Some((at, entry)) = self.find(key) else { return false };
        if self.entries[entry as usize].expires <= now {
            self.remove_at(at, entry);
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
        if let Some((_, entry)) = self.find(key) {
            self.entries[entry as usize].expires = expires;
            return;
        }
        if self.len >= self.places {
            let oldest = self.oldest;
            if let Some((at, entry)) = self.find(self.entries[oldest as usize].key) {
                self.remove_at(at, entry);
            }
        }
        if 2 * self.len >= self.table.len() {
            self.grow();
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
        self.len += 1;
        self.link(entry);
        self.seat(entry);
    }

    /// Throws an entry away if it is there.
    pub fn remove(&mut self, key: u64) {
        if let Some((at, entry)) = self.find(key) {
            self.remove_at(at, entry);
        }
    }

    /// Throws everything away.
    pub fn empty(&mut self) {
        *self = Self::new(self.places);
    }

    /// Entries expire earlier by so much \[s\].
    pub fn shift(&mut self, by: f64) {
        self.entries.iter_mut().for_each(|e| e.expires -= by);
    }

    fn home(&self, key: u64) -> usize {
        // Fibonacci hashing: the upper bits of a product.
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as usize & (self.table.len() - 1)
    }

    /// Where a key stands in the table, and its entry.
    fn find(&self, key: u64) -> Option<(usize, u32)> {
        let mut at = self.home(key);
        loop {
            match self.table[at] {
                NONE => return None,
                entry if self.entries[entry as usize].key == key => return Some((at, entry)),
                _ => at = (at + 1) & (self.table.len() - 1),
            }
        }
    }

    fn seat(&mut self, entry: u32) {
        let mut at = self.home(self.entries[entry as usize].key);
        while self.table[at] != NONE {
            at = (at + 1) & (self.table.len() - 1);
        }
        self.table[at] = entry;
    }

    fn grow(&mut self) {
        let size = 2 * self.table.len();
        let old = std::mem::replace(&mut self.table, vec![NONE; size]);
        old.into_iter().filter(|&entry| entry != NONE).for_each(|entry| self.seat(entry));
    }

    fn remove_at(&mut self, at: usize, entry: u32) {
        self.unlink(entry);
        self.entries[entry as usize].older = self.free;
        (self.free, self.len) = (entry, self.len - 1);
        // Those behind move up, so that no gap hides them.
        let mask = self.table.len() - 1;
        let (mut gap, mut next) = (at, (at + 1) & mask);
        while self.table[next] != NONE {
            let home = self.home(self.entries[self.table[next] as usize].key);
            if (next.wrapping_sub(home) & mask) >= (next.wrapping_sub(gap) & mask) {
                self.table[gap] = self.table[next];
                gap = next;
            }
            next = (next + 1) & mask;
        }
        self.table[gap] = NONE;
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
        assert_eq!(store.len, 0);
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
            assert_eq!(store.len, list.len());
        }
    }
}
