//! What is compared with: pinned, kept with links and in storage, brought in line with what is shown. Not the words for it.

use crate::app::{Workers, id, open};
use crate::both::test;
use headroom::app::editing::Edit;
use headroom::app::library::Kept;
use headroom::app::{Effect, Msg, Origin, Selection, State, begin, update};
use headroom::scenario::codec;
use std::rc::Rc;

#[test]
fn what_is_pinned_keeps_its_replications_and_is_compared_with_as_many() {
    let (mut state, mut workers) = (open(), Workers::default());
    workers.carry_out(update(&mut state, Msg::Navigated(String::new())));
    // Pinned before it is finished: it goes on while nothing is changed.
    workers.run(&mut state, |s| s.observation.is_some());
    workers.carry_out(update(&mut state, Msg::ToggleBaseline));
    workers.run(&mut state, |_| false);
    let made = state.observation.as_ref().expect("an observation").replications;
    let replicas = id(&state, "service.shipping.replicas");
    workers.carry_out(update(&mut state, Msg::Set(replicas, 5.0)));
    assert!(state.comparison.is_none());
    workers.run(&mut state, |_| false);
    let comparison = state.comparison.clone().expect("a comparison");
    assert_eq!(comparison.replications, made);
    let p99 = comparison.find("p99_s", None).expect("enough samples");
    assert!(p99.is_significant() && p99.better() == Some(true), "{p99:?}");
    let errors = comparison.find("error_fraction", None).expect("requests that ended");
    assert_eq!((errors.by, errors.better()), (0.0, None));
    update(&mut state, Msg::ToggleBaseline);
    assert!(state.baseline.is_none() && state.comparison.is_none());
}

#[test]
fn a_baseline_belongs_to_its_document_and_is_compared_by_keys() {
    let mut state = open();
    let then = state.report.services[3].utilisation;
    update(&mut state, Msg::ToggleBaseline);
    // Another document has none; coming back from it has it again.
    update(&mut state, Msg::OpenPreset("later"));
    assert!(state.pinned().is_none());
    update(&mut state, Msg::Undo);
    assert!(state.pinned().is_some_and(|b| b.shown.report.services[3].utilisation == then));
    // What stands at another place now is compared with itself.
    update(&mut state, Msg::Edit(Edit::Delete(Selection::Service(1))));
    let report = &state.pinned().expect("a baseline").shown.report;
    assert_eq!(state.scenario.services[2].key.as_str(), "shipping");
    assert_eq!((report.services.len(), report.services[2].utilisation), (3, then));
    update(&mut state, Msg::Undo);
    assert!(state.pinned().is_some_and(|b| b.shown.report.services[3].utilisation == then));
}

/// The address that a message leads to.
fn address(effects: &[Effect]) -> String {
    let replaced = effects.iter().find_map(|effect| match effect {
        Effect::ReplaceAddress(fragment) => Some(fragment.clone()),
        _ => None,
    });
    replaced.expect("an address")
}

fn change(state: &mut State, replicas: f64) -> String {
    let id = id(state, "service.shipping.replicas");
    update(state, Msg::Set(id, replicas));
    address(&update(state, Msg::WriteAddress))
}

#[test]
fn a_baseline_comes_back_with_the_address_and_with_what_was_open_last() {
    let mut state = open();
    let pinned = update(&mut state, Msg::ToggleBaseline);
    assert_eq!(address(&pinned), "checkout/!baseline=checkout");
    assert!(pinned.contains(&Effect::StoreLast("checkout/!baseline=checkout".to_owned())));
    let then = state.report.overall.percentiles_s;
    let link = change(&mut state, 5.0);
    let undone = update(&mut state, Msg::ToggleBaseline);
    assert!(!address(&undone).contains("baseline"));
    for is_kept in [false, true] {
        let mut later = open();
        if is_kept {
            begin(&mut later, Kept { last: Some(link.clone()), ..Kept::default() }, "");
        } else {
            update(&mut later, Msg::Navigated(link.clone()));
        }
        assert_eq!(later.scenario, state.scenario);
        let baseline = later.pinned().expect("a baseline");
        assert_eq!(baseline.shown.report.overall.percentiles_s, then);
        assert_eq!(update(&mut later, Msg::WriteAddress), [], "nothing changed");
    }
    // One of one's own is kept as a payload, and read with a document that is kept under a number.
    update(&mut state, Msg::ToggleBaseline);
    let own = change(&mut state, 6.0);
    let Some((_, value)) = own.rsplit_once("/!baseline=") else { panic!("{own}") };
    assert_eq!(Some(&codec::decode(value).expect("a payload").scenario), state.compared());
    let kept = format!("3 1 Mine\n{}", codec::encode_payload(&open().scenario));
    let mut later = open();
    let last = Some(format!("7/!baseline={value}"));
    begin(&mut later, Kept { scenarios: vec![(7, kept)], last, ..Kept::default() }, "");
    assert_eq!(later.scenario.services, open().scenario.services);
    assert_eq!(later.compared(), state.compared());
}

