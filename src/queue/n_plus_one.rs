//! One query for a list and one more for each of its entries, in sequence; and the same batched.
//!
//! It is about queries without a queue; where they wait, the station's sojourn takes the place of the query.

use crate::dist::{Family, Law, Service};

/// A request that sends `1 + n` queries one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct NPlusOne {
    /// Queries per request.
    pub queries: u32,
    query: Service,
}

impl NPlusOne {
    /// A request with `children` entries.
    pub fn new(children: u32, query: Service) -> Self {
        Self { queries: children.saturating_add(1), query }
    }

    /// The same asked in so many queries.
    pub fn batched(queries: u32, query: Service) -> Self {
        Self { queries, query }
    }

    /// Queries [per second] at this rate of requests [per second].
    pub fn query_rate(&self, rate: f64) -> f64 {
        rate * f64::from(self.queries)
    }

    /// Mean time in queries \[s\].
    pub fn mean(&self) -> f64 {
        self.query.mean() * f64::from(self.queries)
    }

    /// The law of the time in queries.
    ///
    /// # Formula
    /// The `(n+1)`-fold convolution; constant, exponential and gamma queries add up to a constant or gamma exactly.
    ///
    /// # Domain
    /// Any; no queries take no time.
    ///
    /// # Source
    /// Sums of independent gamma variables of one scale.
    ///
    /// # Accuracy
    /// Exact moments; quantiles 1e-5 in the exact cases, else as [`Law::repeat_sum`].
    ///
    /// ```
    /// use headroom::{dist::Service, queue::n_plus_one::NPlusOne};
    /// let page = NPlusOne::new(50, Service::exponential(0.002).unwrap());
    /// assert!((page.mean() - 0.102).abs() < 1e-15);
    /// assert!((page.latency().quantile(0.99) / 0.138_134_471_149_673 - 1.0).abs() < 1e-4);
    /// ```
    pub fn latency(&self) -> Law {
        let additive =
            matches!(self.query, Service::Exponential(_) | Service::Gamma(_) | Service::Constant(_));
        if additive && self.queries > 0 {
            let sum = Service::gamma(self.mean(), self.query.scv() / f64::from(self.queries));
            if let Ok(sum) = sum {
                return Law::from_service(&sum);
            }
        }
        Law::from_service(&self.query).repeat_sum(self.queries)
    }
}

#[cfg(test)]
mod tests {
    use super::NPlusOne;
    use crate::dist::Service;

    #[test]
    fn constants_add_up() {
        let page = NPlusOne::new(9, Service::constant(0.002));
        assert_eq!(page.query_rate(3.0), 30.0);
        assert!((page.latency().quantile(0.99) - 0.02).abs() < 1e-12);
        assert_eq!(NPlusOne::batched(0, Service::constant(1.0)).latency().mean(), 0.0);
    }

    #[test]
    fn the_exact_sum_agrees_with_the_general_one() {
        let query = Service::gamma(0.01, 2.0).unwrap();
        let exact = NPlusOne::new(4, query.clone()).latency();
        let general = crate::dist::Law::from_service(&query).repeat_sum(5);
        for p in [0.5, 0.99] {
            assert!((exact.quantile(p) / general.quantile(p) - 1.0).abs() < 2e-3);
        }
    }
}
