//! What is added to a document: services, operations, journeys, steps, calls and caches. Not what an architect means by
//! a database or a queue; see [`super::kind`].

use super::{EditError, room, short};
use crate::scenario::work::{Join, Work};
use crate::scenario::{
    Action, Cache, Call, Journey, Key, Operation, Scenario, Service, Step, Target, autoscaler, batching,
    cache, call, database, limits, load, machine, service, slo,
};

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
            machine: machine::Machine::default(),
            batching: batching::Batching::default(),
            database: database::Database::default(),
            autoscaler: autoscaler::Autoscaler::default(),
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
        let key = self.step_key(at.service);
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
        let key = self.call_key(caller, target.service);
        self.calls.push(Call { key, target, rows: call::CallRows::default(), caches: Vec::new() });
        let call = self.calls.len() - 1;
        if let Action::Calls(_, calls) = &mut self.steps[step].action {
            calls.push(call);
        }
        Ok(call)
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
}
