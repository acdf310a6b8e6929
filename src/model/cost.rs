//! What it costs, by part: replica-hours, cache memory and look-ups, egress, calls to third parties, from the prices
//! typed in. Not a quote, and not what is used; that is given.

use super::cache::CacheState;
use crate::scenario::service::Role;
use crate::scenario::{Scenario, Service};

/// What is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Replicas of a service, by the hour; lost ones are paid for too.
    Replicas,
    /// Nodes of a database, by the hour: its replicas for every shard and read replica.
    DatabaseNodes,
    /// Requests that a third party charges for.
    Visits,
    /// Memory of a cache, by the hour and copy.
    CacheMemory,
    /// Look-ups of a cache, as a CDN charges for requests.
    CacheLookups,
    /// Entries that leave a cache for users.
    CacheEgress,
    /// Answers that leave for users.
    Egress,
}

impl Kind {
    /// Every kind, in the order of explanations.
    pub const ALL: [Self; 7] = [
        Self::Replicas,
        Self::DatabaseNodes,
        Self::Visits,
        Self::CacheMemory,
        Self::CacheLookups,
        Self::CacheEgress,
        Self::Egress,
    ];

    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Replicas => "replicas",
            Self::DatabaseNodes => "database-nodes",
            Self::Visits => "visits",
            Self::CacheMemory => "cache-memory",
            Self::CacheLookups => "cache-lookups",
            Self::CacheEgress => "cache-egress",
            Self::Egress => "egress",
        }
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Replicas => "Replicas",
            Self::DatabaseNodes => "Database nodes",
            Self::Visits => "Requests charged",
            Self::CacheMemory => "Cache memory",
            Self::CacheLookups => "Cache look-ups",
            Self::CacheEgress => "Cache egress",
            Self::Egress => "Egress",
        }
    }
}

/// What a part belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A service, by index.
    Service(usize),
    /// A cache, by index.
    Cache(usize),
    /// A journey, by index.
    Journey(usize),
}

/// One thing that is paid for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Whose it is.
    pub of: Owner,
    /// Price a month, in the scenario's currency.
    pub per_month: f64,
}

/// Prices a month, in the scenario's currency.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// Of each service.
    pub services: Vec<f64>,
    /// Of each cache.
    pub caches: Vec<f64>,
    /// Look-ups of each cache \[1/s\].
    pub lookups: Vec<f64>,
    /// Everything that has a price: services, caches, journeys, in the order of the document.
    pub parts: Vec<Part>,
}

/// What is used. Rates \[1/s\].
#[derive(Clone, Copy, Debug)]
pub struct Usage<'a> {
    /// Requests that reach each service, over all its operations.
    pub requests: &'a [f64],
    /// Requests that reach each cache, over all calls.
    pub lookups: &'a [f64],
    /// Each cache at work.
    pub caches: &'a [CacheState],
    /// Requests of each journey that are answered.
    pub answered: &'a [f64],
}

impl Costs {
    /// Everything together.
    pub fn per_month(&self) -> f64 {
        self.parts.iter().fold(0.0, |sum, p| sum + p.per_month)
    }

    /// One owner's parts together.
    fn of(&self, of: Owner) -> f64 {
        self.parts.iter().filter(|p| p.of == of).fold(0.0, |sum, p| sum + p.per_month)
    }
}

/// Adds up the prices.
///
/// # Formula
/// Hours a month × (replicas × node sets × price on their machine; copies × memory × price) + requests a month × price +
/// gibibytes a month × price. Entries that a cache answers reads with leave at their size, answers of a journey at theirs.
///
/// # Domain
/// Every scenario. What is missing from the lists counts as nothing.
///
/// # Source
/// The prices typed in.
///
/// # Accuracy
/// Exact for the prices and rates given. No tiers, discounts, taxes or free allowances.
pub fn solve(scenario: &Scenario, usage: &Usage) -> Costs {
    let hours = scenario.cost.hours_per_month;
    let seconds = hours * 3600.0;
    let rate = |of: &[f64], i: usize| of.get(i).copied().unwrap_or(0.0);
    let mut costs = Costs { lookups: usage.lookups.to_vec(), ..Costs::default() };
    let mut pay = |kind, of, per_month: f64| {
        if per_month > 0.0 {
            costs.parts.push(Part { kind, of, per_month });
        }
    };
    for (s, service) in scenario.services.iter().enumerate() {
        let capacity = &service.capacity;
        let nodes = f64::from(capacity.replicas) * f64::from(service.node_sets());
        pay(node_kind(service), Owner::Service(s), hours * nodes * service.replica_price_per_h());
        let requests = rate(usage.requests, s) * seconds;
        pay(Kind::Visits, Owner::Service(s), requests / 1e6 * capacity.visit_price_per_million);
    }
    for (c, cache) in scenario.caches.iter().enumerate() {
        let (rows, of) = (&cache.rows, Owner::Cache(c));
        let lookups = rate(usage.lookups, c) * seconds;
        let memory = f64::from(rows.copies) * rows.memory_gib;
        pay(Kind::CacheMemory, of, hours * memory * rows.memory_price_per_h);
        pay(Kind::CacheLookups, of, lookups / 1e6 * rows.lookup_price_per_million);
        let hit = usage.caches.get(c).map_or(0.0, |s| s.hit) * (1.0 - rows.write_fraction);
        pay(Kind::CacheEgress, of, lookups * hit * gib(rows.entry_kib) * rows.egress_price_per_gib);
    }
    for (j, journey) in scenario.journeys.iter().enumerate() {
        let answers = rate(usage.answered, j) * seconds;
        let egress = answers * gib(journey.load.response_kib) * scenario.cost.egress_price_per_gib;
        pay(Kind::Egress, Owner::Journey(j), egress);
    }
    costs.services = (0..scenario.services.len()).map(|s| costs.of(Owner::Service(s))).collect();
    costs.caches = (0..scenario.caches.len()).map(|c| costs.of(Owner::Cache(c))).collect();
    costs
}

