//! From the document to the program: rows become numbers in SI units, names become indices. Not the run.

use super::layout;
use super::length::{self, Length};
use super::program::{Chain, Entry, Instruction, Names, PoolPlan, Program, Second, Site, WorkLaw};
use super::station::NONE;
use super::warm::WarmPlan;
use crate::control::backoff::{self, Backoff};
use crate::control::breaker::Settings;
use crate::dist::{Family as _, Service as Law};
use crate::num::stream::number_of;
use crate::scenario::call::{CallRows, Jitter, Repeat};
use crate::scenario::{Action, Call, Key, Scenario};

/// Most queues, and most pools, that a program keeps apart over all services; beyond them a service is played with
/// fewer, and `unplayed` says so.
pub(super) const MOST_QUEUES: u64 = 1 << 20;

impl Program {
    /// Compiles a scenario. What `sim::unplayed` names is left out.
    pub fn new(scenario: &Scenario) -> Self {
        Self::with_room(scenario, &[])
    }

    /// The same with room for so many replicas of each service in the course of a run.
    pub(super) fn with_room(scenario: &Scenario, most: &[u32]) -> Self {
        let mut program = Self {
            code: Vec::new(),
            laws: Vec::new(),
            sites: Vec::new(),
            chains: Vec::new(),
            caches: scenario.caches.iter().map(|c| layout::cache(&c.rows)).collect(),
            entries: Vec::new(),
            stations: scenario.services.iter().map(layout::station).collect(),
            pools: Vec::new(),
            names: names(scenario),
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
        program.connect(scenario, most);
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
                            self.emit_work(law, name(&scenario.steps[step].key));
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

    fn emit_work(&mut self, law: Law, name: u64) {
        self.laws.push(WorkLaw { law, name });
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
    fn connect(&mut self, scenario: &Scenario, most: &[u32]) {
        let (mut groups, mut multiplexers) = (Vec::new(), vec![NONE; scenario.services.len()]);
        let mut of_call = vec![NONE; scenario.calls.len()];
        let mut next = 0_u32;
        for (caller, target, call) in scenario.edges() {
            let Some(pools) = scenario.pools(call) else { continue };
            if let Some((_, group)) = groups.iter().find(|(pair, _)| *pair == (caller, target)) {
                of_call[call] = *group;
                continue;
            }
            let room = pools.pools.max(most.get(caller).copied().unwrap_or(0));
            let count = u64::from(room).min(MOST_QUEUES.saturating_sub(u64::from(next)).max(1));
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
                by_replica: self.stations[caller].own(),
            });
            groups.push(((caller, target), of_call[call]));
        }
        for site in &mut self.sites {
            site.pools = of_call[site.call as usize];
            site.plain &= site.pools == NONE;
        }
    }
}

fn name(key: &Key) -> u64 {
    number_of(key.as_str())
}

fn names(scenario: &Scenario) -> Names {
    Names {
        journeys: scenario.journeys.iter().map(|j| name(&j.key)).collect(),
        services: scenario.services.iter().map(|s| name(&s.key)).collect(),
        caches: scenario.caches.iter().map(|c| name(&c.key)).collect(),
    }
}

/// Gaps between arrivals with mean 1.
fn gaps(scv: f64) -> Law {
    let law = if scv > 1.0 {
        Law::hyperexponential(1.0, scv)
    } else if scv < 1.0 {
        Law::gamma(1.0, scv)
    } else {
        Law::exponential(1.0)
    };
    law.unwrap_or_else(|_| Law::constant(1.0))
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
        name: name(&call.key),
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
