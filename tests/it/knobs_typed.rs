//! What is typed into the boxes of knobs: kept while it is no value, gone once the value is another. Not how texts are read.

use crate::app::{id, open};
use crate::both::test;
use headroom::app::editing::Edit;
use headroom::app::knob::Act;
use headroom::app::{Msg, Selection, State, update};
use headroom::scenario::ParamId;

fn write(state: &mut State, id: ParamId, text: &str) {
    update(state, Msg::Knob(Act::Write(id, text.to_owned())));
}

/// What stands in the boxes, each with its path.
fn drafts(state: &State) -> Vec<(String, String)> {
    let of = |d: &headroom::app::draft::Draft| (state.scenario.path(d.id).expect("a path"), d.text.clone());
    state.knobs.drafts.iter().map(of).collect()
}

const REPLICAS: &str = "service.shipping.replicas";
const RATE: &str = "journey.checkout.arrival_rps";

#[test]
fn what_is_no_value_outlives_everything_but_another_value() {
    let mut state = open();
    let (replicas, rate) = (id(&state, REPLICAS), id(&state, RATE));
    let was = state.scenario.get(replicas).expect("a value");
    let kept = [(REPLICAS.to_owned(), "many".to_owned())];
    write(&mut state, replicas, "many");
    update(&mut state, Msg::Knob(Act::Leave(replicas)));
    assert_eq!((state.scenario.get(replicas), state.history.can_undo()), (Some(was), false));
    for msg in [
        Msg::Filter("replicas".to_owned()),
        Msg::Knob(Act::Favour(replicas)),
        Msg::Select(Selection::Service(1)),
        Msg::Set(rate, 50.0),
        Msg::Undo,
        Msg::Redo,
        Msg::Set(replicas, was),
        Msg::Reset(rate),
    ] {
        update(&mut state, msg.clone());
        assert_eq!(drafts(&state), kept, "after {msg:?}");
    }
    for msg in
        [Msg::Set(replicas, was + 1.0), Msg::Undo, Msg::Redo, Msg::Reset(replicas), Msg::Reset(replicas)]
    {
        write(&mut state, replicas, "many");
        update(&mut state, msg.clone());
        assert_eq!(drafts(&state), [], "after {msg:?}");
    }
}

#[test]
fn what_is_no_value_follows_its_parameter_and_ends_with_the_document() {
    let mut state = open();
    let last = state.scenario.services.last().expect("services").key.clone();
    let path = format!("service.{last}.replicas");
    let replicas = id(&state, &path);
    write(&mut state, replicas, "2 or 3");
    update(&mut state, Msg::Edit(Edit::Delete(Selection::Service(1))));
    assert_eq!(drafts(&state), [(path.clone(), "2 or 3".to_owned())]);
    assert_ne!(state.knobs.drafts[0].id, replicas, "its place is another");
    update(&mut state, Msg::OpenPreset("caches"));
    assert_eq!(drafts(&state), []);
    let other = state.scenario.params()[0];
    write(&mut state, other, "much");
    update(&mut state, Msg::Undo);
    assert_eq!(drafts(&state), [], "undo came back to another document");
    let service = state.scenario.services.iter().position(|s| s.key == last).expect("it is there");
    let replicas = id(&state, &path);
    write(&mut state, replicas, "2 or 3");
    update(&mut state, Msg::Edit(Edit::Delete(Selection::Service(service))));
    assert_eq!(drafts(&state), []);
}

#[test]
fn what_is_a_value_is_applied_as_it_is_typed_and_one_step_of_undo() {
    let mut state = open();
    let replicas = id(&state, REPLICAS);
    let before = state.scenario.clone();
    for (text, value) in [("1", 1.0), ("12", 12.0), ("12x", 12.0), ("12", 12.0)] {
        write(&mut state, replicas, text);
        assert_eq!(state.scenario.get(replicas), Some(value), "{text}");
        assert_eq!(state.knobs.drafts[0].text, text);
    }
    update(&mut state, Msg::Knob(Act::Leave(replicas)));
    assert_eq!(drafts(&state), [], "a value is written as values are");
    update(&mut state, Msg::Undo);
    assert_eq!(state.scenario, before);
    assert!(!state.history.can_undo());
}

#[test]
fn escape_gives_back_what_was_there_and_leaves_no_step_of_undo() {
    let mut state = open();
    let replicas = id(&state, REPLICAS);
    update(&mut state, Msg::Set(replicas, 6.0));
    update(&mut state, Msg::Settle);
    let before = state.scenario.clone();
    for text in ["7", "70", "70 of them"] {
        write(&mut state, replicas, text);
    }
    update(&mut state, Msg::Knob(Act::GiveBack(replicas)));
    assert_eq!((&state.scenario, drafts(&state)), (&before, Vec::new()));
    // What was applied before the box was left is there to stay.
    for text in ["7", "7 or so"] {
        write(&mut state, replicas, text);
    }
    update(&mut state, Msg::Knob(Act::Leave(replicas)));
    update(&mut state, Msg::Knob(Act::GiveBack(replicas)));
    assert_eq!((state.scenario.get(replicas), drafts(&state)), (Some(7.0), Vec::new()));
    update(&mut state, Msg::Undo);
    assert_eq!(state.scenario, before);
    assert_eq!(update(&mut state, Msg::Knob(Act::GiveBack(replicas))), [], "nothing was typed");
}

#[test]
fn what_is_kept_is_bounded() {
    let mut state = open();
    let all = state.scenario.params();
    assert!(all.len() > 100);
    for &id in &all {
        write(&mut state, id, &"?".repeat(5000));
    }
    assert_eq!(state.knobs.drafts.len(), 100);
    assert_eq!(state.knobs.drafts[99].id, all[all.len() - 1], "the oldest gave way");
    assert!(state.knobs.drafts.iter().all(|d| d.text.len() == 1000));
}
