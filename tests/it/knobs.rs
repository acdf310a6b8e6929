//! What the page knows of its knobs besides their values, and what comes with the curves. Not the values.

use crate::both::test;
use crate::storm::{STATION, retrying};
use headroom::app::knob::Act;
use headroom::app::library::Kept;
use headroom::app::{Effect, Msg, State, Theme, begin, update};
use headroom::job::{DESK, Reply};
use headroom::plan::explore;
use headroom::queue::retry_storm::RetryStorm;
use headroom::report::{Code, evaluate};
use headroom::scenario::{ParamId, codec};

fn id(state: &State, path: &str) -> ParamId {
    state.scenario.find(path).expect("a parameter")
}

#[test]
fn favourites_outlive_documents_that_do_not_have_them() {
    let mut state = State::new(Theme::Auto, 2);
    let replicas = id(&state, "service.shipping.replicas");
    let rate = id(&state, "journey.checkout.arrival_rps");
    update(&mut state, Msg::Knob(Act::Favour(replicas)));
    let effects = update(&mut state, Msg::Knob(Act::Favour(rate)));
    let kept = "service.shipping.replicas journey.checkout.arrival_rps".to_owned();
    assert_eq!(effects, [Effect::KeepFavourites(kept.clone())]);
    assert_eq!(state.knobs.favourites(&state.scenario), [replicas, rate]);
    update(&mut state, Msg::OpenPreset("caches"));
    assert_eq!(state.knobs.favourites(&state.scenario), []);
    update(&mut state, Msg::Undo);
    assert_eq!(state.knobs.favourites(&state.scenario), [replicas, rate]);
    let effects = update(&mut state, Msg::Knob(Act::Favour(replicas)));
    assert_eq!(effects, [Effect::KeepFavourites("journey.checkout.arrival_rps".to_owned())]);
    // What another visit left, and what no page ever wrote.
    let mut other = State::new(Theme::Auto, 2);
    let favourites = format!("{kept} no.such.row ../../x {}", "x ".repeat(1000));
    begin(&mut other, Kept { favourites, ..Kept::default() }, "");
    assert_eq!(other.knobs.favourites(&other.scenario), [replicas, rate]);
}

#[test]
fn a_knob_in_hand_changes_nothing_but_what_is_framed() {
    let mut state = State::new(Theme::Auto, 2);
    let before = state.report.clone();
    let price = id(&state, "service.shipping.replica_price_per_h");
    assert_eq!(update(&mut state, Msg::Knob(Act::Touch(price))), []);
    assert_eq!((state.knobs.moved, &state.report), (Some("cost_per_month"), &before));
    assert!(!state.history.can_undo());
}

#[test]
fn the_second_steady_state_comes_with_the_curves() {
    let mut state = State::new(Theme::Auto, 2);
    let scenario = retrying(&RetryStorm { rate: 70.0, ..STATION });
    update(&mut state, Msg::Navigated(codec::encode(&scenario)));
    let says = |state: &State| state.report.caveats.iter().any(|c| c.code == Code::Storm);
    assert!(state.report.storm.is_none() && !says(&state));
    let numbers = state.report.overall.clone();
    let reply = Reply::Explored { run: state.run.number, exploration: explore(&scenario) };
    let reply = Reply::from_bytes(&reply.to_bytes()).expect("the way through the worker");
    update(&mut state, Msg::Worker(DESK, reply));
    assert!(state.report.storm.is_some() && says(&state));
    assert_eq!(state.report.overall, numbers, "no number of the first state changes");
    // As text, in which what has no value is like itself.
    let said = format!("{:?}", state.report) == format!("{:?}", evaluate(&scenario));
    assert!(said, "the page says what the command line says");
}

#[test]
fn several_knobs_go_back_to_their_defaults_in_one_step_of_undo() {
    let mut state = State::new(Theme::Auto, 2);
    let ids = state.scenario.params();
    let before = state.scenario.clone();
    update(&mut state, Msg::Knob(Act::Write(ids[0], "no number".to_owned())));
    update(&mut state, Msg::Knob(Act::Reset(ids.clone())));
    assert_ne!(state.scenario, before);
    for &id in &ids {
        assert_eq!(
            state.scenario.get(id),
            id.spec().map(|spec| spec.default),
            "{:?}",
            state.scenario.path(id)
        );
    }
    assert!(state.knobs.drafts.is_empty());
    assert_eq!(update(&mut state, Msg::Knob(Act::Reset(ids))), [], "once more changes nothing");
    update(&mut state, Msg::Undo);
    assert_eq!((&state.scenario, state.history.can_undo()), (&before, false));
}

#[test]
fn a_double_click_is_one_step_of_undo() {
    let mut state = State::new(Theme::Auto, 2);
    let replicas = id(&state, "service.shipping.replicas");
    let default = replicas.spec().expect("a row").default;
    let click = |state: &mut State, value| {
        update(state, Msg::Set(replicas, value));
        update(state, Msg::Settle);
    };
    click(&mut state, 6.0);
    let before = state.scenario.clone();
    // The second click may fall a little beside the first, or, as they mostly do, on it.
    for clicks in [&[700.0, 703.0][..], &[700.0], &[]] {
        for &value in clicks {
            click(&mut state, value);
        }
        update(&mut state, Msg::Knob(Act::ResetFrom(replicas, 6.0)));
        assert_eq!(state.scenario.get(replicas), Some(default), "{clicks:?}");
        update(&mut state, Msg::Undo);
        assert_eq!(state.scenario, before, "{clicks:?}");
    }
    // Where it stood at its default already, nothing is left to undo but what was before.
    update(&mut state, Msg::Reset(replicas));
    click(&mut state, 700.0);
    update(&mut state, Msg::Knob(Act::ResetFrom(replicas, default)));
    assert_eq!(state.scenario.get(replicas), Some(default));
    update(&mut state, Msg::Undo);
    assert_eq!(state.scenario, before);
}
