//! Who calls whom, read off the document. Not how often; that is for the engines.

use super::{Action, Scenario};

impl Scenario {
    /// The service each step belongs to, by step index.
    pub fn step_owners(&self) -> Vec<usize> {
        let mut owners = vec![0; self.steps.len()];
        for (s, service) in self.services.iter().enumerate() {
            for &step in service.operations.iter().flat_map(|o| &o.steps) {
                owners[step] = s;
            }
        }
        owners
    }

    /// Every call as (calling service, called service, index of the call).
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let owners = self.step_owners();
        self.steps.iter().enumerate().flat_map(move |(s, step)| {
            let caller = owners[s];
            let calls = if let Action::Calls(_, calls) = &step.action { calls.as_slice() } else { &[] };
            calls.iter().map(move |&c| (caller, self.calls[c].target.service, c))
        })
    }

    /// Services in an order in which every caller stands before those it calls. There is one, since a scenario
    /// has no cycles; where equal, services keep the order of the document.
    pub fn callers_first(&self) -> Vec<usize> {
        let mut waiting_for = vec![0_usize; self.services.len()];
        let edges: Vec<_> = self.edges().collect();
        for &(_, to, _) in &edges {
            waiting_for[to] += 1;
        }
        let mut order: Vec<usize> = (0..self.services.len()).filter(|&s| waiting_for[s] == 0).collect();
        let mut next = 0;
        while let Some(&from) = order.get(next) {
            for &(_, to, _) in edges.iter().filter(|e| e.0 == from) {
                waiting_for[to] -= 1;
                if waiting_for[to] == 0 {
                    order.push(to);
                }
            }
            next += 1;
        }
        order
    }
}
