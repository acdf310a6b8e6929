//! Links carry the version of the model and the numbers that their author saw: said where today's differ.

use crate::both::test;
use headroom::app::{Msg, State, Theme, share, update};
use headroom::report::MODEL_VERSION;

fn opened(fragment: &str) -> (State, Option<(bool, String)>) {
    let mut state = State::new(Theme::Auto, 1);
    update(&mut state, Msg::Navigated(fragment.to_owned()));
    let said = state.banner.take().map(|b| (b.is_error, b.text));
    (state, said)
}

#[test]
fn the_same_numbers_are_nothing_to_say() {
    let (state, said) = opened("checkout/service.payment.replicas=8");
    assert_eq!(said, None, "a link without numbers works");
    let link = share::link(&state.scenario, &state.report, None);
    assert!(link.starts_with("checkout/service.payment.replicas=8/!seen="), "{link}");
    assert_eq!(opened(&link).1, None);
    let (state, _) = opened("checkout");
    assert_eq!(share::link(&state.scenario, &state.report, None), "checkout", "an example is a name");
}

#[test]
fn other_numbers_are_said_beside_todays_with_the_reason() {
    let seen = |model: u32| format!("checkout/!seen={model}-9.5-112-0-1234");
    let (_, said) = opened(&seen(MODEL_VERSION));
    let (is_error, text) = said.expect("other numbers");
    assert!(
        !is_error && text.contains("saw P99 9.50 s, Cost a month 1\u{202f}234 USD; now it is P99 "),
        "{text}"
    );
    assert!(text.contains("changed after its numbers"), "{text}");
    let (_, said) = opened(&seen(MODEL_VERSION - 1));
    assert!(said.is_some_and(|(_, text)| text.contains("the changelog says what")));
    for newer in [seen(MODEL_VERSION + 1), format!("checkout/!seen={}-something-else", MODEL_VERSION + 1)] {
        let (state, said) = opened(&newer);
        assert!(said.is_some_and(|(_, text)| text.contains("newer than version")), "{newer}");
        assert_eq!(state.scenario.name, "Checkout");
    }
}
