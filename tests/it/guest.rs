//! The page as a guest in a frame of another page: what it leaves alone, what it says, and what it does not obey.

use crate::both::test;
use headroom::app::flags::View;
use headroom::app::knob::Act;
use headroom::app::message::{self, MAX_BYTES};
use headroom::app::{Effect, Msg, State, Theme, update};
use headroom::scenario::{ParamId, codec};

const HOST: &str = "https://wiki.example.com";

/// A page in a frame whose host may speak.
fn guest(fragment: &str) -> (State, Vec<String>) {
    let mut state = State::new(Theme::Dark, 3).framed(true);
    let fragment = format!("{fragment}/!origin=https.443.wiki.example.com");
    let effects = update(&mut state, Msg::Navigated(fragment));
    assert!(effects.contains(&Effect::Meet(Some(HOST.to_owned()))));
    (state, said(&effects))
}

fn said(effects: &[Effect]) -> Vec<String> {
    let text = |effect: &Effect| if let Effect::Say(text) = effect { Some(text.clone()) } else { None };
    effects.iter().filter_map(text).collect()
}

fn hear(state: &mut State, text: &str) -> Vec<String> {
    said(&update(state, Msg::Heard(text.to_owned())))
}

fn id(state: &State, path: &str) -> ParamId {
    state.scenario.find(path).expect("a parameter")
}

#[test]
fn a_guest_says_that_it_is_ready_and_leaves_address_and_storage_alone() {
    let (mut state, said) = guest("checkout/!view=load");
    assert_eq!(state.frame.view(), Some(View::Load));
    assert_eq!(state.theme, Theme::Auto, "what was chosen on this site by itself is not the host's");
    assert!(
        said[0].starts_with(
            r#"{"headroom":1,"type":"ready","name":"Checkout","scenario":"checkout","holds":true"#
        )
    );
    let replicas = id(&state, "service.payment.replicas");
    let effects = update(&mut state, Msg::Set(replicas, 9.0));
    assert!(effects.contains(&Effect::ScheduleAddress), "the host is told in the address's stead");
    for msg in [Msg::WriteAddress, Msg::OpenPreset("caches"), Msg::SetTheme(Theme::Light)] {
        let effects = update(&mut state, msg.clone());
        let is_left_alone = |effect: &Effect| {
            !matches!(
                effect,
                Effect::ReplaceAddress(_)
                    | Effect::PushAddress(_)
                    | Effect::ApplyTheme(_)
                    | Effect::Store { .. }
                    | Effect::StoreLast(_)
            )
        };
        assert!(effects.iter().all(is_left_alone), "{msg:?}: {effects:?}");
    }
    assert_eq!(state.frame.fragment, "caches");
}

#[test]
fn a_frame_without_flags_is_a_guest_too() {
    let mut state = State::new(Theme::Auto, 3).framed(true);
    let effects = update(&mut state, Msg::Navigated("caches".to_owned()));
    assert_eq!(said(&effects), [""; 0], "nobody is named who might hear");
    assert_eq!(update(&mut state, Msg::WriteAddress), []);
    let mut alone = State::new(Theme::Auto, 3);
    update(&mut alone, Msg::Navigated("caches/!sparkles=yes".to_owned()));
    let rate = id(&alone, "journey.browse.arrival_rps");
    update(&mut alone, Msg::Set(rate, 5.0));
    let effects = update(&mut alone, Msg::WriteAddress);
    assert!(matches!(effects.first(), Some(Effect::ReplaceAddress(_))), "{effects:?}");
}

