//! Which services of a large system are in sight: what a folded service calls is put away behind it. Not part of the
//! document; a link knows nothing of it.

use super::{Selection, State};
use crate::scenario::{Key, Scenario};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Systems of more services than this open with some folded.
const MANY: usize = 60;

/// What is done to see more or less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fold {
    /// What a service calls is put away, or shown again.
    Toggle(usize),
    /// Only where requests enter and what is called from there stays in sight.
    All,
    /// Everything is shown.
    Nothing,
}

/// Folds or unfolds.
pub(super) fn update(state: &mut State, fold: Fold) {
    let scenario = &state.scenario;
    let folded = Rc::make_mut(&mut state.folded);
    match fold {
        Fold::Toggle(service) => {
            let Some(found) = scenario.services.get(service) else { return };
            if !folded.remove(&found.key) {
                folded.insert(found.key.clone());
            }
        }
        Fold::All => *folded = from_depth(scenario, &depths(scenario, &BTreeSet::new()), 1),
        Fold::Nothing => folded.clear(),
    }
}

/// What is folded when a document is opened: as little as brings the rest below a number that can be read.
pub(super) fn at_first(scenario: &Scenario) -> BTreeSet<Key> {
    if scenario.services.len() <= MANY {
        return BTreeSet::new();
    }
    let depths = depths(scenario, &BTreeSet::new());
    let within = |most: usize| depths.iter().flatten().filter(|&&d| d <= most).count();
    // One box that hides all others would show nothing.
    (1..=scenario.services.len())
        .take_while(|&depth| within(depth) <= MANY)
        .last()
        .map_or_else(BTreeSet::new, |depth| from_depth(scenario, &depths, depth))
}

/// Unfolds whatever what is chosen is put away behind.
pub(super) fn reveal(state: &mut State) {
    let scenario = &state.scenario;
    let services = match state.selection {
        Selection::Service(i) => vec![i],
        Selection::Call(i) => scenario.edges().filter(|e| e.2 == i).flat_map(|e| [e.0, e.1]).collect(),
        Selection::Cache(i) => {
            let call = scenario.calls.iter().position(|c| c.caches.contains(&i));
            scenario.edges().filter(|e| Some(e.2) == call).flat_map(|e| [e.0, e.1]).collect()
        }
        Selection::Journey(_) | Selection::None => Vec::new(),
    };
    for service in services {
        if in_sight(scenario, &state.folded).get(service) == Some(&false) {
            let leads_there = scenario.would_close_a_cycle(service);
            let is_kept = |key: &Key| {
                let found = scenario.services.iter().position(|s| s.key == *key);
                found.is_none_or(|s| s == service || !leads_there[s])
            };
            Rc::make_mut(&mut state.folded).retain(is_kept);
        }
    }
}

/// Whether each service is in sight.
pub fn in_sight(scenario: &Scenario, folded: &BTreeSet<Key>) -> Vec<bool> {
    depths(scenario, folded).iter().map(Option::is_some).collect()
}

/// For each service that has some: how many services it calls, directly or not, that are out of sight.
pub fn behind(scenario: &Scenario, folded: &BTreeSet<Key>) -> Vec<(usize, Vec<usize>)> {
    let in_sight = in_sight(scenario, folded);
    let callees = callees(scenario);
    let is_folded = |s: &usize| in_sight[*s] && folded.contains(&scenario.services[*s].key);
    let hidden = |from: usize| {
        let (mut seen, mut next) = (vec![false; in_sight.len()], vec![from]);
        while let Some(at) = next.pop() {
            for &to in callees[at].iter().filter(|&&to| !in_sight[to]) {
                if !std::mem::replace(&mut seen[to], true) {
                    next.push(to);
                }
            }
        }
        (0..seen.len()).filter(|&s| seen[s]).collect::<Vec<usize>>()
    };
    let all = (0..in_sight.len()).filter(is_folded).map(|s| (s, hidden(s)));
    all.filter(|(_, hidden)| !hidden.is_empty()).collect()
}

