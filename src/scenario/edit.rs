//! Changes to the shape of a document: adding services, steps, calls and caches. Not changes of a number; see
//! [`super::id`].
//!
//! Every edit either happens whole or leaves the document as it was and says why.

use super::work::{Join, Work};
use super::{
    Action, Cache, Call, Journey, Key, Operation, Scenario, Service, Step, Target, cache, call, limits, load,
    service, slo,
};
use std::fmt;

/// Why an edit was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The call would close a cycle; the display names along it, first and last the same.
    Cycle(Vec<String>),
    /// There would be more of these than the document holds.
    TooMany(&'static str, usize),
    /// What the edit names does not exist.
    Missing(&'static str),
    /// The name is longer than this many characters.
    LongName(usize),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cycle(names) => write!(f, "this call would close a cycle: {}", names.join(" → ")),
            Self::TooMany(what, most) => write!(f, "a scenario holds at most {most} {what}"),
            Self::Missing(what) => write!(f, "there is no such {what}"),
            Self::LongName(most) => write!(f, "a name has at most {most} characters"),
        }
    }
}

fn room(len: usize, most: usize, what: &'static str) -> Result<(), EditError> {
    if len < most { Ok(()) } else { Err(EditError::TooMany(what, most)) }
}

fn short(name: &str) -> Result<(), EditError> {
    if name.chars().count() <= limits::NAME { Ok(()) } else { Err(EditError::LongName(limits::NAME)) }
}

impl Scenario {
    /// Adds a service with one operation without steps.
    ///
    /// # Errors
    /// When there are as many services as a document holds, or the name is too long.
    pub fn add_service(&mut self, name: &str) -> Result<Target, EditError> {
        room(self.services.len(), limits::SERVICES, "services")?;
        short(name)?;
        let key = Key::from_name(name, self.services.iter().map(|s| &s.key));
        let operation =
            Operation { key: Key::from_name("handle", []), name: "handle".to_owned(), steps: Vec::new() };
        self.services.push(Service {
            key,
            name: name.to_owned(),
            capacity: service::Capacity::default(),
            machine: super::machine::Machine::default(),
            batching: super::batching::Batching::default(),
            database: super::database::Database::default(),
            autoscaler: super::autoscaler::Autoscaler::default(),
            operations: vec![operation],
        });
        Ok(Target { service: self.services.len() - 1, operation: 0 })
    }

    /// Adds an operation without steps to a service.
    ///
    /// # Errors
    /// When there is no such service, it has as many operations as a document holds, or the name is too long.
    pub fn add_operation(&mut self, service: usize, name: &str) -> Result<Target, EditError> {
        let found = self.services.get_mut(service).ok_or(EditError::Missing("service"))?;
        room(found.operations.len(), limits::OPERATIONS, "operations of one service")?;
        short(name)?;
        let key = Key::from_name(name, found.operations.iter().map(|o| &o.key));
        found.operations.push(Operation { key, name: name.to_owned(), steps: Vec::new() });
        Ok(Target { service, operation: found.operations.len() - 1 })
    }

    /// Adds a journey that enters at an operation.
    ///
    /// # Errors
    /// When there is no such operation, there are as many journeys as a document holds, or the name is too long.
    pub fn add_journey(&mut self, name: &str, entry: Target) -> Result<usize, EditError> {
        room(self.journeys.len(), limits::JOURNEYS, "journeys")?;
        short(name)?;
        self.require(entry)?;
        let key = Key::from_name(name, self.journeys.iter().map(|j| &j.key));
        let (load, slo) = (load::Load::default(), slo::Slo::default());
        self.journeys.push(Journey { key, name: name.to_owned(), entry, load, slo });
        Ok(self.journeys.len() - 1)
    }

    /// Adds own work as the last step of an operation.
    ///
    /// # Errors
    /// When there is no such operation or there are as many steps as a document holds.
    pub fn add_work(&mut self, at: Target, work: Work) -> Result<usize, EditError> {
        self.add_step(at, Action::Work(work))
    }

    /// Adds a group of parallel calls, empty so far, as the last step of an operation.
    ///
    /// # Errors
    /// When there is no such operation or there are as many steps as a document holds.
    pub fn add_calls(&mut self, at: Target) -> Result<usize, EditError> {
        self.add_step(at, Action::Calls(Join::default(), Vec::new()))
    }

    fn add_step(&mut self, at: Target, action: Action) -> Result<usize, EditError> {
        room(self.steps.len(), limits::STEPS, "steps")?;
        self.require(at)?;
        let name = self.services[at.service].key.to_string();
        let key = Key::from_name(&name, self.steps.iter().map(|s| &s.key));
        self.steps.push(Step { key, action });
        let step = self.steps.len() - 1;
        self.services[at.service].operations[at.operation].steps.push(step);
        Ok(step)
    }

    /// Adds a call to a group of parallel calls.
    ///
    /// # Errors
    /// When it would close a cycle, when step or target do not exist, or when there are as many calls as a
    /// document holds.
    pub fn add_call(&mut self, step: usize, target: Target) -> Result<usize, EditError> {
        room(self.calls.len(), limits::CALLS, "calls")?;
        self.require(target)?;
        if !matches!(self.steps.get(step), Some(Step { action: Action::Calls(..), .. })) {
            return Err(EditError::Missing("group of calls"));
        }
        let caller = self.step_owners()[step];
        self.refuse_cycle(caller, target.service)?;
        // Eleven letters of each end keep the key short in links.
        let short = |s: usize| self.services[s].key.as_str().chars().take(11).collect::<String>();
        let name = format!("{}-{}", short(caller), short(target.service));
        let key = Key::from_name(&name, self.calls.iter().map(|c| &c.key));
        self.calls.push(Call { key, target, rows: call::CallRows::default(), caches: Vec::new() });
        let call = self.calls.len() - 1;
        if let Action::Calls(_, calls) = &mut self.steps[step].action {
            calls.push(call);
        }
        Ok(call)
    }

