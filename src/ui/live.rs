//! A region that screen readers listen to. Not seen.

use crate::web::clock;
use yew::prelude::*;

/// How long a text must stand before it is read out: a moving slider and half a word are not commented on.
const WAIT_MS: u32 = 1200;

/// Props of [`Live`].
#[derive(Debug, Properties, PartialEq)]
pub struct LiveProps {
    /// What is to be read out once it stands.
    pub text: AttrValue,
}

/// Reads out its text politely, some time after it last changed.
#[component]
pub fn Live(props: &LiveProps) -> Html {
    let said = use_state_eq(|| AttrValue::Static(""));
    use_effect_with(props.text.clone(), {
        let said = said.setter();
        move |text| {
            let text = text.clone();
            let wait = clock::after(WAIT_MS, move || said.set(text));
            move || drop(wait)
        }
    });
    html! { <p class="unseen" aria-live="polite" role="status">{ (*said).clone() }</p> }
}