/// The services that each service calls.
fn callees(scenario: &Scenario) -> Vec<Vec<usize>> {
    let mut callees = vec![Vec::new(); scenario.services.len()];
    for (from, to, _) in scenario.edges() {
        callees[from].push(to);
    }
    callees
}

/// How many calls each service in sight is from where requests enter, or from one that nobody calls.
fn depths(scenario: &Scenario, folded: &BTreeSet<Key>) -> Vec<Option<usize>> {
    let callees = callees(scenario);
    let mut is_root = vec![true; callees.len()];
    callees.iter().flatten().for_each(|&s| is_root[s] = false);
    scenario.journeys.iter().for_each(|j| is_root[j.entry.service] = true);
    let mut depths: Vec<Option<usize>> = is_root.iter().map(|&root| root.then_some(0)).collect();
    let mut reached: Vec<usize> = (0..callees.len()).filter(|&s| is_root[s]).collect();
    let mut next = 0;
    while let Some(&at) = reached.get(next) {
        next += 1;
        if folded.contains(&scenario.services[at].key) {
            continue;
        }
        for &to in &callees[at] {
            if depths[to].is_none() {
                depths[to] = depths[at].map(|d| d + 1);
                reached.push(to);
            }
        }
    }
    depths
}

/// The keys of all services that far in, or further, that call others.
fn from_depth(scenario: &Scenario, depths: &[Option<usize>], depth: usize) -> BTreeSet<Key> {
    let callees = callees(scenario);
    let folds = |s: &usize| depths[*s].is_some_and(|d| d >= depth) && !callees[*s].is_empty();
    let mut keys = BTreeSet::new();
    keys.extend((0..depths.len()).filter(folds).map(|s| scenario.services[s].key.clone()));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree in which each service calls two others.
    fn tree(services: usize) -> Scenario {
        let mut s = Scenario::default();
        let all: Vec<_> = (0..services).map(|i| s.add_service(&format!("S{i}")).expect("room")).collect();
        for i in 1..services {
            s.connect(all[(i - 1) / 2], all[i]).expect("no cycle");
        }
        s.add_journey("J", all[0]).expect("room");
        s
    }

    fn keys(of: &[&str]) -> BTreeSet<Key> {
        of.iter().map(|key| Key::new(key).expect("a key")).collect()
    }

    #[test]
    fn what_a_folded_service_calls_is_behind_it() {
        let s = tree(15);
        let folded = keys(&["s1", "s3"]);
        let in_sight = in_sight(&s, &folded);
        let shown: Vec<usize> = (0..15).filter(|&i| in_sight[i]).collect();
        assert_eq!(shown, [0, 1, 2, 5, 6, 11, 12, 13, 14]);
        assert_eq!(behind(&s, &folded), [(1, vec![3, 4, 7, 8, 9, 10])]);
    }

    #[test]
    fn what_others_call_too_stays_in_sight() {
        let mut s = tree(7);
        let at = |service| crate::scenario::Target { service, operation: 0 };
        s.connect(at(2), at(3)).expect("no cycle");
        assert_eq!(behind(&s, &keys(&["s1"])), [(1, vec![4])]);
    }

    #[test]
    fn a_large_system_opens_with_as_much_as_can_be_read() {
        assert!(at_first(&tree(60)).is_empty());
        let s = tree(200);
        let shown = in_sight(&s, &at_first(&s)).into_iter().filter(|&x| x).count();
        assert_eq!(shown, 31);
        // A fan has one depth only: nothing is gained by hiding all of it.
        let mut fan = Scenario::default();
        let root = fan.add_service("Root").expect("room");
        for i in 1..200 {
            let leaf = fan.add_service(&format!("Leaf {i}")).expect("room");
            fan.connect(root, leaf).expect("no cycle");
        }
        assert!(at_first(&fan).is_empty());
    }
}
