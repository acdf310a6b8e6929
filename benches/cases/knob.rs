//! How long the answer takes after one knob has moved: the work of one service runs through a hundred values, as under a
//! finger, so that nothing but what did not change is known already.

use super::{Case, systems};
use headroom::report::Evaluator;
use headroom::scenario::Action;

pub fn cases() -> Vec<Case> {
    let mut systems: Vec<_> = [7, 20, 200].map(|n| (n, format!("{n}-services"), systems::tree(n))).into();
    systems.insert(0, (7, "checkout-of-7".to_owned(), systems::checkout_of_seven()));
    systems.push((20, "20-services-that-retry".to_owned(), systems::retrying_tree(20)));
    systems
        .into_iter()
        .map(|(n, name, mut scenario)| {
            let (mut evaluator, mut turn) = (Evaluator::new(), 0_u32);
            // In the middle of the tree, so that some of it is above and most beside.
            let step = scenario.services[n / 3].operations[0].steps[0];
            let base = if let Action::Work(work) = &scenario.steps[step].action { work.mean_ms } else { 0.0 };
            Case::new("one-knob-turned", &name, move || {
                turn = (turn + 1) % 100;
                if let Action::Work(work) = &mut scenario.steps[step].action {
                    work.mean_ms = base * (1.0 + 1e-4 * f64::from(turn));
                }
                evaluator.evaluate(&scenario)
            })
        })
        .collect()
}
