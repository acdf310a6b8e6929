//! The scenario as the stages walk it: operations as parts, with consecutive work as one visit. Not their answers.

use super::key::Key;
use super::memo::Memo;
use crate::dist::{Family, Law, Service as WorkLaw};
use crate::scenario::derive::Episodes;
use crate::scenario::param::Rows;
use crate::scenario::{Action, Scenario, Target};

/// One part of an operation.
#[derive(Clone, Debug)]
pub enum Part {
    /// The request queues for a slot, or has kept one, and is worked on.
    Visit(Own),
    /// Calls in parallel.
    Group(Group),
}

/// Calls in parallel.
#[derive(Clone, Debug)]
pub struct Group {
    /// The calls, by index.
    pub calls: Vec<usize>,
    /// How many answers are needed; 0 is all.
    pub need: u32,
}

/// The work of one visit.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its law as the queue sees it. Of several steps it is the gamma law with the mean and variance of their sum.
    pub service: WorkLaw,
    /// Its law on the path, exact.
    pub law: Law,
    /// What it was computed from.
    pub key: Key,
}

impl Own {
    /// Mean work \[s\].
    pub fn service_mean(&self) -> f64 {
        self.service.mean()
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The service it belongs to.
    pub service: usize,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// The part whose visit takes a slot that is kept to the end; none where slots are not held or there are no calls
    /// after it.
    pub holds_from: Option<usize>,
}

impl Operation {
    /// Whether the visit that is part `part` begins at once, on a slot that the request has kept.
    pub fn has_slot(&self, part: usize) -> bool {
        self.holds_from.is_some_and(|first| part > first)
    }
}

/// All operations of a scenario, callees last.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Every operation, with callers before those they call.
    pub operations: Vec<Operation>,
    /// Services in that order, each with the places of its operations.
    pub services: Vec<(usize, std::ops::Range<usize>)>,
    /// The calling service of each call.
    pub callers: Vec<usize>,
    first: Vec<usize>,
}

impl Shape {
    /// Lays a scenario out.
    pub fn new(scenario: &Scenario, memo: &mut Memo) -> Self {
        let order = scenario.callers_first();
        let mut first = vec![0; scenario.services.len()];
        let (mut operations, mut services) = (Vec::new(), Vec::new());
        for service in order {
            first[service] = operations.len();
            let slowdown = scenario.services[service].slowdown();
            for operation in &scenario.services[service].operations {
                let mut parts = parts(scenario, &operation.steps, slowdown, memo);
                if let Some(episodes) = scenario.services[service].episodes() {
                    for part in &mut parts {
                        slow(part, episodes, memo);
                    }
                }
                let visit = parts.iter().position(|p| matches!(p, Part::Visit(_)));
                let holds = scenario.services[service].holds_slot();
                let holds_from = visit.filter(|&v| holds && v + 1 < parts.len());
                operations.push(Operation { service, parts, holds_from });
            }
            services.push((service, first[service]..operations.len()));
        }
        let mut callers = vec![0; scenario.calls.len()];
        for (from, _, call) in scenario.edges() {
            callers[call] = from;
        }
        Self { operations, services, callers, first }
    }

    /// The place of an operation in [`Shape::operations`].
    pub fn place(&self, target: Target) -> usize {
        self.first[target.service] + target.operation
    }
}

fn parts(scenario: &Scenario, steps: &[usize], slowdown: f64, memo: &mut Memo) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for &step in steps {
        match &scenario.steps[step].action {
            Action::Work(_) => {
                let own = own(scenario, step, slowdown, memo);
                if let Some(Part::Visit(before)) = parts.last_mut() {
                    let key = Key::of("then").with(before.key).with(own.key);
                    *before = memo.work(key, || Own {
                        service: both(&before.service, &own.service),
                        law: before.law.sum(&own.law),
                        key,
                    });
                } else {
                    parts.push(Part::Visit(own));
                }
            }
            Action::Calls(_, calls) if calls.is_empty() => {}
            Action::Calls(join, calls) => {
                parts.push(Part::Group(Group { calls: calls.clone(), need: join.need }));
            }
        }
    }
    parts
}

/// The law of one work step on its machines.
fn own(scenario: &Scenario, step: usize, slowdown: f64, memo: &mut Memo) -> Own {
    let mut key = Key::of("work").number(slowdown);
    if let Action::Work(work) = &scenario.steps[step].action {
        key = crate::scenario::work::Work::ROWS.iter().fold(key, |k, row| k.number((row.get)(work)));
        if work.law == crate::scenario::work::Family::Histogram {
            let own = scenario.buckets.iter().filter(|b| b.step == step);
            key = own.fold(key, |k, b| k.number(b.rows.upto_ms).number(b.rows.count));
        }
    }
    memo.work(key, || {
        let service = scenario.work_law(step);
        let service = if slowdown == 1.0 { service } else { service.scaled(slowdown) };
        Own { law: Law::from_service(&service), service, key }
    })
}

/// The work of a visit where some begin in a slow episode, as if each visit drew anew whether it does.
fn slow(part: &mut Part, episodes: Episodes, memo: &mut Memo) {
    let Part::Visit(own) = part else { return };
    let (share, factor) = (episodes.share(), episodes.factor);
    let key = Key::of("episodes").number(share).number(factor).with(own.key);
    *own = memo.work(key, || {
        let laws = vec![(1.0 - share, own.service.clone()), (share, own.service.scaled(factor))];
        Own {
            service: WorkLaw::mixture(laws).unwrap_or_else(|_| own.service.clone()),
            law: Law::mix(&[(1.0 - share, &own.law), (share, &own.law.scale(factor))]),
            key,
        }
    });
}

/// The law of the sum of two works, as far as a queue tells it from others: by its first two moments.
fn both(a: &WorkLaw, b: &WorkLaw) -> WorkLaw {
    let mean = a.mean() + b.mean();
    let variance = a.scv() * a.mean() * a.mean() + b.scv() * b.mean() * b.mean();
    let scv = if mean > 0.0 { variance / (mean * mean) } else { 0.0 };
    WorkLaw::gamma(mean, scv).unwrap_or_else(|_| WorkLaw::constant(mean))
}
