//! What waits at each service: utilisation and the outcome of queueing for a slot. Not the path; that is `path`.

use super::answer::{Answer, Cause};
use super::batch::{self, Batches};
use super::database::{Node, nodes};
use super::hedging::Hedging;
use super::key::Key;
use super::memo::Memo;
use super::queueing::Queue;
use crate::dist::{Family, Law, Service as WorkLaw};
use crate::queue::mgc::Prepared;
use crate::queue::sharing;
use crate::scenario::Service;
use crate::scenario::param::Rows;
use crate::scenario::service::{Balancing, Capacity, Overflow};

/// One kind of visit to a station.
#[derive(Clone, Debug)]
pub struct Visit {
    /// How many arrive \[1/s\].
    pub rate: f64,
    /// How long one takes a slot, as the queue sees it: its work, and what it waits for where slots are held.
    pub hold: WorkLaw,
    /// What `hold` was computed from.
    pub key: Key,
    /// The part of `hold` that is work \[s\].
    pub work_s: f64,
    /// Some of them never give their slot back, because what they call is overloaded.
    pub for_ever: bool,
}

/// One service as a queueing system.
#[derive(Clone, Debug)]
pub struct Station {
    /// Visits that arrive, over all replicas \[1/s\].
    pub arrival_rate: f64,
    /// Mean work of a visit \[s\].
    pub work_s: f64,
    /// Slots over all replicas that are up and all nodes; none is unlimited.
    pub servers: Option<u32>,
    /// What was solved.
    pub queued: Queued,
}

/// The outcome of queueing for a slot: what is kept from one evaluation to the next.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Time that a visit takes a slot: the mixture of all visits' laws, weighted by their rates.
    pub hold: WorkLaw,
    /// When visits get a slot, gathering of a batch included, or fail, or neither.
    pub enter: Answer,
    /// Offered load by slots, of the busiest node; 0 where slots are unlimited.
    pub offered: f64,
    /// Busy share of the slots of the busiest node; above 1 in overload.
    pub utilisation: f64,
    /// Share that finds every place of the queue taken.
    pub full: f64,
    /// Share of visits that overload lets through: 1 below saturation.
    pub done: f64,
    /// Batches, where visits are gathered.
    pub batches: Option<Batches>,
    /// Nobody waits: the work takes longer instead.
    pub shared: bool,
}

impl Station {
    /// Whether more work arrives than the slots can do, with nothing to bound the queue.
    pub fn is_overloaded(&self) -> bool {
        self.queued.enter.never > 0.0
    }

    /// Busy share of the slots; above 1 it is overloaded.
    pub fn utilisation(&self) -> f64 {
        self.queued.utilisation
    }

    /// Mean work of a visit \[s\].
    pub fn mean_work(&self) -> f64 {
        self.work_s
    }

    /// Mean time that a visit takes a slot \[s\].
    pub fn mean_hold(&self) -> f64 {
        self.queued.hold.mean()
    }

    /// Share of visits that wait, of those that get a slot; all of them in overload.
    pub fn wait_share(&self) -> f64 {
        if self.is_overloaded() { 1.0 } else { self.queued.enter.ok.1.survival(0.0) }
    }

    /// Mean wait of those that get a slot; infinite in overload \[s\].
    pub fn mean_wait(&self) -> f64 {
        if self.is_overloaded() { f64::INFINITY } else { self.queued.enter.ok.1.mean() }
    }

    /// Visits there at the same time, by Little's law: λ (E\[W\] + served × E\[hold\]).
    pub fn in_flight(&self) -> f64 {
        if self.arrival_rate <= 0.0 {
            return 0.0;
        }
        let enter = &self.queued.enter;
        self.arrival_rate * (enter.mean_time() + enter.ok.0 * self.queued.hold.mean())
    }

    /// Time in which a queue forgets where it started, roughly: s (1 + SCV) / (c (1 − ρ)²) \[s\].
    pub fn relaxation_time(&self) -> f64 {
        let (hold, idle) = (&self.queued.hold, 1.0 - self.queued.offered);
        hold.mean() * (1.0 + hold.scv()) / (f64::from(self.servers.unwrap_or(1)) * idle * idle)
    }

