//! The scenario as the stages walk it: operations as parts, with consecutive work as one visit. Not their answers.

use crate::dist::Service as WorkLaw;
use crate::scenario::{Action, Scenario, Target};

/// One part of an operation.
#[derive(Clone, Debug)]
pub enum Part {
    /// The request queues for a slot and is worked on: the law of the work, and its steps.
    Visit(WorkLaw, Vec<usize>),
    /// Calls in parallel, by index.
    Group(Vec<usize>),
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The service it belongs to.
    pub service: usize,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// All operations of a scenario, callees last.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Every operation, with callers before those they call.
    pub operations: Vec<Operation>,
    first: Vec<usize>,
}

impl Shape {
    /// Lays a scenario out.
    pub fn new(scenario: &Scenario) -> Self {
        let order = scenario.callers_first();
        let mut first = vec![0; scenario.services.len()];
        let mut operations = Vec::new();
        for service in order {
            first[service] = operations.len();
            operations.extend(
                scenario.services[service]
                    .operations
                    .iter()
                    .map(|o| Operation { service, parts: parts(scenario, &o.steps) }),
            );
        }
        Self { operations, first }
    }

    /// The place of an operation in [`Shape::operations`].
    pub fn place(&self, target: Target) -> usize {
        self.first[target.service] + target.operation
    }
}

fn parts(scenario: &Scenario, steps: &[usize]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for &step in steps {
        match &scenario.steps[step].action {
            Action::Work(work) => {
                let law = work.law();
                if let Some(Part::Visit(before, steps)) = parts.last_mut() {
                    *before = before.and(&law);
                    steps.push(step);
                } else {
                    parts.push(Part::Visit(law, vec![step]));
                }
            }
            Action::Calls(_, calls) if calls.is_empty() => {}
            Action::Calls(_, calls) => parts.push(Part::Group(calls.clone())),
        }
    }
    parts
}
