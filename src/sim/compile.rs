//! From the document to the program: rows become numbers in SI units, names become indices. Not the run.

use super::keys::Keys;
use super::length::{self, Length};
use super::program::{
    Balance, CacheLevel, Chain, Entry, Instruction, Pattern, PoolPlan, Program, Second, ShelfPlan, Site,
    StationPlan, WorkLaw,
};
use super::station::NONE;
use super::warm::WarmPlan;
use crate::control::backoff::{self, Backoff};
use crate::control::breaker::Settings;
use crate::dist::{Family as _, Service as Law};
use crate::num::zipf;
use crate::scenario::cache::{self, CacheRows, Eviction, HitFrom};
use crate::scenario::call::{CallRows, Jitter, Repeat};
use crate::scenario::service::{Balancing, Overflow, Patience};
use crate::scenario::{Action, Call, Scenario, Service};

/// Most queues, and most pools, that a program keeps apart over all services; beyond them a service is played with
/// fewer, and `unplayed` says so.
pub(super) const MOST_QUEUES: u64 = 1 << 20;

impl Program {
    /// Compiles a scenario. What [`super::unplayed`] names is left out.
    pub fn new(scenario: &Scenario) -> Self {
        let mut program = Self {
            code: Vec::new(),
            laws: Vec::new(),
            sites: Vec::new(),
            chains: Vec::new(),
            caches: scenario.caches.iter().map(|c| cache(&c.rows)).collect(),
            entries: Vec::new(),
            stations: scenario.services.iter().map(station).collect(),
            pools: Vec::new(),
            length: Length::default(),
            warm: WarmPlan::default(),
        };
        let queues: u64 = program.stations.iter().map(|s| u64::from(s.queues)).sum();
        if queues > MOST_QUEUES {
            let most = (MOST_QUEUES / program.stations.len() as u64) as u32;
            program.stations.iter_mut().for_each(|s| s.keep(most));
        }
        let starts = program.emit(scenario);
        program.entries = scenario
            .journeys
            .iter()
            .map(|j| Entry {
                start: starts[j.entry.service][j.entry.operation],
                station: j.entry.service as u32,
                rate: j.load.arrival_rps,
                gaps: gaps(j.load.arrival_scv),
            })
            .collect();
        program.connect(scenario);
        program.length = length::plan(scenario, &program);
        program.warm = WarmPlan::new(&program, &program.length.calls);
        program.length.settled &= program.warm.settled;
        program
    }

    /// Writes the code of every operation; gives where each starts, by service and operation.
    fn emit(&mut self, scenario: &Scenario) -> Vec<Vec<u32>> {
        let mut starts = Vec::new();
        for service in &scenario.services {
            let (mut of_service, slowdown) = (Vec::new(), service.slowdown());
            for operation in &service.operations {
                of_service.push(self.code.len() as u32);
                for &step in &operation.steps {
                    match &scenario.steps[step].action {
                        Action::Work(_) => {
                            let law = scenario.work_law(step);
                            let law = if slowdown == 1.0 { law } else { law.scaled(slowdown) };
                            self.emit_work(law, step as u32);
                        }
                        Action::Calls(join, calls) => self.emit_group(scenario, join.need, calls),
                    }
                }
                self.code.push(Instruction::Return);
            }
            starts.push(of_service);
        }
        // Sites were written with (service, operation) in `station` and `start`; the starts are known only now.
        for site in &mut self.sites {
            site.start = starts[site.station as usize][site.start as usize];
        }
        starts
    }

    fn emit_work(&mut self, law: Law, step: u32) {
        self.laws.push(WorkLaw { law, step });
        if let Some(Instruction::Visit { count, .. }) = self.code.last_mut() {
            *count += 1;
        } else {
            self.code.push(Instruction::Visit { first: self.laws.len() as u32 - 1, count: 1 });
        }
    }

    fn emit_group(&mut self, scenario: &Scenario, need: u32, calls: &[usize]) {
        if calls.is_empty() {
            return;
        }
        let first = self.sites.len() as u32;
        for &index in calls {
            let call = &scenario.calls[index];
            let chain = Chain {
                first: self.chains.len() as u32,
                count: call.caches.len() as u32,
                keyed: call.caches.iter().any(|&c| self.caches[c].keys.is_some()),
            };
            self.chains.extend(call.caches.iter().map(|&c| c as u32));
            self.sites.push(site(call, index as u32, chain));
        }
        self.code.push(Instruction::Group { first, count: calls.len() as u32, need });
    }