    /// Share of visits that overload lets through: 1 below saturation.
    pub fn done(&self) -> f64 {
        self.queued.done
    }

    /// How long this work takes, where the slots are shared.
    pub fn shared(&self, work: &Law) -> Law {
        let delay = self.queued.enter.ok.1.mean() / self.mean_hold();
        sharing::sojourn_law(work, self.wait_share(), delay, self.queued.offered)
    }
}

/// How requests come to a service.
#[derive(Clone, Copy, Debug)]
pub struct Arrivals {
    /// Squared coefficient of variation of the time between them.
    pub scv: f64,
    /// What is given up leaves the queue after this long \[s\]; infinite for never.
    pub cancelled_after: f64,
    /// Whether they come in tied pairs, which begin on the better of two replicas.
    pub tied: bool,
    /// How they are hedged, where losers are taken back.
    pub hedged: Option<Hedging>,
}

/// Solves one service with these visits.
pub fn solve(service: &Service, visits: &[Visit], arrivals: Arrivals, memo: &mut Memo) -> Station {
    let mut capacity = service.capacity.clone();
    if arrivals.tied && capacity.balancing == Balancing::Random {
        capacity.balancing = Balancing::TwoChoices;
    }
    let mut arrivals = arrivals;
    if service.shares_slots() {
        // Nobody waits, so nobody loses patience, is taken back or is the oldest.
        capacity.patience_ms = 0.0;
        (arrivals.cancelled_after, arrivals.hedged) = (f64::INFINITY, None);
        if capacity.overflow == Overflow::DropOldest {
            capacity.overflow = Overflow::DropNewest;
        }
    }
    let visits: Vec<&Visit> = visits.iter().filter(|v| v.rate > 0.0).collect();
    let arrival_rate: f64 = visits.iter().map(|v| v.rate).sum();
    let work_s = if arrival_rate > 0.0 {
        visits.iter().map(|v| v.rate * v.work_s).sum::<f64>() / arrival_rate
    } else {
        0.0
    };
    let up = service.replicas_up();
    let servers = service.slots().map(|slots| up.saturating_mul(slots).saturating_mul(service.node_sets()));
    let rows = |k: Key| Capacity::ROWS.iter().fold(k, |k, row| k.number((row.get)(&capacity)));
    let mut key = rows(Key::of("queue")).number(arrivals.scv).number(arrivals.cancelled_after);
    key = key.number(service.machine.size).number(f64::from(service.database.read_replicas));
    key = key.number(f64::from(service.database.shards)).number(service.database.write_fraction);
    key = key.number(service.database.shard_keys).number(service.database.shard_skew);
    if let Some(hedged) = arrivals.hedged {
        key = key.number(hedged.rate).number(hedged.delay_s);
    }
    key = key.number(f64::from(service.batching.batch_limit)).number(service.batching.batch_wait_ms);
    key = key.number(service.batching.batch_item_fraction);
    key = visits.iter().fold(key, |k, v| k.with(v.key).number(v.rate));
    let laws = visits.iter().map(|v| (v.rate, v.hold.clone())).collect();
    // Without visits there is no work, and no law of it.
    let hold = WorkLaw::mixture(laws).unwrap_or_else(|_| WorkLaw::constant(0.0));
    let batches = (service.batching.batch_limit > 1 && arrival_rate > 0.0)
        .then(|| batch::gather(&service.batching, arrival_rate, &hold));
    // Who shares slots comes and goes as if all work were exponential.
    let alike = service.shares_slots().then(|| WorkLaw::exponential(hold.mean()).ok()).flatten();
    let alone = (arrivals.scv, alike.as_ref().unwrap_or(&hold));
    let (scv, taken) = batches.as_ref().map_or(alone, |b| (b.arrival_scv, &b.work));
    let line = Queue {
        rate: batches.as_ref().map_or(arrival_rate, |b| b.rate),
        arrival_scv: scv,
        replicas: up,
        slots: service.slots().unwrap_or(0),
        hold: taken,
        capacity: &capacity,
        places: service.queue_places(),
        cancelled_after: arrivals.cancelled_after,
        hedged: arrivals.hedged,
        prepared: None,
    };
    let servers_of_one = line.servers();
    let mut own =
        Key::of("prepared").count(servers_of_one as usize).count(usize::from(service.shares_slots()));
    own = match &batches {
        Some(_) => own.with(key),
        None => visits.iter().fold(own, |k, v| k.with(v.key).number(v.rate / arrival_rate)),
    };
    let prepare = || Prepared::new(taken, servers_of_one);
    let mut queued = memo.queue(key, (own, prepare), |prepared| {
        let line = Queue { prepared: Some(prepared), ..line };
        queue(service, &line, &hold, batches.as_ref(), key)
    });
    if visits.iter().any(|v| v.for_ever) {
        // It is stuck, but gets as much done as those it waits for: what is lost is lost there and counts once.
        let slots = servers.map_or(f64::INFINITY, f64::from);
        queued.done = (slots / (arrival_rate * work_s)).min(1.0);
    }
    Station { arrival_rate, work_s, servers, queued }
}