    /// Lets a call go to another operation.
    ///
    /// # Errors
    /// When it would close a cycle, or when call or target do not exist.
    pub fn retarget(&mut self, call: usize, target: Target) -> Result<(), EditError> {
        self.require(target)?;
        let caller = self.edges().find(|e| e.2 == call).map(|e| e.0).ok_or(EditError::Missing("call"))?;
        self.refuse_cycle(caller, target.service)?;
        self.calls[call].target = target;
        Ok(())
    }

    /// Adds a cache that no call asks yet.
    ///
    /// # Errors
    /// When there are as many caches as a document holds, or the name is too long.
    pub fn add_cache(&mut self, name: &str) -> Result<usize, EditError> {
        room(self.caches.len(), limits::CACHES, "caches")?;
        short(name)?;
        let key = Key::from_name(name, self.caches.iter().map(|c| &c.key));
        self.caches.push(Cache { key, name: name.to_owned(), rows: cache::CacheRows::default() });
        Ok(self.caches.len() - 1)
    }

    /// Puts a cache in front of a call, behind those that are there already.
    ///
    /// # Errors
    /// When call or cache do not exist, or as many stand there as a document holds.
    pub fn put_cache(&mut self, call: usize, cache: usize) -> Result<(), EditError> {
        self.caches.get(cache).ok_or(EditError::Missing("cache"))?;
        let call = self.calls.get_mut(call).ok_or(EditError::Missing("call"))?;
        room(call.caches.len(), limits::CACHES, "caches in front of one call")?;
        call.caches.push(cache);
        Ok(())
    }

    fn require(&self, target: Target) -> Result<(), EditError> {
        let service = self.services.get(target.service).ok_or(EditError::Missing("service"))?;
        service.operations.get(target.operation).map(|_| ()).ok_or(EditError::Missing("operation"))
    }

    /// Refuses a call from one service to another if the other reaches the first already.
    fn refuse_cycle(&self, from: usize, to: usize) -> Result<(), EditError> {
        let edges: Vec<_> = self.edges().map(|e| (e.0, e.1)).collect();
        let mut came_from: Vec<Option<usize>> = vec![None; self.services.len()];
        let mut reached = vec![to];
        let mut next = 0;
        while let Some(&at) = reached.get(next) {
            if at == from {
                let mut names = vec![self.services[from].name.clone()];
                let mut back = Some(from);
                while let Some(s) = back.filter(|&s| s != to).and_then(|s| came_from[s]) {
                    names.push(self.services[s].name.clone());
                    back = Some(s);
                }
                names.push(self.services[from].name.clone());
                names.reverse();
                return Err(EditError::Cycle(names));
            }
            for &(_, callee) in edges.iter().filter(|e| e.0 == at) {
                if callee != to && came_from[callee].is_none() {
                    came_from[callee] = Some(at);
                    reached.push(callee);
                }
            }
            next += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(names: &[&str]) -> (Scenario, Vec<Target>) {
        let mut s = Scenario::default();
        let services: Vec<_> = names.iter().map(|n| s.add_service(n).expect("room")).collect();
        for pair in services.windows(2) {
            let step = s.add_calls(pair[0]).expect("room");
            s.add_call(step, pair[1]).expect("no cycle in a chain");
        }
        (s, services)
    }

    #[test]
    fn a_cycle_is_refused_and_named() {
        let (mut s, services) = chain(&["A", "B", "C", "D"]);
        let before = s.clone();
        let step = s.add_calls(services[3]).expect("room");
        let refused = s.add_call(step, services[1]);
        let names = ["D", "B", "C", "D"].map(str::to_owned).to_vec();
        assert_eq!(refused, Err(EditError::Cycle(names)));
        assert_eq!(s.calls, before.calls);
        assert_eq!(
            s.add_call(step, services[3]),
            Err(EditError::Cycle(vec!["D".to_owned(), "D".to_owned()]))
        );
    }

    #[test]
    fn retarget_refuses_a_cycle_and_keeps_the_call() {
        let (mut s, services) = chain(&["A", "B", "C"]);
        let to = s.calls[1].target;
        assert!(matches!(s.retarget(1, services[0]), Err(EditError::Cycle(_))));
        assert_eq!(s.calls[1].target, to);
        assert_eq!(s.retarget(0, services[2]), Ok(()));
    }

    #[test]
    fn callers_stand_before_those_they_call() {
        let (mut s, services) = chain(&["A", "B", "C"]);
        let front = s.add_service("Front").expect("room");
        let step = s.add_calls(front).expect("room");
        s.add_call(step, services[0]).expect("no cycle");
        let order = s.callers_first();
        let place = |i: usize| order.iter().position(|&x| x == i);
        assert_eq!(order.len(), 4);
        assert!(s.edges().all(|(from, to, _)| place(from) < place(to)));
    }

    #[test]
    fn limits_are_said() {
        let mut s = Scenario::default();
        for i in 0..limits::SERVICES {
            s.add_service(&format!("s{i}")).expect("room");
        }
        assert_eq!(s.add_service("one more"), Err(EditError::TooMany("services", limits::SERVICES)));
        assert_eq!(s.add_cache(&"é".repeat(limits::NAME)), Ok(0));
        assert_eq!(s.add_cache(&"é".repeat(limits::NAME + 1)), Err(EditError::LongName(limits::NAME)));
    }
}
