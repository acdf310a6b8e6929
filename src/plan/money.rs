//! What a system costs a month, when a change pays back, and whether a cache does.
//!
//! Prices are given; it knows no price list and no currency.

/// What is used and what it costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Hours of a month, usually 730.
    pub hours: f64,
    /// Requests of a month.
    pub requests: f64,
    /// Mean replicas.
    pub replicas: f64,
    /// Price of a replica hour.
    pub replica_price: f64,
    /// Cache memory \[GB\].
    pub cache: f64,
    /// Price of a cache GB hour.
    pub cache_price: f64,
    /// Requests the content delivery network is paid for.
    pub cdn_requests: f64,
    /// Price of 10,000 of them.
    pub cdn_price: f64,
    /// Traffic out \[GB\].
    pub egress: f64,
    /// Price of a GB of it.
    pub egress_price: f64,
    /// Database nodes.
    pub database: f64,
    /// Price of a database node hour.
    pub database_price: f64,
}

/// The bill of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bill {
    /// Replicas.
    pub compute: f64,
    /// Cache memory.
    pub cache: f64,
    /// Requests to the content delivery network.
    pub cdn: f64,
    /// Traffic out.
    pub egress: f64,
    /// Database nodes.
    pub database: f64,
    /// All of it.
    pub total: f64,
    /// Per million requests; `None` without requests.
    pub per_million: Option<f64>,
}

/// The bill of a month.
///
/// # Formula
/// `hours (replicas · price + GB · price + nodes · price) + requests / 10,000 · price + GB out · price`.
///
/// # Domain
/// Any amounts; plain sums, no tiers and no discounts.
///
/// # Source
/// The price lists of the large providers share this shape.
///
/// # Accuracy
/// Exact up to rounding.
///
/// ```
/// use headroom::plan::money::{Usage, bill};
/// let usage = Usage { hours: 730.0, requests: 1e6, replicas: 12.0, replica_price: 0.1, ..Usage::default() };
/// assert!((bill(&usage).total - 876.0).abs() < 1e-9);
/// ```
pub fn bill(usage: &Usage) -> Bill {
    let compute = usage.hours * usage.replicas * usage.replica_price;
    let cache = usage.hours * usage.cache * usage.cache_price;
    let cdn = usage.cdn_requests / 10_000.0 * usage.cdn_price;
    let egress = usage.egress * usage.egress_price;
    let database = usage.hours * usage.database * usage.database_price;
    let total = compute + cache + cdn + egress + database;
    let per_million = (usage.requests > 0.0).then(|| total / (usage.requests / 1e6));
    Bill { compute, cache, cdn, egress, database, total, per_million }
}

/// When a change pays back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payback {
    /// Saved each month; negative if it costs more.
    pub saving: f64,
    /// Months until the one-off cost is earned; `None` if it never is.
    pub months: Option<f64>,
    /// Return on the one-off cost after a year, as a fraction; `None` without a one-off cost.
    pub year_return: Option<f64>,
}

/// Simple payback of a one-off cost by a lower monthly one.
///
/// # Formula
/// `saving = before - after`; months `one_off / saving`; return `(12 saving - one_off) / one_off`.
///
/// # Domain
/// Nothing saved: never. No discounting.
///
/// # Source
/// Payback period of any textbook of accounting.
///
/// # Accuracy
/// Exact up to rounding.
///
/// ```
/// let change = headroom::plan::money::payback(12_000.0, 8_500.0, 21_000.0);
/// assert_eq!((change.months, change.year_return), (Some(6.0), Some(1.0)));
/// ```
pub fn payback(before: f64, after: f64, one_off: f64) -> Payback {
    let saving = before - after;
    Payback {
        saving,
        months: (saving > 0.0).then(|| one_off / saving),
        year_return: (one_off > 0.0).then(|| (12.0 * saving - one_off) / one_off),
    }
}

/// Servers that keep a utilisation at most `target`: `⌈λ s / target⌉`.
///
/// # Domain
/// `target > 0`; a quotient that is whole but for rounding is that number.
///
/// ```
/// use headroom::plan::money::servers_for;
/// assert_eq!((servers_for(2000.0, 0.02, 0.6), servers_for(200.0, 0.02, 0.6)), (67.0, 7.0));
/// ```
pub fn servers_for(rate: f64, mean_service: f64, target: f64) -> f64 {
    (rate * mean_service / target * (1.0 - 1e-12)).ceil()
}

/// What a cache in front of an origin saves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CacheDeal {
    /// Requests [per second].
    pub rate: f64,
    /// Mean service time of the origin \[s\], one server a replica.
    pub mean_service: f64,
    /// Utilisation the origin is sized for.
    pub target: f64,
    /// Price of a replica hour.
    pub replica_price: f64,
    /// Cache memory \[GB\].
    pub cache: f64,
    /// Price of a cache GB hour.
    pub cache_price: f64,
    /// Fraction of the requests the cache answers.
    pub hit: f64,
    /// Hours of a month.
    pub hours: f64,
}

impl CacheDeal {
    /// Replicas of the origin without the cache.
    pub fn replicas_without(&self) -> f64 {
        servers_for(self.rate, self.mean_service, self.target)
    }

    /// Replicas of the origin with it.
    pub fn replicas_with(&self) -> f64 {
        servers_for(self.rate * (1.0 - self.hit), self.mean_service, self.target)
    }

    /// The cache's own cost a month.
    pub fn cache_cost(&self) -> f64 {
        self.hours * self.cache * self.cache_price
    }

    /// Saved a month, the cache paid for; negative if it does not pay.
    pub fn saving(&self) -> f64 {
        let replicas = self.replicas_without() - self.replicas_with();
        self.hours * self.replica_price * replicas - self.cache_cost()
    }
}

/// The cheapest of several `(price, throughput [per second])` that reaches a demand [per second]: its index.
///
/// ```
/// use headroom::plan::money::cheapest_option;
/// assert_eq!(cheapest_option(&[(1.0, 4000.0), (2.4, 9000.0), (2.0, 8500.0)], 8000.0), Some(2));
/// ```
pub fn cheapest_option(options: &[(f64, f64)], demand: f64) -> Option<usize> {
    let able = options.iter().enumerate().filter(|(_, o)| o.1 >= demand);
    able.min_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::{CacheDeal, Usage, bill, cheapest_option, payback, servers_for};

    #[test]
    fn nothing_saved_never_pays_back() {
        let change = payback(5000.0, 5600.0, 4000.0);
        assert_eq!((change.saving, change.months, change.year_return), (-600.0, None, Some(-2.8)));
        assert_eq!(payback(5.0, 4.0, 0.0).year_return, None);
    }

    #[test]
    fn a_cache_that_answers_everything() {
        let deal = CacheDeal {
            rate: 100.0,
            mean_service: 0.06,
            target: 0.6,
            replica_price: 1.0,
            cache: 1.0,
            cache_price: 0.5,
            hit: 1.0,
            hours: 2.0,
        };
        assert_eq!((deal.replicas_without(), deal.replicas_with(), deal.saving()), (10.0, 0.0, 19.0));
    }

    #[test]
    fn small_print() {
        assert_eq!(bill(&Usage::default()).per_million, None);
        // 0.3 / 0.1 is a hair above or below 3.
        assert_eq!(servers_for(3.0, 0.1, 0.1), 3.0);
        assert_eq!(cheapest_option(&[(1.0, 10.0)], 20.0), None);
    }
}
