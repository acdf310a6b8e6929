//! Four steps for those who come for the first time. Not help; that stays in the bar.

use super::icon::{Icon, Shape};
use super::skip;
use crate::web::{dom, pointing, store};
use yew::prelude::*;

/// The name it is kept under that the tour was begun, and that it is over.
const KEPT: &str = "headroom.tour";
const BEGUN: &str = "begun";
const OVER: &str = "over";

/// The class that frames what is pointed at in the style sheet; that itself; heading; text.
const STEPS: [(&str, &str, &str, &str); 4] = [
    (
        "at-strip",
        ".tiles",
        "Two answers to every question",
        "The large numbers are formulas and follow every change at once. Below each, a simulation says the same with its \
         interval. Press a number to see where it comes from.",
    ),
    (
        "at-knobs",
        ".knobs",
        "Everything can be moved",
        "Drag a slider or type a value with its unit: 250ms, 2k, 75%. The box above them finds a parameter by words. Where \
         the screen is narrow, Change parameters shows them.",
    ),
    (
        "at-system",
        ".system-box",
        "This is the system",
        "Calls go from left to right, and colours say how busy each service is. Select one to see its parameters, and to \
         rename, copy or delete it. Add others by the buttons above; the dot at the side of a service, dragged onto another, \
         makes a call.",
    ),
    (
        "at-bar",
        ".bar",
        "Keep it, share it",
        "The address holds the whole scenario, and nothing is sent anywhere. Undo goes two hundred steps back; the \
         examples hold more systems.",
    ),
];

/// The tour, where it was not seen before and that can be remembered.
#[component]
pub fn Tour() -> Html {
    let step = use_state_eq(|| {
        let is_new = store::read(KEPT).is_none_or(|kept| kept != OVER);
        // Where nothing is kept it would come back each time.
        store::write(KEPT, if is_new { BEGUN } else { OVER });
        (is_new && store::read(KEPT).is_some()).then_some(0)
    });
    let end = use_callback(step.setter(), |(), step| {
        store::write(KEPT, OVER);
        step.set(None);
        pointing::refocus_id(skip::SYSTEM);
    });
    use_effect_with(*step, {
        let end = end.clone();
        move |&now| {
            let keys = now.map(|now| {
                if now > 0 {
                    dom::reveal(STEPS[now].1);
                }
                // What has an Escape of its own keeps it.
                dom::listen_keys(move |event| {
                    if event.key() == "Escape" && dom::is_from(event, "body, .tour *") {
                        end.emit(());
                    }
                })
            });
            move || drop(keys)
        }
    });
    let Some(now) = *step else { return Html::default() };
    let over = Callback::from(move |_: MouseEvent| end.emit(()));
    let go = |to: usize| {
        let step = step.setter();
        Callback::from(move |_: MouseEvent| step.set(Some(to)))
    };
    let (at, _, heading, text) = STEPS[now];
    let last = now + 1 == STEPS.len();
    html! {
        <aside class={classes!("tour", at)} aria-label="Tour">
            <div class="tour-head">
                <h2 aria-live="polite">{ heading }</h2>
                <button type="button" class="button quiet" aria-label="Close the tour for good" onclick={over.clone()}>
                    <Icon shape={Shape::Close} />
                </button>
            </div>
            <p>{ text }</p>
            <div class="tour-foot">
                <span class="quiet">{ format!("{} of {}", now + 1, STEPS.len()) }</span>
                if now > 0 {
                    <button type="button" class="button" onclick={go(now - 1)}>{ "Back" }</button>
                }
                <button type="button" class="button primary" onclick={if last { over } else { go(now + 1) }}>
                    { if last { "Done" } else { "Next" } }
                </button>
            </div>
        </aside>
    }
}
