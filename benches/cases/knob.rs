//! How long the answer takes after one knob has moved: two scenarios in turn that differ in the work of one service.

use super::{Case, systems};
use headroom::report;
use headroom::scenario::{Action, Scenario};

/// What answers. An evaluator that remembers takes the place of this function: make it here, and call it below.
fn evaluator() -> impl FnMut(&Scenario) -> report::Report {
    report::evaluate
}

pub fn cases() -> Vec<Case> {
    [7, 20, 200]
        .map(|n| {
            let scenario = systems::tree(n);
            let mut turned = scenario.clone();
            // In the middle of the tree, so that some of it is above and most beside.
            let step = turned.services[n / 3].operations[0].steps[0];
            if let Action::Work(work) = &mut turned.steps[step].action {
                work.mean_ms *= 1.01;
            }
            let (mut both, mut evaluate) = ([scenario, turned], evaluator());
            Case::new("one-knob-turned", &format!("{n}-services"), move || {
                both.swap(0, 1);
                evaluate(&both[0])
            })
        })
        .into()
}
