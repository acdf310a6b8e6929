//! When everything that a request has set off is done, what nobody waits for included. Not what the user sees; that is
//! `path`.

use super::answer::Answer;
use super::flow::Passing;
use super::memo::Memo;
use super::path::Path;
use super::rates::passed_share;
use super::shape::{Group, Part, Shape};
use crate::scenario::call::Repeat;
use crate::scenario::{Call, Scenario};

/// The completion of each operation, by place in the shape; that of one that leaves nothing behind is its answer.
///
/// # Formula
/// From the last part to the first: a visit comes before what follows it; beside a group and what follows it runs
/// whatever its calls leave behind, and the operation is complete with the last of them. What ends in failure is over too.
///
/// # Source
/// Composition as on the path.
///
/// # Accuracy
/// Branches are taken as independent, though they begin together; a call that leaves work behind is taken to begin it
/// when it is made.
pub fn solve(
    scenario: &Scenario,
    shape: &Shape,
    path: &Path,
    passing: &[Passing],
    memo: &mut Memo,
) -> Vec<Answer> {
    let mut done = path.operations.clone();
    if scenario.calls.iter().all(|c| c.rows.awaited) {
        return done;
    }
    for (place, operation) in shape.operations.iter().enumerate().rev() {
        let mut rest = Answer::instant();
        for (i, part) in operation.parts.iter().enumerate().rev() {
            let piece = path.visits[place][i].as_ref().or(path.groups[place][i].as_ref());
            let Some(piece) = piece else { continue };
            rest = piece.then(&rest, memo);
            if let Part::Group(group) = part {
                let mut branches = vec![rest];
                branches.extend(left_behind(scenario, shape, path, passing, group, &done, memo));
                rest = Answer::all(&branches, memo);
            }
        }
        done[place] = rest;
    }
    done
}

/// What the calls of a group leave behind: those that nobody waits for, and those whose callees leave something.
fn left_behind(
    scenario: &Scenario,
    shape: &Shape,
    path: &Path,
    passing: &[Passing],
    group: &Group,
    done: &[Answer],
    memo: &mut Memo,
) -> Vec<Answer> {
    let mut branches = Vec::new();
    for &c in &group.calls {
        let call = &scenario.calls[c];
        let callee = shape.place(call.target);
        if call.rows.awaited && done[callee].key == path.operations[callee].key {
            continue;
        }
        let one = Answer::after(0.5 * call.rows.transfer_s()).then(&done[callee], memo).spared();
        let reached = passed_share(passing, call);
        let one = one.with_probability(reached, memo);
        branches.push(copies(call, &one, memo).with_probability(call.rows.probability, memo));
    }
    branches
}

fn copies(call: &Call, one: &Answer, memo: &mut Memo) -> Answer {
    match call.rows.repeat_how {
        Repeat::Sequence => one.repeated(call.rows.repeat, memo),
        Repeat::AtOnce => one.all_of(call.rows.repeat, memo),
    }
}
