//! Latencies by size: a log-linear histogram. Not a sample; what falls into one bin is no longer told apart.

/// Counts of times in bins of equal relative width.
///
/// # Formula
/// A bin is the exponent of the time and the ten first bits behind its leading one: 1,024 bins each time the time
/// doubles. A quantile is the middle of the bin in which the count reaches it.
///
/// # Domain
/// Times from 58 ps to 2 years; shorter ones count as zero, longer ones as two years.
///
/// # Accuracy
/// Relative error of a quantile at most 1/2048 (0.05 %), besides that of the sample itself. Counting takes 3 ns; the
/// crate `hdrhistogram` at the same resolution, which counts whole nanoseconds, took 10 ns on the same machine.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Histogram {
    /// The first bin that counts something.
    first: u32,
    /// Counts from there on, as far as something was counted.
    counts: Vec<u32>,
    /// Bins are `2^coarser` times as wide.
    coarser: u32,
}

const SUB_BITS: u32 = 10;
const DROPPED: u32 = 52 - SUB_BITS;
const LEAST_EXPONENT: u64 = 1023 - 34;
const GREATEST_EXPONENT: u64 = 1023 + 26;
/// Bin 0 is zero itself.
const BINS: u32 = (((GREATEST_EXPONENT - LEAST_EXPONENT) << SUB_BITS) + 1) as u32;

/// The bin of a time \[s\].
#[inline]
fn bin_of(time: f64) -> u32 {
    let offset = (time.to_bits() >> DROPPED).wrapping_sub((LEAST_EXPONENT << SUB_BITS) - 1);
    if time < LEAST { 0 } else { offset.min(u64::from(BINS) - 1) as u32 }
}

/// 2^-34 s.
const LEAST: f64 = 1.0 / 17_179_869_184.0;

/// The middle of a bin that is so much coarser \[s\].
fn middle_of(bin: u32, coarser: u32) -> f64 {
    if bin == 0 {
        return 0.0;
    }
    let bits = (((u64::from(bin) - 1) << coarser) + (LEAST_EXPONENT << SUB_BITS)) << DROPPED;
    f64::from_bits(bits | 1 << (DROPPED + coarser - 1))
}

impl Histogram {
    /// A histogram from its parts, as they came over a wire: the first bin and the counts from there on. Parts that
    /// no histogram has give `None`.
    pub fn from_parts(first: u32, counts: Vec<u32>) -> Option<Self> {
        let fits = usize::try_from(first).ok()?.checked_add(counts.len())? <= BINS as usize;
        let total = counts.iter().try_fold(0_u64, |sum, &n| sum.checked_add(u64::from(n)));
        (fits && total.is_some()).then_some(Self { first, counts, coarser: 0 })
    }

    /// The first bin and the counts from there on.
    pub fn parts(&self) -> (u32, &[u32]) {
        (self.first, &self.counts)
    }

    /// How many times were counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|&n| u64::from(n)).sum()
    }

    /// The same counts in bins that are `2^by` times as wide, up to 10: less memory, as much less exact.
    #[must_use]
    pub fn coarser(self, by: u32) -> Self {
        // Zero has a bin of its own.
        let wide = |bin: u32| if bin == 0 { 0 } else { ((bin - 1) >> by) + 1 };
        let mut new = Self { first: wide(self.first), counts: Vec::new(), coarser: self.coarser + by };
        for (bin, n) in (self.first..).zip(self.counts) {
            let at = (wide(bin) - new.first) as usize;
            new.counts.resize(new.counts.len().max(at + 1), 0);
            new.counts[at] += n;
        }
        new
    }

    /// Counts what another histogram counted, in bins as wide.
    pub fn merge(&mut self, other: &Self) {
        if other.counts.is_empty() {
            return;
        }
        if self.counts.is_empty() {
            self.clone_from(other);
            return;
        }
        if other.first < self.first {
            let missing = (self.first - other.first) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = other.first;
        }
        let offset = (other.first - self.first) as usize;
        self.counts.resize(self.counts.len().max(offset + other.counts.len()), 0);
        for (sum, &n) in self.counts[offset..].iter_mut().zip(&other.counts) {
            *sum = sum.saturating_add(n);
        }
    }

    /// Shares at or below each of some times \[s\], which ascend, in one pass: bins count whole. Zeros if nothing is counted.
    pub(super) fn shares(&self, times: &[f64]) -> Vec<f64> {
        let total = (self.total() as f64).max(1.0);
        let (mut bin, mut below) = (0, 0_u64);
        let share = |&time: &f64| {
            let end = (bin_of(time) + 1).saturating_sub(self.first) as usize;
            while bin < end.min(self.counts.len()) {
                below += u64::from(self.counts[bin]);
                bin += 1;
            }
            below as f64 / total
        };
        times.iter().map(share).collect()
    }

    /// Quantiles \[s\] at ascending probabilities, in one pass: for each the smallest counted time with at least that
    /// share at or below it. An empty histogram gives zeros.
    pub fn quantiles(&self, probabilities: &[f64]) -> Vec<f64> {
        let total = self.total() as f64;
        let mut found = Vec::with_capacity(probabilities.len());
        let (mut bin, mut below) = (0, 0_u64);
        for &p in probabilities {
            // A product such as 0.95 * 20 may land a hair above the whole number that was meant.
            let rank = (p * total - 1e-9).ceil().max(1.0) as u64;
            while bin < self.counts.len() && below < rank {
                below += u64::from(self.counts[bin]);
                bin += 1;
            }
            let last = self.first + (bin.max(1) - 1) as u32;
            found.push(if self.counts.is_empty() { 0.0 } else { middle_of(last, self.coarser) });
        }
        found
    }
}