fn gib(kib: f64) -> f64 {
    kib / 1_048_576.0
}

/// Whether its hours are those of a database.
fn node_kind(service: &Service) -> Kind {
    let database = service.capacity.role == Role::Database || service.node_sets() > 1;
    if database { Kind::DatabaseNodes } else { Kind::Replicas }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Owner, Usage, solve};
    use crate::model::cache;
    use crate::scenario::{Scenario, preset};

    fn priced() -> Scenario {
        let mut s = (preset::ALL[0].build)();
        s.cost.egress_price_per_gib = 0.09;
        s.journeys[0].load.response_kib = 1024.0;
        for service in &mut s.services {
            service.capacity.replica_price_per_h = 0.0;
        }
        s
    }

    fn of(s: &Scenario, usage: &Usage) -> Vec<(Kind, f64)> {
        solve(s, usage).parts.iter().map(|p| (p.kind, p.per_month)).collect()
    }

    #[test]
    fn nodes_of_a_database_are_paid_for_every_shard_and_replica_lost_ones_too() {
        let mut s = priced();
        let service = &mut s.services[1];
        (service.capacity.replicas, service.capacity.lost_replicas) = (3, 2);
        service.capacity.replica_price_per_h = 0.5;
        (service.database.shards, service.database.read_replicas) = (4, 1);
        let none = Usage { requests: &[], lookups: &[], caches: &[], answered: &[] };
        let found = of(&s, &none);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Kind::DatabaseNodes);
        assert!((found[0].1 - 730.0 * 3.0 * 8.0 * 0.5).abs() < 1e-9);
    }

    #[test]
    fn third_parties_and_egress_are_paid_by_what_is_used() {
        let mut s = priced();
        s.services[0].capacity.visit_price_per_million = 2.0;
        let usage = Usage { requests: &[10.0], lookups: &[], caches: &[], answered: &[8.0] };
        let found = solve(&s, &usage);
        let seconds = 730.0 * 3600.0;
        assert!((found.services[0] - 10.0 * seconds / 1e6 * 2.0).abs() < 1e-9);
        let egress = found.parts.iter().find(|p| p.kind == Kind::Egress).expect("egress");
        assert_eq!(egress.of, Owner::Journey(0));
        assert!((egress.per_month - 8.0 * seconds / 1024.0 * 0.09).abs() < 1e-6);
        assert!((found.per_month() - found.services[0] - egress.per_month).abs() < 1e-9);
    }

    #[test]
    fn a_cache_is_paid_by_copy_look_up_and_byte_served() {
        let mut s = priced();
        for preset in preset::ALL {
            let other = (preset.build)();
            if !other.caches.is_empty() {
                s.caches = vec![other.caches[0].clone()];
            }
        }
        let rows = &mut s.caches[0].rows;
        (rows.copies, rows.memory_gib, rows.memory_price_per_h) = (3, 2.0, 0.01);
        (rows.lookup_price_per_million, rows.egress_price_per_gib) = (0.6, 0.08);
        (rows.entry_kib, rows.hit_fraction, rows.write_fraction) = (1024.0, 0.5, 0.2);
        let states = cache::solve(&s, &[100.0], &[0.0]);
        let usage = Usage { requests: &[], lookups: &[100.0], caches: &states, answered: &[] };
        let found = of(&s, &usage);
        let lookups = 100.0 * 730.0 * 3600.0;
        let expected = [
            (Kind::CacheMemory, 730.0 * 6.0 * 0.01),
            (Kind::CacheLookups, lookups / 1e6 * 0.6),
            (Kind::CacheEgress, lookups * 0.5 * 0.8 / 1024.0 * 0.08),
        ];
        assert_eq!(found.len(), 3);
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.0 == expected.0 && (found.1 / expected.1 - 1.0).abs() < 1e-12, "{found:?}");
        }
    }
}
