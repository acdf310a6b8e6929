//! Levels of cache one behind the other: what reaches each, what reaches the origin, and how long a request takes.
//!
//! Hit ratios are given; that the second level of LRU sees no independent requests any more is the caller's concern.

use crate::dist::Law;

/// Levels from near to far, and the flow through them.
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    /// Lookups at each level [per second].
    pub lookups: Vec<f64>,
    /// Requests that reach the origin [per second].
    pub origin_rate: f64,
    /// Fraction of the requests answered by some level.
    pub overall_hit: f64,
    hits: Vec<f64>,
}

impl Hierarchy {
    /// The flow of `rate` requests [per second] through levels with these hit ratios.
    ///
    /// # Formula
    /// Level `k` sees `λ Π_{j<k} (1 - h_j)`, the origin `λ Π (1 - h_j)`; overall hit ratio `1 - Π (1 - h_j)`.
    ///
    /// # Domain
    /// Ratios are clamped to 0..1. No levels: everything reaches the origin.
    ///
    /// # Source
    /// Conservation of flow.
    ///
    /// # Accuracy
    /// 1e-15 relative.
    ///
    /// ```
    /// let caches = headroom::caching::hierarchy::Hierarchy::new(1000.0, &[0.8, 0.9]);
    /// assert!((caches.overall_hit - 0.98).abs() < 1e-15);
    /// assert!((caches.origin_rate - 20.0).abs() < 1e-12);
    /// ```
    pub fn new(rate: f64, hits: &[f64]) -> Self {
        let hits: Vec<f64> = hits.iter().map(|h| h.clamp(0.0, 1.0)).collect();
        let (mut missed, mut lookups) = (1.0, Vec::with_capacity(hits.len()));
        for hit in &hits {
            lookups.push(rate * missed);
            missed *= 1.0 - hit;
        }
        Self { lookups, origin_rate: rate * missed, overall_hit: 1.0 - missed, hits }
    }

    /// The latency of a request, with one law a level for its lookup and one for the origin.
    ///
    /// # Formula
    /// From the far end: `X_k = lookup_k + (0 with chance h_k, else X_{k+1})`; a level missed is still paid for.
    ///
    /// # Domain
    /// Levels without a law are looked up in no time.
    ///
    /// # Source
    /// Mixture over the depth at which the request is answered.
    ///
    /// # Accuracy
    /// The mean exact, quantiles as the [algebra](crate::dist::algebra) of laws.
    pub fn latency(&self, lookups: &[Law], origin: &Law) -> Law {
        let nothing = Law::point(0.0);
        let mut rest = origin.clone();
        for (k, &hit) in self.hits.iter().enumerate().rev() {
            let lookup = lookups.get(k).unwrap_or(&nothing);
            rest = if hit >= 1.0 {
                lookup.clone()
            } else {
                let missed = lookup.sum(&rest);
                if hit <= 0.0 { missed } else { Law::mix(&[(hit, lookup), (1.0 - hit, &missed)]) }
            };
        }
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::Hierarchy;
    use crate::dist::Law;

    #[test]
    fn constants_stay_exact() {
        let caches = Hierarchy::new(10.0, &[0.5, 0.5]);
        let law = caches.latency(&[Law::point(0.001), Law::point(0.01)], &Law::point(0.1));
        assert!((law.mean() - (0.001 + 0.5 * 0.01 + 0.25 * 0.1)).abs() < 1e-15);
        assert_eq!(law.quantile(0.5), 0.001);
        assert!((law.quantile(0.75) - 0.011).abs() < 1e-15);
        assert!((law.quantile(0.76) - 0.111).abs() < 1e-15);
    }

    #[test]
    fn all_or_nothing() {
        let all = Hierarchy::new(10.0, &[1.0, 0.3]);
        assert_eq!((all.origin_rate, all.overall_hit, all.lookups[1]), (0.0, 1.0, 0.0));
        assert_eq!(all.latency(&[Law::point(0.2)], &Law::point(9.0)).constant(), Some(0.2));
        let none = Hierarchy::new(10.0, &[]);
        assert_eq!((none.origin_rate, none.latency(&[], &Law::point(0.1)).mean()), (10.0, 0.1));
    }
}
