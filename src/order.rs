//! Sorting whose code is compiled once, whatever is sorted. std's own is faster where much is sorted that is not yet
//! in order; the lists of the inner loops here are short, and mostly are.
//!
//! std writes its sort anew for each type, seven kilobytes of WebAssembly a time; here each takes a few hundred bytes.
//! What is collected into an ordered map is sorted by std; what extends one is not.

use core::cmp::Ordering;

/// Sorts by a comparison; equals stay in their order.
///
/// ```
/// let mut words = ["a queue", "a cache", "b"];
/// headroom::order::sort_by(&mut words, |x, y| x.len().cmp(&y.len()));
/// assert_eq!(words, ["b", "a queue", "a cache"]);
/// ```
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if items.is_sorted_by(|a, b| compare(a, b) != Ordering::Greater) {
        return;
    }
    let mut order = places(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    // Along each cycle of places; where an item is right, its place says so.
    for start in 0..order.len() {
        let mut place = start;
        while order[place] != start {
            let from = order[place];
            items.swap(place, from);
            order[place] = place;
            place = from;
        }
        order[place] = place;
    }
}

/// Sorts by a key; equals stay in their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Which item comes first, which next.
fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::{sort_by, sort_by_key};
    use proptest::prelude::*;

    #[test]
    fn nothing_and_one_are_sorted() {
        sort_by::<u8>(&mut [], |_, _| unreachable!("nothing to compare"));
        sort_by::<u8>(&mut [1], |_, _| unreachable!("nothing to compare"));
    }

    proptest! {
        #[test]
        fn sorts_as_std_does(mut items: Vec<(u8, u32)>) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0 / 8);
            sort_by_key(&mut items, |item| item.0 / 8);
            prop_assert_eq!(items, expected);
        }
    }
}
