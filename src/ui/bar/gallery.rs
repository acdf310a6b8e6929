//! The gallery of ready-made scenarios. Not the scenarios; those are presets of the document.

use super::thumb::{self, Thumb};
use crate::app::{Msg, Theme};
use crate::scenario::preset;
use crate::ui::dialog::Dialog;
use crate::ui::words;
use crate::web::{clock, theme};
use yew::prelude::*;

/// Props of [`Gallery`].
#[derive(Debug, Properties, PartialEq)]
pub struct GalleryProps {
    /// Light or dark.
    pub theme: Theme,
    /// Hears that it was closed.
    pub on_close: Callback<()>,
    /// Hears what was chosen.
    pub dispatch: Callback<Msg>,
}

/// All presets with their lessons and a look at their answers; choosing one opens it.
#[component]
pub fn Gallery(props: &GalleryProps) -> Html {
    let is_dark = words::theme_is_dark(props.theme).unwrap_or_else(theme::system_is_dark);
    let looks = use_state(thumb::made);
    // One at a time, each after the one before is on the screen: the gallery is open at once, whatever is in it.
    use_effect_with(looks.len(), {
        let looks = looks.clone();
        move |&made| {
            let is_more = made < preset::ALL.len();
            let wait = is_more.then(|| clock::after(20, move || looks.set(thumb::one_more())));
            move || drop(wait)
        }
    });
    let entries = preset::ALL.iter().enumerate().map(|(i, preset)| {
        let (dispatch, on_close) = (props.dispatch.clone(), props.on_close.clone());
        let choose = Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::OpenPreset(preset.key));
            on_close.emit(());
        });
        let look = looks.get(i).cloned();
        let answer = look.as_ref().map(|look| look.words.clone());
        html! {
            <li key={preset.key}>
                <button type="button" class="preset has-thumb" onclick={choose}>
                    <strong>{ preset.title }</strong>
                    <span class="preset-answer">{ answer.unwrap_or_else(|| "…".to_owned()) }</span>
                    <span class="preset-lesson">{ preset.lesson }</span>
                    // Last to be read out, though it stands on the left.
                    <Thumb {look} {is_dark} />
                </button>
            </li>
        }
    });
    html! {
        <Dialog title="Examples" on_close={props.on_close.clone()}>
            <p class="quiet">
                { "Each opens as a scenario of your own. What you have now can be had back with undo." }
            </p>
            <ul class="presets">{ for entries }</ul>
        </Dialog>
    }
}
