//! What is shown: the answers of both engines side by side, as plain numbers and series. Not how they were found.
//!
//! [`evaluate`] is the one door through which page, worker and command line reach the closed forms. Times are in
//! seconds, rates a second; what is unbounded is `f64::INFINITY`, and a [`Caveat`] says why.

mod aligned;
pub mod breaks;
pub mod build;
mod call;
pub mod caveat;
pub mod compare;
mod doubt;
pub mod export;
pub mod format;
pub mod glossary;
mod hops;
mod influence;
mod journey;
pub mod metric;
mod objects;
mod offer;
pub mod parts;
pub mod prices;
pub mod provenance;
pub mod replay;
mod risk;
pub mod seen;
mod storm;
pub mod story;

pub use crate::model::VERSION as MODEL_VERSION;
pub use crate::model::cache::CacheState;
pub use crate::model::cost::{Kind as CostKind, Owner};
pub use crate::model::database::Node;
pub use crate::model::resources::{Kind as ResourceKind, Resource, Storm as Reconnects};
pub use crate::plan::Exploration;
pub use crate::sim::{Bin, Estimate, Observation, Timeline};
pub use aligned::{Answers, aligned, are_aligned};
pub use build::{Evaluator, complete, evaluate, gap, gap_of, observe};
pub use call::{CacheReport, CallReport, LevelReport, PoolReport};
pub use caveat::{Caveat, Code};
pub use influence::moved_most;
pub use storm::{JourneyState, SteadyState, Storm};

/// Every answer of the closed forms to one scenario, and of the simulation once it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Answers for each journey, in the order of the document.
    pub journeys: Vec<JourneyReport>,
    /// Answers over all journeys together. Its objective holds if all of theirs do.
    pub overall: JourneyReport,
    /// Answers for each service, in the order of the document.
    pub services: Vec<ServiceReport>,
    /// Answers for each call, in the order of the document.
    pub calls: Vec<CallReport>,
    /// Answers for each cache, in the order of the document.
    pub caches: Vec<CacheReport>,
    /// What it costs.
    pub cost: CostReport,
    /// The service that limits the throughput first: the highest utilisation of any of its resources. None if nothing is
    /// used that can be full.
    pub bottleneck: Option<usize>,
    /// The two steady states of the scenario, where there are two; all the rest is of the one that it is in.
    pub storm: Option<Storm>,
    /// What the closed forms assume and this scenario may break, the most doubtful first: where the simulation differs, one
    /// of these is to blame.
    pub assumptions: Vec<String>,
    /// What to know before believing a number.
    pub caveats: Vec<Caveat>,
}

/// Answers for one journey.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyReport {
    /// Display name.
    pub name: String,
    /// Requests that arrive \[1/s\].
    pub arrival_per_s: f64,
    /// Requests answered successfully \[1/s\].
    pub throughput_per_s: f64,
    /// Share of requests that are not answered: those that fail, and in overload those that wait for ever.
    pub error_fraction: f64,
    /// Latency of successful requests at P50, P95, P99 and P99.9 \[s\]; infinite in overload, NaN if none succeeds.
    pub percentiles_s: [f64; 4],
    /// The same percentiles of when everything is done that a request sets off, what nobody waits for included \[s\].
    pub completion_s: [f64; 4],
    /// Mean latency of successful requests \[s\].
    pub mean_s: f64,
    /// Mean latency if no request ever waited for a slot \[s\].
    pub unloaded_s: f64,
    /// Requests under way on average, by Little's law.
    pub in_flight: f64,
    /// The latency law for charts: (latency \[s\], share of successful requests slower than this), from 1 downwards.
    pub tail: Vec<(f64, f64)>,
    /// Where the time goes: the visits of a typical request in order, as a tracing tool would draw it.
    pub hops: Vec<Hop>,
    /// The calls on the critical path at mean times; for all journeys together, those on that of any.
    pub critical: Vec<usize>,
    /// How it stands to its objective.
    pub slo: Verdict,
}