fn queue(service: &Service, line: &Queue, hold: &WorkLaw, batches: Option<&Batches>, key: Key) -> Queued {
    let mut queued = Queued {
        enter: Answer { key, ..Answer::instant() },
        offered: 0.0,
        utilisation: 0.0,
        full: 0.0,
        done: 1.0,
        batches: batches.cloned(),
        shared: service.shares_slots(),
        hold: batches.map_or(hold, |b| &b.work).clone(),
    };
    if line.replicas == 0 {
        queued.enter = Answer::failure(Law::point(0.0), Cause::Refused, key);
        return queued;
    }
    if line.slots > 0 && line.rate > 0.0 {
        let entered = over_nodes(line, &nodes(service));
        (queued.enter, queued.offered, queued.utilisation) = (entered.0, entered.1, entered.2);
        (queued.full, queued.done) = (entered.3, entered.4);
    }
    if let Some(batches) = batches {
        // A visit waits for its batch, then with it.
        let Answer { ok, failed, .. } = &mut queued.enter;
        ok.1 = ok.1.sum(&batches.gathering);
        if failed.0 > 0.0 {
            failed.1 = failed.1.sum(&batches.gathering);
        }
    }
    queued.enter.key = key;
    queued
}

/// The answer, offered load, utilisation, share that finds its queue full and share done, over nodes that each have a
/// queue.
fn over_nodes(line: &Queue, nodes: &[Node]) -> (Answer, f64, f64, f64, f64) {
    let mut all: Option<(Answer, f64)> = None;
    let (mut offered, mut utilisation, mut full, mut done) = (0.0_f64, 0.0_f64, 0.0, 0.0);
    for node in nodes {
        let own = Queue { rate: line.rate * node.rate_share, ..*line };
        let entered = own.enter();
        let load = own.utilisation();
        offered = offered.max(load);
        utilisation = utilisation.max(load * (1.0 - entered.answer.failed.0));
        full += node.share * entered.full;
        done += node.share * entered.done;
        all = Some(match all {
            None => (entered.answer, node.share),
            Some((before, share)) if node.share > 0.0 => {
                let sum = share + node.share;
                (blend(share / sum, &before, &entered.answer), sum)
            }
            Some(before) => before,
        });
    }
    let answer = all.map_or_else(Answer::instant, |a| a.0);
    (answer, offered, utilisation, full, done)
}

fn blend(p: f64, a: &Answer, b: &Answer) -> Answer {
    use super::answer::{causes, either};
    let q = 1.0 - p;
    Answer {
        ok: either(p * a.ok.0, &a.ok.1, q * b.ok.0, &b.ok.1),
        failed: either(p * a.failed.0, &a.failed.1, q * b.failed.0, &b.failed.1),
        never: p * a.never + q * b.never,
        causes: causes(p, &a.causes, q, &b.causes),
        key: Key::default(),
    }
}