#[test]
fn the_host_sets_all_or_nothing_in_one_step_of_undo() {
    let (mut state, _) = guest("checkout/!view=load");
    let before = state.scenario.clone();
    let set = r#"{"headroom":1,"type":"set","id":"a","values":{"service.payment.replicas":9,"journey.checkout.arrival_rps":"80/s"}}"#;
    let answer = hear(&mut state, set);
    assert!(answer[0].starts_with(r#"{"headroom":1,"type":"change","id":"a""#), "{answer:?}");
    assert_eq!(state.scenario.get(id(&state, "service.payment.replicas")), Some(9.0));
    let after = state.scenario.clone();
    for (values, why) in [
        (r#""values":{"service.payment.replicas":5,"service.payment.slots":-1}"#, "outside"),
        (
            r#""values":{"service.payment.replicas":5,"service.lost.slots":1}"#,
            "no service has the key `lost`",
        ),
        (
            r#""scenario":"caches","values":{"service.payment.replicas":5}"#,
            "no service has the key `payment`",
        ),
        (r#""scenario":"v1.abc","theme":"light""#, "`scenario`: "),
    ] {
        let answer = hear(&mut state, &format!(r#"{{"headroom":1,"type":"set","id":"b",{values}}}"#));
        assert!(
            answer[0].starts_with(r#"{"headroom":1,"type":"error","id":"b""#) && answer[0].contains(why),
            "{answer:?}"
        );
        assert_eq!((&state.scenario, state.theme), (&after, Theme::Auto));
    }
    update(&mut state, Msg::Undo);
    assert_eq!(state.scenario, before);
}

#[test]
fn what_is_set_has_the_numbers_that_its_link_has() {
    let (mut state, _) = guest("checkout/!view=load");
    hear(&mut state, r#"{"headroom":1,"type":"set","scenario":"caches/cache.cdn.hit_fraction=0.5"}"#);
    let link = codec::decode("caches/cache.cdn.hit_fraction=0.5").expect("a link");
    assert_eq!(*state.scenario, link.scenario);
    let fresh = headroom::report::evaluate(&link.scenario);
    for ((name, now), (_, wanted)) in
        message::results(&state.scenario, &state.report).iter().zip(message::results(&link.scenario, &fresh))
    {
        assert!(now.to_bits() == wanted.to_bits(), "{name}: {now} is not {wanted}");
    }
    let said = hear(&mut state, r#"{"headroom":1,"type":"get"}"#).concat();
    assert!(said.contains(r#""cache.cdn.hit_fraction":0.5"#), "{said}");
}

#[test]
fn who_only_reads_changes_nothing_but_the_host_may() {
    let (mut state, _) = guest("checkout/!view=full/!readonly=yes");
    let replicas = id(&state, "service.payment.replicas");
    let before = state.scenario.clone();
    for msg in [
        Msg::Set(replicas, 9.0),
        Msg::Reset(replicas),
        Msg::Knob(Act::Write(replicas, "9".to_owned())),
        Msg::Rename("x".to_owned()),
        Msg::OpenPreset("caches"),
        Msg::Undo,
    ] {
        assert_eq!(update(&mut state, msg), []);
    }
    assert_eq!(state.scenario, before);
    hear(&mut state, r#"{"headroom":1,"type":"set","scenario":"caches"}"#);
    assert_ne!(state.scenario, before);
}

#[test]
fn nothing_is_said_where_no_host_is_named_and_no_text_is_too_much() {
    let mut state = State::new(Theme::Auto, 3).framed(true);
    update(&mut state, Msg::Navigated("checkout/!view=cost/!height=auto".to_owned()));
    assert_eq!(update(&mut state, Msg::Grown(400.0)), []);
    assert_eq!(update(&mut state, Msg::Heard("{".repeat(MAX_BYTES + 1))), []);
    let (mut state, _) = guest("checkout/!view=cost/!height=auto");
    assert_eq!(
        said(&update(&mut state, Msg::Grown(400.0))),
        [r#"{"headroom":1,"type":"resize","height":400.0}"#]
    );
    assert!(hear(&mut state, &"{".repeat(MAX_BYTES + 1))[0].contains("at most 65536"));
}

#[test]
fn flags_and_links_that_are_wrong_are_said() {
    let (state, _) = guest("checkout/!view=pie/!knob=service.lost.slots");
    let text = state.banner.expect("a message").text;
    assert!(text.contains("`view` is `pie`") && text.contains("no service has the key `lost`"), "{text}");
    let mut state = State::new(Theme::Auto, 3);
    update(&mut state, Msg::Navigated("no-such-thing/!view=cost".to_owned()));
    assert_eq!(state.frame.view(), Some(View::Cost), "what is wrong is said in the frame it was meant for");
    assert!(state.banner.is_some_and(|b| b.is_error));
}

#[test]
fn a_whole_page_by_itself_keeps_what_is_changed_whatever_its_link_says() {
    let mut alone = State::new(Theme::Auto, 3);
    update(&mut alone, Msg::Navigated("caches/!view=full".to_owned()));
    let rate = id(&alone, "journey.browse.arrival_rps");
    update(&mut alone, Msg::Set(rate, 5.0));
    let effects = update(&mut alone, Msg::WriteAddress);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Store { .. })), "{effects:?}");
    let mut framed = State::new(Theme::Auto, 3).framed(true);
    update(&mut framed, Msg::Navigated("caches/!view=full".to_owned()));
    update(&mut framed, Msg::Set(rate, 5.0));
    assert_eq!(update(&mut framed, Msg::WriteAddress), []);
}
