//! The scenario as the simulation runs it: flat lists of instructions, call sites, laws and stations in SI units.
//! Not the run itself; a program never changes.

use super::length::{self, Length};
use crate::dist::Service as Law;
use crate::scenario::call::Repeat;
use crate::scenario::service::Balancing;
use crate::scenario::{Action, Call, Scenario};

/// A scenario that is ready to be run, any number of times.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) code: Vec<Instruction>,
    pub(super) laws: Vec<WorkLaw>,
    pub(super) sites: Vec<Site>,
    pub(super) chains: Vec<u32>,
    pub(super) caches: Vec<CacheLevel>,
    pub(super) entries: Vec<Entry>,
    pub(super) stations: Vec<StationPlan>,
    pub(super) length: Length,
}

/// One thing an operation does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Instruction {
    /// One visit to the slots, for the sum of some of the laws.
    Visit { first: u32, count: u32 },
    /// A group of parallel calls.
    Group { first: u32, count: u32 },
    /// The operation is done.
    Return,
}

/// The law of one work step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorkLaw {
    pub law: Law,
    /// Names its stream: the index of the step in the document.
    pub step: u32,
}

/// A place in the code where a call is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Site {
    /// First instruction of the operation that is called.
    pub start: u32,
    /// The station it runs on.
    pub station: u32,
    /// Share of requests that make the call.
    pub probability: f64,
    /// How often it is made.
    pub copies: u32,
    pub at_once: bool,
    pub awaited: bool,
    /// Network time one way \[s\].
    pub half_network: f64,
    /// The caller gives up after this long \[s\]; infinite for never.
    pub timeout: f64,
    /// Its part of [`Program::chains`].
    pub chain: (u32, u32),
    /// Names its stream: the index of the call in the document.
    pub call: u32,
}

/// A cache, shared by all chains that list it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CacheLevel {
    pub lookup: Law,
    pub hit: f64,
}

/// Where a journey enters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub start: u32,
    pub station: u32,
    /// Arrivals \[1/s\].
    pub rate: f64,
}

/// The slots of one service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StationPlan {
    /// Slots behind each queue; `u32::MAX` stands for no limit.
    pub slots: u32,
    /// Queues: one, or one a replica.
    pub queues: u32,
}

impl StationPlan {
    pub fn unlimited(self) -> bool {
        self.slots == u32::MAX
    }

    /// All slots; infinite where there is no limit.
    pub fn capacity(self) -> f64 {
        if self.unlimited() { f64::INFINITY } else { f64::from(self.slots) * f64::from(self.queues) }
    }
}

impl Program {
    /// Compiles a scenario. Rows that no engine reads yet are ignored.
    pub fn new(scenario: &Scenario) -> Self {
        let stations = scenario.services.iter().map(|service| {
            let c = &service.capacity;
            match (c.slots, c.balancing) {
                (0, _) => StationPlan { slots: u32::MAX, queues: 1 },
                (slots, Balancing::Shared) => {
                    StationPlan { slots: c.replicas.saturating_mul(slots).min(u32::MAX - 1), queues: 1 }
                }
                (slots, _) => StationPlan { slots, queues: c.replicas.max(1) },
            }
        });
        let caches = scenario.caches.iter();
        let mut program = Self {
            code: Vec::new(),
            laws: Vec::new(),
            sites: Vec::new(),
            chains: Vec::new(),
            caches: caches
                .map(|c| CacheLevel { lookup: c.rows.lookup_law(), hit: c.rows.hit_fraction })
                .collect(),
            entries: Vec::new(),
            stations: stations.collect(),
            length: Length::default(),
        };
        let starts = program.emit(scenario);
        program.entries = scenario
            .journeys
            .iter()
            .map(|j| Entry {
                start: starts[j.entry.service][j.entry.operation],
                station: j.entry.service as u32,
                rate: j.load.arrival_rps,
            })
            .collect();
        program.length = length::plan(scenario, &program);
        program
    }

    /// Writes the code of every operation; gives where each starts, by service and operation.
    fn emit(&mut self, scenario: &Scenario) -> Vec<Vec<u32>> {
        let mut starts = Vec::new();
        for service in &scenario.services {
            let mut of_service = Vec::new();
            for operation in &service.operations {
                of_service.push(self.code.len() as u32);
                for &step in &operation.steps {
                    match &scenario.steps[step].action {
                        Action::Work(_) => self.emit_work(scenario.work_law(step), step as u32),
                        Action::Calls(_, calls) => self.emit_group(scenario, calls),
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

    fn emit_group(&mut self, scenario: &Scenario, calls: &[usize]) {
        if calls.is_empty() {
            return;
        }
        let first = self.sites.len() as u32;
        for &index in calls {
            let Call { target, rows, caches, .. } = &scenario.calls[index];
            let chain = (self.chains.len() as u32, caches.len() as u32);
            self.chains.extend(caches.iter().map(|&c| c as u32));
            let timed = rows.awaited && rows.timeout_ms > 0.0;
            self.sites.push(Site {
                start: target.operation as u32,
                station: target.service as u32,
                probability: rows.probability,
                copies: rows.repeat.max(1),
                at_once: rows.repeat_how == Repeat::AtOnce,
                awaited: rows.awaited,
                half_network: rows.network_ms * 1e-3 / 2.0,
                timeout: if timed { rows.timeout_ms * 1e-3 } else { f64::INFINITY },
                chain,
                call: index as u32,
            });
        }
        self.code.push(Instruction::Group { first, count: calls.len() as u32 });
    }

    /// The caches of a site.
    pub(super) fn chain(&self, site: &Site) -> &[u32] {
        &self.chains[site.chain.0 as usize..][..site.chain.1 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Instruction::{Group, Return, Visit};
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
            Group { first: 0, count: 1 },
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
