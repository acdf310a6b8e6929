//! The gallery of ready-made scenarios. Not the scenarios; those are presets of the document.

use crate::app::Msg;
use crate::scenario::preset;
use crate::ui::dialog::Dialog;
use yew::prelude::*;

/// Props of [`Gallery`].
#[derive(Debug, Properties, PartialEq)]
pub struct GalleryProps {
    /// Hears that it was closed.
    pub on_close: Callback<()>,
    /// Hears what was chosen.
    pub dispatch: Callback<Msg>,
}

/// All presets with their lessons; choosing one opens it.
#[component]
pub fn Gallery(props: &GalleryProps) -> Html {
    let entries = preset::ALL.iter().map(|preset| {
        let (dispatch, on_close) = (props.dispatch.clone(), props.on_close.clone());
        let choose = Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::OpenPreset(preset.key));
            on_close.emit(());
        });
        html! {
            <li key={preset.key}>
                <button type="button" class="preset" onclick={choose}>
                    <strong>{ preset.title }</strong>
                    <span>{ preset.lesson }</span>
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