#[test]
fn a_link_whose_baseline_cannot_be_read_is_opened_without() {
    let mut state = open();
    update(&mut state, Msg::ToggleBaseline);
    for value in ["nowhere", "v1.00zAAAA", "v1"] {
        update(&mut state, Msg::Navigated(format!("later/!baseline={value}")));
        assert_eq!(state.origin, Origin::Preset("later"));
        let banner = state.banner.clone().expect("a message");
        assert!(
            banner.is_error && banner.text.contains("the flag `baseline` is no scenario"),
            "{}",
            banner.text
        );
        assert!(state.pinned().is_none());
    }
}

#[test]
fn the_curves_of_a_baseline_are_found_after_those_of_what_is_shown() {
    let link = "checkout/service.shipping.replicas=5/!baseline=checkout".to_owned();
    let (mut state, mut workers) = (open(), Workers::default());
    workers.carry_out(update(&mut state, Msg::Navigated(link)));
    workers.run(&mut state, |s| s.exploration.is_some());
    assert!(state.looks_back.is_some() && !state.run.exploring);
    workers.run(&mut state, |s| s.looks_back.is_none());
    let found = state.pinned().and_then(|b| b.shown.exploration.clone()).expect("curves");
    let own = state.exploration.clone().expect("curves");
    assert!(found.saturation_factor < own.saturation_factor);
    // Pinned anew it has those that are there.
    update(&mut state, Msg::ToggleBaseline);
    update(&mut state, Msg::ToggleBaseline);
    assert_eq!(state.pinned().and_then(|b| b.answers.exploration.clone()), Some(Rc::clone(&own)));
    // Let go while they are being found, they are nobody's.
    workers.carry_out(update(&mut state, Msg::Navigated("later/!baseline=checkout".to_owned())));
    workers.run(&mut state, |s| s.looks_back.is_some());
    let shown = state.exploration.clone();
    update(&mut state, Msg::ToggleBaseline);
    workers.run(&mut state, |s| s.looks_back.is_none());
    assert_eq!(state.exploration, shown);
    assert_ne!(shown, Some(own));
}

#[test]
fn a_baseline_without_replications_is_simulated_after_what_is_shown() {
    let link = "checkout/service.shipping.replicas=5/!baseline=checkout".to_owned();
    let (mut linked, mut workers) = (open(), Workers::default());
    workers.carry_out(update(&mut linked, Msg::Navigated(link)));
    workers.run(&mut linked, |s| !s.run.simulating);
    assert!(linked.run.compares && linked.comparison.is_none());
    workers.run(&mut linked, |_| false);
    assert!(!linked.run.compares);
    let after = linked.comparison.clone().expect("a comparison");
    assert!(after.find("p99_s", None).is_some_and(|p99| p99.better() == Some(true)));
    // One that was left before it had enough; the numbers are those of the link.
    let (mut left, mut workers) = (open(), Workers::default());
    workers.carry_out(update(&mut left, Msg::Navigated(String::new())));
    workers.carry_out(update(&mut left, Msg::ToggleBaseline));
    let replicas = id(&left, "service.shipping.replicas");
    workers.carry_out(update(&mut left, Msg::Set(replicas, 5.0)));
    workers.run(&mut left, |_| false);
    assert_eq!(left.comparison.as_deref(), Some(&*after));
    // One that was left with too few of them.
    let (mut few, mut workers) = (open(), Workers::default());
    workers.carry_out(update(&mut few, Msg::Navigated(String::new())));
    workers.run(&mut few, |s| s.observation.is_some());
    workers.carry_out(update(&mut few, Msg::ToggleBaseline));
    assert!(few.pinned().and_then(|b| b.observer.as_ref()).is_some_and(|o| !o.has_batches()));
    workers.carry_out(update(&mut few, Msg::Set(replicas, 5.0)));
    workers.run(&mut few, |_| false);
    assert_eq!(few.comparison.as_deref(), Some(&*after));
    // A change drops what is under way; replies that come late are not taken for those of another system.
    let (mut state, mut workers) = (open(), Workers::default());
    workers.carry_out(update(&mut state, Msg::Navigated(String::new())));
    workers.carry_out(update(&mut state, Msg::ToggleBaseline));
    workers.carry_out(update(&mut state, Msg::Set(replicas, 6.0)));
    workers.run(&mut state, |s| s.run.compares);
    workers.carry_out(update(&mut state, Msg::Set(replicas, 5.0)));
    workers.run(&mut state, |_| false);
    assert_eq!(state.comparison.as_deref(), Some(&*after));
    assert_eq!(state.observation, left.observation);
}
