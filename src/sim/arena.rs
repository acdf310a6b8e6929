//! Records that come and go by the million: slots that are used again. Not a general collection.

/// Slots addressed by index, with a free list; nothing is allocated once the busiest moment is over.
#[derive(Clone, Debug)]
pub(super) struct Arena<T> {
    slots: Vec<T>,
    free: Vec<u32>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Forgets every record and keeps the memory.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.free.clear();
    }

    /// Whether there are so many records, or more.
    #[inline]
    pub fn holds(&self, many: usize) -> bool {
        // As long as there never were so many, the free ones need not be looked at.
        self.slots.len() >= many && self.slots.len() - self.free.len() >= many
    }

    /// Puts in a record, made from the one that held its slot before, if one did; gives the slot.
    #[inline]
    pub fn put(&mut self, make: impl FnOnce(Option<&T>) -> T) -> u32 {
        if let Some(index) = self.free.pop() {
            let slot = &mut self.slots[index as usize];
            *slot = make(Some(slot));
            index
        } else {
            self.slots.push(make(None));
            (self.slots.len() - 1) as u32
        }
    }

    /// Every slot, those that were given back included.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.slots.iter()
    }

    /// Gives a slot back; its record stays readable until the slot is used again.
    #[inline]
    pub fn free(&mut self, index: u32) {
        self.free.push(index);
    }
}

impl<T> std::ops::Index<u32> for Arena<T> {
    type Output = T;
    #[inline]
    fn index(&self, index: u32) -> &T {
        &self.slots[index as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Arena<T> {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut T {
        &mut self.slots[index as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Arena;

    #[test]
    fn slots_are_used_again() {
        let mut arena = Arena::default();
        let a = arena.put(|_| 1);
        let b = arena.put(|_| 2);
        arena.free(a);
        assert!(arena.holds(1) && !arena.holds(2));
        let c = arena.put(|before| before.map_or(0, |n| n + 10));
        assert_eq!((c, arena[c], arena[b]), (a, 11, 2));
    }
}
