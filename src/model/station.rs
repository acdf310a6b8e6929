//! What waits at each service: utilisation and the law of the wait for a slot. Not the path; that is `path`.

use super::rates::Rates;
use super::shape::{Part, Shape};
use crate::dist::{Family, Law, Service as WorkLaw};
use crate::queue::mgc;
use crate::scenario::Scenario;
use crate::scenario::service::Balancing;

/// One service as a queueing system.
#[derive(Clone, Debug)]
pub struct Station {
    /// Visits that arrive, over all replicas \[1/s\].
    pub arrival_rate: f64,
    /// Work of a visit: the mixture of all visits' laws, weighted by their rates.
    pub work: WorkLaw,
    /// Slots over all replicas; none is unlimited.
    pub servers: Option<u32>,
    /// Offered load by servers; 0 where slots are unlimited.
    pub utilisation: f64,
    /// The law of the wait for a slot; none in overload, where there is no steady state.
    pub wait: Option<Law>,
}

impl Station {
    /// Whether more work arrives than the slots can do.
    pub fn is_overloaded(&self) -> bool {
        self.wait.is_none()
    }

    /// Mean work of a visit \[s\].
    pub fn mean_work(&self) -> f64 {
        self.work.mean()
    }

    /// Share of visits that wait; all of them in overload.
    pub fn wait_share(&self) -> f64 {
        self.wait.as_ref().map_or(1.0, |w| w.survival(0.0))
    }

    /// Mean wait; infinite in overload \[s\].
    pub fn mean_wait(&self) -> f64 {
        self.wait.as_ref().map_or(f64::INFINITY, Law::mean)
    }

    /// Visits there at the same time, by Little's law: λ (E\[W\] + E\[S\]).
    pub fn in_flight(&self) -> f64 {
        if self.arrival_rate > 0.0 { self.arrival_rate * (self.mean_wait() + self.mean_work()) } else { 0.0 }
    }

    /// A percentile of wait and work of a visit; infinite in overload, NaN if nobody comes \[s\].
    pub fn visit_quantile(&self, p: f64) -> f64 {
        match &self.wait {
            _ if self.arrival_rate == 0.0 => f64::NAN,
            Some(wait) => wait.sum(&Law::from_service(&self.work)).quantile(p),
            None => f64::INFINITY,
        }
    }

    /// Time in which a queue forgets where it started, roughly: s (1 + SCV) / (c (1 − ρ)²) \[s\].
    pub fn relaxation_time(&self) -> f64 {
        let idle = 1.0 - self.utilisation;
        self.mean_work() * (1.0 + self.work.scv()) / (f64::from(self.servers.unwrap_or(1)) * idle * idle)
    }

    /// Share of visits that get done: 1 below saturation.
    pub fn done(&self) -> f64 {
        if self.is_overloaded() { (1.0 / self.utilisation).min(1.0) } else { 1.0 }
    }
}

/// Solves every service at these rates.
pub fn solve(scenario: &Scenario, shape: &Shape, rates: &Rates) -> Vec<Station> {
    let mut laws: Vec<Vec<(f64, WorkLaw)>> = vec![Vec::new(); scenario.services.len()];
    for &(place, part, rate) in &rates.visits {
        let operation = &shape.operations[place];
        if let (Part::Visit(work), true) = (&operation.parts[part], rate > 0.0) {
            laws[operation.service].push((rate, work.service.clone()));
        }
    }
    scenario.services.iter().zip(laws).map(|(service, laws)| station(&service.capacity, laws)).collect()
}

fn station(capacity: &crate::scenario::service::Capacity, laws: Vec<(f64, WorkLaw)>) -> Station {
    let arrival_rate: f64 = laws.iter().map(|l| l.0).sum();
    // Without visits there is no work, and no law of it.
    let work = WorkLaw::mixture(laws).unwrap_or_else(|_| WorkLaw::constant(0.0));
    let no_wait = Some(Law::point(0.0));
    if capacity.slots == 0 || arrival_rate == 0.0 || work.mean() == 0.0 {
        let servers = (capacity.slots > 0).then(|| capacity.replicas * capacity.slots);
        return Station { arrival_rate, work, servers, utilisation: 0.0, wait: no_wait };
    }
    let servers = capacity.replicas * capacity.slots;
    let utilisation = arrival_rate * work.mean() / f64::from(servers);
    let (rate, queue_servers) = match capacity.balancing {
        Balancing::Shared => (arrival_rate, servers),
        // Each replica has its share of the arrivals, and a random share of a Poisson stream is one.
        _ => (arrival_rate / f64::from(capacity.replicas), capacity.slots),
    };
    let wait = mgc::wait_law(rate, queue_servers, &work).ok();
    Station { arrival_rate, work, servers: Some(servers), utilisation, wait }
}