    /// Lays out the pools: calls of one caller to one database share theirs, all pools of a database its multiplexer.
    fn connect(&mut self, scenario: &Scenario) {
        let (mut groups, mut multiplexers) = (Vec::new(), vec![NONE; scenario.services.len()]);
        let mut of_call = vec![NONE; scenario.calls.len()];
        let mut next = 0_u32;
        for (caller, target, call) in scenario.edges() {
            let Some(pools) = scenario.pools(call) else { continue };
            if let Some((_, group)) = groups.iter().find(|(pair, _)| *pair == (caller, target)) {
                of_call[call] = *group;
                continue;
            }
            let shared = self.stations[caller];
            let count = u64::from(pools.pools).min(MOST_QUEUES.saturating_sub(u64::from(next)).max(1));
            let mut add = |plan: PoolPlan| {
                self.pools.push(PoolPlan { first: next, ..plan });
                next += plan.pools;
                self.pools.len() as u32 - 1
            };
            if let (Some(connections), NONE) = (pools.multiplexer, multiplexers[target]) {
                multiplexers[target] = add(PoolPlan {
                    first: 0,
                    pools: 1,
                    connections,
                    timeout: f64::INFINITY,
                    multiplexer: NONE,
                    by_replica: false,
                });
            }
            of_call[call] = add(PoolPlan {
                first: 0,
                pools: count as u32,
                connections: pools.connections,
                timeout: pools.timeout_s,
                multiplexer: multiplexers[target],
                by_replica: !matches!(shared.balance, Balance::Nodes { .. })
                    && u64::from(shared.queues) == count,
            });
            groups.push(((caller, target), of_call[call]));
        }
        for site in &mut self.sites {
            site.pools = of_call[site.call as usize];
            site.plain &= site.pools == NONE;
        }
    }
}

/// Gaps between arrivals with mean 1: none for exponential ones.
fn gaps(scv: f64) -> Option<Law> {
    let law = if scv > 1.0 { Law::hyperexponential(1.0, scv) } else { Law::gamma(1.0, scv) };
    law.ok().filter(|_| scv != 1.0)
}

/// Most entries that a cache holds, over all its copies; beyond, places and keys are scaled down together.
pub(super) const MOST_ENTRIES: f64 = (1 << 20) as f64;

/// Most copies of a cache that are kept apart.
pub(super) const MOST_COPIES: u32 = 1 << 10;

/// Entries that each copy of a cache has room for; infinite where it has no end of memory.
pub(super) fn places(rows: &CacheRows) -> f64 {
    let kib = rows.memory_gib * 1024.0 * 1024.0;
    if kib > 0.0 { (kib / rows.entry_kib).floor().max(1.0) } else { f64::INFINITY }
}

fn cache(rows: &CacheRows) -> CacheLevel {
    let copies = rows.copies.clamp(1, MOST_COPIES);
    let most = (MOST_ENTRIES / f64::from(copies)).floor();
    let places = places(rows);
    let held = places.min(rows.keys);
    let scale = if held > most { most / held } else { 1.0 };
    let pattern = match rows.pattern {
        cache::Pattern::Aside | cache::Pattern::ReadThrough | cache::Pattern::RefreshAhead => {
            Pattern::Discards
        }
        cache::Pattern::WriteThrough => Pattern::Keeps,
        cache::Pattern::WriteBehind => Pattern::Defers,
    };
    let derived = rows.hit_from == HitFrom::Derived;
    let keyed = derived || rows.coalesce || (pattern == Pattern::Defers && rows.write_fraction > 0.0);
    let absent = if derived { rows.absent_fraction } else { 0.0 };
    CacheLevel {
        lookup: rows.lookup_law(),
        hit: rows.hit_fraction,
        writes: rows.write_fraction,
        pattern,
        flush: rows.flush_s,
        coalesce: rows.coalesce,
        keys: keyed.then(|| {
            Keys::new(if derived { rows.keys * scale } else { rows.keys }, rows.zipf_exponent, absent)
        }),
        shelf: derived.then_some(ShelfPlan {
            places: (places * scale).min(most).max(1.0) as usize,
            copies,
            fifo: rows.eviction == Eviction::Fifo,
            ttl: if rows.ttl_s > 0.0 { rows.ttl_s } else { f64::INFINITY },
            jitter: if rows.ttl_s > 0.0 { rows.ttl_jitter_s } else { 0.0 },
            resets: rows.ttl_resets && rows.ttl_s > 0.0,
            negative_ttl: rows.negative_ttl_s,
        }),
    }
}

fn site(call: &Call, index: u32, chain: Chain) -> Site {
    let Call { target, rows, .. } = call;
    let seconds = |ms: f64, applies: bool| if applies && ms > 0.0 { ms * 1e-3 } else { f64::INFINITY };
    let second = match (rows.awaited, rows.hedge_ms > 0.0, rows.tied) {
        (true, true, _) => Second::After(rows.hedge_ms * 1e-3),
        (true, false, true) => Second::Tied,
        _ => Second::Never,
    };
    let at_once = rows.repeat_how == Repeat::AtOnce;
    Site {
        start: target.operation as u32,
        station: target.service as u32,
        probability: rows.probability,
        parallel: if at_once { rows.repeat.max(1) } else { 1 },
        left: if at_once { 0 } else { rows.repeat.max(1) - 1 },
        awaited: rows.awaited,
        half_transfer: rows.transfer_s() / 2.0,
        timeout: seconds(rows.timeout_ms, rows.awaited),
        chain,
        call: index,
        retries: rows.retries,
        backoff: Backoff {
            base: rows.backoff_ms * 1e-3,
            factor: rows.backoff_multiplier,
            cap: f64::INFINITY,
            jitter: match rows.backoff_jitter {
                Jitter::None => backoff::Jitter::None,
                Jitter::Full => backoff::Jitter::Full,
            },
        },
        budget: if rows.retry_budget_fraction > 0.0 { rows.retry_budget_fraction } else { f64::INFINITY },
        second,
        cancel: rows.cancel,
        plain: rows.retries == 0 && second == Second::Never && breaker(rows).is_none(),
        breaker: breaker(rows),
        pools: NONE,
    }
}

