//! Between which loads a scenario has two steady states: up to which it stays as it is, and down to which it must come
//! to recover from a storm of retries. Not the states; those are the model's.

use crate::model::may_storm;
use crate::model::memo::Memo;
use crate::model::shape::Shape;
use crate::model::storm::states;
use crate::scenario::Scenario;

/// The loads between which there are two steady states, as multiples of the present load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tipping {
    /// Below it the system comes out of a storm of retries by itself.
    pub recovers_factor: f64,
    /// Above it the system comes into one by itself: the state from rest is lost.
    pub tips_factor: f64,
}

/// Halvings of the bracket around either end: within 0.1 % of the distance of two loads that are looked at.
const HALVINGS: usize = 10;

/// Finds these loads by halving, from ascending loads to look at first; a range that lies between two of them is missed.
pub(super) fn tipping(scenario: &Scenario, shape: &Shape, loads: &[f64], memo: &mut Memo) -> Option<Tipping> {
    if !may_storm(scenario) {
        return None;
    }
    let mut two = |factor: f64| {
        let found = states(scenario, shape, factor, memo).storm.is_some();
        memo.next();
        found
    };
    let found: Vec<bool> = loads.iter().map(|&factor| two(factor)).collect();
    let (first, last) = (found.iter().position(|&x| x)?, found.iter().rposition(|&x| x)?);
    let mut edge = |inside: f64, outside: f64| {
        let (mut inside, mut outside) = (inside, outside);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (inside + outside);
            if two(middle) { inside = middle } else { outside = middle }
        }
        inside
    };
    Some(Tipping {
        recovers_factor: edge(loads[first], if first > 0 { loads[first - 1] } else { 0.0 }),
        tips_factor: loads.get(last + 1).map_or(loads[last], |&above| edge(loads[last], above)),
    })
}
