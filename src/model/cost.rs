//! What it costs: replica-hours, cache memory and look-ups, from the prices typed in. Not a quote.

use super::rates::Rates;
use crate::scenario::Scenario;

/// Prices a month, in the scenario's currency.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// Of each service.
    pub services: Vec<f64>,
    /// Of each cache.
    pub caches: Vec<f64>,
    /// Look-ups of each cache \[1/s\].
    pub lookups: Vec<f64>,
}

impl Costs {
    /// Everything together.
    pub fn per_month(&self) -> f64 {
        self.services.iter().chain(&self.caches).sum()
    }
}

/// Adds up the prices.
///
/// # Formula
/// Hours a month × (replicas × price, memory × price) + look-ups a month × price.
pub fn solve(scenario: &Scenario, rates: &Rates) -> Costs {
    let hours = scenario.cost.hours_per_month;
    let services = scenario
        .services
        .iter()
        .map(|s| hours * f64::from(s.capacity.replicas) * s.capacity.replica_price_per_h)
        .collect();
    let lookups = rates.lookups.clone();
    let caches = scenario
        .caches
        .iter()
        .zip(&lookups)
        .map(|(cache, rate)| {
            let rows = &cache.rows;
            hours * rows.memory_gib * rows.memory_price_per_h
                + rate * hours * 3600.0 / 1e6 * rows.lookup_price_per_million
        })
        .collect();
    Costs { services, caches, lookups }
}
