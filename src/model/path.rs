//! How long the path takes: waits, work, calls and caches put together into one law for each operation. Not how much
//! arrives; that is `rates`.

use super::answer::Answer;
use super::shape::{Part, Shape};
use super::station::Station;
use crate::dist::Law;
use crate::scenario::call::Repeat;
use crate::scenario::{Call, Scenario};

/// The answers of every piece of the path.
#[derive(Clone, Debug)]
pub struct Path {
    /// Each operation, by place in the shape.
    pub operations: Vec<Answer>,
    /// Each visit, by place of its operation and index of its part; none for groups.
    pub visits: Vec<Vec<Option<Answer>>>,
    /// Each group, by place of its operation and index of its part; none for visits.
    pub groups: Vec<Vec<Option<Answer>>>,
    /// One copy of each call behind its caches, as the caller sees it.
    pub origin: Vec<Answer>,
    /// One copy of each call, caches included, as the caller sees it.
    pub calls: Vec<Answer>,
}

/// Puts the path together; without `stations`, as if nobody ever waited.
pub fn solve(scenario: &Scenario, shape: &Shape, stations: Option<&[Station]>) -> Path {
    let count = shape.operations.len();
    let mut path = Path {
        operations: vec![Answer::instant(); count],
        visits: vec![Vec::new(); count],
        groups: vec![Vec::new(); count],
        origin: vec![Answer::instant(); scenario.calls.len()],
        calls: vec![Answer::instant(); scenario.calls.len()],
    };
    // Callees stand last, so going backwards finds them answered.
    for place in (0..count).rev() {
        let operation = &shape.operations[place];
        let mut answer = Answer::instant();
        for part in &operation.parts {
            let (piece, is_visit) = match part {
                Part::Visit(work) => (visit(&work.law, stations.map(|s| &s[operation.service])), true),
                Part::Group(calls) => (group(scenario, shape, calls, &mut path), false),
            };
            answer = answer.then(&piece);
            path.visits[place].push(is_visit.then(|| piece.clone()));
            path.groups[place].push((!is_visit).then_some(piece));
        }
        path.operations[place] = answer;
    }
    path
}

fn visit(work: &Law, station: Option<&Station>) -> Answer {
    match station.map(|s| s.wait.as_ref()) {
        Some(Some(wait)) => Answer::success(wait.sum(work)),
        Some(None) => Answer::never(),
        None => Answer::success(work.clone()),
    }
}

fn group(scenario: &Scenario, shape: &Shape, calls: &[usize], path: &mut Path) -> Answer {
    let mut branches = Vec::new();
    for &c in calls {
        let call = &scenario.calls[c];
        path.origin[c] = origin(call, &path.operations[shape.place(call.target)]);
        path.calls[c] = behind_caches(scenario, call, &path.origin[c]);
        if !call.rows.awaited {
            continue;
        }
        let copies = match call.rows.repeat_how {
            _ if call.rows.repeat == 1 => path.calls[c].clone(),
            Repeat::Sequence => path.calls[c].repeated(call.rows.repeat),
            Repeat::AtOnce => path.calls[c].all_of(call.rows.repeat),
        };
        branches.push(copies.with_probability(call.rows.probability));
    }
    Answer::all(&branches)
}

/// The call itself: network, callee, timeout.
fn origin(call: &Call, callee: &Answer) -> Answer {
    let network = Answer::success(Law::point(call.rows.network_ms / 1000.0));
    let answer = network.then(callee);
    if call.rows.timeout_ms > 0.0 && call.rows.awaited {
        answer.within(call.rows.timeout_ms / 1000.0)
    } else {
        answer
    }
}

/// The call with the caches in front of it, from the far end to the near one: a look-up, then the answer or the rest.
fn behind_caches(scenario: &Scenario, call: &Call, origin: &Answer) -> Answer {
    call.caches.iter().rev().fold(origin.clone(), |rest, &c| {
        let rows = &scenario.caches[c].rows;
        let lookup = Answer::success(Law::from_service(&rows.lookup_law()));
        lookup.then(&rest.with_probability(1.0 - rows.hit_fraction))
    })
}
