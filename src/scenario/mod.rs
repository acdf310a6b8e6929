//! The document: everything the architect chose, and nothing that was computed from it.
//!
//! A [`Scenario`] has journeys that enter at an operation of a service; an operation is a list of ordered steps; a
//! step is own work or a group of calls made in parallel; a call names its target and the caches in front of it.
//! Objects refer to each other by index; links and files by [`key::Key`]. Numbers live in rows (see [`param`]).
//!
//! What the numbers mean, in both engines:
//! - Percentiles are over requests that were answered successfully, from first send to final answer.
//! - The error rate counts the rest by cause. An objective holds only if latency and error rate both hold.
//! - Work that was given up still burns the server, unless cancellation is on.
//! - All replicas and slots of a service feed from one first-in-first-out queue, unless `balancing` says otherwise.
//! - A call that fails fails its caller at that moment: later steps are not begun, while calls already made in
//!   parallel go on. A timeout covers network and callee, not the cache look-ups before it.
//! - Work steps that follow each other directly are one visit to the slots; after a group of calls the request
//!   queues for a slot again, unless `holds_slot` is on.

pub mod autoscaler;
pub mod cache;
pub mod call;
pub mod check;
pub mod codec;
pub mod cost;
pub mod database;
pub mod edit;
pub mod event;
pub mod id;
pub mod key;
pub mod load;
pub mod param;
pub mod preset;
pub mod quantity;
pub mod service;
pub mod slo;
pub mod valid;
pub mod work;

pub use id::{Group, ParamId};
pub use key::Key;

/// The document. It is always within range and without cycles: the only ways to make one are the presets, the
/// edits of [`edit`] and the decoders, and each of them refuses what would not be.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Scenario {
    /// Display name.
    pub name: String,
    /// What users do.
    pub journeys: Vec<Journey>,
    /// What serves them.
    pub services: Vec<Service>,
    /// Steps of all operations.
    pub steps: Vec<Step>,
    /// Calls of all steps.
    pub calls: Vec<Call>,
    /// Caches in front of calls.
    pub caches: Vec<Cache>,
    /// How money is counted.
    pub cost: cost::Cost,
    /// The load over a day; empty is the same load always.
    pub load_series: Vec<load::LoadPoint>,
    /// What happens in the course of a simulation.
    pub events: Vec<Event>,
}

/// Requests of one kind: where they enter, how many, and how fast they must be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Slug.
    pub key: Key,
    /// Display name.
    pub name: String,
    /// Where its requests enter.
    pub entry: Target,
    /// How many arrive.
    pub load: load::Load,
    /// How fast they must be answered.
    pub slo: slo::Slo,
}

/// An operation of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// Index in [`Scenario::services`].
    pub service: usize,
    /// Index in [`Service::operations`].
    pub operation: usize,
}

/// Identical replicas behind one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Slug.
    pub key: Key,
    /// Display name.
    pub name: String,
    /// Replicas, slots, price.
    pub capacity: service::Capacity,
    /// Connections, where it is a database.
    pub database: database::Database,
    /// How replicas follow the load.
    pub autoscaler: autoscaler::Autoscaler,
    /// What it can be asked: at least one.
    pub operations: Vec<Operation>,
}

/// One thing a service can be asked, as its ordered steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Slug, unique within its service.
    pub key: Key,
    /// Display name.
    pub name: String,
    /// Indices in [`Scenario::steps`], in order. Each step belongs to one operation.
    pub steps: Vec<usize>,
}

/// One step of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Slug.
    pub key: Key,
    /// What it does.
    pub action: Action,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The service works.
    Work(work::Work),
    /// The service calls others in parallel: how they are joined, and indices in [`Scenario::calls`]. Each call
    /// belongs to one step.
    Calls(work::Join, Vec<usize>),
}

/// One call to an operation of another service.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Slug.
    pub key: Key,
    /// Who is called.
    pub target: Target,
    /// Probability, copies, network, timeout.
    pub rows: call::CallRows,
    /// Caches that are asked first, from near to far: indices in [`Scenario::caches`].
    pub caches: Vec<usize>,
}

/// A named cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Cache {
    /// Slug.
    pub key: Key,
    /// Display name.
    pub name: String,
    /// Hit rate, look-up time, price.
    pub rows: cache::CacheRows,
}

/// A scripted event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The service or cache it happens to, by index, if it happens to one.
    pub object: Option<usize>,
    /// What, when, how much.
    pub rows: event::EventRows,
}

/// Limits that bound memory and time whatever a document says. Edits and decoders refuse more.
pub mod limits {
    /// Most journeys.
    pub const JOURNEYS: usize = 20;
    /// Most services.
    pub const SERVICES: usize = 200;
    /// Most operations of one service.
    pub const OPERATIONS: usize = 20;
    /// Most steps, over all operations.
    pub const STEPS: usize = 2000;
    /// Most calls, over all steps.
    pub const CALLS: usize = 2000;
    /// Most caches, and most levels in front of one call.
    pub const CACHES: usize = 100;
    /// Most points of the day.
    pub const LOAD_POINTS: usize = 200;
    /// Most scripted events.
    pub const EVENTS: usize = 50;
    /// Longest display name, in characters.
    pub const NAME: usize = 80;
}

impl Scenario {
    /// The operation a target names.
    pub fn operation(&self, target: Target) -> &Operation {
        &self.services[target.service].operations[target.operation]
    }

    /// The service each step belongs to, by step index.
    pub fn step_owners(&self) -> Vec<usize> {
        let mut owners = vec![0; self.steps.len()];
        for (s, service) in self.services.iter().enumerate() {
            for &step in service.operations.iter().flat_map(|o| &o.steps) {
                owners[step] = s;
            }
        }
        owners
    }

    /// Every call as (calling service, called service, index of the call).
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let owners = self.step_owners();
        self.steps.iter().enumerate().flat_map(move |(s, step)| {
            let caller = owners[s];
            let calls = if let Action::Calls(_, calls) = &step.action { calls.as_slice() } else { &[] };
            calls.iter().map(move |&c| (caller, self.calls[c].target.service, c))
        })
    }

    /// Services in an order in which every caller stands before those it calls. There is one, since a scenario
    /// has no cycles; where equal, services keep the order of the document.
    pub fn callers_first(&self) -> Vec<usize> {
        let mut waiting_for = vec![0_usize; self.services.len()];
        let edges: Vec<_> = self.edges().collect();
        for &(_, to, _) in &edges {
            waiting_for[to] += 1;
        }
        let mut order: Vec<usize> = (0..self.services.len()).filter(|&s| waiting_for[s] == 0).collect();
        let mut next = 0;
        while let Some(&from) = order.get(next) {
            for &(_, to, _) in edges.iter().filter(|e| e.0 == from) {
                waiting_for[to] -= 1;
                if waiting_for[to] == 0 {
                    order.push(to);
                }
            }
            next += 1;
        }
        order
    }
}
