//! How long the curve over load takes: 40 points and the most load within the objectives.

use super::{Case, systems};
use headroom::plan::explore;
use headroom::scenario::preset;

pub fn cases() -> Vec<Case> {
    let presets = preset::ALL.iter().map(|p| (p.key.to_owned(), (p.build)()));
    let presets = presets.chain([("checkout-of-7".to_owned(), systems::checkout_of_seven())]);
    presets
        .chain([("7-services".to_owned(), systems::tree(7))])
        .map(|(name, scenario)| Case::new("curve-over-load", &name, move || explore(&scenario)))
        .collect()
}
