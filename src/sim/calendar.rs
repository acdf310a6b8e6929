//! The event list: what happens next. Not what an event does, and not a clock; time is the key of the event it gives.

/// Events by time; those of the same time come out in the order they went in.
///
/// A heap of four children a node: shallower than a binary one, and the children compared share a cache line. Who wins
/// among them is computed without a branch, since nothing could foretell it. What is taken leaves its place at the top
/// to what is put in next, which most events do at once: that way one walk down does for two.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    /// Entries, and behind them none as far as somebody looks.
    heap: Vec<Entry>,
    len: usize,
    /// Number of the next event, so that equal times keep their order.
    next: u32,
    /// The entry at the top has been taken already.
    taken: bool,
}

/// From the top: bits of a time that is not negative, which sort as the times do; order of arrival; event.
type Entry = u128;

/// Later than everything.
const NO_ENTRY: Entry = Entry::MAX;

const CHILDREN: usize = 4;

fn first_child(at: usize) -> usize {
    at * CHILDREN + 1
}

impl Default for Calendar {
    fn default() -> Self {
        Self { heap: vec![NO_ENTRY; 1 + CHILDREN], len: 0, next: 0, taken: false }
    }
}

impl Calendar {
    /// Most events that may be put in before [`Self::clear`].
    pub const CAPACITY: u32 = u32::MAX;

    /// Forgets everything and keeps its memory.
    pub fn clear(&mut self) {
        self.heap.fill(NO_ENTRY);
        (self.len, self.next, self.taken) = (0, 0, false);
    }

    /// Puts an event at a time \[s\], which is not negative.
    #[inline]
    pub fn put(&mut self, time: f64, event: u32) {
        debug_assert!(time >= 0.0, "events lie in the future, not at {time}");
        debug_assert!(self.next < Self::CAPACITY, "a replication ends long before the numbers do");
        let tag = u64::from(self.next) << 32 | u64::from(event);
        let entry = Entry::from(time.to_bits()) << 64 | Entry::from(tag);
        self.next = self.next.wrapping_add(1);
        if self.taken {
            self.taken = false;
            self.sink(entry);
        } else {
            self.rise(entry);
        }
    }

    /// Takes the next event: its time \[s\] and what was put in.
    #[inline]
    pub fn take(&mut self) -> Option<(f64, u32)> {
        if self.taken {
            self.len -= 1;
            let last = std::mem::replace(&mut self.heap[self.len], NO_ENTRY);
            if self.len > 0 {
                self.sink(last);
            }
        }
        self.taken = self.len > 0;
        self.taken.then(|| (f64::from_bits((self.heap[0] >> 64) as u64), self.heap[0] as u32))
    }

    /// Puts an entry at the end and lets it rise to its place.
    #[inline]
    fn rise(&mut self, entry: Entry) {
        let mut at = self.len;
        self.len += 1;
        if self.heap.len() < self.len + CHILDREN {
            // Of every entry, all places of children can be looked at.
            self.heap.resize(2 * self.heap.len() + CHILDREN, NO_ENTRY);
        }
        while at > 0 {
            let parent = (at - 1) / CHILDREN;
            if entry > self.heap[parent] {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = entry;
    }

    /// Puts an entry at the top, in the place of what is there, and lets it sink to its place.
    #[inline]
    fn sink(&mut self, entry: Entry) {
        let (heap, mut at) = (self.heap.as_mut_slice(), 0);
        while let Some(&[a, b, c, d]) = heap.get(first_child(at)..).and_then(|h| h.first_chunk::<CHILDREN>())
        {
            let (ab, cd) = (a.min(b), c.min(d));
            let least = ab.min(cd);
            if entry < least {
                break;
            }
            let place = if cd < ab { 2 + usize::from(d < c) } else { usize::from(b < a) };
            heap[at] = least;
            at = first_child(at) + place;
        }
        heap[at] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;
    use crate::num::stream::Streams;

    #[test]
    fn equal_times_keep_their_order() {
        let mut calendar = Calendar::default();
        for event in 0..100 {
            calendar.put(f64::from(event % 3), event);
        }
        let mut last = (-1.0, 0);
        while let Some((time, event)) = calendar.take() {
            assert!(time > last.0 || (time == last.0 && event > last.1), "{event} after {}", last.1);
            last = (time, event);
        }
        assert_eq!(last, (2.0, 98));
    }

    #[test]
    fn times_come_out_sorted_however_they_went_in() {
        let mut stream = Streams::new(3, 0).stream(0, 0);
        let mut calendar = Calendar::default();
        let mut now = 0.0;
        for round in 0..20_000_u32 {
            // Sometimes at the very moment, as constant work does.
            let delay = if stream.chance(0.3) { 0.0 } else { stream.exponential() };
            calendar.put(now + delay, round);
            if stream.chance(0.9) {
                let (time, _) = calendar.take().expect("one was put in");
                assert!(time >= now);
                now = time;
            }
        }
    }
}
