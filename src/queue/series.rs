//! Stations a request visits one after the other, as functions of their numbers of servers.
//!
//! It is for choosing those numbers; which to choose is `plan`'s.

use super::mmc::Mmc;
use crate::dist::Law;
use std::collections::BTreeMap;

/// One station of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Visits of a request.
    pub visits: f64,
    /// Mean service time of a visit \[s\].
    pub mean_service: f64,
}

/// M/M/c stations in series, each visited by all requests.
///
/// # Formula
/// Station `i` sees `λ v_i`; mean `Σ v_i E[T_i]`; the time of a request is the sum of independent sojourn times.
///
/// # Domain
/// Any numbers of servers; an overloaded station makes mean and quantiles infinite. A broken number of visits is, for
/// quantiles, one visit more with that chance.
///
/// # Source
/// Jackson 1957 for the stations; that successive sojourn times are independent is exact for single servers, close otherwise.
///
/// # Accuracy
/// Mean 1e-10; quantiles as the [algebra](crate::dist::algebra) of laws.
///
/// ```
/// use headroom::queue::series::{Series, Stop};
/// let mut shop = Series::new(40.0, vec![Stop { visits: 1.0, mean_service: 0.05 }, Stop { visits: 1.0, mean_service: 0.1 }]);
/// assert_eq!(shop.least(), [3, 5]);
/// assert!((shop.quantile(&[3, 6], 0.99) / 0.590_053_508_987_412 - 1.0).abs() < 2e-3);
/// ```
#[derive(Clone, Debug)]
pub struct Series {
    arrival_rate: f64,
    stops: Vec<Stop>,
    /// Laws already computed, by station and servers.
    known: BTreeMap<(usize, u32), Law>,
}

impl Series {
    /// Requests [per second] and the stations.
    pub fn new(arrival_rate: f64, stops: Vec<Stop>) -> Self {
        Self { arrival_rate, stops, known: BTreeMap::new() }
    }

    fn queue(&self, station: usize, servers: u32) -> Option<Mmc> {
        let stop = self.stops[station];
        Mmc::new(self.arrival_rate * stop.visits, servers, stop.mean_service).ok()
    }

    /// The fewest servers at each station that keep up.
    pub fn least(&self) -> Vec<u32> {
        // A load that is whole but for rounding needs one server more.
        let load = |stop: &Stop| self.arrival_rate * stop.visits * stop.mean_service;
        self.stops.iter().map(|stop| (load(stop) * (1.0 + 1e-12)).floor() as u32 + 1).collect()
    }

    /// Mean time of a request \[s\].
    pub fn mean(&self, servers: &[u32]) -> f64 {
        let one = |(i, stop): (usize, &Stop)| {
            let servers = servers.get(i).copied().unwrap_or(0);
            self.queue(i, servers).map_or(f64::INFINITY, |q| stop.visits * q.mean_sojourn())
        };
        self.stops.iter().enumerate().map(one).sum()
    }

    /// The `p` quantile of the time of a request \[s\].
    pub fn quantile(&mut self, servers: &[u32], p: f64) -> f64 {
        let mut total = Law::point(0.0);
        for i in 0..self.stops.len() {
            let servers = servers.get(i).copied().unwrap_or(0);
            let Some(law) = self.law(i, servers) else { return f64::INFINITY };
            total = total.sum(&law);
        }
        total.quantile(p)
    }

    fn law(&mut self, station: usize, servers: u32) -> Option<Law> {
        if let Some(law) = self.known.get(&(station, servers)) {
            return Some(law.clone());
        }
        let one = self.queue(station, servers)?.sojourn_law();
        let visits = self.stops[station].visits.max(0.0);
        let (whole, rest) = (visits.floor(), visits - visits.floor());
        let mut law = one.repeat_sum(whole as u32);
        if rest > 0.0 {
            law = law.sum(&Law::mix(&[(1.0 - rest, &Law::point(0.0)), (rest, &one)]));
        }
        self.known.insert((station, servers), law.clone());
        Some(law)
    }
}

#[cfg(test)]
mod tests {
    use super::{Series, Stop};

    #[test]
    fn too_few_servers_take_for_ever() {
        let mut shop = Series::new(50.0, vec![Stop { visits: 2.0, mean_service: 0.03 }]);
        assert_eq!(shop.least(), [4]);
        assert_eq!((shop.mean(&[3]), shop.quantile(&[3], 0.99)), (f64::INFINITY, f64::INFINITY));
        assert!(shop.mean(&[4]) > shop.mean(&[5]) && shop.mean(&[50]) >= 0.06);
        assert!(shop.quantile(&[4], 0.99) > shop.quantile(&[5], 0.99));
    }

    #[test]
    fn a_broken_visit_is_one_with_its_chance() {
        let mut shop = Series::new(1.0, vec![Stop { visits: 0.5, mean_service: 0.1 }]);
        assert_eq!(shop.quantile(&[1], 0.4), 0.0);
        assert!(shop.quantile(&[1], 0.9) > 0.1);
    }
}
