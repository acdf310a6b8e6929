//! The event list: what happens next. Not what an event does, and not a clock; time is the key of the event it gives.

/// Events by time; those of the same time come out in the order they went in.
///
/// A heap of four children a node: shallower than a binary one, and the children compared share a cache line.
#[derive(Clone, Debug, Default)]
pub(super) struct Calendar {
    heap: Vec<Entry>,
    /// Number of the next event, so that equal times keep their order.
    next: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    /// Bits of a time that is not negative, which sort as the times do.
    time: u64,
    /// Order of arrival above, event below.
    tag: u64,
}

impl Entry {
    fn before(self, other: Self) -> bool {
        (self.time, self.tag) < (other.time, other.tag)
    }
}

const CHILDREN: usize = 4;

impl Calendar {
    /// Most events that may be put in before [`Self::clear`].
    pub const CAPACITY: u32 = u32::MAX;

    /// Forgets everything and keeps its memory.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.next = 0;
    }

    /// Puts an event at a time \[s\], which is not negative.
    #[inline]
    pub fn put(&mut self, time: f64, event: u32) {
        debug_assert!(time >= 0.0, "events lie in the future, not at {time}");
        debug_assert!(self.next < Self::CAPACITY, "a replication ends long before the numbers do");
        let entry = Entry { time: time.to_bits(), tag: u64::from(self.next) << 32 | u64::from(event) };
        self.next = self.next.wrapping_add(1);
        let mut at = self.heap.len();
        self.heap.push(entry);
        while at > 0 {
            let parent = (at - 1) / CHILDREN;
            if !entry.before(self.heap[parent]) {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = entry;
    }

    /// Takes the next event: its time \[s\] and what was put in.
    #[inline]
    pub fn take(&mut self) -> Option<(f64, u32)> {
        let last = self.heap.pop()?;
        let Some(&first) = self.heap.first() else {
            return Some((f64::from_bits(last.time), last.tag as u32));
        };
        let heap = self.heap.as_mut_slice();
        let mut at = 0;
        loop {
            let child = at * CHILDREN + 1;
            let end = (child + CHILDREN).min(heap.len());
            if child >= end {
                break;
            }
            let mut least = child;
            for i in child + 1..end {
                if heap[i].before(heap[least]) {
                    least = i;
                }
            }
            if !heap[least].before(last) {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = last;
        Some((f64::from_bits(first.time), first.tag as u32))
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
