//! The document: everything the architect chose, and nothing that was computed from it.
//!
//! A [`Scenario`] has journeys that enter at an operation of a service; an operation is a list of ordered steps; a
//! step is own work or a group of calls made in parallel; a call names its target and the caches in front of it.
//! Objects refer to each other by index; links and files by [`key::Key`]. Numbers live in rows (see [`param`]).
//!
//! What the numbers mean, in both engines:
//! - Percentiles are over requests that were answered successfully, from first send to final answer.
//! - The error rate counts the rest by cause: refused, timed out, failed, dropped. An objective holds only if latency,
//!   error rate and, where one is asked for, throughput hold.
//! - Arrivals of a journey are a renewal process: exponential gaps, gamma gaps where smoother, balanced hyperexponential
//!   ones where burstier.
//! - All replicas and slots of a service feed from one first-in-first-out queue, unless `balancing` says otherwise.
//!   With own queues a request keeps its replica for its first visit only; each visit chooses anew.
//! - Work steps that follow each other directly are one visit to the slots; after a group of calls the request
//!   queues for a slot again, unless `holds_slot` is on: then the slot of the first visit is kept, calls included, until
//!   the operation ends, and later visits begin at once.
//! - A slot that becomes free goes to who has waited longest, or shortest where `order` is last in, first out. Where slots
//!   are shared, nobody waits: all who are there are worked on at the rate min(1, slots / present), in their own queue if
//!   replicas have their own. There is no patience then, no slot to hold and no oldest to drop (the newcomer is); the queue
//!   limit is of those beyond the slots, and the wait that is shown is what the work takes longer.
//! - A visit fails with `failure_fraction` when its work is done. Where no replica is up it is refused at once.
//! - A full queue refuses (`reject`: the caller learns at once), drops the newcomer (the caller learns nothing before its
//!   timeout, or at once where it has none) or drops the oldest (which fails at that moment). A queue that blocks lets
//!   the sender wait outside in the same order; one that spills takes everybody, and who found it full takes `spill_ms`
//!   longer on the slot. Who has waited for `patience_ms` leaves and fails as timed out.
//! - Batches gather in front of the queue until they are full or `batch_wait_ms` after their first; a batch takes one
//!   slot for the work of its first visit and `batch_item_fraction` of the work of each other, and all end together.
//! - A call asks its caches from near to far, once. Then it makes attempts: each waits for a connection of a pool
//!   (see [`derive`](mod@derive)), crosses the wire ([`call::CallRows::transfer_s`], half each way), is answered or fails. The timeout
//!   is of one attempt and covers all of that. A failed attempt is followed by another after its back-off, up to
//!   `retries`, if the retry budget has a token; full jitter draws the back-off evenly from zero to its full length.
//! - Where the queue has room and the timeout is shorter than what that room takes to work off, retries can keep a system
//!   busy for ever with work that nobody waits for. A scenario is in the state that is reached from rest, unless a
//!   `load-step` at the start (`at_s` 0: a burst of load × (`amount` - 1) × `for_s` requests more) leaves it in the other;
//!   percentiles and rates are those of the time after it.
//! - A slow episode is of a whole service: work that is begun in it takes longer, on all replicas alike. Episodes and the
//!   time between them are exponential. The closed form takes each visit as slow with the share of time of the episodes.
//! - Events, the day and autoscalers are of stories, which only the simulation plays; all other numbers are of the steady
//!   state without them. Pools keep the connections a replica that they begin with, queues their places.
//! - An open breaker fails calls at once, without attempts; all replicas of the caller share one.
//! - A hedged attempt that is still out sends a second copy after `hedge_ms`, a tied one sends both at once and the first to begin its work
//!   takes the other out of its queue; with own queues the copies go to different replicas. The first success counts;
//!   the attempt fails when both have failed.
//! - Work that was given up (timeouts, hedges that lost) still burns the server, unless `cancel` is on: then it is taken
//!   out of the queue it waits in; what has begun goes on.
//! - A call that fails fails its caller at that moment: later steps are not begun, while calls already made in
//!   parallel go on. Where a group needs only some of its answers, it goes on with the last it needs and fails when that
//!   cannot be reached any more. Calls that are not waited for make attempts too, and nobody learns how they end.
//! - A cache answers a read that hits. A write (a share of what reaches the level) touches the level and goes on to what
//!   lies behind it, save at a write-behind level, which answers it and writes to what lies behind later, once an
//!   interval and key.
//! - A visit to a sharded database goes to the shard of its key; with read replicas, a read goes to one of them at
//!   random and a write to the primary, which every replica of the shard then applies too, off the path. Each node has
//!   `replicas` × `slots` slots and its own queue.

pub mod autoscaler;
pub mod batching;
pub mod bucket;
pub mod cache;
pub mod call;
pub mod check;
pub mod codec;
pub mod cost;
pub mod database;
mod declare;
pub mod derive;
pub mod edit;
pub mod event;
pub mod excerpt;
mod graph;
mod group;
pub mod id;
pub mod key;
pub mod limits;
pub mod load;
pub mod machine;
pub mod notation;
pub mod param;
mod path;
pub mod preset;
pub mod quantity;
pub mod service;
pub mod slo;
mod units;
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
    /// Measured work times, of all steps that have a histogram.
    pub buckets: Vec<Bucket>,
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
    /// The machine under a replica.
    pub machine: machine::Machine,
    /// How visits are gathered.
    pub batching: batching::Batching,
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

/// One bucket of the histogram of a work step.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    /// The work step, by index.
    pub step: usize,
    /// Its upper end and how many lie in it.
    pub rows: bucket::BucketRows,
}

impl Scenario {
    /// The operation a target names.
    pub fn operation(&self, target: Target) -> &Operation {
        &self.services[target.service].operations[target.operation]
    }

    /// The law of the work time of a step \[s\]; a constant 0 for a group of calls. Both engines draw on it.
    ///
    /// A histogram has the buckets of its step, in the order of their ends; of two with one end the counts add up. The
    /// first begins at 0.
    pub fn work_law(&self, step: usize) -> crate::dist::Service {
        let Some(Action::Work(work)) = self.steps.get(step).map(|s| &s.action) else {
            return crate::dist::Service::constant(0.0);
        };
        if work.law != work::Family::Histogram {
            return work.law();
        }
        let mut own: Vec<_> = self.buckets.iter().filter(|b| b.step == step).map(|b| &b.rows).collect();
        crate::order::sort_by(&mut own, |a, b| a.upto_ms.total_cmp(&b.upto_ms));
        let (mut bounds, mut counts, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for rows in own {
            sum += rows.count;
            if bounds.last() == Some(&(rows.upto_ms / 1000.0)) {
                counts.pop();
            } else {
                bounds.push(rows.upto_ms / 1000.0);
            }
            counts.push(sum);
        }
        crate::dist::Service::histogram(&bounds, &counts, 0.0).unwrap_or_else(|_| work.law())
    }
}
