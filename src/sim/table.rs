//! Numbers by key, found at once, in memory that is kept. Not in any order, which is why nothing can be listed.

use super::station::NONE;

/// Open addressing with linear probing. A standard map would do, but for two things: the order of its kind is not the same on
/// every machine, or its nodes are asked of the allocator one by one.
#[derive(Debug)]
pub(super) struct Table {
    /// Key and value; [`NONE`] where nothing stands.
    seats: Vec<(u64, u32)>,
    len: usize,
}

const EMPTY: (u64, u32) = (0, NONE);
/// Seats of a table that holds nothing yet; always a power of two.
const LEAST: usize = 16;

impl Default for Table {
    fn default() -> Self {
        Self { seats: vec![EMPTY; LEAST], len: 0 }
    }
}

impl Clone for Table {
    fn clone(&self) -> Self {
        Self { seats: self.seats.clone(), len: self.len }
    }

    /// Seats that are there already stay.
    fn clone_from(&mut self, other: &Self) {
        self.clear();
        other.seats.iter().filter(|seat| seat.1 != NONE).for_each(|&(key, value)| self.insert(key, value));
    }
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: u64) -> Option<u32> {
        self.find(key).map(|at| self.seats[at].1)
    }

    /// Gives a key that has none a value, which is not [`NONE`].
    pub fn insert(&mut self, key: u64, value: u32) {
        if 2 * self.len >= self.seats.len() {
            let more = vec![EMPTY; 2 * self.seats.len()];
            let old = std::mem::replace(&mut self.seats, more);
            old.into_iter().filter(|seat| seat.1 != NONE).for_each(|seat| self.seat(seat));
        }
        self.len += 1;
        self.seat((key, value));
    }

    /// Takes a key and its value out; gives the value.
    pub fn remove(&mut self, key: u64) -> Option<u32> {
        let at = self.find(key)?;
        let value = self.seats[at].1;
        self.len -= 1;
        // Those behind move up, so that no gap hides them.
        let mask = self.seats.len() - 1;
        let (mut gap, mut next) = (at, (at + 1) & mask);
        while self.seats[next].1 != NONE {
            let home = self.home(self.seats[next].0);
            if (next.wrapping_sub(home) & mask) >= (next.wrapping_sub(gap) & mask) {
                self.seats[gap] = self.seats[next];
                gap = next;
            }
            next = (next + 1) & mask;
        }
        self.seats[gap] = EMPTY;
        Some(value)
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        if self.len > 0 {
            self.seats.fill(EMPTY);
            self.len = 0;
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.len
    }

    fn home(&self, key: u64) -> usize {
        // Fibonacci hashing: the upper bits of a product.
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as usize & (self.seats.len() - 1)
    }

    fn find(&self, key: u64) -> Option<usize> {
        let mut at = self.home(key);
        loop {
            match self.seats[at] {
                (_, NONE) => return None,
                (k, _) if k == key => return Some(at),
                _ => at = (at + 1) & (self.seats.len() - 1),
            }
        }
    }

    fn seat(&mut self, seat: (u64, u32)) {
        let mut at = self.home(seat.0);
        while self.seats[at].1 != NONE {
            at = (at + 1) & (self.seats.len() - 1);
        }
        self.seats[at] = seat;
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::num::stream::Streams;
    use std::collections::BTreeMap;

    #[test]
    fn it_agrees_with_a_map() {
        let mut stream = Streams::new(4, 0).stream(0, 0);
        let (mut table, mut map) = (Table::default(), BTreeMap::new());
        for value in 0..50_000 {
            // Keys that fall on the same seats.
            let key = (stream.index(200) as u64) << 44;
            assert_eq!(table.get(key), map.get(&key).copied());
            if stream.chance(0.5) {
                assert_eq!(table.remove(key), map.remove(&key));
            } else if let std::collections::btree_map::Entry::Vacant(vacant) = map.entry(key) {
                vacant.insert(value);
                table.insert(key, value);
            }
            assert_eq!(table.len(), map.len());
        }
        let mut twin = Table::default();
        twin.insert(1, 1);
        twin.clone_from(&table);
        assert!(map.iter().all(|(&key, &value)| twin.get(key) == Some(value)) && twin.len() == map.len());
        table.clear();
        assert_eq!((table.len(), table.get(0)), (0, None));
    }
}
