//! What leads keyboards past the knobs, of which there are hundreds. Seen only while it has the focus. Not the keys within each.

use crate::web::pointing;
use yew::prelude::*;

/// Where the knobs are.
pub const PARAMETERS: &str = "parameters";
/// Where the picture of the system is.
pub const SYSTEM: &str = "system";
/// Where the charts begin.
pub const CHARTS: &str = "charts";

/// Props of [`Skip`].
#[derive(Debug, Properties, PartialEq)]
pub struct SkipProps {
    /// Whether the page has knobs.
    pub has_knobs: bool,
}

/// The ways past what comes first. Buttons, since the fragment of a link is the scenario.
#[component]
pub fn Skip(props: &SkipProps) -> Html {
    let places =
        [("Skip to parameters", PARAMETERS), ("Skip to the system", SYSTEM), ("Skip to the charts", CHARTS)];
    let places = places.into_iter().filter(|place| props.has_knobs || place.1 != PARAMETERS);
    html! {
        <nav class="skip" aria-label="Skip">
            { for places.map(|(label, id)| html! {
                <button type="button" class="button" onclick={move |_: MouseEvent| pointing::focus_id(id)}>{ label }</button>
            }) }
        </nav>
    }
}
