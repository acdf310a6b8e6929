//! What widths, colours and signs of the picture mean, and the button that asks for a recording. Not the picture.

use crate::app::Msg;
use crate::app::replay::Act;
use crate::ui::icon::{Icon, Shape};
use yew::prelude::*;

/// Props of [`Legend`].
#[derive(Debug, Properties, PartialEq)]
pub struct LegendProps {
    /// Whether anything is marked as the critical path.
    pub critical: bool,
}

/// What width and colour mean.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let busy =
        [("calm", "under 60 % busy"), ("warm", "to 80 %"), ("hot", "to 100 %"), ("over", "overloaded")];
    html! {
        <ul class="legend">
            { for busy.iter().map(|(class, words)| html! {
                <li><span class={classes!("swatch", *class)} />{ words }</li>
            }) }
            if props.critical { <li><span class="swatch-line" />{ "critical path" }</li> }
        </ul>
    }
}

/// What the boxes say while a recording is played.
#[component]
pub fn ReplayLegend() -> Html {
    html! {
        <ul class="legend">
            <li><span class="swatch" />{ "busy slots" }</li>
            <li><span class="swatch hot" />{ "while requests wait" }</li>
            <li><span class="swatch-waiting" />{ "a request that waits" }</li>
            <li><span class="swatch-traveller" />{ "a call or its answer" }</li>
        </ul>
    }
}

/// Props of [`ReplayButton`].
#[derive(Debug, Properties, PartialEq)]
pub struct ReplayButtonProps {
    /// Whether there is a recording, or one is being made.
    pub is_open: bool,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// Asks for a recording, or puts it away.
#[component]
pub fn ReplayButton(props: &ReplayButtonProps) -> Html {
    let act = if props.is_open { Act::Close } else { Act::Record };
    let click = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Replay(act)))
    };
    html! {
        <button type="button" class="button replay-open" title="Slow the clock and watch single requests of the simulation"
            onclick={click}>
            if props.is_open {
                <Icon shape={Shape::Close} />{ "Close replay" }
            } else {
                <Icon shape={Shape::Play} />{ "Replay" }
            }
        </button>
    }
}
