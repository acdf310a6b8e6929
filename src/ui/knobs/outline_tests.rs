//! Tests of which knobs stand where. Not of the knobs.

use super::*;
use crate::scenario::preset;

fn parts(selection: Selection, filter: &str) -> Vec<Part> {
    let scenario = (preset::ALL[0].build)();
    outline(&scenario, &crate::report::evaluate(&scenario), selection, filter)
}

#[test]
fn every_live_parameter_that_applies_has_one_knob() {
    for preset in preset::ALL {
        let scenario = (preset.build)();
        let report = crate::report::evaluate(&scenario);
        let mut shown: Vec<_> = outline(&scenario, &report, Selection::None, "")
            .into_iter()
            .flat_map(|p| p.blocks)
            .flat_map(|b| b.ids)
            .collect();
        let mut wanted: Vec<_> =
            scenario.params().into_iter().filter(|&id| super::shown(&scenario, id)).collect();
        shown.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(shown, wanted, "{}", preset.key);
    }
}

#[test]
fn the_filter_reads_labels_names_and_paths() {
    let count = |filter| parts(Selection::None, filter).len();
    assert_eq!(count("replicas"), 4);
    assert_eq!(count("payment replicas"), 1);
    assert_eq!(count("call.order-payment.timeout"), 1);
    assert_eq!(count("no such thing"), 0);
}

#[test]
fn what_is_selected_comes_first_and_open() {
    let parts = parts(Selection::Service(1), "");
    assert_eq!((parts[0].title.as_str(), parts[0].open), ("Payment", true));
    assert!(parts.iter().all(|p| p.heading != "Cost"));
}
