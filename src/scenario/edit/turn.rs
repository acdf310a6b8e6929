//! When the calls of an operation are made: at the same time or one after another. Not whom they go to.
//!
//! The calls of an operation stand in groups that are made in turn; the calls of a group are made at the same time. A call
//! that shares its group steps out of it; one that has its group to itself joins the one beside it. By those two moves any
//! order can be reached.

use super::EditError;
use crate::scenario::work::Join;
use crate::scenario::{Action, Scenario, Target};

/// To which side a call moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It is made earlier.
    Sooner,
    /// It is made later.
    Later,
}

/// What a move of a call means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is made apart from these, with which it is made now.
    Apart(Vec<usize>),
    /// It is made at the same time as these.
    With(Vec<usize>),
}

/// Where a call stands.
struct Place {
    at: Target,
    /// Its step, as a place in the list of the operation's.
    nth: usize,
    step: usize,
}

impl Scenario {
    /// The calls of a step; none of work.
    pub fn calls_of(&self, step: usize) -> &[usize] {
        match self.steps.get(step).map(|s| &s.action) {
            Some(Action::Calls(_, calls)) => calls,
            _ => &[],
        }
    }

    /// For each call the number of its group among those of its operation, from 1; 0 where there is one group only.
    pub fn turns(&self) -> Vec<usize> {
        let mut turns = vec![0; self.calls.len()];
        for operation in self.services.iter().flat_map(|s| &s.operations) {
            let groups: Vec<&[usize]> =
                operation.steps.iter().map(|&s| self.calls_of(s)).filter(|c| !c.is_empty()).collect();
            for (turn, &calls) in groups.iter().enumerate().filter(|_| groups.len() > 1) {
                for &call in calls {
                    turns[call] = turn + 1;
                }
            }
        }
        turns
    }

    /// What it means to make a call sooner or later; none where nothing is to that side.
    pub fn turn(&self, call: usize, side: Side) -> Option<Turn> {
        let place = self.place(call)?;
        let others: Vec<usize> = self.calls_of(place.step).iter().copied().filter(|&c| c != call).collect();
        if others.is_empty() {
            self.beside(&place, side).map(|step| Turn::With(self.calls_of(step).to_vec()))
        } else {
            Some(Turn::Apart(others))
        }
    }

    /// Makes a call sooner or later, by one move; see [`Self::turn`].
    ///
    /// # Errors
    /// When there is no such call, nothing to that side, or no room for another step.
    pub fn move_call(&mut self, call: usize, side: Side) -> Result<(), EditError> {
        let place = self.place(call).ok_or(EditError::Missing("call"))?;
        if self.calls_of(place.step).len() > 1 {
            // The new step is the last of the list, and moves to where it belongs.
            let step = self.add_calls(place.at)?;
            let steps = &mut self.services[place.at.service].operations[place.at.operation].steps;
            steps.pop();
            steps.insert(if side == Side::Sooner { place.nth } else { place.nth + 1 }, step);
            self.hand_over(&[call], place.step, step);
        } else {
            let step = self.beside(&place, side).ok_or(EditError::NoTurn)?;
            self.hand_over(&[call], place.step, step);
            self.drop_empty(&[place.step]);
        }
        Ok(())
    }

    /// Makes all calls of an operation at the same time, at the turn of the first.
    ///
    /// # Errors
    /// When there is no such operation.
    pub fn call_at_once(&mut self, at: Target) -> Result<(), EditError> {
        self.require(at)?;
        let groups = self.groups(at);
        if let [first, rest @ ..] = groups.as_slice() {
            for &step in rest {
                let calls = self.calls_of(step).to_vec();
                self.hand_over(&calls, step, *first);
            }
            self.drop_empty(rest);
        }
        Ok(())
    }

    /// Makes all calls of an operation one after another, in their order.
    ///
    /// # Errors
    /// When there is no such operation, or no room for so many steps.
    pub fn call_in_turn(&mut self, at: Target) -> Result<(), EditError> {
        self.require(at)?;
        let mut after = self.clone();
        for step in after.groups(at) {
            while let [_, .., last] = *after.calls_of(step) {
                after.move_call(last, Side::Later)?;
            }
        }
        *self = after;
        Ok(())
    }

    /// The groups of calls of an operation that hold any.
    pub fn groups(&self, at: Target) -> Vec<usize> {
        let operation = self.services.get(at.service).and_then(|s| s.operations.get(at.operation));
        let steps = operation.map_or(&[][..], |o| &o.steps);
        steps.iter().copied().filter(|&s| !self.calls_of(s).is_empty()).collect()
    }

    fn place(&self, call: usize) -> Option<Place> {
        self.services.iter().enumerate().find_map(|(service, s)| {
            s.operations.iter().enumerate().find_map(|(operation, o)| {
                let place = o.steps.iter().position(|&step| self.calls_of(step).contains(&call))?;
                Some(Place { at: Target { service, operation }, nth: place, step: o.steps[place] })
            })
        })
    }

    /// The group of calls next to one.
    fn beside(&self, place: &Place, side: Side) -> Option<usize> {
        let groups = self.groups(place.at);
        let at = groups.iter().position(|&s| s == place.step)?;
        let next = if side == Side::Sooner { at.checked_sub(1)? } else { at + 1 };
        groups.get(next).copied()
    }

    /// Moves calls from one group to another. How many answers are needed was said of the groups as they were.
    fn hand_over(&mut self, moved: &[usize], from: usize, to: usize) {
        if let Action::Calls(join, calls) = &mut self.steps[from].action {
            calls.retain(|c| !moved.contains(c));
            *join = Join::default();
        }
        if let Action::Calls(join, calls) = &mut self.steps[to].action {
            calls.extend(moved);
            *join = Join::default();
        }
    }
}
