//! The scenario as the stages walk it: operations as parts, with consecutive work as one visit. Not their answers.

use crate::dist::{Family, Law, Service as WorkLaw};
use crate::scenario::{Action, Scenario, Target};

/// One part of an operation.
#[derive(Clone, Debug)]
pub enum Part {
    /// The request queues for a slot and is worked on.
    Visit(Work),
    /// Calls in parallel, by index.
    Group(Vec<usize>),
}

/// The work of one visit.
#[derive(Clone, Debug)]
pub struct Work {
    /// Its law as the queue sees it. Of several steps it is the gamma law with the mean and variance of their sum.
    pub service: WorkLaw,
    /// Its law on the path, exact.
    pub law: Law,
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
            Action::Work(_) => {
                let law = scenario.work_law(step);
                if let Some(Part::Visit(before)) = parts.last_mut() {
                    *before = Work {
                        law: before.law.sum(&Law::from_service(&law)),
                        service: both(&before.service, &law),
                    };
                } else {
                    parts.push(Part::Visit(Work { law: Law::from_service(&law), service: law }));
                }
            }
            Action::Calls(_, calls) if calls.is_empty() => {}
            Action::Calls(_, calls) => parts.push(Part::Group(calls.clone())),
        }
    }
    parts
}

/// The law of the sum of two works, as far as a queue tells it from others: by its first two moments.
fn both(a: &WorkLaw, b: &WorkLaw) -> WorkLaw {
    let mean = a.mean() + b.mean();
    let variance = a.scv() * a.mean() * a.mean() + b.scv() * b.mean() * b.mean();
    let scv = if mean > 0.0 { variance / (mean * mean) } else { 0.0 };
    WorkLaw::gamma(mean, scv).unwrap_or_else(|_| WorkLaw::constant(mean))
}
