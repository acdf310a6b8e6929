//! Zipf's law of popularity over a finite number of ranks, and its sums.
//!
//! It is not a sampler, and it knows nothing of what is popular: keys, shards or words.

use super::sum::Sum;

/// Ranks up to this one are summed one by one.
const EXACT: u64 = 1000;
/// Blocks of equal ratio that cover the ranks beyond.
const BLOCKS: u32 = 48;
/// Nodes and weights of the four-point Gauss-Legendre rule on (0, 1).
const NODES: [(f64, f64); 4] = [
    (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
    (0.330_009_478_207_571_87, 0.326_072_577_431_273_07),
    (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
    (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
];

/// So many items that are about equally popular.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Number of items; a quadrature weight, so not always whole, and slightly negative where it corrects others.
    pub items: f64,
    /// Share of all requests that one of them gets.
    pub share: f64,
}

/// The popularity of `items` ranks under Zipf's law with exponent `α`, as groups that are enough for any smooth sum.
///
/// # Formula
/// `p_k = k^-α / H`, `H = Σ_k k^-α`. Ranks 1 to 1000 are groups of their own; beyond, 48 blocks of equal ratio, each with
/// four Gauss-Legendre nodes in `ln k` between half ranks, stand for the sum over the block, with the first correction of
/// Euler and Maclaurin (two weights of -1/24) at both ends.
///
/// # Domain
/// `items >= 1`; none gives no groups. Any `α >= 0`: 0 makes all alike.
///
/// # Source
/// Zipf 1949; the sum over half ranks is the midpoint form of Euler and Maclaurin.
///
/// # Accuracy
/// Sums over a million ranks of smooth functions of the share: 1e-10 relative.
///
/// ```
/// let groups = headroom::num::zipf::groups(1_000_000, 1.0);
/// let items: f64 = groups.iter().map(|g| g.items).sum();
/// assert!((items - 1e6).abs() < 1e-3);
/// ```
pub fn groups(items: u64, exponent: f64) -> Vec<Group> {
    grouped(items, exponent, EXACT, BLOCKS)
}

/// The same popularity in few groups, for sums that are wanted in microseconds.
///
/// # Formula
/// That of [`groups`], with ranks 1 to 10 on their own and one block for every factor of 10 beyond.
///
/// # Domain
/// As [`groups`].
///
/// # Source
/// As [`groups`].
///
/// # Accuracy
/// Hit ratios of caches over up to 1e12 ranks and exponents 0 to 2: 5e-4 absolute against [`groups`], the hottest share
/// 1e-5 relative.
///
/// ```
/// let groups = headroom::num::zipf::coarse(1_000_000, 1.0);
/// assert!(groups.len() < 40);
/// ```
pub fn coarse(items: u64, exponent: f64) -> Vec<Group> {
    const ALONE: u64 = 10;
    let decades = libm::log10((items.max(1)) as f64) - 1.0;
    grouped(items, exponent, ALONE, decades.ceil().max(1.0) as u32)
}

/// Ranks up to `alone` as groups of their own, those beyond in blocks.
fn grouped(items: u64, exponent: f64, alone: u64, blocks: u32) -> Vec<Group> {
    let mut groups: Vec<Group> =
        (1..=items.min(alone)).map(|k| Group { items: 1.0, share: weight(k as f64, exponent) }).collect();
    if items > alone {
        let (low, high) = (alone as f64 + 0.5, items as f64 + 0.5);
        let ratio = libm::log(high / low) / f64::from(blocks);
        for block in 0..blocks {
            for (node, share) in NODES {
                let rank = low * libm::exp(ratio * (f64::from(block) + node));
                groups.push(Group { items: share * ratio * rank, share: weight(rank, exponent) });
            }
        }
        // The midpoint rule misses a 24th of the slope at either end.
        for (rank, items) in [(alone, -1.0), (alone + 1, 1.0), (items, 1.0), (items + 1, -1.0)] {
            groups.push(Group { items: items / 24.0, share: weight(rank as f64, exponent) });
        }
    }
    let total = groups.iter().map(|g| g.items * g.share).collect::<Sum>().value();
    for group in &mut groups {
        group.share /= total;
    }
    groups
}

/// The generalised harmonic number `H_{n,α} = Σ_{k=1}^n k^-α`.
///
/// # Formula
/// One by one up to 1000, then Euler and Maclaurin's formula with two corrections.
///
/// # Domain
/// Any `n`, any `α >= 0`; no terms give 0.
///
/// # Source
/// Euler 1740; Abramowitz & Stegun 1964, 3.6.28.
///
/// # Accuracy
/// 1e-14 relative.
///
/// ```
/// // The hottest of 100,000 keys under Zipf 1 gets 8.27 % of the requests.
/// let share = 1.0 / headroom::num::zipf::harmonic(100_000, 1.0);
/// assert!((share - 0.082_711_986_212_469).abs() < 1e-14);
/// ```
pub fn harmonic(n: u64, exponent: f64) -> f64 {
    let mut sum: Sum = (1..=n.min(EXACT)).map(|k| weight(k as f64, exponent)).collect();
    if n > EXACT {
        let (a, b) = (EXACT as f64, n as f64);
        // ∫ x^-α from a to b, continuous through α = 1.
        let log = libm::log(b / a);
        let power = (1.0 - exponent) * log;
        let growth = if power == 0.0 { log } else { libm::expm1(power) / (1.0 - exponent) };
        sum.add(weight(a, exponent) * a * growth);
        sum.add(0.5 * (weight(b, exponent) - weight(a, exponent)));
        sum.add(exponent / 12.0 * (weight(a, exponent + 1.0) - weight(b, exponent + 1.0)));
        let third = exponent * (exponent + 1.0) * (exponent + 2.0) / 720.0;
        sum.add(third * (weight(b, exponent + 3.0) - weight(a, exponent + 3.0)));
    }
    sum.value()
}

fn weight(rank: f64, exponent: f64) -> f64 {
    libm::exp(-exponent * libm::log(rank))
}

#[cfg(test)]
mod tests {
    use super::{coarse, groups, harmonic};

    #[test]
    fn groups_stand_for_the_whole_sum() {
        for exponent in [0.0, 0.6, 0.8, 1.0, 1.3, 2.0] {
            let n = 300_000;
            let total: f64 = (1..=n).map(|k| libm::pow(k as f64, -exponent)).sum();
            assert!((harmonic(n, exponent) / total - 1.0).abs() < 1e-12, "{exponent}");
            for t in [1e2, 1e4, 1e6] {
                let hit = |p: f64| -p * libm::expm1(-p * t);
                let exact: f64 = (1..=n).map(|k| hit(libm::pow(k as f64, -exponent) / total)).sum();
                let found: f64 = groups(n, exponent).iter().map(|g| g.items * hit(g.share)).sum();
                assert!((found / exact - 1.0).abs() < 1e-10, "{exponent} {t} {found} {exact}");
            }
        }
    }

    #[test]
    fn few_groups_are_enough_for_a_hit_ratio() {
        for exponent in [0.0, 0.3, 0.6, 0.9, 1.0, 1.3, 2.0] {
            for n in [20, 300, 10_000, 1_000_000, 1_000_000_000, 1_000_000_000_000] {
                let (fine, few) = (groups(n, exponent), coarse(n, exponent));
                assert!((few[0].share / fine[0].share - 1.0).abs() < 1e-5, "{exponent} {n}");
                for t in [1.0, 30.0, 1e3, 1e5, 1e7, 1e9, 1e11] {
                    let sum = |groups: &[super::Group], f: fn(f64) -> f64| -> f64 {
                        groups.iter().map(|g| g.items * g.share * f(g.share * t)).sum()
                    };
                    for hit in [|x: f64| -libm::expm1(-x), |x: f64| x / (1.0 + x)] {
                        let (exact, found) = (sum(&fine, hit), sum(&few, hit));
                        assert!((found - exact).abs() < 5e-4, "{exponent} {n} {t} {found} {exact}");
                    }
                }
            }
        }
    }

    #[test]
    fn few_ranks_are_exact() {
        assert!(groups(0, 1.0).is_empty());
        assert_eq!(harmonic(0, 1.0), 0.0);
        assert_eq!(groups(1, 2.0)[0].share, 1.0);
        assert!((harmonic(10, 1.0) - 7381.0 / 2520.0).abs() < 1e-14);
    }
}