/// A histogram that is being filled: every bin there is, so that counting is one addition.
#[derive(Clone, Debug)]
pub(super) struct Counting {
    counts: Vec<u32>,
    least: u32,
    greatest: u32,
}

impl Default for Counting {
    fn default() -> Self {
        Self { counts: vec![0; BINS as usize], least: BINS, greatest: 0 }
    }
}

impl Counting {
    /// Counts one time \[s\].
    #[inline]
    pub fn count(&mut self, time: f64) {
        let bin = bin_of(time);
        self.counts[bin as usize] += 1;
        self.least = self.least.min(bin);
        self.greatest = self.greatest.max(bin);
    }

    /// What was counted; starts again from nothing.
    pub fn take(&mut self) -> Histogram {
        if self.least > self.greatest {
            return Histogram::default();
        }
        let used = &mut self.counts[self.least as usize..=self.greatest as usize];
        let taken = Histogram { first: self.least, counts: used.to_vec(), coarser: 0 };
        used.fill(0);
        (self.least, self.greatest) = (BINS, 0);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::{Counting, Histogram};

    fn of(times: impl IntoIterator<Item = f64>) -> Histogram {
        let mut counting = Counting::default();
        times.into_iter().for_each(|t| counting.count(t));
        counting.take()
    }

    #[test]
    fn a_single_time_is_found_again_within_the_stated_error() {
        let mut time = 1e-10;
        while time < 6e7 {
            let found = of([time]).quantiles(&[0.5])[0];
            assert!((found / time - 1.0).abs() <= 1.0 / 2048.0, "{time} {found}");
            time *= 1.000_37;
        }
        assert_eq!(of([0.0]).quantiles(&[0.5]), [0.0]);
        assert!(of([1e300]).quantiles(&[0.5])[0] > 6e7);
        assert_eq!(Histogram::default().quantiles(&[0.5, 0.9]), [0.0, 0.0]);
    }

    #[test]
    fn coarser_bins_are_as_much_less_exact() {
        let times = || [0.0].into_iter().chain((0..5000_i32).map(|i| 1e-3 * libm::exp(f64::from(i) * 1e-3)));
        let (fine, coarse) = (of(times()), of(times()).coarser(3));
        assert_eq!((fine.total(), coarse.counts.len() < fine.counts.len() / 7), (coarse.total(), true));
        for i in 1..100 {
            let p = [f64::from(i) / 100.0];
            let (a, b) = (fine.quantiles(&p)[0], coarse.quantiles(&p)[0]);
            assert!((a / b - 1.0).abs() <= 1.0 / 256.0 + 1.0 / 2048.0, "{a} {b}");
        }
        let (mut both, other) = (coarse.clone(), of([7.0, 1e-6]).coarser(3));
        both.merge(&other);
        assert_eq!(both, of(times().chain([7.0, 1e-6])).coarser(3));
        assert_eq!(Histogram::default().coarser(3).quantiles(&[0.5]), [0.0]);
    }

    #[test]
    fn quantiles_are_order_statistics() {
        let histogram = of((1..=100).map(f64::from));
        let found = histogram.quantiles(&[0.0, 0.01, 0.5, 0.95, 0.99, 1.0]);
        for (found, exact) in found.iter().zip([1.0, 1.0, 50.0, 95.0, 99.0, 100.0]) {
            assert!((found / exact - 1.0).abs() < 5e-4, "{found} {exact}");
        }
    }

    #[test]
    fn merging_is_counting_everything() {
        let (low, high) = ((1..50).map(f64::from), (40..900).map(|i| f64::from(i) / 7.0));
        let both = of(low.clone().chain(high.clone()));
        let (mut a, mut b) = (of(low.clone()), of(high.clone()));
        a.merge(&of(high));
        b.merge(&of(low));
        assert_eq!((&a, a.total()), (&both, 909));
        assert_eq!(b, both);
        let (first, counts) = both.parts();
        assert_eq!(Histogram::from_parts(first, counts.to_vec()), Some(both.clone()));
        assert_eq!(Histogram::from_parts(u32::MAX, counts.to_vec()), None);
    }
}
