//! Where the requests of a journey come from. Not where they enter; that is a line.

use super::drawn::DrawnJourney;
use super::place::Place;
use super::plan::JOURNEY;
use super::words::cut;
use yew::prelude::*;

/// Props of [`Journey`].
#[derive(Debug, Properties, PartialEq)]
pub struct JourneyProps {
    /// What is drawn.
    pub drawn: DrawnJourney,
}

/// A name and a rate.
#[component]
pub fn Journey(props: &JourneyProps) -> Html {
    let drawn = &props.drawn;
    let (width, height) = JOURNEY;
    html! {
        <g class={classes!("at", "journey", drawn.selected.then_some("is-selected"))} role="button"
            id={Place::Journey(drawn.journey).id()} tabindex={if drawn.tab { "0" } else { "-1" }}
            aria-pressed={if drawn.selected { "true" } else { "false" }}
            transform={format!("translate({:.1} {:.1})", drawn.at.0, drawn.at.1)}>
            <title>{ format!("Requests of {}, {}", drawn.name, drawn.rate) }</title>
            <rect width={width.to_string()} height={height.to_string()} rx="22" />
            <text class="journey-name" x={(width / 2.0).to_string()} y="19" text-anchor="middle">
                { cut(&drawn.name, (600, 13.0), width - 16.0) }
            </text>
            <text class="journey-rate" x={(width / 2.0).to_string()} y="35" text-anchor="middle">{ &drawn.rate }</text>
        </g>
    }
}