fn breaker(rows: &CallRows) -> Option<Settings> {
    let window = rows.breaker_window as usize;
    (rows.awaited && rows.breaker_fraction > 0.0).then_some(Settings {
        window,
        least_calls: window,
        failure_fraction: rows.breaker_fraction,
        open_for: rows.breaker_open_ms * 1e-3,
        trials: 1,
    })
}

fn station(service: &Service) -> StationPlan {
    let capacity = &service.capacity;
    let (up, slots) = (service.replicas_up(), service.slots());
    let whole = |slots: u32| up.saturating_mul(slots).min(u32::MAX - 1);
    let balance = match capacity.balancing {
        Balancing::Shared | Balancing::Random => Balance::Random,
        Balancing::RoundRobin => Balance::InTurn,
        Balancing::LeastOutstanding => Balance::LeastOutstanding,
        Balancing::TwoChoices => Balance::TwoChoices,
    };
    let (slots, queues, balance) = match (slots, capacity.balancing) {
        _ if up == 0 => (0, 0, balance),
        (slots, _) if service.node_sets() > 1 => {
            let database = &service.database;
            let one = 1.0 / zipf::harmonic((database.shard_keys.round() as u64).max(1), database.shard_skew);
            let nodes = Balance::Nodes {
                replicas: database.read_replicas,
                hottest: one + (1.0 - one) / f64::from(database.shards),
                writes: database.write_fraction,
            };
            (slots.map_or(u32::MAX, whole), service.node_sets(), nodes)
        }
        (None, _) => (u32::MAX, 1, balance),
        (Some(slots), Balancing::Shared) => (whole(slots), 1, balance),
        (Some(slots), _) => (slots, up, balance),
    };
    // One queue needs no balancing.
    let balance = if queues > 1 { balance } else { Balance::Random };
    let shared = capacity.balancing == Balancing::Shared;
    let places = if capacity.queue_limit == 0 || capacity.overflow == Overflow::Block {
        u32::MAX
    } else {
        let share = capacity.queue_limit.div_ceil(if shared { 1 } else { up.max(1) });
        service.queue_places().unwrap_or(share)
    };
    let batch = service.batching.batch_limit.max(1);
    StationPlan {
        slots,
        queues,
        balance,
        places,
        overflow: capacity.overflow,
        spill: capacity.spill_ms * 1e-3,
        patience: if capacity.patience_ms > 0.0 { capacity.patience_ms * 1e-3 } else { f64::INFINITY },
        hangs_up: capacity.patience_how == Patience::Exponential,
        failure: capacity.failure_fraction,
        plain: capacity.failure_fraction == 0.0 && service.node_sets() == 1,
        holds: capacity.holds_slot && batch == 1,
        batch,
        batch_wait: service.batching.batch_wait_ms * 1e-3,
        batch_item: service.batching.batch_item_fraction,
    }
}

#[cfg(test)]
mod tests {
    use super::super::program::Instruction::{Group, Return, Visit};
    use super::Program;
    use crate::scenario::work::Work;
    use crate::scenario::{Scenario, preset};

    #[test]
    fn work_steps_that_follow_each_other_are_one_visit() {
        let fits = "room";
        let mut s = Scenario::default();
        let (a, b) = (s.add_service("A").expect(fits), s.add_service("B").expect(fits));
        s.add_work(a, Work::default()).expect(fits);
        // An empty group is no step between them.
        s.add_calls(a).expect(fits);
        s.add_work(a, Work::default()).expect(fits);
        let group = s.add_calls(a).expect(fits);
        s.add_call(group, b).expect(fits);
        s.add_work(a, Work::default()).expect(fits);
        let expected = [
            Visit { first: 0, count: 2 },
            Group { first: 0, count: 1, need: 0 },
            Visit { first: 2, count: 1 },
            Return,
            Return,
        ];
        let program = Program::new(&s);
        assert_eq!(program.code, expected);
        assert_eq!(program.sites[0].start, 4);
    }

    #[test]
    fn presets_compile_and_settle() {
        for preset in preset::ALL {
            let program = Program::new(&(preset.build)());
            assert!(program.length.settled, "{}: {:?}", preset.key, program.length);
        }
    }
}