/// One visit of a request to a service, at mean times.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// The service.
    pub service: usize,
    /// What is done there: the service's name and, for a second visit, its number.
    pub label: String,
    /// How many calls deep: 0 at the entry.
    pub depth: usize,
    /// Mean time from the start of the request to the start of this hop \[s\].
    pub start_s: f64,
    /// Mean time on the network before and after, and in the look-ups of caches that missed \[s\].
    pub transfer_s: f64,
    /// Mean wait for a slot \[s\].
    pub wait_s: f64,
    /// Mean own work \[s\].
    pub work_s: f64,
    /// Share of requests that come here: below 1 behind caches and optional calls.
    pub share: f64,
    /// P99 of wait and work of one visit \[s\].
    pub p99_s: f64,
    /// Whether it lies on the critical path at mean times.
    pub critical: bool,
}

/// How a journey stands to its objective.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Verdict {
    /// Whether latency is within its limit; none if there is no limit.
    pub latency: Option<bool>,
    /// Which of the four percentiles the limit speaks of, by index.
    pub percentile: usize,
    /// The limit \[s\]; infinite if there is none.
    pub limit_s: f64,
    /// Whether the error rate is within its limit.
    pub errors: bool,
    /// Whether the throughput asked for is sustained; none if none was asked for.
    pub throughput: Option<bool>,
}

impl Verdict {
    /// Whether the whole objective holds.
    pub fn holds(&self) -> bool {
        self.latency != Some(false) && self.errors && self.throughput != Some(false)
    }
}

/// Answers for one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceReport {
    /// Visits that arrive \[1/s\].
    pub arrival_per_s: f64,
    /// Mean work of a visit \[s\].
    pub work_s: f64,
    /// Slots over all replicas; infinite if unlimited.
    pub servers: f64,
    /// Busy share of the slots; above 1 it is overloaded. Zero if slots are unlimited.
    pub utilisation: f64,
    /// Share of visits that wait.
    pub p_wait: f64,
    /// Mean wait \[s\].
    pub mean_wait_s: f64,
    /// P99 of wait and work of a visit \[s\].
    pub p99_s: f64,
    /// Mean time that a visit takes a slot: its work, and the calls it waits for where slots are held \[s\].
    pub hold_s: f64,
    /// Share of visits that never get a slot: refused, dropped, or out of patience.
    pub lost_fraction: f64,
    /// Mean time after which those are lost \[s\].
    pub lost_after_s: f64,
    /// Share of visits that find every place of the queue taken, whatever becomes of them.
    pub full_fraction: f64,
    /// Visits there on average, waiting or holding a slot, by Little's law.
    pub in_flight: f64,
    /// Arrival rate at which it would be overloaded \[1/s\]; infinite if slots are unlimited.
    pub capacity_per_s: f64,
    /// Requests under way on average, the calls they wait for included, by Little's law.
    pub under_way: f64,
    /// What is used of a replica that is up, at the busiest node: what is given of slots, processor, memory, connections.
    pub resources: Vec<Resource>,
    /// Place in `resources` of the one that is full first; none where nothing is used that can be full.
    pub binding: Option<usize>,
    /// Clients that hold a connection to one replica.
    pub clients: f64,
    /// What the loss of a replica does to clients; none without clients.
    pub storm: Option<Reconnects>,
    /// The nodes it is made of, by class; one of one where it is neither sharded nor replicated.
    pub nodes: Vec<Node>,
    /// Price a month.
    pub cost_per_month: f64,
}

impl ServiceReport {
    /// The resource that is full first.
    pub fn bound(&self) -> Option<&Resource> {
        self.binding.and_then(|b| self.resources.get(b))
    }

    /// The highest utilisation of any resource; 0 where nothing is used that can be full.
    pub fn busiest(&self) -> f64 {
        self.bound().map_or(0.0, Resource::utilisation)
    }
}

/// What the scenario costs, in its currency.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CostReport {
    /// Code of the currency.
    pub currency: &'static str,
    /// Price a month.
    pub per_month: f64,
    /// Price of a million successful requests; infinite if none succeeds.
    pub per_million: f64,
    /// Parts with a price, in the order of the document.
    pub parts: Vec<CostPart>,
}

/// One part with a price.
#[derive(Clone, Debug, PartialEq)]
pub struct CostPart {
    /// Whose it is and, where its owner has other parts too, what it is.
    pub name: String,
    /// What it is.
    pub kind: CostKind,
    /// Whose it is.
    pub of: Owner,
    /// Price a month.
    pub per_month: f64,
}
