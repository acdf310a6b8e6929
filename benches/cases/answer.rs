//! How long one answer takes of which nothing is known. Not how exact it is; the tests say that.

use super::{Case, systems};
use headroom::report::evaluate;
use headroom::scenario::preset;

pub fn cases() -> Vec<Case> {
    let presets = preset::ALL.iter().map(|p| (p.key.to_owned(), (p.build)()));
    let presets = presets.chain([("checkout-of-7".to_owned(), systems::checkout_of_seven())]);
    let trees = [7, 20, 200].map(|n| (format!("{n}-services"), systems::tree(n)));
    presets
        .chain(trees)
        .map(|(name, scenario)| Case::new("answer-from-scratch", &name, move || evaluate(&scenario)))
        .collect()
}
